/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only the page of a single host tells: what to do step by step, and its OpenSSL. */
#include "report/html/html_own.h"

#include <inttypes.h>

#include "report/html/html_section.h"
#include "report/html/html_text.h"
#include "report/html/html_time.h"

static const struct sslinv_html_kind actions_kind = {
	.id = "actions",
	.noun = "actions",
	.caption = "What to do, in the order in which a person does it",
	.columns = { { "Rank", 0 },
		     { "Action", SSLINV_HTML_FILTER },
		     { "What", 0 },
		     { "From", 0 },
		     { "To", 0 },
		     { "How", 0 },
		     { "Advisory", 0 },
		     { "CVEs", SSLINV_HTML_NUMBER },
		     { "Worst", SSLINV_HTML_FILTER } },
};

static const struct sslinv_html_kind levels_kind = {
	.id = "levels",
	.noun = "versions",
	.caption = "Packages and copies of OpenSSL; the upright line is today",
	.columns = { { "Package", 0 },
		     { "Copy", 0 },
		     { "Version", 0 },
		     { "Made from", 0 },
		     { "Has all fixes of", 0 },
		     { "Life of the branch", 0 },
		     { "Support ends", 0 },
		     { "TLS 1.3", 0 },
		     { "ML-KEM", 0 },
		     { "FIPS", 0 } },
};

static const struct sslinv_html_kind findings_kind = {
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

void sslinv_html_own_kinds(struct sslinv_html *html)
{
	html->own_actions.table.kind = &actions_kind;
	html->own_levels.table.kind = &levels_kind;
	html->findings.table.kind = &findings_kind;
}

const char *sslinv_html_first(const struct sslinv_host_result *result)
{
	const struct sslinv_host_action *first = result->actions.items;

	if (result->actions.count == 0)
		return "";
	return first->command ? first->command : first->reason ? first->reason : first->subject;
}

/* The advisory leads to its page; an address of another kind leads nowhere. */
static void put_advisory(FILE *file, const char *advisory, const char *url)
{
	bool is_web = url && (sslinv_str_starts(url, "https://") || sslinv_str_starts(url, "http://"));

	if (is_web)
		sslinv_html_print(file, "<td><a href=\"%s\" rel=\"noreferrer\">%s</a></td>", url,
				  advisory ? advisory : "page");
	else
		sslinv_html_print(file, "<td>%s</td>", advisory);
}

static void put_action(struct sslinv_html_table *table, const struct sslinv_host_action *action)
{
	char rank[24];

	snprintf(rank, sizeof(rank), "%" PRIu64, action->rank);
	sslinv_html_table_row(table, rank, "");
	sslinv_html_cell_word(table, sslinv_action_kind_name(action->action), sslinv_verdict_name(action->verdict),
			      SSLINV_VERDICT_COUNT - (int)action->verdict);
	sslinv_html_cell(table, action->subject);
	sslinv_html_cell(table, action->from_version);
	sslinv_html_cell(table, action->to_version);
	sslinv_html_cell_doing(table, action->command, action->reason);
	put_advisory(table->file, action->advisory, action->url);
	sslinv_html_cell_number(table, action->findings);
	sslinv_html_cell_severity(table, action->worst_severity ? (int)sslinv_severity_class(action->worst_severity) : -1);
	fputs("</tr>\n", table->file);
}

static const char *yes_or_no(struct sslinv_known_count known)
{
	return !known.is_known ? "not known" : known.number ? "yes" : "no";
}

static void put_level(struct sslinv_html *html, const struct sslinv_host_level *level)
{
	struct sslinv_html_table *table = &html->own_levels.table;

	sslinv_html_table_row(table, level->package ? level->package : "no package", "");
	sslinv_html_cell(table, level->path);
	sslinv_html_cell(table, level->version);
	sslinv_html_cell(table, level->upstream_version);
	sslinv_html_cell(table, level->effective_upstream ? level->effective_upstream : "not known");
	sslinv_html_life(table->file, &html->axis, level->branch_eol ? level->branch_eol : "");
	sslinv_html_cell(table, level->branch_eol ? level->branch_eol : "not known");
	sslinv_html_cell(table, level->tls13 ? "yes" : "no");
	sslinv_html_cell(table, yes_or_no(level->pqc));
	sslinv_html_cell(table, yes_or_no(level->fips));
	fputs("</tr>\n", table->file);
}

static void put_levels(struct sslinv_html *html, const struct sslinv_host_result *result)
{
	const char *earliest = NULL, *latest = NULL;

	for (size_t i = 0; i < result->levels.count; i++)
		sslinv_html_ends(result->levels.items[i].branch_eol, &earliest, &latest);
	sslinv_html_axis_set(&html->axis, html->fleet->request->now, earliest, latest);
	for (size_t i = 0; i < result->levels.count; i++)
		put_level(html, &result->levels.items[i]);
}

int sslinv_html_own_take(struct sslinv_html *html, const struct sslinv_report_data *data)
{
	const struct sslinv_host_result *result = data->result;
	const char *const texts[SSLINV_HTML_OWN_COUNT] = {
		[SSLINV_HTML_OWN_NAME] = data->facts->host.host,
		[SSLINV_HTML_OWN_SYSTEM] = data->facts->host.os_name,
		[SSLINV_HTML_OWN_FIRST] = result->actions.count > 0 ? sslinv_html_first(result) : result->action,
	};
	int rc = 0;

	for (size_t i = 0; i < SSLINV_HTML_OWN_COUNT && rc == 0; i++)
		rc = sslinv_str_add(&html->own[i], texts[i] ? texts[i] : "");
	html->has_command = result->actions.count > 0 && result->actions.items[0].command;
	for (size_t i = 0; i < result->actions.count; i++)
		put_action(&html->own_actions.table, &result->actions.items[i]);
	put_levels(html, result);
	return rc;
}

int sslinv_html_own_actions(struct sslinv_html *html, struct sslinv_error *error)
{
	return sslinv_html_rows_section(html, &html->own_actions, "What to do",
					"A command can be pasted into a shell as it is.", error);
}

int sslinv_html_own_levels(struct sslinv_html *html, struct sslinv_error *error)
{
	return sslinv_html_rows_section(
		html, &html->own_levels, "OpenSSL on this host",
		"A vendor\u2019s package may have the fixes of a later release than it was made from, and be"
		" maintained after the end of OpenSSL\u2019s own support of the branch.",
		error);
}
