/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The child's side: load the backend, do the task, send records. */
#ifndef SSLINV_BACKEND_SERVE_H
#define SSLINV_BACKEND_SERVE_H

#include <stddef.h>

#include "backend/request.h"

/* The size of the pieces in which records are read; a pipe's usual capacity. */
#define SSLINV_WIRE_BUFFER ((size_t)64 * 1024)

/* Called in the new child, which it ends. `private_dir` is borrowed, `fd` is where records go. */
_Noreturn void sslinv_backend_serve(const struct sslinv_backend_request *request, const char *private_dir, int fd);

#endif
