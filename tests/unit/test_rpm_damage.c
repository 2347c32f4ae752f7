/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rpm databases that are hostile, damaged or cut off: no crash, no hang, no write, and never a result that looks whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <rpm/header.h>
#include <rpm/rpmtag.h>
#include <rpm/rpmtd.h>
#include <sqlite3.h>

#include "../fixtures/rpm_convert.h"
#include "rpm_harness.h"

#ifndef MUTATIONS
#define MUTATIONS 100u
#endif

enum format { SQLITE, NDB, BDB, BTREE, LOG, FORMATS };

static const char *const files[FORMATS] = { "rpmdb.sqlite", "Packages.db", "Packages", "Packages", "rpmdb.sqlite-wal" };

/* A new root with the fixture's database in one format; skips where that cannot be made. */
static const char *format_root(enum format format)
{
	const char *root = rpm_path("%s/damage", rpm_base()), *source, *target;
	int rc = 0;

	if (!rpm_make_fixtures())
		skip();
	source = rpm_path("%s/made/root/var/lib/rpm/rpmdb.sqlite", rpm_base());
	assert_int_equal(rpm_shell("rm -rf '%s' && mkdir -p '%s/var/lib/rpm'", root, root), 0);
	target = rpm_path("%s/var/lib/rpm/%s", root, files[format]);
	if (format == SQLITE || format == LOG)
		rc = rpm_shell("cp '%s' '%s/var/lib/rpm/'", source, root);
	else if (format == NDB)
		rc = rpm_convert_ndb(source, target);
	else if (format == BDB)
		rc = rpm_convert_bdb(source, target, 512, false, 0);
	else
		rc = rpm_convert_btree(source, target);
	if (rc == 77) {
		print_message("skipped: db5.3_load is missing\n");
		skip();
	}
	assert_int_equal(rc, 0);
	/* three transactions, the last of one page */
	if (format == LOG)
		rpm_make_log(root, "DELETE FROM Packages WHERE hnum = 2; DELETE FROM Name WHERE hnum = 2; "
				   "UPDATE sqlite_sequence SET seq = 100");
	return root;
}

/* Runs the backend; it must come to its end or to librpm's exit(1), and leave the root as it was. */
static void run_damaged(const char *root, const char *what, struct rpm_result *result)
{
	char *before = rpm_snapshot(root), *after;

	rpm_run(root, result);
	after = rpm_snapshot(root);
	if (strcmp(before, after) != 0)
		fail_msg("%s: the root changed\n%s\n%s", what, before, after);
	free(before);
	free(after);
	if (!result->is_finished && (!WIFEXITED(result->wait_status) || WEXITSTATUS(result->wait_status) != 1))
		fail_msg("%s: the child ended with status %x", what, (unsigned int)result->wait_status);
}

