/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSAF: streams kept apart, what vendors say in remediations, and documents that contradict themselves. */
#include "feed_recorder.h"

#define HEAD                                                                                                                \
	"{'document':{'category':'csaf_vex','csaf_version':'2.0','aggregate_severity':{'text':'Important'},\n"              \
	"'publisher':{'name':'Red Hat Product Security'},'references':[{'category':'self','url':'https://x/c.json'}],\n"    \
	"'tracking':{'id':'CVE-2022-0778','current_release_date':'2025-01-02T03:04:05+00:00'}},\n"
#define PLATFORM(id, cpe)                                                                                                   \
	"{'category':'product_name','name':'P " id "','product':{'name':'P " id "','product_id':'" id "',"                  \
	"'product_identification_helper':{'cpe':'" cpe "'}}}"
#define PACKAGE(id, purl)                                                                                                   \
	"{'category':'product_version','name':'" id "','product':{'name':'" id "','product_id':'" id "',"                   \
	"'product_identification_helper':{'purl':'" purl "'}}}"
#define RELATION(platform, package)                                                                                         \
	"{'category':'default_component_of','full_product_name':{'name':'x','product_id':'" platform ":" package "'},"      \
	"'product_reference':'" package "','relates_to_product_reference':'" platform "'}"

/* One CVE fixed in four streams, open in a fifth product, and things that do not count. */
#define LIBS(evr, arch) "openssl-libs-1:" evr "." arch
#define LIBS_PURL(evr, arch) "pkg:rpm/redhat/openssl-libs@" evr "?arch=" arch "&epoch=1"
#define LIBS_PACKAGE(evr, arch) PACKAGE(LIBS(evr, arch), LIBS_PURL(evr, arch))
static const char streams
	[] = HEAD "'product_tree':{'branches':[{'category':'vendor','name':'Red Hat','branches':[\n"
		  "{'category':'product_family','name':'RHEL','branches':[" PLATFORM(
			  "BaseOS-9.1.0.Z.MAIN",
			  "cpe:/"
			  "o:redhat:enterprise_"
			  "linux:9::baseos") "," PLATFORM("BaseOS-9.0.0.Z.E4S",
							  "cpe:/o:redhat:rhel_e4s:9.0::baseos") "," PLATFORM("BaseOS-9.2.0."
													     "Z.EUS",
													     "cpe:/"
													     "o:"
													     "redhat:"
													     "rhel_"
													     "eus:9."
													     "2::"
													     "baseos") "," PLATFORM("BaseOS-9.4.0.Z.AUS", "cpe:/o:redhat:enterprise_linux:9::baseos") "," PLATFORM("7Server-ELS", "cpe:/o:redhat:rhel_els:7") "," PLATFORM("red_hat_enterprise_linux_8", "cpe:/o:redhat:enterprise_linux:8") "," PLATFORM("openshift", "cpe:/a:redhat:openshift:4") "]},\n"
																																																    "{'category':'architecture','name':'x86_64','branches':[" LIBS_PACKAGE(
																																																	    "3.0.1-47.el9_1",
																																																	    "x86_64") "," LIBS_PACKAGE("3.0.1-46.el9_0", "x86_64") "," LIBS_PACKAGE("3.0.1-48.el9_2",
																																																										    "x86_64") "," LIBS_PACKAGE("3.0.1-49.el9_4", "x86_64") "," LIBS_PACKAGE("1.0.2k-26.el7_9", "x86_64") "," LIBS_PACKAGE("3.0.1-47.el9_1",
																																																																									  "aarch64") ",\n" PACKAGE("openssl-1:3.0.1-47.el9_1.src",
																																																																												   "pkg:rpm/redhat/openssl@3.0.1-47.el9_1?arch=src&epoch=1") "," PACKAGE("openssl-debuginfo-1:3.0.1-47.el9_1.x86_64", "pkg:rpm/redhat/openssl-debuginfo@3.0.1-47.el9_1?arch=x86_64&epoch=1") "," PACKAGE("kernel-0:5.14-1.el9.x86_64",
																																																																																																					 "pkg:rpm/redhat/kernel@5.14-1.el9?arch=x86_64") "," PACKAGE("openssl",
																																																																																																												     "pkg:rpm/redhat/openssl") "," PACKAGE("openssl.src",
																																																																																																																	   "pkg:rpm/redhat/openssl?arch=src") "," PACKAGE("edk2.src", "pkg:rpm/redhat/edk2?arch=src") "," PACKAGE("compat-openssl10", "pkg:rpm/redhat/compat-openssl10") "]}]}],\n"
																																																																																																																																					 "'relationships':[" RELATION(
																																																																																																																																						 "BaseOS-9.1.0.Z.MAIN", LIBS("3.0.1-47.el9_1", "x86_64")) "," RELATION("BaseOS-9.1.0.Z.MAIN", LIBS("3.0.1-47.el9_1", "aarch64")) "," RELATION("BaseOS-9.0.0.Z.E4S",
																																																																																																																																																							      LIBS("3.0.1-46.el9_0", "x86_64")) "," RELATION("BaseOS-9.2.0.Z.EUS", LIBS("3.0.1-48.el9_2",
																																																																																																																																																																	"x86_64")) "," RELATION("BaseOS-9.4.0.Z.AUS",
																																																																																																																																																																				LIBS("3.0.1-49.el9_4",
																																																																																																																																																																				     "x86_64")) "," RELATION("7Server-ELS", LIBS("1.0.2k-26.el7_9", "x86_64")) "," RELATION("openshift", LIBS("3.0.1-47.el9_1",
																																																																																																																																																																																	      "x86_64")) "," RELATION("BaseOS-9.1.0.Z.MAIN", "openssl-1:3.0.1-47.el9_1.src") "," RELATION("BaseOS-9.1.0.Z.MAIN",
																																																																																																																																																																																													  "openssl-debuginfo-1:3.0.1-47.el9_1.x86_64") "," RELATION("BaseOS-9.1.0.Z.MAIN",
																																																																																																																																																																																																				    "kernel-0:5.14-1.el9.x86_64") "," RELATION("red_hat_enterprise_linux_8", "openssl") "," RELATION("red_hat_enterprise_linux_8", "openssl.src") "," RELATION("red_hat_enterprise_linux_8",
																																																																																																																																																																																																																							       "edk2.src") "," RELATION("red_hat_enterprise_linux_8",
																																																																																																																																																																																																																											"compat-openssl10") "]},\n"
																																																																																																																																																																																																																													    "'vulnerabilities':[{'cve':'CVE-2022-0778','product_status':{\n"
																																																																																																																																																																																																																													    "'fixed':['BaseOS-9.1.0.Z.MAIN:openssl-libs-1:3.0.1-47.el9_1.x86_64',"
																																																																																																																																																																																																																													    "'BaseOS-9.1.0.Z.MAIN:openssl-libs-1:3.0.1-47.el9_1.aarch64',\n"
																																																																																																																																																																																																																													    "'BaseOS-9.0.0.Z.E4S:openssl-libs-1:3.0.1-46.el9_0.x86_64',"
																																																																																																																																																																																																																													    "'BaseOS-9.2.0.Z.EUS:openssl-libs-1:3.0.1-48.el9_2.x86_64',\n"
																																																																																																																																																																																																																													    "'BaseOS-9.4.0.Z.AUS:openssl-libs-1:3.0.1-49.el9_4.x86_64','7Server-ELS:openssl-libs-1:1.0.2k-26.el7_9.x86_64',\n"
																																																																																																																																																																																																																													    "'openshift:openssl-libs-1:3.0.1-47.el9_1.x86_64','BaseOS-9.1.0.Z.MAIN:openssl-1:3.0.1-47.el9_1.src',\n"
																																																																																																																																																																																																																													    "'BaseOS-9.1.0.Z.MAIN:openssl-debuginfo-1:3.0.1-47.el9_1.x86_64',"
																																																																																																																																																																																																																													    "'BaseOS-9.1.0.Z.MAIN:kernel-0:5.14-1.el9.x86_64'],\n"
																																																																																																																																																																																																																													    "'known_affected':['red_hat_enterprise_linux_8:openssl','red_hat_enterprise_linux_8:openssl.src',"
																																																																																																																																																																																																																													    "'red_hat_enterprise_linux_8:edk2.src'],\n"
																																																																																																																																																																																																																													    "'under_investigation':['red_hat_enterprise_linux_8:compat-openssl10']},\n"
																																																																																																																																																																																																																													    "'references':[{'category':'self','url':'https://access.redhat.com/security/cve/CVE-2022-0778'}],\n"
																																																																																																																																																																																																																													    "'remediations':[{'category':'vendor_fix','date':'2022-06-30T10:00:00+00:00','details':'see','product_ids':[\n"
																																																																																																																																																																																																																													    "'BaseOS-9.1.0.Z.MAIN:openssl-libs-1:3.0.1-47.el9_1.x86_64','BaseOS-9.1.0.Z.MAIN:openssl-1:3.0.1-47.el9_1.src'],\n"
																																																																																																																																																																																																																													    "'url':'https://access.redhat.com/errata/RHSA-2022:5326'},\n"
																																																																																																																																																																																																																													    "{'category':'vendor_fix','product_ids':['BaseOS-9.0.0.Z.E4S:openssl-libs-1:3.0.1-46.el9_0.x86_64'],\n"
																																																																																																																																																																																																																													    "'url':'https://access.redhat.com/errata/RHSA-2022:4899'},\n"
																																																																																																																																																																																																																													    "{'category':'workaround','details':'none','product_ids':['red_hat_enterprise_linux_8:openssl']},\n"
																																																																																																																																																																																																																													    "{'category':'no_fix_planned','details':'Out of support scope',"
																																																																																																																																																																																																																													    "'product_ids':['red_hat_enterprise_linux_8:openssl.src']},\n"
																																																																																																																																																																																																																													    "{'category':'none_available','details':'Fix deferred','product_ids':['red_hat_enterprise_linux_8:openssl']}],\n"
																																																																																																																																																																																																																													    "'threats':[{'category':'impact','details':'Low','product_ids':['red_hat_enterprise_linux_8:edk2.src']}]}]}\n";

