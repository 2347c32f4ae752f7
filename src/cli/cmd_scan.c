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
#include "cli/verdict_exit.h"
#include "facts/facts.h"
#include "host/os_release.h"
#include "host/root.h"
#include "link/link.h"
#include "process/processes.h"
#include "report/report.h"

static void show_progress(void *context, uint64_t files, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(path);

	(void)context;
	sslinv_log_progress("%" PRIu64 " files, in %.60s", files, quoted ? quoted : "");
}

/* Gathers the facts of the root. */
static int gather(const struct sslinv_root *root, const char *name, uint64_t seconds, struct sslinv_store *store,
		  struct sslinv_file_cache *cache, struct sslinv_facts *facts, struct sslinv_error *error)
{
	const struct sslinv_link_options options = { .cache = cache, .progress = show_progress };
	SSLINV_CLEANUP(sslinv_details_free) struct sslinv_details *details = NULL;

	facts->started = time(NULL);
	facts->root = sslinv_facts_text(facts, root->real_path);
	if (!facts->root)
		return sslinv_error_memory(error);
	if (sslinv_host_describe(root, name, facts, error) < 0 || sslinv_store_load_paths(store, facts, error) < 0)
		return error->code;
	sslinv_log_progress("reading the package databases");
	if (sslinv_collect_packages(root, sslinv_backend_directory(), (unsigned)seconds, facts, error) < 0 ||
	    sslinv_details_start(root, sslinv_backend_directory(), (unsigned)seconds, facts, &details, error) < 0 ||
	    sslinv_link(root, &options, facts, error) < 0 || sslinv_processes_read(root, "/proc", facts, error) < 0 ||
	    sslinv_details_finish(details, facts, error) < 0)
		return error->code;
	facts->finished = time(NULL);
	sslinv_log_progress("%s", "");
	return 0;
}

/* As many links as Linux follows in one path (path_resolution(7)). */
#define MAX_LINKS 40

/* Where a link leads, as seen from the working directory; NULL where it is none. malloc'ed. */
static char *link_target(const char *path)
{
	const char *slash = strrchr(path, '/');
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	if (length < 0)
		return NULL;
	target[length] = '\0';
	if (target[0] == '/' || !slash)
		return strdup(target);
	return sslinv_str_format("%.*s/%s", (int)(slash - path), path, target);
}

/* Nothing is written below a root under inspection; only the running host has to hold its own inventory. */
static bool lies_in_root(const struct sslinv_root *root, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *copy = strdup(path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *real = NULL;
	size_t length = strlen(root->real_path);

	if (root->is_host || !copy)
		return false;
	/* The nearest directory that is there already: the others would be made in it; or where a link leads to nothing yet.
	 */
	for (int links = 0; !(real = realpath(copy, NULL));) {
		char *target = links < MAX_LINKS ? link_target(copy) : NULL;
		char *slash = strrchr(copy, '/');

		if (target) {
			links++;
			free(copy);
			copy = target;
			continue;
		}
		if (!slash) {
			real = realpath(".", NULL);
			break;
		}
		slash[slash == copy] = '\0';
	}
	return real && strncmp(real, root->real_path, length) == 0 && (real[length] == '/' || real[length] == '\0');
}

/* Refuses whatever would be written into the root. */
static int check_places(const struct sslinv_root *root, const char *inventory)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *guidance = sslinv_guidance_store_path(inventory);
	const char *private = secure_getenv("TMPDIR");
	const struct {
		const char *what, *path, *remedy;
	} places[] = {
		{ "the inventory", inventory, "name another with --db" },
		{ "the guidance", guidance, "name another in SSLINV_GUIDANCE" },
		{ "private copies in", private && *private ? private : "/tmp", "name another directory in TMPDIR" },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(places); i++)
		if (places[i].path && lies_in_root(root, places[i].path)) {
			sslinv_log_error("%s %s would lie in the root %s, where nothing is written; %s", places[i].what,
					 places[i].path, root->path, places[i].remedy);
			return SSLINV_E_USAGE;
		}
	return 0;
}

