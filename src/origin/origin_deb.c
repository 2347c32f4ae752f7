/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose build a package of dpkg is: by the archives that offer it, the shape of its revision, its maintainer and changelog.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "openssl/package_name.h"
#include "origin/origin_internal.h"
#include "version/vercmp.h"

/* What the archives' names of parts of a release end in. */
static const char *const pockets[] = { "-security", "-updates", "-backports",      "-backports-sloppy", "-proposed-updates",
				       "-proposed", "-lts",     "-infra-security", "-infra-updates" };

/* `bookworm-security` -> `bookworm`. */
static void strip_pocket(char *word)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pockets); i++) {
		if (sslinv_str_ends(word, pockets[i])) {
			word[strlen(word) - strlen(pockets[i])] = '\0';
			return;
		}
	}
}

/* The release that a suite or code name is of, with its builder; false where nobody lists it. */
static bool find_release(const struct sslinv_origin_question *question, const char *suite, struct sslinv_distro *release)
{
	const struct sslinv_origin_table *table = question->host->table;
	const struct sslinv_origin_row *row;
	char word[64];
	size_t at = 0;

	if (!suite || (size_t)snprintf(word, sizeof(word), "%s", suite) >= sizeof(word))
		return false;
	strip_pocket(word);
	if (sslinv_distro_from_codename(word, release))
		return true;
	row = sslinv_origin_find(table, SSLINV_ORIGIN_SUITE, word, &at);
	if (!row)
		return false;
	memset(release, 0, sizeof(*release));
	snprintf(release->distro, sizeof(release->distro), "%s", table->builders.items[row->builder].distro);
	snprintf(release->release, sizeof(release->release), "%s", row->release);
	return true;
}

/* The version of the source, without its epoch and without the mark of a rebuild (`+b1`). */
static void bare_version(const struct sslinv_package *package, char *bare, size_t size)
{
	const char *version = package->source_version ? package->source_version : package->version;
	const char *colon = strchr(version, ':');
	char *mark;

	snprintf(bare, size, "%s", colon ? colon + 1 : version);
	mark = strrchr(bare, '+');
	if (mark && mark[1] == 'b' && mark[2] && mark[2 + strspn(mark + 2, "0123456789")] == '\0')
		*mark = '\0';
}

static const char *source_of(const struct sslinv_package *package)
{
	return package->source_name ? package->source_name : "openssl";
}

static bool is_about(const struct sslinv_origin_row *row, const struct sslinv_package *package)
{
	return strcmp(row->source ? row->source : "openssl", source_of(package)) == 0;
}

/* The number up to which two versions of OpenSSL are of one branch: `3.0` of `3.0.9`, `1.1.1` of `1.1.1k`. */
static size_t branch_length(const char *version)
{
	size_t points = version[0] >= '3' ? 2 : 3, length = 0;

	while (version[length] && points > 0) {
		length += strspn(version + length, "0123456789");
		if (--points == 0 || version[length] != '.')
			break;
		length++;
	}
	return length;
}

static bool shares_branch(const char *a, const char *b)
{
	size_t length = branch_length(a);

	return length == branch_length(b) && strncmp(a, b, length) == 0;
}

/*
 * The release of a build whose revision has no mark. A release comes with such a version, and all that is built for it later
 * is marked; so one above it was built for a later release, or for the suite where they all begin. NULL: for the latter.
 */
static const char *release_by_first(const struct sslinv_origin_question *question,
				    const struct sslinv_origin_builder *builder, const char *version)
{
	const struct sslinv_origin_table *table = question->host->table;
	const char *best = NULL, *best_version = NULL;

	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if (row->clue != SSLINV_ORIGIN_FIRST || &table->builders.items[row->builder] != builder ||
		    !is_about(row, question->package) || !shares_branch(row->text, version) ||
		    sslinv_vercmp_deb(version, row->text) > 0)
			continue;
		/* The host's own release had it in its time, too. */
		if (strcmp(row->release, question->host->place.release) == 0)
			return row->release;
		if (!best || sslinv_vercmp_deb(row->text, best_version) < 0) {
			best = row->release;
			best_version = row->text;
		}
	}
	return best;
}

