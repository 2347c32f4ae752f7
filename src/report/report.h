/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What scan and check say: one walk over what was found, which a format writes down step by step. A new format is
 * one file with a table of steps, and one row in report_walk.c.
 */
#ifndef SSLINV_REPORT_REPORT_H
#define SSLINV_REPORT_REPORT_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "report/layout.h"
#include "report/open.h"

/* What is reported, borrowed. */
struct sslinv_report_data {
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
	const enum sslinv_verdict *before; /* of a check: what the host's verdict was; NULL for none */
	bool is_line;                      /* of a check of several hosts: told in one line */
	struct sslinv_layout_style style;  /* of the text */
};

/* Ages in days that are too old; 0: none is. */
struct sslinv_report_days {
	int64_t warning, critical;
};

/* Of a report of stored hosts (report/fleet.h): what is asked for. */
struct sslinv_report_request {
	const char *pattern; /* of shells, for names of hosts; NULL: all */
	int64_t now;         /* seconds since the epoch */
	bool all;            /* each host in full, where a format tells several in short */
	bool by_cve;         /* each open CVE of each host, where a format tells numbers */
	bool color;          /* it goes to a terminal with colours */
	/* For monitoring: what an open CVE has to be for each; SSLINV_SEVERITY_CLASS_COUNT: none is. */
	enum sslinv_severity_class warning, critical;
	struct sslinv_report_days scan_age, guidance_age;
};

/* And all its hosts together. */
struct sslinv_report_totals {
	size_t hosts;
	size_t incomplete; /* whose last scan was */
	size_t by_verdict[SSLINV_VERDICT_COUNT];
	int exit_code; /* that the format asks for; negative: as the verdicts have it */
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

#endif
