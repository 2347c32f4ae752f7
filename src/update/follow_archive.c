/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Following Red Hat's folder: the archive once, then the documents that changes.csv names, and what deletions.csv takes
 * back. The edition is the time up to which changes are taken in.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "formats/csaf/csaf_identity.h"
#include "parse/input.h"
#include "update/archive.h"

/* Where so many documents changed, the archive costs less. */
#define MAX_DOCUMENTS 2000
/* Documents change while the archive is made, and later than they say: what changed so shortly before is looked at again. */
#define OVERLAP_SECONDS 86400
/* How long before the time that the server tells of the archive its documents were gathered, at most, as a rule. */
#define GATHERING_SECONDS (2 * 86400)

/* Whose documents they are. */
#define VENDOR "Red Hat"

static const char spooled_name[] = "archive_latest.txt";
static const char spooled_archive[] = "archive";

static void free_list(struct sslinv_archive_list *list)
{
	free(list->address);
	free(list->changes.items);
	sslinv_fetch_answer_free(&list->answer);
}

static void free_state(struct sslinv_archive *state)
{
	free_list(&state->changed);
	free_list(&state->deleted);
	sslinv_fetch_answer_free(&state->archive);
	free(state->is_here);
	free(state->name);
	free(state->gap);
	sslinv_lost_free(&state->remembered);
	sslinv_lost_free(&state->lost);
}

static bool is_new(const struct sslinv_archive_list *list)
{
	return list->answer.outcome == SSLINV_FETCH_NEW;
}

static int get_list(struct sslinv_archive *state, struct sslinv_archive_list *list, const char *name,
		    enum sslinv_follow_condition condition, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_input_close) struct sslinv_input *input = NULL;
	int rc;

	sslinv_fetch_answer_free(&list->answer);
	free(list->address);
	list->name = name;
	list->address = sslinv_follow_address(state->follow->source->address, name);
	rc = list->address ? sslinv_follow_get(state->follow, list->address, name, condition, &list->answer, error)
			   : sslinv_error_memory(error);
	if (rc == 0 && is_new(list))
		rc = sslinv_follow_check_end(&list->answer, list->address, error);
	if (rc < 0 || !is_new(list))
		return rc;
	/* Nothing was deleted yet. */
	if (list->answer.bytes == 0 && list == &state->deleted)
		return 0;
	rc = sslinv_follow_open(state->follow, name, list->address, &input, error);
	return rc < 0 ? rc : sslinv_changes_read(input, &list->changes, error);
}

static int get_archive(struct sslinv_archive *state, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	struct sslinv_follow *follow = state->follow;
	SSLINV_CLEANUP(sslinv_free_ptr) char *pointer = sslinv_follow_address(follow->source->address, spooled_name);
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = NULL;
	SSLINV_CLEANUP(sslinv_input_close) struct sslinv_input *input = NULL;
	int rc = pointer ? sslinv_follow_get(follow, pointer, spooled_name, SSLINV_FOLLOW_ALWAYS, &answer, error)
			 : sslinv_error_memory(error);

	if (rc == 0)
		rc = sslinv_follow_check_end(&answer, pointer, error);
	if (rc == 0)
		rc = sslinv_follow_open(follow, spooled_name, pointer, &input, error);
	if (rc == 0)
		rc = sslinv_changes_archive_name(input, &state->name, error);
	if (rc < 0)
		return rc;
	address = sslinv_follow_address(follow->source->address, state->name);
	if (!address)
		return sslinv_error_memory(error);
	return sslinv_follow_get(follow, address, spooled_archive, SSLINV_FOLLOW_ALWAYS, &state->archive, error);
}

static size_t count_wanted(const struct sslinv_archive *state)
{
	size_t count = 0;

	for (size_t i = 0; i < state->changed.changes.count; i++)
		count += sslinv_archive_is_wanted(state, &state->changed.changes.items[i]);
	return count;
}

