/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changed between two moments and between two inventories: a story of scans in, the text and the JSON out. */
#include "store_helper.h"

#include <yajl/yajl_parse.h>

#include "base/array.h"
#include "facts/result.h"
#include "report/diff.h"

/* One scan of a host, and what it was judged to be. `cve` is of libssl3. */
struct scan {
	const char *host;
	int day;
	const char *version; /* NULL: it has no OpenSSL, and uses none */
	enum sslinv_verdict verdict;
	const char *status; /* NULL: no finding */
	bool is_incomplete;
};

static void save_scan(const char *path, const struct scan *scan)
{
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);
	struct sslinv_host_result result = { .verdict = scan->verdict, .action = "do" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	long long when = START_TIME + (long long)scan->day * DAY;
	struct sslinv_facts facts;
	int64_t host;

	if (scan->version)
		host_facts(&facts, scan->host, when, scan->version);
	else
		begin_facts(&facts, scan->host, when);
	if (scan->is_incomplete)
		assert_int_equal(sslinv_facts_add_problem(&facts, "walk", NULL, true, "cannot be read"), 0);
	if (scan->status) {
		struct sslinv_host_finding *finding = sslinv_array_add(&result.findings);

		*finding = (struct sslinv_host_finding){ .package = "libssl3",
							 .installed_version = scan->version,
							 .cve = "CVE-2026-0001",
							 .status = scan->status,
							 .rule = "vendor-fix" };
	}
	assert_int_equal(sslinv_store_begin(store, SSLINV_SQL_WRITE, &error), 0);
	assert_int_equal(sslinv_store_save_facts(store, &facts, &host, &error), 0);
	assert_int_equal(sslinv_store_save_result(store, host, &result, when + 1, &error), 0);
	assert_int_equal(sslinv_store_commit(store, &error), 0);
	sslinv_store_close(store);
	sslinv_facts_free(&facts);
	free(result.findings.items);
}

/* The answer, malloc'ed. `after` NULL: two moments of one. */
static char *answer(const char *format, const char *before, const char *after, const char *from, const char *to,
		    const char *pattern, struct sslinv_diff_totals *totals)
{
	struct sslinv_store *old = open_store(before, SSLINV_SQL_READ),
			    *new = after ? open_store(after, SSLINV_SQL_READ) : old;
	struct sslinv_diff_request request = { { old, { 0 } }, { new, { 0 } }, pattern };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	request.before.when.kind = after ? SSLINV_DIFF_NOW : SSLINV_DIFF_SCAN;
	assert_true(!from || sslinv_diff_when_parse(from, &request.before.when));
	assert_true(!to || sslinv_diff_when_parse(to, &request.after.when));
	if (sslinv_diff(sslinv_diff_format(format), file, &request, totals, &error) < 0)
		fprintf(file, "%s\n", error.message);
	fclose(file);
	sslinv_store_close(old);
	if (after)
		sslinv_store_close(new);
	return text;
}

static void expect(const char *before, const char *after, const char *from, const char *to, const char *expected)
{
	struct sslinv_diff_totals totals;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = answer("text", before, after, from, to, NULL, &totals);

	assert_string_equal(text, expected);
}

#define NOTHING_CHANGED "1 host: 0 worse, 0 better, 0 changed otherwise, 1 as before\n"

static void a_fix_is_better(void **state)
{
	const char *path = in(*state, "inventory.db");

	save_scan(path, &(struct scan){ "web1", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "web1", 1, "3.0.19-1", SSLINV_VERDICT_OK, "fixed" });
	expect(path, NULL, NULL, NULL,
	       "web1: upgrade -> ok\n"
	       "  better   CVE-2026-0001 in libssl3: affected -> fixed\n"
	       "  changed  package libssl3 amd64: 3.0.18-1 -> 3.0.19-1\n\n"
	       "1 host: 0 worse, 1 better, 0 changed otherwise, 0 as before\n");
	/* Backwards it is worse, and within one scan nothing happens. */
	expect(path, NULL, "scan:2", "scan:1",
	       "web1: ok -> upgrade\n"
	       "  worse    CVE-2026-0001 in libssl3: fixed -> affected\n"
	       "  changed  package libssl3 amd64: 3.0.19-1 -> 3.0.18-1\n\n"
	       "1 host: 1 worse, 0 better, 0 changed otherwise, 0 as before\n");
	expect(path, NULL, "scan:1", "scan:1", NOTHING_CHANGED);
	expect(path, NULL, "scan:2", "scan:2", NOTHING_CHANGED);
}

