/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that commands judge by, loaded once for each distribution. */
#ifndef SSLINV_CLI_GUIDANCE_H
#define SSLINV_CLI_GUIDANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "guidance/set.h"
#include "catalogue/guidance_store.h"
#include "store/store.h"

/* Guidance older than so many days gives the verdict `unknown`, unless --max-age says otherwise. */
#define SSLINV_MAX_AGE_DAYS 180u

struct sslinv_guidance_cache {
	struct sslinv_guidance_store *store; /* NULL: there is none, everything is unknown */
	struct {
		struct sslinv_guidance_cached **items;
		size_t count, capacity;
	} sets;
	unsigned max_age_days;
	struct sslinv_host_result result; /* of the last host */
};

/*
 * Opens the guidance beside the inventory of that path. Where it cannot be had, says so, and everything will be unknown.
 * `max_age` is the option's value or NULL. Returns 0, or SSLINV_E_USAGE after a message for a wrong value.
 */
int sslinv_guidance_cache_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *max_age)
	SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_guidance_cache_close(struct sslinv_guidance_cache *cache);

/* The set for a distribution (NULL: OpenSSL's own data alone); borrowed from the cache. NULL with the error set. */
const struct sslinv_guidance_set *sslinv_guidance_cache_set(struct sslinv_guidance_cache *cache, const char *distro,
							    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The resolver of the store, with the cache as its context; the last result stays in cache->result. */
struct sslinv_store_resolver sslinv_guidance_cache_resolver(struct sslinv_guidance_cache *cache);

#endif
