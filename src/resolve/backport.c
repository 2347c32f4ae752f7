/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges one package, or one copy of OpenSSL, for every CVE. */
#include "resolve/backport.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "openssl/package_name.h"
#include "version/cve.h"
#include "resolve/coverage.h"
#include "resolve/question.h"

struct cves {
	const char **items;
	size_t count, capacity;
};

static int compare_cve_items(const void *left, const void *right)
{
	return sslinv_cve_compare(*(const char *const *)left, *(const char *const *)right);
}

static int add_cve(struct cves *cves, const char *cve)
{
	const char **item = sslinv_array_add(cves);

	if (!item)
		return SSLINV_E_MEMORY;
	*item = cve;
	return 0;
}

static bool is_of_openssl(const struct sslinv_range *range)
{
	return strcmp(range->library, "OpenSSL") == 0;
}

static void sort_cves(struct cves *cves)
{
	size_t kept = 0;

	if (cves->count > 1)
		qsort(cves->items, cves->count, sizeof(*cves->items), compare_cve_items);
	for (size_t i = 0; i < cves->count; i++) {
		if (kept == 0 || sslinv_cve_compare(cves->items[kept - 1], cves->items[i]) != 0)
			cves->items[kept++] = cves->items[i];
	}
	cves->count = kept;
}

/* One that the records of vulnerabilities, which are all there already, do not have: so that few are left to be sorted. */
static int add_other_cve(struct cves *cves, const struct sslinv_guidance_set *set, const char *cve)
{
	return !cve || sslinv_guidance_set_vulnerability(set, cve) ? 0 : add_cve(cves, cve);
}

/* Those of OpenSSL's records, those the vendor speaks of, those that are news from any vendor, and those that are asked for.
 */
static int collect_cves(const struct sslinv_question *question, const char *const *asked, size_t asked_count,
			struct cves *cves)
{
	const struct sslinv_guidance_set *set = question->set;
	unsigned long news_since = sslinv_coverage_news_since(set);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < set->vulnerabilities.count; i++)
		rc = add_cve(cves, set->vulnerabilities.items[i].cve);
	for (size_t i = 0; rc == 0 && i < set->ranges.count; i++) {
		if (is_of_openssl(&set->ranges.items[i]))
			rc = add_other_cve(cves, set, set->ranges.items[i].cve);
	}
	for (size_t i = 0; rc == 0 && i < question->bound.count; i++)
		rc = add_other_cve(cves, set, question->bound.items[i].statement->cve);
	for (size_t i = 0; rc == 0 && i < set->named.count; i++) {
		if (sslinv_coverage_year(set->named.items[i]) >= news_since)
			rc = add_other_cve(cves, set, set->named.items[i]);
	}
	for (size_t i = 0; rc == 0 && i < asked_count; i++)
		rc = add_other_cve(cves, set, asked[i]);
	sort_cves(cves);
	return rc;
}

/*
 * Puts one CVE to the question; `*bound` is where the statements about it begin, and moves past them. Each CVE that a
 * statement is about is asked, in their order.
 */
static void ask(struct sslinv_question *question, const char *cve, size_t *bound)
{
	const struct sslinv_guidance_set *set = question->set;
	size_t first, end;

	question->cve = cve;
	question->outdated = NULL;
	question->first = question->bound.items ? question->bound.items + *bound : NULL;
	while (*bound < question->bound.count && sslinv_cve_compare(question->bound.items[*bound].statement->cve, cve) == 0)
		(*bound)++;
	question->end = question->bound.items ? question->bound.items + *bound : NULL;
	question->vulnerability = sslinv_guidance_set_vulnerability(set, cve);
	sslinv_guidance_set_ranges(set, cve, &first, &end);
	/* By library within a CVE, so those of OpenSSL are neighbours. */
	while (first < end && !is_of_openssl(&set->ranges.items[first]))
		first++;
	while (end > first && !is_of_openssl(&set->ranges.items[end - 1]))
		end--;
	question->record = (struct sslinv_upstream_record){
		.ranges = first < end ? &set->ranges.items[first] : NULL,
		.range_count = end - first,
		.published = question->vulnerability ? question->vulnerability->published : NULL,
	};
	question->upstream = question->upstream_version
				     ? sslinv_upstream_judge(question->upstream_version, &question->record, &question->lives)
				     : (struct sslinv_upstream){ .answer = SSLINV_UPSTREAM_UNKNOWN,
								 .reason = "its version is not known" };
}

/* Does the package's version begin with OpenSSL's? That of another program must not be read as if it did. */
static bool is_versioned_as_openssl(const struct sslinv_question *question)
{
	const struct sslinv_subject *subject = question->subject;

	if (sslinv_package_name_is_carrier(subject->package) || sslinv_package_name_is_carrier(subject->source_name))
		return false;
	return subject->is_copy || sslinv_package_name_is_openssl(subject->package) ||
	       sslinv_package_name_is_openssl(subject->source_name);
}

static void find_upstream_version(struct sslinv_question *question, struct sslinv_judgement *judgement)
{
	const struct sslinv_subject *subject = question->subject;
	char *version = judgement->upstream_version;
	struct sslinv_openssl_version parsed;

	if (subject->upstream_version && sslinv_openssl_version_parse(subject->upstream_version, &parsed))
		sslinv_openssl_version_format(&parsed, version, sizeof(judgement->upstream_version));
	else if (subject->version && is_versioned_as_openssl(question))
		sslinv_openssl_version_of(subject->version, version, sizeof(judgement->upstream_version));
	if (!version[0])
		return;
	question->upstream_version = version;
	sslinv_openssl_branch_of(version, judgement->branch, sizeof(judgement->branch));
}

