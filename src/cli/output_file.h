/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that a command writes: a file that is there is replaced whole, or stays. */
#ifndef SSLINV_CLI_OUTPUT_FILE_H
#define SSLINV_CLI_OUTPUT_FILE_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"

/*
 * Calls `write` with a private file in the same directory, which takes the place of `path` where it returns 0; with stdout
 * for "-". A device or a pipe is written to where it is. Returns 0 or a negative code.
 */
int sslinv_output_file(const char *path, int (*write)(void *context, FILE *file, struct sslinv_error *error), void *context,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