/* The release that stays with the version that this one is made from; NULL where none is listed. */
static const char *release_by_base(const struct sslinv_origin_question *question,
				   const struct sslinv_origin_builder *builder, const char *version)
{
	const struct sslinv_origin_table *table = question->host->table;

	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if (row->clue == SSLINV_ORIGIN_BASE && &table->builders.items[row->builder] == builder &&
		    is_about(row, question->package) && sslinv_origin_has_base(version, row->text))
			return row->release;
	}
	return NULL;
}

/*
 * Is it a version that the release can have? A release stays with its bases, or with the branch that it came with, and marks
 * what it builds later. Where nothing is listed for the release, it can.
 */
static bool can_be_of(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
		      const char *release)
{
	const struct sslinv_origin_table *table = question->host->table;
	bool is_marked = question->shape.release[0] != '\0', is_listed = false;
	char version[128];

	bare_version(question->package, version, sizeof(version));
	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if ((row->clue != SSLINV_ORIGIN_BASE && row->clue != SSLINV_ORIGIN_FIRST) ||
		    &table->builders.items[row->builder] != builder || !is_about(row, question->package) ||
		    strcmp(row->release, release) != 0)
			continue;
		if (row->clue == SSLINV_ORIGIN_BASE
			    ? sslinv_origin_has_base(version, row->text)
			    : shares_branch(row->text, version) && (is_marked || sslinv_vercmp_deb(version, row->text) <= 0))
			return true;
		is_listed = true;
	}
	return !is_listed;
}

/* Is it listed with which versions the host's release has this source? */
static bool is_host_listed(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_table *table = question->host->table;

	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if ((row->clue == SSLINV_ORIGIN_BASE || row->clue == SSLINV_ORIGIN_FIRST) &&
		    &table->builders.items[row->builder] == builder && is_about(row, question->package) &&
		    strcmp(row->release, question->host->place.release) == 0)
			return true;
	}
	return false;
}

/* What the changelog says, if its newest entry is of this very version; NULL. */
static const char *changelog_suite(const struct sslinv_origin_question *question)
{
	char own[128], entry[128];

	bare_version(question->package, own, sizeof(own));
	for (size_t i = 0; i < question->hint_count; i++) {
		const struct sslinv_origin_hint *hint = &question->hints[i];
		const struct sslinv_package of_entry = { .version = hint->changelog_version };

		if (!hint->changelog_version || !hint->changelog_suite)
			continue;
		bare_version(&of_entry, entry, sizeof(entry));
		if (strcmp(own, entry) == 0)
			return hint->changelog_suite;
	}
	return NULL;
}

static const char *maintainer_of(const struct sslinv_origin_question *question)
{
	for (size_t i = 0; i < question->hint_count; i++)
		if (question->hints[i].maintainer)
			return question->hints[i].maintainer;
	return NULL;
}

/* Of the archives that offer the version the one that counts most: of the shape's family, of the host's own release. */
static const struct sslinv_origin_hint *best_offer(const struct sslinv_origin_question *question,
						   const struct sslinv_origin_builder **builder)
{
	const struct sslinv_origin_hint *best = NULL;
	unsigned best_fit = 0;

	for (size_t i = 0; i < question->hint_count; i++) {
		const struct sslinv_origin_hint *hint = &question->hints[i];
		const struct sslinv_origin_builder *found = sslinv_origin_builder_of(question, SSLINV_ORIGIN_REPOSITORY,
										     hint->repository_origin);
		struct sslinv_distro release;
		unsigned fit;

		if (!found)
			continue;
		fit = 1 + 4 * (found->distro != NULL) + 2 * (found == question->host->builder);
		if (find_release(question, hint->repository_codename ? hint->repository_codename : hint->repository_suite,
				 &release))
			fit += strcmp(release.release, question->host->place.release) == 0;
		if (fit > best_fit) {
			best = hint;
			best_fit = fit;
			*builder = found;
		}
	}
	return best;
}

