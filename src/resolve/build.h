/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose word binds an installed package: that of the line that it was built for, which need not be the host's. */
#ifndef SSLINV_RESOLVE_BUILD_H
#define SSLINV_RESOLVE_BUILD_H

#include "base/attributes.h"
#include "distro/distro.h"
#include "facts/facts.h"
#include "resolve/finding.h"

/*
 * Sets distro, release, stream, build and build_evidence of a subject that was filled for the host, by what the package's
 * facts say of its origin; where they do not say anything it stays the host's. *line is memory that the subject refers to;
 * the caller frees it with free(). Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_build_apply(const struct sslinv_package *package, const struct sslinv_host_facts *host,
		       struct sslinv_subject *subject, struct sslinv_distro **line) SSLINV_MUST_CHECK;

/* Is the package of the host's own distribution and release, in whatever stream, and not only perhaps? */
bool sslinv_build_is_hosts(const struct sslinv_package *package, const struct sslinv_host_facts *host);

#endif
