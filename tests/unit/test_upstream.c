/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Releases of OpenSSL judged by CVE records: each rule on its own, and OpenSSL's real records where they are at hand. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <yajl/yajl_tree.h>

#include "shared.h"

#include "base/attributes.h"
#include "base/cleanup.h"
#include "resolve/upstream.h"

#define MAX_RANGES 16

static const struct sslinv_life lives[] = {
	{ .product = "openssl", .release = "0.9.8", .stream = "", .released = "2005-07-05", .end = "2015-12-31" },
	{ .product = "openssl", .release = "1.0.0", .stream = "", .released = "2010-03-29", .end = "2015-12-31" },
	{ .product = "openssl", .release = "1.0.1", .stream = "", .released = "2012-03-14", .end = "2016-12-31" },
	{ .product = "openssl", .release = "1.0.2", .stream = "", .released = "2015-01-22", .end = "2019-12-31" },
	{ .product = "openssl", .release = "1.0.2", .stream = "premium", .released = "2020-01-01" },
	{ .product = "openssl", .release = "1.1.0", .stream = "", .released = "2016-08-25", .end = "2019-09-11" },
	{ .product = "openssl", .release = "1.1.1", .stream = "", .released = "2018-09-11", .end = "2023-09-11" },
	{ .product = "openssl", .release = "1.1.1", .stream = "premium", .released = "2023-09-12" },
	{ .product = "openssl", .release = "3.0", .stream = "", .released = "2021-09-07", .end = "2026-09-07" },
	{ .product = "openssl", .release = "3.1", .stream = "", .released = "2023-03-14", .end = "2025-03-14" },
	{ .product = "openssl", .release = "3.2", .stream = "", .released = "2023-11-23", .end = "2025-11-23" },
	{ .product = "openssl", .release = "3.3", .stream = "", .released = "2024-04-09", .end = "2026-04-09" },
	{ .product = "openssl", .release = "3.4", .stream = "", .released = "2024-10-22", .end = "2026-10-22" },
	{ .product = "openssl", .release = "3.5", .stream = "", .released = "2025-04-08", .end = "2030-04-08" },
	{ .product = "openssl", .release = "3.6", .stream = "", .released = "2025-10-01", .end = "2026-11-01" },
	{ .product = "openssl", .release = "nonsense", .stream = "", .released = "2000-01-01" },
	{ .product = "rhel", .release = "3.0", .stream = "", .released = "1990-01-01", .end = "1990-01-02" },
	{ .product = "openssl", .stream = "" },
};

static const struct sslinv_upstream_lives all_lives = { .items = lives, .count = SSLINV_ARRAY_SIZE(lives) };

/* One question: ranges as `from until`, `from =last` or `from`, split by commas. */
struct question {
	const char *version;
	const char *ranges;
	const char *published;
	enum sslinv_upstream_answer answer;
	enum sslinv_upstream_answer answer_with_lives;
};

#define UNKNOWN SSLINV_UPSTREAM_UNKNOWN
#define AFFECTED SSLINV_UPSTREAM_AFFECTED
#define NOT SSLINV_UPSTREAM_NOT_AFFECTED

