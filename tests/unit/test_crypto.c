/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The TLS and cryptography libraries beside OpenSSL: their table, their versions, and what a scan makes of them. */
#include "link_helper.h"
#include "store_helper.h"

#include "crypto/crypto_version.h"
#include "elf/file_cache.h"
#include "formats/read_libraries.h"

/* What each project's libraries are called on real hosts, and what they do. */
static void sonames_are_known(void **state)
{
	static const struct {
		const char *soname, *library, *does;
	} rows[] = {
		{ "libgnutls.so.30", "GnuTLS", "tls" },
		{ "libgnutls-dane.so.0", "GnuTLS", "crypto" },
		{ "libgnutls-8f4a1c02.so.30.28.2", "GnuTLS", "tls" },
		{ "/usr/lib/libgnutlsxx.so.30", "GnuTLS", "tls" },
		{ "libnss3.so", "NSS", "crypto" },
		{ "libssl3.so", "NSS", "tls" },
		{ "libmbedtls.so.14", "Mbed TLS", "tls" },
		{ "libmbedcrypto.so.7", "Mbed TLS", "crypto" },
		{ "libwolfssl.so.35", "wolfSSL", "tls" },
		{ "libtls.so.26", "libtls", "tls" },
		{ "libssl-awslc.so.1", "AWS-LC", "tls" },
		{ "libs2n.so.1", "s2n-tls", "tls" },
		{ "libgcrypt.so.20", "Libgcrypt", "crypto" },
		{ "libbotan-2.so.19", "Botan", "both" },
		{ "libbotan-3.so.7", "Botan", "both" },
		{ "libsodium.so.23", "libsodium", "crypto" },
		{ "libnettle.so.8", "Nettle", "crypto" },
		{ "libhogweed.so.6", "Nettle", "crypto" },
		{ "libssl.so.3", NULL, NULL },
		{ "libcrypto-3a1b2c4d.so.1.1", NULL, NULL },
		{ "libtlsh.so.0", NULL, NULL },
		{ "libgnutls", NULL, NULL },
		{ "xlibgnutls.so.30", NULL, NULL },
		{ "lib", NULL, NULL },
		{ "", NULL, NULL },
	};
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };

	(void)state;
	load_table(&table);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		const struct sslinv_crypto_stem *stem = sslinv_crypto_find_stem(&table, rows[i].soname);

		if (!stem != !rows[i].library)
			fail_msg("%s", rows[i].soname);
		if (!stem)
			continue;
		assert_string_equal(table.libraries.items[stem->library].name, rows[i].library);
		assert_string_equal(stem->does, rows[i].does);
		assert_int_equal(sslinv_crypto_find_library(&table, rows[i].library), stem->library);
	}
	assert_int_equal(sslinv_crypto_find_library(&table, "OpenSSL"), -1);
	assert_string_equal(sslinv_crypto_does(&table, (uint32_t)sslinv_crypto_find_library(&table, "NSS")), "both");
	assert_string_equal(sslinv_crypto_does(&table, (uint32_t)sslinv_crypto_find_library(&table, "Nettle")), "crypto");
}

static void branches_have_ends(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	uint32_t mbed;

	(void)state;
	load_table(&table);
	mbed = (uint32_t)sslinv_crypto_find_library(&table, "Mbed TLS");
	assert_string_equal(sslinv_crypto_branch_end(&table, mbed, "2.28.3"), "2025-03-31");
	assert_string_equal(sslinv_crypto_branch_end(&table, mbed, "2.28"), "2025-03-31");
	assert_null(sslinv_crypto_branch_end(&table, mbed, "2.281.0"));
	assert_null(sslinv_crypto_branch_end(&table, mbed, "2.2"));
	assert_null(sslinv_crypto_branch_end(&table, mbed, NULL));
	assert_null(sslinv_crypto_branch_end(&table, mbed + 1, "2.28.3"));
}

