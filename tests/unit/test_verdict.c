/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From findings to verdict, action and date: the worst first, and what each distribution's administrator types. */
#include "resolve_helper.h"

#include "handbook_helper.h"

#include "resolve/action.h"
#include "resolve/verdict.h"

/* 2026-11-24 06:55:26 UTC. */
#define NOW 1795503326LL

#define MAX_JUDGED 4

/* A host of up to four packages or copies. */
struct host {
	struct sslinv_guidance_set set;
	struct sslinv_subject subjects[MAX_JUDGED];
	struct sslinv_judgement judgements[MAX_JUDGED];
	struct sslinv_judged judged[MAX_JUDGED];
	struct sslinv_verdict_input input;
	struct sslinv_verdict_result result;
};

static void begin(struct host *host, const char *os_id, const char *os_version)
{
	memset(host, 0, sizeof(*host));
	host->input = (struct sslinv_verdict_input){
		.os_id = os_id,
		.os_version = os_version,
		.judged = host->judged,
		.set = &host->set,
		.is_covered = true,
		.scan_complete = true,
		.now = NOW,
	};
	add_handbook(&host->set);
}

static struct sslinv_subject *add(struct host *host, struct sslinv_subject subject)
{
	assert_true(host->input.judged_count < MAX_JUDGED);
	host->subjects[host->input.judged_count] = subject;
	return &host->subjects[host->input.judged_count++];
}

static void add_copy(struct host *host, const char *path, const char *version, const char *owner)
{
	add(host,
	    (struct sslinv_subject){ .package = owner, .version = version, .upstream_version = version, .is_copy = true });
	host->judged[host->input.judged_count - 1].path = path;
}

static enum sslinv_verdict find(struct host *host)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	sslinv_guidance_set_sort(&host->set);
	for (size_t i = 0; i < host->input.judged_count; i++) {
		sslinv_judgement_free(&host->judgements[i]);
		assert_int_equal(sslinv_judge(&host->subjects[i], &host->set, NULL, 0, &host->judgements[i], &error), 0);
		host->judged[i].subject = &host->subjects[i];
		host->judged[i].judgement = &host->judgements[i];
		host->judged[i].library = "OpenSSL";
	}
	sslinv_verdict_result_free(&host->result);
	assert_int_equal(sslinv_verdict_find(&host->input, &host->result), 0);
	return host->result.verdict;
}

static void end(struct host *host)
{
	for (size_t i = 0; i < host->input.judged_count; i++)
		sslinv_judgement_free(&host->judgements[i]);
	sslinv_verdict_result_free(&host->result);
	sslinv_guidance_set_free(&host->set);
}

static void assert_says(const struct host *host, const char *text)
{
	const char *action = sslinv_str_text(&host->result.action);

	if (!strstr(action, text))
		fail_msg("no `%s` in: %s", text, action);
}

static void assert_silent(const struct host *host, const char *text)
{
	const char *action = sslinv_str_text(&host->result.action);

	if (strstr(action, text))
		fail_msg("`%s` in: %s", text, action);
}

static void add_fix(struct host *host, const char *cve, const char *fixed)
{
	struct sslinv_statement *statement = add_statement(&host->set, "debian", "12", "", "openssl", SOURCE, cve,
							   SSLINV_STATUS_FIXED, fixed);

	statement->severity = "high";
}

