/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory of a mirror on the disk, as the archive that it would have been. */
#ifndef SSLINV_FETCH_LOCAL_DIRECTORY_H
#define SSLINV_FETCH_LOCAL_DIRECTORY_H

#include "fetch/fetch.h"

/*
 * Packs the plain files of the directory, and of those in it, into a tar in `target`, an open file. What is hidden, and
 * where links lead, is left out. What is held is known by the names, sizes and times of all files. Sets the answer, with the
 * reason where it fails.
 */
void sslinv_local_directory(const struct sslinv_fetch_request *request, const char *path, int target,
			    struct sslinv_fetch_answer *answer);

#endif
