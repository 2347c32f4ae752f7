/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one reader of CVE ids. */
#include "version/cve.h"

#include <string.h>

#include "version/version_part.h"

/* The length of the CVE id at the beginning of the text, 0 if there is none. */
static size_t length_of(const char *text)
{
	size_t length = strlen("CVE-");
	size_t digits;

	if (strncmp(text, "CVE-", length) != 0 || strspn(text + length, "0123456789") != 4 || text[length + 4] != '-')
		return 0;
	length += 5;
	digits = strspn(text + length, "0123456789");
	return digits >= 4 && length + digits < SSLINV_CVE_SIZE ? length + digits : 0;
}

bool sslinv_cve_is(const char *text)
{
	size_t length = text ? length_of(text) : 0;

	return length > 0 && text[length] == '\0';
}

bool sslinv_cve_find(const char **at, char cve[SSLINV_CVE_SIZE])
{
	for (const char *found = strstr(*at, "CVE-"); found; found = strstr(found + 1, "CVE-")) {
		size_t length = length_of(found);

		if (length == 0)
			continue;
		memcpy(cve, found, length);
		cve[length] = '\0';
		*at = found + length;
		return true;
	}
	return false;
}

const char *sslinv_cve_at_end(const char *id)
{
	for (const char *at = id ? strstr(id, "CVE-") : NULL; at; at = strstr(at + 1, "CVE-")) {
		if ((at == id || at[-1] == '-') && sslinv_cve_is(at))
			return at;
	}
	return NULL;
}

int sslinv_cve_compare(const char *a, const char *b)
{
	struct sslinv_part part_a = sslinv_part_of(a ? a : "");
	struct sslinv_part part_b = sslinv_part_of(b ? b : "");

	while (part_a.at < part_a.end && part_b.at < part_b.end) {
		struct sslinv_part number_a = sslinv_part_take(&part_a, sslinv_byte_is_digit);
		struct sslinv_part number_b = sslinv_part_take(&part_b, sslinv_byte_is_digit);
		int order = sslinv_part_compare_numbers(number_a, number_b);

		if (!order && part_a.at < part_a.end && part_b.at < part_b.end)
			order = *part_a.at++ - *part_b.at++;
		if (order)
			return order;
	}
	return (part_a.at < part_a.end) - (part_b.at < part_b.end);
}
