/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements out of the tests of packages that an OVAL definition holds. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "guidance/check.h"
#include "formats/oval/oval_evaluate.h"
#include "openssl/package_name.h"

#define MAX_STATEMENTS 5000000 /* of one document */

/* `0`, `0:0`, `0:0-0`: the version below every other. */
static bool is_zero(const char *version)
{
	return version[strspn(version, "0:-")] == '\0' && version[0] != '\0';
}

/* A version that the state compares with. */
static void judge_version(const struct sslinv_oval_state *state, struct sslinv_oval_outcome *outcome)
{
	switch (state->operation) {
	case SSLINV_OVAL_LESS:
		/* Nothing is below the lowest: Debian's way to say that no version was ever affected. */
		outcome->status = is_zero(state->version) ? SSLINV_STATUS_NOT_AFFECTED : SSLINV_STATUS_FIXED;
		outcome->version = is_zero(state->version) ? NULL : state->version;
		break;
	case SSLINV_OVAL_LESS_OR_EQUAL:
		/* Mariner of 2022: which version brings the fix is not said. */
		outcome->status = is_zero(state->version) ? SSLINV_STATUS_UNKNOWN : SSLINV_STATUS_AFFECTED;
		outcome->last_affected = is_zero(state->version) ? NULL : state->version;
		break;
	case SSLINV_OVAL_EQUALS:
		/* No version is 0: SUSE's way to say the same. */
		outcome->status = is_zero(state->version) ? SSLINV_STATUS_NOT_AFFECTED : SSLINV_STATUS_UNKNOWN;
		break;
	case SSLINV_OVAL_GREATER:
	case SSLINV_OVAL_GREATER_OR_EQUAL:
		outcome->status = is_zero(state->version) ? SSLINV_STATUS_AFFECTED : SSLINV_STATUS_UNKNOWN;
		break;
	default:
		outcome->status = SSLINV_STATUS_UNKNOWN;
		break;
	}
	if (outcome->status == SSLINV_STATUS_UNKNOWN)
		outcome->note = "the version comparison of its state cannot be evaluated";
}

/* The next word of `(aarch64|s390x)`. */
static bool next_arch(const char **at, char *arch, size_t size)
{
	size_t length;

	*at += strspn(*at, "(|)^$");
	length = strcspn(*at, "(|)^$");
	if (length == 0)
		return false;
	snprintf(arch, size, "%.*s", (int)length, *at);
	*at += length;
	return true;
}

/*
 * Is it a list of architectures to which a statement is limited? One with that of nearly all hosts names all that the vendor
 * builds for, and needs no statement for each.
 */
static bool is_limit(const char *arches)
{
	char arch[32];

	if (!arches || arches[strspn(arches, "abcdefghijklmnopqrstuvwxyz0123456789_(|)^$")] != '\0')
		return false;
	for (const char *at = arches; next_arch(&at, arch, sizeof(arch));) {
		if (strcmp(arch, "x86_64") == 0 || strcmp(arch, "noarch") == 0)
			return false;
	}
	return true;
}

/* The state's architecture where it is a single one, and not a pattern of many. */
static const char *single_arch(const char *arch)
{
	for (const char *at = arch; at && *at; at++) {
		if (!isalnum((unsigned char)*at) && *at != '_')
			return NULL;
	}
	return arch && strcmp(arch, "noarch") != 0 ? arch : NULL;
}

/* Are the names it looks for these, and no others? */
static bool has_whole_names(const struct sslinv_oval_object *object)
{
	const struct sslinv_oval_variable *variable = object->variable;

	if (object->is_complex)
		return false;
	return !variable || (variable->item.seen && !variable->item.clash && variable->is_constant && !variable->is_loose &&
			     !(object->is_pattern && variable->is_unanchored));
}

void sslinv_oval_judge_test(const struct sslinv_oval_definition *definition, const struct sslinv_oval_node *node,
			    struct sslinv_oval_outcome *outcome)
{
	const struct sslinv_oval_test *test = node->test;
	const struct sslinv_oval_object *object = test ? test->object : NULL;
	const char *comment = sslinv_oval_text_of(definition, node->comment);
	const struct sslinv_oval_state *versioned = NULL;
	const char *arch = NULL;

