/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to be restarted, and how. */
#include "resolve/restart.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "resolve/severity.h"
#include "resolve/weigh.h"

/* Users can start any number of programs. */
#define MAX_RESTARTS 2000

/* What every service talks to and nobody restarts by itself. */
static const char *const unrestartable[] = { "dbus.service", "dbus-broker.service" };

void sslinv_restarts_free(struct sslinv_restarts *restarts)
{
	free(restarts->items);
	sslinv_stale_finder_free(&restarts->finder);
	memset(restarts, 0, sizeof(*restarts));
}

/* Whose restart ends the sessions at the screen. */
static const char *const displays[] = { "display-manager.service",
					"gdm.service",
					"gdm3.service",
					"greetd.service",
					"kdm.service",
					"lightdm.service",
					"lxdm.service",
					"ly.service",
					"nodm.service",
					"sddm.service",
					"slim.service",
					"wdm.service",
					"xdm.service" };

/* The shell of whoever mends a system that did not start. */
static const char *const shells[] = { "emergency.service", "rescue.service" };

static bool is_one_of(const char *unit, const char *const *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(units[i], unit) == 0)
			return true;
	return false;
}

const char *sslinv_restart_unit(const char *unit)
{
	const char *slash = strchr(unit, '/');

	return slash ? slash + 1 : unit;
}

/* A unit that starts with a dash would be an option. */
static enum sslinv_restart_kind kind_of(const struct sslinv_process *process)
{
	const char *unit = process->unit ? process->unit : "";
	bool is_service = sslinv_str_ends(unit, ".service") && sslinv_restart_unit(unit)[0] != '-';

	if (process->container)
		return SSLINV_RESTART_CONTAINER;
	if (process->pid == 1)
		return strcmp(unit, "init.scope") == 0 ? SSLINV_RESTART_INIT : SSLINV_RESTART_REBOOT;
	if (strchr(unit, '/'))
		return is_service ? SSLINV_RESTART_USER_UNIT : SSLINV_RESTART_PROCESS;
	if (sslinv_str_starts(unit, "user@") || (sslinv_str_starts(unit, "session-") && sslinv_str_ends(unit, ".scope")))
		return SSLINV_RESTART_SESSION;
	if (is_one_of(unit, unrestartable, SSLINV_ARRAY_SIZE(unrestartable)))
		return SSLINV_RESTART_REBOOT;
	if (is_one_of(unit, displays, SSLINV_ARRAY_SIZE(displays)))
		return SSLINV_RESTART_DISPLAY;
	if (is_one_of(unit, shells, SSLINV_ARRAY_SIZE(shells)))
		return SSLINV_RESTART_PROCESS;
	return is_service ? SSLINV_RESTART_SERVICE : SSLINV_RESTART_PROCESS;
}

static const char *name_of(const struct sslinv_process *process, enum sslinv_restart_kind kind)
{
	switch (kind) {
	case SSLINV_RESTART_CONTAINER:
		return process->container;
	case SSLINV_RESTART_SESSION:
		return process->user ? process->user : process->command;
	case SSLINV_RESTART_PROCESS:
		return process->command;
	default:
		return process->unit ? process->unit : process->command;
	}
}

/* Users can call their own programs as they like, but put none there. */
static bool is_systemd(const char *executable)
{
	return executable && (sslinv_str_starts(executable, "/usr/lib/systemd/systemd") ||
			      sslinv_str_starts(executable, "/lib/systemd/systemd"));
}

/* `(sd-pam)` of systemd --user waits for the end of the session, and does nothing else: no restart reaches or needs it. */
static bool only_waits(const struct sslinv_process *process)
{
	return strcmp(process->command, "(sd-pam)") == 0 && process->unit && sslinv_str_starts(process->unit, "user@") &&
	       is_systemd(process->executable);
}

/* Units have names of their own; programs are told apart by their user, and containers without a name by their program. */
static bool is_one(enum sslinv_restart_kind kind, const struct sslinv_process *a, const struct sslinv_process *b)
{
	if (kind == SSLINV_RESTART_PROCESS || kind == SSLINV_RESTART_USER_UNIT)
		return sslinv_str_compare(a->user, b->user) == 0;
	return kind != SSLINV_RESTART_CONTAINER || strcmp(a->container, SSLINV_CONTAINER_UNNAMED) != 0 ||
	       strcmp(a->command, b->command) == 0;
}

static struct sslinv_restart *find_restart(struct sslinv_restarts *restarts, const struct sslinv_process *process)
{
	enum sslinv_restart_kind kind = kind_of(process);
	const char *name = name_of(process, kind);
	struct sslinv_restart *restart;

	for (size_t i = restarts->count; i > 0; i--) {
		restart = &restarts->items[i - 1];
		if (restart->kind == kind && strcmp(restart->name, name) == 0 && is_one(kind, restart->process, process))
			return restart;
	}
	restart = restarts->count < MAX_RESTARTS ? sslinv_array_add(restarts) : NULL;
	if (!restart)
		return NULL;
	restart->kind = kind;
	restart->name = name;
	restart->process = process;
	return restart;
}

