/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is made of a scan's facts is stored with them: findings, levels, a verdict, their history; and facts loaded again. */
#include "store_helper.h"

#include "judge/judge.h"
#include "report/report.h"
#include "resolve/host.h"

#define FEED_DATE "2026-11-20T00:00:00Z"

/* A judge that is easily foretold: libssl3 before 3.0.19 is affected, a file without a version unknown. */
struct fake {
	const char *guidance_date; /* NULL: FEED_DATE */
	const char *fixed;         /* the version that fixes it, as guidance has it today */
	int code;                  /* what it fails with */
	int code_at;               /* where not 0, at this call alone */
	int calls;
	size_t first_action;                              /* of two to do; 0: nothing is */
	size_t packages, candidates, changelog, failures; /* of the facts it was given last */
	const char *path;                                 /* where not NULL, written to while results are handed out */
	int hand_code;                                    /* what handing out fails with */
	char handed[512];                                 /* a line for each host that was handed out */
};

static void add_finding(const struct fake *fake, struct sslinv_host_result *result, const struct sslinv_package *package,
			const char *path, const char *cve, const char *status, const char *rule)
{
	struct sslinv_host_finding *finding = sslinv_array_add(&result->findings);

	assert_non_null(finding);
	finding->package = package ? sslinv_arena_strdup(&result->arena, package->name) : NULL;
	finding->installed_version = package ? sslinv_arena_strdup(&result->arena, package->version) : NULL;
	finding->path = sslinv_arena_strdup(&result->arena, path);
	finding->cve = cve;
	finding->status = status;
	finding->rule = rule;
	finding->stream = "";
	if (cve) {
		finding->severity = "high";
		finding->fixed_version = fake->fixed;
		finding->advisory = "DSA-1-1";
		finding->feed = "a feed";
	}
}

/* Two things to do, in the order that is asked for. */
static void add_actions(const struct fake *fake, struct sslinv_host_result *result)
{
	static const char *const subjects[] = { "libssl3", "openssl" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(subjects); i++) {
		struct sslinv_host_action *action = sslinv_array_add(&result->actions);

		assert_non_null(action);
		*action = (struct sslinv_host_action){
			.rank = fake->first_action == i + 1 ? 1 : 2,
			.action = SSLINV_ACTION_UPGRADE,
			.subject = subjects[i],
			.from_version = "3.0.18-1",
			.to_version = fake->fixed,
			.command = "apt-get install \'a b\'",
			.findings = 1,
			.verdict = SSLINV_VERDICT_UPGRADE,
		};
	}
}

static int judge(void *context, struct sslinv_facts *facts, struct sslinv_host_result *result, struct sslinv_error *error)
{
	struct fake *fake = context;

	fake->calls++;
	fake->packages = facts->packages.count;
	fake->candidates = facts->candidates.count;
	fake->changelog = facts->changelog.count;
	fake->failures = sslinv_facts_outcome(facts) == SSLINV_OUTCOME_INCOMPLETE;
	if (fake->code < 0 && (fake->code_at == 0 || fake->code_at == fake->calls))
		return sslinv_error_set(error, (enum sslinv_code)fake->code, "the guidance cannot be read");
	result->verdict = SSLINV_VERDICT_OK;
	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];
		bool affected = strcmp(package->version, fake->fixed) < 0;
		struct sslinv_host_level *level;

		if (strcmp(package->name, "libssl3") != 0)
			continue;
		add_finding(fake, result, package, NULL, "CVE-2026-0001", affected ? "affected" : "fixed", "vendor-fix");
		level = sslinv_array_add(&result->levels);
		assert_non_null(level);
		level->package = "libssl3";
		level->version = sslinv_arena_strdup(&result->arena, package->version);
		level->upstream_version = "3.0.19";
		level->branch = "3.0";
		level->tls12 = level->tls13 = true;
		if (affected) {
			result->verdict = SSLINV_VERDICT_UPGRADE;
			result->affected++;
			if (fake->first_action)
				add_actions(fake, result);
		}
	}
	for (size_t i = 0; i < facts->libraries.count; i++)
		if (!facts->libraries.items[i].version) {
			add_finding(fake, result, NULL, facts->libraries.items[i].path, NULL, "unknown", "unknown");
			result->unknown++;
		}
	if (fake->failures && result->verdict == SSLINV_VERDICT_OK)
		result->verdict = SSLINV_VERDICT_UNKNOWN;
	result->action = "do this\nand that";
	result->guidance_date = fake->guidance_date ? fake->guidance_date : FEED_DATE;
	return 0;
}

static int save_with(const char *path, struct sslinv_facts *facts, struct fake *fake, struct sslinv_error *error)
{
	const struct sslinv_judge judging = { fake, judge };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);
	int rc = sslinv_judge_scan(&judging, store, facts, &result, error);

	sslinv_store_close(store);
	sslinv_facts_free(facts);
	return rc;
}

