/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of OpenSSL and its forks. */
#include "openssl/library.h"

#include <stddef.h>

#include "base/attributes.h"

const char *sslinv_library_name(enum sslinv_library_kind kind)
{
	static const char *const names[] = {
		[SSLINV_LIBRARY_OPENSSL] = "OpenSSL",     [SSLINV_LIBRARY_LIBRESSL] = "LibreSSL",
		[SSLINV_LIBRARY_BORINGSSL] = "BoringSSL", [SSLINV_LIBRARY_AWS_LC] = "AWS-LC",
		[SSLINV_LIBRARY_TONGSUO] = "Tongsuo",
	};

	return (size_t)kind < SSLINV_ARRAY_SIZE(names) ? names[kind] : NULL;
}
