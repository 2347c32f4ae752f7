/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hosts have in common, and how many have it: CVEs, branches, commands. */
#ifndef SSLINV_REPORT_HTML_TALLY_H
#define SSLINV_REPORT_HTML_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/map.h"

#define SSLINV_HTML_WORDS 5
#define SSLINV_HTML_COUNTS 4

/* Memory stays bounded whatever an inventory holds: what comes later is counted and not kept. */
#define SSLINV_HTML_TALLY_MAX 10000
#define SSLINV_HTML_TALLY_BYTES_MAX ((size_t)4 * 1024 * 1024)

struct sslinv_html_entry {
	const char *words[SSLINV_HTML_WORDS]; /* what it is; NULL and "" are the same */
	size_t index;                         /* in the order in which they came */
	uint64_t host;                        /* the number, from 1, of the host that `state` and `of_host` are about */
	int state;
	uint64_t of_host;
	uint64_t hosts; /* that have it */
	uint64_t counts[SSLINV_HTML_COUNTS];
	int rank; /* of the worst severity; 0: not known */
};

/* All zeros is an empty one. */
struct sslinv_html_tally {
	struct sslinv_map map;
	struct sslinv_arena arena;
	struct {
		struct sslinv_html_entry **items; /* by index */
		size_t count, capacity;
	} entries;
	size_t bytes;      /* of the words */
	uint64_t left_out; /* how often something came that is not kept */
};

/*
 * The entry of these words, made where it is missing; NULL where there are too many. At the first call for a host, `state`
 * and `of_host` are 0. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_html_tally_find(struct sslinv_html_tally *tally, const char *const words[SSLINV_HTML_WORDS], uint64_t host,
			   struct sslinv_html_entry **entry) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. */
void sslinv_html_tally_free(struct sslinv_html_tally *tally);

#endif
