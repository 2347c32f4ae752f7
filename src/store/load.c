/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts back into facts, and resolved anew: what `check` and `explain` work on, and the second half of a scan. */
#include "store/store_internal.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"

/* A column's text in the arena of the facts; NULL for NULL. Sets *failed when out of memory. */
static const char *text(struct sslinv_facts *facts, sqlite3_stmt *row, int column, bool *failed)
{
	const char *value = (const char *)sqlite3_column_text(row, column);
	const char *kept = sslinv_arena_strdup(&facts->arena, value);

	*failed |= value && !kept;
	return kept;
}

/* The first package that is called so, with that architecture where `arch` is not NULL. */
static uint32_t package_of(const struct sslinv_facts *facts, const char *word, const char *arch)
{
	for (size_t i = 0; word && i < facts->packages.count; i++)
		if (sslinv_package_is_called(&facts->packages.items[i], word) &&
		    (!arch || strcmp(facts->packages.items[i].arch, arch) == 0))
			return (uint32_t)i;
	return SSLINV_NO_PACKAGE;
}

/* The index of a word in the names of an enum; 0 where it is none (a CHECK keeps such out). */
#define WORD_INDEX(function, count, word)                                                                                   \
	__extension__({                                                                                                     \
		int found = 0;                                                                                              \
		for (int i = 0; i < (int)(count); i++)                                                                      \
			if ((word) && strcmp(function(i), (word)) == 0)                                                     \
				found = i;                                                                                  \
		found;                                                                                                      \
	})

static bool take_package(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	struct sslinv_package *package = sslinv_array_add(&facts->packages);
	const char *role = (const char *)sqlite3_column_text(row, 7);
	bool failed = !package;

	if (failed)
		return false;
	package->name = text(facts, row, 0, &failed);
	package->version = text(facts, row, 1, &failed);
	package->arch = text(facts, row, 2, &failed);
	package->format = text(facts, row, 3, &failed);
	package->source_name = text(facts, row, 4, &failed);
	package->source_version = text(facts, row, 5, &failed);
	package->vendor = text(facts, row, 6, &failed);
	package->is_provider = role && strcmp(role, "consumer") != 0;
	package->is_consumer = role && strcmp(role, "provider") != 0;
	return !failed;
}

static bool take_library(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	struct sslinv_library *library = sslinv_array_add(&facts->libraries);
	bool failed = !library;

	if (failed)
		return false;
	library->path = text(facts, row, 0, &failed);
	library->package = package_of(facts, (const char *)sqlite3_column_text(row, 1), NULL);
	library->library = text(facts, row, 2, &failed);
	library->soname = text(facts, row, 3, &failed);
	library->version = text(facts, row, 4, &failed);
	library->version_text = text(facts, row, 5, &failed);
	library->evidence = WORD_INDEX(sslinv_evidence_name, SSLINV_EVIDENCE_COUNT,
				       (const char *)sqlite3_column_text(row, 6));
	return !failed;
}

static bool take_linkage(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	struct sslinv_linkage *linkage = sslinv_array_add(&facts->linkages);
	bool failed = !linkage;

	if (failed)
		return false;
	linkage->path = text(facts, row, 0, &failed);
	linkage->package = package_of(facts, (const char *)sqlite3_column_text(row, 1), NULL);
	linkage->soname = text(facts, row, 2, &failed);
	linkage->provider_path = text(facts, row, 3, &failed);
	linkage->provider_package = package_of(facts, (const char *)sqlite3_column_text(row, 4), NULL);
	linkage->evidence = WORD_INDEX(sslinv_evidence_name, SSLINV_EVIDENCE_COUNT,
				       (const char *)sqlite3_column_text(row, 5));
	linkage->confidence = WORD_INDEX(sslinv_confidence_name, SSLINV_CONFIDENCE_COUNT,
					 (const char *)sqlite3_column_text(row, 6));
	return !failed;
}

static bool take_problem(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	struct sslinv_problem *problem = sslinv_array_add(&facts->problems);
	bool failed = !problem;

	if (failed)
		return false;
	problem->source = text(facts, row, 0, &failed);
	problem->path = text(facts, row, 1, &failed);
	problem->message = text(facts, row, 2, &failed);
	problem->is_failure = sqlite3_column_int(row, 3) != 0;
	return !failed;
}

static bool take_candidate(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	uint32_t package = package_of(facts, (const char *)sqlite3_column_text(row, 0),
				      (const char *)sqlite3_column_text(row, 1));
	struct sslinv_candidate *candidate = package == SSLINV_NO_PACKAGE ? NULL : sslinv_array_add(&facts->candidates);
	bool failed = false;

	/* A package that has nothing to do with OpenSSL after all is not stored; nor does its candidate matter. */
	if (package == SSLINV_NO_PACKAGE)
		return true;
	if (!candidate)
		return false;
	candidate->package = package;
	candidate->version = text(facts, row, 2, &failed);
	candidate->origin = text(facts, row, 3, &failed);
	candidate->label = text(facts, row, 4, &failed);
	candidate->archive = text(facts, row, 5, &failed);
	return !failed;
}

