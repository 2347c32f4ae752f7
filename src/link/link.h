/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From packages and files to providers and consumers: the libraries and linkages of a root. */
#ifndef SSLINV_LINK_LINK_H
#define SSLINV_LINK_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"
#include "elf/file_cache.h"

struct sslinv_link_options {
	struct sslinv_file_cache *cache;          /* borrowed; of the same search */
	const struct sslinv_crypto_table *others; /* borrowed: the libraries to look for beside OpenSSL; NULL: none */
	void (*progress)(void *context, uint64_t files, const char *path); /* NULL for none */
	void *progress_context;
	bool (*is_noted)(const char *name); /* the walk puts paths of such a name into facts->noted; NULL: none */
};

/*
 * Takes facts with packages and owned files, reads the files of packages, walks for the others (in SSLINV_MODE_FULL), and
 * fills libraries, linkages (sorted by path), those of others where they are looked for, the packages' is_provider and
 * is_consumer (of OpenSSL alone), problems, files_read,
 * files_complete, walk_complete and, for a root that is not the running host, host.arch. Returns 0 or a negative code for
 * what makes the whole scan impossible.
 */
int sslinv_link(const struct sslinv_root *root, const struct sslinv_link_options *options, struct sslinv_facts *facts,
		struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
