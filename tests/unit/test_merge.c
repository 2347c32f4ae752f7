/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging: histories united, the same file twice, and files that are not what they seem. */
#include "store_helper.h"

#include "sql/functions.h"

/* Merges `from` into `into`, which must work. */
static struct sslinv_store_merged merge(const char *into, const char *from)
{
	struct sslinv_store *store = open_store(into, SSLINV_SQL_WRITE);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store_merged merged;

	if (sslinv_store_merge(store, from, &merged, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_store_close(store);
	return merged;
}

/* Tries to merge a file that must be refused, by name, with nothing changed. Returns the code. */
static int refuse(const char *into, const char *from, const char *words)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store_merged merged;
	struct sslinv_store *store;
	char *before, *after;
	int rc;

	sslinv_store_close(open_store(into, SSLINV_SQL_WRITE));
	before = dump(into);
	store = open_store(into, SSLINV_SQL_WRITE);
	rc = sslinv_store_merge(store, from, &merged, &error);
	sslinv_store_close(store);
	after = dump(into);
	assert_true(rc < 0);
	assert_int_equal(merged.updated, 0);
	if (!strstr(error.message, words) || !strstr(error.message, from))
		fail_msg("the message \"%s\" lacks \"%s\" or \"%s\"", error.message, words, from);
	assert_true(sslinv_str_is_printable(error.message, strlen(error.message)));
	assert_string_equal(after, before);
	free(before);
	free(after);
	return rc;
}

/* What is known of facts, without the numbers that are each file's own. */
#define CONTENT                                                                                                             \
	"SELECT * FROM (SELECT 'p', host, name, version, role, first_seen, gone_at FROM packages_history UNION ALL"         \
	" SELECT 'b', host, path, package, version, first_seen, gone_at FROM libraries_history UNION ALL"                   \
	" SELECT 'l', host, path, package, provider_path, first_seen, gone_at FROM linkages_history UNION ALL"              \
	" SELECT 'e', host, source, path, message, NULL, gone_at FROM scan_errors_history UNION ALL"                        \
	" SELECT 's', host, started, finished, root, mode, outcome FROM scans UNION ALL"                                    \
	" SELECT 'h', host, machine_id, os_version, first_seen, last_scan, outcome FROM hosts) ORDER BY 1, 2, 3, 4, 5, 6, " \
	"7"

static void assert_same_content(const char *a, const char *b)
{
	char *one = file_rows(a, CONTENT), *other = file_rows(b, CONTENT);

	assert_string_equal(one, other);
	free(one);
	free(other);
}

static void save_scan(const char *path, const char *host, int day, const char *version)
{
	struct sslinv_facts facts;

	host_facts(&facts, host, START_TIME + day * DAY, version);
	save(path, &facts);
}

/* A host's inventory in the fleet is what it is on the host, whenever it was merged. */
static void fleet_has_what_the_hosts_have(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *late = in(*state, "late.db"), *host = in(*state, "host.db");
	const char *const versions[] = { "1", "2", "1", "1", "3" };
	struct sslinv_store_merged merged;

	for (int day = 0; day < 5; day++) {
		save_scan(host, "web1", day, versions[day]);
		if (day == 2)
			continue; /* a day the fleet does not see */
		merged = merge(fleet, host);
		assert_int_equal(merged.hosts, 1);
		assert_int_equal(merged.updated, 1);
		assert_same_content(fleet, host);
	}
	merge(late, host);
	assert_same_content(late, host);
}

static void same_file_twice_changes_nothing(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *host = in(*state, "host.db"), *second = in(*state, "second.db");
	struct sslinv_store_merged merged;
	char *before, *after;

	save_scan(host, "web1", 0, "1");
	save_scan(host, "web1", 1, "2");
	save_scan(host, "web1", 2, "1");
	save_scan(second, "web2", 0, "1");
	merge(fleet, host);
	merge(fleet, second);
	before = dump(fleet);
	merged = merge(fleet, host);
	assert_int_equal(merged.hosts, 1);
	assert_int_equal(merged.updated, 0);
	merged = merge(fleet, second);
	assert_int_equal(merged.updated, 0);
	after = dump(fleet);
	assert_string_equal(after, before);
	free(before);
	free(after);
	/* And a fleet file is an inventory like others. */
	merged = merge(in(*state, "other.db"), fleet);
	assert_int_equal(merged.hosts, 2);
	assert_int_equal(merged.updated, 2);
	assert_same_content(in(*state, "other.db"), fleet);
}

static void older_copy_changes_nothing(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *host = in(*state, "host.db"), *old = in(*state, "old.db");
	char *before, *after;

	save_scan(host, "web1", 0, "1");
	copy_file(host, old);
	save_scan(host, "web1", 1, "2");
	merge(fleet, host);
	before = dump(fleet);
	assert_int_equal(merge(fleet, old).updated, 0);
	after = dump(fleet);
	assert_string_equal(after, before);
	free(after);
	/* Nor does one that was scanned again, before the fleet's newest scan. */
	save_scan(host, "web1", 5, "3");
	merge(fleet, host);
	free(before);
	before = dump(fleet);
	save_scan(old, "web1", 3, "1");
	assert_int_equal(merge(fleet, old).updated, 0);
	after = dump(fleet);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

/* Two scans within one second, and a clock that was set back, are still one after the other. */
static void order_does_not_hang_on_the_clock(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *host = in(*state, "host.db");

	save_scan(host, "web1", 400, "1");
	merge(fleet, host);
	save_scan(host, "web1", 400, "2");
	assert_int_equal(merge(fleet, host).updated, 1);
	assert_rows(fleet, "SELECT version FROM packages WHERE name = 'libssl3'", "2\n");
	save_scan(host, "web1", 0, "3");
	assert_int_equal(merge(fleet, host).updated, 1);
	assert_rows(fleet, "SELECT version FROM packages WHERE name = 'libssl3'", "3\n");
	assert_rows(fleet, "SELECT last_scan FROM hosts", "2026-11-24T06:55:26Z\n");
	assert_int_equal(merge(fleet, host).updated, 0);
}

/* The host's file was lost and begun anew: what the fleet knew longer stays known; what is not there any more is gone. */
static void inventory_begun_anew_keeps_the_past(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *host = in(*state, "host.db");
	struct sslinv_facts facts;

	save_scan(host, "web1", 0, "1");
	save_scan(host, "web1", 1, "2");
	merge(fleet, host);
	unlink(host);
	save_scan(host, "web1", 5, "3");
	assert_int_equal(merge(fleet, host).updated, 1);
	assert_rows(fleet,
		    "SELECT version, first_seen, gone_at FROM packages_history WHERE name = 'libssl3' ORDER BY version",
		    "1|2026-11-24T06:55:26Z|2026-11-25T06:55:26Z\n2|2026-11-25T06:55:26Z|2026-11-29T06:55:26Z\n"
		    "3|2026-11-29T06:55:26Z|NULL\n");
	assert_rows(fleet, "SELECT first_seen FROM packages WHERE name = 'curl'", "2026-11-24T06:55:26Z\n");
	assert_rows(fleet, "SELECT first_seen, last_scan FROM hosts", "2026-11-24T06:55:26Z|2026-11-29T06:55:26Z\n");
	assert_rows(fleet, "SELECT count(*) FROM scans", "3\n");

	/* Begun anew with a scan that read no packages: it proves nothing gone. */
	unlink(host);
	begin_facts(&facts, "web1", START_TIME + 9 * DAY);
	facts.packages_complete = false;
	assert_int_equal(sslinv_facts_add_problem(&facts, "rpm", NULL, true, "damaged"), 0);
	save(host, &facts);
	assert_int_equal(merge(fleet, host).updated, 1);
	assert_rows(fleet, "SELECT count(*) FROM packages", "3\n");
	assert_rows(fleet, "SELECT count(*) FROM linkages", "3\n");
	assert_rows(fleet, "SELECT outcome, (SELECT group_concat(source) FROM scan_errors) FROM hosts", "incomplete|rpm\n");
}

/* The copy that knows a fact for longer tells since when. */
static void earlier_sight_wins(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *other = in(*state, "other.db");

	save_scan(fleet, "web1", 3, "1");
	save_scan(other, "web1", 0, "1");
	save_scan(other, "web1", 5, "1");
	assert_int_equal(merge(fleet, other).updated, 1);
	assert_rows(fleet, "SELECT DISTINCT first_seen FROM packages", "2026-11-24T06:55:26Z\n");
	assert_rows(fleet, "SELECT first_seen, last_scan FROM hosts", "2026-11-24T06:55:26Z|2026-11-29T06:55:26Z\n");
	assert_rows(fleet, "SELECT count(*), count(gone_at) FROM packages_history", "3|0\n");
}

/* So many scans, a day and a digit each: what version of libssl3 a host had that day. */
static void save_scans(const char *path, const char *host, const char *scans)
{
	for (const char *at = scans; *at; at += at[2] ? 3 : 2) {
		char version[2] = { at[1], '\0' };

		save_scan(path, host, at[0] - '0', version);
	}
}

/* One host seen by two: what each knows of version 1, and what is known in the end. The second was there last. */
static void two_histories_become_one(void **state)
{
	static const struct {
		const char *name, *fleet, *other, *expected; /* from - to, by days */
	} cases[] = {
		{ "seen longer by the other", "31", "01 52", "0-5\n" },
		{ "seen longer by the fleet", "01", "31 52", "0-5\n" },
		{ "gone before the fleet saw it, and gone again", "31", "01 12 52", "0-1\n3-5\n" },
		{ "gone, come back and gone again", "21", "01 32 41 62", "0-3\n4-6\n" },
		{ "gone for the fleet a day before", "01 22", "01 32", "0-2\n" },
		{ "gone the same day, and first seen on another", "11 32", "01 32 42", "1-3\n" },
		{ "gone for the fleet, and there all the time for the other", "01 22", "01 51", "0-2\n0-\n" },
	};
	const char *fleet = in(*state, "fleet.db"), *other = in(*state, "other.db");

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		unlink(fleet);
		unlink(other);
		save_scans(fleet, "web1", cases[i].fleet);
		save_scans(other, "web1", cases[i].other);
		print_message("# %s\n", cases[i].name);
		assert_int_equal(merge(fleet, other).updated, 1);
		assert_rows(
			fleet,
			"SELECT CAST(julianday(first_seen) - julianday('2026-11-24T06:55:26Z') + 0.5 AS INTEGER) || '-' ||"
			" coalesce(CAST(julianday(gone_at) - julianday('2026-11-24T06:55:26Z') + 0.5 AS INTEGER), '')"
			" FROM packages_history WHERE name = 'libssl3' AND version = '1' ORDER BY first_seen, gone_at IS "
			"NULL",
			cases[i].expected);
		assert_int_equal(merge(fleet, other).updated, 0);
	}
}

/* What two hosts had in the same time is the history of both. */
static void hosts_that_are_alike_have_a_history_each(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *first = in(*state, "first.db"), *second = in(*state, "second.db");

	save_scans(first, "web1", "01 22");
	save_scans(second, "web2", "01 22");
	merge(fleet, first);
	merge(fleet, second);
	assert_rows(fleet, "SELECT host, version, gone_at FROM packages_history WHERE name = 'libssl3' ORDER BY 1, 2",
		    "web1|1|2026-11-26T06:55:26Z\nweb1|2|NULL\nweb2|1|2026-11-26T06:55:26Z\nweb2|2|NULL\n");
}

/* A scan proves nothing gone of what it passed over, could not read, or did not walk through. */
static void what_another_scan_did_not_see_stays(void **state)
{
	static const struct {
		enum sslinv_mode mode;
		bool files, walk;
		const char *expected;
	} cases[] = {
		{ SSLINV_MODE_FULL, true, true, "" },
		{ SSLINV_MODE_FULL, true, false, "/opt/libssl.so.3\n" },
		{ SSLINV_MODE_FULL, false, true, "/opt/libssl.so.3\n/usr/lib/tool/run.py\n/usr/lib/tool/run.so\n" },
		{ SSLINV_MODE_PACKAGES_ONLY, true, false, "/opt/libssl.so.3\n/usr/lib/tool/run.py\n" },
	};
	const char *fleet = in(*state, "fleet.db"), *other = in(*state, "other.db");

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_facts facts;
		uint32_t tool;

		unlink(fleet);
		unlink(other);
		begin_facts(&facts, "web1", START_TIME);
		tool = add_package_fact(&facts, "tool", "1", true, false);
		add_library(&facts, "/usr/lib/tool/run.py", tool, "1.0.2k");
		add_library(&facts, "/usr/lib/tool/run.so", tool, "1.0.2k");
		add_library(&facts, "/opt/libssl.so.3", SSLINV_NO_PACKAGE, "1.0.2k");
		save(fleet, &facts);
		begin_facts(&facts, "web1", START_TIME + DAY);
		add_package_fact(&facts, "tool", "1", true, false);
		facts.mode = cases[i].mode;
		facts.files_complete = cases[i].files;
		facts.walk_complete = cases[i].walk;
		save(other, &facts);
		assert_int_equal(merge(fleet, other).updated, 1);
		assert_rows(fleet, "SELECT path FROM libraries ORDER BY 1", cases[i].expected);
	}
}

