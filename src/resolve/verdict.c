/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighs all findings of a host, the worst first, and how fresh the guidance is that they hang on. */
#include "resolve/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "resolve/advice.h"
#include "resolve/lifecycle.h"
#include "resolve/weigh.h"

/* From here on the age of the guidance is told. */
#define STALE_DAYS 30

/* Is the support over that this thing's stream has, or that of its OpenSSL where nobody else maintains it? */
static bool is_past_life(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	const struct sslinv_judgement *judgement = judged->judgement;

	if (judged->subject->is_copy)
		return sslinv_lifecycle_branch(input->set, judgement->branch, input->now).state == SSLINV_LIFE_ENDED;
	return sslinv_lifecycle_distro(input->set, input->os_id, input->os_version, judgement->stream, input->now).state ==
	       SSLINV_LIFE_ENDED;
}

static void worsen(enum sslinv_verdict *verdict, enum sslinv_verdict other)
{
	if (other < *verdict)
		*verdict = other;
}

static void weigh(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged,
		  struct sslinv_verdict_result *result)
{
	const struct sslinv_judgement *judgement = judged->judgement;
	bool is_past = is_past_life(input, judged);

	for (size_t i = 0; i < judgement->findings.count; i++) {
		enum sslinv_verdict verdict = sslinv_verdict_of_finding(judged, &judgement->findings.items[i]);

		if (verdict == SSLINV_VERDICT_UNKNOWN) {
			result->unknown++;
			/* Nobody will say any more. */
			if (is_past)
				verdict = SSLINV_VERDICT_UNSUPPORTED;
		} else if (verdict != SSLINV_VERDICT_OK) {
			result->affected++;
		}
		worsen(&result->verdict, verdict);
	}
	/* Nothing was said of it at all. */
	if (judgement->findings.count == 0) {
		result->unknown++;
		worsen(&result->verdict, is_past ? SSLINV_VERDICT_UNSUPPORTED : SSLINV_VERDICT_UNKNOWN);
	}
	/* OpenSSL judges no new CVE for a branch past its life; a vendor's own package is the vendor's to judge. */
	if (judged->subject->is_copy && is_past)
		worsen(&result->verdict, SSLINV_VERDICT_UNSUPPORTED);
}

/*
 * A document about one CVE is as fresh as the newest that its publisher has brought: they belong together. One that covers a
 * release stands for itself.
 */
static bool is_same_publication(const struct sslinv_feed *a, const struct sslinv_feed *b)
{
	static const char *const by_cve[] = { "csaf-vex", "csaf", "osv", "openvex", "openssl-cve" };

	if (sslinv_str_compare(a->vendor, b->vendor) != 0 || sslinv_str_compare(a->format, b->format) != 0)
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(by_cve); i++)
		if (sslinv_str_compare(a->format, by_cve[i]) == 0)
			return true;
	return sslinv_str_compare(a->identity, b->identity) == 0;
}

static const char *date_of(const struct sslinv_set_feed *feed)
{
	return feed->feed.published ? feed->feed.published : feed->imported;
}

/* Takes the date of this feed's publication into account: the oldest of all counts. */
static void add_date(const struct sslinv_guidance_set *set, size_t index, struct sslinv_verdict_result *result)
{
	const char *newest = NULL;
	int64_t days;

	for (size_t i = 0; i < set->feeds.count; i++) {
		const char *date = date_of(&set->feeds.items[i]);

		if (is_same_publication(&set->feeds.items[i].feed, &set->feeds.items[index].feed) &&
		    sslinv_date_age(date, 0, &days) && (!newest || strncmp(date, newest, 10) > 0))
			newest = date;
	}
	if (newest && (!result->guidance_date[0] || strncmp(newest, result->guidance_date, 10) < 0))
		snprintf(result->guidance_date, sizeof(result->guidance_date), "%.10s", newest);
}

/* Its vulnerabilities.xml is history: it says nothing about today. */
static bool is_about_openssl(const struct sslinv_feed *feed)
{
	return sslinv_str_compare(feed->format, "openssl-xml") != 0 &&
	       (sslinv_str_compare(feed->vendor, "OpenSSL") == 0 || sslinv_str_compare(feed->format, "openssl-cve") == 0);
}

/* Marks the feeds whose statements, or whose silence, the findings hang on. */
static void mark_feeds(const struct sslinv_verdict_input *input, bool *is_used)
{
	const struct sslinv_guidance_set *set = input->set;
	bool uses_openssl = false, is_any = false;

	for (size_t i = 0; i < input->judged_count; i++) {
		const struct sslinv_judgement *judgement = input->judged[i].judgement;

		for (size_t j = 0; j < judgement->findings.count; j++) {
			uint32_t feed = judgement->findings.items[j].feed;

			if (feed < set->feeds.count)
				is_used[feed] = is_any = true;
			else
				uses_openssl = true;
		}
	}
	for (size_t i = 0; i < set->feeds.count; i++) {
		if (uses_openssl && is_about_openssl(&set->feeds.items[i].feed))
			is_used[i] = is_any = true;
	}
	/* Commands and addresses are no evidence of anything. */
	for (size_t i = 0; !is_any && i < set->feeds.count; i++)
		is_used[i] = sslinv_str_compare(set->feeds.items[i].feed.format, "handbook") != 0;
}

static int find_date(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result, int64_t *age)
{
	const struct sslinv_guidance_set *set = input->set;
	SSLINV_CLEANUP(sslinv_free_ptr) bool *is_used = calloc(set->feeds.count + 1, sizeof(*is_used));

	*age = 0;
	if (!is_used)
		return SSLINV_E_MEMORY;
	mark_feeds(input, is_used);
	for (size_t i = 0; i < set->feeds.count; i++) {
		if (is_used[i])
			add_date(set, i, result);
	}
	if (sslinv_date_age(result->guidance_date, input->now, age))
		result->is_stale = *age > STALE_DAYS;
	return 0;
}

int sslinv_verdict_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result)
{
	int64_t age;
	int code;

	memset(result, 0, sizeof(*result));
	result->verdict = SSLINV_VERDICT_OK;
	for (size_t i = 0; i < input->judged_count; i++)
		weigh(input, &input->judged[i], result);
	/* It gets its OpenSSL in a way that is not known here (LD_LIBRARY_PATH, a mount), or from nowhere. */
	result->unknown += input->unresolved_count;
	if (input->unresolved_count > 0)
		worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	if (!input->scan_complete) {
		result->unknown++;
		worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	}
	code = find_date(input, result, &age);
	/* Without a date nobody can say that it is fresh. */
	if (input->judged_count > 0 && input->max_age_days > 0 &&
	    (!result->guidance_date[0] || age > (int64_t)input->max_age_days))
		worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	if (code == 0)
		code = sslinv_advice_write(input, result, age);
	if (code < 0)
		sslinv_str_free(&result->action);
	return code;
}
