/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SQL function by which an inventory knows the files that a scan may pass over. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "elf/data_name.h"
#include "sql/sql.h"
#include "store/store_internal.h"

/* is_read_by_name(path): is a file of that (stored) path opened in every scan? NULL for NULL. */
static void is_read_by_name(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *path = (const char *)sqlite3_value_text(values[0]);
	size_t length = path ? strlen(path) : 0;

	(void)count;
	if (!path)
		return;
	/* Of `$'/opt/a\n.py'` the name ends before the quote. */
	if (strncmp(path, "$'", 2) == 0 && path[length - 1] == '\'') {
		SSLINV_CLEANUP(sslinv_free_ptr) char *bare = strndup(path, length - 1);

		if (bare)
			sqlite3_result_int(context, sslinv_name_kind(bare) == SSLINV_NAME_OTHER);
		else
			sqlite3_result_error_nomem(context);
		return;
	}
	sqlite3_result_int(context, sslinv_name_kind(path) == SSLINV_NAME_OTHER);
}

int sslinv_store_register_names(sqlite3 *db, const char *path, struct sslinv_error *error)
{
	if (sqlite3_create_function_v2(db, "is_read_by_name", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, is_read_by_name,
				       NULL, NULL, NULL) != SQLITE_OK)
		return sslinv_sql_error(db, path, NULL, error);
	return 0;
}
