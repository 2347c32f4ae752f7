/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys that a site trusts. */
#ifndef SSLINV_SIGNATURE_KEYS_H
#define SSLINV_SIGNATURE_KEYS_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_keys {
	char **items; /* absolute paths of keyrings, in the order of their names */
	size_t count, capacity;
};

/*
 * The files *.gpg of the directory. SSLINV_E_NOT_FOUND where it has none, or is not there; SSLINV_E_UNSUPPORTED where others
 * than root may write what root believes; SSLINV_E_FORMAT for one that gpgv cannot read. The caller frees whatever the
 * result.
 */
int sslinv_keys_find(const char *directory, struct sslinv_keys *keys, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_keys_free(struct sslinv_keys *keys);

#endif