/* The release of the build by its version; NULL where it tells none. */
static const char *release_of(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_shape *shape = &question->shape;
	char version[128];
	const char *release;

	if (shape->release[0])
		return shape->release;
	bare_version(question->package, version, sizeof(version));
	release = release_by_base(question, builder, version);
	return release ? release : release_by_first(question, builder, version);
}

/* Does anything but the shape say that it is of this builder? */
static bool is_supported(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
			 const char *release)
{
	const struct sslinv_origin_builder *by_maintainer = sslinv_origin_builder_of(question, SSLINV_ORIGIN_MAINTAINER,
										     maintainer_of(question));
	struct sslinv_distro named;
	bool is_named = find_release(question, changelog_suite(question), &named) &&
			strcmp(named.distro, builder->distro) == 0 && sslinv_str_compare(named.release, release) == 0;

	return by_maintainer == builder || is_named;
}

static void note_words(struct sslinv_origin_question *question)
{
	const char *maintainer = maintainer_of(question), *suite = changelog_suite(question);

	if (maintainer)
		sslinv_origin_note(question, "maintainer %s", maintainer);
	if (suite)
		sslinv_origin_note(question, "changelog for %s", suite);
	if (question->shape.adder)
		sslinv_origin_note(question, "with changes of %s", question->shape.adder);
}

/*
 * Where the version names no release: the host's own, if its versions are not listed, as those of a release that is newer
 * than the table. Else what the changelog names; and what Debian does not mark is where all its releases begin.
 */
static const char *guess_release(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
				 const char *named)
{
	const char *own = question->host->place.release;
	bool is_unreleased = named && strcmp(named, "sid") == 0;

	if ((!named || is_unreleased) && own[0] && sslinv_origin_is_taken(question, builder) &&
	    !is_host_listed(question, builder))
		return own;
	return named ? named : strcmp(builder->family, "debian") == 0 ? "sid" : NULL;
}

/* The shape is of a family: whose, and of which release. */
static void ask_shape(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *suite = changelog_suite(question), *release = release_of(question, builder);
	const struct sslinv_origin_host *host = question->host;
	bool is_taken = sslinv_origin_is_taken(question, builder);
	struct sslinv_distro named;
	bool is_named = find_release(question, suite, &named) && strcmp(named.distro, builder->distro) == 0;
	bool contradicts = release && is_named && strcmp(named.release, "sid") != 0 && strcmp(named.release, release) != 0;

	if (!release)
		release = guess_release(question, builder, is_named ? named.release : NULL);
	sslinv_origin_note(question, "its revision %s has the shape of %s%s%s", question->shape.revision, builder->name,
			   release && release[0] ? " " : "", release ? release : "");
	note_words(question);
	sslinv_origin_set_line(question, builder, release ? release : "", question->shape.stream);
	if (!release) {
		sslinv_origin_note(question, "which release it is of is not known");
		question->has_line = false;
		question->strength = SSLINV_STRENGTH_LIKELY;
	} else if (contradicts) {
		sslinv_origin_note(question, "the two contradict each other");
		question->strength = SSLINV_STRENGTH_OPEN;
	} else if (!question->shape.stream && !can_be_of(question, builder, release)) {
		sslinv_origin_note(question, "no version of that release begins so");
		question->strength = SSLINV_STRENGTH_OPEN;
	} else if (is_taken || (host->builder && is_supported(question, builder, release))) {
		question->strength = SSLINV_STRENGTH_LIKELY;
	} else {
		sslinv_origin_note(question, "nothing else says so");
		question->strength = SSLINV_STRENGTH_OPEN;
		question->has_line = host->builder != NULL;
	}
}

