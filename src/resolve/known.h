/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether anybody knows the distribution and release that a user names: of what nobody knows, nothing is clean. */
#ifndef SSLINV_RESOLVE_KNOWN_H
#define SSLINV_RESOLVE_KNOWN_H

#include <stdbool.h>

#include "distro/distro.h"
#include "guidance/set.h"

enum sslinv_known {
	SSLINV_KNOWN = 0,
	SSLINV_KNOWN_NO_DISTRO,
	SSLINV_KNOWN_NO_RELEASE, /* the distribution is known, and other releases of it */
};

/*
 * Is there a distribution and release of these words, in the program's tables or in what the set says? Where there is none,
 * *nearest is the nearest spelling of the one that is wrong, borrowed from the set or static; NULL if none is near.
 */
enum sslinv_known sslinv_known_place(const struct sslinv_distro *place, const struct sslinv_guidance_set *set,
				     const char **nearest);

/*
 * Has OpenSSL ever had the branch of `version`, or could it have it by now? False only where the set names life cycles of
 * older branches of OpenSSL, and neither that of this branch nor one that it could follow.
 */
bool sslinv_known_branch(const char *version, const struct sslinv_guidance_set *set);

/*
 * The newest release of the branch of `version` in which OpenSSL fixed something, where `version` is newer than that:
 * borrowed from the set. NULL where it is not, or where no fix of the branch is known.
 */
const char *sslinv_known_newest(const char *version, const struct sslinv_guidance_set *set);

#endif
