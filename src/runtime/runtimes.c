/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runtimes of programming languages. */
#include "runtime/runtimes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "runtime/conda.h"
#include "runtime/environment.h"
#include "runtime/finder.h"
#include "runtime/kinds.h"
#include "runtime/python.h"
#include "runtime/through.h"

bool sslinv_runtime_wants(const char *name)
{
	return sslinv_python_wants(name) || sslinv_through_wants(name);
}

/* Paths that were noted, raw and canonical. */
struct paths {
	const char **items;
	size_t count, capacity;
};

static void free_paths(struct paths *paths)
{
	free(paths->items);
}

static int add_path(struct paths *paths, const char *path)
{
	const char **slot = path ? sslinv_array_add(paths) : NULL;

	if (!slot)
		return SSLINV_E_MEMORY;
	*slot = path;
	return 0;
}

/* The lists of packages name what the walk did not come to: in a scan of packages alone, all there is. */
static int add_listed(struct sslinv_finder *finder, struct paths *paths)
{
	const struct sslinv_facts *facts = finder->facts;
	int rc = 0;

	for (size_t i = 0; i < facts->directories.count && rc == 0; i++) {
		const char *directory = facts->directories.items[i].bytes, *name = strrchr(directory, '/');

		if (name && sslinv_runtime_wants(name + 1))
			rc = add_path(paths, directory);
	}
	for (size_t i = 0; i < facts->owned_files.count && rc == 0; i++) {
		const struct sslinv_owned_file *file = &facts->owned_files.items[i];

		if (sslinv_runtime_wants(file->name.bytes))
			rc = add_path(paths,
				      sslinv_finder_text(finder, "%s/%s", facts->directories.items[file->directory].bytes,
							 file->name.bytes));
	}
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each path as the root has it, sorted, each once; what is not there (any more) is left out. */
static int make_canonical(struct sslinv_finder *finder, struct paths *paths)
{
	size_t kept = 0;

	for (size_t i = 0; i < paths->count; i++) {
		SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(finder->root, paths->items[i], O_PATH);
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = fd >= 0 ? sslinv_root_path_of(finder->root, fd) : NULL;

		if (fd == -ENOMEM || (fd >= 0 && !path && errno == ENOMEM))
			return SSLINV_E_MEMORY;
		if (!path)
			continue;
		paths->items[kept] = sslinv_arena_strdup(&finder->arena, path);
		if (!paths->items[kept++])
			return SSLINV_E_MEMORY;
	}
	paths->count = kept;
	if (kept)
		qsort(paths->items, kept, sizeof(*paths->items), by_text);
	kept = 0;
	for (size_t i = 0; i < paths->count; i++)
		if (kept == 0 || strcmp(paths->items[kept - 1], paths->items[i]) != 0)
			paths->items[kept++] = paths->items[i];
	paths->count = kept;
	return 0;
}

/* All that was noted, each once. */
static int find_noted(struct sslinv_finder *finder, struct paths *paths)
{
	int rc = 0;

	for (size_t i = 0; i < finder->facts->noted.count && rc == 0; i++)
		rc = add_path(paths, finder->facts->noted.items[i].bytes);
	if (rc == 0)
		rc = add_listed(finder, paths);
	return rc < 0 ? rc : make_canonical(finder, paths);
}

/* Adds the uses of what gets OpenSSL by another library. */
static int add_through(struct sslinv_finder *finder, const struct paths *paths)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_use *uses = calloc(paths->count + 1, sizeof(*uses));
	size_t count = 0;
	int rc = uses ? 0 : SSLINV_E_MEMORY;

	for (size_t i = 0; i < paths->count && rc == 0; i++) {
		bool found = false;

		if (sslinv_through_wants(strrchr(paths->items[i], '/') + 1))
			rc = sslinv_through_find(finder, paths->items[i], &uses[count], &found);
		count += found;
	}
	return rc < 0 ? rc : sslinv_finder_add_uses(finder, uses, count);
}

static int take_noted(struct sslinv_finder *finder, const struct paths *paths)
{
	int rc = 0;

	for (size_t i = 0; i < paths->count && rc == 0; i++)
		rc = sslinv_python_noted(finder, paths->items[i]);
	return rc;
}

/* libssl or libcrypto itself: its group, if it is of one, is told by those that use it. */
static bool is_library(const struct sslinv_use *use)
{
	return use->library && use->library->evidence == SSLINV_EVIDENCE_NEEDED;
}

/*
 * A library that is no module's: conda keeps what each of its packages brought in a file `NAME-VERSION-BUILD.json`, and
 * those that bring libraries of OpenSSL are called so.
 */
static int take_conda(struct sslinv_finder *finder, const struct sslinv_use *use)
{
	struct sslinv_module module = { .path = use->path };
	const char *name = NULL;
	int rc;

	if (!use->library || use->library->brought_by || use->package != SSLINV_NO_PACKAGE)
		return 0;
	rc = sslinv_environment_find(finder, use->path, use->package, &module);
	if (rc == 0 && module.environment && strcmp(module.environment, "conda") == 0)
		rc = sslinv_conda_find(finder, module.environment_path, use->path, &name);
	if (rc < 0 || !name)
		return rc;
	use->library->brought_by = sslinv_facts_text(finder->facts, name);
	return use->library->brought_by ? 0 : SSLINV_E_MEMORY;
}

static int take_uses(struct sslinv_finder *finder, const struct sslinv_kinds *kinds)
{
	int rc = 0;

	for (int libraries = 0; libraries <= 1; libraries++)
		for (size_t i = 0; i < finder->uses.count && rc == 0; i++)
			if (is_library(&finder->uses.items[i]) == (libraries == 1)) {
				rc = sslinv_kinds_take(kinds, finder, &finder->uses.items[i]);
				if (rc == 0)
					rc = take_conda(finder, &finder->uses.items[i]);
			}
	return rc;
}

static int by_path_and_module(const void *a, const void *b)
{
	const struct sslinv_runtime *left = a, *right = b;
	int order = strcmp(left->path, right->path);

	if (order == 0)
		order = strcmp(left->module, right->module);
	return order ? order : sslinv_str_compare(left->library_path, right->library_path);
}

int sslinv_runtimes_find(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_finder_free) struct sslinv_finder finder = { 0 };
	SSLINV_CLEANUP(sslinv_kinds_free) struct sslinv_kinds *kinds = NULL;
	SSLINV_CLEANUP(free_paths) struct paths paths = { 0 };
	int rc = sslinv_finder_init(&finder, root, facts);

	if (rc == 0)
		rc = sslinv_kinds_new(&kinds);
	if (rc == 0)
		rc = find_noted(&finder, &paths);
	if (rc == 0)
		rc = add_through(&finder, &paths);
	if (rc == 0)
		rc = take_uses(&finder, kinds);
	if (rc == 0)
		rc = take_noted(&finder, &paths);
	if (facts->runtimes.count)
		qsort(facts->runtimes.items, facts->runtimes.count, sizeof(*facts->runtimes.items), by_path_and_module);
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
