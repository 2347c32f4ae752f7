/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Migrations: what version a file has, the steps to today's, and whether a file is what the steps would have made. */
#ifndef SSLINV_SQL_SCHEMA_H
#define SSLINV_SQL_SCHEMA_H

#include <stddef.h>

#include <sqlite3.h>

#include "base/attributes.h"
#include "base/error.h"

/* One step from a version of the schema to the next; `version` is the `user_version` after it. */
struct sslinv_migration {
	int version;
	const char *sql;
};

/* All steps from an empty file to today's schema, in their order. */
struct sslinv_schema {
	const struct sslinv_migration *migrations;
	size_t count;
	int application_id;  /* `PRAGMA application_id` of its files */
	const char *product; /* what such a file is, for messages: "inventory" */
};

/* The version that `schema` leads to. */
int sslinv_schema_version(const struct sslinv_schema *schema);

/*
 * What the file claims to be: *version is its `user_version`, 0 for a database with nothing in it. Fails for another
 * application's database and for one made by a newer sslinv.
 */
int sslinv_schema_identify(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int *version,
			   struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Runs the steps that are missing, up to `version`, each in its transaction. */
int sslinv_schema_migrate(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int version,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Fails where the file has other tables, indexes, views or triggers than the migrations make for `version`. */
int sslinv_schema_compare(sqlite3 *db, const char *path, const struct sslinv_schema *schema, int version,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

/* A copy of the whole database in memory, migrated to today's schema; the caller closes it. */
int sslinv_schema_copy(sqlite3 *db, const char *path, const struct sslinv_schema *schema, sqlite3 **copy,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