/* Is a newer version from a security archive there, of which no finding says what it fixes? */
static bool is_unexplained(const struct sslinv_question *question, const struct sslinv_judgement *judgement)
{
	const struct sslinv_subject *subject = question->subject;

	if (subject->is_copy || !subject->candidate_version || !subject->candidate_is_security || !subject->version ||
	    question->vercmp(subject->candidate_version, subject->version) <= 0)
		return false;
	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (finding->status == SSLINV_STATUS_AFFECTED && finding->fixed_version &&
		    question->vercmp(finding->fixed_version, subject->candidate_version) <= 0)
			return false;
	}
	return true;
}

static int add_unexplained(struct sslinv_question *question, struct sslinv_judgement *judgement)
{
	struct sslinv_finding *finding = sslinv_array_add(&judgement->findings);

	if (!finding)
		return SSLINV_E_MEMORY;
	*finding = (struct sslinv_finding){
		.status = SSLINV_STATUS_AFFECTED,
		.fixed_version = question->subject->candidate_version,
		.feed = UINT32_MAX,
		.stream = question->stream,
		.rule = SSLINV_RULE_CANDIDATE,
	};
	finding->reason = sslinv_say(question, "a security archive offers %s, and no CVE that is known here explains it",
				     question->subject->candidate_version);
	return 0;
}

static int judge_all(struct sslinv_question *question, const struct cves *cves, struct sslinv_judgement *judgement)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_effective_input *inputs = NULL;
	size_t bound = 0;

	inputs = calloc(cves->count + 1, sizeof(*inputs));
	if (!inputs)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < cves->count; i++) {
		struct sslinv_finding *finding = sslinv_array_add(&judgement->findings);

		if (!finding)
			return SSLINV_E_MEMORY;
		ask(question, cves->items[i], &bound);
		sslinv_question_answer(question, finding);
		inputs[i] = (struct sslinv_effective_input){
			.cve = finding->cve,
			.record = question->record,
			.status = finding->status,
			.is_judged = true,
			.range = question->upstream.range,
		};
	}
	if (question->upstream_version)
		judgement->has_effective = sslinv_effective_level(question->upstream_version, inputs, cves->count,
								  &question->lives, &judgement->effective);
	return 0;
}

static void keep_asked(struct sslinv_judgement *judgement, const char *const *asked, size_t asked_count)
{
	size_t kept = 0;

	for (size_t i = 0; i < judgement->findings.count; i++) {
		bool is_asked = false;

		for (size_t j = 0; !is_asked && j < asked_count; j++)
			is_asked = sslinv_cve_compare(judgement->findings.items[i].cve, asked[j]) == 0;
		if (is_asked)
			judgement->findings.items[kept++] = judgement->findings.items[i];
	}
	judgement->findings.count = kept;
}

static int judge(struct sslinv_question *question, const char *const *asked, size_t asked_count, struct cves *cves,
		 struct sslinv_judgement *judgement)
{
	int rc = sslinv_upstream_lives_read(&question->lives, question->arena);

	if (rc == 0)
		rc = sslinv_question_bind(question);
	if (rc < 0)
		return rc;
	sslinv_question_choose_stream(question);
	judgement->stream = question->stream;
	judgement->stream_reason = question->stream_reason;
	judgement->has_vendor = question->bound.count > 0;
	find_upstream_version(question, judgement);
	rc = collect_cves(question, asked, asked_count, cves);
	if (rc == 0)
		rc = judge_all(question, cves, judgement);
	if (rc == 0 && asked_count > 0)
		keep_asked(judgement, asked, asked_count);
	else if (rc == 0 && is_unexplained(question, judgement))
		rc = add_unexplained(question, judgement);
	return question->is_out_of_memory ? SSLINV_E_MEMORY : rc;
}

int sslinv_judge(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *const *cves,
		 size_t cve_count, struct sslinv_judgement *judgement, struct sslinv_error *error)
{
	struct sslinv_question question = {
		.subject = subject,
		.set = set,
		.arena = &judgement->arena,
		.lives = sslinv_upstream_lives_of(set),
		.stream = "",
	};
	struct cves all = { 0 };
	int rc;

	memset(judgement, 0, sizeof(*judgement));
	rc = judge(&question, cves, cve_count, &all, judgement);
	free(all.items);
	free(question.bound.items);
	if (rc == 0)
		return 0;
	sslinv_judgement_free(judgement);
	return sslinv_error_memory(error);
}

bool sslinv_judgement_closes(const struct sslinv_judgement *judgement, const char *cve)
{
	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (finding->cve && sslinv_cve_compare(finding->cve, cve) == 0)
			return finding->status == SSLINV_STATUS_FIXED || finding->status == SSLINV_STATUS_NOT_AFFECTED;
	}
	return false;
}

void sslinv_judgement_free(struct sslinv_judgement *judgement)
{
	free(judgement->findings.items);
	sslinv_arena_free(&judgement->arena);
	memset(judgement, 0, sizeof(*judgement));
}
