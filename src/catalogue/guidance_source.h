/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the guidance file keeps of the sources that feeds are fetched from, and the transaction in which the edition of one
 * takes the place of the one before.
 */
#ifndef SSLINV_CATALOGUE_GUIDANCE_SOURCE_H
#define SSLINV_CATALOGUE_GUIDANCE_SOURCE_H

#include "base/words.h"
#include "catalogue/guidance_store.h"

/* What is known of a source; the texts are malloc'ed, NULL where there is none. */
struct sslinv_guidance_source {
	char *edition;   /* of what is held, as the source counts */
	char *confirmed; /* when it was last known to be the present one */
	char *tried;     /* when it was asked in vain since */
	char *failure;   /* why */
	char *published; /* the newest day of what is held */
	size_t feeds, entries;
};

/* Frees the texts. Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_guidance_source_free(struct sslinv_guidance_source *source);

/* Of a source that was never asked all is empty. The caller frees with sslinv_guidance_source_free(). */
int sslinv_guidance_source_read(struct sslinv_guidance_store *store, const char *id, struct sslinv_guidance_source *source,
				struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What the server said of the file at `address` when it was taken in; malloc'ed, NULL where there is none. */
int sslinv_guidance_source_file(struct sslinv_guidance_store *store, const char *id, const char *address, char **etag,
				char **last_modified, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* A source, and what it may bring; borrowed until the end of the transaction. */
struct sslinv_guidance_from {
	const char *id;
	const char *format;  /* of its documents; NULL: any that vendors publish, and none of sslinv's own */
	const char *distros; /* of which it may speak, as in the table of sources; NULL: of any */
};

/*
 * Begins the transaction of one source: what follows is all there after sslinv_guidance_source_commit(), or nothing after
 * sslinv_guidance_source_rollback().
 */
int sslinv_guidance_source_begin(struct sslinv_guidance_store *store, const struct sslinv_guidance_from *from,
				 struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Imports an open file as sslinv_guidance_store_import() does, within the transaction. `name` is what it is called. What
 * came is added to `imported`; documents of an archive that cannot be read, or say far less than before, are counted there,
 * as `damaged`. `is_one_of_many`: so is the file itself, which is one document of the source's folder.
 */
int sslinv_guidance_source_take(struct sslinv_guidance_store *store, int file, const char *name, bool is_one_of_many,
				void (*warning)(void *context, const char *document, unsigned long line,
						const char *message),
				void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Drops the feed of that identity, if the source has brought one; *dropped is set then. */
int sslinv_guidance_source_drop(struct sslinv_guidance_store *store, const char *identity, bool *dropped,
				struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Drops the feeds of the source that the edition which was taken has no more; *count says how many. If all that was held
 * goes, or more than a few of it, the edition may be cut off: SSLINV_E_FORMAT, unless sslinv_guidance_store_force() was
 * called.
 */
int sslinv_guidance_source_drop_rest(struct sslinv_guidance_store *store, size_t *count, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Counts the feed of that identity, if it is held, as one that the edition has: its document cannot be read today. */
int sslinv_guidance_source_keep(struct sslinv_guidance_store *store, const char *identity, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The names of the documents that could not be read in this transaction; borrowed until the next. */
const struct sslinv_words *sslinv_guidance_source_damaged(const struct sslinv_guidance_store *store);

/* What the documents that were taken in this transaction say of a distribution, or of `openssl`. */
struct sslinv_guidance_about {
	bool is_named;       /* something is about it */
	bool says_anything;  /* something is about OpenSSL at all */
	bool has_statements; /* of packages of the distribution */
	/* Of all imported feeds and of what came with sslinv, for the same releases; for all where there is no statement. */
	size_t cves, bundled_cves;
	char published[SSLINV_DATE_SIZE];         /* the newest document, "" where none has a date */
	char bundled_published[SSLINV_DATE_SIZE]; /* the newest that came with sslinv about it */
};

int sslinv_guidance_source_about(struct sslinv_guidance_store *store, const char *distro,
				 struct sslinv_guidance_about *about, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Are life cycles all that was imported about the distribution? 1, 0 or a negative code. */
int sslinv_guidance_only_lives(struct sslinv_guidance_store *store, const char *distro, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* SSLINV_E_FORMAT by the same rule where sslinv_guidance_source_drop() dropped too much. */
int sslinv_guidance_source_check_dropped(struct sslinv_guidance_store *store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Drops what servers said of files of former editions, but for the one at the address `but` (may be NULL). */
int sslinv_guidance_source_forget(struct sslinv_guidance_store *store, const char *but, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Drops what the server said of one file. */
int sslinv_guidance_source_forget_file(struct sslinv_guidance_store *store, const char *address, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Adds the addresses of all files of which something is kept. The caller frees. */
int sslinv_guidance_source_files(struct sslinv_guidance_store *store, const char *id, struct sslinv_words *addresses,
				 struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Keeps what the server said of a file. */
int sslinv_guidance_source_note(struct sslinv_guidance_store *store, const char *address, const char *etag,
				const char *last_modified, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Ends the transaction; `edition` (may be NULL) is kept. `is_confirmed`: all that is held of the source is its present
 * edition now.
 */
int sslinv_guidance_source_commit(struct sslinv_guidance_store *store, const char *edition, bool is_confirmed,
				  struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Ends the transaction with nothing changed. */
void sslinv_guidance_source_rollback(struct sslinv_guidance_store *store);

/* Keeps why the source could not be followed, in a transaction of its own. */
int sslinv_guidance_source_fail(struct sslinv_guidance_store *store, const char *id, const char *reason,
				struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
