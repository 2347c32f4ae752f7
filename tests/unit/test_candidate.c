/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source packages and their versions, doubtful statements, what repositories offer, copies, and the effective level. */
#include "resolve_helper.h"

static void expect(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *cve,
		   const char *expected)
{
	const char *text = verdict_on(subject, set, cve);

	if (strcmp(text, expected) != 0)
		fail_msg("%s %s %s: %s, expected %s", subject->package ? subject->package : "copy",
			 subject->version ? subject->version : "-", cve, text, expected);
}

static void judge_all(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
		      struct sslinv_judgement *judgement)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(sslinv_judge(subject, set, NULL, 0, judgement, &error), 0);
}

/* Trap 4: which OpenSSL it is comes from the source package. */
static void test_source_packages(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject;

	(void)state;
	add_statement(&set, "ubuntu", "18.04", "", "openssl", SOURCE, "CVE-2021-3712", SSLINV_STATUS_FIXED,
		      "1.1.1-1ubuntu2.1~18.04.13");
	add_statement(&set, "ubuntu", "18.04", "", "openssl1.0", SOURCE, "CVE-2021-3712", SSLINV_STATUS_FIXED,
		      "1.0.2n-1ubuntu5.7");
	add_statement(&set, "amzn", "2", "", "openssl", BINARY, "CVE-2023-0286", SSLINV_STATUS_FIXED,
		      "1:1.0.2k-24.amzn2.0.6");
	add_statement(&set, "amzn", "2", "", "openssl11", BINARY, "CVE-2023-0286", SSLINV_STATUS_FIXED,
		      "1:1.1.1g-12.amzn2.0.11");
	add_statement(&set, "rhel", "8", "", "openssl", SOURCE, "CVE-2023-0286", SSLINV_STATUS_FIXED, "1:1.1.1k-9.el8_7");
	add_statement(&set, "rhel", "8", "", "compat-openssl10", SOURCE, "CVE-2023-0286", SSLINV_STATUS_WILL_NOT_FIX, NULL);
	add_statement(&set, "sles", "15.1", "", "libopenssl1_1", BINARY, "CVE-2022-0778", SSLINV_STATUS_FIXED,
		      "1.1.0i-14.27.1");
	add_statement(&set, "sles", "15.1", "", "libopenssl1_0_0", BINARY, "CVE-2022-0778", SSLINV_STATUS_FIXED,
		      "1.0.2p-3.49.1");
	sslinv_guidance_set_sort(&set);
	subject = deb_subject("ubuntu", "18.04", "libssl1.0.0", "1.0.2n-1ubuntu5.7");
	expect(&subject, &set, "CVE-2021-3712", "fixed vendor-fix 1.0.2n-1ubuntu5.7 plain");
	subject = deb_subject("ubuntu", "18.04", "libssl1.1", "1.1.1-1ubuntu2.1~18.04.12");
	expect(&subject, &set, "CVE-2021-3712", "affected vendor-fix 1.1.1-1ubuntu2.1~18.04.13 plain");
	/* The source package that dpkg names counts, not the guess. */
	subject.source_name = "openssl1.0";
	expect(&subject, &set, "CVE-2021-3712", "fixed vendor-fix 1.0.2n-1ubuntu5.7 plain");
	subject = rpm_subject("amzn", "2", "openssl11-libs", "1:1.1.1g-12.amzn2.0.10");
	expect(&subject, &set, "CVE-2023-0286", "affected vendor-fix 1:1.1.1g-12.amzn2.0.11 plain");
	subject = rpm_subject("amzn", "2", "openssl-libs", "1:1.0.2k-24.amzn2.0.6");
	expect(&subject, &set, "CVE-2023-0286", "fixed vendor-fix 1:1.0.2k-24.amzn2.0.6 plain");
	subject = rpm_subject("rhel", "8.9", "compat-openssl10", "1:1.0.2o-4.el8_6");
	expect(&subject, &set, "CVE-2023-0286", "will_not_fix vendor-status - plain");
	subject = rpm_subject("sles", "15.1", "libopenssl1_0_0", "1.0.2p-3.48.1");
	expect(&subject, &set, "CVE-2022-0778", "affected vendor-fix 1.0.2p-3.49.1 plain");
	/* Another service pack is another release. */
	subject.release = "15.2";
	expect(&subject, &set, "CVE-2022-0778", "unknown unknown - plain");
	sslinv_guidance_set_free(&set);
}

