/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AlmaLinux's errata.full.json: what it says of OpenSSL, of which release it is, and what it must not make of bad input. */
#include "feed_recorder.h"
#include "shared.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

#define PACKAGE(name, release, arch)                                                                                        \
	"{'name':'" name "','epoch':'1','version':'3.0.7','release':'" release "','arch':'" arch                            \
	"','src':'x','reboot_suggested':0}"
#define ADVISORY(id, packages, references)                                                                                  \
	"{'id':'" id "','issued_date':1700000000,'updated_date':1700000001,'severity':'Moderate','title':'t',"              \
	"'description':'CVE-2020-0001','type':'security','packages':[" packages "],'modules':[],'references':[" references  \
	"]}"
#define DOCUMENT(advisories) "{'schema_version':'1.0','data':[" advisories "]}"
#define CVE(id) "{'id':'" id "','type':'cve','href':'https://x/" id "'}"
#define SELF "{'id':'x','type':'self','href':'https://errata/x.html'}"

static void test_an_advisory(void **state)
{
	(void)state;
	assert_int_equal(read_json(&sslinv_reader_errata,
				   DOCUMENT(ADVISORY("ALBA-2023:1", PACKAGE("bash", "2.el9", "x86_64"), SELF) "," ADVISORY(
					   "ALSA-2023:2",
					   PACKAGE("openssl-libs", "25.el9_3", "x86_64") "," PACKAGE(
						   "openssl-libs", "25.el9_3",
						   "aarch64") "," PACKAGE("openssl", "25.el9_3",
									  "src") "," PACKAGE("bash", "2.el9", "x86_64"),
					   SELF "," CVE("CVE-2023-0001") "," CVE("CVE-2023-0002") "," CVE("CVE-2023-0001"))),
				   &recorder),
			 0);
	assert_line(&recorder, "F|AlmaLinux|errata|-|errata/almalinux-9");
	assert_line(&recorder, "S|almalinux|9||openssl-libs|binary|CVE-2023-0001|fixed|1:3.0.7-25.el9_3|-|ALSA-2023:2|"
			       "moderate|2023-11-14|-|-");
	/* Once for all architectures, each CVE once; the source, other packages and what the prose names are no statements.
	 */
	assert_int_equal(recorder.statements, 2);
	assert_int_equal(recorder.dropped, 1);
	assert_int_equal(recorder.warnings, 0);
	assert_int_equal(recorder.feeds, 1);
}

/* The references may stand before the packages, and a bug fix without a CVE says nothing. */
static void test_other_orders(void **state)
{
	(void)state;
	assert_int_equal(
		read_json(&sslinv_reader_errata,
			  DOCUMENT("{'references':[" CVE("CVE-2023-0001") "],'packages':[" PACKAGE(
				  "openssl-libs", "1.el8_1",
				  "x86_64") "],'id':'ALSA-2023:2'}," ADVISORY("ALBA-2023:3",
									      PACKAGE("openssl-libs", "2.el8", "x86_64"),
									      SELF)),
			  &recorder),
		0);
	assert_line(&recorder, "F|AlmaLinux|errata|-|errata/almalinux-8");
	assert_line(&recorder,
		    "S|almalinux|8||openssl-libs|binary|CVE-2023-0001|fixed|1:3.0.7-1.el8_1|-|ALSA-2023:2|-|-|doubtful|"
		    "the fixed version is of a newer branch of OpenSSL than this release ever shipped");
	assert_int_equal(recorder.statements, 1);
	assert_int_equal(recorder.dropped, 1);
}

static void test_what_cannot_be_evaluated(void **state)
{
	(void)state;
	/* A version that is none is unknown; without a release nothing can be said; without an id nobody can look it up. */
	assert_int_equal(
		read_json(
			&sslinv_reader_errata,
			DOCUMENT(ADVISORY("ALSA-2023:1", PACKAGE("openssl-libs", "a b.el9", "x86_64"), CVE("CVE-2023-0001")) "," ADVISORY(
				"ALSA-2023:2", "{'name':'openssl-libs','epoch':'1','version':'3.0.7'}",
				CVE("CVE-2023-0002")) ",{'packages':[" PACKAGE("openssl-libs", "1.el9",
									       "x86_64") "],'references':[" CVE("CVE-2023-"
														"0003") "]"
															"}"),
			&recorder),
		0);
	assert_true(has_text(&recorder, "|CVE-2023-0001|unknown|-|"));
	assert_false(has_text(&recorder, "|CVE-2023-0003|"));
	assert_false(has_text(&recorder, "not_affected"));
	assert_int_equal(recorder.statements, 1);
	assert_int_equal(recorder.warnings, 3);
}

static void test_bad_input(void **state)
{
	static const char *const bad[] = {
		"{'schema_version':'1.0','data':[{'id':'ALSA-2023:1','packages':[",
		DOCUMENT("{'id':7}"),
		DOCUMENT("{'id':'ALSA-1','id':'ALSA-2'}"),
		DOCUMENT("{'id':'ALSA-1','packages':'none'}"),
		DOCUMENT("7"),
		"{'schema_version':'1.0','data':{}}",
		DOCUMENT("") "{}",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(bad); i++) {
		if (read_json(&sslinv_reader_errata, bad[i], &recorder) != SSLINV_E_FORMAT)
			fail_msg("taken: %s", bad[i]);
		assert_non_null(strstr(recorder.error.message, ":1:"));
	}
}

static void test_too_many(void **state)
{
	struct sslinv_str text = { 0 };

	(void)state;
	assert_int_equal(
		sslinv_str_add(&text, "{\"schema_version\":\"1.0\",\"data\":[{\"id\":\"ALSA-2023:1\",\"references\":["), 0);
	for (unsigned i = 0; i < 3000; i++)
		assert_int_equal(sslinv_str_printf(&text, "%s{\"id\":\"CVE-2023-%u\"}", i ? "," : "", 10000 + i), 0);
	assert_int_equal(sslinv_str_add(&text, "]}]}"), 0);
	assert_int_equal(read_bytes(&sslinv_reader_errata, text.data, text.length, &recorder), SSLINV_E_LIMIT);
	sslinv_str_free(&text);
}

static bool is_recognised(const char *text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(text);

	return sslinv_reader_errata.recognise(document, strlen(document));
}

static void test_recognition(void **state)
{
	(void)state;
	assert_true(is_recognised(DOCUMENT(ADVISORY("ALSA-2023:1", "", ""))));
	assert_false(is_recognised(DOCUMENT(ADVISORY("X-2023:1", "", ""))));
	assert_false(is_recognised("{'schema_version':'1.6.0','id':'ALSA-2023:1','affected':[]}")); /* OSV */
	assert_false(is_recognised("[]"));
}

/* A real one, which says nothing of OpenSSL. */
static void test_real_file(void **state)
{
	const char *path = shared_or_skip("feeds/almalinux/errata.full.json");

	(void)state;
	if (read_path(&sslinv_reader_errata, path, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
	assert_line(&recorder, "F|AlmaLinux|errata|-|errata/almalinux-8");
	assert_int_equal(recorder.dropped, 2);
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.warnings, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_an_advisory, clean),
		cmocka_unit_test_teardown(test_other_orders, clean),
		cmocka_unit_test_teardown(test_what_cannot_be_evaluated, clean),
		cmocka_unit_test_teardown(test_bad_input, clean),
		cmocka_unit_test_teardown(test_too_many, clean),
		cmocka_unit_test_teardown(test_recognition, clean),
		cmocka_unit_test_teardown(test_real_file, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
