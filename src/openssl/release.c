/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The releases of OpenSSL since 3.0: one row for each branch, from its release notes and its page of the life cycle. */
#include "openssl/release.h"

#include <stddef.h>

#include "base/attributes.h"
#include "openssl/openssl_version.h"

static const struct {
	unsigned major, minor;
	unsigned last; /* patch release; of a branch that still gets some, more than it will have for a while */
} branches[] = {
	{ 3, 0, 30 }, { 3, 1, 8 }, { 3, 2, 6 }, { 3, 3, 8 }, { 3, 4, 16 }, { 3, 5, 40 }, { 3, 6, 16 }, { 4, 0, 24 },
};

bool sslinv_openssl_is_release(const char *version)
{
	struct sslinv_openssl_version parsed;

	if (!sslinv_openssl_version_parse(version, &parsed))
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(branches); i++)
		if (branches[i].major == parsed.number[0] && branches[i].minor == parsed.number[1])
			return parsed.number[2] <= branches[i].last;
	return false;
}
