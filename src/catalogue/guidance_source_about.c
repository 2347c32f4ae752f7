/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the edition of a source that was taken says of a distribution, beside what came with sslinv. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "catalogue/guidance_internal.h"
#include "catalogue/guidance_source.h"

/* In the order of the columns: is it about the distribution, is it about anything, CVEs imported and bundled, dates, has
 * it statements? */
#define OF_RELEASES " AND (release IN releases OR NOT EXISTS (SELECT 1 FROM releases))"
static const char query[] =
	"WITH named (id) AS (SELECT word_id FROM word WHERE text = ?1), taken (id) AS (SELECT feed_id FROM temp.claimed),"
	" releases (id) AS (SELECT release FROM stated WHERE feed_id IN taken AND distro IN named)"
	" SELECT EXISTS (SELECT 1 FROM releases) OR EXISTS (SELECT 1 FROM life WHERE feed_id IN taken AND product = ?1)"
	" OR (?1 = 'openssl' AND (EXISTS (SELECT 1 FROM vulnerability WHERE feed_id IN taken)"
	" OR EXISTS (SELECT 1 FROM affected_range WHERE feed_id IN taken)"
	" OR EXISTS (SELECT 1 FROM branch WHERE feed_id IN taken))),"
	" EXISTS (SELECT 1 FROM feed WHERE feed_id IN taken AND entries > 0),"
	" (SELECT count(DISTINCT cve) FROM stated WHERE distro IN named" OF_RELEASES
	" AND feed_id IN (SELECT feed_id FROM feed WHERE NOT bundled)),"
	" (SELECT count(DISTINCT cve) FROM stated WHERE distro IN named" OF_RELEASES
	" AND feed_id IN (SELECT feed_id FROM feed WHERE bundled)),"
	" (SELECT max(published) FROM feed WHERE feed_id IN taken),"
	" (SELECT max(published) FROM feed WHERE bundled AND feed_id IN (SELECT feed_id FROM stated WHERE distro IN named)),"
	" EXISTS (SELECT 1 FROM releases)";

static void copy_day(sqlite3_stmt *row, int column, char day[SSLINV_DATE_SIZE])
{
	const char *text = sslinv_guidance_text(row, column);

	snprintf(day, SSLINV_DATE_SIZE, "%.10s", text ? text : "");
}

int sslinv_guidance_source_about(struct sslinv_guidance_store *store, const char *distro,
				 struct sslinv_guidance_about *about, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *row = NULL;
	sqlite3_stmt *borrowed;
	int rc = sslinv_sql_prepare(&store->base, query, &row, &borrowed, error);

	memset(about, 0, sizeof(*about));
	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(borrowed, 1, distro) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	rc = sslinv_sql_step(&store->base, borrowed, error);
	if (rc <= 0)
		return rc;
	about->is_named = sqlite3_column_int(borrowed, 0) != 0;
	about->says_anything = sqlite3_column_int(borrowed, 1) != 0;
	about->has_statements = sqlite3_column_int(borrowed, 6) != 0;
	about->cves = (size_t)sqlite3_column_int64(borrowed, 2);
	about->bundled_cves = (size_t)sqlite3_column_int64(borrowed, 3);
	copy_day(borrowed, 4, about->published);
	copy_day(borrowed, 5, about->bundled_published);
	return 0;
}

int sslinv_guidance_only_lives(struct sslinv_guidance_store *store, const char *distro, struct sslinv_error *error)
{
	static const char lives[] =
		"WITH own (id) AS (SELECT feed_id FROM feed WHERE NOT bundled)"
		" SELECT 1 WHERE EXISTS (SELECT 1 FROM life WHERE product = ?1 AND feed_id IN own) AND NOT EXISTS (SELECT 1"
		" FROM stated WHERE distro = (SELECT word_id FROM word WHERE text = ?1) AND feed_id IN own)";
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *row = NULL;
	sqlite3_stmt *borrowed;
	int rc = sslinv_sql_prepare(&store->base, lives, &row, &borrowed, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(borrowed, 1, distro) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return sslinv_sql_step(&store->base, borrowed, error);
}
