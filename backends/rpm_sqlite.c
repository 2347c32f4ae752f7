/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the table `Packages` of an sqlite rpm database. The schema is untrusted: it must be a table, no function may be
 * called to read it, and the work is bounded. What was read is compared with the table `Name`, which has each package's
 * number too. With a write-ahead log beside it, database and log are copied to the private directory and read there.
 */
#include "rpm_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rpm_numbers.h"

/* Steps of SQLite's virtual machine: a package takes some ten, its part in `Name` too. */
#define STEPS_BETWEEN_CALLS 10000
#define CALLS_MAX 20000

#define COPY_CHUNK (1u << 20)
#define COPY_ATTEMPTS 3

struct reading {
	const struct sslinv_rpm_database *database;
	const struct sslinv_backend_sink *sink;
	sqlite3 *connection; /* owned by whoever opened it */
	struct sslinv_rpm_numbers packages;
	struct sslinv_rpm_numbers named;
	unsigned int calls;
};

static int problem_sqlite(const struct reading *reading, const char *what)
{
	const char *reason = sqlite3_errmsg(reading->connection);
	int rc;

	if (sqlite3_errcode(reading->connection) == SQLITE_INTERRUPT)
		reason = "it takes more work than a package database may";
	rc = sslinv_backend_problem(reading->sink, reading->database->path,
				    "cannot %s: %s; run `rpm --rebuilddb` on the host", what, reason);
	return rc < 0 ? rc : -EBADMSG;
}

static int on_progress(void *context)
{
	struct reading *reading = context;

	return ++reading->calls > CALLS_MAX;
}

/* Lets through the reading of tables and the one check that is used, and no function: a generated column can call any. */
static int authorize(void *context, int action, const char *first, const char *second, const char *schema,
		     const char *trigger)
{
	(void)context;
	(void)second;
	(void)schema;
	(void)trigger;
	if (action == SQLITE_SELECT || action == SQLITE_READ)
		return SQLITE_OK;
	return action == SQLITE_PRAGMA && strcmp(first, "quick_check") == 0 ? SQLITE_OK : SQLITE_DENY;
}

/* Sets all that SQLite has against a hostile file. */
static int defend(struct reading *reading)
{
	sqlite3 *connection = reading->connection;

	sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, (int)SSLINV_RPM_BLOB_MAX);
	sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_progress_handler(connection, STEPS_BETWEEN_CALLS, on_progress, reading);
	sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
	sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
#endif
	/* nobody needs the private copy, if there is one, after this */
	sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (sqlite3_exec(connection,
			 "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA synchronous "
			 "= OFF;",
			 NULL, NULL, NULL) != SQLITE_OK)
		return problem_sqlite(reading, "set up the reading");
	sqlite3_set_authorizer(connection, authorize, NULL);
	return 0;
}

/* Is `name` an ordinary table? A view or a virtual table could be endless. 1 or 0, -ENOENT if there is nothing of the name.
 */
static int is_table(struct reading *reading, const char *name)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(
		reading->connection,
		"SELECT type, rootpage FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')", -1,
		&statement, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW) {
		const char *type = (const char *)sqlite3_column_text(statement, 0);

		rc = type && strcmp(type, "table") == 0 && sqlite3_column_int(statement, 1) > 0;
	} else if (rc == SQLITE_DONE) {
		rc = -ENOENT;
	} else {
		rc = problem_sqlite(reading, "read the schema");
	}
	sqlite3_finalize(statement);
	return rc;
}

static int take_row(struct reading *reading, sqlite3_stmt *statement, sslinv_rpm_blob_function function, void *context)
{
	const char *path = reading->database->path;
	sqlite3_int64 number = sqlite3_column_int64(statement, 0);
	const void *blob;
	int rc;

	if (sqlite3_column_type(statement, 0) != SQLITE_INTEGER || number < 1 || number > UINT32_MAX)
		return sslinv_backend_problem(reading->sink, path,
					      "a package has an impossible number; run `rpm --rebuilddb` on the host");
	rc = sslinv_rpm_numbers_add(&reading->packages, (uint32_t)number);
	if (rc < 0)
		return sslinv_rpm_out_of_memory(reading->database, reading->sink);
	if (sqlite3_column_type(statement, 1) != SQLITE_BLOB)
		return sslinv_backend_problem(reading->sink, path,
					      "package number %lld has no header; run `rpm --rebuilddb` on the host",
					      (long long)number);
	blob = sqlite3_column_blob(statement, 1);
	if (!blob)
		return sslinv_backend_problem(reading->sink, path,
					      "the header of package number %lld is empty or too large for memory",
					      (long long)number);
	return function(context, (uint32_t)number, blob, (size_t)sqlite3_column_bytes(statement, 1));
}

