/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose build a package of rpm is: by the key that signed it, its vendor, its build host, and the marks of its release. */
#include <stdlib.h>
#include <string.h>

#include "openssl/package_name.h"
#include "origin/origin_internal.h"
#include "version/vercmp.h"

/* The stream of a vendor's builds that are of none that is listed: nobody's word about the release binds them. */
#define UNLISTED_STREAM "unlisted"

static const struct sslinv_origin_hint none;

static const struct sslinv_origin_hint *hint_of(const struct sslinv_origin_question *question)
{
	return question->hint_count ? &question->hints[0] : &none;
}

/* Packages whose name begins so are a stream of their own; NULL where no such row is the builder's. */
static const char *stream_by_name(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_table *table = question->host->table;
	const struct sslinv_origin_row *row;
	size_t at = 0;

	while ((row = sslinv_origin_find(table, SSLINV_ORIGIN_LINE, question->package->name, &at)))
		if (&table->builders.items[row->builder] == builder)
			return row->stream;
	return NULL;
}

static bool is_called_openssl(const struct sslinv_package *package)
{
	return sslinv_package_name_is_openssl(package->name) || sslinv_package_name_is_openssl(package->source_name);
}

/* A mark, a number or an epoch that this builder's OpenSSL never had. */
static bool is_strange(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *version = question->package->version;

	if (!question->shape.is_listed)
		sslinv_origin_note(question, "its release %s has a mark that is not listed", question->shape.revision);
	else if (sslinv_origin_has_strange_number(question))
		sslinv_origin_note(question, "its version %s has a number that OpenSSL never gave", version);
	else if (sslinv_origin_has_strange_epoch(question, builder))
		sslinv_origin_note(question, "its version %s has an epoch that this vendor's OpenSSL never had", version);
	else
		return false;
	return true;
}

/* Of which stream of the vendor's the build is; NULL for the plain one. */
static const char *stream_of(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_package *package = question->package;
	const char *stream = stream_by_name(question, builder);

	if (!stream)
		stream = question->shape.stream;
	if (stream)
		sslinv_origin_note(question, "a package of the stream %s", stream);
	if (stream)
		return stream;
	if (is_strange(question, builder))
		return UNLISTED_STREAM;
	if (is_called_openssl(package))
		return NULL;
	sslinv_origin_note(question, "no package of the distribution is called %s", package->name);
	return UNLISTED_STREAM;
}

/* Is release `a` above release `b`, both being numbers with points? */
static bool is_above(const char *a, const char *b)
{
	return sslinv_vercmp_rpm(a, b) > 0;
}

/* The last release whose mark the host's own takes: itself, where its family numbers it so. */
static const char *last_floor(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_table *table = question->host->table;
	const char *own = question->host->place.release;

	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if (row->clue == SSLINV_ORIGIN_FLOOR && &table->builders.items[row->builder] == builder &&
		    strcmp(row->release, own) == 0)
			return row->text;
	}
	return own;
}

/* The release of the build: by its mark, else the host's own where the builder is the host's. */
static const char *release_of(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_shape *shape = &question->shape;
	const char *own = question->host->place.release;

	/* What branched off in an earlier service pack goes on in the later ones. */
	if (shape->release[0] && (!shape->is_floor || is_above(shape->release, last_floor(question, builder))))
		return shape->release;
	return sslinv_origin_is_taken(question, builder) ? own : shape->release;
}

/*
 * Is it a version that the release can have? Where nothing is listed for it, or the package is of another source, it can.
 */
static bool can_be_of(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_table *table = question->host->table;
	const struct sslinv_package *package = question->package;
	const char *colon = strchr(package->version, ':'), *version = colon ? colon + 1 : package->version;
	bool is_listed = false;

	for (size_t i = 0; i < table->rows.count; i++) {
		const struct sslinv_origin_row *row = &table->rows.items[i];

		if (row->clue != SSLINV_ORIGIN_BASE || &table->builders.items[row->builder] != builder ||
		    strcmp(row->release, question->line.release) != 0 ||
		    sslinv_str_compare(package->source_name, row->source ? row->source : "openssl") != 0)
			continue;
		if (sslinv_origin_has_base(version, row->text))
			return true;
		is_listed = true;
	}
	return !is_listed;
}

/* All builds of that release have a mark in their releases, and this has none: somebody else's need not have one. */
static void weigh_mark(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *release = question->line.release;

	if (!question->has_line || !question->shape.is_listed || question->shape.family || !builder->marked_from ||
	    !release[0] || is_above(builder->marked_from, release))
		return;
	sslinv_origin_note(question, "all builds of %s %s have a mark in their release, and %s has none", builder->name,
			   release, question->shape.revision);
	question->strength = SSLINV_STRENGTH_OPEN;
}

/* What is not signed with a listed key says less where the release never had such a version. */
static void weigh_version(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	if (!question->has_line || can_be_of(question, builder))
		return;
	sslinv_origin_note(question, "no version of %s %s begins so", builder->name, question->line.release);
	question->strength = SSLINV_STRENGTH_OPEN;
}

/* CentOS Stream 8 is a stream of its own, whose builds have the mark of CentOS Linux 8 without a minor release. */
static const char *stream_of_host(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
				  const char *release)
{
	const struct sslinv_distro *place = &question->host->place;

	return place->stream[0] && strcmp(place->release, release) == 0 && sslinv_origin_is_taken(question, builder) &&
			       !strchr(question->shape.revision, '_')
		       ? place->stream
		       : NULL;
}

