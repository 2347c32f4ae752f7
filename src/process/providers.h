/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The libraries that a scan found, or one before, by their paths and by what they are on disk: which mapped files are of
 * interest.
 */
#ifndef SSLINV_PROCESS_PROVIDERS_H
#define SSLINV_PROCESS_PROVIDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "facts/facts.h"
#include "host/root.h"

struct sslinv_provider_file {
	char *path;                           /* raw; owned by by_path */
	const struct sslinv_library *library; /* of the facts; NULL where the scan did not find it; borrowed */
	dev_t device;                         /* both 0 where it is not there any more */
	ino_t inode;
};

struct sslinv_provider_files {
	struct sslinv_provider_file *by_path, *by_inode;
	size_t count;
	int64_t changed; /* when one of them was last put in place, by its ctime; INT64_MAX where one is gone */
};

/*
 * Looks at each library of the facts, and at each of facts->known_paths, where scans before found one. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_provider_files_find(const struct sslinv_root *root, const struct sslinv_facts *facts,
			       struct sslinv_provider_files *files) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_provider_files_free(struct sslinv_provider_files *files);

/* The file of that raw path; NULL where there is none. */
const struct sslinv_provider_file *sslinv_provider_by_path(const struct sslinv_provider_files *files, const char *path);

/* The library that is this very file. */
const struct sslinv_library *sslinv_provider_by_file(const struct sslinv_provider_files *files, const struct stat *status);

/* Is one of them a file with that number, on whatever device? */
bool sslinv_provider_has_inode(const struct sslinv_provider_files *files, uint64_t inode);

#endif
