/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file: made from the bundled files, changed by imports, loaded and exported. */
#include "guidance_helper.h"

#include "catalogue/guidance_news.h"
#include "report/rows.h"

#include <archive.h>
#include <archive_entry.h>

#include "formats/write_native.h"

static void made_at_first_use(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store;

	store = open_guidance(place, SSLINV_SQL_READ);
	sslinv_guidance_store_close(store);
	expect_rows(place, "PRAGMA application_id", "1397967975\n");
	expect_rows(place, "PRAGMA user_version", "5\n");
	expect_rows(place, "SELECT feed, vendor, format, published, length(digest), entries FROM feeds ORDER BY feed",
		    "sslinv/debian|V|native|2026-06-01|64|2\nsslinv/openssl|V|native|2026-06-01|64|3\n");
	expect_rows(place, "SELECT cve, fixed_version, feed FROM advisories ORDER BY cve",
		    "CVE-2023-5678|3.0.13-1~deb12u1|sslinv/debian\nCVE-2024-0727|3.0.13-1~deb12u1|sslinv/debian\n");
	/* The promise. */
	expect_rows(place, "SELECT group_concat(name) FROM pragma_table_info('feeds')",
		    "feed,vendor,format,published,imported,digest,entries,confirmed\n");
	expect_rows(place, "SELECT group_concat(name) FROM pragma_table_info('advisories')",
		    "advisory,distro,release,stream,package,cve,status,fixed_version,severity,issued,url,feed\n");
}

static void digest_is_sha256(void **state)
{
	const struct place *place = *state;

	/* sha256sum of the very file. */
	write_text(in(place, "data/a.xml"), HEAD TAIL);
	import_ok(place, "distro\trelease\tcve\tstatus\tpackage\nrhel\t9\tCVE-2024-0727\taffected\topenssl\n", 1, 0, 0);
	expect_rows(place, "SELECT digest, published FROM feeds",
		    "f1840f7f63e295e192b8fc2db1db223cfa5a05ebea51de497b29f2917a4aed51|NULL\n");
}

static void bundled_again_only_where_it_changed(void **state)
{
	const struct place *place = *state;
	struct stat before;
	struct timespec times[2];
	char *broken = strdup(bundled_text), *text;

	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	import_ok(place,
		  HEAD FEED("x/y", "2026-01-01")
			  PACKAGE("rhel", "9", "openssl", "source", IS("CVE-2024-0727", "affected")) "</feed>" TAIL,
		  1, 0, 0);
	/* Broken, but of the same name, size and time: nobody reads it. */
	assert_non_null(broken);
	memset(broken, 'x', strlen(broken));
	assert_int_equal(stat(in(place, "data/a.xml"), &before), 0);
	write_text(in(place, "data/a.xml"), broken);
	times[0] = before.st_atim;
	times[1] = before.st_mtim;
	assert_int_equal(utimensat(AT_FDCWD, in(place, "data/a.xml"), times, 0), 0);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	expect_rows(place, "SELECT count(*) FROM advisories", "3\n");
	free(broken);
	/* Another edition takes its place; what was imported stays. */
	text = sslinv_str_format("%s%s",
				 HEAD FEED("sslinv/debian", "2026-07-01") PACKAGE(
					 "debian", "12", "openssl", "source", FIXED("CVE-2024-0727", "3.0.14-1")) "</feed>",
				 TAIL);
	write_text(in(place, "data/a.xml"), text);
	free(text);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	expect_rows(place, "SELECT distro, fixed_version FROM advisories ORDER BY 1", "debian|3.0.14-1\nrhel|NULL\n");
	/* With the words that only the edition before had. */
	expect_rows(place, "SELECT text FROM word WHERE text LIKE '3.0.1%'", "3.0.14-1\n");
	/* A file that goes takes its statements along. */
	assert_int_equal(unlink(in(place, "data/a.xml")), 0);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	expect_rows(place, "SELECT feed FROM feeds", "x/y\n");
}

