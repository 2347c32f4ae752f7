/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which OpenSSL a file is or carries, by its contents: the text that OpenSSL_version(OPENSSL_VERSION) would give
 * (`OpenSSL 3.0.13 30 Jan 2024`), and, since programs that were merely compiled against OpenSSL carry that text too, the
 * marks that only the library's own code leaves: names of its source files (`crypto/evp/evp_enc.c`), exported functions.
 * OpenSSL's forks say who they are: LibreSSL, BoringSSL, AWS-LC, Tongsuo. A file that carries OpenSSL and a fork is reported
 * as OpenSSL.
 */
#ifndef SSLINV_LINK_OPENSSL_IDENT_H
#define SSLINV_LINK_OPENSSL_IDENT_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "elf/crypto_ident.h"
#include "elf/elf.h"
#include "openssl/library.h"

struct sslinv_openssl_ident {
	enum sslinv_library_kind kind;
	char version[48];      /* `1.0.2k`, `3.0.0-beta1`, "" if it does not say (BoringSSL has none) */
	char version_text[96]; /* the whole text as it is in the file, "" if there is none; with no version, all of several
				*/
	unsigned own_code;     /* how many different marks of the library's own code were seen (0: the text alone) */
};

/*
 * Looks through the constants of an ELF file that is open for reading, in windows of bounded size; also for the libraries
 * beside OpenSSL, where `others` is a search that has begun (NULL: it is not asked for). Returns 0 (also when nothing was
 * found), SSLINV_E_SYSTEM or SSLINV_E_FORMAT (the file shrank).
 */
int sslinv_openssl_ident_read(int fd, const struct sslinv_elf *elf, struct sslinv_crypto_search *others,
			      struct sslinv_openssl_ident *ident, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
