/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs gpgv, which verifies OpenPGP signatures for apt as well. */
#ifndef SSLINV_SIGNATURE_GPGV_H
#define SSLINV_SIGNATURE_GPGV_H

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "signature/keys.h"

/*
 * Verifies the bytes of `data` by those of `signature`: both descriptors are read from their beginnings. What gpgv says
 * with --status-fd (doc/DETAILS of GnuPG) is added to `status`, and means nothing until it is read: the program's exit
 * status is 0 for revoked keys, too. gpgv comes from the system's path list (_CS_PATH), and from nowhere else.
 * SSLINV_E_NOT_FOUND where it has none.
 */
int sslinv_gpgv_run(const struct sslinv_keys *keys, int data, int signature, struct sslinv_str *status,
		    struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
