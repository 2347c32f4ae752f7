/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ELF reader on files that are cut off, changed by chance, lying, endless, or shrinking. */
#include "elf_writer.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "elf/elf.h"

/* Everything that the reader says, as one text. */
static char *facts_of(const struct sslinv_elf *elf)
{
	struct sslinv_str text = { 0 };
	int failed = 0;

	failed |= sslinv_str_printf(
		&text,
		"%d %d %d type %u machine %u flags %x dynamic %d pie %d nodeflib %d interp %s soname %s rpath %s "
		"runpath %s openssl %d\n",
		elf->is_elf, elf->is_64bit, elf->is_big_endian, elf->type, elf->machine, elf->flags, elf->has_dynamic,
		elf->is_pie, elf->no_default_lib, elf->interp ? elf->interp : "-", elf->soname ? elf->soname : "-",
		elf->rpath ? elf->rpath : "-", elf->runpath ? elf->runpath : "-", elf->defines_openssl);
	for (size_t i = 0; i < elf->needed_count; i++)
		failed |= sslinv_str_printf(&text, "needed %s\n", elf->needed[i]);
	for (size_t i = 0; i < elf->dlopen_count; i++)
		failed |= sslinv_str_printf(&text, "dlopen %s %s\n", elf->dlopens[i].soname,
					    elf->dlopens[i].priority ? elf->dlopens[i].priority : "-");
	assert_int_equal(failed, 0);
	return text.data;
}

/* Cut at every byte: an error, or (where only what no loader needs is gone) the same facts as before. */
static void check_cuts(const unsigned char *bytes, size_t size, size_t magic)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *whole = NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = elf_memory_file(bytes, size);
	struct sslinv_elf elf;
	size_t errors = 0;

	assert_int_equal(sslinv_elf_read(fd, size, &arena, &elf, NULL), 0);
	whole = facts_of(&elf);
	sslinv_arena_free(&arena);
	for (size_t cut = size - 1; cut >= magic; cut--) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		int rc;

		assert_int_equal(ftruncate(fd, (off_t)cut), 0);
		rc = sslinv_elf_read(fd, cut, &arena, &elf, &error);
		assert_true(elf.is_elf);
		if (rc == 0) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *facts = facts_of(&elf);

			if (strcmp(facts, whole) != 0)
				fail_msg("cut to %zu of %zu bytes:\n%sinstead of\n%s", cut, size, facts, whole);
		} else {
			assert_int_equal(rc, SSLINV_E_FORMAT);
			assert_true(error.message[0] != '\0');
			errors++;
		}
		sslinv_arena_free(&arena);
	}
	assert_true(errors > 0);
}

static void cut_at_every_byte(void **state)
{
	const char *cc = compiler();
	struct elf_image image = elf_write(&elf_full_spec);

	(void)state;
	check_cuts(image.bytes, image.size, SELFMAG);
	free(image.bytes);
	if (cc) {
		char *scratch = scratch_make();
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/small", scratch);

		put_text(scratch, "main.c", "int main(void) { return 0; }\n");
		if (run_command(NULL,
				"cd '%s' && %s -Wl,-z,noseparate-code -Wl,-z,max-page-size=64 main.c -o small 2>/dev/null",
				scratch, cc) == 0) {
			SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
			unsigned char bytes[65536];
			ssize_t size = read(fd, bytes, sizeof(bytes));

			assert_in_range(size, 1000, sizeof(bytes) - 1);
			check_cuts(bytes, (size_t)size, SELFMAG);
		}
		scratch_remove(scratch);
	}
}

