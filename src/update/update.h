/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The conductor of an update: source by source it has the files fetched, verifies them, and puts them into the guidance file
 * in one transaction. What one source fails at costs that source alone, and what was held of it stays.
 */
#ifndef SSLINV_UPDATE_UPDATE_H
#define SSLINV_UPDATE_UPDATE_H

#include "base/attributes.h"
#include "base/error.h"
#include "catalogue/guidance_news.h"
#include "sources/sources.h"

enum sslinv_update_outcome {
	SSLINV_UPDATE_NEW = 0, /* an edition was taken in */
	SSLINV_UPDATE_SAME,    /* what is held is the present edition */
	SSLINV_UPDATE_PARTLY,  /* some documents could not be had, the others were taken in; nothing is confirmed */
	SSLINV_UPDATE_FAILED,  /* what is held stays */
};

/* What came of one source. */
struct sslinv_update_result {
	enum sslinv_update_outcome outcome;
	uint64_t bytes; /* of the files that came */
	struct sslinv_guidance_imported imported;
	size_t dropped;     /* feeds that the vendor has no more */
	char remark[800];   /* what is odd with what was taken or confirmed, and what to do; "" where nothing is */
	const char *reason; /* why it failed, wholly or in part, and what to do; borrowed while it is told */
};

/* Who is told; each may be NULL. */
struct sslinv_update_listener {
	void *context;
	void (*progress)(void *context, const struct sslinv_source *source, const char *address, uint64_t bytes,
			 int64_t total);
	void (*warning)(void *context, const char *document, unsigned long line, const char *message);
	void (*ended)(void *context, const struct sslinv_source *source, const struct sslinv_update_result *result);
	void (*news)(void *context, const struct sslinv_news_item *item); /* after all sources */
};

/* What came of all. */
struct sslinv_update_summary {
	size_t changed, same, partly, failed;
};

/*
 * Follows the sources of the list. `is_forced`: an edition that is older than the one that is held, or lacks much of it, is
 * taken all the same. `spool` is a directory for what is fetched, which is made and removed. Returns 0 where every source
 * was tried, whatever came of it.
 */
int sslinv_update_run(struct sslinv_guidance_store *store, const struct sslinv_source_list *list,
		      const struct sslinv_fetch_limits *limits, bool is_forced, const char *spool,
		      const struct sslinv_update_listener *listener, struct sslinv_update_summary *summary,
		      struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
