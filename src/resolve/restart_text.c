/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of an action that tell what has to be restarted. */
#include "resolve/restart_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "resolve/action.h"

/* Of each kind so many things are named one by one; a command names so many. */
#define MAX_NAMED 10
#define MAX_IN_COMMAND 200

/* Is it meant: due now, or after the upgrade? What is upgraded first is restarted once. */
typedef bool is_meant(const struct sslinv_restart *restart);

static bool is_due(const struct sslinv_restart *restart)
{
	return restart->is_now && !restart->is_afterwards;
}

static bool is_after(const struct sslinv_restart *restart)
{
	return restart->is_afterwards;
}

static size_t count_of(const struct sslinv_restarts *restarts, enum sslinv_restart_kind kind, is_meant *meant)
{
	size_t count = 0;

	for (size_t i = 0; i < restarts->count; i++)
		count += restarts->items[i].kind == kind && meant(&restarts->items[i]);
	return count;
}

/* `systemctl restart nginx.service apache2.service` */
static int add_services(struct sslinv_str *out, const struct sslinv_restarts *restarts, is_meant *meant)
{
	size_t count = 0;
	int rc = sslinv_str_add(out, "systemctl restart");

	for (size_t i = 0; rc == 0 && i < restarts->count; i++) {
		if (restarts->items[i].kind != SSLINV_RESTART_SERVICE || !meant(&restarts->items[i]) ||
		    ++count > MAX_IN_COMMAND)
			continue;
		rc = sslinv_str_add(out, " ");
		if (rc == 0)
			rc = sslinv_action_word(out, restarts->items[i].name);
	}
	return rc;
}

/* `systemctl --user --machine=alice@ restart x.service` */
static int add_user_unit(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str machine = { 0 };
	int rc = sslinv_str_printf(&machine, "--machine=%s@", restart->process->user ? restart->process->user : "");

	if (rc == 0)
		rc = sslinv_str_add(out, "systemctl --user ");
	if (rc == 0)
		rc = sslinv_action_word(out, sslinv_str_text(&machine));
	if (rc == 0)
		rc = sslinv_str_add(out, " restart ");
	return rc < 0 ? rc : sslinv_action_word(out, sslinv_restart_unit(restart->name));
}

/* Each command that can be typed, after `before` and followed by `after`. */
static int add_commands(struct sslinv_str *out, const struct sslinv_restarts *restarts, is_meant *meant, const char *before,
			const char *after)
{
	int rc = 0;

	if (count_of(restarts, SSLINV_RESTART_SERVICE, meant) > 0) {
		rc = sslinv_str_add(out, before);
		if (rc == 0)
			rc = add_services(out, restarts, meant);
		if (rc == 0)
			rc = sslinv_str_add(out, after);
	}
	for (size_t i = 0, named = 0; rc == 0 && i < restarts->count; i++) {
		const struct sslinv_restart *restart = &restarts->items[i];

		if (restart->kind != SSLINV_RESTART_USER_UNIT || !meant(restart) || ++named > MAX_NAMED)
			continue;
		rc = sslinv_str_add(out, before);
		if (rc == 0)
			rc = add_user_unit(out, restart);
		if (rc == 0)
			rc = sslinv_str_add(out, after);
	}
	if (rc == 0 && count_of(restarts, SSLINV_RESTART_INIT, meant) > 0)
		rc = sslinv_str_printf(out, "%ssystemctl daemon-reexec%s", before, after);
	return rc;
}

/* `process 12`, `processes 12, 13, and 5 more`. */
static int add_pids(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	size_t named = restart->processes < SSLINV_RESTART_NAMED ? restart->processes : SSLINV_RESTART_NAMED;
	int rc = sslinv_str_add(out, restart->processes > 1 ? "processes" : "process");

	for (size_t i = 0; rc == 0 && i < named; i++)
		rc = sslinv_str_printf(out, "%s %" PRIu64, i ? "," : "", restart->named[i]->pid);
	return rc < 0 || restart->processes == named ? rc
						     : sslinv_str_printf(out, ", and %zu more", restart->processes - named);
}

static int add_listeners(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	int rc = sslinv_str_add(out, ", listening on");

	for (size_t i = 0; rc == 0 && i < restart->listener_count; i++)
		rc = sslinv_str_printf(out, " %s,", restart->listeners[i]->listening);
	return rc;
}

