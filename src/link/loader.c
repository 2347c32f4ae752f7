/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the file that the dynamic loader would map for a soname: glibc's ld.so(8) and musl's, each by its own rules. */
#include "link/loader.h"

#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "link/ld_so_conf.h"
#include "link/loader_abi.h"
#include "link/loader_path.h"

/* What is remembered of answers may take so much; beyond that each is looked for again. */
#define MAX_MEMO ((size_t)32 << 20)

/* An answer, by everything it hangs on. */
struct memo {
	const void *key;
	size_t key_length;
	const char *path;
	bool exact;
};

struct sslinv_loader {
	const struct sslinv_root *root;
	struct sslinv_problem_sink sink;
	struct sslinv_arena arena;
	struct sslinv_directories configured; /* of /etc/ld.so.conf */
	struct sslinv_loader_abis abis;
	void *memos; /* tsearch(3) tree */
	void *paths; /* tsearch(3) tree of the paths that were given out */
	size_t memo_size;
};

/* One search: where the answer comes together. */
struct search {
	struct sslinv_loader *loader;
	const struct sslinv_loader_abi *abi;
	const struct sslinv_elf *consumer;
	const char *soname;
	const char *found;    /* what a loader on a processor without extras takes; ends the search */
	const char *possible; /* what one on a better processor, or with other built-in names, may take before that */
	bool is_guess;        /* `found` lies where it is only likely that the loader looks */
};

static int compare_memos(const void *a, const void *b)
{
	const struct memo *left = a, *right = b;

	if (left->key_length != right->key_length)
		return left->key_length < right->key_length ? -1 : 1;
	return memcmp(left->key, right->key, left->key_length);
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(a, b);
}

int sslinv_loader_new(const struct sslinv_root *root, void (*problem)(void *context, const char *path, const char *message),
		      void *context, struct sslinv_loader **loader, struct sslinv_error *error)
{
	struct sslinv_loader *made = calloc(1, sizeof(*made));

	*loader = made;
	if (!made)
		return sslinv_error_memory(error);
	made->root = root;
	made->sink = (struct sslinv_problem_sink){ problem, context };
	return sslinv_ld_so_conf_read(root, &made->sink, &made->arena, &made->configured, error);
}

static void keep_node(void *node)
{
	(void)node; /* It lies in the arena. */
}

void sslinv_loader_free(struct sslinv_loader *loader)
{
	if (!loader)
		return;
	tdestroy(loader->memos, keep_node);
	tdestroy(loader->paths, keep_node);
	sslinv_loader_abis_free(&loader->abis);
	free(loader->configured.items);
	sslinv_arena_free(&loader->arena);
	free(loader);
}

/* The loader's own copy of a path, one for all answers. */
static const char *keep_path(struct sslinv_loader *loader, const char *path)
{
	char **node = tfind(path, &loader->paths, compare_strings);
	char *copy;

	if (node)
		return *node;
	copy = sslinv_arena_strdup(&loader->arena, path);
	return copy && tsearch(copy, &loader->paths, compare_strings) ? copy : NULL;
}

/* Is there a library for the consumer at `path`? Gives its canonical path, or NULL. */
static int try_path(struct search *search, const char *path, const char **found, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
	int result = sslinv_loader_open_library(search->loader->root, path, search->consumer, &canonical, error);

	*found = NULL;
	if (result < 0 || !canonical)
		return result;
	*found = keep_path(search->loader, canonical);
	return *found ? 0 : sslinv_error_memory(error);
}

static int try_in(struct search *search, const char *directory, const char *below, const char **found,
		  struct sslinv_error *error)
{
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "%s/%s%s%s", directory, below, *below ? "/" : "", search->soname);

	*found = NULL;
	return length > 0 && (size_t)length < sizeof(path) ? try_path(search, path, found, error) : 0;
}

static void take_found(struct search *search, const char *path, bool is_guess)
{
	if (!path)
		return;
	search->found = path;
	search->is_guess = is_guess;
}

static void take_possible(struct search *search, const char *path)
{
	if (!search->possible)
		search->possible = path;
}