/* A listed archive offers this very version. */
static void ask_offer(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
		      const struct sslinv_origin_hint *offer)
{
	const char *suite = offer->repository_codename ? offer->repository_codename : offer->repository_suite;
	const struct sslinv_origin_shape *shape = &question->shape;
	const char *release;
	struct sslinv_distro named;

	sslinv_origin_note(question, "the archive %s%s%s offers this version", offer->repository_origin, suite ? ", " : "",
			   suite ? suite : "");
	if (!builder->distro) {
		sslinv_origin_set_stranger(question, offer->repository_origin, SSLINV_STRENGTH_CERTAIN);
		return;
	}
	release = find_release(question, suite, &named) && strcmp(named.distro, builder->distro) == 0
			  ? named.release
			  : release_of(question, builder);
	question->strength = release ? SSLINV_STRENGTH_CERTAIN : SSLINV_STRENGTH_LIKELY;
	if (!release && sslinv_origin_is_taken(question, builder))
		release = question->host->place.release;
	sslinv_origin_set_line(question, builder, release ? release : "", shape->stream);
	if (!shape->is_listed || shape->by || sslinv_origin_has_strange_number(question) ||
	    sslinv_origin_has_strange_epoch(question, builder)) {
		sslinv_origin_note(question, "but its version %s has another shape", question->package->version);
		sslinv_origin_set_stranger(question, shape->by, SSLINV_STRENGTH_LIKELY);
	} else if (shape->release[0] && release && strcmp(shape->release, release) != 0) {
		sslinv_origin_note(question, "but its revision %s is of %s %s", shape->revision, shape->family,
				   shape->release);
		question->strength = SSLINV_STRENGTH_OPEN;
	}
}

/* A mark that is not listed, an epoch that the vendor never used, a changelog that nobody released. */
static bool is_strange(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
		       const char **why)
{
	const struct sslinv_origin_shape *shape = &question->shape;

	if (!shape->is_listed)
		*why = "a mark that no listed builder leaves";
	else if (sslinv_origin_has_strange_number(question))
		*why = "a number that OpenSSL never gave";
	else if (sslinv_origin_has_strange_epoch(question, builder))
		*why = "an epoch, which this vendor's OpenSSL never had";
	else if (sslinv_str_compare(changelog_suite(question), "UNRELEASED") == 0)
		*why = "a changelog that was never released";
	else
		return false;
	return true;
}

/*
 * Does it say whose build it is that this builder's archive offers it? Who adds to another's builds offers them too, and who
 * takes another's builds builds them again from the same source.
 */
static bool says_whose(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	return (builder->family || !builder->distro) && sslinv_str_compare(question->shape.adder, builder->name) != 0;
}

/* A binary package has its source's version, and at most the mark of a rebuild: another mark is of who built it. */
static void take_binary_marks(struct sslinv_origin_question *question)
{
	const struct sslinv_package *package = question->package;
	struct sslinv_origin_shape own = sslinv_origin_shape_of(question->host->table, "deb", package->version);

	question->shape.has_epoch |= own.has_epoch;
	if (!package->source_version || !sslinv_package_name_is_openssl(package->source_name))
		return;
	question->shape.is_listed &= own.is_listed;
	question->shape.is_openssl &= own.is_openssl;
	if (own.by)
		question->shape.by = own.by;
}

void sslinv_origin_ask_deb(struct sslinv_origin_question *question)
{
	const struct sslinv_package *package = question->package;
	const struct sslinv_origin_builder *builder = NULL, *family;
	const struct sslinv_origin_hint *offer;
	const char *why;

	question->shape = sslinv_origin_shape_of(question->host->table, "deb",
						 package->source_version ? package->source_version : package->version);
	take_binary_marks(question);
	offer = best_offer(question, &builder);
	if (offer && says_whose(question, builder)) {
		ask_offer(question, builder, offer);
		return;
	}
	if (question->shape.by) {
		sslinv_origin_note(question, "its revision %s has the mark of %s", question->shape.revision,
				   question->shape.by);
		sslinv_origin_set_stranger(question, question->shape.by, SSLINV_STRENGTH_LIKELY);
		return;
	}
	/* Debian marks nothing that it builds for the first time. */
	family = sslinv_origin_builder_of_family(question, question->shape.family ? question->shape.family : "debian");
	if (is_strange(question, family, &why)) {
		sslinv_origin_note(question, "its version %s has %s", package->version, why);
		note_words(question);
		sslinv_origin_set_stranger(question, NULL, SSLINV_STRENGTH_LIKELY);
		return;
	}
	if (family) {
		ask_shape(question, family);
		return;
	}
	sslinv_origin_note(question, "no builder is listed");
}
