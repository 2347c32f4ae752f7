/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report says of facts and a result: a row each. */
#include "report_helper.h"

#include <time.h>

#include "report/explain.h"
#include "resolve/part_find.h"
#include "report/report.h"

struct row {
	const char *name, *story, *report;
};

typedef int report_function(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			    struct sslinv_error *error);

/* The report in `format`; the caller frees. */
static char *report_of(const char *text, report_function *report, const char *format)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct story story;
	char *bytes = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&bytes, &size);

	assert_non_null(file);
	tell_story(&story, text);
	assert_int_equal(report(sslinv_report_format(format), file, &story.data, &error), 0);
	assert_int_equal(fclose(file), 0);
	end_story(&story);
	return bytes;
}

/* Each report is the row's, or holds it whole. */
static void check_rows(const struct row *rows, size_t count, report_function *report, const char *format)
{
	for (size_t i = 0; i < count; i++) {
		char *text = report_of(rows[i].story, report, format);

		if (!strstr(text, rows[i].report))
			fail_msg("%s:\n%s\nnot found in\n%s", rows[i].name, rows[i].report, text);
		free(text);
	}
}

static const struct row text_rows[] = {
	{ "the head", "host web1 debian 12 x86_64 Debian GNU/Linux 12 (bookworm)\n",
	  "web1 (debian 12): OK - no known CVE is open\n"
	  "  Trust:   complete scan of 1970-01-01, 1 s; no guidance with a date\n"
	  "\nScan\n"
	  "  web1: Debian GNU/Linux 12 (bookworm), x86_64\n"
	  "  complete scan of / (full): 0 packages installed, 0 files read, 1 s\n"
	  "\nNo OpenSSL was found.\n"
	  "\nVerdict: ok\n" },
	{ "a failure makes the scan incomplete",
	  "problem rpm /var/lib/rpm failed cannot be read\n"
	  "problem mount /mnt noted not looked at\n",
	  "INCOMPLETE scan of / (full)" },
	{ "the modules of a runtime that get one library are in one line, each once",
	  "runtime Python 3.11.2 _ssl - /a - /l/libcrypto.so.3 3.0.19\n"
	  "runtime Python 3.11.2 cryptography 41 /b - /b 3.1.1\n"
	  "runtime Python 3.11.2 _hashlib - /c - /l/libcrypto.so.3 3.0.19\n"
	  "runtime Python 3.11.2 _ssl - /d - /l/libcrypto.so.3 3.0.19\n"
	  "runtime Python 3.12.1 _ssl - /e /root/.pyenv/versions/3.12.1 - -\n",
	  "\nLanguage runtimes\n"
	  "  Python 3.11.2: _ssl, _hashlib: OpenSSL 3.0.19 of /l/libcrypto.so.3\n"
	  "  Python 3.11.2: cryptography 41: OpenSSL 3.1.1 of /b\n"
	  "  Python 3.12.1 (pyenv /root/.pyenv/versions/3.12.1): _ssl: which library is not known\n\nVerdict" },
	{ "protocols where a program sets none: a line for each library, but for copies inside programs",
	  "package libssl3 3.0.22-1\n"
	  "library /lib/libcrypto.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "library /usr/bin/node - embedded OpenSSL 3.0.22\n"
	  "library /opt/libcrypto.so.3 - needed OpenSSL 3.0.22\n"
	  "policy /lib/libcrypto.so.3 libssl3 /etc/ssl/openssl.cnf DEFAULT 2 TLSv1.2 TLSv1.3 ml-kem 3.0.7 x\n"
	  "policy /usr/bin/node - /etc/ssl/openssl.cnf - - - - none - not known: a copy\n"
	  "policy /opt/libcrypto.so.3 - - - - - - none - not known: it is odd\n"
	  "policy /opt/l/libcrypto.so.3 - - - 1 TLSv1.3 TLSv1.3 none - x\n",
	  "\nProtocols where a program sets none\n"
	  "  libssl3: TLSv1.2 to TLSv1.3 (/etc/ssl/openssl.cnf, crypto policy DEFAULT, security level 2); ML-KEM; FIPS "
	  "module "
	  "3.0.7\n"
	  "  /opt/libcrypto.so.3: not known: it is odd; no ML-KEM\n"
	  "  /opt/l/libcrypto.so.3: TLSv1.3 only (security level 1); no ML-KEM\n\nVerdict" },
	{ "failures and notes are told apart",
	  "problem rpm /var/lib/rpm failed cannot be read\n"
	  "problem mount /mnt noted not looked at\n"
	  "problem apt - failed took too long\n",
	  "\nCould not be read\n  rpm: /var/lib/rpm: cannot be read\n  apt: took too long\n"
	  "\nNoted\n  mount: /mnt: not looked at\n" },
	{ "two libraries of one package are one OpenSSL, with its users' packages once",
	  "package libssl3 3.0.22-1\npackage curl 7.88.1-10\npackage nginx 1.22.1-9\n"
	  "library /lib/libcrypto.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "library /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "linkage /usr/sbin/nginx nginx needed libssl.so.3 /lib/libssl.so.3 libssl3\n"
	  "linkage /usr/sbin/nginx nginx needed libcrypto.so.3 /lib/libcrypto.so.3 libssl3\n"
	  "linkage /usr/bin/curl curl needed libssl.so.3 /lib/libssl.so.3 libssl3\n"
	  "linkage /opt/tool - needed libssl.so.3 /lib/libssl.so.3 libssl3\n",
	  "\nOpenSSL in packages\n"
	  "  OpenSSL 3.0.22: libssl3 3.0.22-1\n"
	  "    /lib/libcrypto.so.3\n"
	  "    /lib/libssl.so.3\n"
	  "    used by 2 packages:\n"
	  "      curl, nginx\n"
	  "    used by 1 file that no package owns:\n"
	  "      /opt/tool\n" },
	{ "a file of another version in the same package is another OpenSSL",
	  "package libssl3 3.0.22-1\n"
	  "library /lib/libcrypto.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "library /lib/libssl.so.3 libssl3 needed OpenSSL 3.5.4\n"
	  "linkage /opt/tool - needed libssl.so.3 /lib/libssl.so.3 libssl3\n",
	  "  OpenSSL 3.0.22: libssl3 3.0.22-1\n"
	  "    /lib/libcrypto.so.3\n"
	  "  OpenSSL 3.5.4: libssl3 3.0.22-1\n"
	  "    /lib/libssl.so.3\n"
	  "    used by 1 file that no package owns:\n"
	  "      /opt/tool\n" },
	{ "two copies that no package owns stay two, whatever they state",
	  "library /opt/a/libcrypto.so.3 - needed OpenSSL 3.0.7\n"
	  "library /opt/b/libcrypto.so.3 - needed OpenSSL 3.0.7\n"
	  "library /opt/c/tool - embedded LibreSSL -\n"
	  "linkage /opt/a/tool - needed libcrypto.so.3 /opt/a/libcrypto.so.3 -\n"
	  "linkage /opt/c/tool - embedded - /opt/c/tool -\n",
	  "\nCopies that no package owns\n"
	  "  OpenSSL 3.0.7\n"
	  "    /opt/a/libcrypto.so.3\n"
	  "    used by 1 file that no package owns:\n"
	  "      /opt/a/tool\n"
	  "  OpenSSL 3.0.7\n"
	  "    /opt/b/libcrypto.so.3\n"
	  "  LibreSSL (version not stated), a copy inside\n"
	  "    /opt/c/tool\n"
	  "\nVerdict: ok\n" },
	{ "what is known by metadata alone",
	  "package openssl-libs 3.0.7-27\npackage curl 7.76.1-26\n"
	  "library - openssl-libs declared OpenSSL 3.0.7\n"
	  "linkage - curl declared libssl.so.3 - openssl-libs\n",
	  "  OpenSSL 3.0.7, by package metadata only: openssl-libs 3.0.7-27\n"
	  "    used by 1 package:\n"
	  "      curl\n" },
	{ "the first of two libraries in one file is whose users they are",
	  "library /opt/libcrypto.so.3 - needed OpenSSL 3.0.7\n"
	  "library /opt/libcrypto.so.3 - embedded OpenSSL 1.1.1\n"
	  "linkage /opt/tool - needed libcrypto.so.3 /opt/libcrypto.so.3 -\n",
	  "  OpenSSL 3.0.7\n"
	  "    /opt/libcrypto.so.3\n"
	  "    used by 1 file that no package owns:\n"
	  "      /opt/tool\n"
	  "  OpenSSL 1.1.1, a copy inside\n"
	  "    /opt/libcrypto.so.3\n"
	  "\nVerdict" },
	{ "what nobody provides",
	  "package curl 7.88.1-10\n"
	  "linkage /usr/bin/curl curl needed libssl.so.1.1 - -\n"
	  "linkage /opt/tool - dlopen libcrypto.so.3 - -\n",
	  "\nNeeded, but not found\n"
	  "  /usr/bin/curl needs libssl.so.1.1\n"
	  "  /opt/tool needs libcrypto.so.3 (loaded at run time, if at all)\n" },
	{ "a plugin is not told as one that found nothing",
	  "linkage /opt/plugin.so - host-process - - -\n"
	  "linkage /opt/tool - needed libcrypto.so.3 - -\n",
	  "\nNeeded, but not found\n"
	  "  /opt/tool needs libcrypto.so.3\n"
	  "\nVerdict" },
	{ "findings are counted by package, copy and status",
	  "finding libssl3 - 3.0.17-1 CVE-2025-1 affected 3.0.18-1\n"
	  "finding libssl3 - 3.0.17-1 CVE-2025-2 affected 3.0.18-1\n"
	  "finding libssl3 - 3.0.17-1 CVE-2025-3 fixed 3.0.17-1\n"
	  "finding app /opt/tool 3.0.7 CVE-2025-1 affected -\n"
	  "finding - /opt/libcrypto.so.3 - - unknown -\n",
	  "\nVulnerabilities of OpenSSL\n"
	  "  libssl3 3.0.17-1: 1 fixed, 2 affected\n"
	  "  app 3.0.7 in /opt/tool: 1 affected\n"
	  "  /opt/libcrypto.so.3: 1 unknown\n" },
	{ "processes: how many, and those that do not run what is on disk",
	  "process 1 init current - - - /l the same\n"
	  "process 7 nginx stale nginx.service - tcp:443 /l it was replaced\n"
	  "process 7 nginx current nginx.service - tcp:443 /m the same\n"
	  "process 8 nginx stale nginx.service - - /l it was replaced\n"
	  "process 9 nginx unknown nginx.service - - /l nobody knows\n"
	  "process 9 nginx current nginx.service - - /m the same\n"
	  "process 10 node stale a.service docker - /l it was replaced\n",
	  "\nProcesses with OpenSSL in memory: 1 current, 3 stale, 1 unknown\n"
	  "  stale: nginx.service: nginx (process 7 and 1 more) on tcp:443: /l: it was replaced\n"
	  "  unknown: nginx.service: nginx (process 9): /l: nobody knows\n"
	  "  stale: docker: node (process 10): /l: it was replaced\n" },
	{ "what holds a level back",
	  "level openssl 1.1.1f-1 1.1.1f 1.1.1g CVE-2020-1971 affected\n"
	  "level same 3.0.7-1 3.0.7 3.0.7 - -\n"
	  "level free 3.0.2-0 3.0.2 3.0.9 - -\n",
	  "  openssl 1.1.1f-1 carries the fixes of OpenSSL 1.1.1g; held back by CVE-2020-1971 (affected)\n"
	  "  free 3.0.2-0 carries the fixes of OpenSSL 3.0.9\n"
	  "\nVerdict" },
	{ "the verdict, with each line of its action",
	  "verdict upgrade 2026-11-01\naction apt-get install --only-upgrade libssl3\naction see DSA-1\n",
	  "\nVerdict: upgrade\n"
	  "  apt-get install --only-upgrade libssl3\n"
	  "  see DSA-1\n"
	  "  judged by guidance of 2026-11-01\n" },
};