/* One level of glibc-hwcaps in one directory. */
static int try_level(struct search *search, const char *directory, size_t level, struct sslinv_error *error)
{
	const struct sslinv_loader_abi *abi = search->abi;
	char below[64];
	const char *path;
	int result;

	if (abi->processor.levels_known && !abi->processor.levels[level])
		return 0;
	snprintf(below, sizeof(below), "glibc-hwcaps/%s", abi->machine->levels[level]);
	result = try_in(search, directory, below, &path, error);
	if (abi->processor.levels_known)
		take_found(search, path, false);
	else
		take_possible(search, path);
	return result;
}

static int try_levels(struct search *search, const char *directory, struct sslinv_error *error)
{
	int result = 0;

	for (size_t i = 0; i < SSLINV_LOADER_MAX_LEVELS && search->abi->machine->levels[i] && !search->found && result == 0;
	     i++)
		result = try_level(search, directory, i, error);
	return result;
}

/* The directory itself, and what only older loaders look at before it. */
static int try_plain(struct search *search, const char *directory, bool is_guess, struct sslinv_error *error)
{
	const char *path;
	int result = 0;

	if (!search->abi->is_musl)
		for (size_t i = 0; i < SSLINV_LOADER_MAX_LEGACY && search->abi->machine->legacy[i] && result == 0; i++) {
			result = try_in(search, directory, search->abi->machine->legacy[i], &path, error);
			take_possible(search, path);
		}
	if (result == 0)
		result = try_in(search, directory, "", &path, error);
	if (result == 0)
		take_found(search, path, is_guess);
	return result;
}

static int try_directory(struct search *search, const struct sslinv_loader_place *place, struct sslinv_error *error)
{
	const char *path;
	int result;

	if (place->is_alternative) {
		result = try_in(search, place->path, "", &path, error);
		take_possible(search, path);
		return result;
	}
	result = search->abi->is_musl ? 0 : try_levels(search, place->path, error);
	return result < 0 || search->found ? result : try_plain(search, place->path, place->is_guess, error);
}

/* RUNPATH, or RPATH where there is none. */
static int search_runpath(struct search *search, const char *origin, struct sslinv_error *error)
{
	const struct sslinv_elf *consumer = search->consumer;
	const char *list = consumer->runpath ? consumer->runpath : consumer->rpath;
	SSLINV_CLEANUP(sslinv_loader_places_free) struct sslinv_loader_places places = { 0 };
	int result;

	if (!list)
		return 0;
	result = sslinv_loader_expand_list(list, origin, search->abi, &places, error);
	for (size_t i = 0; i < places.count && result == 0 && !search->found; i++)
		result = try_directory(search, &places.items[i], error);
	return result;
}

static bool is_built_in(const struct sslinv_loader_abi *abi, const char *directory)
{
	for (size_t i = 0; i < abi->built_in.count; i++)
		if (strcmp(abi->built_in.items[i], directory) == 0)
			return true;
	return false;
}

/*
 * A directory of which ldconfig would put the libraries into its cache: the configured ones, then the built-in ones. NULL
 * for one that a file with DF_1_NODEFLIB does not want.
 */
static const char *cache_directory(const struct search *search, size_t index)
{
	const struct sslinv_directories *configured = &search->loader->configured;
	const char *directory;

	if (index >= configured->count)
		return search->consumer->no_default_lib ? NULL : search->abi->built_in.items[index - configured->count];
	directory = configured->items[index];
	return search->consumer->no_default_lib && is_built_in(search->abi, directory) ? NULL : directory;
}

/* In the cache a better level of glibc-hwcaps wins over any directory. */
static int search_cache(struct search *search, struct sslinv_error *error)
{
	const struct sslinv_loader_machine *machine = search->abi->machine;
	size_t count = search->loader->configured.count + search->abi->built_in.count;
	int result = 0;

	for (size_t level = 0; level < SSLINV_LOADER_MAX_LEVELS && machine->levels[level]; level++)
		for (size_t i = 0; i < count && !search->found && result == 0; i++)
			if (cache_directory(search, i))
				result = try_level(search, cache_directory(search, i), level, error);
	for (size_t i = 0; i < count && !search->found && result == 0; i++)
		if (cache_directory(search, i))
			result = try_plain(search, cache_directory(search, i), false, error);
	return result;
}

