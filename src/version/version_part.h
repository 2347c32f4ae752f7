/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A piece of a version text and what all version orders do with one. */
#ifndef SSLINV_VERSION_VERSION_PART_H
#define SSLINV_VERSION_VERSION_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* From `at` up to `end`, inside a text of somebody else. */
struct sslinv_part {
	const char *at;
	const char *end;
};

/* The C library's isdigit() and its like depend on the locale and do not take bytes above 127. */
static inline bool sslinv_byte_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool sslinv_byte_is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static inline bool sslinv_byte_is_letter(char byte)
{
	return sslinv_byte_is_lower(byte) || (byte >= 'A' && byte <= 'Z');
}

static inline struct sslinv_part sslinv_part_of(const char *text)
{
	return (struct sslinv_part){ text, text + strlen(text) };
}

static inline size_t sslinv_part_length(struct sslinv_part part)
{
	return (size_t)(part.end - part.at);
}

static inline bool sslinv_part_begins(struct sslinv_part part, char byte)
{
	return part.at < part.end && *part.at == byte;
}

/* Takes the longest run of bytes of one kind off the front; it may be empty. */
static inline struct sslinv_part sslinv_part_take(struct sslinv_part *part, bool (*is_kind)(char))
{
	struct sslinv_part run = { part->at, part->at };

	while (run.end < part->end && is_kind(*run.end))
		run.end++;
	part->at = run.end;
	return run;
}

static inline bool sslinv_part_equals(struct sslinv_part part, const char *word)
{
	size_t length = strlen(word);

	return sslinv_part_length(part) == length && !memcmp(part.at, word, length);
}

/* As strcmp() does. */
static inline int sslinv_part_compare_bytes(struct sslinv_part a, struct sslinv_part b)
{
	size_t length_a = sslinv_part_length(a);
	size_t length_b = sslinv_part_length(b);
	int order = memcmp(a.at, b.at, length_a < length_b ? length_a : length_b);

	return order ? order : (length_a > length_b) - (length_a < length_b);
}

/* Decimal numbers of any length, where no digit at all is 0: without leading zeros the longer one is greater. */
static inline int sslinv_part_compare_numbers(struct sslinv_part a, struct sslinv_part b)
{
	size_t length_a;
	size_t length_b;

	while (sslinv_part_begins(a, '0'))
		a.at++;
	while (sslinv_part_begins(b, '0'))
		b.at++;
	length_a = sslinv_part_length(a);
	length_b = sslinv_part_length(b);
	if (length_a != length_b)
		return length_a > length_b ? 1 : -1;
	return sslinv_part_compare_bytes(a, b);
}

#endif