/* A file whose owner another scan did not know is the package's that had it here. */
static void an_owner_that_was_not_read_stays(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *other = in(*state, "other.db");
	struct sslinv_facts facts;

	save_scan(fleet, "web1", 0, "1");
	begin_facts(&facts, "web1", START_TIME + DAY);
	facts.packages_complete = false;
	add_library(&facts, "/usr/lib/x86_64-linux-gnu/libssl.so.3", SSLINV_NO_PACKAGE, "3.0.19");
	save(other, &facts);
	assert_int_equal(merge(fleet, other).updated, 1);
	assert_rows(fleet, "SELECT path, package, first_seen FROM libraries WHERE path LIKE '/usr/%'",
		    "/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3|2026-11-24T06:55:26Z\n");
}

/* A machine made from another's image has that one's scans, and is a host of its own. */
static void a_clone_is_a_host_of_its_own(void **state)
{
	static const char rename[] = "UPDATE host SET name = 'web2', machine_id = 'ffffffffffffffffffffffffffffffff'";
	const char *fleet = in(*state, "fleet.db"), *host = in(*state, "host.db"), *clone = in(*state, "clone.db");

	save_scans(host, "web1", "01");
	copy_file(host, clone);
	change_file(clone, rename);
	merge(fleet, host);
	assert_int_equal(merge(fleet, clone).updated, 1);
	assert_rows(fleet, "SELECT host, count(*) FROM scans GROUP BY 1", "web1|1\nweb2|1\n");
	save_scan(host, "web1", 1, "2");
	merge(fleet, host);
	/* And made again from a newer one. */
	copy_file(host, clone);
	change_file(clone, rename);
	assert_int_equal(merge(fleet, clone).updated, 1);
	assert_rows(fleet, "SELECT host, count(*) FROM scans GROUP BY 1", "web1|2\nweb2|2\n");
	assert_rows(fleet, "SELECT host, version FROM packages WHERE name = 'libssl3' ORDER BY 1", "web1|2\nweb2|2\n");
}

