/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which OpenSSL stands in a file: every text that was ever seen, what only looks like one, and real libraries and programs.
 */
#include "elf_writer.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "elf/openssl_ident.h"
#include "openssl/release.h"

/* As openssl_ident.c has it: texts are put across its ends. */
#define WINDOW ((size_t)256 * 1024)

static struct sslinv_openssl_ident ident_of_bytes(const void *bytes, size_t size)
{
	struct elf_spec spec = { .is_64bit = true, .machine = EM_X86_64, .constants = bytes, .constants_size = size };
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("elf", MFD_CLOEXEC);
	struct elf_image image = elf_write(&spec);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_openssl_ident ident;
	struct sslinv_elf elf;

	assert_int_equal(write(fd, image.bytes, image.size), image.size);
	assert_int_equal(sslinv_elf_read(fd, image.size, &arena, &elf, NULL), 0);
	free(image.bytes);
	if (sslinv_openssl_ident_read(fd, &elf, NULL, &ident, &error) < 0)
		fail_msg("%s", error.message);
	return ident;
}

static struct sslinv_openssl_ident ident_of_path(const char *path)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct sslinv_openssl_ident ident;
	struct sslinv_elf elf;
	struct stat status;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(sslinv_elf_read(fd, (uint64_t)status.st_size, &arena, &elf, NULL), 0);
	assert_int_equal(sslinv_openssl_ident_read(fd, &elf, NULL, &ident, NULL), 0);
	return ident;
}

/* ---- texts
 * ---------------------------------------------------------------------------------------------------------------- */

