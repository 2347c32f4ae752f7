/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that comes with the program: valid, fresh as far as it says, and right where the answer is known. */
#include "resolve_helper.h"
#include "shared.h"
#include "store_helper.h"

#include <dirent.h>
#include <libxml/relaxng.h>
#include <time.h>

#include "distro/distro.h"
#include "guidance/check.h"
#include "formats/readers.h"
#include "guidance/sink.h"
#include "version/vercmp.h"
#include "catalogue/guidance_store.h"

/* Made once for all tests, as a fresh installation makes it. */
static struct place *place;
static sqlite3 *db;

static int open_bundled(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_store *store;

	make_place(state);
	place = *state;
	if (sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, data_directory(), &store, &error) < 0) {
		print_error("%s\n", error.message);
		return -1;
	}
	sslinv_guidance_store_close(store);
	return sqlite3_open_v2(in(place, "guidance.db"), &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK ? 0 : -1;
}

static int close_bundled(void **state)
{
	sqlite3_close(db);
	return remove_place(state);
}

static void expect(const char *sql, const char *expected)
{
	char *rows = rows_text(db, sql);

	if (strcmp(rows, expected) != 0)
		fail_msg("%s\ngives:\n%sand not:\n%s", sql, rows, expected);
	free(rows);
}

static long number(const char *sql)
{
	char *rows = rows_text(db, sql);
	long value = strtol(rows, NULL, 10);

	free(rows);
	return value;
}

static void count_error(void *context, const char *format, ...)
{
	unsigned *errors = context;

	(void)format;
	++*errors;
}

/* The table of builders has a schema of its own. */
static void origins_are_valid(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *schema_path = sslinv_str_format("%s/origins.rng", data_directory());
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/origins.xml", data_directory());
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(schema_path);
	xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
	xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(schema);
	xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_NONET);
	unsigned errors = 0;

	(void)state;
	assert_non_null(schema);
	assert_non_null(document);
	xmlRelaxNGSetValidErrors(context, count_error, count_error, &errors);
	assert_int_equal(xmlRelaxNGValidateDoc(context, document), 0);
	assert_int_equal(errors, 0);
	xmlRelaxNGFreeValidCtxt(context);
	xmlFreeDoc(document);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
}

static void valid(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *schema_path = sslinv_str_format("%s/guidance.rng", data_directory());
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(schema_path);
	xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
	DIR *directory = opendir(data_directory());
	struct dirent *entry;
	long long total = 0;
	unsigned files = 0;

	(void)state;
	assert_non_null(schema);
	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", data_directory(), entry->d_name);
		xmlRelaxNGValidCtxtPtr context;
		xmlDocPtr document;
		xmlNodePtr root;
		struct stat status;
		unsigned errors = 0;

		if (!sslinv_str_ends(entry->d_name, ".xml"))
			continue;
		document = xmlReadFile(path, NULL, XML_PARSE_NONET);
		assert_non_null(document);
		root = xmlDocGetRootElement(document);
		if (strcmp((const char *)root->name, "guidance") == 0) {
			context = xmlRelaxNGNewValidCtxt(schema);
			xmlRelaxNGSetValidErrors(context, count_error, count_error, &errors);
			if (xmlRelaxNGValidateDoc(context, document) != 0 || errors)
				fail_msg("%s is not valid: xmllint --relaxng says where", path);
			xmlRelaxNGFreeValidCtxt(context);
			assert_int_equal(stat(path, &status), 0);
			total += status.st_size;
			files++;
		}
		xmlFreeDoc(document);
	}
	closedir(directory);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	assert_true(files >= 10);
	assert_in_range(total, 100000, 3000000);
}

/* What the first scan makes of it is small, and nothing is stored twice. */
static void size(void **state)
{
	struct stat status;

	(void)state;
	assert_int_equal(stat(in(place, "guidance.db"), &status), 0);
	print_message("# %lld bytes for %ld statements\n", (long long)status.st_size,
		      number("SELECT count(*) FROM statement"));
	assert_in_range(status.st_size, 100000, 2 * 1024 * 1024 - 1);
	assert_true(number("SELECT count(*) FROM statement") >= 14000);
	expect("SELECT text FROM word GROUP BY text HAVING count(*) > 1", "");
}

