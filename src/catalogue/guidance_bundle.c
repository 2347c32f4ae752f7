/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that comes with the program: which files there are, and taking them into the guidance file. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "formats/readers.h"
#include "catalogue/guidance_internal.h"

void sslinv_guidance_bundle_free(struct sslinv_guidance_bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++)
		free(bundle->items[i].name);
	free(bundle->items);
	free(bundle->directory);
	memset(bundle, 0, sizeof(*bundle));
}

static int by_name(const void *left, const void *right)
{
	const struct sslinv_guidance_bundled *a = left, *b = right;

	return strcmp(a->name, b->name);
}

int sslinv_guidance_bundle_find(const char *directory, struct sslinv_guidance_bundle *bundle, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *dir = NULL;
	struct dirent *entry;

	if (!directory)
		return 0;
	bundle->directory = strdup(directory);
	if (!bundle->directory)
		return sslinv_error_memory(error);
	dir = opendir(directory);
	if (!dir)
		return sslinv_error_errno(error, "%s: the directory of the bundled guidance cannot be read", directory);
	while ((errno = 0, entry = readdir(dir))) {
		struct sslinv_guidance_bundled *item;
		struct stat status;

		if (entry->d_name[0] == '.' || !sslinv_str_ends(entry->d_name, ".xml"))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &status, 0) < 0)
			return sslinv_error_errno(error, "%s/%s: cannot be read", directory, entry->d_name);
		if (!S_ISREG(status.st_mode))
			continue;
		item = sslinv_array_add(bundle);
		if (item)
			item->name = strdup(entry->d_name);
		if (!item || !item->name)
			return sslinv_error_memory(error);
		item->size = status.st_size;
		item->modified = status.st_mtim.tv_sec * 1000000000LL + status.st_mtim.tv_nsec;
	}
	if (errno)
		return sslinv_error_errno(error, "%s: the directory of the bundled guidance cannot be read", directory);
	if (bundle->count > 1)
		qsort(bundle->items, bundle->count, sizeof(*bundle->items), by_name);
	return 0;
}

int sslinv_guidance_bundle_compare(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
				   bool *same, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	size_t i = 0;
	int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_BUNDLE_READ, &row, error);

	*same = true;
	while (rc == 0 && (rc = sslinv_sql_step(&store->base, row, error)) > 0) {
		const char *name = sslinv_guidance_text(row, 0);
		const struct sslinv_guidance_bundled *item = i < bundle->count ? &bundle->items[i] : NULL;

		*same = item && name && strcmp(name, item->name) == 0 && sqlite3_column_int64(row, 1) == item->size &&
			sqlite3_column_int64(row, 2) == item->modified;
		if (!*same) {
			sqlite3_reset(row);
			return 0;
		}
		i++;
		rc = 0;
	}
	*same = *same && i == bundle->count;
	return rc;
}

static int drop_bundled(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	for (bool is_any = false;; is_any = true) {
		sqlite3_stmt *row;
		sqlite3_int64 feed;
		int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_BUNDLED_FEEDS, &row, error);

		if (rc == 0)
			rc = sslinv_sql_step(&store->base, row, error);
		if (rc < 0)
			return rc;
		if (rc == 0)
			return is_any ? sslinv_guidance_run(store, SSLINV_GUIDANCE_WORD_TRIM, error) : 0;
		feed = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
		rc = sslinv_guidance_delete_feed(store, feed, error);
		if (rc < 0)
			return rc;
	}
}

/* The directory has other XML, too. */
static int is_guidance(const char *path, bool *yes, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	const char *head = NULL;
	ssize_t length = 0;
	int rc = sslinv_input_open(path, &input, error);

	if (rc == 0)
		rc = sslinv_input_next(input, error);
	if (rc > 0)
		length = sslinv_input_peek(input, &head, error);
	*yes = length > 0 && sslinv_reader_native.recognise(head, (size_t)length);
	sslinv_input_free(input);
	return rc < 0 ? rc : length < 0 ? (int)length : 0;
}

static int import_item(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
		       const struct sslinv_guidance_bundled *item, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", bundle->directory, item->name);
	struct sslinv_guidance_imported imported = { 0 };
	sqlite3_stmt *insert;
	bool yes = false;
	int rc = path ? is_guidance(path, &yes, error) : sslinv_error_memory(error);

	if (rc == 0 && yes)
		rc = sslinv_guidance_import_file(store, path, true, NULL, NULL, &imported, error);
	if (rc == 0)
		rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_BUNDLE_INSERT, &insert, error);
	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(insert, 1, item->name) != SQLITE_OK ||
	    sqlite3_bind_int64(insert, 2, item->size) != SQLITE_OK ||
	    sqlite3_bind_int64(insert, 3, item->modified) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	return sslinv_sql_finish(&store->base, insert, error);
}

int sslinv_guidance_bundle_import(struct sslinv_guidance_store *store, const struct sslinv_guidance_bundle *bundle,
				  struct sslinv_error *error)
{
	bool same = false;
	int rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_BEGIN, error);

	if (rc < 0)
		return rc;
	/* Somebody else may have done it while we waited. */
	rc = sslinv_guidance_bundle_compare(store, bundle, &same, error);
	if (rc == 0 && !same)
		rc = drop_bundled(store, error);
	if (rc == 0 && !same)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_BUNDLE_CLEAR, error);
	for (size_t i = 0; rc == 0 && !same && i < bundle->count; i++)
		rc = import_item(store, bundle, &bundle->items[i], error);
	if (rc == 0)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_COMMIT, error);
	if (rc < 0)
		sslinv_sql_rollback(&store->base);
	return rc;
}
