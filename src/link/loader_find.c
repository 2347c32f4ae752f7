/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the file that the dynamic loader would map for a soname, and remembers it. */
#include "link/loader.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "link/loader_search.h"

/* What is remembered of answers may take so much; beyond that each is looked for again. */
#define MAX_MEMO ((size_t)32 << 20)

int sslinv_loader_new(const struct sslinv_root *root, void (*problem)(void *context, const char *path, const char *message),
		      void *context, struct sslinv_loader **loader, struct sslinv_error *error)
{
	struct sslinv_loader *made = calloc(1, sizeof(*made));

	*loader = made;
	if (!made)
		return sslinv_error_memory(error);
	made->root = root;
	made->sink = (struct sslinv_problem_sink){ problem, context };
	if (sslinv_ld_so_conf_read(root, &made->sink, &made->arena, &made->configured, error) < 0 ||
	    sslinv_ld_so_preload_read(root, &made->sink, &made->arena, &made->preload, error) < 0)
		return SSLINV_E_MEMORY;
	return sslinv_ld_so_cache_read(root, &made->sink, &made->cache, error);
}

void sslinv_loader_free(struct sslinv_loader *loader)
{
	if (!loader)
		return;
	sslinv_map_free(&loader->memos);
	sslinv_map_free(&loader->paths);
	sslinv_loader_abis_free(&loader->abis);
	sslinv_ld_so_cache_free(&loader->cache);
	free(loader->configured.items);
	free(loader->preload.items);
	sslinv_arena_free(&loader->arena);
	free(loader);
}

/* Everything that the answer depends on, with NULs between. */
static int make_key(struct sslinv_str *key, const struct sslinv_loader_search *search)
{
	const struct sslinv_elf *elf = search->consumer->elf;
	const char *list = elf->runpath ? elf->runpath : elf->rpath;
	bool uses_origin = (list && strchr(list, '$')) || strchr(search->soname, '$');
	const char *parts[] = { search->soname, list ? list : "", uses_origin ? search->consumer->origin : "" };

	if (sslinv_str_printf(key, "%p%d%d%c", (const void *)search->abi, elf->no_default_lib,
			      uses_origin && search->consumer->is_secure, list ? 'r' : '-') < 0)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++)
		if (sslinv_str_add_bytes(key, parts[i], strlen(parts[i]) + 1) < 0)
			return SSLINV_E_MEMORY;
	return 0;
}

static int remember(struct sslinv_loader *loader, const struct sslinv_str *key, const struct sslinv_loader_result *result)
{
	size_t size = sizeof(*result) + key->length;
	struct sslinv_loader_result *memo;
	char *copy;

	if (loader->memo_size + size > MAX_MEMO)
		return 0;
	memo = sslinv_arena_alloc(&loader->arena, sizeof(*memo));
	copy = sslinv_arena_strndup(&loader->arena, key->data, key->length);
	if (!memo || !copy)
		return SSLINV_E_MEMORY;
	*memo = *result;
	loader->memo_size += size;
	return sslinv_map_add(&loader->memos, copy, key->length, memo);
}

static void set_result(const struct sslinv_loader_search *search, struct sslinv_loader_result *result)
{
	/* Found only where a better processor looks: still more than nobody. */
	result->path = search->found ? search->found : search->possible;
	/* The same file by another name is the same choice. */
	result->exact = !search->is_guess && !search->is_doubtful &&
			(!search->possible || search->possible == search->found);
	result->is_musl = search->abi->is_musl;
}

int sslinv_loader_find(struct sslinv_loader *loader, const struct sslinv_loader_consumer *consumer, const char *soname,
		       struct sslinv_loader_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
	struct sslinv_loader_search search = { .loader = loader, .consumer = consumer, .soname = soname };
	const struct sslinv_loader_result *known;
	int rc;

	*result = (struct sslinv_loader_result){ .exact = true };
	rc = sslinv_loader_abi_get(&loader->abis, loader->root, &loader->sink, &loader->arena, consumer->elf, &search.abi,
				   error);
	if (rc < 0)
		return rc;
	if (make_key(&key, &search) < 0)
		return sslinv_error_memory(error);
	known = sslinv_map_find(&loader->memos, key.data, key.length);
	if (known) {
		*result = *known;
		return 0;
	}
	rc = sslinv_loader_search_run(&search, error);
	if (rc < 0)
		return rc;
	set_result(&search, result);
	return remember(loader, &key, result) < 0 ? sslinv_error_memory(error) : 0;
}
