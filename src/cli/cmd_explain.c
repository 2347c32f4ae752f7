/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv explain: why a package, a path or a CVE stands as it does: facts, rule, advisory, feed and its date. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/guidance.h"
#include "cli/inventory.h"
#include "cli/operand.h"
#include "report/report.h"

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_things_free) struct sslinv_host_things things = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	SSLINV_CLEANUP(sslinv_free_ptr) bool *found = NULL;
	struct sslinv_report_data data = { .facts = &facts, .things = &things };
	const struct sslinv_guidance_set *set;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

	for (size_t i = 0; i < arguments->operand_count; i++)
		if (sslinv_report_is_cve(arguments->operands[i]) && !sslinv_operand_cve(arguments->operands[i]))
			return SSLINV_EXIT_USAGE;
	if (!path || sslinv_guidance_open(&guidance, path, NULL) < 0 ||
	    sslinv_inventory_open(path, SSLINV_SQL_READ, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_store_load(store, sslinv_argument(arguments, "host"), &facts, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return error.code == SSLINV_E_USAGE || error.code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE
											: SSLINV_EXIT_FAILED;
	}
	set = sslinv_guidance_cache_settle(&guidance, &facts, &error) < 0
		      ? NULL
		      : sslinv_guidance_cache_host(&guidance, &facts, &error);
	if (!set || sslinv_host_judge(&facts, set, NULL, 0, &things, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	data.set = set;
	found = calloc(arguments->operand_count, sizeof(*found));
	if (!found ||
	    sslinv_report_explain(sslinv_report_format("text"), stdout, &data, (const char *const *)arguments->operands,
				  arguments->operand_count, found, &error) < 0) {
		sslinv_log_error("out of memory");
		return SSLINV_EXIT_FAILED;
	}
	for (size_t i = 0; i < arguments->operand_count; i++) {
		const char *word = arguments->operands[i];

		if (found[i])
			continue;
		sslinv_log_error("%s: nothing is known about '%s'%s", facts.host.host, word,
				 sslinv_report_is_cve(word) ? "; import a feed that covers it"
							    : " (the inventory keeps only OpenSSL and what uses it)");
		code = SSLINV_EXIT_INCOMPLETE;
	}
	return code;
}

const struct sslinv_command sslinv_command_explain = {
	.name = "explain",
	.operands = "PACKAGE|PATH|CVE...",
	.summary = "say why: the facts, the rule, the advisory, the feed and its date",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "NAME", "the host, where the inventory has several" },
		{ 0 },
	},
};