/* `nginx.service`, `python3 (user alice, process 12)`, `the container docker 0123456789ab`. */
static int add_name(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	const struct sslinv_process *process = restart->process;
	int rc;

	switch (restart->kind) {
	case SSLINV_RESTART_SESSION:
		return sslinv_str_printf(out, "the session of %s", restart->name);
	case SSLINV_RESTART_CONTAINER:
		if (strcmp(restart->name, SSLINV_CONTAINER_UNNAMED) != 0)
			return sslinv_str_printf(out, "the container %s", restart->name);
		rc = sslinv_str_printf(out, "%s in a root of its own (", process->command);
		if (rc == 0)
			rc = add_pids(out, restart);
		return rc < 0 ? rc : sslinv_str_add(out, ")");
	case SSLINV_RESTART_INIT:
		return sslinv_str_add(out, "process 1");
	case SSLINV_RESTART_PROCESS:
		rc = sslinv_str_printf(out, "%s (", restart->name);
		if (rc == 0 && process->user)
			rc = sslinv_str_printf(out, "user %s, ", process->user);
		if (rc == 0)
			rc = add_pids(out, restart);
		return rc < 0 ? rc : sslinv_str_add(out, ")");
	default:
		return sslinv_str_add(out, restart->name);
	}
}

/* What it runs, as far as that is known. */
static int add_old(struct sslinv_str *out, const struct sslinv_restarts *restarts, const struct sslinv_restart *restart)
{
	const struct sslinv_process *process = restart->stale_process;
	const char *package = sslinv_facts_package_label(restarts->finder.facts, process->package);
	const struct sslinv_stale *stale = &restart->stale;

	if (!stale->version && process->version)
		return sslinv_str_printf(out, "an older build of %s (OpenSSL %s)", package ? package : process->library_path,
					 process->version);
	if (!stale->version)
		return sslinv_str_printf(out, "an older build of %s, version not known",
					 package ? package : process->library_path);
	return sslinv_str_printf(out, "%s %s%s%s%s%s%s", package ? package : process->library_path, stale->version,
				 stale->cve ? ", without the fix of " : "", stale->cve ? stale->cve : "",
				 stale->severity ? " (" : "", stale->severity ? stale->severity : "",
				 stale->severity ? ")" : "");
}

/* What a person does where no command does it. */
static const char *const remedies[SSLINV_RESTART_KIND_COUNT] = {
	[SSLINV_RESTART_PROCESS] = ": restart it",
	[SSLINV_RESTART_DISPLAY] = ": restart it when nobody works at its screen",
	[SSLINV_RESTART_SESSION] = ": log out and in again",
	[SSLINV_RESTART_CONTAINER] = ": restart it, or make it again from a newer image",
	[SSLINV_RESTART_REBOOT] = ": only a reboot replaces it",
};

/* Process 1 of a container is a program like any other. */
static const char *remedy_of(const struct sslinv_restart *restart)
{
	if (restart->kind == SSLINV_RESTART_REBOOT && restart->process->pid == 1)
		return ": reboot, or restart the container if this is one";
	return remedies[restart->kind] ? remedies[restart->kind] : "";
}

static int add_line(struct sslinv_str *out, const struct sslinv_restarts *restarts, const struct sslinv_restart *restart)
{
	int rc = add_name(out, restart);

	if (rc == 0 && restart->listener_count > 0)
		rc = add_listeners(out, restart);
	if (rc == 0)
		rc = sslinv_str_add(out, " still runs ");
	if (rc == 0)
		rc = add_old(out, restarts, restart);
	return rc < 0 ? rc : sslinv_str_printf(out, "%s\n", remedy_of(restart));
}

int sslinv_restart_text_subject(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	const char *user = restart->process->user;

	switch (restart->kind) {
	case SSLINV_RESTART_SESSION:
		return sslinv_str_printf(out, "session of %s", restart->name);
	case SSLINV_RESTART_CONTAINER:
		if (strcmp(restart->name, SSLINV_CONTAINER_UNNAMED) != 0)
			return sslinv_str_printf(out, "container %s", restart->name);
		return sslinv_str_printf(out, "%s in a root of its own", restart->process->command);
	case SSLINV_RESTART_PROCESS:
		return user ? sslinv_str_printf(out, "%s (user %s)", restart->name, user)
			    : sslinv_str_add(out, restart->name);
	default:
		return sslinv_str_add(out, restart->name);
	}
}

