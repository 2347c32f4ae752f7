/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at all files that packages list. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/workers.h"
#include "elf/data_name.h"
#include "link/examine.h"
#include "link/owned.h"
#include "openssl/soname.h"

/* A thread takes this many listed files at once: few enough that a directory of a thousand libraries is shared out. */
#define SHARE 64

struct owned_work {
	struct sslinv_examiner *examiner;
	size_t next;                  /* the first listed file that nobody has taken; under the lock, as are the following */
	struct sslinv_raw *canonical; /* for each directory its canonical path, where that is another one */
	bool any_canonical;
	int rc;
};

/* `libssl.so.3`, `libcrypto.so.1.1.1k`: the library itself, and not the link that a compiler asks for (`libssl.so`). */
static bool is_runtime_name(const char *name)
{
	return sslinv_soname_is_openssl(name) && strstr(name, ".so.") != NULL;
}

/* What is there of a listed name. */
enum listed_kind { LISTED_ABSENT, LISTED_FILE, LISTED_LINK, LISTED_OTHER };

/* A listed file is not there: that is common for documentation, and has to be told of a library. */
static int note_missing(struct sslinv_examiner *examiner, size_t index)
{
	const struct sslinv_owned_file *file = &examiner->facts->owned_files.items[index];
	struct sslinv_missing_file *slot;

	if (!is_runtime_name(file->name.bytes))
		return 0;
	pthread_mutex_lock(&examiner->lock);
	slot = sslinv_array_add(&examiner->missing);
	if (slot)
		*slot = (struct sslinv_missing_file){ file->package, file->name };
	pthread_mutex_unlock(&examiner->lock);
	return slot ? 0 : SSLINV_E_MEMORY;
}

static bool *on_disk(const struct sslinv_examiner *examiner, size_t index)
{
	return &examiner->on_disk[examiner->facts->owned_files.items[index].package];
}

/* Is it data by its name? Most files are, and even to ask for them takes time. */
static bool is_needless(const struct sslinv_examiner *examiner, size_t index)
{
	return examiner->facts->mode != SSLINV_MODE_FULL &&
	       sslinv_name_kind(examiner->facts->owned_files.items[index].name.bytes) == SSLINV_NAME_DATA;
}

/* One listed file; *kind tells what it is on the disk. */
static int examine_listed(struct sslinv_examiner *examiner, int directory_fd, const char *directory, size_t index,
			  enum listed_kind *kind)
{
	struct sslinv_facts *facts = examiner->facts;
	const struct sslinv_owned_file *file = &facts->owned_files.items[index];
	struct stat status;

	*kind = LISTED_OTHER;
	if (fstatat(directory_fd, file->name.bytes, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0) {
		if (errno == ENOENT || errno == ENOTDIR) {
			*kind = LISTED_ABSENT;
			return note_missing(examiner, index);
		}
		return sslinv_examine_unreadable(examiner, &facts->files_complete, "files", directory, strerror(errno));
	}
	if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode))
		*kind = S_ISREG(status.st_mode) ? LISTED_FILE : LISTED_LINK;
	/* A walk will meet the link itself. */
	if (*kind == LISTED_LINK && facts->mode != SSLINV_MODE_FULL)
		return sslinv_examine_link(examiner, directory_fd, directory, file->name.bytes);
	if (*kind != LISTED_FILE)
		return 0;
	return sslinv_examine(examiner, directory_fd, directory, file->name.bytes, &status, file->package,
			      &facts->files_complete);
}

static int note_canonical(struct owned_work *owned, uint32_t directory, const char *canonical)
{
	const char *kept;

	pthread_mutex_lock(&owned->examiner->lock);
	kept = sslinv_arena_strdup(&owned->examiner->facts->arena, canonical);
	owned->canonical[directory] = sslinv_raw(kept);
	owned->any_canonical = true;
	pthread_mutex_unlock(&owned->examiner->lock);
	return kept ? 0 : SSLINV_E_MEMORY;
}

static int tell_unreadable(struct sslinv_examiner *examiner, const char *directory, int number)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format("cannot be looked up: %s", strerror(number));

	return message ? sslinv_examine_unreadable(examiner, &examiner->facts->files_complete, "files", directory, message)
		       : SSLINV_E_MEMORY;
}

static void note_kind(struct sslinv_examiner *examiner, size_t index, enum sslinv_presence_place place,
		      enum listed_kind kind)
{
	const struct sslinv_owned_file *file = &examiner->facts->owned_files.items[index];

	if (kind == LISTED_FILE)
		__atomic_store_n(on_disk(examiner, index), true, __ATOMIC_RELAXED);
	if (kind != LISTED_OTHER)
		sslinv_presence_note(&examiner->presence, file->package, place, file->name.bytes, kind != LISTED_ABSENT);
}

