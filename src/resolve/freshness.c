/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the oldest publication that a verdict depends on. */
#include "resolve/freshness.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "distro/inherits.h"
#include "resolve/coverage.h"

/* From here on the age of the guidance is told. */
#define STALE_DAYS 30

static const char openssl_id[] = "openssl";

/* A feed, as far as its age is concerned. */
struct entry {
	const struct sslinv_set_feed *feed;
	const char *id;        /* whose word it is; NULL: nobody's that counts */
	const char *date;      /* when it was published, or confirmed since; NULL where nobody says */
	const char *confirmed; /* NULL where nobody asked */
	bool is_used;          /* a finding depends on it */
	bool covers;           /* it speaks of the host's release, where it is of the host's distribution */
};

/* A host's place, and the distribution whose packages it ships unchanged. */
struct place {
	struct sslinv_distro own;
	const char *version, *inherited;
};

/* Formats whose documents hold all that a vendor says about a release. What a site writes itself is none. */
static bool is_whole_edition(const struct sslinv_feed *feed)
{
	static const char *const others[] = { "native", "tsv", "handbook", "endoflife" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++)
		if (sslinv_str_compare(feed->format, others[i]) == 0)
			return false;
	return !sslinv_format_is_by_cve(feed->format);
}

/* OpenSSL's vulnerabilities.xml is history: it says nothing about today. */
static bool is_about_openssl(const struct sslinv_feed *feed)
{
	return sslinv_str_compare(feed->format, "openssl-xml") != 0 && sslinv_str_compare(feed->format, "endoflife") != 0 &&
	       (sslinv_str_compare(feed->vendor, "OpenSSL") == 0 || sslinv_str_compare(feed->format, "openssl-cve") == 0);
}

static int compare_publishers(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = sslinv_str_compare(a->feed->feed.vendor, b->feed->feed.vendor);

	return order ? order : sslinv_str_compare(a->feed->feed.format, b->feed->feed.format);
}

/* A document about a CVE of something else is of the source that its publisher's others are of. */
static void join_publishers(const struct place *place, struct entry *entries, size_t count)
{
	qsort(entries, count, sizeof(*entries), compare_publishers);
	for (size_t first = 0, end; first < count; first = end) {
		const char *id = NULL;

		for (end = first; end < count && compare_publishers(&entries[first], &entries[end]) == 0; end++)
			if (!id || sslinv_str_compare(entries[end].id, place->own.distro) == 0)
				id = entries[end].id;
		for (size_t i = first; i < end && sslinv_format_is_by_cve(entries[first].feed->feed.format); i++)
			if (!entries[i].id)
				entries[i].id = id;
	}
}

/*
 * By source and publication. Documents about one CVE belong together, so each is as fresh as the newest that its publisher
 * has brought; the records that came with sslinv are OpenSSL's, too. A document that covers a release is a publication of
 * its own.
 */
static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = sslinv_str_compare(a->id, b->id);

	if (order)
		return order;
	if (a->id == openssl_id)
		return sslinv_str_compare(a->feed->feed.vendor, b->feed->feed.vendor);
	order = compare_publishers(a, b);
	return order || sslinv_format_is_by_cve(a->feed->feed.format)
		       ? order
		       : sslinv_str_compare(a->feed->feed.identity, b->feed->feed.identity);
}

static const char *as_date(const char *text)
{
	int64_t days;

	return sslinv_date_age(text, 0, &days) ? text : NULL;
}

/* What a statement tells of the feed that it stands in. A feed about several distributions is the word of the host's. */
static void describe_by(const struct sslinv_statement *statement, const struct place *place, struct entry *entry)
{
	bool is_own = strcmp(statement->distro, place->own.distro) == 0,
	     is_hosts = is_own || sslinv_str_compare(statement->distro, place->inherited) == 0;

	if (entry->id == openssl_id)
		return;
	if (!entry->id || (is_own && strcmp(entry->id, statement->distro) != 0)) {
		entry->id = statement->distro;
		entry->covers = false;
	}
	if (strcmp(entry->id, statement->distro) == 0)
		entry->covers |= !is_hosts ||
				 sslinv_coverage_fits(&place->own, place->version, statement->release, statement->stream);
}

