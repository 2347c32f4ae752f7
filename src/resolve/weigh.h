/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What findings ask for, whoever asks. */
#ifndef SSLINV_RESOLVE_WEIGH_H
#define SSLINV_RESOLVE_WEIGH_H

#include <stdbool.h>

#include "resolve/judged.h"

/* Is it another release's package, whose fixes the host's archives do not bring? Where they do, they say so. */
bool sslinv_verdict_is_left_over(const struct sslinv_subject *subject);

/* Is its fix one of an extended support (ESM, ELS, EUS, LTSS), and the package of the plain release? */
bool sslinv_verdict_is_extended(const struct sslinv_judged *judged, const struct sslinv_finding *finding);

/* What one finding asks for by itself: UPGRADE, REPLACE, NO_FIX, UNKNOWN or OK. */
enum sslinv_verdict sslinv_verdict_of_finding(const struct sslinv_judged *judged, const struct sslinv_finding *finding);

/* The worse of the two. */
void sslinv_verdict_worsen(enum sslinv_verdict *verdict, enum sslinv_verdict other);

/* Counts the findings of one package or copy, and worsens the verdict by them and by the end of its support. */
void sslinv_verdict_weigh(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged,
			  struct sslinv_verdict_result *result);

#endif
