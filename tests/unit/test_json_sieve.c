/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debian's tracker, of which nearly all is dropped before the parser: nothing else than it is lost, and no damage hidden. */
#include "feed_recorder.h"

#include "base/attributes.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

#define OPENSSL                                                                                                             \
	"\"openssl\":{\"CVE-2024-0727\":{\"releases\":{\"trixie\":{\"status\":\"resolved\",\"fixed_version\":\"3.0.13-1\"}" \
	"}}}"
#define CURL                                                                                                                \
	"\"curl\":{\"CVE-2024-0001\":{\"releases\":{\"trixie\":{\"status\":\"open\"}},\"x\":[{},[],\"}\",\"\\\"\",1e5,"     \
	"null]}}"
#define LINE "S|debian|13||openssl|source|CVE-2024-0727|fixed|3.0.13-1|-|-|-|-|-|-"

/* Wherever the pieces that are read at once begin and end. */
static void pieces(void **state)
{
	(void)state;
	for (size_t pad = 65536 - 260; pad < 65536 + 20; pad++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *filler = calloc(1, pad + 1);
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;

		assert_non_null(filler);
		memset(filler, 'a', pad);
		text = sslinv_str_format("{\"a\":{\"CVE-2024-0002\":{\"x\":\"%s\"}}," CURL "," OPENSSL ",\"z\":{\"y\":{}}}",
					 filler);
		assert_non_null(text);
		if (read_bytes(&sslinv_reader_debian, text, strlen(text), &recorder) != 0)
			fail_msg("%zu: %s", pad, recorder.error.message);
		assert_line(&recorder, LINE);
		assert_int_equal(recorder.statements, 1);
		assert_int_equal(recorder.dropped, 3);
	}
}

/* Cut off at every byte, and every byte changed to what cannot stand there. */
static void damage(void **state)
{
	static const char document[] = "{" CURL "," OPENSSL ",\"z\":{\"y\":{\"b\":[true]}}}";
	char copy[sizeof(document)];

	(void)state;
	for (size_t length = 1; length < sizeof(document) - 1; length++)
		assert_int_equal(read_bytes(&sslinv_reader_debian, document, length, &recorder), SSLINV_E_FORMAT);
	for (size_t at = 0; at < sizeof(document) - 1; at++) {
		memcpy(copy, document, sizeof(document));
		copy[at] = '\x01';
		assert_int_equal(read_bytes(&sslinv_reader_debian, copy, sizeof(document) - 1, &recorder), SSLINV_E_FORMAT);
	}
}

/* The line and the byte of what is wrong, before, in and after what is dropped. */
static void places(void **state)
{
	static const struct {
		const char *document, *place;
	} cases[] = {
		{ "{\"a\":{\n\n},\n\"b\":{\n\"x\":tru },\n\"openssl\":{}}", ":5: byte 25: this is not JSON" },
		{ "{\"a\":{\n\n},\n\"b\":{\n\"x\":true },\n\"openssl\":{\n\"CVE-2024-0727\":[]}}", ":7: `*.*` is an array" },
		{ "{\"a\":{\n\n},\n\"b\":[],\"openssl\":{}}", ":4: `*` is an array" },
		{ "{\"a\":{\n\n},\n\"b\":{}}\n}", ":5: byte 20: this is not JSON" },
		{ "{\"a\":{\n\n},\n\"a\" 1}", ":4: byte" },
		{ "{\"a\":{\n\n},\n\"openssl\":{},\n\"b\":{},\"openssl\":{}}", ":5: `openssl` is twice" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *document = cases[i].document;

		assert_int_equal(read_bytes(&sslinv_reader_debian, document, strlen(document), &recorder), SSLINV_E_FORMAT);
		if (!strstr(recorder.error.message, cases[i].place))
			fail_msg("%s: %s", document, recorder.error.message);
	}
}

/* A name with an escape is the same name, and a long one is no other. */
static void names(void **state)
{
	static const char *const names[] = { "open\\u0073sl", "\\u006fpenssl", "openssl" };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			"{" CURL ",\"%s\":{\"CVE-2024-0727\":{\"releases\":{\"trixie\":{\"status\":\"resolved\","
			"\"fixed_version\":\"3.0.13-1\"}}}},\"openssl-%0100d\":{\"CVE-2024-0727\":{\"releases\":{\"sid\":{"
			"\"status\":\"open\"}}}}}",
			names[i], 0);

		assert_non_null(text);
		assert_int_equal(read_bytes(&sslinv_reader_debian, text, strlen(text), &recorder), 0);
		assert_line(&recorder, LINE);
		assert_int_equal(recorder.statements, 2);
		assert_int_equal(recorder.dropped, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(pieces, clean),
		cmocka_unit_test_teardown(damage, clean),
		cmocka_unit_test_teardown(places, clean),
		cmocka_unit_test_teardown(names, clean),
	};

	return cmocka_run_group_tests_name("json sieve", tests, NULL, NULL);
}
