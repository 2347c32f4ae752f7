/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an update reads and decides without a network: addresses and redirects, lists of changes, repomd.xml, the records on
 * the pipes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "fetch/address.h"
#include "fetch/fetch_wire.h"
#include "update/changes.h"
#include "update/repomd.h"

static const struct {
	const char *text;
	bool is_right, is_secure;
	const char *host, *port;
} address_rows[] = {
	{ "https://a.example.org/x", true, true, "a.example.org", "443" },
	{ "http://A.Example.ORG:8080?x", true, false, "a.example.org", "8080" },
	{ "https://[::1]:4443/x", true, true, "[::1]", "4443" },
	{ "https://a", true, true, "a", "443" },
	{ "https:///x", false, false, NULL, NULL },
	{ "https://user@a/x", false, false, NULL, NULL },
	{ "https://a@b:80/x", false, false, NULL, NULL },
	{ "https://a\\@b/x", false, false, NULL, NULL },
	{ "https://a%2eb/x", false, false, NULL, NULL },
	{ "https://a b/x", false, false, NULL, NULL },
	{ "https://a:/x", false, false, NULL, NULL },
	{ "https://a:80x/", false, false, NULL, NULL },
	{ "https://a:123456789/", false, false, NULL, NULL },
	{ "https://[::1/x", false, false, NULL, NULL },
	{ "ftp://a/x", false, false, NULL, NULL },
	{ "file:///etc/passwd", false, false, NULL, NULL },
	{ "//a/x", false, false, NULL, NULL },
	{ "", false, false, NULL, NULL },
};

static void addresses_have_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(address_rows); i++) {
		struct sslinv_address address;
		bool is_right = sslinv_address_parse(address_rows[i].text, &address);

		if (is_right != address_rows[i].is_right)
			fail_msg("%s", address_rows[i].text);
		if (!is_right)
			continue;
		assert_int_equal(address.is_secure, address_rows[i].is_secure);
		assert_string_equal(address.host, address_rows[i].host);
		assert_string_equal(address.port, address_rows[i].port);
	}
}

static const struct {
	const char *from, *to, *hosts;
	bool may;
} redirect_rows[] = {
	{ "https://a/", "https://a/x", NULL, true },       { "https://a/", "https://A:443/x", NULL, true },
	{ "http://a/", "https://a/x", NULL, true },        { "http://a:8080/", "https://a:8443/x", NULL, true },
	{ "https://a/", "http://a/x", NULL, false },       { "https://a/", "http://a/x", "a a:80", false },
	{ "https://a/", "https://a:8443/x", NULL, false }, { "https://a/", "https://a:8443/x", "a:8443", true },
	{ "https://a/", "https://b/x", NULL, false },      { "https://a/", "https://b/x", "c b", true },
	{ "https://a/", "https://b/x", "b:443", true },    { "https://a/", "https://b/x", "b:444", false },
	{ "https://a/", "https://b.a/x", "a", false },     { "https://a/", "https://bb/x", "b", false },
	{ "http://a/", "http://b/x", "B", true },
};

static void redirects_stay_where_they_may(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(redirect_rows); i++) {
		struct sslinv_address from, to;

		assert_true(sslinv_address_parse(redirect_rows[i].from, &from));
		assert_true(sslinv_address_parse(redirect_rows[i].to, &to));
		if (sslinv_address_may_redirect(&from, &to, redirect_rows[i].hosts) != redirect_rows[i].may)
			fail_msg("%s to %s with %s", redirect_rows[i].from, redirect_rows[i].to,
				 redirect_rows[i].hosts ? redirect_rows[i].hosts : "none");
	}
}

/* A text as input; the caller frees. */
static struct sslinv_input *open_text(const char *text, size_t length)
{
	char path[] = "/tmp/sslinv-update-XXXXXX";
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_input *input = NULL;
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, text, length), length);
	close(file);
	assert_int_equal(sslinv_input_open(path, &input, &error), 0);
	unlink(path);
	if (sslinv_input_next(input, &error) <= 0)
		assert_int_equal(length, 0);
	return input;
}

static int read_changes(const char *text, size_t length, struct sslinv_changes *changes, struct sslinv_error *error)
{
	struct sslinv_input *input = open_text(text, length);
	int rc = sslinv_changes_read(input, changes, error);

	sslinv_input_free(input);
	return rc;
}

static const char changes_text[] = "\"2026/cve-2026-1234.json\",\"2025-11-28T10:00:00+00:00\"\r\n"
				   "2024/cve-2024-0727.json,2025-11-27T09:00:00Z\n"
				   "\n"
				   "\"2026/cve-2026-1234.json\",\"2025-11-20T10:00:00+00:00\"\n";

