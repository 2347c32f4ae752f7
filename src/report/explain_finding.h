/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a judgement is based on, as indented text: for `sslinv explain` and `sslinv resolve`. */
#ifndef SSLINV_REPORT_EXPLAIN_FINDING_H
#define SSLINV_REPORT_EXPLAIN_FINDING_H

#include <stdio.h>

#include "guidance/set.h"
#include "resolve/backport.h"

/* One finding with its evidence. */
void sslinv_explain_finding(FILE *file, const struct sslinv_finding *finding, const struct sslinv_guidance_set *set);

/* How many findings of a judgement have each status. */
void sslinv_explain_summary(FILE *file, const struct sslinv_judgement *judgement);

/* The stream a judgement was made in and the upstream level. */
void sslinv_explain_judgement(FILE *file, const struct sslinv_judgement *judgement);

#endif
