/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mapped file beside what is on disk in its place. */
#include "process/disk.h"

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "openssl/soname.h"
#include "process/mapped_file.h"

static const struct {
	enum sslinv_process_state state;
	const char *evidence;
} fates[SSLINV_MAPPED_FATE_COUNT] = {
	[SSLINV_MAPPED_SAME] = { SSLINV_PROCESS_CURRENT, "the file on disk is the mapped one" },
	[SSLINV_MAPPED_SAME_CONTENTS] = { SSLINV_PROCESS_CURRENT, "the file was replaced by one of the same contents" },
	[SSLINV_MAPPED_SAME_BUILD] = { SSLINV_PROCESS_CURRENT, "the file was replaced by one of the same build ID" },
	[SSLINV_MAPPED_UNCHANGED] = { SSLINV_PROCESS_CURRENT, "the file on disk has not changed since the process started" },
	[SSLINV_MAPPED_REPLACED] = { SSLINV_PROCESS_STALE, "the file was replaced" },
	[SSLINV_MAPPED_UNCOMPARED] = { SSLINV_PROCESS_UNKNOWN,
				       "the file was replaced, and the contents could not be compared" },
	[SSLINV_MAPPED_DELETED] = { SSLINV_PROCESS_STALE, "the file was deleted, and none took its place" },
	[SSLINV_MAPPED_RENAMED] = { SSLINV_PROCESS_STALE, "the file was renamed, and another took its place" },
	[SSLINV_MAPPED_RELINKED] = { SSLINV_PROCESS_STALE, "the soname of the file leads to another file now" },
	[SSLINV_MAPPED_REWRITTEN] = { SSLINV_PROCESS_UNKNOWN, "the file was changed in place after the process started" },
	[SSLINV_MAPPED_INCOMPARABLE] = { SSLINV_PROCESS_UNKNOWN,
					 "the kernel does not tell whether the file on disk is the mapped one" },
	[SSLINV_MAPPED_NETWORK] = { SSLINV_PROCESS_UNKNOWN, "the file is on a network file system" },
	[SSLINV_MAPPED_NOT_SEEN] = { SSLINV_PROCESS_UNKNOWN, "the file cannot be seen where the process has it from" },
};

enum sslinv_process_state sslinv_mapped_state(enum sslinv_mapped_fate fate)
{
	return fates[fate].state;
}

const char *sslinv_mapped_evidence(enum sslinv_mapped_fate fate)
{
	return fates[fate].evidence;
}

/* Whether two are one file. */
enum identity { IS_SAME, IS_OTHER, IS_OPEN };

/* A file on disk that is looked at. */
struct found {
	bool is_there;
	enum identity identity;
	struct stat status;
};

struct look {
	const struct sslinv_provider_files *files;
	const struct sslinv_mount_view *view;
	const struct sslinv_map *map;
	struct sslinv_mapped_file file; /* what is mapped, as far as it may be looked at */
	struct sslinv_arena *arena;
	struct sslinv_mapped *mapped;
};

/*
 * Btrfs gives every subvolume a device number that maps does not show, and overlayfs shows its layers' files or its own,
 * from one kernel to the other: numbers out of maps compare only on the same device. Those of map_files always do.
 */
static enum identity identity_of(const struct look *look, const struct stat *status)
{
	if (look->file.has_status)
		return look->file.status.st_dev == status->st_dev && look->file.status.st_ino == status->st_ino ? IS_SAME
														: IS_OTHER;
	if (major(status->st_dev) == look->map->major && minor(status->st_dev) == look->map->minor)
		return look->map->inode == status->st_ino ? IS_SAME : IS_OTHER;
	return IS_OPEN;
}

static struct found find(const struct look *look, const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(&look->view->root, path, O_PATH);
	struct found found = { 0 };

	if (fd < 0 || fstat(fd, &found.status) < 0 || !S_ISREG(found.status.st_mode))
		return found;
	found.is_there = true;
	found.identity = identity_of(look, &found.status);
	return found;
}

/* The time when the file was made, where its file system keeps that; 0 where not. */
static int64_t birth_of(const struct look *look, const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(&look->view->root, path, O_PATH);
	struct statx status;

	if (fd < 0 || statx(fd, "", AT_EMPTY_PATH, STATX_BTIME, &status) < 0 || !(status.stx_mask & STATX_BTIME))
		return 0;
	return status.stx_btime.tv_sec;
}

/* The library that the file on disk is, of those that the scan found. */
static const struct sslinv_library *library_of(const struct look *look, const char *path, const struct found *found)
{
	const struct sslinv_library *library = sslinv_provider_by_file(look->files, &found->status);

	const struct sslinv_provider_file *known = library || !look->view->is_own
							   ? NULL
							   : sslinv_provider_by_path(look->files, path);

	return known ? known->library : library;
}

