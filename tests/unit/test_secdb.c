/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The security databases of Alpine, Wolfi and Chainguard: what they say of OpenSSL, and what must not be made of bad input.
 */
#include "feed_recorder.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

#define APKURL "'apkurl':'{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk'"
#define ALPINE_ADDRESS "'urlprefix':'https://dl-cdn.alpinelinux.org/alpine'"
#define ALPINE(packages)                                                                                                    \
	"{" APKURL ",'archs':['aarch64','x86_64'],'reponame':'main'," ALPINE_ADDRESS                                        \
	",'distroversion':'v3.19','packages':[" packages "]}"
#define ROLLING(address, repository, packages)                                                                              \
	"{" APKURL ",'archs':['x86_64'],'reponame':'" repository "','urlprefix':'" address "','packages':[" packages "]}"
#define PACKAGE(name, fixes) "{'pkg':{'name':'" name "','secfixes':{" fixes "}}}"
#define OTHER PACKAGE("curl", "'8.0-r0':['CVE-2024-0001']")
#define S "S|alpine|3.19||openssl|source|"
#define NO_MORE "|-|-|-|-|-|-"

static void reads(const char *document)
{
	if (read_json(&sslinv_reader_secdb, document, &recorder) != 0)
		fail_msg("%s: %s", document, recorder.error.message);
}

static void test_alpine(void **state)
{
	(void)state;
	reads(ALPINE(OTHER "," PACKAGE(
		"openssl", "'3.1.4-r5':['CVE-2024-0727','CVE-2023-6237 GHSA-aaaa-bbbb-cccc',"
			   "'GHSA-aaaa-bbbb-cccc'],'0':['CVE-2022-3602 CVE-2022-3786'],'3.1.4-r2':['CVE-2023-6129']")));
	assert_line(&recorder, "F|Alpine Linux|secdb|-|secdb/alpine-3.19/main");
	assert_line(&recorder, S "CVE-2024-0727|fixed|3.1.4-r5" NO_MORE);
	assert_line(&recorder, S "CVE-2023-6237|fixed|3.1.4-r5" NO_MORE);
	assert_line(&recorder, S "CVE-2023-6129|fixed|3.1.4-r2" NO_MORE);
	assert_line(&recorder, S "CVE-2022-3602|not_affected|-" NO_MORE);
	assert_line(&recorder, S "CVE-2022-3786|not_affected|-" NO_MORE);
	assert_int_equal(recorder.statements, 5);
	/* The other package, and an alias alone. */
	assert_int_equal(recorder.dropped, 2);
	assert_int_equal(recorder.warnings, 0);
	assert_int_equal(recorder.feeds, 1);
}

/* Whoever publishes, in whatever order the names stand. */
static void test_publishers(void **state)
{
	static const struct {
		const char *document, *feed, *statement;
	} cases[] = {
		{ ROLLING("https://packages.wolfi.dev", "os", PACKAGE("openssl", "'3.3.0-r1':['CVE-2024-0727']")),
		  "F|Wolfi|secdb|-|secdb/wolfi/os", "S|wolfi|||openssl|source|CVE-2024-0727|fixed|3.3.0-r1" NO_MORE },
		{ ROLLING("https://packages.cgr.dev", "chainguard",
			  PACKAGE("openssl-provider-fips", "'0':['CVE-2024-0727']")),
		  "F|Chainguard|secdb|-|secdb/chainguard/chainguard",
		  "S|chainguard|||openssl-provider-fips|source|CVE-2024-0727|not_affected|-" NO_MORE },
		{ "{'packages':[{'pkg':{'secfixes':{'1.1.1w-r1':['CVE-2024-0727']},'name':'openssl1.1-compat'}}],"
		  "'distroversion':'edge','reponame':'community'," ALPINE_ADDRESS "}",
		  "F|Alpine Linux|secdb|-|secdb/alpine-edge/community",
		  "S|alpine|edge||openssl1.1-compat|source|CVE-2024-0727|fixed|1.1.1w-r1" NO_MORE },
		{ "{'distroversion':'v3.9','reponame':'main','packages':[" PACKAGE("openssl",
										   "'1.1.1a-r0':'cve-2018-0734'") "]}",
		  "F|Alpine Linux|secdb|-|secdb/alpine-3.9/main", NULL },
		{ "{'distroversion':'v3.9','urlprefix':'http://mirror.example/alpine','packages':[" PACKAGE(
			  "openssl", "'1.1.1a-r0':'CVE-2018-0734'") "]}",
		  "F|Alpine Linux|secdb|-|secdb/alpine-3.9/",
		  "S|alpine|3.9||openssl|source|CVE-2018-0734|fixed|1.1.1a-r0" NO_MORE },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(cases[i].document);

		assert_true(sslinv_reader_secdb.recognise(document, strlen(document)));
		reads(cases[i].document);
		assert_line(&recorder, cases[i].feed);
		if (cases[i].statement)
			assert_line(&recorder, cases[i].statement);
		assert_int_equal(recorder.statements, cases[i].statement != NULL);
		assert_int_equal(recorder.warnings, cases[i].statement == NULL);
	}
}