static void changes_are_read(void **state)
{
	struct sslinv_changes changes;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(read_changes(changes_text, strlen(changes_text), &changes, &error), 0);
	assert_int_equal(changes.count, 2);
	assert_string_equal(changes.items[0].name, "2024/cve-2024-0727.json");
	assert_int_equal(sslinv_changes_newest(&changes), 1764324000);
	assert_int_equal(sslinv_changes_find(&changes, "2026/cve-2026-1234.json")->seconds, 1764324000);
	assert_null(sslinv_changes_find(&changes, "2026/cve-2026-1.json"));
	free(changes.items);
}

static void changes_to_come_are_not_the_newest(void **state)
{
	static const char text[] = "\"2026/cve-2026-1234.json\",\"2025-11-28T10:00:00+00:00\"\n"
				   "\"2026/cve-2026-1235.json\",\"2999-11-28T10:00:00+00:00\"\n";
	struct sslinv_changes changes;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(read_changes(text, strlen(text), &changes, &error), 0);
	assert_int_equal(changes.count, 2);
	assert_int_equal(sslinv_changes_newest(&changes), 1764324000);
	free(changes.items);
}

static void archives_tell_their_day(void **state)
{
	int64_t seconds;

	(void)state;
	assert_true(sslinv_changes_archive_day("csaf_vex_2025-11-28.tar.zst", &seconds));
	assert_int_equal(seconds, 1764288000);
	assert_true(sslinv_changes_archive_day("vex-2.1-2025-11-28", &seconds));
	assert_false(sslinv_changes_archive_day("csaf_vex_2025-13-28.tar.zst", &seconds));
	assert_false(sslinv_changes_archive_day("csaf_vex_2025-1-28.tar.zst", &seconds));
	assert_false(sslinv_changes_archive_day("vex-archive.tar.zst", &seconds));
	assert_false(sslinv_changes_archive_day("", &seconds));
}

static void cut_off_lists_are_refused(void **state)
{
	(void)state;
	for (size_t length = 1; length < strlen(changes_text); length++) {
		struct sslinv_changes changes;
		struct sslinv_error error = SSLINV_ERROR_INIT;
		int rc = read_changes(changes_text, length, &changes, &error);
		bool is_at_end = changes_text[length - 1] == '\n';

		if ((rc == 0) != is_at_end)
			fail_msg("%zu bytes: %d %s", length, rc, error.message);
		free(changes.items);
	}
}

static void other_lines_are_refused(void **state)
{
	static const char *const lines[] = {
		"<html>\n",
		"\"2026/cve-2026-1234.json\"\n",
		"\"2026/cve-2026-1234.json\",\n",
		"\"2026/cve-2026-1234.json\",\"yesterday\"\n",
		"\"2026/cve-2025-1234.json\",\"2026-11-28T10:00:00Z\"\n",
		"\"../../etc/passwd\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026-12/34.json\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026-1234.json.x\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026-1234.json?x\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026- 1234.json\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026-1234567890123456789012345678901234567890.json\",\"2026-11-28T10:00:00Z\"\n",
		"\"2026/cve-2026-1234.json,\"2026-11-28T10:00:00Z\"\n",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(lines); i++) {
		struct sslinv_changes changes;
		struct sslinv_error error = SSLINV_ERROR_INIT;

		if (read_changes(lines[i], strlen(lines[i]), &changes, &error) != SSLINV_E_FORMAT)
			fail_msg("%s", lines[i]);
		free(changes.items);
	}
}

#define REPOMD(inside)                                                                                                      \
	"<repomd xmlns='http://linux.duke.edu/metadata/repo'><revision>1764324000</revision>" inside "</repomd>"
#define UPDATEINFO(inside) REPOMD("<data type='updateinfo'>" inside "</data>")
#define SUM "<checksum type='sha256'> 00ff </checksum>"

