/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only the page of a single host tells. */
#ifndef SSLINV_REPORT_HTML_OWN_H
#define SSLINV_REPORT_HTML_OWN_H

#include "report/html/html.h"

/* What its rows are, before the first. */
void sslinv_html_own_kinds(struct sslinv_html *html);

/* Takes the host: its name, what to do, and its levels. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_html_own_take(struct sslinv_html *html, const struct sslinv_report_data *data) SSLINV_MUST_CHECK;

/* What to do first: its command, else in words. Borrowed from the result. */
const char *sslinv_html_first(const struct sslinv_host_result *result);

#endif