static void test_upgrade(void **state)
{
	struct host host;
	struct sslinv_subject *subject;

	(void)state;
	begin(&host, "debian", "12");
	add_feed(&host.set, "Debian", "debian-tracker", "2026-11-20");
	add_fix(&host, "CVE-2026-45447", "3.0.20-1~deb12u1");
	add_fix(&host, "CVE-2026-9076", "3.0.22-1~deb12u1");
	subject = add(&host, deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2"));
	subject->candidate_version = "3.0.22-1~deb12u2";
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_int_equal(host.result.affected, 2);
	assert_int_equal(host.result.unknown, 0);
	assert_string_equal(host.result.guidance_date, "2026-11-20");
	assert_false(host.result.is_stale);
	assert_int_equal(strncmp(sslinv_str_text(&host.result.action),
				 "apt-get install --only-upgrade libssl3=3.0.22-1~deb12u2\n", 55),
			 0);
	assert_says(&host, "libssl3 3.0.19-1~deb12u2 -> 3.0.22-1~deb12u2: 2 findings");
	assert_says(&host, "https://security-tracker.debian.org/tracker/CVE-2026-");

	/* The repositories have one of the two fixes: the host still upgrades, and hears of the other. */
	subject->candidate_version = "3.0.20-1~deb12u1";
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "libssl3=3.0.20-1~deb12u1");
	assert_says(&host, "no fix: libssl3 3.0.19-1~deb12u2");
	assert_says(&host, "offer only 3.0.20-1~deb12u1");

	/* None of them: the vendor has it, and the host cannot get it. */
	subject->candidate_version = "3.0.19-1~deb12u2";
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_silent(&host, "apt-get");

	/* What the repositories offer is not known: the vendor's fix is, but no version that they still have. */
	subject->candidate_version = NULL;
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "apt-get install --only-upgrade libssl3\n");
	assert_says(&host, "-> at least 3.0.22-1~deb12u1");
	subject->version = "3.0.22-1~deb12u2";
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(sslinv_str_text(&host.result.action), "");
	end(&host);
}

/* The worst of all counts, and all are told. */
static void test_order(void **state)
{
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	add_feed(&host.set, "Debian", "debian-tracker", "2026-11-20");
	add_range(&host.set, "CVE-2024-0727", "3.0.0", "3.0.13");
	add_fix(&host, "CVE-2024-0727", "3.0.13-1~deb12u1");
	add(&host, deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2"));
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	add_range(&host.set, "CVE-2026-0001", "3.0.0", "3.0.21");
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	assert_int_equal(host.result.unknown, 1);
	assert_says(&host, "unknown: libssl3 3.0.19-1~deb12u2: 1 finding, CVE-2026-0001");
	add_statement(&host.set, "debian", "12", "", "openssl", SOURCE, "CVE-2026-0002", SSLINV_STATUS_WILL_NOT_FIX, NULL);
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_int_equal(host.result.affected, 1);
	assert_says(&host, "will get no fix");
	add_copy(&host, "/opt/x/libcrypto.so.3", "3.0.8", "vendor-agent");
	assert_int_equal(find(&host), SSLINV_VERDICT_REPLACE);
	assert_says(&host, "replace /opt/x/libcrypto.so.3 (OpenSSL 3.0.8, in the package vendor-agent)");
	assert_says(&host, "ask the maker of the package vendor-agent");
	add_fix(&host, "CVE-2026-0003", "3.0.22-1~deb12u1");
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "apt-get install --only-upgrade libssl3\n");
	assert_says(&host, "replace /opt/x");
	assert_says(&host, "unknown: libssl3");
	end(&host);
}

