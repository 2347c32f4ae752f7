/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes small ELF files, and the scratch directories of tests. */
#include "elf_writer.h"

#include <dirent.h>
#include <elf.h>
#include <endian.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

/* Where everything begins in memory: not where it begins in the file, so that the two cannot be confused. */
#define BASE 0x10000U

struct writer {
	const struct elf_spec *spec;
	struct sslinv_str out;
	struct sslinv_str strings;
};

static void put(struct writer *writer, uint64_t value, size_t width)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < width; i++)
		bytes[writer->spec->is_big_endian ? width - 1 - i : i] = (unsigned char)(value >> (8 * i));
	assert_int_equal(sslinv_str_add_bytes(&writer->out, bytes, width), 0);
}

static void half(struct writer *writer, uint64_t value)
{
	put(writer, value, 2);
}

static void word(struct writer *writer, uint64_t value)
{
	put(writer, value, 4);
}

static void wide(struct writer *writer, uint64_t value)
{
	put(writer, value, writer->spec->is_64bit ? 8 : 4);
}

static void raw(struct writer *writer, const void *bytes, size_t size)
{
	assert_int_equal(sslinv_str_add_bytes(&writer->out, bytes, size), 0);
}

static void align(struct writer *writer, size_t alignment)
{
	while (writer->out.length % alignment)
		raw(writer, "", 1);
}

static uint64_t string(struct writer *writer, const char *text)
{
	uint64_t position = writer->strings.length;

	assert_int_equal(sslinv_str_add_bytes(&writer->strings, text, strlen(text) + 1), 0);
	return position;
}

static void program_header(struct writer *writer, uint32_t type, uint32_t flags, uint64_t offset, uint64_t size)
{
	uint64_t address = BASE + offset;

	word(writer, type);
	if (writer->spec->is_64bit)
		word(writer, flags);
	wide(writer, offset);
	wide(writer, address);
	wide(writer, address);
	wide(writer, size);
	wide(writer, size);
	if (!writer->spec->is_64bit)
		word(writer, flags);
	wide(writer, type == PT_LOAD ? 1 : 4);
}

static void dynamic_entry(struct writer *writer, uint64_t tag, uint64_t value)
{
	wide(writer, tag);
	wide(writer, value);
}

static void symbol(struct writer *writer, uint64_t name, unsigned section)
{
	unsigned char info = name ? ELF32_ST_INFO(STB_GLOBAL, STT_FUNC) : 0, other = 0;

	word(writer, name);
	if (writer->spec->is_64bit) {
		raw(writer, &info, 1);
		raw(writer, &other, 1);
		half(writer, section);
		wide(writer, name ? BASE : 0);
		wide(writer, 0);
	} else {
		wide(writer, name ? BASE : 0);
		wide(writer, 0);
		raw(writer, &info, 1);
		raw(writer, &other, 1);
		half(writer, section);
	}
}

static size_t count_functions(const struct elf_spec *spec)
{
	size_t count = 0;

	while (count < 6 && spec->functions[count])
		count++;
	return count;
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;

	while (*name)
		hash = hash * 33 + (unsigned char)*name++;
	return hash;
}

/* One bucket, and a filter that lets everything through. `first`: the index of the first defined symbol. */
static void write_gnu_hash(struct writer *writer, size_t first, size_t functions)
{
	word(writer, 1);
	word(writer, first);
	word(writer, 1);
	word(writer, 6);
	wide(writer, UINT64_MAX);
	word(writer, functions ? first : 0);
	for (size_t i = 0; i < functions; i++)
		word(writer, (gnu_hash(writer->spec->functions[i]) & ~1U) | (i + 1 == functions));
}

/* One bucket with a chain through all symbols. */
static void write_sysv_hash(struct writer *writer, size_t symbols)
{
	size_t width = writer->spec->is_64bit && writer->spec->machine == EM_S390 ? 8 : 4;

	put(writer, 1, width);
	put(writer, symbols, width);
	put(writer, symbols > 1 ? 1 : 0, width);
	put(writer, 0, width);
	for (size_t i = 1; i < symbols; i++)
		put(writer, i + 1 < symbols ? i + 1 : 0, width);
}

static void write_note(struct writer *writer, const char *json)
{
	word(writer, 4);
	word(writer, strlen(json) + 1);
	word(writer, 0x407c0c0aU);
	raw(writer, "FDO", 4);
	raw(writer, json, strlen(json) + 1);
	align(writer, 4);
}

