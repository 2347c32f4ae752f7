/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fact tables, and the names of distributions that they and all other feeds use. */
#include "feed_recorder.h"
#include "shared.h"

#include "base/attributes.h"
#include "guidance/check.h"
#include "distro/distro.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

#define STREAM_HEADER "distro\trelease\tstream\tpackage\tcve\tstatus\tfixed_version\tadvisory\tdate\tseverity\tsource\n"
#define FIXED_HEADER "distro\trelease\tpackage\tCVE\tfixed_version\tadvisory_id\tsource_file\n"
#define STATUS_HEADER "distro\trelease\tpackage\tCVE\tstatus\tadvisory_id\tsource_file\n"

static void read_table(const char *text)
{
	if (read_bytes(&sslinv_reader_tsv, text, strlen(text), &recorder) != 0)
		fail_msg("%s", recorder.error.message);
}

static void test_both_layouts(void **state)
{
	(void)state;
	read_table(STREAM_HEADER "rhel\t9\t9.0-eus\topenssl\tCVE-2023-0286\tfixed\t1:3.0.1-46.el9_0.3\tRHSA-2023:1\t2023-03-"
				 "14\tImportant\tx\n"
				 "rhel\t5\t5.6-ll\topenssl\tCVE-2014-0224\tfixed\t0:0.9.8e-12.el5_6.12\tRHSA-2014:1\t2014-"
				 "06-05\tImportant\tx\n"
				 "rhel\t8\t8.6-eus-long-life\topenssl\tCVE-2022-0778\tfixed\t1:1.1.1k-6.el8_6\t\t\t\tx\n"
				 "rhel\t10\t\topenssl\tCVE-2024-1\tfixed\t1\t\t\t\tx\n");
	assert_line(&recorder, "S|rhel|9|9.0-eus|openssl|source|CVE-2023-0286|fixed|1:3.0.1-46.el9_0.3|-|RHSA-2023:1|"
			       "important|2023-03-14|-|-");
	/* Two spellings of one stream. */
	assert_true(has_text(&recorder, "S|rhel|5|5.6-ll|openssl|"));
	assert_true(has_text(&recorder, "S|rhel|8|8.6-ll|openssl|"));
	assert_int_equal(recorder.statements, 3);
	assert_true(has_text(&recorder, "W|0|1 rows name no CVE"));
	read_table(FIXED_HEADER
		   "almalinux\t9\topenssl-libs\tCVE-2023-5363\t1:3.0.7-25.el9_3\tALSA-2024:0310\tx.json\n"
		   "suse\tSLE 15-SP2/SP3\tlibopenssl1_1\tCVE-2022-1292\t1.1.1d-150200.11.48.1\tSUSE-SU-2022:2251-1\tx\n");
	assert_line(&recorder,
		    "S|almalinux|9||openssl-libs|binary|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|-|ALSA-2024:0310|-|-|-|-");
	assert_true(has_text(&recorder, "S|sles|15.2||libopenssl1_1|binary|CVE-2022-1292|fixed|"));
	assert_true(has_text(&recorder, "S|sles|15.3||libopenssl1_1|binary|CVE-2022-1292|fixed|"));
	assert_int_equal(recorder.statements, 3);
}

static void test_status_words(void **state)
{
	static const struct {
		const char *word;
		const char *status;
		const char *note;
	} words[] = {
		{ "not_affected", "not_affected", "-" },
		{ "known_not_affected", "not_affected", "-" },
		{ "not-affected code not present", "not_affected", "not-affected code not present" },
		{ "affected", "affected", "-" },
		{ "fix_deferred", "affected", "fix_deferred" },
		{ "deferred 2019-04-15", "affected", "deferred 2019-04-15" },
		{ "needed", "affected", "-" },
		{ "pending 1.0.1f-1ubuntu11.7", "affected", "pending 1.0.1f-1ubuntu11.7" },
		{ "needs-triage", "under_investigation", "-" },
		{ "under_investigation", "under_investigation", "-" },
		{ "will_not_fix", "will_not_fix", "-" },
		{ "out_of_support", "will_not_fix", "out_of_support" },
		{ "ignored reached end-of-life", "will_not_fix", "ignored reached end-of-life" },
		{ "known_affected no_fix_planned: Out of support scope", "will_not_fix",
		  "known_affected no_fix_planned: Out of support scope" },
		{ "known_affected none_available: Fix deferred", "affected", "known_affected none_available: Fix deferred" },
		{ "fixedish", "unknown", "fixedish" },
		{ "not_affected_perhaps", "unknown", "not_affected_perhaps" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			STATUS_HEADER "ubuntu\t14.04\topenssl\tCVE-2016-2107\t%s\t-\tx\n", words[i].word);
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format(
			"S|ubuntu|14.04||openssl|source|CVE-2016-2107|%s|-|-|-|-|-|-|%s", words[i].status, words[i].note);

		assert_non_null(text);
		assert_non_null(line);
		read_table(text);
		assert_line(&recorder, line);
		assert_int_equal(recorder.warnings, strcmp(words[i].status, "unknown") == 0);
	}
}

