/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks for each package of OpenSSL whose build it is, and writes down the answer. */
#include "origin/origin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "distro/line.h"
#include "openssl/package_name.h"
#include "origin/origin_internal.h"

/* The vendor that most of the packages name; NULL where fewer than half name one. */
static const char *find_vendor(const struct sslinv_facts *facts)
{
	const char *vendor = NULL;
	size_t lead = 0, count = 0;

	/* Who has more than half is the one left after all others were paired off. */
	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if (!package->vendor)
			continue;
		if (lead == 0)
			vendor = package->vendor;
		lead = strcmp(vendor, package->vendor) == 0 ? lead + 1 : lead - 1;
	}
	for (size_t i = 0; vendor && i < facts->packages.count; i++) {
		count += sslinv_str_compare(facts->packages.items[i].vendor, vendor) == 0;
	}
	return count * 2 >= facts->packages.count ? vendor : NULL;
}

static bool has_listed_key(const struct sslinv_facts *facts, const struct sslinv_origin_table *table)
{
	for (size_t i = 0; i < facts->origin_hints.count; i++) {
		size_t at = 0;

		if (sslinv_origin_find(table, SSLINV_ORIGIN_KEY, facts->origin_hints.items[i].signing_key, &at))
			return true;
	}
	return false;
}

static struct sslinv_origin_host describe_host(const struct sslinv_facts *facts, const struct sslinv_origin_table *table)
{
	struct sslinv_origin_host host = {
		.facts = facts,
		.table = table,
		.vendor = find_vendor(facts),
		.is_signed = has_listed_key(facts, table),
	};

	if (facts->host.os_id)
		sslinv_distro_from_words(facts->host.os_id, facts->host.os_version ? facts->host.os_version : "", NULL,
					 &host.place);
	for (size_t i = 0; i < table->builders.count && !host.builder; i++)
		if (sslinv_str_compare(table->builders.items[i].distro, host.place.distro) == 0)
			host.builder = &table->builders.items[i];
	return host;
}

/* A package of a format that the table does not speak of is the host's own, as far as anybody can tell. */
static void ask_other(struct sslinv_origin_question *question)
{
	question->has_line = question->host->place.distro[0] != '\0';
	question->line = question->host->place;
	question->strength = question->has_line ? SSLINV_STRENGTH_LIKELY : SSLINV_STRENGTH_OPEN;
	sslinv_origin_note(question, "no evidence is known for packages of the format %s", question->package->format);
}

static const struct {
	const char *format;
	void (*ask)(struct sslinv_origin_question *question);
} formats[] = {
	{ "deb", sslinv_origin_ask_deb },
	{ "rpm", sslinv_origin_ask_rpm },
};

static void ask(struct sslinv_origin_question *question)
{
	const char *format = question->package->format ? question->package->format : "";
	void (*ask_format)(struct sslinv_origin_question *) = ask_other;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i].format, format) == 0)
			ask_format = formats[i].ask;
	question->strength = SSLINV_STRENGTH_OPEN;
	if (question->host->table->builders.count == 0)
		sslinv_origin_note(question, "the table of builders is missing");
	else
		ask_format(question);
}

static const char *line_text(struct sslinv_arena *arena, const struct sslinv_distro *line)
{
	char text[128];

	snprintf(text, sizeof(text), "%s%s%s%s%s", line->distro, line->release[0] ? ":" : "", line->release,
		 line->stream[0] ? "/" : "", line->stream);
	return sslinv_arena_strdup(arena, text);
}

static int take_answer(struct sslinv_origin_question *question, struct sslinv_arena *arena, struct sslinv_origin *origin)
{
	char *evidence = sslinv_str_format("%s: %s", sslinv_strength_name(question->strength),
					   sslinv_str_text(&question->evidence));

	origin->strength = question->strength;
	origin->builder = question->builder ? question->builder->name : question->builder_name;
	origin->builder = sslinv_arena_strdup(arena, origin->builder);
	origin->build_of = question->has_line ? line_text(arena, &question->line) : NULL;
	origin->evidence = sslinv_arena_strdup(arena, evidence);
	free(evidence);
	return question->is_out_of_memory || !origin->evidence || (question->has_line && !origin->build_of) ||
			       ((question->builder || question->builder_name) && !origin->builder)
		       ? SSLINV_E_MEMORY
		       : 0;
}

/* Asks about one package with these hints; the answer's texts are in `arena`. */
static int find(const struct sslinv_origin_host *host, const struct sslinv_package *package,
		const struct sslinv_origin_hint *hints, size_t hint_count, struct sslinv_arena *arena,
		struct sslinv_origin *origin)
{
	struct sslinv_origin_question question = {
		.host = host,
		.package = package,
		.hints = hints,
		.hint_count = hint_count,
	};
	int rc;

