/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became known. */
#include "catalogue/guidance_news.h"

#include "base/cleanup.h"
#include "catalogue/guidance_internal.h"

#define KEY "distro, release, stream, package, cve"
#define SAYS KEY ", status, coalesce(fixed_version, '') AS fixed_version"
#define CVES "SELECT cve FROM vulnerability UNION SELECT cve FROM statement UNION SELECT cve FROM affected_range"

/* An attempt before may have come half way. */
static const char remember[] = "DROP TABLE IF EXISTS temp.known_statement;"
			       "DROP TABLE IF EXISTS temp.known_cve;"
			       "CREATE TEMP TABLE known_statement AS SELECT DISTINCT " SAYS " FROM statement;"
			       "CREATE TEMP TABLE known_cve AS " CVES;

/* Each gives the columns of an item from `distro` on. */
static const char *const news[SSLINV_NEWS_COUNT] = {
	[SSLINV_NEWS_CVE] = "SELECT '', '', '', '', cve, '', '' FROM (" CVES
			    " EXCEPT SELECT cve FROM known_cve) ORDER BY cve",
	[SSLINV_NEWS_FIX] = "SELECT " SAYS " FROM statement WHERE status = 'fixed'"
			    " EXCEPT SELECT * FROM known_statement ORDER BY 1, 2, 3, 4, 7, 5",
	[SSLINV_NEWS_STATEMENT] = "SELECT " SAYS " FROM statement WHERE status <> 'fixed'"
				  " EXCEPT SELECT * FROM known_statement ORDER BY 1, 2, 3, 4, 7, 5",
	/* What was open and is answered now is no step back; what was answered, and is answered otherwise, is one. */
	[SSLINV_NEWS_TAKEN_BACK] =
		"SELECT * FROM (SELECT * FROM known_statement EXCEPT SELECT " SAYS " FROM statement) AS gone"
		" WHERE status IN ('fixed', 'not_affected') OR NOT EXISTS (SELECT 1 FROM statement WHERE"
		" statement.distro = gone.distro AND statement.package = gone.package AND statement.cve = gone.cve"
		" AND statement.release = gone.release AND statement.stream = gone.stream) ORDER BY 1, 2, 3, 4, 7, 5",
};

int sslinv_guidance_news_begin(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	return sslinv_sql_run(store->base.db, store->base.path, remember, error);
}

static int tell_kind(struct sslinv_guidance_store *store, enum sslinv_news kind,
		     void (*tell)(void *context, const struct sslinv_news_item *item), void *context,
		     struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *row = NULL;
	sqlite3_stmt *borrowed;
	int rc = sslinv_sql_prepare(&store->base, news[kind], &row, &borrowed, error);

	while (rc == 0 && (rc = sslinv_sql_step(&store->base, borrowed, error)) > 0) {
		const struct sslinv_news_item item = {
			.kind = kind,
			.distro = sslinv_guidance_text(borrowed, 0),
			.release = sslinv_guidance_text(borrowed, 1),
			.stream = sslinv_guidance_text(borrowed, 2),
			.package = sslinv_guidance_text(borrowed, 3),
			.cve = sslinv_guidance_text(borrowed, 4),
			.status = sslinv_guidance_text(borrowed, 5),
			.fixed_version = sslinv_guidance_text(borrowed, 6),
		};

		tell(context, &item);
		rc = 0;
	}
	return rc;
}

int sslinv_guidance_news_tell(struct sslinv_guidance_store *store,
			      void (*tell)(void *context, const struct sslinv_news_item *item), void *context,
			      struct sslinv_error *error)
{
	int rc = 0;

	for (int kind = 0; kind < SSLINV_NEWS_COUNT && rc == 0; kind++)
		rc = tell_kind(store, (enum sslinv_news)kind, tell, context, error);
	return rc;
}