static const struct text_case {
	const char *text;
	enum sslinv_library_kind kind;
	const char *version;
} texts[] = {
	{ "OpenSSL 0.9.6b [engine] 9 Jul 2001", SSLINV_LIBRARY_OPENSSL, "0.9.6b" },
	{ "OpenSSL 0.9.7a Feb 19 2003", SSLINV_LIBRARY_OPENSSL, "0.9.7a" },
	{ "OpenSSL 0.9.6b FIPS (beta) [engine] 9 Jul 2001", SSLINV_LIBRARY_OPENSSL, "0.9.6b" },
	{ "OpenSSL 0.9.8e-fips-rhel5 01 Jul 2008", SSLINV_LIBRARY_OPENSSL, "0.9.8e" },
	{ "OpenSSL 0.9.8zh 3 Dec 2015", SSLINV_LIBRARY_OPENSSL, "0.9.8zh" },
	{ "OpenSSL 1.0.0-beta3 15 Jul 2009", SSLINV_LIBRARY_OPENSSL, "1.0.0-beta3" },
	{ "OpenSSL 1.0.1e-fips 11 Feb 2013", SSLINV_LIBRARY_OPENSSL, "1.0.1e" },
	{ "OpenSSL 1.0.2k-fips  26 Jan 2017", SSLINV_LIBRARY_OPENSSL, "1.0.2k" },
	{ "OpenSSL 1.0.2zg  7 Feb 2023", SSLINV_LIBRARY_OPENSSL, "1.0.2zg" },
	{ "OpenSSL 1.0.2-dev  xx XXX xxxx", SSLINV_LIBRARY_OPENSSL, "1.0.2-dev" },
	{ "OpenSSL 1.1.0-pre6-dev  xx XXX xxxx", SSLINV_LIBRARY_OPENSSL, "1.1.0-pre6-dev" },
	{ "OpenSSL 1.1.1-pre8 (beta) 20 Jun 2018", SSLINV_LIBRARY_OPENSSL, "1.1.1-pre8" },
	{ "OpenSSL 1.1.1k  FIPS 25 Mar 2021", SSLINV_LIBRARY_OPENSSL, "1.1.1k" },
	{ "OpenSSL 1.1.1g FIPS  21 Apr 2020", SSLINV_LIBRARY_OPENSSL, "1.1.1g" },
	{ "OpenSSL 1.1.1w  11 Sep 2023", SSLINV_LIBRARY_OPENSSL, "1.1.1w" },
	{ "OpenSSL 3.0.0 7 sep 2021", SSLINV_LIBRARY_OPENSSL, "3.0.0" },
	{ "OpenSSL 3.0.13 30 Jan 2024", SSLINV_LIBRARY_OPENSSL, "3.0.13" },
	{ "OpenSSL 3.0.8+quic 7 Feb 2023", SSLINV_LIBRARY_OPENSSL, "3.0.8" },
	{ "OpenSSL 3.2.0-alpha1 7 Sep 2023", SSLINV_LIBRARY_OPENSSL, "3.2.0-alpha1" },
	{ "OpenSSL 3.2.0-beta1+vendor.2 26 Oct 2023", SSLINV_LIBRARY_OPENSSL, "3.2.0-beta1" },
	{ "OpenSSL 3.2.0-dev ", SSLINV_LIBRARY_OPENSSL, "3.2.0-dev" },
	{ "OpenSSL 4.0.0 14 Apr 2026", SSLINV_LIBRARY_OPENSSL, "4.0.0" },
	{ "LibreSSL 3.8.2", SSLINV_LIBRARY_LIBRESSL, "3.8.2" },
	{ "LibreSSL 2.0.0-dev", SSLINV_LIBRARY_LIBRESSL, "2.0.0-dev" },
	{ "OpenSSL 1.1.1 (compatible; BoringSSL)", SSLINV_LIBRARY_BORINGSSL, "" },
	{ "OpenSSL 1.1.1 (compatible; AWS-LC 1.30.1)", SSLINV_LIBRARY_AWS_LC, "1.30.1" },
	{ "OpenSSL 1.1.1 (compatible; AWS-LC)", SSLINV_LIBRARY_AWS_LC, "" },
	{ "OpenSSL 1.1.1 (compatible; AWS-LC 1.x)", SSLINV_LIBRARY_AWS_LC, "" },
	{ "AWS-LC 1.30.1", SSLINV_LIBRARY_AWS_LC, "1.30.1" },
	{ "AWS-LC FIPS 3.0.0", SSLINV_LIBRARY_AWS_LC, "3.0.0" },
	/* What is said about OpenSSL, and what has it in its name. */
	{ "OpenSSL %s", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL %d.%d.%d", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0 or later", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0.0 or later", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 1.1.1 or 30 Jan 2024", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 1.1.1", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0.13 30 Jan 20241", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0.13 30 January 2024", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0.13x9 30 Jan 2024", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 33333.0.13 30 Jan 2024", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL 3.0.13", SSLINV_LIBRARY_NONE, "" },
	{ "OpenSSL", SSLINV_LIBRARY_NONE, "" },
	{ "pyOpenSSL 23.2.0 1 Jan 2023", SSLINV_LIBRARY_NONE, "" },
	{ "Py-OpenSSL 23.2.0 1 Jan 2023", SSLINV_LIBRARY_NONE, "" },
	{ "LibreSSL 2.7.0 or later", SSLINV_LIBRARY_NONE, "" },
	{ "LibreSSL %s", SSLINV_LIBRARY_NONE, "" },
	{ "BoringSSL", SSLINV_LIBRARY_NONE, "" },
	{ "AWS-LC", SSLINV_LIBRARY_NONE, "" },
	{ "AWS-LC FIPS failure caused by:", SSLINV_LIBRARY_NONE, "" },
	{ "", SSLINV_LIBRARY_NONE, "" },
};

static void every_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct sslinv_openssl_ident ident;
		char bytes[128] = "before";

		snprintf(bytes + 7, sizeof(bytes) - 7, "%s", texts[i].text);
		ident = ident_of_bytes(bytes, 7 + strlen(texts[i].text) + 8);
		if (ident.kind != texts[i].kind || strcmp(ident.version, texts[i].version) != 0)
			fail_msg("'%s' is taken for %d '%s'", texts[i].text, (int)ident.kind, ident.version);
		if (texts[i].kind == SSLINV_LIBRARY_NONE) {
			assert_string_equal(ident.version_text, "");
		} else {
			size_t length = strlen(texts[i].text);

			/* Without the space where a date would stand. */
			length -= texts[i].text[length - 1] == ' ';
			assert_int_equal(strlen(ident.version_text), length);
			assert_memory_equal(ident.version_text, texts[i].text, length);
		}
		assert_int_equal(ident.own_code, 0);
	}
}

