/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file over HTTP: attempts, pauses between them, and going on where one was cut off. */
#ifndef SSLINV_FETCH_TRANSFER_H
#define SSLINV_FETCH_TRANSFER_H

#include "fetch/exchange.h"
#include "fetch/fetch.h"
#include "fetch/libcurl.h"
#include "fetch/part.h"

/* What came of the file before, with its strong ETag. */
struct sslinv_transfer_part {
	struct sslinv_part part;
	uint64_t have;
	char etag[SSLINV_HEADER_SIZE];
};

/*
 * Gets the file of the request into `file`, which is open, and has what `held` says. Failures that pass are tried again
 * after a pause that grows, or that the server asks for; what came already is not sent again where the server's ETag or time
 * says that it is of the same edition. Sets the answer, with the reason where it fails. `handle` keeps its connections for
 * the next. True where it broke off and can be gone on with another time.
 */
bool sslinv_transfer(const struct sslinv_libcurl *curl, CURL *handle, const struct sslinv_fetch_request *request, int file,
		     const struct sslinv_transfer_part *held, sslinv_transfer_progress *progress, void *context,
		     struct sslinv_fetch_answer *answer);

#endif
