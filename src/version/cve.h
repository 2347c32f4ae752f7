/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CVE ids: which texts are one, where one is in a text, and their order. */
#ifndef SSLINV_VERSION_CVE_H
#define SSLINV_VERSION_CVE_H

#include <stdbool.h>

#define SSLINV_CVE_SIZE 24

/* `CVE-`, a year, `-`, four digits or more, and nothing else. False for NULL. */
bool sslinv_cve_is(const char *text);

/* Finds a CVE id in a text, from `*at` on, and moves `*at` to what follows it; false if there is none. */
bool sslinv_cve_find(const char **at, char cve[SSLINV_CVE_SIZE]);

/* The CVE id that a longer id ends with: `UBUNTU-CVE-2024-0727`, `CVE-2024-0727`; NULL if none. */
const char *sslinv_cve_at_end(const char *id);

/* By year and number: `CVE-2015-9999` before `CVE-2015-10000`. NULL counts as "". */
int sslinv_cve_compare(const char *a, const char *b);

#endif
