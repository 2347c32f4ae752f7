/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What administrators are told by guidance: which commands and addresses are taken, how they are filled in, that they
 * survive an export, and that a file of the version before gets them.
 */
#include "guidance_helper.h"

#include "handbook_helper.h"

#include "guidance/template.h"
#include "formats/write_native.h"
#include "resolve/action.h"
#include "resolve/lifecycle.h"

#define HANDBOOK(identity, elements)                                                                                        \
	HEAD "<feed name='" identity "' vendor='V' format='handbook' identity='" identity "'>" elements "</feed>\n" TAIL

static void commands_that_may_be_shown(void **state)
{
	static const char *const right[] = {
		"dnf upgrade {packages}",
		"dnf upgrade[ --advisory={advisories}] {packages}",
		"apt-get install --only-upgrade {packages=versions}",
		"/usr/bin/x -o Dir::Etc=/x {packages}",
	};
	static const char *const wrong[] = {
		"",
		"dnf upgrade",
		"dnf upgrade [{packages}]", /* where they can be left out, everything would be upgraded */
		"dnf upgrade {packages};reboot",
		"dnf upgrade {packages} | sh",
		"dnf upgrade $(x) {packages}",
		"dnf upgrade `x` {packages}",
		"dnf upgrade {packages} > /etc/passwd",
		"dnf upgrade {packages} &",
		"dnf upgrade\n{packages}",
		"dnf upgrade\t{packages}",
		"dnf upgrade {packages}\033[2J",
		"dnf upgrade 'x' {packages}",
		"dnf upgrade \\x {packages}",
		"dnf \xd0\xb5 {packages}",
		"dnf upgrade {packages",
		"dnf upgrade packages}",
		"dnf upgrade {package}",
		"dnf upgrade {packages} [a [b]]",
		"dnf upgrade {packages} [a",
		"dnf upgrade {packages} a]",
		"-x {packages}",
		" x {packages}",
		"dnf upgrade {id} {packages}",
	};
	char long_one[300];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(right); i++)
		if (!sslinv_template_is_command(right[i]))
			fail_msg("refused: %s", right[i]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong); i++)
		if (sslinv_template_is_command(wrong[i]))
			fail_msg("taken: %s", wrong[i]);
	assert_false(sslinv_template_is_command(NULL));
	memset(long_one, 'x', sizeof(long_one));
	memcpy(long_one, "{packages}", 10);
	long_one[SSLINV_TEMPLATE_MAX] = '\0';
	assert_true(sslinv_template_is_command(long_one));
	long_one[SSLINV_TEMPLATE_MAX] = 'x';
	long_one[SSLINV_TEMPLATE_MAX + 1] = '\0';
	assert_false(sslinv_template_is_command(long_one));
}

static void addresses_that_may_be_shown(void **state)
{
	static const char *const wrong[] = {
		"http://vendor/{id}",    "https://vendor/",       "javascript:{id}",       "https://vendor/{id} x",
		"https://vendor/<{id}>", "https://vendor/\"{id}", "https://vendor/[{id}]", "ftp://vendor/{id}",
	};

	(void)state;
	assert_true(sslinv_template_is_address("https://vendor/{id}"));
	assert_true(sslinv_template_is_address("https://vendor/{release}/{dashed-id}.html?a=1&b=2#x"));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong); i++)
		if (sslinv_template_is_address(wrong[i]))
			fail_msg("taken: %s", wrong[i]);
}

static void filling_in(void **state)
{
	static const struct {
		const char *text, *advisories, *filled;
	} cases[] = {
		{ "a {packages}", NULL, "a p q" },
		{ "a[ --x={advisories}] {packages}", "A,B", "a --x=A,B p q" },
		{ "a[ --x={advisories}] {packages}", NULL, "a p q" },
		{ "a[ --y] {packages}[ z]", NULL, "a --y p q z" },
		{ "[a {advisories} {packages}]{packages}", NULL, "p q" },
		{ "{packages}{packages}", NULL, "p qp q" },
	};
	struct sslinv_str out = { 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const struct sslinv_template_value values[] = { { "packages", "p q" },
								{ "advisories", cases[i].advisories } };

		assert_true(sslinv_template_is_command(cases[i].text));
		sslinv_str_reset(&out);
		assert_int_equal(sslinv_template_fill(&out, cases[i].text, values, 2), 0);
		assert_string_equal(sslinv_str_text(&out), cases[i].filled);
	}
	sslinv_str_free(&out);
}

