/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The orders of versions: tables of known pairs, the real libraries as oracles, and that each order is total. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef HAVE_RPM
#include <rpm/rpmver.h>
#endif

#include "base/attributes.h"
#include "base/cleanup.h"
#include "version/vercmp.h"
#ifdef HAVE_APT
#include "apt_oracle.h"
#endif
#include "version_generator.h"

#define ORACLE_PAIRS 100000
#define TRIPLES 60000

static const char *const formats[] = { "rpm", "deb", "apk", "pacman", "openssl" };

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

static void check_table(void **state)
{
	const char *format = *state;
	const char *top = getenv("srcdir") ? getenv("srcdir") : ".";
	sslinv_vercmp_function compare = sslinv_vercmp_for(format);
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = NULL;
	char path[4096];
	char line[1024];
	unsigned int rows = 0;

	snprintf(path, sizeof(path), "%s/tests/unit/data/vercmp-%s.tsv", top, format);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), file)) {
		char *relation = strchr(line, '\t');
		int expected;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		assert_non_null(relation);
		assert_true(strchr("<=>", relation[1]) && relation[1] && relation[2] == '\t');
		*relation = '\0';
		expected = relation[1] - '=';
		if (compare(line, relation + 3) != expected || compare(relation + 3, line) != -expected)
			fail_msg("%s: %s %c %s does not hold", format, line, relation[1], relation + 3);
		rows++;
	}
	assert_true(rows >= 40);
}

static void finds_orders_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(sslinv_vercmp_for("rpm"), sslinv_vercmp_rpm);
	assert_ptr_equal(sslinv_vercmp_for("deb"), sslinv_vercmp_deb);
	assert_ptr_equal(sslinv_vercmp_for("apk"), sslinv_vercmp_apk);
	assert_ptr_equal(sslinv_vercmp_for("pacman"), sslinv_vercmp_pacman);
	assert_ptr_equal(sslinv_vercmp_for("openssl"), sslinv_vercmp_openssl);
	assert_null(sslinv_vercmp_for("RPM"));
	assert_null(sslinv_vercmp_for(""));
}

/* rpmverParse() takes no empty text; rpmvercmp() does. */
static void agrees_with_librpm(void **state)
{
#ifdef HAVE_RPM
	struct version_generator generator = { 0x5eed0001 };
	unsigned int by_order[3] = { 0 };

	(void)state;
	for (unsigned int i = 0; i < ORACLE_PAIRS; i++) {
		char a[VERSION_SIZE];
		char b[VERSION_SIZE];
		rpmver parsed_a;
		rpmver parsed_b;

		version_generate_pair(&generator, a, b);
		parsed_a = rpmverParse(a);
		parsed_b = rpmverParse(b);
		if (parsed_a && parsed_b) {
			int expected = sign(rpmverCmp(parsed_a, parsed_b));

			if (sslinv_vercmp_rpm(a, b) != expected)
				fail_msg("'%s' and '%s': librpm has %d", a, b, expected);
			by_order[expected + 1]++;
		}
		rpmverFree(parsed_a);
		rpmverFree(parsed_b);
		/* Without epoch and release it is the order of a single part. */
		if (!strpbrk(a, ":-") && !strpbrk(b, ":-"))
			assert_int_equal(sslinv_vercmp_rpm(a, b), sign(rpmvercmp(a, b)));
	}
	print_message("# %u pairs less, %u equal, %u greater\n", by_order[0], by_order[1], by_order[2]);
	assert_true(by_order[0] > 20000 && by_order[1] > 5000 && by_order[2] > 20000);
#else
	(void)state;
	print_message("# built without librpm\n");
	skip();
#endif
}

static void agrees_with_libapt(void **state)
{
#ifdef HAVE_APT
	struct version_generator generator = { 0x5eed0002 };
	unsigned int by_order[3] = { 0 };

	(void)state;
	for (unsigned int i = 0; i < ORACLE_PAIRS; i++) {
		char a[VERSION_SIZE];
		char b[VERSION_SIZE];
		int expected;

		version_generate_pair(&generator, a, b);
		if (a[0] == '\0' || a[0] == '-' || b[0] == '\0' || b[0] == '-')
			continue;
		expected = sign(apt_oracle_compare(a, b));
		if (sslinv_vercmp_deb(a, b) != expected)
			fail_msg("'%s' and '%s': libapt-pkg has %d", a, b, expected);
		by_order[expected + 1]++;
	}
	print_message("# %u pairs less, %u equal, %u greater\n", by_order[0], by_order[1], by_order[2]);
	assert_true(by_order[0] > 20000 && by_order[1] > 5000 && by_order[2] > 20000);
#else
	(void)state;
	print_message("# built without libapt-pkg\n");
	skip();
#endif
}

