/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over a root for files that no package owns. */
#include "link/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/workers.h"
#include "host/other_root.h"
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

/* More of them are not named: a tree that was made for it must neither fill the inventory nor take hours. */
#define ROOTS_NAMED 2000

/* What the threads of one walk share; all of it under the examiner's lock. */
struct walk {
	struct sslinv_examiner *examiner;
	const struct sslinv_mounts *mounts;
	struct mount_state *mount_states; /* for each mount */
	struct pending pending;
	struct pending closed; /* other roots and stores, which the walk stayed out of */
	size_t active;         /* threads that read a directory now, and may find more of them */
	size_t roots_named;    /* other roots, and what may be one */
	pthread_cond_t changed;
	int rc;
};

/* What became of a mount. */
struct mount_state {
	bool was_met;    /* the walk came to it */
	bool is_forced;  /* it is entered although it is left out by rule: nothing else shows what it holds */
	bool was_lifted; /* what other mounts hide of its other place was looked at in it */
};

/* The entries of a directory: for each its type, its name and a NUL. */
struct entries {
	struct sslinv_str bytes;
	unsigned signs; /* of another root */
};

/* Takes over the path, which may be NULL. */
static int push_taken(struct pending *pending, char *path)
{
	char **slot = path ? sslinv_array_add(pending) : NULL;

	if (!slot) {
		free(path);
		return SSLINV_E_MEMORY;
	}
	*slot = path;
	return 0;
}

static int push(struct pending *pending, const char *directory, const char *name)
{
	return push_taken(pending, sslinv_str_path(directory, name));
}

static int push_path(struct pending *pending, const char *path)
{
	return push_taken(pending, strdup(path));
}

static bool is_store(const char *path)
{
	/* The literal beginning first: this is asked of every directory, and fnmatch() is slow. */
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stores); i++)
		if (strncmp(stores[i], path, strcspn(stores[i], "*")) == 0 && fnmatch(stores[i], path, FNM_PATHNAME) == 0)
			return true;
	return false;
}

/* A path of the root as a word for the shell of the host that scans it. NULL when out of memory. */
static char *word_for_shell(const struct sslinv_root *root, const char *path)
{
	const char *above = sslinv_root_shown(root);
	SSLINV_CLEANUP(sslinv_free_ptr) char *place = sslinv_str_format("%s%s", strcmp(above, "/") == 0 ? "" : above, path);
	/* What is not printable is quoted so by the stored form, and only that begins with a dollar sign. */
	SSLINV_CLEANUP(sslinv_free_ptr) char *stored = place ? sslinv_str_quoted(place) : NULL;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str word = { 0 };

	if (!stored || stored[0] == '$' || !stored[strcspn(stored, " \t!\"#$&'()*;<>?[\\]^`{|}~")])
		return sslinv_take_ptr(stored);
	if (sslinv_str_add(&word, "'") < 0)
		return NULL;
	for (const char *at = stored; *at; at++)
		if ((*at == '\'' ? sslinv_str_add(&word, "'\\''") : sslinv_str_add_bytes(&word, at, 1)) < 0)
			return NULL;
	return sslinv_str_add(&word, "'") < 0 ? NULL : sslinv_take_ptr(word.data);
}

/* A note of another root, or of what may be one. The lock is held. */
static int tell_root(struct walk *walk, const char *path, const char *message)
{
	struct sslinv_facts *facts = walk->examiner->facts;
	size_t before = facts->problems.count;
	int rc = 0;

	if (walk->roots_named < ROOTS_NAMED)
		rc = sslinv_facts_add_problem(facts, "walk", path, false, message);
	else if (walk->roots_named == ROOTS_NAMED)
		rc = sslinv_facts_add_problem(facts, "walk", NULL, false,
					      "more other roots, or what may be one, were found than are named here");
	/* One that is told already is none more. */
	walk->roots_named += facts->problems.count > before;
	return rc;
}

/* Names another root, with the command that scans it. The lock is held. */
static int tell_other_root(struct walk *walk, const char *path, const char *what)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = word_for_shell(walk->examiner->root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *message =
		quoted ? sslinv_str_format("not entered: another root, %s; scan it with `sslinv scan --root %s`", what,
					   quoted)
		       : NULL;

	return message ? tell_root(walk, path, message) : SSLINV_E_MEMORY;
}

/* The lock is held. */
static int tell_store(struct walk *walk, const char *path, const char *what)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"not entered: %s lie there, which are parts of other roots; scan each root with --root", what);

	return message ? tell_root(walk, path, message) : SSLINV_E_MEMORY;
}

