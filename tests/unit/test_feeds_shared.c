/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Real published JSON feeds and life cycles, where they are at hand (SSLINV_SHARED), against the facts that were read out of
 * them by other means. Skipped, with the reason, where they are not.
 */
#include <dirent.h>

#include "feed_recorder.h"
#include "shared.h"

/* Reads all files of a directory whose names have these two ends, and appends to `all` what they say. */
static size_t read_directory(const struct sslinv_reader *reader, const char *directory, const char *start, const char *end,
			     struct recorder *recorder)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *dir = opendir(directory);
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

		if (!sslinv_str_starts(entry->d_name, start) || !sslinv_str_ends(entry->d_name, end))
			continue;
		path = sslinv_str_format("%s/%s", directory, entry->d_name);
		assert_non_null(path);
		if (read_path(reader, path, recorder) != 0)
			fail_msg("%s", recorder->error.message);
		count++;
	}
	return count;
}

/* The fields of a line of a table, parted by tabs; false at the end of the file. */
static bool next_row(FILE *file, char *line, size_t size, char *fields[], size_t count)
{
	if (!fgets(line, (int)size, file))
		return false;
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < count; i++) {
		fields[i] = line ? line : (char *)"";
		line = line ? strchr(line, '\t') : NULL;
		if (line)
			*line++ = '\0';
	}
	return true;
}

static void almalinux(void **state)
{
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = fopen(shared_or_skip("facts/openssl-fixed.tsv"), "r");
	struct recorder recorder = { .feeds = 0 };
	char line[2048], *fields[7];
	size_t rows = 0;

	(void)state;
	assert_int_equal(read_directory(&sslinv_reader_osv, shared_path("feeds/almalinux"), "almalinux", ".json", &recorder),
			 39);
	assert_non_null(file);
	while (next_row(file, line, sizeof(line), fields, SSLINV_ARRAY_SIZE(fields))) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *wanted = NULL;

		if (strcmp(fields[0], "almalinux") != 0)
			continue;
		wanted = sslinv_str_format("\nS|almalinux|%s||%s|binary|%s|fixed|%s|-|%s|", fields[1], fields[2], fields[3],
					   fields[4], fields[5]);
		if (!has_text(&recorder, wanted))
			fail_msg("missing: %s", wanted);
		rows++;
	}
	assert_int_equal(rows, 457);
	assert_int_equal(recorder.statements, rows);
	recorder_free(&recorder);
}

static void red_hat(void **state)
{
	const char *path = shared_or_skip("feeds/redhat/cve-2024-0727-openssl.json");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_path(&sslinv_reader_csaf, path, &recorder), 0);
	/* 135 products without symbols, shim and arches: 10 fixed, 24 open or refused, 2 not affected. */
	assert_int_equal(recorder.statements, 36);
	assert_int_equal(recorder.warnings, 0);
	assert_line(&recorder,
		    "S|rhel|9||openssl-libs|binary|CVE-2024-0727|fixed|1:3.0.7-27.el9|-|RHSA-2024:2447|low|2024-04-30|-|-");
	assert_line(&recorder,
		    "S|rhel|9||edk2-ovmf|binary|CVE-2024-0727|fixed|0:20240524-6.el9_5|-|RHSA-2024:9088|low|2024-11-12|-|-");
	assert_line(&recorder, "S|rhel|8||openssl-libs|binary|CVE-2024-0727|affected|-|-|-|low|-|-|Fix deferred");
	assert_line(&recorder,
		    "S|rhel|7||openssl-libs|binary|CVE-2024-0727|will_not_fix|-|-|-|low|-|-|Out of support scope");
	assert_line(&recorder, "S|rhel|8||edk2|source|CVE-2024-0727|will_not_fix|-|-|-|low|-|-|Will not fix");
	assert_line(&recorder, "S|rhel|9||openssl-fips-provider|binary|CVE-2024-0727|not_affected|-|-|-|low|-|-|vulnerable_"
			       "code_not_present");
	recorder_free(&recorder);
}

static void openssl(void **state)
{
	const char *directory = shared_or_skip("feeds/openssl/release-metadata/secjson");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_directory(&sslinv_reader_openssl_cve, directory, "CVE-", ".json", &recorder), 272);
	assert_int_equal(recorder.vulnerabilities, 272);
	assert_int_equal(recorder.ranges, 687);
	assert_line(&recorder, "R|CVE-2014-0160|1.0.1|1.0.1g|-");
	assert_line(&recorder, "R|CVE-2022-3996|3.0.0|-|3.0.7");
	assert_line(&recorder, "R|CVE-2024-0727|1.0.2|1.0.2zj|-");
	/* The range of the FIPS module 1. */
	assert_line(&recorder, "R|CVE-2007-5502|fips-1.1.1|fips-1.1.2|-");
	assert_int_equal(recorder.warnings, 0);
	recorder_free(&recorder);
}

static void ubuntu(void **state)
{
	const char *path = shared_or_skip("feeds/ubuntu/UBUNTU-CVE-2015-0209.json");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_path(&sslinv_reader_osv, path, &recorder), 0);
	assert_line(&recorder,
		    "S|ubuntu|14.04||openssl|source|CVE-2015-0209|fixed|1.0.1f-1ubuntu2.11|-|USN-2537-1|low|2015-03-17|-|-");
	assert_int_equal(recorder.statements, 1);
	recorder_free(&recorder);
}

/* Feeds about other things: read to the end, counted, and nothing of them kept. */
static void others(void **state)
{
	static const struct {
		const struct sslinv_reader *reader;
		const char *name;
	} cases[] = {
		{ &sslinv_reader_osv, "feeds/ubuntu/osv-all.tar.xz" },
		{ &sslinv_reader_openvex, "feeds/ubuntu/vex-all.tar.xz" },
		{ &sslinv_reader_osv, "feeds/rocky/all.zip" },
		{ &sslinv_reader_debian, "feeds/debian/tracker-data-json.sample.json" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		shared_or_skip(cases[i].name);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		recorder_free(&recorder);
		if (read_path(cases[i].reader, shared_path(cases[i].name), &recorder) != 0)
			fail_msg("%s", recorder.error.message);
		assert_int_equal(recorder.statements, 0);
		assert_true(recorder.dropped > 0);
	}
	recorder_free(&recorder);
}

static void life_cycles(void **state)
{
	const char *directory = shared_or_skip("feeds/endoflife");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_directory(&sslinv_reader_endoflife, directory, "", ".md", &recorder), 14);
	assert_int_equal(recorder.feeds, 14);
	assert_int_equal(recorder.warnings, 0);
	assert_line(&recorder, "L|openssl|3.0||-|2021-09-07|2026-09-07");
	assert_line(&recorder, "L|rhel|7|els|-|2014-06-10|2029-05-31");
	assert_line(&recorder, "L|debian|12||bookworm|2023-06-10|2026-07-11");
	assert_line(&recorder, "L|ubuntu|14.04|esm|trusty|2014-04-17|2024-04-02");
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(almalinux), cmocka_unit_test(red_hat), cmocka_unit_test(openssl),
		cmocka_unit_test(ubuntu),    cmocka_unit_test(others),  cmocka_unit_test(life_cycles),
	};

	return cmocka_run_group_tests_name("shared feeds", tests, NULL, NULL);
}
