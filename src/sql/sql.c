/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SQLite as the inventory and the guidance file use it: open with its defences on, run, bind, and say what went wrong in the
 * user's words.
 */
#include "sql/sql.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

void sslinv_sql_close(sqlite3 **db)
{
	sqlite3_close_v2(*db);
	*db = NULL;
}

void sslinv_sql_finalize(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
	*statement = NULL;
}

int sslinv_sql_error(sqlite3 *db, const char *path, const char *doing, struct sslinv_error *error)
{
	static const struct {
		int sqlite;
		enum sslinv_code code;
		const char *reason; /* NULL: what SQLite says */
	} reasons[] = {
		{ SQLITE_BUSY, SSLINV_E_BUSY, "another program has it locked; try again when that has finished" },
		{ SQLITE_LOCKED, SSLINV_E_BUSY, "another program has it locked; try again when that has finished" },
		{ SQLITE_FULL, SSLINV_E_SYSTEM,
		  "the disk is full; make room and try again (what was stored before is still there)" },
		{ SQLITE_CORRUPT, SSLINV_E_FORMAT,
		  "the file is damaged; put a good copy in its place, or move it away and scan again" },
		{ SQLITE_NOTADB, SSLINV_E_FORMAT, "not an sslinv inventory" },
		{ SQLITE_READONLY, SSLINV_E_SYSTEM,
		  "it cannot be written; check the permissions of the file and its directory" },
		{ SQLITE_PERM, SSLINV_E_SYSTEM, "no permission" },
		{ SQLITE_AUTH, SSLINV_E_USAGE, NULL },
		{ SQLITE_INTERRUPT, SSLINV_E_LIMIT, "it took too long" },
		{ SQLITE_TOOBIG, SSLINV_E_LIMIT, "a value in it is too long" },
		{ SQLITE_CONSTRAINT, SSLINV_E_FORMAT, NULL },
		{ SQLITE_CANTOPEN, SSLINV_E_SYSTEM, NULL },
		{ SQLITE_IOERR, SSLINV_E_SYSTEM, NULL },
	};
	int sqlite_code = db ? sqlite3_errcode(db) & 0xff : SQLITE_NOMEM, number = db ? sqlite3_system_errno(db) : 0;
	const char *before = doing ? doing : "", *colon = doing ? ": " : "";

	/* A failure that SQLite knows nothing of is a copy of a text that found no room. */
	if (sqlite_code == SQLITE_NOMEM || sqlite_code == SQLITE_OK)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(reasons); i++) {
		if (reasons[i].sqlite != sqlite_code)
			continue;
		if (reasons[i].reason)
			return sslinv_error_set(error, reasons[i].code, "%s: %s%s%s", path, before, colon,
						reasons[i].reason);
		if ((sqlite_code == SQLITE_CANTOPEN || sqlite_code == SQLITE_IOERR) && number != 0)
			return sslinv_error_set(error, reasons[i].code, "%s: %s%s%s: %s", path, before, colon,
						sqlite3_errmsg(db), strerror(number));
		return sslinv_error_set(error, reasons[i].code, "%s: %s%s%s", path, before, colon, sqlite3_errmsg(db));
	}
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: %s%s%s", path, before, colon, sqlite3_errmsg(db));
}

int sslinv_sql_run(sqlite3 *db, const char *path, const char *sql, struct sslinv_error *error)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
}

int sslinv_sql_number(sqlite3 *db, const char *path, const char *sql, sqlite3_int64 *number, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	int rc;

	*number = 0;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		*number = sqlite3_column_int64(statement, 0);
	else if (rc != SQLITE_DONE)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
}

int sslinv_sql_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	char *quoted;

	if (!text)
		return sqlite3_bind_null(statement, index);
	if (sslinv_str_is_printable(text, strlen(text)))
		return sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
	quoted = sslinv_str_quoted(text);
	if (!quoted)
		return SQLITE_NOMEM;
	return sqlite3_bind_text(statement, index, quoted, -1, free);
}

int sslinv_sql_bind_lines(sqlite3_stmt *statement, int index, const char *text)
{
	if (text && sslinv_str_is_lines(text, strlen(text)))
		return sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
	return sslinv_sql_bind_text(statement, index, text);
}

void sslinv_sql_harden(sqlite3 *db)
{
	sqlite3_extended_result_codes(db, 1);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, SSLINV_SQL_CELL_MAX);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
#endif
}

/*
 * The path as a URI in which nothing has a meaning of its own: `?`, `#` and `%` are bytes like others, `:memory:` is a
 * file's name.
 */
static int add_uri(struct sslinv_str *uri, const char *path, const char *options)
{
	int rc = sslinv_str_add(uri, path[0] == '/' ? "file://" : "file:./");

	for (const unsigned char *at = (const unsigned char *)path; *at && rc == 0; at++) {
		bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
			     strchr("/._-", *at) != NULL;

		rc = sslinv_str_printf(uri, plain ? "%c" : "%%%02X", *at);
	}
	if (rc == 0 && options)
		rc = sslinv_str_printf(uri, "?%s", options);
	return rc;
}

/*
 * Nobody asks SQLite how much memory it has, and the count costs a lock for each piece. Only before its first use can this
 * be said; where another part of the program was first it stays as it is.
 */
static void count_no_memory(void)
{
	static bool is_said;

	if (!is_said)
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	is_said = true;
}

int sslinv_sql_open(const char *path, int flags, const char *options, sqlite3 **db, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str uri = { 0 };

	*db = NULL;
	count_no_memory();
	if (add_uri(&uri, path, options) < 0)
		return sslinv_error_memory(error);
	if (sqlite3_open_v2(uri.data, db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return sslinv_sql_error(*db, path, NULL, error);
	sslinv_sql_harden(*db);
	return 0;
}

int sslinv_sql_attach(sqlite3 *db, const char *path, const char *name, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str uri = { 0 };
	int rc = 0;

	if (add_uri(&uri, path, "mode=ro") < 0)
		return sslinv_error_memory(error);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
	if (sqlite3_prepare_v2(db, "ATTACH ?1 AS ?2", -1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 1, uri.data, -1, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 2, name, -1, SQLITE_STATIC) != SQLITE_OK || sqlite3_step(statement) != SQLITE_DONE)
		rc = sslinv_sql_error(db, path, NULL, error);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	return rc;
}