static void assert_damage_is_told(const char *root, const char *text)
{
	struct rpm_result result;

	run_damaged(root, text, &result);
	assert_true(result.is_finished);
	assert_int_equal(result.probe, 1);
	if (result.problems == 0 || !strstr(result.problems_text, text))
		fail_msg("`%s` is not in: %s", text, result.problems_text);
	rpm_result_free(&result);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/*
 * One damaged file against the whole one. Counts the results that look whole, which is right where nothing that is read was
 * hit, and in *unseen those of them that differ in the lists of a package.
 */
static void check_mutation(const char *root, const struct rpm_result *whole, const char *what, unsigned int *complete,
			   unsigned int *unseen)
{
	struct rpm_result result;

	run_damaged(root, what, &result);
	if (rpm_is_complete(&result)) {
		if (strcmp(result.packages_text, whole->packages_text) != 0)
			fail_msg("%s: a result that looks whole, but with %zu packages:\n%s", what, result.packages,
				 result.packages_text);
		++*complete;
		*unseen += strcmp(result.records_text, whole->records_text) != 0;
	}
	rpm_result_free(&result);
}

static void mutate(enum format format)
{
	const char *root = format_root(format), *target = rpm_path("%s/var/lib/rpm/%s", root, files[format]);
	const unsigned int cases = format == BTREE || format == LOG ? MUTATIONS / 2 : MUTATIONS;
	unsigned int complete = 0, unseen = 0;
	uint32_t random = 20241124u + (uint32_t)format;
	struct rpm_result whole;
	size_t length;
	unsigned char *bytes = rpm_read_file(target, &length);

	run_damaged(root, "whole", &whole);
	assert_true(rpm_is_complete(&whole));
	assert_int_equal(whole.packages, format == LOG ? 27 : 28);

	for (unsigned int i = 0; i < cases; i++) {
		char what[128];

		if (i < cases / 3) {
			/* cut off: early, at page borders, and anywhere */
			size_t cut = i < 8 ? i * 13u : next_random(&random) % length;

			if (i >= 8 && i % 2)
				cut -= cut % 512;
			/* a log of no bytes is a good one */
			if (format == LOG && cut == 0)
				cut = 1;
			snprintf(what, sizeof(what), "%s cut off at %zu", files[format], cut);
			rpm_write_file(target, bytes, cut);
			check_mutation(root, &whole, what, &complete, &unseen);
		} else {
			/* a bit or a byte: in the head, in the head of a page, or anywhere */
			size_t at = i % 3 == 0   ? next_random(&random) % (length < 4096 ? length : 4096)
				    : i % 3 == 1 ? next_random(&random) % (length / 512) * 512 + next_random(&random) % 64
						 : next_random(&random) % length;
			unsigned char kept = bytes[at];

			bytes[at] ^= (unsigned char)(i % 2 ? 1u << next_random(&random) % 8
							   : next_random(&random) % 255 + 1);
			snprintf(what, sizeof(what), "%s with byte %zu changed from %02x to %02x", files[format], at, kept,
				 bytes[at]);
			rpm_write_file(target, bytes, length);
			check_mutation(root, &whole, what, &complete, &unseen);
			bytes[at] = kept;
		}
	}
	print_message("%s: of %u damaged files %u gave a whole result, %u of these with another list of a package\n",
		      files[format], cases, complete, unseen);
	/* the signed part of each header has a digest; only what rpm adds at installation, such as file states, has none */
	assert_true(unseen <= cases / 20);
	free(bytes);
	rpm_result_free(&whole);
}

static void test_mutated_sqlite(void **unused)
{
	(void)unused;
	mutate(SQLITE);
}

static void test_mutated_ndb(void **unused)
{
	(void)unused;
	mutate(NDB);
}

static void test_mutated_bdb(void **unused)
{
	(void)unused;
	mutate(BDB);
}

static void test_mutated_btree(void **unused)
{
	(void)unused;
	mutate(BTREE);
}

static void test_mutated_log(void **unused)
{
	(void)unused;
	mutate(LOG);
}

/* Overwrites bytes of a database file with 32-bit words, little-endian. */
static void put_word(const char *path, size_t offset, uint32_t word)
{
	FILE *file = fopen(path, "r+b");
	const unsigned char bytes[4] = { (unsigned char)word, (unsigned char)(word >> 8), (unsigned char)(word >> 16),
					 (unsigned char)(word >> 24) };

	assert_non_null(file);
	assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, 1, 4, file), 4);
	fclose(file);
}

static uint32_t get_word(const char *path, size_t offset)
{
	size_t length;
	unsigned char *bytes = rpm_read_file(path, &length);
	uint32_t word;

	assert_true(offset + 4 <= length);
	word = bytes[offset] | (uint32_t)bytes[offset + 1] << 8 | (uint32_t)bytes[offset + 2] << 16 |
	       (uint32_t)bytes[offset + 3] << 24;
	free(bytes);
	return word;
}

