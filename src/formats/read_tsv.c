/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fact tables: tab-separated rows of what somebody read out of vendors' trackers; the header names the columns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "guidance/check.h"
#include "distro/package_id.h"
#include "formats/lines.h"
#include "formats/readers.h"
#include "formats/tsv_rules.h"
#include "openssl/package_name.h"

#define MAX_COLUMNS 32

/* The columns by name, in the spellings the tables have. */
static const struct {
	const char *name;
	size_t offset;
} columns[] = {
	{ "distro", offsetof(struct sslinv_tsv_row, distro) },
	{ "release", offsetof(struct sslinv_tsv_row, release) },
	{ "stream", offsetof(struct sslinv_tsv_row, stream) },
	{ "package", offsetof(struct sslinv_tsv_row, package) },
	{ "cve", offsetof(struct sslinv_tsv_row, cve) },
	{ "CVE", offsetof(struct sslinv_tsv_row, cve) },
	{ "status", offsetof(struct sslinv_tsv_row, status) },
	{ "fixed_version", offsetof(struct sslinv_tsv_row, fixed_version) },
	{ "advisory", offsetof(struct sslinv_tsv_row, advisory) },
	{ "advisory_id", offsetof(struct sslinv_tsv_row, advisory) },
	{ "date", offsetof(struct sslinv_tsv_row, date) },
	{ "severity", offsetof(struct sslinv_tsv_row, severity) },
	{ "source", offsetof(struct sslinv_tsv_row, source) },
	{ "source_file", offsetof(struct sslinv_tsv_row, source) },
	{ "doubt", offsetof(struct sslinv_tsv_row, doubt) },
};

struct reading {
	const struct sslinv_checked_sink *sink;
	struct sslinv_error *error;
	struct sslinv_lines lines;
	size_t offsets[MAX_COLUMNS]; /* in struct sslinv_tsv_row, by column; SIZE_MAX: not used */
	size_t count;
	size_t dropped[SSLINV_TSV_DROP_COUNT];
};

static bool recognise(const char *head, size_t length)
{
	static const char start[] = "distro\trelease\t";

	return length >= sizeof(start) - 1 && memcmp(head, start, sizeof(start) - 1) == 0;
}

static int fail(const struct reading *reading, enum sslinv_code code, const char *reason)
{
	return sslinv_lines_fail(&reading->lines, code, reason, reading->error);
}

static int read_header(struct reading *reading)
{
	bool has_cve = false;
	bool has_verdict = false;
	char *at;
	char *field;
	int rc = sslinv_lines_next(&reading->lines, reading->error);

	if (rc <= 0)
		return rc < 0 ? rc : fail(reading, SSLINV_E_FORMAT, "the table is empty");
	at = reading->lines.line.data;
	while ((field = strsep(&at, "\t"))) {
		if (reading->count == MAX_COLUMNS)
			return fail(reading, SSLINV_E_FORMAT, "too many columns");
		reading->offsets[reading->count] = SIZE_MAX;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(columns); i++) {
			if (strcmp(field, columns[i].name) == 0)
				reading->offsets[reading->count] = columns[i].offset;
		}
		has_cve |= reading->offsets[reading->count] == offsetof(struct sslinv_tsv_row, cve);
		has_verdict |= reading->offsets[reading->count] == offsetof(struct sslinv_tsv_row, status) ||
			       reading->offsets[reading->count] == offsetof(struct sslinv_tsv_row, fixed_version);
		reading->count++;
	}
	return has_cve && has_verdict ? 0
				      : fail(reading, SSLINV_E_FORMAT,
					     "the header names no column cve, or neither status nor fixed_version");
}

/* OpenSSL's own fix: the branch or first affected version stands in the release column. */
static int tell_upstream(struct reading *reading, const struct sslinv_tsv_row *row)
{
	struct sslinv_range range = { .cve = row->cve, .library = "OpenSSL", .until = row->fixed_version };
	char from[32];

	/* The FIPS module counted its own versions, and a fix in the repository alone is no release. */
	if (!sslinv_check_version(row->release) || row->release[0] < '0' || row->release[0] > '9' ||
	    row->fixed_version[0] < '0' || row->fixed_version[0] > '9' || !sslinv_check_version(row->fixed_version) ||
	    strstr(row->fixed_version, "cvs"))
		return sslinv_check_dropped(reading->sink, 1);
	/* From 3.0 on a branch has two numbers, and its first release three. */
	snprintf(from, sizeof(from), "%s%s", row->release,
		 strchr(row->release, '.') == strrchr(row->release, '.') ? ".0" : "");
	range.from = from;
	return sslinv_check_range(reading->sink, &range, reading->lines.number);
}

