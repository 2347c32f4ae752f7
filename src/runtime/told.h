/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What small text files of a runtime tell: a name, a version. They are input from anybody. */
#ifndef SSLINV_RUNTIME_TOLD_H
#define SSLINV_RUNTIME_TOLD_H

#include <stddef.h>

#include "base/attributes.h"
#include "runtime/finder.h"

/* So much of a file is looked at; what matters stands at its beginning. */
#define SSLINV_TOLD_MAX 65536

/* Longer values are none. */
#define SSLINV_TOLD_MAX_VALUE 200

/*
 * The first SSLINV_TOLD_MAX bytes of a regular file of the root, with a NUL behind: malloc'ed, *length without it. NULL
 * where there is none, or it cannot be read; *rc is SSLINV_E_MEMORY where that is the reason, and else 0.
 */
char *sslinv_told_head(const struct sslinv_finder *finder, const char *path, size_t *length, int *rc) SSLINV_MUST_CHECK;

/*
 * The value of the first line `key SEPARATOR value` of a text, without spaces around it. Where the separator is a colon,
 * only lines before the first empty one count. The key's case does not matter. In the arena; NULL where there is none, or
 * when out of memory (*rc is SSLINV_E_MEMORY then).
 */
const char *sslinv_told_value(struct sslinv_finder *finder, const char *text, const char *key, char separator, int *rc)
	SSLINV_MUST_CHECK;

/*
 * The quoted text behind the first `mark` that has one in its line, in a file: `1.92` of `$VERSION = '1.92';`. In the
 * arena; *value is NULL where there is none. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_told_quoted(struct sslinv_finder *finder, const char *path, const char *mark, const char **value)
	SSLINV_MUST_CHECK;

/* The numbers with points between them that `text` begins with, `3.11.2` of `3.11.2-6+deb12u5`; its length. */
size_t sslinv_told_numbers(const char *text);

/* Is `version` the version `branch`, or one of it: `3.11.2` of `3.11`, but not `3.1`? NULL for a branch goes with any. */
bool sslinv_told_is_of_branch(const char *version, const char *branch);

/* The upstream version of the package where it is of that branch; NULL. Sets *rc when out of memory. */
const char *sslinv_told_by_package(struct sslinv_finder *finder, uint32_t package, const char *branch, int *rc)
	SSLINV_MUST_CHECK;

/*
 * The numbers with points between them that stand behind the first `mark` in a program's bytes, up to 1 GiB of them; NULL
 * where there are none. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_told_behind(struct sslinv_finder *finder, const char *path, const char *mark, const char **version)
	SSLINV_MUST_CHECK;

/* Does the program have that text among its bytes? Returns 1, 0 or SSLINV_E_MEMORY. */
int sslinv_told_has(struct sslinv_finder *finder, const char *path, const char *text) SSLINV_MUST_CHECK;

#endif
