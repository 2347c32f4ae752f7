/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of comma-separated values. */
#include "report/csv_field.h"

#include <stdbool.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

/* `mark` stands in front of the text, inside the quotes. */
static void put(FILE *file, const char *mark, const char *text, size_t length)
{
	bool is_plain = length > 0;

	for (size_t i = 0; i < length && is_plain; i++)
		is_plain = text[i] != '"' && text[i] != ',' && text[i] != '\r' && text[i] != '\n';
	if (!is_plain)
		fputc('"', file);
	fputs(mark, file);
	for (size_t start = 0; start < length;) {
		const char *quote = is_plain ? NULL : memchr(text + start, '"', length - start);
		size_t end = quote ? (size_t)(quote - text) + 1 : length;

		fwrite(text + start, 1, end - start, file);
		if (quote)
			fputc('"', file);
		start = end;
	}
	if (!is_plain)
		fputc('"', file);
}

void sslinv_csv_field(FILE *file, const char *text, size_t length)
{
	if (text)
		put(file, "", text, length);
}

static bool is_formula(const char *text)
{
	static const char *const openings[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

	if (*text && strchr("=+-@\t\r", *text))
		return true;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(openings) && *text == openings[i][0]; i++)
		if (sslinv_str_starts(text, openings[i]))
			return true;
	return false;
}

void sslinv_csv_spreadsheet_field(FILE *file, const char *text)
{
	if (text)
		put(file, is_formula(text) ? "'" : "", text, strlen(text));
}
