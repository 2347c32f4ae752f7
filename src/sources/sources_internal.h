/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the table of sources share. Nothing outside sources/ includes it. */
#ifndef SSLINV_SOURCES_SOURCES_INTERNAL_H
#define SSLINV_SOURCES_SOURCES_INTERNAL_H

#include "sources/sources.h"

/* The attributes of a row, as they stand in the file. */
enum sslinv_source_attribute {
	SSLINV_SOURCE_ID = 0,
	SSLINV_SOURCE_DISTRO,
	SSLINV_SOURCE_FORMAT,
	SSLINV_SOURCE_FOLLOW,
	SSLINV_SOURCE_NEEDED,
	SSLINV_SOURCE_ADDRESS,
	SSLINV_SOURCE_REDIRECTS,
	SSLINV_SOURCE_CA,
	SSLINV_SOURCE_BYTES,
	SSLINV_SOURCE_MAX_BYTES,
	SSLINV_SOURCE_ATTRIBUTE_COUNT,
};

struct sslinv_source_row {
	const char *text[SSLINV_SOURCE_ATTRIBUTE_COUNT]; /* in the arena; NULL where the file has none */
};

/* The words of `follow` and `needed`, by their enums. */
extern const char *const sslinv_source_follow_words[SSLINV_FOLLOW_COUNT];
extern const char *const sslinv_source_need_words[SSLINV_NEED_COUNT];

/* Where the word stands in the list; -1 where it is not in it. NULL is the first. */
int sslinv_source_word(const char *const *words, size_t count, const char *word);

/* What stands in braces in an id or address. */
enum sslinv_source_blank {
	SSLINV_BLANK_RELEASE = 0, /* `9`, `22.04`, `15.6` */
	SSLINV_BLANK_MAJOR,       /* `15` */
	SSLINV_BLANK_MINOR,       /* `3.20` of `3.20.3` */
	SSLINV_BLANK_CODENAME,    /* `jammy` */
	SSLINV_BLANK_ARCH,        /* `x86_64` */
	SSLINV_BLANK_COUNT,
};

struct sslinv_source_values {
	char text[SSLINV_BLANK_COUNT][40]; /* "" where it is not known */
};

/* What a place puts into the blanks. */
void sslinv_source_values_of(const struct sslinv_source_place *place, struct sslinv_source_values *values);

/* The next word of a text with blanks between words, and its length: 0 at the end. */
size_t sslinv_source_next_word(const char **text, const char **word);

/* Does the row speak of this place, by its `distro`? */
bool sslinv_source_covers(const char *distros, const struct sslinv_source_place *place);

/* Is the word one of the distributions of `distros`, whatever the release? */
bool sslinv_source_is_of(const char *distros, const char *word);

bool sslinv_source_has_blanks(const char *text);

/* Does `text` fit the pattern, and what has it in its blanks? Fills nothing where it does not. */
bool sslinv_source_match(const char *pattern, const char *text, struct sslinv_source_values *values);

/* The pattern with its blanks filled, in the arena. NULL where a value is missing, or when out of memory (*failed). */
const char *sslinv_source_fill(struct sslinv_arena *arena, const char *pattern, const struct sslinv_source_values *values,
			       bool *failed);

#endif
