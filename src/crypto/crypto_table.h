/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TLS and cryptography libraries beside OpenSSL and its forks: what they are called, and how each tells its version. The
 * table is data (libraries.xml, whose schema is libraries.rng); formats/read_libraries.c reads it.
 */
#ifndef SSLINV_CRYPTO_CRYPTO_TABLE_H
#define SSLINV_CRYPTO_CRYPTO_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"

/* Room for a version, and for the text that tells it. */
#define SSLINV_CRYPTO_VERSION_SIZE 48
#define SSLINV_CRYPTO_TEXT_SIZE 96

/* A project. */
struct sslinv_crypto_library {
	const char *name; /* as people know it: `GnuTLS` */
	bool has_bare;    /* its version is a string of its own in the library */
	bool has_file;    /* its version is the end of the library's file name, after `.so.` */
};

/* How the names of its libraries begin, before `.so`. */
struct sslinv_crypto_stem {
	uint32_t library; /* index into libraries, as in the rows below */
	const char *stem;
	const char *does; /* `tls`, `crypto`, `both` */
};

/* The text in front of the version; it ends in a blank. */
struct sslinv_crypto_text {
	uint32_t library;
	const char *text;
	size_t length;
};

/* The most of the following that a table may have. */
#define SSLINV_CRYPTO_MAX_SOURCES 128
/* And the longest: a window of a file is searched for it with so much before it (elf/openssl_ident.c). */
#define SSLINV_CRYPTO_MAX_SOURCE 64u

/* A file of its source, as the end of a path, that leaves its name in what is made of it. */
struct sslinv_crypto_source {
	uint32_t library;
	const char *file; /* `library/ssl_tls.c`; borrowed */
	size_t length;
	unsigned char next; /* the place, from 1 on, of the next with the same byte before its suffix; 0: none */
};

/* A package of it: then the package's version is the library's. It may end in `*`. */
struct sslinv_crypto_package {
	uint32_t library;
	const char *name;
};

/* A line of releases. */
struct sslinv_crypto_branch {
	uint32_t library;
	const char *name;  /* `2.28` */
	const char *ended; /* the day after which it gets no release: `2025-03-31` */
};

/* Zero-initialised is empty. */
struct sslinv_crypto_table {
	struct sslinv_arena arena;
	struct {
		struct sslinv_crypto_library *items;
		size_t count, capacity;
	} libraries;
	struct {
		struct sslinv_crypto_stem *items;
		size_t count, capacity;
	} stems;
	struct {
		struct sslinv_crypto_text *items;
		size_t count, capacity;
	} texts;
	struct {
		struct sslinv_crypto_source *items;
		size_t count, capacity;
	} sources;
	unsigned char first_source[256]; /* the first with that byte before its suffix, as above */
	struct {
		struct sslinv_crypto_package *items;
		size_t count, capacity;
	} packages;
	struct {
		struct sslinv_crypto_branch *items;
		size_t count, capacity;
	} branches;
	uint64_t mark; /* of all that decides what is found in a file; never 0 once it is read */
};

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_crypto_table_free(struct sslinv_crypto_table *table);

/* Adds to the mark what decides: to be called with every text of the table, in order. */
void sslinv_crypto_table_add_mark(struct sslinv_crypto_table *table, const char *text);

/*
 * Adds a file of a library's source: a name, and `.c` or `.cpp`. Returns 0, SSLINV_E_MEMORY, SSLINV_E_FORMAT for another
 * name, or SSLINV_E_LIMIT where there are too many.
 */
int sslinv_crypto_table_add_source(struct sslinv_crypto_table *table, uint32_t library, const char *file) SSLINV_MUST_CHECK;

/* The row of a soname or a file's name, also as bundling tools rename it; NULL where it is none of theirs. */
const struct sslinv_crypto_stem *sslinv_crypto_find_stem(const struct sslinv_crypto_table *table, const char *soname);

/* The index of the library of that name; -1 where there is none. */
int sslinv_crypto_find_library(const struct sslinv_crypto_table *table, const char *name);

/* What libraries of the project do: what all its stems do, `both` where they differ. Static or of the table. */
const char *sslinv_crypto_does(const struct sslinv_crypto_table *table, uint32_t library);

/* When the branch of that version ended or will end; NULL where nobody published it. */
const char *sslinv_crypto_branch_end(const struct sslinv_crypto_table *table, uint32_t library, const char *version);

/* Is it the library's own package, by its name or its source's (NULL: none)? */
bool sslinv_crypto_is_package(const struct sslinv_crypto_table *table, uint32_t library, const char *name,
			      const char *source_name);

#endif
