/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fact tables row by row: in its own stream a package at the fixed version is fixed, just below it affected, just above
 * it fixed. What cannot be so is told and counted, with the reason from the table itself. Once with the tables as the
 * guidance, and once with what comes with the program, which was made from them.
 */
#include "resolve_helper.h"
#include "shared.h"
#include "store_helper.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "catalogue/guidance_store.h"
#include "base/str.h"
#include "distro/distro.h"
#include "formats/reader.h"
#include "guidance/sink.h"
#include "version/vercmp.h"

static const char *const tables[] = {
	"facts/redhat-a.tsv",         "facts/redhat-b.tsv",         "facts/ubuntu.tsv",        "facts/others.tsv",
	"facts/others_inherited.tsv", "facts/debian-changelog.tsv", "facts/openssl-fixed.tsv", "facts/openssl-status.tsv",
};

/* What came later; data/refresh.sh says which tables are no source of statements. */
static const char *const newer_tables[] = {
	"facts/2026-11/almalinux.tsv",
	"facts/2026-11/alpine.tsv",
	"facts/2026-11/amazon.tsv",
	"facts/2026-11/arch.tsv",
	"facts/2026-11/chainguard.tsv",
	"facts/2026-11/debian.tsv",
	"facts/2026-11/debian-changelog.tsv",
	"facts/2026-11/oracle.tsv",
	"facts/2026-11/photon.tsv",
	"facts/2026-11/rhel.tsv",
	"facts/2026-11/rocky.tsv",
	"facts/2026-11/suse.tsv",
	"facts/2026-11/suse-other-products.tsv",
	"facts/2026-11/ubuntu.tsv",
	"facts/2026-11/wolfi.tsv",
};

