/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ELF reader: beside libelf on the files of this host, and on files of every kind made here. */
#include "elf_writer.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "elf/elf.h"

#define MAX_HOST_FILES 800

/* Section headers are read of large files only: with this, the program itself is one under any flags of the compiler. */
static const unsigned char filling[UINT64_C(256) << 10] __attribute__((used)) = { 1 };

static int read_path(const char *path, struct sslinv_arena *arena, struct sslinv_elf *elf, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	return sslinv_elf_read(fd, (uint64_t)status.st_size, arena, elf, error);
}

/* ---- libelf is the authority
 * ---------------------------------------------------------------------------------------------- */

/* By way of the sections, which our reader does not use: two independent ways to the same facts. */
static char *libelf_facts(const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct sslinv_str text = { 0 };
	const char *soname = "-", *rpath = "-", *runpath = "-", *interp = "-";
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	Elf_Scn *section = NULL;
	GElf_Ehdr header;
	GElf_Shdr section_header;
	GElf_Phdr program;
	struct sslinv_str needed = { 0 };
	size_t count = 0;
	bool has_dynamic = false, is_loaded;

	assert_non_null(elf);
	assert_non_null(gelf_getehdr(elf, &header));
	is_loaded = header.e_type == ET_EXEC || header.e_type == ET_DYN;
	assert_int_equal(elf_getphdrnum(elf, &count), 0);
	for (size_t i = 0; i < count && is_loaded; i++) {
		Elf_Data *data;

		assert_non_null(gelf_getphdr(elf, (int)i, &program));
		if (program.p_type != PT_INTERP || program.p_filesz == 0)
			continue;
		data = elf_getdata_rawchunk(elf, (int64_t)program.p_offset, program.p_filesz, ELF_T_BYTE);
		if (data)
			interp = data->d_buf;
	}
	while (is_loaded && (section = elf_nextscn(elf, section))) {
		Elf_Data *data;
		GElf_Dyn entry;

		if (!gelf_getshdr(section, &section_header) || section_header.sh_type != SHT_DYNAMIC)
			continue;
		data = elf_getdata(section, NULL);
		has_dynamic = data && data->d_buf;
		for (int i = 0; has_dynamic && gelf_getdyn(data, i, &entry) && entry.d_tag != DT_NULL; i++) {
			const char *value = elf_strptr(elf, section_header.sh_link, entry.d_un.d_val);

			if (entry.d_tag == DT_NEEDED)
				assert_int_equal(sslinv_str_printf(&needed, "needed %s\n", value), 0);
			else if (entry.d_tag == DT_SONAME)
				soname = value;
			else if (entry.d_tag == DT_RPATH)
				rpath = value;
			else if (entry.d_tag == DT_RUNPATH)
				runpath = value;
		}
	}
	assert_int_equal(sslinv_str_printf(&text, "%u %u %u %x dynamic %d interp %s soname %s rpath %s runpath %s\n%s",
					   header.e_ident[4], header.e_type, header.e_machine, header.e_flags, has_dynamic,
					   interp, soname, rpath, runpath, sslinv_str_text(&needed)),
			 0);
	elf_end(elf);
	sslinv_str_free(&needed);
	return text.data;
}

static char *same_facts(const struct sslinv_elf *elf)
{
	struct sslinv_str text = { 0 };

	assert_int_equal(sslinv_str_printf(&text, "%u %u %u %x dynamic %d interp %s soname %s rpath %s runpath %s\n",
					   elf->is_64bit + 1U, elf->type, elf->machine, elf->flags, elf->has_dynamic,
					   elf->interp ? elf->interp : "-", elf->soname ? elf->soname : "-",
					   elf->rpath ? elf->rpath : "-", elf->runpath ? elf->runpath : "-"),
			 0);
	for (size_t i = 0; i < elf->needed_count; i++)
		assert_int_equal(sslinv_str_printf(&text, "needed %s\n", elf->needed[i]), 0);
	return text.data;
}

static bool is_elf_path(const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	char magic[SELFMAG];

	return fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && read(fd, magic, SELFMAG) == SELFMAG &&
	       memcmp(magic, ELFMAG, SELFMAG) == 0;
}

