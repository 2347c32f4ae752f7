/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rpm backend reads, compared over the formats and with librpm; and where it looks for a database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../fixtures/rpm_convert.h"
#include "rpm_harness.h"
#include "rpm_signature.h"
#include "shared.h"

/* A new root with an empty var/lib/rpm. */
static const char *new_root(const char *name)
{
	const char *root = rpm_path("%s/%s", rpm_base(), name);

	assert_int_equal(rpm_shell("rm -rf '%s' && mkdir -p '%s/var/lib/rpm' '%s/etc'", root, root, root), 0);
	return root;
}

static const char *fixture_database(void)
{
	if (!rpm_make_fixtures())
		skip();
	return rpm_path("%s/made/root/var/lib/rpm/rpmdb.sqlite", rpm_base());
}

/* A new root with the fixture's database. */
static const char *sqlite_root(const char *name)
{
	const char *database = fixture_database();
	const char *root = new_root(name);

	assert_int_equal(rpm_shell("cp '%s' '%s/var/lib/rpm/'", database, root), 0);
	return root;
}

static void change_database(const char *root, const char *sql)
{
	sqlite3 *connection;
	char *message = NULL;

	assert_int_equal(sqlite3_open(rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root), &connection), SQLITE_OK);
	sqlite3_exec(connection, sql, NULL, NULL, &message);
	if (message)
		fail_msg("%s: %s", sql, message);
	sqlite3_exec(connection, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	sqlite3_close(connection);
}

static void put_file(const char *root, const char *path, const char *text)
{
	rpm_write_file(rpm_path("%s/%s", root, path), text, strlen(text));
}

/* Runs on a root and sees to it that nothing below it changed. */
static void run_unchanged(const char *root, struct rpm_result *result)
{
	char *before = rpm_snapshot(root), *after;

	rpm_run(root, result);
	after = rpm_snapshot(root);
	assert_string_equal(before, after);
	free(before);
	free(after);
	if (!result->is_finished)
		fail_msg("the backend did not come to its end: status %x", (unsigned int)result->wait_status);
}

static void assert_complete(const char *root, size_t packages)
{
	struct rpm_result result;

	run_unchanged(root, &result);
	if (!rpm_is_complete(&result))
		fail_msg("open %d, each %d, problems: %s", result.open, result.each, result.problems_text);
	assert_int_equal(result.probe, 1);
	assert_int_equal(result.packages, packages);
	rpm_result_free(&result);
}

/* The result must be incomplete, with a problem that has this in it. */
static void assert_problem(const char *root, const char *text)
{
	struct rpm_result result;

	run_unchanged(root, &result);
	assert_int_equal(result.probe, 1);
	assert_true(result.problems > 0);
	if (!strstr(result.problems_text, text))
		fail_msg("`%s` is not in: %s", text, result.problems_text);
	rpm_result_free(&result);
}

static void assert_same_result(const struct rpm_result *wanted, const char *root)
{
	struct rpm_result result;

	run_unchanged(root, &result);
	if (!rpm_is_complete(&result))
		fail_msg("open %d, each %d, problems: %s", result.open, result.each, result.problems_text);
	rpm_sort_lines(result.records_text);
	assert_string_equal(result.packages_text, wanted->packages_text);
	assert_string_equal(result.records_text, wanted->records_text);
	rpm_result_free(&result);
}

