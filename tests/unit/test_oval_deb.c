/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OVAL reader: Debian's and Ubuntu's shapes. */
#include "oval_fixture.h"

#include "base/attributes.h"

#define DEBIAN_TEST(id, object, state)                                                                                      \
	"<dpkginfo_test check='all' check_existence='at_least_one_exists' id='" id "'><object object_ref='" object          \
	"'/><state state_ref='" state "'/></dpkginfo_test>"
#define DEBIAN_BELOW(id, version)                                                                                           \
	"<dpkginfo_state id='" id "'><evr datatype='debian_evr_string' operation='less than'>" version                      \
	"</evr></dpkginfo_state>"

static void test_debian_source_packages(void **state)
{
	(void)state;
	read_well(HEAD(
		"Debian") "<definitions><definition class='patch' id='oval:org.debian:def:1'><metadata><title>DSA-5103-1 "
			  "openssl</title>"
			  "<affected><platform>Debian GNU/Linux 11</platform><product>openssl</product></affected>"
			  "<reference ref_id='CVE-2022-0778' ref_url='https://x' "
			  "source='CVE'/><debian><dsa>DSA-5103</dsa><date>2022-03-15</date></debian>"
			  "</metadata><criteria operator='AND'><criterion comment='Debian 11 is installed' test_ref='t:1'/>"
			  "<criteria comment='Architecture section' operator='OR'><criteria operator='AND'>"
			  "<criterion comment='all architecture' test_ref='t:2'/>"
			  "<criterion comment='openssl DPKG is earlier than 1.1.1k-1+deb11u2' "
			  "test_ref='t:3'/></criteria></criteria></criteria></definition>"
			  "<definition class='vulnerability' id='oval:org.debian:def:2'><metadata><title>CVE-2022-3602 "
			  "openssl</title>"
			  "<affected><platform>Debian GNU/Linux 11</platform></affected></metadata><criteria operator='AND'>"
			  "<criterion comment='Debian 11 is installed' test_ref='t:1'/>"
			  "<criterion comment='openssl DPKG is earlier than 0' "
			  "test_ref='t:4'/></criteria></definition></definitions><tests>"
			  "<textfilecontent54_test id='t:1'><object object_ref='o:1'/><state "
			  "state_ref='s:1'/></textfilecontent54_test>"
			  "<uname_test id='t:2'><object object_ref='o:2'/></uname_test>" DEBIAN_TEST("t:3", "o:3", "s:3")
				  DEBIAN_TEST(
					  "t:4", "o:3",
					  "s:4") "</tests><objects><textfilecontent54_object "
						 "id='o:1'><path>/etc</path><filename>debian_version</filename>"
						 "<pattern operation='pattern "
						 "match'>(\\d+)</pattern></textfilecontent54_object><uname_object id='o:2'/>"
						 "<dpkginfo_object "
						 "id='o:3'><name>openssl</name></dpkginfo_object></objects><states>"
						 "<textfilecontent54_state id='s:1'><subexpression "
						 "operation='equals'>11</subexpression></"
						 "textfilecontent54_state>" DEBIAN_BELOW("s:3", "0:1.1.1k-1+deb11u2")
							 DEBIAN_BELOW("s:4", "0:0") "</states>" TAIL);
	assert_line(&recorder,
		    "S|debian|11||openssl|source|CVE-2022-0778|fixed|1.1.1k-1+deb11u2|-|DSA-5103-1|-|2022-03-15|-|-");
	assert_true(has_text(&recorder, "S|debian|11||openssl|source|CVE-2022-3602|not_affected|-|"));
	assert_int_equal(recorder.statements, 2);
}

#define UBUNTU_TEST(id, object, state)                                                                                      \
	"<ind:textfilecontent54_test id='" id                                                                               \
	"' check_existence='at_least_one_exists' check='at least one'><ind:object object_ref='" object "'/>" state          \
	"</ind:textfilecontent54_test>"
#define UBUNTU_OBJECT(id, variable)                                                                                         \
	"<ind:textfilecontent54_object id='" id "'><ind:path>.</ind:path><ind:filename>manifest</ind:filename>"             \
	"<ind:pattern operation='pattern match' datatype='string' var_ref='" variable "' var_check='at least one'/>"        \
	"<ind:instance operation='greater than or equal' datatype='int'>1</ind:instance></ind:textfilecontent54_object>"
