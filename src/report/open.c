/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is open on a host, counted by CVE. */
#include "report/open.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/num.h"
#include "base/str.h"
#include "guidance/model.h"

const char *sslinv_severity_class_name(enum sslinv_severity_class severity)
{
	static const char *const names[SSLINV_SEVERITY_CLASS_COUNT] = {
		[SSLINV_SEVERITY_UNRATED] = "unrated",   [SSLINV_SEVERITY_LOW] = "low",
		[SSLINV_SEVERITY_MEDIUM] = "medium",     [SSLINV_SEVERITY_HIGH] = "high",
		[SSLINV_SEVERITY_CRITICAL] = "critical",
	};

	return names[severity];
}

enum sslinv_severity_class sslinv_severity_class(const char *word)
{
	static const struct {
		const char *word;
		enum sslinv_severity_class severity;
	} words[] = {
		{ "low", SSLINV_SEVERITY_LOW },       { "moderate", SSLINV_SEVERITY_MEDIUM },
		{ "medium", SSLINV_SEVERITY_MEDIUM }, { "important", SSLINV_SEVERITY_HIGH },
		{ "high", SSLINV_SEVERITY_HIGH },     { "critical", SSLINV_SEVERITY_CRITICAL },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words) && word; i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].severity;
	return SSLINV_SEVERITY_UNRATED;
}

bool sslinv_finding_is_open(const struct sslinv_host_finding *finding)
{
	return !finding->accepted_until &&
	       (sslinv_str_compare(finding->status, sslinv_status_name(SSLINV_STATUS_AFFECTED)) == 0 ||
		sslinv_str_compare(finding->status, sslinv_status_name(SSLINV_STATUS_WILL_NOT_FIX)) == 0);
}

static bool is_accepted(const struct sslinv_host_finding *finding)
{
	return finding->accepted_until != NULL;
}

/* Could nobody tell? */
static bool is_unknown(const struct sslinv_host_finding *finding)
{
	return sslinv_str_compare(finding->status, sslinv_status_name(SSLINV_STATUS_UNKNOWN)) == 0 ||
	       sslinv_str_compare(finding->status, sslinv_status_name(SSLINV_STATUS_UNDER_INVESTIGATION)) == 0;
}

/* By CVE, the worst of each first. A finding without one is a CVE of its own: none that is known explains it. */
static int by_cve(const void *a, const void *b)
{
	const struct sslinv_host_finding *left = *(const struct sslinv_host_finding *const *)a;
	const struct sslinv_host_finding *right = *(const struct sslinv_host_finding *const *)b;
	int order = sslinv_str_compare(left->cve, right->cve);
	enum sslinv_severity_class severities[] = { sslinv_severity_class(left->severity),
						    sslinv_severity_class(right->severity) };

	return order ? order : sslinv_compare(severities[1], severities[0]);
}

static void count_one(struct sslinv_open *open, const struct sslinv_host_finding *finding)
{
	enum sslinv_severity_class severity = sslinv_severity_class(finding->severity);

	open->items[open->count++] = finding;
	open->by_severity[severity]++;
	if (!open->worst || severity > sslinv_severity_class(open->worst->severity))
		open->worst = finding;
}

/* Those for which `is_meant` says so, in the order of `compare`; malloc'ed, NULL when out of memory. */
static const struct sslinv_host_finding **select_findings(const struct sslinv_host_result *result,
							  bool (*is_meant)(const struct sslinv_host_finding *finding),
							  int (*compare)(const void *a, const void *b), size_t *count)
{
	const struct sslinv_host_finding **findings = calloc(result->findings.count + 1,
							     sizeof(struct sslinv_host_finding *));

	*count = 0;
	for (size_t i = 0; findings && i < result->findings.count; i++)
		if (is_meant(&result->findings.items[i]))
			findings[(*count)++] = &result->findings.items[i];
	if (findings)
		qsort(findings, *count, sizeof(struct sslinv_host_finding *), compare);
	return findings;
}

