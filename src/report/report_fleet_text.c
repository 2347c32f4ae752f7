/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several hosts as text for a person: how many have each verdict, then a line for each host. */
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/format.h"
#include "report/open.h"
#include "store/store.h"

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
	SSLINV_CLEANUP(sslinv_open_free) struct sslinv_open open = { 0 };

	if (sslinv_open_find(result, &open) < 0) {
		sslinv_error_memory(item->error);
		return;
	}
	fprintf(file, "%-11s %s", sslinv_verdict_name(result->verdict), facts->host.host);
	if (open.count)
		fprintf(file, ", %zu open %s", open.count, sslinv_str_plural(open.count, "CVE", "CVEs"));
	if (open.worst && open.worst->cve)
		fprintf(file, ", worst %s (%s)", open.worst->cve,
			open.worst->severity ? open.worst->severity : "severity not known");
	if (result->unknown)
		fprintf(file, ", %" PRIu64 " not judged", result->unknown);
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
		[SSLINV_REPORT_FLEET_BEGIN] = sslinv_report_tell_totals,
		[SSLINV_REPORT_HOST_BEGIN] = tell_line,
	},
	.end = sslinv_report_end_plain,
	.records = SSLINV_STORE_OPEN_FINDINGS,
	.of_one = &sslinv_report_text,
};
