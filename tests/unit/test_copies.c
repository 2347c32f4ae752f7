/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What counts as a copy of OpenSSL, how sure that is, and which version it is said to have. */
#include "link_helper.h"

/* `path evidence version`, a line each. */
static void assert_evidence(const struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	for (size_t i = 0; i < world->facts.libraries.count; i++) {
		const struct sslinv_library *library = &world->facts.libraries.items[i];

		assert_int_equal(sslinv_str_printf(&text, "%s %s %s\n", library->path,
						   sslinv_evidence_name(library->evidence),
						   library->version ? library->version : "-"),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
}

static enum sslinv_confidence confidence_of(const struct world *world, const char *path)
{
	for (size_t i = 0; i < world->facts.linkages.count; i++)
		if (strcmp(world->facts.linkages.items[i].path, path) == 0)
			return world->facts.linkages.items[i].confidence;
	fail_msg("%s has no linkage", path);
	return SSLINV_CONFIDENCE_CERTAIN;
}

/* A program of that size, with so many marks of OpenSSL's own code, its text or none, and so many of its functions. */
static void put_program(const struct world *world, const char *path, size_t size, unsigned marks, bool has_version,
			size_t function_count)
{
	static const char *const texts[] = { "crypto/evp/evp_enc.c", "crypto/bn/bn_lib.c", "ssl/ssl_lib.c" };
	static const char *const functions[] = { "SSL_CTX_new", "SSL_read", "SSL_SESSION_free",
						 "SSL_CTX_use_certificate_chain_file" };
	static char constants[300000];
	struct elf_spec spec = { X86_64, .constants = constants, .constants_size = size, .interp = "/lib64/ld.so" };

	assert_true(size <= sizeof(constants) && marks <= SSLINV_ARRAY_SIZE(texts));
	memset(constants, 0, sizeof(constants));
	if (has_version)
		memcpy(constants, version_text, sizeof(version_text));
	for (unsigned i = 0; i < marks; i++)
		strcpy(constants + 100 * (i + 1), texts[i]);
	for (size_t i = 0; i < function_count; i++)
		spec.functions[i] = functions[i];
	put_elf(world->top, path, &spec);
}

/* A program that was compiled against OpenSSL has the version's text, too: only the library's own code proves a copy. */
static void only_the_librarys_own_code_proves_a_copy(void **state)
{
	struct world *world = *state;

	put_program(world, "root/opt/a-text-alone", 200000, 0, true, 0);
	put_program(world, "root/opt/b-one-mark", 200000, 1, true, 0);
	put_program(world, "root/opt/c-two-marks", 200000, 2, true, 0);
	put_program(world, "root/opt/d-three-marks", 200000, 3, true, 0);
	put_program(world, "root/opt/e-functions", 200000, 0, true, 4);
	put_program(world, "root/opt/e-three-functions", 200000, 0, true, 3);
	put_program(world, "root/opt/f-small", 100000, 3, true, 4);
	put_program(world, "root/opt/g-nothing", 200000, 0, false, 0);
	link_all(world);
	assert_evidence(world, "/opt/c-two-marks embedded 3.0.19\n/opt/d-three-marks embedded 3.0.19\n"
			       "/opt/e-functions embedded 3.0.19\n");
	assert_int_equal(confidence_of(world, "/opt/c-two-marks"), SSLINV_CONFIDENCE_LIKELY);
	assert_int_equal(confidence_of(world, "/opt/d-three-marks"), SSLINV_CONFIDENCE_CERTAIN);
	assert_int_equal(confidence_of(world, "/opt/e-functions"), SSLINV_CONFIDENCE_CERTAIN);
}

/* An object file or a core dump is no program, whatever is in it. */
static void only_programs_and_libraries_are_copies(void **state)
{
	struct world *world = *state;
	const int types[] = { ET_REL, ET_CORE };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(types); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/opt/object%zu", world->tree, i);
		SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root/opt/object%zu", i);
		const unsigned char type = (unsigned char)types[i];
		int fd;

		put_program(world, below, 200000, 3, true, 4);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		assert_true(fd >= 0);
		/* e_type follows e_ident. */
		assert_int_equal(pwrite(fd, &type, 1, EI_NIDENT), 1);
		close(fd);
	}
	link_all(world);
	assert_evidence(world, "");
}

/* By its name it is the library, though its text says nothing. */
static void a_library_is_one_by_its_name(void **state)
{
	struct world *world = *state;

	put_elf(world->top, "root/opt/lib/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/srv/libssl.so.3", &ssl_spec);
	link_all(world);
	assert_evidence(world, "/opt/lib/libcrypto.so.3 needed 3.0.19\n/srv/libssl.so.3 needed -\n");
}

/* A libssl has the version of the libcrypto of its own build: by package, by source and version, or beside it. */
static void a_libssl_has_the_version_of_its_build(void **state)
{
	static const struct {
		const char *source, *version, *arch, *expected;
	} cases[] = {
		{ "openssl", "1:3.0.19-1", "amd64", "3.0.19" }, { "other", "1:3.0.19-1", "amd64", "-" },
		{ NULL, "1:3.0.19-1", "amd64", "-" },           { "openssl", "1:3.0.19-2", "amd64", "-" },
		{ "openssl", "1:3.0.19-1", "i386", "-" },
	};
	struct world *world = *state;

	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		uint32_t ssl, crypto;

		forget_facts(world);
		ssl = add_package(world, "libssl3");
		crypto = add_package(world, "libcrypto3");
		world->facts.packages.items[ssl].source_name = "openssl";
		world->facts.packages.items[crypto].source_name = cases[i].source;
		world->facts.packages.items[crypto].version = cases[i].version;
		world->facts.packages.items[crypto].arch = cases[i].arch;
		own(world, ssl, "/usr/lib/multi/libssl.so.3");
		own(world, crypto, "/usr/lib/multi/libcrypto.so.3");
		link_all(world);
		assert_int_equal(world->facts.libraries.count, 2);
		if (strcmp(world->facts.libraries.items[1].version ? world->facts.libraries.items[1].version : "-",
			   cases[i].expected) != 0)
			fail_msg("case %zu: %s", i, world->facts.libraries.items[1].version);
	}
}

