/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sections of the page share. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_SECTION_H
#define SSLINV_REPORT_HTML_SECTION_H

#include "report/html/html.h"

void sslinv_html_section_begin(FILE *file, const char *id, const char *title, const char *about);
void sslinv_html_section_end(FILE *file);

/* For qsort(3): the worst, the most or the oldest first. */
typedef int sslinv_html_order(const void *a, const void *b);
sslinv_html_order sslinv_html_by_open, sslinv_html_by_urgency, sslinv_html_by_hosts, sslinv_html_by_branch;

/* A section with a table of what was tallied. */
struct sslinv_html_list {
	const char *title, *about;
	const struct sslinv_html_kind *kind;
	sslinv_html_order *order;
	/* The row of an entry, up to its end. */
	void (*row)(const struct sslinv_html *html, struct sslinv_html_table *table, const struct sslinv_html_entry *entry);
	/* What stands below the rows, in the table; NULL: nothing. */
	void (*foot)(const struct sslinv_html *html);
};

/* Returns 0 or SSLINV_E_MEMORY. */
int sslinv_html_list(const struct sslinv_html *html, const struct sslinv_html_tally *tally,
		     const struct sslinv_html_list *list, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* A section whose rows have waited. Returns 0 or a negative code. */
int sslinv_html_rows_section(struct sslinv_html *html, struct sslinv_html_rows *rows, const char *title, const char *about,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The sections: one function each. Return 0 or a negative code. */
typedef int sslinv_html_section(struct sslinv_html *html, struct sslinv_error *error);
sslinv_html_section sslinv_html_verdict_section, sslinv_html_actions, sslinv_html_own_actions, sslinv_html_own_levels,
	sslinv_html_branches, sslinv_html_cves, sslinv_html_things, sslinv_html_hosts, sslinv_html_findings,
	sslinv_html_problems;

/* Sets what the rows are that wait, before the first. */
void sslinv_html_kinds(struct sslinv_html *html);

#endif
