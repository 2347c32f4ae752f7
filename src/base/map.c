/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one map, made of uthash. */
#include "base/map.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

#include "base/error.h"

#define HASH_NONFATAL_OOM 1
#define HASH_FUNCTION(key, length, value) (value) = hash(key, length)
#define uthash_nonfatal_oom(entry) ((void)(entry), is_added = false)
#include <uthash.h>

struct sslinv_map_entry {
	UT_hash_handle hh;
	void *value;
};

#define ROTATE(value, bits) ((value) << (bits) | (value) >> (64 - (bits)))

static inline void mix(uint64_t state[4], uint64_t word)
{
	state[3] ^= word;
	state[0] += state[1];
	state[2] += state[3];
	state[1] = ROTATE(state[1], 13) ^ state[0];
	state[3] = ROTATE(state[3], 16) ^ state[2];
	state[0] = ROTATE(state[0], 32) + state[3];
	state[2] += state[1];
	state[1] = ROTATE(state[1], 17) ^ state[2];
	state[3] = ROTATE(state[3], 21) ^ state[0];
	state[2] = ROTATE(state[2], 32);
	state[0] ^= word;
}

/*
 * SipHash-1-3. uthash's own functions have no secret, so that a feed could hold keys that all fall together. The secret is
 * what the kernel gave the process for such things: no system call, as a confined process may make none.
 */
static unsigned hash(const void *key, size_t length)
{
	uint64_t secret[2] = { 0, 0 }, state[4], word;
	const void *random = (const void *)getauxval(AT_RANDOM); /* NOLINT(performance-no-int-to-ptr) */
	const unsigned char *at = key;
	size_t left = length;

	if (random)
		memcpy(secret, random, sizeof(secret));
	state[0] = secret[0] ^ UINT64_C(0x736f6d6570736575);
	state[1] = secret[1] ^ UINT64_C(0x646f72616e646f6d);
	state[2] = secret[0] ^ UINT64_C(0x6c7967656e657261);
	state[3] = secret[1] ^ UINT64_C(0x7465646279746573);
	for (; left >= sizeof(word); at += sizeof(word), left -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		mix(state, word);
	}
	word = 0;
	memcpy(&word, at, left);
	mix(state, word ^ (uint64_t)length << 56);
	state[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		mix(state, 0);
	word = state[0] ^ state[1] ^ state[2] ^ state[3];
	return (unsigned)(word ^ word >> 32);
}

void *sslinv_map_find(const struct sslinv_map *map, const void *key, size_t length)
{
	struct sslinv_map_entry *found;

	HASH_FIND(hh, map->entries, key, length, found);
	return found ? found->value : NULL;
}

void *sslinv_map_find_text(const struct sslinv_map *map, const char *key)
{
	return sslinv_map_find(map, key, strlen(key));
}

int sslinv_map_add(struct sslinv_map *map, const void *key, size_t length, void *value)
{
	struct sslinv_map_entry *entry = sslinv_arena_alloc(&map->arena, sizeof(*entry));
	bool is_added = true;

	if (!entry)
		return SSLINV_E_MEMORY;
	memset(entry, 0, sizeof(*entry));
	entry->value = value;
	HASH_ADD_KEYPTR(hh, map->entries, key, length, entry);
	return is_added ? 0 : SSLINV_E_MEMORY;
}

int sslinv_map_add_text(struct sslinv_map *map, const char *key, void *value)
{
	return sslinv_map_add(map, key, strlen(key), value);
}

const struct sslinv_map_entry *sslinv_map_next(const struct sslinv_map *map, const struct sslinv_map_entry *entry)
{
	return entry ? entry->hh.next : map->entries;
}

void *sslinv_map_value(const struct sslinv_map_entry *entry)
{
	return entry->value;
}

void sslinv_map_free(struct sslinv_map *map)
{
	HASH_CLEAR(hh, map->entries);
	sslinv_arena_free(&map->arena);
	memset(map, 0, sizeof(*map));
}
