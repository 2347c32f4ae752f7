/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv feed update: fetches what vendors published, and tells what became known. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/check.h"
#include "cli/feed.h"
#include "cli/feed_accept.h"
#include "cli/inventory.h"
#include "update/update.h"

/* Of each kind of news so many are named. */
#define MAX_NAMED 20

struct telling {
	size_t news[SSLINV_NEWS_COUNT];
};

static void show_progress(void *context, const struct sslinv_source *source, const char *address, uint64_t bytes,
			  int64_t total)
{
	(void)context;
	if (total > 0)
		sslinv_log_progress("%s: %" PRIu64 " of %" PRIu64 " KiB from %s", source->id, bytes / 1024,
				    (uint64_t)total / 1024, address);
	else
		sslinv_log_progress("%s: %" PRIu64 " KiB from %s", source->id, bytes / 1024, address);
}

static void show_end(void *context, const struct sslinv_source *source, const struct sslinv_update_result *result)
{
	const struct sslinv_guidance_imported *imported = &result->imported;

	(void)context;
	sslinv_log_progress("%s", "");
	if (result->outcome == SSLINV_UPDATE_FAILED) {
		sslinv_log_error("%s: not updated, what was held stays: %s", source->id, result->reason);
		return;
	}
	if (result->remark[0])
		sslinv_log_warning("%s: %s", source->id, result->remark);
	if (result->outcome == SSLINV_UPDATE_PARTLY)
		sslinv_log_error("%s: updated in part, and not confirmed: %s", source->id, result->reason);
	if (result->outcome == SSLINV_UPDATE_SAME) {
		printf("%s: nothing new\n", source->id);
		return;
	}
	printf("%s: %" PRIu64 " bytes, %zu %s: %zu %s new, %zu replaced, %zu unchanged, %zu taken back\n", source->id,
	       result->bytes, imported->documents, sslinv_str_plural(imported->documents, "document", "documents"),
	       imported->added, sslinv_str_plural(imported->added, "feed", "feeds"), imported->replaced, imported->unchanged,
	       result->dropped);
}

static const struct {
	const char *one, *several;
} news_words[SSLINV_NEWS_COUNT] = {
	[SSLINV_NEWS_CVE] = { "new CVE", "new CVEs" },
	[SSLINV_NEWS_FIX] = { "new fix", "new fixes" },
	[SSLINV_NEWS_STATEMENT] = { "other new statement", "other new statements" },
	[SSLINV_NEWS_TAKEN_BACK] = { "statement taken back", "statements taken back" },
};

static void show_news(void *context, const struct sslinv_news_item *item)
{
	struct telling *telling = context;
	size_t number = ++telling->news[item->kind];

	if (number > MAX_NAMED)
		return;
	if (item->kind == SSLINV_NEWS_CVE) {
		printf("new: %s\n", item->cve);
		return;
	}
	printf("%s: %s%s%s%s%s %s: %s %s%s%s\n", item->kind == SSLINV_NEWS_TAKEN_BACK ? "taken back" : "new", item->distro,
	       item->release[0] ? " " : "", item->release, item->stream[0] ? "/" : "", item->stream, item->package,
	       item->cve, item->status, item->fixed_version[0] ? " in " : "", item->fixed_version);
}

static void show_counts(const struct telling *telling)
{
	bool is_cut = false;

	for (int kind = 0; kind < SSLINV_NEWS_COUNT; kind++) {
		size_t count = telling->news[kind];

		printf("%s%zu %s", kind ? ", " : "What became known: ", count,
		       sslinv_str_plural(count, news_words[kind].one, news_words[kind].several));
		is_cut |= count > MAX_NAMED;
	}
	printf("\n");
	if (is_cut)
		printf("Of each kind the first %d are named; `sslinv query` has all, in the view advisories.\n", MAX_NAMED);
}

