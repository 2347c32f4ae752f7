/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far others can reach what is judged: who loads it, and whether that listens on the network. */
#include "resolve/exposure.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/map.h"
#include "base/str.h"

/* How far a file or a package is in reach. */
struct reach {
	enum sslinv_exposure exposure;
	const struct sslinv_process *listener;
};

struct finder {
	const struct sslinv_facts *facts;
	struct reach *packages;  /* of each package of the facts */
	struct reach *copies;    /* of each thing that is a file */
	struct sslinv_map paths; /* from the path of a copy to its reach */
};

static void free_finder(struct finder *finder)
{
	free(finder->packages);
	free(finder->copies);
	sslinv_map_free(&finder->paths);
}

bool sslinv_exposure_is_network(const char *listening)
{
	static const char *const own[] = { "127.", "[::1]", "[::ffff:127." };

	for (const char *at = listening; at; at = strstr(at, ", ")) {
		const char *address;
		bool is_own = false;

		at += strspn(at, ", ");
		address = strchr(at, ' ');
		if (!address)
			break;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(own); i++)
			is_own |= sslinv_str_starts(address + 1, own[i]);
		if (!is_own)
			return true;
	}
	return false;
}

static void extend(struct reach *reach, enum sslinv_exposure exposure, const struct sslinv_process *listener)
{
	if (!reach || exposure <= reach->exposure)
		return;
	reach->exposure = exposure;
	reach->listener = listener;
}

/* What a file or its package is loaded by. */
static void extend_both(const struct finder *finder, const char *path, uint32_t package, enum sslinv_exposure exposure,
			const struct sslinv_process *listener)
{
	if (path)
		extend(sslinv_map_find_text(&finder->paths, path), exposure, listener);
	if (package != SSLINV_NO_PACKAGE)
		extend(&finder->packages[package], exposure, listener);
}

static void add_process(const struct finder *finder, const struct sslinv_process *process)
{
	bool is_network = sslinv_exposure_is_network(process->listening);

	if (!process->container)
		extend_both(finder, process->library_path, process->package,
			    is_network ? SSLINV_EXPOSURE_LISTENING : SSLINV_EXPOSURE_LOADED, is_network ? process : NULL);
}

/* Libraries of one package that load each other are no users of it; a program with a copy inside is one. */
static void add_linkage(const struct finder *finder, const struct sslinv_linkage *linkage)
{
	bool is_own = linkage->package != SSLINV_NO_PACKAGE && linkage->package == linkage->provider_package;

	if (linkage->evidence == SSLINV_EVIDENCE_EMBEDDED)
		extend_both(finder, linkage->path, SSLINV_NO_PACKAGE, SSLINV_EXPOSURE_LINKED, NULL);
	else if (!is_own)
		extend_both(finder, linkage->provider_path, linkage->provider_package, SSLINV_EXPOSURE_LINKED, NULL);
}

static int begin(struct finder *finder, const struct sslinv_facts *facts, const struct sslinv_host_things *things)
{
	finder->facts = facts;
	finder->packages = calloc(facts->packages.count + 1, sizeof(*finder->packages));
	finder->copies = calloc(things->count + 1, sizeof(*finder->copies));
	if (!finder->packages || !finder->copies)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < things->count; i++) {
		const char *path = things->items[i].path;

		if (path && !sslinv_map_find_text(&finder->paths, path) &&
		    sslinv_map_add_text(&finder->paths, path, &finder->copies[i]) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

int sslinv_exposure_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 struct sslinv_judged *judged)
{
	SSLINV_CLEANUP(free_finder) struct finder finder = { 0 };

	if (begin(&finder, facts, things) < 0)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->linkages.count; i++)
		add_linkage(&finder, &facts->linkages.items[i]);
	for (size_t i = 0; i < facts->processes.count; i++)
		add_process(&finder, &facts->processes.items[i]);
	for (size_t i = 0; i < things->count; i++) {
		const struct sslinv_host_thing *thing = &things->items[i];
		const struct reach *reach = NULL;

		if (thing->path)
			reach = sslinv_map_find_text(&finder.paths, thing->path);
		else if (thing->package)
			reach = &finder.packages[thing->package - facts->packages.items];
		if (!reach)
			continue;
		judged[i].exposure = reach->exposure;
		judged[i].listener = reach->listener;
	}
	return 0;
}