static void wrong_tables_are_refused(void **state)
{
#define LIBRARY(inside) "<library name=\"X\" home=\"https://x.example/\">" inside "</library>"
	static const struct {
		const char *inside, *message;
	} rows[] = {
		{ "<soname stem=\"libx\" does=\"tls\"/>", "<soname> is not known inside <libraries>" },
		{ "<library home=\"https://x.example/\"/>", "name of <library> is not" },
		{ "<library name=\"X\" home=\"https://x.example/\" nam=\"Y\"/>", "has no attribute 'nam'" },
		{ LIBRARY("<word/>"), "<word> is not known inside <library>" },
		{ LIBRARY("<soname stem=\"x\" does=\"tls\"/>"), "stem of <soname>" },
		{ LIBRARY("<soname stem=\"lib\" does=\"tls\"/>"), "stem of <soname>" },
		{ LIBRARY("<soname stem=\"libssl\" does=\"tls\"/>"), "it is OpenSSL's" },
		{ LIBRARY("<soname stem=\"libx\" does=\"all\"/>"), "does of <soname>" },
		{ LIBRARY("<soname stem=\"libx\"/>"), "does of <soname>" },
		{ LIBRARY("<version/>"), "has one of" },
		{ LIBRARY("<version text=\"Library X \" bare=\"true\"/>"), "has one of" },
		{ LIBRARY("<version text=\"Library X \" copy=\"true\"/>"), "has no attribute 'copy'" },
		{ LIBRARY("<source/>"), "files of <source>" },
		{ LIBRARY("<source files=\".c\"/>"), "files of <source>" },
		{ LIBRARY("<source files=\"a/b.c .cpp\"/>"), "files of <source>" },
		{ LIBRARY("<source files=\"a.c b.h\"/>"), "files of <source>" },
		{ LIBRARY("<version bare=\"yes\"/>"), "is not `true`" },
		{ LIBRARY("<version text=\"Library X\"/>"), "the last of them a blank" },
		{ LIBRARY("<version text=\"X \"/>"), "4 to 40 bytes" },
		{ LIBRARY("<version package=\"\"/>"), "package of <version>" },
		{ LIBRARY("<branch name=\"1\" ended=\"2025-02-30\" source=\"https://x.example/\"/>"), "a day as" },
		{ LIBRARY("<branch name=\"1\" ended=\"20250228\" source=\"https://x.example/\"/>"), "a day as" },
		{ LIBRARY("<branch name=\"1\" ended=\"2025-02-28\"/>"), "source of <branch>" },
		{ LIBRARY("<version text=\"Library&#10;X \"/>"), "text of <version>" },
	};
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_format("%s/data", world->top);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			"<libraries xmlns=\"urn:sslinv:libraries:1\">%s</libraries>", rows[i].inside);
		struct sslinv_crypto_table table;
		struct sslinv_error error = SSLINV_ERROR_INIT;

		put_text(world->top, "data/libraries.xml", text);
		if (sslinv_libraries_read(directory, &table, &error) != SSLINV_E_FORMAT ||
		    !strstr(error.message, rows[i].message))
			fail_msg("%s: %s", rows[i].inside, error.message);
		assert_int_equal(table.libraries.count, 0);
		assert_int_equal(table.mark, 0);
	}
}

/* Whatever a file is searched for, another table has another mark. */
static void tables_have_marks(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_format("%s/data", world->top);
	uint64_t marks[2];

	for (size_t i = 0; i < 2; i++) {
		SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };

		put_text(world->top, "data/libraries.xml",
			 i == 0 ? "<libraries xmlns=\"urn:sslinv:libraries:1\">" LIBRARY(
					  "<version text=\"Library X \"/>") "</libraries>"
				: "<libraries xmlns=\"urn:sslinv:libraries:1\">" LIBRARY(
					  "<version text=\"Library Y \"/>") "</libraries>");
		assert_int_equal(sslinv_libraries_read(directory, &table, NULL), 0);
		marks[i] = table.mark;
	}
	assert_true(marks[0] != 0 && marks[1] != 0 && marks[0] != marks[1]);
}

