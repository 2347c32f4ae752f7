/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources in the guidance file. */
#include "catalogue/guidance_source.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "catalogue/guidance_internal.h"

/* An edition that lacks more than this share of the documents is taken for cut off; of few documents, so many. */
#define GONE_SHARE 10
#define GONE_FEW 5

void sslinv_guidance_source_free(struct sslinv_guidance_source *source)
{
	free(source->edition);
	free(source->confirmed);
	free(source->tried);
	free(source->failure);
	free(source->published);
	memset(source, 0, sizeof(*source));
}

/* Binds texts from the first parameter on; the statement is prepared. */
static int prepare(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which, const char *const *texts,
		   size_t count, sqlite3_stmt **statement, struct sslinv_error *error)
{
	int rc = sslinv_guidance_statement(store, which, statement, error);

	for (size_t i = 0; rc == 0 && i < count; i++)
		if (sslinv_sql_bind_text(*statement, (int)i + 1, texts[i]) != SQLITE_OK)
			rc = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return rc;
}

static int run(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which, const char *const *texts,
	       size_t count, struct sslinv_error *error)
{
	sqlite3_stmt *statement;
	int rc = prepare(store, which, texts, count, &statement, error);

	return rc < 0 ? rc : sslinv_sql_finish(&store->base, statement, error);
}

/* The columns of the first row as copies; those of no row are NULL. */
static int read_row(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which, const char *const *texts,
		    size_t count, char **const *columns, size_t column_count, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = prepare(store, which, texts, count, &row, error);

	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	for (size_t i = 0; rc > 0 && i < column_count; i++) {
		const char *text = sslinv_guidance_text(row, (int)i);

		*columns[i] = text ? strdup(text) : NULL;
		if (text && !*columns[i])
			rc = sslinv_error_memory(error);
	}
	if (rc != 0)
		sqlite3_reset(row);
	return rc < 0 ? rc : 0;
}

int sslinv_guidance_source_read(struct sslinv_guidance_store *store, const char *id, struct sslinv_guidance_source *source,
				struct sslinv_error *error)
{
	char **const columns[] = { &source->edition, &source->confirmed, &source->tried, &source->failure };
	sqlite3_stmt *row;
	int rc;

	memset(source, 0, sizeof(*source));
	rc = read_row(store, SSLINV_GUIDANCE_SOURCE_READ, &id, 1, columns, SSLINV_ARRAY_SIZE(columns), error);
	if (rc == 0)
		rc = prepare(store, SSLINV_GUIDANCE_SOURCE_HELD, &id, 1, &row, error);
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc > 0) {
		const char *published = sslinv_guidance_text(row, 1);

		source->feeds = (size_t)sqlite3_column_int64(row, 0);
		source->entries = (size_t)sqlite3_column_int64(row, 2);
		source->published = published ? strdup(published) : NULL;
		rc = published && !source->published ? sslinv_error_memory(error) : 0;
		sqlite3_reset(row);
	}
	return rc;
}

int sslinv_guidance_source_file(struct sslinv_guidance_store *store, const char *id, const char *address, char **etag,
				char **last_modified, struct sslinv_error *error)
{
	const char *const texts[] = { id, address };
	char **const columns[] = { etag, last_modified };

	*etag = *last_modified = NULL;
	return read_row(store, SSLINV_GUIDANCE_FILE_READ, texts, SSLINV_ARRAY_SIZE(texts), columns,
			SSLINV_ARRAY_SIZE(columns), error);
}

static int begin(struct sslinv_guidance_store *store, const struct sslinv_guidance_from *from, struct sslinv_error *error)
{
	int rc = sslinv_guidance_begin_import(store, error);

	if (rc < 0)
		return rc;
	rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_CLAIMED_MAKE, error);
	if (rc == 0)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_CLAIMED_CLEAR, error);
	if (rc < 0)
		sslinv_sql_rollback(&store->base);
	store->source = rc < 0 ? NULL : from->id;
	store->format = from->format;
	store->distros = from->distros;
	sslinv_str_time(store->moment, time(NULL));
	return rc;
}

