/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the facts of a host mean: the words, and how it is freed. */
#include "facts/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

static const char *const verdict_names[SSLINV_VERDICT_COUNT] = {
	[SSLINV_VERDICT_UPGRADE] = "upgrade",
	[SSLINV_VERDICT_RESTART] = "restart",
	[SSLINV_VERDICT_REPLACE] = "replace",
	[SSLINV_VERDICT_NO_FIX] = "no_fix",
	[SSLINV_VERDICT_UNSUPPORTED] = "unsupported",
	[SSLINV_VERDICT_UNKNOWN] = "unknown",
	[SSLINV_VERDICT_OK] = "ok",
};

const char *sslinv_verdict_name(enum sslinv_verdict verdict)
{
	return (unsigned)verdict < SSLINV_VERDICT_COUNT ? verdict_names[verdict] : "unknown";
}

static const char *const action_kind_names[SSLINV_ACTION_COUNT] = {
	[SSLINV_ACTION_UPGRADE] = "upgrade", [SSLINV_ACTION_RESTART] = "restart", [SSLINV_ACTION_REPLACE] = "replace",
	[SSLINV_ACTION_MOVE] = "move",       [SSLINV_ACTION_IMPORT] = "import",   [SSLINV_ACTION_ASK] = "ask",
};

const char *sslinv_action_kind_name(enum sslinv_action_kind kind)
{
	return (unsigned)kind < SSLINV_ACTION_COUNT ? action_kind_names[kind] : "ask";
}

int sslinv_verdict_compare(enum sslinv_verdict verdict, uint64_t affected, enum sslinv_verdict other,
			   uint64_t other_affected)
{
	return verdict != other ? sslinv_compare(verdict, other) : sslinv_compare(other_affected, affected);
}

void sslinv_host_result_free(struct sslinv_host_result *result)
{
	free(result->findings.items);
	free(result->levels.items);
	free(result->actions.items);
	sslinv_arena_free(&result->arena);
	memset(result, 0, sizeof(*result));
}
