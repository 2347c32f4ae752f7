/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts and numbers as HTML has them. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_TEXT_H
#define SSLINV_REPORT_HTML_TEXT_H

#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"

/*
 * A text from anywhere, for the content of an element or between double quotes: no byte of it is markup. What is no
 * printable UTF-8 stands there as `\xff`, and what would turn the direction of writing or break the line unseen as `\u202e`.
 * NULL is nothing.
 */
void sslinv_html_text(FILE *file, const char *text);

/* Prints a text of our own with %s as above, and nothing else in the format: `<td>%s`. */
void sslinv_html_print(FILE *file, const char *format, ...) SSLINV_PRINTF(2, 3);

/* A text inside a string of JSON that stands in a <script>: every character that is not a letter, a digit or `-` by its
 * number. */
void sslinv_html_json(FILE *file, const char *text);

/* With commas: 12,345. */
void sslinv_html_number(FILE *file, uint64_t number);

/* ` x="3.25%"`: that part of the whole. */
void sslinv_html_percent(FILE *file, const char *attribute, uint64_t part, uint64_t whole);

#endif
