/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guidance file: what feeds say, in one SQLite file beside the inventory, made from the bundled guidance at first use and
 * changed only by `sslinv feed import`.
 */
#ifndef SSLINV_STORE_GUIDANCE_STORE_H
#define SSLINV_STORE_GUIDANCE_STORE_H

#include "base/attributes.h"
#include "base/error.h"
#include "guidance/set.h"
#include "store/store.h"

struct sslinv_guidance_store;

/* `PRAGMA application_id` of every guidance file: "SSLg". */
#define SSLINV_GUIDANCE_APPLICATION_ID 0x53534c67

/* `guidance.db` in the directory of the inventory `inventory_path`; $SSLINV_GUIDANCE where set. malloc'ed, NULL when out of memory. */
char *sslinv_guidance_store_path(const char *inventory_path) SSLINV_MUST_CHECK;

/*
 * Opens the guidance file. With SSLINV_STORE_WRITE it is made where missing. For either access, a file that is missing, or whose
 * bundled part is of another edition than the files of `data_directory` (*.xml), is made (or that part made anew) from these first, in
 * a private file that replaces the old one by rename(2); where the directory cannot be written, the same is done in memory,
 * so that a reader without rights still has guidance. Imported feeds are kept. *store is NULL on failure.
 */
int sslinv_guidance_store_open(const char *path, enum sslinv_store_access access, const char *data_directory,
			       struct sslinv_guidance_store **store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts NULL. */
void sslinv_guidance_store_close(struct sslinv_guidance_store *store);

/* What an import did. */
struct sslinv_guidance_imported {
	size_t documents; /* read */
	size_t added;	  /* new feeds */
	size_t replaced;  /* newer editions of feeds that were there */
	size_t unchanged; /* the same digest, or an older edition than what is there */
	size_t statements, dropped, warnings;
};

/*
 * Imports all documents of a file (or "-") in one transaction: all or nothing. `warning` (may be NULL) is called for each warning, with
 * the document's name and the line. A document that cannot be read fails the whole import, with its name, line and reason, and
 * leaves the old guidance as it was.
 */
int sslinv_guidance_store_import(struct sslinv_guidance_store *store, const char *file,
				 void (*warning)(void *context, const char *document, unsigned long line, const char *message),
				 void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Fills a set for one distribution (os-release ID): its statements and lives, and all of OpenSSL's. `distro` NULL: no statements of
 * any (for copies without a vendor). The caller frees it with sslinv_guidance_set_free().
 */
int sslinv_guidance_store_load(struct sslinv_guidance_store *store, const char *distro, struct sslinv_guidance_set *set,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Hands everything, in a fixed order, to a sink (for `feed export`). */
int sslinv_guidance_store_each(struct sslinv_guidance_store *store, const struct sslinv_guidance_sink *sink,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Runs a query on the guidance file alone, as sslinv_store_query() does (views `feeds` and `advisories`). */
int sslinv_guidance_store_query(struct sslinv_guidance_store *store, const char *sql, const struct sslinv_query_parameter *parameters,
				size_t count, struct sslinv_rows *rows, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
