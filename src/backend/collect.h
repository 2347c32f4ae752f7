/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All backends over one root: packages and the files they own, as facts. */
#ifndef SSLINV_BACKEND_COLLECT_H
#define SSLINV_BACKEND_COLLECT_H

#include "backend/child.h"
#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Runs every backend of `directory` over the root, side by side, and fills facts->packages, directories, owned_files,
 * packages_seen and packages_complete. What a backend cannot read is a problem in facts, and so is a root with no package
 * database, or with one that no backend here reads. `seconds` limits each backend. Returns 0, or a negative code only where
 * nothing useful can follow (out of memory).
 */
int sslinv_collect_packages(const struct sslinv_root *root, const char *directory, unsigned seconds,
			    struct sslinv_facts *facts, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
