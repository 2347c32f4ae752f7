/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv scan: looks at a host and stores what it found. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/collect.h"
#include "backend/details.h"
#include "backend/find.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/guidance.h"
#include "cli/inventory.h"
#include "cli/scan_place.h"
#include "cli/terminal.h"
#include "cli/verdict_exit.h"
#include "facts/facts.h"
#include "formats/read_libraries.h"
#include "host/os_release.h"
#include "host/root.h"
#include "link/link.h"
#include "policy/policies.h"
#include "process/processes.h"
#include "report/report.h"
#include "runtime/runtimes.h"

static void show_progress(void *context, uint64_t files, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(path);

	(void)context;
	sslinv_log_progress("%" PRIu64 " files, in %.60s", files, quoted ? quoted : "");
}

/* The scope that the word of --library calls; -1 where it is none. Without the option, the scan before decides. */
static int scope_of(const char *word)
{
	for (int i = 0; i < SSLINV_SCOPE_COUNT; i++)
		if (strcmp(word, sslinv_scope_name((enum sslinv_scope)i)) == 0)
			return i;
	return -1;
}

/* Which host it is, what an earlier scan knew of it, and what is looked for: by the word of --library, if there is one. */
static int begin(const struct sslinv_root *root, const char *name, const char *library, struct sslinv_store *store,
		 struct sslinv_crypto_table *table, struct sslinv_facts *facts, struct sslinv_error *error)
{
	facts->started = time(NULL);
	facts->root = sslinv_facts_text(facts, sslinv_root_shown(root));
	if (!facts->root)
		return sslinv_error_memory(error);
	if (sslinv_host_describe(root, name, facts, error) < 0 || sslinv_store_load_paths(store, facts, error) < 0 ||
	    sslinv_store_load_scope(store, facts, error) < 0)
		return error->code;
	if (library)
		facts->scope = (enum sslinv_scope)scope_of(library);
	return facts->scope == SSLINV_SCOPE_ALL ? sslinv_libraries_read(sslinv_data_directory(), table, error) : 0;
}

/* Gathers the facts of the root. */
static int gather(const struct sslinv_root *root, uint64_t seconds, const struct sslinv_crypto_table *table,
		  struct sslinv_file_cache *cache, struct sslinv_facts *facts, struct sslinv_error *error)
{
	const struct sslinv_link_options options = { .cache = cache,
						     .others = facts->scope == SSLINV_SCOPE_ALL ? table : NULL,
						     .progress = show_progress,
						     .is_noted = sslinv_runtime_wants };
	SSLINV_CLEANUP(sslinv_details_free) struct sslinv_details *details = NULL;

	sslinv_log_progress("reading the package databases");
	if (sslinv_collect_packages(root, sslinv_backend_directory(), (unsigned)seconds, facts, error) < 0 ||
	    sslinv_details_start(root, sslinv_backend_directory(), (unsigned)seconds, facts, &details, error) < 0 ||
	    sslinv_link(root, &options, facts, error) < 0 || sslinv_runtimes_find(root, facts, error) < 0 ||
	    sslinv_policies_read(root, facts, error) < 0 || sslinv_processes_read(root, "/proc", facts, error) < 0 ||
	    sslinv_details_finish(details, facts, error) < 0)
		return error->code;
	facts->finished = time(NULL);
	sslinv_log_progress("%s", "");
	return 0;
}

