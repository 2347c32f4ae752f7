/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One host at two moments: for the walk over what changed. */
#ifndef SSLINV_REPORT_DIFF_HOST_H
#define SSLINV_REPORT_DIFF_HOST_H

#include "base/str.h"
#include "report/diff_format.h"

/* A host of one side, with its moment. */
struct sslinv_diff_place {
	struct sslinv_store *store;
	int64_t host;                /* 0: that side does not know it */
	char time[SSLINV_TIME_SIZE]; /* "": now */
};

static inline const char *sslinv_diff_time(const struct sslinv_diff_place *place)
{
	return place->time[0] ? place->time : NULL;
}

/* A walk that is under way. */
struct sslinv_diff_walk {
	const struct sslinv_diff_format *format;
	void *context;
	struct sslinv_diff_totals totals;
	bool has_change, has_worse, has_better; /* of this host */
};

/* Tells the host, whose name and presence are set, with all its changes; at least one side knows it. */
int sslinv_diff_host_compare(struct sslinv_diff_walk *walk, struct sslinv_diff_host *host,
			     const struct sslinv_diff_place *before, const struct sslinv_diff_place *after,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
