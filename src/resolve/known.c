/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares names with all that are known. */
#include "resolve/known.h"

#include <string.h>

#include "base/nearest.h"
#include "distro/inherits.h"
#include "openssl/openssl_version.h"
#include "resolve/coverage.h"
#include "resolve/upstream.h"

/* What is found while the names of the set and of the tables are walked through. */
struct walk {
	const struct sslinv_distro *place;
	const char *inherited; /* whose statements count for it as well; NULL */
	bool has_distro, has_any_release, has_release;
	struct sslinv_nearest nearest; /* of its releases; `word` NULL: not looked for */
};

static void look_at(struct walk *walk, const char *distro, const char *release)
{
	bool is_own = strcmp(distro, walk->place->distro) == 0;

	if (!is_own && (!walk->inherited || strcmp(distro, walk->inherited) != 0))
		return;
	walk->has_distro |= is_own;
	/* What holds for every release names none. */
	if (!release[0])
		return;
	walk->has_any_release |= is_own;
	walk->has_release |= sslinv_coverage_fits(walk->place, NULL, release, "");
	if (walk->nearest.word)
		sslinv_nearest_try(&walk->nearest, release);
}

/* Ends as soon as the release is found. */
static void look_at_all(struct walk *walk, const struct sslinv_guidance_set *set)
{
	const char *release;

	for (size_t i = 0; (release = sslinv_distro_release(walk->place->distro, i)); i++)
		look_at(walk, walk->place->distro, release);
	for (size_t i = 0; !walk->has_release && i < set->lives.count; i++)
		look_at(walk, set->lives.items[i].product, set->lives.items[i].release);
	for (size_t i = 0; !walk->has_release && i < set->statements.count; i++)
		look_at(walk, set->statements.items[i].statement.distro, set->statements.items[i].statement.release);
}

static bool is_listed(const char *distro)
{
	const char *id;

	for (size_t i = 0; (id = sslinv_distro_id(i)); i++)
		if (strcmp(id, distro) == 0)
			return true;
	return false;
}

static const char *nearest_distro(const char *distro)
{
	struct sslinv_nearest search = { .word = distro };
	const char *id;

	for (size_t i = 0; (id = sslinv_distro_id(i)); i++)
		sslinv_nearest_try(&search, id);
	return search.nearest;
}

enum sslinv_known sslinv_known_place(const struct sslinv_distro *place, const struct sslinv_guidance_set *set,
				     const char **nearest)
{
	struct walk walk = { .place = place, .inherited = sslinv_distro_inherits(place->distro, place->release) };

	*nearest = NULL;
	look_at_all(&walk, set);
	if (!walk.has_distro && !is_listed(place->distro)) {
		*nearest = nearest_distro(place->distro);
		return SSLINV_KNOWN_NO_DISTRO;
	}
	/* A rolling distribution has no releases; of one of which no release is known, any may be there. */
	if (!place->release[0] || walk.has_release || !walk.has_any_release)
		return SSLINV_KNOWN;
	walk.nearest.word = place->release;
	look_at_all(&walk, set);
	*nearest = walk.nearest.nearest;
	return SSLINV_KNOWN_NO_RELEASE;
}

bool sslinv_known_branch(const char *version, const struct sslinv_guidance_set *set)
{
	const struct sslinv_upstream_lives lives = sslinv_upstream_lives_of(set);

	return !sslinv_upstream_never_was(version, &lives);
}

const char *sslinv_known_newest(const char *version, const struct sslinv_guidance_set *set)
{
	struct sslinv_openssl_version own, newest, fix;
	const char *text = NULL;

	if (!sslinv_openssl_version_parse(version, &own))
		return NULL;
	for (size_t i = 0; i < set->ranges.count; i++) {
		const struct sslinv_range *range = &set->ranges.items[i];

		if (!sslinv_upstream_fix_of(range, &fix) || sslinv_openssl_branch_compare(&fix, &own) != 0 ||
		    (text && sslinv_openssl_version_compare(&fix, &newest) <= 0))
			continue;
		newest = fix;
		text = range->until;
	}
	return text && sslinv_openssl_version_compare(&own, &newest) > 0 ? text : NULL;
}