static void test_ends_of_life(void **state)
{
	struct host host;
	struct sslinv_subject *subject;

	(void)state;
	begin(&host, "ubuntu", "20.04");
	add_life(&host.set, "ubuntu", "20.04", "", "2025-05-31");
	add_life(&host.set, "ubuntu", "20.04", "esm", "2030-04-02");
	add_range(&host.set, "CVE-2026-0001", "1.1.1", "1.1.1ze");
	subject = add(&host, deb_subject("ubuntu", "20.04", "libssl1.1", "1.1.1f-1ubuntu2.24"));
	assert_int_equal(find(&host), SSLINV_VERDICT_UNSUPPORTED);
	assert_says(&host, "ubuntu 20.04 ended on 2025-05-31");
	assert_says(&host, "esm, until 2030-04-02");
	subject->stream = "esm";
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	/* The vendor still speaks: what it says counts. */
	subject->stream = NULL;
	add_statement(&host.set, "ubuntu", "20.04", "", "openssl", SOURCE, "CVE-2026-0001", SSLINV_STATUS_NOT_AFFECTED,
		      NULL);
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	end(&host);

	/* A branch past its life is the vendor's affair in a package, and nobody's in a copy. */
	begin(&host, "debian", "12");
	add_life(&host.set, "openssl", "3.0", "", "2026-09-07");
	add_range(&host.set, "CVE-2024-0727", "3.0.0", "3.0.13");
	add(&host, deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2"));
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	add_copy(&host, "/opt/x/libcrypto.so.3", "3.0.19", NULL);
	assert_int_equal(find(&host), SSLINV_VERDICT_UNSUPPORTED);
	assert_says(&host, "/opt/x/libcrypto.so.3 (OpenSSL 3.0.19, in no package): OpenSSL 3.0 ended on 2026-09-07");
	end(&host);
}

/* All is fixed today, and nothing will be from some day on: the verdict stays, and the action tells. */
static void test_end_of_a_clean_host(void **state)
{
	struct host host;
	struct sslinv_subject *subject;

	(void)state;
	/* LTS is for all of Debian, and is over as well. */
	begin(&host, "debian", "11");
	add_life(&host.set, "debian", "11", "", "2024-08-14");
	add_life(&host.set, "debian", "11", "lts", "2026-08-31");
	add_statement(&host.set, "debian", "11", "", "openssl", SOURCE, "CVE-2026-0001", SSLINV_STATUS_FIXED,
		      "1.1.1w-0+deb11u8");
	add(&host, deb_subject("debian", "11", "libssl1.1", "1.1.1w-0+deb11u8"));
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(sslinv_str_text(&host.result.action), "debian 11 ended on 2026-08-31: move to a newer release");
	/* The last day, and 90 days before it; and one day more. */
	host.input.now = 1788134400LL; /* 2026-08-31 */
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(sslinv_str_text(&host.result.action),
			    "debian 11 ends on 2026-08-31: move to a newer release before then");
	host.input.now -= 90 * 86400LL;
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_says(&host, "debian 11 ends on 2026-08-31");
	host.input.now -= 86400;
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(sslinv_str_text(&host.result.action), "");
	end(&host);

	/* An extended support that has to be bought ends for who has bought it, and is offered to who has not. */
	begin(&host, "rhel", "7");
	add_life(&host.set, "rhel", "7", "", "2024-06-30");
	add_life(&host.set, "rhel", "7", "els", "2026-12-31");
	add_rhel_fix(&host.set, "7", "", "CVE-2023-0286", "1:1.0.2k-26.el7_9", "RHSA-2023:1335");
	subject = add(&host, rpm_subject("rhel", "7", "openssl-libs", "1:1.0.2k-26.el7_9"));
	subject->stream = "7-els";
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_says(&host, "rhel 7 ends on 2026-12-31");
	subject->stream = NULL;
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_says(&host, "rhel 7 ended on 2024-06-30; move to a newer release, or take its extended support (els, until "
			   "2026-12-31)");
	end(&host);

	/* Where no end is fixed, none is told. */
	begin(&host, "ol", "10");
	add_life(&host.set, "ol", "10", "", NULL);
	add_statement(&host.set, "ol", "10", "", "openssl", SOURCE, "CVE-2026-0001", SSLINV_STATUS_NOT_AFFECTED, NULL);
	add(&host, rpm_subject("ol", "10", "openssl-libs", "1:3.5.1-7.el10_1"));
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(sslinv_str_text(&host.result.action), "");
	end(&host);
}

/* The date of the oldest feed that the verdict hangs on; of documents about one CVE the newest speaks for all. */
static void test_freshness(void **state)
{
	struct host host;

	(void)state;
	begin(&host, "rhel", "9");
	add_feed(&host.set, "Red Hat", "csaf-vex", "2024-01-25T00:00:00Z");
	add_feed(&host.set, "Red Hat", "csaf-vex", "2026-11-01T00:00:00Z");
	add_feed(&host.set, "OpenSSL", "openssl-cve", "2026-10-01");
	add_feed(&host.set, "OpenSSL", "openssl-xml", "2022-05-03");
	add_feed(&host.set, "endoflife.date", "endoflife", "2020-01-01");
	add_rhel_fix(&host.set, "9", "", "CVE-2024-0727", "1:3.0.7-27.el9", "RHSA-2024:2447");
	add(&host, rpm_subject("rhel", "9", "openssl-libs", "1:3.0.7-28.el9_4"));
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	/* Which CVEs there are is known from OpenSSL's records. */
	assert_string_equal(host.result.guidance_date, "2026-10-01");
	add_range(&host.set, "CVE-2026-0001", "3.1.0", "3.1.5");
	add_range(&host.set, "CVE-2026-0001", "3.0.0", "3.0.3");
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(host.result.guidance_date, "2026-10-01");
	assert_true(host.result.is_stale);
	assert_says(&host, "the guidance of openssl (published 2026-10-01) is more than 30 days old");
	host.input.max_age_days = 60;
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	host.input.max_age_days = 50;
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	/* What is worse stays so. */
	add_rhel_fix(&host.set, "9", "", "CVE-2026-0002", "1:3.5.5-4.el9_8", "RHSA-2026:25239");
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "dnf upgrade --advisory=RHSA-2026:25239 openssl-libs\n");
	assert_says(&host, "https://access.redhat.com/errata/RHSA-2026:25239");
	assert_says(&host, "older than the limit");
	end(&host);
}

