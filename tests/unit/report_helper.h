/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For the tests of reports: facts and a result as lines of words, so that a row of a table is input and output and nothing
 * else. `-` stands for what is not known; of the last word of a line the rest belongs to it.
 *
 *	host NAME OS_ID OS_VERSION ARCH OS_NAME
 *	package NAME VERSION
 *	library PATH PACKAGE EVIDENCE LIBRARY VERSION
 *	linkage PATH PACKAGE EVIDENCE SONAME PROVIDER_PATH PROVIDER_PACKAGE
 *	runtime RUNTIME VERSION MODULE MODULE_VERSION PATH ENVIRONMENT_PATH LIBRARY_PATH OPENSSL_VERSION
 *	problem SOURCE PATH failed|noted MESSAGE
 *	finding PACKAGE PATH VERSION CVE STATUS FIXED_VERSION
 *	severity WORD (of the finding before)
 *	level PACKAGE VERSION UPSTREAM EFFECTIVE BLOCKING_CVE BLOCKING_STATUS
 *	verdict NAME GUIDANCE_DATE
 *	action LINE
 *	todo KIND VERDICT FINDINGS FILES FROM TO CVE SEVERITY SUBJECT
 *	command LINE                            (of the last thing to do, like its reason)
 *	reason LINE
 *	before VERDICT
 *	several                                 (hosts were checked)
 */
#ifndef SSLINV_TESTS_REPORT_HELPER_H
#define SSLINV_TESTS_REPORT_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/str.h"
#include "facts/facts.h"
#include "report/report.h"

#define HELPER SSLINV_UNUSED static

enum { MAX_WORDS = 10 };

struct story {
	struct sslinv_facts facts;
	struct sslinv_host_result result;
	struct sslinv_str action;
	enum sslinv_verdict before;
	bool has_before, is_several;
	struct sslinv_report_data data;
};

HELPER const char *keep(struct story *story, const char *text)
{
	const char *copy = sslinv_arena_strdup(&story->facts.arena, text);

	assert_non_null(copy);
	return strcmp(copy, "-") == 0 ? NULL : copy;
}

HELPER uint32_t find_package(const struct story *story, const char *name)
{
	for (size_t i = 0; name && i < story->facts.packages.count; i++)
		if (strcmp(story->facts.packages.items[i].name, name) == 0)
			return (uint32_t)i;
	assert_null(name); /* a package is told before what belongs to it */
	return SSLINV_NO_PACKAGE;
}

HELPER enum sslinv_evidence find_evidence(const char *name)
{
	int evidence = 0;

	while (evidence < SSLINV_EVIDENCE_COUNT && strcmp(sslinv_evidence_name((enum sslinv_evidence)evidence), name) != 0)
		evidence++;
	assert_int_not_equal(evidence, SSLINV_EVIDENCE_COUNT);
	return (enum sslinv_evidence)evidence;
}

HELPER void tell_host(struct story *story, const char *const *words)
{
	story->facts.host = (struct sslinv_host_facts){
		.host = words[0], .os_id = words[1], .os_version = words[2], .arch = words[3], .os_name = words[4]
	};
}

HELPER void tell_package(struct story *story, const char *const *words)
{
	struct sslinv_package *package = sslinv_array_add(&story->facts.packages);

	assert_non_null(package);
	*package = (struct sslinv_package){ .name = words[0], .version = words[1], .arch = "amd64", .format = "deb" };
}

HELPER void tell_library(struct story *story, const char *const *words)
{
	struct sslinv_library *library = sslinv_array_add(&story->facts.libraries);

	assert_non_null(library);
	*library = (struct sslinv_library){ .path = words[0],
					    .package = find_package(story, words[1]),
					    .evidence = find_evidence(words[2]),
					    .library = words[3],
					    .version = words[4] };
	if (library->package != SSLINV_NO_PACKAGE)
		story->facts.packages.items[library->package].is_provider = true;
}

HELPER void tell_linkage(struct story *story, const char *const *words)
{
	struct sslinv_linkage *linkage = sslinv_array_add(&story->facts.linkages);

	assert_non_null(linkage);
	*linkage = (struct sslinv_linkage){ .path = words[0],
					    .package = find_package(story, words[1]),
					    .evidence = find_evidence(words[2]),
					    .soname = words[3],
					    .provider_path = words[4],
					    .provider_package = find_package(story, words[5]) };
	if (linkage->package != SSLINV_NO_PACKAGE)
		story->facts.packages.items[linkage->package].is_consumer = true;
}