static void streams_stay_apart(void **state)
{
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_csaf, streams, &recorder), 0);
	assert_line(&recorder, "F|Red Hat|csaf-vex|2025-01-02T03:04:05+00:00|csaf-vex/Red-Hat/CVE-2022-0778");
#define FIXED(release, stream, evr, advisory, day)                                                                          \
	"S|rhel|" release "|" stream "|openssl-libs|binary|CVE-2022-0778|fixed|1:" evr "|-|" advisory "|important|" day     \
	"|-|-"
	assert_line(&recorder, FIXED("9", "", "3.0.1-47.el9_1", "RHSA-2022:5326", "2022-06-30"));
	assert_line(&recorder, FIXED("9", "9.0-e4s", "3.0.1-46.el9_0", "RHSA-2022:4899", "-"));
	assert_line(&recorder, FIXED("9", "9.2-eus", "3.0.1-48.el9_2", "-", "-"));
	/* Only the product id says so; the CPE is that of the plain release. */
	assert_line(&recorder, FIXED("9", "9.4-aus", "3.0.1-49.el9_4", "-", "-"));
	assert_line(&recorder, FIXED("7", "7-els", "1.0.2k-26.el7_9", "-", "-"));
	assert_line(&recorder, "S|rhel|9||openssl|source|CVE-2022-0778|fixed|1:3.0.1-47.el9_1|-|RHSA-2022:5326|important|"
			       "2022-06-30|-|-");
	assert_line(&recorder, "S|rhel|8||openssl|binary|CVE-2022-0778|affected|-|-|-|important|-|-|Fix deferred");
	assert_line(&recorder,
		    "S|rhel|8||openssl|source|CVE-2022-0778|will_not_fix|-|-|-|important|-|-|Out of support scope");
	assert_line(&recorder, "S|rhel|8||edk2|source|CVE-2022-0778|affected|-|-|-|low|-|-|-");
	assert_line(&recorder, "S|rhel|8||compat-openssl10|binary|CVE-2022-0778|under_investigation|-|-|-|important|-|-|-");
	/* Nothing of the kernel, of symbols, of a product that is no distribution. */
	assert_int_equal(recorder.statements, 10);
	assert_int_equal(recorder.warnings, 0);
	assert_true(recorder.dropped >= 3);
	recorder_free(&recorder);
}