static void freshness(void **state)
{
	char today[SSLINV_TIME_SIZE], sql[256];

	(void)state;
	/* What most hosts run says how fresh it is; and nothing comes from the future. */
	expect("SELECT count(*) FROM feed WHERE published IS NOT NULL AND is_dated AND identity IN ('sslinv/openssl', "
	       "'sslinv/rhel',"
	       " 'sslinv/debian', 'sslinv/ubuntu', 'sslinv/almalinux', 'sslinv/ol', 'sslinv/amzn', 'sslinv/sles')",
	       "8\n");
	expect("SELECT identity FROM feed WHERE format <> 'handbook' AND published IS NULL", "");
	expect("SELECT identity FROM feed WHERE feed_id IN (SELECT feed_id FROM statement) AND NOT is_dated", "");
	sslinv_str_time(today, time(NULL));
	snprintf(sql, sizeof(sql), "SELECT identity FROM feed WHERE published > '%s'", today);
	expect(sql, "");
	/* A feed is as new as the newest thing in it. */
	expect("SELECT identity FROM feed JOIN statement USING (feed_id) WHERE substr(feed.published, 1, 10) < issued", "");
}

static void words(void **state)
{
	(void)state;
	expect("SELECT DISTINCT severity FROM statement WHERE severity NOT IN ('critical', 'important', 'high', 'moderate', "
	       "'medium', 'low', 'negligible', 'unimportant')"
	       " UNION SELECT severity FROM vulnerability WHERE severity NOT IN ('critical', 'high', 'moderate', 'low')",
	       "");
	/* No place or file of whoever made it. */
	expect("SELECT name FROM feed WHERE name LIKE '%/%/%' OR name NOT LIKE 'sslinv/%'", "");
	/* The same is said once. */
	expect("SELECT * FROM statement GROUP BY distro, release, stream, package, kind, cve, status, fixed_version, arch "
	       "HAVING count(*) > 1",
	       "");
	expect("SELECT * FROM statement WHERE issued NOT GLOB '[12][09][0-9][0-9]-[01][0-9]-[0-3][0-9]'", "");
}

static void versions(void **state)
{
	sqlite3_stmt *row;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT DISTINCT fixed_version FROM statement WHERE status = 'fixed'", -1,
					    &row, NULL),
			 SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW)
		if (!sslinv_check_version((const char *)sqlite3_column_text(row, 0)))
			fail_msg("%s", sqlite3_column_text(row, 0));
	sqlite3_finalize(row);
	/* A range begins before it ends. */
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT cve, first_version, until_version, last_version FROM affected_range",
					    -1, &row, NULL),
			 SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW) {
		const char *first = (const char *)sqlite3_column_text(row, 1),
			   *until = (const char *)sqlite3_column_text(row, 2);
		const char *last = (const char *)sqlite3_column_text(row, 3);

		/* Two oddities of real records that resolve/upstream.h knows: `0.9.6-cvs`, and the first version for the
		 * last. */
		if (until && (sslinv_str_ends(until, "-cvs") || strcmp(first, until) == 0))
			continue;
		if ((until && sslinv_vercmp_openssl(first, until) >= 0) || (last && sslinv_vercmp_openssl(first, last) > 0))
			fail_msg("%s: from %s until %s, last %s", sqlite3_column_text(row, 0), first, until ? until : "-",
				 last ? last : "-");
	}
	sqlite3_finalize(row);
}

