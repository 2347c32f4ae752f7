/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of a host by who can settle them together: one source package, one owner of copies, one directory. */
#ifndef SSLINV_RESOLVE_BUNDLES_H
#define SSLINV_RESOLVE_BUNDLES_H

#include "base/attributes.h"
#include "base/map.h"
#include "resolve/groups.h"

/* What one action settles. Borrowed from the input of the verdict, but for the groups. */
struct sslinv_bundle {
	struct sslinv_groups groups;
	size_t worst;                  /* of the groups: that with the worst finding, the first of several */
	size_t cves;                   /* how many they have together, each once */
	size_t exploited;              /* of those, the ones that are known to be exploited */
	enum sslinv_exposure exposure; /* that of the group in easiest reach, and who listens there */
	const struct sslinv_process *listener;
	size_t place; /* for the caller: of its action */
};

struct sslinv_bundles {
	struct sslinv_bundle **items; /* in the order of the first group of each */
	size_t count, capacity;
	struct sslinv_map by_owner;
	struct sslinv_arena arena;
};

/*
 * Finds the bundles of all findings that ask for `verdict`. The binary packages of one source and line of updates are one;
 * so are all copies in one package, and libraries of one version without an owner in one directory. Returns 0 or
 * SSLINV_E_MEMORY; the caller frees.
 */
int sslinv_bundles_find(const struct sslinv_verdict_input *input, enum sslinv_verdict verdict,
			struct sslinv_bundles *bundles) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_bundles_free(struct sslinv_bundles *bundles);

/* Adds a thing without findings. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_bundles_add(struct sslinv_bundles *bundles, const struct sslinv_group *group) SSLINV_MUST_CHECK;

/* The bundle that the thing would be in; NULL where there is none. *failed is set when out of memory. */
struct sslinv_bundle *sslinv_bundles_of(struct sslinv_bundles *bundles, const struct sslinv_judged *judged, bool *failed);

/* What the thing is called: the package's label, or the path of a copy without owner. */
const char *sslinv_bundle_label(const struct sslinv_judged *judged);

#endif
