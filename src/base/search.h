/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Binary search in sorted arrays. The comparison is that of bsearch(3): it gets what is wanted and an item, and returns less
 * than 0 where the item comes after what is wanted, 0 where the item is wanted, more than 0 where it comes before. Several
 * items may be wanted. `items` may be NULL where `count` is 0; `size` is the number of bytes of an item.
 */
#ifndef SSLINV_BASE_SEARCH_H
#define SSLINV_BASE_SEARCH_H

#include <stddef.h>

typedef int (*sslinv_search_compare)(const void *wanted, const void *item);

/* The index of the first item that does not come before what is wanted; `count` if all do. */
size_t sslinv_search_first(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare);

/* The index of the first item that comes after what is wanted; `count` if none does. */
size_t sslinv_search_end(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare);

/* The first item that is wanted, or NULL. It is not const, as with bsearch(3): an array of the caller's is searched. */
void *sslinv_search_find(const void *wanted, const void *items, size_t count, size_t size, sslinv_search_compare compare);

#endif
