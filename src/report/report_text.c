/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for a person: the answer in five lines, then what there is to do, then what is known; in full where all is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "report/text.h"

/* The name of a host has so much room in a line. */
#define HOST_WIDTH 32

static bool is_all(const struct sslinv_report_item *item)
{
	return sslinv_text_style(item)->all;
}

/* Lines as they are, each after `indent`. */
static void print_lines(FILE *file, const char *indent, const char *lines)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");

		fputs(indent, file);
		sslinv_layout_bytes(file, lines, length);
		fputc('\n', file);
		lines += length + (lines[length] == '\n');
	}
}

static void tell_host(void *file, const struct sslinv_report_item *item)
{
	sslinv_text_head(file, item);
	sslinv_text_actions(file, item);
	sslinv_text_accepted(file, item);
}

static void tell_scan(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_facts *host = &facts->host;

	if (!is_all(item))
		return;
	sslinv_layout_title(file, sslinv_text_style(item), "Scan");
	fprintf(file, "  %s: %s%s%s\n", host->host, host->os_name ? host->os_name : "unknown operating system",
		host->arch ? ", " : "", host->arch ? host->arch : "");
	fprintf(file, "  %s scan of %s (%s): %llu %s installed, %llu %s read, %lld s\n",
		sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE ? "complete" : "INCOMPLETE", facts->root,
		sslinv_mode_name(facts->mode), (unsigned long long)facts->packages_seen,
		facts->packages_seen == 1 ? "package" : "packages", (unsigned long long)facts->files_read,
		facts->files_read == 1 ? "file" : "files", (long long)(facts->finished - facts->started));
}

static void tell_libraries(void *file, const struct sslinv_report_item *item)
{
	if (item->data->facts->libraries.count == 0)
		fputs("\nNo OpenSSL was found.\n", file);
	else if (is_all(item))
		sslinv_text_providers(file, item);
	else
		sslinv_text_libraries(file, item);
}

static void tell_linkages(void *file, const struct sslinv_report_item *item)
{
	sslinv_text_unresolved(file, item);
}

/* A section whose lines are folded where they are too wide, unless all is asked for: each goes on two columns further. */
static void tell_folded(FILE *file, const struct sslinv_report_item *item,
			void (*print)(FILE *file, const struct sslinv_report_item *item))
{
	char *text = NULL, *rest, *line;
	size_t length;
	FILE *memory = is_all(item) ? NULL : open_memstream(&text, &length);

	if (memory)
		print(memory, item);
	if (!memory || fclose(memory) != 0) {
		free(text);
		print(file, item);
		return;
	}
	rest = text;
	while ((line = strsep(&rest, "\n")) && rest) {
		size_t indent = strspn(line, " ");

		fprintf(file, "%*s", (int)indent, "");
		sslinv_layout_sentence(file, indent, indent + 2, line);
	}
	free(text);
}

static void print_others(FILE *file, const struct sslinv_report_item *item)
{
	sslinv_report_others(file, item->data->facts);
}

static void tell_others(void *file, const struct sslinv_report_item *item)
{
	tell_folded(file, item, print_others);
}

static void tell_processes(void *file, const struct sslinv_report_item *item)
{
	sslinv_report_processes(file, item->data->facts, is_all(item));
}

static void tell_runtimes(void *file, const struct sslinv_report_item *item)
{
	if (is_all(item))
		sslinv_report_runtimes(file, item->data->facts);
}

static void print_policies(FILE *file, const struct sslinv_report_item *item)
{
	sslinv_report_policies(file, item->data->facts, is_all(item));
}

static void tell_policies(void *file, const struct sslinv_report_item *item)
{
	tell_folded(file, item, print_policies);
}

static void tell_problems(void *file, const struct sslinv_report_item *item)
{
	sslinv_text_problems(file, item);
}

static void tell_findings(void *file, const struct sslinv_report_item *item)
{
	if (is_all(item))
		sslinv_text_findings(file, item);
}

static void tell_levels(void *file, const struct sslinv_report_item *item)
{
	if (is_all(item))
		sslinv_text_levels(file, item);
}

/* The verdict's own action, whole; or where more is to be had. */
static void tell_verdict(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

	if (!is_all(item)) {
		sslinv_text_more(file, item);
		return;
	}
	fputc('\n', file);
	sslinv_layout_word(file, sslinv_text_style(item), SSLINV_COLOR_TITLE, "Verdict: ");
	fprintf(file, "%s\n", sslinv_verdict_name(result->verdict));
	print_lines(file, "  ", result->action);
	if (result->guidance_date)
		fprintf(file, "  judged by guidance of %s\n", result->guidance_date);
}

/* `web7: ok -> upgrade - 21 open CVEs in libssl3, worst CVE-2026-45447 (high)` */
static void tell_line(FILE *file, const struct sslinv_report_item *item)
{
	size_t at = sslinv_layout_text(file, item->data->facts->host.host, HOST_WIDTH);

	fputs(": ", file);
	sslinv_text_change(file, item, at + 2, false);
}

/* Of a check: the five lines; and all that is to do, where all is asked for. */
static void tell_summary(void *file, const struct sslinv_report_item *item)
{
	if (item->data->is_line) {
		tell_line(file, item);
		return;
	}
	sslinv_text_head(file, item);
	if (is_all(item))
		sslinv_text_actions(file, item);
}

/* Of several hosts in full. */
static void tell_gap(void *file, const struct sslinv_report_item *item)
{
	if (item->fleet->totals.hosts > 1)
		fputc('\n', file);
}

const struct sslinv_report_format sslinv_report_text = {
	.name = "text",
	.begin = sslinv_report_begin_plain,
	.steps = {
		[SSLINV_REPORT_HOST] = tell_host,
		[SSLINV_REPORT_SCAN] = tell_scan,
		[SSLINV_REPORT_LIBRARIES] = tell_libraries,
		[SSLINV_REPORT_LINKAGES] = tell_linkages,
		[SSLINV_REPORT_OTHERS] = tell_others,
		[SSLINV_REPORT_PROCESSES] = tell_processes,
		[SSLINV_REPORT_RUNTIMES] = tell_runtimes,
		[SSLINV_REPORT_POLICIES] = tell_policies,
		[SSLINV_REPORT_PROBLEMS] = tell_problems,
		[SSLINV_REPORT_FINDINGS] = tell_findings,
		[SSLINV_REPORT_LEVELS] = tell_levels,
		[SSLINV_REPORT_VERDICT] = tell_verdict,
		[SSLINV_REPORT_SUMMARY] = tell_summary,
		[SSLINV_REPORT_FLEET_BEGIN] = sslinv_report_tell_totals,
		[SSLINV_REPORT_HOST_END] = tell_gap,
	},
	.end = sslinv_report_end_plain,
	.records = SSLINV_REPORT_RECORDS,
	.has_providers = true,
};
