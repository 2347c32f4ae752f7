/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source package behind a binary one, where nobody says: for versions judged with no host at hand. */
#ifndef SSLINV_DISTRO_SOURCE_NAME_H
#define SSLINV_DISTRO_SOURCE_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes the name of the source package, cut to `size`: `libssl3` of Debian is `openssl`, `libssl1.0.0` of Ubuntu 18.04
 * `openssl1.0`, `openssl-libs` `openssl`, `libopenssl1_1` `openssl-1_1`. What is not known is its own source package.
 * `distro` and `release` are in the model's words and may be NULL.
 */
void sslinv_source_name(const char *distro, const char *release, const char *package, char *source, size_t size);

/*
 * The same of the source package number `index`, from 0 on, where the binary one was made from different ones in the course
 * of a release: `libopenssl1_0_0` of SLES 12 from `openssl` and, since its service pack 4, from `openssl-1_0_0`. False where
 * there is none of that number; there is always one.
 */
bool sslinv_source_candidate(const char *distro, const char *release, const char *package, size_t index, char *source,
			     size_t size);

#endif
