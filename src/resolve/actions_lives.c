/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the actions: releases and branches whose support is over, or soon will be. */
#include "resolve/actions_internal.h"

#include "base/cleanup.h"
#include "resolve/reasons.h"

/* The release of the host. */
static int add_release(struct sslinv_action_finder *finder)
{
	const struct sslinv_verdict_input *input = finder->input;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str subject = { 0 };
	struct sslinv_action_entry model = { .action = { .action = SSLINV_ACTION_MOVE, .from_version = input->os_version } };
	struct sslinv_str reason = { 0 };
	enum sslinv_life_state state;
	int rc = sslinv_reason_release(&reason, input, &state);
	bool is_unsupported = rc == 0 && state == SSLINV_LIFE_ENDED && finder->verdict->unknown > 0 &&
			      finder->verdict->verdict <= SSLINV_VERDICT_UNSUPPORTED;

	if (rc == 0 && state == SSLINV_LIFE_SUPPORTED)
		return 0;
	/* By itself the end of a release is no verdict: what is unknown then stays so. */
	model.action.verdict = is_unsupported ? SSLINV_VERDICT_UNSUPPORTED : SSLINV_VERDICT_OK;
	model.tier = state == SSLINV_LIFE_ENDED ? SSLINV_TIER_ENDED : SSLINV_TIER_SOON;
	if (rc == 0)
		rc = sslinv_str_printf(&subject, "%s %s", input->os_id, input->os_version);
	return sslinv_action_add_words(&finder->list, &model, sslinv_str_text(&subject), rc, &reason);
}

/* Copies whose branch is over, where nothing known is open: what is, is replaced anyway. */
static int add_branches(struct sslinv_action_finder *finder)
{
	SSLINV_CLEANUP(sslinv_bundles_free) struct sslinv_bundles bundles = { 0 };
	bool failed = false;
	int rc = 0;

	for (size_t i = 0; i < finder->input->judged_count && rc == 0; i++) {
		const struct sslinv_group group = { .judged = &finder->input->judged[i] };

		if (sslinv_reason_branch_end(finder->input, group.judged) &&
		    !sslinv_bundles_of(&finder->replaced, group.judged, &failed))
			rc = sslinv_bundles_add(&bundles, &group);
	}
	for (size_t i = 0; i < bundles.count && rc == 0; i++) {
		const struct sslinv_judged *judged = bundles.items[i]->groups.items[0].judged;
		struct sslinv_action_entry *entry = sslinv_action_list_add(&finder->list, SSLINV_ACTION_MOVE,
									   SSLINV_VERDICT_UNSUPPORTED, SSLINV_TIER_ENDED);
		struct sslinv_str reason = { 0 };

		rc = entry ? sslinv_action_fill(finder, bundles.items[i], entry) : SSLINV_E_MEMORY;
		if (rc == 0)
			rc = sslinv_str_printf(&reason, "OpenSSL %s ended on %s: move to a supported branch",
					       judged->judgement->branch, sslinv_reason_branch_end(finder->input, judged));
		if (entry)
			rc = sslinv_action_keep_built(&finder->list, &entry->action.reason, rc, &reason);
	}
	return failed ? SSLINV_E_MEMORY : rc;
}

int sslinv_actions_of_lives(struct sslinv_action_finder *finder)
{
	int rc = add_release(finder);

	return rc < 0 ? rc : add_branches(finder);
}
