/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subdirectories for better processors that glibc searched below every directory before glibc-hwcaps replaced them. */
#ifndef SSLINV_LINK_LOADER_LEGACY_H
#define SSLINV_LINK_LOADER_LEGACY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"
#include "link/loader_abi.h"

/* glibc 2.36 was the last one. */
#define SSLINV_LOADER_LAST_LEGACY 36

struct sslinv_loader_legacy {
	char path[48];   /* below the directory that is searched */
	bool is_certain; /* searched on every processor that the loader may run on */
};

/* Zero-initialised is empty. */
struct sslinv_loader_legacies {
	struct sslinv_loader_legacy *items;
	size_t count, capacity;
};

/* Those of one directory, in the order of the search; such as cannot be there are left out. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_loader_legacies_of(const struct sslinv_root *root, const char *directory, const struct sslinv_loader_abi *abi,
			      struct sslinv_loader_legacies *legacies, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Does a file that lies in such a subdirectory count on every processor? By its path. */
bool sslinv_loader_is_certain_legacy(const struct sslinv_loader_abi *abi, const char *path);

/* Fit for SSLINV_CLEANUP. */
void sslinv_loader_legacies_free(struct sslinv_loader_legacies *legacies);

#endif
