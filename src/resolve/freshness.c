/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the oldest publication that a verdict depends on. */
#include "resolve/freshness.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"

/* From here on the age of the guidance is told. */
#define STALE_DAYS 30

/* A feed, and whether the findings depend on it. */
struct entry {
	const struct sslinv_feed *feed;
	const char *date; /* NULL where nobody says */
	bool is_used;
};

/* Formats with a document for each CVE. */
static bool is_by_cve(const char *format)
{
	static const char *const formats[] = { "csaf-vex", "csaf", "osv", "openvex", "openssl-cve" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (sslinv_str_compare(format, formats[i]) == 0)
			return true;
	return false;
}

/*
 * By publication. Documents about one CVE belong together, so each is as fresh as the newest that its publisher has brought.
 * A document that covers a release is a publication of its own.
 */
static int compare_publications(const struct entry *a, const struct entry *b)
{
	int order = sslinv_str_compare(a->feed->vendor, b->feed->vendor);

	if (order == 0)
		order = sslinv_str_compare(a->feed->format, b->feed->format);
	return order || is_by_cve(a->feed->format) ? order : sslinv_str_compare(a->feed->identity, b->feed->identity);
}

static int compare_entries(const void *left, const void *right)
{
	return compare_publications(left, right);
}

/* When the feed was published, or else imported. */
static const char *date_of(const struct sslinv_set_feed *feed)
{
	const char *date = feed->feed.published ? feed->feed.published : feed->imported;
	int64_t days;

	return sslinv_date_age(date, 0, &days) ? date : NULL;
}

/* OpenSSL's vulnerabilities.xml is history: it says nothing about today. */
static bool is_about_openssl(const struct sslinv_feed *feed)
{
	return sslinv_str_compare(feed->format, "openssl-xml") != 0 &&
	       (sslinv_str_compare(feed->vendor, "OpenSSL") == 0 || sslinv_str_compare(feed->format, "openssl-cve") == 0);
}

/*
 * Without findings: the feeds that would have spoken, of OpenSSL or of the distribution. What others say of theirs, and
 * commands and addresses, are not evidence of anything here.
 */
static void mark_near(const struct sslinv_guidance_set *set, struct entry *entries)
{
	for (size_t i = 0; i < set->statements.count; i++)
		if (set->statements.items[i].feed < set->feeds.count)
			entries[set->statements.items[i].feed].is_used = true;
	for (size_t i = 0; i < set->feeds.count; i++)
		entries[i].is_used |= is_about_openssl(entries[i].feed);
}

/* Marks the feeds whose statements, or whose silence, the findings depend on. */
static void mark_used(const struct sslinv_verdict_input *input, struct entry *entries)
{
	size_t count = input->set->feeds.count;
	bool uses_openssl = false, is_any = false;

	for (size_t i = 0; i < input->judged_count; i++) {
		const struct sslinv_judgement *judgement = input->judged[i].judgement;

		for (size_t j = 0; j < judgement->findings.count; j++) {
			uint32_t feed = judgement->findings.items[j].feed;

			if (feed < count)
				entries[feed].is_used = is_any = true;
			else
				uses_openssl = true;
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (uses_openssl && is_about_openssl(entries[i].feed))
			entries[i].is_used = is_any = true;
	}
	if (!is_any)
		mark_near(input->set, entries);
}

/* The newest date of the publication that begins at `first`, if it is used at all. `*end` is set to what follows it. */
static const char *newest_of(const struct entry *entries, size_t count, size_t first, size_t *end)
{
	const char *newest = NULL;
	bool is_used = false;
	size_t i;

	for (i = first; i < count && compare_publications(&entries[first], &entries[i]) == 0; i++) {
		is_used |= entries[i].is_used;
		if (entries[i].date && (!newest || sslinv_date_compare(entries[i].date, newest) > 0))
			newest = entries[i].date;
	}
	*end = i;
	return is_used ? newest : NULL;
}

int sslinv_freshness_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result, int64_t *age)
{
	const struct sslinv_guidance_set *set = input->set;
	size_t count = set->feeds.count;
	SSLINV_CLEANUP(sslinv_free_ptr) struct entry *entries = calloc(count + 1, sizeof(*entries));
	const char *oldest = NULL;

	*age = 0;
	if (!entries)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){ .feed = &set->feeds.items[i].feed, .date = date_of(&set->feeds.items[i]) };
	mark_used(input, entries);
	qsort(entries, count, sizeof(*entries), compare_entries);
	for (size_t first = 0, end; first < count; first = end) {
		const char *newest = newest_of(entries, count, first, &end);

		if (newest && (!oldest || sslinv_date_compare(newest, oldest) < 0))
			oldest = newest;
	}
	if (sslinv_date_parse(oldest, result->guidance_date) && sslinv_date_age(oldest, input->now, age))
		result->is_stale = *age > STALE_DAYS;
	return 0;
}
