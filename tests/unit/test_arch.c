/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arch's security tracker: what each of its words comes to, and what must not be made of bad input. */
#include "feed_recorder.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

#define GROUP(packages, status, fixed, issues)                                                                              \
	"{'name':'AVG-1142','packages':[" packages "],'status':" status ",'severity':'High','type':'denial of service',"    \
	"'affected':'1.1.1.f-1','fixed':" fixed ",'ticket':null,'issues':[" issues "],'advisories':['ASA-202004-18']}"
#define OTHER GROUP("'curl','lib32-curl'", "'Vulnerable'", "null", "'CVE-2020-0001'")
#define OPENSSL(status, fixed) "[" OTHER "," GROUP("'openssl'", status, fixed, "'CVE-2020-1967'") "]"

static void test_statuses(void **state)
{
	static const struct {
		const char *document, *line;
		size_t warnings;
	} cases[] = {
		{ OPENSSL("'Fixed'", "'1.1.1.g-1'"), "fixed|1.1.1.g-1|-|AVG-1142|high|-|-|-", 0 },
		{ OPENSSL("'Testing'", "'1.1.1.g-1'"),
		  "fixed|1.1.1.g-1|-|AVG-1142|high|-|-|the fix is in the testing repositories", 0 },
		{ OPENSSL("'Vulnerable'", "null"), "affected|-|-|AVG-1142|high|-|-|-", 0 },
		/* The version is not in any repository. */
		{ OPENSSL("'Vulnerable'", "'1.1.1.g-1'"), "affected|-|-|AVG-1142|high|-|-|-", 0 },
		{ OPENSSL("'Not affected'", "null"), "not_affected|-|-|AVG-1142|high|-|-|-", 0 },
		{ OPENSSL("'Unknown'", "null"), "under_investigation|-|-|AVG-1142|high|-|-|-", 0 },
		/* Never "not affected" for want of a word that is known. */
		{ OPENSSL("'Fixed'", "null"), "unknown|-|-|AVG-1142|high|-|-|-", 1 },
		{ OPENSSL("'Fixed'", "''"), "unknown|-|-|AVG-1142|high|-|-|-", 1 },
		{ OPENSSL("'not affected'", "null"), "unknown|-|-|AVG-1142|high|-|-|-", 1 },
		{ OPENSSL("'Done'", "'1.1.1.g-1'"), "unknown|-|-|AVG-1142|high|-|-|-", 1 },
		{ OPENSSL("null", "'1.1.1.g-1'"), "unknown|-|-|AVG-1142|high|-|-|-", 1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("S|arch|||openssl|binary|CVE-2020-1967|%s",
									       cases[i].line);
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(cases[i].document);

		assert_true(sslinv_reader_arch.recognise(document, strlen(document)));
		assert_int_equal(read_json(&sslinv_reader_arch, cases[i].document, &recorder), 0);
		assert_line(&recorder, "F|Arch Linux|arch-tracker|-|arch-tracker");
		assert_line(&recorder, line);
		assert_int_equal(recorder.statements, 1);
		assert_int_equal(recorder.warnings, cases[i].warnings);
		assert_int_equal(recorder.dropped, 1);
	}
}

/* Each package with each CVE; what is not OpenSSL, or no CVE, is no statement. */
static void test_lists(void **state)
{
	(void)state;
	assert_int_equal(
		read_json(&sslinv_reader_arch,
			  "[" GROUP("'lib32-openssl','openssl-1.1','libressl','openssl'", "'Fixed'", "'1:1.0.2.i-1'",
				    "'CVE-2016-2177','CVE-2016-2178','AVG-1'") "," GROUP("'openssl'", "'Fixed'", "'1'",
											 "") "]",
			  &recorder),
		0);
	assert_line(&recorder, "S|arch|||lib32-openssl|binary|CVE-2016-2178|fixed|1:1.0.2.i-1|-|AVG-1142|high|-|-|-");
	assert_int_equal(recorder.statements, 6);
	assert_true(has_text(&recorder, "AVG-1142 names no CVE"));
	assert_int_equal(recorder.warnings, 1);
}

static void test_refused(void **state)
{
	static const char *const documents[] = {
		"[" GROUP("'openssl'", "'Fixed','status':'Not affected'", "null", "'CVE-2020-1967'") "]",
		"[" GROUP("'openssl'", "'Fixed'", "1", "'CVE-2020-1967'") "]",
		"[" GROUP("'openssl'", "1", "null", "'CVE-2020-1967'") "]",
		"[" GROUP("'openssl'", "{}", "null", "'CVE-2020-1967'") "]",
		"[" GROUP("1", "'Fixed'", "null", "'CVE-2020-1967'") "]",
		"[" GROUP("'openssl'", "'Fixed'", "null", "{}") "]",
		"[{'packages':'openssl','status':'Not affected','issues':['CVE-2020-1967']}]",
		"['openssl']",
		"{}",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_json(&sslinv_reader_arch, documents[i], &recorder) != SSLINV_E_FORMAT)
			fail_msg("%s was read", documents[i]);
		assert_int_equal(recorder.statements, 0);
	}
}

/* A group of that size would come to a thousand million statements. */
static void test_too_many(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str document = { 0 };

	(void)state;
	assert_int_equal(sslinv_str_add(&document, "[{\"name\":\"AVG-1\",\"status\":\"Vulnerable\",\"issues\":["), 0);
	for (int i = 0; i < 30000; i++)
		assert_int_equal(sslinv_str_printf(&document, "%s\"CVE-2020-%d\"", i ? "," : "", 10000 + i), 0);
	assert_int_equal(sslinv_str_add(&document, "],\"packages\":["), 0);
	for (int i = 0; i < 30000; i++)
		assert_int_equal(sslinv_str_printf(&document, "%s\"openssl\"", i ? "," : ""), 0);
	assert_int_equal(sslinv_str_add(&document, "]}]"), 0);
	assert_int_equal(read_bytes(&sslinv_reader_arch, document.data, document.length, &recorder), SSLINV_E_LIMIT);
	assert_int_equal(recorder.statements, 0);
}

static void test_cut_off(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(OPENSSL("'Not affected'", "null"));

	(void)state;
	for (size_t length = 1; length < strlen(document); length++)
		assert_int_equal(read_bytes(&sslinv_reader_arch, document, length, &recorder), SSLINV_E_FORMAT);
	assert_false(sslinv_reader_osv.recognise(document, strlen(document)));
	assert_false(sslinv_reader_secdb.recognise(document, strlen(document)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_statuses, clean), cmocka_unit_test_teardown(test_lists, clean),
		cmocka_unit_test_teardown(test_refused, clean),  cmocka_unit_test_teardown(test_too_many, clean),
		cmocka_unit_test_teardown(test_cut_off, clean),
	};

	return cmocka_run_group_tests_name("arch tracker", tests, NULL, NULL);
}
