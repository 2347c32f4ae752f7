// SPDX-License-Identifier: GPL-2.0-or-later
/* The OVAL reader: every vendor's shape, what cannot be evaluated, and documents that mean harm. */
#include "feed_stream.h"

#include "base/attributes.h"

#define HEAD(product)                                                                                                       \
	"<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5'><generator><product_name>" product    \
	"</product_name><timestamp>2024-10-10T00:44:14</timestamp></generator>"
#define TAIL "</oval_definitions>"
#define TEST(id, object, states) "<rpminfo_test id='" id "' check='at least one'><object object_ref='" object "'/>" states "</rpminfo_test>"
#define STATE(id) "<state state_ref='" id "'/>"
#define PACKAGE(id, name) "<rpminfo_object id='" id "'><name>" name "</name></rpminfo_object>"
#define BELOW(id, version) "<rpminfo_state id='" id "'><evr datatype='evr_string' operation='less than'>" version "</evr></rpminfo_state>"
#define KEY(id) "<rpminfo_state id='" id "'><signature_keyid operation='equals'>199e2f91fd431d51</signature_keyid></rpminfo_state>"

static struct recorder recorder;

static int read_text(const char *text)
{
	return read_bytes(&sslinv_reader_oval, text, strlen(text), &recorder);
}

static void read_well(const char *text)
{
	if (read_text(text) != 0)
		fail_msg("%s", recorder.error.message);
}

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

/* ---- vendors ----------------------------------------------------------------------------------------------------------- */

static void test_red_hat_stream_from_the_cpe(void **state)
{
	(void)state;
	read_well(HEAD("Red Hat OVAL Patch Definition Merger")
		  "<definitions><definition class='patch' id='oval:com.redhat.rhsa:def:1'><metadata>"
		  "<title>RHSA-2022:1071: openssl security update (Important)</title><affected><platform>Red Hat Enterprise Linux 8</platform>"
		  "</affected><reference ref_id='RHSA-2022:1071' ref_url='https://example.com/RHSA' source='RHSA'/>"
		  "<reference ref_id='CVE-2022-0778' ref_url='https://example.com/CVE' source='CVE'/><advisory>"
		  "<severity>Important</severity><issued date='2022-03-28'/><affected_cpe_list><cpe>cpe:/o:redhat:rhel_eus:8.4::baseos</cpe>"
		  "<cpe>cpe:/a:redhat:rhel_eus:8.4::appstream</cpe></affected_cpe_list></advisory></metadata>"
		  "<criteria operator='OR'><criterion comment='Red Hat Enterprise Linux must be installed' test_ref='t:0'/>"
		  "<criteria operator='AND'><criterion comment='Red Hat Enterprise Linux 8 is installed' test_ref='t:1'/>"
		  "<criteria operator='OR'><criteria operator='AND'>"
		  "<criterion comment='openssl-libs is earlier than 1:1.1.1g-16.el8_4' test_ref='t:2'/>"
		  "<criterion comment='openssl-libs is signed with Red Hat redhatrelease2 key' test_ref='t:3'/></criteria>"
		  "<criteria operator='AND'><criterion comment='tar is earlier than 2:1.3' test_ref='t:4'/></criteria>"
		  "</criteria></criteria></criteria></definition></definitions><tests>"
		  "<rpmverifyfile_test id='t:0' check='none satisfy'><object object_ref='o:0'/><state state_ref='s:0'/></rpmverifyfile_test>"
		  "<rpmverifyfile_test id='t:1' check='at least one'><object object_ref='o:0'/><state state_ref='s:1'/></rpmverifyfile_test>"
		  TEST("t:2", "o:1", STATE("s:2")) TEST("t:3", "o:1", STATE("s:3")) TEST("t:4", "o:2", STATE("s:2"))
		  "</tests><objects>" PACKAGE("o:1", "openssl-libs") PACKAGE("o:2", "tar") "</objects><states>"
		  "<rpminfo_state id='s:2'><arch operation='pattern match'>aarch64|x86_64</arch>"
		  "<evr datatype='evr_string' operation='less than'>1:1.1.1g-16.el8_4</evr></rpminfo_state>" KEY("s:3") "</states>" TAIL);
	assert_line(&recorder, "F|Red Hat|oval|2024-10-10T00:44:14|"
			       "oval/rhel-8,rhel-8-8.4-eus/patch/red-hat-oval-patch-definition-merger");
	assert_line(&recorder, "S|rhel|8|8.4-eus|openssl-libs|binary|CVE-2022-0778|fixed|1:1.1.1g-16.el8_4|-|RHSA-2022:1071|important|"
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
		{ "Will not fix", "will_not_fix" },	   { "Affected", "affected" },
		{ "Out of support scope", "will_not_fix" }, { "Under investigation", "under_investigation" },
		{ "Fix deferred", "affected" },		   { "Who knows", "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr)
		char *text = sslinv_str_format(
			HEAD("x") "<definitions><definition class='vulnerability' id='oval:com.redhat.cve:def:1'><metadata>"
				  "<title>CVE-2023-0464 openssl: slow (low)</title><advisory><severity>Low</severity><affected>"
				  "<resolution state='%s'><component>compat-openssl10</component></resolution>"
				  "<resolution state='Affected'><component>openssl</component></resolution></affected>"
				  "<affected_cpe_list><cpe>cpe:/o:redhat:enterprise_linux:8::baseos</cpe></affected_cpe_list></advisory>"
				  "</metadata><criteria operator='AND'>"
				  "<criterion comment='Red Hat Enterprise Linux 8 is installed' test_ref='t:1'/><criteria operator='OR'>"
				  "<criteria operator='AND'><criterion comment='compat-openssl10 is installed' test_ref='t:2'/>"
				  "<criterion comment='compat-openssl10 is signed with Red Hat key' test_ref='t:3'/></criteria>"
				  "<criterion comment='openssl-libs is installed' test_ref='t:4'/></criteria></criteria></definition>"
				  "</definitions><tests>" TEST("t:2", "o:1", "") TEST("t:3", "o:1", STATE("s:3")) TEST("t:4", "o:2", "")
				  "</tests><objects>" PACKAGE("o:1", "compat-openssl10") PACKAGE("o:2", "openssl-libs")
				  "</objects><states>" KEY("s:3") "</states>" TAIL,
			words[i].word);
		SSLINV_CLEANUP(sslinv_free_ptr) char *start = NULL;

		assert_non_null(text);
		start = sslinv_str_format("S|rhel|8||compat-openssl10|binary|CVE-2023-0464|%s|-|-|oval:com.redhat.cve:def:1|low|", words[i].status);
		read_well(text);
		assert_true(has_text(&recorder, start));
		assert_true(has_text(&recorder, "S|rhel|8||openssl-libs|binary|CVE-2023-0464|affected|"));
		assert_int_equal(recorder.statements, 2);
	}
}

static void test_red_hat_unaffected(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions><definition class='vulnerability' id='oval:com.redhat.unaffected:def:1'><metadata>"
			    "<title>Unaffected components for: CVE-2022-3602 openssl</title>"
			    "<reference ref_id='CVE-2022-3602' source='CVE'/><advisory><affected_cpe_list>"
			    "<cpe>cpe:/o:redhat:enterprise_linux:8</cpe></affected_cpe_list></advisory></metadata><criteria operator='AND'>"
			    "<criterion comment='Red Hat Enterprise Linux 8 is installed' test_ref='t:1'/><criteria operator='AND'>"
			    "<criterion comment='openssl is installed' test_ref='t:2'/>"
			    "<criterion comment='openssl is not installed' test_ref='t:3'/></criteria></criteria></definition></definitions>"
			    "<tests>" TEST("t:2", "o:1", "")
			    "<rpminfo_test id='t:3' check='none satisfy' check_existence='none_exist'><object object_ref='o:1'/></rpminfo_test>"
			    "</tests><objects>" PACKAGE("o:1", "openssl") "</objects>" TAIL);
	assert_true(has_text(&recorder, "S|rhel|8||openssl|binary|CVE-2022-3602|not_affected|"));
	assert_int_equal(recorder.statements, 1);
}