static void save_origin(const char *path, int day, const char *version, const char *origin)
{
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME + day * DAY, version);
	facts.packages.items[1].origin = origin;
	save(path, &facts);
}

/* What is noted of a package is as the newest scan says, and not as it was when it was there before. */
static void notes_of_the_past_stay_there(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *other = in(*state, "other.db");

	save_origin(fleet, 3, "1", "third");
	save_origin(other, 0, "1", "first");
	save_origin(other, 1, "2", "second");
	save_origin(other, 2, "1", "second");
	save_origin(other, 5, "1", "now");
	assert_int_equal(merge(fleet, other).updated, 1);
	assert_rows(fleet, "SELECT version, origin FROM packages WHERE name = 'libssl3'", "1|now\n");
}

static void name_of_another_machine_is_refused(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *good = in(*state, "good.db"), *bad = in(*state, "bad.db");
	struct sslinv_facts facts;

	save_scan(good, "web1", 0, "1");
	merge(fleet, good);
	save_scan(bad, "another", 0, "1"); /* comes first in its file, and does not land either */
	host_facts(&facts, "web1", START_TIME + DAY, "2");
	facts.host.machine_id = "ffffffffffffffffffffffffffffffff";
	save(bad, &facts);
	assert_int_equal(refuse(fleet, bad, "--host NAME"), SSLINV_E_USAGE);
	/* The next file lands. */
	save_scan(good, "web1", 2, "2");
	assert_int_equal(merge(fleet, good).updated, 1);
}

