/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paragraphs of `sslinv explain` in text, of which `sslinv resolve` shows some too. */
#ifndef SSLINV_REPORT_EXPLAIN_H
#define SSLINV_REPORT_EXPLAIN_H

#include <stdio.h>

#include "report/format.h"

/* The steps of explain; `file` is the FILE. */

/* Which host, and when it was looked at. */
void sslinv_explain_host(void *file, const struct sslinv_report_item *item);

/* A package: its version, source, libraries, what of it uses which OpenSSL, and what the repositories offer. */
void sslinv_explain_package(void *file, const struct sslinv_report_item *item);

/* A path: what it is, what it gets, and who gets it. */
void sslinv_explain_path(void *file, const struct sslinv_report_item *item);

/* What OpenSSL says of a CVE. */
void sslinv_explain_vulnerability(void *file, const struct sslinv_report_item *item);

/*
 * One judged thing: its stream and level, and the finding about the CVE that was asked for with its evidence; without one,
 * every finding that is not fixed or not affected.
 */
void sslinv_explain_thing(void *file, const struct sslinv_report_item *item);

/* One finding with its evidence, indented. */
void sslinv_explain_finding(FILE *file, const struct sslinv_finding *finding, const struct sslinv_guidance_set *set);

/* How many findings of a judgement have each status, indented. */
void sslinv_explain_summary(FILE *file, const struct sslinv_judgement *judgement);

/* The stream a judgement was made in and the upstream level, indented. */
void sslinv_explain_judgement(FILE *file, const struct sslinv_judgement *judgement);

#endif