HELPER void tell_problem(struct story *story, const char *const *words)
{
	struct sslinv_problem *problem = sslinv_array_add(&story->facts.problems);

	assert_non_null(problem);
	*problem = (struct sslinv_problem){
		.source = words[0], .path = words[1], .is_failure = strcmp(words[2], "failed") == 0, .message = words[3]
	};
}

HELPER void tell_process(struct story *story, const char *const *words)
{
	struct sslinv_process *process = sslinv_array_add(&story->facts.processes);
	int state = 0;

	assert_non_null(process);
	while (strcmp(sslinv_process_state_name((enum sslinv_process_state)state), words[2]) != 0)
		state++;
	*process = (struct sslinv_process){ .pid = strtoul(words[0], NULL, 10),
					    .command = words[1],
					    .state = (enum sslinv_process_state)state,
					    .unit = words[3],
					    .container = words[4],
					    .listening = words[5],
					    .library_path = words[6],
					    .package = SSLINV_NO_PACKAGE,
					    .evidence = words[7] };
}

HELPER void tell_runtime(struct story *story, const char *const *words)
{
	struct sslinv_runtime *runtime = sslinv_array_add(&story->facts.runtimes);

	assert_non_null(runtime);
	*runtime = (struct sslinv_runtime){ .runtime = words[0],
					    .version = words[1],
					    .module = words[2],
					    .module_version = words[3],
					    .path = words[4],
					    .environment = words[5] ? "pyenv" : NULL,
					    .environment_path = words[5],
					    .library_path = words[6],
					    .openssl_version = words[7],
					    .library = words[6] ? "OpenSSL" : NULL,
					    .provider_package = SSLINV_NO_PACKAGE,
					    .package = SSLINV_NO_PACKAGE };
}

HELPER void tell_policy(struct story *story, const char *const *words)
{
	struct sslinv_policy *policy = sslinv_array_add(&story->facts.policies);

	assert_non_null(policy);
	*policy = (struct sslinv_policy){ .path = words[0],
					  .package = find_package(story, words[1]),
					  .configuration = words[2],
					  .crypto_policy = words[3],
					  .security_level = { words[4] != NULL, words[4] ? (uint64_t)atoi(words[4]) : 0 },
					  .lowest_protocol = words[5],
					  .highest_protocol = words[6],
					  .pqc = { true, strcmp(words[7], "ml-kem") == 0 },
					  .fips = { true, words[8] != NULL },
					  .fips_version = words[8],
					  .evidence = words[9] };
}

HELPER void tell_finding(struct story *story, const char *const *words)
{
	struct sslinv_host_finding *finding = sslinv_array_add(&story->result.findings);

	assert_non_null(finding);
	*finding = (struct sslinv_host_finding){ .package = words[0],
						 .path = words[1],
						 .installed_version = words[2],
						 .cve = words[3],
						 .status = words[4],
						 .fixed_version = words[5],
						 .stream = "",
						 .rule = "vendor-fix" };
}

HELPER void tell_severity(struct story *story, const char *const *words)
{
	assert_true(story->result.findings.count > 0);
	story->result.findings.items[story->result.findings.count - 1].severity = words[0];
}

HELPER void tell_level(struct story *story, const char *const *words)
{
	struct sslinv_host_level *level = sslinv_array_add(&story->result.levels);

	assert_non_null(level);
	*level = (struct sslinv_host_level){ .package = words[0],
					     .version = words[1],
					     .upstream_version = words[2],
					     .effective_upstream = words[3],
					     .blocking_cve = words[4],
					     .blocking_status = words[5],
					     .tls12 = true };
}

HELPER int find_word(const char *word, const char *(*name)(int value), int count)
{
	int value = 0;

	while (value < count && strcmp(name(value), word) != 0)
		value++;
	assert_int_not_equal(value, count);
	return value;
}

HELPER const char *kind_word(int value)
{
	return sslinv_action_kind_name((enum sslinv_action_kind)value);
}

HELPER const char *verdict_word(int value)
{
	return sslinv_verdict_name((enum sslinv_verdict)value);
}

HELPER void tell_verdict(struct story *story, const char *const *words)
{
	story->result.verdict = (enum sslinv_verdict)find_word(words[0], verdict_word, SSLINV_VERDICT_COUNT);
	story->result.guidance_date = words[1];
}

