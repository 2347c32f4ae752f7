/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which version a copy of OpenSSL has, out of all that looks like one in a file. A program may hold the text of the headers
 * that it was compiled with, beside a library of another version; and since 3.0 the library names its bare version, which
 * other components do as well.
 */
#ifndef SSLINV_LINK_IDENT_VERSION_H
#define SSLINV_LINK_IDENT_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "openssl/openssl_text.h"

/* More different ones than any real file has. */
#define SSLINV_IDENT_MAX_TEXTS 8
#define SSLINV_IDENT_MAX_BARE 32

/* `OpenSSL 3.0.20 7 Apr 2026` */
struct sslinv_ident_text {
	char version[48];
	char whole[SSLINV_OPENSSL_TEXT_MAX + 1];
	bool is_part_of;  /* `... part of OpenSSL ...`: the library's own, up to 1.0.2 */
	bool has_company; /* lies with what the library says of its build */
};

/* Zero-initialised is empty. */
struct sslinv_ident_versions {
	struct sslinv_ident_text texts[SSLINV_IDENT_MAX_TEXTS];
	size_t text_count;
	char bare[SSLINV_IDENT_MAX_BARE][48]; /* `3.0.20` at the end of a string */
	size_t bare_count;
	bool is_full; /* there were more */
};

/* Each different one once. */
void sslinv_ident_add_text(struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text);
void sslinv_ident_add_bare(struct sslinv_ident_versions *versions, const char *version);

/*
 * The version, and the whole text if the file has that; both "" where nothing decides. `has_provider`: the providers of 3.0
 * and later are in the file, and then the version is among the bare ones, whole or as the end of another string.
 * `whole` has room for SSLINV_OPENSSL_TEXT_MAX + 1 bytes; where nothing decides it names all texts, as far as they fit.
 */
void sslinv_ident_choose(const struct sslinv_ident_versions *versions, bool has_provider, char version[48], char *whole);

#endif
