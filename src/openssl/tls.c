/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The newest TLS that a release has. */
#include "openssl/tls.h"

#include <string.h>

#include "base/attributes.h"
#include "openssl/library.h"
#include "version/vercmp.h"

/*
 * The newest first. OpenSSL: NEWS of 1.0.1 and 1.1.1; LibreSSL: release notes of 2.0.0 and 3.2.0, where servers got it, too.
 * The other forks have no versions, and had TLS 1.3 before they were packaged by anybody.
 */
static const struct {
	enum sslinv_library_kind kind;
	const char *since; /* NULL: whatever the version, also where there is none */
	const char *tls;
} releases[] = {
	{ SSLINV_LIBRARY_OPENSSL, "1.1.1", "TLS 1.3" },  { SSLINV_LIBRARY_OPENSSL, "1.0.1", "TLS 1.2" },
	{ SSLINV_LIBRARY_OPENSSL, "0.9.0", "TLS 1.0" },  { SSLINV_LIBRARY_LIBRESSL, "3.2.0", "TLS 1.3" },
	{ SSLINV_LIBRARY_LIBRESSL, "2.0.0", "TLS 1.2" }, { SSLINV_LIBRARY_BORINGSSL, NULL, "TLS 1.3" },
	{ SSLINV_LIBRARY_AWS_LC, NULL, "TLS 1.3" },
};

const char *sslinv_openssl_tls(const char *library, const char *version)
{
	for (size_t i = 0; library && i < SSLINV_ARRAY_SIZE(releases); i++) {
		if (strcmp(sslinv_library_name(releases[i].kind), library) != 0)
			continue;
		if (!releases[i].since || (version && sslinv_vercmp_openssl(version, releases[i].since) >= 0))
			return releases[i].tls;
	}
	return NULL;
}
