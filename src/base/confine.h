/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child process that handles foreign bytes may not do, enforced by the kernel where it can. */
#ifndef SSLINV_BASE_CONFINE_H
#define SSLINV_BASE_CONFINE_H

#include <stddef.h>
#include <stdint.h>

/* The longest file that it may write, in bytes: for private copies of databases; the largest seen has 300 MB. */
#define SSLINV_CONFINE_MAX_FILE_SIZE (UINT64_C(2) << 30)

struct sslinv_confinement {
	unsigned cpu_seconds;
	const char *writable; /* a directory, the only one below which it may write; NULL: nowhere */
	const int *kept;      /* descriptors above 2 that stay open */
	size_t kept_count;
	const char *const *environment; /* names of variables that it keeps; NULL at the end. May be NULL */
	/* Files and directories that it may read, besides `writable`; those that are not there do not matter. NULL: all. */
	const char *const *readable;
	size_t readable_count;
};

/*
 * For a child that was just forked, for good: resource limits (CPU seconds, memory, file size), no new privileges, and by
 * Landlock (Linux 5.13) no execution of anything, no writing but below `writable` and to /dev/null, and no reading but of
 * what is `readable`. A kernel without Landlock is no failure: then the child's own rules hold alone. It has nothing of its
 * parent's any more but the descriptors that are kept, three on /dev/null, and the variables that are kept; HOME and TMPDIR
 * are `writable`. It dies with its parent.
 */
void sslinv_confine_child(const struct sslinv_confinement *confinement);

/*
 * A parent without standard input or output has other files under their numbers, which /dev/null is to take: the same file
 * under another number. Negative where none is free.
 */
int sslinv_confine_above_standard(int fd);

#endif
