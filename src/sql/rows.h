/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of a query result, and who takes them: the query hands them out, a format of report/ writes them. */
#ifndef SSLINV_SQL_ROWS_H
#define SSLINV_SQL_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"

enum sslinv_value_type {
	SSLINV_VALUE_NULL = 0,
	SSLINV_VALUE_INTEGER,
	SSLINV_VALUE_REAL,
	SSLINV_VALUE_TEXT,
};

/* One cell; `text` is borrowed until the next row, and UTF-8 (a BLOB arrives here as its quoted text form). */
struct sslinv_value {
	enum sslinv_value_type type;
	int64_t integer;
	double real;
	const char *text;
	size_t length;
};

struct sslinv_rows;

/*
 * How one format is written. Each function returns 0 or a negative code. `begin` is called once, before any row, also where
 * there will be none; `end` once after the last.
 */
struct sslinv_rows_ops {
	const char *name; /* `table`, `csv`, `json` */
	int (*begin)(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error);
	int (*row)(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error);
	int (*end)(struct sslinv_rows *rows, struct sslinv_error *error);
	void (*free)(struct sslinv_rows *rows);
};

struct sslinv_rows {
	const struct sslinv_rows_ops *ops;
	FILE *file;  /* where they are written to; borrowed */
	void *state; /* of the format; freed by ops->free */
};

/* Call the format's functions; a write error (a full disk) is an SSLINV_E_SYSTEM error that names it. */
int sslinv_rows_begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
int sslinv_rows_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
int sslinv_rows_end(struct sslinv_rows *rows, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
