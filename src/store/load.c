/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts back into facts, and their verdicts back into results. */
#include "store/store_internal.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"
#include "store/acceptances.h"

/* A package by its name and architecture. */
struct named {
	const char *name, *arch, *version;
	uint32_t package;
};

/* Where the rows of a host are put, and its packages by name: the rows speak of them by name or label. */
struct loading {
	struct sslinv_store *store;
	struct sslinv_facts *facts;
	struct sslinv_host_result *result;
	struct named *names;
	size_t name_count;
	bool is_open_only; /* of the findings */
	struct sslinv_error *error;
};

static int by_name(const void *a, const void *b)
{
	const struct named *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : left->package < right->package ? -1 : left->package > right->package;
}

static int name_packages(struct loading *loading)
{
	const struct sslinv_facts *facts = loading->facts;

	loading->names = calloc(facts->packages.count + 1, sizeof(*loading->names));
	if (!loading->names)
		return sslinv_error_memory(loading->error);
	loading->name_count = facts->packages.count;
	for (uint32_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		loading->names[i] = (struct named){ package->name, package->arch, package->version, i };
	}
	if (loading->name_count)
		qsort(loading->names, loading->name_count, sizeof(*loading->names), by_name);
	return 0;
}

/* The first bytes of a text. */
struct prefix {
	const char *text;
	size_t length;
};

/* A name that only begins so is wanted too: it comes after the name that is no longer. */
static int compare_prefix(const void *wanted, const void *item)
{
	const struct prefix *prefix = wanted;

	return strncmp(prefix->text, ((const struct named *)item)->name, prefix->length);
}

/*
 * The first of the packages whose name is the first `length` bytes of `name`, with that architecture and that version where
 * they are not NULL.
 */
static uint32_t find_package(const struct loading *loading, const char *name, size_t length, const char *arch,
			     const char *version)
{
	const struct prefix prefix = { name, length };
	size_t i = sslinv_search_first(&prefix, loading->names, loading->name_count, sizeof(*loading->names),
				       compare_prefix);

	for (; i < loading->name_count && compare_prefix(&prefix, &loading->names[i]) == 0; i++) {
		const struct named *named = &loading->names[i];

		if (named->name[length] != '\0')
			break;
		if ((!arch || strcmp(named->arch, arch) == 0) && (!version || strcmp(named->version, version) == 0))
			return named->package;
	}
	return SSLINV_NO_PACKAGE;
}

/* The first package that the word calls so: by its name, or by its label (sslinv_package_label()). */
static uint32_t package_of(const struct loading *loading, const char *word)
{
	size_t length = word ? strlen(word) : 0;
	uint32_t package = word ? find_package(loading, word, length, NULL, NULL) : SSLINV_NO_PACKAGE;

	for (; package == SSLINV_NO_PACKAGE && length > 0; length--) {
		if (word[length - 1] != ':' && word[length - 1] != '.')
			continue;
		package = find_package(loading, word, length - 1, word + length, NULL);
		if (package != SSLINV_NO_PACKAGE &&
		    !sslinv_package_is_called(&loading->facts->packages.items[package], word))
			package = SSLINV_NO_PACKAGE;
	}
	return package;
}

static const char *text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

static int restore(struct loading *loading, const struct sslinv_column *column, const char *form)
{
	const char *kept;
	int rc = sslinv_store_keep_text(&loading->facts->arena, form, &kept);

	return rc < 0 ? rc : column->restore(loading->facts, kept);
}

/* A text as it is stored: what another hand put there in another form is quoted, so that no reader ever meets it. */
static int take_text(const struct sslinv_column *column, struct sslinv_arena *arena, void *item, const char *form)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;
	size_t length = form ? strlen(form) : 0;

	if (column->kind == SSLINV_COLUMN_LINES ? sslinv_str_is_lines(form, length) : sslinv_str_is_printable(form, length))
		return sslinv_column_put(column, arena, item, form, 0);
	quoted = sslinv_str_quoted(form);
	return quoted ? sslinv_column_put(column, arena, item, quoted, 0) : SSLINV_E_MEMORY;
}

