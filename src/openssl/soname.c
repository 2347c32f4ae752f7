/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sonames of OpenSSL: `libssl.so.3`, and what tools that bundle libraries make of it: `libssl-3a1b2c4d.so.1.1` (auditwheel
 * puts a digest into the name), `libcrypto-1_1.so`.
 */
#include "openssl/soname.h"

#include <string.h>

#include "base/attributes.h"

bool sslinv_soname_is_openssl(const char *soname)
{
	static const char *const stems[] = { "libssl", "libcrypto" };
	const char *slash = strrchr(soname, '/'), *name = slash ? slash + 1 : soname;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stems); i++) {
		const char *rest = name + strlen(stems[i]), *end;

		if (strncmp(name, stems[i], strlen(stems[i])) != 0)
			continue;
		if (strncmp(rest, ".so", 3) == 0)
			return true;
		end = *rest == '-' ? strstr(rest, ".so") : NULL;
		if (end > rest + 1 && strspn(rest + 1, "0123456789abcdef._") >= (size_t)(end - rest - 1))
			return true;
	}
	return false;
}
