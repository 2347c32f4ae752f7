/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One scan into the inventory: its facts into temporary tables, then set-wise into the history. */
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

/* What is stored: the facts of a scan, or what they were resolved to. The other is NULL. */
struct origin {
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
};

static int bind_cell(sqlite3_stmt *statement, int place, const struct sslinv_column *column, const struct sslinv_cell *cell)
{
	if (cell->is_number)
		return sqlite3_bind_int64(statement, place, cell->number);
	return column->kind == SSLINV_COLUMN_LINES ? sslinv_sql_bind_lines(statement, place, cell->text)
						   : sslinv_sql_bind_text(statement, place, cell->text);
}

/* Binds the columns of an item of a record, from `*place` on, which is behind them then. */
static int bind_columns(struct sslinv_store *store, sqlite3_stmt *statement, const struct sslinv_record *record,
			const struct sslinv_facts *facts, const void *item, int *place, struct sslinv_error *error)
{
	for (size_t i = 0; i < record->column_count; i++) {
		const struct sslinv_column *column = &record->columns[i];
		struct sslinv_cell cell;

		if (column->flags & SSLINV_COLUMN_HAS_NO_PLACE)
			continue;
		sslinv_column_get(column, facts, item, &cell);
		if (bind_cell(statement, (*place)++, column, &cell) != SQLITE_OK)
			return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	}
	return 0;
}

static int bind_text(struct sslinv_store *store, sqlite3_stmt *statement, int place, const char *text,
		     struct sslinv_error *error)
{
	if (sslinv_sql_bind_text(statement, place, text) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return 0;
}

static int add_found(struct sslinv_store *store, enum sslinv_fact fact, const struct origin *origin, const char *now,
		     struct sslinv_error *error)
{
	const struct sslinv_record *record = sslinv_fact_record(fact);
	size_t count = sslinv_record_count(record, origin->facts, origin->result);
	sqlite3_stmt *statement;
	int rc = sslinv_store_run_fact(store, fact, SSLINV_FACT_CLEAR_FOUND, 0, error);

	if (rc == 0)
		rc = sslinv_store_fact_statement(store, fact, SSLINV_FACT_ADD_FOUND, &statement, error);
	for (size_t i = 0; i < count && rc == 0; i++) {
		const void *item = sslinv_record_item(record, origin->facts, origin->result, i);
		int place = 1;

		if (!item)
			continue;
		rc = bind_columns(store, statement, record, origin->facts, item, &place, error);
		if (rc == 0)
			rc = bind_text(store, statement, place, now, error);
		if (rc == 0)
			rc = sslinv_sql_finish(&store->base, statement, error);
	}
	return rc;
}

int sslinv_store_adopt_owners(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host,
			      const struct sslinv_sources *sources, struct sslinv_error *error)
{
	sqlite3_stmt *fill;
	int rc;

	if (sources->packages || !sslinv_fact_has_owner(fact))
		return 0;
	rc = sslinv_store_run(store, SSLINV_STATEMENT_CLEAR_OWNER, error);
	if (rc == 0)
		rc = sslinv_store_statement(store, SSLINV_STATEMENT_FILL_OWNER, &fill, error);
	if (rc < 0)
		return rc;
	sqlite3_bind_int64(fill, 1, host);
	rc = sslinv_sql_finish(&store->base, fill, error);
	if (rc == 0)
		rc = sslinv_store_run_fact(store, fact, SSLINV_FACT_ADOPT_OWNER, host, error);
	return rc < 0 ? rc : sslinv_store_run_fact(store, fact, SSLINV_FACT_RENEW_KEY, host, error);
}

int sslinv_store_close_missing(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host, const char *now,
			       const struct sslinv_sources *sources, struct sslinv_error *error)
{
	const struct {
		const char *name;
		bool value;
	} parameters[] = {
		{ ":packages", sources->packages },   { ":details", sources->details }, { ":files", sources->files },
		{ ":names", sources->names },         { ":walk", sources->walk },       { ":full", sources->full },
		{ ":processes", sources->processes }, { ":others", sources->others },
	};
	sqlite3_stmt *statement;
	int rc = sslinv_store_fact_statement(store, fact, SSLINV_FACT_CLOSE_MISSING, &statement, error);

	if (rc < 0)
		return rc;
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

int sslinv_store_insert_new(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host,
			    struct sslinv_error *error)
{
	int rc = 0;

	if (sslinv_fact_has_notes(fact))
		rc = sslinv_store_run_fact(store, fact, SSLINV_FACT_RENEW_NOTES, host, error);
	return rc < 0 ? rc : sslinv_store_run_fact(store, fact, SSLINV_FACT_INSERT_NEW, host, error);
}

/*
 * The number of the host of that name in the inventory; 0 where it is not known yet. Refused where the name is another
 * machine's.
 */
static int find_host(struct sslinv_store *store, const struct sslinv_host_facts *said, sqlite3_int64 *host,
		     struct sslinv_error *error)
{
	const char *machine_id;
	sqlite3_stmt *find;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_HOST_FIND, &find, error);

	*host = 0;
	if (rc == 0)
		rc = bind_text(store, find, 1, said->host, error);
	if (rc < 0)
		return rc;
	rc = sslinv_sql_step(&store->base, find, error);
	if (rc != 1)
		return rc;
	*host = sqlite3_column_int64(find, 0);
	machine_id = (const char *)sqlite3_column_text(find, 1);
	rc = 0;
	if (machine_id && said->machine_id && strcmp(machine_id, said->machine_id) != 0)
		rc = sslinv_error_set(error, SSLINV_E_USAGE,
				      "%s: the name \"%s\" is taken by another machine (machine-id %s, this one has %s);"
				      " scan with `--host NAME` and a name of its own",
				      store->base.path, said->host, machine_id, said->machine_id);
	sqlite3_reset(find);
	return rc;
}

/* The host's row: made, or brought up to date. */
static int save_host(struct sslinv_store *store, const struct sslinv_facts *facts, const char *now, sqlite3_int64 *host,
		     struct sslinv_error *error)
{
	sqlite3_stmt *change;
	int place = 1, rc = find_host(store, &facts->host, host, error);

