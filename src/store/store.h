/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inventory: one SQLite file with the facts of one host or of a whole fleet, their history, and the views that users
 * build on (sslinv-schema(5)). Nothing outside store/ knows SQL.
 */
#ifndef SSLINV_STORE_STORE_H
#define SSLINV_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "sql/access.h"
#include "sql/query.h"

struct sslinv_sql_file;
struct sslinv_store;

/* `PRAGMA application_id` of every inventory: "SSLi". */
#define SSLINV_STORE_APPLICATION_ID 0x53534c69

/*
 * The inventory's default place: $SSLINV_DB if set, /var/lib/sslinv/inventory.db for root, else
 * $XDG_STATE_HOME/sslinv/inventory.db (~/.local/state when unset). malloc'ed, the caller frees; NULL with errno ENOMEM, or
 * ENOENT where there is no home.
 */
char *sslinv_store_default_path(void) SSLINV_MUST_CHECK;

/*
 * Makes the directory of `path` (and those above it), mode 0700, where that is the default place. Of any other place the
 * directory has to be there.
 */
int sslinv_store_make_place(const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* SSLINV_E_NOT_FOUND where the directory of `path` is missing and the place is not the default one. Makes nothing. */
int sslinv_store_check_place(const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Opens an inventory; for SSLINV_SQL_WRITE the file is made where it is missing. The errors tell apart: not there, not an
 * inventory (another application's file, or no database: left untouched), made by a newer sslinv, damaged, locked
 * (SSLINV_E_BUSY, after waiting ten seconds), not writable, disk full. *store is NULL on failure.
 */
int sslinv_store_open(const char *path, enum sslinv_sql_access access, struct sslinv_store **store,
		      struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Ends with the file alone: the write-ahead log is folded in and removed where no one else has the file open. Accepts NULL.
 */
void sslinv_store_close(struct sslinv_store *store);

/*
 * Saving is done inside one transaction, which waits for others that write (up to ten seconds: SSLINV_E_BUSY), and of which
 * all is there after the commit, or nothing. Whoever begins one ends it, by the one or the other; a rollback after a failure
 * of SQLite's own is harmless. For reading, several loads of one moment.
 */
int sslinv_store_begin(struct sslinv_store *store, enum sslinv_sql_access access, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
int sslinv_store_commit(struct sslinv_store *store, struct sslinv_error *error) SSLINV_MUST_CHECK;
void sslinv_store_rollback(struct sslinv_store *store);

/*
 * Stores one scan; inside a transaction. A fact that was there stays as it is; a new one gets first_seen; one that was not
 * found any more gets gone_at, but only where the source that would have shown it was read whole (facts->packages_complete,
 * files_complete, walk_complete). Of a file that was seen, the facts are those of this scan alone; where not all packages
 * were read, one without an owner keeps the owner that was known last. What was judged before stays. Fails where the host's
 * name is taken by another machine (both machine ids known and different). *host is the host's number in the inventory.
 */
int sslinv_store_save_facts(struct sslinv_store *store, const struct sslinv_facts *facts, int64_t *host,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Puts `result` in the place of what was judged for the host before; a row that is the same stays as it is. Inside a
 * transaction. `now`: seconds since the epoch.
 */
int sslinv_store_save_result(struct sslinv_store *store, int64_t host, const struct sslinv_host_result *result, int64_t now,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Numbers of hosts; they stay for as long as the file is there. */
struct sslinv_store_hosts {
	int64_t *items;
	size_t count, capacity;
};

/*
 * Finds the hosts whose name matches the shell pattern (NULL: all), in the order in which they came into the file. The
 * caller frees hosts->items.
 */
int sslinv_store_find_hosts(struct sslinv_store *store, const char *pattern, struct sslinv_store_hosts *hosts,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same in the order of their names. */
int sslinv_store_list_hosts(struct sslinv_store *store, const char *pattern, struct sslinv_store_hosts *hosts,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The number of the host of that name; SSLINV_E_NOT_FOUND where there is none. */
int sslinv_store_find_host(struct sslinv_store *store, const char *name, int64_t *host, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Loads the live facts of a host that anything is judged by: what an incomplete scan did not see is still among them; the
 * libraries beside OpenSSL and the modules of runtimes are not. `facts` is zero-initialised; the caller frees it.
 */
int sslinv_store_load_facts(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Among the bits of records: the findings without those that are fixed or not affected. */
#define SSLINV_STORE_OPEN_FINDINGS (1u << 31)

/*
 * Loads of a host what a report asks for: the host and its last scan, and of the other records those whose
 * SSLINV_RECORD_BIT() (facts/columns.h) is in `records`. Where the host was never judged the verdict is `unknown`, and the
 * action says what to do. `facts` and `result` are zero-initialised; the caller frees them.
 */
int sslinv_store_load_records(struct sslinv_store *store, int64_t host, unsigned records, struct sslinv_facts *facts,
			      struct sslinv_host_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Loads what a line about a host needs: into `facts` the host, its last scan and the problems; into `result` the verdict,
 * its action, its counts and the date of the guidance (`unknown` where the host was never judged). Both are
 * zero-initialised; the caller frees them.
 */
int sslinv_store_load_verdict(struct sslinv_store *store, int64_t host, struct sslinv_facts *facts,
			      struct sslinv_host_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * sslinv_store_load_facts() for the host of that name. SSLINV_E_NOT_FOUND where there is none. With `host` NULL, the only
 * host there is; SSLINV_E_USAGE where there are several.
 */
int sslinv_store_load(struct sslinv_store *store, const char *host, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Adds to facts->known_paths the paths at which scans before found libraries on the host of facts->host.host, there or gone;
 * nothing where the host is not known yet.
 */
int sslinv_store_load_paths(struct sslinv_store *store, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Sets facts->scope to what the newest scan of the host of facts->host.host looked for; OpenSSL where the host is not known
 * yet.
 */
int sslinv_store_load_scope(struct sslinv_store *store, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Removes a host with its scans and its history; inside a transaction. Foreign keys see to it that nothing of it stays.
 */
int sslinv_store_forget(struct sslinv_store *store, int64_t host, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What a merge of one file did. */
struct sslinv_store_merged {
	size_t hosts;   /* hosts in the file */
	size_t updated; /* of those, the ones that brought something new */
};

/*
 * Folds another inventory into this one, in one transaction: all of the file's hosts or none. The file is untrusted: opened
 * read-only and immutable with SQLite's defences on, its schema compared with what this program would have made for its
 * version. Merging the same file twice changes nothing; an older copy of a host never overwrites a newer one; a host whose
 * name is taken by another machine is refused.
 */
int sslinv_store_merge(struct sslinv_store *store, const char *path, struct sslinv_store_merged *merged,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Is told of each inventory that was merged, or, with `error`, of what was not; `name` is the file's, or the member's. */
typedef void sslinv_store_told(void *context, const char *name, const struct sslinv_store_merged *merged,
			       const struct sslinv_error *error);

/*
 * sslinv_store_merge() for all that comes by one name: an inventory; one that is compressed; or the members of an archive
 * (tar, zip), each in a transaction of its own. "-" is standard input. What is packed or comes by a pipe is read from a
 * private copy in a directory of TMPDIR.
 */
void sslinv_store_merge_each(struct sslinv_store *store, const char *path, sslinv_store_told *told, void *context);

/* sslinv_sql_query() on the inventory. */
int sslinv_store_query(struct sslinv_store *store, const char *sql, const struct sslinv_query_parameter *parameters,
		       size_t count, struct sslinv_rows *rows, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The open file, for what is attached to it (sslinv_guidance_attach()); borrowed. */
struct sslinv_sql_file *sslinv_store_file(struct sslinv_store *store);

#endif
