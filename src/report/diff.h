/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What changed between two moments of one inventory, or between two inventories: one walk over the hosts, which a format
 * writes down. A new format is one file with a struct sslinv_diff_format (report/diff_format.h), and one row in diff.c.
 */
#ifndef SSLINV_REPORT_DIFF_H
#define SSLINV_REPORT_DIFF_H

#include <stdbool.h>
#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "report/diff_format.h"

/* A moment, as it is asked for: of each host its own. */
struct sslinv_diff_when {
	enum {
		SSLINV_DIFF_NOW = 0,
		SSLINV_DIFF_SCAN, /* what held until the scan after `scan`; 0: the last scan but one */
		SSLINV_DIFF_TIME, /* at `time` */
	} kind;
	int64_t scan;
	char time[SSLINV_TIME_SIZE];
};

/*
 * Reads `2026-11-24` (its end counts), `2026-11-24T06:55:26Z` or `scan:12` (a scan_id of the view `scans`). False for
 * anything else.
 */
bool sslinv_diff_when_parse(const char *text, struct sslinv_diff_when *when);

struct sslinv_diff_side {
	struct sslinv_store *store;
	struct sslinv_diff_when when;
};

/* The two sides may be one store. */
struct sslinv_diff_request {
	struct sslinv_diff_side before, after;
	const char *pattern; /* of shells, for names of hosts; NULL: all */
};

/* The format of that name, or NULL. */
const struct sslinv_diff_format *sslinv_diff_format(const char *name);

/*
 * Writes what changed, host by host in the order of their names. A finding counts where it is open on one side: what is
 * fixed or does not concern a host was never news. SSLINV_E_NOT_FOUND where no host matches. Write errors stay in the FILE
 * for its owner to find.
 */
int sslinv_diff(const struct sslinv_diff_format *format, FILE *file, const struct sslinv_diff_request *request,
		struct sslinv_diff_totals *totals, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
