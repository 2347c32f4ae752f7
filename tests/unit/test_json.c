/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON layer: what rules get to see, and where a document's limits are. */
#include "feed_recorder.h"
#include "parse/json.h"

/* A reader made for the test: the paths below, each value as a line. */
struct seen {
	struct sslinv_str lines;
	const char *kept;
	size_t begun, ended;
};

static int see(struct sslinv_json *json_reader, void *context, const char *text)
{
	struct seen *seen = context;

	return sslinv_str_printf(&seen->lines, "%lu %s %s=%s\n", sslinv_json_line(json_reader),
				 sslinv_json_wildcard(json_reader, 0), sslinv_json_wildcard(json_reader, 1), text);
}

static int begin(struct sslinv_json *json_reader, void *context)
{
	(void)json_reader;
	((struct seen *)context)->begun++;
	return 0;
}

static int end(struct sslinv_json *json_reader, void *context)
{
	(void)json_reader;
	((struct seen *)context)->ended++;
	return 0;
}

static int skip_some(struct sslinv_json *json_reader, void *context)
{
	(void)context;
	return strcmp(sslinv_json_wildcard(json_reader, 0), "skipped") == 0 ? SSLINV_JSON_SKIP : 0;
}

static int keep_much(struct sslinv_json *json_reader, void *context, const char *text)
{
	(void)context;
	return sslinv_json_keep(json_reader, text) ? 0 : sslinv_json_status(json_reader);
}

static const struct sslinv_json_rule rules[] = {
	{ .path = "wild.*", .begin = skip_some },
	{ .path = "wild.*.*[]", .value = see },
	{ .path = "text", .value = see },
	{ .path = "kept", .into = SSLINV_JSON_INTO(struct seen, kept) },
	{ .path = "number", .kinds = SSLINV_JSON_NUMBER | SSLINV_JSON_BOOLEAN, .value = see },
	{ .path = "tree[]", .begin = begin, .end = end },
	{ .path = "tree[].name", .value = see },
	{ .path = "tree[].tree", .same_as = "tree" },
	{ .path = "much[]", .value = keep_much },
};

static struct seen seen;
static struct sslinv_error error;

static int run(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *unused)
{
	(void)sink;
	(void)unused;
	sslinv_str_reset(&seen.lines);
	seen.begun = seen.ended = 0;
	seen.kept = NULL;
	sslinv_error_clear(&error);
	return sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &seen, &error);
}

static const struct sslinv_reader reader = { .format = "test", .read = run };

static int read_length(const char *bytes, size_t length)
{
	struct recorder recorder = { .feeds = 0 };
	int rc = read_bytes(&reader, bytes, length, &recorder);

	recorder_free(&recorder);
	return rc;
}

static int read_text(const char *text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(text);

	return read_length(document, strlen(document));
}

#define assert_seen(text, lines_wanted)                                                                                     \
	do {                                                                                                                \
		assert_int_equal(read_text(text), 0);                                                                       \
		assert_string_equal(sslinv_str_text(&seen.lines), lines_wanted);                                            \
	} while (0)

static void values(void **state)
{
	(void)state;
	assert_seen("{'text':'a','other':{'text':'b'},'nothing':[[{'text':'c'}]]}", "1  =a\n");
	assert_seen("{\n'wild':{'x':{'y':['1',\n'2'],'z':[]},\n'skipped':{'y':['3',4]}}}", "2 x y=1\n3 x y=2\n");
	assert_seen("{'number':12.5}", "1  =12.5\n");
	assert_seen("{'number':true}", "1  =true\n");
	/* null is as good as absent, whatever is expected. */
	assert_seen("{'number':null,'text':null,'wild':null,'tree':null}", "");
	assert_seen("{'tree':[{'name':'1','tree':[{'name':'2','tree':[{'name':'3'}]}]},{}]}", "1  =1\n1  =2\n1  =3\n");
	assert_int_equal(seen.begun, 4);
	assert_int_equal(seen.ended, 4);
}

