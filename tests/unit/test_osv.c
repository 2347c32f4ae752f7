/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OSV: what ranges come to, whose package names they are, lists of records, and records that are none. */
#include "feed_recorder.h"
#include "parse/json.h"

#define PACKAGE(ecosystem, name) "'package':{'ecosystem':'" ecosystem "','name':'" name "'}"
#define EVENTS(events) "'ranges':[{'type':'ECOSYSTEM','events':[" events "]}]"
#define FIXED(version) EVENTS("{'introduced':'0'},{'fixed':'" version "'}")
#define RECORD(id, rest) "{'id':'" id "','modified':'2024-02-03T04:05:06Z'," rest "}"
#define ALMA(affected) RECORD("ALSA-2024:0310", "'related':['CVE-2023-5363'],'affected':[" affected "]")

static void advisory(void **state)
{
	static const char document[] = RECORD(
		"ALSA-2024:0310",
		"'summary':'Moderate: openssl security update','published':'2024-01-22T00:00:00Z',"
		"'related':['CVE-2023-5363','CVE-2023-5363','RHSA-2024:0310'],'aliases':['CVE-2023-0001'],'upstream':null,"
		"'affected':[{" PACKAGE("AlmaLinux:9", "openssl-libs") "," FIXED(
			"1:3.0.7-25.el9_3") ",'versions':['1:3.0.7-24.el9']},"
					    "{" PACKAGE("AlmaLinux:9", "curl") "," FIXED(
						    "1-1") "},"
							   "{" PACKAGE("PyPI", "openssl") "," FIXED(
								   "1") "}],"
									"'references':[{'type':'ADVISORY','url':'https://"
									"errata.almalinux.org/9/ALSA-2024-0310.html'}]");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
	assert_line(&recorder, "F|AlmaLinux|osv|2024-02-03T04:05:06Z|osv/ALSA-2024:0310");
#define LIBS "S|almalinux|9||openssl-libs|binary|"
	assert_line(&recorder, LIBS "CVE-2023-5363|fixed|1:3.0.7-25.el9_3|-|ALSA-2024:0310|moderate|2024-01-22|-|-");
	assert_line(&recorder, LIBS "CVE-2023-0001|fixed|1:3.0.7-25.el9_3|-|ALSA-2024:0310|moderate|2024-01-22|-|-");
	assert_int_equal(recorder.statements, 2);
	assert_int_equal(recorder.dropped, 1);
	/* The ecosystem that is no distribution is named. */
	assert_int_equal(recorder.warnings, 1);
	recorder_free(&recorder);
}

