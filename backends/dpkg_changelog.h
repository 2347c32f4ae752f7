/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changelog of a Debian package, deb-changelog(5), as it lies under usr/share/doc. */
#ifndef SSLINV_BACKENDS_DPKG_CHANGELOG_H
#define SSLINV_BACKENDS_DPKG_CHANGELOG_H

#include "dpkg_io.h"

#pragma GCC visibility push(hidden)

/*
 * Gives the entries of the package's changelog to the sink, newest first; none where the image has no documentation. What
 * lies beyond 16 MiB is told and left out. Returns 0, a negative errno after a problem, or what the sink returned.
 */
int sslinv_dpkg_changelog_each(const struct sslinv_backend_host *host, const char *package, const char *arch,
			       const struct sslinv_backend_sink *sink);

#pragma GCC visibility pop

#endif
