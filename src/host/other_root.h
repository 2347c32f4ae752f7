/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Roots within a root: systems, containers, snaps and snapshots that lie below it, recognised by what they hold and not by
 * where they lie.
 */
#ifndef SSLINV_HOST_OTHER_ROOT_H
#define SSLINV_HOST_OTHER_ROOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "host/root.h"

/* Where package databases lie, by their format; ends with a NULL format. */
struct sslinv_database_place {
	const char *format;
	const char *path; /* with a slash first */
};
extern const struct sslinv_database_place sslinv_database_places[];

/* What a directory was found to be. */
struct sslinv_other_root {
	const char *what;  /* `a snap`; static */
	const char *child; /* the entry that it is about; NULL: the directory itself; static */
	bool is_store;     /* it holds pieces of many roots, none of which can be scanned there; without a child it is one
			      of many beside each other */
	const char *lacks; /* of what was not found to be another root: what it lacks to be a system of its own; NULL;
			      static */
};

/* Notes in *signs (first 0) that the directory has an entry of this name. Most names say nothing. */
void sslinv_other_root_sign(unsigned *signs, const char *name);

/*
 * Is the directory, or one of its entries, another root? Where it is not, found->lacks is set all the same. `root` is the
 * root that it lies in, `fd` is open on it, and `signs` are those of all its entries. Opens few files, and these only where
 * the signs ask for it.
 */
bool sslinv_other_root_find(const struct sslinv_root *root, int fd, unsigned signs, struct sslinv_other_root *found)
	SSLINV_MUST_CHECK;

#endif
