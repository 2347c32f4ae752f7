/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules in their order, flavours, other vendors' data, source packages, candidates, and copies. */
#include "resolve_helper.h"

static void expect(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *cve,
		   const char *expected)
{
	const char *text = verdict_on(subject, set, cve);

	if (strcmp(text, expected) != 0)
		fail_msg("%s %s %s: %s, expected %s", subject->package ? subject->package : "copy",
			 subject->version ? subject->version : "-", cve, text, expected);
}

/* One after the other is taken away, and the next answers. */
static void test_order(void **state)
{
	static const char *const changelog[] = { "CVE-2024-1", "CVE-2024-0003" };
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = deb_subject("debian", "12", "libssl3", "3.0.11-1~deb12u2");

	(void)state;
	subject.changelog_cves = changelog;
	subject.changelog_count = 2;
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2024-0001", SSLINV_STATUS_FIXED, "3.0.11-1~deb12u3");
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2024-0001", SSLINV_STATUS_AFFECTED, NULL);
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2024-0002", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_range(&set, "CVE-2024-0001", "3.0.0", "3.0.14");
	add_range(&set, "CVE-2024-0002", "3.0.0", "3.0.14");
	add_range(&set, "CVE-2024-0003", "3.0.0", "3.0.14");
	add_range(&set, "CVE-2024-0004", "3.0.0", "3.0.11");
	add_range(&set, "CVE-2024-0005", "3.0.0", "3.0.14");
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2024-0001", "affected vendor-fix 3.0.11-1~deb12u3 plain");
	expect(&subject, &set, "CVE-2024-0002", "not_affected vendor-status - plain");
	expect(&subject, &set, "CVE-2024-0003", "fixed changelog - plain");
	expect(&subject, &set, "CVE-2024-0004", "not_affected upstream-range - plain");
	expect(&subject, &set, "CVE-2024-0005", "unknown unknown - plain");
	subject.candidate_version = "3.0.15-1~deb12u1";
	expect(&subject, &set, "CVE-2024-0005", "affected candidate 3.0.15-1~deb12u1 plain");
	/* A candidate that is not past OpenSSL's fix says nothing. */
	subject.candidate_version = "3.0.13-1~deb12u1";
	expect(&subject, &set, "CVE-2024-0005", "unknown unknown - plain");
	/* A CVE that nobody knows is not left out where it was asked for. */
	expect(&subject, &set, "CVE-1999-0001", "unknown unknown - plain");
	sslinv_guidance_set_free(&set);
}

