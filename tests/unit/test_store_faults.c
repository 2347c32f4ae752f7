/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQLite fails at every point of a scan, a check, a merge and a load: each then fails as well and changes nothing; where it
 * does not fail all is as it would have been.
 */
#include "store_helper.h"

#include "judge/judge.h"

/* So many points of failure are tried of each kind, evenly spread. */
#define TRIES 40

/* Counts down; the fault comes when nothing is left. Negative: never, and counts. */
static long left, counted;

static bool is_time(void)
{
	counted++;
	return left >= 0 && left-- == 0;
}

static int interrupt(void *unused)
{
	(void)unused;
	return is_time();
}

static int deny(void *unused, int action, const char *first, const char *second, const char *database, const char *trigger)
{
	(void)unused;
	(void)action;
	(void)first;
	(void)second;
	(void)database;
	(void)trigger;
	return is_time() ? SQLITE_DENY : SQLITE_OK;
}

/* A running statement is interrupted; a statement cannot be prepared. */
static void arm_progress(sqlite3 *db)
{
	sqlite3_progress_handler(db, 1, interrupt, NULL);
}

static void arm_authorizer(sqlite3 *db)
{
	sqlite3_set_authorizer(db, deny, NULL);
}

/* What tells one state of an inventory from another: all but random numbers and the time of a check. */
static char *all_rows(const char *path)
{
	static const char *const queries[] = {
		"SELECT * FROM host ORDER BY 1",
		("SELECT scan_id, host_id, finished, mode, outcome, packages_seen, guidance_date, packages_complete,"
		 " files_complete, walk_complete FROM scan ORDER BY 1"),
		"SELECT * FROM package ORDER BY 1",
		"SELECT * FROM library ORDER BY 1",
		"SELECT * FROM linkage ORDER BY 1",
		"SELECT * FROM problem ORDER BY 1",
		"SELECT * FROM candidate ORDER BY 1",
		"SELECT * FROM changelog ORDER BY 1",
		"SELECT package, cve, status, rule, gone_at IS NULL FROM finding ORDER BY fact_id",
		"SELECT package, version, gone_at IS NULL FROM level ORDER BY fact_id",
		"SELECT verdict, action, affected, unknown, guidance_date, gone_at IS NULL FROM verdict ORDER BY fact_id",
	};
	struct sslinv_str text = { 0 };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(queries); i++) {
		char *rows = file_rows(path, queries[i]);

		assert_int_equal(sslinv_str_printf(&text, "%s\n", rows), 0);
		free(rows);
	}
	return text.data;
}

/* `context` NULL: as a scan judges; else as a check does, with other guidance. */
static int judge(void *context, struct sslinv_facts *facts, struct sslinv_host_result *result, struct sslinv_error *error)
{
	struct sslinv_host_finding *finding = sslinv_array_add(&result->findings);
	struct sslinv_host_level *level = sslinv_array_add(&result->levels);

	(void)error;
	assert_true(finding && level);
	*finding = (struct sslinv_host_finding){ .package = "libssl3",
						 .cve = "CVE-2026-0001",
						 .status = context ? "fixed" : "affected",
						 .rule = "vendor-fix",
						 .stream = "" };
	*level = (struct sslinv_host_level){ .package = "libssl3", .version = "1", .upstream_version = "3.0.19" };
	result->verdict = context ? SSLINV_VERDICT_OK : SSLINV_VERDICT_UPGRADE;
	result->affected = facts->packages.count;
	result->unknown = facts->candidates.count + 10 * facts->changelog.count + 100 * facts->linkages.count;
	result->action = "do this\nand that";
	result->guidance_date = "2026-11-20";
	return 0;
}