/* Does what is on disk ask for an upgrade, so that the process is to be restarted after that? */
static bool is_upgraded(const struct sslinv_host_thing *thing)
{
	const struct sslinv_judged judged = {
		.subject = &thing->subject, .judgement = &thing->judgement, .path = thing->path, .library = thing->library
	};

	for (size_t i = 0; i < thing->judgement.findings.count; i++)
		if (sslinv_verdict_of_finding(&judged, &thing->judgement.findings.items[i]) == SSLINV_VERDICT_UPGRADE)
			return true;
	return false;
}

/* What all files of a process ask for together. */
struct demand {
	bool is_stale, is_unknown, is_afterwards;
	const struct sslinv_host_thing *upgraded;
	const struct sslinv_process *stale_process;
	struct sslinv_stale stale;
};

static int add_file(struct sslinv_restarts *restarts, const struct sslinv_process *process, struct demand *demand,
		    struct sslinv_error *error)
{
	const struct sslinv_host_thing *thing = sslinv_things_of_process(restarts->finder.things, restarts->finder.facts,
									 process);
	struct sslinv_stale stale;

	if (thing && !thing->path && is_upgraded(thing)) {
		demand->is_afterwards = true;
		demand->upgraded = demand->upgraded ? demand->upgraded : thing;
	}
	demand->is_unknown |= process->state == SSLINV_PROCESS_UNKNOWN;
	if (process->state != SSLINV_PROCESS_STALE)
		return 0;
	demand->is_stale = true;
	if (sslinv_stale_find(&restarts->finder, process, &stale, error) < 0)
		return error->code;
	if (stale.asks_restart && (!demand->stale_process ||
				   sslinv_severity_rank(stale.severity) > sslinv_severity_rank(demand->stale.severity))) {
		demand->stale_process = process;
		demand->stale = stale;
	}
	return 0;
}

/* The workers of a server listen all at the same address, which is told once. */
static void add_listener(struct sslinv_restart *restart, const struct sslinv_process *process)
{
	if (!process->listening || restart->listener_count == SSLINV_RESTART_NAMED)
		return;
	for (size_t i = 0; i < restart->listener_count; i++)
		if (strcmp(restart->listeners[i]->listening, process->listening) == 0)
			return;
	restart->listeners[restart->listener_count++] = process;
}

/* A process, by the first of its rows. */
static int add_process(struct sslinv_restarts *restarts, const struct sslinv_process *process, const struct demand *demand)
{
	struct sslinv_restart *restart;

	restarts->stale += demand->is_stale;
	restarts->unknown += demand->is_unknown && !demand->is_stale;
	if (demand->is_unknown && !demand->is_stale && !restarts->unclear)
		restarts->unclear = process;
	if (!demand->stale_process && !demand->is_afterwards)
		return 0;
	restarts->are_due |= demand->stale_process != NULL;
	restart = find_restart(restarts, process);
	if (!restart && restarts->count == MAX_RESTARTS)
		return 0;
	if (!restart)
		return SSLINV_E_MEMORY;
	if (restart->processes < SSLINV_RESTART_NAMED)
		restart->named[restart->processes] = process;
	restart->processes++;
	add_listener(restart, process);
	restart->is_afterwards |= demand->is_afterwards;
	restart->upgraded = restart->upgraded ? restart->upgraded : demand->upgraded;
	if (demand->stale_process && (!restart->is_now || sslinv_severity_rank(demand->stale.severity) >
								  sslinv_severity_rank(restart->stale.severity))) {
		restart->is_now = true;
		restart->stale_process = demand->stale_process;
		restart->stale = demand->stale;
	}
	return 0;
}

/* Who listens is in reach of others, and goes first. */
static int by_kind(const void *a, const void *b)
{
	const struct sslinv_restart *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (!left->listener_count != !right->listener_count)
		return left->listener_count ? -1 : 1;
	return strcmp(left->name, right->name);
}

int sslinv_restarts_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 const struct sslinv_guidance_set *set, struct sslinv_restarts *restarts, struct sslinv_error *error)
{
	const struct sslinv_process *processes = facts->processes.items;
	size_t end;

	memset(restarts, 0, sizeof(*restarts));
	restarts->finder = (struct sslinv_stale_finder){ .facts = facts, .things = things, .set = set };
	for (size_t first = 0; first < facts->processes.count; first = end) {
		struct demand demand = { 0 };

		for (end = first; end < facts->processes.count && processes[end].pid == processes[first].pid; end++)
			if (!only_waits(&processes[end]) && add_file(restarts, &processes[end], &demand, error) < 0)
				return error->code;
		if (add_process(restarts, &processes[first], &demand) < 0)
			return sslinv_error_memory(error);
	}
	if (restarts->count)
		qsort(restarts->items, restarts->count, sizeof(*restarts->items), by_kind);
	return 0;
}
