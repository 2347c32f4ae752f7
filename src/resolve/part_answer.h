/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is to be said of a part of a host in one line. */
#ifndef SSLINV_RESOLVE_PART_ANSWER_H
#define SSLINV_RESOLVE_PART_ANSWER_H

#include "base/attributes.h"
#include "base/str.h"
#include "resolve/part.h"

/* Appends what it is: `process 812 (nginx)`, `package libssl3 3.0.17-1~deb12u2`. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_part_subject(struct sslinv_str *out, const struct sslinv_part *part) SSLINV_MUST_CHECK;

/*
 * Appends the verdict, what it runs or uses, whether that is what is on disk, how much is open, and what to do:
 * `restart, runs OpenSSL 3.0.17 of libssl3 (stale): systemctl restart nginx.service`. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_part_answer(struct sslinv_str *out, const struct sslinv_part *part) SSLINV_MUST_CHECK;

#endif
