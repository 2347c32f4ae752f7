/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The effective upstream level: the newest release of OpenSSL whose fixes a package carries altogether. "1.0.2k-26.el7_9
 * carries the fixes of 1.0.2u."
 *
 * Only vulnerabilities that affect the version inside the package count, and only releases of the same branch. The releases
 * that can be reached are those that fixed something: the `until` values of all ranges given, whether or not they concern
 * this version. One is reached if each counted vulnerability which was fixed in it or before it is `fixed` or
 * `not_affected` in the package. One that upstream never fixed in the branch holds nothing up; nor does one of which the
 * record does not say whether it affects this version, as no release can be named for its fix.
 */
#ifndef SSLINV_RESOLVE_EFFECTIVE_H
#define SSLINV_RESOLVE_EFFECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "guidance/model.h"
#include "openssl/openssl_version.h"
#include "resolve/upstream.h"

/* One CVE, and how it was resolved for the package. Borrowed. */
struct sslinv_effective_input {
	const char *cve;
	struct sslinv_upstream_record record;
	enum sslinv_status status;
	/* Whether sslinv_upstream_judge() was asked already, with the same version and lives, and the range it found. */
	bool is_judged;
	const struct sslinv_range *range;
};

struct sslinv_effective {
	/* The level; the package's own upstream version if it reaches no later release. */
	char version[SSLINV_OPENSSL_VERSION_SIZE];
	/*
	 * What bars the way on: the open CVE whose fix came first (of several, the least in the order of the year and
	 * number), and the release that fixed it, or the last affected one where that is what is known. All NULL if the
	 * package is level with the newest release that fixed anything. Borrowed from the input.
	 */
	const char *blocking_cve;
	const char *blocking_release;
	const char *blocking_last;
	enum sslinv_status blocking_status; /* of that CVE; UNKNOWN without one */
	/*
	 * How many CVEs that affect the upstream version the package has fixed or does not have, of those up to the level.
	 */
	size_t carried;
};

/*
 * `upstream_version` as from sslinv_openssl_version_of(); `lives` as for sslinv_upstream_judge(). False if it is no
 * version.
 */
bool sslinv_effective_level(const char *upstream_version, const struct sslinv_effective_input *inputs, size_t count,
			    const struct sslinv_upstream_lives *lives, struct sslinv_effective *effective);

#endif
