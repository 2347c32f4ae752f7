/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Risks that somebody accepts, and hosts that are no more: what is marked, for how long, and that nothing is left. */
#include "store_helper.h"

#include <time.h>

#include "base/array.h"
#include "report/open.h"
#include "store/acceptances.h"

#define FAR "2999-12-31"

static void save_host(const char *path, const char *host)
{
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);
	struct sslinv_host_result result = { .verdict = SSLINV_VERDICT_UPGRADE, .action = "do" };
	static const struct sslinv_host_finding findings[] = {
		{ .package = "libssl3", .cve = "CVE-2026-0001", .status = "affected", .rule = "vendor-fix" },
		{ .package = "libssl3", .cve = "CVE-2026-0002", .status = "unknown", .rule = "unknown" },
		{ .package = "libssl3", .cve = "CVE-2026-0003", .status = "fixed", .rule = "vendor-fix" },
		{ .path = "/opt/a/libssl.so", .cve = "CVE-2026-0001", .status = "will_not_fix", .rule = "vendor-status" },
		{ .package = "tool",
		  .path = "/usr/bin/tool",
		  .cve = "CVE-2026-0004",
		  .status = "affected",
		  .rule = "upstream-range" },
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	int64_t id;

	host_facts(&facts, host, START_TIME, "3.0.18-1");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(findings); i++) {
		struct sslinv_host_finding *finding = sslinv_array_add(&result.findings);

		assert_non_null(finding);
		*finding = findings[i];
	}
	assert_int_equal(sslinv_store_begin(store, SSLINV_SQL_WRITE, &error), 0);
	assert_int_equal(sslinv_store_save_facts(store, &facts, &id, &error), 0);
	assert_int_equal(sslinv_store_save_result(store, id, &result, START_TIME + 1, &error), 0);
	assert_int_equal(sslinv_store_commit(store, &error), 0);
	sslinv_store_close(store);
	sslinv_facts_free(&facts);
	free(result.findings.items);
}

static void accept(const char *path, const char *host, const char *subject, const char *cve, const char *until)
{
	const struct sslinv_acceptance acceptance = { host, subject, cve, "because of the proxy", "anna", until };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int64_t id;

	assert_int_equal(sslinv_store_begin(store, SSLINV_SQL_WRITE, &error), 0);
	assert_int_equal(sslinv_store_accept(store, &acceptance, START_TIME, &id, &error), 0);
	assert_int_equal(sslinv_store_commit(store, &error), 0);
	sslinv_store_close(store);
}

/* The subjects that are accepted on the host, with CVE and day, in the order of the findings; and how many CVEs are open. */
static void expect_marks(const char *path, const char *host, const char *expected, size_t open_count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str told = { 0 };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_READ);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_host_result result = { 0 };
	struct sslinv_facts facts = { 0 };
	struct sslinv_open open;
	int64_t id;

	assert_int_equal(sslinv_store_find_host(store, host, &id, &error), 0);
	assert_int_equal(
		sslinv_store_load_records(store, id, SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING), &facts, &result, &error), 0);
	for (size_t i = 0; i < result.findings.count; i++) {
		const struct sslinv_host_finding *finding = &result.findings.items[i];

		if (!finding->accepted_until)
			continue;
		assert_string_equal(finding->accepted_reason, "because of the proxy");
		assert_int_equal(sslinv_str_printf(&told, "%s %s %s\n", finding->path ? finding->path : finding->package,
						   finding->cve, finding->accepted_until),
				 0);
	}
	assert_string_equal(sslinv_str_text(&told), expected);
	assert_int_equal(sslinv_open_find(&result, &open), 0);
	assert_int_equal(open.count, open_count);
	sslinv_open_free(&open);
	sslinv_facts_free(&facts);
	sslinv_host_result_free(&result);
	sslinv_store_close(store);
}

static void what_an_acceptance_covers(void **state)
{
	static const struct {
		const char *host, *subject, *cve, *until, *marks;
		size_t open;
	} cases[] = {
		{ "*", "*", "CVE-2026-0001", FAR, "libssl3 CVE-2026-0001 " FAR "\n/opt/a/libssl.so CVE-2026-0001 " FAR "\n",
		  1 },
		{ "web*", "libssl3", "CVE-2026-0001", FAR, "libssl3 CVE-2026-0001 " FAR "\n", 2 },
		{ "web1", "/opt/*", "CVE-2026-0001", FAR, "/opt/a/libssl.so CVE-2026-0001 " FAR "\n", 2 },
		{ "*", "tool", "CVE-2026-0004", FAR, "/usr/bin/tool CVE-2026-0004 " FAR "\n", 1 },
		{ "*", "/usr/bin/tool", "CVE-2026-0004", FAR, "/usr/bin/tool CVE-2026-0004 " FAR "\n", 1 },
		/* Another host, another package, another CVE. */
		{ "db*", "*", "CVE-2026-0001", FAR, "", 2 },
		{ "*", "libssl", "CVE-2026-0001", FAR, "", 2 },
		{ "*", "*", "CVE-2026-0009", FAR, "", 2 },
		/* What nobody could judge, and what is not open, is nothing to accept. */
		{ "*", "*", "CVE-2026-0002", FAR, "", 2 },
		{ "*", "*", "CVE-2026-0003", FAR, "", 2 },
		/* The day is over. */
		{ "*", "*", "CVE-2026-0001", "2026-11-01", "", 2 },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("inventory-%zu.db", i);
		const char *path = in(*state, name);

		save_host(path, "web1");
		expect_marks(path, "web1", "", 2);
		accept(path, cases[i].host, cases[i].subject, cases[i].cve, cases[i].until);
		expect_marks(path, "web1", cases[i].marks, cases[i].open);
	}
}