/* A small document: these packages on RHEL 9, and this vulnerability. */
#define SMALL(packages, relations, vulnerability)                                                                           \
	HEAD "'product_tree':{'branches':[" PLATFORM("B9", "cpe:/o:redhat:enterprise_linux:9::baseos") packages             \
		"],'relationships':[" relations "]},'vulnerabilities':[" vulnerability "]}"
#define ONE SMALL("," LIBS_PACKAGE("3.0.7-1.el9", "x86_64"), RELATION("B9", LIBS("3.0.7-1.el9", "x86_64")), "%s")
#define ID "'B9:openssl-libs-1:3.0.7-1.el9.x86_64'"

static int read_one(const char *vulnerability, struct recorder *recorder)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(ONE, vulnerability);

	assert_non_null(text);
	return read_json(&sslinv_reader_csaf, text, recorder);
}

static void statuses(void **state)
{
	static const struct {
		const char *vulnerability, *line;
	} cases[] = {
		{ "{'cve':'CVE-2024-0001','product_status':{'fixed':[" ID "]}}", "fixed|1:3.0.7-1.el9" },
		{ "{'cve':'CVE-2024-0001','product_status':{'first_fixed':[" ID "]}}", "fixed|1:3.0.7-1.el9" },
		{ "{'cve':'CVE-2024-0001','product_status':{'recommended':[" ID "]}}", "fixed|1:3.0.7-1.el9" },
		{ "{'cve':'CVE-2024-0001','product_status':{'known_affected':[" ID "],'recommended':[" ID "]}}",
		  "affected|-" },
		{ "{'cve':'CVE-2024-0001','product_status':{'known_not_affected':[" ID "]}}", "not_affected|-" },
		{ "{'cve':'CVE-2024-0001','product_status':{'last_affected':[" ID "]}}", "affected|-" },
		/* Contradictions, and words that CSAF does not have. */
		{ "{'cve':'CVE-2024-0001','product_status':{'fixed':[" ID "],'known_not_affected':[" ID "]}}", "unknown|-" },
		{ "{'cve':'CVE-2024-0001','product_status':{'known_affected':[" ID "],"
		  "'known_not_affected':[" ID "]}}",
		  "unknown|-" },
		{ "{'cve':'CVE-2024-0001','product_status':{'perhaps':[" ID "]}}", "unknown|-" },
		{ "{'cve':'CVE-2024-0001','product_status':{'perhaps':[" ID "],'known_not_affected':[" ID "]}}",
		  "unknown|-" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format(
			"S|rhel|9||openssl-libs|binary|CVE-2024-0001|%s|-", cases[i].line);

		assert_int_equal(read_one(cases[i].vulnerability, &recorder), 0);
		assert_int_equal(recorder.statements, 1);
		assert_true(has_text(&recorder, line));
	}
	/* No CVE: nothing to say it of, and that is said. */
	assert_int_equal(read_one("{'ids':[],'product_status':{'fixed':[" ID "]}}", &recorder), 0);
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.warnings, 1);
	/* Only in a threat: no status. */
	assert_int_equal(read_one("{'cve':'CVE-2024-0001','threats':[{'category':'impact','details':'Low',"
				  "'product_ids':[" ID "]}]}",
				  &recorder),
			 0);
	assert_int_equal(recorder.statements, 0);
	recorder_free(&recorder);
}

