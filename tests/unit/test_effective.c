/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The effective upstream level of packages, and what bars the way on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attributes.h"
#include "resolve/effective.h"

#define MAX_INPUTS 8
#define MAX_RANGES 3

/* One CVE; the status of a case's letter: f(ixed), n(ot affected), a(ffected), w(ill not fix), i(nvestigated), u(nknown). */
struct cve {
	const char *name;
	struct sslinv_range ranges[MAX_RANGES];
};

#define RANGE(first, fix)                                                                                                   \
	{                                                                                                                   \
		.library = "OpenSSL", .from = (first), .until = (fix)                                                       \
	}
#define RANGE_TO(first, end)                                                                                                \
	{                                                                                                                   \
		.library = "OpenSSL", .from = (first), .last = (end)                                                        \
	}

static const struct cve cves[MAX_INPUTS] = {
	{ "CVE-2019-1559", { RANGE("1.0.2", "1.0.2r") } },
	{ "CVE-2019-1547", { RANGE("1.1.1", "1.1.1d"), RANGE("1.0.2", "1.0.2t") } },
	{ "CVE-2019-1551", { RANGE("1.1.1", "1.1.1e"), RANGE("1.0.2", "1.0.2u") } },
	{ "CVE-2021-23839", { RANGE("1.0.2s", "1.0.2y") } },
	{ "CVE-2021-23841", { RANGE("1.1.1", "1.1.1j"), RANGE("1.0.2", "1.0.2y") } },
	{ "CVE-2022-0778", { RANGE("3.0.0", "3.0.2"), RANGE("1.1.1", "1.1.1n"), RANGE("1.0.2", "1.0.2zd") } },
	{ "CVE-2022-3996", { RANGE_TO("3.0.0", "3.0.7") } },
	{ "CVE-2023-0464", { RANGE("3.0.0", "3.0.9"), RANGE("3.1.0", "3.1.1"), RANGE("1.0.2", "1.0.2zh") } },
};

static enum sslinv_status status_of(char letter)
{
	static const char letters[] = "fnawiu";
	static const enum sslinv_status statuses[] = {
		SSLINV_STATUS_FIXED,        SSLINV_STATUS_NOT_AFFECTED,        SSLINV_STATUS_AFFECTED,
		SSLINV_STATUS_WILL_NOT_FIX, SSLINV_STATUS_UNDER_INVESTIGATION, SSLINV_STATUS_UNKNOWN,
	};

	assert_non_null(strchr(letters, letter));
	return statuses[strchr(letters, letter) - letters];
}

static size_t fill(struct sslinv_effective_input inputs[MAX_INPUTS], const char *statuses)
{
	assert_int_equal(strlen(statuses), MAX_INPUTS);
	for (size_t i = 0; i < MAX_INPUTS; i++) {
		inputs[i] = (struct sslinv_effective_input){
			.cve = cves[i].name,
			.record = { .ranges = cves[i].ranges },
			.status = status_of(statuses[i]),
		};
		while (inputs[i].record.range_count < MAX_RANGES && cves[i].ranges[inputs[i].record.range_count].from)
			inputs[i].record.range_count++;
	}
	return MAX_INPUTS;
}

