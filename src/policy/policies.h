/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each libcrypto of a root can do, and what the root's configuration lets it do. All is read, nothing is changed. */
#ifndef SSLINV_POLICY_POLICIES_H
#define SSLINV_POLICY_POLICIES_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Takes facts with packages, libraries and owned files, and fills policies and problems: a policy for each libcrypto of
 * OpenSSL and its forks and for each copy inside a file. What cannot be read is not known, and is told as a problem.
 * Returns 0 or a negative code for what makes the whole scan impossible.
 */
int sslinv_policies_read(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
