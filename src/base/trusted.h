/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that decide what root believes: nobody else may be able to write them. */
#ifndef SSLINV_BASE_TRUSTED_H
#define SSLINV_BASE_TRUSTED_H

#include "base/attributes.h"
#include "base/error.h"

/*
 * Opens a file, or a directory, for reading. For root it has to be root's, and neither group nor others may write it. The
 * descriptor is the caller's. SSLINV_E_NOT_FOUND where nothing is there, not even a link that leads to nothing; negative
 * codes have a message that names the file.
 */
int sslinv_trusted_open(const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
