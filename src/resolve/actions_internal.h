/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the actions share. Nothing but resolve/actions*.c includes it. */
#ifndef SSLINV_RESOLVE_ACTIONS_INTERNAL_H
#define SSLINV_RESOLVE_ACTIONS_INTERNAL_H

#include "resolve/action_list.h"
#include "resolve/bundles.h"

struct sslinv_action_finder {
	const struct sslinv_verdict_input *input;
	const struct sslinv_verdict_result *verdict;
	const struct sslinv_facts *facts;
	struct sslinv_action_list list;
	struct sslinv_bundles upgraded, replaced; /* for what hangs together with them */
};

/* The parts. Each adds its actions to the list; they return 0 or SSLINV_E_MEMORY. */
int sslinv_actions_of_findings(struct sslinv_action_finder *finder) SSLINV_MUST_CHECK;
int sslinv_actions_of_restarts(struct sslinv_action_finder *finder) SSLINV_MUST_CHECK; /* after the findings */
int sslinv_actions_of_lives(struct sslinv_action_finder *finder) SSLINV_MUST_CHECK;    /* after the findings */
int sslinv_actions_of_guidance(struct sslinv_action_finder *finder) SSLINV_MUST_CHECK;
int sslinv_actions_of_gaps(struct sslinv_action_finder *finder) SSLINV_MUST_CHECK;

/* Of the CVEs that an action settles, how many are known to be exploited; not known where no feed says so. */
void sslinv_action_exploited(const struct sslinv_action_finder *finder, struct sslinv_host_action *action, size_t count);

/*
 * What all actions about one bundle have: the worst finding, how many there are, who is concerned. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_action_fill(struct sslinv_action_finder *finder, const struct sslinv_bundle *bundle,
		       struct sslinv_action_entry *entry) SSLINV_MUST_CHECK;

#endif