/* Cut at every byte by the end of the constants: found or not found, never half of it. */
static void texts_at_the_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (size_t length = 1; texts[i].kind && length < strlen(texts[i].text); length++) {
			struct sslinv_openssl_ident ident = ident_of_bytes(texts[i].text, length);

			if (ident.kind == SSLINV_LIBRARY_NONE)
				continue;
			assert_int_equal(ident.kind, texts[i].kind);
			assert_memory_equal(ident.version_text, texts[i].text, strlen(ident.version_text));
		}
}

static void texts_across_windows(void **state)
{
	static const char text[] = "OpenSSL 3.0.13 30 Jan 2024", path[] = "../crypto/evp/evp_enc.c";
	size_t size = 3 * WINDOW;
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = malloc(size);

	(void)state;
	for (size_t back = 0; back <= sizeof(text) + 1; back++) {
		struct sslinv_openssl_ident ident;

		memset(bytes, 'x', size);
		memset(bytes + WINDOW - 64, 0, 128);
		memset(bytes + 2 * WINDOW - 64, 0, 128);
		memcpy(bytes + WINDOW - back, text, sizeof(text));
		memcpy(bytes + 2 * WINDOW - back, path, sizeof(path));
		ident = ident_of_bytes(bytes, size);
		assert_int_equal(ident.kind, SSLINV_LIBRARY_OPENSSL);
		assert_string_equal(ident.version_text, text);
		assert_int_equal(ident.own_code, 1);
	}
}

/* ---- marks
 * ---------------------------------------------------------------------------------------------------------------- */

static struct sslinv_openssl_ident ident_of_strings(const char *const *strings)
{
	struct sslinv_str bytes = { 0 };
	struct sslinv_openssl_ident ident;

	assert_int_equal(sslinv_str_add_bytes(&bytes, "", 1), 0);
	for (; *strings; strings++)
		assert_int_equal(sslinv_str_add_bytes(&bytes, *strings, strlen(*strings) + 1), 0);
	ident = ident_of_bytes(bytes.data, bytes.length);
	sslinv_str_free(&bytes);
	return ident;
}