static const struct question questions[] = {
	/* Inside, at and beyond the ends of a range. */
	{ "1.0.1", "1.0.1 1.0.1g", "2014-04-07", AFFECTED, AFFECTED },
	{ "1.0.1f", "1.0.1 1.0.1g", "2014-04-07", AFFECTED, AFFECTED },
	{ "1.0.1g", "1.0.1 1.0.1g", "2014-04-07", NOT, NOT },
	{ "1.0.1u", "1.0.1 1.0.1g", "2014-04-07", NOT, NOT },
	{ "1.0.1f-fips", "1.0.1 1.0.1g", "2014-04-07", AFFECTED, AFFECTED },
	{ "1.0.2a", "1.0.2b 1.0.2d,1.0.1n 1.0.1p", "2015-07-09", NOT, NOT },
	{ "1.0.2b", "1.0.2b 1.0.2d,1.0.1n 1.0.1p", "2015-07-09", AFFECTED, AFFECTED },
	{ "0.9.8zf", "1.0.0 1.0.0s,0.9.8 0.9.8zg", "2015-06-11", AFFECTED, AFFECTED },
	{ "0.9.8zg", "1.0.0 1.0.0s,0.9.8 0.9.8zg", "2015-06-11", NOT, NOT },
	/* A last affected version, or no end. */
	{ "3.0.7", "3.0.0 =3.0.7", "2022-12-13", AFFECTED, AFFECTED },
	{ "3.0.8", "3.0.0 =3.0.7", "2022-12-13", NOT, NOT },
	{ "3.0.99", "3.0.2", "2022-12-13", AFFECTED, AFFECTED },
	{ "3.0.1", "3.0.2", "2022-12-13", NOT, NOT },
	/* A fix that no release got. */
	{ "0.9.6m", "0.9.7 0.9.7f,0.9.6 0.9.6-cvs", "2004-09-30", AFFECTED, AFFECTED },
	{ "0.9.7f", "0.9.7 0.9.7f,0.9.6 0.9.6-cvs", "2004-09-30", NOT, NOT },
	/* A range that would hold nothing begins with its branch; one that ends in an older branch says nothing. */
	{ "3.1.0", "3.1.1 3.1.1,3.0.0 3.0.9", "2023-05-30", AFFECTED, AFFECTED },
	{ "3.1.1", "3.1.1 3.1.1,3.0.0 3.0.9", "2023-05-30", NOT, NOT },
	{ "3.1.2", "3.1.1 3.0.9", "2023-05-30", UNKNOWN, UNKNOWN },
	{ "3.0.0-beta1", "3.0.0 3.0.0", "2021-09-07", AFFECTED, AFFECTED },
	{ "3.0.0", "3.0.0 3.0.0", "2021-09-07", NOT, NOT },
	/* A range over several branches. */
	{ "1.1.0l", "1.0.2 3.0.0", "2021-01-01", AFFECTED, AFFECTED },
	/* Pre-releases of a listed branch. */
	{ "3.0.0-alpha1", "3.0.0 3.0.7", "2022-11-01", AFFECTED, AFFECTED },
	{ "3.0.0-beta2", "3.0.0 3.0.7", "2022-11-01", AFFECTED, AFFECTED },
	{ "1.1.1-pre9", "1.1.1 1.1.1a", "2018-10-30", AFFECTED, AFFECTED },
	{ "1.1.1-pre9", "1.1.1d 1.1.1g", "2020-04-21", NOT, NOT },
	{ "3.0.0-beta2", "3.0.4 3.0.5", "2022-07-05", NOT, NOT },
	{ "3.0.7-dev", "3.0.0 3.0.7", "2022-11-01", AFFECTED, AFFECTED },
	{ "0.9.7-beta2", "0.9.7-beta3 0.9.7", "2002-07-30", NOT, NOT },
	{ "0.9.7-beta3", "0.9.7-beta3 0.9.7", "2002-07-30", AFFECTED, AFFECTED },
	{ "0.9.7", "0.9.7-beta3 0.9.7", "2002-07-30", NOT, NOT },
	/* Branches that are not listed: newer than all. */
	{ "3.0.13", "1.0.1 1.0.1g", "2014-04-07", NOT, NOT },
	{ "4.1.0", "3.6.0 3.6.2", "2026-04-07", NOT, NOT },
	{ "4.1.0", "3.6.0", "2026-04-07", UNKNOWN, UNKNOWN },
	{ "4.1.0", "3.6.0 3.6.2,3.6.4", "2026-04-07", UNKNOWN, UNKNOWN },
	{ "4.1.0", "3.5.0,3.6.0 3.6.2", "2026-04-07", NOT, NOT },
	{ "1.1.1k", "1.0.2s 1.0.2y", "2021-02-16", NOT, NOT },
	{ "1.1.0l", "1.0.2s 1.0.2y", "2021-02-16", NOT, UNKNOWN },
	{ "3.0.0-beta1", "1.1.1 1.1.1l", "2021-08-24", UNKNOWN, UNKNOWN },
	{ "3.0.0", "1.1.1 1.1.1l", "2021-08-24", NOT, NOT },
	/* Older than all. */
	{ "1.0.0l", "1.0.1 1.0.1g", "2014-04-07", NOT, NOT },
	{ "1.0.1u", "1.0.2 1.0.2zd,1.1.1 1.1.1n,3.0.0 3.0.2", "2022-03-15", NOT, UNKNOWN },
	{ "1.0.1u", "3.0.0 3.0.7", "2022-11-01", NOT, NOT },
	{ "1.1.0l", "3.0.0 3.0.7", "2022-11-01", NOT, NOT },
	{ "1.1.1n", "3.0.0 3.0.7", "2022-11-01", NOT, NOT },
	{ "0.9.5", "1.0.1 1.0.1g", "2014-04-07", NOT, NOT },
	/* Branches from before all lives: past theirs, though nobody says when, and clean only where a later one was. */
	{ "0.9.7m", "1.0.1 1.0.1h,1.0.0 1.0.0m,0.9.8 0.9.8za", "2014-06-05", NOT, UNKNOWN },
	{ "0.9.6", "0.9.8 0.9.8za", "2014-06-05", NOT, UNKNOWN },
	/* The next branch may be out; these are not. */
	{ "4.1.0", "3.0.0 3.0.7", "2022-11-01", NOT, NOT },
	{ "9.9.9", "3.0.0 3.0.7", "2022-11-01", NOT, UNKNOWN },
	{ "3.7.0", "3.0.0 3.0.7", "2022-11-01", NOT, NOT },
	{ "1.2.0", "1.1.1 1.1.1zd", "2025-09-30", NOT, UNKNOWN },
	/* Between listed ones. */
	{ "1.1.0l", "1.0.2 1.0.2zd,1.1.1 1.1.1n,3.0.0 3.0.2", "2022-03-15", UNKNOWN, UNKNOWN },
	{ "3.1.8", "3.0.16 3.0.18,3.2.4 3.2.6", "2025-09-30", UNKNOWN, UNKNOWN },
	{ "3.2.6", "3.0.0 3.0.19,3.3.0 3.3.6", "2026-01-27", UNKNOWN, UNKNOWN },
	{ "3.1.2", "3.0.0 3.0.9,3.2.0 3.2.1", "2024-01-25", UNKNOWN, NOT },
	/* Dates that cannot be read count as none. */
	{ "1.0.1u", "1.0.2 1.0.2zd", NULL, NOT, NOT },
	{ "1.0.1u", "1.0.2 1.0.2zd", "soon", NOT, NOT },
	{ "1.0.1u", "1.0.2 1.0.2zd", "2022-03-15T00:00:00Z", NOT, UNKNOWN },
	/* Nothing to go by. */
	{ "3.0.7", "", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "3.0.7", "garbage 3.0.9", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "3.0.7", "3.0.0 garbage", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "3.0.7", "3.0.0 3.0.5,garbage", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "3.0.7", "garbage,3.0.0 3.0.8", "2022-11-01", AFFECTED, AFFECTED },
	{ "garbage", "3.0.0 3.0.8", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "", "3.0.0 3.0.8", "2022-11-01", UNKNOWN, UNKNOWN },
	{ "0.9.8f", "fips-1.1.1 fips-1.1.2", "2007-11-29", NOT, NOT },
};

