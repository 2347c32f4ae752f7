/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conductor of an update. */
#include "update/update.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/reader.h"
#include "update/follow.h"

static int (*const followers[SSLINV_FOLLOW_COUNT])(struct sslinv_follow *follow, struct sslinv_error *error) = {
	[SSLINV_FOLLOW_FILE] = sslinv_follow_file,
	[SSLINV_FOLLOW_REPOMD] = sslinv_follow_repomd,
	[SSLINV_FOLLOW_MIRROR_LIST] = sslinv_follow_mirror_list,
	[SSLINV_FOLLOW_ARCHIVE] = sslinv_follow_archive,
};

static void close_fetcher(struct sslinv_fetcher **fetcher)
{
	sslinv_fetcher_close(*fetcher);
}

static void free_held(struct sslinv_follow *follow)
{
	sslinv_guidance_source_free(&follow->held);
}

/* What is not for the source to say is left out, and told. */
static void note_foreign(struct sslinv_follow *follow)
{
	const struct sslinv_guidance_imported *imported = &follow->result->imported;

	if (imported->foreign)
		sslinv_follow_remark(
			follow,
			"%zu %s left out, as this source is not declared to bring %s; if it may, add that to its"
			" `distro` or `format` in sources.xml",
			imported->foreign, sslinv_str_plural(imported->foreign, "entry is", "entries are"),
			imported->foreign_words);
}

/* Follows one source. Whatever it fails at, its transaction is over afterwards. */
static void run_one(const struct sslinv_follow *common, const struct sslinv_source *source,
		    struct sslinv_update_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_held) struct sslinv_follow follow = *common;
	struct sslinv_error ignored = SSLINV_ERROR_INIT;
	int rc;

	if (source->obstacle) {
		result->outcome = SSLINV_UPDATE_FAILED;
		result->reason = source->obstacle;
		return;
	}
	if (source->format && !sslinv_reader_find(source->format)) {
		(void)sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
				       "no format is called '%s'; correct `format` in sources.xml", source->format);
		result->outcome = SSLINV_UPDATE_FAILED;
		result->reason = error->message;
		return;
	}
	follow.source = source;
	follow.result = result;
	rc = sslinv_guidance_source_read(follow.store, source->id, &follow.held, error);
	if (rc == 0)
		rc = followers[source->follow](&follow, error);
	if (rc == 0)
		rc = sslinv_follow_check_age(&follow, error);
	note_foreign(&follow);
	if (rc == 0)
		return;
	sslinv_guidance_source_rollback(follow.store);
	if (result->outcome != SSLINV_UPDATE_PARTLY)
		result->outcome = SSLINV_UPDATE_FAILED;
	result->reason = error->message;
	/* A guidance file that cannot even take the reason has been told of already. */
	(void)!sslinv_guidance_source_fail(follow.store, source->id, error->message, &ignored);
}

static void count(struct sslinv_update_summary *summary, enum sslinv_update_outcome outcome)
{
	summary->changed += outcome == SSLINV_UPDATE_NEW;
	summary->same += outcome == SSLINV_UPDATE_SAME;
	summary->partly += outcome == SSLINV_UPDATE_PARTLY;
	summary->failed += outcome == SSLINV_UPDATE_FAILED;
}

int sslinv_update_run(struct sslinv_guidance_store *store, const struct sslinv_source_list *list,
		      const struct sslinv_fetch_limits *limits, bool is_forced, const char *spool,
		      const struct sslinv_update_listener *listener, struct sslinv_update_summary *summary,
		      struct sslinv_error *error)
{
	SSLINV_CLEANUP(close_fetcher) struct sslinv_fetcher *fetcher = NULL;
	bool is_remembered = false;
	struct sslinv_follow common = { .store = store,
					.limits = limits,
					.listener = listener,
					.is_forced = is_forced,
					.is_remembered = &is_remembered };
	int rc;

	if (is_forced)
		sslinv_guidance_store_force(store);
	rc = sslinv_fetcher_open(spool, &fetcher, error);

	memset(summary, 0, sizeof(*summary));
	if (rc < 0)
		return rc;
	common.fetcher = fetcher;
	for (size_t i = 0; i < list->count; i++) {
		struct sslinv_update_result result = { .outcome = SSLINV_UPDATE_NEW };
		struct sslinv_error own = SSLINV_ERROR_INIT;

		run_one(&common, &list->items[i], &result, &own);
		count(summary, result.outcome);
		if (listener->ended)
			listener->ended(listener->context, &list->items[i], &result);
	}
	rc = sslinv_guidance_store_set_published(store, NULL, error);
	return rc == 0 && is_remembered && listener->news
		       ? sslinv_guidance_news_tell(store, listener->news, listener->context, error)
		       : rc;
}
