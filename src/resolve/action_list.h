/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The actions of a host on their way into its result: texts that it owns, the order in which a person takes them. */
#ifndef SSLINV_RESOLVE_ACTION_LIST_H
#define SSLINV_RESOLVE_ACTION_LIST_H

#include "base/attributes.h"
#include "base/str.h"
#include "facts/result.h"
#include "resolve/judged.h"

/* What is done first: all of one before the next. */
enum sslinv_action_tier {
	SSLINV_TIER_OPEN = 0,  /* something is known to be open */
	SSLINV_TIER_ENDED,     /* nothing will be fixed any more */
	SSLINV_TIER_MISSING,   /* nobody said anything so far */
	SSLINV_TIER_NOT_KNOWN, /* and nobody but a person finds out */
	SSLINV_TIER_SOON,      /* all is well today */
};

/* An action with all that its rank follows from. */
struct sslinv_action_entry {
	struct sslinv_host_action action;
	enum sslinv_action_tier tier;
	int urgency;                   /* by sslinv_action_urgency() */
	enum sslinv_exposure exposure; /* of what it settles */
	enum sslinv_exposure own;      /* of what is done itself, as a restart after an upgrade: of the unit */
};

struct sslinv_action_list {
	struct sslinv_action_entry *items;
	size_t count, capacity;
	struct sslinv_arena *arena; /* of the result; borrowed */
};

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_action_list_free(struct sslinv_action_list *list);

/* One more, zeroed but for kind, verdict and tier; NULL when out of memory. Borrowed until the next. */
struct sslinv_action_entry *sslinv_action_list_add(struct sslinv_action_list *list, enum sslinv_action_kind kind,
						   enum sslinv_verdict verdict, enum sslinv_action_tier tier)
	SSLINV_MUST_CHECK;

/* Puts a copy of a text into `*place`; NULL and the empty text become NULL. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_action_keep(const struct sslinv_action_list *list, const char **place, const char *text) SSLINV_MUST_CHECK;

/* The same of a text that was built with the result `rc`, which is freed. */
int sslinv_action_keep_built(const struct sslinv_action_list *list, const char **place, int rc, struct sslinv_str *text)
	SSLINV_MUST_CHECK;

/*
 * Adds an action of these words. `reason` was built with the result `rc`, and is freed. Of the
 * model count kind, verdict, tier, from_version and command. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_action_add_words(struct sslinv_action_list *list, const struct sslinv_action_entry *model, const char *subject,
			    int rc, struct sslinv_str *reason) SSLINV_MUST_CHECK;

/* How urgent it is by severity and reach together: what listens goes before what nothing loads. NULL counts as moderate. */
int sslinv_action_urgency(const char *severity, enum sslinv_exposure exposure);

/*
 * Puts them into their order, which depends on nothing but themselves, makes one of those that are the same fact, and hands
 * them to the result with their ranks. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_action_list_finish(struct sslinv_action_list *list, struct sslinv_host_result *result) SSLINV_MUST_CHECK;

#endif
