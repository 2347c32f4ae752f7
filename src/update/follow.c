/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Following a source that is one file, and the steps that all kinds have in common. */
#include "update/follow.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "catalogue/guidance_news.h"
#include "formats/reader.h"
#include "parse/input.h"

static const char spooled[] = "edition";

bool sslinv_follow_date(const char *text, int64_t *seconds)
{
	struct tm parts = { 0 };
	const char *end = text ? strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &parts) : NULL;

	if (!end || *end)
		return false;
	*seconds = (int64_t)timegm(&parts);
	return true;
}

/* Files that are packed already gain nothing by being packed on the way. */
static bool is_packed(const char *address)
{
	static const char *const ends[] = { ".gz", ".bz2", ".xz", ".zst", ".zip", ".tgz", ".csv", ".txt", ".list" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(ends); i++)
		if (sslinv_str_ends(address, ends[i]))
			return true;
	return false;
}

struct progress {
	const struct sslinv_follow *follow;
	const char *address;
};

static void tell_progress(void *context, uint64_t bytes, int64_t total)
{
	const struct progress *progress = context;
	const struct sslinv_update_listener *listener = progress->follow->listener;

	listener->progress(listener->context, progress->follow->source, progress->address, bytes, total);
}

int sslinv_follow_get(struct sslinv_follow *follow, const char *address, const char *name,
		      enum sslinv_follow_condition condition, struct sslinv_fetch_answer *answer, struct sslinv_error *error)
{
	const struct sslinv_source *source = follow->source;
	SSLINV_CLEANUP(sslinv_free_ptr) char *etag = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *last_modified = NULL;
	struct progress progress = { follow, address };
	struct sslinv_fetch_request request = {
		.address = address,
		.name = name,
		.redirects = source->redirects,
		.ca = source->ca,
		.max_bytes = source->max_bytes,
		.takes_gzip = condition != SSLINV_FOLLOW_EXACT && !is_packed(address),
		.limits = *follow->limits,
	};
	int rc = 0;

	/* Where nothing of this source is held any more, ask without conditions: a 304 would bring nothing back. */
	if (condition == SSLINV_FOLLOW_IF_NEW && follow->held.feeds > 0)
		rc = sslinv_guidance_source_file(follow->store, source->id, address, &etag, &last_modified, error);
	if (rc < 0)
		return rc;
	request.etag = etag;
	request.last_modified = last_modified;
	rc = sslinv_fetch(follow->fetcher, &request, follow->listener->progress ? tell_progress : NULL, &progress, answer,
			  error);
	if (rc == 0 && answer->outcome == SSLINV_FETCH_NEW)
		follow->result->bytes += answer->bytes;
	return rc;
}

int sslinv_follow_open(struct sslinv_follow *follow, const char *name, const char *address, struct sslinv_input **input,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = sslinv_fetcher_open_file(follow->fetcher, name, address, error);
	int rc = file < 0 ? file : sslinv_input_open_fd(file, address, input, error);

	if (rc == 0)
		rc = sslinv_input_next(*input, error);
	if (rc == 0)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is empty; try again later", address);
	return rc < 0 ? rc : 0;
}

/* Documents that do not say when they were published are of the day that the server tells. */
static int set_published(struct sslinv_follow *follow, const char *last_modified, struct sslinv_error *error)
{
	char moment[SSLINV_TIME_SIZE];
	int64_t seconds;

	if (!sslinv_follow_date(last_modified, &seconds) || seconds > (int64_t)time(NULL))
		return sslinv_guidance_store_set_published(follow->store, NULL, error);
	sslinv_str_time(moment, seconds);
	return sslinv_guidance_store_set_published(follow->store, moment, error);
}

static const char *address_of(const struct sslinv_follow *follow, const struct sslinv_fetch_answer *answer)
{
	return answer->address ? answer->address : follow->source->address;
}