static void host_files_agree_with_libelf(void **state)
{
	static const char *const places[] = { "/usr/bin",
					      "/usr/sbin",
					      "/usr/lib/x86_64-linux-gnu",
					      "/usr/lib/aarch64-linux-gnu",
					      "/usr/lib64",
					      "/usr/lib/debug/.build-id" };
	unsigned checked = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = opendir(places[i]);
		struct dirent *entry;

		while (directory && checked < MAX_HOST_FILES && (entry = readdir(directory))) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", places[i], entry->d_name);
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			SSLINV_CLEANUP(sslinv_free_ptr) char *expected = NULL;
			SSLINV_CLEANUP(sslinv_free_ptr) char *got = NULL;
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_elf elf;

			if (!is_elf_path(path))
				continue;
			if (read_path(path, &arena, &elf, &error) < 0)
				fail_msg("%s: %s", path, error.message);
			expected = libelf_facts(path);
			got = same_facts(&elf);
			if (strcmp(expected, got) != 0)
				fail_msg("%s: libelf says\n%swe say\n%s", path, expected, got);
			checked++;
		}
	}
	print_message("# compared %u files\n", checked);
	if (checked == 0)
		skip();
}

/* ---- every kind of file
 * --------------------------------------------------------------------------------------------------- */

static void every_class_and_order(void **state)
{
	static const struct {
		bool is_64bit, is_big_endian;
		uint16_t machine;
		enum elf_hash hash;
		const char *name;
	} kinds[] = {
		{ true, false, EM_X86_64, ELF_HASH_GNU, "x86_64" },  { true, false, EM_X86_64, ELF_HASH_SYSV, "x86_64" },
		{ false, false, EM_X86_64, ELF_HASH_GNU, "x86_64" }, { false, false, EM_386, ELF_HASH_GNU, "i686" },
		{ false, false, EM_ARM, ELF_HASH_SYSV, "armv7l" },   { true, false, EM_AARCH64, ELF_HASH_GNU, "aarch64" },
		{ true, true, EM_S390, ELF_HASH_SYSV, "s390x" },     { true, true, EM_S390, ELF_HASH_GNU, "s390x" },
		{ true, true, EM_PPC64, ELF_HASH_GNU, "ppc64" },     { true, false, EM_PPC64, ELF_HASH_GNU, "ppc64le" },
		{ false, true, EM_PPC, ELF_HASH_SYSV, "ppc" },       { false, true, EM_MIPS, ELF_HASH_SYSV, "mips" },
		{ true, false, EM_RISCV, ELF_HASH_GNU, "riscv64" },  { true, false, 0xf00d, ELF_HASH_GNU, "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct elf_spec spec = elf_full_spec;
		struct elf_image image;
		struct sslinv_elf elf;

		spec.is_64bit = kinds[i].is_64bit;
		spec.is_big_endian = kinds[i].is_big_endian;
		spec.machine = kinds[i].machine;
		spec.hash = kinds[i].hash;
		spec.flags = 0x12345;
		image = elf_write(&spec);
		if (elf_read_bytes(image.bytes, image.size, &arena, &elf, &error) < 0)
			fail_msg("%s: %s", kinds[i].name, error.message);
		free(image.bytes);
		assert_true(elf.is_elf);
		assert_int_equal(elf.is_64bit, spec.is_64bit);
		assert_int_equal(elf.is_big_endian, spec.is_big_endian);
		assert_int_equal(elf.machine, spec.machine);
		assert_int_equal(elf.flags, 0x12345);
		assert_string_equal(sslinv_elf_machine_name(&elf), kinds[i].name);
		assert_true(elf.has_dynamic && elf.has_interp && elf.is_pie && elf.no_default_lib && elf.defines_openssl);
		assert_string_equal(elf.interp, spec.interp);
		assert_string_equal(elf.soname, spec.soname);
		assert_string_equal(elf.rpath, spec.rpath);
		assert_string_equal(elf.runpath, spec.runpath);
		assert_int_equal(elf.needed_count, 3);
		for (size_t n = 0; n < 3; n++)
			assert_string_equal(elf.needed[n], spec.needed[n]);
		assert_int_equal(elf.dlopen_count, 3);
		assert_string_equal(elf.dlopens[0].soname, "libssl.so.3");
		assert_string_equal(elf.dlopens[0].priority, "recommended");
		assert_string_equal(elf.dlopens[1].soname, "libssl.so.1.1");
		assert_string_equal(elf.dlopens[1].priority, "recommended");
		assert_string_equal(elf.dlopens[2].soname, "libcrypto.so.3");
		assert_null(elf.dlopens[2].priority);
		assert_int_equal(elf.constants_count, 2);
		/* The read-only segment comes before the writable one, though it lies behind it. */
		assert_true(elf.constants[0].offset > elf.constants[1].offset);
		assert_int_equal(elf.constants[0].size, 27);
	}
}

static void functions_must_be_defined_and_complete(void **state)
{
	static const struct {
		const char *functions[6], *undefined;
		bool defines;
	} cases[] = {
		{ { "SSL_CTX_new", "SSL_read", "SSL_SESSION_free", "SSL_CTX_use_certificate_chain_file" }, NULL, true },
		{ { "CRYPTO_free", "RSA_new", "EVP_EncryptInit_ex", "EVP_DigestInit_ex" }, "SSL_CTX_new", true },
		{ { "SSL_read", "SSL_write" }, NULL, false },
		{ { "SSL_read", "SSL_SESSION_free", "SSL_CTX_use_certificate_chain_file" }, "SSL_CTX_new", false },
		{ { "main" }, "SSL_CTX_new", false },
		{ { NULL }, "SSL_CTX_new", false },
		{ { NULL }, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (enum elf_hash hash = ELF_HASH_GNU; hash <= ELF_HASH_NONE; hash++) {
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			struct elf_spec spec = { .is_64bit = true, .machine = EM_X86_64, .hash = hash };
			struct elf_image image;
			struct sslinv_elf elf;

			memcpy(spec.functions, cases[i].functions, sizeof(spec.functions));
			spec.undefined = cases[i].undefined;
			image = elf_write(&spec);
			assert_int_equal(elf_read_bytes(image.bytes, image.size, &arena, &elf, NULL), 0);
			free(image.bytes);
			assert_int_equal(elf.defines_openssl, cases[i].defines && hash != ELF_HASH_NONE);
		}
}

static void dlopen_notes(void **state)
{
	static const struct {
		const char *json;
		int result;
		size_t count;
	} cases[] = {
		{ "[]", 0, 0 },
		{ "[{\"soname\":\"libssl.so.3\"}]", 0, 1 },
		{ "[{\"soname\":[\"/usr/lib/libssl.so.3\"],\"priority\":\"required\"}]", 0, 1 },
		{ "[{\"soname\":[\"libsslx.so.3\",\"libcryptsetup.so.12\"]}]", 0, 0 },
		{ "[{\"other\":{\"soname\":[\"libssl.so.3\"]}}]", 0, 0 },
		{ "[{\"sonama\":\"libssl.so.3\"}]", 0, 0 },
		{ "{\"soname\":[\"libssl.so.3\"]}", SSLINV_E_FORMAT, 0 },
		{ "[\"libssl.so.3\"]", 0, 0 },
		{ "[{\"soname\":[\"libssl.so.3\"]}", SSLINV_E_FORMAT, 0 },
		{ "[[[[[[[[[[[[[[[[[[[[[[", SSLINV_E_FORMAT, 0 },
		{ "", SSLINV_E_FORMAT, 0 },
		{ "[{\"soname\":[\"libssl.so.3\\u0000x\"]}]", SSLINV_E_FORMAT, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (unsigned in_section = 0; in_section < 2; in_section++) {
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			struct elf_spec spec = { .is_64bit = true, .machine = EM_X86_64, .dlopen_note = cases[i].json };
			struct elf_image image;
			struct sslinv_elf elf;

			spec.note_in_section_alone = in_section;
			image = elf_write(&spec);
			assert_int_equal(elf_read_bytes(image.bytes, image.size, &arena, &elf, NULL), cases[i].result);
			free(image.bytes);
			assert_int_equal(elf.dlopen_count, cases[i].count);
		}
}

/* One number for the alternatives of a library, rising from library to library and from note to note. */
static void alternatives_share_a_group(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	const struct elf_spec spec = {
		.is_64bit = true,
		.machine = EM_X86_64,
		.dlopen_note = "[{\"soname\":[\"libcrypto.so.4\",\"libcrypto.so.3\"]},{\"soname\":\"libz.so\"},"
			       "{\"soname\":[\"libssl.so.3\",\"libz.so\",\"libssl.so.1.1\"],\"priority\":\"suggested\"}]",
	};
	struct elf_image image = elf_write(&spec);
	struct sslinv_elf elf;

	(void)state;
	assert_int_equal(elf_read_bytes(image.bytes, image.size, &arena, &elf, NULL), 0);
	free(image.bytes);
	assert_int_equal(elf.dlopen_count, 4);
	assert_string_equal(elf.dlopens[1].soname, "libcrypto.so.3");
	assert_int_equal(elf.dlopens[0].group, elf.dlopens[1].group);
	assert_true(elf.dlopens[1].group < elf.dlopens[2].group);
	assert_int_equal(elf.dlopens[2].group, elf.dlopens[3].group);
}

/* A filter is needed like others; an auxiliary one comes last, and may be missing. */
static void filters_are_needed(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	const struct elf_spec spec = { .machine = EM_386,
				       .needed = { "libc.so.6" },
				       .auxiliary = "libssl.so.3",
				       .filter = "libcrypto.so.3",
				       .build_id = "0123456789abcdef",
				       .kernel = SSLINV_ELF_KERNEL(4, 19, 1) };
	struct elf_image image = elf_write(&spec);
	struct sslinv_elf elf;

	(void)state;
	assert_int_equal(elf_read_bytes(image.bytes, image.size, &arena, &elf, NULL), 0);
	free(image.bytes);
	assert_int_equal(elf.needed_count, 3);
	assert_string_equal(elf.needed[0], "libc.so.6");
	assert_string_equal(elf.needed[1], "libcrypto.so.3");
	assert_string_equal(elf.needed[2], "libssl.so.3");
	assert_int_equal(elf.optional_count, 1);
	assert_int_equal(elf.kernel, 4 << 16 | 19 << 8 | 1);
	assert_int_equal(elf.build_id_size, 16);
	assert_memory_equal(elf.build_id, "0123456789abcdef", 16);
}

static void what_is_no_elf(void **state)
{
	static const char *const texts[] = { "", "\x7f", "\177EL", "#!/bin/sh\n", "MZ" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct sslinv_elf elf;

		assert_int_equal(elf_read_bytes(texts[i], strlen(texts[i]), &arena, &elf, NULL), 0);
		assert_false(elf.is_elf);
	}
}

/* ---- what compilers make
 * -------------------------------------------------------------------------------------------------- */

static void files_of_the_toolchain(void **state)
{
	static const struct {
		const char *make, *file;
		bool has_dynamic, has_needed, is_pie;
		int type;
	} cases[] = {
		{ "%s -pie -fPIE main.c -o pie", "pie", true, true, true, ET_DYN },
		{ "%s -no-pie main.c -o exec", "exec", true, true, false, ET_EXEC },
		{ "%s -static main.c -o static", "static", false, false, false, ET_EXEC },
		{ "%s -static-pie -fPIE main.c -o staticpie", "staticpie", true, false, true, ET_DYN },
		{ "%s -c main.c -o main.o", "main.o", false, false, false, ET_REL },
		{ "%s -shared -fPIC main.c -o lib.so && objcopy --only-keep-debug lib.so lib.debug", "lib.debug", false,
		  false, false, ET_DYN },
		{ "%s -g -pie -fPIE main.c -o g && objcopy --only-keep-debug g g.debug", "g.debug", false, false, false,
		  ET_DYN },
		{ "%s -g -pie -fPIE main.c -o h && eu-strip -f h.debug h", "h.debug", false, false, false, ET_DYN },
		{ "%s -g -pie -fPIE main.c -o s && strip -o s.strip s", "s.strip", true, true, true, ET_DYN },
		{ "%s -pie -fPIE -Wl,-z,noseparate-code main.c -o n", "n", true, true, true, ET_DYN },
		{ "%s -pie -fPIE -fuse-ld=lld main.c -o lld", "lld", true, true, true, ET_DYN },
	};
	const char *cc = compiler();
	char *scratch;
	unsigned made = 0;

	(void)state;
	if (!cc) {
		print_message("# no compiler: CC and cc do not run\n");
		skip();
	}
	scratch = scratch_make();
	put_text(scratch, "main.c", "#include <stdio.h>\nint main(void) { puts(\"x\"); return 0; }\n");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", scratch, cases[i].file);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		char command[512];
		struct sslinv_elf elf;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(command, sizeof(command), cases[i].make, cc);
#pragma GCC diagnostic pop
		if (run_command(NULL, "cd '%s' && { %s; } 2>/dev/null", scratch, command) != 0) {
			print_message("# cannot be made here: %s\n", command);
			continue;
		}
		made++;
		if (read_path(path, &arena, &elf, &error) < 0)
			fail_msg("%s: %s", command, error.message);
		print_message("# %s\n", command);
		assert_int_equal(elf.type, cases[i].type);
		assert_int_equal(elf.has_dynamic, cases[i].has_dynamic);
		assert_int_equal(elf.needed_count > 0, cases[i].has_needed);
		assert_int_equal(elf.is_pie, cases[i].is_pie);
	}
	scratch_remove(scratch);
	if (made == 0)
		skip();
}

/* How many bytes of a range of the file are among the constants. */
static uint64_t constants_in(const struct sslinv_elf *elf, uint64_t offset, uint64_t size)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < elf->constants_count; i++) {
		uint64_t begin = elf->constants[i].offset, end = begin + elf->constants[i].size;

		begin = begin < offset ? offset : begin;
		end = end > offset + size ? offset + size : end;
		bytes += end > begin ? end - begin : 0;
	}
	return bytes;
}

/* This program itself, by its sections as libelf sees them: all data are constants, and neither code nor symbols are. */
static void constants_are_what_is_no_code(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	Elf *oracle = elf_begin(fd, ELF_C_READ, NULL);
	struct sslinv_elf elf;
	unsigned data = 0, others = 0;

	(void)state;
	assert_non_null(oracle);
	assert_int_equal(read_path("/proc/self/exe", &arena, &elf, &error), 0);
	for (Elf_Scn *section = NULL; (section = elf_nextscn(oracle, section));) {
		GElf_Shdr header;
		bool is_code;

		assert_non_null(gelf_getshdr(section, &header));
		is_code = header.sh_flags & SHF_EXECINSTR;
		if (!(header.sh_flags & SHF_ALLOC) || header.sh_type == SHT_NOBITS || header.sh_size < 256)
			continue;
		if (header.sh_type == SHT_PROGBITS && !is_code) {
			assert_int_equal(constants_in(&elf, header.sh_offset, header.sh_size), header.sh_size);
			data++;
		} else if (is_code || header.sh_type == SHT_DYNSYM || header.sh_type == SHT_STRTAB ||
			   header.sh_type == SHT_RELA) {
			assert_int_equal(constants_in(&elf, header.sh_offset, header.sh_size), 0);
			others++;
		}
	}
	elf_end(oracle);
	/* At the least .rodata and .data.rel.ro; .text and .dynstr. */
	assert_true(data >= 2 && others >= 2);
}

/* Does a program header say that this section is code, or is there none for it? */
static bool is_mapped_as_code(Elf *oracle, const GElf_Shdr *section)
{
	size_t count;

	assert_int_equal(elf_getphdrnum(oracle, &count), 0);
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr segment;

		assert_non_null(gelf_getphdr(oracle, (int)i, &segment));
		if (segment.p_type == PT_LOAD && section->sh_offset >= segment.p_offset &&
		    section->sh_offset - segment.p_offset < segment.p_filesz)
			return segment.p_flags & PF_X;
	}
	return true;
}

/* All of a section is still among the constants, with one field of one section's header changed. */
static void check_lie(int fd, off_t at, const void *lie, size_t length, const GElf_Shdr *data)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	unsigned char kept[8];
	struct sslinv_elf elf;

	assert_true(length <= sizeof(kept));
	assert_int_equal(pread(fd, kept, length, at), length);
	assert_int_equal(pwrite(fd, lie, length, at), length);
	assert_int_equal(sslinv_elf_read(fd, (uint64_t)lseek(fd, 0, SEEK_END), &arena, &elf, &error), 0);
	assert_int_equal(constants_in(&elf, data->sh_offset, data->sh_size), data->sh_size);
	assert_int_equal(pwrite(fd, kept, length, at), length);
}

