/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One scan into the inventory: its facts into temporary tables, then set-wise into the history. */
#include "store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

/* What is stored: the facts of a scan, or what they were resolved to. The other is NULL. */
struct origin {
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
};

/* Room for a number as text; the columns' affinity makes it a number again. */
#define NUMBER_SIZE 24

/*
 * The values of fact number `index` in the order of its kind's columns; false where that one is not stored. `numbers` is
 * room for those that are no text.
 */
typedef bool (*values_function)(const struct origin *origin, size_t index, const char **values,
				char (*numbers)[NUMBER_SIZE]);

static bool package_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_facts *facts = origin->facts;
	const struct sslinv_package *package = &facts->packages.items[index];

	if (!package->is_provider && !package->is_consumer)
		return false;
	(void)numbers;
	values[0] = package->name;
	values[1] = package->version;
	values[2] = package->arch;
	values[3] = package->format;
	values[4] = package->source_name;
	values[5] = package->source_version;
	values[6] = package->vendor;
	values[7] = !package->is_consumer ? "provider" : !package->is_provider ? "consumer" : "both";
	return true;
}

static bool library_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_facts *facts = origin->facts;
	const struct sslinv_library *library = &facts->libraries.items[index];

	(void)numbers;
	values[0] = library->path;
	values[1] = sslinv_facts_package_label(facts, library->package);
	values[2] = library->library;
	values[3] = library->soname;
	values[4] = library->version;
	values[5] = library->version_text;
	values[6] = sslinv_evidence_name(library->evidence);
	return true;
}

static bool linkage_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_facts *facts = origin->facts;
	const struct sslinv_linkage *linkage = &facts->linkages.items[index];

	(void)numbers;
	values[0] = linkage->path;
	values[1] = sslinv_facts_package_label(facts, linkage->package);
	values[2] = linkage->soname;
	values[3] = linkage->provider_path;
	values[4] = sslinv_facts_package_label(facts, linkage->provider_package);
	values[5] = sslinv_evidence_name(linkage->evidence);
	values[6] = sslinv_confidence_name(linkage->confidence);
	return true;
}

static bool problem_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_facts *facts = origin->facts;
	const struct sslinv_problem *problem = &facts->problems.items[index];

	(void)numbers;
	values[0] = problem->source;
	values[1] = problem->path;
	values[2] = problem->message;
	values[3] = problem->is_failure ? "1" : "0"; /* the column's affinity makes it a number */
	return true;
}

static bool candidate_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_candidate *candidate = &origin->facts->candidates.items[index];
	const struct sslinv_package *package = &origin->facts->packages.items[candidate->package];

	(void)numbers;
	values[0] = package->name;
	values[1] = package->arch;
	values[2] = candidate->version;
	values[3] = candidate->origin;
	values[4] = candidate->label;
	values[5] = candidate->archive;
	return true;
}

static bool changelog_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_changelog_entry *entry = &origin->facts->changelog.items[index];
	const struct sslinv_package *package = &origin->facts->packages.items[entry->package];

	(void)numbers;
	values[0] = package->name;
	values[1] = package->arch;
	values[2] = entry->cve;
	return true;
}

static bool finding_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_host_finding *finding = &origin->result->findings.items[index];

	(void)numbers;
	values[0] = finding->package;
	values[1] = finding->installed_version;
	values[2] = finding->path;
	values[3] = finding->cve;
	values[4] = finding->severity;
	values[5] = finding->status;
	values[6] = finding->fixed_version;
	values[7] = finding->advisory;
	values[8] = finding->feed;
	values[9] = finding->stream;
	values[10] = finding->rule;
	return true;
}

static bool level_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_host_level *level = &origin->result->levels.items[index];

	(void)numbers;
	values[0] = level->package;
	values[1] = level->path;
	values[2] = level->version;
	values[3] = level->upstream_version;
	values[4] = level->effective_upstream;
	values[5] = level->branch;
	values[6] = level->branch_eol;
	values[7] = level->tls12 ? "1" : "0";
	values[8] = level->tls13 ? "1" : "0";
	return true;
}

