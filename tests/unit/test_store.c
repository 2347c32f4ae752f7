/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inventory: what a scan leaves in it, its history, and the ways in which a file can be wrong. */
#include "store_helper.h"

#include <time.h>

static void first_scan_fills_the_views(void **state)
{
	const char *path = in(*state, "made/on/the/way/inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	struct sslinv_facts facts;
	struct stat status;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1~deb12u2");
	/* Only of the default place is the directory made: another one was mistyped. */
	assert_int_equal(sslinv_store_make_place(path, &error), 0);
	assert_int_equal(sslinv_store_open(path, SSLINV_SQL_WRITE, &store, &error), SSLINV_E_NOT_FOUND);
	assert_non_null(strstr(error.message, in(*state, "made/on/the/way;")));
	assert_false(is_there(in(*state, "made")));
	setenv("SSLINV_DB", path, 1);
	assert_int_equal(sslinv_store_make_place(path, NULL), 0);
	unsetenv("SSLINV_DB");
	save(path, &facts);
	assert_rows(
		path, "SELECT * FROM hosts",
		"web1|0123456789abcdef0123456789abcdef|debian|12|Debian GNU/Linux 12 (bookworm)|x86_64|2026-11-24T06:55:26Z|"
		"2026-11-24T06:55:26Z|complete\n");
	assert_rows(path, "SELECT * FROM scans",
		    "1|web1|2026-11-24T06:55:23Z|2026-11-24T06:55:26Z|/|full|complete|4|0|" PACKAGE_VERSION
		    "|NULL|NULL|NULL|openssl\n");
	assert_rows(path, "SELECT * FROM scan_errors", "1|web1|mount|/proc|passed over: proc is no local file system\n");
	assert_rows(path, "SELECT * FROM packages ORDER BY name",
		    "web1|curl|7.88.1-10|amd64|deb|curl|7.88.1-10|NULL|consumer|2026-11-24T06:55:26Z|NULL|NULL|NULL|NULL\n"
		    "web1|libssl3|3.0.19-1~deb12u2|amd64|deb|libssl3|3.0.19-1~deb12u2|NULL|provider|2026-11-24T06:55:26Z|"
		    "NULL|NULL|NULL|NULL\n"
		    "web1|nginx|1.22.1-9|amd64|deb|nginx|1.22.1-9|NULL|consumer|2026-11-24T06:55:26Z|NULL|NULL|NULL|NULL\n");
	assert_rows(path, "SELECT * FROM libraries ORDER BY path",
		    "web1|/opt/app/libssl.so.3|NULL|OpenSSL|libssl.so.3|NULL|NULL|needed|2026-11-24T06:55:26Z|OpenSSL|"
		    "tls|NULL|NULL|NULL\n"
		    "web1|/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3|OpenSSL|libssl.so.3|3.0.19|NULL|needed|"
		    "2026-11-24T06:55:26Z|OpenSSL|tls|NULL|NULL|NULL\n");
	assert_rows(path, "SELECT * FROM linkages WHERE package IS NULL OR package = 'curl' ORDER BY path",
		    "web1|/opt/app/bin/app|NULL|libssl.so.3|/opt/app/libssl.so.3|NULL|needed|certain|2026-11-24T06:55:26Z|"
		    "OpenSSL|tls\n"
		    "web1|/usr/bin/curl|curl|libssl.so.3|/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3|needed|certain|"
		    "2026-11-24T06:55:26Z|OpenSSL|tls\n");
	/* The directories that were made are the owner's alone, and one file is left. */
	assert_int_equal(stat(in(*state, "made/on"), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	assert_false(is_there(in(*state, "made/on/the/way/inventory.db-wal")));
	assert_false(is_there(in(*state, "made/on/the/way/inventory.db-shm")));
	assert_rows(path, "PRAGMA journal_mode", "delete\n");
	assert_rows(path, "PRAGMA application_id", "1397967977\n");
}

/* The columns are a promise to users: exactly those of the architecture, in their order. */
static void views_have_the_promised_columns(void **state)
{
	static const struct {
		const char *view, *columns;
	} views[] = {
		{ "hosts", "host, machine_id, os_id, os_version, os_name, arch, first_seen, last_scan, outcome" },
		{ "scans", "scan_id, host, started, finished, root, mode, outcome, packages_seen, files_read, tool_version, "
			   "guidance_date, processes_read, processes_hidden, library" },
		{ "scan_errors", "scan_id, host, source, path, message" },
		{ "packages", "host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, "
			      "origin, build_of, origin_evidence, built" },
		{ "libraries", "host, path, package, library, soname, version, version_text, evidence, first_seen, family, "
			       "purpose, package_version, branch_eol, brought_by" },
		{ "linkages",
		  "host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen, family, "
		  "purpose" },
		{ "findings",
		  "host, package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, "
		  "stream, rule, first_seen, known_exploited, exploit_probability" },
		{ "processes", "host, pid, command, unit, container, library_path, state, listening, user, executable, "
			       "started, package, version, evidence, first_seen" },
		{ "processes_history", "host, pid, command, unit, container, library_path, state, listening, user, "
				       "executable, started, package, version, evidence, first_seen, gone_at" },
		{ "verdicts", "host, verdict, action, affected, stale_processes, unknown, guidance_date" },
		{ "levels",
		  "host, package, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13, "
		  "first_seen, pqc, fips, fips_version, pqc_evidence, fips_evidence" },
		{ "policies",
		  "host, path, package, configuration, section, min_protocol, max_protocol, cipher_string, ciphersuites, "
		  "security_level, groups, crypto_policy, crypto_policy_applied, lowest_protocol, highest_protocol, "
		  "evidence, "
		  "pqc, pqc_evidence, fips, fips_version, fips_evidence, first_seen" },
		{ "policies_history",
		  "host, path, package, configuration, section, min_protocol, max_protocol, cipher_string, ciphersuites, "
		  "security_level, groups, crypto_policy, crypto_policy_applied, lowest_protocol, highest_protocol, "
		  "evidence, "
		  "pqc, pqc_evidence, fips, fips_version, fips_evidence, first_seen, gone_at" },
		{ "runtimes", "host, runtime, version, path, module, library_path, openssl_version, module_version, "
			      "provider_package, tls, environment, environment_path, package, owner, through, library, "
			      "evidence, confidence, first_seen" },
		{ "runtimes_history",
		  "host, runtime, version, path, module, library_path, openssl_version, module_version, "
		  "provider_package, tls, environment, environment_path, package, owner, through, library, "
		  "evidence, confidence, first_seen, gone_at" },
		{ "hosts_history",
		  "host, machine_id, os_id, os_version, os_name, arch, first_seen, last_scan, outcome, gone_at" },
		{ "scan_errors_history", "scan_id, host, source, path, message, gone_at" },
		{ "packages_history", "host, name, version, arch, format, source_name, source_version, vendor, role, "
				      "first_seen, gone_at, origin, "
				      "build_of, origin_evidence, built" },
		{ "libraries_history",
		  "host, path, package, library, soname, version, version_text, evidence, first_seen, gone_at, family, "
		  "purpose, package_version, branch_eol, gone_because, brought_by" },
		{ "linkages_history", "host, path, package, soname, provider_path, provider_package, evidence, confidence, "
				      "first_seen, gone_at, family, purpose, gone_because" },
	};
	const char *path = in(*state, "inventory.db");

	sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(views); i++) {
		char *sql = sslinv_str_format("SELECT group_concat(name, ', ') || '' FROM pragma_table_info('%s')",
					      views[i].view);
		char *expected = sslinv_str_format("%s\n", views[i].columns);

		assert_rows(path, sql, expected);
		free(sql);
		free(expected);
	}
}

static void unchanged_scan_writes_one_row(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	char *before, *after, *at;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	save(path, &facts);
	before = dump(path);
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.19-1");
	save(path, &facts);
	after = dump(path);
	/* All that differs is one line more in the table of scans. */
	at = strstr(after, "\n2|1|");
	assert_non_null(at);
	memmove(at, strchr(at + 1, '\n'), strlen(strchr(at + 1, '\n')) + 1);
	assert_string_equal(after, before);
	free(before);
	free(after);
	assert_rows(path, "SELECT last_scan FROM hosts", "2026-11-25T06:55:26Z\n");
	assert_rows(path, "SELECT scan_id FROM scan_errors", "2\n");
	assert_rows(path, "SELECT scan_id, gone_at FROM scan_errors_history", "1|NULL\n");
}

static void history_tells_what_was_and_is(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "3.0.18-1");
	save(path, &facts);
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.19-1");
	facts.host.os_version = "12.9";
	save(path, &facts);
	host_facts(&facts, "web1", START_TIME + 2 * DAY, "3.0.18-1");
	save(path, &facts);
	assert_rows(path,
		    "SELECT version, first_seen, gone_at FROM packages_history WHERE name = 'libssl3' ORDER BY first_seen",
		    "3.0.18-1|2026-11-24T06:55:26Z|2026-11-25T06:55:26Z\n"
		    "3.0.19-1|2026-11-25T06:55:26Z|2026-11-26T06:55:26Z\n"
		    "3.0.18-1|2026-11-26T06:55:26Z|NULL\n");
	assert_rows(path, "SELECT version FROM packages WHERE name = 'libssl3'", "3.0.18-1\n");
	/* An upgrade touches the one package and no linkage. */
	assert_rows(path, "SELECT count(*), count(gone_at) FROM linkages_history", "3|0\n");
	assert_rows(path, "SELECT os_version, first_seen, last_scan FROM hosts",
		    "12|2026-11-24T06:55:26Z|2026-11-26T06:55:26Z\n");
}

/* Facts of the same values are one fact, NULL is a value, and hosts do not mix. */
static void facts_are_told_apart_by_all_values(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	for (int round = 0; round < 2; round++) {
		begin_facts(&facts, "a", START_TIME + round * DAY);
		add_library(&facts, "/x", SSLINV_NO_PACKAGE, NULL);
		add_library(&facts, "/x", SSLINV_NO_PACKAGE, NULL);
		add_library(&facts, "/x", SSLINV_NO_PACKAGE, "NULL");
		add_library(&facts, "/x", SSLINV_NO_PACKAGE, "");
		add_library(&facts, NULL, SSLINV_NO_PACKAGE, "it's");
		save(path, &facts);
		begin_facts(&facts, "b", START_TIME + round * DAY);
		add_library(&facts, "/x", SSLINV_NO_PACKAGE, NULL);
		save(path, &facts);
	}
	assert_rows(path, "SELECT host, path, quote(version), gone_at FROM libraries_history ORDER BY 1, 2, 3",
		    "a|NULL|'it''s'|NULL\na|/x|''|NULL\na|/x|'NULL'|NULL\na|/x|NULL|NULL\nb|/x|NULL|NULL\n");
}

/* A file without an owner that a package owns now is no unowned file any more, walk or no walk. */
static void owned_file_replaces_unowned(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	uint32_t package;

	begin_facts(&facts, "web1", START_TIME);
	add_linkage(&facts, "/opt/app", SSLINV_NO_PACKAGE, NULL, SSLINV_NO_PACKAGE);
	add_linkage(&facts, "/opt/other", SSLINV_NO_PACKAGE, NULL, SSLINV_NO_PACKAGE);
	save(path, &facts);
	begin_facts(&facts, "web1", START_TIME + DAY);
	facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	facts.walk_complete = false;
	package = add_package_fact(&facts, "app", "1", false, true);
	add_linkage(&facts, "/opt/app", package, NULL, SSLINV_NO_PACKAGE);
	save(path, &facts);
	assert_rows(path, "SELECT path, package FROM linkages ORDER BY path", "/opt/app|app\n/opt/other|NULL\n");
}

/* A scan of which the packages could not be read whole: the walk saw the files of host_facts(), but knows of no owner. */
static void ownerless_facts(struct sslinv_facts *facts, long long when)
{
	host_facts(facts, "web1", when, "3.0.19-1");
	facts->packages_complete = false;
	for (size_t i = 0; i < facts->packages.count; i++)
		facts->packages.items[i].is_provider = facts->packages.items[i].is_consumer = false;
	for (size_t i = 0; i < facts->libraries.count; i++)
		facts->libraries.items[i].package = SSLINV_NO_PACKAGE;
	for (size_t i = 0; i < facts->linkages.count; i++)
		facts->linkages.items[i].package = facts->linkages.items[i].provider_package = SSLINV_NO_PACKAGE;
	assert_int_equal(sslinv_facts_add_problem(facts, "apt", "/var/lib/dpkg/status", true, "is cut off"), 0);
}

/* Where the packages could not be read, a file keeps its owner: it is not there twice, once with it and once without. */
static void unread_packages_leave_the_owner(void **state)
{
	static const char all[] =
		"SELECT path, package, soname, '', '', first_seen, gone_at FROM libraries_history UNION ALL"
		" SELECT path, package, soname, provider_path, provider_package, first_seen, gone_at"
		" FROM linkages_history ORDER BY 1, 2, 3, 4";
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	char *before, *after;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	save(path, &facts);
	before = file_rows(path, all);
	for (int day = 1; day < 4; day++) {
		if (day < 3)
			ownerless_facts(&facts, START_TIME + day * DAY);
		else
			host_facts(&facts, "web1", START_TIME + day * DAY, "3.0.19-1");
		save(path, &facts);
		after = file_rows(path, all);
		assert_string_equal(after, before);
		free(after);
		assert_rows(path, "SELECT outcome FROM hosts", day < 3 ? "incomplete\n" : "complete\n");
	}
	free(before);
	/* What nobody owned then either, nobody owns. */
	ownerless_facts(&facts, START_TIME + 4 * DAY);
	add_library(&facts, "/opt/new/libssl.so.3", SSLINV_NO_PACKAGE, "3.5.0");
	save(path, &facts);
	assert_rows(path, "SELECT path, package FROM libraries ORDER BY path",
		    "/opt/app/libssl.so.3|NULL\n/opt/new/libssl.so.3|NULL\n/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3\n");
}

/* One file, as a library, a user or a provider, whose owner is the package `app` or nobody. */
static void owned_facts(struct sslinv_facts *facts, const char *host, int day, int kind, bool is_owned)
{
	uint32_t package;

	begin_facts(facts, host, START_TIME + day * DAY);
	if (strcmp(host, "web2") == 0)
		facts->host.machine_id = "ffffffffffffffffffffffffffffffff";
	package = add_package_fact(facts, "app", "1", true, true);
	if (!is_owned)
		package = SSLINV_NO_PACKAGE;
	if (kind == 0)
		add_library(facts, "/opt/app/file", package, "3.0.19");
	else if (kind == 1)
		add_linkage(facts, "/opt/app/file", package, NULL, SSLINV_NO_PACKAGE);
	else
		add_linkage(facts, "/opt/app/user", SSLINV_NO_PACKAGE, "/opt/app/file", package);
}

/* An owner that a file had once, or that it has on another host, is none where the packages could not be read. */
static void owners_of_the_past_and_of_others_do_not_count(void **state)
{
	const char *path = in(*state, "inventory.db");

	for (int kind = 0; kind < 3; kind++) {
		struct sslinv_facts facts;

		unlink(path);
		owned_facts(&facts, "web2", 0, kind, true);
		save(path, &facts);
		owned_facts(&facts, "web1", 0, kind, true);
		save(path, &facts);
		owned_facts(&facts, "web1", 1, kind, false);
		save(path, &facts);
		owned_facts(&facts, "web1", 2, kind, false);
		facts.packages_complete = false;
		save(path, &facts);
		assert_rows(path,
			    "SELECT package, NULL FROM libraries WHERE host = 'web1'"
			    " UNION ALL SELECT package, provider_package FROM linkages WHERE host = 'web1'",
			    "NULL|NULL\n");
	}
}

/* Who waits for nothing asks for its turn at once, and not with its first change. */
static void one_writes_at_a_time(void **state)
{
	const struct sslinv_store_options options = { .schema = &sslinv_store_schema, .busy_milliseconds = 10 };
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *first, *second;

	assert_int_equal(sslinv_store_open_with(path, SSLINV_SQL_WRITE, &options, &first, &error), 0);
	assert_int_equal(sslinv_store_open_with(path, SSLINV_SQL_WRITE, &options, &second, &error), 0);
	assert_int_equal(sslinv_store_begin(first, SSLINV_SQL_WRITE, &error), 0);
	assert_int_equal(sslinv_store_begin(second, SSLINV_SQL_WRITE, &error), SSLINV_E_BUSY);
	sslinv_error_clear(&error);
	assert_int_equal(sslinv_store_begin(second, SSLINV_SQL_READ, &error), 0);
	sslinv_store_rollback(second);
	sslinv_store_rollback(first);
	assert_int_equal(sslinv_store_begin(second, SSLINV_SQL_WRITE, &error), 0);
	sslinv_store_close(first);
	sslinv_store_close(second);
}

/* Where not all packages were read, one of them may look as if it were the only one of its name. */
static void unread_packages_leave_the_architecture(void **state)
{
	static const struct {
		const char *format, *expected;
	} cases[] = {
		{ "deb", "/usr/lib/a/libssl.so.3|libssl3:amd64|NULL\n/usr/lib/b/libssl.so.3|libssl3:i386|NULL\n" },
		{ "rpm", "/usr/lib/a/libssl.so.3|libssl3.amd64|NULL\n/usr/lib/b/libssl.so.3|libssl3.i386|NULL\n" },
	};
	const char *path = in(*state, "inventory.db");

	for (int day = 0; day < 6; day++) {
		struct sslinv_facts facts;
		uint32_t first, second = SSLINV_NO_PACKAGE;
		bool is_whole = day % 3 != 1;

		if (day == 3)
			unlink(path);
		begin_facts(&facts, "web1", START_TIME + day * DAY);
		first = add_package_fact(&facts, "libssl3", "1", true, false);
		if (is_whole)
			second = add_package_fact(&facts, "libssl3", "1", true, false);
		if (is_whole)
			facts.packages.items[second].arch = "i386";
		for (size_t i = 0; i < facts.packages.count; i++)
			facts.packages.items[i].format = cases[day / 3].format;
		facts.packages_complete = is_whole;
		add_library(&facts, "/usr/lib/a/libssl.so.3", first, "3.0.19");
		add_library(&facts, "/usr/lib/b/libssl.so.3", second, "3.0.19");
		assert_int_equal(sslinv_facts_label_packages(&facts), 0);
		save(path, &facts);
		assert_rows(path, "SELECT path, package, gone_at FROM libraries_history ORDER BY path",
			    cases[day / 3].expected);
		assert_rows(path, "SELECT count(*) FROM packages", "2\n");
	}
}

/* What did change in a file that was seen, changed: the old is gone, and the owner is still the one that was known. */
static void unread_packages_hide_no_change(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	save(path, &facts);
	ownerless_facts(&facts, START_TIME + DAY);
	facts.libraries.items[0].version = "3.0.20";
	facts.linkages.items[0].soname = "libssl.so.1.1";
	/* That no provider was found shows nothing where not all could be read. */
	facts.linkages.items[1].provider_path = NULL;
	save(path, &facts);
	assert_rows(
		path,
		"SELECT path, package, version, gone_at FROM libraries_history WHERE path GLOB '/usr/*' ORDER BY version",
		"/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3|3.0.19|2026-11-25T06:55:26Z\n"
		"/usr/lib/x86_64-linux-gnu/libssl.so.3|libssl3|3.0.20|NULL\n");
	assert_rows(path,
		    "SELECT package, soname, provider_package, gone_at FROM linkages_history WHERE path = '/usr/bin/curl'"
		    " ORDER BY soname",
		    "curl|libssl.so.1.1|libssl3|NULL\ncurl|libssl.so.3|libssl3|2026-11-25T06:55:26Z\n");
	assert_rows(path,
		    "SELECT package, provider_path FROM linkages WHERE path = '/usr/sbin/nginx' ORDER BY provider_path",
		    "nginx|NULL\nnginx|/usr/lib/x86_64-linux-gnu/libssl.so.3\n");

	/* Where all are read, it is as the scan says: without an owner, if that is so. */
	ownerless_facts(&facts, START_TIME + 2 * DAY);
	facts.packages_complete = true;
	save(path, &facts);
	assert_rows(path, "SELECT count(*), count(package) FROM libraries", "2|0\n");
	assert_rows(path, "SELECT count(*), count(package) FROM linkages", "3|0\n");
	/* A file that has an owner now has no other, whatever else could not be read. */
	host_facts(&facts, "web1", START_TIME + 3 * DAY, "3.0.19-1");
	facts.packages_complete = facts.files_complete = facts.walk_complete = false;
	save(path, &facts);
	assert_rows(path, "SELECT count(*), count(package) FROM libraries", "2|1\n");
	assert_rows(path, "SELECT count(*), count(package) FROM linkages", "3|2\n");
}

/* A package that was seen is there once; only rpm has several versions of one. */
static void seen_package_replaces_its_older_version(void **state)
{
	static const struct {
		const char *format, *expected;
	} cases[] = { { "deb", "bash|1\nlibssl3|2\n" },
		      { "apk", "bash|1\nlibssl3|2\n" },
		      { "rpm", "bash|1\nlibssl3|1\nlibssl3|2\n" } };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *path = in(*state, cases[i].format);
		struct sslinv_facts facts;

		begin_facts(&facts, "web1", START_TIME);
		add_package_fact(&facts, "libssl3", "1", true, false);
		add_package_fact(&facts, "bash", "1", false, true);
		facts.packages.items[0].format = facts.packages.items[1].format = cases[i].format;
		save(path, &facts);
		begin_facts(&facts, "web1", START_TIME + DAY);
		facts.packages_complete = false;
		add_package_fact(&facts, "libssl3", "2", true, false);
		facts.packages.items[0].format = cases[i].format;
		save(path, &facts);
		assert_rows(path, "SELECT name, version FROM packages ORDER BY name, version", cases[i].expected);
	}
}

