/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page calls things. */
#ifndef SSLINV_REPORT_HTML_WORDS_H
#define SSLINV_REPORT_HTML_WORDS_H

#include "facts/result.h"

struct sslinv_html_verdict {
	const char *title;         /* what to do */
	const char *one, *several; /* behind a host, behind a number of hosts */
	const char *meaning;
};

extern const struct sslinv_html_verdict sslinv_html_verdicts[SSLINV_VERDICT_COUNT];

#endif
