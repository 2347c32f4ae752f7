/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the formats of `sslinv report` say of stored hosts: a row each, with the hosts as a format gets them from the walk.
 */
#include "report_helper.h"

#include "report/fleet.h"
#include "report/format.h"

/* A day after the epoch's first second, at which each story's scan ends. */
#define NOW (1 + INT64_C(86400))

static const struct sslinv_report_request usual = {
	.now = NOW,
	.warning = SSLINV_SEVERITY_LOW,
	.critical = SSLINV_SEVERITY_HIGH,
	.scan_age = { 2, 7 },
	.guidance_age = { 30, 180 },
};

/* The report of the stories, which are parted by an empty line; the caller frees. */
static char *tell(const char *name, const char *stories, const struct sslinv_report_request *request, int *code)
{
	const struct sslinv_report_format *format = sslinv_report_fleet_format(name);
	struct sslinv_report_fleet fleet = { .request = request, .totals.exit_code = -1 };
	struct sslinv_report_item item = { .fleet = &fleet };
	char *bytes = NULL, *copy = strdup(stories);
	size_t size = 0;
	FILE *file = open_memstream(&bytes, &size);
	void *context;

	assert_non_null(file);
	assert_non_null(copy);
	for (const char *at = stories; at; at = strstr(at + 1, "\n\n"))
		fleet.totals.hosts++;
	context = format->begin(file);
	assert_non_null(context);
	sslinv_report_take(format, context, SSLINV_REPORT_FLEET_BEGIN, &item);
	for (char *at = copy, *next; at; at = next) {
		struct story story;

		next = strstr(at, "\n\n");
		if (next) {
			next[1] = '\0';
			next += 2;
		}
		tell_story(&story, at);
		item.data = &story.data;
		sslinv_report_take(format, context, SSLINV_REPORT_HOST_BEGIN, &item);
		for (int step = SSLINV_REPORT_HOST; step <= SSLINV_REPORT_VERDICT; step++)
			sslinv_report_take(format, context, (enum sslinv_report_step)step, &item);
		sslinv_report_take(format, context, SSLINV_REPORT_HOST_END, &item);
		end_story(&story);
	}
	item.data = NULL;
	sslinv_report_take(format, context, SSLINV_REPORT_FLEET_END, &item);
	*code = format->exit_code ? format->exit_code(context) : -1;
	format->end(context);
	assert_int_equal(fclose(file), 0);
	free(copy);
	return bytes;
}

#define HOST "host web1 debian 12 - -\n"
#define OK_HOST HOST "verdict ok 1970-01-01\n"
#define AFFECTED(verdict) HOST "verdict " verdict " 1970-01-01\n"
#define FINDING(cve, status, severity) "finding libssl3 - 1 " cve " " status " 2\nseverity " severity "\n"

/* What differs from the usual request. */
struct change {
	enum sslinv_severity_class warning, critical;
	struct sslinv_report_days scan_age, guidance_age;
	int64_t now;
};

