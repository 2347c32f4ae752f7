/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inventory as a file in a bad world: foreign, damaged, locked and unwritable files, a full disk, a death at any moment.
 */
#include "store_helper.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

/* A child's exit codes. */
enum { CHILD_GOOD = 0, CHILD_BAD = 1 };

static int wait_for(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void assert_refused(const char *path, enum sslinv_sql_access access, int code, const char *words)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;

	assert_int_equal(sslinv_store_open(path, access, &store, &error), code);
	assert_null(store);
	if (!strstr(error.message, words) || !strstr(error.message, path))
		fail_msg("the message \"%s\" lacks \"%s\" or \"%s\"", error.message, words, path);
}

/* Refused for reading and writing, and not a byte of it changed. */
static void assert_left_alone(const char *path, const char *words)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *wal = sslinv_str_format("%s-wal", path);
	size_t before_length, after_length;
	char *before = read_whole(path, &before_length), *after;

	assert_refused(path, SSLINV_SQL_READ, SSLINV_E_FORMAT, words);
	assert_refused(path, SSLINV_SQL_WRITE, SSLINV_E_FORMAT, words);
	after = read_whole(path, &after_length);
	assert_int_equal(after_length, before_length);
	assert_memory_equal(after, before, before_length);
	assert_false(is_there(wal));
	free(before);
	free(after);
}

static void foreign_files_are_left_alone(void **state)
{
	static const char text[] =
		"this is a diary, and it is longer than the one hundred bytes of the header of an SQLite file,"
		" which is why it goes on and on\n";
	const char *path = in(*state, "foreign");

	write_file(path, text, sizeof(text) - 1);
	assert_left_alone(path, "not an SQLite file");
	write_file(path, "x", 1);
	assert_left_alone(path, "not an SQLite file");
	unlink(path);
	change_file(path, "CREATE TABLE moz_places (id)");
	assert_left_alone(path, "another program's");
	unlink(path);
	change_file(path, "PRAGMA application_id = 77");
	assert_left_alone(path, "another program's");
	unlink(path);
	change_file(path, "PRAGMA journal_mode = WAL; CREATE TABLE moz_places (id)");
	assert_left_alone(path, "another program's");
	unlink(path);
	change_file(path, "PRAGMA user_version = 3");
	assert_left_alone(path, "another program's");
}

static void files_of_other_kinds_are_refused(void **state)
{
	const char *fifo = in(*state, "fifo"), *link = in(*state, "link"), *empty = in(*state, "empty"),
		   *place = in(*state, "file");
	struct sslinv_facts facts;

	assert_refused(in(*state, "missing"), SSLINV_SQL_READ, SSLINV_E_NOT_FOUND, "sslinv scan");
	assert_false(is_there(in(*state, "missing")));
	assert_refused(in(*state, "."), SSLINV_SQL_READ, SSLINV_E_FORMAT, "directory");
	assert_refused(in(*state, "."), SSLINV_SQL_WRITE, SSLINV_E_FORMAT, "directory");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_refused(fifo, SSLINV_SQL_READ, SSLINV_E_FORMAT, "not a regular file");
	assert_refused(fifo, SSLINV_SQL_WRITE, SSLINV_E_FORMAT, "not a regular file");
	assert_refused("/dev/null", SSLINV_SQL_WRITE, SSLINV_E_FORMAT, "not a regular file");
	write_file(empty, "", 0);
	assert_refused(empty, SSLINV_SQL_READ, SSLINV_E_FORMAT, "empty file");
	assert_refused(in(*state, "empty/below"), SSLINV_SQL_WRITE, SSLINV_E_SYSTEM, "Not a directory");

	/* An empty file is as good as none, and a link of the user's own is followed. */
	assert_int_equal(symlink("file", link), 0);
	host_facts(&facts, "web1", START_TIME, "1");
	save(link, &facts);
	host_facts(&facts, "web1", START_TIME, "1");
	save(empty, &facts);
	assert_rows(place, "SELECT count(*) FROM packages", "3\n");
	assert_rows(empty, "SELECT count(*) FROM packages", "3\n");
	sslinv_store_close(open_store(link, SSLINV_SQL_READ));
}

