/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that hosts are judged by, loaded once for each distribution. */
#include "judge/sets.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "config/config.h"
#include "distro/line.h"
#include "resolve/host.h"

struct sslinv_guidance_cached {
	char *distro; /* NULL for none */
	char *others; /* the other distributions whose statements it has, a word each; "" for none */
	struct sslinv_guidance_set set;
};

/* Without bundled data there is no table, and whose build anything is stays open. */
static int load_origins(struct sslinv_guidance_cache *cache, const char *data_directory, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = data_directory ? sslinv_str_path(data_directory, "origins.xml") : NULL;

	if (!data_directory)
		return 0;
	return path ? sslinv_origin_table_load(path, &cache->origins, error) : sslinv_error_memory(error);
}

int sslinv_guidance_cache_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *data_directory,
			       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_guidance_store_path(inventory_path);

	memset(cache, 0, sizeof(*cache));
	cache->max_age_days = SSLINV_MAX_AGE_DAYS;
	if (!path)
		return sslinv_error_memory(error);
	if (sslinv_guidance_store_open(path, SSLINV_SQL_READ, data_directory, &cache->store, error) < 0)
		return error->code;
	return load_origins(cache, data_directory, error);
}

int sslinv_guidance_cache_updates(struct sslinv_guidance_cache *cache, const char *data_directory,
				  const char *conf_directory, struct sslinv_error *error)
{
	struct sslinv_config config;
	int rc = sslinv_config_load(conf_directory, &config, error);

	if (rc < 0)
		return rc;
	cache->takes_bundles = config.requires_signature;
	rc = sslinv_sources_load(data_directory, conf_directory, &cache->sources, error);
	return rc < 0 ? rc : sslinv_sources_distros(&cache->sources, &cache->updates, error);
}

void sslinv_guidance_cache_close(struct sslinv_guidance_cache *cache)
{
	sslinv_guidance_store_close(cache->store);
	for (size_t i = 0; i < cache->sets.count; i++) {
		sslinv_guidance_set_free(&cache->sets.items[i]->set);
		free(cache->sets.items[i]->distro);
		free(cache->sets.items[i]->others);
		free(cache->sets.items[i]);
	}
	free(cache->sets.items);
	sslinv_origin_table_free(&cache->origins);
	free(cache->updates.items);
	sslinv_sources_free(&cache->sources);
	memset(cache, 0, sizeof(*cache));
}

/* `others` are words; the set has their statements, too. */
static const struct sslinv_guidance_set *find_set(struct sslinv_guidance_cache *cache, const char *distro,
						  const char *others, struct sslinv_error *error)
{
	struct sslinv_guidance_cached **slot, *cached;

	for (size_t i = 0; i < cache->sets.count; i++)
		if (sslinv_str_compare(cache->sets.items[i]->distro, distro) == 0 &&
		    sslinv_str_compare(cache->sets.items[i]->others, others) == 0)
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
	cached->others = strdup(others);
	if (!cached->others || (distro && !cached->distro)) {
		sslinv_error_memory(error);
		return NULL;
	}
	if (cache->store && sslinv_guidance_store_load_several(cache->store, distro, others, &cached->set, error) < 0)
		return NULL;
	return &cached->set;
}

const struct sslinv_guidance_set *sslinv_guidance_cache_set(struct sslinv_guidance_cache *cache, const char *distro,
							    struct sslinv_error *error)
{
	struct sslinv_distro place;

	/* `sles_sap` is judged as `sles`: the word that the resolver asks by. */
	if (distro && sslinv_distro_from_words(distro, "", NULL, &place) && place.distro[0])
		distro = place.distro;
	return find_set(cache, distro, "", error);
}

/* Is the word among the words of `text`? */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

const struct sslinv_guidance_set *sslinv_guidance_cache_host(struct sslinv_guidance_cache *cache,
							     const struct sslinv_facts *facts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str others = { 0 };
	struct sslinv_distro place = { .distro = "" };

	if (facts->host.os_id)
		sslinv_distro_from_words(facts->host.os_id, "", NULL, &place);
	for (size_t i = 0; i < facts->packages.count; i++) {
		struct sslinv_distro line;

		if (!sslinv_distro_from_line(facts->packages.items[i].build_of, &line) ||
		    strcmp(line.distro, place.distro) == 0 || has_word(sslinv_str_text(&others), line.distro))
			continue;
		if (sslinv_str_printf(&others, "%s%s", others.length ? " " : "", line.distro) < 0) {
			sslinv_error_memory(error);
			return NULL;
		}
	}
	return find_set(cache, facts->host.os_id ? place.distro : NULL, sslinv_str_text(&others), error);
}

int sslinv_guidance_cache_settle(struct sslinv_guidance_cache *cache, struct sslinv_facts *facts, struct sslinv_error *error)
{
	return sslinv_origin_settle(facts, &cache->origins) < 0 ? sslinv_error_memory(error) : 0;
}

struct sslinv_host_options sslinv_guidance_cache_options(const struct sslinv_guidance_cache *cache)
{
	return (struct sslinv_host_options){
		.now = time(NULL),
		.max_age_days = cache->max_age_days,
		.updates = (const char *const *)cache->updates.items,
		.update_count = cache->updates.count,
		.takes_bundles = cache->takes_bundles,
	};
}

static int judge(void *context, struct sslinv_facts *facts, struct sslinv_host_result *result, struct sslinv_error *error)
{
	struct sslinv_guidance_cache *cache = context;
	const struct sslinv_guidance_set *set = NULL;
	const struct sslinv_host_options options = sslinv_guidance_cache_options(cache);

	if (sslinv_guidance_cache_settle(cache, facts, error) == 0)
		set = sslinv_guidance_cache_host(cache, facts, error);
	return set ? sslinv_host_resolve(facts, set, &options, result, error) : error->code;
}

struct sslinv_judge sslinv_guidance_cache_judge(struct sslinv_guidance_cache *cache)
{
	return (struct sslinv_judge){ .context = cache, .judge = judge };
}
