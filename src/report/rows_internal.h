/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of rows share. Nothing but out/rows*.c includes it. */
#ifndef SSLINV_REPORT_ROWS_INTERNAL_H
#define SSLINV_REPORT_ROWS_INTERNAL_H

#include <stdbool.h>

#include "report/rows.h"

extern const struct sslinv_rows_ops sslinv_rows_table_ops;
extern const struct sslinv_rows_ops sslinv_rows_csv_ops;
extern const struct sslinv_rows_ops sslinv_rows_json_ops;

/* Room for any number in text. */
#define SSLINV_NUMBER_SIZE 64

/*
 * The text of a cell: of a number in `buffer` (the shortest that reads back as the same, always with a `.` or an exponent
 * for a REAL), NULL for NULL. `*length` is its length.
 */
const char *sslinv_value_text(const struct sslinv_value *value, char buffer[SSLINV_NUMBER_SIZE], size_t *length);

/*
 * Writes a row with a line for each column, for a terminal of that width, and an empty line behind it. A cell that is NULL
 * is a `-`.
 */
int sslinv_rows_upright(struct sslinv_rows *rows, const char *const *names, const char *const *cells, size_t count,
			size_t width, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Writes bytes, or sets the error of a full disk or a closed pipe. */
int sslinv_rows_write(struct sslinv_rows *rows, const char *bytes, size_t length, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
