/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Following Red Hat's folder: the archive once, then the documents that changes.csv names, and what deletions.csv takes
 * back. The edition is the time up to which changes are taken in.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "formats/csaf/csaf_identity.h"
#include "parse/input.h"
#include "update/changes.h"
#include "update/follow.h"

/* Where so many documents changed, the archive costs less. */
#define MAX_DOCUMENTS 2000
/* The archive is made while documents change: what changed so shortly before its newest one is looked at again. */
#define OVERLAP_SECONDS 86400
/* How long before the time that the server tells of the archive its documents were gathered, at most, as a rule. */
#define GATHERING_SECONDS (2 * 86400)

/* Whose documents they are. */
#define VENDOR "Red Hat"

static const char spooled_name[] = "archive_latest.txt";
static const char spooled_archive[] = "archive";

/* One of the lists, and what the server said of it. */
struct list {
	const char *name;
	char *address;
	struct sslinv_fetch_answer answer;
	struct sslinv_changes changes; /* read where it is another one than before */
};

struct state {
	struct sslinv_follow *follow;
	struct list changed, deleted;
	struct sslinv_fetch_answer archive; /* where it is in the spool */
	int64_t since;                      /* documents that changed from then on are wanted */
	bool *is_here;                      /* by the index of a change: the document is in the spool */
	char *missing;                      /* why one that changed cannot be got; NULL where all can */
};

static void free_list(struct list *list)
{
	free(list->address);
	free(list->changes.items);
	sslinv_fetch_answer_free(&list->answer);
}

static void free_state(struct state *state)
{
	free_list(&state->changed);
	free_list(&state->deleted);
	sslinv_fetch_answer_free(&state->archive);
	free(state->is_here);
	free(state->missing);
}

static void free_input(struct sslinv_input **input)
{
	sslinv_input_free(*input);
}

static bool is_new(const struct list *list)
{
	return list->answer.outcome == SSLINV_FETCH_NEW;
}

static int get_list(struct state *state, struct list *list, const char *name, enum sslinv_follow_condition condition,
		    struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_input) struct sslinv_input *input = NULL;
	int rc;

	sslinv_fetch_answer_free(&list->answer);
	free(list->address);
	list->name = name;
	list->address = sslinv_follow_address(state->follow->source->address, name);
	rc = list->address ? sslinv_follow_get(state->follow, list->address, name, condition, &list->answer, error)
			   : sslinv_error_memory(error);
	if (rc < 0 || !is_new(list))
		return rc;
	/* Nothing was deleted yet. */
	if (list->answer.bytes == 0 && list == &state->deleted)
		return 0;
	rc = sslinv_follow_open(state->follow, name, list->address, &input, error);
	return rc < 0 ? rc : sslinv_changes_read(input, &list->changes, error);
}

/* The first line of archive_latest.txt, which goes into an address; malloc'ed. */
static int read_archive_name(struct state *state, const char *address, char **name, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_input) struct sslinv_input *input = NULL;
	const char *head = NULL;
	ssize_t length = 0;
	int rc = sslinv_follow_open(state->follow, spooled_name, address, &input, error);

	if (rc == 0)
		length = sslinv_input_peek(input, &head, error);
	if (rc < 0 || length < 0)
		return rc < 0 ? rc : (int)length;
	*name = strndup(head, (size_t)length);
	if (!*name)
		return sslinv_error_memory(error);
	(*name)[strcspn(*name, "\r\n")] = '\0';
	for (const char *at = *name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("._-", *at))
			(*name)[0] = '\0';
	if (isalnum((unsigned char)(*name)[0]))
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: not the name of an archive; try again later, or correct the address in sources.xml",
				address);
}

static int get_archive(struct state *state, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	struct sslinv_follow *follow = state->follow;
	SSLINV_CLEANUP(sslinv_free_ptr) char *pointer = sslinv_follow_address(follow->source->address, spooled_name);
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = NULL;
	int rc = pointer ? sslinv_follow_get(follow, pointer, spooled_name, SSLINV_FOLLOW_ALWAYS, &answer, error)
			 : sslinv_error_memory(error);

	if (rc == 0)
		rc = read_archive_name(state, pointer, &name, error);
	if (rc < 0)
		return rc;
	address = sslinv_follow_address(follow->source->address, name);
	if (!address)
		return sslinv_error_memory(error);
	return sslinv_follow_get(follow, address, spooled_archive, SSLINV_FOLLOW_ALWAYS, &state->archive, error);
}

static bool is_wanted(const struct state *state, const struct sslinv_change *change)
{
	const struct sslinv_change *deletion = sslinv_changes_find(&state->deleted.changes, change->name);

	return change->seconds >= state->since && !(deletion && deletion->seconds >= change->seconds);
}

