/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A version of another release or vendor that the administrator's pins would install. It is a way out only of what it is
 * itself known to be without, by the word of its own line.
 */
#ifndef SSLINV_RESOLVE_PINNED_H
#define SSLINV_RESOLVE_PINNED_H

#include "base/attributes.h"
#include "resolve/things.h"

/* The candidate of the package that a pin chose from another line; NULL where there is none. */
const struct sslinv_candidate *sslinv_pinned_candidate(const struct sslinv_facts *facts, uint32_t package);

/*
 * Judges thing->pinned as a package of its line, and settles with it each open finding of the thing: what it is known to be
 * without is fixed in it, and of all else it is no fix (is_in_candidate). Returns 0 or a negative code.
 */
int sslinv_pinned_settle(struct sslinv_host_thing *thing, const struct sslinv_facts *facts,
			 const struct sslinv_guidance_set *set, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
