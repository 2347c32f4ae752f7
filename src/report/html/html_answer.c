/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The top of the page: the answer in a few lines. */
#include "report/html/html_answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "report/html/html_text.h"
#include "report/html/html_words.h"

const struct sslinv_html_entry *sslinv_html_worst(const struct sslinv_html *html)
{
	const struct sslinv_html_entry *worst = NULL;

	for (size_t i = 0; i < html->cves.entries.count; i++) {
		const struct sslinv_html_entry *cve = html->cves.entries.items[i];
		uint64_t open = cve->counts[SSLINV_HTML_OPEN];

		if (open && (!worst || cve->rank > worst->rank ||
			     (cve->rank == worst->rank && open > worst->counts[SSLINV_HTML_OPEN])))
			worst = cve;
	}
	return worst;
}

/* The worst verdict that a host has. */
static enum sslinv_verdict worst_verdict(const struct sslinv_html *html)
{
	enum sslinv_verdict verdict = SSLINV_VERDICT_UPGRADE;

	while (verdict < SSLINV_VERDICT_OK && sslinv_html_count(html, verdict) == 0)
		verdict++;
	return verdict;
}

/* With commas, as text. */
static int add_number(struct sslinv_str *text, uint64_t number)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&bytes, &size);
	int rc = SSLINV_E_MEMORY;

	if (file) {
		sslinv_html_number(file, number);
		if (fclose(file) == 0)
			rc = sslinv_str_add(text, bytes);
	}
	free(bytes);
	return rc;
}

char *sslinv_html_headline(const struct sslinv_html *html)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	enum sslinv_verdict verdict = worst_verdict(html);
	uint64_t count = sslinv_html_count(html, verdict);
	const struct sslinv_html_verdict *words = &sslinv_html_verdicts[verdict];
	int rc;

	if (sslinv_html_is_single(html))
		return sslinv_str_format("%s %s", sslinv_str_text(&html->own[SSLINV_HTML_OWN_NAME]), words->one);
	rc = count == html->fleet->totals.hosts ? sslinv_str_add(&text, "All ") : 0;
	if (rc == 0)
		rc = add_number(&text, count);
	if (rc == 0 && count < html->fleet->totals.hosts) {
		rc = sslinv_str_add(&text, " of ");
		if (rc == 0)
			rc = add_number(&text, html->fleet->totals.hosts);
	}
	if (rc == 0)
		rc = sslinv_str_printf(&text, " hosts %s", count == 1 ? words->one : words->several);
	return rc < 0 ? NULL : sslinv_take_ptr(text.data);
}

/* That nothing open was found says little where something could not be judged. */
static const char *no_worst(const struct sslinv_html *html)
{
	if (html->has_nameless)
		return "A newer version with fixes is there; no CVE is named for them.";
	if (sslinv_html_count(html, SSLINV_VERDICT_OK) == html->fleet->totals.hosts)
		return "No known vulnerability of OpenSSL is open.";
	return "No open vulnerability was found, but not everything could be judged.";
}

static uint64_t open_cves(const struct sslinv_html *html)
{
	uint64_t open = 0;

	for (size_t i = 0; i < html->cves.entries.count; i++)
		open += html->cves.entries.items[i]->counts[SSLINV_HTML_OPEN] > 0;
	return open;
}

static void put_count(FILE *file, uint64_t count, const char *one, const char *several)
{
	sslinv_html_number(file, count);
	fprintf(file, " %s", sslinv_str_plural(count, one, several));
}

static void put_worst(FILE *file, const struct sslinv_html_entry *worst)
{
	sslinv_html_print(file, " <span class=\"id\">%s</span>", worst->words[0]);
	fprintf(file, " (%s)", sslinv_severity_class_name((enum sslinv_severity_class)worst->rank));
}

static void put_lead(const struct sslinv_html *html)
{
	const struct sslinv_html_entry *worst = sslinv_html_worst(html);
	FILE *file = html->file;

	fputs("<p class=\"lead\">", file);
	if (!worst) {
		fputs(no_worst(html), file);
	} else if (sslinv_html_is_single(html)) {
		put_count(file, open_cves(html), "open CVE, the worst", "open CVEs, the worst");
		put_worst(file, worst);
		fputc('.', file);
	} else {
		fputs("The worst open vulnerability is", file);
		put_worst(file, worst);
		fputs(", on ", file);
		put_count(file, worst->counts[SSLINV_HTML_OPEN], "host.", "hosts.");
	}
	fputs("</p>\n", file);
}

/* Of the actions that come first on hosts of that verdict the one on the most; NULL where there is none. */
static const struct sslinv_html_entry *first_action(const struct sslinv_html *html, enum sslinv_verdict verdict)
{
	const struct sslinv_html_entry *first = NULL;

	for (size_t i = 0; i < html->actions.entries.count; i++) {
		const struct sslinv_html_entry *action = html->actions.entries.items[i];

		if (action->counts[SSLINV_HTML_FIRST] > (first ? first->counts[SSLINV_HTML_FIRST] : 0) &&
		    strcmp(action->words[0], sslinv_verdict_name(verdict)) == 0)
			first = action;
	}
	return first;
}

