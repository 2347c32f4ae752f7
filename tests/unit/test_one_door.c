/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One bad statement through every format: each comes out left out, unknown or doubtful, and with a warning or a reason. */
#include "feed_recorder.h"

#include "base/attributes.h"

static struct recorder recorder;

static int clean(void **state)
{
	(void)state;
	recorder_free(&recorder);
	return 0;
}

/* The documents have a place for the fixed version: all else in them is sound. */
#define OSV(ecosystem, package, version)                                                                                    \
	"{'id':'X-CVE-2024-0727','modified':'2024-01-26T00:00:00Z','affected':[{'package':{'ecosystem':'" ecosystem         \
	"','name':'" package "'},'ranges':[{'type':'ECOSYSTEM','events':[{'introduced':'0'},{'fixed':'" version "'}]}]}]}"
#define OPENVEX(distro, version)                                                                                            \
	"{'@context':'https://openvex.dev/ns/v0.2.0','@id':'https://x/CVE-2024-0727','author':'Canonical','statements':["   \
	"{'vulnerability':{'name':'CVE-2024-0727'},'status':'fixed','products':[{'@id':'pkg:deb/ubuntu/openssl@" version    \
	"?arch=source&distro=" distro "'}]}]}"
#define CSAF(version)                                                                                                       \
	"{'document':{'category':'csaf_vex','publisher':{'name':'Red Hat Product Security'},'tracking':{'id':"              \
	"'CVE-2024-0727'}},'product_tree':{'branches':[{'category':'product_name','product':{'product_id':'9','name':'9',"  \
	"'product_identification_helper':{'cpe':'cpe:/o:redhat:enterprise_linux:9'}}},{'category':'product_version',"       \
	"'product':{'product_id':'p','name':'p','product_identification_helper':{'purl':'pkg:rpm/redhat/openssl@" version   \
	"'}}}],'relationships':[{'category':'default_component_of','product_reference':'p',"                                \
	"'relates_to_product_reference':'9','full_product_name':{'name':'x','product_id':'9:p'}}]},"                        \
	"'vulnerabilities':[{'cve':'CVE-2024-0727','product_status':{'fixed':['9:p']}}]}"
#define DEBIAN(version)                                                                                                     \
	"{'openssl':{'CVE-2024-0727':{'releases':{'bookworm':{'status':'resolved','fixed_version':'" version "'}}}}}"
#define SECDB(version)                                                                                                      \
	"{'distroversion':'v3.19','packages':[{'pkg':{'name':'openssl','secfixes':{'" version "':['CVE-2024-0727']}}}]}"
#define ARCH(version)                                                                                                       \
	"[{'name':'AVG-1','packages':['openssl'],'status':'Fixed','affected':'1','fixed':'" version                         \
	"','issues':['CVE-2024-0727']}]"
#define ERRATA(version)                                                                                                     \
	"{'data':[{'id':'ALSA-2024:1','issued_date':1700000000,'severity':'Low','packages':[{'name':'openssl','epoch':'1'," \
	"'version':'" version "','release':'1.el9','arch':'x86_64'}],'references':[{'id':'CVE-2024-0727','type':'cve'}]}]}"
#define UPDATEINFO(version)                                                                                                 \
	"<updates><update type='security'><id>ALSA-2024:1</id><references><reference id='CVE-2024-0727' type='cve'/>"       \
	"</references><pkglist><collection short='almalinux-9-x'><package name='openssl' epoch='1' version='" version       \
	"' release='1.el9' arch='x86_64'/></collection></pkglist></update></updates>"
