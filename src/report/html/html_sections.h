/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of the page below its answer. */
#ifndef SSLINV_REPORT_HTML_SECTIONS_H
#define SSLINV_REPORT_HTML_SECTIONS_H

#include "report/html/html.h"

/* The links to the sections, and all of them. Write errors stay in html->file; an error is one of what waited. */
int sslinv_html_sections(struct sslinv_html *html, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
