/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of one scan: their words, and how they are put down and freed. */
#include "facts/facts.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"

static const char *const evidence_names[SSLINV_EVIDENCE_COUNT] = {
	[SSLINV_EVIDENCE_NEEDED] = "needed",
	[SSLINV_EVIDENCE_DLOPEN] = "dlopen",
	[SSLINV_EVIDENCE_EMBEDDED] = "embedded",
	[SSLINV_EVIDENCE_DECLARED] = "declared",
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

static const char *const outcome_names[SSLINV_OUTCOME_COUNT] = {
	[SSLINV_OUTCOME_COMPLETE] = "complete",
	[SSLINV_OUTCOME_INCOMPLETE] = "incomplete",
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

const char *sslinv_outcome_name(enum sslinv_outcome outcome)
{
	return outcome_names[outcome];
}

void sslinv_facts_free(struct sslinv_facts *facts)
{
	free(facts->packages.items);
	free(facts->directories.items);
	free(facts->owned_files.items);
	free(facts->libraries.items);
	free(facts->linkages.items);
	free(facts->candidates.items);
	free(facts->changelog.items);
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

int sslinv_facts_add_problem(struct sslinv_facts *facts, const char *source, const char *path, bool is_failure, const char *message)
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

const char *sslinv_facts_package_name(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? NULL : facts->packages.items[package].name;
}