/* In full. */
static int report_all(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
		      struct sslinv_error *error)
{
	struct sslinv_report_data all = *data;

	all.style.all = true;
	return sslinv_report_scan(format, file, &all, error);
}

static void full_texts_say_what_was_found(void **state)
{
	(void)state;
	check_rows(text_rows, SSLINV_ARRAY_SIZE(text_rows), report_all, "text");
}

static const struct row json_rows[] = {
	{ "all that there is, in its order", "host web1 debian 12 x86_64 Debian\n",
	  "{\n  \"host\": {\n    \"host\": \"web1\",\n    \"machine_id\": null,\n    \"os_id\": \"debian\",\n"
	  "    \"os_version\": \"12\",\n    \"os_name\": \"Debian\",\n    \"arch\": \"x86_64\"\n  },\n  \"scan\": {\n"
	  "    \"started\": \"1970-01-01T00:00:00Z\",\n    \"finished\": \"1970-01-01T00:00:01Z\",\n" },
	{ "nothing found is empty arrays", "",
	  "  \"packages\": [\n\n  ],\n  \"libraries\": [\n\n  ],\n  \"linkages\": [\n\n  ],\n  \"processes\": [\n\n  ],\n  "
	  "\"runtimes\": [\n\n  ],\n  \"policies\": [\n\n  ],\n  "
	  "\"scan_errors\": [\n\n  ],\n "
	  " \"findings\": [\n\n  ],\n"
	  "  \"levels\": [\n\n  ],\n  \"actions\": [\n\n  ],\n  \"verdict\": {\n    \"verdict\": \"ok\",\n    \"action\": "
	  "\"\",\n    \"affected\": "
	  "0,\n"
	  "    \"stale_processes\": null,\n    \"unknown\": 0,\n    \"guidance_date\": null\n  }\n}\n" },
	{ "packages that have to do with OpenSSL, and no others",
	  "package libssl3 3.0.22-1\npackage nginx 1.22.1-9\npackage bash 5.2-1\n"
	  "library /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "linkage /usr/sbin/nginx nginx needed libssl.so.3 /lib/libssl.so.3 libssl3\n",
	  "      \"role\": \"consumer\",\n      \"origin\": null,\n      \"build_of\": null,\n"
	  "      \"origin_evidence\": null,\n      \"built\": null\n    }\n  ],\n  \"libraries\"" },
	{ "a library", "package libssl3 3.0.22-1\nlibrary /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.22\n",
	  "  \"libraries\": [\n    {\n      \"path\": \"/lib/libssl.so.3\",\n      \"package\": \"libssl3\",\n"
	  "      \"library\": \"OpenSSL\",\n      \"soname\": null,\n      \"version\": \"3.0.22\",\n"
	  "      \"version_text\": null,\n      \"evidence\": \"needed\",\n      \"brought_by\": null\n    }\n  ],\n" },
	{ "a linkage of a file that no package owns, and that nobody provides",
	  "linkage /opt/tool - dlopen libssl.so.1.1 - -\n",
	  "  \"linkages\": [\n    {\n      \"path\": \"/opt/tool\",\n      \"package\": null,\n"
	  "      \"soname\": \"libssl.so.1.1\",\n      \"provider_path\": null,\n      \"provider_package\": null,\n"
	  "      \"evidence\": \"dlopen\",\n      \"confidence\": \"certain\"\n    }\n  ],\n" },
	{ "a process", "process 7 nginx stale nginx.service - tcp:443 /l it was replaced\n",
	  "  \"processes\": [\n    {\n      \"pid\": 7,\n      \"command\": \"nginx\",\n      \"unit\": \"nginx.service\",\n"
	  "      \"container\": null,\n      \"library_path\": \"/l\",\n      \"state\": \"stale\",\n"
	  "      \"listening\": \"tcp:443\",\n" },
	{ "a module of a runtime", "runtime Python - _ssl - /usr/lib/python3/_ssl.so - - -\n",
	  "  \"runtimes\": [\n    {\n      \"runtime\": \"Python\",\n      \"version\": null,\n"
	  "      \"path\": \"/usr/lib/python3/_ssl.so\",\n      \"module\": \"_ssl\",\n"
	  "      \"library_path\": null,\n      \"openssl_version\": null,\n" },
	{ "problems, with true and false", "problem rpm - failed took too long\n",
	  "    {\n      \"source\": \"rpm\",\n      \"path\": null,\n      \"message\": \"took too long\",\n"
	  "      \"is_failure\": true\n    }\n" },
	{ "a finding", "finding libssl3 - 3.0.17-1 CVE-2025-1 affected 3.0.18-1\n",
	  "      \"cve\": \"CVE-2025-1\",\n      \"severity\": null,\n      \"status\": \"affected\",\n"
	  "      \"fixed_version\": \"3.0.18-1\",\n      \"advisory\": null,\n      \"feed\": null,\n      \"stream\": "
	  "\"\",\n"
	  "      \"rule\": \"vendor-fix\",\n      \"known_exploited\": null,\n"
	  "      \"exploit_probability\": null\n" },
	{ "a level, with 0 and 1", "level openssl 1.1.1f-1 1.1.1f 1.1.1g CVE-2020-1971 affected\n",
	  "      \"blocking_cve\": \"CVE-2020-1971\",\n      \"blocking_status\": \"affected\",\n      \"tls12\": 1,\n"
	  "      \"tls13\": 0,\n      \"pqc\": null,\n      \"fips\": null,\n" },
	{ "an action keeps its lines", "verdict no_fix 2026-11-01\naction one\naction two\n",
	  "    \"verdict\": \"no_fix\",\n    \"action\": \"one\\ntwo\",\n" },
};

