/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The smaller JSON feeds: Debian's tracker, OpenVEX,
	OpenSSL's CVE records; what each word comes to, and hostile documents. */
#include "feed_recorder.h"

/* ---- Debian's tracker ---- */

#define OPENSSL(cves) "{'389-ds-base':{'CVE-2012-0833':{'releases':{'bookworm':{'status':'open'}}}},'openssl':{" cves "}}"
#define RELEASE(codename, rest)                                                                                             \
	OPENSSL("'CVE-2024-0727':{'scope':'local','debianbug':1,'releases':{'" codename "':{"                               \
		"" rest "}}}")

static void debian_statuses(void **state)
{
	static const struct {
		const char *document, *line;
		size_t warnings;
	} cases[] = {
		{ RELEASE("bookworm", "'status':'resolved','fixed_version':'3.0.13-1','urgency':'low**','repositories':{'"
				      "bookworm':'x'}"),
		  "12||openssl|source|CVE-2024-0727|fixed|3.0.13-1|-|-|low|-|-|-", 0 },
		{ RELEASE("trixie", "'status':'resolved','fixed_version':'0','urgency':'unimportant'"),
		  "13||openssl|source|CVE-2024-0727|not_affected|-|-|-|unimportant|-|-|-", 0 },
		{ RELEASE("bullseye", "'status':'open','urgency':'not yet assigned'"),
		  "11||openssl|source|CVE-2024-0727|affected|-|-|-|-|-|-|-", 0 },
		{ RELEASE("bullseye", "'status':'open','nodsa':'Minor issue','nodsa_reason':'ignored'"),
		  "11||openssl|source|CVE-2024-0727|will_not_fix|-|-|-|-|-|-|Minor issue", 0 },
		{ RELEASE("bullseye", "'status':'open','nodsa':'Minor issue','nodsa_reason':'postponed'"),
		  "11||openssl|source|CVE-2024-0727|affected|-|-|-|-|-|-|Minor issue", 0 },
		{ RELEASE("bullseye", "'status':'open','nodsa':'Minor issue','nodsa_reason':''"),
		  "11||openssl|source|CVE-2024-0727|affected|-|-|-|-|-|-|Minor issue", 0 },
		{ RELEASE("buster", "'status':'open','urgency':'end-of-life'"),
		  "10||openssl|source|CVE-2024-0727|will_not_fix|-|-|-|end-of-life|-|-|end-of-life", 0 },
		{ RELEASE("sid", "'status':'undetermined'"),
		  "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|undetermined", 0 },
		/* Never "not affected" for want of a version. */
		{ RELEASE("sid", "'status':'resolved'"), "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-", 1 },
		{ RELEASE("sid", "'status':'resolved','fixed_version':null"),
		  "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-", 1 },
		{ RELEASE("sid", "'status':'resolved','fixed_version':''"),
		  "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-", 1 },
		{ RELEASE("sid", "'status':'done','fixed_version':'0'"),
		  "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-", 1 },
		{ RELEASE("sid", "'fixed_version':'0'"), "sid||openssl|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-", 1 },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("S|debian|%s", cases[i].line);

		assert_int_equal(read_json(&sslinv_reader_debian, cases[i].document, &recorder), 0);
		assert_line(&recorder, "F|Debian|debian-tracker|-|debian-tracker");
		assert_line(&recorder, line);
		assert_int_equal(recorder.statements, 1);
		assert_int_equal(recorder.warnings, cases[i].warnings);
		assert_int_equal(recorder.dropped, 1);
	}
	/* A release nobody knows, and what is no CVE yet. */
	assert_int_equal(
		read_json(&sslinv_reader_debian, RELEASE("xyzzy", "'status':'resolved','fixed_version':'0'"), &recorder), 0);
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.warnings, 1);
	assert_int_equal(read_json(&sslinv_reader_debian, OPENSSL("'TEMP-0000000-0CA7E3':{'releases':7}"), &recorder), 0);
	assert_int_equal(recorder.statements, 0);
	recorder_free(&recorder);
}

