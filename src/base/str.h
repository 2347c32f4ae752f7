/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A string that grows, and what is done to strings everywhere. */
#ifndef SSLINV_BASE_STR_H
#define SSLINV_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/* Zero-initialised is the empty string with data NULL. */
struct sslinv_str {
	char *data;    /* NUL-terminated once anything was added; owned */
	size_t length; /* without the NUL */
	size_t capacity;
};

/* Appending returns 0 or SSLINV_E_MEMORY; the string is unchanged then. */
int sslinv_str_add(struct sslinv_str *str, const char *text) SSLINV_MUST_CHECK;
int sslinv_str_add_bytes(struct sslinv_str *str, const void *bytes, size_t length) SSLINV_MUST_CHECK;
int sslinv_str_printf(struct sslinv_str *str, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_MUST_CHECK;

/* Empties it and keeps the memory. */
void sslinv_str_reset(struct sslinv_str *str);

/* Frees it; accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_str_free(struct sslinv_str *str);

/* The text, never NULL. Borrowed until the next change. */
const char *sslinv_str_text(const struct sslinv_str *str);

/* A malloc'ed formatted string, or NULL when out of memory; the caller frees. */
char *sslinv_str_format(const char *format, ...) SSLINV_PRINTF(1, 2) SSLINV_MUST_CHECK;

/* The path of `name` in `directory`, which may be `/`; malloc'ed, or NULL when out of memory. */
char *sslinv_str_path(const char *directory, const char *name) SSLINV_MUST_CHECK;

/* The way back: the directory of an absolute path; malloc'ed, or NULL when out of memory. */
char *sslinv_str_directory(const char *path) SSLINV_MUST_CHECK;

bool sslinv_str_starts(const char *text, const char *prefix);
bool sslinv_str_ends(const char *text, const char *suffix);

/* The word that fits the number: "1 feed", "2 feeds". */
static inline const char *sslinv_str_plural(size_t count, const char *one, const char *several)
{
	return count == 1 ? one : several;
}

/* strcmp() for strings that may be NULL; NULL sorts first and equals NULL. */
int sslinv_str_compare(const char *a, const char *b);

/* The length of the one printable character of UTF-8 that `length` (at least 1) bytes begin with; 0 where they do not. */
size_t sslinv_str_character(const char *bytes, size_t length);

/* True if `length` bytes are UTF-8 (RFC 3629) without control characters (U+0000-001F, U+007F-009F). */
bool sslinv_str_is_printable(const char *bytes, size_t length);

/* The same for a text of several lines: printable but for the newlines between them. */
bool sslinv_str_is_lines(const char *bytes, size_t length);

/*
 * The form in which bytes that came from outside are stored and shown. Printable UTF-8 stays as it is; anything else becomes
 * the shell's ANSI-C quoting, `$'/opt/a\nb\xff'`, which no absolute path begins with: so no two paths share one form, no
 * terminal takes orders from a file name, and the form can be pasted into a shell. Appends to `out`.
 */
int sslinv_str_add_quoted(struct sslinv_str *out, const char *bytes, size_t length) SSLINV_MUST_CHECK;

/* The same as a malloc'ed string; NULL when out of memory. NULL gives NULL. The caller frees. */
char *sslinv_str_quoted(const char *text) SSLINV_MUST_CHECK;

/*
 * The way back: the bytes behind a form made by sslinv_str_add_quoted() (a text that is not in `$'...'` stands for itself).
 * Returns a malloc'ed NUL-terminated string, or NULL when out of memory or the quoting is broken.
 */
char *sslinv_str_unquoted(const char *form) SSLINV_MUST_CHECK;

/* "2026-11-24T06:55:26Z" (ISO 8601, UTC) of seconds since the epoch, into a buffer of at least 21 bytes. */
#define SSLINV_TIME_SIZE 32
void sslinv_str_time(char buffer[SSLINV_TIME_SIZE], long long seconds);

#endif
