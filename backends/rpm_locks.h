/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the administrator told the package managers of rpm packages to leave as it is. */
#ifndef SSLINV_BACKENDS_RPM_LOCKS_H
#define SSLINV_BACKENDS_RPM_LOCKS_H

#include "problem.h"

#pragma GCC visibility push(hidden)

/* An installed package, as the database names it. */
struct sslinv_rpm_installed {
	const char *name, *arch;
	const char *version; /* `[epoch:]version-release` */
};

/*
 * Sets *held_by to what keeps the package at its version: `versionlock` (of dnf or yum), `lock` (zypper's), `exclude` (in
 * dnf's or yum's configuration), or NULL. A file that cannot be read is told to the sink. Returns 0 or what the sink did.
 */
int sslinv_rpm_lock_find(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
			 const struct sslinv_rpm_installed *installed, const char **held_by);

#pragma GCC visibility pop

#endif
