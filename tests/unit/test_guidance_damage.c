/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file where things go wrong: foreign and damaged files, locks, no rights, a kill, a full disk. */
#include "guidance_helper.h"

#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static void foreign_files_stay(void **state)
{
	const struct place *place = *state;
	static const enum sslinv_sql_access accesses[] = { SSLINV_SQL_READ, SSLINV_SQL_WRITE };
	struct sslinv_guidance_store *store;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(in(place, "foreign.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE theirs (a); PRAGMA application_id = 7", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	write_text(
		in(place, "text.db"),
		"no database at all, and longer than a header of SQLite has to be, which is 100 bytes: see there\n......");
	assert_int_equal(sqlite3_open(in(place, "newer.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "CREATE TABLE feed (a); PRAGMA application_id = 1397967975; PRAGMA user_version = 99",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	sslinv_store_close(open_store(in(place, "inventory.db"), SSLINV_SQL_WRITE));
	assert_int_equal(mkfifo(in(place, "fifo.db"), 0600), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(accesses); i++) {
		static const struct {
			const char *name;
			int code;
			const char *says;
		} cases[] = {
			{ "foreign.db", SSLINV_E_FORMAT, "another program's database, and no guidance file" },
			{ "text.db", SSLINV_E_FORMAT, "not an sslinv guidance file; not changed" },
			{ "newer.db", SSLINV_E_UNSUPPORTED, "newer sslinv" },
			{ "inventory.db", SSLINV_E_FORMAT, "no guidance file" },
			{ "data", SSLINV_E_FORMAT, "not an sslinv guidance file" },
			{ "fifo.db", SSLINV_E_FORMAT, "not an sslinv guidance file" },
		};

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(cases); k++) {
			struct sslinv_error error = SSLINV_ERROR_INIT;
			bool is_file = k < 4;
			size_t before_length = 0, after_length = 0;
			char *before = is_file ? read_whole(in(place, cases[k].name), &before_length) : NULL, *after;

			assert_int_equal(sslinv_guidance_store_open(in(place, cases[k].name), accesses[i], in(place, "data"),
								    &store, &error),
					 cases[k].code);
			assert_null(store);
			if (!strstr(error.message, cases[k].says))
				fail_msg("%s: %s", cases[k].name, error.message);
			if (!is_file)
				continue;
			after = read_whole(in(place, cases[k].name), &after_length);
			assert_int_equal(after_length, before_length);
			assert_memory_equal(after, before, before_length);
			free(before);
			free(after);
		}
	}
}

static void damaged_file(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store;
	struct sslinv_guidance_set set;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t length;
	char *bytes;
	int rc;

	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	bytes = read_whole(in(place, "guidance.db"), &length);
	for (size_t i = 4096; i < length; i++)
		bytes[i] = (char)0xa5;
	write_file(in(place, "guidance.db"), bytes, length);
	free(bytes);
	rc = sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, in(place, "data"), &store, &error);
	if (rc == 0) {
		rc = sslinv_guidance_store_load(store, "debian", &set, &error);
		sslinv_guidance_store_close(store);
	}
	assert_int_equal(rc, SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "the guidance file is damaged; move it away"));
}

/* A statement without one of its words is no statement, and none that is left out. */
static void damaged_words(void **state)
{
	static const char *const damages[] = {
		"DELETE FROM word WHERE text = '3.0.13-1~deb12u1'",
		"UPDATE word SET text = 'fixt' WHERE text = 'fixed'",
		"UPDATE stated SET fixed_version = NULL",
		"UPDATE stated SET cve = -1",
		"UPDATE stated SET release = 0",
	};
	const struct place *place = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(damages); i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_guidance_store *store;
		struct sslinv_guidance_set set;
		sqlite3 *db;

		unlink(in(place, "guidance.db"));
		sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
		assert_int_equal(sqlite3_open(in(place, "guidance.db"), &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, damages[i], NULL, NULL, NULL), SQLITE_OK);
		assert_true(sqlite3_changes(db) > 0);
		sqlite3_close(db);
		store = open_guidance(place, SSLINV_SQL_READ);
		assert_int_equal(sslinv_guidance_store_load(store, "debian", &set, &error), SSLINV_E_FORMAT);
		assert_non_null(strstr(error.message, "the guidance file is damaged; move it away"));
		sslinv_guidance_store_close(store);
	}
}

static void locked(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	sqlite3 *other;

	assert_int_equal(sqlite3_open(in(place, "guidance.db"), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_busy_timeout(store->base.db, 20);
	assert_int_equal(import_text(place, store, EDITION("2026-02-01", "1:3.0.7-25"), &imported, &error), SSLINV_E_BUSY);
	assert_non_null(strstr(error.message, "another program has it locked"));
	/* Whoever only reads goes on. */
	expect_set(place, NULL, "");
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_int_equal(import_text(place, store, EDITION("2026-02-01", "1:3.0.7-25"), &imported, &error), 0);
	sslinv_guidance_store_close(store);
}

static void read_store_does_not_import(void **state)
{
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_READ);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(import_text(place, store, EDITION("2026-02-01", "1:3.0.7-25"), &imported, &error), SSLINV_E_USAGE);
	sslinv_guidance_store_close(store);
}

/* Root may write everywhere: as somebody who may not. The child ends with what `run` returns. */
static int without_rights(const struct place *place, int (*run)(const struct place *place))
{
	int status;
	pid_t child;

	assert_int_equal(chmod(place->directory, 0555), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 &&
		    (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0))
			_exit(77);
		_exit(run(place));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(chmod(place->directory, 0755), 0);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int count_debian(const struct place *place)
{
	struct sslinv_guidance_store *store;
	struct sslinv_guidance_set set;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int count;

	if (sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_READ, in(place, "data"), &store, &error) < 0 ||
	    sslinv_guidance_store_load(store, "debian", &set, &error) < 0) {
		fprintf(stderr, "# %s\n", error.message);
		return 99;
	}
	count = (int)set.statements.count;
	sslinv_guidance_set_free(&set);
	sslinv_guidance_store_close(store);
	return count;
}

static int try_to_write(const struct place *place)
{
	struct sslinv_guidance_store *store;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	return sslinv_guidance_store_open(in(place, "guidance.db"), SSLINV_SQL_WRITE, in(place, "data"), &store, &error) ==
			       SSLINV_E_SYSTEM
		       ? 0
		       : 1;
}

static void reader_without_rights(void **state)
{
	const struct place *place = *state;
	char *before, *after;
	size_t before_length, after_length;

	/* Nothing there, and nowhere to make it. */
	assert_int_equal(without_rights(place, count_debian), 2);
	assert_false(is_there(in(place, "guidance.db")));
	/* There, and current. */
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	assert_int_equal(without_rights(place, count_debian), 2);
	assert_int_equal(without_rights(place, try_to_write), 0);
	/* There, with a former edition of the bundled part, and an imported feed. */
	import_ok(place,
		  HEAD FEED("x", "2026-05-01")
			  PACKAGE("debian", "11", "openssl", "source", IS("CVE-2024-0727", "affected")) "</feed>" TAIL,
		  1, 0, 0);
	write_text(in(place, "data/b.xml"),
		   HEAD FEED("y", "2026-05-01")
			   PACKAGE("debian", "10", "openssl", "source", IS("CVE-2024-0727", "affected")) "</feed>" TAIL);
	before = read_whole(in(place, "guidance.db"), &before_length);
	assert_int_equal(without_rights(place, count_debian), 4);
	after = read_whole(in(place, "guidance.db"), &after_length);
	assert_int_equal(after_length, before_length);
	assert_memory_equal(after, before, before_length);
	free(before);
	free(after);
}

/* A feed that takes a while. */
static void write_large(const char *path, size_t count)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(HEAD FEED(
		      "oval/rhel-9",
		      "2026-03-01") "<distribution id='rhel'><release version='9'><package name='openssl' kind='source'>\n",
	      file);
	for (size_t i = 0; i < count; i++)
		fprintf(file, FIXED("CVE-2024-%zu", "1:3.0.7-27"), 10000 + i);
	fputs("</package></release></distribution></feed>" TAIL, file);
	assert_int_equal(fclose(file), 0);
}

/* The whole import in a process of its own, from its start to its end. */
static long import_large(const struct place *place, long kill_after)
{
	struct timespec begin, end;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
		struct sslinv_guidance_imported imported;
		struct sslinv_error error = SSLINV_ERROR_INIT;

		_exit(sslinv_guidance_store_import(store, in(place, "large"), NULL, NULL, &imported, &error) < 0);
	}
	clock_gettime(CLOCK_MONOTONIC, &begin);
	if (kill_after >= 0) {
		usleep((useconds_t)kill_after);
		kill(child, SIGKILL);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (end.tv_sec - begin.tv_sec) * 1000000L + (end.tv_nsec - begin.tv_nsec) / 1000;
}

/* The old edition alone. */
static void start_again(const struct place *place)
{
	unlink(in(place, "guidance.db"));
	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
}

static void killed_while_importing(void **state)
{
	const struct place *place = *state;
	size_t old_count = 0, new_count = 0;
	long whole;

	/* Long enough to be hit in the middle, and short enough to be done twenty times. */
	write_large(in(place, "large"), 5000);
	start_again(place);
	whole = import_large(place, -1);
	start_again(place);
	for (unsigned round = 0; round < 20; round++) {
		char *statements;

		import_large(place, whole * (long)round / 16);
		/* Whoever comes next finds the old or the new guidance, and nothing between. */
		sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
		statements = file_rows(
			in(place, "guidance.db"),
			"SELECT count(*), min(fixed_version), max(fixed_version),"
			" (SELECT count(*) FROM feed WHERE digest IS NULL), (SELECT * FROM pragma_integrity_check)"
			" FROM statement WHERE distro = 'rhel'");
		if (strcmp(statements, "1|1:3.0.7-25|1:3.0.7-25|0|ok\n") == 0) {
			old_count++;
		} else {
			assert_string_equal(statements, "5000|1:3.0.7-27|1:3.0.7-27|0|ok\n");
			new_count++;
			start_again(place);
		}
		free(statements);
	}
	print_message("# killed: the old guidance %zu times, the new one %zu times\n", old_count, new_count);
	assert_true(old_count > 0);
}

static void full_disk(void **state)
{
	const struct place *place = *state;
	char *feeds;
	int status;
	pid_t child;

	write_large(in(place, "large"), 20000);
	import_ok(place, EDITION("2026-02-01", "1:3.0.7-25"), 1, 0, 0);
	feeds = file_rows(in(place, "guidance.db"), ALL_FEEDS);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit limit = { 300 * 1024, 300 * 1024 };
		struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
		struct sslinv_guidance_imported imported;
		struct sslinv_error error = SSLINV_ERROR_INIT;

		signal(SIGXFSZ, SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
			_exit(77);
		status = sslinv_guidance_store_import(store, in(place, "large"), NULL, NULL, &imported, &error);
		_exit(status == SSLINV_E_SYSTEM && strstr(error.message, "guidance.db: ") ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_READ));
	expect_rows(place, ALL_FEEDS, feeds);
	free(feeds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(foreign_files_stay),         TEST(damaged_file),          TEST(damaged_words),          TEST(locked),
		TEST(read_store_does_not_import), TEST(reader_without_rights), TEST(killed_while_importing), TEST(full_disk),
	};

	return cmocka_run_group_tests_name("guidance damage", tests, NULL, NULL);
}
