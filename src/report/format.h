/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a format has to bring: for formats and the walk only. */
#ifndef SSLINV_REPORT_FORMAT_H
#define SSLINV_REPORT_FORMAT_H

#include "facts/columns.h"
#include "report/providers.h"
#include "report/report.h"

/* The steps of the walk, in the order in which they come where they come. */
enum sslinv_report_step {
	/* Of a scan: once each, and each for all records of its kind. */
	SSLINV_REPORT_HOST = 0,
	SSLINV_REPORT_SCAN,
	SSLINV_REPORT_PACKAGES,
	SSLINV_REPORT_LIBRARIES, /* `providers` is set */
	SSLINV_REPORT_LINKAGES,
	SSLINV_REPORT_OTHERS, /* the libraries beside OpenSSL, and who uses them */
	SSLINV_REPORT_PROCESSES,
	SSLINV_REPORT_RUNTIMES,
	SSLINV_REPORT_POLICIES,
	SSLINV_REPORT_PROBLEMS,
	SSLINV_REPORT_FINDINGS,
	SSLINV_REPORT_LEVELS,
	SSLINV_REPORT_ACTIONS,
	SSLINV_REPORT_VERDICT,
	/* Of a check: a host in short. */
	SSLINV_REPORT_SUMMARY,
	/*
	 * Of stored hosts, where `fleet` is set: the first and the last of all, and of each host in between. Between the
	 * two of a host come the steps of a scan, from SSLINV_REPORT_HOST to SSLINV_REPORT_VERDICT.
	 */
	SSLINV_REPORT_FLEET_BEGIN, /* `data` is not set, nor at the end */
	SSLINV_REPORT_HOST_BEGIN,
	SSLINV_REPORT_HOST_END,
	SSLINV_REPORT_FLEET_END,
	SSLINV_REPORT_STEP_COUNT,
};

/* The records that the steps of a scan tell. */
#define SSLINV_REPORT_RECORDS                                                                                               \
	((SSLINV_RECORD_BIT(SSLINV_RECORD_COUNT) - 1) &                                                                     \
	 ~(SSLINV_RECORD_BIT(SSLINV_RECORD_HOST) | SSLINV_RECORD_BIT(SSLINV_RECORD_SCAN) |                                  \
	   SSLINV_RECORD_BIT(SSLINV_RECORD_CANDIDATE) | SSLINV_RECORD_BIT(SSLINV_RECORD_CHANGELOG)))

/* The stored hosts that a report tells. */
struct sslinv_report_fleet {
	const struct sslinv_report_request *request;
	struct sslinv_store *store; /* for what a format asks beside the walk: the past */
	struct sslinv_report_totals totals;
};

/* What a step is about. */
struct sslinv_report_item {
	const struct sslinv_report_data *data;
	const struct sslinv_providers *providers;
	const struct sslinv_report_fleet *fleet; /* NULL: it is no report of stored hosts */
	struct sslinv_error *error;              /* of stored hosts: a step that fails sets it, and the report ends */
	int64_t host;                            /* of a host of `fleet`: its number in the store */
};

struct sslinv_report_format {
	const char *name;
	/* What is written to from now on; NULL when out of memory. The walk hands it to the steps, and to end(). */
	void *(*begin)(FILE *file);
	/* NULL: this format does not tell it. */
	void (*steps[SSLINV_REPORT_STEP_COUNT])(void *context, const struct sslinv_report_item *item);
	void (*end)(void *context);
	/*
	 * Of stored hosts: the records that are loaded, as bits of SSLINV_RECORD_BIT(). Host, scan, problems and verdict are
	 * there in any case. SSLINV_STORE_OPEN_FINDINGS will do for a format that tells what is open or unknown.
	 */
	unsigned records;
	bool has_providers;              /* `providers` is set in the steps of a scan */
	int (*exit_code)(void *context); /* after the last step; NULL: as the verdicts have it */
	/* Says what went wrong in place of a report, and returns the exit code; NULL: standard error is the place. */
	int (*fail)(FILE *file, const char *message);
	const struct sslinv_report_format *of_one; /* tells a single host, and each one in full; NULL: this one does */
};

static inline void sslinv_report_take(const struct sslinv_report_format *format, void *context, enum sslinv_report_step step,
				      const struct sslinv_report_item *item)
{
	if (format->steps[step])
		format->steps[step](context, item);
}

/* Of a format that needs nothing but the file. */
void *sslinv_report_begin_plain(FILE *file);
void sslinv_report_end_plain(void *context);

/* Of the text: how many of several hosts have each verdict; nothing of a single one. */
void sslinv_report_tell_totals(void *file, const struct sslinv_report_item *item);

/* Of the text: the libraries beside OpenSSL, where they were looked for; a line each. */
void sslinv_report_others(FILE *file, const struct sslinv_facts *facts);

/* Of the text: how many processes run what is on disk and how many do not; and where all is asked for, which do not. */
void sslinv_report_processes(FILE *file, const struct sslinv_facts *facts, bool all);

/* Of the text: the modules of language runtimes, and what each gets. */
void sslinv_report_runtimes(FILE *file, const struct sslinv_facts *facts);

/* The same: the protocols that programs speak by default; unless `all`, only of those that still allow TLS before 1.2. */
void sslinv_report_policies(FILE *file, const struct sslinv_facts *facts, bool all);

extern const struct sslinv_report_format sslinv_report_text;
extern const struct sslinv_report_format sslinv_report_json;
extern const struct sslinv_report_format sslinv_report_fleet_text;
extern const struct sslinv_report_format sslinv_report_csv;
extern const struct sslinv_report_format sslinv_report_markdown;
extern const struct sslinv_report_format sslinv_report_nagios;
extern const struct sslinv_report_format sslinv_report_cyclonedx;
extern const struct sslinv_report_format sslinv_report_openvex;
extern const struct sslinv_report_format sslinv_report_prometheus;
extern const struct sslinv_report_format sslinv_report_html;

#endif
