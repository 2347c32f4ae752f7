/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts and numbers as HTML has them. */
#include "report/html/html_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/str.h"

/* Characters that are printable and do not show: they turn the direction of what stands around them, break lines, or are
 * nothing. */
static const struct {
	const char *bytes;
	const char *shown;
} unseen[] = {
	{ "\xc2\xad", "\\u00ad" },     { "\xd8\x9c", "\\u061c" },     { "\xe2\x80\x8b", "\\u200b" },
	{ "\xe2\x80\x8c", "\\u200c" }, { "\xe2\x80\x8d", "\\u200d" }, { "\xe2\x80\x8e", "\\u200e" },
	{ "\xe2\x80\x8f", "\\u200f" }, { "\xe2\x80\xa8", "\\u2028" }, { "\xe2\x80\xa9", "\\u2029" },
	{ "\xe2\x80\xaa", "\\u202a" }, { "\xe2\x80\xab", "\\u202b" }, { "\xe2\x80\xac", "\\u202c" },
	{ "\xe2\x80\xad", "\\u202d" }, { "\xe2\x80\xae", "\\u202e" }, { "\xe2\x81\xa0", "\\u2060" },
	{ "\xe2\x81\xa6", "\\u2066" }, { "\xe2\x81\xa7", "\\u2067" }, { "\xe2\x81\xa8", "\\u2068" },
	{ "\xe2\x81\xa9", "\\u2069" }, { "\xef\xbb\xbf", "\\ufeff" },
};

static const char *shown_character(const char *bytes, size_t length)
{
	for (size_t i = 0; length > 1 && i < SSLINV_ARRAY_SIZE(unseen); i++)
		if (strlen(unseen[i].bytes) == length && memcmp(unseen[i].bytes, bytes, length) == 0)
			return unseen[i].shown;
	return NULL;
}

static const char *entity(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\n':
		return "\n";
	default:
		return NULL;
	}
}

void sslinv_html_text(FILE *file, const char *text)
{
	size_t length = text ? strlen(text) : 0, plain = 0;

	for (size_t i = 0, step; i < length; i += step) {
		const char *instead = entity(text[i]);
		size_t size = sslinv_str_character(text + i, length - i);

		step = size ? size : 1;
		if (!instead)
			instead = shown_character(text + i, size);
		if (!instead && size)
			continue;
		fwrite(text + plain, 1, i - plain, file);
		plain = i + step;
		if (instead)
			fputs(instead, file);
		else
			fprintf(file, "\\x%02x", (unsigned char)text[i]);
	}
	if (length > plain)
		fwrite(text + plain, 1, length - plain, file);
}

void sslinv_html_print(FILE *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	for (const char *at = format, *next; *at; at = next) {
		next = strstr(at, "%s");
		fwrite(at, 1, next ? (size_t)(next - at) : strlen(at), file);
		if (!next)
			break;
		sslinv_html_text(file, va_arg(arguments, const char *));
		next += 2;
	}
	va_end(arguments);
}

void sslinv_html_json(FILE *file, const char *text)
{
	for (; *text; text++)
		if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') ||
		    *text == '-')
			fputc(*text, file);
		else
			fprintf(file, "\\u%04x", (unsigned char)*text);
}

void sslinv_html_number(FILE *file, uint64_t number)
{
	uint64_t unit = 1;

	while (number / unit >= 1000)
		unit *= 1000;
	fprintf(file, "%" PRIu64, number / unit);
	for (unit /= 1000; unit > 0; unit /= 1000)
		fprintf(file, ",%03" PRIu64, number / unit % 1000);
}

void sslinv_html_percent(FILE *file, const char *attribute, uint64_t part, uint64_t whole)
{
	fprintf(file, " %s=\"%.2f%%\"", attribute, whole ? 100.0 * (double)part / (double)whole : 0.0);
}