static int read_packages(struct reading *reading, sslinv_rpm_blob_function function, void *context)
{
	sqlite3_stmt *statement = NULL;
	int step, rc = is_table(reading, "Packages");

	if (rc == 0 || rc == -ENOENT) {
		int told = sslinv_backend_problem(reading->sink, reading->database->path,
						  rc == 0 ? "`Packages` is not an ordinary table"
							  : "it has no table `Packages`");

		return told < 0 ? told : -EBADMSG;
	}
	if (rc < 0)
		return rc;

	step = sqlite3_prepare_v2(reading->connection, "SELECT hnum, blob FROM main.Packages", -1, &statement, NULL);
	rc = 0;
	if (step == SQLITE_OK) {
		while (rc == 0 && (step = sqlite3_step(statement)) == SQLITE_ROW)
			rc = take_row(reading, statement, function, context);
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = problem_sqlite(reading, "read the packages");
	sqlite3_finalize(statement);
	return rc;
}

/* Compares the packages with the table of their names, which lies on other pages of the file. */
static int check_names(struct reading *reading)
{
	const char *path = reading->database->path;
	sqlite3_stmt *statement = NULL;
	int step, rc = 0;

	step = sqlite3_prepare_v2(reading->connection, "SELECT hnum FROM main.Name", -1, &statement, NULL);
	if (step == SQLITE_OK) {
		while (rc == 0 && (step = sqlite3_step(statement)) == SQLITE_ROW) {
			sqlite3_int64 number = sqlite3_column_int64(statement, 0);

			if (number < 1 || number > UINT32_MAX ||
			    !sslinv_rpm_numbers_has(&reading->packages, (uint32_t)number))
				rc = sslinv_backend_problem(
					reading->sink, path,
					"package number %lld is in the index of names but cannot be read; run "
					"`rpm --rebuilddb` on the host",
					(long long)number);
			else if (sslinv_rpm_numbers_add(&reading->named, (uint32_t)number) < 0)
				rc = sslinv_rpm_out_of_memory(reading->database, reading->sink);
		}
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = problem_sqlite(reading, "read the index of names");
	sqlite3_finalize(statement);
	if (rc == 0 && reading->named.count < reading->packages.count)
		rc = sslinv_backend_problem(reading->sink, path,
					    "%zu packages are not in the index of names: the database is damaged; run "
					    "`rpm --rebuilddb` on the host",
					    reading->packages.count - reading->named.count);
	return rc;
}

/* Without an index of names SQLite's own check has to do. */
static int check_pages(struct reading *reading)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(reading->connection, "PRAGMA main.quick_check(1)", -1, &statement, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);

		rc = 0;
		if (!text || strcmp(text, "ok") != 0)
			rc = sslinv_backend_problem(reading->sink, reading->database->path,
						    "the database is damaged: %.200s; run `rpm --rebuilddb` on the host",
						    text ? text : "out of memory");
	} else {
		rc = problem_sqlite(reading, "check the file");
	}
	sqlite3_finalize(statement);
	return rc;
}

static int read_connection(struct reading *reading, sslinv_rpm_blob_function function, void *context)
{
	int rc = defend(reading);

	if (rc == 0)
		rc = read_packages(reading, function, context);
	if (rc == 0) {
		rc = is_table(reading, "Name");
		if (rc == 1)
			rc = check_names(reading);
		else if (rc == 0 || rc == -ENOENT)
			rc = check_pages(reading);
	}
	return rc;
}

/* Copies `size` bytes of a file to a new one. Returns 0 or a negative errno. */
static int copy_file(int from, uint64_t size, const char *to)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	char *chunk = malloc(COPY_CHUNK);
	uint64_t offset = 0;
	int rc = fd < 0 ? -errno : chunk ? 0 : -ENOMEM;

	while (rc == 0 && offset < size) {
		size_t piece = size - offset < COPY_CHUNK ? (size_t)(size - offset) : COPY_CHUNK;
		size_t written = 0;

		rc = sslinv_rpm_read_at(from, chunk, piece, offset);
		while (rc == 0 && written < piece) {
			ssize_t count = write(fd, chunk + written, piece - written);

			if (count < 0 && errno != EINTR)
				rc = -errno;
			else if (count > 0)
				written += (size_t)count;
		}
		offset += piece;
	}
	free(chunk);
	if (fd >= 0 && close(fd) < 0 && rc == 0)
		rc = -errno;
	return rc;
}

/* The file beside the database with `suffix` at its name: a descriptor, -ENOENT if there is none, or another negative errno.
 */
static int open_beside(const struct sslinv_rpm_database *database, const char *suffix, struct stat *status)
{
	char path[sizeof(database->path) + 16];

	snprintf(path, sizeof(path), "%s%s", database->path, suffix);
	return sslinv_rpm_open_regular(database->host, path, status);
}

/*
 * Copies database and log so that they fit together: neither changed meanwhile. Returns 0, a negative errno, or -EAGAIN if
 * they keep changing.
 */
