/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What earlier scans learned of files. */
#include "elf/file_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "base/wire.h"

/* Raised whenever what is learned of a file changes its meaning or its form: then everything is read again. */
#define FORMAT 6u
#define MAGIC "SSLINVF"
/* 40 bytes for each of 25 million files; a larger cache is not believed. */
#define MAX_SIZE (INT64_C(1) << 30)
/* Of the libraries that one file needs. */
#define MAX_NAMES 1000
#define SETTLED_NANOSECONDS INT64_C(2000000000)

struct header {
	char magic[8];
	uint32_t format;
	uint32_t key_size;
	uint64_t unrelated_count;
	uint64_t related_bytes;
	uint64_t checksum; /* of all that follows */
};

struct keys {
	struct sslinv_file_key *items;
	size_t count, capacity;
};

struct files {
	struct sslinv_elf_file *items;
	size_t count, capacity;
};

struct sslinv_file_cache {
	char *path;
	struct sslinv_arena arena;
	struct keys unrelated; /* from the file */
	unsigned char *unrelated_seen;
	uint32_t *slots; /* hash table over unrelated: index + 1, 0 is free */
	size_t slot_mask;
	struct files related; /* from the file; sorted by key */
	unsigned char *related_seen;
	struct keys new_unrelated; /* from this scan */
	struct files new_related;
	bool changed;
	struct sslinv_file_trust trust;
};

/* FNV-1a over 64-bit words: it has to find accidents, and to be quick over megabytes. */
static uint64_t checksum(uint64_t sum, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t word;

	for (; length >= sizeof(word); at += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		sum = (sum ^ word) * UINT64_C(0x100000001b3);
		sum ^= sum >> 29;
	}
	for (; length > 0; at++, length--)
		sum = (sum ^ *at) * UINT64_C(0x100000001b3);
	return sum;
}

#define CHECKSUM_START UINT64_C(0xcbf29ce484222325)

static int put_file(struct sslinv_wire_writer *writer, const struct sslinv_elf_file *file)
{
	const struct sslinv_elf *elf = &file->elf;
	const int64_t numbers[] = {
		(int64_t)file->key.device,
		(int64_t)file->key.inode,
		(int64_t)file->key.size,
		file->key.modified,
		file->key.changed,
		elf->is_64bit,
		elf->is_big_endian,
		elf->type,
		elf->machine,
		elf->flags,
		elf->has_dynamic,
		elf->is_pie,
		elf->no_default_lib,
		elf->has_interp,
		elf->defines_openssl,
		file->ident.kind,
		file->ident.own_code,
		(int64_t)elf->needed_count,
		(int64_t)elf->dlopen_count,
		file->digest.algorithm,
		(int64_t)elf->optional_count,
		elf->is_prelinked,
		elf->asks_host,
	};
	const char *const strings[] = { elf->interp,     elf->soname,         elf->rpath,
					elf->runpath,    file->ident.version, file->ident.version_text,
					file->digest.hex };
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_CACHED);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers) && rc == 0; i++)
		rc = sslinv_wire_number(writer, numbers[i]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strings) && rc == 0; i++)
		rc = sslinv_wire_string(writer, strings[i]);
	for (size_t i = 0; i < elf->needed_count && rc == 0; i++)
		rc = sslinv_wire_string(writer, elf->needed[i]);
	for (size_t i = 0; i < elf->dlopen_count && rc == 0; i++) {
		rc = sslinv_wire_string(writer, elf->dlopens[i].soname);
		if (rc == 0)
			rc = sslinv_wire_string(writer, elf->dlopens[i].priority);
		if (rc == 0)
			rc = sslinv_wire_number(writer, elf->dlopens[i].group);
	}
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static bool take_text(struct sslinv_wire_record *record, struct sslinv_arena *arena, const char **text)
{
	const char *borrowed;

	if (!sslinv_wire_take_string(record, &borrowed))
		return false;
	*text = sslinv_arena_strdup(arena, borrowed);
	return !borrowed || *text;
}

