/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How wide a text is on a terminal, which shows some characters in two cells and some in none. */
#ifndef SSLINV_BASE_WIDTH_H
#define SSLINV_BASE_WIDTH_H

#include <stdbool.h>
#include <stddef.h>

/* One character of a text. */
struct sslinv_character {
	size_t length; /* in bytes; 0 at the end of the text */
	size_t width;  /* in cells of a terminal */
	/* It turns the direction of what follows, or ends a line: what is shown after it would be where it does not belong.
	 */
	bool is_unsafe;
};

/* The first character of a text. A byte that is not UTF-8 is a character by itself. */
struct sslinv_character sslinv_character_of(const char *text);

/* The cells of a text. */
size_t sslinv_width(const char *text);

#endif