/* The identity of the feed of `2026/cve-2026-1234.json`; malloc'ed, NULL when out of memory. */
static char *identity_of(const char *name)
{
	const char *slash = strchr(name, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *id = strndup(slash + 1, strcspn(slash + 1, "."));

	for (char *at = id; at && *at; at++)
		*at = (char)toupper((unsigned char)*at);
	return id ? sslinv_csaf_identity(VENDOR, id, true) : NULL;
}

/* What was never there cannot be dropped. */
static int drop_document(struct sslinv_archive *state, const char *name, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = identity_of(name);
	bool dropped = false;
	int rc = identity ? sslinv_guidance_source_drop(state->follow->store, identity, &dropped, error)
			  : sslinv_error_memory(error);

	state->follow->result->dropped += dropped;
	return rc;
}

static int drop_deleted(struct sslinv_archive *state, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < state->deleted.changes.count && rc == 0; i++) {
		const struct sslinv_change *deletion = &state->deleted.changes.items[i];
		const struct sslinv_change *change = sslinv_changes_find(&state->changed.changes, deletion->name);

		if (sslinv_archive_find_deletion(state, deletion->name) && (!change || change->seconds <= deletion->seconds))
			rc = drop_document(state, deletion->name, error);
	}
	return rc;
}

static int note(struct sslinv_archive *state, const struct sslinv_archive_list *list, struct sslinv_error *error)
{
	return is_new(list) ? sslinv_guidance_source_note(state->follow->store, list->address, list->answer.etag,
							  list->answer.last_modified, error)
			    : 0;
}

/* Is it known by name what could not be had? Then all else is as current as the lists. */
static bool is_known(const struct sslinv_archive *state)
{
	return !state->gap && !state->lost.has_more;
}

/*
 * The time up to which all changes are in now, but for what is asked for again. NULL where that is not known: the archive is
 * read again then.
 */
static const char *find_edition(const struct sslinv_archive *state, int64_t since, char edition[SSLINV_TIME_SIZE])
{
	const int64_t newest = sslinv_changes_newest(&state->changed.changes);

	if (!is_known(state) && state->has_archive)
		return NULL;
	sslinv_str_time(edition, is_known(state) && newest > since ? newest : since);
	return edition;
}

/* What cannot be read today has not gone. */
static int keep_lost(struct sslinv_archive *state, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < state->lost.count && rc == 0; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *identity = identity_of(state->lost.items[i].name);

		rc = identity ? sslinv_guidance_source_keep(state->follow->store, identity, error)
			      : sslinv_error_memory(error);
	}
	return rc;
}

/* What the vendor has no more is dropped. Not all changes tell of that: the archive does. */
static int drop_gone(struct sslinv_archive *state, struct sslinv_error *error)
{
	struct sslinv_update_result *result = state->follow->result;
	size_t rest = 0;
	int rc = drop_deleted(state, error);

	if (rc < 0 || !state->has_archive || !is_known(state))
		return rc < 0 ? rc : sslinv_guidance_source_check_dropped(state->follow->store, error);
	rc = keep_lost(state, error);
	if (rc == 0)
		rc = sslinv_guidance_source_drop_rest(state->follow->store, &rest, error);
	result->dropped += rest;
	return rc;
}

static int note_lists(struct sslinv_archive *state, struct sslinv_error *error)
{
	int rc = sslinv_lost_forget(state->follow, &state->remembered, error);

	/* Of lists that are the same as before, what is known stays. */
	if (rc == 0 && (is_new(&state->changed) || !is_known(state)))
		rc = sslinv_guidance_source_forget(state->follow->store, NULL, error);
	if (rc < 0 || !is_known(state))
		return rc;
	rc = note(state, &state->changed, error);
	if (rc == 0)
		rc = note(state, &state->deleted, error);
	return rc < 0 ? rc : sslinv_lost_note(state->follow, &state->lost, error);
}

