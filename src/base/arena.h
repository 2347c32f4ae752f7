/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for many small things that live and die together: strings of packages, paths, findings. */
#ifndef SSLINV_BASE_ARENA_H
#define SSLINV_BASE_ARENA_H

#include <stddef.h>

#include "base/attributes.h"

struct sslinv_arena_block;

/* Zero-initialised is empty. */
struct sslinv_arena {
	struct sslinv_arena_block *blocks;
};

/* `size` bytes, aligned for any type, not initialised; NULL when out of memory. Lives until sslinv_arena_free(). */
void *sslinv_arena_alloc(struct sslinv_arena *arena, size_t size) SSLINV_MUST_CHECK;

/* A copy of a string, or of `length` bytes with a NUL behind; NULL when out of memory. A NULL string gives NULL. */
char *sslinv_arena_strdup(struct sslinv_arena *arena, const char *string) SSLINV_MUST_CHECK;
char *sslinv_arena_strndup(struct sslinv_arena *arena, const char *string, size_t length) SSLINV_MUST_CHECK;

/* Moves all that `from` holds to `arena`; `from` is empty then. */
void sslinv_arena_join(struct sslinv_arena *arena, struct sslinv_arena *from);

/* Frees everything; the arena is empty again. */
void sslinv_arena_free(struct sslinv_arena *arena);

#endif
