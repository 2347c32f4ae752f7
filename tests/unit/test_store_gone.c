/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a scan did not see is gone only where it was in a place to see it. */
#include "store_helper.h"

/* What is found of each kind of fact after a second, empty scan: only what was read whole may be gone. */
static void incomplete_scans_make_nothing_disappear(void **state)
{
	static const struct {
		bool packages, files, walk;
		enum sslinv_mode mode;
		const char
			*expected; /* live: packages, owned linkages, unowned ones, declared ones, walk and rpm problems */
	} cases[] = {
		{ true, true, true, SSLINV_MODE_FULL, "0|0|0|0|0|0\n" },
		{ true, true, false, SSLINV_MODE_FULL, "0|0|1|0|0|0\n" },
		{ true, true, false, SSLINV_MODE_PACKAGES_ONLY, "0|0|1|0|1|0\n" },
		{ true, false, true, SSLINV_MODE_FULL, "0|1|1|0|0|0\n" },
		{ false, true, true, SSLINV_MODE_FULL, "1|1|1|1|0|0\n" },
		{ false, false, false, SSLINV_MODE_PACKAGES_ONLY, "1|1|1|1|1|0\n" },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		char name[32];
		const char *path;
		struct sslinv_facts facts;
		uint32_t package;

		snprintf(name, sizeof(name), "case%zu.db", i);
		path = in(*state, name);
		begin_facts(&facts, "web1", START_TIME);
		package = add_package_fact(&facts, "curl", "1", false, true);
		add_linkage(&facts, "/usr/bin/curl", package, NULL, SSLINV_NO_PACKAGE);
		add_linkage(&facts, "/opt/app", SSLINV_NO_PACKAGE, NULL, SSLINV_NO_PACKAGE);
		add_linkage(&facts, NULL, package, NULL, SSLINV_NO_PACKAGE);
		facts.linkages.items[2].evidence = SSLINV_EVIDENCE_DECLARED;
		assert_int_equal(sslinv_facts_add_problem(&facts, "walk", "/opt/x", true, "cannot be read"), 0);
		assert_int_equal(sslinv_facts_add_problem(&facts, "rpm", NULL, true, "cannot be read"), 0);
		save(path, &facts);
		assert_rows(path, "SELECT outcome FROM hosts", "incomplete\n");

		begin_facts(&facts, "web1", START_TIME + DAY);
		facts.packages_complete = cases[i].packages;
		facts.files_complete = cases[i].files;
		facts.walk_complete = cases[i].walk;
		facts.mode = cases[i].mode;
		save(path, &facts);
		assert_rows(path,
			    "SELECT (SELECT count(*) FROM packages),"
			    " (SELECT count(*) FROM linkages WHERE evidence <> 'declared' AND package IS NOT NULL),"
			    " (SELECT count(*) FROM linkages WHERE package IS NULL),"
			    " (SELECT count(*) FROM linkages WHERE evidence = 'declared'),"
			    " (SELECT count(*) FROM scan_errors WHERE source = 'walk'),"
			    " (SELECT count(*) FROM scan_errors WHERE source = 'rpm')",
			    cases[i].expected);
		assert_rows(path, "SELECT outcome FROM hosts", "complete\n");
	}
}

/* What a package manager offers, and what changelogs tell, is gone only where the packages and all of that was read. */
static void unread_offers_and_changelogs_stay(void **state)
{
	static const struct {
		bool packages, details;
		const char *expected;
	} cases[] = {
		{ true, false, "1|1\n" },
		{ false, true, "1|1\n" },
		{ true, true, "0|0\n" },
	};
	const char *path = in(*state, "inventory.db");

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_candidate *candidate;
		struct sslinv_changelog_entry *entry;
		struct sslinv_facts facts;

		unlink(path);
		host_facts(&facts, "web1", START_TIME, "3.0.19-1");
		facts.details_complete = true;
		candidate = sslinv_array_add(&facts.candidates);
		entry = sslinv_array_add(&facts.changelog);
		assert_true(candidate && entry);
		*candidate = (struct sslinv_candidate){ .package = 1, .version = "3.0.20-1", .label = "Debian" };
		*entry = (struct sslinv_changelog_entry){ .package = 1, .cve = "CVE-2026-0001" };
		save(path, &facts);
		host_facts(&facts, "web1", START_TIME + DAY, "3.0.19-1");
		facts.packages_complete = cases[i].packages;
		facts.details_complete = cases[i].details;
		save(path, &facts);
		assert_rows(path,
			    "SELECT (SELECT count(*) FROM candidate WHERE gone_at IS NULL),"
			    " (SELECT count(*) FROM changelog WHERE gone_at IS NULL)",
			    cases[i].expected);
	}
}

