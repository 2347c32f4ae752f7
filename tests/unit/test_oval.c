/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OVAL reader: every vendor's shape for rpm, and the published files where they are at hand. */
#include "oval_fixture.h"
#include "shared.h"

#include "base/attributes.h"

/* ---- vendors -----------------------------------------------------------------------------------------------------------
 */

static void test_red_hat_stream_from_the_cpe(void **state)
{
	(void)state;
	read_well(HEAD(
		"Red Hat OVAL Patch Definition Merger") "<definitions><definition class='patch' "
							"id='oval:com.redhat.rhsa:def:1'><metadata>"
							"<title>RHSA-2022:1071: openssl security update "
							"(Important)</title><affected><platform>Red Hat Enterprise Linux "
							"8</platform>"
							"</affected><reference ref_id='RHSA-2022:1071' "
							"ref_url='https://example.com/RHSA' source='RHSA'/>"
							"<reference ref_id='CVE-2022-0778' "
							"ref_url='https://example.com/CVE' source='CVE'/><advisory>"
							"<severity>Important</severity><issued "
							"date='2022-03-28'/><affected_cpe_list><cpe>cpe:/"
							"o:redhat:rhel_eus:8.4::baseos</cpe>"
							"<cpe>cpe:/a:redhat:rhel_eus:8.4::appstream</cpe></"
							"affected_cpe_list></advisory></metadata>"
							"<criteria operator='OR'><criterion comment='Red Hat Enterprise "
							"Linux must be installed' test_ref='t:0'/>"
							"<criteria operator='AND'><criterion comment='Red Hat Enterprise "
							"Linux 8 is installed' test_ref='t:1'/>"
							"<criteria operator='OR'><criteria operator='AND'>"
							"<criterion comment='openssl-libs is earlier than "
							"1:1.1.1g-16.el8_4' test_ref='t:2'/>"
							"<criterion comment='openssl-libs is signed with Red Hat "
							"redhatrelease2 key' test_ref='t:3'/></criteria>"
							"<criteria operator='AND'><criterion comment='tar is earlier than "
							"2:1.3' test_ref='t:4'/></criteria>"
							"</criteria></criteria></criteria></definition></definitions><tests>"
							"<rpmverifyfile_test id='t:0' check='none satisfy'><object "
							"object_ref='o:0'/><state state_ref='s:0'/></rpmverifyfile_test>"
							"<rpmverifyfile_test id='t:1' check='at least one'><object "
							"object_ref='o:0'/><state "
							"state_ref='s:1'/></rpmverifyfile_test>" TEST(
								"t:2", "o:1", STATE("s:2")) TEST("t:3", "o:1", STATE("s:3"))
								TEST("t:4", "o:2", STATE("s:2")) "</tests><objects>" PACKAGE(
									"o:1", "openssl-libs")
									PACKAGE("o:2",
										"tar") "</objects><states>"
										       "<rpminfo_state id='s:2'><arch "
										       "operation='pattern "
										       "match'>aarch64|x86_64</arch>"
										       "<evr datatype='evr_string' "
										       "operation='less "
										       "than'>1:1.1.1g-16.el8_4</evr></"
										       "rpminfo_state>" KEY(
											       "s:3") "</states>" TAIL);
	assert_line(&recorder, "F|Red Hat|oval|2024-10-10T00:44:14|"
			       "oval/rhel-8,rhel-8-8.4-eus/patch/red-hat-oval-patch-definition-merger");
	assert_line(&recorder,
		    "S|rhel|8|8.4-eus|openssl-libs|binary|CVE-2022-0778|fixed|1:1.1.1g-16.el8_4|-|RHSA-2022:1071|important|"
		    "2022-03-28|-|-");
	assert_int_equal(recorder.statements, 1);
	assert_int_equal(recorder.warnings, 0);
}