static void test_formats_agree(void **unused)
{
	static const unsigned int page_sizes[] = { 512, 4096, 65536 };
	const char *database = fixture_database();
	struct rpm_result wanted;
	const char *root = sqlite_root("sqlite");

	(void)unused;
	run_unchanged(root, &wanted);
	assert_true(rpm_is_complete(&wanted));
	assert_int_equal(wanted.packages, 28);
	rpm_sort_lines(wanted.records_text);

	root = new_root("ndb");
	assert_int_equal(rpm_convert_ndb(database, rpm_path("%s/var/lib/rpm/Packages.db", root)), 0);
	assert_same_result(&wanted, root);

	root = new_root("bdb");
	for (size_t i = 0; i < 3; i++) {
		for (int is_big_endian = 0; is_big_endian < 2; is_big_endian++) {
			const char *target = rpm_path("%s/var/lib/rpm/Packages", root);
			int rc;

			unlink(target);
			rc = rpm_convert_bdb(database, target, page_sizes[i], is_big_endian, is_big_endian ? 64 : 0);
			if (rc == 77) {
				print_message("skipped: db5.3_load is missing\n");
				rpm_result_free(&wanted);
				skip();
			}
			assert_int_equal(rc, 0);
			assert_same_result(&wanted, root);
		}
	}
	root = new_root("btree");
	assert_int_equal(rpm_convert_btree(database, rpm_path("%s/var/lib/rpm/Packages", root)), 0);
	assert_same_result(&wanted, root);
	rpm_result_free(&wanted);
}

/* Our lines of one kind against those of `rpm --query`. */
static void assert_like_rpm(const char *root, const char *define, const char *ours, const char *format)
{
	char *theirs = rpm_output(
		"cp -r '%s' '%s/oracle' && rpm --root '%s/oracle' --dbpath /var/lib/rpm %s -qa --qf '%s' 2>/dev/null; "
		"rm -rf '%s/oracle'",
		root, rpm_base(), rpm_base(), define, format, rpm_base());
	char *copy = strdup(ours);

	rpm_sort_lines(theirs);
	rpm_sort_lines(copy);
	assert_true(strlen(theirs) > 0);
	assert_string_equal(copy, theirs);
	free(copy);
	free(theirs);
}

/* The lines of a text with `mark` behind their first word. */
static char *select_lines(const char *text, const char *mark)
{
	char *selected = strdup(text), *copy = strdup(text), *rest = copy, *line, *to = selected;

	while ((line = strsep(&rest, "\n")) && rest) {
		const char *space = strchr(line, ' ');

		if (space && strncmp(space + 1, mark, strlen(mark)) == 0)
			to += sprintf(to, "%s\n", line);
	}
	*to = '\0';
	free(copy);
	return selected;
}

/* Without the last two columns, which rpm cannot print. */
static char *cut_source(const char *text)
{
	char *cut = strdup(text), *to = cut;
	unsigned int columns = 0;

	for (const char *from = text; *from; from++) {
		columns = *from == '\n' ? 0 : columns + (*from == '|');
		if (columns < 5)
			*to++ = *from;
	}
	*to = '\0';
	return cut;
}

static void compare_with_rpm(const char *root, const char *define)
{
	struct rpm_result result;
	char *packages, *requires, *provides, *files;

	run_unchanged(root, &result);
	assert_true(rpm_is_complete(&result));
	packages = cut_source(result.packages_text);
	requires = select_lines(result.records_text, "R ");
	provides = select_lines(result.records_text, "P ");
	files = select_lines(result.records_text, "F ");
	assert_like_rpm(root, define, packages,
			"%{name}|%|epoch?{%{epoch}:}|%{version}-%{release}|%{arch}|%|vendor?{%{vendor}}:{(null)}|"
			"|%{sourcerpm}\\n");
	assert_like_rpm(root, define, requires, "[%{=name} R %{requirename}\\n]");
	assert_like_rpm(root, define, provides, "[%{=name} P %{providename}\\n]");
	assert_true(strlen(files) > 0);
	free(packages);
	free(requires);
	free(provides);
	free(files);
	rpm_result_free(&result);
}

static void test_librpm_agrees(void **unused)
{
	const char *database = fixture_database();
	const char *root = sqlite_root("sqlite");

	(void)unused;
	compare_with_rpm(root, "--define '_db_backend sqlite'");
	root = new_root("bdb");
	if (rpm_convert_bdb(database, rpm_path("%s/var/lib/rpm/Packages", root), 4096, false, 0) == 0)
		compare_with_rpm(root, "--define '_db_backend bdb_ro'");
}