int sslinv_guidance_source_begin(struct sslinv_guidance_store *store, const struct sslinv_guidance_from *from,
				 struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = begin(store, from, error);

	store->gone = store->held = store->held_entries = 0;
	sslinv_words_free(&store->damaged);
	if (rc == 0)
		rc = prepare(store, SSLINV_GUIDANCE_SOURCE_HELD, &from->id, 1, &row, error);
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc > 0) {
		store->held = sqlite3_column_int64(row, 0);
		store->held_entries = sqlite3_column_int64(row, 2);
		sqlite3_reset(row);
	}
	if (rc < 0)
		sslinv_guidance_source_rollback(store);
	return rc < 0 ? rc : 0;
}

static void end(struct sslinv_guidance_store *store)
{
	store->source = store->format = store->distros = NULL;
}

int sslinv_guidance_source_take(struct sslinv_guidance_store *store, int file, const char *name, bool is_one_of_many,
				sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				struct sslinv_error *error)
{
	const size_t before = imported->documents;
	int rc;

	store->goes_on = true;
	store->is_one_of_many = is_one_of_many;
	rc = sslinv_guidance_import_fd(store, file, name, warning, context, imported, error);
	store->goes_on = store->is_one_of_many = false;
	imported->documents += before;
	return rc;
}

static int find_feed(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which, const char *key,
		     sqlite3_int64 *feed, struct sslinv_error *error)
{
	const char *const texts[] = { store->source, key };
	sqlite3_stmt *row;
	int rc = prepare(store, which, texts, key ? 2 : 1, &row, error);

	*feed = 0;
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc > 0) {
		*feed = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	return rc < 0 ? rc : 0;
}

int sslinv_guidance_source_drop(struct sslinv_guidance_store *store, const char *identity, bool *dropped,
				struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *own = NULL;
	sqlite3_int64 feed = 0;
	int rc = sslinv_guidance_source_identity(store, identity, &own, error);

	if (rc == 0)
		rc = find_feed(store, SSLINV_GUIDANCE_SOURCE_FEED, own, &feed, error);

	*dropped = rc == 0 && feed;
	store->gone += *dropped;
	return *dropped ? sslinv_guidance_delete_feed(store, feed, error) : rc;
}

int sslinv_guidance_source_keep(struct sslinv_guidance_store *store, const char *identity, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *own = NULL;
	sqlite3_int64 feed = 0;
	sqlite3_stmt *insert;
	int rc = sslinv_guidance_source_identity(store, identity, &own, error);

	if (rc == 0)
		rc = find_feed(store, SSLINV_GUIDANCE_SOURCE_FEED, own, &feed, error);
	if (rc == 0 && feed)
		rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_CLAIMED_INSERT, &insert, error);
	if (rc < 0 || !feed)
		return rc;
	if (sqlite3_bind_int64(insert, 1, feed) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return sslinv_sql_finish(&store->base, insert, error);
}

const struct sslinv_words *sslinv_guidance_source_damaged(const struct sslinv_guidance_store *store)
{
	return &store->damaged;
}

/* How many feeds the edition did not bring, and how many entries it has. */
static int count_rest(struct sslinv_guidance_store *store, sqlite3_int64 *rest, sqlite3_int64 *entries,
		      struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = prepare(store, SSLINV_GUIDANCE_SOURCE_REST_COUNT, &store->source, 1, &row, error);

	*rest = *entries = 0;
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc > 0) {
		*rest = sqlite3_column_int64(row, 0);
		*entries = sqlite3_column_int64(row, 1);
		sqlite3_reset(row);
	}
	return rc < 0 ? rc : 0;
}

/*
 * What is new does not make up for what goes. All of it may go only where a single document took the place of another one
 * that said no more than twice as much.
 */
static bool is_cut_off(const struct sslinv_guidance_store *store, sqlite3_int64 entries)
{
	if (store->gone == 0 || store->is_forced)
		return false;
	if (store->gone >= store->held)
		return store->held > 1 || entries < (store->held_entries + 1) / 2;
	return store->gone > GONE_FEW && store->gone > store->held / GONE_SHARE;
}

static int refuse_cut_off(const struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"the new edition lacks %lld of %lld documents about OpenSSL that are held, and may be cut off;"
		" what is held stays, unless --force is given",
		(long long)store->gone, (long long)store->held);
}

