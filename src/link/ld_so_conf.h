/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directories that the dynamic loaders' own configuration names: /etc/ld.so.conf (ldconfig(8)) and musl's path file. */
#ifndef SSLINV_LINK_LD_SO_CONF_H
#define SSLINV_LINK_LD_SO_CONF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"

/* Absolute paths inside the root, in the order of the search. The strings lie in the arena; the caller frees `items`. */
struct sslinv_directories {
	const char **items;
	size_t count;
	size_t capacity;
};

struct sslinv_problem_sink {
	void (*problem)(void *context, const char *path, const char *message); /* may be NULL */
	void *context;
};

/* Appends a directory that is not there yet, without slashes at its end. */
int sslinv_directories_add(struct sslinv_directories *directories, struct sslinv_arena *arena, const char *path,
			   size_t length) SSLINV_MUST_CHECK;

/*
 * Reads /etc/ld.so.conf and what it includes. A file that is missing is normal; one that cannot be read, and includes
 * without end, are told to the sink, and the others count all the same. Returns 0, or a negative code (memory only).
 */
int sslinv_ld_so_conf_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			   struct sslinv_arena *arena, struct sslinv_directories *directories, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Reads the names and paths in /etc/ld.so.preload. Otherwise the same. */
int sslinv_ld_so_preload_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			      struct sslinv_arena *arena, struct sslinv_directories *names, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Reads PREFIX/etc/ld-musl-ARCH.path, where the loader lies in PREFIX/lib; without one, gives musl's built-in directories.
 * Otherwise the same.
 */
int sslinv_ld_musl_path_read(const struct sslinv_root *root, const char *prefix, const char *arch,
			     const struct sslinv_problem_sink *sink, struct sslinv_arena *arena,
			     struct sslinv_directories *directories, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