/* A second fix in the same stream, for one arch alone, binds that arch alone. */
static void arches(void **state)
{
	static const char document[] = SMALL(
		"," LIBS_PACKAGE("3.0.7-2.el9", "x86_64") "," LIBS_PACKAGE("3.0.7-2.el9", "s390x") "," LIBS_PACKAGE(
			"3.0.7-1.ael9", "ppc64le"),
		RELATION("B9", LIBS("3.0.7-2.el9", "x86_64")) "," RELATION("B9", LIBS("3.0.7-2.el9", "s390x")) "," RELATION(
			"B9", LIBS("3.0.7-1.ael9", "ppc64le")),
		"{'cve':'CVE-2024-0001','product_status':{"
		"'fixed':['B9:openssl-libs-1:3.0.7-2.el9.x86_64',"
		"'B9:openssl-libs-1:3.0.7-2.el9.s390x',"
		"'B9:openssl-libs-1:3.0.7-1.ael9.ppc64le']}}");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_csaf, document, &recorder), 0);
	assert_int_equal(recorder.statements, 2);
	assert_true(has_text(&recorder, "|fixed|1:3.0.7-2.el9|-|"));
	assert_true(has_text(&recorder, "|fixed|1:3.0.7-1.ael9|ppc64le|"));
	recorder_free(&recorder);
}

