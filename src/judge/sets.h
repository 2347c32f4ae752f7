/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that hosts are judged by, loaded once for each distribution. */
#ifndef SSLINV_JUDGE_SETS_H
#define SSLINV_JUDGE_SETS_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "catalogue/guidance_store.h"
#include "guidance/set.h"
#include "judge/judge.h"
#include "origin/origin.h"
#include "resolve/host.h"
#include "sources/sources.h"

/* Guidance older than so many days gives the verdict `unknown`, unless the user says otherwise. */
#define SSLINV_MAX_AGE_DAYS 180u

struct sslinv_guidance_cache {
	struct sslinv_guidance_store *store; /* NULL: there is none, everything is unknown */
	struct {
		struct sslinv_guidance_cached **items;
		size_t count, capacity;
	} sets;
	struct sslinv_origin_table origins;
	struct sslinv_source_table sources;
	struct sslinv_source_words updates; /* what `sslinv feed update` can fetch; nothing after the opening */
	bool takes_bundles;                 /* sslinv.conf demands signatures, so that nothing is fetched here */
	unsigned max_age_days;              /* SSLINV_MAX_AGE_DAYS after the opening; 0: no limit */
};

/*
 * Opens the guidance beside the inventory of that path (sslinv_guidance_store_path(), sslinv_guidance_store_open()). On a
 * failure it is fit for use all the same, and everything will be unknown.
 */
int sslinv_guidance_cache_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *data_directory,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Reads the table of sources (sslinv_sources_load()) and the site's settings (sslinv_config_load()), so that the action
 * names the command that renews what is old. Without them, and after a failure, the action tells of files to import.
 */
int sslinv_guidance_cache_updates(struct sslinv_guidance_cache *cache, const char *data_directory,
				  const char *conf_directory, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_guidance_cache_close(struct sslinv_guidance_cache *cache);

/*
 * Finds out whose build each package is, where the facts do not say yet (sslinv_origin_settle()). A table that could not be
 * read leaves all open. Returns 0 or a negative code.
 */
int sslinv_guidance_cache_settle(struct sslinv_guidance_cache *cache, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The set for a host: its distribution's, and those of the lines that its packages were built for. As the next. */
const struct sslinv_guidance_set *sslinv_guidance_cache_host(struct sslinv_guidance_cache *cache,
							     const struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The set for a distribution (NULL: OpenSSL's own data alone); borrowed from the cache. NULL with the error set. */
const struct sslinv_guidance_set *sslinv_guidance_cache_set(struct sslinv_guidance_cache *cache, const char *distro,
							    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* How hosts are judged now: the time, the age that guidance may have, and what renews it. Borrowed from the cache. */
struct sslinv_host_options sslinv_guidance_cache_options(const struct sslinv_guidance_cache *cache);

/* Judges by the sets of the cache, which is borrowed. */
struct sslinv_judge sslinv_guidance_cache_judge(struct sslinv_guidance_cache *cache);

#endif
