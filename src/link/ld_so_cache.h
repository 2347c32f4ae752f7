/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/ld.so.cache, by which glibc's loader reads its configuration (glibc: sysdeps/generic/dl-cache.h). */
#ifndef SSLINV_LINK_LD_SO_CACHE_H
#define SSLINV_LINK_LD_SO_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"
#include "link/ld_so_conf.h"

/* Zero-initialised is a root without a cache. */
struct sslinv_ld_so_cache {
	char *bytes; /* NULL: there is none, or none that a loader would take */
	size_t size;
	const char *base;    /* what the offsets of strings count from */
	const char *entries; /* inside `bytes` */
	uint32_t count;
	bool is_big_endian;
	uint32_t levels, level_count; /* where the offsets of the names of glibc-hwcaps lie, and how many */
};

struct sslinv_ld_so_cache_entry {
	const char *name;  /* the soname */
	const char *path;  /* as ldconfig wrote it: inside the root */
	const char *level; /* below glibc-hwcaps, or NULL */
	bool has_hwcap;    /* for processors with certain capabilities, as glibc before 2.37 knows them */
};

/*
 * Reads the cache. Without a file, or with one that a loader would take no notice of, cache->bytes is NULL and the result is
 * 0. One that the loader can read and this program cannot (or that is larger than 8 MiB) is told to the sink. Fails only for
 * want of memory. The caller frees with sslinv_ld_so_cache_free().
 */
int sslinv_ld_so_cache_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			    struct sslinv_ld_so_cache *cache, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Is the entry at `index` (below cache->count) one for this soname? Quicker than to take it apart. */
bool sslinv_ld_so_cache_is_for(const struct sslinv_ld_so_cache *cache, uint32_t index, const char *soname);

/* The entry at `index` (below cache->count); false for one that points outside the file. Strings are borrowed. */
bool sslinv_ld_so_cache_entry_at(const struct sslinv_ld_so_cache *cache, uint32_t index,
				 struct sslinv_ld_so_cache_entry *entry);

void sslinv_ld_so_cache_free(struct sslinv_ld_so_cache *cache);

#endif