static void test_oracle_arches_and_flavours(void **state)
{
	(void)state;
	read_well(HEAD("Oracle Errata System")
		  "<definitions><definition id='oval:com.oracle.elsa:def:1' class='patch'><metadata><title>\nELSA-2023-1405: openssl\n</title>"
		  "<affected><platform>Oracle Linux 7</platform></affected>"
		  "<reference source='elsa' ref_id='ELSA-2023-1405' ref_url='u'/><reference source='CVE' ref_id='CVE-2023-0286'/>"
		  "<advisory><severity>IMPORTANT</severity><issued date='2023-03-22'/></advisory></metadata><criteria operator='AND'>"
		  "<criterion test_ref='t:1' comment='Oracle Linux 7 is installed'/><criteria operator='OR'>"
		  "<criteria operator='AND'><criterion test_ref='t:2' comment='Oracle Linux arch is x86_64'/><criteria operator='OR'>"
		  "<criteria operator='AND'><criterion test_ref='t:3' comment='openssl is earlier than 1:1.0.2k-26.el7_9'/>"
		  "<criterion test_ref='t:4' comment='openssl is signed with the Oracle Linux 7 key'/></criteria>"
		  "<criteria operator='AND'><criterion test_ref='t:5' comment='openssl-libs is earlier than 2:1.0.2k-26.ksplice1.el7_9'/></criteria>"
		  "<criteria operator='AND'><criterion test_ref='t:6' comment='openssl-libs is earlier than 10:1.0.2k-26.el7_9_fips'/></criteria>"
		  "</criteria></criteria>"
		  "<criteria operator='AND'><criterion test_ref='t:7' comment='Oracle Linux arch is aarch64'/>"
		  "<criterion test_ref='t:3' comment='openssl is earlier than 1:1.0.2k-26.el7_9'/></criteria></criteria></criteria></definition>"
		  "</definitions><tests>" TEST("t:1", "o:9", STATE("s:9")) TEST("t:2", "o:9", STATE("s:8")) TEST("t:7", "o:9", STATE("s:7"))
			  TEST("t:3", "o:1", STATE("s:1")) TEST("t:4", "o:1", STATE("s:4")) TEST("t:5", "o:2", STATE("s:2"))
				  TEST("t:6", "o:2", STATE("s:3"))
		  "</tests><objects>" PACKAGE("o:1", "openssl") PACKAGE("o:2", "openssl-libs") PACKAGE("o:9", "oraclelinux-release")
		  "</objects><states>" BELOW("s:1", "1:1.0.2k-26.el7_9") BELOW("s:2", "2:1.0.2k-26.ksplice1.el7_9")
			  BELOW("s:3", "10:1.0.2k-26.el7_9_fips") KEY("s:4")
		  "<rpminfo_state id='s:9'><version operation='pattern match'>^7</version></rpminfo_state>"
		  "<rpminfo_state id='s:8'><arch operation='equals'>x86_64</arch></rpminfo_state>"
		  "<rpminfo_state id='s:7'><arch operation='equals'>aarch64</arch></rpminfo_state></states>" TAIL);
	/* The same for both architectures is for all; what only x86_64 has, binds only that. */
	assert_line(&recorder, "S|ol|7||openssl|binary|CVE-2023-0286|fixed|1:1.0.2k-26.el7_9|-|ELSA-2023-1405|important|2023-03-22|-|-");
	assert_line(&recorder, "S|ol|7|ksplice|openssl-libs|binary|CVE-2023-0286|fixed|2:1.0.2k-26.ksplice1.el7_9|x86_64|ELSA-2023-1405|"
			       "important|2023-03-22|-|-");
	assert_true(has_text(&recorder, "S|ol|7|fips|openssl-libs|binary|CVE-2023-0286|fixed|10:1.0.2k-26.el7_9_fips|x86_64|"));
	assert_int_equal(recorder.statements, 3);
}

