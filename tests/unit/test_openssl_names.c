/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sonames and the package names of OpenSSL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attributes.h"
#include "openssl/package_name.h"
#include "openssl/soname.h"

static void check_names(bool (*is_one)(const char *), const char *const *names, size_t count, bool expected)
{
	for (size_t i = 0; i < count; i++)
		if (is_one(names[i]) != expected)
			fail_msg("%s should %sbe one", names[i], expected ? "" : "not ");
}

static void sonames(void **state)
{
	static const char *const yes[] = {
		"libssl.so.3",           "libcrypto.so",           "/opt/x/libcrypto.so.1.0.0",
		"$ORIGIN/libssl.so.1.1", "libssl-3a1b2c4d.so.1.1", "libcrypto-1_1.so",
		"libssl.so.4",           "libcrypto.so.4",         "libssl-9.so",
		"libcrypto.so.81.3",
	};
	static const char *const no[] = {
		"libcrypto-utils.so.1",
		"libssl3.so",
		"libcryptsetup.so.12",
		"libssl.so.3/libc.so.6",
		"",
		"libssl-.so",
		"libssl",
		"libssl-3a1b2c4d",
		"ssl.so.3",
		"xlibssl.so.3",
		"libssl-zz.so.3",
	};

	(void)state;
	check_names(sslinv_soname_is_openssl, yes, SSLINV_ARRAY_SIZE(yes), true);
	check_names(sslinv_soname_is_openssl, no, SSLINV_ARRAY_SIZE(no), false);
}

static void package_names(void **state)
{
	static const char *const yes[] = {
		"openssl",
		"openssl-libs",
		"openssl1.0",
		"openssl098e",
		"libssl3",
		"libssl3t64",
		"libssl1.0.0",
		"libopenssl1_1",
		"openssl-1_1",
		"compat-openssl11",
		"openssl11-libs",
		"libcrypto3",
		"edk2-ovmf",
		"libssl-dev",
		"libssl-doc",
		"mingw64-openssl",
		"mingw32-openssl-static",
		"mingw-openssl",
		"ovmf",
		"edk2",
		"libcrypto",
		"libssl",
	};
	static const char *const no[] = {
		"openssh",
		"rubygem-openssl",
		"libssl-ocaml",
		"libssh-4",
		"openssl-pkcs11",
		"openssl-blacklist",
		"perl-Net-SSLeay",
		"openssl_tpm2_engine",
		"python3-openssl",
		"",
		"openssl-ibmca",
		"openssl-sys",
		"openssl-gost-engine",
		"mingw-openssl-static",
		"opensslx",
		"libssl-dev-x",
		"ovmfx",
		"edk",
		"libcryptsetup",
		"l",
		"o",
	};

	(void)state;
	check_names(sslinv_package_name_is_openssl, yes, SSLINV_ARRAY_SIZE(yes), true);
	check_names(sslinv_package_name_is_openssl, no, SSLINV_ARRAY_SIZE(no), false);
	assert_false(sslinv_package_name_is_openssl(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sonames),
		cmocka_unit_test(package_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
