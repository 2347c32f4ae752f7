/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches for a library by the rules of glibc's ld.so(8), and by musl's. */
#include "link/loader_search.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "link/loader_legacy.h"
#include "link/loader_path.h"

/* So many entries of the cache are tried for one name: ldconfig writes one for each directory and kind of processor. */
#define CACHE_TRIES 1000u

/* The loader's own copy of a path, one for all answers. */
static const char *keep_path(struct sslinv_loader *loader, const char *path)
{
	char *copy = sslinv_map_find_text(&loader->paths, path);

	if (copy)
		return copy;
	copy = sslinv_arena_strdup(&loader->arena, path);
	return copy && sslinv_map_add_text(&loader->paths, copy, copy) == 0 ? copy : NULL;
}

/* Is there a library for the consumer at `path`? Gives its canonical path, or NULL. */
static int try_path(struct sslinv_loader_search *search, const char *path, const char **found, struct sslinv_error *error)
{
	const struct sslinv_loader_wanted wanted = { search->consumer->elf, search->by_soname ? search->soname : NULL,
						     search->abi->glibc_minor };
	SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = NULL;
	enum sslinv_loader_fit fit;
	int rc = sslinv_loader_open_library(search->loader->root, path, &wanted, &canonical, &fit, error);

	*found = NULL;
	if (rc < 0)
		return rc;
	/* musl takes the first file of the name, and gives up where it does not fit. */
	search->is_doubtful = search->is_doubtful || fit == SSLINV_LOADER_DOUBT;
	search->is_over = search->is_over || (search->abi->is_musl && fit == SSLINV_LOADER_MISFIT);
	if (!canonical)
		return 0;
	*found = keep_path(search->loader, canonical);
	return *found ? 0 : sslinv_error_memory(error);
}

static bool is_ended(const struct sslinv_loader_search *search)
{
	return search->found || search->is_over;
}

static int try_in(struct sslinv_loader_search *search, const char *directory, const char *below, const char **found,
		  struct sslinv_error *error)
{
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "%s/%s%s%s", directory, below, *below ? "/" : "", search->soname);

	*found = NULL;
	return length > 0 && (size_t)length < sizeof(path) ? try_path(search, path, found, error) : 0;
}

static void take_found(struct sslinv_loader_search *search, const char *path, bool is_guess)
{
	if (!path)
		return;
	search->found = path;
	search->is_guess = is_guess;
}

static void take_possible(struct sslinv_loader_search *search, const char *path)
{
	if (!search->possible)
		search->possible = path;
}

/* One level of glibc-hwcaps in one directory. */
static int try_level(struct sslinv_loader_search *search, const char *directory, size_t level, struct sslinv_error *error)
{
	const struct sslinv_loader_abi *abi = search->abi;
	char below[64];
	const char *path;
	int rc;

	if (abi->processor.levels_known && !abi->processor.levels[level])
		return 0;
	snprintf(below, sizeof(below), "glibc-hwcaps/%s", abi->machine->levels[level]);
	rc = try_in(search, directory, below, &path, error);
	if (abi->processor.levels_known)
		take_found(search, path, false);
	else
		take_possible(search, path);
	return rc;
}

static int try_levels(struct sslinv_loader_search *search, const char *directory, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < SSLINV_LOADER_MAX_LEVELS && search->abi->machine->levels[i] && !search->found && rc == 0; i++)
		rc = try_level(search, directory, i, error);
	return rc;
}

/* A subdirectory that glibc before 2.37 searches on some processors, or on all of them. */
static int try_legacy(struct sslinv_loader_search *search, const char *directory, const struct sslinv_loader_legacy *legacy,
		      struct sslinv_error *error)
{
	const char *path;
	int rc = try_in(search, directory, legacy->path, &path, error);

	if (legacy->is_certain)
		take_found(search, path, false);
	else
		take_possible(search, path);
	return rc;
}

/* Before a directory itself, glibc up to 2.36 looks into subdirectories of it. */
static int try_legacies(struct sslinv_loader_search *search, const char *directory, struct sslinv_error *error)
{
	const struct sslinv_loader_abi *abi = search->abi;
	SSLINV_CLEANUP(sslinv_loader_legacies_free) struct sslinv_loader_legacies legacies = { 0 };
	int rc;

	if (abi->is_musl || abi->glibc_minor > SSLINV_LOADER_LAST_LEGACY)
		return 0;
	rc = sslinv_loader_legacies_of(search->loader->root, directory, abi, &legacies, error);
	for (size_t i = 0; i < legacies.count && rc == 0 && !is_ended(search); i++)
		rc = try_legacy(search, directory, &legacies.items[i], error);
	return rc;
}