static void test_suse_platforms_times_versions(void **state)
{
	(void)state;
	read_well(HEAD("Marcus Updateinfo to OVAL Converter")
		  "<definitions><definition id='oval:org.opensuse.security:def:20220778' class='vulnerability'><metadata>"
		  "<title>CVE-2022-0778</title><affected><platform>SUSE Linux Enterprise Server 15 SP3</platform></affected>"
		  "<reference ref_id='Mitre CVE-2022-0778' source='CVE'/><reference ref_id='SUSE CVE-2022-0778' source='SUSE CVE'/>"
		  "<reference ref_id='SUSE-SU-2022:0860-1' ref_url='https://lists.example' source='SUSE-SU'/>"
		  "<advisory><severity>Important</severity></advisory></metadata><criteria operator='OR'>"
		  "<criteria operator='AND'><criteria operator='OR'>"
		  "<criterion test_ref='t:1' comment='SUSE Linux Enterprise Server 15 SP1-LTSS is installed'/>"
		  "<criterion test_ref='t:2' comment='SUSE Manager Server 4.1 is installed'/></criteria>"
		  "<criteria operator='OR'><criterion test_ref='t:10' comment='libopenssl1_1-1.1.0i-150100.14.23.1 is installed'/></criteria></criteria>"
		  "<criteria operator='AND'><criteria operator='OR'>"
		  "<criterion test_ref='t:3' comment='SUSE Linux Enterprise Module for Basesystem 15 SP3 is installed'/>"
		  "<criterion test_ref='t:4' comment='openSUSE Leap 15.3 is installed'/></criteria>"
		  "<criteria operator='OR'><criterion test_ref='t:11' comment='libopenssl1_1-1.1.1d-11.43.1 is installed'/>"
		  "<criterion test_ref='t:12' comment='openssl-1_0_0 is not affected'/>"
		  "<criterion test_ref='t:13' comment='libopenssl3 is affected'/></criteria></criteria>"
		  "<criteria operator='AND'><criterion test_ref='t:2' comment='SUSE Manager Server 4.1 is installed'/>"
		  "<criterion test_ref='t:10' comment='libopenssl1_1-1.1.0i-150100.14.23.1 is installed'/></criteria></criteria></definition>"
		  "</definitions><tests>" TEST("t:1", "o:8", STATE("s:8")) TEST("t:2", "o:9", STATE("s:8")) TEST("t:3", "o:8", STATE("s:8"))
			  TEST("t:4", "o:7", STATE("s:8")) TEST("t:10", "o:1", STATE("s:1")) TEST("t:11", "o:1", STATE("s:2"))
				  TEST("t:12", "o:2", STATE("s:3")) TEST("t:13", "o:3", STATE("s:4"))
		  "</tests><objects>" PACKAGE("o:1", "libopenssl1_1") PACKAGE("o:2", "openssl-1_0_0") PACKAGE("o:3", "libopenssl3")
			  PACKAGE("o:7", "openSUSE-release") PACKAGE("o:8", "sles-release") PACKAGE("o:9", "SUSE-Manager-Server-release")
		  "</objects><states>" BELOW("s:1", "0:1.1.0i-150100.14.23.1") BELOW("s:2", "0:1.1.1d-11.43.1")
		  "<rpminfo_state id='s:3'><version operation='equals'>0</version></rpminfo_state>"
		  "<rpminfo_state id='s:4'><evr datatype='evr_string' operation='greater than'>0:0-0</evr></rpminfo_state>"
		  "<rpminfo_state id='s:8'><version operation='equals'>15.1</version></rpminfo_state></states>" TAIL);
	assert_line(&recorder, "S|sles|15.1|ltss|libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.0i-150100.14.23.1|-|SUSE-SU-2022:0860-1|"
			       "important|-|-|-");
	assert_true(has_text(&recorder, "S|sles|15.3||libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.1d-11.43.1|"));
	assert_true(has_text(&recorder, "S|opensuse-leap|15.3||libopenssl1_1|binary|CVE-2022-0778|fixed|0:1.1.1d-11.43.1|"));
	assert_true(has_text(&recorder, "S|sles|15.3||openssl-1_0_0|binary|CVE-2022-0778|not_affected|"));
	assert_true(has_text(&recorder, "S|opensuse-leap|15.3||libopenssl3|binary|CVE-2022-0778|affected|"));
	assert_int_equal(recorder.statements, 1 + 2 * 3);
	/* A product that is no distribution. */
	assert_int_equal(recorder.dropped, 1);
}

#define DEBIAN_TEST(id, object, state)                                                                                      \
	"<dpkginfo_test check='all' check_existence='at_least_one_exists' id='" id "'><object object_ref='" object          \
	"'/><state state_ref='" state "'/></dpkginfo_test>"
#define DEBIAN_BELOW(id, version)                                                                                           \
	"<dpkginfo_state id='" id "'><evr datatype='debian_evr_string' operation='less than'>" version "</evr></dpkginfo_state>"

