/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv explain: why a package, path, unit, process or CVE stands as it does: facts, rule, advisory, feed and its date. */
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
#include "report/explain.h"
#include "resolve/part_find.h"

/* The parts that each word names. */
struct found {
	struct sslinv_parts *items;
	size_t count;
};

static void free_found(struct found *found)
{
	for (size_t i = 0; i < found->count; i++)
		sslinv_parts_free(&found->items[i]);
	free(found->items);
}

/* Why nothing may be known of a word. */
static const char *hint_of(const char *word)
{
	if (sslinv_part_is_cve(word))
		return "; import a feed that covers it";
	if (word[strspn(word, "0123456789")] == '\0')
		return " (the last scan saw no process of that number with OpenSSL in memory)";
	return " (the inventory keeps only OpenSSL and what uses it)";
}

static enum sslinv_exit tell_unknown(const struct sslinv_explanation *explanation)
{
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

	for (size_t i = 0; i < explanation->word_count; i++) {
		if (explanation->parts[i].count > 0)
			continue;
		sslinv_log_error("%s: nothing is known about '%s'%s", explanation->facts->host.host,
				 explanation->parts[i].word, hint_of(explanation->parts[i].word));
		code = SSLINV_EXIT_INCOMPLETE;
	}
	return code;
}

/* Is the host the one that this runs on, so that its links are here to be followed? */
static bool is_this_host(const struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = fopen("/etc/machine-id", "re");
	char machine[33];

	return file && facts->host.machine_id && sslinv_str_compare(facts->root, "/") == 0 &&
	       fread(machine, 1, 32, file) == 32 && strncmp(machine, facts->host.machine_id, 32) == 0;
}

/* What the word names; of a link of this host, where it leads: `/lib/libssl.so.3` of /usr/lib, `/usr/bin/python3`. */
static int find_word(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
		     const struct sslinv_guidance_set *set, const struct sslinv_host_options *options, const char *word,
		     struct sslinv_parts *parts, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *real = NULL;
	int rc = sslinv_parts_find(facts, things, set, options, word, parts, error);

	if (rc < 0 || parts->count > 0 || !strchr(word, '/') || !is_this_host(facts))
		return rc;
	real = realpath(word, NULL);
	if (!real || strcmp(real, word) == 0)
		return 0;
	sslinv_parts_free(parts);
	return sslinv_parts_find(facts, things, set, options, real, parts, error);
}

/* Judges the host and finds what the words name. */
static int find(struct sslinv_guidance_cache *guidance, struct sslinv_facts *facts, struct sslinv_host_things *things,
		char **words, struct sslinv_explanation *explanation, struct found *found, struct sslinv_error *error)
{
	const struct sslinv_host_options options = sslinv_guidance_cache_options(guidance);

	if (sslinv_guidance_cache_settle(guidance, facts, error) < 0)
		return error->code;
	explanation->set = sslinv_guidance_cache_host(guidance, facts, error);
	if (!explanation->set || sslinv_host_judge(facts, explanation->set, NULL, 0, things, error) < 0)
		return error->code;
	found->items = calloc(explanation->word_count, sizeof(*found->items));
	if (!found->items)
		return sslinv_error_memory(error);
	explanation->parts = found->items;
	for (size_t i = 0; i < explanation->word_count; i++) {
		found->count = i + 1;
		if (find_word(facts, things, explanation->set, &options, words[i], &found->items[i], error) < 0)
			return error->code;
	}
	return 0;
}

static bool are_operands_right(const struct sslinv_arguments *arguments)
{
	for (size_t i = 0; i < arguments->operand_count; i++)
		if (sslinv_part_is_cve(arguments->operands[i]) && !sslinv_operand_cve(arguments->operands[i]))
			return false;
	return true;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_guidance_cache_close) struct sslinv_guidance_cache guidance = { 0 };
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_things_free) struct sslinv_host_things things = { 0 };
	SSLINV_CLEANUP(free_found) struct found found = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	const char *format_name = sslinv_argument(arguments, "format");
	const struct sslinv_explain_format *format = sslinv_explain_format(format_name ? format_name : "text");
	struct sslinv_explanation explanation = { .facts = &facts, .word_count = arguments->operand_count };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!format) {
		sslinv_log_error("unknown format '%s'; use text or json", format_name);
		return SSLINV_EXIT_USAGE;
	}
	if (!are_operands_right(arguments))
		return SSLINV_EXIT_USAGE;
	if (!path || sslinv_guidance_open(&guidance, path, NULL) < 0 ||
	    sslinv_inventory_open(path, SSLINV_SQL_READ, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (sslinv_store_load(store, sslinv_argument(arguments, "host"), &facts, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return error.code == SSLINV_E_USAGE || error.code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE
											: SSLINV_EXIT_FAILED;
	}
	if (find(&guidance, &facts, &things, arguments->operands, &explanation, &found, &error) < 0 ||
	    sslinv_explain(format, stdout, &explanation, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	return tell_unknown(&explanation);
}

const struct sslinv_command sslinv_command_explain = {
	.name = "explain",
	.operands = "CVE|PATH|PACKAGE|UNIT|CONTAINER|PID...",
	.summary = "say why: the facts, the rule, the advisory, the feed and its date",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "NAME", "the host, where the inventory has several" },
		{ "format", "FORMAT", "text (default) or json" },
		{ 0 },
	},
};
