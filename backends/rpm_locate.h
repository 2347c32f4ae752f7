/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a root keeps its rpm database: which files, which of several, and what it means if there is none. */
#ifndef SSLINV_BACKENDS_RPM_LOCATE_H
#define SSLINV_BACKENDS_RPM_LOCATE_H

#include "rpm_database.h"

#pragma GCC visibility push(hidden)

/* Is there a database, or a sign of one? For the backend's probe(). */
bool sslinv_rpm_has_signs(const struct sslinv_backend_host *host);

/*
 * The ID of the root's os-release if that distribution is made of rpm packages, else NULL. Without an os-release, the path
 * of an older file of such a distribution.
 */
const char *sslinv_rpm_distribution(const struct sslinv_backend_host *host);

/* Has the root no database of another package manager? */
bool sslinv_rpm_is_alone(const struct sslinv_backend_host *host);

/*
 * Finds the database and opens it into *database, whose fd is then the caller's to close. Of several files with packages in
 * them the one that %_dbpath names is taken, else the one changed last, and the sink hears of the others; files without any
 * package do not count beside one that has some. Returns 0, or a negative errno after the sink heard why, or what the sink
 * returned.
 */
int sslinv_rpm_locate(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
		      struct sslinv_rpm_database *database);

#pragma GCC visibility pop

#endif
