/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges a release of OpenSSL by the affected ranges of a CVE record. */
#include "resolve/upstream.h"

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "openssl/openssl_version.h"
#include "version/version_part.h"

/* Of the FIPS Object Module that was made apart from OpenSSL until 2020, and never came with it. */
#define FIPS_MODULE_PREFIX "fips-"

enum support {
	SUPPORT_UNKNOWN,
	SUPPORT_NOT_YET,
	SUPPORT_THERE,
	SUPPORT_ENDED,
};

/* One range, read. */
struct bounds {
	struct sslinv_openssl_version from;
	struct sslinv_openssl_version end;
	bool has_end;
	bool is_end_inside;
};

/* What the readable ranges have in common. */
struct survey {
	bool any;
	bool is_fips_module_there;
	bool is_unreadable_there;
	bool is_branch_listed;                /* the branch of the version in question */
	struct sslinv_openssl_version oldest; /* of the first versions of the ranges */
	struct sslinv_openssl_version newest;
	bool is_newest_fixed;
};

/* `0.9.6` to `0.9.6-cvs`: the same version, and still not the same. */
static bool is_fix_unreleased(const struct sslinv_range *range, const struct bounds *bounds)
{
	return sslinv_openssl_version_compare(&bounds->end, &bounds->from) == 0 && strcmp(range->until, range->from) != 0;
}

static bool read_bounds(const struct sslinv_range *range, struct bounds *bounds)
{
	const char *end = range->until ? range->until : range->last;

	*bounds = (struct bounds){ .has_end = end != NULL, .is_end_inside = !range->until };
	if (!range->from || !sslinv_openssl_version_parse(range->from, &bounds->from))
		return false;
	if (end && !sslinv_openssl_version_parse(end, &bounds->end))
		return false;
	if (!range->until || sslinv_openssl_version_compare(&bounds->end, &bounds->from) > 0)
		return true;
	if (is_fix_unreleased(range, bounds)) {
		bounds->has_end = false;
		return true;
	}
	/* The fix is stated and the beginning cannot be right; it is no later than the branch's. */
	return sslinv_openssl_branch_parse(range->from, &bounds->from) &&
	       sslinv_openssl_version_compare(&bounds->end, &bounds->from) >= 0;
}

bool sslinv_upstream_fix_of(const struct sslinv_range *range, struct sslinv_openssl_version *fix)
{
	struct bounds bounds;

	if (!range->until || !read_bounds(range, &bounds) || !bounds.has_end)
		return false;
	*fix = bounds.end;
	return true;
}

/* A pre-release of the release that `from` names, where that is the first of its branch. */
static bool leads_to(const struct sslinv_openssl_version *version, const struct sslinv_openssl_version *from)
{
	return version->stage < SSLINV_OPENSSL_RELEASE && sslinv_openssl_version_is_first(from) && !version->letter &&
	       !memcmp(version->number, from->number, sizeof(version->number));
}

static bool holds(const struct bounds *bounds, const struct sslinv_openssl_version *version)
{
	int order;

	if (sslinv_openssl_version_compare(version, &bounds->from) < 0 && !leads_to(version, &bounds->from))
		return false;
	if (!bounds->has_end)
		return sslinv_openssl_branch_compare(version, &bounds->from) == 0;
	order = sslinv_openssl_version_compare(version, &bounds->end);
	return bounds->is_end_inside ? order <= 0 : order < 0;
}

static void add_to_survey(struct survey *survey, const struct bounds *bounds, const struct sslinv_openssl_version *version)
{
	int to_newest = survey->any ? sslinv_openssl_branch_compare(&bounds->from, &survey->newest) : 1;

	if (!survey->any || sslinv_openssl_branch_compare(&bounds->from, &survey->oldest) < 0)
		survey->oldest = bounds->from;
	if (to_newest >= 0) {
		/* Several ranges of the newest branch: one without an end is enough for "not fixed". */
		survey->is_newest_fixed = bounds->has_end && (to_newest > 0 || survey->is_newest_fixed);
		survey->newest = bounds->from;
	}
	if (sslinv_openssl_branch_compare(&bounds->from, version) == 0)
		survey->is_branch_listed = true;
	survey->any = true;
}

static bool is_date(const char *text)
{
	char date[SSLINV_DATE_SIZE];

	return sslinv_date_parse(text, date);
}

struct sslinv_upstream_lives sslinv_upstream_lives_of(const struct sslinv_guidance_set *set)
{
	size_t first, end;

