/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of which source package the packages of OpenSSL come from. */
#include "distro/source_name.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

/* The first row that fits counts; NULL fits all. Names are compared by their beginning. */
static const struct {
	const char *distro;
	const char *release;
	const char *package;
	const char *source;
} sources[] = {
	{ "debian", "9", "libssl1.0", "openssl1.0" },
	{ "debian", "9", "libcrypto1.0", "openssl1.0" },
	{ "ubuntu", "18.04", "libssl1.0", "openssl1.0" },
	{ "ubuntu", "18.04", "libcrypto1.0", "openssl1.0" },
	{ "ubuntu", "18.10", "libssl1.0", "openssl1.0" },
	{ "ubuntu", "18.10", "libcrypto1.0", "openssl1.0" },
	{ "debian", "7", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "11.10", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "12.04", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "12.10", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "13.04", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "13.10", "libssl0.9.8", "openssl098" },
	{ "ubuntu", "14.04", "libssl0.9.8", "openssl098" },
	{ "ubuntu", NULL, "openssl-fips-module", "openssl-fips" },
	{ NULL, NULL, "libssl", "openssl" },
	{ NULL, NULL, "libcrypto", "openssl" },
	{ "sles", "11", "libopenssl", "openssl" },
	{ NULL, NULL, "libopenssl1_0_0", "openssl-1_0_0" },
	{ NULL, NULL, "libopenssl-1_0_0", "openssl-1_0_0" },
	{ NULL, NULL, "libopenssl1_1", "openssl-1_1" },
	{ NULL, NULL, "libopenssl-1_1", "openssl-1_1" },
	{ NULL, NULL, "libopenssl3", "openssl-3" },
	{ NULL, NULL, "libopenssl-3", "openssl-3" },
	{ NULL, NULL, "libopenssl", "openssl" },
	{ NULL, NULL, "edk2-", "edk2" },
	{ NULL, NULL, "ovmf", "edk2" },
};

/* What the names of an rpm's sub-packages end in. */
static const char *const parts[] = {
	"-libs", "-devel", "-perl", "-static", "-debuginfo", "-debugsource", "-doc", "-so", "-32bit", "-hmac",
};

void sslinv_source_name(const char *distro, const char *release, const char *package, char *source, size_t size)
{
	snprintf(source, size, "%s", package);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sources); i++) {
		if (sources[i].distro && sslinv_str_compare(sources[i].distro, distro) != 0)
			continue;
		if (sources[i].release && sslinv_str_compare(sources[i].release, release) != 0)
			continue;
		if (!sslinv_str_starts(package, sources[i].package))
			continue;
		snprintf(source, size, "%s", sources[i].source);
		return;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++) {
		if (sslinv_str_ends(source, parts[i]) && strlen(source) > strlen(parts[i])) {
			source[strlen(source) - strlen(parts[i])] = '\0';
			return;
		}
	}
}