static void versions_are_taken(void **state)
{
	static const struct {
		const char *text, *version;
	} texts[] = {
		{ "3.7.9 logging", "3.7.9" },
		{ "2.28.3", "2.28.3" },
		{ "3.98 Basic ECC", "3.98" },
		{ "3.0.0-rc2 (x", "3.0.0-rc2" },
		{ "1.2.3.4", "1.2.3.4" },
		{ "10.20.30", "10.20.30" },
		{ "3", NULL },
		{ "3.", NULL },
		{ "3.7.9x", NULL },
		{ "3.7.9,", NULL },
		{ "%d.%d", NULL },
		{ "1.3.6.1.4.1", NULL },
		{ "12345.1", NULL },
		{ "1.12345", NULL },
		{ "", NULL },
		{ ".1.2", NULL },
		{ "3.0.0-fips", NULL },
	};
	static const struct {
		const char *path, *version;
	} files[] = {
		{ "/usr/lib/libmbedtls.so.2.28.3", "2.28.3" },
		{ "/usr/lib/libmbedtls.so.14", NULL },
		{ "/usr/lib/libmbedtls.so", NULL },
		{ "/x.so.1.2.3/libmbedtls.so.2.28", NULL },
		{ "/usr/lib/libmbedtls.so.2.28.3.bak", NULL },
		{ "/usr/lib/libmbedtls.so.2.28.3~", NULL },
	};
	static const struct {
		const char *package, *version;
	} packages[] = {
		{ "2:3.87.1-1+deb12u2", "3.87.1" },
		{ "2.19.3+dfsg-1+deb12u1", "2.19.3" },
		{ "3.8.3-4.el9", "3.8.3" },
		{ "3.8.3-r0", "3.8.3" },
		{ "3.8-2", "3.8" },
		{ "3.8~rc1-2", NULL },
		{ "3.8.0b2-1", NULL },
		{ "3_8-1", NULL },
		{ "git20240101", NULL },
		{ "20240101-1", NULL },
		{ "3.8.3_git-r1", NULL },
		{ "", NULL },
	};
	char version[SSLINV_CRYPTO_VERSION_SIZE];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		size_t length = sslinv_crypto_version_take(texts[i].text, texts[i].text + strlen(texts[i].text), version);

		assert_int_equal(length, texts[i].version ? strlen(texts[i].version) : 0);
		if (texts[i].version)
			assert_string_equal(version, texts[i].version);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(files); i++) {
		assert_int_equal(sslinv_crypto_version_of_file(files[i].path, version), files[i].version != NULL);
		if (files[i].version)
			assert_string_equal(version, files[i].version);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(packages); i++) {
		if (sslinv_crypto_version_of_package(packages[i].package, version) != (packages[i].version != NULL))
			fail_msg("%s", packages[i].package);
		if (packages[i].version)
			assert_string_equal(version, packages[i].version);
	}
}

static void assert_others(const struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	describe_others(world, &text);
	assert_string_equal(sslinv_str_text(&text), expected);
}

/* A library of that soname with these constants, whose texts are parted by NULs. */
#define PUT_LIBRARY(world, path, its_soname, text)                                                                          \
	put_elf((world)->top, "root" path,                                                                                  \
		&(const struct elf_spec){ X86_64, .soname = its_soname, .constants = "\0" text,                             \
					  .constants_size = sizeof("\0" text) })

