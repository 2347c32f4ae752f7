/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stanzas of deb822(5), as in dpkg's status file and in apt's lists of packages. */
#ifndef SSLINV_BACKENDS_DPKG_STANZA_H
#define SSLINV_BACKENDS_DPKG_STANZA_H

#include <stdbool.h>
#include <stddef.h>

#pragma GCC visibility push(hidden)

/* The fields that are read; the last one stands behind all others that matter, so a stanza that has it was not cut short. */
enum sslinv_dpkg_field {
	SSLINV_DPKG_FIELD_PACKAGE,
	SSLINV_DPKG_FIELD_STATUS,
	SSLINV_DPKG_FIELD_ARCHITECTURE,
	SSLINV_DPKG_FIELD_VERSION,
	SSLINV_DPKG_FIELD_SOURCE,
	SSLINV_DPKG_FIELD_MAINTAINER,
	SSLINV_DPKG_FIELD_DESCRIPTION,
	SSLINV_DPKG_FIELDS,
};

#define SSLINV_DPKG_WORD_MAX 256u

/* Part of a text; borrowed. */
struct sslinv_dpkg_slice {
	const char *text;
	size_t length;
};

struct sslinv_dpkg_stanza {
	struct sslinv_dpkg_slice whole;
	struct sslinv_dpkg_slice fields[SSLINV_DPKG_FIELDS]; /* text is NULL where absent */
	size_t first_line;
	bool malformed;  /* a line that is no field, a field twice, or a NUL */
	bool blank_line; /* a blank line follows */
	bool cut;        /* the last line has no newline */
	int last_field;  /* what the last line belongs to; SSLINV_DPKG_FIELDS for another field, -1 for no field */
};

/* Where the reading of a text stands. Set `at` and `left`, the rest to zero. */
struct sslinv_dpkg_stanza_reader {
	const char *at;
	size_t left, line;
};

/* The next stanza; false at the end of the text. */
bool sslinv_dpkg_stanza_next(struct sslinv_dpkg_stanza_reader *reader, struct sslinv_dpkg_stanza *stanza);

/* Is it a word of at most SSLINV_DPKG_WORD_MAX alphanumeric characters and those of `more`? An empty one is none. */
bool sslinv_dpkg_is_word(struct sslinv_dpkg_slice slice, const char *more);

#pragma GCC visibility pop

#endif