static void texts_are_stored_printable(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	begin_facts(&facts, "web1", START_TIME);
	add_library(&facts, "/opt/a\n\x1b[2J\xff", SSLINV_NO_PACKAGE, "$'\\xff'");
	save(path, &facts);
	assert_rows(path, "SELECT path, version FROM libraries", "$'/opt/a\\n\\x1b[2J\\xff'|$'\\xff'\n");
}

static void clock_set_back_keeps_order(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME + 900 * DAY, "1");
	save(path, &facts);
	begin_facts(&facts, "web1", START_TIME);
	assert_int_equal(sslinv_facts_add_problem(&facts, "rpm", NULL, true, "cannot be read"), 0);
	save(path, &facts);
	assert_rows(path, "SELECT last_scan, outcome FROM hosts", "2026-11-24T06:55:26Z|incomplete\n");
	assert_rows(path, "SELECT count(*) FROM packages", "0\n");
	assert_rows(path, "SELECT count(*) FROM packages_history WHERE gone_at < first_seen", "0\n");
}

static void name_of_another_machine_is_refused(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	struct sslinv_facts facts;
	char *before, *after;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	before = dump(path);
	host_facts(&facts, "web1", START_TIME + DAY, "2");
	facts.host.machine_id = "ffffffffffffffffffffffffffffffff";
	store = open_store(path, SSLINV_SQL_WRITE);
	assert_int_equal(store_facts(store, &facts, &error), SSLINV_E_USAGE);
	assert_non_null(strstr(error.message, "--host NAME"));
	assert_non_null(strstr(error.message, "web1"));
	sslinv_store_close(store);
	after = dump(path);
	assert_string_equal(after, before);
	free(before);
	free(after);
	/* One that does not know its machine id is let in, and the known one stays. */
	facts.host.machine_id = NULL;
	save(path, &facts);
	assert_rows(path, "SELECT machine_id FROM hosts", "0123456789abcdef0123456789abcdef\n");
}

