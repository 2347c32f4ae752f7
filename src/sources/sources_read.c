/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the table of sources that comes with the program, and the site's. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/confine.h"
#include "base/num.h"
#include "base/str.h"
#include "base/trusted.h"
#include "parse/xml_table.h"
#include "sources/sources_internal.h"

#define SOURCES_NAMESPACE "urn:sslinv:sources:1"

/* No honest table comes near. */
#define MAX_TABLE_BYTES (4ull << 20)

#define DEFAULT_LIMITS                                                                                                      \
	(struct sslinv_fetch_limits)                                                                                        \
	{                                                                                                                   \
		.seconds = 1800, .stall = 60, .attempts = 4, .pause = 1000, .wait = 120                                     \
	}

const char *const sslinv_source_follow_words[SSLINV_FOLLOW_COUNT] = {
	[SSLINV_FOLLOW_FILE] = "file",
	[SSLINV_FOLLOW_REPOMD] = "repomd",
	[SSLINV_FOLLOW_MIRROR_LIST] = "mirror-list",
	[SSLINV_FOLLOW_ARCHIVE] = "archive",
};

const char *const sslinv_source_need_words[SSLINV_NEED_COUNT] = {
	[SSLINV_NEED_DISTRO] = "distro",
	[SSLINV_NEED_ALWAYS] = "always",
	[SSLINV_NEED_NAMED] = "named",
};

const char *sslinv_source_follow_name(enum sslinv_source_follow follow)
{
	return sslinv_source_follow_words[follow];
}

int sslinv_source_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (!word || strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

struct reading {
	struct sslinv_xml *xml;
	struct sslinv_source_table *sources;
	bool is_site;
	struct sslinv_error *error;
};

static struct reading *begin(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;

	reading->xml = xml;
	reading->error = error;
	return reading;
}

static bool is_text(const char *text)
{
	return text[0] && sslinv_str_is_printable(text, strlen(text));
}

/* Words with blanks between them, of letters, digits and few signs: ids, distributions, hosts. */
static bool is_words(const char *text)
{
	return text[0] &&
	       text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:{}[] ")] == '\0';
}

static bool is_id(const char *text)
{
	return is_words(text) && !strchr(text, ' ') && text[0] != '-';
}

static bool is_of_web(const char *text)
{
	return sslinv_str_starts(text, "https://") || sslinv_str_starts(text, "http://");
}

static bool is_place(const char *text)
{
	return is_of_web(text) || sslinv_str_starts(text, "file:///") || text[0] == '/';
}

static bool is_address(const char *text)
{
	return is_place(text) && is_text(text) && !(is_of_web(text) && strpbrk(text, " \"<>\\^`|@#"));
}

static bool is_path(const char *text)
{
	return text[0] == '/' && is_text(text);
}

static bool is_count(const char *text)
{
	uint64_t number;

	return sslinv_parse_number(text, SSLINV_CONFINE_MAX_FILE_SIZE, &number);
}

static bool is_follow(const char *text)
{
	return sslinv_source_word(sslinv_source_follow_words, SSLINV_FOLLOW_COUNT, text) >= 0;
}

static bool is_need(const char *text)
{
	return sslinv_source_word(sslinv_source_need_words, SSLINV_NEED_COUNT, text) >= 0;
}

static const struct {
	const char *name;
	bool (*is_right)(const char *text);
	const char *wanted;
} attributes[SSLINV_SOURCE_ATTRIBUTE_COUNT] = {
	[SSLINV_SOURCE_ID] = { "id", is_id, "a word of letters, digits and - . _" },
	[SSLINV_SOURCE_DISTRO] = { "distro", is_words, "words like `debian` or `centos:8`" },
	[SSLINV_SOURCE_FORMAT] = { "format", is_id, "a word like those of `sslinv feed list`" },
	[SSLINV_SOURCE_FOLLOW] = { "follow", is_follow, "file, repomd, mirror-list or archive" },
	[SSLINV_SOURCE_NEEDED] = { "needed", is_need, "distro, always or named" },
	[SSLINV_SOURCE_ADDRESS] = { "address", is_address,
				    "an address that begins with https://, http://, file:/// or / (a path is absolute)" },
	[SSLINV_SOURCE_REDIRECTS] = { "redirects", is_words, "names of hosts" },
	[SSLINV_SOURCE_CA] = { "ca", is_path, "the absolute path of a file" },
	[SSLINV_SOURCE_BYTES] = { "bytes", is_count, "a number of bytes, up to 2147483648" },
	[SSLINV_SOURCE_MAX_BYTES] = { "max-bytes", is_count, "a number of bytes, up to 2147483648" },
};

static int refuse(struct reading *reading, enum sslinv_source_attribute which, const char *value)
{
	const char *name = attributes[which].name;

	if (which != SSLINV_SOURCE_ADDRESS || !is_place(value))
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "%s of <source> is not %s", name,
				       attributes[which].wanted);
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
			       strchr(value, '@') ? "%s of <source> names a user; leave out what is before the @, as servers"
						    " are asked without a name"
						  : "%s of <source> has a sign that no address has; write it as %%20 and the"
						    " like",
			       name);
}