static void moments_are_days_times_and_scans(void **state)
{
	const char *path = in(*state, "inventory.db");

	save_scan(path, &(struct scan){ "web1", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "web1", 1, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "web1", 2, "3.0.19-1", SSLINV_VERDICT_OK, NULL });
	/* The end of the day counts. */
	expect(path, NULL, "2026-11-24", "2026-11-25", NOTHING_CHANGED);
	expect(path, NULL, "2026-11-25", "2026-11-26",
	       "web1: upgrade -> ok\n"
	       "  better   CVE-2026-0001 in libssl3: affected\n"
	       "  changed  package libssl3 amd64: 3.0.18-1 -> 3.0.19-1\n\n"
	       "1 host: 0 worse, 1 better, 0 changed otherwise, 0 as before\n");
	expect(path, NULL, "2026-11-26T06:55:25Z", "2026-11-26T06:55:27Z",
	       "web1: upgrade -> ok\n"
	       "  better   CVE-2026-0001 in libssl3: affected\n"
	       "  changed  package libssl3 amd64: 3.0.18-1 -> 3.0.19-1\n\n"
	       "1 host: 0 worse, 1 better, 0 changed otherwise, 0 as before\n");
	/* What was judged after a scan belongs to it. */
	expect(path, NULL, "scan:1", "scan:2", NOTHING_CHANGED);
	expect(path, NULL, "2026-11-23", NULL,
	       "web1: new, with the verdict ok\n\n"
	       "1 host: 0 worse, 0 better, 1 changed otherwise, 0 as before\n");
	expect(path, NULL, "scan:9", NULL,
	       "web1: not compared: it has no scan to compare with\n\n"
	       "1 host: 0 worse, 0 better, 0 changed otherwise, 0 as before, 1 not compared\n");
}

static void an_unknown_verdict_is_no_better(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_diff_totals totals;
	char *text;

	save_scan(path, &(struct scan){ "h", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "h", 1, "3.0.18-1", SSLINV_VERDICT_UNKNOWN, "unknown" });
	text = answer("text", path, NULL, NULL, NULL, NULL, &totals);
	assert_int_equal(totals.better, 0);
	assert_int_equal(totals.worse, 0);
	assert_int_equal(totals.changed, 1);
	free(text);
}

static void words_that_are_no_moment(void **state)
{
	static const char *const words[] = { "",
					     "yesterday",
					     "scan:",
					     "scan:0",
					     "scan:-1",
					     "scan:1x",
					     "scan: 1",
					     "2026-02-30",
					     "2026-13-01",
					     "26-11-24",
					     "2026-11-24T25:00:00Z" };
	struct sslinv_diff_when when;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++)
		if (sslinv_diff_when_parse(words[i], &when))
			fail_msg("'%s' was taken for a moment", words[i]);
}