static void test_package_fields(void **unused)
{
	struct rpm_result result;

	(void)unused;
	run_unchanged(sqlite_root("fields"), &result);
	assert_non_null(strstr(result.packages_text, "openssl-libs|1:3.0.7-27.el9_4|x86_64|Fixture Vendor, Inc.|"
						     "openssl-3.0.7-27.el9_4.src.rpm|openssl|3.0.7-27.el9_4\n"));
	/* an epoch of 0 is one, and none is none */
	assert_non_null(strstr(result.packages_text, "fakecurl|0:3.0.7-27.el9_4|"));
	assert_non_null(strstr(result.packages_text, "plain-tool|2.1~rc1-3^git5|"));
	/* an imported key is an entry, as for rpm -qa */
	assert_non_null(strstr(result.packages_text, "gpg-pubkey|"));

	assert_non_null(strstr(result.records_text, "openssl-libs F /usr/lib64/libssl.so.3\n"));
	assert_non_null(strstr(result.records_text, "openssl-libs P libssl.so.3()(64bit)\n"));
	assert_non_null(strstr(result.records_text, "fakecurl R libssl.so.3()(64bit)\n"));
	/* neither what was left out at the installation nor a ghost */
	assert_non_null(strstr(result.records_text, "plain-tool F /usr/bin/plain-tool\n"));
	assert_null(strstr(result.records_text, "README"));
	assert_null(strstr(result.records_text, "/var/cache"));

	assert_non_null(strstr(result.records_text, "openssl-libs C 1711540800|1:3.0.7-27|- Fix CVE-2024-0001\n"));
	assert_non_null(strstr(result.records_text,
			       "openssl-libs C 1707220800|1:3.0.7-26|- Fix CVE-2023-0002/- Fix CVE-2023-0003\n"));
	assert_non_null(strstr(result.records_text, "openssl-libs C 1704715200|(null)|- No version is named here\n"));
	rpm_result_free(&result);
}

static void test_sink_stops(void **unused)
{
	struct rpm_result result;

	(void)unused;
	rpm_run_until(sqlite_root("stopped"), 2, &result);
	assert_true(result.is_finished);
	assert_true(result.each < 0);
	assert_int_equal(result.packages, 2);
	rpm_result_free(&result);
}

#define ERASE_TWO "DELETE FROM Packages WHERE hnum IN (2, 3); DELETE FROM Name WHERE hnum IN (2, 3)"

static void test_write_ahead_log(void **unused)
{
	const char *root = sqlite_root("log"), *log;
	unsigned char *bytes;
	size_t length;

	(void)unused;
	rpm_make_log(root, ERASE_TWO);
	assert_complete(root, 26);

	log = rpm_path("%s/var/lib/rpm/rpmdb.sqlite-wal", root);
	bytes = rpm_read_file(log, &length);
	assert_true(length > 2000);
	rpm_write_file(log, bytes, length - 100);
	assert_problem(root, "within a transaction");
	bytes[1000] ^= 1;
	rpm_write_file(log, bytes, length);
	assert_problem(root, "checksum");
	bytes[1000] ^= 1;
	bytes[2] ^= 1;
	rpm_write_file(log, bytes, length);
	assert_problem(root, "header");
	free(bytes);

	unlink(log);
	assert_int_equal(mkfifo(log, 0600), 0);
	assert_problem(root, "not a regular file");
	unlink(log);
	put_file(root, "var/lib/rpm/rpmdb.sqlite-wal", "");
	assert_complete(root, 28);
	put_file(root, "var/lib/rpm/rpmdb.sqlite-journal", "x");
	assert_problem(root, "cut off");
}

