/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records as bytes. */
#include "base/wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write_all.h"

#define NULL_LENGTH UINT32_MAX
#define HEADER_SIZE (2 * sizeof(uint32_t))
/* Written when this much has gathered: few system calls, and the reader still sees records early. */
#define FLUSH_SIZE ((size_t)64 * 1024)

/* A record that cannot be ended is dropped whole: half of one would spoil those that follow. */
static int drop(struct sslinv_wire_writer *writer, int reason)
{
	if (writer->data.data) {
		writer->data.length = writer->record;
		writer->data.data[writer->record] = '\0';
	}
	return reason;
}

static int add(struct sslinv_wire_writer *writer, const void *bytes, size_t length)
{
	return sslinv_str_add_bytes(&writer->data, bytes, length) < 0 ? drop(writer, -ENOMEM) : 0;
}

int sslinv_wire_begin(struct sslinv_wire_writer *writer, enum sslinv_wire_type type)
{
	uint32_t header[2] = { (uint32_t)type, 0 };

	writer->record = writer->data.length;
	return add(writer, header, sizeof(header));
}

int sslinv_wire_string(struct sslinv_wire_writer *writer, const char *string)
{
	size_t length = string ? strlen(string) : 0;
	uint32_t prefix = string ? (uint32_t)length : NULL_LENGTH;
	int rc;

	if (length > SSLINV_WIRE_MAX_RECORD)
		return drop(writer, -E2BIG);
	rc = add(writer, &prefix, sizeof(prefix));
	/* The NUL goes along, so that the reader can point into its buffer. */
	return rc < 0 || !string ? rc : add(writer, string, length + 1);
}

int sslinv_wire_number(struct sslinv_wire_writer *writer, int64_t number)
{
	return add(writer, &number, sizeof(number));
}

int sslinv_wire_end(struct sslinv_wire_writer *writer)
{
	size_t length = writer->data.length - writer->record - HEADER_SIZE;
	uint32_t field = (uint32_t)length;

	if (length > SSLINV_WIRE_MAX_RECORD)
		return drop(writer, -E2BIG);
	memcpy(writer->data.data + writer->record + sizeof(uint32_t), &field, sizeof(field));
	return writer->fd < 0 || writer->data.length < FLUSH_SIZE ? 0 : sslinv_wire_flush(writer);
}

int sslinv_wire_flush(struct sslinv_wire_writer *writer)
{
	int rc = sslinv_write_all(writer->fd, writer->data.data, writer->data.length);

	if (rc == 0)
		sslinv_str_reset(&writer->data);
	return rc;
}

void sslinv_wire_free(struct sslinv_wire_writer *writer)
{
	sslinv_str_free(&writer->data);
}

long sslinv_wire_parse(const char *bytes, size_t length, struct sslinv_wire_record *record)
{
	uint32_t header[2];

	if (length < sizeof(header))
		return 0;
	memcpy(header, bytes, sizeof(header));
	if (header[0] == 0 || header[0] >= SSLINV_WIRE_TYPE_COUNT || header[1] > SSLINV_WIRE_MAX_RECORD)
		return -1;
	if (length - sizeof(header) < header[1])
		return 0;
	record->type = (enum sslinv_wire_type)header[0];
	record->at = bytes + sizeof(header);
	record->end = record->at + header[1];
	return (long)(sizeof(header) + header[1]);
}

bool sslinv_wire_take_string(struct sslinv_wire_record *record, const char **string)
{
	uint32_t length;

	if ((size_t)(record->end - record->at) < sizeof(length))
		return false;
	memcpy(&length, record->at, sizeof(length));
	record->at += sizeof(length);
	if (length == NULL_LENGTH) {
		*string = NULL;
		return true;
	}
	if ((size_t)(record->end - record->at) <= length || strnlen(record->at, (size_t)length + 1) != length)
		return false;
	*string = record->at;
	record->at += (size_t)length + 1;
	return true;
}

bool sslinv_wire_take_number(struct sslinv_wire_record *record, int64_t *number)
{
	if ((size_t)(record->end - record->at) < sizeof(*number))
		return false;
	memcpy(number, record->at, sizeof(*number));
	record->at += sizeof(*number);
	return true;
}
