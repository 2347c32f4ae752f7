/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is given out in small pieces and taken back as a whole. */
#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* The first block of an arena is small: many arenas hold but a few strings. */
#define FIRST_SIZE ((size_t)2 * 1024)
#define BLOCK_SIZE ((size_t)64 * 1024)

struct sslinv_arena_block {
	struct sslinv_arena_block *next;
	size_t used, size;
	max_align_t bytes[];
};

static void *alloc_aligned(struct sslinv_arena *arena, size_t size, size_t alignment)
{
	struct sslinv_arena_block *block = arena->blocks;
	size_t start, end, bytes;

	if (block) {
		start = (block->used + alignment - 1) & ~(alignment - 1);
		if (sslinv_add(start, size, &end) && end <= block->size) {
			block->used = end;
			return (char *)block->bytes + start;
		}
	}
	start = arena->blocks ? BLOCK_SIZE : FIRST_SIZE;
	if (size > start / 4)
		start = size;
	if (!sslinv_add(start, sizeof(*block), &bytes))
		return NULL;
	block = malloc(bytes);
	if (!block)
		return NULL;
	block->size = start;
	block->used = size;
	if (start == size && arena->blocks) {
		/* A big piece has a block of its own; the block in use stays in front for the small ones. */
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block->bytes;
}

void *sslinv_arena_alloc(struct sslinv_arena *arena, size_t size)
{
	return alloc_aligned(arena, size, _Alignof(max_align_t));
}

char *sslinv_arena_strndup(struct sslinv_arena *arena, const char *string, size_t length)
{
	char *copy;

	if (!string || length == SIZE_MAX)
		return NULL;
	copy = alloc_aligned(arena, length + 1, 1);
	if (!copy)
		return NULL;
	memcpy(copy, string, length);
	copy[length] = '\0';
	return copy;
}

char *sslinv_arena_strdup(struct sslinv_arena *arena, const char *string)
{
	return string ? sslinv_arena_strndup(arena, string, strlen(string)) : NULL;
}

void sslinv_arena_join(struct sslinv_arena *arena, struct sslinv_arena *from)
{
	struct sslinv_arena_block **end = &arena->blocks;

	/* Behind the others: the block in use stays in front. */
	while (*end)
		end = &(*end)->next;
	*end = from->blocks;
	from->blocks = NULL;
}

void sslinv_arena_free(struct sslinv_arena *arena)
{
	struct sslinv_arena_block *block = arena->blocks, *next;

	for (; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->blocks = NULL;
}