/* What is doubtful is told, and never becomes "not affected". */
static void test_doubtful(void **state)
{
	static const struct {
		const char *fixes, *line, *warning;
		size_t statements;
	} cases[] = {
		{ "'0':['CVE-2024-0727'],'3.1.4-r5':['CVE-2024-0727']", S "CVE-2024-0727|fixed|3.1.4-r5" NO_MORE,
		  "the fix counts", 1 },
		{ "'3.1.4-r5':['CVE-2024-0727'],'3.1.5-r0':['CVE-2024-0727']", S "CVE-2024-0727|fixed|3.1.5-r0" NO_MORE,
		  NULL, 2 },
		{ "'3.1.4-r5':['CVE_2024_0727','CVE-2023-6237','CVE-2024-07','CVE-']",
		  S "CVE-2023-6237|fixed|3.1.4-r5" NO_MORE, "is not a CVE id", 1 },
		{ "'3.1.4-r5':{'CVE-2024-0727':1},'3.1.4-r2':['CVE-2023-6129']", S "CVE-2023-6129|fixed|3.1.4-r2" NO_MORE,
		  "is not told", 1 },
		{ "'3.1.4-r5':[],'3.1.4-r2':['CVE-2023-6129',null]", S "CVE-2023-6129|fixed|3.1.4-r2" NO_MORE, "is not told",
		  1 },
		{ "'TBD':['CVE-2024-0727']",
		  S "CVE-2024-0727|unknown|-|-|-|-|-|-|the vendor's fixed version cannot be compared", "cannot be compared",
		  1 },
		{ "'0 ':['CVE-2024-0727']",
		  S "CVE-2024-0727|unknown|-|-|-|-|-|-|the vendor's fixed version cannot be compared", "cannot be compared",
		  1 },
		{ "'':['CVE-2024-0727']",
		  S "CVE-2024-0727|unknown|-|-|-|-|-|-|the vendor's fixed version cannot be compared", "cannot be compared",
		  1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = sslinv_str_format(ALPINE(PACKAGE("openssl", "%s")),
										   cases[i].fixes);

		reads(document);
		assert_line(&recorder, cases[i].line);
		assert_int_equal(recorder.statements, cases[i].statements);
		if (cases[i].warning ? !has_text(&recorder, cases[i].warning) : recorder.warnings > 0)
			fail_msg("%s gave:\n%s", cases[i].fixes, sslinv_str_text(&recorder.lines));
		assert_false(has_text(&recorder, "|not_affected|"));
	}
	/* Two entries of one package are one list. */
	reads(ALPINE(PACKAGE("openssl", "'0':['CVE-2024-0727']") "," PACKAGE("openssl", "'3.1.4-r5':['CVE-2024-0727']")));
	assert_line(&recorder, S "CVE-2024-0727|fixed|3.1.4-r5" NO_MORE);
	assert_int_equal(recorder.statements, 1);
	/* What another package has is its own affair, in either order of the names. */
	reads(ALPINE("{'pkg':{'secfixes':{'7.1-r2':['CVE-2017-17439'],'7.4-r0':{},'7.4-r0':'x'},'name':'heimdal'}},"
		     "{'pkg':{'name':'x','secfixes':{'1':{},'1':{}}}},{'pkg':{'name':'y','secfixes':null}},{'pkg':{}}"));
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.warnings, 0);
	assert_int_equal(recorder.dropped, 4);
}