static void ranges(void **state)
{
	static const struct {
		const char *range, *status, *doubtful;
	} cases[] = {
		{ FIXED("1:3.0.7-25.el9"), "fixed|1:3.0.7-25.el9", "-" },
		/* Ubuntu's FIPS preview: no fix yet, still affected. */
		{ EVENTS("{'introduced':'0'}"), "affected|-", "-" },
		{ EVENTS("{'introduced':'0'},{'last_affected':'1-1'}"), "affected|-", "-" },
		/* Nothing ever was affected. */
		{ FIXED("0"), "not_affected|-", "-" },
		{ EVENTS("{'fixed':'0'},{'introduced':'0'}"), "not_affected|-", "-" },
		/* What cannot be evaluated; the specification asks for an `introduced` in each range. */
		{ EVENTS("{'fixed':'1-1'}"), "unknown|-", "-" },
		{ "'ranges':[{'type':'GIT','events':[{'introduced':'0'},{'fixed':'abcdef'}]}]", "unknown|-", "-" },
		{ "'ranges':[{'events':[{'introduced':'0'},{'fixed':'1-1'}]}]", "unknown|-", "-" },
		{ "'ranges':[]", "unknown|-", "-" },
		{ EVENTS(""), "unknown|-", "-" },
		{ "'database_specific':{}", "unknown|-", "-" },
		{ FIXED(""), "unknown|-", "-" },
		{ FIXED("not a version"), "unknown|-", "-" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = sslinv_str_format(
			ALMA("{" PACKAGE("AlmaLinux:9", "openssl") ",%s}"), cases[i].range);
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format(
			"S|almalinux|9||openssl|binary|CVE-2023-5363|%s|-|ALSA-2024:0310|-|2024-02-03|%s|", cases[i].status,
			cases[i].doubtful);

		assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
		assert_int_equal(recorder.statements, 1);
		if (!has_text(&recorder, line))
			fail_msg("%s: %s", cases[i].range, sslinv_str_text(&recorder.lines));
		/* What is unknown is said to be so. */
		assert_int_equal(recorder.warnings, strncmp(cases[i].status, "unknown", 7) == 0);
	}
	recorder_free(&recorder);
}

/* What the specification's evaluation makes of events: each line is one interval, by status, fix and bounds. */
static void intervals(void **state)
{
	static const struct {
		const char *range, *told;
	} cases[] = {
		{ EVENTS("{'introduced':'1-1'},{'fixed':'2-1'}"), "fixed 2-1 from 1-1\n" },
		{ EVENTS("{'introduced':'1-1'}"), "affected from 1-1\n" },
		{ EVENTS("{'introduced':'0'},{'last_affected':'1-1'}"), "affected last 1-1\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'1-1'},{'introduced':'2-1'},{'fixed':'2-2'}"),
		  "fixed 1-1\nfixed 2-2 from 2-1\n" },
		/* The same in another order, and in two ranges. */
		{ EVENTS("{'introduced':'2-1'},{'fixed':'2-2'},{'introduced':'0'},{'fixed':'1-1'}"),
		  "fixed 1-1\nfixed 2-2 from 2-1\n" },
		{ EVENTS("{'fixed':'2-2'},{'fixed':'1-1'},{'introduced':'2-1'},{'introduced':'0'}"),
		  "fixed 1-1\nfixed 2-2 from 2-1\n" },
		{ "'ranges':[{'type':'ECOSYSTEM','events':[{'introduced':'2-1'},{'fixed':'2-2'}]},"
		  "{'type':'ECOSYSTEM','events':[{'introduced':'0'},{'fixed':'1-1'}]}]",
		  "fixed 1-1\nfixed 2-2 from 2-1\n" },
		/* By the order of versions, and not of letters. */
		{ EVENTS("{'introduced':'0'},{'fixed':'9-1'},{'introduced':'10-1'},{'fixed':'10-2'}"),
		  "fixed 9-1\nfixed 10-2 from 10-1\n" },
		/* Ranges that overlap are one. */
		{ "'ranges':[{'type':'ECOSYSTEM','events':[{'introduced':'0'},{'fixed':'2-1'}]},"
		  "{'type':'ECOSYSTEM','events':[{'introduced':'1-1'},{'fixed':'3-1'}]}]",
		  "fixed 3-1\n" },
		{ "'ranges':[{'type':'ECOSYSTEM','events':[{'introduced':'0'}]},"
		  "{'type':'ECOSYSTEM','events':[{'introduced':'1-1'},{'fixed':'3-1'}]}]",
		  "affected\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'1-1'},{'introduced':'2-1'}"), "fixed 1-1\naffected from 2-1\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'1-1'},{'introduced':'1-1'},{'fixed':'2-1'}"), "fixed 2-1\n" },
		/* A limit is not a fix. */
		{ EVENTS("{'introduced':'0'},{'limit':'2-1'}"), "affected last 2-1\n" },
		{ EVENTS("{'introduced':'1-1'},{'limit':'2-1'}"), "affected from 1-1 last 2-1\n" },
		{ EVENTS("{'introduced':'0'},{'limit':'0'}"), "not_affected\n" },
		{ EVENTS("{'introduced':'0'},{'limit':'*'},{'fixed':'1-1'}"), "fixed 1-1\n" },
		{ "'versions':['1-2','1-1']", "affected from 1-1 last 1-1\naffected from 1-2 last 1-2\n" },
		/* A range of another kind beside says nothing of the package's versions. */
		{ "'ranges':[{'type':'GIT','events':[{'introduced':'0'}]},"
		  "{'type':'ECOSYSTEM','events':[{'introduced':'0'},{'fixed':'1-1'}]}]",
		  "fixed 1-1\n" },
		/* A version that is listed is affected, whatever the ranges say of it. */
		{ "'versions':['1-0','3-1']," EVENTS("{'introduced':'0'},{'fixed':'1-1'}"),
		  "fixed 1-1\naffected from 3-1 last 3-1\n" },
		{ EVENTS("{'fixed':'1-1'}"), "unknown\n" },
		{ EVENTS("{'last_affected':'1-1'}"), "unknown\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'1-1'}") ",'versions':['1-0','3-1']",
		  "fixed 1-1\naffected from 3-1 last 3-1\n" },
		{ EVENTS("{'fixed':'0'}"), "not_affected\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'0'}"), "not_affected\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'0.0'}"), "not_affected\n" },
		{ EVENTS("{'introduced':'0'},{'fixed':'0:0.0-0'}"), "not_affected\n" },
		{ EVENTS("{'introduced':'0.0'},{'fixed':'1-1'}"), "fixed 1-1\n" },
		{ EVENTS("{'introduced':'soon'},{'fixed':'1-1'}"), "unknown\n" },
		{ EVENTS("{'introduced':'0'},{'last_affected':'TBD'}"), "unknown\n" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = sslinv_str_format(
			ALMA("{" PACKAGE("AlmaLinux:9", "openssl") ",%s}"), cases[i].range);
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str told = { 0 };

		assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
		for (const char *line = strstr(sslinv_str_text(&recorder.lines), "S|"); line;
		     line = strstr(line + 1, "\nS|")) {
			char status[32] = "", fixed[32] = "", tail[96] = "";
			const char *bounds;

			line += *line == '\n';
			assert_int_equal(sscanf(line, "S|almalinux|9||openssl|binary|CVE-2023-5363|%31[^|]|%31[^|]|%95[^\n]",
						status, fixed, tail),
					 3);
			bounds = strstr(tail, "|from ");
			bounds = bounds ? bounds : strstr(tail, "|last ");
			assert_int_equal(sslinv_str_printf(&told, "%s%s%s", status, fixed[0] == '-' ? "" : " ",
							   fixed[0] == '-' ? "" : fixed),
					 0);
			for (; bounds && *bounds; bounds++)
				assert_int_equal(sslinv_str_add_bytes(&told, *bounds == '|' ? " " : bounds, 1), 0);
			assert_int_equal(sslinv_str_add(&told, "\n"), 0);
		}
		if (strcmp(sslinv_str_text(&told), cases[i].told) != 0)
			fail_msg("%s: %s", cases[i].range, sslinv_str_text(&recorder.lines));
	}
	recorder_free(&recorder);
}

