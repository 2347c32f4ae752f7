/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of a host in the groups that one action settles. */
#ifndef SSLINV_RESOLVE_GROUPS_H
#define SSLINV_RESOLVE_GROUPS_H

#include <stddef.h>

#include "base/attributes.h"
#include "resolve/action.h"
#include "resolve/judged.h"

/* The findings of one thing that ask for the same. All borrowed from the input of the verdict. */
struct sslinv_group {
	const struct sslinv_judged *judged;
	const struct sslinv_finding *highest; /* whose fix is the highest version; else the first */
	const struct sslinv_finding *worst;   /* by severity */
	size_t count;
};

struct sslinv_groups {
	struct sslinv_group *items;
	size_t count, capacity;
};

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_groups_free(struct sslinv_groups *groups);

/* The findings of a thing that ask for `verdict`; count 0 where there are none. */
struct sslinv_group sslinv_group_of(const struct sslinv_judged *judged, enum sslinv_verdict verdict);

/*
 * The groups of all things that ask for `verdict`. What one command upgrades is one of them, whatever its architectures;
 * each copy is one by itself. Returns 0 or SSLINV_E_MEMORY; the caller frees.
 */
int sslinv_groups_find(const struct sslinv_verdict_input *input, enum sslinv_verdict verdict, struct sslinv_groups *groups)
	SSLINV_MUST_CHECK;

/* Is `version` the higher one in the order of the subject's format? NULL is lower than all others, and not higher. */
bool sslinv_group_is_higher(const struct sslinv_subject *subject, const char *version, const char *than);

/*
 * The architecture that a command has to name, or NULL: apt takes a name for the native package alone, and every other
 * package manager for all that are installed.
 */
const char *sslinv_group_arch(const struct sslinv_verdict_input *input, const struct sslinv_subject *subject);

/* What a command has to know of a group that asks for an upgrade; borrowed. */
struct sslinv_upgrade sslinv_group_upgrade(const struct sslinv_verdict_input *input, const struct sslinv_group *group);

#endif