static void other_kinds_fail(void **state)
{
	static const char *const documents[] = {
		"{'text':1}",
		"{'text':[]}",
		"{'text':{}}",
		"{'text':true}",
		"{'number':'1'}",
		"{'wild':[]}",
		"{'wild':{'x':'y'}}",
		"{'wild':{'x':{'y':'z'}}}",
		"{'tree':{}}",
		"{'tree':['x']}",
		"[]",
		"'text'",
		"12",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		assert_int_equal(read_text(documents[i]), SSLINV_E_FORMAT);
		assert_non_null(strstr(error.message, " is expected"));
	}
	assert_int_equal(read_text("{\n\n'text':1}"), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, ":3: `text` is a number where a string is expected"));
}

static void names_that_stand_twice_fail(void **state)
{
	(void)state;
	assert_int_equal(read_text("{'text':'a','text':'b'}"), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "twice"));
	assert_seen("{'other':1,'other':2,'tree':[{'name':'a'},{'name':'b'}]}", "1  =a\n1  =b\n");
}

static void text_is_clean(void **state)
{
	(void)state;
	assert_seen("{'text':'a\\nb\\u0000c\\u007fd'}", "1  =a b c d\n");
	assert_seen("{'text':'\xc3\xa9\\u20ac\\ud83d\\ude00'}", "1  =\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n");
	/* A lone half of a surrogate pair is no character. */
	assert_int_equal(read_text("{'text':'<\\udc00>'}"), 0);
	assert_true(sslinv_str_is_printable(seen.lines.data, seen.lines.length - 1));
	assert_int_equal(read_text("{'text':'<\\ud83d>'}"), 0);
	assert_true(sslinv_str_is_printable(seen.lines.data, seen.lines.length - 1));
	assert_int_equal(read_text("{'text':'\xff'}"), SSLINV_E_FORMAT);
	/* An overlong form of `/`. */
	assert_int_equal(read_text("{'text':'\xc0\xaf'}"), 0);
	assert_string_equal(sslinv_str_text(&seen.lines), "1  =??\n");
}

static void what_is_not_json_fails(void **state)
{
	static const char *const documents[] = {
		" ",
		"{",
		"{'text'",
		"{'text':",
		"{'text':'a'",
		"{'text':'a'}}",
		"{'text':'a'} {}",
		"{'text':'a'},",
		"{'text':'a'}'",
		"{'text':'a'} \n'x y",
		"{'text' 'a'}",
		"{text:1}",
		"{'a':[1,]}",
		"{'a':1,}",
		"// c\n{}",
		"{'a':01}",
		"{'a':+1}",
		"{'a':nul}",
		"<xml/>",
		"{'text':'a'}x",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_text(documents[i]) != SSLINV_E_FORMAT || !strstr(error.message, "not JSON"))
			fail_msg("%s: %s", documents[i], error.message);
	}
	assert_seen("\xef\xbb\xbf{'text':'a'}", "1  =a\n");
}

/* `prefix`, then `count` times `piece`, then `suffix`. The caller frees. */
static char *repeated(const char *prefix, const char *piece, size_t count, const char *suffix)
{
	struct sslinv_str text = { 0 };

	assert_int_equal(sslinv_str_add(&text, prefix), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(sslinv_str_add(&text, piece), 0);
	assert_int_equal(sslinv_str_add(&text, suffix), 0);
	return text.data;
}

static int read_repeated(const char *prefix, const char *piece, size_t count, const char *suffix)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = repeated(prefix, piece, count, suffix);

	return read_text(text);
}

