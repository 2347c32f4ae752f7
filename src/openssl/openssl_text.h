/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts by which OpenSSL and its forks say who they are, as they occur between other bytes. */
#ifndef SSLINV_OPENSSL_OPENSSL_TEXT_H
#define SSLINV_OPENSSL_OPENSSL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "openssl/library.h"

struct sslinv_openssl_text {
	enum sslinv_library_kind kind;
	char version[48]; /* without `-fips` and build metadata: what OpenSSL's own release was called */
	size_t length;    /* of the whole text; at most SSLINV_OPENSSL_TEXT_MAX */
};

#define SSLINV_OPENSSL_TEXT_MAX 95

/*
 * Do `length` bytes at `text` begin with what OpenSSL_version(3) of one of them returns, or with OPENSSL_VERSION_TEXT of its
 * headers? `OpenSSL %s` and prose ("OpenSSL 3.0.0 or later") do not match: OpenSSL's text has the date of the release.
 */
bool sslinv_openssl_text_match(const char *text, size_t length, struct sslinv_openssl_text *match);

/*
 * Do the bytes begin with `X.Y.Z`, X at least 3, and perhaps a suffix, with a NUL after it: a version as OpenSSL 3 counts
 * them? Sets match->version and the length without the NUL.
 */
bool sslinv_openssl_text_is_bare_version(const char *text, size_t length, struct sslinv_openssl_text *match);

#endif
