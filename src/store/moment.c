/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was known of a host at a moment. */
#include "store/moment.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/store_internal.h"

#define AT_MOMENT "host_id = ?1 AND first_seen <= ?2 AND (gone_at IS NULL OR gone_at > ?2)"

/* Which of several rows of one pair counts: SQLite takes the other columns from the row with the greatest rank. */
#define VERDICT_RANK                                                                                                        \
	"CASE verdict WHEN 'ok' THEN 0 WHEN 'unknown' THEN 1 WHEN 'unsupported' THEN 2 WHEN 'no_fix' THEN 3"                \
	" WHEN 'replace' THEN 4 WHEN 'restart' THEN 5 ELSE 6 END"
#define FINDING_RANK                                                                                                        \
	"CASE status WHEN 'fixed' THEN 0 WHEN 'not_affected' THEN 0 WHEN 'unknown' THEN 1 WHEN 'under_investigation' THEN " \
	"2"                                                                                                                 \
	" ELSE 3 END"

/* subject, detail, value, rank */
static const char *const moment_sql[SSLINV_MOMENT_KIND_COUNT] = {
	[SSLINV_MOMENT_VERDICT] = "SELECT '', '', verdict, max(" VERDICT_RANK ") FROM verdict WHERE " AT_MOMENT
				  " HAVING count(*) > 0",
	[SSLINV_MOMENT_FINDING] = "SELECT coalesce(package || coalesce(': ' || path, ''), path, ''), coalesce(cve, ''),"
				  " status, max(" FINDING_RANK ") FROM finding WHERE " AT_MOMENT
				  " GROUP BY 1, 2 ORDER BY 1, 2",
	[SSLINV_MOMENT_PACKAGE] = "SELECT name, arch, group_concat(version, ', '), 0 FROM (SELECT name, arch, version"
				  " FROM package WHERE " AT_MOMENT " ORDER BY 1, 2, 3) GROUP BY 1, 2 ORDER BY 1, 2",
	[SSLINV_MOMENT_LIBRARY] = "SELECT coalesce(path, package, ''), coalesce(soname, ''),"
				  " group_concat(what, ', '), 0 FROM (SELECT path, package, soname, library ||"
				  " coalesce(' ' || version, '') AS what FROM library WHERE " AT_MOMENT
				  " ORDER BY 1, 2, 3, 4) GROUP BY 1, 2 ORDER BY 1, 2",
	[SSLINV_MOMENT_LINKAGE] = "SELECT coalesce(path, package, ''), coalesce(soname, ''), group_concat(provider, ', '), 0"
				  " FROM (SELECT path, package, soname, coalesce(provider_path, provider_package,"
				  " 'nothing that is there') AS provider FROM linkage WHERE " AT_MOMENT
				  " AND evidence <> 'embedded' ORDER BY 1, 2, 3, 4) GROUP BY 1, 2 ORDER BY 1, 2",
};

/* After all times that are written with four digits for the year. */
#define NOW "9999-12-31T23:59:59Z"

struct sslinv_moment {
	struct sslinv_store *store;
	sqlite3_stmt *statement;
};

