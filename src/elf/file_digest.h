/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Digests of files, as package databases hold them. */
#ifndef SSLINV_LINK_FILE_DIGEST_H
#define SSLINV_LINK_FILE_DIGEST_H

#include <stdbool.h>

#include "base/attributes.h"
#include "sslinv/backend.h"

/* Of SHA-512 in hexadecimal, and its NUL. */
#define SSLINV_DIGEST_SIZE 129

/* Zero-initialised: no digest. */
struct sslinv_digest {
	enum sslinv_backend_digest algorithm;
	char hex[SSLINV_DIGEST_SIZE]; /* small letters */
};

/* The name of an algorithm, as `SHA-256`; NULL for one that is not known here. Static. */
const char *sslinv_digest_name(enum sslinv_backend_digest algorithm);

/* Is `hex` a digest of that algorithm by its length and letters? */
bool sslinv_digest_is_valid(enum sslinv_backend_digest algorithm, const char *hex);

/* Is it the digest `hex`? Capital letters are the same. */
bool sslinv_digest_is(const struct sslinv_digest *digest, enum sslinv_backend_digest algorithm, const char *hex);

/*
 * The digest of the file that is open for reading, from its beginning to its end. Returns 0, -ENOTSUP for an algorithm that
 * is not known here, or the negative errno of pread(2).
 */
int sslinv_digest_read(int fd, enum sslinv_backend_digest algorithm, struct sslinv_digest *digest) SSLINV_MUST_CHECK;

#endif