/* Whose word each feed is, and of what it speaks. */
static void describe(const struct sslinv_guidance_set *set, const struct place *place, struct entry *entries)
{
	for (size_t i = 0; i < set->feeds.count; i++) {
		const struct sslinv_set_feed *feed = &set->feeds.items[i];

		entries[i].feed = feed;
		entries[i].confirmed = as_date(feed->feed.confirmed);
		entries[i].date = sslinv_date_later(as_date(feed->feed.published), entries[i].confirmed);
		entries[i].id = is_about_openssl(&feed->feed) ? openssl_id : NULL;
		entries[i].covers = entries[i].id != NULL;
	}
	for (size_t i = 0; i < set->statements.count; i++)
		if (set->statements.items[i].feed < set->feeds.count)
			describe_by(&set->statements.items[i].statement, place, &entries[set->statements.items[i].feed]);
}

/* The findings rest on the feeds that they name, and on OpenSSL's records where they name none. */
static void mark_used(const struct sslinv_verdict_input *input, struct entry *entries)
{
	size_t count = input->set->feeds.count;
	bool uses_openssl = false;

	for (size_t i = 0; i < input->judged_count; i++) {
		const struct sslinv_judgement *judgement = input->judged[i].judgement;

		for (size_t j = 0; j < judgement->findings.count; j++) {
			if (judgement->findings.items[j].feed < count)
				entries[judgement->findings.items[j].feed].is_used = true;
			else
				uses_openssl = true;
		}
	}
	for (size_t i = 0; i < count; i++)
		entries[i].is_used |= uses_openssl && entries[i].id == openssl_id;
}

/* When the vendor was last asked, and spoke of what the host needs. */
static const char *last_confirmed(const struct entry *entries, size_t count)
{
	const char *newest = NULL;

	for (size_t i = 0; i < count; i++)
		if (entries[i].covers)
			newest = sslinv_date_later(newest, entries[i].confirmed);
	return newest;
}

/* A whole edition that was imported tells what its vendor thinks now of all that came with sslinv. */
static const char *newest_edition(const struct entry *entries, size_t count, const struct entry *bundled)
{
	const char *newest = NULL;

	for (size_t i = 0; i < count; i++)
		if (entries[i].covers && entries[i].feed->is_imported && is_whole_edition(&entries[i].feed->feed) &&
		    sslinv_str_compare(entries[i].feed->feed.vendor, bundled->feed->feed.vendor) == 0)
			newest = sslinv_date_later(newest, entries[i].date);
	return newest;
}

/* All entries of one source, and when its vendor was last asked. */
struct group {
	const struct entry *entries;
	size_t count;
	const char *confirmed;
};

/*
 * The newest date of the publication that begins at `first`. A feed that nobody confirmed is as fresh as the vendor's last
 * confirmed edition, which has replaced what the vendor said before. `*end` is set to what follows the publication.
 */
static const char *newest_of(const struct group *group, size_t first, size_t *end, bool *is_used)
{
	const char *newest = NULL;
	size_t i;

	*is_used = false;
	for (i = first; i < group->count && compare_entries(&group->entries[first], &group->entries[i]) == 0; i++) {
		const struct entry *entry = &group->entries[i];

		*is_used |= entry->is_used;
		newest = sslinv_date_later(newest, entry->date);
		if (!entry->confirmed)
			newest = sslinv_date_later(newest, group->confirmed);
		if (!entry->feed->is_imported)
			newest = sslinv_date_later(newest, newest_edition(group->entries, group->count, entry));
	}
	*end = i;
	return newest;
}

/* One source: as old as the oldest publication that is used, else as its newest. */
static int add_source(struct sslinv_freshness *freshness, const struct entry *entries, size_t count, int64_t now)
{
	struct sslinv_freshness_source *source = sslinv_array_add(freshness);
	const struct group group = { entries, count, last_confirmed(entries, count) };
	const char *newest = NULL;
	bool is_any_used = false;

	if (!source)
		return SSLINV_E_MEMORY;
	source->id = entries[0].id;
	for (size_t first = 0, end; first < count; first = end) {
		bool is_used;
		const char *date = newest_of(&group, first, &end, &is_used);

		newest = sslinv_date_later(newest, date);
		if (!is_used)
			continue;
		if (!is_any_used || !date || (source->date && sslinv_date_compare(date, source->date) < 0))
			source->date = date;
		is_any_used = true;
	}
	if (!is_any_used)
		source->date = newest;
	for (size_t i = 0; i < count && source->date; i++)
		source->is_confirmed |= entries[i].confirmed == source->date;
	sslinv_date_age(source->date, now, &source->age);
	return 0;
}