static void broken_bundle_says_where(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *before;

	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	before = file_rows(in(place, "guidance.db"), ALL_STATEMENTS);
	write_text(in(place, "data/b.xml"), HEAD "\n<feed name='x'/>" TAIL);
	assert_int_equal(
		sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, in(place, "data"), &store, &error),
		SSLINV_E_FORMAT);
	assert_null(store);
	assert_non_null(strstr(error.message, "data/b.xml:4: "));
	expect_rows(place, ALL_STATEMENTS, before);
	free(before);
	sslinv_error_clear(&error);
	assert_int_equal(
		sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, in(place, "none"), &store, &error),
		SSLINV_E_SYSTEM);
	assert_non_null(strstr(error.message, "none: the directory of the bundled guidance"));
}

static void editions(void **state)
{
	const struct place *place = *state;
	static const char fixed[] =
		"SELECT fixed_version, published FROM statement JOIN feed USING (feed_id) WHERE distro = 'rhel'";

	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 0, 0, 1);
	import_ok(place, EDITION("2026-03-01T10:00:00+02:00", "1:3.0.7-27"), 0, 1, 0);
	/* An hour later by the clock on the wall, an hour earlier by the sun. */
	import_ok(place, EDITION("2026-03-01T11:00:00+04:00", "1:3.0.7-26"), 0, 0, 1);
	expect_rows(place, fixed, "1:3.0.7-27|2026-03-01T08:00:00Z\n");
	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 0, 0, 1);
	expect_rows(place, fixed, "1:3.0.7-27|2026-03-01T08:00:00Z\n");
	/* A date in the future is not believed: it would keep out all later editions. */
	import_ok(place, EDITION("2999-01-01", "1:3.0.7-28"), 0, 1, 0);
	expect_rows(place, fixed, "1:3.0.7-28|NULL\n");
	import_ok(place, EDITION("2026-04-01", "1:3.0.7-29"), 0, 1, 0);
	expect_rows(place, fixed, "1:3.0.7-29|2026-04-01\n");
	expect_rows(place, "SELECT count(*) FROM feed WHERE NOT bundled", "1\n");
}

static void same_as_bundled(void **state)
{
	const struct place *place = *state;

	import_ok(place, bundled_text, 0, 0, 2);
	expect_rows(place, "SELECT count(*) FROM feed WHERE NOT bundled", "0\n");
	/* Older than the bundled edition. */
	import_ok(place,
		  HEAD FEED("sslinv/debian", "2026-05-01")
			  PACKAGE("debian", "12", "openssl", "source", FIXED("CVE-2024-0727", "1")) "</feed>" TAIL,
		  0, 0, 1);
}

struct warned {
	struct sslinv_str text;
};

static void note_warning(void *context, const char *document, unsigned long line, const char *message)
{
	struct warned *warned = context;
	const char *base = strrchr(document, '/');

	assert_int_equal(sslinv_str_printf(&warned->text, "%s:%lu: %s\n", base ? base + 1 : document, line, message), 0);
}

static void warnings_name_the_document(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct warned warned = { { 0 } };

	write_text(in(place, "feed"), HEAD FEED("a/b", "2026-01-01") "<strange/></feed>" FEED("a/b", "2026-01-01") PACKAGE(
					      "rhel", "9", "openssl", "binary", FIXED("CVE-2024-0727", "?")) "</feed>" TAIL);
	assert_int_equal(sslinv_guidance_store_import(store, in(place, "feed"), note_warning, &warned, &imported, &error),
			 0);
	assert_int_equal(imported.warnings, 3);
	assert_non_null(strstr(warned.text.data, "feed:4: element <strange> is not known here"));
	assert_non_null(strstr(warned.text.data, "CVE-2024-0727 in openssl: the fixed version '?' cannot be compared"));
	/* Two feeds of one document that call themselves the same: not silently. */
	assert_non_null(strstr(warned.text.data, "feed:0: takes the place of a/b, which calls itself a/b too"));
	sslinv_str_free(&warned.text);
	sslinv_guidance_store_close(store);
}