/* The last day counts whole, in UTC. */
static void the_last_day_counts(void **state)
{
	const char *path = in(*state, "inventory.db");
	char today[SSLINV_TIME_SIZE];
	SSLINV_CLEANUP(sslinv_free_ptr) char *marks = NULL;

	/* A minute on, so that the day does not end in between. */
	sslinv_str_time(today, time(NULL) + 60);
	today[10] = '\0';
	marks = sslinv_str_format("libssl3 CVE-2026-0001 %s\n", today);
	save_host(path, "web1");
	accept(path, "*", "libssl3", "CVE-2026-0001", today);
	expect_marks(path, "web1", marks, 2);
}

static void of_several_the_longest_counts_until_it_is_withdrawn(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;

	save_host(path, "web1");
	accept(path, "*", "libssl3", "CVE-2026-0001", "2998-01-01");
	accept(path, "*", "*", "CVE-2026-0001", FAR);
	expect_marks(path, "web1", "libssl3 CVE-2026-0001 " FAR "\n/opt/a/libssl.so CVE-2026-0001 " FAR "\n", 1);
	store = open_store(path, SSLINV_SQL_WRITE);
	assert_int_equal(sslinv_store_withdraw(store, 2, START_TIME + DAY, &error), 0);
	assert_int_equal(sslinv_store_withdraw(store, 2, START_TIME + DAY, &error), SSLINV_E_NOT_FOUND);
	assert_int_equal(sslinv_store_withdraw(store, 3, START_TIME + DAY, &error), SSLINV_E_NOT_FOUND);
	sslinv_store_close(store);
	expect_marks(path, "web1", "libssl3 CVE-2026-0001 2998-01-01\n", 2);
	assert_rows(path, "SELECT acceptance, withdrawn_at, is_valid FROM acceptances",
		    "1|NULL|1\n2|2026-11-25T06:55:26Z|0\n");
}

#define ALL_MARKS                                                                                                           \
	"libssl3 CVE-2026-0001 " FAR "\n/usr/bin/tool CVE-2026-0004 " FAR "\n/opt/a/libssl.so CVE-2026-0001 " FAR "\n"

/* No verdict, no status and no count of the inventory depends on it. */
static void nothing_is_judged_otherwise(void **state)
{
	const char *path = in(*state, "inventory.db");
	static const char judged[] = "SELECT verdict, affected, unknown, action FROM verdicts UNION ALL"
				     " SELECT package, path, cve, status FROM findings ORDER BY 1, 2, 3, 4";
	SSLINV_CLEANUP(sslinv_free_ptr) char *before = NULL;

	save_host(path, "web1");
	before = file_rows(path, judged);
	accept(path, "*", "*", "CVE-2026-0001", FAR);
	accept(path, "*", "*", "CVE-2026-0004", FAR);
	expect_marks(path, "web1", ALL_MARKS, 0);
	assert_rows(path, judged, before);
	/* The next judgement keeps it. */
	save_host(path, "web1");
	expect_marks(path, "web1", ALL_MARKS, 0);
}

/* A forgotten host leaves no row in any table, and the others have all of theirs. */
static void a_forgotten_host_leaves_nothing(void **state)
{
	const char *path = in(*state, "inventory.db"), *alone = in(*state, "alone.db");
	static const char counts[] = "SELECT (SELECT count(*) FROM package), (SELECT count(*) FROM library),"
				     " (SELECT count(*) FROM linkage), (SELECT count(*) FROM finding),"
				     " (SELECT count(*) FROM verdict), (SELECT count(*) FROM scan),"
				     " (SELECT count(*) FROM problem), (SELECT count(*) FROM host)";
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	int64_t host;
	char *expected;

	save_host(alone, "web1");
	expected = file_rows(alone, counts);
	save_host(path, "web1");
	save_host(path, "web2");
	store = open_store(path, SSLINV_SQL_WRITE);
	assert_int_equal(sslinv_store_find_host(store, "web2", &host, &error), 0);
	assert_int_equal(sslinv_store_begin(store, SSLINV_SQL_WRITE, &error), 0);
	assert_int_equal(sslinv_store_forget(store, host, &error), 0);
	assert_int_equal(sslinv_store_commit(store, &error), 0);
	assert_int_equal(sslinv_store_find_host(store, "web2", &host, &error), SSLINV_E_NOT_FOUND);
	sslinv_store_close(store);
	assert_rows(path, counts, expected);
	assert_rows(path, "SELECT name FROM host", "web1\n");
	assert_rows(path, "PRAGMA foreign_key_check", "");
	free(expected);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_an_acceptance_covers),
		TEST(the_last_day_counts),
		TEST(of_several_the_longest_counts_until_it_is_withdrawn),
		TEST(nothing_is_judged_otherwise),
		TEST(a_forgotten_host_leaves_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("acceptances", tests, NULL, NULL);
}