static const struct {
	const char *text;
	int rc;
	const char *location;
} repomd_rows[] = {
	{ UPDATEINFO(SUM "<location href='repodata/u.xml.gz'/>"), 0, "repodata/u.xml.gz" },
	{ UPDATEINFO("<location href='repodata/u.xml.gz'/>" SUM), 0, "repodata/u.xml.gz" },
	{ REPOMD("<data type='primary'>" SUM "<location href='p'/></data>"), SSLINV_E_NOT_FOUND, NULL },
	{ REPOMD(""), SSLINV_E_NOT_FOUND, NULL },
	{ UPDATEINFO("<location href='repodata/u.xml.gz'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO("<checksum>00</checksum><location href='x'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location href='/etc/passwd'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location href='../x'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location href='http://b/x'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location href='x%2e%2e/y'/>"), SSLINV_E_FORMAT, NULL },
	{ UPDATEINFO(SUM "<location href='x?y'/>"), SSLINV_E_FORMAT, NULL },
	{ "<html/>", SSLINV_E_FORMAT, NULL },
	{ "<repomd><data type='updateinfo'>", SSLINV_E_FORMAT, NULL },
};

static void repomd_names_updateinfo(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(repomd_rows); i++) {
		struct sslinv_input *input = open_text(repomd_rows[i].text, strlen(repomd_rows[i].text));
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_repomd repomd;
		int rc = sslinv_repomd_read(input, &repomd, &error);

		sslinv_input_free(input);
		if (rc != repomd_rows[i].rc)
			fail_msg("%s: %d %s", repomd_rows[i].text, rc, error.message);
		if (rc < 0)
			continue;
		assert_string_equal(repomd.location, repomd_rows[i].location);
		assert_string_equal(repomd.checksum, "00ff");
		assert_string_equal(repomd.checksum_type, "sha256");
		assert_string_equal(repomd.revision, "1764324000");
	}
}

/* A child that was taken over by what it read says what it likes: nothing but whole records of the right kind is believed.
 */
static void damaged_answers_are_refused(void **state)
{
	const struct sslinv_fetch_answer answer = {
		.outcome = SSLINV_FETCH_NEW, .bytes = 5, .etag = (char *)"\"a\"", .reason = (char *)"a\x1b[31m"
	};
	struct sslinv_wire_writer writer = { .fd = -1 };
	struct sslinv_wire_record record;
	struct sslinv_fetch_answer taken = { 0 };
	char whole[4096];
	ssize_t length;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	writer.fd = ends[1];
	assert_int_equal(sslinv_fetch_send_answer(&writer, &answer), 0);
	length = read(ends[0], whole, sizeof(whole));
	assert_true(length > 0);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(sslinv_wire_parse(whole, (size_t)length, &record), length);
	assert_true(sslinv_fetch_take_answer(&record, &taken));
	assert_string_equal(taken.etag, "\"a\"");
	assert_null(taken.address);
	assert_null(strchr(taken.reason, '\x1b'));
	sslinv_fetch_answer_free(&taken);
	for (ssize_t i = 0; i < length * 2; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *copy = malloc((size_t)length);

		assert_non_null(copy);
		memcpy(copy, whole, (size_t)length);
		copy[i / 2] = (char)(i % 2 ? 0xff : copy[i / 2] + 1);
		if (sslinv_wire_parse(copy, (size_t)length, &record) > 0 && sslinv_fetch_take_answer(&record, &taken)) {
			assert_in_range(taken.outcome, 0, SSLINV_FETCH_OUTCOME_COUNT - 1);
			assert_true(!taken.reason || !strchr(taken.reason, '\x1b'));
		}
		sslinv_fetch_answer_free(&taken);
	}
	sslinv_wire_free(&writer);
}

/* Only a plain file of the spool's own is opened, whatever the child has made there. */
static void the_spool_holds_plain_files(void **state)
{
	char spool[] = "/tmp/test_spool.XXXXXX";
	SSLINV_CLEANUP(sslinv_free_ptr) char *outside = sslinv_str_format("%s.outside", mkdtemp(spool));
	SSLINV_CLEANUP(sslinv_free_ptr) char *inside = sslinv_str_format("%s/edition", spool);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_fetcher *fetcher;
	FILE *file = fopen(outside, "w");
	int fd;

	(void)state;
	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(sslinv_fetcher_open(spool, &fetcher, &error), 0);
	assert_true(sslinv_fetcher_open_file(fetcher, "edition", "https://a/x", &error) < 0);
	assert_int_equal(symlink(outside, inside), 0);
	assert_true(sslinv_fetcher_open_file(fetcher, "edition", "https://a/x", &error) < 0);
	assert_int_equal(unlink(inside), 0);
	assert_int_equal(link(outside, inside), 0);
	assert_true(sslinv_fetcher_open_file(fetcher, "edition", "https://a/x", &error) < 0);
	assert_string_equal(error.message, "https://a/x: is not a plain file in the spool; refused");
	assert_int_equal(unlink(inside), 0);
	assert_int_equal(mkfifo(inside, 0600), 0);
	assert_true(sslinv_fetcher_open_file(fetcher, "edition", "https://a/x", &error) < 0);
	assert_int_equal(unlink(inside), 0);
	assert_int_equal(rename(outside, inside), 0);
	fd = sslinv_fetcher_open_file(fetcher, "edition", "https://a/x", &error);
	assert_true(fd >= 0);
	close(fd);
	sslinv_fetcher_close(fetcher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_have_parts),
		cmocka_unit_test(redirects_stay_where_they_may),
		cmocka_unit_test(changes_are_read),
		cmocka_unit_test(changes_to_come_are_not_the_newest),
		cmocka_unit_test(archives_tell_their_day),
		cmocka_unit_test(cut_off_lists_are_refused),
		cmocka_unit_test(other_lines_are_refused),
		cmocka_unit_test(repomd_names_updateinfo),
		cmocka_unit_test(damaged_answers_are_refused),
		cmocka_unit_test(the_spool_holds_plain_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