static void test_no_database_file(void **unused)
{
	static const char *const names[] = { "rpmdb.sqlite", "Packages.db", "Packages" };

	(void)unused;
	for (size_t i = 0; i < 3; i++) {
		const char *root = new_root("special");
		const char *path = rpm_path("%s/var/lib/rpm/%s", root, names[i]);

		put_file(root, rpm_path("var/lib/rpm/%s", names[i]), "");
		assert_problem(root, "empty");
		put_file(root, rpm_path("var/lib/rpm/%s", names[i]), "short");
		assert_problem(root, names[i]);
		unlink(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		assert_problem(root, "not a regular file");
		unlink(path);
		assert_int_equal(mkdir(path, 0700), 0);
		assert_problem(root, "not a regular file");
		rmdir(path);
		assert_int_equal(symlink(names[i], path), 0);
		assert_problem(root, "Too many levels");
		unlink(path);
		/* a link to a device of this machine stays inside of the root */
		assert_int_equal(symlink("/dev/zero", path), 0);
		assert_problem(root, "leads nowhere");
	}
}

static void test_links_stay_inside(void **unused)
{
	const char *outside = sqlite_root("outside"), *root = new_root("inside");
	const char *database = rpm_path("%s/var/lib/rpm", outside);

	(void)unused;
	/* out of the root, by an absolute link and by dots */
	assert_int_equal(symlink(rpm_path("%s/rpmdb.sqlite", database), rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root)), 0);
	assert_problem(root, "leads nowhere");
	assert_int_equal(
		rpm_shell("rm -r '%s/var/lib/rpm' && ln -s ../../../outside/var/lib/rpm '%s/var/lib/rpm'", root, root), 0);
	assert_problem(root, "inside of the root");

	/* the two known directories, one a link to the other, either way: read once */
	assert_int_equal(
		rpm_shell("rm '%s/var/lib/rpm' && mkdir -p '%s/usr/lib/sysimage' && cp -r '%s' '%s/usr/lib/sysimage/rpm' && "
			  "ln -s ../../usr/lib/sysimage/rpm '%s/var/lib/rpm'",
			  root, root, database, root, root),
		0);
	assert_complete(root, 28);
	assert_int_equal(rpm_shell("rm '%s/var/lib/rpm' && ln -s /usr/lib/sysimage/rpm '%s/var/lib/rpm'", root, root), 0);
	assert_complete(root, 28);
	assert_int_equal(rpm_shell("cd '%s' && rm var/lib/rpm && mv usr/lib/sysimage/rpm var/lib/ && ln -s /var/lib/rpm "
				   "usr/lib/sysimage/rpm",
				   root),
			 0);
	assert_complete(root, 28);
	assert_int_equal(
		rpm_shell("cd '%s' && rm usr/lib/sysimage/rpm && mkdir usr/lib/sysimage/rpm && ln var/lib/rpm/rpmdb.sqlite "
			  "usr/lib/sysimage/rpm/",
			  root),
		0);
	assert_complete(root, 28);
}

static void assert_absent(const char *root)
{
	struct rpm_result result;

	run_unchanged(root, &result);
	assert_int_equal(result.probe, 0);
	rpm_result_free(&result);
}

static void test_signs(void **unused)
{
	static const char *const signs[] = { "rpmdb.sqlite-wal", "__db.001", "Name", "Basenames", "Index.db" };
	const char *root = new_root("signs");

	(void)unused;
	assert_absent(root);
	put_file(root, "etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\n");
	assert_absent(root);
	/* what a query leaves on a machine without a database */
	put_file(root, "var/lib/rpm/.rpm.lock", "");
	assert_absent(root);
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		put_file(root, rpm_path("var/lib/rpm/%s", signs[i]), "x");
		assert_problem(root, signs[i]);
		unlink(rpm_path("%s/var/lib/rpm/%s", root, signs[i]));
	}
	put_file(root, "etc/os-release", "NAME=Fedora\nID=fedora\n");
	assert_problem(root, "fedora");
	put_file(root, "etc/os-release", "ID=\"other\"\nID_LIKE=\"rhel centos\"\n");
	assert_problem(root, "rhel");
	assert_int_equal(rpm_shell("rm -rf '%s/var' '%s/etc/os-release'", root, root), 0);
	assert_absent(root);
	put_file(root, "var", "no directory");
	assert_problem(root, "directory");
}