static void scan(const char *path, const char *host, long long when, const char *version, struct fake *fake)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;

	host_facts(&facts, host, when, version);
	if (save_with(path, &facts, fake, &error) < 0)
		fail_msg("%s", error.message);
}

/* Another scan of another host, by a connection that waits for nobody. */
static void scan_beside(const char *path)
{
	const struct sslinv_store_options options = { .schema = &sslinv_store_schema, .busy_milliseconds = 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	struct sslinv_facts facts;

	if (sslinv_store_open_with(path, SSLINV_SQL_WRITE, &options, &store, &error) < 0)
		fail_msg("%s", error.message);
	host_facts(&facts, "beside", START_TIME, "3.0.19-1");
	save_into(store, &facts);
	sslinv_store_close(store);
}

static int hand(void *context, const struct sslinv_judge_handed *handed, struct sslinv_error *error)
{
	const struct sslinv_facts *facts = handed->facts;
	const struct sslinv_host_result *result = handed->result;
	struct fake *fake = context;
	size_t length = strlen(fake->handed);

	snprintf(fake->handed + length, sizeof(fake->handed) - length, "%s %s %d %d %s %s %s\n", facts->host.host,
		 sslinv_verdict_name(result->verdict), (int)result->affected, (int)result->unknown, result->action,
		 result->guidance_date, sslinv_outcome_name(sslinv_facts_outcome(facts)));
	if (fake->path)
		scan_beside(fake->path);
	return fake->hand_code < 0 ? sslinv_error_set(error, (enum sslinv_code)fake->hand_code, "no paper") : 0;
}

static int check(const char *path, const char *pattern, struct fake *fake, size_t *count, struct sslinv_error *error)
{
	const struct sslinv_judge judging = { fake, judge };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);
	int rc = sslinv_judge_check(&judging, store, pattern, hand, fake, count, error);

	sslinv_store_close(store);
	return rc;
}

static char *all_tables(const char *path)
{
	char *facts = dump(path), *rows = file_rows(path, "SELECT * FROM finding"),
	     *levels = file_rows(path, "SELECT * FROM level"), *verdicts = file_rows(path, "SELECT * FROM verdict"),
	     *candidates = file_rows(path, "SELECT * FROM candidate"),
	     *text = sslinv_str_format("%s\n%s\n%s\n%s\n%s", facts, rows, levels, verdicts, candidates);

	free(facts);
	free(rows);
	free(levels);
	free(verdicts);
	free(candidates);
	return text;
}

/* A new rank or target is no news: the same thing is to be done since the day it was found. */
static void actions_keep_their_first_day(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1", .first_action = 1 };
	const char *rows = "SELECT rank, action, subject, to_version, command, known_exploited, verdict, files, first_seen"
			   " FROM actions ORDER BY rank";

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	assert_rows(path, rows,
		    "1|upgrade|libssl3|3.0.19-1|apt-get install \'a b\'|NULL|upgrade|0|2026-11-24T06:55:26Z\n"
		    "2|upgrade|openssl|3.0.19-1|apt-get install \'a b\'|NULL|upgrade|0|2026-11-24T06:55:26Z\n");
	fake.first_action = 2;
	fake.fixed = "3.0.20-1";
	scan(path, "web1", START_TIME + 3600, "3.0.18-1", &fake);
	assert_rows(path, rows,
		    "1|upgrade|openssl|3.0.20-1|apt-get install \'a b\'|NULL|upgrade|0|2026-11-24T06:55:26Z\n"
		    "2|upgrade|libssl3|3.0.20-1|apt-get install \'a b\'|NULL|upgrade|0|2026-11-24T06:55:26Z\n");
	scan(path, "web1", START_TIME + 7200, "3.0.20-1", &fake);
	assert_rows(path, "SELECT count(*) FROM actions", "0\n");
	assert_rows(path, "SELECT subject, gone_at FROM actions_history ORDER BY subject",
		    "libssl3|2026-11-24T08:55:26Z\nopenssl|2026-11-24T08:55:26Z\n");
}

/* Such as one that an older program judged. */
static void a_host_without_actions_has_to_be_judged_again(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	assert_rows(path, "SELECT host, rank, action, subject, command, verdict, first_seen FROM actions",
		    "web1|1|ask|web1|sslinv check|unknown|2026-11-24T06:55:26Z\n");
	scan(path, "web1", START_TIME + 3600, "3.0.19-1", &fake);
	assert_rows(path, "SELECT count(*) FROM actions JOIN verdicts USING (host) WHERE verdicts.verdict = 'ok'", "0\n");
}

