/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fact tables row by row: in its own stream a package at the fixed version is fixed, just below it affected, just above
 * it fixed. What cannot be so is told and counted, with the reason from the table itself.
 */
#include "resolve_helper.h"
#include "shared.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/reader.h"
#include "guidance/sink.h"
#include "version/vercmp.h"

static const char *const tables[] = {
	"facts/redhat-a.tsv",         "facts/redhat-b.tsv",         "facts/ubuntu.tsv",        "facts/others.tsv",
	"facts/others_inherited.tsv", "facts/debian-changelog.tsv", "facts/openssl-fixed.tsv", "facts/openssl-status.tsv",
};

static int take_feed(void *context, const struct sslinv_feed *feed)
{
	struct sslinv_guidance_set *set = context;

	add_feed(set, keep(set, feed->identity), "tsv", "2026-11-24");
	return 0;
}

static int take_statement(void *context, const struct sslinv_statement *statement)
{
	struct sslinv_guidance_set *set = context;
	struct sslinv_statement *kept = add_statement(set, statement->distro, statement->release, statement->stream,
						      statement->package, statement->kind, statement->cve, statement->status,
						      statement->fixed_version);

	kept->arch = keep(set, statement->arch);
	kept->advisory = keep(set, statement->advisory);
	kept->issued = keep(set, statement->issued);
	kept->is_doubtful = statement->is_doubtful;
	return 0;
}

static int pass_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability)
{
	(void)context;
	(void)vulnerability;
	return 0;
}

static int pass_range(void *context, const struct sslinv_range *range)
{
	(void)context;
	(void)range;
	return 0;
}

static int pass_life(void *context, const struct sslinv_life *life)
{
	(void)context;
	(void)life;
	return 0;
}

static int pass_warning(void *context, unsigned long line, const char *message)
{
	(void)context;
	(void)line;
	(void)message;
	return 0;
}

static int pass_dropped(void *context)
{
	(void)context;
	return 0;
}

/* All tables as one set. */
static void read_tables(struct sslinv_guidance_set *set)
{
	const struct sslinv_guidance_sink sink = {
		set, take_feed, take_statement, pass_vulnerability, pass_range, pass_life, pass_warning, pass_dropped,
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		size_t documents;

		if (sslinv_guidance_read(shared_path(tables[i]), &sink, &documents, &error) != 0)
			fail_msg("%s", error.message);
	}
}

/* The statements of one distribution, as the store hands them out; their texts stay those of `all`. */
static void take_distro(const struct sslinv_guidance_set *all, const char *distro, struct sslinv_guidance_set *set)
{
	for (size_t i = 0; i < all->statements.count; i++) {
		struct sslinv_set_statement *item;

		if (strcmp(all->statements.items[i].statement.distro, distro) != 0)
			continue;
		item = sslinv_array_add(&set->statements);
		assert_non_null(item);
		*item = all->statements.items[i];
	}
	sslinv_guidance_set_sort(set);
}

static const char *format_of(const char *distro)
{
	if (strcmp(distro, "debian") == 0 || strcmp(distro, "ubuntu") == 0)
		return "deb";
	return strcmp(distro, "alpine") == 0 || strcmp(distro, "wolfi") == 0 || strcmp(distro, "chainguard") == 0 ? "apk"
														  : "rpm";
}

/* A version just below: both orders put what follows a tilde before its absence; apk knows pre-releases. */
static char *below(const char *format, const char *version)
{
	char *text, *revision;

	if (strcmp(format, "apk") != 0)
		return sslinv_str_format("%s~", version);
	revision = strrchr(version, '-');
	text = revision && strcmp(revision, "-r0") != 0
		       ? sslinv_str_format("%.*s-r0", (int)(revision - version), version)
		       : sslinv_str_format("%.*s_rc1-r0", revision ? (int)(revision - version) : (int)strlen(version),
					   version);
	return text;
}

static char *above(const char *format, const char *version)
{
	if (strcmp(format, "apk") == 0)
		return sslinv_str_format("%s9", version);
	return sslinv_str_format("%s%s", version, strcmp(format, "deb") == 0 ? "+1" : ".1");
}

