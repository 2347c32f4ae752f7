/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the risks that somebody has accepted. They are not clean, and so they are told. */
#include "report/text.h"

/* So many are shown; `--all` has them all. */
#define MAX_ACCEPTED 6

/* `CVE-2026-0001 in libssl3, until 2027-01-31: the proxy ends TLS` */
static void tell_one(FILE *file, const struct sslinv_host_finding *finding)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	if (sslinv_str_printf(&text, "%s in %s, until %s: %s", finding->cve,
			      finding->path ? finding->path : finding->package, finding->accepted_until,
			      finding->accepted_reason) < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

void sslinv_text_accepted(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;
	size_t count = 0;

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct sslinv_host_finding *finding = &result->findings.items[i];

		if (!finding->accepted_until)
			continue;
		if (count == 0)
			sslinv_layout_title(file, sslinv_text_style(item), "Accepted risks");
		if (count++ < MAX_ACCEPTED || sslinv_text_style(item)->all)
			tell_one(file, finding);
	}
	if (count > MAX_ACCEPTED && !sslinv_text_style(item)->all)
		fprintf(file, "  and %zu more: sslinv query 'SELECT * FROM accepted'\n", count - MAX_ACCEPTED);
}