int sslinv_follow_take_fd(struct sslinv_follow *follow, int file, const struct sslinv_fetch_answer *answer,
			  enum sslinv_follow_part part, struct sslinv_error *error)
{
	struct sslinv_guidance_imported *imported = &follow->result->imported;
	const char *address = address_of(follow, answer);
	int rc = set_published(follow, answer->last_modified, error);

	if (rc == 0)
		rc = sslinv_guidance_source_take(follow->store, file, address, part == SSLINV_FOLLOW_ONE,
						 follow->listener->warning, follow->listener->context, imported, error);
	if (rc < 0)
		return rc;
	if (imported->kept && imported->foreign)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s; it speaks of %s, which is not for this source to do",
					imported->kept_reason, imported->foreign_words);
	if (imported->kept)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s", imported->kept_reason);
	if (imported->older && part == SSLINV_FOLLOW_WHOLE)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: %s: that one stays; ask whoever runs the server or the mirror why it is old",
					address, imported->older_reason);
	return 0;
}

int sslinv_follow_take(struct sslinv_follow *follow, const char *name, const struct sslinv_fetch_answer *answer,
		       enum sslinv_follow_part part, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = sslinv_fetcher_open_file(follow->fetcher, name,
									    address_of(follow, answer), error);

	return file < 0 ? file : sslinv_follow_take_fd(follow, file, answer, part, error);
}

static int begin(struct sslinv_follow *follow, struct sslinv_error *error)
{
	const struct sslinv_source *source = follow->source;
	const struct sslinv_guidance_from from = { source->id, source->format, source->distro };

	return sslinv_guidance_source_begin(follow->store, &from, error);
}

int sslinv_follow_begin(struct sslinv_follow *follow, struct sslinv_error *error)
{
	int rc = *follow->is_remembered ? 0 : sslinv_guidance_news_begin(follow->store, error);

	*follow->is_remembered |= rc == 0;
	return rc < 0 ? rc : begin(follow, error);
}

static int note_list(struct sslinv_follow *follow, struct sslinv_error *error)
{
	const struct sslinv_fetch_answer *list = follow->list;

	return list && list->outcome == SSLINV_FETCH_NEW
		       ? sslinv_guidance_source_note(follow->store, follow->source->address, list->etag, list->last_modified,
						     error)
		       : 0;
}

int sslinv_follow_settle(struct sslinv_follow *follow, const char *address, const struct sslinv_fetch_answer *answer,
			 struct sslinv_error *error)
{
	/* Of a mirror list that is the same as before, what is known stays. */
	const bool has_list = follow->list && follow->list->outcome == SSLINV_FETCH_SAME;
	int rc = sslinv_guidance_source_forget(follow->store, has_list ? follow->source->address : NULL, error);

	if (rc < 0 || follow->result->imported.damaged)
		return rc;
	rc = sslinv_guidance_source_drop_rest(follow->store, &follow->result->dropped, error);
	if (rc == 0)
		rc = sslinv_guidance_source_note(follow->store, address, answer->etag, answer->last_modified, error);
	return rc < 0 ? rc : note_list(follow, error);
}

int sslinv_follow_confirm(struct sslinv_follow *follow, struct sslinv_error *error)
{
	int rc = begin(follow, error);

	if (rc == 0)
		rc = note_list(follow, error);
	follow->result->outcome = SSLINV_UPDATE_SAME;
	return rc < 0 ? rc : sslinv_guidance_source_commit(follow->store, follow->held.edition, true, error);
}

char *sslinv_follow_address(const char *base, const char *name)
{
	return sslinv_str_format("%s%s%s", base, sslinv_str_ends(base, "/") ? "" : "/", name);
}

static int refuse_older(const struct sslinv_follow *follow, const char *edition, const char *held,
			struct sslinv_error *error)
{
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"%s: the edition of %s is older than the one that is held, of %s; that one stays: ask whoever"
		" runs the server or the mirror why it is old",
		follow->source->address, edition, held);
}

