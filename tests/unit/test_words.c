/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small words of feeds: purls, rpm's full names, CVE ids, dates, severities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "distro/distro.h"
#include "distro/package_id.h"
#include "base/date.h"
#include "version/cve.h"
#include "version/word.h"

struct id_case {
	const char *text;
	const char *said; /* type|space|name|version|arch|distro; NULL: refused */
};

static void check(bool (*parse)(const char *, struct sslinv_package_id *), const struct id_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sslinv_package_id id;
		SSLINV_CLEANUP(sslinv_free_ptr) char *said = NULL;

		if (!parse(cases[i].text, &id)) {
			if (cases[i].said)
				fail_msg("%s was refused", cases[i].text);
			continue;
		}
		said = sslinv_str_format("%s|%s|%s|%s|%s|%s", id.type, id.space, id.name, id.version, id.arch, id.distro);
		if (!cases[i].said)
			fail_msg("%s is %s", cases[i].text, said);
		assert_string_equal(said, cases[i].said);
	}
}

static void purls(void **state)
{
	static const struct id_case cases[] = {
		{ "pkg:rpm/redhat/openssl-libs@3.0.7-27.el9_4?arch=x86_64&epoch=1",
		  "rpm|redhat|openssl-libs|1:3.0.7-27.el9_4|x86_64|" },
		{ "pkg:rpm/redhat/openssl?arch=src", "rpm|redhat|openssl||src|" },
		{ "pkg:rpm/redhat/openssl@1:3.0.7-27.el9?epoch=1", "rpm|redhat|openssl|1:3.0.7-27.el9||" },
		{ "pkg:deb/ubuntu/openssl@1.0.1f-1ubuntu2.27+esm11?arch=source&distro=esm-infra-legacy/trusty",
		  "deb|ubuntu|openssl|1.0.1f-1ubuntu2.27+esm11|source|esm-infra-legacy/trusty" },
		{ "pkg:deb/debian/openssl@3.0.19-1%7Edeb12u2?distro=esm-infra%2Ffocal#path",
		  "deb|debian|openssl|3.0.19-1~deb12u2||esm-infra/focal" },
		{ "pkg:generic/openssl@3.0.7", "generic||openssl|3.0.7||" },
		{ "pkg://rpm/suse/openssl-3", "rpm|suse|openssl-3|||" },
		{ "pkg:rpm/a/b/openssl@1", "rpm|a/b|openssl|1||" },
		{ "pkg:rpm/redhat/openssl@1-1?epoch=1;2", NULL },
		{ "pkg:rpm/redhat/openssl@1%00", NULL },
		{ "pkg:rpm/redhat/@1", NULL },
		{ "pkg:rpm", NULL },
		{ "pkg:", NULL },
		{ "", NULL },
		{ "openssl", NULL },
		{ "pkg:a-type-that-is-too-long/openssl", NULL },
		{ "pkg:rpm/redhat/openssl@1?arch=", "rpm|redhat|openssl|1||" },
		{ "pkg:rpm/redhat/openssl@1?&&arch=x86_64&&", "rpm|redhat|openssl|1|x86_64|" },
		{ "pkg:rpm/redhat/openssl@%", "rpm|redhat|openssl|%||" },
	};

	(void)state;
	check(sslinv_package_id_from_purl, cases, SSLINV_ARRAY_SIZE(cases));
}