/* Left out one by one, with a warning each; the rest of the feed is used. */
static void what_is_left_out(void **state)
{
	static const char text[] = HANDBOOK("x/y", "<upgrade product='debian' command='apt-get install {packages}; reboot'/>"
						   "<upgrade product='debian' command='apt-get install'/>"
						   "<upgrade product='debian'/>"
						   "<upgrade command='x {packages}'/>"
						   "<upgrade release='9' format='rpm' command='x {packages}'/>"
						   "<upgrade product='de bian' command='x {packages}'/>"
						   "<upgrade product='debian' advisory='$(x)' command='x {packages}'/>"
						   "<page product='debian' about='CVE-' address='http://x/{id}'/>"
						   "<page product='debian' about='' address='https://x/{id}'/>"
						   "<page about='CVE-' address='https://x/{id}'/>"
						   "<branch library='OpenSSL' version='x' tls='1.2'/>"
						   "<branch library='OpenSSL' version='5.0' tls='2'/>"
						   "<branch library='OpenSSL' version='5.0' tls='1.4'/>");
	const struct place *place = *state;
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(import_text(place, store, text, &imported, &error), 0);
	assert_int_equal(imported.warnings, 12);
	sslinv_guidance_store_close(store);
	expect_rows(place, "SELECT count(*) FROM instruction", "0\n");
	expect_rows(place, "SELECT count(*) FROM page", "0\n");
	expect_rows(place, "SELECT library, version, tls FROM branch", "OpenSSL|5.0|1.4\n");
}

static void load(const struct place *place, const char *distro, struct sslinv_guidance_set *set)
{
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_READ);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_guidance_store_load(store, distro, set, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_guidance_store_close(store);
}

static void expect_command(const struct place *place, const char *distro, const char *expected)
{
	const struct sslinv_upgrade upgrade = { "openssl", "3.0.2", NULL };
	struct sslinv_guidance_set set;
	struct sslinv_str out = { 0 };

	load(place, distro, &set);
	assert_int_equal(sslinv_action_command(&out, &set, distro, "12", "deb", &upgrade, 1), 0);
	assert_string_equal(sslinv_str_text(&out), expected);
	sslinv_str_free(&out);
	sslinv_guidance_set_free(&set);
}

/* The bundled one; then an administrator's own, which is told to be that; and gone with its feed's next edition. */
static void an_imported_command(void **state)
{
	const struct place *place = *state;

	write_text(in(place, "data/handbook.xml"),
		   HANDBOOK("sslinv/handbook", "<upgrade product='debian' command='apt-get install {packages=versions}'/>"
					       "<upgrade format='deb' command='apt install {packages}'/>"));
	expect_command(place, "debian", "apt-get install openssl=3.0.2");
	expect_command(place, "unheard-of", "apt install openssl");
	import_ok(place, HANDBOOK("our/own", "<upgrade product='debian' command='our-tool {packages}'/>"), 1, 0, 0);
	expect_command(place, "debian", "our-tool openssl\n(command from the imported feed our/own)");
	expect_command(place, "unheard-of", "apt install openssl");
	import_ok(place, HANDBOOK("our/own", ""), 0, 1, 0);
	expect_command(place, "debian", "apt-get install openssl=3.0.2");
}

/* No other format can name a command: the same words in a table of facts are a column that nobody knows. */
static void only_by_our_own_format(void **state)
{
	const struct place *place = *state;

	import_ok(
		place,
		"distro\trelease\tcve\tstatus\tpackage\tcommand\nrhel\t9\tCVE-2024-0727\taffected\topenssl\tx {packages}\n",
		1, 0, 0);
	expect_rows(place, "SELECT count(*) FROM instruction", "0\n");
}

static char *export_text(const struct place *place, const char *product)
{
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_READ);
	struct sslinv_native_writer *writer = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	assert_int_equal(sslinv_native_open(file, NULL, &writer, &error), 0);
	assert_int_equal(product ? sslinv_guidance_store_product(store, product, sslinv_native_sink(writer), &error)
				 : sslinv_guidance_store_each(store, sslinv_native_sink(writer), &error),
			 0);
	assert_int_equal(sslinv_native_close(writer, &error), 0);
	fclose(file);
	sslinv_guidance_store_close(store);
	return text;
}

