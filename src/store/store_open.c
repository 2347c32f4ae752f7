/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inventory as a file: opened for reading or writing, and left behind as one file; its statements, prepared once. */
#include "store/store_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sql/file_look.h"
#include "sql/functions.h"

static void free_store(struct sslinv_store **store)
{
	sslinv_store_close(*store);
	*store = NULL;
}

/* A temporary table for facts, or its index. */
static int make(struct sslinv_store *store, enum sslinv_fact fact, enum sslinv_fact_statement which,
		struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int rc = sslinv_store_fact_statement(store, fact, which, &statement, error);

	return rc < 0 ? rc : sslinv_sql_finish(&store->base, statement, error);
}

static int make_temporary_tables(struct sslinv_store *store, struct sslinv_error *error)
{
	int rc = sslinv_store_run(store, SSLINV_STATEMENT_MAKE_CHANGE, error);

	if (rc == 0)
		rc = sslinv_store_run(store, SSLINV_STATEMENT_MAKE_OWNER, error);
	if (rc == 0)
		rc = sslinv_store_run(store, SSLINV_STATEMENT_MAKE_HIDDEN, error);
	for (int fact = 0; fact < SSLINV_FACT_COUNT && rc == 0; fact++) {
		rc = make(store, fact, SSLINV_FACT_MAKE_FOUND, error);
		if (rc == 0 && sslinv_fact_has_notes(fact))
			rc = make(store, fact, SSLINV_FACT_INDEX_FOUND, error);
	}
	return rc;
}

/* SQLite opens a file only when it is first asked for something. */
static int open_and_read(struct sslinv_store *store, const struct sslinv_store_options *options, const char *how,
			 int *version, int *sqlite_code, struct sslinv_error *error)
{
	int rc;

	sslinv_sql_close(&store->base.db);
	rc = sslinv_sql_open(store->base.path, SQLITE_OPEN_READONLY, how, &store->base.db, error);
	if (rc == 0) {
		sqlite3_busy_timeout(store->base.db, options->busy_milliseconds);
		rc = sslinv_schema_identify(store->base.db, store->base.path, store->base.schema, version, error);
	}
	*sqlite_code = sqlite3_extended_errcode(store->base.db);
	return rc;
}

/* Whoever wrote the file died in the midst: SQLite rolls that back, if we may write the file. */
static int recover(struct sslinv_store *store, const struct sslinv_store_options *options)
{
	SSLINV_CLEANUP(sslinv_sql_close) sqlite3 *db = NULL;
	sqlite3_int64 ignored;

	if (sslinv_sql_open(store->base.path, SQLITE_OPEN_READWRITE, NULL, &db, NULL) < 0)
		return -1;
	sqlite3_busy_timeout(db, options->busy_milliseconds);
	return sslinv_sql_number(db, store->base.path, "SELECT count(*) FROM sqlite_master", &ignored, NULL);
}

/*
 * A file that goes with a write-ahead log but has none was copied, or left by a program that died. No one writes it (a
 * writer has a log), and SQLite would make a log only to read it: immutable keeps it from that.
 */
static const char *how_to_read(const struct sslinv_file_look *look)
{
	return look->is_wal && !look->has_wal ? "mode=ro&immutable=1" : "mode=ro";
}

static int open_for_writing(struct sslinv_store *store, const struct sslinv_store_options *options,
			    const struct sslinv_file_look *look, struct sslinv_error *error)
{
	int version, sqlite_code, rc;

	if (look->exists && !look->is_empty) {
		/* A foreign file stays as it is, to the byte: so look before anything opens it for writing. */
		rc = open_and_read(store, options, how_to_read(look), &version, &sqlite_code, error);
		if (rc < 0 && sqlite_code != SQLITE_READONLY_ROLLBACK)
			return rc;
		sslinv_sql_close(&store->base.db);
		sslinv_error_clear(error);
	}
	rc = sslinv_sql_open(store->base.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, &store->base.db, error);
	if (rc < 0)
		return rc;
	sqlite3_busy_timeout(store->base.db, options->busy_milliseconds);
	rc = sslinv_schema_identify(store->base.db, store->base.path, store->base.schema, &version, error);
	if (rc < 0)
		return rc;
	if (sqlite3_db_readonly(store->base.db, "main") == 1)
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: cannot be written; check its permissions",
					store->base.path);
	store->is_ready = true;
	rc = sslinv_sql_run(store->base.db, store->base.path,
			    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
			    "PRAGMA journal_mode = WAL",
			    error);
	if (rc == 0)
		rc = sslinv_schema_migrate(store->base.db, store->base.path, store->base.schema,
					   sslinv_schema_version(store->base.schema), error);
	if (rc == 0)
		rc = make_temporary_tables(store, error);
	if (rc == 0)
		rc = sslinv_functions_register(store->base.db, store->base.path, error);
	if (rc == 0)
		rc = sslinv_functions_register_keys(store->base.db, store->base.path, error);
	return rc < 0 ? rc : sslinv_store_register_names(store->base.db, store->base.path, error);
}