/* No crash, no leak, no hang: what is said of such a file matters less. */
static void flipped_bytes(void **state)
{
	struct elf_spec specs[] = { elf_full_spec, elf_full_spec, elf_full_spec };
	uint32_t random = 20261124;

	(void)state;
	specs[1].is_64bit = false;
	specs[1].is_big_endian = true;
	specs[1].hash = ELF_HASH_SYSV;
	specs[2].note_in_section_alone = true;
	for (size_t s = 0; s < sizeof(specs) / sizeof(*specs); s++) {
		struct elf_image image = elf_write(&specs[s]);
		SSLINV_CLEANUP(sslinv_close_fd) int fd = elf_memory_file(image.bytes, image.size);

		for (unsigned round = 0; round < 1500; round++) {
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			unsigned char changed[4096];
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_elf elf;
			int rc;

			assert_true(image.size <= sizeof(changed));
			memcpy(changed, image.bytes, image.size);
			for (unsigned flips = 0; flips <= round % 4; flips++) {
				random = random * 1664525 + 1013904223;
				/* Half of the time in the headers, where it hurts. */
				changed[(random >> 8) % (round % 2 ? image.size : 400)] = round % 3 == 0
												  ? 0xff
												  : (unsigned char)(random >>
														    24);
			}
			assert_int_equal(pwrite(fd, changed, image.size, 0), image.size);
			rc = sslinv_elf_read(fd, image.size, &arena, &elf, &error);
			assert_true(rc == 0 || rc == SSLINV_E_FORMAT || rc == SSLINV_E_LIMIT);
			assert_int_equal(rc == 0, error.message[0] == '\0');
			for (size_t i = 0; i < elf.constants_count; i++)
				assert_true(elf.constants[i].offset + elf.constants[i].size <= image.size);
			if (rc == 0 && elf.is_elf)
				free(facts_of(&elf));
		}
		free(image.bytes);
	}
}

/* Writes a word of the file's width at `offset`. */
static void set_wide(unsigned char *bytes, size_t offset, uint64_t value)
{
	for (size_t i = 0; i < 8; i++)
		bytes[offset + i] = (unsigned char)(value >> (8 * i));
}

static size_t find_tag(const struct elf_image *image, uint64_t tag)
{
	for (size_t at = image->dynamic;; at += sizeof(Elf64_Dyn)) {
		Elf64_Dyn entry;

		assert_true(at + sizeof(entry) <= image->size);
		memcpy(&entry, image->bytes + at, sizeof(entry));
		if ((uint64_t)entry.d_tag == tag)
			return at + offsetof(Elf64_Dyn, d_un);
	}
}

