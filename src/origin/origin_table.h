/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What betrays whose build a package is: vendors, keys, archives, and the shapes of their revisions. The table is data
 * (origins.xml, whose schema is origins.rng), so that a new vendor needs no new program.
 */
#ifndef SSLINV_ORIGIN_ORIGIN_TABLE_H
#define SSLINV_ORIGIN_ORIGIN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"

/* Somebody who builds packages. */
struct sslinv_origin_builder {
	const char *name; /* as people know it: `Debian`, `Red Hat` */
	const char *
		distro; /* os-release ID of what it builds; NULL: no distribution, and nobody's statements bind its builds */
	const char *family;        /* of the shapes of its revisions: `el`; NULL for none */
	bool has_no_epoch;         /* its OpenSSL never had an epoch */
	const char *highest_epoch; /* that its OpenSSL ever had; NULL where that is not known */
	const char *marked_from;   /* all builds from this release on have the family's mark; NULL where that is not known */
};

enum sslinv_origin_clue {
	SSLINV_ORIGIN_REPOSITORY = 0, /* the Origin of an archive */
	SSLINV_ORIGIN_MAINTAINER,
	SSLINV_ORIGIN_VENDOR,
	SSLINV_ORIGIN_KEY, /* 16 hexadecimal digits in small letters */
	SSLINV_ORIGIN_BUILD_HOST,
	SSLINV_ORIGIN_FIRST, /* the version that a release came with; all later ones have its own mark */
	SSLINV_ORIGIN_BASE,  /* the version that a release stays with; what it adds stands after it */
	SSLINV_ORIGIN_SUITE, /* a name of a release, besides its code name */
	SSLINV_ORIGIN_TAKES, /* the distribution takes this one's builds as its own */
	SSLINV_ORIGIN_FLOOR, /* a release of other numbers than the family's marks: the last mark of which it takes builds */
	SSLINV_ORIGIN_LINE,  /* packages whose names begin so are a stream of their own */
	SSLINV_ORIGIN_CLUE_COUNT,
};

/* One thing that is known of a builder. `text` may end in `*`, or begin so, for any text there. */
struct sslinv_origin_row {
	enum sslinv_origin_clue clue;
	uint32_t builder; /* index into builders */
	const char *text;
	const char *release; /* of FIRST, BASE and SUITE */
	const char *source;  /* of FIRST and BASE: the source package; NULL: `openssl` */
	const char *stream;  /* of LINE */
};

/* The end of a revision; see origin_shape.h for the pattern. */
struct sslinv_origin_pattern {
	const char *format; /* `deb`, `rpm` */
	const char *text;
	const char *family; /* the family whose release it names; NULL for none */
	const char *by;     /* the builder that leaves this mark, where it is none of a family */
	const char *stream; /* in which such builds are */
	bool adds;          /* `by` adds to the build that stands before the mark, which stays what it is */
	bool has_epoch;     /* builds with this mark have an epoch of their own */
	bool is_floor;      /* the release is the oldest that has the build */
};

struct sslinv_origin_table {
	struct sslinv_arena arena;
	struct {
		struct sslinv_origin_builder *items;
		size_t count, capacity;
	} builders;
	struct {
		struct sslinv_origin_row *items;
		size_t count, capacity;
	} rows;
	struct {
		struct sslinv_origin_pattern *items; /* in the order of the file: the first that fits counts */
		size_t count, capacity;
	} patterns;
};

/* Reads origins.xml. Returns 0 or a negative code with file and line. The caller frees with sslinv_origin_table_free(). */
int sslinv_origin_table_load(const char *path, struct sslinv_origin_table *table, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_origin_table_free(struct sslinv_origin_table *table);

/*
 * The next row of this clue whose text fits, from *at on, which is moved past it; NULL at the end. Case counts for none of
 * them.
 */
const struct sslinv_origin_row *sslinv_origin_find(const struct sslinv_origin_table *table, enum sslinv_origin_clue clue,
						   const char *text, size_t *at);

#endif