/* How each project tells its version, as its real libraries do. */
static void versions_are_told(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	struct world *world = *state;
	uint32_t nettle, other;

	load_table(&table);
	forget_facts(world);
	PUT_LIBRARY(world, "/a/libgnutls.so.30.34.3", "libgnutls.so.30", "Enabled GnuTLS 3.7.9 logging...");
	PUT_LIBRARY(world, "/b/libnss3.so", "libnss3.so", "$Header: NSS 3.4 $\0Version: NSS 3.87.1 Basic ECC");
	PUT_LIBRARY(world, "/c/libmbedcrypto.so.7", "libmbedcrypto.so.7", "mbed TLS 2.28.3");
	PUT_LIBRARY(world, "/c/libmbedtls.so.2.28.3", "libmbedtls.so.14", "nothing");
	PUT_LIBRARY(world, "/c/libmbedx509.so.1", "libmbedx509.so.1", "nothing");
	PUT_LIBRARY(world, "/d/libmbedcrypto.so.16", "libmbedcrypto.so.16", "Mbed TLS 3.6.0");
	PUT_LIBRARY(world, "/e/libwolfssl.so.35", "libwolfssl.so.35", "wolfSSL 5.5.4");
	PUT_LIBRARY(world, "/f/libgcrypt.so.20", "libgcrypt.so.20", "\n\nThis is Libgcrypt 1.10.1 - The GNU Crypto Library");
	PUT_LIBRARY(world, "/g/libbotan-2.so.19", "libbotan-2.so.19", "Botan 2.19.3 (unreleased)");
	PUT_LIBRARY(world, "/h/libsodium.so.23", "libsodium.so.23", "x\0001.0.18\0blake2b 1.0.17");
	PUT_LIBRARY(world, "/i/libnettle.so.8", "libnettle.so.8", "nothing");
	PUT_LIBRARY(world, "/j/libnettle.so.8", "libnettle.so.8", "nothing");
	PUT_LIBRARY(world, "/k/libssl-awslc.so.5.1.0", "libssl-awslc.so.1", "nothing");
	/* Two versions, and what is no version: nobody knows. */
	PUT_LIBRARY(world, "/l/libgnutls.so.30", "libgnutls.so.30",
		    "Enabled GnuTLS 3.7.9 logging\0Enabled GnuTLS 3.8.0 logging");
	PUT_LIBRARY(world, "/m/libgnutls.so.30", "libgnutls.so.30", "Enabled GnuTLS %s logging\0xEnabled GnuTLS 3.7.9 x");
	PUT_LIBRARY(world, "/n/libsodium.so.23", "libsodium.so.23", "1.0.18\0001.0.19");
	/* The name of a file says what it is only where it has no soname. */
	PUT_LIBRARY(world, "/o/libwolfssl.so.24", NULL, "wolfSSL 5.0.0");
	PUT_LIBRARY(world, "/p/libwolfssl.so.24", "libplugin.so", "wolfSSL 5.0.0");
	nettle = add_package(world, "libnettle8");
	world->facts.packages.items[nettle].version = "3.8.1-2";
	own(world, nettle, "/i/libnettle.so.8");
	/* A package of another project has a version of its own. */
	other = add_package(world, "browser");
	world->facts.packages.items[other].version = "128.3.0-1";
	own(world, other, "/j/libnettle.so.8");
	link_with(world, &table, NULL);
	assert_others(world, "/a/libgnutls.so.30.34.3 - GnuTLS libgnutls.so.30 3.7.9 tls Enabled GnuTLS 3.7.9\n"
			     "/b/libnss3.so - NSS libnss3.so 3.87.1 crypto Version: NSS 3.87.1\n"
			     "/c/libmbedcrypto.so.7 - Mbed TLS libmbedcrypto.so.7 2.28.3 crypto mbed TLS 2.28.3\n"
			     "/c/libmbedtls.so.2.28.3 - Mbed TLS libmbedtls.so.14 2.28.3 tls -\n"
			     "/c/libmbedx509.so.1 - Mbed TLS libmbedx509.so.1 - crypto -\n"
			     "/d/libmbedcrypto.so.16 - Mbed TLS libmbedcrypto.so.16 3.6.0 crypto Mbed TLS 3.6.0\n"
			     "/e/libwolfssl.so.35 - wolfSSL libwolfssl.so.35 5.5.4 tls wolfSSL 5.5.4\n"
			     "/f/libgcrypt.so.20 - Libgcrypt libgcrypt.so.20 1.10.1 crypto This is Libgcrypt 1.10.1\n"
			     "/g/libbotan-2.so.19 - Botan libbotan-2.so.19 2.19.3 both Botan 2.19.3\n"
			     "/h/libsodium.so.23 - libsodium libsodium.so.23 1.0.18 crypto -\n"
			     "/i/libnettle.so.8 libnettle8 Nettle libnettle.so.8 3.8.1 crypto -\n"
			     "/j/libnettle.so.8 browser Nettle libnettle.so.8 - crypto -\n"
			     "/k/libssl-awslc.so.5.1.0 - AWS-LC libssl-awslc.so.1 5.1.0 tls -\n"
			     "/l/libgnutls.so.30 - GnuTLS libgnutls.so.30 - tls -\n"
			     "/m/libgnutls.so.30 - GnuTLS libgnutls.so.30 - tls -\n"
			     "/n/libsodium.so.23 - libsodium libsodium.so.23 - crypto -\n"
			     "/o/libwolfssl.so.24 - wolfSSL - 5.0.0 tls wolfSSL 5.0.0\n");
	assert_string_equal(world->facts.other_libraries.items[2].branch_eol, "2025-03-31");
	assert_string_equal(world->facts.other_libraries.items[10].package_version, "3.8.1-2");
	assert_null(world->facts.other_libraries.items[0].branch_eol);
	assert_null(world->facts.other_libraries.items[0].package_version);
	assert_libraries(world, "");
	assert_linkages(world, "");
}