static void test_red_hat_without_a_fix(void **state)
{
	static const struct {
		const char *word;
		const char *status;
	} words[] = {
		{ "Will not fix", "will_not_fix" },
		{ "Affected", "affected" },
		{ "Out of support scope", "will_not_fix" },
		{ "Under investigation", "under_investigation" },
		{ "Fix deferred", "affected" },
		{ "Who knows", "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			HEAD("x") "<definitions><definition class='vulnerability' id='oval:com.redhat.cve:def:1'><metadata>"
				  "<title>CVE-2023-0464 openssl: slow "
				  "(low)</title><advisory><severity>Low</severity><affected>"
				  "<resolution state='%s'><component>compat-openssl10</component></resolution>"
				  "<resolution state='Affected'><component>openssl</component></resolution></affected>"
				  "<affected_cpe_list><cpe>cpe:/o:redhat:enterprise_linux:8::baseos</cpe></"
				  "affected_cpe_list></advisory>"
				  "</metadata><criteria operator='AND'>"
				  "<criterion comment='Red Hat Enterprise Linux 8 is installed' test_ref='t:1'/><criteria "
				  "operator='OR'>"
				  "<criteria operator='AND'><criterion comment='compat-openssl10 is installed' "
				  "test_ref='t:2'/>"
				  "<criterion comment='compat-openssl10 is signed with Red Hat key' "
				  "test_ref='t:3'/></criteria>"
				  "<criterion comment='openssl-libs is installed' "
				  "test_ref='t:4'/></criteria></criteria></definition>"
				  "</definitions><tests>" TEST("t:2", "o:1", "") TEST("t:3", "o:1", STATE("s:3")) TEST(
					  "t:4", "o:2", "") "</tests><objects>" PACKAGE("o:1", "compat-openssl10")
					  PACKAGE("o:2", "openssl-libs") "</objects><states>" KEY("s:3") "</states>" TAIL,
			words[i].word);
		SSLINV_CLEANUP(sslinv_free_ptr) char *start = NULL;

		assert_non_null(text);
		start = sslinv_str_format(
			"S|rhel|8||compat-openssl10|binary|CVE-2023-0464|%s|-|-|oval:com.redhat.cve:def:1|low|",
			words[i].status);
		read_well(text);
		assert_true(has_text(&recorder, start));
		assert_true(has_text(&recorder, "S|rhel|8||openssl-libs|binary|CVE-2023-0464|affected|"));
		assert_int_equal(recorder.statements, 2);
	}
}

/* Mariner of 2022: the last version that is affected, and no fix. */
static void test_less_or_equal(void **state)
{
	static const struct {
		const char *version, *said;
	} cases[] = {
		{ "0:1.1.1k-13.cm2", "affected|-|-|d:1|-|-|-|-|last 0:1.1.1k-13.cm2\n" },
		{ "0:0-0", "unknown|-|-|d:1|-|-|-|the version comparison of its state cannot be evaluated\n" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			HEAD("x") "<definitions><definition class='vulnerability' id='d:1'><metadata><title>openssl</title>"
				  "<affected><platform>CBL-Mariner 2.0</platform></affected><reference "
				  "ref_id='CVE-2022-1292'/></metadata><criteria><criterion test_ref='t:1' "
				  "comment='x'/></criteria>"
				  "</definition></definitions><tests>%s</tests><objects>%s</objects><states><rpminfo_state "
				  "id='s:1'>"
				  "<evr datatype='evr_string' operation='less than or "
				  "equal'>%s</evr></rpminfo_state></states>" TAIL,
			TEST("t:1", "o:1", STATE("s:1")), PACKAGE("o:1", "openssl"), cases[i].version);
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format(
			"S|mariner|2.0||openssl|binary|CVE-2022-1292|%s", cases[i].said);

		read_well(text);
		if (!has_text(&recorder, line))
			fail_msg("%s: %s", cases[i].version, sslinv_str_text(&recorder.lines));
	}
}

static void test_red_hat_unaffected(void **state)
{
	(void)state;
	read_well(HEAD(
		"x") "<definitions><definition class='vulnerability' id='oval:com.redhat.unaffected:def:1'><metadata>"
		     "<title>Unaffected components for: CVE-2022-3602 openssl</title>"
		     "<reference ref_id='CVE-2022-3602' source='CVE'/><advisory><affected_cpe_list>"
		     "<cpe>cpe:/o:redhat:enterprise_linux:8</cpe></affected_cpe_list></advisory></metadata><criteria "
		     "operator='AND'>"
		     "<criterion comment='Red Hat Enterprise Linux 8 is installed' test_ref='t:1'/><criteria operator='AND'>"
		     "<criterion comment='openssl is installed' test_ref='t:2'/>"
		     "<criterion comment='openssl is not installed' "
		     "test_ref='t:3'/></criteria></criteria></definition></definitions>"
		     "<tests>" TEST("t:2", "o:1",
				    "") "<rpminfo_test id='t:3' check='none satisfy' check_existence='none_exist'><object "
					"object_ref='o:1'/></rpminfo_test>"
					"</tests><objects>" PACKAGE("o:1", "openssl") "</objects>" TAIL);
	assert_true(has_text(&recorder, "S|rhel|8||openssl|binary|CVE-2022-3602|not_affected|"));
	assert_int_equal(recorder.statements, 1);
}

