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
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_report_item item = { .fleet = &fleet, .error = &error };
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
	assert_int_equal(error.code, 0);
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

static const struct row {
	const char *name, *stories, *text;
	bool by_cve, is_missing; /* is_missing: the text is not there */
} prometheus_rows[] = {
	{ "a host", "host web1 debian 12 x86_64 Debian\nverdict upgrade 2026-11-01\n",
	  "# HELP sslinv_host_info What a host is; always 1.\n# TYPE sslinv_host_info gauge\n"
	  "sslinv_host_info{host=\"web1\",os_id=\"debian\",os_version=\"12\",arch=\"x86_64\"} 1\n",
	  false, false },
	{ "its times", OK_HOST, "sslinv_host_last_scan_timestamp_seconds{host=\"web1\"} 1\n", false, false },
	{ "the samples of a metric stand together", OK_HOST "\nhost web2 debian 12 - -\nverdict ok 2026-11-01\n",
	  "gauge\nsslinv_host_verdict{host=\"web1\",verdict=\"ok\"} 1\nsslinv_host_verdict{host=\"web2\",verdict=\"ok\"} "
	  "1\n# HELP",
	  false, false },
	{ "each CVE once, at its worst",
	  AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low") FINDING("CVE-2025-1", "affected", "important")
		  FINDING("CVE-2025-2", "fixed", "high"),
	  "{host=\"web1\",severity=\"unrated\"} 0\nsslinv_host_open_vulnerabilities{host=\"web1\",severity=\"low\"} 0\n"
	  "sslinv_host_open_vulnerabilities{host=\"web1\",severity=\"medium\"} 0\n"
	  "sslinv_host_open_vulnerabilities{host=\"web1\",severity=\"high\"} 1\n",
	  false, false },
	{ "no series for a CVE that was not asked for", AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low"), "CVE-",
	  false, true },
	{ "and one where it was", AFFECTED("upgrade") FINDING("CVE-2025-1", "affected", "low"),
	  "sslinv_host_vulnerability{host=\"web1\",cve=\"CVE-2025-1\",severity=\"low\"} 1\n", true, false },
	{ "but not for what has no name", AFFECTED("upgrade") FINDING("-", "affected", "-") FINDING("-", "affected", "-"),
	  "sslinv_host_vulnerability", true, true },
	{ "which counts all the same", AFFECTED("upgrade") FINDING("-", "affected", "-") FINDING("-", "affected", "-"),
	  "{host=\"web1\",severity=\"unrated\"} 2\n", true, false },
	{ "no numbers of what nobody judged", HOST "verdict unknown -\n", "sslinv_host_open_vulnerabilities", false, true },
	{ "but its verdict", HOST "verdict unknown -\n", "sslinv_host_verdict{host=\"web1\",verdict=\"unknown\"} 1\n", false,
	  false },
	{ "what is accepted is told by itself", OK_HOST, "\nsslinv_host_accepted_vulnerabilities{host=\"web1\"} 0\n", false,
	  false },
	{ "an incomplete scan", OK_HOST "problem rpm - failed no\n", "sslinv_host_scan_complete{host=\"web1\"} 0\n", false,
	  false },
	{ "no processes where nobody looked", OK_HOST, "sslinv_host_stale_processes", false, true },
	{ "labels are escaped", "host a\"b\\c debian 12 - -\nverdict ok 2026-11-01\n",
	  "sslinv_host_verdict{host=\"a\\\"b\\\\c\",verdict=\"ok\"} 1\n", false, false },
};

static void check_rows(const char *format, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sslinv_report_request request = usual;
		char *text;
		int code;

		request.by_cve = rows[i].by_cve;
		text = tell(format, rows[i].stories, &request, &code);
		if (!strstr(text, rows[i].text) != rows[i].is_missing)
			fail_msg("%s:\n%s\n%s in\n%s", rows[i].name, rows[i].text,
				 rows[i].is_missing ? "found" : "not found", text);
		assert_int_equal(code, -1);
		free(text);
	}
}