static int take_column(struct loading *loading, const struct sslinv_column *column, struct sslinv_arena *arena, void *item,
		       sqlite3_stmt *row, int place)
{
	uint32_t package;

	if (column->kind == SSLINV_COLUMN_KNOWN_COUNT && sqlite3_column_type(row, place) == SQLITE_NULL)
		return 0;
	if (column->restore)
		return restore(loading, column, text(row, place));
	if (sslinv_column_is_number(column))
		return sslinv_column_put(column, arena, item, NULL, sqlite3_column_int64(row, place));
	if (column->kind != SSLINV_COLUMN_PACKAGE)
		return take_text(column, arena, item, text(row, place));
	package = package_of(loading, text(row, place));
	memcpy((char *)item + column->offset, &package, sizeof(package));
	return 0;
}

/* The columns of a row, in the order of the record, into an item of it. */
static int take_columns(struct loading *loading, const struct sslinv_record *record, void *item, sqlite3_stmt *row)
{
	struct sslinv_arena *arena = record->is_result ? &loading->result->arena : &loading->facts->arena;
	int place = 0, rc = 0;

	for (size_t i = 0; i < record->column_count && rc == 0; i++)
		if (!(record->columns[i].flags & SSLINV_COLUMN_HAS_NO_PLACE))
			rc = take_column(loading, &record->columns[i], arena, item, row, place++);
	return rc < 0 ? sslinv_error_memory(loading->error) : 0;
}

static int take_item(struct loading *loading, const struct sslinv_record *record, sqlite3_stmt *row)
{
	const struct sslinv_column *first = &record->columns[0];
	bool is_detail = first->kind == SSLINV_COLUMN_PACKAGE_NAME;
	const char *name = is_detail ? text(row, 0) : NULL;
	const size_t last = record->column_count - 1;
	/* What was stored before its version was is of the first of several. */
	bool has_version = is_detail && record->columns[last].kind == SSLINV_COLUMN_PACKAGE_VERSION;
	const char *version = has_version ? text(row, (int)last) : NULL;
	uint32_t package = name ? find_package(loading, name, strlen(name), text(row, 1), version) : SSLINV_NO_PACKAGE;
	void *item;

	/* A package that has nothing to do with OpenSSL after all is not stored; nor do its details matter. */
	if (is_detail && package == SSLINV_NO_PACKAGE)
		return 0;
	item = sslinv_record_add(record, loading->facts, loading->result);
	if (!item)
		return sslinv_error_memory(loading->error);
	if (is_detail)
		memcpy((char *)item + first->offset, &package, sizeof(package));
	return take_columns(loading, record, item, row);
}

/* The live facts of a kind. */
static int load_kind(struct loading *loading, int64_t host, enum sslinv_fact fact)
{
	const struct sslinv_record *record = sslinv_fact_record(fact);
	struct sslinv_store *store = loading->store;
	sqlite3_stmt *row;
	bool is_open_only = loading->is_open_only && fact == SSLINV_FACT_FINDING;
	int rc = sslinv_store_fact_statement(store, fact, is_open_only ? SSLINV_FACT_READ_OPEN : SSLINV_FACT_READ_LIVE, &row,
					     loading->error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, sqlite3_bind_parameter_index(row, ":host"), host);
	while (rc >= 0 && (rc = sslinv_sql_step(&store->base, row, loading->error)) == 1)
		rc = record->is_single ? take_columns(loading, record, loading->result, row)
				       : take_item(loading, record, row);
	sqlite3_reset(row);
	return rc;
}

/* The row of a host or a scan that a statement gives for the host's number; fails where there is no row and must be one. */
static int load_row(struct loading *loading, int64_t host, enum sslinv_sql_statement which, enum sslinv_record_kind kind,
		    void *item, bool must_be)
{
	struct sslinv_store *store = loading->store;
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, which, &row, loading->error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, 1, host);
	rc = sslinv_sql_step(&store->base, row, loading->error);
	if (rc == 1)
		rc = take_columns(loading, sslinv_record(kind), item, row);
	else if (rc == 0 && must_be)
		rc = sslinv_error_set(loading->error, SSLINV_E_NOT_FOUND, "%s: no host number %lld in it", store->base.path,
				      (long long)host);
	sqlite3_reset(row);
	return rc;
}