static void debian_refused(void **state)
{
	static const char *const documents[] = {
		RELEASE("bookworm", "'status':'open','status':'resolved','fixed_version':'0'"),
		RELEASE("bookworm", "'status':'open'},'bookworm':{'status':'resolved','fixed_version':'0'"),
		OPENSSL("'CVE-2024-0727':{'releases':{}},'CVE-2024-0001':{},'CVE-2024-0727':{'releases':{}}"),
		"{'openssl':{},'curl':{},'openssl':{}}",
		RELEASE("bookworm", "'status':1"),
		RELEASE("bookworm", "'status':'resolved','fixed_version':0"),
		OPENSSL("'CVE-2024-0727':{'releases':[]}"),
		OPENSSL("'CVE-2024-0727':[]"),
		"{'openssl':[]}",
		"{'openssl':'x'}",
		"[]",
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_json(&sslinv_reader_debian, documents[i], &recorder) != SSLINV_E_FORMAT)
			fail_msg("%s was read", documents[i]);
		assert_false(has_text(&recorder, "|not_affected|"));
	}
	/* The same names in two packages, and two CVEs with the same releases, are none twice. */
	assert_int_equal(read_json(&sslinv_reader_debian,
				   "{'openssl':{'CVE-2024-0001':{'releases':{'sid':{'status':'open'}}},"
				   "'CVE-2024-0002':{'releases':{'sid':{'status':'open'}}}},"
				   "'openssl1.0':{'CVE-2024-0001':{'releases':{'sid':{'status':'open'}}}}}",
				   &recorder),
			 0);
	assert_int_equal(recorder.statements, 3);
	recorder_free(&recorder);
}

/* ---- OpenVEX ---- */

#define VEX(statements)                                                                                                     \
	"{'metadata':{'@context':'https://openvex.dev/ns/v0.2.0','@id':'https://github.com/c/vex/cve/2024/CVE-2024-0727',"  \
	"'author':'Canonical Ltd.','timestamp':'2025-02-06T16:37:20','version':1},'statements':[" statements "]}"
#define VULNERABILITY                                                                                                       \
	"'vulnerability':{'@id':'https://ubuntu.com/security/CVE-2024-0727','name':'CVE-2024-0727',"                        \
	"'aliases':['https://x']}"
#define PRODUCT(purl) "{'@id':'" purl "'}"

