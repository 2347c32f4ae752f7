/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows as a table for people: columns aligned; the first rows decide how wide they are, so that memory is bounded. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/width.h"
#include "report/rows_internal.h"

/* Whichever comes first ends the wait for wider cells. */
#define WAITING_ROWS 2000
#define WAITING_BYTES ((size_t)8 * 1024 * 1024)

struct column {
	size_t width;
	bool has_number, has_text; /* only numbers: aligned to the right */
};

struct table {
	struct column *columns;
	size_t count;
	struct sslinv_arena arena; /* of the cells that wait */
	struct {
		const char **items; /* row by row; NULL for NULL */
		size_t count, capacity;
	} cells;
	size_t rows, bytes;
	bool is_flowing; /* the widths are decided */
	size_t terminal; /* its columns; 0: none */
	bool is_upright; /* the columns are wider than that */
	char **names;
};

/* A cell as it is shown: what is no printable UTF-8 in its quoted form. NULL when out of memory. */
static const char *add_text(struct table *table, const char *text, size_t length)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str quoted = { 0 };

	if (sslinv_str_is_printable(text, length))
		return sslinv_arena_strndup(&table->arena, text, length);
	if (sslinv_str_add_quoted(&quoted, text, length) < 0)
		return NULL;
	return sslinv_arena_strdup(&table->arena, sslinv_str_text(&quoted));
}

static int write_padding(struct sslinv_rows *rows, char filler, size_t count, struct sslinv_error *error)
{
	char filling[64];
	int rc = 0;

	memset(filling, filler, sizeof(filling));
	for (; count > 0 && rc == 0; count -= count < sizeof(filling) ? count : sizeof(filling))
		rc = sslinv_rows_write(rows, filling, count < sizeof(filling) ? count : sizeof(filling), error);
	return rc;
}

static int write_line(struct sslinv_rows *rows, const char *const *cells, struct sslinv_error *error)
{
	const struct table *table = rows->state;
	int rc = 0;

	for (size_t i = 0; i < table->count && rc == 0; i++) {
		const char *text = cells[i] ? cells[i] : "-";
		size_t width = sslinv_width(text);
		size_t padding = table->columns[i].width > width ? table->columns[i].width - width : 0;
		bool is_right = table->columns[i].has_number && !table->columns[i].has_text;

		rc = sslinv_rows_write(rows, "  ", i > 0 ? 2 : 0, error);
		if (rc == 0 && is_right)
			rc = write_padding(rows, ' ', padding, error);
		if (rc == 0)
			rc = sslinv_rows_write(rows, text, strlen(text), error);
		if (rc == 0 && !is_right && i + 1 < table->count)
			rc = write_padding(rows, ' ', padding, error);
	}
	return rc < 0 ? rc : sslinv_rows_write(rows, "\n", 1, error);
}

static bool is_too_wide(const struct table *table)
{
	size_t width = 0;

	for (size_t i = 0; i < table->count; i++)
		width += table->columns[i].width + (i > 0 ? 2 : 0);
	return table->terminal > 0 && width > table->terminal;
}

static int write_row(struct sslinv_rows *rows, const char *const *cells, struct sslinv_error *error)
{
	const struct table *table = rows->state;

	return table->is_upright ? sslinv_rows_upright(rows, (const char *const *)table->names, cells, table->count,
						       table->terminal, error)
				 : write_line(rows, cells, error);
}

static int write_rule(struct sslinv_rows *rows, struct sslinv_error *error)
{
	const struct table *table = rows->state;
	int rc = 0;

	for (size_t i = 0; i < table->count && rc == 0; i++) {
		rc = sslinv_rows_write(rows, "  ", i > 0 ? 2 : 0, error);
		if (rc == 0)
			rc = write_padding(rows, '-', table->columns[i].width, error);
	}
	return rc < 0 ? rc : sslinv_rows_write(rows, "\n", 1, error);
}

/* Everything that waited; from now on rows go straight through. */
static int flow(struct sslinv_rows *rows, struct sslinv_error *error)
{
	struct table *table = rows->state;
	int rc = 0;

	table->is_flowing = true;
	table->is_upright = table->rows > 0 && is_too_wide(table);
	if (!table->is_upright)
		rc = write_line(rows, (const char *const *)table->names, error);
	if (!table->is_upright && rc == 0)
		rc = write_rule(rows, error);
	for (size_t i = 0; i < table->cells.count && rc == 0; i += table->count)
		rc = write_row(rows, table->cells.items + i, error);
	table->cells.count = 0;
	sslinv_arena_free(&table->arena);
	return rc;
}

static int table_begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
{
	struct table *table = calloc(1, sizeof(*table));

	rows->state = table;
	if (!table)
		return sslinv_error_memory(error);
	table->columns = calloc(count, sizeof(*table->columns));
	if (!table->columns)
		return sslinv_error_memory(error);
	table->names = calloc(count, sizeof(*table->names));
	if (!table->names)
		return sslinv_error_memory(error);
	table->count = count;
	table->terminal = sslinv_rows_terminal(rows->file);
	for (size_t i = 0; i < count; i++) {
		const char *name = add_text(table, columns[i], strlen(columns[i]));

		table->names[i] = name ? strdup(name) : NULL;
		if (!table->names[i])
			return sslinv_error_memory(error);
		table->columns[i].width = sslinv_width(name);
	}
	return 0;
}

static int table_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
{
	struct table *table = rows->state;
	int rc = 0;

	for (size_t i = 0; i < count; i++) {
		char buffer[SSLINV_NUMBER_SIZE];
		size_t length, width = 1;
		const char *text = sslinv_value_text(&values[i], buffer, &length);
		const char **cell = sslinv_array_add(&table->cells);

		if (!cell || (text && !(*cell = add_text(table, text, length))))
			return sslinv_error_memory(error);
		if (table->is_flowing)
			continue;
		table->bytes += length;
		if (*cell)
			width = sslinv_width(*cell);
		if (width > table->columns[i].width)
			table->columns[i].width = width;
		table->columns[i].has_text |= values[i].type == SSLINV_VALUE_TEXT;
		table->columns[i].has_number |= values[i].type == SSLINV_VALUE_INTEGER ||
						values[i].type == SSLINV_VALUE_REAL;
	}
	table->rows++;
	if (table->is_flowing) {
		rc = write_row(rows, table->cells.items, error);
		table->cells.count = 0;
		sslinv_arena_free(&table->arena);
	} else if (table->rows >= WAITING_ROWS || table->bytes >= WAITING_BYTES) {
		rc = flow(rows, error);
	}
	return rc;
}

static int table_end(struct sslinv_rows *rows, struct sslinv_error *error)
{
	const struct table *table = rows->state;

	return table->is_flowing ? 0 : flow(rows, error);
}

static void table_free(struct sslinv_rows *rows)
{
	struct table *table = rows->state;

	if (!table)
		return;
	for (size_t i = 0; table->names && i < table->count; i++)
		free(table->names[i]);
	free(table->names);
	free(table->columns);
	free(table->cells.items);
	sslinv_arena_free(&table->arena);
	free(table);
}

const struct sslinv_rows_ops sslinv_rows_table_ops = {
	.name = "table",
	.begin = table_begin,
	.row = table_row,
	.end = table_end,
	.free = table_free,
};
