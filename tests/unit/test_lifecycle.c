/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ends of life, extended supports for all and for those who pay, what a branch can do, and dates. */
#include "resolve_helper.h"

#include "handbook_helper.h"

#include "resolve/lifecycle.h"

/* 2026-11-24 06:55:26 UTC. */
#define NOW 1795503326LL

static void fill(struct sslinv_guidance_set *set)
{
	add_life(set, "debian", "12", "", "2026-07-11");
	add_life(set, "debian", "12", "lts", "2028-06-30");
	add_life(set, "debian", "10", "", "2022-09-10");
	add_life(set, "debian", "10", "lts", "2024-06-30");
	add_life(set, "ubuntu", "20.04", "", "2025-05-31");
	add_life(set, "ubuntu", "20.04", "esm", "2030-04-02");
	add_life(set, "rhel", "7", "", "2024-06-30");
	add_life(set, "rhel", "7", "els", "2029-05-31");
	add_life(set, "rhel", "9", "", "2032-05-31");
	add_life(set, "centos", "8", "", "2021-12-31");
	add_life(set, "centos", "8", "stream", "2024-05-31");
	add_life(set, "centos", "9", "stream", "2027-05-31");
	add_life(set, "alpine", "3.19", "", "2025-11-01");
	add_life(set, "ol", "10", "", NULL);
	add_life(set, "openssl", "3.0", "", "2026-09-07");
	add_life(set, "openssl", "3.5", "", "2030-04-08");
	add_life(set, "openssl", "1.0.2", "", "2019-12-31");
	sslinv_guidance_set_sort(set);
}

static void test_distros(void **state)
{
	static const struct {
		const char *os_id, *version, *stream;
		enum sslinv_life_state state;
	} cases[] = {
		{ "debian", "12", "", SSLINV_LIFE_EXTENDED }, /* LTS is for all */
		{ "debian", "10", "", SSLINV_LIFE_ENDED },
		{ "ubuntu", "20.04", "", SSLINV_LIFE_ENDED }, /* ESM is for those who have it */
		{ "ubuntu", "20.04", "esm", SSLINV_LIFE_EXTENDED },
		{ "rhel", "7.9", "", SSLINV_LIFE_ENDED },
		{ "rhel", "7.9", "7-els", SSLINV_LIFE_EXTENDED },
		{ "rhel", "9.4", "9.4-eus", SSLINV_LIFE_SUPPORTED },
		{ "centos", "8", "", SSLINV_LIFE_ENDED },
		{ "centos", "9", "", SSLINV_LIFE_SUPPORTED },
		{ "alpine", "3.19.1", "", SSLINV_LIFE_ENDED },
		{ "ol", "10.0", "", SSLINV_LIFE_SUPPORTED },
		{ "debian", "99", "", SSLINV_LIFE_UNKNOWN },
		{ "debian", NULL, "", SSLINV_LIFE_UNKNOWN },
		{ NULL, NULL, NULL, SSLINV_LIFE_UNKNOWN },
	};
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_life_answer answer;

	(void)state;
	fill(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		answer = sslinv_lifecycle_distro(&set, cases[i].os_id, cases[i].version, cases[i].stream, NOW);
		if (answer.state != cases[i].state)
			fail_msg("%s %s: state %d, expected %d", cases[i].os_id, cases[i].version, (int)answer.state,
				 (int)cases[i].state);
	}
	answer = sslinv_lifecycle_distro(&set, "centos", "8", "", NOW);
	assert_string_equal(answer.end, "2021-12-31");
	answer = sslinv_lifecycle_distro(&set, "centos", "8-stream", "", NOW);
	assert_string_equal(answer.end, "2024-05-31");
	answer = sslinv_lifecycle_distro(&set, "ubuntu", "20.04", "", NOW);
	assert_string_equal(answer.end, "2025-05-31");
	assert_string_equal(answer.extended, "esm");
	assert_string_equal(answer.extended_end, "2030-04-02");
	sslinv_guidance_set_free(&set);
}

static void test_branches(void **state)
{
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	fill(&set);
	assert_int_equal(sslinv_lifecycle_branch(&set, "3.0", NOW).state, SSLINV_LIFE_ENDED);
	assert_int_equal(sslinv_lifecycle_branch(&set, "3.5", NOW).state, SSLINV_LIFE_SUPPORTED);
	assert_int_equal(sslinv_lifecycle_branch(&set, "9.9", NOW).state, SSLINV_LIFE_UNKNOWN);
	assert_string_equal(sslinv_lifecycle_branch_end(&set, "1.0.2"), "2019-12-31");
	assert_null(sslinv_lifecycle_branch_end(&set, ""));
	sslinv_guidance_set_free(&set);
}

/* The last day is still in it. */
static void test_last_day(void **state)
{
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	add_life(&set, "debian", "12", "", "2026-11-24");
	assert_int_equal(sslinv_lifecycle_distro(&set, "debian", "12", "", NOW).state, SSLINV_LIFE_SUPPORTED);
	assert_int_equal(sslinv_lifecycle_distro(&set, "debian", "12", "", NOW + 86400).state, SSLINV_LIFE_ENDED);
	sslinv_guidance_set_free(&set);
}

static void test_protocols(void **state)
{
	static const struct {
		const char *branch;
		bool tls12, tls13;
	} cases[] = {
		{ "0.9.8", false, false }, { "1.0.0", false, false }, { "1.0.1", true, false }, { "1.0.2k", true, false },
		{ "1.1.0", true, false },  { "1.1.1", true, true },   { "3.0", true, true },    { "4.0.0", true, true },
		{ "", false, false },      { NULL, false, false },    { "x", false, false },
	};

	struct sslinv_guidance_set set = { 0 };

	(void)state;
	add_handbook(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		assert_int_equal(sslinv_lifecycle_has_tls(&set, cases[i].branch, "1.2"), cases[i].tls12);
		assert_int_equal(sslinv_lifecycle_has_tls(&set, cases[i].branch, "1.3"), cases[i].tls13);
	}
	assert_string_equal(sslinv_lifecycle_tls(&set, "1.0.0t"), "1.0");
	assert_string_equal(sslinv_lifecycle_tls(&set, "3.5"), "1.3");
	assert_null(sslinv_lifecycle_tls(&set, ""));
	sslinv_guidance_set_free(&set);
	/* Where nobody says it is not known, which is not the same as no. */
	assert_null(sslinv_lifecycle_tls(&set, "3.5"));
}

static void test_ages(void **state)
{
	int64_t days;

	(void)state;
	assert_true(sslinv_date_age("2026-11-24", NOW, &days));
	assert_int_equal(days, 0);
	assert_true(sslinv_date_age("2026-10-25T23:59:59Z", NOW, &days));
	assert_int_equal(days, 30);
	assert_true(sslinv_date_age("2026-11-25", NOW, &days));
	assert_int_equal(days, -1);
	assert_false(sslinv_date_age("", NOW, &days));
	assert_false(sslinv_date_age(NULL, NOW, &days));
	assert_false(sslinv_date_age("2026-1-1", NOW, &days));
	assert_false(sslinv_date_age("tomorrow", NOW, &days));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distros),   cmocka_unit_test(test_branches), cmocka_unit_test(test_last_day),
		cmocka_unit_test(test_protocols), cmocka_unit_test(test_ages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
