/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parts of a host a word names, and which facts are theirs. */
#ifndef SSLINV_RESOLVE_PART_NAMES_H
#define SSLINV_RESOLVE_PART_NAMES_H

#include "guidance/set.h"
#include "resolve/part.h"

/* A word, and where its parts are looked for. */
struct sslinv_part_search {
	const struct sslinv_facts *facts;
	const struct sslinv_host_things *things;
	const struct sslinv_guidance_set *set;
	const char *word, *stored; /* its bytes, and its stored form */
	struct sslinv_parts *parts;
};

/* Adds the parts that the word names, with the facts of each. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_part_names_find(struct sslinv_part_search *search) SSLINV_MUST_CHECK;

#endif