int sslinv_restart_text_command(struct sslinv_str *out, const struct sslinv_restart *restart)
{
	int rc;

	switch (restart->kind) {
	case SSLINV_RESTART_SERVICE:
		rc = sslinv_str_add(out, "systemctl restart ");
		return rc < 0 ? rc : sslinv_action_word(out, restart->name);
	case SSLINV_RESTART_USER_UNIT:
		return add_user_unit(out, restart);
	case SSLINV_RESTART_INIT:
		return sslinv_str_add(out, "systemctl daemon-reexec");
	default:
		return 0;
	}
}

int sslinv_restart_text_reason(struct sslinv_str *out, const struct sslinv_restarts *restarts,
			       const struct sslinv_restart *restart)
{
	const char *separator = "";
	int rc = 0;

	if (restart->listener_count > 0) {
		rc = sslinv_str_printf(out, "listens on %s", restart->listeners[0]->listening);
		separator = ", ";
	}
	if (rc == 0 && restart->is_now) {
		rc = sslinv_str_printf(out, "%sstill runs ", separator);
		separator = ", ";
		if (rc == 0)
			rc = add_old(out, restarts, restart);
	}
	if (rc == 0 && restart->is_afterwards)
		rc = sslinv_str_printf(out, "%safter the upgrade", separator);
	return rc < 0 ? rc : sslinv_str_add(out, remedy_of(restart));
}

int sslinv_restart_text_now(struct sslinv_str *out, const struct sslinv_restarts *restarts)
{
	int rc = add_commands(out, restarts, is_due, "", "\n");

	for (int kind = 0; kind < SSLINV_RESTART_KIND_COUNT; kind++) {
		size_t count = count_of(restarts, (enum sslinv_restart_kind)kind, is_due), named = 0;

		for (size_t i = 0; rc == 0 && i < restarts->count && named < MAX_NAMED; i++) {
			if ((int)restarts->items[i].kind != kind || !is_due(&restarts->items[i]))
				continue;
			rc = add_line(out, restarts, &restarts->items[i]);
			named++;
		}
		if (rc == 0 && count > named)
			rc = sslinv_str_printf(out, "and %zu more (`sslinv query --named stale-processes` lists them)\n",
					       count - named);
	}
	return rc;
}

int sslinv_restart_text_afterwards(struct sslinv_str *out, const struct sslinv_restarts *restarts)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc = add_commands(&text, restarts, is_after, ", `", "`");
	size_t named = 0, count = 0;

	for (size_t i = 0; rc == 0 && i < restarts->count; i++) {
		const struct sslinv_restart *restart = &restarts->items[i];

		if (!is_after(restart) || restart->kind < SSLINV_RESTART_PROCESS)
			continue;
		count++;
		if (named == MAX_NAMED)
			continue;
		named++;
		rc = sslinv_str_add(&text, ", ");
		if (rc == 0)
			rc = add_name(&text, restart);
	}
	if (rc == 0 && count > named)
		rc = sslinv_str_printf(&text, ", and %zu more", count - named);
	if (rc < 0 || text.length == 0)
		return rc;
	return sslinv_str_printf(out, SSLINV_RESTART_AFTERWARDS "%s\n", text.data + 2);
}

int sslinv_restart_text_unclear(struct sslinv_str *out, const struct sslinv_restarts *restarts)
{
	const struct sslinv_process *process = restarts->unclear;

	return sslinv_str_printf(out, "%zu %s may run an older OpenSSL, the first %s (process %" PRIu64 "): %s",
				 restarts->unknown, restarts->unknown == 1 ? "process" : "processes", process->command,
				 process->pid, process->evidence);
}

int sslinv_restart_text_unknown(struct sslinv_str *out, const struct sslinv_restarts *restarts)
{
	int rc;

	if (!restarts->unclear)
		return 0;
	rc = sslinv_str_add(out, "unknown: ");
	if (rc == 0)
		rc = sslinv_restart_text_unclear(out, restarts);
	return rc < 0 ? rc : sslinv_str_add(out, "\n");
}