static void json_has_every_record(void **state)
{
	(void)state;
	check_rows(json_rows, SSLINV_ARRAY_SIZE(json_rows), sslinv_report_scan, "json");
}

/* The head is the answer; each row is what a report begins with, or holds. */
static const struct row short_rows[] = {
	{ "an upgrade: verdict and why, the command, what comes after it, what else, how far to trust it",
	  "host web7 debian 12 x86_64 Debian\n"
	  "verdict upgrade 2026-11-20\naction apt-get install --only-upgrade libssl3=3.0.22-1 openssl=3.0.22-1\naction see "
	  "x\n"
	  "todo upgrade upgrade 21 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high libssl3, openssl\n"
	  "reason nginx.service has it loaded and listens on tcp 0.0.0.0:443\n"
	  "todo restart upgrade 21 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high nginx.service\ncommand systemctl restart "
	  "nginx.service\n"
	  "todo restart upgrade 21 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high a b.service\ncommand systemctl restart 'a "
	  "b.service'\n"
	  "todo replace replace 34 3 3.0.16 3.0.20 CVE-2026-1 high cloud\n"
	  "todo ask unknown 0 1 - - - - /opt/x\nreason no guidance covers this fork of OpenSSL\n",
	  "web7 (debian 12): UPGRADE - 21 open CVEs, worst CVE-2026-45447 (high)\n"
	  "  Do now:  apt-get install --only-upgrade libssl3=3.0.22-1 openssl=3.0.22-1\n"
	  "  Then:    systemctl restart nginx.service 'a b.service'\n"
	  "  Also:    1 private copy with open CVEs, 1 not judged\n"
	  "  Trust:   complete scan of 1970-01-01, 1 s; guidance of 2026-11-20\n"
	  "\nUpgrade\n"
	  "  libssl3, openssl 3.0.13-1 -> 3.0.22-1: 21 CVEs, worst CVE-2026-45447 (high);\n"
	  "    nginx.service has it loaded and listens on tcp 0.0.0.0:443\n" },
	{ "what is known to be exploited is told",
	  "host web7 debian 12 x86_64 Debian\nverdict upgrade 2026-11-20\naction apt-get install x\n"
	  "todo upgrade upgrade 21 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high libssl3\nexploited 2\n"
	  "todo upgrade upgrade 1 0 1.0-1 1.0-2 CVE-2026-1 low libssl1\nexploited 0\n",
	  "\nUpgrade\n"
	  "  libssl3 3.0.13-1 -> 3.0.22-1: 21 CVEs, worst CVE-2026-45447 (high), 2 known to\n"
	  "    be exploited\n"
	  "  libssl1 1.0-1 -> 1.0-2: 1 CVE, CVE-2026-1 (low)\n" },
	{ "where the name of the host is short the packages have room",
	  "host w debian 12 x86_64 Debian\nverdict upgrade 2026-11-20\naction apt-get install x\n"
	  "todo upgrade upgrade 1 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high libssl3\n",
	  "w (debian 12): UPGRADE - 1 open CVE in libssl3, CVE-2026-45447 (high)\n" },
	{ "a command of an imported feed says so",
	  "verdict upgrade -\naction x y\naction (command from the imported feed z)\n",
	  "  Do now:  x y\n           (command from the imported feed z)\n  Trust:" },
	{ "services that run old code are restarted by one command",
	  "verdict restart -\naction systemctl restart a.service\n"
	  "todo restart restart 2 0 1 2 CVE-2026-1 high a.service\ncommand systemctl restart a.service\n"
	  "todo restart restart 2 0 1 2 CVE-2026-1 high b.service\ncommand systemctl restart b.service\n"
	  "todo restart restart 2 0 1 2 CVE-2026-1 high session of alice\nreason still runs x: log out and in again\n",
	  "RESTART - a.service and 2 others still run old code\n"
	  "  Do now:  systemctl restart a.service b.service\n"
	  "  Trust:" },
	{ "what cannot be restarted by a command is told below",
	  "verdict restart -\ntodo restart restart 2 0 1 2 - - session of alice\nreason still runs x: log out and in "
	  "again\n",
	  "  Do now:  session of alice: still runs x: log out and in again\n" },
	{ "a copy is replaced by whoever has it, and the table has whom to ask",
	  "host w debian 12 - -\n"
	  "verdict replace -\ntodo replace replace 34 3 3.0.16 3.0.20 CVE-2026-1 high cloud\n"
	  "reason ask the maker of the package cloud for one with OpenSSL 3.0.20 or newer; installed programs use it\n"
	  "todo replace replace 1 1 3.0.16 - CVE-2026-1 - "
	  "/opt/a/very/long/path/that/nobody/can/read/at/once/libcrypto.so.3\n",
	  "w (debian 12): REPLACE - 34 open CVEs, worst CVE-2026-1 (high)\n"
	  "  Do now:  cloud: ask the maker of the package cloud for one with OpenSSL 3.0.20\n"
	  "           or newer\n"
	  "  Also:    1 private copy with open CVEs\n"
	  "  Trust:   complete scan of 1970-01-01, 1 s; no guidance with a date\n"
	  "\n"
	  "Private copies, worst first      OpenSSL   CVEs  ask\n"
	  "  cloud (3 files)                3.0.16      34  its maker for 3.0.20\n"
	  "  /opt/a/ve...nce/libcrypto.so.3 3.0.16       1  its owner\n" },
	{ "what nobody knows is told once for each reason",
	  "verdict unknown -\n"
	  "todo ask unknown 1 1 3.0.7 - CVE-2026-1 low /opt/a\nreason OpenSSL 3.0.7: the branch was past its life\n"
	  "todo ask unknown 1 1 3.0.8 - CVE-2026-1 low /opt/b\nreason OpenSSL 3.0.8: the branch was past its life\n"
	  "todo ask unknown 0 0 - - - - scan\nreason the scan is incomplete: see `a b`, and scan again\n",
	  "\nNot judged\n"
	  "  the branch was past its life: /opt/a, /opt/b\n"
	  "  the scan is incomplete: see `a b`, and scan again\n" },
	{ "guidance that is old is renewed by one command, on a clean host too",
	  "verdict ok 2026-01-01\n"
	  "todo import ok 0 0 - - - - debian\nreason the guidance of debian is old\ncommand sslinv feed update debian\n"
	  "todo import ok 0 0 - - - - openssl\nreason the guidance of openssl is old\ncommand sslinv feed update openssl\n",
	  "OK - no known CVE is open\n"
	  "  Do now:  sslinv feed update debian openssl\n"
	  "  Trust:   complete scan of 1970-01-01, 1 s; guidance of 2026-01-01; renew\n"
	  "           debian, openssl\n" },
	{ "a release that ended",
	  "verdict ok -\ntodo move ok 0 0 11 - - - debian 11\nreason debian 11 ended on 2026-08-31: move\n",
	  "  Also:    debian 11 ended on 2026-08-31\n" },
	{ "what could not be read is told once for many paths",
	  "problem walk /a failed Permission denied\nproblem walk /b failed Permission denied\n"
	  "problem walk /c failed Permission denied\nproblem files /d failed Permission denied\n"
	  "problem rpm /e failed is damaged\n",
	  "\nCould not be read\n"
	  "  Permission denied: /a, /b, /c and 1 more: scan as root to read it all\n"
	  "  rpm: /e: is damaged\n" },
	{ "and makes the scan incomplete", "problem walk /a failed Permission denied\nproblem walk /b failed x\n",
	  "  Trust:   INCOMPLETE scan of 1970-01-01, 2 things could not be read; no\n           guidance with a date\n" },
	{ "other roots are one note, and the kernel's file systems none",
	  "problem walk /r1 noted not entered: another root; scan it with `x /r1`\n"
	  "problem walk /r2 noted not entered: another root; scan it with `x /r2`\n"
	  "problem mount /sys noted not entered: sysfs on sysfs is a pseudo file system of the kernel\n",
	  "\nNoted\n  not entered: another root: /r1, /r2\n\nUsers:" },
	{ "packages are a line each, and copies that nothing is to be done about a name",
	  "package libssl3 3.0.22-1\npackage nginx 1.22.1-9\nlibrary /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.22\n"
	  "library /opt/bad - embedded OpenSSL 3.0.7\nlibrary /opt/good - embedded OpenSSL 3.5.9\n"
	  "finding - /opt/bad 3.0.7 CVE-2026-1 affected -\nfinding - /opt/good 3.5.9 CVE-2026-1 fixed -\n"
	  "linkage /usr/sbin/nginx nginx needed libssl.so.3 /lib/libssl.so.3 libssl3\n",
	  "\nOpenSSL in packages\n  libssl3 3.0.22-1: OpenSSL 3.0.22, used by 1 package\n"
	  "\nOther copies\n  /opt/good: OpenSSL 3.5.9\n\nUsers:" },
	{ "no name moves what comes after it",
	  "verdict replace -\ntodo replace replace 1 1 3.0.7 3.0.8 CVE-2026-1 low "
	  "/\xe2\x80\xae\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87"
	  "\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6"
	  "\x96\x87/e\xcc\x81\n",
	  "  "
	  "/\xef\xbf\xbd\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad..."
	  "\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad"
	  "\xe6\x96\x87/e\xcc\x81  3.0.7        1  its owner for 3.0.8\n" },
	{ "a long name of a host leaves room for the answer",
	  "host a-very-long-name-of-a-host-that-somebody-has-chosen.example.com debian 12 x86_64 Debian\nverdict unknown -\n"
	  "action run `sslinv check`\n",
	  "a-very-lo...s-chosen.example.com (debian 12): UNKNOWN\n  Do now:  run `sslinv check`\n" },
};

