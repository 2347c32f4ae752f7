/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows on their way to the user: the formats there are. */
#include "report/rows_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct sslinv_rows_ops *const formats[] = {
	&sslinv_rows_table_ops,
	&sslinv_rows_csv_ops,
	&sslinv_rows_json_ops,
};

int sslinv_rows_new(const char *format, FILE *file, struct sslinv_rows **rows, struct sslinv_error *error)
{
	*rows = NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++) {
		if (strcmp(formats[i]->name, format) != 0)
			continue;
		*rows = calloc(1, sizeof(**rows));
		if (!*rows)
			return sslinv_error_memory(error);
		(*rows)->ops = formats[i];
		(*rows)->file = file;
		return 0;
	}
	return sslinv_error_set(error, SSLINV_E_USAGE, "unknown format \"%.100s\"; use table, csv or json", format);
}

void sslinv_rows_free(struct sslinv_rows *rows)
{
	if (!rows)
		return;
	rows->ops->free(rows);
	free(rows);
}
