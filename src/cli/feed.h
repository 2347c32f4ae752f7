/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the actions of `sslinv feed` share, and those that have a file of their own. */
#ifndef SSLINV_CLI_FEED_H
#define SSLINV_CLI_FEED_H

#include "base/attributes.h"
#include "base/error.h"
#include "catalogue/guidance_store.h"
#include "cli/command.h"

/* Prints the error; the exit code that it stands for. */
enum sslinv_exit sslinv_feed_complain(const struct sslinv_error *error);

/* The guidance beside the inventory that is given or the default. Prints what is wrong and returns a negative code. */
int sslinv_feed_open(const struct sslinv_arguments *arguments, enum sslinv_sql_access access,
		     struct sslinv_guidance_store **store) SSLINV_MUST_CHECK;

/* Accepts NULL. Fit for SSLINV_CLEANUP. */
void sslinv_feed_close(struct sslinv_guidance_store **store);

/* Shows a warning of a document, with --verbose. */
void sslinv_feed_warn(void *context, const char *document, unsigned long line, const char *message);

/* sslinv feed bundle FILE [ID...]: packs what was imported. */
enum sslinv_exit sslinv_feed_bundle(const struct sslinv_arguments *arguments);

#endif
