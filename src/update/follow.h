/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What following a source consists of, whatever its kind. Nothing outside update/ includes it. */
#ifndef SSLINV_UPDATE_FOLLOW_H
#define SSLINV_UPDATE_FOLLOW_H

#include "catalogue/guidance_source.h"
#include "fetch/fetch.h"
#include "parse/input.h"
#include "update/update.h"

/* One source that is followed. */
struct sslinv_follow {
	struct sslinv_guidance_store *store;
	struct sslinv_fetcher *fetcher;
	const struct sslinv_fetch_limits *limits;
	const struct sslinv_update_listener *listener;
	const struct sslinv_source *source;
	struct sslinv_guidance_source held;
	struct sslinv_update_result *result;
	bool is_forced;                         /* an edition may be older, or lack much */
	bool *is_remembered;                    /* what was known before the update */
	const struct sslinv_fetch_answer *list; /* of a mirror list, which is kept with what it led to; NULL for none */
};

enum sslinv_follow_condition {
	SSLINV_FOLLOW_ALWAYS = 0,
	SSLINV_FOLLOW_IF_NEW, /* only if it is another one than was taken in */
	SSLINV_FOLLOW_EXACT,  /* always, and not packed on the way: its bytes have a checksum */
};

/*
 * Gets the file at `address` into the spool under `name`. Answer and error as sslinv_fetch() has them.
 */
int sslinv_follow_get(struct sslinv_follow *follow, const char *address, const char *name,
		      enum sslinv_follow_condition condition, struct sslinv_fetch_answer *answer, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Does the server tell where the file ends? SSLINV_E_FORMAT where it does not: what is a list of lines may be cut off then,
 * and look whole.
 */
int sslinv_follow_check_end(const struct sslinv_fetch_answer *answer, const char *address, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Opens a file of the spool as input, called by its address. The caller frees. */
int sslinv_follow_open(struct sslinv_follow *follow, const char *name, const char *address, struct sslinv_input **input,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Adds to what is odd with what was taken or confirmed. */
void sslinv_follow_remark(struct sslinv_follow *follow, const char *format, ...) SSLINV_PRINTF(2, 3);

/* Begins the transaction in which an edition is taken in. */
int sslinv_follow_begin(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What a file of the spool is. */
enum sslinv_follow_part {
	/* All that the source says now. Documents older than what is held are refused, unless the update is forced. */
	SSLINV_FOLLOW_WHOLE = 0,
	/* Documents of it, which may be older than what is held: then they are not used. */
	SSLINV_FOLLOW_SOME,
	/* One of its documents, likewise. If it cannot be read, it counts as damaged. */
	SSLINV_FOLLOW_ONE,
};

/* Imports an open file of the spool, inside the transaction. */
int sslinv_follow_take_fd(struct sslinv_follow *follow, int file, const struct sslinv_fetch_answer *answer,
			  enum sslinv_follow_part part, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same for a file of the spool by its name there. */
int sslinv_follow_take(struct sslinv_follow *follow, const char *name, const struct sslinv_fetch_answer *answer,
		       enum sslinv_follow_part part, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Is what was taken about the source's distributions? SSLINV_E_FORMAT where it is about others alone. A first edition that
 * says far less than what came with sslinv, or is older, gets a remark. Inside the transaction; `address` is for the
 * message.
 */
int sslinv_follow_check(struct sslinv_follow *follow, const char *address, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Remarks that a source which changes daily has an old edition. After the transaction. */
int sslinv_follow_check_age(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Ends the taking in of an edition, inside the transaction: what it has no more is dropped, and what the server said of the
 * file at `address` takes the place of all that is known of the source's files. Where a document could not be read, nothing
 * is dropped, and nothing is kept of the server, so that all is asked for again.
 */
int sslinv_follow_settle(struct sslinv_follow *follow, const char *address, const struct sslinv_fetch_answer *answer,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What is held is the present edition. */
int sslinv_follow_confirm(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Ends the transaction. Where documents could not be read, the others are taken in, nothing is confirmed, and
 * SSLINV_E_FORMAT says so.
 */
int sslinv_follow_commit(struct sslinv_follow *follow, const char *edition, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* An HTTP date as seconds since the epoch; false for NULL and anything else. */
bool sslinv_follow_date(const char *text, int64_t *seconds);

/* `base` with a `/` between it and `name`; malloc'ed, NULL when out of memory. */
char *sslinv_follow_address(const char *base, const char *name) SSLINV_MUST_CHECK;

/* Each follows a source to the end of its transaction. */
int sslinv_follow_file(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_follow_repomd(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_follow_mirror_list(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_follow_archive(struct sslinv_follow *follow, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