static void test_ndb_slots(void **unused)
{
	/* the second slot: package, block, blocks */
	const size_t slot = 48;
	const char *root = format_root(NDB), *target = rpm_path("%s/var/lib/rpm/Packages.db", root);
	uint32_t package = get_word(target, slot + 4), block = get_word(target, slot + 8),
		 blocks = get_word(target, slot + 12);
	const struct {
		size_t offset;
		uint32_t word;
		const char *text;
	} damages[] = {
		{ slot + 8, 0xfffffff0u, "outside of the file" },
		{ slot + 8, 1, "outside of the file" },
		{ slot + 12, 0xffffffffu, "outside of the file" },
		{ slot + 12, 0, "outside of the file" },
		{ slot + 8, get_word(target, 32 + 8), "overlaps" },
		{ slot + 12, blocks + 1, "overlaps" },
		{ slot + 12, blocks - 1, "contradict" },
		{ slot + 4, package + 100, "not given out yet" },
		{ slot + 4, 1, "another thing" },
		{ slot + 4, 0, "half empty" },
		{ slot, 0, "slot at offset 48 is damaged" },
		{ 12, 0, "pages of package slots" },
		{ 12, 0xffffffffu, "pages of package slots" },
		{ 4, 1, "not an ndb database of version 0" },
		{ (size_t)block * 16 + 200, 0x5a5a5a5au, "checksum" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		uint32_t kept = get_word(target, damages[i].offset);

		put_word(target, damages[i].offset, damages[i].word);
		assert_damage_is_told(root, damages[i].text);
		put_word(target, damages[i].offset, kept);
	}
	/* a slot that was cleared as if its package were erased, but the package is there */
	put_word(target, slot + 4, 0);
	put_word(target, slot + 8, 0);
	put_word(target, slot + 12, 0);
	assert_damage_is_told(root, "no slot names it");
}

/* The offset of the first page of a type in a Berkeley DB file of 512-byte pages that has, or has not, a next page. */
static size_t find_page(const char *path, unsigned char type, bool has_next)
{
	size_t length, found = 0;
	unsigned char *bytes = rpm_read_file(path, &length);

	for (size_t at = 512; !found && at + 512 <= length; at += 512) {
		if (bytes[at + 25] == type && (bytes[at + 16] || bytes[at + 17]) == has_next)
			found = at;
	}
	free(bytes);
	assert_true(found > 0);
	return found;
}

static void test_bdb_links(void **unused)
{
	const char *root = format_root(BDB), *target = rpm_path("%s/var/lib/rpm/Packages", root);
	const size_t hash = find_page(target, 13, false), overflow = find_page(target, 7, true);
	const struct {
		size_t offset;
		uint32_t word;
		const char *text;
	} damages[] = {
		{ hash + 16, (uint32_t)(hash / 512), "second link leads to page" },
		{ overflow + 16, (uint32_t)(overflow / 512), "second link leads to page" },
		{ overflow + 16, 0, "another length than it claims" },
		{ overflow + 16, 0x7fffffffu, "link leads to page 2147483647" },
		{ overflow + 16, (uint32_t)(hash / 512), "link leads to page" },
		{ overflow + 8, 1000, "says that it is page 1000" },
		{ 72, 0xfffffff0u, "claims to have 4294967280 buckets" },
		{ 72, 0, "packages are lost" },
		{ 20, 513, "pages of 513 bytes" },
		{ 20, 1024, "cut off or damaged" },
		{ 32, 0xffffffffu - 1, "cut off or damaged" },
		{ 24, 0x00000801, "encrypted" },
		{ 12, 0x12345678, "not a Berkeley DB hash or btree" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		uint32_t kept = get_word(target, damages[i].offset);

		put_word(target, damages[i].offset, damages[i].word);
		assert_damage_is_told(root, damages[i].text);
		put_word(target, damages[i].offset, kept);
	}
}

static void test_btree_links(void **unused)
{
	const char *root = format_root(BTREE), *target = rpm_path("%s/var/lib/rpm/Packages", root);
	const size_t leaf = find_page(target, 5, true), next = leaf + 16;
	const uint32_t kept = get_word(target, next);

	(void)unused;
	put_word(target, next, 0);
	assert_damage_is_told(root, "packages are lost");
	put_word(target, next, (uint32_t)(leaf / 512));
	assert_damage_is_told(root, "second link");
	put_word(target, next, kept);
	put_word(target, 88, 0);
	assert_damage_is_told(root, "link leads to page 0");
}

/* A root whose sqlite database is made by these statements. */
static const char *sql_root(const char *sql)
{
	const char *root = rpm_path("%s/sql", rpm_base()), *target = rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root);
	sqlite3 *connection;
	char *message = NULL;

	assert_int_equal(rpm_shell("rm -rf '%s' && mkdir -p '%s/var/lib/rpm'", root, root), 0);
	assert_int_equal(sqlite3_open(target, &connection), SQLITE_OK);
	sqlite3_exec(connection, sql, NULL, NULL, &message);
	if (message)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(connection);
	return root;
}

#define PACKAGES "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB);"
#define ENDLESS                                                                                                             \
	"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS hnum, zeroblob(100) AS blob FROM c"

static void test_hostile_sqlite(void **unused)
{
	static const struct {
		const char *sql;
		const char *text;
	} cases[] = {
		{ "CREATE VIEW Packages AS " ENDLESS, "not an ordinary table" },
		{ "CREATE VIEW packages AS " ENDLESS, "not an ordinary table" },
		{ "CREATE TABLE Other (hnum, blob)", "no table `Packages`" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, NULL)", "package number 1 has no header" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, 'text that is no blob but long enough')",
		  "package number 1 has no header" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, x'')", "empty" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, zeroblob(23))", "no header has 23 bytes" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, zeroblob(100))", "package number 1 cannot be read" },
		{ PACKAGES "INSERT INTO Packages VALUES (1, x'ffffffffffffffffffffffffffffffffffffffffffffffff')",
		  "package number 1" },
		{ PACKAGES "INSERT INTO Packages VALUES (-1, zeroblob(100))", "impossible number" },
		{ PACKAGES "INSERT INTO Packages VALUES (4294967296, zeroblob(100))", "impossible number" },
		{ "CREATE TABLE Packages (hnum)", "no such column" },
		{ "CREATE TABLE Packages (hnum, blob AS (zeroblob(1000000000))); INSERT INTO Packages VALUES (1)",
		  "cannot read the packages" },
		{ PACKAGES "CREATE TABLE Name (key, hnum, idx); INSERT INTO Name VALUES ('lost', 7, 0)",
		  "package number 7 is in the index" },
		{ PACKAGES "CREATE VIEW Name AS " ENDLESS ";INSERT INTO Packages VALUES (1, zeroblob(100))",
		  "package number 1" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_damage_is_told(sql_root(cases[i].sql), cases[i].text);
}

/* A header of which every tag of `tags` is what a test wants it to be. */
struct tag {
	rpmTagVal tag;
	rpmTagType type;
	rpm_count_t count;
	const void *data; /* const char * const [] for a string array, a text for a string */
};

/* A root with one package of these tags. */
static const char *header_root(const struct tag *tags, size_t count)
{
	const char *root = sql_root(PACKAGES);
	Header header = headerNew();
	unsigned int length = 0;
	sqlite3 *connection;
	sqlite3_stmt *statement;
	void *blob;

	for (size_t i = 0; i < count; i++) {
		struct rpmtd_s data;

		rpmtdReset(&data);
		data.tag = tags[i].tag;
		data.type = tags[i].type;
		data.count = tags[i].count;
		data.data = (void *)(uintptr_t)tags[i].data;
		assert_int_equal(headerPut(header, &data, HEADERPUT_DEFAULT), 1);
	}
	blob = headerExport(header, &length);
	assert_non_null(blob);
	assert_int_equal(sqlite3_open(rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root), &connection), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(connection, "INSERT INTO Packages VALUES (1, ?)", -1, &statement, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_bind_blob(statement, 1, blob, (int)length, SQLITE_STATIC), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
	sqlite3_close(connection);
	free(blob);
	headerFree(header);
	return root;
}

#define GOOD_TAGS                                                                                                           \
	{ RPMTAG_NAME, RPM_STRING_TYPE, 1, "made" }, { RPMTAG_VERSION, RPM_STRING_TYPE, 1, "1.0" },                         \
		{ RPMTAG_RELEASE, RPM_STRING_TYPE, 1, "2" },                                                                \
	{                                                                                                                   \
		RPMTAG_ARCH, RPM_STRING_TYPE, 1, "noarch"                                                                   \
	}

static void test_hostile_headers(void **unused)
{
	static const char *const names[] = { "one", "two" };
	static const char *const old[] = { "/usr/bin/old" };
	static const char *const slashed[] = { "one", "../two" };
	static const char *const directories[] = { "/usr/lib/", "usr/" };
	static const uint32_t good[] = { 0, 0 }, beyond[] = { 0, 7 }, relative[] = { 0, 1 };
	static const struct {
		struct tag tags[9];
		size_t packages;
		const char *problem; /* NULL: none */
		const char *record;
	} cases[] = {
		{ { GOOD_TAGS }, 1, NULL, "" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, good } },
		  1,
		  NULL,
		  "made F /usr/lib/one\nmade F /usr/lib/two\n" },
		{ { GOOD_TAGS, { RPMTAG_OLDFILENAMES, RPM_STRING_ARRAY_TYPE, 1, old } }, 1, NULL, "made F /usr/bin/old\n" },
		/* an index beyond the directories, and a directory that is no absolute path: the other file stays */
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, beyond } },
		  1,
		  "not paths",
		  "made F /usr/lib/one\n" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, relative } },
		  1,
		  "not paths",
		  "made F /usr/lib/one\n" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, slashed },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, good } },
		  1,
		  "not paths",
		  "made F /usr/lib/one\n" },
		/* types and counts that do not fit */
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_INT32_TYPE, 2, good },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, good } },
		  1,
		  "another type",
		  "" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_INT32_TYPE, 2, good },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, good } },
		  1,
		  "another type",
		  "" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 1, good } },
		  1,
		  "do not fit together",
		  "" },
		{ { GOOD_TAGS, { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names } }, 1, "do not fit together", "" },
		{ { GOOD_TAGS,
		    { RPMTAG_BASENAMES, RPM_STRING_ARRAY_TYPE, 2, names },
		    { RPMTAG_DIRNAMES, RPM_STRING_ARRAY_TYPE, 2, directories },
		    { RPMTAG_DIRINDEXES, RPM_INT32_TYPE, 2, good },
		    { RPMTAG_FILESTATES, RPM_CHAR_TYPE, 1, "\2" } },
		  1,
		  "states of its files",
		  "made F /usr/lib/one\nmade F /usr/lib/two\n" },
		{ { GOOD_TAGS, { RPMTAG_REQUIRENAME, RPM_INT32_TYPE, 2, good } }, 1, "what it requires", "" },
		{ { GOOD_TAGS, { RPMTAG_PROVIDENAME, RPM_STRING_TYPE, 1, "text" } }, 1, "what it provides", "" },
		{ { GOOD_TAGS, { RPMTAG_CHANGELOGTEXT, RPM_STRING_ARRAY_TYPE, 2, names } }, 1, "changelog", "" },
		{ { GOOD_TAGS, { RPMTAG_EPOCH, RPM_STRING_TYPE, 1, "1" } }, 0, "missing or of a wrong type", "" },
		{ { GOOD_TAGS, { RPMTAG_EPOCH, RPM_INT32_TYPE, 2, good } }, 0, "missing or of a wrong type", "" },
		{ { { RPMTAG_NAME, RPM_STRING_ARRAY_TYPE, 2, names }, { RPMTAG_VERSION, RPM_STRING_TYPE, 1, "1" } },
		  0,
		  "missing or of a wrong type",
		  "" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t count = 0;
		struct rpm_result result;

		while (count < 9 && cases[i].tags[count].tag)
			count++;
		run_damaged(header_root(cases[i].tags, count), "made header", &result);
		assert_true(result.is_finished);
		if (cases[i].problem ? !strstr(result.problems_text, cases[i].problem) : result.problems > 0)
			fail_msg("case %zu: `%s` is not in: %s", i, cases[i].problem ? cases[i].problem : "nothing",
				 result.problems_text);
		assert_int_equal(result.packages, cases[i].packages);
		assert_string_equal(result.records_text, cases[i].record);
		rpm_result_free(&result);
	}
}

