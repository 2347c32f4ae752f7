/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv diff: what changed between two moments of an inventory, or between two inventories. */
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/scratch.h"
#include "cli/commands.h"
#include "cli/inventory.h"
#include "report/diff.h"

/* The inventories that are compared; one store alone stands for both sides of one file. */
struct sides {
	struct sslinv_store *before, *after;
};

static void close_sides(struct sides *sides)
{
	sslinv_inventory_close(&sides->before);
	sslinv_inventory_close(&sides->after);
}

static int open_moment(const char *path, struct sslinv_store **store)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_inventory_open(path, SSLINV_SQL_READ, store) < 0)
		return SSLINV_E_SYSTEM;
	if (sslinv_store_begin(*store, SSLINV_SQL_READ, &error) == 0)
		return 0;
	sslinv_log_error("%s", error.message);
	return error.code;
}

static int open_sides(const struct sslinv_arguments *arguments, struct sides *sides)
{
	bool is_two = arguments->operand_count == 2;
	int rc = open_moment(is_two ? arguments->operands[0] : sslinv_argument(arguments, "db"), &sides->before);

	return rc == 0 && is_two ? open_moment(arguments->operands[1], &sides->after) : rc;
}

/* Leaves the moment as it is where the option is not given. */
static bool take_moment(const struct sslinv_arguments *arguments, const char *option, struct sslinv_diff_when *when)
{
	const char *text = sslinv_argument(arguments, option);

	if (!text || sslinv_diff_when_parse(text, when))
		return true;
	sslinv_log_error("--%s takes a day (2026-11-24), a time (2026-11-24T06:55:26Z) or a scan (scan:12), not '%s'",
			 option, text);
	return false;
}

static bool take_arguments(const struct sslinv_arguments *arguments, struct sslinv_diff_request *request)
{
	bool is_two = arguments->operand_count == 2;

	if (arguments->operand_count == 1) {
		sslinv_log_error("two inventories are compared, or two moments of one that --db names");
		return false;
	}
	if (is_two &&
	    (sslinv_argument(arguments, "db") || sslinv_argument(arguments, "from") || sslinv_argument(arguments, "to"))) {
		sslinv_log_error("two inventories are compared as they are now, without --db, --from and --to");
		return false;
	}
	/* One inventory is compared from the last scan but one until now, unless it is asked for something else. */
	request->before.when.kind = is_two ? SSLINV_DIFF_NOW : SSLINV_DIFF_SCAN;
	return take_moment(arguments, "from", &request->before.when) && take_moment(arguments, "to", &request->after.when);
}

/* The inventories are free before anything is shown, however slow the reader is. */
static int compare(const struct sslinv_diff_format *format, struct sides *sides, struct sslinv_diff_request *request,
		   struct sslinv_diff_totals *totals, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_scratch_free) struct sslinv_scratch scratch = { 0 };
	int rc = sslinv_scratch_open(&scratch, error);

	request->before.store = sides->before;
	request->after.store = sides->after ? sides->after : sides->before;
	if (rc == 0)
		rc = sslinv_diff(format, scratch.file, request, totals, error);
	close_sides(sides);
	return rc < 0 ? rc : sslinv_scratch_pour(&scratch, stdout, error);
}

/* Does no host have the scan that was named? Then the number is a mistake, and does not mean that nothing got worse. */
static bool is_scan_missing(const struct sslinv_arguments *arguments, const struct sslinv_diff_totals *totals)
{
	static const char *const options[] = { "from", "to" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(options) && totals->not_compared == totals->hosts; i++) {
		const char *text = sslinv_argument(arguments, options[i]);

		if (!text || strncmp(text, "scan:", strlen("scan:")) != 0)
			continue;
		sslinv_log_error("--%s: no host has %s to compare with; the view scans lists the numbers", options[i], text);
		return true;
	}
	return false;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *name = sslinv_argument(arguments, "format");
	const struct sslinv_diff_format *format = sslinv_diff_format(name ? name : "text");
	struct sslinv_diff_request request = { .pattern = sslinv_argument(arguments, "host") };
	SSLINV_CLEANUP(close_sides) struct sides sides = { 0 };
	struct sslinv_diff_totals totals = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!format) {
		sslinv_log_error("unknown format '%s'; use text or json", name);
		return SSLINV_EXIT_USAGE;
	}
	if (!take_arguments(arguments, &request))
		return SSLINV_EXIT_USAGE;
	if (open_sides(arguments, &sides) < 0)
		return SSLINV_EXIT_FAILED;
	if (compare(format, &sides, &request, &totals, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return error.code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
	}
	if (is_scan_missing(arguments, &totals))
		return SSLINV_EXIT_USAGE;
	if (totals.worse)
		return SSLINV_EXIT_FINDINGS;
	return totals.incomplete ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

const struct sslinv_command sslinv_command_diff = {
	.name = "diff",
	.operands = "[OLD NEW]",
	.summary = "tell what changed between two moments or two inventories",
	.max_operands = 2,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "only hosts whose names match this shell pattern" },
		{ "from", "WHEN", "a day, a time or scan:N (default: the last scan but one)" },
		{ "to", "WHEN", "the same (default: now)" },
		{ "format", "FORMAT", "text (default) or json" },
		{ 0 },
	},
};
