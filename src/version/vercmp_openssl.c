/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of OpenSSL's own releases. */
#include "version/vercmp.h"

#include <string.h>

#include "base/attributes.h"
#include "openssl/openssl_version.h"

int sslinv_openssl_version_compare(const struct sslinv_openssl_version *a, const struct sslinv_openssl_version *b)
{
	const struct {
		uint32_t a;
		uint32_t b;
	} keys[] = {
		{ a->number[0], b->number[0] },
		{ a->number[1], b->number[1] },
		{ a->number[2], b->number[2] },
		{ a->letter, b->letter },
		{ a->stage, b->stage },
		{ a->stage_number, b->stage_number },
		{ !a->is_before_stage, !b->is_before_stage },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(keys); i++) {
		if (keys[i].a != keys[i].b)
			return keys[i].a > keys[i].b ? 1 : -1;
	}
	return 0;
}

int sslinv_vercmp_openssl(const char *a, const char *b)
{
	struct sslinv_openssl_version version_a;
	struct sslinv_openssl_version version_b;
	bool is_a = sslinv_openssl_version_parse(a, &version_a);
	bool is_b = sslinv_openssl_version_parse(b, &version_b);
	int order;

	if (is_a && is_b)
		return sslinv_openssl_version_compare(&version_a, &version_b);
	/* What is no version sorts before every version, by its bytes, so that the order stays total. */
	if (is_a != is_b)
		return is_a ? 1 : -1;
	order = strcmp(a, b);
	return (order > 0) - (order < 0);
}
