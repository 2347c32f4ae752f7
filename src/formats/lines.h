/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a table, one at a time, in bounded memory: for the readers of tables. */
#ifndef SSLINV_FORMATS_LINES_H
#define SSLINV_FORMATS_LINES_H

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "parse/input.h"

/* No line is longer, in bytes. */
#define SSLINV_LINES_MAX 16384

struct sslinv_lines {
	struct sslinv_input *input;
	char *buffer;
	size_t used, filled;
	struct sslinv_str line; /* the present one, without its end; the reader may change it */
	unsigned long number;   /* of the present one, from 1 */
};

/* Begins with the current document of `input`. The caller ends with sslinv_lines_free() whatever the result. */
int sslinv_lines_begin(struct sslinv_lines *lines, struct sslinv_input *input, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The next line: 1, 0 at the end of the document, or a negative code. A line that is too long, has a NUL, or no end, as in a
 * table that was cut off, fails.
 */
int sslinv_lines_next(struct sslinv_lines *lines, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* "NAME:LINE: reason"; returns `code`. */
int sslinv_lines_fail(const struct sslinv_lines *lines, enum sslinv_code code, const char *reason,
		      struct sslinv_error *error);

/* Accepts a zero-initialised one. */
void sslinv_lines_free(struct sslinv_lines *lines);

#endif