static void test_oracle_arches_and_flavours(void **state)
{
	(void)state;
	read_well(HEAD(
		"Oracle Errata System") "<definitions><definition id='oval:com.oracle.elsa:def:1' "
					"class='patch'><metadata><title>\nELSA-2023-1405: openssl\n</title>"
					"<affected><platform>Oracle Linux 7</platform></affected>"
					"<reference source='elsa' ref_id='ELSA-2023-1405' ref_url='u'/><reference "
					"source='CVE' ref_id='CVE-2023-0286'/>"
					"<advisory><severity>IMPORTANT</severity><issued "
					"date='2023-03-22'/></advisory></metadata><criteria operator='AND'>"
					"<criterion test_ref='t:1' comment='Oracle Linux 7 is installed'/><criteria "
					"operator='OR'>"
					"<criteria operator='AND'><criterion test_ref='t:2' comment='Oracle Linux arch is "
					"x86_64'/><criteria operator='OR'>"
					"<criteria operator='AND'><criterion test_ref='t:3' comment='openssl is earlier "
					"than 1:1.0.2k-26.el7_9'/>"
					"<criterion test_ref='t:4' comment='openssl is signed with the Oracle Linux 7 "
					"key'/></criteria>"
					"<criteria operator='AND'><criterion test_ref='t:5' comment='openssl-libs is "
					"earlier than 2:1.0.2k-26.ksplice1.el7_9'/></criteria>"
					"<criteria operator='AND'><criterion test_ref='t:6' comment='openssl-libs is "
					"earlier than 10:1.0.2k-26.el7_9_fips'/></criteria>"
					"</criteria></criteria>"
					"<criteria operator='AND'><criterion test_ref='t:7' comment='Oracle Linux arch is "
					"aarch64'/>"
					"<criterion test_ref='t:3' comment='openssl is earlier than "
					"1:1.0.2k-26.el7_9'/></criteria></criteria></criteria></definition>"
					"</definitions><tests>" TEST("t:1", "o:9", STATE("s:9")) TEST(
						"t:2", "o:9", STATE("s:8")) TEST("t:7", "o:9",
										 STATE("s:7")) TEST("t:3", "o:1",
												    STATE("s:1"))
						TEST("t:4", "o:1", STATE("s:4")) TEST("t:5", "o:2", STATE("s:2")) TEST(
							"t:6", "o:2", STATE("s:3")) "</tests><objects>" PACKAGE("o:1",
														"openssl")
							PACKAGE("o:2", "openssl-libs") PACKAGE(
								"o:9",
								"oraclelinux-release") "</objects><states>" BELOW("s:1",
														  "1:1.0.2k-"
														  "26.el7_9")
								BELOW("s:2", "2:1.0.2k-26.ksplice1.el7_9")
									BELOW("s:3", "10:1.0.2k-26.el7_9_fips") KEY(
										"s:4") "<rpminfo_state id='s:9'><version "
										       "operation='pattern "
										       "match'>^7</version></rpminfo_state>"
										       "<rpminfo_state id='s:8'><arch "
										       "operation='equals'>x86_64</arch></"
										       "rpminfo_state>"
										       "<rpminfo_state id='s:7'><arch "
										       "operation='equals'>aarch64</arch></"
										       "rpminfo_state></states>" TAIL);
	/* The same for both architectures is for all; what only x86_64 has, binds only that. */
	assert_line(
		&recorder,
		"S|ol|7||openssl|binary|CVE-2023-0286|fixed|1:1.0.2k-26.el7_9|-|ELSA-2023-1405|important|2023-03-22|-|-");
	assert_line(
		&recorder,
		"S|ol|7|ksplice|openssl-libs|binary|CVE-2023-0286|fixed|2:1.0.2k-26.ksplice1.el7_9|x86_64|ELSA-2023-1405|"
		"important|2023-03-22|-|-");
	assert_true(
		has_text(&recorder, "S|ol|7|fips|openssl-libs|binary|CVE-2023-0286|fixed|10:1.0.2k-26.el7_9_fips|x86_64|"));
	assert_int_equal(recorder.statements, 3);
}

