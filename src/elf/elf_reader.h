/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the ELF reader share: bounded reads of the file, and the map from addresses to offsets. */
#ifndef SSLINV_LINK_ELF_READER_H
#define SSLINV_LINK_ELF_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/num.h"
#include "elf/elf.h"

/* More than any loader would map for a dynamic section, a string or a note. */
#define SSLINV_ELF_MAX_PART ((uint64_t)16 << 20)

struct sslinv_elf_load {
	uint64_t address;
	uint64_t offset;
	uint64_t size; /* bytes in the file */
	uint32_t flags;
};

struct sslinv_elf_reader {
	int fd;
	uint64_t size;
	struct sslinv_error *error;
	struct sslinv_arena *arena;
	struct sslinv_elf *elf;
	uint64_t section_offset; /* e_shoff */
	uint16_t section_entry;  /* e_shentsize */
	uint16_t section_count;  /* e_shnum */
	struct sslinv_elf_load *loads;
	size_t load_count;
	uint64_t read_strings; /* bytes of strings so far: a file may name one long string a million times, */
	uint64_t read_notes;   /* and have a thousand segments of notes that are all the same place */
	unsigned note_count;
	size_t head_length;
	unsigned char head[4096]; /* the beginning of the file: most of what is asked for lies there */
};

/* Where the fields of the headers lie, and how large these are: in 32-bit and in 64-bit files. */
struct sslinv_elf_layout {
	uint8_t header_size, program_size, dynamic_size, section_size, symbol_size;
	uint8_t phoff, shoff, flags, phentsize, phnum, shentsize, shnum;
	uint8_t p_flags, p_offset, p_vaddr, p_filesz, p_align;
	uint8_t sh_flags, sh_offset, sh_size, sh_info, sh_addralign;
	uint8_t st_info, st_shndx;
};

const struct sslinv_elf_layout *sslinv_elf_layout(const struct sslinv_elf *elf);

static inline uint16_t sslinv_elf_half(const struct sslinv_elf *elf, const unsigned char *bytes)
{
	return sslinv_read_u16(bytes, elf->is_big_endian);
}

static inline uint32_t sslinv_elf_word(const struct sslinv_elf *elf, const unsigned char *bytes)
{
	return sslinv_read_u32(bytes, elf->is_big_endian);
}

/* An address, offset or size: as wide as the file's class. */
static inline uint64_t sslinv_elf_wide(const struct sslinv_elf *elf, const unsigned char *bytes)
{
	return elf->is_64bit ? sslinv_read_u64(bytes, elf->is_big_endian) : sslinv_read_u32(bytes, elf->is_big_endian);
}

/* One program header, in the words of a 64-bit file. */
struct sslinv_elf_program {
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t address;
	uint64_t size;
	uint64_t alignment;
};

/* Where the dynamic section says that things lie. Offsets in the file, and how many bytes follow; a size of 0 for none. */
struct sslinv_elf_tables {
	uint64_t strings, strings_size;
	uint64_t symbols, symbols_size;
	uint64_t gnu_hash, gnu_hash_size;
	uint64_t hash, hash_size;
};

/*
 * `length` bytes at `offset`: a pointer into the reader's head, or `buffer` filled from the file. NULL when they are not
 * there, with the error set; `what` names them for the message.
 */
const unsigned char *sslinv_elf_view(struct sslinv_elf_reader *reader, uint64_t offset, size_t length, void *buffer,
				     const char *what) SSLINV_MUST_CHECK;

/* Reads at most `length` bytes; less only at the end of the file. Returns their number or a negative code. */
ssize_t sslinv_elf_read_at(int fd, void *buffer, size_t length, uint64_t offset, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The same for a part of any size up to SSLINV_ELF_MAX_PART, in malloc'ed memory that the caller frees. */
unsigned char *sslinv_elf_load_part(struct sslinv_elf_reader *reader, uint64_t offset, uint64_t length, const char *what)
	SSLINV_MUST_CHECK;

/* One section header, in the words of a 64-bit file. */
struct sslinv_elf_section {
	uint32_t type;
	uint64_t flags;
	uint64_t offset;
	uint64_t size;
	uint64_t alignment;
};

/* Reads all section headers; an array the caller frees, and NULL with *count 0 where there are none or they are not in the
 * file. */
int sslinv_elf_read_sections(struct sslinv_elf_reader *reader, struct sslinv_elf_section **sections, size_t *count)
	SSLINV_MUST_CHECK;

/*
 * Is it separate debug information (`objcopy --only-keep-debug`, `eu-strip -f`)? That keeps the program headers, but what
 * they point to is not in this file: every section of the running program has lost its contents, notes excepted.
 */
int sslinv_elf_is_debug_file(struct sslinv_elf_reader *reader, bool *is_debug) SSLINV_MUST_CHECK;

/*
 * The offset of an address, and how many bytes of its segment follow it in the file; UINT64_MAX where no segment has it. A
 * later segment is mapped over an earlier one.
 */
uint64_t sslinv_elf_offset_of(const struct sslinv_elf_reader *reader, uint64_t address, uint64_t *rest);

/* Reads the dynamic section of a file whose loads are known. */
int sslinv_elf_read_dynamic(struct sslinv_elf_reader *reader, const struct sslinv_elf_program *segment) SSLINV_MUST_CHECK;

/* Adds the openssl entries of the `.note.dlopen` notes that lie in a range of the file to elf->dlopens. */
int sslinv_elf_read_notes(struct sslinv_elf_reader *reader, uint64_t offset, uint64_t size, uint64_t alignment)
	SSLINV_MUST_CHECK;

/* Sets elf->asks_host, once all else of the dynamic section is read. */
int sslinv_elf_read_undefined(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables) SSLINV_MUST_CHECK;

/* Sets elf->defines_openssl. */
int sslinv_elf_read_symbols(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables) SSLINV_MUST_CHECK;

#endif
