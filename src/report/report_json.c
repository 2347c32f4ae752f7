/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scan as JSON: the rows of the views of sslinv-schema(5), under the same names, from the tables of their columns. */
#include "report/format.h"
#include "report/json.h"

/* A step for each record. */
#define STEP(name, kind)                                                                                                    \
	static void name(void *context, const struct sslinv_report_item *item)                                              \
	{                                                                                                                   \
		sslinv_json_record(context, kind, item->data->facts, item->data->result, item->fleet != NULL);              \
	}
STEP(put_host, SSLINV_RECORD_HOST)
STEP(put_scan, SSLINV_RECORD_SCAN)
STEP(put_packages, SSLINV_RECORD_PACKAGE)
STEP(put_libraries, SSLINV_RECORD_LIBRARY)
STEP(put_linkages, SSLINV_RECORD_LINKAGE)
STEP(put_other_libraries, SSLINV_RECORD_OTHER_LIBRARY)
STEP(put_other_linkages, SSLINV_RECORD_OTHER_LINKAGE)
STEP(put_processes, SSLINV_RECORD_PROCESS)
STEP(put_runtimes, SSLINV_RECORD_RUNTIME)
STEP(put_policies, SSLINV_RECORD_POLICY)
STEP(put_problems, SSLINV_RECORD_PROBLEM)
STEP(put_findings, SSLINV_RECORD_FINDING)
STEP(put_levels, SSLINV_RECORD_LEVEL)
STEP(put_actions, SSLINV_RECORD_ACTION)
STEP(put_verdict, SSLINV_RECORD_VERDICT)

/* The libraries beside OpenSSL: where nobody looked for them, no empty list says that there are none. */
static void put_others(void *context, const struct sslinv_report_item *item)
{
	if (item->data->facts->scope != SSLINV_SCOPE_ALL)
		return;
	put_other_libraries(context, item);
	put_other_linkages(context, item);
}

/* What a check says of a host: who it is, and its verdict. */
static void put_summary(void *context, const struct sslinv_report_item *item)
{
	put_host(context, item);
	put_verdict(context, item);
}

/* Counted up where a member changes its meaning or goes; new ones do not count. */
#define SHAPE 1

static void put_count(yajl_gen gen, const char *name, size_t count)
{
	sslinv_json_text(gen, name);
	yajl_gen_integer(gen, (long long)count);
}

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	char now[SSLINV_TIME_SIZE];

	sslinv_str_time(now, item->fleet->request->now);
	put_count(context, "sslinv_report", SHAPE);
	sslinv_json_pair(context, "tool_version", PACKAGE_VERSION);
	sslinv_json_pair(context, "created", now);
	sslinv_json_text(context, "summary");
	yajl_gen_map_open(context);
	put_count(context, "hosts", totals->hosts);
	put_count(context, "incomplete", totals->incomplete);
	sslinv_json_text(context, "verdicts");
	yajl_gen_map_open(context);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		put_count(context, sslinv_verdict_name((enum sslinv_verdict)verdict), totals->by_verdict[verdict]);
	yajl_gen_map_close(context);
	yajl_gen_map_close(context);
	sslinv_json_text(context, "hosts");
	yajl_gen_array_open(context);
}

static void begin_host(void *context, const struct sslinv_report_item *item)
{
	(void)item;
	yajl_gen_map_open(context);
}

static void end_host(void *context, const struct sslinv_report_item *item)
{
	(void)item;
	yajl_gen_map_close(context);
}

static void end_fleet(void *context, const struct sslinv_report_item *item)
{
	(void)item;
	yajl_gen_array_close(context);
}

static void *begin(FILE *file)
{
	yajl_gen gen = sslinv_json_begin(file);

	if (gen)
		yajl_gen_map_open(gen);
	return gen;
}

static void end(void *context)
{
	yajl_gen_map_close(context);
	yajl_gen_free(context);
}

const struct sslinv_report_format sslinv_report_json = {
	.name = "json",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_HOST] = put_host,
		[SSLINV_REPORT_SCAN] = put_scan,
		[SSLINV_REPORT_PACKAGES] = put_packages,
		[SSLINV_REPORT_LIBRARIES] = put_libraries,
		[SSLINV_REPORT_LINKAGES] = put_linkages,
		[SSLINV_REPORT_OTHERS] = put_others,
		[SSLINV_REPORT_PROCESSES] = put_processes,
		[SSLINV_REPORT_RUNTIMES] = put_runtimes,
		[SSLINV_REPORT_POLICIES] = put_policies,
		[SSLINV_REPORT_PROBLEMS] = put_problems,
		[SSLINV_REPORT_FINDINGS] = put_findings,
		[SSLINV_REPORT_LEVELS] = put_levels,
		[SSLINV_REPORT_ACTIONS] = put_actions,
		[SSLINV_REPORT_VERDICT] = put_verdict,
		[SSLINV_REPORT_SUMMARY] = put_summary,
		[SSLINV_REPORT_FLEET_BEGIN] = begin_fleet,
		[SSLINV_REPORT_HOST_BEGIN] = begin_host,
		[SSLINV_REPORT_HOST_END] = end_host,
		[SSLINV_REPORT_FLEET_END] = end_fleet,
	},
	.end = end,
	.records = SSLINV_REPORT_RECORDS,
};
