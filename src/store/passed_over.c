/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that a scan did not read: one of packages alone does not open those whose names say that there is no need. What an
 * earlier scan found in one of them is neither seen again nor known to be gone: it stays, and so does what its package is to
 * OpenSSL.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "link/data_name.h"
#include "sql/sql.h"
#include "store/store_internal.h"

/* is_read_by_name(path): is a file of that (stored) path opened in every scan? NULL for NULL. */
static void is_read_by_name(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *path = (const char *)sqlite3_value_text(values[0]);
	size_t length = path ? strlen(path) : 0;

	(void)count;
	if (!path)
		return;
	/* Of `$'/opt/a\n.py'` the name ends before the quote. */
	if (strncmp(path, "$'", 2) == 0 && path[length - 1] == '\'') {
		SSLINV_CLEANUP(sslinv_free_ptr) char *bare = strndup(path, length - 1);

		if (bare)
			sqlite3_result_int(context, sslinv_name_kind(bare) == SSLINV_NAME_OTHER);
		else
			sqlite3_result_error_nomem(context);
		return;
	}
	sqlite3_result_int(context, sslinv_name_kind(path) == SSLINV_NAME_OTHER);
}

int sslinv_store_register_names(sqlite3 *db, const char *path, struct sslinv_error *error)
{
	if (sqlite3_create_function_v2(db, "is_read_by_name", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, is_read_by_name,
				       NULL, NULL, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
}

/* The package that is called so is a provider or a consumer still, by a file that was passed over. */
static void keep_role(struct sslinv_package *packages, size_t count, const char *label, bool is_provider)
{
	for (size_t i = 0; i < count; i++) {
		if (!sslinv_package_is_called(&packages[i], label))
			continue;
		packages[i].is_provider |= is_provider;
		packages[i].is_consumer |= !is_provider;
		return;
	}
}

int sslinv_store_keep_roles(struct sslinv_store *store, sqlite3_int64 host, const struct sslinv_sources *sources,
			    struct sslinv_package *packages, size_t count, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_PASSED_OVER, &row, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, 1, host);
	sqlite3_bind_int(row, 2, sources->files);
	while ((rc = sslinv_sql_step(&store->base, row, error)) == 1)
		keep_role(packages, count, (const char *)sqlite3_column_text(row, 0), sqlite3_column_int(row, 1) != 0);
	return rc;
}