#define UBUNTU_STATE(id, version)                                                                                           \
	"<ind:textfilecontent54_state id='" id                                                                              \
	"'><ind:subexpression datatype='debian_evr_string' operation='less than'>" version                                  \
	"</ind:subexpression></ind:textfilecontent54_state>"
#define UBUNTU_VARIABLE                                                                                                     \
	"<variables><constant_variable id='v:1' datatype='string'><value>^libssl3(?::\\w+|)\\s+(.*)$</value>"               \
	"<value>^openssl(?::\\w+|)\\s+(.*)$</value><value>^something\\+else(?::\\w+|)\\s+(.*)$</value></"                   \
	"constant_variable></variables>"

static void test_ubuntu_notices(void **state)
{
	(void)state;
	/* The criterion's comment says nothing: variables and objects name the packages. */
	read_well(
		"<?xml version='1.0'?><oval_definitions xmlns='x' xmlns:ind='y'><definitions>"
		"<definition id='oval:com.ubuntu.jammy:def:1' class='patch'><metadata><title>USN-6986-1 -- a "
		"vulnerability</title><affected>"
		"<platform>Ubuntu 22.04 LTS</platform></affected><reference source='USN' ref_id='USN-6986-1' "
		"ref_url='https://u'/>"
		"<reference source='CVE' ref_id='CVE-2024-6119'/><advisory><severity>High</severity><issued "
		"date='2024-09-03'/></advisory>"
		"</metadata><criteria><criteria operator='OR'><criterion test_ref='t:1' comment='Long Term "
		"Support'/></criteria></criteria>"
		"</definition></definitions><tests>" UBUNTU_TEST(
			"t:1", "o:1",
			"<ind:state state_ref='s:1'/>") "</tests><objects>" UBUNTU_OBJECT("o:1",
											  "v:1") "</"
												 "objects><"
												 "states>" UBUNTU_STATE(
													 "s:"
													 "1",
													 "3."
													 "0."
													 "2-"
													 "0ub"
													 "unt"
													 "u1."
													 "18") "</"
													       "states"
													       ">" UBUNTU_VARIABLE
														       TAIL);
	assert_line(&recorder,
		    "S|ubuntu|22.04||libssl3|binary|CVE-2024-6119|fixed|3.0.2-0ubuntu1.18|-|USN-6986-1|high|2024-09-03|-|-");
	assert_line(&recorder,
		    "S|ubuntu|22.04||openssl|binary|CVE-2024-6119|fixed|3.0.2-0ubuntu1.18|-|USN-6986-1|high|2024-09-03|-|-");
	assert_int_equal(recorder.statements, 2);
}

