/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a verdict's action. */
#ifndef SSLINV_RESOLVE_ADVICE_H
#define SSLINV_RESOLVE_ADVICE_H

#include "resolve/judged.h"

/*
 * Writes result->action from the findings and from the verdict, counts and date in `result`; `age` is that of the guidance
 * in days. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_advice_write(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result, int64_t age)
	SSLINV_MUST_CHECK;

#endif