static int try_plain(struct sslinv_loader_search *search, const char *directory, bool is_guess, struct sslinv_error *error)
{
	const char *path;
	int rc = try_legacies(search, directory, error);

	if (rc < 0 || is_ended(search))
		return rc;
	rc = try_in(search, directory, "", &path, error);
	take_found(search, path, is_guess);
	return rc;
}

static int try_directory(struct sslinv_loader_search *search, const struct sslinv_loader_place *place,
			 struct sslinv_error *error)
{
	const char *path;
	int rc;

	if (place->is_alternative) {
		rc = try_in(search, place->path, "", &path, error);
		take_possible(search, path);
		return rc;
	}
	rc = search->abi->is_musl ? 0 : try_levels(search, place->path, error);
	return rc < 0 || is_ended(search) ? rc : try_plain(search, place->path, place->is_guess, error);
}

static struct sslinv_loader_expansion expansion_of(const struct sslinv_loader_search *search)
{
	return (struct sslinv_loader_expansion){ search->consumer->origin, search->consumer->is_secure, search->abi };
}

/* RUNPATH, or RPATH where there is none. */
static int search_runpath(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_elf *elf = search->consumer->elf;
	const char *list = elf->runpath ? elf->runpath : elf->rpath;
	const struct sslinv_loader_expansion expansion = expansion_of(search);
	SSLINV_CLEANUP(sslinv_loader_places_free) struct sslinv_loader_places places = { 0 };
	int rc;

	if (!list)
		return 0;
	rc = sslinv_loader_expand_list(list, &expansion, &places, error);
	for (size_t i = 0; i < places.count && rc == 0 && !is_ended(search); i++)
		rc = try_directory(search, &places.items[i], error);
	return rc;
}

static bool is_built_in(const struct sslinv_loader_abi *abi, const char *directory, size_t length)
{
	for (size_t i = 0; i < abi->built_in.count; i++)
		if (strncmp(abi->built_in.items[i], directory, length) == 0 && abi->built_in.items[i][length] == '\0')
			return true;
	return false;
}

/*
 * A directory of which ldconfig would put the libraries into its cache: the configured ones, then the built-in ones. NULL
 * for one that a file with DF_1_NODEFLIB does not want. In a built-in one the loader finds a file by its name; ldconfig
 * files what lies in the others by soname.
 */
static const char *cache_directory(struct sslinv_loader_search *search, size_t index)
{
	const struct sslinv_directories *configured = &search->loader->configured;
	bool no_default = search->consumer->elf->no_default_lib, is_default = index >= configured->count;
	const char *directory = is_default ? search->abi->built_in.items[index - configured->count]
					   : configured->items[index];

	is_default = is_default || is_built_in(search->abi, directory, strlen(directory));
	search->by_soname = !is_default;
	return no_default && is_default ? NULL : directory;
}

/* What ldconfig would make of the directories: a better level of glibc-hwcaps wins over any directory. */
static int search_configured(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_loader_machine *machine = search->abi->machine;
	size_t count = search->loader->configured.count + search->abi->built_in.count;
	int rc = 0;

	for (size_t level = 0; level < SSLINV_LOADER_MAX_LEVELS && machine->levels[level]; level++)
		for (size_t i = 0; i < count && !search->found && rc == 0; i++)
			if (cache_directory(search, i))
				rc = try_level(search, cache_directory(search, i), level, error);
	for (size_t i = 0; i < count && !search->found && rc == 0; i++)
		if (cache_directory(search, i))
			rc = try_plain(search, cache_directory(search, i), false, error);
	search->by_soname = false;
	return rc;
}

static bool has_level(const struct sslinv_loader_abi *abi, const char *name)
{
	for (size_t i = 0; i < SSLINV_LOADER_MAX_LEVELS && abi->machine->levels[i]; i++)
		if (strcmp(abi->machine->levels[i], name) == 0)
			return abi->processor.levels[i];
	return false;
}

/* May the loader take this entry of the cache? *is_certain: on every processor. */
static bool is_for_processor(const struct sslinv_loader_search *search, const struct sslinv_ld_so_cache_entry *entry,
			     bool *is_certain)
{
	const struct sslinv_loader_abi *abi = search->abi;

	*is_certain = true;
	if (entry->level && abi->processor.levels_known)
		return has_level(abi, entry->level);
	if (entry->has_hwcap && abi->glibc_minor > SSLINV_LOADER_LAST_LEGACY)
		return false;
	if (entry->level || entry->has_hwcap)
		*is_certain = !entry->level && sslinv_loader_is_certain_legacy(abi, entry->path);
	return true;
}

static int try_entry(struct sslinv_loader_search *search, const struct sslinv_ld_so_cache_entry *entry,
		     struct sslinv_error *error)
{
	const char *slash = strrchr(entry->path, '/'), *path;
	bool is_certain;
	int rc;

