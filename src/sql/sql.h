/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SQLite as the inventory and the guidance file use it: open with its defences on, run, bind, and say what went wrong. */
#ifndef SSLINV_SQL_SQL_H
#define SSLINV_SQL_SQL_H

#include <sqlite3.h>

#include "base/attributes.h"
#include "base/error.h"

/* The longest value of a cell, in bytes. No cell that sslinv writes comes near it; a file from elsewhere may try. */
#define SSLINV_SQL_CELL_MAX (16 * 1024 * 1024)

/*
 * Opens `path` as it is, with `flags` and, where not NULL, `options` ("mode=ro&immutable=1"); with SQLite's defences on.
 * `*db` is to be closed by the caller whatever the result.
 */
int sslinv_sql_open(const char *path, int flags, const char *options, sqlite3 **db, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Attaches one more file, of which nothing is written, as the schema `name`. */
int sslinv_sql_attach(sqlite3 *db, const char *path, const char *name, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* SQLite's defences for a connection: no extensions, no triggers, no attached files, a limit for values. */
void sslinv_sql_harden(sqlite3 *db);

/*
 * Sets `error` from the last failure on `db`: "PATH: DOING: reason; advice" (DOING may be NULL). Returns the code: damaged
 * and foreign files are SSLINV_E_FORMAT, locked ones SSLINV_E_BUSY, a full disk SSLINV_E_SYSTEM, a limit SSLINV_E_LIMIT.
 */
int sslinv_sql_error(sqlite3 *db, const char *path, const char *doing, struct sslinv_error *error) SSLINV_COLD;

/* Runs SQL without parameters whose rows do not matter. */
int sslinv_sql_run(sqlite3 *db, const char *path, const char *sql, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The first column of the first row of a query without parameters, as a number; 0 where there is no row. */
int sslinv_sql_number(sqlite3 *db, const char *path, const char *sql, sqlite3_int64 *number, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Binds text, or NULL for NULL; what is not printable UTF-8 is bound in its quoted form: nothing else is ever stored. */
int sslinv_sql_bind_text(sqlite3_stmt *statement, int index, const char *text);

/* The same for our own prose, which may have several lines. */
int sslinv_sql_bind_lines(sqlite3_stmt *statement, int index, const char *text);

/* Fit for SSLINV_CLEANUP; they accept NULL. */
void sslinv_sql_close(sqlite3 **db);
void sslinv_sql_finalize(sqlite3_stmt **statement);

#endif