/* The lock is held. */
static int tell_mount(struct walk *walk, const struct sslinv_mount *mount)
{
	struct sslinv_facts *facts = walk->examiner->facts;
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format("not entered: %s on %s is %s", mount->type,
									  mount->source, mount->skip);

	facts->walk_complete &= !mount->may_hold_files;
	return message ? sslinv_facts_add_problem(facts, "mount", mount->path, mount->may_hold_files, message)
		       : SSLINV_E_MEMORY;
}

/* Why the walk stays out of a directory, as a note in the facts. *skip is set where it does. The lock is held. */
static int check_entry(struct walk *walk, const char *path, bool *skip)
{
	const struct sslinv_mount *mount = sslinv_mounts_at(walk->mounts, path);
	struct mount_state *state = mount ? &walk->mount_states[mount - walk->mounts->items] : NULL;

	*skip = false;
	if (mount)
		state->was_met = true;
	if (mount && mount->skip && !state->is_forced) {
		*skip = true;
		/* What is seen elsewhere is told at the end: that place may turn out not to be walked. */
		return mount->elsewhere ? 0 : tell_mount(walk, mount);
	}
	if (!is_store(path))
		return 0;
	*skip = true;
	if (push_path(&walk->closed, path) < 0)
		return SSLINV_E_MEMORY;
	return sslinv_facts_add_problem(walk->examiner->facts, "walk", path, false,
					"not entered: the images of other roots lie there; scan one with --root");
}

static int unreadable(struct sslinv_examiner *examiner, const char *path, int number)
{
	return sslinv_examine_unreadable(examiner, &examiner->facts->walk_complete, "walk", path, strerror(number));
}

/* Is it the directory that the whole root is, under another path, as that of the deployment an OSTree host runs from? */
static bool is_root_itself(const struct sslinv_examiner *examiner, int fd)
{
	struct stat root, seen;

	return fstat(examiner->root->fd, &root) == 0 && fstat(fd, &seen) == 0 && root.st_dev == seen.st_dev &&
	       root.st_ino == seen.st_ino;
}

/* The lock is held. */
static int close_other_root(struct walk *walk, int fd, const char *directory, const struct sslinv_other_root *other)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = other->child ? sslinv_str_path(directory, other->child)
								  : strdup(directory);
	char *slash = path ? strrchr(path, '/') : NULL;

	if (!path || push_path(&walk->closed, path) < 0)
		return SSLINV_E_MEMORY;
	if (!other->is_store)
		return !other->child && is_root_itself(walk->examiner, fd)
			       ? sslinv_facts_add_problem(walk->examiner->facts, "walk", path, false,
							  "not entered: it is this root itself, under another path")
			       : tell_other_root(walk, path, other->what);
	/* Of layers that lie beside each other, their place is told once. */
	if (!other->child && slash > path)
		*slash = '\0';
	return tell_store(walk, path, other->what);
}

/* It looks like a root, and may be none: what lies in it is looked at, and which library it gets is not certain. */
static int note_half_root(struct walk *walk, const char *directory, const char *lacks)
{
	struct sslinv_examiner *examiner = walk->examiner;
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"looks like a system of its own, but lacks %s: its programs may get other libraries than those of this root",
		lacks);
	char *kept;
	int rc = 0;

	pthread_mutex_lock(&examiner->lock);
	if (!sslinv_map_find_text(&examiner->half_roots, directory)) {
		kept = sslinv_arena_strdup(&examiner->arena, directory);
		rc = kept ? sslinv_map_add_text(&examiner->half_roots, kept, kept) : SSLINV_E_MEMORY;
	}
	if (rc == 0)
		rc = message ? tell_root(walk, directory, message) : SSLINV_E_MEMORY;
	pthread_mutex_unlock(&examiner->lock);
	return rc;
}

/* Is the directory another root? *child is the one of its entries that is, if it is not itself. */
static int check_other_root(struct walk *walk, int fd, const char *directory, unsigned signs, bool *skip, const char **child)
{
	struct sslinv_other_root other;
	int rc;

	*skip = false;
	*child = NULL;
	if (strcmp(directory, "/") == 0)
		return 0;
	if (!sslinv_other_root_find(walk->examiner->root, fd, signs, &other))
		return other.lacks ? note_half_root(walk, directory, other.lacks) : 0;
	*skip = !other.child;
	*child = other.child;
	pthread_mutex_lock(&walk->examiner->lock);
	rc = close_other_root(walk, fd, directory, &other);
	pthread_mutex_unlock(&walk->examiner->lock);
	return rc;
}

/* A name that the caller of the walk wants to know of, whoever owns it. */
static int note(struct sslinv_examiner *examiner, const char *directory, const char *name)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, name);
	struct sslinv_raw *slot = NULL;

	if (!path)
		return SSLINV_E_MEMORY;
	pthread_mutex_lock(&examiner->lock);
	slot = sslinv_array_add(&examiner->facts->noted);
	if (slot)
		*slot = sslinv_raw(sslinv_arena_strdup(&examiner->facts->arena, path));
	if (slot && !slot->bytes)
		examiner->facts->noted.count--;
	pthread_mutex_unlock(&examiner->lock);
	return slot && slot->bytes ? 0 : SSLINV_E_MEMORY;
}