/* A file that was read itself shows what it needs now, however much else could not be read; not what may provide it. */
static void a_file_that_was_read_has_no_other_needs(void **state)
{
	static const struct {
		const char *provider, *new_soname, *new_provider;
		bool is_owned_now;
		const char *expected;
	} cases[] = {
		{ NULL, "libssl.so.1.1", NULL, false, "libssl.so.1.1|NULL\n" },
		{ "/opt/a", "libssl.so.3", "/opt/b", false, "libssl.so.3|/opt/b\n" },
		{ "/opt/a", "libssl.so.3", NULL, true, "libssl.so.3|NULL\n" },
		/* What provides it may lie where the scan could not look. */
		{ "/opt/a", "libssl.so.3", NULL, false, "libssl.so.3|NULL\nlibssl.so.3|/opt/a\n" },
	};
	const char *path = in(*state, "inventory.db");

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_facts facts;
		uint32_t package;

		unlink(path);
		begin_facts(&facts, "web1", START_TIME);
		add_linkage(&facts, "/opt/app", SSLINV_NO_PACKAGE, cases[i].provider, SSLINV_NO_PACKAGE);
		save(path, &facts);
		begin_facts(&facts, "web1", START_TIME + DAY);
		facts.walk_complete = false;
		package = cases[i].is_owned_now ? add_package_fact(&facts, "app", "1", false, true) : SSLINV_NO_PACKAGE;
		add_linkage(&facts, "/opt/app", package, cases[i].new_provider, SSLINV_NO_PACKAGE);
		facts.linkages.items[0].soname = cases[i].new_soname;
		save(path, &facts);
		assert_rows(path, "SELECT soname, provider_path FROM linkages ORDER BY 1, 2", cases[i].expected);
	}
}

/* What failed on the walk, or in the mounts, a scan of packages alone does not try again; the rest it does. */
static void problems_stay_where_a_scan_does_not_look(void **state)
{
	static const char *const sources[] = { "walk", "mount", "rpm" };
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	begin_facts(&facts, "web1", START_TIME);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sources); i++)
		assert_int_equal(sslinv_facts_add_problem(&facts, sources[i], "/x", true, "cannot be read"), 0);
	save(path, &facts);
	begin_facts(&facts, "web1", START_TIME + DAY);
	facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	facts.walk_complete = false;
	save(path, &facts);
	assert_rows(path, "SELECT source FROM scan_errors ORDER BY 1", "mount\nwalk\n");
	begin_facts(&facts, "web1", START_TIME + 2 * DAY);
	save(path, &facts);
	assert_rows(path, "SELECT source FROM scan_errors ORDER BY 1", "");
}

/* One package with a copy of OpenSSL in a file of its own of that name, or nobody's file; seen or not seen. */
static void copy_facts(struct sslinv_facts *facts, int day, const char *file, bool is_owned, bool is_seen, bool is_full)
{
	uint32_t tool;

	begin_facts(facts, "web1", START_TIME + day * DAY);
	tool = add_package_fact(facts, "tool", day ? "2" : "1", is_seen && is_owned, false);
	if (is_seen) {
		add_library(facts, file, is_owned ? tool : SSLINV_NO_PACKAGE, "1.0.2k");
		add_linkage(facts, file, is_owned ? tool : SSLINV_NO_PACKAGE, file, is_owned ? tool : SSLINV_NO_PACKAGE);
		facts->linkages.items[0].evidence = SSLINV_EVIDENCE_EMBEDDED;
	}
	facts->mode = is_full ? SSLINV_MODE_FULL : SSLINV_MODE_PACKAGES_ONLY;
	facts->walk_complete = is_full;
}

/*
 * A full scan finds a copy; the next scan does not show it. A scan of packages alone does not open what is named like data
 * or a script: what it did not read is as it was. What it did read, or a full scan, is gone.
 */
