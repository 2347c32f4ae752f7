/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subdirectories for better processors that glibc up to 2.36 searched, in its order (glibc: elf/dl-hwcaps.c). */
#include "link_helper.h"

#include "link/loader_legacy.h"

/* The paths of `/dir`, a line each; `!` behind those that are searched on every processor. */
static void assert_paths(struct world *world, const struct sslinv_loader_abi *abi, const char *expected)
{
	SSLINV_CLEANUP(sslinv_loader_legacies_free) struct sslinv_loader_legacies legacies = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(sslinv_loader_legacies_of(&world->root, "/dir", abi, &legacies, &error), 0);
	assert_int_equal(sslinv_str_add(&text, ""), 0);
	for (size_t i = 0; i < legacies.count; i++)
		assert_int_equal(
			sslinv_str_printf(&text, "%s%s\n", legacies.items[i].path, legacies.items[i].is_certain ? "!" : ""),
			0);
	assert_string_equal(text.data, expected);
}

static void a_known_processor_has_the_longest_path_first(void **state)
{
	struct world *world = *state;
	struct sslinv_loader_abi abi = { .e_machine = EM_X86_64, .glibc_minor = 31, .processor.platform = "haswell" };

	put_text(world->top, "root/dir/tls/x", "");
	put_text(world->top, "root/dir/haswell/x", "");
	put_text(world->top, "root/dir/avx512_1/x", "");
	put_text(world->top, "root/dir/x86_64/x", "");
	assert_paths(world, &abi,
		     "tls/haswell/x86_64!\ntls/haswell!\ntls/x86_64!\ntls!\nhaswell/x86_64!\nhaswell!\nx86_64!\n");
	abi.processor.has_avx512_1 = true;
	assert_paths(world, &abi,
		     "tls/haswell/avx512_1/x86_64!\ntls/haswell/avx512_1!\ntls/haswell/x86_64!\ntls/haswell!\n"
		     "tls/avx512_1/x86_64!\ntls/avx512_1!\ntls/x86_64!\ntls!\n"
		     "haswell/avx512_1/x86_64!\nhaswell/avx512_1!\nhaswell/x86_64!\nhaswell!\n"
		     "avx512_1/x86_64!\navx512_1!\nx86_64!\n");
	/* A loader of no known version may search none of them. */
	abi.glibc_minor = 0;
	abi.processor.has_avx512_1 = false;
	assert_paths(world, &abi, "tls/haswell/x86_64\ntls/haswell\ntls/x86_64\ntls\nhaswell/x86_64\nhaswell\nx86_64\n");
}

static void a_processor_that_is_not_known_may_be_any(void **state)
{
	struct world *world = *state;
	const struct sslinv_loader_abi abi = { .e_machine = EM_X86_64, .glibc_minor = 36 };

	put_text(world->top, "root/dir/haswell/x", "");
	put_text(world->top, "root/dir/x86_64/x", "");
	assert_paths(world, &abi,
		     /* as haswell */
		     "haswell/avx512_1/x86_64\nhaswell/avx512_1\nhaswell/x86_64\nhaswell\nx86_64!\n"
		     /* as xeon_phi */
		     "x86_64!\n"
		     /* as x86_64 */
		     "x86_64/avx512_1/x86_64\nx86_64/avx512_1\nx86_64/x86_64\nx86_64\nx86_64!\n");
}

/* What begins with a name that the directory does not have is left out; a file is no directory. */
static void only_what_may_be_there_is_searched(void **state)
{
	struct world *world = *state;
	const struct sslinv_loader_abi abi = { .e_machine = EM_X86_64,
					       .glibc_minor = 36,
					       .processor = { .platform = "xeon_phi", .has_avx512_1 = true } };

	assert_paths(world, &abi, "");
	put_text(world->top, "root/dir/tls", "");
	put_text(world->top, "root/dir/avx512_1/x", "");
	assert_paths(world, &abi, "avx512_1/x86_64!\navx512_1!\n");
}

static void other_machines_have_the_usual_ones(void **state)
{
	struct world *world = *state;
	const struct sslinv_elf elf = { .machine = EM_ARM };
	const struct sslinv_loader_abi abi = { .e_machine = EM_ARM,
					       .machine = sslinv_loader_machine(&elf),
					       .glibc_minor = 31 };
	const struct sslinv_elf none = { .machine = EM_NONE };
	const struct sslinv_loader_abi other = { .machine = sslinv_loader_machine(&none), .glibc_minor = 31 };

	assert_paths(world, &abi, "neon/vfp\nneon\nvfp\nv7l\nv6l\ntls\n");
	/* One machine in two byte orders is two. */
	for (int is_big = 0; is_big < 2; is_big++) {
		const struct sslinv_elf power = { .machine = EM_PPC64, .is_64bit = true, .is_big_endian = is_big };
		const struct sslinv_loader_abi power_abi = { .e_machine = EM_PPC64,
							     .machine = sslinv_loader_machine(&power),
							     .glibc_minor = 31 };

		assert_paths(world, &power_abi,
			     is_big ? "power8\npower7\npower6\nppc970\naltivec\ntls\n"
				    : "power10\npower9\npower8\naltivec\ntls\n");
	}
	assert_paths(world, &other, "");
}

/* A library counts on every processor only where no part of its path is for some of them. */
static void paths_tell_whether_they_are_for_every_processor(void **state)
{
	static const struct {
		const char *path;
		bool is_certain;
	} cases[] = {
		{ "/usr/lib/libssl.so.3", true },
		{ "/usr/lib/tls/libssl.so.3", true },
		{ "/usr/lib/tls/x86_64/libssl.so.3", true },
		{ "/usr/lib/x86_64/libssl.so.3", true },
		{ "/usr/lib/haswell/libssl.so.3", false },
		{ "/usr/lib/xeon_phi/libssl.so.3", false },
		{ "/usr/lib/avx512_1/libssl.so.3", false },
		{ "/usr/lib/haswell/x86_64/libssl.so.3", false },
		{ "/usr/lib/tls/haswell/avx512_1/x86_64/libssl.so.3", false },
		{ "/usr/lib/my-haswell/libssl.so.3", true },
		{ "/usr/lib/haswell2/libssl.so.3", true },
		{ "/usr/lib/hasw/libssl.so.3", true },
		{ "/usr/lib/haswell/tl/libssl.so.3", true },
		{ "/haswell/libssl.so.3", false },
		{ "/usr/haswell/lib/libssl.so.3", true },
		{ "libssl.so.3", true },
	};
	struct sslinv_loader_abi abi = { .e_machine = EM_X86_64, .glibc_minor = 36 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		if (sslinv_loader_is_certain_legacy(&abi, cases[i].path) != cases[i].is_certain)
			fail_msg("%s", cases[i].path);
	abi.glibc_minor = 0;
	assert_false(sslinv_loader_is_certain_legacy(&abi, "/usr/lib/libssl.so.3"));
	abi = (struct sslinv_loader_abi){ .e_machine = EM_ARM, .glibc_minor = 36 };
	assert_false(sslinv_loader_is_certain_legacy(&abi, "/usr/lib/libssl.so.3"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
	const struct CMUnitTest tests[] = {
		TEST(a_known_processor_has_the_longest_path_first),
		TEST(a_processor_that_is_not_known_may_be_any),
		TEST(only_what_may_be_there_is_searched),
		TEST(other_machines_have_the_usual_ones),
		TEST(paths_tell_whether_they_are_for_every_processor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
