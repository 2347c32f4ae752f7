/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of the page below its answer. */
#include "report/html/html_sections.h"

#include "report/html/html_section.h"
#include "report/html/html_text.h"
#include "report/html/html_time.h"

/* The CVEs and, of each set, their numbers: data that script.js reads. Where not all sets are known there are none. */
static void put_sets(const struct sslinv_html *html)
{
	const struct sslinv_html_tally *cves = &html->cves, *sets = &html->sets;

	if (sets->left_out || cves->left_out)
		return;
	fputs("<script type=\"application/json\" id=\"cve-sets\">{\"cves\":[", html->file);
	for (size_t i = 0; i < cves->entries.count; i++) {
		fputs(i ? ",\"" : "\"", html->file);
		sslinv_html_json(html->file, cves->entries.items[i]->words[0]);
		fputc('"', html->file);
	}
	fputs("],\"sets\":[", html->file);
	for (size_t i = 0; i < sets->entries.count; i++)
		fprintf(html->file, "%s[%s]", i ? "," : "", sets->entries.items[i]->words[0]);
	fputs("]}</script>\n", html->file);
}

static bool is_several(const struct sslinv_html *html)
{
	return !sslinv_html_is_single(html);
}

static bool has_several_actions(const struct sslinv_html *html)
{
	return is_several(html) && html->actions.entries.count > 0;
}

static bool has_own_actions(const struct sslinv_html *html)
{
	return html->own_actions.table.count > 0;
}

static bool has_own_levels(const struct sslinv_html *html)
{
	return html->own_levels.table.count > 0;
}

static bool has_branches(const struct sslinv_html *html)
{
	return is_several(html) && html->branches.entries.count > 0;
}

static bool has_cves(const struct sslinv_html *html)
{
	return is_several(html) && html->cves.entries.count > 0;
}

static bool has_things(const struct sslinv_html *html)
{
	return is_several(html) && html->things.entries.count > 0;
}

static bool has_findings(const struct sslinv_html *html)
{
	return html->has_all_findings && html->findings.table.count > 0;
}

static bool has_problems(const struct sslinv_html *html)
{
	return html->problems.entries.count > 0;
}

static bool has_history(const struct sslinv_html *html)
{
	return html->history.first < html->history.today;
}

static int put_history(struct sslinv_html *html, struct sslinv_error *error)
{
	(void)error;
	sslinv_html_history_section(html->file, &html->history,
				    is_several(html)
					    ? "A CVE counts once for each host on which it is open. The sum also rises when"
					      " hosts are scanned for the first time."
					    : "A CVE counts once, in however many packages and copies it is open.");
	return 0;
}

static const struct {
	const char *id, *title;
	bool (*is_shown)(const struct sslinv_html *html);
	sslinv_html_section *put;
} sections[] = {
	{ "verdicts", "Verdicts", is_several, sslinv_html_verdict_section },
	{ "actions", "What to do", has_several_actions, sslinv_html_actions },
	{ "actions", "What to do", has_own_actions, sslinv_html_own_actions },
	{ "levels", "OpenSSL", has_own_levels, sslinv_html_own_levels },
	{ "branches", "Branches", has_branches, sslinv_html_branches },
	{ "history", "Over time", has_history, put_history },
	{ "cves", "CVEs", has_cves, sslinv_html_cves },
	{ "things", "Where", has_things, sslinv_html_things },
	{ "hosts", "Hosts", is_several, sslinv_html_hosts },
	{ "findings", "Findings", has_findings, sslinv_html_findings },
	{ "problems", "Not read", has_problems, sslinv_html_problems },
};

int sslinv_html_sections(struct sslinv_html *html, struct sslinv_error *error)
{
	int rc = 0;

	fputs("<nav aria-label=\"Sections\">\n<ul>\n", html->file);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sections); i++)
		if (sections[i].is_shown(html))
			fprintf(html->file, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id, sections[i].title);
	fputs("</ul>\n</nav>\n</header>\n<main id=\"main\">\n", html->file);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sections) && rc == 0; i++)
		if (sections[i].is_shown(html))
			rc = sections[i].put(html, error);
	put_sets(html);
	return rc;
}