static void short_texts_answer_first(void **state)
{
	(void)state;
	check_rows(short_rows, SSLINV_ARRAY_SIZE(short_rows), sslinv_report_scan, "text");
}

static const struct row check_text_rows[] = {
	{ "a clean host is two lines", "host web1 debian 12 - -\nverdict ok 2026-11-01\n",
	  "web1 (debian 12): OK - no known CVE is open\n"
	  "  Trust:   complete scan of 1970-01-01, 1 s; guidance of 2026-11-01\n" },
	{ "what changed is told", "host web1 debian 12 - -\nverdict ok 2026-11-01\nbefore upgrade\n",
	  "web1 (debian 12): UPGRADE -> OK - no known CVE is open\n" },
	{ "what did not is not", "host web1 debian 12 - -\nverdict ok 2026-11-01\nbefore ok\n", "web1 (debian 12): OK - " },
	{ "of several hosts each is a line", "host web1 debian 12 - -\nverdict ok -\nbefore upgrade\nseveral\n",
	  "web1: upgrade -> ok\n" },
	{ "with why it has its verdict",
	  "host web1 debian 12 - -\nverdict upgrade -\nseveral\naction x\n"
	  "todo upgrade upgrade 21 0 3.0.13-1 3.0.22-1 CVE-2026-45447 high libssl3, openssl\n",
	  "web1: upgrade - 21 open CVEs in libssl3, openssl, worst CVE-2026-45447 (high)\n" },
	{ "a host that was never judged", "host web1 debian 12 - -\nverdict unknown -\naction one\naction two\n",
	  "web1 (debian 12): UNKNOWN\n  Do now:  one" },
};