/* The same import with a second document that is cut off. */
static void cut_off_changes_nothing(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store;
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *feeds, *statements, text[2048];
	size_t length;

	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
	feeds = file_rows(in(place, "guidance.db"), ALL_FEEDS);
	statements = file_rows(in(place, "guidance.db"), ALL_STATEMENTS);
	store = open_guidance(place, SSLINV_SQL_WRITE);
	length = strlen(EDITION("2026-03-01", "1:3.0.7-27"));
	for (size_t cut = 1; cut < length - 1; cut += 7) {
		snprintf(text, sizeof(text), "%.*s", (int)(length - 1 - cut), EDITION("2026-03-01", "1:3.0.7-27"));
		assert_true(import_text(place, store, text, &imported, &error) < 0);
		assert_non_null(strstr(error.message, "/feed"));
		assert_int_equal(imported.documents, 0);
		expect_rows(place, ALL_FEEDS, feeds);
		expect_rows(place, ALL_STATEMENTS, statements);
	}
	assert_int_equal(import_text(place, store, EDITION("2026-03-01", "1:3.0.7-27"), &imported, &error), 0);
	assert_int_equal(imported.replaced, 1);
	sslinv_guidance_store_close(store);
	free(feeds);
	free(statements);
}

static void add_member(struct archive *archive, const char *name, const char *text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)strlen(text));
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, text, strlen(text)), (la_ssize_t)strlen(text));
	archive_entry_free(entry);
}