/* Keeps what is known of the file in place. Returns 0 or SSLINV_E_MEMORY. */
static int conclude(struct look *look, enum sslinv_mapped_fate fate, const char *path, const char *place,
		    const struct found *found)
{
	struct sslinv_mapped *mapped = look->mapped;

	mapped->fate = fate;
	mapped->path = sslinv_arena_strdup(look->arena, path);
	if (found && found->is_there) {
		mapped->in_place = library_of(look, place, found);
		mapped->born = birth_of(look, place);
		mapped->modified = found->status.st_mtim.tv_sec;
		mapped->changed = found->status.st_ctim.tv_sec;
	}
	return mapped->path ? 0 : SSLINV_E_MEMORY;
}

/* The length of the longest beginning of a name that can be a library's own: `libssl.so.3` of `libssl.so.3.bak`. */
static size_t plain_length(const char *name)
{
	const char *at = strstr(name, ".so");

	for (at = at ? at + 3 : name + strlen(name); at[0] == '.' && isdigit((unsigned char)at[1]);)
		for (at++; isalnum((unsigned char)*at);)
			at++;
	return (size_t)(at - name);
}

/*
 * What stands in the place of a file whose own name is taken by nobody: the file of the longest name that it can have had,
 * `libcrypto.so.3.0.7`, then `libcrypto.so.3`. *place is the path of it; the caller frees.
 */
static int find_in_place(const struct look *look, const char *path, char **place, struct found *found)
{
	size_t directory = (size_t)(strrchr(path, '/') + 1 - path), length = plain_length(path + directory);
	const char *so = strstr(path + directory, ".so");
	size_t shortest = so ? (size_t)(so - path) + 3 : strlen(path);

	length += directory;
	do {
		free(*place);
		*place = sslinv_str_format("%.*s", (int)length, path);
		if (!*place)
			return SSLINV_E_MEMORY;
		*found = find(look, *place);
		while (length > shortest && path[--length] != '.')
			;
	} while (length > shortest && !found->is_there);
	return 0;
}

/* What has another inode may have the same contents: a restore, a package that was installed again. */
static enum sslinv_mapped_fate compare_contents(struct look *look, const char *place, const struct found *found)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	bool is_same_size = look->file.has_status && found->status.st_size == look->file.status.st_size;

	if (look->file.fd >= 0)
		fd = sslinv_root_open_regular(&look->view->root, place);
	if (fd < 0)
		return SSLINV_MAPPED_UNCOMPARED;
	if (is_same_size && sslinv_mapped_file_equals(&look->file, fd))
		return SSLINV_MAPPED_SAME_CONTENTS;
	if (sslinv_mapped_file_is_same_build(&look->file, fd))
		return SSLINV_MAPPED_SAME_BUILD;
	return SSLINV_MAPPED_REPLACED;
}

/* The mapped file is at `path`. Is it what a process that starts now would get? */
static int look_at_same(struct look *look, const char *path, const struct found *found)
{
	const struct sslinv_library *library = library_of(look, path, found);
	const char *name = strrchr(path, '/') + 1;
	SSLINV_CLEANUP(sslinv_free_ptr) char *place = NULL;
	struct found other = { 0 };

	/* `libcrypto.so.3.0.7` stays where `libcrypto.so.3` leads to 3.0.8. */
	if (library && library->soname && !strchr(library->soname, '/') && strcmp(library->soname, name) != 0 &&
	    sslinv_soname_is_openssl(library->soname)) {
		place = sslinv_str_format("%.*s%s", (int)(name - path), path, library->soname);
		if (!place)
			return SSLINV_E_MEMORY;
		other = find(look, place);
		if (other.is_there && other.identity == IS_OTHER)
			return conclude(look,
					plain_length(name) == strlen(name) ? SSLINV_MAPPED_RELINKED : SSLINV_MAPPED_RENAMED,
					path, place, &other);
	} else if (sslinv_soname_is_openssl(name) && plain_length(name) < strlen(name)) {
		if (find_in_place(look, path, &place, &other) < 0)
			return SSLINV_E_MEMORY;
		if (other.is_there && other.identity == IS_OTHER)
			return conclude(look, SSLINV_MAPPED_RENAMED, path, place, &other);
	}
	return conclude(look, SSLINV_MAPPED_SAME, path, path, found);
}

