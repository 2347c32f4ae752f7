/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which library a file gets for a soname, as far as the file alone tells: loader_find.c with what the loader knows of the
 * running process and we do not. A program may gain rights, a library may be reached by a link or take over the search path
 * of whoever loads it, and a process has one library of a name, the first that was loaded.
 */
#ifndef SSLINV_LINK_CHOOSER_H
#define SSLINV_LINK_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "link/examine.h"
#include "link/loader.h"

/* A library's other name, in another directory. */
struct sslinv_chooser_link {
	char *target;    /* canonical path of the library; owned */
	char *directory; /* in which the link lies; owned */
};

/* Zero-initialised but for the first three, which are borrowed. */
struct sslinv_chooser {
	const struct sslinv_root *root;
	const struct sslinv_examiner *examiner;
	struct sslinv_loader *loader;
	struct {
		struct sslinv_chooser_link *items;
		size_t count, capacity;
	} links; /* resolved at the first question about them */
	bool links_are_resolved;
};

/*
 * What `file` gets for `soname`, as sslinv_loader_find() gives it. The answer is exact only where no program that loads the
 * file changes it.
 */
int sslinv_chooser_find(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *soname,
			struct sslinv_loader_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Is `file` a library, and is there another file than `path` that its process may have for `soname` already? To be asked
 * when all files are known.
 */
bool sslinv_chooser_has_rival(const struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *soname,
			      const char *path);

void sslinv_chooser_free(struct sslinv_chooser *chooser);

#endif
