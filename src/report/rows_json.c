/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows as JSON: one array, one object a line. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

#include "report/rows_internal.h"

struct json {
	yajl_gen generator; /* of one object at a time */
	char **columns;
	size_t count;
	bool has_rows;
};

static int generated(yajl_gen_status status, struct sslinv_error *error)
{
	if (status == yajl_gen_status_ok)
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT, "a value of the rows cannot be written as JSON: it is not UTF-8");
}

static int copy_columns(struct json *json, const char *const *columns, size_t count, struct sslinv_error *error)
{
	json->columns = calloc(count, sizeof(*json->columns));
	if (!json->columns)
		return sslinv_error_memory(error);
	for (; json->count < count; json->count++) {
		for (size_t i = 0; i < json->count; i++)
			if (strcmp(columns[i], columns[json->count]) == 0)
				return sslinv_error_set(
					error, SSLINV_E_USAGE,
					"two columns have the name \"%.100s\", which JSON cannot tell apart; name"
					" them with AS",
					columns[i]);
		json->columns[json->count] = strdup(columns[json->count]);
		if (!json->columns[json->count])
			return sslinv_error_memory(error);
	}
	return 0;
}

static int json_begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
{
	struct json *json = calloc(1, sizeof(*json));
	int rc;

	rows->state = json;
	if (!json)
		return sslinv_error_memory(error);
	json->generator = yajl_gen_alloc(NULL);
	if (!json->generator || !yajl_gen_config(json->generator, yajl_gen_validate_utf8, 1))
		return sslinv_error_memory(error);
	rc = copy_columns(json, columns, count, error);
	return rc < 0 ? rc : sslinv_rows_write(rows, "[", 1, error);
}

static yajl_gen_status generate_value(yajl_gen generator, const struct sslinv_value *value)
{
	char buffer[SSLINV_NUMBER_SIZE];
	size_t length;
	const char *text = sslinv_value_text(value, buffer, &length);

	if (!text)
		return yajl_gen_null(generator);
	/* JSON has no infinity: it is told as text. */
	if (value->type == SSLINV_VALUE_TEXT || (value->type == SSLINV_VALUE_REAL && !isfinite(value->real)))
		return yajl_gen_string(generator, (const unsigned char *)text, length);
	return yajl_gen_number(generator, text, length);
}

static int json_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
{
	struct json *json = rows->state;
	const unsigned char *text;
	size_t length;
	int rc;

	yajl_gen_clear(json->generator);
	yajl_gen_reset(json->generator, NULL);
	rc = generated(yajl_gen_map_open(json->generator), error);
	for (size_t i = 0; i < count && rc == 0; i++) {
		rc = generated(
			yajl_gen_string(json->generator, (const unsigned char *)json->columns[i], strlen(json->columns[i])),
			error);
		if (rc == 0)
			rc = generated(generate_value(json->generator, &values[i]), error);
	}
	if (rc == 0)
		rc = generated(yajl_gen_map_close(json->generator), error);
	if (rc == 0)
		rc = generated(yajl_gen_get_buf(json->generator, &text, &length), error);
	if (rc == 0)
		rc = sslinv_rows_write(rows, json->has_rows ? ",\n" : "\n", json->has_rows ? 2 : 1, error);
	json->has_rows = true;
	return rc < 0 ? rc : sslinv_rows_write(rows, (const char *)text, length, error);
}

static int json_end(struct sslinv_rows *rows, struct sslinv_error *error)
{
	const struct json *json = rows->state;

	return sslinv_rows_write(rows, json->has_rows ? "\n]\n" : "]\n", json->has_rows ? 3 : 2, error);
}

static void json_free(struct sslinv_rows *rows)
{
	struct json *json = rows->state;

	if (!json)
		return;
	for (size_t i = 0; i < json->count; i++)
		free(json->columns[i]);
	free(json->columns);
	if (json->generator)
		yajl_gen_free(json->generator);
	free(json);
}

const struct sslinv_rows_ops sslinv_rows_json_ops = {
	.name = "json",
	.begin = json_begin,
	.row = json_row,
	.end = json_end,
	.free = json_free,
};