static void write_build_id(struct writer *writer, const char *build_id)
{
	word(writer, 4);
	word(writer, 16);
	word(writer, NT_GNU_BUILD_ID);
	raw(writer, "GNU", 4);
	raw(writer, build_id, 16);
}

/* The oldest kernel that the file wants, as the ABI note says it; UINT32_MAX for another system. */
static void write_abi_note(struct writer *writer, uint32_t kernel)
{
	word(writer, 4);
	word(writer, 16);
	word(writer, NT_GNU_ABI_TAG);
	raw(writer, "GNU", 4);
	word(writer, kernel == UINT32_MAX ? ELF_NOTE_OS_SOLARIS2 : ELF_NOTE_OS_LINUX);
	word(writer, kernel >> 16 & 0xff);
	word(writer, kernel >> 8 & 0xff);
	word(writer, kernel & 0xff);
}

static void section_header(struct writer *writer, uint32_t type, uint64_t offset, uint64_t size)
{
	word(writer, 0);
	word(writer, type);
	wide(writer, 0);
	wide(writer, 0);
	wide(writer, offset);
	wide(writer, size);
	word(writer, 0);
	word(writer, 0);
	wide(writer, 4);
	wide(writer, 0);
}

/* What has to be known before the first byte is written: found by writing twice. */
struct plan {
	size_t interp, note, note_end, hash, symbols, strings, dynamic, dynamic_end, body_end, constants, sections;
	size_t strings_size;
};

static void write_header(struct writer *writer, const struct plan *plan, size_t segments)
{
	const struct elf_spec *spec = writer->spec;
	unsigned char ident[EI_NIDENT] = { 0x7f, 'E', 'L', 'F' };

	ident[EI_CLASS] = spec->is_64bit ? ELFCLASS64 : ELFCLASS32;
	ident[EI_DATA] = spec->is_big_endian ? ELFDATA2MSB : ELFDATA2LSB;
	ident[EI_VERSION] = EV_CURRENT;
	raw(writer, ident, sizeof(ident));
	half(writer, spec->is_program ? ET_EXEC : ET_DYN);
	half(writer, spec->machine);
	word(writer, EV_CURRENT);
	wide(writer, 0);
	wide(writer, spec->is_64bit ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr));
	wide(writer, spec->note_in_section_alone ? plan->sections : 0);
	word(writer, spec->flags);
	half(writer, spec->is_64bit ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr));
	half(writer, spec->is_64bit ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
	half(writer, segments);
	half(writer, spec->is_64bit ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr));
	half(writer, spec->note_in_section_alone ? 2 : 0);
	half(writer, 0);
}