static void test_debian_source_packages(void **state)
{
	(void)state;
	read_well(HEAD("Debian")
		  "<definitions><definition class='patch' id='oval:org.debian:def:1'><metadata><title>DSA-5103-1 openssl</title>"
		  "<affected><platform>Debian GNU/Linux 11</platform><product>openssl</product></affected>"
		  "<reference ref_id='CVE-2022-0778' ref_url='https://x' source='CVE'/><debian><dsa>DSA-5103</dsa><date>2022-03-15</date></debian>"
		  "</metadata><criteria operator='AND'><criterion comment='Debian 11 is installed' test_ref='t:1'/>"
		  "<criteria comment='Architecture section' operator='OR'><criteria operator='AND'>"
		  "<criterion comment='all architecture' test_ref='t:2'/>"
		  "<criterion comment='openssl DPKG is earlier than 1.1.1k-1+deb11u2' test_ref='t:3'/></criteria></criteria></criteria></definition>"
		  "<definition class='vulnerability' id='oval:org.debian:def:2'><metadata><title>CVE-2022-3602 openssl</title>"
		  "<affected><platform>Debian GNU/Linux 11</platform></affected></metadata><criteria operator='AND'>"
		  "<criterion comment='Debian 11 is installed' test_ref='t:1'/>"
		  "<criterion comment='openssl DPKG is earlier than 0' test_ref='t:4'/></criteria></definition></definitions><tests>"
		  "<textfilecontent54_test id='t:1'><object object_ref='o:1'/><state state_ref='s:1'/></textfilecontent54_test>"
		  "<uname_test id='t:2'><object object_ref='o:2'/></uname_test>" DEBIAN_TEST("t:3", "o:3", "s:3") DEBIAN_TEST("t:4", "o:3", "s:4")
		  "</tests><objects><textfilecontent54_object id='o:1'><path>/etc</path><filename>debian_version</filename>"
		  "<pattern operation='pattern match'>(\\d+)</pattern></textfilecontent54_object><uname_object id='o:2'/>"
		  "<dpkginfo_object id='o:3'><name>openssl</name></dpkginfo_object></objects><states>"
		  "<textfilecontent54_state id='s:1'><subexpression operation='equals'>11</subexpression></textfilecontent54_state>"
		  DEBIAN_BELOW("s:3", "0:1.1.1k-1+deb11u2") DEBIAN_BELOW("s:4", "0:0") "</states>" TAIL);
	assert_line(&recorder, "S|debian|11||openssl|source|CVE-2022-0778|fixed|1.1.1k-1+deb11u2|-|DSA-5103-1|-|2022-03-15|-|-");
	assert_true(has_text(&recorder, "S|debian|11||openssl|source|CVE-2022-3602|not_affected|-|"));
	assert_int_equal(recorder.statements, 2);
}

#define UBUNTU_TEST(id, object, state)                                                                                      \
	"<ind:textfilecontent54_test id='" id "' check_existence='at_least_one_exists' check='at least one'><ind:object object_ref='" object \
	"'/>" state "</ind:textfilecontent54_test>"
#define UBUNTU_OBJECT(id, variable)                                                                                         \
	"<ind:textfilecontent54_object id='" id "'><ind:path>.</ind:path><ind:filename>manifest</ind:filename>"             \
	"<ind:pattern operation='pattern match' datatype='string' var_ref='" variable "' var_check='at least one'/>"        \
	"<ind:instance operation='greater than or equal' datatype='int'>1</ind:instance></ind:textfilecontent54_object>"
#define UBUNTU_STATE(id, version)                                                                                           \
	"<ind:textfilecontent54_state id='" id "'><ind:subexpression datatype='debian_evr_string' operation='less than'>" version \
	"</ind:subexpression></ind:textfilecontent54_state>"
#define UBUNTU_VARIABLE                                                                                                     \
	"<variables><constant_variable id='v:1' datatype='string'><value>^libssl3(?::\\w+|)\\s+(.*)$</value>"               \
	"<value>^openssl(?::\\w+|)\\s+(.*)$</value><value>^something\\+else(?::\\w+|)\\s+(.*)$</value></constant_variable></variables>"

static void test_ubuntu_notices(void **state)
{
	(void)state;
	/* The criterion's comment says nothing: variables and objects name the packages. */
	read_well("<?xml version='1.0'?><oval_definitions xmlns='x' xmlns:ind='y'><definitions>"
		  "<definition id='oval:com.ubuntu.jammy:def:1' class='patch'><metadata><title>USN-6986-1 -- a vulnerability</title><affected>"
		  "<platform>Ubuntu 22.04 LTS</platform></affected><reference source='USN' ref_id='USN-6986-1' ref_url='https://u'/>"
		  "<reference source='CVE' ref_id='CVE-2024-6119'/><advisory><severity>High</severity><issued date='2024-09-03'/></advisory>"
		  "</metadata><criteria><criteria operator='OR'><criterion test_ref='t:1' comment='Long Term Support'/></criteria></criteria>"
		  "</definition></definitions><tests>" UBUNTU_TEST("t:1", "o:1", "<ind:state state_ref='s:1'/>") "</tests><objects>"
		  UBUNTU_OBJECT("o:1", "v:1") "</objects><states>" UBUNTU_STATE("s:1", "3.0.2-0ubuntu1.18") "</states>" UBUNTU_VARIABLE TAIL);
	assert_line(&recorder, "S|ubuntu|22.04||libssl3|binary|CVE-2024-6119|fixed|3.0.2-0ubuntu1.18|-|USN-6986-1|high|2024-09-03|-|-");
	assert_line(&recorder, "S|ubuntu|22.04||openssl|binary|CVE-2024-6119|fixed|3.0.2-0ubuntu1.18|-|USN-6986-1|high|2024-09-03|-|-");
	assert_int_equal(recorder.statements, 2);
}

