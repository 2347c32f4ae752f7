/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each allocation of a scan of files fails once: then it fails as a whole, or says that it is not complete. */
#include "link_helper.h"

#include "memory.h"

#define CRYPTO "/usr/lib/multi/libcrypto.so.3"
#define SSL "/usr/lib/multi/libssl.so.3"

/* Owned and unowned libraries, their users, and what package managers leave behind. */
static void put_files(const struct world *world)
{
	static const char *const directories[] = { "/usr/lib/multi", "/opt/lib", NULL };
	static const char text[] = "\0Enabled GnuTLS 3.7.9 logging";
	const struct elf_spec gnutls = { X86_64, .soname = "libgnutls.so.30", .constants = text,
					 .constants_size = sizeof(text) };
	const struct elf_spec tls = { X86_64, .needed = { "libgnutls.so.30" },
				      .dlopen_note = "[{\"soname\":\"libnettle.so.8\"}]" };
	const struct elf_spec via = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN" };

	put_crypto(world, CRYPTO);
	put_crypto(world, CRYPTO ".dpkg-new");
	put_other(world, CRYPTO ".dpkg-old");
	put_elf(world->top, "root" SSL, &ssl_spec);
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_other(world, "/opt/lib/libcrypto.so.3");
	put_elf(world->top, "root/opt/bin/app", &program_spec);
	put_link(world->top, "root/opt/lib/libssl.so.3", "/srv/libssl.so.3");
	put_elf(world->top, "root/srv/libssl.so.3", &ssl_spec);
	put_embedded(world, "/usr/bin/embedded");
	/* Found beside the link, where its $ORIGIN leads. */
	put_elf(world->top, "root/srv/via.so", &via);
	put_link(world->top, "root/opt/lib/via.so", "/srv/via.so");
	put_crypto(world, "/usr/lib/libcrypto.so.1.1");
	put_elf(world->top, "root/usr/lib/multi/libgnutls.so.30", &gnutls);
	put_elf(world->top, "root/usr/bin/tls", &tls);
	put_text(world->top, "root/etc/ld.so.conf.d/opt.conf", "/opt/lib\n");
	put_text(world->top, "root/etc/ld.so.conf", "include ld.so.conf.d/*.conf\n/usr/lib/multi\n");
	put_link(world->top, "root/lib", "usr/lib");
	put_cache(world->top, "root", directories);
}

static void say_packages(struct world *world, enum sslinv_mode mode)
{
	uint32_t ssl, app, other, lost, gone;

	sslinv_facts_free(&world->facts);
	world->facts.mode = mode;
	world->facts.walk_complete = true;
	ssl = add_package(world, "libssl3");
	app = add_package(world, "app");
	other = add_package(world, "other");
	lost = add_package(world, "libssl3");
	world->facts.packages.items[lost].version = "1:3.0.19-2";
	own(world, ssl, "/lib/multi/libcrypto.so.3");
	own(world, ssl, SSL);
	own(world, lost, SSL);
	own(world, app, "/usr/bin/app");
	own(world, app, "/usr/bin/embedded");
	own(world, app, "/usr/bin/tls");
	/* Its files are not at hand; and one whose files no list names. */
	gone = add_package(world, "gone");
	own(world, gone, "/gone/file");
	declare(world, gone, "libssl.so.3", "libcrypto.so.10");
	world->facts.packages.items[add_package(world, "libssl1.1")].version = "3.0.19-1";
	own(world, other, "/srv/libssl.so.3");
	own(world, other, "/usr/lib/libssl.so.9");
	say_digest_of(world, ssl, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
	say_digest_of(world, ssl, SSL, SSL, SSLINV_BACKEND_MD5);
	say_digest_of(world, other, "/srv/libssl.so.3", CRYPTO, SSLINV_BACKEND_MD5);
}

/* Everything that was found, as text. */
static void describe(const struct world *world, struct sslinv_str *text)
{
	const struct sslinv_facts *facts = &world->facts;

	describe_others(world, text);
	assert_int_equal(sslinv_str_printf(text, "%d %d\n", facts->files_complete, facts->walk_complete), 0);
	for (size_t i = 0; i < facts->packages.count; i++)
		assert_int_equal(sslinv_str_printf(text, "%d %d\n", facts->packages.items[i].is_provider,
						   facts->packages.items[i].is_consumer),
				 0);
	for (size_t i = 0; i < facts->libraries.count; i++)
		assert_int_equal(sslinv_str_printf(text, "%s %u %s\n", facts->libraries.items[i].path,
						   facts->libraries.items[i].package, facts->libraries.items[i].version),
				 0);
	for (size_t i = 0; i < facts->linkages.count; i++)
		assert_int_equal(sslinv_str_printf(text, "%s %u %s -> %s %u\n", facts->linkages.items[i].path,
						   facts->linkages.items[i].package, facts->linkages.items[i].soname,
						   facts->linkages.items[i].provider_path,
						   facts->linkages.items[i].provider_package),
				 0);
	for (size_t i = 0; i < facts->problems.count; i++)
		assert_int_equal(
			sslinv_str_printf(text, "%s %s\n", facts->problems.items[i].path, facts->problems.items[i].message),
			0);
}

static void fail_each_allocation(struct world *world, enum sslinv_mode mode, const struct sslinv_crypto_table *table)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str whole = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str told = { 0 };
	bool has_failed = true;
	size_t before = 0;

	say_packages(world, mode);
	link_with(world, table, NULL);
	describe(world, &whole);
	print_message("# %s", whole.data);
	for (; has_failed; before++) {
		struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
		const struct sslinv_link_options options = { .cache = cache, .others = table };
		struct sslinv_error error = SSLINV_ERROR_INIT;
		int rc;

		say_packages(world, mode);
		memory_fails_after(before);
		rc = sslinv_link(&world->root, &options, &world->facts, &error);
		has_failed = memory_has_failed();
		sslinv_file_cache_free(&cache);
		assert_int_equal(rc, error.code);
		if (rc < 0) {
			assert_true(has_failed);
			continue;
		}
		describe(world, &told);
		if (strcmp(told.data, whole.data) != 0 && (world->facts.files_complete && world->facts.walk_complete))
			fail_msg("allocation %zu fails, and all looks whole:\n%s", before, told.data);
	}
	print_message("# %zu allocations\n", before);
}

static void no_result_without_memory_looks_whole(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	struct world *world = *state;

	put_files(world);
	load_table(&table);
	fail_each_allocation(world, SSLINV_MODE_FULL, NULL);
	fail_each_allocation(world, SSLINV_MODE_PACKAGES_ONLY, NULL);
	fail_each_allocation(world, SSLINV_MODE_PACKAGES_ONLY, &table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_result_without_memory_looks_whole, make_world, free_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