static void prometheus_series(void **state)
{
	(void)state;
	check_rows("prometheus", prometheus_rows, SSLINV_ARRAY_SIZE(prometheus_rows));
}

static const struct row csv_rows[] = {
	{ "a finding", OK_HOST FINDING("CVE-2025-1", "affected", "low"),
	  "\r\nweb1,finding,libssl3,1,,,,,,CVE-2025-1,low,affected,2,,,,vendor-fix,,\"\",\r\n", false, false },
	{ "what a spreadsheet would compute",
	  "package =1+1 -2\npackage @x +3\nlibrary /a =1+1 needed OpenSSL 3.0.7\nlibrary /b @x needed OpenSSL 3\n",
	  "\r\nh,package,'=1+1,'-2,,", false, false },
	{ "also in its wide forms", "problem x - failed \uff1d1\n", ",'\uff1d1,\r\n", false, false },
	{ "quotes and commas", "problem x - failed a \"b\", c\n", "\r\nh,problem,,,,,,,,,,,,,,,x,,\"a \"\"b\"\", c\",\r\n",
	  false, false },
	{ "notes are no problems", "problem mount /proc noted x\n", "\r\nh,note,,,/proc,", false, false },
	{ "a package that has nothing to do with OpenSSL", "package bash 5\n", "bash", false, true },
};

static void csv_cells(void **state)
{
	(void)state;
	check_rows("csv", csv_rows, SSLINV_ARRAY_SIZE(csv_rows));
}

static const struct row fleet_markdown_rows[] = {
	{ "a row for each host", OK_HOST "\nhost a|b<c> debian 12 - -\nverdict upgrade -\n",
	  "| Host | Verdict | Affected | Unknown | Scanned | Guidance |\n| --- | --- | ---: | ---: | --- | --- |\n"
	  "| web1 | ok | 0 | 0 | 1970-01-01T00:00:01Z | 1970-01-01 |\n"
	  "| a\\|b&lt;c&gt; | upgrade | 0 | 0 | 1970-01-01T00:00:01Z |  |\n",
	  false, false },
	{ "a bar behind a backslash", "host a\\|b debian 12 - -\nverdict ok -\n", "| a\\\\\\|b | ok |", false, false },
	{ "links and mentions", "host [x](y)@z debian 12 - -\nverdict ok -\n", "| \\[x\\]\\(y\\)\\@z | ok |", false, false },
};

static void markdown_escapes(void **state)
{
	(void)state;
	check_rows("markdown", fleet_markdown_rows, SSLINV_ARRAY_SIZE(fleet_markdown_rows));
}

#define SSL_HOST                                                                                                            \
	"host web1 debian 12 x86_64 Debian\npackage libssl3 3.0.17-1\npackage nginx 1.22.1-9\npackage app 1\n"              \
	"library /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.17\nlibrary /opt/app/bin app embedded OpenSSL 3.0.7\n"         \
	"linkage /usr/sbin/nginx nginx needed libssl.so.3 /lib/libssl.so.3 libssl3\n"                                       \
	"linkage /opt/app/bin app embedded - /opt/app/bin app\n"                                                            \
	"linkage /opt/tool - needed libssl.so.3 /lib/libssl.so.3 libssl3\n"                                                 \
	"verdict upgrade 2026-11-01\n"