/* A changed byte inside the signed part of a header: its digest tells, and the problem names the package. */
static void test_digest(void **unused)
{
	const char *root = format_root(SQLITE), *target = rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root);
	static const char text[] = "Fixture Vendor, Inc.";
	size_t length, changed = 0;
	unsigned char *bytes = rpm_read_file(target, &length), *at = bytes;

	(void)unused;
	while ((at = memmem(at, length - (size_t)(at - bytes), text, sizeof(text) - 1))) {
		*at++ = 'f';
		changed++;
	}
	assert_true(changed > 0);
	rpm_write_file(target, bytes, length);
	free(bytes);
	assert_damage_is_told(root, "digest: BAD");
	assert_damage_is_told(root, "package number ");
}

static int remove_all(void **unused)
{
	(void)unused;
	rpm_remove_base();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mutated_sqlite), cmocka_unit_test(test_mutated_ndb),
		cmocka_unit_test(test_mutated_bdb),    cmocka_unit_test(test_mutated_btree),
		cmocka_unit_test(test_mutated_log),    cmocka_unit_test(test_ndb_slots),
		cmocka_unit_test(test_bdb_links),      cmocka_unit_test(test_btree_links),
		cmocka_unit_test(test_hostile_sqlite), cmocka_unit_test(test_hostile_headers),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, remove_all);
}