static void test_refused(void **state)
{
	static const char *const documents[] = {
		ALPINE(PACKAGE("openssl", "'0':['CVE-2024-0727'],'0':['CVE-2023-6129']")),
		ALPINE("{'pkg':{'name':'openssl','secfixes':{},'name':'curl'}}"),
		ALPINE("{'pkg':{'name':'openssl','secfixes':{},'secfixes':{}}}"),
		ALPINE("{'pkg':{'name':'openssl','secfixes':[]}}"),
		ALPINE("{'pkg':{'name':'openssl','secfixes':{'0':1}}}"),
		ALPINE("{'pkg':{'name':'openssl','secfixes':{'0':[1]}}}"),
		ALPINE("{'pkg':{'name':'openssl','secfixes':{'0':[['CVE-2024-0727']]}}}"),
		ALPINE("{'pkg':{'name':1}}"),
		ALPINE("{'pkg':[]}"),
		ALPINE("{'pkg':'openssl'}"),
		"{'packages':{},'distroversion':'v3.19'}",
		"{'packages':[],'distroversion':3.19}",
		"{'packages':[],'distroversion':'v3.19','distroversion':'v3.20'}",
		"[]",
	};
	static const char *const strangers[] = {
		"{'packages':[" PACKAGE("openssl", "'0':['CVE-2024-0727']") "]}",
		"{'packages':[],'distroversion':'v3.19','urlprefix':'https://repo.example/other'}",
		"{'packages':[],'distroversion':'3.19'}",
		"{'packages':[],'distroversion':'v'}",
		"{'packages':[],'distroversion':'vNext'}",
		"{'packages':[],'distroversion':'v3.19-rc'}",
		"{'packages':[],'distroversion':'v3.19','urlprefix':'https://packages.wolfi.dev'}",
		"{'packages':[],'urlprefix':'https://dl-cdn.alpinelinux.org/alpine'}",
		"{'packages':[],'urlprefix':'https://packages.example.org'}",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_json(&sslinv_reader_secdb, documents[i], &recorder) != SSLINV_E_FORMAT)
			fail_msg("%s was read", documents[i]);
		assert_int_equal(recorder.statements, 0);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strangers); i++) {
		if (read_json(&sslinv_reader_secdb, strangers[i], &recorder) != SSLINV_E_UNSUPPORTED)
			fail_msg("%s was read", strangers[i]);
		assert_int_equal(recorder.statements, 0);
	}
}

/* Nothing comes out of a document before its end. */
static void test_cut_off(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(ALPINE(OTHER "," PACKAGE("openssl", "'0':['CVE-2024-0727']")));

	(void)state;
	for (size_t length = 1; length < strlen(document); length++) {
		assert_int_equal(read_bytes(&sslinv_reader_secdb, document, length, &recorder), SSLINV_E_FORMAT);
		assert_int_equal(recorder.feeds, 0);
	}
	assert_false(sslinv_reader_errata.recognise(document, strlen(document)));
	assert_false(sslinv_reader_arch.recognise(document, strlen(document)));
	assert_false(sslinv_reader_debian.recognise(document, strlen(document)));
}

/* A document whose OpenSSL package has so many versions, each with this value. */
static int read_many(unsigned count, const char *value)
{
	struct sslinv_str text = { 0 };
	int rc = sslinv_str_add(&text, "{\"distroversion\":\"v3.19\",\"packages\":[{\"pkg\":{\"name\":\"openssl\","
				       "\"secfixes\":{");

	for (unsigned i = 0; rc == 0 && i < count; i++)
		rc = sslinv_str_printf(&text, "%s\"1.0.%u-r0\":%s", i ? "," : "", i, value);
	if (rc == 0)
		rc = sslinv_str_add(&text, "}}}]}");
	if (rc == 0)
		rc = read_bytes(&sslinv_reader_secdb, text.data, text.length, &recorder);
	sslinv_str_free(&text);
	return rc;
}

static void test_limits(void **state)
{
	(void)state;
	assert_int_equal(read_many(2000, "[]"), 0);
	assert_int_equal(read_many(2001, "[]"), SSLINV_E_LIMIT);
	assert_int_equal(read_many(1700, "[\"CVE-2024-0001 CVE-2024-0002 CVE-2024-0003\"]"), SSLINV_E_LIMIT);
	assert_int_equal(read_many(1, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
			 SSLINV_E_FORMAT);
	assert_int_equal(recorder.feeds, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_alpine, clean),   cmocka_unit_test_teardown(test_publishers, clean),
		cmocka_unit_test_teardown(test_doubtful, clean), cmocka_unit_test_teardown(test_refused, clean),
		cmocka_unit_test_teardown(test_cut_off, clean),  cmocka_unit_test_teardown(test_limits, clean),
	};

	return cmocka_run_group_tests_name("secdb", tests, NULL, NULL);
}