static int prepare(struct sslinv_store *store, const char *sql, int64_t host, sqlite3_stmt **statement,
		   struct sslinv_error *error)
{
	if (sqlite3_prepare_v2(store->base.db, sql, -1, statement, NULL) != SQLITE_OK ||
	    sqlite3_bind_int64(*statement, 1, host) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return 0;
}

static int bind_time(struct sslinv_store *store, sqlite3_stmt *statement, const char *time, struct sslinv_error *error)
{
	if (sslinv_sql_bind_text(statement, 2, time ? time : NOW) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return 0;
}

int sslinv_moment_open(struct sslinv_store *store, int64_t host, enum sslinv_moment_kind kind, const char *time,
		       struct sslinv_moment **moment, struct sslinv_error *error)
{
	int rc;

	*moment = calloc(1, sizeof(**moment));
	if (!*moment)
		return sslinv_error_memory(error);
	(*moment)->store = store;
	rc = prepare(store, moment_sql[kind], host, &(*moment)->statement, error);
	if (rc == 0)
		rc = bind_time(store, (*moment)->statement, time, error);
	if (rc < 0) {
		sslinv_moment_close(*moment);
		*moment = NULL;
	}
	return rc;
}

static const char *text(sqlite3_stmt *statement, int column)
{
	const char *value = (const char *)sqlite3_column_text(statement, column);

	return value ? value : "";
}

int sslinv_moment_next(struct sslinv_moment *moment, struct sslinv_moment_row *row, struct sslinv_error *error)
{
	int rc = sslinv_sql_step(&moment->store->base, moment->statement, error);

	if (rc == 1)
		*row = (struct sslinv_moment_row){ text(moment->statement, 0), text(moment->statement, 1),
						   text(moment->statement, 2), sqlite3_column_int(moment->statement, 3) };
	return rc;
}

void sslinv_moment_close(struct sslinv_moment *moment)
{
	if (!moment)
		return;
	sqlite3_finalize(moment->statement);
	free(moment);
}

int sslinv_store_host_name(struct sslinv_store *store, int64_t host, char **name, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	int rc = prepare(store, "SELECT name FROM host WHERE host_id = ?1", host, &statement, error);

	*name = NULL;
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, statement, error);
	if (rc < 0)
		return rc;
	*name = strdup(rc == 1 ? text(statement, 0) : "");
	return *name ? 0 : sslinv_error_memory(error);
}

int sslinv_store_scan_time(struct sslinv_store *store, int64_t host, int64_t scan, char time[SSLINV_TIME_SIZE],
			   struct sslinv_error *error)
{
	static const char last_but_one[] =
		"SELECT scan_id FROM scan WHERE host_id = ?1 ORDER BY scan_id DESC LIMIT 1 OFFSET 1";
	static const char given[] = "SELECT scan_id FROM scan WHERE host_id = ?1 AND scan_id = ?2";
	static const char next[] = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', finished, '-1 second') FROM scan"
				   " WHERE host_id = ?1 AND scan_id > ?2 ORDER BY scan_id LIMIT 1";
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *find = NULL;
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *after = NULL;
	int rc = prepare(store, scan ? given : last_but_one, host, &find, error);

	time[0] = '\0';
	if (rc == 0 && scan)
		sqlite3_bind_int64(find, 2, scan);
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, find, error);
	if (rc == 0)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "the host has no such scan");
	if (rc == 1)
		rc = prepare(store, next, host, &after, error);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(after, 2, sqlite3_column_int64(find, 0));
	rc = sslinv_sql_step(&store->base, after, error);
	if (rc == 1)
		snprintf(time, SSLINV_TIME_SIZE, "%s", text(after, 0));
	return rc < 0 ? rc : 0;
}

/* Is there a row of the host at that time? */
static int has_row(struct sslinv_store *store, const char *sql, int64_t host, const char *time, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	int rc = prepare(store, sql, host, &statement, error);

	if (rc == 0)
		rc = bind_time(store, statement, time, error);
	return rc < 0 ? rc : sslinv_sql_step(&store->base, statement, error);
}

int sslinv_store_scan_whole(struct sslinv_store *store, int64_t host, const char *time, struct sslinv_error *error)
{
	return has_row(store,
		       "SELECT 1 FROM scan WHERE outcome = 'complete' AND scan_id ="
		       " (SELECT max(scan_id) FROM scan WHERE host_id = ?1 AND finished <= ?2)",
		       host, time, error);
}

int sslinv_store_knew_host(struct sslinv_store *store, int64_t host, const char *time, struct sslinv_error *error)
{
	return has_row(store, "SELECT 1 FROM host WHERE host_id = ?1 AND first_seen <= ?2", host, time, error);
}
