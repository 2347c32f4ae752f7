/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that commands judge by. */
#include "cli/guidance.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/inventory.h"
#include "distro/distro.h"
#include "resolve/host.h"

struct sslinv_guidance_cached {
	char *distro; /* NULL for none */
	struct sslinv_guidance_set set;
};

int sslinv_guidance_cache_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *max_age)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_guidance_store_path(inventory_path);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	uint64_t days = SSLINV_MAX_AGE_DAYS;

	memset(cache, 0, sizeof(*cache));
	if (max_age && !sslinv_parse_number(max_age, 36500, &days)) {
		sslinv_log_error("--max-age takes days from 0 (no limit) to 36500, not '%s'", max_age);
		return SSLINV_E_USAGE;
	}
	cache->max_age_days = (unsigned)days;
	if (!path || sslinv_guidance_store_open(path, SSLINV_SQL_READ, sslinv_data_directory(), &cache->store, &error) < 0)
		sslinv_log_error("there is no guidance, so nothing can be judged: %s",
				 path ? error.message : "out of memory");
	return 0;
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
	sslinv_host_result_free(&cache->result);
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

static int resolve(void *context, const struct sslinv_facts *facts, const struct sslinv_host_result **result,
		   struct sslinv_error *error)
{
	struct sslinv_guidance_cache *cache = context;
	const struct sslinv_guidance_set *set = sslinv_guidance_cache_set(cache, facts->host.os_id, error);
	const struct sslinv_host_options options = { .now = time(NULL), .max_age_days = cache->max_age_days };

	if (!set)
		return error->code;
	sslinv_host_result_free(&cache->result);
	*result = &cache->result;
	return sslinv_host_resolve(facts, set, &options, &cache->result, error);
}

struct sslinv_store_resolver sslinv_guidance_cache_resolver(struct sslinv_guidance_cache *cache)
{
	return (struct sslinv_store_resolver){ .context = cache, .resolve = resolve };
}
