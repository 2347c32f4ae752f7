/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Getting files from the network, or from a mirror on the disk. A child process does it. Where the kernel has Landlock it
 * executes nothing, writes into the spool alone, and reads nothing but its libraries, the authorities and what names are
 * looked up by; one that copies from the disk reads what its user may, and opens no connection.
 * The program itself opens no connection, and reads what came out of files of the spool.
 */
#ifndef SSLINV_FETCH_FETCH_H
#define SSLINV_FETCH_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "fetch/limits.h"

/* What is asked for. */
struct sslinv_fetch_request {
	const char *address;       /* `https://...`, `http://...`, `file:///...` or an absolute path */
	const char *name;          /* the file in the spool that it goes into: a plain name */
	const char *etag;          /* of what is held, NULL for none: what is still the same is not sent again */
	const char *last_modified; /* the same */
	const char *redirects;     /* other hosts it may be redirected to, words; NULL for none */
	const char *ca;            /* a file of authorities in PEM; NULL: the system's */
	uint64_t max_bytes;
	bool takes_gzip; /* the server may compress what is not compressed yet */
	struct sslinv_fetch_limits limits;
};

enum sslinv_fetch_outcome {
	SSLINV_FETCH_NEW = 0, /* the file is in the spool */
	SSLINV_FETCH_SAME,    /* what is held is the present edition */
	SSLINV_FETCH_MISSING, /* the server says that there is no such file (404, 410) */
	SSLINV_FETCH_FAILED,
	SSLINV_FETCH_OUTCOME_COUNT,
};

/* What came of it; the texts are malloc'ed, printable, and may be NULL. */
struct sslinv_fetch_answer {
	enum sslinv_fetch_outcome outcome;
	bool is_framed; /* the server told where the body ends; if not, it may be cut off */
	uint64_t bytes; /* of the file */
	char *etag;     /* of the file */
	char *last_modified;
	char *address; /* the last one, after redirects */
	char *reason;  /* why it is missing or failed, and what to do */
};

/* Frees the texts. Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_fetch_answer_free(struct sslinv_fetch_answer *answer);

struct sslinv_fetcher;

/*
 * Makes the spool, a directory that belongs to this program alone, empties it and locks it: SSLINV_E_BUSY where another
 * program has it. The child is started at the first request. The caller closes it with sslinv_fetcher_close().
 */
int sslinv_fetcher_open(const char *spool, struct sslinv_fetcher **fetcher, struct sslinv_error *error) SSLINV_MUST_CHECK;

typedef void sslinv_fetch_progress(void *context, uint64_t bytes, int64_t total);

/*
 * Gets one file. Returns 0 for SSLINV_FETCH_NEW and SSLINV_FETCH_SAME, SSLINV_E_NOT_FOUND for SSLINV_FETCH_MISSING, and
 * another negative code where it failed; the message has the reason and what to do. `progress` may be NULL; `total` is -1
 * where it is not known. A child that died is started again by the next request. `answer` is zero-initialised; the caller
 * frees it.
 */
int sslinv_fetch(struct sslinv_fetcher *fetcher, const struct sslinv_fetch_request *request, sslinv_fetch_progress *progress,
		 void *context, struct sslinv_fetch_answer *answer, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Opens a file of the spool for reading; `address` is what messages call it. The descriptor is the caller's. What is not a
 * plain file of one name is refused, links too: the child, which foreign bytes may have taken over, can make them.
 */
int sslinv_fetcher_open_file(const struct sslinv_fetcher *fetcher, const char *name, const char *address,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Kills the child and removes the spool: before a signal ends the program. It keeps the lock: a thread that then starts or
 * closes a child blocks until the program ends.
 */
void sslinv_fetch_abandon(void);

/* Ends the child and removes the spool. Accepts NULL. */
void sslinv_fetcher_close(struct sslinv_fetcher *fetcher);

#endif