static void default_place_follows_the_environment(void **state)
{
	char *path;

	(void)state;
	setenv("SSLINV_DB", "/a/b.db", 1);
	path = sslinv_store_default_path();
	assert_string_equal(path, "/a/b.db");
	free(path);
	unsetenv("SSLINV_DB");
	path = sslinv_store_default_path();
	assert_non_null(path);
	if (geteuid() == 0) {
		assert_true(sslinv_str_ends(path, "/sslinv/inventory.db"));
		free(path);
		return;
	}
	free(path);
	setenv("HOME", "/home/me", 1);
	setenv("XDG_STATE_HOME", "relative", 1);
	path = sslinv_store_default_path();
	assert_string_equal(path, "/home/me/.local/state/sslinv/inventory.db");
	free(path);
	setenv("XDG_STATE_HOME", "/state", 1);
	path = sslinv_store_default_path();
	assert_string_equal(path, "/state/sslinv/inventory.db");
	free(path);
}

/* Names that mean something to SQLite are names of files here. */
static void strange_file_names_are_file_names(void **state)
{
	static const char *const names[] = { "100%41?mode=memory#x.db", ":memory:", "file:x", "a b\n\xff.db" };
	int here = open(".", O_RDONLY | O_DIRECTORY);
	struct sslinv_facts facts;

	assert_true(here >= 0);
	assert_int_equal(chdir(((struct place *)*state)->directory), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		host_facts(&facts, "web1", START_TIME, "1");
		save(names[i], &facts);
		assert_true(is_there(names[i]));
		sslinv_store_close(open_store(names[i], SSLINV_SQL_READ));
	}
	assert_int_equal(fchdir(here), 0);
	close(here);
}

