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

#define SSLINV_DPKG_CHANGELOG_WORD 128

/* What the line of the newest entry says. "" where it is not known. */
struct sslinv_dpkg_changelog_head {
	char version[SSLINV_DPKG_CHANGELOG_WORD];
	char suite[SSLINV_DPKG_CHANGELOG_WORD]; /* the first distribution that it was uploaded to */
};

/* Reads the first line of the package's changelog; what cannot be read is told by sslinv_dpkg_changelog_each(). */
void sslinv_dpkg_changelog_first(const struct sslinv_backend_host *host, const char *package,
				 struct sslinv_dpkg_changelog_head *head);

#pragma GCC visibility pop

#endif
