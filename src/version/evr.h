/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three parts of a version as rpm and pacman write it: `[epoch:]version[-release]`. */
#ifndef SSLINV_VERSION_EVR_H
#define SSLINV_VERSION_EVR_H

#include "version/version_part.h"

/* A release that is missing altogether has `at` NULL; a missing epoch is 0. */
struct sslinv_evr {
	struct sslinv_part epoch;
	struct sslinv_part version;
	struct sslinv_part release;
};

/* The parts point into the text. */
static inline struct sslinv_evr sslinv_evr_of(const char *text)
{
	struct sslinv_evr evr = { .epoch = sslinv_part_of("0") };
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

/* By epoch, version and release, each in the order `compare`; without a release is lower than with any. */
static inline int sslinv_evr_compare(const char *a, const char *b, int (*compare)(struct sslinv_part, struct sslinv_part))
{
	struct sslinv_evr one = sslinv_evr_of(a);
	struct sslinv_evr two = sslinv_evr_of(b);
	int order = compare(one.epoch, two.epoch);

	if (!order)
		order = compare(one.version, two.version);
	if (!order && one.release.at && two.release.at)
		order = compare(one.release, two.release);
	else if (!order)
		order = (one.release.at != NULL) - (two.release.at != NULL);
	return (order > 0) - (order < 0);
}

#endif