/* SUSE: no purls, names without arch, `recommended`,
	LTSS in the platform's name; an advisory is named by the document. */
static void suse(void **state)
{
	static const char document[] =
		"{'document':{'category':'csaf_security_advisory','csaf_version':'2.0','publisher':{"
		"'name':'SUSE Product Security Team'},"
		"'references':[{'category':'self','url':'https://s/a.json'},{'category':'self',"
		"'url':'https://www.suse.com/a/'}],"
		"'tracking':{'id':'SUSE-SU-2022:0853-1','initial_release_date':'2022-03-15T13:00:00Z'}},"
		"'product_tree':{'branches':[{'category':'vendor','name':'SUSE','branches':["
		"{'category':'product_name','name':'n','product':{'name':'SUSE Linux Enterprise Server 15 SP1-LTSS',"
		"'product_id':'SLES LTSS','product_identification_helper':{'cpe':'cpe:/o:suse:sles-ltss:15:sp1'}}},"
		"{'category':'product_version','name':'l','product':{'name':'l',"
		"'product_id':'libopenssl1_1-1.1.0i-14.27.1.x86_64'}},"
		"{'category':'product_version','name':'l','product':{'name':'l',"
		"'product_id':'libopenssl1_1-32bit-1.1.0i-14.27.1'}},"
		"{'category':'product_version','name':'l','product':{'name':'l','product_id':'libopenssl-1_1-devel'}}]}],"
		"'relationships':[" RELATION("SLES LTSS", "libopenssl1_1-1.1.0i-14.27.1.x86_64") "," RELATION(
			"SLES LTSS",
			"libopenssl1_1-32bit-1.1.0i-14.27.1") "," RELATION("SLES LTSS",
									   "libopenssl-1_1-devel") "]},"
												   "'vulnerabilities':[{'"
												   "cve':'CVE-2022-0778','"
												   "product_status':{"
												   "'recommended':['SLES "
												   "LTSS:libopenssl1_1-1.1."
												   "0i-14.27.1.x86_64',"
												   "'SLES "
												   "LTSS:libopenssl1_1-"
												   "32bit-1.1.0i-14.27.1','"
												   "SLES "
												   "LTSS:libopenssl-1_1-"
												   "devel']},"
												   "'threats':[{'category':'"
												   "impact','details':'"
												   "important'}]}]}";
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_csaf, document, &recorder), 0);
	assert_line(&recorder, "F|SUSE|csaf-vex|2022-03-15T13:00:00Z|csaf/SUSE/SUSE-SU-2022:0853-1");
