/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folds another inventory into this one. A host whose newest scan is known here already changes nothing; for a newer one the
 * histories are united: what the other has closed is closed here, what it shows is live here, what it shows no more is gone.
 */
#include "store/store_internal.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

/* Bounds on what one host may bring into memory; a real one has some thousand rows of some hundred bytes. */
#define HOST_ROWS_MAX 1000000
#define TEXT_MAX (1024 * 1024)
#define HOST_BYTES_MAX (64LL * 1024 * 1024)

struct merge {
	struct sslinv_store *store;
	struct sslinv_source *source;
	sqlite3_stmt *scans;                    /* of the source: the scans of a host */
	sqlite3_stmt *facts[SSLINV_FACT_COUNT]; /* of the source: the facts of a host */
	long long rows, bytes;                  /* of this host so far */
};

/* One host of the source; the texts live as long as its row. */
struct merged_host {
	sqlite3_int64 source_id, id;
	const char *name, *machine_id;
	char newest[SSLINV_TIME_SIZE]; /* when its newest scan finished */
	struct sslinv_sources sources; /* read whole in a scan that is new here */
};

static void free_merge(struct merge *merge)
{
	sqlite3_finalize(merge->scans);
	for (int fact = 0; fact < SSLINV_FACT_COUNT; fact++)
		sqlite3_finalize(merge->facts[fact]);
}

/* A statement of the source: the SQL was appended to `sql` with the result `rc`. */
static int prepare_source(const struct merge *merge, int rc, const struct sslinv_str *sql, sqlite3_stmt **statement,
			  struct sslinv_error *error)
{
	if (rc < 0)
		return sslinv_error_memory(error);
	if (sqlite3_prepare_v2(merge->source->db, sql->data, -1, statement, NULL) != SQLITE_OK)
		return sslinv_sql_error(merge->source->db, merge->source->name, NULL, error);
	return 0;
}

static int prepare_statement(const struct merge *merge, enum sslinv_sql_statement which, sqlite3_stmt **statement,
			     struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str sql = { 0 };
	int rc = sslinv_statement_sql(which, &sql);

	return prepare_source(merge, rc, &sql, statement, error);
}

static int prepare_facts(struct merge *merge, enum sslinv_fact fact, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str sql = { 0 };
	int rc = sslinv_fact_statement_sql(fact, SSLINV_FACT_READ, &sql);

	return prepare_source(merge, rc, &sql, &merge->facts[fact], error);
}

/* The next row of a statement of either database: 1 for a row, 0 for the end. */
static int step(sqlite3_stmt *statement, const char *path, struct sslinv_error *error)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : sslinv_sql_error(sqlite3_db_handle(statement), path, NULL, error);
}

/* Only what has to be done is a text of several lines. */
static bool has_lines(sqlite3_stmt *from, int column)
{
	const char *name = sqlite3_column_name(from, column);

	return name && strcmp(name, "action") == 0;
}

/* A text of the source, if it is in its stored form: anything else is no work of sslinv. NULL with the error set. */
static const char *stored_text(const struct merge *merge, sqlite3_stmt *from, int column, struct sslinv_error *error)
{
	bool is_text = sqlite3_column_type(from, column) == SQLITE_TEXT;
	const char *text = is_text ? (const char *)sqlite3_column_text(from, column) : NULL;

	if (text && sqlite3_column_bytes(from, column) > TEXT_MAX) {
		sslinv_error_set(error, SSLINV_E_LIMIT, "%s: holds a \"%s\" of more than %d bytes; it is not merged",
				 merge->source->name, sqlite3_column_name(from, column), TEXT_MAX);
		return NULL;
	}
	if (text && has_lines(from, column) && sslinv_str_is_lines(text, (size_t)sqlite3_column_bytes(from, column)))
		return text;
	if (text && sslinv_str_is_printable(text, (size_t)sqlite3_column_bytes(from, column)))
		return text;
	sslinv_error_set(error, SSLINV_E_FORMAT, "%s: holds a \"%s\" that sslinv would not have stored; it is not merged",
			 merge->source->name, sqlite3_column_name(from, column));
	return NULL;
}

/* Takes one cell over: a whole number, or text in its stored form. */
static int copy_cell(struct merge *merge, sqlite3_stmt *from, int column, sqlite3_stmt *to, int place,
		     struct sslinv_error *error)
{
	int type = sqlite3_column_type(from, column), length, rc;
	const char *text;

