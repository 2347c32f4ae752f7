/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of CVE ids. */
#ifndef SSLINV_VERSION_CVE_ORDER_H
#define SSLINV_VERSION_CVE_ORDER_H

/* By year and number: `CVE-2015-9999` before `CVE-2015-10000`. NULL counts as "". */
int sslinv_cve_compare(const char *a, const char *b);

#endif
