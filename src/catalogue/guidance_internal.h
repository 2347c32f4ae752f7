/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the guidance file share. Nothing outside catalogue/ includes it. */
#ifndef SSLINV_CATALOGUE_GUIDANCE_INTERNAL_H
#define SSLINV_CATALOGUE_GUIDANCE_INTERNAL_H

#include <sqlite3.h>

#include "base/str.h"
#include "base/words.h"
#include "catalogue/guidance_store.h"
#include "parse/input.h"
#include "sql/file.h"
#include "sql/sql.h"

extern const struct sslinv_schema sslinv_guidance_schema;

enum sslinv_guidance_statement {
	SSLINV_GUIDANCE_BEGIN = 0,
	SSLINV_GUIDANCE_COMMIT,
	/* The bundled files as they were when they were read. */
	SSLINV_GUIDANCE_BUNDLE_READ, /* name, size, modified, in the order of names */
	SSLINV_GUIDANCE_BUNDLE_CLEAR,
	SSLINV_GUIDANCE_BUNDLE_INSERT, /* ?1 name, ?2 size, ?3 modified */
	/* An import. A feed without a digest is one whose document is still being read. */
	SSLINV_GUIDANCE_FEED_INSERT,      /* ?1 identity, name, vendor, format, published, is_dated, imported, ?8 bundled */
	SSLINV_GUIDANCE_FEED_PENDING,     /* -> feed_id, identity, name, published, is_dated */
	SSLINV_GUIDANCE_FEED_DEDUPLICATE, /* ?1 feed_id */
	SSLINV_GUIDANCE_FEED_COUNT,       /* ?1 feed_id -> statements, entries, the newest date of a statement up to ?2 */
	/* ?1 identity, ?2 bundled -> feed_id, name, published, is_dated, digest, bundled, entries, format, confirmed */
	SSLINV_GUIDANCE_FEED_EDITIONS,
	SSLINV_GUIDANCE_FEED_SETTLE, /* ?1 feed_id, ?2 digest, ?3 published, ?4 entries, ?5 confirmed, ?6 bundle_created, ?7
					source, ?8 identity */
	SSLINV_GUIDANCE_FEED_RENEW,  /* ?1 feed_id, ?2 published, ?3 imported */
	SSLINV_GUIDANCE_FEED_NEXT,   /* -> the number the next feed gets */
	SSLINV_GUIDANCE_STATEMENT_INSERT, /* ?1 feed_id, then the words of struct sslinv_statement */
	SSLINV_GUIDANCE_VULNERABILITY_INSERT,
	SSLINV_GUIDANCE_RANGE_INSERT,
	SSLINV_GUIDANCE_LIFE_INSERT,
	SSLINV_GUIDANCE_EXPLOITATION_INSERT,
	SSLINV_GUIDANCE_BRANCH_INSERT,
	SSLINV_GUIDANCE_INSTRUCTION_INSERT,
	SSLINV_GUIDANCE_PAGE_INSERT,
	/* What a feed says is dropped: ?1 feed_id. In the order of these. */
	SSLINV_GUIDANCE_DELETE_STATEMENTS,
	SSLINV_GUIDANCE_DELETE_VULNERABILITIES,
	SSLINV_GUIDANCE_DELETE_RANGES,
	SSLINV_GUIDANCE_DELETE_LIVES,
	SSLINV_GUIDANCE_DELETE_EXPLOITATIONS,
	SSLINV_GUIDANCE_DELETE_BRANCHES,
	SSLINV_GUIDANCE_DELETE_INSTRUCTIONS,
	SSLINV_GUIDANCE_DELETE_PAGES,
	SSLINV_GUIDANCE_DELETE_FEED,
	SSLINV_GUIDANCE_BUNDLED_FEEDS, /* -> feed_id */
	/* Sources: ?1 the source. */
	SSLINV_GUIDANCE_SOURCE_READ,          /* -> edition, confirmed, tried, failure */
	SSLINV_GUIDANCE_SOURCE_EACH,          /* -> source */
	SSLINV_GUIDANCE_SOURCE_HELD,          /* -> how many feeds, the newest `published`, entries */
	SSLINV_GUIDANCE_SOURCE_CONFIRM,       /* ?2 edition, ?3 when */
	SSLINV_GUIDANCE_SOURCE_KEEP,          /* ?2 edition */
	SSLINV_GUIDANCE_SOURCE_CONFIRM_FEEDS, /* ?2 when */
	SSLINV_GUIDANCE_SOURCE_FAIL,          /* ?2 when, ?3 why */
	SSLINV_GUIDANCE_SOURCE_CLAIM,         /* ?1 feed_id, ?2 the source, ?3 when */
	SSLINV_GUIDANCE_CLAIMED_MAKE,
	SSLINV_GUIDANCE_CLAIMED_CLEAR,
	SSLINV_GUIDANCE_CLAIMED_INSERT,    /* ?1 feed_id */
	SSLINV_GUIDANCE_SOURCE_REST,       /* -> feed_id of one that was not claimed */
	SSLINV_GUIDANCE_SOURCE_REST_COUNT, /* -> how many feeds are not claimed, the entries of those that are */
	SSLINV_GUIDANCE_SOURCE_OTHERS,     /* ?2 identity, ?3 one of the source's own -> 1 where the former is not for it */
	SSLINV_GUIDANCE_SOURCE_FEED,       /* ?2 identity -> feed_id */
	SSLINV_GUIDANCE_SOURCE_NAME,       /* ?2 the last part of a name -> 1 where a feed came of a document called so */
	SSLINV_GUIDANCE_FILE_READ,         /* ?2 address -> etag, last_modified */
	SSLINV_GUIDANCE_FILE_EACH,         /* -> address */
	SSLINV_GUIDANCE_FILE_NOTE,         /* ?2 address, ?3 etag, ?4 last_modified */
	SSLINV_GUIDANCE_FILE_DROP,         /* ?2 address */
	SSLINV_GUIDANCE_FILE_FORGET,       /* ?2 the address of the one that is not dropped */
	/* The texts of statements, each once. */
	SSLINV_GUIDANCE_WORD_FIND,   /* ?1 text -> number */
	SSLINV_GUIDANCE_WORD_INSERT, /* ?1 text */
	SSLINV_GUIDANCE_WORD_TEXT,   /* ?1 number -> text */
	SSLINV_GUIDANCE_WORD_TRIM,   /* those that nothing uses go */
	/* For the resolver; what a newer edition or an imported feed replaces is left out. */
	SSLINV_GUIDANCE_HAS_IMPORTED,         /* -> 1 where a feed is not bundled */
	SSLINV_GUIDANCE_LOAD_FEEDS,           /* -> feed_id and the columns of struct sslinv_set_feed */
	SSLINV_GUIDANCE_LOAD_STATEMENTS,      /* ?1 distro, ?2 has imported -> feed_id, the words of sslinv_statement */
	SSLINV_GUIDANCE_LOAD_NAMED,           /* -> feed_id, package, cve of all distributions */
	SSLINV_GUIDANCE_LOAD_VULNERABILITIES, /* ?2 */
	SSLINV_GUIDANCE_LOAD_RANGES,          /* ?2 */
	SSLINV_GUIDANCE_LOAD_LIVES,           /* ?1 distro, ?2 */
	SSLINV_GUIDANCE_LOAD_EXPLOITATIONS,
	SSLINV_GUIDANCE_CVE_KNOWN,         /* ?1 cve -> 1 where a vendor or OpenSSL speaks of it */
	SSLINV_GUIDANCE_LOAD_BRANCHES,     /* ?2 */
	SSLINV_GUIDANCE_LOAD_INSTRUCTIONS, /* ?1 distro, ?2 */
	SSLINV_GUIDANCE_LOAD_PAGES,        /* ?1 distro, ?2 */
	/* For an export of everything: ?1 feed_id. */
	SSLINV_GUIDANCE_EACH_FEED,
	SSLINV_GUIDANCE_EACH_LIFE,
	SSLINV_GUIDANCE_EACH_VULNERABILITY,
	SSLINV_GUIDANCE_EACH_RANGE,
	SSLINV_GUIDANCE_EACH_STATEMENT,
	SSLINV_GUIDANCE_EACH_EXPLOITATION,
	SSLINV_GUIDANCE_EACH_BRANCH,
	SSLINV_GUIDANCE_EACH_INSTRUCTION,
	SSLINV_GUIDANCE_EACH_PAGE,
	/* For an export of what all feeds together say of one product: ?1 the product. */
	SSLINV_GUIDANCE_PRODUCT_DATE, /* ?2 today -> of its statements; NULL where nothing has a date */
	SSLINV_GUIDANCE_PRODUCT_VULNERABILITY_DATE,
	SSLINV_GUIDANCE_PRODUCT_LIFE_DATE,
	SSLINV_GUIDANCE_PRODUCT_LIFE,
	SSLINV_GUIDANCE_PRODUCT_VULNERABILITY,
	SSLINV_GUIDANCE_PRODUCT_RANGE,
	SSLINV_GUIDANCE_PRODUCT_STATEMENT,
	SSLINV_GUIDANCE_PRODUCT_BRANCH,
	SSLINV_GUIDANCE_PRODUCT_INSTRUCTION,
	SSLINV_GUIDANCE_PRODUCT_PAGE,
	/* Bundles. */
	SSLINV_GUIDANCE_PACK_FEEDS,  /* -> feed_id, the columns of struct sslinv_feed, confirmed, is_dated, digest, imported
				      */
	SSLINV_GUIDANCE_PACK_STATE,  /* -> when something was imported or confirmed last */
	SSLINV_GUIDANCE_PACK_COUNT,  /* ?1 feed_id -> how many entries are handed on */
	SSLINV_GUIDANCE_SPEAKS_OF,   /* ?1 feed_id, ?2 a word -> 1 */
	SSLINV_GUIDANCE_UNPACK_HELD, /* -> when the newest bundle was made that brought a feed, and its identity */
	SSLINV_GUIDANCE_UNPACK_DELIVERED, /* -> feed_id and identity of what came in bundles */
	SSLINV_GUIDANCE_UNPACK_CONFIRM,   /* ?1 feed_id, ?2 confirmed, ?3 bundle_created, ?4 source */
	SSLINV_GUIDANCE_UNPACK_SOURCES,   /* ?1 bundle_created: when its sources were last asked */
	SSLINV_GUIDANCE_UNPACK_FILES,     /* ?1 bundle_created: what is known of the files of its sources is dropped */
	SSLINV_GUIDANCE_STATEMENT_COUNT,
};

