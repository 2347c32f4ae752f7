/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CSAF as Red Hat publishes it since 2026: a product for each minor release, source packages alone where nothing is fixed,
 * no families, architectures, notes or references.
 */
#include "feed_recorder.h"

#include "base/attributes.h"
#include "formats/csaf/csaf_identity.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

struct product {
	const char *id, *name, *cpe;
};

static const struct product platforms[] = {
	{ "rhel-8.10.z", "Red Hat Enterprise Linux 8.10.z", "cpe:/a:redhat:enterprise_linux:8" },
	{ "rhel-8.2.0.z", "Red Hat Enterprise Linux 8.2.0.z", "cpe:/a:redhat:rhel_aus:8.2" },
	{ "rhel-8.6.0.z", "Red Hat Enterprise Linux 8.6.0.z", "cpe:/a:redhat:rhel_e4s:8.6" },
	{ "rhel-9.6.z", "Red Hat Enterprise Linux 9.6.z", "cpe:/a:redhat:rhel_eus:9.6" },
	{ "rhel-9.6.z::baseos", "Red Hat Enterprise Linux 9.6.z", "cpe:/o:redhat:rhel_eus:9.6::baseos" },
	{ "rhel-9.8.z::baseos", "Red Hat Enterprise Linux 9.8.z", "cpe:/o:redhat:enterprise_linux:9::baseos" },
	{ "rhel-9.8.z::appstream", "Red Hat Enterprise Linux 9.8.z", "cpe:/a:redhat:enterprise_linux:9::appstream" },
	{ "rhel-9.10", "Red Hat Enterprise Linux 9.10", "cpe:/a:redhat:enterprise_linux:9" },
	{ "rhel-br-9.2.0.z", "rhel-br-9.2.0.z", "cpe:/a:redhat:rhel_eus:9.2" },
	{ "hummingbird-1", "Red Hat Hardened Images", "cpe:/a:redhat:hummingbird:1" },
	{ "jbcs-1", "Red Hat JBoss Core Services", "cpe:/a:redhat:jboss_core_services:1" },
	/* Those of another kind, and those that contradict themselves. */
	{ "rhel-9.4.z", "a new support", "cpe:/a:redhat:rhel_xus:9.4" },
	{ "rhel-9.2.0.z", "of another minor", "cpe:/a:redhat:rhel_eus:9.4" },
	{ "rhel-10.2.z", "of another major", "cpe:/a:redhat:enterprise_linux:9" },
	{ "rhel-br-9.8.z", "a build root", "cpe:/a:redhat:enterprise_linux:9" },
	{ "rhel-10.1.z", "Red Hat Enterprise Linux 10.1", NULL },
	{ "rhel-10", "Red Hat Enterprise Linux 10", NULL },
};

static const struct {
	const char *id, *purl;
} packages[] = {
	{ "openssl", "pkg:rpm/redhat/openssl?arch=src" },
	{ "compat-openssl11", "pkg:rpm/redhat/compat-openssl11?arch=src" },
	{ "kernel", "pkg:rpm/redhat/kernel?arch=src" },
	{ "openssl-1:3.5.1-7.el9_8.src", "pkg:rpm/redhat/openssl@3.5.1-7.el9_8?arch=src&epoch=1" },
	{ "openssl-libs-1:3.5.1-7.el9_8", "pkg:rpm/redhat/openssl-libs@3.5.1-7.el9_8?epoch=1" },
	{ "openssl-1:3.2.2-6.el9_6.2.src", "pkg:rpm/redhat/openssl@3.2.2-6.el9_6.2?arch=src&epoch=1" },
	{ "openssl-1:3.5.4-2.hum1.src", "pkg:rpm/redhat/openssl@3.5.4-2.hum1?arch=src&epoch=1" },
};

static void add(struct sslinv_str *text, const char *piece)
{
	assert_int_equal(sslinv_str_add(text, piece), 0);
}

static void add_branch(struct sslinv_str *text, const char *category, const char *id, const char *name, const char *helper,
		       const char *value)
{
	assert_int_equal(sslinv_str_printf(text,
					   "{\"category\":\"%s\",\"name\":\"%s\",\"product\":{\"name\":\"%s\","
					   "\"product_id\":\"%s\"",
					   category, name, name, id),
			 0);
	if (value)
		assert_int_equal(
			sslinv_str_printf(text, ",\"product_identification_helper\":{\"%s\":\"%s\"}", helper, value), 0);
	add(text, "}}");
}

