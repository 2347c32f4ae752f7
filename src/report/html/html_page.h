/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page around its contents. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_PAGE_H
#define SSLINV_REPORT_HTML_PAGE_H

#include <stdint.h>
#include <stdio.h>

/* From the first byte to the beginning of <body>; the policy allows this style and this script, and nothing else. */
void sslinv_html_page_begin(FILE *file, const char *title);

/* To the last byte. `now`: seconds since the epoch. */
void sslinv_html_page_end(FILE *file, int64_t now);

#endif
