/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and runs rows of a table for the resolver. */
#include "resolve_rows.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "handbook_helper.h"
#include "memory.h"
#include "resolve/host.h"
#include "resolve/part_answer.h"
#include "resolve/part_find.h"

#define MAX_WORDS 24

struct row {
	const char *name;     /* what stands after `==` */
	const char *expected; /* all lines after `--` */
	struct sslinv_facts facts;
	struct sslinv_guidance_set set;
	struct sslinv_host_options options;
	const char *updates[MAX_WORDS];
	struct sslinv_subject subject;
	const char *changelog[8]; /* of the subject */
	const char *asked[8];
	size_t asked_count;
	bool shows_reasons, shows_action, shows_actions;
	const char *explained[MAX_WORDS];
	size_t explained_count;
};

struct rows {
	char *text;
	char **items; /* each at its name */
	size_t count, capacity;
};

/* ---- what goes in ---- */

/* One line, in words. */
struct words {
	char *items[MAX_WORDS];
	size_t count, taken;
	const char *line; /* as it is, for messages */
};

static char *take_word(char **at)
{
	char *word, *out;
	bool is_quoted = false;

	*at += strspn(*at, " \t");
	if (!**at)
		return NULL;
	for (word = out = *at; **at && (is_quoted || (**at != ' ' && **at != '\t')); (*at)++) {
		if (**at == '"')
			is_quoted = !is_quoted;
		else
			*out++ = **at;
	}
	if (**at)
		(*at)++;
	*out = '\0';
	return word;
}

static void split(struct words *words, char *line)
{
	char *word;

	while ((word = take_word(&line))) {
		assert_true(words->count < MAX_WORDS);
		words->items[words->count++] = word;
	}
}

/* The next word that is no option; NULL where there is none, and for `-`. */
static const char *next(struct words *words)
{
	const char *word = words->taken < words->count ? words->items[words->taken++] : NULL;

	return word && strcmp(word, "-") != 0 ? word : NULL;
}

/* The value of `name=value`, or "" for `name` alone; NULL where it is not there. It is gone from the line then. */
static const char *option(struct words *words, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = words->taken; i < words->count; i++) {
		char *word = words->items[i];

		if (strncmp(word, name, length) != 0 || (word[length] != '=' && word[length] != '\0'))
			continue;
		memmove(&words->items[i], &words->items[i + 1], (words->count - i - 1) * sizeof(*words->items));
		words->count--;
		return word[length] ? word + length + 1 : word + length;
	}
	return NULL;
}

static const char *option_or(struct words *words, const char *name, const char *otherwise)
{
	const char *value = option(words, name);

	return value ? value : otherwise;
}

static uint32_t find_package(const struct row *row, const char *name)
{
	for (size_t i = 0; name && i < row->facts.packages.count; i++) {
		const struct sslinv_package *package = &row->facts.packages.items[i];

		if (strcmp(package->name, name) == 0 || (package->label && strcmp(package->label, name) == 0))
			return (uint32_t)i;
	}
	if (name)
		fail_msg("%s: no package %s above", row->name, name);
	return SSLINV_NO_PACKAGE;
}

static enum sslinv_evidence read_evidence(struct words *words)
{
	const char *word = option_or(words, "evidence", "needed");

	for (int evidence = 0; evidence < SSLINV_EVIDENCE_COUNT; evidence++) {
		if (strcmp(sslinv_evidence_name(evidence), word) == 0)
			return evidence;
	}
	fail_msg("`%s`: no evidence %s", words->line, word);
	return SSLINV_EVIDENCE_COUNT;
}

#define ADD(array) sslinv_array_add(&(array))

static void read_feed(struct row *row, struct words *words)
{
	struct sslinv_set_feed *feed = ADD(row->set.feeds);

	assert_non_null(feed);
	feed->feed.published = option(words, "published");
	feed->imported = option_or(words, "imported", "2026-11-20T00:00:00Z");
	feed->feed.confirmed = option(words, "confirmed");
	feed->is_imported = option(words, "is-imported") != NULL;
	feed->feed.identity = option(words, "identity");
	feed->feed.name = next(words);
	feed->feed.vendor = next(words);
	feed->feed.format = next(words);
	if (!feed->feed.identity)
		feed->feed.identity = feed->feed.name;
}

