/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where backends are, and how one is loaded. */
#ifndef SSLINV_BACKEND_FIND_H
#define SSLINV_BACKEND_FIND_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "sslinv/backend.h"

/* What every backend of this ABI has: the operations before those that were added later. */
#define SSLINV_BACKEND_SIZE_MIN offsetof(struct sslinv_backend, each_digest)

/* Does the backend have an operation that was added later? */
#define SSLINV_BACKEND_HAS(backend, operation)                                                                              \
	((backend)->size >= offsetof(struct sslinv_backend, operation) + sizeof((backend)->operation) &&                    \
	 (backend)->operation)

struct sslinv_backend_file {
	char *name; /* the file's name without `.so`: `rpm`; owned */
	char *path; /* owned */
};

struct sslinv_backend_files {
	struct sslinv_backend_file *items;
	size_t count, capacity;
};

/* $SSLINV_BACKENDS if set (not for set-user-ID programs), else the directory of the installation. Static. */
const char *sslinv_backend_directory(void);

/* All `*.so` in the directory, sorted by name. Nothing is loaded. Returns 0 or a negative code; the caller frees. */
int sslinv_backend_files_find(const char *directory, struct sslinv_backend_files *files, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
void sslinv_backend_files_free(struct sslinv_backend_files *files);

/*
 * Loads a backend into this process and checks that it speaks our ABI before anything else of it is touched. To be called in
 * a child process only. The backend is never unloaded. NULL with `error` on failure.
 */
const struct sslinv_backend *sslinv_backend_load(const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