static void check_total_order(void **state)
{
	const char *format = *state;
	sslinv_vercmp_function compare = sslinv_vercmp_for(format);
	struct version_generator generator = { 0x5eed0003 };

	for (unsigned int i = 0; i < TRIPLES; i++) {
		char text[3][VERSION_SIZE];
		int order[3];

		version_generate_pair(&generator, text[0], text[1]);
		strcpy(text[2], text[version_random(&generator, 2)]);
		version_mutate(&generator, text[2]);
		for (unsigned int j = 0; j < 3; j++) {
			const char *a = text[j];
			const char *b = text[(j + 1) % 3];

			order[j] = compare(a, b);
			if (order[j] != -compare(b, a) || order[j] != sign(order[j]) || compare(a, a) != 0)
				fail_msg("%s: '%s' and '%s' have no order", format, a, b);
		}
		/* Round the triple, all three cannot go down or stay, and one of them go down. */
		for (int direction = -1; direction <= 1; direction += 2) {
			bool is_monotonous = order[0] * direction >= 0 && order[1] * direction >= 0 &&
					     order[2] * direction >= 0;

			if (is_monotonous && (order[0] || order[1] || order[2]))
				fail_msg("%s: '%s', '%s', '%s' go in a circle", format, text[0], text[1], text[2]);
		}
	}
}

static void takes_hostile_text(void **state)
{
	const char *format = *state;
	sslinv_vercmp_function compare = sslinv_vercmp_for(format);
	static const char *const runs[] = { "9",  "0",  "a",  "~",    "^", ".",  "-",       ":",
					    "_p", "-r", "1.", "\xff", "z", "1:", "+really", "-0." };
	const size_t length = 300000;
	char version[64];

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(runs); i++) {
		/* Exactly as long as the text, so that a read past it is noticed. */
		SSLINV_CLEANUP(sslinv_free_ptr) char *a = malloc(length + 1);
		SSLINV_CLEANUP(sslinv_free_ptr) char *b = malloc(length + 2);

		assert_non_null(a);
		assert_non_null(b);
		for (size_t j = 0; j < length + 1; j++)
			b[j] = runs[i][j % strlen(runs[i])];
		b[length + 1] = '\0';
		memcpy(a, b, length);
		a[length] = '\0';
		assert_int_equal(compare(a, a), 0);
		assert_int_equal(compare(a, b), -compare(b, a));
		assert_int_equal(compare(a, ""), -compare("", a));
		assert_int_equal(compare(a, "1.0.2k-1"), -compare("1.0.2k-1", a));
		/* Three numbers are a version whatever follows. */
		assert_int_equal(sslinv_openssl_version_of(a, version, sizeof(version)), !strcmp(runs[i], "1."));
		assert_int_equal(sslinv_openssl_branch_of(a, version, sizeof(version)), !strcmp(runs[i], "1."));
	}
	assert_int_equal(compare("", ""), 0);
	assert_int_equal(compare("99999999999999999999999999-9", "9"), -compare("9", "99999999999999999999999999-9"));
}