static int tell_lost(struct sslinv_archive *state, struct sslinv_error *error)
{
	const struct sslinv_lost *lost = &state->lost;

	state->follow->result->outcome = SSLINV_UPDATE_PARTLY;
	if (state->gap)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s", state->gap);
	if (lost->has_more)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "more than %zu %s cannot be had: %s", lost->count,
					sslinv_str_plural(lost->count, "document", "documents"),
					lost->reason ? lost->reason : "");
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%zu %s cannot be had, and %s asked for again each time: %s",
				lost->count, sslinv_str_plural(lost->count, "document", "documents"),
				sslinv_str_plural(lost->count, "is", "are"), lost->reason ? lost->reason : "");
}

/* All that is in the spool is in the transaction, too, after this. */
static int finish(struct sslinv_archive *state, int64_t since, struct sslinv_error *error)
{
	char moment[SSLINV_TIME_SIZE];
	int rc = sslinv_archive_take_documents(state, error);
	bool is_whole;

	if (rc == 0)
		rc = drop_gone(state, error);
	if (rc == 0)
		rc = note_lists(state, error);
	if (rc < 0)
		return rc;
	is_whole = is_known(state) && state->lost.count == 0;
	rc = sslinv_guidance_source_commit(state->follow->store, find_edition(state, since, moment), is_whole, error);
	return rc < 0 || is_whole ? rc : tell_lost(state, error);
}

/* What is held is as good as the archive: only what changed since is wanted. */
static int follow_changes(struct sslinv_archive *state, struct sslinv_error *error)
{
	int rc = sslinv_archive_get_documents(state, error);

	if (rc == 0)
		rc = sslinv_archive_get_remembered(state, error);
	if (rc == 0)
		rc = sslinv_follow_begin(state->follow, error);
	return rc < 0 ? rc : finish(state, state->edition, error);
}

/*
 * Takes the archive into the transaction that it begins. Its newest document tells up to when it was gathered; *since is set
 * to what has to be looked at again.
 */
static int take_archive(struct sslinv_archive *state, int64_t *since, struct sslinv_error *error)
{
	struct sslinv_follow *follow = state->follow;
	struct sslinv_guidance_imported *imported = &follow->result->imported;
	int64_t newest;
	int rc;

	/* What a try before this one found is found again. */
	memset(imported, 0, sizeof(*imported));
	follow->result->remark[0] = '\0';
	rc = sslinv_follow_begin(follow, error);
	if (rc == 0)
		rc = sslinv_follow_take(follow, spooled_archive, &state->archive, SSLINV_FOLLOW_SOME, error);
	if (rc == 0)
		rc = sslinv_follow_check(follow, follow->source->address, error);
	if (rc < 0)
		return rc;
	/* Without a document about OpenSSL the server's time is all there is. */
	if (!sslinv_date_seconds(imported->newest, &newest) && state->since == INT64_MAX)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: neither the server nor a document says of when it is, so nobody can tell what"
					" changed since; refused",
					state->archive.address ? state->archive.address : follow->source->address);
	*since = imported->newest[0] ? newest - OVERLAP_SECONDS : state->since;
	return 0;
}

/* Is it worth while to look at so much again? Only documents about OpenSSL have told their dates: the archive may be newer.
 */
static bool is_worth_while(struct sslinv_archive *state, int64_t since)
{
	const int64_t before = state->since;
	size_t count;

	state->since = since;
	count = count_wanted(state);
	state->since = before;
	return before == INT64_MAX || count <= MAX_DOCUMENTS;
}

/* When the archive was gathered, by its name and its server; true where the name tells. */
static bool find_gathered(struct sslinv_archive *state)
{
	int64_t day;
	/* A day that is still to come is an error of somebody's. */
	const bool has_day = sslinv_changes_archive_day(state->name, &day) && day <= (int64_t)time(NULL);

	if (!sslinv_follow_date(state->archive.last_modified, &state->since))
		state->since = INT64_MAX;
	else
		state->since -= GATHERING_SECONDS;
	if (has_day && day - OVERLAP_SECONDS < state->since)
		state->since = day - OVERLAP_SECONDS;
	return has_day;
}

