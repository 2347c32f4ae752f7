/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files a Debian package owns: dpkg's var/lib/dpkg/info/NAME.list and NAME:ARCH.list, with its diversions applied, and
 * status.d/NAME.md5sums of distroless images. See dpkg-query(1) -L, dpkg-divert(1), deb-md5sums(5).
 */
#ifndef SSLINV_BACKENDS_DPKG_FILES_H
#define SSLINV_BACKENDS_DPKG_FILES_H

#include "dpkg_status.h"

#pragma GCC visibility push(hidden)

#define SSLINV_DPKG_INFO "var/lib/dpkg/info"

/* Where a file was moved to, away from its own name, for all packages but one. */
struct sslinv_dpkg_diversion {
	const char *from, *to;
	const char *package; /* keeps the name; `:` is the administrator, who moves it for all */
};

struct sslinv_dpkg_files {
	int info, distroless;                     /* directories, or negative where there is none; owned */
	struct sslinv_dpkg_names lists;           /* in info */
	struct sslinv_dpkg_diversion *diversions; /* sorted by `from`; owned */
	size_t diversion_count;
	char *diversion_text; /* owned */
	char *buffer;         /* owned; for one list */
	size_t capacity;
};

#define SSLINV_DPKG_FILES_INIT                                                                                              \
	{                                                                                                                   \
		.info = -1, .distroless = -1                                                                                \
	}

/*
 * Opens the directories and reads the diversions; damage is told. Returns 0, a negative errno after a problem, or the
 * sink's.
 */
int sslinv_dpkg_files_open(struct sslinv_dpkg_files *files, const struct sslinv_backend_host *host,
			   const struct sslinv_backend_sink *sink);

/*
 * Compares the status with the lists, and tells where it knows less than they do: it is not whole then. Returns 0, -EBADMSG
 * where it knows no package at all but there are lists, or what the sink returned.
 */
int sslinv_dpkg_files_check(const struct sslinv_dpkg_files *files, const struct sslinv_dpkg_status *status,
			    const struct sslinv_backend_sink *sink);

/* Gives the sink each path that the package owns, directories too. Returns 0, or what the sink returned. */
int sslinv_dpkg_files_each(struct sslinv_dpkg_files *files, const struct sslinv_dpkg_entry *entry,
			   const struct sslinv_backend_sink *sink);

/*
 * Gives the sink the digest of each file that NAME.md5sums of the package has. A package without that file has none, and
 * damage is told. Returns 0, or what the sink returned.
 */
int sslinv_dpkg_files_digests(struct sslinv_dpkg_files *files, const struct sslinv_dpkg_entry *entry,
			      const struct sslinv_backend_sink *sink);

void sslinv_dpkg_files_close(struct sslinv_dpkg_files *files);

#pragma GCC visibility pop

#endif