	*outcome = (struct sslinv_oval_outcome){ .status = SSLINV_STATUS_UNKNOWN };
	if (!test || !test->item.seen || test->is_malformed || test->item.clash) {
		outcome->note = "its test is missing, malformed or ambiguous";
		return;
	}
	if (!object || !object->item.seen || object->item.clash || !object->is_package || !has_whole_names(object)) {
		outcome->note = "its object is missing, malformed or ambiguous";
		return;
	}
	for (size_t i = 0; i < test->state_count; i++) {
		const struct sslinv_oval_state *state = test->states[i];

		if (!state->item.seen || state->item.clash || state->has_other || (state->version && versioned)) {
			outcome->note = "its state is missing, ambiguous or of a kind that cannot be evaluated here";
			return;
		}
		if (state->version)
			versioned = state;
		if (state->arch)
			arch = state->arch;
	}
	if (test->too_many_states || (test->or_states && test->state_count > 1)) {
		outcome->note = "its states are combined in a way that cannot be evaluated here";
		return;
	}
	/* Of a test that cannot be evaluated it is not known what it is limited to. */
	outcome->arch = single_arch(arch);
	if (!outcome->arch && is_limit(arch))
		outcome->arches = arch;
	if (versioned && test->wants_none) {
		outcome->note = "its test is for the absence of versions";
		return;
	}
	if (versioned) {
		judge_version(versioned, outcome);
		return;
	}
	outcome->is_presence = true;
	if (!test->wants_none && sslinv_oval_status_in(comment, &outcome->status) &&
	    outcome->status != SSLINV_STATUS_FIXED) {
		outcome->note = comment;
	} else {
		outcome->status = SSLINV_STATUS_UNKNOWN;
		outcome->note = "it tests only whether the package is installed";
	}
}

/* Red Hat's word on the package: its component is the package itself, or the longest beginning of the name. */
static bool find_resolution(const struct sslinv_oval_definition *definition, const char *package,
			    struct sslinv_oval_outcome *outcome)
{
	const char *best = NULL;
	size_t best_length = 0;

	for (size_t i = 0; i < definition->resolutions.count; i++) {
		const struct sslinv_oval_resolution *resolution = &definition->resolutions.items[i];
		const char *component = sslinv_oval_text_of(definition, resolution->component);
		size_t length = strlen(component);

		if (strncmp(package, component, length) != 0 || (package[length] != '\0' && package[length] != '-'))
			continue;
		if (!best || length > best_length) {
			best = sslinv_oval_text_of(definition, resolution->state);
			best_length = length;
		}
	}
	if (!best && definition->resolutions.count == 1)
		best = sslinv_oval_text_of(definition, definition->resolutions.items[0].state);
	if (!best || !sslinv_oval_status_in(best, &outcome->status))
		return false;
	outcome->note = best;
	return true;
}

/*
 * The releases a hit binds where its conjunction names none: those of the metadata, the version's dist tag, the id's code
 * name.
 */
static size_t fallback_distros(const struct sslinv_oval *oval, const struct sslinv_oval_definition *definition,
			       const struct sslinv_oval_outcome *outcome, const struct sslinv_distro **distros,
			       struct sslinv_distro *one)
{
	const char *codename = strrchr(oval->domain, '.');

	if (definition->platforms.count > 0) {
		*distros = definition->platforms.items;
		return definition->platforms.count;
	}
	*distros = one;
	if (outcome->version && sslinv_distro_from_dist_tag(outcome->version, one))
		return 1;
	return codename && sslinv_distro_from_codename(codename + 1, one) ? 1 : 0;
}

struct emission {
	struct sslinv_oval *oval;
	const struct sslinv_oval_definition *definition;
	const struct sslinv_oval_hit *hit;
	const struct sslinv_oval_outcome *outcome;
	const struct sslinv_checked_sink *sink;
	size_t *statements;
	struct sslinv_error *error;
};

