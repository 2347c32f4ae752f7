/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the table of builders, and finds rows in it. */
#include "origin/origin_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "parse/xml.h"

#define ORIGINS_NAMESPACE "urn:sslinv:origins:1"

/* No honest table comes near. */
#define MAX_BYTES (4ull << 20)

static const char *const clues[SSLINV_ORIGIN_CLUE_COUNT] = {
	[SSLINV_ORIGIN_REPOSITORY] = "repository",
	[SSLINV_ORIGIN_MAINTAINER] = "maintainer",
	[SSLINV_ORIGIN_VENDOR] = "vendor",
	[SSLINV_ORIGIN_KEY] = "key",
	[SSLINV_ORIGIN_BUILD_HOST] = "build-host",
	[SSLINV_ORIGIN_FIRST] = "first",
	[SSLINV_ORIGIN_BASE] = "base",
	[SSLINV_ORIGIN_SUITE] = "suite",
	[SSLINV_ORIGIN_TAKES] = "takes",
	[SSLINV_ORIGIN_FLOOR] = "floor",
	[SSLINV_ORIGIN_LINE] = "line",
};

struct reading {
	struct sslinv_xml *xml;
	struct sslinv_origin_table *table;
	struct sslinv_error *error;
};

static int out_of_memory(struct reading *reading)
{
	return sslinv_error_memory(reading->error);
}

/* An attribute in the table's arena; NULL where there is none. Sets *failed when out of memory. */
static const char *attribute(struct reading *reading, const char *name, bool *failed)
{
	const char *value = sslinv_xml_attribute(reading->xml, name);
	const char *kept = sslinv_arena_strdup(&reading->table->arena, value);

	*failed |= value && !kept;
	return kept;
}

static bool is_set(struct reading *reading, const char *name)
{
	const char *value = sslinv_xml_attribute(reading->xml, name);

	return value && strcmp(value, "true") == 0;
}

static int lacks(struct reading *reading, const char *attribute)
{
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "<%s> lacks the attribute %s",
			       sslinv_xml_name(reading->xml), attribute);
}

static int read_clue(struct reading *reading)
{
	struct sslinv_origin_row *row = sslinv_array_add(&reading->table->rows);
	bool failed = false;
	size_t clue = 0;

	if (!row)
		return out_of_memory(reading);
	while (clue < SSLINV_ORIGIN_CLUE_COUNT && !sslinv_xml_is(reading->xml, clues[clue]))
		clue++;
	if (clue == SSLINV_ORIGIN_CLUE_COUNT)
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "<%s> is not known inside <builder>",
				       sslinv_xml_name(reading->xml));
	row->clue = (enum sslinv_origin_clue)clue;
	row->builder = (uint32_t)(reading->table->builders.count - 1);
	row->text = attribute(reading, "text", &failed);
	row->release = attribute(reading, "release", &failed);
	row->source = attribute(reading, "source", &failed);
	row->stream = attribute(reading, "stream", &failed);
	if (failed)
		return out_of_memory(reading);
	return row->text ? 0 : lacks(reading, "text");
}

static int read_builder(struct reading *reading)
{
	struct sslinv_origin_builder *builder = sslinv_array_add(&reading->table->builders);
	int depth = sslinv_xml_depth(reading->xml), rc;
	bool failed = false;

	if (!builder)
		return out_of_memory(reading);
	builder->name = attribute(reading, "name", &failed);
	builder->distro = attribute(reading, "distro", &failed);
	builder->family = attribute(reading, "family", &failed);
	builder->has_no_epoch = is_set(reading, "no-epoch");
	builder->highest_epoch = attribute(reading, "highest-epoch", &failed);
	builder->marked_from = attribute(reading, "marked-from", &failed);
	if (failed)
		return out_of_memory(reading);
	if (!builder->name)
		return lacks(reading, "name");
	while ((rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0)
		if ((rc = read_clue(reading)) < 0)
			return rc;
	return rc;
}

static int read_pattern(struct reading *reading)
{
	struct sslinv_origin_pattern *pattern = sslinv_array_add(&reading->table->patterns);
	bool failed = false;

	if (!pattern)
		return out_of_memory(reading);
	pattern->format = attribute(reading, "format", &failed);
	pattern->text = attribute(reading, "text", &failed);
	pattern->family = attribute(reading, "family", &failed);
	pattern->by = attribute(reading, "by", &failed);
	pattern->stream = attribute(reading, "stream", &failed);
	pattern->adds = is_set(reading, "adds");
	pattern->has_epoch = is_set(reading, "epoch");
	pattern->is_floor = is_set(reading, "floor");
	if (failed)
		return out_of_memory(reading);
	if (!pattern->format || !pattern->text || !pattern->text[0])
		return lacks(reading, pattern->format ? "text" : "format");
	return 0;
}

static int read_all(struct reading *reading)
{
	int rc = sslinv_xml_root(reading->xml, "origins", reading->error);

	if (rc < 0)
		return rc;
	if (strcmp(sslinv_xml_namespace(reading->xml), ORIGINS_NAMESPACE) != 0)
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				       "<origins> is of another namespace than " ORIGINS_NAMESPACE);
	while ((rc = sslinv_xml_child(reading->xml, 0, reading->error)) > 0) {
		if (sslinv_xml_is(reading->xml, "builder"))
			rc = read_builder(reading);
		else if (sslinv_xml_is(reading->xml, "shape"))
			rc = read_pattern(reading);
		else
			rc = sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
					     "<%s> is not known inside <origins>", sslinv_xml_name(reading->xml));
		if (rc < 0)
			return rc;
	}
	return rc;
}

int sslinv_origin_table_load(const char *path, struct sslinv_origin_table *table, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	struct reading reading = { .table = table, .error = error };
	int rc = sslinv_input_open(path, &input, error);

	memset(table, 0, sizeof(*table));
	if (rc == 0) {
		sslinv_input_set_limits(input, MAX_BYTES, 1);
		rc = sslinv_input_next(input, error);
		if (rc == 0)
			rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is empty; install the program's data again",
					      path);
	}
	if (rc > 0)
		rc = sslinv_xml_open(input, &reading.xml, error);
	if (rc == 0)
		rc = read_all(&reading);
	sslinv_xml_free(reading.xml);
	sslinv_input_free(input);
	if (rc < 0)
		sslinv_origin_table_free(table);
	return rc < 0 ? rc : 0;
}

void sslinv_origin_table_free(struct sslinv_origin_table *table)
{
	free(table->builders.items);
	free(table->rows.items);
	free(table->patterns.items);
	sslinv_arena_free(&table->arena);
	memset(table, 0, sizeof(*table));
}

/* Does `text` fit `wanted`, in which one `*` at the beginning or the end stands for any text? */
static bool fits(const char *wanted, const char *text)
{
	size_t length = strlen(wanted), text_length = strlen(text);

	if (length && wanted[length - 1] == '*')
		return strncasecmp(text, wanted, length - 1) == 0;
	if (wanted[0] == '*')
		return text_length >= length - 1 && strcasecmp(text + text_length - (length - 1), wanted + 1) == 0;
	return strcasecmp(text, wanted) == 0;
}

const struct sslinv_origin_row *sslinv_origin_find(const struct sslinv_origin_table *table, enum sslinv_origin_clue clue,
						   const char *text, size_t *at)
{
	while (text && *at < table->rows.count) {
		const struct sslinv_origin_row *row = &table->rows.items[(*at)++];

		if (row->clue == clue && fits(row->text, text))
			return row;
	}
	return NULL;
}