/* Splits `text` in place. */
static size_t read_ranges(char *text, struct sslinv_range ranges[MAX_RANGES])
{
	char *rest = NULL;
	size_t count = 0;

	for (char *item = strtok_r(text, ",", &rest); item; item = strtok_r(NULL, ",", &rest)) {
		char *end = strchr(item, ' ');

		assert_true(count < MAX_RANGES);
		if (end)
			*end++ = '\0';
		ranges[count++] = (struct sslinv_range){
			.cve = "CVE-2000-0001",
			.library = "OpenSSL",
			.from = item,
			.until = end && *end != '=' ? end : NULL,
			.last = end && *end == '=' ? end + 1 : NULL,
		};
	}
	return count;
}

static void answers_each_question(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_upstream_lives read_lives = all_lives;

	(void)state;
	assert_int_equal(sslinv_upstream_lives_read(&read_lives, &arena), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(questions); i++) {
		const struct question *question = &questions[i];
		struct sslinv_range ranges[MAX_RANGES];
		char text[256];
		struct sslinv_upstream_record record = { .ranges = ranges, .published = question->published };
		struct sslinv_upstream plain;
		struct sslinv_upstream with_lives;

		snprintf(text, sizeof(text), "%s", question->ranges);
		record.range_count = read_ranges(text, ranges);
		plain = sslinv_upstream_judge(question->version, &record, NULL);
		with_lives = sslinv_upstream_judge(question->version, &record, &all_lives);
		if (plain.answer != question->answer || with_lives.answer != question->answer_with_lives)
			fail_msg("%s in %s: %d (%s), with lives %d (%s)", question->version, question->ranges,
				 (int)plain.answer, plain.reason, (int)with_lives.answer, with_lives.reason);
		assert_non_null(plain.reason);
		assert_int_equal(plain.range != NULL, plain.answer == SSLINV_UPSTREAM_AFFECTED);
		assert_int_equal(sslinv_upstream_judge(question->version, &record, &read_lives).answer, with_lives.answer);
	}
}

