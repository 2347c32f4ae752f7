/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures with a time axis: the life of a branch, and open findings over time. Write errors stay in the FILE. */
#ifndef SSLINV_REPORT_HTML_TIME_H
#define SSLINV_REPORT_HTML_TIME_H

#include <stdint.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "report/open.h"
#include "store/open_spans.h"

/* Whole years, in seconds since the epoch. */
struct sslinv_html_axis {
	int64_t begin, end, now;
	int first_year, last_year; /* `end` is the first second of last_year */
};

/* Keeps the date where it is the first or the last so far; NULL and "" are none. */
void sslinv_html_ends(const char *date, const char **earliest, const char **latest);

/* The axis that has `now` and the two dates in it, with a year around it; a date may be NULL or "". */
void sslinv_html_axis_set(struct sslinv_html_axis *axis, int64_t now, const char *earliest, const char *latest);

/* A cell with the line of a branch up to the date of its end, and today; "" where that is not known. */
void sslinv_html_life(FILE *file, const struct sslinv_html_axis *axis, const char *end);

/* The cell below with the years. */
void sslinv_html_years(FILE *file, const struct sslinv_html_axis *axis);

/* What was open on each of the last days; older findings count from the first. */
#define SSLINV_HTML_DAYS 3653

struct sslinv_html_history {
	int64_t today, first; /* days since the epoch; `first` has the first finding */
	int64_t change[SSLINV_HTML_DAYS + 1][SSLINV_SEVERITY_CLASS_COUNT]; /* the last is today */
};

/* An sslinv_open_span_function; the context is the history. */
int sslinv_html_history_take(void *history, const struct sslinv_open_span *span);

/* The section; `about` explains the numbers. */
void sslinv_html_history_section(FILE *file, const struct sslinv_html_history *history, const char *about);

#endif
