/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader of feeds hands on, put into the guidance file. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "catalogue/guidance_import.h"
#include "sources/sources.h"

int sslinv_guidance_import_sql_failed(struct sslinv_guidance_import *import)
{
	return sslinv_sql_error(import->store->base.db, import->store->base.path, NULL, import->error);
}

int sslinv_guidance_import_warn(void *context, unsigned long line, const char *message)
{
	struct sslinv_guidance_import *import = context;

	import->imported->warnings++;
	if (import->warning)
		import->warning(import->context, import->document ? import->document : "", line, message);
	return 0;
}

int sslinv_guidance_import_damaged(struct sslinv_guidance_import *import, const char *name, const char *reason)
{
	struct sslinv_guidance_imported *imported = import->imported;

	if (imported->damaged++ == 0)
		snprintf(imported->damaged_reason, sizeof(imported->damaged_reason), "%.799s", reason);
	/* A name has no line break: it would have been quoted. */
	return import->store->source && sslinv_words_add(&import->store->damaged, name, "\n") < 0
		       ? sslinv_error_memory(import->error)
		       : 0;
}

/* Adds what is not there yet to a list for people; what has no room any more is not named. */
static void add_word(char *words, size_t size, const char *word)
{
	size_t length = strlen(words);

	if (!strstr(words, word) && length + strlen(word) + 3 < size)
		snprintf(words + length, size - length, "%s%s", length ? ", " : "", word);
}

static int take_unmatched(void *context, const struct sslinv_statement *statement)
{
	struct sslinv_guidance_import *import = context;
	char place[96];

	import->imported->unmatched++;
	snprintf(place, sizeof(place), "%.30s%s%.30s%s%.30s", statement->distro, statement->release[0] ? " " : "",
		 statement->release, statement->stream[0] ? " " : "", statement->stream);
	add_word(import->imported->unmatched_places, sizeof(import->imported->unmatched_places), place);
	return 0;
}

void sslinv_guidance_import_foreign(struct sslinv_guidance_import *import, const char *about)
{
	import->imported->foreign++;
	add_word(import->imported->foreign_words, sizeof(import->imported->foreign_words), about);
}

/* Is it for the source to speak of the distribution? If not, what it says is left out, and counted. */
static bool may_speak(struct sslinv_guidance_import *import, const char *distro, const char *release)
{
	char about[72];

	if (!import->store->source || sslinv_source_may_speak(import->store->distros, distro, release))
		return true;
	snprintf(about, sizeof(about), "%.30s%s%.30s", distro, release && release[0] ? " " : "", release ? release : "");
	sslinv_guidance_import_foreign(import, about);
	return false;
}

/* What OpenSSL itself publishes holds for everybody, and is nobody else's to say. */
static bool may_record(struct sslinv_guidance_import *import)
{
	if (!import->store->source || sslinv_source_may_speak(import->store->distros, "openssl", NULL))
		return true;
	sslinv_guidance_import_foreign(import, "OpenSSL itself");
	return false;
}

static int take_dropped(void *context)
{
	struct sslinv_guidance_import *import = context;

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
	struct sslinv_guidance_import *import = context;
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
	/* An edition of a source has no feed of it any more: it goes as one that the source left out. */
	if (feed->is_withdrawn && import->store->source) {
		import->is_withdrawn = true;
		return 0;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts) && sqlite_code == SQLITE_OK; i++)
		sqlite_code = sslinv_sql_bind_text(insert, (int)i + 1, texts[i] ? texts[i] : "");
	if (sqlite_code == SQLITE_OK)
		sqlite_code = sslinv_sql_bind_text(insert, 5, is_dated ? published : NULL);
	if (sqlite_code != SQLITE_OK || sqlite3_bind_int(insert, 6, is_dated) != SQLITE_OK ||
	    sslinv_sql_bind_text(insert, 7, import->imported_at) != SQLITE_OK ||
	    sqlite3_bind_int(insert, 8, import->is_bundled) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	rc = sslinv_sql_finish(&import->store->base, insert, import->error);
	import->feed = sqlite3_last_insert_rowid(import->store->base.db);
	if (!import->document_first)
		import->document_first = import->feed;
	return rc;
}