static void write_body(struct writer *writer, struct plan *plan)
{
	const struct elf_spec *spec = writer->spec;
	size_t functions = count_functions(spec), first = spec->undefined ? 2 : 1;
	uint64_t names[6], undefined = 0;

	writer->strings.length = 0;
	string(writer, "");
	plan->interp = writer->out.length;
	if (spec->interp)
		raw(writer, spec->interp, strlen(spec->interp) + 1);
	align(writer, 8);
	plan->note = writer->out.length;
	if (spec->dlopen_note)
		write_note(writer, spec->dlopen_note);
	if (spec->kernel)
		write_abi_note(writer, spec->kernel);
	if (spec->build_id)
		write_build_id(writer, spec->build_id);
	plan->note_end = writer->out.length;
	if (spec->undefined)
		undefined = string(writer, spec->undefined);
	for (size_t i = 0; i < functions; i++)
		names[i] = string(writer, spec->functions[i]);
	align(writer, 8);
	plan->hash = writer->out.length;
	if (spec->hash == ELF_HASH_GNU)
		write_gnu_hash(writer, first, functions);
	else if (spec->hash == ELF_HASH_SYSV)
		write_sysv_hash(writer, first + functions);
	align(writer, 8);
	plan->symbols = writer->out.length;
	symbol(writer, 0, 0);
	if (spec->undefined)
		symbol(writer, undefined, SHN_UNDEF);
	for (size_t i = 0; i < functions; i++)
		symbol(writer, names[i], 1);
	plan->dynamic = writer->out.length;
	for (size_t i = 0; i < 4 && spec->needed[i]; i++)
		dynamic_entry(writer, DT_NEEDED, string(writer, spec->needed[i]));
	if (spec->auxiliary)
		dynamic_entry(writer, DT_AUXILIARY, string(writer, spec->auxiliary));
	if (spec->filter)
		dynamic_entry(writer, DT_FILTER, string(writer, spec->filter));
	if (spec->soname)
		dynamic_entry(writer, DT_SONAME, string(writer, spec->soname));
	if (spec->rpath)
		dynamic_entry(writer, DT_RPATH, string(writer, spec->rpath));
	if (spec->runpath)
		dynamic_entry(writer, DT_RUNPATH, string(writer, spec->runpath));
	if (spec->is_prelinked)
		dynamic_entry(writer, DT_GNU_PRELINKED, 1700000000);
	if (spec->flags_1)
		dynamic_entry(writer, DT_FLAGS_1, spec->flags_1);
	if (spec->hash != ELF_HASH_NONE)
		dynamic_entry(writer, spec->hash == ELF_HASH_GNU ? DT_GNU_HASH : DT_HASH, BASE + plan->hash);
	dynamic_entry(writer, DT_SYMTAB, BASE + plan->symbols);
	dynamic_entry(writer, DT_STRTAB, BASE + plan->strings);
	dynamic_entry(writer, DT_STRSZ, plan->strings_size);
	dynamic_entry(writer, DT_NULL, 0);
	plan->dynamic_end = writer->out.length;
	plan->strings = writer->out.length;
	plan->strings_size = writer->strings.length;
	raw(writer, writer->strings.data, writer->strings.length);
	align(writer, 8);
	plan->body_end = writer->out.length;
	plan->constants = writer->out.length;
	if (spec->constants_size)
		raw(writer, spec->constants, spec->constants_size);
	if (spec->note_in_section_alone) {
		align(writer, 8);
		plan->sections = writer->out.length;
		section_header(writer, SHT_NULL, 0, 0);
		section_header(writer, SHT_NOTE, plan->note, plan->note_end - plan->note);
	}
}

struct elf_image elf_write(const struct elf_spec *spec)
{
	struct writer writer = { .spec = spec };
	struct plan plan = { 0 };
	bool has_note = (spec->dlopen_note || spec->kernel || spec->build_id) && !spec->note_in_section_alone;
	size_t segments = 2U + (spec->interp != NULL) + has_note + (spec->constants_size > 0);

	for (unsigned pass = 0; pass < 2; pass++) {
		writer.out.length = 0;
		write_header(&writer, &plan, segments);
		program_header(&writer, PT_LOAD, PF_R | PF_W, 0, plan.body_end);
		if (spec->constants_size)
			program_header(&writer, PT_LOAD, PF_R, plan.constants, spec->constants_size);
		program_header(&writer, PT_DYNAMIC, PF_R | PF_W, plan.dynamic, plan.dynamic_end - plan.dynamic);
		if (spec->interp)
			program_header(&writer, PT_INTERP, PF_R, plan.interp, strlen(spec->interp) + 1);
		if (has_note)
			program_header(&writer, PT_NOTE, PF_R, plan.note, plan.note_end - plan.note);
		write_body(&writer, &plan);
	}
	free(writer.strings.data);
	return (struct elf_image){ (unsigned char *)writer.out.data, writer.out.length, plan.dynamic };
}

const struct elf_spec elf_full_spec = {
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

int elf_memory_file(const void *bytes, size_t size)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	return fd;
}

int elf_read_bytes(const void *bytes, size_t size, struct sslinv_arena *arena, struct sslinv_elf *elf,
		   struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = elf_memory_file(bytes, size);

	return sslinv_elf_read(fd, size, arena, elf, error);
}

char *scratch_make(void)
{
	const char *base = getenv("TMPDIR");
	char *made = sslinv_str_format("%s/sslinv-test-XXXXXX", base && *base ? base : "/tmp"), *real;

	assert_non_null(made);
	assert_non_null(mkdtemp(made));
	real = realpath(made, NULL);
	assert_non_null(real);
	free(made);
	return real;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

void scratch_remove(char *path)
{
	if (path)
		nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(path);
}

static char *full_path(const char *scratch, const char *path)
{
	char *full = sslinv_str_format("%s/%s", scratch, path);

	assert_non_null(full);
	for (char *slash = full + strlen(scratch) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	return full;
}

void put_file(const char *scratch, const char *path, const void *bytes, size_t size)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *full = full_path(scratch, path);
	int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	assert_int_equal(close(fd), 0);
}

void put_text(const char *scratch, const char *path, const char *text)
{
	put_file(scratch, path, text, strlen(text));
}

void put_elf(const char *scratch, const char *path, const struct elf_spec *spec)
{
	struct elf_image image = elf_write(spec);

	put_file(scratch, path, image.bytes, image.size);
	free(image.bytes);
}

void put_link(const char *scratch, const char *path, const char *target)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *full = full_path(scratch, path);

	assert_int_equal(symlink(target, full), 0);
}