static void test_ubuntu_by_package(void **state)
{
	static const struct {
		const char *cve;
		const char *status;
	} expected[] = {
		{ "CVE-2024-1001", "affected" },	    { "CVE-2024-1002", "affected" },
		{ "CVE-2024-1003", "will_not_fix" },	    { "CVE-2024-1004", "under_investigation" },
	};

	(void)state;
	read_well("<oval_definitions xmlns='x' xmlns:ind='y'><definitions>"
		  "<definition class='vulnerability' id='oval:com.ubuntu.jammy:def:2'><metadata><title>openssl</title><affected>"
		  "<platform>Ubuntu Pro FIPS-updates 22.04 LTS</platform></affected><advisory>"
		  "<cve priority='low' usns='7000-1,7000-2' test_ref='t:1'>CVE-2024-0727</cve><cve priority='low' test_ref='t:2'>CVE-2024-1001</cve>"
		  "<cve priority='low' test_ref='t:3'>CVE-2024-1002</cve><cve priority='low' test_ref='t:4'>CVE-2024-1003</cve>"
		  "<cve priority='low' test_ref='t:5'>CVE-2024-1004</cve></advisory></metadata><criteria><criteria operator='OR'>"
		  "<criterion test_ref='t:1' comment=\"(CVE-2024-0727) openssl package in fips-updates/jammy was vulnerable but has been fixed (note: '3.0.2-0ubuntu1.15+Fips1').\"/>"
		  "<criterion test_ref='t:2' comment='(CVE-2024-1001) openssl package in jammy is affected and needs fixing.'/>"
		  "<criterion test_ref='t:3' comment='(CVE-2024-1002) openssl package in jammy is affected, but a decision has been made to defer addressing it.'/>"
		  "<criterion test_ref='t:4' comment='(CVE-2024-1003) openssl package in jammy, while related to the CVE in some way, a decision has been made to ignore this issue.'/>"
		  "<criterion test_ref='t:5' comment='(CVE-2024-1004) openssl package in jammy might be vulnerable and needs triage.'/>"
		  "</criteria></criteria></definition></definitions><tests>" UBUNTU_TEST("t:1", "o:1", "<ind:state state_ref='s:1'/>")
			  UBUNTU_TEST("t:2", "o:1", "") UBUNTU_TEST("t:3", "o:1", "") UBUNTU_TEST("t:4", "o:1", "") UBUNTU_TEST("t:5", "o:1", "")
		  "</tests><objects>" UBUNTU_OBJECT("o:1", "v:1") "</objects><states>" UBUNTU_STATE("s:1", "0:3.0.2-0ubuntu1.15+Fips1")
		  "</states>" UBUNTU_VARIABLE TAIL);
	assert_true(has_text(&recorder, "S|ubuntu|22.04|fips-updates|libssl3|binary|CVE-2024-0727|fixed|3.0.2-0ubuntu1.15+Fips1|-|"
					"USN-7000-1,USN-7000-2|low|"));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(expected); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr)
		char *start = sslinv_str_format("S|ubuntu|22.04||libssl3|binary|%s|%s|-|", expected[i].cve, expected[i].status);

		assert_true(has_text(&recorder, start));
	}
	/* Each CVE by its own test alone: 5 of them, 2 packages. */
	assert_int_equal(recorder.statements, 10);
}

static void test_ubuntu_extends_an_inventory(void **state)
{
	(void)state;
	read_well("<oval_definitions xmlns='x'><definitions>"
		  "<definition class='inventory' id='d:100'><metadata><title>Check that Ubuntu 20.04 LTS (focal) is installed.</title></metadata>"
		  "<criteria><criterion test_ref='t:100' comment='The host is part of the unix family.'/></criteria></definition>"
		  "<definition class='vulnerability' id='oval:com.ubuntu.focal:def:1'><metadata><title>CVE-2023-0286 on Ubuntu 20.04</title>"
		  "<affected><platform>Ubuntu 20.04 LTS</platform></affected></metadata><criteria>"
		  "<extend_definition definition_ref='d:100' comment='Ubuntu 20.04 LTS (focal) is installed.' applicability_check='true'/>"
		  "<criteria operator='OR'><criterion test_ref='t:1' comment=\"openssl package in focal was vulnerable but has been fixed (note: '1.1.1f-1ubuntu2.17+esm1').\"/>"
		  "</criteria></criteria></definition></definitions><tests><dpkginfo_test id='t:1' check='at least one'><object object_ref='o:1'/>"
		  "<state state_ref='s:1'/></dpkginfo_test></tests><objects><dpkginfo_object id='o:1'>"
		  "<name var_ref='v:1' var_check='at least one'/></dpkginfo_object></objects><states>"
		  DEBIAN_BELOW("s:1", "0:1.1.1f-1ubuntu2.17+esm1")
		  "</states><variables><constant_variable id='v:1'><value>libssl1.1</value></constant_variable></variables>" TAIL);
	/* The flavour of the fix is a stream of its own. */
	assert_true(has_text(&recorder, "S|ubuntu|20.04|esm|libssl1.1|binary|CVE-2023-0286|fixed|1.1.1f-1ubuntu2.17+esm1|"));
	assert_int_equal(recorder.statements, 1);
}

static void test_azure_obeyed_but_doubtful(void **state)
{
	(void)state;
	read_well(HEAD("Azure Linux OVAL Definition Generator")
		  "<definitions><definition class='vulnerability' id='oval:com.microsoft.azurelinux:def:35086'><metadata>"
		  "<title>CVE-2024-0727 affecting package openssl for versions less than 1.1.1k-29</title><affected><platform>Azure Linux</platform>"
		  "</affected><reference ref_id='CVE-2024-0727' source='CVE'/><advisory_date>2024-03-19T17:21:46Z</advisory_date>"
		  "<severity>Medium</severity></metadata><criteria operator='AND'>"
		  "<criterion comment='Package openssl is earlier than 1.1.1k-29, affected by CVE-2024-0727' test_ref='t:1'/></criteria></definition>"
		  "<definition class='vulnerability' id='oval:com.microsoft.azurelinux:def:48535'><metadata><title>CVE-2024-6119 affecting</title>"
		  "<reference ref_id='CVE-2024-6119' source='CVE'/></metadata><criteria operator='AND'>"
		  "<criterion comment='Package openssl is earlier than 3.3.2-1, affected by CVE-2024-6119' test_ref='t:2'/></criteria></definition>"
		  "</definitions><tests>" TEST("t:1", "o:1", STATE("s:1")) TEST("t:2", "o:1", STATE("s:2")) "</tests><objects>"
		  PACKAGE("o:1", "openssl") "</objects><states>" BELOW("s:1", "0:1.1.1k-29.azl3") BELOW("s:2", "0:3.3.2-1.azl3") "</states>" TAIL);
	assert_true(has_text(&recorder, "S|azurelinux|3.0||openssl|binary|CVE-2024-0727|fixed|0:1.1.1k-29.azl3|-|"
					"oval:com.microsoft.azurelinux:def:35086|medium|2024-03-19|doubtful|the fixed version is older than"));
	assert_true(has_text(&recorder, "S|azurelinux|3.0||openssl|binary|CVE-2024-6119|fixed|0:3.3.2-1.azl3|-|"
					"oval:com.microsoft.azurelinux:def:48535|-|-|-|-"));
	assert_true(has_text(&recorder, "|oval/azurelinux-3.0/vulnerability/"));
}

