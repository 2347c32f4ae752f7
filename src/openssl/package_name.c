/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The package names by which distributions ship OpenSSL. */
#include "openssl/package_name.h"

#include <stddef.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

/* What may follow the beginning of a name. */
enum name_tail {
	TAIL_NONE,            /* nothing: the whole name */
	TAIL_ANY,             /* anything */
	TAIL_DIGIT,           /* a version: libssl3t64, openssl1.0 */
	TAIL_DASH_OR_NOTHING, /* edk2, edk2-ovmf */
};

static const struct {
	const char *start;
	enum name_tail tail;
	bool concerns;
} names[] = {
	/* Not OpenSSL, though the name begins like it: engines, bindings, lists of weak keys. The first match counts. */
	{ "openssl-ibmca", TAIL_ANY, false },
	{ "openssl-pkcs11", TAIL_ANY, false },
	{ "openssl-ibmpkcs11", TAIL_ANY, false },
	{ "openssl-blacklist", TAIL_ANY, false },
	{ "openssl-gost-engine", TAIL_ANY, false },
	{ "openssl-cryptodev", TAIL_ANY, false },
	{ "openssl-sys", TAIL_NONE, false },
	{ "openssl", TAIL_DASH_OR_NOTHING, true },
	{ "openssl", TAIL_DIGIT, true },
	{ "compat-openssl", TAIL_ANY, true },
	{ "libopenssl", TAIL_ANY, true },
	{ "libssl", TAIL_NONE, true },
	{ "libssl", TAIL_DIGIT, true },
	{ "libssl-dev", TAIL_NONE, true },
	{ "libssl-doc", TAIL_NONE, true },
	{ "libcrypto", TAIL_NONE, true },
	{ "libcrypto", TAIL_DIGIT, true },
	{ "lib32-openssl", TAIL_DASH_OR_NOTHING, true },
	{ "mingw32-openssl", TAIL_DASH_OR_NOTHING, true },
	{ "mingw64-openssl", TAIL_DASH_OR_NOTHING, true },
	{ "mingw-openssl", TAIL_NONE, true },
	/* Photon's second one beside an older OpenSSL. */
	{ "nxtgn-openssl", TAIL_DASH_OR_NOTHING, true },
	/* The firmware that carries a copy of libcrypto. */
	{ "edk2", TAIL_DASH_OR_NOTHING, true },
	{ "ovmf", TAIL_DASH_OR_NOTHING, true },
};

static bool tail_fits(enum name_tail tail, const char *rest)
{
	switch (tail) {
	case TAIL_NONE:
		return rest[0] == '\0';
	case TAIL_ANY:
		return true;
	case TAIL_DIGIT:
		return rest[0] >= '0' && rest[0] <= '9';
	case TAIL_DASH_OR_NOTHING:
		return rest[0] == '\0' || rest[0] == '-';
	}
	return false;
}

/* The table has no name with another first letter. */
static bool is_first_letter(char letter)
{
	return letter == 'o' || letter == 'l' || letter == 'c' || letter == 'm' || letter == 'e' || letter == 'n';
}

bool sslinv_package_name_is_openssl(const char *package)
{
	/* Asked of every word in large feeds: the first letter decides nearly always. */
	if (!package || !is_first_letter(package[0]))
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		if (package[0] == names[i].start[0] && sslinv_str_starts(package, names[i].start) &&
		    tail_fits(names[i].tail, package + strlen(names[i].start)))
			return names[i].concerns;
	}
	return false;
}

const char *sslinv_package_name_start(size_t index)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		if (names[i].concerns && index-- == 0)
			return names[i].start;
	return NULL;
}

bool sslinv_package_name_is_carrier(const char *package)
{
	static const char *const carriers[] = { "edk2", "ovmf" };

	for (size_t i = 0; package && i < SSLINV_ARRAY_SIZE(carriers); i++)
		if (sslinv_str_starts(package, carriers[i]))
			return true;
	return false;
}
