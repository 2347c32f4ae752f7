/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Streams: the lines of updates of one release, and what a version itself tells of the line it was built for. A vendor fixes
 * one CVE at many versions; only the fix of the package's own line says anything about it.
 */
#ifndef SSLINV_RESOLVE_STREAM_H
#define SSLINV_RESOLVE_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "guidance/model.h"

enum sslinv_stream_kind {
	SSLINV_STREAM_PLAIN = 0,
	SSLINV_STREAM_CONTINUED, /* goes on where the plain release ended, with its packages: `esm`, `7-els`, `ltss` */
	SSLINV_STREAM_MINOR,     /* branched off a minor release, while the plain one went on: `9.4-eus`, `8.6-aus` */
	SSLINV_STREAM_APART,     /* builds of its own, whose versions say nothing about others: `fips`, `ksplice` */
};

enum sslinv_stream_kind sslinv_stream_kind(const char *stream);

/* The minor release a stream branched off: 4 of `9.4-eus`, and 9 as its major one. False for other kinds. */
bool sslinv_stream_minor(const char *stream, unsigned *major, unsigned *minor);

/* Builds that are lines of their own; bits. */
enum sslinv_flavour {
	SSLINV_FLAVOUR_KSPLICE = 1,
	SSLINV_FLAVOUR_FIPS = 2,
	SSLINV_FLAVOUR_POWER_LE = 4, /* RHEL 7's first builds for little-endian POWER, `.ael7b_1` */
};

/* What a version's text tells. */
struct sslinv_line {
	unsigned flavours;
	bool has_tag;   /* `.el9` */
	bool has_minor; /* `.el9_4` */
	unsigned major;
	unsigned minor;
	char tag[24];       /* `.el9_4`, as the version has it; "" without one */
	const char *stream; /* the stream that its flavour belongs to, unless something tells better; "" if none. Static */
};

/* `distro` as in a statement. */
struct sslinv_line sslinv_line_of(const char *distro, const char *version);

/* The same dist tag, with a minor release in both? */
bool sslinv_line_shares_tag(const struct sslinv_line *a, const struct sslinv_line *b);

#endif
