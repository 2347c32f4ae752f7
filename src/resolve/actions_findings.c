/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the actions: those that findings ask for. */
#include "resolve/actions_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "resolve/action.h"
#include "resolve/reasons.h"

static const char *version_of(const struct sslinv_judged *judged)
{
	return judged->subject->version ? judged->subject->version : judged->judgement->upstream_version;
}

/* Is the package named by a group before? */
static bool is_named(const struct sslinv_groups *groups, size_t index)
{
	const char *label = sslinv_bundle_label(groups->items[index].judged);

	for (size_t i = 0; i < index; i++)
		if (strcmp(sslinv_bundle_label(groups->items[i].judged), label) == 0)
			return true;
	return false;
}

/* `libssl3, openssl`; of copies the owner, or the first file. */
static int keep_subject(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
			struct sslinv_host_action *action)
{
	const struct sslinv_groups *groups = &bundle->groups;
	struct sslinv_str text = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < groups->count; i++)
		if (i == 0 || (!groups->items[i].judged->path && !is_named(groups, i)))
			rc = sslinv_str_printf(&text, "%s%s", i > 0 ? ", " : "",
					       sslinv_bundle_label(groups->items[i].judged));
	return sslinv_action_keep_built(&finder->list, &action->subject, rc, &text);
}

/* Who makes it urgent. */
static int add_use(struct sslinv_str *out, const struct sslinv_bundle *bundle)
{
	static const char *const words[] = {
		[SSLINV_EXPOSURE_NONE] = "nothing is known to load it",
		[SSLINV_EXPOSURE_LINKED] = "installed programs use it",
		[SSLINV_EXPOSURE_LOADED] = "running processes have it loaded",
	};
	const struct sslinv_process *listener = bundle->listener;

	if (!listener)
		return sslinv_str_add(out, words[bundle->exposure]);
	return sslinv_str_printf(out, "%s has it loaded and listens on %s",
				 listener->unit ? listener->unit : listener->command, listener->listening);
}

static size_t count_files(const struct sslinv_groups *groups)
{
	size_t count = 0;

	for (size_t i = 0; i < groups->count; i++)
		count += groups->items[i].judged->path != NULL;
	return count;
}

/* Nothing is known of it where nobody says. */
void sslinv_action_exploited(const struct sslinv_action_finder *finder, struct sslinv_host_action *action, size_t count)
{
	action->known_exploited.is_known = sslinv_guidance_set_knows_exploited(finder->input->set);
	action->known_exploited.number = action->known_exploited.is_known ? count : 0;
}

/* What all actions about findings have: the worst of them, how many, who is concerned. */
int sslinv_action_fill(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
		       struct sslinv_action_entry *entry)
{
	const struct sslinv_group *lead = &bundle->groups.items[bundle->worst];
	struct sslinv_host_action *action = &entry->action;
	struct sslinv_str page = { 0 };
	int rc = keep_subject(finder, bundle, action);

	entry->exposure = entry->own = bundle->exposure;
	entry->urgency = sslinv_action_urgency(lead->worst ? lead->worst->severity : NULL, bundle->exposure);
	action->findings = bundle->cves;
	sslinv_action_exploited(finder, action, bundle->exploited);
	action->files = count_files(&bundle->groups);
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->from_version, version_of(lead->judged));
	if (rc < 0 || !lead->worst)
		return rc;
	rc = sslinv_action_keep(&finder->list, &action->to_version, lead->highest->fixed_version);
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->advisory,
					lead->highest->advisory ? lead->highest->advisory : lead->worst->advisory);
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->worst_cve, lead->worst->cve);
	if (rc == 0)
		rc = sslinv_action_keep(&finder->list, &action->worst_severity, lead->worst->severity);
	if (rc == 0)
		rc = sslinv_reason_page(&page, finder->input, lead->highest->advisory ? lead->highest : lead->worst,
					lead->judged->subject->is_copy);
	return sslinv_action_keep_built(&finder->list, &action->url, rc, &page);
}

/* The command, or what to do where there is none. */
static int keep_command(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
			struct sslinv_host_action *action)
{
	const struct sslinv_verdict_input *input = finder->input;
	const struct sslinv_groups *groups = &bundle->groups;
	const char *format = groups->items[0].judged->subject->format, *imported = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_upgrade *upgrades = calloc(groups->count, sizeof(*upgrades));
	struct sslinv_str command = { 0 }, reason = { 0 };
	int rc;