/* Why a row's own version need not be what decides. */
enum doubt {
	DOUBT_NONE,
	DOUBT_HIGHER,  /* another row of the same stream names a higher version: the safe one */
	DOUBT_LOWER,   /* another row of the same advisory names a lower one, for another line */
	DOUBT_RELEASE, /* the version's dist tag is another release's */
	DOUBT_COUNT,
};

static const char *const doubt_names[DOUBT_COUNT] = {
	"none",
	"superseded by a higher version in the same stream",
	"of an advisory with more than one version",
	"with the dist tag of another release",
};

static enum doubt doubt_of(const struct sslinv_guidance_set *set, const struct sslinv_statement *row)
{
	sslinv_vercmp_function vercmp = sslinv_vercmp_for(format_of(row->distro));
	const char *tag = strcmp(row->distro, "rhel") == 0 ? strstr(row->fixed_version, ".el") : NULL;
	size_t first, end;

	if (tag && strtoul(tag + 3, NULL, 10) != strtoul(row->release, NULL, 10))
		return DOUBT_RELEASE;
	sslinv_guidance_set_statements(set, row->package, row->cve, &first, &end);
	for (size_t i = first; i < end; i++) {
		const struct sslinv_statement *other = &set->statements.items[i].statement;
		int order;

		if (other->status != SSLINV_STATUS_FIXED || strcmp(other->release, row->release) != 0 ||
		    strcmp(other->stream, row->stream) != 0)
			continue;
		order = vercmp(other->fixed_version, row->fixed_version);
		if (order != 0 && sslinv_str_compare(other->advisory, row->advisory) == 0)
			return DOUBT_LOWER;
		if (order > 0)
			return DOUBT_HIGHER;
	}
	return DOUBT_NONE;
}

struct tally {
	size_t rows, wrong, doubts[DOUBT_COUNT], doubts_differ[DOUBT_COUNT];
};

static bool check(const struct sslinv_guidance_set *set, const struct sslinv_statement *row, const char *stream,
		  const char *version, enum sslinv_status expected, bool is_told)
{
	const struct sslinv_subject subject = {
		.distro = row->distro,
		.release = row->release,
		.stream = stream,
		.format = format_of(row->distro),
		.package = row->package,
		.version = version,
		.arch = row->arch,
		.source_name = row->kind == SOURCE ? row->package : NULL,
	};
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding = judge_cve(&subject, set, row->cve, &judgement);
	bool is_right = finding->status == expected && finding->rule == SSLINV_RULE_VENDOR_FIX;

	/* The plain release may never have been affected, where a stream was. */
	if (!stream && row->stream[0] && expected == SSLINV_STATUS_FIXED)
		is_right |= finding->status == SSLINV_STATUS_NOT_AFFECTED;

	/* A lower version gets this very fix as its target. */
	if (is_right && expected == SSLINV_STATUS_AFFECTED && is_told)
		is_right = finding->fixed_version && strcmp(finding->fixed_version, row->fixed_version) == 0;
	if (!is_right && is_told)
		print_message("# %s %s/%s %s %s %s: %s by %s, expected %s; %s\n", row->distro, row->release, row->stream,
			      row->package, version, row->cve, sslinv_status_name(finding->status),
			      sslinv_rule_name(finding->rule), sslinv_status_name(expected), finding->reason);
	sslinv_judgement_free(&judgement);
	return is_right;
}

