/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that the actions of `sslinv feed` work on. */
#include "base/cleanup.h"
#include "base/log.h"
#include "cli/feed.h"
#include "cli/inventory.h"
#include "cli/standard_output.h"

enum sslinv_exit sslinv_feed_complain(const struct sslinv_error *error)
{
	sslinv_log_error("%s", error->message);
	return error->code == SSLINV_E_USAGE || error->code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
}

int sslinv_feed_open(const struct sslinv_arguments *arguments, enum sslinv_sql_access access,
		     struct sslinv_guidance_store **store)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *inventory = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = inventory ? sslinv_guidance_store_path(inventory) : NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!inventory)
		return SSLINV_E_NOT_FOUND;
	if (!path)
		sslinv_error_memory(&error);
	else if (sslinv_store_make_place(inventory, &error) == 0 &&
		 sslinv_guidance_store_open(path, access, sslinv_data_directory(), store, &error) == 0)
		return 0;
	sslinv_log_error("%s", error.message);
	return error.code;
}

void sslinv_feed_close(struct sslinv_guidance_store **store)
{
	sslinv_guidance_store_close(*store);
}

void sslinv_feed_warn(void *context, const char *document, unsigned long line, const char *message)
{
	(void)context;
	if (line)
		sslinv_log_verbose("%s:%lu: %s", document, line, message);
	else
		sslinv_log_verbose("%s: %s", document, message);
}

bool sslinv_feed_is_short(const struct sslinv_arguments *arguments)
{
	const char *format = sslinv_argument(arguments, "format");

	return (!format || strcmp(format, "table") == 0) && !sslinv_argument(arguments, "all") &&
	       sslinv_rows_terminal(stdout) > 0;
}

enum sslinv_exit sslinv_feed_show(const struct sslinv_arguments *arguments,
				  int (*show)(void *context, struct sslinv_guidance_store *store, struct sslinv_rows *rows,
					      struct sslinv_error *error),
				  void *context)
{
	SSLINV_CLEANUP(sslinv_feed_close) struct sslinv_guidance_store *store = NULL;
	const char *format = sslinv_argument(arguments, "format");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_rows *rows = NULL;
	int rc = sslinv_rows_new(format ? format : "table", stdout, &rows, &error);

	sslinv_output_only();
	if (rc < 0)
		return sslinv_feed_complain(&error);
	if (sslinv_feed_open(arguments, SSLINV_SQL_READ, &store) == 0)
		rc = show(context, store, rows, &error);
	sslinv_rows_free(rows);
	if (!store)
		return SSLINV_EXIT_FAILED;
	return rc < 0 ? sslinv_feed_complain(&error) : SSLINV_EXIT_CLEAN;
}