static void newer_version_is_left_alone(void **state)
{
	const char *path = in(*state, "inventory.db");

	sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
	change_file(path, "PRAGMA user_version = 9999");
	assert_refused(path, SSLINV_SQL_READ, SSLINV_E_UNSUPPORTED, "newer sslinv");
	assert_refused(path, SSLINV_SQL_WRITE, SSLINV_E_UNSUPPORTED, "newer sslinv");
	assert_rows(path, "PRAGMA user_version", "9999\n");
}

/* Every byte of a header and many of the rest: an error or not, but no crash, and never another code than those it may have.
 */
static void damaged_files_give_errors(void **state)
{
	const char *path = in(*state, "inventory.db"), *broken = in(*state, "broken.db");
	size_t length, refused = 0;
	struct sslinv_facts facts;
	char *bytes;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	bytes = read_whole(path, &length);
	for (size_t cut = 1; cut < length; cut += 1 + length / 40) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_store *store;
		int rc;

		write_file(broken, bytes, cut);
		rc = sslinv_store_open(broken, SSLINV_SQL_WRITE, &store, &error);
		if (rc == 0) {
			host_facts(&facts, "web1", START_TIME + DAY, "2");
			rc = store_facts(store, &facts, &error);
			sslinv_facts_free(&facts);
			sslinv_store_close(store);
		}
		if (rc < 0) {
			assert_int_equal(rc, SSLINV_E_FORMAT);
			refused++;
		}
		unlink(broken);
	}
	assert_true(refused > 20);
	free(bytes);
}

static void locked_file_says_so(void **state)
{
	const struct sslinv_store_options options = { .schema = &sslinv_store_schema, .busy_milliseconds = 50 };
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	struct sslinv_facts facts;
	sqlite3 *other;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sslinv_store_open_with(path, SSLINV_SQL_WRITE, &options, &store, &error), SSLINV_E_BUSY);
	assert_non_null(strstr(error.message, "locked"));
	assert_int_equal(sslinv_store_open_with(path, SSLINV_SQL_READ, &options, &store, &error), SSLINV_E_BUSY);
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);

	/* Two writers: the second waits, then says so, and its scan is not half there. */
	assert_int_equal(sslinv_store_open_with(path, SSLINV_SQL_WRITE, &options, &store, &error), 0);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	host_facts(&facts, "web1", START_TIME + DAY, "2");
	sslinv_error_clear(&error);
	assert_int_equal(store_facts(store, &facts, &error), SSLINV_E_BUSY);
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	save_into(store, &facts);
	sqlite3_close(other);
	sslinv_store_close(store);
	assert_rows(path, "SELECT count(*) FROM scans", "2\n");
}