static void write_archive(const char *path, const char *const texts[], size_t count)
{
	struct archive *archive = archive_write_new();

	assert_int_equal(archive_write_set_format_ustar(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_add_filter_gzip(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%zu.xml", i);
		add_member(archive, name, texts[i]);
	}
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
}

static void archives(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	const char *good[] = { EDITION("2026-02-01", "1:3.0.7-25"), HEAD FEED("none/of-it", "2026-01-01") "</feed>" TAIL };
	const char *bad[] = { EDITION("2026-03-01", "1:3.0.7-27"), HEAD FEED("cut", "2026-01-01") };

	write_archive(in(place, "good.tar.gz"), good, 2);
	assert_int_equal(sslinv_guidance_store_import(store, in(place, "good.tar.gz"), NULL, NULL, &imported, &error), 0);
	assert_int_equal(imported.documents, 2);
	assert_int_equal(imported.added, 1);
	/* A member that says nothing of OpenSSL leaves nothing behind. */
	expect_rows(place, "SELECT identity FROM feed WHERE NOT bundled", "oval/rhel-9\n");
	/* The same document, packed or not. */
	assert_int_equal(import_text(place, store, good[0], &imported, &error), 0);
	assert_int_equal(imported.unchanged, 1);
	/* The first member alone would be fine. */
	write_archive(in(place, "bad.tar.gz"), bad, 2);
	assert_int_equal(sslinv_guidance_store_import(store, in(place, "bad.tar.gz"), NULL, NULL, &imported, &error),
			 SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "bad.tar.gz: 1.xml:"));
	expect_rows(place, "SELECT fixed_version FROM advisories WHERE distro = 'rhel'", "1:3.0.7-25\n");
	sslinv_guidance_store_close(store);
}

static void dates_of_undated_tables(void **state)
{
	static const char table[] = "distro\trelease\tpackage\tcve\tfixed_version\tdate\n"
				    "rhel\t9\topenssl\tCVE-2024-0727\t1:3.0.7-27.el9\t2024-04-30\n"
				    "rhel\t9\topenssl\tCVE-2023-5678\t1:3.0.7-27.el9\t2024-04-29\n";
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(import_text(place, store, table, &imported, &error), 0);
	expect_rows(place, "SELECT published, is_dated FROM feed WHERE format = 'tsv'", "2024-04-30|0\n");
	assert_int_equal(sslinv_guidance_store_set_published(store, "tomorrow", &error), SSLINV_E_USAGE);
	assert_int_equal(sslinv_guidance_store_set_published(store, "2999-01-01", &error), SSLINV_E_USAGE);
	assert_int_equal(sslinv_guidance_store_set_published(store, "2025-01-02", &error), 0);
	/* The same bytes, so nothing changes; with a row more it does. */
	assert_int_equal(import_text(place, store, table, &imported, &error), 0);
	assert_int_equal(imported.unchanged, 1);
	{
		SSLINV_CLEANUP(sslinv_free_ptr) char *more = sslinv_str_format(
			"%srhel\t8\topenssl\tCVE-2024-0727\t1:1.1.1k-12.el8_9\t\n", table);

		assert_int_equal(import_text(place, store, more, &imported, &error), 0);
	}
	assert_int_equal(imported.replaced, 1);
	expect_rows(place, "SELECT published, is_dated FROM feed WHERE format = 'tsv'", "2025-01-02|1\n");
	sslinv_guidance_store_close(store);
}

static void imported_before_bundled(void **state)
{
	const struct place *place = *state;

	expect_set(place, "debian",
		   "debian CVE-2023-5678 source 3.0.13-1~deb12u1 sslinv/debian\n"
		   "debian CVE-2024-0727 source 3.0.13-1~deb12u1 sslinv/debian\n");
	/* Older than the bundled one: side by side. */
	import_ok(place,
		  HEAD FEED("old", "2026-05-01")
			  PACKAGE("debian", "12", "openssl", "source", FIXED("CVE-2024-0727", "3.0.13-0")) "</feed>" TAIL,
		  1, 0, 0);
	expect_set(place, "debian",
		   "debian CVE-2023-5678 source 3.0.13-1~deb12u1 sslinv/debian\n"
		   "debian CVE-2024-0727 source 3.0.13-0 old\n"
		   "debian CVE-2024-0727 source 3.0.13-1~deb12u1 sslinv/debian\n");
	/* As new as the bundled one, about the same release: the bundled one gives way; other releases do not count. */
	import_ok(place,
		  HEAD FEED("new", "2026-06-01")
			  PACKAGE("debian", "12", "openssl", "binary", FIXED("CVE-2024-0727", "3.0.13-2")) "</feed>" TAIL,
		  1, 0, 0);
	import_ok(place,
		  HEAD FEED("other", "2026-07-01")
			  PACKAGE("debian", "11", "openssl", "source", IS("CVE-2023-5678", "affected")) "</feed>" TAIL,
		  1, 0, 0);
	expect_set(place, "debian",
		   "debian CVE-2023-5678 source affected other\n"
		   "debian CVE-2023-5678 source 3.0.13-1~deb12u1 sslinv/debian\n"
		   "debian CVE-2024-0727 source 3.0.13-0 old\n"
		   "debian CVE-2024-0727 binary 3.0.13-2 new\n");
	/* A newer edition of the bundled feed itself: all of that is gone, also what it no longer says. */
	import_ok(place,
		  HEAD FEED("sslinv/debian", "2026-06-02")
			  PACKAGE("debian", "12", "openssl", "source", IS("CVE-2024-0727", "affected")) "</feed>" TAIL,
		  0, 1, 0);
	expect_set(place, "debian",
		   "debian CVE-2023-5678 source affected other\n"
		   "debian CVE-2024-0727 source affected sslinv/debian\n"
		   "debian CVE-2024-0727 source 3.0.13-0 old\n"
		   "debian CVE-2024-0727 binary 3.0.13-2 new\n");
}

static void what_a_set_holds(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store;
	struct sslinv_guidance_set set;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
	/* The declared rebuild has its parent's statements beside its own. */
	expect_set(place, "centos", "rhel CVE-2024-0727 binary 1:3.0.7-25 oval/rhel-9\n");
	expect_set(place, "almalinux", "");
	expect_set(place, NULL, "");
	store = open_guidance(place, SSLINV_SQL_READ);
	assert_int_equal(sslinv_guidance_store_load(store, NULL, &set, &error), 0);
	assert_int_equal(set.vulnerabilities.count, 1);
	assert_string_equal(set.vulnerabilities.items[0].severity, "low");
	assert_int_equal(set.ranges.count, 1);
	assert_string_equal(set.ranges.items[0].until, "3.0.13");
	assert_null(set.ranges.items[0].last);
	assert_int_equal(set.lives.count, 1);
	assert_string_equal(set.lives.items[0].end, "2026-09-07");
	assert_int_equal(set.feeds.count, 3);
	sslinv_guidance_set_free(&set);
	sslinv_guidance_store_close(store);
}

static void export_to(const struct place *place, const char *name, const char *product)
{
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_READ);
	struct sslinv_native_writer *writer;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	FILE *file = fopen(in(place, name), "w");

	assert_non_null(file);
	assert_int_equal(sslinv_native_open(file, NULL, &writer, &error), 0);
	if ((product ? sslinv_guidance_store_product(store, product, sslinv_native_sink(writer), &error)
		     : sslinv_guidance_store_each(store, sslinv_native_sink(writer), &error)) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(sslinv_native_close(writer, &error), 0);
	assert_int_equal(fclose(file), 0);
	sslinv_guidance_store_close(store);
}

static void export_and_back(void **state)
{
	const struct place *place = *state;
	char *statements, *first, *second;
	size_t first_length, second_length;

	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
	statements = file_rows(in(place, "guidance.db"),
			       "SELECT distro, release, cve, fixed_version, feed FROM advisories ORDER BY 1, 2, 3");
	export_to(place, "first.xml", NULL);
	export_to(place, "again.xml", NULL);
	first = read_whole(in(place, "first.xml"), &first_length);
	second = read_whole(in(place, "again.xml"), &second_length);
	assert_string_equal(first, second);
	free(second);
	/* A file made from the export alone has the same, and exports the same. */
	assert_int_equal(unlink(in(place, "guidance.db")), 0);
	assert_int_equal(rename(in(place, "first.xml"), in(place, "data/a.xml")), 0);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	expect_rows(place, "SELECT distro, release, cve, fixed_version, feed FROM advisories ORDER BY 1, 2, 3", statements);
	export_to(place, "second.xml", NULL);
	second = read_whole(in(place, "second.xml"), &second_length);
	assert_string_equal(first, second);
	free(first);
	free(second);
	free(statements);
}

static void export_one_product(void **state)
{
	static const char table[] = "distro\trelease\tpackage\tcve\tstatus\tfixed_version\tadvisory\tdate\tdoubt\n"
				    "debian\t12\topenssl\tCVE-2024-0727\tfixed\t3.0.13-1~deb12u1\tDSA-1-1\t2024-02-01\t\n"
				    "debian\t12\topenssl\tCVE-2023-5678\taffected\t\t\t\tas it was read\n"
				    "debian\t11\topenssl\tCVE-2023-5678\taffected\t\t\t\tas it was read\n"
				    "rhel\t9\topenssl\tCVE-2023-5678\taffected\t\t\t\t\n";
	const struct place *place = *state;
	struct sslinv_guidance_store *store;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t length;
	char *text;

	import_ok(place, table, 1, 0, 0);
	export_to(place, "debian.xml", "debian");
	text = read_whole(in(place, "debian.xml"), &length);
	assert_non_null(strstr(text, "name=\"sslinv/debian\" vendor=\"Debian\" format=\"native\" published=\"2026-06-01\""));
	assert_null(strstr(text, "rhel"));
	assert_null(strstr(text, "vulnerability"));
	/* Said once, in the words that say most. */
	assert_non_null(strstr(
		text, "cve=\"CVE-2024-0727\" status=\"fixed\" fixed-version=\"3.0.13-1~deb12u1\" advisory=\"DSA-1-1\""));
	assert_null(strstr(strstr(text, "CVE-2024-0727") + 1, "CVE-2024-0727"));
	/* What is doubtful gives way to a fix of the same release, and stays doubtful where there is none. */
	assert_non_null(strstr(text, "cve=\"CVE-2023-5678\" status=\"affected\" note=\"as it was read\" doubtful=\"true\""));
	assert_non_null(strstr(text, "cve=\"CVE-2023-5678\" status=\"fixed\""));
	assert_null(strstr(strstr(text, "status=\"affected\"") + 1, "status=\"affected\""));
	free(text);
	export_to(place, "openssl.xml", "openssl");
	text = read_whole(in(place, "openssl.xml"), &length);
	assert_non_null(strstr(text, "<range library=\"OpenSSL\" from=\"3.0.0\" until=\"3.0.13\"/>"));
	assert_non_null(strstr(text, "identity=\"sslinv/openssl-life\""));
	assert_null(strstr(text, "distribution"));
	free(text);
	store = open_guidance(place, SSLINV_SQL_READ);
	{
		const struct sslinv_guidance_sink none = { 0 };

		assert_int_equal(sslinv_guidance_store_product(store, "plan9", &none, &error), SSLINV_E_NOT_FOUND);
	}
	sslinv_guidance_store_close(store);
}

static void query(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_rows *rows = NULL;
	const struct sslinv_query_parameter parameter = { "cve", "CVE-2024-0727" };
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_int_equal(sslinv_rows_new("csv", file, &rows, &error), 0);
	assert_int_equal(sslinv_guidance_store_query(store, "SELECT fixed_version FROM advisories WHERE cve = :cve",
						     &parameter, 1, rows, &error),
			 0);
	sslinv_rows_free(rows);
	fclose(file);
	assert_non_null(strstr(text, "3.0.13-1~deb12u1"));
	free(text);
	file = open_memstream(&text, &size);
	assert_int_equal(sslinv_rows_new("csv", file, &rows, &error), 0);
	assert_int_equal(sslinv_guidance_store_query(store, "DELETE FROM feed", NULL, 0, rows, &error), SSLINV_E_USAGE);
	sslinv_rows_free(rows);
	fclose(file);
	free(text);
	sslinv_guidance_store_close(store);
	expect_rows(place, "SELECT count(*) FROM feeds", "2\n");
}

static void paths(void **state)
{
	char *path;

	(void)state;
	unsetenv("SSLINV_GUIDANCE");
	path = sslinv_guidance_store_path("/var/lib/sslinv/inventory.db");
	assert_string_equal(path, "/var/lib/sslinv/guidance.db");
	free(path);
	path = sslinv_guidance_store_path("fleet.db");
	assert_string_equal(path, "guidance.db");
	free(path);
	setenv("SSLINV_GUIDANCE", "/elsewhere/g", 1);
	path = sslinv_guidance_store_path("fleet.db");
	assert_string_equal(path, "/elsewhere/g");
	free(path);
	unsetenv("SSLINV_GUIDANCE");
}

/* Where the second table could not be made, the next source begins again. */
static void what_is_known_is_remembered_again(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	for (int i = 0; i < 2; i++)
		if (sslinv_guidance_news_begin(store, &error) < 0)
			fail_msg("%s", error.message);
	sslinv_guidance_store_close(store);
}

/* Functions that SQLite 3.26 has. */
static int allow_old_functions(void *context, int action, const char *unused, const char *name, const char *database,
			       const char *view)
{
	static const char *const functions[] = { "coalesce", "count",  "glob",       "length", "max",
						 "min",      "nullif", "row_number", "substr", "sum" };

	(void)context, (void)unused, (void)database, (void)view;
	if (action != SQLITE_FUNCTION)
		return SQLITE_OK;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(functions); i++)
		if (strcmp(name, functions[i]) == 0)
			return SQLITE_OK;
	print_error("%s() is not in the list of this test\n", name);
	return SQLITE_DENY;
}