static void migrations_run_in_their_order(void **state)
{
	static const struct sslinv_migration steps[] = {
		{ 1, "CREATE TABLE one (a TEXT); CREATE TABLE host (x); CREATE TABLE scan (x); CREATE TABLE package (x)" },
		{ 2, "ALTER TABLE one ADD COLUMN b TEXT; UPDATE one SET b = a || '!'" },
		{ 3, "CREATE TABLE broken (a); INSERT INTO broken VALUES (1); INSERT INTO nowhere VALUES (1)" },
	};
	const struct sslinv_schema first = { steps, 1, SSLINV_STORE_APPLICATION_ID, "inventory" },
				   second = { steps, 2, SSLINV_STORE_APPLICATION_ID, "inventory" },
				   third = { steps, 3, SSLINV_STORE_APPLICATION_ID, "inventory" };
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	sqlite3 *db, *copy;
	int version;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sslinv_schema_identify(db, path, &first, &version, &error), 0);
	assert_int_equal(version, 0);
	assert_int_equal(sslinv_schema_migrate(db, path, &first, 1, &error), 0);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO one VALUES ('x')", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sslinv_schema_compare(db, path, &second, 1, &error), 0);

	/* In a copy first: the file stays as it is. */
	assert_int_equal(sslinv_schema_copy(db, path, &second, &copy, &error), 0);
	assert_int_equal(sslinv_schema_compare(copy, path, &second, 2, &error), 0);
	sqlite3_close(copy);
	assert_int_equal(sslinv_schema_compare(db, path, &second, 1, &error), 0);
	assert_int_equal(sslinv_schema_compare(db, path, &second, 2, &error), SSLINV_E_FORMAT);
	sslinv_error_clear(&error);

	assert_int_equal(sslinv_schema_migrate(db, path, &second, 2, &error), 0);
	assert_rows(path, "SELECT * FROM one", "x|x!\n");
	assert_rows(path, "PRAGMA user_version", "2\n");
	/* A step that fails leaves nothing of itself. */
	assert_true(sslinv_schema_migrate(db, path, &third, 3, &error) < 0);
	assert_rows(path, "PRAGMA user_version", "2\n");
	assert_rows(path, "SELECT count(*) FROM sqlite_master WHERE name = 'broken'", "0\n");
	/* And a file from the future is left alone. */
	sslinv_error_clear(&error);
	assert_int_equal(sslinv_schema_identify(db, path, &first, &version, &error), SSLINV_E_UNSUPPORTED);
	assert_non_null(strstr(error.message, "newer sslinv"));
	sqlite3_close(db);
}

