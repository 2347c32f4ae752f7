/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `sslinv report` says: one walk over the stored hosts, one host in memory at a time, which a format writes down. A new
 * format is one file with a table of steps (report/format.h), and one row in fleet.c.
 */
#ifndef SSLINV_REPORT_FLEET_H
#define SSLINV_REPORT_FLEET_H

#include "report/report.h"
#include "store/store.h"

/* The format of that name, or NULL. */
const struct sslinv_report_format *sslinv_report_fleet_format(const char *name);

/* The names of all of them, for a person. */
#define SSLINV_REPORT_FLEET_FORMATS "text, json, csv, markdown, html, nagios, prometheus, cyclonedx or openvex"

/*
 * Says what went wrong on `file`, for a format whose readers look nowhere else; returns the exit code, or a negative number
 * for another format, where nothing was written.
 */
int sslinv_report_fleet_fail(const struct sslinv_report_format *format, FILE *file, const char *message);

/*
 * Writes the report of one moment, the worst hosts first; inside a transaction of the caller's, for reading. Memory is that
 * of the largest host, and a few bytes for each. *totals is what was told. SSLINV_E_NOT_FOUND where no host matches: nothing
 * is written then. `error` has no error when it is called. Write errors stay in the FILE for its owner to find.
 */
int sslinv_report_fleet(const struct sslinv_report_format *format, FILE *file, struct sslinv_store *store,
			const struct sslinv_report_request *request, struct sslinv_report_totals *totals,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
