/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row that is too wide for a terminal, with one line for each of its columns. */
#include <string.h>

#include "base/width.h"
#include "report/rows_internal.h"

/* A terminal that is narrower than this gets lines that its own way of folding has to cope with. */
#define MIN_VALUE_WIDTH 20

/* How many bytes of the text go on one line: to the last blank that has room, or as many as have. */
static size_t fit(const char *text, size_t width)
{
	size_t length = 0, blank = 0, used = 0;

	while (text[length]) {
		used += ((unsigned char)text[length] & 0xc0) != 0x80;
		if (used > width)
			return blank ? blank : length;
		if (text[length] == ' ' && length > 0)
			blank = length;
		length++;
	}
	return length;
}

static int write_blanks(struct sslinv_rows *rows, size_t count, struct sslinv_error *error)
{
	int rc = 0;

	for (; count > 0 && rc == 0; count--)
		rc = sslinv_rows_write(rows, " ", 1, error);
	return rc;
}

/* The text in as many lines as it needs; those after the first begin below it. */
static int write_folded(struct sslinv_rows *rows, const char *text, size_t indent, size_t width, struct sslinv_error *error)
{
	int rc = 0;

	do {
		const size_t length = fit(text, width);

		rc = sslinv_rows_write(rows, text, length, error);
		if (rc == 0)
			rc = sslinv_rows_write(rows, "\n", 1, error);
		text += length;
		text += strspn(text, " ");
		if (rc == 0 && *text)
			rc = write_blanks(rows, indent, error);
	} while (rc == 0 && *text);
	return rc;
}

int sslinv_rows_upright(struct sslinv_rows *rows, const char *const *names, const char *const *cells, size_t count,
			size_t width, struct sslinv_error *error)
{
	size_t widest = 0, left;
	int rc = 0;

	for (size_t i = 0; i < count; i++)
		if (sslinv_width(names[i]) > widest)
			widest = sslinv_width(names[i]);
	left = width > widest + 2 + MIN_VALUE_WIDTH ? width - widest - 2 : MIN_VALUE_WIDTH;
	for (size_t i = 0; i < count && rc == 0; i++) {
		rc = sslinv_rows_write(rows, names[i], strlen(names[i]), error);
		if (rc == 0)
			rc = write_blanks(rows, widest + 2 - sslinv_width(names[i]), error);
		if (rc == 0)
			rc = write_folded(rows, cells[i] ? cells[i] : "-", widest + 2, left, error);
	}
	return rc < 0 ? rc : sslinv_rows_write(rows, "\n", 1, error);
}