static void openssl(void **state)
{
	(void)state;
	/* A branch has an end of life, or is the newest. */
	expect("SELECT release FROM life WHERE product = 'openssl' AND ended IS NULL"
	       " AND released < (SELECT max(released) FROM life WHERE product = 'openssl')",
	       "");
	expect("SELECT release, ended FROM life WHERE product = 'openssl' AND release IN ('1.0.2', '1.1.1', '3.0', '3.5') "
	       "ORDER BY 1",
	       "1.0.2|2019-12-31\n1.1.1|2023-09-11\n3.0|2026-09-07\n3.5|2030-04-08\n");
	assert_true(number("SELECT count(*) FROM vulnerability") >= 270);
	/* Heartbleed, and one of each scheme of versions. */
	expect("SELECT first_version, until_version FROM affected_range WHERE cve = 'CVE-2014-0160'", "1.0.1|1.0.1g\n");
	expect("SELECT first_version, until_version FROM affected_range WHERE cve = 'CVE-2024-0727' ORDER BY 1",
	       "1.0.2|1.0.2zj\n1.1.1|1.1.1x\n3.0.0|3.0.13\n3.1.0|3.1.5\n3.2.0|3.2.1\n");
	expect("SELECT severity, published FROM vulnerability WHERE cve = 'CVE-2023-0286'", "high|2023-02-07\n");
	/* Whatever was published since severities are given has one. */
	expect("SELECT cve FROM vulnerability WHERE severity IS NULL AND published >= '2016-01-01'", "");
	/* Distributions' statements stand in their own files. */
	expect("SELECT count(*) FROM statement WHERE feed_id IN (SELECT feed_id FROM feed WHERE identity LIKE "
	       "'sslinv/openssl%')",
	       "0\n");
}

static void red_hat(void **state)
{
	(void)state;
	expect("SELECT DISTINCT fixed_version, advisory FROM statement WHERE distro = 'rhel' AND release = '7' AND stream = "
	       "''"
	       " AND package = 'openssl' AND cve = 'CVE-2023-0286' AND status = 'fixed'",
	       "1:1.0.2k-26.el7_9|RHSA-2023:1335\n");
	/* The fix that was shipped, and not what the changelog says. */
	expect("SELECT DISTINCT fixed_version FROM statement WHERE distro = 'rhel' AND release = '6' AND stream = '' AND "
	       "package = 'openssl'"
	       " AND cve = 'CVE-2014-0160' AND status = 'fixed'",
	       "0:1.0.1e-16.el6_5.7\n");
	/* One CVE, many streams. */
	assert_true(number("SELECT count(DISTINCT release || stream) FROM statement WHERE distro = 'rhel' AND cve = "
			   "'CVE-2022-0778'"
			   " AND status = 'fixed'") >= 10);
	/* The build for little-endian POWER binds no other. */
	expect("SELECT DISTINCT arch FROM statement WHERE fixed_version LIKE '%.ael7b%'", "ppc64le\n");
	/* What was open when somebody read it may have been fixed since. */
	expect("SELECT count(*) FROM statement WHERE status IN ('affected', 'under_investigation') AND NOT is_doubtful AND "
	       "url IS NULL",
	       "0\n");
	expect("SELECT count(*) > 0 FROM statement WHERE distro = 'rhel' AND status = 'affected' AND is_doubtful AND note "
	       "LIKE 'as the record%'",
	       "1\n");
	/* A record that was read early must not hide the fix that the vendor's document names. */
	expect("SELECT DISTINCT status, fixed_version FROM statement WHERE distro = 'rhel' AND release = '9' AND stream = ''"
	       " AND package = 'openssl' AND cve = 'CVE-2024-0727'",
	       "fixed|1:3.0.7-27.el9\n");
	/* No row is no statement: nothing was read about this one. */
	expect("SELECT count(*) FROM statement WHERE distro = 'rhel' AND cve = 'CVE-2025-4575'", "0\n");
}

static void debian(void **state)
{
	(void)state;
	/* An advisory's first edition was wrong. */
	expect("SELECT fixed_version FROM statement WHERE distro = 'debian' AND release = '11' AND cve = 'CVE-2023-5678'",
	       "1.1.1w-0+deb11u2\n");
	expect("SELECT * FROM statement WHERE fixed_version = '1.1.1n-0+deb11u6'", "");
	expect("SELECT max(fixed_version) FROM statement WHERE distro = 'debian' AND release = '12' AND cve = "
	       "'CVE-2023-3446'",
	       "3.0.10-1~deb12u1\n");
	expect("SELECT * FROM statement WHERE distro = 'debian' AND release = 'sid' AND package = 'openssl1.0' AND cve = "
	       "'CVE-2019-1559'",
	       "");
	expect("SELECT release, ended FROM life WHERE product = 'debian' AND stream = '' AND name IN ('bookworm', 'trixie') "
	       "ORDER BY 1",
	       "12|2026-07-11\n13|2028-08-09\n");
}