static int tell_row(struct reading *reading, const struct sslinv_tsv_row *row)
{
	struct sslinv_distro places[SSLINV_TSV_MAX_PLACES];
	unsigned count = sslinv_tsv_places(row, places);
	struct sslinv_package_id id;
	char date[SSLINV_DATE_SIZE];
	bool is_note;
	struct sslinv_statement statement = { .cve = row->cve, .fixed_version = row->fixed_version };
	int rc = 0;

	if (!sslinv_package_id_from_nevra(row->package, &id))
		return sslinv_check_warn(reading->sink, reading->lines.number, "left out: '%.100s' is not a package name",
					 row->package);
	if (!sslinv_package_name_is_openssl(id.name))
		return sslinv_check_dropped(reading->sink, 1);
	if (!sslinv_tsv_status(row->status, &statement.status, &is_note))
		reading->dropped[SSLINV_TSV_STATUS]++;
	if (is_note)
		statement.note = row->status;
	/* Debian's way to say that nothing ever was affected. */
	if (statement.status == SSLINV_STATUS_FIXED && strcmp(row->fixed_version, "0") == 0)
		statement.status = SSLINV_STATUS_NOT_AFFECTED;
	statement.package = id.name;
	statement.advisory = row->advisory[0] ? row->advisory : NULL;
	statement.severity = row->severity;
	statement.issued = sslinv_date_parse(row->date, date) ? date : NULL;
	if (row->doubt[0]) {
		statement.is_doubtful = true;
		statement.note = row->doubt;
	}
	if (strstr(row->fixed_version, ".ael7b_"))
		statement.arch = "ppc64le";
	for (unsigned i = 0; rc == 0 && i < count; i++) {
		if (statement.status == SSLINV_STATUS_FIXED)
			sslinv_distro_add_flavour(&places[i], row->fixed_version);
		statement.distro = places[i].distro;
		statement.release = places[i].release;
		statement.stream = places[i].stream;
		statement.kind = sslinv_package_id_is_source(&id) || sslinv_tsv_is_source(places[i].distro, id.name)
					 ? SSLINV_PACKAGE_SOURCE
					 : SSLINV_PACKAGE_BINARY;
		rc = sslinv_check_statement(reading->sink, &statement, reading->lines.number);
	}
	return rc;
}

static int read_row(struct reading *reading)
{
	struct sslinv_tsv_row row = { "", "", "", "", "", "fixed", "", "", "", "", "", "" };
	enum sslinv_tsv_drop drop;
	char *at = reading->lines.line.data;
	char *field;
	size_t column = 0;

	for (; (field = strsep(&at, "\t")); column++) {
		if (column >= reading->count)
			return fail(reading, SSLINV_E_FORMAT, "the row has more fields than the header");
		if (reading->offsets[column] != SIZE_MAX)
			*(const char **)((char *)&row + reading->offsets[column]) = strcmp(field, "-") == 0 ? "" : field;
	}
	if (column < reading->count)
		return fail(reading, SSLINV_E_FORMAT, "the row has fewer fields than the header");
	drop = sslinv_tsv_judge(&row);
	if (drop != SSLINV_TSV_KEEP) {
		reading->dropped[drop]++;
		return sslinv_check_dropped(reading->sink, 1);
	}
	return sslinv_tsv_is_upstream(&row) ? tell_upstream(reading, &row) : tell_row(reading, &row);
}

static int tell_feed(struct reading *reading)
{
	const char *name = sslinv_input_name(reading->lines.input);
	const char *base = strrchr(name, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = sslinv_str_format("tsv/%s", base ? base + 1 : name);
	struct sslinv_feed feed = { .name = name, .vendor = "fact table", .format = "tsv", .identity = identity };

	return identity ? sslinv_check_feed(reading->sink, &feed, 0) : sslinv_error_memory(reading->error);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct reading reading = { .sink = sink, .error = error };
	int rc = sslinv_lines_begin(&reading.lines, input, error);

	if (rc == 0)
		rc = read_header(&reading);
	if (rc == 0)
		rc = tell_feed(&reading);
	while (rc == 0 && (rc = sslinv_lines_next(&reading.lines, error)) > 0)
		rc = reading.lines.line.length > 0 ? read_row(&reading) : 0;
	for (size_t i = 1; rc == 0 && i < SSLINV_TSV_DROP_COUNT; i++) {
		if (reading.dropped[i] > 0)
			rc = sslinv_check_warn(sink, 0, "%zu rows %s", reading.dropped[i],
					       sslinv_tsv_drop_reason((enum sslinv_tsv_drop)i));
	}
	sslinv_lines_free(&reading.lines);
	return rc;
}

const struct sslinv_reader sslinv_reader_tsv = {
	.format = "tsv",
	.title = "table of facts",
	.is_endless = true,
	.is_own = true,
	.recognise = recognise,
	.read = read_document,
};
