/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose a file is by its contents: digests of packages, two builds of one package, hard links, and what lies beside a file.
 */
#include <time.h>

#include "elf_writer.h"
#include "link_helper.h"

#include "elf/file_digest.h"
#include "link/verify.h"

#define CRYPTO "/usr/lib/multi/libcrypto.so.3"

static void known_digests(void **state)
{
	static const struct {
		enum sslinv_backend_digest algorithm;
		const char *name, *hex;
	} cases[] = {
		{ SSLINV_BACKEND_MD5, "MD5", "900150983cd24fb0d6963f7d28e17f72" },
		{ SSLINV_BACKEND_SHA1, "SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ SSLINV_BACKEND_SHA224, "SHA-224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7" },
		{ SSLINV_BACKEND_SHA256, "SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ SSLINV_BACKEND_SHA384, "SHA-384",
		  "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7" },
		{ SSLINV_BACKEND_SHA512, "SHA-512",
		  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
	};
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct sslinv_digest digest;

	put_text(world->top, "root/abc", "abc");
	fd = sslinv_root_openat(&world->root, "/abc", O_RDONLY);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		assert_int_equal(sslinv_digest_read(fd, cases[i].algorithm, &digest), 0);
		assert_string_equal(digest.hex, cases[i].hex);
		assert_string_equal(sslinv_digest_name(cases[i].algorithm), cases[i].name);
		assert_true(sslinv_digest_is_valid(cases[i].algorithm, cases[i].hex));
		assert_false(sslinv_digest_is_valid(cases[i].algorithm, cases[i].hex + 1));
		assert_true(sslinv_digest_is(&digest, cases[i].algorithm, cases[i].hex));
		assert_false(sslinv_digest_is(&digest, 99, cases[i].hex));
	}
	assert_true(sslinv_digest_is(&digest, SSLINV_BACKEND_SHA512,
				     "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
				     "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F"));
	assert_false(sslinv_digest_is_valid(SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f7x"));
	assert_false(sslinv_digest_is_valid(SSLINV_BACKEND_MD5, ""));
	assert_int_equal(sslinv_digest_read(fd, 3, &digest), -ENOTSUP);
	assert_null(sslinv_digest_name(3));
	assert_false(sslinv_digest_is_valid(3, "900150983cd24fb0d6963f7d28e17f72"));
}

/* The package's own file, and one that somebody put over it; the listed path is another way to the canonical one. */
static void an_overwritten_file_is_a_copy(void **state)
{
	static const enum sslinv_backend_digest algorithms[] = { SSLINV_BACKEND_MD5, SSLINV_BACKEND_SHA256 };
	struct world *world = *state;

	put_link(world->top, "root/lib", "usr/lib");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(algorithms); i++) {
		uint32_t package;

		forget_facts(world);
		package = add_package(world, "libssl3");
		put_crypto(world, CRYPTO);
		put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
		own(world, package, "/lib/multi/libcrypto.so.3");
		own(world, package, "/lib/multi/libssl.so.3");
		say_digest_of(world, package, "/lib/multi/libcrypto.so.3", CRYPTO, algorithms[i]);
		say_digest_of(world, package, "/lib/multi/libssl.so.3", "/usr/lib/multi/libssl.so.3", algorithms[i]);
		link_all(world);
		assert_libraries(world, CRYPTO " libssl3 libcrypto.so.3 3.0.19\n"
					       "/usr/lib/multi/libssl.so.3 libssl3 libssl.so.3 3.0.19\n");
		assert_problems(world, "");
		put_other(world, CRYPTO);
		world->facts.libraries.count = world->facts.linkages.count = 0;
		world->facts.packages.items[package].is_provider = false;
		link_all(world);
		assert_libraries(world, CRYPTO " - libcrypto.so.3 3.5.4\n"
					       "/usr/lib/multi/libssl.so.3 libssl3 libssl.so.3 -\n");
		assert_linkages(world, "/usr/lib/multi/libssl.so.3 libssl3 libcrypto.so.3 -> " CRYPTO " - needed\n");
		assert_problems(world, i == 0 ? "files " CRYPTO " differs from the file of the package libssl3 1:3.0.19-1 "
						"(MD5): it counts as a copy of its own; reinstall the package\n"
					      : "files " CRYPTO " differs from the file of the package libssl3 1:3.0.19-1 "
						"(SHA-256): it counts as a copy of its own; reinstall the package\n");
		assert_true(world->facts.packages.items[package].is_provider);
		assert_true(world->facts.files_complete);
	}
}

/* Without a digest, or with one that nobody can check, the list of files is all there is. */
static void a_package_without_digests_is_believed(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");

	put_other(world, CRYPTO);
	own(world, package, CRYPTO);
	link_all(world);
	assert_libraries(world, CRYPTO " libssl3 libcrypto.so.3 3.5.4\n");
	assert_problems(world, "");
}

/* What has digests has one of each file: the file stays its package's, and the scan says that nobody can tell. */
static void a_package_whose_digests_leave_it_out_is_incomplete(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");

	put_other(world, CRYPTO);
	own(world, package, CRYPTO);
	say_digest(world, package, "/usr/lib/multi/libssl.so.3", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, package, "/usr/lib/libcrypto.so.3", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, package, CRYPTO, 3, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, package, CRYPTO, SSLINV_BACKEND_MD5, "no digest");
	link_all(world);
	assert_libraries(world, CRYPTO " libssl3 libcrypto.so.3 3.5.4\n");
	assert_problems(world,
			"files " CRYPTO " cannot be compared with its package: libssl3 1:3.0.19-1 has digests but none "
			"of this file that can be read; reinstall the package !\n");
}

/* A copy inside of a file counts in the packages of OpenSSL alone; what another package carries is its own. */
static void only_providers_are_compared(void **state)
{
	struct world *world = *state;
	uint32_t openssl = add_package(world, "openssl"), app = add_package(world, "app");

	put_embedded(world, "/usr/bin/openssl");
	put_embedded(world, "/usr/bin/app");
	put_elf(world->top, "root/usr/bin/consumer", &program_spec);
	own(world, openssl, "/usr/bin/openssl");
	own(world, openssl, "/usr/bin/consumer");
	own(world, app, "/usr/bin/app");
	say_digest(world, openssl, "/usr/bin/openssl", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, openssl, "/usr/bin/consumer", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, app, "/usr/bin/app", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, "/usr/bin/app app - 3.0.19\n/usr/bin/openssl - - 3.0.19\n");
}

/* A library that prelink rewrote differs from every digest: that alone makes no copy of it. */
static void a_prelinked_file_is_believed(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "openssl-libs");
	struct elf_spec spec = crypto_spec;

	spec.is_prelinked = true;
	put_elf(world->top, "root" CRYPTO, &spec);
	own(world, package, CRYPTO);
	say_digest(world, package, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, CRYPTO " openssl-libs libcrypto.so.3 3.0.19\n");
	assert_int_equal(world->facts.problems.count, 1);
	assert_non_null(strstr(world->facts.problems.items[0].message, "changed by prelink"));
	assert_false(world->facts.problems.items[0].is_failure);
}

/* libssl and libcrypto are compared whatever their package is called. */
static void libraries_of_other_packages_are_compared(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "app");

	put_crypto(world, "/opt/app/libcrypto.so.3");
	own(world, package, "/opt/app/libcrypto.so.3");
	say_digest(world, package, "/opt/app/libcrypto.so.3", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, "/opt/app/libcrypto.so.3 - libcrypto.so.3 3.0.19\n");
}