static void read_says(struct row *row, struct words *words)
{
	struct sslinv_set_statement *item = ADD(row->set.statements);
	struct sslinv_statement *statement;
	const char *feed = option_or(words, "feed", "0"), *status;

	assert_non_null(item);
	item->feed = (uint32_t)strtoul(feed, NULL, 10);
	statement = &item->statement;
	statement->stream = option_or(words, "stream", "");
	statement->kind = option(words, "binary") ? SSLINV_PACKAGE_BINARY : SSLINV_PACKAGE_SOURCE;
	statement->arch = option(words, "arch");
	statement->advisory = option(words, "advisory");
	statement->severity = option(words, "severity");
	statement->issued = option(words, "issued");
	statement->introduced = option(words, "introduced");
	statement->last_affected = option(words, "last");
	statement->url = option(words, "url");
	statement->note = option(words, "note");
	statement->is_doubtful = option(words, "doubtful") != NULL;
	statement->distro = next(words);
	statement->release = next(words);
	statement->package = next(words);
	statement->cve = next(words);
	status = next(words);
	statement->fixed_version = next(words);
	if (!status || !sslinv_status_parse(status, &statement->status))
		fail_msg("`%s`: no status", words->line);
}

static void read_cve(struct row *row, struct words *words)
{
	struct sslinv_vulnerability *vulnerability = ADD(row->set.vulnerabilities);

	assert_non_null(vulnerability);
	vulnerability->severity = option(words, "severity");
	vulnerability->published = option(words, "published");
	vulnerability->url = option(words, "url");
	vulnerability->cve = next(words);
}

static void read_named(struct row *row, struct words *words)
{
	for (const char *cve; (cve = next(words));) {
		const char **item = ADD(row->set.named);

		assert_non_null(item);
		*item = cve;
	}
}

static void read_range(struct row *row, struct words *words)
{
	struct sslinv_range *range = ADD(row->set.ranges);

	assert_non_null(range);
	range->library = option_or(words, "library", "OpenSSL");
	range->last = option(words, "last");
	range->cve = next(words);
	range->from = next(words);
	range->until = next(words);
}

static void read_life(struct row *row, struct words *words)
{
	struct sslinv_life *life = ADD(row->set.lives);

	assert_non_null(life);
	life->stream = option_or(words, "stream", "");
	life->released = option(words, "released");
	life->product = next(words);
	life->release = next(words);
	life->end = next(words);
}

static void read_exploited(struct row *row, struct words *words)
{
	struct sslinv_exploitation *exploitation = ADD(row->set.exploitations);

	assert_non_null(exploitation);
	exploitation->probability = option(words, "probability");
	exploitation->cve = next(words);
	exploitation->known_since = next(words);
}

static void read_tls(struct row *row, struct words *words)
{
	struct sslinv_branch *branch = ADD(row->set.branches);

	assert_non_null(branch);
	branch->library = option_or(words, "library", "OpenSSL");
	branch->version = next(words);
	branch->tls = next(words);
}

static void read_handbook(struct row *row, struct words *words)
{
	(void)words;
	add_handbook(&row->set);
}

static void read_os(struct row *row, struct words *words)
{
	row->facts.host.os_id = next(words);
	row->facts.host.os_version = next(words);
}

static void read_package(struct row *row, struct words *words)
{
	struct sslinv_package *package = ADD(row->facts.packages);
	bool is_bystander = option(words, "bystander") != NULL;

	assert_non_null(package);
	package->is_consumer = option(words, "consumer") != NULL;
	package->is_provider = !package->is_consumer && !is_bystander;
	package->format = option_or(words, "format", "deb");
	package->arch = option(words, "arch");
	package->source_name = option(words, "source");
	package->source_version = option(words, "source-version");
	package->label = option(words, "label");
	package->build_of = option(words, "build-of");
	package->origin_evidence = option(words, "evidence");
	package->built = option(words, "built");
	package->name = next(words);
	package->version = next(words);
}

static void read_library(struct row *row, struct words *words)
{
	struct sslinv_library *library = ADD(row->facts.libraries);

	assert_non_null(library);
	library->evidence = read_evidence(words);
	library->package = find_package(row, option(words, "in"));
	library->library = option_or(words, "kind", "OpenSSL");
	library->soname = option(words, "soname");
	library->path = next(words);
	library->version = next(words);
}

