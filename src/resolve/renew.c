/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says which guidance is old, and the command that renews it. */
#include "resolve/renew.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/search.h"
#include "distro/distro.h"

/* So many sources are named; a host has packages of few distributions. */
#define MAX_SOURCES 16

enum age {
	AGE_FRESH = 0,
	AGE_STALE,
	AGE_OVER_LIMIT,
	AGE_UNKNOWN,
	AGE_COUNT,
};

static int compare_id(const void *wanted, const void *item)
{
	return strcmp(wanted, *(const char *const *)item);
}

static bool can_update(const struct sslinv_verdict_input *input, const char *id)
{
	return sslinv_search_find(id, input->updates, input->update_count, sizeof(*input->updates), compare_id) != NULL;
}

/* "a", "a and b", "a, b and c". */
static const char *separator(size_t index, size_t count)
{
	return index == 0 ? "" : index + 1 < count ? ", " : " and ";
}

static int add_update(struct sslinv_str *out, const char *const *ids, size_t count)
{
	int rc = sslinv_str_add(out, "run `sslinv feed update");

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = sslinv_str_printf(out, " %s", ids[i]);
	return rc ? rc : sslinv_str_add(out, "`");
}

static int add_import(struct sslinv_str *out, const char *const *ids, size_t count)
{
	int rc = sslinv_str_add(out, "get the vendor's newest OVAL, CSAF, OSV or updateinfo file for ");

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = sslinv_str_printf(out, "%s%s", separator(i, count), ids[i]);
	return rc ? rc : sslinv_str_add(out, ", and run `sslinv feed import FILE`");
}

/* What has to be typed for `ids`: the update of those that have a source, and for the others what to import. */
static int add_command(struct sslinv_str *out, const struct sslinv_verdict_input *input, const char *const *ids,
		       size_t count)
{
	const char *known[MAX_SOURCES], *others[MAX_SOURCES];
	size_t known_count = 0, other_count = 0;
	int rc = 0;

	if (input->takes_bundles)
		return sslinv_str_add(out, "take a newer signed bundle with `sslinv feed import FILE`");
	for (size_t i = 0; i < count && i < MAX_SOURCES; i++) {
		if (can_update(input, ids[i]))
			known[known_count++] = ids[i];
		else
			others[other_count++] = ids[i];
	}
	if (known_count > 0)
		rc = add_update(out, known, known_count);
	if (rc == 0 && known_count > 0 && other_count > 0)
		rc = sslinv_str_add(out, "; ");
	return rc == 0 && other_count > 0 ? add_import(out, others, other_count) : rc;
}

int sslinv_renew_distro(struct sslinv_str *out, const struct sslinv_verdict_input *input, const char *distro)
{
	struct sslinv_distro place = { .distro = "" };
	const char *id = place.distro;

	if (!distro)
		return sslinv_str_add(out, "import its vendor's feed with `sslinv feed import FILE`");
	sslinv_distro_from_words(distro, "", NULL, &place);
	return add_command(out, input, &id, 1);
}

static enum age age_of(const struct sslinv_verdict_input *input, const struct sslinv_freshness_source *source)
{
	if (!source->date)
		return input->max_age_days > 0 ? AGE_UNKNOWN : AGE_FRESH;
	if (!sslinv_freshness_is_old(source))
		return AGE_FRESH;
	return input->max_age_days > 0 && source->age > (int64_t)input->max_age_days ? AGE_OVER_LIMIT : AGE_STALE;
}

/* The dates, and no ages: a text that changes every day would be news every day. */
static int add_ages(struct sslinv_str *out, const struct sslinv_freshness_source *const *sources, size_t count, enum age age)
{
	static const char *const words[AGE_COUNT] = {
		[AGE_STALE] = "is more than 30 days old",
		[AGE_OVER_LIMIT] = "is older than the limit",
		[AGE_UNKNOWN] = "has no date",
	};
	int rc = sslinv_str_add(out, "the guidance of ");

	for (size_t i = 0; rc == 0 && i < count; i++) {
		rc = sslinv_str_printf(out, "%s%s", separator(i, count), sources[i]->id);
		if (rc == 0 && sources[i]->date)
			rc = sslinv_str_printf(out, " (%s %.10s)", sources[i]->is_confirmed ? "confirmed" : "published",
					       sources[i]->date);
	}
	return rc ? rc : sslinv_str_printf(out, " %s", words[age]);
}

static int add_line(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		    const struct sslinv_freshness_source *const *sources, size_t count, enum age age)
{
	const char *ids[MAX_SOURCES];
	int rc = add_ages(out, sources, count, age);

	for (size_t i = 0; i < count; i++)
		ids[i] = sources[i]->id;
	if (rc == 0)
		rc = sslinv_str_add(out, ": ");
	if (rc == 0)
		rc = add_command(out, input, ids, count);
	return rc ? rc : sslinv_str_add(out, "\n");
}

int sslinv_renew_command(struct sslinv_str *out, const struct sslinv_verdict_input *input, const char *id)
{
	return input->takes_bundles || !can_update(input, id) ? 0 : sslinv_str_printf(out, "sslinv feed update %s", id);
}

int sslinv_renew_reason(struct sslinv_str *out, const struct sslinv_verdict_input *input,
			const struct sslinv_freshness_source *source)
{
	enum age age = age_of(input, source);
	int rc = age == AGE_FRESH ? 0 : add_ages(out, &source, 1, age);

	if (rc < 0 || age == AGE_FRESH || (!input->takes_bundles && can_update(input, source->id)))
		return rc;
	rc = sslinv_str_add(out, ": ");
	return rc < 0 ? rc : add_command(out, input, &source->id, 1);
}

int sslinv_renew_lines(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		       const struct sslinv_freshness *freshness)
{
	int rc = 0;

	for (int age = AGE_STALE; rc == 0 && age < AGE_COUNT; age++) {
		const struct sslinv_freshness_source *sources[MAX_SOURCES];
		size_t count = 0;

		for (size_t i = 0; i < freshness->count && count < MAX_SOURCES; i++)
			if ((int)age_of(input, &freshness->items[i]) == age)
				sources[count++] = &freshness->items[i];
		if (count > 0)
			rc = add_line(out, input, sources, count, age);
	}
	return rc;
}