static const char *const distros[] = {
	"rhel",
	"centos",
	"almalinux",
	"rocky",
	"ol",
	"amzn",
	"debian",
	"ubuntu",
	"sles",
	"opensuse-leap",
	"azurelinux",
	"mariner",
	"alpine",
	"wolfi",
	"chainguard",
	"sle-micro",
	"photon",
	"arch",
	"opensuse-tumbleweed",
	"opensuse-leap-micro",
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

/* All tables of a list as one set. */
static void read_tables(const char *const list[], size_t count, struct sslinv_guidance_set *set)
{
	const struct sslinv_guidance_sink sink = {
		set, take_feed, take_statement, pass_vulnerability, pass_range, pass_life, NULL, pass_warning, pass_dropped,
	};

	for (size_t i = 0; i < count; i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		size_t documents;

		if (sslinv_guidance_read(shared_path(list[i]), &sink, &documents, &error) != 0)
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
	return sslinv_distro_package_format(distro);
}

/* A version just below: both orders put what follows a tilde before its absence; apk knows pre-releases. */
static char *below(const char *format, const char *version)
{
	char *text, *revision;

	if (strcmp(format, "pacman") == 0)
		return sslinv_str_format("%.*s-0", (int)strcspn(version, "-"), version);
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

/*
 * The answer about one CVE. The level of a package is made of all CVEs, and takes most of the time: here the set has of
 * OpenSSL's own records that one alone.
 */
static const struct sslinv_finding *ask_one(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
					    const char *cve, struct sslinv_judgement *judgement)
{
	const struct sslinv_vulnerability *vulnerability = sslinv_guidance_set_vulnerability(set, cve);
	struct sslinv_guidance_set narrow = *set;
	size_t first, end;

	sslinv_guidance_set_ranges(set, cve, &first, &end);
	narrow.ranges.items = set->ranges.items ? set->ranges.items + first : NULL;
	narrow.ranges.count = end - first;
	narrow.vulnerabilities.items = (struct sslinv_vulnerability *)vulnerability;
	narrow.vulnerabilities.count = vulnerability != NULL;
	narrow.named.count = 0;
	return judge_cve(subject, &narrow, cve, judgement);
}

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
	const struct sslinv_finding *finding = ask_one(&subject, set, row->cve, &judgement);
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
	struct sslinv_guidance_set all = { 0 };
	struct tally tally = { 0 };
	size_t unnamed = 0, unnamed_wrong = 0, fixes = 0;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++)
		shared_or_skip(tables[i]);
	read_tables(tables, SSLINV_ARRAY_SIZE(tables), &all);
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

/* Rows that are doubtful, or that newer tables take back; data/refresh.sh drops them and says why. */
static bool is_dropped(const struct sslinv_statement *row)
{
	const char *version = row->fixed_version ? row->fixed_version : "";
	const struct {
		const char *distro, *release, *stream, *package, *cve;
		bool fits;
	} dropped[] = {
		{ "chainguard", NULL, NULL, "openssl", NULL, strcmp(version, "3.0.8-r0") == 0 },
		{ "ubuntu", NULL, "esm", "openssl", "CVE-2019-1551", row->status == SSLINV_STATUS_AFFECTED },
		{ "debian", "11", NULL, NULL, NULL, strcmp(version, "1.1.1n-0+deb11u6") == 0 },
		{ "debian", "sid", NULL, "openssl1.0", NULL, true },
		{ "rhel", "3", NULL, NULL, NULL,
		  strstr(version, "-43.") || strstr(version, ".el4") || strstr(version, ".el5") },
		{ "sles", "SUSE:Studio Onsite 1.3", NULL, NULL, NULL, true },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dropped); i++)
		if (dropped[i].fits && strcmp(dropped[i].distro, row->distro) == 0 &&
		    (!dropped[i].release || strcmp(dropped[i].release, row->release) == 0) &&
		    (!dropped[i].stream || strcmp(dropped[i].stream, row->stream) == 0) &&
		    (!dropped[i].package || strcmp(dropped[i].package, row->package) == 0) &&
		    (!dropped[i].cve || strcmp(dropped[i].cve, row->cve) == 0))
			return true;
	return false;
}

/* A version that no row names: below all of them, so that nothing about it may be closed. */
#define OLDEST "0.0.1-0"

/* Does the guidance hold this row's threshold, or, of a row without one, any statement of the same place? */
static bool is_in(const struct sslinv_guidance_set *set, const struct sslinv_statement *row)
{
	size_t first, end;

	sslinv_guidance_set_statements(set, row->package, row->cve, &first, &end);
	for (size_t i = first; i < end; i++) {
		const struct sslinv_statement *other = &set->statements.items[i].statement;

		if (strcmp(other->release, row->release) == 0 && strcmp(other->stream, row->stream) == 0 &&
		    sslinv_str_compare(other->fixed_version, row->fixed_version) == 0 &&
		    (row->fixed_version || other->status == row->status))
			return true;
	}
	return false;
}

/* What a table calls open is not clean in an old version, whatever else is known. */
static bool is_kept_open(const struct sslinv_guidance_set *set, const struct sslinv_statement *row)
{
	const struct sslinv_subject subject = {
		.distro = row->distro,
		.release = row->release,
		.stream = row->stream[0] ? row->stream : NULL,
		.format = format_of(row->distro),
		.package = row->package,
		.version = OLDEST,
		.source_name = row->kind == SOURCE ? row->package : NULL,
	};
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding = ask_one(&subject, set, row->cve, &judgement);
	bool is_open = finding->status != SSLINV_STATUS_FIXED && finding->status != SSLINV_STATUS_NOT_AFFECTED;

	if (!is_open)
		print_message("# %s %s/%s %s %s: %s by %s, the table says %s\n", row->distro, row->release, row->stream,
			      row->package, row->cve, sslinv_status_name(finding->status), sslinv_rule_name(finding->rule),
			      sslinv_status_name(row->status));
	sslinv_judgement_free(&judgement);
	return is_open;
}

struct bundle_tally {
	struct tally fixes;
	size_t left_out, open, closed;
};

static void check_bundle(const struct sslinv_guidance_set *set, const struct sslinv_guidance_set *rows,
			 struct bundle_tally *tally)
{
	for (size_t i = 0; i < rows->statements.count; i++) {
		const struct sslinv_statement *row = &rows->statements.items[i].statement;

		if (row->status == SSLINV_STATUS_NOT_AFFECTED || is_dropped(row) ||
		    (row->status == SSLINV_STATUS_FIXED && is_repeated(rows, i)))
			continue;
		if (row->status == SSLINV_STATUS_FIXED && is_in(set, row)) {
			check_row(set, row, &tally->fixes);
		} else if (row->status == SSLINV_STATUS_FIXED) {
			print_message("# left out: %s %s/%s %s %s %s\n", row->distro, row->release, row->stream,
				      row->package, row->cve, row->fixed_version);
			tally->left_out++;
		} else {
			tally->open++;
			tally->closed += !is_kept_open(set, row);
		}
	}
}

static void test_bundle(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_set all = { 0 };
	struct bundle_tally tally = { 0 };
	struct sslinv_guidance_store *store;

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tables); i++)
		shared_or_skip(tables[i]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(newer_tables); i++)
		shared_or_skip(newer_tables[i]);
	read_tables(tables, SSLINV_ARRAY_SIZE(tables), &all);
	read_tables(newer_tables, SSLINV_ARRAY_SIZE(newer_tables), &all);
	/* Nothing can be made there: it is made in memory. */
	if (sslinv_guidance_store_open("/proc/guidance.db", SSLINV_SQL_READ, data_directory(), &store, &error) < 0)
		fail_msg("%s", error.message);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(distros); i++) {
		struct sslinv_guidance_set set, rows = { 0 };

		assert_int_equal(sslinv_guidance_store_load(store, distros[i], &set, &error), 0);
		take_distro(&all, distros[i], &rows);
		check_bundle(&set, &rows, &tally);
		sslinv_guidance_set_free(&rows);
		sslinv_guidance_set_free(&set);
	}
	sslinv_guidance_store_close(store);
	print_message("# %zu thresholds asked, %zu wrong; %zu left out; %zu open rows, %zu of them closed\n",
		      tally.fixes.rows, tally.fixes.wrong, tally.left_out, tally.open, tally.closed);
	for (size_t i = 1; i < DOUBT_COUNT; i++)
		print_message("# %zu rows %s: %zu decided otherwise\n", tally.fixes.doubts[i], doubt_names[i],
			      tally.fixes.doubts_differ[i]);
	assert_true(tally.fixes.rows > 9000);
	assert_int_equal(tally.fixes.wrong, 0);
	assert_int_equal(tally.left_out, 0);
	assert_int_equal(tally.closed, 0);
	sslinv_guidance_set_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bundle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
