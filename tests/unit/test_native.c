/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv's own guidance: what is written is read back, is valid by the schema, and is the same bytes every time. */
#include "feed_recorder.h"

#include <libxml/relaxng.h>

#include "base/attributes.h"
#include "formats/write_native.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

static void tell_all(const struct sslinv_guidance_sink *sink)
{
	const struct sslinv_feed feed = { "rhel-9.oval.xml", "Red Hat", "oval", "2024-01-18T17:14:19",
					  "oval/rhel-9/patch/x" };
	const struct sslinv_feed other = { "a & b <c> \"d\"", "OpenSSL", "openssl-cve", NULL, "openssl-cve/CVE-2024-0727" };
	const struct sslinv_life life = { "openssl", "3.0", "", NULL, "2021-09-07", "2026-09-07" };
	const struct sslinv_life extended = { "sles", "15.1", "ltss", "x", NULL, NULL };
	const struct sslinv_exploitation listed = { "CVE-2014-0160", "2022-05-04", "0.94421" };
	const struct sslinv_exploitation scored = { "CVE-2024-0727", NULL, "0.00123" };
	const struct sslinv_vulnerability vulnerability = { "CVE-2024-0727", "low", "2024-01-25", "PKCS12 <decoding> & more",
							    "https://x/?a=1&b=2" };
	const struct sslinv_range range = { "CVE-2024-0727", "OpenSSL", "3.0.0", "3.0.13", NULL };
	const struct sslinv_range last = { "CVE-2024-0727", "OpenSSL", "1.0.2", NULL, "1.0.2zh" };
	const struct sslinv_range alone = { "CVE-2024-9143", "OpenSSL", "3.4.0", NULL, NULL };
	const struct sslinv_branch branch = { "OpenSSL", "1.0.1", "1.2" };
	const struct sslinv_instruction instruction = { "rhel", "9", "rpm",
							"dnf upgrade[ --advisory={advisories}] {packages}", "RH" };
	const struct sslinv_instruction for_all = { "", "", "deb", "apt-get install {packages=versions}", NULL };
	const struct sslinv_page page = { "rhel", "CVE-", "https://x/?a=1&b={id}" };
	struct sslinv_statement statement = { .distro = "rhel",
					      .release = "9",
					      .stream = "",
					      .package = "openssl-libs",
					      .kind = SSLINV_PACKAGE_BINARY,
					      .cve = "CVE-2024-0727",
					      .status = SSLINV_STATUS_FIXED,
					      .fixed_version = "1:3.0.7-27.el9",
					      .arch = "x86_64",
					      .advisory = "RHSA-2024:2447",
					      .severity = "low",
					      .issued = "2024-04-30",
					      .url = "https://access/?x&y",
					      .note = "it's \"so\"",
					      .is_doubtful = true };

	assert_int_equal(sink->feed(sink->context, &feed), 0);
	assert_int_equal(sink->statement(sink->context, &statement), 0);
	/* In the same package, then another kind, stream, release and distribution. */
	statement = (struct sslinv_statement){ .distro = "rhel",
					       .release = "9",
					       .stream = "",
					       .package = "openssl-libs",
					       .cve = "CVE-2024-5535",
					       .status = SSLINV_STATUS_NOT_AFFECTED };
	for (int status = 0; status < SSLINV_STATUS_COUNT; status++) {
		statement.status = (enum sslinv_status)status;
		statement.fixed_version = status == SSLINV_STATUS_FIXED ? "1:3.2.2-6.el9_5" : NULL;
		assert_int_equal(sink->statement(sink->context, &statement), 0);
	}
	statement.kind = SSLINV_PACKAGE_SOURCE;
	assert_int_equal(sink->statement(sink->context, &statement), 0);
	statement.stream = "9.4-eus";
	assert_int_equal(sink->statement(sink->context, &statement), 0);
	statement.release = "8";
	statement.stream = "";
	assert_int_equal(sink->statement(sink->context, &statement), 0);
	statement.distro = "opensuse-tumbleweed";
	statement.release = "";
	assert_int_equal(sink->statement(sink->context, &statement), 0);
	assert_int_equal(sink->feed(sink->context, &other), 0);
	assert_int_equal(sink->life(sink->context, &life), 0);
	assert_int_equal(sink->life(sink->context, &extended), 0);
	assert_int_equal(sink->exploitation(sink->context, &listed), 0);
	assert_int_equal(sink->exploitation(sink->context, &scored), 0);
	assert_int_equal(sink->branch(sink->context, &branch), 0);
	assert_int_equal(sink->instruction(sink->context, &instruction), 0);
	assert_int_equal(sink->instruction(sink->context, &for_all), 0);
	assert_int_equal(sink->page(sink->context, &page), 0);
	assert_int_equal(sink->vulnerability(sink->context, &vulnerability), 0);
	assert_int_equal(sink->range(sink->context, &range), 0);
	assert_int_equal(sink->range(sink->context, &last), 0);
	assert_int_equal(sink->range(sink->context, &alone), 0);
	assert_int_equal(sink->statement(sink->context, &statement), 0);
}