/* Without OpenSSL there are no findings: the date is of what would have spoken, and not of another distribution's feed. */
static void test_freshness_without_findings(void **state)
{
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	add_feed(&host.set, "Debian", "debian-tracker", "2026-11-20");
	add_feed(&host.set, "Red Hat", "oval", "2019-05-05");
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(host.result.guidance_date, "");
	add_statement(&host.set, "debian", "12", "", "openssl", SOURCE, "CVE-2024-0727", SSLINV_STATUS_NOT_AFFECTED, NULL);
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(host.result.guidance_date, "2026-11-20");
	add_feed(&host.set, "OpenSSL", "openssl-cve", "2026-10-01");
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(host.result.guidance_date, "2026-10-01");
	end(&host);
}

static void test_incompleteness(void **state)
{
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	assert_int_equal(find(&host), SSLINV_VERDICT_OK);
	assert_string_equal(host.result.guidance_date, "");
	host.input.scan_complete = false;
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	assert_int_equal(host.result.unknown, 1);
	assert_says(&host, "the scan is incomplete");
	/* A package of which no feed says anything is not clean. */
	host.input.scan_complete = true;
	add(&host, deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2"));
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	assert_says(&host, "no guidance covers libssl3");
	host.input.os_id = host.input.os_version = NULL;
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	end(&host);
}

/* What is said of a host comes from many places, and each has its own lines. */
static void test_lines(void **state)
{
	const struct sslinv_linkage linkage = { .path = "/usr/bin/openssl", .soname = "libssl.so.3" };
	static const char *const lines[] = {
		"apt-get install --only-upgrade libssl3\n",
		"libssl3 3.0.19-1~deb12u2 -> at least 3.0.22-1~deb12u1: 1 finding, CVE-2026-9076 (high)\n",
		"the guidance of debian (published 2026-09-01) is more than 30 days old: get the vendor's newest OVAL, "
		"CSAF, "
		"OSV or updateinfo file for debian, and run `sslinv feed import FILE`\n",
		"the scan is incomplete: see what failed with `sslinv query --named incomplete`, and scan again\n",
		"unknown: 2 files need an OpenSSL that was not found, the first /usr/bin/openssl (libssl.so.3)",
	};
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	add_feed(&host.set, "Debian", "debian-tracker", "2026-09-01");
	add_fix(&host, "CVE-2026-9076", "3.0.22-1~deb12u1");
	add(&host, deb_subject("debian", "12", "libssl3", "3.0.19-1~deb12u2"));
	host.input.unresolved_files = 2;
	host.input.unresolved = &linkage;
	host.input.unresolved_name = linkage.path;
	host.input.scan_complete = false;
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_int_equal(host.result.unknown, 3);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(lines); i++) {
		const char *text = sslinv_str_text(&host.result.action), *line = strstr(text, lines[i]);

		assert_says(&host, lines[i]);
		assert_true(line == text || line[-1] == '\n');
	}
	assert_false(sslinv_str_ends(sslinv_str_text(&host.result.action), "\n"));
	end(&host);

	/* Nothing else is wrong with this one. */
	begin(&host, "debian", "12");
	host.input.unresolved_files = 1;
	host.input.unresolved = &linkage;
	host.input.unresolved_name = linkage.path;
	assert_int_equal(find(&host), SSLINV_VERDICT_UNKNOWN);
	end(&host);
}