static int search_musl(struct search *search, struct sslinv_error *error)
{
	const struct sslinv_directories *directories = &search->abi->musl_path;
	int result = 0;

	for (size_t i = 0; i < directories->count && !search->found && result == 0; i++)
		result = try_plain(search, directories->items[i], false, error);
	return result;
}

/* A soname with a slash is a path; one that is not absolute hangs on the directory in which the program is started. */
static int search_path(struct search *search, const char *origin, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_loader_places_free) struct sslinv_loader_places places = { 0 };
	int result = sslinv_loader_expand_path(search->soname, origin, search->abi, &places, error);

	for (size_t i = 0; i < places.count && result == 0 && !search->found; i++) {
		const char *path;

		result = try_path(search, places.items[i].path, &path, error);
		if (places.items[i].is_alternative)
			take_possible(search, path);
		else
			take_found(search, path, places.items[i].is_guess);
	}
	return result;
}

static int run_search(struct search *search, const char *origin, struct sslinv_error *error)
{
	int result;

	if (strchr(search->soname, '/'))
		return search_path(search, origin, error);
	result = search_runpath(search, origin, error);
	if (result < 0 || search->found)
		return result;
	return search->abi->is_musl ? search_musl(search, error) : search_cache(search, error);
}

/* Everything that the answer hangs on, with NULs between. */
static int make_key(struct sslinv_str *key, const struct sslinv_loader_abi *abi, const struct sslinv_elf *consumer,
		    const char *origin, const char *soname)
{
	const char *list = consumer->runpath ? consumer->runpath : consumer->rpath;
	bool uses_origin = (list && strchr(list, '$')) || strchr(soname, '$');
	const char *parts[] = { soname, list ? list : "", uses_origin ? origin : "" };

	if (sslinv_str_printf(key, "%p%d%c", (const void *)abi, consumer->no_default_lib, list ? 'r' : '-') < 0)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++)
		if (sslinv_str_add_bytes(key, parts[i], strlen(parts[i]) + 1) < 0)
			return SSLINV_E_MEMORY;
	return 0;
}

static int remember(struct sslinv_loader *loader, const struct sslinv_str *key, const struct sslinv_loader_result *result)
{
	size_t size = sizeof(struct memo) + key->length;
	struct memo *memo;
	char *copy;

	if (loader->memo_size + size > MAX_MEMO)
		return 0;
	memo = sslinv_arena_alloc(&loader->arena, sizeof(*memo));
	copy = sslinv_arena_strndup(&loader->arena, key->data, key->length);
	if (!memo || !copy)
		return SSLINV_E_MEMORY;
	*memo = (struct memo){ copy, key->length, result->path, result->exact };
	loader->memo_size += size;
	return tsearch(memo, &loader->memos, compare_memos) ? 0 : SSLINV_E_MEMORY;
}

int sslinv_loader_find(struct sslinv_loader *loader, const struct sslinv_elf *consumer, const char *origin,
		       const char *soname, struct sslinv_loader_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
	struct search search = { .loader = loader, .consumer = consumer, .soname = soname };
	struct memo wanted, **known;
	int code;

	*result = (struct sslinv_loader_result){ .exact = true };
	code = sslinv_loader_abi_get(&loader->abis, loader->root, &loader->sink, &loader->arena, consumer, &search.abi,
				     error);
	if (code < 0)
		return code;
	if (make_key(&key, search.abi, consumer, origin, soname) < 0)
		return sslinv_error_memory(error);
	wanted = (struct memo){ .key = key.data, .key_length = key.length };
	known = tfind(&wanted, &loader->memos, compare_memos);
	if (known) {
		*result = (struct sslinv_loader_result){ (*known)->path, (*known)->exact };
		return 0;
	}
	code = run_search(&search, origin, error);
	if (code < 0)
		return code;
	/* Found only where a better processor looks: still more than nobody. */
	result->path = search.found ? search.found : search.possible;
	result->exact = !search.possible && !search.is_guess;
	/* The same file by another name is no other choice. */
	if (search.possible && search.found && strcmp(search.possible, search.found) == 0)
		result->exact = !search.is_guess;
	return remember(loader, &key, result) < 0 ? sslinv_error_memory(error) : 0;
}
