/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds what packages say of the contents of a file. */
#include "link/digests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"
#include "elf/file_digest.h"
#include "link/owned.h"

static int compare_name(const void *name, const void *other)
{
	return strcmp(name, *(const char *const *)other);
}

static int compare_place(const struct sslinv_listed_digest *a, const struct sslinv_listed_digest *b)
{
	int order = strcmp(a->name, b->name);

	return order ? order : strcmp(a->directory, b->directory);
}

static int by_place(const void *a, const void *b)
{
	const struct sslinv_listed_digest *left = a, *right = b;
	int order = compare_place(left, right);

	if (!order)
		order = sslinv_compare(left->digest->package, right->digest->package);
	return order ? order : (left->digest > right->digest) - (left->digest < right->digest);
}

static int compare_to_place(const void *place, const void *item)
{
	return compare_place(place, item);
}

static int compare_package(const void *package, const void *item)
{
	return sslinv_compare(*(const uint32_t *)package, ((const struct sslinv_listed_digest *)item)->digest->package);
}

static int pick(struct sslinv_digests *digests, const struct sslinv_file_digest *digest, const char *const names[],
		size_t count)
{
	const char *slash = strrchr(digest->path.bytes, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = NULL;
	struct sslinv_listed_digest *item;

	if (!slash || !sslinv_search_find(slash + 1, names, count, sizeof(*names), compare_name) ||
	    !sslinv_digest_is_valid(digest->algorithm, digest->hex))
		return 0;
	item = sslinv_array_add(digests);
	directory = sslinv_str_directory(digest->path.bytes);
	if (!item || !directory)
		return SSLINV_E_MEMORY;
	*item = (struct sslinv_listed_digest){
		.digest = digest,
		.directory = sslinv_arena_strdup(&digests->arena, directory),
		.name = slash + 1,
	};
	return item->directory ? 0 : SSLINV_E_MEMORY;
}

/* Gives each directory of the sorted items its canonical path; of equal ones beside each other only the first is opened. */
static int follow_links(struct sslinv_digests *digests, const struct sslinv_root *root)
{
	const char *listed = NULL, *known = NULL;

	for (size_t i = 0; i < digests->count; i++) {
		struct sslinv_listed_digest *item = &digests->items[i];
		SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
		SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;

		if (!listed || strcmp(listed, item->directory) != 0) {
			listed = known = item->directory;
			fd = sslinv_owned_open(root, listed, &canonical);
			if (fd >= 0 && canonical)
				known = sslinv_arena_strdup(&digests->arena, canonical);
			if (fd == -ENOMEM || !known)
				return SSLINV_E_MEMORY;
		}
		item->directory = known;
	}
	return 0;
}

int sslinv_digests_open(struct sslinv_digests *digests, const struct sslinv_root *root, const struct sslinv_facts *facts,
			const char *const names[], size_t count)
{
	int rc = 0;

	memset(digests, 0, sizeof(*digests));
	digests->has_any = calloc(facts->packages.count + 1, sizeof(*digests->has_any));
	if (!digests->has_any)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->digests.count && rc == 0; i++) {
		digests->has_any[facts->digests.items[i].package] = true;
		rc = pick(digests, &facts->digests.items[i], names, count);
	}
	if (rc < 0 || digests->count == 0)
		return rc;
	qsort(digests->items, digests->count, sizeof(*digests->items), by_place);
	rc = follow_links(digests, root);
	qsort(digests->items, digests->count, sizeof(*digests->items), by_place);
	return rc;
}

void sslinv_digests_free(struct sslinv_digests *digests)
{
	free(digests->items);
	free(digests->has_any);
	sslinv_arena_free(&digests->arena);
	memset(digests, 0, sizeof(*digests));
}

int sslinv_digests_of(const struct sslinv_digests *digests, const char *path, size_t *first, size_t *end)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(path);
	const struct sslinv_listed_digest place = { .directory = directory, .name = strrchr(path, '/') + 1 };
	size_t size = sizeof(*digests->items);

	*first = *end = 0;
	if (!directory)
		return SSLINV_E_MEMORY;
	if (digests->count == 0)
		return 0;
	*first = sslinv_search_first(&place, digests->items, digests->count, size, compare_to_place);
	*end = sslinv_search_end(&place, digests->items, digests->count, size, compare_to_place);
	return 0;
}

const struct sslinv_file_digest *sslinv_digests_find(const struct sslinv_digests *digests, size_t first, size_t end,
						     uint32_t package)
{
	const struct sslinv_listed_digest *found = first == end ? NULL : &digests->items[first];

	if (found)
		found += sslinv_search_first(&package, found, end - first, sizeof(*found), compare_package);
	return found && found < &digests->items[end] && found->digest->package == package ? found->digest : NULL;
}
