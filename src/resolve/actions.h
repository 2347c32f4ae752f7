/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person does about a host, one thing after the other: as data. */
#ifndef SSLINV_RESOLVE_ACTIONS_H
#define SSLINV_RESOLVE_ACTIONS_H

#include "base/attributes.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "resolve/judged.h"

/*
 * Puts into result->actions what follows from the input of a verdict and from the verdict: the same that its action tells as
 * text. A host that is not `ok` has at least one. `facts` are those that the restarts are about. The order is the same
 * whatever the order of the facts. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_actions_find(const struct sslinv_verdict_input *input, const struct sslinv_verdict_result *verdict,
			const struct sslinv_facts *facts, struct sslinv_host_result *result) SSLINV_MUST_CHECK;

#endif