static bool verdict_values(const struct origin *origin, size_t index, const char **values, char (*numbers)[NUMBER_SIZE])
{
	const struct sslinv_host_result *result = origin->result;

	(void)index;
	snprintf(numbers[0], NUMBER_SIZE, "%" PRIu64, result->affected);
	snprintf(numbers[1], NUMBER_SIZE, "%" PRIu64, result->unknown);
	values[0] = sslinv_verdict_name(result->verdict);
	values[1] = result->action;
	values[2] = numbers[0];
	values[3] = "0";
	values[4] = numbers[1];
	values[5] = result->guidance_date;
	return true;
}

static const values_function values_of[SSLINV_FACT_COUNT] = {
	[SSLINV_FACT_PACKAGE] = package_values,     [SSLINV_FACT_LIBRARY] = library_values,
	[SSLINV_FACT_LINKAGE] = linkage_values,     [SSLINV_FACT_PROBLEM] = problem_values,
	[SSLINV_FACT_CANDIDATE] = candidate_values, [SSLINV_FACT_CHANGELOG] = changelog_values,
	[SSLINV_FACT_FINDING] = finding_values,     [SSLINV_FACT_LEVEL] = level_values,
	[SSLINV_FACT_VERDICT] = verdict_values,
};

static size_t fact_count(const struct origin *origin, enum sslinv_fact fact)
{
	const struct sslinv_facts *facts = origin->facts;
	const struct sslinv_host_result *result = origin->result;
	const size_t counts[SSLINV_FACT_COUNT] = {
		[SSLINV_FACT_PACKAGE] = facts ? facts->packages.count : 0,
		[SSLINV_FACT_LIBRARY] = facts ? facts->libraries.count : 0,
		[SSLINV_FACT_LINKAGE] = facts ? facts->linkages.count : 0,
		[SSLINV_FACT_PROBLEM] = facts ? facts->problems.count : 0,
		[SSLINV_FACT_CANDIDATE] = facts ? facts->candidates.count : 0,
		[SSLINV_FACT_CHANGELOG] = facts ? facts->changelog.count : 0,
		[SSLINV_FACT_FINDING] = result ? result->findings.count : 0,
		[SSLINV_FACT_LEVEL] = result ? result->levels.count : 0,
		[SSLINV_FACT_VERDICT] = result ? 1 : 0,
	};

	return counts[fact];
}

static int bind_texts(struct sslinv_store *store, sqlite3_stmt *statement, const char *const *values, int count,
		      struct sslinv_error *error)
{
	for (int i = 0; i < count; i++)
		if (sslinv_sql_bind_text(statement, i + 1, values[i]) != SQLITE_OK)
			return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return 0;
}

