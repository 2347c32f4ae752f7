/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OVAL reader: what cannot be evaluated is unknown, and documents that mean harm are refused. */
#include "oval_fixture.h"

#include "base/attributes.h"

/* ---- what cannot be evaluated ------------------------------------------------------------------------------------------
 */

#define DEFINITION(id, criteria) DEFINITION_OF("patch", id, criteria)
#define DEFINITION_OF(class, id, criteria)                                                                                  \
	"<definition class='" class "' id='" id "'><metadata><title>openssl</title><affected><platform>AlmaLinux "          \
				    "9</platform></affected>"                                                               \
				    "<reference ref_id='CVE-2024-0001' source='CVE'/></metadata>" criteria "</definition>"
#define OPENSSL(test) "<criterion test_ref='" test "' comment='openssl is earlier than 1:3.0.7-25.el9_3'/>"
#define OPENSSL_ITEMS                                                                                                       \
	"<tests>" TEST("t:1", "o:1", STATE("s:1"))                                                                          \
		TEST("t:2", "o:2", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl")                              \
			PACKAGE("o:2", "tar") "</objects><states>" BELOW("s:1", "1:3.0.7-25.el9_3") "</states>"

static void assert_only_unknown(const char *what)
{
	if (recorder.statements == 0 || has_text(&recorder, "|not_affected|") || has_text(&recorder, "|fixed|") ||
	    has_text(&recorder, "|affected|") || !has_text(&recorder, "|openssl|binary|CVE-2024-0001|unknown|-|"))
		fail_msg("%s gave:\n%s", what, sslinv_str_text(&recorder.lines));
	assert_true(recorder.warnings > 0);
}

static void test_what_cannot_be_evaluated_is_unknown(void **state)
{
	static const struct {
		const char *what;
		const char *text;
	} cases[] = {
		{ "a negated test", DEFINITION("d:1", "<criteria><criterion negate='true' test_ref='t:1' comment='openssl "
						      "is earlier than 1'/></criteria>") },
		{ "negated criteria", DEFINITION("d:1", "<criteria negate='true'>" OPENSSL("t:1") "</criteria>") },
		{ "a negated condition",
		  DEFINITION("d:1",
			     "<criteria><criterion negate='1' test_ref='t:9' comment='AlmaLinux 9 is installed'/>" OPENSSL(
				     "t:1") "</criteria>") },
		{ "another package beside it",
		  DEFINITION("d:1",
			     "<criteria operator='AND'><criterion test_ref='t:2' comment='tar is earlier than 1'/>" OPENSSL(
				     "t:1") "</criteria>") },
		{ "an exclusive choice",
		  DEFINITION("d:1",
			     "<criteria operator='XOR'>" OPENSSL(
				     "t:1") "<criterion test_ref='t:9' comment='AlmaLinux 9 is installed'/></criteria>") },
		{ "a platform as an alternative",
		  DEFINITION("d:1",
			     "<criteria operator='OR'>" OPENSSL(
				     "t:1") "<criterion test_ref='t:9' comment='AlmaLinux 9 is installed'/></criteria>") },
		{ "criteria of a platform as an alternative",
		  DEFINITION("d:1", "<criteria operator='OR'>" OPENSSL(
					    "t:1") "<criteria><criterion test_ref='t:9' comment='AlmaLinux 9 is "
						   "installed'/></criteria></criteria>") },
		{ "a signature as an alternative",
		  DEFINITION("d:1", "<criteria operator='OR'>" OPENSSL(
					    "t:1") "<criterion test_ref='t:9' comment='openssl is signed with AlmaLinux "
						   "key'/></criteria>") },
		{ "the absence of another flaw as an alternative",
		  DEFINITION("d:1", "<criteria operator='OR'>" OPENSSL(
					    "t:1") "<criterion negate='true' test_ref='t:2' comment='tar is earlier than "
						   "1'/></criteria>") },
		{ "a definition of what is well",
		  DEFINITION_OF("compliance", "d:1", "<criteria>" OPENSSL("t:1") "</criteria>") },
		{ "a definition of anything",
		  DEFINITION_OF("miscellaneous", "d:1", "<criteria>" OPENSSL("t:1") "</criteria>") },
		{ "a condition nobody knows",
		  DEFINITION("d:1", "<criteria>" OPENSSL(
					    "t:1") "<criterion test_ref='t:9' comment='the moon is full'/></criteria>") },
		{ "a test that is not there", DEFINITION("d:1", "<criteria>" OPENSSL("t:77") "</criteria>") },
		{ "an extension that is not there",
		  DEFINITION("d:1",
			     "<criteria>" OPENSSL(
				     "t:1") "<extend_definition definition_ref='d:77' comment='whatever'/></criteria>") },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format("%s<definitions>%s</definitions>%s",
									       HEAD("x"), cases[i].text, OPENSSL_ITEMS TAIL);

		assert_non_null(text);
		read_well(text);
		assert_only_unknown(cases[i].what);
	}
	/* The same, and nothing strange: the counterproof. */
	read_well(HEAD("x") "<definitions>" DEFINITION(
		"d:1", "<criteria>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
	/* The flaw of another package beside it is an alternative that says nothing of this one. */
	read_well(HEAD("x") "<definitions>" DEFINITION(
		"d:1", "<criteria operator='OR'>" OPENSSL(
			       "t:1") "<criteria><criterion test_ref='t:2' comment='tar is earlier than 1'/><criterion "
				      "test_ref='t:9' comment='tar is signed with AlmaLinux key'/></criteria>"
				      "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
}

#define FROM_VARIABLE(attributes) "<rpminfo_object id='o:1'><name var_ref='v:1' " attributes "/></rpminfo_object>"
#define NAMES(value) "<variables><constant_variable id='v:1'><value>" value "</value></constant_variable></variables>"

static void test_items_that_cannot_be_evaluated(void **state)
{
	static const struct {
		const char *what;
		const char *items;
	} cases[] = {
		{ "state_ref for object_ref",
		  "<tests><rpminfo_test id='t:1'><object state_ref='o:1'/><state "
		  "state_ref='s:1'/></rpminfo_test></tests><objects>" PACKAGE("o:1", "openssl") "</objects><states>" BELOW(
			  "s:1", "1:3") "</states>" },
		{ "no object",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><states>" BELOW("s:1", "1:3") "</states>" },
		{ "no state",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl") "</objects>" },
		{ "another comparison",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states><rpminfo_state id='s:1'><evr operation='greater "
					    "than'>1:3</evr></rpminfo_state></states>" },
		{ "a version out of a variable",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states><rpminfo_state id='s:1'><evr operation='less than' "
					    "var_ref='v:1'/></rpminfo_state></states>" },
		{ "a set of objects",
		  "<tests>" TEST("t:1", "o:1",
				 STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><set><object_reference>o:2"
					       "</object_reference></set></rpminfo_object></objects><states>" BELOW(
						       "s:1", "1:3") "</states>" },
		{ "a pattern for a name",
		  "<tests>" TEST("t:1", "o:1",
				 STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><name operation='pattern match'>"
					       "^openssl.*</name></rpminfo_object></objects><states>" BELOW(
						       "s:1", "1:3") "</states>" },
		{ "a pattern that has no end",
		  "<tests>" TEST("t:1", "o:1",
				 STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><name operation='pattern match'>"
					       "^openssl</name></rpminfo_object></objects><states>" BELOW(
						       "s:1", "1:3") "</states>" },
		{ "a name that it is not",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			  "operation='not equal'") "</objects><states>" BELOW("s:1", "1:3") "</states>" NAMES("openssl") },
		{ "a name that none may satisfy",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			  "var_check='none satisfy'") "</objects><states>" BELOW("s:1",
										 "1:3") "</states>" NAMES("openssl") },
		{ "patterns out of a variable",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			  "operation='pattern match'") "</objects><states>" BELOW("s:1",
										  "1:3") "</states>" NAMES("^openssl.*") },
		{ "names read as patterns",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			  "operation='pattern match'") "</objects><states>" BELOW("s:1",
										  "1:3") "</states>" NAMES("openssl") },
		{ "a state of which one part is enough",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1",
			  "openssl") "</objects><states><rpminfo_state id='s:1' operator='OR'><arch>x86_64</arch><evr "
				     "operation='less than'>1:3</evr></rpminfo_state></states>" },
		{ "every architecture but one",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states><rpminfo_state id='s:1'><arch operation='not "
					    "equal'>x86_64</arch><evr operation='less than'>1:3</evr></rpminfo_state>"
					    "</states>" },
		{ "states that exclude each other",
		  "<tests><rpminfo_test id='t:1' state_operator='OR'><object object_ref='o:1'/>" STATE("s:1")
			  STATE("s:2") "</rpminfo_test></tests><objects>" PACKAGE(
				  "o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3") "<rpminfo_state "
											     "id='s:2'><arch>x86_64</arch></"
											     "rpminfo_state></states>" },
		{ "a state with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3") BELOW("s:1", "1:2") "</states>" },
		{ "an object with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE("o:1", "openssl")
			  PACKAGE("o:1", "tar") "</objects><states>" BELOW("s:1", "1:3") "</states>" },
		{ "a test with two contents",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) TEST("t:1", "o:1", STATE("s:2")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3") BELOW("s:2", "1:2") "</states>" },
		{ "a version that is none",
		  "<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" PACKAGE(
			  "o:1", "openssl") "</objects><states>" BELOW("s:1", "soon, I hope") "</states>" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			"%s<definitions>%s</definitions>%s%s", HEAD("x"),
			DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>"), cases[i].items, TAIL);

		assert_non_null(text);
		read_well(text);
		assert_only_unknown(cases[i].what);
	}
}

/* The same items where they are as they should be. */
static void test_items_that_can_be_evaluated(void **state)
{
	static const char *const items[] = {
		"<tests>" TEST("t:1", "o:1",
			       STATE("s:1")) "</tests><objects><rpminfo_object id='o:1'><name operation='pattern match'>"
					     "^openssl$</name></rpminfo_object></objects><states>" BELOW("s:1",
													 "1:3") "</states>",
		"<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			"operation='pattern match'") "</objects><states>" BELOW("s:1", "1:3") "</states>" NAMES("^openssl$"),
		"<tests>" TEST("t:1", "o:1", STATE("s:1")) "</tests><objects>" FROM_VARIABLE(
			"var_check='at least one'") "</objects><states>" BELOW("s:1", "1:3") "</states>" NAMES("openssl"),
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(items); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			"%s<definitions>%s</definitions>%s%s", HEAD("x"),
			DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>"), items[i], TAIL);

		assert_non_null(text);
		read_well(text);
		assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3|"));
	}
}

/* A test without a state asks whether something exists, and `check` changes nothing in it. */
static void test_presence(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION(
		"d:1",
		"<criteria><criterion test_ref='t:1' comment='openssl is installed'/><criterion test_ref='t:2' "
		"comment='openssl is not installed'/></criteria>") "</definitions><tests>" TEST("t:1", "o:1",
												"") "<rpminfo_test id='t:2' "
												    "check='none "
												    "satisfy'><object "
												    "object_ref='o:1'/></"
												    "rpminfo_test></tests>"
												    "<objects>" PACKAGE(
													    "o:1",
													    "openssl") "</"
														       "obje"
														       "cts"
														       ">" TAIL);
	assert_only_unknown("presence twice");
	/* In one architecture alone: so is the fix that stands beside it. */
	read_well(
		HEAD("x") "<definitions>" DEFINITION(
			"d:1", "<criteria><criterion test_ref='t:2' comment='openssl arch is aarch64'/>" OPENSSL(
				       "t:1") "</criteria>") "</definitions><tests>" TEST("t:1", "o:1", STATE("s:1"))
			TEST("t:2", "o:1", STATE("s:2")) "</tests><objects>" PACKAGE(
				"o:1", "openssl") "</objects><states>" BELOW("s:1", "1:3") "<rpminfo_state "
											   "id='s:2'><arch>aarch64</arch></"
											   "rpminfo_state></states>" TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3|aarch64|"));
	assert_int_equal(recorder.statements, 1);
}

/* A pattern of architectures limits a statement where it leaves out the one of nearly all hosts. */
static void test_architectures(void **state)
{
	static const struct {
		const char *pattern;
		size_t statements;
		const char *arch;
	} cases[] = {
		{ "aarch64|ppc64le|s390x|x86_64", 1, "-" },
		{ "(aarch64|x86_64)", 1, "-" },
		{ "aarch64|s390x", 2, "s390x" },
		{ "(ppc64|ppc64le)", 2, "ppc64" },
		{ "^aarch64$", 1, "aarch64" },
		{ "i.86|aarch64", 1, "-" },
		{ "", 1, "-" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format(
			"%s<definitions>%s</definitions><tests>%s</tests><objects>%s</objects><states><rpminfo_state "
			"id='s:1'><arch operation='pattern match'>%s</arch><evr operation='less than'>1:3</evr>"
			"</rpminfo_state></states>%s",
			HEAD("x"), DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>"),
			TEST("t:1", "o:1", STATE("s:1")), PACKAGE("o:1", "openssl"), cases[i].pattern, TAIL);
		SSLINV_CLEANUP(sslinv_free_ptr) char *line = sslinv_str_format("|openssl|binary|CVE-2024-0001|fixed|1:3|%s|",
									       cases[i].arch);

		assert_non_null(text);
		assert_non_null(line);
		read_well(text);
		assert_int_equal(recorder.statements, cases[i].statements);
		assert_true(has_text(&recorder, line));
	}
}

static void test_ids_shared_between_types(void **state)
{
	(void)state;
	/* As ALT publishes them: harmless for who keeps the types apart, and said. */
	read_well(HEAD("x") "<definitions>" DEFINITION(
		"d:1",
		"<criteria>" OPENSSL(
			"x:1") "</criteria>") "</definitions><tests>" TEST("x:1", "x:1",
									   STATE("x:1")) "</tests><objects>" PACKAGE("x:1",
														     "openss"
														     "l") "<"
															  "/"
															  "o"
															  "b"
															  "j"
															  "e"
															  "c"
															  "t"
															  "s"
															  ">"
															  "<"
															  "s"
															  "t"
															  "a"
															  "t"
															  "e"
															  "s"
															  ">" BELOW(
																  "x:1",
																  "1:3.0.7-25.el9_3") "</states>" TAIL);
	assert_true(has_text(&recorder, "|openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
	assert_true(has_text(&recorder, "id x:1 is shared by elements of different types"));
}

static void test_a_test_that_says_nothing_and_is_missing(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria><criterion test_ref='t:77' comment='Long Term "
							      "Support'/></criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_int_equal(recorder.statements, 0);
	assert_true(has_text(&recorder, "definition d:1: test t:77 is missing"));
}

static void test_definitions_that_clash(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION("d:1", "<criteria>" OPENSSL("t:1") "</criteria>") DEFINITION(
		"d:1", "<criteria operator='OR'>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL);
	assert_only_unknown("two definitions with one id");
	assert_true(has_text(&recorder, "definition d:1 was there before"));
}

static void test_extensions_in_a_cycle(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(HEAD("x") "<definitions>\n" DEFINITION(
			"d:1",
			"<criteria>" OPENSSL(
				"t:1") "<extend_"
				       "definition "
				       "definition_ref='"
				       "d:2' "
				       "comment='more'/"
				       "></criteria>") "\n" DEFINITION("d:2",
								       "<criteria><extend_definition definition_ref='d:3' "
								       "comment='more'/></criteria>") "\n" DEFINITION("d:3",
														      "<crit"
														      "eria>"
														      "<exte"
														      "nd_"
														      "defin"
														      "ition"
														      " "
														      "defin"
														      "ition"
														      "_ref="
														      "'d:1'"
														      " "
														      "comme"
														      "nt='"
														      "more'"
														      "/></"
														      "crite"
														      "ria>") "</"
															      "definiti"
															      "ons"
															      ">" OPENSSL_ITEMS
																      TAIL),
		SSLINV_E_FORMAT);
	assert_non_null(strstr(recorder.error.message, ":2: definition d:1 extends itself"));
	assert_int_equal(recorder.statements, 0);
}

static void test_an_extension_with_packages(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions>" DEFINITION(
		"d:1", "<criteria><extend_definition definition_ref='d:2' comment='the "
		       "fix'/></criteria>") "<definition class='miscellaneous' "
					    "id='d:2'><metadata><title>openssl</"
					    "title></metadata><criteria>" OPENSSL("t:1") "</criteria></definition></"
											 "definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "S|almalinux|9||openssl|binary|CVE-2024-0001|fixed|1:3.0.7-25.el9_3|"));
}

static void test_extensions_too_long_or_too_many(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc = sslinv_str_add(&text, HEAD("x") "<definitions>");

	(void)state;
	for (int i = 0; rc == 0 && i < 200; i++)
		rc = sslinv_str_printf(
			&text,
			"<definition class='patch' id='d:%d'><metadata><title>openssl</title></metadata><criteria>"
			"<extend_definition definition_ref='d:%d' comment='x'/></criteria></definition>",
			i, i + 1);
	assert_int_equal(sslinv_str_add(&text, "</definitions>" TAIL), 0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);

	/* Each extends the next one twice: 2 to the power of 40 ways. */
	sslinv_str_reset(&text);
	rc = sslinv_str_add(&text, HEAD("x") "<definitions>");
	for (int i = 0; rc == 0 && i < 40; i++)
		rc = sslinv_str_printf(&text,
				       "<definition class='patch' id='d:%d'><metadata><title>openssl CVE-2024-0001</title>"
				       "<reference ref_id='CVE-2024-0001'/></metadata><criteria operator='OR'>"
				       "<extend_definition definition_ref='d:%d' comment='x'/>"
				       "<extend_definition definition_ref='d:%d' comment='x'/></criteria></definition>",
				       i, i + 1, i + 1);
	assert_int_equal(
		sslinv_str_add(&text, DEFINITION("d:40", "<criteria>" OPENSSL(
								 "t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL),
		0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);
}

static void test_criteria_too_deep(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	int rc = sslinv_str_add(&text, HEAD("x") "<definitions><definition class='patch' id='d:1'>\n");

	(void)state;
	for (int i = 0; rc == 0 && i < 100; i++)
		rc = sslinv_str_add(&text, "<criteria>\n");
	for (int i = 0; rc == 0 && i < 100; i++)
		rc = sslinv_str_add(&text, "</criteria>");
	assert_int_equal(sslinv_str_add(&text, "</definition></definitions>" TAIL), 0);
	assert_int_equal(read_text(text.data), SSLINV_E_LIMIT);
	assert_non_null(strstr(recorder.error.message, ":66: definition d:1 nests criteria"));
}

static void test_dates(void **state)
{
	(void)state;
	read_well(HEAD("x") "<definitions><definition class='patch' id='d:1'><metadata><affected><platform>AlmaLinux "
			    "9</platform></affected>"
			    "<reference ref_id='CVE-2024-0001'/><advisory><issued "
			    "date='2999-01-01'/></advisory></metadata><criteria>" OPENSSL(
				    "t:1") "</criteria></definition></definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "the date 2999-01-01 lies in the future"));
	assert_true(has_text(&recorder, "|fixed|"));
	read_well("<oval_definitions><generator><timestamp>2999-12-31T00:00:00</timestamp></generator></oval_definitions>");
	assert_true(has_text(&recorder, "the document's date 2999-12-31T00:00:00 lies in the future"));
	read_well(HEAD("x") "<definitions><definition class='patch' id='d:1'><metadata><affected><platform>AlmaLinux "
			    "9</platform></affected>"
			    "<reference ref_id='CVE-2024-0001'/><advisory><issued "
			    "date='yesterday'/></advisory></metadata><criteria>" OPENSSL(
				    "t:1") "</criteria></definition></definitions>" OPENSSL_ITEMS TAIL);
	assert_true(has_text(&recorder, "|d:1|-|-|-|-\n"));
}

/* ---- size --------------------------------------------------------------------------------------------------------------
 */

static void write_million(FILE *stream)
{
	fputs(HEAD("x") "<definitions>", stream);
	for (int i = 0; i < 1000000; i++)
		fprintf(stream,
			"<definition class='patch' id='d:%d'><criteria><criterion comment='tar is earlier than 1' "
			"test_ref='t:%d'/>"
			"</criteria></definition>\n",
			i, i);
	fputs("</definitions>" TAIL, stream);
}

static void write_undecided(FILE *stream)
{
	fputs(HEAD("x") "<definitions>", stream);
	for (int i = 0; i < 1000000; i++)
		fprintf(stream,
			"<definition class='patch' id='d:%d'><criteria><criterion comment='x' "
			"test_ref='t:%d'/></criteria></definition>\n",
			i, i);
	fputs("</definitions>" TAIL, stream);
}

static void test_a_million_definitions(void **state)
{
	long before = peak_memory();

	(void)state;
	/* Those that say what they are about are counted and dropped. */
	assert_int_equal(read_stream(&sslinv_reader_oval, write_million, &recorder), 0);
	assert_int_equal(recorder.dropped, 1000000);
	assert_in_range(peak_memory() - before, 0, 64);
	/* Those that do not would have to be kept, and there is a bound to that. */
	assert_int_equal(read_stream(&sslinv_reader_oval, write_undecided, &recorder), SSLINV_E_LIMIT);
	assert_non_null(strstr(recorder.error.message, "/fifo: more definitions may concern OpenSSL than"));
	assert_int_equal(recorder.statements, 0);
	assert_in_range(peak_memory() - before, 0, 256);
}

static void test_cut_off(void **state)
{
	static const char text[] = HEAD("x") "<definitions>" DEFINITION(
		"d:1", "<criteria>" OPENSSL("t:1") "</criteria>") "</definitions>" OPENSSL_ITEMS TAIL;

	(void)state;
	for (size_t length = 20; length < strlen(text); length += 7) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *cut = strndup(text, length);

		assert_non_null(cut);
		assert_int_equal(read_text(cut), SSLINV_E_FORMAT);
		/* Nothing is told before all is read. */
		assert_int_equal(recorder.feeds, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_what_cannot_be_evaluated_is_unknown, clean),
		cmocka_unit_test_teardown(test_items_that_cannot_be_evaluated, clean),
		cmocka_unit_test_teardown(test_items_that_can_be_evaluated, clean),
		cmocka_unit_test_teardown(test_presence, clean),
		cmocka_unit_test_teardown(test_architectures, clean),
		cmocka_unit_test_teardown(test_ids_shared_between_types, clean),
		cmocka_unit_test_teardown(test_a_test_that_says_nothing_and_is_missing, clean),
		cmocka_unit_test_teardown(test_definitions_that_clash, clean),
		cmocka_unit_test_teardown(test_extensions_in_a_cycle, clean),
		cmocka_unit_test_teardown(test_an_extension_with_packages, clean),
		cmocka_unit_test_teardown(test_extensions_too_long_or_too_many, clean),
		cmocka_unit_test_teardown(test_criteria_too_deep, clean),
		cmocka_unit_test_teardown(test_dates, clean),
		cmocka_unit_test_teardown(test_a_million_definitions, clean),
		cmocka_unit_test_teardown(test_cut_off, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
