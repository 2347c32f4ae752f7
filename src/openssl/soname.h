/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sonames are those of OpenSSL, and how a soname begins. */
#ifndef SSLINV_OPENSSL_SONAME_H
#define SSLINV_OPENSSL_SONAME_H

#include <stdbool.h>

/*
 * Is `soname` one of libssl.so* and libcrypto.so*, or `libssl-DIGEST.so*` as bundling tools rename it? A path before the
 * name is ignored.
 */
bool sslinv_soname_is_openssl(const char *soname);

/* Is `name`, without a path before it, STEM.so* or STEM-DIGEST.so*? */
bool sslinv_soname_has_stem(const char *name, const char *stem);

#endif