static size_t count_wanted(const struct state *state)
{
	size_t count = 0;

	for (size_t i = 0; i < state->changed.changes.count; i++)
		count += is_wanted(state, &state->changed.changes.items[i]);
	return count;
}

static void spool_name(size_t index, char name[32])
{
	snprintf(name, 32, "document-%zu", index);
}

/*
 * A document that is named and not there was deleted a moment ago, or will be there in another one. The others are taken in,
 * and it is asked for again the next time.
 */
static int note_missing(struct state *state, const struct sslinv_change *change, struct sslinv_error *error)
{
	bool is_deleted = sslinv_changes_find(&state->deleted.changes, change->name) != NULL;

	if (!is_deleted && !state->missing)
		state->missing = strdup(error->message);
	sslinv_error_clear(error);
	return is_deleted || state->missing ? 0 : sslinv_error_memory(error);
}

static int get_document(struct state *state, size_t index, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	const struct sslinv_change *change = &state->changed.changes.items[index];
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = sslinv_follow_address(state->follow->source->address, change->name);
	char name[32];
	int rc;

	spool_name(index, name);
	rc = address ? sslinv_follow_get(state->follow, address, name, SSLINV_FOLLOW_ALWAYS, &answer, error)
		     : sslinv_error_memory(error);
	state->is_here[index] = rc == 0;
	return rc == SSLINV_E_NOT_FOUND ? note_missing(state, change, error) : rc;
}

/* Gets the documents that changed, one after the other over one connection. */
static int get_documents(struct state *state, struct sslinv_error *error)
{
	const struct sslinv_changes *changes = &state->changed.changes;
	int rc = 0;

	if (!state->is_here)
		state->is_here = calloc(changes->count + 1, sizeof(*state->is_here));
	if (!state->is_here)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < changes->count && rc == 0; i++)
		if (is_wanted(state, &changes->items[i]) && !state->is_here[i])
			rc = get_document(state, i, error);
	return rc;
}

static int take_documents(struct state *state, struct sslinv_error *error)
{
	const struct sslinv_changes *changes = &state->changed.changes;
	int rc = 0;

	for (size_t i = 0; i < changes->count && rc == 0; i++) {
		struct sslinv_fetch_answer answer = { 0 };
		char name[32];

		if (!state->is_here[i])
			continue;
		spool_name(i, name);
		answer.address = sslinv_follow_address(state->follow->source->address, changes->items[i].name);
		/* The archive, or another mirror, may have had a newer one. */
		rc = answer.address ? sslinv_follow_take(state->follow, name, &answer, SSLINV_FOLLOW_ONE, error)
				    : sslinv_error_memory(error);
		sslinv_fetch_answer_free(&answer);
	}
	return rc;
}

/* Drops the feed of `2026/cve-2026-1234.json`. What was never there cannot be dropped. */
static int drop_document(struct state *state, const char *name, struct sslinv_error *error)
{
	const char *slash = strchr(name, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *id = strndup(slash + 1, strcspn(slash + 1, "."));
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = NULL;
	bool dropped = false;
	int rc;

	for (char *at = id; at && *at; at++)
		*at = (char)toupper((unsigned char)*at);
	if (id)
		identity = sslinv_csaf_identity(VENDOR, id, true);
	rc = identity ? sslinv_guidance_source_drop(state->follow->store, identity, &dropped, error)
		      : sslinv_error_memory(error);
	state->follow->result->dropped += dropped;
	return rc;
}

static int drop_deleted(struct state *state, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < state->deleted.changes.count && rc == 0; i++) {
		const struct sslinv_change *deletion = &state->deleted.changes.items[i];
		const struct sslinv_change *change = sslinv_changes_find(&state->changed.changes, deletion->name);

		if (!change || change->seconds <= deletion->seconds)
			rc = drop_document(state, deletion->name, error);
	}
	return rc;
}

static int note(struct state *state, const struct list *list, struct sslinv_error *error)
{
	return is_new(list) ? sslinv_guidance_source_note(state->follow->store, list->address, list->answer.etag,
							  list->answer.last_modified, error)
			    : 0;
}

static bool is_whole(const struct state *state)
{
	return !state->missing && state->follow->result->imported.damaged == 0;
}

/* The time up to which all changes are in now. */
static void find_edition(const struct state *state, int64_t since, char edition[SSLINV_TIME_SIZE])
{
	const int64_t newest = state->changed.changes.newest;

	sslinv_str_time(edition, is_whole(state) && newest > since ? newest : since);
}

/* All that is in the spool is in the transaction, too, after this. Where a document is missing, both lists are read again.
 */
