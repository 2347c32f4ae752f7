/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that commands judge by, with the messages for when it cannot be had. */
#include "cli/guidance.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/num.h"
#include "cli/inventory.h"

/* An import that went into another guidance than the one that is judged by is told: nothing else shows it. */
static void warn_of_other(const char *inventory_path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *used = sslinv_guidance_store_path(inventory_path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *inventory = sslinv_store_default_path();
	SSLINV_CLEANUP(sslinv_free_ptr) char *other = inventory ? sslinv_guidance_store_path(inventory) : NULL;

	if (!used || !other || strcmp(used, other) == 0 || sslinv_guidance_has_imports(used) ||
	    !sslinv_guidance_has_imports(other))
		return;
	sslinv_log_warning(
		"no feed was imported into the guidance %s, but into %s; import with `sslinv feed --db %s import`,"
		" or name the other in SSLINV_GUIDANCE",
		used, other, inventory_path);
}

/* A table that cannot be read is told by `feed update`, and nothing that is judged depends on it. */
static void find_updates(struct sslinv_guidance_cache *cache)
{
#ifdef HAVE_UPDATE
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_guidance_cache_updates(cache, sslinv_data_directory(), sslinv_conf_directory(), &error) < 0)
		sslinv_log_verbose("%s", error.message);
#else
	(void)cache;
#endif
}

int sslinv_guidance_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *max_age)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	uint64_t days = SSLINV_MAX_AGE_DAYS;

	if (max_age && !sslinv_parse_number(max_age, 36500, &days)) {
		sslinv_log_error("--max-age takes days from 0 (no limit) to 36500, not '%s'", max_age);
		return SSLINV_E_USAGE;
	}
	/* Where it cannot be made, the guidance says why it cannot be had. */
	if (sslinv_store_make_place(inventory_path, &error) < 0)
		sslinv_error_clear(&error);
	if (sslinv_guidance_cache_open(cache, inventory_path, sslinv_data_directory(), &error) < 0)
		sslinv_log_error("%s: %s",
				 cache->store ? "it cannot be told whose build a package is, so no vendor's word clears one"
					      : "without guidance nothing can be judged",
				 error.message);
	else
		warn_of_other(inventory_path);
	find_updates(cache);
	cache->max_age_days = (unsigned)days;
	return 0;
}
