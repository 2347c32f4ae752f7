/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv explain: why a package, a path or a CVE stands as it does: facts, rule, advisory, feed and its date. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/guidance.h"
#include "cli/inventory.h"

static bool is_cve(const char *word)
{
	return strncasecmp(word, "CVE-", 4) == 0;
}

/* A package, by its name (with or without the architecture) or its source's. */
static bool names_package(const struct sslinv_package *package, const char *word)
{
	return package && (sslinv_package_is_called(package, word) ||
			   (package->source_name && strcmp(package->source_name, word) == 0));
}

static bool explain_package(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			    const struct sslinv_guidance_set *set, const char *word)
{
	bool found = false;

	for (size_t i = 0; i < facts->packages.count; i++)
		if (names_package(&facts->packages.items[i], word)) {
			sslinv_explain_package(stdout, facts, (uint32_t)i);
			found = true;
		}
	for (size_t i = 0; i < things->count; i++)
		if (names_package(things->items[i].package, word))
			sslinv_explain_thing(stdout, &things->items[i], set, NULL);
	return found;
}

static bool explain_path(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 const struct sslinv_guidance_set *set, const char *word)
{
	bool found = sslinv_explain_path(stdout, facts, word);

	for (size_t i = 0; i < things->count; i++)
		if (things->items[i].path && strcmp(things->items[i].path, word) == 0)
			sslinv_explain_thing(stdout, &things->items[i], set, NULL);
	return found;
}

static bool explain_cve(const struct sslinv_host_things *things, const struct sslinv_guidance_set *set, const char *word)
{
	bool found = sslinv_explain_vulnerability(stdout, set, word);

	for (size_t i = 0; i < things->count; i++)
		found |= sslinv_explain_thing(stdout, &things->items[i], set, word);
	return found;
}

/* In upper case, as ids are stored. */
static void fold_cve(char *word)
{
	for (; *word; word++)
		if (*word >= 'a' && *word <= 'z')
			*word = (char)(*word - 'a' + 'A');
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_things_free) struct sslinv_host_things things = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	const struct sslinv_guidance_set *set;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

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
	sslinv_explain_host(stdout, &facts);
	for (size_t i = 0; i < arguments->operand_count; i++) {
		char *word = arguments->operands[i];
		bool found;

		if (is_cve(word))
			fold_cve(word);
		found = is_cve(word)                ? explain_cve(&things, set, word)
			: strchr(word, '/') != NULL ? explain_path(&facts, &things, set, word)
						    : explain_package(&facts, &things, set, word);
		if (found)
			continue;
		sslinv_log_error("%s: nothing is known of '%s'%s", facts.host.host, word,
				 is_cve(word) ? "; import a feed that speaks of it"
					      : " (only what uses OpenSSL, or is OpenSSL, is kept in the inventory)");
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
