/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts in Markdown, for a ticket: a table of several hosts, or each host by itself. */
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/width.h"
#include "report/format.h"
#include "report/layout.h"
#include "report/open.h"
#include "store/store.h"

/* A text of a line: whatever Markdown or HTML would take for its own becomes plain text. */
static void put_text(FILE *file, const char *text)
{
	for (const char *at = text; *at; at += sslinv_character_of(at).length)
		switch (*at) {
		case '<':
			fputs("&lt;", file);
			break;
		case '>':
			fputs("&gt;", file);
			break;
		case '&':
			fputs("&amp;", file);
			break;
		default:
			if (strchr("\\`*_{}[]()#+!|~@$", *at))
				fputc('\\', file);
			sslinv_layout_bytes(file, at, sslinv_character_of(at).length);
			break;
		}
}

static size_t longest_run(const char *text, char wanted)
{
	size_t longest = 0, run = 0;

	for (; *text; text++) {
		run = *text == wanted ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Several lines as they are: the fence is longer than any in them. */
static void put_block(FILE *file, const char *lines)
{
	size_t fence = longest_run(lines, '`') + 1;

	fence = fence < 3 ? 3 : fence;
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < fence; i++)
			fputc('`', file);
		fputc('\n', file);
		if (side == 0)
			fprintf(file, "%s%s", lines, *lines && lines[strlen(lines) - 1] == '\n' ? "" : "\n");
	}
	fputc('\n', file);
}

static void put_time(FILE *file, int64_t seconds)
{
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, seconds);
	fputs(seconds ? time : "never", file);
}

static void put_cell(FILE *file, const char *text)
{
	fputs("| ", file);
	put_text(file, text ? text : "");
	fputc(' ', file);
}

static void put_thing(FILE *file, const struct sslinv_open_thing *thing)
{
	const struct sslinv_host_finding *worst = thing->worst;

	put_cell(file, worst->package);
	put_cell(file, worst->path);
	put_cell(file, worst->installed_version);
	fprintf(file, "| %zu | %zu ", thing->open, thing->unknown);
	put_cell(file, worst->cve);
	put_cell(file, worst->severity);
	put_cell(file, worst->fixed_version);
	fputs("|\n", file);
}

static void put_things(FILE *file, const struct sslinv_host_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_open_things_free) struct sslinv_open_things things = { 0 };

	if (sslinv_open_things_find(result, &things) < 0) {
		sslinv_error_memory(error);
		return;
	}
	if (things.count == 0)
		return;
	fputs("| Package | File | Installed | Open | Unknown | Worst | Severity | Fixed in |\n"
	      "| --- | --- | --- | ---: | ---: | --- | --- | --- |\n",
	      file);
	for (size_t i = 0; i < things.count; i++)
		put_thing(file, &things.items[i]);
	fputc('\n', file);
}

/* What somebody has accepted is not open, and not clean either. */
static void put_accepted(FILE *file, const struct sslinv_host_result *result)
{
	bool is_titled = false;

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct sslinv_host_finding *finding = &result->findings.items[i];

		if (!finding->accepted_until)
			continue;
		if (!is_titled)
			fputs("| Accepted | Package | File | Until | Reason |\n| --- | --- | --- | --- | --- |\n", file);
		is_titled = true;
		put_cell(file, finding->cve);
		put_cell(file, finding->package);
		put_cell(file, finding->path);
		put_cell(file, finding->accepted_until);
		put_cell(file, finding->accepted_reason);
		fputs("|\n", file);
	}
	if (is_titled)
		fputc('\n', file);
}

static void put_problems(FILE *file, const struct sslinv_facts *facts)
{
	bool is_titled = false;

	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		if (!problem->is_failure)
			continue;
		fputs(is_titled ? "- " : "Could not be read:\n\n- ", file);
		is_titled = true;
		put_text(file, problem->source);
		fputs(": ", file);
		if (problem->path) {
			put_text(file, problem->path);
			fputs(": ", file);
		}
		put_text(file, problem->message);
		fputc('\n', file);
	}
	if (is_titled)
		fputc('\n', file);
}

static void tell_host(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_result *result = item->data->result;
	FILE *file = context;

	fputs("## ", file);
	put_text(file, facts->host.host);
	fprintf(file, ": %s\n\n", sslinv_verdict_name(result->verdict));
	put_text(file, facts->host.os_name ? facts->host.os_name : "unknown operating system");
	fprintf(file, "; %s scan of ",
		sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE ? "complete" : "**incomplete**");
	put_time(file, facts->finished);
	fprintf(file, "; guidance of %s\n\n", result->guidance_date ? result->guidance_date : "no date");
	if (*result->action)
		put_block(file, result->action);
	put_things(file, result, item->error);
	put_accepted(file, result);
	put_problems(file, facts);
}

static void tell_totals(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	FILE *file = context;

	fputs("| Verdict | Hosts |\n| --- | ---: |\n", file);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		if (totals->by_verdict[verdict])
			fprintf(file, "| %s | %zu |\n", sslinv_verdict_name((enum sslinv_verdict)verdict),
				totals->by_verdict[verdict]);
	fprintf(file, "| all | %zu |\n| of them with an incomplete scan | %zu |\n\n", totals->hosts, totals->incomplete);
	fputs("| Host | Verdict | Affected | Unknown | Scanned | Guidance |\n| --- | --- | ---: | ---: | --- | --- |\n",
	      file);
}

static void tell_row(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_result *result = item->data->result;
	FILE *file = context;

	put_cell(file, facts->host.host);
	put_cell(file, sslinv_verdict_name(result->verdict));
	fprintf(file, "| %" PRIu64 " | %" PRIu64 " | ", result->affected, result->unknown);
	put_time(file, facts->finished);
	fputs(sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE ? " " : ", incomplete ", file);
	put_cell(file, result->guidance_date);
	fputs("|\n", file);
}

static const struct sslinv_report_format of_one = {
	.name = "markdown",
	.begin = sslinv_report_begin_plain,
	.steps = { [SSLINV_REPORT_HOST_BEGIN] = tell_host },
	.end = sslinv_report_end_plain,
	.records = SSLINV_STORE_OPEN_FINDINGS,
};

const struct sslinv_report_format sslinv_report_markdown = {
	.name = "markdown",
	.begin = sslinv_report_begin_plain,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = tell_totals,
		[SSLINV_REPORT_HOST_BEGIN] = tell_row,
	},
	.end = sslinv_report_end_plain,
	.of_one = &of_one,
};