/* A record about one CVE: that one and none it is related to; the notices are the advisory; source packages; streams. */
static void ubuntu(void **state)
{
	static const char document[] = RECORD(
		"UBUNTU-CVE-2023-0286",
		"'upstream':['CVE-2023-0286'],'related':['USN-5844-1','USN-6564-1','CVE-2022-9999'],'published':'2023-02-"
		"07T00:00:00Z',"
		"'severity':[{'type':'CVSS_V3','score':'CVSS:3.1/AV:N'},{'type':'Ubuntu','score':'high'}],"
		"'affected':[{" PACKAGE("Ubuntu:22.04:LTS", "openssl") "," FIXED(
			"3.0.2-0ubuntu1.8") "},"
					    "{" PACKAGE("Ubuntu:Pro:14.04:LTS", "openssl") "," FIXED(
						    "1.0.1f-1ubuntu2.27+esm6") ",'ecosystem_specific':{'ubuntu_priority':'"
									       "low'}},"
									       "{" PACKAGE(
										       "Ubuntu:Pro:FIPS-preview:22.04:LTS",
										       "openssl") "," EVENTS("{'introduced':"
													     "'0'}") "}]");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
#define TAIL "|2023-02-07|-|-"
	assert_line(&recorder,
		    "S|ubuntu|22.04||openssl|source|CVE-2023-0286|fixed|3.0.2-0ubuntu1.8|-|USN-5844-1,USN-6564-1|high" TAIL);
	assert_line(&recorder, "S|ubuntu|14.04|esm|openssl|source|CVE-2023-0286|fixed|1.0.1f-1ubuntu2.27+esm6|-|USN-5844-1,"
			       "USN-6564-1|low" TAIL);
	assert_line(&recorder,
		    "S|ubuntu|22.04|fips-preview|openssl|source|CVE-2023-0286|affected|-|-|USN-5844-1,USN-6564-1|high" TAIL);
	assert_int_equal(recorder.statements, 3);
	recorder_free(&recorder);
}

