/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was imported, packed as a bundle for hosts without a network. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "catalogue/guidance_internal.h"
#include "distro/inherits.h"
#include "formats/write_bundle.h"
#include "formats/write_native.h"

/* The words that select feeds; all are selected where there are none. */
struct scope {
	const char **items;
	size_t count, capacity;
};

struct packing {
	struct sslinv_guidance_store *store;
	struct scope scope;
	struct sslinv_manifest manifest;
	const struct sslinv_guidance_sink *sink;
	struct sslinv_guidance_packed *packed;
	struct sslinv_error *error;
};

static int compare_word(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int add_word(struct scope *scope, const char *word, struct sslinv_error *error)
{
	const char **item;

	for (size_t i = 0; i < scope->count; i++)
		if (strcmp(scope->items[i], word) == 0)
			return 0;
	item = sslinv_array_add(scope);
	if (!item)
		return sslinv_error_memory(error);
	*item = word;
	return 0;
}

/* What hosts of these distributions need: what those they are rebuilds of say, and OpenSSL's records. */
static int find_scope(struct packing *packing, const char *const *ids, size_t count)
{
	struct scope *scope = &packing->scope;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str words = { 0 };
	int rc = count > 0 ? add_word(scope, "openssl", packing->error) : 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		const char *inherited = sslinv_distro_inherits(ids[i], NULL);

		rc = add_word(scope, ids[i], packing->error);
		if (rc == 0 && inherited)
			rc = add_word(scope, inherited, packing->error);
	}
	if (rc < 0 || count == 0)
		return rc;
	qsort(scope->items, scope->count, sizeof(*scope->items), compare_word);
	for (size_t i = 0; i < scope->count; i++)
		if (sslinv_str_printf(&words, "%s%s", i > 0 ? " " : "", scope->items[i]) < 0)
			return sslinv_error_memory(packing->error);
	packing->manifest.scope = sslinv_arena_strdup(&packing->manifest.arena, sslinv_str_text(&words));
	return packing->manifest.scope ? 0 : sslinv_error_memory(packing->error);
}

int sslinv_guidance_speaks_of(struct sslinv_guidance_store *store, sqlite3_int64 id, const char *const *words, size_t count,
			      struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		sqlite3_stmt *row;

		rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_SPEAKS_OF, &row, error);
		if (rc < 0)
			return rc;
		if (sqlite3_bind_int64(row, 1, id) != SQLITE_OK ||
		    sqlite3_bind_text(row, 2, words[i], -1, SQLITE_STATIC) != SQLITE_OK)
			return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
		rc = sslinv_sql_step(&store->base, row, error);
		sqlite3_reset(row);
	}
	return rc;
}

/* The one row of a query, which is reset afterwards by whoever gets it: 1, 0 or a negative code. */
static int ask(struct packing *packing, enum sslinv_guidance_statement which, sqlite3_int64 id, sqlite3_stmt **row)
{
	struct sslinv_guidance_store *store = packing->store;
	int rc = sslinv_guidance_statement(store, which, row, packing->error);

	if (rc == 0 && sqlite3_bind_parameter_count(*row) > 0 && sqlite3_bind_int64(*row, 1, id) != SQLITE_OK)
		rc = sslinv_sql_error(store->base.db, store->base.path, NULL, packing->error);
	return rc < 0 ? rc : sslinv_sql_step(&store->base, *row, packing->error);
}

static int count_entries(struct packing *packing, sqlite3_int64 id, uint64_t *entries)
{
	sqlite3_stmt *row;
	int rc = ask(packing, SSLINV_GUIDANCE_PACK_COUNT, id, &row);

	if (rc <= 0)
		return rc;
	*entries = (uint64_t)sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return 0;
}

/*
 * A bundle is of the state of all that was imported, whatever part of it is packed: of two parts of one state none is older.
 */
static int date_state(struct packing *packing)
{
	const char *text;
	sqlite3_stmt *row;
	int rc = ask(packing, SSLINV_GUIDANCE_PACK_STATE, 0, &row);

	if (rc <= 0)
		return rc;
	text = sslinv_guidance_text(row, 0);
	packing->manifest.created = sslinv_arena_strdup(&packing->manifest.arena, text);
	sqlite3_reset(row);
	return text && !packing->manifest.created ? sslinv_error_memory(packing->error) : 0;
}

