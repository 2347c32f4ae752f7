/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv check: resolves stored hosts anew with today's guidance, without looking at any of them. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/guidance.h"
#include "cli/inventory.h"
#include "cli/terminal.h"
#include "cli/verdict_exit.h"
#include "report/report.h"

/* What was shown, and how. */
struct showing {
	struct sslinv_layout_style style;
	bool has_findings, has_unknown; /* by the exit codes of the hosts */
	size_t hosts, changed;
	size_t by_verdict[SSLINV_VERDICT_COUNT];
};

static int show(void *context, const struct sslinv_judge_handed *handed, struct sslinv_error *error)
{
	struct showing *showing = context;
	const struct sslinv_report_data data = {
		.facts = handed->facts,
		.result = handed->result,
		.before = &handed->before,
		.is_line = handed->hosts > 1 && !showing->style.all,
		.style = showing->style,
	};
	bool is_complete = sslinv_facts_outcome(handed->facts) == SSLINV_OUTCOME_COMPLETE;
	enum sslinv_exit code = sslinv_verdict_exit(handed->result->verdict, is_complete);

	if (showing->style.all && showing->hosts > 0)
		putchar('\n');
	if (sslinv_report_check(sslinv_report_format("text"), stdout, &data, error) < 0)
		return error->code;
	showing->has_findings |= code == SSLINV_EXIT_FINDINGS;
	showing->has_unknown |= code == SSLINV_EXIT_INCOMPLETE;
	showing->hosts++;
	showing->changed += handed->before != handed->result->verdict;
	showing->by_verdict[handed->result->verdict]++;
	return 0;
}

/* `3 hosts: 1 upgrade, 2 ok; 1 has another verdict than before` */
static void show_totals(const struct showing *showing)
{
	const char *separator = ": ";

	if (showing->hosts < 2)
		return;
	printf("%s%zu hosts", showing->style.all ? "\n" : "", showing->hosts);
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		if (showing->by_verdict[verdict]) {
			printf("%s%zu %s", separator, showing->by_verdict[verdict],
			       sslinv_verdict_name((enum sslinv_verdict)verdict));
			separator = ", ";
		}
	printf("; %zu changed\n", showing->changed);
}

/*
 * Every host takes the same memory anew that the one before gave back. glibc hands what lies free at the end of the heap to
 * the kernel at once, and a fleet of hosts would have it cleared and mapped again for each.
 */
static void keep_freed_memory(void)
{
#ifdef M_TRIM_THRESHOLD
	mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	mallopt(M_TOP_PAD, 1024 * 1024);
#endif
}

enum sslinv_exit sslinv_check_stored(const char *db, const char *hosts, const char *max_age, bool all)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(db);
	const struct sslinv_judge judge = sslinv_guidance_cache_judge(&guidance);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct showing showing = { .style = { .all = all, .color = sslinv_terminal_has_color() } };
	size_t count = 0;

	if (!path)
		return SSLINV_EXIT_FAILED;
	keep_freed_memory();
	if (sslinv_guidance_open(&guidance, path, max_age) < 0)
		return SSLINV_EXIT_USAGE;
	if (!sslinv_inventory_exists(path) || sslinv_inventory_open(path, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_judge_check(&judge, store, hosts, show, &showing, &count, &error) < 0) {
		sslinv_log_error("%s: %s", count ? "all is stored, but not all can be shown" : "nothing was stored",
				 error.message);
		return count ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_FAILED;
	}
	if (count == 0) {
		sslinv_log_error("%s: the inventory has no host%s%s", path, hosts ? " that matches " : "",
				 hosts ? hosts : "");
		return SSLINV_EXIT_USAGE;
	}
	show_totals(&showing);
	return showing.has_unknown    ? SSLINV_EXIT_INCOMPLETE
	       : showing.has_findings ? SSLINV_EXIT_FINDINGS
				      : SSLINV_EXIT_CLEAN;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	return sslinv_check_stored(sslinv_argument(arguments, "db"), sslinv_argument(arguments, "host"),
				   sslinv_argument(arguments, "max-age"), sslinv_argument(arguments, "all") != NULL);
}

const struct sslinv_command sslinv_command_check = {
	.name = "check",
	.summary = "judge stored hosts again with today's guidance",
	.stores = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "only hosts whose names match this shell pattern" },
		{ "all", NULL, "tell each host in full" },
		{ "max-age", "DAYS", "older guidance gives the verdict unknown (default: 180, 0: never)" },
		{ 0 },
	},
};