static void read_candidate(struct row *row, struct words *words)
{
	struct sslinv_candidate *candidate = ADD(row->facts.candidates);

	assert_non_null(candidate);
	candidate->label = option(words, "label");
	candidate->is_foreign = option(words, "foreign") != NULL;
	candidate->archive = option(words, "archive");
	candidate->origin = option(words, "origin");
	candidate->held_by = option(words, "held");
	candidate->chosen_by = option(words, "chosen");
	candidate->build_of = option(words, "build-of");
	candidate->package = find_package(row, next(words));
	candidate->version = next(words);
}

static void read_changelog(struct row *row, struct words *words)
{
	struct sslinv_changelog_entry *entry = ADD(row->facts.changelog);

	assert_non_null(entry);
	entry->package = find_package(row, next(words));
	entry->cve = next(words);
}

static void read_needs(struct row *row, struct words *words)
{
	struct sslinv_linkage *linkage = ADD(row->facts.linkages);

	assert_non_null(linkage);
	linkage->evidence = read_evidence(words);
	linkage->package = find_package(row, option(words, "in"));
	linkage->provider_path = option(words, "provider");
	linkage->provider_package = find_package(row, option(words, "provider-package"));
	linkage->path = next(words);
	linkage->soname = next(words);
}

static int64_t read_time(const struct words *words, const char *date)
{
	int64_t seconds;

	if (!sslinv_date_seconds(date, &seconds))
		fail_msg("`%s`: no date", words->line);
	return seconds;
}

static void read_process(struct row *row, struct words *words)
{
	struct sslinv_process *process = ADD(row->facts.processes);
	const char *state;

	assert_non_null(process);
	process->package = find_package(row, option(words, "in"));
	process->unit = option(words, "unit");
	process->container = option(words, "container");
	process->listening = option(words, "listening");
	process->user = option(words, "user");
	process->executable = option(words, "executable");
	process->started = read_time(words, option_or(words, "started", "2026-11-01"));
	process->version = option(words, "version");
	process->evidence = "that is how it is";
	process->pid = strtoul(next(words), NULL, 10);
	process->command = next(words);
	state = next(words);
	for (int i = 0; i < SSLINV_PROCESS_STATE_COUNT; i++)
		if (strcmp(state, sslinv_process_state_name((enum sslinv_process_state)i)) == 0)
			process->state = (enum sslinv_process_state)i;
	process->library_path = next(words);
	row->facts.processes_read = (struct sslinv_known_count){ true, row->facts.processes.count };
}

static void read_former(struct row *row, struct words *words)
{
	struct sslinv_former *former = ADD(row->facts.formers);

	assert_non_null(former);
	former->arch = option(words, "arch");
	former->source_version = option(words, "source-version");
	former->name = next(words);
	former->version = next(words);
	former->first_seen = read_time(words, next(words));
	former->gone_at = read_time(words, next(words));
}

static void read_problem(struct row *row, struct words *words)
{
	const char *kind = next(words);

	assert_int_equal(sslinv_facts_add_problem(&row->facts, "walk", NULL, kind && strcmp(kind, "failure") == 0, kind), 0);
}

static void read_today(struct row *row, struct words *words)
{
	int64_t days;
	const char *date = next(words);

	if (!sslinv_date_age(date, 0, &days))
		fail_msg("`%s`: no date", words->line);
	row->options.now = -days * 86400;
}

static void read_max_age(struct row *row, struct words *words)
{
	row->options.max_age_days = (unsigned)strtoul(next(words), NULL, 10);
}

static void read_bundles(struct row *row, struct words *words)
{
	(void)words;
	row->options.takes_bundles = true;
}

static void read_updates(struct row *row, struct words *words)
{
	while (words->taken < words->count)
		row->updates[row->options.update_count++] = next(words);
	row->options.updates = row->updates;
}

static void read_show(struct row *row, struct words *words)
{
	row->shows_reasons |= option(words, "reasons") != NULL;
	row->shows_action |= option(words, "action") != NULL;
	row->shows_actions |= option(words, "actions") != NULL;
}

static void read_subject(struct row *row, struct words *words)
{
	struct sslinv_subject *subject = &row->subject;
	char *changelog = (char *)option(words, "changelog");

	subject->format = option(words, "format");
	subject->arch = option(words, "arch");
	subject->stream = option(words, "stream");
	subject->source_name = option(words, "source");
	subject->source_version = option(words, "source-version");
	subject->upstream_version = option(words, "upstream");
	subject->candidate_version = option(words, "candidate");
	subject->candidate_is_security = option(words, "security") != NULL;
	subject->is_installed = option(words, "installed") != NULL;
	subject->is_copy = option(words, "copy") != NULL;
	subject->changelog_cves = row->changelog;
	for (char *cve; changelog && (cve = strsep(&changelog, ",")); subject->changelog_count++)
		row->changelog[subject->changelog_count] = cve;
	subject->distro = next(words);
	subject->release = next(words);
	subject->package = next(words);
	subject->version = next(words);
}

