/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mapped file beside what is on disk in its place. That a name ends in ` (deleted)` proves nothing: a file may be called
 * so, it may have come back by another name, and a package manager that renames leaves no such word. Device and inode count;
 * where they differ, the contents.
 */
#ifndef SSLINV_PROCESS_DISK_H
#define SSLINV_PROCESS_DISK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "facts/facts.h"
#include "process/maps.h"
#include "process/namespaces.h"
#include "process/providers.h"

/* What became of the file. */
enum sslinv_mapped_fate {
	SSLINV_MAPPED_SAME = 0,
	SSLINV_MAPPED_SAME_CONTENTS, /* another file of the same contents is in its place */
	SSLINV_MAPPED_SAME_BUILD,    /* the same but for what strip(1) or prelink(8) change */
	SSLINV_MAPPED_UNCHANGED,     /* it cannot be compared, but was not touched since the process started */
	SSLINV_MAPPED_REPLACED,
	SSLINV_MAPPED_UNCOMPARED, /* another file is in its place; its contents may be the same */
	SSLINV_MAPPED_DELETED,    /* and nothing is in its place */
	SSLINV_MAPPED_RENAMED,    /* it is still there by another name, and another file is in its place */
	SSLINV_MAPPED_RELINKED,   /* it is still there, but its soname leads to another file */
	SSLINV_MAPPED_REWRITTEN,  /* in place, after the process started */
	SSLINV_MAPPED_INCOMPARABLE,
	SSLINV_MAPPED_NETWORK,
	SSLINV_MAPPED_NOT_SEEN,
	SSLINV_MAPPED_FATE_COUNT,
};

enum sslinv_process_state sslinv_mapped_state(enum sslinv_mapped_fate fate);

/* One sentence; static. */
const char *sslinv_mapped_evidence(enum sslinv_mapped_fate fate);

/* One mapped file, as it is for every process of one mount namespace that has it mapped. */
struct sslinv_mapped {
	enum sslinv_mapped_fate fate;
	const char *path;                      /* raw: where it is, or was */
	const struct sslinv_library *in_place; /* of the facts: what is in its place now, or it itself; NULL if it is none */
	const char *version;                   /* OpenSSL's own; NULL if not known */
	int64_t born, modified, changed;       /* of the file on disk, in seconds since the epoch; `born` 0 if not known */
};

/*
 * Compares. `fd` is open on the directory of a process that has `map` mapped; with `looks_into` contents count too. Strings
 * are put into the arena. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_mapped_look(const struct sslinv_provider_files *files, const struct sslinv_mount_view *view, int fd,
		       const struct sslinv_map *map, bool looks_into, struct sslinv_arena *arena,
		       struct sslinv_mapped *mapped) SSLINV_MUST_CHECK;

/* What became of it for a process that started at that time; `now` is the time of the scan. Both in seconds since the epoch.
 */
enum sslinv_mapped_fate sslinv_mapped_fate_since(const struct sslinv_mapped *mapped, int64_t started, int64_t now);

#endif