static void what_was_passed_over_stays(void **state)
{
	static const struct {
		const char *file;
		bool is_owned, is_full, files_complete, stays;
	} cases[] = {
		{ "/usr/lib/tool/run.py", true, false, true, true },
		{ "/usr/lib/tool/run.py", true, false, false, true },
		{ "/usr/lib/tool/run.py", true, true, true, false },
		{ "/usr/lib/tool/run.py", true, true, false, true },
		{ "/usr/lib/tool/run.sh", true, false, true, true },
		{ "/usr/lib/tool/data.bc", true, false, true, true },
		/* Archives that programs load code from are looked into by every scan. */
		{ "/usr/lib/tool/x.jar", true, false, true, false },
		{ "/usr/lib/tool/x.jar!/lib/x.so", true, false, true, false },
		{ "/usr/lib/tool/\n.py", true, false, true, true },
		{ "/usr/lib/tool/\n.so", true, false, true, false },
		{ "/usr/lib/tool/run", true, false, true, false },
		{ "/usr/lib/tool/run.so", true, false, true, false },
		{ "/usr/lib/tool.py/run", true, false, true, false },
		{ "/usr/lib/tool/run", true, false, false, true },
		{ "/opt/run.py", false, false, true, true },
		{ "/opt/run", false, false, true, true },
		{ "/opt/run.py", false, true, true, false },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("%zu.db", i);
		const char *path = in(*state, name), *live = cases[i].stays ? "1|1\n" : "0|0\n";
		struct sslinv_facts facts;

		copy_facts(&facts, 0, cases[i].file, cases[i].is_owned, true, true);
		facts.libraries.items[0].path = sslinv_facts_text(&facts, cases[i].file);
		facts.linkages.items[0].path = facts.libraries.items[0].path;
		save(path, &facts);
		copy_facts(&facts, 1, cases[i].file, cases[i].is_owned, false, cases[i].is_full);
		facts.files_complete = cases[i].files_complete;
		save(path, &facts);
		print_message("# %s\n", cases[i].file);
		assert_rows(path, "SELECT (SELECT count(*) FROM libraries), (SELECT count(*) FROM linkages)", live);
		/* And the package of it is there in its new version. */
		assert_rows(path, "SELECT name, version, role FROM packages",
			    cases[i].stays && cases[i].is_owned ? "tool|2|provider\n" : "");
	}
}

/* A package that was taken away is not there, whatever it had. */
static void roles_are_of_packages_that_are_there(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	copy_facts(&facts, 0, "/usr/lib/tool/run.py", true, true, true);
	facts.linkages.items[0].evidence = SSLINV_EVIDENCE_NEEDED;
	facts.packages.items[0].is_consumer = true;
	save(path, &facts);
	copy_facts(&facts, 1, "/usr/lib/tool/run.py", true, false, false);
	save(path, &facts);
	assert_rows(path, "SELECT name, version, role FROM packages", "tool|2|both\n");
	copy_facts(&facts, 2, "/usr/lib/tool/run.py", true, false, false);
	facts.packages.items[0].name = "other";
	save(path, &facts);
	assert_rows(path, "SELECT count(*) FROM packages", "0\n");
	assert_rows(path, "SELECT path, package FROM libraries", "/usr/lib/tool/run.py|tool\n");
	copy_facts(&facts, 3, "/usr/lib/tool/run.py", true, false, true);
	save(path, &facts);
	assert_rows(path, "SELECT (SELECT count(*) FROM libraries), (SELECT count(*) FROM linkages)", "0|0\n");
}

/* A role is kept by a file of this host that was there until now, and by nothing else. */
static void roles_are_kept_by_files_that_were_passed_over(void **state)
{
	const char *path = in(*state, "inventory.db"), *file = "/usr/lib/tool/run.py";
	struct sslinv_facts facts;

	/* Another host has such a file. */
	copy_facts(&facts, 0, file, true, true, true);
	facts.host.host = "web2";
	facts.host.machine_id = "ffffffffffffffffffffffffffffffff";
	save(path, &facts);
	/* It is gone from this one. */
	copy_facts(&facts, 0, file, true, true, true);
	save(path, &facts);
	copy_facts(&facts, 1, file, true, false, true);
	save(path, &facts);
	copy_facts(&facts, 2, file, true, false, false);
	save(path, &facts);
	assert_rows(path, "SELECT host, name, role FROM packages", "web2|tool|provider\n");
	/* What a package declares is no file. */
	copy_facts(&facts, 3, file, true, false, false);
	facts.packages.items[0].is_consumer = true;
	add_linkage(&facts, NULL, 0, NULL, SSLINV_NO_PACKAGE);
	facts.linkages.items[0].evidence = SSLINV_EVIDENCE_DECLARED;
	save(path, &facts);
	assert_rows(path, "SELECT role FROM packages WHERE host = 'web1'", "consumer\n");
	copy_facts(&facts, 4, file, true, false, false);
	facts.files_complete = false;
	save(path, &facts);
	assert_rows(path, "SELECT count(*) FROM packages WHERE host = 'web1'", "0\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(incomplete_scans_make_nothing_disappear),
		TEST(unread_offers_and_changelogs_stay),
		TEST(a_file_that_was_read_has_no_other_needs),
		TEST(problems_stay_where_a_scan_does_not_look),
		TEST(what_was_passed_over_stays),
		TEST(roles_are_of_packages_that_are_there),
		TEST(roles_are_kept_by_files_that_were_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
