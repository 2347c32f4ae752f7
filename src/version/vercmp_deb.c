/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of deb versions, `[epoch:]upstream[-revision]` (deb-version(7)), as libapt-pkg has it. */
#include "version/vercmp.h"

#include "version/version_part.h"

struct deb_version {
	struct sslinv_part epoch;
	struct sslinv_part upstream;
	struct sslinv_part revision;
};

/*
 * The weight of one byte: `~` before everything, then digits (as the end of a run of other bytes), letters, other bytes.
 * Bytes above 127 lie between letters and punctuation: no vendor uses them, but libapt-pkg has them there.
 */
static int weight(char byte)
{
	if (byte == '~')
		return -1;
	if (sslinv_byte_is_digit(byte))
		return 0;
	if (sslinv_byte_is_letter(byte) || (unsigned char)byte > 127)
		return (unsigned char)byte;
	return (unsigned char)byte + 256;
}

/* What is left of one part is compared with nothing: only `~` is less than nothing. */
static int compare_rest(struct sslinv_part a, struct sslinv_part b)
{
	if (a.at < a.end)
		return *a.at == '~' ? -1 : 1;
	if (b.at < b.end)
		return *b.at == '~' ? 1 : -1;
	return 0;
}

static int compare_parts(struct sslinv_part a, struct sslinv_part b)
{
	while (a.at < a.end && b.at < b.end) {
		int order;

		while (a.at < a.end && b.at < b.end && !(sslinv_byte_is_digit(*a.at) && sslinv_byte_is_digit(*b.at))) {
			order = weight(*a.at) - weight(*b.at);
			if (order)
				return order;
			a.at++;
			b.at++;
		}
		/* Where one of them has ended, its number is 0: `1.` equals `1.0`. */
		order = sslinv_part_compare_numbers(sslinv_part_take(&a, sslinv_byte_is_digit),
						    sslinv_part_take(&b, sslinv_byte_is_digit));
		if (order)
			return order;
	}
	return compare_rest(a, b);
}

static struct deb_version split(const char *text)
{
	struct deb_version version = {
		.epoch = { text, text },
		.upstream = sslinv_part_of(text),
		.revision = sslinv_part_of("0"),
	};
	const char *colon = strchr(text, ':');
	const char *dash;

	/* A colon at the very beginning ends no epoch. */
	if (colon && colon > text) {
		version.epoch.end = colon;
		version.upstream.at = colon + 1;
		/* An epoch of zeros alone is the same as none, though an empty part is less than "0". */
		while (sslinv_part_begins(version.epoch, '0'))
			version.epoch.at++;
	}
	/* A dash before everything else leaves no upstream version, and begins no revision. */
	dash = strrchr(version.upstream.at, '-');
	if (dash) {
		if (dash > version.upstream.at)
			version.revision = sslinv_part_of(dash + 1);
		version.upstream.end = dash;
	}
	return version;
}

int sslinv_vercmp_deb(const char *a, const char *b)
{
	struct deb_version version_a = split(a);
	struct deb_version version_b = split(b);
	int order = compare_parts(version_a.epoch, version_b.epoch);

	if (!order)
		order = compare_parts(version_a.upstream, version_b.upstream);
	if (!order)
		order = compare_parts(version_a.revision, version_b.revision);
	return (order > 0) - (order < 0);
}
