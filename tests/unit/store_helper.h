/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of store/: a directory of their own, facts built in memory, and the whole of a file as text. */
#ifndef SSLINV_TESTS_STORE_HELPER_H
#define SSLINV_TESTS_STORE_HELPER_H

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/store.h"
#include "store/store_internal.h"

/* 2026-11-24T06:55:26Z */
#define START_TIME 1795503326LL
#define DAY 86400

struct place {
	char directory[4096];
};

static char path_buffers[8][4200];

/* A path in the test's directory; good for the next seven calls. */
SSLINV_UNUSED static const char *in(const struct place *place, const char *name)
{
	static int next;
	char *buffer = path_buffers[next++ % 8];

	snprintf(buffer, sizeof(path_buffers[0]), "%s/%s", place->directory, name);
	return buffer;
}

SSLINV_UNUSED static int make_place(void **state)
{
	const char *top = getenv("TMPDIR");
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	snprintf(place->directory, sizeof(place->directory), "%s/sslinv-store-XXXXXX", top && *top ? top : "/tmp");
	assert_non_null(mkdtemp(place->directory));
	*state = place;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

SSLINV_UNUSED static int remove_place(void **state)
{
	struct place *place = *state;

	nftw(place->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

SSLINV_UNUSED static void write_file(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

/* The caller frees. */
SSLINV_UNUSED static char *read_whole(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *bytes;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	*length = (size_t)ftell(file);
	rewind(file);
	bytes = calloc(1, *length + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *length, file), *length);
	fclose(file);
	return bytes;
}

SSLINV_UNUSED static void copy_file(const char *from, const char *to)
{
	size_t length;
	char *bytes = read_whole(from, &length);

	write_file(to, bytes, length);
	free(bytes);
}

SSLINV_UNUSED static bool is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

/* Opens, and says why where that fails. */
SSLINV_UNUSED static struct sslinv_store *open_store(const char *path, enum sslinv_sql_access access)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;

	if (sslinv_store_open(path, access, &store, &error) < 0)
		fail_msg("%s", error.message);
	return store;
}

/* Every row of a query as text, a line each; the caller frees. */
SSLINV_UNUSED static char *rows_text(sqlite3 *db, const char *sql)
{
	struct sslinv_str text = { 0 };
	sqlite3_stmt *statement;
	int status;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sslinv_str_add(&text, ""), 0);
	while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(statement); i++) {
			const char *cell = (const char *)sqlite3_column_text(statement, i);

			assert_int_equal(sslinv_str_printf(&text, "%s%s", i ? "|" : "", cell ? cell : "NULL"), 0);
		}
		assert_int_equal(sslinv_str_add(&text, "\n"), 0);
	}
	assert_int_equal(status, SQLITE_DONE);
	sqlite3_finalize(statement);
	return text.data;
}

/* The same of a file, opened plainly as anybody's sqlite3 would. */
SSLINV_UNUSED static char *file_rows(const char *path, const char *sql)
{
	sqlite3 *db;
	char *text;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	text = rows_text(db, sql);
	sqlite3_close(db);
	return text;
}

#define assert_rows(path, sql, expected)                                                                                    \
	do {                                                                                                                \
		char *found_rows = file_rows((path), (sql));                                                                \
		assert_string_equal(found_rows, (expected));                                                                \
		free(found_rows);                                                                                           \
	} while (0)

/* All tables of a file, in the order of their rows; the caller frees. */
SSLINV_UNUSED static char *dump(const char *path)
{
	static const char *const tables[] = { "host", "scan", "package", "library", "linkage", "problem" };
	struct sslinv_str text = { 0 };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++) {
		char *sql = sslinv_str_format("SELECT * FROM %s ORDER BY rowid", tables[i]), *rows = file_rows(path, sql);

		assert_int_equal(sslinv_str_printf(&text, "%s\n%s", tables[i], rows), 0);
		free(sql);
		free(rows);
	}
	return text.data;
}

/* Runs SQL on a file, as a hostile hand would. */
SSLINV_UNUSED static void change_file(const char *path, const char *sql)
{
	char *message = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
}