#define OVAL(version)                                                                                                       \
	"<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5'><definitions><definition "            \
	"class='patch' id='oval:x:def:1'><metadata><title>openssl</title><affected><platform>AlmaLinux 9</platform>"        \
	"</affected><reference ref_id='CVE-2024-0727' source='CVE'/></metadata><criteria><criterion "                       \
	"test_ref='oval:x:tst:1' comment='openssl is earlier than it'/></criteria></definition></definitions><tests>"       \
	"<rpminfo_test xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5#linux' id='oval:x:tst:1' check='at least " \
	"one'><object object_ref='oval:x:obj:1'/><state state_ref='oval:x:ste:1'/></rpminfo_test></tests><objects>"         \
	"<rpminfo_object xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5#linux' id='oval:x:obj:1'><name>openssl"  \
	"</name></rpminfo_object></objects><states><rpminfo_state "                                                         \
	"xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5#linux' id='oval:x:ste:1'><evr datatype='evr_string' "    \
	"operation='less than'>" version "</evr></rpminfo_state></states></oval_definitions>"
#define NATIVE(inner)                                                                                                       \
	"<guidance xmlns='urn:sslinv:guidance:1'><feed name='f' vendor='v' format='native' identity='i'>" inner             \
	"</feed></guidance>"
#define NATIVE_STATEMENT(release, version)                                                                                  \
	NATIVE("<distribution id='rhel'><release version='" release "'><package name='openssl'><statement "                 \
	       "cve='CVE-2024-0727' status='fixed' fixed-version='" version "'/></package></release></distribution>")
#define TSV(version) "distro\trelease\tpackage\tcve\tfixed_version\nrhel\t9\topenssl\tCVE-2024-0727\t" version "\n"

/* What a document must give: the line begins so, ends so, and this many warnings are told. */
struct bad {
	const struct sslinv_reader *reader;
	const char *what;
	const char *document;
	const char *start;
	const char *end;
	size_t warnings;
};

#define SAID(place, status) "S|" place "|CVE-2024-0727|" status
#define UNREADABLE "|-|the vendor's fixed version cannot be compared\n"
#define TOO_OLD "|doubtful|the fixed version is older than the OpenSSL that this release has always shipped\n"
#define TOO_NEW "|doubtful|the fixed version is of a newer branch of OpenSSL than this release ever shipped\n"

static void check(const struct bad *bad)
{
	const char *line, *end;
	int rc = read_json(bad->reader, bad->document, &recorder);

	if (rc != 0)
		fail_msg("%s of %s: %s", bad->what, bad->reader->format, recorder.error.message);
	line = strstr(sslinv_str_text(&recorder.lines), bad->start);
	end = line ? strchr(line, '\n') : NULL;
	if (!end || (size_t)(end + 1 - line) < strlen(bad->end) ||
	    strncmp(end + 1 - strlen(bad->end), bad->end, strlen(bad->end)) != 0 || recorder.warnings != bad->warnings)
		fail_msg("%s of %s gave:\n%s", bad->what, bad->reader->format, sslinv_str_text(&recorder.lines));
	recorder_free(&recorder);
}