static void take_builder(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *release = release_of(question, builder), *stream;

	if (question->shape.family)
		sslinv_origin_note(question, "release %s", question->shape.revision);
	stream = stream_of(question, builder);
	sslinv_origin_set_line(question, builder, release, stream ? stream : stream_of_host(question, builder, release));
}

static void note_build_host(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *build_host = hint_of(question)->build_host;

	if (build_host && sslinv_origin_builder_of(question, SSLINV_ORIGIN_BUILD_HOST, build_host) == builder)
		sslinv_origin_note(question, "built on %s", build_host);
}

/* A listed key signed it. */
static void ask_key(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
		    const struct sslinv_origin_builder *by_vendor)
{
	sslinv_origin_note(question, "signed with the key %s of %s", hint_of(question)->signing_key, builder->name);
	question->strength = SSLINV_STRENGTH_CERTAIN;
	take_builder(question, builder);
	if (by_vendor && sslinv_str_compare(by_vendor->distro, builder->distro) != 0) {
		sslinv_origin_note(question, "but its vendor is %s", question->package->vendor);
		question->strength = SSLINV_STRENGTH_OPEN;
	}
}

/* It names a listed vendor, and no listed key is there. */
static void ask_vendor(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *key = hint_of(question)->signing_key;

	sslinv_origin_note(question, "vendor %s", question->package->vendor);
	question->strength = SSLINV_STRENGTH_LIKELY;
	note_build_host(question, builder);
	if (key)
		sslinv_origin_note(question, "signed with the key %s, which is not listed", key);
	take_builder(question, builder);
	weigh_version(question, builder);
	weigh_mark(question, builder);
	if (!key && question->host->is_signed) {
		sslinv_origin_note(question, "but it is not signed, and others of the host are");
		question->strength = SSLINV_STRENGTH_OPEN;
	}
}

/* The host's own line, of which nothing is listed but that most packages are of it. */
static void ask_own(struct sslinv_origin_question *question)
{
	question->line = question->host->place;
	question->has_line = question->line.distro[0] != '\0';
	question->builder = question->host->builder;
	question->strength = question->has_line ? SSLINV_STRENGTH_LIKELY : SSLINV_STRENGTH_OPEN;
}

/* No mark tells whose it is: the host's own, unless its version is none that the host's builder gives. */
static void ask_unmarked(struct sslinv_origin_question *question)
{
	const struct sslinv_origin_builder *builder = question->host->builder;

	ask_own(question);
	if (!builder || !is_called_openssl(question->package))
		return;
	if (is_strange(question, builder))
		sslinv_origin_set_stranger(question, NULL, SSLINV_STRENGTH_LIKELY);
	else
		weigh_mark(question, builder);
}

/* Neither key nor vendor: where none of the host's packages has one, there is nothing to miss. */
static void ask_marks(struct sslinv_origin_question *question)
{
	const struct sslinv_origin_builder *builder = question->host->builder;
	const char *family = question->shape.family;

	sslinv_origin_note(question, "no vendor and no listed signature");
	if (question->host->vendor || question->host->is_signed) {
		sslinv_origin_note(question, "unlike the host's other packages");
		sslinv_origin_set_stranger(question, NULL, SSLINV_STRENGTH_LIKELY);
		return;
	}
	if (!question->shape.is_listed) {
		sslinv_origin_note(question, "its release %s has a mark that is not listed", question->shape.revision);
		sslinv_origin_set_stranger(question, NULL, SSLINV_STRENGTH_LIKELY);
		return;
	}
	sslinv_origin_note(question, "nor has any other package");
	if (!builder || !family) {
		ask_unmarked(question);
		return;
	}
	if (sslinv_str_compare(builder->family, family) != 0)
		builder = sslinv_origin_builder_of_family(question, family);
	question->strength = builder == question->host->builder ? SSLINV_STRENGTH_LIKELY : SSLINV_STRENGTH_OPEN;
	if (!builder)
		return;
	take_builder(question, builder);
	weigh_version(question, builder);
}

/* So many packages no third party brings. */
#define MANY_PACKAGES 40

/* Do the host's packages say by their number that their vendor is the host's? */
static bool is_vendor_known_by_number(const struct sslinv_origin_question *question)
{
	return !question->host->builder || question->host->facts->packages.count >= MANY_PACKAGES;
}

void sslinv_origin_ask_rpm(struct sslinv_origin_question *question)
{
	const struct sslinv_package *package = question->package;
	const struct sslinv_origin_builder *by_key, *by_vendor;

	question->shape = sslinv_origin_shape_of(question->host->table, "rpm", package->version);
	by_key = sslinv_origin_builder_of(question, SSLINV_ORIGIN_KEY, hint_of(question)->signing_key);
	by_vendor = sslinv_origin_builder_of(question, SSLINV_ORIGIN_VENDOR, package->vendor);
	if (by_key) {
		ask_key(question, by_key, by_vendor);
	} else if (by_vendor) {
		ask_vendor(question, by_vendor);
	} else if (!package->vendor) {
		ask_marks(question);
	} else if (sslinv_str_compare(package->vendor, question->host->vendor) == 0 && is_vendor_known_by_number(question)) {
		sslinv_origin_note(question, "vendor %s, as of most of the host's packages", package->vendor);
		ask_own(question);
	} else {
		sslinv_origin_note(question, "vendor %s, which is not listed", package->vendor);
		sslinv_origin_set_stranger(question, package->vendor, SSLINV_STRENGTH_LIKELY);
	}
}
