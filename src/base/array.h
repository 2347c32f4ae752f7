/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growing arrays: a pointer, a count and a capacity that stand side by side in the owner's struct. */
#ifndef SSLINV_BASE_ARRAY_H
#define SSLINV_BASE_ARRAY_H

#include <stddef.h>

#include "base/attributes.h"

/*
 * Makes room for `more` elements behind the first `count`. `*items` is a malloc'ed pointer or NULL, `*capacity` the number
 * of elements it has room for. Returns 0, or SSLINV_E_MEMORY with everything as it was.
 */
int sslinv_array_reserve(void *items, size_t *capacity, size_t count, size_t more, size_t item_size) SSLINV_MUST_CHECK;

/* One more element at the end, zeroed; NULL when out of memory. `array` has members items, count and capacity. */
#define sslinv_array_add(array)                                                                                             \
	(sslinv_array_reserve(&(array)->items, &(array)->capacity, (array)->count, 1, sizeof(*(array)->items)) < 0          \
		 ? NULL                                                                                                     \
		 : (memset(&(array)->items[(array)->count], 0, sizeof(*(array)->items)),                                    \
		    &(array)->items[(array)->count++]))

#endif
