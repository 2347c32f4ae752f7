/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as an ELF file: what it links, and which OpenSSL it carries. For libFuzzer (`make fuzz`). */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "elf/elf.h"
#include "elf/openssl_ident.h"

/* A table like libraries.xml, with each kind of row. */
static struct sslinv_crypto_library libraries[] = { { "GnuTLS", false, true }, { "libsodium", true, false } };
static struct sslinv_crypto_stem stems[] = { { 0, "libgnutls", "tls" }, { 1, "libsodium", "crypto" } };
static struct sslinv_crypto_text texts[] = { { 0, "Enabled GnuTLS ", 15 } };
static struct sslinv_crypto_table table = {
	.libraries = { libraries, 2, 2 }, .stems = { stems, 2, 2 }, .texts = { texts, 1, 1 }, .mark = 1
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("elf", MFD_CLOEXEC);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_openssl_ident ident;
	struct sslinv_crypto_search others;
	struct sslinv_elf_crypto crypto;
	struct sslinv_elf elf;

	if (table.sources.count == 0 && (sslinv_crypto_table_add_source(&table, 0, "lib/auth/dhe_psk.c") < 0 ||
					 sslinv_crypto_table_add_source(&table, 1, "a.c") < 0 ||
					 sslinv_crypto_table_add_source(&table, 1, "ba.cpp") < 0))
		abort();
	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	if (sslinv_elf_read(fd, size, &arena, &elf, &error) < 0 || !elf.is_elf)
		return 0;
	for (size_t i = 0; i < elf.constants_count; i++)
		if (elf.constants[i].offset > size || elf.constants[i].size > size - elf.constants[i].offset)
			abort();
	if (sslinv_crypto_take_names(&table, &elf, &arena, &crypto) < 0)
		abort();
	sslinv_crypto_search_begin(&others, &table, &elf, "/usr/lib/libgnutls.so.1.2.3");
	/* It may only fail for a file that shrinks. */
	if (sslinv_openssl_ident_read(fd, &elf, &others, &ident, &error) < 0)
		abort();
	if (sslinv_crypto_settle(&others, "/usr/lib/libgnutls.so.1.2.3", &arena, &crypto) < 0)
		abort();
	return 0;
}
