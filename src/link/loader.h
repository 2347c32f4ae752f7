/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a needed soname to the file that the dynamic loader of this root would map (ld.so(8), ldconfig(8); musl: ldso's path
 * file). glibc's loader knows /etc/ld.so.conf by ld.so.cache alone: where the cache and the configuration differ, the answer
 * is the one of the cache, and not exact. LD_LIBRARY_PATH and LD_PRELOAD are not guessed; what a program that loads a
 * library hands on to it is the business of chooser.c.
 */
#ifndef SSLINV_LINK_LOADER_H
#define SSLINV_LINK_LOADER_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"
#include "elf/elf.h"

struct sslinv_loader;

struct sslinv_loader_result {
	const char *path; /* canonical path inside the root, or NULL: nobody provides it. Borrowed from the loader. */
	bool exact; /* false where the choice depends on the processor or on $PLATFORM and the root is not the running host:
		       then `path` is the one for the baseline; and where the configuration will be another at the next
		       ldconfig */
	bool is_musl; /* by musl's rules */
};

struct sslinv_loader_consumer {
	const struct sslinv_elf *elf;
	const char *origin; /* its directory: canonical, inside the root */
	bool is_secure;     /* gains rights when it is started (ld.so(8), secure-execution mode): $ORIGIN leads only to
			       directories     that the loader trusts */
};

/*
 * Reads the root's loader configuration. *loader is set also on failure of single files (they are reported through
 * `problem`, which may be NULL); the caller frees it with sslinv_loader_free(). The root is borrowed until then.
 */
int sslinv_loader_new(const struct sslinv_root *root, void (*problem)(void *context, const char *path, const char *message),
		      void *context, struct sslinv_loader **loader, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts NULL. */
void sslinv_loader_free(struct sslinv_loader *loader);

/*
 * What `consumer` gets for `soname`. Only files of the same class, byte order and machine count, as for ld.so. A soname with
 * a slash is a path. Answers are remembered, so asking again is cheap. Returns 0 (result->path NULL where there is none) or
 * a negative code: SSLINV_E_MEMORY, SSLINV_E_LIMIT for an RPATH or RUNPATH of more directories than any real one,
 * SSLINV_E_SYSTEM where a candidate cannot be read or there are no descriptors.
 */
int sslinv_loader_find(struct sslinv_loader *loader, const struct sslinv_loader_consumer *consumer, const char *soname,
		       struct sslinv_loader_result *result, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
