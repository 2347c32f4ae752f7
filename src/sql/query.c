/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's query: one statement that reads, run so that SQLite itself refuses everything else. */
#include "sql/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sql/file.h"
#include "sql/sql.h"

/* PRAGMAs that describe the schema; none takes a setting. */
static const char *const allowed_pragmas[] = {
	"table_info",       "table_xinfo",   "table_list",    "index_list",     "index_info",      "index_xinfo",
	"foreign_key_list", "function_list", "database_list", "collation_list", "compile_options", "pragma_list",
};

/* These say something without an argument, and change it with one. */
static const char *const allowed_bare_pragmas[] = { "user_version", "application_id", "schema_version" };

static bool is_in(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sqlite3_stricmp(word, words[i]) == 0)
			return true;
	return false;
}

static int authorize(void *data, int action, const char *first, const char *second, const char *database,
		     const char *trigger)
{
	(void)data;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_UPDATE:
		/*
		 * SQLite asks this of itself where it makes the columns of a table like pragma_table_info known. A user's
		 * UPDATE of that table fails all the same: the connection is defensive, and what is no reading statement is
		 * not run.
		 */
		return sqlite3_stricmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_FUNCTION:
		return second && sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_PRAGMA:
		if (is_in(first, allowed_pragmas, SSLINV_ARRAY_SIZE(allowed_pragmas)))
			return SQLITE_OK;
		return !second && is_in(first, allowed_bare_pragmas, SSLINV_ARRAY_SIZE(allowed_bare_pragmas)) ? SQLITE_OK
													      : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static int wrong_sql(struct sslinv_sql_file *file, struct sslinv_error *error)
{
	if ((sqlite3_errcode(file->db) & 0xff) == SQLITE_AUTH)
		return sslinv_error_set(error, SSLINV_E_USAGE, "a query only reads, and only the %s: %s",
					file->schema->product, sqlite3_errmsg(file->db));
	if ((sqlite3_errcode(file->db) & 0xff) == SQLITE_ERROR)
		return sslinv_error_set(error, SSLINV_E_USAGE, "the query is wrong: %s", sqlite3_errmsg(file->db));
	return sslinv_sql_error(file->db, file->path, NULL, error);
}

/* One statement, and behind it nothing but blanks, comments and semicolons. */
static int prepare_query(struct sslinv_sql_file *file, const char *sql, sqlite3_stmt **statement, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *second = NULL;
	const char *tail = sql;

	while (!*statement && *tail)
		if (sqlite3_prepare_v2(file->db, tail, -1, statement, &tail) != SQLITE_OK)
			return wrong_sql(file, error);
	if (!*statement)
		return sslinv_error_set(error, SSLINV_E_USAGE, "the query is empty");
	while (!second && *tail)
		if (sqlite3_prepare_v2(file->db, tail, -1, &second, &tail) != SQLITE_OK || second)
			return sslinv_error_set(error, SSLINV_E_USAGE, "there is more than one statement; a query is one");
	if (!sqlite3_stmt_readonly(*statement) || sqlite3_column_count(*statement) == 0)
		return sslinv_error_set(error, SSLINV_E_USAGE, "a query only reads: a SELECT, or VALUES, WITH, EXPLAIN");
	return 0;
}

/* Every parameter of the statement gets its value, and every value has its parameter. */
static int bind_parameters(struct sslinv_sql_file *file, sqlite3_stmt *statement,
			   const struct sslinv_query_parameter *parameters, size_t count, struct sslinv_error *error)
{
	for (size_t i = 0; i < count; i++) {
		bool is_used = false;

		for (size_t k = 0; k < i; k++)
			if (strcmp(parameters[i].name, parameters[k].name) == 0)
				return sslinv_error_set(error, SSLINV_E_USAGE, "the parameter %s is given twice",
							parameters[i].name);
		for (int place = 1; place <= sqlite3_bind_parameter_count(statement); place++) {
			const char *name = sqlite3_bind_parameter_name(statement, place);

			if (name && strcmp(name + 1, parameters[i].name) == 0)
				is_used = true;
		}
		if (!is_used)
			return sslinv_error_set(error, SSLINV_E_USAGE, "the query has no parameter :%s", parameters[i].name);
	}
	for (int place = 1; place <= sqlite3_bind_parameter_count(statement); place++) {
		const char *name = sqlite3_bind_parameter_name(statement, place), *value = NULL;

		if (!name || name[0] == '?')
			return sslinv_error_set(error, SSLINV_E_USAGE,
						"a parameter of a query has a name: `:name`, not `?`");
		for (size_t i = 0; i < count; i++)
			if (strcmp(name + 1, parameters[i].name) == 0)
				value = parameters[i].value;
		if (!value)
			return sslinv_error_set(error, SSLINV_E_USAGE, "the parameter %s has no value; add `%s=VALUE`", name,
						name + 1);
		if (sqlite3_bind_text(statement, place, value, -1, SQLITE_TRANSIENT) != SQLITE_OK)
			return sslinv_sql_error(file->db, file->path, NULL, error);
	}
	return 0;
}

/* Valid UTF-8 that may have line breaks and other ASCII controls, but no NUL: what SQL can make out of stored texts. */
static bool is_text(const char *bytes, size_t length)
{
	size_t start = 0;

	for (size_t i = 0; i <= length; i++) {
		unsigned char byte = i < length ? (unsigned char)bytes[i] : '\n';

		if (byte == '\0')
			return false;
		if (byte >= 0x20 && byte != 0x7f)
			continue;
		if (!sslinv_str_is_printable(bytes + start, i - start))
			return false;
		start = i + 1;
	}
	return true;
}

/* A cell; bytes that are no text get their quoted form in `buffer`. */
static int get_value(struct sslinv_sql_file *file, sqlite3_stmt *statement, int column, struct sslinv_value *value,
		     struct sslinv_str *buffer, struct sslinv_error *error)
{
	int type = sqlite3_column_type(statement, column);
	const char *bytes;

	memset(value, 0, sizeof(*value));
	if (type == SQLITE_NULL)
		return 0;
	if (type == SQLITE_INTEGER) {
		value->type = SSLINV_VALUE_INTEGER;
		value->integer = sqlite3_column_int64(statement, column);
		return 0;
	}
	if (type == SQLITE_FLOAT) {
		value->type = SSLINV_VALUE_REAL;
		value->real = sqlite3_column_double(statement, column);
		return 0;
	}
	value->type = SSLINV_VALUE_TEXT;
	bytes = type == SQLITE_BLOB ? sqlite3_column_blob(statement, column)
				    : (const char *)sqlite3_column_text(statement, column);
	value->length = (size_t)sqlite3_column_bytes(statement, column);
	value->text = bytes;
	if (!bytes) {
		if (value->length > 0 || type == SQLITE_TEXT)
			return sslinv_sql_error(file->db, file->path, NULL, error);
		value->text = "";
		return 0;
	}
	if (type == SQLITE_TEXT && is_text(bytes, value->length))
		return 0;
	sslinv_str_reset(buffer);
	if (sslinv_str_add_quoted(buffer, bytes, value->length) < 0)
		return sslinv_error_memory(error);
	value->text = sslinv_str_text(buffer);
	value->length = buffer->length;
	return 0;
}

static int write_rows(struct sslinv_sql_file *file, sqlite3_stmt *statement, struct sslinv_rows *rows, const char **columns,
		      struct sslinv_value *values, struct sslinv_str *buffers, size_t count, struct sslinv_error *error)
{
	int rc = 0, sqlite_code;

	/*
	 * The first row first: where the query fails at once, no header is written. And SQLite may prepare the statement
	 * anew then, with new names.
	 */
	sqlite_code = sqlite3_step(statement);
	for (size_t i = 0; i < count; i++) {
		columns[i] = sqlite3_column_name(statement, (int)i);
		if (!columns[i])
			return sslinv_error_memory(error);
	}
	if (sqlite_code == SQLITE_ROW || sqlite_code == SQLITE_DONE)
		rc = sslinv_rows_begin(rows, columns, count, error);
	for (; sqlite_code == SQLITE_ROW && rc == 0; sqlite_code = sqlite3_step(statement)) {
		for (size_t i = 0; i < count && rc == 0; i++)
			rc = get_value(file, statement, (int)i, &values[i], &buffers[i], error);
		if (rc == 0)
			rc = sslinv_rows_row(rows, values, count, error);
		if (rc < 0)
			return rc;
	}
	if (rc == 0 && sqlite_code != SQLITE_DONE)
		return wrong_sql(file, error);
	return rc < 0 ? rc : sslinv_rows_end(rows, error);
}

static int run_query(struct sslinv_sql_file *file, const char *sql, const struct sslinv_query_parameter *parameters,
		     size_t count, struct sslinv_rows *rows, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_sql_finalize) sqlite3_stmt *statement = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) const char **columns = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_value *values = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_str *buffers = NULL;
	size_t column_count;
	int rc = prepare_query(file, sql, &statement, error);

	if (rc == 0)
		rc = bind_parameters(file, statement, parameters, count, error);
	if (rc < 0)
		return rc;
	column_count = (size_t)sqlite3_column_count(statement);
	columns = calloc(column_count, sizeof(*columns));
	values = calloc(column_count, sizeof(*values));
	buffers = calloc(column_count, sizeof(*buffers));
	if (!columns || !values || !buffers)
		return sslinv_error_memory(error);
	rc = write_rows(file, statement, rows, columns, values, buffers, column_count, error);
	for (size_t i = 0; i < column_count; i++)
		sslinv_str_free(&buffers[i]);
	return rc;
}

int sslinv_sql_query(struct sslinv_sql_file *file, const char *sql, const struct sslinv_query_parameter *parameters,
		     size_t count, struct sslinv_rows *rows, struct sslinv_error *error)
{
	int rc = sslinv_sql_run(file->db, file->path, "PRAGMA query_only = ON", error);

	if (rc < 0)
		return rc;
	sqlite3_set_authorizer(file->db, authorize, NULL);
	rc = run_query(file, sql, parameters, count, rows, error);
	sqlite3_set_authorizer(file->db, NULL, NULL);
	if (file->access == SSLINV_SQL_WRITE)
		sqlite3_exec(file->db, "PRAGMA query_only = OFF", NULL, NULL, NULL);
	return rc;
}
