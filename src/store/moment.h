/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was known of a host at a moment, row by row in one order, so that two moments can be compared side by side. */
#ifndef SSLINV_STORE_MOMENT_H
#define SSLINV_STORE_MOMENT_H

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "store/store.h"

enum sslinv_moment_kind {
	SSLINV_MOMENT_VERDICT = 0,
	SSLINV_MOMENT_FINDING,
	SSLINV_MOMENT_PACKAGE,
	SSLINV_MOMENT_LIBRARY,
	SSLINV_MOMENT_LINKAGE,
	SSLINV_MOMENT_KIND_COUNT,
};

/* One thing as it was. Texts are borrowed until the next row. */
struct sslinv_moment_row {
	const char *subject; /* the package or path; "" for a verdict */
	const char *detail;  /* the CVE of a finding, the soname of a linkage, the architecture of a package; else "" */
	const char *value;   /* the verdict, status, versions, library with version, or the provider */
	int rank;            /* of a verdict or finding: the higher, the worse; 0: nothing is open */
};

/* The rank of the verdict `unknown`, which a host has that was never judged. */
#define SSLINV_MOMENT_UNKNOWN_RANK 1
/* The rank of a finding under investigation; one that is `unknown` has a lower one, and what is open a higher one. */
#define SSLINV_MOMENT_INVESTIGATED_RANK 2

struct sslinv_moment;

/*
 * Begins with the rows of one kind that host number `host` had at `time` (`2026-11-24T06:55:26Z`), in the order of subject
 * and detail, each pair once. NULL is now. The caller ends with sslinv_moment_close().
 */
int sslinv_moment_open(struct sslinv_store *store, int64_t host, enum sslinv_moment_kind kind, const char *time,
		       struct sslinv_moment **moment, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The next row: 1, 0 at the end, or a negative code. */
int sslinv_moment_next(struct sslinv_moment *moment, struct sslinv_moment_row *row, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Accepts NULL. */
void sslinv_moment_close(struct sslinv_moment *moment);

/* The name of host number `host`, malloc'ed. */
int sslinv_store_host_name(struct sslinv_store *store, int64_t host, char **name, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * The moment up to which the word of one scan was the last one, as a text: the second before the next scan of the host
 * ended, so that what was judged in between counts. `scan` is a scan_id of the view `scans`, 0 the last but one. "" where
 * the scan is the newest. SSLINV_E_NOT_FOUND where the host has no such scan.
 */
int sslinv_store_scan_time(struct sslinv_store *store, int64_t host, int64_t scan, char time[SSLINV_TIME_SIZE],
			   struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Was the newest scan of the host that had ended at `time` (NULL: now) complete? 1, 0 or a negative code. */
int sslinv_store_scan_whole(struct sslinv_store *store, int64_t host, const char *time, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Was the host known at `time` (NULL: now)? 1, 0 or a negative code. */
int sslinv_store_knew_host(struct sslinv_store *store, int64_t host, const char *time, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