HELPER void tell_todo(struct story *story, const char *const *words)
{
	struct sslinv_host_action *action = sslinv_array_add(&story->result.actions);

	assert_non_null(action);
	*action = (struct sslinv_host_action){
		.rank = story->result.actions.count,
		.action = (enum sslinv_action_kind)find_word(words[0], kind_word, SSLINV_ACTION_COUNT),
		.verdict = (enum sslinv_verdict)find_word(words[1], verdict_word, SSLINV_VERDICT_COUNT),
		.findings = strtoul(words[2], NULL, 10),
		.files = strtoul(words[3], NULL, 10),
		.from_version = words[4],
		.to_version = words[5],
		.worst_cve = words[6],
		.worst_severity = words[7],
		.subject = words[8],
	};
}

HELPER void tell_command(struct story *story, const char *const *words)
{
	story->result.actions.items[story->result.actions.count - 1].command = words[0];
}

HELPER void tell_reason(struct story *story, const char *const *words)
{
	story->result.actions.items[story->result.actions.count - 1].reason = words[0];
}

HELPER void tell_exploited(struct story *story, const char *const *words)
{
	story->result.actions.items[story->result.actions.count - 1].known_exploited = (struct sslinv_known_count){
		true, strtoul(words[0], NULL, 10)
	};
}

HELPER void tell_before(struct story *story, const char *const *words)
{
	story->before = (enum sslinv_verdict)find_word(words[0], verdict_word, SSLINV_VERDICT_COUNT);
	story->has_before = true;
}

HELPER void tell_several(struct story *story, const char *const *words)
{
	(void)words;
	story->is_several = true;
}

HELPER void tell_action(struct story *story, const char *const *words)
{
	assert_int_equal(sslinv_str_printf(&story->action, "%s%s", story->action.length ? "\n" : "", words[0]), 0);
}

HELPER void tell_line(struct story *story, char *line)
{
	static const struct {
		const char *word;
		size_t count;
		void (*tell)(struct story *, const char *const *);
	} kinds[] = {
		{ "host", 5, tell_host },           { "package", 2, tell_package }, { "library", 5, tell_library },
		{ "linkage", 6, tell_linkage },     { "problem", 4, tell_problem }, { "finding", 6, tell_finding },
		{ "level", 6, tell_level },         { "verdict", 2, tell_verdict }, { "action", 1, tell_action },
		{ "process", 8, tell_process },     { "runtime", 8, tell_runtime }, { "severity", 1, tell_severity },
		{ "todo", 9, tell_todo },           { "command", 1, tell_command }, { "reason", 1, tell_reason },
		{ "before", 1, tell_before },       { "several", 0, tell_several }, { "policy", 10, tell_policy },
		{ "exploited", 1, tell_exploited },
	};
	const char *words[MAX_WORDS] = { NULL };
	char *rest = line, *kind = strsep(&rest, " ");
	size_t i = 0;

	while (i < SSLINV_ARRAY_SIZE(kinds) && strcmp(kinds[i].word, kind) != 0)
		i++;
	assert_true(i < SSLINV_ARRAY_SIZE(kinds));
	assert_true(kinds[i].count <= MAX_WORDS);
	for (size_t k = 0; k < kinds[i].count; k++) {
		assert_non_null(rest);
		words[k] = keep(story, k + 1 < kinds[i].count ? strsep(&rest, " ") : rest);
	}
	kinds[i].tell(story, words);
}

/* The lines of `text` as facts and result of a complete scan. The caller ends with end_story(). */
HELPER void tell_story(struct story *story, const char *text)
{
	char *copy = strdup(text), *rest = copy, *line;

	memset(story, 0, sizeof(*story));
	story->facts.host.host = "h";
	story->facts.root = "/";
	story->facts.packages_complete = true;
	story->facts.finished = 1;
	story->result.verdict = SSLINV_VERDICT_OK;
	assert_non_null(copy);
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line)
			tell_line(story, line);
	free(copy);
	assert_int_equal(sslinv_facts_label_packages(&story->facts), 0);
	story->result.action = sslinv_str_text(&story->action);
	story->data = (struct sslinv_report_data){
		.facts = &story->facts,
		.result = &story->result,
		.before = story->has_before ? &story->before : NULL,
		.is_line = story->is_several,
	};
}

HELPER void end_story(struct story *story)
{
	sslinv_str_free(&story->action);
	sslinv_host_result_free(&story->result);
	sslinv_facts_free(&story->facts);
}

#endif