static void openvex(void **state)
{
	static const char
		document
			[] =
				VEX("{" VULNERABILITY
				    ",'timestamp':'2024-01-31 02:44:10','products':[" PRODUCT("pkg:deb/ubuntu/"
											      "openssl@3.0.2-0ubuntu1.14?"
											      "arch=source&distro="
											      "jammy") "," PRODUCT("pkg:deb/"
														   "ubuntu/"
														   "libssl3@"
														   "3.0.2-"
														   "0ubuntu1"
														   ".14?"
														   "arch="
														   "amd64") "," PRODUCT("pk"
																	"g:"
																	"de"
																	"b/"
																	"ub"
																	"un"
																	"tu"
																	"/c"
																	"ur"
																	"l@"
																	"1?"
																	"ar"
																	"ch"
																	"=s"
																	"ou"
																	"rc"
																	"e&"
																	"di"
																	"st"
																	"ro"
																	"=j"
																	"am"
																	"m"
																	"y") "," PRODUCT("pkg:deb/ubuntu/openssl@1.0.1f-1ubuntu2.27%2Besm11?arch=source&distro=esm-infra-legacy/trusty") "," PRODUCT("pkg:deb/ubuntu/openssl@1?arch=source&distro=nowhere") "],'status':'fixed'},"
																																							    "{" VULNERABILITY ",'products':[" PRODUCT("pkg:deb/ubuntu/"
																																												      "openssl@1.1.1?arch=source&distro="
																																												      "bionic") "],"
																																														"'status':'not_affected','"
																																														"justification':'"
																																														"vulnerable_code_not_"
																																														"present','impact_"
																																														"statement':'x'},"
																																														"{" VULNERABILITY
																																														",'products':[" PRODUCT("pkg:deb/ubuntu/"
																																																	"openssl@3.2?arch="
																																																	"source&distro="
																																																	"noble") "],"
																																																		 "'status':"
																																																		 "'affected"
																																																		 "','"
																																																		 "action_"
																																																		 "statement"
																																																		 "':'needs "
																																																		 "fixing'},"
																																																		 "{" VULNERABILITY
																																																		 ",'"
																																																		 "products'"
																																																		 ":"
																																																		 "[" PRODUCT(
																																																			 "p"
																																																			 "k"
																																																			 "g"
																																																			 ":"
																																																			 "d"
																																																			 "e"
																																																			 "b"
																																																			 "/"
																																																			 "u"
																																																			 "b"
																																																			 "u"
																																																			 "n"
																																																			 "t"
																																																			 "u"
																																																			 "/"
																																																			 "e"
																																																			 "d"
																																																			 "k"
																																																			 "2"
																																																			 "@"
																																																			 "1"
																																																			 "?"
																																																			 "a"
																																																			 "r"
																																																			 "c"
																																																			 "h"
																																																			 "="
																																																			 "s"
																																																			 "o"
																																																			 "u"
																																																			 "r"
																																																			 "c"
																																																			 "e"
																																																			 "&"
																																																			 "d"
																																																			 "i"
																																																			 "s"
																																																			 "t"
																																																			 "r"
																																																			 "o"
																																																			 "="
																																																			 "n"
																																																			 "o"
																																																			 "b"
																																																			 "l"
																																																			 "e") "],'status':'harmless'},"
																																																			      "{" VULNERABILITY
																																																			      ",'products':[" PRODUCT(
																																																				      "pkg:deb/ubuntu/edk2@1?arch=source&distro=jammy") "]},"
																																																											"{" VULNERABILITY
																																																											",'products':[" PRODUCT(
																																																												"pkg:deb/ubuntu/edk2?arch=source&distro=focal") "],'status':'fixed'}");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_openvex, document, &recorder), 0);
	assert_line(&recorder, "F|Ubuntu|openvex|2025-02-06T16:37:20|openvex/CVE-2024-0727");
	assert_line(&recorder, "S|ubuntu|22.04||openssl|source|CVE-2024-0727|fixed|3.0.2-0ubuntu1.14|-|-|-|2024-01-31|-|-");
	assert_line(&recorder,
		    "S|ubuntu|14.04|esm|openssl|source|CVE-2024-0727|fixed|1.0.1f-1ubuntu2.27+esm11|-|-|-|2024-01-31|-|-");
	assert_line(&recorder,
		    "S|ubuntu|18.04||openssl|source|CVE-2024-0727|not_affected|-|-|-|-|-|-|vulnerable_code_not_present");
	assert_line(&recorder, "S|ubuntu|24.04||openssl|source|CVE-2024-0727|affected|-|-|-|-|-|-|needs fixing");
	assert_line(&recorder, "S|ubuntu|24.04||edk2|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-");
	assert_line(&recorder, "S|ubuntu|22.04||edk2|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-");
	assert_line(&recorder, "S|ubuntu|20.04||edk2|source|CVE-2024-0727|unknown|-|-|-|-|-|-|-");
	assert_int_equal(recorder.statements, 7);
	assert_int_equal(recorder.dropped, 1);
	/* The release nobody knows, and two statuses that are none. */
	assert_int_equal(recorder.warnings, 3);
	recorder_free(&recorder);
}

static void openvex_notice(void **state)
{
	static const char document[] = VEX(
		"{'vulnerability':{'@id':'https://ubuntu.com/security/notices/USN-7000-1','name':'USN-7000-1',"
		"'aliases':['CVE-2024-0001','CVE-2024-0002']},"
		"'products':[" PRODUCT(
			"pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.18?arch=source&distro=jammy") "],'status':'fixed'},"
											     "{'vulnerability':{'name':'USN-"
											     "7000-2'},'products':[" PRODUCT(
												     "pkg:deb/ubuntu/"
												     "openssl@1?arch=source&"
												     "distro=jammy") "],'"
														     "status"
														     "':'"
														     "not_"
														     "affect"
														     "ed'}");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_openvex, document, &recorder), 0);
	assert_line(&recorder, "S|ubuntu|22.04||openssl|source|CVE-2024-0001|fixed|3.0.2-0ubuntu1.18|-|USN-7000-1|-|-|-|-");
	assert_line(&recorder, "S|ubuntu|22.04||openssl|source|CVE-2024-0002|fixed|3.0.2-0ubuntu1.18|-|USN-7000-1|-|-|-|-");
	assert_int_equal(recorder.statements, 2);
	assert_int_equal(recorder.warnings, 1);
	assert_int_equal(read_json(&sslinv_reader_openvex, VEX("{'vulnerability':7}"), &recorder), SSLINV_E_FORMAT);
	assert_int_equal(read_json(&sslinv_reader_openvex, VEX("{'products':{}}"), &recorder), SSLINV_E_FORMAT);
	assert_int_equal(read_json(&sslinv_reader_openvex, VEX("{'status':['fixed']}"), &recorder), SSLINV_E_FORMAT);
	recorder_free(&recorder);
}