static void lying_offsets(void **state)
{
	static const struct {
		const char *name;
		uint64_t tag;
		size_t offset;
		uint64_t value;
		int result;
	} cases[] = {
		{ "e_phoff beyond the end", 0, offsetof(Elf64_Ehdr, e_phoff), 1 << 20, SSLINV_E_FORMAT },
		{ "e_phoff at the end of the numbers", 0, offsetof(Elf64_Ehdr, e_phoff), UINT64_MAX - 8, SSLINV_E_FORMAT },
		{ "segment beyond the end", 0, 64 + offsetof(Elf64_Phdr, p_filesz), 1 << 20, SSLINV_E_FORMAT },
		{ "segment that wraps around", 0, 64 + offsetof(Elf64_Phdr, p_offset), UINT64_MAX - 16, SSLINV_E_FORMAT },
		{ "string table in no segment", DT_STRTAB, 0, 0x7fffffff, SSLINV_E_FORMAT },
		{ "string table larger than its segment", DT_STRSZ, 0, 1 << 20, SSLINV_E_FORMAT },
		{ "string table with no bytes", DT_STRSZ, 0, 0, SSLINV_E_FORMAT },
		{ "needed string beyond the table", DT_NEEDED, 0, 1 << 20, SSLINV_E_FORMAT },
		{ "soname at the end of the numbers", DT_SONAME, 0, UINT64_MAX - 1, SSLINV_E_FORMAT },
		{ "symbol table in no segment", DT_SYMTAB, 0, 8, SSLINV_E_FORMAT },
		{ "hash table in no segment", DT_GNU_HASH, 0, 8, SSLINV_E_FORMAT },
		{ "hash table in the strings", DT_GNU_HASH, 0, 0, SSLINV_E_FORMAT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct elf_image image = elf_write(&elf_full_spec);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		uint64_t value = cases[i].value;
		struct sslinv_elf elf;
		int rc;

		/* Text as a hash table: its filter is no power of two. */
		if (cases[i].tag == DT_GNU_HASH && value == 0) {
			size_t at = find_tag(&image, DT_STRTAB);

			memcpy(&value, image.bytes + at, sizeof(value));
			value++;
		}
		set_wide(image.bytes, cases[i].tag ? find_tag(&image, cases[i].tag) : cases[i].offset, value);
		rc = elf_read_bytes(image.bytes, image.size, &arena, &elf, &error);
		free(image.bytes);
		if (rc != cases[i].result)
			fail_msg("%s: %d %s", cases[i].name, rc, error.message);
		assert_true(elf.is_elf && elf.is_64bit && elf.machine == EM_X86_64);
		assert_int_equal(elf.needed_count, 0);
	}
}

/* 65,534 program headers that are all the same notes, and as many interpreters: bounded work. */
static void many_program_headers(void **state)
{
	static const struct {
		uint32_t type;
		uint16_t count;
		int result;
	} cases[] = {
		/* What is no note ends each of them at its first header. */
		{ PT_NOTE, 0xfffe, 0 },
		{ PT_LOAD, 0xfffe, 0 },
		{ PT_NULL, 0xfffe, 0 },
		{ PT_INTERP, 0xfffe, 0 },
		/* PN_XNUM, and no first section that says the number: taken as it stands, and too much for this file. */
		{ PT_NULL, 0xffff, SSLINV_E_FORMAT },
	};
	size_t size = 64 + (size_t)0xfffe * sizeof(Elf64_Phdr);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct elf_image image = elf_write(&(struct elf_spec){ .is_64bit = true, .machine = EM_X86_64 });
		SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *bytes = calloc(1, size);
		struct sslinv_elf elf;

		memcpy(bytes, image.bytes, 64);
		free(image.bytes);
		memcpy(bytes + offsetof(Elf64_Ehdr, e_phnum), &cases[i].count, 2);
		for (size_t n = 0; n < 0xfffe; n++) {
			Elf64_Phdr program = { .p_type = cases[i].type, .p_filesz = cases[i].type == PT_INTERP ? 4 : size };

			program.p_offset = cases[i].type == PT_INTERP ? 8 : 0;
			memcpy(bytes + 64 + n * sizeof(program), &program, sizeof(program));
		}
		assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), cases[i].result);
		/* Overlapping segments do not make more to read than the file has. */
		if (cases[i].type == PT_LOAD) {
			assert_int_equal(elf.constants_count, 1);
			assert_int_equal(elf.constants[0].size, size);
		}
	}
}

static size_t put_note(unsigned char *bytes, size_t at, uint32_t type, const char owner[4], const char *text, size_t size)
{
	const uint32_t head[] = { 4, (uint32_t)size, type };

	memcpy(bytes + at, head, sizeof(head));
	memcpy(bytes + at + 12, owner, 4);
	memcpy(bytes + at + 16, text, strlen(text));
	return at + 16 + ((size + 3) & ~(size_t)3);
}

/* A file of one segment of notes; what follows the headers is `bytes` + 120. */
static unsigned char *make_noted(size_t size)
{
	struct elf_image image = elf_write(&(struct elf_spec){ .is_64bit = true, .machine = EM_X86_64 });
	unsigned char *bytes = calloc(1, size);
	Elf64_Phdr note = { .p_type = PT_NOTE, .p_offset = 120, .p_filesz = size - 120, .p_align = 4 };
	const uint16_t count = 1;

	assert_non_null(bytes);
	memcpy(bytes, image.bytes, 64);
	free(image.bytes);
	memcpy(bytes + offsetof(Elf64_Ehdr, e_phnum), &count, 2);
	memcpy(bytes + 64, &note, sizeof(note));
	return bytes;
}

/* Node puts an application of any size into a note: what is after it counts, and no more is read than that. */
static void large_notes(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	static const char json[] = "[{\"soname\":\"libssl.so.3\"}]";
	size_t application = (size_t)40 << 20, size = 120 + 16 + application + 16 + sizeof(json) + 3;
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *bytes = make_noted(size);
	size_t at = put_note(bytes, 120, 1, "Node", "x", application);
	struct sslinv_elf elf;

	(void)state;
	(void)put_note(bytes, at, 0x407c0c0aU, "FDO", json, sizeof(json));
	assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), 0);
	assert_int_equal(elf.dlopen_count, 1);
	/* Such a note of the kind that is read has no business to be so large. */
	(void)put_note(bytes, 120, 0x407c0c0aU, "FDO", "[", application);
	assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), SSLINV_E_LIMIT);
}

