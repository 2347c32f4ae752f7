/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Importing feeds: what a reader hands on goes straight into the file, within a transaction, so that memory is bounded
 * whatever the feed's size. A feed is settled at the end of its document, when the digest is known: it is new, or an edition
 * of one that is there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "guidance/check.h"
#include "formats/reader.h"
#include "catalogue/guidance_internal.h"
#include "catalogue/guidance_unpack.h"
#include "catalogue/guidance_words.h"

/* An edition with fewer entries than this share of what was there is taken for cut off; of small ones one without any is. */
#define SHRUNKEN_SHARE 2
#define SHRUNKEN_FROM 20

struct import {
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
	struct sslinv_guidance_unpack unpack;
	struct sslinv_vocabulary *words;
};

static int sql_failed(struct import *import)
{
	return sslinv_sql_error(import->store->base.db, import->store->base.path, NULL, import->error);
}

static void free_import(struct import *import)
{
	free(import->document);
	sslinv_vocabulary_free(import->words);
	sslinv_manifest_free(&import->unpack.manifest);
}

static int take_warning(void *context, unsigned long line, const char *message)
{
	struct import *import = context;

	import->imported->warnings++;
	if (import->warning)
		import->warning(import->context, import->document ? import->document : "", line, message);
	return 0;
}

static int take_unmatched(void *context, const struct sslinv_statement *statement)
{
	struct import *import = context;
	char *places = import->imported->unmatched_places, place[96];
	size_t length = strlen(places);

	import->imported->unmatched++;
	snprintf(place, sizeof(place), "%.30s%s%.30s%s%.30s", statement->distro, statement->release[0] ? " " : "",
		 statement->release, statement->stream[0] ? " " : "", statement->stream);
	if (!strstr(places, place) && length + strlen(place) + 3 < sizeof(import->imported->unmatched_places))
		snprintf(places + length, sizeof(import->imported->unmatched_places) - length, "%s%s", length ? ", " : "",
			 place);
	return 0;
}

static int take_dropped(void *context)
{
	struct import *import = context;

	import->imported->dropped++;
	return 0;
}

/*
 * A day as it is, a time in UTC, so that two of them compare as texts. False for what is neither, or lies in the future:
 * nothing that is published later could then take its place.
 */
static bool normalise_time(const char *text, char result[SSLINV_TIME_SIZE])
{
	char day[SSLINV_DATE_SIZE];
	int64_t seconds;

	if (!sslinv_date_parse(text, day) || sslinv_date_is_future(day))
		return false;
	snprintf(result, SSLINV_TIME_SIZE, "%s", day);
	/* A day alone stays one. */
	if (strchr(text, ':') && sslinv_date_seconds(text, &seconds))
		sslinv_str_time(result, seconds);
	return true;
}

static int take_feed(void *context, const struct sslinv_feed *feed)
{
	struct import *import = context;
	char published[SSLINV_TIME_SIZE];
	bool has_date = normalise_time(feed->published, published), is_dated = has_date;
	const struct sslinv_manifest_feed *packed;
	const char *texts[] = { feed->identity, feed->name, feed->vendor, feed->format };
	sqlite3_stmt *insert;
	int sqlite_code = SQLITE_OK,
	    rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_INSERT, &insert, import->error);

	if (rc < 0)
		return rc;
	if (import->unpack.is_bundle) {
		rc = sslinv_guidance_unpack_feed(&import->unpack, feed, &packed, import->error);
		if (rc < 0)
			return sslinv_error_prefix(import->error, "%s", import->document);
		is_dated = has_date && packed->is_dated;
	} else if (!is_dated && import->store->published && !import->is_bundled) {
		is_dated = has_date = normalise_time(import->store->published, published);
	}
	if (is_dated && strcmp(published, import->imported->newest) > 0)
		memcpy(import->imported->newest, published, sizeof(published));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts) && sqlite_code == SQLITE_OK; i++)
		sqlite_code = sslinv_sql_bind_text(insert, (int)i + 1, texts[i] ? texts[i] : "");
	if (sqlite_code == SQLITE_OK)
		sqlite_code = sslinv_sql_bind_text(insert, 5, is_dated ? published : NULL);
	if (sqlite_code != SQLITE_OK || sqlite3_bind_int(insert, 6, is_dated) != SQLITE_OK ||
	    sslinv_sql_bind_text(insert, 7, import->imported_at) != SQLITE_OK ||
	    sqlite3_bind_int(insert, 8, import->is_bundled) != SQLITE_OK)
		return sql_failed(import);
	rc = sslinv_sql_finish(&import->store->base, insert, import->error);
	import->feed = sqlite3_last_insert_rowid(import->store->base.db);
	if (!import->document_first)
		import->document_first = import->feed;
	return rc;
}

