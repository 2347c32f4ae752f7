/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of machines. */
#include <elf.h>
#include <stddef.h>

#include "base/attributes.h"
#include "elf/elf.h"

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

enum width { ANY_WIDTH, WIDTH_32, WIDTH_64 };
enum order { ANY_ORDER, LITTLE, BIG };

static const struct {
	uint16_t machine;
	enum width width;
	enum order order;
	const char *name;
} machines[] = {
	{ EM_X86_64, ANY_WIDTH, ANY_ORDER, "x86_64" },
	{ EM_386, ANY_WIDTH, ANY_ORDER, "i686" },
	{ EM_AARCH64, ANY_WIDTH, BIG, "aarch64_be" },
	{ EM_AARCH64, ANY_WIDTH, LITTLE, "aarch64" },
	{ EM_ARM, ANY_WIDTH, BIG, "armv7b" },
	{ EM_ARM, ANY_WIDTH, LITTLE, "armv7l" },
	{ EM_PPC64, ANY_WIDTH, LITTLE, "ppc64le" },
	{ EM_PPC64, ANY_WIDTH, BIG, "ppc64" },
	{ EM_PPC, ANY_WIDTH, ANY_ORDER, "ppc" },
	{ EM_S390, WIDTH_64, ANY_ORDER, "s390x" },
	{ EM_S390, WIDTH_32, ANY_ORDER, "s390" },
	{ EM_RISCV, WIDTH_64, ANY_ORDER, "riscv64" },
	{ EM_RISCV, WIDTH_32, ANY_ORDER, "riscv32" },
	{ EM_LOONGARCH, WIDTH_64, ANY_ORDER, "loongarch64" },
	{ EM_LOONGARCH, WIDTH_32, ANY_ORDER, "loongarch32" },
	{ EM_MIPS, WIDTH_64, ANY_ORDER, "mips64" },
	{ EM_MIPS, WIDTH_32, ANY_ORDER, "mips" },
	{ EM_SPARCV9, ANY_WIDTH, ANY_ORDER, "sparc64" },
	{ EM_SPARC32PLUS, ANY_WIDTH, ANY_ORDER, "sparc64" },
	{ EM_SPARC, ANY_WIDTH, ANY_ORDER, "sparc" },
	{ EM_PARISC, ANY_WIDTH, ANY_ORDER, "parisc" },
	{ EM_IA_64, ANY_WIDTH, ANY_ORDER, "ia64" },
	{ EM_68K, ANY_WIDTH, ANY_ORDER, "m68k" },
	{ EM_SH, ANY_WIDTH, ANY_ORDER, "sh4" },
	{ EM_ALPHA, ANY_WIDTH, ANY_ORDER, "alpha" },
};

const char *sslinv_elf_machine_name(const struct sslinv_elf *elf)
{
	enum width width = elf->is_64bit ? WIDTH_64 : WIDTH_32;
	enum order order = elf->is_big_endian ? BIG : LITTLE;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(machines); i++)
		if (machines[i].machine == elf->machine && (machines[i].width == ANY_WIDTH || machines[i].width == width) &&
		    (machines[i].order == ANY_ORDER || machines[i].order == order))
			return machines[i].name;
	return "unknown";
}
