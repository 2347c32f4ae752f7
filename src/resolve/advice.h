/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a verdict's action. */
#ifndef SSLINV_RESOLVE_ADVICE_H
#define SSLINV_RESOLVE_ADVICE_H

#include "resolve/freshness.h"
#include "resolve/judged.h"

/*
 * Writes result->action from the findings, from the verdict and counts in `result`, and from the age of the guidance.
 * Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_advice_write(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result,
			const struct sslinv_freshness *freshness) SSLINV_MUST_CHECK;

#endif
