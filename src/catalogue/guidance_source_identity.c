/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a feed of a source is called in the guidance file. */
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "catalogue/guidance_internal.h"

/* 1 where the feed is to be kept under the name `apart`. */
static int is_of_others(struct sslinv_guidance_store *store, const char *identity, const char *apart,
			struct sslinv_error *error)
{
	const char *const texts[] = { store->source, identity, apart };
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_SOURCE_OTHERS, &row, error);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++)
		if (sslinv_sql_bind_text(row, (int)i + 1, texts[i]) != SQLITE_OK)
			return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	rc = sslinv_sql_step(&store->base, row, error);
	sqlite3_reset(row);
	return rc;
}

int sslinv_guidance_source_identity(struct sslinv_guidance_store *store, const char *identity, char **own,
				    struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *apart = sslinv_str_format("%s@%s", identity, store->source);
	int rc = apart ? is_of_others(store, identity, apart, error) : sslinv_error_memory(error);

	*own = rc < 0 ? NULL : strdup(rc > 0 ? apart : identity);
	if (rc < 0)
		return rc;
	return *own ? 0 : sslinv_error_memory(error);
}
