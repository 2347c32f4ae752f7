/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows behind distro.c. */
#ifndef SSLINV_DISTRO_DISTRO_TABLES_H
#define SSLINV_DISTRO_DISTRO_TABLES_H

#include <stdbool.h>
#include <stddef.h>

/* How VERSION_ID looks where vendors write the release in more than one way. */
enum sslinv_release_shape {
	SSLINV_RELEASE_AS_IS,
	SSLINV_RELEASE_MAJOR,        /* a statement holds for all of `9` */
	SSLINV_RELEASE_SERVICE_PACK, /* `15-SP1` is `15.1` */
	SSLINV_RELEASE_POINT_ZERO,   /* `3` is `3.0` */
	SSLINV_RELEASE_ROLLING,      /* has none */
};

struct sslinv_distro_product {
	const char *distro;
	enum sslinv_release_shape shape;
};

struct sslinv_distro_codename {
	const char *distro;
	const char *name;
	const char *release;
};

/* A row with distro NULL is a product that is no distribution, though its name begins like one. */
struct sslinv_distro_cpe {
	const char *vendor;
	const char *product;
	bool is_prefix;
	const char *distro;
	const char *stream;
	bool with_minor; /* the stream is `VERSION-stream` */
};

struct sslinv_distro_name {
	const char *name; /* the longest first */
	const char *distro;
	const char *stream;
};

/* What may follow a product's name and release, whole and in any case; what is not listed names another product. */
struct sslinv_distro_suffix {
	const char *distro;
	const char *text;
	const char *stream;
	bool with_minor;
};

/* The editions in SUSE's CPEs. */
struct sslinv_distro_edition {
	const char *name;
	const char *stream;
};

struct sslinv_distro_tag {
	const char *tag; /* digits follow */
	const char *distro;
};

struct sslinv_distro_word {
	const char *word;
	const char *distro;
	bool by_platform;       /* the release column holds a product's name */
	bool stream_is_release; /* `7.2-aus` in the release column is the whole stream */
};

struct sslinv_distro_stream_word {
	const char *word; /* the end of a stream */
	const char *means;
};

/* A stream, or its last word, that a host of the distribution can be in. */
struct sslinv_distro_stream {
	const char *distro;
	const char *stream;
};

struct sslinv_distro_flavour {
	const char *distro;
	const char *text;
	const char *stream;
};

struct sslinv_distro_format {
	const char *distro;
	const char *format; /* as packages have it: `deb`, `apk` */
};

extern const struct sslinv_distro_product sslinv_distro_products[];
extern const size_t sslinv_distro_product_count;
extern const struct sslinv_distro_codename sslinv_distro_codenames[];
extern const size_t sslinv_distro_codename_count;
extern const struct sslinv_distro_cpe sslinv_distro_cpes[];
extern const size_t sslinv_distro_cpe_count;
extern const struct sslinv_distro_name sslinv_distro_platforms[];
extern const size_t sslinv_distro_platform_count;
extern const struct sslinv_distro_name sslinv_distro_ecosystems[];
extern const size_t sslinv_distro_ecosystem_count;
extern const struct sslinv_distro_suffix sslinv_distro_suffixes[];
extern const size_t sslinv_distro_suffix_count;
extern const struct sslinv_distro_edition sslinv_distro_editions[];
extern const size_t sslinv_distro_edition_count;
extern const struct sslinv_distro_tag sslinv_distro_tags[];
extern const size_t sslinv_distro_tag_count;
extern const struct sslinv_distro_word sslinv_distro_words[];
extern const size_t sslinv_distro_word_count;
extern const struct sslinv_distro_stream_word sslinv_distro_stream_words[];
extern const size_t sslinv_distro_stream_word_count;
extern const struct sslinv_distro_stream sslinv_distro_streams[];
extern const size_t sslinv_distro_stream_count;
extern const struct sslinv_distro_flavour sslinv_distro_flavours[];
extern const size_t sslinv_distro_flavour_count;
extern const struct sslinv_distro_format sslinv_distro_formats[];
extern const size_t sslinv_distro_format_count;

#endif