static void files_that_are_no_inventory_are_refused(void **state)
{
	const char *fleet = in(*state, "fleet.db"), *bad = in(*state, "bad.db"), *wal = in(*state, "bad.db-wal");
	static const char text[] =
		"no database, but as long as one: ...................................................................";

	assert_int_equal(refuse(fleet, in(*state, "missing"), "no such file"), SSLINV_E_NOT_FOUND);
	assert_int_equal(refuse(fleet, in(*state, "."), "directory"), SSLINV_E_FORMAT);
	assert_int_equal(refuse(fleet, "/dev/zero", "not a regular file"), SSLINV_E_FORMAT);
	assert_int_equal(refuse(fleet, fleet, "the very file"), SSLINV_E_USAGE);
	assert_int_equal(mkfifo(bad, 0600), 0);
	assert_int_equal(refuse(fleet, bad, "not a regular file"), SSLINV_E_FORMAT);
	unlink(bad);
	write_file(bad, "", 0);
	assert_int_equal(refuse(fleet, bad, "empty file"), SSLINV_E_FORMAT);
	write_file(bad, text, sizeof(text) - 1);
	assert_int_equal(refuse(fleet, bad, "not an SQLite file"), SSLINV_E_FORMAT);
	unlink(bad);
	change_file(bad, "CREATE TABLE host (name)");
	assert_int_equal(refuse(fleet, bad, "another program's"), SSLINV_E_FORMAT);
	unlink(bad);
	change_file(bad, "CREATE TABLE t (a); DROP TABLE t");
	assert_int_equal(refuse(fleet, bad, "empty database"), SSLINV_E_FORMAT);
	unlink(bad);

	save_scan(bad, "web1", 0, "1");
	write_file(wal, "x", 1);
	assert_int_equal(refuse(fleet, bad, "write-ahead log"), SSLINV_E_FORMAT);
	write_file(wal, "", 0);
	assert_int_equal(merge(fleet, bad).updated, 1);
	unlink(wal);
	write_file(in(*state, "bad.db-journal"), "x", 1);
	assert_int_equal(refuse(fleet, bad, "journal"), SSLINV_E_FORMAT);
}

