/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inventory that a command works on. */
#include "cli/inventory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"

char *sslinv_inventory_path(const char *given)
{
	char *path = given ? strdup(given) : sslinv_store_default_path();

	if (!path)
		sslinv_log_error("the inventory has no default place without a home directory: name it with --db");
	return path;
}

char *sslinv_inventory_present_path(const char *given)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(given);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!path || sslinv_store_check_place(path, &error) == 0)
		return sslinv_take_ptr(path);
	sslinv_log_error("%s", error.message);
	return NULL;
}

int sslinv_inventory_open(const char *given, enum sslinv_sql_access access, struct sslinv_store **store)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(given);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!path)
		return SSLINV_E_NOT_FOUND;
	if ((access == SSLINV_SQL_WRITE && sslinv_store_make_place(path, &error) < 0) ||
	    sslinv_store_open(path, access, store, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return error.code;
	}
	return 0;
}

bool sslinv_inventory_exists(const char *path)
{
	if (access(path, F_OK) == 0)
		return true;
	sslinv_log_error("%s: no such inventory; `sslinv scan` makes one", path);
	return false;
}

void sslinv_inventory_close(struct sslinv_store **store)
{
	sslinv_store_close(*store);
	*store = NULL;
}

const char *sslinv_data_directory(void)
{
	const char *data = secure_getenv("SSLINV_DATA");

	return data && *data ? data : SSLINV_DATA_DIR;
}

const char *sslinv_conf_directory(void)
{
	const char *conf = secure_getenv("SSLINV_CONF");

	return conf && *conf ? conf : SSLINV_CONF_DIR;
}

const char *sslinv_query_directory(void)
{
	static char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "%s/queries", sslinv_data_directory());
	return directory;
}