	sslinv_guidance_set_lives(set, "openssl", &first, &end);
	return (struct sslinv_upstream_lives){ .items = first < end ? &set->lives.items[first] : NULL,
					       .count = end - first };
}

static struct sslinv_upstream_life read_life(const struct sslinv_life *life)
{
	struct sslinv_upstream_life read = { .is_branch = false };

	read.is_branch = life->product && life->release && !strcmp(life->product, "openssl") &&
			 sslinv_openssl_branch_parse(life->release, &read.branch);
	read.released = read.is_branch && is_date(life->released) ? life->released : NULL;
	read.end = read.is_branch && is_date(life->end) ? life->end : NULL;
	return read;
}

int sslinv_upstream_lives_read(struct sslinv_upstream_lives *lives, struct sslinv_arena *arena)
{
	struct sslinv_upstream_life *read;

	if (lives->count == 0)
		return 0;
	read = sslinv_arena_alloc(arena, lives->count * sizeof(*read));
	if (!read)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < lives->count; i++)
		read[i] = read_life(&lives->items[i]);
	lives->read = read;
	return 0;
}

static struct sslinv_upstream_life life_at(const struct sslinv_upstream_lives *lives, size_t i)
{
	return lives->read ? lives->read[i] : read_life(&lives->items[i]);
}

/* Was the branch supported on the day of publication? Any row that says so is enough. */
static enum support support_of(const struct sslinv_openssl_version *version, const char *published,
			       const struct sslinv_upstream_lives *lives)
{
	enum support support = SUPPORT_UNKNOWN;

	if (!lives || !is_date(published))
		return SUPPORT_UNKNOWN;
	for (size_t i = 0; i < lives->count; i++) {
		const struct sslinv_upstream_life life = life_at(lives, i);

		if (!life.is_branch || sslinv_openssl_branch_compare(&life.branch, version))
			continue;
		if (life.released && sslinv_date_compare(published, life.released) < 0) {
			if (support == SUPPORT_UNKNOWN)
				support = SUPPORT_NOT_YET;
		} else if (!life.end || sslinv_date_compare(published, life.end) <= 0) {
			return SUPPORT_THERE;
		} else {
			support = SUPPORT_ENDED;
		}
	}
	return support;
}

static bool is_listed(const struct sslinv_upstream_record *record, const struct sslinv_openssl_version *branch)
{
	for (size_t i = 0; i < record->range_count; i++) {
		struct bounds bounds;

		if (read_bounds(&record->ranges[i], &bounds) && !sslinv_openssl_branch_compare(&bounds.from, branch))
			return true;
	}
	return false;
}

/*
 * Is there a branch after `version` and before `oldest` of which OpenSSL said, by not listing it, that it is not affected?
 */
static bool has_clean_branch_between(const struct sslinv_openssl_version *version,
				     const struct sslinv_openssl_version *oldest,
				     const struct sslinv_upstream_record *record, const struct sslinv_upstream_lives *lives)
{
	for (size_t i = 0; lives && i < lives->count; i++) {
		const struct sslinv_upstream_life life = life_at(lives, i);

		if (life.is_branch && sslinv_openssl_branch_compare(&life.branch, version) > 0 &&
		    sslinv_openssl_branch_compare(&life.branch, oldest) < 0 && !is_listed(record, &life.branch) &&
		    support_of(&life.branch, record->published, lives) == SUPPORT_THERE)
			return true;
	}
	return false;
}

/*
 * Do the lives at hand name branches of OpenSSL, and neither this one nor any that it could follow? The next branch may have
 * been released since; 0.9.7, 2.0 and 9.9 have not.
 */
static bool is_unheard_of(const struct sslinv_openssl_version *version, const struct sslinv_upstream_lives *lives)
{
	struct sslinv_openssl_version newest = { .stage = SSLINV_OPENSSL_RELEASE };
	bool has_any = false;

	for (size_t i = 0; lives && i < lives->count; i++) {
		const struct sslinv_upstream_life life = life_at(lives, i);

		if (!life.is_branch)
			continue;
		if (sslinv_openssl_branch_compare(&life.branch, version) == 0)
			return false;
		if (!has_any || sslinv_openssl_branch_compare(&life.branch, &newest) > 0)
			newest = life.branch;
		has_any = true;
	}
	return has_any && (sslinv_openssl_branch_compare(version, &newest) < 0 || version->number[0] > newest.number[0] + 1);
}

static struct sslinv_upstream answer(enum sslinv_upstream_answer answer, const char *reason)
{
	return (struct sslinv_upstream){ .answer = answer, .reason = reason };
}

