/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From findings to what the host's administrator has to do. Pure: the clock is an argument. */
#ifndef SSLINV_RESOLVE_VERDICT_H
#define SSLINV_RESOLVE_VERDICT_H

#include "base/attributes.h"
#include "resolve/judged.h"

/* Returns 0 or SSLINV_E_MEMORY. The caller frees with sslinv_verdict_result_free(). */
int sslinv_verdict_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_verdict_result_free(struct sslinv_verdict_result *result);

#endif