static int count_accepted(const struct sslinv_host_result *result, struct sslinv_open *open)
{
	size_t count;
	SSLINV_CLEANUP(sslinv_free_ptr)
	const struct sslinv_host_finding **findings = select_findings(result, is_accepted, by_cve, &count);

	for (size_t i = 0; findings && i < count; i++)
		open->accepted += i == 0 || sslinv_str_compare(findings[i - 1]->cve, findings[i]->cve) != 0;
	return findings ? 0 : SSLINV_E_MEMORY;
}

int sslinv_open_find(const struct sslinv_host_result *result, struct sslinv_open *open)
{
	size_t count;

	memset(open, 0, sizeof(*open));
	open->items = select_findings(result, sslinv_finding_is_open, by_cve, &count);
	if (!open->items)
		return SSLINV_E_MEMORY;
	/* What counts takes the place of one that was looked at before. */
	for (size_t i = 0; i < count; i++) {
		const struct sslinv_host_finding *last = open->count ? open->items[open->count - 1] : NULL;

		if (!last || !last->cve || sslinv_str_compare(last->cve, open->items[i]->cve) != 0)
			count_one(open, open->items[i]);
	}
	return count_accepted(result, open);
}

void sslinv_open_free(struct sslinv_open *open)
{
	free(open->items);
	memset(open, 0, sizeof(*open));
}

static bool is_open_or_unknown(const struct sslinv_host_finding *finding)
{
	return sslinv_finding_is_open(finding) || is_unknown(finding);
}

static int compare_things(const struct sslinv_host_finding *left, const struct sslinv_host_finding *right)
{
	int order = sslinv_str_compare(left->package, right->package);

	if (order == 0)
		order = sslinv_str_compare(left->path, right->path);
	return order ? order : sslinv_str_compare(left->installed_version, right->installed_version);
}

/* By thing; of each the open ones first, the worst of them before all. */
static int by_thing(const void *a, const void *b)
{
	const struct sslinv_host_finding *left = *(const struct sslinv_host_finding *const *)a;
	const struct sslinv_host_finding *right = *(const struct sslinv_host_finding *const *)b;
	int order = compare_things(left, right);

	if (order == 0)
		order = sslinv_finding_is_open(right) - sslinv_finding_is_open(left);
	if (order == 0)
		order = sslinv_compare(sslinv_severity_class(right->severity), sslinv_severity_class(left->severity));
	return order ? order : sslinv_str_compare(right->cve, left->cve);
}

static int worst_thing_first(const void *a, const void *b)
{
	const struct sslinv_open_thing *left = a, *right = b;
	enum sslinv_severity_class severities[] = { sslinv_severity_class(left->worst->severity),
						    sslinv_severity_class(right->worst->severity) };

	if ((left->open > 0) != (right->open > 0))
		return left->open > 0 ? -1 : 1;
	if (severities[0] != severities[1])
		return sslinv_compare(severities[1], severities[0]);
	if (left->open != right->open)
		return sslinv_compare(right->open, left->open);
	return compare_things(left->worst, right->worst);
}

int sslinv_open_things_find(const struct sslinv_host_result *result, struct sslinv_open_things *things)
{
	size_t count;
	SSLINV_CLEANUP(sslinv_free_ptr)
	const struct sslinv_host_finding **findings = select_findings(result, is_open_or_unknown, by_thing, &count);

	for (size_t i = 0; findings && i < count; i++) {
		struct sslinv_open_thing *thing = things->count ? &things->items[things->count - 1] : NULL;

		if (!thing || compare_things(thing->worst, findings[i]) != 0) {
			thing = sslinv_array_add(things);
			if (!thing)
				return SSLINV_E_MEMORY;
			thing->worst = findings[i];
		}
		if (sslinv_finding_is_open(findings[i]))
			thing->open++;
		else
			thing->unknown++;
	}
	if (things->count)
		qsort(things->items, things->count, sizeof(*things->items), worst_thing_first);
	return findings ? 0 : SSLINV_E_MEMORY;
}

void sslinv_open_things_free(struct sslinv_open_things *things)
{
	free(things->items);
	memset(things, 0, sizeof(*things));
}
