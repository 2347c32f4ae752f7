/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of rpm versions, `[epoch:]version[-release]` (rpm-version(7)). */
#include "version/vercmp.h"

#include "version/evr.h"

/* Everything but letters, digits, `~` and `^` only separates. */
static bool is_separator(char byte)
{
	return !sslinv_byte_is_digit(byte) && !sslinv_byte_is_letter(byte) && byte != '~' && byte != '^';
}

/* Epochs, versions and releases are all ordered alike: `~` < end < `^` < letters < digits, run by run. */
static int compare_parts(struct sslinv_part a, struct sslinv_part b)
{
	for (;;) {
		bool (*is_kind)(char);
		bool is_number;
		struct sslinv_part run_a;
		struct sslinv_part run_b;
		int order;

		sslinv_part_take(&a, is_separator);
		sslinv_part_take(&b, is_separator);
		if (sslinv_part_begins(a, '~') || sslinv_part_begins(b, '~')) {
			if (!sslinv_part_begins(a, '~'))
				return 1;
			if (!sslinv_part_begins(b, '~'))
				return -1;
			a.at++;
			b.at++;
			continue;
		}
		if (a.at == a.end || b.at == b.end)
			return (a.at != a.end) - (b.at != b.end);
		if (*a.at == '^' || *b.at == '^') {
			if (*a.at != '^')
				return 1;
			if (*b.at != '^')
				return -1;
			a.at++;
			b.at++;
			continue;
		}
		is_number = sslinv_byte_is_digit(*a.at);
		if (is_number != sslinv_byte_is_digit(*b.at))
			return is_number ? 1 : -1;
		is_kind = is_number ? sslinv_byte_is_digit : sslinv_byte_is_letter;
		run_a = sslinv_part_take(&a, is_kind);
		run_b = sslinv_part_take(&b, is_kind);
		order = is_number ? sslinv_part_compare_numbers(run_a, run_b) : sslinv_part_compare_bytes(run_a, run_b);
		if (order)
			return order;
	}
}

int sslinv_vercmp_rpm(const char *a, const char *b)
{
	return sslinv_evr_compare(a, b, compare_parts);
}