/* What changed or went away since it was looked at is neither the package's nor a copy for certain: the scan says so. */
static void a_file_that_changed_is_a_failure(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	own(world, package, CRYPTO);
	say_digest(world, package, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	for (int round = 0; round < 2; round++) {
		struct sslinv_examiner examiner;

		put_crypto(world, CRYPTO);
		assert_int_equal(sslinv_examiner_init(&examiner, &world->root, &world->facts, cache), 0);
		assert_int_equal(sslinv_examine_owned(&examiner, &error), 0);
		assert_int_equal(run_command(NULL, round ? "rm '%s%s'" : "echo >>'%s%s'", world->tree, CRYPTO), 0);
		world->facts.files_complete = true;
		assert_int_equal(sslinv_verify_files(&examiner, &error), 0);
		assert_false(world->facts.files_complete);
		assert_int_equal(examiner.files.items[0].package, package);
		assert_int_equal(sslinv_unreadable_tell(&examiner.unreadable, &world->facts), 0);
		sslinv_examiner_free(&examiner);
	}
	sslinv_file_cache_free(&cache);
	assert_problems(world, "files " CRYPTO
			       " cannot be compared with its package: it was changed during the scan; scan again !\n"
			       "files " CRYPTO " cannot be compared with its package: No such file or directory !\n");
}

/* The size of a hole costs nothing: what would be read for days is not compared, and the scan says so. */
static void a_file_without_bounds_is_a_failure(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");

	own(world, package, CRYPTO);
	say_digest(world, package, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	put_crypto(world, CRYPTO);
	assert_int_equal(run_command(NULL, "truncate -s 1025M '%s%s'", world->tree, CRYPTO), 0);
	link_all(world);
	assert_false(world->facts.files_complete);
	assert_libraries(world, CRYPTO " libssl3 libcrypto.so.3 3.0.19\n");
	assert_problems(world,
			"files " CRYPTO " cannot be compared with its package: it is larger than 1 GiB; reinstall the "
			"package !\n");
}

/* rpm has the file of the former build for replaced, and does not list it: but the bytes are its. */
static void the_file_of_a_replaced_build_is_found(void **state)
{
	struct world *world = *state;
	uint32_t newer = add_package(world, "openssl-libs"), older = add_package(world, "openssl-libs");

	world->facts.packages.items[newer].version = "1:3.0.19-2";
	put_crypto(world, CRYPTO);
	own(world, newer, CRYPTO);
	say_digest(world, newer, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest_of(world, older, "/usr/lib/libcrypto.so.3", CRYPTO, SSLINV_BACKEND_SHA256);
	say_digest(world, older, CRYPTO, SSLINV_BACKEND_SHA256, "no digest");
	say_digest(world, older, CRYPTO, SSLINV_BACKEND_MD5, "800150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_int_equal(world->facts.libraries.items[0].package, SSLINV_NO_PACKAGE);
	world->facts.libraries.count = world->facts.linkages.count = world->facts.problems.count = 0;
	say_digest_of(world, older, CRYPTO, CRYPTO, SSLINV_BACKEND_SHA256);
	link_all(world);
	assert_int_equal(world->facts.libraries.items[0].package, older);
	assert_problems(world, "files - the database has two builds of openssl-libs: 1:3.0.19-1, which is on disk, and "
			       "1:3.0.19-2; remove the second\n");
}

/* rpm keeps two builds of one name after an erasure that failed. */
static void the_file_tells_two_builds_apart(void **state)
{
	struct world *world = *state;
	uint32_t newer = add_package(world, "openssl-libs"), older = add_package(world, "openssl-libs");

	world->facts.packages.items[newer].version = "1:3.0.19-2";
	put_other(world, "/srv/newer");
	put_crypto(world, CRYPTO);
	own(world, newer, CRYPTO);
	own(world, older, CRYPTO);
	say_digest_of(world, newer, CRYPTO, "/srv/newer", SSLINV_BACKEND_SHA256);
	say_digest_of(world, older, CRYPTO, CRYPTO, SSLINV_BACKEND_SHA256);
	link_all(world);
	assert_true(world->facts.packages.items[older].is_provider);
	assert_false(world->facts.packages.items[newer].is_provider);
	assert_problems(world, "files - the database has two builds of openssl-libs: 1:3.0.19-1, which is on disk, and "
			       "1:3.0.19-2; remove the second\n");
	assert_true(world->facts.files_complete);
}

static void two_builds_without_digests_are_a_failure(void **state)
{
	struct world *world = *state;
	uint32_t newer = add_package(world, "openssl-libs"), older = add_package(world, "openssl-libs"),
		 foreign = add_package(world, "openssl-libs");

	world->facts.packages.items[newer].version = "1:3.0.19-2";
	world->facts.packages.items[foreign].arch = "i386";
	world->facts.packages.items[foreign].version = "1:3.0.19-3";
	put_crypto(world, CRYPTO);
	own(world, newer, CRYPTO);
	own(world, older, CRYPTO);
	own(world, foreign, CRYPTO);
	link_all(world);
	assert_problems(world, "files - the database has two builds of openssl-libs, 1:3.0.19-2 and 1:3.0.19-1: which one "
			       "is on disk is not known; remove one !\n");
	assert_false(world->facts.files_complete);
}

/* A file of neither build says nothing; another one that fits says which of them is there. */
static void a_foreign_file_tells_no_build(void **state)
{
	struct world *world = *state;

	for (int is_proved = 0; is_proved < 2; is_proved++) {
		uint32_t newer, older;

		forget_facts(world);
		newer = add_package(world, "openssl-libs");
		older = add_package(world, "openssl-libs");
		world->facts.packages.items[newer].version = "1:3.0.19-2";
		put_crypto(world, CRYPTO);
		put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
		own(world, newer, CRYPTO);
		own(world, newer, "/usr/lib/multi/libssl.so.3");
		own(world, older, "/usr/lib/multi/libssl.so.3");
		if (is_proved)
			say_digest_of(world, newer, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
		else
			say_digest(world, newer, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
		say_digest(world, newer, "/usr/lib/multi/libssl.so.3", SSLINV_BACKEND_MD5,
			   "900150983cd24fb0d6963f7d28e17f72");
		say_digest(world, older, "/usr/lib/multi/libssl.so.3", SSLINV_BACKEND_MD5,
			   "800150983cd24fb0d6963f7d28e17f72");
		link_all(world);
		assert_int_equal(world->facts.files_complete, is_proved);
		for (size_t i = 0; i < world->facts.problems.count; i++)
			if (strstr(world->facts.problems.items[i].message, "two builds"))
				assert_string_equal(
					world->facts.problems.items[i].message,
					is_proved
						? "the database has two builds of openssl-libs: 1:3.0.19-2, which is on "
						  "disk, and 1:3.0.19-1; remove the second"
						: "the database has two builds of openssl-libs, 1:3.0.19-2 and 1:3.0.19-1: "
						  "which one is on disk is not known; remove one");
		assert_true(world->facts.problems.count > 1);
	}
}

/* Two builds of what has no file of OpenSSL's are nothing special: rpm installs kernels side by side. */
static void two_builds_of_other_packages_are_no_failure(void **state)
{
	struct world *world = *state;
	uint32_t first = add_package(world, "kernel"), second = add_package(world, "kernel");

	world->facts.packages.items[second].version = "1:3.0.19-2";
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	own(world, first, "/usr/bin/app");
	own(world, second, "/usr/bin/app");
	link_all(world);
	assert_problems(world, "");
	assert_true(world->facts.files_complete);
}

/* Each has a file of its own on disk: the pair is told once, and for proved where only one of them is. */
static void a_pair_of_builds_is_told_once(void **state)
{
	struct world *world = *state;

	for (int is_proved = 0; is_proved < 2; is_proved++) {
		uint32_t newer, older;

		forget_facts(world);
		newer = add_package(world, "openssl-libs");
		older = add_package(world, "openssl-libs");
		world->facts.packages.items[newer].version = "1:3.0.19-2";
		put_crypto(world, CRYPTO);
		put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
		own(world, newer, CRYPTO);
		own(world, older, "/usr/lib/multi/libssl.so.3");
		if (is_proved)
			say_digest_of(world, older, "/usr/lib/multi/libssl.so.3", "/usr/lib/multi/libssl.so.3",
				      SSLINV_BACKEND_MD5);
		link_all(world);
		assert_problems(
			world, is_proved ? "files - the database has two builds of openssl-libs: 1:3.0.19-1, which is on "
					   "disk, and 1:3.0.19-2; remove the second\n"
					 : "files - the database has two builds of openssl-libs, 1:3.0.19-2 and 1:3.0.19-1: "
					   "which one is on disk is not known; remove one !\n");
	}
}

/* One library of each build fits: neither build is what is on disk. */
static void files_of_both_builds_are_a_failure(void **state)
{
	struct world *world = *state;
	uint32_t newer = add_package(world, "openssl-libs"), older = add_package(world, "openssl-libs");

	world->facts.packages.items[newer].version = "1:3.0.19-2";
	put_crypto(world, CRYPTO);
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	own(world, newer, CRYPTO);
	own(world, older, "/usr/lib/multi/libssl.so.3");
	say_digest_of(world, newer, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
	say_digest_of(world, older, "/usr/lib/multi/libssl.so.3", "/usr/lib/multi/libssl.so.3", SSLINV_BACKEND_MD5);
	link_all(world);
	assert_problems(world, "files - the database has two builds of openssl-libs, 1:3.0.19-2 and 1:3.0.19-1: which one "
			       "is on disk is not known; remove one !\n");
	assert_false(world->facts.files_complete);
}

static void hard_links_have_one_owner(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");
	SSLINV_CLEANUP(sslinv_free_ptr) char *from = sslinv_str_format("%s%s", world->tree, CRYPTO);
	SSLINV_CLEANUP(sslinv_free_ptr) char *to = sslinv_str_format("%s/a/libcrypto.so.3", world->tree);

	put_crypto(world, CRYPTO);
	put_crypto(world, "/srv/copy/libcrypto.so.3");
	put_text(world->top, "root/a/file", "");
	assert_int_equal(link(from, to), 0);
	own(world, package, CRYPTO);
	say_digest_of(world, package, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
	link_all(world);
	assert_libraries(world,
			 "/a/libcrypto.so.3 libssl3 libcrypto.so.3 3.0.19\n"
			 "/srv/copy/libcrypto.so.3 - libcrypto.so.3 3.0.19\n" CRYPTO " libssl3 libcrypto.so.3 3.0.19\n");
}

/* Beside an owned file: the same bytes are the package's, and others are a copy. */
static void leftovers_are_what_their_bytes_are(void **state)
{
	static const struct {
		const char *suffix;
		bool is_leftover;
	} cases[] = {
		{ ".dpkg-new", true }, { ".dpkg-old", true },    { ".dpkg-dist", true }, { ".dpkg-tmp", true },
		{ ".rpmnew", true },   { ".rpmsave", true },     { ".rpmorig", true },   { ".apk-new", true },
		{ ".ucf-dist", true }, { ";5f3a01bc", true },    { ";5f3a01b", false },  { ";5f3a01bg", false },
		{ ".bak", false },     { ".dpkg-new.1", false }, { "dpkg-new", false },
	};
	struct world *world = *state;

	for (int round = 0; round < 4; round++) {
		bool has_digest = round & 1, is_same = round & 2;
		uint32_t package;

		forget_facts(world);
		package = add_package(world, "libssl3");
		put_crypto(world, CRYPTO);
		own(world, package, CRYPTO);
		if (has_digest)
			say_digest_of(world, package, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s%s", CRYPTO, cases[i].suffix);

			if (is_same)
				put_crypto(world, path);
			else
				put_other(world, path);
		}
		link_all(world);
		assert_int_equal(world->facts.libraries.count, SSLINV_ARRAY_SIZE(cases) + 1);
		for (size_t i = 0; i < world->facts.libraries.count; i++) {
			const struct sslinv_library *library = &world->facts.libraries.items[i];
			bool is_owned = strcmp(library->path, CRYPTO) == 0;

			for (size_t k = 0; k < SSLINV_ARRAY_SIZE(cases); k++)
				is_owned |= is_same && cases[k].is_leftover &&
					    strcmp(library->path + strlen(CRYPTO), cases[k].suffix) == 0;
			if ((library->package == package) != is_owned)
				fail_msg("%s, round %d", library->path, round);
		}
		assert_problems(world, "");
	}
}

/* The same words beside a file that no package has, or that was overwritten, mean nothing. */
static void leftovers_of_a_copy_are_copies(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");

	put_crypto(world, "/srv/libcrypto.so.3");
	put_crypto(world, "/srv/libcrypto.so.3.dpkg-new");
	put_crypto(world, CRYPTO);
	own(world, package, CRYPTO);
	say_digest_of(world, package, CRYPTO, CRYPTO, SSLINV_BACKEND_MD5);
	put_other(world, CRYPTO);
	put_crypto(world, CRYPTO ".dpkg-new");
	put_other(world, CRYPTO ".dpkg-tmp");
	link_all(world);
	assert_libraries(world,
			 "/srv/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
			 "/srv/libcrypto.so.3.dpkg-new - libcrypto.so.3 3.0.19\n" CRYPTO " - libcrypto.so.3 3.5.4\n" CRYPTO
			 ".dpkg-new libssl3 libcrypto.so.3 3.0.19\n" CRYPTO ".dpkg-tmp - libcrypto.so.3 3.5.4\n");
}

/* An image without lists of files: name, place and version of a library say which package it is of. */
static void libraries_of_packages_without_lists(void **state)
{
	static const struct {
		const char *package, *version, *path;
		bool is_adopted;
	} cases[] = {
		{ "libssl3", "3.0.19-1", "/usr/lib/libcrypto.so.3", true },
		{ "libssl3t64", "3.0.19-1", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3", true },
		{ "libssl3", "1:3.0.19-1~deb12u1", "/lib/libcrypto.so.3", true },
		{ "libssl3", "3.0.19-1", "/usr/lib64/libcrypto.so.3", true },
		{ "libssl3", "3.0.19-1", "/usr/lib/a/b/libcrypto.so.3", false },
		{ "libssl3", "3.0.19-1", "/usr/libexec/libcrypto.so.3", false },
		{ "libssl3", "3.0.19-1", "/usr/local/lib/libcrypto.so.3", false },
		{ "libssl3", "3.0.19-1", "/opt/lib/libcrypto.so.3", false },
		{ "libssl3", "3.0.18-1", "/usr/lib/libcrypto.so.3", false },
		{ "libssl3x", "3.0.19-1", "/usr/lib/libcrypto.so.3", false },
		{ "libssl1.1", "3.0.19-1", "/usr/lib/libcrypto.so.3", false },
		{ "libssl", "3.0.19-1", "/usr/lib/libcrypto.so.3", false },
		{ "openssl", "3.0.19-1", "/usr/lib/libcrypto.so.3", false },
	};
	const char *requires[] = { "libcrypto.so.3" };
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		/* With a list of files it has no other file. */
		for (int has_list = 0; has_list < 2; has_list++) {
			uint32_t package = add_package(world, cases[i].package);

			world->facts.packages.items[package].version = cases[i].version;
			world->facts.packages.items[package].requires = requires;
			world->facts.packages.items[package].requires_count = 1;
			put_crypto(world, cases[i].path);
			if (has_list)
				own(world, package, "/etc/file");
			link_all(world);
			assert_int_equal(world->facts.libraries.count, 1);
			if ((world->facts.libraries.items[0].package == package) != (cases[i].is_adopted && !has_list))
				fail_msg("case %zu, %s a list", i, has_list ? "with" : "without");
			assert_int_equal(world->facts.problems.count, cases[i].is_adopted && !has_list);
			/* It is told, and no failure; and what the package declares is not needed then. */
			assert_true(world->facts.files_complete);
			for (size_t k = 0; k < world->facts.problems.count; k++)
				assert_false(world->facts.problems.items[k].is_failure);
			if (cases[i].is_adopted && !has_list)
				assert_int_equal(world->facts.linkages.count, 0);
			assert_int_equal(run_command(NULL, "rm '%s%s'", world->tree, cases[i].path), 0);
			forget_facts(world);
		}
	}
}

/* A libssl that states no version has that of the libcrypto beside it; and what two packages may have, neither has. */
static void only_one_package_can_have_it(void **state)
{
	struct world *world = *state;
	uint32_t first = add_package(world, "libssl3");

	world->facts.packages.items[first].version = "3.0.19-1";
	put_crypto(world, "/usr/lib/libcrypto.so.3");
	put_elf(world->top, "root/usr/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/usr/lib64/libssl.so.3", &ssl_spec);
	/* Below it is not beside it. */
	put_crypto(world, "/usr/lib64/a/b/libcrypto.so.3");
	link_all(world);
	assert_libraries(world, "/usr/lib/libcrypto.so.3 libssl3 libcrypto.so.3 3.0.19\n"
				"/usr/lib/libssl.so.3 libssl3 libssl.so.3 3.0.19\n"
				"/usr/lib64/a/b/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/usr/lib64/libssl.so.3 - libssl.so.3 -\n");
	world->facts.libraries.count = world->facts.linkages.count = 0;
	world->facts.packages.items[add_package(world, "libssl3t64")].version = "3.0.19-1";
	link_all(world);
	assert_libraries(world, "/usr/lib/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/usr/lib/libssl.so.3 - libssl.so.3 3.0.19\n"
				"/usr/lib64/a/b/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/usr/lib64/libssl.so.3 - libssl.so.3 -\n");
}

/* The file itself may be gone: dpkg was stopped between two renames. */
static void leftovers_without_their_file(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");

	put_crypto(world, "/usr/lib/multi/libssl.so.3.dpkg-new");
	put_crypto(world, CRYPTO ".dpkg-new");
	put_crypto(world, "/a/libcrypto.so.3");
	put_crypto(world, "/z/libcrypto.so.3");
	own(world, package, CRYPTO);
	own(world, package, "/usr/lib/multi/libssl.so.3");
	say_digest_of(world, package, CRYPTO, CRYPTO ".dpkg-new", SSLINV_BACKEND_MD5);
	link_all(world);
	assert_libraries(world,
			 "/a/libcrypto.so.3 - libcrypto.so.3 3.0.19\n" CRYPTO ".dpkg-new libssl3 libcrypto.so.3 3.0.19\n"
			 "/usr/lib/multi/libssl.so.3.dpkg-new - libcrypto.so.3 3.0.19\n"
			 "/z/libcrypto.so.3 - libcrypto.so.3 3.0.19\n");
}

/* What a scan has hashed, the next one knows. */
static void digests_are_kept_in_the_cache(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/cache", world->top);
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = sslinv_str_format("%s%s", world->tree, CRYPTO);
	const struct timespec past[] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };
	uint32_t package = add_package(world, "libssl3");
	struct sslinv_error error = SSLINV_ERROR_INIT;

	put_crypto(world, CRYPTO);
	assert_int_equal(utimensat(AT_FDCWD, file, past, 0), 0);
	own(world, package, CRYPTO);
	say_digest(world, package, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	/* A file that was just changed is not kept. */
	sleep(3);
	for (int round = 0; round < 2; round++) {
		struct sslinv_file_cache *cache = sslinv_file_cache_load(path, 0);
		const struct sslinv_link_options options = { .cache = cache };
		const struct sslinv_elf_file *known = NULL;
		struct sslinv_file_key key;
		struct stat status;

		assert_int_equal(stat(file, &status), 0);
		key = sslinv_file_key(&status);
		assert_int_equal(sslinv_file_cache_find(cache, &key, &known), round ? SSLINV_FILE_RELATED : SSLINV_FILE_NEW);
		if (known) {
			assert_int_equal(known->digest.algorithm, SSLINV_BACKEND_MD5);
			assert_int_equal(strlen(known->digest.hex), 32);
		}
		assert_int_equal(sslinv_link(&world->root, &options, &world->facts, &error), 0);
		assert_int_equal(world->facts.problems.count, 1);
		assert_int_equal(sslinv_file_cache_save(cache, true, &error), 0);
		sslinv_file_cache_free(&cache);
	}
}

/* Each directory that is listed is looked at once, and not once for each file: else this takes minutes. */
static void many_digests_of_one_name_take_linear_time(void **state)
{
	enum { FILES = 200, OTHERS = 40000, SECONDS = 20 };
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");
	clock_t begin;

	for (int i = 0; i < FILES; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *made = sslinv_str_format("/srv/%d/libcrypto.so.3", i);
		const char *path = sslinv_arena_strdup(&world->facts.arena, made);

		put_crypto(world, path);
		own(world, package, path);
		say_digest_of(world, package, path, path, SSLINV_BACKEND_SHA256);
	}
	for (int i = 0; i < OTHERS; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *made = sslinv_str_format("/var/%d/libcrypto.so.3", i);

		say_digest(world, package, sslinv_arena_strdup(&world->facts.arena, made), SSLINV_BACKEND_MD5,
			   "900150983cd24fb0d6963f7d28e17f72");
	}
	begin = clock();
	link_all(world);
	assert_true((clock() - begin) / CLOCKS_PER_SEC < SECONDS);
	assert_problems(world, "");
	assert_int_equal(world->facts.libraries.count, FILES);
	for (size_t i = 0; i < FILES; i++)
		assert_int_equal(world->facts.libraries.items[i].package, package);
}

/* As long as the package's file is not as good as the same. */
static void a_leftover_of_the_same_length_is_a_copy(void **state)
{
	static const char older_text[sizeof(version_text)] = "\0OpenSSL 3.0.18 30 Sep 2025";
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3");
	struct elf_spec older = crypto_spec;

	older.constants = older_text;
	put_crypto(world, CRYPTO);
	put_elf(world->top, "root" CRYPTO ".dpkg-tmp", &older);
	own(world, package, CRYPTO);
	link_all(world);
	assert_libraries(world, CRYPTO " libssl3 libcrypto.so.3 3.0.19\n" CRYPTO ".dpkg-tmp - libcrypto.so.3 3.0.18\n");
}

/* A file that differs from one package's is of the first other package that lists it and has no digest. */
static void a_silent_package_has_what_another_denies(void **state)
{
	struct world *world = *state;
	uint32_t denies = add_package(world, "libssl3"), silent = add_package(world, "vendor-openssl"),
		 later = add_package(world, "vendor-ssl");

	put_crypto(world, CRYPTO);
	own(world, denies, CRYPTO);
	own(world, silent, CRYPTO);
	own(world, later, CRYPTO);
	say_digest(world, denies, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, CRYPTO " vendor-openssl libcrypto.so.3 3.0.19\n");
	assert_problems(world, "");
}

/* A hard link of a program without OpenSSL inside stays a file of its own. */
static void hard_links_of_programs_have_no_owner(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "app");
	SSLINV_CLEANUP(sslinv_free_ptr) char *from = sslinv_str_format("%s/usr/bin/app", world->tree);
	SSLINV_CLEANUP(sslinv_free_ptr) char *to = sslinv_str_format("%s/srv/app", world->tree);

	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_text(world->top, "root/srv/file", "");
	assert_int_equal(link(from, to), 0);
	own(world, package, "/usr/bin/app");
	link_all(world);
	assert_linkages(world, "/srv/app - libssl.so.3 -> - - needed\n/usr/bin/app app libssl.so.3 -> - - needed\n");
}

/* The source's name says that a package is OpenSSL's, where its own does not. */
static void packages_built_from_openssl_are_compared(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "tls-tools"), other = add_package(world, "other-tools");

	world->facts.packages.items[package].source_name = "openssl";
	world->facts.packages.items[other].source_name = "other";
	put_embedded(world, "/usr/bin/tls");
	put_embedded(world, "/usr/bin/other");
	own(world, package, "/usr/bin/tls");
	own(world, other, "/usr/bin/other");
	say_digest(world, package, "/usr/bin/tls", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, other, "/usr/bin/other", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, "/usr/bin/other other-tools - 3.0.19\n/usr/bin/tls - - 3.0.19\n");
}

/* A prelinked file of two builds fits neither, and may be of either. */
static void a_prelinked_file_tells_no_build(void **state)
{
	struct world *world = *state;
	uint32_t newer = add_package(world, "openssl-libs"), older = add_package(world, "openssl-libs");
	struct elf_spec spec = crypto_spec;

	spec.is_prelinked = true;
	world->facts.packages.items[newer].version = "1:3.0.19-2";
	put_elf(world->top, "root" CRYPTO, &spec);
	own(world, newer, CRYPTO);
	own(world, older, CRYPTO);
	say_digest(world, newer, CRYPTO, SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	say_digest(world, older, CRYPTO, SSLINV_BACKEND_MD5, "800150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_false(world->facts.files_complete);
	assert_int_equal(world->facts.problems.count, 2);
	assert_string_equal(world->facts.problems.items[1].message,
			    "the database has two builds of openssl-libs, 1:3.0.19-2 and 1:3.0.19-1: which one is on disk "
			    "is not known; remove one");
	assert_true(world->facts.problems.items[1].is_failure);
}

/* The same build twice is no pair, and a library in the root directory has its digest like any other. */
static void a_library_in_the_root_directory(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libssl3"), again = add_package(world, "libssl3");

	put_crypto(world, "/libcrypto.so.3");
	put_elf(world->top, "root/libssl.so.3", &ssl_spec);
	own(world, package, "/libcrypto.so.3");
	own(world, again, "/libcrypto.so.3");
	own(world, package, "/libssl.so.3");
	say_digest_of(world, package, "/libcrypto.so.3", "/libcrypto.so.3", SSLINV_BACKEND_MD5);
	say_digest(world, package, "/libssl.so.3", SSLINV_BACKEND_MD5, "900150983cd24fb0d6963f7d28e17f72");
	link_all(world);
	assert_libraries(world, "/libcrypto.so.3 libssl3 libcrypto.so.3 3.0.19\n/libssl.so.3 - libssl.so.3 -\n");
	assert_problems(world, "files /libssl.so.3 differs from the file of the package libssl3 1:3.0.19-1 (MD5): it counts "
			       "as a copy of its own; reinstall the package\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(known_digests),
		TEST(an_overwritten_file_is_a_copy),
		TEST(a_package_without_digests_is_believed),
		TEST(a_package_whose_digests_leave_it_out_is_incomplete),
		TEST(only_providers_are_compared),
		TEST(a_prelinked_file_is_believed),
		TEST(libraries_of_other_packages_are_compared),
		TEST(a_file_that_changed_is_a_failure),
		TEST(a_file_without_bounds_is_a_failure),
		TEST(the_file_of_a_replaced_build_is_found),
		TEST(leftovers_without_their_file),
		TEST(the_file_tells_two_builds_apart),
		TEST(two_builds_without_digests_are_a_failure),
		TEST(a_foreign_file_tells_no_build),
		TEST(two_builds_of_other_packages_are_no_failure),
		TEST(a_pair_of_builds_is_told_once),
		TEST(files_of_both_builds_are_a_failure),
		TEST(hard_links_have_one_owner),
		TEST(leftovers_are_what_their_bytes_are),
		TEST(leftovers_of_a_copy_are_copies),
		TEST(a_leftover_of_the_same_length_is_a_copy),
		TEST(a_silent_package_has_what_another_denies),
		TEST(hard_links_of_programs_have_no_owner),
		TEST(packages_built_from_openssl_are_compared),
		TEST(a_prelinked_file_tells_no_build),
		TEST(a_library_in_the_root_directory),
		TEST(libraries_of_packages_without_lists),
		TEST(only_one_package_can_have_it),
		TEST(digests_are_kept_in_the_cache),
		TEST(many_digests_of_one_name_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