static void test_rows_that_are_no_thresholds(void **state)
{
	(void)state;
	read_table(
		STREAM_HEADER
		"debian\tbullseye\t\topenssl\tCVE-2023-5678\tfixed\t1.1.1n-0+deb11u6\tDLA-3942-1\t2024-10-31\t\tx "
		"(doubtful)\n"
		"debian\tbullseye\t\topenssl\tCVE-2023-5678\tfixed\t1.1.1w-0+deb11u2\t\t2024-11-01\t\tchangelog\n"
		"rhel\t7\t\topenssl\tCVE-2015-0289\tfixed\t1:1.0.1e-42.ael7b_1.4\tRHSA-2015:0716\t2015-03-23\tModerate\tx\n"
		"oracle\t8\t\topenssl\tCVE-2022-0778\tfixed\t2:1.1.1k-6.ksplice1.el8_5\tELSA-1\t\t\tx\n"
		"debian\tsid\t\topenssl\tCVE-2016-7798\tfixed\t0\t\t\t\tx\n");
	assert_false(has_text(&recorder, "1.1.1n-0+deb11u6"));
	assert_true(has_text(&recorder, "W|0|1 rows are marked doubtful"));
	assert_true(has_text(&recorder, "S|debian|11||openssl|source|CVE-2023-5678|fixed|1.1.1w-0+deb11u2|"));
	/* The little-endian POWER build's version binds no other build. */
	assert_true(has_text(&recorder, "S|rhel|7||openssl|source|CVE-2015-0289|fixed|1:1.0.1e-42.ael7b_1.4|ppc64le|"));
	assert_true(has_text(&recorder, "S|ol|8|ksplice|openssl|binary|CVE-2022-0778|fixed|2:1.1.1k-6.ksplice1.el8_5|"));
	assert_true(has_text(&recorder, "S|debian|sid||openssl|source|CVE-2016-7798|not_affected|-|"));
	read_table(FIXED_HEADER "rhel-changelog\t6\topenssl\tCVE-2014-0160\t1.0.1e-23\t-\tspec\n"
				"rocky-lts-changelog\t8.6-lts\topenssl\tCVE-2014-0160\t1.0.1e-44\t-\tspec\n"
				"azurelinux\t3.0\topenssl\tCVE-2024-0727\t0:1.1.1k-29.azl3\tx\tx\n"
				"upstream\t1.0.1\topenssl\tCVE-2014-0160\t1.0.1g\t-\tx\n"
				"upstream\t3.4\topenssl\tCVE-2026-0001\t3.4.8\t-\tx\n"
				"upstream\t0.9.6\topenssl\tCVE-2002-0001\t0.9.6-cvs\t-\tx\n"
				"plan9\t4\topenssl\tCVE-2014-0160\t1\t-\tx\n");
	assert_true(has_text(&recorder, "W|0|2 rows come from a changelog"));
	assert_true(has_text(&recorder, "W|0|1 rows name a release that is not known"));
	assert_true(has_text(&recorder, "|fixed|0:1.1.1k-29.azl3|-|x|-|-|doubtful|"));
	assert_line(&recorder, "R|CVE-2014-0160|1.0.1|1.0.1g|-");
	assert_line(&recorder, "R|CVE-2026-0001|3.4.0|3.4.8|-");
	assert_int_equal(recorder.ranges, 2);
	assert_int_equal(recorder.statements, 1);
}

