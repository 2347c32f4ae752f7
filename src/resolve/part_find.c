/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a host that a word names, and what follows for each. */
#include "resolve/part_find.h"

#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "resolve/part_names.h"
#include "resolve/weigh.h"

static const char of_container[] =
	"it is a file of a container, whose own root is to be scanned (`sslinv scan --root /proc/PID/root`)";
static const char of_host_process[] = "it takes OpenSSL from the process that loads it";
static const char of_fork[] = "its maker maintains this fork of OpenSSL with the program, and nobody publishes about it";
static const char of_unfound[] = "the scan found no OpenSSL at that place";

static void leave_unjudged(struct sslinv_part *part, const char *path, const char *why)
{
	if (part->unjudged.count++ > 0)
		return;
	part->unjudged.path = path;
	part->unjudged.why = why;
}

/* Once. Returns 0 or SSLINV_E_MEMORY. */
static int add_thing(struct sslinv_part *part, const struct sslinv_host_thing *thing)
{
	struct sslinv_host_thing *place;

	for (size_t i = 0; i < part->things.count; i++)
		if (part->things.items[i].package == thing->package && part->things.items[i].path == thing->path)
			return 0;
	place = sslinv_array_add(&part->things);
	if (!place)
		return SSLINV_E_MEMORY;
	*place = *thing;
	return 0;
}

static int add_found(struct sslinv_part *part, const struct sslinv_host_thing *thing, const char *path, const char *why)
{
	if (thing)
		return add_thing(part, thing);
	leave_unjudged(part, path, why);
	return 0;
}

static int add_libraries(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < part->facts.libraries.count; i++) {
		const struct sslinv_library *library = &part->facts.libraries.items[i];

		rc = add_found(part, sslinv_things_find(search->things, search->facts, library->package, library->path),
			       library->path, strcmp(library->library, "OpenSSL") == 0 ? of_unfound : of_fork);
	}
	return rc;
}

/* What the files of the part use; not those that use it, and not what a copy that is a library above has inside. */
static int add_linkages(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < part->facts.linkages.count; i++) {
		const struct sslinv_linkage *linkage = &part->facts.linkages.items[i];
		bool is_provider = part->kind == SSLINV_PART_PATH && sslinv_str_compare(linkage->path, part->name) != 0;

		if (is_provider || linkage->evidence == SSLINV_EVIDENCE_EMBEDDED)
			continue;
		if (linkage->evidence == SSLINV_EVIDENCE_HOST_PROCESS)
			leave_unjudged(part, linkage->path, of_host_process);
		else if (!sslinv_linkage_is_unresolved(linkage))
			rc = add_found(part,
				       sslinv_things_find(search->things, search->facts, linkage->provider_package,
							  linkage->provider_path),
				       linkage->provider_path, of_unfound);
	}
	return rc;
}

static int add_mapped(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < part->facts.processes.count; i++) {
		const struct sslinv_process *process = &part->facts.processes.items[i];

		rc = add_found(part, sslinv_things_of_process(search->things, search->facts, process), process->library_path,
			       process->container ? of_container : of_unfound);
	}
	return rc;
}

/* A package of OpenSSL whose files are not at hand has none of its own to be found by. */
static int add_own(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && part->package != SSLINV_NO_PACKAGE && i < search->things->count; i++)
		if (search->things->items[i].package == &search->facts->packages.items[part->package])
			rc = add_thing(part, &search->things->items[i]);
	return rc;
}

/* The findings about the CVE; of what no CVE is told of, that. */
static void narrow(struct sslinv_host_thing *thing, const char *cve)
{
	const struct sslinv_finding *all = thing->judgement.findings.items;
	size_t count = thing->judgement.findings.count, first = 0, end;

	if (count == 1 && !all[0].cve && all[0].status == SSLINV_STATUS_UNKNOWN)
		return;
	while (first < count && sslinv_str_compare(all[first].cve, cve) != 0)
		first++;
	for (end = first; end < count && sslinv_str_compare(all[end].cve, cve) == 0;)
		end++;
	if (first < end)
		thing->judgement.findings.items += first;
	thing->judgement.findings.count = end - first;
}

static int add_all(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < search->things->count; i++)
		rc = add_thing(part, &search->things->items[i]);
	for (size_t i = 0; rc == 0 && i < part->things.count; i++)
		narrow(&part->things.items[i], part->name);
	return rc;
}

static int find_things(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	int rc;

	if (part->kind == SSLINV_PART_CVE)
		return add_all(search, part);
	rc = add_own(search, part);
	if (rc == 0)
		rc = add_libraries(search, part);
	if (rc == 0)
		rc = add_linkages(search, part);
	return rc < 0 ? rc : add_mapped(search, part);
}

/* What nobody judges is unknown, and never clean. */
static int conclude_unjudged(struct sslinv_part *part)
{
	struct sslinv_host_result *result = &part->result;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str action = { 0 };
	int rc = sslinv_str_add(&action, result->action ? result->action : "");
	const char *separator = action.length ? "\n" : "";

	if (part->unjudged.count == 0 && (part->things.count > 0 || result->verdict != SSLINV_VERDICT_OK))
		return 0;
	if (rc == 0 && part->unjudged.count == 0)
		rc = sslinv_str_printf(&action, "%sunknown: no OpenSSL was found that is judged", separator);
	else if (rc == 0)
		rc = sslinv_str_printf(&action, "%sunknown: %s is not judged: %s", separator,
				       part->unjudged.path ? part->unjudged.path : part->name, part->unjudged.why);
	if (rc < 0)
		return rc;
	result->action = sslinv_arena_strdup(&result->arena, sslinv_str_text(&action));
	result->unknown += part->unjudged.count ? part->unjudged.count : 1;
	sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	return result->action ? 0 : SSLINV_E_MEMORY;
}

int sslinv_parts_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
		      const struct sslinv_guidance_set *set, const struct sslinv_host_options *options, const char *word,
		      struct sslinv_parts *parts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *stored = sslinv_str_quoted(word);
	struct sslinv_part_search search = { .facts = facts, .things = things, .set = set, .word = word, .parts = parts };

	memset(parts, 0, sizeof(*parts));
	search.stored = parts->word = stored ? sslinv_arena_strdup(&parts->arena, stored) : NULL;
	if (!search.stored || sslinv_part_names_find(&search) < 0)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < parts->count; i++) {
		struct sslinv_part *part = &parts->items[i];

		if (find_things(&search, part) < 0)
			return sslinv_error_memory(error);
		if (sslinv_host_conclude(&part->facts, &part->things, set, options, &part->result, error) < 0)
			return error->code;
		if (conclude_unjudged(part) < 0)
			return sslinv_error_memory(error);
	}
	return 0;
}
