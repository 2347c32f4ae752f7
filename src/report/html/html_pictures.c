/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sections with a picture: hosts by verdict, branches and their life, exposure to each CVE. */
#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "report/html/html_section.h"
#include "report/html/html_text.h"
#include "report/html/html_time.h"
#include "report/html/html_words.h"

/* ---- hosts by verdict ---- */

static const struct sslinv_html_kind verdicts_kind = {
	.id = "verdicts",
	.noun = "verdicts",
	.caption = "How many hosts have each verdict, the worst first",
	.columns = { { "Verdict", 0 },
		     { "Hosts", SSLINV_HTML_NUMBER },
		     { "Share", SSLINV_HTML_NUMBER },
		     { "What it means", 0 } },
};

static void put_verdict_picture(const struct sslinv_html *html)
{
	uint64_t before = 0, all = html->fleet->totals.hosts;
	FILE *file = html->file;

	fputs("<figure>\n<svg height=\"36\" role=\"img\" aria-label=\"The share of hosts with each verdict; the table below "
	      "has the numbers\">\n",
	      file);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++) {
		uint64_t hosts = sslinv_html_count(html, (enum sslinv_verdict)verdict);

		if (hosts == 0)
			continue;
		fprintf(file, "<rect class=\"%s edge\" height=\"36\"", sslinv_verdict_name((enum sslinv_verdict)verdict));
		sslinv_html_percent(file, "x", before, all);
		sslinv_html_percent(file, "width", hosts, all);
		fputs("/>\n", file);
		before += hosts;
	}
	fputs("</svg>\n</figure>\n", file);
}

int sslinv_html_verdict_section(struct sslinv_html *html, struct sslinv_error *error)
{
	struct sslinv_html_table table = { .kind = &verdicts_kind, .file = html->file };

	(void)error;
	sslinv_html_section_begin(html->file, "verdicts", "Hosts by verdict",
				  "Each host has the worst verdict that applies to it.");
	put_verdict_picture(html);
	sslinv_html_table_head(html->file, &verdicts_kind, SSLINV_VERDICT_COUNT);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++) {
		uint64_t hosts = sslinv_html_count(html, (enum sslinv_verdict)verdict);
		const char *name = sslinv_verdict_name((enum sslinv_verdict)verdict);

		sslinv_html_table_word_row(&table, name, name, SSLINV_VERDICT_COUNT - verdict);
		sslinv_html_cell_number(&table, hosts);
		fprintf(html->file, "<td class=\"n\">%.1f\u00a0%%</td>",
			100.0 * (double)hosts / (double)html->fleet->totals.hosts);
		sslinv_html_cell(&table, sslinv_html_verdicts[verdict].meaning);
		fputs("</tr>\n", html->file);
	}
	sslinv_html_table_end(&table);
	sslinv_html_section_end(html->file);
	return 0;
}

/* ---- branches and their life ---- */

static const struct sslinv_html_kind branches_kind = {
	.id = "branches",
	.noun = "branches",
	.caption = "Branches of OpenSSL, the oldest first; the upright line is today",
	.columns = { { "Branch", 0 },
		     { "Hosts", SSLINV_HTML_NUMBER },
		     { "In packages", SSLINV_HTML_NUMBER },
		     { "In copies", SSLINV_HTML_NUMBER },
		     { "Life", 0 },
		     { "Support ends", 0 },
		     { "Days left", SSLINV_HTML_NUMBER } },
};

static void put_branch(const struct sslinv_html *html, struct sslinv_html_table *table,
		       const struct sslinv_html_entry *branch)
{
	int64_t days;

	sslinv_html_table_row(table, branch->words[0], "");
	sslinv_html_cell_number(table, branch->hosts);
	sslinv_html_cell_number(table, branch->counts[SSLINV_HTML_PACKAGES]);
	sslinv_html_cell_number(table, branch->counts[SSLINV_HTML_COPIES]);
	sslinv_html_life(table->file, &html->axis, branch->words[1]);
	sslinv_html_cell(table, *branch->words[1] ? branch->words[1] : "not known");
	if (sslinv_date_age(branch->words[1], html->axis.now, &days))
		fprintf(table->file, "<td class=\"n\">%" PRId64 "</td>", -days);
	else
		fputs("<td class=\"n\"></td>", table->file);
}

