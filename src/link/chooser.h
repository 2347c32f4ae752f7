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

/* Zero-initialised but for the first four, which are borrowed. */
struct sslinv_chooser {
	const struct sslinv_root *root;
	const struct sslinv_examiner *examiner;
	struct sslinv_loader *loader;
	const struct sslinv_examined *files; /* of the examiner: among which a library may have a rival; sorted */
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

/* What a file gets for one of the libraries that it asks for. Borrowed from the file and the loader. */
struct sslinv_choice {
	const char *soname; /* NULL: it can do without, and there is none */
	const char *path;   /* NULL: nobody provides it */
	enum sslinv_confidence confidence;
};

/*
 * What `file` gets for number `index` of the libraries that it needs; one of the last may be missing. To be asked when all
 * files are known. Errors as of sslinv_loader_find().
 */
int sslinv_chooser_needed(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, size_t index,
			  struct sslinv_choice *choice, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The same for the alternatives that a note names for one library, in the file's order: the first that is there; where none
 * is, the first that is named. `first` is the index of the first of them, and becomes that of the next library.
 */
int sslinv_chooser_dlopen(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, size_t *first,
			  struct sslinv_choice *choice, struct sslinv_error *error) SSLINV_MUST_CHECK;

void sslinv_chooser_free(struct sslinv_chooser *chooser);

#endif
