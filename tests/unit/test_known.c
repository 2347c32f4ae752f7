/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What users name and nobody knows; and packages of which only the name is known. */
#include "resolve_helper.h"

#include "memory.h"

#include "base/nearest.h"
#include "base/str.h"
#include "resolve/known.h"
#include "resolve/sources.h"

static void the_nearest_word_is_the_one_meant(void **state)
{
	static const char *const words[] = { "debian", "ubuntu", "rhel", "fedora", "12", "11", "22.04", "3.19" };
	static const struct {
		const char *word, *nearest;
	} cases[] = {
		{ "debain", "debian" }, { "debia", "debian" },  { "ddebian", "debian" },
		{ "Debian", "debian" }, { "ubunut", "ubuntu" }, { "rehl", "rhel" },
		{ "122", "12" },        { "22.40", "22.04" },   { "slackware", NULL },
		{ "7", NULL },          { "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_nearest search = { .word = cases[i].word };

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(words); k++)
			sslinv_nearest_try(&search, words[k]);
		if (!cases[i].nearest != !search.nearest ||
		    (search.nearest && strcmp(search.nearest, cases[i].nearest) != 0))
			fail_msg("%s: %s", cases[i].word, search.nearest ? search.nearest : "(none)");
	}
}

static void places_are_known_by_tables_and_guidance(void **state)
{
	static const struct {
		const char *distro, *release;
		enum sslinv_known known;
		const char *nearest;
	} cases[] = {
		{ "debian", "12", SSLINV_KNOWN, NULL },
		{ "debian", "bookworm", SSLINV_KNOWN, NULL },
		{ "debian", "122", SSLINV_KNOWN_NO_RELEASE, "12" },
		{ "debain", "12", SSLINV_KNOWN_NO_DISTRO, "debian" },
		{ "slackware", "15.0", SSLINV_KNOWN_NO_DISTRO, NULL },
		{ "rhel", "9.4", SSLINV_KNOWN, NULL },
		{ "rhel", "19", SSLINV_KNOWN_NO_RELEASE, "9" },
		{ "rocky", "9", SSLINV_KNOWN, NULL }, /* of which nothing is said at all */
		{ "centos", "9", SSLINV_KNOWN, NULL },
		{ "alpine", "3.19.1", SSLINV_KNOWN, NULL }, /* a life of 3.19 */
		{ "alpine", "3.91", SSLINV_KNOWN_NO_RELEASE, "3.19" },
		{ "wolfi", "20230201", SSLINV_KNOWN, NULL }, /* it has no releases */
		{ "ourlinux", "7", SSLINV_KNOWN, NULL },     /* a feed's own word */
		{ "ourlinux", "77", SSLINV_KNOWN_NO_RELEASE, "7" },
		{ "ourlinux", "7.1", SSLINV_KNOWN_NO_RELEASE, NULL },
		{ "alpine", "3.190", SSLINV_KNOWN_NO_RELEASE, "3.19" },
		{ "debian", "", SSLINV_KNOWN, NULL },
		{ "rollinglinux", "5", SSLINV_KNOWN, NULL }, /* what is said holds for all of it */
	};
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_life *life;

	(void)state;
	add_statement(&set, "rhel", "9", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "ourlinux", "7", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "rollinglinux", "", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	life = sslinv_array_add(&set.lives);
	assert_non_null(life);
	*life = (struct sslinv_life){ .product = "alpine", .release = "3.19", .stream = "" };
	sslinv_guidance_set_sort(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_distro place = { .distro = "" };
		const char *nearest;
		enum sslinv_known known;

		sslinv_distro_from_words(cases[i].distro, cases[i].release, NULL, &place);
		known = sslinv_known_place(&place, &set, &nearest);
		if (known != cases[i].known || sslinv_str_compare(nearest, cases[i].nearest) != 0)
			fail_msg("%s %s: %d, %s", cases[i].distro, cases[i].release, (int)known,
				 nearest ? nearest : "(none)");
	}
	sslinv_guidance_set_free(&set);
}

/* A release of the vendor whose packages a rebuild ships is one of the rebuild's, and another vendor's is not. */
static void a_rebuild_is_known_by_whom_it_follows(void **state)
{
	static const char *const releases[] = { "5", "7", "8", "9" };
	static const enum sslinv_known expected[] = { SSLINV_KNOWN, SSLINV_KNOWN, SSLINV_KNOWN_NO_RELEASE,
						      SSLINV_KNOWN_NO_RELEASE };
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	add_statement(&set, "centos", "5", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "rhel", "7", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "ol", "8", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "rhel", "9", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_FIXED, "1");
	sslinv_guidance_set_sort(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(releases); i++) {
		struct sslinv_distro place = { .distro = "" };
		const char *nearest;

		sslinv_distro_from_words("centos", releases[i], NULL, &place);
		assert_int_equal(sslinv_known_place(&place, &set, &nearest), expected[i]);
	}
	sslinv_guidance_set_free(&set);
}

static void versions_are_known_by_their_branches(void **state)
{
	static const struct {
		const char *version;
		bool is_known;
		const char *newest;
	} cases[] = {
		{ "3.0.17", true, NULL }, { "3.0.99", true, "3.0.18" },   { "3.1.0", true, NULL },  { "2.0.0", true, NULL },
		{ "9.9.9", false, NULL }, { "1.1.1zd", true, NULL },      { "1.2.0", false, NULL }, { "0.9.7a", true, NULL },
		{ "4.0.0", true, NULL },  { "1.1.1ze", true, "1.1.1zd" }, { "", true, NULL },
	};
	struct sslinv_guidance_set set = { 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct sslinv_life *life = sslinv_array_add(&set.lives);

		assert_non_null(life);
		*life = (struct sslinv_life){ .product = "openssl", .release = i ? "1.1.1" : "3.0", .stream = "" };
	}
	add_range(&set, "CVE-2025-9230", "1.1.1", "1.1.1zd");
	add_range(&set, "CVE-2025-9230", "3.0.0", "3.0.18");
	add_range(&set, "CVE-2024-0727", "3.0.0", "3.0.13");
	add_range(&set, "CVE-2026-0001", "3.0.0", "3.0.14");
	sslinv_guidance_set_sort(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *newest = sslinv_known_newest(cases[i].version, &set);

		if (sslinv_known_branch(cases[i].version, &set) != cases[i].is_known ||
		    sslinv_str_compare(newest, cases[i].newest) != 0)
			fail_msg("%s: %s", cases[i].version, newest ? newest : "(none)");
	}
	sslinv_guidance_set_free(&set);
}

/* SLES 12 built libopenssl1_0_0 from openssl, and later from openssl-1_0_0: the worst of both is told. */
static void every_source_is_asked(void **state)
{
	static const struct {
		const char *cve;
		enum sslinv_status status;
	} cases[] = {
		{ "CVE-2020-1", SSLINV_STATUS_AFFECTED }, /* fixed as the one, affected as the other */
		{ "CVE-2020-2", SSLINV_STATUS_AFFECTED }, /* the other way round */
		{ "CVE-2020-3", SSLINV_STATUS_FIXED },    /* both */
		{ "CVE-2020-4", SSLINV_STATUS_UNKNOWN },  /* only one speaks of it */
	};
	struct sslinv_subject subject = rpm_subject("sles", "12.3", "libopenssl1_0_0", "1.0.2j-60.1");
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_judgement judgement;
	struct sslinv_sources sources;

	(void)state;
	add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, "CVE-2020-1", SSLINV_STATUS_FIXED, "1.0.2j-50.1");
	add_statement(&set, "sles", "12.3", "", "openssl-1_0_0", SOURCE, "CVE-2020-1", SSLINV_STATUS_FIXED, "1.0.2p-3.1");
	add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, "CVE-2020-2", SSLINV_STATUS_FIXED, "1.0.2j-70.1");
	add_statement(&set, "sles", "12.3", "", "openssl-1_0_0", SOURCE, "CVE-2020-2", SSLINV_STATUS_FIXED, "1.0.1-1");
	add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, "CVE-2020-3", SSLINV_STATUS_FIXED, "1.0.2j-1");
	add_statement(&set, "sles", "12.3", "", "openssl-1_0_0", SOURCE, "CVE-2020-3", SSLINV_STATUS_FIXED, "1.0.2j-2");
	add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, "CVE-2020-4", SSLINV_STATUS_FIXED, "1.0.2j-1");
	sslinv_guidance_set_sort(&set);
	assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error), 0);
	assert_int_equal(sources.count, 2);
	assert_int_equal(judgement.findings.count, SSLINV_ARRAY_SIZE(cases));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		assert_string_equal(judgement.findings.items[i].cve, cases[i].cve);
		assert_int_equal(judgement.findings.items[i].status, cases[i].status);
	}
	sslinv_judgement_free(&judgement);
	/* A source package that the release does not have is not asked. */
	subject.release = "12.4";
	add_statement(&set, "sles", "12.4", "", "openssl-1_0_0", SOURCE, "CVE-2020-5", SSLINV_STATUS_FIXED, "1.0.2j-1");
	sslinv_guidance_set_sort(&set);
	assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error), 0);
	assert_int_equal(sources.count, 1);
	assert_string_equal(sources.names[0], "openssl-1_0_0");
	sslinv_judgement_free(&judgement);
	/* Nor is any other where it is known. */
	subject.release = "12.3";
	subject.source_name = "openssl";
	assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error), 0);
	assert_int_equal(judgement.findings.items[0].status, SSLINV_STATUS_FIXED);
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* Two sources speak of each CVE, each pair of statuses both ways round: the worse is told. */
static void the_worse_word_of_two_sources_counts(void **state)
{
	static const enum sslinv_status worst_first[] = {
		SSLINV_STATUS_AFFECTED, SSLINV_STATUS_WILL_NOT_FIX, SSLINV_STATUS_UNDER_INVESTIGATION,
		SSLINV_STATUS_UNKNOWN,  SSLINV_STATUS_FIXED,        SSLINV_STATUS_NOT_AFFECTED,
	};
	const struct sslinv_subject subject = rpm_subject("sles", "12.3", "libopenssl1_0_0", "1.0.2j-60.1");
	const size_t count = SSLINV_ARRAY_SIZE(worst_first);
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_judgement judgement;
	struct sslinv_sources sources;
	char cve[32];

	(void)state;
	for (size_t i = 0; i < count * count; i++) {
		enum sslinv_status left = worst_first[i / count], right = worst_first[i % count];

		snprintf(cve, sizeof(cve), "CVE-2020-%04zu", i);
		add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, keep(&set, cve), left,
			      left == SSLINV_STATUS_FIXED ? "1.0.2j-1" : NULL);
		add_statement(&set, "sles", "12.3", "", "openssl-1_0_0", SOURCE, keep(&set, cve), right,
			      right == SSLINV_STATUS_FIXED ? "1.0.2j-1" : NULL);
	}
	sslinv_guidance_set_sort(&set);
	assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error), 0);
	assert_int_equal(judgement.findings.count, count * count);
	assert_true(judgement.has_vendor);
	for (size_t i = 0; i < count * count; i++) {
		size_t worse = i / count < i % count ? i / count : i % count;

		if (judgement.findings.items[i].status != worst_first[worse])
			fail_msg("%s and %s: %s", sslinv_status_name(worst_first[i / count]),
				 sslinv_status_name(worst_first[i % count]),
				 sslinv_status_name(judgement.findings.items[i].status));
	}
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* What is asked about is answered, and nothing else; the lower level of the two is told, whichever source has it. */
static void the_lower_level_of_two_sources_is_told(void **state)
{
	static const char *const sources[] = { "openssl", "openssl-1_0_0" };
	static const char *const asked[] = { "CVE-2020-0002" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_sources found;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sources); i++) {
		struct sslinv_subject subject = rpm_subject("sles", "12.3", "libopenssl1_0_0", "1.0.2j-60.1");
		struct sslinv_guidance_set set = { 0 };
		struct sslinv_judgement judgement;

		add_range(&set, "CVE-2020-0001", "1.0.2", "1.0.2k");
		add_range(&set, "CVE-2020-0002", "1.0.2", "1.0.2m");
		add_statement(&set, "sles", "12.3", "", sources[i], SOURCE, "CVE-2020-0001", SSLINV_STATUS_FIXED, "1");
		add_statement(&set, "sles", "12.3", "", sources[i], SOURCE, "CVE-2020-0002", SSLINV_STATUS_FIXED, "1");
		add_statement(&set, "sles", "12.3", "", sources[1 - i], SOURCE, "CVE-2020-0001", SSLINV_STATUS_FIXED, "1");
		add_statement(&set, "sles", "12.3", "", sources[1 - i], SOURCE, "CVE-2020-0002", SSLINV_STATUS_AFFECTED,
			      NULL);
		sslinv_guidance_set_sort(&set);
		assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &found, &error), 0);
		assert_true(judgement.has_effective);
		assert_string_equal(judgement.effective.version, "1.0.2k");
		assert_string_equal(judgement.effective.blocking_cve, "CVE-2020-0002");
		sslinv_judgement_free(&judgement);
		assert_int_equal(sslinv_judge_sources(&subject, &set, asked, 1, &judgement, &found, &error), 0);
		assert_int_equal(found.count, 2);
		assert_int_equal(judgement.findings.count, 1);
		assert_string_equal(judgement.findings.items[0].cve, "CVE-2020-0002");
		assert_int_equal(judgement.findings.items[0].status, SSLINV_STATUS_AFFECTED);
		sslinv_judgement_free(&judgement);
		sslinv_guidance_set_free(&set);
	}
}