/*
 * An edition is kept as `DATE SAID`: the newest date that a document gives itself, or the server's time for it, and the
 * newest day of what documents say. The second word tells where documents have no dates, and a copy has a time of its own.
 */
static char *edition_of(const struct sslinv_guidance_imported *imported)
{
	const char *said = imported->said;

	return sslinv_str_format("%s%s%s", imported->newest[0] ? imported->newest : said, said[0] ? " " : "", said);
}

static int compare_words(const char *now, const char *held)
{
	const char *now_said = strchr(now, ' '), *held_said = strchr(held, ' ');
	int order = sslinv_date_compare(now, held);

	return order < 0 || !now_said || !held_said                   ? order
	       : sslinv_date_compare(now_said + 1, held_said + 1) < 0 ? -1
								      : order;
}

/* Is this edition older than the one that is held? Where neither date tells, the server's own time does. */
static int check_edition(const struct sslinv_follow *follow, const char *edition, const char *last_modified,
			 struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *etag = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *before = NULL;
	const char *held = follow->held.edition;
	const int order = held && edition[0] ? compare_words(edition, held) : 0;
	int64_t now, then;
	int rc = 0;

	if (order < 0)
		return refuse_older(follow, edition, held, error);
	if (order == 0)
		rc = sslinv_guidance_source_file(follow->store, follow->source->id, follow->source->address, &etag, &before,
						 error);
	/* A time that is still to come was an error of the server's; nothing would ever be newer. */
	if (rc == 0 && sslinv_follow_date(last_modified, &now) && sslinv_follow_date(before, &then) && now < then &&
	    then <= (int64_t)time(NULL))
		return refuse_older(follow, last_modified, before, error);
	return rc;
}

static int take_edition(struct sslinv_follow *follow, const struct sslinv_fetch_answer *answer, char **edition,
			struct sslinv_error *error)
{
	int rc = sslinv_follow_take(follow, spooled, answer, SSLINV_FOLLOW_WHOLE, error);

	if (rc == 0)
		rc = sslinv_follow_check(follow, address_of(follow, answer), error);
	*edition = rc == 0 ? edition_of(&follow->result->imported) : NULL;
	if (rc == 0 && !*edition)
		rc = sslinv_error_memory(error);
	if (rc == 0 && !follow->is_forced)
		rc = check_edition(follow, *edition, answer->last_modified, error);
	return rc < 0 ? rc : sslinv_follow_settle(follow, follow->source->address, answer, error);
}

int sslinv_follow_commit(struct sslinv_follow *follow, const char *edition, struct sslinv_error *error)
{
	const struct sslinv_guidance_imported *imported = &follow->result->imported;
	int rc = sslinv_guidance_source_commit(follow->store, edition, imported->damaged == 0, error);

	if (rc < 0 || imported->damaged == 0)
		return rc;
	follow->result->outcome = SSLINV_UPDATE_PARTLY;
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%zu %s cannot be read: %s", imported->damaged,
				sslinv_str_plural(imported->damaged, "document", "documents"), imported->damaged_reason);
}

static bool is_endless(const struct sslinv_source *source)
{
	const struct sslinv_reader *reader = source->format ? sslinv_reader_find(source->format) : NULL;

	return reader && reader->is_endless;
}

int sslinv_follow_file(struct sslinv_follow *follow, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *edition = NULL;
	int rc = sslinv_follow_get(follow, follow->source->address, spooled, SSLINV_FOLLOW_IF_NEW, &answer, error);

	if (rc < 0)
		return rc;
	if (answer.outcome == SSLINV_FETCH_SAME)
		return sslinv_follow_confirm(follow, error);
	if (is_endless(follow->source))
		rc = sslinv_follow_check_end(&answer, follow->source->address, error);
	if (rc == 0)
		rc = sslinv_follow_begin(follow, error);
	if (rc == 0)
		rc = take_edition(follow, &answer, &edition, error);
	return rc < 0 ? rc : sslinv_follow_commit(follow, edition[0] ? edition : NULL, error);
}