static void full_names(void **state)
{
	static const struct id_case cases[] = {
		{ "openssl-libs-1:3.0.7-27.el9.x86_64", "||openssl-libs|1:3.0.7-27.el9|x86_64|" },
		{ "openssl-1:3.0.7-27.el9.src.rpm", "||openssl|1:3.0.7-27.el9|src|" },
		{ "libopenssl3-3.0.8-150400.4.2.1", "||libopenssl3|3.0.8-150400.4.2.1||" },
		{ "libopenssl0_9_8-hmac-32bit-0.9.8j-0.66.1.ppc64", "||libopenssl0_9_8-hmac-32bit|0.9.8j-0.66.1|ppc64|" },
		/* Names alone, with dashes and digits in them. */
		{ "libopenssl1_1", "||libopenssl1_1|||" },
		{ "libopenssl-1_1-devel", "||libopenssl-1_1-devel|||" },
		{ "libopenssl-1_1-32bit", "||libopenssl-1_1-32bit|||" },
		{ "openssl-3", "||openssl-3|||" },
		{ "openssl-1_0_0", "||openssl-1_0_0|||" },
		{ "openssl.src", "||openssl||src|" },
		{ "compat-openssl10.src", "||compat-openssl10||src|" },
		{ "edk2-ovmf", "||edk2-ovmf|||" },
		{ "-1-1", "||-1-1|||" },
		{ "openssl-1-", "||openssl-1-|||" },
		{ "--", "||--|||" },
		{ "", NULL },
		{ ".rpm", NULL },
	};
	char long_name[600];
	struct sslinv_package_id id;

	(void)state;
	check(sslinv_package_id_from_nevra, cases, SSLINV_ARRAY_SIZE(cases));
	memset(long_name, '1', sizeof(long_name));
	long_name[sizeof(long_name) - 1] = '\0';
	assert_false(sslinv_package_id_from_nevra(long_name, &id));
	memcpy(long_name, "a-1-", 4);
	assert_false(sslinv_package_id_from_nevra(long_name, &id));
	memcpy(long_name, "pkg:rpm/a@", 10);
	assert_false(sslinv_package_id_from_purl(long_name, &id));
}