static int check_rest(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	sqlite3_int64 rest, entries;
	int rc = count_rest(store, &rest, &entries, error);

	store->gone += rest;
	return rc == 0 && is_cut_off(store, entries) ? refuse_cut_off(store, error) : rc;
}

int sslinv_guidance_source_check_dropped(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	return is_cut_off(store, 0) ? refuse_cut_off(store, error) : 0;
}

int sslinv_guidance_source_drop_rest(struct sslinv_guidance_store *store, size_t *count, struct sslinv_error *error)
{
	sqlite3_int64 feed;
	int rc = check_rest(store, error);

	*count = 0;
	while (rc == 0) {
		rc = find_feed(store, SSLINV_GUIDANCE_SOURCE_REST, NULL, &feed, error);
		if (rc < 0 || !feed)
			return rc;
		rc = sslinv_guidance_delete_feed(store, feed, error);
		++*count;
	}
	return rc;
}

int sslinv_guidance_source_files(struct sslinv_guidance_store *store, const char *id, struct sslinv_words *addresses,
				 struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = prepare(store, SSLINV_GUIDANCE_FILE_EACH, &id, 1, &row, error);

	while (rc == 0 && (rc = sslinv_sql_step(&store->base, row, error)) > 0)
		rc = sslinv_words_add(addresses, sslinv_guidance_text(row, 0), "\n") < 0 ? sslinv_error_memory(error) : 0;
	return rc;
}

int sslinv_guidance_source_note(struct sslinv_guidance_store *store, const char *address, const char *etag,
				const char *last_modified, struct sslinv_error *error)
{
	const char *const texts[] = { store->source, address, etag, last_modified };

	return run(store, SSLINV_GUIDANCE_FILE_NOTE, texts, SSLINV_ARRAY_SIZE(texts), error);
}

int sslinv_guidance_source_forget(struct sslinv_guidance_store *store, const char *but, struct sslinv_error *error)
{
	const char *const texts[] = { store->source, but };

	return run(store, SSLINV_GUIDANCE_FILE_FORGET, texts, SSLINV_ARRAY_SIZE(texts), error);
}

int sslinv_guidance_source_forget_file(struct sslinv_guidance_store *store, const char *address, struct sslinv_error *error)
{
	const char *const texts[] = { store->source, address };

	return run(store, SSLINV_GUIDANCE_FILE_DROP, texts, SSLINV_ARRAY_SIZE(texts), error);
}

static int confirm(struct sslinv_guidance_store *store, const char *edition, struct sslinv_error *error)
{
	const char *const source[] = { store->source, edition, store->moment };
	const char *const feeds[] = { store->source, store->moment };
	int rc = run(store, SSLINV_GUIDANCE_SOURCE_CONFIRM, source, SSLINV_ARRAY_SIZE(source), error);

	return rc < 0 ? rc : run(store, SSLINV_GUIDANCE_SOURCE_CONFIRM_FEEDS, feeds, SSLINV_ARRAY_SIZE(feeds), error);
}

int sslinv_guidance_source_commit(struct sslinv_guidance_store *store, const char *edition, bool is_confirmed,
				  struct sslinv_error *error)
{
	const char *const keep[] = { store->source, edition };
	int rc = is_confirmed ? confirm(store, edition, error)
			      : run(store, SSLINV_GUIDANCE_SOURCE_KEEP, keep, SSLINV_ARRAY_SIZE(keep), error);

	if (rc == 0)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_COMMIT, error);
	if (rc < 0) {
		rc = sslinv_guidance_explain(store, rc, error);
		sslinv_sql_rollback(&store->base);
	}
	end(store);
	return rc;
}

void sslinv_guidance_source_rollback(struct sslinv_guidance_store *store)
{
	if (store->source)
		sslinv_sql_rollback(&store->base);
	end(store);
}

int sslinv_guidance_source_fail(struct sslinv_guidance_store *store, const char *id, const char *reason,
				struct sslinv_error *error)
{
	char moment[SSLINV_TIME_SIZE];
	const char *const texts[] = { id, moment, reason };

	sslinv_str_time(moment, time(NULL));
	return run(store, SSLINV_GUIDANCE_SOURCE_FAIL, texts, SSLINV_ARRAY_SIZE(texts), error);
}