/* The feed of a row into the manifest. */
static int add_feed(struct packing *packing, sqlite3_stmt *row, const struct sslinv_feed *feed)
{
	struct sslinv_arena *arena = &packing->manifest.arena;
	struct sslinv_manifest_feed *item = sslinv_array_add(&packing->manifest.feeds);
	const char *confirmed = sslinv_guidance_text(row, 6), *source = sslinv_guidance_text(row, 9);
	int rc;

	if (!item)
		return sslinv_error_memory(packing->error);
	*item = (struct sslinv_manifest_feed){
		.identity = sslinv_arena_strdup(arena, feed->identity),
		.vendor = sslinv_arena_strdup(arena, feed->vendor),
		.published = sslinv_arena_strdup(arena, feed->published),
		.is_dated = sqlite3_column_int(row, 7) != 0,
		.confirmed = sslinv_arena_strdup(arena, confirmed),
		.digest = sslinv_arena_strdup(arena, sslinv_guidance_text(row, 8)),
		.source = sslinv_arena_strdup(arena, source),
	};
	if (!item->identity || !item->vendor || !item->digest || (feed->published && !item->published) ||
	    (confirmed && !item->confirmed) || (source && !item->source))
		return sslinv_error_memory(packing->error);
	rc = count_entries(packing, sqlite3_column_int64(row, 0), &item->entries);
	packing->packed->entries += item->entries;
	return rc;
}

static int pack_feeds(struct packing *packing)
{
	struct sslinv_guidance_store *store = packing->store;
	const struct scope *scope = &packing->scope;
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_PACK_FEEDS, &row, packing->error);

	while (rc == 0 && (rc = sslinv_sql_step(&store->base, row, packing->error)) > 0) {
		sqlite3_int64 id = sqlite3_column_int64(row, 0);
		struct sslinv_feed feed;

		rc = scope->count == 0 ? 1
				       : sslinv_guidance_speaks_of(store, id, scope->items, scope->count, packing->error);
		if (rc <= 0)
			continue;
		sslinv_guidance_get_feed(row, 1, &feed);
		rc = add_feed(packing, row, &feed);
		if (rc == 0)
			rc = sslinv_guidance_tell_feed(store, id, &feed, packing->sink, packing->error);
	}
	return rc;
}

/* Is there a feed about each of what the user named? */
static int check_words(struct packing *packing, const char *const *ids, size_t count)
{
	struct sslinv_guidance_store *store = packing->store;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		sqlite3_stmt *row;
		int found = 0;

		rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_PACK_FEEDS, &row, packing->error);
		while (rc == 0 && !found && (rc = sslinv_sql_step(&store->base, row, packing->error)) > 0) {
			found = sslinv_guidance_speaks_of(store, sqlite3_column_int64(row, 0), &ids[i], 1, packing->error);
			rc = found < 0 ? found : 0;
		}
		if (rc == 0 && !found)
			rc = sslinv_error_set(packing->error, SSLINV_E_NOT_FOUND,
					      "%s: nothing that was imported speaks of '%.64s'; --for takes openssl, the "
					      "IDs of distributions as os-release has them, and those of sources",
					      store->base.path, ids[i]);
	}
	return rc;
}

/* Inside a transaction: the feeds as a document on `guidance`, and in the manifest. */
static int pack(struct packing *packing, const char *const *ids, size_t count, FILE *guidance)
{
	struct sslinv_native_writer *writer = NULL;
	struct sslinv_error reason = SSLINV_ERROR_INIT;
	int closed, rc = check_words(packing, ids, count);

	if (rc == 0)
		rc = date_state(packing);
	if (rc == 0)
		rc = sslinv_native_open(guidance, NULL, &writer, packing->error);
	if (rc < 0)
		return rc;
	packing->sink = sslinv_native_sink(writer);
	rc = pack_feeds(packing);
	closed = sslinv_native_close(writer, &reason);
	if (closed < 0 && (rc == 0 || rc == SSLINV_E_STOPPED)) {
		*packing->error = reason;
		return closed;
	}
	if (rc == 0 && packing->manifest.feeds.count == 0)
		rc = sslinv_error_set(packing->error, SSLINV_E_NOT_FOUND,
				      "%s: nothing was imported yet that a bundle could hold; import feeds first",
				      packing->store->base.path);
	return rc;
}

int sslinv_guidance_store_pack(struct sslinv_guidance_store *store, const char *const *ids, size_t count, FILE *file,
			       struct sslinv_guidance_packed *packed, struct sslinv_error *error)
{
	struct sslinv_error own = SSLINV_ERROR_INIT;
	struct packing packing = { .store = store, .packed = packed, .error = &own };
	SSLINV_CLEANUP(sslinv_close_file) FILE *guidance = tmpfile();
	int rc = guidance ? find_scope(&packing, ids, count)
			  : sslinv_error_errno(&own, "no temporary file for the bundle can be made");

	memset(packed, 0, sizeof(*packed));
	if (rc == 0)
		rc = sslinv_sql_run(store->base.db, store->base.path, "BEGIN", &own);
	if (rc == 0) {
		rc = pack(&packing, ids, count, guidance);
		sslinv_guidance_end_reading(store);
	}
	if (rc == 0)
		rc = sslinv_bundle_write(file, &packing.manifest, guidance, &own);
	if (rc == 0) {
		packed->feeds = packing.manifest.feeds.count;
		snprintf(packed->created, sizeof(packed->created), "%s", packing.manifest.created);
	}
	sslinv_manifest_free(&packing.manifest);
	free(packing.scope.items);
	if (rc < 0 && error)
		*error = own;
	return rc;
}
