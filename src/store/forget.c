/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host that is no more: all of it, with its history. */
#include "store/store_internal.h"

static int run(struct sslinv_store *store, enum sslinv_sql_statement which, int64_t host, struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int rc = sslinv_store_statement(store, which, &statement, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(statement, 1, host);
	return sslinv_sql_finish(&store->base, statement, error);
}

int sslinv_store_forget(struct sslinv_store *store, int64_t host, struct sslinv_error *error)
{
	int rc = 0;

	for (int fact = 0; fact < SSLINV_FACT_COUNT && rc == 0; fact++)
		rc = sslinv_store_run_fact(store, (enum sslinv_fact)fact, SSLINV_FACT_FORGET_HOST, host, error);
	if (rc == 0)
		rc = run(store, SSLINV_STATEMENT_FORGET_SCANS, host, error);
	return rc < 0 ? rc : run(store, SSLINV_STATEMENT_FORGET_HOST, host, error);
}
