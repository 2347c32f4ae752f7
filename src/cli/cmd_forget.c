/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv forget: removes hosts that are no more from the inventory. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/inventory.h"

/* The name as it is, not as a pattern: nothing goes that was not named. */
static int forget_host(struct sslinv_store *store, const char *name, struct sslinv_error *error)
{
	int64_t host;
	int rc = sslinv_store_find_host(store, name, &host, error);

	return rc < 0 ? rc : sslinv_store_forget(store, host, error);
}

static int forget_all(struct sslinv_store *store, const struct sslinv_arguments *arguments, struct sslinv_error *error)
{
	int rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);

	for (size_t i = 0; i < arguments->operand_count && rc == 0; i++)
		rc = forget_host(store, arguments->operands[i], error);
	if (rc == 0)
		rc = sslinv_store_commit(store, error);
	else
		sslinv_store_rollback(store);
	return rc;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!path || !sslinv_inventory_exists(path) || sslinv_inventory_open(path, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (forget_all(store, arguments, &error) < 0) {
		sslinv_log_error("nothing was forgotten: %s", error.message);
		return error.code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
	}
	for (size_t i = 0; i < arguments->operand_count; i++)
		printf("%s: forgotten\n", arguments->operands[i]);
	return SSLINV_EXIT_CLEAN;
}

const struct sslinv_command sslinv_command_forget = {
	.name = "forget",
	.operands = "HOST...",
	.summary = "remove hosts that are no more, with their history",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.stores = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ 0 },
	},
};