static void results_land_with_the_scan(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	assert_rows(path, "SELECT * FROM findings ORDER BY cve",
		    "web1|NULL|NULL|/opt/app/"
		    "libssl.so.3|NULL|NULL|unknown|NULL|NULL|NULL||unknown|2026-11-24T06:55:26Z|NULL|NULL\n"
		    "web1|libssl3|3.0.18-1|NULL|CVE-2026-0001|high|affected|3.0.19-1|DSA-1-1|a feed||vendor-fix|"
		    "2026-11-24T06:55:26Z|NULL|NULL\n");
	assert_rows(path, "SELECT * FROM levels",
		    "web1|libssl3|3.0.18-1|3.0.19|NULL|3.0|NULL|1|1|2026-11-24T06:55:26Z|NULL|NULL|NULL|NULL|NULL\n");
	assert_rows(path, "SELECT * FROM verdicts", "web1|upgrade|do this\nand that|1|NULL|1|" FEED_DATE "\n");
	assert_rows(path, "SELECT typeof(affected), typeof(unknown), typeof(stale_processes) FROM verdicts",
		    "integer|integer|null\n");
	assert_rows(path, "SELECT guidance_date FROM scans", FEED_DATE "\n");
	/* Upgraded: what was affected then is in the history. */
	scan(path, "web1", START_TIME + DAY, "3.0.19-1", &fake);
	assert_rows(path,
		    "SELECT installed_version, status, first_seen, gone_at FROM findings_history WHERE cve IS NOT NULL "
		    "ORDER BY 1",
		    "3.0.18-1|affected|2026-11-24T06:55:26Z|2026-11-25T06:55:26Z\n"
		    "3.0.19-1|fixed|2026-11-25T06:55:26Z|NULL\n");
	assert_rows(path, "SELECT verdict, affected, first_seen, gone_at FROM verdicts_history ORDER BY first_seen",
		    "upgrade|1|2026-11-24T06:55:26Z|2026-11-25T06:55:26Z\nok|0|2026-11-25T06:55:26Z|NULL\n");
	assert_rows(path, "SELECT verdict FROM verdicts", "ok\n");
	assert_rows(path, "SELECT version, gone_at IS NULL FROM levels_history ORDER BY 1", "3.0.18-1|0\n3.0.19-1|1\n");
}

/* A vendor who was asked again each day and has nothing new makes no history. */
static void a_newer_date_is_no_other_verdict(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };

	scan(path, "web1", START_TIME, "3.0.19-1", &fake);
	fake.guidance_date = "2026-11-25";
	scan(path, "web1", START_TIME + DAY, "3.0.19-1", &fake);
	assert_rows(path, "SELECT verdict, guidance_date, first_seen, gone_at FROM verdicts_history",
		    "ok|2026-11-25|2026-11-24T06:55:26Z|NULL\n");
	assert_rows(path, "SELECT guidance_date FROM scans ORDER BY scan_id", FEED_DATE "\n2026-11-25\n");
}

static void unchanged_results_touch_nothing(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *before, *after;
	size_t count;

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	before = all_tables(path);
	assert_int_equal(check(path, NULL, &fake, &count, &error), 0);
	assert_int_equal(count, 1);
	after = all_tables(path);
	assert_string_equal(after, before);
	free(after);
	/* Another scan is one row more, and nothing else. */
	scan(path, "web1", START_TIME + DAY, "3.0.18-1", &fake);
	assert_rows(path, "SELECT count(*) FROM scans", "2\n");
	change_file(path, "DELETE FROM scan WHERE scan_id = 2");
	after = all_tables(path);
	assert_string_equal(after, before);
	free(after);
	free(before);
}

/* The database of packages became unreadable: what was known stays known, and stays affected. */
static void incomplete_scans_keep_their_findings(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	begin_facts(&facts, "web1", START_TIME + DAY);
	facts.packages_complete = false;
	assert_int_equal(sslinv_facts_add_problem(&facts, "apt", "/var/lib/dpkg/status", true, "cannot be read"), 0);
	assert_int_equal(save_with(path, &facts, &fake, &error), 0);
	assert_int_equal(fake.packages, 3);
	assert_int_equal(fake.failures, 1);
	assert_rows(path, "SELECT status, first_seen FROM findings WHERE cve IS NOT NULL",
		    "affected|2026-11-24T06:55:26Z\n");
	assert_rows(path, "SELECT count(*) FROM findings_history WHERE gone_at IS NOT NULL", "0\n");
	assert_rows(path, "SELECT verdict, affected FROM verdicts", "upgrade|1\n");
	assert_rows(path, "SELECT outcome FROM hosts", "incomplete\n");
	assert_rows(path, "SELECT count(*) FROM packages", "3\n");
	/* One that was clean is not sure of it any more. */
	scan(path, "web2", START_TIME, "3.0.19-1", &fake);
	begin_facts(&facts, "web2", START_TIME + DAY);
	facts.packages_complete = false;
	assert_int_equal(sslinv_facts_add_problem(&facts, "apt", NULL, true, "crashed"), 0);
	assert_int_equal(save_with(path, &facts, &fake, &error), 0);
	assert_rows(path, "SELECT verdict FROM verdicts WHERE host = 'web2'", "unknown\n");
	/* And is when it is seen whole again. */
	scan(path, "web2", START_TIME + 2 * DAY, "3.0.19-1", &fake);
	assert_rows(path, "SELECT verdict FROM verdicts WHERE host = 'web2'", "ok\n");
}

