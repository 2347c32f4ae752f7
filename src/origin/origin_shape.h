/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the revision of a version tells: it is taken apart from its end, by the patterns of the table, until only a plain
 * number is left. A mark that is not listed leaves more than that, and then the build is of somebody who is not listed.
 *
 * A pattern is text in which these stand for what they say:
 *   {n}           digits
 *   {v}           digits with points: `1`, `2.1.3`
 *   {major}       digits, which are the release
 *   {yy.mm}       four digits with a point, which are the release
 *   {codename}    a code name of a distribution, which tells the release
 *   {debian}      a code name of Debian, which tells the release
 *   {codestream}  `150400`: the release 15.4, with two digits each for it, the service pack and no more
 */
#ifndef SSLINV_ORIGIN_ORIGIN_SHAPE_H
#define SSLINV_ORIGIN_ORIGIN_SHAPE_H

#include "origin/origin_table.h"

#define SSLINV_ORIGIN_RELEASE_SIZE 16

struct sslinv_origin_shape {
	bool is_listed; /* all of the revision is explained */
	bool has_epoch;
	bool has_own_epoch; /* a mark says that the epoch is not the vendor's usual one */
	bool is_openssl;    /* the number before the revision is such a one as OpenSSL gives: `1.1.1k`, `3.0.0~beta1` */
	const char *family; /* whose release is named; NULL: the revision is plain. Borrowed from the table, like the next
			       three */
	const char *by;     /* a builder of no family, whose build it is; NULL */
	const char *adder;  /* a builder that adds to another's build; NULL */
	const char *stream; /* NULL for none */
	bool is_floor;      /* the release is the oldest that has the build */
	char release[SSLINV_ORIGIN_RELEASE_SIZE]; /* "" where the marks name none */
	char revision[64];                        /* as it stands in the version, cut off where it is longer */
};

struct sslinv_origin_shape sslinv_origin_shape_of(const struct sslinv_origin_table *table, const char *format,
						  const char *version);

/* Does all of `text` fit the pattern? `release` gets what the pattern names as such. */
bool sslinv_origin_pattern_fits(const char *pattern, const char *text, char release[SSLINV_ORIGIN_RELEASE_SIZE]);

#endif
