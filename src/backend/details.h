/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is asked of the few packages that are OpenSSL, beside the other work: their changelogs, and what the host's
 * repositories offer for them (reading apt's lists takes half a second).
 */
#ifndef SSLINV_BACKEND_DETAILS_H
#define SSLINV_BACKEND_DETAILS_H

#include "backend/child.h"
#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

struct sslinv_details;

/*
 * Marks facts->packages' is_openssl and starts children, one for each backend that told of such a package, that look up the
 * changelogs and candidates of these packages while the caller goes on. *details may be NULL: then no backend can be asked.
 * Returns 0 or a negative code (memory only).
 */
int sslinv_details_start(const struct sslinv_root *root, const char *directory, unsigned seconds, struct sslinv_facts *facts,
			 struct sslinv_details **details, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Waits for the children and fills facts->candidates and changelog. What could not be read is a note in facts: it is
 * evidence that is missing, and nothing rests on its absence. Returns 0 or a negative code (memory only). Accepts NULL.
 */
int sslinv_details_finish(struct sslinv_details *details, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Ends the children and frees; accepts NULL. Fit for SSLINV_CLEANUP. */
void sslinv_details_free(struct sslinv_details **details);

#endif
