/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the packages' databases say of the contents of files, by path. */
#ifndef SSLINV_LINK_DIGESTS_H
#define SSLINV_LINK_DIGESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "facts/facts.h"
#include "host/root.h"

struct sslinv_listed_digest {
	const struct sslinv_file_digest *digest; /* borrowed from the facts; one that can be checked */
	const char *directory, *name;            /* the directory's canonical path; as listed where it cannot be opened */
};

struct sslinv_digests {
	struct sslinv_listed_digest *items; /* sorted by name, directory, package, and as the facts have them */
	size_t count, capacity;
	bool *has_any;             /* for each package: its database has a digest of some file */
	struct sslinv_arena arena; /* of the directories */
};

/*
 * Picks the digests of files with one of these names, and follows the links in their directories, each once. The names are
 * sorted as strcmp() does. Returns 0 or SSLINV_E_MEMORY; sslinv_digests_free() is right after both.
 */
int sslinv_digests_open(struct sslinv_digests *digests, const struct sslinv_root *root, const struct sslinv_facts *facts,
			const char *const names[], size_t count) SSLINV_MUST_CHECK;

void sslinv_digests_free(struct sslinv_digests *digests);

/* Those of one canonical path: [*first, *end) of the items, by package. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_digests_of(const struct sslinv_digests *digests, const char *path, size_t *first, size_t *end) SSLINV_MUST_CHECK;

/* Of the items [first, end), which are one path's, the first of the package; NULL where it has none. */
const struct sslinv_file_digest *sslinv_digests_find(const struct sslinv_digests *digests, size_t first, size_t end,
						     uint32_t package);

#endif