/* A row of texts that belongs to the current feed. */
static int insert_texts(struct import *import, enum sslinv_guidance_statement which, const char *const texts[], size_t count)
{
	sqlite3_stmt *insert;
	int sqlite_code, rc = sslinv_guidance_statement(import->store, which, &insert, import->error);

	if (rc < 0)
		return rc;
	sqlite_code = sqlite3_bind_int64(insert, 1, import->feed);
	for (size_t i = 0; i < count && sqlite_code == SQLITE_OK; i++)
		sqlite_code = sslinv_sql_bind_text(insert, (int)i + 2, texts[i]);
	if (sqlite_code != SQLITE_OK)
		return sql_failed(import);
	return sslinv_sql_finish(&import->store->base, insert, import->error);
}

/* The numbers of its texts, NULL for a text that it does not have. */
static int bind_words(struct import *import, sqlite3_stmt *insert, const struct sslinv_statement *statement)
{
	const char *texts[SSLINV_STATEMENT_TEXTS];

	sslinv_statement_to_texts(statement, texts);
	for (size_t i = 0; i < SSLINV_STATEMENT_TEXTS; i++) {
		sqlite3_int64 number;
		int rc;

		if (!texts[i])
			continue;
		rc = sslinv_vocabulary_number(import->words, import->store, texts[i], &number, import->error);
		if (rc < 0)
			return rc;
		if (sqlite3_bind_int64(insert, (int)i + 2, number) != SQLITE_OK)
			return sql_failed(import);
	}
	return 0;
}

static int take_statement(void *context, const struct sslinv_statement *statement)
{
	struct import *import = context;
	sqlite3_stmt *insert;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_STATEMENT_INSERT, &insert, import->error);

	if (rc == 0)
		rc = bind_words(import, insert, statement);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(insert, 1, import->feed) != SQLITE_OK ||
	    sqlite3_bind_int(insert, SSLINV_STATEMENT_TEXTS + 2, statement->is_doubtful) != SQLITE_OK)
		return sql_failed(import);
	return sslinv_sql_finish(&import->store->base, insert, import->error);
}

