/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From soname to file on this host, where its own loader is the authority. */
#include "elf_writer.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "link/loader.h"
#include "link/loader_machine.h"
#include "openssl/soname.h"

static const struct elf_spec s390x = { .is_64bit = true, .is_big_endian = true, .machine = EM_S390, .hash = ELF_HASH_SYSV };

/* The loader of `/`, and a directory for programs of our own. */
struct fixture {
	char *scratch;
	struct sslinv_root root;
	struct sslinv_loader *loader;
	unsigned problems;
};

static void count_problem(void *context, const char *path, const char *message)
{
	struct fixture *fixture = context;

	print_message("# %s: %s\n", path, message);
	fixture->problems++;
}

static int make_fixture(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	fixture->scratch = scratch_make();
	assert_int_equal(sslinv_root_open(&fixture->root, "/", NULL), 0);
	assert_int_equal(sslinv_loader_new(&fixture->root, count_problem, fixture, &fixture->loader, NULL), 0);
	*state = fixture;
	return 0;
}

static int free_fixture(void **state)
{
	struct fixture *fixture = *state;

	sslinv_loader_free(fixture->loader);
	sslinv_root_close(&fixture->root);
	scratch_remove(fixture->scratch);
	free(fixture);
	return 0;
}

static int read_elf(const char *path, struct sslinv_arena *arena, struct sslinv_elf *elf)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		return -1;
	return sslinv_elf_read(fd, (uint64_t)status.st_size, arena, elf, NULL);
}

/* What stands behind `soname => ` in the loader's list, as a canonical path; NULL for `not found` and what is not in it. */
static char *path_in_list(const char *list, const char *soname)
{
	char *wanted = sslinv_str_format("\t%s => ", soname), *found = strstr(list, wanted), *path;

	if (found)
		found += strlen(wanted);
	free(wanted);
	if (!found || found[0] != '/')
		return NULL;
	path = strndup(found, strcspn(found, " \n"));
	found = realpath(path, NULL);
	free(path);
	return found;
}

/* libtestinv.so.9 lies in many directories below $S, the program in $S/origin/bin. */
static unsigned compare_programs(struct fixture *fixture)
{
	static const char *const flags[] = {
		"--disable-new-dtags,-rpath,$S/lib",
		"--enable-new-dtags,-rpath,$S/lib",
		"--enable-new-dtags,-rpath,'$ORIGIN/../lib':$S/lib",
		"--enable-new-dtags,-rpath,'${ORIGIN}/../lib':$S/lib",
		"--enable-new-dtags,-rpath,'$ORIGINAL/../lib':$S/lib",
		"--disable-new-dtags,-rpath,$S/missing:'$ORIGIN/../../other'",
		"--enable-new-dtags,-rpath,$S/'$LIB':$S/other",
		"--enable-new-dtags,-rpath,$S/lib/'$LIB'",
		"--enable-new-dtags,-rpath,$S/plat/'$PLATFORM'",
		"--enable-new-dtags,-rpath,$S/caps",
		"--enable-new-dtags,-rpath,$S/lib:$S/caps",
		"--enable-new-dtags,-rpath,$S/text:$S/other",
		"--enable-new-dtags,-rpath,$S/missing",
		"--enable-new-dtags,-rpath,$S/lib,-z,nodefaultlib",
		"--enable-new-dtags",
	};
	const char *cc = compiler(), *scratch = fixture->scratch;
	SSLINV_CLEANUP(sslinv_free_ptr) char *program = sslinv_str_format("%s/origin/bin/program", scratch);
	SSLINV_CLEANUP(sslinv_free_ptr) char *origin = sslinv_str_format("%s/origin/bin", scratch);
	unsigned found = 0, compared = 0;

	put_text(scratch, "f.c", "int f(void);\nint f(void) { return 1; }\n");
	put_text(scratch, "main.c", "int f(void);\nint main(void) { return f(); }\n");
	if (!cc ||
	    run_command(NULL, "cd '%s' && %s -shared -fPIC -Wl,-soname,libtestinv.so.9 f.c -o libtestinv.so.9 2>/dev/null",
			scratch, cc) != 0) {
		print_message("# no compiler that makes libraries\n");
		return 0;
	}
	assert_int_equal(run_command(NULL,
				     "cd '%s' && for d in lib other origin/lib origin/bin lib/lib/x86_64-linux-gnu "
				     "lib/lib/aarch64-linux-gnu "
				     "lib/lib64 plat/x86_64 plat/haswell plat/aarch64 caps caps/glibc-hwcaps/x86-64-v2 "
				     "caps/glibc-hwcaps/x86-64-v3 caps/glibc-hwcaps/x86-64-v4; do mkdir -p $d && cp "
				     "libtestinv.so.9 $d; done",
				     scratch),
			 0);
	put_elf(scratch, "text/libtestinv.so.9", &s390x);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *list = NULL;
		SSLINV_CLEANUP(sslinv_free_ptr) char *expected = NULL;
		struct sslinv_loader_result result;
		struct sslinv_elf elf;

		if (run_command(NULL, "S='%s'; %s \"$S/main.c\" \"$S/libtestinv.so.9\" -o '%s' -Wl,%s 2>/dev/null", scratch,
				cc, program, flags[i]) != 0) {
			print_message("# cannot be made here: %s\n", flags[i]);
			continue;
		}
		assert_int_equal(read_elf(program, &arena, &elf), 0);
		/* A program of our own, so its loader may be run. */
		(void)run_command(&list, "LD_TRACE_LOADED_OBJECTS=1 '%s' '%s' 2>&1", elf.interp, program);
		if (!strstr(list, "libtestinv.so.9 =>")) {
			print_message("# the loader lists nothing: %s\n", list);
			continue;
		}
		expected = path_in_list(list, "libtestinv.so.9");
		assert_int_equal(sslinv_loader_find(fixture->loader, &(struct sslinv_loader_consumer){ &elf, origin, false },
						    "libtestinv.so.9", &result, NULL),
				 0);
		if ((expected == NULL) != (result.path == NULL) || (expected && strcmp(expected, result.path) != 0))
			fail_msg("%s: the loader takes %s, we say %s", flags[i], expected ? expected : "nothing",
				 result.path ? result.path : "nothing");
		print_message("# %s: %s\n", flags[i], expected ? expected + strlen(scratch) : "nothing");
		compared++;
		found += expected != NULL;
	}
	if (compared)
		assert_true(found > compared / 2);
	return compared;
}

