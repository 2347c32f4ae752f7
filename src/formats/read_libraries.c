/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the table of the TLS and cryptography libraries beside OpenSSL. */
#include "formats/read_libraries.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "base/words.h"
#include "openssl/soname.h"
#include "parse/xml_table.h"

#define LIBRARIES_NAMESPACE "urn:sslinv:libraries:1"

/* No honest table comes near. */
#define MAX_BYTES (1ull << 20)
/* Room for a text before its version, where a window of a file is searched for it (elf/openssl_ident.c). */
#define MAX_TEXT 40

struct reading {
	struct sslinv_xml *xml;
	struct sslinv_crypto_table *table;
	struct sslinv_error *error;
};

static uint32_t current(const struct reading *reading)
{
	return (uint32_t)(reading->table->libraries.count - 1);
}

static int fail(const struct reading *reading, const char *attribute, const char *wanted)
{
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "%s of <%s> is not %s", attribute,
			       sslinv_xml_name(reading->xml), wanted);
}

/* An attribute in the table's arena; `wanted` says what it is where it may not be missing. */
static int take(struct reading *reading, const char *name, const char *wanted, const char **text)
{
	const char *value = sslinv_xml_attribute(reading->xml, name);

	*text = NULL;
	if (!value && !wanted)
		return 0;
	if (!value || !*value || !sslinv_str_is_printable(value, strlen(value)))
		return fail(reading, name, wanted ? wanted : "a text");
	*text = sslinv_arena_strdup(&reading->table->arena, value);
	if (!*text)
		return sslinv_error_memory(reading->error);
	/* Names and values both: what is searched for depends on them. */
	sslinv_crypto_table_add_mark(reading->table, name);
	sslinv_crypto_table_add_mark(reading->table, *text);
	return 0;
}

static bool is_does(const char *does)
{
	return strcmp(does, "tls") == 0 || strcmp(does, "crypto") == 0 || strcmp(does, "both") == 0;
}

static int read_soname(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const char *const names[] = { "stem", "does" };
	struct reading *reading = context;
	struct sslinv_crypto_stem *stem = sslinv_array_add(&reading->table->stems);
	SSLINV_CLEANUP(sslinv_free_ptr) char *soname = NULL;
	int rc = sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error);

	if (!stem)
		return sslinv_error_memory(error);
	stem->library = current(reading);
	if (rc == 0)
		rc = take(reading, "stem", "the begin of a name, as `libgnutls`", &stem->stem);
	if (rc == 0)
		rc = take(reading, "does", "tls, crypto or both", &stem->does);
	if (rc < 0)
		return rc;
	soname = sslinv_str_format("%s.so", stem->stem);
	if (!soname)
		return sslinv_error_memory(error);
	if (strncmp(stem->stem, "lib", 3) != 0 || !stem->stem[3] || strchr(stem->stem, '/'))
		return fail(reading, "stem", "the begin of a name, as `libgnutls`");
	if (sslinv_soname_is_openssl(soname))
		return fail(reading, "stem", "one of another library: it is OpenSSL's");
	return is_does(stem->does) ? 0 : fail(reading, "does", "tls, crypto or both");
}

static int read_text(struct reading *reading, const char *text)
{
	struct sslinv_crypto_text *row = sslinv_array_add(&reading->table->texts);
	size_t length = strlen(text);

	if (!row)
		return sslinv_error_memory(reading->error);
	if (length < 4 || length > MAX_TEXT || text[length - 1] != ' ')
		return fail(reading, "text", "4 to 40 bytes, the last of them a blank");
	*row = (struct sslinv_crypto_text){ current(reading), text, length };
	return 0;
}

/* Calls `add` for each word of the text. */
static int read_words(struct reading *reading, const char *text, int (*add)(struct reading *reading, const char *word))
{
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words words = { 0 };
	int rc = sslinv_words_add(&words, text, " \t\n");

	if (rc < 0)
		return sslinv_error_memory(reading->error);
	for (size_t i = 0; i < words.count && rc == 0; i++) {
		const char *word = sslinv_arena_strdup(&reading->table->arena, words.items[i]);

		rc = word ? add(reading, word) : sslinv_error_memory(reading->error);
	}
	return rc;
}

static int add_package(struct reading *reading, const char *name)
{
	struct sslinv_crypto_package *row = sslinv_array_add(&reading->table->packages);

	if (!row)
		return sslinv_error_memory(reading->error);
	*row = (struct sslinv_crypto_package){ current(reading), name };
	return 0;
}