/* The server's time is not to be relied on, and what lies between that and the newest document was not looked at. */
static int note_gap(struct sslinv_archive *state, int64_t since, struct sslinv_error *error)
{
	char moment[SSLINV_TIME_SIZE];

	sslinv_str_time(moment, since + OVERLAP_SECONDS);
	state->gap = sslinv_str_format("%s: its newest document is of %s, and more than %d documents changed since: it may"
				       " be old; ask whoever runs the server or the mirror for a newer archive",
				       state->archive.address ? state->archive.address : state->name, moment, MAX_DOCUMENTS);
	return state->gap ? 0 : sslinv_error_memory(error);
}

/*
 * The archive, and what changed since. Up to when it was gathered is known for sure only once it was read, in the
 * transaction; nothing is fetched while that is open. So its name and the server's time are believed first, and where they
 * were wrong all is done again.
 */
static int follow_all(struct sslinv_archive *state, struct sslinv_error *error)
{
	int64_t since = 0;
	bool has_day = false;
	int rc = get_archive(state, error);

	state->has_archive = true;
	if (rc == 0)
		has_day = find_gathered(state);
	while (rc == 0) {
		rc = sslinv_archive_get_documents(state, error);
		if (rc == 0)
			rc = take_archive(state, &since, error);
		if (rc < 0 || since >= state->since || !is_worth_while(state, since))
			break;
		sslinv_guidance_source_rollback(state->follow->store);
		state->since = since;
	}
	if (rc == 0 && since < state->since && !has_day)
		rc = note_gap(state, since, error);
	return rc < 0 ? rc : finish(state, since, error);
}

static int get_lists(struct sslinv_archive *state, enum sslinv_follow_condition condition, struct sslinv_error *error)
{
	int rc = get_list(state, &state->changed, "changes.csv", condition, error);

	return rc < 0 ? rc : get_list(state, &state->deleted, "deletions.csv", condition, error);
}

/* Both are needed to know what counts. */
static int complete_lists(struct sslinv_archive *state, struct sslinv_error *error)
{
	int rc = is_new(&state->changed) ? 0 : get_list(state, &state->changed, "changes.csv", SSLINV_FOLLOW_ALWAYS, error);

	return rc < 0 || is_new(&state->deleted)
		       ? rc
		       : get_list(state, &state->deleted, "deletions.csv", SSLINV_FOLLOW_ALWAYS, error);
}

/* The list is of an earlier day than what was taken in by it: documents would go back to what they were. */
static int refuse_older(const struct sslinv_archive *state, struct sslinv_error *error)
{
	char newest[SSLINV_TIME_SIZE];

	sslinv_str_time(newest, sslinv_changes_newest(&state->changed.changes));
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: the newest change is of %s, and those up to %s are in already; what is held stays: ask"
				" whoever runs the server or the mirror why it is old",
				state->changed.address, newest, state->follow->held.edition);
}

int sslinv_follow_archive(struct sslinv_follow *follow, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_state) struct sslinv_archive state = { .follow = follow };
	bool has_edition = sslinv_date_seconds(follow->held.edition, &state.edition) && state.edition <= (int64_t)time(NULL);
	int rc = get_lists(&state, has_edition ? SSLINV_FOLLOW_IF_NEW : SSLINV_FOLLOW_ALWAYS, error);

	if (rc == 0)
		rc = sslinv_lost_read(follow, &state.remembered, error);
	if (rc < 0)
		return rc;
	if (has_edition && !is_new(&state.changed) && !is_new(&state.deleted))
		return state.remembered.count ? follow_changes(&state, error) : sslinv_follow_confirm(follow, error);
	rc = complete_lists(&state, error);
	if (rc < 0)
		return rc;
	if (has_edition && sslinv_changes_newest(&state.changed.changes) < state.edition) {
		if (!follow->is_forced)
			return refuse_older(&state, error);
		has_edition = false;
	}
	/* Changes are not always listed in the order of their times. */
	state.since = state.edition - OVERLAP_SECONDS;
	return has_edition && count_wanted(&state) <= MAX_DOCUMENTS ? follow_changes(&state, error)
								    : follow_all(&state, error);
}
