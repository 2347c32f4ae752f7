/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that import feeds share. Nothing outside catalogue/ includes it. */
#ifndef SSLINV_CATALOGUE_GUIDANCE_IMPORT_H
#define SSLINV_CATALOGUE_GUIDANCE_IMPORT_H

#include "catalogue/guidance_internal.h"
#include "catalogue/guidance_unpack.h"
#include "catalogue/guidance_words.h"

/* An import of one input. */
struct sslinv_guidance_import {
	struct sslinv_guidance_store *store;
	bool is_bundled;
	sslinv_guidance_warning *warning;
	void *context;
	struct sslinv_guidance_imported *imported;
	struct sslinv_error *error; /* of a callback */
	char imported_at[SSLINV_TIME_SIZE];
	sqlite3_int64 first;          /* feeds from this number on are of this import */
	sqlite3_int64 feed;           /* the current one, 0 if none */
	sqlite3_int64 document_first; /* the first one of the document, 0 if none */
	char *document;               /* its name */
	bool is_archive;
	bool is_withdrawn; /* a feed of the document takes back what it said */
	struct sslinv_guidance_unpack unpack;
	struct sslinv_vocabulary *words;
};

/* The database's error as that of the import: returns its negative code. */
int sslinv_guidance_import_sql_failed(struct sslinv_guidance_import *import);

/* Runs a statement whose first parameter is a feed's number, and whose others are these texts; NULL binds NULL. */
int sslinv_guidance_import_run(struct sslinv_guidance_import *import, enum sslinv_guidance_statement which,
			       sqlite3_int64 feed, const char *const texts[], size_t count) SSLINV_MUST_CHECK;

/* Puts what a reader hands on into the file. The sink is the import's, which must live as long. */
struct sslinv_guidance_sink sslinv_guidance_import_sink(struct sslinv_guidance_import *import);

/* Counts and hands on a warning about the current document; `context` is the import, `line` 0 if unknown. Returns 0. */
int sslinv_guidance_import_warn(void *context, unsigned long line, const char *message);

/* Counts and names what is not for the source to bring: it is left out. */
void sslinv_guidance_import_foreign(struct sslinv_guidance_import *import, const char *about);

/*
 * Settles the feeds of the document that was read, whose digest is `digest`. Returns 0, or a negative code with the reason
 * in the import's error.
 */
int sslinv_guidance_import_settle(struct sslinv_guidance_import *import, const char *digest) SSLINV_MUST_CHECK;

/*
 * Counts the document of that name as one that cannot be read; the first reason is kept. Returns 0, or a negative code with
 * the reason in the import's error.
 */
int sslinv_guidance_import_damaged(struct sslinv_guidance_import *import, const char *name, const char *reason)
	SSLINV_MUST_CHECK;

/* Drops the feeds of the document, which is damaged. Returns as the one above. */
int sslinv_guidance_import_drop(struct sslinv_guidance_import *import) SSLINV_MUST_CHECK;

#endif
