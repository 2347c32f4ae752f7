/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The built-in directories and processor levels of glibc's loaders, by machine (glibc: sysdeps, and Debian's multiarch
 * tuples). */
#include "link/loader_machine.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/cleanup.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#ifdef __x86_64__
#include <cpuid.h>
#ifndef bit_OSXSAVE
#define bit_OSXSAVE (1U << 27)
#endif
#ifndef bit_LAHF_LM
#define bit_LAHF_LM 1U
#endif
#ifndef bit_LZCNT
#define bit_LZCNT (1U << 5)
#endif
#ifndef bit_CMPXCHG16B
#define bit_CMPXCHG16B (1U << 13)
#endif
#endif

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

#define ARM_FLOAT_FLAGS 0x600 /* EF_ARM_ABI_FLOAT_HARD, _SOFT */
#define MIPS_ABI_FLAGS 0x420  /* EF_MIPS_ABI2 (n32), EF_MIPS_NAN2008 */
#define PPC64_ABI_FLAGS 0x3
#define RISCV_ABI_FLAGS 0xe /* float ABI, RVE */
#define LOONGARCH_ABI_FLAGS 0x7

static const struct sslinv_loader_machine machines[] = {
	{ .machine = EM_X86_64,
	  .is_64bit = true,
	  .triplets = { "x86_64-linux-gnu" },
	  .lib = "lib64",
	  .platform = "x86_64",
	  .levels = { "x86-64-v4", "x86-64-v3", "x86-64-v2" } },
	{ .machine = EM_X86_64,
	  .triplets = { "x86_64-linux-gnux32" },
	  .lib = "libx32",
	  .platform = "x86_64",
	  .levels = { "x86-64-v4", "x86-64-v3", "x86-64-v2" } },
	{ .machine = EM_386,
	  .triplets = { "i386-linux-gnu" },
	  .lib = "lib32",
	  .platform = "i686",
	  .legacy = { "i686/sse2", "i686/cmov", "i686/nosegneg", "i686", "i586", "i486", "sse2", "tls" } },
	{ .machine = EM_AARCH64,
	  .is_64bit = true,
	  .triplets = { "aarch64-linux-gnu" },
	  .lib = "lib64",
	  .platform = "aarch64",
	  .legacy = { "atomics", "tls" } },
	{ .machine = EM_AARCH64,
	  .is_64bit = true,
	  .is_big_endian = true,
	  .triplets = { "aarch64_be-linux-gnu" },
	  .lib = "lib64",
	  .platform = "aarch64_be" },
	{ .machine = EM_ARM,
	  .flags_mask = ARM_FLOAT_FLAGS,
	  .is_flags_loose = true,
	  .platform = "v7l",
	  .lib = "lib",
	  .triplets = { "arm-linux-gnueabihf", "arm-linux-gnueabi" },
	  .legacy = { "neon/vfp", "neon", "vfp", "v7l", "v6l", "tls" } },
	{ .machine = EM_ARM,
	  .is_big_endian = true,
	  .flags_mask = ARM_FLOAT_FLAGS,
	  .is_flags_loose = true,
	  .platform = "v7b",
	  .lib = "lib",
	  .triplets = { "armeb-linux-gnueabihf", "armeb-linux-gnueabi" } },
	{ .machine = EM_PPC64,
	  .is_64bit = true,
	  .flags_mask = PPC64_ABI_FLAGS,
	  .is_flags_loose = true,
	  .lib = "lib64",
	  .triplets = { "powerpc64le-linux-gnu" },
	  .platform = "power8",
	  .levels = { "power10", "power9" },
	  .legacy = { "power10", "power9", "power8", "altivec", "tls" } },
	{ .machine = EM_PPC64,
	  .is_64bit = true,
	  .is_big_endian = true,
	  .flags_mask = PPC64_ABI_FLAGS,
	  .is_flags_loose = true,
	  .lib = "lib64",
	  .triplets = { "powerpc64-linux-gnu" },
	  .platform = "power7",
	  .legacy = { "power8", "power7", "power6", "ppc970", "altivec", "tls" } },
	{ .machine = EM_PPC,
	  .is_big_endian = true,
	  .triplets = { "powerpc-linux-gnu" },
	  .lib = "lib",
	  .platform = "power7",
	  .legacy = { "altivec", "tls" } },
	{ .machine = EM_S390,
	  .is_64bit = true,
	  .is_big_endian = true,
	  .triplets = { "s390x-linux-gnu" },
	  .lib = "lib64",
	  .platform = "z900",
	  .levels = { "z16", "z15", "z14", "z13" },
	  .legacy = { "z15", "z14", "z13", "zEC12", "z196", "z10" } },
	{ .machine = EM_S390, .is_big_endian = true, .triplets = { "s390-linux-gnu" }, .lib = "lib", .platform = "z900" },
	{ .machine = EM_RISCV,
	  .is_64bit = true,
	  .flags_mask = RISCV_ABI_FLAGS,
	  .triplets = { "riscv64-linux-gnu" },
	  .lib = "lib64/lp64d",
	  .platform = "riscv64" },
	{ .machine = EM_RISCV,
	  .flags_mask = RISCV_ABI_FLAGS,
	  .triplets = { "riscv32-linux-gnu" },
	  .lib = "lib32/ilp32d",
	  .platform = "riscv32" },
	{ .machine = EM_LOONGARCH,
	  .is_64bit = true,
	  .flags_mask = LOONGARCH_ABI_FLAGS,
	  .lib = "lib64",
	  .platform = "loongarch",
	  .triplets = { "loongarch64-linux-gnu" } },
	{ .machine = EM_MIPS,
	  .is_64bit = true,
	  .flags_mask = MIPS_ABI_FLAGS,
	  .triplets = { "mips64el-linux-gnuabi64" },
	  .lib = "lib64",
	  .platform = "mips64" },
	{ .machine = EM_MIPS,
	  .flags_mask = MIPS_ABI_FLAGS,
	  .triplets = { "mipsel-linux-gnu", "mips64el-linux-gnuabin32" },
	  .lib = "lib32",
	  .platform = "mips" },
	{ .machine = EM_MIPS,
	  .is_64bit = true,
	  .is_big_endian = true,
	  .flags_mask = MIPS_ABI_FLAGS,
	  .lib = "lib64",
	  .triplets = { "mips64-linux-gnuabi64" },
	  .platform = "mips64" },
	{ .machine = EM_MIPS,
	  .is_big_endian = true,
	  .flags_mask = MIPS_ABI_FLAGS,
	  .lib = "lib32",
	  .platform = "mips",
	  .triplets = { "mips-linux-gnu", "mips64-linux-gnuabin32" } },
	{ .machine = EM_SPARCV9,
	  .is_64bit = true,
	  .is_big_endian = true,
	  .triplets = { "sparc64-linux-gnu" },
	  .lib = "lib64",
	  .platform = "sparc64",
	  .legacy = { "v9v2", "v9v", "v9", "ultra3", "tls" } },
	{ .machine = EM_IA_64, .is_64bit = true, .triplets = { "ia64-linux-gnu" }, .lib = "lib", .platform = "ia64" },
	{ .machine = EM_ALPHA, .is_64bit = true, .triplets = { "alpha-linux-gnu" }, .lib = "lib", .platform = "ev67" },
	{ .machine = EM_PARISC, .is_big_endian = true, .triplets = { "hppa-linux-gnu" }, .lib = "lib", .platform = "hppa" },
	{ .machine = EM_68K, .is_big_endian = true, .triplets = { "m68k-linux-gnu" }, .lib = "lib", .platform = "m68k" },
	{ .machine = EM_SH, .triplets = { "sh4-linux-gnu" }, .lib = "lib", .platform = "sh4" },
	{ .machine = 0, .is_64bit = true, .lib = "lib64" },
	{ .machine = 0, .lib = "lib32" },
};

