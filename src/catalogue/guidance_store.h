/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guidance file: what feeds say, in one SQLite file beside the inventory, made from the bundled guidance at first use
 * and changed only by `sslinv feed import`, and where the bundled guidance itself is another.
 */
#ifndef SSLINV_CATALOGUE_GUIDANCE_STORE_H
#define SSLINV_CATALOGUE_GUIDANCE_STORE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/date.h"
#include "base/error.h"
#include "base/str.h"
#include "guidance/set.h"
#include "guidance/sink.h"
#include "sql/access.h"
#include "sql/query.h"

struct sslinv_guidance_store;
struct sslinv_sql_file;

/* `PRAGMA application_id` of every guidance file: "SSLg". */
#define SSLINV_GUIDANCE_APPLICATION_ID 0x53534c67

/* `guidance.db` in the directory of the inventory `inventory_path`; $SSLINV_GUIDANCE where set. malloc'ed, NULL when out of
 * memory. */
char *sslinv_guidance_store_path(const char *inventory_path) SSLINV_MUST_CHECK;

/* Have feeds been imported into the guidance file at `path`? False where there is none; it is not touched. */
bool sslinv_guidance_has_imports(const char *path);

/*
 * Opens the guidance file. For either access, a file that is missing is made (that of $SSLINV_GUIDANCE with its directory,
 * mode 0700; else the directory has to be there), an older one migrated, and where the bundled part is not of the very files
 * of `data_directory` (*.xml in sslinv's own format; by name, size and time) that part is made anew, in one transaction;
 * imported feeds are kept. For SSLINV_SQL_READ, where the file cannot be written the same is done to a copy in memory, so
 * that a reader without rights still has guidance. `data_directory` NULL: there is no bundled guidance. Another program's
 * file is left untouched and refused. *store is NULL on failure.
 */
