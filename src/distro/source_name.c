/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of which source package the packages of OpenSSL come from. */
#include "distro/source_name.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

/*
 * The first row that fits counts, with those after it of the same package; NULL fits all. Names are compared by their
 * beginning, and so are releases: `12` is `12.4`, too.
 */
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
	{ "alpine", "3.15", "libssl3", "openssl3" },
	{ "alpine", "3.15", "libcrypto3", "openssl3" },
	{ "alpine", "3.16", "libssl3", "openssl3" },
	{ "alpine", "3.16", "libcrypto3", "openssl3" },
	{ "alpine", "3.17", "libssl1.1", "openssl1.1-compat" },
	{ "alpine", "3.17", "libcrypto1.1", "openssl1.1-compat" },
	{ "alpine", "3.18", "libssl1.1", "openssl1.1-compat" },
	{ "alpine", "3.18", "libcrypto1.1", "openssl1.1-compat" },
	{ NULL, NULL, "libssl", "openssl" },
	{ NULL, NULL, "libcrypto", "openssl" },
	{ "sles", "11", "libopenssl1_0_0", "openssl1" },
	{ "sles", "11", "libopenssl", "openssl" },
	{ "sles", "12", "libopenssl0_9_8", "compat-openssl098" },
	{ "sles", "12", "libopenssl0_9_8", "openssl" },
	{ "sles", "12", "libopenssl1_0_0", "openssl-1_0_0" },
	{ "sles", "12", "libopenssl1_0_0", "openssl" },
	{ "opensuse-leap", "42", "libopenssl0_9_8", "compat-openssl098" },
	{ "opensuse-leap", "42", "libopenssl1_0_0", "openssl" },
	{ NULL, NULL, "libopenssl1_0_0", "openssl-1_0_0" },
	{ NULL, NULL, "libopenssl-1_0_0", "openssl-1_0_0" },
	{ NULL, NULL, "libopenssl1_1", "openssl-1_1" },
	{ NULL, NULL, "libopenssl-1_1", "openssl-1_1" },
	{ NULL, NULL, "libopenssl3", "openssl-3" },
	{ NULL, NULL, "libopenssl-3", "openssl-3" },
	{ NULL, NULL, "libopenssl10", "openssl-1_0_0" },
	{ NULL, NULL, "libopenssl", "openssl" },
	{ NULL, NULL, "edk2-", "edk2" },
	{ NULL, NULL, "ovmf", "edk2" },
};

/* What the names of an rpm's sub-packages end in. */
static const char *const parts[] = {
	"-libs", "-devel", "-perl", "-static", "-debuginfo", "-debugsource", "-doc", "-so", "-32bit", "-hmac",
};

static bool fits_release(const char *wanted, const char *release)
{
	size_t length = strlen(wanted);

	return release && strncmp(release, wanted, length) == 0 && (release[length] == '\0' || release[length] == '.');
}

static bool fits(size_t row, const char *distro, const char *release, const char *package)
{
	return (!sources[row].distro || sslinv_str_compare(sources[row].distro, distro) == 0) &&
	       (!sources[row].release || fits_release(sources[row].release, release)) &&
	       sslinv_str_starts(package, sources[row].package);
}

/* The package itself, or what it is a part of. */
static void cut_part(const char *package, char *source, size_t size)
{
	snprintf(source, size, "%s", package);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++) {
		if (sslinv_str_ends(source, parts[i]) && strlen(source) > strlen(parts[i])) {
			source[strlen(source) - strlen(parts[i])] = '\0';
			return;
		}
	}
}

bool sslinv_source_candidate(const char *distro, const char *release, const char *package, size_t index, char *source,
			     size_t size)
{
	size_t first = 0;

	while (first < SSLINV_ARRAY_SIZE(sources) && !fits(first, distro, release, package))
		first++;
	if (first == SSLINV_ARRAY_SIZE(sources)) {
		cut_part(package, source, size);
		return index == 0;
	}
	if (index >= SSLINV_ARRAY_SIZE(sources) - first || !fits(first + index, distro, release, package) ||
	    strcmp(sources[first + index].package, sources[first].package) != 0)
		return false;
	snprintf(source, size, "%s", sources[first + index].source);
	return true;
}

void sslinv_source_name(const char *distro, const char *release, const char *package, char *source, size_t size)
{
	sslinv_source_candidate(distro, release, package, 0, source, size);
}
