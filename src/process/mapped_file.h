/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mapped file itself, whatever became of its names: /proc/PID/map_files leads to it (proc(5)), for whoever has
 * CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE. The memory of the process is not looked at.
 */
#ifndef SSLINV_PROCESS_MAPPED_FILE_H
#define SSLINV_PROCESS_MAPPED_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "process/maps.h"

#define SSLINV_MAPPED_VERSION_SIZE 48

struct sslinv_mapped_file {
	bool has_status; /* `status` is that of the file */
	struct stat status;
	int fd; /* open for reading; -1 where it may not be read */
};

/*
 * Looks at it, as far as that is permitted, and with `reads` opens it to be read, unless it is larger than any library. `fd`
 * is open on the directory of the process.
 */
void sslinv_mapped_file_open(int fd, const struct sslinv_map *map, bool reads, struct sslinv_mapped_file *file);
void sslinv_mapped_file_close(struct sslinv_mapped_file *file);

/* Has it, byte for byte, the contents of a file that is open for reading? */
bool sslinv_mapped_file_equals(const struct sslinv_mapped_file *file, int fd);

/* Have both the same build ID? What is done to a file after it was built leaves that. */
bool sslinv_mapped_file_is_same_build(const struct sslinv_mapped_file *file, int fd);

/* The version that it states; false where it states none, or cannot be read. */
bool sslinv_mapped_file_version(const struct sslinv_mapped_file *file, char version[SSLINV_MAPPED_VERSION_SIZE]);

#endif
