/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sonames of OpenSSL: `libssl.so.3`, and what tools that bundle libraries make of it: `libssl-3a1b2c4d.so.1.1` (auditwheel
 * puts a digest into the name), `libcrypto-1_1.so`.
 */
#include "openssl/soname.h"

#include <string.h>

#include "base/attributes.h"

bool sslinv_soname_has_stem(const char *name, const char *stem)
{
	size_t length = strlen(stem);
	const char *rest = name + length, *end;

	if (strncmp(name, stem, length) != 0)
		return false;
	if (strncmp(rest, ".so", 3) == 0)
		return true;
	end = *rest == '-' ? strstr(rest, ".so") : NULL;
	return end > rest + 1 && strspn(rest + 1, "0123456789abcdef._") >= (size_t)(end - rest - 1);
}

bool sslinv_soname_is_openssl(const char *soname)
{
	static const char *const stems[] = { "libssl", "libcrypto" };
	const char *slash = strrchr(soname, '/'), *name = slash ? slash + 1 : soname;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stems); i++)
		if (sslinv_soname_has_stem(name, stems[i]))
			return true;
	return false;
}
