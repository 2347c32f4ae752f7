/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows as comma-separated values (RFC 4180): a header line, CRLF ends, quotes where they are needed. */
#include <string.h>

#include "report/csv_field.h"
#include "report/rows_internal.h"

static int write_field(struct sslinv_rows *rows, const char *text, size_t length, struct sslinv_error *error)
{
	sslinv_csv_field(rows->file, text, length);
	return ferror(rows->file) ? sslinv_error_errno(error, "the rows cannot be written") : 0;
}

static int csv_begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		rc = sslinv_rows_write(rows, ",", i > 0, error);
		if (rc == 0)
			rc = write_field(rows, columns[i], strlen(columns[i]), error);
	}
	return rc < 0 ? rc : sslinv_rows_write(rows, "\r\n", 2, error);
}

static int csv_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		char buffer[SSLINV_NUMBER_SIZE];
		size_t length;
		const char *text = sslinv_value_text(&values[i], buffer, &length);

		rc = sslinv_rows_write(rows, ",", i > 0, error);
		if (rc == 0)
			rc = write_field(rows, text, length, error);
	}
	return rc < 0 ? rc : sslinv_rows_write(rows, "\r\n", 2, error);
}

static int csv_end(struct sslinv_rows *rows, struct sslinv_error *error)
{
	(void)rows;
	(void)error;
	return 0;
}

static void csv_free(struct sslinv_rows *rows)
{
	(void)rows;
}

const struct sslinv_rows_ops sslinv_rows_csv_ops = {
	.name = "csv",
	.begin = csv_begin,
	.row = csv_row,
	.end = csv_end,
	.free = csv_free,
};
