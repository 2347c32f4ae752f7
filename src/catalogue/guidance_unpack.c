/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bundle as it is imported. */
#include "catalogue/guidance_unpack.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "base/words.h"

/* What a manifest may unpack to. */
#define MAX_MANIFEST (64ull << 20)
#define MEMBERS 2ul

/*
 * Did a newer bundle bring anything that is held? Whatever it was: an old bundle of other feeds would take theirs away, and
 * bring back what vendors have taken back since.
 */
static int check_held(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
		      struct sslinv_input *input, struct sslinv_error *error)
{
	const char *created;
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_UNPACK_HELD, &row, error);

	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc <= 0)
		return rc;
	created = sslinv_guidance_text(row, 0);
	rc = sslinv_str_compare(created, unpack->manifest.created) <= 0
		     ? 0
		     : sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
					"%s: a bundle of %s, older than the one of %s that is held (which brought %.200s); "
					"get the newest one, or take this with --older",
					sslinv_input_name(input), unpack->manifest.created, created,
					sslinv_guidance_text(row, 1));
	sqlite3_reset(row);
	return rc;
}

static int check_age(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
		     struct sslinv_input *input, struct sslinv_error *error)
{
	const struct sslinv_manifest *manifest = &unpack->manifest;

	/* Nothing newer could then take its place. */
	if (sslinv_date_is_future(manifest->created))
		return sslinv_error_set(
			error, SSLINV_E_UNSUPPORTED,
			"%s: a bundle of %s, which is yet to come; set the clock of this host, or of the one "
			"that made it",
			sslinv_input_name(input), manifest->created);
	return store->takes_older ? 0 : check_held(unpack, store, input, error);
}

static int read_manifest(struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
			 struct sslinv_input *input, struct sslinv_error *error)
{
	int rc;

	if (!sslinv_input_is_archive(input) || sslinv_input_members(input) != 1)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: the manifest of a bundle, which must be the first member of it",
					sslinv_input_name(input));
	sslinv_input_set_limits(input, MAX_MANIFEST, MEMBERS);
	sslinv_input_want_files(input);
	rc = sslinv_manifest_read(input, &unpack->manifest, error);
	if (rc == 0)
		rc = check_age(unpack, store, input, error);
	unpack->is_bundle = true;
	return rc < 0 ? rc : 1;
}

int sslinv_guidance_unpack_begin(struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
				 struct sslinv_input *input, struct sslinv_error *error)
{
	const char *head, *member = sslinv_input_member(input);
	ssize_t length = sslinv_input_peek(input, &head, error);

	if (length < 0)
		return (int)length;
	if (!unpack->is_bundle)
		return sslinv_manifest_recognise(head, (size_t)length) ? read_manifest(unpack, store, input, error) : 0;
	if (unpack->has_guidance || sslinv_str_compare(member, SSLINV_BUNDLE_GUIDANCE) != 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: is not what a bundle holds after its manifest, "
					"which is one " SSLINV_BUNDLE_GUIDANCE,
					sslinv_input_name(input));
	unpack->has_guidance = true;
	sslinv_input_set_limits(input, unpack->manifest.size, MEMBERS);
	return 0;
}

int sslinv_guidance_unpack_feed(struct sslinv_guidance_unpack *unpack, const struct sslinv_feed *feed,
				const struct sslinv_manifest_feed **item, struct sslinv_error *error)
{
	const struct sslinv_manifest *manifest = &unpack->manifest;

	if (unpack->feeds >= manifest->feeds.count)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"the bundle has a feed %.200s that its manifest does not name", feed->identity);
	*item = &manifest->feeds.items[unpack->feeds++];
	if (strcmp((*item)->identity, feed->identity) != 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"the bundle has a feed %.200s where its manifest names %.200s", feed->identity,
					(*item)->identity);
	if (sslinv_str_compare((*item)->published, feed->published) != 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"the bundle has %.200s of %.32s, which its manifest says to be of %.32s",
					feed->identity, feed->published ? feed->published : "no date",
					(*item)->published ? (*item)->published : "no date");
	return 0;
}

int sslinv_guidance_unpack_count(const struct sslinv_manifest_feed *item, uint64_t entries, bool is_partial,
				 struct sslinv_error *error)
{
	if (entries == item->entries || (is_partial && entries < item->entries))
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"the bundle has %" PRIu64 " entries of %.200s, and its manifest says %" PRIu64, entries,
				item->identity, item->entries);
}

int sslinv_guidance_unpack_end(const struct sslinv_guidance_unpack *unpack, struct sslinv_input *input, const char *digest,
			       struct sslinv_error *error)
{
	const struct sslinv_manifest *manifest = &unpack->manifest;

	if (unpack->feeds != manifest->feeds.count)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: has %zu feeds, and its manifest names %zu; get it again",
					sslinv_input_name(input), unpack->feeds, manifest->feeds.count);
	if (strcmp(digest, manifest->sha256) != 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: is not what the manifest was made of: its SHA-256 is another one; get it again",
					sslinv_input_name(input));
	return 0;
}

/* Was it brought by a bundle, is of what this one was made for, and not in it? */
static int is_gone(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store, sqlite3_stmt *row,
		   const struct sslinv_words *scope, struct sslinv_error *error)
{
	if (sslinv_manifest_find(&unpack->manifest, sslinv_guidance_text(row, 1)))
		return 0;
	return scope->count == 0
		       ? 1
		       : sslinv_guidance_speaks_of(store, sqlite3_column_int64(row, 0), scope->items, scope->count, error);
}

static int remove_gone(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
		       const struct sslinv_words *scope, size_t *removed, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_UNPACK_DELIVERED, &row, error);

	while (rc == 0 && (rc = sslinv_sql_step(&store->base, row, error)) > 0) {
		sqlite3_int64 id = sqlite3_column_int64(row, 0);

		rc = is_gone(unpack, store, row, scope, error);
		if (rc <= 0)
			continue;
		rc = sslinv_guidance_delete_feed(store, id, error);
		(*removed)++;
	}
	sqlite3_reset(row);
	return rc;
}

/* A host that takes bundles may fetch, too: then it begins anew with these sources. */
static int note_sources(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
			struct sslinv_error *error)
{
	int rc = 0;

	for (int which = SSLINV_GUIDANCE_UNPACK_SOURCES; rc == 0 && which <= SSLINV_GUIDANCE_UNPACK_FILES; which++) {
		sqlite3_stmt *statement;

		rc = sslinv_guidance_statement(store, which, &statement, error);
		if (rc == 0 && sslinv_sql_bind_text(statement, 1, unpack->manifest.created) != SQLITE_OK)
			rc = sslinv_sql_error(store->base.db, store->base.path, NULL, error);
		if (rc == 0)
			rc = sslinv_sql_finish(&store->base, statement, error);
	}
	return rc;
}

int sslinv_guidance_unpack_finish(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
				  size_t *removed, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words scope = { NULL, 0, 0, NULL, 0, 0 };
	int rc;

	if (sslinv_words_add(&scope, unpack->manifest.scope, " ") < 0)
		return sslinv_error_memory(error);
	rc = remove_gone(unpack, store, &scope, removed, error);
	return rc < 0 ? rc : note_sources(unpack, store, error);
}