/* Takes the store over: it is closed before anything is printed, which a slow reader may hold up. */
static enum sslinv_exit store_and_report(const struct sslinv_report_format *format, bool all,
					 const struct sslinv_scan_place *place, struct sslinv_store **store,
					 struct sslinv_file_cache *cache, struct sslinv_guidance_cache *guidance,
					 const struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	const struct sslinv_report_data data = { .facts = facts,
						 .result = &result,
						 .style = { .all = all, .color = sslinv_terminal_has_color() } };
	const struct sslinv_judge judge = sslinv_guidance_cache_judge(guidance);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_judge_scan(&judge, *store, facts, &result, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	sslinv_inventory_close(store);
	if (sslinv_file_cache_save(cache, facts->walk_complete, &error) < 0) {
		sslinv_log_warning("%s (the next scan will read every file again)", error.message);
		sslinv_error_clear(&error);
	}
	if (place->is_piped && sslinv_scan_place_pour(place, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	if (!place->is_piped && sslinv_report_scan(format, stdout, &data, &error) < 0) {
		sslinv_log_error("the scan is stored, but cannot be shown: %s", error.message);
		return SSLINV_EXIT_INCOMPLETE;
	}
	return sslinv_verdict_exit(result.verdict, sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE);
}

/* Are the words right? Prints which one is not. `seconds` is left as it is where no limit is given. */
static bool take_words(const struct sslinv_arguments *arguments, const struct sslinv_report_format **format,
		       uint64_t *seconds)
{
	const char *format_name = sslinv_argument(arguments, "format"), *limit = sslinv_argument(arguments, "time-limit");
	const char *library = sslinv_argument(arguments, "library"), *host = sslinv_argument(arguments, "host");

	*format = sslinv_report_format(format_name ? format_name : "text");
	if (!*format)
		sslinv_log_error("unknown format '%s'; use text or json", format_name);
	else if (limit && (!sslinv_parse_number(limit, 86400, seconds) || *seconds == 0))
		sslinv_log_error("--time-limit takes seconds from 1 to 86400, not '%s'", limit);
	else if (library && scope_of(library) < 0)
		sslinv_log_error("--library takes openssl or all, not '%s'", library);
	else if (host && !*host)
		sslinv_log_error("--host needs a name; the default is the host's own");
	else
		return true;
	return false;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *root_path = sslinv_argument(arguments, "root"), *host = sslinv_argument(arguments, "host");
	const char *library = sslinv_argument(arguments, "library");
	const struct sslinv_report_format *format;
	SSLINV_CLEANUP(sslinv_root_close) struct sslinv_root root = SSLINV_ROOT_INIT;
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_crypto_table_free) struct sslinv_crypto_table table = { 0 };
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_file_cache_free) struct sslinv_file_cache *cache = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_scan_place_free) struct sslinv_scan_place place = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	uint64_t seconds = SSLINV_BACKEND_SECONDS;
	int rc;

	if (!take_words(arguments, &format, &seconds))
		return SSLINV_EXIT_USAGE;
	if (sslinv_root_open(&root, root_path ? root_path : "/", &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_USAGE;
	}
	rc = sslinv_scan_place_find(sslinv_argument(arguments, "db"), &root, &place);
	if (rc == 0)
		rc = sslinv_scan_place_check(&place, &root);
	if (rc < 0)
		return rc == SSLINV_E_USAGE ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
	if (place.is_piped && sslinv_argument(arguments, "format")) {
		sslinv_log_error("--format is about what is printed, and with `--db -` that is the inventory itself");
		return SSLINV_EXIT_USAGE;
	}
	/* Opened before the long work, so that a wrong one is told at once. */
	if (sslinv_inventory_open(place.inventory, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_guidance_open(&guidance, place.judged_as, sslinv_argument(arguments, "max-age")) < 0)
		return SSLINV_EXIT_USAGE;
	facts.mode = sslinv_argument(arguments, "packages-only") ? SSLINV_MODE_PACKAGES_ONLY : SSLINV_MODE_FULL;
	if (begin(&root, host, library, store, &table, &facts, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	cache = sslinv_file_cache_load(place.file_cache, table.mark);
	if (!cache) {
		sslinv_log_error("out of memory");
		return SSLINV_EXIT_FAILED;
	}
	if (gather(&root, seconds, &table, cache, &facts, &error) < 0 ||
	    sslinv_guidance_cache_settle(&guidance, &facts, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	return store_and_report(format, sslinv_argument(arguments, "all") != NULL, &place, &store, cache, &guidance, &facts);
}

const struct sslinv_command sslinv_command_scan = {
	.name = "scan",
	.summary = "look at a host and store what uses OpenSSL, and which",
	.stores = true,
	.run = run,
	.options = {
		{ "root", "DIR", "the file tree to look at (default: /)" },
		{ "db", "FILE", "the inventory to store it in; -: write one to standard output" },
		{ "host", "NAME", "the host's name in the inventory" },
		{ "packages-only", NULL, "read files of packages only" },
		{ "library", "WHICH", "openssl, or all TLS and crypto libraries (default: as the scan before)" },
		{ "time-limit", "SECONDS", "for each package database (default: 300)" },
		{ "max-age", "DAYS", "older guidance gives the verdict unknown (default: 180, 0: never)" },
		{ "format", "FORMAT", "text (default) or json" },
		{ "all", NULL, "in text, tell everything in full" },
		{ 0 },
	},
};
