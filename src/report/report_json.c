/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scan as JSON: the rows of the views of sslinv-schema(5), under the same names, from the tables of their columns. */
#include <string.h>
#include <yajl/yajl_gen.h>

#include "facts/columns.h"
#include "report/format.h"

static void put_text(yajl_gen gen, const char *text)
{
	yajl_gen_string(gen, (const unsigned char *)text, strlen(text));
}

static void put_cell(yajl_gen gen, const struct sslinv_column *column, const struct sslinv_cell *cell)
{
	put_text(gen, column->name);
	if (column->kind == SSLINV_COLUMN_FLAG)
		yajl_gen_bool(gen, cell->number != 0);
	else if (cell->is_number)
		yajl_gen_integer(gen, cell->number);
	else if (cell->text)
		put_text(gen, cell->text);
	else
		yajl_gen_null(gen);
}

/* What is not stored is not known of a stored host. */
static void put_object(yajl_gen gen, const struct sslinv_record *record, const struct sslinv_facts *facts, const void *item,
		       bool is_stored)
{
	const unsigned left_out = SSLINV_COLUMN_NOT_SHOWN | (is_stored ? SSLINV_COLUMN_NOT_STORED : 0);

	yajl_gen_map_open(gen);
	for (size_t i = 0; i < record->column_count; i++) {
		const struct sslinv_column *column = &record->columns[i];
		struct sslinv_cell cell;

		if (column->flags & left_out)
			continue;
		sslinv_column_get(column, facts, item, &cell);
		put_cell(gen, column, &cell);
	}
	yajl_gen_map_close(gen);
}

static void put_record(yajl_gen gen, const struct sslinv_report_item *walked, enum sslinv_record_kind kind)
{
	const struct sslinv_report_data *data = walked->data;
	const struct sslinv_record *record = sslinv_record(kind);
	size_t count = sslinv_record_count(record, data->facts, data->result);

	put_text(gen, record->name);
	if (!record->is_single)
		yajl_gen_array_open(gen);
	for (size_t i = 0; i < count; i++) {
		const void *item = sslinv_record_item(record, data->facts, data->result, i);

		if (item)
			put_object(gen, record, data->facts, item, walked->fleet != NULL);
	}
	if (!record->is_single)
		yajl_gen_array_close(gen);
}

/* A step for each record. */
#define STEP(name, kind)                                                                                                    \
	static void name(void *context, const struct sslinv_report_item *item)                                              \
	{                                                                                                                   \
		put_record(context, item, kind);                                                                            \
	}
STEP(put_host, SSLINV_RECORD_HOST)
STEP(put_scan, SSLINV_RECORD_SCAN)
STEP(put_packages, SSLINV_RECORD_PACKAGE)
STEP(put_libraries, SSLINV_RECORD_LIBRARY)
STEP(put_linkages, SSLINV_RECORD_LINKAGE)
STEP(put_processes, SSLINV_RECORD_PROCESS)
STEP(put_problems, SSLINV_RECORD_PROBLEM)
STEP(put_findings, SSLINV_RECORD_FINDING)
STEP(put_levels, SSLINV_RECORD_LEVEL)
STEP(put_verdict, SSLINV_RECORD_VERDICT)

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
	put_text(gen, name);
	yajl_gen_integer(gen, (long long)count);
}

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	char now[SSLINV_TIME_SIZE];

	sslinv_str_time(now, item->fleet->request->now);
	put_count(context, "sslinv_report", SHAPE);
	put_text(context, "tool_version");
	put_text(context, PACKAGE_VERSION);
	put_text(context, "created");
	put_text(context, now);
	put_text(context, "summary");
	yajl_gen_map_open(context);
	put_count(context, "hosts", totals->hosts);
	put_count(context, "incomplete", totals->incomplete);
	put_text(context, "verdicts");
	yajl_gen_map_open(context);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		put_count(context, sslinv_verdict_name((enum sslinv_verdict)verdict), totals->by_verdict[verdict]);
	yajl_gen_map_close(context);
	yajl_gen_map_close(context);
	put_text(context, "hosts");
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

static void print(void *context, const char *bytes, size_t length)
{
	fwrite(bytes, 1, length, context);
}

static void *begin(FILE *file)
{
	yajl_gen gen = yajl_gen_alloc(NULL);

	if (!gen)
		return NULL;
	yajl_gen_config(gen, yajl_gen_beautify, 1);
	yajl_gen_config(gen, yajl_gen_indent_string, "  ");
	yajl_gen_config(gen, yajl_gen_print_callback, print, file);
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
		[SSLINV_REPORT_PROCESSES] = put_processes,
		[SSLINV_REPORT_PROBLEMS] = put_problems,
		[SSLINV_REPORT_FINDINGS] = put_findings,
		[SSLINV_REPORT_LEVELS] = put_levels,
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
