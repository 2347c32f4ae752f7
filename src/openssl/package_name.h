/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package names are those of OpenSSL. */
#ifndef SSLINV_OPENSSL_PACKAGE_NAME_H
#define SSLINV_OPENSSL_PACKAGE_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Does this package name concern OpenSSL on some distribution? `openssl`, `openssl-libs`, `libssl3`, `libssl3t64`,
 * `compat-openssl10`, `libopenssl1_1`, `openssl-fips-provider`, `edk2`, ... NULL is no name.
 */
bool sslinv_package_name_is_openssl(const char *package);

/* How the names that concern OpenSSL begin, one after the other from 0 on; NULL at the end. */
const char *sslinv_package_name_start(size_t index);

/* Is it a program of its own that carries a libcrypto, as edk2 does? Then most of its CVEs are not OpenSSL's. */
bool sslinv_package_name_is_carrier(const char *package);

#endif
