/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Since when and until when CVEs were open on hosts. */
#ifndef SSLINV_STORE_OPEN_SPANS_H
#define SSLINV_STORE_OPEN_SPANS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_store;

/* A time in which one CVE was open (`affected` or `will_not_fix`) on one host, in whatever package or copy. */
struct sslinv_open_span {
	int64_t first_seen, gone_at; /* seconds since the epoch; gone_at is set where is_gone is true */
	bool is_gone;
	const char *severity; /* by the last word; NULL if not known. Borrowed */
};

/* Returns 0, or a negative code, which ends the walk. */
typedef int sslinv_open_span_function(void *context, const struct sslinv_open_span *span);

/*
 * Hands over each span of the host, the present ones and those of the past. What is open for which no CVE is named is one
 * CVE of its host. Returns 0 or a negative code.
 */
int sslinv_store_open_spans(struct sslinv_store *store, int64_t host, sslinv_open_span_function *take, void *context,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
