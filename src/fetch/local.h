/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mirror on the disk: files that are copied into the spool. */
#ifndef SSLINV_FETCH_LOCAL_H
#define SSLINV_FETCH_LOCAL_H

#include "fetch/fetch.h"

/*
 * Copies the file that a local address names to `target`, an open file. What is held is known by the file's size and time,
 * which stand in the ETag. Sets the answer, with the reason where it fails.
 */
void sslinv_local_fetch(const struct sslinv_fetch_request *request, int target, struct sslinv_fetch_answer *answer);

#endif
