/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The raw sink of guidance. Whoever keeps guidance implements it (catalogue/, the writer of sslinv's own format); whoever
 * reads a published format never sees it, and reaches it through guidance/check.h alone. tests/e2e/rooms.sh holds both.
 */
#ifndef SSLINV_GUIDANCE_SINK_H
#define SSLINV_GUIDANCE_SINK_H

#include "guidance/model.h"

/*
 * Where guidance goes that was checked. Each function copies what it keeps and returns 0, or a negative value which is
 * handed back at once. `feed` is called first, once for each document (for each member of an archive); what follows belongs
 * to it.
 */
struct sslinv_guidance_sink {
	void *context;
	int (*feed)(void *context, const struct sslinv_feed *feed);
	int (*statement)(void *context, const struct sslinv_statement *statement);
	int (*vulnerability)(void *context, const struct sslinv_vulnerability *vulnerability);
	int (*range)(void *context, const struct sslinv_range *range);
	int (*life)(void *context, const struct sslinv_life *life);
	int (*exploitation)(void *context, const struct sslinv_exploitation *exploitation);
	/* Something in the document that was left out or could not be evaluated; `line` is 0 if unknown. */
	int (*warning)(void *context, unsigned long line, const char *message);
	/* An entry that does not concern OpenSSL was passed over (for the count). */
	int (*dropped)(void *context);
	/* These come from sslinv's own format alone: what an administrator is told to type is nobody else's to say. */
	int (*branch)(void *context, const struct sslinv_branch *branch);
	int (*instruction)(void *context, const struct sslinv_instruction *instruction);
	int (*page)(void *context, const struct sslinv_page *page);
	/* The next statement is for a place that no host can be in (for the count and the names). May be NULL. */
	int (*unmatched)(void *context, const struct sslinv_statement *statement);
};

/* What readers get in its place: a sink that only the functions of guidance/check.h open. Borrows the raw one. */
struct sslinv_checked_sink {
	const struct sslinv_guidance_sink *raw;
};

#endif
