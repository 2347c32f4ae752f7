/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file's statements: each prepared at its first use, run, and its failures in the user's words. */
#include "catalogue/guidance_internal.h"

int sslinv_guidance_statement(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which,
			      sqlite3_stmt **statement, struct sslinv_error *error)
{
	return sslinv_sql_prepare(&store->base, sslinv_guidance_statement_sql(which), &store->statements[which], statement,
				  error);
}

int sslinv_guidance_run(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which,
			struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int rc = sslinv_guidance_statement(store, which, &statement, error);

	return rc < 0 ? rc : sslinv_sql_finish(&store->base, statement, error);
}

void sslinv_guidance_end_reading(struct sslinv_guidance_store *store)
{
	for (int i = 0; i < SSLINV_GUIDANCE_STATEMENT_COUNT; i++)
		sqlite3_reset(store->statements[i]);
	sslinv_sql_rollback(&store->base);
}

int sslinv_guidance_damaged(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"%s: the guidance file is damaged; move it away: it is made again from the bundled guidance, and feeds"
		" can be imported again",
		store->base.path);
}

int sslinv_guidance_explain(struct sslinv_guidance_store *store, int code, struct sslinv_error *error)
{
	int sqlite_code = sqlite3_errcode(store->base.db) & 0xff;

	if (code != SSLINV_E_FORMAT || (sqlite_code != SQLITE_CORRUPT && sqlite_code != SQLITE_NOTADB))
		return code;
	return sslinv_guidance_damaged(store, error);
}

const char *sslinv_guidance_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

void sslinv_guidance_finalize(struct sslinv_guidance_store *store)
{
	for (int i = 0; i < SSLINV_GUIDANCE_STATEMENT_COUNT; i++)
		sslinv_sql_finalize(&store->statements[i]);
}

int sslinv_guidance_delete_feed(struct sslinv_guidance_store *store, sqlite3_int64 feed, struct sslinv_error *error)
{
	int rc = 0;

	for (int which = SSLINV_GUIDANCE_DELETE_STATEMENTS; which <= SSLINV_GUIDANCE_DELETE_FEED && rc == 0; which++) {
		sqlite3_stmt *statement;

		rc = sslinv_guidance_statement(store, which, &statement, error);
		if (rc == 0 && sqlite3_bind_int64(statement, 1, feed) != SQLITE_OK)
			rc = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
		if (rc == 0)
			rc = sslinv_sql_finish(&store->base, statement, error);
	}
	return rc;
}
