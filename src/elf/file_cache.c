/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What earlier scans learned of files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/wire.h"
#include "elf/file_cache.h"
#include "elf/file_cache_internal.h"
#include "elf/file_record.h"

#define SETTLED_NANOSECONDS INT64_C(2000000000)

static size_t first_slot(const struct sslinv_file_cache *cache, const struct sslinv_file_key *key)
{
	uint64_t mixed = (key->inode ^ (key->device << 40) ^ (uint64_t)key->changed) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(mixed >> 32) & cache->slot_mask;
}

/*
 * Hundreds of thousands of keys are indexed and asked for in each scan. Four bytes for each in a table of its own: with
 * base/map.h a scan of unchanged files takes a quarter more instructions.
 */
static int index_unrelated(struct sslinv_file_cache *cache)
{
	size_t slots = 1024;

	while (slots < cache->unrelated.count * 2)
		slots *= 2;
	cache->slots = calloc(slots, sizeof(*cache->slots));
	if (!cache->slots)
		return SSLINV_E_MEMORY;
	cache->slot_mask = slots - 1;
	for (size_t i = 0; i < cache->unrelated.count; i++) {
		size_t slot = first_slot(cache, &cache->unrelated.items[i]);

		while (cache->slots[slot])
			slot = (slot + 1) & cache->slot_mask;
		cache->slots[slot] = (uint32_t)i + 1;
	}
	return 0;
}

/* The index of a key among the unrelated ones plus 1, or 0. */
static uint32_t find_unrelated(const struct sslinv_file_cache *cache, const struct sslinv_file_key *key)
{
	for (size_t slot = first_slot(cache, key); cache->slots[slot]; slot = (slot + 1) & cache->slot_mask)
		if (sslinv_file_key_compare(&cache->unrelated.items[cache->slots[slot] - 1], key) == 0)
			return cache->slots[slot];
	return 0;
}

struct sslinv_file_cache *sslinv_file_cache_load(const char *path, uint64_t searched)
{
	struct sslinv_file_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		return NULL;
	cache->searched = searched;
	if (path) {
		cache->path = strdup(path);
		if (!cache->path || !sslinv_file_cache_read(cache))
			cache->unrelated.count = cache->related.count = 0;
	}
	cache->unrelated_seen = calloc(cache->unrelated.count + 1, 1);
	cache->related_seen = calloc(cache->related.count + 1, 1);
	if ((path && !cache->path) || !cache->unrelated_seen || !cache->related_seen || index_unrelated(cache) < 0)
		sslinv_file_cache_free(&cache);
	return cache;
}

struct sslinv_file_trust *sslinv_file_cache_trust(struct sslinv_file_cache *cache)
{
	return &cache->trust;
}

static int compare_file(const void *key, const void *file)
{
	return sslinv_file_key_compare(key, &((const struct sslinv_elf_file *)file)->key);
}

static int compare_key(const void *a, const void *b)
{
	return sslinv_file_key_compare(a, b);
}

enum sslinv_file_known sslinv_file_cache_find(struct sslinv_file_cache *cache, const struct sslinv_file_key *key,
					      const struct sslinv_elf_file **known)
{
	const struct sslinv_elf_file *related = NULL;
	uint32_t unrelated = find_unrelated(cache, key);

	if (unrelated) {
		__atomic_store_n(&cache->unrelated_seen[unrelated - 1], 1, __ATOMIC_RELAXED);
		return SSLINV_FILE_UNRELATED;
	}
	if (cache->related.count)
		related = bsearch(key, cache->related.items, cache->related.count, sizeof(*cache->related.items),
				  compare_file);
	if (!related)
		return SSLINV_FILE_NEW;
	__atomic_store_n(&cache->related_seen[related - cache->related.items], 1, __ATOMIC_RELAXED);
	*known = related;
	return SSLINV_FILE_RELATED;
}

/*
 * A copy of `file` whose strings are the cache's own. One that asks for more than any honest file is not noted: it is read
 * again each time.
 */
static int add_copy(struct sslinv_file_cache *cache, const struct sslinv_elf_file *file)
{
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	struct sslinv_wire_record record;
	struct sslinv_elf_file *copy;
	int rc;

	if (!sslinv_file_record_fits(file))
		return 0;
	rc = sslinv_file_record_put(&writer, file);
	if (rc < 0)
		return rc == -E2BIG ? 0 : SSLINV_E_MEMORY;
	copy = sslinv_array_add(&cache->new_related);
	if (!copy)
		return SSLINV_E_MEMORY;
	if (sslinv_wire_parse(writer.data.data, writer.data.length, &record) <= 0 ||
	    !sslinv_file_record_take(&record, &cache->arena, copy)) {
		cache->new_related.count--;
		return SSLINV_E_MEMORY;
	}
	cache->changed = true;
	return 0;
}

int sslinv_file_cache_add(struct sslinv_file_cache *cache, const struct sslinv_file_key *key,
			  const struct sslinv_elf_file *file)
{
	struct sslinv_file_key *unrelated;
	struct timespec now;

	if (!cache->path || sslinv_file_trust_is_denied(&cache->trust, key->device))
		return 0;
	clock_gettime(CLOCK_REALTIME, &now);
	if (key->changed > now.tv_sec * INT64_C(1000000000) + now.tv_nsec - SETTLED_NANOSECONDS)
		return 0;
	if (file)
		return add_copy(cache, file);
	unrelated = sslinv_array_add(&cache->new_unrelated);
	if (!unrelated)
		return SSLINV_E_MEMORY;
	*unrelated = *key;
	cache->changed = true;
	return 0;
}