/* Distributions of the inventory that nobody publishes about in a form that is read here. */
static void warn_of_silent(struct sslinv_feed_sources *sources)
{
	if (sources->places.count == 0)
		sslinv_log_warning("the inventory has no host, so only what every host needs is fetched; scan first, or name"
				   " sources (`sslinv feed sources` lists them)");
	for (size_t i = 0; i < sources->places.count; i++) {
		const struct sslinv_source_place *place = &sources->places.items[i];

		if (!sslinv_sources_speak_of(&sources->table, place))
			sslinv_log_warning("no source is known for %s %s; name one in %s/sources.xml, or import what its"
					   " vendor publishes",
					   place->distro, place->version ? place->version : "", sslinv_conf_directory());
	}
}

static int pick(const struct sslinv_arguments *arguments, struct sslinv_feed_sources *sources, struct sslinv_error *error)
{
	int rc = 0;

	if (arguments->operand_count == 1) {
		warn_of_silent(sources);
		return sslinv_sources_needed(&sources->table, sources->places.items, sources->places.count, &sources->list,
					     error);
	}
	for (size_t i = 1; i < arguments->operand_count && rc == 0; i++)
		rc = sslinv_sources_named(&sources->table, arguments->operands[i], sources->places.items,
					  sources->places.count, &sources->list, error);
	return rc;
}

/* No key of the site's signs what vendors publish: where all must be signed, another machine fetches it and bundles it. */
static int may_fetch(void)
{
	struct sslinv_config config;
	int rc = sslinv_feed_config(&config);

	if (rc == 0 && config.requires_signature) {
		sslinv_log_error("%s/" SSLINV_CONFIG_FILE
				 " demands that what enters the guidance is signed, and what vendors"
				 " publish is not; take a signed bundle with `sslinv feed import FILE`",
				 sslinv_conf_directory());
		rc = SSLINV_E_UNSUPPORTED;
	}
	return rc;
}

/* Beside the guidance file, which is where there is room for guidance. */
static char *spool_path(const char *db)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *inventory = sslinv_inventory_present_path(db);
	SSLINV_CLEANUP(sslinv_free_ptr) char *guidance = inventory ? sslinv_guidance_store_path(inventory) : NULL;

	return guidance ? sslinv_str_format("%s.spool", guidance) : NULL;
}

static enum sslinv_exit follow(const struct sslinv_arguments *arguments, struct sslinv_feed_sources *sources,
			       struct sslinv_guidance_store *store)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *spool = spool_path(sslinv_argument(arguments, "db"));
	struct telling telling = { .news = { 0 } };
	const struct sslinv_update_listener listener = { .context = &telling,
							 .progress = show_progress,
							 .warning = sslinv_feed_warn,
							 .ended = show_end,
							 .news = show_news };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_update_summary summary;

	if (!spool)
		return SSLINV_EXIT_FAILED;
	if (sslinv_update_run(store, &sources->list, &sources->table.limits, sslinv_argument(arguments, "force") != NULL,
			      spool, &listener, &summary, &error) < 0)
		return sslinv_feed_complain(&error);
	if (summary.changed + summary.partly > 0)
		show_counts(&telling);
	printf("%zu %s: %zu with a new edition, %zu with nothing new, %zu failed\n", sources->list.count,
	       sslinv_str_plural(sources->list.count, "source", "sources"), summary.changed + summary.partly, summary.same,
	       summary.failed);
	if (summary.failed == sources->list.count && summary.failed > 0)
		return SSLINV_EXIT_FAILED;
	return summary.failed || summary.partly ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

enum sslinv_exit sslinv_feed_update(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_feed_sources_free) struct sslinv_feed_sources sources = { 0 };
	SSLINV_CLEANUP(sslinv_feed_close) struct sslinv_guidance_store *store = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	enum sslinv_exit updated, checked;

	if (may_fetch() < 0 || sslinv_feed_sources_load(arguments, &sources) < 0)
		return SSLINV_EXIT_FAILED;
	if (pick(arguments, &sources, &error) < 0)
		return sslinv_feed_complain(&error);
	if (sslinv_feed_open(arguments, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	updated = follow(arguments, &sources, store);
	if (!sslinv_argument(arguments, "check"))
		return updated;
	sslinv_feed_close(&store);
	store = NULL;
	checked = sslinv_check_stored(sslinv_argument(arguments, "db"), NULL, NULL, false);
	return updated == SSLINV_EXIT_CLEAN ? checked : SSLINV_EXIT_INCOMPLETE;
}
