/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads life cycles from product pages of endoflife.date: Markdown with YAML in front. Of the YAML only `permalink` and the
 * list `releases` count; libyaml reads it event by event, so anchors and aliases never expand.
 */
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "formats/readers.h"
#include "version/word.h"

#define MAX_FRONT ((size_t)1 << 20)
#define MAX_DEPTH 32

/* Which page is whose life cycle, and what the support is called that follows the plain one. */
static const struct {
	const char *page, *product, *extended;
} products[] = {
	{ "openssl", "openssl", "premium" },   { "rhel", "rhel", "els" },          { "centos", "centos", NULL },
	{ "centos-stream", "centos", NULL }, /* with `stream` as its stream: both are ID=centos */
	{ "almalinux", "almalinux", NULL },    { "rocky-linux", "rocky", NULL },   { "oracle-linux", "ol", "extended" },
	{ "amazon-linux", "amzn", NULL },      { "fedora", "fedora", NULL },       { "sles", "sles", "ltss" },
	{ "opensuse", "opensuse-leap", NULL }, { "debian", "debian", "lts" }, /* these two go by the code name: `bookworm`,
										 `jammy` */
	{ "ubuntu", "ubuntu", "esm" },         { "alpine-linux", "alpine", NULL },
};

enum field { FIELD_CYCLE, FIELD_CODENAME, FIELD_RELEASED, FIELD_END, FIELD_EXTENDED, FIELD_COUNT };

static const struct {
	const char *name;
	enum field field;
} fields[] = {
	{ "releaseCycle", FIELD_CYCLE },   { "codename", FIELD_CODENAME },
	{ "releaseDate", FIELD_RELEASED }, { "eol", FIELD_END },
	{ "eoes", FIELD_EXTENDED },        { "extendedSupport", FIELD_EXTENDED },
};

struct release {
	char text[FIELD_COUNT][64];
	bool has[FIELD_COUNT];
};

struct page {
	const struct sslinv_checked_sink *sink;
	struct sslinv_error *error;
	yaml_parser_t parser;
	char permalink[64];
	bool has_releases;
	size_t count;
	bool is_announced;
	const char *input_name;
};

/* The front matter without its fences, or a negative code. Markdown follows, which is no YAML. */
static int read_front(struct sslinv_input *input, struct sslinv_str *front, struct sslinv_error *error)
{
	char buffer[8192];
	const char *end;

	for (;;) {
		ssize_t got = sslinv_input_read(input, buffer, sizeof(buffer), error);

		if (got < 0)
			return (int)got;
		if (got == 0)
			return sslinv_error_set(
				error, SSLINV_E_FORMAT,
				"%s: the YAML in front has no end (a line `---`); get the file again from the project",
				sslinv_input_name(input));
		if (front->length + (size_t)got > MAX_FRONT)
			return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: the YAML in front is longer than %zu bytes",
						sslinv_input_name(input), MAX_FRONT);
		if (sslinv_str_add_bytes(front, buffer, (size_t)got) < 0)
			return sslinv_error_memory(error);
		end = memmem(front->data, front->length, "\n---\n", 5);
		if (!end)
			end = memmem(front->data, front->length, "\n---\r\n", 6);
		if (end)
			break;
	}
	front->length = (size_t)(end - front->data) + 1;
	return 0;
}

static int fail(const struct page *page, enum sslinv_code code, size_t line, const char *reason)
{
	return sslinv_error_set(page->error, code, "%s:%zu: %s", page->input_name, line, reason);
}

static int next_event(struct page *page, yaml_event_t *event)
{
	char reason[160];

	if (yaml_parser_parse(&page->parser, event))
		return 0;
	if (page->parser.error == YAML_MEMORY_ERROR)
		return sslinv_error_memory(page->error);
	snprintf(reason, sizeof(reason), "the front is not YAML (%s); get the file again from the project",
		 page->parser.problem ? page->parser.problem : "no reason given");
	return fail(page, SSLINV_E_FORMAT, page->parser.problem_mark.line + 1, reason);
}

/* Passes over what the event began. */
static int skip(struct page *page, yaml_event_type_t type)
{
	size_t depth = 0;

	for (;;) {
		yaml_event_t event;
		int rc;

		if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT)
			depth++;
		else if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT)
			depth--;
		if (depth == 0)
			return 0;
		if (depth > MAX_DEPTH)
			return fail(page, SSLINV_E_LIMIT, page->parser.mark.line + 1, "nested more than 32 deep");
		rc = next_event(page, &event);
		if (rc < 0)
			return rc;
		type = event.type;
		yaml_event_delete(&event);
	}
}