	if (!upgrades)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < groups->count; i++)
		upgrades[i] = sslinv_group_upgrade(input, &groups->items[i]);
	rc = sslinv_action_line(&command, input->set, input->os_id, input->os_version, format, upgrades, groups->count,
				&imported);
	rc = sslinv_action_keep_built(&finder->list, &action->command, rc, &command);
	if (rc == 0)
		rc = add_use(&reason, bundle);
	if (rc == 0 && imported)
		rc = sslinv_str_printf(&reason, "; command from the imported feed %s", imported);
	if (rc == 0 && !action->command)
		rc = sslinv_str_add(&reason, "; ");
	if (rc == 0 && !action->command)
		rc = sslinv_action_command(&reason, input->set, input->os_id, input->os_version, format, upgrades,
					   groups->count);
	return sslinv_action_keep_built(&finder->list, &action->reason, rc, &reason);
}

static int fill_upgrade(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
			struct sslinv_action_entry *entry)
{
	const struct sslinv_subject *subject = bundle->groups.items[bundle->worst].judged->subject;
	int rc = subject->candidate_version
			 ? sslinv_action_keep(&finder->list, &entry->action.to_version, subject->candidate_version)
			 : 0;

	return rc < 0 ? rc : keep_command(finder, bundle, &entry->action);
}

static int fill_replace(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
			struct sslinv_action_entry *entry)
{
	const struct sslinv_group *lead = &bundle->groups.items[bundle->worst];
	const char *end = sslinv_reason_branch_end(finder->input, lead->judged);
	struct sslinv_str reason = { 0 };
	int rc = sslinv_reason_supplier(&reason, lead);

	if (rc == 0 && end)
		rc = sslinv_str_printf(&reason, "; OpenSSL %s ended on %s", lead->judged->judgement->branch, end);
	if (rc == 0)
		rc = sslinv_str_add(&reason, "; ");
	if (rc == 0)
		rc = add_use(&reason, bundle);
	return sslinv_action_keep_built(&finder->list, &entry->action.reason, rc, &reason);
}

/* Nobody has a fix, or nobody knows. */
static int fill_open(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
		     struct sslinv_action_entry *entry)
{
	struct sslinv_str reason = { 0 };
	const char *note = NULL;
	int rc = sslinv_reason_open(&reason, &bundle->groups.items[bundle->worst], &note);

	if (rc == 0 && note)
		rc = sslinv_str_printf(&reason, "; note: %s", note);
	return sslinv_action_keep_built(&finder->list, &entry->action.reason, rc, &reason);
}

/* What findings ask for, and what a person does about it. */
static const struct rule {
	enum sslinv_verdict verdict;
	enum sslinv_action_kind action;
	enum sslinv_action_tier tier;
	int (*fill)(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
		    struct sslinv_action_entry *entry);
} rules[] = {
	{ SSLINV_VERDICT_UPGRADE, SSLINV_ACTION_UPGRADE, SSLINV_TIER_OPEN, fill_upgrade },
	{ SSLINV_VERDICT_REPLACE, SSLINV_ACTION_REPLACE, SSLINV_TIER_OPEN, fill_replace },
	{ SSLINV_VERDICT_NO_FIX, SSLINV_ACTION_ASK, SSLINV_TIER_OPEN, fill_open },
	{ SSLINV_VERDICT_UNKNOWN, SSLINV_ACTION_ASK, SSLINV_TIER_NOT_KNOWN, fill_open },
};

static int add_bundles(struct sslinv_action_finder *finder, const struct rule *rule, struct sslinv_bundles *bundles)
{
	int rc = sslinv_bundles_find(finder->input, rule->verdict, bundles);

	for (size_t i = 0; i < bundles->count && rc == 0; i++) {
		struct sslinv_action_entry *entry = sslinv_action_list_add(&finder->list, rule->action, rule->verdict,
									   rule->tier);

		rc = entry ? sslinv_action_fill(finder, bundles->items[i], entry) : SSLINV_E_MEMORY;
		if (rc == 0)
			rc = rule->fill(finder, bundles->items[i], entry);
		bundles->items[i]->place = finder->list.count - 1;
	}
	return rc;
}

int sslinv_actions_of_findings(struct sslinv_action_finder *finder)
{
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rules) && rc == 0; i++) {
		struct sslinv_bundles own = { 0 };
		struct sslinv_bundles *bundles = rules[i].verdict == SSLINV_VERDICT_UPGRADE   ? &finder->upgraded
						 : rules[i].verdict == SSLINV_VERDICT_REPLACE ? &finder->replaced
											      : &own;

		rc = add_bundles(finder, &rules[i], bundles);
		sslinv_bundles_free(&own);
	}
	return rc;
}
