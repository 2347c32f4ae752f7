/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic that says when it overflows, and numbers out of bytes of either order: for lengths and offsets read from files.
 */
#ifndef SSLINV_BASE_NUM_H
#define SSLINV_BASE_NUM_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define sslinv_add(a, b, result) (!__builtin_add_overflow((a), (b), (result)))
#define sslinv_mul(a, b, result) (!__builtin_mul_overflow((a), (b), (result)))

/* How two numbers compare, for qsort(3) and base/search.h: a difference would overflow. Evaluates both twice. */
#define sslinv_compare(a, b) (((a) > (b)) - ((a) < (b)))

/* Does [offset, offset + length) lie inside [0, size)? */
static inline bool sslinv_range_inside(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

static inline uint16_t sslinv_read_u16(const void *bytes, bool big_endian)
{
	uint16_t value;

	memcpy(&value, bytes, sizeof(value));
	return big_endian ? be16toh(value) : le16toh(value);
}

static inline uint32_t sslinv_read_u32(const void *bytes, bool big_endian)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return big_endian ? be32toh(value) : le32toh(value);
}

static inline uint64_t sslinv_read_u64(const void *bytes, bool big_endian)
{
	uint64_t value;

	memcpy(&value, bytes, sizeof(value));
	return big_endian ? be64toh(value) : le64toh(value);
}

/* The whole of `text` as a decimal number that is at most `max`; false if it is anything else. */
bool sslinv_parse_number(const char *text, uint64_t max, uint64_t *number);

#endif
