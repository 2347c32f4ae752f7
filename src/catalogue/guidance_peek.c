/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A look at a guidance file that is not the one in use. */
#include "base/cleanup.h"
#include "catalogue/guidance_internal.h"
#include "sql/file_look.h"

bool sslinv_guidance_has_imports(const char *path)
{
	SSLINV_CLEANUP(sslinv_sql_close) sqlite3 *db = NULL;
	struct sslinv_file_look look;
	sqlite3_int64 imported = 0;
	int version;

	return sslinv_file_look(path, sslinv_guidance_schema.product, &look, NULL) == 0 && look.exists && !look.is_empty &&
	       sslinv_sql_open(path, SQLITE_OPEN_READONLY, "mode=ro", &db, NULL) == 0 &&
	       sslinv_schema_identify(db, path, &sslinv_guidance_schema, &version, NULL) == 0 && version > 0 &&
	       sslinv_sql_number(db, path, "SELECT EXISTS (SELECT 1 FROM feed WHERE NOT bundled AND digest IS NOT NULL)",
				 &imported, NULL) == 0 &&
	       imported != 0;
}