static void test_suse_platforms_times_versions(void **state)
{
	(void)state;
	read_well(HEAD(
		"Marcus Updateinfo to OVAL Converter") "<definitions><definition "
						       "id='oval:org.opensuse.security:def:20220778' "
						       "class='vulnerability'><metadata>"
						       "<title>CVE-2022-0778</title><affected><platform>SUSE Linux "
						       "Enterprise Server 15 SP3</platform></affected>"
						       "<reference ref_id='Mitre CVE-2022-0778' source='CVE'/><reference "
						       "ref_id='SUSE CVE-2022-0778' source='SUSE CVE'/>"
						       "<reference ref_id='SUSE-SU-2022:0860-1' "
						       "ref_url='https://lists.example' source='SUSE-SU'/>"
						       "<advisory><severity>Important</severity></advisory></"
						       "metadata><criteria operator='OR'>"
						       "<criteria operator='AND'><criteria operator='OR'>"
						       "<criterion test_ref='t:1' comment='SUSE Linux Enterprise Server 15 "
						       "SP1-LTSS is installed'/>"
						       "<criterion test_ref='t:2' comment='SUSE Manager Server 4.1 is "
						       "installed'/></criteria>"
						       "<criteria operator='OR'><criterion test_ref='t:10' "
						       "comment='libopenssl1_1-1.1.0i-150100.14.23.1 is "
						       "installed'/></criteria></criteria>"
						       "<criteria operator='AND'><criteria operator='OR'>"
						       "<criterion test_ref='t:3' comment='SUSE Linux Enterprise Module for "
						       "Basesystem 15 SP3 is installed'/>"
						       "<criterion test_ref='t:4' comment='openSUSE Leap 15.3 is "
						       "installed'/></criteria>"
						       "<criteria operator='OR'><criterion test_ref='t:11' "
						       "comment='libopenssl1_1-1.1.1d-11.43.1 is installed'/>"
						       "<criterion test_ref='t:12' comment='openssl-1_0_0 is not affected'/>"
						       "<criterion test_ref='t:13' comment='libopenssl3 is "
						       "affected'/></criteria></criteria>"
						       "<criteria operator='AND'><criterion test_ref='t:2' comment='SUSE "
						       "Manager Server 4.1 is installed'/>"
						       "<criterion test_ref='t:10' "
						       "comment='libopenssl1_1-1.1.0i-150100.14.23.1 is "
						       "installed'/></criteria></criteria></definition>"
						       "</definitions><tests>" TEST("t:1", "o:8", STATE("s:8")) TEST(
							       "t:2", "o:9",
							       STATE("s:8")) TEST("t:3", "o:8",
										  STATE("s:8")) TEST("t:4", "o:7",
												     STATE("s:8")) TEST("t:"
															"10",
															"o:"
															"1",
															STATE("s:1"))
							       TEST("t:11", "o:1", STATE("s:2")) TEST("t:12", "o:2", STATE("s:3")) TEST(
								       "t:13", "o:3",
								       STATE("s:4")) "</tests><objects>" PACKAGE("o:1",
														 "libopenssl"
														 "1_1")
								       PACKAGE("o:2", "openssl-1_0_0") PACKAGE(
									       "o:3",
									       "libop"
									       "enssl"
									       "3") PACKAGE("o:7",
											    "openSUSE-release") PACKAGE("o:"
															"8",
															"sle"
															"s-"
															"rel"
															"eas"
															"e")
									       PACKAGE("o:9", "SUSE-Manager-Server-release") "</objects><states>" BELOW(
										       "s:1", "0:1.1.0i-150100.14.23.1")
										       BELOW("s:2",
											     "0:1.1.1d-11.43.1") "<rpminfo_"
														 "state "
														 "id='s:3'><"
														 "version "
														 "operation="
														 "'equals'>"
														 "0</"
														 "version></"
														 "rpminfo_"
														 "state>"
														 "<rpminfo_"
														 "state "
														 "id='s:4'><"
														 "evr "
														 "datatype='"
														 "evr_"
														 "string' "
														 "operation="
														 "'greater "
														 "than'>0:0-"
														 "0</evr></"
														 "rpminfo_"
														 "state>"
														 "<rpminfo_"
														 "state "
														 "id='s:8'><"
														 "version "
														 "operation="
														 "'equals'>"
														 "15.1</"
														 "version></"
														 "rpminfo_"
														 "state></"
														 "states"
														 ">" TAIL);
	assert_line(
		&recorder,
		"S|sles|15.1|ltss|libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.0i-150100.14.23.1|-|SUSE-SU-2022:0860-1|"
		"important|-|-|-");
	assert_true(has_text(&recorder, "S|sles|15.3||libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.1d-11.43.1|"));
	assert_true(has_text(&recorder, "S|opensuse-leap|15.3||libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.1d-11.43.1|"));
	assert_true(has_text(&recorder, "S|sles|15.3||openssl-1_0_0|binary|CVE-2022-0778|not_affected|"));
	assert_true(has_text(&recorder, "S|opensuse-leap|15.3||libopenssl3|binary|CVE-2022-0778|affected|"));
	assert_int_equal(recorder.statements, 1 + 2 * 3);
	/* A product that is no distribution. */
	assert_int_equal(recorder.dropped, 1);
}

