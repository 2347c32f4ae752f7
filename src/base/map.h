/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A map from keys to pointers. Whoever makes the keys cannot slow it down: they are hashed with a secret of the process.
 * Several threads may look up at once while nobody adds.
 */
#ifndef SSLINV_BASE_MAP_H
#define SSLINV_BASE_MAP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"

/* All zeros is an empty one. */
struct sslinv_map {
	struct sslinv_map_entry *entries;
	struct sslinv_arena arena; /* of the entries */
};

/* The value of a key; NULL where it is not there. */
void *sslinv_map_find(const struct sslinv_map *map, const void *key, size_t length);
/* The same of a string. */
void *sslinv_map_find_text(const struct sslinv_map *map, const char *key);

/*
 * Adds a key that is not there. The key is borrowed and must outlive the map; the value is not NULL. Returns 0 or
 * SSLINV_E_MEMORY, and then the map is as it was.
 */
int sslinv_map_add(struct sslinv_map *map, const void *key, size_t length, void *value) SSLINV_MUST_CHECK;
int sslinv_map_add_text(struct sslinv_map *map, const char *key, void *value) SSLINV_MUST_CHECK;

/* The entries in the order in which they were added: the one after `entry`, or the first for NULL; NULL at the end. */
const struct sslinv_map_entry *sslinv_map_next(const struct sslinv_map *map, const struct sslinv_map_entry *entry);
void *sslinv_map_value(const struct sslinv_map_entry *entry);

/* The map is empty again; keys and values are the caller's. */
void sslinv_map_free(struct sslinv_map *map);

#endif
