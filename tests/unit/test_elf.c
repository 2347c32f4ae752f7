/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ELF reader: beside libelf on the files of this host, on files of every kind made here, and on broken ones. */
#include "elf_writer.h"

#include <elf.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "link/elf.h"

#define MAX_HOST_FILES 800

static int memory_file(const void *bytes, size_t size)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	return fd;
}

static int read_bytes(const void *bytes, size_t size, struct sslinv_arena *arena, struct sslinv_elf *elf, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memory_file(bytes, size);

	return sslinv_elf_read(fd, size, arena, elf, error);
}

static int read_path(const char *path, struct sslinv_arena *arena, struct sslinv_elf *elf, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	return sslinv_elf_read(fd, (uint64_t)status.st_size, arena, elf, error);
}

/* Everything that the reader says, as one text. */
static char *facts_of(const struct sslinv_elf *elf)
{
	struct sslinv_str text = { 0 };
	int failed = 0;

	failed |= sslinv_str_printf(&text, "%d %d %d type %u machine %u flags %x dynamic %d pie %d nodeflib %d interp %s soname %s rpath %s "
					   "runpath %s openssl %d\n",
				    elf->is_elf, elf->is_64bit, elf->is_big_endian, elf->type, elf->machine, elf->flags,
				    elf->has_dynamic, elf->is_pie, elf->no_default_lib, elf->interp ? elf->interp : "-",
				    elf->soname ? elf->soname : "-", elf->rpath ? elf->rpath : "-", elf->runpath ? elf->runpath : "-",
				    elf->defines_openssl);
	for (size_t i = 0; i < elf->needed_count; i++)
		failed |= sslinv_str_printf(&text, "needed %s\n", elf->needed[i]);
	for (size_t i = 0; i < elf->dlopen_count; i++)
		failed |= sslinv_str_printf(&text, "dlopen %s %s\n", elf->dlopens[i].soname,
					    elf->dlopens[i].priority ? elf->dlopens[i].priority : "-");
	assert_int_equal(failed, 0);
	return text.data;
}

static const struct elf_spec full_spec = {
	.is_64bit = true,
	.machine = EM_X86_64,
	.flags_1 = DF_1_NODEFLIB | DF_1_PIE,
	.needed = { "libssl.so.3", "libcrypto.so.3", "libc.so.6" },
	.soname = "libfull.so.1",
	.rpath = "/old",
	.runpath = "$ORIGIN/../lib:/opt/lib",
	.interp = "/lib64/ld-linux-x86-64.so.2",
	.dlopen_note = "[{\"feature\":\"tls\",\"priority\":\"recommended\",\"soname\":[\"libssl.so.3\",\"libssl.so.1.1\"]},"
		       "{\"soname\":[\"libz.so.1\"]},{\"soname\":[\"libcrypto.so.3\"],\"description\":\"x\"}]",
	.functions = { "SSL_CTX_new", "SSL_read", "SSL_SESSION_free", "SSL_CTX_use_certificate_chain_file" },
	.undefined = "EVP_sha256",
	.constants = "OpenSSL 3.0.13 30 Jan 2024",
	.constants_size = 27,
};

/* ---- libelf is the authority ---------------------------------------------------------------------------------------------- */

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
	assert_int_equal(sslinv_str_printf(&text, "%u %u %u %x dynamic %d interp %s soname %s rpath %s runpath %s\n%s", header.e_ident[4],
					   header.e_type, header.e_machine, header.e_flags, has_dynamic, interp, soname, rpath, runpath,
					   sslinv_str_text(&needed)),
			 0);
	elf_end(elf);
	sslinv_str_free(&needed);
	return text.data;
}

