/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of store/ share: the connection, its prepared statements, the migrations. Nothing outside store/ includes
 * it. */
#ifndef SSLINV_STORE_STORE_INTERNAL_H
#define SSLINV_STORE_STORE_INTERNAL_H

#include <sqlite3.h>

#include "facts/columns.h"
#include "sql/file.h"
#include "sql/sql.h"
#include "store/store.h"

extern const struct sslinv_schema sslinv_store_schema;

/* The kinds of facts with a history; each has a table of that name. */
enum sslinv_fact {
	SSLINV_FACT_PACKAGE = 0,
	SSLINV_FACT_LIBRARY,
	SSLINV_FACT_LINKAGE,
	SSLINV_FACT_OTHER_LIBRARY,
	SSLINV_FACT_OTHER_LINKAGE,
	SSLINV_FACT_PROBLEM,
	SSLINV_FACT_CANDIDATE,
	SSLINV_FACT_CHANGELOG,
	SSLINV_FACT_PROCESS,
	SSLINV_FACT_RUNTIME,
	SSLINV_FACT_POLICY,
	SSLINV_FACT_FINDING, /* from here on: what the facts before mean, as it was resolved last */
	SSLINV_FACT_LEVEL,
	SSLINV_FACT_VERDICT,
	SSLINV_FACT_ACTION,
	SSLINV_FACT_COUNT,
};

/* What is done with each kind of fact. `found` is the temporary table of what a scan or another inventory shows. */
enum sslinv_fact_statement {
	SSLINV_FACT_MAKE_FOUND = 0, /* makes the temporary table */
	SSLINV_FACT_INDEX_FOUND,    /* by its key; only with notes, which are looked up for each row */
	SSLINV_FACT_CLEAR_FOUND,
	SSLINV_FACT_ADD_FOUND,     /* the values in order, then first_seen, gone_at */
	SSLINV_FACT_ADOPT_OWNER,   /* gives what is live in `found` without an owner that of `owner` */
	SSLINV_FACT_RENEW_KEY,     /* after that: the keys of `found` */
	SSLINV_FACT_CLOSE_MISSING, /* :host, :now, and those of struct sslinv_sources: what is live here and not in `found`
				      is gone */
	SSLINV_FACT_INSERT_NEW,    /* :host: what is live in `found` and not here */
	SSLINV_FACT_RENEW_NOTES,   /* :host: what `found` says about live rows that are here; only with notes */
	SSLINV_FACT_FORGET_KNOWN,  /* :host: drops from `found` the closed rows that are here already */
	SSLINV_FACT_MATCH_CLOSED,  /* :host: into `change`: live rows here that `found` has closed */
	SSLINV_FACT_MATCH_EARLIER, /* :host: into `change`: live rows here that `found` has seen earlier */
	SSLINV_FACT_APPLY_CHANGE,
	SSLINV_FACT_FORGET_MATCHED, /* drops from `found` what is in `change` */
	SSLINV_FACT_INSERT_CLOSED,  /* :host: the closed rows left in `found` */
	SSLINV_FACT_READ,           /* ?1 host_id: the values, first_seen, gone_at; for a file that is merged */
	SSLINV_FACT_FORGET_HOST,    /* :host */
	SSLINV_FACT_READ_LIVE,      /* :host: the values of what is live */
	SSLINV_FACT_READ_OPEN,      /* the same but for what needs nothing any more; only of findings */
	SSLINV_FACT_STATEMENT_COUNT,
};