#define SUSE(package) "S|sles|15.1|ltss|" package "|binary|CVE-2022-0778|"
	assert_line(&recorder, SUSE("libopenssl1_1") "fixed|1.1.0i-14.27.1|-|SUSE-SU-2022:0853-1|important|2022-03-15|-|-");
	assert_line(&recorder,
		    SUSE("libopenssl1_1-32bit") "fixed|1.1.0i-14.27.1|-|SUSE-SU-2022:0853-1|important|2022-03-15|-|-");
	/* Fixed, but nobody says where: unknown. */
	assert_true(has_text(&recorder, SUSE("libopenssl-1_1-devel") "unknown|-|"));
	assert_int_equal(recorder.statements, 3);
	recorder_free(&recorder);
}

static void documents_that_are_refused(void **state)
{
	static const char *const documents[] = {
		/* In an order in which it cannot be read by a stream. */
		HEAD "'vulnerabilities':[{'cve':'CVE-2024-0001'}],'product_tree':{}}",
		HEAD "'product_tree':{'relationships':[],'branches':[]}}",
		/* One id for two products. */
		SMALL("," PACKAGE("x", "pkg:rpm/redhat/openssl@1-1") "," PACKAGE("x", "pkg:rpm/redhat/openssl@2-1"), "", ""),
		SMALL("," PLATFORM("B9", "cpe:/o:redhat:enterprise_linux:8::baseos"), "", ""),
		SMALL("", "{'product_reference':'x'}", ""),
		/* Not a document of this kind. */
		"{'document':{'csaf_version':'2.0'}}",
		"{'document':{'category':'csaf_informational_advisory','tracking':{'id':'x'}}}",
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		assert_true(read_json(&sslinv_reader_csaf, documents[i], &recorder) < 0);
		assert_int_equal(recorder.statements, 0);
		assert_true(strlen(recorder.error.message) > 10);
	}
	recorder_free(&recorder);
}

static void cut_off_everywhere(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(streams);
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t length = 1; length < strlen(document) - 2; length += 47)
		assert_int_equal(read_bytes(&sslinv_reader_csaf, document, length, &recorder), SSLINV_E_FORMAT);
	recorder_free(&recorder);
}

/* Every value in turn replaced by others: refused or partly used, and nobody is ever said to be not affected. */
static void wrong_values_everywhere(void **state)
{
	static const char *const others[] = { "7", "[]", "{}", "null", "true", "''", "'\\u0000'" };
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(streams);
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (char *at = strchr(document, ':'); at; at = strchr(at + 1, ':')) {
		char *end = at[1] == '"' ? strchr(at + 2, '"') : NULL;

		if (at[-1] != '"' || !end)
			continue;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *other = json(others[i]);
			SSLINV_CLEANUP(sslinv_free_ptr) char *changed = sslinv_str_format(
				"%.*s%s%s", (int)(at + 1 - document), document, other, end + 1);

			assert_non_null(changed);
			if (read_bytes(&sslinv_reader_csaf, changed, strlen(changed), &recorder) < 0)
				assert_true(recorder.error.message[0]);
			assert_false(has_text(&recorder, "|not_affected|"));
		}
	}
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_stay_apart),
		cmocka_unit_test(statuses),
		cmocka_unit_test(arches),
		cmocka_unit_test(suse),
		cmocka_unit_test(documents_that_are_refused),
		cmocka_unit_test(cut_off_everywhere),
		cmocka_unit_test(wrong_values_everywhere),
	};

	return cmocka_run_group_tests_name("csaf", tests, NULL, NULL);
}
