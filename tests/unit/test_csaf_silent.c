/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents that are passed over without being parsed: that none which speaks of OpenSSL is among them, however its names
 * are written, nor one that is damaged.
 */
#include "feed_recorder.h"

#include "base/attributes.h"
#include "formats/csaf/csaf.h"
#include "openssl/mention.h"
#include "openssl/package_name.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

/* At every place of a text of any length. */
static void is_mention(const char *name, bool wanted)
{
	char text[64];

	for (size_t size = strlen(name); size < sizeof(text); size++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *exact = NULL;

		for (size_t at = 0; at + strlen(name) <= size; at++) {
			memset(text, 's', sizeof(text));
			for (size_t i = 1; i < sizeof(text); i += 2)
				text[i] = 'u';
			memcpy(text + at, name, strlen(name));
			free(exact);
			exact = malloc(size);
			assert_non_null(exact);
			memcpy(exact, text, size);
			if (sslinv_mention_is_possible(exact, size) != wanted)
				fail_msg("%.*s", (int)size, text);
		}
	}
}

static void mentions(void **state)
{
	static const char *const hidden[] = { "\\u006fpen\\u0073\\u0073l",
					      "\\u006F",
					      "\\u0033",
					      "\\u007a",
					      "%6fpen",
					      "%73",
					      "%33",
					      "%2573",
					      "\\u00256f",
					      "\\u002573" };
	static const char *const harmless[] = { "OPENSSL", "libs",    "s-sl",    "edk1",    "libcrypt0", "\\u00e9",
						"\\u003c", "\\u0026", "\\u2013", "\\u1073", "%20x",      "%3A",
						"%2B",     "100 %",   "%",       "\\\\n",   "\\u0041b",  "ov mf" };
	const char *start;

	(void)state;
	for (size_t i = 0; (start = sslinv_package_name_start(i)) != NULL; i++)
		is_mention(start, true);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(hidden); i++)
		is_mention(hidden[i], true);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(harmless); i++)
		is_mention(harmless[i], false);
	assert_false(sslinv_mention_is_possible("", 0));
}

#define DOCUMENT(package, purl)                                                                                             \
	"{'document':{'category':'csaf_vex','csaf_version':'2.0','publisher':{'name':'Red Hat Product Security'},"          \
	"'title':'\\u00e9\\u003c','tracking':{'id':'CVE-2026-1'}},'product_tree':{'branches':[{'category':'vendor',"        \
	"'name':'Red Hat','branches':[{'category':'product_name','name':'x','product':{'name':'x','product_id':'9',"        \
	"'product_identification_helper':{'cpe':'cpe:/o:redhat:enterprise_linux:9'}}},{'category':'product_version',"       \
	"'name':'p','product':{'name':'p','product_id':'" package "','product_identification_helper':{'purl':'" purl        \
	"'}}}]}],'relationships':[{'category':'default_component_of',"                                                      \
	"'full_product_name':{'name':'x','product_id':'9:p'},'product_reference':'" package                                 \
	"','relates_to_product_reference':'9'}]},'vulnerabilities':[{'cve':'CVE-2026-84782','product_status':{"             \
	"'known_not_affected':['9:p']}}]}"

static char *silent(const char *document)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = json(document);

	return sslinv_csaf_silent(text, strlen(text));
}

/* Whatever the reader makes a statement of is never silent. */
static void names(void **state)
{
	static const struct {
		const char *document;
		bool is_silent;
	} cases[] = {
		{ DOCUMENT("curl", "pkg:rpm/redhat/curl?arch=src"), true },
		{ DOCUMENT("curl-7.1-1.el9", "pkg:rpm/redhat/curl@7.1-1.el9?arch=src%26x&epoch=1"), true },
		{ DOCUMENT("openssl", "pkg:rpm/redhat/openssl?arch=src"), false },
		{ DOCUMENT("p", "pkg:rpm/redhat/\\u006fpen\\u0073sl?arch=src"), false },
		{ DOCUMENT("p", "pkg:rpm/redhat/open%73%73l?arch=src"), false },
		{ DOCUMENT("p", "pkg:rpm/redhat/ope\\u006e\\u0073%73l"), false },
		{ DOCUMENT("p", "pkg:rpm/redhat/open\\u00257\\u0033%73l"), false },
		{ DOCUMENT("p", "pkg:deb/debian/lib%63rypto3"), false },
		{ DOCUMENT("edk2", "pkg:rpm/redhat/edk2"), false },
		{ DOCUMENT("\\u006fvmf", "x"), false },
		{ DOCUMENT("libssl3", "x"), false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *identity = silent(cases[i].document);

		assert_int_equal(read_json(&sslinv_reader_csaf, cases[i].document, &recorder), 0);
		if ((identity != NULL) != cases[i].is_silent || (identity != NULL) != (recorder.statements == 0))
			fail_msg("%s gave:\n%s", cases[i].document, sslinv_str_text(&recorder.lines));
		if (!identity)
			continue;
		assert_string_equal(identity, "csaf-vex/Red-Hat/CVE-2026-1");
		/* The very feed that the reader makes of it. */
		assert_line(&recorder, "F|Red Hat|csaf-vex|-|csaf-vex/Red-Hat/CVE-2026-1");
	}
}

/* Cut off, with something behind it, or not as such documents are: for the reader to tell. */
static void damaged(void **state)
{
	static const char *const documents[] = {
		"[]",
		"{}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':{}}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':[],"
		"'vulnerabilities':[]}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':{},"
		"'vulnerabilities':{}}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y','id':'z'}},'product_tree':"
		"{},"
		"'vulnerabilities':[]}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':{},"
		"'vulnerabilities':[],'vulnerabilities':[]}",
		"{'document':{'category':'csaf_base','publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':{},"
		"'vulnerabilities':[]}",
		"{'document':{'category':7,'publisher':{'name':'x'},'tracking':{'id':'y'}},'product_tree':{},'"
		"vulnerabilities':[]}",
		"{'document':{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'\\u00e9'}},'product_tree':{},"
		"'vulnerabilities':[]}",
		"{'document':{'category':'csaf_vex','publisher':'x','tracking':{'id':'y'}},'product_tree':{},'"
		"vulnerabilities':[]}",
		"{'document':[{'category':'csaf_vex','publisher':{'name':'x'},'tracking':{'id':'y'}}],'product_tree':{},"
		"'vulnerabilities':[]}",
	};
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(DOCUMENT("curl", "pkg:rpm/redhat/curl"));
	SSLINV_CLEANUP(sslinv_free_ptr) char *longer = sslinv_str_format("%s\n]", document);

	(void)state;
	for (size_t length = 0; length < strlen(document); length++)
		assert_null(sslinv_csaf_silent(document, length));
	assert_null(sslinv_csaf_silent(longer, strlen(longer)));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(documents); i++)
		assert_null(silent(documents[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mentions),
		cmocka_unit_test_teardown(names, clean),
		cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests_name("silent documents", tests, NULL, NULL);
}
