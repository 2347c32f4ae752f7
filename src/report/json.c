/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON of records, from the tables of their columns. */
#include "report/json.h"

#include <string.h>
#include <sys/random.h>

void sslinv_json_text(yajl_gen gen, const char *text)
{
	yajl_gen_string(gen, (const unsigned char *)text, strlen(text));
}

void sslinv_json_pair(yajl_gen gen, const char *key, const char *text)
{
	sslinv_json_text(gen, key);
	if (text)
		sslinv_json_text(gen, text);
	else
		yajl_gen_null(gen);
}

void sslinv_json_put(yajl_gen gen, const char *key, const char *text)
{
	if (text)
		sslinv_json_pair(gen, key, text);
}

void sslinv_json_open_map(yajl_gen gen, const char *key)
{
	if (key)
		sslinv_json_text(gen, key);
	yajl_gen_map_open(gen);
}

void sslinv_json_open_array(yajl_gen gen, const char *key)
{
	if (key)
		sslinv_json_text(gen, key);
	yajl_gen_array_open(gen);
}

yajl_gen sslinv_json_next(yajl_gen gen, bool *has_items)
{
	if (*has_items)
		yajl_gen_reset(gen, ",\n");
	*has_items = true;
	yajl_gen_map_open(gen);
	return gen;
}

void sslinv_json_uuid(FILE *file)
{
	unsigned char bytes[16] = { 0 };

	/* Sixteen bytes are never cut short (getrandom(2)). */
	(void)!getrandom(bytes, sizeof(bytes), 0);
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	fputs("urn:uuid:", file);
	for (size_t i = 0; i < sizeof(bytes); i++)
		fprintf(file, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
}

static void put_cell(yajl_gen gen, const struct sslinv_column *column, const struct sslinv_cell *cell)
{
	sslinv_json_text(gen, column->name);
	if (column->kind == SSLINV_COLUMN_FLAG)
		yajl_gen_bool(gen, cell->number != 0);
	else if (cell->is_number)
		yajl_gen_integer(gen, cell->number);
	else if (cell->text)
		sslinv_json_text(gen, cell->text);
	else
		yajl_gen_null(gen);
}

void sslinv_json_columns(yajl_gen gen, const struct sslinv_record *record, const struct sslinv_facts *facts,
			 const void *item, bool is_stored)
{
	const unsigned left_out = SSLINV_COLUMN_NOT_SHOWN | (is_stored ? SSLINV_COLUMN_NOT_STORED : SSLINV_COLUMN_IS_MARK);

	for (size_t i = 0; i < record->column_count; i++) {
		const struct sslinv_column *column = &record->columns[i];
		struct sslinv_cell cell;

		if (column->flags & left_out)
			continue;
		sslinv_column_get(column, facts, item, &cell);
		put_cell(gen, column, &cell);
	}
}

void sslinv_json_record(yajl_gen gen, enum sslinv_record_kind kind, const struct sslinv_facts *facts,
			const struct sslinv_host_result *result, bool is_stored)
{
	const struct sslinv_record *record = sslinv_record(kind);
	size_t count = sslinv_record_count(record, facts, result);

	sslinv_json_text(gen, record->name);
	if (!record->is_single)
		yajl_gen_array_open(gen);
	for (size_t i = 0; i < count; i++) {
		const void *item = sslinv_record_item(record, facts, result, i);

		if (!item)
			continue;
		yajl_gen_map_open(gen);
		sslinv_json_columns(gen, record, facts, item, is_stored);
		yajl_gen_map_close(gen);
	}
	if (!record->is_single)
		yajl_gen_array_close(gen);
}

void sslinv_json_print(void *file, const char *bytes, size_t length)
{
	fwrite(bytes, 1, length, file);
}

yajl_gen sslinv_json_begin(FILE *file)
{
	yajl_gen gen = yajl_gen_alloc(NULL);

	if (!gen)
		return NULL;
	yajl_gen_config(gen, yajl_gen_beautify, 1);
	yajl_gen_config(gen, yajl_gen_indent_string, "  ");
	yajl_gen_config(gen, yajl_gen_print_callback, sslinv_json_print, file);
	return gen;
}
