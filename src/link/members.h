/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Native code inside archives: Java and Python load shared objects out of the archives that their programs are in. An
 * archive may hold others, as those of Spring Boot do.
 */
#ifndef SSLINV_LINK_MEMBERS_H
#define SSLINV_LINK_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

/* Limits for one file: what is unpacked, a member, archives in it, and how deep these lie. */
#define SSLINV_MEMBERS_MAX_BYTES ((uint64_t)1 << 30)
#define SSLINV_MEMBER_MAX_BYTES ((uint64_t)256 << 20)
#define SSLINV_MEMBERS_MAX_ARCHIVES 2000u
#define SSLINV_MEMBERS_MAX_DEPTH 3u
#define SSLINV_MEMBERS_MAX_NATIVE 500u

/* Stands between an archive and its member in a path: `/opt/app.jar!/META-INF/native/x.so`. */
#define SSLINV_MEMBER_MARK "!/"

/* Is it the name of such an archive? */
bool sslinv_members_has(const char *name);

/*
 * Calls `found` for each member of the archive that has the name of a shared object, with the member's path below it and an
 * open file of its bytes, until it fails. What is no ZIP archive has none. Returns 0 or a negative code: SSLINV_E_FORMAT for
 * a damaged archive, SSLINV_E_LIMIT for one beyond the limits above, what `found` returned.
 */
int sslinv_members_each(int fd, uint64_t size,
			int (*found)(void *context, const char *member, int fd, uint64_t size, struct sslinv_error *error),
			void *context, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