static void test_statuses(void **state)
{
	static const struct {
		enum sslinv_status status;
		const char *expected;
	} cases[] = {
		{ SSLINV_STATUS_AFFECTED, "affected vendor-status - plain" },
		{ SSLINV_STATUS_WILL_NOT_FIX, "will_not_fix vendor-status - plain" },
		{ SSLINV_STATUS_UNDER_INVESTIGATION, "under_investigation vendor-status - plain" },
		/* What could not be evaluated is not turned into "not affected" by a rule further down. */
		{ SSLINV_STATUS_UNKNOWN, "unknown vendor-status - plain" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_guidance_set set = { 0 };
		struct sslinv_subject subject = rpm_subject("rhel", "8", "openssl-libs", "1:1.1.1k-12.el8_9");

		add_statement(&set, "rhel", "8", "", "openssl", SOURCE, "CVE-2024-0727", cases[i].status, NULL);
		add_range(&set, "CVE-2024-0727", "3.0.0", "3.0.13");
		sslinv_guidance_set_sort(&set);
		expect(&subject, &set, "CVE-2024-0727", cases[i].expected);
		sslinv_guidance_set_free(&set);
	}
}

/* Rules further down that disagree stand beside the one that answered; those that agree do not. */
static void test_others(void **state)
{
	static const char *const changelog[] = { "CVE-2024-0001" };
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("almalinux", "9", "openssl-libs", "1:3.0.7-25.el9_3");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	add_statement(&set, "almalinux", "9", "", "openssl-libs", BINARY, "CVE-2024-0001", SSLINV_STATUS_FIXED,
		      "1:3.0.7-27.el9");
	add_range(&set, "CVE-2024-0001", "3.1.0", "3.1.5");
	add_life(&set, "openssl", "3.0", "", "2026-09-07");
	add_vulnerability(&set, "CVE-2024-0001", "low", "2024-01-25");
	sslinv_guidance_set_sort(&set);
	subject.changelog_cves = changelog;
	subject.changelog_count = 1;
	finding = judge_cve(&subject, &set, "CVE-2024-0001", &judgement);
	assert_int_equal(finding->rule, SSLINV_RULE_VENDOR_FIX);
	assert_string_equal(finding->severity, "low");
	assert_int_equal(finding->other_count, 2);
	assert_int_equal(finding->others[0].rule, SSLINV_RULE_CHANGELOG);
	assert_int_equal(finding->others[0].status, SSLINV_STATUS_FIXED);
	assert_int_equal(finding->others[1].rule, SSLINV_RULE_UPSTREAM_RANGE);
	assert_int_equal(finding->others[1].status, SSLINV_STATUS_NOT_AFFECTED);
	assert_non_null(finding->others[1].reason);
	sslinv_judgement_free(&judgement);
	subject.version = "1:3.0.7-27.el9";
	finding = judge_cve(&subject, &set, "CVE-2024-0001", &judgement);
	assert_int_equal(finding->status, SSLINV_STATUS_FIXED);
	assert_int_equal(finding->other_count, 0);
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* Trap 1: one CVE, twelve fixes. */
static void test_many_fixes(void **state)
{
	static const struct {
		const char *release, *stream, *version;
	} fixes[] = {
		{ "6", "6-els", "0:1.0.1e-60.el6_10" },  { "7", "", "1:1.0.2k-25.el7_9" },
		{ "7", "7.3-aus", "1:1.0.1e-62.el7_3" }, { "7", "7.4-aus", "1:1.0.2k-10.el7_4" },
		{ "7", "7.6-aus", "1:1.0.2k-18.el7_6" }, { "7", "7.7-aus", "1:1.0.2k-21.el7_7" },
		{ "8", "", "1:1.1.1k-6.el8_5" },         { "8", "8.1-e4s", "1:1.1.1c-5.el8_1.1" },
		{ "8", "8.2-eus", "1:1.1.1c-19.el8_2" }, { "8", "8.4-eus", "1:1.1.1g-16.el8_4" },
	};
	static const struct {
		const char *release, *version, *status;
	} hosts[] = {
		{ "7.9", "1:1.0.2k-25.el7_9", "fixed" },    { "7.9", "1:1.0.2k-24.el7_9", "affected" },
		{ "7.6", "1:1.0.2k-18.el7_6", "fixed" },    { "7.6", "1:1.0.2k-17.el7_6", "affected" },
		{ "7.7", "1:1.0.2k-21.el7_7", "fixed" },    { "7.7", "1:1.0.2k-20.el7_7", "affected" },
		{ "7.4", "1:1.0.2k-10.el7_4", "fixed" },    { "7.4", "1:1.0.2k-9.el7_4", "affected" },
		{ "8.1", "1:1.1.1c-5.el8_1.1", "fixed" },   { "8.1", "1:1.1.1c-5.el8_1", "affected" },
		{ "8.2", "1:1.1.1c-19.el8_2", "fixed" },    { "8.2", "1:1.1.1c-18.el8_2", "affected" },
		{ "8.4", "1:1.1.1g-16.el8_4", "fixed" },    { "8.4", "1:1.1.1g-15.el8_4", "affected" },
		{ "8.3", "1:1.1.1g-15.el8_3", "affected" }, { "8.6", "1:1.1.1k-7.el8_6", "fixed" },
		{ "6.10", "1.0.1e-60.el6_10", "fixed" },
	};
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(fixes); i++)
		add_rhel_fix(&set, fixes[i].release, fixes[i].stream, "CVE-2022-0778", fixes[i].version, NULL);
	add_statement(&set, "rhel", "8", "", "compat-openssl10", SOURCE, "CVE-2022-0778", SSLINV_STATUS_FIXED,
		      "1:1.0.2o-4.el8_6");
	sslinv_guidance_set_sort(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(hosts); i++) {
		struct sslinv_subject subject = rpm_subject("rhel", hosts[i].release, "openssl-libs", hosts[i].version);
		const char *text = verdict_on(&subject, &set, "CVE-2022-0778");

		if (strncmp(text, hosts[i].status, strlen(hosts[i].status)) != 0)
			fail_msg("%s: %s, expected %s", hosts[i].version, text, hosts[i].status);
	}
	/* Red Hat fixed it for those who have ELS alone. */
	struct sslinv_subject els = rpm_subject("rhel", "6.10", "openssl", "1.0.1e-58.el6_10");
	expect(&els, &set, "CVE-2022-0778", "affected vendor-fix 0:1.0.1e-60.el6_10 6-els");
	els.stream = "6-els";
	expect(&els, &set, "CVE-2022-0778", "affected vendor-fix 0:1.0.1e-60.el6_10 6-els");
	sslinv_guidance_set_free(&set);
}

/* Trap 2: a flavour's advisory binds its own packages alone, and plain advisories do not bind them. */
static void test_flavours(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject;

	(void)state;
	add_statement(&set, "ol", "8", "", "openssl-libs", BINARY, "CVE-2022-2097", SSLINV_STATUS_FIXED, "1:1.1.1k-7.el8_6");
	add_statement(&set, "ol", "8", "ksplice", "openssl-libs", BINARY, "CVE-2022-2097", SSLINV_STATUS_FIXED,
		      "2:1.1.1k-7.ksplice1.el8_6");
	add_statement(&set, "ol", "8", "", "openssl-libs", BINARY, "CVE-2023-0286", SSLINV_STATUS_FIXED, "1:1.1.1k-9.el8_7");
	add_statement(&set, "ol", "8", "", "openssl-libs", BINARY, "CVE-2023-0464", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_statement(&set, "ol", "7", "fips", "openssl-libs", BINARY, "CVE-2023-0286", SSLINV_STATUS_FIXED,
		      "10:1.0.2k-26.el7_9_fips");
	add_statement(&set, "ol", "7", "", "openssl-libs", BINARY, "CVE-2023-0286", SSLINV_STATUS_FIXED,
		      "1:1.0.2k-26.el7_9");
	sslinv_guidance_set_sort(&set);
	subject = rpm_subject("ol", "8.6", "openssl-libs", "2:1.1.1k-6.ksplice1.el8_5");
	expect(&subject, &set, "CVE-2022-2097", "affected vendor-fix 2:1.1.1k-7.ksplice1.el8_6 ksplice");
	/* Its epoch is above every plain version: that is no fix. */
	expect(&subject, &set, "CVE-2023-0286", "unknown unknown - ksplice");
	expect(&subject, &set, "CVE-2023-0464", "unknown unknown - ksplice");
	subject.version = "2:1.1.1k-7.ksplice1.el8_6";
	expect(&subject, &set, "CVE-2022-2097", "fixed vendor-fix 2:1.1.1k-7.ksplice1.el8_6 ksplice");
	subject.version = "1:1.1.1k-7.el8_6";
	expect(&subject, &set, "CVE-2022-2097", "fixed vendor-fix 1:1.1.1k-7.el8_6 plain");
	subject = rpm_subject("ol", "7.9", "openssl-libs", "10:1.0.2k-24.el7_9_fips");
	expect(&subject, &set, "CVE-2023-0286", "affected vendor-fix 10:1.0.2k-26.el7_9_fips fips");
	subject.version = "1:1.0.2k-26.el7_9";
	expect(&subject, &set, "CVE-2023-0286", "fixed vendor-fix 1:1.0.2k-26.el7_9 plain");
	sslinv_guidance_set_free(&set);
}

static void test_ubuntu_flavours(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = deb_subject("ubuntu", "20.04", "libssl1.1", "1.1.1f-1ubuntu2.24");

	(void)state;
	add_statement(&set, "ubuntu", "20.04", "esm", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED,
		      "1.1.1f-1ubuntu2.24+esm1");
	add_statement(&set, "ubuntu", "20.04", "fips-updates", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED,
		      "1.1.1f-1ubuntu2.fips.24.1");
	add_statement(&set, "ubuntu", "20.04", "fips", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_AFFECTED, NULL);
	add_statement(&set, "ubuntu", "20.04", "", "openssl", SOURCE, "CVE-2023-0286", SSLINV_STATUS_FIXED,
		      "1.1.1f-1ubuntu2.17");
	/* Trap 8: a preview that never got a fixed version. */
	add_statement(&set, "ubuntu", "22.04", "fips-preview", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_AFFECTED,
		      NULL);
	add_statement(&set, "ubuntu", "22.04", "fips-updates", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED,
		      "3.0.2-0ubuntu1.20+Fips1");
	add_range(&set, "CVE-2025-9230", "1.1.1", "1.1.1zd");
	add_range(&set, "CVE-2025-9230", "3.0.0", "3.0.18");
	sslinv_guidance_set_sort(&set);
	/* Ubuntu fixed this very line, for those who have ESM: the flaw is there without it. */
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-fix 1.1.1f-1ubuntu2.24+esm1 esm");
	subject.stream = "esm";
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-fix 1.1.1f-1ubuntu2.24+esm1 esm");
	subject.stream = NULL;
	subject.version = "1.1.1f-1ubuntu2.24+esm1";
	expect(&subject, &set, "CVE-2025-9230", "fixed vendor-fix 1.1.1f-1ubuntu2.24+esm1 esm");
	/* ESM goes on from the plain release. */
	expect(&subject, &set, "CVE-2023-0286", "fixed vendor-fix 1.1.1f-1ubuntu2.17 plain");
	subject.version = "1.1.1f-1ubuntu2.fips.24";
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-fix 1.1.1f-1ubuntu2.fips.24.1 fips-updates");
	expect(&subject, &set, "CVE-2023-0286", "unknown unknown - fips-updates");
	subject.stream = "fips";
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-status - fips");
	subject = deb_subject("ubuntu", "22.04", "libssl3", "3.0.2-0ubuntu1.20+Fips1");
	expect(&subject, &set, "CVE-2025-9230", "fixed vendor-fix 3.0.2-0ubuntu1.20+Fips1 fips-updates");
	subject.stream = "fips-preview";
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-status - fips-preview");
	/* A plain package is not of the flavour, however high its version. */
	subject.stream = "fips-updates";
	subject.version = "3.0.2-0ubuntu1.25";
	expect(&subject, &set, "CVE-2025-9230", "unknown unknown - fips-updates");
	sslinv_guidance_set_free(&set);
}

/* The first little-endian POWER builds of RHEL 7 bind no other. */
static void test_architectures(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("rhel", "7", "openssl-libs", "1:1.0.1e-42.el7_1.4");

	(void)state;
	add_rhel_fix(&set, "7", "", "CVE-2015-0289", "1:1.0.1e-42.ael7b_1.4", "RHSA-2015:0716")->arch = "ppc64le";
	add_rhel_fix(&set, "7", "", "CVE-2015-0290", "1:1.0.1e-42.el7_1.4", NULL)->arch = "x86_64";
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2015-0289", "unknown unknown - plain");
	subject.version = "1:1.0.1e-42.ael7b_1.4";
	subject.arch = "ppc64le";
	expect(&subject, &set, "CVE-2015-0289", "fixed vendor-fix 1:1.0.1e-42.ael7b_1.4 plain");
	subject.version = "1:1.0.1e-42.ael7b_1.3";
	expect(&subject, &set, "CVE-2015-0289", "affected vendor-fix 1:1.0.1e-42.ael7b_1.4 plain");
	subject.version = "1:1.0.1e-42.el7_1.4";
	expect(&subject, &set, "CVE-2015-0290", "unknown unknown - plain");
	subject.arch = "x86_64";
	expect(&subject, &set, "CVE-2015-0290", "fixed vendor-fix 1:1.0.1e-42.el7_1.4 plain");
	subject.arch = NULL;
	expect(&subject, &set, "CVE-2015-0290", "fixed vendor-fix 1:1.0.1e-42.el7_1.4 plain");
	sslinv_guidance_set_free(&set);
}

/* Trap 3: Red Hat's data only where it is declared, and labelled so. */
/* Bounds of what is affected: [0, 3.0.7-29), [3.2.0-1, 3.2.2-6), and from 3.5.0-1 up to 3.5.1-4, or without an end. */
static void test_intervals(void **state)
{
	static const struct {
		const char *version, *with_last, *without_end;
	} cases[] = {
		{ "1:3.0.7-28.el9", "affected", "affected" }, { "1:3.0.7-29.el9", "fixed", "fixed" },
		{ "1:3.2.0-1.el9", "affected", "affected" },  { "1:3.2.2-5.el9", "affected", "affected" },
		{ "1:3.2.2-6.el9", "fixed", "fixed" },        { "1:3.5.0-1.el9", "affected", "affected" },
		{ "1:3.5.1-4.el9", "affected", "affected" },  { "1:3.5.1-5.el9", "fixed", "affected" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		for (int is_open = 0; is_open < 2; is_open++) {
			struct sslinv_guidance_set set = { 0 };
			struct sslinv_subject subject = rpm_subject("almalinux", "9", "openssl-libs", cases[i].version);
			struct sslinv_judgement judgement = { 0 };
			const struct sslinv_finding *finding;

			add_statement(&set, "almalinux", "9", "", "openssl-libs", BINARY, "CVE-2026-99001",
				      SSLINV_STATUS_FIXED, "1:3.0.7-29.el9");
			add_statement(&set, "almalinux", "9", "", "openssl-libs", BINARY, "CVE-2026-99001",
				      SSLINV_STATUS_FIXED, "1:3.2.2-6.el9");
			set.statements.items[1].statement.introduced = "1:3.2.0-1.el9";
			add_statement(&set, "almalinux", "9", "", "openssl-libs", BINARY, "CVE-2026-99001",
				      SSLINV_STATUS_AFFECTED, NULL);
			set.statements.items[2].statement.introduced = "1:3.5.0-1.el9";
			set.statements.items[2].statement.last_affected = is_open ? NULL : "1:3.5.1-4.el9";
			sslinv_guidance_set_sort(&set);
			finding = judge_cve(&subject, &set, "CVE-2026-99001", &judgement);
			if (strcmp(sslinv_status_name(finding->status),
				   is_open ? cases[i].without_end : cases[i].with_last) != 0)
				fail_msg("%s: %s", cases[i].version, sslinv_status_name(finding->status));
			sslinv_judgement_free(&judgement);
			sslinv_guidance_set_free(&set);
		}
	}
}

/* Older than the flaw. */
static void test_before_the_flaw(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("almalinux", "9", "openssl-libs", "1:3.0.7-28.el9");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	add_statement(&set, "almalinux", "9", "", "openssl-libs", BINARY, "CVE-2026-99001", SSLINV_STATUS_FIXED,
		      "1:3.2.2-6.el9");
	set.statements.items[0].statement.introduced = "1:3.2.0-1.el9";
	sslinv_guidance_set_sort(&set);
	finding = judge_cve(&subject, &set, "CVE-2026-99001", &judgement);
	assert_int_equal(finding->status, SSLINV_STATUS_NOT_AFFECTED);
	assert_non_null(strstr(finding->note, "the flaw came with 1:3.2.0-1.el9"));
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

static void test_other_vendors(void **state)
{
	static const char *const others[] = { "almalinux", "rocky", "ol", "amzn" };
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject;
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	add_rhel_fix(&set, "7", "", "CVE-2023-0286", "1:1.0.2k-26.el7_9", "RHSA-2023:1335");
	add_rhel_fix(&set, "7", "7-els", "CVE-2025-9230", "1:1.0.2k-26.el7_9.1", "RHSA-2026:1720");
	add_rhel_fix(&set, "9", "", "CVE-2023-0286", "1:3.0.1-47.el9_1", "RHSA-2023:0946");
	add_statement(&set, "centos", "7", "", "openssl-libs", BINARY, "CVE-2023-0464", SSLINV_STATUS_FIXED,
		      "1:1.0.2k-27.el7");
	add_rhel_fix(&set, "7", "", "CVE-2023-0464", "1:1.0.2k-28.el7", NULL);
	sslinv_guidance_set_sort(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++) {
		subject = rpm_subject(others[i], "9", "openssl-libs", "1:3.0.1-47.el9_1");
		expect(&subject, &set, "CVE-2023-0286", "unknown unknown - plain");
	}
	subject = rpm_subject("centos", "9", "openssl-libs", "1:3.0.1-47.el9_1");
	expect(&subject, &set, "CVE-2023-0286", "unknown unknown - plain");
	/* CentOS Linux 8 was a rebuild, CentOS Stream 8 is none. */
	add_rhel_fix(&set, "8", "", "CVE-2023-0286", "1:1.1.1k-9.el8_7", "RHSA-2023:1405");
	sslinv_guidance_set_sort(&set);
	subject = rpm_subject("centos", "8", "openssl-libs", "1:1.1.1k-9.el8");
	expect(&subject, &set, "CVE-2023-0286", "affected vendor-fix 1:1.1.1k-9.el8_7 plain");
	subject = rpm_subject("centos", "8-stream", "openssl-libs", "1:1.1.1k-9.el8");
	expect(&subject, &set, "CVE-2023-0286", "unknown unknown - stream");
	subject = rpm_subject("centos", "7", "openssl-libs", "1:1.0.2k-25.el7_9");
	finding = judge_cve(&subject, &set, "CVE-2023-0286", &judgement);
	assert_int_equal(finding->status, SSLINV_STATUS_AFFECTED);
	assert_non_null(strstr(finding->note, "judged by Red Hat's data"));
	sslinv_judgement_free(&judgement);
	/* Extended support is not among what a rebuild has. */
	expect(&subject, &set, "CVE-2025-9230", "unknown unknown - plain");
	/* Its own word comes first. */
	expect(&subject, &set, "CVE-2023-0464", "affected vendor-fix 1:1.0.2k-27.el7 plain");
	sslinv_guidance_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),         cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_others),        cmocka_unit_test(test_many_fixes),
		cmocka_unit_test(test_flavours),      cmocka_unit_test(test_ubuntu_flavours),
		cmocka_unit_test(test_architectures), cmocka_unit_test(test_other_vendors),
		cmocka_unit_test(test_intervals),     cmocka_unit_test(test_before_the_flaw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