	if (type == SQLITE_NULL)
		return 0;
	if (type == SQLITE_INTEGER) {
		rc = sqlite3_bind_int64(to, place, sqlite3_column_int64(from, column));
		return rc == SQLITE_OK ? 0 : sslinv_sql_error(merge->store->base.db, merge->store->base.path, NULL, error);
	}
	text = stored_text(merge, from, column, error);
	if (!text)
		return error->code;
	length = sqlite3_column_bytes(from, column);
	merge->bytes += length;
	if (merge->bytes > HOST_BYTES_MAX)
		return sslinv_error_set(error, SSLINV_E_LIMIT,
					"%s: one host in it has more than %lld bytes of facts; it is not merged",
					merge->source->name, HOST_BYTES_MAX);
	rc = sqlite3_bind_text(to, place, text, length, SQLITE_TRANSIENT);
	return rc == SQLITE_OK ? 0 : sslinv_sql_error(merge->store->base.db, merge->store->base.path, NULL, error);
}

/* All columns of a row of the source, beginning with the parameter `place`; then the statement is run. */
static int copy_row(struct merge *merge, sqlite3_stmt *from, sqlite3_stmt *to, int place, struct sslinv_error *error)
{
	int rc = 0;

	if (++merge->rows > HOST_ROWS_MAX)
		return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: one host in it has more than %d facts; it is not merged",
					merge->source->name, HOST_ROWS_MAX);
	for (int column = 0; column < sqlite3_column_count(from) && rc == 0; column++)
		rc = copy_cell(merge, from, column, to, place + column, error);
	if (rc == 0)
		rc = sslinv_sql_finish(&merge->store->base, to, error);
	sqlite3_reset(to);
	sqlite3_clear_bindings(to);
	return rc;
}