static char *same_facts(const struct sslinv_elf *elf)
{
	struct sslinv_str text = { 0 };

	assert_int_equal(sslinv_str_printf(&text, "%u %u %u %x dynamic %d interp %s soname %s rpath %s runpath %s\n", elf->is_64bit + 1U,
					   elf->type, elf->machine, elf->flags, elf->has_dynamic, elf->interp ? elf->interp : "-",
					   elf->soname ? elf->soname : "-", elf->rpath ? elf->rpath : "-",
					   elf->runpath ? elf->runpath : "-"),
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
	static const char *const places[] = { "/usr/bin", "/usr/sbin", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
					      "/usr/lib64", "/usr/lib/debug/.build-id" };
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

/* ---- every kind of file --------------------------------------------------------------------------------------------------- */

static void every_class_and_order(void **state)
{
	static const struct { bool is_64bit, is_big_endian; uint16_t machine; enum elf_hash hash; const char *name; } kinds[] = {
		{ true, false, EM_X86_64, ELF_HASH_GNU, "x86_64" },   { true, false, EM_X86_64, ELF_HASH_SYSV, "x86_64" },
		{ false, false, EM_X86_64, ELF_HASH_GNU, "x86_64" },  { false, false, EM_386, ELF_HASH_GNU, "i686" },
		{ false, false, EM_ARM, ELF_HASH_SYSV, "armv7l" },    { true, false, EM_AARCH64, ELF_HASH_GNU, "aarch64" },
		{ true, true, EM_S390, ELF_HASH_SYSV, "s390x" },      { true, true, EM_S390, ELF_HASH_GNU, "s390x" },
		{ true, true, EM_PPC64, ELF_HASH_GNU, "ppc64" },      { true, false, EM_PPC64, ELF_HASH_GNU, "ppc64le" },
		{ false, true, EM_PPC, ELF_HASH_SYSV, "ppc" },	      { false, true, EM_MIPS, ELF_HASH_SYSV, "mips" },
		{ true, false, EM_RISCV, ELF_HASH_GNU, "riscv64" },   { true, false, 0xf00d, ELF_HASH_GNU, "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct elf_spec spec = full_spec;
		struct elf_image image;
		struct sslinv_elf elf;

		spec.is_64bit = kinds[i].is_64bit;
		spec.is_big_endian = kinds[i].is_big_endian;
		spec.machine = kinds[i].machine;
		spec.hash = kinds[i].hash;
		spec.flags = 0x12345;
		image = elf_write(&spec);
		if (read_bytes(image.bytes, image.size, &arena, &elf, &error) < 0)
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
	static const struct { const char *functions[6], *undefined; bool defines; } cases[] = {
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
			assert_int_equal(read_bytes(image.bytes, image.size, &arena, &elf, NULL), 0);
			free(image.bytes);
			assert_int_equal(elf.defines_openssl, cases[i].defines && hash != ELF_HASH_NONE);
		}
}

static void dlopen_notes(void **state)
{
	static const struct { const char *json; int result; size_t count; } cases[] = {
		{ "[]", 0, 0 },
		{ "[{\"soname\":\"libssl.so.3\"}]", 0, 1 },
		{ "[{\"soname\":[\"/usr/lib/libssl.so.3\"],\"priority\":\"required\"}]", 0, 1 },
		{ "[{\"soname\":[\"libsslx.so.3\",\"libcryptsetup.so.12\"]}]", 0, 0 },
		{ "[{\"other\":{\"soname\":[\"libssl.so.3\"]}}]", 0, 0 },
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
			assert_int_equal(read_bytes(image.bytes, image.size, &arena, &elf, NULL), cases[i].result);
			free(image.bytes);
			assert_int_equal(elf.dlopen_count, cases[i].count);
		}
}

static void what_is_no_elf(void **state)
{
	static const char *const texts[] = { "", "\x7f", "\x7f" "EL", "#!/bin/sh\n", "MZ" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		struct sslinv_elf elf;

		assert_int_equal(read_bytes(texts[i], strlen(texts[i]), &arena, &elf, NULL), 0);
		assert_false(elf.is_elf);
	}
}

static void sonames(void **state)
{
	(void)state;
	assert_true(sslinv_elf_is_openssl_soname("libssl.so.3"));
	assert_true(sslinv_elf_is_openssl_soname("libcrypto.so"));
	assert_true(sslinv_elf_is_openssl_soname("/opt/x/libcrypto.so.1.0.0"));
	assert_true(sslinv_elf_is_openssl_soname("$ORIGIN/libssl.so.1.1"));
	assert_false(sslinv_elf_is_openssl_soname("libssl3.so"));
	assert_false(sslinv_elf_is_openssl_soname("libcryptsetup.so.12"));
	assert_false(sslinv_elf_is_openssl_soname("libssl.so.3/libc.so.6"));
	assert_false(sslinv_elf_is_openssl_soname(""));
}

/* ---- what compilers make -------------------------------------------------------------------------------------------------- */

static void files_of_the_toolchain(void **state)
{
	static const struct { const char *make, *file; bool has_dynamic, has_needed, is_pie; int type; } cases[] = {
		{ "%s -pie -fPIE main.c -o pie", "pie", true, true, true, ET_DYN },
		{ "%s -no-pie main.c -o exec", "exec", true, true, false, ET_EXEC },
		{ "%s -static main.c -o static", "static", false, false, false, ET_EXEC },
		{ "%s -static-pie -fPIE main.c -o staticpie", "staticpie", true, false, true, ET_DYN },
		{ "%s -c main.c -o main.o", "main.o", false, false, false, ET_REL },
		{ "%s -shared -fPIC main.c -o lib.so && objcopy --only-keep-debug lib.so lib.debug", "lib.debug", false, false, false, ET_DYN },
		{ "%s -g -pie -fPIE main.c -o g && objcopy --only-keep-debug g g.debug", "g.debug", false, false, false, ET_DYN },
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

/* ---- broken ones ---------------------------------------------------------------------------------------------------------- */

/* Cut at every byte: an error, or (where only what no loader needs is gone) the same facts as before. */
static void check_cuts(const unsigned char *bytes, size_t size, size_t magic)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *whole = NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memory_file(bytes, size);
	struct sslinv_elf elf;
	size_t errors = 0;

	assert_int_equal(sslinv_elf_read(fd, size, &arena, &elf, NULL), 0);
	whole = facts_of(&elf);
	sslinv_arena_free(&arena);
	for (size_t cut = size - 1; cut >= magic; cut--) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		int result;

		assert_int_equal(ftruncate(fd, (off_t)cut), 0);
		result = sslinv_elf_read(fd, cut, &arena, &elf, &error);
		assert_true(elf.is_elf);
		if (result == 0) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *facts = facts_of(&elf);

			if (strcmp(facts, whole) != 0)
				fail_msg("cut to %zu of %zu bytes:\n%sinstead of\n%s", cut, size, facts, whole);
		} else {
			assert_int_equal(result, SSLINV_E_FORMAT);
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
	struct elf_image image = elf_write(&full_spec);

	(void)state;
	check_cuts(image.bytes, image.size, SELFMAG);
	free(image.bytes);
	if (cc) {
		char *scratch = scratch_make();
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/small", scratch);

		put_text(scratch, "main.c", "int main(void) { return 0; }\n");
		if (run_command(NULL, "cd '%s' && %s -Wl,-z,noseparate-code -Wl,-z,max-page-size=64 main.c -o small 2>/dev/null", scratch,
				cc) == 0) {
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
	struct elf_spec specs[] = { full_spec, full_spec, full_spec };
	uint32_t random = 20261124;

	(void)state;
	specs[1].is_64bit = false;
	specs[1].is_big_endian = true;
	specs[1].hash = ELF_HASH_SYSV;
	specs[2].note_in_section_alone = true;
	for (size_t s = 0; s < sizeof(specs) / sizeof(*specs); s++) {
		struct elf_image image = elf_write(&specs[s]);
		SSLINV_CLEANUP(sslinv_close_fd) int fd = memory_file(image.bytes, image.size);

		for (unsigned round = 0; round < 1500; round++) {
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			unsigned char changed[4096];
			struct sslinv_error error = SSLINV_ERROR_INIT;
			struct sslinv_elf elf;
			int result;

			assert_true(image.size <= sizeof(changed));
			memcpy(changed, image.bytes, image.size);
			for (unsigned flips = 0; flips <= round % 4; flips++) {
				random = random * 1664525 + 1013904223;
				/* Half of the time in the headers, where it hurts. */
				changed[(random >> 8) % (round % 2 ? image.size : 400)] =
					round % 3 == 0 ? 0xff : (unsigned char)(random >> 24);
			}
			assert_int_equal(pwrite(fd, changed, image.size, 0), image.size);
			result = sslinv_elf_read(fd, image.size, &arena, &elf, &error);
			assert_true(result == 0 || result == SSLINV_E_FORMAT || result == SSLINV_E_LIMIT);
			assert_int_equal(result == 0, error.message[0] == '\0');
			for (size_t i = 0; i < elf.constants_count; i++)
				assert_true(elf.constants[i].offset + elf.constants[i].size <= image.size);
			if (result == 0 && elf.is_elf)
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
	static const struct { const char *name; uint64_t tag; size_t offset; uint64_t value; int result; } cases[] = {
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
		struct elf_image image = elf_write(&full_spec);
		struct sslinv_error error = SSLINV_ERROR_INIT;
		uint64_t value = cases[i].value;
		struct sslinv_elf elf;
		int result;

		/* Text as a hash table: its filter is no power of two. */
		if (cases[i].tag == DT_GNU_HASH && value == 0) {
			size_t at = find_tag(&image, DT_STRTAB);

			memcpy(&value, image.bytes + at, sizeof(value));
			value++;
		}
		set_wide(image.bytes, cases[i].tag ? find_tag(&image, cases[i].tag) : cases[i].offset, value);
		result = read_bytes(image.bytes, image.size, &arena, &elf, &error);
		free(image.bytes);
		if (result != cases[i].result)
			fail_msg("%s: %d %s", cases[i].name, result, error.message);
		assert_true(elf.is_elf && elf.is_64bit && elf.machine == EM_X86_64);
		assert_int_equal(elf.needed_count, 0);
	}
}

/* 65,534 program headers that are all the same notes, and as many interpreters: bounded work. */
static void many_program_headers(void **state)
{
	static const struct { uint32_t type; uint16_t count; int result; } cases[] = {
		{ PT_NOTE, 0xfffe, SSLINV_E_LIMIT },
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
		assert_int_equal(read_bytes(bytes, size, &arena, &elf, NULL), cases[i].result);
		/* Overlapping segments do not make more to read than the file has. */
		if (cases[i].type == PT_LOAD) {
			assert_int_equal(elf.constants_count, 1);
			assert_int_equal(elf.constants[0].size, size);
		}
	}
}

/* Larger than any loader would map: a limit, before any memory is taken for it. */
static void huge_dynamic_section(void **state)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct elf_image image = elf_write(&full_spec);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memory_file(image.bytes, image.size);
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
	struct elf_image image = elf_write(&full_spec);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memory_file(image.bytes, image.size / 2);
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
		cmocka_unit_test(host_files_agree_with_libelf),
		cmocka_unit_test(every_class_and_order),
		cmocka_unit_test(functions_must_be_defined_and_complete),
		cmocka_unit_test(dlopen_notes),
		cmocka_unit_test(what_is_no_elf),
		cmocka_unit_test(sonames),
		cmocka_unit_test(files_of_the_toolchain),
		cmocka_unit_test(cut_at_every_byte),
		cmocka_unit_test(flipped_bytes),
		cmocka_unit_test(lying_offsets),
		cmocka_unit_test(many_program_headers),
		cmocka_unit_test(huge_dynamic_section),
		cmocka_unit_test(file_that_shrinks),
	};

	if (elf_version(EV_CURRENT) == EV_NONE)
		return 99;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