#define LARGE 600000

/* A program of which the text lies at that place of its constants. */
#define put_program(world, path, text, place, needed) put_texts(world, path, text, sizeof(text), place, needed)
static void put_texts(const struct world *world, const char *path, const char *text, size_t length, size_t place,
		      const char *needed)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *constants = calloc(1, LARGE);
	SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root%s", path);

	assert_non_null(constants);
	memcpy(constants + place, text, length);
	put_elf(world->top, below,
		&(const struct elf_spec){ X86_64, .needed = { needed }, .interp = "/lib64/ld.so", .constants = constants,
					  .constants_size = LARGE });
}

static void copies_are_found(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	struct world *world = *state;

	load_table(&table);
	forget_facts(world);
	put_program(world, "/a", "mbed TLS 2.16.9\0/src/mbedtls-2.16.9/library/ssl_tls.c", 100, NULL);
	put_program(world, "/b", "./library/ssl_cli.c\0library/ssl_srv.c\0library/ssl_tls.c", 100, NULL);
	/* Too little: a text of the headers, two files, one file three times, other names, and what ends no string. */
	put_program(world, "/c", "mbed TLS 2.16.9", 100, NULL);
	put_program(world, "/d", "library/ssl_cli.c\0library/ssl_srv.c", 100, NULL);
	put_program(world, "/e", "./library/ssl_tls.c\0library/ssl_tls.c\0x/library/ssl_tls.c", 100, NULL);
	put_program(world, "/f", "mylibrary/ssl_cli.c\0library/ssl_srv.cc\0library/xssl_tls.c\0library/ssl_msg.c:12", 100,
		    NULL);
	put_program(world, "/g", "mbed TLS is 2.16.9\0library/ssl_tls.c", 100, NULL);
	/* It gets the library from elsewhere. */
	put_program(world, "/h", "mbed TLS 2.16.9\0library/ssl_tls.c", 100, "libmbedcrypto.so.3");
	/* The version is told twice; and two libraries. */
	put_program(world, "/i", "Mbed TLS 3.6.0\0Mbed TLS 3.6.1\0library/ssl_tls.c", 100, NULL);
	put_program(world, "/j",
		    "Botan 3.7.1 (x)\0botan_all.cpp\0../src/libsodium/sodium/core.c\0libsodium/sodium/utils.c\0"
		    "libsodium/sodium/codecs.c",
		    100, NULL);
	link_with(world, &table, NULL);
	assert_others(world, "/a - Mbed TLS - 2.16.9 both mbed TLS 2.16.9\n"
			     "/b - Mbed TLS - - both -\n"
			     "/i - Mbed TLS - - both -\n"
			     "/j - Botan - 3.7.1 both Botan 3.7.1\n"
			     "/j - libsodium - - crypto -\n"
			     "/a - - -> /a - Mbed TLS both embedded likely\n"
			     "/b - - -> /b - Mbed TLS both embedded likely\n"
			     "/h - libmbedcrypto.so.3 -> - - Mbed TLS crypto needed certain\n"
			     "/i - - -> /i - Mbed TLS both embedded likely\n"
			     "/j - - -> /j - Botan both embedded likely\n"
			     "/j - - -> /j - libsodium crypto embedded likely\n");
	assert_libraries(world, "");
	/* Wherever a window of the search begins. */
	for (size_t place = 262144 - 400; place < 262144 + 40; place += 7) {
		forget_facts(world);
		put_program(world, "/b", "tls13con.c\0Version: NSS 3.101.2", place, NULL);
		link_with(world, &table, NULL);
		if (world->facts.other_libraries.count != 5 ||
		    strcmp(or_none(world->facts.other_libraries.items[1].version), "3.101.2") != 0)
			fail_msg("not found at %zu", place);
	}
}

