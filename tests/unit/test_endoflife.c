/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Life cycles out of YAML in front of Markdown, and pages that are not what they should be. */
#include "feed_recorder.h"

#define PAGE(name, releases)                                                                                                \
	"---\ntitle: T\npermalink: /" name "\nidentifiers:\n- cpe: a\n- {b: [c, d]}\nreleases:\n" releases                  \
	"---\n\n> *Text: [x\n\t- {\n"

static int read_page(const char *text, struct recorder *recorder)
{
	return read_bytes(&sslinv_reader_endoflife, text, strlen(text), recorder);
}

static void releases(void **state)
{
	static const char rhel[] = PAGE(
		"rhel", "-   releaseCycle: \"9\"\n    releaseDate: 2022-05-18\n    eoas: 2027-05-31\n"
			"    eol: 2032-05-31 # a comment\n    lts: 2032-05-31\n    eoes: 2036-05-31\n    latest: \"9.8\"\n"
			"-   releaseCycle: '10'\n    eol: false\n    eoes: false\n    other: [1, {a: b}]\n");
	static const char ubuntu[] = PAGE(
		"ubuntu",
		"- {releaseCycle: \"22.04\", codename: Jammy Jellyfish, eol: 2027-04-01, extendedSupport: 2032-04-09}\n");
	static const char openssl[] = PAGE(
		"openssl", "- releaseCycle: \"1.1.1\"\n  releaseDate: 2018-09-11\n  eol: 2023-09-11\n  eoes: false\n");
	static const char sles[] = PAGE(
		"sles", "- releaseCycle: \"15.0\"\n  eol: 2019-12-31\n- releaseCycle: \"16.0\"\n  eol: 2027-11-30\n");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_page(rhel, &recorder), 0);
	assert_line(&recorder, "F|endoflife.date|endoflife|-|endoflife/rhel");
	assert_line(&recorder, "L|rhel|9||-|2022-05-18|2032-05-31");
	assert_line(&recorder, "L|rhel|9|els|-|2022-05-18|2036-05-31");
	assert_line(&recorder, "L|rhel|10||-|-|-");
	assert_int_equal(recorder.lives, 3);
	assert_int_equal(recorder.feeds, 1);
	assert_int_equal(recorder.warnings, 0);
	assert_int_equal(read_page(ubuntu, &recorder), 0);
	assert_line(&recorder, "L|ubuntu|22.04||jammy|-|2027-04-01");
	assert_line(&recorder, "L|ubuntu|22.04|esm|jammy|-|2032-04-09");
	assert_int_equal(read_page(openssl, &recorder), 0);
	assert_line(&recorder, "L|openssl|1.1.1||-|2018-09-11|2023-09-11");
	assert_int_equal(recorder.lives, 1);
	assert_int_equal(read_page(sles, &recorder), 0);
	assert_line(&recorder, "L|sles|15||-|-|2019-12-31");
	assert_line(&recorder, "L|sles|16.0||-|-|2027-11-30");
	recorder_free(&recorder);
}

/* "Over, nobody says when", or a word that is no date: no record, for one without an end would read as "goes on". */
static void ends_that_are_no_dates(void **state)
{
	static const char *const ends[] = { "true",     "soon",        "2024-13-01", "2024-01-32",
					    "2024-1-1", "2024-01-01x", "20240101",   "''" };
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(ends); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *page = sslinv_str_format(
			PAGE("rhel", "- releaseCycle: \"9\"\n  eol: %s\n"), ends[i]);

		assert_int_equal(read_page(page, &recorder), 0);
		assert_int_equal(recorder.lives, 0);
		assert_int_equal(recorder.warnings, 1);
	}
	recorder_free(&recorder);
}

static void pages_that_are_refused(void **state)
{
	static const char *const pages[] = {
		PAGE("rhel", "- releaseCycle: [9]\n"),
		PAGE("rhel", "- releaseCycle: \"9\"\n  eol: 2024-01-01\n  eol: 2034-01-01\n"),
		PAGE("rhel", "- text\n"),
		PAGE("rhel", "- releaseCycle: \"9\"\n  eol: *alias\n"),
		PAGE("rhel", "- &a releaseCycle: \"9\"\n- *a\n"),
		PAGE("rhel", "  {\n"),
		PAGE("rhel", "- \"\n"),
		"---\npermalink: /rhel\nreleases: {}\n---\n",
		"---\npermalink: /rhel\n---\n",
		"---\nreleases:\n- releaseCycle: \"9\"\npermalink: /rhel\n---\n",
		"---\npermalink: /rhel\nreleases: []\nreleases: []\n---\n",
		"---\n- permalink: /rhel\n---\n",
		"---\npermalink: /rhel\nreleases: []\n",
		"---\n\xff\npermalink: /rhel\nreleases: []\n---\n",
		PAGE("windows", "- releaseCycle: \"9\"\n"),
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pages); i++) {
		if (read_page(pages[i], &recorder) >= 0)
			fail_msg("%s was read", pages[i]);
		assert_true(strlen(recorder.error.message) > 10);
	}
	recorder_free(&recorder);
}

static void limits(void **state)
{
	struct sslinv_str page = { 0 };
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(sslinv_str_add(&page, "---\npermalink: /rhel\nx: "), 0);
	for (int i = 0; i < 500; i++)
		assert_int_equal(sslinv_str_add(&page, "["), 0);
	assert_int_equal(sslinv_str_add(&page, "\n---\n"), 0);
	assert_int_equal(read_page(page.data, &recorder), SSLINV_E_LIMIT);
	sslinv_str_reset(&page);
	assert_int_equal(sslinv_str_add(&page, "---\npermalink: /rhel\nx: "), 0);
	for (int i = 0; i < 200000; i++)
		assert_int_equal(sslinv_str_add(&page, "0123456789"), 0);
	assert_int_equal(read_page(page.data, &recorder), SSLINV_E_LIMIT);
	/* Doubling aliases stay what they are: nothing expands, and nothing of it is a release. */
	assert_int_equal(read_page("---\npermalink: /rhel\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nreleases: []\n---\n",
				   &recorder),
			 0);
	sslinv_str_free(&page);
	recorder_free(&recorder);
}

static void cut_off(void **state)
{
	static const char page[] = PAGE("rhel", "- releaseCycle: \"9\"\n  eol: 2032-05-31\n");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_true(sslinv_reader_endoflife.recognise(page, strlen(page)));
	assert_false(sslinv_reader_endoflife.recognise("---\ntitle: x\n---\n", 16));
	for (size_t length = 1; length < (size_t)(strstr(page, "\n---\n") - page) + 5; length += 7) {
		assert_int_equal(read_bytes(&sslinv_reader_endoflife, page, length, &recorder), SSLINV_E_FORMAT);
		assert_int_equal(recorder.lives, 0);
	}
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(releases),
		cmocka_unit_test(ends_that_are_no_dates),
		cmocka_unit_test(pages_that_are_refused),
		cmocka_unit_test(limits),
		cmocka_unit_test(cut_off),
	};

	return cmocka_run_group_tests_name("endoflife", tests, NULL, NULL);
}
