/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the actions: what has to be restarted, now or after an upgrade. */
#include "resolve/actions_internal.h"

#include "resolve/action.h"
#include "resolve/exposure.h"
#include "resolve/restart_text.h"

/* The upgrade that a restart waits for; NULL for none. Sets *failed when out of memory. */
static struct sslinv_action_entry *upgrade_of(struct sslinv_action_finder *finder, const struct sslinv_restart *restart,
					      bool *failed)
{
	const struct sslinv_bundle *bundle = NULL;

	if (restart->upgraded)
		bundle = sslinv_bundles_of(&finder->upgraded,
					   &(const struct sslinv_judged){ .subject = &restart->upgraded->subject }, failed);
	return bundle ? &finder->list.items[bundle->place] : NULL;
}

/* What is on disk where the process has the old file from. */
static const char *version_on_disk(const struct sslinv_action_finder *finder, const struct sslinv_process *process)
{
	return process->package == SSLINV_NO_PACKAGE ? NULL : finder->facts->packages.items[process->package].version;
}

/* What it lacks by what it has mapped now. */
static int fill_now(struct sslinv_action_finder *finder, const struct sslinv_restart *restart,
		    struct sslinv_action_entry *entry)
{
	struct sslinv_host_action *action = &entry->action;
	struct sslinv_str page = { 0 };
	int rc = sslinv_action_keep(&finder->list, &action->from_version,
				    restart->stale.version ? restart->stale.version : restart->stale_process->version);

	action->findings = restart->stale.count;
	sslinv_action_exploited(finder, action, restart->stale.exploited);
	entry->urgency = sslinv_action_urgency(restart->stale.severity, entry->own);
	entry->exposure = entry->own;
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->to_version, version_on_disk(finder, restart->stale_process));
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->worst_cve, restart->stale.cve);
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->worst_severity, restart->stale.severity);
	if (rc == 0 && restart->stale.cve)
		rc = sslinv_action_page(&page, finder->input->set, finder->input->os_id, finder->input->os_version,
					restart->stale.cve, NULL);
	return sslinv_action_keep_built(&finder->list, &action->url, rc, &page);
}

/* It lacks what the upgrade brings, or more, and a restart before that would have to be repeated. */
static void fill_afterwards(struct sslinv_action_entry *upgrade, struct sslinv_action_entry *entry)
{
	struct sslinv_host_action *action = &entry->action;

	if (entry->urgency > upgrade->urgency)
		upgrade->urgency = entry->urgency;
	if (entry->exposure > upgrade->exposure)
		upgrade->exposure = entry->exposure;
	entry->urgency = upgrade->urgency;
	entry->exposure = upgrade->exposure;
	if (action->verdict != SSLINV_VERDICT_UPGRADE)
		return;
	action->from_version = upgrade->action.from_version;
	action->to_version = upgrade->action.to_version;
	action->advisory = upgrade->action.advisory;
	action->url = upgrade->action.url;
	action->findings = upgrade->action.findings;
	action->known_exploited = upgrade->action.known_exploited;
	action->worst_cve = upgrade->action.worst_cve;
	action->worst_severity = upgrade->action.worst_severity;
}

static bool is_listening(const struct sslinv_restart *restart)
{
	bool is_network = false;

	for (size_t i = 0; i < restart->listener_count; i++)
		is_network |= sslinv_exposure_is_network(restart->listeners[i]->listening);
	return is_network;
}

static int add_restart(struct sslinv_action_finder *finder, const struct sslinv_restart *restart)
{
	struct sslinv_action_entry *entry = sslinv_action_list_add(
		&finder->list, SSLINV_ACTION_RESTART, restart->is_now ? SSLINV_VERDICT_RESTART : SSLINV_VERDICT_UPGRADE,
		SSLINV_TIER_OPEN);
	struct sslinv_action_entry *upgrade;
	struct sslinv_str subject = { 0 }, command = { 0 }, reason = { 0 };
	bool failed = false;
	int rc;

	if (!entry)
		return SSLINV_E_MEMORY;
	entry->own = is_listening(restart) ? SSLINV_EXPOSURE_LISTENING : SSLINV_EXPOSURE_LOADED;
	rc = restart->is_now ? fill_now(finder, restart, entry) : 0;
	upgrade = upgrade_of(finder, restart, &failed);
	if (upgrade)
		fill_afterwards(upgrade, entry);
	if (rc == 0)
		rc = failed ? SSLINV_E_MEMORY : sslinv_restart_text_subject(&subject, restart);
	rc = sslinv_action_keep_built(&finder->list, &entry->action.subject, rc, &subject);
	if (rc == 0)
		rc = sslinv_restart_text_command(&command, restart);
	rc = sslinv_action_keep_built(&finder->list, &entry->action.command, rc, &command);
	if (rc == 0)
		rc = sslinv_restart_text_reason(&reason, finder->input->restarts, restart);
	return sslinv_action_keep_built(&finder->list, &entry->action.reason, rc, &reason);
}

int sslinv_actions_of_restarts(struct sslinv_action_finder *finder)
{
	const struct sslinv_restarts *restarts = finder->input->restarts;
	int rc = 0;

	for (size_t i = 0; restarts && i < restarts->count && rc == 0; i++)
		rc = add_restart(finder, &restarts->items[i]);
	return rc;
}