/* Each of a size that one may have, and all together too much. */
static void many_large_notes(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	static const char json[] = "[{\"soname\":\"libssl.so.3\"}]";
	size_t text = (size_t)9 << 20, size = 120 + 2 * (16 + text);
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *bytes = make_noted(size);
	struct sslinv_elf elf;

	(void)state;
	(void)put_note(bytes, put_note(bytes, 120, 0x407c0c0aU, "FDO", json, text), 0x407c0c0aU, "FDO", json, text);
	assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), SSLINV_E_LIMIT);
	(void)put_note(bytes, 120, 0x407c0c0aU, "any", json, text);
	assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), 0);
	assert_int_equal(elf.dlopen_count, 1);
}

static void too_many_notes(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	size_t size = 120 + 16 * (size_t)70000;
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *bytes = make_noted(size);
	struct sslinv_elf elf;

	(void)state;
	for (size_t at = 120; at < size;)
		at = put_note(bytes, at, 7, "any", "", 0);
	assert_int_equal(elf_read_bytes(bytes, size, &arena, &elf, NULL), SSLINV_E_LIMIT);
}

/* The mark of UPX right after the headers of a file without sections; elsewhere, or beside sections, it is a text. */
static void packed_programs(void **state)
{
	(void)state;
	for (unsigned variant = 0; variant < 4; variant++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *bytes = make_noted(4096);
		const uint64_t sections = 1024;
		const uint16_t count = 2;
		struct sslinv_elf elf;

		memcpy(bytes + 120 + (variant == 1 ? 8 : 4), variant == 2 ? "UPX?" : "UPX!", 4);
		memset(bytes + offsetof(Elf64_Ehdr, e_shoff), 0, 8);
		if (variant == 3) {
			memcpy(bytes + offsetof(Elf64_Ehdr, e_shoff), &sections, 8);
			memcpy(bytes + offsetof(Elf64_Ehdr, e_shnum), &count, 2);
		}
		assert_int_equal(elf_read_bytes(bytes, 4096, &arena, &elf, NULL), 0);
		assert_int_equal(elf.is_packed, variant == 0);
	}
}

/* Larger than any loader would map: a limit, before any memory is taken for it. */
static void huge_dynamic_section(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct elf_image image = elf_write(&elf_full_spec);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = elf_memory_file(image.bytes, image.size);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	uint64_t size = (uint64_t)1 << 33;
	Elf64_Phdr program;
	struct sslinv_elf elf;

	(void)state;
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	memcpy(&program, image.bytes + 64, sizeof(program));
	program.p_filesz = program.p_memsz = size;
	assert_int_equal(pwrite(fd, &program, sizeof(program), 64), sizeof(program));
	memcpy(&program, image.bytes + 64 + 2 * sizeof(program), sizeof(program));
	assert_int_equal(program.p_type, PT_DYNAMIC);
	program.p_filesz = size / 2;
	assert_int_equal(pwrite(fd, &program, sizeof(program), 64 + 2 * sizeof(program)), sizeof(program));
	free(image.bytes);
	assert_int_equal(sslinv_elf_read(fd, size, &arena, &elf, &error), SSLINV_E_LIMIT);
	assert_non_null(strstr(error.message, "dynamic section"));
}

static void file_that_shrinks(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct elf_image image = elf_write(&elf_full_spec);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = elf_memory_file(image.bytes, image.size / 2);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_elf elf;

	(void)state;
	/* The size is that of before. */
	assert_int_equal(sslinv_elf_read(fd, image.size, &arena, &elf, &error), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "shrank"));
	free(image.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_at_every_byte),    cmocka_unit_test(flipped_bytes),
		cmocka_unit_test(lying_offsets),        cmocka_unit_test(many_program_headers),
		cmocka_unit_test(large_notes),          cmocka_unit_test(many_large_notes),
		cmocka_unit_test(too_many_notes),       cmocka_unit_test(packed_programs),
		cmocka_unit_test(huge_dynamic_section), cmocka_unit_test(file_that_shrinks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