const struct sslinv_loader_machine *sslinv_loader_machine(const struct sslinv_elf *elf)
{
	const struct sslinv_loader_machine *row = machines;

	while (row->machine != 0 &&
	       (row->machine != elf->machine || row->is_64bit != elf->is_64bit || row->is_big_endian != elf->is_big_endian))
		row++;
	return row->machine != 0 || elf->is_64bit ? row : row + 1;
}

bool sslinv_loader_machine_accepts(const struct sslinv_elf *consumer, const struct sslinv_elf *library)
{
	const struct sslinv_loader_machine *row = sslinv_loader_machine(consumer);
	uint32_t wanted = consumer->flags & row->flags_mask, offered = library->flags & row->flags_mask;

	if (library->type != ET_DYN || library->machine != consumer->machine || library->is_64bit != consumer->is_64bit ||
	    library->is_big_endian != consumer->is_big_endian)
		return false;
	return wanted == offered || (row->is_flags_loose && (wanted == 0 || offered == 0));
}

/* N where the C library of this process, which is the host's own, is glibc 2.N; 0 for another C library. */
static unsigned own_glibc(void)
{
#ifdef __GLIBC__
	unsigned major = 0, minor = 0;

	return sscanf(gnu_get_libc_version(), "%u.%u", &major, &minor) == 2 && major == 2 ? minor : 0;
#else
	return 0;
#endif
}

#ifdef __x86_64__
/*
 * The levels of the x86-64 psABI, the best first, as bits of what cpuid returns. Asked of the processor, as glibc does:
 * /proc/cpuinfo leaves some out.
 */