static char *write_all(size_t *length)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, length);
	struct sslinv_native_writer *writer = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_non_null(file);
	assert_int_equal(sslinv_native_open(file, "2026-11-24T06:55:26Z", &writer, &error), 0);
	tell_all(sslinv_native_sink(writer));
	assert_int_equal(sslinv_native_close(writer, &error), 0);
	fclose(file);
	return text;
}

static void test_written_and_read_back(void **state)
{
	struct recorder direct = { .statements = 0 };
	const struct sslinv_guidance_sink sink = { &direct,        record_feed,   record_statement,    record_vulnerability,
						   record_range,   record_life,   record_exploitation, record_warning,
						   record_dropped, record_branch, record_instruction,  record_page };
	size_t length;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = write_all(&length);

	(void)state;
	if (read_bytes(&sslinv_reader_native, text, length, &recorder) != 0)
		fail_msg("%s", recorder.error.message);
	tell_all(&sink);
	assert_string_equal(sslinv_str_text(&recorder.lines), sslinv_str_text(&direct.lines));
	recorder_free(&direct);
}

static void test_the_same_bytes(void **state)
{
	size_t length;
	size_t again;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = write_all(&length);
	SSLINV_CLEANUP(sslinv_free_ptr) char *twice = write_all(&again);

	(void)state;
	assert_int_equal(length, again);
	assert_memory_equal(text, twice, length);
}

static int is_valid(const char *text, size_t length)
{
	const char *source = getenv("srcdir");
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/data/guidance.rng", source ? source : ".");
	xmlRelaxNGParserCtxtPtr parser;
	xmlRelaxNGPtr schema;
	xmlRelaxNGValidCtxtPtr validator;
	xmlDocPtr document = xmlReadMemory(text, (int)length, "guidance", NULL, XML_PARSE_NONET);
	int rc;

	assert_non_null(document);
	assert_non_null(path);
	parser = xmlRelaxNGNewParserCtxt(path);
	assert_non_null(parser);
	schema = xmlRelaxNGParse(parser);
	if (!schema)
		fail_msg("no schema at %s", path);
	validator = xmlRelaxNGNewValidCtxt(schema);
	assert_non_null(validator);
	rc = xmlRelaxNGValidateDoc(validator, document);
	xmlRelaxNGFreeValidCtxt(validator);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	xmlFreeDoc(document);
	return rc == 0;
}

static void ignore_errors(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

#define STATEMENT(attributes)                                                                                               \
	"<guidance xmlns='urn:sslinv:guidance:1'><feed name='n' vendor='v' format='oval' identity='i'><distribution "       \
	"id='rhel'>"                                                                                                        \
	"<release version='9'><package name='openssl' kind='binary'><statement " attributes                                 \
	"/></package></release></distribution></feed></guidance>"

static void test_the_schema(void **state)
{
	static const char *const wrong[] = {
		STATEMENT("cve='CVE-2024-0727' status='fixed'"),
		STATEMENT("cve='CVE-2024-0727' status='affected' fixed-version='1'"),
		STATEMENT("cve='CVE-24-0727' status='affected'"),
		STATEMENT("cve='CVE-2024-0727' status='perhaps'"),
		STATEMENT("cve='CVE-2024-0727' status='affected' surprise='yes'"),
		STATEMENT("cve='CVE-2024-0727' status='affected' issued='soon'"),
		STATEMENT("status='affected'"),
		"<guidance xmlns='urn:sslinv:guidance:2'/>",
		"<guidance xmlns='urn:sslinv:guidance:1'><feed name='n'/></guidance>",
	};
	static const char right[] = STATEMENT("cve='CVE-2024-0727' status='affected'");
	size_t length;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = write_all(&length);

	(void)state;
	assert_true(is_valid(text, length));
	assert_true(is_valid(right, strlen(right)));
	xmlSetGenericErrorFunc(NULL, ignore_errors);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong); i++) {
		if (is_valid(wrong[i], strlen(wrong[i])))
			fail_msg("valid: %s", wrong[i]);
	}
}

