/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks every source package, and keeps the worst of what they say. */
#include "resolve/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "distro/source_name.h"
#include "openssl/openssl_version.h"
#include "resolve/backport.h"
#include "version/cve.h"

static bool is_spoken_of(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *source)
{
	size_t first, end;

	sslinv_guidance_set_statements(set, source, NULL, &first, &end);
	for (size_t i = first; i < end; i++) {
		const struct sslinv_statement *statement = &set->statements.items[i].statement;

		if (sslinv_str_compare(statement->distro, subject->distro) == 0 &&
		    sslinv_str_compare(statement->release, subject->release) == 0)
			return true;
	}
	return false;
}

static void find_sources(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
			 struct sslinv_sources *sources)
{
	char name[sizeof(sources->names[0])];

	for (size_t i = 0; sources->count < SSLINV_SOURCES_MAX; i++) {
		if (!sslinv_source_candidate(subject->distro, subject->release, subject->package, i, name, sizeof(name)))
			break;
		if (is_spoken_of(subject, set, name))
			memcpy(sources->names[sources->count++], name, sizeof(name));
	}
	if (sources->count == 0) {
		sslinv_source_candidate(subject->distro, subject->release, subject->package, 0, name, sizeof(name));
		memcpy(sources->names[sources->count++], name, sizeof(name));
	}
}

/* The worst first: what is open, what nobody knows, what is closed. */
static int rank_of(enum sslinv_status status)
{
	static const int ranks[SSLINV_STATUS_COUNT] = {
		[SSLINV_STATUS_AFFECTED] = 0, [SSLINV_STATUS_WILL_NOT_FIX] = 1, [SSLINV_STATUS_UNDER_INVESTIGATION] = 2,
		[SSLINV_STATUS_UNKNOWN] = 3,  [SSLINV_STATUS_FIXED] = 4,        [SSLINV_STATUS_NOT_AFFECTED] = 5,
	};

	return ranks[status];
}

static int add(struct sslinv_judgement *merged, const struct sslinv_finding *finding)
{
	struct sslinv_finding *added = sslinv_array_add(&merged->findings);

	if (!added)
		return SSLINV_E_MEMORY;
	*added = *finding;
	return 0;
}

/* The findings of two judgements, by CVE: the worse of each. */
static int merge_findings(struct sslinv_judgement *merged, const struct sslinv_judgement *a,
			  const struct sslinv_judgement *b)
{
	size_t i = 0, j = 0;
	int rc = 0;

	while (rc == 0 && (i < a->findings.count || j < b->findings.count)) {
		const struct sslinv_finding *left = i < a->findings.count ? &a->findings.items[i] : NULL;
		const struct sslinv_finding *right = j < b->findings.count ? &b->findings.items[j] : NULL;
		int order = !left ? 1 : !right ? -1 : sslinv_cve_compare(left->cve, right->cve);

		i += order <= 0;
		j += order >= 0;
		if (order == 0)
			order = rank_of(left->status) <= rank_of(right->status) ? -1 : 1;
		rc = add(merged, order < 0 ? left : right);
	}
	return rc;
}

static bool has_lower_level(const struct sslinv_judgement *a, const struct sslinv_judgement *b)
{
	struct sslinv_openssl_version left, right;

	if (!a->has_effective || !b->has_effective)
		return !a->has_effective;
	return sslinv_openssl_version_parse(a->effective.version, &left) &&
	       sslinv_openssl_version_parse(b->effective.version, &right) &&
	       sslinv_openssl_version_compare(&left, &right) < 0;
}

/* Puts what `other` says worse into `judgement`; `other` is empty afterwards. */
static int merge(struct sslinv_judgement *judgement, struct sslinv_judgement *other)
{
	struct sslinv_judgement merged = has_lower_level(other, judgement) ? *other : *judgement;
	int rc;

	memset(&merged.findings, 0, sizeof(merged.findings));
	memset(&merged.arena, 0, sizeof(merged.arena));
	merged.has_vendor = judgement->has_vendor || other->has_vendor;
	rc = merge_findings(&merged, judgement, other);
	if (rc < 0) {
		free(merged.findings.items);
		sslinv_judgement_free(other);
		return rc;
	}
	sslinv_arena_join(&merged.arena, &judgement->arena);
	sslinv_arena_join(&merged.arena, &other->arena);
	sslinv_judgement_free(judgement);
	sslinv_judgement_free(other);
	*judgement = merged;
	return 0;
}

static int judge_each(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *const *cves,
		      size_t cve_count, const struct sslinv_sources *sources, struct sslinv_judgement *judgement,
		      struct sslinv_error *error)
{
	struct sslinv_subject asked = *subject;
	int rc = 0;

	memset(judgement, 0, sizeof(*judgement));
	for (size_t i = 0; rc == 0 && i < sources->count; i++) {
		struct sslinv_judgement other = { 0 };

		asked.source_name = sources->names[i];
		rc = sslinv_judge(&asked, set, cves, cve_count, i == 0 ? judgement : &other, error);
		if (rc == 0 && i > 0 && merge(judgement, &other) < 0)
			rc = sslinv_error_memory(error);
	}
	if (rc < 0)
		sslinv_judgement_free(judgement);
	return rc;
}

/* What only one source package has a word about is asked of the others, too: their silence is an answer. */
static int judge_all(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
		     const struct sslinv_sources *sources, struct sslinv_judgement *judgement, struct sslinv_error *error)
{
	struct sslinv_judgement known;
	const char **cves;
	int rc = judge_each(subject, set, NULL, 0, sources, &known, error);

	if (rc < 0)
		return rc;
	cves = calloc(known.findings.count + 1, sizeof(*cves));
	if (!cves) {
		sslinv_judgement_free(&known);
		return sslinv_error_memory(error);
	}
	for (size_t i = 0; i < known.findings.count; i++)
		cves[i] = known.findings.items[i].cve;
	rc = judge_each(subject, set, cves, known.findings.count, sources, judgement, error);
	free(cves);
	/* The findings refer to the ids that were asked for. */
	if (rc == 0)
		sslinv_arena_join(&judgement->arena, &known.arena);
	sslinv_judgement_free(&known);
	return rc;
}

int sslinv_judge_sources(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
			 const char *const *cves, size_t cve_count, struct sslinv_judgement *judgement,
			 struct sslinv_sources *sources, struct sslinv_error *error)
{
	memset(sources, 0, sizeof(*sources));
	if (subject->source_name)
		snprintf(sources->names[sources->count++], sizeof(sources->names[0]), "%s", subject->source_name);
	else
		find_sources(subject, set, sources);
	return sources->count > 1 && cve_count == 0 ? judge_all(subject, set, sources, judgement, error)
						    : judge_each(subject, set, cves, cve_count, sources, judgement, error);
}
