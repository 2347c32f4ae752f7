/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on a screen of 80 columns: names that are too long lose their middle, and sentences are broken between words. */
#ifndef SSLINV_REPORT_LAYOUT_H
#define SSLINV_REPORT_LAYOUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/str.h"

#define SSLINV_LAYOUT_WIDTH 80

/*
 * Prints a text in at most `columns` cells, with `...` in the place of its middle where it is wider; whatever it holds, what
 * is printed after it is where it belongs. Returns the cells that it took.
 */
size_t sslinv_layout_text(FILE *file, const char *text, size_t columns);

/* Appends it to a string. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_layout_add(struct sslinv_str *out, const char *text, size_t columns) SSLINV_MUST_CHECK;

/* The same, and blanks up to `columns`; before the text where is_right is set. */
void sslinv_layout_cell(FILE *file, const char *text, size_t columns, bool is_right);

/* Prints bytes of a text as they are, but for what would move the text after them. */
void sslinv_layout_bytes(FILE *file, const char *text, size_t length);

/*
 * Prints a sentence that begins in column `at`, and a newline. Where it does not fit it is broken between words, and goes on
 * in column `indent`. What is between backquotes is one word, and no word is broken: a command can be pasted.
 */
void sslinv_layout_sentence(FILE *file, size_t at, size_t indent, const char *text);

/* How a text is told. */
struct sslinv_layout_style {
	bool all;   /* whole names, every line, all sections */
	bool color; /* for a terminal that has colours */
};

enum sslinv_layout_color { SSLINV_COLOR_TITLE, SSLINV_COLOR_BAD, SSLINV_COLOR_WARNING, SSLINV_COLOR_GOOD };

/* Prints a word in a colour, where there are colours. */
void sslinv_layout_word(FILE *file, const struct sslinv_layout_style *style, enum sslinv_layout_color color,
			const char *word);

/* An empty line, and the title of a section. */
void sslinv_layout_title(FILE *file, const struct sslinv_layout_style *style, const char *title);

#endif