static void hosts_come_and_go(void **state)
{
	const char *before = in(*state, "before.db"), *after = in(*state, "after.db");

	save_scan(before, &(struct scan){ "gone", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(before, &(struct scan){ "same", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(after, &(struct scan){ "a-new", 1, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(after, &(struct scan){ "b-new", 1, NULL, SSLINV_VERDICT_OK, NULL });
	save_scan(after, &(struct scan){ "same", 1, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	expect(before, after, NULL, NULL,
	       "a-new: new, with the verdict upgrade\n\n"
	       "b-new: new, with the verdict ok\n\n"
	       "gone: gone, with the verdict upgrade\n\n"
	       "4 hosts: 1 worse, 0 better, 2 changed otherwise, 1 as before\n");
}

static void facts_change_without_a_verdict(void **state)
{
	const char *path = in(*state, "inventory.db");

	save_scan(path, &(struct scan){ "web1", 0, NULL, SSLINV_VERDICT_OK, NULL });
	save_scan(path, &(struct scan){ "web1", 1, "3.0.19-1", SSLINV_VERDICT_OK, "not_affected" });
	expect(path, NULL, NULL, NULL,
	       "web1: ok, as before\n"
	       "  new      package curl amd64: 7.88.1-10\n"
	       "  new      package libssl3 amd64: 3.0.19-1\n"
	       "  new      package nginx amd64: 1.22.1-9\n"
	       "  new      library /opt/app/libssl.so.3 libssl.so.3: OpenSSL\n"
	       "  new      library /usr/lib/x86_64-linux-gnu/libssl.so.3 libssl.so.3: OpenSSL 3.0.19\n"
	       "  new      linkage /opt/app/bin/app libssl.so.3: /opt/app/libssl.so.3\n"
	       "  new      linkage /usr/bin/curl libssl.so.3: /usr/lib/x86_64-linux-gnu/libssl.so.3\n"
	       "  new      linkage /usr/sbin/nginx libssl.so.3: /usr/lib/x86_64-linux-gnu/libssl.so.3\n\n"
	       "1 host: 0 worse, 0 better, 1 changed otherwise, 0 as before\n");
}

/* Statuses from bad to worse, and what is open on neither side. */
static void statuses_have_an_order(void **state)
{
	static const struct {
		const char *before, *after; /* NULL: no finding */
		const char *word;           /* NULL: it is no news */
	} cases[] = {
		{ "fixed", "unknown", "worse" },
		{ "unknown", "under_investigation", "worse" },
		{ "under_investigation", "affected", "worse" },
		{ "affected", "will_not_fix", "changed" },
		/* What nobody can judge any more is not better. */
		{ "affected", "unknown", "changed" },
		{ "affected", "under_investigation", "changed" },
		{ "under_investigation", "unknown", "changed" },
		{ NULL, "unknown", "worse" },
		{ "affected", NULL, "better" },
		{ "unknown", "not_affected", "better" },
		{ "fixed", "not_affected", NULL },
		{ NULL, "fixed", NULL },
		{ "affected", "affected", NULL },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("inventory-%zu.db", i);
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("  %-8s CVE-2026-0001 in libssl3: ",
									       cases[i].word ? cases[i].word : "");
		const char *path = in(*state, name);
		struct sslinv_diff_totals totals;
		char *text;

		save_scan(path, &(struct scan){ "h", 0, "3.0.18-1", SSLINV_VERDICT_UNKNOWN, cases[i].before });
		save_scan(path, &(struct scan){ "h", 1, "3.0.18-1", SSLINV_VERDICT_UNKNOWN, cases[i].after });
		text = answer("text", path, NULL, NULL, NULL, NULL, &totals);
		if (cases[i].word ? !strstr(text, line) : strstr(text, "CVE-") != NULL)
			fail_msg("%zu: %s", i, text);
		assert_int_equal(totals.worse, cases[i].word && strcmp(cases[i].word, "worse") == 0);
		assert_int_equal(totals.better, cases[i].word && strcmp(cases[i].word, "better") == 0);
		free(text);
	}
}

/* What was not looked at may be worse: it never passes in silence. */
static void incomplete_scans_are_told(void **state)
{
	const char *path = in(*state, "inventory.db");

	save_scan(path, &(struct scan){ "web1", 0, "3.0.19-1", SSLINV_VERDICT_OK, "fixed" });
	save_scan(path, &(struct scan){ "web1", 1, "3.0.19-1", SSLINV_VERDICT_OK, "fixed", .is_incomplete = true });
	save_scan(path, &(struct scan){ "web1", 2, "3.0.19-1", SSLINV_VERDICT_OK, "fixed" });
	expect(path, NULL, "scan:1", "scan:2",
	       "web1: ok, as before; its last scan is INCOMPLETE\n\n"
	       "1 host: 0 worse, 0 better, 0 changed otherwise, 1 as before, 1 with an incomplete scan\n");
	expect(path, NULL, "scan:2", NULL, NOTHING_CHANGED);
}

static void hosts_are_chosen_by_a_pattern(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_diff_totals totals;
	char *text;

	save_scan(path, &(struct scan){ "db1", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "web1", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	text = answer("text", path, NULL, "2026-11-24", NULL, "w*", &totals);
	assert_string_equal(text, NOTHING_CHANGED);
	free(text);
	text = answer("text", path, NULL, "2026-11-24", NULL, "x*", &totals);
	assert_string_equal(text, "the inventory has no host that matches x*\n");
	free(text);
}

static void json_is_json(void **state)
{
	static const yajl_callbacks nothing = { 0 };
	const char *path = in(*state, "inventory.db");
	yajl_handle parser = yajl_alloc(&nothing, NULL, NULL);
	struct sslinv_diff_totals totals;
	char *text;

	save_scan(path, &(struct scan){ "web\"1\n", 0, "3.0.18-1", SSLINV_VERDICT_UPGRADE, "affected" });
	save_scan(path, &(struct scan){ "web\"1\n", 1, "3.0.19-1", SSLINV_VERDICT_OK, NULL });
	text = answer("json", path, NULL, NULL, NULL, NULL, &totals);
	assert_int_equal(yajl_parse(parser, (const unsigned char *)text, strlen(text)), yajl_status_ok);
	assert_int_equal(yajl_complete_parse(parser), yajl_status_ok);
	yajl_free(parser);
	assert_non_null(strstr(text, "\"verdict_before\": \"upgrade\""));
	assert_non_null(strstr(text, "\"what\": \"finding\""));
	assert_non_null(strstr(text, "\"detail\": \"CVE-2026-0001\""));
	assert_non_null(strstr(text, "\"after\": null"));
	assert_non_null(strstr(text, "\"better\": 1"));
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_fix_is_better),
		TEST(moments_are_days_times_and_scans),
		TEST(words_that_are_no_moment),
		TEST(an_unknown_verdict_is_no_better),
		TEST(hosts_come_and_go),
		TEST(facts_change_without_a_verdict),
		TEST(statuses_have_an_order),
		TEST(incomplete_scans_are_told),
		TEST(hosts_are_chosen_by_a_pattern),
		TEST(json_is_json),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