/* A verdict with what most of its hosts have to do. */
static void put_verdict(const struct sslinv_html *html, const char *when, enum sslinv_verdict verdict)
{
	const struct sslinv_html_entry *action = first_action(html, verdict);
	uint64_t hosts = sslinv_html_count(html, verdict);

	fprintf(html->file, "<dt>%s</dt>\n<dd><span class=\"mark %s\">%s</span> ", when, sslinv_verdict_name(verdict),
		sslinv_html_verdicts[verdict].title);
	put_count(html->file, hosts, "host", "hosts");
	if (action) {
		if (action->counts[SSLINV_HTML_FIRST] < hosts) {
			fputs(". Most often, on ", html->file);
			put_count(html->file, action->counts[SSLINV_HTML_FIRST], "host", "hosts");
		}
		fputs(":<br>\n", html->file);
		if (*action->words[3])
			sslinv_html_print(html->file, "<code>%s</code>", action->words[3]);
		else
			sslinv_html_print(html->file, "%s %s: %s", action->words[1], action->words[2], action->words[4]);
	}
	fputs("</dd>\n", html->file);
}

/* The two worst verdicts with what to do, the others with their hosts. */
static void put_verdicts(const struct sslinv_html *html)
{
	static const char *const when[] = { "Do now", "Then" };
	size_t told = 0;

	for (int i = 0; i < SSLINV_VERDICT_OK; i++) {
		enum sslinv_verdict verdict = (enum sslinv_verdict)i;

		if (sslinv_html_count(html, verdict) == 0)
			continue;
		if (told < SSLINV_ARRAY_SIZE(when)) {
			put_verdict(html, when[told], verdict);
		} else {
			fputs(told == SSLINV_ARRAY_SIZE(when) ? "<dt>Also</dt>\n<dd>" : ", ", html->file);
			put_count(html->file, sslinv_html_count(html, verdict), "host", "hosts");
			fprintf(html->file, " %s",
				sslinv_html_count(html, verdict) == 1 ? sslinv_html_verdicts[verdict].one
								      : sslinv_html_verdicts[verdict].several);
		}
		told++;
	}
	if (told > SSLINV_ARRAY_SIZE(when))
		fputs(".</dd>\n", html->file);
}

/* What the only host has to do first, and how much more there is. */
static void put_first(const struct sslinv_html *html)
{
	const char *first = sslinv_str_text(&html->own[SSLINV_HTML_OWN_FIRST]);
	uint64_t actions = html->own_actions.table.count;

	if (!*first)
		return;
	fputs("<dt>Do now</dt>\n<dd>", html->file);
	sslinv_html_print(html->file, html->has_command ? "<code>%s</code></dd>\n" : "%s</dd>\n", first);
	if (actions > 1) {
		fputs("<dt>Then</dt>\n<dd><a href=\"#actions\">", html->file);
		sslinv_html_number(html->file, actions - 1);
		fprintf(html->file, " more %s to do</a></dd>\n", sslinv_str_plural(actions - 1, "thing", "things"));
	}
}

static void put_trust(const struct sslinv_html *html)
{
	size_t hosts = html->fleet->totals.hosts, incomplete = html->fleet->totals.incomplete;
	FILE *file = html->file;

	fputs("<dt>Trust</dt>\n<dd>", file);
	if (html->without_scan == hosts) {
		fputs("Nothing was <strong>ever scanned</strong>", file);
	} else if (incomplete == 0) {
		fputs(hosts == 1 ? "The scan is complete" : "All scans are complete", file);
	} else if (hosts > 1 && incomplete == hosts) {
		fputs("All scans are <strong>incomplete</strong>", file);
	} else if (hosts == 1) {
		fputs("The scan is <strong>incomplete</strong>", file);
	} else {
		sslinv_html_number(file, incomplete);
		fprintf(file, " of the scans %s <strong>incomplete</strong>", incomplete == 1 ? "is" : "are");
	}
	if (*html->oldest_scan)
		fprintf(file, hosts == 1 ? "; it is of %.10s" : "; the oldest is of %.10s", html->oldest_scan);
	if (html->without_scan > 0 && html->without_scan < hosts) {
		fputs("; ", file);
		sslinv_html_number(file, html->without_scan);
		fprintf(file, " %s never scanned", html->without_scan == 1 ? "host was" : "hosts were");
	}
	fputs(". ", file);
	if (*html->oldest_guidance)
		sslinv_html_print(file,
				  hosts == 1 ? "It was judged by guidance of %s."
					     : "The oldest guidance that they were judged by is of %s.",
				  html->oldest_guidance);
	if (html->without_guidance > 0 && hosts == 1) {
		fputs("It was judged without any guidance.", file);
	} else if (html->without_guidance > 0) {
		fputc(' ', file);
		sslinv_html_number(file, html->without_guidance);
		fprintf(file, " %s judged without any guidance.", html->without_guidance == 1 ? "host is" : "hosts are");
	}
	fputs("</dd>\n", file);
}

void sslinv_html_answer(const struct sslinv_html *html, const char *headline)
{
	FILE *file = html->file;
	char now[SSLINV_TIME_SIZE];

	sslinv_str_time(now, html->fleet->request->now);
	fprintf(file, "<header>\n<p class=\"kicker\">OpenSSL inventory, %.10s %.5s UTC", now, now + 11);
	if (sslinv_html_is_single(html))
		sslinv_html_print(file, ", %s", sslinv_str_text(&html->own[SSLINV_HTML_OWN_SYSTEM]));
	else if (html->fleet->request->pattern)
		sslinv_html_print(file, ", hosts %s", html->fleet->request->pattern);
	sslinv_html_print(file, "</p>\n<h1>%s</h1>\n", headline);
	put_lead(html);
	fputs("<dl class=\"answer\">\n", file);
	if (sslinv_html_is_single(html))
		put_first(html);
	else
		put_verdicts(html);
	put_trust(html);
	fputs("</dl>\n", file);
}
