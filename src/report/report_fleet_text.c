/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several hosts as text for a person: how many have each verdict, then a line for each host. */
#include <inttypes.h>
#include <string.h>

#include "report/format.h"

static void tell_totals(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	const char *separator = ": ";

	fprintf(file, "%zu hosts", totals->hosts);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		if (totals->by_verdict[verdict]) {
			fprintf(file, "%s%zu %s", separator, totals->by_verdict[verdict],
				sslinv_verdict_name((enum sslinv_verdict)verdict));
			separator = ", ";
		}
	fputc('\n', file);
	if (totals->incomplete)
		fprintf(file, "%zu with an incomplete scan\n", totals->incomplete);
	fputc('\n', file);
}

/* In whole days, or hours on the first one. */
static void tell_age(FILE *file, const char *what, int64_t seconds)
{
	if (seconds < 0)
		fprintf(file, ", %s in the future", what);
	else if (seconds < 2 * 86400)
		fprintf(file, ", %s %" PRId64 " h ago", what, seconds / 3600);
	else
		fprintf(file, ", %s %" PRId64 " days ago", what, seconds / 86400);
}

static void tell_line(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_result *result = item->data->result;

	fprintf(file, "%-11s %s", sslinv_verdict_name(result->verdict), facts->host.host);
	if (result->affected)
		fprintf(file, ", %" PRIu64 " affected", result->affected);
	if (result->unknown)
		fprintf(file, ", %" PRIu64 " unknown", result->unknown);
	if (facts->finished)
		tell_age(file, "scanned", item->fleet->request->now - facts->finished);
	else
		fputs(", never scanned", file);
	if (sslinv_facts_outcome(facts) != SSLINV_OUTCOME_COMPLETE)
		fputs(", INCOMPLETE", file);
	fputc('\n', file);
}

const struct sslinv_report_format sslinv_report_fleet_text = {
	.name = "text",
	.begin = sslinv_report_begin_plain,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = tell_totals,
		[SSLINV_REPORT_HOST_BEGIN] = tell_line,
	},
	.end = sslinv_report_end_plain,
	.of_one = &sslinv_report_text,
};