/* ---- OpenSSL's CVE records ---- */

#define CVE(affected)                                                                                                       \
	"{'containers':{'cna':{'affected':[" affected "],'datePublic':'2024-01-25T00:00:00.000Z','title':'A title',"        \
	"'metrics':[{'format':'other','other':{'content':{'text':'Low'},"                                                   \
	"'type':'https://www.openssl.org/policies/secpolicy.html'}}],"                                                      \
	"'references':[{'tags':['patch'],'url':'https://p'},{'tags':['vendor-advisory'],'url':'https://a'}]}},"             \
	"'cveMetadata':{'cveId':'CVE-2024-0727','state':'PUBLISHED'},'dataType':'CVE_RECORD'}"
#define VERSIONS(versions) "{'defaultStatus':'unaffected','product':'OpenSSL','vendor':'OpenSSL','versions':[" versions "]}"

static void openssl_ranges(void **state)
{
	static const struct {
		const char *versions, *line;
	} cases[] = {
		{ "{'version':'3.0.0','lessThan':'3.0.13','status':'affected','versionType':'semver'}",
		  "R|CVE-2024-0727|3.0.0|3.0.13|-" },
		{ "{'version':'1.0.2','lessThan':'1.0.2zj','status':'affected','versionType':'custom'}",
		  "R|CVE-2024-0727|1.0.2|1.0.2zj|-" },
		{ "{'version':'3.0.0','lessThanOrEqual':'3.0.7','status':'affected'}", "R|CVE-2024-0727|3.0.0|-|3.0.7" },
		{ "{'version':'1.0.1f','status':'affected'}", "R|CVE-2024-0727|1.0.1f|-|1.0.1f" },
		{ "{'version':'3.0.0','lessThan':'*','status':'affected'}", "R|CVE-2024-0727|3.0.0|-|-" },
		/* `unknown` is no reason to call anybody safe. */
		{ "{'version':'3.1.0','lessThan':'3.1.5','status':'unknown'}", "R|CVE-2024-0727|3.1.0|3.1.5|-" },
		{ "{'version':'1.1.0','status':'unaffected'},{'version':'3.0.0','status':'affected'}",
		  "R|CVE-2024-0727|3.0.0|-|3.0.0" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = sslinv_str_format(CVE(VERSIONS("%s")), cases[i].versions);

		assert_int_equal(read_json(&sslinv_reader_openssl_cve, document, &recorder), 0);
		assert_line(&recorder, "F|OpenSSL|openssl-cve|-|openssl-cve/CVE-2024-0727");
		assert_line(&recorder, "V|CVE-2024-0727|low|2024-01-25|A title|https://a");
		assert_line(&recorder, cases[i].line);
		assert_int_equal(recorder.ranges, 1);
	}
	recorder_free(&recorder);
}

/* A range that is lost would read as "not affected": whatever cannot be taken over fails the record. */
static void openssl_refused(void **state)
{
	static const char *const documents[] = {
		CVE(""),
		CVE(VERSIONS("")),
		CVE(VERSIONS("{'version':'1.1.0','status':'unaffected'}")),
		CVE(VERSIONS("{'status':'affected'}")),
		CVE(VERSIONS("{'version':'3.0.0'}")),
		CVE(VERSIONS("{'version':'','status':'affected'}")),
		CVE(VERSIONS("{'version':'all versions','status':'affected'}")),
		CVE(VERSIONS("{'version':'3.0.0','lessThan':'next one','status':'affected'}")),
		CVE(VERSIONS("{'version':'next','status':'affected'}")),
		CVE(VERSIONS("{'version':3,'status':'affected'}")),
		CVE(VERSIONS("'3.0.0'")),
		CVE("{'defaultStatus':'affected','product':'OpenSSL','versions':[{'version':'3.0.0','status':'affected'}]}"),
		"{'containers':{'cna':{}},'cveMetadata':{}}",
		"{'containers':{'cna':{}},'cveMetadata':{'cveId':'CVE-24-1'}}",
		"{'containers':[],'cveMetadata':{'cveId':'CVE-2024-0727'}}",
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_json(&sslinv_reader_openssl_cve, documents[i], &recorder) >= 0)
			fail_msg("%s was read", documents[i]);
		assert_int_equal(recorder.vulnerabilities, 0);
	}
	recorder_free(&recorder);
}

