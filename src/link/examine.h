/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at single files: is it ELF, does it concern OpenSSL; with the cache in front and a tally of what could not be read. */
#ifndef SSLINV_LINK_EXAMINE_H
#define SSLINV_LINK_EXAMINE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"
#include "link/elf_file.h"
#include "link/file_cache.h"

struct sslinv_examiner {
	const struct sslinv_root *root;	  /* borrowed */
	struct sslinv_facts *facts;	  /* borrowed */
	struct sslinv_file_cache *cache;  /* borrowed */
	struct sslinv_arena arena;	  /* of the files' strings */
	struct {
		struct sslinv_elf_file *items;
		size_t count, capacity;
	} files; /* those that concern OpenSSL */
	bool *on_disk; /* for each package: one of its files was found; owned */
	struct {
		size_t *items;
		size_t count, capacity;
	} missing; /* indices of owned files: a libssl or libcrypto that a package lists and that is not there */
	uint64_t looked_at; /* files, for the progress line */
	size_t unreadable; /* how many problems of single files were told */
	void (*progress)(void *context, uint64_t files, const char *path); /* may be NULL */
	void *progress_context;
};

/* Returns 0 or SSLINV_E_MEMORY. */
int sslinv_examiner_init(struct sslinv_examiner *examiner, const struct sslinv_root *root, struct sslinv_facts *facts,
			 struct sslinv_file_cache *cache) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_examiner_free(struct sslinv_examiner *examiner);

/*
 * Looks at one regular file: `name` in the directory that `directory_fd` is open on and whose raw canonical path is `directory`;
 * `status` is from lstat. What could not be read becomes a problem of the facts, and *complete false. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_examine(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name,
		   const struct stat *status, uint32_t package, bool *complete) SSLINV_MUST_CHECK;

/* Records that `path` (raw) could not be read because of `reason`: named each up to a bound, then only counted. */
int sslinv_examine_unreadable(struct sslinv_examiner *examiner, const char *source, const char *path, const char *reason)
	SSLINV_MUST_CHECK;

/* Looks at all files that packages list; sets facts->files_complete. */
int sslinv_examine_owned(struct sslinv_examiner *examiner, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Looks at one more file by its raw canonical path, wherever it is (a provider outside the packages). */
int sslinv_examine_path(struct sslinv_examiner *examiner, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