static int keep_attribute(struct reading *reading, const char *value, const char **kept)
{
	*kept = sslinv_arena_strdup(&reading->sources->arena, value);
	return *kept ? 0 : sslinv_error_memory(reading->error);
}

static int lacks(struct reading *reading, enum sslinv_source_attribute which)
{
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "<source> lacks the attribute %s",
			       attributes[which].name);
}

/* The row of this id, or NULL. Patterns are told apart from what they stand for. */
static struct sslinv_source_row *find(struct sslinv_source_row *rows, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].text[SSLINV_SOURCE_ID], id) == 0)
			return &rows[i];
	return NULL;
}

/* Does the site's row change one that came with the program? */
static bool overrides(const struct sslinv_source_table *sources, const char *id)
{
	struct sslinv_source_values values;

	for (size_t i = 0; i < sources->shipped.count; i++) {
		const char *its = sources->shipped.items[i].text[SSLINV_SOURCE_ID];

		if (strcmp(its, id) == 0 || sslinv_source_match(its, id, &values))
			return true;
	}
	return false;
}

/* A slip of the pen in an id leaves the source that it was to change as it is. */
static int unknown_id(struct reading *reading, const char *id, const char *lack)
{
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
			       "id '%s' is not one that comes with sslinv, and this <source> %s; `sslinv feed sources` lists"
			       " the ids",
			       id, lack);
}

static int check_row(struct reading *reading, const struct sslinv_source_row *row)
{
	const char *id = row->text[SSLINV_SOURCE_ID];

	if (!id)
		return lacks(reading, SSLINV_SOURCE_ID);
	if ((reading->is_site ? find(reading->sources->site.items, reading->sources->site.count, id)
			      : find(reading->sources->shipped.items, reading->sources->shipped.count, id)))
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				       "there is another <source> with the id %s; leave one", id);
	if (!row->text[SSLINV_SOURCE_ADDRESS] && !(reading->is_site && overrides(reading->sources, id)))
		return reading->is_site ? unknown_id(reading, id, "lacks the attribute address")
					: lacks(reading, SSLINV_SOURCE_ADDRESS);
	if (reading->is_site && !overrides(reading->sources, id) && !row->text[SSLINV_SOURCE_DISTRO] &&
	    sslinv_source_word(sslinv_source_need_words, SSLINV_NEED_COUNT, row->text[SSLINV_SOURCE_NEEDED]) ==
		    SSLINV_NEED_DISTRO)
		return unknown_id(reading, id, "has neither `distro` nor `needed`, so no host would ask for it");
	return 0;
}

