/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over a root for files that no package owns. */
#ifndef SSLINV_LINK_WALK_H
#define SSLINV_LINK_WALK_H

#include "base/attributes.h"
#include "base/error.h"
#include "host/mounts.h"
#include "link/examine.h"

/*
 * Examines every regular file of the root that no package lists: on local file systems only, across no symbolic link, not in
 * the image stores of container engines. What is passed over is told in the facts: skipped mounts and stores as notes, what
 * could not be read as failures. Sets facts->walk_complete.
 */
int sslinv_walk(struct sslinv_examiner *examiner, const struct sslinv_mounts *mounts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
