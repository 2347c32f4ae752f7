/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a scan stores what it finds, and what else it writes. */
#ifndef SSLINV_CLI_SCAN_PLACE_H
#define SSLINV_CLI_SCAN_PLACE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"

struct sslinv_scan_place {
	bool is_piped;     /* the inventory goes to standard output, and nothing of it stays here */
	char *inventory;   /* its path */
	char *judged_as;   /* the inventory beside which the guidance lies */
	char *file_cache;  /* NULL: none is kept */
	char *private_dir; /* NULL: none */
};

/*
 * Finds the place for what was given with --db (NULL: the default place; "-": standard output, by way of a private
 * directory, which is never made in the root). Prints what is wrong and returns SSLINV_E_USAGE or another negative code. The
 * caller frees whatever the result.
 */
int sslinv_scan_place_find(const char *given, const struct sslinv_root *root, struct sslinv_scan_place *place)
	SSLINV_MUST_CHECK;

/* Refuses, with a message and SSLINV_E_USAGE, whatever would be written into the root; not for the host's own. */
int sslinv_scan_place_check(const struct sslinv_scan_place *place, const struct sslinv_root *root) SSLINV_MUST_CHECK;

/* Writes the inventory, which nobody has open any more, to standard output. */
int sslinv_scan_place_pour(const struct sslinv_scan_place *place, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_scan_place_free(struct sslinv_scan_place *place);

#endif
