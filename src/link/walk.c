/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over a root for files that no package owns. */
#include "link/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/workers.h"
#include "link/owned.h"

/*
 * Where container engines and virtual machine managers keep the file trees of others: what lies there is not used by this
 * host, and each is a root of its own for `sslinv scan --root`.
 */
static const char *const stores[] = {
	"/var/lib/docker/overlay2",
	"/var/lib/docker/aufs",
	"/var/lib/docker/btrfs",
	"/var/lib/docker/vfs",
	"/var/lib/docker/zfs",
	"/var/lib/docker/rootfs",
	"/var/lib/containerd/io.containerd.snapshotter.v1.*",
	"/var/lib/containers/storage/overlay",
	"/var/lib/containers/storage/vfs",
	"/var/lib/rancher/*/agent/containerd/io.containerd.snapshotter.v1.*",
	"/home/*/.local/share/containers/storage/overlay",
	"/home/*/.local/share/docker/overlay2",
	"/root/.local/share/containers/storage/overlay",
	"/var/lib/lxc/*/rootfs",
	"/var/lib/machines/*",
};

/* Directories still to be read, by path: no descriptor is kept open for any of them, however deep the tree. */
struct pending {
	char **items;
	size_t count, capacity;
};

/* What the threads of one walk share; all but the mounts under the examiner's lock. */
struct walk {
	struct sslinv_examiner *examiner;
	const struct sslinv_mounts *mounts;
	struct pending pending;
	size_t active; /* threads that read a directory now, and may find more of them */
	pthread_cond_t changed;
	int result;
};

static int push(struct pending *pending, const char *directory, const char *name)
{
	char *path = sslinv_str_path(directory, name);
	char **slot = path ? sslinv_array_add(pending) : NULL;

	if (!slot) {
		free(path);
		return SSLINV_E_MEMORY;
	}
	*slot = path;
	return 0;
}

static bool is_store(const char *path)
{
	/* The literal beginning first: this is asked of every directory, and fnmatch() is slow. */
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stores); i++)
		if (strncmp(stores[i], path, strcspn(stores[i], "*")) == 0 && fnmatch(stores[i], path, FNM_PATHNAME) == 0)
			return true;
	return false;
}

