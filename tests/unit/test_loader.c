/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From soname to file, in small roots of many layouts. */
#include "elf_writer.h"

#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

#include "link/loader.h"
#include "link/loader_machine.h"

static const struct elf_spec x86_64 = { .is_64bit = true, .machine = EM_X86_64 };
static const struct elf_spec i386 = { .machine = EM_386 };
static const struct elf_spec s390x = { .is_64bit = true, .is_big_endian = true, .machine = EM_S390, .hash = ELF_HASH_SYSV };

/* A root with its loader; what the loader complains of is collected. */
struct fixture {
	char *scratch;
	struct sslinv_root root;
	struct sslinv_loader *loader;
	struct sslinv_str problems;
};

static void note_problem(void *context, const char *path, const char *message)
{
	struct fixture *fixture = context;

	assert_int_equal(sslinv_str_printf(&fixture->problems, "%s: %s\n", path, message), 0);
}

static int make_fixture(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	fixture->scratch = scratch_make();
	fixture->root = (struct sslinv_root)SSLINV_ROOT_INIT;
	*state = fixture;
	return 0;
}

static void close_loader(struct fixture *fixture)
{
	sslinv_loader_free(fixture->loader);
	fixture->loader = NULL;
	sslinv_root_close(&fixture->root);
}

static int free_fixture(void **state)
{
	struct fixture *fixture = *state;

	close_loader(fixture);
	sslinv_str_free(&fixture->problems);
	scratch_remove(fixture->scratch);
	free(fixture);
	return 0;
}

static void open_loader(struct fixture *fixture)
{
	close_loader(fixture);
	assert_int_equal(sslinv_root_open(&fixture->root, fixture->scratch, NULL), 0);
	assert_int_equal(sslinv_loader_new(&fixture->root, note_problem, fixture, &fixture->loader, NULL), 0);
}

/* ldconfig ran for these directories. */
#define open_cached(fixture, ...)                                                                                           \
	do {                                                                                                                \
		put_cache((fixture)->scratch, "", (const char *const[]){ __VA_ARGS__, NULL });                              \
		open_loader(fixture);                                                                                       \
	} while (0)

static struct sslinv_elf consumer_of(const struct elf_spec *spec)
{
	return (struct sslinv_elf){
		.is_elf = true,
		.is_64bit = spec->is_64bit,
		.is_big_endian = spec->is_big_endian,
		.type = ET_DYN,
		.machine = spec->machine,
		.flags = spec->flags,
		.has_dynamic = true,
		.has_interp = spec->interp != NULL,
		.interp = spec->interp,
		.rpath = spec->rpath,
		.runpath = spec->runpath,
		.no_default_lib = spec->flags_1 & DF_1_NODEFLIB,
	};
}

/* `path` NULL: nobody. */
static void expect_with(struct fixture *fixture, const struct sslinv_elf *consumer, const char *origin, const char *soname,
			const char *path, bool exact, int line)
{
	/* Twice: the second answer comes from memory. */
	for (unsigned round = 0; round < 2; round++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_loader_result result;

		if (sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ consumer, origin, false }, soname,
				       &result, &error) < 0)
			fail_msg("line %d: %s: %s", line, soname, error.message);
		if ((path == NULL) != (result.path == NULL) || (path && strcmp(path, result.path) != 0) ||
		    result.exact != exact)
			fail_msg("line %d: %s gets %s (%s) instead of %s (%s)", line, soname,
				 result.path ? result.path : "nothing", result.exact ? "exact" : "not exact",
				 path ? path : "nothing", exact ? "exact" : "not exact");
	}
}

static void expect_at(struct fixture *fixture, const struct elf_spec *spec, const char *soname, const char *path, bool exact,
		      int line)
{
	struct sslinv_elf consumer = consumer_of(spec);

	expect_with(fixture, &consumer, "/opt/app/bin", soname, path, exact, line);
}

#define expect(fixture, spec, soname, path) expect_at(fixture, spec, soname, path, true, __LINE__)
#define expect_inexact(fixture, spec, soname, path) expect_at(fixture, spec, soname, path, false, __LINE__)

/* ---- the configuration
 * ---------------------------------------------------------------------------------------------------- */

static void empty_root(void **state)
{
	struct fixture *fixture = *state;

	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", NULL);
	expect(fixture, &x86_64, "", NULL);
	expect(fixture, &x86_64, ".", NULL);
	expect(fixture, &x86_64, "/", NULL);
	assert_int_equal(fixture->problems.length, 0);
}