static void test_tables_that_are_broken(void **state)
{
	static const struct {
		const char *text;
		int code;
		const char *message;
	} cases[] = {
		{ STREAM_HEADER "rhel\t9\n", SSLINV_E_FORMAT, ":2: the row has fewer fields" },
		{ FIXED_HEADER "a\tb\tc\td\te\tf\tg\th\n", SSLINV_E_FORMAT, ":2: the row has more fields" },
		{ FIXED_HEADER "almalinux\t9\topenssl\tCVE-2023-5363\t1:3.0.7-2", SSLINV_E_FORMAT,
		  ":2: the last line has no end" },
		{ "distro\trelease\tpackage\n", SSLINV_E_FORMAT, ":1: the header names no column cve" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		assert_int_equal(read_bytes(&sslinv_reader_tsv, cases[i].text, strlen(cases[i].text), &recorder),
				 cases[i].code);
		assert_non_null(strstr(recorder.error.message, cases[i].message));
	}
	assert_int_equal(read_bytes(&sslinv_reader_tsv, FIXED_HEADER "a\0b\n", sizeof(FIXED_HEADER "a\0b\n") - 1, &recorder),
			 SSLINV_E_FORMAT);
	{
		size_t length = 100000;
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = malloc(length);

		assert_non_null(text);
		memset(text, 'x', length);
		memcpy(text, FIXED_HEADER, strlen(FIXED_HEADER));
		assert_int_equal(read_bytes(&sslinv_reader_tsv, text, length, &recorder), SSLINV_E_LIMIT);
	}
}

/* ---- names -------------------------------------------------------------------------------------------------------------
 */

struct name {
	const char *text;
	const char *distro; /* NULL: none of ours */
	const char *release;
	const char *stream;
};

static void check_names(bool (*function)(const char *text, struct sslinv_distro *result), const struct name *names,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sslinv_distro result;
		bool found;

		memset(&result, 0, sizeof(result));
		found = function(names[i].text, &result);
		if (!names[i].distro
			    ? found
			    : (!found || strcmp(result.distro, names[i].distro) != 0 ||
			       strcmp(result.release, names[i].release) != 0 || strcmp(result.stream, names[i].stream) != 0))
			fail_msg("%s: %d %s|%s|%s", names[i].text, found, result.distro, result.release, result.stream);
	}
}

