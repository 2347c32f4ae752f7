/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a libcrypto can do beside TLS itself: ML-KEM, and FIPS by a provider or a module. */
#ifndef SSLINV_POLICY_ABILITIES_H
#define SSLINV_POLICY_ABILITIES_H

#include "base/attributes.h"
#include "facts/facts.h"
#include "host/root.h"
#include "policy/library_marks.h"

/*
 * Fills pqc and fips of the policy and what goes with them. `marks` is NULL where the file could not be read, or where there
 * is package metadata only. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_abilities_find(const struct sslinv_root *root, struct sslinv_facts *facts, const struct sslinv_library *library,
			  const struct sslinv_library_marks *marks, struct sslinv_policy *policy) SSLINV_MUST_CHECK;

#endif
