/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads /etc/ld.so.cache: the format that glibc has had since 2.2, alone or after the older one. */
#include "link/ld_so_cache.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"

#define PATH "/etc/ld.so.cache"
/* Many times the largest real one. What is searched for each program shall not keep a scan busy for hours. */
#define MAX_SIZE ((size_t)8 << 20)

#define OLD_MAGIC "ld.so-1.7.0"
#define OLD_HEADER 16 /* the magic, padded, and the number of entries */
#define OLD_ENTRY 12
#define MAGIC "glibc-ld.so.cache1.1"
#define HEADER 48
#define ENTRY 24

/* Offsets in the header, and in an entry. */
#define AT_COUNT 20
#define AT_BYTE_ORDER 28
#define AT_EXTENSION 32
#define AT_NAME 4
#define AT_PATH 8
#define AT_HWCAP 16

/* The byte order in the header: 0 where ldconfig did not say (before 2.33). */
#define ORDER_MASK 3
#define ORDER_LITTLE 2
#define ORDER_BIG 3

#define EXTENSION_MAGIC UINT32_C(0xeaa42174)
#define EXTENSION_HEADER 8
#define SECTION 16
#define SECTION_LEVELS 1
/* The low half of hwcap is the number of a name then. */
#define HWCAP_IS_LEVEL (UINT64_C(1) << 62)
#define HWCAP_HIGH (UINT64_C(0xffffffff) << 32)

static uint32_t word(const struct sslinv_ld_so_cache *cache, const char *at)
{
	return sslinv_read_u32((const unsigned char *)at, cache->is_big_endian);
}

/* The text at an offset, if it ends inside the file and is no longer than a path may be. */
static const char *text_at(const struct sslinv_ld_so_cache *cache, uint32_t offset)
{
	size_t rest = cache->size - (size_t)(cache->base - cache->bytes);

	if (offset >= rest || !memchr(cache->base + offset, '\0', rest - offset < PATH_MAX ? rest - offset : PATH_MAX))
		return NULL;
	return cache->base + offset;
}

/* Where the format of today begins: at the beginning of the file, or after the older one. */
static const char *find_header(const struct sslinv_ld_so_cache *cache)
{
	uint64_t offset = 0;

	if (cache->size > OLD_HEADER && memcmp(cache->bytes, OLD_MAGIC, strlen(OLD_MAGIC)) == 0)
		offset = (OLD_HEADER + (uint64_t)word(cache, cache->bytes + OLD_HEADER - 4) * OLD_ENTRY + 7) & ~UINT64_C(7);
	if (!sslinv_range_inside(offset, HEADER, cache->size) || memcmp(cache->bytes + offset, MAGIC, strlen(MAGIC)) != 0)
		return NULL;
	return cache->bytes + offset;
}

/* The names of glibc-hwcaps, in an extension of the file. */
static void find_levels(struct sslinv_ld_so_cache *cache, uint32_t extension)
{
	const char *begin = cache->bytes + extension;
	uint32_t sections;

	if (extension == 0 || !sslinv_range_inside(extension, EXTENSION_HEADER, cache->size) ||
	    word(cache, begin) != EXTENSION_MAGIC)
		return;
	sections = word(cache, begin + 4);
	for (uint32_t i = 0; i < sections; i++) {
		uint64_t at = (uint64_t)extension + EXTENSION_HEADER + (uint64_t)i * SECTION;
		const char *section = cache->bytes + at;

		if (!sslinv_range_inside(at, SECTION, cache->size))
			return;
		if (word(cache, section) != SECTION_LEVELS ||
		    !sslinv_range_inside(word(cache, section + 8), word(cache, section + 12), cache->size))
			continue;
		cache->levels = word(cache, section + 8);
		cache->level_count = word(cache, section + 12) / 4;
		return;
	}
}

/* Does the file make sense in this byte order? */
static bool parse(struct sslinv_ld_so_cache *cache, bool is_big_endian)
{
	const char *header;
	unsigned order;

	cache->is_big_endian = is_big_endian;
	header = find_header(cache);
	if (!header)
		return false;
	order = (unsigned char)header[AT_BYTE_ORDER] & ORDER_MASK;
	if (order != 0 && order != (is_big_endian ? ORDER_BIG : ORDER_LITTLE))
		return false;
	cache->base = header;
	cache->entries = header + HEADER;
	cache->count = word(cache, header + AT_COUNT);
	if (!sslinv_range_inside((size_t)(cache->entries - cache->bytes), (uint64_t)cache->count * ENTRY, cache->size))
		return false;
	find_levels(cache, word(cache, header + AT_EXTENSION));
	return true;
}

/* Is this an error that the loader of the host has as well, and then goes on without a cache? */
static bool is_nowhere(int rc)
{
	return rc == -ENOENT || rc == -ENOTDIR || rc == -ELOOP || rc == -ENOTSUP;
}

static int tell_unread(const struct sslinv_problem_sink *sink, int rc, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"cannot read the loader's cache: %s; which libraries programs get may be another answer; "
		"make it again with ldconfig, and scan again",
		rc == -EFBIG ? "it is larger than 8 MiB" : strerror(-rc));

	if (!message)
		return sslinv_error_memory(error);
	if (sink->problem)
		sink->problem(sink->context, PATH, message);
	return 0;
}

int sslinv_ld_so_cache_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			    struct sslinv_ld_so_cache *cache, struct sslinv_error *error)
{
	int rc = sslinv_root_read(root, PATH, MAX_SIZE, &cache->bytes, &cache->size);

	if (rc == -ENOMEM)
		return sslinv_error_memory(error);
	if (rc < 0) {
		cache->bytes = NULL;
		return is_nowhere(rc) ? 0 : tell_unread(sink, rc, error);
	}
	if (!parse(cache, false) && !parse(cache, true))
		sslinv_ld_so_cache_free(cache);
	return 0;
}

bool sslinv_ld_so_cache_is_for(const struct sslinv_ld_so_cache *cache, uint32_t index, const char *soname)
{
	uint32_t offset = word(cache, cache->entries + (size_t)index * ENTRY + AT_NAME);
	size_t rest = cache->size - (size_t)(cache->base - cache->bytes);

	return offset < rest && strncmp(cache->base + offset, soname, rest - offset) == 0;
}

bool sslinv_ld_so_cache_entry_at(const struct sslinv_ld_so_cache *cache, uint32_t index,
				 struct sslinv_ld_so_cache_entry *entry)
{
	const char *at = cache->entries + (size_t)index * ENTRY;
	uint64_t hwcap = sslinv_read_u64((const unsigned char *)at + AT_HWCAP, cache->is_big_endian);

	*entry = (struct sslinv_ld_so_cache_entry){ .name = text_at(cache, word(cache, at + AT_NAME)),
						    .path = text_at(cache, word(cache, at + AT_PATH)) };
	if ((hwcap & HWCAP_HIGH) == HWCAP_IS_LEVEL) {
		uint32_t number = (uint32_t)hwcap;

		if (number >= cache->level_count)
			return false;
		entry->level = text_at(cache, word(cache, cache->bytes + cache->levels + (size_t)number * 4));
		if (!entry->level)
			return false;
	}
	entry->has_hwcap = hwcap != 0 && !entry->level;
	return entry->name && entry->path;
}

void sslinv_ld_so_cache_free(struct sslinv_ld_so_cache *cache)
{
	free(cache->bytes);
	*cache = (struct sslinv_ld_so_cache){ 0 };
}
