/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of runtime/ share: the files that concern OpenSSL by their raw paths, and the rows that come of them. */
#ifndef SSLINV_RUNTIME_FINDER_H
#define SSLINV_RUNTIME_FINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/map.h"
#include "facts/facts.h"
#include "host/root.h"
#include "link/loader.h"

/* A file that uses OpenSSL, carries it, or is it. */
struct sslinv_use {
	const char *path;                     /* raw */
	const struct sslinv_linkage *linkage; /* to libcrypto, its own or that of its libssl, else to libssl; NULL: none */
	enum sslinv_confidence confidence;    /* of that, and of what leads to it */
	struct sslinv_library *library;       /* that the file is or carries; NULL: none */
	bool does_tls;                        /* it has more than libcrypto alone */
	uint32_t package;
	const char *through; /* raw: what it gets the library by; NULL: it does itself */
};

/* A row to be: texts are raw here, NULL is not known; `path` lives as long as the finder. */
struct sslinv_module {
	const char *runtime, *version;
	const char *path, *module, *module_version;
	const char *environment, *environment_path;
	const char *owner_kind;                 /* `wheel`: it owns the file where no package does; NULL: nothing does */
	const char *owner_name, *owner_version; /* of that, where they are not the module's */
	const char *group; /* of all files of one group that get one library, the first alone is told; NULL: no group */
	const char *through;
	bool is_tls_unused; /* what TLS the library can do is none of the module's business */
};

/* A directory of Python's distributions: which of them brought each file that concerns OpenSSL (site.h). */
struct sslinv_site {
	struct sslinv_map files; /* struct sslinv_distribution by the path below the site */
};

struct sslinv_finder {
	const struct sslinv_root *root; /* borrowed */
	struct sslinv_facts *facts;     /* borrowed */
	struct sslinv_arena arena;
	struct {
		struct sslinv_use *items; /* sorted by path */
		size_t count, capacity;
	} uses;
	struct {
		const char **items; /* of each row in facts->runtimes its path, raw */
		size_t count, capacity;
	} paths;
	struct {
		const struct sslinv_use **items; /* of each row what it was made of, or NULL */
		size_t count, capacity;
	} row_uses;
	struct sslinv_map libraries;    /* struct sslinv_library by stored path */
	struct sslinv_map groups;       /* `GROUP\nLIBRARY` and `GROUP` of the rows there are */
	struct sslinv_map sites;        /* struct sslinv_site by path */
	struct sslinv_map environments; /* struct sslinv_environment by directory */
	struct sslinv_loader *loader;   /* NULL where nothing asked for it yet; owned */
};

/* Takes the files from the facts. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_finder_init(struct sslinv_finder *finder, const struct sslinv_root *root, struct sslinv_facts *facts)
	SSLINV_MUST_CHECK;

/* Frees one that sslinv_finder_init() made, also if that failed. */
void sslinv_finder_free(struct sslinv_finder *finder);

/* Adds uses of other paths. Those that were found before are no longer valid. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_finder_add_uses(struct sslinv_finder *finder, const struct sslinv_use *uses, size_t count) SSLINV_MUST_CHECK;

/* The uses below a directory: [*first, *end) of finder->uses. */
void sslinv_finder_below(const struct sslinv_finder *finder, const char *directory, size_t *first, size_t *end);

/* Adds the row of a module that gets what `use` does; `use` NULL: nobody knows what it gets. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_finder_add(struct sslinv_finder *finder, const struct sslinv_module *module, const struct sslinv_use *use)
	SSLINV_MUST_CHECK;

/*
 * The first row whose stored path begins with the raw directory, a slash and `name`; NULL where there is none. Valid until
 * the next row is added.
 */
const struct sslinv_runtime *sslinv_finder_row(const struct sslinv_finder *finder, const char *directory, const char *name);

/* The use of a raw canonical path; NULL where the file has nothing to do with OpenSSL. */
const struct sslinv_use *sslinv_finder_use(const struct sslinv_finder *finder, const char *path);

/* The loader of the root, made at the first call; borrowed from the finder. Returns 0 or a negative code. */
int sslinv_finder_loader(struct sslinv_finder *finder, struct sslinv_loader **loader) SSLINV_MUST_CHECK;

/* The package that owns a raw canonical path. */
uint32_t sslinv_finder_owner(const struct sslinv_finder *finder, const char *path);

/* A formatted text in the arena, or NULL when out of memory. */
const char *sslinv_finder_text(struct sslinv_finder *finder, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_MUST_CHECK;

#endif
