/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open file of sslinv: its statements, prepared once, and its transactions. */
#include "sql/file.h"

#include "sql/sql.h"

int sslinv_sql_prepare(struct sslinv_sql_file *file, const char *sql, sqlite3_stmt **slot, sqlite3_stmt **statement,
		       struct sslinv_error *error)
{
	*statement = NULL;
	if (!*slot && sqlite3_prepare_v3(file->db, sql, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
		return sslinv_sql_error(file->db, file->path, NULL, error);
	sqlite3_reset(*slot);
	sqlite3_clear_bindings(*slot);
	*statement = *slot;
	return 0;
}

int sslinv_sql_finish(struct sslinv_sql_file *file, sqlite3_stmt *statement, struct sslinv_error *error)
{
	int rc = 0;

	if (sqlite3_step(statement) != SQLITE_DONE)
		rc = sslinv_sql_error(file->db, file->path, NULL, error);
	sqlite3_reset(statement);
	return rc;
}

int sslinv_sql_step(struct sslinv_sql_file *file, sqlite3_stmt *statement, struct sslinv_error *error)
{
	int rc = 0, sqlite_code = sqlite3_step(statement);

	if (sqlite_code == SQLITE_ROW)
		return 1;
	if (sqlite_code != SQLITE_DONE)
		rc = sslinv_sql_error(file->db, file->path, NULL, error);
	sqlite3_reset(statement);
	return rc;
}

void sslinv_sql_rollback(struct sslinv_sql_file *file)
{
	if (!sqlite3_get_autocommit(file->db))
		sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
}
