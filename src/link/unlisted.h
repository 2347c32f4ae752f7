/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of which no database says which files they have. */
#ifndef SSLINV_LINK_UNLISTED_H
#define SSLINV_LINK_UNLISTED_H

#include "base/attributes.h"
#include "base/error.h"
#include "link/examine.h"

/*
 * Some builders of images leave out the lists of files: then a libssl or libcrypto in the directories of the system that has
 * the name and the version of such a package counts as the package's, and the facts tell so. That the list is missing, and
 * the scan incomplete for it, was told by the backend. Returns 0 or a negative code.
 */
int sslinv_unlisted_adopt(struct sslinv_examiner *examiner, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
