/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The top of the page: the answer in a few lines. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_ANSWER_H
#define SSLINV_REPORT_HTML_ANSWER_H

#include "report/html/html.h"

/* The answer, as the title of the page; malloc'ed, the caller frees. NULL when out of memory. */
char *sslinv_html_headline(const struct sslinv_html *html) SSLINV_MUST_CHECK;

/* Headline, worst CVE, what to do first, and what to trust. */
void sslinv_html_answer(const struct sslinv_html *html, const char *headline);

/* The entry with the worst severity that is open; of several the one on the most hosts. NULL where none is. */
const struct sslinv_html_entry *sslinv_html_worst(const struct sslinv_html *html);

#endif
