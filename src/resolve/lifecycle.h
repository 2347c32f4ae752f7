/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a release of a distribution, or a branch of OpenSSL, is kept up, and what a branch can do. */
#ifndef SSLINV_RESOLVE_LIFECYCLE_H
#define SSLINV_RESOLVE_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

#include "guidance/set.h"

enum sslinv_life_state {
	SSLINV_LIFE_UNKNOWN = 0, /* nobody says */
	SSLINV_LIFE_SUPPORTED,
	SSLINV_LIFE_EXTENDED, /* the plain support is over; an extended one goes on, which is for all or which is followed */
	SSLINV_LIFE_ENDED,
};

/* Dates `2026-09-07`, borrowed from the set; NULL where not known. */
struct sslinv_life_answer {
	enum sslinv_life_state state;
	const char *end; /* the last day of the plain support */
	const char
		*extended; /* the extended support that lasts longest, whether it is followed or not: `esm`; NULL if none */
	const char *extended_end; /* its last day */
	const char *until;        /* the last day of what this host gets, plain or extended; NULL if not known or fixed */
};

/*
 * A distribution's release: os-release ID and VERSION_ID (NULL: unknown). `stream` is the one that is followed, "" for the
 * plain one: an extended support that has to be bought counts only for who follows it.
 */
struct sslinv_life_answer sslinv_lifecycle_distro(const struct sslinv_guidance_set *set, const char *os_id,
						  const char *os_version, const char *stream, int64_t now);

/* A branch of OpenSSL: `3.0`, `1.0.2`. */
struct sslinv_life_answer sslinv_lifecycle_branch(const struct sslinv_guidance_set *set, const char *branch, int64_t now);

/* The last day of a branch's plain support, borrowed from the set; NULL if not known. */
const char *sslinv_lifecycle_branch_end(const struct sslinv_guidance_set *set, const char *branch);

/*
 * The newest TLS that a branch, or the branch of a version, can speak: `1.3`, borrowed from the set. NULL where nobody says,
 * and for no version.
 */
const char *sslinv_lifecycle_tls(const struct sslinv_guidance_set *set, const char *branch);

/* Is that one at least `tls`? */
bool sslinv_lifecycle_has_tls(const struct sslinv_guidance_set *set, const char *branch, const char *tls);

#endif