static int open_for_reading(struct sslinv_store *store, const struct sslinv_store_options *options,
			    const struct sslinv_file_look *look, struct sslinv_error *error)
{
	int version = 0, sqlite_code = SQLITE_OK;
	int rc = open_and_read(store, options, how_to_read(look), &version, &sqlite_code, error);

	if (rc < 0 && sqlite_code == SQLITE_READONLY_ROLLBACK && recover(store, options) == 0)
		rc = open_and_read(store, options, "mode=ro", &version, &sqlite_code, error);
	/* An empty log in a directory where we cannot make the file for sharing it: all there is stands in the file. */
	else if (rc < 0 && look->is_wal && look->wal_size == 0 &&
		 ((sqlite_code & 0xff) == SQLITE_CANTOPEN || (sqlite_code & 0xff) == SQLITE_READONLY))
		rc = open_and_read(store, options, "mode=ro&immutable=1", &version, &sqlite_code, error);
	if (rc < 0) {
		if (sqlite_code == SQLITE_READONLY_ROLLBACK)
			return sslinv_error_set(
				error, SSLINV_E_SYSTEM,
				"%s: was left half-written by a program that died, and you may not write it; its owner"
				" repairs it with any scan or query",
				store->base.path);
		return rc;
	}
	if (version == 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is an empty database, and no inventory of sslinv",
					store->base.path);
	if (version < sslinv_schema_version(store->base.schema)) {
		sqlite3 *copy = NULL;

		/* Read as if it were migrated, without touching it. */
		rc = sslinv_schema_copy(store->base.db, store->base.path, store->base.schema, &copy, error);
		if (rc < 0)
			return rc;
		sslinv_sql_close(&store->base.db);
		store->base.db = copy;
	}
	rc = sslinv_sql_run(store->base.db, store->base.path, "PRAGMA query_only = ON", error);
	return rc < 0 ? rc : sslinv_functions_register(store->base.db, store->base.path, error);
}

static int open_once(const char *path, enum sslinv_sql_access access, const struct sslinv_store_options *options,
		     struct sslinv_store **store, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_store) struct sslinv_store *opened = NULL;
	struct sslinv_file_look look;
	int rc;

	*store = NULL;
	if (*path == '\0')
		return sslinv_error_set(error, SSLINV_E_USAGE, "the inventory's file name is empty");
	rc = sslinv_file_look(path, options->schema->product, &look, error);
	if (rc < 0)
		return rc;
	if (access == SSLINV_SQL_READ && !look.exists)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND,
					"%s: no such inventory; make one with `sslinv scan`, or name one with --db", path);
	if (access == SSLINV_SQL_READ && look.is_empty)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is an empty file, and no inventory of sslinv", path);
	if (access == SSLINV_SQL_WRITE) {
		rc = sslinv_sql_check_directory(path, "name another place with --db", error);
		if (rc < 0)
			return rc;
	}

	opened = calloc(1, sizeof(*opened));
	if (!opened)
		return sslinv_error_memory(error);
	opened->base.access = access;
	opened->base.schema = options->schema;
	opened->base.path = strdup(path);
	if (!opened->base.path)
		return sslinv_error_memory(error);
	rc = access == SSLINV_SQL_WRITE ? open_for_writing(opened, options, &look, error)
					: open_for_reading(opened, options, &look, error);
	if (rc < 0)
		return rc;
	*store = sslinv_take_ptr(opened);
	return 0;
}

static int64_t now_in_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

int sslinv_store_open_with(const char *path, enum sslinv_sql_access access, const struct sslinv_store_options *options,
			   struct sslinv_store **store, struct sslinv_error *error)
{
	const struct timespec pause = { .tv_nsec = 20 * 1000000 };
	int64_t deadline = now_in_milliseconds() + options->busy_milliseconds;
	int rc = open_once(path, access, options, store, error);