/* Trap 5: the source's version is compared, and neither a rebuild nor a new name confuses it. */
static void test_source_versions(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = deb_subject("debian", "13", "libssl3t64", "3.5.4-1~deb13u1+b1");

	(void)state;
	add_statement(&set, "debian", "13", "", "openssl", SOURCE, "CVE-2025-15467", SSLINV_STATUS_FIXED, "3.5.4-1~deb13u2");
	add_statement(&set, "debian", "13", "", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED,
		      "3.5.4-1~deb13u1+a");
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2025-15467", "affected vendor-fix 3.5.4-1~deb13u2 plain");
	/* `+b1` sorts above `+a`, and is no newer source. */
	expect(&subject, &set, "CVE-2025-9230", "affected vendor-fix 3.5.4-1~deb13u1+a plain");
	subject.source_version = "3.5.4-1~deb13u2";
	subject.version = "1:0.1";
	expect(&subject, &set, "CVE-2025-15467", "fixed vendor-fix 3.5.4-1~deb13u2 plain");
	sslinv_guidance_set_free(&set);
}

/* Trap 6: a changelog clears what is installed, and is a threshold for nothing. Traps 7 and 11: doubtful, and superseded. */
static void test_doubts(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("azurelinux", "3.0", "openssl-libs", "3.3.2-1.azl3");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;
	struct sslinv_statement *statement;

	(void)state;
	statement = add_statement(&set, "azurelinux", "3.0", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED,
				  "1.1.1k-29.azl3");
	statement->is_doubtful = true;
	statement->note = "older than what this release ships";
	add_statement(&set, "debian", "11", "", "openssl", SOURCE, "CVE-2023-5678", SSLINV_STATUS_FIXED, "1.1.1n-0+deb11u6");
	add_statement(&set, "debian", "11", "", "openssl", SOURCE, "CVE-2023-5678", SSLINV_STATUS_FIXED, "1.1.1w-0+deb11u2");
	sslinv_guidance_set_sort(&set);
	finding = judge_cve(&subject, &set, "CVE-2024-0727", &judgement);
	assert_int_equal(finding->status, SSLINV_STATUS_FIXED);
	assert_true(finding->is_doubtful);
	assert_non_null(strstr(finding->note, "older than what this release ships"));
	sslinv_judgement_free(&judgement);
	subject = deb_subject("debian", "11", "libssl1.1", "1.1.1v-0~deb11u1");
	expect(&subject, &set, "CVE-2023-5678", "affected vendor-fix 1.1.1w-0+deb11u2 plain");
	subject.version = "1.1.1w-0+deb11u2";
	expect(&subject, &set, "CVE-2023-5678", "fixed vendor-fix 1.1.1w-0+deb11u2 plain");
	sslinv_guidance_set_free(&set);
}

static const struct sslinv_finding *find_unexplained(const struct sslinv_judgement *judgement)
{
	for (size_t i = 0; i < judgement->findings.count; i++) {
		if (!judgement->findings.items[i].cve)
			return &judgement->findings.items[i];
	}
	return NULL;
}

/* A host of bookworm beside what its security archive offers. */
static void test_candidates(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2");
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding;

	(void)state;
	subject.candidate_version = "3.0.22-1~deb12u2";
	subject.candidate_is_security = true;
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED, "3.0.17-1~deb12u3");
	sslinv_guidance_set_sort(&set);
	judge_all(&subject, &set, &judgement);
	finding = find_unexplained(&judgement);
	assert_non_null(finding);
	assert_ptr_equal(finding, &judgement.findings.items[judgement.findings.count - 1]);
	assert_int_equal(finding->status, SSLINV_STATUS_AFFECTED);
	assert_int_equal(finding->rule, SSLINV_RULE_CANDIDATE);
	assert_string_equal(finding->fixed_version, "3.0.22-1~deb12u2");
	sslinv_judgement_free(&judgement);

	/* Neither the same version, nor one of another archive. */
	subject.candidate_version = "3.0.19-1~deb12u2";
	judge_all(&subject, &set, &judgement);
	assert_null(find_unexplained(&judgement));
	sslinv_judgement_free(&judgement);
	subject.candidate_version = "3.0.22-1~deb12u2";
	subject.candidate_is_security = false;
	judge_all(&subject, &set, &judgement);
	assert_null(find_unexplained(&judgement));
	sslinv_judgement_free(&judgement);

	/* A CVE that explains it: the vendor is silent, and the candidate past OpenSSL's fix. */
	subject.candidate_is_security = true;
	add_range(&set, "CVE-2026-45447", "3.0.0", "3.0.21");
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2026-45447", "affected candidate 3.0.22-1~deb12u2 plain");
	judge_all(&subject, &set, &judgement);
	assert_null(find_unexplained(&judgement));
	sslinv_judgement_free(&judgement);

	/* The vendor's word is older than the fix that it already offers. */
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2026-45447", SSLINV_STATUS_AFFECTED, NULL);
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2026-45447", "affected vendor-status 3.0.22-1~deb12u2 plain");
	subject.candidate_version = NULL;
	expect(&subject, &set, "CVE-2026-45447", "affected vendor-status - plain");
	sslinv_guidance_set_free(&set);
}

