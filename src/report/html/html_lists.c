/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sections with a table alone: what to do, where it is open, the hosts, findings, and what could not be read. */
#include "base/cleanup.h"
#include "report/html/html_section.h"
#include "report/html/html_text.h"

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

static const struct sslinv_html_kind own_actions_kind = {
	.id = "actions",
	.noun = "actions",
	.caption = "What to do, in the order in which a person does it",
	.columns = { { "Rank", 0 },
		     { "Action", SSLINV_HTML_FILTER },
		     { "What", 0 },
		     { "From", 0 },
		     { "To", 0 },
		     { "How", 0 },
		     { "CVEs", SSLINV_HTML_NUMBER },
		     { "Worst", SSLINV_HTML_FILTER } },
};

static int pour(struct sslinv_html *html, struct sslinv_html_rows *rows, struct sslinv_error *error)
{
	sslinv_html_table_head(html->file, rows->table.kind, rows->table.count);
	sslinv_html_table_end(&rows->table);
	return sslinv_scratch_pour(&rows->scratch, html->file, error);
}

int sslinv_html_own_actions(struct sslinv_html *html, struct sslinv_error *error)
{
	int rc;

	sslinv_html_section_begin(html->file, "actions", "What to do", "A command can be pasted into a shell as it is.");
	rc = pour(html, &html->own_actions, error);
	sslinv_html_section_end(html->file);
	return rc;
}

int sslinv_html_actions(struct sslinv_html *html, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr)
	struct sslinv_html_entry **items = sslinv_html_sorted(&html->actions, sslinv_html_by_urgency);
	struct sslinv_html_table table = { .kind = &actions_kind, .file = html->file };

	if (!items)
		return sslinv_error_memory(error);
	sslinv_html_section_begin(html->file, "actions", "What to do", "The same on several hosts is one line.");
	sslinv_html_table_head(html->file, &actions_kind, html->actions.entries.count);
	for (size_t i = 0; i < html->actions.entries.count; i++) {
		sslinv_html_table_word_row(&table, items[i]->words[1], items[i]->words[0], items[i]->state);
		sslinv_html_cell(&table, items[i]->words[2]);
		sslinv_html_cell_doing(&table, items[i]->words[3], items[i]->words[4]);
		sslinv_html_cell_number(&table, items[i]->counts[SSLINV_HTML_CVES]);
		sslinv_html_cell_severity(&table, items[i]->counts[SSLINV_HTML_CVES] ? items[i]->rank : -1);
		sslinv_html_cell_number(&table, items[i]->hosts);
		fputs("</tr>\n", html->file);
	}
	sslinv_html_table_end(&table);
	sslinv_html_left_out(html->file, html->actions.left_out);
	sslinv_html_section_end(html->file);
	return 0;
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

int sslinv_html_things(struct sslinv_html *html, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_html_entry **items = sslinv_html_sorted(&html->things,
											      sslinv_html_by_hosts);
	struct sslinv_html_table table = { .kind = &things_kind, .file = html->file };

	if (!items)
		return sslinv_error_memory(error);
	sslinv_html_section_begin(html->file, "things", "Where it is open",
				  "Versions of packages, and copies inside other files by the names of those.");
	sslinv_html_table_head(html->file, &things_kind, html->things.entries.count);
	for (size_t i = 0; i < html->things.entries.count; i++) {
		sslinv_html_table_row(&table, *items[i]->words[0] ? items[i]->words[0] : "no package", "");
		sslinv_html_cell(&table, items[i]->words[1]);
		sslinv_html_cell(&table, items[i]->words[2]);
		sslinv_html_cell_number(&table, items[i]->counts[SSLINV_HTML_CVES]);
		sslinv_html_cell_severity(&table, items[i]->rank);
		sslinv_html_cell_number(&table, items[i]->hosts);
		fputs("</tr>\n", html->file);
	}
	sslinv_html_table_end(&table);
	sslinv_html_left_out(html->file, html->things.left_out);
	sslinv_html_section_end(html->file);
	return 0;
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

static const struct sslinv_html_kind own_findings_kind = {
	.id = "findings",
	.noun = "findings",
	.caption = "What is open or not judged",
	.columns = { { "CVE", 0 },
		     { "Severity", SSLINV_HTML_FILTER },
		     { "Status", SSLINV_HTML_FILTER },
		     { "Package", SSLINV_HTML_FILTER },
		     { "File", 0 },
		     { "Installed", 0 },
		     { "Fixed in", 0 },
		     { "Advisory", 0 } },
};

void sslinv_html_kinds(struct sslinv_html *html)
{
	html->hosts.table.kind = &hosts_kind;
	html->own_actions.table.kind = &own_actions_kind;
	html->findings.table.kind = sslinv_html_is_single(html) ? &own_findings_kind : &findings_kind;
}

int sslinv_html_hosts(struct sslinv_html *html, struct sslinv_error *error)
{
	int rc;

	sslinv_html_section_begin(html->file, "hosts", "Hosts", "A CVE in the filter finds the hosts on which it is open.");
	rc = pour(html, &html->hosts, error);
	sslinv_html_section_end(html->file);
	return rc;
}

int sslinv_html_findings(struct sslinv_html *html, struct sslinv_error *error)
{
	int rc;

	sslinv_html_section_begin(html->file, "findings", "Findings", "One line for each CVE in each package or copy.");
	rc = pour(html, &html->findings, error);
	sslinv_html_section_end(html->file);
	return rc;
}

/* ---- what scans could not read ---- */

static const struct sslinv_html_kind problems_kind = {
	.id = "problems",
	.noun = "problems",
	.caption = "What made scans incomplete, on the most hosts first",
	.columns = { { "Source", 0 }, { "Path", 0 }, { "What", 0 }, { "Hosts", SSLINV_HTML_NUMBER | SSLINV_HTML_SORTED } },
};

int sslinv_html_problems(struct sslinv_html *html, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_html_entry **items = sslinv_html_sorted(&html->problems,
											      sslinv_html_by_hosts);
	struct sslinv_html_table table = { .kind = &problems_kind, .file = html->file };

	if (!items)
		return sslinv_error_memory(error);
	sslinv_html_section_begin(html->file, "problems", "What could not be read",
				  "What was not seen may be worse than what was.");
	sslinv_html_table_head(html->file, &problems_kind, html->problems.entries.count);
	for (size_t i = 0; i < html->problems.entries.count; i++) {
		sslinv_html_table_row(&table, items[i]->words[0], "");
		sslinv_html_cell(&table, items[i]->words[1]);
		sslinv_html_cell(&table, items[i]->words[2]);
		sslinv_html_cell_number(&table, items[i]->hosts);
		fputs("</tr>\n", html->file);
	}
	sslinv_html_table_end(&table);
	sslinv_html_left_out(html->file, html->problems.left_out);
	sslinv_html_section_end(html->file);
	return 0;
}