	ask(&question);
	rc = take_answer(&question, arena, origin);
	sslinv_str_free(&question.evidence);
	return rc;
}

static bool is_of_openssl(const struct sslinv_package *package)
{
	return package->is_openssl || package->is_provider || sslinv_package_name_is_openssl(package->name) ||
	       sslinv_package_name_is_openssl(package->source_name);
}

/* The hints of one package, side by side in `hints`. */
static size_t gather_hints(const struct sslinv_facts *facts, size_t package, struct sslinv_origin_hint *hints)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->origin_hints.count; i++)
		if (facts->origin_hints.items[i].package == package)
			hints[count++] = facts->origin_hints.items[i];
	return count;
}

/* Are two lines the same? A release that is not known may be any. */
static bool is_same_line(const char *left, const char *right)
{
	struct sslinv_distro a, b;

	return sslinv_distro_from_line(left, &a) && sslinv_distro_from_line(right, &b) && strcmp(a.distro, b.distro) == 0 &&
	       (!a.release[0] || !b.release[0] || strcmp(a.release, b.release) == 0);
}

/*
 * Is what the repositories offer of another line than the installed package's build, and than the host's own? Then it is no
 * fix that the host's administrator was promised. An offer whose line is not known is not foreign. Sets is_foreign and
 * build_of of the candidate; returns 0 or SSLINV_E_MEMORY.
 */
static int settle_candidate(struct sslinv_facts *facts, const struct sslinv_origin_host *host,
			    struct sslinv_candidate *candidate)
{
	const struct sslinv_package *installed = &facts->packages.items[candidate->package];
	struct sslinv_package offered = {
		.name = installed->name,
		.version = candidate->version,
		.arch = installed->arch,
		.format = installed->format,
		.source_name = installed->source_name,
		.vendor = installed->vendor,
	};
	const struct sslinv_origin_hint hint = {
		.repository_origin = candidate->origin,
		.repository_label = candidate->label,
		.repository_suite = candidate->archive,
	};
	struct sslinv_origin origin = { 0 };
	const char *own;
	int rc;

	candidate->is_foreign = false;
	/* A lock of rpm's keeps what is installed. */
	if (strcmp(installed->format, "rpm") == 0 && strcmp(candidate->version, installed->version) == 0)
		return 0;
	rc = find(host, &offered, &hint, 1, &facts->arena, &origin);

	if (rc < 0)
		return rc;
	own = line_text(&facts->arena, &host->place);
	if (!own)
		return SSLINV_E_MEMORY;
	candidate->build_of = origin.build_of;
	if (origin.build_of)
		candidate->is_foreign = !is_same_line(origin.build_of, own) &&
					(!installed->build_of || !is_same_line(origin.build_of, installed->build_of));
	else if (origin.strength != SSLINV_STRENGTH_OPEN)
		candidate->is_foreign = installed->build_of || sslinv_str_compare(origin.builder, installed->origin) != 0;
	return 0;
}

int sslinv_origin_settle(struct sslinv_facts *facts, const struct sslinv_origin_table *table)
{
	const struct sslinv_origin_host host = describe_host(facts, table);
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_origin_hint *hints = calloc(facts->origin_hints.count + 1,
										  sizeof(*hints));
	int rc = hints ? 0 : SSLINV_E_MEMORY;

	for (size_t i = 0; i < facts->packages.count && rc == 0; i++) {
		struct sslinv_package *package = &facts->packages.items[i];
		struct sslinv_origin origin = { 0 };

		if (package->origin_evidence || !is_of_openssl(package))
			continue;
		rc = find(&host, package, hints, gather_hints(facts, i, hints), &facts->arena, &origin);
		package->origin = origin.builder;
		package->build_of = origin.build_of;
		package->origin_evidence = origin.evidence;
	}
	for (size_t i = 0; i < facts->candidates.count && rc == 0; i++)
		rc = settle_candidate(facts, &host, &facts->candidates.items[i]);
	return rc;
}

bool sslinv_origin_is_odd(const struct sslinv_facts *facts, const struct sslinv_origin_table *table,
			  const struct sslinv_package *package)
{
	const struct sslinv_origin_host host = describe_host(facts, table);
	const struct sslinv_origin_question question = {
		.host = &host,
		.package = package,
		.shape = sslinv_origin_shape_of(table, package->format, package->version),
	};
	const struct sslinv_origin_shape *shape = &question.shape;

	if (!host.builder)
		return false;
	if (!shape->is_listed || shape->by || sslinv_origin_has_strange_number(&question) ||
	    sslinv_origin_has_strange_epoch(&question, host.builder))
		return true;
	if (shape->family && sslinv_str_compare(shape->family, host.builder->family) != 0)
		return true;
	return shape->release[0] && !shape->is_floor && host.place.release[0] &&
	       strcmp(shape->release, host.place.release) != 0;
}