/* Rocky names source packages, and says the epoch in the purl alone: without it every installed version would pass for
 * fixed. */
static void epoch_of_the_purl(void **state)
{
	static const char document[] =
		"{'advisories':[{'schema_version':'1.3.1',"
		"'id':'RLSA-2024:0310','modified':'2024-02-03T04:05:06Z','aliases':['CVE-2023-5363'],'affected':[{'package':"
		"{"
		"'ecosystem':'Rocky "
		"Linux:9','name':'openssl','purl':'pkg:rpm/rocky-linux/"
		"openssl@3.0.7-25.el9_3?distro=rocky-linux-9&epoch=1'}," FIXED("3.0.7-25.el9_3") "}]}]}";
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
	assert_line(&recorder, "F|Rocky Linux|osv|2024-02-03T04:05:06Z|osv/RLSA-2024:0310");
	assert_line(&recorder,
		    "S|rocky|9||openssl|source|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|-|RLSA-2024:0310|-|2024-02-03|-|-");
	recorder_free(&recorder);
}

static void withdrawn(void **state)
{
	static const char document[] = RECORD("ALSA-2024:0310",
					      "'related':['CVE-2023-5363'],'withdrawn':'2024-03-01T00:00:00Z',"
					      "'affected':[{" PACKAGE("AlmaLinux:9", "openssl") "," FIXED("1-1") "}]");
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
	/* The feed is there, so that it replaces the edition before; what it said is not. */
	assert_int_equal(recorder.feeds, 1);
	assert_int_equal(recorder.statements, 0);
	assert_true(has_text(&recorder, "withdrawn"));
	recorder_free(&recorder);
}

static void lists(void **state)
{
#define OPENSSL(id, cve)                                                                                                    \
	RECORD(id, "'related':['" cve "'],'affected':[{" PACKAGE("AlmaLinux:9", "openssl") "," FIXED("1-1") "}]")
#define CURL(id, cve) RECORD(id, "'related':['" cve "'],'affected':[{" PACKAGE("AlmaLinux:9", "curl") "," FIXED("1-1") "}]")
#define THREE                                                                                                               \
	OPENSSL("ALSA-2024:1", "CVE-2024-0001")                                                                             \
	"," CURL("ALSA-2024:2", "CVE-2024-0002") "," OPENSSL("ALSA-2024:3", "CVE-2024-0003")
	static const char *const documents[] = { "[" THREE "]", "{'vulns':[" THREE "]}" };
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		assert_int_equal(read_json(&sslinv_reader_osv, documents[i], &recorder), 0);
		/* Each record is a feed of its own; those about other packages are counted only. */
		assert_int_equal(recorder.feeds, 2);
		assert_int_equal(recorder.statements, 2);
		assert_int_equal(recorder.dropped, 1);
		assert_true(has_text(&recorder, "F|AlmaLinux|osv|2024-02-03T04:05:06Z|osv/"
						"ALSA-2024:3\nS|almalinux|9||openssl|binary|CVE-2024-0003"));
		assert_false(has_text(&recorder, "CVE-2024-0002"));
	}
	assert_int_equal(read_json(&sslinv_reader_osv, "{'vulns':[]}", &recorder), 0);
	assert_int_equal(recorder.feeds, 0);
	recorder_free(&recorder);
}

