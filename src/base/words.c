/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of words out of one text. */
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

int sslinv_words_add(struct sslinv_words *words, const char *text, const char *separators)
{
	char *rest, *word;

	if (!text)
		return 0;
	if (sslinv_array_reserve(&words->texts, &words->text_capacity, words->text_count, 1, sizeof(*words->texts)) < 0)
		return SSLINV_E_MEMORY;
	rest = strdup(text);
	if (!rest)
		return SSLINV_E_MEMORY;
	words->texts[words->text_count++] = rest;
	while ((word = strsep(&rest, separators))) {
		const char **item = word[0] ? sslinv_array_add(words) : NULL;

		if (word[0] && !item)
			return SSLINV_E_MEMORY;
		if (item)
			*item = word;
	}
	return 0;
}

void sslinv_words_free(struct sslinv_words *words)
{
	for (size_t i = 0; i < words->text_count; i++)
		free(words->texts[i]);
	free(words->texts);
	free(words->items);
	memset(words, 0, sizeof(*words));
}
