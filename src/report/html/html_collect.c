/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the walk leaves for the page. */
#include "report/html/html_collect.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "report/html/html_own.h"
#include "report/html/html_text.h"

/* What the row of a host tells of its findings. */
struct of_host {
	uint64_t open, asked; /* CVEs; what has none counts one by one */
	int rank;             /* the class of the worst severity of what is open */
	size_t set;           /* its number in html->sets */
	bool has_set;
};

static enum sslinv_html_state state_of(const char *status)
{
	static const struct {
		const char *status;
		enum sslinv_html_state state;
	} states[] = {
		{ "affected", SSLINV_HTML_OPEN },
		{ "will_not_fix", SSLINV_HTML_OPEN },
		{ "fixed", SSLINV_HTML_FIXED },
		{ "not_affected", SSLINV_HTML_NOT_AFFECTED },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(states); i++)
		if (strcmp(states[i].status, status) == 0)
			return states[i].state;
	return SSLINV_HTML_ASKED;
}

/* The state of the CVE on this host is that of its worst finding. */
static int take_cve(struct sslinv_html *html, const struct sslinv_host_finding *finding, enum sslinv_html_state state)
{
	const char *const words[SSLINV_HTML_WORDS] = { finding->cve };
	struct sslinv_html_entry *entry, **touched;
	int rc = sslinv_html_tally_find(&html->cves, words, html->host, &entry),
	    rank = (int)sslinv_severity_class(finding->severity);

	if (rc < 0 || !entry)
		return rc;
	if (entry->of_host == 0) {
		touched = sslinv_array_add(&html->touched);
		if (!touched)
			return SSLINV_E_MEMORY;
		*touched = entry;
		entry->hosts++;
	}
	entry->of_host = 1;
	if ((int)state > entry->state)
		entry->state = state;
	if (rank > entry->rank)
		entry->rank = rank;
	return 0;
}

/* What has to be replaced, whoever has it: of a copy the name of its file, as the directory is another on each host. */
static int take_thing(struct sslinv_html *html, const struct sslinv_host_finding *finding)
{
	const char *slash = finding->path ? strrchr(finding->path, '/') : NULL;
	const char *const words[SSLINV_HTML_WORDS] = { finding->package,
						       slash && !sslinv_html_is_single(html) ? slash + 1 : finding->path,
						       finding->installed_version };
	struct sslinv_html_entry *entry;
	int rc = sslinv_html_tally_find(&html->things, words, html->host, &entry),
	    rank = (int)sslinv_severity_class(finding->severity);

	if (rc < 0 || !entry)
		return rc;
	if (entry->of_host++ == 0)
		entry->hosts++;
	if (entry->of_host > entry->counts[SSLINV_HTML_CVES])
		entry->counts[SSLINV_HTML_CVES] = entry->of_host;
	if (rank > entry->rank)
		entry->rank = rank;
	return 0;
}

static void put_finding(struct sslinv_html *html, const struct sslinv_report_data *data,
			const struct sslinv_host_finding *finding)
{
	struct sslinv_html_table *table = &html->findings.table;
	int rank = (int)sslinv_severity_class(finding->severity);

	sslinv_html_table_row(table, finding->cve ? finding->cve : "none named", "");
	if (!sslinv_html_is_single(html))
		sslinv_html_cell(table, data->facts->host.host);
	sslinv_html_cell_severity(table, rank);
	sslinv_html_cell_word(table, finding->status, "", (int)state_of(finding->status));
	sslinv_html_cell(table, finding->package);
	sslinv_html_cell(table, finding->path);
	sslinv_html_cell(table, finding->installed_version);
	sslinv_html_cell(table, finding->fixed_version);
	sslinv_html_cell(table, finding->advisory);
	fputs("</tr>\n", table->file);
}

static int take_finding(struct sslinv_html *html, const struct sslinv_report_data *data,
			const struct sslinv_host_finding *finding, struct of_host *of)
{
	enum sslinv_html_state state = state_of(finding->status);
	int rank = (int)sslinv_severity_class(finding->severity), rc = finding->cve ? take_cve(html, finding, state) : 0;

	if (!finding->cve) {
		of->open += state == SSLINV_HTML_OPEN;
		of->asked += state == SSLINV_HTML_ASKED;
		html->has_nameless |= state == SSLINV_HTML_OPEN;
	}
	if (rc == 0 && state == SSLINV_HTML_OPEN)
		rc = take_thing(html, finding);
	if (state == SSLINV_HTML_OPEN && rank > of->rank)
		of->rank = rank;
	if (state != SSLINV_HTML_OPEN && state != SSLINV_HTML_ASKED)
		return rc;
	html->has_all_findings &= html->findings.table.count < SSLINV_HTML_FINDINGS_MAX;
	if (html->has_all_findings)
		put_finding(html, data, finding);
	return rc;
}