static int read_source(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = begin(context, xml, error);
	struct sslinv_source_row row = { 0 }, *place;
	const char *names[SSLINV_SOURCE_ATTRIBUTE_COUNT];
	int rc;

	for (size_t i = 0; i < SSLINV_SOURCE_ATTRIBUTE_COUNT; i++)
		names[i] = attributes[i].name;
	rc = sslinv_xml_table_check(xml, names, SSLINV_SOURCE_ATTRIBUTE_COUNT, error);
	for (size_t i = 0; i < SSLINV_SOURCE_ATTRIBUTE_COUNT && rc == 0; i++) {
		const char *value = sslinv_xml_attribute(reading->xml, attributes[i].name);

		if (value && !attributes[i].is_right(value))
			return refuse(reading, (enum sslinv_source_attribute)i, value);
		if (value)
			rc = keep_attribute(reading, value, &row.text[i]);
	}
	if (rc == 0)
		rc = check_row(reading, &row);
	if (rc < 0)
		return rc;
	place = reading->is_site ? sslinv_array_add(&reading->sources->site) : sslinv_array_add(&reading->sources->shipped);
	if (!place)
		return sslinv_error_memory(reading->error);
	*place = row;
	return 0;
}

static int read_limits(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = begin(context, xml, error);
	struct sslinv_fetch_limits *limits = &reading->sources->limits;
	const struct {
		const char *name;
		unsigned *target;
		unsigned min, max;
	} numbers[] = {
		{ "seconds", &limits->seconds, 1, 86400 }, { "stall", &limits->stall, 1, 3600 },
		{ "attempts", &limits->attempts, 1, 20 },  { "pause", &limits->pause, 1, 60000 },
		{ "wait", &limits->wait, 0, 3600 },
	};
	const char *names[SSLINV_ARRAY_SIZE(numbers)];

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers); i++)
		names[i] = numbers[i].name;
	if (sslinv_xml_table_check(xml, names, SSLINV_ARRAY_SIZE(names), error) < 0)
		return error->code;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers); i++) {
		const char *value = sslinv_xml_attribute(reading->xml, numbers[i].name);
		uint64_t number;

		if (!value)
			continue;
		if (!sslinv_parse_number(value, numbers[i].max, &number) || number < numbers[i].min)
			return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
					       "%s of <limits> is not a number from %u to %u", numbers[i].name,
					       numbers[i].min, numbers[i].max);
		*numbers[i].target = (unsigned)number;
	}
	return 0;
}

static const struct sslinv_xml_table table = {
	.root = "sources",
	.namespace_uri = SOURCES_NAMESPACE,
	.max_bytes = MAX_TABLE_BYTES,
	.rows = { { "source", read_source }, { "limits", read_limits } },
};

/* What is there and cannot be read is an error, and so is what others may write: another address would be asked. */
static int read_site(struct sslinv_source_table *sources, const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_trusted_open(path, error);
	struct reading reading = { .sources = sources, .is_site = true };

	if (fd == SSLINV_E_NOT_FOUND) {
		sslinv_error_clear(error);
		return 0;
	}
	return fd < 0 ? fd : sslinv_xml_table_read_fd(fd, path, &table, &reading, error);
}

int sslinv_sources_load(const char *data_directory, const char *conf_directory, struct sslinv_source_table *sources,
			struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *shipped = sslinv_str_path(data_directory, "sources.xml");
	SSLINV_CLEANUP(sslinv_free_ptr) char *site = sslinv_str_path(conf_directory, "sources.xml");
	struct reading reading = { .sources = sources };
	int rc;

	memset(sources, 0, sizeof(*sources));
	sources->limits = DEFAULT_LIMITS;
	if (!shipped || !site)
		return sslinv_error_memory(error);
	rc = sslinv_xml_table_read(shipped, &table, &reading, error);
	return rc < 0 ? rc : read_site(sources, site, error);
}

void sslinv_sources_free(struct sslinv_source_table *sources)
{
	free(sources->shipped.items);
	free(sources->site.items);
	sslinv_arena_free(&sources->arena);
	memset(sources, 0, sizeof(*sources));
}