/* Each hostile hand works on a good file with one host, web1. */
static void hostile_files_are_refused(void **state)
{
	static const struct {
		const char *sql, *words;
		int code;
	} hands[] = {
		{ "PRAGMA user_version = 2000", "newer sslinv", SSLINV_E_UNSUPPORTED },
		{ "PRAGMA user_version = -5", "damaged", SSLINV_E_FORMAT },
		{ "PRAGMA application_id = 1", "another program's", SSLINV_E_FORMAT },
		{ "CREATE TRIGGER t AFTER INSERT ON scan BEGIN DELETE FROM host; END", "\"t\"", SSLINV_E_FORMAT },
		{ "CREATE TABLE more (a)", "\"more\"", SSLINV_E_FORMAT },
		{ "CREATE VIEW \"a\x1b[2J\nb\" AS SELECT 1", "not as sslinv makes", SSLINV_E_FORMAT },
		{ "CREATE INDEX i ON host (name)", "\"i\"", SSLINV_E_FORMAT },
		{ "DROP INDEX package_by_host", "not as sslinv makes", SSLINV_E_FORMAT },
		{ "DROP VIEW hosts; CREATE VIEW hosts AS SELECT 1", "\"hosts\"", SSLINV_E_FORMAT },
		{ "DROP TABLE problem; CREATE VIEW problem AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
		  "n)"
		  " SELECT i AS fact_id, 1 AS host_id, 'x' AS source, 'x' AS path, 'x' AS message, 0 AS is_failure,"
		  " '2026-01-01T00:00:00Z' AS first_seen, NULL AS gone_at FROM n",
		  "\"problem", SSLINV_E_FORMAT },
		{ "ANALYZE", "\"sqlite_stat1\"", SSLINV_E_FORMAT },
		/* Rows that the tables' own rules forbid, put there in spite of them. */
		{ "PRAGMA ignore_check_constraints = 1; UPDATE package SET first_seen = 'yesterday'", "a rule",
		  SSLINV_E_FORMAT },
		{ "PRAGMA ignore_check_constraints = 1; UPDATE package SET gone_at = '2001-01-01T00:00:00Z'", "a rule",
		  SSLINV_E_FORMAT },
		{ "PRAGMA ignore_check_constraints = 1; UPDATE linkage SET confidence = 'absolute'", "a rule",
		  SSLINV_E_FORMAT },
		{ "PRAGMA ignore_check_constraints = 1; UPDATE scan SET identity = substr(identity, 1, 8)", "a rule",
		  SSLINV_E_FORMAT },
		/* An index that has the rows of another. */
		{ "PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = (SELECT sum(rootpage) FROM sqlite_master"
		  " WHERE name IN ('package_by_host', 'library_by_host')) - rootpage"
		  " WHERE name IN ('package_by_host', 'library_by_host')",
		  "damaged", SSLINV_E_FORMAT },
		{ "PRAGMA foreign_keys = 0; UPDATE package SET host_id = 77", "damaged", SSLINV_E_FORMAT },
		{ "PRAGMA foreign_keys = 0; DELETE FROM host", "damaged", SSLINV_E_FORMAT },
		/* Rows that the rules allow, but sslinv would not have written. */
		{ "UPDATE package SET name = 'a' || char(27) || '[2J'", "\"name\"", SSLINV_E_FORMAT },
		{ "UPDATE package SET vendor = x'ff00'", "\"vendor\"", SSLINV_E_FORMAT },
		{ "UPDATE library SET path = CAST(x'2fff' AS TEXT)", "\"path\"", SSLINV_E_FORMAT },
		{ "UPDATE linkage SET soname = 'a' || char(0) || 'b'", "\"soname\"", SSLINV_E_FORMAT },
		{ "UPDATE host SET name = 'web1' || char(10)", "\"name\"", SSLINV_E_FORMAT },
		{ "UPDATE host SET machine_id = x'00'", "\"machine_id\"", SSLINV_E_FORMAT },
		{ "UPDATE scan SET tool_version = char(7)", "\"tool_version\"", SSLINV_E_FORMAT },
		/* More than any real value or host has. */
		{ "UPDATE package SET vendor = printf('%.*c', 20000000, 'x') WHERE fact_id = 1", "too long",
		  SSLINV_E_LIMIT },
		{ "UPDATE package SET vendor = printf('%.*c', 2000000, 'x') WHERE fact_id = 1", "\"vendor\"",
		  SSLINV_E_LIMIT },
		{ "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70) INSERT INTO problem (host_id, "
		  "source, message,"
		  " is_failure, first_seen) SELECT 1, 'x', printf('%.*c', 1000000, 'x'), 0, '2026-01-01T00:00:00Z' FROM n",
		  "bytes of facts", SSLINV_E_LIMIT },
	};
	const char *fleet = in(*state, "fleet.db"), *good = in(*state, "good.db");
	SSLINV_CLEANUP(sslinv_free_ptr) char *bad = strdup(in(*state, "bad.db"));
	SSLINV_CLEANUP(sslinv_free_ptr) char *into = strdup(fleet);

	save_scan(good, "web1", 0, "1");
	merge(into, good);
	save_scan(good, "web1", 1, "2");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(hands); i++) {
		int code;

		copy_file(in(*state, "good.db"), bad);
		change_file(bad, hands[i].sql);
		code = refuse(into, bad, hands[i].words);
		if (code != hands[i].code)
			fail_msg("%s: code %d", hands[i].sql, code);
	}
	/* The file itself was good all the time. */
	assert_int_equal(merge(into, in(*state, "good.db")).updated, 1);
}

