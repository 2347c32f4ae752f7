/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evidence from package metadata alone, for packages whose files are not there (an rpmdb without its root). */
#ifndef SSLINV_LINK_DECLARED_H
#define SSLINV_LINK_DECLARED_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"

/*
 * For each package with on_disk[package] false: its declared requirements of OpenSSL sonames become linkages, its declared
 * provisions libraries, with evidence `declared`. Where files are at hand they say more, and nothing is added, but for a package that
 * lists libssl or libcrypto of which none was found: it is a provider by its list, and a failure where its other files are there.
 */
int sslinv_declared_add(struct sslinv_facts *facts, const bool *on_disk, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