static void test_the_state_counts_not_the_comment(void **state)
{
	(void)state;
	read_well(HEAD("AlmaLinux OS Errata System")
		  "<definitions><definition class='patch' id='oval:org.almalinux.alsa:def:1'><metadata><affected><platform>AlmaLinux 9</platform>"
		  "</affected><reference ref_id='ALSA-2024:0310' source='ALSA'/><reference ref_id='CVE-2023-5363' source='CVE'/></metadata>"
		  "<criteria operator='AND'><criterion test_ref='t:1' comment='AlmaLinux 9 is installed'/>"
		  "<criterion test_ref='t:2' comment='openssl is earlier than 1:9.9.9-9.el9_0'/></criteria></definition></definitions><tests>"
		  TEST("t:2", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") "</objects><states>"
		  BELOW("s:1", "1:3.0.7-25.el9_3") "</states>" TAIL);
	assert_true(has_text(&recorder, "S|almalinux|9||openssl|binary|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|-|ALSA-2024:0310|"));
}

/* ---- what cannot be evaluated ------------------------------------------------------------------------------------------ */

#define DEFINITION(id, criteria)                                                                                            \
	"<definition class='patch' id='" id "'><metadata><title>openssl</title><affected><platform>AlmaLinux 9</platform></affected>" \
	"<reference ref_id='CVE-2024-0001' source='CVE'/></metadata>" criteria "</definition>"
#define OPENSSL(test) "<criterion test_ref='" test "' comment='openssl is earlier than 1:3.0.7-25.el9_3'/>"
#define OPENSSL_ITEMS                                                                                                       \
	"<tests>" TEST("t:1", "o:1", STATE("s:1")) TEST("t:2", "o:2", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") \
		PACKAGE("o:2", "tar") "</objects><states>" BELOW("s:1", "1:3.0.7-25.el9_3") "</states>"

static void assert_only_unknown(const char *what)
{
	if (recorder.statements == 0 || has_text(&recorder, "|not_affected|") || has_text(&recorder, "|fixed|") ||
	    has_text(&recorder, "|affected|") || !has_text(&recorder, "|openssl|binary|CVE-2024-0001|unknown|-|"))
		fail_msg("%s gave:\n%s", what, sslinv_str_text(&recorder.lines));
	assert_true(recorder.warnings > 0);
}

static void test_what_cannot_be_evaluated_is_unknown(void **state)
{
	static const struct {
		const char *what;
		const char *text;
	} cases[] = {
		{ "a negated test", DEFINITION("d:1", "<criteria><criterion negate='true' test_ref='t:1' comment='openssl is earlier than 1'/></criteria>") },
		{ "negated criteria", DEFINITION("d:1", "<criteria negate='true'>" OPENSSL("t:1") "</criteria>") },
		{ "a negated condition",
		  DEFINITION("d:1", "<criteria><criterion negate='1' test_ref='t:9' comment='AlmaLinux 9 is installed'/>" OPENSSL("t:1") "</criteria>") },
		{ "another package beside it",
		  DEFINITION("d:1", "<criteria operator='AND'><criterion test_ref='t:2' comment='tar is earlier than 1'/>" OPENSSL("t:1") "</criteria>") },
		{ "an exclusive choice",
		  DEFINITION("d:1", "<criteria operator='XOR'>" OPENSSL("t:1") "<criterion test_ref='t:9' comment='AlmaLinux 9 is installed'/></criteria>") },
		{ "a platform as an alternative",
		  DEFINITION("d:1", "<criteria operator='OR'>" OPENSSL("t:1") "<criterion test_ref='t:9' comment='AlmaLinux 9 is installed'/></criteria>") },
		{ "a condition nobody knows",
		  DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "<criterion test_ref='t:9' comment='the moon is full'/></criteria>") },
		{ "a test that is not there", DEFINITION("d:1", "<criteria>" OPENSSL("t:77") "</criteria>") },
		{ "an extension that is not there",
		  DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "<extend_definition definition_ref='d:77' comment='whatever'/></criteria>") },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr)
		char *text = sslinv_str_format("%s<definitions>%s</definitions>%s", HEAD("x"), cases[i].text, OPENSSL_ITEMS TAIL);

		assert_non_null(text);
		read_well(text);
		assert_only_unknown(cases[i].what);
	}
	/* The same, and nothing strange: the counterproof. */
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
}

static void test_items_that_cannot_be_evaluated(void **state)
{
	static const struct {
		const char *what;
		const char *items;
	} cases[] = {
		{ "state_ref for object_ref",
		  "<tests><rpminfo_test id='t:1'><object state_ref='o:1'/><state state_ref='s:1'/></rpminfo_test></tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3") "</states>" },
		{ "no object", "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><states>" BELOW("s:1", "1:3") "</states>" },
		{ "no state", "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") "</objects>" },
		{ "another comparison",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl")
			  "</objects><states><rpminfo_state id='s:1'><evr operation='greater than'>1:3</evr></rpminfo_state></states>" },
		{ "up to and with",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl")
			  "</objects><states><rpminfo_state id='s:1'><evr operation='less than or equal'>1:3</evr></rpminfo_state></states>" },
		{ "a version out of a variable",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl")
			  "</objects><states><rpminfo_state id='s:1'><evr operation='less than' var_ref='v:1'/></rpminfo_state></states>" },
		{ "a set of objects",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><set><object_reference>o:2"
							     "</object_reference></set></rpminfo_object></objects><states>" BELOW("s:1", "1:3")
			  "</states>" },
		{ "a pattern for a name",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><name operation='pattern match'>"
							     "^openssl.*</name></rpminfo_object></objects><states>" BELOW("s:1", "1:3") "</states>" },
		{ "states that exclude each other",
		  "<tests><rpminfo_test id='t:1' state_operator='OR'><object object_ref='o:1'/>" STATE("s:1") STATE("s:2")
			  "</rpminfo_test></tests><objects>" PACKAGE("o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3")
				  "<rpminfo_state id='s:2'><arch>x86_64</arch></rpminfo_state></states>" },
		{ "a state with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") "</objects><states>" BELOW(
			  "s:1", "1:3") BELOW("s:1", "1:2") "</states>" },
		{ "an object with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") PACKAGE("o:1", "tar")
			  "</objects><states>" BELOW("s:1", "1:3") "</states>" },
		{ "a test with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) TEST("t:1", "o:1", STATE("s:2")) "</tests><objects>" PACKAGE("o:1", "openssl")
			  "</objects><states>" BELOW("s:1", "1:3") BELOW("s:2", "1:2") "</states>" },
		{ "a version that is none",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") "</objects><states>" BELOW(
			  "s:1", "soon, I hope") "</states>" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr)
		char *text = sslinv_str_format("%s<definitions>%s</definitions>%s%s", HEAD("x"),
					       DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>"), cases[i].items, TAIL);

		assert_non_null(text);
		read_well(text);
		assert_only_unknown(cases[i].what);
	}
}