static const struct nagios_row {
	const char *name, *stories, *line;
	int code;
	struct change change;
} nagios_rows[] = {
	{ "clean",
	  OK_HOST,
	  "SSLINV OK - web1: ok, scan 24 h old, guidance 24 h old | hosts=1;;;0 hosts_ok=1;;;0;1 ",
	  0,
	  { 0 } },
	{ "a high CVE is critical",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "important"),
	  "SSLINV CRITICAL - web1: upgrade, 1 open CVE, worst CVE-2025-1 (important), scan ",
	  2,
	  { 0 } },
	{ "a low one is a warning",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low"),
	  "SSLINV WARNING - web1: ",
	  1,
	  { 0 } },
	{ "one without a severity is one, too",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "-"),
	  "SSLINV WARNING - web1: upgrade, 1 open CVE, worst CVE-2025-1 (severity not known), ",
	  1,
	  { 0 } },
	{ "and never less",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "-"),
	  "SSLINV WARNING - ",
	  1,
	  { .warning = SSLINV_SEVERITY_CLASS_COUNT, .critical = SSLINV_SEVERITY_CLASS_COUNT } },
	{ "a CVE that will not be fixed is open",
	  AFFECTED("no_fix") FINDING("CVE-2025-1", "will_not_fix", "critical"),
	  "SSLINV CRITICAL - web1: no_fix, 1 open CVE, ",
	  2,
	  { 0 } },
	{ "below the threshold it is fine",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low"),
	  "SSLINV OK - ",
	  0,
	  { .warning = SSLINV_SEVERITY_MEDIUM } },
	{ "another threshold of what is critical",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "moderate"),
	  "SSLINV CRITICAL - ",
	  2,
	  { .critical = SSLINV_SEVERITY_MEDIUM } },
	{ "what is fixed is not open", OK_HOST FINDING("CVE-2025-1", "fixed", "critical"), "SSLINV OK - ", 0, { 0 } },
	{ "a CVE counts once, as severe as it is at worst",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low") FINDING("CVE-2025-1", "affected", "high")
		  FINDING("CVE-2025-2", "affected", "low"),
	  "SSLINV CRITICAL - web1: upgrade, 2 open CVEs, worst CVE-2025-1 (high), ",
	  2,
	  { 0 } },
	{ "unknown is never fine", HOST "verdict unknown 1970-01-01\n", "SSLINV UNKNOWN - web1: unknown, ", 3, { 0 } },
	{ "nor is a host that was never judged",
	  HOST "verdict unknown -\n",
	  "SSLINV UNKNOWN - web1: unknown, scan 24 h old, guidance of unknown age | ",
	  3,
	  { 0 } },
	{ "nor what an incomplete scan did not see",
	  OK_HOST "problem rpm - failed no\n",
	  "SSLINV UNKNOWN - web1: ok, scan incomplete, ",
	  3,
	  { 0 } },
	{ "which may be worse than a warning",
	  AFFECTED("restart") "problem rpm - failed no\n",
	  "SSLINV UNKNOWN - ",
	  3,
	  { 0 } },
	{ "but not than what is critical",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "high") "problem rpm - failed no\n",
	  "SSLINV CRITICAL - ",
	  2,
	  { 0 } },
	{ "to restart is a warning", AFFECTED("restart"), "SSLINV WARNING - web1: restart, ", 1, { 0 } },
	{ "also where no severity is",
	  AFFECTED("restart"),
	  "SSLINV WARNING - ",
	  1,
	  { .warning = SSLINV_SEVERITY_CLASS_COUNT, .critical = SSLINV_SEVERITY_CLASS_COUNT } },
	{ "an upgrade without a CVE is a warning", AFFECTED("upgrade"), "SSLINV WARNING - ", 1, { 0 } },
	{ "a scan of three days", OK_HOST, "SSLINV WARNING - web1: ok, scan 3 days old, ", 1, { .now = 1 + 3 * 86400 } },
	{ "of exactly two days", OK_HOST, "SSLINV OK - ", 0, { .now = 1 + 2 * 86400 } },
	{ "of eight days", OK_HOST, "SSLINV CRITICAL - web1: ok, scan 8 days old, ", 2, { .now = 1 + 8 * 86400 } },
	{ "other limits", OK_HOST, "SSLINV OK - ", 0, { .now = 1 + 8 * 86400, .scan_age = { 9, 0 } } },
	{ "a scan to come", OK_HOST, "SSLINV UNKNOWN - web1: ok, scan in the future, ", 3, { .now = -2 * 86400 } },
	{ "old guidance",
	  OK_HOST,
	  "SSLINV WARNING - web1: ok, scan 31 days old, guidance 31 days old | ",
	  1,
	  { .now = 1 + 31 * INT64_C(86400), .scan_age = { 100, 100 } } },
	{ "very old guidance",
	  OK_HOST,
	  "SSLINV CRITICAL - ",
	  2,
	  { .now = 1 + 181 * INT64_C(86400), .scan_age = { 1000, 1000 } } },
	{ "without OpenSSL no guidance is needed",
	  HOST "verdict ok -\n",
	  "SSLINV OK - web1: ok, scan 24 h old, guidance of unknown age | ",
	  0,
	  { 0 } },
	{ "several hosts",
	  OK_HOST
	  "\nhost web2 debian 12 - -\nverdict restart 1970-01-01\n\nhost web3 debian 12 - -\nverdict ok 1970-01-01\n",
	  "SSLINV WARNING - 3 hosts: 1 WARNING, 2 OK; worst web2: restart, scan 24 h old, guidance 24 h old | hosts=3;;;0 "
	  "hosts_ok=2;;;0;3 hosts_warning=1;;;0;3 hosts_unknown=0;;;0;3 hosts_critical=0;;;0;3 open_critical=0;;;0 "
	  "open_high=0;;;0 open_medium=0;;;0 open_low=0;;;0 open_unrated=0;;;0 scan_age=86400s;172800;604800;0 "
	  "guidance_age=86401s;2592000;15552000;0\n",
	  1,
	  { 0 } },
	{ "an age that is not known of one host",
	  OK_HOST "\nhost web2 debian 12 - -\nverdict unknown -\n\n" OK_HOST,
	  "SSLINV UNKNOWN - 3 hosts: 1 UNKNOWN, 2 OK; worst web2: unknown, ",
	  3,
	  { 0 } },
	{ "names that try to break out",
	  "host a|b<c>`d`$e&\"f'\\g debian 12 - -\nverdict ok 1970-01-01\n",
	  "SSLINV OK - a?b?c?"
	  "?d?"
	  "?e?"
	  "?f?"
	  "?g: ok, ",
	  0,
	  { 0 } },
};

static void nagios_lines_and_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(nagios_rows); i++) {
		const struct nagios_row *row = &nagios_rows[i];
		struct sslinv_report_request request = usual;
		char *text;
		int code;

		request.warning = row->change.warning ? row->change.warning : request.warning;
		request.critical = row->change.critical ? row->change.critical : request.critical;
		request.now = row->change.now ? row->change.now : request.now;
		if (row->change.scan_age.warning)
			request.scan_age = row->change.scan_age;
		text = tell("nagios", row->stories, &request, &code);
		if (code != row->code || !sslinv_str_starts(text, row->line))
			fail_msg("%s: %d and\n%s\nin place of %d and\n%s", row->name, code, text, row->code, row->line);
		assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
		assert_ptr_equal(strchr(text, '|'), strrchr(text, '|'));
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nagios_lines_and_codes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