/* A reader sees the state before a scan that is on its way, and leaves nothing behind. */
static void reader_beside_a_writer(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_store *writer, *reader;
	struct sslinv_facts facts;
	char *found;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	writer = open_store(path, SSLINV_SQL_WRITE);
	host_facts(&facts, "web2", START_TIME, "1");
	save_into(writer, &facts);
	assert_int_equal(sqlite3_exec(writer->base.db, "BEGIN IMMEDIATE; DELETE FROM package", NULL, NULL, NULL), SQLITE_OK);
	reader = open_store(path, SSLINV_SQL_READ);
	found = rows_text(reader->base.db, "SELECT count(*) FROM packages");
	assert_string_equal(found, "6\n");
	free(found);
	assert_int_equal(sqlite3_exec(writer->base.db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	/* The writer goes first: what it wrote is in the file all the same. */
	sslinv_store_close(writer);
	sslinv_store_close(reader);
	sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
	assert_false(is_there(in(*state, "inventory.db-wal")));
	assert_rows(path, "SELECT count(*) FROM hosts", "2\n");
}

/* Somebody else than root, who may read a file and its directory and no more. */
static void reading_needs_no_right_to_write(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	pid_t child;

	if (geteuid() != 0) {
		print_message("only root can become another user\n");
		skip();
	}
	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	assert_int_equal(chmod(in(*state, "."), 0755), 0);
	assert_int_equal(chmod(path, 0644), 0);
	for (int round = 0; round < 2; round++) {
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_store *store;
			sqlite3_int64 count = 0;

			if (setgid(65534) < 0 || setuid(65534) < 0)
				_exit(CHILD_BAD);
			if (sslinv_store_open(path, SSLINV_SQL_READ, &store, &error) < 0 ||
			    sslinv_sql_number(store->base.db, path, "SELECT count(*) FROM packages", &count, &error) < 0)
				fprintf(stderr, "%s\n", error.message);
			sslinv_store_close(store);
			if (count != 3 || sslinv_store_open(path, SSLINV_SQL_WRITE, &store, &error) != SSLINV_E_SYSTEM)
				_exit(CHILD_BAD);
			_exit(strstr(error.message, "cannot be written") ? CHILD_GOOD : CHILD_BAD);
		}
		assert_int_equal(wait_for(child), CHILD_GOOD);
		/* Once more, as a program leaves it that set the log and died. */
		change_file(path, "PRAGMA journal_mode = WAL");
	}
}

/* Reading makes no file, whatever state the inventory was left in. */
static void reading_leaves_nothing_behind(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	for (int round = 0; round < 2; round++) {
		struct sslinv_store *store = open_store(path, SSLINV_SQL_READ);
		sqlite3_int64 count;

		assert_int_equal(sslinv_sql_number(store->base.db, path, "SELECT count(*) FROM packages", &count, NULL), 0);
		assert_int_equal(count, 3);
		assert_false(is_there(in(*state, "inventory.db-wal")));
		sslinv_store_close(store);
		assert_false(is_there(in(*state, "inventory.db-wal")));
		assert_false(is_there(in(*state, "inventory.db-shm")));
		change_file(path, "PRAGMA journal_mode = WAL");
	}
}

/* The transaction of a program that died before its end is undone by whoever opens the file next, a reader too. */
static void half_written_file_recovers(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	struct sslinv_store *store;
	sqlite3_int64 count;
	pid_t child;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		sqlite3 *db;

		sqlite3_open(path, &db);
		sqlite3_exec(
			db,
			"PRAGMA cache_size = 1; BEGIN; WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
			" INSERT INTO host (name, first_seen) SELECT 'h' || i, '2026-01-01T00:00:00Z' FROM n;"
			" DELETE FROM package",
			NULL, NULL, NULL);
		_exit(CHILD_GOOD);
	}
	assert_int_equal(wait_for(child), CHILD_GOOD);
	assert_true(is_there(in(*state, "inventory.db-journal")));
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_sql_number(store->base.db, path, "SELECT count(*) FROM hosts, packages", &count, NULL), 0);
	assert_int_equal(count, 3);
	sslinv_store_close(store);
	assert_false(is_there(in(*state, "inventory.db-journal")));
}

/* Scan number `round` is told from the others by every row it has. */
static void numbered_facts(struct sslinv_facts *facts, int round)
{
	static char version[32], paths[200][32];
	uint32_t package;

	snprintf(version, sizeof(version), "%d", round);
	begin_facts(facts, "web1", START_TIME + round * 60);
	package = add_package_fact(facts, "libssl3", version, true, true);
	facts->packages_seen = (uint64_t)round;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++) {
		snprintf(paths[i], sizeof(paths[i]), "/usr/bin/%d/%zu", round, i);
		add_linkage(facts, paths[i], package, NULL, SSLINV_NO_PACKAGE);
	}
}