static void openssl_others(void **state)
{
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	/* The FIPS module 1 had versions of its own: its range is kept, as it says that no version of OpenSSL is affected.
	 */
	assert_int_equal(read_json(&sslinv_reader_openssl_cve,
				   CVE(VERSIONS("{'version':'fips-1.1.1','lessThan':'fips-1.1.2',"
						"'status':'affected'}")),
				   &recorder),
			 0);
	assert_int_equal(recorder.vulnerabilities, 1);
	assert_int_equal(recorder.ranges, 1);
	assert_true(has_text(&recorder, "|fips-1.1.1|fips-1.1.2|-\n"));
	assert_int_equal(recorder.warnings, 0);
	/* Somebody else's product. */
	assert_int_equal(read_json(&sslinv_reader_openssl_cve,
				   CVE("{'product':'curl','vendor':'curl','versions':[{'version':'1',"
				       "'status':'affected'}]}"),
				   &recorder),
			 0);
	assert_int_equal(recorder.vulnerabilities, 0);
	assert_int_equal(recorder.dropped, 1);
	assert_int_equal(read_json(&sslinv_reader_openssl_cve,
				   "{'containers':{'cna':{}},'cveMetadata':{'cveId':'CVE-2024-0727',"
				   "'state':'REJECTED'}}",
				   &recorder),
			 0);
	assert_int_equal(recorder.vulnerabilities, 0);
	assert_int_equal(recorder.warnings, 1);
	recorder_free(&recorder);
}

/* ---- All of them ---- */

static void cut_off(void **state)
{
	static const struct {
		const struct sslinv_reader *reader;
		const char *document;
	} cases[] = {
		{ &sslinv_reader_debian,
		  RELEASE("trixie", "'status':'resolved','fixed_version':'0','urgency':'unimportant'") },
		{ &sslinv_reader_openvex,
		  VEX("{" VULNERABILITY
		      ",'products':[" PRODUCT("pkg:deb/ubuntu/openssl@1?arch=source&distro=jammy") "],'status':'fixed'}") },
		{ &sslinv_reader_openssl_cve, CVE(VERSIONS("{'version':'3.0.0','lessThan':'3.0.13','status':'affected'}")) },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(cases[i].document);

		assert_true(cases[i].reader->recognise(document, strlen(document)));
		for (size_t length = 1; length < strlen(document); length += 13)
			assert_int_equal(read_bytes(cases[i].reader, document, length, &recorder), SSLINV_E_FORMAT);
		for (size_t other = 0; other < SSLINV_ARRAY_SIZE(cases); other++)
			assert_int_equal(cases[other].reader->recognise(document, strlen(document)), other == i);
		assert_false(sslinv_reader_csaf.recognise(document, strlen(document)));
		assert_false(sslinv_reader_osv.recognise(document, strlen(document)));
	}
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(debian_statuses), cmocka_unit_test(debian_refused), cmocka_unit_test(openvex),
		cmocka_unit_test(openvex_notice),  cmocka_unit_test(openssl_ranges), cmocka_unit_test(openssl_refused),
		cmocka_unit_test(openssl_others),  cmocka_unit_test(cut_off),
	};

	return cmocka_run_group_tests_name("json feeds", tests, NULL, NULL);
}