static void fill(struct sslinv_facts *facts, int day)
{
	struct sslinv_candidate *candidate;
	struct sslinv_changelog_entry *entry;
	struct sslinv_process *process;
	struct sslinv_runtime *runtime;
	struct sslinv_other_library *library;
	struct sslinv_other_linkage *linkage;
	struct sslinv_policy *policy;

	host_facts(facts, "web1", START_TIME + day * DAY, day ? "3.0.19-1" : "3.0.18-1");
	candidate = sslinv_array_add(&facts->candidates);
	entry = sslinv_array_add(&facts->changelog);
	process = sslinv_array_add(&facts->processes);
	runtime = sslinv_array_add(&facts->runtimes);
	library = sslinv_array_add(&facts->other_libraries);
	linkage = sslinv_array_add(&facts->other_linkages);
	policy = sslinv_array_add(&facts->policies);
	assert_true(candidate && entry && process && runtime && library && linkage && policy);
	*policy = (struct sslinv_policy){ .path = "/usr/lib/libcrypto.so.3",
					  .package = 1,
					  .configuration = "/etc/ssl/openssl.cnf",
					  .min_protocol = day ? "TLSv1.2" : "TLSv1",
					  .security_level = { true, 2 } };
	*runtime = (struct sslinv_runtime){ .runtime = "Python",
					    .path = "/usr/lib/python3/_ssl.so",
					    .module = "_ssl",
					    .library_path = "/usr/lib/libssl.so.3",
					    .openssl_version = day ? "3.0.19" : "3.0.18",
					    .package = 1,
					    .provider_package = SSLINV_NO_PACKAGE };
	*library = (struct sslinv_other_library){ .path = "/usr/lib/libgnutls.so.30",
						  .package = "libgnutls30",
						  .library = "GnuTLS",
						  .version = day ? "3.7.9" : "3.7.8",
						  .purpose = "tls" };
	*linkage = (struct sslinv_other_linkage){ .path = "/usr/bin/wget",
						  .package = "wget",
						  .provider_path = day ? "/usr/lib/libgnutls.so.30" : NULL,
						  .library = "GnuTLS",
						  .purpose = "tls" };
	facts->scope = SSLINV_SCOPE_ALL;
	*process = (struct sslinv_process){ .pid = 7,
					    .command = "nginx",
					    .library_path = "/usr/lib/libssl.so.3",
					    .state = day ? SSLINV_PROCESS_STALE : SSLINV_PROCESS_CURRENT,
					    .package = 1,
					    .evidence = "x" };
	*candidate = (struct sslinv_candidate){ 1, "3.0.20-1", "Debian", "Debian-Security", "stable" };
	*entry = (struct sslinv_changelog_entry){ 1, day ? "CVE-2026-0002" : "CVE-2026-0001" };
	facts->details_complete = true;
	/* Then files without an owner take the one they had. */
	if (day == 2) {
		facts->packages_complete = false;
		facts->libraries.items[0].package = SSLINV_NO_PACKAGE;
	}
	if (day == 3) {
		facts->mode = SSLINV_MODE_PACKAGES_ONLY;
		facts->walk_complete = false;
	}
}

static int scan_day(struct sslinv_store *store, int day, struct sslinv_error *error)
{
	const struct sslinv_judge judging = { NULL, judge };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };

	fill(&facts, day);
	return sslinv_judge_scan(&judging, store, &facts, &result, error);
}

static int first_scan(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	(void)other;
	return scan_day(store, 0, error);
}

static int next_scan(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	(void)other;
	return scan_day(store, 1, error);
}

static int incomplete_scan(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	(void)other;
	return scan_day(store, 2, error);
}

static int packages_scan(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	(void)other;
	return scan_day(store, 3, error);
}

static int merge(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	struct sslinv_store_merged merged;

	return sslinv_store_merge(store, other, &merged, error);
}

static int hand(void *context, const struct sslinv_judge_handed *handed, struct sslinv_error *error)
{
	(void)error;
	++*(int *)context;
	assert_string_equal(handed->facts->host.os_id, "debian");
	assert_string_equal(handed->result->action, "do this\nand that");
	return 0;
}

static int check(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	const struct sslinv_judge judging = { store, judge };
	size_t count = 0;
	int handed = 0, rc = sslinv_judge_check(&judging, store, NULL, hand, &handed, &count, error);

	(void)other;
	/* What was stored, and could not be handed out, is stored; so that is as good as done. */
	if (rc < 0 && count > 0)
		return 0;
	assert_true(rc < 0 || (count == 1 && handed == 1));
	return rc;
}

static int load(struct sslinv_store *store, const char *other, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	int rc = sslinv_store_load(store, NULL, &facts, error);

	(void)other;
	if (rc < 0)
		return rc;
	assert_string_equal(facts.host.host, "web1");
	assert_string_equal(facts.root, "/");
	assert_int_equal(facts.packages.count, 3);
	assert_int_equal(facts.libraries.count, 2);
	assert_int_equal(facts.linkages.count, 3);
	assert_int_equal(facts.problems.count, 1);
	assert_int_equal(facts.candidates.count, 1);
	assert_int_equal(facts.changelog.count, 1);
	return 0;
}

/* Each on an inventory with so many scans in it. */
static const struct {
	const char *name;
	int (*run)(struct sslinv_store *store, const char *other, struct sslinv_error *error);
	int scans;
} works[] = {
	{ "the first scan", first_scan, 0 },
	{ "the next scan", next_scan, 1 },
	{ "an incomplete scan", incomplete_scan, 1 },
	{ "a scan of packages", packages_scan, 1 },
	{ "a merge", merge, 1 },
	{ "a check", check, 1 },
	{ "a load", load, 1 },
};

