/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Since when and until when CVEs were open on hosts. */
#include "store/open_spans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "store/store_internal.h"

/* The span that is still growing: rows of one CVE follow each other by first_seen. */
struct growing {
	struct sslinv_open_span span;
	struct sslinv_str cve, severity;
	bool is_begun;
};

static int copy(struct sslinv_str *str, const char *text)
{
	sslinv_str_reset(str);
	return sslinv_str_add(str, text ? text : "");
}

static const char *text(sqlite3_stmt *row, int column)
{
	const char *bytes = (const char *)sqlite3_column_text(row, column);

	return bytes ? bytes : "";
}

/* Does the row go on where the span is, or before it ends? A finding that is judged otherwise ends and begins in one moment.
 */
static bool goes_on(const struct growing *growing, const char *cve, int64_t first)
{
	return growing->is_begun && strcmp(sslinv_str_text(&growing->cve), cve) == 0 &&
	       (!growing->span.is_gone || first <= growing->span.gone_at);
}

static int hand_over(struct growing *growing, sslinv_open_span_function *take, void *context)
{
	if (!growing->is_begun)
		return 0;
	growing->is_begun = false;
	growing->span.severity = growing->severity.length ? growing->severity.data : NULL;
	return take(context, &growing->span);
}

static int take_row(struct growing *growing, sqlite3_stmt *row, sslinv_open_span_function *take, void *context)
{
	struct sslinv_open_span *span = &growing->span;
	const char *cve = text(row, 0);
	int64_t first = 0, gone = 0;
	bool is_gone = sqlite3_column_type(row, 3) != SQLITE_NULL;
	int rc = 0;

	(void)!sslinv_date_seconds(text(row, 2), &first);
	if (is_gone)
		(void)!sslinv_date_seconds(text(row, 3), &gone);
	if (!goes_on(growing, cve, first)) {
		rc = hand_over(growing, take, context);
		if (rc == 0)
			rc = copy(&growing->cve, cve);
		*span = (struct sslinv_open_span){ .first_seen = first, .gone_at = gone, .is_gone = is_gone };
		growing->is_begun = true;
	} else if (!is_gone || gone > span->gone_at) {
		span->is_gone &= is_gone;
		span->gone_at = gone;
	}
	return rc < 0 ? rc : copy(&growing->severity, text(row, 1));
}

int sslinv_store_open_spans(struct sslinv_store *store, int64_t host, sslinv_open_span_function *take, void *context,
			    struct sslinv_error *error)
{
	struct growing growing = { .is_begun = false };
	sqlite3_stmt *row;
	int rc = sslinv_store_statement(store, SSLINV_STATEMENT_OPEN_READ, &row, error), taken = 0;

	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(row, 1, host) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	while (taken == 0 && (rc = sslinv_sql_step(&store->base, row, error)) == 1)
		taken = take_row(&growing, row, take, context);
	sqlite3_reset(row);
	if (rc == 0)
		taken = hand_over(&growing, take, context);
	sslinv_str_free(&growing.cve);
	sslinv_str_free(&growing.severity);
	if (taken == SSLINV_E_MEMORY)
		return sslinv_error_memory(error);
	return rc < 0 ? rc : taken;
}
