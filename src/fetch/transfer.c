/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file over HTTP: attempts, and pauses between them. */
#include "fetch/transfer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "fetch/address.h"
#include "fetch/exchange.h"

#define MAX_PAUSE 60000LL

/* Milliseconds before the next attempt: twice as many each time, and up to half as many more, so that a fleet does not come
 * all at once. */
static long long pause_after(const struct sslinv_fetch_limits *limits, unsigned attempt)
{
	long long pause = (long long)limits->pause << (attempt < 10 ? attempt - 1 : 9);

	pause = pause < MAX_PAUSE ? pause : MAX_PAUSE;
	return pause + random() % (pause / 2 + 1);
}

static void sleep_for(long long milliseconds)
{
	struct timespec left = { .tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000 };

	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

/* The host that could not be reached last. What else is there is asked once, not time and again. */
static char given_up[256];

static bool is_given_up(const char *address)
{
	struct sslinv_address parts;

	return sslinv_address_parse(address, &parts) && strcmp(parts.host, given_up) == 0;
}

static void note_reach(const struct sslinv_exchange *exchange)
{
	struct sslinv_address parts;

	if (sslinv_address_parse(exchange->address, &parts))
		snprintf(given_up, sizeof(given_up), "%s", exchange->is_unreachable ? parts.host : "");
}

/* Waits before the next attempt; false where there is to be none. */
static bool wait_for_next(struct sslinv_exchange *exchange, unsigned attempt)
{
	const struct sslinv_fetch_limits *limits = &exchange->request->limits;
	const int64_t asked = exchange->response.retry_after;
	long long pause = pause_after(limits, attempt);

	if (asked > (int64_t)limits->wait) {
		snprintf(exchange->reason + strlen(exchange->reason), sizeof(exchange->reason) - strlen(exchange->reason),
			 " (the server asks for %" PRId64 " seconds)", asked);
		return false;
	}
	if (asked * 1000 > pause)
		pause = asked * 1000;
	if (attempt >= limits->attempts || (exchange->is_unreachable && is_given_up(exchange->address)) ||
	    sslinv_exchange_now() + pause >= exchange->deadline)
		return false;
	sleep_for(pause);
	return true;
}

/* One attempt. A body without an end is asked about. */
static enum sslinv_exchange_end run(struct sslinv_exchange *exchange, bool *is_framed)
{
	enum sslinv_exchange_end how = sslinv_exchange_run(exchange);

	*is_framed = sslinv_exchange_is_framed(exchange);
	return how == SSLINV_EXCHANGE_DONE && !*is_framed ? sslinv_exchange_confirm(exchange, is_framed) : how;
}

/* What came of a body that was cut off can be gone on with, if the server can tell that it is of the same edition. */
static enum sslinv_exchange_end try(struct sslinv_exchange *exchange, bool *is_framed)
{
	for (unsigned attempt = 1;; attempt++) {
		const uint64_t before = exchange->have;
		enum sslinv_exchange_end how;

		how = run(exchange, is_framed);
		if (how != SSLINV_EXCHANGE_AGAIN)
			return how;
		if (exchange->is_body_taken && !exchange->is_mismatch)
			exchange->may_resume = !exchange->response.is_encoded || exchange->held.etag[0];
		if (exchange->have > before)
			attempt = 1;
		if (!wait_for_next(exchange, attempt))
			return SSLINV_EXCHANGE_FAILED;
	}
}

/* Is what came of use to another update? */
static bool is_marked(const struct sslinv_exchange *exchange)
{
	return exchange->have > 0 && exchange->held.etag[0] == '"' && !exchange->is_encoded && !exchange->is_too_long &&
	       !exchange->is_mismatch && !exchange->write_errno;
}

static char *copy(const char *text)
{
	return text[0] ? strdup(text) : NULL;
}

bool sslinv_transfer(const struct sslinv_libcurl *curl, CURL *handle, const struct sslinv_fetch_request *request, int file,
		     const struct sslinv_transfer_part *held, sslinv_transfer_progress *progress, void *context,
		     struct sslinv_fetch_answer *answer)
{
	static const enum sslinv_fetch_outcome outcomes[] = {
		[SSLINV_EXCHANGE_DONE] = SSLINV_FETCH_NEW,      [SSLINV_EXCHANGE_SAME] = SSLINV_FETCH_SAME,
		[SSLINV_EXCHANGE_AGAIN] = SSLINV_FETCH_FAILED,  [SSLINV_EXCHANGE_MISSING] = SSLINV_FETCH_MISSING,
		[SSLINV_EXCHANGE_FAILED] = SSLINV_FETCH_FAILED,
	};
	struct sslinv_exchange exchange = {
		.curl = curl,
		.handle = handle,
		.request = request,
		.part = &held->part,
		.have = held->have,
		.may_resume = held->have > 0,
		.response = { .curl = curl },
		.file = file,
		.progress = progress,
		.context = context,
		.deadline = sslinv_exchange_now() + request->limits.seconds * 1000LL,
	};
	enum sslinv_exchange_end how;

	memcpy(exchange.held.etag, held->etag, sizeof(exchange.held.etag));
	srandom((unsigned)getpid() ^ (unsigned)sslinv_exchange_now());
	how = try(&exchange, &answer->is_framed);
	note_reach(&exchange);
	answer->outcome = outcomes[how];
	answer->bytes = exchange.have;
	answer->address = copy(exchange.address);
	answer->etag = copy(exchange.held.etag);
	answer->last_modified = copy(exchange.held.last_modified);
	if (how != SSLINV_EXCHANGE_DONE && how != SSLINV_EXCHANGE_SAME)
		answer->reason = sslinv_str_format("%s: %s", exchange.address, exchange.reason);
	return how == SSLINV_EXCHANGE_FAILED && is_marked(&exchange);
}