static const struct row cyclonedx_rows[] = {
	{ "the host is what all is about", SSL_HOST,
	  "\"component\":{\"type\":\"platform\",\"bom-ref\":\"host:web1\",\"name\":\"web1\",", false, false },
	{ "a package", SSL_HOST,
	  "{\"type\":\"library\",\"bom-ref\":\"host:web1/package/1\",\"name\":\"libssl3\",\"version\":\"3.0.17-1\","
	  "\"purl\":\"pkg:deb/debian/libssl3@3.0.17-1?arch=amd64&distro=debian-12\",",
	  false, false },
	{ "with its files", SSL_HOST, "\"occurrences\":[{\"location\":\"/lib/libssl.so.3\"}]", false, false },
	{ "a copy inside another package", SSL_HOST,
	  "{\"type\":\"library\",\"bom-ref\":\"host:web1/copy/4\",\"name\":\"OpenSSL\",\"version\":\"3.0.7\","
	  "\"purl\":\"pkg:generic/openssl@3.0.7\",",
	  false, false },
	{ "a file that no package owns", SSL_HOST,
	  "{\"type\":\"file\",\"bom-ref\":\"host:web1/file/5\",\"name\":\"/opt/tool\"}", false, false },
	{ "the host has all", SSL_HOST,
	  "{\"ref\":\"host:web1\",\"dependsOn\":[\"host:web1/package/1\",\"host:web1/package/2\",\"host:web1/package/3\","
	  "\"host:web1/copy/4\",\"host:web1/file/5\"]}",
	  false, false },
	{ "a linkage", SSL_HOST, "{\"ref\":\"host:web1/package/2\",\"dependsOn\":[\"host:web1/package/1\"]}", false, false },
	{ "a copy is its package's", SSL_HOST, "{\"ref\":\"host:web1/package/3\",\"dependsOn\":[\"host:web1/copy/4\"]}",
	  false, false },
	{ "what uses nothing is told, too", SSL_HOST, "{\"ref\":\"host:web1/copy/4\",\"dependsOn\":[]}", false, false },
	{ "what a level can do", SSL_HOST "level libssl3 3.0.17-1 3.0.17 3.0.17 - -\n",
	  "{\"ref\":\"host:web1/package/1\",\"dependsOn\":[],\"provides\":[\"crypto/tls-1.2\"]}", false, false },
	{ "what all OpenSSLs can do is told once", SSL_HOST "\nhost web2 debian 12 - -\nverdict ok -\n",
	  "{\"type\":\"cryptographic-asset\",\"bom-ref\":\"crypto/ml-kem\",\"name\":\"ML-KEM\",\"cryptoProperties\":{"
	  "\"assetType\":\"algorithm\",\"algorithmProperties\":{\"primitive\":\"kem\"}}},\n{\"type\":\"platform\"",
	  false, false },
	{ "an open CVE", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 affected 3.0.18-1\nseverity important\n",
	  "{\"id\":\"CVE-2025-1\",\"source\":{\"name\":\"NVD\",\"url\":\"https://nvd.nist.gov/vuln/detail/CVE-2025-1\"},"
	  "\"ratings\":[{\"severity\":\"high\",\"method\":\"other\"}],\"recommendation\":\"Upgrade to 3.0.18-1.\","
	  "\"analysis\":{\"state\":\"exploitable\",\"response\":[\"update\"],\"detail\":\"affected by the rule "
	  "vendor-fix\"},"
	  "\"affects\":[{\"ref\":\"host:web1/package/"
	  "1\",\"versions\":[{\"version\":\"3.0.17-1\",\"status\":\"affected\"}]}]}",
	  false, false },
	{ "a fixed one", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 fixed 3.0.16-1\n",
	  "\"analysis\":{\"state\":\"resolved\",\"detail\":\"fixed by the rule "
	  "vendor-fix\"},\"affects\":[{\"ref\":\"host:web1/package/1\","
	  "\"versions\":[{\"version\":\"3.0.17-1\",\"status\":\"unaffected\"}]}]}",
	  false, false },
	{ "one that will not be fixed", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 will_not_fix -\n",
	  "{\"state\":\"exploitable\",\"response\":[\"will_not_fix\"],", false, false },
	{ "one that nobody could judge", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 unknown -\n",
	  "\"analysis\":{\"state\":\"in_triage\",\"detail\":\"unknown by the rule "
	  "vendor-fix\"},\"affects\":[{\"ref\":\"host:web1/package/1\","
	  "\"versions\":[{\"version\":\"3.0.17-1\",\"status\":\"unknown\"}]}]}",
	  false, false },
	{ "a reason that nobody gave is not made up", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 not_affected -\n",
	  "justification", false, true },
	{ "of a copy", SSL_HOST "finding app /opt/app/bin 3.0.7 CVE-2025-1 affected -\n",
	  "\"affects\":[{\"ref\":\"host:web1/copy/4\",", false, false },
	{ "several hosts are components", SSL_HOST "\nhost web2 debian 12 - -\nverdict ok -\n",
	  "\n{\"type\":\"platform\",\"bom-ref\":\"host:web2\",\"name\":\"web2\",", false, false },
	{ "and none is what all is about", SSL_HOST "\nhost web2 debian 12 - -\nverdict ok -\n", "\"component\":{", false,
	  true },
	{ "quotes in names", "host a\"b debian 12 - -\nverdict ok -\n", "\"bom-ref\":\"host:a\\\"b\"", false, false },
};

