/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The documents of Red Hat's directory, one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "update/archive.h"

const struct sslinv_change *sslinv_archive_find_deletion(const struct sslinv_archive *state, const char *name)
{
	const struct sslinv_change *deletion = sslinv_changes_find(&state->deleted.changes, name);

	return deletion && deletion->seconds <= (int64_t)time(NULL) ? deletion : NULL;
}

bool sslinv_archive_is_wanted(const struct sslinv_archive *state, const struct sslinv_change *change)
{
	const struct sslinv_change *deletion = sslinv_archive_find_deletion(state, change->name);

	return change->seconds >= state->since && !(deletion && deletion->seconds >= change->seconds);
}

static void spool_name(const char *kind, size_t index, char name[32])
{
	snprintf(name, 32, "%.10s-%zu", kind, index);
}

/*
 * A document that is named and not there was deleted a moment ago, or will be there in another one. The others are taken in,
 * and it is asked for again the next time.
 */
static int note_missing(struct sslinv_archive *state, const char *name, struct sslinv_error *error)
{
	struct sslinv_error own = *error;

	sslinv_error_clear(error);
	return sslinv_archive_find_deletion(state, name) ? 0 : sslinv_lost_add(&state->lost, name, own.message, error);
}

static int get_document(struct sslinv_archive *state, const char *name, const char *spooled, bool *is_here,
			struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_fetch_answer_free) struct sslinv_fetch_answer answer = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *address = sslinv_follow_address(state->follow->source->address, name);
	int rc = address ? sslinv_follow_get(state->follow, address, spooled, SSLINV_FOLLOW_ALWAYS, &answer, error)
			 : sslinv_error_memory(error);

	*is_here = rc == 0;
	return rc == SSLINV_E_NOT_FOUND ? note_missing(state, name, error) : rc;
}

/* Is it to be got by what changes.csv says, or deleted? */
static bool is_settled(const struct sslinv_archive *state, const char *name)
{
	const struct sslinv_change *change = sslinv_changes_find(&state->changed.changes, name),
				   *deletion = sslinv_archive_find_deletion(state, name);

	return (deletion && (!change || deletion->seconds >= change->seconds)) ||
	       (change && sslinv_archive_is_wanted(state, change));
}

int sslinv_archive_get_remembered(struct sslinv_archive *state, struct sslinv_error *error)
{
	struct sslinv_lost *remembered = &state->remembered;
	int rc = 0;

	for (size_t i = 0; i < remembered->count && rc == 0; i++) {
		char spooled[32];

		spool_name("lost", i, spooled);
		if (!is_settled(state, remembered->items[i].name))
			rc = get_document(state, remembered->items[i].name, spooled, &remembered->items[i].is_here, error);
	}
	return rc;
}

int sslinv_archive_get_documents(struct sslinv_archive *state, struct sslinv_error *error)
{
	const struct sslinv_changes *changes = &state->changed.changes;
	int rc = 0;

	if (!state->is_here)
		state->is_here = calloc(changes->count + 1, sizeof(*state->is_here));
	if (!state->is_here)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < changes->count && rc == 0; i++) {
		char spooled[32];

		spool_name("document", i, spooled);
		if (sslinv_archive_is_wanted(state, &changes->items[i]) && !state->is_here[i])
			rc = get_document(state, changes->items[i].name, spooled, &state->is_here[i], error);
	}
	return rc;
}

/* The archive, or another mirror, may have had a newer one. */
static int take_document(struct sslinv_archive *state, const char *name, const char *spooled, struct sslinv_error *error)
{
	struct sslinv_fetch_answer answer = { .address = sslinv_follow_address(state->follow->source->address, name) };
	int rc = answer.address ? sslinv_follow_take(state->follow, spooled, &answer, SSLINV_FOLLOW_ONE, error)
				: sslinv_error_memory(error);

	sslinv_fetch_answer_free(&answer);
	return rc;
}

int sslinv_archive_take_documents(struct sslinv_archive *state, struct sslinv_error *error)
{
	const struct sslinv_changes *changes = &state->changed.changes;
	const struct sslinv_lost *remembered = &state->remembered;
	char spooled[32];
	int rc = 0;

	for (size_t i = 0; state->is_here && i < changes->count && rc == 0; i++) {
		spool_name("document", i, spooled);
		rc = state->is_here[i] ? take_document(state, changes->items[i].name, spooled, error) : 0;
	}
	for (size_t i = 0; i < remembered->count && rc == 0; i++) {
		spool_name("lost", i, spooled);
		rc = remembered->items[i].is_here ? take_document(state, remembered->items[i].name, spooled, error) : 0;
	}
	return rc < 0 ? rc : sslinv_lost_add_damaged(state->follow, &state->lost, error);
}
