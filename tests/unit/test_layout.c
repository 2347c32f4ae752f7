/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on a screen: widths, names without their middle, sentences that are broken between words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/width.h"
#include "report/layout.h"

static void texts_have_the_width_of_a_terminal(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} rows[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\xc3\xa9", 1 },         /* one character of two bytes */
		{ "e\xcc\x81", 1 },        /* an accent on the character before */
		{ "\xe4\xb8\xad", 2 },     /* wide */
		{ "\xf0\x9f\x98\x80", 2 }, /* of four bytes */
		{ "a\xe2\x80\xae"
		  "b",
		  3 },             /* what turns the direction is shown as something else */
		{ "\xff\xfe", 2 }, /* no UTF-8: a byte is a character */
		{ "\xe4\xb8", 2 }, /* cut off */
		{ "\xe4", 1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++)
		assert_int_equal(sslinv_width(rows[i].text), rows[i].width);
}

static void names_lose_their_middle(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *shown;
	} rows[] = {
		{ "/usr/bin/openssl", 16, "/usr/bin/openssl" },
		{ "/usr/bin/openssl", 15, "/usr.../openssl" },
		{ "/usr/bin/openssl", 0, "/usr/bin/openssl" },
		{ "/usr/bin/openssl", 3, "/usr/bin/openssl" },
		{ "/usr/bin/openssl", 4, "...l" },
		{ "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad", 7, "...\xe4\xb8\xad" },
		/* What belongs to a character that is gone goes with it. */
		{ "abcdefghe\xcc\x81"
		  "f",
		  4, "...f" },
		{ "a\xe2\x80\xae"
		  "b",
		  9,
		  "a\xef\xbf\xbd"
		  "b" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };

		assert_int_equal(sslinv_layout_add(&out, rows[i].text, rows[i].columns), 0);
		if (rows[i].columns > 3)
			assert_true(sslinv_width(sslinv_str_text(&out)) <= rows[i].columns);
		assert_string_equal(sslinv_str_text(&out), rows[i].shown);
	}
}

/* Any bytes, in any room: never wider, and whole where there is room. */
static void no_name_is_wider_than_its_room(void **state)
{
	static const char *const parts[] = { "a",    "/",   "\xcc\x81", "\xe4\xb8\xad", "\xe2\x80\xae", "\xf0\x9f\x98\x80",
					     "\xff", "\xe4" };

	(void)state;
	srand(1);
	for (int round = 0; round < 20000; round++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };
		size_t columns = 4 + (size_t)(rand() % 20), count = (size_t)(rand() % 30);

		for (size_t i = 0; i < count; i++)
			assert_int_equal(sslinv_str_add(&text, parts[(size_t)rand() % SSLINV_ARRAY_SIZE(parts)]), 0);
		assert_int_equal(sslinv_layout_add(&out, sslinv_str_text(&text), columns), 0);
		assert_true(sslinv_width(sslinv_str_text(&out)) <= columns);
		if (sslinv_width(sslinv_str_text(&text)) <= columns)
			assert_int_equal(sslinv_width(sslinv_str_text(&out)), sslinv_width(sslinv_str_text(&text)));
		assert_null(strstr(sslinv_str_text(&out), "\xe2\x80\xae"));
	}
}

static char *sentence(size_t at, size_t indent, const char *text)
{
	char *out = NULL;
	size_t length;
	FILE *file = open_memstream(&out, &length);

	assert_non_null(file);
	sslinv_layout_sentence(file, at, indent, text);
	assert_int_equal(fclose(file), 0);
	return out;
}

static void sentences_are_broken_between_words(void **state)
{
	static const struct {
		size_t at, indent;
		const char *text, *shown;
	} rows[] = {
		{ 0, 2, "", "\n" },
		{ 0, 2, "a b", "a b\n" },
		{ 76, 2, "abc d", "abc\n  d\n" },
		{ 76, 2, "ab d", "ab d\n" },
		/* A command is one word, and one that is too long is not broken. */
		{ 70, 4, "run `a b c d e f` now", "run\n    `a b c d e f` now\n" },
		{ 70, 4, "run `a b", "run `a b\n" },
		{ 79, 4, "abcdefghij k", "abcdefghij\n    k\n" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		char *shown = sentence(rows[i].at, rows[i].indent, rows[i].text);

		assert_string_equal(shown, rows[i].shown);
		free(shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_have_the_width_of_a_terminal),
		cmocka_unit_test(names_lose_their_middle),
		cmocka_unit_test(no_name_is_wider_than_its_room),
		cmocka_unit_test(sentences_are_broken_between_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
