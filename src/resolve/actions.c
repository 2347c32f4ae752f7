/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person does about a host, one thing after the other: as data. */
#include "resolve/actions.h"

#include "base/cleanup.h"
#include "resolve/actions_internal.h"

static void free_finder(struct sslinv_action_finder *finder)
{
	sslinv_action_list_free(&finder->list);
	sslinv_bundles_free(&finder->upgraded);
	sslinv_bundles_free(&finder->replaced);
}

/* What is not `ok` is never without something to do. */
static int add_rest(struct sslinv_action_finder *finder)
{
	const struct sslinv_action_entry ask = {
		.action = { .action = SSLINV_ACTION_ASK, .verdict = finder->verdict->verdict },
		.tier = SSLINV_TIER_NOT_KNOWN,
	};
	struct sslinv_str reason = { 0 };

	if (finder->list.count > 0 || finder->verdict->verdict == SSLINV_VERDICT_OK)
		return 0;
	return sslinv_action_add_words(&finder->list, &ask, "guidance",
				       sslinv_str_add(&reason, "see why with `sslinv query --named unknowns`"), &reason);
}

int sslinv_actions_find(const struct sslinv_verdict_input *input, const struct sslinv_verdict_result *verdict,
			const struct sslinv_facts *facts, struct sslinv_host_result *result)
{
	static int (*const parts[])(struct sslinv_action_finder * finder) = {
		sslinv_actions_of_findings, sslinv_actions_of_restarts, sslinv_actions_of_lives,
		sslinv_actions_of_guidance, sslinv_actions_of_gaps,     add_rest,
	};
	SSLINV_CLEANUP(free_finder) struct sslinv_action_finder finder = {
		.input = input,
		.verdict = verdict,
		.facts = facts,
		.list = { .arena = &result->arena },
	};
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts) && rc == 0; i++)
		rc = parts[i](&finder);
	return rc < 0 ? rc : sslinv_action_list_finish(&finder.list, result);
}
