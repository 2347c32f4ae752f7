/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How wide a text is on a terminal, by the C library's own table. */
#include "base/width.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* The length of the character by its first byte, and what that contributes. */
static size_t length_of(unsigned char first, uint32_t *code)
{
	static const struct {
		unsigned char mask, value;
	} kinds[] = { { 0x80, 0x00 }, { 0xe0, 0xc0 }, { 0xf0, 0xe0 }, { 0xf8, 0xf0 } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((first & kinds[i].mask) == kinds[i].value) {
			*code = first & (unsigned char)~kinds[i].mask;
			return i + 1;
		}
	return 0;
}

/* The character that begins there; its length is 1 where it is none. */
static size_t decode(const char *text, uint32_t *code)
{
	size_t length = length_of((unsigned char)text[0], code);

	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			length = 0;
		else
			*code = *code << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (length == 0)
		*code = 0xfffd;
	return length ? length : 1;
}

/* Marks of direction, embeddings, overrides, isolates, separators of lines. */
static bool is_unsafe(uint32_t code)
{
	return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

/* Characters as the program's own locale may not know them; a host without such a locale has one cell for each. */
static size_t width_of(uint32_t code)
{
	static locale_t characters;
	static bool is_asked;
	locale_t former;
	int width;

	if (code < 0x300)
		return 1;
	if (!is_asked)
		characters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	is_asked = true;
	if (!characters)
		return 1;
	former = uselocale(characters);
	width = wcwidth((wchar_t)code);
	uselocale(former);
	return width < 0 ? 1 : (size_t)width;
}

struct sslinv_character sslinv_character_of(const char *text)
{
	uint32_t code;
	size_t length;

	if (!*text)
		return (struct sslinv_character){ 0 };
	length = decode(text, &code);
	if (is_unsafe(code))
		return (struct sslinv_character){ length, 1, true };
	return (struct sslinv_character){ length, width_of(code), false };
}

size_t sslinv_width(const char *text)
{
	struct sslinv_character character;
	size_t width = 0;

	for (; (character = sslinv_character_of(text)).length > 0; text += character.length)
		width += character.width;
	return width;
}
