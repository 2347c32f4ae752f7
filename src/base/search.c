/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary search in sorted arrays. */
#include "base/search.h"

#include <stdbool.h>
#include <stdint.h>

/* `low`: all items below it come before the place that is looked for; `count`: this one and all above it do not. */
static inline size_t search(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare,
			    bool after)
{
	size_t low = 0;

	while (low < count) {
		size_t middle = low + (count - low) / 2;
		int order = compare(wanted, (const char *)items + middle * size);

		if (order > 0 || (after && order == 0))
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

size_t sslinv_search_first(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare)
{
	return search(wanted, items, count, size, compare, false);
}

size_t sslinv_search_end(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare)
{
	return search(wanted, items, count, size, compare, true);
}

void *sslinv_search_find(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare)
{
	size_t first = sslinv_search_first(wanted, items, count, size, compare);
	const char *item = (const char *)items + first * size;

	return first < count && compare(wanted, item) == 0 ? (void *)(uintptr_t)item : NULL;
}