static int take_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability)
{
	const char *const texts[] = { vulnerability->cve, vulnerability->severity, vulnerability->published,
				      vulnerability->title, vulnerability->url };

	return insert_texts(context, SSLINV_GUIDANCE_VULNERABILITY_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_range(void *context, const struct sslinv_range *range)
{
	const char *const texts[] = { range->cve, range->library, range->from, range->until, range->last };

	return insert_texts(context, SSLINV_GUIDANCE_RANGE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_life(void *context, const struct sslinv_life *life)
{
	const char *const texts[] = { life->product, life->release,  life->stream ? life->stream : "",
				      life->name,    life->released, life->end };

	return insert_texts(context, SSLINV_GUIDANCE_LIFE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_branch(void *context, const struct sslinv_branch *branch)
{
	const char *const texts[] = { branch->library, branch->version, branch->tls };

	return insert_texts(context, SSLINV_GUIDANCE_BRANCH_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_instruction(void *context, const struct sslinv_instruction *instruction)
{
	const char *const texts[] = { instruction->distro, instruction->release, instruction->format, instruction->command,
				      instruction->advisory };

	return insert_texts(context, SSLINV_GUIDANCE_INSTRUCTION_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_page(void *context, const struct sslinv_page *page)
{
	const char *const texts[] = { page->product, page->about, page->address };

	return insert_texts(context, SSLINV_GUIDANCE_PAGE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

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
static int next_pending(struct import *import, struct settled *settled)
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

static int run_for_feed(struct import *import, enum sslinv_guidance_statement which, sqlite3_int64 feed)
{
	sqlite3_stmt *statement;
	int rc = sslinv_guidance_statement(import->store, which, &statement, import->error);

	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(statement, 1, feed) != SQLITE_OK)
		return sql_failed(import);
	return sslinv_sql_finish(&import->store->base, statement, import->error);
}

static void note_newest(struct sslinv_guidance_imported *imported, const char *day)
{
	if (day && strlen(day) < sizeof(imported->said) && strcmp(day, imported->said) > 0)
		memcpy(imported->said, day, strlen(day) + 1);
}

/* How much it says; and a feed without a date is as old as the newest thing in it. */
static int count_entries(struct import *import, struct settled *settled)
{
	sqlite3_stmt *row;
	int rc = run_for_feed(import, SSLINV_GUIDANCE_FEED_DEDUPLICATE, settled->feed);

	if (rc == 0)
		rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_COUNT, &row, import->error);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(row, 1, settled->feed) != SQLITE_OK ||
	    sslinv_sql_bind_text(row, 2, import->imported_at) != SQLITE_OK)
		return sql_failed(import);
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

static int warn_of_older(struct import *import, const struct settled *settled, const char *published)
{
	char message[512];

	snprintf(message, sizeof(message),
		 "%.200s of %.32s is an older edition than the one of %.32s that is there; not used", settled->identity,
		 settled->published, published);
	if (import->imported->older++ == 0)
		snprintf(import->imported->older_reason, sizeof(import->imported->older_reason), "%.299s", message);
	return take_warning(import, 0, message);
}

/* One other edition of a feed that a bundle brings: what is known to be newer stays. */
static int compare_packed(struct import *import, sqlite3_stmt *row, struct settled *settled)
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
static int compare_edition(struct import *import, sqlite3_stmt *row, const char *digest, struct settled *settled)
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
	if (is_dated && published && settled->published && strcmp(published, settled->published) > 0) {
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
	return take_warning(import, 0, message);
}

static int find_editions(struct import *import, const char *digest, struct settled *settled)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_EDITIONS, &row, import->error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, settled->identity) != SQLITE_OK ||
	    sqlite3_bind_int(row, 2, import->is_bundled) != SQLITE_OK)
		return sql_failed(import);
	while (rc == 0 && (rc = sslinv_sql_step(&import->store->base, row, import->error)) > 0)
		rc = compare_edition(import, row, digest, settled);
	sqlite3_reset(row);
	return rc;
}

static int keep(struct import *import, const char *digest, const struct settled *settled)
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
	    sslinv_sql_bind_text(update, 7, settled->packed ? settled->packed->source : NULL) != SQLITE_OK)
		return sql_failed(import);
	import->imported->added += !settled->has_older;
	import->imported->replaced += settled->has_older;
	import->imported->statements += (size_t)settled->statements;
	import->imported->entries += (size_t)settled->entries;
	return sslinv_sql_finish(&import->store->base, update, import->error);
}

static int renew(struct import *import, const struct settled *settled)
{
	sqlite3_stmt *update;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_RENEW, &update, import->error);

	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(update, 1, settled->renewed) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 2, settled->published) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 3, import->imported_at) != SQLITE_OK)
		return sql_failed(import);
	return sslinv_sql_finish(&import->store->base, update, import->error);
}

/* What is there is in the bundle, too, and as current as that says. */
static int confirm(struct import *import, const struct settled *settled)
{
	sqlite3_stmt *update;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_UNPACK_CONFIRM, &update, import->error);

	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(update, 1, settled->confirmed) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 2, settled->packed->confirmed) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 3, import->unpack.manifest.created) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 4, settled->packed->source) != SQLITE_OK)
		return sql_failed(import);
	return sslinv_sql_finish(&import->store->base, update, import->error);
}