	/* SQLite does not wait for its turn to change the journal mode (sqlite3_busy_handler()): two scans that begin at
	 * once do that. */
	while (rc == SSLINV_E_BUSY && access == SSLINV_SQL_WRITE && now_in_milliseconds() < deadline) {
		nanosleep(&pause, NULL);
		sslinv_error_clear(error);
		rc = open_once(path, access, options, store, error);
	}
	return rc;
}

int sslinv_store_open(const char *path, enum sslinv_sql_access access, struct sslinv_store **store,
		      struct sslinv_error *error)
{
	static const struct sslinv_store_options options = {
		.schema = &sslinv_store_schema,
		.busy_milliseconds = SSLINV_SQL_BUSY_MILLISECONDS,
	};

	return sslinv_store_open_with(path, access, &options, store, error);
}

void sslinv_store_close(struct sslinv_store *store)
{
	if (!store)
		return;
	for (int i = 0; i < SSLINV_STATEMENT_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	for (int fact = 0; fact < SSLINV_FACT_COUNT; fact++)
		for (int i = 0; i < SSLINV_FACT_STATEMENT_COUNT; i++)
			sqlite3_finalize(store->fact_statements[fact][i]);
	if (store->is_ready) {
		/* Where somebody still reads, this cannot be and need not be: the log stays, and the next writer folds it
		 * in. */
		sqlite3_busy_timeout(store->base.db, 0);
		sqlite3_wal_checkpoint_v2(store->base.db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		sqlite3_exec(store->base.db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	}
	sslinv_sql_close(&store->base.db);
	free(store->base.path);
	free(store);
}

int sslinv_store_statement(struct sslinv_store *store, enum sslinv_sql_statement which, sqlite3_stmt **statement,
			   struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str sql = { 0 };

	if (!store->statements[which] && sslinv_statement_sql(which, &sql) < 0)
		return sslinv_error_memory(error);
	return sslinv_sql_prepare(&store->base, sql.data, &store->statements[which], statement, error);
}

int sslinv_store_fact_statement(struct sslinv_store *store, enum sslinv_fact fact, enum sslinv_fact_statement which,
				sqlite3_stmt **statement, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str sql = { 0 };
	sqlite3_stmt **slot = &store->fact_statements[fact][which];

	if (!*slot && sslinv_fact_statement_sql(fact, which, &sql) < 0)
		return sslinv_error_memory(error);
	return sslinv_sql_prepare(&store->base, sql.data, slot, statement, error);
}

int sslinv_store_run(struct sslinv_store *store, enum sslinv_sql_statement which, struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int rc = sslinv_store_statement(store, which, &statement, error);

	return rc < 0 ? rc : sslinv_sql_finish(&store->base, statement, error);
}

int sslinv_store_run_fact(struct sslinv_store *store, enum sslinv_fact fact, enum sslinv_fact_statement which,
			  sqlite3_int64 host, struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int place, rc = sslinv_store_fact_statement(store, fact, which, &statement, error);

	if (rc < 0)
		return rc;
	place = sqlite3_bind_parameter_index(statement, ":host");
	if (place > 0)
		sqlite3_bind_int64(statement, place, host);
	return sslinv_sql_finish(&store->base, statement, error);
}

int sslinv_store_begin(struct sslinv_store *store, enum sslinv_sql_access access, struct sslinv_error *error)
{
	return sslinv_store_run(
		store, access == SSLINV_SQL_WRITE ? SSLINV_STATEMENT_BEGIN_WRITE : SSLINV_STATEMENT_BEGIN_READ, error);
}

int sslinv_store_commit(struct sslinv_store *store, struct sslinv_error *error)
{
	return sslinv_store_run(store, SSLINV_STATEMENT_COMMIT, error);
}

void sslinv_store_rollback(struct sslinv_store *store)
{
	sslinv_sql_rollback(&store->base);
}

struct sslinv_sql_file *sslinv_store_file(struct sslinv_store *store)
{
	return &store->base;
}

int sslinv_store_query(struct sslinv_store *store, const char *sql, const struct sslinv_query_parameter *parameters,
		       size_t count, struct sslinv_rows *rows, struct sslinv_error *error)
{
	return sslinv_sql_query(&store->base, sql, parameters, count, rows, error);
}