static void read_ask(struct row *row, struct words *words)
{
	for (const char *cve; (cve = next(words));)
		row->asked[row->asked_count++] = cve;
}

static void read_explain(struct row *row, struct words *words)
{
	for (const char *word; (word = next(words));)
		row->explained[row->explained_count++] = word;
}

static const struct {
	const char *word;
	void (*read)(struct row *row, struct words *words);
} lines[] = {
	{ "feed", read_feed },
	{ "says", read_says },
	{ "cve", read_cve },
	{ "named", read_named },
	{ "range", read_range },
	{ "life", read_life },
	{ "exploited", read_exploited },
	{ "tls", read_tls },
	{ "handbook", read_handbook },
	{ "os", read_os },
	{ "package", read_package },
	{ "library", read_library },
	{ "candidate", read_candidate },
	{ "changelog", read_changelog },
	{ "needs", read_needs },
	{ "process", read_process },
	{ "former", read_former },
	{ "problem", read_problem },
	{ "today", read_today },
	{ "max-age", read_max_age },
	{ "updates", read_updates },
	{ "bundles", read_bundles },
	{ "show", read_show },
	{ "subject", read_subject },
	{ "ask", read_ask },
	{ "explain", read_explain },
};

static void read_line(struct row *row, char *line)
{
	char whole[1024];
	struct words words = { .line = whole };
	const char *word;

	snprintf(whole, sizeof(whole), "%s", line);
	split(&words, line);
	word = next(&words);
	for (size_t i = 0; word && i < SSLINV_ARRAY_SIZE(lines); i++) {
		if (strcmp(lines[i].word, word) != 0)
			continue;
		lines[i].read(row, &words);
		if (words.taken < words.count)
			fail_msg("%s: `%s`: `%s` was not expected", row->name, whole, words.items[words.taken]);
		return;
	}
	if (word)
		fail_msg("%s: `%s`: not understood", row->name, whole);
}

static void row_read(struct row *row, char *text)
{
	char *line = strsep(&text, "\n");

	*row = (struct row){ .name = line, .expected = "", .options = { .now = 1795478400 } }; /* 2026-11-24 */
	row->facts.host.host = "host";
	while ((line = strsep(&text, "\n")) && strcmp(line, "--") != 0) {
		if (line[0] != '#')
			read_line(row, line);
	}
	for (size_t length = text ? strlen(text) : 0; length > 1 && text[length - 2] == '\n'; length--)
		text[length - 1] = '\0';
	if (text)
		row->expected = text;
	sslinv_guidance_set_sort(&row->set);
}

static void row_free(struct row *row)
{
	sslinv_facts_free(&row->facts);
	sslinv_guidance_set_free(&row->set);
}

/* ---- what comes out ---- */

static int add_option(struct sslinv_str *out, const char *name, const char *value)
{
	return value && value[0] ? sslinv_str_printf(out, ", %s=%s", name, value) : 0;
}

static int add_finding(struct sslinv_str *out, const struct sslinv_host_finding *finding)
{
	return sslinv_str_printf(out, "%s%s%s %s: %s %s by %s", finding->path ? finding->path : "",
				 finding->path && finding->package ? " in " : "", finding->package ? finding->package : "",
				 finding->installed_version ? finding->installed_version : "-",
				 finding->cve ? finding->cve : "-", finding->status, finding->rule) ||
	       add_option(out, "fixed", finding->fixed_version) || add_option(out, "severity", finding->severity) ||
	       add_option(out, "advisory", finding->advisory) || add_option(out, "feed", finding->feed) ||
	       add_option(out, "stream", finding->stream) || add_option(out, "exploited", finding->known_exploited) ||
	       add_option(out, "probability", finding->exploit_probability) || sslinv_str_add(out, "\n");
}