static void finds_levels(void **state)
{
	static const struct {
		const char *version;
		const char *statuses; /* one letter for each of cves[] */
		const char *level;
		const char *blocking_cve;
		const char *blocking_release;
		const char *blocking_last;
		size_t carried;
	} cases[] = {
		/* Everything fixed or not affected: level with the newest release that fixed anything. */
		{ "1.0.2k", "ffffffff", "1.0.2zh", NULL, NULL, NULL, 6 },
		{ "1.0.2k", "fnfnfnnf", "1.0.2zh", NULL, NULL, NULL, 6 },
		/* 1.0.2k never had CVE-2021-23839, so its status does not matter. */
		{ "1.0.2k", "fffafffa", "1.0.2zd", "CVE-2023-0464", "1.0.2zh", NULL, 5 },
		{ "1.0.2s", "nffafffa", "1.0.2u", "CVE-2021-23839", "1.0.2y", NULL, 2 },
		/* Each open status bars the way. */
		{ "1.0.2k", "ffwfffff", "1.0.2t", "CVE-2019-1551", "1.0.2u", NULL, 2 },
		{ "1.0.2k", "fffffiff", "1.0.2y", "CVE-2022-0778", "1.0.2zd", NULL, 4 },
		{ "1.0.2k", "fffffuff", "1.0.2y", "CVE-2022-0778", "1.0.2zd", NULL, 4 },
		{ "1.0.2k", "aaaaaaaa", "1.0.2k", "CVE-2019-1559", "1.0.2r", NULL, 0 },
		/* Two open ones that the same release fixed: the elder is named, wherever it stands. */
		{ "1.0.2s", "nffaafff", "1.0.2u", "CVE-2021-23839", "1.0.2y", NULL, 2 },
		/* The level stays in the branch. */
		{ "1.1.1c", "nffnffnn", "1.1.1n", NULL, NULL, NULL, 4 },
		{ "1.1.1c", "nfanffnn", "1.1.1d", "CVE-2019-1551", "1.1.1e", NULL, 1 },
		{ "3.1.0", "nnnnnnnf", "3.1.1", NULL, NULL, NULL, 1 },
		/* Past all fixes already. */
		{ "1.1.1w", "aaaaaaaa", "1.1.1w", NULL, NULL, NULL, 0 },
		/* The last affected version is known, the release of the fix is not. */
		{ "3.0.1", "nnnnnfff", "3.0.9", NULL, NULL, NULL, 3 },
		{ "3.0.1", "nnnnnfaf", "3.0.2", "CVE-2022-3996", NULL, "3.0.7", 1 },
		{ "3.0.7", "nnnnnnaf", "3.0.7", "CVE-2022-3996", NULL, "3.0.7", 0 },
		/* Pre-releases, flavours, a branch without any fix. */
		{ "3.0.0-beta2", "nnnnnaff", "3.0.0-beta2", "CVE-2022-0778", "3.0.2", NULL, 0 },
		{ "1.0.2k-fips", "ffffffff", "1.0.2zh", NULL, NULL, NULL, 6 },
		{ "1.1.0l", "uuuuuuuu", "1.1.0l", NULL, NULL, NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_effective_input inputs[MAX_INPUTS];
		struct sslinv_effective effective;
		size_t count = fill(inputs, cases[i].statuses);

		for (int turn = 0; turn < 2; turn++) {
			assert_true(sslinv_effective_level(cases[i].version, inputs, count, NULL, &effective));
			if (strcmp(effective.version, cases[i].level) || effective.carried != cases[i].carried)
				fail_msg("%s %s: level %s, %zu carried", cases[i].version, cases[i].statuses,
					 effective.version, effective.carried);
			assert_int_equal(effective.blocking_cve != NULL, cases[i].blocking_cve != NULL);
			if (effective.blocking_cve)
				assert_string_equal(effective.blocking_cve, cases[i].blocking_cve);
			assert_int_equal(effective.blocking_release != NULL, cases[i].blocking_release != NULL);
			if (effective.blocking_release)
				assert_string_equal(effective.blocking_release, cases[i].blocking_release);
			assert_int_equal(effective.blocking_last != NULL, cases[i].blocking_last != NULL);
			if (effective.blocking_last)
				assert_string_equal(effective.blocking_last, cases[i].blocking_last);
			/* The other way round it is the same. */
			for (size_t j = 0; j < count / 2; j++) {
				struct sslinv_effective_input swapped = inputs[j];

				inputs[j] = inputs[count - 1 - j];
				inputs[count - 1 - j] = swapped;
			}
		}
	}
}

static void tells_the_blocking_status(void **state)
{
	struct sslinv_effective_input inputs[MAX_INPUTS];
	struct sslinv_effective effective;
	size_t count = fill(inputs, "ffwfafff");

	(void)state;
	assert_true(sslinv_effective_level("1.0.2k", inputs, count, NULL, &effective));
	assert_int_equal(effective.blocking_status, SSLINV_STATUS_WILL_NOT_FIX);
}

/* A fix that no release got, or one in a later branch alone, holds nothing up: no release of this branch carries it. */
static void passes_what_upstream_never_fixed(void **state)
{
	const struct sslinv_range never = RANGE("0.9.6", "0.9.6-cvs");
	const struct sslinv_range open_ended = RANGE("0.9.6", NULL);
	const struct sslinv_range elsewhere = RANGE("0.9.6", "0.9.7");
	const struct sslinv_range fixed = RANGE("0.9.6", "0.9.6m");
	const struct sslinv_range unreadable = RANGE("0.9.6", "soon");
	struct sslinv_effective_input inputs[] = {
		{ .cve = "CVE-2004-0001",
		  .record = { .ranges = &never, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = "CVE-2004-0002",
		  .record = { .ranges = &open_ended, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = "CVE-2004-0003",
		  .record = { .ranges = &elsewhere, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = "CVE-2004-0004", .record = { .ranges = &fixed, .range_count = 1 }, .status = SSLINV_STATUS_FIXED },
		{ .cve = "CVE-2004-0005",
		  .record = { .ranges = &unreadable, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = NULL, .record = { .ranges = NULL, .range_count = 0 }, .status = SSLINV_STATUS_AFFECTED },
	};
	struct sslinv_effective effective;

	(void)state;
	assert_true(sslinv_effective_level("0.9.6c", inputs, SSLINV_ARRAY_SIZE(inputs), NULL, &effective));
	assert_string_equal(effective.version, "0.9.6m");
	assert_null(effective.blocking_cve);
}

/* A fix that came with a pre-release bars the releases behind it, and is no level itself. */
static void knows_fixes_in_pre_releases(void **state)
{
	const struct sslinv_range early = RANGE("3.0.0-alpha1", "3.0.0-beta2");
	const struct sslinv_range late = RANGE("3.0.0", "3.0.1");
	struct sslinv_effective_input inputs[] = {
		{ .cve = "CVE-2021-0002", .record = { .ranges = &late, .range_count = 1 }, .status = SSLINV_STATUS_FIXED },
		{ .cve = "CVE-2021-0001",
		  .record = { .ranges = &early, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
	};
	struct sslinv_effective effective;

	(void)state;
	assert_true(sslinv_effective_level("3.0.0-alpha9", inputs, 2, NULL, &effective));
	assert_string_equal(effective.version, "3.0.0-alpha9");
	assert_string_equal(effective.blocking_cve, "CVE-2021-0001");
	inputs[1].status = SSLINV_STATUS_FIXED;
	assert_true(sslinv_effective_level("3.0.0-alpha9", inputs, 2, NULL, &effective));
	assert_string_equal(effective.version, "3.0.1");
}

static void names_the_elder_of_two(void **state)
{
	const struct sslinv_range range = RANGE("3.0.0", "3.0.8");
	const struct sslinv_range later = RANGE("3.0.0", "3.0.9");
	struct sslinv_effective_input inputs[] = {
		{ .cve = "CVE-2022-10000",
		  .record = { .ranges = &range, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = "CVE-2022-9999",
		  .record = { .ranges = &range, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
		{ .cve = "CVE-2021-0001",
		  .record = { .ranges = &later, .range_count = 1 },
		  .status = SSLINV_STATUS_AFFECTED },
	};
	struct sslinv_effective effective;

	(void)state;
	assert_true(sslinv_effective_level("3.0.2", inputs, 3, NULL, &effective));
	assert_string_equal(effective.blocking_cve, "CVE-2022-9999");
}

static void refuses_what_is_no_version(void **state)
{
	struct sslinv_effective effective;

	(void)state;
	assert_false(sslinv_effective_level("garbage", NULL, 0, NULL, &effective));
	assert_false(sslinv_effective_level(NULL, NULL, 0, NULL, &effective));
	assert_true(sslinv_effective_level("3.0.13", NULL, 0, NULL, &effective));
	assert_string_equal(effective.version, "3.0.13");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_levels),
		cmocka_unit_test(tells_the_blocking_status),
		cmocka_unit_test(passes_what_upstream_never_fixed),
		cmocka_unit_test(knows_fixes_in_pre_releases),
		cmocka_unit_test(names_the_elder_of_two),
		cmocka_unit_test(refuses_what_is_no_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
