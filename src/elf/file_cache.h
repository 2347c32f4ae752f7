/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What earlier scans learned of files, in a file of its own beside the inventory, which may be deleted at any time. Most
 * files do not concern OpenSSL: of them only the key is kept.
 */
#ifndef SSLINV_LINK_FILE_CACHE_H
#define SSLINV_LINK_FILE_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "elf/elf_file.h"
#include "elf/file_trust.h"

struct sslinv_file_cache;

/*
 * Loads the cache file. One that is missing, damaged, of another version or not the caller's own is the same as an empty
 * one; so is one of a scan that searched files for other libraries: `searched` is the mark of their table, 0 for OpenSSL
 * alone. A NULL path gives a cache that is never written. The caller frees with sslinv_file_cache_free(); NULL when out of
 * memory.
 */
struct sslinv_file_cache *sslinv_file_cache_load(const char *path, uint64_t searched) SSLINV_MUST_CHECK;

enum sslinv_file_known {
	SSLINV_FILE_NEW,       /* never seen, or changed since */
	SSLINV_FILE_UNRELATED, /* known to have nothing to do with OpenSSL */
	SSLINV_FILE_RELATED,   /* known; *known are its facts, borrowed from the cache (path and package are not set) */
};

/* Which devices are trusted; borrowed from the cache. Files on others must not be looked up in it. */
struct sslinv_file_trust *sslinv_file_cache_trust(struct sslinv_file_cache *cache);

/* What is known of a file; also counts as seen in this scan. Several threads may ask at once. */
enum sslinv_file_known sslinv_file_cache_find(struct sslinv_file_cache *cache, const struct sslinv_file_key *key,
					      const struct sslinv_elf_file **known);

/*
 * Notes what was read now; `file` is NULL for a file that does not concern OpenSSL. A file that changed in the last two
 * seconds is not noted, as a later change might not show in its times; nor is one on a device that is not trusted. Returns 0
 * or SSLINV_E_MEMORY.
 */
int sslinv_file_cache_add(struct sslinv_file_cache *cache, const struct sslinv_file_key *key,
			  const struct sslinv_elf_file *file) SSLINV_MUST_CHECK;

/*
 * Writes a new cache file if anything changed: what was seen in this scan, and what was not but lies on a device that
 * the scan did not visit or, unless `whole` (a full walk), anywhere. By a temporary file and rename(2), so that there is
 * always a whole one.
 */
int sslinv_file_cache_save(struct sslinv_file_cache *cache, bool whole, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts NULL. Fit for SSLINV_CLEANUP. */
void sslinv_file_cache_free(struct sslinv_file_cache **cache);

#endif