/* Of another distribution's statements none makes a source package one of this release; the first is asked then. */
static void sources_that_nobody_speaks_of_are_asked_by_their_first_name(void **state)
{
	const struct sslinv_subject subject = rpm_subject("sles", "12.3", "libopenssl1_0_0", "1.0.2j-60.1");
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_judgement judgement;
	struct sslinv_sources sources;

	(void)state;
	add_statement(&set, "other", "12.3", "", "openssl", SOURCE, "CVE-2020-0001", SSLINV_STATUS_FIXED, "1");
	add_range(&set, "CVE-2020-0002", "1.0.2", "1.0.2m");
	sslinv_guidance_set_sort(&set);
	assert_int_equal(sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error), 0);
	assert_int_equal(sources.count, 1);
	assert_string_equal(sources.names[0], "openssl-1_0_0");
	assert_int_equal(judgement.findings.count, 1);
	assert_int_equal(judgement.findings.items[0].status, SSLINV_STATUS_UNKNOWN);
	assert_false(judgement.has_vendor);
	sslinv_judgement_free(&judgement);
	sslinv_guidance_set_free(&set);
}

/* Each allocation fails once: then the answer is an error, and never one source's alone. */
static void sources_without_memory_are_an_error(void **state)
{
	const struct sslinv_subject subject = rpm_subject("sles", "12.3", "libopenssl1_0_0", "1.0.2j-60.1");
	struct sslinv_guidance_set set = { 0 };
	bool has_failed = true;

	(void)state;
	add_range(&set, "CVE-2020-0001", "1.0.2", "1.0.2k");
	add_statement(&set, "sles", "12.3", "", "openssl", SOURCE, "CVE-2020-0001", SSLINV_STATUS_FIXED, "1");
	add_statement(&set, "sles", "12.3", "", "openssl-1_0_0", SOURCE, "CVE-2020-0002", SSLINV_STATUS_AFFECTED, NULL);
	sslinv_guidance_set_sort(&set);
	for (size_t before = 0; has_failed; before++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_judgement judgement;
		struct sslinv_sources sources;
		int rc;

		memory_fails_after(before);
		rc = sslinv_judge_sources(&subject, &set, NULL, 0, &judgement, &sources, &error);
		has_failed = memory_has_failed();
		assert_int_equal(rc, has_failed ? SSLINV_E_MEMORY : 0);
		assert_int_equal(error.code, rc);
		if (rc == 0)
			sslinv_judgement_free(&judgement);
	}
	sslinv_guidance_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_word_is_the_one_meant),
		cmocka_unit_test(places_are_known_by_tables_and_guidance),
		cmocka_unit_test(a_rebuild_is_known_by_whom_it_follows),
		cmocka_unit_test(versions_are_known_by_their_branches),
		cmocka_unit_test(every_source_is_asked),
		cmocka_unit_test(the_worse_word_of_two_sources_counts),
		cmocka_unit_test(the_lower_level_of_two_sources_is_told),
		cmocka_unit_test(sources_without_memory_are_an_error),
		cmocka_unit_test(sources_that_nobody_speaks_of_are_asked_by_their_first_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