static void hosts_never_resolved_are_unknown(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	size_t count = 77;

	host_facts(&facts, "web1", START_TIME, "3.0.18-1");
	save(path, &facts);
	assert_rows(path, "SELECT host, verdict, affected, unknown, guidance_date FROM verdicts", "web1|unknown|0|0|NULL\n");
	assert_rows(path, "SELECT guidance_date FROM scans", "NULL\n");
	assert_int_equal(check(path, "db*", &fake, &count, &error), 0);
	assert_int_equal(count, 0);
	assert_int_equal(fake.calls, 0);
	assert_int_equal(check(path, "web?", &fake, &count, &error), 0);
	assert_int_equal(count, 1);
	assert_rows(path, "SELECT host, verdict, affected FROM verdicts", "web1|upgrade|1\n");
	/* A scan without guidance leaves what was resolved. */
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.18-1");
	save(path, &facts);
	assert_rows(path, "SELECT host, verdict, affected FROM verdicts", "web1|upgrade|1\n");
}

/* New guidance, and no host is looked at. */
static void check_judges_by_todays_guidance(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.18-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *before, *after;
	size_t count;

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	scan(path, "web2", START_TIME, "3.0.19-1", &fake);
	assert_rows(path, "SELECT host, verdict FROM verdicts ORDER BY 1", "web1|ok\nweb2|ok\n");
	before = dump(path);
	fake.fixed = "3.0.19-1";
	assert_int_equal(check(path, NULL, &fake, &count, &error), 0);
	assert_int_equal(count, 2);
	assert_rows(path, "SELECT host, verdict FROM verdicts ORDER BY 1", "web1|upgrade\nweb2|ok\n");
	assert_rows(path, "SELECT host, status, fixed_version FROM findings WHERE cve IS NOT NULL ORDER BY 1",
		    "web1|affected|3.0.19-1\nweb2|fixed|3.0.19-1\n");
	after = dump(path);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

/* Whoever reads the results holds up no scan: they are stored, and the file is free, before the first is handed out. */
static void results_are_handed_out_after_the_commit(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	size_t count = 0;

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	host_facts(&facts, "web2", START_TIME, "3.0.19-1");
	assert_int_equal(sslinv_facts_add_problem(&facts, "apt", NULL, true, "crashed"), 0);
	assert_int_equal(save_with(path, &facts, &fake, &error), 0);
	fake.path = path;
	assert_int_equal(check(path, "web*", &fake, &count, &error), 0);
	assert_int_equal(count, 2);
	assert_string_equal(fake.handed, "web1 upgrade 1 1 do this\nand that " FEED_DATE " complete\n"
					 "web2 unknown 0 1 do this\nand that " FEED_DATE " incomplete\n");
	assert_rows(path, "SELECT host FROM hosts ORDER BY 1", "beside\nweb1\nweb2\n");
	/* Where they cannot be taken, they are stored all the same. */
	fake.path = NULL;
	fake.hand_code = SSLINV_E_SYSTEM;
	fake.fixed = "3.0.18-1";
	fake.handed[0] = '\0';
	assert_int_equal(check(path, "web*", &fake, &count, &error), SSLINV_E_SYSTEM);
	assert_int_equal(count, 2);
	assert_string_equal(error.message, "no paper");
	/* The worst first, by today's verdict. */
	assert_string_equal(fake.handed, "web2 unknown 0 1 do this\nand that " FEED_DATE " incomplete\n");
	assert_rows(path, "SELECT host, affected FROM verdicts WHERE host <> 'beside' ORDER BY 1", "web1|0\nweb2|0\n");
}

static void a_failing_judge_rolls_back_all(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	char *before, *after;
	size_t count = 5;

	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	before = all_tables(path);
	fake.code = SSLINV_E_FORMAT;
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.19-1");
	assert_int_equal(save_with(path, &facts, &fake, &error), SSLINV_E_FORMAT);
	assert_string_equal(error.message, "the guidance cannot be read");
	host_facts(&facts, "web2", START_TIME + DAY, "3.0.19-1");
	assert_int_equal(save_with(path, &facts, &fake, &error), SSLINV_E_FORMAT);
	assert_int_equal(check(path, NULL, &fake, &count, &error), SSLINV_E_FORMAT);
	assert_int_equal(count, 0);
	after = all_tables(path);
	assert_string_equal(after, before);
	free(after);
	free(before);
	/* The connection is good for more. */
	fake.code = 0;
	scan(path, "web1", START_TIME + DAY, "3.0.19-1", &fake);
	assert_rows(path, "SELECT verdict FROM verdicts", "ok\n");
}

/* One host of several that cannot be judged: none of them is changed, wherever it stands among them. */
static void one_failure_of_a_check_rolls_back_all(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.18-1" };
	char *before, *after;

	for (int i = 1; i <= 3; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *host = sslinv_str_format("web%d", i);

		scan(path, host, START_TIME, "3.0.18-1", &fake);
	}
	before = all_tables(path);
	fake.fixed = "3.0.19-1";
	fake.code = SSLINV_E_FORMAT;
	for (int i = 1; i <= 3; i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		size_t count = 5;

		fake.calls = 0;
		fake.code_at = i;
		assert_int_equal(check(path, NULL, &fake, &count, &error), SSLINV_E_FORMAT);
		assert_int_equal(count, 0);
		assert_int_equal(fake.calls, i);
		assert_string_equal(fake.handed, "");
		after = all_tables(path);
		assert_string_equal(after, before);
		free(after);
	}
	free(before);
}

static void add_details(struct sslinv_facts *facts, uint32_t package, const char *version, const char *cve)
{
	struct sslinv_candidate *candidate = sslinv_array_add(&facts->candidates);
	struct sslinv_changelog_entry *entry = sslinv_array_add(&facts->changelog);

	assert_true(candidate && entry);
	*candidate = (struct sslinv_candidate){ package, version, "Debian", "Debian-Security", NULL };
	*entry = (struct sslinv_changelog_entry){ package, cve };
}

/* Two architectures of one package, each with details of its own, and everything else a scan can have. */
static void rich_facts(struct sslinv_facts *facts)
{
	uint32_t native, foreign;

	host_facts(facts, "web1", START_TIME, "3.0.18-1");
	native = 1;
	foreign = add_package_fact(facts, "libssl3", "3.0.17-1", true, true);
	facts->packages.items[foreign].arch = "i386";
	facts->packages.items[foreign].source_name = NULL;
	facts->packages.items[foreign].vendor = "a vendor";
	facts->mode = SSLINV_MODE_PACKAGES_ONLY;
	facts->files_read = 17;
	add_details(facts, native, "3.0.19-1", "CVE-2024-0001");
	add_details(facts, foreign, "3.0.18-9", "CVE-2024-0002");
	/* Of a package that is not stored, as it has no OpenSSL after all. */
	add_details(facts, 0, "5.3", "CVE-2024-0003");
	facts->libraries.items[1].evidence = SSLINV_EVIDENCE_EMBEDDED;
	facts->libraries.items[1].version_text = "OpenSSL 1.0.2k";
	facts->linkages.items[1].evidence = SSLINV_EVIDENCE_DLOPEN;
	facts->linkages.items[1].confidence = SSLINV_CONFIDENCE_POSSIBLE;
	facts->linkages.items[2].provider_path = NULL;
	assert_int_equal(sslinv_facts_add_problem(facts, "elf", "/opt/\n", true, "broken"), 0);
}

#define assert_text(a, b) assert_int_equal(sslinv_str_compare((a), (b)), 0)

static uint32_t package(const struct sslinv_facts *facts, const char *name, const char *arch)
{
	for (uint32_t i = 0; i < facts->packages.count; i++)
		if (!strcmp(facts->packages.items[i].name, name) && !strcmp(facts->packages.items[i].arch, arch))
			return i;
	fail_msg("there is no package %s:%s", name, arch);
	return 0;
}

static const struct sslinv_linkage *linkage(const struct sslinv_facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->linkages.count; i++)
		if (!strcmp(facts->linkages.items[i].path, path))
			return &facts->linkages.items[i];
	fail_msg("there is no linkage of %s", path);
	return NULL;
}

