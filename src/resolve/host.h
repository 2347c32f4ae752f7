/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole host against guidance: what its facts mean, as the rows that are stored and shown. */
#ifndef SSLINV_RESOLVE_HOST_H
#define SSLINV_RESOLVE_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "distro/distro.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "guidance/set.h"
#include "resolve/things.h"
#include "resolve/verdict.h"

/*
 * Judges every package that is OpenSSL and every copy that no package maintains. `cves` limits it as for sslinv_judge(). The
 * set was loaded for the host's distribution; facts and set are borrowed by the things.
 */
int sslinv_host_judge(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set, const char *const *cves,
		      size_t cve_count, struct sslinv_host_things *things, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_host_things_free(struct sslinv_host_things *things);

struct sslinv_host_options {
	int64_t now;                /* seconds since the epoch */
	unsigned max_age_days;      /* guidance older than this gives `unknown`; 0: never */
	const char *const *updates; /* what `sslinv feed update` can fetch, sorted; NULL for nothing */
	size_t update_count;
	bool takes_bundles; /* only signed bundles renew the guidance */
};

/*
 * Concludes from facts and the things that sslinv_host_judge() found in them, or from a part of both. `result` is
 * zero-initialised; the caller frees it with sslinv_host_result_free(). Returns 0 or a negative code.
 */
int sslinv_host_conclude(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 const struct sslinv_guidance_set *set, const struct sslinv_host_options *options,
			 struct sslinv_host_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Judges all of the host and concludes. Returns 0 or a negative code; the caller frees with sslinv_host_result_free(). */
int sslinv_host_resolve(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set,
			const struct sslinv_host_options *options, struct sslinv_host_result *result,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
