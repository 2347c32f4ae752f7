/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Output that waits until it can be handed on: in memory while it is short, then in a file without a name in $TMPDIR, so
 * that memory stays bounded.
 */
#ifndef SSLINV_BASE_SCRATCH_H
#define SSLINV_BASE_SCRATCH_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"

/* Zero-initialised is none. It must stay in its place while the stream is open. */
struct sslinv_scratch {
	FILE *file; /* to be written to */
	struct sslinv_str memory;
	FILE *disk; /* NULL while all is in memory */
	int fault;  /* errno of what could not be written */
};

/* Opens the stream. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_scratch_open(struct sslinv_scratch *scratch, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Was nothing written to it so far? */
bool sslinv_scratch_is_empty(const struct sslinv_scratch *scratch);

/*
 * Writes all that was written to the stream to `file`; the scratch is freed then. An error names what could not be kept;
 * errors of `file` are left in it for its owner to find.
 */
int sslinv_scratch_pour(struct sslinv_scratch *scratch, FILE *file, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_scratch_free(struct sslinv_scratch *scratch);

#endif
