/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests and answers as records on the pipes between the program and the child that fetches. */
#ifndef SSLINV_FETCH_FETCH_WIRE_H
#define SSLINV_FETCH_FETCH_WIRE_H

#include "base/wire.h"
#include "fetch/fetch.h"

/* Reads records from a pipe. Zero-initialised but for the descriptor. */
struct sslinv_fetch_reader {
	int fd; /* borrowed */
	struct sslinv_str data;
	size_t used; /* of the record that was handed out */
};

/*
 * The next record, borrowed until the next call. Waits so many milliseconds (-1: for ever). Returns 1, 0 at the end of the
 * pipe, or a negative errno: ETIMEDOUT, EBADMSG for what is no record.
 */
int sslinv_fetch_next(struct sslinv_fetch_reader *reader, int milliseconds, struct sslinv_wire_record *record)
	SSLINV_MUST_CHECK;

/* They return 0 or a negative errno. */
int sslinv_fetch_send_request(struct sslinv_wire_writer *writer, const struct sslinv_fetch_request *request)
	SSLINV_MUST_CHECK;
int sslinv_fetch_send_progress(struct sslinv_wire_writer *writer, uint64_t bytes, int64_t total) SSLINV_MUST_CHECK;
int sslinv_fetch_send_answer(struct sslinv_wire_writer *writer, const struct sslinv_fetch_answer *answer) SSLINV_MUST_CHECK;

/* The request's texts are borrowed from the record. False where the record is not whole. */
bool sslinv_fetch_take_request(struct sslinv_wire_record *record, struct sslinv_fetch_request *request) SSLINV_MUST_CHECK;
/* Copies the answer's texts, which the caller frees whatever the result; what is not printable is quoted. */
bool sslinv_fetch_take_answer(struct sslinv_wire_record *record, struct sslinv_fetch_answer *answer) SSLINV_MUST_CHECK;

#endif
