/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child that fetches may read: one that talks to the network sees nothing of the user's, one that copies sees all. */
#ifndef SSLINV_FETCH_REACH_H
#define SSLINV_FETCH_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "fetch/fetch.h"

struct sslinv_fetch_reach {
	bool is_local; /* it copies from a mirror on the disk, and opens no connection */
	char *ca;      /* a file of authorities; NULL: the system's; owned */
};

/* Is it the reach that the request needs? */
bool sslinv_fetch_reach_fits(const struct sslinv_fetch_reach *reach, const struct sslinv_fetch_request *request);

/* Makes it that. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_fetch_reach_set(struct sslinv_fetch_reach *reach, const struct sslinv_fetch_request *request) SSLINV_MUST_CHECK;

/* Room for what may be read. */
#define SSLINV_FETCH_READABLE 64

/*
 * The files and directories that a child of this reach may read: its libraries, the authorities, and what names are looked
 * up by. Borrowed from the reach; *count is how many. NULL for a local one, which may read all.
 */
const char *const *sslinv_fetch_reach_readable(const struct sslinv_fetch_reach *reach,
					       const char *paths[SSLINV_FETCH_READABLE], size_t *count);

#endif