static int walk_entry(struct sslinv_examiner *examiner, struct pending *pending, int fd, const char *directory,
		      unsigned char type, const char *name, size_t first, size_t end)
{
	struct stat status;

	if (examiner->is_noted && examiner->is_noted(name) && note(examiner, directory, name) < 0)
		return SSLINV_E_MEMORY;
	if (type == DT_DIR)
		return push(pending, directory, name);
	if (type == DT_LNK)
		return sslinv_examine_link(examiner, fd, directory, name);
	if (type != DT_REG && type != DT_UNKNOWN)
		return 0;
	/* What a package lists was examined already. */
	if (sslinv_owned_find(examiner->facts, first, end, sslinv_raw(name)) != SSLINV_NO_PACKAGE && type == DT_REG)
		return 0;
	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0)
		return errno == ENOENT ? 0 : unreadable(examiner, directory, errno);
	if (S_ISDIR(status.st_mode))
		return push(pending, directory, name);
	if (S_ISLNK(status.st_mode))
		return sslinv_examine_link(examiner, fd, directory, name);
	if (!S_ISREG(status.st_mode) ||
	    sslinv_owned_find(examiner->facts, first, end, sslinv_raw(name)) != SSLINV_NO_PACKAGE)
		return 0;
	return sslinv_examine(examiner, fd, directory, name, &status, SSLINV_NO_PACKAGE, &examiner->facts->walk_complete);
}

_Static_assert(offsetof(struct dirent, d_name) == offsetof(struct dirent, d_type) + 1, "a byte of type, then the name");

/* Reads the names of all entries; nothing of them is looked at before it is known whether they belong to this root. */
static int read_entries(struct sslinv_examiner *examiner, DIR *stream, const char *directory, struct entries *entries)
{
	for (;;) {
		const struct dirent *entry;

		errno = 0;
		entry = readdir(stream);
		if (!entry)
			return errno == 0 ? 0 : unreadable(examiner, directory, errno);
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		sslinv_other_root_sign(&entries->signs, entry->d_name);
		/* The type and the name behind it, in one piece. */
		if (sslinv_str_add_bytes(&entries->bytes, (const char *)entry + offsetof(struct dirent, d_type),
					 strlen(entry->d_name) + 2) < 0)
			return SSLINV_E_MEMORY;
	}
}

static void free_entries(struct entries *entries)
{
	sslinv_str_free(&entries->bytes);
}

static int walk_directory(struct walk *walk, struct pending *pending, const char *directory)
{
	struct sslinv_examiner *examiner = walk->examiner;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(examiner->root, directory,
									   O_RDONLY | O_DIRECTORY);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = NULL;
	SSLINV_CLEANUP(free_entries) struct entries entries = { 0 };
	size_t first, end;
	const char *child = NULL;
	bool skip = false;
	int rc;

	if (fd < 0)
		return fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP ? 0 : unreadable(examiner, directory, -fd);
	stream = fdopendir(fd);
	if (!stream)
		return SSLINV_E_MEMORY;
	(void)sslinv_take_fd(&fd);
	rc = read_entries(examiner, stream, directory, &entries);
	if (rc == 0)
		rc = check_other_root(walk, dirfd(stream), directory, entries.signs, &skip, &child);
	if (rc < 0 || skip)
		return rc;
	sslinv_owned_directory(examiner->facts, sslinv_raw(directory), &first, &end);
	for (size_t at = 0; at < entries.bytes.length && rc == 0; at += strlen(entries.bytes.data + at + 1) + 2) {
		const char *name = entries.bytes.data + at + 1;

		if (!child || strcmp(child, name) != 0)
			rc = walk_entry(examiner, pending, dirfd(stream), directory, (unsigned char)entries.bytes.data[at],
					name, first, end);
	}
	return rc;
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
	int rc = check_entry(walk, directory, &skip);

	if (rc < 0 || skip)
		return rc;
	pthread_mutex_unlock(&walk->examiner->lock);
	rc = walk_directory(walk, &found, directory);
	pthread_mutex_lock(&walk->examiner->lock);
	return rc < 0 ? rc : hand_over(walk, &found);
}

static void work(void *context)
{
	struct walk *walk = context;

	pthread_mutex_lock(&walk->examiner->lock);
	for (;;) {
		int rc;

		while (walk->pending.count == 0 && walk->active > 0)
			pthread_cond_wait(&walk->changed, &walk->examiner->lock);
		if (walk->pending.count == 0 || walk->rc < 0)
			break;
		walk->active++;
		rc = walk_next(walk);
		walk->active--;
		if (rc < 0)
			walk->rc = rc;
		/* More to read, or the last one is done. */
		pthread_cond_broadcast(&walk->changed);
	}
	pthread_mutex_unlock(&walk->examiner->lock);
}

