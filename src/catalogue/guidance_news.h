/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became known between two moments of a guidance file: new CVEs, new fixes, statements taken back. */
#ifndef SSLINV_CATALOGUE_GUIDANCE_NEWS_H
#define SSLINV_CATALOGUE_GUIDANCE_NEWS_H

#include "catalogue/guidance_store.h"

enum sslinv_news {
	SSLINV_NEWS_CVE = 0,    /* nobody spoke of it before */
	SSLINV_NEWS_FIX,        /* a fixed version */
	SSLINV_NEWS_STATEMENT,  /* another statement */
	SSLINV_NEWS_TAKEN_BACK, /* what a vendor said, and does not say any more */
	SSLINV_NEWS_COUNT,
};

/* One piece of news; texts are borrowed while it is told. Of SSLINV_NEWS_CVE there is the CVE alone. */
struct sslinv_news_item {
	enum sslinv_news kind;
	const char *distro, *release, *stream, *package, *cve, *status;
	const char *fixed_version; /* "" where there is none */
};

/* Remembers, for this connection, what is known now. Outside of transactions. */
int sslinv_guidance_news_begin(struct sslinv_guidance_store *store, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Tells what is known now and was not then, or the other way round: kind by kind, in the order of the enum. */
int sslinv_guidance_news_tell(struct sslinv_guidance_store *store,
			      void (*tell)(void *context, const struct sslinv_news_item *item), void *context,
			      struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