static void test_cpes(void **state)
{
	static const struct name names[] = {
		{ "cpe:/o:redhat:enterprise_linux:9", "rhel", "9", "" },
		{ "cpe:/a:redhat:enterprise_linux:9::appstream", "rhel", "9", "" },
		{ "cpe:/o:redhat:enterprise_linux:10.1", "rhel", "10", "" },
		{ "cpe:/a:redhat:rhel_eus:9.4::baseos", "rhel", "9", "9.4-eus" },
		{ "cpe:/o:redhat:rhel_aus:8.2::baseos", "rhel", "8", "8.2-aus" },
		{ "cpe:/o:redhat:rhel_e4s:8.1::baseos", "rhel", "8", "8.1-e4s" },
		{ "cpe:/o:redhat:rhel_tus:8.6::baseos", "rhel", "8", "8.6-tus" },
		{ "cpe:/o:redhat:rhel_els:7", "rhel", "7", "7-els" },
		{ "cpe:/o:redhat:rhel_eus_long_life:8.6", "rhel", "8", "8.6-ll" },
		{ "cpe:/a:redhat:jboss_core_services:1::el8", NULL, NULL, NULL },
		{ "cpe:/a:redhat:openshift:4.12::el8", NULL, NULL, NULL },
		{ "cpe:/o:suse:sles:15:sp5", "sles", "15.5", "" },
		{ "cpe:/o:suse:sles-ltss:15:sp1", "sles", "15.1", "ltss" },
		{ "cpe:2.3:o:suse:sles_sap:15:sp1:*:*:*:*:*:*", "sles", "15.1", "sap" },
		{ "cpe:/o:opensuse:leap:15.6", "opensuse-leap", "15.6", "" },
		{ "cpe:/o:opensuse:tumbleweed", "opensuse-tumbleweed", "", "" },
		{ "cpe:/o:redhat:enterprise_linux", NULL, NULL, NULL },
		{ "cpe:/a:oracle:linux:8::kvm_appstream", "ol", "8", "" },
		{ "cpe:/o:almalinux:almalinux:9::baseos", "almalinux", "9", "" },
		{ "cpe:/o:canonical:ubuntu_linux:22.04", "ubuntu", "22.04", "" },
		{ "cpe:/o:debian:debian_linux:12", "debian", "12", "" },
		{ "cpe:/o:microsoft:windows:10", NULL, NULL, NULL },
		{ "cpe:/o:redhat", NULL, NULL, NULL },
		/* RHEL 10's new words, and one that is not listed. */
		{ "cpe:/o:redhat:enterprise_linux_eus:10.0", "rhel", "10", "10.0-eus" },
		{ "cpe:/a:redhat:enterprise_linux_e4s:10.0::appstream", "rhel", "10", "10.0-e4s" },
		{ "cpe:/o:redhat:enterprise_linux_server:7", "rhel", "7", "" },
		{ "cpe:/o:redhat:enterprise_linux_next:10.0", NULL, NULL, NULL },
		{ "cpe:/o:redhat:rhel_extras_rt:7", NULL, NULL, NULL },
		/* SUSE: the version in the update, and products in the edition or the update. */
		{ "cpe:/o:suse:sles:16:16.0:server", "sles", "16.0", "" },
		{ "cpe:/o:suse:sles:16:16.0:server-sap", "sles", "16.0", "sap" },
		{ "cpe:/o:suse:sles:16:16.0:raspberry", NULL, NULL, NULL },
		{ "cpe:/o:suse:sles:11:security", "sles", "11", "security" },
		{ "cpe:/o:suse:sles:11:sp1:teradata", "sles", "11.1", "teradata" },
		{ "cpe:/o:suse:sles:12:sp2:raspberry", NULL, NULL, NULL },
		{ "cpe:/o:suse:suse_sles_ltss:11:sp4", "sles", "11.4", "ltss" },
		{ "cpe:/o:suse:sles_sap:15:sp4:ltss", "sles", "15.4", "sap-ltss" },
		{ "cpe:/o:suse:sles_sap:15:sp4:server", "sles", "15.4", "sap" },
		{ "cpe:/o:suse:sle_hpc:15:sp4", "sles", "15.4", "hpc" },
		{ "cpe:/o:suse:sle_hpc-ltss:15:sp4", "sles", "15.4", "hpc-ltss" },
		/* A stream where others have the repository is not the plain release. */
		{ "cpe:/o:redhat:enterprise_linux:9::eus", NULL, NULL, NULL },
		{ "cpe:2.3:o:redhat:enterprise_linux:9.0:*:*:*:eus:*:*:*", NULL, NULL, NULL },
		{ "cpe:/o:redhat:enterprise_linux:9:beta", NULL, NULL, NULL },
		{ "cpe:/a:redhat:enterprise_linux:8::realtime", "rhel", "8", "" },
		{ "cpe:/o:canonical:ubuntu_linux:20.04::FIPS", NULL, NULL, NULL },
		{ "cpe:2.3:o:canonical:ubuntu_linux:14.04:*:*:*:esm:*:*:*", NULL, NULL, NULL },
		{ "cpe:2.3:o:canonical:ubuntu_linux:20.04:*:*:*:lts:*:*:*", "ubuntu", "20.04", "" },
		{ "cpe:/o:oracle:linux:8::fips", NULL, NULL, NULL },
		{ "cpe:/o:oracle:linux:8:8:baseos_latest", "ol", "8", "" },
		{ "cpe:/o:almalinux:almalinux:9::esu", NULL, NULL, NULL },
		{ "cpe:/o:suse:sles_ltss_teradata:12:sp3", "sles", "12.3", "teradata-ltss" },
		{ "cpe:/o:suse:sle-hpc:12:sp5", "sles", "12.5", "hpc" },
		{ "cpe:/o:suse:sle-module-certifications:15:sp3", NULL, NULL, NULL },
		{ "cpe:/o:suse:sle-module-rt:15:sp2", NULL, NULL, NULL },
		{ "", NULL, NULL, NULL },
	};

	(void)state;
	check_names(sslinv_distro_from_cpe, names, SSLINV_ARRAY_SIZE(names));
}

