/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the file cache share. */
#ifndef SSLINV_ELF_FILE_CACHE_INTERNAL_H
#define SSLINV_ELF_FILE_CACHE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "elf/elf_file.h"
#include "elf/file_trust.h"

struct sslinv_file_cache_keys {
	struct sslinv_file_key *items;
	size_t count, capacity;
};

struct sslinv_file_cache_files {
	struct sslinv_elf_file *items;
	size_t count, capacity;
};

struct sslinv_file_cache {
	char *path;
	uint64_t searched; /* the mark of what files are searched for beside OpenSSL */
	struct sslinv_arena arena;
	struct sslinv_file_cache_keys unrelated; /* from the file */
	unsigned char *unrelated_seen;
	uint32_t *slots; /* hash table over unrelated: index + 1, 0 is free */
	size_t slot_mask;
	struct sslinv_file_cache_files related; /* from the file; sorted by key */
	unsigned char *related_seen;
	struct sslinv_file_cache_keys new_unrelated; /* from this scan */
	struct sslinv_file_cache_files new_related;
	bool changed;
	struct sslinv_file_trust trust;
};

/*
 * Reads the cache's file into `unrelated` and `related`. False where there is none that can be believed: then both may hold
 * a part of one.
 */
bool sslinv_file_cache_read(struct sslinv_file_cache *cache) SSLINV_MUST_CHECK;

/* Writes the new entries, sorted and each there once, in the place of the cache's file. Returns 0 or a negative code. */
int sslinv_file_cache_write(const struct sslinv_file_cache *cache, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
