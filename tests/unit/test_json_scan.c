/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The quick walk over JSON: that it takes what yajl takes, wherever the bytes are cut, and tells names and strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <yajl/yajl_parse.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "parse/json_scan.h"

/* Is it one document? It is handed over in pieces of `piece` bytes; the events are added to `events`. */
static bool scan_pieces(const char *bytes, size_t length, size_t piece, size_t levels, struct sslinv_str *events)
{
	struct sslinv_json_scan scan = { .levels = levels };

	for (size_t from = 0; from < length; from += piece) {
		/* Exactly as long as the piece, so that a read past it is noticed. */
		size_t size = length - from < piece ? length - from : piece;
		SSLINV_CLEANUP(sslinv_free_ptr) char *copy = malloc(size);
		const char *at = copy;
		enum sslinv_scan_event event;

		assert_non_null(copy);
		memcpy(copy, bytes + from, size);
		while ((event = sslinv_json_scan(&scan, &at, copy + size)) > SSLINV_SCAN_MORE) {
			const char *text = sslinv_json_scan_text(&scan);

			if (!events)
				continue;
			assert_int_equal(sslinv_str_printf(events, "%zu%c", scan.level, " -ns(("[event]), 0);
			if (event == SSLINV_SCAN_NAME || event == SSLINV_SCAN_STRING)
				assert_int_equal(sslinv_str_printf(events, "%s", text ? text : "?"), 0);
			assert_int_equal(sslinv_str_add(events, " "), 0);
		}
		if (event == SSLINV_SCAN_BAD) {
			/* For good. */
			at = "{}";
			assert_int_equal(sslinv_json_scan(&scan, &at, at + 2), SSLINV_SCAN_BAD);
			assert_false(sslinv_json_scan_is_whole(&scan));
			return false;
		}
	}
	return sslinv_json_scan_is_whole(&scan);
}

static bool does_yajl_take(const char *bytes, size_t length, const char *more)
{
	yajl_handle parser = yajl_alloc(NULL, NULL, NULL);
	bool is_good = yajl_parse(parser, (const unsigned char *)bytes, length) == yajl_status_ok &&
		       yajl_parse(parser, (const unsigned char *)more, strlen(more)) == yajl_status_ok &&
		       yajl_complete_parse(parser) == yajl_status_ok;

	yajl_free(parser);
	return is_good;
}

/* yajl takes a string behind the document that has no end, and then whatever follows. */
static bool is_json(const char *bytes, size_t length)
{
	return does_yajl_take(bytes, length, "") && !does_yajl_take(bytes, length, "x");
}

static const char *const documents[] = {
	"{}",
	"[]",
	" \r\n\t[ 1 , -2.5e+10 ,0, -0, 1E5, 0.25, true, false,null, \"\" ] \n",
	"{\"a\":{\"b\":[{\"c\":\"d\"},[[]],{}]},\"e\":\"\\u00e9\\n\\\"\\\\\\/"
	"\\ud83d\\ude00\",\"\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}",
	"{\n        \"document\": {\n                \"name\": \"a text that is longer than a few words\",\n"
	"                \"numbers\": [\n                        12345678901234567890,\n                        1e-3\n"
	"                ]\n        }\n}\n",
};

static void takes_what_is_json(void **state)
{
	static const char *const others[] = {
		"",         " ",          "1",          "\"a\"",          "null",           "{",
		"[",        "{]",         "[}",         "[1,]",           "[,1]",           "{\"a\"}",
		"{\"a\":}", "{\"a\":1,}", "{a:1}",      "{1:1}",          "[1 2]",          "[\"a\" \"b\"]",
		"[1]]",     "{}{}",       "[] x",       "[01]",           "[1.]",           "[.5]",
		"[-]",      "[+1]",       "[1e]",       "[1e+]",          "[0x1]",          "[tru]",
		"[truee]",  "[nul",       "[\"\\x\"]",  "[\"\\u12g4\"]",  "[\"\\u123\"]",   "[\"\x01\"]",
		"[\"\n\"]", "[\"\xff\"]", "[\"\xc3\"]", "[\"\xc3\141\"]", "[\"\xe2\x82\"]", "[\"\x80\"]",
		"['a']",    "[\"a]",      "[1,2",       "{\"a\":[}",      "\xef\xbb\xbf[]",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++)
		for (size_t piece = 1; piece <= 70; piece++)
			assert_true(scan_pieces(documents[i], strlen(documents[i]), piece, 0, NULL));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++)
		if (scan_pieces(others[i], strlen(others[i]), 9, 3, NULL))
			fail_msg("%s was taken", others[i]);
}