static const char *name_of(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? NULL : facts->packages.items[package].name;
}

static void loading_gives_back_the_facts(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts given, loaded = { 0 };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);

	rich_facts(&given);
	assert_int_equal(store_facts(store, &given, &error), 0);
	sslinv_store_close(store);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_load(store, NULL, &loaded, &error), 0);
	assert_string_equal(loaded.host.host, "web1");
	assert_text(loaded.host.machine_id, given.host.machine_id);
	assert_text(loaded.host.os_name, given.host.os_name);
	assert_text(loaded.host.arch, given.host.arch);
	assert_string_equal(loaded.root, "/");
	assert_int_equal(loaded.mode, SSLINV_MODE_PACKAGES_ONLY);
	assert_int_equal(loaded.started, given.started);
	assert_int_equal(loaded.finished, given.finished);
	assert_int_equal(loaded.packages_seen, 5);
	assert_int_equal(loaded.files_read, 17);
	/* All but bash. */
	assert_int_equal(loaded.packages.count, 4);
	for (size_t i = 1; i < given.packages.count; i++) {
		const struct sslinv_package *a = &given.packages.items[i],
					    *b = &loaded.packages.items[package(&loaded, a->name, a->arch)];

		assert_text(a->version, b->version);
		assert_text(a->format, b->format);
		assert_text(a->source_name, b->source_name);
		assert_text(a->source_version, b->source_version);
		assert_text(a->vendor, b->vendor);
		assert_true(a->is_provider == b->is_provider && a->is_consumer == b->is_consumer);
	}
	assert_int_equal(loaded.libraries.count, 2);
	for (size_t i = 0; i < 2; i++) {
		bool is_copy = loaded.libraries.items[i].package == SSLINV_NO_PACKAGE;
		const struct sslinv_library *a = &given.libraries.items[is_copy], *b = &loaded.libraries.items[i];

		assert_text(a->path, b->path);
		assert_text(a->library, b->library);
		assert_text(a->soname, b->soname);
		assert_text(a->version, b->version);
		assert_text(a->version_text, b->version_text);
		assert_int_equal(a->evidence, b->evidence);
		if (!is_copy)
			assert_string_equal(name_of(&loaded, b->package), "libssl3");
	}
	assert_int_equal(loaded.linkages.count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct sslinv_linkage *a = &given.linkages.items[i], *b = linkage(&loaded, a->path);

		assert_text(a->soname, b->soname);
		assert_text(a->provider_path, b->provider_path);
		assert_int_equal(a->evidence, b->evidence);
		assert_int_equal(a->confidence, b->confidence);
		assert_text(name_of(&given, a->package), name_of(&loaded, b->package));
		assert_text(name_of(&given, a->provider_package), name_of(&loaded, b->provider_package));
	}
	/* The details of each architecture are its own, in the order of the packages. */
	assert_int_equal(loaded.candidates.count, 2);
	assert_int_equal(loaded.changelog.count, 2);
	assert_true(loaded.candidates.items[0].package < loaded.candidates.items[1].package);
	assert_true(loaded.changelog.items[0].package < loaded.changelog.items[1].package);
	for (size_t i = 0; i < 2; i++) {
		bool is_foreign = loaded.candidates.items[i].package == package(&loaded, "libssl3", "i386");

		assert_int_equal(loaded.changelog.items[i].package, loaded.candidates.items[i].package);
		assert_string_equal(loaded.candidates.items[i].version, is_foreign ? "3.0.18-9" : "3.0.19-1");
		assert_string_equal(loaded.changelog.items[i].cve, is_foreign ? "CVE-2024-0002" : "CVE-2024-0001");
		assert_string_equal(loaded.candidates.items[i].label, "Debian-Security");
		assert_null(loaded.candidates.items[i].archive);
	}
	assert_int_equal(loaded.problems.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(loaded.problems.items[i].path,
				    loaded.problems.items[i].is_failure ? "$'/opt/\\n'" : "/proc");
	sslinv_facts_free(&loaded);
	assert_int_equal(sslinv_store_load(store, "web2", &loaded, &error), SSLINV_E_NOT_FOUND);
	sslinv_store_close(store);
	sslinv_facts_free(&given);
}