/* A copy is judged by OpenSSL's record alone, whatever the distribution says. */
static void test_copies(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = { .distro = "debian",
					  .release = "12",
					  .package = "libssl3",
					  .version = "3.0.8",
					  .upstream_version = "3.0.8",
					  .is_copy = true };

	(void)state;
	add_statement(&set, "debian", "12", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add_range(&set, "CVE-2024-0727", "3.0.0", "3.0.13");
	add_range(&set, "CVE-2024-9999", "3.0.9", "3.0.15");
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2024-0727", "affected upstream-affected 3.0.13 plain");
	expect(&subject, &set, "CVE-2024-9999", "not_affected upstream-range - plain");
	expect(&subject, &set, "CVE-2024-0001", "unknown unknown - plain");
	subject.upstream_version = subject.version = "3.0.13";
	expect(&subject, &set, "CVE-2024-0727", "not_affected upstream-range - plain");
	subject.upstream_version = subject.version = NULL;
	expect(&subject, &set, "CVE-2024-0727", "unknown unknown - plain");
	sslinv_guidance_set_free(&set);
}

/* The version of a program that carries OpenSSL is not OpenSSL's. */
static void test_other_programs(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = deb_subject("debian", "12", "nodejs", "3.0.2-1");

	(void)state;
	add_range(&set, "CVE-2024-0727", "3.0.3", "3.0.13");
	sslinv_guidance_set_sort(&set);
	expect(&subject, &set, "CVE-2024-0727", "unknown unknown - plain");
	subject.upstream_version = "3.0.2";
	expect(&subject, &set, "CVE-2024-0727", "not_affected upstream-range - plain");
	sslinv_guidance_set_free(&set);
}

/* All CVEs in their order, or those asked for; the effective level does not depend on which. */
static void test_levels(void **state)
{
	static const char *const asked[] = { "CVE-2019-10000", "CVE-2019-1559", "CVE-2019-1559" };
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = rpm_subject("rhel", "7", "openssl-libs", "1:1.0.2k-26.el7_9");
	struct sslinv_judgement judgement = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	add_range(&set, "CVE-2019-10000", "1.0.2", "1.0.2t");
	add_range(&set, "CVE-2019-1559", "1.0.2", "1.0.2r");
	add_range(&set, "CVE-2020-1971", "1.0.2", "1.0.2x");
	add_range(&set, "CVE-2023-0286", "1.0.2", "1.0.2zg");
	add_rhel_fix(&set, "7", "", "CVE-2019-10000", "1:1.0.2k-20.el7", NULL);
	add_rhel_fix(&set, "7", "", "CVE-2019-1559", "1:1.0.2k-19.el7", NULL);
	add_rhel_fix(&set, "7", "", "CVE-2020-1971", "1:1.0.2k-21.el7_9", NULL);
	add_rhel_fix(&set, "7", "", "CVE-2023-0286", "1:1.0.2k-26.el7_9", NULL);
	sslinv_guidance_set_sort(&set);
	judge_all(&subject, &set, &judgement);
	assert_int_equal(judgement.findings.count, 4);
	assert_string_equal(judgement.findings.items[0].cve, "CVE-2019-1559");
	assert_string_equal(judgement.findings.items[1].cve, "CVE-2019-10000");
	assert_string_equal(judgement.upstream_version, "1.0.2k");
	assert_string_equal(judgement.branch, "1.0.2");
	assert_true(judgement.has_vendor);
	assert_true(judgement.has_effective);
	assert_string_equal(judgement.effective.version, "1.0.2zg");
	sslinv_judgement_free(&judgement);
	subject.version = "1:1.0.2k-20.el7";
	assert_int_equal(sslinv_judge(&subject, &set, asked, 3, &judgement, &error), 0);
	assert_int_equal(judgement.findings.count, 2);
	assert_string_equal(judgement.effective.version, "1.0.2t");
	assert_string_equal(judgement.effective.blocking_cve, "CVE-2020-1971");
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* Nothing at hand, and nothing said of the subject: no crash, and nothing is clean. */
static void test_emptiness(void **state)
{
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_subject subject = { 0 };
	struct sslinv_judgement judgement = { 0 };

	(void)state;
	judge_all(&subject, &set, &judgement);
	assert_int_equal(judgement.findings.count, 0);
	sslinv_judgement_free(&judgement);
	expect(&subject, &set, "CVE-2024-0727", "unknown unknown - plain");
	subject.distro = "debian";
	subject.version = "~:::---+b";
	subject.package = "";
	expect(&subject, &set, "CVE-2024-0727", "unknown unknown - plain");
	subject.release = "";
	subject.stream = "";
	subject.format = "of no kind";
	expect(&subject, &set, "CVE-2024-0727", "unknown unknown - plain");
	sslinv_guidance_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_source_packages), cmocka_unit_test(test_source_versions),
		cmocka_unit_test(test_doubts),          cmocka_unit_test(test_candidates),
		cmocka_unit_test(test_copies),          cmocka_unit_test(test_other_programs),
		cmocka_unit_test(test_levels),          cmocka_unit_test(test_emptiness),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
