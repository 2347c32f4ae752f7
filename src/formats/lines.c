/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a table. */
#include "formats/lines.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER_SIZE (64 * 1024)

int sslinv_lines_begin(struct sslinv_lines *lines, struct sslinv_input *input, struct sslinv_error *error)
{
	*lines = (struct sslinv_lines){ .input = input, .buffer = malloc(BUFFER_SIZE) };
	return lines->buffer ? 0 : sslinv_error_memory(error);
}

int sslinv_lines_fail(const struct sslinv_lines *lines, enum sslinv_code code, const char *reason,
		      struct sslinv_error *error)
{
	return sslinv_error_set(error, code, "%s:%lu: %s", sslinv_input_name(lines->input), lines->number, reason);
}

/* More of the document. */
static int fill(struct sslinv_lines *lines, struct sslinv_error *error)
{
	ssize_t got = sslinv_input_read(lines->input, lines->buffer, BUFFER_SIZE, error);

	if (got < 0)
		return (int)got;
	lines->used = 0;
	lines->filled = (size_t)got;
	return got > 0;
}

int sslinv_lines_next(struct sslinv_lines *lines, struct sslinv_error *error)
{
	struct sslinv_str *line = &lines->line;
	const char *newline = NULL;

	sslinv_str_reset(line);
	lines->number++;
	while (!newline) {
		const char *start = lines->buffer + lines->used;
		size_t length;
		int rc;

		newline = memchr(start, '\n', lines->filled - lines->used);
		length = newline ? (size_t)(newline - start) : lines->filled - lines->used;
		if (line->length + length > SSLINV_LINES_MAX)
			return sslinv_lines_fail(lines, SSLINV_E_LIMIT, "the line is too long; refused", error);
		if (memchr(start, '\0', length))
			return sslinv_lines_fail(lines, SSLINV_E_FORMAT, "a NUL byte: this is not a table", error);
		if (sslinv_str_add_bytes(line, start, length) < 0)
			return sslinv_error_memory(error);
		lines->used += length + (newline != NULL);
		rc = newline ? 1 : fill(lines, error);
		if (rc < 0 || (rc == 0 && line->length == 0))
			return rc;
		if (rc == 0)
			return sslinv_lines_fail(lines, SSLINV_E_FORMAT, "the last line has no end: the table is cut off",
						 error);
	}
	if (line->length > 0 && line->data[line->length - 1] == '\r')
		line->data[--line->length] = '\0';
	return 1;
}

void sslinv_lines_free(struct sslinv_lines *lines)
{
	free(lines->buffer);
	sslinv_str_free(&lines->line);
}
