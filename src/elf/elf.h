/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an ELF file says about itself to the dynamic loader (System V gABI, chapters 4 and 5; 32 and 64 bit, both byte
 * orders). Every offset and length of the file is checked against its real size before it is used.
 */
#ifndef SSLINV_LINK_ELF_H
#define SSLINV_LINK_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"

/* A range of the file. */
struct sslinv_elf_segment {
	uint64_t offset; /* in the file */
	uint64_t size;   /* bytes that are in the file */
};

#define SSLINV_ELF_KERNEL(major, minor, patch) (((major)&0xffU) << 16 | ((minor)&0xffU) << 8 | ((patch)&0xffU))

struct sslinv_elf_dlopen {
	const char *soname;
	const char *priority; /* `required`, `recommended`, `suggested`, or NULL */
	uint32_t group;       /* alternatives in their order share a number; it rises */
};

/* Strings live in the arena given to sslinv_elf_read(). Absent strings are NULL. */
struct sslinv_elf {
	bool is_elf;         /* false: it has no ELF magic, and nothing else here is set */
	bool is_64bit;       /* EI_CLASS */
	bool is_big_endian;  /* EI_DATA */
	uint16_t type;       /* e_type: ET_REL, ET_EXEC, ET_DYN, ET_CORE */
	uint16_t machine;    /* e_machine */
	uint32_t flags;      /* e_flags: tells MIPS and ARM ABIs apart */
	bool has_dynamic;    /* has a dynamic section with contents in this file */
	bool is_pie;         /* DF_1_PIE: an executable, though ET_DYN */
	bool no_default_lib; /* DF_1_NODEFLIB */
	bool is_prelinked;   /* DT_GNU_PRELINKED: prelink(8) changed the file after it was installed */
	bool has_interp;     /* an executable of the dynamic kind, or a library that can be run */
	const char *interp;  /* PT_INTERP */
	const char *soname;  /* DT_SONAME */
	const char *rpath;   /* DT_RPATH */
	const char *runpath; /* DT_RUNPATH */
	const char **needed; /* DT_NEEDED and DT_FILTER, in order, then DT_AUXILIARY */
	size_t needed_count;
	size_t optional_count;             /* so many of the last need not be there */
	struct sslinv_elf_dlopen *dlopens; /* .note.dlopen entries that name libssl or libcrypto (UAPI group, "ELF dlopen
					      Metadata": note type 0x407c0c0a, owner "FDO", a JSON array) */
	size_t dlopen_count;
	struct sslinv_elf_dlopen *other_dlopens; /* those that name other libraries; not in the file cache */
	size_t other_dlopen_count;
	uint32_t kernel; /* the oldest Linux that its ABI note allows, as SSLINV_ELF_KERNEL(); 0 if it says nothing;
			    UINT32_MAX      for another system */
	unsigned char build_id[64]; /* NT_GNU_BUILD_ID: the same in two files means the same code; not in the file cache */
	size_t build_id_size;       /* 0: it has none */
	bool is_packed;             /* by UPX: what the file holds, its program unpacks in memory */
	bool defines_openssl; /* .dynsym defines (not only refers to) functions that every libssl or libcrypto exports */
	bool asks_host;       /* a plugin that refers to functions of OpenSSL, and needs no library that has them */
	struct sslinv_elf_segment *constants; /* where constant strings lie: what is loaded, but for code and the linker's
						own tables; read-only segments first */
	size_t constants_count;
};

/*
 * Reads a file that is open for reading, with pread(2) only (so that a file that shrinks meanwhile gives an error and no
 * signal). `size` is its size from fstat. Returns 0 also for a file that is not ELF (is_elf is false then), SSLINV_E_FORMAT
 * for an ELF file that is cut off or lies (the message names the place and the reason, not the file), SSLINV_E_LIMIT where
 * it asks for more than a loader would ever map (a dynamic section or string above 16 MiB), SSLINV_E_SYSTEM for read errors.
 * A file of separate debug information (its dynamic section has no contents) has has_dynamic false and gives no error. With
 * an error, only is_elf and, if the header could be read, is_64bit to flags are set.
 */
int sslinv_elf_read(int fd, uint64_t size, struct sslinv_arena *arena, struct sslinv_elf *elf, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The header alone: sets is_elf to flags. Errors as above. */
int sslinv_elf_read_header(int fd, uint64_t size, struct sslinv_elf *elf, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* `x86_64`, `aarch64`, ...: the name of the machine as uname(1) would say it, or "unknown". Static. */
const char *sslinv_elf_machine_name(const struct sslinv_elf *elf);

#endif
