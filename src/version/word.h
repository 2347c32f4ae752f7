/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small words feeds are made of: CVE ids, dates, severities, versions. */
#ifndef SSLINV_VERSION_WORD_H
#define SSLINV_VERSION_WORD_H

#include <stdbool.h>
#include <stddef.h>

/* Is the whole text a CVE id: `CVE-2024-0727`? */
bool sslinv_word_is_cve(const char *text);

/* The CVE id that a longer id ends with: `UBUNTU-CVE-2024-0727`, `DEBIAN-CVE-2024-0727`, `CVE-2024-0727`; NULL if none. */
const char *sslinv_word_cve_at_end(const char *id);

/* Can this be a package's name or version: printable ASCII without blanks, not empty, not absurdly long? NULL gives false.
 */
bool sslinv_word_is_name(const char *text);

/* The day of an ISO 8601 time, `2024-01-25`; false if the text does not begin with one. NULL gives false. */
#define SSLINV_DAY_SIZE 11
bool sslinv_word_day(const char *text, char day[SSLINV_DAY_SIZE]);

/*
 * A vendor's severity in lower case (`Moderate`, `low**` -> `moderate`, `low`); false for none: NULL, "", `none`, `unknown`,
 * `not yet assigned`, or more than one word.
 */
#define SSLINV_SEVERITY_SIZE 24
bool sslinv_word_severity(const char *text, char severity[SSLINV_SEVERITY_SIZE]);

#endif
