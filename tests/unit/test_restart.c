/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to be restarted where users have started any number of programs: a list that a person can read, and all counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "resolve/restart_text.h"

enum { PROCESSES = 5000, LISTED = 2000, NAMED_IN_COMMAND = 200, NAMED_ONE_BY_ONE = 10 };

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word))) {
		count++;
		text += strlen(word);
	}
	return count;
}

/* Processes of as many units or users. */
static void add_processes(struct sslinv_facts *facts, const char *beginning, const char *end)
{
	for (unsigned i = 0; i < PROCESSES; i++) {
		struct sslinv_process *process = sslinv_array_add(&facts->processes);
		char name[64];

		assert_non_null(process);
		snprintf(name, sizeof(name), "%s%u%s", beginning, i, end);
		*process = (struct sslinv_process){ .pid = 1000 + i,
						    .command = "x",
						    .unit = sslinv_facts_text(facts, name),
						    .user = sslinv_facts_text(facts, name),
						    .library_path = "/l",
						    .state = SSLINV_PROCESS_STALE,
						    .package = SSLINV_NO_PACKAGE,
						    .evidence = "x" };
		assert_non_null(process->unit);
		assert_non_null(process->user);
	}
}

static void many_units_are_named_in_part(void **state)
{
	static const struct {
		const char *beginning, *end, *word;
		size_t named;
	} rows[] = {
		{ "app-", ".service", " app-", NAMED_IN_COMMAND },
		{ "session-", ".scope", "the session of ", NAMED_ONE_BY_ONE },
	};
	const struct sslinv_host_things things = { NULL, 0, 0 };
	const struct sslinv_guidance_set set = { 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		SSLINV_CLEANUP(sslinv_restarts_free) struct sslinv_restarts restarts = { 0 };
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
		struct sslinv_error error = SSLINV_ERROR_INIT;
		clock_t begin = clock();

		add_processes(&facts, rows[i].beginning, rows[i].end);
		assert_int_equal(sslinv_restarts_find(&facts, &things, &set, &restarts, &error), 0);
		assert_int_equal(restarts.count, LISTED);
		assert_int_equal(restarts.stale, PROCESSES);
		assert_true(restarts.are_due);
		assert_int_equal(sslinv_restart_text_now(&text, &restarts), 0);
		assert_int_equal(count_of(sslinv_str_text(&text), rows[i].word), rows[i].named);
		assert_non_null(strstr(sslinv_str_text(&text), "and 1990 more"));
		assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(many_units_are_named_in_part) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