/* skip() does not return: nothing is held here that would have to be freed. */
static void programs_of_our_own(void **state)
{
	if (compare_programs(*state) == 0)
		skip();
}

/* All programs and libraries of this host that need OpenSSL, beside ld.so.cache. */
static unsigned compare_consumers(struct fixture *fixture)
{
	static const char *const places[] = { "/usr/bin", "/usr/sbin", "/usr/lib/x86_64-linux-gnu",
					      "/usr/lib/aarch64-linux-gnu", "/usr/lib64" };
	SSLINV_CLEANUP(sslinv_free_ptr) char *cache = NULL;
	unsigned compared = 0;

	if (run_command(&cache, "PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null") != 0) {
		print_message("# ldconfig -p does not run\n");
		return 0;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = opendir(places[i]);
		struct dirent *entry;

		while (directory && (entry = readdir(directory))) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", places[i], entry->d_name);
			SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
			struct sslinv_elf elf;

			/* The cache has libraries of the host's own kind in front. */
			if (read_elf(path, &arena, &elf) < 0 || !elf.is_elf || !elf.is_64bit || elf.rpath || elf.runpath)
				continue;
			for (size_t n = 0; n < elf.needed_count; n++) {
				SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("\t%s (libc6,",
											       elf.needed[n]);
				SSLINV_CLEANUP(sslinv_free_ptr) char *expected = NULL;
				struct sslinv_loader_result result;
				char *found = strstr(cache, line);

				if (!sslinv_soname_is_openssl(elf.needed[n]) || !found || !(found = strstr(found, "=> ")))
					continue;
				found = strndup(found + 3, strcspn(found + 3, "\n"));
				expected = realpath(found, NULL);
				free(found);
				assert_int_equal(
					sslinv_loader_find(fixture->loader,
							   &(struct sslinv_loader_consumer){ &elf, places[i], false },
							   elf.needed[n], &result, NULL),
					0);
				if (!expected || !result.path || strcmp(expected, result.path) != 0)
					fail_msg("%s: ld.so.cache has %s for %s, we say %s", path,
						 expected ? expected : "nothing", elf.needed[n],
						 result.path ? result.path : "nothing");
				assert_true(result.exact);
				compared++;
			}
		}
	}
	print_message("# compared %u linkages\n", compared);
	assert_int_equal(fixture->problems, 0);
	return compared;
}

static void consumers_of_this_host(void **state)
{
	if (compare_consumers(*state) == 0)
		skip();
}

/* What glibc's own loader says of this processor. */
static unsigned compare_levels(void)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *help = NULL;
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	const struct sslinv_loader_machine *machine;
	struct sslinv_loader_processor processor;
	struct sslinv_elf elf;
	unsigned compared = 0;

	assert_int_equal(read_elf("/bin/sh", &arena, &elf), 0);
	machine = sslinv_loader_machine(&elf);
	if (!elf.interp || run_command(&help, "'%s' --help 2>/dev/null", elf.interp) != 0 ||
	    !strstr(help, "Subdirectories of glibc-hwcaps")) {
		print_message("# this loader does not tell its subdirectories\n");
		return 0;
	}
	sslinv_loader_processor_detect(machine, &processor);
	assert_true(processor.levels_known);
	for (size_t i = 0; i < SSLINV_LOADER_MAX_LEVELS && machine->levels[i]; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("  %s (supported, searched)",
									       machine->levels[i]);

		print_message("# %s: %s\n", machine->levels[i], processor.levels[i] ? "searched" : "not searched");
		assert_int_equal(processor.levels[i], strstr(help, line) != NULL);
		compared++;
	}
	return compared;
}

static void levels_of_this_processor(void **state)
{
	(void)state;
	if (compare_levels() == 0)
		skip();
}

#define test(function) cmocka_unit_test_setup_teardown(function, make_fixture, free_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(programs_of_our_own),
		test(consumers_of_this_host),
		test(levels_of_this_processor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