/* Takes the store over: it is closed before anything is printed, which a slow reader may hold up. */
static enum sslinv_exit store_and_report(const struct sslinv_report_format *format, struct sslinv_store **store,
					 struct sslinv_file_cache *cache, struct sslinv_guidance_cache *guidance,
					 const struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	const struct sslinv_report_data data = { .facts = facts, .result = &result };
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
	if (sslinv_report_scan(format, stdout, &data, &error) < 0) {
		sslinv_log_error("the scan is stored, but cannot be shown: %s", error.message);
		return SSLINV_EXIT_INCOMPLETE;
	}
	return sslinv_verdict_exit(result.verdict, sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE);
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *root_path = sslinv_argument(arguments, "root"), *format_name = sslinv_argument(arguments, "format");
	const char *limit = sslinv_argument(arguments, "time-limit"), *host = sslinv_argument(arguments, "host");
	const struct sslinv_report_format *format = sslinv_report_format(format_name ? format_name : "text");
	SSLINV_CLEANUP(sslinv_root_close) struct sslinv_root root = SSLINV_ROOT_INIT;
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_file_cache_free) struct sslinv_file_cache *cache = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *cache_path = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	uint64_t seconds = SSLINV_BACKEND_SECONDS;

	if (!format) {
		sslinv_log_error("unknown format '%s'; use text or json", format_name);
		return SSLINV_EXIT_USAGE;
	}
	if (limit && (!sslinv_parse_number(limit, 86400, &seconds) || seconds == 0)) {
		sslinv_log_error("--time-limit takes seconds from 1 to 86400, not '%s'", limit);
		return SSLINV_EXIT_USAGE;
	}
	if (host && !*host) {
		sslinv_log_error("--host needs a name; the default is the host's own");
		return SSLINV_EXIT_USAGE;
	}
	if (sslinv_root_open(&root, root_path ? root_path : "/", &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_USAGE;
	}
	path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	if (!path)
		return SSLINV_EXIT_FAILED;
	if (check_places(&root, path) < 0)
		return SSLINV_EXIT_USAGE;
	/* Opened before the long work, so that a wrong one is told at once. */
	if (sslinv_inventory_open(path, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_guidance_open(&guidance, path, sslinv_argument(arguments, "max-age")) < 0)
		return SSLINV_EXIT_USAGE;
	cache_path = sslinv_str_format("%s-files", path);
	cache = cache_path ? sslinv_file_cache_load(cache_path) : NULL;
	if (!cache) {
		sslinv_log_error("out of memory");
		return SSLINV_EXIT_FAILED;
	}
	facts.mode = sslinv_argument(arguments, "packages-only") ? SSLINV_MODE_PACKAGES_ONLY : SSLINV_MODE_FULL;
	if (gather(&root, host, seconds, store, cache, &facts, &error) < 0 ||
	    sslinv_guidance_cache_settle(&guidance, &facts, &error) < 0) {
		sslinv_log_error("nothing was stored: %s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	return store_and_report(format, &store, cache, &guidance, &facts);
}

const struct sslinv_command sslinv_command_scan = {
	.name = "scan",
	.summary = "look at a host and store what uses OpenSSL, and which",
	.stores = true,
	.run = run,
	.options = {
		{ "root", "DIR", "the file tree to look at (default: /)" },
		{ "db", "FILE", "the inventory to store it in" },
		{ "host", "NAME", "the host's name in the inventory" },
		{ "packages-only", NULL, "read files of packages only" },
		{ "time-limit", "SECONDS", "for each package database (default: 300)" },
		{ "max-age", "DAYS", "older guidance gives the verdict unknown (default: 180, 0: never)" },
		{ "format", "FORMAT", "text (default) or json" },
		{ 0 },
	},
};
