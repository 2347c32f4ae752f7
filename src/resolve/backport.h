/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The resolver: for one package (or copy without a vendor) and each CVE of OpenSSL, the first rule that answers (guidance
 * page: vendor-fix, vendor-status, changelog, upstream-range, candidate, unknown; upstream-affected for copies). Pure
 * functions over plain structs: no files, no SQL, no clock.
 */
#ifndef SSLINV_RESOLVE_BACKPORT_H
#define SSLINV_RESOLVE_BACKPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "guidance/set.h"
#include "resolve/finding.h"

/*
 * Judges a subject against the set. `cves` limits it to these (count 0: all: those of OpenSSL's records, those that the
 * vendor speaks of, and recent ones that any vendor names). A distribution whose own data is missing is judged by those
 * rules that are left; another vendor's statements are never used unless distro_inherits() declares it. Returns 0 or a
 * negative code. The caller frees with sslinv_judgement_free().
 */
int sslinv_judge(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *const *cves,
		 size_t cve_count, struct sslinv_judgement *judgement, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Is the CVE fixed in what was judged, or no matter there? False where nothing is said of it. */
bool sslinv_judgement_closes(const struct sslinv_judgement *judgement, const char *cve);

void sslinv_judgement_free(struct sslinv_judgement *judgement);

#endif
