/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one look at a file found that concerns OpenSSL: the facts that are kept until the linkages are resolved, and from
 * scan to scan in the file cache.
 */
#ifndef SSLINV_LINK_ELF_FILE_H
#define SSLINV_LINK_ELF_FILE_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "elf/crypto_ident.h"
#include "elf/elf.h"
#include "elf/file_digest.h"
#include "elf/openssl_ident.h"

/* By these five numbers a file is known to be the one that was read (any write changes ctime). */
struct sslinv_file_key {
	uint64_t device;
	uint64_t inode;
	uint64_t size;
	int64_t modified; /* nanoseconds since the epoch */
	int64_t changed;  /* nanoseconds since the epoch */
};

struct sslinv_elf_file {
	struct sslinv_raw path; /* canonical */
	size_t archive_length;  /* of the path: the archive that the file is a member of; 0: it is a file of its own */
	uint32_t package;       /* the owner, or SSLINV_NO_PACKAGE; of a member that of the archive */
	struct sslinv_file_key key;
	/* Of `elf`, only what the loader asks for; needed holds only the OpenSSL sonames. */
	struct sslinv_elf elf;
	struct sslinv_openssl_ident ident; /* kind NONE: it is only a consumer */
	struct sslinv_elf_crypto crypto;   /* of the libraries beside OpenSSL; nothing where these are not looked for */
	struct sslinv_digest digest;       /* none where nobody asked for it */
};

struct sslinv_file_key sslinv_file_key(const struct stat *status);
int sslinv_file_key_compare(const struct sslinv_file_key *a, const struct sslinv_file_key *b);

/* Does it concern OpenSSL? */
bool sslinv_elf_file_concerns_openssl(const struct sslinv_elf_file *file);

/* Does it concern a library beside OpenSSL? */
bool sslinv_elf_file_concerns_others(const struct sslinv_elf_file *file);

/* Is the file libssl or libcrypto itself, by its soname or name (`libssl.so.3`, `libcrypto-5c4b3a.so.1.1`)? */
bool sslinv_elf_file_is_library(const struct sslinv_elf_file *file);

#endif
