/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SQL functions of connections opened by sslinv: vercmp(format, a, b), and the collations rpmver and debver. */
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

#include "resolve/vercmp.h"

/* Longer versions than this are copied to the heap. */
#define VERSION_BUFFER 256

static void vercmp_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	sslinv_vercmp_function compare;
	const char *format, *a, *b;
	int order;

	(void)count;
	for (int i = 0; i < 3; i++)
		if (sqlite3_value_type(values[i]) == SQLITE_NULL)
			return;
	format = (const char *)sqlite3_value_text(values[0]);
	a = (const char *)sqlite3_value_text(values[1]);
	b = (const char *)sqlite3_value_text(values[2]);
	if (!format || !a || !b) {
		sqlite3_result_error_nomem(context);
		return;
	}
	compare = sslinv_vercmp_for(format);
	if (!compare) {
		sqlite3_result_error(context, "vercmp() knows the formats rpm, deb, apk and openssl", -1);
		return;
	}
	order = compare(a, b);
	sqlite3_result_int(context, (order > 0) - (order < 0));
}

/* SQLite hands out lengths, the comparison wants a NUL at the end. */
static int collate(sslinv_vercmp_function compare, int a_length, const void *a, int b_length, const void *b)
{
	char buffers[2][VERSION_BUFFER], *texts[2] = { buffers[0], buffers[1] };
	const void *bytes[2] = { a, b };
	int lengths[2] = { a_length, b_length }, order = 0;

	for (int i = 0; i < 2; i++) {
		if (lengths[i] >= VERSION_BUFFER)
			texts[i] = malloc((size_t)lengths[i] + 1);
		if (texts[i]) {
			memcpy(texts[i], bytes[i], (size_t)lengths[i]);
			texts[i][lengths[i]] = '\0';
		}
	}
	if (texts[0] && texts[1])
		order = compare(texts[0], texts[1]);
	for (int i = 0; i < 2; i++)
		if (texts[i] != buffers[i])
			free(texts[i]);
	return order;
}

static int collate_rpm(void *data, int a_length, const void *a, int b_length, const void *b)
{
	(void)data;
	return collate(sslinv_vercmp_rpm, a_length, a, b_length, b);
}

static int collate_deb(void *data, int a_length, const void *a, int b_length, const void *b)
{
	(void)data;
	return collate(sslinv_vercmp_deb, a_length, a, b_length, b);
}

int sslinv_functions_register(sqlite3 *db, const char *path, struct sslinv_error *error)
{
	if (sqlite3_create_function_v2(db, "vercmp", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, vercmp_function, NULL,
				       NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_collation_v2(db, "rpmver", SQLITE_UTF8, NULL, collate_rpm, NULL) != SQLITE_OK ||
	    sqlite3_create_collation_v2(db, "debver", SQLITE_UTF8, NULL, collate_deb, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
}
