/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories of this process alone, for files that must have a name. They are gone when the program ends by a signal, too.
 */
#ifndef SSLINV_BASE_PRIVATE_DIRECTORY_H
#define SSLINV_BASE_PRIVATE_DIRECTORY_H

#include "base/attributes.h"
#include "base/error.h"

/*
 * Makes a directory with mode 0700 in $TMPDIR (not for set-user-ID programs), else in /tmp. *path is malloc'ed; the caller
 * ends with sslinv_private_directory_remove(), in the same process. NULL on failure.
 */
int sslinv_private_directory_make(char **path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Removes the directory with all that is in it, and frees its path. Accepts NULL. Fit for SSLINV_CLEANUP. */
void sslinv_private_directory_remove(char **path);

/*
 * Removes all that there are, from the thread that a signal to end has woken. None is made or removed afterwards: whoever
 * tries waits for the end of the process.
 */
void sslinv_private_directory_abandon(void);

#endif
