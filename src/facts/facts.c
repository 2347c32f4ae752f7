/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of one scan: their words, and how they are put down and freed. */
#include "facts/facts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"

static const char *const evidence_names[SSLINV_EVIDENCE_COUNT] = {
	[SSLINV_EVIDENCE_NEEDED] = "needed",
	[SSLINV_EVIDENCE_DLOPEN] = "dlopen",
	[SSLINV_EVIDENCE_EMBEDDED] = "embedded",
	[SSLINV_EVIDENCE_DECLARED] = "declared",
	[SSLINV_EVIDENCE_HOST_PROCESS] = "host-process",
};

static const char *const confidence_names[SSLINV_CONFIDENCE_COUNT] = {
	[SSLINV_CONFIDENCE_CERTAIN] = "certain",
	[SSLINV_CONFIDENCE_LIKELY] = "likely",
	[SSLINV_CONFIDENCE_POSSIBLE] = "possible",
};

static const char *const mode_names[SSLINV_MODE_COUNT] = {
	[SSLINV_MODE_FULL] = "full",
	[SSLINV_MODE_PACKAGES_ONLY] = "packages-only",
};

static const char *const scope_names[SSLINV_SCOPE_COUNT] = {
	[SSLINV_SCOPE_OPENSSL] = "openssl",
	[SSLINV_SCOPE_ALL] = "all",
};

static const char *const outcome_names[SSLINV_OUTCOME_COUNT] = {
	[SSLINV_OUTCOME_COMPLETE] = "complete",
	[SSLINV_OUTCOME_INCOMPLETE] = "incomplete",
};

static const char *const strength_names[SSLINV_STRENGTH_COUNT] = {
	[SSLINV_STRENGTH_OPEN] = "open",
	[SSLINV_STRENGTH_LIKELY] = "likely",
	[SSLINV_STRENGTH_CERTAIN] = "certain",
};

static const char *const process_state_names[SSLINV_PROCESS_STATE_COUNT] = {
	[SSLINV_PROCESS_CURRENT] = "current",
	[SSLINV_PROCESS_STALE] = "stale",
	[SSLINV_PROCESS_UNKNOWN] = "unknown",
};

const char *sslinv_evidence_name(enum sslinv_evidence evidence)
{
	return evidence_names[evidence];
}

const char *sslinv_confidence_name(enum sslinv_confidence confidence)
{
	return confidence_names[confidence];
}

const char *sslinv_mode_name(enum sslinv_mode mode)
{
	return mode_names[mode];
}

const char *sslinv_scope_name(enum sslinv_scope scope)
{
	return scope_names[scope];
}

const char *sslinv_outcome_name(enum sslinv_outcome outcome)
{
	return outcome_names[outcome];
}

const char *sslinv_strength_name(enum sslinv_strength strength)
{
	return strength_names[strength];
}

const char *sslinv_process_state_name(enum sslinv_process_state state)
{
	return process_state_names[state];
}

enum sslinv_strength sslinv_package_strength(const struct sslinv_package *package)
{
	const char *evidence = package->origin_evidence ? package->origin_evidence : "";
	size_t length = strcspn(evidence, ":");

	for (int i = 0; i < SSLINV_STRENGTH_COUNT; i++)
		if (strlen(strength_names[i]) == length && strncmp(evidence, strength_names[i], length) == 0)
			return (enum sslinv_strength)i;
	return SSLINV_STRENGTH_OPEN;
}

const char *sslinv_facts_printf(struct sslinv_facts *facts, const char *format, ...)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	return sslinv_facts_text(facts, text);
}

void sslinv_facts_free(struct sslinv_facts *facts)
{
	free(facts->packages.items);
	free(facts->directories.items);
	free(facts->owned_files.items);
	free(facts->digests.items);
	free(facts->libraries.items);
	free(facts->linkages.items);
	free(facts->other_libraries.items);
	free(facts->other_linkages.items);
	free(facts->candidates.items);
	free(facts->changelog.items);
	free(facts->origin_hints.items);
	free(facts->processes.items);
	free(facts->runtimes.items);
	free(facts->noted.items);
	free(facts->policies.items);
	free(facts->formers.items);
	free(facts->known_paths.items);
	free(facts->hidden_pids.items);
	free(facts->problems.items);
	sslinv_arena_free(&facts->arena);
	memset(facts, 0, sizeof(*facts));
}

const char *sslinv_facts_text(struct sslinv_facts *facts, const char *text)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str quoted = { 0 };

	if (!text)
		return NULL;
	if (sslinv_str_add_quoted(&quoted, text, strlen(text)) < 0)
		return NULL;
	return sslinv_arena_strdup(&facts->arena, sslinv_str_text(&quoted));
}

