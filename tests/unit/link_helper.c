/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "link_helper.h"

const char version_text[29] = "\0OpenSSL 3.0.19 27 Jan 2026";

const struct elf_spec crypto_spec = {
	X86_64,
	.soname = "libcrypto.so.3",
	.constants = version_text,
	.constants_size = sizeof(version_text),
};
const struct elf_spec ssl_spec = { X86_64, .soname = "libssl.so.3", .needed = { "libcrypto.so.3" } };
const struct elf_spec program_spec = { X86_64, .needed = { "libssl.so.3", "libc.so.6" }, .interp = "/lib64/ld.so" };
const struct elf_spec other_spec = { X86_64, .needed = { "libc.so.6" } };

int make_world(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	world->top = scratch_make();
	world->root = (struct sslinv_root)SSLINV_ROOT_INIT;
	put_text(world->top, "root/etc/ld.so.conf", "/usr/lib/multi\n");
	world->tree = sslinv_str_format("%s/root", world->top);
	if (sslinv_root_open(&world->root, world->tree, NULL) < 0)
		return -1;
	world->facts.mode = SSLINV_MODE_FULL;
	*state = world;
	return 0;
}

int free_world(void **state)
{
	struct world *world = *state;

	sslinv_facts_free(&world->facts);
	sslinv_root_close(&world->root);
	scratch_remove(world->top);
	free(world->tree);
	free(world);
	return 0;
}

uint32_t add_package(struct world *world, const char *name)
{
	struct sslinv_package *package = sslinv_array_add(&world->facts.packages);

	assert_non_null(package);
	package->name = name;
	package->version = "1:3.0.19-1";
	package->arch = "amd64";
	package->format = "deb";
	return (uint32_t)(world->facts.packages.count - 1);
}

void own(struct world *world, uint32_t package, const char *path)
{
	struct sslinv_raw *directory = sslinv_array_add(&world->facts.directories);
	const char *slash = strrchr(path, '/');
	struct sslinv_owned_file *file = sslinv_array_add(&world->facts.owned_files);

	assert_true(directory && file);
	*directory = sslinv_raw(slash > path ? sslinv_arena_strndup(&world->facts.arena, path, (size_t)(slash - path))
					     : "/");
	*file = (struct sslinv_owned_file){ (uint32_t)(world->facts.directories.count - 1), package, { slash + 1 } };
	assert_non_null(directory->bytes);
}

int link_all(struct world *world)
{
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL);
	const struct sslinv_link_options options = { .cache = cache };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	assert_non_null(cache);
	rc = sslinv_link(&world->root, &options, &world->facts, &error);
	sslinv_file_cache_free(&cache);
	if (rc < 0)
		fail_msg("%s", error.message);
	return rc;
}

const char *owner(const struct world *world, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? "-" : world->facts.packages.items[package].name;
}

void assert_linkages(const struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	for (size_t i = 0; i < world->facts.linkages.count; i++) {
		const struct sslinv_linkage *linkage = &world->facts.linkages.items[i];

		assert_int_equal(sslinv_str_printf(&text, "%s %s %s -> %s %s %s\n", linkage->path ? linkage->path : "-",
						   owner(world, linkage->package), linkage->soname ? linkage->soname : "-",
						   linkage->provider_path ? linkage->provider_path : "-",
						   owner(world, linkage->provider_package),
						   sslinv_evidence_name(linkage->evidence)),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
}

void assert_libraries(const struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	for (size_t i = 0; i < world->facts.libraries.count; i++) {
		const struct sslinv_library *library = &world->facts.libraries.items[i];

		assert_int_equal(sslinv_str_printf(&text, "%s %s %s %s\n", library->path ? library->path : "-",
						   owner(world, library->package), library->soname ? library->soname : "-",
						   library->version ? library->version : "-"),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
}

void assert_problems(const struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	for (size_t i = 0; i < world->facts.problems.count; i++) {
		const struct sslinv_problem *problem = &world->facts.problems.items[i];

		assert_int_equal(sslinv_str_printf(&text, "%s %s %s%s\n", problem->source,
						   problem->path ? problem->path : "-", problem->message,
						   problem->is_failure ? " !" : ""),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
}
