/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package owns a file. */
#include "link/owned.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

/* A directory as a package lists it, and where it ends up. */
struct listed {
	const char *path;
	uint32_t index; /* in facts->directories as they were */
};

static int by_listed_path(const void *a, const void *b)
{
	const struct listed *left = a, *right = b;

	return strcmp(left->path, right->path);
}

/* A path without empty, `.` and `..` components. */
static bool is_plain(const char *path)
{
	for (const char *at = path; *at; at += strcspn(at, "/")) {
		size_t length = strcspn(++at, "/");

		if (length == 0 || (length == 1 && at[0] == '.') || (length == 2 && at[0] == '.' && at[1] == '.'))
			return path[0] == '/' && path[1] == '\0';
	}
	return true;
}

/* The canonical path of one directory, in the arena; `listed` itself where it is canonical already or is not there. */
static const char *canonical(const struct sslinv_root *root, const char *listed, struct sslinv_facts *facts, bool *failed)
{
	/* Nearly all are what they are called: then there is no link to follow, and nothing to ask for. */
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(root, listed, O_PATH | O_DIRECTORY);
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

	*failed = false;
	if (fd >= 0 && is_plain(listed))
		return listed;
	if (fd == -ELOOP || fd >= 0) {
		int followed = sslinv_root_openat(root, listed, O_PATH | O_DIRECTORY);

		if (fd >= 0)
			close(fd);
		fd = followed;
	}
	if (fd < 0) {
		/* A package's directory that somebody removed, or a link in its place that leads nowhere, holds no files. */
		*failed = fd != -ENOENT && fd != -ENOTDIR && fd != -ELOOP;
		errno = -fd;
		return listed;
	}
	path = sslinv_root_path_of(root, fd);
	if (!path && errno == ENOMEM)
		return NULL;
	if (!path) {
		/* Gone meanwhile; else it is too long for the kernel to say, or there is no /proc to ask. */
		*failed = errno != ENOENT && errno != EXDEV;
		return listed;
	}
	return strcmp(path, listed) == 0 ? listed : sslinv_arena_strdup(&facts->arena, path);
}

static int by_directory_and_name(const void *a, const void *b)
{
	const struct sslinv_owned_file *left = a, *right = b;
	int order;

	if (left->directory != right->directory)
		return left->directory < right->directory ? -1 : 1;
	order = strcmp(left->name, right->name);
	if (order != 0)
		return order;
	return left->package < right->package ? -1 : left->package > right->package;
}

/* Sorts `entries` and makes facts->directories the different ones among their paths; map[old index] is the new one. */
static void number(struct sslinv_facts *facts, struct listed *entries, size_t count, uint32_t *map)
{
	size_t kept = 0;

	qsort(entries, count, sizeof(*entries), by_listed_path);
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || strcmp(facts->directories.items[kept - 1], entries[i].path) != 0)
			facts->directories.items[kept++] = entries[i].path;
		map[entries[i].index] = (uint32_t)(kept - 1);
	}
	facts->directories.count = kept;
}

static void renumber_files(struct sslinv_facts *facts, const uint32_t *map)
{
	for (size_t i = 0; i < facts->owned_files.count; i++)
		facts->owned_files.items[i].directory = map[facts->owned_files.items[i].directory];
}

int sslinv_owned_settle(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
{
	size_t count = facts->directories.count;
	SSLINV_CLEANUP(sslinv_free_ptr) struct listed *entries = calloc(count + 1, sizeof(*entries));
	SSLINV_CLEANUP(sslinv_free_ptr) uint32_t *map = calloc(count + 1, sizeof(*map));

	if (!entries || !map)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct listed){ .path = facts->directories.items[i], .index = (uint32_t)i };
	/* First the different names as listed, so that each is looked up once; then the different places they mean. */
	number(facts, entries, count, map);
	renumber_files(facts, map);
	count = facts->directories.count;
	for (size_t i = 0; i < count; i++) {
		bool failed;
		const char *path = canonical(root, facts->directories.items[i], facts, &failed);

		if (!path)
			return sslinv_error_memory(error);
		if (failed) {
			SSLINV_CLEANUP(sslinv_free_ptr)
			char *message = sslinv_str_format("cannot be looked up: %s", strerror(errno));

			facts->files_complete = false;
			if (!message || sslinv_facts_add_problem(facts, "files", path, true, message) < 0)
				return sslinv_error_memory(error);
		}
		entries[i] = (struct listed){ .path = path, .index = (uint32_t)i };
	}
	number(facts, entries, count, map);
	renumber_files(facts, map);
	if (facts->owned_files.count)
		qsort(facts->owned_files.items, facts->owned_files.count, sizeof(*facts->owned_files.items), by_directory_and_name);
	return 0;
}

/* The first owned file whose directory's index is at least `directory`. */
static size_t lower_bound(const struct sslinv_facts *facts, size_t directory)
{
	size_t low = 0, high = facts->owned_files.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (facts->owned_files.items[middle].directory < directory)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void sslinv_owned_directory(const struct sslinv_facts *facts, const char *directory, size_t *first, size_t *end)
{
	size_t low = 0, high = facts->directories.count;

	*first = *end = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(facts->directories.items[middle], directory);

		if (order == 0) {
			*first = lower_bound(facts, middle);
			*end = lower_bound(facts, middle + 1);
			return;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
}

uint32_t sslinv_owned_find(const struct sslinv_facts *facts, size_t first, size_t end, const char *name)
{
	size_t high = end;

	while (first < high) {
		size_t middle = first + (high - first) / 2;

		if (strcmp(facts->owned_files.items[middle].name, name) < 0)
			first = middle + 1;
		else
			high = middle;
	}
	if (first < end && strcmp(facts->owned_files.items[first].name, name) == 0)
		return facts->owned_files.items[first].package;
	return SSLINV_NO_PACKAGE;
}

uint32_t sslinv_owned_by_path(const struct sslinv_facts *facts, const char *path)
{
	const char *slash = strrchr(path, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = slash > path ? strndup(path, (size_t)(slash - path)) : strdup("/");
	size_t first, end;

	if (!slash || !directory)
		return SSLINV_NO_PACKAGE;
	sslinv_owned_directory(facts, directory, &first, &end);
	return sslinv_owned_find(facts, first, end, slash + 1);
}