static struct sslinv_upstream judge_unlisted(const struct sslinv_openssl_version *version, const struct survey *survey,
					     const struct sslinv_upstream_record *record,
					     const struct sslinv_upstream_lives *lives)
{
	enum support support = support_of(version, record->published, lives);
	bool is_after_oldest = sslinv_openssl_branch_compare(version, &survey->oldest) > 0;
	bool is_after_newest = sslinv_openssl_branch_compare(version, &survey->newest) > 0;

	if (is_after_oldest && version->stage < SSLINV_OPENSSL_RELEASE)
		return answer(SSLINV_UPSTREAM_UNKNOWN, "OpenSSL's record does not speak of this pre-release");
	if (support == SUPPORT_THERE)
		return answer(SSLINV_UPSTREAM_NOT_AFFECTED, "OpenSSL's record lists other branches, and not this one");
	if (!is_after_oldest) {
		if ((support != SUPPORT_ENDED && !is_unheard_of(version, lives)) ||
		    has_clean_branch_between(version, &survey->oldest, record, lives))
			return answer(SSLINV_UPSTREAM_NOT_AFFECTED, "OpenSSL's record lists later branches only");
		return answer(SSLINV_UPSTREAM_UNKNOWN, "the branch had ended before OpenSSL published the CVE");
	}
	if (!is_after_newest)
		return answer(SSLINV_UPSTREAM_UNKNOWN,
			      "OpenSSL's record lists an older and a newer branch, and not this one");
	if (is_unheard_of(version, lives))
		return answer(SSLINV_UPSTREAM_UNKNOWN, "no such branch of OpenSSL is known");
	if (support == SUPPORT_ENDED)
		return answer(SSLINV_UPSTREAM_UNKNOWN, "the branch had ended before OpenSSL published the CVE");
	if (!survey->is_newest_fixed)
		return answer(SSLINV_UPSTREAM_UNKNOWN, "the branch is newer than OpenSSL's record, which knows of no fix");
	return answer(SSLINV_UPSTREAM_NOT_AFFECTED, "the branch is newer than the fix");
}

bool sslinv_upstream_never_was(const char *version, const struct sslinv_upstream_lives *lives)
{
	struct sslinv_openssl_version parsed;

	if (!sslinv_openssl_version_parse(version, &parsed) || !is_unheard_of(&parsed, lives))
		return false;
	/* What came before the first branch of which a life is known is history. */
	for (size_t i = 0; i < lives->count; i++) {
		const struct sslinv_upstream_life life = life_at(lives, i);

		if (life.is_branch && sslinv_openssl_branch_compare(&life.branch, &parsed) < 0)
			return true;
	}
	return false;
}

struct sslinv_upstream sslinv_upstream_judge(const char *version, const struct sslinv_upstream_record *record,
					     const struct sslinv_upstream_lives *lives)
{
	struct survey survey = { .any = false };
	struct sslinv_openssl_version parsed;

	if (!version || !sslinv_openssl_version_parse(version, &parsed))
		return answer(SSLINV_UPSTREAM_UNKNOWN, "this is not a version of OpenSSL");
	for (size_t i = 0; i < record->range_count; i++) {
		const struct sslinv_range *range = &record->ranges[i];
		struct bounds bounds;

		if (range->from && sslinv_str_starts(range->from, FIPS_MODULE_PREFIX)) {
			survey.is_fips_module_there = true;
			continue;
		}
		if (!read_bounds(range, &bounds)) {
			survey.is_unreadable_there = true;
			continue;
		}
		if (holds(&bounds, &parsed))
			return (struct sslinv_upstream){ .answer = SSLINV_UPSTREAM_AFFECTED,
							 .range = range,
							 .reason = "OpenSSL's record lists this version as affected" };
		add_to_survey(&survey, &bounds, &parsed);
	}
	if (survey.is_unreadable_there)
		return answer(SSLINV_UPSTREAM_UNKNOWN, "OpenSSL's record has a range that cannot be read");
	if (survey.any && survey.is_branch_listed)
		return answer(SSLINV_UPSTREAM_NOT_AFFECTED, "OpenSSL's record lists other versions of this branch");
	if (survey.any)
		return judge_unlisted(&parsed, &survey, record, lives);
	if (survey.is_fips_module_there)
		return answer(SSLINV_UPSTREAM_NOT_AFFECTED,
			      "OpenSSL's record speaks of the separate FIPS Object Module only");
	return answer(SSLINV_UPSTREAM_UNKNOWN, "OpenSSL's record lists no versions");
}
