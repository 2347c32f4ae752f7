/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open file of sslinv, inventory or guidance: what both need of it. */
#ifndef SSLINV_SQL_FILE_H
#define SSLINV_SQL_FILE_H

#include <sqlite3.h>

#include "base/attributes.h"
#include "base/error.h"
#include "sql/access.h"
#include "sql/schema.h"

/* How long to wait for another program that has the file locked. */
#define SSLINV_SQL_BUSY_MILLISECONDS 10000

struct sslinv_sql_file {
	sqlite3 *db;
	char *path; /* malloc'ed */
	enum sslinv_sql_access access;
	const struct sslinv_schema *schema;
};

/*
 * The statement in `*slot`, prepared from `sql` at its first use (NULL will do afterwards); reset and with nothing bound.
 * *statement is borrowed from the slot, which the caller finalizes.
 */
int sslinv_sql_prepare(struct sslinv_sql_file *file, const char *sql, sqlite3_stmt **slot, sqlite3_stmt **statement,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Runs a statement that gives no rows, and resets it. */
int sslinv_sql_finish(struct sslinv_sql_file *file, sqlite3_stmt *statement, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Steps to the next row: 1, 0 at the end (the statement is reset then), or a negative code. */
int sslinv_sql_step(struct sslinv_sql_file *file, sqlite3_stmt *statement, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Ends the transaction with nothing changed; does nothing where SQLite has done so itself. */
void sslinv_sql_rollback(struct sslinv_sql_file *file);

#endif