static int copy_with_log(const struct sslinv_rpm_database *database, const char *copy, const char *log_copy)
{
	int rc = -EAGAIN;

	for (int attempt = 0; rc == -EAGAIN && attempt < COPY_ATTEMPTS; attempt++) {
		struct stat before, log_before, after;
		int log = open_beside(database, "-wal", &log_before);

		if (log < 0)
			return log;
		rc = fstat(database->fd, &before) < 0 ? -errno : 0;
		if (rc == 0)
			rc = copy_file(database->fd, (uint64_t)before.st_size, copy);
		if (rc == 0)
			rc = copy_file(log, (uint64_t)log_before.st_size, log_copy);
		if (rc == 0 && (fstat(database->fd, &after) < 0 || !sslinv_rpm_same_state(&before, &after) ||
				fstat(log, &after) < 0 || !sslinv_rpm_same_state(&log_before, &after)))
			rc = -EAGAIN;
		close(log);
	}
	return rc;
}

/* Tells what a damaged log hides; SQLite reads what comes before the damage. */
static int check_log(const struct reading *reading, const char *log_copy)
{
	const char *why = NULL;
	struct stat status;
	int fd = open(log_copy, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 || fstat(fd, &status) < 0 ? -errno : sslinv_rpm_wal_check(fd, (uint64_t)status.st_size, &why);

	if (fd >= 0)
		close(fd);
	if (rc < 0)
		why = strerror(-rc);
	return why ? sslinv_backend_problem(
			     reading->sink, reading->database->path,
			     "the write-ahead log beside it (-wal) cannot be read whole: %s; run `rpm -q rpm` on the "
			     "host as root, then scan again",
			     why)
		   : 0;
}

static int read_with_log(struct reading *reading, sslinv_rpm_blob_function function, void *context)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
	const struct sslinv_backend_host *host = reading->database->host;
	const char *directory = host->private_dir(host);
	char copy[4096], log_copy[4096 + 4];
	int rc, length = directory ? snprintf(copy, sizeof(copy), "%s/rpmdb.sqlite", directory) : 0;

	if (length <= 0 || length >= (int)sizeof(copy))
		rc = directory ? -ENAMETOOLONG : -errno;
	else {
		snprintf(log_copy, sizeof(log_copy), "%s-wal", copy);
		rc = copy_with_log(reading->database, copy, log_copy);
	}
	if (rc < 0) {
		int told = sslinv_backend_problem(
			reading->sink, reading->database->path,
			"cannot copy the database and its write-ahead log (-wal) to a private directory: %s",
			rc == -EAGAIN ? "they are being changed; scan again when the package manager is done"
				      : strerror(-rc));

		rc = told < 0 ? told : rc;
	} else {
		rc = check_log(reading, log_copy);
		if (rc == 0) {
			int opened = sqlite3_open_v2(copy, &reading->connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
						     NULL);

			rc = opened == SQLITE_OK ? read_connection(reading, function, context)
						 : problem_sqlite(reading, "open the private copy");
			sqlite3_close(reading->connection);
		}
	}
	for (size_t i = 0; length > 0 && i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		char path[sizeof(copy) + 16];

		snprintf(path, sizeof(path), "%s%s", copy, suffixes[i]);
		unlink(path);
	}
	return rc;
}

/*
 * Is a file with this suffix there, and not empty? Where it cannot be told, the sink hears of it. Returns 1, 0, or a
 * negative value.
 */
static int has_beside(const struct reading *reading, const char *suffix)
{
	struct stat status;
	int told, fd = open_beside(reading->database, suffix, &status);

	if (fd >= 0) {
		close(fd);
		return status.st_size > 0;
	}
	if (fd == -ENOENT)
		return 0;
	told = sslinv_backend_problem(reading->sink, reading->database->path, "cannot open the file `%s` beside it: %s",
				      suffix, fd == -ENOTSUP ? "it is not a regular file" : strerror(-fd));
	return told;
}

static int read_without_log(struct reading *reading, sslinv_rpm_blob_function function, void *context)
{
	int rc;

	if (sslinv_rpm_descriptor_open(reading->database->fd, &reading->connection) == SQLITE_OK)
		rc = read_connection(reading, function, context);
	else
		rc = problem_sqlite(reading, "open it");
	sslinv_rpm_descriptor_close(reading->connection);
	if (rc == 0) {
		rc = has_beside(reading, "-wal");
		if (rc > 0)
			rc = sslinv_backend_problem(
				reading->sink, reading->database->path,
				"the package manager began to write while the database was read; scan again "
				"when it is done");
	}
	return rc;
}

int sslinv_rpm_sqlite_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			   sslinv_rpm_blob_function function, void *context)
{
	struct reading reading = { .database = database, .sink = sink };
	int rc = has_beside(&reading, "-journal");

	/* its rollback is not tried: such a journal can name any file of this machine to be deleted */
	if (rc > 0)
		rc = sslinv_backend_problem(
			sink, database->path,
			"a transaction was cut off (there is a -journal beside it), what is read may be wrong; run "
			"`rpm -q rpm` on the host as root, then scan again");
	if (rc == 0) {
		int has_log = has_beside(&reading, "-wal");

		rc = has_log < 0 ? has_log
		     : has_log   ? read_with_log(&reading, function, context)
				 : read_without_log(&reading, function, context);
	}
	sslinv_rpm_numbers_free(&reading.packages);
	sslinv_rpm_numbers_free(&reading.named);
	return rc;
}