static bool is_needed(const struct sslinv_verdict_input *input, const struct place *place, const struct entry *entries,
		      size_t count)
{
	bool is_hosts = strcmp(entries[0].id, place->own.distro) == 0 ||
			sslinv_str_compare(entries[0].id, place->inherited) == 0;
	bool is_needed = entries[0].id == openssl_id || (is_hosts && input->judged_count == 0);

	for (size_t i = 0; i < input->judged_count; i++) {
		const struct sslinv_subject *subject = input->judged[i].subject;
		bool is_others = subject->build == SSLINV_BUILD_OTHER || subject->build == SSLINV_BUILD_STRANGER;

		is_needed |= !subject->is_copy &&
			     (is_others ? sslinv_str_compare(subject->distro, entries[0].id) == 0 : is_hosts);
	}
	for (size_t i = 0; i < count; i++)
		is_needed |= entries[i].is_used;
	return is_needed;
}

static int add_sources(const struct sslinv_verdict_input *input, const struct place *place, const struct entry *entries,
		       bool takes_all, struct sslinv_freshness *freshness)
{
	size_t count = input->set->feeds.count;
	int rc = 0;

	for (size_t first = 0, end; rc == 0 && first < count; first = end) {
		for (end = first + 1; end < count && sslinv_str_compare(entries[first].id, entries[end].id) == 0;)
			end++;
		if (entries[first].id && (takes_all || is_needed(input, place, &entries[first], end - first)))
			rc = add_source(freshness, &entries[first], end - first, input->now);
	}
	return rc;
}

static int find(const struct sslinv_verdict_input *input, const struct place *place, struct entry *entries,
		struct sslinv_freshness *freshness)
{
	size_t count = input->set->feeds.count;
	int rc;

	describe(input->set, place, entries);
	mark_used(input, entries);
	join_publishers(place, entries, count);
	qsort(entries, count, sizeof(*entries), compare_entries);
	rc = add_sources(input, place, entries, false, freshness);
	/* Where nobody speaks for what was judged, all that was asked has kept silent. */
	return rc == 0 && freshness->count == 0 ? add_sources(input, place, entries, true, freshness) : rc;
}

bool sslinv_freshness_is_old(const struct sslinv_freshness_source *source)
{
	return !source->date || source->age > STALE_DAYS;
}

bool sslinv_freshness_exceeds(const struct sslinv_freshness *freshness, int64_t days)
{
	for (size_t i = 0; i < freshness->count; i++)
		if (!freshness->items[i].date || freshness->items[i].age > days)
			return true;
	return freshness->count == 0;
}

void sslinv_freshness_free(struct sslinv_freshness *freshness)
{
	free(freshness->items);
	memset(freshness, 0, sizeof(*freshness));
}

int sslinv_freshness_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result,
			  struct sslinv_freshness *freshness)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct entry *entries = calloc(input->set->feeds.count + 1, sizeof(*entries));
	struct place place = { .own = { .distro = "" }, .version = input->os_version };
	const char *oldest = NULL;
	bool is_dated = true;
	int rc;

	if (!entries)
		return SSLINV_E_MEMORY;
	if (input->os_id)
		sslinv_distro_from_words(input->os_id, input->os_version ? input->os_version : "", NULL, &place.own);
	place.inherited = sslinv_distro_inherits(place.own.distro, place.own.release);
	rc = find(input, &place, entries, freshness);
	for (size_t i = 0; rc == 0 && i < freshness->count; i++) {
		const struct sslinv_freshness_source *source = &freshness->items[i];

		result->is_stale |= sslinv_freshness_is_old(source);
		is_dated &= source->date != NULL;
		if (source->date && (!oldest || sslinv_date_compare(source->date, oldest) < 0))
			oldest = source->date;
	}
	/* A date speaks for all that the answers need. */
	if (rc == 0 && is_dated)
		sslinv_date_parse(oldest, result->guidance_date);
	return rc;
}