static void test_ecosystems(void **state)
{
	static const struct name names[] = {
		{ "AlmaLinux:9", "almalinux", "9", "" },
		{ "Rocky Linux:9", "rocky", "9", "" },
		{ "Debian:12", "debian", "12", "" },
		{ "Ubuntu:22.04:LTS", "ubuntu", "22.04", "" },
		{ "Ubuntu:25.10", "ubuntu", "25.10", "" },
		{ "Ubuntu:Pro:16.04:LTS", "ubuntu", "16.04", "esm" },
		{ "Ubuntu:Pro:FIPS:18.04:LTS", "ubuntu", "18.04", "fips" },
		{ "Ubuntu:Pro:FIPS-updates:20.04:LTS", "ubuntu", "20.04", "fips-updates" },
		{ "Ubuntu:Pro:FIPS-preview:22.04:LTS", "ubuntu", "22.04", "fips-preview" },
		{ "SUSE:Linux Enterprise Server 15 SP5", "sles", "15.5", "" },
		{ "SUSE:Linux Enterprise Server 15 SP4-LTSS", "sles", "15.4", "ltss" },
		{ "SUSE:Linux Enterprise Module for Basesystem 15 SP6", "sles", "15.6", "" },
		{ "SUSE:Linux Enterprise Micro 5.3", "sle-micro", "5.3", "" },
		{ "openSUSE:Leap 15.6", "opensuse-leap", "15.6", "" },
		{ "openSUSE:Tumbleweed", "opensuse-tumbleweed", "", "" },
		{ "Red Hat:rhel_eus:9.4::baseos", "rhel", "9", "9.4-eus" },
		{ "Alpine:v3.18", "alpine", "3.18", "" },
		{ "Azure Linux:3", "azurelinux", "3.0", "" },
		{ "PyPI", NULL, NULL, NULL },
		{ "openEuler:22.03-LTS", "openEuler", "22.03", "" },
		{ "openEuler:22.03-LTS-SP1", "openEuler", "22.03", "sp1" },
		{ "openEuler:24.03-LTS-Next", NULL, NULL, NULL },
		{ "Red Hat:enterprise_linux_eus:10.0", "rhel", "10", "10.0-eus" },
		{ "SUSE:Linux Enterprise Server 11 SP4 LTSS EXTREME CORE", "sles", "11.4", "ltss-extreme" },
		{ "SUSE:Linux Enterprise Server 11-SECURITY", "sles", "11", "security" },
		{ "SUSE:Linux Enterprise Server for Raspberry Pi 12 SP2", NULL, NULL, NULL },
		{ "SUSE:Linux Enterprise Server for Toasters 12 SP2", NULL, NULL, NULL },
		{ "SUSE:Linux Enterprise Server 12 SP2 for Toasters", NULL, NULL, NULL },
		{ "SUSE:Linux Enterprise Module for Certifications 15 SP3", NULL, NULL, NULL },
		{ "SUSE:Linux Enterprise High Performance Computing 15 SP1-LTSS", "sles", "15.1", "hpc-ltss" },
		{ "Ubuntu:Pro:Soon:22.04:LTS", NULL, NULL, NULL },
		{ "Ubuntu:22.04:LTS:Soon", NULL, NULL, NULL },
		{ "AlmaLinux:9:Extended", NULL, NULL, NULL },
		{ "Debian:12:elts", NULL, NULL, NULL },
		{ "npm", NULL, NULL, NULL },
	};

	(void)state;
	check_names(sslinv_distro_from_ecosystem, names, SSLINV_ARRAY_SIZE(names));
}