static bool take_changelog(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	uint32_t package = package_of(facts, (const char *)sqlite3_column_text(row, 0),
				      (const char *)sqlite3_column_text(row, 1));
	struct sslinv_changelog_entry *entry = package == SSLINV_NO_PACKAGE ? NULL : sslinv_array_add(&facts->changelog);
	bool failed = false;

	if (package == SSLINV_NO_PACKAGE)
		return true;
	if (!entry)
		return false;
	entry->package = package;
	entry->cve = text(facts, row, 2, &failed);
	return !failed;
}

/* By kind; those that are results are not loaded. */
static bool (*const takers[SSLINV_FACT_FINDING])(struct sslinv_facts *facts, sqlite3_stmt *row) = {
	[SSLINV_FACT_PACKAGE] = take_package,     [SSLINV_FACT_LIBRARY] = take_library,
	[SSLINV_FACT_LINKAGE] = take_linkage,     [SSLINV_FACT_PROBLEM] = take_problem,
	[SSLINV_FACT_CANDIDATE] = take_candidate, [SSLINV_FACT_CHANGELOG] = take_changelog,
};

static int load_kind(struct sslinv_store *store, sqlite3_int64 host, int fact, struct sslinv_facts *facts,
		     struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int status, code = sslinv_store_fact_statement(store, fact, SSLINV_FACT_READ_LIVE, &statement, error);

	if (code < 0)
		return code;
	sqlite3_bind_int64(statement, sqlite3_bind_parameter_index(statement, ":host"), host);
	while ((status = sqlite3_step(statement)) == SQLITE_ROW && code == 0)
		if (!takers[fact](facts, statement))
			code = sslinv_error_memory(error);
	if (code == 0 && status != SQLITE_DONE)
		code = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	sqlite3_reset(statement);
	return code;
}

static int load_host(struct sslinv_facts *facts, sqlite3_stmt *row)
{
	struct sslinv_host_facts *host = &facts->host;
	bool failed = false;

	host->host = text(facts, row, 1, &failed);
	host->machine_id = text(facts, row, 2, &failed);
	host->os_id = text(facts, row, 3, &failed);
	host->os_version = text(facts, row, 4, &failed);
	host->os_name = text(facts, row, 5, &failed);
	host->arch = text(facts, row, 6, &failed);
	return failed ? SSLINV_E_MEMORY : 0;
}

/* The row of the host with that id out of all, as HOSTS_READ gives them. */
static int load_host_row(struct sslinv_store *store, sqlite3_int64 id, struct sslinv_facts *facts,
			 struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int status, code = sslinv_store_statement(store, SSLINV_STATEMENT_HOST_READ, &statement, error);

	if (code < 0)
		return code;
	sqlite3_bind_int64(statement, 1, id);
	status = sqlite3_step(statement);
	if (status != SQLITE_ROW)
		code = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	else if (load_host(facts, statement) < 0)
		code = sslinv_error_memory(error);
	sqlite3_reset(statement);
	return code;
}

static int64_t seconds_of(const char *when)
{
	struct tm parts = { 0 };

	return when && strptime(when, "%Y-%m-%dT%H:%M:%SZ", &parts) ? (int64_t)timegm(&parts) : 0;
}

static int load_scan(struct sslinv_store *store, sqlite3_int64 host, struct sslinv_facts *facts, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	bool failed = false;
	int code = sslinv_store_statement(store, SSLINV_STATEMENT_SCAN_LOAD, &row, error);

	if (code < 0)
		return code;
	sqlite3_bind_int64(row, 1, host);
	if (sqlite3_step(row) == SQLITE_ROW) {
		facts->started = seconds_of((const char *)sqlite3_column_text(row, 0));
		facts->finished = seconds_of((const char *)sqlite3_column_text(row, 1));
		facts->root = text(facts, row, 2, &failed);
		facts->mode = WORD_INDEX(sslinv_mode_name, SSLINV_MODE_COUNT, (const char *)sqlite3_column_text(row, 3));
		facts->packages_seen = (uint64_t)sqlite3_column_int64(row, 4);
		facts->files_read = (uint64_t)sqlite3_column_int64(row, 5);
	}
	sqlite3_reset(row);
	return failed ? sslinv_error_memory(error) : 0;
}

static int by_package(const void *a, const void *b)
{
	const struct sslinv_candidate *left = a, *right = b;

	return left->package < right->package ? -1 : left->package > right->package;
}

static int by_package_and_cve(const void *a, const void *b)
{
	const struct sslinv_changelog_entry *left = a, *right = b;

	if (left->package != right->package)
		return left->package < right->package ? -1 : 1;
	return strcmp(left->cve, right->cve);
}