/* The kernel says that the file lost the name `path`: another has it, or none. */
static int look_at_lost(struct look *look, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *place = NULL;
	struct found found = find(look, path);

	if (found.is_there && found.identity == IS_SAME)
		return look_at_same(look, path, &found);
	/* With another number it is another file, on whatever device; with the same one it may be it. */
	if (found.is_there && found.identity == IS_OPEN && found.status.st_ino == look->map->inode)
		return conclude(look, SSLINV_MAPPED_INCOMPARABLE, path, path, NULL);
	if (found.is_there)
		return conclude(look, compare_contents(look, path, &found), path, path, &found);
	if (sslinv_soname_is_openssl(path) && find_in_place(look, path, &place, &found) < 0)
		return SSLINV_E_MEMORY;
	if (found.is_there && found.identity != IS_SAME)
		return conclude(look, compare_contents(look, place, &found), path, place, &found);
	return conclude(look, SSLINV_MAPPED_DELETED, path, path, NULL);
}

/* Its path is not to be seen: the file itself may be one that the scan knows. */
static int look_at_unseen(struct look *look, const char *path, enum sslinv_mapped_fate fate)
{
	const struct sslinv_library *library = look->file.has_status && look->file.status.st_nlink > 0
						       ? sslinv_provider_by_file(look->files, &look->file.status)
						       : NULL;
	int rc = conclude(look, library ? SSLINV_MAPPED_SAME : fate, path, path, NULL);

	look->mapped->in_place = library;
	return rc;
}

static int look_at(struct look *look)
{
	const char *path = look->map->path;
	size_t length = sslinv_map_name_length(path);
	bool is_deleted = path[length] != '\0';
	const char *name = is_deleted ? sslinv_arena_strndup(look->arena, path, length) : path;
	struct found found;

	if (!name)
		return SSLINV_E_MEMORY;
	if (!look->view->has_root)
		return look_at_unseen(look, name, SSLINV_MAPPED_NOT_SEEN);
	if (sslinv_mounts_is_network(&look->view->mounts, name))
		return look_at_unseen(look, name, SSLINV_MAPPED_NETWORK);
	found = find(look, path);
	if (found.is_there && found.identity == IS_SAME)
		return look_at_same(look, path, &found);
	if (is_deleted)
		return look_at_lost(look, name);
	if (!found.is_there)
		return look_at_unseen(look, path, SSLINV_MAPPED_NOT_SEEN);
	if (found.identity == IS_OTHER)
		return conclude(look, compare_contents(look, path, &found), path, path, &found);
	/* Nothing says that it was replaced: its number and its times have to bear that out. */
	return conclude(look, SSLINV_MAPPED_INCOMPARABLE, path, found.status.st_ino == look->map->inode ? path : "",
			found.status.st_ino == look->map->inode ? &found : NULL);
}

/* The version of what is mapped: as the scan read it, or else as the mapped file itself says. */
static int find_version(struct look *look)
{
	struct sslinv_mapped *mapped = look->mapped;
	char version[SSLINV_MAPPED_VERSION_SIZE];

	if (sslinv_mapped_state(mapped->fate) == SSLINV_PROCESS_CURRENT && mapped->in_place) {
		mapped->version = mapped->in_place->version;
		return 0;
	}
	if (!sslinv_mapped_file_version(&look->file, version))
		return 0;
	mapped->version = sslinv_arena_strdup(look->arena, version);
	return mapped->version ? 0 : SSLINV_E_MEMORY;
}

int sslinv_mapped_look(const struct sslinv_provider_files *files, const struct sslinv_mount_view *view, int fd,
		       const struct sslinv_map *map, bool looks_into, struct sslinv_arena *arena,
		       struct sslinv_mapped *mapped)
{
	struct look look = { .files = files, .view = view, .map = map, .arena = arena, .mapped = mapped };
	int rc;

	memset(mapped, 0, sizeof(*mapped));
	look.file.fd = -1;
	/* A look at what a server holds may wait for it. */
	if (!view->has_root || !sslinv_mounts_is_network(&view->mounts, map->path))
		sslinv_mapped_file_open(fd, map, looks_into, &look.file);
	rc = look_at(&look);
	if (rc == 0)
		rc = find_version(&look);
	sslinv_mapped_file_close(&look.file);
	return rc;
}

enum sslinv_mapped_fate sslinv_mapped_fate_since(const struct sslinv_mapped *mapped, int64_t started, int64_t now)
{
	/* A file gets its contents when it is made, or those of an older one with their time. Later it is written into. */
	bool is_written = mapped->born ? mapped->modified > mapped->born + 1 : mapped->modified + 2 > mapped->changed;

	if (mapped->fate == SSLINV_MAPPED_SAME && is_written && mapped->modified > started + 1 && mapped->modified <= now)
		return SSLINV_MAPPED_REWRITTEN;
	if (mapped->fate == SSLINV_MAPPED_INCOMPARABLE && mapped->changed && mapped->changed < started)
		return SSLINV_MAPPED_UNCHANGED;
	return mapped->fate;
}