static void the_host_to_load_is_clear_or_asked_for(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts = { 0 };
	struct sslinv_store *store = open_store(path, SSLINV_SQL_WRITE);

	assert_int_equal(sslinv_store_load(store, NULL, &facts, &error), SSLINV_E_NOT_FOUND);
	sslinv_store_close(store);
	scan(path, "web1", START_TIME, "3.0.18-1", &fake);
	scan(path, "web2", START_TIME, "3.0.19-1", &fake);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_load(store, NULL, &facts, &error), SSLINV_E_USAGE);
	assert_non_null(strstr(error.message, "--host"));
	assert_int_equal(sslinv_store_load(store, "web2", &facts, &error), 0);
	assert_string_equal(facts.host.host, "web2");
	assert_string_equal(facts.packages.items[package(&facts, "libssl3", "amd64")].version, "3.0.19-1");
	sslinv_facts_free(&facts);
	sslinv_store_close(store);
}

/* Of a host's scans the newest tells when and how it was scanned, and by which guidance it was judged. */
static void the_newest_scan_of_a_host_counts(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct fake fake = { .fixed = "3.0.19-1" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts, loaded = { 0 };
	struct sslinv_store *store;
	size_t count;

	host_facts(&facts, "web1", START_TIME, "3.0.18-1");
	save(path, &facts);
	host_facts(&facts, "web1", START_TIME + DAY, "3.0.18-1");
	facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	facts.files_complete = facts.walk_complete = false;
	save(path, &facts);
	host_facts(&facts, "web2", START_TIME + 2 * DAY, "3.0.18-1");
	save(path, &facts);
	assert_int_equal(check(path, "web1", &fake, &count, &error), 0);
	assert_rows(path, "SELECT host, started, guidance_date FROM scans ORDER BY started",
		    "web1|2026-11-24T06:55:23Z|NULL\nweb1|2026-11-25T06:55:23Z|" FEED_DATE
		    "\nweb2|2026-11-26T06:55:23Z|NULL\n");
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_load(store, "web1", &loaded, &error), 0);
	sslinv_store_close(store);
	assert_int_equal(loaded.finished, START_TIME + DAY);
	assert_int_equal(loaded.mode, SSLINV_MODE_PACKAGES_ONLY);
	sslinv_facts_free(&loaded);
}

