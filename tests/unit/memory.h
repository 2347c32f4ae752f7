/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that runs out: for programs that are linked with $(wrap_memory). */
#ifndef SSLINV_TESTS_MEMORY_H
#define SSLINV_TESTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* After `count` more allocations, of any thread, one fails; those behind it do not. */
void memory_fails_after(size_t count);

/* Has it failed? From now on none does. */
bool memory_has_failed(void);

#endif