/* The cache being made: numbers are little-endian. */
struct cache_text {
	struct sslinv_str entries, strings;
	uint32_t count;
};

static void cache_word(struct sslinv_str *out, uint32_t value)
{
	const unsigned char bytes[] = { (unsigned char)value, (unsigned char)(value >> 8), (unsigned char)(value >> 16),
					(unsigned char)(value >> 24) };

	assert_int_equal(sslinv_str_add_bytes(out, bytes, sizeof(bytes)), 0);
}

static uint32_t cache_string(struct cache_text *cache, const char *text)
{
	uint32_t offset = (uint32_t)cache->strings.length;

	assert_int_equal(sslinv_str_add_bytes(&cache->strings, text, strlen(text) + 1), 0);
	return offset;
}

/* Offsets of strings count from the strings yet; put_cache() knows where these begin. */
static void cache_entry(struct cache_text *cache, const char *name, const char *directory)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", directory, name);

	cache_word(&cache->entries, 0x303);
	cache_word(&cache->entries, cache_string(cache, name));
	cache_word(&cache->entries, cache_string(cache, path));
	for (unsigned i = 0; i < 3; i++)
		cache_word(&cache->entries, 0);
	cache->count++;
}

static int is_library_name(const struct dirent *entry)
{
	return strncmp(entry->d_name, "lib", 3) == 0 && strstr(entry->d_name, ".so");
}

void put_cache(const char *scratch, const char *root, const char *const *directories)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/etc/ld.so.cache", root);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };
	struct cache_text cache = { 0 };

	for (; *directories; directories++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *full = sslinv_str_format("%s/%s%s", scratch, root, *directories);
		struct dirent **names;
		int count = scandir(full, &names, is_library_name, alphasort);

		for (int i = 0; i < count; i++) {
			cache_entry(&cache, names[i]->d_name, *directories);
			free(names[i]);
		}
		if (count >= 0)
			free(names);
	}
	assert_int_equal(sslinv_str_add(&out, "glibc-ld.so.cache1.1"), 0);
	cache_word(&out, cache.count);
	cache_word(&out, (uint32_t)cache.strings.length);
	cache_word(&out, 2);
	for (unsigned i = 0; i < 4; i++)
		cache_word(&out, 0);
	for (uint32_t i = 0; i < cache.count; i++)
		for (unsigned at = 4; at <= 8; at += 4) {
			uint32_t offset;
			char *place = cache.entries.data + i * 24 + at;

			memcpy(&offset, place, sizeof(offset));
			offset = htole32(le32toh(offset) + 48 + cache.count * 24);
			memcpy(place, &offset, sizeof(offset));
		}
	assert_int_equal(sslinv_str_add_bytes(&out, cache.entries.data, cache.entries.length), 0);
	assert_int_equal(sslinv_str_add_bytes(&out, cache.strings.data, cache.strings.length), 0);
	put_file(scratch, path, out.data, out.length);
	sslinv_str_free(&cache.entries);
	sslinv_str_free(&cache.strings);
}

int run_command(char **output, const char *format, ...)
{
	char command[4096];
	struct sslinv_str text = { 0 };
	char part[4096];
	va_list arguments;
	size_t length;
	FILE *pipe;
	int status;

	va_start(arguments, format);
	length = (size_t)vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	assert_true(length < sizeof(command));
	pipe = popen(command, "re");
	assert_non_null(pipe);
	while ((length = fread(part, 1, sizeof(part), pipe)) > 0)
		assert_int_equal(sslinv_str_add_bytes(&text, part, length), 0);
	status = pclose(pipe);
	if (output)
		*output = text.data ? text.data : calloc(1, 1);
	else
		free(text.data);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *compiler(void)
{
	const char *named = getenv("CC");

	if (named && *named && run_command(NULL, "%s --version >/dev/null 2>&1", named) == 0)
		return named;
	return run_command(NULL, "cc --version >/dev/null 2>&1") == 0 ? "cc" : NULL;
}
