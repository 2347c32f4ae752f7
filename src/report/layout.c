/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on a screen of 80 columns. */
#include "report/layout.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/width.h"

#define GAP "..."
/* In the place of a character that would move what follows. */
#define REPLACEMENT "\xef\xbf\xbd"

/* Appends the characters of `text` up to `end`. */
static int add_until(struct sslinv_str *out, const char *text, const char *end)
{
	int rc = 0;

	while (text < end && rc == 0) {
		struct sslinv_character character = sslinv_character_of(text);

		rc = character.is_unsafe ? sslinv_str_add(out, REPLACEMENT)
					 : sslinv_str_add_bytes(out, text, character.length);
		text += character.length;
	}
	return rc;
}

/* Prints them, and returns their cells. */
static size_t print_until(FILE *file, const char *text, const char *end)
{
	size_t width = 0;

	while (text < end) {
		struct sslinv_character character = sslinv_character_of(text);

		if (character.is_unsafe)
			fputs(REPLACEMENT, file);
		else
			fwrite(text, 1, character.length, file);
		width += character.width;
		text += character.length;
	}
	return width;
}

/* Where the characters end that fit into `columns`. */
static const char *end_of_head(const char *text, size_t columns)
{
	for (size_t width = 0; *text;) {
		struct sslinv_character character = sslinv_character_of(text);

		width += character.width;
		if (width > columns)
			break;
		text += character.length;
	}
	return text;
}

/* Where the rest of the text begins that fits into `columns`. */
static const char *begin_of_tail(const char *text, size_t columns)
{
	size_t width = sslinv_width(text);

	while (width > columns) {
		struct sslinv_character character = sslinv_character_of(text);

		width -= character.width;
		text += character.length;
	}
	/* What belongs to the character before it would be put on the gap. */
	while (*text && sslinv_character_of(text).width == 0)
		text += sslinv_character_of(text).length;
	return text;
}

int sslinv_layout_add(struct sslinv_str *out, const char *text, size_t columns)
{
	size_t head;
	int rc;

	if (columns <= strlen(GAP) || sslinv_width(text) <= columns)
		return add_until(out, text, text + strlen(text));
	/* The end of a path says more than its beginning. */
	head = (columns - strlen(GAP)) / 3;
	rc = add_until(out, text, end_of_head(text, head));
	if (rc == 0)
		rc = sslinv_str_add(out, GAP);
	text = begin_of_tail(text, columns - strlen(GAP) - head);
	return rc < 0 ? rc : add_until(out, text, text + strlen(text));
}

size_t sslinv_layout_text(FILE *file, const char *text, size_t columns)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str shortened = { 0 };

	if (sslinv_layout_add(&shortened, text, columns) < 0)
		return print_until(file, text, text + strlen(text));
	fputs(sslinv_str_text(&shortened), file);
	return sslinv_width(sslinv_str_text(&shortened));
}

void sslinv_layout_bytes(FILE *file, const char *text, size_t length)
{
	(void)print_until(file, text, text + length);
}

void sslinv_layout_cell(FILE *file, const char *text, size_t columns, bool is_right)
{
	size_t width = sslinv_width(text);

	if (is_right && width < columns)
		fprintf(file, "%*s", (int)(columns - width), "");
	width = sslinv_layout_text(file, text, columns);
	if (!is_right && width < columns)
		fprintf(file, "%*s", (int)(columns - width), "");
}

/* The bytes of the word that begins there. */
static size_t word_length(const char *text)
{
	bool is_quoted = false;
	size_t length = 0;

	/* A quote that does not end is a character like others. */
	for (; text[length] && (is_quoted || text[length] != ' '); length++)
		if (text[length] == '`')
			is_quoted = !is_quoted && strchr(text + length + 1, '`');
	return length;
}

static size_t width_of_word(const char *word, size_t length)
{
	size_t width = 0;

	for (const char *end = word + length; word < end;) {
		struct sslinv_character character = sslinv_character_of(word);

		width += character.width;
		word += character.length;
	}
	return width;
}

void sslinv_layout_sentence(FILE *file, size_t at, size_t indent, const char *text)
{
	bool is_first = true;

	while (*(text += strspn(text, " "))) {
		size_t length = word_length(text), width = width_of_word(text, length);

		if (!is_first && at + 1 + width > SSLINV_LAYOUT_WIDTH) {
			fprintf(file, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!is_first) {
			fputc(' ', file);
			at++;
		}
		is_first = false;
		at += print_until(file, text, text + length);
		text += length;
	}
	fputc('\n', file);
}

void sslinv_layout_word(FILE *file, const struct sslinv_layout_style *style, enum sslinv_layout_color color,
			const char *word)
{
	static const char *const begins[] = {
		[SSLINV_COLOR_TITLE] = "\033[1m",
		[SSLINV_COLOR_BAD] = "\033[1;31m",
		[SSLINV_COLOR_WARNING] = "\033[1;33m",
		[SSLINV_COLOR_GOOD] = "\033[1;32m",
	};

	fprintf(file, "%s%s%s", style->color ? begins[color] : "", word, style->color ? "\033[0m" : "");
}

void sslinv_layout_title(FILE *file, const struct sslinv_layout_style *style, const char *title)
{
	fputc('\n', file);
	sslinv_layout_word(file, style, SSLINV_COLOR_TITLE, title);
	fputc('\n', file);
}
