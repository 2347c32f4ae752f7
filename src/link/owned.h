/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package owns a file: the packages' lists, brought to canonical paths of the root (merged /usr, linked directories). */
#ifndef SSLINV_LINK_OWNED_H
#define SSLINV_LINK_OWNED_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Makes facts->directories canonical (each once, sorted) and sorts facts->owned_files by directory and name; the same path listed by
 * several packages stays listed for each. A directory that is not there keeps its name as listed; one that cannot be
 * looked at is a problem, and then facts->files_complete becomes false.
 */
int sslinv_owned_settle(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The files of one directory (raw canonical path): [*first, *end) in facts->owned_files; empty where no package has any. */
void sslinv_owned_directory(const struct sslinv_facts *facts, const char *directory, size_t *first, size_t *end);

/* The package that owns `name` among the files [first, end), or SSLINV_NO_PACKAGE; the first of several. */
uint32_t sslinv_owned_find(const struct sslinv_facts *facts, size_t first, size_t end, const char *name);

/* The same for a whole raw canonical path. */
uint32_t sslinv_owned_by_path(const struct sslinv_facts *facts, const char *path);

#endif
