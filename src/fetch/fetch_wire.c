/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests and answers as records. */
#include "fetch/fetch_wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE 4096

void sslinv_fetch_answer_free(struct sslinv_fetch_answer *answer)
{
	free(answer->etag);
	free(answer->last_modified);
	free(answer->address);
	free(answer->reason);
	memset(answer, 0, sizeof(*answer));
}

static int read_more(struct sslinv_fetch_reader *reader, int milliseconds)
{
	struct pollfd wait = { .fd = reader->fd, .events = POLLIN };
	char piece[PIECE];
	ssize_t length;
	int ready;

	do
		ready = poll(&wait, 1, milliseconds);
	while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return ready == 0 ? -ETIMEDOUT : -errno;
	do
		length = read(reader->fd, piece, sizeof(piece));
	while (length < 0 && errno == EINTR);
	if (length <= 0)
		return length == 0 ? 0 : -errno;
	return sslinv_str_add_bytes(&reader->data, piece, (size_t)length) < 0 ? -ENOMEM : 1;
}

int sslinv_fetch_next(struct sslinv_fetch_reader *reader, int milliseconds, struct sslinv_wire_record *record)
{
	struct sslinv_str *data = &reader->data;

	if (reader->used) {
		memmove(data->data, data->data + reader->used, data->length - reader->used);
		data->length -= reader->used;
		reader->used = 0;
	}
	for (;;) {
		long length = data->length ? sslinv_wire_parse(data->data, data->length, record) : 0;
		int rc;

		if (length != 0) {
			reader->used = length > 0 ? (size_t)length : 0;
			return length > 0 ? 1 : -EBADMSG;
		}
		rc = read_more(reader, milliseconds);
		if (rc <= 0)
			return rc;
	}
}

static int send(struct sslinv_wire_writer *writer, enum sslinv_wire_type type, const int64_t *numbers, size_t number_count,
		const char *const *texts, size_t text_count)
{
	int rc = sslinv_wire_begin(writer, type);

	for (size_t i = 0; i < number_count && rc == 0; i++)
		rc = sslinv_wire_number(writer, numbers[i]);
	for (size_t i = 0; i < text_count && rc == 0; i++)
		rc = sslinv_wire_string(writer, texts[i]);
	if (rc == 0)
		rc = sslinv_wire_end(writer);
	return rc == 0 ? sslinv_wire_flush(writer) : rc;
}

int sslinv_fetch_send_request(struct sslinv_wire_writer *writer, const struct sslinv_fetch_request *request)
{
	const struct sslinv_fetch_limits *limits = &request->limits;
	const int64_t numbers[] = { (int64_t)request->max_bytes,
				    request->takes_gzip,
				    limits->seconds,
				    limits->stall,
				    limits->attempts,
				    limits->pause,
				    limits->wait };
	const char *const texts[] = { request->address,       request->name,      request->etag,
				      request->last_modified, request->redirects, request->ca };

	return send(writer, SSLINV_WIRE_FETCH, numbers, SSLINV_ARRAY_SIZE(numbers), texts, SSLINV_ARRAY_SIZE(texts));
}

int sslinv_fetch_send_progress(struct sslinv_wire_writer *writer, uint64_t bytes, int64_t total)
{
	const int64_t numbers[] = { (int64_t)bytes, total };

	return send(writer, SSLINV_WIRE_PROGRESS, numbers, SSLINV_ARRAY_SIZE(numbers), NULL, 0);
}

int sslinv_fetch_send_answer(struct sslinv_wire_writer *writer, const struct sslinv_fetch_answer *answer)
{
	const int64_t numbers[] = { answer->outcome, answer->is_framed, (int64_t)answer->bytes };
	const char *const texts[] = { answer->etag, answer->last_modified, answer->address, answer->reason };

	return send(writer, SSLINV_WIRE_FETCHED, numbers, SSLINV_ARRAY_SIZE(numbers), texts, SSLINV_ARRAY_SIZE(texts));
}

static bool take_numbers(struct sslinv_wire_record *record, int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!sslinv_wire_take_number(record, &numbers[i]) || numbers[i] < 0)
			return false;
	return true;
}

bool sslinv_fetch_take_request(struct sslinv_wire_record *record, struct sslinv_fetch_request *request)
{
	int64_t numbers[7];

	memset(request, 0, sizeof(*request));
	if (record->type != SSLINV_WIRE_FETCH || !take_numbers(record, numbers, SSLINV_ARRAY_SIZE(numbers)))
		return false;
	request->max_bytes = (uint64_t)numbers[0];
	request->takes_gzip = numbers[1] != 0;
	request->limits = (struct sslinv_fetch_limits){
		.seconds = (unsigned)numbers[2],
		.stall = (unsigned)numbers[3],
		.attempts = (unsigned)numbers[4],
		.pause = (unsigned)numbers[5],
		.wait = (unsigned)numbers[6],
	};
	return sslinv_wire_take_string(record, &request->address) && sslinv_wire_take_string(record, &request->name) &&
	       sslinv_wire_take_string(record, &request->etag) && sslinv_wire_take_string(record, &request->last_modified) &&
	       sslinv_wire_take_string(record, &request->redirects) && sslinv_wire_take_string(record, &request->ca) &&
	       request->address && request->name;
}

static bool take_text(struct sslinv_wire_record *record, char **copy)
{
	const char *text;

	if (!sslinv_wire_take_string(record, &text))
		return false;
	*copy = sslinv_str_quoted(text);
	return !text || *copy;
}

bool sslinv_fetch_take_answer(struct sslinv_wire_record *record, struct sslinv_fetch_answer *answer)
{
	int64_t numbers[3];

	if (record->type != SSLINV_WIRE_FETCHED || !take_numbers(record, numbers, SSLINV_ARRAY_SIZE(numbers)) ||
	    numbers[0] >= SSLINV_FETCH_OUTCOME_COUNT)
		return false;
	answer->outcome = (enum sslinv_fetch_outcome)numbers[0];
	answer->is_framed = numbers[1] != 0;
	answer->bytes = (uint64_t)numbers[2];
	return take_text(record, &answer->etag) && take_text(record, &answer->last_modified) &&
	       take_text(record, &answer->address) && take_text(record, &answer->reason);
}
