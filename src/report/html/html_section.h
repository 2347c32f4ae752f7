/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sections of the page share. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_SECTION_H
#define SSLINV_REPORT_HTML_SECTION_H

#include "report/html/html_collect.h"

void sslinv_html_section_begin(FILE *file, const char *id, const char *title, const char *about);
void sslinv_html_section_end(FILE *file);

/* Says so where a tally did not keep all: no table is silently shorter than what it tells. */
void sslinv_html_left_out(FILE *file, uint64_t left_out);

/* For qsort(3): the worst, the most or the oldest first. */
typedef int sslinv_html_order(const void *a, const void *b);
sslinv_html_order sslinv_html_by_open, sslinv_html_by_urgency, sslinv_html_by_hosts, sslinv_html_by_branch;

/* The entries of a tally in an order; NULL when out of memory. The caller frees the array. */
struct sslinv_html_entry **sslinv_html_sorted(const struct sslinv_html_tally *tally, sslinv_html_order *order)
	SSLINV_MUST_CHECK;

/* The sections: one function each. Return 0 or a negative code. */
typedef int sslinv_html_section(struct sslinv_html *html, struct sslinv_error *error);
sslinv_html_section sslinv_html_verdict_section, sslinv_html_actions, sslinv_html_own_actions, sslinv_html_branches,
	sslinv_html_cves, sslinv_html_things, sslinv_html_hosts, sslinv_html_findings, sslinv_html_problems;

/* Sets what the rows are that wait, before the first. */
void sslinv_html_kinds(struct sslinv_html *html);

#endif