/* Why the walk stays out of a directory, as a note in the facts. *skip is set where it does. The lock is held. */
static int check_entry(const struct walk *walk, const char *path, bool *skip)
{
	struct sslinv_examiner *examiner = walk->examiner;
	const struct sslinv_mount *mount = sslinv_mounts_at(walk->mounts, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;

	*skip = false;
	if (mount && mount->skip) {
		*skip = true;
		message = sslinv_str_format("not entered: %s on %s is %s", mount->type, mount->source, mount->skip);
		examiner->facts->walk_complete &= !mount->is_unknown;
		return message ? sslinv_facts_add_problem(examiner->facts, "mount", path, mount->is_unknown, message)
			       : SSLINV_E_MEMORY;
	}
	if (!is_store(path))
		return 0;
	*skip = true;
	return sslinv_facts_add_problem(examiner->facts, "walk", path, false,
					"not entered: the images of other roots lie there; scan one with --root");
}

static int unreadable(struct sslinv_examiner *examiner, const char *path, int number)
{
	return sslinv_examine_unreadable(examiner, &examiner->facts->walk_complete, "walk", path, strerror(number));
}

static int walk_entry(struct sslinv_examiner *examiner, struct pending *pending, DIR *stream, const char *directory,
		      const struct dirent *entry, size_t first, size_t end)
{
	unsigned char type = entry->d_type;
	struct stat status;

	if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
		return 0;
	if (type == DT_DIR)
		return push(pending, directory, entry->d_name);
	if (type == DT_LNK)
		return sslinv_examine_link(examiner, dirfd(stream), directory, entry->d_name);
	if (type != DT_REG && type != DT_UNKNOWN)
		return 0;
	/* What a package lists was examined already. */
	if (sslinv_owned_find(examiner->facts, first, end, sslinv_raw(entry->d_name)) != SSLINV_NO_PACKAGE && type == DT_REG)
		return 0;
	if (fstatat(dirfd(stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0)
		return errno == ENOENT ? 0 : unreadable(examiner, directory, errno);
	if (S_ISDIR(status.st_mode))
		return push(pending, directory, entry->d_name);
	if (S_ISLNK(status.st_mode))
		return sslinv_examine_link(examiner, dirfd(stream), directory, entry->d_name);
	if (!S_ISREG(status.st_mode) ||
	    sslinv_owned_find(examiner->facts, first, end, sslinv_raw(entry->d_name)) != SSLINV_NO_PACKAGE)
		return 0;
	return sslinv_examine(examiner, dirfd(stream), directory, entry->d_name, &status, SSLINV_NO_PACKAGE,
			      &examiner->facts->walk_complete);
}

static int walk_directory(struct sslinv_examiner *examiner, struct pending *pending, const char *directory)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(examiner->root, directory,
									   O_RDONLY | O_DIRECTORY);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = NULL;
	size_t first, end;
	int result = 0;

	if (fd < 0)
		return fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP ? 0 : unreadable(examiner, directory, -fd);
	stream = fdopendir(fd);
	if (!stream)
		return SSLINV_E_MEMORY;
	(void)sslinv_take_fd(&fd);
	sslinv_owned_directory(examiner->facts, sslinv_raw(directory), &first, &end);
	while (result == 0) {
		const struct dirent *entry;

		errno = 0;
		entry = readdir(stream);
		if (!entry)
			return errno == 0 ? 0 : unreadable(examiner, directory, errno);
		result = walk_entry(examiner, pending, stream, directory, entry, first, end);
	}
	return result;
}

static void free_pending(struct pending *pending)
{
	while (pending->count > 0)
		free(pending->items[--pending->count]);
	free(pending->items);
}

/* Moves what was found to the end of what is to be read. The lock is held. */
static int hand_over(struct walk *walk, struct pending *found)
{
	struct pending *pending = &walk->pending;

	if (found->count == 0)
		return 0;
	if (sslinv_array_reserve(&pending->items, &pending->capacity, pending->count, found->count,
				 sizeof(*pending->items)) < 0)
		return SSLINV_E_MEMORY;
	memcpy(pending->items + pending->count, found->items, found->count * sizeof(*found->items));
	pending->count += found->count;
	found->count = 0;
	return 0;
}

/* Takes the last directory and reads it. The lock is held, but not while it reads. */
static int walk_next(struct walk *walk)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = walk->pending.items[--walk->pending.count];
	SSLINV_CLEANUP(free_pending) struct pending found = { 0 };
	bool skip;
	int result = check_entry(walk, directory, &skip);

	if (result < 0 || skip)
		return result;
	pthread_mutex_unlock(&walk->examiner->lock);
	result = walk_directory(walk->examiner, &found, directory);
	pthread_mutex_lock(&walk->examiner->lock);
	return result < 0 ? result : hand_over(walk, &found);
}

static void work(void *context)
{
	struct walk *walk = context;

	pthread_mutex_lock(&walk->examiner->lock);
	for (;;) {
		int result;

		while (walk->pending.count == 0 && walk->active > 0)
			pthread_cond_wait(&walk->changed, &walk->examiner->lock);
		if (walk->pending.count == 0 || walk->result < 0)
			break;
		walk->active++;
		result = walk_next(walk);
		walk->active--;
		if (result < 0)
			walk->result = result;
		/* More to read, or the last one is done. */
		pthread_cond_broadcast(&walk->changed);
	}
	pthread_mutex_unlock(&walk->examiner->lock);
}

int sslinv_walk(struct sslinv_examiner *examiner, const struct sslinv_mounts *mounts, struct sslinv_error *error)
{
	struct walk walk = { .examiner = examiner, .mounts = mounts };

	examiner->facts->walk_complete = true;
	if (pthread_cond_init(&walk.changed, NULL) != 0)
		return sslinv_error_memory(error);
	walk.result = push(&walk.pending, "/", "");
	if (walk.result == 0)
		sslinv_workers_run(work, &walk);
	free_pending(&walk.pending);
	(void)pthread_cond_destroy(&walk.changed);
	return walk.result < 0 ? sslinv_error_memory(error) : 0;
}
