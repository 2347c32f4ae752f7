/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at all files that packages list. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/workers.h"
#include "link/examine.h"

/* A thread takes this many listed files at once: few enough that a directory of a thousand libraries is shared out. */
#define SHARE 64

struct owned_work {
	struct sslinv_examiner *examiner;
	size_t next; /* the first listed file that nobody has taken; under the lock, as is the following */
	int result;
};

/* `libssl.so.3`, `libcrypto.so.1.1.1k`: the library itself, and not the link that a compiler asks for (`libssl.so`). */
static bool is_runtime_name(const char *name)
{
	return sslinv_elf_is_openssl_soname(name) && strstr(name, ".so.") != NULL;
}

/* A listed file is not there: that is common for documentation, and has to be told of a library. */
static int note_missing(struct sslinv_examiner *examiner, size_t index)
{
	size_t *slot;

	if (!is_runtime_name(examiner->facts->owned_files.items[index].name))
		return 0;
	pthread_mutex_lock(&examiner->lock);
	slot = sslinv_array_add(&examiner->missing);
	if (slot)
		*slot = index;
	pthread_mutex_unlock(&examiner->lock);
	return slot ? 0 : SSLINV_E_MEMORY;
}

static void set_on_disk(struct sslinv_examiner *examiner, size_t index)
{
	__atomic_store_n(&examiner->on_disk[examiner->facts->owned_files.items[index].package], true, __ATOMIC_RELAXED);
}

/* One listed file; *is_there tells whether it is a regular file on the disk. */
static int examine_listed(struct sslinv_examiner *examiner, int directory_fd, const char *directory, size_t index, bool *is_there)
{
	struct sslinv_facts *facts = examiner->facts;
	const struct sslinv_owned_file *file = &facts->owned_files.items[index];
	struct stat status;

	*is_there = false;
	if (fstatat(directory_fd, file->name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return note_missing(examiner, index);
		return sslinv_examine_unreadable(examiner, &facts->files_complete, "files", directory, strerror(errno));
	}
	if (!S_ISREG(status.st_mode))
		return 0;
	*is_there = true;
	return sslinv_examine(examiner, directory_fd, directory, file->name, &status, file->package, &facts->files_complete);
}

/* The listed files [first, end) of one directory. */
static int examine_share(struct sslinv_examiner *examiner, size_t first, size_t end)
{
	struct sslinv_facts *facts = examiner->facts;
	const char *directory = facts->directories.items[facts->owned_files.items[first].directory];
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(examiner->root, directory, O_PATH | O_DIRECTORY);
	bool is_there = false; /* the file of the name that was looked at last */
	int result = 0;

	if (fd < 0 && fd != -ENOENT && fd != -ENOTDIR && fd != -ELOOP)
		return sslinv_examine_unreadable(examiner, &facts->files_complete, "files", directory, strerror(-fd));
	for (size_t i = first; i < end && result == 0; i++) {
		/* Listed by several packages: directories, mostly. The first is the owner. */
		bool again = i > first && strcmp(facts->owned_files.items[i].name, facts->owned_files.items[i - 1].name) == 0;

		if (fd < 0)
			result = note_missing(examiner, i);
		else if (!again)
			result = examine_listed(examiner, fd, directory, i, &is_there);
		if (is_there)
			set_on_disk(examiner, i);
	}
	return result;
}

/* Where the share that begins at `first` ends: within its directory, and not between two packages that list one name. */
static size_t share_end(const struct sslinv_facts *facts, size_t first)
{
	const struct sslinv_owned_file *files = facts->owned_files.items;
	size_t end = first + 1;

	while (end < facts->owned_files.count && files[end].directory == files[first].directory &&
	       (end - first < SHARE || strcmp(files[end].name, files[end - 1].name) == 0))
		end++;
	return end;
}

static void work(void *context)
{
	struct owned_work *owned = context;
	struct sslinv_examiner *examiner = owned->examiner;
	const struct sslinv_facts *facts = examiner->facts;

	pthread_mutex_lock(&examiner->lock);
	while (owned->result == 0 && owned->next < facts->owned_files.count) {
		size_t first = owned->next, end = share_end(facts, first);
		int result;

		owned->next = end;
		pthread_mutex_unlock(&examiner->lock);
		result = examine_share(examiner, first, end);
		pthread_mutex_lock(&examiner->lock);
		if (result < 0)
			owned->result = result;
	}
	pthread_mutex_unlock(&examiner->lock);
}

int sslinv_examine_owned(struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	struct owned_work owned = { .examiner = examiner };

	sslinv_workers_run(work, &owned);
	return owned.result < 0 ? sslinv_error_memory(error) : 0;
}
