/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The newest TLS that a release of OpenSSL or of one of its forks has, by its version alone. */
#ifndef SSLINV_OPENSSL_TLS_H
#define SSLINV_OPENSSL_TLS_H

/*
 * `TLS 1.3`, `TLS 1.2`, `TLS 1.0`: what it can do at best, however it was built and configured. `library` is a name of
 * library.h; NULL where it, or the version that decides, is not known. Static.
 */
const char *sslinv_openssl_tls(const char *library, const char *version);

#endif