static void records_that_are_refused(void **state)
{
	static const char *const documents[] = {
		"{'modified':'2024-01-01T00:00:00Z','affected':[]}",
		"{'id':'','affected':[]}",
		"{'id':'ALSA-1','vulns':[{'id':'ALSA-2'}]}",
		"{'vulns':[{'id':'ALSA-2'}],'id':'ALSA-1'}",
		"{'id':'ALSA-1','id':'ALSA-2'}",
		"{'vulns':[],'affected':[{" PACKAGE("AlmaLinux:9", "openssl") "}]}",
		"{'id':'ALSA-1','affected':{}}",
		"{'id':'ALSA-1','affected':[[]]}",
		"{'id':['ALSA-1']}",
		"['ALSA-1']",
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++) {
		if (read_json(&sslinv_reader_osv, documents[i], &recorder) != SSLINV_E_FORMAT)
			fail_msg("%s was read", documents[i]);
		assert_int_equal(recorder.statements, 0);
	}
	recorder_free(&recorder);
}

/* An entry that is not complete is left out, with a word about it. */
static void entries_that_are_left_out(void **state)
{
	static const struct {
		const char *entry;
		size_t warnings;
	} cases[] = {
		{ "{}", 1 },
		{ "{'package':{'name':'openssl'}}", 1 },
		{ "{'package':{'ecosystem':'AlmaLinux:9'}}", 1 },
		{ "{" PACKAGE("AlmaLinux", "openssl") "," FIXED("1-1") "}", 1 },
		{ "{" PACKAGE("AlmaLinux:9", "curl") "," FIXED("1-1") "}", 0 },
		{ "{" PACKAGE("AlmaLinux:9", "openssl\\n") "," FIXED("1-1") "}", 0 },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = sslinv_str_format(ALMA("%s"), cases[i].entry);

		assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
		assert_int_equal(recorder.statements, 0);
		assert_int_equal(recorder.warnings, cases[i].warnings);
	}
	recorder_free(&recorder);
}

/* As much as would be gigabytes if it were kept. */
static void many_entries(void **state)
{
	struct sslinv_str document = { 0 };
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(sslinv_str_add(&document, "{\"id\":\"ALSA-2024:1\",\"related\":[\"CVE-2024-0001\"],\"affected\":["),
			 0);
	for (int i = 0; i < 200000; i++) {
		assert_int_equal(
			sslinv_str_printf(
				&document,
				"%s{\"package\":{\"ecosystem\":\"AlmaLinux:9\",\"name\":\"package-of-no-interest-%d\"},"
				"\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"%d-1\"}"
				"]}]}",
				i ? "," : "", i, i),
			0);
	}
	assert_int_equal(sslinv_str_add(&document, "]}"), 0);
	/* What the reader may keep is a fraction of what it reads. */
	assert_true(document.length > SSLINV_JSON_MAX_KEPT);
	assert_int_equal(read_bytes(&sslinv_reader_osv, document.data, document.length, &recorder), 0);
	assert_int_equal(recorder.dropped, 200000);
	assert_int_equal(recorder.statements, 0);
	sslinv_str_free(&document);
	recorder_free(&recorder);
}