/* The bundled handbook is what an export of it gives: it can be made anew, and none of it is lost on the way. */
static void export_and_import_again(void **state)
{
	const struct place *place = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/data/handbook.xml", source_directory());
	SSLINV_CLEANUP(sslinv_free_ptr) char *handbook = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *again = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *part = NULL;
	size_t length;

	assert_non_null(path);
	handbook = read_whole(path, &length);
	write_text(in(place, "data/a.xml"), HEAD TAIL);
	import_ok(place, handbook, 1, 0, 0);
	again = export_text(place, NULL);
	assert_string_equal(again, handbook);
	/* One feed's place in the others: an administrator's own command, and the rest as it is. */
	import_ok(place, HANDBOOK("our/own", "<upgrade product='rhel' release='7' command='our-tool {packages}'/>"), 1, 0,
		  0);
	part = export_text(place, "handbook");
	assert_non_null(strstr(
		part, "<feed name=\"sslinv/handbook\" vendor=\"sslinv\" format=\"handbook\" identity=\"sslinv/handbook\">"));
	assert_non_null(strstr(part, "<upgrade product=\"rhel\" release=\"7\" command=\"our-tool {packages}\"/>"));
	assert_null(strstr(part, "<upgrade product=\"rhel\" release=\"7\" advisory"));
	assert_non_null(strstr(part, "<branch library=\"OpenSSL\" version=\"1.1.1\" tls=\"1.3\"/>"));
	assert_non_null(strstr(part, "<page product=\"openssl\""));
}

/* A file of an older version keeps what was imported, and takes the handbook that is bundled now. */
static void from_version(const struct place *place, int version)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/tests/fixtures/guidance-v%d.sql",
								       source_directory(), version);
	SSLINV_CLEANUP(sslinv_free_ptr) char *number = sslinv_str_format("%d\n", version);
	SSLINV_CLEANUP(sslinv_free_ptr) char *sql = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *schema = NULL;
	struct sslinv_guidance_set set;
	size_t length;

	assert_non_null(path);
	sql = read_whole(path, &length);
	sslinv_guidance_store_close(open_guidance(place, SSLINV_SQL_WRITE));
	schema = file_rows(in(place, "guidance.db"), "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2");
	assert_int_equal(unlink(in(place, "guidance.db")), 0);
	change_file(in(place, "guidance.db"), sql);
	expect_rows(place, "PRAGMA user_version", number);
	write_text(in(place, "data/handbook.xml"),
		   HANDBOOK("sslinv/handbook", "<branch library='OpenSSL' version='1.1.1' tls='1.3'/>"));
	load(place, "rhel", &set);
	assert_int_equal(set.statements.count, 1);
	assert_string_equal(sslinv_lifecycle_tls(&set, "3.0"), "1.3");
	sslinv_guidance_set_free(&set);
	expect_rows(place, "PRAGMA user_version", "5\n");
	expect_rows(place, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2", schema);
	expect_rows(place, "SELECT identity FROM feed WHERE NOT bundled", "tsv/imported.tsv\n");
}

static void from_version_1(void **state)
{
	from_version(*state, 1);
}

static void from_version_2(void **state)
{
	from_version(*state, 2);
}

static void from_version_3(void **state)
{
	from_version(*state, 3);
}

static void from_version_4(void **state)
{
	from_version(*state, 4);
}

int main(void)
{
#define WITH_BUNDLE(name) cmocka_unit_test_setup_teardown(name, make_bundle, remove_place)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_that_may_be_shown),
		cmocka_unit_test(addresses_that_may_be_shown),
		cmocka_unit_test(filling_in),
		WITH_BUNDLE(what_is_left_out),
		WITH_BUNDLE(an_imported_command),
		WITH_BUNDLE(only_by_our_own_format),
		WITH_BUNDLE(export_and_import_again),
		WITH_BUNDLE(from_version_1),
		WITH_BUNDLE(from_version_2),
		WITH_BUNDLE(from_version_3),
		WITH_BUNDLE(from_version_4),
	};

	return cmocka_run_group_tests_name("handbook", tests, NULL, NULL);
}