/* Whose build a package is says the last scan that looked: another word is not another package. */
static void notes_are_renewed_in_place(void **state)
{
	static const struct {
		const char *build_of, *evidence;
	} scans[] = {
		{ NULL, NULL },
		{ "debian:12", "likely: its revision" },
		{ "debian:12", "certain: the archive" },
		{ "debian:12", "certain: the archive" },
		{ NULL, "open: nothing" },
	};
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(scans); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *wanted = sslinv_str_format(
			"%s|%s|2026-11-24T06:55:26Z\n", scans[i].build_of ? scans[i].build_of : "NULL",
			scans[i].evidence ? scans[i].evidence : "NULL");

		host_facts(&facts, "web1", START_TIME + (int64_t)i * DAY, "3.0.19-1~deb12u2");
		for (size_t k = 0; k < facts.packages.count; k++) {
			if (strcmp(facts.packages.items[k].name, "libssl3") != 0)
				continue;
			facts.packages.items[k].build_of = scans[i].build_of;
			facts.packages.items[k].origin_evidence = scans[i].evidence;
		}
		save(path, &facts);
		assert_rows(path, "SELECT build_of, origin_evidence, first_seen FROM packages WHERE name = 'libssl3'",
			    wanted);
		assert_rows(path, "SELECT count(*), count(origin_evidence) FROM packages_history",
			    scans[i].evidence ? "3|1\n" : "3|0\n");
	}
}