static int by_index(const void *a, const void *b)
{
	const struct sslinv_html_entry *left = *(struct sslinv_html_entry *const *)a,
				       *right = *(struct sslinv_html_entry *const *)b;

	return sslinv_compare(left->index, right->index);
}

/* Counts what the host's CVEs are, and finds the number of the set of those that are open. */
static int count_cves(struct sslinv_html *html, struct of_host *of)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str set = { 0 };
	struct sslinv_html_entry *entry = NULL;
	const char *words[SSLINV_HTML_WORDS] = { NULL };
	int rc = 0;

	if (html->touched.count > 0)
		qsort(html->touched.items, html->touched.count, sizeof(*html->touched.items), by_index);
	for (size_t i = 0; i < html->touched.count && rc == 0; i++) {
		struct sslinv_html_entry *cve = html->touched.items[i];

		cve->counts[cve->state]++;
		of->open += cve->state == SSLINV_HTML_OPEN;
		of->asked += cve->state == SSLINV_HTML_ASKED;
		if (cve->state == SSLINV_HTML_OPEN)
			rc = sslinv_str_printf(&set, "%s%zu", set.length ? "," : "", cve->index);
	}
	html->touched.count = 0;
	words[0] = sslinv_str_text(&set);
	if (rc == 0)
		rc = sslinv_html_tally_find(&html->sets, words, html->host, &entry);
	of->has_set = entry != NULL;
	of->set = entry ? entry->index : 0;
	return rc;
}

/* A host has a branch once in packages, and once in copies. */
static int take_level(struct sslinv_html *html, const struct sslinv_host_level *level)
{
	const char *const words[SSLINV_HTML_WORDS] = { level->branch, level->branch_eol };
	int place = level->path ? SSLINV_HTML_COPIES : SSLINV_HTML_PACKAGES;
	struct sslinv_html_entry *entry;
	int rc = level->branch ? sslinv_html_tally_find(&html->branches, words, html->host, &entry) : 0;

	if (!level->branch || rc < 0 || !entry)
		return rc;
	entry->hosts += entry->state == 0;
	if (!(entry->state & (1 << place)))
		entry->counts[place]++;
	entry->state |= 1 << place;
	return 0;
}

/* The same on several hosts is one; where a command does it, the words about it are not compared. */
static int take_action(struct sslinv_html *html, const struct sslinv_host_action *action, bool is_first)
{
	const char *const words[SSLINV_HTML_WORDS] = { sslinv_verdict_name(action->verdict),
						       sslinv_action_kind_name(action->action), action->subject,
						       action->command, action->command ? NULL : action->reason };
	struct sslinv_html_entry *entry;
	int rc = sslinv_html_tally_find(&html->actions, words, html->host, &entry),
	    rank = (int)sslinv_severity_class(action->worst_severity);

	if (rc < 0 || !entry)
		return rc;
	entry->hosts += entry->of_host++ == 0;
	entry->counts[SSLINV_HTML_FIRST] += is_first;
	entry->state = SSLINV_VERDICT_COUNT - (int)action->verdict;
	if (action->findings > entry->counts[SSLINV_HTML_CVES])
		entry->counts[SSLINV_HTML_CVES] = action->findings;
	if (rank > entry->rank)
		entry->rank = rank;
	return 0;
}

static int take_actions(struct sslinv_html *html, const struct sslinv_host_result *result)
{
	int rc = 0;

	for (size_t i = 0; i < result->actions.count && rc == 0; i++)
		rc = take_action(html, &result->actions.items[i],
				 i == 0 && result->actions.items[i].verdict == result->verdict);
	return rc;
}

static int take_problems(struct sslinv_html *html, const struct sslinv_facts *facts)
{
	int rc = 0;

	for (size_t i = 0; i < facts->problems.count && rc == 0; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];
		const char *const words[SSLINV_HTML_WORDS] = { problem->source, problem->path, problem->message };
		struct sslinv_html_entry *entry = NULL;

		if (problem->is_failure)
			rc = sslinv_html_tally_find(&html->problems, words, html->host, &entry);
		if (entry)
			entry->hosts++;
	}
	return rc;
}

static void keep_oldest(char oldest[SSLINV_TIME_SIZE], const char *time)
{
	if (!*oldest || strcmp(time, oldest) < 0)
		snprintf(oldest, SSLINV_TIME_SIZE, "%s", time);
}

static void take_dates(struct sslinv_html *html, const struct sslinv_report_data *data, char finished[SSLINV_TIME_SIZE])
{
	*finished = '\0';
	if (data->facts->finished) {
		sslinv_str_time(finished, data->facts->finished);
		keep_oldest(html->oldest_scan, finished);
	} else {
		html->without_scan++;
	}
	if (data->result->guidance_date)
		keep_oldest(html->oldest_guidance, data->result->guidance_date);
	else
		html->without_guidance++;
}