static void test_platforms_codenames_and_tags(void **state)
{
	static const struct name platforms[] = {
		{ "Red Hat Enterprise Linux 9", "rhel", "9", "" },
		{ "Red Hat Enterprise Linux 8.4 Extended Update Support", "rhel", "8", "8.4-eus" },
		{ "Debian GNU/Linux 11", "debian", "11", "" },
		{ "Oracle Linux 8 is installed", "ol", "8", "" },
		{ "Ubuntu 20.04 LTS", "ubuntu", "20.04", "" },
		{ "Ubuntu Pro FIPS-updates 22.04 LTS", "ubuntu", "22.04", "fips-updates" },
		{ "SUSE Linux Enterprise Server 12 SP5", "sles", "12.5", "" },
		{ "SUSE Linux Enterprise Server 15-LTSS", "sles", "15", "ltss" },
		{ "SUSE Linux Enterprise Server for SAP Applications 15 SP1", "sles", "15.1", "sap" },
		{ "SUSE Linux Enterprise Server LTSS Extended Security 12 SP5", "sles", "12.5", "ltss-extended" },
		{ "openSUSE Tumbleweed", "opensuse-tumbleweed", "", "" },
		{ "Fedora 38 Modular", "fedora", "38", "" },
		{ "SUSE Linux Enterprise Server 11 SP4 LTSS", "sles", "11.4", "ltss" },
		{ "SUSE Linux Enterprise Server 10 SP4 for IBM POWER", "sles", "10.4", "" },
		{ "SUSE Linux Enterprise Server for Raspberry Pi 12 SP2", NULL, NULL, NULL },
		{ "SUSE Linux Enterprise Server 15 SP3 for Toasters", NULL, NULL, NULL },
		{ "Red Hat Enterprise Linux 9 for Toasters", NULL, NULL, NULL },
		{ "Red Hat Enterprise Linux 8 (Ootpa)", "rhel", "8", "" },
		{ "Red Hat Enterprise Linux Server (v. 7)", "rhel", "7", "" },
		{ "Red Hat Enterprise Linux 9.2 (EUS)", "rhel", "9", "9.2-eus" },
		{ "Red Hat Enterprise Linux 9 (Beta)", NULL, NULL, NULL },
		{ "SUSE Linux Enterprise Server 15 SP4 (LTSS)", "sles", "15.4", "ltss" },
		{ "SUSE Linux Enterprise Server 15 SP4 (Certifications)", NULL, NULL, NULL },
		{ "SUSE Linux Enterprise High Performance Computing 15 SP3-ESPOS", "sles", "15.3", "hpc-espos" },
		{ "Ubuntu 20.04 (ESM)", "ubuntu", "20.04", "esm" },
		{ "Ubuntu 14.04 (trusty)", "ubuntu", "14.04", "" },
		{ "Debian GNU/Linux 12 (bookworm)", "debian", "12", "" },
		{ "Debian GNU/Linux 12 (backports)", NULL, NULL, NULL },
		{ "Oracle Linux 8 (FIPS)", NULL, NULL, NULL },
		{ "AlmaLinux 9.2 (ESU)", NULL, NULL, NULL },
		{ "CentOS Linux 7 (Core)", "centos", "7", "" },
		{ "Wolfi FIPS", NULL, NULL, NULL },
		{ "SUSE Manager Server 4.1", "sles", "15.2", "manager" },
		{ "SUSE Manager Server 9.9", NULL, NULL, NULL },
		{ "SUSE Manager Server 4.10", NULL, NULL, NULL },
		{ "SUSE:Enterprise Storage 7.1", "sles", "15.3", "storage" },
		{ "SUSE OpenStack Cloud Crowbar 9", "sles", "12.4", "openstack" },
		{ "SUSE Linux Enterprise Module for Legacy 12", "sles", "12", "legacy" },
		{ "SUSE Linux Enterprise Module for Legacy 15 SP3", "sles", "15.3", "" },
		{ "SUSE Linux Enterprise Real Time 15 SP3", "sles", "15.3", "rt" },
		{ "Arch Linux", "arch", "", "" },
		{ "Red Hat CoreOS 4", NULL, NULL, NULL },
		{ "Azure Linux", NULL, NULL, NULL },
	};
	static const struct name codenames[] = {
		{ "bookworm", "debian", "12", "" },
		{ "sid", "debian", "sid", "" },
		{ "experimental", "debian", "experimental", "" },
		{ "edge", "alpine", "edge", "" },
		{ "stonking", "ubuntu", "26.10", "" },
		{ "jammy", "ubuntu", "22.04", "" },
		{ "fips-updates/jammy", "ubuntu", "22.04", "fips-updates" },
		{ "esm-infra/xenial", "ubuntu", "16.04", "esm" },
		{ "trusty/esm", "ubuntu", "14.04", "esm" },
		{ "esm-infra_focal", "ubuntu", "20.04", "esm" },
		{ "longhorn", NULL, NULL, NULL },
	};
	static const struct name tags[] = {
		{ "3.0.7-25.el9_3", "rhel", "9", "" },       { "1:1.1.1k-12.el8_9.x", "rhel", "8", "" },
		{ "1.0.2k-24.amzn2.0.7", "amzn", "2", "" },  { "3.0.8-1.amzn2023.0.1", "amzn", "2023", "" },
		{ "3.2.1-2.fc40", "fedora", "40", "" },      { "1.1.1k-9.cm1", "mariner", "1.0", "" },
		{ "3.3.2-1.azl3", "azurelinux", "3.0", "" }, { "3.0.2-0ubuntu1", NULL, NULL, NULL },
		{ "1.0-1.elastic", NULL, NULL, NULL },
	};

	(void)state;
	check_names(sslinv_distro_from_platform, platforms, SSLINV_ARRAY_SIZE(platforms));
	check_names(sslinv_distro_from_codename, codenames, SSLINV_ARRAY_SIZE(codenames));
	check_names(sslinv_distro_from_dist_tag, tags, SSLINV_ARRAY_SIZE(tags));
}