/* A scalar's text, cut off when too long; "" for anything that is not printable. */
static void scalar_text(const yaml_event_t *event, char *text, size_t size)
{
	size_t length = event->data.scalar.length;

	if (length >= size || !sslinv_str_is_printable((const char *)event->data.scalar.value, length))
		length = 0;
	memcpy(text, event->data.scalar.value, length);
	text[length] = '\0';
}

static int warn(const struct page *page, const char *what, const char *cycle, const char *why)
{
	char message[256];

	snprintf(message, sizeof(message), "release %.60s: `%s` %s", cycle, what, why);
	return sslinv_check_warn(page->sink, page->parser.mark.line + 1, "%s", message);
}

/*
 * A date, or NULL: `false` is "not yet fixed", `true` is "over, nobody says since when", which no date can say. A record
 * with a word that is neither is left out.
 */
static int date_of(const struct page *page, const struct release *release, enum field field, const char *name,
		   char day[SSLINV_DATE_SIZE], const char **date)
{
	*date = NULL;
	if (!release->has[field] || strcmp(release->text[field], "false") == 0)
		return 0;
	if (sslinv_date_parse(release->text[field], day) && strlen(release->text[field]) == SSLINV_DATE_SIZE - 1) {
		*date = day;
		return 0;
	}
	return warn(page, name, release->text[FIELD_CYCLE], "is not a date: left out");
}

static int announce(struct page *page, const char *name)
{
	char identity[128];
	struct sslinv_feed feed = {
		.name = page->input_name,
		.vendor = "endoflife.date",
		.format = "endoflife",
		.identity = identity,
	};

	if (page->is_announced)
		return 0;
	page->is_announced = true;
	snprintf(identity, sizeof(identity), "endoflife/%s", name);
	return sslinv_check_feed(page->sink, &feed, 0);
}

/* `Jammy Jellyfish` is `jammy` in os-release and everywhere else. */
static void shorten_codename(char *name)
{
	name[strcspn(name, " ")] = '\0';
	for (; *name; name++) {
		if (*name >= 'A' && *name <= 'Z')
			*name = (char)(*name - 'A' + 'a');
	}
}

static int emit(struct page *page, struct release *release)
{
	char released[SSLINV_DATE_SIZE], end[SSLINV_DATE_SIZE], extended[SSLINV_DATE_SIZE];
	const char *name = page->permalink + strspn(page->permalink, "/"), *extended_end = NULL;
	struct sslinv_life life = {
		.release = release->text[FIELD_CYCLE],
		.stream = strcmp(name, "centos-stream") == 0 ? "stream" : "",
		.name = release->text[FIELD_CODENAME][0] ? release->text[FIELD_CODENAME] : NULL,
	};
	size_t i = 0;
	int rc;

	while (i < SSLINV_ARRAY_SIZE(products) && strcmp(products[i].page, name) != 0)
		i++;
	if (i == SSLINV_ARRAY_SIZE(products))
		return sslinv_error_set(
			page->error, SSLINV_E_UNSUPPORTED,
			"%s: the page `%s` is about no product whose life cycle counts here (openssl, rhel, debian, ...)",
			page->input_name, page->permalink);
	rc = announce(page, name);
	if (rc < 0)
		return rc;
	if (!sslinv_word_is_name(life.release))
		return warn(page, "releaseCycle", life.release, "is not a release: left out");
	life.product = products[i].product;
	if (strcmp(life.product, "debian") == 0 || strcmp(life.product, "ubuntu") == 0)
		shorten_codename(release->text[FIELD_CODENAME]);
	/* SLES 15 without a service pack has VERSION_ID 15. */
	if (strcmp(life.product, "sles") == 0 && strcmp(life.release, "16") < 0 && sslinv_str_ends(life.release, ".0"))
		release->text[FIELD_CYCLE][strlen(life.release) - 2] = '\0';
	rc = date_of(page, release, FIELD_RELEASED, "releaseDate", released, &life.released);
	if (rc >= 0)
		rc = date_of(page, release, FIELD_END, "eol", end, &life.end);
	if (rc >= 0)
		rc = date_of(page, release, FIELD_EXTENDED, "eoes", extended, &extended_end);
	/* `true`, or a word that is no date: a life without an end would read as one that goes on. */
	if (rc >= 0 && (life.end || !release->has[FIELD_END] || strcmp(release->text[FIELD_END], "false") == 0))
		rc = sslinv_check_life(page->sink, &life, page->parser.mark.line + 1);
	if (rc < 0 || !extended_end || !products[i].extended)
		return rc;
	life.stream = products[i].extended;
	life.end = extended_end;
	return sslinv_check_life(page->sink, &life, page->parser.mark.line + 1);
}