static void configured_directories_come_first(void **state)
{
	struct fixture *fixture = *state;

	put_text(fixture->scratch, "etc/ld.so.conf",
		 "# comment\n\n  include ld.so.conf.d/*.conf\t/etc/more/[ab]*.conf missing.conf\nhwcap 1 "
		 "nosegneg\n/opt/last/ # why\nrelative/dir\n");
	put_text(fixture->scratch, "etc/ld.so.conf.d/b.conf", "/opt/second=libc6\r\n");
	put_text(fixture->scratch, "etc/ld.so.conf.d/a.conf", "/opt/first\n/opt/first");
	put_text(fixture->scratch, "etc/ld.so.conf.d/.hidden.conf", "/opt/hidden\n");
	put_text(fixture->scratch, "etc/ld.so.conf.d/c.txt", "/opt/text\n");
	put_text(fixture->scratch, "etc/more/a.conf", "/opt/more\n");
	put_text(fixture->scratch, "etc/more/c.conf", "/opt/notmore\n");
	put_elf(fixture->scratch, "opt/first/libcrypto.so.1", &i386);
	put_elf(fixture->scratch, "opt/second/libcrypto.so.1", &x86_64);
	put_elf(fixture->scratch, "opt/more/libcrypto.so.1", &x86_64);
	put_elf(fixture->scratch, "opt/first/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "opt/second/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "opt/more/libssl.so.2", &x86_64);
	put_elf(fixture->scratch, "opt/last/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/hidden/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "opt/text/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "opt/notmore/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "etc/relative/dir/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.5", &x86_64);
	open_cached(fixture, "/opt/first", "/opt/second", "/opt/more", "/opt/last", "/usr/lib");
	expect(fixture, &x86_64, "libssl.so.1", "/opt/first/libssl.so.1");
	expect(fixture, &x86_64, "libcrypto.so.1", "/opt/second/libcrypto.so.1");
	expect(fixture, &i386, "libcrypto.so.1", "/opt/first/libcrypto.so.1");
	expect(fixture, &s390x, "libcrypto.so.1", NULL);
	expect(fixture, &x86_64, "libssl.so.2", "/opt/more/libssl.so.2");
	expect(fixture, &x86_64, "libssl.so.3", "/opt/last/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.4", NULL);
	expect(fixture, &x86_64, "libssl.so.5", "/usr/lib/libssl.so.5");
	assert_int_equal(fixture->problems.length, 0);
}

static void configuration_that_is_broken(void **state)
{
	struct fixture *fixture = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *fifo = sslinv_str_format("%s/etc/fifo.conf", fixture->scratch);
	SSLINV_CLEANUP(sslinv_free_ptr) char *huge = sslinv_str_format("%s/etc/huge.conf", fixture->scratch);

	put_text(fixture->scratch, "etc/ld.so.conf",
		 "include /etc/fifo.conf\ninclude /etc/huge.conf\ninclude /etc/loop.conf\ninclude /etc/*****/*******x\n"
		 "include /etc/missing/*.conf\n/opt/good\n");
	put_text(fixture->scratch, "etc/loop.conf", "include loop*.conf\n/opt/loop\n");
	put_text(fixture->scratch, "etc/loop2.conf", "include loop*.conf\ninclude loop*.conf\n");
	put_text(fixture->scratch, "etc/huge.conf", "/opt/huge\n");
	assert_int_equal(truncate(huge, 1 << 30), 0);
	assert_int_equal(mkfifo(fifo, 0644), 0);
	put_elf(fixture->scratch, "opt/good/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "opt/loop/libssl.so.2", &x86_64);
	put_elf(fixture->scratch, "opt/huge/libssl.so.3", &x86_64);
	open_cached(fixture, "/opt/good", "/opt/loop");
	expect(fixture, &x86_64, "libssl.so.1", "/opt/good/libssl.so.1");
	expect(fixture, &x86_64, "libssl.so.2", "/opt/loop/libssl.so.2");
	expect(fixture, &x86_64, "libssl.so.3", NULL);
	assert_non_null(strstr(sslinv_str_text(&fixture->problems), "/etc/fifo.conf: "));
	assert_non_null(strstr(sslinv_str_text(&fixture->problems), "not a regular file"));
	assert_non_null(strstr(sslinv_str_text(&fixture->problems), "/etc/huge.conf: "));
	assert_non_null(strstr(sslinv_str_text(&fixture->problems), "includes itself"));
}

/* A chain of includes with no end, each file new. */
static void includes_without_end(void **state)
{
	struct fixture *fixture = *state;

	put_text(fixture->scratch, "etc/ld.so.conf", "include d/*\n");
	for (unsigned i = 0; i < 40; i++) {
		char path[64];

		snprintf(path, sizeof(path), "etc/d/%u", i);
		put_text(fixture->scratch, path, "include /etc/d/*\n");
	}
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.1", NULL);
	assert_true(fixture->problems.length > 0);
}

static void nothing_leads_out_of_the_root(void **state)
{
	struct fixture *fixture = *state;
	char *outside = scratch_make();
	SSLINV_CLEANUP(sslinv_free_ptr) char *escape = sslinv_str_format(
		"include %s/*.conf ../../../../../../../..%s/x.conf\n/in\n", outside, outside);
	SSLINV_CLEANUP(sslinv_free_ptr) char *library = sslinv_str_format("%s/libssl.so.1", outside);
	struct elf_spec spec = x86_64;

	put_text(outside, "x.conf", "/found\n");
	put_elf(outside, "libssl.so.1", &x86_64);
	put_text(fixture->scratch, "etc/ld.so.conf", escape);
	put_elf(fixture->scratch, "found/libssl.so.2", &x86_64);
	put_link(fixture->scratch, "in/libssl.so.1", library);
	put_link(fixture->scratch, "in/libssl.so.3", "../../../../../../opt/real");
	put_link(fixture->scratch, "in/libssl.so.4", "libssl.so.4");
	put_elf(fixture->scratch, "opt/real", &x86_64);
	spec.runpath = outside;
	open_cached(fixture, "/in");
	expect(fixture, &spec, "libssl.so.1", NULL);
	expect(fixture, &spec, "libssl.so.2", NULL);
	expect(fixture, &spec, "libssl.so.3", "/opt/real");
	expect(fixture, &spec, "libssl.so.4", NULL);
	expect(fixture, &spec, library, NULL);
	scratch_remove(outside);
}

/* ---- what counts as a library
 * --------------------------------------------------------------------------------------------- */

static void candidates_must_fit(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec program = x86_64, arm_hard = { .machine = EM_ARM, .flags = 0x5000400 },
			arm_soft = { .machine = EM_ARM, .flags = 0x5000200 },
			arm = { .machine = EM_ARM, .flags = 0x5000000 }, x32 = { .machine = EM_X86_64 };

	program.is_program = true;
	put_text(fixture->scratch, "etc/ld.so.conf", "/a\n/b\n/c\n");
	put_text(fixture->scratch, "a/libssl.so.1", "INPUT(libssl.so.3)\n");
	put_elf(fixture->scratch, "b/libssl.so.1", &program);
	put_elf(fixture->scratch, "c/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "a/libssl.so.2", &arm_soft);
	put_elf(fixture->scratch, "b/libssl.so.2", &arm_hard);
	put_elf(fixture->scratch, "a/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "b/libssl.so.3", &x32);
	put_elf(fixture->scratch, "c/libssl.so.3", &i386);
	put_elf(fixture->scratch, "a/libssl.so.4/file", &x86_64);
	put_link(fixture->scratch, "b/libssl.so.4", "/dev/null");
	put_text(fixture->scratch, "c/libssl.so.4", "");
	open_cached(fixture, "/a", "/b", "/c");
	expect(fixture, &x86_64, "libssl.so.1", "/c/libssl.so.1");
	expect(fixture, &arm_hard, "libssl.so.2", "/b/libssl.so.2");
	expect(fixture, &arm_soft, "libssl.so.2", "/a/libssl.so.2");
	expect(fixture, &arm, "libssl.so.2", "/a/libssl.so.2");
	expect(fixture, &x86_64, "libssl.so.3", "/a/libssl.so.3");
	expect(fixture, &x32, "libssl.so.3", "/b/libssl.so.3");
	expect(fixture, &i386, "libssl.so.3", "/c/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.4", NULL);
}

/* The ABI is in the flags: on some machines a file that names none goes with any, on others it has one of its own. */
static void libraries_of_another_abi(void **state)
{
	static const struct {
		struct elf_spec program, library;
		bool is_accepted;
	} cases[] = {
		{ { .is_64bit = true, .machine = EM_PPC64, .flags = 2 },
		  { .is_64bit = true, .machine = EM_PPC64, .flags = 2 },
		  true },
		{ { .is_64bit = true, .machine = EM_PPC64, .flags = 2 },
		  { .is_64bit = true, .machine = EM_PPC64, .flags = 0 },
		  true },
		{ { .is_64bit = true, .machine = EM_PPC64, .flags = 0 },
		  { .is_64bit = true, .machine = EM_PPC64, .flags = 2 },
		  true },
		{ { .is_64bit = true, .machine = EM_PPC64, .flags = 2 },
		  { .is_64bit = true, .machine = EM_PPC64, .flags = 1 },
		  false },
		{ { .is_64bit = true, .machine = EM_RISCV, .flags = 5 },
		  { .is_64bit = true, .machine = EM_RISCV, .flags = 4 },
		  true },
		{ { .is_64bit = true, .machine = EM_RISCV, .flags = 4 },
		  { .is_64bit = true, .machine = EM_RISCV, .flags = 0 },
		  false },
		{ { .is_64bit = true, .machine = EM_RISCV, .flags = 0 },
		  { .is_64bit = true, .machine = EM_RISCV, .flags = 2 },
		  false },
		{ { .machine = EM_MIPS, .flags = 0x20 }, { .machine = EM_MIPS, .flags = 0 }, false },
		{ { .machine = EM_MIPS, .flags = 0x400 }, { .machine = EM_MIPS, .flags = 0x70001400 }, true },
		{ { .machine = EM_MIPS }, { .machine = EM_MIPS, .is_big_endian = true }, false },
		{ { .machine = EM_386, .flags = 1 }, { .machine = EM_386, .flags = 2 }, true },
		{ { .machine = EM_386 }, { .machine = EM_386, .is_program = true }, false },
		{ { .machine = 0x1234 }, { .machine = 0x1234 }, true },
		{ { .machine = 0x1234 }, { .machine = 0x1235 }, false },
		{ { .machine = 0x1234 }, { .machine = 0x1234, .is_64bit = true }, false },
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		put_elf(fixture->scratch, "opt/libssl.so.3", &cases[i].library);
		open_loader(fixture);
		expect_at(fixture, &cases[i].program, "/opt/libssl.so.3", cases[i].is_accepted ? "/opt/libssl.so.3" : NULL,
			  true, (int)i);
	}
}

/* A file of a machine that nobody here knows is searched for like any other; $PLATFORM leads it nowhere. */
static void machines_that_are_not_known(void **state)
{
	struct fixture *fixture = *state;

	for (int is_64bit = 0; is_64bit < 2; is_64bit++) {
		struct elf_spec spec = { .machine = 0x1234, .is_64bit = is_64bit };

		put_elf(fixture->scratch, "opt/libssl.so.3", &spec);
		put_elf(fixture->scratch, "usr/lib/libssl.so.4", &spec);
		open_loader(fixture);
		spec.runpath = "/p/$PLATFORM:/opt";
		expect(fixture, &spec, "libssl.so.3", "/opt/libssl.so.3");
		expect(fixture, &spec, "libssl.so.4", "/usr/lib/libssl.so.4");
		expect(fixture, &spec, "/opt/libssl.so.3", "/opt/libssl.so.3");
		expect(fixture, &spec, "/opt/$PLATFORM/libssl.so.3", NULL);
	}
}

/* ---- built-in directories
 * ------------------------------------------------------------------------------------------------- */

static void layouts(void **state)
{
	static const struct {
		const char *libc, *library, *found;
		bool is_32bit;
	} cases[] = {
		{ "usr/lib/x86_64-linux-gnu/libc.so.6", "usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/libssl.so.3",
		  false },
		{ "lib/x86_64-linux-gnu/libc.so.6", "usr/lib", "/usr/lib/libssl.so.3", false },
		/* Debian's loader does not know lib64. */
		{ "lib/x86_64-linux-gnu/libc.so.6", "usr/lib64", NULL, false },
		{ "usr/lib64/libc.so.6", "usr/lib64", "/usr/lib64/libssl.so.3", false },
		{ "lib64/libc.so.6", "usr/lib", "/usr/lib/libssl.so.3", false },
		{ "lib64/libc.so.6", "usr/lib/x86_64-linux-gnu", NULL, false },
		{ "usr/lib/libc.so.6", "usr/lib", "/usr/lib/libssl.so.3", false },
		{ NULL, "usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/libssl.so.3", false },
		{ NULL, "lib64", "/lib64/libssl.so.3", false },
		{ NULL, "usr/local/lib", NULL, false },
		{ "usr/lib/i386-linux-gnu/libc.so.6", "lib/i386-linux-gnu", "/lib/i386-linux-gnu/libssl.so.3", true },
		{ "lib32/libc.so.6", "usr/lib32", "/usr/lib32/libssl.so.3", true },
		{ "lib/libc.so.6", "lib", "/lib/libssl.so.3", true },
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct elf_spec *spec = cases[i].is_32bit ? &i386 : &x86_64;
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/libssl.so.3", cases[i].library);

		scratch_remove(fixture->scratch);
		fixture->scratch = scratch_make();
		if (cases[i].libc)
			put_elf(fixture->scratch, cases[i].libc, spec);
		put_elf(fixture->scratch, path, spec);
		open_loader(fixture);
		expect_at(fixture, spec, "libssl.so.3", cases[i].found, true, (int)i);
	}
}

static void merged_usr_gives_one_name(void **state)
{
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "usr/lib/x86_64-linux-gnu/libc.so.6", &x86_64);
	put_elf(fixture->scratch, "usr/lib/x86_64-linux-gnu/libssl.so.3.0.0", &x86_64);
	put_link(fixture->scratch, "usr/lib/x86_64-linux-gnu/libssl.so.3", "libssl.so.3.0.0");
	put_link(fixture->scratch, "lib", "usr/lib");
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3.0.0");
	expect(fixture, &x86_64, "/lib/x86_64-linux-gnu/libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3.0.0");
	expect(fixture, &x86_64, "lib/x86_64-linux-gnu/libssl.so.3", NULL);
}

static void no_default_lib(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;

	spec.flags_1 = DF_1_NODEFLIB;
	put_text(fixture->scratch, "etc/ld.so.conf", "/usr/lib\n/opt\n");
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "lib/libcrypto.so.3", &x86_64);
	open_cached(fixture, "/usr/lib", "/opt", "/lib");
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3");
	expect(fixture, &spec, "libssl.so.3", "/opt/libssl.so.3");
	expect(fixture, &x86_64, "libcrypto.so.3", "/lib/libcrypto.so.3");
	expect(fixture, &spec, "libcrypto.so.3", NULL);
}

/* ---- the cache
 * ----------------------------------------------------------------------------------------------------------------- */

/* Where the cache and the configuration differ, the loader goes by the cache, until the next ldconfig. */
static void a_cache_of_another_day(void **state)
{
	struct fixture *fixture = *state;

	put_text(fixture->scratch, "etc/ld.so.conf", "/opt/new\n");
	put_elf(fixture->scratch, "opt/new/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/new/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "opt/old/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/old/libssl.so.5", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	open_cached(fixture, "/opt/old", "/usr/lib");
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/opt/old/libssl.so.3");
	expect_inexact(fixture, &x86_64, "libssl.so.4", "/opt/new/libssl.so.4");
	expect_inexact(fixture, &x86_64, "libssl.so.5", "/opt/old/libssl.so.5");
	open_cached(fixture, "/opt/new", "/usr/lib");
	expect(fixture, &x86_64, "libssl.so.3", "/opt/new/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.4", "/opt/new/libssl.so.4");
	expect(fixture, &x86_64, "libssl.so.5", NULL);
}

/* A library for better processors that is younger than the cache counts after the next ldconfig. */
static void a_level_that_the_cache_does_not_have(void **state)
{
	struct fixture *fixture = *state;

	put_text(fixture->scratch, "etc/ld.so.conf", "/a\n");
	put_elf(fixture->scratch, "a/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "a/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "a/glibc-hwcaps/x86-64-v3/libssl.so.3", &x86_64);
	open_cached(fixture, "/a");
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/a/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.4", "/a/libssl.so.4");
}

/* The first `length` bytes of the cache, with one byte changed; then the default directory is all there is. */
static void expect_no_cache(struct fixture *fixture, const char *bytes, size_t length, size_t at, int byte)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *copy = malloc(length + 1);

	assert_non_null(copy);
	memcpy(copy, bytes, length);
	if (at < length)
		copy[at] = (char)byte;
	put_file(fixture->scratch, "etc/ld.so.cache", copy, length);
	open_loader(fixture);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3");
}

static void damaged_caches(void **state)
{
	struct fixture *fixture = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *whole = NULL;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str both = { 0 };
	size_t size;

	put_text(fixture->scratch, "etc/ld.so.conf", "/opt\n");
	put_elf(fixture->scratch, "opt/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	open_cached(fixture, "/opt");
	expect(fixture, &x86_64, "libssl.so.3", "/opt/libssl.so.3");
	assert_int_equal(sslinv_root_read(&fixture->root, "/etc/ld.so.cache", 1 << 20, &whole, &size), 0);
	/* Cut off anywhere; with more entries than there are; with a name, a path and a level that lie outside. */
	for (size_t length = 0; length < size; length++)
		expect_no_cache(fixture, whole, length, SIZE_MAX, 0);
	expect_no_cache(fixture, whole, size, 0, 'x');
	expect_no_cache(fixture, whole, size, 22, 1);
	expect_no_cache(fixture, whole, size, 28, 3);
	expect_no_cache(fixture, whole, size, 54, 1);
	expect_no_cache(fixture, whole, size, 58, 1);
	expect_no_cache(fixture, whole, size, 71, 0x40);
	/* The older format before it, of which nothing counts. */
	assert_int_equal(sslinv_str_add_bytes(&both, "ld.so-1.7.0\0\1\0\0\0wwwwwwwwwwww\0\0\0\0", 32), 0);
	assert_int_equal(sslinv_str_add_bytes(&both, whole, size), 0);
	put_file(fixture->scratch, "etc/ld.so.cache", both.data, both.length);
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", "/opt/libssl.so.3");
}

/* The same number in the other order of bytes: a root of another machine. */
static void cache_of_a_big_endian_root(void **state)
{
	static const unsigned char bytes[] = "glibc-ld.so.cache1.1\0\0\0\1\0\0\0\20\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
					     "\0\0\0\0\0\0\4\3\0\0\0\110\0\0\0\124\0\0\0\0\0\0\0\0\0\0\0\0"
					     "libssl.so.3\0/opt/libssl.so.3";
	struct fixture *fixture = *state;

	put_file(fixture->scratch, "etc/ld.so.cache", bytes, sizeof(bytes));
	put_elf(fixture->scratch, "opt/libssl.so.3", &s390x);
	open_loader(fixture);
	expect_inexact(fixture, &s390x, "libssl.so.3", "/opt/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.3", NULL);
}

static void put_libc(struct fixture *fixture, const char *banner)
{
	struct elf_spec libc = x86_64;

	libc.constants = banner;
	libc.constants_size = strlen(banner) + 1;
	put_elf(fixture->scratch, "usr/lib64/libc.so.6", &libc);
	open_loader(fixture);
}

static void add_words(struct sslinv_str *out, const uint32_t *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const unsigned char bytes[] = { (unsigned char)words[i], (unsigned char)(words[i] >> 8),
						(unsigned char)(words[i] >> 16), (unsigned char)(words[i] >> 24) };

		assert_int_equal(sslinv_str_add_bytes(out, bytes, sizeof(bytes)), 0);
	}
}

/* What would keep a scan busy for hours is read in bounds: then no answer is certain, and a cache that is not read is told.
 */
static void caches_without_bounds(void **state)
{
	enum { ENTRIES = 1100, LARGEST = 8 << 20 };
	struct fixture *fixture = *state;
	const uint32_t begin = 48 + ENTRIES * 24, words[] = { ENTRIES, 0, 2, 0, 0, 0, 0 };
	const uint32_t entry[] = { 0x303, begin, begin + 12, 0, 0, 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };

	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	assert_int_equal(sslinv_str_add(&out, "glibc-ld.so.cache1.1"), 0);
	add_words(&out, words, SSLINV_ARRAY_SIZE(words));
	for (unsigned i = 0; i < ENTRIES; i++)
		add_words(&out, entry, SSLINV_ARRAY_SIZE(entry));
	assert_int_equal(sslinv_str_add_bytes(&out, "libssl.so.3\0/gone/libssl.so.3", 30), 0);
	put_file(fixture->scratch, "etc/ld.so.cache", out.data, out.length);
	open_loader(fixture);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3");
	/* A path that is longer than any. */
	out.length--;
	for (unsigned i = 0; i <= PATH_MAX; i++)
		assert_int_equal(sslinv_str_add(&out, "x"), 0);
	put_file(fixture->scratch, "etc/ld.so.cache", out.data, out.length + 1);
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3");
	assert_int_equal(fixture->problems.length, 0);
	assert_int_equal(run_command(NULL, "truncate -s %u '%s/etc/ld.so.cache'", LARGEST + 1u, fixture->scratch), 0);
	open_loader(fixture);
	assert_string_equal(sslinv_str_text(&fixture->problems),
			    "/etc/ld.so.cache: cannot read the loader's cache: it is larger than 8 MiB; which libraries "
			    "programs get may be another answer; make it again with ldconfig, and scan again\n");
}

/* What the host's loader cannot open either is no cache, and nothing to tell. */
static void caches_that_are_no_files(void **state)
{
	static const char *const commands[] = { "rm -rf etc",
						"mkdir -p etc/ld.so.cache",
						"ln -s ld.so.cache etc/ld.so.cache",
						"ln -s none etc/ld.so.cache",
						"rmdir etc && touch etc",
						"mkfifo etc/ld.so.cache" };
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(commands); i++) {
		assert_int_equal(
			run_command(NULL, "cd '%s' && rm -rf etc && mkdir etc && %s", fixture->scratch, commands[i]), 0);
		open_loader(fixture);
		expect_at(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3", true, (int)i);
		if (strstr(sslinv_str_text(&fixture->problems), "ld.so.cache"))
			fail_msg("%s: %s", commands[i], fixture->problems.data);
	}
}

/* An entry of the cache: one path of libssl.so.3, and for which processors. */
struct cached {
	const char *path;
	uint32_t level, hwcap; /* the low and the high word */
};

/* A cache of up to four entries and two levels, which lie in an extension after the strings. */
static void put_levels(struct fixture *fixture, const struct cached *entries, size_t count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str strings = { 0 };
	const uint32_t begin = 48 + (uint32_t)count * 24;
	static const char names[44] = "libssl.so.3\0x86-64-v2\0x86-64-v3\0x86-64-v9";
	uint32_t head[] = { (uint32_t)count, 0, 2, 0, 0, 0, 0 }, extension[13] = { 0 };

	assert_int_equal(sslinv_str_add_bytes(&strings, names, sizeof(names)), 0);
	assert_int_equal(sslinv_str_add(&out, "glibc-ld.so.cache1.1"), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(sslinv_str_add_bytes(&strings, entries[i].path, strlen(entries[i].path) + 1), 0);
	while (strings.length % 4 != 0)
		assert_int_equal(sslinv_str_add_bytes(&strings, "", 1), 0);
	head[3] = begin + (uint32_t)strings.length;
	add_words(&out, head, SSLINV_ARRAY_SIZE(head));
	for (size_t i = 0, at = sizeof(names); i < count; at += strlen(entries[i++].path) + 1) {
		const uint32_t entry[] = { 0x303, begin, begin + (uint32_t)at, 0, entries[i].level, entries[i].hwcap };

		add_words(&out, entry, SSLINV_ARRAY_SIZE(entry));
	}
	assert_int_equal(sslinv_str_add_bytes(&out, strings.data, strings.length), 0);
	/* A section of another kind first; then the names of the levels. */
	memcpy(extension,
	       (const uint32_t[]){ 0xeaa42174, 2, 0, 0, 0, 0, 1, 0, head[3] + 40, 8, begin + 12, begin + 22, begin + 32 },
	       sizeof(extension));
	add_words(&out, extension, SSLINV_ARRAY_SIZE(extension));
	put_file(fixture->scratch, "etc/ld.so.cache", out.data, out.length);
	open_loader(fixture);
}

#define IS_LEVEL 0x40000000U

static void entries_for_some_processors(void **state)
{
	struct fixture *fixture = *state;
	const struct cached levels[] = { { "/a/libssl.so.3", 1, IS_LEVEL }, { "/b/libssl.so.3", 0, 0 } };
	const struct cached relative[] = { { "a/libssl.so.3", 0, 0 }, { "/b/libssl.so.3", 0, 0 } };
	const struct cached none[] = { { "/a/libssl.so.3", 2, IS_LEVEL }, { "/b/libssl.so.3", 0, 0 } };
	const struct cached old[] = { { "/a/haswell/libssl.so.3", 4, 0 },
				      { "/a/tls/libssl.so.3", 0, 0x80000000U },
				      { "/b/libssl.so.3", 0, 0 } };
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = NULL;
	size_t size;

	put_elf(fixture->scratch, "a/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "b/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "a/haswell/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "a/tls/libssl.so.3", &x86_64);
	put_text(fixture->scratch, "etc/ld.so.conf", "/b\n");
	put_levels(fixture, levels, 2);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	put_levels(fixture, levels, 1);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	put_text(fixture->scratch, "etc/ld.so.conf", "/none\n");
	put_levels(fixture, levels, 1);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/a/libssl.so.3");
	/* A level that the file does not name. */
	put_text(fixture->scratch, "etc/ld.so.conf", "/b\n");
	put_levels(fixture, none, 2);
	expect(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	/* A path that is not absolute does not count. */
	put_levels(fixture, relative, 2);
	expect(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	/* An extension of another kind names none. */
	put_levels(fixture, levels, 2);
	assert_int_equal(sslinv_root_read(&fixture->root, "/etc/ld.so.cache", 1 << 20, &bytes, &size), 0);
	bytes[size - 13 * 4] ^= 1;
	put_file(fixture->scratch, "etc/ld.so.cache", bytes, size);
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	/* Levels count for loaders that know no other subdirectories, too. */
	put_libc(fixture, "stable release version 2.39.");
	put_levels(fixture, levels, 2);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
	put_text(fixture->scratch, "etc/ld.so.conf", "/none\n");
	put_levels(fixture, levels, 1);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/a/libssl.so.3");
	put_text(fixture->scratch, "etc/ld.so.conf", "/a\n");
	put_libc(fixture, "stable release version 2.31.");
	put_levels(fixture, old, 3);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/a/tls/libssl.so.3");
	put_libc(fixture, "stable release version 2.39.");
	put_levels(fixture, old, 3);
	expect_inexact(fixture, &x86_64, "libssl.so.3", "/b/libssl.so.3");
}

static void loaded_before_all_others(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec crypto = x86_64, musl = x86_64;

	crypto.soname = "libcrypto.so.3";
	musl.interp = "/lib/ld-musl-x86_64.so.1";
	put_text(fixture->scratch, "etc/ld.so.preload",
		 "# libssl.so.3\n/opt/none.so:/opt/i386.so\t/opt/x/any.so libssl.so.3\n");
	put_elf(fixture->scratch, "opt/x/any.so", &crypto);
	crypto.machine = EM_386;
	crypto.is_64bit = false;
	put_elf(fixture->scratch, "opt/i386.so", &crypto);
	put_elf(fixture->scratch, "usr/lib/libcrypto.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/run/libssl.so.3", &x86_64);
	open_loader(fixture);
	expect(fixture, &x86_64, "libcrypto.so.3", "/opt/x/any.so");
	expect(fixture, &musl, "libcrypto.so.3", "/usr/lib/libcrypto.so.3");
	musl.interp = NULL;
	musl.runpath = "/opt/run";
	expect(fixture, &musl, "libssl.so.3", "/usr/lib/libssl.so.3");
}

/* ---- what only some loaders do
 * ----------------------------------------------------------------------------------------------------------------- */

static void old_subdirectories(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;

	spec.runpath = "/run";
	put_elf(fixture->scratch, "run/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "run/x86_64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "run/tls/x86_64/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "run/tls/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "run/x86_64/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "run/x86_64/libssl.so.5", &x86_64);
	put_elf(fixture->scratch, "run/haswell/libssl.so.5", &x86_64);
	put_elf(fixture->scratch, "run/libssl.so.6", &x86_64);
	put_elf(fixture->scratch, "run/avx512_1/x86_64/libssl.so.6", &x86_64);
	put_libc(fixture, "GNU C Library (GNU libc) stable release version 2.36.");
	expect(fixture, &spec, "libssl.so.3", "/run/x86_64/libssl.so.3");
	expect(fixture, &spec, "libssl.so.4", "/run/tls/x86_64/libssl.so.4");
	expect_inexact(fixture, &spec, "libssl.so.5", "/run/x86_64/libssl.so.5");
	expect_inexact(fixture, &spec, "libssl.so.6", "/run/libssl.so.6");
	put_libc(fixture, "GNU C Library (GNU libc) stable release version 2.37.");
	expect(fixture, &spec, "libssl.so.3", "/run/libssl.so.3");
	expect(fixture, &spec, "libssl.so.4", NULL);
	expect(fixture, &spec, "libssl.so.6", "/run/libssl.so.6");
	/* A loader of no known version may be either. */
	put_libc(fixture, "GNU C Library");
	expect_inexact(fixture, &spec, "libssl.so.3", "/run/libssl.so.3");
}

/* The C library's banner lies across the parts in which its constants are read. */
static void banners_anywhere(void **state)
{
	static const char banner[] = "release version 2.37.";
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;
	size_t size = 200000;
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = malloc(size);

	spec.runpath = "/run";
	put_elf(fixture->scratch, "run/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "run/x86_64/libssl.so.3", &x86_64);
	for (size_t back = 0; back < sizeof(banner) + 8; back += 5) {
		struct elf_spec libc = x86_64;

		memset(bytes, 'x', size);
		memcpy(bytes + 65536 - back, banner, sizeof(banner));
		libc.constants = bytes;
		libc.constants_size = size;
		put_elf(fixture->scratch, "usr/lib64/libc.so.6", &libc);
		open_loader(fixture);
		expect(fixture, &spec, "libssl.so.3", "/run/libssl.so.3");
	}
}

/* glibc before 2.36 asks the kernel, which an image does not tell. */
static void libraries_for_newer_kernels(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64, newer = x86_64, foreign = x86_64, usual = x86_64;

	spec.runpath = "/run:/other";
	newer.kernel = SSLINV_ELF_KERNEL(6, 1, 0);
	foreign.kernel = UINT32_MAX;
	usual.kernel = SSLINV_ELF_KERNEL(3, 2, 0);
	put_elf(fixture->scratch, "run/libssl.so.3", &newer);
	put_elf(fixture->scratch, "run/libssl.so.4", &usual);
	put_libc(fixture, "stable release version 2.31.");
	expect_inexact(fixture, &spec, "libssl.so.3", "/run/libssl.so.3");
	expect(fixture, &spec, "libssl.so.4", "/run/libssl.so.4");
	put_libc(fixture, "stable release version 2.36.");
	expect(fixture, &spec, "libssl.so.3", "/run/libssl.so.3");
	/* The running host's kernel is known. */
	fixture->root.is_host = true;
	put_elf(fixture->scratch, "run/libssl.so.5", &foreign);
	put_elf(fixture->scratch, "other/libssl.so.5", &usual);
	newer.kernel = SSLINV_ELF_KERNEL(255, 0, 0);
	put_elf(fixture->scratch, "run/libssl.so.6", &newer);
	put_libc(fixture, "stable release version 2.31.");
	fixture->root.is_host = true;
	expect(fixture, &spec, "libssl.so.5", "/other/libssl.so.5");
	expect(fixture, &spec, "libssl.so.6", NULL);
	expect(fixture, &spec, "libssl.so.4", "/run/libssl.so.4");
}

/* In a program that gains rights. */
static void rights_are_not_led_astray(void **state)
{
	static const struct {
		const char *runpath, *interp, *path;
	} cases[] = {
		{ "$ORIGIN/../lib", NULL, NULL },
		{ "${ORIGIN}/../lib:/opt/abs", NULL, "/opt/abs/libssl.so.3" },
		{ "$ORIGIN/../../../usr/lib/own", NULL, "/usr/lib/own/libssl.so.3" },
		{ "$ORIGIN/../../../usr/lib/../../opt/abs", NULL, NULL },
		{ "$ORIGIN/../../../usr/lib//./own", NULL, "/usr/lib/own/libssl.so.3" },
		{ "$ORIGIN/../../../usr/lib/x/ab/../../own", NULL, "/usr/lib/own/libssl.so.3" },
		/* Above the root is the root. */
		{ "$ORIGIN/../../../../../../../usr/lib/own", NULL, "/usr/lib/own/libssl.so.3" },
		{ "/.$ORIGIN/../../../usr/lib/own", NULL, NULL },
		{ "$ORIGINAL/../../../usr/lib/own", NULL, NULL },
		{ "$ORIGIN/../../../usr/library", NULL, NULL },
		{ "/opt/abs:$ORIGIN", "/lib/ld-musl-x86_64.so.1", NULL },
		{ "/opt/abs", "/lib/ld-musl-x86_64.so.1", "/opt/abs/libssl.so.3" },
	};
	struct fixture *fixture = *state;

	put_text(fixture->scratch, "opt/app/bin/program", "");
	put_text(fixture->scratch, "opt/app/binAL/program", "");
	put_elf(fixture->scratch, "opt/app/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/abs/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/own/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/library/libssl.so.3", &x86_64);
	put_text(fixture->scratch, "usr/lib/x/ab/file", "");
	open_loader(fixture);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct elf_spec spec = x86_64;
		struct sslinv_elf elf;
		struct sslinv_loader_result result;

		spec.runpath = cases[i].runpath;
		spec.interp = cases[i].interp;
		elf = consumer_of(&spec);
		assert_int_equal(sslinv_loader_find(fixture->loader,
						    &(struct sslinv_loader_consumer){ &elf, "/opt/app/bin", true },
						    "libssl.so.3", &result, NULL),
				 0);
		if ((cases[i].path == NULL) != (result.path == NULL) ||
		    (result.path && strcmp(cases[i].path, result.path) != 0))
			fail_msg("%s: %s", cases[i].runpath, result.path ? result.path : "nothing");
	}
}

/* $ORIGIN alone, in a program that lies where the loader trusts all files. */
static void rights_in_a_trusted_directory(void **state)
{
	static const char *const lists[] = { "$ORIGIN", "${ORIGIN}", "$ORIGIN:/none", "/none:$ORIGIN/" };
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "usr/lib/own/libssl.so.3", &x86_64);
	open_loader(fixture);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(lists); i++) {
		struct sslinv_elf elf = consumer_of(&x86_64);
		struct sslinv_loader_result result;

		elf.runpath = lists[i];
		assert_int_equal(sslinv_loader_find(fixture->loader,
						    &(struct sslinv_loader_consumer){ &elf, "/usr/lib/own", true },
						    "libssl.so.3", &result, NULL),
				 0);
		if (!result.path || strcmp(result.path, "/usr/lib/own/libssl.so.3") != 0)
			fail_msg("%s: %s", lists[i], result.path ? result.path : "nothing");
	}
}

#ifdef __x86_64__
/* On the running host the processor is known, and with it the level, $PLATFORM, and that nothing else counts. */
static void the_processor_of_this_host(void **state)
{
	static const char *const levels[] = { "x86-64-v4", "x86-64-v3", "x86-64-v2" };
	const struct cached cached[] = { { "/a/glibc-hwcaps/x86-64-v3/libssl.so.3", 1, IS_LEVEL },
					 { "/a/libssl.so.3", 0, 0 } };
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;
	struct sslinv_elf consumer = consumer_of(&x86_64);
	struct sslinv_loader_processor processor;
	SSLINV_CLEANUP(sslinv_free_ptr) char *named = NULL;
	char found[128] = "/usr/lib64/libssl.so.5";

	sslinv_loader_processor_detect(sslinv_loader_machine(&consumer), &processor);
	if (!processor.platform || !processor.levels_known) {
		print_message("# what the processor is like is not known here\n");
		skip();
	}
	named = sslinv_str_format("p/%s/libssl.so.3", processor.platform);
	put_elf(fixture->scratch, named, &x86_64);
	put_elf(fixture->scratch, "p/other/libssl.so.4", &x86_64);
	if (strcmp(processor.platform, "xeon_phi") != 0)
		put_elf(fixture->scratch, "p/xeon_phi/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/libssl.so.5", &x86_64);
	for (size_t i = SSLINV_ARRAY_SIZE(levels); i-- > 0;) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("usr/lib64/glibc-hwcaps/%s/libssl.so.5",
									       levels[i]);

		put_elf(fixture->scratch, path, &x86_64);
		if (processor.levels[i])
			snprintf(found, sizeof(found), "/%s", path);
	}
	put_elf(fixture->scratch, "a/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "a/glibc-hwcaps/x86-64-v3/libssl.so.3", &x86_64);
	put_text(fixture->scratch, "etc/ld.so.conf", "/a\n");
	put_libc(fixture, "stable release version 2.36.");
	put_levels(fixture, cached, 2);
	fixture->root.is_host = true;
	expect(fixture, &x86_64, "libssl.so.5", found);
	expect(fixture, &x86_64, "libssl.so.3",
	       processor.levels[1] ? "/a/glibc-hwcaps/x86-64-v3/libssl.so.3" : "/a/libssl.so.3");
	spec.runpath = "/p/$PLATFORM";
	snprintf(found, sizeof(found), "/%s", named);
	expect(fixture, &spec, "libssl.so.3", found);
	expect(fixture, &spec, "libssl.so.4", NULL);
}
#endif

static void musl_takes_the_first_of_a_name(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64, elsewhere = x86_64;

	spec.interp = "/lib/ld-musl-x86_64.so.1";
	spec.runpath = "/opt/run:/opt/more";
	elsewhere.interp = "/opt/musl/lib/ld-musl-x86_64.so.1";
	put_elf(fixture->scratch, "opt/run/libssl.so.3", &s390x);
	put_elf(fixture->scratch, "opt/more/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/more/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "opt/musl/own/libssl.so.3", &x86_64);
	put_text(fixture->scratch, "opt/musl/etc/ld-musl-x86_64.path", "/opt/musl/own\n");
	open_loader(fixture);
	expect(fixture, &spec, "libssl.so.3", NULL);
	expect(fixture, &spec, "libssl.so.4", "/opt/more/libssl.so.4");
	expect(fixture, &elsewhere, "libssl.so.3", "/opt/musl/own/libssl.so.3");
	spec.runpath = NULL;
	expect(fixture, &spec, "libssl.so.3", "/usr/lib/libssl.so.3");
	/* A `$` in a soname is a letter to musl. */
	expect(fixture, &spec, "$ORIGIN/../../more/libssl.so.4", NULL);
}

/* ---- RPATH, RUNPATH and their words
 * --------------------------------------------------------------------------------------- */

static void run_paths(void **state)
{
	static const struct {
		const char *rpath, *runpath, *soname, *found;
		bool exact;
	} cases[] = {
		{ "/r", NULL, "libssl.so.3", "/r/libssl.so.3", true },
		{ NULL, "/u", "libssl.so.3", "/u/libssl.so.3", true },
		{ "/r", "/u", "libssl.so.3", "/u/libssl.so.3", true },
		{ "/r", "/missing", "libssl.so.3", "/usr/lib/libssl.so.3", true },
		{ "/r", "", "libssl.so.3", "/usr/lib/libssl.so.3", true },
		{ "/missing::relative:/u:/r", NULL, "libssl.so.3", "/u/libssl.so.3", true },
		{ NULL, "$ORIGIN/../lib", "libssl.so.3", "/opt/app/lib/libssl.so.3", true },
		{ NULL, "${ORIGIN}/../lib", "libssl.so.3", "/opt/app/lib/libssl.so.3", true },
		{ NULL, "$ORIGIN", "libssl.so.3", "/usr/lib/libssl.so.3", true },
		{ NULL, "$NOTHING/x:${ORIGIN", "libssl.so.3", "/usr/lib/libssl.so.3", true },
		{ NULL, "/$NOTHING", "libssl.so.3", "/$NOTHING/libssl.so.3", true },
		{ NULL, "/opt/$LIB", "libssl.so.3", "/opt/lib64/libssl.so.3", true },
		{ NULL, "/opt/${LIB}", "libssl.so.3", "/opt/lib64/libssl.so.3", true },
		{ NULL, "/p/$PLATFORM", "libssl.so.3", "/p/x86_64/libssl.so.3", false },
		/* Some loaders take `haswell` here; ours for the baseline does not. */
		{ NULL, "/q/$PLATFORM", "libssl.so.3", "/usr/lib/libssl.so.3", false },
		{ NULL, "$ORIGIN/../../../../../../u", "libssl.so.3", "/u/libssl.so.3", true },
		{ NULL, NULL, "$ORIGIN/../lib/libssl.so.3", "/opt/app/lib/libssl.so.3", true },
		{ "/r", NULL, "/u/libssl.so.3", "/u/libssl.so.3", true },
		{ "/r", NULL, "u/libssl.so.3", NULL, true },
	};
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "usr/lib64/libc.so.6", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "r/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "u/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/app/lib/libssl.so.3", &x86_64);
	put_text(fixture->scratch, "opt/app/bin/program", "");
	put_elf(fixture->scratch, "opt/lib64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "$NOTHING/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "p/x86_64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "q/haswell/libssl.so.3", &x86_64);
	open_loader(fixture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct elf_spec spec = x86_64;

		spec.rpath = cases[i].rpath;
		spec.runpath = cases[i].runpath;
		expect_at(fixture, &spec, cases[i].soname, cases[i].found, cases[i].exact, (int)i);
	}
}

static void hostile_run_path(void **state)
{
	struct fixture *fixture = *state;
	struct sslinv_str list = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_loader_result result;
	struct sslinv_elf consumer = consumer_of(&x86_64);

	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(sslinv_str_add(&list, "/a:"), 0);
	consumer.runpath = list.data;
	open_loader(fixture);
	assert_int_equal(sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ &consumer, "/", false },
					    "libssl.so.3", &result, &error),
			 SSLINV_E_LIMIT);
	assert_true(error.message[0] != '\0');
	sslinv_str_free(&list);
}

/* Where no C library says what $LIB is, any of its usual values may lead to the library: the answer is a guess. */
static void words_without_a_c_library(void **state)
{
	static const struct {
		const char *runpath, *found;
		bool is_32bit;
	} cases[] = {
		{ "/a/$LIB", "/a/lib/x86_64-linux-gnu/libssl.so.3", false },
		{ "/b/$LIB", "/b/lib64/libssl.so.3", false },
		{ "/c/${LIB}", "/c/lib/libssl.so.3", false },
		{ "/d/$LIB", "/d/lib/libssl.so.3", true },
		{ "/e/${LIB}/$PLATFORM/own", "/e/lib64/x86_64/own/libssl.so.3", false },
	};
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "a/lib/x86_64-linux-gnu/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "a/lib64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "b/lib64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "b/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "c/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "d/lib/libssl.so.3", &i386);
	put_elf(fixture->scratch, "e/lib64/x86_64/own/libssl.so.3", &x86_64);
	open_loader(fixture);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct elf_spec spec = cases[i].is_32bit ? i386 : x86_64;

		spec.runpath = cases[i].runpath;
		expect_at(fixture, &spec, "libssl.so.3", cases[i].found, false, (int)i);
	}
}

/* glibc since 2.37 has one name for the processor. */
static void platforms_of_newer_loaders(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;

	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "q/haswell/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "q/xeon_phi/libssl.so.4", &x86_64);
	spec.runpath = "/q/$PLATFORM";
	put_libc(fixture, "stable release version 2.36.");
	expect_inexact(fixture, &spec, "libssl.so.3", "/usr/lib/libssl.so.3");
	expect_inexact(fixture, &spec, "libssl.so.4", "/q/xeon_phi/libssl.so.4");
	put_libc(fixture, "stable release version 2.37.");
	expect(fixture, &spec, "libssl.so.3", "/usr/lib/libssl.so.3");
	expect(fixture, &spec, "libssl.so.4", NULL);
}

/* A soname that is a path has the same words. */
static void words_in_a_soname(void **state)
{
	struct fixture *fixture = *state;

	put_elf(fixture->scratch, "p/x86_64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "p/haswell/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "q/haswell/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/lib64/libssl.so.3", &x86_64);
	put_libc(fixture, "stable release version 2.31.");
	expect_inexact(fixture, &x86_64, "/p/$PLATFORM/libssl.so.3", "/p/x86_64/libssl.so.3");
	expect_inexact(fixture, &x86_64, "/q/$PLATFORM/libssl.so.3", "/q/haswell/libssl.so.3");
	expect(fixture, &x86_64, "/opt/$LIB/libssl.so.3", "/opt/lib64/libssl.so.3");
	expect(fixture, &x86_64, "/opt/${LIB/libssl.so.3", NULL);
}

/* A directory that only begins as a default one does is none. */
static void no_default_lib_but_one_named_alike(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64;

	spec.flags_1 = DF_1_NODEFLIB;
	put_text(fixture->scratch, "etc/ld.so.conf", "/usr/library\n");
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/library/libssl.so.3", &x86_64);
	open_cached(fixture, "/usr/library", "/usr/lib");
	expect(fixture, &spec, "libssl.so.3", "/usr/library/libssl.so.3");
	/* Each of the default directories is one, whatever it is called. */
	put_elf(fixture->scratch, "usr/lib64/libssl.so.5", &x86_64);
	put_elf(fixture->scratch, "usr/lib/x86_64-linux-gnu/libssl.so.6", &x86_64);
	open_cached(fixture, "/usr/lib64", "/usr/lib/x86_64-linux-gnu");
	expect(fixture, &x86_64, "libssl.so.5", "/usr/lib64/libssl.so.5");
	expect(fixture, &x86_64, "libssl.so.6", "/usr/lib/x86_64-linux-gnu/libssl.so.6");
	expect(fixture, &spec, "libssl.so.5", NULL);
	expect(fixture, &spec, "libssl.so.6", NULL);
	/* The default directories do not count where nothing else is found either. */
	put_text(fixture->scratch, "etc/ld.so.conf", "/none\n");
	open_cached(fixture, "/usr/lib");
	expect(fixture, &spec, "libssl.so.3", NULL);
}

/* Only a RUNPATH of more directories than any real one is refused. */
static void run_paths_of_any_real_length(void **state)
{
	struct fixture *fixture = *state;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str list = { 0 };
	struct elf_spec spec = x86_64;

	for (unsigned i = 0; i < 1023; i++)
		assert_int_equal(sslinv_str_add(&list, "/a:"), 0);
	assert_int_equal(sslinv_str_add(&list, "/last"), 0);
	put_elf(fixture->scratch, "last/libssl.so.3", &x86_64);
	spec.runpath = list.data;
	open_loader(fixture);
	expect(fixture, &spec, "libssl.so.3", "/last/libssl.so.3");
}

/* ---- processors
 * ----------------------------------------------------------------------------------------------------------- */

static void better_processors(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec spec = x86_64, power = { .is_64bit = true, .machine = EM_PPC64, .flags = 2 };

	put_elf(fixture->scratch, "usr/lib64/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/glibc-hwcaps/x86-64-v3/libssl.so.1", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/glibc-hwcaps/x86-64-v2/libssl.so.2", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/glibc-hwcaps/x86-64-v9/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/tls/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/libssl.so.4", &x86_64);
	put_elf(fixture->scratch, "run/glibc-hwcaps/x86-64-v3/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib64/libssl.so.5", &power);
	put_elf(fixture->scratch, "usr/lib64/glibc-hwcaps/power10/libssl.so.5", &power);
	put_link(fixture->scratch, "usr/lib64/glibc-hwcaps/x86-64-v3/libssl.so.6", "../../libssl.so.6");
	put_elf(fixture->scratch, "usr/lib64/libssl.so.6", &x86_64);
	open_loader(fixture);
	expect_inexact(fixture, &x86_64, "libssl.so.1", "/usr/lib64/libssl.so.1");
	expect_inexact(fixture, &x86_64, "libssl.so.2", "/usr/lib64/glibc-hwcaps/x86-64-v2/libssl.so.2");
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib64/libssl.so.3");
	expect_inexact(fixture, &x86_64, "libssl.so.4", "/usr/lib64/libssl.so.4");
	expect_inexact(fixture, &power, "libssl.so.5", "/usr/lib64/libssl.so.5");
	/* Both are the same file. */
	expect(fixture, &x86_64, "libssl.so.6", "/usr/lib64/libssl.so.6");
	spec.runpath = "/run";
	expect_inexact(fixture, &spec, "libssl.so.3", "/usr/lib64/libssl.so.3");
}

/* ---- musl
 * ----------------------------------------------------------------------------------------------------------------- */

static void musl_root(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec program = x86_64, unknown_word = x86_64;

	program.interp = "/lib/ld-musl-x86_64.so.1";
	unknown_word.runpath = "/opt/run:$LIB";
	put_elf(fixture->scratch, "lib/ld-musl-x86_64.so.1", &x86_64);
	put_text(fixture->scratch, "etc/ld.so.conf", "/opt/glibc\n");
	put_elf(fixture->scratch, "opt/glibc/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/local/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/glibc-hwcaps/x86-64-v2/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "opt/run/libssl.so.3", &x86_64);
	open_loader(fixture);
	expect(fixture, &program, "libssl.so.3", "/usr/local/lib/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.3", "/usr/local/lib/libssl.so.3");
	expect(fixture, &unknown_word, "libssl.so.3", "/usr/local/lib/libssl.so.3");
	unknown_word.runpath = "/opt/run";
	expect(fixture, &unknown_word, "libssl.so.3", "/opt/run/libssl.so.3");
	/* The path file is all there is then. */
	put_text(fixture->scratch, "etc/ld-musl-x86_64.path", "/none:/opt/run\n/usr/lib\n");
	open_loader(fixture);
	expect(fixture, &program, "libssl.so.3", "/opt/run/libssl.so.3");
	put_text(fixture->scratch, "etc/ld-musl-x86_64.path", "/none\n");
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", NULL);
}

/* glibc and musl side by side, as Alpine's gcompat or Debian's musl have it. */
static void both_libraries(void **state)
{
	struct fixture *fixture = *state;
	struct elf_spec musl = x86_64, glibc = x86_64;

	musl.interp = "/lib/ld-musl-x86_64.so.1";
	glibc.interp = "/lib64/ld-linux-x86-64.so.2";
	put_elf(fixture->scratch, "lib/ld-musl-x86_64.so.1", &x86_64);
	put_elf(fixture->scratch, "usr/lib/x86_64-linux-gnu/libc.so.6", &x86_64);
	put_text(fixture->scratch, "etc/ld-musl-x86_64.path", "/musl\n");
	put_elf(fixture->scratch, "musl/libssl.so.3", &x86_64);
	put_elf(fixture->scratch, "usr/lib/x86_64-linux-gnu/libssl.so.3", &x86_64);
	open_loader(fixture);
	expect(fixture, &musl, "libssl.so.3", "/musl/libssl.so.3");
	expect(fixture, &glibc, "libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3");
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3");
}

static void answers_are_remembered(void **state)
{
	struct fixture *fixture = *state;
	struct sslinv_elf consumer = consumer_of(&x86_64);
	struct sslinv_loader_result result;
	const char *path;

	put_elf(fixture->scratch, "usr/lib/libssl.so.3", &x86_64);
	open_loader(fixture);
	expect(fixture, &x86_64, "libssl.so.3", "/usr/lib/libssl.so.3");
	assert_int_equal(sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ &consumer, "/a", false },
					    "libssl.so.3", &result, NULL),
			 0);
	path = result.path;
	put_link(fixture->scratch, "lib/libssl.so.3", "../usr/lib/libssl.so.3");
	/* No $ORIGIN: the place of the consumer does not matter, and the file system is not asked again. */
	assert_int_equal(sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ &consumer, "/b", false },
					    "libssl.so.3", &result, NULL),
			 0);
	assert_ptr_equal(result.path, path);
	/* Another answer with the same path borrows the same text. */
	consumer.runpath = "/usr/lib";
	assert_int_equal(sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ &consumer, "/b", false },
					    "libssl.so.3", &result, NULL),
			 0);
	assert_ptr_equal(result.path, path);
}