static void test_commands(void **state)
{
	static const struct {
		const char *os_id, *os_version, *format;
		struct sslinv_upgrade upgrade;
		const char *command;
	} cases[] = {
		{ "debian",
		  "12",
		  "deb",
		  { "libssl3", "3.0.22-1~deb12u2", NULL },
		  "apt-get install --only-upgrade libssl3=3.0.22-1~deb12u2" },
		{ "ubuntu",
		  "22.04",
		  "deb",
		  { "libssl3", NULL, "USN-1-1,USN-2-1" },
		  "apt-get install --only-upgrade libssl3" },
		{ "rhel",
		  "9.4",
		  "rpm",
		  { "openssl-libs", NULL, "RHSA-2024:0310" },
		  "dnf upgrade --advisory=RHSA-2024:0310 openssl-libs" },
		{ "rhel",
		  "7.9",
		  "rpm",
		  { "openssl-libs", NULL, "RHSA-2023:1335" },
		  "yum update --advisory=RHSA-2023:1335 openssl-libs" },
		{ "centos", "7", "rpm", { "openssl-libs", NULL, "RHSA-2023:1335" }, "yum update openssl-libs" },
		{ "almalinux",
		  "9.4",
		  "rpm",
		  { "openssl-libs", NULL, "ALSA-2024:0310" },
		  "dnf upgrade --advisory=ALSA-2024:0310 openssl-libs" },
		{ "amzn",
		  "2",
		  "rpm",
		  { "openssl11-libs", NULL, "ALAS2-2022-1766" },
		  "yum update --advisory=ALAS2-2022-1766 openssl11-libs" },
		{ "amzn",
		  "2023",
		  "rpm",
		  { "openssl-libs", NULL, "ALAS2023-2026-1522" },
		  "dnf upgrade --advisory=ALAS2023-2026-1522 --releasever=latest openssl-libs" },
		{ "sles", "15.5", "rpm", { "libopenssl3", NULL, "SUSE-SU-2024:3106-1" }, "zypper update libopenssl3" },
		{ "sles_sap", "15.5", "rpm", { "libopenssl3", NULL, NULL }, "zypper update libopenssl3" },
		{ "azurelinux", "3.0", "rpm", { "openssl-libs", NULL, NULL }, "tdnf update openssl-libs" },
		{ "alpine", "3.19.1", "apk", { "libssl3", NULL, NULL }, "apk upgrade libssl3" },
		{ "unheard-of", "1", "deb", { "libssl3", "3.1", NULL }, "apt-get install --only-upgrade libssl3=3.1" },
		{ NULL, NULL, NULL, { "libssl3", NULL, NULL }, "upgrade with the distribution's package manager: libssl3" },
		/* What a damaged database says must not become a command of its own. */
		{ "debian",
		  "12",
		  "deb",
		  { "libssl3;reboot", "$(x)'", NULL },
		  "apt-get install --only-upgrade 'libssl3;reboot=$(x)'\\'''" },
		{ "rhel", "9", "rpm", { "openssl-libs", NULL, "RHSA-1;reboot" }, "dnf upgrade openssl-libs" },
		{ "rhel",
		  "9",
		  "rpm",
		  { "--setopt=x", NULL, NULL },
		  "upgrade with the distribution's package manager: --setopt=x" },
		{ "debian",
		  "12",
		  "deb",
		  { "libssl3", "1\n2", NULL },
		  "upgrade with the distribution's package manager: libssl3" },
		{ "rhel", "9", "rpm", { "a\nb", NULL, NULL }, "upgrade with the distribution's package manager: $'a\\nb'" },
	};
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_str out = { 0 };

	(void)state;
	add_handbook(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		sslinv_str_reset(&out);
		assert_int_equal(sslinv_action_command(&out, &set, cases[i].os_id, cases[i].os_version, cases[i].format,
						       &cases[i].upgrade, 1),
				 0);
		assert_string_equal(sslinv_str_text(&out), cases[i].command);
	}
	sslinv_guidance_set_free(&set);
	/* Without a handbook there is no command, and still a word. */
	sslinv_str_reset(&out);
	assert_int_equal(sslinv_action_command(&out, &set, "debian", "12", "deb", &cases[0].upgrade, 1), 0);
	assert_int_equal(strncmp(sslinv_str_text(&out), "upgrade with the distribution's package manager: ", 49), 0);
	sslinv_str_free(&out);
}