/* Each document with one byte changed, dropped or cut off: what yajl refuses is refused, and nothing else. */
static void agrees_with_yajl(void **state)
{
	static const char bytes[] = "{}[]:,\"\\ \n0159.-+eEutnfa/\x01\x1f\x7f\x80\xc3\xe2\xf0\xff";
	size_t good = 0, bad = 0;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		size_t length = strlen(documents[i]);

		for (size_t at = 0; at < length; at++) {
			char copy[512];

			for (size_t j = 0; j < sizeof(bytes) + 1; j++) {
				size_t size = length;
				bool is_good;

				memcpy(copy, documents[i], length);
				if (j < sizeof(bytes) - 1) {
					copy[at] = bytes[j];
				} else if (j < sizeof(bytes)) {
					memmove(copy + at, copy + at + 1, length - at - 1);
					size--;
				} else {
					size = at;
				}
				/* Of what is no object or array nothing is taken. */
				is_good = is_json(copy, size) &&
					  (strchr(" \r\n\t", copy[0]) || copy[0] == '{' || copy[0] == '[');
				if (scan_pieces(copy, size, 1 + at % 40, at % 4, NULL) != is_good)
					fail_msg("%.*s", (int)size, copy);
				good += is_good;
				bad += !is_good;
			}
		}
	}
	print_message("# %zu documents taken, %zu refused\n", good, bad);
	assert_true(good > 2000 && bad > 5000);
}

static void tells_the_outermost_levels(void **state)
{
	static const char document[] = "{\"a\":{\"b\":\"c\",\"d\":[\"e\"]},\"f\\n\":[],\"g\":\"h\\u0041\",\"i\":7}";
	static const char *const wanted[] = {
		"0( 0( ",
		"0( 1na 1( 1( 1n? 1( 1( 1ng 1s? 1ni 0( ",
		"0( 1na 1( 2nb 2sc 2nd 2( 2( 1( 1n? 1( 1( 1ng 1s? 1ni 0( ",
		"0( 1na 1( 2nb 2sc 2nd 2( 3se 2( 1( 1n? 1( 1( 1ng 1s? 1ni 0( ",
	};

	(void)state;
	for (size_t levels = 0; levels < SSLINV_ARRAY_SIZE(wanted); levels++) {
		for (size_t piece = 1; piece < sizeof(document); piece++) {
			struct sslinv_str events = { 0 };

			assert_true(scan_pieces(document, strlen(document), piece, levels, &events));
			assert_string_equal(sslinv_str_text(&events), wanted[levels]);
			sslinv_str_free(&events);
		}
	}
}

static void knows_paths(void **state)
{
	static const char document[] =
		"{\"a\":{\"b\":{\"c\":\"1\"},\"x\":[{\"c\":\"2\"}]},\"a.b\":{\"c\":\"3\"},\"ab\":{\"b\":{\"c\":\"4\"}},"
		"\"a\\u0062\":{\"b\":{\"c\":\"5\"}}}";
	struct sslinv_json_scan scan = { .levels = 3 };
	const char *at = document, *end = document + strlen(document);
	enum sslinv_scan_event event;
	size_t count = 0;

	(void)state;
	while ((event = sslinv_json_scan(&scan, &at, end)) > SSLINV_SCAN_MORE) {
		if (event != SSLINV_SCAN_STRING || !sslinv_json_scan_is_at(&scan, "a.b.c"))
			continue;
		assert_string_equal(sslinv_json_scan_text(&scan), "1");
		assert_false(sslinv_json_scan_is_at(&scan, "a.b"));
		assert_false(sslinv_json_scan_is_at(&scan, "a.b.c.d"));
		assert_false(sslinv_json_scan_is_at(&scan, ""));
		count++;
	}
	assert_int_equal(count, 1);
}

/* The limits of the parser, and texts too long to be told. */
static void has_limits(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = malloc(2 * SSLINV_JSON_MAX_TOKEN);
	size_t depth = SSLINV_JSON_MAX_DEPTH;
	struct sslinv_str events = { 0 };

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < 2; i++, depth++) {
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		assert_int_equal(scan_pieces(text, 2 * depth, 7, 3, NULL), i == 0);
	}
	memset(text, 'a', 2 * SSLINV_JSON_MAX_TOKEN);
	memcpy(text, "[\"", 2);
	memcpy(text + 2 + SSLINV_JSON_MAX_TOKEN, "\"]", 2);
	assert_true(scan_pieces(text, SSLINV_JSON_MAX_TOKEN + 4, 4096, 3, &events));
	assert_string_equal(sslinv_str_text(&events), "0( 1s? 0( ");
	memcpy(text + 2 + SSLINV_JSON_MAX_TOKEN, "a\"]", 3);
	assert_false(scan_pieces(text, SSLINV_JSON_MAX_TOKEN + 5, 4096, 3, NULL));
	sslinv_str_free(&events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_is_json),
		cmocka_unit_test(agrees_with_yajl),
		cmocka_unit_test(tells_the_outermost_levels),
		cmocka_unit_test(knows_paths),
		cmocka_unit_test(has_limits),
	};

	return cmocka_run_group_tests_name("json scan", tests, NULL, NULL);
}
