/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The child's side: take requests, fetch, answer. */
#ifndef SSLINV_FETCH_FETCH_SERVE_H
#define SSLINV_FETCH_FETCH_SERVE_H

#include "fetch/reach.h"

/* Called in the new child, which it ends when the requests do. `spool` is the directory, by path and as a descriptor. */
_Noreturn void sslinv_fetch_serve(const char *spool, int spool_fd, int requests, int answers,
				  const struct sslinv_fetch_reach *reach);

#endif
