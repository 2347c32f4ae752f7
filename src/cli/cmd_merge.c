/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv merge: folds the inventories of other hosts into one. */
#include <stdint.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/inventory.h"

/* What became of all files. */
struct tally {
	size_t files, refused, hosts, updated;
};

static void count(void *context, const char *name, const struct sslinv_store_merged *merged,
		  const struct sslinv_error *error)
{
	struct tally *tally = context;

	tally->files++;
	if (error) {
		sslinv_log_error("not merged: %s", error->message);
		tally->refused++;
		return;
	}
	tally->hosts += merged->hosts;
	tally->updated += merged->updated;
	sslinv_log_verbose("%s: %zu %s, %zu of them new or newer", name, merged->hosts,
			   sslinv_str_plural(merged->hosts, "host", "hosts"), merged->updated);
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	struct tally tally = { 0 };

	if (sslinv_inventory_open(sslinv_argument(arguments, "db"), SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	for (size_t i = 0; i < arguments->operand_count; i++)
		sslinv_store_merge_each(store, arguments->operands[i], count, &tally);
	printf("%zu of %zu %s merged: %zu %s, %zu of them new or newer\n", tally.files - tally.refused, tally.files,
	       sslinv_str_plural(tally.files, "file", "files"), tally.hosts, sslinv_str_plural(tally.hosts, "host", "hosts"),
	       tally.updated);
	if (tally.refused == tally.files)
		return SSLINV_EXIT_FAILED;
	return tally.refused ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
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
