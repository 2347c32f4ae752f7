/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version orders by the name of their format. */
#include "version/vercmp.h"

#include <string.h>

#include "base/attributes.h"

static const struct {
	const char *format;
	sslinv_vercmp_function compare;
} orders[] = {
	{ "rpm", sslinv_vercmp_rpm },       { "deb", sslinv_vercmp_deb },         { "apk", sslinv_vercmp_apk },
	{ "pacman", sslinv_vercmp_pacman }, { "openssl", sslinv_vercmp_openssl },
};

sslinv_vercmp_function sslinv_vercmp_for(const char *format)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(orders); i++) {
		if (!strcmp(orders[i].format, format))
			return orders[i].compare;
	}
	return NULL;
}
