/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root: the file tree under inspection. Everything below it is opened through this, read-only, so that neither `..` nor
 * a symbolic link leads out of it: openat2(2) with RESOLVE_IN_ROOT, and the same rules component by component where the
 * kernel has no openat2 (before 5.6).
 */
#ifndef SSLINV_HOST_ROOT_H
#define SSLINV_HOST_ROOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_root {
	int fd;          /* O_PATH | O_DIRECTORY; owned */
	char *path;      /* as the user named it; for messages; owned */
	char *real_path; /* canonical and absolute, "/" for the running host; owned */
	char *mountinfo; /* of the mounts there: /proc/self/mountinfo, or that of a process; owned */
	bool is_foreign; /* in another mount namespace, where real_path leads: here it may lead elsewhere */
	bool is_host;    /* the running system itself: "/" of this process */
	bool no_openat2; /* set when the kernel has none; a test sets it to try the other way */
};

#define SSLINV_ROOT_INIT                                                                                                    \
	{                                                                                                                   \
		.fd = -1                                                                                                    \
	}

/*
 * Opens the directory `path` as a root. Fails if it is not a directory or cannot be opened. One in another mount namespace
 * is opened by the name /proc/PID/root, with or without a path behind it, and by no other: links below /proc lead to the
 * place itself, while their text is a path that means something else here.
 */
int sslinv_root_open(struct sslinv_root *root, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Where the root is, for whoever looks for it from here. Borrowed. */
const char *sslinv_root_shown(const struct sslinv_root *root);

/* Closes and frees; accepts an initialised one and one that was closed. Fit for SSLINV_CLEANUP. */
void sslinv_root_close(struct sslinv_root *root);

/*
 * Opens `path`, as seen from inside the root (a leading `/` means the root). `flags` as for open(2) but reading only
 * (O_RDONLY or O_PATH, with O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY...); O_CLOEXEC, O_NOCTTY and, where
 * permitted, O_NOATIME are added.
 * Returns a descriptor the caller closes, or a negative errno: -EINVAL for flags that write, -ELOOP after 40 links.
 */
int sslinv_root_openat(const struct sslinv_root *root, const char *path, int flags) SSLINV_MUST_CHECK;

/* The same, but a symbolic link anywhere in the path is -ELOOP: for paths that are canonical already. */
int sslinv_root_open_no_links(const struct sslinv_root *root, const char *path, int flags) SSLINV_MUST_CHECK;

/*
 * The same for a regular file to read: -ENOTSUP for anything else, which is not opened (there are devices that act when they
 * are), or, where it took the file's place just then, opened without blocking.
 */
int sslinv_root_open_regular(const struct sslinv_root *root, const char *path) SSLINV_MUST_CHECK;

/*
 * The canonical path, seen from inside the root, of what an open descriptor refers to (from /proc/self/fd); malloc'ed, the
 * caller frees. NULL with errno: ENOENT where it was deleted, EXDEV where it lies outside the root, ENOTSUP where there is
 * no /proc to ask.
 */
char *sslinv_root_path_of(const struct sslinv_root *root, int fd) SSLINV_MUST_CHECK;

/*
 * Reads a whole small regular file of the root. *data is malloc'ed with a NUL after its *length bytes; the caller frees.
 * Returns 0, or a negative errno; -EFBIG where it is larger than `max` bytes.
 */
int sslinv_root_read(const struct sslinv_root *root, const char *path, size_t max, char **data, size_t *length)
	SSLINV_MUST_CHECK;

#endif