/* A process of the host that has the library of its package mapped. */
static void add_process(struct sslinv_facts *facts, uint64_t pid, enum sslinv_process_state state)
{
	struct sslinv_process *process = sslinv_array_add(&facts->processes);

	assert_non_null(process);
	*process = (struct sslinv_process){ .pid = pid,
					    .command = "nginx",
					    .library_path = "/usr/lib/x86_64-linux-gnu/libssl.so.3",
					    .state = state,
					    .started = START_TIME - DAY,
					    .package = 1,
					    .evidence = "x" };
	facts->processes_read = (struct sslinv_known_count){ true, 2 };
	facts->processes_complete = true;
}

static void processes_come_and_go(void **state)
{
	static const char history[] = "SELECT pid, state, listening, started, package, first_seen, gone_at FROM "
				      "processes_history ORDER BY 1, 6, 2";
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	add_process(&facts, 7, SSLINV_PROCESS_CURRENT);
	add_process(&facts, 8, SSLINV_PROCESS_CURRENT);
	save(path, &facts);
	assert_rows(path, "SELECT processes_read, processes_hidden FROM scans", "2|NULL\n");
	/* A note may change. */
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.19-1");
	add_process(&facts, 7, SSLINV_PROCESS_STALE);
	add_process(&facts, 8, SSLINV_PROCESS_CURRENT);
	facts.processes.items[1].listening = "tcp 0.0.0.0:443";
	save(path, &facts);
	assert_rows(path, history,
		    "7|current|NULL|2026-11-23T06:55:26Z|libssl3|2026-11-24T06:55:26Z|2026-11-25T06:55:26Z\n"
		    "7|stale|NULL|2026-11-23T06:55:26Z|libssl3|2026-11-25T06:55:26Z|NULL\n"
		    "8|current|tcp 0.0.0.0:443|2026-11-23T06:55:26Z|libssl3|2026-11-24T06:55:26Z|NULL\n");
	/* Who may not see them knows nothing of their end; one that is seen has the state of this scan. */
	host_facts(&facts, "web1", START_TIME + 2 * DAY, "3.0.19-1");
	add_process(&facts, 8, SSLINV_PROCESS_UNKNOWN);
	facts.processes_complete = false;
	save(path, &facts);
	assert_rows(path, "SELECT pid, state FROM processes ORDER BY 1", "7|stale\n8|unknown\n");
	/* Neither does a scan that did not look. */
	host_facts(&facts, "web1", START_TIME + 3 * DAY, "3.0.19-1");
	save(path, &facts);
	assert_rows(path, "SELECT pid, state FROM processes ORDER BY 1", "7|stale\n8|unknown\n");
	/* One of packages alone does; of what it may not look at it knows only that it is there. */
	for (int scan = 0; scan < 2; scan++) {
		uint64_t *hidden;

		host_facts(&facts, "web1", START_TIME + (4 + scan) * DAY, "3.0.19-1");
		add_process(&facts, 8, SSLINV_PROCESS_UNKNOWN);
		facts.mode = SSLINV_MODE_PACKAGES_ONLY;
		facts.walk_complete = false;
		hidden = sslinv_array_add(&facts.hidden_pids);
		assert_non_null(hidden);
		*hidden = scan == 0 ? 7 : 8;
		save(path, &facts);
		assert_rows(path, "SELECT pid, state FROM processes ORDER BY 1",
			    scan == 0 ? "7|stale\n8|unknown\n" : "8|unknown\n");
	}
	assert_rows(path, "SELECT pid, state FROM processes ORDER BY 1", "8|unknown\n");
}

