/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Another host's inventory, as untrusted input: opened read-only and immutable with SQLite's defences on, and used only
 * where its schema is the one that this program makes and SQLite's own check finds every page sound.
 */
#include "store/store_internal.h"

#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sql/file_look.h"

/* For checking and reading one file; the inventory of a thousand hosts takes seconds. */
#define TIME_LIMIT_SECONDS 300

/* Between two looks at the clock; some milliseconds of SQLite's work. */
#define PROGRESS_OPERATIONS 100000

static long long monotonic_seconds(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static int is_too_late(void *data)
{
	const struct sslinv_source *source = data;

	return monotonic_seconds() > source->deadline;
}

static int check_look(const char *path, const struct sslinv_store *into, struct sslinv_error *error)
{
	struct sslinv_file_look look, own;
	int rc = sslinv_file_look(path, into->base.schema->product, &look, error);

	if (rc < 0)
		return rc;
	if (!look.exists)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: no such file", path);
	if (look.is_empty)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is an empty file, and no inventory of sslinv", path);
	rc = sslinv_file_look(into->base.path, into->base.schema->product, &own, error);
	if (rc < 0)
		return rc;
	if (look.device == own.device && look.inode == own.inode)
		return sslinv_error_set(error, SSLINV_E_USAGE, "%s: is the very file that is merged into", path);
	if (look.wal_size > 0)
		return sslinv_error_set(
			error, SSLINV_E_FORMAT,
			"%s: has a write-ahead log beside it (%s-wal), so the file alone is not whole; run any sslinv scan"
			" on it, or copy it while no sslinv is running, and merge that",
			path, path);
	if (look.journal_size > 0)
		return sslinv_error_set(
			error, SSLINV_E_FORMAT,
			"%s: has a journal beside it (%s-journal): it was copied or left half-written; run `sslinv query` on"
			" it once, or copy it while no sslinv is running, and merge that",
			path, path);
	return 0;
}

/* `PRAGMA integrity_check` gives one row "ok", or what is wrong; foreign_key_check gives no row where all is well. */
static int check_rows(struct sslinv_source *source, const char *sql, const char *good, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	const char *text;
	int rc;

	if (sqlite3_prepare_v2(source->db, sql, -1, &statement, NULL) != SQLITE_OK)
		return sslinv_sql_error(source->db, source->name, NULL, error);
	rc = sqlite3_step(statement);
	if (rc == SQLITE_DONE && !good)
		return 0;
	if (rc != SQLITE_ROW)
		return sslinv_sql_error(source->db, source->name, NULL, error);
	text = (const char *)sqlite3_column_text(statement, 0);
	if (good && text && strcmp(text, good) == 0)
		return 0;
	{
		SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(text ? text : "?");

		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is damaged (%.200s); copy it again", source->name,
					quoted ? quoted : "?");
	}
}

static int open_source(struct sslinv_source *source, const char *path, const struct sslinv_store *into,
		       struct sslinv_error *error)
{
	static const struct {
		int limit, value;
	} limits[] = {
		{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
		{ SQLITE_LIMIT_COLUMN, 100 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 10 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 100 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
	};
	int version, rc;

	rc = sslinv_sql_open(path, SQLITE_OPEN_READONLY, "mode=ro&immutable=1", &source->db, error);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(limits); i++)
		sqlite3_limit(source->db, limits[i].limit, limits[i].value);
	source->deadline = monotonic_seconds() + TIME_LIMIT_SECONDS;
	sqlite3_progress_handler(source->db, PROGRESS_OPERATIONS, is_too_late, source);
	rc = sslinv_sql_run(source->db, source->name,
			    "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA query_only = ON", error);
	if (rc == 0)
		rc = sslinv_schema_identify(source->db, source->name, into->base.schema, &version, error);
	if (rc < 0)
		return rc;
	if (version == 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is an empty database, and no inventory of sslinv",
					source->name);
	rc = sslinv_schema_compare(source->db, source->name, into->base.schema, version, error);
	if (rc == 0)
		rc = check_rows(source, "PRAGMA integrity_check(1)", "ok", error);
	if (rc == 0)
		rc = check_rows(source, "PRAGMA foreign_key_check", NULL, error);
	if (rc == 0 && version < sslinv_schema_version(into->base.schema)) {
		sqlite3 *copy = NULL;

		rc = sslinv_schema_copy(source->db, source->name, into->base.schema, &copy, error);
		if (rc < 0)
			return rc;
		sslinv_sql_close(&source->db);
		source->db = copy;
		sqlite3_progress_handler(source->db, PROGRESS_OPERATIONS, is_too_late, source);
	}
	return rc;
}

int sslinv_source_open(const char *path, const char *name, const struct sslinv_store *into, struct sslinv_source *source,
		       struct sslinv_error *error)
{
	int rc = check_look(path, into, error);

	source->db = NULL;
	source->name = name;
	if (rc == 0)
		rc = open_source(source, path, into, error);
	if (rc < 0)
		sslinv_source_close(source);
	return rc;
}

void sslinv_source_close(struct sslinv_source *source)
{
	sslinv_sql_close(&source->db);
}
