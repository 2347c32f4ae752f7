/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does a release of OpenSSL itself, with no vendor's patches, have a vulnerability? Answered from the CVE record's affected
 * ranges.
 *
 * The records list one range for each branch. In a branch that is listed, the ranges decide: `from` <= V < `until`, or V <=
 * `last`, or, with neither, all of the branch from `from` on. Two oddities of real records: `0.9.6` to `0.9.6-cvs` is a fix
 * that no release got, so it has no end either; `3.1.1` to `3.1.1` (CVE-2023-2650) would hold nothing, so it begins with the
 * branch.
 *
 * Pre-releases: where a range begins with the first release of a branch (1.0.2, 3.0.0), the branch's alphas, betas and
 * snapshots are taken for affected too, as the flaw came from before it. Where it begins later, they are not.
 *
 * A branch that is not listed is not affected only if the record lists a range at all, every range can be read, and:
 *  - the branch was supported when the record was published, for then OpenSSL looked at it; or
 *  - the branch is older than all listed ones, and either nobody says that its support had ended, or a branch between it
 *    and them was supported and not listed: the flaw came later; or
 *  - it is newer than all listed ones and the newest of these got a fix: the branch began with it.
 * Otherwise the answer is unknown: OpenSSL does not look at branches past their life (1.1.0 in the records since 2020,
 * 1.0.1 since 2017, 3.1 and 3.2 in the latest), and one that lies between two affected ones is likely affected. So is a
 * pre-release of a branch that is not listed while an older one is: the records speak of releases, and the fix may have
 * come between the two (3.0.0-beta1 and CVE-2021-3711).
 */
#ifndef SSLINV_RESOLVE_UPSTREAM_H
#define SSLINV_RESOLVE_UPSTREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "guidance/model.h"
#include "guidance/set.h"
#include "openssl/openssl_version.h"

enum sslinv_upstream_answer {
	SSLINV_UPSTREAM_UNKNOWN = 0,
	SSLINV_UPSTREAM_AFFECTED,
	SSLINV_UPSTREAM_NOT_AFFECTED,
};

/* What OpenSSL says about one CVE. Everything is borrowed. */
struct sslinv_upstream_record {
	const struct sslinv_range *ranges; /* of this CVE alone */
	size_t range_count;
	const char *published; /* `2024-01-25`, or NULL if not known */
};

/* The life of one branch, read. */
struct sslinv_upstream_life {
	bool is_branch; /* else it is another product's, or its release cannot be read, and the rest says nothing */
	struct sslinv_openssl_version branch;
	const char *released, *end; /* NULL where there is no date */
};

/*
 * The life of OpenSSL's branches: rows of product `openssl`, one or more for each branch (an extended support is one more);
 * other products are passed over. Without a row for a branch its support counts as not known. Borrowed.
 */
struct sslinv_upstream_lives {
	const struct sslinv_life *items;
	size_t count;
	const struct sslinv_upstream_life
		*read; /* as many, from sslinv_upstream_lives_read(); NULL: read for each question */
};

struct sslinv_upstream {
	enum sslinv_upstream_answer answer;
	const struct sslinv_range *range; /* the one that holds the version, if affected; else NULL */
	const char *reason;               /* one sentence for the explanation; static */
};

/* Those of product `openssl` alone: they are read for each CVE. The set is sorted, and owns them. */
struct sslinv_upstream_lives sslinv_upstream_lives_of(const struct sslinv_guidance_set *set);

/* Reads them once for many questions. The result belongs to the arena. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_upstream_lives_read(struct sslinv_upstream_lives *lives, struct sslinv_arena *arena) SSLINV_MUST_CHECK;

/* `version` is OpenSSL's own spelling, as from sslinv_openssl_version_of(). `lives` may be NULL. */
struct sslinv_upstream sslinv_upstream_judge(const char *version, const struct sslinv_upstream_record *record,
					     const struct sslinv_upstream_lives *lives);

/* Do the lives name older and newer branches of OpenSSL than that of `version`, or older ones that it cannot follow, and not
 * it? */
bool sslinv_upstream_never_was(const char *version, const struct sslinv_upstream_lives *lives);

/* The version that ends a range, as it is read above; false if there is none, or if it cannot be read. */
bool sslinv_upstream_fix_of(const struct sslinv_range *range, struct sslinv_openssl_version *fix);

#endif
