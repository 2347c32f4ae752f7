/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package owns a file. */
#include "link/owned.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"

/* A directory, and its number until now. */
struct listed {
	struct sslinv_raw path;
	uint32_t index; /* in facts->directories as they were */
};

static int by_listed_path(const void *a, const void *b)
{
	const struct listed *left = a, *right = b;

	return strcmp(left->path.bytes, right->path.bytes);
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

int sslinv_owned_open(const struct sslinv_root *root, const char *listed, char **canonical)
{
	/* Nearly all paths are canonical: no link has to be followed, and nothing has to be asked for. */
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(root, listed, O_PATH | O_DIRECTORY);
	SSLINV_CLEANUP(sslinv_close_fd) int followed = -1;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

	*canonical = NULL;
	if ((fd >= 0 && is_plain(listed)) || (fd < 0 && fd != -ELOOP))
		return fd >= 0 ? sslinv_take_fd(&fd) : fd;
	followed = sslinv_root_openat(root, listed, O_PATH | O_DIRECTORY);
	if (followed < 0)
		return followed;
	path = sslinv_root_path_of(root, followed);
	/* Gone meanwhile (EXDEV: it is nowhere in the root); else too long for the kernel to say, or no /proc to ask. */
	if (!path)
		return errno == EXDEV ? -ENOENT : -errno;
	if (strcmp(path, listed) != 0)
		*canonical = sslinv_take_ptr(path);
	return sslinv_take_fd(&followed);
}

static int by_name_and_package(const void *a, const void *b)
{
	const struct sslinv_owned_file *left = a, *right = b;
	int order = strcmp(left->name.bytes, right->name.bytes);

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
		if (kept == 0 || strcmp(facts->directories.items[kept - 1].bytes, entries[i].path.bytes) != 0)
			facts->directories.items[kept++] = entries[i].path;
		map[entries[i].index] = (uint32_t)(kept - 1);
	}
	facts->directories.count = kept;
}

/* Sorts the files by directory, with the directories' new numbers: by counting, as the directories are few. */
static int sort_files(struct sslinv_facts *facts, const uint32_t *map)
{
	size_t count = facts->owned_files.count;
	SSLINV_CLEANUP(sslinv_free_ptr) size_t *ends = calloc(facts->directories.count + 1, sizeof(*ends));
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_owned_file *files = malloc((count + 1) * sizeof(*files));

	if (!ends || !files)
		return SSLINV_E_MEMORY;
	memcpy(files, facts->owned_files.items, count * sizeof(*files));
	for (size_t i = 0; i < count; i++)
		ends[map[files[i].directory]]++;
	for (size_t i = 1; i < facts->directories.count; i++)
		ends[i] += ends[i - 1];
	for (size_t i = count; i-- > 0;) {
		files[i].directory = map[files[i].directory];
		facts->owned_files.items[--ends[files[i].directory]] = files[i];
	}
	/* What were the ends are the begins now. */
	for (size_t i = 0; i < facts->directories.count; i++) {
		size_t end = i + 1 < facts->directories.count ? ends[i + 1] : count;

		if (end - ends[i] > 1)
			qsort(facts->owned_files.items + ends[i], end - ends[i], sizeof(*files), by_name_and_package);
	}
	return 0;
}

int sslinv_owned_sort(struct sslinv_facts *facts, struct sslinv_error *error)
{
	size_t count = facts->directories.count;
	SSLINV_CLEANUP(sslinv_free_ptr) struct listed *entries = calloc(count + 1, sizeof(*entries));
	SSLINV_CLEANUP(sslinv_free_ptr) uint32_t *map = calloc(count + 1, sizeof(*map));

	if (!entries || !map)
		return sslinv_error_memory(error);
	if (facts->owned_files.count == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct listed){ .path = facts->directories.items[i], .index = (uint32_t)i };
	number(facts, entries, count, map);
	return sort_files(facts, map) < 0 ? sslinv_error_memory(error) : 0;
}

static int compare_directory(const void *index, const void *file)
{
	return sslinv_compare(*(const size_t *)index, ((const struct sslinv_owned_file *)file)->directory);
}

/* The first bytes of a path. */
struct part {
	const char *bytes;
	size_t length;
};

static int compare_path(const void *wanted, const void *directory)
{
	const struct part *part = wanted;
	const char *path = ((const struct sslinv_raw *)directory)->bytes;
	int order = strncmp(part->bytes, path, part->length);

	return order ? order : path[part->length] ? -1 : 0;
}

static int compare_name(const void *name, const void *file)
{
	return strcmp(name, ((const struct sslinv_owned_file *)file)->name.bytes);
}

static void find_directory(const struct sslinv_facts *facts, struct part path, size_t *first, size_t *end)
{
	const struct sslinv_owned_file *files = facts->owned_files.items;
	const struct sslinv_raw *found = sslinv_search_find(&path, facts->directories.items, facts->directories.count,
							    sizeof(*found), compare_path);
	size_t index, count = facts->owned_files.count;

	*first = *end = 0;
	if (!found)
		return;
	index = (size_t)(found - facts->directories.items);
	*first = sslinv_search_first(&index, files, count, sizeof(*files), compare_directory);
	*end = sslinv_search_end(&index, files, count, sizeof(*files), compare_directory);
}

void sslinv_owned_directory(const struct sslinv_facts *facts, struct sslinv_raw directory, size_t *first, size_t *end)
{
	find_directory(facts, (struct part){ directory.bytes, strlen(directory.bytes) }, first, end);
}

uint32_t sslinv_owned_find(const struct sslinv_facts *facts, size_t first, size_t end, struct sslinv_raw name)
{
	const struct sslinv_owned_file *found, *files = facts->owned_files.items;

	if (first == end)
		return SSLINV_NO_PACKAGE;
	found = sslinv_search_find(name.bytes, &files[first], end - first, sizeof(*files), compare_name);
	return found ? found->package : SSLINV_NO_PACKAGE;
}

uint32_t sslinv_owned_by_path(const struct sslinv_facts *facts, struct sslinv_raw path)
{
	const char *slash = strrchr(path.bytes, '/');
	size_t first, end;

	if (!slash)
		return SSLINV_NO_PACKAGE;
	/* The directory of `/file` is `/`. */
	find_directory(facts, (struct part){ path.bytes, slash > path.bytes ? (size_t)(slash - path.bytes) : 1 }, &first,
		       &end);
	return sslinv_owned_find(facts, first, end, sslinv_raw(slash + 1));
}
