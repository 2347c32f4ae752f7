/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as JSON: the quick walk takes what yajl takes, wherever it is cut. For libFuzzer (`make fuzz`). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "openssl/mention.h"
#include "parse/json_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool does_yajl_take(const uint8_t *bytes, size_t size, const char *more)
{
	yajl_handle parser = yajl_alloc(NULL, NULL, NULL);
	bool is_good = parser && yajl_parse(parser, bytes, size) == yajl_status_ok &&
		       yajl_parse(parser, (const unsigned char *)more, strlen(more)) == yajl_status_ok &&
		       yajl_complete_parse(parser) == yajl_status_ok;

	if (parser)
		yajl_free(parser);
	return is_good;
}

static bool is_whole(const char *bytes, size_t size, size_t piece)
{
	struct sslinv_json_scan scan = { .levels = SSLINV_SCAN_LEVELS };

	for (size_t from = 0; from < size; from += piece) {
		const char *at = bytes + from, *end = size - from < piece ? bytes + size : at + piece;
		enum sslinv_scan_event event;

		while ((event = sslinv_json_scan(&scan, &at, end)) > SSLINV_SCAN_MORE)
			if (sslinv_json_scan_is_at(&scan, "a.b") && scan.level != 2)
				abort();
		if (event == SSLINV_SCAN_BAD)
			return false;
		if (at != end)
			abort();
	}
	return sslinv_json_scan_is_whole(&scan);
}

/* Deeper than any document may be: yajl has no such limit. */
static bool is_deep(const uint8_t *bytes, size_t size)
{
	size_t open = 0;

	for (size_t i = 0; i < size; i++)
		open += bytes[i] == '[' || bytes[i] == '{';
	return open > SSLINV_JSON_MAX_DEPTH;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes;
	bool is_good = is_whole(text, size, size ? size : 1);
	size_t first = 0;

	if (is_whole(text, size, 1) != is_good || is_whole(text, size, 7) != is_good)
		abort();
	while (first < size && memchr(" \t\n\v\f\r", text[first], 6))
		first++;
	/* Documents that are one word are none here, and yajl passes over a string behind the end that has no end itself. */
	if (first < size && (text[first] == '{' || text[first] == '[') && !is_deep(bytes, size) &&
	    is_good != (does_yajl_take(bytes, size, "") && !does_yajl_take(bytes, size, "x")))
		abort();
	/* What has a name of OpenSSL's in it is never passed over. */
	if (memmem(bytes, size, "openssl", 7) && !sslinv_mention_is_possible(text, size))
		abort();
	return 0;
}