/* Where no package is at hand, the distribution tells how its versions are ordered. */
static void package_formats(void **state)
{
	static const char *const cases[][2] = {
		{ "debian", "deb" }, { "ubuntu", "deb" }, { "raspbian", "deb" },   { "linuxmint", "deb" }, { "kali", "deb" },
		{ "alpine", "apk" }, { "wolfi", "apk" },  { "chainguard", "apk" }, { "arch", "pacman" },   { "rhel", "rpm" },
		{ "sles", "rpm" },   { "amzn", "rpm" },   { "", "rpm" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		assert_string_equal(sslinv_distro_package_format(cases[i][0]), cases[i][1]);
}

static void places(void **state)
{
	static const struct {
		const char *place[3];
		bool is_reachable;
	} cases[] = {
		{ { "rhel", "9", "" }, true },
		{ { "rhel", "9", "9.4-eus" }, true },
		{ { "rhel", "7", "7-els" }, true },
		{ { "rhel", "9", "9.4-soon" }, false },
		{ { "rhel", "8", "jbcs" }, false },
		{ { "rhel", "soon", "" }, false },
		{ { "debian", "sid", "" }, true },
		{ { "debian", "12", "lts" }, true },
		{ { "debian", "12", "esm" }, false },
		{ { "toaster", "1", "" }, false },
		{ { "sles", "15.3", "ltss" }, true },
		{ { "sles", "15.3", "certifications" }, false },
		{ { "wolfi", "", "" }, true },
		{ { "wolfi", "3", "" }, false },
		{ { "openEuler", "22.03", "sp1" }, true },
		{ { "alpine", "edge", "" }, true },
		{ { "alpine", "next", "" }, false },
		{ { "rhel", "edge", "" }, false },
		{ { "arch", "", "" }, true },
		{ { "arch", "2024", "" }, false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *const *place = cases[i].place;

		if (sslinv_distro_is_reachable(place[0], place[1], place[2]) != cases[i].is_reachable)
			fail_msg("%s %s %s", place[0], place[1], place[2]);
	}
}

static void dates(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: not a date */
	} cases[] = {
		{ "1970-01-02", 86400 },
		{ "2024-02-29T12:00:00Z", 1709208000 },
		{ "2024-02-29 12:00:00.123", 1709208000 },
		{ "2024-02-29T14:00:00+02:00", 1709208000 },
		{ "2024-02-29T07:00:00-0500", 1709208000 },
		{ "20240229", 1709164800 },
		{ "2024-02-29T", 1709164800 },
		{ "2023-02-29", -1 },
		{ "2024-04-31", -1 },
		{ "2024-02-29x", -1 },
		{ "29-02-2024", -1 },
		{ "0000-01-01", -1 },
		{ "yesterday", -1 },
		{ NULL, -1 },
	};
	char day[SSLINV_DATE_SIZE];
	int64_t seconds;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		assert_int_equal(sslinv_date_seconds(cases[i].text, &seconds), cases[i].seconds >= 0);
		assert_int_equal(sslinv_date_parse(cases[i].text, day), cases[i].seconds >= 0);
		if (cases[i].seconds >= 0)
			assert_int_equal(seconds, cases[i].seconds);
	}
	assert_true(sslinv_date_compare("2024-01-25", "2024-01-26T00:00:00Z") < 0);
	assert_int_equal(sslinv_date_compare("2024-01-26", "2024-01-26T00:00:00Z"), 0);
	assert_string_equal(sslinv_date_later("2024-01-25", "2024-01-26"), "2024-01-26");
	assert_string_equal(sslinv_date_later("2024-01-26", "2024-01-25"), "2024-01-26");
	assert_string_equal(sslinv_date_later("2024-01-26", "2024-01-26T00:00:00Z"), "2024-01-26");
	assert_string_equal(sslinv_date_later(NULL, "2024-01-26"), "2024-01-26");
	assert_string_equal(sslinv_date_later("2024-01-26", NULL), "2024-01-26");
	assert_null(sslinv_date_later(NULL, NULL));
	assert_true(sslinv_date_is_future("2999-01-01"));
	assert_false(sslinv_date_is_future("2024-01-01"));
	assert_false(sslinv_date_is_future("soon"));
}

static void words(void **state)
{
	char day[SSLINV_DATE_SIZE], severity[SSLINV_SEVERITY_SIZE];

	(void)state;
	assert_true(sslinv_cve_is("CVE-2024-0727"));
	assert_true(sslinv_cve_is("CVE-2024-12345678"));
	assert_false(sslinv_cve_is("CVE-2024-072"));
	assert_false(sslinv_cve_is("CVE-24-0727"));
	assert_false(sslinv_cve_is("CVE-2024-0727x"));
	assert_false(sslinv_cve_is("cve-2024-0727"));
	assert_false(sslinv_cve_is(""));
	assert_false(sslinv_cve_is(NULL));
	assert_string_equal(sslinv_cve_at_end("UBUNTU-CVE-2024-0727"), "CVE-2024-0727");
	assert_string_equal(sslinv_cve_at_end("CVE-2024-0727"), "CVE-2024-0727");
	assert_null(sslinv_cve_at_end("XCVE-2024-0727"));
	assert_null(sslinv_cve_at_end("CVE-2024-0727-1"));
	assert_null(sslinv_cve_at_end(NULL));
	assert_true(sslinv_date_parse("2024-01-25T00:00:00Z", day));
	assert_string_equal(day, "2024-01-25");
	assert_true(sslinv_date_parse("2024-12-31", day));
	assert_false(sslinv_date_parse("2024-13-01", day));
	assert_false(sslinv_date_parse("2024-00-01", day));
	assert_false(sslinv_date_parse("2024-01-32", day));
	assert_false(sslinv_date_parse("2024-01-1", day));
	assert_false(sslinv_date_parse("2024-01-011", day));
	assert_false(sslinv_date_parse("", day));
	assert_false(sslinv_date_parse(NULL, day));
	assert_true(sslinv_word_severity("Moderate", severity));
	assert_string_equal(severity, "moderate");
	assert_true(sslinv_word_severity("low**", severity));
	assert_string_equal(severity, "low");
	assert_false(sslinv_word_severity("not yet assigned", severity));
	assert_false(sslinv_word_severity("Unknown", severity));
	assert_false(sslinv_word_severity("a-severity-that-is-much-too-long", severity));
	assert_false(sslinv_word_severity("", severity));
	assert_false(sslinv_word_severity(NULL, severity));
	assert_true(sslinv_word_is_name("1:3.0.7-27.el9~rc1^2+x"));
	assert_false(sslinv_word_is_name("a b"));
	assert_false(sslinv_word_is_name("a\x7f"));
	assert_false(sslinv_word_is_name("\xc3\xa9"));
	assert_false(sslinv_word_is_name(""));
	assert_false(sslinv_word_is_name(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(purls),  cmocka_unit_test(full_names), cmocka_unit_test(package_formats),
		cmocka_unit_test(places), cmocka_unit_test(dates),      cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