/* A large server: were each row sought among all, this would take minutes. */
static void many_processes_take_seconds(void **state)
{
	enum { PROCESSES = 20000 };
	const char *path = in(*state, "inventory.db");
	clock_t begin = clock();

	for (int scan = 0; scan < 3; scan++) {
		struct sslinv_facts facts;

		host_facts(&facts, "web1", START_TIME + scan * DAY, "3.0.19-1");
		for (uint64_t pid = 1; pid <= PROCESSES; pid++)
			add_process(&facts, pid, SSLINV_PROCESS_CURRENT);
		facts.processes.items[scan].listening = "tcp 0.0.0.0:443";
		save(path, &facts);
	}
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
	assert_rows(path, "SELECT count(*), (SELECT pid FROM processes WHERE listening > '') FROM processes_history",
		    "20000|3\n");
}

static void the_versions_before_are_loaded(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	struct sslinv_store *store;

	for (int day = 0; day < 3; day++) {
		host_facts(&facts, "web1", START_TIME + day * DAY,
			   day == 0   ? "3.0.18-1"
			   : day == 1 ? "3.0.19-1"
				      : "3.0.20-1");
		add_process(&facts, (uint64_t)(9 - day), SSLINV_PROCESS_CURRENT);
		facts.processes_complete = false;
		save(path, &facts);
	}
	store = open_store(path, SSLINV_SQL_READ);
	memset(&facts, 0, sizeof(facts));
	assert_int_equal(sslinv_store_load(store, "web1", &facts, &error), 0);
	assert_int_equal(facts.formers.count, 2);
	assert_string_equal(facts.formers.items[0].name, "libssl3");
	assert_string_equal(facts.formers.items[0].arch, "amd64");
	assert_string_equal(facts.formers.items[0].version, "3.0.18-1");
	assert_int_equal(facts.formers.items[0].first_seen, START_TIME);
	assert_int_equal(facts.formers.items[0].gone_at, START_TIME + DAY);
	assert_string_equal(facts.formers.items[1].source_version, "3.0.19-1");
	assert_int_equal(facts.processes.count, 3);
	assert_int_equal(facts.processes.items[0].pid, 7);
	assert_int_equal(facts.processes.items[2].pid, 9);
	assert_true(facts.processes_read.is_known);
	assert_false(facts.processes_hidden.is_known);
	sslinv_facts_free(&facts);
	sslinv_store_close(store);
}

