/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders CVE ids by year and number. */
#include "version/cve_order.h"

#include "version/version_part.h"

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