/* The versions of its packages of OpenSSL, each once, and how many copies it has. */
static int tell_versions(const struct sslinv_host_result *result, struct sslinv_str *text)
{
	size_t copies = 0;
	int rc = 0;

	for (size_t i = 0; i < result->levels.count && rc == 0; i++) {
		const struct sslinv_host_level *level = &result->levels.items[i];
		bool is_known = !level->version;

		copies += level->path != NULL;
		for (size_t k = 0; k < i && !is_known; k++)
			is_known = !result->levels.items[k].path &&
				   sslinv_str_compare(result->levels.items[k].version, level->version) == 0;
		if (!level->path && !is_known)
			rc = sslinv_str_printf(text, "%s%s", text->length ? ", " : "", level->version);
	}
	if (rc == 0 && copies > 0)
		rc = sslinv_str_printf(text, "%s%zu %s", text->length ? ", and " : "", copies,
				       sslinv_str_plural(copies, "copy", "copies"));
	return rc;
}

static void put_host(struct sslinv_html *html, const struct sslinv_report_data *data, const struct of_host *of,
		     const char *finished, const char *versions)
{
	struct sslinv_html_table *table = &html->hosts.table;
	const struct sslinv_host_result *result = data->result;
	const char *verdict = sslinv_verdict_name(result->verdict);
	const struct sslinv_host_facts *host = &data->facts->host;
	bool is_complete = sslinv_facts_outcome(data->facts) == SSLINV_OUTCOME_COMPLETE;
	char attribute[32] = "";

	if (of->has_set)
		snprintf(attribute, sizeof(attribute), " data-c=\"%zu\"", of->set);
	sslinv_html_table_row(table, host->host, attribute);
	sslinv_html_cell_word(table, verdict, verdict, SSLINV_VERDICT_COUNT - (int)result->verdict);
	sslinv_html_cell_number(table, of->open);
	sslinv_html_cell_severity(table, of->open ? of->rank : -1);
	sslinv_html_cell_number(table, of->asked);
	sslinv_html_cell(table, versions);
	sslinv_html_cell_doing(table, result->actions.count > 0 ? result->actions.items[0].command : NULL,
			       sslinv_html_first(result));
	sslinv_html_print(table->file, "<td>%s %s</td>", host->os_id, host->os_version);
	fprintf(table->file, "<td class=\"d\">%.10s</td>", *finished ? finished : "never");
	sslinv_html_cell(table, !data->facts->finished ? "none" : is_complete ? "complete" : "incomplete");
	fputs("</tr>\n", table->file);
}

static int take_host(struct sslinv_html *html, const struct sslinv_report_data *data)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str versions = { 0 };
	const struct sslinv_host_result *result = data->result;
	struct of_host of = { 0 };
	char finished[SSLINV_TIME_SIZE];
	int rc = 0;

	html->host++;
	for (size_t i = 0; i < result->findings.count && rc == 0; i++)
		rc = take_finding(html, data, &result->findings.items[i], &of);
	for (size_t i = 0; i < result->levels.count && rc == 0; i++)
		rc = take_level(html, &result->levels.items[i]);
	html->clean += result->verdict == SSLINV_VERDICT_OK && result->findings.count == 0;
	take_dates(html, data, finished);
	if (rc == 0)
		rc = count_cves(html, &of);
	if (rc == 0)
		rc = take_actions(html, result);
	if (rc == 0)
		rc = take_problems(html, data->facts);
	if (rc == 0)
		rc = tell_versions(result, &versions);
	if (rc == 0)
		put_host(html, data, &of, finished, sslinv_str_text(&versions));
	if (rc == 0 && sslinv_html_is_single(html))
		rc = sslinv_html_own_take(html, data);
	return rc;
}

int sslinv_html_collect(struct sslinv_html *html, const struct sslinv_report_data *data, struct sslinv_error *error)
{
	return take_host(html, data) < 0 ? sslinv_error_memory(error) : 0;
}

int sslinv_html_collect_begin(struct sslinv_html *html, struct sslinv_error *error)
{
	struct sslinv_html_rows *const rows[] = { &html->hosts, &html->findings, &html->own_actions, &html->own_levels };
	int rc = 0;

	html->has_all_findings = true;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows) && rc == 0; i++) {
		rc = sslinv_scratch_open(&rows[i]->scratch, error);
		rows[i]->table.file = rows[i]->scratch.file;
	}
	return rc;
}

void sslinv_html_collect_free(struct sslinv_html *html)
{
	struct sslinv_html_tally *const tallies[] = {
		&html->cves, &html->sets, &html->branches, &html->things, &html->actions, &html->problems,
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tallies); i++)
		sslinv_html_tally_free(tallies[i]);
	sslinv_scratch_free(&html->hosts.scratch);
	sslinv_scratch_free(&html->findings.scratch);
	sslinv_scratch_free(&html->own_actions.scratch);
	sslinv_scratch_free(&html->own_levels.scratch);
	free(html->touched.items);
	for (size_t i = 0; i < SSLINV_HTML_OWN_COUNT; i++)
		sslinv_str_free(&html->own[i]);
}
