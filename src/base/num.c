/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers out of text. */
#include "base/num.h"

bool sslinv_parse_number(const char *text, uint64_t max, uint64_t *number)
{
	uint64_t value = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (!sslinv_mul(value, (uint64_t)10, &value) || !sslinv_add(value, (uint64_t)(*text - '0'), &value))
			return false;
	}
	if (value > max)
		return false;
	*number = value;
	return true;
}
