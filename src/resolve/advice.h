/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a verdict's action, and what the verdict and the text have to agree on. */
#ifndef SSLINV_RESOLVE_ADVICE_H
#define SSLINV_RESOLVE_ADVICE_H

#include "resolve/verdict.h"

/* Has the vendor a fix that this host can get: one that its repositories offer, as far as that is known? */
bool sslinv_verdict_can_get(const struct sslinv_subject *subject, const struct sslinv_finding *finding);

/* What one finding asks for by itself: UPGRADE, REPLACE, NO_FIX, UNKNOWN or OK. */
enum sslinv_verdict sslinv_verdict_of_finding(const struct sslinv_judged *judged, const struct sslinv_finding *finding);

/*
 * Writes result->action from the findings and from the verdict, counts and date in `result`; `age` is that of the guidance
 * in days. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_advice_write(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result, int64_t age)
	SSLINV_MUST_CHECK;

#endif