int sslinv_facts_add_problem(struct sslinv_facts *facts, const char *source, const char *path, bool is_failure,
			     const char *message)
{
	const char *stored_path = sslinv_facts_text(facts, path), *stored_message = sslinv_facts_text(facts, message);
	struct sslinv_problem *problem;

	if ((path && !stored_path) || !stored_message)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->problems.count; i++) {
		problem = &facts->problems.items[i];
		if (strcmp(problem->source, source) == 0 && sslinv_str_compare(problem->path, stored_path) == 0 &&
		    strcmp(problem->message, stored_message) == 0) {
			problem->is_failure |= is_failure;
			return 0;
		}
	}
	problem = sslinv_array_add(&facts->problems);
	if (!problem)
		return SSLINV_E_MEMORY;
	problem->source = sslinv_arena_strdup(&facts->arena, source);
	problem->path = stored_path;
	problem->message = stored_message;
	problem->is_failure = is_failure;
	if (!problem->source) {
		facts->problems.count--;
		return SSLINV_E_MEMORY;
	}
	return 0;
}

enum sslinv_outcome sslinv_facts_outcome(const struct sslinv_facts *facts)
{
	for (size_t i = 0; i < facts->problems.count; i++)
		if (facts->problems.items[i].is_failure)
			return SSLINV_OUTCOME_INCOMPLETE;
	return SSLINV_OUTCOME_COMPLETE;
}

/* What stands between the name and the architecture: dpkg(1) takes `libssl3:i386`, rpm(8) `openssl-libs.i686`. */
static char separator_of(const struct sslinv_package *package)
{
	return package->format && strcmp(package->format, "rpm") == 0 ? '.' : ':';
}

static int by_format_and_name(const void *a, const void *b)
{
	const struct sslinv_package *left = *(struct sslinv_package *const *)a, *right = *(struct sslinv_package *const *)b;
	int order = sslinv_str_compare(left->format, right->format);

	return order ? order : strcmp(left->name, right->name);
}

/* The name with the architecture; NULL when out of memory. */
static const char *label_with_arch(struct sslinv_facts *facts, const struct sslinv_package *package)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *label = sslinv_str_format("%s%c%s", package->name, separator_of(package),
									package->arch ? package->arch : "");

	return label ? sslinv_arena_strdup(&facts->arena, label) : NULL;
}

/* The packages of one format and name. */
static int label_alike(struct sslinv_facts *facts, struct sslinv_package **packages, size_t count)
{
	bool is_several = false;

	for (size_t i = 1; i < count; i++)
		is_several |= sslinv_str_compare(packages[i]->arch, packages[0]->arch) != 0;
	for (size_t i = 0; i < count && is_several; i++) {
		packages[i]->label = label_with_arch(facts, packages[i]);
		if (!packages[i]->label)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

int sslinv_facts_label_packages(struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_package **packages = calloc(facts->packages.count + 1,
										  sizeof(*packages));
	size_t count = 0, first = 0;
	int rc = 0;

	if (!packages)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->packages.count; i++)
		if (facts->packages.items[i].is_provider || facts->packages.items[i].is_consumer)
			packages[count++] = &facts->packages.items[i];
	if (count)
		qsort(packages, count, sizeof(*packages), by_format_and_name);
	for (size_t i = 1; i <= count && rc == 0; i++)
		if (i == count || by_format_and_name(&packages[first], &packages[i]) != 0) {
			rc = label_alike(facts, packages + first, i - first);
			first = i;
		}
	return rc;
}

const char *sslinv_facts_label_alone(struct sslinv_facts *facts, uint32_t index)
{
	const struct sslinv_package *package = &facts->packages.items[index];

	for (size_t i = 0; i < facts->packages.count && !package->is_provider && !package->is_consumer; i++) {
		const struct sslinv_package *other = &facts->packages.items[i];

		if (sslinv_str_compare(other->arch, package->arch) != 0 && by_format_and_name(&other, &package) == 0)
			return label_with_arch(facts, package);
	}
	return sslinv_package_label(package);
}

const char *sslinv_package_label(const struct sslinv_package *package)
{
	return package->label ? package->label : package->name;
}

bool sslinv_package_is_called(const struct sslinv_package *package, const char *word)
{
	size_t length = strlen(package->name);

	if (strncmp(package->name, word, length) != 0)
		return false;
	return word[length] == '\0' ||
	       (word[length] == separator_of(package) && sslinv_str_compare(word + length + 1, package->arch) == 0);
}

const char *sslinv_facts_package_label(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? NULL : sslinv_package_label(&facts->packages.items[package]);
}

bool sslinv_linkage_is_unresolved(const struct sslinv_linkage *linkage)
{
	return !linkage->provider_path && linkage->provider_package == SSLINV_NO_PACKAGE &&
	       linkage->evidence != SSLINV_EVIDENCE_HOST_PROCESS;
}