/* put_file() with the directories on the way. */
static void put_deep(const char *root, const char *path, const char *text)
{
	assert_int_equal(rpm_shell("mkdir -p \"$(dirname '%s/%s')\"", root, path), 0);
	put_file(root, path, text);
}

static void test_empty_database(void **unused)
{
	const char *root = sqlite_root("empty");

	(void)unused;
	change_database(root, "DELETE FROM Packages; DELETE FROM Name");
	/* made by a query, beside the packages of another format; alone it says that there are no packages, which no root
	 * has */
	assert_problem(root, "no other package database");
	put_deep(root, "var/lib/dpkg/status", "");
	assert_complete(root, 0);
	put_deep(root, "etc/os-release", "ID=debian\n");
	assert_complete(root, 0);
	/* with an os-release, an older file counts no more */
	put_deep(root, "etc/redhat-release", "x\n");
	assert_complete(root, 0);
	put_deep(root, "etc/os-release", "ID=fedora\n");
	assert_problem(root, "rpm packages (fedora)");
	assert_int_equal(rpm_shell("rm '%s/etc/os-release'", root), 0);
	assert_problem(root, "rpm packages (etc/redhat-release)");
}

/* Macro files as rpm reads them, each with what is told then; the database of 28 packages lies in opt/rpmdb. */
static void test_configured_directory(void **unused)
{
	static const struct {
		const char *file, *text;
		size_t packages;
		const char *problem; /* NULL: none */
	} cases[] = {
		{ "etc/rpm/macros.dbpath", "%_dbpath /opt/rpmdb\n", 28, NULL },
		{ "etc/rpm/macros.dbpath", "# x\n  %_dbpath\t\t/opt/rpmdb/  \r\n%_dbpath_rebuild %{_dbpath}\n", 28, NULL },
		{ "etc/rpm/macros", "%_dbpath /opt/rpmdb", 28, NULL },
		{ "usr/lib/rpm/macros", "%_dbpath /opt/rpmdb\n", 28, NULL },
		{ "usr/lib/rpm/macros.d/macros.x", "%_dbpath /opt/rpmdb\n", 28, NULL },
		{ "root/.rpmmacros", "%_dbpath /opt/rpmdb\n", 28, NULL },
		{ "etc/rpm/macros.x", "%_dbpath %{_prefix}/../opt/rpmdb\n", 28, NULL },
		{ "etc/rpm/macros.x", "%_dbpath %{my_place}/rpmdb\n", 0, "cannot evaluate" },
		{ "etc/rpm/macros.x", "%_dbpath opt/rpmdb\n", 0, "cannot evaluate" },
		{ "etc/rpm/macros.x", "%_dbpath\n", 0, "missing" },
		{ "etc/rpm/macros.x.rpmsave", "%_dbpath /opt/rpmdb\n", 0, "missing" },
		{ "etc/rpm/macros.x~", "%_dbpath /opt/rpmdb\n", 0, "missing" },
		{ "etc/rpm/other", "%_dbpath /opt/rpmdb\n", 0, "missing" },
	};
	const char *root = sqlite_root("configured");

	(void)unused;
	put_deep(root, "etc/os-release", "ID=fedora\n");
	put_deep(root, "opt/x", "");
	assert_int_equal(rpm_shell("mv '%s/var/lib/rpm' '%s/opt/rpmdb'", root, root), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rpm_result result;

		put_deep(root, cases[i].file, cases[i].text);
		run_unchanged(root, &result);
		if (result.packages != cases[i].packages ||
		    (cases[i].problem ? !strstr(result.problems_text, cases[i].problem) : result.problems > 0))
			fail_msg("case %zu: %zu packages, %s", i, result.packages, result.problems_text);
		rpm_result_free(&result);
		assert_int_equal(rpm_shell("rm '%s/%s'", root, cases[i].file), 0);
	}
	/* a distribution of other packages has one, perhaps, and that is not known either */
	put_deep(root, "etc/os-release", "ID=debian\n");
	put_deep(root, "etc/rpm/macros", "%_dbpath %{my_place}/rpmdb\n");
	assert_problem(root, "cannot evaluate");
	assert_int_equal(rpm_shell("rm '%s/etc/rpm/macros'", root), 0);
	put_deep(root, "etc/os-release", "ID=fedora\n");
	/* the last definition holds */
	put_deep(root, "usr/lib/rpm/macros", "%_dbpath %{_var}/lib/rpm\n");
	put_deep(root, "etc/rpm/macros.a", "%_dbpath /opt/other\n");
	put_deep(root, "etc/rpm/macros.b", "%_dbpath /opt/rpmdb\n");
	assert_complete(root, 28);
	/* the configured one is read, though another one is newer; and where it is not there, that is told */
	assert_int_equal(rpm_shell("mkdir -p '%s/var/lib' && cp -r '%s/opt/rpmdb' '%s/var/lib/rpm' && "
				   "touch -d '2024-01-01' '%s/opt/rpmdb/rpmdb.sqlite'",
				   root, root, root, root),
			 0);
	assert_problem(root, "/opt/rpmdb/rpmdb.sqlite, which %_dbpath names");
	assert_int_equal(rpm_shell("rm -r '%s/opt/rpmdb'", root), 0);
	assert_problem(root, "sets %_dbpath to this directory");
	/* that of Debian names one for each user, which is read where root's is there */
	put_deep(root, "etc/rpm/macros.b", "%_dbpath\t\t%(bash -c 'echo ~/.rpmdb')\n");
	assert_complete(root, 28);
	assert_int_equal(rpm_shell("mkdir '%s/root/x' && mv '%s/var/lib/rpm' '%s/root/.rpmdb'", root, root, root), 0);
	assert_complete(root, 28);
	/* what is not read may name another one, unless a later file has the last word */
	assert_int_equal(rpm_shell("truncate -s 1048577 '%s/etc/rpm/macros.b'", root), 0);
	assert_problem(root, "etc/rpm/macros.b: cannot be read, or is larger than 1 MiB");
	put_deep(root, "etc/rpm/macros.c", "%_dbpath /root/.rpmdb\n");
	assert_complete(root, 28);
}