/* One package in one release: a statement for each CVE. */
static int emit_package(const struct emission *emission, const char *package, const struct sslinv_distro *distro)
{
	const struct sslinv_oval_definition *definition = emission->definition;
	const char *comment = sslinv_oval_text_of(emission->hit->definition, emission->hit->node->comment);
	const char *reference = sslinv_oval_text_of(emission->hit->definition, emission->hit->node->reference);
	struct sslinv_oval_outcome outcome = *emission->outcome;
	struct sslinv_distro place = *distro;
	bool is_deb = strcmp(sslinv_distro_package_format(distro->distro), "deb") == 0;
	char only_cve[SSLINV_CVE_SIZE] = "";
	char date[SSLINV_DATE_SIZE];
	bool has_date = sslinv_date_parse(sslinv_oval_text_of(definition, definition->issued), date);
	const char *at = comment;

	if (comment[0] == '(')
		sslinv_cve_find(&at, only_cve);
	if (outcome.version && is_deb && sslinv_str_starts(outcome.version, "0:"))
		outcome.version += 2;
	if (outcome.version)
		sslinv_distro_add_flavour(&place, outcome.version);
	for (size_t i = 0; i < definition->cves.count; i++) {
		const struct sslinv_oval_cve *cve = &definition->cves.items[i];
		const char *id = sslinv_oval_text_of(definition, cve->id);
		sslinv_oval_text advisory = cve->advisories        ? cve->advisories
					    : definition->advisory ? definition->advisory
								   : definition->id;
		sslinv_oval_text url = definition->url ? definition->url : cve->url;
		struct sslinv_statement statement;
		int rc;

		if ((only_cve[0] && strcmp(only_cve, id) != 0) ||
		    (cve->test && strcmp(sslinv_oval_text_of(definition, cve->test), reference) != 0))
			continue;
		if (++*emission->statements > MAX_STATEMENTS)
			return sslinv_error_set(emission->error, SSLINV_E_LIMIT,
						"it makes more than %d statements about OpenSSL; refused", MAX_STATEMENTS);
		statement = (struct sslinv_statement){
			.distro = place.distro,
			.release = place.release,
			.stream = place.stream,
			.package = package,
			.kind = strcmp(distro->distro, "debian") == 0 ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY,
			.cve = id,
			.status = outcome.status,
			.fixed_version = outcome.version,
			.last_affected = outcome.last_affected,
			.arch = outcome.version && strstr(outcome.version, ".ael7b") ? "ppc64le" : outcome.arch,
			.advisory = advisory ? sslinv_oval_text_of(definition, advisory) : NULL,
			.severity = sslinv_oval_text_of(definition, cve->severity ? cve->severity : definition->severity),
			.issued = has_date ? date : NULL,
			.url = url ? sslinv_oval_text_of(definition, url) : NULL,
			.note = outcome.note,
		};
		rc = sslinv_check_statement(emission->sink, &statement, emission->hit->node->line);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* A Red Hat stream stands in the CPEs alone: the platform says 8 where the CPE says 8.4 EUS. */
static int emit_release(const struct emission *emission, const char *package, const struct sslinv_distro *distro)
{
	const struct sslinv_oval_distros *cpes = &emission->definition->cpes;
	bool is_named = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && strcmp(distro->distro, "rhel") == 0 && i < cpes->count; i++) {
		if (strcmp(cpes->items[i].distro, "rhel") != 0 || strcmp(cpes->items[i].release, distro->release) != 0)
			continue;
		is_named = true;
		rc = emit_package(emission, package, &cpes->items[i]);
	}
	return is_named ? rc : emit_package(emission, package, distro);
}

/* Where Ubuntu's sentence says it is fixed: `openssl package in fips-updates/jammy was vulnerable but has been fixed`. */
static bool distro_in_comment(const char *comment, struct sslinv_distro *distro)
{
	const char *at = strstr(comment, " package in ");
	char word[64];

	if (!at)
		return false;
	at += strlen(" package in ");
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " ,"), at);
	return sslinv_distro_from_codename(word, distro);
}

static int emit_distros(const struct emission *emission, const char *package, const struct sslinv_oval_hits *hits)
{
	const struct sslinv_oval_hit *hit = emission->hit;
	const struct sslinv_distro *distros = hit->count > 0 ? &hits->platforms.items[hit->first] : NULL;
	size_t count = hit->count;
	struct sslinv_distro one;
	int rc = 0;

	if (distro_in_comment(sslinv_oval_text_of(hit->definition, hit->node->comment), &one)) {
		distros = &one;
		count = 1;
	} else if (!hit->has_platforms) {
		count = fallback_distros(emission->oval, emission->definition, emission->outcome, &distros, &one);
		if (count == 0)
			return sslinv_check_warn(emission->sink, emission->definition->line,
						 "definition %s names no release that is known; left out",
						 sslinv_oval_text_of(emission->definition, emission->definition->id));
	}
	/* Only products that are no distribution. */
	if (count == 0)
		return sslinv_check_dropped(emission->sink, 1);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		bool is_twin = false;

		for (size_t j = 0; j < i && !is_twin; j++)
			is_twin = memcmp(&distros[i], &distros[j], sizeof(distros[i])) == 0;
		if (!is_twin)
			rc = emit_release(emission, package, &distros[i]);
	}
	return rc;
}

/* Are two hits the same but for the architecture? */
static bool is_twin(const struct sslinv_oval_hits *hits, const struct sslinv_oval_hit *a, const struct sslinv_oval_hit *b)
{
	if (a->node->test != b->node->test || a->never != b->never || a->reason != b->reason ||
	    a->has_platforms != b->has_platforms || a->count != b->count || !a->node->test)
		return false;
	return a->count == 0 || memcmp(&hits->platforms.items[a->first], &hits->platforms.items[b->first],
				       a->count * sizeof(struct sslinv_distro)) == 0;
}