static const struct {
	uint32_t ecx1, ebx7, extended_ecx1;
	uint32_t xcr0; /* registers that the kernel must save */
} x86_64_levels[] = {
	{ .ebx7 = bit_AVX512F | bit_AVX512DQ | bit_AVX512CD | bit_AVX512BW | bit_AVX512VL, .xcr0 = 0xe6 },
	{ .ecx1 = bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX | bit_F16C,
	  .ebx7 = bit_BMI | bit_AVX2 | bit_BMI2,
	  .extended_ecx1 = bit_LZCNT,
	  .xcr0 = 0x6 },
	{ .ecx1 = bit_SSE3 | bit_SSSE3 | bit_CMPXCHG16B | bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT,
	  .extended_ecx1 = bit_LAHF_LM },
};

static bool has_all(uint32_t bits, uint32_t wanted)
{
	return (bits & wanted) == wanted;
}

static bool is_intel(void)
{
	uint32_t eax, name[3];

	return __get_cpuid(0, &eax, &name[0], &name[2], &name[1]) && memcmp(name, "GenuineIntel", sizeof(name)) == 0;
}

/*
 * glibc of 2.26 to 2.36 takes the kernel's word for $PLATFORM only on processors that are less than these, and names a
 * subdirectory of its own for some registers.
 */
static void detect_platform(uint32_t ebx7, bool has_level_3, struct sslinv_loader_processor *processor)
{
	const uint32_t xeon_phi = bit_AVX512CD | bit_AVX512ER | bit_AVX512PF;
	const uint32_t avx512_1 = bit_AVX512CD | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;

	if (!is_intel() || own_glibc() < 26 || own_glibc() > 36)
		return;
	if (has_all(ebx7, xeon_phi))
		processor->platform = "xeon_phi";
	else if (has_level_3)
		processor->platform = "haswell";
	processor->has_avx512_1 = has_level_3 && has_all(ebx7, avx512_1) && !(ebx7 & bit_AVX512ER);
}

static bool detect_x86_64(struct sslinv_loader_processor *processor)
{
	uint32_t eax, ebx, ecx1 = 0, edx, ebx7 = 0, ecx, extended_ecx1 = 0, xcr0 = 0, unused;
	bool has_level = true;

	if (!__get_cpuid(1, &eax, &ebx, &ecx1, &edx))
		return false;
	(void)__get_cpuid_count(7, 0, &eax, &ebx7, &ecx, &edx);
	(void)__get_cpuid(0x80000001, &eax, &ebx, &extended_ecx1, &edx);
	if (ecx1 & bit_OSXSAVE)
		__asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(unused) : "c"(0));
	for (size_t level = SSLINV_ARRAY_SIZE(x86_64_levels); level-- > 0;) {
		has_level = has_level && has_all(ecx1, x86_64_levels[level].ecx1) &&
			    has_all(ebx7, x86_64_levels[level].ebx7) &&
			    has_all(extended_ecx1, x86_64_levels[level].extended_ecx1) &&
			    has_all(xcr0, x86_64_levels[level].xcr0);
		processor->levels[level] = has_level;
	}
	detect_platform(ebx7, processor->levels[1], processor);
	return true;
}
#else
static bool detect_x86_64(struct sslinv_loader_processor *processor)
{
	(void)processor;
	return false;
}
#endif

/* POWER and z say their level in AT_PLATFORM; each has what the lesser ones have. An unknown name may be a newer one. */
static bool detect_by_platform(const struct sslinv_loader_machine *machine, struct sslinv_loader_processor *processor)
{
	size_t level = 0;

	while (level < SSLINV_LOADER_MAX_LEVELS && machine->levels[level] &&
	       (!processor->platform || strcmp(machine->levels[level], processor->platform) != 0))
		level++;
	if (level == SSLINV_LOADER_MAX_LEVELS || !machine->levels[level])
		return false;
	for (; level < SSLINV_LOADER_MAX_LEVELS && machine->levels[level]; level++)
		processor->levels[level] = true;
	return true;
}

void sslinv_loader_processor_detect(const struct sslinv_loader_machine *machine, struct sslinv_loader_processor *processor)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct sslinv_elf self;
	struct stat status;

	memset(processor, 0, sizeof(*processor));
	if (fd < 0 || fstat(fd, &status) < 0 || sslinv_elf_read_header(fd, (uint64_t)status.st_size, &self, NULL) < 0 ||
	    sslinv_loader_machine(&self) != machine || machine->machine == 0)
		return;
	processor->platform = (const char *)getauxval(AT_PLATFORM);
	if (machine->machine == EM_X86_64)
		processor->levels_known = detect_x86_64(processor);
	else if (!machine->levels[0])
		processor->levels_known = true;
	else
		processor->levels_known = detect_by_platform(machine, processor);
	/* glibc-hwcaps came with 2.33. */
	if (own_glibc() < 33) {
		memset(processor->levels, 0, sizeof(processor->levels));
		processor->levels_known = true;
	}
}