/* Where the loader takes another libcrypto, the one of the same package tells; the one of another says nothing. */
static void a_libssl_has_the_version_of_its_package(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app"), system = add_package(world, "libssl3");

	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	put_other(world, "/opt/app/libcrypto.so.3");
	put_elf(world->top, "root/opt/app/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/opt/x/libssl.so.3", &ssl_spec);
	own(world, system, "/usr/lib/multi/libcrypto.so.3");
	own(world, app, "/opt/app/libcrypto.so.3");
	own(world, app, "/opt/app/libssl.so.3");
	link_all(world);
	assert_evidence(world, "/opt/app/libcrypto.so.3 needed 3.5.4\n/opt/app/libssl.so.3 needed 3.5.4\n"
			       "/opt/x/libssl.so.3 needed -\n/usr/lib/multi/libcrypto.so.3 needed 3.0.19\n");
}

/* A scan of packages alone: what they declare counts where none of their files is there, data or not. */
static void packages_without_files_are_told_by_what_they_declare(void **state)
{
	struct world *world = *state;
	const char *requires[] = { "libssl.so.3" };
	static const struct {
		const char *name, *path;
		bool is_told;
	} cases[] = {
		{ "a-there", "/usr/share/a/readme.gz", false },
		{ "b-missing", "/usr/share/a/missing.gz", true },
		{ "c-no-directory", "/usr/share/none/readme.gz", true },
		{ "d-file-for-directory", "/usr/share/a/readme.gz/readme.gz", true },
		{ "e-link", "/usr/share/a/link.gz", true },
	};
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str expected = { 0 };

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_text(world->top, "root/usr/share/a/readme.gz", "text");
	put_link(world->top, "root/usr/share/a/link.gz", "readme.gz");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		uint32_t package = add_package(world, cases[i].name);

		world->facts.packages.items[package].requires = requires;
		world->facts.packages.items[package].requires_count = 1;
		own(world, package, cases[i].path);
		if (cases[i].is_told)
			assert_int_equal(sslinv_str_printf(&expected, "- %s libssl.so.3 -> - - declared\n", cases[i].name),
					 0);
	}
	link_all(world);
	assert_linkages(world, expected.data);
	assert_problems(world, "");
	assert_true(world->facts.files_complete);
}

