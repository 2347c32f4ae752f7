/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What loader_find.c and loader_search.c share: the loader of a root, and one search for a library. */
#ifndef SSLINV_LINK_LOADER_SEARCH_H
#define SSLINV_LINK_LOADER_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "base/map.h"
#include "link/ld_so_cache.h"
#include "link/ld_so_conf.h"
#include "link/loader.h"
#include "link/loader_abi.h"

struct sslinv_loader {
	const struct sslinv_root *root;
	struct sslinv_problem_sink sink;
	struct sslinv_arena arena;
	struct sslinv_directories configured; /* of /etc/ld.so.conf */
	struct sslinv_directories preload;    /* of /etc/ld.so.preload */
	struct sslinv_ld_so_cache cache;
	struct sslinv_loader_abis abis;
	struct sslinv_map memos; /* from every input that an answer depends on to the answer */
	struct sslinv_map paths; /* those that were given out */
	size_t memo_size;
};

/* One search: where the answer comes together. */
struct sslinv_loader_search {
	struct sslinv_loader *loader;
	const struct sslinv_loader_abi *abi;
	const struct sslinv_loader_consumer *consumer;
	const char *soname;
	const char *found;    /* what a loader on a processor without extras takes; ends the search */
	const char *possible; /* what one on a better processor, or with other built-in names, may take before that */
	bool is_guess;        /* `found` lies where it is only likely that the loader looks */
	bool is_doubtful;     /* a candidate counts only if the kernel is new enough for it */
	bool is_over;         /* the loader looks no further, though it found nothing */
	bool by_soname;       /* only a file that states this soname counts, as for ldconfig */
};

/*
 * Searches as the loader does. The caller sets the first four fields; the search sets `found` and the others. Paths are
 * borrowed from the loader, one string for one path. Errors as of sslinv_loader_find().
 */
int sslinv_loader_search_run(struct sslinv_loader_search *search, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