/* The listed files [first, end) of one directory. */
static int examine_share(struct owned_work *owned, size_t first, size_t end)
{
	struct sslinv_examiner *examiner = owned->examiner;
	const struct sslinv_owned_file *files = examiner->facts->owned_files.items;
	const char *listed = examiner->facts->directories.items[files[first].directory].bytes;
	SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	const enum sslinv_presence_place place = sslinv_presence_place(listed);
	enum listed_kind kind = LISTED_ABSENT; /* of the name that was looked at last */
	int rc = 0;

	while (first < end && is_needless(examiner, first))
		first++;
	if (first == end)
		return 0;
	fd = sslinv_owned_open(examiner->root, listed, &canonical);
	if (fd < 0 && fd != -ENOENT && fd != -ENOTDIR && fd != -ELOOP)
		return tell_unreadable(examiner, listed, -fd);
	if (canonical)
		rc = note_canonical(owned, files[first].directory, canonical);
	for (size_t i = first; i < end && rc == 0; i++) {
		if (is_needless(examiner, i))
			continue;
		/* Listed by several packages: directories, mostly. The first is the owner. */
		if (fd < 0)
			rc = note_missing(examiner, i);
		else if (i == first || strcmp(files[i].name.bytes, files[i - 1].name.bytes) != 0)
			rc = examine_listed(examiner, fd, canonical ? canonical : listed, i, &kind);
		if (rc == 0)
			note_kind(examiner, i, place, kind);
	}
	return rc;
}

/* A package of which nothing was found until now is there if one of its files with the name of data is. */
static int look_for_data(struct sslinv_examiner *examiner)
{
	const struct sslinv_facts *facts = examiner->facts;
	int rc = 0;

	for (size_t i = 0; i < facts->owned_files.count && rc == 0; i++) {
		const struct sslinv_owned_file *file = &facts->owned_files.items[i];
		const char *listed = facts->directories.items[file->directory].bytes;
		SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
		SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
		struct stat status;

		if (!is_needless(examiner, i) || *on_disk(examiner, i))
			continue;
		fd = sslinv_owned_open(examiner->root, listed, &canonical);
		if (fd >= 0)
			*on_disk(examiner, i) = fstatat(fd, file->name.bytes, &status,
							AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
						S_ISREG(status.st_mode);
		else if (fd != -ENOENT && fd != -ENOTDIR && fd != -ELOOP)
			rc = tell_unreadable(examiner, listed, -fd);
	}
	return rc;
}

/* Where the share that begins at `first` ends: within its directory, and not between two packages that list one name. */
static size_t share_end(const struct sslinv_facts *facts, size_t first)
{
	const struct sslinv_owned_file *files = facts->owned_files.items;
	size_t end = first + 1;

	while (end < facts->owned_files.count && files[end].directory == files[first].directory &&
	       (end - first < SHARE || strcmp(files[end].name.bytes, files[end - 1].name.bytes) == 0))
		end++;
	return end;
}

static void work(void *context)
{
	struct owned_work *owned = context;
	struct sslinv_examiner *examiner = owned->examiner;
	const struct sslinv_facts *facts = examiner->facts;

	pthread_mutex_lock(&examiner->lock);
	while (owned->rc == 0 && owned->next < facts->owned_files.count) {
		size_t first = owned->next, end = share_end(facts, first);
		int rc;

		owned->next = end;
		pthread_mutex_unlock(&examiner->lock);
		rc = examine_share(owned, first, end);
		pthread_mutex_lock(&examiner->lock);
		if (rc < 0)
			owned->rc = rc;
	}
	pthread_mutex_unlock(&examiner->lock);
}

static int settle_owner(const struct sslinv_examiner *examiner, struct sslinv_elf_file *file)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *archive = NULL;

	if (file->archive_length) {
		archive = strndup(file->path.bytes, file->archive_length);
		if (!archive)
			return SSLINV_E_MEMORY;
	}
	file->package = sslinv_owned_by_path(examiner->facts, archive ? sslinv_raw(archive) : file->path);
	return 0;
}

/* A path listed under two names was looked at for two packages; the first of them owns it. */
static int settle_owners(struct sslinv_examiner *examiner)
{
	struct sslinv_examined *const lists[] = { &examiner->files, &examiner->others };

	for (size_t list = 0; list < SSLINV_ARRAY_SIZE(lists); list++)
		for (size_t i = 0; i < lists[list]->count; i++) {
			struct sslinv_elf_file *file = &lists[list]->items[i];

			if (settle_owner(examiner, file) < 0)
				return SSLINV_E_MEMORY;
		}
	return 0;
}

int sslinv_examine_owned(struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	struct sslinv_facts *facts = examiner->facts;
	struct owned_work owned = { .examiner = examiner };
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_raw *canonical = NULL;

	if (sslinv_owned_sort(facts, error) < 0)
		return error->code;
	owned.canonical = canonical = calloc(facts->directories.count + 1, sizeof(*canonical));
	if (!canonical)
		return sslinv_error_memory(error);
	sslinv_workers_run(work, &owned);
	if (owned.rc < 0 || look_for_data(examiner) < 0)
		return sslinv_error_memory(error);
	if (!owned.any_canonical)
		return 0;
	for (size_t i = 0; i < facts->directories.count; i++)
		if (canonical[i].bytes)
			facts->directories.items[i] = canonical[i];
	if (sslinv_owned_sort(facts, error) < 0)
		return error->code;
	return settle_owners(examiner) < 0 ? sslinv_error_memory(error) : 0;
}
