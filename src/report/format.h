/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a format has to bring: for formats and the walk only. */
#ifndef SSLINV_REPORT_FORMAT_H
#define SSLINV_REPORT_FORMAT_H

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
	SSLINV_REPORT_PROCESSES,
	SSLINV_REPORT_PROBLEMS,
	SSLINV_REPORT_FINDINGS,
	SSLINV_REPORT_LEVELS,
	SSLINV_REPORT_VERDICT,
	/* Of a check: a host in short. */
	SSLINV_REPORT_SUMMARY,
	/* Of explain: the host, and each thing that was asked for. */
	SSLINV_REPORT_EXPLAINED_HOST,
	SSLINV_REPORT_EXPLAINED_PACKAGE,       /* `package` is set */
	SSLINV_REPORT_EXPLAINED_PATH,          /* `word` is the path */
	SSLINV_REPORT_EXPLAINED_VULNERABILITY, /* `word` is the CVE */
	SSLINV_REPORT_EXPLAINED_THING,         /* `thing` is set; `word` is the CVE that was asked for, NULL: all */
	SSLINV_REPORT_STEP_COUNT,
};

/* What a step is about. */
struct sslinv_report_item {
	const struct sslinv_report_data *data;
	const struct sslinv_providers *providers;
	uint32_t package;
	const char *word;
	const struct sslinv_host_thing *thing;
};

struct sslinv_report_format {
	const char *name;
	/* What is written to from now on; NULL when out of memory. The walk hands it to the steps, and to end(). */
	void *(*begin)(FILE *file);
	/* NULL: this format does not tell it. */
	void (*steps[SSLINV_REPORT_STEP_COUNT])(void *context, const struct sslinv_report_item *item);
	void (*end)(void *context);
};

/* Of the text: the processes that do not run what is on disk, and how many do. */
void sslinv_report_processes(FILE *file, const struct sslinv_facts *facts);

extern const struct sslinv_report_format sslinv_report_text;
extern const struct sslinv_report_format sslinv_report_json;

#endif