/* All products, each package on each platform, and these statuses (with ' for "). */
static char *document_of(const char *vulnerability)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *tail = json(vulnerability);
	SSLINV_CLEANUP(sslinv_free_ptr) char *head = json(
		"{'document':{'aggregate_severity':{'text':'Moderate'},'category':'csaf_vex','csaf_version':'2.0','lang':'"
		"en',"
		"'publisher':{'category':'vendor','name':'Red Hat Product Security'},"
		"'title':'x','tracking':{'current_release_date':'2026-09-30T10:00:00+00:00','id':'CVE-2026-84782',"
		"'initial_release_date':'2026-09-29T00:00:00+00:00','revision_history':[{'number':'1'}]}},"
		"'product_tree':{'branches':[{'category':'vendor','name':'Red Hat','branches':[");
	struct sslinv_str text = { 0 };

	add(&text, head);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(platforms); i++) {
		if (i > 0)
			add(&text, ",");
		add_branch(&text, "product_name", platforms[i].id, platforms[i].name, "cpe", platforms[i].cpe);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(packages); i++) {
		add(&text, ",");
		add_branch(&text, "product_version", packages[i].id, packages[i].id, "purl", packages[i].purl);
	}
	add(&text, "]}],\"relationships\":[");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(platforms) * SSLINV_ARRAY_SIZE(packages); i++) {
		const char *platform = platforms[i / SSLINV_ARRAY_SIZE(packages)].id;
		const char *package = packages[i % SSLINV_ARRAY_SIZE(packages)].id;

		assert_int_equal(
			sslinv_str_printf(&text,
					  "%s{\"category\":\"default_component_of\",\"full_product_name\":{\"name\":"
					  "\"x\",\"product_id\":\"%s:%s\"},\"product_reference\":\"%s\","
					  "\"relates_to_product_reference\":\"%s\"}",
					  i ? "," : "", platform, package, package, platform),
			0);
	}
	add(&text, "]},\"vulnerabilities\":[{\"cve\":\"CVE-2026-84782\",");
	add(&text, tail);
	add(&text, "}]}");
	return text.data;
}

static void reads(const char *vulnerability)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = document_of(vulnerability);

	if (read_bytes(&sslinv_reader_csaf, document, strlen(document), &recorder) != 0)
		fail_msg("%s", recorder.error.message);
}

#define S(place, package, kind) "S|rhel|" place "|" package "|" kind "|CVE-2026-84782|"
#define SOURCE(place) S(place, "openssl", "source")