/* The action of a verdict has a line for each thing to do. */
static int bind_action(struct sslinv_store *store, sqlite3_stmt *statement, const char *action, struct sslinv_error *error)
{
	if (sslinv_sql_bind_lines(statement, 2, action) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return 0;
}

static int add_found(struct sslinv_store *store, enum sslinv_fact fact, const struct origin *origin, const char *now,
		     struct sslinv_error *error)
{
	int count = sslinv_fact_value_count(fact);
	sqlite3_stmt *statement;
	int code = sslinv_store_run_fact(store, fact, SSLINV_FACT_CLEAR_FOUND, 0, error);

	if (code == 0)
		code = sslinv_store_fact_statement(store, fact, SSLINV_FACT_ADD_FOUND, &statement, error);
	for (size_t i = 0; i < fact_count(origin, fact) && code == 0; i++) {
		const char *values[SSLINV_FACT_VALUES_MAX + 1];
		char numbers[2][NUMBER_SIZE];

		if (!values_of[fact](origin, i, values, numbers))
			continue;
		values[count] = now;
		code = bind_texts(store, statement, values, count + 1, error);
		if (code == 0 && fact == SSLINV_FACT_VERDICT)
			code = bind_action(store, statement, values[1], error);
		if (code == 0)
			code = sslinv_sql_finish(&store->base, statement, error);
	}
	return code;
}

int sslinv_store_adopt_owners(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host,
			      const struct sslinv_sources *sources, struct sslinv_error *error)
{
	sqlite3_stmt *fill;
	int code;

	if (sources->packages || !sslinv_fact_statement_sql(fact, SSLINV_FACT_ADOPT_OWNER))
		return 0;
	code = sslinv_store_run(store, SSLINV_STATEMENT_CLEAR_OWNER, error);
	if (code == 0)
		code = sslinv_store_statement(store, SSLINV_STATEMENT_FILL_OWNER, &fill, error);
	if (code < 0)
		return code;
	sqlite3_bind_int64(fill, 1, host);
	code = sslinv_sql_finish(&store->base, fill, error);
	if (code == 0)
		code = sslinv_store_run_fact(store, fact, SSLINV_FACT_ADOPT_OWNER, host, error);
	return code < 0 ? code : sslinv_store_run_fact(store, fact, SSLINV_FACT_RENEW_KEY, host, error);
}

int sslinv_store_close_missing(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host, const char *now,
			       const struct sslinv_sources *sources, struct sslinv_error *error)
{
	const struct {
		const char *name;
		bool value;
	} parameters[] = {
		{ ":packages", sources->packages }, { ":details", sources->details }, { ":files", sources->files },
		{ ":walk", sources->walk },         { ":full", sources->full },
	};
	sqlite3_stmt *statement;
	int code = sslinv_store_fact_statement(store, fact, SSLINV_FACT_CLOSE_MISSING, &statement, error);

	if (code < 0)
		return code;
	sqlite3_bind_int64(statement, sqlite3_bind_parameter_index(statement, ":host"), host);
	if (sslinv_sql_bind_text(statement, sqlite3_bind_parameter_index(statement, ":now"), now) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parameters); i++) {
		int place = sqlite3_bind_parameter_index(statement, parameters[i].name);

		if (place > 0)
			sqlite3_bind_int(statement, place, parameters[i].value);
	}
	return sslinv_sql_finish(&store->base, statement, error);
}

/* The host's row: made, brought up to date, or refused where the name is another machine's. */
static int save_host(struct sslinv_store *store, const struct sslinv_facts *facts, const char *now, sqlite3_int64 *host,
		     struct sslinv_error *error)
{
	const struct sslinv_host_facts *said = &facts->host;
	const char *values[] = {
		said->host, said->machine_id, said->os_id, said->os_version, said->os_name, said->arch, now
	};
	sqlite3_stmt *find, *change;
	bool is_known;
	int status, code = sslinv_store_statement(store, SSLINV_STATEMENT_HOST_FIND, &find, error);

	if (code == 0)
		code = bind_texts(store, find, values, 1, error);
	if (code < 0)
		return code;
	status = sqlite3_step(find);
	if (status != SQLITE_ROW && status != SQLITE_DONE)
		code = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	is_known = status == SQLITE_ROW;
	if (is_known) {
		const char *machine_id = (const char *)sqlite3_column_text(find, 1);

		*host = sqlite3_column_int64(find, 0);
		if (machine_id && said->machine_id && strcmp(machine_id, said->machine_id) != 0)
			code = sslinv_error_set(
				error, SSLINV_E_USAGE,
				"%s: the name \"%s\" is taken by another machine (machine-id %s, this one has %s);"
				" scan with `--host NAME` and a name of its own",
				store->base.path, said->host, machine_id, said->machine_id);
	}
	sqlite3_reset(find);
	if (code == 0)
		code = sslinv_store_statement(store, is_known ? SSLINV_STATEMENT_HOST_UPDATE : SSLINV_STATEMENT_HOST_INSERT,
					      &change, error);
	if (code == 0)
		code = bind_texts(store, change, values, SSLINV_ARRAY_SIZE(values), error);
	if (code == 0)
		code = sslinv_sql_finish(&store->base, change, error);
	if (code == 0 && !is_known)
		*host = sqlite3_last_insert_rowid(store->base.db);
	return code;
}