/* An empty, complete, full scan of a host. */
SSLINV_UNUSED static void begin_facts(struct sslinv_facts *facts, const char *host, long long when)
{
	memset(facts, 0, sizeof(*facts));
	facts->host.host = host;
	facts->host.machine_id = "0123456789abcdef0123456789abcdef";
	facts->host.os_id = "debian";
	facts->host.os_version = "12";
	facts->host.os_name = "Debian GNU/Linux 12 (bookworm)";
	facts->host.arch = "x86_64";
	facts->root = "/";
	facts->started = when - 3;
	facts->finished = when;
	facts->packages_complete = facts->files_complete = facts->walk_complete = true;
}

SSLINV_UNUSED static uint32_t add_package(struct sslinv_facts *facts, const char *name, const char *version,
					  bool is_provider, bool is_consumer)
{
	struct sslinv_package *package = sslinv_array_add(&facts->packages);

	assert_non_null(package);
	package->name = name;
	package->version = version;
	package->arch = "amd64";
	package->format = "deb";
	package->source_name = name;
	package->source_version = version;
	package->is_provider = is_provider;
	package->is_consumer = is_consumer;
	facts->packages_seen++;
	return (uint32_t)(facts->packages.count - 1);
}

SSLINV_UNUSED static void add_library(struct sslinv_facts *facts, const char *path, uint32_t package, const char *version)
{
	struct sslinv_library *library = sslinv_array_add(&facts->libraries);

	assert_non_null(library);
	library->path = path;
	library->package = package;
	library->library = "OpenSSL";
	library->soname = "libssl.so.3";
	library->version = version;
}

SSLINV_UNUSED static void add_linkage(struct sslinv_facts *facts, const char *path, uint32_t package,
				      const char *provider_path, uint32_t provider_package)
{
	struct sslinv_linkage *linkage = sslinv_array_add(&facts->linkages);

	assert_non_null(linkage);
	linkage->path = path;
	linkage->package = package;
	linkage->soname = "libssl.so.3";
	linkage->provider_path = provider_path;
	linkage->provider_package = provider_package;
}

/* A small host: one provider, two consumers, an unowned copy and its user, a mount passed over. */
SSLINV_UNUSED static void host_facts(struct sslinv_facts *facts, const char *host, long long when, const char *ssl_version)
{
	static const char ssl_path[] = "/usr/lib/x86_64-linux-gnu/libssl.so.3";
	uint32_t ssl, curl, nginx;

	begin_facts(facts, host, when);
	add_package(facts, "bash", "5.2", false, false);
	ssl = add_package(facts, "libssl3", ssl_version, true, false);
	curl = add_package(facts, "curl", "7.88.1-10", false, true);
	nginx = add_package(facts, "nginx", "1.22.1-9", false, true);
	add_library(facts, ssl_path, ssl, "3.0.19");
	add_library(facts, "/opt/app/libssl.so.3", SSLINV_NO_PACKAGE, NULL);
	add_linkage(facts, "/usr/bin/curl", curl, ssl_path, ssl);
	add_linkage(facts, "/usr/sbin/nginx", nginx, ssl_path, ssl);
	add_linkage(facts, "/opt/app/bin/app", SSLINV_NO_PACKAGE, "/opt/app/libssl.so.3", SSLINV_NO_PACKAGE);
	assert_int_equal(
		sslinv_facts_add_problem(facts, "mount", "/proc", false, "passed over: proc is no local file system"), 0);
}

/* Stores facts in a transaction of their own. */
SSLINV_UNUSED static int store_facts(struct sslinv_store *store, const struct sslinv_facts *facts,
				     struct sslinv_error *error)
{
	int64_t host;
	int rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);

	if (rc == 0)
		rc = sslinv_store_save_facts(store, facts, &host, error);
	if (rc == 0)
		rc = sslinv_store_commit(store, error);
	if (rc < 0)
		sslinv_store_rollback(store);
	return rc;
}

/* Stores facts and frees them. */
SSLINV_UNUSED static void save_into(struct sslinv_store *store, struct sslinv_facts *facts)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (store_facts(store, facts, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_facts_free(facts);
}

SSLINV_UNUSED static void save(const char *path, struct sslinv_facts *facts)
{
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);

	save_into(store, facts);
	sslinv_store_close(store);
}

/* The test's source directory, for its fixtures. */
SSLINV_UNUSED static const char *source_directory(void)
{
	const char *directory = getenv("srcdir");

	return directory && *directory ? directory : ".";
}

#endif
