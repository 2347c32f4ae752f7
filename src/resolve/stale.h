/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a process runs that has an older file mapped than the one on disk, and what a restart would mend: the CVEs that are
 * fixed on disk and not in what it runs.
 */
#ifndef SSLINV_RESOLVE_STALE_H
#define SSLINV_RESOLVE_STALE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "guidance/set.h"
#include "resolve/things.h"

/* What one version of a package or copy lacks beside the present one. */
struct sslinv_gain {
	const struct sslinv_host_thing *thing;
	const char *version; /* borrowed from the facts */
	size_t count;        /* CVEs that are fixed now */
	size_t exploited;    /* of those, the ones that are known to be exploited */
	const char *cve;     /* the worst of them by severity, and that; NULL where there is none; owned by `arena` */
	const char *severity;
};

struct sslinv_stale_finder {
	const struct sslinv_facts *facts;
	const struct sslinv_host_things *things;
	const struct sslinv_guidance_set *set;
	struct sslinv_arena arena;
	struct {
		struct sslinv_gain *items; /* each version is judged once */
		size_t count, capacity;
	} gains;
};

/* What is known of an older file that a process has mapped. */
struct sslinv_stale {
	bool asks_restart;
	const char *version; /* of the package or copy, NULL where it is not known; borrowed */
	size_t count;        /* CVEs that a restart mends, as far as they are known by name */
	size_t exploited;    /* of those, the ones that are known to be exploited */
	const char *cve;     /* the worst that a restart mends; NULL where none is known by name. Borrowed from the finder */
	const char *severity; /* of that; NULL */
};

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_stale_finder_free(struct sslinv_stale_finder *finder);

/*
 * Judges a stale process of the facts, which are sorted by pid. The old version is that which the inventory has seen when
 * the process started, or later; or what the mapped file stated. Where neither is known it counts as affected by all that is
 * fixed now. Returns 0 or a negative code.
 */
int sslinv_stale_find(struct sslinv_stale_finder *finder, const struct sslinv_process *process, struct sslinv_stale *stale,
		      struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
