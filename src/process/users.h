/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of users, from /etc/passwd of the root (passwd(5)). The C library is not asked: it may load modules and talk to
 * a directory server for an answer.
 */
#ifndef SSLINV_PROCESS_USERS_H
#define SSLINV_PROCESS_USERS_H

#include <stddef.h>

#include "base/attributes.h"
#include "host/root.h"

struct sslinv_user {
	unsigned id;
	const char *name; /* raw; in `text` */
};

struct sslinv_users {
	struct sslinv_user *items; /* sorted by id */
	size_t count, capacity;
	char *text;
};

/* What cannot be read has no names. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_users_read(const struct sslinv_root *root, struct sslinv_users *users) SSLINV_MUST_CHECK;

/* NULL where there is none. Borrowed. */
const char *sslinv_users_name(const struct sslinv_users *users, unsigned id);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_users_free(struct sslinv_users *users);

#endif
