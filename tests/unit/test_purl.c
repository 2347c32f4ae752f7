/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Package URLs: a row each, as the purl specification has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/attributes.h"
#include "report/purl.h"

static const struct {
	const char *format, *name, *version, *arch, *build_of, *origin, *os_id, *os_version, *purl;
} packages[] = {
	{ "deb", "libssl3", "3.0.22-1~deb12u2", "amd64", "debian:12", "Debian", "debian", "12",
	  "pkg:deb/debian/libssl3@3.0.22-1~deb12u2?arch=amd64&distro=debian-12" },
	{ "deb", "attr", "1:2.4.47-2+b1", "amd64", NULL, NULL, "debian", "12",
	  "pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64&distro=debian-12" },
	{ "deb", "libstdc++6", "1", "i386", NULL, NULL, "ubuntu", "22.04",
	  "pkg:deb/ubuntu/libstdc%2B%2B6@1?arch=i386&distro=ubuntu-22.04" },
	{ "deb", "nodejs", "20-1nodesource1", "amd64", NULL, "NodeSource", "debian", "12",
	  "pkg:deb/nodesource/nodejs@20-1nodesource1?arch=amd64&distro=debian-12" },
	{ "rpm", "openssl-libs", "1:3.0.7-27.el9", "x86_64", "rhel:9", "Red Hat", "rhel", "9.4",
	  "pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1" },
	{ "rpm", "openssl-libs", "3.0.7-27.el9", "x86_64", "rhel:9/jbcs", NULL, "rhel", "9.4",
	  "pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4" },
	{ "rpm", "openssl-libs", "0:3.0.7-27.el9", "x86_64", NULL, NULL, "almalinux", "9.4",
	  "pkg:rpm/almalinux/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=almalinux-9.4&epoch=0" },
	{ "rpm", "libopenssl3", "3.1.4-1", "x86_64", NULL, NULL, "sles", "15.6",
	  "pkg:rpm/suse/libopenssl3@3.1.4-1?arch=x86_64&distro=sles-15.6" },
	{ "rpm", "app", "1-1", "x86_64", NULL, "Example Ltd", "fedora", "40",
	  "pkg:rpm/example-ltd/app@1-1?arch=x86_64&distro=fedora-40" },
	{ "apk", "libssl3", "3.3.1-r3", "x86_64", NULL, NULL, "alpine", "3.20.1",
	  "pkg:apk/alpine/libssl3@3.3.1-r3?arch=x86_64&distro=alpine-3.20.1" },
	{ "pacman", "openssl", "3.4.0-1", "x86_64", NULL, NULL, "arch", NULL,
	  "pkg:alpm/arch/openssl@3.4.0-1?arch=x86_64&distro=arch" },
	{ "rpm", "a/b?c#d@e%f&g \"h", "1", "", NULL, NULL, "x", NULL,
	  "pkg:rpm/x/a%2Fb%3Fc%23d%40e%25f%26g%20%22h@1?distro=x" },
	{ "deb", "x", "1", "amd64", NULL, NULL, NULL, NULL, "" },
	{ "flatpak", "x", "1", "amd64", NULL, NULL, "debian", "12", "" },
};

static void packages_have_purls(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(packages); i++) {
		const struct sslinv_package package = { .format = packages[i].format,
							.name = packages[i].name,
							.version = packages[i].version,
							.arch = packages[i].arch,
							.build_of = packages[i].build_of,
							.origin = packages[i].origin };
		const struct sslinv_host_facts host = { .host = "h",
							.os_id = packages[i].os_id,
							.os_version = packages[i].os_version };
		struct sslinv_str purl = { 0 };

		assert_int_equal(sslinv_purl_package(&package, &host, &purl), 0);
		assert_string_equal(sslinv_str_text(&purl), packages[i].purl);
		sslinv_str_free(&purl);
	}
}

static void copies_have_purls_where_they_state_a_version(void **state)
{
	static const struct {
		const char *library, *version, *purl;
	} copies[] = {
		{ "OpenSSL", "1.1.1k", "pkg:generic/openssl@1.1.1k" },
		{ "AWS-LC", "1.2+3", "pkg:generic/aws-lc@1.2%2B3" },
		{ "BoringSSL", NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(copies); i++) {
		const struct sslinv_library library = { .library = copies[i].library, .version = copies[i].version };
		struct sslinv_str purl = { 0 };

		assert_int_equal(sslinv_purl_library(&library, &purl), 0);
		assert_string_equal(sslinv_str_text(&purl), copies[i].purl);
		sslinv_str_free(&purl);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packages_have_purls),
		cmocka_unit_test(copies_have_purls_where_they_state_a_version),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