static void say_packages(struct world *world)
{
	uint32_t gnutls, app;

	forget_facts(world);
	gnutls = add_package(world, "libgnutls30");
	app = add_package(world, "both");
	world->facts.packages.items[app].arch = "amd64";
	world->facts.packages.items[gnutls].arch = "amd64";
	world->facts.packages.items[add_package(world, "libgnutls30")].arch = "i386";
	own(world, gnutls, "/usr/lib/multi/libgnutls.so.30");
	own(world, app, "/usr/bin/both");
}

/* The loader's choice, dlopen notes, owners; and OpenSSL beside them, which nothing changes. */
static void put_users(struct world *world)
{
	static const char *const directories[] = { "/usr/lib/multi", NULL };
	const struct elf_spec both = { X86_64, .needed = { "libssl.so.3", "libgnutls.so.30", "libc.so.6" },
				       .interp = "/lib64/ld.so" };
	const struct elf_spec bundled = { X86_64, .needed = { "libsodium-3a1b2c4d.so.23" }, .runpath = "$ORIGIN" };
	const struct elf_spec note = {
		X86_64, .interp = "/lib64/ld.so",
		.dlopen_note = "[{\"soname\":[\"libnettle.so.9\",\"libnettle.so.8\"],\"priority\":\"suggested\"},"
			       "{\"soname\":\"libcrypto.so.3\"},{\"soname\":\"libelf.so.1\"}]"
	};
	put_text(world->top, "root/etc/ld.so.conf", "/usr/lib/multi\n");
	put_crypto(world, "/usr/lib/multi/libcrypto.so.3");
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	PUT_LIBRARY(world, "/usr/lib/multi/libgnutls.so.30", "libgnutls.so.30", "Enabled GnuTLS 3.7.9 logging");
	PUT_LIBRARY(world, "/usr/lib/multi/libnettle.so.8", "libnettle.so.8", "nothing");
	PUT_LIBRARY(world, "/opt/wheel/libsodium-3a1b2c4d.so.23", "libsodium-3a1b2c4d.so.23", "1.0.18");
	put_elf(world->top, "root/opt/wheel/_sodium.so", &bundled);
	put_elf(world->top, "root/usr/bin/both", &both);
	put_elf(world->top, "root/usr/bin/note", &note);
	put_cache(world->top, "root", directories);
	say_packages(world);
}

#define USERS                                                                                                               \
	"/opt/wheel/libsodium-3a1b2c4d.so.23 - libsodium libsodium-3a1b2c4d.so.23 1.0.18 crypto -\n"                        \
	"/usr/lib/multi/libgnutls.so.30 libgnutls30:amd64 GnuTLS libgnutls.so.30 3.7.9 tls Enabled GnuTLS 3.7.9\n"          \
	"/usr/lib/multi/libnettle.so.8 - Nettle libnettle.so.8 - crypto -\n"                                                \
	"/opt/wheel/_sodium.so - libsodium-3a1b2c4d.so.23 -> /opt/wheel/libsodium-3a1b2c4d.so.23 - libsodium crypto"        \
	" needed certain\n"                                                                                                 \
	"/usr/bin/both both libgnutls.so.30 -> /usr/lib/multi/libgnutls.so.30 libgnutls30:amd64 GnuTLS tls needed "         \
	"certain\n"                                                                                                         \
	"/usr/bin/note - libnettle.so.8 -> /usr/lib/multi/libnettle.so.8 - Nettle crypto dlopen possible\n"
#define OPENSSL_USERS                                                                                                       \
	"/usr/bin/both both libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"                                           \
	"/usr/bin/note - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - dlopen\n"                                        \
	"/usr/lib/multi/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n"

