/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the text. Nothing but report/text*.c and report/report_*text.c includes it. */
#ifndef SSLINV_REPORT_TEXT_H
#define SSLINV_REPORT_TEXT_H

#include <stdio.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/format.h"
#include "report/layout.h"

/* How the item is told, whoever asked for it. */
static inline const struct sslinv_layout_style *sslinv_text_style(const struct sslinv_report_item *item)
{
	return &item->data->style;
}

/* The five lines: verdict and why, what to do now, what after it, what else, how far to trust it. */
void sslinv_text_head(FILE *file, const struct sslinv_report_item *item);

/* The sections on what there is to do. */
void sslinv_text_actions(FILE *file, const struct sslinv_report_item *item);

/* What somebody has accepted; of a stored host alone. */
void sslinv_text_accepted(FILE *file, const struct sslinv_report_item *item);

/* The OpenSSLs of the host, a line each; and the copies of which no CVE is open. */
void sslinv_text_libraries(FILE *file, const struct sslinv_report_item *item);

/* The same with all files and users; what nobody provides; findings and levels by package and copy. */
void sslinv_text_providers(FILE *file, const struct sslinv_report_item *item);
void sslinv_text_unresolved(FILE *file, const struct sslinv_report_item *item);
void sslinv_text_findings(FILE *file, const struct sslinv_report_item *item);
void sslinv_text_levels(FILE *file, const struct sslinv_report_item *item);

/* What could not be read, and what was passed over. */
void sslinv_text_problems(FILE *file, const struct sslinv_report_item *item);

/* The last lines: the commands that tell more. */
void sslinv_text_more(FILE *file, const struct sslinv_report_item *item);

/*
 * Ends a line of which `at` cells are taken: the verdict, after the one before where it is another, and why. In the head it
 * is in capitals.
 */
void sslinv_text_change(FILE *file, const struct sslinv_report_item *item, size_t at, bool is_head);

/* Appends why the host has its verdict, in so many columns if it can be; 0: as many as it needs. */
int sslinv_text_add_why(struct sslinv_str *out, const struct sslinv_report_data *data, size_t columns) SSLINV_MUST_CHECK;

/* Appends `, worst CVE-2026-1 (high)`; nothing where none is known. */
int sslinv_text_add_worst(struct sslinv_str *out, const struct sslinv_host_action *action) SSLINV_MUST_CHECK;

/* Appends what an action is about, where it is a package or a copy, and its reason up to `end`. */
int sslinv_text_add_reason(struct sslinv_str *out, const struct sslinv_host_action *action, const char *end)
	SSLINV_MUST_CHECK;

/* Appends the command that renews all guidance that is old or missing; nothing where none does. */
int sslinv_text_add_update(struct sslinv_str *out, const struct sslinv_host_result *result) SSLINV_MUST_CHECK;

/* The first thing to do that gives the host its verdict; NULL where none is known. */
const struct sslinv_host_action *sslinv_text_first_action(const struct sslinv_host_result *result);

/*
 * Appends the command that restarts all services with actions of that verdict (SSLINV_VERDICT_COUNT: of any); *count is how
 * many it restarts. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_text_add_restart(struct sslinv_str *out, const struct sslinv_host_result *result, enum sslinv_verdict verdict,
			    size_t *count) SSLINV_MUST_CHECK;

#endif
