/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Digests of files. */
#include "elf/file_digest.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <nettle/nettle-meta.h>

#include "base/cleanup.h"

#define CHUNK 65536

static const struct {
	enum sslinv_backend_digest algorithm;
	const char *name;
	const struct nettle_hash *hash;
} algorithms[] = {
	{ SSLINV_BACKEND_MD5, "MD5", &nettle_md5 },           { SSLINV_BACKEND_SHA1, "SHA-1", &nettle_sha1 },
	{ SSLINV_BACKEND_SHA224, "SHA-224", &nettle_sha224 }, { SSLINV_BACKEND_SHA256, "SHA-256", &nettle_sha256 },
	{ SSLINV_BACKEND_SHA384, "SHA-384", &nettle_sha384 }, { SSLINV_BACKEND_SHA512, "SHA-512", &nettle_sha512 },
};

static const struct nettle_hash *hash_of(enum sslinv_backend_digest algorithm)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(algorithms); i++)
		if (algorithms[i].algorithm == algorithm)
			return algorithms[i].hash;
	return NULL;
}

const char *sslinv_digest_name(enum sslinv_backend_digest algorithm)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(algorithms); i++)
		if (algorithms[i].algorithm == algorithm)
			return algorithms[i].name;
	return NULL;
}

bool sslinv_digest_is_valid(enum sslinv_backend_digest algorithm, const char *hex)
{
	const struct nettle_hash *hash = hash_of(algorithm);

	return hash && strlen(hex) == 2 * (size_t)hash->digest_size &&
	       strspn(hex, "0123456789abcdefABCDEF") == 2 * (size_t)hash->digest_size;
}

bool sslinv_digest_is(const struct sslinv_digest *digest, enum sslinv_backend_digest algorithm, const char *hex)
{
	return digest->algorithm == algorithm && strcasecmp(digest->hex, hex) == 0;
}

static int update(int fd, const struct nettle_hash *hash, void *context)
{
	SSLINV_CLEANUP(sslinv_free_ptr) uint8_t *chunk = malloc(CHUNK);

	if (!chunk)
		return -ENOMEM;
	for (off_t at = 0;;) {
		ssize_t got = pread(fd, chunk, CHUNK, at);

		if (got == 0)
			return 0;
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got < 0)
			continue;
		hash->update(context, (size_t)got, chunk);
		at += got;
	}
}

int sslinv_digest_read(int fd, enum sslinv_backend_digest algorithm, struct sslinv_digest *digest)
{
	const struct nettle_hash *hash = hash_of(algorithm);
	SSLINV_CLEANUP(sslinv_free_ptr) void *context = NULL;
	uint8_t bytes[SSLINV_DIGEST_SIZE / 2];
	int rc;

	memset(digest, 0, sizeof(*digest));
	if (!hash)
		return -ENOTSUP;
	context = malloc(hash->context_size);
	if (!context)
		return -ENOMEM;
	hash->init(context);
	rc = update(fd, hash, context);
	if (rc < 0)
		return rc;
	hash->digest(context, hash->digest_size, bytes);
	for (unsigned i = 0; i < hash->digest_size; i++)
		snprintf(digest->hex + 2 * (size_t)i, 3, "%02x", bytes[i]);
	digest->algorithm = algorithm;
	return 0;
}
