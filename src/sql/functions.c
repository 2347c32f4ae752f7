/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQL functions of connections opened by sslinv: vercmp(format, a, b), and the collations rpmver and debver; fact_key() of
 * those that change an inventory.
 */
#include "sql/functions.h"

#include <stdlib.h>
#include <string.h>

#include "sql/sql.h"
#include "version/vercmp.h"

/* Longer versions than this are copied to the heap. */
#define VERSION_BUFFER 256

/* The most that a value has in a key beside itself: its length and a mark; its quotes, or the word NULL. */
#define KEY_LENGTH_SIZE 16
#define KEY_QUOTES_SIZE 4

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
		sqlite3_result_error(context, "vercmp() knows the formats rpm, deb, apk, pacman and openssl", -1);
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

/* The end of a key: the length of one value, or that it is NULL or a blob. Returns the length. */
static size_t write_length(char *to, int type, size_t length)
{
	char digits[KEY_LENGTH_SIZE], *at = digits + sizeof(digits);

	*--at = type == SQLITE_NULL ? '-' : type == SQLITE_BLOB ? '!' : ',';
	for (; length > 0; length /= 10)
		*--at = (char)('0' + length % 10);
	memcpy(to, at, (size_t)(digits + sizeof(digits) - at));
	return (size_t)(digits + sizeof(digits) - at);
}

/*
 * All values of a fact as one text that no other values give: the values in quotes, by which facts are ordered, and then the
 * length of each. One call for each fact, for a fleet has millions of them.
 */
static void fact_key_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	sqlite3_uint64 size = 1;
	char *key, *at;

	for (int i = 0; i < count; i++)
		size += KEY_LENGTH_SIZE + KEY_QUOTES_SIZE + (sqlite3_uint64)sqlite3_value_bytes(values[i]);
	key = at = sqlite3_malloc64(size);
	for (int i = 0; i < count && key; i++) {
		int type = sqlite3_value_type(values[i]);
		/* A blob that was asked for as text is a text from then on. */
		const void *bytes = type == SQLITE_BLOB ? sqlite3_value_blob(values[i]) : sqlite3_value_text(values[i]);

		if (type == SQLITE_NULL) {
			at = stpcpy(at, "NULL");
			continue;
		}
		if (!bytes && type != SQLITE_BLOB) {
			sqlite3_free(key);
			key = NULL;
			break;
		}
		if (type == SQLITE_TEXT)
			*at++ = '\'';
		if (bytes)
			at = mempcpy(at, bytes, (size_t)sqlite3_value_bytes(values[i]));
		if (type == SQLITE_TEXT)
			*at++ = '\'';
	}
	if (!key) {
		sqlite3_result_error_nomem(context);
		return;
	}
	*at++ = '|';
	for (int i = 0; i < count; i++)
		at += write_length(at, sqlite3_value_type(values[i]), (size_t)sqlite3_value_bytes(values[i]));
	sqlite3_result_text64(context, key, (sqlite3_uint64)(at - key), sqlite3_free, SQLITE_UTF8);
}

int sslinv_functions_register_keys(sqlite3 *db, const char *path, struct sslinv_error *error)
{
	if (sqlite3_create_function_v2(db, "fact_key", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, fact_key_function, NULL,
				       NULL, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
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
