/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A feed is settled at the end of its document, when the digest is known: it is new, or an edition of one that is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "catalogue/guidance_import.h"

/* An edition with fewer entries than this share of what was there is taken for cut off; of small ones one without any is. */
#define SHRUNKEN_SHARE 2
#define SHRUNKEN_FROM 20

/* A feed whose document was read, and what becomes of it. */
struct settled {
	sqlite3_int64 feed;
	char *identity, *name, *published;
	bool is_dated;
	sqlite3_int64 statements, entries;
	bool is_unchanged;      /* the same document, or an older edition */
	sqlite3_int64 replaced; /* the edition whose place it takes, 0 if none */
	bool has_older;         /* that one, or a bundled one */
	sqlite3_int64 same;     /* the imported edition that is there, and stays; 0 if none */
	sqlite3_int64 renewed;  /* the same document as this one, which is of a later day now; 0 if none */
	const struct sslinv_manifest_feed
		*packed;         /* what the manifest of a bundle says of it; NULL where it came otherwise */
	sqlite3_int64 confirmed; /* the same document as this one, which the bundle may confirm; 0 if none */
	sqlite3_int64 fuller;    /* the entries of one in whose place it may not be put, as it says far less; 0 if none */
};

static void free_settled(struct settled *settled)
{
	free(settled->identity);
	free(settled->name);
	free(settled->published);
}

static int copy_text(sqlite3_stmt *row, int column, char **copy, struct sslinv_error *error)
{
	const char *text = sslinv_guidance_text(row, column);

	*copy = text ? strdup(text) : NULL;
	return text && !*copy ? sslinv_error_memory(error) : 0;
}

/* The first feed that is not settled: 1, or 0 if there is none. */
static int next_pending(struct sslinv_guidance_import *import, struct settled *settled)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_PENDING, &row, import->error);

	if (rc == 0)
		rc = sslinv_sql_step(&import->store->base, row, import->error);
	if (rc <= 0)
		return rc;
	settled->feed = sqlite3_column_int64(row, 0);
	settled->is_dated = sqlite3_column_int(row, 4) != 0;
	rc = copy_text(row, 1, &settled->identity, import->error);
	if (rc == 0)
		rc = copy_text(row, 2, &settled->name, import->error);
	if (rc == 0)
		rc = copy_text(row, 3, &settled->published, import->error);
	sqlite3_reset(row);
	return rc < 0 ? rc : 1;
}

static void note_newest(struct sslinv_guidance_imported *imported, const char *day)
{
	if (day && strlen(day) < sizeof(imported->said) && strcmp(day, imported->said) > 0)
		memcpy(imported->said, day, strlen(day) + 1);
}

/* How much it says; and a feed without a date is as old as the newest thing in it. */
static int count_entries(struct sslinv_guidance_import *import, struct settled *settled)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_import_run(import, SSLINV_GUIDANCE_FEED_DEDUPLICATE, settled->feed, NULL, 0);

	if (rc == 0)
		rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_COUNT, &row, import->error);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(row, 1, settled->feed) != SQLITE_OK ||
	    sslinv_sql_bind_text(row, 2, import->imported_at) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	rc = sslinv_sql_step(&import->store->base, row, import->error);
	if (rc <= 0)
		return rc;
	settled->statements = sqlite3_column_int64(row, 0);
	settled->entries = sqlite3_column_int64(row, 1);
	note_newest(import->imported, sslinv_guidance_text(row, 2));
	rc = settled->published ? 0 : copy_text(row, 2, &settled->published, import->error);
	sqlite3_reset(row);
	return rc;
}

/* Was it cut off, or filtered, or is it another file? No vendor takes back most of what it said. */
static bool is_shrunken(const struct settled *settled, sqlite3_int64 entries, bool is_same_kind)
{
	if (settled->entries == 0)
		return entries > 0;
	/* What came with sslinv was put together from several documents: only silence can be told. */
	return is_same_kind && entries >= SHRUNKEN_FROM && settled->entries < entries / SHRUNKEN_SHARE;
}

/* The same document. The user may say that it was published again on a later day. */
static void note_same(struct settled *settled, sqlite3_int64 feed, const char *published, bool is_bundled)
{
	settled->is_unchanged = true;
	settled->same = is_bundled ? settled->same : feed;
	if (!is_bundled && settled->is_dated && sslinv_str_compare(settled->published, published) > 0)
		settled->renewed = feed;
}

static int warn_of_older(struct sslinv_guidance_import *import, const struct settled *settled, const char *published)
{
	char message[512];

	snprintf(message, sizeof(message),
		 "%.200s of %.32s is an older edition than the one of %.32s that is there; not used", settled->identity,
		 settled->published, published);
	if (import->imported->older++ == 0)
		snprintf(import->imported->older_reason, sizeof(import->imported->older_reason), "%.299s", message);
	return sslinv_guidance_import_warn(import, 0, message);
}

