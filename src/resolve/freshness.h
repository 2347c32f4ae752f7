/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How old the guidance is that a verdict depends on. */
#ifndef SSLINV_RESOLVE_FRESHNESS_H
#define SSLINV_RESOLVE_FRESHNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "resolve/judged.h"

/*
 * Finds what the answers need, each as old as it is at input->now, and sets date and staleness in `result`. The needed
 * sources are OpenSSL's records, the distribution of the host where a package was judged or nothing was, and all that a
 * finding rests on. Takes time in proportion to feeds and statements, apart from sorting the feeds. The caller frees.
 * Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_freshness_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result,
			  struct sslinv_freshness *freshness) SSLINV_MUST_CHECK;

/* Is it so old that the action names it, or is its age not known? */
bool sslinv_freshness_is_old(const struct sslinv_freshness_source *source);

/* Is some of it older than `days`, or of no known age? Also where there is none at all. */
bool sslinv_freshness_exceeds(const struct sslinv_freshness *freshness, int64_t days);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_freshness_free(struct sslinv_freshness *freshness);

#endif
