/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows on their way to whoever takes them. */
#include "sql/rows.h"

int sslinv_rows_begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
{
	return rows->ops->begin(rows, columns, count, error);
}

int sslinv_rows_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
{
	return rows->ops->row(rows, values, count, error);
}

int sslinv_rows_end(struct sslinv_rows *rows, struct sslinv_error *error)
{
	int rc = rows->ops->end(rows, error);

	if (rc == 0 && fflush(rows->file) != 0)
		rc = sslinv_error_errno(error, "the rows cannot be written");
	return rc;
}
