/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which stream a version belongs to, and whose statements then bind it. */
#include "resolve_helper.h"

#include "distro/inherits.h"
#include "distro/source_name.h"
#include "resolve/stream.h"

static void test_kinds(void **state)
{
	static const struct {
		const char *stream;
		enum sslinv_stream_kind kind;
	} cases[] = {
		{ "", SSLINV_STREAM_PLAIN },
		{ "9.4-eus", SSLINV_STREAM_MINOR },
		{ "8.6-aus", SSLINV_STREAM_MINOR },
		{ "10.0-eus", SSLINV_STREAM_MINOR },
		{ "5.6-ll", SSLINV_STREAM_MINOR },
		{ "7-els", SSLINV_STREAM_CONTINUED },
		{ "esm", SSLINV_STREAM_CONTINUED },
		{ "ltss", SSLINV_STREAM_CONTINUED },
		{ "hpc-ltss", SSLINV_STREAM_CONTINUED },
		{ "fips", SSLINV_STREAM_APART },
		{ "fips-updates", SSLINV_STREAM_APART },
		{ "ksplice", SSLINV_STREAM_APART },
		{ "something-new", SSLINV_STREAM_APART },
		{ "9x-eus", SSLINV_STREAM_APART },
		{ "x.4-eus", SSLINV_STREAM_APART },
		{ "9.x-eus", SSLINV_STREAM_APART },
		{ "9.4eus", SSLINV_STREAM_APART },
		{ "9.4", SSLINV_STREAM_APART },
		{ "-eus", SSLINV_STREAM_APART },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		assert_int_equal(sslinv_stream_kind(cases[i].stream), cases[i].kind);
}

static void test_lines(void **state)
{
	static const struct {
		const char *distro, *version;
		unsigned flavours;
		const char *tag;
		bool has_minor;
		unsigned major, minor;
		const char *stream;
	} cases[] = {
		{ "rhel", "1:3.0.7-27.el9_4", 0, ".el9_4", true, 9, 4, "" },
		{ "rhel", "1:3.0.7-27.el9", 0, ".el9", false, 9, 0, "" },
		{ "rhel", "1:3.2.2-16.el10_0.6", 0, ".el10_0", true, 10, 0, "" },
		{ "rhel", "1:1.0.1e-42.ael7b_1.4", SSLINV_FLAVOUR_POWER_LE, ".ael7b_1", true, 7, 1, "" },
		{ "almalinux", "1:3.5.1-7.el10_1.alma.1", 0, ".el10_1", true, 10, 1, "" },
		{ "ol", "2:1.1.1k-7.ksplice1.el8_6", SSLINV_FLAVOUR_KSPLICE, ".el8_6", true, 8, 6, "ksplice" },
		{ "ol", "10:1.0.2k-26.el7_9_fips", SSLINV_FLAVOUR_FIPS, ".el7_9", true, 7, 9, "fips" },
		{ "ubuntu", "1.1.1f-1ubuntu2.24+esm1", 0, "", false, 0, 0, "esm" },
		{ "ubuntu", "1.1.1f-1ubuntu2.fips.24.1", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "ubuntu", "3.0.2-0ubuntu1.25+Fips1", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "ubuntu", "1.1.1f-1ubuntu2.fips.7", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "ubuntu", "1.1.1f-1ubuntu2.fips", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "ubuntu", "1.1.1f-1ubuntu2.20fips1", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "ubuntu", "1.1.1f-1ubuntu2.20~FIPS2", SSLINV_FLAVOUR_FIPS, "", false, 0, 0, "fips-updates" },
		{ "debian", "3.0.19-1~deb12u2", 0, "", false, 0, 0, "" },
		{ "rhel", "", 0, "", false, 0, 0, "" },
		{ "rhel", "1:3.0.7-27.el9.4", 0, ".el9", false, 9, 0, "" },
		{ "rhel", "1:3.0.7-27.el9_x", 0, ".el9", false, 9, 0, "" },
		{ "rhel", "1:3.0.7-27+el9_4", 0, "+el9_4", true, 9, 4, "" },
		{ "rhel", "1:3.0.7-27_el9_4", 0, "_el9_4", true, 9, 4, "" },
		{ "rhel", "1:3.0.7-27xel9_4", 0, "", false, 0, 0, "" },
		{ "rhel", "1.el99999999999999999999_88888888888", 0, "", false, 0, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_line line = sslinv_line_of(cases[i].distro, cases[i].version);

		assert_int_equal(line.flavours, cases[i].flavours);
		assert_string_equal(line.stream, cases[i].stream);
		assert_string_equal(line.tag, cases[i].tag);
		assert_int_equal(line.has_minor, cases[i].has_minor);
		if (line.has_minor)
			assert_int_equal(line.minor, cases[i].minor);
		if (line.has_tag)
			assert_int_equal(line.major, cases[i].major);
	}
}

/* Two versions are of one minor release where both name it, and the same one. */
static void test_shared_tags(void **state)
{
	static const struct {
		const char *a, *b;
		bool shares;
	} cases[] = {
		{ "3.0.7-27.el9_4", "3.0.1-1.el9_4.3", true }, { "3.0.7-27.el9_4", "3.0.7-27.el8_4", false },
		{ "3.0.7-27.el9_4", "3.0.7-27.el9_2", false }, { "3.0.7-27.el9_0", "3.0.7-27.el9", false },
		{ "3.0.7-27.el9", "3.0.7-27.el9_0", false },   { "3.0.7-27.el9", "3.0.7-28.el9", false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_line a = sslinv_line_of("rhel", cases[i].a), b = sslinv_line_of("rhel", cases[i].b);

		if (sslinv_line_shares_tag(&a, &b) != cases[i].shares)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
}

static void test_source_names(void **state)
{
	static const struct {
		const char *distro, *release, *package, *source;
	} cases[] = {
		{ "debian", "12", "libssl3", "openssl" },
		{ "debian", "13", "libssl3t64", "openssl" },
		{ "debian", "11", "libssl1.1", "openssl" },
		{ "debian", "9", "libssl1.0.2", "openssl1.0" },
		{ "ubuntu", "18.04", "libssl1.0.0", "openssl1.0" },
		{ "ubuntu", "16.04", "libssl1.0.0", "openssl" },
		{ "rhel", "9", "openssl-libs", "openssl" },
		{ "rhel", "9", "compat-openssl11", "compat-openssl11" },
		{ "rhel", "8", "compat-openssl10", "compat-openssl10" },
		{ "amzn", "2", "openssl11-libs", "openssl11" },
		{ "rhel", "9", "openssl-fips-provider-so", "openssl-fips-provider" },
		{ "sles", "15.4", "libopenssl3", "openssl-3" },
		{ "sles", "15.1", "libopenssl1_1", "openssl-1_1" },
		{ "sles", "11.4", "libopenssl0_9_8", "openssl" },
		{ "sles", "11.4", "libopenssl1_0_0", "openssl1" },
		{ "sles", "12.5", "libopenssl0_9_8", "compat-openssl098" },
		{ "sles", "12.5", "libopenssl1_0_0", "openssl-1_0_0" },
		{ "sles", "15", "libopenssl1_0_0", "openssl-1_0_0" },
		{ "opensuse-leap", "42.3", "libopenssl1_0_0", "openssl" },
		{ "alpine", "3.19", "libcrypto3", "openssl" },
		{ NULL, NULL, "nodejs", "nodejs" },
	};
	char source[64];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		sslinv_source_name(cases[i].distro, cases[i].release, cases[i].package, source, sizeof(source));
		assert_string_equal(source, cases[i].source);
	}
	/* One release, several sources. */
	assert_true(sslinv_source_candidate("sles", "12.3", "libopenssl1_0_0", 1, source, sizeof(source)));
	assert_string_equal(source, "openssl");
	assert_false(sslinv_source_candidate("sles", "12.3", "libopenssl1_0_0", 2, source, sizeof(source)));
	assert_false(sslinv_source_candidate("debian", "12", "libssl3", 1, source, sizeof(source)));
	assert_false(sslinv_source_candidate("debian", "12", "curl", 1, source, sizeof(source)));
	sslinv_source_name(NULL, NULL, "openssl-libs", source, 4);
	assert_int_equal(strlen(source), 3);
}

static void test_inheritance(void **state)
{
	(void)state;
	assert_string_equal(sslinv_distro_inherits("centos", "7"), "rhel");
	assert_string_equal(sslinv_distro_inherits("centos", NULL), "rhel");
	assert_null(sslinv_distro_inherits("centos", "9"));
	assert_null(sslinv_distro_inherits("almalinux", "9"));
	assert_null(sslinv_distro_inherits("rocky", "8"));
	assert_null(sslinv_distro_inherits("ol", "8"));
	assert_null(sslinv_distro_inherits("amzn", "2"));
	assert_null(sslinv_distro_inherits(NULL, "7"));
}

/* What RHEL 9 and its extended streams say, as they did. */
static void fill_rhel9(struct sslinv_guidance_set *set)
{
	add_rhel_fix(set, "9", "", "CVE-2024-6119", "1:3.0.7-28.el9_4", "RHSA-2024:6783");
	add_rhel_fix(set, "9", "", "CVE-2024-5535", "1:3.2.2-6.el9_5", "RHSA-2024:9333");
	add_rhel_fix(set, "9", "9.4-eus", "CVE-2024-5535", "1:3.0.7-29.el9_4", "RHSA-2025:3666");
	add_rhel_fix(set, "9", "", "CVE-2024-12797", "1:3.2.2-6.el9_5.1", "RHSA-2025:1330");
	add_rhel_fix(set, "9", "", "CVE-2025-15467", "1:3.5.1-7.el9_7", "RHSA-2026:1473");
	add_rhel_fix(set, "9", "9.0-e4s", "CVE-2025-15467", "1:3.0.1-46.el9_0.7", "RHSA-2026:1733");
	add_rhel_fix(set, "9", "9.2-e4s", "CVE-2025-15467", "1:3.0.7-18.el9_2.3", "RHSA-2026:1594");
	add_rhel_fix(set, "9", "9.4-eus", "CVE-2025-15467", "1:3.0.7-29.el9_4.2", "RHSA-2026:1519");
	add_rhel_fix(set, "9", "9.6-eus", "CVE-2025-15467", "1:3.2.2-7.el9_6.2", "RHSA-2026:1503");
	add_statement(set, "rhel", "9", "", "openssl", SOURCE, "CVE-2025-9231", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_statement(set, "rhel", "9", "", "openssl", SOURCE, "CVE-2026-1111", SSLINV_STATUS_WILL_NOT_FIX, NULL);
	add_statement(set, "rhel", "9", "", "openssl", SOURCE, "CVE-2026-1112", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_statement(set, "rhel", "9", "9.4-eus", "openssl", SOURCE, "CVE-2026-1112", SSLINV_STATUS_AFFECTED, NULL);
	add_statement(set, "rhel", "9", "", "openssl", SOURCE, "CVE-2026-1113", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_rhel_fix(set, "9", "9.6-eus", "CVE-2026-1113", "1:3.2.2-7.el9_6.5", "RHSA-2026:2");
	add_rhel_fix(set, "9", "9.6-eus", "CVE-2026-1114", "1:3.2.2-7.el9_6.5", "RHSA-2026:2");
	add_statement(set, "rhel", "9", "", "openssl", SOURCE, "CVE-2026-1115", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_statement(set, "rhel", "9", "9.2-e4s", "openssl", SOURCE, "CVE-2026-1115", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_range(set, "CVE-2024-12797", "3.2.0", "3.2.4");
	add_range(set, "CVE-2024-5535", "3.0.0", "3.0.15");
	sslinv_guidance_set_sort(set);
}

static void test_rhel_streams(void **state)
{
	static const struct {
		const char *release, *stream, *version, *cve, *expected;
	} cases[] = {
		/* The plain release, whatever the minor one of its fix. */
		{ "9.4", NULL, "1:3.0.7-28.el9_4", "CVE-2024-6119", "fixed vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9.4", NULL, "1:3.0.7-27.el9_4", "CVE-2024-6119", "affected vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9.4", NULL, "1:3.0.7-27.el9", "CVE-2024-6119", "affected vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9.6", NULL, "1:3.2.2-6.el9_5.1", "CVE-2024-6119", "fixed vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9.6", NULL, "1:3.5.5-4.el9_8", "CVE-2025-15467", "fixed vendor-fix 1:3.5.1-7.el9_7 plain" },
		/* Its dist tag's own minor release has a fix: the highest of all would flag this one ... */
		{ "9.4", NULL, "1:3.0.7-29.el9_4.2", "CVE-2025-15467", "fixed vendor-fix 1:3.0.7-29.el9_4.2 9.4-eus" },
		{ "9.4", NULL, "1:3.0.7-29.el9_4.3", "CVE-2025-15467", "fixed vendor-fix 1:3.0.7-29.el9_4.2 9.4-eus" },
		{ "9.0", NULL, "1:3.0.1-46.el9_0.7", "CVE-2025-15467", "fixed vendor-fix 1:3.0.1-46.el9_0.7 9.0-e4s" },
		/* ... and the lowest clear this one. */
		{ "9.4", NULL, "1:3.0.7-29.el9_4.1", "CVE-2025-15467", "affected vendor-fix 1:3.5.1-7.el9_7 plain" },
		{ "9.6", NULL, "1:3.2.2-7.el9_6", "CVE-2025-15467", "affected vendor-fix 1:3.5.1-7.el9_7 plain" },
		/* A stream that the user names, and its fixes alone, beside what the plain release fixed before. */
		{ "9.4", "9.4-eus", "1:3.0.7-29.el9_4.1", "CVE-2025-15467",
		  "affected vendor-fix 1:3.0.7-29.el9_4.2 9.4-eus" },
		{ "9.4", "eus", "1:3.0.7-29.el9_4.1", "CVE-2025-15467", "affected vendor-fix 1:3.0.7-29.el9_4.2 9.4-eus" },
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4", "CVE-2024-6119", "fixed vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9", "9.4-eus", "1:3.0.7-27.el9_4", "CVE-2024-5535", "affected vendor-fix 1:3.0.7-29.el9_4 9.4-eus" },
		/* A build of 9.6 is above 9.4's fix, and does not have it. */
		{ "9", "9.4-eus", "1:3.2.2-7.el9_6.1", "CVE-2025-15467", "affected vendor-fix 1:3.2.2-7.el9_6.2 9.6-eus" },
		/* Its stream is silent, and OpenSSL says that 3.0.7 does not have the flaw that the plain release fixed. */
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2024-12797", "not_affected upstream-range - 9.4-eus" },
		/* It is silent, and 9.2 has the flaw: the plain release's fix is none that it delivers. */
		{ "9", "9.2-eus", "1:3.0.7-18.el9_2.3", "CVE-2024-5535", "affected vendor-fix - 9.2-eus" },
		/* "Not affected" in all of the release, and "will not fix", hold for what branched off as well ... */
		{ "9", NULL, "1:3.0.7-28.el9_4", "CVE-2025-9231", "not_affected vendor-status - plain" },
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2025-9231", "not_affected vendor-status - plain" },
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2026-1115", "not_affected vendor-status - plain" },
		/* ... but not where the stream has a statement of its own, or another stream had the flaw; ... */
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2026-1112", "affected vendor-status - 9.4-eus" },
		{ "9", "9.2-eus", "1:3.0.7-18.el9_2.3", "CVE-2026-1112", "unknown unknown - 9.2-eus" },
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2026-1113", "unknown unknown - 9.4-eus" },
		/* ... and a fix is borrowed of no other stream, though the version is above it. */
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2026-1114", "unknown unknown - 9.4-eus" },
		{ "9", "9.4-eus", "1:3.9.9-1.el9_4", "CVE-2026-1114", "unknown unknown - 9.4-eus" },
		{ "9", "9.4-eus", "1:3.0.7-29.el9_4.2", "CVE-2026-1111", "will_not_fix vendor-status - plain" },
		/* Without the epoch, as people write it. */
		{ "9", NULL, "3.0.7-27.el9_4", "CVE-2024-6119", "affected vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9", NULL, "3.0.7-28.el9_4", "CVE-2024-6119", "fixed vendor-fix 1:3.0.7-28.el9_4 plain" },
		{ "9", NULL, "0:3.0.7-28.el9_4", "CVE-2024-6119", "affected vendor-fix 1:3.0.7-28.el9_4 plain" },
	};
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	fill_rhel9(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_subject subject = rpm_subject("rhel", cases[i].release, "openssl-libs", cases[i].version);
		const char *text;

		subject.stream = cases[i].stream;
		text = verdict_on(&subject, &set, cases[i].cve);
		if (strcmp(text, cases[i].expected) != 0)
			fail_msg("%s/%s %s %s: %s, expected %s", cases[i].release, cases[i].stream ? cases[i].stream : "",
				 cases[i].version, cases[i].cve, text, cases[i].expected);
	}
	sslinv_guidance_set_free(&set);
}

/* The stream is told with its reason, and a fix that only another stream delivers stands in the note. */
static void test_reasons(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("rhel", "9.4", "openssl-libs", "1:3.0.7-28.el9_4");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	fill_rhel9(&set);
	finding = judge_cve(&subject, &set, "CVE-2024-5535", &judgement);
	assert_string_equal(judgement.stream, "");
	assert_non_null(strstr(judgement.stream_reason, ".el9_4"));
	assert_string_equal(finding->fixed_version, "1:3.2.2-6.el9_5");
	assert_string_equal(finding->advisory, "RHSA-2024:9333");
	assert_non_null(strstr(finding->note, "9.4-eus"));
	assert_non_null(strstr(finding->note, "1:3.0.7-29.el9_4"));
	assert_non_null(strstr(finding->note, "RHSA-2025:3666"));
	sslinv_judgement_free(&judgement);

	/* What the repositories offer tells which stream the host follows. */
	subject.candidate_version = "1:3.0.7-29.el9_4.2";
	finding = judge_cve(&subject, &set, "CVE-2024-5535", &judgement);
	assert_string_equal(judgement.stream, "9.4-eus");
	assert_string_equal(finding->fixed_version, "1:3.0.7-29.el9_4");
	sslinv_judgement_free(&judgement);

	/* The version is itself what the stream published. */
	subject.candidate_version = NULL;
	subject.version = "1:3.0.7-29.el9_4";
	finding = judge_cve(&subject, &set, "CVE-2025-15467", &judgement);
	assert_string_equal(judgement.stream, "9.4-eus");
	assert_non_null(strstr(judgement.stream_reason, "RHSA-2025:3666"));
	assert_string_equal(finding->fixed_version, "1:3.0.7-29.el9_4.2");
	sslinv_judgement_free(&judgement);

	subject.stream = "9.2-eus";
	judge_cve(&subject, &set, "CVE-2025-15467", &judgement);
	assert_string_equal(judgement.stream, "9.2-eus");
	assert_non_null(strstr(judgement.stream_reason, "named by the user"));
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* A stream of the minor release has the only fix: it is the line that the version is of. */
static void test_fix_only_in_stream(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("rhel", "9.4", "openssl-libs", "1:3.0.7-27.el9_4");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	add_rhel_fix(&set, "9", "9.4-eus", "CVE-2026-2222", "1:3.0.7-29.el9_4.5", "RHSA-2026:9");
	sslinv_guidance_set_sort(&set);
	finding = judge_cve(&subject, &set, "CVE-2026-2222", &judgement);
	assert_int_equal(finding->status, SSLINV_STATUS_AFFECTED);
	assert_string_equal(finding->stream, "9.4-eus");
	assert_non_null(strstr(finding->note, "only hosts with the support of 9.4-eus"));
	sslinv_judgement_free(&judgement);
	subject.version = "1:3.2.2-6.el9_5";
	assert_string_equal(verdict_on(&subject, &set, "CVE-2026-2222"), "unknown unknown - plain");
	sslinv_guidance_set_free(&set);
}

/*
 * The plain release fixed it in a later minor release, the statements at hand do not speak of this one's stream, and the
 * installed package says that it has the fix.
 */
static void test_changelog_of_other_stream(void **state)
{
	static const char *const cves[] = { "CVE-2023-5363" };
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("rhel", "9.2", "openssl-libs", "1:3.0.7-18.el9_2");

	(void)state;
	add_rhel_fix(&set, "9", "", "CVE-2023-5363", "1:3.0.7-25.el9_3", "RHSA-2024:0310");
	sslinv_guidance_set_sort(&set);
	assert_string_equal(verdict_on(&subject, &set, "CVE-2023-5363"), "affected vendor-fix 1:3.0.7-25.el9_3 plain");
	subject.changelog_cves = cves;
	subject.changelog_count = 1;
	assert_string_equal(verdict_on(&subject, &set, "CVE-2023-5363"), "fixed changelog - plain");
	/* In the same minor release the vendor's word stands. */
	subject.version = "1:3.0.7-24.el9_3";
	assert_string_equal(verdict_on(&subject, &set, "CVE-2023-5363"), "affected vendor-fix 1:3.0.7-25.el9_3 plain");
	sslinv_guidance_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_shared_tags),
		cmocka_unit_test(test_source_names),
		cmocka_unit_test(test_inheritance),
		cmocka_unit_test(test_rhel_streams),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_fix_only_in_stream),
		cmocka_unit_test(test_changelog_of_other_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
