/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sixteen bytes at once: GCC and clang make of these what the machine has. */
#ifndef SSLINV_BASE_BYTES16_H
#define SSLINV_BASE_BYTES16_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char sslinv_bytes16 __attribute__((vector_size(16)));

static inline sslinv_bytes16 sslinv_bytes16_load(const char *at)
{
	sslinv_bytes16 bytes;

	memcpy(&bytes, at, sizeof(bytes));
	return bytes;
}

/* 0xff where the byte is this one, else 0. */
#define SSLINV_BYTES16_IS(bytes, byte) ((sslinv_bytes16)((bytes) == (unsigned char)(byte)))

/* The first byte that is not 0; 16 if all are. The others are 0xff, or have any bit. */
static inline size_t sslinv_bytes16_first(sslinv_bytes16 bytes)
{
	uint64_t words[2];

	memcpy(words, &bytes, sizeof(words));
	if (words[0])
		return (size_t)__builtin_ctzll(le64toh(words[0])) / 8;
	return words[1] ? 8 + (size_t)__builtin_ctzll(le64toh(words[1])) / 8 : 16;
}

static inline bool sslinv_bytes16_any(sslinv_bytes16 bytes)
{
	uint64_t words[2];

	memcpy(words, &bytes, sizeof(words));
	return (words[0] | words[1]) != 0;
}

#endif
