/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of a query result on their way to the user: one walk over the rows, one ops struct per format. */
#ifndef SSLINV_REPORT_ROWS_H
#define SSLINV_REPORT_ROWS_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "sql/rows.h"

/*
 * A writer of rows to `file` (borrowed) in the named format: `table` (columns aligned, or, where they are wider than the
 * terminal that the file is, a line for each column; what is no printable UTF-8 is quoted; the first 2,000 rows decide the
 * widths, so memory is bounded), `csv` (RFC 4180 with a header line; NULL is empty), `json`
 * (an array of objects with the columns' names in their order, NULL is null). SSLINV_E_USAGE for an unknown format, naming
 * those that exist. The caller frees with sslinv_rows_free().
 */
int sslinv_rows_new(const char *format, FILE *file, struct sslinv_rows **rows, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The columns of the terminal that the file is; 0 where it is none, or does not tell. */
size_t sslinv_rows_terminal(FILE *file);

/* Accepts NULL. */
void sslinv_rows_free(struct sslinv_rows *rows);

#endif