static void finds_openssl_inside_packages(void **state)
{
	static const struct {
		const char *package;
		const char *version; /* NULL: none */
		const char *branch;
	} cases[] = {
		{ "1:1.0.2k-26.el7_9", "1.0.2k", "1.0.2" },
		{ "2:1.0.2k-16.ksplice1.el7_6.1", "1.0.2k", "1.0.2" },
		{ "10:1.0.2k-24.0.3.el7_9_fips", "1.0.2k", "1.0.2" },
		{ "3.0.19-1~deb12u2", "3.0.19", "3.0" },
		{ "3.0.19-1~deb12u2+b1", "3.0.19", "3.0" },
		{ "1.1.1n-0+deb11u5", "1.1.1n", "1.1.1" },
		{ "1.0.1e-23", "1.0.1e", "1.0.1" },
		{ "0.9.8e-40.el5_11", "0.9.8e", "0.9.8" },
		{ "0.9.8j-0.106.1", "0.9.8j", "0.9.8" },
		{ "0.9.6c-2.woody.8", "0.9.6c", "0.9.6" },
		{ "3.5.4-1ubuntu1", "3.5.4", "3.5" },
		{ "3.0.2-0ubuntu1.15+Fips1", "3.0.2", "3.0" },
		{ "1.0.1f-1ubuntu2.27+esm6", "1.0.1f", "1.0.1" },
		{ "1.0.2g-1ubuntu4.fips.4.20.6", "1.0.2g", "1.0.2" },
		{ "1.1.1k-29.azl3", "1.1.1k", "1.1.1" },
		{ "1.1.1l-150400.7.78.1", "1.1.1l", "1.1.1" },
		{ "1.0.2zg", "1.0.2zg", "1.0.2" },
		{ "1.0.2zg-1.ph3", "1.0.2zg", "1.0.2" },
		{ "0.9.8zh-1.3+deb8u1", "0.9.8zh", "0.9.8" },
		{ "1.1.1w-r1", "1.1.1w", "1.1.1" },
		{ "1.1.1wa-6.oe2203sp4", "1.1.1w", "1.1.1" },
		{ "1.0.2.k-1", "1.0.2k", "1.0.2" },
		{ "1.0.2.el7", "1.0.2", "1.0.2" },
		{ "1:1.1.1.w-1", "1.1.1w", "1.1.1" },
		{ "1.0.2k-fips", "1.0.2k", "1.0.2" },
		{ "3.0.13+quic", "3.0.13", "3.0" },
		{ "3.0.7+really3.0.5", "3.0.5", "3.0" },
		{ "1:3.0.7+really1.1.1n-0+deb11u5", "1.1.1n", "1.1.1" },
		{ "3.0.0~~alpha1-1", "3.0.0-alpha1", "3.0" },
		{ "3.2.1~rc1-2", "3.2.1-rc1", "3.2" },
		{ "1.1.1~~pre9-1", "1.1.1-pre9", "1.1.1" },
		{ "1.1.1-pre9", "1.1.1-pre9", "1.1.1" },
		{ "1.1.1_pre2", "1.1.1-pre2", "1.1.1" },
		{ "1.0.2-beta1", "1.0.2-beta1", "1.0.2" },
		{ "1.0.2~beta3-1", "1.0.2-beta3", "1.0.2" },
		{ "3.0.0.beta2", "3.0.0-beta2", "3.0" },
		{ "3.0.0-0.beta2.1.fc36", "3.0.0-beta2", "3.0" },
		{ "1.0.0-0.13.beta4.fc12", "1.0.0-beta4", "1.0.0" },
		{ "1.1.1-0.pre9.1.fc30", "1.1.1-pre9", "1.1.1" },
		{ "1:3.0.0-0.alpha16.2.fc35", "3.0.0-alpha16", "3.0" },
		{ "3.0.0-alpha18-dev", "3.0.0-alpha18-dev", "3.0" },
		{ "3.7.0-dev", "3.7.0-dev", "3.7" },
		{ "10.20.30", "10.20.30", "10.20" },
		{ "", NULL, NULL },
		{ ":", NULL, NULL },
		{ "1", NULL, NULL },
		{ "1.0", NULL, NULL },
		{ "1.0.", NULL, NULL },
		{ "1:1.0-2", NULL, NULL },
		{ ".0.1", NULL, NULL },
		{ "-1.0.2", NULL, NULL },
		{ "garbage", NULL, NULL },
		{ "fips-1.1.1", NULL, NULL },
		{ "2.0.16", NULL, NULL },
		{ "3.0.7+reallyodd", NULL, NULL },
		{ "3.0.12345678901", NULL, NULL },
		{ "\xff\xfe", NULL, NULL },
	};
	char version[64];
	char branch[64];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		bool is_version = sslinv_openssl_version_of(cases[i].package, version, sizeof(version));

		if (is_version != (cases[i].version != NULL))
			fail_msg("'%s': %s", cases[i].package, is_version ? version : "no version found");
		if (!is_version)
			continue;
		assert_string_equal(version, cases[i].version);
		assert_true(sslinv_openssl_branch_of(version, branch, sizeof(branch)));
		assert_string_equal(branch, cases[i].branch);
		/* What comes out goes in again. */
		assert_int_equal(sslinv_vercmp_openssl(version, cases[i].version), 0);
		assert_true(sslinv_openssl_version_of(version, branch, sizeof(branch)));
		assert_string_equal(branch, version);
	}
}

static void gives_whole_versions_only(void **state)
{
	char text[64];

	(void)state;
	assert_false(sslinv_openssl_version_of("1.0.2zg-1", text, 7));
	assert_true(sslinv_openssl_version_of("1.0.2zg-1", text, 8));
	assert_false(sslinv_openssl_version_of("1.0.2zg-1", text, 0));
	assert_false(sslinv_openssl_branch_of("1.0.2zg", text, 5));
	assert_true(sslinv_openssl_branch_of("1.0.2zg", text, 6));
	assert_false(sslinv_openssl_branch_of("1.0", text, sizeof(text)));
	assert_false(sslinv_openssl_branch_of("", text, sizeof(text)));
	/* The longest form there is. */
	assert_true(sslinv_openssl_version_of("999999999.999999999.999999999-alpha999999999-dev", text, sizeof(text)));
	assert_string_equal(text, "999999999.999999999.999999999-alpha999999999-dev");
}

#define FOR_EACH_FORMAT(check)                                                                                              \
	{ #check " rpm", check, NULL, NULL, (void *)(uintptr_t)formats[0] },                                                \
		{ #check " deb", check, NULL, NULL, (void *)(uintptr_t)formats[1] },                                        \
		{ #check " apk", check, NULL, NULL, (void *)(uintptr_t)formats[2] },                                        \
	{                                                                                                                   \
#check " openssl", check, NULL, NULL, (void *)(uintptr_t)formats[3]                                         \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOR_EACH_FORMAT(check_table),
		FOR_EACH_FORMAT(check_total_order),
		FOR_EACH_FORMAT(takes_hostile_text),
		cmocka_unit_test(finds_orders_by_name),
		cmocka_unit_test(agrees_with_librpm),
		cmocka_unit_test(agrees_with_libapt),
		cmocka_unit_test(finds_openssl_inside_packages),
		cmocka_unit_test(gives_whole_versions_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
