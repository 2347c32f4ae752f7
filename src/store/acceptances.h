/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Risks that a person has accepted: in the inventory, with the reason and the last day. */
#ifndef SSLINV_STORE_ACCEPTANCES_H
#define SSLINV_STORE_ACCEPTANCES_H

#include "base/attributes.h"
#include "base/error.h"
#include "store/store.h"

struct sslinv_acceptance {
	const char *host;    /* a pattern of SQLite's GLOB, as the next: `web*` */
	const char *subject; /* of the package or the path */
	const char *cve;
	const char *reason;
	const char *accepted_by;
	const char *until; /* the last day: `2026-12-31` */
};

/* Adds one, at `now` (seconds since the epoch); inside a transaction. *id is its number. */
int sslinv_store_accept(struct sslinv_store *store, const struct sslinv_acceptance *acceptance, int64_t now, int64_t *id,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Ends one before its day; SSLINV_E_NOT_FOUND where there is none of that number, or it was withdrawn before. */
int sslinv_store_withdraw(struct sslinv_store *store, int64_t id, int64_t now, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Marks the findings of host number `host` that are accepted today, by accepted_until and accepted_reason. Of several
 * acceptances the one that lasts longest counts. What nobody could judge cannot be accepted.
 */
int sslinv_store_mark_accepted(struct sslinv_store *store, int64_t host, struct sslinv_host_result *result,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