/* A package that lists libssl or libcrypto, none of which was found, counts all the same; what is in their place is not
 * known. */
static void a_library_that_was_not_found_is_told(void **state)
{
	struct world *world = *state;
	uint32_t other = add_package(world, "other"), ssl = add_package(world, "libssl3"),
		 fork = add_package(world, "libssl-fork"), gone = add_package(world, "libssl1.1"),
		 there = add_package(world, "libcrypto3");

	world->facts.packages.items[fork].source_name = "libressl";
	put_text(world->top, "root/usr/share/doc/ssl", "text");
	put_text(world->top, "root/usr/share/doc/other", "text");
	put_text(world->top, "root/usr/lib/multi/file", "text");
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	own(world, other, "/usr/share/doc/other");
	own(world, other, "/usr/lib/multi/file");
	own(world, other, "/usr/lib/multi/libother.so.1");
	own(world, ssl, "/usr/share/doc/ssl");
	own(world, ssl, "/usr/lib/multi/libssl.so.3");
	own(world, fork, "/none/libssl.so.50");
	own(world, gone, "/usr/lib/multi/libssl.so.1.1");
	own(world, there, "/usr/lib/multi/libcrypto.so.3");
	own(world, there, "/usr/lib/multi/libcrypto.so.3.0.0");
	link_all(world);
	assert_libraries(world, "/usr/lib/multi/libcrypto.so.3 libcrypto3 libcrypto.so.3 3.0.19\n"
				"- libssl-fork libssl.so.50 3.0.19\n"
				"- libssl1.1 libssl.so.1.1 3.0.19\n"
				"- libssl3 libssl.so.3 3.0.19\n");
	assert_string_equal(world->facts.libraries.items[1].library, "LibreSSL");
	assert_string_equal(world->facts.libraries.items[3].library, "OpenSSL");
	assert_problems(world, "files - the package libssl3 is installed, but its libssl.so.3 was not found: which OpenSSL "
			       "is used in its place is not known !\n");
	assert_false(world->facts.files_complete);
	assert_true(world->facts.packages.items[ssl].is_provider && world->facts.packages.items[gone].is_provider);
	assert_false(world->facts.packages.items[other].is_provider);
}

/* What one package declares to need another one declares to have. */
static void a_declared_need_has_its_declared_provider(void **state)
{
	struct world *world = *state;
	const char *wanted[] = { "libssl.so.3" }, *had[] = { "libcrypto.so.3", "libssl.so.3" }, *old[] = { "libssl.so.1.1" };
	uint32_t other = add_package(world, "other"), user = add_package(world, "user"),
		 provider = add_package(world, "openssl-libs");

	world->facts.packages.items[other].provides = old;
	world->facts.packages.items[other].provides_count = 1;
	world->facts.packages.items[user].requires = wanted;
	world->facts.packages.items[user].requires_count = 1;
	world->facts.packages.items[provider].provides = had;
	world->facts.packages.items[provider].provides_count = 2;
	own(world, user, "/gone/user");
	link_all(world);
	assert_linkages(world, "- user libssl.so.3 -> - openssl-libs declared\n");
	assert_libraries(world, "- other libssl.so.1.1 3.0.19\n- openssl-libs libcrypto.so.3 3.0.19\n"
				"- openssl-libs libssl.so.3 3.0.19\n");
	assert_int_equal(world->facts.libraries.items[0].evidence, SSLINV_EVIDENCE_DECLARED);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
	const struct CMUnitTest tests[] = {
		TEST(only_the_librarys_own_code_proves_a_copy),
		TEST(only_programs_and_libraries_are_copies),
		TEST(a_library_is_one_by_its_name),
		TEST(a_libssl_has_the_version_of_its_build),
		TEST(a_libssl_has_the_version_of_its_package),
		TEST(packages_without_files_are_told_by_what_they_declare),
		TEST(a_library_that_was_not_found_is_told),
		TEST(a_declared_need_has_its_declared_provider),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
