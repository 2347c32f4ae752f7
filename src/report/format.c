/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What formats share. */
#include "report/format.h"

void *sslinv_report_begin_plain(FILE *file)
{
	return file;
}

void sslinv_report_end_plain(void *context)
{
	(void)context;
}

void sslinv_report_tell_totals(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	const char *separator = ": ";

	if (totals->hosts == 1)
		return;
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