static const struct row check_json_rows[] = {
	{ "host and verdict", "host web1 debian 12 - -\nverdict unknown -\n",
	  "    \"arch\": null\n  },\n  \"verdict\": {\n    \"verdict\": \"unknown\",\n" },
};

static void checks_tell_the_verdict(void **state)
{
	(void)state;
	check_rows(check_text_rows, SSLINV_ARRAY_SIZE(check_text_rows), sslinv_report_check, "text");
	check_rows(check_json_rows, SSLINV_ARRAY_SIZE(check_json_rows), sslinv_report_check, "json");
}

/* A row: what is asked for, and what is said of it after the answer, the empty line and the host's. */
static void explanations_say_what_is_known(void **state)
{
	static const char text[] = "host web1 debian 12 x86_64 Debian\npackage libssl3 3.0.22-1\npackage nginx 1.22.1-9\n"
				   "library /lib/libssl.so.3 libssl3 needed OpenSSL 3.0.22\n"
				   "linkage /usr/sbin/nginx nginx needed libssl.so.3 /lib/libssl.so.3 libssl3\n"
				   "linkage /opt/tool - needed libssl.so.1.1 - -\n"
				   "process 12 nginx stale nginx.service - - /lib/libssl.so.3 it is old\n"
				   "process 13 nginx stale nginx.service - - /lib/libssl.so.3 it is old\n";
	static const struct {
		const char *word, *said;
	} rows[] = {
		{ "libssl3", "\nlibssl3 3.0.22-1 (amd64, deb), built from - \n"
			     "    /lib/libssl.so.3 is OpenSSL 3.0.22 [needed]\n" },
		{ "/opt/tool",
		  "\n/opt/tool, of no package\n"
		  "    /opt/tool uses libssl.so.1.1 from nobody: the loader finds no such file (no package) [needed, "
		  "certain]\n" },
		{ "/lib/libssl.so.3", "\n/lib/libssl.so.3, of libssl3\n"
				      "    /lib/libssl.so.3 is OpenSSL 3.0.22 [needed]\n"
				      "    used by /usr/sbin/nginx (nginx)\n"
				      "    process 12 (nginx), unit nginx.service\n"
				      "    process 13 (nginx), unit nginx.service\n"
				      "    stale: /lib/libssl.so.3, in 2 processes: it is old\n" },
		{ "nginx.service", "\nunit nginx.service\n"
				   "    process 12 (nginx), unit nginx.service\n"
				   "    process 13 (nginx), unit nginx.service\n"
				   "    stale: /lib/libssl.so.3, in 2 processes: it is old\n" },
		{ "/opt/other", NULL },
		{ "bash", NULL },
		{ "CVE-2000-0001", NULL },
	};
	const struct sslinv_host_things things = { NULL, 0, 0 };
	const struct sslinv_guidance_set set = { 0 };
	const struct sslinv_host_options options = { 0 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct sslinv_parts parts;
		struct story story;
		char *bytes = NULL;
		const char *said;
		size_t size = 0;
		FILE *file = open_memstream(&bytes, &size);

		assert_non_null(file);
		tell_story(&story, text);
		assert_int_equal(sslinv_parts_find(&story.facts, &things, &set, &options, rows[i].word, &parts, &error), 0);
		assert_int_equal(sslinv_explain(sslinv_explain_format("text"), file,
						&(struct sslinv_explanation){ &story.facts, &set, &parts, 1 }, &error),
				 0);
		assert_int_equal(fclose(file), 0);
		assert_int_equal(parts.count, rows[i].said ? 1 : 0);
		said = strstr(bytes, rows[i].said ? "\n\nweb1: Debian, scanned " : "web1: Debian, scanned ");
		assert_non_null(said);
		said = strchr(said + 2, '\n') + 1;
		if (!rows[i].said)
			assert_string_equal(said, "");
		else if (strncmp(said, rows[i].said, strlen(rows[i].said)) != 0)
			assert_string_equal(said, rows[i].said);
		free(bytes);
		sslinv_parts_free(&parts);
		end_story(&story);
	}
}

