/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files that could not be read: the first of them by path are named, the others only counted in. A tree of another
 * user's files must not fill the inventory, and two scans of one tree have to tell the same, in whatever order their threads
 * met the files.
 */
#ifndef SSLINV_LINK_UNREADABLE_H
#define SSLINV_LINK_UNREADABLE_H

#include <stddef.h>

#include "base/attributes.h"
#include "facts/facts.h"

/* How many are named. */
#define SSLINV_UNREADABLE_NAMED 200

struct sslinv_unreadable_file {
	const char *source; /* static */
	char *path, *reason;
};

/* Zero-initialised is empty. */
struct sslinv_unreadable {
	struct sslinv_unreadable_file *items;
	size_t count, capacity;
	size_t last;      /* the item that comes last by path, once all places are taken */
	unsigned dropped; /* a bit for each source that has more than are named */
};

/*
 * Notes that `path` could not be read because of `reason`; `source` is `files`, `elf` or `walk`. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_unreadable_add(struct sslinv_unreadable *files, const char *source, const char *path, const char *reason)
	SSLINV_MUST_CHECK;

/*
 * Makes problems of the facts of all that was noted, and forgets it. Each path is told once by the walk and the packages
 * together: what both could not read is told of the packages. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_unreadable_tell(struct sslinv_unreadable *files, struct sslinv_facts *facts) SSLINV_MUST_CHECK;

/* Accepts an empty one. */
void sslinv_unreadable_free(struct sslinv_unreadable *files);

#endif
