/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request over HTTP and what is answered, with the redirects that are allowed. */
#ifndef SSLINV_FETCH_EXCHANGE_H
#define SSLINV_FETCH_EXCHANGE_H

#include "fetch/fetch.h"
#include "fetch/libcurl.h"
#include "fetch/part.h"
#include "fetch/response.h"

/* Is told how far it is; a negative value ends the transfer. */
typedef int sslinv_transfer_progress(void *context, uint64_t bytes, int64_t total);

/* What became of one. */
enum sslinv_exchange_end {
	SSLINV_EXCHANGE_DONE = 0, /* the body is whole */
	SSLINV_EXCHANGE_SAME,     /* 304 */
	SSLINV_EXCHANGE_AGAIN,    /* it may go better the next time */
	SSLINV_EXCHANGE_MISSING,  /* 404, 410 */
	SSLINV_EXCHANGE_FAILED,   /* it will not go better */
};

struct sslinv_exchange {
	const struct sslinv_libcurl *curl;
	CURL *handle;
	const struct sslinv_fetch_request *request;
	int file;
	const struct sslinv_part *part; /* that the file is */
	sslinv_transfer_progress *progress;
	void *context;
	long long deadline;    /* milliseconds of the monotonic clock */
	bool is_unconditional; /* an answer to a condition made no sense: ask without */
	bool asks_length;      /* for the head of the answer alone */

	uint64_t have;                 /* bytes in the file */
	struct sslinv_validators held; /* the edition that they are of */
	bool is_encoded;               /* they are compressed */
	bool may_resume;               /* another answer can go on behind them */

	struct sslinv_response response; /* of the last answer */
	char address[2048];              /* that it came from */
	bool is_body_taken, is_too_long, is_mismatch, is_unreachable;
	int write_errno;
	char reason[1024];
};

long long sslinv_exchange_now(void);

/* Does one. For AGAIN, MISSING and FAILED `reason` says why, and what can be done. */
enum sslinv_exchange_end sslinv_exchange_run(struct sslinv_exchange *exchange) SSLINV_MUST_CHECK;

/* Did the answer tell where its body ends? If not, the end of the connection was taken for it. */
bool sslinv_exchange_is_framed(const struct sslinv_exchange *exchange);

/*
 * Asks for the length of a body that came without one. DONE where it is as long as that (*is_confirmed), or the server does
 * not tell; AGAIN where it is not.
 */
enum sslinv_exchange_end sslinv_exchange_confirm(struct sslinv_exchange *exchange, bool *is_confirmed) SSLINV_MUST_CHECK;

#endif