static void versions_that_are_none(void **state)
{
	static const struct bad table[] = {
		{ &sslinv_reader_osv, "TBD", OSV("Debian:12", "openssl", "TBD"),
		  SAID("debian|12||openssl|source", "unknown|-|"), "|-|a version of its ranges cannot be compared\n", 1 },
		{ &sslinv_reader_openvex, "TBD", OPENVEX("jammy", "TBD"), SAID("ubuntu|22.04||openssl|source", "unknown|-|"),
		  UNREADABLE, 1 },
		{ &sslinv_reader_csaf, "TBD", CSAF("TBD"), SAID("rhel|9||openssl|binary", "unknown|-|"), UNREADABLE, 1 },
		{ &sslinv_reader_debian, "TBD", DEBIAN("TBD"), SAID("debian|12||openssl|source", "unknown|-|"), UNREADABLE,
		  1 },
		{ &sslinv_reader_errata, "TBD", ERRATA("(1.1.1)"), SAID("almalinux|9||openssl|binary", "unknown|-|"),
		  UNREADABLE, 1 },
		{ &sslinv_reader_secdb, "TBD", SECDB("TBD"), SAID("alpine|3.19||openssl|source", "unknown|-|"), UNREADABLE,
		  1 },
		{ &sslinv_reader_arch, "TBD", ARCH("TBD"), SAID("arch|||openssl|binary", "unknown|-|"), UNREADABLE, 1 },
		{ &sslinv_reader_updateinfo, "TBD", UPDATEINFO("(3.0)"), SAID("almalinux|9||openssl|binary", "unknown|-|"),
		  UNREADABLE, 1 },
		{ &sslinv_reader_oval, "TBD", OVAL("TBD"), SAID("almalinux|9||openssl|binary", "unknown|-|"), "\n", 1 },
		{ &sslinv_reader_native, "TBD", NATIVE_STATEMENT("9", "TBD"), SAID("rhel|9||openssl|binary", "unknown|-|"),
		  UNREADABLE, 1 },
		{ &sslinv_reader_tsv, "TBD", TSV("TBD"), SAID("rhel|9||openssl|source", "unknown|-|"), UNREADABLE, 1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(table); i++)
		check(&table[i]);
}

static void branches_that_were_never_shipped(void **state)
{
	static const struct bad table[] = {
		{ &sslinv_reader_osv, "an older branch", OSV("Azure Linux:3", "openssl", "1.1.1k-29.azl3"),
		  SAID("azurelinux|3.0||openssl|binary", "fixed|1.1.1k-29.azl3"), TOO_OLD, 0 },
		{ &sslinv_reader_osv, "a newer branch", OSV("Debian:11", "openssl", "3.0.13-1"),
		  SAID("debian|11||openssl|source", "fixed|3.0.13-1"), TOO_NEW, 0 },
		{ &sslinv_reader_openvex, "a newer branch", OPENVEX("jammy", "3.2.1-3ubuntu1"),
		  SAID("ubuntu|22.04||openssl|source", "fixed|3.2.1"), TOO_NEW, 0 },
		{ &sslinv_reader_csaf, "an older branch", CSAF("1.1.1k-12.el9"),
		  SAID("rhel|9||openssl|binary", "fixed|1.1.1k"), TOO_OLD, 0 },
		{ &sslinv_reader_debian, "a newer branch", DEBIAN("3.2.1-3"),
		  SAID("debian|12||openssl|source", "fixed|3.2.1-3"), TOO_NEW, 0 },
		{ &sslinv_reader_errata, "an older branch", ERRATA("1.1.1k"),
		  SAID("almalinux|9||openssl|binary", "fixed|1:1.1.1k"), TOO_OLD, 0 },
		{ &sslinv_reader_updateinfo, "an older branch", UPDATEINFO("1.0.2k"),
		  SAID("almalinux|9||openssl|binary", "fixed|1:1.0.2k"), TOO_OLD, 0 },
		{ &sslinv_reader_oval, "an older branch", OVAL("1:1.1.1k-12.el9"),
		  SAID("almalinux|9||openssl|binary", "fixed|1:1.1.1k"), TOO_OLD, 0 },
		{ &sslinv_reader_native, "a newer branch", NATIVE_STATEMENT("8", "1:3.0.7-1.el8"),
		  SAID("rhel|8||openssl|binary", "fixed|1:3.0.7"), TOO_NEW, 0 },
		{ &sslinv_reader_tsv, "an older branch", TSV("1:1.1.1k-12.el9"),
		  SAID("rhel|9||openssl|source", "fixed|1:1.1.1k"), TOO_OLD, 0 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(table); i++)
		check(&table[i]);
}

/* OpenSSL's own record of a CVE, as XML of ours and as theirs. */
#define RANGE(attributes)                                                                                                   \
	NATIVE("<vulnerability cve='CVE-2024-0727'><range library='OpenSSL' " attributes "/></vulnerability>")
#define LIFE(attributes) NATIVE("<life product='openssl' release='3.0' " attributes "/>")
#define RECORD(versions)                                                                                                    \
	"{'cveMetadata':{'cveId':'CVE-2024-0727','state':'PUBLISHED'},'containers':{'cna':{'affected':[{'vendor':'OpenSSL'" \
	","                                                                                                                 \
	"'product':'OpenSSL','defaultStatus':'unaffected','versions':[" versions "]}]}}}"

static void ranges_vulnerabilities_and_lives(void **state)
{
	static const struct bad table[] = {
		/* A range that is left out would say "not affected"; the resolver takes this one for unknown. */
		{ &sslinv_reader_native, "no beginning", RANGE("from='TBD' until='3.0.13'"), "R|", "|unknown|-|-\n", 1 },
		{ &sslinv_reader_native, "no end", RANGE("from='3.0.0' until='soon'"), "R|", "|unknown|-|-\n", 1 },
		{ &sslinv_reader_native, "no last", RANGE("from='3.0.0' last='?'"), "R|", "|unknown|-|-\n", 1 },
		{ &sslinv_reader_openssl_cve, "no end", RECORD("{'version':'3.0.0','lessThan':'TBD','status':'affected'}"),
		  "R|", "|unknown|-|-\n", 1 },
		{ &sslinv_reader_openssl_xml, "no version",
		  "<security><issue public='20240125'><cve name='2024-0727'/><affects base='3.0' version='3.0TBD'/>"
		  "</issue></security>",
		  "R|", "|unknown|-|-\n", 1 },
		{ &sslinv_reader_native, "no CVE id", NATIVE("<vulnerability cve='CVE-none' severity='low'/>"), "W|", "\n",
		  1 },
		{ &sslinv_reader_native, "no date", NATIVE("<vulnerability cve='CVE-2024-0727' published='soon'/>"),
		  "V|CVE-2024-0727", "|-|-|-\n", 1 },
		{ &sslinv_reader_native, "a future date",
		  NATIVE("<vulnerability cve='CVE-2024-0727' published='2999-01-01'/>"), "V|CVE-2024-0727|-|2999", "\n", 1 },
		{ &sslinv_reader_native, "an impossible date", LIFE("end='2024-13-45'"), "W|",
		  "the life cycle of openssl 3.0 left out: its dates cannot be right\n", 1 },
		{ &sslinv_reader_native, "an end before the beginning", LIFE("released='2024-01-02' end='2024-01-01'"), "W|",
		  "the life cycle of openssl 3.0 left out: its dates cannot be right\n", 1 },
		{ &sslinv_reader_endoflife, "an impossible date",
		  "---\npermalink: /openssl\nreleases:\n- releaseCycle: \"3.0\"\n  eol: 2024-02-31x\n---\n", "W|", "\n", 1 },
		{ &sslinv_reader_kev, "an impossible date",
		  "{'catalogVersion':'1','vulnerabilities':[{'cveID':'CVE-2024-0727','dateAdded':'2024-02-31'}]}", "W|",
		  "CVE-2024-0727 left out: its day or its probability cannot be read\n", 1 },
		{ &sslinv_reader_epss, "more than certain", "cve,epss,percentile\nCVE-2024-0727,1.5,0.5\n", "W|",
		  "CVE-2024-0727 left out: its day or its probability cannot be read\n", 1 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(table); i++)
		check(&table[i]);
}

/* Each reader is in the tables above, so that a new format is, too. */
static void no_reader_is_missing(void **state)
{
	static const char *const seen[] = { "native",      "oval",  "updateinfo",   "openssl-xml",
					    "csaf-vex",    "osv",   "openvex",      "errata",
					    "openssl-cve", "secdb", "arch-tracker", "debian-tracker",
					    "endoflife",   "tsv",   "kev",          "epss" };

	(void)state;
	for (size_t i = 0; sslinv_readers[i]->format; i++) {
		size_t j = 0;

		while (j < SSLINV_ARRAY_SIZE(seen) && strcmp(seen[j], sslinv_readers[i]->format) != 0)
			j++;
		if (j == SSLINV_ARRAY_SIZE(seen))
			fail_msg("no bad statement is tried in the format %s", sslinv_readers[i]->format);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(versions_that_are_none, clean),
		cmocka_unit_test_teardown(branches_that_were_never_shipped, clean),
		cmocka_unit_test_teardown(ranges_vulnerabilities_and_lives, clean),
		cmocka_unit_test_teardown(no_reader_is_missing, clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