/* A flavour is a line of its own: its versions are no threshold for the plain release. */
static void flavours(void **state)
{
	(void)state;
	expect("SELECT distro, release, fixed_version FROM statement WHERE stream = '' AND (fixed_version LIKE '%ksplice%'"
	       " OR fixed_version LIKE '%\\_fips%' ESCAPE '\\' OR fixed_version LIKE '%.fips.%' OR fixed_version LIKE "
	       "'%+esm%')",
	       "");
	assert_true(number("SELECT count(*) FROM statement WHERE distro = 'ol' AND stream = 'ksplice'") > 0);
	assert_true(number("SELECT count(*) FROM statement WHERE distro = 'ubuntu' AND stream = 'fips-updates'") > 0);
	expect("SELECT DISTINCT is_doubtful FROM statement WHERE distro = 'azurelinux' AND cve = 'CVE-2024-0727'", "1\n");
}

/* Whoever is told that a fix is there is told how to get it, too. */
static void handbook(void **state)
{
	(void)state;
	expect("SELECT DISTINCT distro FROM statement WHERE distro NOT IN (SELECT distro FROM instruction)"
	       " AND distro NOT IN ('alpine', 'wolfi', 'chainguard')",
	       "");
	expect("SELECT format FROM instruction WHERE distro = '' ORDER BY 1", "apk\ndeb\nrpm\n");
	expect("SELECT count(*) FROM instruction WHERE command LIKE '%{advisories}%' AND advisory IS NULL", "0\n");
	expect("SELECT distro, release, format FROM instruction GROUP BY 1, 2, 3 HAVING count(*) > 1", "");
	expect("SELECT product, about FROM page GROUP BY 1, 2 HAVING count(*) > 1", "");
	expect("SELECT version, tls FROM branch WHERE library = 'OpenSSL' ORDER BY tls",
	       "0.9.1|1.0\n1.0.1|1.2\n1.1.1|1.3\n");
}

static bool is_named(const struct sslinv_guidance_set *set, const char *cve)
{
	for (size_t i = 0; i < set->named.count; i++)
		if (strcmp(set->named.items[i], cve) == 0)
			return true;
	return false;
}

