/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose a file is by its contents: a package's word counts for a file only while the file is what the package brought. */
#ifndef SSLINV_LINK_VERIFY_H
#define SSLINV_LINK_VERIFY_H

#include "base/attributes.h"
#include "base/error.h"
#include "link/examine.h"

/*
 * Gives the files of the examiner their owners by contents, after sslinv_examine_owned(); the files are sorted by path.
 *  - A provider file that differs from its package's digest has no owner, which is told. Of several packages that list one
 *    path, that whose digest fits owns it. Without a digest the first package in the list owns it, and so it does where
 *    prelink(8) changed the file, which is told.
 *  - A hard link of an owned provider has the same owner.
 *  - What a package manager keeps beside a file (`.dpkg-new`, `.rpmsave`, ...) has the file's owner where its contents are
 *    those of the file or of the package.
 * Providers are libssl and libcrypto of any package, and what carries a copy in the packages of OpenSSL. A file that
 * cannot be read is a problem, and facts->files_complete false. Returns 0 or a negative code.
 */
int sslinv_verify_files(struct sslinv_examiner *examiner, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