	if (entry->path[0] != '/' || !is_for_processor(search, entry, &is_certain) ||
	    (search->consumer->elf->no_default_lib && is_built_in(search->abi, entry->path, (size_t)(slash - entry->path))))
		return 0;
	rc = try_path(search, entry->path, &path, error);
	if (is_certain)
		take_found(search, path, false);
	else
		take_possible(search, path);
	return rc;
}

/* ldconfig has the entries of a name in the order in which the loader wants them. */
static int search_cache(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_ld_so_cache *cache = &search->loader->cache;
	struct sslinv_ld_so_cache_entry entry;
	unsigned tries = 0;
	int rc = 0;

	for (uint32_t i = 0; cache->bytes && i < cache->count && rc == 0 && !is_ended(search); i++) {
		if (!sslinv_ld_so_cache_is_for(cache, i, search->soname) || !sslinv_ld_so_cache_entry_at(cache, i, &entry))
			continue;
		/* The loader would go on: what is found elsewhere is only likely. */
		search->is_doubtful = search->is_doubtful || tries == CACHE_TRIES;
		if (tries++ == CACHE_TRIES)
			break;
		rc = try_entry(search, &entry, error);
	}
	return rc;
}

/* The directories that are searched for a name that the cache does not have. */
static int search_built_in(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_directories *directories = &search->abi->built_in;
	int rc = 0;

	for (size_t i = 0; i < directories->count && rc == 0 && !is_ended(search); i++) {
		rc = try_levels(search, directories->items[i], error);
		if (rc == 0 && !is_ended(search))
			rc = try_plain(search, directories->items[i], false, error);
	}
	return rc;
}

/*
 * glibc after the RUNPATH: the cache, then the built-in directories. What ldconfig will make of the configuration the next
 * time may be something else, and then the answer is not exact; if there is nothing today, it is that.
 */
static int search_glibc(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	struct sslinv_loader_search configured = *search;
	int rc = search_cache(search, error);

	if (rc == 0 && !search->found && !search->consumer->elf->no_default_lib)
		rc = search_built_in(search, error);
	if (rc == 0)
		rc = search_configured(&configured, error);
	take_possible(search, configured.possible);
	/* The loader hands out one string for one path. */
	if (rc < 0 || configured.found == search->found)
		return rc;
	take_found(search, search->found ? search->found : configured.found, true);
	return 0;
}

static int search_musl(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_directories *directories = &search->abi->musl_path;
	int rc = 0;

	for (size_t i = 0; i < directories->count && !is_ended(search) && rc == 0; i++)
		rc = try_plain(search, directories->items[i], false, error);
	return rc;
}

/* A soname with a slash is a path; one that is not absolute depends on the directory in which the program is started. */
static int search_path(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_loader_expansion expansion = expansion_of(search);
	SSLINV_CLEANUP(sslinv_loader_places_free) struct sslinv_loader_places places = { 0 };
	int rc = sslinv_loader_expand_path(search->soname, &expansion, &places, error);

	for (size_t i = 0; i < places.count && rc == 0 && !is_ended(search); i++) {
		const char *path;

		rc = try_path(search, places.items[i].path, &path, error);
		if (places.items[i].is_alternative)
			take_possible(search, path);
		else
			take_found(search, path, places.items[i].is_guess);
	}
	return rc;
}

static int run_search(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	int rc;

	if (strchr(search->soname, '/'))
		return search_path(search, error);
	rc = search_runpath(search, error);
	if (rc < 0 || is_ended(search))
		return rc;
	return search->abi->is_musl ? search_musl(search, error) : search_glibc(search, error);
}

/* A library of /etc/ld.so.preload serves whoever needs its soname, or the name that is listed there. */
static int try_preload(struct sslinv_loader_search *search, const char *name, struct sslinv_error *error)
{
	struct sslinv_elf plain = *search->consumer->elf;
	const struct sslinv_loader_consumer consumer = { &plain, search->consumer->origin, true };
	struct sslinv_loader_search preload = {
		.loader = search->loader,
		.abi = search->abi,
		.consumer = &consumer,
		.soname = name,
		.by_soname = false,
	};
	bool is_it = strcmp(name, search->soname) == 0;
	int rc;

	plain.rpath = plain.runpath = NULL;
	rc = run_search(&preload, error);
	if (rc == 0 && preload.found && !is_it)
		rc = sslinv_loader_has_soname(search->loader->root, preload.found, search->soname, &is_it, error);
	if (rc == 0 && is_it)
		take_found(search, preload.found, preload.is_guess);
	return rc;
}

int sslinv_loader_search_run(struct sslinv_loader_search *search, struct sslinv_error *error)
{
	const struct sslinv_directories *names = &search->loader->preload;
	int rc = 0;

	for (size_t i = 0; i < names->count && !search->abi->is_musl && !search->found && rc == 0; i++)
		rc = try_preload(search, names->items[i], error);
	return rc < 0 || search->found ? rc : run_search(search, error);
}
