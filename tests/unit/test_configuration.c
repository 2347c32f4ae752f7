/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configurations of OpenSSL, read here and by a real libcrypto: the same sections, the same values, in the same order. */
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "policy/configuration.h"

/* As <openssl/conf.h> has it, whose library is asked where there is one. */
struct conf_value {
	char *section, *name, *value;
};

static struct {
	void *(*new_conf)(void *method);
	int (*load)(void *conf, const char *file, long *line);
	void *(*section)(const void *conf, const char *section);
	void (*free_conf)(void *conf);
	int (*count)(const void *stack);
	void *(*item)(const void *stack, int place);
} openssl;

static bool find_openssl(const char *soname)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	const struct {
		void *function;
		const char *name;
	} functions[] = {
		{ &openssl.new_conf, "NCONF_new" },        { &openssl.load, "NCONF_load" },
		{ &openssl.section, "NCONF_get_section" }, { &openssl.free_conf, "NCONF_free" },
		{ &openssl.count, "OPENSSL_sk_num" },      { &openssl.item, "OPENSSL_sk_value" },
	};

	for (size_t i = 0; library && i < SSLINV_ARRAY_SIZE(functions); i++) {
		void *found = dlsym(library, functions[i].name);

		if (!found)
			return false;
		memcpy(functions[i].function, &found, sizeof(found));
	}
	return library != NULL;
}

struct place {
	char directory[64];
	struct sslinv_root root;
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_non_null(place);
	snprintf(place->directory, sizeof(place->directory), "/tmp/sslinv-conf-XXXXXX");
	assert_non_null(mkdtemp(place->directory));
	place->root = (struct sslinv_root)SSLINV_ROOT_INIT;
	assert_int_equal(sslinv_root_open(&place->root, "/", &error), 0);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;
	char *command = sslinv_str_format("rm -rf '%s'", place->directory);

	sslinv_root_close(&place->root);
	assert_int_equal(system(command), 0);
	free(command);
	free(place);
	return 0;
}

static char *put(const struct place *place, const char *name, const struct sslinv_str *text)
{
	char *path = sslinv_str_path(place->directory, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(sslinv_str_text(text), 1, text->length, file), text->length);
	assert_int_equal(fclose(file), 0);
	return path;
}

static const char *const sections[] = { "default", "a", "b", "c d", "e", "x.y", "S", "T", "0" };

static int by_openssl(const void *conf, struct sslinv_str *out)
{
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sections); i++) {
		const void *stack = openssl.section(conf, sections[i]);

		if (stack)
			rc |= sslinv_str_printf(out, "[%s]\n", sections[i]);
		for (int k = 0; stack && k < openssl.count(stack); k++) {
			const struct conf_value *value = openssl.item(stack, k);

			rc |= sslinv_str_printf(out, "%s=%s\n", value->name, value->value);
		}
	}
	return rc;
}

static int by_us(const struct sslinv_configuration *configuration, struct sslinv_str *out)
{
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sections); i++) {
		const struct sslinv_configuration_section *section = sslinv_configuration_section(configuration,
												  sections[i]);

		if (section)
			rc |= sslinv_str_printf(out, "[%s]\n", sections[i]);
		for (size_t k = 0; section && k < section->count; k++)
			if (!section->items[k]->is_replaced)
				rc |= sslinv_str_printf(out, "%s=%s\n", section->items[k]->name, section->items[k]->value);
	}
	return rc;
}

static void assert_same(const struct place *place, const char *path, const char *text)
{
	const struct sslinv_configuration_rules rules = { true, true };
	SSLINV_CLEANUP(sslinv_configuration_free) struct sslinv_configuration configuration = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str theirs = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str ours = { 0 };
	void *conf = openssl.new_conf(NULL);
	bool is_loaded = openssl.load(conf, path, NULL) > 0;

	assert_int_equal(sslinv_configuration_read(&place->root, path, &rules, &configuration), 0);
	if (configuration.doubt) {
		openssl.free_conf(conf);
		return;
	}
	if (is_loaded != !configuration.refusal)
		fail_msg("OpenSSL %s this, we say %s:\n%s", is_loaded ? "takes" : "refuses",
			 configuration.refusal ? configuration.refusal : "nothing", text);
	if (is_loaded) {
		assert_int_equal(by_openssl(conf, &theirs), 0);
		assert_int_equal(by_us(&configuration, &ours), 0);
		if (strcmp(sslinv_str_text(&ours), sslinv_str_text(&theirs)) != 0)
			fail_msg("of\n%s\nOpenSSL makes\n%s\nand we\n%s", text, sslinv_str_text(&theirs),
				 sslinv_str_text(&ours));
	}
	openssl.free_conf(conf);
}

