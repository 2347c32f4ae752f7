/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The actions of a host on their way into its result. */
#include "resolve/action_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/map.h"
#include "resolve/severity.h"

void sslinv_action_list_free(struct sslinv_action_list *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}

struct sslinv_action_entry *sslinv_action_list_add(struct sslinv_action_list *list, enum sslinv_action_kind kind,
						   enum sslinv_verdict verdict, enum sslinv_action_tier tier)
{
	struct sslinv_action_entry *entry = sslinv_array_add(list);

	if (!entry)
		return NULL;
	entry->action.action = kind;
	entry->action.verdict = verdict;
	entry->tier = tier;
	return entry;
}

int sslinv_action_keep(const struct sslinv_action_list *list, const char **place, const char *text)
{
	*place = text && *text ? sslinv_arena_strdup(list->arena, text) : NULL;
	return text && *text && !*place ? SSLINV_E_MEMORY : 0;
}

int sslinv_action_keep_built(const struct sslinv_action_list *list, const char **place, int rc, struct sslinv_str *text)
{
	if (rc == 0)
		rc = sslinv_action_keep(list, place, sslinv_str_text(text));
	sslinv_str_free(text);
	return rc;
}

int sslinv_action_add_words(struct sslinv_action_list *list, const struct sslinv_action_entry *model, const char *subject,
			    int rc, struct sslinv_str *reason)
{
	const struct sslinv_host_action *given = &model->action;
	struct sslinv_action_entry *entry = sslinv_action_list_add(list, given->action, given->verdict, model->tier);

	if (!entry) {
		sslinv_str_free(reason);
		return SSLINV_E_MEMORY;
	}
	rc = sslinv_action_keep_built(list, &entry->action.reason, rc, reason);
	if (rc == 0)
		rc = sslinv_action_keep(list, &entry->action.subject, subject && *subject ? subject : "?");
	if (rc == 0)
		rc = sslinv_action_keep(list, &entry->action.from_version, given->from_version);
	return rc < 0 ? rc : sslinv_action_keep(list, &entry->action.command, given->command);
}

int sslinv_action_urgency(const char *severity, enum sslinv_exposure exposure)
{
	static const int weights[] = {
		[SSLINV_EXPOSURE_NONE] = 0,
		[SSLINV_EXPOSURE_LINKED] = 2,
		[SSLINV_EXPOSURE_LOADED] = 3,
		[SSLINV_EXPOSURE_LISTENING] = 5,
	};
	int rank = sslinv_severity_rank(severity);

	return (rank ? rank : sslinv_severity_rank("moderate")) + weights[exposure];
}

/* Higher numbers first. */
static int descending(uint64_t left, uint64_t right)
{
	return left == right ? 0 : left > right ? -1 : 1;
}

static int by_urgency(const void *a, const void *b)
{
	const struct sslinv_action_entry *left = a, *right = b;
	const int orders[] = {
		left->tier < right->tier ? -1 : left->tier > right->tier,
		descending(left->action.known_exploited.number, right->action.known_exploited.number),
		descending((uint64_t)left->urgency, (uint64_t)right->urgency),
		descending(left->exposure, right->exposure),
		/* The words of the kinds are in the order in which a person takes them. */
		descending(right->action.action, left->action.action),
		descending(left->own, right->own),
		descending(left->action.findings, right->action.findings),
		strcmp(left->action.subject, right->action.subject),
		sslinv_str_compare(left->action.from_version, right->action.from_version),
		descending(right->action.verdict, left->action.verdict),
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(orders); i++)
		if (orders[i])
			return orders[i];
	return 0;
}

/* Two reasons for one action are told together. */
static int fold(const struct sslinv_action_list *list, struct sslinv_host_action *into,
		const struct sslinv_host_action *from)
{
	struct sslinv_str reason = { 0 };

	into->findings += from->findings;
	into->files = into->files > from->files ? into->files : from->files;
	if (!from->reason || sslinv_str_compare(into->reason, from->reason) == 0)
		return 0;
	return sslinv_action_keep_built(list, &into->reason,
					sslinv_str_printf(&reason, "%s%s%s", into->reason ? into->reason : "",
							  into->reason ? "; " : "", from->reason),
					&reason);
}

/* What makes two of them the same fact of the inventory. */
static const char *identity_of(const struct sslinv_action_list *list, const struct sslinv_host_action *action)
{
	struct sslinv_str text = { 0 };
	const char *identity = NULL;
	int rc = sslinv_str_printf(&text, "%d\n%d\n%s\n%s%s", (int)action->action, (int)action->verdict, action->subject,
				   action->from_version ? "\n" : "", action->from_version ? action->from_version : "");

	return sslinv_action_keep_built(list, &identity, rc, &text) < 0 ? NULL : identity;
}

static int hand_over(const struct sslinv_action_list *list, struct sslinv_map *map, struct sslinv_host_result *result)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct sslinv_host_action *action = &list->items[i].action;
		const char *identity = identity_of(list, action);
		const size_t *same = identity ? sslinv_map_find_text(map, identity) : NULL;
		struct sslinv_host_action *item;
		size_t *place;

		if (!identity || (same && fold(list, &result->actions.items[*same], action) < 0))
			return SSLINV_E_MEMORY;
		if (same)
			continue;
		place = sslinv_arena_alloc(list->arena, sizeof(*place));
		item = place ? sslinv_array_add(&result->actions) : NULL;
		if (!item)
			return SSLINV_E_MEMORY;
		*item = *action;
		item->rank = result->actions.count;
		*place = result->actions.count - 1;
		if (sslinv_map_add_text(map, identity, place) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

int sslinv_action_list_finish(struct sslinv_action_list *list, struct sslinv_host_result *result)
{
	struct sslinv_map map = { 0 };
	int rc;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_urgency);
	rc = hand_over(list, &map, result);
	sslinv_map_free(&map);
	return rc;
}
