/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv check: resolves stored hosts anew with today's guidance, without looking at any of them. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/guidance.h"
#include "cli/inventory.h"
#include "cli/verdict_exit.h"

/* The resolver of the guidance, with a line for each host and the worst of their exit codes. */
struct checking {
	struct sslinv_guidance_cache guidance;
	bool has_findings, has_unknown;
};

static void print_host(const struct sslinv_facts *facts, const struct sslinv_host_result *result)
{
	printf("%s: %s", facts->host.host, sslinv_verdict_name(result->verdict));
	if (result->affected)
		printf(", %llu affected", (unsigned long long)result->affected);
	if (result->unknown)
		printf(", %llu unknown", (unsigned long long)result->unknown);
	if (result->guidance_date)
		printf(", guidance of %s", result->guidance_date);
	fputc('\n', stdout);
	for (const char *line = result->action; *line;) {
		size_t length = strcspn(line, "\n");

		printf("    %.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
}

static int resolve(void *context, const struct sslinv_facts *facts, const struct sslinv_host_result **result,
		   struct sslinv_error *error)
{
	struct checking *checking = context;
	const struct sslinv_store_resolver resolver = sslinv_guidance_cache_resolver(&checking->guidance);
	enum sslinv_exit code;

	if (resolver.resolve(resolver.context, facts, result, error) < 0)
		return error->code;
	print_host(facts, *result);
	code = sslinv_verdict_exit((*result)->verdict, sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE);
	checking->has_findings |= code == SSLINV_EXIT_FINDINGS;
	checking->has_unknown |= code == SSLINV_EXIT_INCOMPLETE;
	return 0;
}

static void close_checking(struct checking *checking)
{
	sslinv_guidance_cache_close(&checking->guidance);
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

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(close_checking) struct checking checking = { .has_findings = false };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	const struct sslinv_store_resolver resolver = { .context = &checking, .resolve = resolve };
	const char *hosts = sslinv_argument(arguments, "host");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t count = 0;

	if (!path)
		return SSLINV_EXIT_FAILED;
	keep_freed_memory();
	if (sslinv_guidance_cache_open(&checking.guidance, path, sslinv_argument(arguments, "max-age")) < 0)
		return SSLINV_EXIT_USAGE;
	if (!sslinv_inventory_exists(path) || sslinv_inventory_open(path, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_store_check(store, hosts, &resolver, &count, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	if (count == 0) {
		sslinv_log_error("%s: there is no host%s%s in it", path, hosts ? " that matches " : "", hosts ? hosts : "");
		return SSLINV_EXIT_USAGE;
	}
	return checking.has_unknown    ? SSLINV_EXIT_INCOMPLETE
	       : checking.has_findings ? SSLINV_EXIT_FINDINGS
				       : SSLINV_EXIT_CLEAN;
}

const struct sslinv_command sslinv_command_check = {
	.name = "check",
	.summary = "resolve stored hosts again with today's guidance",
	.stores = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "only hosts whose names match this shell pattern" },
		{ "max-age", "DAYS", "older guidance gives the verdict unknown (default: 180, 0: never)" },
		{ 0 },
	},
};