static bool is_below(const char *directory, const char *path)
{
	size_t length = strlen(directory);

	return strncmp(directory, path, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_closed(const struct walk *walk, const char *path)
{
	for (size_t i = 0; i < walk->closed.count; i++)
		if (is_below(walk->closed.items[i], path))
			return true;
	return false;
}

/* Does the mount lie in one that the walk came to and stayed out of? */
static bool is_hidden(const struct walk *walk, const struct sslinv_mount *mount)
{
	for (size_t i = 0; i < walk->mounts->count; i++)
		if (walk->mounts->items[i].skip && walk->mount_states[i].was_met && !walk->mount_states[i].is_forced &&
		    is_below(walk->mounts->items[i].path, mount->path))
			return true;
	return false;
}

/*
 * What was left out and is seen nowhere else: a bind mount whose other place turned out to be in another root, and a file
 * system that is mounted below one that was left out. Adds them to what is to be read.
 */
static int add_unseen(struct walk *walk)
{
	for (size_t i = 0; i < walk->mounts->count; i++) {
		const struct sslinv_mount *mount = &walk->mounts->items[i];
		struct mount_state *state = &walk->mount_states[i];
		bool is_unseen = mount->elsewhere ? state->was_met && is_closed(walk, mount->elsewhere)
						  : !mount->skip && !state->was_met && is_hidden(walk, mount);

		if (state->is_forced || !is_unseen || is_closed(walk, mount->path))
			continue;
		state->is_forced = true;
		if (push_path(&walk->pending, mount->path) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/*
 * A bind mount also shows what other mounts hide at its other place: the directories below their mount points. Adds those.
 */
static int lift(struct walk *walk, const struct sslinv_mount *mount)
{
	size_t length = strlen(mount->elsewhere);

	for (size_t i = 0; i < walk->mounts->count; i++) {
		const struct sslinv_mount *over = &walk->mounts->items[i];
		const char *rest = over->path + (length > 1 ? length : 0);
		const char *above = strcmp(mount->subtree, "/") == 0 ? "" : mount->subtree;
		size_t above_length = strlen(above);

		if ((length > 1 && !is_below(mount->elsewhere, over->path)) || !*rest || strcmp(rest, "/") == 0)
			continue;
		/* That directory, bound onto itself. */
		if (over->major == mount->major && over->minor == mount->minor &&
		    strncmp(over->subtree, above, above_length) == 0 && strcmp(over->subtree + above_length, rest) == 0)
			continue;
		if (push_taken(&walk->pending, sslinv_str_format("%s%s", mount->path, rest)) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int add_lifted(struct walk *walk)
{
	for (size_t i = 0; i < walk->mounts->count; i++) {
		const struct sslinv_mount *mount = &walk->mounts->items[i];
		struct mount_state *state = &walk->mount_states[i];

		if (!mount->elsewhere || !state->was_met || state->is_forced || state->was_lifted)
			continue;
		state->was_lifted = true;
		if (lift(walk, mount) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int tell_mounts_seen_elsewhere(struct walk *walk)
{
	int rc = 0;

	for (size_t i = 0; i < walk->mounts->count && rc == 0; i++)
		if (walk->mounts->items[i].elsewhere && walk->mount_states[i].was_met && !walk->mount_states[i].is_forced)
			rc = tell_mount(walk, &walk->mounts->items[i]);
	return rc;
}

static void run(struct walk *walk)
{
	walk->rc = push_path(&walk->pending, "/");
	while (walk->rc == 0 && walk->pending.count > 0) {
		sslinv_workers_run(work, walk);
		if (walk->rc == 0)
			walk->rc = add_unseen(walk);
		if (walk->rc == 0)
			walk->rc = add_lifted(walk);
	}
	if (walk->rc == 0)
		walk->rc = tell_mounts_seen_elsewhere(walk);
}

int sslinv_walk(struct sslinv_examiner *examiner, const struct sslinv_mounts *mounts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct mount_state *states = calloc(mounts->count + 1, sizeof(*states));
	struct walk walk = { .examiner = examiner, .mounts = mounts, .mount_states = states };

	examiner->facts->walk_complete = true;
	if (!states || pthread_cond_init(&walk.changed, NULL) != 0)
		return sslinv_error_memory(error);
	run(&walk);
	free_pending(&walk.pending);
	free_pending(&walk.closed);
	(void)pthread_cond_destroy(&walk.changed);
	return walk.rc < 0 ? sslinv_error_memory(error) : 0;
}