/* A package that has nothing to do with OpenSSL is not stored: its file is nobody's, though its name looks like a label. */
static void files_of_packages_that_are_not_stored_are_nobodys(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts, loaded = { 0 };
	struct sslinv_store *store;

	host_facts(&facts, "web1", START_TIME, "3.0.18-1");
	add_library(&facts, "/opt/a", add_package_fact(&facts, "python3.11", "1", false, false), "3.0.19");
	save(path, &facts);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_load(store, NULL, &loaded, &error), 0);
	assert_int_equal(loaded.packages.count, 3);
	for (size_t i = 0; i < loaded.libraries.count; i++)
		if (strcmp(loaded.libraries.items[i].path, "/opt/a") == 0)
			assert_int_equal(loaded.libraries.items[i].package, SSLINV_NO_PACKAGE);
	sslinv_facts_free(&loaded);
	memset(&loaded, 0, sizeof(loaded));
	assert_int_equal(sslinv_store_load_facts(store, 99, &loaded, &error), SSLINV_E_NOT_FOUND);
	sslinv_facts_free(&loaded);
	sslinv_store_close(store);
}

/* Two architectures of one name: two packages, in the tables, in what is loaded and in what is judged. */
static void architectures_are_told_apart(void **state)
{
	static const struct {
		const char *format, *first, *second, *labels[2];
	} cases[] = {
		{ "deb", "amd64", "i386", { "libfoo:amd64", "libfoo:i386" } },
		{ "rpm", "x86_64", "i686", { "libfoo.x86_64", "libfoo.i686" } },
		{ "rpm", "x86_64", "x86_64", { "libfoo", "libfoo" } }, /* two versions of it */
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		SSLINV_CLEANUP(sslinv_guidance_set_free) struct sslinv_guidance_set set = { 0 };
		const struct sslinv_host_options options = { .now = START_TIME };
		struct sslinv_error error = SSLINV_ERROR_INIT;
		bool is_one = strcmp(cases[i].first, cases[i].second) == 0;
		struct sslinv_host_result result = { 0 };
		struct sslinv_facts facts, loaded = { 0 };
		struct sslinv_store *store;
		char name[32], *rows;
		const char *path;
		uint32_t first, second, curl;

		snprintf(name, sizeof(name), "case%zu.db", i);
		path = in(*state, name);
		begin_facts(&facts, "web1", START_TIME);
		curl = add_package_fact(&facts, "curl", "8.5", false, true);
		second = add_package_fact(&facts, "libfoo", "1:3.0.7-25", true, false);
		first = add_package_fact(&facts, "libfoo", "1:3.0.7-27", true, false);
		/* One that has nothing to do with OpenSSL does not count. */
		add_package_fact(&facts, "curl", "8.4", false, false);
		for (size_t k = 0; k < facts.packages.count; k++) {
			facts.packages.items[k].format = cases[i].format;
			facts.packages.items[k].arch = k == second || k == 3 ? cases[i].second : cases[i].first;
		}
		add_library(&facts, "/usr/lib64/libssl.so.3", first, NULL);
		add_library(&facts, "/usr/lib/libssl.so.3", second, NULL);
		add_linkage(&facts, "/usr/bin/curl", curl, "/usr/lib64/libssl.so.3", first);
		add_linkage(&facts, "/usr/bin/curl32", curl, "/usr/lib/libssl.so.3", second);
		assert_int_equal(sslinv_facts_label_packages(&facts), 0);
		assert_string_equal(sslinv_facts_package_label(&facts, curl), "curl");
		assert_null(sslinv_facts_package_label(&facts, SSLINV_NO_PACKAGE));
		save(path, &facts);

		rows = sslinv_str_format("/usr/lib/libssl.so.3|%s\n/usr/lib64/libssl.so.3|%s\n", cases[i].labels[1],
					 cases[i].labels[0]);
		assert_rows(path, "SELECT path, package FROM libraries ORDER BY path", rows);
		assert_rows(path, "SELECT provider_path, provider_package FROM linkages ORDER BY provider_path", rows);
		free(rows);
		/* The join that the manual has finds the one package of each. */
		if (!is_one)
			assert_rows(path,
				    "SELECT path, packages.version FROM libraries JOIN packages ON libraries.package IN "
				    "(packages.name,"
				    " packages.name || ':' || packages.arch, packages.name || '.' || packages.arch) ORDER "
				    "BY path",
				    "/usr/lib/libssl.so.3|1:3.0.7-25\n/usr/lib64/libssl.so.3|1:3.0.7-27\n");

		store = open_store(path, SSLINV_SQL_READ);
		assert_int_equal(sslinv_store_load(store, NULL, &loaded, &error), 0);
		sslinv_store_close(store);
		assert_int_equal(loaded.libraries.count, 2);
		for (size_t k = 0; k < 2 && !is_one; k++) {
			const struct sslinv_package *owner = &loaded.packages.items[loaded.libraries.items[k].package];

			assert_string_equal(owner->version,
					    strcmp(owner->arch, cases[i].first) == 0 ? "1:3.0.7-27" : "1:3.0.7-25");
			assert_string_equal(loaded.libraries.items[k].path, strcmp(owner->arch, cases[i].first) == 0
										    ? "/usr/lib64/libssl.so.3"
										    : "/usr/lib/libssl.so.3");
		}
		assert_int_equal(sslinv_host_resolve(&loaded, &set, &options, &result, &error), 0);
		/* Of a copy that states no version it is told whose it is. */
		assert_int_equal(result.findings.count, 2);
		for (size_t k = 0; k < 2; k++) {
			const struct sslinv_host_finding *finding = &result.findings.items[k];

			assert_string_equal(finding->package,
					    cases[i].labels[strcmp(finding->path, "/usr/lib/libssl.so.3") == 0]);
		}
		sslinv_host_result_free(&result);
		sslinv_facts_free(&loaded);
	}
}