static void check_row(const struct sslinv_guidance_set *set, const struct sslinv_statement *row, struct tally *tally)
{
	const char *format = format_of(row->distro);
	SSLINV_CLEANUP(sslinv_free_ptr) char *lower = below(format, row->fixed_version);
	SSLINV_CLEANUP(sslinv_free_ptr) char *higher = above(format, row->fixed_version);
	sslinv_vercmp_function vercmp = sslinv_vercmp_for(format);
	const char *stream = row->stream[0] ? row->stream : NULL;
	enum doubt doubt = doubt_of(set, row);
	bool is_told = doubt == DOUBT_NONE, is_right = true;

	assert_non_null(lower);
	assert_non_null(higher);
	assert_true(vercmp(lower, row->fixed_version) < 0);
	assert_true(vercmp(higher, row->fixed_version) > 0);
	is_right &= check(set, row, stream, row->fixed_version, SSLINV_STATUS_FIXED, is_told);
	is_right &= check(set, row, stream, lower, SSLINV_STATUS_AFFECTED, is_told);
	is_right &= check(set, row, stream, higher, SSLINV_STATUS_FIXED, is_told);
	tally->rows++;
	tally->doubts[doubt]++;
	if (!is_right && is_told)
		tally->wrong++;
	else if (!is_right)
		tally->doubts_differ[doubt]++;
}

static bool is_repeated(const struct sslinv_guidance_set *set, size_t at)
{
	const struct sslinv_statement *row = &set->statements.items[at].statement, *before;

	for (; at > 0; at--) {
		before = &set->statements.items[at - 1].statement;
		if (strcmp(before->package, row->package) != 0 || strcmp(before->cve, row->cve) != 0)
			return false;
		if (strcmp(before->release, row->release) == 0 && strcmp(before->stream, row->stream) == 0 &&
		    before->kind == row->kind && sslinv_str_compare(before->fixed_version, row->fixed_version) == 0)
			return true;
	}
	return false;
}

/* Without a stream named, the version at which something was fixed tells by itself where it belongs. */
static size_t check_unnamed(const struct sslinv_guidance_set *set, size_t *count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < set->statements.count; i++) {
		const struct sslinv_statement *row = &set->statements.items[i].statement;

		if (row->status != SSLINV_STATUS_FIXED || is_repeated(set, i) || doubt_of(set, row) != DOUBT_NONE)
			continue;
		++*count;
		wrong += !check(set, row, NULL, row->fixed_version, SSLINV_STATUS_FIXED, true);
	}
	return wrong;
}

static void test_rows(void **state)
{
	static const char *const distros[] = { "rhel",   "centos", "almalinux",  "rocky",         "ol",         "amzn",
					       "debian", "ubuntu", "sles",       "opensuse-leap", "azurelinux", "mariner",
					       "alpine", "wolfi",  "chainguard", "sle-micro" };
	struct sslinv_guidance_set all = { 0 };
	struct tally tally = { 0 };
	size_t unnamed = 0, unnamed_wrong = 0, fixes = 0;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++)
		shared_or_skip(tables[i]);
	read_tables(&all);
	for (size_t i = 0; i < all.statements.count; i++)
		fixes += all.statements.items[i].statement.status == SSLINV_STATUS_FIXED;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(distros); i++) {
		struct sslinv_guidance_set set = { 0 };
		size_t rows = tally.rows;

		take_distro(&all, distros[i], &set);
		for (size_t j = 0; j < set.statements.count; j++) {
			if (set.statements.items[j].statement.status == SSLINV_STATUS_FIXED && !is_repeated(&set, j))
				check_row(&set, &set.statements.items[j].statement, &tally);
		}
		unnamed_wrong += check_unnamed(&set, &unnamed);
		print_message("# %s: %zu thresholds\n", distros[i], tally.rows - rows);
		sslinv_guidance_set_free(&set);
	}
	print_message("# %zu fixes in the tables, %zu of them different; %zu wrong\n", fixes, tally.rows, tally.wrong);
	for (size_t i = 1; i < DOUBT_COUNT; i++)
		print_message("# %zu rows %s: %zu decided otherwise\n", tally.doubts[i], doubt_names[i],
			      tally.doubts_differ[i]);
	print_message("# %zu versions without their stream named; %zu wrong\n", unnamed, unnamed_wrong);
	assert_true(tally.rows > 3000);
	assert_true(tally.doubts[DOUBT_NONE] * 100 > tally.rows * 95);
	assert_int_equal(tally.wrong, 0);
	assert_int_equal(unnamed_wrong, 0);
	sslinv_guidance_set_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