/* Sorting so many in a list takes hours, where each is older than the one before. */
static void many_events(void **state)
{
	enum { COUNT = 200000 };
	struct sslinv_str document = { 0 };
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	assert_int_equal(sslinv_str_add(&document, "{\"id\":\"ALSA-2024:1\",\"related\":[\"CVE-2024-0001\"],\"affected\":["
						   "{\"package\":{\"ecosystem\":\"AlmaLinux:9\",\"name\":\"openssl\"},"
						   "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":["),
			 0);
	for (int i = COUNT; i > 0; i--)
		assert_int_equal(sslinv_str_printf(&document, "{\"introduced\":\"%d-1\"}%s", i, i > 1 ? "," : "]}]}]}"), 0);
	assert_int_equal(read_bytes(&sslinv_reader_osv, document.data, document.length, &recorder), 0);
	assert_line(&recorder, "S|almalinux|9||openssl|binary|CVE-2024-0001|unknown|-|-|ALSA-2024:1|-|-|-|"
			       "its ranges have more events than are read");
	assert_int_equal(recorder.statements, 1);
	assert_int_equal(recorder.warnings, 1);
	sslinv_str_free(&document);
	recorder_free(&recorder);
}

static void recognition(void **state)
{
	static const struct {
		const char *head;
		bool is_osv;
	} cases[] = {
		{ "{'schema_version':'1.7.0','id':'X'", true },
		{ "{'id':'ALSA-1','summary':'x','affected':[{'pack", true },
		{ "{'affected':[{'ecosystem_specific':{'binaries':[", true },
		{ "[{'id':'ALSA-1','details':'x'", true },
		{ "{'vulns':[{'id'", true },
		{ "{'advisories':[{'schema_version':'1.3.1'", true },
		{ "{'advisories':[{'id':8019,'created_at'", false },
		{ "[{'id':'SUSE-SU-2015:0011-2','modified':'2014'}", false },
		{ "{'document':{'category':'csaf_vex'},'id':1,'details':1", false },
		{ "{'containers':{'cna':{'affected':[", false },
		{ "{'schema_version':'1.0','data':[{'id'", false },
		{ "<oval_definitions/>", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *head = json(cases[i].head);

		if (sslinv_reader_osv.recognise(head, strlen(head)) != cases[i].is_osv)
			fail_msg("%s", head);
	}
}

/* All of a long list count, whether it comes before or behind the ranges; of one that is too long nothing is known. */
static void long_lists_count_whole(void **state)
{
	static const struct {
		int count;
		const char *last, *told;
	} cases[] = {
		{ 300, "9-300", "|affected|" },
		{ 6000, "9-300", "|unknown|" },
	};
	struct recorder recorder = { .feeds = 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str versions = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *document = NULL;

		for (int k = 1; k <= cases[i].count; k++)
			assert_int_equal(sslinv_str_printf(&versions, "%s'9-%d'", k > 1 ? "," : "", k), 0);
		document = sslinv_str_format(ALMA("{" PACKAGE("AlmaLinux:9", "openssl") "," EVENTS(
						     "{'introduced':'0'},{'fixed':'1-1'}") ",'versions':[%s]}"),
					     sslinv_str_text(&versions));
		assert_int_equal(read_json(&sslinv_reader_osv, document, &recorder), 0);
		assert_non_null(strstr(sslinv_str_text(&recorder.lines), cases[i].told));
		if (i == 0)
			assert_non_null(strstr(sslinv_str_text(&recorder.lines), cases[i].last));
		else
			assert_null(strstr(sslinv_str_text(&recorder.lines), "|fixed|"));
	}
	recorder_free(&recorder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(advisory),
		cmocka_unit_test(ranges),
		cmocka_unit_test(intervals),
		cmocka_unit_test(long_lists_count_whole),
		cmocka_unit_test(ubuntu),
		cmocka_unit_test(epoch_of_the_purl),
		cmocka_unit_test(withdrawn),
		cmocka_unit_test(lists),
		cmocka_unit_test(records_that_are_refused),
		cmocka_unit_test(entries_that_are_left_out),
		cmocka_unit_test(many_entries),
		cmocka_unit_test(many_events),
		cmocka_unit_test(recognition),
	};

	return cmocka_run_group_tests_name("osv", tests, NULL, NULL);
}