static int add_level(struct sslinv_str *out, const struct sslinv_host_level *level)
{
	return sslinv_str_printf(out, "level %s%s%s %s: %s", level->path ? level->path : "",
				 level->path && level->package ? " in " : "", level->package ? level->package : "",
				 level->version, level->upstream_version) ||
	       add_option(out, "effective", level->effective_upstream) || add_option(out, "branch", level->branch) ||
	       add_option(out, "end", level->branch_eol) || add_option(out, "held-by", level->blocking_cve) ||
	       add_option(out, "which-is", level->blocking_status) || add_option(out, "tls", level->tls12 ? "1.2" : "") ||
	       add_option(out, "tls", level->tls13 ? "1.3" : "") || sslinv_str_add(out, "\n");
}

static int add_number(struct sslinv_str *out, const char *name, uint64_t number)
{
	return number ? sslinv_str_printf(out, ", %s=%u", name, (unsigned)number) : 0;
}

static int add_action(struct sslinv_str *out, const struct sslinv_host_action *action)
{
	return sslinv_str_printf(out, "%u %s %s: %s", (unsigned)action->rank, sslinv_action_kind_name(action->action),
				 action->subject, sslinv_verdict_name(action->verdict)) ||
	       add_option(out, "from", action->from_version) || add_option(out, "to", action->to_version) ||
	       add_number(out, "findings", action->findings) || add_option(out, "worst", action->worst_cve) ||
	       add_option(out, "severity", action->worst_severity) ||
	       (action->known_exploited.is_known &&
		sslinv_str_printf(out, ", exploited=%d", (int)action->known_exploited.number)) ||
	       add_option(out, "advisory", action->advisory) || add_number(out, "files", action->files) ||
	       add_option(out, "url", action->url) ||
	       (action->command && sslinv_str_printf(out, "\n  $ %s", action->command)) ||
	       (action->reason && sslinv_str_printf(out, "\n  %s", action->reason)) || sslinv_str_add(out, "\n");
}

/* Whatever a host is, what is to do about it is there, in its order, one line each, and each once. */
static void check_actions(const struct sslinv_host_result *result)
{
	assert_true(result->verdict == SSLINV_VERDICT_OK || result->actions.count > 0);
	for (size_t i = 0; i < result->actions.count; i++) {
		const struct sslinv_host_action *action = &result->actions.items[i];

		assert_int_equal(action->rank, i + 1);
		assert_true(action->subject && action->subject[0]);
		assert_true(action->verdict >= result->verdict);
		for (size_t k = 0; k < i; k++) {
			const struct sslinv_host_action *other = &result->actions.items[k];

			assert_false(other->action == action->action && other->verdict == action->verdict &&
				     strcmp(other->subject, action->subject) == 0 &&
				     sslinv_str_compare(other->from_version, action->from_version) == 0);
		}
		assert_false(action->reason && strchr(action->reason, '\n'));
		assert_false(action->command && strchr(action->command, '\n'));
	}
}

/* What is not stored: the reasons, and what other rules would have said. */
static int add_reasons(struct sslinv_str *out, const struct sslinv_finding *finding)
{
	int rc = sslinv_str_printf(out, "  because %s\n", finding->reason);

	if (rc == 0 && finding->note)
		rc = sslinv_str_printf(out, "  note %s\n", finding->note);
	if (rc == 0 && finding->is_doubtful)
		rc = sslinv_str_add(out, "  doubtful\n");
	if (rc == 0 && finding->url)
		rc = sslinv_str_printf(out, "  see %s\n", finding->url);
	for (size_t i = 0; rc == 0 && i < finding->other_count; i++) {
		const struct sslinv_opinion *other = &finding->others[i];

		rc = sslinv_str_printf(out, "  but %s %s%s%s: %s\n", sslinv_rule_name(other->rule),
				       sslinv_status_name(other->status), other->fixed_version ? " " : "",
				       other->fixed_version ? other->fixed_version : "", other->reason);
	}
	return rc;
}

static int add_judged_reasons(const struct row *row, struct sslinv_str *out)
{
	struct sslinv_host_things things;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_host_judge(&row->facts, &row->set, row->asked, row->asked_count, &things, &error);

	for (size_t i = 0; rc == 0 && i < things.count; i++)
		for (size_t j = 0; rc == 0 && j < things.items[i].judgement.findings.count; j++) {
			const struct sslinv_finding *finding = &things.items[i].judgement.findings.items[j];

			rc = sslinv_str_printf(out, "%s:\n", finding->cve ? finding->cve : "-");
			if (rc == 0)
				rc = add_reasons(out, finding);
		}
	sslinv_host_things_free(&things);
	return rc;
}

