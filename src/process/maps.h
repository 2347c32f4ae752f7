/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that a process has mapped to execute them (proc(5), /proc/PID/maps). */
#ifndef SSLINV_PROCESS_MAPS_H
#define SSLINV_PROCESS_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

/* One line of maps. */
struct sslinv_map {
	uint64_t begin, end; /* addresses: they name the mapping in /proc/PID/map_files */
	unsigned major, minor;
	uint64_t inode;
	const char *path; /* raw, as the kernel writes it; ` (deleted)` behind a file that has this name no more */
};

/* Is given each mapping of a file that may be executed. A negative code ends the reading. */
typedef int sslinv_map_take(void *context, const struct sslinv_map *map);

/*
 * Reads `fd` (of /proc/PID/maps) to its end, a piece at a time. Lines of another form are passed over. Returns 0, what
 * `take` returned, or a negative errno.
 */
int sslinv_maps_read(int fd, sslinv_map_take *take, void *context) SSLINV_MUST_CHECK;

/* Is the name one of the kernel's for memory that has no file on any disk: memfd, System V, /dev/zero? */
bool sslinv_map_is_memory(const char *path);

/* The length of the path without a ` (deleted)` at its end. */
size_t sslinv_map_name_length(const char *path);

#endif