const char *sslinv_guidance_statement_sql(enum sslinv_guidance_statement statement);

struct sslinv_guidance_store {
	struct sslinv_sql_file base;
	char *published;  /* of documents that do not say, or NULL */
	bool goes_on;     /* a document of an archive that cannot be read fails alone */
	bool is_forced;   /* an edition that says far less takes the place of one that says more */
	bool takes_older; /* a bundle takes the place of a newer one */
	/* What is imported now was fetched from this source; NULL where it was not. Borrowed within a transaction. */
	const char *source;
	const char *format;          /* that it is declared to bring, likewise; NULL: any but sslinv's own */
	const char *distros;         /* of which it may speak, as in the table of sources, likewise; NULL: of any */
	bool is_one_of_many;         /* the file is one document of the source's folder */
	struct sslinv_words damaged; /* the names of documents of the source that cannot be read */
	/* What was held of the source when the transaction began, and how many feeds of that go. */
	sqlite3_int64 held, held_entries, gone;
	char moment[SSLINV_TIME_SIZE];
	sqlite3_stmt *statements[SSLINV_GUIDANCE_STATEMENT_COUNT]; /* prepared at their first use */
};

/* The prepared statement, reset and with nothing bound; borrowed from the store. */
int sslinv_guidance_statement(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which,
			      sqlite3_stmt **statement, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same, run to its end at once. */
int sslinv_guidance_run(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Ends a transaction that only read, whatever was left in the midst of its rows. */
void sslinv_guidance_end_reading(struct sslinv_guidance_store *store);

/* Finalizes all that were prepared: before the connection is closed. */
void sslinv_guidance_finalize(struct sslinv_guidance_store *store);

/* The error of a file that holds what no program put there, and what can be done about it. */
int sslinv_guidance_damaged(struct sslinv_guidance_store *store, struct sslinv_error *error);

/* A damaged file: says what can be done about one that is made anew by itself. Other errors stay as they are. */
int sslinv_guidance_explain(struct sslinv_guidance_store *store, int code, struct sslinv_error *error);

/* The column's text, or NULL; borrowed until the next step. */
const char *sslinv_guidance_text(sqlite3_stmt *statement, int column);

/* The columns of a statement, a vulnerability and so on, from `first` on, borrowed until the next step. */
void sslinv_guidance_get_feed(sqlite3_stmt *row, int first, struct sslinv_feed *feed);
void sslinv_guidance_get_statement(sqlite3_stmt *row, int first, struct sslinv_statement *statement);
void sslinv_guidance_get_vulnerability(sqlite3_stmt *row, int first, struct sslinv_vulnerability *vulnerability);
void sslinv_guidance_get_range(sqlite3_stmt *row, int first, struct sslinv_range *range);
void sslinv_guidance_get_life(sqlite3_stmt *row, int first, struct sslinv_life *life);
void sslinv_guidance_get_exploitation(sqlite3_stmt *row, int first, struct sslinv_exploitation *exploitation);
void sslinv_guidance_get_branch(sqlite3_stmt *row, int first, struct sslinv_branch *branch);
void sslinv_guidance_get_instruction(sqlite3_stmt *row, int first, struct sslinv_instruction *instruction);
void sslinv_guidance_get_page(sqlite3_stmt *row, int first, struct sslinv_page *page);

/* One file of the bundled guidance as it lies in its directory. */
struct sslinv_guidance_bundled {
	char *name;
	long long size;
	long long modified; /* nanoseconds */
};

struct sslinv_guidance_bundle {
	char *directory;
	struct sslinv_guidance_bundled *items; /* by name */
	size_t count, capacity;
};

/* Looks at the directory (NULL: there is no bundled guidance). */
int sslinv_guidance_bundle_find(const char *directory, struct sslinv_guidance_bundle *bundle, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_guidance_bundle_free(struct sslinv_guidance_bundle *bundle);

/* Is what the store holds made from exactly these files? */
int sslinv_guidance_bundle_compare(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
				   bool *same, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Puts these files in the place of what the store has of former ones, in one transaction. */
int sslinv_guidance_bundle_import(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
				  struct sslinv_error *error) SSLINV_MUST_CHECK;

typedef void sslinv_guidance_warning(void *context, const char *document, unsigned long line, const char *message);

/* Imports one file within the transaction that is open. */
int sslinv_guidance_import_file(struct sslinv_guidance_store *store, const char *file, bool is_bundled,
				sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same for a file that is open, which is called `name`. */
int sslinv_guidance_import_fd(struct sslinv_guidance_store *store, int fd, const char *name,
			      sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
			      struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Hands a feed and all that it says to a sink, in a fixed order. Inside a transaction. */
int sslinv_guidance_tell_feed(struct sslinv_guidance_store *store, sqlite3_int64 id, const struct sslinv_feed *feed,
			      const struct sslinv_guidance_sink *sink, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Does a feed speak of one of these words: a distribution in its statements, life cycles or commands, or `openssl` in its
 * records? 1, 0 or a negative code.
 */
int sslinv_guidance_speaks_of(struct sslinv_guidance_store *store, sqlite3_int64 id, const char *const *words, size_t count,
			      struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Begins the transaction of an import. */
int sslinv_guidance_begin_import(struct sslinv_guidance_store *store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * What a feed of the source that is followed is called here, malloc'ed: as it calls itself, or, where a feed of another
 * source or of the bundled guidance is called so, with the source's id behind that. No source displaces what another said.
 */
int sslinv_guidance_source_identity(struct sslinv_guidance_store *store, const char *identity, char **own,
				    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Drops a feed and all it says. */
int sslinv_guidance_delete_feed(struct sslinv_guidance_store *store, sqlite3_int64 feed, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