static int compare_devices(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

struct devices {
	uint64_t *items;
	size_t count, capacity;
};

static int note_device(struct devices *devices, uint64_t device)
{
	uint64_t *added;

	for (size_t i = devices->count; i > 0; i--)
		if (devices->items[i - 1] == device)
			return 0;
	added = sslinv_array_add(devices);
	if (!added)
		return SSLINV_E_MEMORY;
	*added = device;
	return 0;
}

static int devices_seen(const struct sslinv_file_cache *cache, struct devices *devices)
{
	int rc = 0;

	for (size_t i = 0; i < cache->unrelated.count && rc == 0; i++)
		if (cache->unrelated_seen[i])
			rc = note_device(devices, cache->unrelated.items[i].device);
	for (size_t i = 0; i < cache->new_unrelated.count && rc == 0; i++)
		rc = note_device(devices, cache->new_unrelated.items[i].device);
	for (size_t i = 0; i < cache->related.count && rc == 0; i++)
		if (cache->related_seen[i])
			rc = note_device(devices, cache->related.items[i].key.device);
	for (size_t i = 0; i < cache->new_related.count && rc == 0; i++)
		rc = note_device(devices, cache->new_related.items[i].key.device);
	if (devices->count)
		qsort(devices->items, devices->count, sizeof(*devices->items), compare_devices);
	return rc;
}

static bool was_visited(const struct devices *devices, uint64_t device)
{
	return devices->count && bsearch(&device, devices->items, devices->count, sizeof(*devices->items), compare_devices);
}

static bool falls_away(const struct devices *visited, bool whole, bool seen, const struct sslinv_file_key *key)
{
	return !seen && whole && was_visited(visited, key->device);
}

/* Is there an entry that the new file will not have? */
static bool anything_falls_away(const struct sslinv_file_cache *cache, const struct devices *visited, bool whole)
{
	for (size_t i = 0; i < cache->unrelated.count; i++)
		if (falls_away(visited, whole, cache->unrelated_seen[i], &cache->unrelated.items[i]))
			return true;
	for (size_t i = 0; i < cache->related.count; i++)
		if (falls_away(visited, whole, cache->related_seen[i], &cache->related.items[i].key))
			return true;
	return false;
}

/* Adds what is to be kept of the old entries to the new ones. */
static int carry_over(struct sslinv_file_cache *cache, const struct devices *visited, bool whole)
{
	for (size_t i = 0; i < cache->unrelated.count; i++) {
		struct sslinv_file_key *kept;

		if (falls_away(visited, whole, cache->unrelated_seen[i], &cache->unrelated.items[i]))
			continue;
		kept = sslinv_array_add(&cache->new_unrelated);
		if (!kept)
			return SSLINV_E_MEMORY;
		*kept = cache->unrelated.items[i];
	}
	for (size_t i = 0; i < cache->related.count; i++) {
		struct sslinv_elf_file *kept;

		if (falls_away(visited, whole, cache->related_seen[i], &cache->related.items[i].key))
			continue;
		kept = sslinv_array_add(&cache->new_related);
		if (!kept)
			return SSLINV_E_MEMORY;
		*kept = cache->related.items[i];
	}
	return 0;
}

/* Of one key, that with a digest comes first. */
static int compare_files(const void *a, const void *b)
{
	const struct sslinv_elf_file *left = a, *right = b;
	int order = sslinv_file_key_compare(&left->key, &right->key);

	return order != 0 ? order : (right->digest.hex[0] != '\0') - (left->digest.hex[0] != '\0');
}

/* Sorts both arrays and leaves one of each key (hard links are met more than once). */
static void settle(struct sslinv_file_cache *cache)
{
	struct sslinv_file_cache_keys *keys = &cache->new_unrelated;
	struct sslinv_file_cache_files *files = &cache->new_related;
	size_t kept = 0;

	if (keys->count)
		qsort(keys->items, keys->count, sizeof(*keys->items), compare_key);
	for (size_t i = 0; i < keys->count; i++)
		if (kept == 0 || sslinv_file_key_compare(&keys->items[kept - 1], &keys->items[i]) != 0)
			keys->items[kept++] = keys->items[i];
	keys->count = kept;
	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), compare_files);
	kept = 0;
	for (size_t i = 0; i < files->count; i++)
		if (kept == 0 || sslinv_file_key_compare(&files->items[kept - 1].key, &files->items[i].key) != 0)
			files->items[kept++] = files->items[i];
	files->count = kept;
}

int sslinv_file_cache_save(struct sslinv_file_cache *cache, bool whole, struct sslinv_error *error)
{
	struct devices visited = { 0 };
	bool needed;
	int rc;

	if (!cache->path)
		return 0;
	rc = devices_seen(cache, &visited);
	needed = cache->changed || anything_falls_away(cache, &visited, whole);
	if (rc == 0 && needed)
		rc = carry_over(cache, &visited, whole);
	free(visited.items);
	if (rc < 0)
		return sslinv_error_memory(error);
	if (!needed)
		return 0;
	settle(cache);
	return sslinv_file_cache_write(cache, error);
}

void sslinv_file_cache_free(struct sslinv_file_cache **cache)
{
	struct sslinv_file_cache *old = *cache;

	*cache = NULL;
	if (!old)
		return;
	free(old->path);
	free(old->unrelated.items);
	free(old->unrelated_seen);
	free(old->slots);
	free(old->related.items);
	free(old->related_seen);
	free(old->new_unrelated.items);
	free(old->new_related.items);
	sslinv_arena_free(&old->arena);
	free(old);
}
