/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looking at files: is it ELF, does it concern OpenSSL, or another library that is looked for; with the cache in front and a
 * tally of what could not be read. Several threads look at different files at once: what they find is recorded under one
 * lock.
 */
#ifndef SSLINV_LINK_EXAMINE_H
#define SSLINV_LINK_EXAMINE_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/map.h"
#include "facts/facts.h"
#include "host/root.h"
#include "elf/elf_file.h"
#include "elf/file_cache.h"
#include "link/presence.h"
#include "link/unreadable.h"

/* A libssl or libcrypto that a package lists and that is not there. */
struct sslinv_missing_file {
	uint32_t package;
	struct sslinv_raw name; /* in the facts */
};

struct sslinv_examined {
	struct sslinv_elf_file *items;
	size_t count, capacity;
};

struct sslinv_examiner {
	const struct sslinv_root *root;  /* borrowed */
	struct sslinv_facts *facts;      /* borrowed */
	struct sslinv_file_cache *cache; /* borrowed */
	pthread_mutex_t lock;         /* is held while anything of the following, of the facts or of the cache is changed */
	struct sslinv_arena arena;    /* of the files' strings */
	struct sslinv_examined files; /* those that concern OpenSSL */
	const struct sslinv_crypto_table *table; /* of the other libraries to look for; borrowed; NULL: none */
	struct sslinv_examined others; /* those that concern the other libraries: the names of `elf` are these libraries',
					  and `ident` is empty */
	bool *on_disk; /* for each package: one of its files was found; owned. Only ever set, and so without the lock */
	struct sslinv_presence presence;
	struct {
		struct sslinv_missing_file *items;
		size_t count, capacity;
	} missing;
	struct {
		const char **items;
		size_t count, capacity;
	} links;                      /* raw paths of symbolic links by which a library has a name in another directory */
	struct sslinv_map half_roots; /* directories that may be roots of their own, by their raw paths, in the arena */
	uint64_t looked_at;           /* files, for the progress line; atomic */
	struct sslinv_unreadable unreadable;
	void (*progress)(void *context, uint64_t files, const char *path); /* may be NULL */
	void *progress_context;
	bool (*is_noted)(const char *name); /* may be NULL */
};

/* Returns 0 or SSLINV_E_MEMORY. */
int sslinv_examiner_init(struct sslinv_examiner *examiner, const struct sslinv_root *root, struct sslinv_facts *facts,
			 struct sslinv_file_cache *cache) SSLINV_MUST_CHECK;

/* Frees one that sslinv_examiner_init() made, also if that failed. */
void sslinv_examiner_free(struct sslinv_examiner *examiner);

/* Sorts the files by their raw paths, each path once. */
void sslinv_examined_sort(struct sslinv_examined *files);

/* The file with that raw path of sorted files; NULL where there is none. Borrowed. */
struct sslinv_elf_file *sslinv_examined_find(const struct sslinv_examined *files, const char *path);

/* The same of examiner->files. */
struct sslinv_elf_file *sslinv_examiner_file(const struct sslinv_examiner *examiner, const char *path);

/*
 * Looks at one regular file: `name` in the directory that `directory_fd` is open on and whose raw canonical path is
 * `directory`; `status` is from lstat. What could not be read becomes a problem of the facts, and *complete false. Where
 * only packages are scanned, a packaged script (data_name.h) of no known contents that nobody may execute is not opened.
 * Takes the lock. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_examine(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name,
		   const struct stat *status, uint32_t package, bool *complete) SSLINV_MUST_CHECK;

/*
 * Notes a symbolic link in examiner->links if it has the name of a library and leads to another directory. Takes the lock.
 * Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_examine_link(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name)
	SSLINV_MUST_CHECK;

/*
 * Notes in examiner->unreadable that `path` (raw) could not be read because of `reason`, and sets *complete to false. Takes
 * the lock. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_examine_unreadable(struct sslinv_examiner *examiner, bool *complete, const char *source, const char *path,
			      const char *reason) SSLINV_MUST_CHECK;

/*
 * Looks at all files that packages list, and brings the lists to canonical paths of the root (merged /usr, linked
 * directories): sorted as by sslinv_owned_sort(). A directory that is not there keeps its name as listed; one that cannot be
 * looked at is a problem, and then facts->files_complete becomes false. Where only packages are scanned, files with the name
 * of data (data_name.h) are not looked at unless nothing else tells that a package is there at all, and a directory with
 * nothing else keeps its name.
 */
int sslinv_examine_owned(struct sslinv_examiner *examiner, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Looks at one more file by its raw canonical path, wherever it is (a provider outside the packages). */
int sslinv_examine_path(struct sslinv_examiner *examiner, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