static void test_two_databases(void **unused)
{
	const char *root = sqlite_root("two"), *database = rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root);
	const char *other = rpm_path("%s/var/lib/rpm/Packages.db", root);
	struct rpm_result result;

	(void)unused;
	assert_int_equal(rpm_convert_ndb(database, other), 0);
	change_database(root, ERASE_TWO);
	assert_int_equal(rpm_shell("touch -d '2024-01-01' '%s' && touch -d '2024-01-02' '%s'", database, other), 0);
	run_unchanged(root, &result);
	assert_int_equal(result.packages, 28);
	assert_int_equal(result.problems, 1);
	assert_non_null(strstr(result.problems_text, "rpmdb.sqlite: this root has a second"));
	rpm_result_free(&result);

	assert_int_equal(rpm_shell("touch -d '2024-01-03' '%s'", database), 0);
	run_unchanged(root, &result);
	assert_int_equal(result.packages, 26);
	assert_int_equal(result.problems, 1);
	rpm_result_free(&result);

	/* one without packages, as librpm makes it where it finds none, does not count, though it is newer */
	change_database(root, "DELETE FROM Packages; DELETE FROM Name");
	assert_complete(root, 28);
	/* a damaged one may have had some */
	put_file(root, "var/lib/rpm/Packages", "garbage");
	assert_problem(root, "second");
}

