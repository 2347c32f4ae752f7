/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RPATH, RUNPATH and sonames with slashes: from the text in the file to the paths that the loader tries (ld.so(8)). */
#ifndef SSLINV_LINK_LOADER_PATH_H
#define SSLINV_LINK_LOADER_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "link/loader_abi.h"

struct sslinv_loader_place {
	char *path; /* absolute, inside the root; owned */
	/*
	 * $LIB and $PLATFORM are built into the loader or come from the processor. A guess is the likeliest value, where we
	 * cannot know; an alternative is another value that it may have.
	 */
	bool is_guess;
	bool is_alternative;
};

/* Zero-initialised is empty. */
struct sslinv_loader_places {
	struct sslinv_loader_place *items;
	size_t count;
	size_t capacity;
};

struct sslinv_loader_expansion {
	const char *origin; /* what $ORIGIN is, or NULL */
	bool is_secure;     /* a program that gains rights: $ORIGIN leads only to directories that the loader trusts */
	const struct sslinv_loader_abi *abi;
};

/*
 * Expands a colon-separated list. Elements that depend on the current directory (empty, relative) are left out. Returns
 * SSLINV_E_LIMIT for more elements than any real file has, or SSLINV_E_MEMORY.
 */
int sslinv_loader_expand_list(const char *list, const struct sslinv_loader_expansion *expansion,
			      struct sslinv_loader_places *places, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The same for one path, as a soname may be one. */
int sslinv_loader_expand_path(const char *path, const struct sslinv_loader_expansion *expansion,
			      struct sslinv_loader_places *places, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Fit for SSLINV_CLEANUP. */
void sslinv_loader_places_free(struct sslinv_loader_places *places);

#endif