static int finish(struct state *state, int64_t since, struct sslinv_error *error)
{
	char edition[SSLINV_TIME_SIZE];
	int rc = take_documents(state, error);

	if (rc == 0)
		rc = drop_deleted(state, error);
	if (rc == 0 && is_whole(state))
		rc = note(state, &state->changed, error);
	if (rc == 0 && is_whole(state))
		rc = note(state, &state->deleted, error);
	find_edition(state, since, edition);
	if (rc < 0 || !state->missing)
		return rc < 0 ? rc : sslinv_follow_commit(state->follow, edition, error);
	rc = sslinv_guidance_source_commit(state->follow->store, edition, false, error);
	if (rc < 0)
		return rc;
	state->follow->result->outcome = SSLINV_UPDATE_PARTLY;
	return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s", state->missing);
}

/* What is held is as good as the archive: only what changed since is wanted. */
static int follow_changes(struct state *state, struct sslinv_error *error)
{
	int rc = get_documents(state, error);

	if (rc == 0)
		rc = sslinv_follow_begin(state->follow, error);
	return rc < 0 ? rc : finish(state, state->since, error);
}

/*
 * Takes the archive into the transaction that it begins. Its newest document tells up to when it was gathered; *since is set
 * to what has to be looked at again.
 */
static int take_archive(struct state *state, int64_t *since, struct sslinv_error *error)
{
	struct sslinv_follow *follow = state->follow;
	struct sslinv_guidance_imported *imported = &follow->result->imported;
	int64_t newest;
	int rc;

	memset(imported, 0, sizeof(*imported));
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
static bool is_worth_while(struct state *state, int64_t since)
{
	const int64_t before = state->since;
	size_t count;

	state->since = since;
	count = count_wanted(state);
	state->since = before;
	return before == INT64_MAX || count <= MAX_DOCUMENTS;
}

/*
 * The archive, and what changed since. Up to when it was gathered is known for sure only once it was read, in the
 * transaction; nothing is fetched while that is open. So the server's time is believed first, and where it was wrong all is
 * done again.
 */
static int follow_all(struct state *state, struct sslinv_error *error)
{
	int64_t since = 0;
	int rc = get_archive(state, error);

	if (!sslinv_follow_date(state->archive.last_modified, &state->since))
		state->since = INT64_MAX;
	else
		state->since -= GATHERING_SECONDS;
	while (rc == 0) {
		rc = get_documents(state, error);
		if (rc == 0)
			rc = take_archive(state, &since, error);
		if (rc < 0 || since >= state->since || !is_worth_while(state, since))
			break;
		sslinv_guidance_source_rollback(state->follow->store);
		state->since = since;
	}
	return rc < 0 ? rc : finish(state, since, error);
}

static int get_lists(struct state *state, enum sslinv_follow_condition condition, struct sslinv_error *error)
{
	int rc = get_list(state, &state->changed, "changes.csv", condition, error);

	return rc < 0 ? rc : get_list(state, &state->deleted, "deletions.csv", condition, error);
}

/* Is the list of an earlier day than what was taken in by it? Then documents would go back to what they were. */
static int check_lists(const struct state *state, struct sslinv_error *error)
{
	const struct list *changed = &state->changed;
	char newest[SSLINV_TIME_SIZE];

	if (!is_new(changed) || changed->changes.newest >= state->since)
		return 0;
	sslinv_str_time(newest, changed->changes.newest);
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: the newest change is of %s, and those up to %s are in already; what is held stays: ask"
				" whoever runs the server or the mirror why it is old",
				changed->address, newest, state->follow->held.edition);
}

int sslinv_follow_archive(struct sslinv_follow *follow, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_state) struct state state = { .follow = follow };
	bool has_edition = sslinv_date_seconds(follow->held.edition, &state.since);
	int rc = get_lists(&state, has_edition ? SSLINV_FOLLOW_IF_NEW : SSLINV_FOLLOW_ALWAYS, error);

	if (rc == 0 && has_edition)
		rc = check_lists(&state, error);
	if (rc < 0)
		return rc;
	if (has_edition && !is_new(&state.changed) && !is_new(&state.deleted))
		return sslinv_follow_confirm(follow, error);
	/* Both are needed to know what counts. */
	if (has_edition && !is_new(&state.changed))
		rc = get_list(&state, &state.changed, "changes.csv", SSLINV_FOLLOW_ALWAYS, error);
	if (rc == 0 && has_edition && !is_new(&state.deleted))
		rc = get_list(&state, &state.deleted, "deletions.csv", SSLINV_FOLLOW_ALWAYS, error);
	if (rc < 0)
		return rc;
	return has_edition && count_wanted(&state) <= MAX_DOCUMENTS ? follow_changes(&state, error)
								    : follow_all(&state, error);
}
