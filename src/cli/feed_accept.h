/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may enter the guidance: the site's rule, and the signatures of files. */
#ifndef SSLINV_CLI_FEED_ACCEPT_H
#define SSLINV_CLI_FEED_ACCEPT_H

#include "base/attributes.h"
#include "base/error.h"
#include "config/config.h"

/*
 * Looks at what is imported from `file`. Where a signature is beside it as FILE.asc, or the site demands one, it is checked:
 * then *fd is a private copy of the bytes that were, to be imported in place of the file, and the caller's to close. *fd is
 * -1 where the file is imported as it is. `beside` is the guidance file, in whose directory the copy is. Negative for a file
 * that must not enter, with the reason.
 */
int sslinv_feed_accept(const struct sslinv_config *config, const char *file, const char *beside, int *fd,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Reads the site's settings. Prints what is wrong and returns a negative code. */
int sslinv_feed_config(struct sslinv_config *config) SSLINV_MUST_CHECK;

#endif
