/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's query: one statement that reads, run so that SQLite itself refuses everything else. */
#ifndef SSLINV_SQL_QUERY_H
#define SSLINV_SQL_QUERY_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "sql/rows.h"

struct sslinv_sql_file;

/* A named parameter of a query: `:name`. */
struct sslinv_query_parameter {
	const char *name;
	const char *value; /* bound as text */
};

/*
 * Runs one SQL statement that only reads, and writes its rows. By SQLite's own means nothing can be written: the connection
 * is read-only, query_only, and an authorizer refuses ATTACH, and PRAGMA but for those that describe the schema. The
 * functions vercmp(format, a, b) and the collations rpmver, debver are there. SSLINV_E_USAGE for SQL that is wrong (with
 * SQLite's message), for more than one statement, and for parameters that are missing or unknown.
 */
int sslinv_sql_query(struct sslinv_sql_file *file, const char *sql, const struct sslinv_query_parameter *parameters,
		     size_t count, struct sslinv_rows *rows, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
