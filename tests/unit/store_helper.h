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

/* A path in the test's directory; good for the next seven calls. */
const char *in(const struct place *place, const char *name);

int make_place(void **state);

int remove_place(void **state);

void write_file(const char *path, const void *bytes, size_t length);

/* The caller frees. */
char *read_whole(const char *path, size_t *length);

void copy_file(const char *from, const char *to);

bool is_there(const char *path);

/* Opens, and says why where that fails. */
struct sslinv_store *open_store(const char *path, enum sslinv_sql_access access);

/* Every row of a query as text, a line each; the caller frees. */
char *rows_text(sqlite3 *db, const char *sql);

/* The same of a file, opened plainly as anybody's sqlite3 would. */
char *file_rows(const char *path, const char *sql);

#define assert_rows(path, sql, expected)                                                                                    \
	do {                                                                                                                \
		char *found_rows = file_rows((path), (sql));                                                                \
		assert_string_equal(found_rows, (expected));                                                                \
		free(found_rows);                                                                                           \
	} while (0)

/* All tables of a file, in the order of their rows; the caller frees. */
char *dump(const char *path);

/* Runs SQL on a file, as a hostile hand would. */
void change_file(const char *path, const char *sql);

/* An empty, complete, full scan of a host. */
void begin_facts(struct sslinv_facts *facts, const char *host, long long when);

uint32_t add_package_fact(struct sslinv_facts *facts, const char *name, const char *version, bool is_provider,
			  bool is_consumer);

void add_library(struct sslinv_facts *facts, const char *path, uint32_t package, const char *version);

void add_linkage(struct sslinv_facts *facts, const char *path, uint32_t package, const char *provider_path,
		 uint32_t provider_package);

/* A small host: one provider, two consumers, an unowned copy and its user, a mount passed over. */
void host_facts(struct sslinv_facts *facts, const char *host, long long when, const char *ssl_version);

/* Stores facts in a transaction of their own. */
int store_facts(struct sslinv_store *store, const struct sslinv_facts *facts, struct sslinv_error *error);

/* Stores facts and frees them. */
void save_into(struct sslinv_store *store, struct sslinv_facts *facts);

void save(const char *path, struct sslinv_facts *facts);

/* The test's source directory, for its fixtures. */
const char *source_directory(void);

/* Where what comes with the program lies: $SSLINV_DATA, or data/ of the source directory. */
const char *data_directory(void);

#endif
