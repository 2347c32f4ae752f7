/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small words feeds are made of: names, versions, severities. */
#ifndef SSLINV_VERSION_WORD_H
#define SSLINV_VERSION_WORD_H

#include <stdbool.h>
#include <stddef.h>

/* Can this be a package's name or version: printable ASCII without blanks, not empty, not absurdly long? NULL gives false.
 */
bool sslinv_word_is_name(const char *text);

/*
 * A vendor's severity in lower case (`Moderate`, `low**`, `SEVERITY_LOW` -> `moderate`, `low`, `low`); false for none: NULL,
 * "", `none`, `unknown`, `not yet assigned`, or more than one word.
 */
#define SSLINV_SEVERITY_SIZE 24
bool sslinv_word_severity(const char *text, char severity[SSLINV_SEVERITY_SIZE]);

#endif