/* A source package alone, a plain release beside minor streams, hardened images apart. */
static void streams(void **state)
{
	/* Whoever reads a list of deletions finds the feed by the same name. */
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = sslinv_csaf_identity("Red Hat", "CVE-2026-84782", true);

	(void)state;
	reads("'product_status':{'fixed':['rhel-9.8.z::baseos:openssl-1:3.5.1-7.el9_8.src',"
	      "'rhel-9.8.z::appstream:openssl-1:3.5.1-7.el9_8.src','rhel-9.8.z::baseos:openssl-libs-1:3.5.1-7.el9_8',"
	      "'rhel-9.6.z::baseos:openssl-1:3.2.2-6.el9_6.2.src','hummingbird-1:openssl-1:3.5.4-2.hum1.src'],"
	      "'known_affected':['rhel-8.10.z:openssl','rhel-8.2.0.z:openssl','rhel-br-9.2.0.z:openssl',"
	      "'jbcs-1:openssl','rhel-8.10.z:kernel'],'known_not_affected':['rhel-8.6.0.z:openssl',"
	      "'rhel-9.8.z::baseos:compat-openssl11']},'remediations':[{'category':'vendor_fix','details':'x',"
	      "'date':'2026-09-30T00:00:00Z','url':'https://access.redhat.com/errata/RHSA-2026:9007',"
	      "'product_ids':['rhel-9.8.z::baseos:openssl-1:3.5.1-7.el9_8.src']},{'category':'no_fix_planned',"
	      "'details':'Will not fix','product_ids':['rhel-8.2.0.z:openssl']}],'threats':[{'category':'impact',"
	      "'details':'Important','product_ids':['rhel-9.8.z::baseos:openssl-1:3.5.1-7.el9_8.src']}]");
	assert_line(&recorder, "F|Red Hat|csaf-vex|2026-09-30T10:00:00+00:00|csaf-vex/Red-Hat/CVE-2026-84782");
	assert_non_null(identity);
	assert_string_equal(identity, "csaf-vex/Red-Hat/CVE-2026-84782");
	assert_line(&recorder, SOURCE("9|") "fixed|1:3.5.1-7.el9_8|-|RHSA-2026:9007|important|2026-09-30|-|-");
	assert_line(&recorder, S("9|", "openssl-libs", "binary") "fixed|1:3.5.1-7.el9_8|-|-|moderate|-|-|-");
	assert_line(&recorder, SOURCE("9|9.6-eus") "fixed|1:3.2.2-6.el9_6.2|-|-|moderate|-|-|-");
	assert_line(&recorder, SOURCE("9|9.2-eus") "affected|-|-|-|moderate|-|-|-");
	assert_line(&recorder, SOURCE("8|") "affected|-|-|-|moderate|-|-|-");
	assert_line(&recorder, SOURCE("8|8.2-aus") "will_not_fix|-|-|-|moderate|-|-|Will not fix");
	assert_line(&recorder, SOURCE("8|8.6-e4s") "not_affected|-|-|-|moderate|-|-|-");
	assert_line(&recorder, S("9|", "compat-openssl11", "source") "not_affected|-|-|-|moderate|-|-|-");
	assert_int_equal(recorder.statements, 8);
	assert_false(has_text(&recorder, "hum1"));
	assert_true(has_text(&recorder, "`Red Hat Hardened Images` is not a release known here"));
}

/* The present minor release has the fix, and the next one, under the same CPE, is open: both are said. */
static void next_minor(void **state)
{
	(void)state;
	reads("'product_status':{'fixed':['rhel-9.8.z::baseos:openssl-1:3.5.1-7.el9_8.src'],"
	      "'known_affected':['rhel-9.10:openssl'],'known_not_affected':['rhel-9.8.z::appstream:openssl']}");
	assert_line(&recorder, SOURCE("9|") "fixed|1:3.5.1-7.el9_8|-|-|moderate|-|-|-");
	assert_line(&recorder, SOURCE("9|") "affected|-|-|-|moderate|-|-|-");
	assert_int_equal(recorder.statements, 2);
}

/* Not known is never the plain release, and each is named. */
static void strangers(void **state)
{
	static const char *const ids[][2] = {
		{ "rhel-9.4.z", "a new support" },
		{ "rhel-9.2.0.z", "of another minor" },
		{ "rhel-10.2.z", "of another major" },
		{ "rhel-br-9.8.z", "a build root" },
		{ "rhel-10.1.z", "Red Hat Enterprise Linux 10.1" },
		{ "hummingbird-1", "Red Hat Hardened Images" },
	};
	unsigned long dropped;

	(void)state;
	reads("'product_status':{'known_not_affected':['rhel-10:openssl']}");
	assert_line(&recorder, SOURCE("10|") "not_affected|-|-|-|moderate|-|-|-");
	assert_int_equal(recorder.statements, 1);
	dropped = recorder.dropped;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(ids); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *status = sslinv_str_format(
			"'product_status':{'known_not_affected':['%s:openssl'],'fixed':['%s:openssl-1:3.5.1-7.el9_8.src']}",
			ids[i][0], ids[i][0]);
		SSLINV_CLEANUP(sslinv_free_ptr) char *told = sslinv_str_format("`%s` is not a release known here",
									       ids[i][1]);

		reads(status);
		assert_int_equal(recorder.statements, 0);
		assert_int_equal(recorder.dropped, dropped);
		if (!has_text(&recorder, told))
			fail_msg("%s is not named:\n%s", ids[i][0], sslinv_str_text(&recorder.lines));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(streams, clean),
		cmocka_unit_test_teardown(next_minor, clean),
		cmocka_unit_test_teardown(strangers, clean),
	};

	return cmocka_run_group_tests_name("csaf minor releases", tests, NULL, NULL);
}
