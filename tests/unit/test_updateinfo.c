/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The readers of updateinfo and of OpenSSL's vulnerabilities.xml. */
#include "feed_recorder.h"
#include "shared.h"

#include "base/attributes.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

static void read_update(const char *text)
{
	if (read_json(&sslinv_reader_updateinfo, text, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
}

#define UPDATE(id, release, references, collection, packages)                                                               \
	"<?xml version='1.0'?><updates><update from='x' status='final' type='security' version='1'><id>" id "</id>"         \
	"<title>an update</title><issued date='2024-01-22 10:00:00'/><release>" release                                     \
	"</release><severity>Moderate</severity>"                                                                           \
	"<references>" references "</references><pkglist><collection short='" collection "'><name>" collection              \
	"</name>" packages "</collection></pkglist></update></updates>"
#define CVE(id) "<reference href='https://x' id='" id "' type='cve' title='" id "'/>"
#define PACKAGE(name, epoch, version, release, arch)                                                                        \
	"<package name='" name "' epoch='" epoch "' version='" version "' release='" release "' arch='" arch "' src='x'>"   \
	"<filename>x</filename></package>"

static void test_alma(void **state)
{
	(void)state;
	read_update(UPDATE("ALSA-2024:0310", "0",
			   CVE("CVE-2023-5363")
				   CVE("CVE-2023-5363") "<reference href='https://errata' id='ALSA' type='self'/>",
			   "almalinux-9-for-x86_64-baseos-rpms__9_3_default",
			   PACKAGE("openssl-libs", "1", "3.0.7", "25.el9_3", "i686")
				   PACKAGE("openssl-libs", "1", "3.0.7", "25.el9_3", "x86_64")
					   PACKAGE("openssl", "1", "3.0.7", "25.el9_3", "src")
						   PACKAGE("tar", "2", "1.34", "6.el9", "x86_64")));
	assert_line(&recorder, "F|AlmaLinux|updateinfo|-|updateinfo/almalinux-9/almalinux-9-for-x86_64-baseos-rpms");
	assert_line(&recorder, "S|almalinux|9||openssl-libs|binary|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|i686|ALSA-2024:0310|"
			       "moderate|2024-01-22|-|-");
	assert_line(&recorder, "S|almalinux|9||openssl-libs|binary|CVE-2023-5363|fixed|1:3.0.7-25.el9_3|x86_64|"
			       "ALSA-2024:0310|moderate|2024-01-22|-|-");
	assert_int_equal(recorder.statements, 2);
}

static void test_whose_release_it_is(void **state)
{
	static const struct {
		const char *id;
		const char *release;
		const char *collection;
		const char *package;
		const char *line;
	} cases[] = {
		{ "RLSA-2024:1", "Rocky Linux 9", "rocky-linux-9-x86-64-baseos-rpms",
		  PACKAGE("openssl", "1", "3.0.7", "25.el9_3", "x86_64"), "S|rocky|9||openssl|" },
		{ "ALAS2-2023-1", "", "Amazon Linux 2", PACKAGE("openssl11-libs", "1", "1.1.1g", "12.amzn2.0.12", "x86_64"),
		  "S|amzn|2||openssl11-libs|" },
		{ "ALAS2023-2023-1", "", "amazon-linux-2023---core",
		  PACKAGE("openssl-libs", "1", "3.0.8", "1.amzn2023.0.1", "x86_64"), "S|amzn|2023||openssl-libs|" },
		{ "ALAS-2018-1", "", "amazon-linux-ami", PACKAGE("openssl", "1", "1.0.2k", "12.110.amzn1", "x86_64"),
		  "S|amzn|2018.03||openssl|" },
		{ "FEDORA-2024-1", "Fedora 40", "F40", PACKAGE("openssl-libs", "1", "3.2.1", "2.fc40", "x86_64"),
		  "S|fedora|40||openssl-libs|" },
		{ "FEDORA-EPEL-2024-1", "Fedora EPEL 7", "EPEL-7", PACKAGE("openssl11", "1", "1.1.1k", "7.el7", "x86_64"),
		  "S|epel|7||openssl11|" },
		{ "RHSA-2022:1", "0", "rhel-8-for-x86_64-baseos-eus-rpms__8_4",
		  PACKAGE("openssl", "1", "1.1.1g", "16.el8_4", "x86_64"), "S|rhel|8|8.4-eus|openssl|" },
		{ "RHSA-2022:2", "0", "rhel-8-for-x86_64-baseos-rpms",
		  PACKAGE("openssl", "1", "1.1.1k", "6.el8_5", "x86_64"), "S|rhel|8||openssl|" },
		{ "ELSA-2023-1", "0", "whatever", PACKAGE("openssl", "2", "1.1.1k", "9.ksplice1.el8_7", "x86_64"),
		  "S|ol|8|ksplice|openssl|" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			UPDATE("%s", "%s", "%s", "%s", "%s"), cases[i].id, cases[i].release, CVE("CVE-2024-0727"),
			cases[i].collection, cases[i].collection, cases[i].package);

		assert_non_null(text);
		read_update(text);
		if (recorder.statements != 1 || !has_text(&recorder, cases[i].line))
			fail_msg("no %s in %s", cases[i].line, sslinv_str_text(&recorder.lines));
	}
}

static void test_cves_in_other_places(void **state)
{
	(void)state;
	/* Fedora: in the bug's title, which is a reference. */
	read_update(UPDATE("FEDORA-2024-1", "Fedora 40",
			   "<reference href='u' id='2257571' type='bugzilla' title='CVE-2023-6129 openssl: POLY1305'/>",
			   "F40", PACKAGE("openssl", "1", "3.1.4", "2.fc40", "x86_64")));
	assert_true(
		has_text(&recorder, "|CVE-2023-6129|fixed|1:3.1.4-2.fc40|x86_64|FEDORA-2024-1|moderate|2024-01-22|-|-\n"));
	/* In prose alone: obeyed, but doubtful. */
	read_update("<updates><update type='security'><id>PHSA-1</id><release>Photon OS 4.0</release>"
		    "<description>Security fixes for {&apos;CVE-2022-0778&apos;}</description><pkglist><collection>" PACKAGE(
			    "openssl", "0", "1.1.1n", "1.ph4", "x86_64") "</collection></pkglist></update></updates>");
	assert_true(has_text(&recorder,
			     "S|photon|4.0||openssl|binary|CVE-2022-0778|fixed|0:1.1.1n-1.ph4|x86_64|PHSA-1|-|-|doubtful|"));
	/* Nowhere: counted. */
	read_update(UPDATE("CESA-2016:0301", "0", "", "x", PACKAGE("openssl", "1", "1.0.1e", "42.el6_7.4", "x86_64")));
	assert_int_equal(recorder.statements, 0);
	assert_int_equal(recorder.dropped, 1);
}

static void test_what_is_not_as_it_should_be(void **state)
{
	(void)state;
	read_update(UPDATE("ALSA-1", "AlmaLinux 9", CVE("CVE-2024-0001"), "x",
			   PACKAGE("openssl", "one", "3.0.7", "25.el9_3", "x86_64")));
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|unknown|-|"));
	assert_int_equal(recorder.warnings, 1);
	/* Nobody's release. */
	read_update(UPDATE("X-1", "0", CVE("CVE-2024-0001"), "x", PACKAGE("openssl", "1", "3.0.7", "25.el9_3", "x86_64")));
	assert_int_equal(recorder.statements, 0);
	assert_true(has_text(&recorder, "cannot tell the release of package openssl"));
	/* Not a CVE id at all. */
	read_update(UPDATE("ALSA-1", "AlmaLinux 9", "<reference id='CVE-BOGUS' type='cve'/>", "x",
			   PACKAGE("openssl", "1", "3", "1.el9", "x86_64")));
	assert_int_equal(recorder.statements, 0);
	read_update("<updates/>");
	assert_int_equal(recorder.feeds, 1);
}

#define SEVERITY_UPDATE                                                                                                     \
	"<updates><update><id>ALSA-1</id><severity>%s</severity><references>%s</references><pkglist><collection "           \
	"short='almalinux-8-baseos'><package name='openssl' %s/></collection></pkglist></update></updates>"

/* Each package binds its own architecture; who leaves out the epoch did not say 0; severities in every spelling. */
/* A word is cut at its place; what no word can be is refused. */
static void test_long_words(void **state)
{
	char text[6000], id[5000];

	(void)state;
	memset(id, 'x', sizeof(id));
	memcpy(id, "ALSA-", 5);
	snprintf(text, sizeof(text),
		 UPDATE("%.*s", "AlmaLinux 9", CVE("CVE-2024-0001"), "x",
			PACKAGE("openssl", "1", "3.0.7", "25.el9_3", "x86_64")),
		 4096, id);
	read_update(text);
	id[127] = '\0';
	assert_int_equal(recorder.statements, 1);
	assert_true(has_text(&recorder, id));
	id[127] = 'x';
	snprintf(text, sizeof(text), UPDATE("%.*s", "AlmaLinux 9", "", "x", ""), 4097, id);
	assert_int_equal(read_json(&sslinv_reader_updateinfo, text, &recorder), SSLINV_E_LIMIT);
	assert_non_null(strstr(recorder.error.message, "a text is longer than 4096 bytes"));
}

static void test_what_a_package_binds(void **state)
{
	static const struct {
		const char *attributes, *told;
	} packages[] = {
		{ "epoch='1' version='1.1.1k' release='6.el8_5' arch='x86_64'", "|fixed|1:1.1.1k-6.el8_5|x86_64|" },
		{ "epoch='1' version='1.1.1k' release='5.el8_5' arch='aarch64'", "|fixed|1:1.1.1k-5.el8_5|aarch64|" },
		{ "epoch='1' version='1.1.1k' release='6.el8_5' arch='noarch'", "|fixed|1:1.1.1k-6.el8_5|-|" },
		{ "epoch='0' version='1.1.1k' release='6.el8_5' arch='x86_64'", "|fixed|0:1.1.1k-6.el8_5|x86_64|" },
		{ "epoch='' version='1.1.1k' release='6.el8_5' arch='x86_64'", "|fixed|1.1.1k-6.el8_5|x86_64|" },
		{ "version='1.1.1k' release='6.el8_5' arch='x86_64'", "|fixed|1.1.1k-6.el8_5|x86_64|" },
	};
	static const char *const severities[][2] = {
		{ "SEVERITY_CRITICAL", "|critical|" }, { "IMPORTANT", "|important|" }, { "Low", "|low|" },
		{ "Severity_Moderate", "|moderate|" }, { "None", "|ALSA-1|-|" },       { "High (7.5)", "|high|" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(packages); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *package = sslinv_str_format("<package name='openssl' %s/>",
										  packages[i].attributes);
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			UPDATE("ALSA-1", "0", "%s", "almalinux-8-baseos", "%s"), CVE("CVE-2024-0727"), package);

		read_update(text);
		if (!has_text(&recorder, packages[i].told))
			fail_msg("%s gave:\n%s", packages[i].attributes, sslinv_str_text(&recorder.lines));
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(severities); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(SEVERITY_UPDATE, severities[i][0],
									       CVE("CVE-2024-0727"), packages[0].attributes);

		read_update(text);
		if (!has_text(&recorder, severities[i][1]))
			fail_msg("%s gave:\n%s", severities[i][0], sslinv_str_text(&recorder.lines));
	}
}

/* The same feed in a later edition, whose first update is another one, keeps its identity. */
static void test_identity_lasts(void **state)
{
	char *first;

	(void)state;
	read_update(UPDATE("RLSA-2024:1", "Rocky Linux 9", CVE("CVE-2024-0727"), "rocky-linux-9-x86-64-baseos-rpms",
			   PACKAGE("openssl", "1", "3.0.7", "25.el9_3", "x86_64")));
	first = strndup(sslinv_str_text(&recorder.lines), strcspn(sslinv_str_text(&recorder.lines), "\n"));
	assert_non_null(first);
	read_update(UPDATE("RLBA-2024:9", "Rocky Linux 9", "", "rocky-linux-9-x86-64-baseos-rpms",
			   PACKAGE("tar", "2", "1", "1.el9", "x86_64")));
	assert_line(&recorder, first);
	free(first);
}

/* ---- vulnerabilities.xml -----------------------------------------------------------------------------------------------
 */

static void test_openssl_history(void **state)
{
	static const char text[] =
		"<!-- All issues -->\n<security updated='20220503'>\n<issue public='20140407'><impact severity='High'/><cve "
		"name='2014-0160'/>"
		"<affects base='1.0.1' version='1.0.1b'/><affects base='1.0.1' version='1.0.1'/><affects base='1.0.1' "
		"version='1.0.1a'/>"
		"<affects base='1.0.2' version='1.0.2-beta1'/><fixed base='1.0.1' version='1.0.1g' date='20140407'/>"
		"<title>Heartbleed</title><description>Long.</description><advisory "
		"url='/news/secadv/20140407.txt'/></issue>"
		"<issue public='20300101'><cve name='2030-0001'/><affects base='1.1.1' version='1.1.1'/></issue>"
		"<issue public='20071129'><cve name='2007-5502'/><affects base='fips-1.1.1' version='fips-1.1.1'/></issue>"
		"<issue public='20020101'><affects base='0.9.6' version='0.9.6'/></issue></security>";

	(void)state;
	assert_true(sslinv_reader_openssl_xml.recognise(text, strlen(text)));
	if (read_json(&sslinv_reader_openssl_xml, text, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
	assert_line(&recorder, "F|OpenSSL|openssl-xml|2022-05-03|openssl-xml/vulnerabilities");
	assert_line(&recorder,
		    "V|CVE-2014-0160|high|2014-04-07|Heartbleed|https://www.openssl.org/news/secadv/20140407.txt");
	assert_line(&recorder, "R|CVE-2014-0160|1.0.1|1.0.1g|-");
	assert_line(&recorder, "R|CVE-2014-0160|1.0.2-beta1|-|1.0.2-beta1");
	assert_true(has_text(&recorder, "CVE-2030-0001: the date 2030-01-01 lies in the future"));
	/* The FIPS module's own versions, which no OpenSSL has. */
	assert_line(&recorder, "R|CVE-2007-5502|fips-1.1.1|-|fips-1.1.1");
	assert_int_equal(recorder.ranges, 4);
	/* The issue without an id. */
	assert_int_equal(recorder.dropped, 1);
}

static void read_shared(const struct sslinv_reader *reader, const char *name)
{
	const char *path = shared_or_skip(name);

	recorder_free(&recorder);
	if (read_path(reader, path, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
}

static void test_real_files(void **state)
{
	(void)state;
	read_shared(&sslinv_reader_openssl_xml, "feeds/openssl/vulnerabilities.20220503.xml");
	/* 194 issues, one of them without a CVE. */
	assert_int_equal(recorder.vulnerabilities, 193);
	assert_int_equal(recorder.dropped, 1);
	assert_line(&recorder, "R|CVE-2022-1292|1.0.2|1.0.2ze|-");
	assert_line(&recorder, "R|CVE-2022-0778|3.0.0|3.0.2|-");
	read_shared(&sslinv_reader_updateinfo,
		    "feeds/rocky/aaaa587b7c2316f0b357a284fc32836ceee13fe54e277cc841b30ecefb7cbb42a-updateinfo.xml.gz");
	assert_line(&recorder, "F|Rocky Linux|updateinfo|-|updateinfo/rocky-9/rocky-linux-9-x86-64-baseos-rpms");
	assert_int_equal(recorder.dropped, 2);
	read_shared(&sslinv_reader_updateinfo, "feeds/amazon/updateinfo_2.xml.gz");
	assert_int_equal(recorder.dropped, 1);
	read_shared(&sslinv_reader_updateinfo,
		    "feeds/fedora/74f58a91baa4a290e7ab058c6298b46ef49fc5ee990ede14d181340e5d22fca9-updateinfo.xml.zst");
	assert_true(has_text(&recorder, "|updateinfo/fedora-43/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_alma, clean),
		cmocka_unit_test_teardown(test_whose_release_it_is, clean),
		cmocka_unit_test_teardown(test_cves_in_other_places, clean),
		cmocka_unit_test_teardown(test_what_is_not_as_it_should_be, clean),
		cmocka_unit_test_teardown(test_long_words, clean),
		cmocka_unit_test_teardown(test_what_a_package_binds, clean),
		cmocka_unit_test_teardown(test_identity_lasts, clean),
		cmocka_unit_test_teardown(test_openssl_history, clean),
		cmocka_unit_test_teardown(test_real_files, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
