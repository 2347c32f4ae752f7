/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one door for guidance: readers hand all they read to a checked sink, and these functions are all that can be done with
 * one. What an administrator could be misled by is left out, or becomes unknown or doubtful, with a warning.
 */
#ifndef SSLINV_GUIDANCE_CHECK_H
#define SSLINV_GUIDANCE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "guidance/model.h"
#include "version/cve.h"

/* Could this be a package's version? One word, with a digit, of the characters that rpm and dpkg know. */
bool sslinv_check_version(const char *text);

struct sslinv_checked_sink;

/*
 * Each hands one record on, and returns what the sink returns: 0, or a negative value for the reader to hand back at once.
 * `line` is where in the document it is, 0 if unknown. A feed comes first, and what follows belongs to it. Optional words
 * that are empty or cannot be printed become NULL (or "", as the model has them). A date in the future gets a warning.
 */
int sslinv_check_feed(const struct sslinv_checked_sink *sink, const struct sslinv_feed *feed, unsigned long line);

/*
 * Without a CVE id, a package name or a readable release it is left out. A fixed version that cannot be compared makes it
 * unknown; one of a branch of OpenSSL that the release never shipped makes it doubtful.
 */
int sslinv_check_statement(const struct sslinv_checked_sink *sink, const struct sslinv_statement *statement,
			   unsigned long line);

/* Without a CVE id it is left out; so is a date that cannot be read. */
int sslinv_check_vulnerability(const struct sslinv_checked_sink *sink, const struct sslinv_vulnerability *vulnerability,
			       unsigned long line);

/*
 * A range that cannot be compared is kept, and the resolver answers unknown: to leave it out would say that its versions are
 * not affected.
 */
int sslinv_check_range(const struct sslinv_checked_sink *sink, const struct sslinv_range *range, unsigned long line);

/* A life whose dates cannot be right is left out: without its end it would read as one that goes on. */
int sslinv_check_life(const struct sslinv_checked_sink *sink, const struct sslinv_life *life, unsigned long line);

/* Without a CVE id, or with a day or a probability that cannot be right, it is left out. */
int sslinv_check_exploitation(const struct sslinv_checked_sink *sink, const struct sslinv_exploitation *exploitation,
			      unsigned long line);

/* What a branch brought, a command, an address: one that may not be shown to an administrator, or has no use, is left out.
 */
int sslinv_check_branch(const struct sslinv_checked_sink *sink, const struct sslinv_branch *branch, unsigned long line);
int sslinv_check_instruction(const struct sslinv_checked_sink *sink, const struct sslinv_instruction *instruction,
			     unsigned long line);
int sslinv_check_page(const struct sslinv_checked_sink *sink, const struct sslinv_page *page, unsigned long line);

/* A warning with a formatted message, which is quoted where it cannot be printed. */
int sslinv_check_warn(const struct sslinv_checked_sink *sink, unsigned long line, const char *format, ...)
	SSLINV_PRINTF(3, 4);

/* So many entries that do not concern OpenSSL were passed over. */
int sslinv_check_dropped(const struct sslinv_checked_sink *sink, unsigned long count);

/* The text if it can be printed, else NULL; NULL for "". For the files of this room. */
const char *sslinv_check_printable(const char *text);

#endif