int sslinv_guidance_import_run(struct sslinv_guidance_import *import, enum sslinv_guidance_statement which,
			       sqlite3_int64 feed, const char *const texts[], size_t count)
{
	sqlite3_stmt *statement;
	int sqlite_code, rc = sslinv_guidance_statement(import->store, which, &statement, import->error);

	if (rc < 0)
		return rc;
	sqlite_code = sqlite3_bind_int64(statement, 1, feed);
	for (size_t i = 0; i < count && sqlite_code == SQLITE_OK; i++)
		sqlite_code = sslinv_sql_bind_text(statement, (int)i + 2, texts[i]);
	if (sqlite_code != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	return sslinv_sql_finish(&import->store->base, statement, import->error);
}

/* A row of texts that belongs to the current feed. */
static int insert_texts(struct sslinv_guidance_import *import, enum sslinv_guidance_statement which,
			const char *const texts[], size_t count)
{
	return sslinv_guidance_import_run(import, which, import->feed, texts, count);
}

/* The numbers of its texts, NULL for a text that it does not have. */
static int bind_words(struct sslinv_guidance_import *import, sqlite3_stmt *insert, const struct sslinv_statement *statement)
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
			return sslinv_guidance_import_sql_failed(import);
	}
	return 0;
}

static int take_statement(void *context, const struct sslinv_statement *statement)
{
	struct sslinv_guidance_import *import = context;
	sqlite3_stmt *insert;
	int rc;

	if (!may_speak(import, statement->distro, statement->release))
		return 0;
	rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_STATEMENT_INSERT, &insert, import->error);
	if (rc == 0)
		rc = bind_words(import, insert, statement);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(insert, 1, import->feed) != SQLITE_OK ||
	    sqlite3_bind_int(insert, SSLINV_STATEMENT_TEXTS + 2, statement->is_doubtful) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	return sslinv_sql_finish(&import->store->base, insert, import->error);
}

static int take_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability)
{
	const char *const texts[] = { vulnerability->cve, vulnerability->severity, vulnerability->published,
				      vulnerability->title, vulnerability->url };

	if (!may_record(context))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_VULNERABILITY_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_range(void *context, const struct sslinv_range *range)
{
	const char *const texts[] = { range->cve, range->library, range->from, range->until, range->last };

	if (!may_record(context))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_RANGE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_life(void *context, const struct sslinv_life *life)
{
	const char *const texts[] = { life->product, life->release,  life->stream ? life->stream : "",
				      life->name,    life->released, life->end };

	if (!may_speak(context, life->product, life->release))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_LIFE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

/* Does anybody speak of the CVE, so that it may be asked for? 1, 0 or a negative code. */
static int is_known_cve(struct sslinv_guidance_import *import, const char *cve)
{
	sqlite3_stmt *known;
	int rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_CVE_KNOWN, &known, import->error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(known, 1, cve) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	rc = sslinv_sql_step(&import->store->base, known, import->error);
	sqlite3_reset(known);
	return rc;
}

/* There is a probability for every CVE that ever was: only those are kept that concern OpenSSL as far as is known. */
static int take_exploitation(void *context, const struct sslinv_exploitation *exploitation)
{
	struct sslinv_guidance_import *import = context;
	const char *const texts[] = { exploitation->cve, exploitation->known_since, exploitation->probability };
	bool is_kept = exploitation->known_since || import->unpack.is_bundle;
	int rc;

	if (!may_record(import))
		return 0;
	rc = is_kept ? 1 : is_known_cve(import, exploitation->cve);
	if (rc == 0)
		return take_dropped(import);
	return rc < 0 ? rc : insert_texts(import, SSLINV_GUIDANCE_EXPLOITATION_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_branch(void *context, const struct sslinv_branch *branch)
{
	const char *const texts[] = { branch->library, branch->version, branch->tls };

	if (!may_record(context))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_BRANCH_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_instruction(void *context, const struct sslinv_instruction *instruction)
{
	const char *const texts[] = { instruction->distro, instruction->release, instruction->format, instruction->command,
				      instruction->advisory };

	if (!may_speak(context, instruction->distro, NULL))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_INSTRUCTION_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_page(void *context, const struct sslinv_page *page)
{
	const char *const texts[] = { page->product, page->about, page->address };

	if (!may_speak(context, page->product, NULL))
		return 0;
	return insert_texts(context, SSLINV_GUIDANCE_PAGE_INSERT, texts, SSLINV_ARRAY_SIZE(texts));
}

struct sslinv_guidance_sink sslinv_guidance_import_sink(struct sslinv_guidance_import *import)
{
	return (struct sslinv_guidance_sink){
		.context = import,
		.feed = take_feed,
		.statement = take_statement,
		.vulnerability = take_vulnerability,
		.range = take_range,
		.life = take_life,
		.exploitation = take_exploitation,
		.warning = sslinv_guidance_import_warn,
		.dropped = take_dropped,
		.branch = take_branch,
		.instruction = take_instruction,
		.page = take_page,
		.unmatched = take_unmatched,
	};
}
