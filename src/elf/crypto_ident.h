/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file has to do with the TLS and cryptography libraries beside OpenSSL: by its soname, by the names of the libraries
 * that it needs, and by the texts and the names of source files that only the libraries' own code has. The search for these
 * texts is a part of the one for OpenSSL's (openssl_ident.h), so that a file is read once for both.
 */
#ifndef SSLINV_ELF_CRYPTO_IDENT_H
#define SSLINV_ELF_CRYPTO_IDENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "crypto/crypto_table.h"
#include "crypto/crypto_version.h"
#include "elf/elf.h"

/* A library that a file is or carries. Strings live in an arena. */
struct sslinv_crypto_carried {
	const char *library; /* its name in the table */
	const char *version; /* NULL: the file does not say, or says several */
	const char *text;    /* that tells the version; NULL where it is none */
};

/* Zero-initialised: nothing. Strings live in the arena that the functions below are given. */
struct sslinv_elf_crypto {
	bool is_library;                       /* the file itself is the first of `carried` */
	struct sslinv_crypto_carried *carried; /* what the file is, and what it has copies of */
	size_t carried_count;
	const char **needed; /* as in struct sslinv_elf, of these libraries */
	size_t needed_count, optional_count;
	struct sslinv_elf_dlopen *dlopens;
	size_t dlopen_count;
};

/* More different texts than any real file has. */
#define SSLINV_CRYPTO_MAX_HITS 16

struct sslinv_crypto_hit {
	uint32_t library;
	char version[SSLINV_CRYPTO_VERSION_SIZE];
	char text[SSLINV_CRYPTO_TEXT_SIZE]; /* "" for a version that is a string of its own */
};

/* A search in one file. */
struct sslinv_crypto_search {
	const struct sslinv_crypto_table *table;
	int library;                                           /* the file is this one of the table; -1: none */
	struct sslinv_crypto_hit hits[SSLINV_CRYPTO_MAX_HITS]; /* each library, version and text once */
	size_t count;
	bool is_full;                               /* there were more */
	bool has_any;                               /* a text or the name of a source file was found */
	bool has_source[SSLINV_CRYPTO_MAX_SOURCES]; /* by their places in the table */
};

/* Sets `needed` and `dlopens` of *crypto by what the file was read to need. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_crypto_take_names(const struct sslinv_crypto_table *table, const struct sslinv_elf *elf,
			     struct sslinv_arena *arena, struct sslinv_elf_crypto *crypto) SSLINV_MUST_CHECK;

/* Begins a search in a file of that name, whose ELF facts are known. */
void sslinv_crypto_search_begin(struct sslinv_crypto_search *search, const struct sslinv_crypto_table *table,
				const struct sslinv_elf *elf, const char *name);

/*
 * Is the point at `at`, of the bytes from `begin` to `end`, worth a look: one between two digits, or at the end of a source
 * file's name? Most are not, and this is asked of every point of every program.
 */
static inline bool sslinv_crypto_is_point(const char *begin, const char *at, const char *end)
{
	if (end - at < 3)
		return at > begin && end - at == 2;
	if (at[1] == 'c')
		return at[2] == '\0' || at[2] == 'p';
	return at > begin && (unsigned char)(at[1] - '0') < 10 && (unsigned char)(at[-1] - '0') < 10;
}

/* Looks at such a point. */
void sslinv_crypto_look_at_point(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end);

/* Does the search need one more look, for strings that are a version and nothing else? */
bool sslinv_crypto_wants_bare(const struct sslinv_crypto_search *search);

/* Looks at the first point of a string in that look: a string that begins in the bytes from `begin` on. */
void sslinv_crypto_look_at_bare(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end);

/* Sets the rest of *crypto by what was found. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_crypto_settle(const struct sslinv_crypto_search *search, const char *name, struct sslinv_arena *arena,
			 struct sslinv_elf_crypto *crypto) SSLINV_MUST_CHECK;

#endif