static int run_host(const struct row *row, struct sslinv_str *out)
{
	struct sslinv_host_result result;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_host_resolve(&row->facts, &row->set, &row->options, &result, &error);

	assert_int_equal(rc, error.code);
	for (size_t i = 0; rc == 0 && !row->shows_actions && i < result.findings.count; i++)
		rc = add_finding(out, &result.findings.items[i]);
	for (size_t i = 0; rc == 0 && !row->shows_actions && i < result.levels.count; i++)
		rc = add_level(out, &result.levels.items[i]);
	if (rc == 0)
		rc = sslinv_str_printf(out, "verdict %s", sslinv_verdict_name(result.verdict));
	if (rc == 0 && result.affected)
		rc = sslinv_str_printf(out, ", affected=%u", (unsigned)result.affected);
	if (rc == 0 && result.unknown)
		rc = sslinv_str_printf(out, ", unknown=%u", (unsigned)result.unknown);
	if (rc == 0 && result.stale_processes.is_known)
		rc = sslinv_str_printf(out, ", stale=%u", (unsigned)result.stale_processes.number);
	if (rc == 0)
		rc = add_option(out, "guidance", result.guidance_date) || sslinv_str_add(out, "\n");
	if (rc == 0 && row->shows_action)
		rc = sslinv_str_printf(out, "%s%s", result.action, result.action[0] ? "\n" : "");
	if (rc == 0)
		check_actions(&result);
	for (size_t i = 0; rc == 0 && row->shows_actions && i < result.actions.count; i++)
		rc = add_action(out, &result.actions.items[i]);
	sslinv_host_result_free(&result);
	return rc ? rc : row->shows_reasons ? add_judged_reasons(row, out) : 0;
}

static int run_subject(const struct row *row, struct sslinv_str *out)
{
	struct sslinv_judgement judgement;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_judge(&row->subject, &row->set, row->asked, row->asked_count, &judgement, &error);

	assert_int_equal(rc, error.code);
	for (size_t i = 0; rc == 0 && i < judgement.findings.count; i++) {
		const struct sslinv_finding *finding = &judgement.findings.items[i];

		rc = sslinv_str_printf(out, "%s %s by %s", finding->cve ? finding->cve : "-",
				       sslinv_status_name(finding->status), sslinv_rule_name(finding->rule)) ||
		     add_option(out, "fixed", finding->fixed_version) || add_option(out, "severity", finding->severity) ||
		     add_option(out, "advisory", finding->advisory) || add_option(out, "stream", finding->stream) ||
		     (finding->feed != UINT32_MAX && sslinv_str_printf(out, ", feed=%u", finding->feed)) ||
		     sslinv_str_add(out, "\n");
		if (rc == 0 && row->shows_reasons)
			rc = add_reasons(out, finding);
	}
	if (rc == 0 && row->shows_reasons)
		rc = sslinv_str_printf(out, "stream \"%s\": %s\n", judgement.stream, judgement.stream_reason);
	if (rc == 0 && row->shows_action && judgement.has_effective) {
		const struct sslinv_effective *effective = &judgement.effective;

		rc = sslinv_str_printf(out, "level %s of %s, carries=%zu", effective->version, judgement.branch,
				       effective->carried) ||
		     add_option(out, "held-by", effective->blocking_cve) ||
		     add_option(out, "fixed-in", effective->blocking_release) ||
		     add_option(out, "last", effective->blocking_last) ||
		     add_option(out, "which-is",
				effective->blocking_cve ? sslinv_status_name(effective->blocking_status) : NULL) ||
		     sslinv_str_add(out, judgement.has_vendor ? ", vendor\n" : "\n");
	}
	sslinv_judgement_free(&judgement);
	return rc;
}

static int add_parts(const struct row *row, const struct sslinv_host_things *things, const char *word,
		     struct sslinv_str *out)
{
	SSLINV_CLEANUP(sslinv_parts_free) struct sslinv_parts parts = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_parts_find(&row->facts, things, &row->set, &row->options, word, &parts, &error);

	assert_int_equal(rc, error.code);
	if (rc == 0 && parts.count == 0)
		rc = sslinv_str_printf(out, "%s: nothing is known\n", word);
	for (size_t i = 0; rc == 0 && i < parts.count; i++)
		rc = sslinv_part_subject(out, &parts.items[i]) || sslinv_str_add(out, ": ") ||
		     sslinv_part_answer(out, &parts.items[i]) || sslinv_str_add(out, "\n");
	return rc;
}

