/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Migrations: what version a file has, the steps to today's, and whether a file is what the steps would have made. */
#include "sql/schema.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sql/sql.h"

int sslinv_schema_version(const struct sslinv_schema *schema)
{
	return schema->migrations[schema->count - 1].version;
}

int sslinv_schema_identify(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int *version,
			   struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	sqlite3_int64 application, user_version, objects;

	/* In one statement, and so of one moment: another process may be making the file. */
	if (sqlite3_prepare_v2(db,
			       "SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_master)"
			       " FROM pragma_application_id AS a, pragma_user_version AS v",
			       -1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW)
		return sslinv_sql_error(db, path, NULL, error);
	application = sqlite3_column_int64(statement, 0);
	user_version = sqlite3_column_int64(statement, 1);
	objects = sqlite3_column_int64(statement, 2);
	*version = 0;
	if (application == 0 && user_version == 0 && objects == 0)
		return 0;
	if (application != schema->application_id)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: is another program's database, and no %s of sslinv; it was left as it is", path,
					schema->product);
	if (user_version > sslinv_schema_version(schema))
		return sslinv_error_set(
			error, SSLINV_E_UNSUPPORTED,
			"%s: was made by a newer sslinv (version %lld of the %s, this program knows %d); use a newer sslinv",
			path, (long long)user_version, schema->product, sslinv_schema_version(schema));
	if (user_version < 1)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is damaged: it says to have version %lld of the %s",
					path, (long long)user_version, schema->product);
	*version = (int)user_version;
	return 0;
}

/* One step in its transaction. Another process may have made it meanwhile: then there is nothing to do. */
static int migrate_step(sqlite3 *db, const char *path, const struct sslinv_migration *migration, int application,
			struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *mark = sslinv_str_format(
		"PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", application, migration->version);
	sqlite3_int64 version;
	int rc;

	if (!mark)
		return sslinv_error_memory(error);
	rc = sslinv_sql_run(db, path, "BEGIN IMMEDIATE", error);
	if (rc < 0)
		return rc;
	rc = sslinv_sql_number(db, path, "PRAGMA user_version", &version, error);
	if (rc == 0 && version >= migration->version) {
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		return 0;
	}
	if (rc == 0)
		rc = sslinv_sql_run(db, path, migration->sql, error);
	if (rc == 0)
		rc = sslinv_sql_run(db, path, mark, error);
	if (rc < 0)
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

int sslinv_schema_migrate(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int version,
			  struct sslinv_error *error)
{
	sqlite3_int64 present;
	int rc = sslinv_sql_number(db, path, "PRAGMA user_version", &present, error);

	for (size_t i = 0; i < schema->count && rc == 0; i++)
		if (schema->migrations[i].version > present && schema->migrations[i].version <= version)
			rc = migrate_step(db, path, &schema->migrations[i], schema->application_id, error);
	return rc;
}

/* The same order in both files, whatever order they were made in. */
#define SCHEMA_ROWS "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name, tbl_name"

static bool same_column(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
	int length = sqlite3_column_bytes(a, column);

	if (sqlite3_column_type(a, column) != sqlite3_column_type(b, column) || length != sqlite3_column_bytes(b, column))
		return false;
	return length == 0 || memcmp(sqlite3_column_blob(a, column), sqlite3_column_blob(b, column), (size_t)length) == 0;
}

/* Of two rows that differ, the one whose name comes first: the other file lacks it, or has it otherwise. */
static sqlite3_stmt *first_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int column = 0; column < 2; column++) {
		const char *one = (const char *)sqlite3_column_text(a, column),
			   *other = (const char *)sqlite3_column_text(b, column);
		int order = sslinv_str_compare(one, other);

		if (order != 0)
			return order < 0 ? a : b;
	}
	return b;
}

static int other_schema(sqlite3_stmt *row, const char *path, const struct sslinv_schema *schema, int version,
			struct sslinv_error *error)
{
	const char *name = row ? (const char *)sqlite3_column_text(row, 1) : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(name ? name : "?");

	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: is not as sslinv makes version %d of the %s: look at \"%.100s\" in its schema", path,
				version, schema->product, quoted ? quoted : "?");
}

int sslinv_schema_compare(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int version,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_close) sqlite3 *model = NULL;
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *ours = NULL;
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *theirs = NULL;
	int rc;

	if (sqlite3_open_v2(":memory:", &model, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return sslinv_sql_error(model, path, NULL, error);
	rc = sslinv_schema_migrate(model, path, schema, version, error);
	if (rc < 0)
		return rc;
	if (sqlite3_prepare_v2(model, SCHEMA_ROWS, -1, &ours, NULL) != SQLITE_OK)
		return sslinv_sql_error(model, path, NULL, error);
	if (sqlite3_prepare_v2(db, SCHEMA_ROWS, -1, &theirs, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	for (;;) {
		int our_status = sqlite3_step(ours), their_status = sqlite3_step(theirs);

		if (our_status != SQLITE_ROW && our_status != SQLITE_DONE)
			return sslinv_sql_error(model, path, NULL, error);
		if (their_status != SQLITE_ROW && their_status != SQLITE_DONE)
			return sslinv_sql_error(db, path, NULL, error);
		if (our_status != their_status)
			return other_schema(our_status == SQLITE_ROW ? ours : theirs, path, schema, version, error);
		if (our_status == SQLITE_DONE)
			return 0;
		for (int column = 0; column < 4; column++)
			if (!same_column(ours, theirs, column))
				return other_schema(first_row(ours, theirs), path, schema, version, error);
	}
}

int sslinv_schema_copy(sqlite3 *db, const char *path, const struct sslinv_schema *schema, sqlite3 **copy,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_close) sqlite3 *memory = NULL;
	sqlite3_backup *backup;
	int rc;

	if (sqlite3_open_v2(":memory:", &memory, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		return sslinv_sql_error(memory, path, NULL, error);
	backup = sqlite3_backup_init(memory, "main", db, "main");
	if (!backup)
		return sslinv_sql_error(memory, path, NULL, error);
	sqlite3_backup_step(backup, -1);
	if (sqlite3_backup_finish(backup) != SQLITE_OK)
		return sslinv_sql_error(memory, path, NULL, error);
	rc = sslinv_schema_migrate(memory, path, schema, sslinv_schema_version(schema), error);
	sslinv_sql_harden(memory);
	if (rc == 0)
		*copy = sslinv_take_ptr(memory);
	return rc;
}
