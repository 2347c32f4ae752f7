/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How old the guidance is that a verdict depends on. */
#ifndef SSLINV_RESOLVE_FRESHNESS_H
#define SSLINV_RESOLVE_FRESHNESS_H

#include <stdint.h>

#include "base/attributes.h"
#include "resolve/judged.h"

/*
 * Sets the date of the oldest publication that the findings depend on, and whether it is stale. `age` is that date's, in
 * days before input->now; 0 without a date. Takes time in proportion to the feeds, apart from sorting them. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_freshness_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result, int64_t *age)
	SSLINV_MUST_CHECK;

#endif
