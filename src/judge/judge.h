/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The conductor: begin, save, load, judge, save, commit, and only then hand out. What is handed out is in the file already,
 * and no lock is held while it is: whoever is slow to read it keeps no scan waiting.
 */
#ifndef SSLINV_JUDGE_JUDGE_H
#define SSLINV_JUDGE_JUDGE_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "store/store.h"

/* Who finds what facts mean: sslinv_guidance_cache_judge() of judge/sets.h, or a stand-in in a test. */
struct sslinv_judge {
	void *context;
	/* What is missing of the facts and follows from them is added. `result` is zero-initialised; the caller frees it. */
	int (*judge)(void *context, struct sslinv_facts *facts, struct sslinv_host_result *result,
		     struct sslinv_error *error);
};

/*
 * Stores a scan and what its host's facts mean (loaded from the inventory again: what an incomplete scan did not see is
 * still there), in one transaction: all of it or, on a failure, nothing. `result` is zero-initialised; the caller frees it.
 */
int sslinv_judge_scan(const struct sslinv_judge *judge, struct sslinv_store *store, const struct sslinv_facts *facts,
		      struct sslinv_host_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* One host that was judged, as sslinv_store_load_verdict() loads it. Borrowed until the function returns that is given it.
 */
struct sslinv_judge_handed {
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
	enum sslinv_verdict before; /* what its verdict was; unknown for a host that was never judged */
	size_t hosts;               /* how many are handed out */
};

/* Is given one host after the other. A negative code ends the handing out. */
typedef int sslinv_judge_hand(void *context, const struct sslinv_judge_handed *handed, struct sslinv_error *error);

/*
 * Judges stored hosts again, without looking at any of them: those whose name matches the shell pattern (NULL: all), in one
 * transaction; on a failure nothing is changed. After the commit each is loaded from the inventory and handed out, the worst
 * first, and of the same verdict the one with the most findings: memory is
 * that of one host, however many there are, and where a scan has stored one meanwhile it is that scan's verdict. *count is
 * how many were judged.
 */
int sslinv_judge_check(const struct sslinv_judge *judge, struct sslinv_store *store, const char *pattern,
		       sslinv_judge_hand *hand, void *context, size_t *count, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