#define KEY 0x19, 0x9e, 0x2f, 0x91, 0xfd, 0x43, 0x1d, 0x51
#define KEY_ID "199e2f91fd431d51"
#define HASHED 0x00, 0x06, 0x05, 0x02, 0x01, 0x02, 0x03, 0x04 /* only the time */

/* Packets by hand: old and new form, versions 3, 4 and 6, the id itself or the fingerprint, signed or not. */
static void test_signature_packets(void **unused)
{
	static const struct {
		size_t length;
		uint8_t bytes[64];
		bool has_key;
	} packets[] = {
		{ 17, { 0x88, 15, 3, 5, 0, 1, 2, 3, 4, KEY }, true },
		{ 26, { 0x88, 24, 4, 0, 1, 8, HASHED, 0x00, 0x0a, 9, 16, KEY }, true },
		{ 26, { 0xc2, 24, 4, 0, 1, 8, HASHED, 0x00, 0x0a, 9, 16, KEY }, true },
		{ 27, { 0x89, 0, 24, 4, 0, 1, 8, HASHED, 0x00, 0x0a, 9, 16, KEY }, true },
		{ 29, { 0x8a, 0, 0, 0, 24, 4, 0, 1, 8, HASHED, 0x00, 0x0a, 9, 16, KEY }, true },
		{ 31, { 0x88, 29, 4, 0, 1, 8, 0x00, 0x17, 22, 33, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, KEY }, true },
		{ 45,
		  { 0x88, 43, 6, 0, 1, 8, 0, 0, 0, 0x23, 34, 33, 6, KEY, 1, 1, 1, 1, 1,
		    1,    1,  1, 1, 1, 1, 1, 1, 1, 1,    1,  1,  1, 1,   1, 1, 1, 1 },
		  true },
		{ 14, { 0x88, 12, 4, 0, 1, 8, HASHED }, false },
		{ 17, { 0x98, 15, 3, 5, 0, 1, 2, 3, 4, KEY }, false },                    /* a key, no signature */
		{ 17, { 0x88, 15, 3, 6, 0, 1, 2, 3, 4, KEY }, false },                    /* hashes another length */
		{ 17, { 0x88, 15, 9, 5, 0, 1, 2, 3, 4, KEY }, false },                    /* another version */
		{ 26, { 0x88, 24, 4, 0, 1, 8, HASHED, 0x00, 0x0a, 99, 16, KEY }, false }, /* beyond its area */
		{ 26, { 0x88, 24, 4, 0, 1, 8, HASHED, 0xff, 0xff, 9, 16, KEY }, false },  /* beyond the packet */
		{ 17, { 0x8b, 15, 3, 5, 0, 1, 2, 3, 4, KEY }, false },                    /* of no length */
		{ 4, { 0xff, 0xff, 0xff, 0xff }, false },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
		char id[SSLINV_RPM_KEY_ID_SIZE];

		if (sslinv_rpm_signature_key(packets[i].bytes, packets[i].length, id) != packets[i].has_key)
			fail_msg("packet %zu", i);
		assert_string_equal(id, packets[i].has_key ? KEY_ID : "");
		/* Cut off anywhere, in memory that ends there. */
		for (size_t length = 0; length < packets[i].length; length++) {
			uint8_t *cut = malloc(length ? length : 1);

			assert_non_null(cut);
			memcpy(cut, packets[i].bytes, length);
			assert_false(sslinv_rpm_signature_key(cut, length, id));
			free(cut);
		}
	}
	assert_false(sslinv_rpm_signature_key(NULL, 0, (char[SSLINV_RPM_KEY_ID_SIZE]){ "" }));
}

/* What rpm itself says of the keys, as lines `NAME O KEY|` of ours; the caller frees. */
static char *keys_by_rpm(const char *root, const char *backend)
{
	return rpm_output("rm -rf '%s/keys' && cp -r '%s/var/lib/rpm' '%s/keys' && chmod -R u+w '%s/keys' && "
			  "rpm --define '_db_backend %s' --dbpath '%s/keys' -qa --qf '%%{NAME} O %%{RSAHEADER:pgpsig}|\\n' "
			  "2>/dev/null | sed -n 's/ O .*Key ID / O /p' | LC_ALL=C sort -u",
			  rpm_base(), root, rpm_base(), rpm_base(), backend, rpm_base());
}