/* Whatever is wrong in a file: refused with the fleet as it was, or its sound rows land; never a crash or a broken fleet. */
static void damaged_files_leave_the_fleet_whole(void **state)
{
	const char *good = in(*state, "good.db");
	SSLINV_CLEANUP(sslinv_free_ptr) char *bad = strdup(in(*state, "bad.db"));
	SSLINV_CLEANUP(sslinv_free_ptr) char *fleet = strdup(in(*state, "fleet.db"));
	unsigned int seed = 2, refused = 0;
	struct sslinv_store *store = NULL;
	struct sslinv_facts facts;
	size_t length;
	char *bytes;

	host_facts(&facts, "web1", START_TIME, "1");
	for (int i = 0; i < 300; i++)
		add_library(&facts, "/usr/lib/a/path/of/some/length/libssl.so.3", SSLINV_NO_PACKAGE, i % 2 ? "1" : "2");
	save(good, &facts);
	save_scan(good, "web1", 1, "2");
	bytes = read_whole(good, &length);
	for (int round = 0; round < 200; round++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_store_merged merged;
		size_t cut = length;

		if (!store)
			store = open_store(fleet, SSLINV_SQL_WRITE);
		if (round % 4 == 0) {
			cut = (size_t)rand_r(&seed) % length;
			write_file(bad, bytes, cut);
		} else {
			size_t at = (size_t)rand_r(&seed) % (round % 4 == 1 ? 4096 : length);
			char kept = bytes[at];

			bytes[at] ^= (char)(1 << rand_r(&seed) % 8);
			write_file(bad, bytes, length);
			bytes[at] = kept;
		}
		if (sslinv_store_merge(store, bad, &merged, &error) < 0) {
			assert_int_equal(merged.updated, 0);
			assert_non_null(strstr(error.message, bad));
			refused++;
		}
		if (round % 20 == 19) {
			sslinv_store_close(store);
			store = NULL;
			assert_rows(fleet, "PRAGMA integrity_check", "ok\n");
			assert_rows(fleet, "PRAGMA foreign_key_check", "");
			unlink(fleet);
		}
	}
	/* Every cut, and some of the flipped bits: most lie in values or in free space. */
	assert_true(refused > 50);
	free(bytes);
}

