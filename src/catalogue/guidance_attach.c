/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file beside an inventory that is asked: its views, and nothing that could change it. */
#include "catalogue/guidance_internal.h"
#include "sql/file_look.h"

int sslinv_guidance_attach(struct sslinv_sql_file *file, const char *path, struct sslinv_error *error)
{
	sqlite3_int64 application = 0, version = 0;
	struct sslinv_file_look look;
	int rc = sslinv_file_look(path, sslinv_guidance_schema.product, &look, error);

	if (rc < 0)
		return rc;
	if (!look.exists || look.is_empty)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: no guidance yet; `sslinv feed list` makes it", path);
	rc = sslinv_sql_attach(file->db, path, "guidance", error);
	if (rc < 0)
		return rc;
	rc = sslinv_sql_number(file->db, path, "PRAGMA guidance.application_id", &application, error);
	if (rc == 0)
		rc = sslinv_sql_number(file->db, path, "PRAGMA guidance.user_version", &version, error);
	if (rc == 0 && (application != sslinv_guidance_schema.application_id ||
			version != sslinv_schema_version(&sslinv_guidance_schema)))
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: not a guidance file of this version of sslinv", path);
	if (rc < 0)
		sqlite3_exec(file->db, "DETACH guidance", NULL, NULL, NULL);
	return rc;
}