static void names_the_range(void **state)
{
	const struct sslinv_range ranges[] = {
		{ .cve = "CVE-2000-0001", .library = "OpenSSL", .from = "1.0.2", .until = "1.0.2k" },
		{ .cve = "CVE-2000-0001", .library = "OpenSSL", .from = "1.1.0", .until = "1.1.0d" },
	};
	const struct sslinv_upstream_record record = { .ranges = ranges, .range_count = 2 };

	(void)state;
	assert_ptr_equal(sslinv_upstream_judge("1.1.0c", &record, NULL).range, &ranges[1]);
	assert_int_equal(sslinv_upstream_judge(NULL, &record, NULL).answer, SSLINV_UPSTREAM_UNKNOWN);
}

/* The lives of a set are sorted, and OpenSSL's lie among those of others. */
static void takes_the_lives_of_openssl(void **state)
{
	struct sslinv_life items[] = {
		{ .product = "rhel", .release = "9" },         { .product = "openssl", .release = "3.0", .stream = "x" },
		{ .product = "debian", .release = "12" },      { .product = "openssl", .release = "1.1.1" },
		{ .product = "openssl-fips", .release = "3" }, { .product = "openss", .release = "3.0" },
	};
	struct sslinv_guidance_set set = { .lives.items = items, .lives.count = SSLINV_ARRAY_SIZE(items) };
	struct sslinv_upstream_lives found;

	(void)state;
	sslinv_guidance_set_sort(&set);
	found = sslinv_upstream_lives_of(&set);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.items[0].release, "1.1.1");
	assert_string_equal(found.items[1].release, "3.0");
	set.lives.count = 1; /* Debian's alone */
	assert_int_equal(sslinv_upstream_lives_of(&set).count, 0);
	set = (struct sslinv_guidance_set){ .lives.count = 0 };
	assert_int_equal(sslinv_upstream_lives_of(&set).count, 0);
}

/* A record of OpenSSL in CVE JSON 5. The strings belong to the tree. */
struct real_record {
	yajl_val tree;
	struct sslinv_range ranges[MAX_RANGES];
	struct sslinv_upstream_record record;
};

static void free_real_record(struct real_record *real)
{
	yajl_tree_free(real->tree);
}

static const char *text_at(yajl_val value, const char *name)
{
	const char *path[] = { name, NULL };

	return YAJL_GET_STRING(yajl_tree_get(value, path, yajl_t_string));
}

static void add_affected(struct real_record *real, yajl_val affected, const char *cve)
{
	const char *versions_path[] = { "versions", NULL };
	yajl_val versions = yajl_tree_get(affected, versions_path, yajl_t_array);

	assert_non_null(versions);
	for (size_t i = 0; i < YAJL_GET_ARRAY(versions)->len; i++) {
		yajl_val version = YAJL_GET_ARRAY(versions)->values[i];

		if (strcmp(text_at(version, "status"), "affected"))
			continue;
		assert_true(real->record.range_count < MAX_RANGES);
		real->ranges[real->record.range_count++] = (struct sslinv_range){
			.cve = cve,
			.library = "OpenSSL",
			.from = text_at(version, "version"),
			.until = text_at(version, "lessThan"),
			.last = text_at(version, "lessThanOrEqual"),
		};
	}
}

