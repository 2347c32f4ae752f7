/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSAF: which product a statement is about, however its name, its CPE, its id and its version are spelled; and CSAF 2.1. */
#include "feed_recorder.h"

#include "base/attributes.h"

static struct recorder recorder;

/* One build on one platform. */
static void read_product(const char *vendor, const char *id, const char *name, const char *cpe, const char *build,
			 const char *statuses)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
		"{'document':{'category':'csaf_vex','publisher':{'name':'%s'},'tracking':{'id':'CVE-2026-1'}},'product_tree'"
		":"
		"{'branches':[{'category':'product_name','product':{'product_id':'%s','name':'%s',"
		"'product_identification_helper':{'cpe':'%s'}}},{'category':'product_version','product':{'product_id':'%s',"
		"'name':'%s'}},{'category':'product_version','product':{'product_id':'libopenssl3-3.1.4-9.1',"
		"'name':'libopenssl3-3.1.4-9.1'}}],'relationships':[{'category':'default_component_of','product_reference':"
		"'%s','relates_to_product_reference':'%s','full_product_name':{'product_id':'a'}},{'category':"
		"'default_component_of','product_reference':'libopenssl3-3.1.4-9.1','relates_to_product_reference':'%s',"
		"'full_product_name':{'product_id':'b'}}]},'vulnerabilities':[{'cve':'CVE-2026-99001','product_status':{%s}}"
		"]}",
		vendor, id, name, cpe, build, build, build, id, id, statuses);

	assert_non_null(text);
	recorder_free(&recorder);
	if (read_json(&sslinv_reader_csaf, text, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
}

#define BUILD "libopenssl3-3.1.4-5.1"

static void platforms(void **state)
{
	static const struct {
		const char *vendor, *id, *name, *cpe;
		const char *place; /* NULL: left out, and told by name */
	} cases[] = {
		{ "SUSE", "p", "SUSE Linux Enterprise Server 12 SP2", "cpe:/o:suse:sles:12:sp2", "sles|12.2|" },
		{ "SUSE", "p", "SUSE Linux Enterprise Server for Raspberry Pi 12 SP2", "cpe:/o:suse:sles:12:sp2", NULL },
		{ "SUSE", "p", "SUSE Linux Enterprise Server for Toasters 12 SP2", "cpe:/o:suse:sles:12:sp2", NULL },
		{ "SUSE", "p", "SUSE Linux Enterprise Server 12 SP3", "cpe:/o:suse:sles:12:sp2", NULL },
		{ "SUSE", "p", "SUSE Linux Enterprise Server 11 SP4-LTSS", "cpe:/o:suse:suse_sles:11:sp4",
		  "sles|11.4|ltss" },
		{ "SUSE", "p", "SUSE Linux Enterprise Server 16.0", "cpe:/o:suse:sles:16:16.0:server", "sles|16.0|" },
		{ "Red Hat", "BaseOS-10.0.Z.E2S", "EUS", "cpe:/o:redhat:enterprise_linux_eus:10.0", "rhel|10|10.0-eus" },
		{ "Red Hat", "BaseOS-10.0.Z.E2S", "x", "cpe:/o:redhat:enterprise_linux:10", "rhel|10|10.0-eus" },
		{ "Red Hat", "BaseOS-9.4.0.Z.MAIN", "x", "cpe:/o:redhat:enterprise_linux:9", "rhel|9|" },
		{ "Red Hat", "BaseOS-9.4.0.Z.NEW", "x", "cpe:/o:redhat:enterprise_linux:9", NULL },
		{ "Red Hat", "BaseOS-9.4", "x", "cpe:/o:redhat:enterprise_linux_new:9.4", NULL },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *told = sslinv_str_format(
			cases[i].place ? "S|%s|" : "`%s` is not a release known here: what is said of it is left out",
			cases[i].place ? cases[i].place : cases[i].name);

		read_product(cases[i].vendor, cases[i].id, cases[i].name, cases[i].cpe, BUILD, "'fixed':['a']");
		assert_non_null(told);
		if (!has_text(&recorder, told) || (recorder.statements > 0) != (cases[i].place != NULL))
			fail_msg("%s, %s gave:\n%s", cases[i].name, cases[i].cpe, sslinv_str_text(&recorder.lines));
	}
	recorder_free(&recorder);
}

static void builds(void **state)
{
	static const struct {
		const char *build, *told;
	} cases[] = {
		{ "libopenssl1_0_0-1.0.2p-lp152.8.12.1",
		  "|libopenssl1_0_0|binary|CVE-2026-99001|fixed|1.0.2p-lp152.8.12.1|" },
		{ "libopenssl-1_0_0-devel-32bit-1.0.2p-lp152.8.12.1.x86_64",
		  "|libopenssl-1_0_0-devel-32bit|binary|CVE-2026-99001|fixed|1.0.2p-lp152.8.12.1|" },
		{ "openssl-1.1.1w-alt1.x86_64", "|openssl|binary|CVE-2026-99001|fixed|1.1.1w-alt1|" },
		{ "libopenssl-1_1-devel", "|libopenssl-1_1-devel|binary|CVE-2026-99001|unknown|" },
		{ "libopenssl1_1-1.1.1d-soon", "W|1|`libopenssl1_1-1.1.1d-soon` does not part into a name, a version and a "
					       "release: left out" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		read_product("SUSE", "p", "openSUSE Leap 15.2", "cpe:/o:opensuse:leap:15.2", cases[i].build,
			     "'fixed':['a']");
		if (!has_text(&recorder, cases[i].told))
			fail_msg("%s gave:\n%s", cases[i].build, sslinv_str_text(&recorder.lines));
	}
	recorder_free(&recorder);
}

/* A build that the vendor recommends is no threshold where the first fixed one is named, and is one where it is alone. */
static void recommended(void **state)
{
	(void)state;
	read_product("SUSE", "p", "openSUSE Leap 15.6", "cpe:/o:opensuse:leap:15.6", BUILD,
		     "'first_fixed':['a'],'recommended':['b']");
	assert_true(has_text(&recorder, "|fixed|3.1.4-5.1|"));
	assert_int_equal(recorder.statements, 1);
	read_product("SUSE", "p", "openSUSE Leap 15.6", "cpe:/o:opensuse:leap:15.6", BUILD,
		     "'first_fixed':['a'],'recommended':['a','b']");
	assert_true(has_text(&recorder, "|fixed|3.1.4-5.1|"));
	assert_int_equal(recorder.statements, 1);
	read_product("SUSE", "p", "openSUSE Leap 15.6", "cpe:/o:opensuse:leap:15.6", BUILD, "'recommended':['b']");
	assert_true(has_text(&recorder, "|fixed|3.1.4-9.1|"));
	recorder_free(&recorder);
}

#define PATH_DOCUMENT(subpaths)                                                                                             \
	"{'document':{'category':'csaf_vex','publisher':{'name':'Red Hat'},'tracking':{'id':'CVE-2026-1'}},'product_tree':" \
	"{'branches':[{'category':'product_name','product':{'product_id':'B9','name':'x',"                                  \
	"'product_identification_helper':{'cpe':'cpe:/o:redhat:enterprise_linux:9'}}},{'category':'product_version',"       \
	"'product':{'product_id':'o','name':'o','product_identification_helper':{'purl':"                                   \
	"'pkg:rpm/redhat/openssl@3.0.7-27.el9?epoch=1'}}}],'product_paths':[{'beginning_product_reference':'o',"            \
	"'full_product_name':{'product_id':'B9:o','name':'x'},'subpaths':[" subpaths                                        \
	"]}]},'vulnerabilities':[{'cve':'CVE-2026-99001','product_status':{'fixed':['B9:o']}}]}"
#define STEP(id) "{'category':'default_component_of','next_product_reference':'" id "'}"

static void paths_of_csaf_2_1(void **state)
{
	(void)state;
	assert_int_equal(read_json(&sslinv_reader_csaf, PATH_DOCUMENT(STEP("B9")), &recorder), 0);
	assert_true(has_text(&recorder, "S|rhel|9||openssl|binary|CVE-2026-99001|fixed|1:3.0.7-27.el9|"));
	/* Inside of an image on the release: none of the release's packages. */
	assert_int_equal(read_json(&sslinv_reader_csaf, PATH_DOCUMENT(STEP("image") "," STEP("B9")), &recorder), 0);
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.dropped, 1);
	/* One that leads nowhere. */
	assert_true(read_json(&sslinv_reader_csaf, PATH_DOCUMENT(""), &recorder) < 0);
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(platforms),
		cmocka_unit_test(builds),
		cmocka_unit_test(recommended),
		cmocka_unit_test(paths_of_csaf_2_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
