/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What scan, check and explain say: one walk over what was found, which a format writes down step by step. A new format is
 * one file with a table of steps, and one row in report_walk.c.
 */
#ifndef SSLINV_REPORT_REPORT_H
#define SSLINV_REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "resolve/host.h"

/* What is reported, borrowed. */
struct sslinv_report_data {
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result; /* of a scan and a check */
	const struct sslinv_host_things *things; /* what explain judged, with the guidance that it was judged by */
	const struct sslinv_guidance_set *set;
};

/* Of a report of stored hosts (report/fleet.h): what is asked for. */
struct sslinv_report_request {
	const char *pattern; /* of shells, for names of hosts; NULL: all */
	int64_t now;         /* seconds since the epoch */
	bool all;            /* each host in full, where a format tells several in short */
};

/* And all its hosts together. */
struct sslinv_report_totals {
	size_t hosts;
	size_t incomplete; /* whose last scan was */
	size_t by_verdict[SSLINV_VERDICT_COUNT];
};

struct sslinv_report_format;

/* The format of that name, or NULL. */
const struct sslinv_report_format *sslinv_report_format(const char *name);

/*
 * Everything about a host that was scanned; or what a check says of one. Both return 0 or SSLINV_E_MEMORY. Write errors stay
 * in the FILE for its owner to find.
 */
int sslinv_report_scan(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_report_check(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Why the host's packages, paths and CVEs are judged as they are. Each word is a CVE id (in capitals), an absolute path, or
 * the name of a package or of its source, with or without the architecture; found[i] says whether anything is known of
 * words[i].
 */
int sslinv_report_explain(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			  const char *const *words, size_t count, bool *found, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Is the word a CVE id, for sslinv_report_explain()? */
bool sslinv_report_is_cve(const char *word);

#endif