/* One other edition of a feed that a bundle brings: what is known to be newer stays. */
static int compare_packed(struct sslinv_guidance_import *import, sqlite3_stmt *row, struct settled *settled)
{
	const char *published = sslinv_guidance_text(row, 2), *digest = sslinv_guidance_text(row, 4),
		   *held = sslinv_manifest_date(published, sslinv_guidance_text(row, 8)),
		   *date = sslinv_manifest_date(settled->published, settled->packed->confirmed);
	bool is_bundled = sqlite3_column_int(row, 5) != 0;

	settled->has_older = true;
	if (is_bundled)
		return 0;
	if (sslinv_str_compare(digest, settled->packed->digest) == 0) {
		settled->is_unchanged = true;
		settled->confirmed = sqlite3_column_int64(row, 0);
		return 0;
	}
	if (!import->store->takes_older && sslinv_str_compare(held, date) > 0) {
		settled->is_unchanged = true;
		return warn_of_older(import, settled, held);
	}
	settled->replaced = sqlite3_column_int64(row, 0);
	return 0;
}

/* One other edition of the same feed. */
static int compare_edition(struct sslinv_guidance_import *import, sqlite3_stmt *row, const char *digest,
			   struct settled *settled)
{
	const char *name = sslinv_guidance_text(row, 1), *published = sslinv_guidance_text(row, 2),
		   *its = sslinv_guidance_text(row, 4);
	sqlite3_int64 feed = sqlite3_column_int64(row, 0), entries = sqlite3_column_int64(row, 6);
	bool is_dated = settled->is_dated && sqlite3_column_int(row, 3), is_bundled = sqlite3_column_int(row, 5) != 0,
	     is_evidence;
	char message[512];

	if (settled->packed)
		return compare_packed(import, row, settled);
	/* Two feeds of one document have its digest, and need not say the same. */
	if (its && strcmp(its, digest) == 0 && feed < import->document_first) {
		note_same(settled, feed, published, is_bundled);
		return 0;
	}
	if (is_dated && published && settled->published && strcmp(published, settled->published) > 0 &&
	    !(import->store->source && import->store->is_forced)) {
		settled->is_unchanged = true;
		settled->same = is_bundled ? settled->same : feed;
		return warn_of_older(import, settled, published);
	}
	/* What administrators are told is written by hand: what is left out is meant. */
	is_evidence = sslinv_str_compare(sslinv_guidance_text(row, 7), "handbook") != 0;
	if (!import->is_bundled && is_evidence && is_shrunken(settled, entries, !is_bundled) && entries > settled->fuller)
		settled->fuller = entries;
	settled->has_older = true;
	if (is_bundled == import->is_bundled)
		settled->replaced = feed;
	if (settled->replaced != feed || feed < import->first)
		return 0;
	snprintf(message, sizeof(message), "takes the place of %.200s, which calls itself %.200s too",
		 name ? name : "a document", settled->identity);
	return sslinv_guidance_import_warn(import, 0, message);
}

static int find_editions(struct sslinv_guidance_import *import, const char *digest, struct settled *settled)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_EDITIONS, &row, import->error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, settled->identity) != SQLITE_OK ||
	    sqlite3_bind_int(row, 2, import->is_bundled) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	while (rc == 0 && (rc = sslinv_sql_step(&import->store->base, row, import->error)) > 0)
		rc = compare_edition(import, row, digest, settled);
	sqlite3_reset(row);
	return rc;
}

/* Of a source it is kept apart from what others call the same. */
static int find_identity(struct sslinv_guidance_import *import, struct settled *settled)
{
	char *own;
	int rc = import->store->source
			 ? sslinv_guidance_source_identity(import->store, settled->identity, &own, import->error)
			 : 0;

	if (rc < 0 || !import->store->source)
		return rc;
	free(settled->identity);
	settled->identity = own;
	return 0;
}

static int keep(struct sslinv_guidance_import *import, const char *digest, const struct settled *settled)
{
	sqlite3_stmt *update;
	int rc = settled->replaced ? sslinv_guidance_delete_feed(import->store, settled->replaced, import->error) : 0;

	if (rc == 0)
		rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_SETTLE, &update, import->error);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(update, 1, settled->feed) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 2, digest) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 3, settled->published) != SQLITE_OK ||
	    sqlite3_bind_int64(update, 4, settled->entries) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 5, settled->packed ? settled->packed->confirmed : NULL) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 6, settled->packed ? import->unpack.manifest.created : NULL) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 7, settled->packed ? settled->packed->source : NULL) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 8, settled->identity) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	import->imported->added += !settled->has_older;
	import->imported->replaced += settled->has_older;
	import->imported->statements += (size_t)settled->statements;
	import->imported->entries += (size_t)settled->entries;
	return sslinv_sql_finish(&import->store->base, update, import->error);
}

static int renew(struct sslinv_guidance_import *import, const struct settled *settled)
{
	const char *const texts[] = { settled->published, import->imported_at };

	return sslinv_guidance_import_run(import, SSLINV_GUIDANCE_FEED_RENEW, settled->renewed, texts,
					  SSLINV_ARRAY_SIZE(texts));
}

