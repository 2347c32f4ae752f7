/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts back into facts, and their verdicts back into results. */
#include "store/store_internal.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
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
	int64_t seconds;

	return sslinv_date_seconds(when, &seconds) ? seconds : 0;
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

int sslinv_store_load_facts(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts, struct sslinv_error *error)
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

/* The verdict's row in `result`: the columns of the kind, in their order. */
static bool take_verdict(struct sslinv_host_result *result, sqlite3_stmt *row)
{
	const char *action = (const char *)sqlite3_column_text(row, 1), *date = (const char *)sqlite3_column_text(row, 5);

	result->verdict = WORD_INDEX(sslinv_verdict_name, SSLINV_VERDICT_COUNT, (const char *)sqlite3_column_text(row, 0));
	result->action = sslinv_arena_strdup(&result->arena, action);
	result->affected = (uint64_t)sqlite3_column_int64(row, 2);
	result->unknown = (uint64_t)sqlite3_column_int64(row, 4);
	result->guidance_date = sslinv_arena_strdup(&result->arena, date);
	return (!action || result->action) && (!date || result->guidance_date);
}

static int load_verdict(struct sslinv_store *store, int64_t host, struct sslinv_host_result *result,
			struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_fact_statement(store, SSLINV_FACT_VERDICT, SSLINV_FACT_READ_LIVE, &row, error);

	result->verdict = SSLINV_VERDICT_UNKNOWN;
	result->action = "";
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, sqlite3_bind_parameter_index(row, ":host"), host);
	rc = sslinv_sql_step(&store->base, row, error);
	if (rc == 1 && !take_verdict(result, row))
		rc = sslinv_error_memory(error);
	sqlite3_reset(row);
	return rc < 0 ? rc : 0;
}

int sslinv_store_load_verdict(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts,
			      struct sslinv_host_result *result, struct sslinv_error *error)
{
	int rc = load_host_row(store, host, facts, error);

	if (rc == 0)
		rc = load_scan(store, host, facts, error);
	if (rc == 0)
		rc = load_kind(store, host, SSLINV_FACT_PROBLEM, facts, error);
	return rc < 0 ? rc : load_verdict(store, host, result, error);
}

int sslinv_store_find_hosts(struct sslinv_store *store, const char *pattern, struct sslinv_store_hosts *hosts,
			    struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_HOSTS_READ, &row, error);

	if (rc < 0)
		return rc;
	while ((rc = sslinv_sql_step(&store->base, row, error)) == 1) {
		const char *name = (const char *)sqlite3_column_text(row, 1);
		int64_t *host;

		if (pattern && fnmatch(pattern, name ? name : "", 0) != 0)
			continue;
		host = sslinv_array_add(hosts);
		if (!host) {
			rc = sslinv_error_memory(error);
			break;
		}
		*host = sqlite3_column_int64(row, 0);
	}
	sqlite3_reset(row);
	return rc;
}

static int find_named(struct sslinv_store *store, const char *name, int64_t *host, struct sslinv_error *error)
{
	sqlite3_stmt *find;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_HOST_FIND, &find, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(find, 1, name) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	rc = sslinv_sql_step(&store->base, find, error);
	if (rc == 1)
		*host = sqlite3_column_int64(find, 0);
	else if (rc == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: there is no host \"%s\" in it", store->base.path,
				      name);
	sqlite3_reset(find);
	return rc < 0 ? rc : 0;
}

static int find_only(struct sslinv_store *store, int64_t *host, struct sslinv_error *error)
{
	struct sslinv_store_hosts hosts = { 0 };
	int rc = sslinv_store_find_hosts(store, NULL, &hosts, error);

	if (rc == 0 && hosts.count == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: there is no host in it; run `sslinv scan`",
				      store->base.path);
	else if (rc == 0 && hosts.count > 1)
		rc = sslinv_error_set(error, SSLINV_E_USAGE, "%s: there are %zu hosts in it; name one with --host",
				      store->base.path, hosts.count);
	if (rc == 0)
		*host = hosts.items[0];
	free(hosts.items);
	return rc;
}

int sslinv_store_load(struct sslinv_store *store, const char *host, struct sslinv_facts *facts, struct sslinv_error *error)
{
	int64_t id = 0;
	int rc = host ? find_named(store, host, &id, error) : find_only(store, &id, error);

	return rc < 0 ? rc : sslinv_store_load_facts(store, id, facts, error);
}