enum sslinv_sql_statement {
	SSLINV_STATEMENT_BEGIN_READ = 0,
	SSLINV_STATEMENT_BEGIN_WRITE,
	SSLINV_STATEMENT_COMMIT,
	SSLINV_STATEMENT_MAKE_CHANGE,
	SSLINV_STATEMENT_CLEAR_CHANGE,
	SSLINV_STATEMENT_MAKE_OWNER,
	SSLINV_STATEMENT_CLEAR_OWNER,
	SSLINV_STATEMENT_MAKE_HIDDEN,
	SSLINV_STATEMENT_CLEAR_HIDDEN,
	SSLINV_STATEMENT_ADD_HIDDEN,    /* ?1 pid of a process that the scan could not look at */
	SSLINV_STATEMENT_FILL_OWNER,    /* ?1 host_id: the paths whose owner is known from what is live */
	SSLINV_STATEMENT_PASSED_OVER,   /* ?1 host_id, ?2 files -> package, is_provider: of files that were not read */
	SSLINV_STATEMENT_HOST_FIND,     /* ?1 name -> host_id, machine_id */
	SSLINV_STATEMENT_HOST_INSERT,   /* the columns of a host, then first_seen */
	SSLINV_STATEMENT_HOST_UPDATE,   /* the same by name; touches nothing where nothing differs */
	SSLINV_STATEMENT_SCAN_INSERT,   /* ?1 host_id, then the columns of a scan; one that is there stays */
	SSLINV_STATEMENT_SCAN_NEWEST,   /* ?1 host_id -> identity, finished */
	SSLINV_STATEMENT_SCAN_KNOWN,    /* ?1 host_id, ?2 identity -> 1 */
	SSLINV_STATEMENT_SCAN_GUIDANCE, /* ?1 host_id, ?2 guidance_date: of the newest scan */
	SSLINV_STATEMENT_SCAN_LOAD,     /* ?1 host_id -> the columns of the newest scan */
	SSLINV_STATEMENT_HOSTS_READ,    /* -> host_id, the columns of a host, first_seen */
	SSLINV_STATEMENT_HOSTS_BY_NAME, /* the same in the order of the names */
	SSLINV_STATEMENT_HOST_READ,     /* ?1 host_id -> the columns of a host */
	SSLINV_STATEMENT_FORMERS_READ,  /* ?1 host_id -> the members of a struct sslinv_former */
	SSLINV_STATEMENT_SCOPE_READ,    /* ?1 name -> what the host's newest scan looked for; NULL: a scan of old */
	SSLINV_STATEMENT_PATHS_READ,    /* ?1 name -> the paths of libraries, also of those that are gone */
	SSLINV_STATEMENT_OPEN_READ,  /* ?1 host_id -> cve, severity, first_seen, gone_at of what is or was open, by these */
	SSLINV_STATEMENT_SCANS_READ, /* ?1 host_id -> the columns of each scan, the oldest first */
	SSLINV_STATEMENT_ACCEPTED_READ, /* ?1 host_id -> package, path, cve, until, reason */
	SSLINV_STATEMENT_ACCEPT,        /* host, subject, cve, reason, accepted_by, accepted_at, until */
	SSLINV_STATEMENT_WITHDRAW,      /* ?1 acceptance_id, ?2 withdrawn_at */
	SSLINV_STATEMENT_FORGET_SCANS,  /* ?1 host_id, as the next */
	SSLINV_STATEMENT_FORGET_HOST,
	SSLINV_STATEMENT_COUNT,
};

/* The record that a kind of fact is; its columns in their order are the values of the statements. */
const struct sslinv_record *sslinv_fact_record(enum sslinv_fact fact);

/* Append the SQL of a statement. Return 0 or SSLINV_E_MEMORY. */
int sslinv_statement_sql(enum sslinv_sql_statement statement, struct sslinv_str *sql) SSLINV_MUST_CHECK;
int sslinv_fact_statement_sql(enum sslinv_fact fact, enum sslinv_fact_statement statement, struct sslinv_str *sql)
	SSLINV_MUST_CHECK;

/* Has it columns that are no part of its identity? Only such have SSLINV_FACT_RENEW_NOTES. */
bool sslinv_fact_has_notes(enum sslinv_fact fact);

/* Is it of a file that a package may own? Only such have SSLINV_FACT_ADOPT_OWNER. */
bool sslinv_fact_has_owner(enum sslinv_fact fact);