/* Oracle repeats a package's test for each architecture: two of the same are one for all. */
static void merge_arches(struct sslinv_oval_hits *hits)
{
	size_t kept = 0;

	for (size_t i = 0; i < hits->count; i++) {
		struct sslinv_oval_hit *hit = &hits->items[i];
		size_t j = 0;

		while (j < kept && !is_twin(hits, &hits->items[j], hit))
			j++;
		if (j < kept) {
			if (sslinv_str_compare(hits->items[j].arch, hit->arch) != 0)
				hits->items[j].arch = NULL;
			continue;
		}
		hits->items[kept++] = *hit;
	}
	hits->count = kept;
}

static int emit_values(const struct emission *emission, const struct sslinv_oval_variable *variable,
		       const struct sslinv_oval_hits *hits)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < variable->count; i++)
		rc = emit_distros(emission, variable->values[i], hits);
	return rc;
}

static int emit_hit(const struct emission *emission, const struct sslinv_oval_hits *hits)
{
	const struct sslinv_oval_hit *hit = emission->hit;
	const struct sslinv_oval_object *object = hit->node->test ? hit->node->test->object : NULL;
	const struct sslinv_oval_variable *variable = object && object->item.seen ? object->variable : NULL;
	char name[128] = "";

	if (variable && variable->count > 0 && has_whole_names(object))
		return emit_values(emission, variable, hits);
	if (object && object->item.seen && object->name && !object->is_complex)
		return emit_distros(emission, object->name, hits);
	/* The test is no help: the comment at least names the package. */
	sslinv_oval_classify_comment(sslinv_oval_text_of(hit->definition, hit->node->comment), NULL, name, sizeof(name));
	if (!name[0] && variable && variable->count > 0)
		return emit_values(emission, variable, hits);
	if (!name[0] && object && object->name && sslinv_package_name_is_openssl(object->name))
		return emit_distros(emission, object->name, hits);
	if (!name[0])
		return sslinv_check_warn(emission->sink, hit->node->line,
					 "a test in definition %s cannot be evaluated, nor its package be named",
					 sslinv_oval_text_of(hit->definition, hit->definition->id));
	return emit_distros(emission, name, hits);
}

/* A statement for each architecture that the test is limited to. */
static int emit_arches(const struct emission *emission, const struct sslinv_oval_hits *hits)
{
	struct sslinv_oval_outcome outcome = *emission->outcome;
	struct emission narrowed = *emission;
	const char *at = outcome.arches;
	char arch[32];
	int rc = 0;

	if (!at || outcome.arch)
		return emit_hit(emission, hits);
	outcome.arch = arch;
	narrowed.outcome = &outcome;
	while (rc == 0 && next_arch(&at, arch, sizeof(arch)))
		rc = emit_hit(&narrowed, hits);
	return rc;
}

/* What the hit says in the end, with all that can make it unknown. */
static void conclude(const struct sslinv_oval_definition *definition, const struct sslinv_oval_hit *hit,
		     struct sslinv_oval_outcome *outcome)
{
	const struct sslinv_oval_object *object = hit->node->test ? hit->node->test->object : NULL;

	sslinv_oval_judge_test(hit->definition, hit->node, outcome);
	if (hit->never) {
		outcome->status = SSLINV_STATUS_NOT_AFFECTED;
		outcome->note = NULL;
	} else if (outcome->is_presence && !hit->node->test->wants_none && object && object->name) {
		find_resolution(definition, object->name, outcome);
	}
	if (!outcome->arch)
		outcome->arch = hit->arch;
	if (!hit->reason && !definition->clash)
		return;
	outcome->status = SSLINV_STATUS_UNKNOWN;
	outcome->version = outcome->last_affected = NULL;
	outcome->note = hit->reason ? hit->reason : "another definition has the same id";
}

int sslinv_oval_emit(struct sslinv_oval *oval, const struct sslinv_oval_definition *definition,
		     struct sslinv_oval_hits *hits, const struct sslinv_checked_sink *sink, size_t *statements,
		     struct sslinv_error *error)
{
	struct sslinv_oval_outcome outcome;
	struct emission emission = { .oval = oval,
				     .definition = definition,
				     .outcome = &outcome,
				     .sink = sink,
				     .statements = statements,
				     .error = error };
	int rc = 0;

	/* Bug fixes name no CVE; many a kept definition only mentions OpenSSL. */
	if (hits->count == 0 || definition->cves.count == 0)
		return sslinv_check_dropped(sink, 1);
	merge_arches(hits);
	for (size_t i = 0; rc == 0 && i < hits->count; i++) {
		emission.hit = &hits->items[i];
		conclude(definition, emission.hit, &outcome);
		if (outcome.status == SSLINV_STATUS_UNKNOWN)
			rc = sslinv_check_warn(
				sink, emission.hit->node->line, "definition %s cannot be evaluated, taken as unknown: %s",
				sslinv_oval_text_of(definition, definition->id), outcome.note ? outcome.note : "");
		if (rc == 0)
			rc = emit_arches(&emission, hits);
	}
	return rc;
}
