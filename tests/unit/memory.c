/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memory.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

/* Allocations before the one that fails; SIZE_MAX: none does. */
static _Atomic size_t left = SIZE_MAX;
static atomic_bool has_failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t length);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length);

void memory_fails_after(size_t count)
{
	has_failed = false;
	left = count;
}

bool memory_has_failed(void)
{
	left = SIZE_MAX;
	return has_failed;
}

static bool runs_out(void)
{
	size_t now = left;

	while (now != SIZE_MAX)
		if (atomic_compare_exchange_weak(&left, &now, now > 0 ? now - 1 : SIZE_MAX)) {
			if (now > 0)
				return false;
			has_failed = true;
			errno = ENOMEM;
			return true;
		}
	return false;
}

void *__wrap_malloc(size_t size)
{
	return runs_out() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return runs_out() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return runs_out() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
	return runs_out() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t length)
{
	return runs_out() ? NULL : __real_strndup(text, length);
}
