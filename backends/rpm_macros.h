/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the rpm of a root has its database by its own configuration: the macro %_dbpath. */
#ifndef SSLINV_BACKENDS_RPM_MACROS_H
#define SSLINV_BACKENDS_RPM_MACROS_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

#pragma GCC visibility push(hidden)

#define SSLINV_RPM_DBPATH_SIZE 64

/* What %_dbpath says. */
struct sslinv_rpm_dbpath {
	char path[SSLINV_RPM_DBPATH_SIZE];    /* relative to the root; "" where it is not set or cannot be evaluated */
	char unknown[SSLINV_RPM_DBPATH_SIZE]; /* the beginning of a definition that cannot be evaluated, else "" */
	char file[SSLINV_RPM_DBPATH_SIZE];    /* that defines it, or that was not read; relative to the root */
	bool is_unread;                       /* a file after the definition that holds is too large, or cannot be read */
};

/*
 * Reads the macro files that rpm reads, in its order (rpm(8), FILES); the last definition holds. Files that rpm cannot
 * read either, or that need more rights, are passed over. Only the macros of a few directories are expanded, and nothing is
 * executed.
 */
void sslinv_rpm_dbpath_read(const struct sslinv_backend_host *host, struct sslinv_rpm_dbpath *dbpath);

#pragma GCC visibility pop

#endif
