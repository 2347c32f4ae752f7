/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A field of comma-separated values (RFC 4180). */
#ifndef SSLINV_REPORT_CSV_FIELD_H
#define SSLINV_REPORT_CSV_FIELD_H

#include <stddef.h>
#include <stdio.h>

/*
 * Writes a field, in quotes where it needs them. NULL is nothing at all, the empty text a pair of quotes: so a reader that
 * cares can tell them apart. Write errors stay in the FILE.
 */
void sslinv_csv_field(FILE *file, const char *text, size_t length);

/*
 * The same for a spreadsheet: what such a program would take for a formula (it begins with = + - @, or one of their wide
 * forms, or a tab or carriage return) gets an apostrophe in front.
 */
void sslinv_csv_spreadsheet_field(FILE *file, const char *text);

#endif
