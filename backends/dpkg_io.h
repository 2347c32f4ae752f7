/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the root for the apt backend: regular files only, bounded, never blocking, never writing. */
#ifndef SSLINV_BACKENDS_DPKG_IO_H
#define SSLINV_BACKENDS_DPKG_IO_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "problem.h"

#pragma GCC visibility push(hidden)

#define SSLINV_DPKG_CLEANUP(function) __attribute__((cleanup(function)))
#define SSLINV_DPKG_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline void sslinv_dpkg_free_ptr(void *pointer)
{
	free(*(void **)pointer);
}

static inline void sslinv_dpkg_close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void sslinv_dpkg_close_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

/* File names of a directory, sorted bytewise. */
struct sslinv_dpkg_names {
	char **names; /* owned */
	size_t count;
};

/* Directories that hold more entries than this are refused. */
#define SSLINV_DPKG_ENTRIES_MAX 1000000u

/* Is there anything of that name, be it a link that leads nowhere, or something that cannot be looked at? */
bool sslinv_dpkg_exists(const struct sslinv_backend_host *host, const char *path);

/*
 * A directory of the root, to be given to the functions below; a descriptor that the caller closes, or a negative errno:
 * -ENOLINK for a link that leads nowhere, where -ENOENT says that there is nothing.
 */
int sslinv_dpkg_open_directory(const struct sslinv_backend_host *host, const char *path);

/*
 * A regular file of the root, asked what it is before it is opened for reading: a device may act on being opened. A
 * descriptor that the caller closes, or a negative errno: -ENOTSUP for what is no regular file, -ENOLINK as above.
 */
int sslinv_dpkg_open_regular(const struct sslinv_backend_host *host, const char *path);

/* The same inside an open directory; `name` has no slash, and a symbolic link in its place is -ELOOP. */
int sslinv_dpkg_open_regular_at(int directory, const char *name);

/*
 * Reads a file to its end into *buffer, which grows and is used again by the next call (owned by the caller, NULL and 0
 * at first); a NUL stands behind the *length bytes. Returns 0 or a negative errno, -EFBIG where there are more than `max`
 * bytes.
 */
int sslinv_dpkg_read(int fd, size_t max, char **buffer, size_t *capacity, size_t *length);

/* The names in a directory for which `wanted` is true, without `.` and `..`. Returns 0 or a negative errno. */
int sslinv_dpkg_list(int directory, bool (*wanted)(const char *name), struct sslinv_dpkg_names *names);

/* Is `name` among them? */
bool sslinv_dpkg_names_have(const struct sslinv_dpkg_names *names, const char *name);
void sslinv_dpkg_names_free(struct sslinv_dpkg_names *names);

bool sslinv_dpkg_ends_with(const char *text, const char *end);

/* What a file holds, decompressed; or as it stands where it is not compressed. */
struct sslinv_dpkg_stream {
	struct archive *archive;      /* owned */
	struct sslinv_gunzip *gunzip; /* below it, owned */
	bool ended;
};

/*
 * Begins to read a descriptor, which stays the caller's and must stay open; gzip, and xz, bzip2, lz4 and zstd as far as
 * libarchive does it in this very process. Returns 0, or -1 with the reason in `message`.
 */
int sslinv_dpkg_stream_open(struct sslinv_dpkg_stream *stream, int fd, char *message, size_t size);

/* Up to `length` bytes; 0 at the end, -1 with the reason in `message` where the data is damaged. */
ssize_t sslinv_dpkg_stream_read(struct sslinv_dpkg_stream *stream, void *buffer, size_t length, char *message, size_t size);
void sslinv_dpkg_stream_close(struct sslinv_dpkg_stream *stream);

/* Words for a negative errno of the functions above. */
const char *sslinv_dpkg_reason(int code);

/* Tells the sink that `path` cannot be read; returns `code`, or what the sink returned. */
int sslinv_dpkg_unreadable(const struct sslinv_backend_sink *sink, const char *path, int code);

/* Tells the sink that memory ran out; returns -ENOMEM, or what the sink returned. */
int sslinv_dpkg_out_of_memory(const struct sslinv_backend_sink *sink);

#pragma GCC visibility pop

#endif
