/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of an OpenSSL version: what its order, its branch and the affected ranges are made from. */
#ifndef SSLINV_OPENSSL_OPENSSL_VERSION_H
#define SSLINV_OPENSSL_OPENSSL_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any version or branch in its canonical form, with the NUL. */
#define SSLINV_OPENSSL_VERSION_SIZE 64

/* How far a release had come, in their order. */
enum sslinv_openssl_stage {
	SSLINV_OPENSSL_DEV = 0, /* `-dev`: the source tree before the first pre-release */
	SSLINV_OPENSSL_ALPHA,
	SSLINV_OPENSSL_BETA,
	SSLINV_OPENSSL_PRE,
	SSLINV_OPENSSL_RC, /* OpenSSL makes none, packagers do */
	SSLINV_OPENSSL_RELEASE,
};

struct sslinv_openssl_version {
	uint32_t number[3];
	uint32_t letter; /* 0 for none, a is 1, z is 26, za is 27; always 0 from 3.0 on */
	enum sslinv_openssl_stage stage;
	uint32_t stage_number; /* the 9 of `-pre9`, or 0 */
	bool is_before_stage;  /* `-alpha18-dev`: not yet alpha 18 */
};

/*
 * Reads an OpenSSL version at the beginning of `text`; what follows it (`-fips`, `+quic`) does not count. False if there is
 * none: three numbers, of which the first is not 2, for that is the FIPS Object Module.
 */
bool sslinv_openssl_version_parse(const char *text, struct sslinv_openssl_version *version);

/* Reads the version inside a package version; see sslinv_openssl_version_of(). */
bool sslinv_openssl_version_in_package(const char *package_version, struct sslinv_openssl_version *version);

/* Reads the name of a branch, `1.0.2` or `3.0`, or a version, as the branch's first release. */
bool sslinv_openssl_branch_parse(const char *text, struct sslinv_openssl_version *version);

/* Below, equal to or above zero. */
int sslinv_openssl_version_compare(const struct sslinv_openssl_version *a, const struct sslinv_openssl_version *b);

/* The order of their branches alone. */
int sslinv_openssl_branch_compare(const struct sslinv_openssl_version *a, const struct sslinv_openssl_version *b);

/* Is it the first release of its branch: `1.0.2`, `3.0.0`? */
bool sslinv_openssl_version_is_first(const struct sslinv_openssl_version *version);

/* The canonical form, `1.0.2zg`, `3.0.0-alpha18-dev`; false if `size` does not do. */
bool sslinv_openssl_version_format(const struct sslinv_openssl_version *version, char *text, size_t size);

#endif
