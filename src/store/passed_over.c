/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that a scan did not read: one of packages alone does not open those whose names say that there is no need. What an
 * earlier scan found in one of them is neither seen again nor known to be gone: it stays, and so does what its package is to
 * OpenSSL.
 */
#include "store/store_internal.h"

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
