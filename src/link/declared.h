/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evidence from package metadata alone, for packages whose files are not there (an rpmdb without its root). */
#ifndef SSLINV_LINK_DECLARED_H
#define SSLINV_LINK_DECLARED_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "link/examine.h"

/*
 * For each package of which no file was found (examiner->on_disk): its declared requirements of OpenSSL sonames become
 * linkages, its declared provisions libraries, with evidence `declared`. Where files are at hand they say more, and nothing
 * is added, but for a package whose libssl or libcrypto is missing (examiner->missing) while it owns no other: it is a
 * provider by its list, and that is a failure where its other files are there.
 */
int sslinv_declared_add(struct sslinv_facts *facts, const struct sslinv_examiner *examiner, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