static void the_text_says_what_holds_a_level_back(void **state)
{
	struct sslinv_host_level levels[] = {
		{ .package = "openssl-libs",
		  .version = "1:1.0.2k-26.el7_9",
		  .upstream_version = "1.0.2k",
		  .effective_upstream = "1.0.2r",
		  .blocking_cve = "CVE-2019-1547",
		  .blocking_status = "will_not_fix",
		  .branch = "1.0.2" },
		{ .package = "libssl3",
		  .version = "3.0.19-1",
		  .upstream_version = "3.0.19",
		  .effective_upstream = "3.0.22",
		  .branch = "3.0" },
	};
	struct sslinv_host_result result = { .verdict = SSLINV_VERDICT_OK, .action = "" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_facts facts;
	const struct sslinv_report_data data = { .facts = &facts, .result = &result, .style.all = true };
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	(void)state;
	assert_non_null(file);
	host_facts(&facts, "web1", START_TIME, "3.0.19-1");
	result.levels.items = levels;
	result.levels.count = SSLINV_ARRAY_SIZE(levels);
	assert_int_equal(sslinv_report_scan(sslinv_report_format("text"), file, &data, &error), 0);
	fclose(file);
	assert_non_null(strstr(
		text, "openssl-libs 1:1.0.2k-26.el7_9 carries the fixes of OpenSSL 1.0.2r; held back by CVE-2019-1547 "
		      "(will_not_fix)\n"));
	assert_non_null(strstr(text, "libssl3 3.0.19-1 carries the fixes of OpenSSL 3.0.22\n"));
	free(text);
	sslinv_facts_free(&facts);
}

/* rpm can have two versions side by side: each has its changelog again. */
static void a_changelog_is_of_its_version(void **state)
{
	const char *path = in(*state, "inventory.db");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_store *store;
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts given = { 0 };
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts loaded = { 0 };

	begin_facts(&given, "web1", START_TIME);
	add_package_fact(&given, "openssl-libs", "1.1.1k-5.el8", true, false);
	add_package_fact(&given, "openssl-libs", "1.1.1k-6.el8", true, false);
	given.packages.items[1].built = "2024-01-01T00:00:00Z";
	add_details(&given, 1, "1.1.1k-7.el8", "CVE-2024-0002");
	save(path, &given);
	store = open_store(path, SSLINV_SQL_READ);
	assert_int_equal(sslinv_store_load_facts(store, 1, &loaded, &error), 0);
	sslinv_store_close(store);
	assert_int_equal(loaded.changelog.count, 1);
	assert_string_equal(loaded.packages.items[loaded.changelog.items[0].package].version, "1.1.1k-6.el8");
	assert_string_equal(loaded.packages.items[loaded.changelog.items[0].package].built, "2024-01-01T00:00:00Z");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(actions_keep_their_first_day),
		TEST(a_host_without_actions_has_to_be_judged_again),
		TEST(results_land_with_the_scan),
		TEST(unchanged_results_touch_nothing),
		TEST(a_newer_date_is_no_other_verdict),
		TEST(incomplete_scans_keep_their_findings),
		TEST(hosts_never_resolved_are_unknown),
		TEST(check_judges_by_todays_guidance),
		TEST(results_are_handed_out_after_the_commit),
		TEST(a_failing_judge_rolls_back_all),
		TEST(one_failure_of_a_check_rolls_back_all),
		TEST(loading_gives_back_the_facts),
		TEST(a_changelog_is_of_its_version),
		TEST(the_newest_scan_of_a_host_counts),
		TEST(files_of_packages_that_are_not_stored_are_nobodys),
		TEST(architectures_are_told_apart),
		cmocka_unit_test(the_text_says_what_holds_a_level_back),
		TEST(the_host_to_load_is_clear_or_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