int sslinv_guidance_store_open(const char *path, enum sslinv_sql_access access, const char *data_directory,
			       struct sslinv_guidance_store **store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The path of its file; borrowed. */
const char *sslinv_guidance_store_file(const struct sslinv_guidance_store *store);

/* Accepts NULL. */
void sslinv_guidance_store_close(struct sslinv_guidance_store *store);

/* What an import did. */
struct sslinv_guidance_imported {
	size_t documents; /* read */
	size_t added;     /* new feeds */
	size_t replaced;  /* newer editions of feeds that were there */
	size_t unchanged; /* the same digest, or an older edition than what is there */
	size_t entries;   /* all that was taken: statements, CVEs with their ranges, life cycles, ... */
	size_t statements, dropped, warnings;
	size_t unmatched; /* statements for places that no host can be in: unknown streams, releases, distributions */
	char unmatched_places[200];    /* the first of these places: `sles 15.3 certifications, ...` */
	size_t foreign;                /* entries and documents that are not for the source to bring, and left out */
	char foreign_words[200];       /* what the first of them are about: `rhel 9, records of OpenSSL, ...` */
	size_t older;                  /* documents that are older editions of what is there */
	char older_reason[300];        /* of the first of them */
	char newest[SSLINV_TIME_SIZE]; /* the newest date that a document gives itself, "" where none does */
	char said[SSLINV_DATE_SIZE];   /* the newest day of what documents say, "" where nothing has one */
	size_t kept;              /* feeds that were not replaced: the new edition says far less; a warning tells of each */
	char kept_reason[800];    /* of the first of them */
	char bundle[24];          /* when the bundle was made; "" for what is none */
	size_t removed;           /* feeds that bundles brought before, and this one has no more */
	size_t damaged;           /* documents of an archive that cannot be read; what was there of them stays */
	char damaged_reason[800]; /* of the first of them, with its name */
};

/*
 * The date of documents that do not say when they were published, for the imports that follow: `2026-11-24`, or NULL.
 * Without it such a feed counts as being as old as the newest thing in it. SSLINV_E_USAGE for what is no date or lies in the
 * future.
 */
int sslinv_guidance_store_set_published(struct sslinv_guidance_store *store, const char *date, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* For the imports that follow: an edition that says far less takes the place of a fuller one all the same. */
void sslinv_guidance_store_force(struct sslinv_guidance_store *store);

/* For the imports that follow: a bundle takes the place of what a newer one brought, and feeds that of newer ones. */
void sslinv_guidance_store_take_older(struct sslinv_guidance_store *store);

/* What a bundle holds. */
struct sslinv_guidance_packed {
	size_t feeds, entries;
	char created[24];
};

/*
 * Packs the feeds that were imported as a bundle on `file`: all (count 0), or those that speak of these distributions or
 * came from these sources, with what they inherit and OpenSSL's records. What came with sslinv is not in it. The same
 * guidance gives the same bytes: the bundle counts as made when the newest of it was imported or confirmed.
 * SSLINV_E_NOT_FOUND where there is nothing.
 */
int sslinv_guidance_store_pack(struct sslinv_guidance_store *store, const char *const *ids, size_t count, FILE *file,
			       struct sslinv_guidance_packed *packed, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Imports all documents of a file (or "-") in one transaction: all or nothing. Readers go on with the old guidance
 * meanwhile. A feed takes the place of the one with the same identity; if it is older than that (both documents say when
 * they were published), or the document is the same to the byte, nothing changes but, for the same document with a later
 * date from sslinv_guidance_store_set_published(), that date. One with no entry any more, or far fewer, is not used either:
 * it may have been cut off. `warning` (may be NULL) is called for each warning, with the document's name and the line. A
 * file that cannot be read to its end fails the whole import, with its name, line and reason, and leaves the old guidance
 * as it was; so does an archive none of whose documents can be read. Of an archive of documents about one CVE each a
 * document fails alone.
 *
 * A bundle brings all that it was made of: its feeds with the dates and digests that they had, and what bundles brought
 * before and it has no more goes. It is refused where a newer one brought anything that is held, where its creation
 * lies in the future, and where anything in it is not as its manifest says.
 */
int sslinv_guidance_store_import(struct sslinv_guidance_store *store, const char *file,
				 void (*warning)(void *context, const char *document, unsigned long line,
						 const char *message),
				 void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The same of a file that is open, from its beginning; `name` is what messages call it. */
int sslinv_guidance_store_import_fd(struct sslinv_guidance_store *store, int fd, const char *name,
				    void (*warning)(void *context, const char *document, unsigned long line,
						    const char *message),
				    void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Fills a set for one distribution (os-release ID): its statements (and those of the one it inherits from,
 * distro/inherits.h), its lives, and all of OpenSSL's. `distro` NULL: no statements of any (for copies without a vendor).
 * The caller frees it with sslinv_guidance_set_free().
 *
 * Where several feeds speak: of a bundled and an imported edition of the same feed the newer one counts. A bundled statement
 * is left out where an imported feed has one for the same distribution, release, stream, package name and CVE (for the same
 * architecture or all), and that feed is at least as new as the bundled one (without a date of its own: was imported since).
 * The same goes for vulnerabilities and ranges by CVE, and lives by product, release and stream. All else is there side by
 * side, each with its feed; the resolver weighs it.
 */
int sslinv_guidance_store_load(struct sslinv_guidance_store *store, const char *distro, struct sslinv_guidance_set *set,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same with the statements and lives of other distributions beside; `others` are their words with a blank between. */
int sslinv_guidance_store_load_several(struct sslinv_guidance_store *store, const char *distro, const char *others,
				       struct sslinv_guidance_set *set, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Hands everything, in a fixed order, to a sink (for `feed export`): the feeds by identity, each with what belongs to it. */
int sslinv_guidance_store_each(struct sslinv_guidance_store *store, const struct sslinv_guidance_sink *sink,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The same for one product, `openssl` or a distribution: what all feeds together say of it as one feed, and its lives as
 * another, each as new as the newest thing it was made from. What several feeds say is said once; what is open but doubtful
 * gives way to what is firm. `handbook` is what administrators are told, of all products: branches, commands and pages.
 * SSLINV_E_NOT_FOUND where there is nothing.
 */
int sslinv_guidance_store_product(struct sslinv_guidance_store *store, const char *product,
				  const struct sslinv_guidance_sink *sink, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Writes what `feed list` shows: the view `feeds`, in the order of its names and what tells feeds of one name apart.
 * `is_short`: what people look for first, in less than 80 columns; the middle of long names is left out.
 */
int sslinv_guidance_store_list(struct sslinv_guidance_store *store, bool is_short, struct sslinv_rows *rows,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Runs a query on the guidance file alone, as sslinv_sql_query() does (views `feeds` and `advisories`). */
int sslinv_guidance_store_query(struct sslinv_guidance_store *store, const char *sql,
				const struct sslinv_query_parameter *parameters, size_t count, struct sslinv_rows *rows,
				struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Makes the views of the guidance file, `advisories` and `feeds`, known to the queries on `file` that follow. The guidance
 * is read and never written. SSLINV_E_NOT_FOUND where there is none, SSLINV_E_FORMAT for a file that is no guidance of
 * today's version.
 */
int sslinv_guidance_attach(struct sslinv_sql_file *file, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