/* Killed at any moment, the file holds whole scans and nothing else, and the next one can be stored. */
static void death_leaves_whole_scans(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	unsigned int seed = 20261124;
	int stored = 0;

	for (int death = 0; death < 30; death++) {
		struct timespec pause = { .tv_nsec = 1000000L * (rand_r(&seed) % 250) + rand_r(&seed) % 1000000 };
		sqlite3_int64 newest, live, rows, version;
		struct sslinv_store *store;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			for (int round = stored + 1;; round++) {
				struct sslinv_error error = SSLINV_ERROR_INIT;

				if (sslinv_store_open(path, SSLINV_SQL_WRITE, &store, &error) < 0)
					_exit(CHILD_BAD);
				numbered_facts(&facts, round);
				if (store_facts(store, &facts, &error) < 0)
					_exit(CHILD_BAD);
				sslinv_facts_free(&facts);
				sslinv_store_close(store);
			}
		}
		nanosleep(&pause, NULL);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(wait_for(child), 128);

		if (!is_there(path))
			continue;
		/* As found, then after a writer has tidied up. */
		if (death % 2 == 1)
			sslinv_store_close(open_store(path, SSLINV_SQL_WRITE));
		{
			struct sslinv_error error = SSLINV_ERROR_INIT;
			int rc = sslinv_store_open(path, SSLINV_SQL_READ, &store, &error);

			/* Before the first step was made there is an empty file or database. */
			if (rc == SSLINV_E_FORMAT && strstr(error.message, "empty") && stored == 0)
				continue;
			if (rc < 0)
				fail_msg("%s", error.message);
		}
		assert_int_equal(sslinv_sql_number(store->base.db, path, "SELECT max(scan_id) FROM scans", &newest, NULL),
				 0);
		assert_int_equal(sslinv_sql_number(store->base.db, path, "SELECT count(*) FROM linkages", &live, NULL), 0);
		assert_int_equal(
			sslinv_sql_number(store->base.db, path, "SELECT count(*) FROM linkages_history", &rows, NULL), 0);
		assert_int_equal(sslinv_sql_number(store->base.db, path,
						   "SELECT CAST(max(version) AS INTEGER) FROM packages", &version, NULL),
				 0);
		assert_true(newest >= stored);
		assert_int_equal(live, newest ? 200 : 0);
		assert_int_equal(rows, newest * 200);
		assert_int_equal(version, newest);
		sslinv_store_close(store);
		assert_rows(path, "PRAGMA integrity_check", "ok\n");
		stored = (int)newest;
	}
	assert_true(stored > 0);
}

/* The disk ends in the midst of a scan: an error that says so, and what was stored before is there. */
static void full_disk_loses_nothing(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_facts facts;
	char *before, *after;
	pid_t child;

	host_facts(&facts, "web1", START_TIME, "1");
	save(path, &facts);
	before = dump(path);
	for (rlim_t limit = 4096; limit < 400000; limit += 80000) {
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			const struct rlimit size = { limit, limit };
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_store *store = NULL;
			static char paths[6000][64];
			int rc;

			signal(SIGXFSZ, SIG_IGN);
			if (setrlimit(RLIMIT_FSIZE, &size) < 0)
				_exit(CHILD_BAD);
			host_facts(&facts, "web1", START_TIME + DAY, "2");
			for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++) {
				snprintf(paths[i], sizeof(paths[i]), "/usr/share/application/number/%zu", i);
				add_library(&facts, paths[i], SSLINV_NO_PACKAGE, NULL);
			}
			rc = sslinv_store_open(path, SSLINV_SQL_WRITE, &store, &error);
			if (rc == 0)
				rc = store_facts(store, &facts, &error);
			sslinv_store_close(store);
			sslinv_facts_free(&facts);
			if (rc != SSLINV_E_SYSTEM || !strstr(error.message, path))
				fprintf(stderr, "limit %llu: %d %s\n", (unsigned long long)limit, rc, error.message);
			_exit(rc == SSLINV_E_SYSTEM && strstr(error.message, path) ? CHILD_GOOD : CHILD_BAD);
		}
		assert_int_equal(wait_for(child), CHILD_GOOD);
		sslinv_store_close(open_store(path, SSLINV_SQL_READ));
		after = dump(path);
		assert_string_equal(after, before);
		free(after);
		assert_rows(path, "PRAGMA integrity_check", "ok\n");
	}
	free(before);
	/* With room again, the scan lands. */
	host_facts(&facts, "web1", START_TIME + DAY, "2");
	save(path, &facts);
	assert_rows(path, "SELECT version FROM packages WHERE name = 'libssl3'", "2\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(foreign_files_are_left_alone),
		TEST(files_of_other_kinds_are_refused),
		TEST(newer_version_is_left_alone),
		TEST(damaged_files_give_errors),
		TEST(locked_file_says_so),
		TEST(reader_beside_a_writer),
		TEST(reading_needs_no_right_to_write),
		TEST(reading_leaves_nothing_behind),
		TEST(half_written_file_recovers),
		TEST(death_leaves_whole_scans),
		TEST(full_disk_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
