/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv merge: folds the inventories of other hosts into one. */
#include <stdint.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/inventory.h"

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t refused = 0, hosts = 0, updated = 0;

	if (sslinv_inventory_open(sslinv_argument(arguments, "db"), SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	for (size_t i = 0; i < arguments->operand_count; i++) {
		struct sslinv_store_merged merged = { 0 };

		if (sslinv_store_merge(store, arguments->operands[i], &merged, &error) < 0) {
			sslinv_log_error("not merged: %s", error.message);
			sslinv_error_clear(&error);
			refused++;
			continue;
		}
		hosts += merged.hosts;
		updated += merged.updated;
		sslinv_log_verbose("%s: %zu %s, %zu of them new or newer", arguments->operands[i], merged.hosts,
				   sslinv_str_plural(merged.hosts, "host", "hosts"), merged.updated);
	}
	printf("%zu of %zu %s merged: %zu %s, %zu of them new or newer\n", arguments->operand_count - refused,
	       arguments->operand_count, sslinv_str_plural(arguments->operand_count, "file", "files"), hosts,
	       sslinv_str_plural(hosts, "host", "hosts"), updated);
	if (refused == arguments->operand_count)
		return SSLINV_EXIT_FAILED;
	return refused ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

const struct sslinv_command sslinv_command_merge = {
	.name = "merge",
	.operands = "FILE...",
	.summary = "fold the inventories of other hosts into one",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.stores = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory to merge into" },
		{ 0 },
	},
};