/* Is a scan of that identity here? 1 or 0. */
static int is_known_scan(struct merge *merge, sqlite3_int64 host, const char *identity, struct sslinv_error *error)
{
	sqlite3_stmt *known;
	int rc = sslinv_store_statement(merge->store, SSLINV_STATEMENT_SCAN_KNOWN, &known, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(known, 1, host);
	if (sslinv_sql_bind_text(known, 2, identity) != SQLITE_OK)
		return sslinv_sql_error(merge->store->base.db, merge->store->base.path, NULL, error);
	rc = step(known, merge->store->base.path, error);
	sqlite3_reset(known);
	return rc;
}

/* Our newest scan of a host; *identity is malloc'ed, NULL where there is none. */
static int find_our_newest(struct merge *merge, sqlite3_int64 host, char **identity, char finished[SSLINV_TIME_SIZE],
			   struct sslinv_error *error)
{
	sqlite3_stmt *ours;
	int rc = sslinv_store_statement(merge->store, SSLINV_STATEMENT_SCAN_NEWEST, &ours, error);

	if (rc < 0)
		return rc;
	sqlite3_bind_int64(ours, 1, host);
	rc = step(ours, merge->store->base.path, error);
	if (rc == 1) {
		*identity = strdup((const char *)sqlite3_column_text(ours, 0));
		snprintf(finished, SSLINV_TIME_SIZE, "%s", (const char *)sqlite3_column_text(ours, 1));
	}
	sqlite3_reset(ours);
	return rc == 1 && !*identity ? sslinv_error_memory(error) : rc;
}

/* What the current scan of the source, which is new here, has read whole. */
static void add_sources(sqlite3_stmt *scan, struct sslinv_sources *sources)
{
	const char *mode = (const char *)sqlite3_column_text(scan, 4);
	bool is_full = mode && strcmp(mode, "full") == 0;
	bool packages = sqlite3_column_int(scan, 10) == 1;
	bool files = packages && sqlite3_column_int(scan, 11) == 1;

	sources->packages |= packages;
	/* What the other inventory keeps of them it has settled itself. */
	sources->details |= packages;
	sources->files |= files;
	sources->names |= files && is_full;
	sources->walk |= files && sqlite3_column_int(scan, 12) == 1;
	sources->processes |= sqlite3_column_int(scan, 15) == 1;
	sources->full |= is_full;
}

/*
 * Whether the source knows more of the host than we do; 1 or 0. Two inventories of one history are told apart by the scans
 * they share, whatever the host's clock did; only where they share none does time decide.
 */
static int is_newer(struct merge *merge, struct merged_host *host, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *our_identity = NULL;
	char our_newest[SSLINV_TIME_SIZE] = "";
	bool is_known = false, has_ours = false, has_any = false;
	int rc = host->id ? find_our_newest(merge, host->id, &our_identity, our_newest, error) : 0;

	if (rc < 0)
		return rc;
	sqlite3_reset(merge->scans);
	sqlite3_bind_int64(merge->scans, 1, host->source_id);
	while ((rc = step(merge->scans, merge->source->name, error)) == 1) {
		const char *identity = (const char *)sqlite3_column_text(merge->scans, 0);
		const char *finished = (const char *)sqlite3_column_text(merge->scans, 2);
		const char *library = (const char *)sqlite3_column_text(merge->scans, 16);

		if (!identity || !finished)
			return sslinv_error_set(error, SSLINV_E_FORMAT,
						"%s: is damaged: a scan without identity or time; copy it again",
						merge->source->name);
		rc = host->id ? is_known_scan(merge, host->id, identity, error) : 0;
		if (rc < 0)
			return rc;
		has_any = true;
		is_known = rc == 1; /* the last one counts */
		has_ours = has_ours || (our_identity && strcmp(identity, our_identity) == 0);
		snprintf(host->newest, sizeof(host->newest), "%s", finished);
		if (!is_known)
			add_sources(merge->scans, &host->sources);
		/* What the newest scan did not look for is not known any more. */
		host->sources.others = library && strcmp(library, "all") == 0;
	}
	if (rc < 0)
		return rc;
	return has_any && !is_known && (has_ours || strcmp(host->newest, our_newest) > 0);
}

/* Our row of the host, if there is one; a name that two machines claim is refused. */
static int find_host(struct merge *merge, struct merged_host *host, struct sslinv_error *error)
{
	sqlite3_stmt *find;
	int rc = sslinv_store_statement(merge->store, SSLINV_STATEMENT_HOST_FIND, &find, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(find, 1, host->name) != SQLITE_OK)
		return sslinv_sql_error(merge->store->base.db, merge->store->base.path, NULL, error);
	rc = step(find, merge->store->base.path, error);
	if (rc == 1) {
		const char *machine_id = (const char *)sqlite3_column_text(find, 1);

		host->id = sqlite3_column_int64(find, 0);
		if (machine_id && host->machine_id && strcmp(machine_id, host->machine_id) != 0)
			rc = sslinv_error_set(
				error, SSLINV_E_USAGE,
				"%s: its host \"%s\" (machine-id %.64s) has the name of another machine in %s"
				" (machine-id %.64s); scan one of them with `--host NAME` and a name of its own",
				merge->source->name, host->name, host->machine_id, merge->store->base.path, machine_id);
	}
	sqlite3_reset(find);
	return rc < 0 ? rc : 0;
}

static int merge_scans(struct merge *merge, const struct merged_host *host, struct sslinv_error *error)
{
	sqlite3_stmt *insert;
	int rc = sslinv_store_statement(merge->store, SSLINV_STATEMENT_SCAN_INSERT, &insert, error);

	if (rc < 0)
		return rc;
	sqlite3_reset(merge->scans);
	while ((rc = step(merge->scans, merge->source->name, error)) == 1) {
		sqlite3_bind_int64(insert, 1, host->id);
		rc = copy_row(merge, merge->scans, insert, 2, error);
		if (rc < 0)
			break;
	}
	sqlite3_reset(merge->scans);
	return rc;
}

static int load_facts(struct merge *merge, enum sslinv_fact fact, const struct merged_host *host, struct sslinv_error *error)
{
	sqlite3_stmt *from = merge->facts[fact], *to;
	int rc = sslinv_store_run_fact(merge->store, fact, SSLINV_FACT_CLEAR_FOUND, 0, error);

	if (rc == 0)
		rc = sslinv_store_fact_statement(merge->store, fact, SSLINV_FACT_ADD_FOUND, &to, error);
	if (rc < 0)
		return rc;
	sqlite3_reset(from);
	sqlite3_bind_int64(from, 1, host->source_id);
	while ((rc = step(from, merge->source->name, error)) == 1) {
		rc = copy_row(merge, from, to, 1, error);
		if (rc < 0)
			break;
	}
	sqlite3_reset(from);
	return rc;
}

static int merge_facts(struct merge *merge, enum sslinv_fact fact, const struct merged_host *host,
		       struct sslinv_error *error)
{
	/* First what is over, so that the same fact can begin anew; then what is known for longer; then the present. */
	static const enum sslinv_fact_statement before[] = {
		SSLINV_FACT_FORGET_KNOWN,   SSLINV_FACT_MATCH_CLOSED,  SSLINV_FACT_APPLY_CHANGE,
		SSLINV_FACT_FORGET_MATCHED, SSLINV_FACT_INSERT_CLOSED,
	};
	static const enum sslinv_fact_statement earlier[] = { SSLINV_FACT_MATCH_EARLIER, SSLINV_FACT_APPLY_CHANGE };
	int rc = load_facts(merge, fact, host, error);

	if (rc == 0)
		rc = sslinv_store_adopt_owners(merge->store, fact, host->id, &host->sources, error);
	if (rc == 0)
		rc = sslinv_store_run(merge->store, SSLINV_STATEMENT_CLEAR_CHANGE, error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(before) && rc == 0; i++)
		rc = sslinv_store_run_fact(merge->store, fact, before[i], host->id, error);
	if (rc == 0)
		rc = sslinv_store_run(merge->store, SSLINV_STATEMENT_CLEAR_CHANGE, error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(earlier) && rc == 0; i++)
		rc = sslinv_store_run_fact(merge->store, fact, earlier[i], host->id, error);
	if (rc == 0)
		rc = sslinv_store_close_missing(merge->store, fact, host->id, host->newest, &host->sources, error);
	if (rc == 0)
		rc = sslinv_store_insert_new(merge->store, fact, host->id, error);
	if (rc == 0)
		rc = sslinv_store_run_fact(merge->store, fact, SSLINV_FACT_CLEAR_FOUND, host->id, error);
	return rc;
}

/* `row` is the host's row in the source. Returns 1 where it brought something new, 0 where not. */
static int merge_host(struct merge *merge, sqlite3_stmt *row, struct sslinv_error *error)
{
	struct merged_host host = { .source_id = sqlite3_column_int64(row, 0) };
	sqlite3_stmt *change;
	int rc;

	merge->rows = 0;
	merge->bytes = 0;
	host.name = stored_text(merge, row, 1, error);
	if (!host.name)
		return error->code;
	if (sqlite3_column_type(row, 2) != SQLITE_NULL) {
		host.machine_id = stored_text(merge, row, 2, error);
		if (!host.machine_id)
			return error->code;
	}
	rc = find_host(merge, &host, error);
	if (rc == 0)
		rc = is_newer(merge, &host, error);
	if (rc <= 0)
		return rc;

	rc = sslinv_store_statement(merge->store, host.id ? SSLINV_STATEMENT_HOST_UPDATE : SSLINV_STATEMENT_HOST_INSERT,
				    &change, error);
	for (int column = 1; column < sqlite3_column_count(row) && rc == 0; column++)
		rc = copy_cell(merge, row, column, change, column, error);
	if (rc == 0)
		rc = sslinv_sql_finish(&merge->store->base, change, error);
	if (rc < 0)
		return rc;
	if (host.id == 0)
		host.id = sqlite3_last_insert_rowid(merge->store->base.db);
	rc = merge_scans(merge, &host, error);
	for (int fact = 0; fact < SSLINV_FACT_COUNT && rc == 0; fact++)
		rc = merge_facts(merge, fact, &host, error);
	return rc < 0 ? rc : 1;
}

static int merge_hosts(struct merge *merge, struct sslinv_store_merged *merged, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *hosts = NULL;
	int rc = prepare_statement(merge, SSLINV_STATEMENT_HOSTS_READ, &hosts, error);

	if (rc == 0)
		rc = prepare_statement(merge, SSLINV_STATEMENT_SCANS_READ, &merge->scans, error);
	for (int fact = 0; fact < SSLINV_FACT_COUNT && rc == 0; fact++)
		rc = prepare_facts(merge, fact, error);
	if (rc < 0)
		return rc;
	while ((rc = step(hosts, merge->source->name, error)) == 1) {
		rc = merge_host(merge, hosts, error);
		if (rc < 0)
			break;
		merged->hosts++;
		merged->updated += (size_t)rc;
	}
	return rc;
}

int sslinv_store_merge_as(struct sslinv_store *store, const char *path, const char *name, struct sslinv_store_merged *merged,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_source_close) struct sslinv_source source = { 0 };
	SSLINV_CLEANUP(free_merge) struct merge merge = { .store = store, .source = &source };
	int rc;

	memset(merged, 0, sizeof(*merged));
	rc = sslinv_source_open(path, name, store, &source, error);
	if (rc == 0)
		rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);
	if (rc < 0)
		return rc;
	rc = merge_hosts(&merge, merged, error);
	/* SQLite does not look at the rules of a table that it only reads: so it is our own table that refuses the row. */
	if (rc < 0 && (sqlite3_errcode(store->base.db) & 0xff) == SQLITE_CONSTRAINT)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT,
				      "%s: a row in it breaks a rule of the inventory (%s); it is not merged", name,
				      sqlite3_errmsg(store->base.db));
	if (rc == 0)
		rc = sslinv_store_commit(store, error);
	if (rc < 0) {
		sslinv_store_rollback(store);
		memset(merged, 0, sizeof(*merged));
	}
	return rc;
}

int sslinv_store_merge(struct sslinv_store *store, const char *path, struct sslinv_store_merged *merged,
		       struct sslinv_error *error)
{
	return sslinv_store_merge_as(store, path, path, merged, error);
}
