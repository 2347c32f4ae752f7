/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the headers of an answer say. */
#ifndef SSLINV_FETCH_RESPONSE_H
#define SSLINV_FETCH_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/libcurl.h"

/* Values of headers that are of use; longer ones are as good as none. */
#define SSLINV_HEADER_SIZE 512

/* Which edition a body is of. */
struct sslinv_validators {
	char etag[SSLINV_HEADER_SIZE], last_modified[SSLINV_HEADER_SIZE];
};

struct sslinv_response {
	const struct sslinv_libcurl *curl; /* whose notion of a date it is */
	long status;
	struct sslinv_validators validators;
	bool is_encoded; /* the server compressed it on the way */
	bool is_chunked;
	bool has_two_lengths; /* which contradict each other: neither tells where the body ends */
	int64_t length;       /* of the body, by the header; -1: not told */
	int64_t range_from;   /* of a part: where it begins; -1 */
	int64_t range_total;  /* of a part: of what; -1 */
	int64_t retry_after;  /* seconds; -1 */
};

/* As of an answer of which nothing came yet; `curl` stays. */
void sslinv_response_reset(struct sslinv_response *response);

/* Takes a line of the head of an answer: the status line of the next one begins anew. */
void sslinv_response_header(struct sslinv_response *response, const char *line, size_t length);

#endif
