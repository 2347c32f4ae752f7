/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the actions of `sslinv feed` share, and those that have a file of their own. */
#ifndef SSLINV_CLI_FEED_H
#define SSLINV_CLI_FEED_H

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "catalogue/guidance_store.h"
#include "cli/command.h"
#include "report/rows.h"
#include "sources/sources.h"
#include "update/places.h"

/* Prints the error; the exit code that it stands for. */
enum sslinv_exit sslinv_feed_complain(const struct sslinv_error *error);

/* The guidance beside the inventory that is given or the default. Prints what is wrong and returns a negative code. */
int sslinv_feed_open(const struct sslinv_arguments *arguments, enum sslinv_sql_access access,
		     struct sslinv_guidance_store **store) SSLINV_MUST_CHECK;

/* Accepts NULL. Fit for SSLINV_CLEANUP. */
void sslinv_feed_close(struct sslinv_guidance_store **store);

/* Shows a warning of a document, with --verbose. */
void sslinv_feed_warn(void *context, const char *document, unsigned long line, const char *message);

/*
 * Are rows to be as short as a terminal is narrow? So it is where they go to one, and neither --all nor a format for
 * programs is asked for.
 */
bool sslinv_feed_is_short(const struct sslinv_arguments *arguments);

/* Shows rows of that guidance as --format has it. `show` hands on all of them, from sslinv_rows_begin() on. */
enum sslinv_exit sslinv_feed_show(const struct sslinv_arguments *arguments,
				  int (*show)(void *context, struct sslinv_guidance_store *store, struct sslinv_rows *rows,
					      struct sslinv_error *error),
				  void *context);

/* sslinv feed bundle FILE [ID...]: packs what was imported. */
enum sslinv_exit sslinv_feed_bundle(const struct sslinv_arguments *arguments);

/* The table of sources, and where the hosts of the inventory are: none where there is no inventory yet. */
struct sslinv_feed_sources {
	struct sslinv_source_table table;
	struct sslinv_places places;
	struct sslinv_source_list list; /* what was picked */
	bool is_short;                  /* few columns are shown, for a terminal */
	struct sslinv_str missing;      /* what is to be told below them */
};

/* Prints what is wrong and returns a negative code. To be freed whatever the result. */
int sslinv_feed_sources_load(const struct sslinv_arguments *arguments, struct sslinv_feed_sources *sources)
	SSLINV_MUST_CHECK;
void sslinv_feed_sources_free(struct sslinv_feed_sources *sources);

/* The actions that are files of their own. */
enum sslinv_exit sslinv_feed_sources(const struct sslinv_arguments *arguments);
enum sslinv_exit sslinv_feed_update(const struct sslinv_arguments *arguments);

#endif