/* The feed is one of the source that is followed now, whose present edition has it. */
static int claim(struct import *import, sqlite3_int64 feed)
{
	sqlite3_stmt *update;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_SOURCE_CLAIM, &update, import->error);

	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(update, 1, feed) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 2, import->store->source) != SQLITE_OK ||
	    sslinv_sql_bind_text(update, 3, import->store->moment) != SQLITE_OK)
		return sql_failed(import);
	rc = sslinv_sql_finish(&import->store->base, update, import->error);
	return rc < 0 ? rc : run_for_feed(import, SSLINV_GUIDANCE_CLAIMED_INSERT, feed);
}

/* What the manifest says of a feed, held against the feed. */
static int compare_manifest(struct import *import, struct settled *settled)
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
static int keep_fuller(struct import *import, const struct settled *settled)
{
	struct sslinv_guidance_imported *imported = import->imported;
	char message[512];

	snprintf(
		message, sizeof(message),
		"%.200s has %lld entries about OpenSSL, and the edition that is there %lld; that one is kept, unless --force"
		" is given",
		settled->identity, (long long)settled->entries, (long long)settled->fuller);
	if (imported->kept++ == 0)
		snprintf(imported->kept_reason, sizeof(imported->kept_reason), "%.200s: %s", import->document, message);
	return take_warning(import, 0, message);
}

static int settle(struct import *import, const char *digest, struct settled *settled)
{
	int rc = count_entries(import, settled);

	if (rc == 0)
		rc = compare_manifest(import, settled);
	if (settled->packed)
		digest = settled->packed->digest;
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

static int opened(void *context, struct sslinv_input *input)
{
	const struct import *import = context;

	sslinv_input_want_digest(input);
	return import->store->source_name && !import->is_bundled
		       ? sslinv_input_set_name(input, import->store->source_name, import->error)
		       : 0;
}

static int begin(void *context, struct sslinv_input *input)
{
	struct import *import = context;

	free(import->document);
	import->document = strdup(sslinv_input_name(input));
	import->is_archive = sslinv_input_is_archive(input);
	import->feed = import->document_first = 0;
	if (!import->document)
		return sslinv_error_memory(import->error);
	return import->is_bundled ? 0 : sslinv_guidance_unpack_begin(&import->unpack, import->store, input, import->error);
}

static int end(void *context, struct sslinv_input *input)
{
	struct import *import = context;
	char digest[SSLINV_INPUT_DIGEST_SIZE];
	int rc = sslinv_input_digest(input, digest, import->error);

	if (rc == 0 && import->unpack.is_bundle)
		rc = sslinv_guidance_unpack_end(&import->unpack, input, digest, import->error);
	while (rc == 0) {
		SSLINV_CLEANUP(free_settled) struct settled settled = { 0 };

		rc = next_pending(import, &settled);
		if (rc <= 0)
			return rc;
		rc = settle(import, digest, &settled);
	}
	return rc;
}

/* An edition that is there has to be compared even with one that says nothing any more. */
static int is_known(void *context, const char *identity)
{
	struct import *import = context;
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_EDITIONS, &row, import->error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, identity) != SQLITE_OK || sqlite3_bind_int(row, 2, 0) != SQLITE_OK)
		return sql_failed(import);
	rc = sslinv_sql_step(&import->store->base, row, import->error);
	sqlite3_reset(row);
	return rc;
}

/* What a damaged document gave is dropped, and what was there of it stays. */
static int failed(void *context, struct sslinv_input *input, const struct sslinv_error *error)
{
	struct import *import = context;
	int rc = import->error->code;

	(void)input;
	/* A bundle is what its manifest says, or nothing. */
	if (import->unpack.is_bundle)
		return error->code;
	if (import->imported->damaged++ == 0)
		snprintf(import->imported->damaged_reason, sizeof(import->imported->damaged_reason), "%.799s",
			 error->message);
	while (rc == 0) {
		SSLINV_CLEANUP(free_settled) struct settled settled = { 0 };

		rc = next_pending(import, &settled);
		if (rc <= 0)
			return rc;
		rc = sslinv_guidance_delete_feed(import->store, settled.feed, import->error);
	}
	return rc;
}

