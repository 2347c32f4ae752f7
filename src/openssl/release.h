/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The releases of OpenSSL since 3.0. */
#ifndef SSLINV_OPENSSL_RELEASE_H
#define SSLINV_OPENSSL_RELEASE_H

#include <stdbool.h>

/*
 * Can `version` (`3.0.20`) be a release of OpenSSL 3.0 or later, as far as is known? Branches that ended have a last
 * release; the others get some more than they have. A version before 3.0 and a branch that is not known are none.
 */
bool sslinv_openssl_is_release(const char *version);

#endif
