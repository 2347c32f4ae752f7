/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every reader asks of a statement before it hands it on: a CVE id, a version that can be compared, a date that can be.
 */
#ifndef SSLINV_GUIDANCE_CHECK_H
#define SSLINV_GUIDANCE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "guidance/model.h"

/* `CVE-` year `-` four digits or more, and nothing else. */
bool sslinv_check_cve(const char *text);

/* Finds a CVE id inside a text, from `*at` on, and moves `*at` behind it; false if there is none. */
#define SSLINV_CVE_SIZE 24
bool sslinv_check_find_cve(const char **at, char cve[SSLINV_CVE_SIZE]);

/* Could this be a package's version? One word, with a digit, of the characters that rpm and dpkg know. */
bool sslinv_check_version(const char *text);

/* `2024-10-31`, with or without a time behind it, or `20241031`, as `2024-10-31`; false for anything else. */
#define SSLINV_DATE_SIZE 11
bool sslinv_check_date(const char *text, char date[SSLINV_DATE_SIZE]);

/* Is this `2024-10-31` more than a day from now? */
bool sslinv_check_is_future(const char *date);

/* Lower case, cut at the buffer's end; "" for NULL. */
void sslinv_check_severity(const char *text, char *severity, size_t size);

/*
 * Hands a statement to the sink. A CVE id that is none drops it, with a warning; a fixed version that cannot be compared
 * makes it unknown, with a warning; a date that lies in the future gets a warning; a fix older than anything the release
 * ever shipped is marked doubtful. `line` is 0 if unknown. Returns what the sink returns.
 */
int sslinv_check_statement(const struct sslinv_guidance_sink *sink, const struct sslinv_statement *statement,
			   unsigned long line);

/*
 * The same for what a branch brought, a command and an address: one that may not be shown to an administrator, or has no
 * use, is left out with a warning. Empty words that are optional become "" or NULL as the model has them.
 */
int sslinv_check_branch(const struct sslinv_guidance_sink *sink, const struct sslinv_branch *branch, unsigned long line);
int sslinv_check_instruction(const struct sslinv_guidance_sink *sink, const struct sslinv_instruction *instruction,
			     unsigned long line);
int sslinv_check_page(const struct sslinv_guidance_sink *sink, const struct sslinv_page *page, unsigned long line);

/* A warning with a formatted message. */
int sslinv_check_warn(const struct sslinv_guidance_sink *sink, unsigned long line, const char *format, ...)
	SSLINV_PRINTF(3, 4);

#endif