/* One element of `releases`, behind its beginning. */
static int read_release(struct page *page)
{
	struct release release = { .has = { false } };

	for (;;) {
		yaml_event_t event;
		char key[64] = "";
		int rc = next_event(page, &event);

		if (rc < 0)
			return rc;
		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return emit(page, &release);
		}
		if (event.type == YAML_SCALAR_EVENT)
			scalar_text(&event, key, sizeof(key));
		rc = skip(page, event.type);
		yaml_event_delete(&event);
		if (rc >= 0)
			rc = next_event(page, &event);
		if (rc < 0)
			return rc;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(fields); i++) {
			enum field field = fields[i].field;

			if (strcmp(fields[i].name, key) != 0)
				continue;
			if (event.type != YAML_SCALAR_EVENT || release.has[field])
				rc = fail(page, SSLINV_E_FORMAT, event.start_mark.line + 1,
					  "a value of a release is missing, or there twice");
			else
				scalar_text(&event, release.text[field], sizeof(release.text[field]));
			release.has[field] = true;
		}
		if (rc >= 0)
			rc = skip(page, event.type);
		yaml_event_delete(&event);
		if (rc < 0)
			return rc;
	}
}

/* The list `releases`, behind its beginning. */
static int read_releases(struct page *page)
{
	for (;;) {
		yaml_event_t event;
		yaml_event_type_t type;
		size_t line;
		int rc = next_event(page, &event);

		if (rc < 0)
			return rc;
		type = event.type;
		line = event.start_mark.line + 1;
		yaml_event_delete(&event);
		if (type == YAML_SEQUENCE_END_EVENT)
			return 0;
		if (type != YAML_MAPPING_START_EVENT)
			return fail(page, SSLINV_E_FORMAT, line, "a release is not a mapping");
		rc = read_release(page);
		if (rc < 0)
			return rc;
	}
}

/* One member of the outermost mapping; 0 at its end, 1 if there are more. */
static int read_member(struct page *page)
{
	yaml_event_t event;
	char key[64] = "";
	yaml_event_type_t type;
	int rc = next_event(page, &event);

	if (rc < 0)
		return rc;
	type = event.type;
	if (type == YAML_SCALAR_EVENT)
		scalar_text(&event, key, sizeof(key));
	rc = type == YAML_MAPPING_END_EVENT ? 0 : skip(page, type);
	yaml_event_delete(&event);
	if (rc < 0 || type == YAML_MAPPING_END_EVENT)
		return rc;
	rc = next_event(page, &event);
	if (rc < 0)
		return rc;
	type = event.type;
	if (strcmp(key, "permalink") == 0 && type == YAML_SCALAR_EVENT)
		scalar_text(&event, page->permalink, sizeof(page->permalink));
	yaml_event_delete(&event);
	if (strcmp(key, "releases") != 0) {
		rc = skip(page, type);
	} else if (type != YAML_SEQUENCE_START_EVENT || page->has_releases || !page->permalink[0]) {
		rc = fail(page, SSLINV_E_FORMAT, page->parser.mark.line + 1,
			  "`releases` is not a list, comes twice, or comes before `permalink`");
	} else {
		page->has_releases = true;
		rc = read_releases(page);
	}
	return rc < 0 ? rc : 1;
}

static int read_page(struct page *page)
{
	int rc;

	for (yaml_event_type_t type = YAML_NO_EVENT; type != YAML_MAPPING_START_EVENT;) {
		yaml_event_t event;

		rc = next_event(page, &event);
		if (rc < 0)
			return rc;
		type = event.type;
		yaml_event_delete(&event);
		if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT || type == YAML_MAPPING_START_EVENT)
			continue;
		return fail(page, SSLINV_E_FORMAT, 1, "the YAML in front is not a mapping");
	}
	while ((rc = read_member(page)) > 0)
		;
	if (rc == 0 && !page->has_releases)
		rc = fail(page, SSLINV_E_FORMAT, page->parser.mark.line + 1, "the YAML in front has no list `releases`");
	return rc;
}

static bool recognise(const char *bytes, size_t length)
{
	return length > 4 && memcmp(bytes, "---", 3) == 0 && (bytes[3] == '\n' || bytes[3] == '\r') &&
	       memmem(bytes, length, "\npermalink:", strlen("\npermalink:"));
}

static int read_endoflife(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str front = { 0 };
	struct page page = { .sink = sink, .error = error, .input_name = sslinv_input_name(input) };
	int rc = read_front(input, &front, error);

	if (rc < 0)
		return rc;
	if (!yaml_parser_initialize(&page.parser))
		return sslinv_error_memory(error);
	yaml_parser_set_input_string(&page.parser, (const unsigned char *)front.data, front.length);
	rc = read_page(&page);
	yaml_parser_delete(&page.parser);
	return rc;
}

const struct sslinv_reader sslinv_reader_endoflife = {
	.format = "endoflife",
	.title = "Life cycles of endoflife.date (YAML front matter)",
	.recognise = recognise,
	.read = read_endoflife,
};