/* As many copies with as many users would take hours, were each user sought among all copies for each of them. */
static void many_copies_take_seconds(void **state)
{
	enum { COPIES = 20000, USERS = 3 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct story story;
	FILE *file = fopen("/dev/null", "we");
	clock_t begin;

	(void)state;
	assert_non_null(file);
	tell_story(&story, "");
	for (int i = 0; i < COPIES; i++) {
		char line[256];

		snprintf(line, sizeof(line), "library /opt/%d/libcrypto.so.3 - needed OpenSSL 3.0.7", i);
		tell_line(&story, line);
		snprintf(line, sizeof(line), "finding - /opt/%d/libcrypto.so.3 3.0.7 CVE-2026-1 affected -", i);
		tell_line(&story, line);
		snprintf(line, sizeof(line), "todo %s 1 1 3.0.7 - CVE-2026-1 low /opt/%d/libcrypto.so.3",
			 i % 2 ? "replace replace" : "ask unknown", i);
		tell_line(&story, line);
		for (int user = 0; user < USERS; user++) {
			snprintf(line, sizeof(line),
				 "linkage /opt/%d/tool%d - needed libcrypto.so.3 /opt/%d/libcrypto.so.3 -", i, user, i);
			tell_line(&story, line);
		}
	}
	begin = clock();
	assert_int_equal(sslinv_report_scan(sslinv_report_format("text"), file, &story.data, &error), 0);
	assert_int_equal(report_all(sslinv_report_format("text"), file, &story.data, &error), 0);
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
	fclose(file);
	end_story(&story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_texts_say_what_was_found),  cmocka_unit_test(short_texts_answer_first),
		cmocka_unit_test(json_has_every_record),          cmocka_unit_test(checks_tell_the_verdict),
		cmocka_unit_test(explanations_say_what_is_known), cmocka_unit_test(many_copies_take_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