static bool read_real_record(const char *directory, const char *cve, struct real_record *real)
{
	const char *affected_path[] = { "containers", "cna", "affected", NULL };
	const char *published_path[] = { "containers", "cna", "datePublic", NULL };
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = NULL;
	static char text[1 << 20];
	char path[4096];
	char reason[256];
	yajl_val affected;

	*real = (struct real_record){ .tree = NULL };
	snprintf(path, sizeof(path), "%s/%s.json", directory, cve);
	file = fopen(path, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	real->tree = yajl_tree_parse(text, reason, sizeof(reason));
	assert_non_null(real->tree);
	affected = yajl_tree_get(real->tree, affected_path, yajl_t_array);
	assert_non_null(affected);
	for (size_t i = 0; i < YAJL_GET_ARRAY(affected)->len; i++)
		add_affected(real, YAJL_GET_ARRAY(affected)->values[i], cve);
	real->record.ranges = real->ranges;
	real->record.published = YAJL_GET_STRING(yajl_tree_get(real->tree, published_path, yajl_t_string));
	return true;
}

#define REAL_RECORDS "feeds/openssl/release-metadata/secjson"

static void agrees_with_real_records(void **state)
{
	static const struct {
		const char *cve;
		const char *affected;
		const char *not_affected;
		const char *unknown;
	} answers[] = {
		{ "CVE-2014-0160", "1.0.1 1.0.1a 1.0.1e 1.0.1f 1.0.1-beta3",
		  "1.0.1g 1.0.1u 0.9.8y 1.0.0k 1.0.2 1.0.2k 1.1.1w 3.0.13", "1.0.2-beta1" },
		{ "CVE-2022-3602", "3.0.0 3.0.1 3.0.6 3.0.0-beta2",
		  "3.0.7 3.0.13 3.1.0 3.5.4 1.1.1q 1.1.1w 1.0.2k 1.0.1e 0.9.8e", "" },
		{ "CVE-2024-0727", "1.0.2 1.0.2k 1.0.2zi 1.1.1 1.1.1w 3.0.0 3.0.12 3.1.4 3.2.0",
		  "1.0.2zj 1.0.2zq 1.1.1x 1.1.1zb 3.0.13 3.1.5 3.2.1 3.3.0 3.5.4", "1.1.0l 1.0.1e 0.9.8zh 3.3.0-alpha1" },
		{ "CVE-2015-1791", "1.0.2 1.0.2a 1.0.1 1.0.1m 1.0.0r 0.9.8 0.9.8zf",
		  "1.0.2b 1.0.2k 1.0.1n 1.0.1u 1.0.0s 0.9.8zg 1.1.0", "1.1.0-pre1" },
		{ "CVE-2022-0778", "1.0.2k 1.0.2zc 1.1.1k 3.0.1 3.0.0-alpha17", "1.0.2zd 1.1.1n 3.0.2 3.1.0",
		  "1.1.0l 1.0.1e" },
		{ "CVE-2015-1793", "1.0.2b 1.0.2c 1.0.1n 1.0.1o", "1.0.2a 1.0.2d 1.0.1m 1.0.1p 1.0.0s 0.9.8zg", "" },
		{ "CVE-2022-3996", "3.0.0 3.0.7", "3.0.8 1.1.1s 3.1.0", "" },
		{ "CVE-2016-2183", "1.0.2 1.0.2h", "1.0.2i 1.1.0", "" },
		{ "CVE-2021-3711", "1.1.1 1.1.1k", "1.1.1l 1.0.2u 3.0.0 3.0.13", "3.0.0-beta1" },
		{ "CVE-2020-1967", "1.1.1d 1.1.1f", "1.1.1c 1.1.1g 1.1.1-pre9 1.0.2u", "" },
		{ "CVE-2023-2650", "3.1.0 3.0.8 1.1.1t 1.0.2zg", "3.1.1 3.0.9 1.1.1u 1.0.2zh", "1.1.0l" },
		{ "CVE-2004-0975", "0.9.7 0.9.7e 0.9.6 0.9.6m", "0.9.7f 0.9.8", "" },
		{ "CVE-2007-5502", "", "0.9.7 0.9.8f 3.0.7", "" },
		{ "CVE-2025-9232", "3.5.3 3.4.2 3.3.3 3.2.5 3.0.16 3.0.17", "3.5.4 3.3.2 3.2.3 3.0.15 3.0.18 1.1.1w 3.6.0",
		  "3.1.8" },
		{ "CVE-2026-28386", "3.6.0 3.6.1", "3.6.2 3.5.4 3.0.19 3.1.8 1.0.1e 4.0.0", "" },
	};
	const char *directory = shared_or_skip(REAL_RECORDS);

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(answers); i++) {
		const char *lists[] = {
			[SSLINV_UPSTREAM_UNKNOWN] = answers[i].unknown,
			[SSLINV_UPSTREAM_AFFECTED] = answers[i].affected,
			[SSLINV_UPSTREAM_NOT_AFFECTED] = answers[i].not_affected,
		};
		struct real_record real;

		assert_true(read_real_record(directory, answers[i].cve, &real));
		for (size_t expected = 0; expected < SSLINV_ARRAY_SIZE(lists); expected++) {
			char text[256];
			char *rest = NULL;

			snprintf(text, sizeof(text), "%s", lists[expected]);
			for (char *version = strtok_r(text, " ", &rest); version; version = strtok_r(NULL, " ", &rest)) {
				struct sslinv_upstream upstream = sslinv_upstream_judge(version, &real.record, &all_lives);

				if (upstream.answer != (enum sslinv_upstream_answer)expected)
					fail_msg("%s and %s: %d (%s)", answers[i].cve, version, (int)upstream.answer,
						 upstream.reason);
			}
		}
		free_real_record(&real);
	}
}