static int save_scan(struct sslinv_store *store, const struct sslinv_facts *facts, const struct sslinv_sources *sources,
		     const char *now, sqlite3_int64 host, struct sslinv_error *error)
{
	char started[SSLINV_TIME_SIZE];
	sqlite3_stmt *statement;
	int code = sslinv_store_statement(store, SSLINV_STATEMENT_SCAN_INSERT, &statement, error);
	int bad;

	if (code < 0)
		return code;
	sslinv_str_time(started, facts->started);
	bad = sqlite3_bind_int64(statement, 1, host);
	/* 2: no identity yet, SQLite makes one. */
	bad |= sslinv_sql_bind_text(statement, 3, started);
	bad |= sslinv_sql_bind_text(statement, 4, now);
	bad |= sslinv_sql_bind_text(statement, 5, facts->root);
	bad |= sslinv_sql_bind_text(statement, 6, sslinv_mode_name(facts->mode));
	bad |= sslinv_sql_bind_text(statement, 7, sslinv_outcome_name(sslinv_facts_outcome(facts)));
	bad |= sqlite3_bind_int64(statement, 8, (sqlite3_int64)facts->packages_seen);
	bad |= sqlite3_bind_int64(statement, 9, (sqlite3_int64)facts->files_read);
	bad |= sslinv_sql_bind_text(statement, 10, PACKAGE_VERSION);
	bad |= sqlite3_bind_int(statement, 12, sources->packages);
	bad |= sqlite3_bind_int(statement, 13, sources->files);
	bad |= sqlite3_bind_int(statement, 14, sources->walk);
	if (bad != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return sslinv_sql_finish(&store->base, statement, error);
}

/* The kinds of facts from `first` to before `end`, from their origin into the history. */
static int save_kinds(struct sslinv_store *store, int first, int end, const struct origin *origin,
		      const struct sslinv_sources *sources, sqlite3_int64 host, const char *now, struct sslinv_error *error)
{
	int code = 0;

	for (int fact = first; fact < end && code == 0; fact++) {
		code = add_found(store, fact, origin, now, error);
		if (code == 0)
			code = sslinv_store_adopt_owners(store, fact, host, sources, error);
		if (code == 0)
			code = sslinv_store_close_missing(store, fact, host, now, sources, error);
		if (code == 0)
			code = sslinv_store_run_fact(store, fact, SSLINV_FACT_INSERT_NEW, host, error);
		if (code == 0)
			code = sslinv_store_run_fact(store, fact, SSLINV_FACT_CLEAR_FOUND, host, error);
	}
	return code;
}

int sslinv_store_save_result(struct sslinv_store *store, int64_t host, const struct sslinv_host_result *result, int64_t now,
			     struct sslinv_error *error)
{
	const struct origin origin = { .result = result };
	const struct sslinv_sources sources = { 0 };
	char time[SSLINV_TIME_SIZE];
	sqlite3_stmt *statement;
	int rc;

	sslinv_str_time(time, now);
	rc = save_kinds(store, SSLINV_FACT_FINDING, SSLINV_FACT_COUNT, &origin, &sources, host, time, error);
	if (rc == 0)
		rc = sslinv_store_statement(store, SSLINV_STATEMENT_SCAN_GUIDANCE, &statement, error);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(statement, 1, host);
	if (sslinv_sql_bind_text(statement, 2, result->guidance_date) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return sslinv_sql_finish(&store->base, statement, error);
}

int sslinv_store_save_facts(struct sslinv_store *store, const struct sslinv_facts *facts, int64_t *host,
			    struct sslinv_error *error)
{
	const struct sslinv_sources sources = {
		.packages = facts->packages_complete,
		.details = facts->packages_complete && facts->details_complete,
		.files = facts->packages_complete && facts->files_complete,
		.walk = facts->packages_complete && facts->files_complete && facts->walk_complete,
		.full = facts->mode == SSLINV_MODE_FULL,
	};
	const struct origin origin = { .facts = facts };
	sqlite3_int64 id = 0;
	char now[SSLINV_TIME_SIZE];
	int rc;

	sslinv_str_time(now, facts->finished);
	rc = save_host(store, facts, now, &id, error);
	if (rc == 0)
		rc = save_scan(store, facts, &sources, now, id, error);
	if (rc == 0)
		rc = save_kinds(store, SSLINV_FACT_PACKAGE, SSLINV_FACT_FINDING, &origin, &sources, id, now, error);
	*host = id;
	return rc;
}