static void test_ids_shared_between_types(void **state)
{
	(void)state;
	/* As ALT publishes them: harmless for who keeps the types apart, and said. */
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria>" OPENSSL("x:1") "</criteria>") "</definitions><tests>"
		  TEST("x:1", "x:1", STATE("x:1")) "</tests><objects>" PACKAGE("x:1", "openssl") "</objects><states>"
		  BELOW("x:1", "1:3.0.7-25.el9_3") "</states>" TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
	assert_true(has_text(&recorder, "id x:1 is shared by elements of different types"));
}

static void test_a_test_that_says_nothing_and_is_missing(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria><criterion test_ref='t:77' comment='Long Term Support'/></criteria>")
		  "</definitions>" OPENSSL_ITEMS TAIL);
	assert_int_equal(recorder.statements, 0);
	assert_true(has_text(&recorder, "definition d:1: test t:77 is missing"));
}

static void test_definitions_that_clash(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>")
		  DEFINITION("d:1", "<criteria operator='OR'>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_only_unknown("two definitions with one id");
	assert_true(has_text(&recorder, "definition d:1 was there before"));
}

static void test_extensions_in_a_cycle(void **state)
{
	(void)state;
	assert_int_equal(read_text(HEAD("x") "<definitions>\n"
		DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "<extend_definition definition_ref='d:2' comment='more'/></criteria>") "\n"
		DEFINITION("d:2", "<criteria><extend_definition definition_ref='d:3' comment='more'/></criteria>") "\n"
		DEFINITION("d:3", "<criteria><extend_definition definition_ref='d:1' comment='more'/></criteria>") "</definitions>"
		OPENSSL_ITEMS TAIL), SSLINV_E_FORMAT);
	assert_non_null(strstr(recorder.error.message, ":2: definition d:1 extends itself"));
	assert_int_equal(recorder.statements, 0);
}

static void test_an_extension_with_packages(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria><extend_definition definition_ref='d:2' comment='the fix'/></criteria>")
		  "<definition class='miscellaneous' id='d:2'><metadata><title>openssl</title></metadata><criteria>" OPENSSL("t:1")
		  "</criteria></definition></definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "S|almalinux|9||openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
}