static void test_words(void **state)
{
	static const struct {
		const char *given[3];
		const char *expected[3];
	} cases[] = {
		{ { "oracle", "7", "fips" }, { "ol", "7", "fips" } },
		{ { "amazon", "1", "" }, { "amzn", "2018.03", "" } },
		{ { "alpine", "3.23.0_alpha20250612", "" }, { "alpine", "edge", "" } },
		{ { "alpine", "3.22.1", "" }, { "alpine", "3.22.1", "" } },
		{ { "archlinux", "rolling", "" }, { "arch", "", "" } },
		{ { "archarm", "", "" }, { "arch", "", "" } },
		{ { "amazon", "2023", NULL }, { "amzn", "2023", "" } },
		{ { "cbl-mariner", "1.0", "" }, { "mariner", "1.0", "" } },
		{ { "azurelinux", "3", "" }, { "azurelinux", "3.0", "" } },
		{ { "suse", "SLES-15-SP1", "ltss" }, { "sles", "15.1", "ltss" } },
		{ { "suse", "SLES_SAP-12-SP4", "" }, { "sles", "12.4", "sap" } },
		{ { "suse", "SLE-Module-Basesystem-15-SP4", "" }, { "sles", "15.4", "" } },
		{ { "opensuse", "Leap-15.4", "" }, { "opensuse-leap", "15.4", "" } },
		{ { "sles", "15-SP4", "" }, { "sles", "15.4", "" } },
		{ { "sles_sap", "15-sp4", "ltss" }, { "sles", "15.4", "ltss" } },
		{ { "debian", "bookworm", "" }, { "debian", "12", "" } },
		{ { "debian", "12.5", "" }, { "debian", "12", "" } },
		{ { "ubuntu", "12.04/esm", "" }, { "ubuntu", "12.04", "esm" } },
		{ { "ubuntu", "16.04-fips-updates", "" }, { "ubuntu", "16.04", "fips-updates" } },
		{ { "rhel", "7.2-aus", "" }, { "rhel", "7", "7.2-aus" } },
		{ { "rhel", "6-els", "" }, { "rhel", "6", "6-els" } },
		{ { "rhel", "9.4", "9.4-EUS" }, { "rhel", "9", "9.4-eus" } },
		{ { "rhel", "2", "2.1" }, { "rhel", "2", "" } },
		{ { "amazon", "1", "updates" }, { "amzn", "2018.03", "" } },
		{ { "alpine", "3.18", "community" }, { "alpine", "3.18", "" } },
		{ { "suse", "SLES-11-SP4", "ltss-extreme-core" }, { "sles", "11.4", "ltss-extreme" } },
		{ { "suse", "SLE-Module-Legacy-12", "" }, { "sles", "12", "legacy" } },
		{ { "suse-other", "SUSE:Manager Proxy 4.3", "" }, { "sles", "15.4", "manager" } },
		{ { "suse-other", "SUSE:Linux Enterprise High Performance Computing 15 SP1-ESPOS", "" },
		  { "sles", "15.1", "hpc-espos" } },
		/* As os-release has them. */
		{ { "alpine", "3.21.3", "" }, { "alpine", "3.21.3", "" } },
		{ { "alpine", "3.24_alpha20260127", "" }, { "alpine", "edge", "" } },
		{ { "alpine", "3.23.0_rc2", "" }, { "alpine", "3.23.0", "" } },
		{ { "wolfi", "20230201", "" }, { "wolfi", "", "" } },
		{ { "chainguard", "20230214", "" }, { "chainguard", "", "" } },
		{ { "arch", "", "" }, { "arch", "", "" } },
		{ { "photon", "5.0", "" }, { "photon", "5.0", "" } },
		{ { "sle-micro", "5.5", "" }, { "sle-micro", "5.5", "" } },
		{ { "opensuse-leap-micro", "5.5", "" }, { "opensuse-leap-micro", "5.5", "" } },
		{ { "opensuse-tumbleweed", "20261127", "" }, { "opensuse-tumbleweed", "", "" } },
		{ { "opensuse-microos", "20261127", "" }, { "opensuse-tumbleweed", "", "" } },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_distro result;

		assert_true(sslinv_distro_from_words(cases[i].given[0], cases[i].given[1], cases[i].given[2], &result));
		assert_string_equal(result.distro, cases[i].expected[0]);
		assert_string_equal(result.release, cases[i].expected[1]);
		assert_string_equal(result.stream, cases[i].expected[2]);
	}
	{
		struct sslinv_distro result;

		assert_false(sslinv_distro_from_words("plan9", "4", "", &result));
		assert_false(sslinv_distro_from_words("debian", "bo\xffokworm", "", &result));
		assert_false(sslinv_distro_from_words("ubuntu", "esm", "", &result));
		assert_false(sslinv_distro_from_words("alpine", "edgy", "", &result));
		assert_false(sslinv_distro_from_words("rhel", "a-very-long-release-that-fits-nowhere-at-all-in-here", "",
						      &result));
	}
}