/* The years below the lines. */
static void put_years(const struct sslinv_html *html)
{
	fputs("</tbody>\n<tfoot><tr><td colspan=\"4\"></td>", html->file);
	sslinv_html_years(html->file, &html->axis);
	fputs("<td colspan=\"2\"></td></tr></tfoot>\n<tbody>", html->file);
}

int sslinv_html_branches(struct sslinv_html *html, struct sslinv_error *error)
{
	static const struct sslinv_html_list list = {
		"OpenSSL branches and their end of life",
		"The end is that of OpenSSL\u2019s own support. A distribution may maintain its packages for longer;"
		" nobody does that for a copy.",
		&branches_kind,
		sslinv_html_by_branch,
		put_branch,
		put_years
	};
	const char *earliest = NULL, *latest = NULL;

	for (size_t i = 0; i < html->branches.entries.count; i++)
		sslinv_html_ends(html->branches.entries.items[i]->words[1], &earliest, &latest);
	sslinv_html_axis_set(&html->axis, html->fleet->request->now, earliest, latest);
	return sslinv_html_list(html, &html->branches, &list, error);
}

/* ---- exposure to each CVE ---- */

static const struct sslinv_html_kind cves_kind = {
	.id = "cves",
	.noun = "CVEs",
	.caption = "On how many hosts each CVE is open, not judged, fixed or without effect",
	.columns = { { "CVE", 0 },
		     { "Severity", SSLINV_HTML_FILTER },
		     { "Open", SSLINV_HTML_NUMBER | SSLINV_HTML_HOSTS | SSLINV_HTML_SORTED },
		     { "Not judged", SSLINV_HTML_NUMBER },
		     { "Fixed", SSLINV_HTML_NUMBER },
		     { "Not affected", SSLINV_HTML_NUMBER },
		     { "Share of hosts", 0 } },
};

/* Without a finding for it a host was not judged for it; only one that is clean needs none. */
static uint64_t not_judged(const struct sslinv_html *html, const struct sslinv_html_entry *cve)
{
	uint64_t judged = cve->hosts + html->clean, all = html->fleet->totals.hosts;

	return cve->counts[SSLINV_HTML_ASKED] + (judged < all ? all - judged : 0);
}

static void put_exposure(FILE *file, uint64_t open, uint64_t asked, uint64_t all)
{
	fputs("<td class=\"bar\"><svg height=\"14\" aria-hidden=\"true\"><rect class=\"rail\" y=\"2\" width=\"100%\" "
	      "height=\"10\"/>",
	      file);
	if (open > 0) {
		fputs("<rect class=\"upgrade\" y=\"2\" height=\"10\"", file);
		sslinv_html_percent(file, "width", open, all);
		fputs("/>", file);
	}
	if (asked > 0) {
		fputs("<rect class=\"unknown\" y=\"5\" height=\"4\"", file);
		sslinv_html_percent(file, "x", open, all);
		sslinv_html_percent(file, "width", asked, all);
		fputs("/>", file);
	}
	fputs("</svg></td>", file);
}

static void put_cve(const struct sslinv_html *html, struct sslinv_html_table *table, const struct sslinv_html_entry *cve)
{
	uint64_t asked = not_judged(html, cve);

	sslinv_html_table_row(table, cve->words[0], "");
	sslinv_html_cell_severity(table, cve->rank);
	sslinv_html_cell_number(table, cve->counts[SSLINV_HTML_OPEN]);
	sslinv_html_cell_number(table, asked);
	sslinv_html_cell_number(table, cve->counts[SSLINV_HTML_FIXED]);
	sslinv_html_cell_number(table, cve->counts[SSLINV_HTML_NOT_AFFECTED]);
	put_exposure(html->file, cve->counts[SSLINV_HTML_OPEN], asked, html->fleet->totals.hosts);
}

int sslinv_html_cves(struct sslinv_html *html, struct sslinv_error *error)
{
	static const struct sslinv_html_list list = { "Exposure to each CVE",
						      "The thick bar is the share of hosts on which it is open, the thin "
						      "one of those that were not judged for it.",
						      &cves_kind,
						      sslinv_html_by_open,
						      put_cve,
						      NULL };

	return sslinv_html_list(html, &html->cves, &list, error);
}