static void users_are_found(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	struct world *world = *state;
	bool providers[3], consumers[3];
	size_t files_read;

	load_table(&table);
	put_users(world);
	link_with(world, NULL, NULL);
	assert_others(world, "");
	assert_linkages(world, OPENSSL_USERS);
	files_read = world->facts.files_read;
	for (size_t i = 0; i < 3; i++) {
		providers[i] = world->facts.packages.items[i].is_provider;
		consumers[i] = world->facts.packages.items[i].is_consumer;
	}
	put_users(world);
	link_with(world, &table, NULL);
	assert_others(world, USERS);
	assert_linkages(world, OPENSSL_USERS);
	assert_problems(world, "");
	/* The same read serves both, and no package changes its role or its label. */
	assert_int_equal(world->facts.files_read, files_read);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(world->facts.packages.items[i].is_provider, providers[i]);
		assert_int_equal(world->facts.packages.items[i].is_consumer, consumers[i]);
		assert_null(world->facts.packages.items[i].label);
	}
}

/* A cache of one search hides nothing from another, and gives the same as the files themselves. */
static void caches_are_of_one_search(void **state)
{
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *cache = sslinv_str_format("%s/cache", world->top);
	static const bool all[] = { false, true, true, false, false, true };

	load_table(&table);
	put_users(world);
	/* What changed within two seconds is not noted. */
	sleep(3);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(all); i++) {
		say_packages(world);
		link_with(world, all[i] ? &table : NULL, cache);
		assert_others(world, all[i] ? USERS : "");
		assert_linkages(world, OPENSSL_USERS);
		if (i > 0 && all[i] == all[i - 1])
			assert_int_equal(world->facts.files_read, 0);
	}
}

static void other(struct sslinv_facts *facts, const char *path, const char *package, const char *version)
{
	struct sslinv_other_library *library = sslinv_array_add(&facts->other_libraries);

	assert_non_null(library);
	*library = (struct sslinv_other_library){
		.path = path, .package = package, .library = "GnuTLS", .version = version, .purpose = "tls"
	};
}

/* What a scan of a day finds where it looked for all libraries: those of these versions, "" for none. */
static void all_facts(struct sslinv_facts *facts, int day, const char *owned, const char *unowned)
{
	host_facts(facts, "web1", START_TIME + day * DAY, "3.0.19-1");
	facts->scope = SSLINV_SCOPE_ALL;
	if (*owned)
		other(facts, "/usr/lib/libgnutls.so.30", facts->packages_complete ? "libgnutls30" : NULL, owned);
	if (*unowned)
		other(facts, "/opt/libgnutls.so.30", NULL, unowned);
}

