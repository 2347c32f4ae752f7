/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of rpm versions, `[epoch:]version[-release]` (rpm-version(7)). */
#include "version/vercmp.h"

#include "version/version_part.h"

/* A part that is missing altogether has `at` NULL. */
struct evr {
	struct sslinv_part epoch;
	struct sslinv_part version;
	struct sslinv_part release;
};

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

/* A missing release is lower than any, even than one that begins with `~`. */
static int compare_releases(struct sslinv_part a, struct sslinv_part b)
{
	if (!a.at || !b.at)
		return (a.at != NULL) - (b.at != NULL);
	return compare_parts(a, b);
}

static struct evr split(const char *text)
{
	struct evr evr = { .epoch = sslinv_part_of("0") };
	const char *colon = text;
	const char *dash;

	while (sslinv_byte_is_digit(*colon))
		colon++;
	evr.version.at = text;
	if (*colon == ':') {
		if (colon > text)
			evr.epoch = (struct sslinv_part){ text, colon };
		evr.version.at = colon + 1;
	}
	dash = strrchr(evr.version.at, '-');
	evr.version.end = dash ? dash : evr.version.at + strlen(evr.version.at);
	if (dash)
		evr.release = sslinv_part_of(dash + 1);
	return evr;
}

int sslinv_vercmp_rpm(const char *a, const char *b)
{
	struct evr evr_a = split(a);
	struct evr evr_b = split(b);
	int order = compare_parts(evr_a.epoch, evr_b.epoch);

	if (!order)
		order = compare_parts(evr_a.version, evr_b.version);
	if (!order)
		order = compare_releases(evr_a.release, evr_b.release);
	return (order > 0) - (order < 0);
}