static int run_parts(const struct row *row, struct sslinv_str *out)
{
	SSLINV_CLEANUP(sslinv_host_things_free) struct sslinv_host_things things = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_host_judge(&row->facts, &row->set, NULL, 0, &things, &error);

	for (size_t i = 0; rc == 0 && i < row->explained_count; i++)
		rc = add_parts(row, &things, row->explained[i], out);
	return rc;
}

static bool is_of_subject(const struct row *row)
{
	return row->subject.version || row->subject.package;
}

static int row_run(const struct row *row, struct sslinv_str *out)
{
	if (row->explained_count)
		return run_parts(row, out);
	return is_of_subject(row) ? run_subject(row, out) : run_host(row, out);
}

/* ---- files of rows ---- */

static void rows_read(struct rows *rows, const char *name)
{
	const char *top = getenv("srcdir") ? getenv("srcdir") : ".";
	char path[4096];
	FILE *file;
	size_t length;

	memset(rows, 0, sizeof(*rows));
	snprintf(path, sizeof(path), "%s/tests/unit/data/%s", top, name);
	file = fopen(path, "r");
	rows->text = calloc(1, 1 << 20);
	if (!file || !rows->text) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(99);
	}
	length = fread(rows->text, 1, (1 << 20) - 2, file);
	fclose(file);
	rows->text[length] = '\0';
	for (char *at = rows->text; (at = strstr(at, "== "));) {
		if (at == rows->text || at[-1] == '\n') {
			char **start = sslinv_array_add(rows);

			assert_non_null(start);
			*start = at + 3;
			if (at > rows->text)
				at[-1] = '\0';
		}
		at += 3;
	}
}

static void rows_free(struct rows *rows)
{
	free(rows->items);
	free(rows->text);
}

static int resolve_quietly(const struct row *row)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	if (is_of_subject(row)) {
		struct sslinv_judgement judgement;

		rc = sslinv_judge(&row->subject, &row->set, row->asked, row->asked_count, &judgement, &error);
		sslinv_judgement_free(&judgement);
	} else {
		struct sslinv_host_result result;

		rc = sslinv_host_resolve(&row->facts, &row->set, &row->options, &result, &error);
		sslinv_host_result_free(&result);
	}
	return rc;
}

/* Each allocation fails once: then the answer is an error, and never one that looks whole. */
static void run_out_of_memory(const struct row *row)
{
	bool has_failed = true;

	for (size_t before = 0; has_failed; before++) {
		int rc;

		memory_fails_after(before);
		rc = resolve_quietly(row);
		has_failed = memory_has_failed();
		if (rc != (has_failed ? SSLINV_E_MEMORY : 0))
			fail_msg("%s: %d where allocation %zu fails", row->name, rc, before);
	}
}

/* Whole, where a message of cmocka's would be cut. */
static void differ(const struct row *row, const char *told)
{
	fprintf(stderr, "%s\n-- expected:\n%s-- told:\n%s", row->name, row->expected, told);
	fail_msg("%s: something else was told, see above", row->name);
}

static void test_row(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str out = { 0 };
	struct row row;

	row_read(&row, *state);
	assert_int_equal(row_run(&row, &out), 0);
	if (strcmp(sslinv_str_text(&out), row.expected) != 0)
		differ(&row, sslinv_str_text(&out));
	run_out_of_memory(&row);
	row_free(&row);
}

int rows_main(const char *name)
{
	struct rows rows;
	struct CMUnitTest *tests;
	int failed;

	rows_read(&rows, name);
	tests = calloc(rows.count + 1, sizeof(*tests));
	if (!tests || rows.count == 0)
		return 99;
	for (size_t i = 0; i < rows.count; i++) {
		char *end = strchr(rows.items[i], '\n');

		tests[i] = (struct CMUnitTest){
			.name = sslinv_str_format("%.*s", (int)(end ? end - rows.items[i] : 0), rows.items[i]),
			.test_func = test_row,
			.initial_state = rows.items[i],
		};
	}
	failed = _cmocka_run_group_tests(name, tests, rows.count, NULL, NULL);
	for (size_t i = 0; i < rows.count; i++)
		free((char *)tests[i].name);
	free(tests);
	rows_free(&rows);
	return failed;
}
