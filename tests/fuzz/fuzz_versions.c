/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any three texts, parted by line feeds, as versions: what orders them is an order. For libFuzzer (`make fuzz`). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "version/vercmp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const sslinv_vercmp_function orders[] = { sslinv_vercmp_rpm, sslinv_vercmp_deb, sslinv_vercmp_apk,
							 sslinv_vercmp_pacman, sslinv_vercmp_openssl };
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = malloc(size + 1);
	const char *versions[3] = { "", "", "" };
	size_t count = 0;

	if (!text)
		return 0;
	memcpy(text, bytes, size);
	text[size] = '\0';
	for (char *at = text; at && count < 3; count++) {
		versions[count] = strsep(&at, "\n");
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(orders); i++) {
		int ab = orders[i](versions[0], versions[1]), bc = orders[i](versions[1], versions[2]);

		if (orders[i](versions[0], versions[0]) != 0 || sign(orders[i](versions[1], versions[0])) != -sign(ab) ||
		    (ab <= 0 && bc <= 0 && orders[i](versions[0], versions[2]) > 0))
			abort();
	}
	return 0;
}
