/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of words out of one text. */
#ifndef SSLINV_BASE_WORDS_H
#define SSLINV_BASE_WORDS_H

#include <stddef.h>

#include "base/attributes.h"

struct sslinv_words {
	char **texts; /* what the words are parts of */
	size_t text_count, text_capacity;
	const char **items;
	size_t count, capacity;
};

/* Adds the words of `text`, which any of the characters of `separators` part; NULL has none. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_words_add(struct sslinv_words *words, const char *text, const char *separators) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_words_free(struct sslinv_words *words);

#endif
