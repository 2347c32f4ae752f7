/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that hosts are judged by, loaded once for each distribution. */
#include "judge/sets.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "distro/distro.h"
#include "resolve/host.h"

struct sslinv_guidance_cached {
	char *distro; /* NULL for none */
	struct sslinv_guidance_set set;
};

int sslinv_guidance_cache_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *data_directory,
			       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_guidance_store_path(inventory_path);

	memset(cache, 0, sizeof(*cache));
	cache->max_age_days = SSLINV_MAX_AGE_DAYS;
	if (!path)
		return sslinv_error_memory(error);
	return sslinv_guidance_store_open(path, SSLINV_SQL_READ, data_directory, &cache->store, error);
}

void sslinv_guidance_cache_close(struct sslinv_guidance_cache *cache)
{
	sslinv_guidance_store_close(cache->store);
	for (size_t i = 0; i < cache->sets.count; i++) {
		sslinv_guidance_set_free(&cache->sets.items[i]->set);
		free(cache->sets.items[i]->distro);
		free(cache->sets.items[i]);
	}
	free(cache->sets.items);
	memset(cache, 0, sizeof(*cache));
}

const struct sslinv_guidance_set *sslinv_guidance_cache_set(struct sslinv_guidance_cache *cache, const char *distro,
							    struct sslinv_error *error)
{
	struct sslinv_guidance_cached **slot, *cached;
	struct sslinv_distro place;

	/* `sles_sap` is judged as `sles`: the word that the resolver asks by. */
	if (distro && sslinv_distro_from_words(distro, "", NULL, &place) && place.distro[0])
		distro = place.distro;
	for (size_t i = 0; i < cache->sets.count; i++)
		if (sslinv_str_compare(cache->sets.items[i]->distro, distro) == 0)
			return &cache->sets.items[i]->set;
	cached = calloc(1, sizeof(*cached));
	slot = cached ? sslinv_array_add(&cache->sets) : NULL;
	if (!slot) {
		free(cached);
		sslinv_error_memory(error);
		return NULL;
	}
	*slot = cached;
	cached->distro = distro ? strdup(distro) : NULL;
	if (cache->store && sslinv_guidance_store_load(cache->store, distro, &cached->set, error) < 0)
		return NULL;
	return &cached->set;
}

static int judge(void *context, const struct sslinv_facts *facts, struct sslinv_host_result *result,
		 struct sslinv_error *error)
{
	struct sslinv_guidance_cache *cache = context;
	const struct sslinv_guidance_set *set = sslinv_guidance_cache_set(cache, facts->host.os_id, error);
	const struct sslinv_host_options options = { .now = time(NULL), .max_age_days = cache->max_age_days };

	return set ? sslinv_host_resolve(facts, set, &options, result, error) : error->code;
}

struct sslinv_judge sslinv_guidance_cache_judge(struct sslinv_guidance_cache *cache)
{
	return (struct sslinv_judge){ .context = cache, .judge = judge };
}
