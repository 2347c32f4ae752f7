/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks for what each name of OpenSSL's packages has in it. The bytes may hide a letter: JSON as \u006f, a package URL as
 * %6f, and one in the other. A text with a hidden letter or digit may hold any name.
 */
#include "openssl/mention.h"

#include <string.h>

#include "base/attributes.h"
#include "base/bytes16.h"
#include "openssl/package_name.h"

/* Each name has one of these in it, else nothing is sure: is_complete() holds the table of names against them. */
static const char *const marks[] = { "ssl", "libcrypto", "edk2", "ovmf" };

static bool has_mark(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(marks); i++)
		if (strstr(name, marks[i]))
			return true;
	return false;
}

static bool is_complete(void)
{
	const char *start;

	for (size_t i = 0; (start = sslinv_package_name_start(i)) != NULL; i++)
		if (!has_mark(start))
			return false;
	return true;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Are these two hexadecimal digits those of a lower-case letter, a digit, or of the percent sign that hides one in turn? */
static bool hides_letter(const char *hex)
{
	return hex[0] == '6' || hex[0] == '7' || (hex[0] == '3' && is_digit(hex[1])) || (hex[0] == '2' && hex[1] == '5');
}

static bool begins(const char *at, const char *begin, const char *end, size_t before, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(at - begin) >= before && (size_t)(end - at) + before >= length &&
	       memcmp(at - before, text, length) == 0;
}

/* `at` is where two bytes look like two of a mark, or where something may be hidden. */
static bool is_mention(const char *at, const char *begin, const char *end)
{
	switch (*at) {
	case 's':
		return begins(at, begin, end, 1, "ssl");
	case 'b':
		return begins(at, begin, end, 2, "libcrypto");
	case 'd':
		return begins(at, begin, end, 1, "edk2");
	case 'v':
		return begins(at, begin, end, 1, "ovmf");
	case '%':
		return end - at >= 3 && hides_letter(at + 1);
	case '\\':
		return end - at >= 6 && at[1] == 'u' && at[2] == '0' && at[3] == '0' && hides_letter(at + 4);
	default:
		return false;
	}
}

#define IS SSLINV_BYTES16_IS

/* Where something in the sixteen bytes wants a closer look. Reads one byte more. */
static inline sslinv_bytes16 candidates(const char *at)
{
	sslinv_bytes16 one = sslinv_bytes16_load(at), two = sslinv_bytes16_load(at + 1);

	return (IS(one, 's') & IS(two, 'l')) | (IS(one, 'b') & IS(two, 'c')) | (IS(one, 'd') & IS(two, 'k')) |
	       (IS(one, 'v') & IS(two, 'm')) | (IS(one, '\\') & IS(two, 'u')) | IS(one, '%');
}

/* So many bytes are looked at before the program asks whether there was anything. */
#define STRIDE 64

static bool has_candidate(const char *at)
{
	return sslinv_bytes16_any(candidates(at) | candidates(at + 16) | candidates(at + 32) | candidates(at + 48));
}

static bool has_mention(const char *at, const char *begin, const char *end)
{
	for (size_t block = 0; block < STRIDE; block += 16) {
		sslinv_bytes16 left = candidates(at + block);
		size_t first;

		while ((first = sslinv_bytes16_first(left)) < 16) {
			if (is_mention(at + block + first, begin, end))
				return true;
			left[first] = 0;
		}
	}
	return false;
}

bool sslinv_mention_is_possible(const char *bytes, size_t length)
{
	const char *end = bytes + length, *at = bytes;

	if (!is_complete())
		return true;
	for (; end - at > STRIDE; at += STRIDE)
		if (has_candidate(at) && has_mention(at, bytes, end))
			return true;
	for (; at < end; at++)
		if (is_mention(at, bytes, end))
			return true;
	return false;
}