/* A loader does not read the headers of sections: whatever one of them says, the largest data of this program stay
 * constants. */
static void section_headers_hide_nothing(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int own = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), fd = -1;
	Elf *oracle = elf_begin(own, ELF_C_READ, NULL);
	off_t size = lseek(own, 0, SEEK_END);
	GElf_Ehdr head;
	GElf_Shdr data = { 0 };
	size_t chosen = 0;

	(void)state;
	if (sizeof(void *) != 8) {
		print_message("written for 64-bit programs\n");
		elf_end(oracle);
		skip();
	}
	assert_non_null(gelf_getehdr(oracle, &head));
	for (Elf_Scn *section = NULL; (section = elf_nextscn(oracle, section));) {
		GElf_Shdr header;

		assert_non_null(gelf_getshdr(section, &header));
		if (header.sh_type == SHT_PROGBITS && header.sh_flags == SHF_ALLOC && header.sh_size > data.sh_size) {
			data = header;
			chosen = elf_ndxscn(section);
		}
	}
	assert_true(data.sh_size > 0);
	bytes = malloc((size_t)size);
	assert_non_null(bytes);
	assert_int_equal(pread(own, bytes, (size_t)size, 0), size);
	fd = elf_memory_file(bytes, (size_t)size);
	for (size_t i = 1; i < head.e_shnum; i++) {
		const off_t at = (off_t)(head.e_shoff + i * head.e_shentsize);
		const uint64_t begin = data.sh_offset, whole = (uint64_t)size;

		/* Another section of the file laid over the data, by where it begins or by how far it reaches. */
		if (i != chosen) {
			GElf_Shdr other;

			assert_non_null(gelf_getshdr(elf_getscn(oracle, i), &other));
			check_lie(fd, at + (off_t)offsetof(Elf64_Shdr, sh_offset), &begin, sizeof(begin), &data);
			if (other.sh_offset < data.sh_offset) {
				const uint64_t reach = data.sh_offset + data.sh_size - other.sh_offset;

				check_lie(fd, at + (off_t)offsetof(Elf64_Shdr, sh_size), &reach, sizeof(reach), &data);
			}
			check_lie(fd, at + (off_t)offsetof(Elf64_Shdr, sh_size), &whole, sizeof(whole), &data);
			continue;
		}
		/* The data's own header says that they are something else. */
		for (uint32_t type = 0; type < 20; type++)
			if (type != SHT_RELA)
				check_lie(fd, at + (off_t)offsetof(Elf64_Shdr, sh_type), &type, sizeof(type), &data);
		for (uint64_t flags = 0; flags < 64; flags++)
			if (flags != (SHF_ALLOC | SHF_EXECINSTR) || !is_mapped_as_code(oracle, &data))
				check_lie(fd, at + (off_t)offsetof(Elf64_Shdr, sh_flags), &flags, sizeof(flags), &data);
	}
	elf_end(oracle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_files_agree_with_libelf),
		cmocka_unit_test(constants_are_what_is_no_code),
		cmocka_unit_test(section_headers_hide_nothing),
		cmocka_unit_test(every_class_and_order),
		cmocka_unit_test(functions_must_be_defined_and_complete),
		cmocka_unit_test(dlopen_notes),
		cmocka_unit_test(alternatives_share_a_group),
		cmocka_unit_test(filters_are_needed),
		cmocka_unit_test(what_is_no_elf),
		cmocka_unit_test(files_of_the_toolchain),
	};

	if (elf_version(EV_CURRENT) == EV_NONE)
		return 99;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