/* As the library compares: loading every distribution gives what the file holds. */
static void loads(void **state)
{
	static const char *const distros[] = { "rhel", "debian", "ubuntu",        "almalinux", "ol",
					       "amzn", "sles",   "opensuse-leap", "azurelinux" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_store *store;

	(void)state;
	assert_int_equal(
		sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, data_directory(), &store, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(distros); i++) {
		struct sslinv_guidance_set set;
		char sql[128];

		assert_int_equal(sslinv_guidance_store_load(store, distros[i], &set, &error), 0);
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM statement WHERE distro = '%s'", distros[i]);
		assert_int_equal(set.statements.count, number(sql));
		assert_true(set.statements.count > 0);
		assert_true(set.ranges.count > 600);
		/* A vendor's CVE that OpenSSL's records do not have; one of which a vendor only says `NA` is none. */
		assert_true(is_named(&set, "CVE-2024-41996"));
		assert_false(is_named(&set, "CVE-2025-27587"));
		sslinv_guidance_set_free(&set);
	}
	sslinv_guidance_store_close(store);
}

/* What the sources leave in doubt, or say only for one line, must not become certain. */
static const struct doubt_case {
	const char *distro, *release, *stream, *package, *version, *cve;
	const char *answer; /* the status and the version of the fix */
	const char *note;   /* what is told beside it, NULL: nothing of doubt */
} doubt_cases[] = {
	/* One notice, whose text and data disagree; and one that is silent where 3.5.5 is affected. */
	{ "ubuntu", "14.04", "esm", "openssl", "1.0.1f-1ubuntu2.27+esm17", "CVE-2026-54872", "unknown -", "USN-8847-2" },
	{ "ubuntu", "16.04", "esm", "openssl", "1.0.2g-1ubuntu4.20+esm19", "CVE-2026-77696", "unknown -", "USN-8847-2" },
	{ "ubuntu", "26.04", NULL, "openssl", "3.5.5-1ubuntu3.6", "CVE-2026-42772", "unknown -", NULL },
	{ "ubuntu", "26.04", NULL, "openssl", "3.5.5-1ubuntu3.6", "CVE-2026-54873", "unknown -", NULL },
	/* "Not affected" with a version: inherited with it, and an older one is not clean. */
	{ "ubuntu", "10.04", NULL, "openssl", "0.9.8k-7ubuntu8.3", "CVE-2008-7270", "affected 0.9.8k-7ubuntu8.4", NULL },
	{ "ubuntu", "10.04", NULL, "openssl", "0.9.8k-7ubuntu8.4", "CVE-2008-7270", "fixed 0.9.8k-7ubuntu8.4", NULL },
	{ "ubuntu", "20.04", NULL, "openssl", "1.1.1f-1ubuntu2.11", "CVE-2022-1473", "affected 1.1.1f-1ubuntu2.12", NULL },
	/* A build of 9.8 that the vendor lists for the extended support of 9.10 too. */
	{ "rhel", "9", "9.10-eus", "openssl", "1:3.5.7-1.el9_8", "CVE-2026-18798", "affected -", NULL },
	/* Two copies of one record. */
	{ "rhel", "8", NULL, "openssl", "1:1.1.1k-9.el8_7", "CVE-2023-0465", "will_not_fix -", "copies of this record" },
	/* What older tables call open is fixed. */
	{ "rhel", "8", NULL, "openssl", "1:1.1.1k-9.el8_7", "CVE-2023-3817", "affected 1:1.1.1k-12.el8_9", NULL },
	{ "rhel", "9", NULL, "openssl", "1:3.0.7-27.el9", "CVE-2023-2975", "fixed 1:3.0.7-27.el9", NULL },
	{ "rhel", "9", NULL, "openssl", "1:3.5.5-4.el9_8", "CVE-2026-34180", "fixed 1:3.5.5-4.el9_8", NULL },
	/* The build for little-endian POWER. */
	{ "rhel", "7", NULL, "openssl", "1:1.0.1e-42.el7_1.3", "CVE-2015-0287", "affected 1:1.0.1e-42.el7_1.4", NULL },
	/* Never shipped, and a name that is in a changelog alone. */
	{ "azurelinux", "3.0", NULL, "openssl", "1.1.1k-27.azl3", "CVE-2024-0727", "affected 0:1.1.1k-29.azl3",
	  "always shipped" },
	{ "azurelinux", "3.0", NULL, "openssl", "3.3.0-1.azl3", "CVE-2026-31791", "unknown -", NULL },
	{ "azurelinux", "3.0", NULL, "openssl", "3.3.0-1.azl3", "CVE-2022-3602", "not_affected -", NULL },
	/* `NA`, of which nobody says what it means; and a package that has only changelogs. */
	{ "photon", "5.0", NULL, "openssl", "3.0.13-1.ph5", "CVE-2024-6119", "unknown -", "says NA" },
	{ "photon", "3.0", NULL, "nxtgn-openssl", "1.1.1k-1.ph3", "CVE-2021-3711", "unknown -", NULL },
	/* Silence about some of what was fixed together. */
	{ "alpine", "3.21.3", NULL, "openssl", "3.3.7-r2", "CVE-2026-34180", "unknown -", NULL },
	{ "alpine", "3.21.3", NULL, "openssl", "3.3.7-r2", "CVE-2026-34181", "unknown -", NULL },
	{ "alpine", "3.21.3", NULL, "openssl", "3.3.7-r2", "CVE-2026-42767", "unknown -", NULL },
	{ "alpine", "3.21.3", NULL, "openssl", "3.3.7-r2", "CVE-2026-7383", "unknown -", NULL },
	{ "alpine", "3.21.3", NULL, "libssl3", "3.3.7-r1", "CVE-2026-84782", "affected 3.3.7-r2", NULL },
	/* Fixed inside of one release of OpenSSL. */
	{ "wolfi", "20230201", NULL, "libssl3", "3.6.3-r3", "CVE-2026-54876", "affected 3.6.3-r4", "recipe" },
	{ "wolfi", "20230201", NULL, "libssl3", "3.6.3-r4", "CVE-2026-54876", "fixed 3.6.3-r4", "recipe" },
	{ "wolfi", "20230201", NULL, "libssl3", "3.6.3-r4", "CVE-2026-14456", "affected 3.6.3-r5", "recipe" },
	/* The threshold of another package. */
	{ "chainguard", "", NULL, "openssl", "3.0.8-r0", "CVE-2022-4304", "affected 3.1.0-r0", NULL },
	{ "chainguard", "", NULL, "openssl-provider-fips", "3.0.8-r0", "CVE-2022-4304", "fixed 3.0.8-r0", NULL },
	/* Several versions for one place: the first fix was not the last. */
	{ "sles", "15.1", "sap", "libopenssl1_0_0", "1.0.2p-150000.3.65.1", "CVE-2022-4304", "affected 1.0.2p-150000.3.79.1",
	  "1.0.2p-150000.3.65.1" },
	{ "amzn", "2", NULL, "openssl", "1:1.0.2k-16.amzn2.0.2", "CVE-2018-0734", "affected 1:1.0.2k-19.amzn2.0.1",
	  "1:1.0.2k-16.amzn2.0.2" },
	/* The first edition of DLA-3942 names a version below fixes that were out. */
	{ "debian", "11", NULL, "openssl", "1.1.1v-0~deb11u1", "CVE-2023-5678", "affected 1.1.1w-0+deb11u2", NULL },
	/* An upload to a release is the threshold of its own line, and of no other. */
	{ "debian", "12", NULL, "libssl3", "3.0.22-1~deb12u1", "CVE-2026-84782", "affected 3.0.22-1~deb12u2", NULL },
	{ "debian", "12", NULL, "libssl3", "3.0.22-1~deb12u2", "CVE-2026-84782", "fixed 3.0.22-1~deb12u2", NULL },
	{ "debian", "12", NULL, "openssl", "3.5.1-1", "CVE-2026-84782", "unknown -", NULL },
	{ "debian", "sid", NULL, "openssl", "4.0.0-1", "CVE-2026-84782", "unknown -", NULL },
	{ "debian", "experimental", NULL, "openssl", "4.0.0-1", "CVE-2026-84782", "affected 4.0.3-1", NULL },
	/* Modules for every service pack, and a distribution with an order of its own. */
	{ "sles", "11.4", NULL, "libopenssl1_0_0", "1.0.1g-0.58.39.1", "CVE-2022-0778", "affected 1.0.1g-0.58.42.1", NULL },
	{ "sles", "12.5", NULL, "libopenssl0_9_8", "0.9.8j-106.30.1", "CVE-2022-0778", "affected 0.9.8j-106.33.1", NULL },
	{ "arch", "", NULL, "openssl", "1.0.2.h-1", "CVE-2016-6304", "affected 1.0.2.i-1", NULL },
	/* Of nobody's record. */
	{ "fedora", "44", NULL, "openssl", "1:3.5.4-1.fc44", "CVE-2026-84782", "unknown -", NULL },
	{ "ubuntu", "26.10", NULL, "openssl", "3.5.5-1ubuntu3", "CVE-2026-84782", "unknown -", NULL },
};

static void check_doubt(struct sslinv_guidance_store *store, const struct doubt_case *expected)
{
	const struct sslinv_subject subject = {
		.distro = expected->distro,
		.release = expected->release,
		.stream = expected->stream,
		.format = sslinv_distro_package_format(expected->distro),
		.package = expected->package,
		.version = expected->version,
		.arch = "x86_64",
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_judgement judgement = { 0 };
	struct sslinv_guidance_set set;
	const struct sslinv_finding *finding;
	char answer[256];

	assert_int_equal(sslinv_guidance_store_load(store, expected->distro, &set, &error), 0);
	finding = judge_cve(&subject, &set, expected->cve, &judgement);
	snprintf(answer, sizeof(answer), "%s %s", sslinv_status_name(finding->status),
		 finding->fixed_version ? finding->fixed_version : "-");
	if (strcmp(answer, expected->answer) != 0 ||
	    (expected->note ? !finding->note || !strstr(finding->note, expected->note) : finding->is_doubtful))
		fail_msg("%s %s %s %s %s: %s (%s), not %s (%s)", expected->distro, expected->release, expected->package,
			 expected->version, expected->cve, answer, finding->note ? finding->note : "", expected->answer,
			 expected->note ? expected->note : "");
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

static void doubts(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_store *store;

	(void)state;
	assert_int_equal(
		sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, data_directory(), &store, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(doubt_cases); i++)
		check_doubt(store, &doubt_cases[i]);
	sslinv_guidance_store_close(store);
}

/* The tables that it was made from, row by row, where they are at hand. */
struct comparing {
	sqlite3_stmt *find;
	size_t compared;
};

static int compare_statement(void *context, const struct sslinv_statement *statement)
{
	struct comparing *comparing = context;
	const char *const keys[] = { statement->distro,  statement->release, statement->stream,
				     statement->package, statement->cve,     statement->fixed_version };

	if (statement->status != SSLINV_STATUS_FIXED)
		return 0;
	/* What is known to be doubtful: data/refresh.sh says why. */
	if (strcmp(statement->fixed_version, "1.1.1n-0+deb11u6") == 0 ||
	    (strcmp(statement->distro, "debian") == 0 && strcmp(statement->release, "sid") == 0 &&
	     strcmp(statement->package, "openssl1.0") == 0) ||
	    (strcmp(statement->distro, "rhel") == 0 && strcmp(statement->release, "3") == 0) ||
	    (strcmp(statement->distro, "chainguard") == 0 && strcmp(statement->fixed_version, "3.0.8-r0") == 0))
		return 0;
	sqlite3_reset(comparing->find);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(keys); i++)
		sqlite3_bind_text(comparing->find, (int)i + 1, keys[i], -1, SQLITE_STATIC);
	if (sqlite3_step(comparing->find) != SQLITE_ROW)
		fail_msg("missing: %s %s/%s %s %s %s", keys[0], keys[1], keys[2], keys[3], keys[4], keys[5]);
	comparing->compared++;
	return 0;
}

static int nothing_feed(void *context, const struct sslinv_feed *feed)
{
	(void)context;
	(void)feed;
	return 0;
}

static int nothing_range(void *context, const struct sslinv_range *range)
{
	(void)context;
	(void)range;
	return 0;
}

static int nothing_warning(void *context, unsigned long line, const char *message)
{
	(void)context;
	(void)line;
	(void)message;
	return 0;
}

static int nothing_dropped(void *context)
{
	(void)context;
	return 0;
}

static void facts(void **state)
{
	static const char *const tables[] = { "facts/redhat-a.tsv",         "facts/redhat-b.tsv",
					      "facts/ubuntu.tsv",           "facts/others.tsv",
					      "facts/others_inherited.tsv", "facts/debian-changelog.tsv",
					      "facts/openssl-fixed.tsv" };
	struct comparing comparing = { NULL, 0 };
	const struct sslinv_guidance_sink sink = {
		.context = &comparing,
		.feed = nothing_feed,
		.statement = compare_statement,
		.range = nothing_range,
		.warning = nothing_warning,
		.dropped = nothing_dropped,
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++)
		shared_or_skip(tables[i]);
	assert_int_equal(
		sqlite3_prepare_v2(
			db,
			"SELECT 1 FROM statement WHERE distro = ?1 AND release = ?2 AND stream = ?3 AND package = ?4"
			" AND cve = ?5 AND fixed_version = ?6",
			-1, &comparing.find, NULL),
		SQLITE_OK);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		size_t documents;

		if (sslinv_guidance_read(shared_path(tables[i]), &sink, &documents, &error) < 0)
			fail_msg("%s", error.message);
	}
	sqlite3_finalize(comparing.find);
	print_message("# %zu rows of tables compared\n", comparing.compared);
	assert_true(comparing.compared > 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid),     cmocka_unit_test(origins_are_valid),
		cmocka_unit_test(freshness), cmocka_unit_test(words),
		cmocka_unit_test(versions),  cmocka_unit_test(openssl),
		cmocka_unit_test(red_hat),   cmocka_unit_test(debian),
		cmocka_unit_test(flavours),  cmocka_unit_test(loads),
		cmocka_unit_test(facts),     cmocka_unit_test(handbook),
		cmocka_unit_test(doubts),    cmocka_unit_test(size),
	};

	return cmocka_run_group_tests_name("bundled guidance", tests, open_bundled, close_bundled);
}
