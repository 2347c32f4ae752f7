/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the walk leaves for the page. */
#ifndef SSLINV_REPORT_HTML_COLLECT_H
#define SSLINV_REPORT_HTML_COLLECT_H

#include "report/html/html.h"

/* Opens what waits. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_html_collect_begin(struct sslinv_html *html, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Takes one host. */
int sslinv_html_collect(struct sslinv_html *html, const struct sslinv_report_data *data, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Frees what was collected; accepts a zero-initialised one. */
void sslinv_html_collect_free(struct sslinv_html *html);

#endif