/* The key ids are those that rpm reads out of the same signatures. */
static void test_signing_keys(void **unused)
{
	static const struct {
		const char *root, *backend;
	} roots[] = { { "roots/amzn2", "bdb_ro" }, { "roots/mariner2", "sqlite" } };

	(void)unused;
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		const char *root = shared_or_skip(roots[i].root);
		char *expected = keys_by_rpm(root, roots[i].backend);
		size_t lines = 0;
		struct rpm_result result;

		rpm_run(root, &result);
		for (char *line = expected, *end; (end = strchr(line, '\n')); line = end + 1, lines++) {
			*end = '\0';
			if (!strstr(result.records_text, line))
				fail_msg("`%s` is not among the records of %s", line, roots[i].root);
		}
		if (lines <= 50)
			fail_msg("rpm names the keys of %zu packages of %s", lines, roots[i].root);
		rpm_result_free(&result);
		free(expected);
	}
}

static void check_real_root(const char *name, size_t packages, const char *line)
{
	const char *root = shared_or_skip(name);
	struct rpm_result result;

	run_unchanged(root, &result);
	assert_true(rpm_is_complete(&result));
	assert_int_equal(result.packages, packages);
	if (!strstr(result.packages_text, line))
		fail_msg("`%s` is not in: %s", line, result.packages_text);
	rpm_result_free(&result);
}

/* 104 entries, of which one is an imported key; rpm -qa counts it, too. */
static void test_real_amzn2(void **unused)
{
	(void)unused;
	check_real_root("roots/amzn2", 104,
			"openssl-libs|1:1.0.2k-16.amzn2.1.1|x86_64|Amazon Linux|openssl-1.0.2k-16.amzn2.1.1.src.rpm|");
}

static void test_real_mariner2(void **unused)
{
	(void)unused;
	check_real_root("roots/mariner2", 129, "openssl-libs|1.1.1k-7.cm2|x86_64|Microsoft Corporation|");
}

static void test_real_sle15(void **unused)
{
	(void)unused;
	check_real_root("roots/sle15", 35, "glibc|2.31-9.3.2|x86_64|SUSE LLC <https://www.suse.com/>|");
}

static void test_real_epoch(void **unused)
{
	(void)unused;
	check_real_root("roots/scalibr-epoch", 1, "hello|1:0.0.1-rls|x86_64|");
}

static void test_real_imx6(void **unused)
{
	const char *root = shared_or_skip("roots/imx6");
	struct rpm_result result;

	(void)unused;
	run_unchanged(root, &result);
	assert_int_equal(result.open, 0);
	assert_int_equal(result.packages, 19);
	assert_true(result.problems > 0);
	rpm_result_free(&result);
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
		cmocka_unit_test(test_formats_agree),     cmocka_unit_test(test_librpm_agrees),
		cmocka_unit_test(test_package_fields),    cmocka_unit_test(test_sink_stops),
		cmocka_unit_test(test_write_ahead_log),   cmocka_unit_test(test_no_database_file),
		cmocka_unit_test(test_links_stay_inside), cmocka_unit_test(test_signs),
		cmocka_unit_test(test_empty_database),    cmocka_unit_test(test_configured_directory),
		cmocka_unit_test(test_two_databases),     cmocka_unit_test(test_signature_packets),
		cmocka_unit_test(test_signing_keys),      cmocka_unit_test(test_real_amzn2),
		cmocka_unit_test(test_real_mariner2),     cmocka_unit_test(test_real_sle15),
		cmocka_unit_test(test_real_epoch),        cmocka_unit_test(test_real_imx6),
	};

	return cmocka_run_group_tests(tests, NULL, remove_all);
}
