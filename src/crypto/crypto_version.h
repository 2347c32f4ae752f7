/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Versions of TLS and cryptography libraries, as they stand between other bytes. */
#ifndef SSLINV_CRYPTO_CRYPTO_VERSION_H
#define SSLINV_CRYPTO_CRYPTO_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/crypto_table.h"

/*
 * Takes the version that the bytes begin with: two to four numbers with points between them, and what a pre-release adds
 * (`3.0.0-rc2`). A blank, a NUL or the end has to follow. Returns its length, 0 where there is none.
 */
size_t sslinv_crypto_version_take(const char *at, const char *end, char version[SSLINV_CRYPTO_VERSION_SIZE]);

/* The version at the end of a library's file name: `2.28.3` of `libmbedtls.so.2.28.3`; three numbers. False: none. */
bool sslinv_crypto_version_of_file(const char *path, char version[SSLINV_CRYPTO_VERSION_SIZE]);

/* The project's version in that of its package: `3.87.1` of `2:3.87.1-1+deb12u2`. False: none. */
bool sslinv_crypto_version_of_package(const char *package_version, char version[SSLINV_CRYPTO_VERSION_SIZE]);

#endif
