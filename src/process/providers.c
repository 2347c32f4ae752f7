/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The libraries that a scan found, or one before, by their paths and by what they are on disk. */
#include "process/providers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"

static int compare_paths(const void *a, const void *b)
{
	const struct sslinv_provider_file *left = a, *right = b;

	int order = strcmp(left->path, right->path);

	/* What was found now goes before what was known. */
	return order ? order : (left->library == NULL) - (right->library == NULL);
}

static int compare_path(const void *wanted, const void *item)
{
	const struct sslinv_provider_file *file = item;

	return strcmp(wanted, file->path);
}

static int compare_inodes(const void *a, const void *b)
{
	const struct sslinv_provider_file *left = a, *right = b;

	return sslinv_compare(left->inode, right->inode);
}

/* A path that looks like one of a member of an archive: is the archive there? It is never mapped itself. */
static int look_at_archive(const struct sslinv_root *root, const char *path, int64_t *changed, bool *found)
{
	const char *mark = strstr(path, "!/");
	SSLINV_CLEANUP(sslinv_free_ptr) char *archive = mark ? strndup(path, (size_t)(mark - path)) : NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct stat status;

	*found = false;
	if (!mark)
		return 0;
	if (!archive)
		return SSLINV_E_MEMORY;
	fd = sslinv_root_open_no_links(root, archive, O_PATH);
	if (fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	*found = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	if (*found && status.st_ctim.tv_sec > *changed)
		*changed = status.st_ctim.tv_sec;
	return 0;
}

/* What is not there any more, or is no plain file, has no number, and went nobody knows when. */
static int look(const struct sslinv_root *root, struct sslinv_provider_file *file, int64_t *changed)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(root, file->path, O_PATH);
	struct stat status;
	bool is_member;

	if (fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		if (look_at_archive(root, file->path, changed, &is_member) < 0)
			return SSLINV_E_MEMORY;
		*changed = is_member ? *changed : INT64_MAX;
		return 0;
	}
	file->device = status.st_dev;
	file->inode = status.st_ino;
	if (status.st_ctim.tv_sec > *changed)
		*changed = status.st_ctim.tv_sec;
	return 0;
}

int sslinv_provider_files_find(const struct sslinv_root *root, const struct sslinv_facts *facts,
			       struct sslinv_provider_files *files)
{
	size_t count = facts->libraries.count + facts->known_paths.count;

	files->by_path = calloc(count + 1, sizeof(*files->by_path));
	files->by_inode = calloc(count + 1, sizeof(*files->by_inode));
	if (!files->by_path || !files->by_inode)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const struct sslinv_library *library = i < facts->libraries.count ? &facts->libraries.items[i] : NULL;
		const char *path = library ? library->path : facts->known_paths.items[i - facts->libraries.count];
		struct sslinv_provider_file *file = &files->by_path[files->count];

		if (!path)
			continue;
		*file = (struct sslinv_provider_file){ .path = sslinv_str_unquoted(path), .library = library };
		if (!file->path)
			return SSLINV_E_MEMORY;
		files->count++;
		if (look(root, file, &files->changed) < 0)
			return SSLINV_E_MEMORY;
	}
	memcpy(files->by_inode, files->by_path, files->count * sizeof(*files->by_path));
	qsort(files->by_path, files->count, sizeof(*files->by_path), compare_paths);
	qsort(files->by_inode, files->count, sizeof(*files->by_inode), compare_inodes);
	return 0;
}

void sslinv_provider_files_free(struct sslinv_provider_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->by_path[i].path);
	free(files->by_path);
	free(files->by_inode);
	memset(files, 0, sizeof(*files));
}

const struct sslinv_provider_file *sslinv_provider_by_path(const struct sslinv_provider_files *files, const char *path)
{
	size_t first = sslinv_search_first(path, files->by_path, files->count, sizeof(*files->by_path), compare_path);

	return first < files->count && strcmp(files->by_path[first].path, path) == 0 ? &files->by_path[first] : NULL;
}

static size_t first_of_inode(const struct sslinv_provider_files *files, uint64_t inode)
{
	const struct sslinv_provider_file wanted = { .inode = (ino_t)inode };

	return sslinv_search_first(&wanted, files->by_inode, files->count, sizeof(*files->by_inode), compare_inodes);
}

const struct sslinv_library *sslinv_provider_by_file(const struct sslinv_provider_files *files, const struct stat *status)
{
	for (size_t i = first_of_inode(files, status->st_ino); i < files->count; i++) {
		if (files->by_inode[i].inode != status->st_ino)
			break;
		if (files->by_inode[i].device == status->st_dev && files->by_inode[i].library)
			return files->by_inode[i].library;
	}
	return NULL;
}

bool sslinv_provider_has_inode(const struct sslinv_provider_files *files, uint64_t inode)
{
	size_t first = first_of_inode(files, inode);

	return first < files->count && files->by_inode[first].inode == inode;
}