static const struct row openvex_rows[] = {
	{ "a fixed one", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 fixed 3.0.16-1\n",
	  "{\"vulnerability\":{\"name\":\"CVE-2025-1\"},\"products\":[{\"@id\":\"pkg:deb/debian/"
	  "libssl3@3.0.17-1?arch=amd64&distro=debian-12\","
	  "\"identifiers\":{\"purl\":\"pkg:deb/debian/"
	  "libssl3@3.0.17-1?arch=amd64&distro=debian-12\"}}],\"status\":\"fixed\","
	  "\"status_notes\":\"web1: fixed by the rule vendor-fix\"}",
	  false, false },
	{ "an open one", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 affected 3.0.18-1\n",
	  "\"status\":\"affected\",\"status_notes\":\"web1: affected by the rule "
	  "vendor-fix\",\"action_statement\":\"Upgrade to 3.0.18-1.\"}",
	  false, false },
	{ "one that nobody could judge", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 unknown -\n",
	  "\"status\":\"under_investigation\"", false, false },
	{ "one that is not affected has a reason", SSL_HOST "finding libssl3 - 3.0.17-1 CVE-2025-1 not_affected -\n",
	  "\"status\":\"not_affected\",\"status_notes\":\"web1: not_affected by the rule "
	  "vendor-fix\",\"impact_statement\":\"The vendor says so.\"}",
	  false, false },
	{ "a copy", SSL_HOST "finding app /opt/app/bin 3.0.7 CVE-2025-1 will_not_fix -\n",
	  "{\"@id\":\"pkg:generic/openssl@3.0.7\",", false, false },
	{ "a copy without a version",
	  HOST "library /opt/x - embedded BoringSSL -\nfinding - /opt/x - CVE-2025-1 unknown -\n",
	  "[{\"@id\":\"urn:sslinv:web1:%2Fopt%2Fx\"}]", false, false },
	{ "what has no CVE is no statement", SSL_HOST "finding libssl3 - 3.0.17-1 - affected 3.0.18-1\n",
	  "\"vulnerability\"", false, true },
};

static void openvex_statements(void **state)
{
	(void)state;
	check_rows("openvex", openvex_rows, SSLINV_ARRAY_SIZE(openvex_rows));
}

static void cyclonedx_documents(void **state)
{
	(void)state;
	check_rows("cyclonedx", cyclonedx_rows, SSLINV_ARRAY_SIZE(cyclonedx_rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nagios_lines_and_codes),
		cmocka_unit_test(prometheus_series),
		cmocka_unit_test(csv_cells),
		cmocka_unit_test(markdown_escapes),
		cmocka_unit_test(cyclonedx_documents),
		cmocka_unit_test(openvex_statements),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