#define test(function) cmocka_unit_test_setup_teardown(function, make_fixture, free_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(empty_root),
		test(configured_directories_come_first),
		test(configuration_that_is_broken),
		test(includes_without_end),
		test(nothing_leads_out_of_the_root),
		test(candidates_must_fit),
		test(libraries_of_another_abi),
		test(machines_that_are_not_known),
		test(layouts),
		test(merged_usr_gives_one_name),
		test(no_default_lib),
		test(a_cache_of_another_day),
		test(a_level_that_the_cache_does_not_have),
		test(damaged_caches),
		test(caches_without_bounds),
		test(caches_that_are_no_files),
		test(cache_of_a_big_endian_root),
		test(entries_for_some_processors),
		test(loaded_before_all_others),
		test(banners_anywhere),
		test(old_subdirectories),
		test(libraries_for_newer_kernels),
		test(rights_are_not_led_astray),
		test(rights_in_a_trusted_directory),
#ifdef __x86_64__
		test(the_processor_of_this_host),
#endif
		test(musl_takes_the_first_of_a_name),
		test(run_paths),
		test(words_without_a_c_library),
		test(platforms_of_newer_loaders),
		test(words_in_a_soname),
		test(no_default_lib_but_one_named_alike),
		test(run_paths_of_any_real_length),
		test(hostile_run_path),
		test(better_processors),
		test(musl_root),
		test(both_libraries),
		test(answers_are_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