static void test_azure_obeyed_but_doubtful(void **state)
{
	(void)state;
	read_well(HEAD(
		"Azure Linux OVAL Definition Generator") "<definitions><definition class='vulnerability' "
							 "id='oval:com.microsoft.azurelinux:def:35086'><metadata>"
							 "<title>CVE-2024-0727 affecting package openssl for versions less "
							 "than 1.1.1k-29</title><affected><platform>Azure Linux</platform>"
							 "</affected><reference ref_id='CVE-2024-0727' "
							 "source='CVE'/><advisory_date>2024-03-19T17:21:46Z</advisory_date>"
							 "<severity>Medium</severity></metadata><criteria operator='AND'>"
							 "<criterion comment='Package openssl is earlier than 1.1.1k-29, "
							 "affected by CVE-2024-0727' "
							 "test_ref='t:1'/></criteria></definition>"
							 "<definition class='vulnerability' "
							 "id='oval:com.microsoft.azurelinux:def:48535'><metadata><title>CVE-"
							 "2024-6119 affecting</title>"
							 "<reference ref_id='CVE-2024-6119' "
							 "source='CVE'/></metadata><criteria operator='AND'>"
							 "<criterion comment='Package openssl is earlier than 3.3.2-1, "
							 "affected by CVE-2024-6119' "
							 "test_ref='t:2'/></criteria></definition>"
							 "</definitions><tests>" TEST("t:1", "o:1", STATE("s:1")) TEST(
								 "t:2", "o:1",
								 STATE("s:2")) "</"
									       "tests><objects>" PACKAGE(
										       "o:1",
										       "openssl") "</"
												  "objects><"
												  "states>" BELOW("s:1",
														  "0:1."
														  "1."
														  "1k-"
														  "29."
														  "azl"
														  "3")
													  BELOW("s:2",
														"0:3."
														"3.2-"
														"1."
														"azl"
														"3") "</"
														     "sta"
														     "tes"
														     ">" TAIL);
	assert_true(has_text(
		&recorder,
		"S|azurelinux|3.0||openssl|binary|CVE-2024-0727|fixed|0:1.1.1k-29.azl3|-|"
		"oval:com.microsoft.azurelinux:def:35086|medium|2024-03-19|doubtful|the fixed version is older than"));
	assert_true(has_text(&recorder, "S|azurelinux|3.0||openssl|binary|CVE-2024-6119|fixed|0:3.3.2-1.azl3|-|"
					"oval:com.microsoft.azurelinux:def:48535|-|-|-|-"));
	assert_true(has_text(&recorder, "|oval/azurelinux-3.0/vulnerability/"));
}

