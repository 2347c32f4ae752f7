/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts for a spreadsheet: a fact a row, all in the same columns. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/csv_field.h"
#include "report/format.h"

enum { COLUMN_COUNT = 18, CELLS_MAX = 12 };

/* After `host` and `fact`. New ones come at the end. */
static const char *const columns[COLUMN_COUNT] = {
	"package",       "version", "path",     "library", "library_version", "soname",
	"provider_path", "cve",     "severity", "status",  "fixed_version",   "advisory",
	"unit",          "command", "evidence", "date",    "detail",          "known_exploited"
};

/* A kind of fact: of its record's columns, what each cell takes. */
static const struct fact {
	const char *name;
	enum sslinv_record_kind kind;
	struct {
		const char *column, *from;
	} cells[CELLS_MAX];
} facts[] = {
	{ "verdict",
	  SSLINV_RECORD_VERDICT,
	  { { "status", "verdict" }, { "date", "guidance_date" }, { "detail", "action" } } },
	{ "action",
	  SSLINV_RECORD_ACTION,
	  { { "package", "subject" },
	    { "version", "from_version" },
	    { "cve", "worst_cve" },
	    { "severity", "worst_severity" },
	    { "status", "action" },
	    { "fixed_version", "to_version" },
	    { "advisory", "advisory" },
	    { "command", "command" },
	    { "detail", "reason" } } },
	{ "scan",
	  SSLINV_RECORD_SCAN,
	  { { "path", "root" }, { "status", "outcome" }, { "date", "finished" }, { "detail", "mode" } } },
	{ "finding",
	  SSLINV_RECORD_FINDING,
	  { { "package", "package" },
	    { "version", "installed_version" },
	    { "path", "path" },
	    { "cve", "cve" },
	    { "severity", "severity" },
	    { "status", "status" },
	    { "fixed_version", "fixed_version" },
	    { "advisory", "advisory" },
	    { "evidence", "rule" },
	    { "date", "accepted_until" },
	    { "detail", "stream" },
	    { "known_exploited", "known_exploited" } } },
	{ "level",
	  SSLINV_RECORD_LEVEL,
	  { { "package", "package" },
	    { "version", "version" },
	    { "path", "path" },
	    { "library_version", "upstream_version" },
	    { "date", "branch_eol" },
	    { "detail", "effective_upstream" } } },
	{ "package",
	  SSLINV_RECORD_PACKAGE,
	  { { "package", "name" },
	    { "version", "version" },
	    { "evidence", "origin_evidence" },
	    { "date", "built" },
	    { "detail", "role" } } },
	{ "library",
	  SSLINV_RECORD_LIBRARY,
	  { { "package", "package" },
	    { "path", "path" },
	    { "library", "library" },
	    { "library_version", "version" },
	    { "soname", "soname" },
	    { "evidence", "evidence" },
	    { "detail", "version_text" } } },
	{ "linkage",
	  SSLINV_RECORD_LINKAGE,
	  { { "package", "package" },
	    { "path", "path" },
	    { "soname", "soname" },
	    { "provider_path", "provider_path" },
	    { "evidence", "evidence" },
	    { "detail", "confidence" } } },
	{ "process",
	  SSLINV_RECORD_PROCESS,
	  { { "package", "package" },
	    { "path", "executable" },
	    { "library_version", "version" },
	    { "provider_path", "library_path" },
	    { "status", "state" },
	    { "unit", "unit" },
	    { "command", "command" },
	    { "evidence", "evidence" },
	    { "date", "started" },
	    { "detail", "listening" } } },
	{ "runtime",
	  SSLINV_RECORD_RUNTIME,
	  { { "package", "package" },
	    { "version", "version" },
	    { "path", "path" },
	    { "library", "runtime" },
	    { "library_version", "openssl_version" },
	    { "provider_path", "library_path" },
	    { "evidence", "evidence" },
	    { "detail", "module" } } },
	{ "policy",
	  SSLINV_RECORD_POLICY,
	  { { "package", "package" }, { "path", "path" }, { "evidence", "evidence" }, { "detail", "lowest_protocol" } } },
	{ "other library",
	  SSLINV_RECORD_OTHER_LIBRARY,
	  { { "package", "package" },
	    { "path", "path" },
	    { "library", "library" },
	    { "library_version", "version" },
	    { "soname", "soname" },
	    { "evidence", "evidence" } } },
	{ "problem", SSLINV_RECORD_PROBLEM, { { "path", "path" }, { "evidence", "source" }, { "detail", "message" } } },
};

struct csv {
	FILE *file;
	const struct sslinv_column *cells[SSLINV_ARRAY_SIZE(facts)][COLUMN_COUNT]; /* NULL: the cell is empty */
};

static const struct sslinv_column *find_column(const struct sslinv_record *record, const char *name)
{
	for (size_t i = 0; i < record->column_count; i++)
		if (strcmp(record->columns[i].name, name) == 0)
			return &record->columns[i];
	return NULL;
}

static void find_cells(const struct fact *fact, const struct sslinv_column **cells)
{
	for (size_t i = 0; i < CELLS_MAX && fact->cells[i].column; i++)
		for (size_t k = 0; k < COLUMN_COUNT; k++)
			if (strcmp(columns[k], fact->cells[i].column) == 0)
				cells[k] = find_column(sslinv_record(fact->kind), fact->cells[i].from);
}

/* A failure makes the scan incomplete, a note does not. */
static const char *name_of(const struct fact *fact, const void *item)
{
	const struct sslinv_problem *problem = item;

	return fact->kind == SSLINV_RECORD_PROBLEM && !problem->is_failure ? "note" : fact->name;
}

static void put_row(const struct csv *csv, const struct fact *fact, const struct sslinv_facts *of, const void *item)
{
	const struct sslinv_column *const *cells = csv->cells[fact - facts];

	sslinv_csv_spreadsheet_field(csv->file, of->host.host);
	fprintf(csv->file, ",%s", name_of(fact, item));
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		struct sslinv_cell cell;

		fputc(',', csv->file);
		if (!cells[i])
			continue;
		sslinv_column_get(cells[i], of, item, &cell);
		if (cell.is_number)
			fprintf(csv->file, "%" PRId64, cell.number);
		else
			sslinv_csv_spreadsheet_field(csv->file, cell.text);
	}
	fputs("\r\n", csv->file);
}

static void put_host(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_data *data = item->data;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(facts); i++) {
		const struct sslinv_record *record = sslinv_record(facts[i].kind);
		size_t count = sslinv_record_count(record, data->facts, data->result);

		for (size_t k = 0; k < count; k++) {
			const void *row = sslinv_record_item(record, data->facts, data->result, k);

			if (row)
				put_row(context, &facts[i], data->facts, row);
		}
	}
}

static void *begin(FILE *file)
{
	struct csv *csv = calloc(1, sizeof(*csv));

	if (!csv)
		return NULL;
	csv->file = file;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(facts); i++)
		find_cells(&facts[i], csv->cells[i]);
	fputs("host,fact", file);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		fprintf(file, ",%s", columns[i]);
	fputs("\r\n", file);
	return csv;
}

static void end(void *context)
{
	free(context);
}

const struct sslinv_report_format sslinv_report_csv = {
	.name = "csv",
	.begin = begin,
	.steps = { [SSLINV_REPORT_HOST_BEGIN] = put_host },
	.end = end,
	.records = SSLINV_REPORT_RECORDS,
};
