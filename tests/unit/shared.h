/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Published feeds, fact tables and roots of real hosts, which are no part of the source tree: in the directory that the
 * environment variable SSLINV_SHARED names, or else in ../shared beside the source tree. SSLINV_SHARED= (empty): there are
 * none.
 */
#ifndef SSLINV_TESTS_SHARED_H
#define SSLINV_TESTS_SHARED_H

#include <stdbool.h>

/* The path of a file or directory there, whether it exists or not; valid until the next call. */
const char *shared_path(const char *name);

/* Whether it is there and can be read; prints what is missing if it is not. */
bool shared_has(const char *name);

/*
 * The same path; skips the test if it cannot be read. skip() does not return, so that what the test holds at that moment,
 * with SSLINV_CLEANUP or without, is never freed: the test asks for the path before it allocates anything.
 */
const char *shared_or_skip(const char *name);

#endif
