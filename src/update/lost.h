/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of Red Hat's directory that are named and not there, or cannot be read: they are remembered, and asked for again
 * each time, until they can be. All else of the directory is as current as if they were not.
 */
#ifndef SSLINV_UPDATE_LOST_H
#define SSLINV_UPDATE_LOST_H

#include "update/changes.h"
#include "update/follow.h"

struct sslinv_lost_document {
	char name[sizeof(((struct sslinv_change *)NULL)->name)];
	bool is_here; /* in the spool */
};

/* Each once. */
struct sslinv_lost {
	struct sslinv_lost_document *items;
	size_t count, capacity;
	char *reason;  /* why the first cannot be had; NULL where all can */
	bool has_more; /* others have no name, or are too many to ask for one by one */
};

/* Fit for SSLINV_CLEANUP. */
void sslinv_lost_free(struct sslinv_lost *lost);

/* Those that were remembered of the source. The caller frees whatever the result. */
int sslinv_lost_read(struct sslinv_follow *follow, struct sslinv_lost *lost, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Adds one, which may have no name; the first reason is kept. */
int sslinv_lost_add(struct sslinv_lost *lost, const char *name, const char *reason, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Forgets that they were remembered, in the transaction. */
int sslinv_lost_forget(struct sslinv_follow *follow, const struct sslinv_lost *lost, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Adds the documents that could not be read in the transaction that is open. */
int sslinv_lost_add_damaged(struct sslinv_follow *follow, struct sslinv_lost *lost, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Remembers them, in the transaction: as files of the source of which no server told anything. */
int sslinv_lost_note(struct sslinv_follow *follow, const struct sslinv_lost *lost, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