/* A file of the version before is merged as if it had been migrated, and is not touched. */
static void older_version_is_merged(void **state)
{
	const size_t today = sslinv_store_schema.count;
	struct sslinv_migration steps[32];
	const struct sslinv_schema schema = { .migrations = steps,
					      .count = today + 1,
					      .application_id = SSLINV_STORE_APPLICATION_ID,
					      .product = "inventory" };
	const struct sslinv_store_options options = { .schema = &schema, .busy_milliseconds = 50 };
	const char *old = in(*state, "old.db"), *fleet = in(*state, "fleet.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store_merged merged;
	struct sslinv_store *store;
	size_t length, after_length;
	char *before, *after;

	assert_true(today < SSLINV_ARRAY_SIZE(steps));
	memcpy(steps, sslinv_store_schema.migrations, today * sizeof(steps[0]));
	steps[today].version = (int)today + 1;
	steps[today].sql = "ALTER TABLE host ADD COLUMN colour TEXT; UPDATE host SET os_name = 'migrated'";
	save_scan(old, "web1", 0, "1");
	change_file(old, "PRAGMA journal_mode = WAL");
	before = read_whole(old, &length);
	assert_int_equal(sslinv_store_open_with(fleet, SSLINV_SQL_WRITE, &options, &store, &error), 0);
	if (sslinv_store_merge(store, old, &merged, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_store_close(store);
	assert_int_equal(merged.updated, 1);
	assert_rows(fleet, "SELECT os_name FROM hosts", "migrated\n");
	assert_rows(fleet, "SELECT count(*) FROM packages", "3\n");
	/* It can be read in today's form too. */
	assert_int_equal(sslinv_store_open_with(old, SSLINV_SQL_READ, &options, &store, &error), 0);
	{
		char *rows = rows_text(store->base.db, "SELECT os_name FROM hosts");

		assert_string_equal(rows, "migrated\n");
		free(rows);
	}
	sslinv_store_close(store);
	after = read_whole(old, &after_length);
	assert_int_equal(after_length, length);
	assert_memory_equal(after, before, length);
	free(before);
	free(after);
}

/* Another's file may hold anything. Values that look alike, one behind the other, have keys of their own. */
static void keys_are_of_one_set_of_values(void **state)
{
	static const char *const values[] = {
		"NULL",      "'NULL'",      "''",       "x''",      "x'4e554c4c'",   "12",           "'12'", "x'3132'",
		"NULL, 'a'", "'NULL', 'a'", "'a', 'b'", "'ab', ''", "'''', x'7927'", "x'27', '''y'",
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sslinv_functions_register_keys(db, ":memory:", &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(values); i++)
		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(values); k++) {
			char *sql = sslinv_str_format("SELECT fact_key(%s) = fact_key(%s)", values[i], values[k]);
			sqlite3_stmt *row;

			assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
			assert_int_equal(sqlite3_step(row), SQLITE_ROW);
			if (sqlite3_column_int(row, 0) != (i == k))
				fail_msg("%s", sql);
			sqlite3_finalize(row);
			free(sql);
		}
	sqlite3_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(fleet_has_what_the_hosts_have),
		TEST(same_file_twice_changes_nothing),
		TEST(older_copy_changes_nothing),
		TEST(order_does_not_hang_on_the_clock),
		TEST(inventory_begun_anew_keeps_the_past),
		TEST(earlier_sight_wins),
		TEST(two_histories_become_one),
		TEST(hosts_that_are_alike_have_a_history_each),
		TEST(what_another_scan_did_not_see_stays),
		TEST(an_owner_that_was_not_read_stays),
		TEST(a_clone_is_a_host_of_its_own),
		TEST(notes_of_the_past_stay_there),
		TEST(name_of_another_machine_is_refused),
		TEST(files_that_are_no_inventory_are_refused),
		TEST(hostile_files_are_refused),
		TEST(damaged_files_leave_the_fleet_whole),
		TEST(older_version_is_merged),
		cmocka_unit_test(keys_are_of_one_set_of_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