/* What is there is in the bundle, too, and as current as that says. */
static int confirm(struct sslinv_guidance_import *import, const struct settled *settled)
{
	const char *const texts[] = { settled->packed->confirmed, import->unpack.manifest.created, settled->packed->source };

	return sslinv_guidance_import_run(import, SSLINV_GUIDANCE_UNPACK_CONFIRM, settled->confirmed, texts,
					  SSLINV_ARRAY_SIZE(texts));
}

/* The feed is one of the source that is followed now, whose present edition has it. */
static int claim(struct sslinv_guidance_import *import, sqlite3_int64 feed)
{
	const char *const texts[] = { import->store->source, import->store->moment };
	int rc = sslinv_guidance_import_run(import, SSLINV_GUIDANCE_SOURCE_CLAIM, feed, texts, SSLINV_ARRAY_SIZE(texts));

	return rc < 0 ? rc : sslinv_guidance_import_run(import, SSLINV_GUIDANCE_CLAIMED_INSERT, feed, NULL, 0);
}

/* What the manifest says of a feed, held against the feed. */
static int compare_manifest(struct sslinv_guidance_import *import, struct settled *settled)
{
	const struct sslinv_guidance_imported *imported = import->imported;

	if (!import->unpack.is_bundle)
		return 0;
	settled->packed = sslinv_manifest_find(&import->unpack.manifest, settled->identity);
	if (!settled->packed ||
	    sslinv_guidance_unpack_count(settled->packed, (uint64_t)settled->entries,
					 imported->warnings > 0 || imported->dropped > 0, import->error) == 0)
		return 0;
	return sslinv_error_prefix(import->error, "%s", import->document);
}

/* The edition that is there stays; the first of such is told in any case. */
static int keep_fuller(struct sslinv_guidance_import *import, const struct settled *settled)
{
	struct sslinv_guidance_imported *imported = import->imported;
	char message[512];

	snprintf(
		message, sizeof(message),
		"%.200s has %lld entries about OpenSSL, and the edition that is there %lld; that one is kept, unless --force"
		" is given",
		settled->identity, (long long)settled->entries, (long long)settled->fuller);
	/* One of many documents of a source fails alone. */
	if (import->store->source && (import->is_archive || import->store->is_one_of_many)) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *reason = sslinv_str_format("%s: %s", import->document, message);

		if (sslinv_guidance_import_damaged(import, import->document, reason ? reason : message) < 0)
			return import->error->code;
	} else if (imported->kept++ == 0)
		snprintf(imported->kept_reason, sizeof(imported->kept_reason), "%.200s: %s", import->document, message);
	return sslinv_guidance_import_warn(import, 0, message);
}

static int settle(struct sslinv_guidance_import *import, const char *digest, struct settled *settled)
{
	int rc = count_entries(import, settled);

	if (rc == 0)
		rc = compare_manifest(import, settled);
	if (settled->packed)
		digest = settled->packed->digest;
	if (rc == 0)
		rc = find_identity(import, settled);
	if (rc == 0)
		rc = find_editions(import, digest, settled);
	if (rc == 0 && settled->renewed)
		rc = renew(import, settled);
	if (rc == 0 && settled->confirmed)
		rc = confirm(import, settled);
	if (rc == 0 && import->store->source && settled->is_unchanged)
		rc = claim(import, settled->same);
	if (rc < 0)
		return rc;
	if (!settled->is_unchanged && settled->fuller && !import->store->is_forced) {
		rc = keep_fuller(import, settled);
		return rc < 0 ? rc : sslinv_guidance_delete_feed(import->store, settled->feed, import->error);
	}
	/* A vendor's archive has thousands of documents that do not concern OpenSSL: not even their names are kept. */
	if (!settled->is_unchanged &&
	    (settled->entries > 0 || settled->has_older || settled->packed || !import->is_archive)) {
		rc = keep(import, digest, settled);
		return rc == 0 && import->store->source ? claim(import, settled->feed) : rc;
	}
	import->imported->unchanged += settled->is_unchanged;
	return sslinv_guidance_delete_feed(import->store, settled->feed, import->error);
}

int sslinv_guidance_import_settle(struct sslinv_guidance_import *import, const char *digest)
{
	int rc = 0;

	while (rc == 0) {
		SSLINV_CLEANUP(free_settled) struct settled settled = { 0 };

		rc = next_pending(import, &settled);
		if (rc <= 0)
			return rc;
		rc = settle(import, digest, &settled);
	}
	return rc;
}

int sslinv_guidance_import_drop(struct sslinv_guidance_import *import)
{
	int rc = 0;

	while (rc == 0) {
		SSLINV_CLEANUP(free_settled) struct settled settled = { 0 };

		rc = next_pending(import, &settled);
		if (rc <= 0)
			return rc;
		rc = sslinv_guidance_delete_feed(import->store, settled.feed, import->error);
	}
	return rc;
}
