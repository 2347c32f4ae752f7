/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sections with a table alone: what to do, where it is open, the hosts, findings, and what could not be read. */
#include "report/html/html_own.h"
#include "report/html/html_section.h"

/* ---- what to do ---- */

static const struct sslinv_html_kind actions_kind = {
	.id = "actions",
	.noun = "actions",
	.caption = "What to do on how many hosts, the worst verdict first",
	.columns = { { "Action", SSLINV_HTML_FILTER },
		     { "What", 0 },
		     { "How", 0 },
		     { "CVEs", SSLINV_HTML_NUMBER },
		     { "Worst", SSLINV_HTML_FILTER },
		     { "Hosts", SSLINV_HTML_NUMBER } },
};

static void put_action(const struct sslinv_html *html, struct sslinv_html_table *table,
		       const struct sslinv_html_entry *action)
{
	(void)html;
	sslinv_html_table_word_row(table, action->words[1], action->words[0], action->state);
	sslinv_html_cell(table, action->words[2]);
	sslinv_html_cell_doing(table, action->words[3], action->words[4]);
	sslinv_html_cell_number(table, action->counts[SSLINV_HTML_CVES]);
	sslinv_html_cell_severity(table, action->counts[SSLINV_HTML_CVES] ? action->rank : -1);
	sslinv_html_cell_number(table, action->hosts);
}

int sslinv_html_actions(struct sslinv_html *html, struct sslinv_error *error)
{
	static const struct sslinv_html_list list = { "What to do",  "The same on several hosts is one line.",
						      &actions_kind, sslinv_html_by_urgency,
						      put_action,    NULL };

	return sslinv_html_list(html, &html->actions, &list, error);
}

/* ---- packages and copies with something open ---- */

static const struct sslinv_html_kind things_kind = {
	.id = "things",
	.noun = "versions",
	.caption = "Packages and copies with open findings, on the most hosts first",
	.columns = { { "Package", 0 },
		     { "Copy", 0 },
		     { "Installed", 0 },
		     { "Open CVEs", SSLINV_HTML_NUMBER },
		     { "Worst", SSLINV_HTML_FILTER },
		     { "Hosts", SSLINV_HTML_NUMBER | SSLINV_HTML_SORTED } },
};

static void put_thing(const struct sslinv_html *html, struct sslinv_html_table *table, const struct sslinv_html_entry *thing)
{
	(void)html;
	sslinv_html_table_row(table, *thing->words[0] ? thing->words[0] : "no package", "");
	sslinv_html_cell(table, thing->words[1]);
	sslinv_html_cell(table, thing->words[2]);
	sslinv_html_cell_number(table, thing->counts[SSLINV_HTML_CVES]);
	sslinv_html_cell_severity(table, thing->rank);
	sslinv_html_cell_number(table, thing->hosts);
}

int sslinv_html_things(struct sslinv_html *html, struct sslinv_error *error)
{
	static const struct sslinv_html_list list = {
		"Where it is open", "Versions of packages, and copies inside other files by the names of those.",
		&things_kind,       sslinv_html_by_hosts,
		put_thing,          NULL
	};

	return sslinv_html_list(html, &html->things, &list, error);
}

/* ---- hosts, and findings one by one ---- */

static const struct sslinv_html_kind hosts_kind = {
	.id = "hosts",
	.noun = "hosts",
	.caption = "Each host, the worst verdict first",
	.columns = { { "Host", 0 },
		     { "Verdict", SSLINV_HTML_FILTER },
		     { "Open CVEs", SSLINV_HTML_NUMBER },
		     { "Worst", SSLINV_HTML_FILTER },
		     { "Not judged", SSLINV_HTML_NUMBER },
		     { "OpenSSL", 0 },
		     { "What to do", 0 },
		     { "System", SSLINV_HTML_FILTER },
		     { "Last scan", 0 },
		     { "Scan", SSLINV_HTML_FILTER } },
};

static const struct sslinv_html_kind findings_kind = {
	.id = "findings",
	.noun = "findings",
	.caption = "What is open or not judged",
	.columns = { { "CVE", 0 },
		     { "Host", 0 },
		     { "Severity", SSLINV_HTML_FILTER },
		     { "Status", SSLINV_HTML_FILTER },
		     { "Package", 0 },
		     { "File", 0 },
		     { "Installed", 0 },
		     { "Fixed in", 0 },
		     { "Advisory", 0 } },
};

void sslinv_html_kinds(struct sslinv_html *html)
{
	html->hosts.table.kind = &hosts_kind;
	html->findings.table.kind = &findings_kind;
	if (sslinv_html_is_single(html))
		sslinv_html_own_kinds(html);
}

int sslinv_html_hosts(struct sslinv_html *html, struct sslinv_error *error)
{
	return sslinv_html_rows_section(html, &html->hosts, "Hosts",
					"A CVE in the filter finds the hosts on which it is open.", error);
}

int sslinv_html_findings(struct sslinv_html *html, struct sslinv_error *error)
{
	return sslinv_html_rows_section(html, &html->findings, "Findings", "One line for each CVE in each package or copy.",
					error);
}

/* ---- what scans could not read ---- */

static const struct sslinv_html_kind problems_kind = {
	.id = "problems",
	.noun = "problems",
	.caption = "What made scans incomplete, on the most hosts first",
	.columns = { { "Source", 0 }, { "Path", 0 }, { "What", 0 }, { "Hosts", SSLINV_HTML_NUMBER | SSLINV_HTML_SORTED } },
};

static void put_problem(const struct sslinv_html *html, struct sslinv_html_table *table,
			const struct sslinv_html_entry *problem)
{
	(void)html;
	sslinv_html_table_row(table, problem->words[0], "");
	sslinv_html_cell(table, problem->words[1]);
	sslinv_html_cell(table, problem->words[2]);
	sslinv_html_cell_number(table, problem->hosts);
}

int sslinv_html_problems(struct sslinv_html *html, struct sslinv_error *error)
{
	static const struct sslinv_html_list list = { "What could not be read",
						      "What was not seen may be worse than what was.",
						      &problems_kind,
						      sslinv_html_by_hosts,
						      put_problem,
						      NULL };

	return sslinv_html_list(html, &html->problems, &list, error);
}