	if (rc == 0)
		rc = sslinv_store_statement(store, *host ? SSLINV_STATEMENT_HOST_UPDATE : SSLINV_STATEMENT_HOST_INSERT,
					    &change, error);
	if (rc == 0)
		rc = bind_columns(store, change, sslinv_record(SSLINV_RECORD_HOST), facts, &facts->host, &place, error);
	if (rc == 0)
		rc = bind_text(store, change, place, now, error);
	if (rc == 0)
		rc = sslinv_sql_finish(&store->base, change, error);
	if (rc == 0 && *host == 0)
		*host = sqlite3_last_insert_rowid(store->base.db);
	return rc;
}

static int save_scan(struct sslinv_store *store, const struct sslinv_facts *facts, sqlite3_int64 host,
		     struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int place = 2, rc = sslinv_store_statement(store, SSLINV_STATEMENT_SCAN_INSERT, &statement, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(statement, 1, host);
	rc = bind_columns(store, statement, sslinv_record(SSLINV_RECORD_SCAN), facts, facts, &place, error);
	return rc < 0 ? rc : sslinv_sql_finish(&store->base, statement, error);
}

/* The kinds of facts from `first` to before `end`, from their origin into the history. */
static int save_kinds(struct sslinv_store *store, int first, int end, const struct origin *origin,
		      const struct sslinv_sources *sources, sqlite3_int64 host, const char *now, struct sslinv_error *error)
{
	int rc = 0;

	for (int fact = first; fact < end && rc == 0; fact++) {
		rc = add_found(store, fact, origin, now, error);
		if (rc == 0)
			rc = sslinv_store_adopt_owners(store, fact, host, sources, error);
		if (rc == 0)
			rc = sslinv_store_close_missing(store, fact, host, now, sources, error);
		if (rc == 0)
			rc = sslinv_store_insert_new(store, fact, host, error);
		if (rc == 0)
			rc = sslinv_store_run_fact(store, fact, SSLINV_FACT_CLEAR_FOUND, host, error);
	}
	return rc;
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

/* The packages as they are stored: what a scan passed over makes them what it made them before. */
static int save_packages(struct sslinv_store *store, const struct sslinv_facts *facts, const struct sslinv_sources *sources,
			 sqlite3_int64 host, const char *now, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_package *packages = NULL;
	struct sslinv_facts stored = *facts;
	const struct origin origin = { .facts = &stored };
	int rc = 0;

	if (!sources->names && facts->packages.count) {
		packages = malloc(facts->packages.count * sizeof(*packages));
		if (!packages)
			return sslinv_error_memory(error);
		memcpy(packages, facts->packages.items, facts->packages.count * sizeof(*packages));
		stored.packages.items = packages;
		rc = sslinv_store_keep_roles(store, host, sources, packages, facts->packages.count, error);
	}
	return rc < 0 ? rc
		      : save_kinds(store, SSLINV_FACT_PACKAGE, SSLINV_FACT_PACKAGE + 1, &origin, sources, host, now, error);
}

/* The processes of which the scan knows no more than that they are there. */
static int fill_hidden(struct sslinv_store *store, const struct sslinv_facts *facts, struct sslinv_error *error)
{
	sqlite3_stmt *add;
	int rc = sslinv_store_run(store, SSLINV_STATEMENT_CLEAR_HIDDEN, error);

	for (size_t i = 0; i < facts->hidden_pids.count && rc == 0; i++) {
		rc = sslinv_store_statement(store, SSLINV_STATEMENT_ADD_HIDDEN, &add, error);
		if (rc < 0)
			return rc;
		sqlite3_bind_int64(add, 1, (sqlite3_int64)facts->hidden_pids.items[i]);
		rc = sslinv_sql_finish(&store->base, add, error);
	}
	return rc;
}

int sslinv_store_save_facts(struct sslinv_store *store, const struct sslinv_facts *facts, int64_t *host,
			    struct sslinv_error *error)
{
	const struct sslinv_sources sources = {
		.packages = facts->packages_complete,
		.details = facts->packages_complete && facts->details_complete,
		.files = facts->packages_complete && facts->files_complete,
		.names = facts->packages_complete && facts->files_complete && facts->mode == SSLINV_MODE_FULL,
		.walk = facts->packages_complete && facts->files_complete && facts->walk_complete,
		.processes = facts->processes_complete,
		.others = facts->scope == SSLINV_SCOPE_ALL,
		.full = facts->mode == SSLINV_MODE_FULL,
	};
	const struct origin origin = { .facts = facts };
	sqlite3_int64 id = 0;
	char now[SSLINV_TIME_SIZE];
	int rc;

	sslinv_str_time(now, facts->finished);
	rc = save_host(store, facts, now, &id, error);
	if (rc == 0)
		rc = save_scan(store, facts, id, error);
	if (rc == 0)
		rc = fill_hidden(store, facts, error);
	if (rc == 0)
		rc = save_packages(store, facts, &sources, id, now, error);
	if (rc == 0)
		rc = save_kinds(store, SSLINV_FACT_PACKAGE + 1, SSLINV_FACT_FINDING, &origin, &sources, id, now, error);
	if (rc == 0)
		rc = sslinv_store_run(store, SSLINV_STATEMENT_CLEAR_HIDDEN, error);
	*host = id;
	return rc;
}
