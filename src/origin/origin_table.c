/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the table of builders, and finds rows in it. */
#include "origin/origin_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "parse/xml_table.h"

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

static struct reading *begin(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;

	reading->xml = xml;
	reading->error = error;
	return reading;
}

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

static int read_builder(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = begin(context, xml, error);
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

static int read_pattern(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = begin(context, xml, error);
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

int sslinv_origin_table_load(const char *path, struct sslinv_origin_table *table, struct sslinv_error *error)
{
	static const struct sslinv_xml_table rows = {
		.root = "origins",
		.namespace_uri = ORIGINS_NAMESPACE,
		.max_bytes = MAX_BYTES,
		.rows = { { "builder", read_builder }, { "shape", read_pattern } },
	};
	struct reading reading = { .table = table };
	int rc;

	memset(table, 0, sizeof(*table));
	rc = sslinv_xml_table_read(path, &rows, &reading, error);
	if (rc < 0)
		sslinv_origin_table_free(table);
	return rc;
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
