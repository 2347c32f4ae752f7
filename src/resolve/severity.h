/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of vendors' words for how severe a vulnerability is. */
#ifndef SSLINV_RESOLVE_SEVERITY_H
#define SSLINV_RESOLVE_SEVERITY_H

/* The higher the worse; 0 for NULL and for words that are not known. */
int sslinv_severity_rank(const char *severity);

#endif
