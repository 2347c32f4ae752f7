/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runtimes of programming languages: which modules of theirs do TLS or cryptography, and by which library. */
#ifndef SSLINV_RUNTIME_RUNTIMES_H
#define SSLINV_RUNTIME_RUNTIMES_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/* Does the name say that it is of use here? For the walk, which notes such files and directories in facts->noted. */
bool sslinv_runtime_wants(const char *name);

/*
 * Fills facts->runtimes from the libraries and linkages, what the walk noted, and the lists of packages; after
 * sslinv_link(). Reads small files that tell names and versions, and runs nothing. A file that cannot be read or understood
 * leaves what it would tell unknown. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_runtimes_find(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