static int load_host(struct loading *loading, int64_t host)
{
	struct sslinv_facts *facts = loading->facts;
	int rc = load_row(loading, host, SSLINV_STATEMENT_HOST_READ, SSLINV_RECORD_HOST, &facts->host, true);

	return rc < 0 ? rc : load_row(loading, host, SSLINV_STATEMENT_SCAN_LOAD, SSLINV_RECORD_SCAN, facts, false);
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

static int by_pid_and_path(const void *a, const void *b)
{
	const struct sslinv_process *left = a, *right = b;

	return left->pid != right->pid ? sslinv_compare(left->pid, right->pid)
				       : sslinv_str_compare(left->library_path, right->library_path);
}

/* The order of the rows is that in which they were found over time. */
static void sort_details(struct sslinv_facts *facts)
{
	if (facts->candidates.count)
		qsort(facts->candidates.items, facts->candidates.count, sizeof(*facts->candidates.items), by_package);
	if (facts->processes.count)
		qsort(facts->processes.items, facts->processes.count, sizeof(*facts->processes.items), by_pid_and_path);
	if (facts->changelog.count)
		qsort(facts->changelog.items, facts->changelog.count, sizeof(*facts->changelog.items), by_package_and_cve);
}

static int take_former(struct loading *loading, sqlite3_stmt *row)
{
	struct sslinv_former *former = sslinv_array_add(&loading->facts->formers);
	const char **const texts[] = { &former->name, &former->arch, &former->version, &former->source_version };

	if (!former)
		return sslinv_error_memory(loading->error);
	for (int i = 0; i < (int)SSLINV_ARRAY_SIZE(texts); i++)
		if (sslinv_store_keep_text(&loading->facts->arena, text(row, i), texts[i]) < 0)
			return sslinv_error_memory(loading->error);
	if (!sslinv_date_seconds(text(row, 4), &former->first_seen) || !sslinv_date_seconds(text(row, 5), &former->gone_at))
		loading->facts->formers.count--;
	return 0;
}

/* The versions that the packages of today had before. */
static int load_formers(struct loading *loading, int64_t host)
{
	struct sslinv_store *store = loading->store;
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_FORMERS_READ, &row, loading->error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(row, 1, host);
	while (rc >= 0 && (rc = sslinv_sql_step(&store->base, row, loading->error)) == 1)
		rc = take_former(loading, row);
	sqlite3_reset(row);
	return rc;
}

/* Do its rows speak of packages? */
static bool names_packages(const struct sslinv_record *record)
{
	for (size_t i = 0; i < record->column_count; i++)
		if (record->columns[i].kind == SSLINV_COLUMN_PACKAGE ||
		    record->columns[i].kind == SSLINV_COLUMN_PACKAGE_NAME)
			return true;
	return false;
}

static int load_packages(struct loading *loading, int64_t host)
{
	int rc = load_kind(loading, host, SSLINV_FACT_PACKAGE);

	if (rc == 0)
		rc = name_packages(loading);
	if (rc == 0 && sslinv_facts_label_packages(loading->facts) < 0)
		rc = sslinv_error_memory(loading->error);
	return rc;
}

/* The host, its last scan, and the records of the set; with those that speak of packages the packages. */
static int load_records(struct loading *loading, int64_t host, unsigned records)
{
	int rc = load_host(loading, host);

	for (int fact = SSLINV_FACT_PACKAGE; fact < SSLINV_FACT_COUNT; fact++)
		if (records & SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE + fact) && names_packages(sslinv_fact_record(fact)))
			records |= SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE);
	if (rc == 0 && records & SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE))
		rc = load_packages(loading, host);
	for (int fact = SSLINV_FACT_PACKAGE + 1; fact < SSLINV_FACT_COUNT && rc == 0; fact++)
		if (records & SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE + fact))
			rc = load_kind(loading, host, fact);
	free(loading->names);
	loading->names = NULL;
	if (rc == 0)
		sort_details(loading->facts);
	return rc;
}

static int by_rank(const void *a, const void *b)
{
	const struct sslinv_host_action *left = a, *right = b;

	return left->rank < right->rank ? -1 : left->rank > right->rank;
}

/* All facts that anything is judged by; what they mean comes behind them. */
#define FACT_RECORDS                                                                                                        \
	((SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING) - SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE)) &                            \
	 ~(SSLINV_RECORD_BIT(SSLINV_RECORD_OTHER_LIBRARY) | SSLINV_RECORD_BIT(SSLINV_RECORD_OTHER_LINKAGE) |                \
	   SSLINV_RECORD_BIT(SSLINV_RECORD_RUNTIME)))