static void test_ubuntu_by_package(void **state)
{
	static const struct {
		const char *cve;
		const char *status;
	} expected[] = {
		{ "CVE-2024-1001", "affected" },
		{ "CVE-2024-1002", "affected" },
		{ "CVE-2024-1003", "will_not_fix" },
		{ "CVE-2024-1004", "under_investigation" },
	};

	(void)state;
	read_well("<oval_definitions xmlns='x' xmlns:ind='y'><definitions>"
		  "<definition class='vulnerability' "
		  "id='oval:com.ubuntu.jammy:def:2'><metadata><title>openssl</title><affected>"
		  "<platform>Ubuntu Pro FIPS-updates 22.04 LTS</platform></affected><advisory>"
		  "<cve priority='low' usns='7000-1,7000-2' test_ref='t:1'>CVE-2024-0727</cve><cve priority='low' "
		  "test_ref='t:2'>CVE-2024-1001</cve>"
		  "<cve priority='low' test_ref='t:3'>CVE-2024-1002</cve><cve priority='low' "
		  "test_ref='t:4'>CVE-2024-1003</cve>"
		  "<cve priority='low' test_ref='t:5'>CVE-2024-1004</cve></advisory></metadata><criteria><criteria "
		  "operator='OR'>"
		  "<criterion test_ref='t:1' comment=\"(CVE-2024-0727) openssl package in fips-updates/jammy was vulnerable "
		  "but has been fixed (note: '3.0.2-0ubuntu1.15+Fips1').\"/>"
		  "<criterion test_ref='t:2' comment='(CVE-2024-1001) openssl package in jammy is affected and needs "
		  "fixing.'/>"
		  "<criterion test_ref='t:3' comment='(CVE-2024-1002) openssl package in jammy is affected, but a decision "
		  "has been made to defer addressing it.'/>"
		  "<criterion test_ref='t:4' comment='(CVE-2024-1003) openssl package in jammy, while related to the CVE in "
		  "some way, a decision has been made to ignore this issue.'/>"
		  "<criterion test_ref='t:5' comment='(CVE-2024-1004) openssl package in jammy might be vulnerable and "
		  "needs triage.'/>"
		  "</criteria></criteria></definition></definitions><tests>" UBUNTU_TEST(
			  "t:1", "o:1", "<ind:state state_ref='s:1'/>") UBUNTU_TEST("t:2", "o:1", "") UBUNTU_TEST("t:3",
														  "o:1", "")
			  UBUNTU_TEST("t:4", "o:1", "") UBUNTU_TEST("t:5", "o:1", "") "</tests><objects>" UBUNTU_OBJECT(
				  "o:1",
				  "v:1") "</objects><states>" UBUNTU_STATE("s:1",
									   "0:3.0.2-0ubuntu1.15+Fips1") "</"
													"states"
													">" UBUNTU_VARIABLE
														TAIL);
	assert_true(has_text(&recorder,
			     "S|ubuntu|22.04|fips-updates|libssl3|binary|CVE-2024-0727|fixed|3.0.2-0ubuntu1.15+Fips1|-|"
			     "USN-7000-1,USN-7000-2|low|"));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(expected); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *start = sslinv_str_format("S|ubuntu|22.04||libssl3|binary|%s|%s|-|",
										expected[i].cve, expected[i].status);

		assert_true(has_text(&recorder, start));
	}
	/* Each CVE by its own test alone: 5 of them, 2 packages. */
	assert_int_equal(recorder.statements, 10);
}

static void test_ubuntu_extends_an_inventory(void **state)
{
	(void)state;
	read_well("<oval_definitions xmlns='x'><definitions>"
		  "<definition class='inventory' id='d:100'><metadata><title>Check that Ubuntu 20.04 LTS (focal) is "
		  "installed.</title></metadata>"
		  "<criteria><criterion test_ref='t:100' comment='The host is part of the unix "
		  "family.'/></criteria></definition>"
		  "<definition class='vulnerability' id='oval:com.ubuntu.focal:def:1'><metadata><title>CVE-2023-0286 on "
		  "Ubuntu 20.04</title>"
		  "<affected><platform>Ubuntu 20.04 LTS</platform></affected></metadata><criteria>"
		  "<extend_definition definition_ref='d:100' comment='Ubuntu 20.04 LTS (focal) is installed.' "
		  "applicability_check='true'/>"
		  "<criteria operator='OR'><criterion test_ref='t:1' comment=\"openssl package in focal was vulnerable but "
		  "has been fixed (note: '1.1.1f-1ubuntu2.17+esm1').\"/>"
		  "</criteria></criteria></definition></definitions><tests><dpkginfo_test id='t:1' check='at least "
		  "one'><object object_ref='o:1'/>"
		  "<state state_ref='s:1'/></dpkginfo_test></tests><objects><dpkginfo_object id='o:1'>"
		  "<name var_ref='v:1' var_check='at least one'/></dpkginfo_object></objects><states>" DEBIAN_BELOW(
			  "s:1", "0:1.1.1f-1ubuntu2.17+esm1") "</states><variables><constant_variable "
							      "id='v:1'><value>libssl1.1</value></constant_variable></"
							      "variables>" TAIL);
	/* The flavour of the fix is a stream of its own. */
	assert_true(has_text(&recorder, "S|ubuntu|20.04|esm|libssl1.1|binary|CVE-2023-0286|fixed|1.1.1f-1ubuntu2.17+esm1|"));
	assert_int_equal(recorder.statements, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_debian_source_packages, clean),
		cmocka_unit_test_teardown(test_ubuntu_notices, clean),
		cmocka_unit_test_teardown(test_ubuntu_by_package, clean),
		cmocka_unit_test_teardown(test_ubuntu_extends_an_inventory, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