/* Pieces of lines, of which many make sense together. */
static const char *const pieces[] = {
	"[a]",
	"[ b ]",
	"[c d]",
	"[e",
	"[]",
	"[x.y]",
	"[S]",
	"[$n]",
	"x = 1",
	"y=2",
	"n = a",
	"z = $x",
	"z=${y}",
	"z=$(n)",
	"z = ${a::x}",
	"b::y = 3",
	"a::x=4",
	"T::q=5",
	"z = ${x",
	"q = 'a b'",
	"q = \"a#b\"",
	"q = `c`",
	"q = a\\nb",
	"q = a\\\\",
	"q = a \\",
	"# c",
	"# c \\",
	"  ",
	"w = a # b",
	"w = a\\#b",
	"w",
	"w w = 1",
	".x = 1",
	"a.b = 2",
	"a/b;c = 3",
	"=",
	"= 1",
	"x = $x$x",
	"$x = 1",
	"x = $",
	"x = $1",
	"\\x = 1",
	"x\\ y=1",
	"q = 'a",
	"q = a'b'c\"d\"",
	".pragma dollarid:on",
	".pragma = dollarid:off",
	".pragma abspath:true",
	".pragma other:1",
	".pragma",
	".pragma x",
	".include",
	".include = ",
	"x = a\r",
	"\t[a]\t",
	"x = \xc3\xa4",
	"\xc3\xa4 = 1",
	"x = $a::x",
	"x = ${n}::y",
	"q = \\r\\b\\t\\q",
	"x = a=b",
	"[a] x = 1",
	"0 = 0",
	"[0]",
};

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

static void add_lines(struct sslinv_str *text, uint32_t *seed, const char *directory)
{
	uint32_t lines = 1 + next(seed) % 12;

	for (uint32_t i = 0; i < lines; i++) {
		uint32_t choice = next(seed) % (SSLINV_ARRAY_SIZE(pieces) + 6);
		const char *piece = choice < SSLINV_ARRAY_SIZE(pieces) ? pieces[choice] : NULL;
		int rc = piece ? sslinv_str_add(text, piece)
			       : sslinv_str_printf(text, "%s %s/%s", choice % 2 ? ".include" : ".include=", directory,
						   choice % 3 == 0   ? "other.cnf"
						   : choice % 3 == 1 ? "none.cnf"
								     : "one/more.cnf");

		assert_int_equal(rc, 0);
		/* Now and then a line has no end, or a longer one than OpenSSL reads at once. */
		if (next(seed) % 50 == 0)
			for (unsigned k = 0; k < 600; k++)
				assert_int_equal(sslinv_str_add(text, "v"), 0);
		if (next(seed) % 40)
			assert_int_equal(sslinv_str_add(text, next(seed) % 20 ? "\n" : "\r\n"), 0);
	}
}

static void configurations_are_read_as_openssl_does(void **state)
{
	const struct place *place = *state;
	uint32_t seed = 20261128;

	if (!find_openssl("libcrypto.so.3"))
		skip();
	for (unsigned i = 0; i < 20000; i++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str other = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

		add_lines(&text, &seed, place->directory);
		if (i % 16 == 0) {
			add_lines(&other, &seed, "/no/such");
			free(put(place, "other.cnf", &other));
		}
		path = put(place, "openssl.cnf", &text);
		assert_same(place, path, sslinv_str_text(&text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(configurations_are_read_as_openssl_does, make_place, remove_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
