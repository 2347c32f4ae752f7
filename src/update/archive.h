/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Red Hat's directory while it is followed. Nothing outside update/ includes it. */
#ifndef SSLINV_UPDATE_ARCHIVE_H
#define SSLINV_UPDATE_ARCHIVE_H

#include "update/changes.h"
#include "update/follow.h"
#include "update/lost.h"

/* One of the lists, and what the server said of it. */
struct sslinv_archive_list {
	const char *name;
	char *address;
	struct sslinv_fetch_answer answer;
	struct sslinv_changes changes; /* read where it is another one than before */
};

struct sslinv_archive {
	struct sslinv_follow *follow;
	struct sslinv_archive_list changed, deleted;
	struct sslinv_fetch_answer archive; /* where it is in the spool */
	int64_t edition;                    /* all that changed up to then is held; 0 where that is not known */
	int64_t since;                      /* documents that changed from then on are wanted */
	bool *is_here;                      /* by the index of a change: the document is in the spool */
	struct sslinv_lost remembered;      /* documents that could not be had the last time */
	struct sslinv_lost lost;            /* and those that cannot be this time */
	char *gap;                          /* why nobody can tell what changed before; NULL as a rule */
	bool has_archive;                   /* all is taken in, and not the changes alone */
	char *name;                         /* of the archive */
};

/* When the document was deleted, or NULL. What is to be deleted one day is not deleted. */
const struct sslinv_change *sslinv_archive_find_deletion(const struct sslinv_archive *state, const char *name);

/* Did it change since `since`, and was not deleted after that? */
bool sslinv_archive_is_wanted(const struct sslinv_archive *state, const struct sslinv_change *change);

/* Gets the documents that changed, one after the other over one connection. Those that are not there are lost. */
int sslinv_archive_get_documents(struct sslinv_archive *state, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Gets the documents that could not be had the last time, whether they changed or not. */
int sslinv_archive_get_remembered(struct sslinv_archive *state, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Takes in what is in the spool, inside the transaction. Those that cannot be read are lost. */
int sslinv_archive_take_documents(struct sslinv_archive *state, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