static void depth_is_limited(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *closing = repeated("", "]", SSLINV_JSON_MAX_DEPTH - 1, "}");

	(void)state;
	assert_int_equal(read_repeated("{'other':", "[", SSLINV_JSON_MAX_DEPTH - 1, closing), 0);
	assert_int_equal(read_repeated("{'other':", "[", SSLINV_JSON_MAX_DEPTH, closing), SSLINV_E_LIMIT);
	assert_int_equal(read_repeated("{'other':", "[", 1000000, ""), SSLINV_E_LIMIT);
	assert_int_equal(read_repeated("{'tree':[", "{'tree':[", 100000, ""), SSLINV_E_LIMIT);
}

static void strings_are_limited(void **state)
{
	const size_t tens = SSLINV_JSON_MAX_TOKEN / 10;

	(void)state;
	assert_int_equal(read_repeated("{'kept':'", "0123456789", tens, "'}"), 0);
	assert_int_equal(read_repeated("{'other':'", "0123456789", tens + 100, "'}"), SSLINV_E_LIMIT);
	assert_int_equal(read_repeated("{'text':'", "0123456789", 10 * tens, "'}"), SSLINV_E_LIMIT);
	/* It never comes to its end. */
	assert_int_equal(read_repeated("{'text':'", "0123456789", 10 * tens, ""), SSLINV_E_LIMIT);
	assert_int_equal(read_repeated("{'", "0123456789", 10 * tens, "':1}"), SSLINV_E_LIMIT);
	assert_int_equal(read_repeated("{'number':1", "0123456789", 10 * tens, "}"), SSLINV_E_LIMIT);
}

static void what_is_kept_is_limited(void **state)
{
	(void)state;
	assert_int_equal(read_repeated("{'much':['a'", ",'0123456789012345678901234567890123456789'", 1000, "]}"), 0);
	assert_int_equal(read_repeated("{'much':['a'", ",'0123456789012345678901234567890123456789'",
				       SSLINV_JSON_MAX_KEPT / 40, "]}"),
			 SSLINV_E_LIMIT);
}

/* A string, an escape and a character of several bytes across the edges of the pieces in which a document is read. */
static void pieces_do_not_matter(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 24; shift++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = repeated("", " ", 64 * 1024 - shift,
								      "{'text':'a\\u20ac\xe2\x82\xac\\n','number':123456}");

		assert_seen(text, "1  =a\xe2\x82\xac\xe2\x82\xac \n1  =123456\n");
	}
}

static void heads(void **state)
{
	struct sslinv_json_head head;
	const char *array = "  [ {\"id\": {\"x\": 1}, \"a\": [{\"b\": 1}], \"c",
		   *broken = "{\"one\": 1, \"two\" = 2, \"three\": 3}";

	(void)state;
	assert_true(sslinv_json_head(array, strlen(array), &head));
	assert_true(head.is_array);
	assert_true(sslinv_json_head_has(&head, "id"));
	assert_true(sslinv_json_head_has(&head, "a"));
	assert_false(sslinv_json_head_has(&head, "b"));
	assert_false(sslinv_json_head_has(&head, "c"));
	assert_string_equal(head.inner, "x");
	assert_true(sslinv_json_head(broken, strlen(broken), &head));
	assert_false(head.is_array);
	assert_int_equal(head.count, 2);
	assert_false(sslinv_json_head("", 0, &head));
	assert_false(sslinv_json_head("<a/>", 4, &head));
	assert_false(sslinv_json_head("[1,2]", 5, &head));
	assert_false(sslinv_json_head("\0\0\0\0", 4, &head));
	assert_false(sslinv_json_head("[[[[[[", 6, &head));
}

static int free_seen(void **state)
{
	(void)state;
	sslinv_str_free(&seen.lines);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(other_kinds_fail),
		cmocka_unit_test(names_that_stand_twice_fail),
		cmocka_unit_test(text_is_clean),
		cmocka_unit_test(what_is_not_json_fails),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(strings_are_limited),
		cmocka_unit_test(what_is_kept_is_limited),
		cmocka_unit_test(pieces_do_not_matter),
		cmocka_unit_test(heads),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, free_seen);
}