static bool take_names(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf *elf)
{
	elf->needed = sslinv_arena_alloc(arena, (elf->needed_count + 1) * sizeof(*elf->needed));
	elf->dlopens = sslinv_arena_alloc(arena, (elf->dlopen_count + 1) * sizeof(*elf->dlopens));
	if (!elf->needed || !elf->dlopens)
		return false;
	for (size_t i = 0; i < elf->needed_count; i++)
		if (!take_text(record, arena, &elf->needed[i]) || !elf->needed[i])
			return false;
	for (size_t i = 0; i < elf->dlopen_count; i++) {
		int64_t group;

		if (!take_text(record, arena, &elf->dlopens[i].soname) || !elf->dlopens[i].soname ||
		    !take_text(record, arena, &elf->dlopens[i].priority) || !sslinv_wire_take_number(record, &group))
			return false;
		elf->dlopens[i].group = (uint32_t)group;
	}
	return true;
}

static bool take_cached(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf_file *file)
{
	struct sslinv_elf *elf = &file->elf;
	const char *version, *text, *digest;
	int64_t numbers[23];

	memset(file, 0, sizeof(*file));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers); i++)
		if (!sslinv_wire_take_number(record, &numbers[i]))
			return false;
	file->package = UINT32_MAX;
	file->key = (struct sslinv_file_key){ (uint64_t)numbers[0], (uint64_t)numbers[1], (uint64_t)numbers[2], numbers[3],
					      numbers[4] };
	elf->is_elf = true;
	elf->is_64bit = numbers[5];
	elf->is_big_endian = numbers[6];
	elf->type = (uint16_t)numbers[7];
	elf->machine = (uint16_t)numbers[8];
	elf->flags = (uint32_t)numbers[9];
	elf->has_dynamic = numbers[10];
	elf->is_pie = numbers[11];
	elf->no_default_lib = numbers[12];
	elf->has_interp = numbers[13];
	elf->defines_openssl = numbers[14];
	if (numbers[15] < SSLINV_LIBRARY_NONE || numbers[15] >= SSLINV_LIBRARY_COUNT || numbers[17] < 0 ||
	    numbers[17] > MAX_NAMES || numbers[18] < 0 || numbers[18] > MAX_NAMES || numbers[20] < 0 ||
	    numbers[20] > numbers[17])
		return false;
	file->ident.kind = (enum sslinv_library_kind)numbers[15];
	file->ident.own_code = (unsigned)numbers[16];
	elf->needed_count = (size_t)numbers[17];
	elf->dlopen_count = (size_t)numbers[18];
	elf->optional_count = (size_t)numbers[20];
	elf->is_prelinked = numbers[21];
	elf->asks_host = numbers[22];
	file->digest.algorithm = (enum sslinv_backend_digest)numbers[19];
	if (!take_text(record, arena, &elf->interp) || !take_text(record, arena, &elf->soname) ||
	    !take_text(record, arena, &elf->rpath) || !take_text(record, arena, &elf->runpath))
		return false;
	if (!sslinv_wire_take_string(record, &version) || !version || strlen(version) >= sizeof(file->ident.version) ||
	    !sslinv_wire_take_string(record, &text) || !text || strlen(text) >= sizeof(file->ident.version_text))
		return false;
	if (!sslinv_wire_take_string(record, &digest) || !digest ||
	    (*digest && !sslinv_digest_is_valid(file->digest.algorithm, digest)))
		return false;
	strcpy(file->ident.version, version);
	strcpy(file->ident.version_text, text);
	strcpy(file->digest.hex, digest);
	return take_names(record, arena, elf) && record->at == record->end;
}

static bool read_whole(int fd, void *buffer, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = read(fd, (char *)buffer + done, size - done);

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return false;
		if (got > 0)
			done += (size_t)got;
	}
	return true;
}

static bool take_related(struct sslinv_file_cache *cache, const char *bytes, size_t length)
{
	while (length > 0) {
		struct sslinv_wire_record record;
		long used = sslinv_wire_parse(bytes, length, &record);
		struct sslinv_elf_file *file;

		if (used <= 0 || record.type != SSLINV_WIRE_CACHED)
			return false;
		file = sslinv_array_add(&cache->related);
		if (!file || !take_cached(&record, &cache->arena, file))
			return false;
		bytes += used;
		length -= (size_t)used;
	}
	return true;
}