static void test_versions_and_dates(void **state)
{
	static const char *const versions[] = { "1:3.0.7-25.el9_3", "1.1.1n-0+deb11u5", "3.2.1~rc1-2", "0",
						"1.0.2k^git1-1" };
	static const char *const others[] = { "", "soon", "1.0 beta", "x:1.0", ":1.0", "1:", "1.0;rm", "-1.0", "1\n2" };
	static const char *const dates[] = { "2024-10-31", "2024-10-31T00:00:00Z", "2024-10-31 10:00:00", "20241031" };
	static const char *const no_dates[] = { "",           "2024-13-01", "2024-02-32",  "24-10-31",
						"2024-10-3x", "yesterday",  "2024-10-311", "0000-00-00" };
	char date[SSLINV_DATE_SIZE];
	const char *at = "see XCVE-1 and CVE-2024-07 or CVE-2024-0727, CVE-2024-123456789012345678";
	char cve[SSLINV_CVE_SIZE];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(versions); i++)
		assert_true(sslinv_check_version(versions[i]));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++)
		assert_false(sslinv_check_version(others[i]));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dates); i++) {
		assert_true(sslinv_date_parse(dates[i], date));
		assert_string_equal(date, "2024-10-31");
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(no_dates); i++)
		assert_false(sslinv_date_parse(no_dates[i], date));
	assert_true(sslinv_cve_find(&at, cve));
	assert_string_equal(cve, "CVE-2024-0727");
	assert_false(sslinv_cve_find(&at, cve));
}

static void test_real_tables(void **state)
{
	static const struct {
		const char *name;
		size_t statements;
		size_t ranges;
		unsigned long dropped;
	} tables[] = {
		/* 3482 rows: 380 of changelogs, 67 without a CVE, 752 upstream's (two of them no releases), 2 for two
		   releases. */
		{ "facts/openssl-fixed.tsv", 2287, 750, 449 },
		{ "facts/openssl-status.tsv", 865, 0, 0 },
		{ "facts/redhat-a.tsv", 591, 0, 0 },
		{ "facts/redhat-b.tsv", 804, 0, 0 },
		{ "facts/ubuntu.tsv", 400, 0, 0 },
		{ "facts/others.tsv", 545, 0, 6 },
		{ "facts/others_inherited.tsv", 55, 0, 0 },
		{ "facts/debian-changelog.tsv", 153, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++) {
		const char *path = shared_or_skip(tables[i].name);

		recorder_free(&recorder);
		assert_int_equal(read_path(&sslinv_reader_tsv, path, &recorder), 0);
		assert_int_equal(recorder.statements, tables[i].statements);
		assert_int_equal(recorder.ranges, tables[i].ranges);
		assert_int_equal(recorder.dropped, tables[i].dropped);
		/* Every release in them is understood, and every word. */
		assert_false(has_text(&recorder, "is not known"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_both_layouts, clean),
		cmocka_unit_test_teardown(test_status_words, clean),
		cmocka_unit_test_teardown(test_rows_that_are_no_thresholds, clean),
		cmocka_unit_test_teardown(test_tables_that_are_broken, clean),
		cmocka_unit_test(test_cpes),
		cmocka_unit_test(test_ecosystems),
		cmocka_unit_test(test_platforms_codenames_and_tags),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_versions_and_dates),
		cmocka_unit_test_teardown(test_real_tables, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