int sslinv_guidance_import_input(struct sslinv_guidance_store *store, struct sslinv_input *input, bool is_bundled,
				 sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				 struct sslinv_error *error)
{
	struct sslinv_error own = SSLINV_ERROR_INIT;
	SSLINV_CLEANUP(free_import) struct import import = {
		.store = store,
		.is_bundled = is_bundled,
		.warning = warning,
		.context = context,
		.imported = imported,
		.error = &own,
		.words = sslinv_vocabulary_new(),
	};
	const struct sslinv_guidance_sink sink = {
		.context = &import,
		.feed = take_feed,
		.statement = take_statement,
		.vulnerability = take_vulnerability,
		.range = take_range,
		.life = take_life,
		.warning = take_warning,
		.dropped = take_dropped,
		.branch = take_branch,
		.instruction = take_instruction,
		.page = take_page,
		.unmatched = take_unmatched,
	};
	const struct sslinv_guidance_hooks hooks = {
		.context = &import,
		.opened = opened,
		.begin = begin,
		.end = end,
		.is_known = is_known,
		.failed = store->goes_on ? failed : NULL,
	};
	sqlite3_stmt *row;
	int rc;

	if (!import.words)
		return sslinv_error_memory(error);
	rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_FEED_NEXT, &row, error);
	sslinv_str_time(import.imported_at, time(NULL));
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc < 0)
		return rc;
	import.first = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	rc = sslinv_guidance_read_with(input, &sink, &hooks, &imported->documents, error);
	if (rc == 0 && import.unpack.is_bundle) {
		snprintf(imported->bundle, sizeof(imported->bundle), "%s", import.unpack.manifest.created);
		rc = sslinv_guidance_unpack_finish(&import.unpack, store, &imported->removed, error);
	}
	/* A reader hands a callback's code back; the reason is ours. */
	if (rc < 0 && own.code) {
		if (error)
			*error = own;
		rc = own.code;
	}
	/* None of them can be read: then the first tells why. */
	if (rc == SSLINV_E_UNSUPPORTED && imported->damaged > 0)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s", imported->damaged_reason);
	return rc;
}

int sslinv_guidance_import_file(struct sslinv_guidance_store *store, const char *file, bool is_bundled,
				sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(file, &input, error);

	if (rc == 0)
		rc = sslinv_guidance_import_input(store, input, is_bundled, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_begin_import(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	int rc;

	if (store->base.access != SSLINV_SQL_WRITE)
		return sslinv_error_set(error, SSLINV_E_USAGE, "%s: is open for reading alone", store->base.path);
	rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_BEGIN, error);
	return rc < 0 ? sslinv_guidance_explain(store, rc, error) : 0;
}

static int import_in_transaction(struct sslinv_guidance_store *store, struct sslinv_input *input,
				 sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				 struct sslinv_error *error)
{
	int rc = sslinv_guidance_begin_import(store, error);

	if (rc < 0)
		return rc;
	store->goes_on = true;
	rc = sslinv_guidance_import_input(store, input, false, warning, context, imported, error);
	store->goes_on = false;
	if (rc == 0)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_COMMIT, error);
	if (rc < 0) {
		rc = sslinv_guidance_explain(store, rc, error);
		sslinv_sql_rollback(&store->base);
		memset(imported, 0, sizeof(*imported));
	}
	return rc;
}

int sslinv_guidance_store_import(struct sslinv_guidance_store *store, const char *file, sslinv_guidance_warning *warning,
				 void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(file, &input, error);

	memset(imported, 0, sizeof(*imported));
	if (rc == 0)
		rc = import_in_transaction(store, input, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_store_import_fd(struct sslinv_guidance_store *store, int fd, const char *name,
				    sslinv_guidance_warning *warning, void *context,
				    struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open_fd(fd, name, &input, error);

	memset(imported, 0, sizeof(*imported));
	if (rc == 0)
		rc = import_in_transaction(store, input, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}