static bool is_own(int fd, off_t *size)
{
	struct stat status;

	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 022))
		return false;
	*size = status.st_size;
	return true;
}

static bool load(struct sslinv_file_cache *cache)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(cache->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	SSLINV_CLEANUP(sslinv_free_ptr) char *related = NULL;
	struct header header;
	uint64_t keys_size;
	off_t size;

	if (fd < 0 || !is_own(fd, &size) || size > MAX_SIZE || !read_whole(fd, &header, sizeof(header)))
		return false;
	if (memcmp(header.magic, MAGIC, sizeof(header.magic)) != 0 || header.format != FORMAT ||
	    header.key_size != sizeof(struct sslinv_file_key) ||
	    !sslinv_mul(header.unrelated_count, (uint64_t)sizeof(struct sslinv_file_key), &keys_size) ||
	    keys_size > (uint64_t)size || header.related_bytes > (uint64_t)size ||
	    sizeof(header) + keys_size + header.related_bytes != (uint64_t)size)
		return false;
	related = malloc(header.related_bytes + 1);
	if (!related || sslinv_array_reserve(&cache->unrelated.items, &cache->unrelated.capacity, 0,
					     header.unrelated_count + 1, sizeof(*cache->unrelated.items)) < 0)
		return false;
	if (!read_whole(fd, cache->unrelated.items, keys_size) || !read_whole(fd, related, header.related_bytes))
		return false;
	if (checksum(checksum(CHECKSUM_START, cache->unrelated.items, keys_size), related, header.related_bytes) !=
	    header.checksum)
		return false;
	cache->unrelated.count = header.unrelated_count;
	return take_related(cache, related, header.related_bytes);
}

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

struct sslinv_file_cache *sslinv_file_cache_load(const char *path)
{
	struct sslinv_file_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		return NULL;
	if (path) {
		cache->path = strdup(path);
		if (!cache->path || !load(cache))
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

	if (file->elf.needed_count > MAX_NAMES || file->elf.dlopen_count > MAX_NAMES)
		return 0;
	rc = put_file(&writer, file);
	if (rc < 0)
		return rc == -E2BIG ? 0 : SSLINV_E_MEMORY;
	copy = sslinv_array_add(&cache->new_related);
	if (!copy)
		return SSLINV_E_MEMORY;
	if (sslinv_wire_parse(writer.data.data, writer.data.length, &record) <= 0 ||
	    !take_cached(&record, &cache->arena, copy)) {
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
	struct keys *keys = &cache->new_unrelated;
	struct files *files = &cache->new_related;
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

static int write_whole(int fd, const void *bytes, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t written = write(fd, (const char *)bytes + done, length - done);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0)
			done += (size_t)written;
	}
	return 0;
}

static int write_file(const struct sslinv_file_cache *cache, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *temporary = sslinv_str_format("%s.XXXXXX", cache->path);
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	size_t keys_size = cache->new_unrelated.count * sizeof(*cache->new_unrelated.items);
	struct header header = {
		.magic = MAGIC,
		.format = FORMAT,
		.key_size = sizeof(struct sslinv_file_key),
		.unrelated_count = cache->new_unrelated.count,
	};

	if (!temporary)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < cache->new_related.count; i++)
		if (put_file(&writer, &cache->new_related.items[i]) < 0)
			return sslinv_error_memory(error);
	header.related_bytes = writer.data.length;
	header.checksum = checksum(CHECKSUM_START, cache->new_unrelated.items, keys_size);
	header.checksum = checksum(header.checksum, sslinv_str_text(&writer.data), writer.data.length);
	fd = mkstemp(temporary);
	if (fd < 0)
		return sslinv_error_errno(error, "cannot write the file cache %s", cache->path);
	if (write_whole(fd, &header, sizeof(header)) < 0 || write_whole(fd, cache->new_unrelated.items, keys_size) < 0 ||
	    write_whole(fd, sslinv_str_text(&writer.data), writer.data.length) < 0 || rename(temporary, cache->path) < 0) {
		int rc = sslinv_error_errno(error, "cannot write the file cache %s", cache->path);

		(void)unlink(temporary);
		return rc;
	}
	return 0;
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
	return write_file(cache, error);
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