/* apt takes a name without an architecture for the native package alone; the others take it for all that are installed. */
static void test_architectures(void **state)
{
	static const struct {
		const char *host, *format, *first, *second; /* the package's architectures */
		const char *command;
	} cases[] = {
		{ "x86_64", "deb", "amd64", NULL, "apt-get install --only-upgrade libssl3=2\n" },
		{ "x86_64", "deb", "i386", NULL, "apt-get install --only-upgrade libssl3:i386=2\n" },
		{ "x86_64", "deb", "amd64", "i386", "apt-get install --only-upgrade libssl3=2 libssl3:i386=2\n" },
		{ "i686", "deb", "i386", "amd64", "apt-get install --only-upgrade libssl3=2 libssl3:amd64=2\n" },
		{ "x86_64", "deb", "all", NULL, "apt-get install --only-upgrade libssl3=2\n" },
		{ NULL, "deb", "amd64", NULL, "apt-get install --only-upgrade libssl3:amd64=2\n" },
		{ "x86_64", "rpm", "i686", "x86_64", "apt-get install --only-upgrade libssl3=2\n" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *const archs[] = { cases[i].first, cases[i].second };
		struct host host;

		begin(&host, "debian", "12");
		host.input.arch = cases[i].host;
		add_fix(&host, "CVE-2026-9076", "2");
		for (size_t a = 0; a < SSLINV_ARRAY_SIZE(archs) && archs[a]; a++) {
			struct sslinv_subject *subject = add(&host, deb_subject("debian", "12", "libssl3", "1"));

			subject->arch = archs[a];
			subject->format = cases[i].format;
			subject->candidate_version = "2";
		}
		assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
		assert_says(&host, cases[i].command);
		end(&host);
	}
}

/* Two versions of one package are two lines, and one word of the command. */
static void test_named_once(void **state)
{
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	host.input.arch = "x86_64";
	add_fix(&host, "CVE-2026-9076", "3");
	add(&host, deb_subject("debian", "12", "libssl3", "1"))->candidate_version = "3";
	add(&host, deb_subject("debian", "12", "libssl3", "2"))->candidate_version = "3";
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "apt-get install --only-upgrade libssl3=3\nlibssl3 1 -> 3: ");
	assert_says(&host, "\nlibssl3 2 -> 3: ");
	end(&host);
}

/* A fix for who has an extended support: no command mends a host of which nothing says that it has it. */
static void test_extended_support(void **state)
{
	struct sslinv_subject *subject;
	struct host host;

	(void)state;
	begin(&host, "ubuntu", "20.04");
	add_statement(&host.set, "ubuntu", "20.04", "esm", "openssl", SOURCE, "CVE-2025-9230", SSLINV_STATUS_FIXED,
		      "1.1.1f-1ubuntu2.24+esm1");
	subject = add(&host, deb_subject("ubuntu", "20.04", "libssl1.1", "1.1.1f-1ubuntu2.24"));
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_int_equal(host.result.affected, 1);
	assert_says(&host, "no fix: libssl1.1 1.1.1f-1ubuntu2.24: 1 finding, CVE-2025-9230: ");
	assert_says(&host, "only hosts with the support of esm get this one");
	assert_silent(&host, "apt-get");
	subject->candidate_version = "1.1.1f-1ubuntu2.24";
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_says(&host, "only hosts with the support of esm get this one");
	/* Its repositories have it, so the host is one of them. */
	subject->candidate_version = "1.1.1f-1ubuntu2.24+esm1";
	assert_int_equal(find(&host), SSLINV_VERDICT_UPGRADE);
	assert_says(&host, "apt-get install --only-upgrade libssl1.1=1.1.1f-1ubuntu2.24+esm1\n");
	end(&host);
}

