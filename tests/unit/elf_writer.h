/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of link/: small ELF files of any class, byte order and machine, and a scratch directory to put them in. */
#ifndef SSLINV_TESTS_ELF_WRITER_H
#define SSLINV_TESTS_ELF_WRITER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "elf/elf.h"

enum elf_hash { ELF_HASH_GNU, ELF_HASH_SYSV, ELF_HASH_NONE };

/* Zero-initialised is a little-endian 32-bit library without anything. */
struct elf_spec {
	bool is_64bit;
	bool is_big_endian;
	bool is_program; /* ET_EXEC */
	uint16_t machine;
	uint32_t flags;        /* e_flags */
	uint64_t flags_1;      /* DT_FLAGS_1 */
	bool is_prelinked;     /* DT_GNU_PRELINKED */
	const char *needed[4]; /* up to the first NULL */
	const char *auxiliary, *filter;
	const char *soname, *rpath, *runpath, *interp;
	const char *dlopen_note;    /* the JSON */
	bool note_in_section_alone; /* no PT_NOTE covers it, a section header does */
	const char *functions[6];   /* that .dynsym defines, up to the first NULL */
	const char *undefined;      /* a function that it refers to */
	enum elf_hash hash;
	const void *constants; /* bytes of a read-only segment */
	size_t constants_size;
	const char *build_id; /* 16 bytes of a build ID note; NULL for none */
	uint32_t kernel;      /* of an ABI note, as SSLINV_ELF_KERNEL(); 0 for none */
};

struct elf_image {
	unsigned char *bytes; /* malloc'ed */
	size_t size;
	size_t dynamic; /* the offset of the dynamic section */
};

/* The caller frees image.bytes. */
struct elf_image elf_write(const struct elf_spec *spec);

/* One with everything in it. */
extern const struct elf_spec elf_full_spec;

/* A file in memory, open for reading and writing. */
int elf_memory_file(const void *bytes, size_t size);

/* sslinv_elf_read() of bytes. */
int elf_read_bytes(const void *bytes, size_t size, struct sslinv_arena *arena, struct sslinv_elf *elf,
		   struct sslinv_error *error);

/* Makes a scratch directory; the text is malloc'ed. */
char *scratch_make(void);
/* Removes it with all that is in it, and frees the text. */
void scratch_remove(char *path);

/* Writes a file below `scratch`, with the directories on the way. */
void put_file(const char *scratch, const char *path, const void *bytes, size_t size);
void put_text(const char *scratch, const char *path, const char *text);
void put_elf(const char *scratch, const char *path, const struct elf_spec *spec);
void put_link(const char *scratch, const char *path, const char *target);

/*
 * Writes etc/ld.so.cache below `root` (a path below `scratch`, or ""), as ldconfig would for these directories of the root,
 * up to a NULL: the files of each by their names, which are the sonames.
 */
void put_cache(const char *scratch, const char *root, const char *const *directories);

/* Runs a command of the shell; gives its exit status, and what it printed in malloc'ed memory if `output` is not NULL. */
int run_command(char **output, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The compiler that makes programs for this host (CC, or `cc`), or NULL if there is none. */
const char *compiler(void);

#endif
