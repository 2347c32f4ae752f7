/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private copies, so that what was verified is what is read afterwards, whoever writes the file meanwhile. */
#ifndef SSLINV_SIGNATURE_SPOOL_H
#define SSLINV_SIGNATURE_SPOOL_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

/*
 * Copies the file `path` into one without a name, in the directory of the file `beside`. The descriptor is the caller's.
 * SSLINV_E_NOT_FOUND where there is no such file, SSLINV_E_LIMIT for one of more than `max` bytes.
 */
int sslinv_spool_copy(const char *path, const char *beside, uint64_t max, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
