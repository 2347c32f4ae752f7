/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether packages have their programs and libraries in the root. A package database without its packages' files (/usr is
 * not mounted, an image was copied in part) tells nothing of what the host runs. What sound hosts leave out of their
 * packages is documentation and translations (dpkg's path-exclude, rpm's excludedocs): nothing but directories of programs
 * and libraries counts.
 */
#ifndef SSLINV_LINK_PRESENCE_H
#define SSLINV_LINK_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "facts/facts.h"

/* What may be a file system of its own, and be missing alone. */
enum sslinv_presence_place {
	SSLINV_PRESENCE_NOT_COUNTED = 0, /* no directory of programs and libraries */
	SSLINV_PRESENCE_ROOT,            /* /bin, /lib64, ... */
	SSLINV_PRESENCE_USR,             /* /usr/bin, /usr/lib, ... */
	SSLINV_PRESENCE_OPT,             /* whatever lies below /opt */
};

/* Zero-initialised is empty. */
struct sslinv_presence {
	unsigned char *packages; /* for each package two bits of each place; owned. Only ever set, and so without a lock */
};

/* Returns 0 or SSLINV_E_MEMORY. */
int sslinv_presence_init(struct sslinv_presence *presence, size_t package_count) SSLINV_MUST_CHECK;

/* Accepts an empty one. */
void sslinv_presence_free(struct sslinv_presence *presence);

/* Where a directory is, by its path as a package lists it: without links followed, for these may lead to what is not there.
 */
enum sslinv_presence_place sslinv_presence_place(const char *directory);

/*
 * Notes that the package lists `name` in a directory of that place, and whether a file or a link of that name is there.
 * Names of data (data_name.h) do not count, and directories are not to be noted as found. Several threads may note at once.
 */
void sslinv_presence_note(struct sslinv_presence *presence, uint32_t package, enum sslinv_presence_place place,
			  const char *name, bool is_found);

/*
 * Where more than half of the packages that count lack all their files of a place, or all packages those of /usr or /opt,
 * that becomes a failure of the facts, and facts->files_complete false. To be asked when all is noted. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_presence_tell(const struct sslinv_presence *presence, struct sslinv_facts *facts) SSLINV_MUST_CHECK;

#endif
