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

static void put_object(yajl_gen gen, const struct sslinv_record *record, const struct sslinv_facts *facts, const void *item)
{
	yajl_gen_map_open(gen);
	for (size_t i = 0; i < record->column_count; i++) {
		const struct sslinv_column *column = &record->columns[i];
		struct sslinv_cell cell;

		if (column->flags & SSLINV_COLUMN_NOT_SHOWN)
			continue;
		sslinv_column_get(column, facts, item, &cell);
		put_cell(gen, column, &cell);
	}
	yajl_gen_map_close(gen);
}

static void put_record(yajl_gen gen, const struct sslinv_report_data *data, enum sslinv_record_kind kind)
{
	const struct sslinv_record *record = sslinv_record(kind);
	size_t count = sslinv_record_count(record, data->facts, data->result);

	put_text(gen, record->name);
	if (!record->is_single)
		yajl_gen_array_open(gen);
	for (size_t i = 0; i < count; i++) {
		const void *item = sslinv_record_item(record, data->facts, data->result, i);

		if (item)
			put_object(gen, record, data->facts, item);
	}
	if (!record->is_single)
		yajl_gen_array_close(gen);
}

/* A step for each record. */
#define STEP(name, kind)                                                                                                    \
	static void name(void *context, const struct sslinv_report_item *item)                                              \
	{                                                                                                                   \
		put_record(context, item->data, kind);                                                                      \
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
	},
	.end = end,
};