static void test_what_the_reader_will_not_have(void **state)
{
	(void)state;
	assert_int_equal(read_json(&sslinv_reader_native, "<guidance xmlns='urn:sslinv:guidance:2'/>", &recorder),
			 SSLINV_E_UNSUPPORTED);
	assert_non_null(strstr(recorder.error.message, "urn:sslinv:guidance:2"));
	assert_int_equal(read_json(&sslinv_reader_native,
				   "<guidance xmlns='urn:sslinv:guidance:1'>\n<feed name='n'/></guidance>", &recorder),
			 SSLINV_E_FORMAT);
	assert_non_null(strstr(recorder.error.message, ":2: <feed> has no attribute vendor"));
	/* A word of a later version is no fix, and no all-clear. */
	assert_int_equal(read_json(&sslinv_reader_native, STATEMENT("cve='CVE-2024-0727' status='perhaps'"), &recorder), 0);
	assert_true(has_text(&recorder, "|CVE-2024-0727|unknown|-|"));
	assert_int_equal(recorder.warnings, 1);
	assert_int_equal(read_json(&sslinv_reader_native,
				   STATEMENT("cve='CVE-2024-0727' status='fixed' fixed-version='a b'"), &recorder),
			 0);
	assert_true(has_text(&recorder, "|CVE-2024-0727|unknown|-|"));
	assert_int_equal(read_json(&sslinv_reader_native, STATEMENT("cve='CVE-2024-0727' status='fixed'"), &recorder), 0);
	assert_true(has_text(&recorder, "|CVE-2024-0727|unknown|-|"));
	assert_int_equal(
		read_json(
			&sslinv_reader_native,
			"<guidance xmlns='urn:sslinv:guidance:1'><feed name='n' vendor='v' format='f' identity='i'><later/>"
			"<life product='p' release='1' end='never'/></feed><later/></guidance>",
			&recorder),
		0);
	assert_int_equal(recorder.warnings, 3);
}

/* What one reader found doubtful does not grow when the export is read again. */
static void test_doubt_is_said_once(void **state)
{
	static const char text[] =
		"<guidance xmlns='urn:sslinv:guidance:1'><feed name='n' vendor='v' format='oval' identity='i'>"
		"<distribution id='azurelinux'><release version='3.0'><package name='openssl' kind='binary'>"
		"<statement cve='CVE-2024-0727' status='fixed' fixed-version='0:1.1.1k-29.azl3' note='old' doubtful='true'/>"
		"<statement cve='CVE-2023-5678' status='fixed' fixed-version='0:1.1.1k-28.azl3'/>"
		"</package></release></distribution></feed></guidance>";

	(void)state;
	assert_int_equal(read_json(&sslinv_reader_native, text, &recorder), 0);
	assert_true(has_text(&recorder, "|CVE-2024-0727|fixed|0:1.1.1k-29.azl3|-|-|-|-|doubtful|old\n"));
	assert_true(
		has_text(&recorder, "|CVE-2023-5678|fixed|0:1.1.1k-28.azl3|-|-|-|-|doubtful|the fixed version is older"));
}

static void test_a_full_disk(void **state)
{
	FILE *file = fopen("/dev/full", "w");
	struct sslinv_native_writer *writer = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	if (!file) {
		print_message("no /dev/full here\n");
		skip();
	}
	assert_int_equal(sslinv_native_open(file, NULL, &writer, &error), 0);
	assert_true(sslinv_native_close(writer, &error) < 0);
	assert_non_null(strstr(error.message, "cannot be written"));
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_written_and_read_back, clean),
		cmocka_unit_test_teardown(test_the_same_bytes, clean),
		cmocka_unit_test_teardown(test_the_schema, clean),
		cmocka_unit_test_teardown(test_what_the_reader_will_not_have, clean),
		cmocka_unit_test_teardown(test_doubt_is_said_once, clean),
		cmocka_unit_test_teardown(test_a_full_disk, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
