/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a format of differences has to bring, and what it is told: for formats and the walk only. */
#ifndef SSLINV_REPORT_DIFF_FORMAT_H
#define SSLINV_REPORT_DIFF_FORMAT_H

#include <stdbool.h>
#include <stdio.h>

#include "store/moment.h"

enum sslinv_diff_presence {
	SSLINV_DIFF_BOTH = 0,
	SSLINV_DIFF_NEW,       /* the host was not known before */
	SSLINV_DIFF_GONE,      /* the inventory after does not know it */
	SSLINV_DIFF_NO_MOMENT, /* it has no such scan: nothing is compared */
	SSLINV_DIFF_PRESENCE_COUNT,
};

enum sslinv_diff_course {
	SSLINV_DIFF_SAME = 0, /* neither better nor worse */
	SSLINV_DIFF_BETTER,
	SSLINV_DIFF_WORSE,
	SSLINV_DIFF_COURSE_COUNT,
};

/* `both`, ... and `same`, ...; static. */
const char *sslinv_diff_presence_name(enum sslinv_diff_presence presence);
const char *sslinv_diff_course_name(enum sslinv_diff_course course);

struct sslinv_diff_host {
	const char *name;
	enum sslinv_diff_presence presence;
	const char *from, *to;          /* the moments; NULL: now */
	const char *before, *after;     /* the verdicts; NULL where the host is not there */
	enum sslinv_diff_course course; /* of the verdict */
	bool is_incomplete;             /* the last scan before `to` was: what is worse may not have been seen */
};

struct sslinv_diff_change {
	enum sslinv_moment_kind kind;
	const char *subject, *detail; /* as of struct sslinv_moment_row */
	const char *before, *after;   /* NULL: it was not there */
	enum sslinv_diff_course course;
};

struct sslinv_diff_totals {
	size_t hosts, changed;
	size_t worse, better; /* of the changed: those where anything got worse; those where only better */
	size_t incomplete;    /* as of struct sslinv_diff_host */
	size_t not_compared;
};

struct sslinv_diff_format {
	const char *name;
	/* NULL when out of memory; handed to the others. */
	void *(*begin)(FILE *file);
	void (*host)(void *context, const struct sslinv_diff_host *host);
	void (*change)(void *context, const struct sslinv_diff_change *change);
	void (*host_end)(void *context);
	void (*end)(void *context, const struct sslinv_diff_totals *totals);
};

/* "package", "finding", ...: the word for what changed; static. */
const char *sslinv_diff_kind_name(enum sslinv_moment_kind kind);

/*
 * A text of an inventory as it is shown: what another hand put there in another form than a scan stores is quoted
 * (sslinv_str_add_quoted()). It is `text` itself, or *quoted, which the caller frees. NULL gives NULL.
 */
const char *sslinv_diff_shown(const char *text, char **quoted);

extern const struct sslinv_diff_format sslinv_diff_text;
extern const struct sslinv_diff_format sslinv_diff_json;

#endif
