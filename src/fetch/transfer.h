/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file over HTTP: attempts, pauses between them, and going on where one was cut off. */
#ifndef SSLINV_FETCH_TRANSFER_H
#define SSLINV_FETCH_TRANSFER_H

#include "fetch/exchange.h"
#include "fetch/fetch.h"
#include "fetch/libcurl.h"

/*
 * Gets the file of the request into `file`, which is open and empty. Failures that pass are tried again after a pause that
 * grows, or that the server asks for; what came already is not sent again where the server's ETag or time says that it is of
 * the same edition. Sets the answer, with the reason where it fails. `handle` keeps its connections for the next.
 */
void sslinv_transfer(const struct sslinv_libcurl *curl, CURL *handle, const struct sslinv_fetch_request *request, int file,
		     sslinv_transfer_progress *progress, void *context, struct sslinv_fetch_answer *answer);

#endif