/* What apt's pins or dpkg's hold keep from being installed is offered, and no command gets it. */
static void test_holds(void **state)
{
	struct sslinv_subject *subject;
	struct host host;

	(void)state;
	begin(&host, "debian", "12");
	host.input.arch = "x86_64";
	add_fix(&host, "CVE-2026-9076", "3.0.22-1~deb12u1");
	subject = add(&host, deb_subject("debian", "12", "libssl3", "3.0.17-1~deb12u2"));
	subject->candidate_version = "3.0.22-1~deb12u2";
	subject->candidate_held_by = "pin";
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_says(&host, "the repositories offer 3.0.22-1~deb12u2, but a pin keeps apt from it: ");
	assert_silent(&host, "apt-get");
	subject->candidate_held_by = "hold";
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_says(&host, "but dpkg holds the package: release it with `apt-mark unhold libssl3`");
	/* What is held is below the fix anyway. */
	subject->candidate_version = "3.0.18-1~deb12u1";
	assert_int_equal(find(&host), SSLINV_VERDICT_NO_FIX);
	assert_says(&host, "the host's repositories offer only 3.0.18-1~deb12u1");
	end(&host);
}

static void test_many_upgrades(void **state)
{
	const struct sslinv_upgrade upgrades[] = {
		{ "openssl-libs", NULL, "RHSA-1" },
		{ "openssl", NULL, "RHSA-1" },
		{ "compat-openssl11", NULL, "RHSA-2" },
		{ "edk2-ovmf", NULL, NULL },
	};
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_str out = { 0 };

	(void)state;
	add_handbook(&set);
	assert_int_equal(sslinv_action_command(&out, &set, "rhel", "9", "rpm", upgrades, 3), 0);
	assert_string_equal(sslinv_str_text(&out),
			    "dnf upgrade --advisory=RHSA-1,RHSA-2 openssl-libs openssl compat-openssl11");
	sslinv_str_reset(&out);
	/* A filter would hold back the one without an advisory. */
	assert_int_equal(sslinv_action_command(&out, &set, "rhel", "9", "rpm", upgrades, 4), 0);
	assert_string_equal(sslinv_str_text(&out), "dnf upgrade openssl-libs openssl compat-openssl11 edk2-ovmf");
	sslinv_guidance_set_free(&set);
	sslinv_str_free(&out);
}

static void test_pages(void **state)
{
	static const struct {
		const char *os_id, *os_version, *cve, *advisory, *page;
	} cases[] = {
		{ "rhel", "9", "CVE-2024-0727", "RHSA-2024:2447", "https://access.redhat.com/errata/RHSA-2024:2447" },
		{ "rhel", "9", "CVE-2024-0727", NULL, "https://access.redhat.com/security/cve/CVE-2024-0727" },
		{ "debian", "12", "CVE-2024-0727", "DSA-5764-1",
		  "https://security-tracker.debian.org/tracker/CVE-2024-0727" },
		{ "almalinux", "9.4", "CVE-2024-0727", "ALSA-2024:2447",
		  "https://errata.almalinux.org/9/ALSA-2024-2447.html" },
		{ "ubuntu", "22.04", "CVE-2024-0727", "USN-1-1,USN-2-1", "https://ubuntu.com/security/CVE-2024-0727" },
		{ NULL, NULL, "CVE-2024-0727", NULL, "https://openssl-library.org/news/vulnerabilities/#CVE-2024-0727" },
		{ "unheard-of", "1", "CVE-2024-0727", NULL, "" },
		{ "debian", "12", NULL, NULL, "" },
	};
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_str out = { 0 };

	(void)state;
	add_handbook(&set);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		sslinv_str_reset(&out);
		assert_int_equal(
			sslinv_action_page(&out, &set, cases[i].os_id, cases[i].os_version, cases[i].cve, cases[i].advisory),
			0);
		assert_string_equal(sslinv_str_text(&out), cases[i].page);
	}
	sslinv_guidance_set_free(&set);
	sslinv_str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_upgrade),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_ends_of_life),
		cmocka_unit_test(test_freshness),
		cmocka_unit_test(test_freshness_without_findings),
		cmocka_unit_test(test_end_of_a_clean_host),
		cmocka_unit_test(test_incompleteness),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_architectures),
		cmocka_unit_test(test_named_once),
		cmocka_unit_test(test_extended_support),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_many_upgrades),
		cmocka_unit_test(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
