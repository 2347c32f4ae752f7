/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parts of a host a word names, and which facts are theirs. */
#include "resolve/part_names.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "base/str.h"

/* The digits of a container's identity that its managers show, and the scan keeps. */
#define SHOWN_DIGITS 12

/* A copy of the item at the end of an array of the part's. Returns 0 or SSLINV_E_MEMORY. */
#define ADD_COPY(array, item) (sslinv_array_add(array) ? ((array)->items[(array)->count - 1] = *(item), 0) : SSLINV_E_MEMORY)

static struct sslinv_part *add_part(struct sslinv_part_search *search, enum sslinv_part_kind kind, const char *name)
{
	struct sslinv_part *part = sslinv_array_add(search->parts);

	if (!part)
		return NULL;
	part->kind = kind;
	part->name = name;
	part->package = SSLINV_NO_PACKAGE;
	part->facts = *search->facts;
	memset(&part->facts.libraries, 0, sizeof(part->facts.libraries));
	memset(&part->facts.linkages, 0, sizeof(part->facts.linkages));
	memset(&part->facts.processes, 0, sizeof(part->facts.processes));
	memset(&part->facts.problems, 0, sizeof(part->facts.problems));
	return part;
}

/* What could not be read may hide something of a CVE or of a unit; of a file or package that was found it hides nothing. */
static int add_problems(const struct sslinv_facts *facts, struct sslinv_part *part)
{
	bool is_of_all = part->kind == SSLINV_PART_CVE;
	bool is_of_processes = part->kind == SSLINV_PART_UNIT || part->kind == SSLINV_PART_CONTAINER;

	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		if ((is_of_all || (is_of_processes && strcmp(problem->source, "processes") == 0)) &&
		    ADD_COPY(&part->facts.problems, problem) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/* Of a container's process neither file nor program is one of this host's. */
static bool is_of_host(const struct sslinv_process *process)
{
	return !process->container || process->package != SSLINV_NO_PACKAGE;
}

/* The processes for which `is_meant` holds, all rows of each by themselves. */
typedef bool is_meant(const struct sslinv_part_search *search, const struct sslinv_part *part,
		      const struct sslinv_process *process);

static int add_processes(const struct sslinv_part_search *search, struct sslinv_part *part, is_meant *meant)
{
	for (size_t i = 0; i < search->facts->processes.count; i++) {
		const struct sslinv_process *process = &search->facts->processes.items[i];

		if (meant(search, part, process) && ADD_COPY(&part->facts.processes, process) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/* ---- CVEs ---- */

static bool is_judged(const struct sslinv_part_search *search, const struct sslinv_part *part,
		      const struct sslinv_process *process)
{
	(void)part;
	return sslinv_things_of_process(search->things, search->facts, process) != NULL;
}

static bool has_finding(const struct sslinv_host_things *things, const char *cve)
{
	for (size_t i = 0; i < things->count; i++)
		for (size_t k = 0; k < things->items[i].judgement.findings.count; k++)
			if (sslinv_str_compare(things->items[i].judgement.findings.items[k].cve, cve) == 0)
				return true;
	return false;
}

static int find_cve(struct sslinv_part_search *search)
{
	struct sslinv_part *part;

	if (!sslinv_part_is_cve(search->word) ||
	    (!sslinv_guidance_set_vulnerability(search->set, search->word) && !has_finding(search->things, search->word)))
		return 0;
	part = add_part(search, SSLINV_PART_CVE, search->word);
	return part ? add_processes(search, part, is_judged) : SSLINV_E_MEMORY;
}

/* ---- paths ---- */

static bool is_path(const struct sslinv_part_search *search, const char *path)
{
	return path && (strcmp(path, search->word) == 0 || strcmp(path, search->stored) == 0);
}

static bool runs_path(const struct sslinv_part_search *search, const struct sslinv_part *part,
		      const struct sslinv_process *process)
{
	(void)part;
	return (is_of_host(process) && is_path(search, process->library_path)) ||
	       (!process->container && is_path(search, process->executable));
}

static int add_files(const struct sslinv_part_search *search, struct sslinv_part *part)
{
	for (size_t i = 0; i < search->facts->libraries.count; i++)
		if (is_path(search, search->facts->libraries.items[i].path) &&
		    ADD_COPY(&part->facts.libraries, &search->facts->libraries.items[i]) < 0)
			return SSLINV_E_MEMORY;
	for (size_t i = 0; i < search->facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &search->facts->linkages.items[i];

		if ((is_path(search, linkage->path) || is_path(search, linkage->provider_path)) &&
		    ADD_COPY(&part->facts.linkages, linkage) < 0)
			return SSLINV_E_MEMORY;
	}
	return add_processes(search, part, runs_path);
}

static int find_path(struct sslinv_part_search *search)
{
	struct sslinv_part *part;

	if (!strchr(search->word, '/'))
		return 0;
	part = add_part(search, SSLINV_PART_PATH, search->stored);
	if (!part || add_files(search, part) < 0)
		return SSLINV_E_MEMORY;
	if (part->facts.libraries.count == 0 && part->facts.linkages.count == 0 && part->facts.processes.count == 0)
		search->parts->count--;
	return 0;
}

/* ---- packages ---- */

/* Maps it a file of the package, or is its program one that the package has? */
static bool runs_package(const struct sslinv_part_search *search, const struct sslinv_part *part,
			 const struct sslinv_process *process)
{
	(void)search;
	if (process->package == part->package)
		return true;
	for (size_t i = 0; !process->container && i < part->facts.linkages.count; i++)
		if (sslinv_str_compare(part->facts.linkages.items[i].path, process->executable) == 0 && process->executable)
			return true;
	return false;
}

static int add_package(struct sslinv_part_search *search, uint32_t index)
{
	struct sslinv_part *part = add_part(search, SSLINV_PART_PACKAGE, NULL);

	if (!part)
		return SSLINV_E_MEMORY;
	part->package = index;
	part->name = sslinv_facts_package_label(search->facts, index);
	for (size_t i = 0; i < search->facts->libraries.count; i++)
		if (search->facts->libraries.items[i].package == index &&
		    ADD_COPY(&part->facts.libraries, &search->facts->libraries.items[i]) < 0)
			return SSLINV_E_MEMORY;
	for (size_t i = 0; i < search->facts->linkages.count; i++)
		if (search->facts->linkages.items[i].package == index &&
		    ADD_COPY(&part->facts.linkages, &search->facts->linkages.items[i]) < 0)
			return SSLINV_E_MEMORY;
	return add_processes(search, part, runs_package);
}

static int find_packages(struct sslinv_part_search *search)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < search->facts->packages.count; i++) {
		const struct sslinv_package *package = &search->facts->packages.items[i];

		if (sslinv_package_is_called(package, search->word) ||
		    sslinv_str_compare(package->source_name, search->word) == 0)
			rc = add_package(search, (uint32_t)i);
	}
	return rc;
}

/* ---- what runs ---- */

/* `nginx.service` by itself or as `nginx`, and `postgresql@15-main.service` as `postgresql`. */
static bool is_unit(const char *unit, const char *word)
{
	size_t length = strlen(word);

	return length > 0 && strncmp(unit, word, length) == 0 &&
	       (unit[length] == '\0' || strcmp(unit + length, ".service") == 0 ||
		(unit[length] == '@' && !strchr(word, '@')));
}

static bool is_unit_of(const struct sslinv_process *process, const char *word)
{
	const char *own = process->unit ? strchr(process->unit, '/') : NULL;

	return process->unit && (is_unit(process->unit, word) || (own && is_unit(own + 1, word)));
}

/* `docker 0123456789ab` by kind and name, by its name, or by the whole identity that the name begins. */
static bool is_container_of(const struct sslinv_process *process, const char *word)
{
	const char *blank = process->container ? strchr(process->container, ' ') : NULL;

	if (!process->container)
		return false;
	if (strcmp(process->container, word) == 0 || (blank && strcmp(blank + 1, word) == 0))
		return true;
	return blank && strlen(word) > SHOWN_DIGITS && strlen(blank + 1) == SHOWN_DIGITS &&
	       strspn(word, "0123456789abcdef") == strlen(word) && strncmp(blank + 1, word, SHOWN_DIGITS) == 0;
}

static bool is_pid_of(const struct sslinv_process *process, const char *word)
{
	char pid[24];

	snprintf(pid, sizeof(pid), "%" PRIu64, process->pid);
	return strcmp(pid, word) == 0;
}

static const char *unit_name(const struct sslinv_process *process, const char *word)
{
	(void)word;
	return process->unit;
}

static const char *container_name(const struct sslinv_process *process, const char *word)
{
	(void)word;
	return process->container;
}

static const char *pid_name(const struct sslinv_process *process, const char *word)
{
	(void)process;
	return word;
}

static const struct {
	enum sslinv_part_kind kind;
	bool (*is_of)(const struct sslinv_process *process, const char *word);
	const char *(*name)(const struct sslinv_process *process, const char *word);
} runners[] = {
	{ SSLINV_PART_UNIT, is_unit_of, unit_name },
	{ SSLINV_PART_CONTAINER, is_container_of, container_name },
	{ SSLINV_PART_PROCESS, is_pid_of, pid_name },
};

/* The part of that kind and name; a unit of a container is another one than the host's. */
static struct sslinv_part *find_part(struct sslinv_part_search *search, enum sslinv_part_kind kind, const char *name,
				     const struct sslinv_process *process)
{
	struct sslinv_part *part;

	for (size_t i = 0; i < search->parts->count; i++) {
		part = &search->parts->items[i];
		if (part->kind == kind && strcmp(part->name, name) == 0 &&
		    (kind != SSLINV_PART_UNIT || sslinv_str_compare(part->container, process->container) == 0))
			return part;
	}
	part = add_part(search, kind, name);
	if (part) {
		part->container = process->container;
		part->command = process->command;
	}
	return part;
}

static int find_runners(struct sslinv_part_search *search)
{
	for (size_t row = 0; row < SSLINV_ARRAY_SIZE(runners); row++)
		for (size_t i = 0; i < search->facts->processes.count; i++) {
			const struct sslinv_process *process = &search->facts->processes.items[i];
			struct sslinv_part *part;

			if (!runners[row].is_of(process, search->word))
				continue;
			part = find_part(search, runners[row].kind, runners[row].name(process, search->word), process);
			if (!part || ADD_COPY(&part->facts.processes, process) < 0)
				return SSLINV_E_MEMORY;
		}
	return 0;
}

int sslinv_part_names_find(struct sslinv_part_search *search)
{
	int rc = find_cve(search);

	if (rc == 0)
		rc = find_path(search);
	if (rc == 0)
		rc = find_packages(search);
	if (rc == 0)
		rc = find_runners(search);
	for (size_t i = 0; rc == 0 && i < search->parts->count; i++)
		rc = add_problems(search->facts, &search->parts->items[i]);
	return rc;
}
