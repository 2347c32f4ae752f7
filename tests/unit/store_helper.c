/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store_helper.h"

static char path_buffers[8][4200];

const char *in(const struct place *place, const char *name)
{
	static int next;
	char *buffer = path_buffers[next++ % 8];

	snprintf(buffer, sizeof(path_buffers[0]), "%s/%s", place->directory, name);
	return buffer;
}

int make_place(void **state)
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

int remove_place(void **state)
{
	struct place *place = *state;

	nftw(place->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

void write_file(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

char *read_whole(const char *path, size_t *length)
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

void copy_file(const char *from, const char *to)
{
	size_t length;
	char *bytes = read_whole(from, &length);

	write_file(to, bytes, length);
	free(bytes);
}

bool is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

struct sslinv_store *open_store(const char *path, enum sslinv_sql_access access)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;

	if (sslinv_store_open(path, access, &store, &error) < 0)
		fail_msg("%s", error.message);
	return store;
}

char *rows_text(sqlite3 *db, const char *sql)
{
	struct sslinv_str text = { 0 };
	sqlite3_stmt *statement;
	int rc;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sslinv_str_add(&text, ""), 0);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(statement); i++) {
			const char *cell = (const char *)sqlite3_column_text(statement, i);

			assert_int_equal(sslinv_str_printf(&text, "%s%s", i ? "|" : "", cell ? cell : "NULL"), 0);
		}
		assert_int_equal(sslinv_str_add(&text, "\n"), 0);
	}
	assert_int_equal(rc, SQLITE_DONE);
	sqlite3_finalize(statement);
	return text.data;
}

char *file_rows(const char *path, const char *sql)
{
	sqlite3 *db;
	char *text;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	text = rows_text(db, sql);
	sqlite3_close(db);
	return text;
}

char *dump(const char *path)
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

void change_file(const char *path, const char *sql)
{
	char *message = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
}

void begin_facts(struct sslinv_facts *facts, const char *host, long long when)
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

uint32_t add_package_fact(struct sslinv_facts *facts, const char *name, const char *version, bool is_provider,
			  bool is_consumer)
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

void add_library(struct sslinv_facts *facts, const char *path, uint32_t package, const char *version)
{
	struct sslinv_library *library = sslinv_array_add(&facts->libraries);

	assert_non_null(library);
	library->path = path;
	library->package = package;
	library->library = "OpenSSL";
	library->soname = "libssl.so.3";
	library->version = version;
}

void add_linkage(struct sslinv_facts *facts, const char *path, uint32_t package, const char *provider_path,
		 uint32_t provider_package)
{
	struct sslinv_linkage *linkage = sslinv_array_add(&facts->linkages);

	assert_non_null(linkage);
	linkage->path = path;
	linkage->package = package;
	linkage->soname = "libssl.so.3";
	linkage->provider_path = provider_path;
	linkage->provider_package = provider_package;
}

void host_facts(struct sslinv_facts *facts, const char *host, long long when, const char *ssl_version)
{
	static const char ssl_path[] = "/usr/lib/x86_64-linux-gnu/libssl.so.3";
	uint32_t ssl, curl, nginx;

	begin_facts(facts, host, when);
	add_package_fact(facts, "bash", "5.2", false, false);
	ssl = add_package_fact(facts, "libssl3", ssl_version, true, false);
	curl = add_package_fact(facts, "curl", "7.88.1-10", false, true);
	nginx = add_package_fact(facts, "nginx", "1.22.1-9", false, true);
	add_library(facts, ssl_path, ssl, "3.0.19");
	add_library(facts, "/opt/app/libssl.so.3", SSLINV_NO_PACKAGE, NULL);
	add_linkage(facts, "/usr/bin/curl", curl, ssl_path, ssl);
	add_linkage(facts, "/usr/sbin/nginx", nginx, ssl_path, ssl);
	add_linkage(facts, "/opt/app/bin/app", SSLINV_NO_PACKAGE, "/opt/app/libssl.so.3", SSLINV_NO_PACKAGE);
	assert_int_equal(
		sslinv_facts_add_problem(facts, "mount", "/proc", false, "passed over: proc is no local file system"), 0);
}

int store_facts(struct sslinv_store *store, const struct sslinv_facts *facts, struct sslinv_error *error)
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

void save_into(struct sslinv_store *store, struct sslinv_facts *facts)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (store_facts(store, facts, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_facts_free(facts);
}

void save(const char *path, struct sslinv_facts *facts)
{
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);

	save_into(store, facts);
	sslinv_store_close(store);
}

const char *source_directory(void)
{
	const char *directory = getenv("srcdir");

	return directory && *directory ? directory : ".";
}

const char *data_directory(void)
{
	static char directory[4096];
	const char *data = getenv("SSLINV_DATA");

	if (data && *data)
		return data;
	snprintf(directory, sizeof(directory), "%s/data", source_directory());
	return directory;
}
