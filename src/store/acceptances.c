/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Risks that a person has accepted. */
#include "store/acceptances.h"

#include <string.h>

#include "base/str.h"
#include "store/store_internal.h"

static int failed(const struct sslinv_store *store, struct sslinv_error *error)
{
	return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
}

int sslinv_store_accept(struct sslinv_store *store, const struct sslinv_acceptance *acceptance, int64_t now, int64_t *id,
			struct sslinv_error *error)
{
	char time[SSLINV_TIME_SIZE];
	const char *const texts[] = { acceptance->host,   acceptance->subject,     acceptance->cve,
				      acceptance->reason, acceptance->accepted_by, time,
				      acceptance->until };
	sqlite3_stmt *insert;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_ACCEPT, &insert, error);

	if (rc < 0)
		return rc;
	sslinv_str_time(time, now);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++)
		if (sslinv_sql_bind_text(insert, (int)i + 1, texts[i]) != SQLITE_OK)
			return failed(store, error);
	rc = sslinv_sql_finish(&store->base, insert, error);
	*id = sqlite3_last_insert_rowid(store->base.db);
	return rc;
}

int sslinv_store_withdraw(struct sslinv_store *store, int64_t id, int64_t now, struct sslinv_error *error)
{
	char time[SSLINV_TIME_SIZE];
	sqlite3_stmt *update;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_WITHDRAW, &update, error);

	if (rc < 0)
		return rc;
	sslinv_str_time(time, now);
	if (sqlite3_bind_int64(update, 1, id) != SQLITE_OK || sslinv_sql_bind_text(update, 2, time) != SQLITE_OK)
		return failed(store, error);
	rc = sslinv_sql_finish(&store->base, update, error);
	if (rc == 0 && sqlite3_changes(store->base.db) == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: has no acceptance %lld that is not withdrawn",
				      store->base.path, (long long)id);
	return rc;
}

static const char *text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

/* Marks what the row of the view names. */
static int mark(struct sslinv_host_result *result, sqlite3_stmt *row, struct sslinv_error *error)
{
	const char *until, *reason, *about[3];

	if (sslinv_store_keep_text(&result->arena, text(row, 3), &until) < 0 ||
	    sslinv_store_keep_text(&result->arena, text(row, 4), &reason) < 0)
		return sslinv_error_memory(error);
	for (int i = 0; i < 3; i++)
		if (sslinv_store_keep_text(&result->arena, text(row, i), &about[i]) < 0)
			return sslinv_error_memory(error);
	for (size_t i = 0; i < result->findings.count; i++) {
		struct sslinv_host_finding *finding = &result->findings.items[i];

		if (sslinv_str_compare(finding->cve, about[2]) == 0 && sslinv_str_compare(finding->package, about[0]) == 0 &&
		    sslinv_str_compare(finding->path, about[1]) == 0) {
			finding->accepted_until = until;
			finding->accepted_reason = reason;
		}
	}
	return 0;
}

int sslinv_store_mark_accepted(struct sslinv_store *store, int64_t host, struct sslinv_host_result *result,
			       struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_ACCEPTED_READ, &row, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, 1, host);
	while (rc >= 0 && (rc = sslinv_sql_step(&store->base, row, error)) == 1)
		rc = mark(result, row, error);
	sqlite3_reset(row);
	return rc;
}