/* Runs it on a copy of `base` with the fault after `when`; the rows after it are in *rows. */
static int run_once(void **state, size_t work, void (*arm)(sqlite3 *db), long when, char **rows)
{
	const char *path = in(*state, "work.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	int rc;

	copy_file(in(*state, works[work].scans ? "one.db" : "none.db"), path);
	store = open_store(path, SSLINV_SQL_WRITE);
	counted = 0;
	left = when;
	arm(store->base.db);
	rc = works[work].run(store, in(*state, "other.db"), &error);
	left = -1;
	sqlite3_progress_handler(store->base.db, 0, NULL, NULL);
	sqlite3_set_authorizer(store->base.db, NULL, NULL);
	/* It has ended its transaction, and the connection is good for more. */
	assert_int_equal(sqlite3_get_autocommit(store->base.db), 1);
	sslinv_store_close(store);
	if (rc < 0) {
		assert_int_equal(error.code, rc);
		assert_true(error.message[0] != '\0');
	}
	*rows = all_rows(path);
	return rc;
}

static void sweep(void **state, size_t work, void (*arm)(sqlite3 *db))
{
	char *before = all_rows(in(*state, works[work].scans ? "one.db" : "none.db")), *after, *rows;
	long total, failures = 0, tries = 0;

	assert_int_equal(run_once(state, work, arm, -1, &after), 0);
	total = counted;
	for (long when = 0; when < total; when += 1 + total / TRIES, tries++) {
		int rc = run_once(state, work, arm, when, &rows);

		failures += rc < 0;
		if (strcmp(rows, rc < 0 ? before : after) != 0)
			fail_msg("%s, fault %ld of %ld: %s", works[work].name, when, total,
				 rc < 0 ? "failed, and changed something" : "did not fail, and lacks something");
		free(rows);
	}
	print_message("# %s: %ld of %ld faults made it fail\n", works[work].name, failures, tries);
	assert_true(failures > 0);
	free(before);
	free(after);
}

static void prepare(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store = open_store(in(*state, "none.db"), SSLINV_SQL_WRITE);

	left = -1;
	sslinv_store_close(store);
	copy_file(in(*state, "none.db"), in(*state, "one.db"));
	store = open_store(in(*state, "one.db"), SSLINV_SQL_WRITE);
	assert_int_equal(scan_day(store, 0, &error), 0);
	sslinv_store_close(store);
	copy_file(in(*state, "one.db"), in(*state, "other.db"));
	store = open_store(in(*state, "other.db"), SSLINV_SQL_WRITE);
	assert_int_equal(scan_day(store, 1, &error), 0);
	sslinv_store_close(store);
}

static void interrupted_statements_fail_the_whole(void **state)
{
	prepare(state);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(works); i++)
		sweep(state, i, arm_progress);
}

static void statements_that_cannot_be_prepared_fail_the_whole(void **state)
{
	prepare(state);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(works); i++)
		sweep(state, i, arm_authorizer);
}

/* A value that SQLite does not take, in each column of each record: nothing of the scan is stored. */
static void values_that_are_too_long_fail_the_whole(void **state)
{
	char *before, *after, *text = calloc(1, 5001);

	prepare(state);
	assert_non_null(text);
	memset(text, 'x', 5000);
	before = all_rows(in(*state, "one.db"));
	for (int kind = 0; kind < SSLINV_RECORD_FINDING; kind++) {
		const struct sslinv_record *record = sslinv_record((enum sslinv_record_kind)kind);

		for (size_t i = 0; i < record->column_count; i++) {
			const struct sslinv_column *column = &record->columns[i];
			SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_store *store;
			const char *path = in(*state, "work.db");
			size_t last;

			if (column->kind != SSLINV_COLUMN_TEXT || (column->flags & SSLINV_COLUMN_HAS_NO_PLACE))
				continue;
			fill(&facts, 1);
			last = sslinv_record_count(record, &facts, NULL) - 1;
			assert_int_equal(sslinv_column_put(column, &facts.arena,
							   /* of our own facts */
							   (void *)(uintptr_t)sslinv_record_item(record, &facts, NULL, last),
							   text, 0),
					 0);
			copy_file(in(*state, "one.db"), path);
			store = open_store(path, SSLINV_SQL_WRITE);
			sqlite3_limit(store->base.db, SQLITE_LIMIT_LENGTH, 4000);
			/* Another machine id is refused for what it is. */
			assert_int_equal(store_facts(store, &facts, &error),
					 strcmp(column->name, "machine_id") == 0 ? SSLINV_E_USAGE : SSLINV_E_LIMIT);
			sslinv_store_close(store);
			after = all_rows(path);
			assert_string_equal(after, before);
			free(after);
		}
	}
	free(before);
	free(text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(interrupted_statements_fail_the_whole),
		TEST(statements_that_cannot_be_prepared_fail_the_whole),
		TEST(values_that_are_too_long_fail_the_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
