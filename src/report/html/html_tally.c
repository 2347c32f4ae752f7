/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hosts have in common, and how many have it. */
#include "report/html/html_tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

/* Each word with its NUL. */
static int make_key(const char *const words[SSLINV_HTML_WORDS], struct sslinv_str *key)
{
	int rc = 0;

	for (size_t i = 0; i < SSLINV_HTML_WORDS && rc == 0; i++) {
		const char *word = words[i] ? words[i] : "";

		rc = sslinv_str_add_bytes(key, word, strlen(word) + 1);
	}
	return rc;
}

static int add(struct sslinv_html_tally *tally, const struct sslinv_str *key, struct sslinv_html_entry **entry)
{
	struct sslinv_html_entry *made = sslinv_arena_alloc(&tally->arena, sizeof(*made));
	char *bytes = sslinv_arena_alloc(&tally->arena, key->length);
	struct sslinv_html_entry **slot = sslinv_array_add(&tally->entries);

	if (!made || !bytes || !slot)
		return SSLINV_E_MEMORY;
	*made = (struct sslinv_html_entry){ .index = tally->entries.count - 1 };
	memcpy(bytes, key->data, key->length);
	tally->bytes += key->length;
	for (size_t i = 0, at = 0; i < SSLINV_HTML_WORDS; at += strlen(bytes + at) + 1)
		made->words[i++] = bytes + at;
	*slot = *entry = made;
	return sslinv_map_add(&tally->map, bytes, key->length, made);
}

int sslinv_html_tally_find(struct sslinv_html_tally *tally, const char *const words[SSLINV_HTML_WORDS], uint64_t host,
			   struct sslinv_html_entry **entry)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
	int rc = make_key(words, &key);

	*entry = NULL;
	if (rc < 0)
		return rc;
	*entry = sslinv_map_find(&tally->map, key.data, key.length);
	if (!*entry &&
	    (tally->entries.count >= SSLINV_HTML_TALLY_MAX || key.length > SSLINV_HTML_TALLY_BYTES_MAX - tally->bytes)) {
		tally->left_out++;
		return 0;
	}
	if (!*entry)
		rc = add(tally, &key, entry);
	if (rc == 0 && (*entry)->host != host) {
		(*entry)->host = host;
		(*entry)->state = 0;
		(*entry)->of_host = 0;
	}
	return rc;
}

void sslinv_html_tally_free(struct sslinv_html_tally *tally)
{
	sslinv_map_free(&tally->map);
	sslinv_arena_free(&tally->arena);
	free(tally->entries.items);
	*tally = (struct sslinv_html_tally){ 0 };
}
