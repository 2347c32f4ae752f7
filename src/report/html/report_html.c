/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts as one page of HTML that needs nothing from elsewhere: the answer, pictures, and tables. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "report/format.h"
#include "report/html/html_answer.h"
#include "report/html/html_collect.h"
#include "report/html/html_page.h"
#include "report/html/html_section.h"
#include "report/html/html_sections.h"

static void *begin(FILE *file)
{
	struct sslinv_html *html = calloc(1, sizeof(*html));

	if (html)
		html->file = file;
	return html;
}

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_html *html = context;

	html->fleet = item->fleet;
	html->history.today = html->history.first = item->fleet->request->now / 86400;
	(void)!sslinv_html_collect_begin(html, item->error);
	sslinv_html_kinds(html);
}

static void take_host(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_html *html = context;

	if (sslinv_html_collect(html, item->data, item->error) == 0)
		(void)!sslinv_store_open_spans(item->fleet->store, item->host, sslinv_html_history_take, &html->history,
					       item->error);
}

static void end_fleet(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_html *html = context;
	SSLINV_CLEANUP(sslinv_free_ptr) char *headline = NULL;

	headline = sslinv_html_headline(html);
	if (!headline) {
		sslinv_error_memory(item->error);
		return;
	}
	sslinv_html_page_begin(html->file, headline);
	sslinv_html_answer(html, headline);
	(void)!sslinv_html_sections(html, item->error);
	sslinv_html_page_end(html->file, item->fleet->request->now);
}

static void end(void *context)
{
	sslinv_html_collect_free(context);
	free(context);
}

const struct sslinv_report_format sslinv_report_html = {
	.name = "html",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = begin_fleet,
		[SSLINV_REPORT_HOST_BEGIN] = take_host,
		[SSLINV_REPORT_FLEET_END] = end_fleet,
	},
	.end = end,
	.records = SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING) | SSLINV_RECORD_BIT(SSLINV_RECORD_LEVEL) | SSLINV_RECORD_BIT(SSLINV_RECORD_ACTION),
};
