/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file as a file: found, opened, made and brought up to date. */
#include "catalogue/guidance_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "catalogue/guidance_internal.h"
#include "guidance/check.h"
#include "sql/file_look.h"
#include "sql/functions.h"

#define FILE_NAME "guidance.db"

char *sslinv_guidance_store_path(const char *inventory_path)
{
	const char *given = secure_getenv("SSLINV_GUIDANCE"), *slash = strrchr(inventory_path, '/');

	if (given && *given)
		return strdup(given);
	return sslinv_str_format("%.*s" FILE_NAME, slash ? (int)(slash + 1 - inventory_path) : 0, inventory_path);
}

const char *sslinv_guidance_store_file(const struct sslinv_guidance_store *store)
{
	return store->base.path;
}

void sslinv_guidance_store_close(struct sslinv_guidance_store *store)
{
	if (!store)
		return;
	sslinv_guidance_finalize(store);
	sslinv_sql_close(&store->base.db);
	free(store->base.path);
	free(store->published);
	sslinv_words_free(&store->damaged);
	free(store);
}

static void free_store(struct sslinv_guidance_store **store)
{
	sslinv_guidance_store_close(*store);
}

/* Whether the file is there, and is a file that may be ours. */
static int look_at(const char *path, struct sslinv_file_look *look, struct sslinv_error *error)
{
	int rc = sslinv_file_look(path, sslinv_guidance_schema.product, look, error);

	if (rc == SSLINV_E_FORMAT)
		return sslinv_error_set(
			error, rc, "%s: not an sslinv guidance file; not changed; name another place with $SSLINV_GUIDANCE",
			path);
	return rc;
}

static int connect_to(struct sslinv_guidance_store *store, int flags, const char *how, struct sslinv_error *error)
{
	int rc;

	sslinv_guidance_finalize(store);
	sslinv_sql_close(&store->base.db);
	rc = sslinv_sql_open(store->base.path, flags, how, &store->base.db, error);
	if (rc == 0)
		sqlite3_busy_timeout(store->base.db, SSLINV_SQL_BUSY_MILLISECONDS);
	return rc;
}

/* Opens what is there without touching it, and says whether all that has to be in it is. */
static int open_as_it_is(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle, bool *is_current,
			 struct sslinv_error *error)
{
	int version, rc = connect_to(store, SQLITE_OPEN_READONLY, "mode=ro", error);

	*is_current = false;
	if (rc == 0)
		rc = sslinv_schema_identify(store->base.db, store->base.path, &sslinv_guidance_schema, &version, error);
	if (rc == 0 && version == sslinv_schema_version(&sslinv_guidance_schema))
		rc = sslinv_guidance_bundle_compare(store, bundle, is_current, error);
	return rc;
}

/* Migrates what is open for writing, and takes the bundled files in. */
static int bring_up_to_date(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
			    struct sslinv_error *error)
{
	int version, rc = sslinv_schema_identify(store->base.db, store->base.path, &sslinv_guidance_schema, &version, error);
	bool is_current = false;

	if (rc == 0)
		rc = sslinv_schema_migrate(store->base.db, store->base.path, &sslinv_guidance_schema,
					   sslinv_schema_version(&sslinv_guidance_schema), error);
	if (rc == 0)
		rc = sslinv_guidance_bundle_compare(store, bundle, &is_current, error);
	if (rc == 0 && !is_current)
		rc = sslinv_guidance_bundle_import(store, bundle, error);
	return rc;
}

static int open_for_writing(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
			    struct sslinv_error *error)
{
	const char *given = secure_getenv("SSLINV_GUIDANCE");
	int rc = given && strcmp(given, store->base.path) == 0
			 ? sslinv_sql_make_directory(store->base.path, error)
			 : sslinv_sql_check_directory(store->base.path, "name another place with --db", error);

	if (rc == 0)
		rc = connect_to(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, error);
	if (rc == 0 && sqlite3_db_readonly(store->base.db, "main") == 1)
		rc = sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: cannot be written; check its permissions",
				      store->base.path);
	if (rc == 0)
		rc = sslinv_sql_run(store->base.db, store->base.path, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL",
				    error);
	return rc < 0 ? rc : bring_up_to_date(store, bundle, error);
}

/* A copy of what is there, or an empty one, brought up to date in memory. */
static int open_in_memory(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle, bool exists,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_close) sqlite3 *empty = NULL;
	sqlite3 *copy = NULL;
	int version, rc = 0;

	if (exists) {
		rc = connect_to(store, SQLITE_OPEN_READONLY, "mode=ro", error);
		/* Before the copy: nothing of another program's file is run. */
		if (rc == 0)
			rc = sslinv_schema_identify(store->base.db, store->base.path, &sslinv_guidance_schema, &version,
						    error);
	} else if (sqlite3_open_v2(":memory:", &empty, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		rc = sslinv_sql_error(empty, store->base.path, NULL, error);
	}
	if (rc == 0)
		rc = sslinv_schema_copy(exists ? store->base.db : empty, store->base.path, &sslinv_guidance_schema, &copy,
					error);
	if (rc < 0)
		return rc;
	sslinv_guidance_finalize(store);
	sslinv_sql_close(&store->base.db);
	store->base.db = copy;
	return bring_up_to_date(store, bundle, error);
}