/* What was not looked at stays; what was looked for and is gone goes; and what nobody looks for any more is not known. */
static void others_come_and_go(void **state)
{
	static const char present[] = "SELECT path, package, version FROM libraries WHERE family = 'GnuTLS' ORDER BY path";
	static const char past[] =
		"SELECT path, version, gone_at, gone_because FROM libraries_history WHERE family = 'GnuTLS'"
		" ORDER BY first_seen, path";
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/inventory.db", world->top);
	SSLINV_CLEANUP(sslinv_free_ptr) char *fleet = sslinv_str_format("%s/fleet.db", world->top);
	struct sslinv_facts facts;
	struct sslinv_store *store;
	struct sslinv_store_merged merged;

	all_facts(&facts, 0, "3.7.9", "3.8.0");
	save(path, &facts);
	assert_rows(path, present, "/opt/libgnutls.so.30|NULL|3.8.0\n/usr/lib/libgnutls.so.30|libgnutls30|3.7.9\n");
	/* Without the walk nothing is known of files without an owner, and without the packages nothing of owners. */
	all_facts(&facts, 1, "3.7.9", "");
	facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	facts.walk_complete = false;
	save(path, &facts);
	host_facts(&facts, "web1", START_TIME + 2 * DAY, "3.0.19-1");
	facts.scope = SSLINV_SCOPE_ALL;
	facts.packages_complete = false;
	other(&facts, "/usr/lib/libgnutls.so.30", NULL, "3.7.9");
	save(path, &facts);
	assert_rows(path, present, "/opt/libgnutls.so.30|NULL|3.8.0\n/usr/lib/libgnutls.so.30|libgnutls30|3.7.9\n");
	assert_rows(path, "SELECT count(*) FROM libraries_history WHERE family = 'GnuTLS'", "2\n");
	assert_rows(path, "SELECT count(*) FROM packages WHERE name LIKE '%gnutls%'", "0\n");
	/* Another version, and one that is gone. */
	all_facts(&facts, 3, "3.7.10", "");
	save(path, &facts);
	assert_rows(path, past,
		    "/opt/libgnutls.so.30|3.8.0|2026-11-27T06:55:26Z|not found\n"
		    "/usr/lib/libgnutls.so.30|3.7.9|2026-11-27T06:55:26Z|not found\n"
		    "/usr/lib/libgnutls.so.30|3.7.10|NULL|NULL\n");
	store = open_store(fleet, SSLINV_SQL_WRITE);
	assert_int_equal(sslinv_store_merge(store, path, &merged, NULL), 0);
	sslinv_store_close(store);
	assert_rows(fleet, present, "/usr/lib/libgnutls.so.30|libgnutls30|3.7.10\n");
	/* A scan of the same host into another inventory did not look for them. */
	(void)unlink(path);
	host_facts(&facts, "web1", START_TIME + 4 * DAY, "3.0.19-1");
	save(path, &facts);
	store = open_store(fleet, SSLINV_SQL_WRITE);
	assert_int_equal(sslinv_store_merge(store, path, &merged, NULL), 0);
	sslinv_store_close(store);
	assert_rows(fleet, present, "");
	assert_rows(fleet, past,
		    "/opt/libgnutls.so.30|3.8.0|2026-11-27T06:55:26Z|not found\n"
		    "/usr/lib/libgnutls.so.30|3.7.9|2026-11-27T06:55:26Z|not found\n"
		    "/usr/lib/libgnutls.so.30|3.7.10|2026-11-28T06:55:26Z|not looked for\n");
	assert_rows(fleet, "SELECT count(*) FROM libraries", "2\n");
}

/* What the newest scan looked for decides what the next one does. */
static void the_scope_is_remembered(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/scope.db", world->top);
	static const enum sslinv_scope scopes[] = { SSLINV_SCOPE_OPENSSL, SSLINV_SCOPE_ALL, SSLINV_SCOPE_OPENSSL };
	struct sslinv_facts facts;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(scopes); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts next = { 0 };
		struct sslinv_store *store;

		host_facts(&facts, "web1", START_TIME + (int)i * DAY, "3.0.19-1");
		facts.scope = scopes[i];
		save(path, &facts);
		store = open_store(path, SSLINV_SQL_READ);
		next.host.host = "web1";
		assert_int_equal(sslinv_store_load_scope(store, &next, NULL), 0);
		assert_int_equal(next.scope, scopes[i]);
		next.host.host = "web2";
		assert_int_equal(sslinv_store_load_scope(store, &next, NULL), 0);
		assert_int_equal(next.scope, SSLINV_SCOPE_OPENSSL);
		sslinv_store_close(store);
	}
	/* A scan from before there was a choice. */
	change_file(path, "UPDATE scan SET library = NULL");
	{
		struct sslinv_store *store = open_store(path, SSLINV_SQL_READ);

		memset(&facts, 0, sizeof(facts));
		facts.host.host = "web1";
		assert_int_equal(sslinv_store_load_scope(store, &facts, NULL), 0);
		assert_int_equal(facts.scope, SSLINV_SCOPE_OPENSSL);
		sslinv_store_close(store);
	}
	assert_rows(path, "SELECT DISTINCT library FROM scans", "openssl\n");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sonames_are_known),
		cmocka_unit_test(branches_have_ends),
		cmocka_unit_test(versions_are_taken),
		TEST(wrong_tables_are_refused),
		TEST(tables_have_marks),
		TEST(versions_are_told),
		TEST(copies_are_found),
		TEST(users_are_found),
		TEST(caches_are_of_one_search),
		TEST(others_come_and_go),
		TEST(the_scope_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
