/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package owns a file: the packages' lists, brought to canonical paths of the root (merged /usr, linked directories).
 */
#ifndef SSLINV_LINK_OWNED_H
#define SSLINV_LINK_OWNED_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Sorts facts->owned_files by directory, name and package, and facts->directories, of which each stays once. The same path
 * listed by several packages stays listed for each. To be called again when directories were given their canonical names.
 * Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_owned_sort(struct sslinv_facts *facts, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The directory that a package lists as `listed`, open with O_PATH; where its canonical path in the root is another one,
 * *canonical is that (malloc'ed), else NULL. Returns a descriptor or a negative errno; -ENOENT, -ENOTDIR and -ELOOP where
 * the directory does not exist (any more): what it would hold does not either. Several threads may ask at once.
 */
int sslinv_owned_open(const struct sslinv_root *root, const char *listed, char **canonical) SSLINV_MUST_CHECK;

/* The files of one directory (canonical path): [*first, *end) in facts->owned_files; empty where no package has any. */
void sslinv_owned_directory(const struct sslinv_facts *facts, struct sslinv_raw directory, size_t *first, size_t *end);

/* The package that owns `name` among the files [first, end), or SSLINV_NO_PACKAGE; the first of several. */
uint32_t sslinv_owned_find(const struct sslinv_facts *facts, size_t first, size_t end, struct sslinv_raw name);

/* The same for a whole canonical path. */
uint32_t sslinv_owned_by_path(const struct sslinv_facts *facts, struct sslinv_raw path);

#endif