int sslinv_store_load_facts(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts, struct sslinv_error *error)
{
	struct loading loading = { .store = store, .facts = facts, .error = error };
	int rc = load_records(&loading, host, FACT_RECORDS);

	return rc < 0 ? rc : load_formers(&loading, host);
}

int sslinv_store_load_records(struct sslinv_store *store, int64_t host, unsigned records, struct sslinv_facts *facts,
			      struct sslinv_host_result *result, struct sslinv_error *error)
{
	struct loading loading = { .store = store, .facts = facts, .result = result, .error = error };

	int rc;

	loading.is_open_only = records & SSLINV_STORE_OPEN_FINDINGS;
	if (loading.is_open_only)
		records |= SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING);
	result->verdict = SSLINV_VERDICT_UNKNOWN;
	/* As the view has it for a host that was never judged. */
	result->action = "run `sslinv check`";
	rc = load_records(&loading, host, records);
	if (rc == 0 && records & SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING))
		rc = sslinv_store_mark_accepted(store, host, result, error);
	if (result->actions.count)
		qsort(result->actions.items, result->actions.count, sizeof(*result->actions.items), by_rank);
	return rc;
}

int sslinv_store_load_verdict(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts,
			      struct sslinv_host_result *result, struct sslinv_error *error)
{
	const unsigned records = SSLINV_RECORD_BIT(SSLINV_RECORD_PROBLEM) | SSLINV_RECORD_BIT(SSLINV_RECORD_VERDICT) |
				 SSLINV_RECORD_BIT(SSLINV_RECORD_ACTION);

	return sslinv_store_load_records(store, host, records, facts, result, error);
}

static int find_hosts(struct sslinv_store *store, enum sslinv_sql_statement which, const char *pattern,
		      struct sslinv_store_hosts *hosts, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, which, &row, error);

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

int sslinv_store_find_hosts(struct sslinv_store *store, const char *pattern, struct sslinv_store_hosts *hosts,
			    struct sslinv_error *error)
{
	return find_hosts(store, SSLINV_STATEMENT_HOSTS_READ, pattern, hosts, error);
}

int sslinv_store_list_hosts(struct sslinv_store *store, const char *pattern, struct sslinv_store_hosts *hosts,
			    struct sslinv_error *error)
{
	return find_hosts(store, SSLINV_STATEMENT_HOSTS_BY_NAME, pattern, hosts, error);
}

int sslinv_store_load_paths(struct sslinv_store *store, struct sslinv_facts *facts, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_PATHS_READ, &row, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, facts->host.host) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	while ((rc = sslinv_sql_step(&store->base, row, error)) == 1) {
		const char **path = sslinv_array_add(&facts->known_paths);

		if (path)
			*path = sslinv_arena_strdup(&facts->arena, text(row, 0));
		if (!path || !*path) {
			rc = sslinv_error_memory(error);
			break;
		}
	}
	sqlite3_reset(row);
	return rc;
}

int sslinv_store_load_scope(struct sslinv_store *store, struct sslinv_facts *facts, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_SCOPE_READ, &row, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, facts->host.host) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	facts->scope = SSLINV_SCOPE_OPENSSL;
	rc = sslinv_sql_step(&store->base, row, error);
	if (rc == 1 && sslinv_str_compare(text(row, 0), sslinv_scope_name(SSLINV_SCOPE_ALL)) == 0)
		facts->scope = SSLINV_SCOPE_ALL;
	sqlite3_reset(row);
	return rc < 0 ? rc : 0;
}

int sslinv_store_find_host(struct sslinv_store *store, const char *name, int64_t *host, struct sslinv_error *error)
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
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: no host \"%s\" in it", store->base.path, name);
	sqlite3_reset(find);
	return rc < 0 ? rc : 0;
}

static int find_only(struct sslinv_store *store, int64_t *host, struct sslinv_error *error)
{
	struct sslinv_store_hosts hosts = { 0 };
	int rc = sslinv_store_find_hosts(store, NULL, &hosts, error);

	if (rc == 0 && hosts.count == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: no host in it; run `sslinv scan`", store->base.path);
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
	int rc = host ? sslinv_store_find_host(store, host, &id, error) : find_only(store, &id, error);

	return rc < 0 ? rc : sslinv_store_load_facts(store, id, facts, error);
}