/*
 * Opens what is there without touching it, before anything opens it for writing: another program's file stays as it is, to
 * the byte. Where a program died in the midst of an import, whoever may write the file repairs it.
 */
static int open_if_there(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle, bool *is_there,
			 bool *is_current, struct sslinv_error *error)
{
	struct sslinv_file_look look;
	int rc = look_at(store->base.path, &look, error);

	*is_current = false;
	*is_there = rc == 0 && look.exists && !look.is_empty;
	if (*is_there)
		rc = open_as_it_is(store, bundle, is_current, error);
	if (rc == SSLINV_E_SYSTEM && look.has_journal) {
		sslinv_error_clear(error);
		*is_current = false;
		rc = 0;
	}
	return rc;
}

static int open_for_reading(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
			    struct sslinv_error *error)
{
	bool is_there, is_current;
	int rc = open_if_there(store, bundle, &is_there, &is_current, error);

	if (rc < 0)
		return rc;
	if (!is_current) {
		rc = open_for_writing(store, bundle, error);
		if (rc == SSLINV_E_SYSTEM || rc == SSLINV_E_BUSY || rc == SSLINV_E_NOT_FOUND) {
			sslinv_error_clear(error);
			rc = open_in_memory(store, bundle, is_there, error);
		}
	}
	return rc < 0 ? rc : sslinv_sql_run(store->base.db, store->base.path, "PRAGMA query_only = ON", error);
}

static int open_to_change(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
			  struct sslinv_error *error)
{
	bool is_there, is_current;
	int rc = open_if_there(store, bundle, &is_there, &is_current, error);

	return rc < 0 ? rc : open_for_writing(store, bundle, error);
}

int sslinv_guidance_store_open(const char *path, enum sslinv_sql_access access, const char *data_directory,
			       struct sslinv_guidance_store **result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_guidance_bundle_free) struct sslinv_guidance_bundle bundle = { 0 };
	SSLINV_CLEANUP(free_store) struct sslinv_guidance_store *store = NULL;
	int rc;

	*result = NULL;
	if (*path == '\0')
		return sslinv_error_set(error, SSLINV_E_USAGE, "the guidance file's name is empty");
	rc = sslinv_guidance_bundle_find(data_directory, &bundle, error);
	if (rc < 0)
		return rc;
	store = calloc(1, sizeof(*store));
	if (!store)
		return sslinv_error_memory(error);
	store->base.access = access;
	store->base.schema = &sslinv_guidance_schema;
	store->base.path = strdup(path);
	if (!store->base.path)
		return sslinv_error_memory(error);
	rc = access == SSLINV_SQL_WRITE ? open_to_change(store, &bundle, error) : open_for_reading(store, &bundle, error);
	if (rc == 0)
		rc = sslinv_functions_register(store->base.db, store->base.path, error);
	if (rc < 0)
		return store->base.db ? sslinv_guidance_explain(store, rc, error) : rc;
	*result = sslinv_take_ptr(store);
	return 0;
}

int sslinv_guidance_store_set_published(struct sslinv_guidance_store *store, const char *date, struct sslinv_error *error)
{
	char day[SSLINV_DATE_SIZE];

	free(store->published);
	store->published = NULL;
	if (!date)
		return 0;
	if (!sslinv_date_parse(date, day) || sslinv_date_is_future(day))
		return sslinv_error_set(error, SSLINV_E_USAGE, "'%s' is not a date of the past like 2026-11-24", date);
	store->published = strdup(day);
	return store->published ? 0 : sslinv_error_memory(error);
}

void sslinv_guidance_store_force(struct sslinv_guidance_store *store)
{
	store->is_forced = true;
}

void sslinv_guidance_store_take_older(struct sslinv_guidance_store *store)
{
	store->takes_older = true;
}

int sslinv_guidance_store_query(struct sslinv_guidance_store *store, const char *sql,
				const struct sslinv_query_parameter *parameters, size_t count, struct sslinv_rows *rows,
				struct sslinv_error *error)
{
	return sslinv_sql_query(&store->base, sql, parameters, count, rows, error);
}

#define LIST_ORDER " FROM feeds ORDER BY feeds.feed, vendor, feeds.format, imported, digest"
/* The end of a name tells more than its beginning. */
#define SHORT_COLUMNS                                                                                                       \
	"CASE WHEN length(feed) > 36 THEN substr(feed, 1, 8) || '...' || substr(feed, -25) ELSE feed END AS feed,"          \
	" substr(format, 1, 14) AS format, substr(published, 1, 10) AS published, entries"

int sslinv_guidance_store_list(struct sslinv_guidance_store *store, bool is_short, struct sslinv_rows *rows,
			       struct sslinv_error *error)
{
	return sslinv_guidance_store_query(store, is_short ? "SELECT " SHORT_COLUMNS LIST_ORDER : "SELECT *" LIST_ORDER,
					   NULL, 0, rows, error);
}
