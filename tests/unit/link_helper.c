/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "link_helper.h"

#include "formats/read_libraries.h"

const char version_text[29] = "\0OpenSSL 3.0.19 27 Jan 2026";
const char other_text[27] = "\0OpenSSL 3.5.4 30 Sep 2025";

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

void forget_facts(struct world *world)
{
	sslinv_facts_free(&world->facts);
	world->facts.mode = SSLINV_MODE_FULL;
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

void say_digest(struct world *world, uint32_t package, const char *path, enum sslinv_backend_digest algorithm,
		const char *hex)
{
	struct sslinv_file_digest *digest = sslinv_array_add(&world->facts.digests);

	assert_non_null(digest);
	*digest = (struct sslinv_file_digest){ package, sslinv_raw(path), algorithm,
					       sslinv_arena_strdup(&world->facts.arena, hex) };
}

void say_digest_of(struct world *world, uint32_t package, const char *path, const char *source,
		   enum sslinv_backend_digest algorithm)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(&world->root, source, O_RDONLY);
	struct sslinv_digest digest;

	assert_true(fd >= 0);
	assert_int_equal(sslinv_digest_read(fd, algorithm, &digest), 0);
	say_digest(world, package, path, algorithm, digest.hex);
}

void declare(struct world *world, uint32_t package, const char *requires, const char *provides)
{
	struct sslinv_package *item = &world->facts.packages.items[package];

	item->requires = sslinv_arena_alloc(&world->facts.arena, sizeof(*item->requires));
	item->provides = sslinv_arena_alloc(&world->facts.arena, sizeof(*item->provides));
	assert_true(item->requires && item->provides);
	*item->requires = requires;
	*item->provides = provides;
	item->requires_count = requires != NULL;
	item->provides_count = provides != NULL;
}

static void put_below(const struct world *world, const char *path, const struct elf_spec *spec)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root%s", path);

	put_elf(world->top, below, spec);
}

void put_crypto(const struct world *world, const char *path)
{
	put_below(world, path, &crypto_spec);
}

void put_other(const struct world *world, const char *path)
{
	struct elf_spec spec = crypto_spec;

	spec.constants = other_text;
	spec.constants_size = sizeof(other_text);
	put_below(world, path, &spec);
}

void put_embedded(const struct world *world, const char *path)
{
	static char constants[200000];
	const struct elf_spec spec = { X86_64, .constants = constants, .constants_size = sizeof(constants),
				       .functions = { "EVP_DigestInit_ex", "SSL_new", "EVP_EncryptInit_ex" },
				       .interp = "/lib64/ld.so" };

	memcpy(constants, version_text, sizeof(version_text));
	strcpy(constants + 100, "crypto/evp/evp_enc.c");
	strcpy(constants + 200, "crypto/bn/bn_lib.c");
	strcpy(constants + 300, "ssl/ssl_lib.c");
	put_below(world, path, &spec);
}

int link_all(struct world *world)
{
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
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

void load_table(struct sslinv_crypto_table *table)
{
	const char *data = getenv("SSLINV_DATA"), *source = getenv("srcdir");
	SSLINV_CLEANUP(sslinv_free_ptr) char *beside = sslinv_str_format("%s/data", source && *source ? source : ".");
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_libraries_read(data && *data ? data : beside, table, &error) < 0)
		fail_msg("%s", error.message);
}

void link_with(struct world *world, const struct sslinv_crypto_table *table, const char *cache_path)
{
	struct sslinv_file_cache *cache = sslinv_file_cache_load(cache_path, table ? table->mark : 0);
	const struct sslinv_link_options options = { .cache = cache, .others = table };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_non_null(cache);
	world->facts.scope = table ? SSLINV_SCOPE_ALL : SSLINV_SCOPE_OPENSSL;
	if (sslinv_link(&world->root, &options, &world->facts, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(sslinv_file_cache_save(cache, true, &error), 0);
	sslinv_file_cache_free(&cache);
}

const char *or_none(const char *text)
{
	return text ? text : "-";
}

void describe_others(const struct world *world, struct sslinv_str *text)
{
	const struct sslinv_facts *facts = &world->facts;

	sslinv_str_reset(text);
	for (size_t i = 0; i < facts->other_libraries.count; i++) {
		const struct sslinv_other_library *library = &facts->other_libraries.items[i];

		assert_int_equal(sslinv_str_printf(text, "%s %s %s %s %s %s %s\n", library->path, or_none(library->package),
						   library->library, or_none(library->soname), or_none(library->version),
						   library->purpose, or_none(library->version_text)),
				 0);
	}
	for (size_t i = 0; i < facts->other_linkages.count; i++) {
		const struct sslinv_other_linkage *linkage = &facts->other_linkages.items[i];

		assert_int_equal(sslinv_str_printf(text, "%s %s %s -> %s %s %s %s %s %s\n", linkage->path,
						   or_none(linkage->package), or_none(linkage->soname),
						   or_none(linkage->provider_path), or_none(linkage->provider_package),
						   linkage->library, linkage->purpose,
						   sslinv_evidence_name(linkage->evidence),
						   sslinv_confidence_name(linkage->confidence)),
				 0);
	}
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