struct sslinv_store {
	struct sslinv_sql_file base;
	bool is_ready;                                    /* it is ours, and was opened whole */
	sqlite3_stmt *statements[SSLINV_STATEMENT_COUNT]; /* prepared at their first use */
	sqlite3_stmt *fact_statements[SSLINV_FACT_COUNT][SSLINV_FACT_STATEMENT_COUNT];
};

/* What tests vary about opening. */
struct sslinv_store_options {
	const struct sslinv_schema *schema;
	int busy_milliseconds;
};

int sslinv_store_open_with(const char *path, enum sslinv_sql_access access, const struct sslinv_store_options *options,
			   struct sslinv_store **store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The prepared statement, reset and with nothing bound; borrowed from the store. */
int sslinv_store_statement(struct sslinv_store *store, enum sslinv_sql_statement which, sqlite3_stmt **statement,
			   struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_store_fact_statement(struct sslinv_store *store, enum sslinv_fact fact, enum sslinv_fact_statement which,
				sqlite3_stmt **statement, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same, run to its end at once; the one for facts binds `:host` and nothing else. */
int sslinv_store_run(struct sslinv_store *store, enum sslinv_sql_statement which, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
int sslinv_store_run_fact(struct sslinv_store *store, enum sslinv_fact fact, enum sslinv_fact_statement which,
			  sqlite3_int64 host, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Which sources were read whole, so that what they do not show any more is gone. */
struct sslinv_sources {
	bool packages;
	bool details;   /* and the packages: changelogs and candidates */
	bool files;     /* and the packages; not those whose names say that they need no reading (sslinv_name_kind()) */
	bool names;     /* and the files, whatever their names say */
	bool walk;      /* and the files */
	bool processes; /* those that are there are known; not those in temp.hidden */
	bool others;    /* the libraries beside OpenSSL were looked for: the sources above tell of them, too */
	bool full;      /* the mode was full: what the walk and the mounts had to tell was told again */
};

/*
 * Where not all packages were read, a file in `found` without an owner takes the one that was known last, so that no path
 * has an owner and none at once. Does nothing for facts without an owner, and where all were read. Before close_missing.
 */
int sslinv_store_adopt_owners(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host,
			      const struct sslinv_sources *sources, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Makes a package a provider or a consumer that is one by what an earlier scan found in its files, where this scan did not
 * read them all. Before the packages are saved.
 */
int sslinv_store_keep_roles(struct sslinv_store *store, sqlite3_int64 host, const struct sslinv_sources *sources,
			    struct sslinv_package *packages, size_t count, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* is_read_by_name(path), for connections that change an inventory. */
int sslinv_store_register_names(sqlite3 *db, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What is live in `found` and not here, and what it says about what is here. */
int sslinv_store_insert_new(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Closes what is live for the host and not in `found`, where the sources that would show it were read whole. */
int sslinv_store_close_missing(struct sslinv_store *store, enum sslinv_fact fact, sqlite3_int64 host, const char *now,
			       const struct sslinv_sources *sources, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Another inventory, opened as untrusted input and found sound: for merge.c. */
struct sslinv_source {
	sqlite3 *db;
	const char *name;   /* what messages call it; borrowed */
	long long deadline; /* seconds of the monotonic clock */
};

int sslinv_source_open(const char *path, const char *name, const struct sslinv_store *into, struct sslinv_source *source,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_source_close(struct sslinv_source *source);

/* sslinv_store_merge() of the file `path`, which messages call `name`. */
int sslinv_store_merge_as(struct sslinv_store *store, const char *path, const char *name, struct sslinv_store_merged *merged,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Keeps a text as it is stored; what another hand put there in another form is quoted (sslinv_str_add_quoted()). NULL gives
 * NULL. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_store_keep_text(struct sslinv_arena *arena, const char *form, const char **text) SSLINV_MUST_CHECK;

#endif
