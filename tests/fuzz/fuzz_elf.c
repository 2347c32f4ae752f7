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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("elf", MFD_CLOEXEC);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_openssl_ident ident;
	struct sslinv_elf elf;

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	if (sslinv_elf_read(fd, size, &arena, &elf, &error) < 0 || !elf.is_elf)
		return 0;
	for (size_t i = 0; i < elf.constants_count; i++)
		if (elf.constants[i].offset > size || elf.constants[i].size > size - elf.constants[i].offset)
			abort();
	/* It may only fail for a file that shrinks. */
	if (sslinv_openssl_ident_read(fd, &elf, NULL, &ident, &error) < 0)
		abort();
	return 0;
}