/* Also those that are gone: a process may have such a file mapped still. */
static void the_paths_of_libraries_are_loaded(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	struct sslinv_store *store;

	host_facts(&facts, "web1", START_TIME, "3.0.18-1");
	save(path, &facts);
	begin_facts(&facts, "web1", START_TIME + 3 * DAY);
	save(path, &facts);
	store = open_store(path, SSLINV_SQL_READ);
	memset(&facts, 0, sizeof(facts));
	facts.host.host = "web1";
	assert_int_equal(sslinv_store_load_paths(store, &facts, &error), 0);
	assert_int_equal(facts.known_paths.count, 2);
	assert_string_equal(facts.known_paths.items[0], "/opt/app/libssl.so.3");
	sslinv_facts_free(&facts);
	facts.host.host = "other";
	assert_int_equal(sslinv_store_load_paths(store, &facts, &error), 0);
	assert_int_equal(facts.known_paths.count, 0);
	sslinv_store_close(store);
}

/*
 * A file of every version that was ever released, as an SQL dump, opens, is brought to today's schema, and still has its
 * facts. Whoever adds a migration adds the dump of the version before it.
 */
static void old_versions_are_brought_up_to_date(void **state)
{
	int current = sslinv_schema_version(&sslinv_store_schema);
	const char *fresh = in(*state, "fresh.db");
	char *schema;

	sslinv_store_close(open_store(fresh, SSLINV_SQL_WRITE));
	schema = file_rows(fresh, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2");
	for (int version = 1; version < current; version++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *fixture = sslinv_str_format("%s/tests/fixtures/inventory-v%d.sql",
										  source_directory(), version);
		char *name = sslinv_str_format("v%d.db", version), *sql;
		const char *path = in(*state, name);
		struct sslinv_facts facts;
		size_t length;

		sql = read_whole(fixture, &length);
		change_file(path, sql);
		/* Read as it is, and not touched by that. */
		sslinv_store_close(open_store(path, SSLINV_SQL_READ));
		free(sql);
		sql = sslinv_str_format("%d\n", version);
		assert_rows(path, "PRAGMA user_version", sql);
		sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
		assert_rows(path, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2", schema);
		assert_rows(path, "SELECT host, name, version FROM packages ORDER BY name",
			    "web1|curl|7.88.1-10\nweb1|libssl3|3.0.19-1\nweb1|nginx|1.22.1-9\n");
		assert_rows(path, "SELECT version, gone_at FROM packages_history WHERE gone_at IS NOT NULL",
			    "3.0.18-1|2026-11-25T06:55:26Z\n");
		if (version >= 2) {
			assert_rows(path, "SELECT status, count(*) FROM findings GROUP BY 1",
				    "fixed|1\nnot_affected|2\nunknown|3\n");
			assert_rows(path, "SELECT verdict, first_seen FROM verdicts_history ORDER BY 2",
				    "upgrade|2026-11-24T06:55:26Z\nunknown|2026-11-25T06:55:26Z\n");
		}
		if (version >= 3)
			assert_rows(path, "SELECT name, origin, build_of FROM packages WHERE origin IS NOT NULL",
				    "libssl3|Debian|debian:12\n");
		if (version >= 4)
			assert_rows(path,
				    "SELECT name, built, evidence FROM packages, linkages WHERE built AND path = "
				    "'/opt/app/addon.so'",
				    "libssl3|2026-11-20T08:00:00Z|host-process\n");
		if (version >= 4)
			assert_rows(path, "SELECT pid, state, package, gone_at FROM processes_history ORDER BY 1, 2",
				    "812|current|libssl3|2026-11-25T06:55:26Z\n812|stale|libssl3|NULL\n"
				    "4242|unknown|NULL|NULL\n");
		/* The next scan goes on where it stood. */
		host_facts(&facts, "web1", START_TIME + 9 * DAY, "3.0.19-1");
		save(path, &facts);
		assert_rows(path, "SELECT count(*) FROM packages_history", "4\n");
		free(sql);
		free(name);
	}
	free(schema);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(first_scan_fills_the_views),
		TEST(views_have_the_promised_columns),
		TEST(unchanged_scan_writes_one_row),
		TEST(history_tells_what_was_and_is),
		TEST(processes_come_and_go),
		TEST(many_processes_take_seconds),
		TEST(the_versions_before_are_loaded),
		TEST(the_paths_of_libraries_are_loaded),
		TEST(facts_are_told_apart_by_all_values),
		TEST(owned_file_replaces_unowned),
		TEST(unread_packages_leave_the_owner),
		TEST(unread_packages_leave_the_architecture),
		TEST(owners_of_the_past_and_of_others_do_not_count),
		TEST(one_writes_at_a_time),
		TEST(unread_packages_hide_no_change),
		TEST(seen_package_replaces_its_older_version),
		TEST(texts_are_stored_printable),
		TEST(clock_set_back_keeps_order),
		TEST(name_of_another_machine_is_refused),
		TEST(default_place_follows_the_environment),
		TEST(strange_file_names_are_file_names),
		TEST(notes_are_renewed_in_place),
		TEST(migrations_run_in_their_order),
		TEST(old_versions_are_brought_up_to_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