/* The order of the rows is that in which they were found over time. */
static void sort_details(struct sslinv_facts *facts)
{
	if (facts->candidates.count)
		qsort(facts->candidates.items, facts->candidates.count, sizeof(*facts->candidates.items), by_package);
	if (facts->changelog.count)
		qsort(facts->changelog.items, facts->changelog.count, sizeof(*facts->changelog.items), by_package_and_cve);
}

int sslinv_store_load_facts(struct sslinv_store *store, sqlite3_int64 host, struct sslinv_facts *facts,
			    struct sslinv_error *error)
{
	int code = load_host_row(store, host, facts, error);

	if (code == 0)
		code = load_scan(store, host, facts, error);
	for (int fact = 0; fact < SSLINV_FACT_FINDING && code == 0; fact++)
		code = load_kind(store, host, fact, facts, error);
	if (code == 0)
		sort_details(facts);
	if (code == 0 && sslinv_facts_label_packages(facts) < 0)
		code = sslinv_error_memory(error);
	return code;
}

int sslinv_store_resolve(struct sslinv_store *store, sqlite3_int64 host, const struct sslinv_store_resolver *resolver,
			 const char *now, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	const struct sslinv_host_result *result = NULL;
	int code = sslinv_store_load_facts(store, host, &facts, error);

	if (code == 0)
		code = resolver->resolve(resolver->context, &facts, &result, error);
	return code == 0 ? sslinv_store_save_result(store, host, result, now, error) : code;
}

/* The ids of the hosts whose names match a shell pattern, in the order of the file. */
struct hosts {
	sqlite3_int64 *items;
	size_t count, capacity;
};

static int find_hosts(struct sslinv_store *store, const char *pattern, struct hosts *hosts, struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int status, code = sslinv_store_statement(store, SSLINV_STATEMENT_HOSTS_READ, &statement, error);

	if (code < 0)
		return code;
	while ((status = sqlite3_step(statement)) == SQLITE_ROW && code == 0) {
		const char *name = (const char *)sqlite3_column_text(statement, 1);
		sqlite3_int64 *id;

		if (pattern && fnmatch(pattern, name ? name : "", 0) != 0)
			continue;
		id = sslinv_array_add(hosts);
		if (id)
			*id = sqlite3_column_int64(statement, 0);
		else
			code = sslinv_error_memory(error);
	}
	if (code == 0 && status != SQLITE_DONE)
		code = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	sqlite3_reset(statement);
	return code;
}

int sslinv_store_check(struct sslinv_store *store, const char *pattern, const struct sslinv_store_resolver *resolver,
		       size_t *count, struct sslinv_error *error)
{
	struct hosts hosts = { 0 };
	char now[SSLINV_TIME_SIZE];
	int code = sslinv_store_run(store, SSLINV_STATEMENT_BEGIN, error);

	*count = 0;
	if (code < 0)
		return code;
	sslinv_str_time(now, time(NULL));
	code = find_hosts(store, pattern, &hosts, error);
	for (size_t i = 0; i < hosts.count && code == 0; i++)
		code = sslinv_store_resolve(store, hosts.items[i], resolver, now, error);
	if (code == 0)
		code = sslinv_store_run(store, SSLINV_STATEMENT_COMMIT, error);
	if (code < 0)
		sslinv_sql_rollback(&store->base);
	else
		*count = hosts.count;
	free(hosts.items);
	return code;
}

int sslinv_store_load(struct sslinv_store *store, const char *host, struct sslinv_facts *facts, struct sslinv_error *error)
{
	struct hosts hosts = { 0 };
	sqlite3_int64 id = 0;
	int code;

	if (host) {
		sqlite3_stmt *find;

		code = sslinv_store_statement(store, SSLINV_STATEMENT_HOST_FIND, &find, error);
		if (code < 0)
			return code;
		if (sslinv_sql_bind_text(find, 1, host) != SQLITE_OK)
			return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
		if (sqlite3_step(find) == SQLITE_ROW)
			id = sqlite3_column_int64(find, 0);
		sqlite3_reset(find);
		return id ? sslinv_store_load_facts(store, id, facts, error)
			  : sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: there is no host \"%s\" in it",
					     store->base.path, host);
	}
	code = find_hosts(store, NULL, &hosts, error);
	if (code == 0 && hosts.count == 0)
		code = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: there is no host in it; run `sslinv scan`",
					store->base.path);
	else if (code == 0 && hosts.count > 1)
		code = sslinv_error_set(error, SSLINV_E_USAGE, "%s: there are %zu hosts in it; name one with --host",
					store->base.path, hosts.count);
	if (code == 0)
		code = sslinv_store_load_facts(store, hosts.items[0], facts, error);
	free(hosts.items);
	return code;
}
