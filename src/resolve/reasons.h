/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why something is open, and where the remedy comes from, in words. Each appends and returns 0 or SSLINV_E_MEMORY. */
#ifndef SSLINV_RESOLVE_REASONS_H
#define SSLINV_RESOLVE_REASONS_H

#include "base/attributes.h"
#include "base/str.h"
#include "resolve/groups.h"
#include "resolve/lifecycle.h"

/*
 * Why a group has no fix that the host can get: the vendor's word, or what keeps the host from it. `*note` is what the
 * vendor adds to its word, borrowed; else NULL.
 */
int sslinv_reason_open(struct sslinv_str *out, const struct sslinv_group *group, const char **note) SSLINV_MUST_CHECK;

/* Where a copy comes from: who makes the package, whoever put it there, or a package manager that was not through. */
int sslinv_reason_supplier(struct sslinv_str *out, const struct sslinv_group *group) SSLINV_MUST_CHECK;

/* The address of the page about a finding; nothing where there is none. */
int sslinv_reason_page(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		       const struct sslinv_finding *finding, bool is_copy) SSLINV_MUST_CHECK;

/*
 * The end of the host's release, and what to do about it. `*state` is SSLINV_LIFE_ENDED, SSLINV_LIFE_EXTENDED where the end
 * is near, or SSLINV_LIFE_SUPPORTED, and then nothing is appended.
 */
int sslinv_reason_release(struct sslinv_str *out, const struct sslinv_verdict_input *input, enum sslinv_life_state *state)
	SSLINV_MUST_CHECK;

/* How many files or packages need an OpenSSL that was not found, and the first of them. */
int sslinv_reason_unresolved(struct sslinv_str *out, const struct sslinv_verdict_input *input) SSLINV_MUST_CHECK;

/* The last day of a copy's branch of OpenSSL, where that is over, borrowed from the set; else NULL. */
const char *sslinv_reason_branch_end(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged);

/* Whose word is missing: OpenSSL's of a copy, the distribution's of a package; NULL where nobody is known. */
const char *sslinv_reason_source(const struct sslinv_judged *judged);

/* Is there a vendor whose statements are missing? */
bool sslinv_reason_is_vendor_silent(const struct sslinv_verdict_input *input, const struct sslinv_verdict_result *result);

/* What is said of a scan that missed something, and of a host without os-release. */
extern const char sslinv_reason_incomplete[], sslinv_reason_no_release[];

#endif