/*
 * Whatever the record: the beginning of each range is affected, the fix is not. The exceptions: ranges of the FIPS Object
 * Module (CVE-2007-5502), one that begins with its end (CVE-2023-2650), and a fix that no release got (0.9.6-cvs).
 */
static void reads_every_real_record(void **state)
{
	const char *directory = shared_or_skip(REAL_RECORDS);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *records = opendir(directory);
	unsigned int count = 0;
	struct dirent *entry;

	(void)state;
	assert_non_null(records);
	while ((entry = readdir(records))) {
		struct real_record real;
		char cve[32];

		if (sscanf(entry->d_name, "%31[CVE0-9-].json", cve) != 1 || strncmp(cve, "CVE-", 4))
			continue;
		assert_true(read_real_record(directory, cve, &real));
		assert_true(real.record.range_count > 0);
		for (size_t i = 0; i < real.record.range_count; i++) {
			const struct sslinv_range *range = &real.ranges[i];
			struct sslinv_upstream from = sslinv_upstream_judge(range->from, &real.record, &all_lives);
			struct sslinv_upstream until = sslinv_upstream_judge(range->until, &real.record, &all_lives);

			if (!strcmp(cve, "CVE-2007-5502"))
				continue;
			if (from.answer != SSLINV_UPSTREAM_AFFECTED && strcmp(cve, "CVE-2023-2650"))
				fail_msg("%s: %s is not affected (%s)", cve, range->from, from.reason);
			if (range->until && strcmp(range->until, "0.9.6-cvs") &&
			    until.answer != SSLINV_UPSTREAM_NOT_AFFECTED)
				fail_msg("%s: %s is not clean (%s)", cve, range->until, until.reason);
		}
		free_real_record(&real);
		count++;
	}
	print_message("# %u records\n", count);
	assert_true(count >= 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_each_question),      cmocka_unit_test(names_the_range),
		cmocka_unit_test(takes_the_lives_of_openssl), cmocka_unit_test(agrees_with_real_records),
		cmocka_unit_test(reads_every_real_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