static void test_the_state_counts_not_the_comment(void **state)
{
	(void)state;
	read_well(HEAD(
		"AlmaLinux OS Errata System") "<definitions><definition class='patch' "
					      "id='oval:org.almalinux.alsa:def:1'><metadata><affected><platform>"
					      "AlmaLinux 9</platform>"
					      "</affected><reference ref_id='ALSA-2024:0310' source='ALSA'/><reference "
					      "ref_id='CVE-2023-5363' source='CVE'/></metadata>"
					      "<criteria operator='AND'><criterion test_ref='t:1' comment='AlmaLinux 9 "
					      "is installed'/>"
					      "<criterion test_ref='t:2' comment='openssl is earlier than "
					      "1:9.9.9-9.el9_0'/></criteria></definition></definitions><tests>" TEST(
						      "t:2", "o:1",
						      STATE("s:1")) "</tests><objects>" PACKAGE("o:1",
												"openssl") "</"
													   "objects><"
													   "states"
													   ">" BELOW(
														   "s"
														   ":"
														   "1",
														   "1"
														   ":"
														   "3"
														   "."
														   "0"
														   "."
														   "7"
														   "-"
														   "2"
														   "5"
														   "."
														   "e"
														   "l"
														   "9"
														   "_"
														   "3") "</"
															"sta"
															"tes"
															">" TAIL);
	assert_true(
		has_text(&recorder, "S|almalinux|9||openssl|binary|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|-|ALSA-2024:0310|"));
}

/* ---- real files --------------------------------------------------------------------------------------------------------
 */

static const struct {
	const char *path;
	size_t openssl_statements; /* of packages called openssl..., counted by grep */
	size_t definitions_dropped;
	const char *line;
} real_files[] = {
	{ "feeds/redhat/rhel-8.oval.xml", 15, 178,
	  "S|rhel|8||openssl-libs|binary|CVE-2018-0734|fixed|1:1.1.1c-2.el8|-|RHSA-2019:3700|low|2019-11-05|-|-" },
	{ "feeds/azurelinux/azurelinux-3.0-oval.xml", 8, 2231,
	  "S|azurelinux|3.0||openssl|binary|CVE-2024-6119|fixed|0:3.3.2-1.azl3|-|oval:com.microsoft.azurelinux:def:48535|"
	  "high|2024-10-15|-|-" },
	{ "feeds/azurelinux/cbl-mariner-1.0-oval.xml", 20, 2232,
	  "S|mariner|1.0||openssl|binary|CVE-2022-0778|fixed|0:1.1.1k-9.cm1|-|oval:com.microsoft.cbl-mariner:def:9049|high|"
	  "2022-03-19|-|-" },
	{ "feeds/redhat/rhel-9-including-unpatched.oval.xml.bz2", 0, 4, NULL },
	{ "feeds/oracle/com.oracle.elsa-all.trimmed.xml.bz2", 0, 2, NULL },
	{ "feeds/suse/suse.linux.enterprise.15-affected.xml.gz", 0, 2, NULL },
	{ "feeds/debian/oval-definitions-bullseye.xml.bz2", 0, 4, NULL },
	{ "feeds/ubuntu/oci.com.ubuntu.jammy.usn.oval.xml.bz2", 0, 1, NULL },
	{ "feeds/ubuntu/oci.com.ubuntu.fips-updates_jammy.pkg.oval.xml.bz2", 0, 2, NULL },
	{ "feeds/almalinux/org.almalinux.alsa-9.xml.bz2", 0, 2, NULL },
};

static void test_real_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(real_files); i++) {
		const char *path = shared_or_skip(real_files[i].path);
		size_t count = 0;

		recorder_free(&recorder);
		assert_int_equal(read_path(&sslinv_reader_oval, path, &recorder), 0);
		for (const char *at = sslinv_str_text(&recorder.lines); (at = strstr(at, "||openssl")); at++)
			count++;
		assert_int_equal(count, real_files[i].openssl_statements);
		assert_int_equal(recorder.dropped, real_files[i].definitions_dropped);
		assert_int_equal(recorder.warnings, 0);
		if (real_files[i].line)
			assert_line(&recorder, real_files[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_red_hat_stream_from_the_cpe, clean),
		cmocka_unit_test_teardown(test_red_hat_without_a_fix, clean),
		cmocka_unit_test_teardown(test_red_hat_unaffected, clean),
		cmocka_unit_test_teardown(test_less_or_equal, clean),
		cmocka_unit_test_teardown(test_oracle_arches_and_flavours, clean),
		cmocka_unit_test_teardown(test_suse_platforms_times_versions, clean),
		cmocka_unit_test_teardown(test_azure_obeyed_but_doubtful, clean),
		cmocka_unit_test_teardown(test_the_state_counts_not_the_comment, clean),
		cmocka_unit_test_teardown(test_real_files, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