static void marks(void **state)
{
	static const struct {
		const char *strings[8];
		enum sslinv_library_kind kind;
		unsigned own_code;
		const char *version;
	} cases[] = {
		/* 1.0.2 and before. */
		{ { "evp_enc.c", "rsa_lib.c", "bn_lib.c", "EVP part of OpenSSL 1.0.2k-fips  26 Jan 2017" },
		  SSLINV_LIBRARY_OPENSSL,
		  4,
		  "1.0.2k" },
		{ { "ssl_lib.c", "s3_lib.c", "ssl_cert.c" }, SSLINV_LIBRARY_OPENSSL, 3, "" },
		/* The library's own text counts, not that of the header. */
		{ { "OpenSSL 1.0.1e 11 Feb 2013", "SHA1 part of OpenSSL 1.0.2k  26 Jan 2017", "evp_enc.c", "bn_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "1.0.2k" },
		/* The same file twice is one mark; so are two paths to it. */
		{ { "crypto/evp/evp_enc.c", "../crypto/evp/evp_enc.c", "evp_enc.c" }, SSLINV_LIBRARY_NONE, 1, "" },
		/* What others have. */
		{ { "crypto/rsa/rsa.go", "lib/my_evp_enc.c", "evp_enc.cpp", "evp_enc.c:12", "xevp_lib.c", "Evp_lib.c" },
		  SSLINV_LIBRARY_NONE,
		  0,
		  "" },
		/* 3.x that nobody asked for its text. */
		{ { "OpenSSL Default Provider", "3.0.19", "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.0.19" },
		{ { "OpenSSL Default Provider", "3.0.19", "4.1.2", "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.0.19" },
		{ { "OpenSSL Default Provider", "3.0.19", "component 3.5.1", "crypto/evp/evp_enc.c",
		    "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "" },
		/* A linker leaves out a string that is the end of another one. */
		{ { "OpenSSL Default Provider", "component 3.0.20", "4.5.0", "crypto/evp/evp_enc.c",
		    "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.0.20" },
		{ { "OpenSSL Default Provider", "LLVM 13.0.1", "4.5.0", "3.1.9", "x 3.7.0", "crypto/evp/evp_enc.c",
		    "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "" },
		/* The text of a header that the program was compiled with. */
		{ { "OpenSSL Default Provider", "3.0.20", "OpenSSL 3.5.8 25 Aug 2026", "crypto/evp/evp_enc.c",
		    "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.0.20" },
		{ { "OpenSSL Default Provider", "3.0.20", "OpenSSL 3.5.8 25 Aug 2026", "OpenSSL 3.0.20 7 Apr 2026", "4.1.0",
		    "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.0.20" },
		{ { "OpenSSL Default Provider", "3.0.20", "3.5.8", "OpenSSL 3.5.8 25 Aug 2026", "OpenSSL 3.0.20 7 Apr 2026",
		    "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "" },
		{ { "OpenSSL Default Provider", "3.0.8+quic", "OpenSSL 3.0.8+quic 7 Feb 2023", "3.1.2",
		    "crypto/evp/evp_enc.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  2,
		  "3.0.8" },
		{ { "OpenSSL 1.1.1w  11 Sep 2023", "OpenSSL 3.5.8 25 Aug 2026", "crypto/evp/evp_enc.c",
		    "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  2,
		  "" },
		/* Both texts may be the library's, though one is of no release that is known. */
		{ { "OpenSSL Default Provider", "3.0.20", "4.9.1", "OpenSSL 4.9.1 1 Jan 2027", "OpenSSL 3.0.20 7 Apr 2026",
		    "crypto/evp/evp_enc.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  2,
		  "" },
		{ { "OpenSSL FIPS Provider", "3.5.4", "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "3.5.4" },
		{ { "OpenSSL 3.0.3 3 May 2022", "Tongsuo 8.4.0", "OpenSSL Default Provider", "3.0.3",
		    "crypto/evp/evp_enc.c" },
		  SSLINV_LIBRARY_TONGSUO,
		  2,
		  "8.4.0" },
		{ { "BabaSSL 8.3.2", "OpenSSL 1.1.1h  22 Sep 2020", "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c" },
		  SSLINV_LIBRARY_TONGSUO,
		  2,
		  "8.3.2" },
		{ { "3.0.19", "crypto/evp/evp_enc.c", "crypto/rsa/rsa_lib.c", "crypto/bn/bn_lib.c" },
		  SSLINV_LIBRARY_OPENSSL,
		  3,
		  "" },
		/* The forks. */
		{ { "src/crypto/x509/x509_vfy.c", "src/crypto/fipsmodule/rsa/padding.c", "src/crypto/asn1/tasn_dec.c",
		    "src/crypto/pem/pem_lib.c" },
		  SSLINV_LIBRARY_BORINGSSL,
		  3,
		  "" },
		{ { "/ssl/ssl_lib.cc", "/ssl/ssl_cert.cc", "/ssl/d1_lib.cc" }, SSLINV_LIBRARY_BORINGSSL, 3, "" },
		{ { "/x/aws-lc/crypto/x509/x509_vfy.c", "/x/aws-lc/crypto/fipsmodule/bn/bn.c",
		    "/x/aws-lc/crypto/pem/pem_lib.c", "/x/aws-lc/crypto/asn1/tasn_dec.c", "AWS-LC 1.30.1" },
		  SSLINV_LIBRARY_AWS_LC,
		  3,
		  "1.30.1" },
		/* Both in one file. */
		{ { "AWS-LC 1.30.1", "/x/aws-lc/crypto/x509/x509_vfy.c", "OpenSSL 3.5.4 30 Sep 2025",
		    "OpenSSL Default Provider", "OpenSSL RSA method", "OpenSSL NULL UI" },
		  SSLINV_LIBRARY_OPENSSL,
		  4,
		  "3.5.4" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sslinv_openssl_ident ident = ident_of_strings(cases[i].strings);

		if (ident.kind != cases[i].kind || ident.own_code != cases[i].own_code ||
		    strcmp(ident.version, cases[i].version) != 0)
			fail_msg("case %zu: %d, %u marks, '%s'", i, (int)ident.kind, ident.own_code, ident.version);
	}
}

/* Paths that only the forks have, of so many different files; ring has a few of them, under its own name. */
static void forks_by_their_paths(void **state)
{
	static const struct {
		const char *before, *after;
		unsigned count;
		enum sslinv_library_kind kind;
		const char *text;
	} cases[] = {
		{ "/src/third_party/boringssl/crypto/fipsmodule/aes/file", ".cc.inc", 49, SSLINV_LIBRARY_BORINGSSL, "" },
		{ "/b/crypto/fipsmodule/bn/file", ".c", 49, SSLINV_LIBRARY_BORINGSSL, "" },
		{ "crypto/fipsmodule/ec/file", ".cc", 40, SSLINV_LIBRARY_BORINGSSL, "" },
		{ "crypto/fipsmodule/ec/file", ".c", 8, SSLINV_LIBRARY_NONE, "" },
		{ "/root/.cargo/registry/src/x/ring-0.17.8/crypto/fipsmodule/bn/f", ".c", 40, SSLINV_LIBRARY_NONE, "" },
		{ "/x/aws-lc/c++/crypto/fipsmodule/bn/f", ".c", 40, SSLINV_LIBRARY_AWS_LC, "" },
		{ "/x/aws-lc-sys-0.40.0/aws-lc/crypto/fipsmodule/bn/f", ".c", 40, SSLINV_LIBRARY_AWS_LC,
		  "aws-lc-sys-0.40.0" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_str bytes = { 0 };
		struct sslinv_openssl_ident ident;

		assert_int_equal(sslinv_str_add_bytes(&bytes, "", 1), 0);
		for (unsigned n = 0; n < cases[i].count; n++) {
			char path[160];

			snprintf(path, sizeof(path), "%s%u%s", cases[i].before, n, cases[i].after);
			assert_int_equal(sslinv_str_add_bytes(&bytes, path, strlen(path) + 1), 0);
		}
		ident = ident_of_bytes(bytes.data, bytes.length);
		sslinv_str_free(&bytes);
		if (ident.kind != cases[i].kind || strcmp(ident.version_text, cases[i].text) != 0 ||
		    (ident.own_code >= 2) != (cases[i].kind != SSLINV_LIBRARY_NONE))
			fail_msg("case %zu: %d, %u marks, '%s'", i, (int)ident.kind, ident.own_code, ident.version_text);
	}
}

/* Without a version, all that the file says is told; where the library says of its build, its text is the one. */
static void several_texts(void **state)
{
	static const char *const two[] = { "OpenSSL 1.1.1w  11 Sep 2023", "OpenSSL 3.5.8 25 Aug 2026", "evp_enc.c",
					   "bn_lib.c", NULL };
	static const char filling[4096] = { 0 };
	struct sslinv_openssl_ident ident = ident_of_strings(two);
	struct sslinv_str bytes = { 0 };

	(void)state;
	assert_string_equal(ident.version, "");
	assert_string_equal(ident.version_text, "OpenSSL 1.1.1w  11 Sep 2023, OpenSSL 3.5.8 25 Aug 2026");
	assert_int_equal(sslinv_str_add_bytes(&bytes, "\0OpenSSL 3.5.8 25 Aug 2026\0evp_enc.c\0bn_lib.c", 46), 0);
	assert_int_equal(sslinv_str_add_bytes(&bytes, filling, sizeof(filling)), 0);
	assert_int_equal(sslinv_str_add_bytes(&bytes, "OpenSSL 1.1.1w  11 Sep 2023\0OPENSSLDIR: \"/x\"", 45), 0);
	ident = ident_of_bytes(bytes.data, bytes.length);
	sslinv_str_free(&bytes);
	assert_string_equal(ident.version, "1.1.1w");
}

/* One text and one version, however often. */
static void repeated_texts(void **state)
{
	static const char fixed[] = "\0OpenSSL Default Provider\0evp_enc.c\0bn_lib.c";
	static const char again[] = "OpenSSL 3.0.20 7 Apr 2026\0003.0.20";
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str bytes = { 0 };
	struct sslinv_openssl_ident ident;

	(void)state;
	assert_int_equal(sslinv_str_add_bytes(&bytes, fixed, sizeof(fixed)), 0);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(sslinv_str_add_bytes(&bytes, again, sizeof(again)), 0);
	ident = ident_of_bytes(bytes.data, bytes.length);
	assert_string_equal(ident.version, "3.0.20");
	assert_string_equal(ident.version_text, "OpenSSL 3.0.20 7 Apr 2026");
}

/* More texts, or bare versions, than are kept: then nothing decides. */
static void too_many_of_them(void **state)
{
	for (unsigned kind = 0; kind < 2; kind++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str bytes = { 0 };
		struct sslinv_openssl_ident ident;
		static const char fixed[] = "\0OpenSSL Default Provider\0evp_enc.c\0bn_lib.c\0003.0.20\0";

		(void)state;
		assert_int_equal(sslinv_str_add_bytes(&bytes, fixed, sizeof(fixed) - 1), 0);
		for (unsigned i = 0; i < 40; i++) {
			char text[64];

			snprintf(text, sizeof(text), kind ? "9.8.%u" : "OpenSSL 3.0.%u 7 Apr 2026", i);
			assert_int_equal(sslinv_str_add_bytes(&bytes, text, strlen(text) + 1), 0);
		}
		ident = ident_of_bytes(bytes.data, bytes.length);
		assert_int_equal(ident.kind, SSLINV_LIBRARY_OPENSSL);
		assert_string_equal(ident.version, "");
		assert_true(strlen(ident.version_text) < sizeof(ident.version_text));
		assert_int_equal(strncmp(ident.version_text, "OpenSSL 3.0.0 7 Apr 2026, OpenSSL 3.0.1 7 Apr 2026", 50) == 0,
				 kind == 0);
	}
}

static void releases(void **state)
{
	static const char *const yes[] = { "3.0.0", "3.0.20", "3.5.8", "4.0.1", "3.1.8" };
	static const char *const no[] = { "1.1.1", "3.7.0", "3.1.9", "4.5.0", "3.0.99", "9.0.0", "", "3.0" };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(yes); i++)
		assert_true(sslinv_openssl_is_release(yes[i]));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(no); i++)
		assert_false(sslinv_openssl_is_release(no[i]));
}

/* The table knows each release that the bundled guidance names: a new branch is one more row. */
static void releases_of_the_bundled_guidance(void **state)
{
	const char *data = getenv("SSLINV_DATA");
	SSLINV_CLEANUP(sslinv_free_ptr) char *list = NULL;
	unsigned checked = 0;
	char *rest = NULL;

	(void)state;
	if (!data ||
	    run_command(&list, "grep -o '\"[3-9][.][0-9]*[.][0-9]*\"' '%s/openssl.xml' | tr -d '\"' | sort -u", data) != 0) {
		print_message("# no bundled guidance\n");
		skip();
	}
	for (char *version = strtok_r(list, "\n", &rest); version; version = strtok_r(NULL, "\n", &rest)) {
		if (!sslinv_openssl_is_release(version))
			fail_msg("%s", version);
		checked++;
	}
	assert_true(checked > 20);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(sslinv_library_name(SSLINV_LIBRARY_OPENSSL), "OpenSSL");
	assert_string_equal(sslinv_library_name(SSLINV_LIBRARY_LIBRESSL), "LibreSSL");
	assert_string_equal(sslinv_library_name(SSLINV_LIBRARY_BORINGSSL), "BoringSSL");
	assert_string_equal(sslinv_library_name(SSLINV_LIBRARY_AWS_LC), "AWS-LC");
	assert_string_equal(sslinv_library_name(SSLINV_LIBRARY_TONGSUO), "Tongsuo");
	assert_null(sslinv_library_name(SSLINV_LIBRARY_NONE));
}

/* ---- hostile files
 * -------------------------------------------------------------------------------------------------------- */

/* A terabyte of nothing, and a text behind it. */
static void holes(void **state)
{
	static const char text[] = "OpenSSL 3.0.13 30 Jan 2024";
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("hole", MFD_CLOEXEC);
	struct sslinv_elf_segment segment = { 0, (uint64_t)1 << 40 };
	struct sslinv_elf elf = { .is_elf = true, .constants = &segment, .constants_count = 1 };
	struct sslinv_openssl_ident ident;

	(void)state;
	assert_int_equal(ftruncate(fd, (off_t)segment.size), 0);
	assert_int_equal(pwrite(fd, text, sizeof(text), ((off_t)1 << 39) + 12345), sizeof(text));
	assert_int_equal(sslinv_openssl_ident_read(fd, &elf, NULL, &ident, NULL), 0);
	assert_string_equal(ident.version, "3.0.13");
}

static void file_that_shrinks(void **state)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("short", MFD_CLOEXEC);
	struct sslinv_elf_segment segment = { 10, 1000000 };
	struct sslinv_elf elf = { .is_elf = true, .constants = &segment, .constants_count = 1 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_openssl_ident ident;

	(void)state;
	assert_int_equal(ftruncate(fd, 5000), 0);
	assert_int_equal(sslinv_openssl_ident_read(fd, &elf, NULL, &ident, &error), SSLINV_E_FORMAT);
	assert_non_null(strstr(error.message, "shrank"));
}

/* Bytes of chance made of the parts that matter: no crash, and what is found stands in the file. */
static void random_pieces(void **state)
{
	static const char *const pieces[] = {
		"OpenSSL ",    "LibreSSL ",     "AWS-LC ",    "3.0.13", " ",  "-",    "+",
		"30 Jan 2024", "(compatible; ", "BoringSSL)", "FIPS ",  ".c", ".cc",  "evp_enc",
		"/",           " part of ",     "\xff",       "999",    "a",  "-dev "
	};
	uint32_t random = 42;

	(void)state;
	for (unsigned round = 0; round < 3000; round++) {
		struct sslinv_str bytes = { 0 };
		struct sslinv_openssl_ident ident;

		for (unsigned i = 0; i < 1 + round % 40; i++) {
			random = random * 1664525 + 1013904223;
			if (random >> 28 == 0)
				assert_int_equal(sslinv_str_add_bytes(&bytes, "", 1), 0);
			assert_int_equal(sslinv_str_add(&bytes, pieces[(random >> 16) % (sizeof(pieces) / sizeof(*pieces))]),
					 0);
		}
		ident = ident_of_bytes(bytes.data, bytes.length);
		assert_true(strlen(ident.version) < sizeof(ident.version));
		if (ident.version_text[0])
			assert_non_null(memmem(bytes.data, bytes.length, ident.version_text, strlen(ident.version_text)));
		sslinv_str_free(&bytes);
	}
}

/* ---- the real thing
 * ------------------------------------------------------------------------------------------------------- */

static void library_of_this_host(void **state)
{
	static const char *const places[] = { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
					      "/usr/lib", "/lib" };
	static const char *const sonames[] = { "libcrypto.so.3", "libcrypto.so.1.1", "libssl.so.3", "libssl.so.1.1" };
	unsigned checked = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		for (size_t n = 0; n < sizeof(sonames) / sizeof(*sonames); n++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", places[i], sonames[n]);
			struct sslinv_openssl_ident ident;

			if (access(path, R_OK) != 0)
				continue;
			ident = ident_of_path(path);
			print_message("# %s: %s '%s', %u marks\n", path, ident.version, ident.version_text, ident.own_code);
			assert_int_equal(ident.kind, SSLINV_LIBRARY_OPENSSL);
			assert_in_range(ident.own_code, 5, 64);
			/* libssl 3 does not say its version. */
			if (strcmp(sonames[n], "libssl.so.3") != 0)
				assert_true(ident.version[0] >= '1' && ident.version[0] <= '9');
			checked++;
		}
	if (checked == 0)
		skip();
}

/* Compiled with the headers, linked to the shared libraries; and linked with the archives. */
static void programs_of_our_own(void **state)
{
	static const struct {
		const char *libraries;
		bool is_static;
		bool asks;
	} cases[] = {
		{ "-lssl -lcrypto", false, true },
		{ "-l:libssl.a -l:libcrypto.a -lpthread -ldl", true, true },
		{ "-l:libssl.a -l:libcrypto.a -lpthread -ldl", true, false },
	};
	const char *cc = compiler();
	char *scratch, *version = NULL;
	unsigned made = 0;

	(void)state;
	if (!cc) {
		print_message("# no compiler: CC and cc do not run\n");
		skip();
	}
	scratch = scratch_make();
	put_text(scratch, "text.c", "#include <openssl/opensslv.h>\nOPENSSL_VERSION_TEXT\n");
	put_text(scratch, "main.c",
		 "#include <openssl/ssl.h>\n#include <stdio.h>\nint main(void) { SSL_CTX *x = SSL_CTX_new(TLS_method());\n"
		 "#ifdef ASK\nputs(OpenSSL_version(OPENSSL_VERSION)); puts(OPENSSL_VERSION_TEXT);\n#endif\nreturn !x; }\n");
	(void)run_command(&version, "cd '%s' && %s -E text.c 2>/dev/null | tail -n 1 | tr -d '\"\\n'", scratch, cc);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/program%zu", scratch, i);
		struct sslinv_openssl_ident ident;

		if (run_command(NULL, "cd '%s' && %s %s main.c -o '%s' %s 2>/dev/null && strip '%s'", scratch, cc,
				cases[i].asks ? "-DASK" : "", path, cases[i].libraries, path) != 0) {
			print_message("# cannot be made here: %s\n", cases[i].libraries);
			continue;
		}
		made++;
		ident = ident_of_path(path);
		print_message("# %s: '%s' '%s', %u marks\n", cases[i].libraries, ident.version, ident.version_text,
			      ident.own_code);
		assert_int_equal(ident.kind, SSLINV_LIBRARY_OPENSSL);
		if (cases[i].asks)
			assert_string_equal(ident.version_text, version);
		assert_non_null(strstr(version, ident.version));
		if (cases[i].is_static)
			assert_in_range(ident.own_code, 10, 64);
		else
			assert_int_equal(ident.own_code, 0);
	}
	free(version);
	scratch_remove(scratch);
	if (made == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text),
		cmocka_unit_test(texts_at_the_end),
		cmocka_unit_test(texts_across_windows),
		cmocka_unit_test(marks),
		cmocka_unit_test(forks_by_their_paths),
		cmocka_unit_test(several_texts),
		cmocka_unit_test(repeated_texts),
		cmocka_unit_test(too_many_of_them),
		cmocka_unit_test(releases),
		cmocka_unit_test(releases_of_the_bundled_guidance),
		cmocka_unit_test(names),
		cmocka_unit_test(holes),
		cmocka_unit_test(file_that_shrinks),
		cmocka_unit_test(random_pieces),
		cmocka_unit_test(library_of_this_host),
		cmocka_unit_test(programs_of_our_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