static void test_extensions_too_long_or_too_many(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int code = sslinv_str_add(&text, HEAD("x") "<definitions>");

	(void)state;
	for (int i = 0; code == 0 && i < 200; i++)
		code = sslinv_str_printf(&text, "<definition class='patch' id='d:%d'><metadata><title>openssl</title></metadata><criteria>"
						"<extend_definition definition_ref='d:%d' comment='x'/></criteria></definition>", i, i + 1);
	assert_int_equal(sslinv_str_add(&text, "</definitions>" TAIL), 0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);

	/* Each extends the next one twice: 2 to the power of 40 ways. */
	sslinv_str_reset(&text);
	code = sslinv_str_add(&text, HEAD("x") "<definitions>");
	for (int i = 0; code == 0 && i < 40; i++)
		code = sslinv_str_printf(&text, "<definition class='patch' id='d:%d'><metadata><title>openssl CVE-2024-0001</title>"
						"<reference ref_id='CVE-2024-0001'/></metadata><criteria operator='OR'>"
						"<extend_definition definition_ref='d:%d' comment='x'/>"
						"<extend_definition definition_ref='d:%d' comment='x'/></criteria></definition>", i, i + 1, i + 1);
	assert_int_equal(sslinv_str_add(&text, DEFINITION("d:40", "<criteria>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL), 0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);
}

static void test_criteria_too_deep(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int code = sslinv_str_add(&text, HEAD("x") "<definitions><definition class='patch' id='d:1'>\n");

	(void)state;
	for (int i = 0; code == 0 && i < 100; i++)
		code = sslinv_str_add(&text, "<criteria>\n");
	for (int i = 0; code == 0 && i < 100; i++)
		code = sslinv_str_add(&text, "</criteria>");
	assert_int_equal(sslinv_str_add(&text, "</definition></definitions>" TAIL), 0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);
	assert_non_null(strstr(recorder.error.message, ":66: definition d:1 nests criteria"));
}

static void test_dates(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions><definition class='patch' id='d:1'><metadata><affected><platform>AlmaLinux 9</platform></affected>"
		  "<reference ref_id='CVE-2024-0001'/><advisory><issued date='2999-01-01'/></advisory></metadata><criteria>" OPENSSL("t:1")
		  "</criteria></definition></definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "the date 2999-01-01 lies in the future"));
	assert_true(has_text(&recorder, "|fixed|"));
	read_well("<oval_definitions><generator><timestamp>2999-12-31T00:00:00</timestamp></generator></oval_definitions>");
	assert_true(has_text(&recorder, "the document's date 2999-12-31T00:00:00 lies in the future"));
	read_well(HEAD("x") "<definitions><definition class='patch' id='d:1'><metadata><affected><platform>AlmaLinux 9</platform></affected>"
		  "<reference ref_id='CVE-2024-0001'/><advisory><issued date='yesterday'/></advisory></metadata><criteria>" OPENSSL("t:1")
		  "</criteria></definition></definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "|d:1|-|-|-|-\n"));
}

/* ---- size -------------------------------------------------------------------------------------------------------------- */

static void write_million(FILE *stream)
{
	fputs(HEAD("x") "<definitions>", stream);
	for (int i = 0; i < 1000000; i++)
		fprintf(stream, "<definition class='patch' id='d:%d'><criteria><criterion comment='tar is earlier than 1' test_ref='t:%d'/>"
				"</criteria></definition>\n", i, i);
	fputs("</definitions>" TAIL, stream);
}

static void write_undecided(FILE *stream)
{
	fputs(HEAD("x") "<definitions>", stream);
	for (int i = 0; i < 1000000; i++)
		fprintf(stream, "<definition class='patch' id='d:%d'><criteria><criterion comment='x' test_ref='t:%d'/></criteria></definition>\n", i, i);
	fputs("</definitions>" TAIL, stream);
}

static void test_a_million_definitions(void **state)
{
	long before = peak_memory();

	(void)state;
	/* Those that say what they are about are counted and dropped. */
	assert_int_equal(read_stream(&sslinv_reader_oval, write_million, &recorder), 0);
	assert_int_equal(recorder.dropped, 1000000);
	assert_in_range(peak_memory() - before, 0, 64);
	/* Those that do not would have to be kept, and there is a bound to that. */
	assert_int_equal(read_stream(&sslinv_reader_oval, write_undecided, &recorder), SSLINV_E_LIMIT);
	assert_non_null(strstr(recorder.error.message, "/fifo: more definitions may concern OpenSSL than"));
	assert_int_equal(recorder.statements, 0);
	assert_in_range(peak_memory() - before, 0, 256);
}

static void test_cut_off(void **state)
{
	static const char text[] = HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL;

	(void)state;
	for (size_t length = 20; length < strlen(text); length += 7) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *cut = strndup(text, length);

		assert_non_null(cut);
		assert_int_equal(read_text(cut), SSLINV_E_FORMAT);
		/* Nothing is told before all is read. */
		assert_int_equal(recorder.feeds, 0);
	}
}

/* ---- real files -------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *path;
	size_t openssl_statements; /* of packages called openssl..., counted by grep */
	size_t definitions_dropped;
	const char *line;
} real_files[] = {
	{ "redhat/rhel-8.oval.xml", 15, 178,
	  "S|rhel|8||openssl-libs|binary|CVE-2018-0734|fixed|1:1.1.1c-2.el8|-|RHSA-2019:3700|low|2019-11-05|-|-" },
	{ "azurelinux/azurelinux-3.0-oval.xml", 8, 2231,
	  "S|azurelinux|3.0||openssl|binary|CVE-2024-6119|fixed|0:3.3.2-1.azl3|-|oval:com.microsoft.azurelinux:def:48535|high|2024-10-15|-|-" },
	{ "azurelinux/cbl-mariner-1.0-oval.xml", 20, 2232,
	  "S|mariner|1.0||openssl|binary|CVE-2022-0778|fixed|0:1.1.1k-9.cm1|-|oval:com.microsoft.cbl-mariner:def:9049|high|2022-03-19|-|-" },
	{ "redhat/rhel-9-including-unpatched.oval.xml.bz2", 0, 4, NULL },
	{ "oracle/com.oracle.elsa-all.trimmed.xml.bz2", 0, 2, NULL },
	{ "suse/suse.linux.enterprise.15-affected.xml.gz", 0, 2, NULL },
	{ "debian/oval-definitions-bullseye.xml.bz2", 0, 4, NULL },
	{ "ubuntu/oci.com.ubuntu.jammy.usn.oval.xml.bz2", 0, 1, NULL },
	{ "ubuntu/oci.com.ubuntu.fips-updates_jammy.pkg.oval.xml.bz2", 0, 2, NULL },
	{ "almalinux/org.almalinux.alsa-9.xml.bz2", 0, 2, NULL },
};

static void test_real_files(void **state)
{
	const char *shared = getenv("SSLINV_SHARED");
	const char *source = getenv("srcdir");
	SSLINV_CLEANUP(sslinv_free_ptr) char *fallback = sslinv_str_format("%s/../shared", source ? source : ".");

	(void)state;
	shared = shared ? shared : fallback;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(real_files); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/feeds/%s", shared, real_files[i].path);
		size_t count = 0;

		assert_non_null(path);
		if (access(path, R_OK) < 0) {
			print_message("no published feeds at %s\n", path);
			skip();
		}
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
		cmocka_unit_test_teardown(test_oracle_arches_and_flavours, clean),
		cmocka_unit_test_teardown(test_suse_platforms_times_versions, clean),
		cmocka_unit_test_teardown(test_debian_source_packages, clean),
		cmocka_unit_test_teardown(test_ubuntu_notices, clean),
		cmocka_unit_test_teardown(test_ubuntu_by_package, clean),
		cmocka_unit_test_teardown(test_ubuntu_extends_an_inventory, clean),
		cmocka_unit_test_teardown(test_azure_obeyed_but_doubtful, clean),
		cmocka_unit_test_teardown(test_the_state_counts_not_the_comment, clean),
		cmocka_unit_test_teardown(test_what_cannot_be_evaluated_is_unknown, clean),
		cmocka_unit_test_teardown(test_items_that_cannot_be_evaluated, clean),
		cmocka_unit_test_teardown(test_ids_shared_between_types, clean),
		cmocka_unit_test_teardown(test_a_test_that_says_nothing_and_is_missing, clean),
		cmocka_unit_test_teardown(test_definitions_that_clash, clean),
		cmocka_unit_test_teardown(test_extensions_in_a_cycle, clean),
		cmocka_unit_test_teardown(test_an_extension_with_packages, clean),
		cmocka_unit_test_teardown(test_extensions_too_long_or_too_many, clean),
		cmocka_unit_test_teardown(test_criteria_too_deep, clean),
		cmocka_unit_test_teardown(test_dates, clean),
		cmocka_unit_test_teardown(test_a_million_definitions, clean),
		cmocka_unit_test_teardown(test_cut_off, clean),
		cmocka_unit_test_teardown(test_real_files, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