static int read_packages(struct reading *reading, const char *packages)
{
	return read_words(reading, packages, add_package);
}

static int add_source(struct reading *reading, const char *file)
{
	int rc = sslinv_crypto_table_add_source(reading->table, current(reading), file);

	if (rc == SSLINV_E_FORMAT)
		return fail(reading, "files", "names of source files in C or C++, each up to 64 bytes");
	if (rc == SSLINV_E_LIMIT)
		return fail(reading, "files", "one of 128 names or less in all");
	return rc < 0 ? sslinv_error_memory(reading->error) : 0;
}

static int read_source(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const char *const names[] = { "files" };
	struct reading *reading = context;
	const char *files;
	int rc = sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error);

	if (rc == 0)
		rc = take(reading, "files", "names of source files", &files);
	return rc < 0 ? rc : read_words(reading, files, add_source);
}

static int read_version(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const char *const names[] = { "text", "bare", "file", "package" };
	struct reading *reading = context;
	struct sslinv_crypto_library *library = &reading->table->libraries.items[current(reading)];
	const char *values[SSLINV_ARRAY_SIZE(names)];
	int rc = sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names) && rc == 0; i++)
		rc = take(reading, names[i], NULL, &values[i]);
	if (rc < 0)
		return rc;
	for (size_t i = 1; i < 3; i++)
		if (values[i] && strcmp(values[i], "true") != 0)
			return fail(reading, names[i], "`true`");
	if (!!values[0] + !!values[1] + !!values[2] + !!values[3] != 1)
		return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error,
				       "<version> has one of the attributes text, bare, file and package");
	library->has_bare |= values[1] != NULL;
	library->has_file |= values[2] != NULL;
	if (values[0])
		return read_text(reading, values[0]);
	return values[3] ? read_packages(reading, values[3]) : 0;
}

static int read_branch(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const char *const names[] = { "name", "ended", "source" };
	struct reading *reading = context;
	struct sslinv_crypto_branch *branch = sslinv_array_add(&reading->table->branches);
	const char *source;
	char day[SSLINV_DATE_SIZE];
	int rc = sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error);

	if (!branch)
		return sslinv_error_memory(error);
	branch->library = current(reading);
	if (rc == 0)
		rc = take(reading, "name", "the numbers that its versions begin with", &branch->name);
	if (rc == 0)
		rc = take(reading, "ended", "a day as 2025-03-31", &branch->ended);
	if (rc == 0)
		rc = take(reading, "source", "the address where the end is published", &source);
	if (rc == 0 && (!sslinv_date_parse(branch->ended, day) || strcmp(day, branch->ended) != 0))
		rc = fail(reading, "ended", "a day as 2025-03-31");
	return rc;
}

static int read_library(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const char *const names[] = { "name", "home" };
	static const struct sslinv_xml_rule rules[] = { { "soname", read_soname },
							{ "source", read_source },
							{ "version", read_version },
							{ "branch", read_branch },
							{ 0 } };
	struct reading *reading = context;
	int depth = sslinv_xml_depth(xml), rc = sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error);
	struct sslinv_crypto_library *library;
	const char *home;

	reading->xml = xml;
	reading->error = error;
	library = rc == 0 ? sslinv_array_add(&reading->table->libraries) : NULL;
	if (!library)
		return rc < 0 ? rc : sslinv_error_memory(error);
	rc = take(reading, "name", "the name of a project", &library->name);
	if (rc == 0)
		rc = take(reading, "home", "the address of a project", &home);
	while (rc == 0 && (rc = sslinv_xml_child(xml, depth, error)) > 0) {
		const struct sslinv_xml_rule *rule = sslinv_xml_find_rule(xml, rules);

		rc = rule ? rule->read(context, xml, error)
			  : sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "<%s> is not known inside <library>",
					    sslinv_xml_name(xml));
	}
	return rc;
}

int sslinv_libraries_read(const char *data_directory, struct sslinv_crypto_table *table, struct sslinv_error *error)
{
	static const struct sslinv_xml_table rows = {
		.root = "libraries",
		.namespace_uri = LIBRARIES_NAMESPACE,
		.max_bytes = MAX_BYTES,
		.rows = { { "library", read_library } },
	};
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(data_directory, "libraries.xml");
	struct reading reading = { .table = table };
	int rc;

	memset(table, 0, sizeof(*table));
	rc = path ? sslinv_xml_table_read(path, &rows, &reading, error) : sslinv_error_memory(error);
	if (rc < 0)
		sslinv_crypto_table_free(table);
	return rc;
}
