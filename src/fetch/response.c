/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The headers of an answer. */
#include "fetch/response.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/num.h"
#include "base/str.h"

/* A header's value without the white space around it; "" for one that is too long or not printable. */
static void keep_value(char *target, size_t size, const char *value, size_t length)
{
	while (length && isspace((unsigned char)*value)) {
		value++;
		length--;
	}
	while (length && isspace((unsigned char)value[length - 1]))
		length--;
	if (length >= size || !sslinv_str_is_printable(value, length))
		length = 0;
	memcpy(target, value, length);
	target[length] = '\0';
}

static void take_length(struct sslinv_response *response, const char *value)
{
	const int64_t before = response->length;
	uint64_t number;

	response->length = sslinv_parse_number(value, INT64_MAX, &number) ? (int64_t)number : -1;
	response->has_two_lengths |= before >= 0 && before != response->length;
}

static void take_range(struct sslinv_response *response, const char *value)
{
	long long from, last, total;

	if (sscanf(value, "bytes %lld-%lld/%lld", &from, &last, &total) != 3 || from < 0 || last < from || total <= last)
		return;
	response->range_from = from;
	response->range_total = total;
}

static void take_retry_after(struct sslinv_response *response, const char *value)
{
	uint64_t seconds;
	time_t when;

	/* What is longer than any number is longer than anybody waits. */
	if (value[0] && value[strspn(value, "0123456789")] == '\0') {
		response->retry_after = sslinv_parse_number(value, INT32_MAX, &seconds) ? (int64_t)seconds
											: (int64_t)INT32_MAX;
		return;
	}
	when = response->curl->getdate(value, NULL);
	if (when != (time_t)-1)
		response->retry_after = when > time(NULL) ? (int64_t)(when - time(NULL)) : 0;
}

static void take_etag(struct sslinv_response *response, const char *value)
{
	snprintf(response->validators.etag, SSLINV_HEADER_SIZE, "%s", value);
}

static void take_last_modified(struct sslinv_response *response, const char *value)
{
	snprintf(response->validators.last_modified, SSLINV_HEADER_SIZE, "%s", value);
}

static void take_encoding(struct sslinv_response *response, const char *value)
{
	response->is_encoded = value[0] && strcasecmp(value, "identity") != 0;
}

static void take_transfer_encoding(struct sslinv_response *response, const char *value)
{
	const char *comma = strrchr(value, ',');

	value = comma ? comma + 1 : value;
	response->is_chunked = strcasecmp(value + strspn(value, " \t"), "chunked") == 0;
}

static const struct {
	const char *name;
	void (*take)(struct sslinv_response *response, const char *value);
} headers[] = {
	{ "ETag", take_etag },
	{ "Last-Modified", take_last_modified },
	{ "Content-Length", take_length },
	{ "Content-Range", take_range },
	{ "Content-Encoding", take_encoding },
	{ "Transfer-Encoding", take_transfer_encoding },
	{ "Retry-After", take_retry_after },
};

void sslinv_response_reset(struct sslinv_response *response)
{
	const struct sslinv_libcurl *curl = response->curl;

	memset(response, 0, sizeof(*response));
	response->curl = curl;
	response->length = response->range_from = response->range_total = response->retry_after = -1;
}

void sslinv_response_header(struct sslinv_response *response, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	char value[SSLINV_HEADER_SIZE];

	/* Each answer begins with its status line; what was said before (100, a proxy) is of another. */
	if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
		sslinv_response_reset(response);
		return;
	}
	for (size_t i = 0; colon && i < SSLINV_ARRAY_SIZE(headers); i++) {
		const size_t name = (size_t)(colon - line);

		if (strlen(headers[i].name) != name || strncasecmp(headers[i].name, line, name) != 0)
			continue;
		keep_value(value, sizeof(value), colon + 1, length - name - 1);
		headers[i].take(response, value);
	}
}