/* On the newest SQLite a function of that one goes unnoticed. */
static void statements_are_for_old_sqlite(void **state)
{
	struct sslinv_guidance_store *store = open_guidance(*state, SSLINV_SQL_WRITE);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(sslinv_guidance_run(store, SSLINV_GUIDANCE_CLAIMED_MAKE, &error), 0);
	sqlite3_set_authorizer(store->base.db, allow_old_functions, NULL);
	for (int which = 0; which < SSLINV_GUIDANCE_STATEMENT_COUNT; which++) {
		sqlite3_stmt *statement;

		if (sqlite3_prepare_v2(store->base.db, sslinv_guidance_statement_sql(which), -1, &statement, NULL) !=
		    SQLITE_OK)
			fail_msg("%s: %s", sslinv_guidance_statement_sql(which), sqlite3_errmsg(store->base.db));
		sqlite3_finalize(statement);
	}
	sslinv_guidance_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(made_at_first_use),
		TEST(digest_is_sha256),
		TEST(bundled_again_only_where_it_changed),
		TEST(broken_bundle_says_where),
		TEST(editions),
		TEST(same_as_bundled),
		TEST(warnings_name_the_document),
		TEST(cut_off_changes_nothing),
		TEST(archives),
		TEST(dates_of_undated_tables),
		TEST(imported_before_bundled),
		TEST(what_a_set_holds),
		TEST(export_and_back),
		TEST(export_one_product),
		TEST(query),
		TEST(paths),
		TEST(what_is_known_is_remembered_again),
		TEST(statements_are_for_old_sqlite),
	};

	return cmocka_run_group_tests_name("guidance store", tests, NULL, NULL);
}
