#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# From facts and guidance to a verdict: scan, check, explain, resolve, and what feeds of every format change in them.
# shellcheck disable=SC2317 # functions that `exits` calls
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

today=$(date -u +%Y-%m-%d)
lists=var/lib/apt/lists/updates.example.org_debian-security_dists_bookworm-security
host_db=$tmp/hosts.db
tab=$(printf '\t')

# ---- guidance of our own, so that no refresh of the bundled files changes a result -------------------------------------------
bundled=$SSLINV_DATA
mkdir "$tmp/data"
ln -s "$bundled/queries" "$tmp/data/queries"
# native FILE PUBLISHED: what OpenSSL and Debian say of one CVE, and how long they look after what they ship.
native() {
	cat >"$1" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<guidance xmlns="urn:sslinv:guidance:1">
	<feed name="test/openssl" vendor="OpenSSL" format="native" identity="test/openssl" published="$2">
		<life product="openssl" release="3.0" released="2021-09-07" end="2099-09-07"/>
		<life product="openssl" release="1.0.2" released="2015-01-22" end="2019-12-31"/>
		<vulnerability cve="CVE-2024-0727" severity="low" published="2024-01-25" title="A title">
			<range library="OpenSSL" from="1.0.2" until="1.0.2zj"/>
			<range library="OpenSSL" from="3.0.0" until="3.0.13"/>
		</vulnerability>
	</feed>
	<feed name="test/debian" vendor="Debian" format="native" identity="test/debian" published="$2">
		<life product="debian" release="12" released="2023-06-10" end="2099-06-10"/>
		<distribution id="debian">
			<release version="12">
				<package name="openssl" kind="source">
					<statement cve="CVE-2024-0727" status="fixed" fixed-version="3.0.13-1~deb12u1" advisory="DSA-9001-1" issued="2024-02-01"/>
				</package>
			</release>
		</distribution>
	</feed>
</guidance>
XML
}
native "$tmp/data/guidance.xml" "$today"
ln -s "$bundled/handbook.xml" "$bundled/origins.xml" "$tmp/data/"
SSLINV_DATA=$tmp/data

# ---- hosts ---------------------------------------------------------------------------------------------------------------------
compiler=${CC:-cc}
# shellcheck disable=SC2086 # a compiler with its options
can_compile() { [ -e "$SSLINV_BACKENDS/apt.so" ] && $compiler --version >/dev/null 2>&1; }

# library FILE SONAME VERSION: a libcrypto that states its version
library() {
	mkdir -p "$(dirname "$1")"
	printf 'const char text[] = "OpenSSL %s 1 Jan 2026"; const char *version(void) { return text; }\n' "$3" >"$tmp/library.c"
	# shellcheck disable=SC2086
	$compiler -shared -fPIC -Wl,-soname,"$2" -o "$1" "$tmp/library.c"
}

# host NAME ID RELEASE VERSION [CANDIDATE]: a root with libssl3 in that version, whose repositories offer the candidate
host() {
	root=$tmp/roots/$1
	mkdir -p "$root/etc/apt" "$root/var/lib/dpkg/info" "$root/var/lib/apt/lists"
	printf 'ID=%s\nVERSION_ID="%s"\n' "$2" "$3" >"$root/etc/os-release"
	printf '%s\n' 'Package: libssl3' 'Status: install ok installed' 'Architecture: amd64' 'Multi-Arch: same' 'Source: openssl' \
		"Version: $4" 'Maintainer: x <x@example.org>' 'Description: x' '' >"$root/var/lib/dpkg/status"
	printf '/.\n/usr/lib/libcrypto.so.3\n' >"$root/var/lib/dpkg/info/libssl3:amd64.list"
	library "$root/usr/lib/libcrypto.so.3" libcrypto.so.3 "${4%%-*}"
	[ $# -eq 5 ] || return 0
	printf 'deb http://updates.example.org/debian-security bookworm-security main\n' >"$root/etc/apt/sources.list"
	printf '%s\n' 'Origin: Debian' 'Label: Debian-Security' 'Suite: stable-security' 'Codename: bookworm-security' \
		'Architectures: amd64' 'Components: main' >"$root/${lists}_InRelease"
	printf '%s\n' 'Package: libssl3' 'Source: openssl' "Version: $5" 'Architecture: amd64' 'Multi-Arch: same' 'Filename: x.deb' \
		'Size: 1' 'Maintainer: x <x@example.org>' 'Description: x' \
		'SHA256: 0000000000000000000000000000000000000000000000000000000000000000' '' \
		>"$root/${lists}_main_binary-amd64_Packages"
}

# The roots are gone before anything is judged again: no host is touched.
has_hosts=
if can_compile; then
	has_hosts=yes
	host old debian 12 3.0.11-1~deb12u2 3.0.13-1~deb12u1
	host new debian 12 3.0.13-1~deb12u1
	host silent debian 11 3.0.11-1
	host jammy ubuntu 22.04 3.0.2-0ubuntu1.12
	host bundle debian 12 3.0.13-1~deb12u1
	library "$tmp/roots/bundle/opt/app/libcrypto.so.1.0.0" libcrypto.so.1.0.0 1.0.2k

	scan() { "$sslinv" scan --root "$tmp/roots/$1" --db "$host_db" --host "$@"; }
	exits 'a host below the fix has findings' 1 scan old
	like 'the verdict is an upgrade' "$(cat "$tmp/out")" '*): UPGRADE - *Do now:  apt-get install *'
	like 'by the very command, with the version that its repositories offer' "$(cat "$tmp/out")" \
		'*apt-get install --only-upgrade libssl3=3.0.13-1~deb12u1*'
	like "with the vendor's page" "$(cat "$tmp/out")" '*https://security-tracker.debian.org/tracker/CVE-2024-0727*'
	exits 'a host at the fix is clean' 0 scan new
	like 'its verdict is ok' "$(cat "$tmp/out")" '*): OK - *'
	like 'and the date of the guidance is told' "$(cat "$tmp/out")" "*$today*"
	exits 'a host that no guidance covers is unknown' 4 scan silent
	like 'and says so' "$(cat "$tmp/out")" '*): UNKNOWN - *'
	exits 'so is one of another distribution' 4 scan jammy
	exits 'a copy that no package manager updates' 1 scan bundle
	like 'is to be replaced' "$(cat "$tmp/out")" '*): REPLACE - *Do now:  /opt/app/libcrypto.so.1.0.0: ask its supplier*'
	exits 'JSON has the findings, levels and the verdict' 1 scan old --format json
	like 'a finding with its evidence' "$(cat "$tmp/out")" '*"findings": \[*"cve": "CVE-2024-0727"*"status": "affected"*"fixed_version": "3.0.13-1~deb12u1"*'
	like 'by rule, advisory and feed' "$(cat "$tmp/out")" '*"advisory": "DSA-9001-1"*"feed": "test/debian"*"rule": "vendor-fix"*'
	like 'the level and the verdict' "$(cat "$tmp/out")" '*"levels": \[*"upstream_version": "3.0.11"*"blocking_cve": *"blocking_status": *"verdict": {*"verdict": "upgrade"*'
	is 'the level of a patched package' \
		"$(ask "$host_db" "SELECT host || ' ' || upstream_version || ' ' || branch || ' ' || branch_eol || ' ' || tls12 || tls13 AS level
			FROM levels WHERE package IS NOT NULL AND host = 'new'")" 'new 3.0.13 3.0 2099-09-07 11'
	is 'an action has its lines' "$(ask "$host_db" "SELECT instr(action, char(10)) > 0 AS x FROM verdicts WHERE host = 'old'")" 1
	mv "$tmp/roots" "$tmp/gone"

	# shellcheck disable=SC2016 # for the inner shell
	exits 'an incomplete scan counts for more than its findings' 4 sh -c 'mkdir -p "$1/var/lib/dpkg" && cp -a "$1"/. "$2" &&
		printf "Package: x\nStatus" >>"$2/var/lib/dpkg/status" && mkdir -p "$2/var/lib/rpm" && : >"$2/var/lib/rpm/rpmdb.sqlite" &&
		exec "$3" scan --root "$2" --db "$2.db" --host old' - "$tmp/gone/old" "$tmp/damaged" "$sslinv"
	like 'and is named' "$(cat "$tmp/out")" '*INCOMPLETE*'
	rm -rf "$tmp/damaged"

	# ---- check -----------------------------------------------------------------------------------------------------------------
	# shellcheck disable=SC2120
	check() { "$sslinv" check --db "$host_db" "$@"; }
	exits 'check: unknown comes before findings' 4 check
	exits 'check of the host that has findings' 1 check --host old
	exits 'check of the host that is clean' 0 check --host 'ne?'
	like 'prints its verdict and the date of the guidance' "$(cat "$tmp/out")" "new (debian 12): OK - *$today*"
	exits 'check of no host' 2 check --host nobody
	exits 'check without an inventory' 3 "$sslinv" check --db "$tmp/none.db"
	ok 'which makes none' [ ! -e "$tmp/none.db" ]
	exits 'check with a limit that is no number' 2 check --max-age soon
	rows() { ask "$host_db" 'SELECT (SELECT count(*) FROM findings_history) || (SELECT count(*) FROM verdicts_history) AS rows'; }
	before=$(rows)
	# shellcheck disable=SC2119
	check >/dev/null
	is 'what is judged as before leaves no trace' "$(rows)" "$before"

	# ---- explain -----------------------------------------------------------------------------------------------------------------
	exits 'explain a package' 0 "$sslinv" explain --db "$host_db" --host old libssl3
	like 'shows the facts, the rule, the advisory, the feed and its date' "$(cat "$tmp/out")" \
		"*libssl3 3.0.11-1~deb12u2*/usr/lib/libcrypto.so.3*CVE-2024-0727*affected*vendor-fix*DSA-9001-1*test/debian*$today*"
	like 'and answers in its first line' "$(head -n 1 "$tmp/out")" 'package libssl3 3.0.11-1~deb12u2: upgrade, * affected (*): *libssl3*'
	exits 'explain as JSON what is not all known' 4 "$sslinv" explain --db "$host_db" --host old --format json libssl3 nosuch "$(printf 'a\033/\377')"
	is 'which has the answer, the verdict and the findings with their reasons' "$(sqlite3 :memory: "
		SELECT json_extract(value, '\$.word'), json_array_length(value, '\$.matches'), json_extract(value, '\$.matches[0].kind'),
			json_extract(value, '\$.matches[0].verdict.verdict'),
			(SELECT group_concat(json_extract(finding.value, '\$.status') || ':' || (json_extract(finding.value, '\$.reason') > ''))
				FROM json_each(explained.value, '\$.matches[0].findings') AS finding
				WHERE json_extract(finding.value, '\$.cve') = 'CVE-2024-0727')
		FROM json_each(CAST(readfile('$tmp/out') AS TEXT), '\$.explained') AS explained")" \
		"libssl3|1|package|upgrade|affected:1
nosuch|0|||
\$'a\\x1b/\\xff'|0|||"
	exits 'explain in a format that is not there' 2 "$sslinv" explain --db "$host_db" --host old --format xml libssl3
	exits 'explain a CVE' 0 "$sslinv" explain --db "$host_db" --host new cve-2024-0727
	like 'shows what OpenSSL says and what became of it' "$(cat "$tmp/out")" '*A title*3.0.13*libssl3*fixed*vendor-fix*3.0.13-1~deb12u1*'
	exits 'explain a path' 0 "$sslinv" explain --db "$host_db" --host bundle /opt/app/libcrypto.so.1.0.0
	like 'shows the rule of copies' "$(cat "$tmp/out")" '*/opt/app/libcrypto.so.1.0.0*1.0.2k*CVE-2024-0727*upstream-affected*'
	exits 'explain what nobody knows' 4 "$sslinv" explain --db "$host_db" --host old nosuch
	exits 'explain without saying which host' 2 "$sslinv" explain --db "$host_db" libssl3

	# ---- the named queries -------------------------------------------------------------------------------------------------------
	named() { "$sslinv" query --db "$host_db" --format csv --named "$@" | tr -d '\r' | tail -n +2; }
	is 'needs-upgrade has the command' "$(named needs-upgrade | cut -d, -f1,3,4)" 'old,1,apt-get install --only-upgrade libssl3=3.0.13-1~deb12u1'
	is 'exposure has every host, and never clean where nothing is known' "$(named exposure cve=cve-2024-0727 | cut -d, -f1,2,4,5,6)" \
		'bundle,,1.0.2k,affected,1.0.2zj
old,libssl3,3.0.11-1~deb12u2,affected,3.0.13-1~deb12u1
jammy,libssl3,3.0.2-0ubuntu1.12,unknown,
silent,libssl3,3.0.11-1,unknown,
bundle,libssl3,3.0.13-1~deb12u1,fixed,3.0.13-1~deb12u1
new,libssl3,3.0.13-1~deb12u1,fixed,3.0.13-1~deb12u1'
	is 'exposure to a CVE that no guidance has' "$(named exposure cve=CVE-2026-99999 | cut -d, -f1,5 | sort -u)" 'bundle,unknown
jammy,unknown
new,unknown
old,unknown
silent,unknown'
	is 'levels has the copies, too' "$(named levels host=bundle | cut -d, -f2-5)" 'libssl3,,3.0.13-1~deb12u1,3.0.13
,/opt/app/libcrypto.so.1.0.0,1.0.2k,1.0.2k'
	is 'past-life, today' "$(named past-life | cut -d, -f1,4-7)" 'bundle,/opt/app/libcrypto.so.1.0.0,1.0.2k,1.0.2,2019-12-31'
	is 'past-life, on another day' "$(named past-life date=2100-01-01 | wc -l | tr -d ' ')" 6
	is 'past-life, on an earlier one' "$(named past-life date=2019-12-31)" ''
	is 'without-tls13: a copy of one program does not count for the others, nor against them' "$(named without-tls13)" ''
	mkdir -p "$tmp/laggard/opt"
	library "$tmp/laggard/opt/libcrypto.so.1.0.0" libcrypto.so.1.0.0 1.0.1u
	"$sslinv" scan --root "$tmp/laggard" --db "$tmp/laggard.db" --host laggard >/dev/null 2>&1
	"$sslinv" merge --db "$tmp/laggard.db" "$host_db" >/dev/null 2>&1
	is 'but where there is nothing else' "$("$sslinv" query --db "$tmp/laggard.db" --format csv --named without-tls13 | tail -n +2 | tr -d '\r')" \
		'laggard,,1,/opt/libcrypto.so.1.0.0 1.0.1u,'
	is 'unknowns names each host, and why' "$(named unknowns | cut -d, -f1-5 | grep -v ',host,')" 'jammy,package,libssl3,3.0.2-0ubuntu1.12,1
silent,package,libssl3,3.0.11-1,1'
	is 'copies, with what is open in them' "$(named copies | cut -d, -f1-8)" 'bundle,/opt/app/libcrypto.so.1.0.0,,,OpenSSL,1.0.2k,1,0'
	is 'verdicts-as-of today' "$(named verdicts-as-of date="$today" | cut -d, -f1,2)" 'bundle,replace
jammy,unknown
new,ok
old,upgrade
silent,unknown'
	is 'verdicts-as-of a day before it was known' "$(named verdicts-as-of date=2020-01-01)" ''
	is 'findings-since today' "$(named findings-since date="$today" | cut -d, -f2,3,6,7 | sort)" 'bundle,finding,affected,CVE-2024-0727
bundle,verdict,replace,
jammy,finding,unknown,CVE-2024-0727
jammy,verdict,unknown,
new,verdict,ok,
old,finding,affected,CVE-2024-0727
old,verdict,upgrade,
silent,finding,unknown,CVE-2024-0727
silent,verdict,unknown,'
	is 'findings-since the end of time' "$(named findings-since date=2999-01-01)" ''
else
	skip 'hosts and their verdicts' 'a C compiler and the apt backend are needed to make them'
fi

# ---- the views of the guidance file --------------------------------------------------------------------------------------------
"$sslinv" scan --root "$tmp/data" --db "$tmp/empty.db" --host empty >"$tmp/out" 2>&1
is 'a query sees what vendors say' \
	"$(ask "$tmp/empty.db" "SELECT advisory || ' ' || cve || ' ' || fixed_version || ' ' || feed AS x FROM advisories")" \
	'DSA-9001-1 CVE-2024-0727 3.0.13-1~deb12u1 test/debian'
is 'and the feeds' "$(ask "$tmp/empty.db" 'SELECT feed FROM feeds ORDER BY feed')" 'sslinv/handbook
test/debian
test/openssl'
exits 'but cannot change them' 2 "$sslinv" query --db "$tmp/empty.db" 'DELETE FROM guidance.feed -- feeds'
exits 'nor attach anything itself' 2 "$sslinv" query --db "$tmp/empty.db" "ATTACH '$tmp/x.db' AS feeds"
ok 'so that nothing was made' [ ! -e "$tmp/x.db" ]
printf 'not a database' >"$tmp/foreign.db"
exits 'a guidance file that is none' 2 env SSLINV_GUIDANCE="$tmp/foreign.db" "$sslinv" query --db "$tmp/empty.db" 'SELECT * FROM feeds'
like 'is named' "$(cat "$tmp/err")" "*$tmp/foreign.db*"
exits 'and does not matter to other queries' 0 env SSLINV_GUIDANCE="$tmp/foreign.db" "$sslinv" query --db "$tmp/empty.db" 'SELECT * FROM hosts'
is 'without a word' "$(cat "$tmp/err")" ''

# ---- feeds of every format -------------------------------------------------------------------------------------------------------
# Each is one file for one host, with a CVE that nothing else speaks of.
mkdir "$tmp/feeds"
cat >"$tmp/feeds/debian-tracker" <<'END'
{"openssl": {"CVE-2026-90001": {"description": "x", "scope": "remote", "releases": {
"bookworm": {"status": "resolved", "repositories": {"bookworm": "3.0.13-1~deb12u1"}, "fixed_version": "3.0.13-1~deb12u9", "urgency": "high"}}}},
"curl": {"CVE-2026-90000": {"releases": {"bookworm": {"status": "open", "urgency": "high"}}}}}
END
# $1: the version with the fix
oval() {
	cat <<END
<?xml version="1.0"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5">
<generator><product_name>Debian</product_name><timestamp>$2T00:00:00</timestamp></generator>
<definitions><definition class="vulnerability" id="oval:org.debian:def:1"><metadata><title>CVE-2026-90002 openssl</title>
<affected family="unix"><platform>Debian GNU/Linux 12</platform><product>openssl</product></affected>
<reference ref_id="CVE-2026-90002" ref_url="https://example.org/" source="CVE"/></metadata>
<criteria operator="AND"><criterion comment="Debian 12 is installed" test_ref="t:1"/>
<criterion comment="openssl DPKG is earlier than $1" test_ref="t:2"/></criteria></definition></definitions>
<tests><textfilecontent54_test id="t:1"><object object_ref="o:1"/><state state_ref="s:1"/></textfilecontent54_test>
<dpkginfo_test check="all" check_existence="at_least_one_exists" id="t:2"><object object_ref="o:2"/><state state_ref="s:2"/></dpkginfo_test></tests>
<objects><textfilecontent54_object id="o:1"><path>/etc</path><filename>debian_version</filename>
<pattern operation="pattern match">(\\d+)</pattern></textfilecontent54_object>
<dpkginfo_object id="o:2"><name>openssl</name></dpkginfo_object></objects>
<states><textfilecontent54_state id="s:1"><subexpression operation="equals">12</subexpression></textfilecontent54_state>
<dpkginfo_state id="s:2"><evr datatype="debian_evr_string" operation="less than">0:$1</evr></dpkginfo_state></states>
</oval_definitions>
END
}
oval 3.0.13-1~deb12u9 2026-01-01 >"$tmp/feeds/oval"
cat >"$tmp/feeds/osv" <<'END'
{"schema_version": "1.6.0", "id": "DSA-9003-1", "published": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z",
"upstream": ["CVE-2026-90003"], "summary": "openssl - security update",
"affected": [{"package": {"ecosystem": "Debian:12", "name": "openssl"},
"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.0.13-1~deb12u9"}]}]}]}
END
cat >"$tmp/feeds/openssl-cve" <<'END'
{"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": {"cveId": "CVE-2026-90004", "state": "PUBLISHED"},
"containers": {"cna": {"affected": [{"product": "OpenSSL", "vendor": "OpenSSL", "versions": [
{"version": "3.0.0", "lessThan": "3.0.99", "versionType": "semver", "status": "affected"}]}],
"datePublic": "2026-01-01T00:00:00.000Z", "title": "A title", "metrics": [{"other": {"content": {"text": "High"}}}]}}}
END
cat >"$tmp/feeds/openvex" <<'END'
{"metadata": {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/CVE-2026-90005", "author": "Canonical Ltd.",
"timestamp": "2026-01-01T00:00:00Z", "version": 1}, "statements": [{"vulnerability": {"@id": "https://ubuntu.com/security/CVE-2026-90005",
"name": "CVE-2026-90005"}, "timestamp": "2026-01-01T00:00:00Z",
"products": [{"@id": "pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.99?arch=source&distro=jammy"}], "status": "fixed"}]}
END
cat >"$tmp/feeds/updateinfo" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<updates><update from="x" status="final" type="security" version="1"><id>ALSA-2026:9006</id><title>openssl security update</title>
<issued date="2026-01-01 00:00:00"/><severity>Important</severity><release>0</release>
<references><reference href="https://example.org/" id="CVE-2026-90006" type="cve" title="CVE-2026-90006"/></references>
<pkglist><collection short="almalinux-9-for-x86_64-baseos-rpms__9_4_default"><name>almalinux-9-for-x86_64-baseos-rpms__9_4_default</name>
<package name="openssl-libs" epoch="1" version="3.0.7" release="99.el9_4" arch="x86_64" src="openssl-3.0.7-99.el9_4.src.rpm">
<filename>openssl-libs-3.0.7-99.el9_4.x86_64.rpm</filename></package></collection></pkglist></update></updates>
END
cat >"$tmp/feeds/errata" <<'END'
{"schema_version": "1.0", "data": [{"id": "ALSA-2026:9008", "issued_date": 1767225600, "updated_date": 1767225600,
"severity": "Important", "title": "2026-01-01", "type": "security", "packages": [{"name": "openssl-libs", "epoch": "1",
"version": "3.0.7", "release": "99.el9_4", "arch": "x86_64", "src": "openssl-3.0.7-99.el9_4.src.rpm"}], "modules": [],
"references": [{"id": "CVE-2026-90008", "type": "cve", "href": "https://example.org/"}]}]}
END
cat >"$tmp/feeds/secdb" <<'END'
{"apkurl": "{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk", "archs": ["x86_64"],
"reponame": "main", "urlprefix": "https://dl-cdn.alpinelinux.org/alpine", "distroversion": "v3.19", "packages": [
{"pkg": {"name": "curl", "secfixes": {"8.5.0-r0": ["CVE-2023-46218"]}}},
{"pkg": {"name": "openssl", "secfixes": {"3.1.9-r9": ["CVE-2026-90009"]}}}]}
END
cat >"$tmp/feeds/arch-tracker" <<'END'
[{"name": "AVG-9010", "packages": ["openssl", "lib32-openssl"], "status": "Fixed", "severity": "High", "type": "denial of service",
"affected": "3.6.0-1", "fixed": "3.6.0-2", "ticket": null, "issues": ["CVE-2026-90010"], "advisories": []}]
END
cat >"$tmp/feeds/csaf-vex" <<'END'
{"document": {"category": "csaf_vex", "csaf_version": "2.0", "publisher": {"category": "vendor", "name": "Red Hat Product Security",
"namespace": "https://www.redhat.com"}, "title": "x", "tracking": {"id": "CVE-2026-90007", "status": "final", "version": "1",
"current_release_date": "2026-01-01T00:00:00Z", "initial_release_date": "2026-01-01T00:00:00Z"}},
"product_tree": {"branches": [{"category": "vendor", "name": "Red Hat", "branches": [
{"category": "product_name", "name": "RHEL 9", "product": {"name": "RHEL 9", "product_id": "BaseOS-9.4.0.Z.MAIN",
"product_identification_helper": {"cpe": "cpe:/o:redhat:enterprise_linux:9::baseos"}}},
{"category": "product_version", "name": "openssl-libs", "product": {"name": "openssl-libs", "product_id": "openssl-libs-1:3.0.7-99.el9_4.x86_64",
"product_identification_helper": {"purl": "pkg:rpm/redhat/openssl-libs@3.0.7-99.el9_4?arch=x86_64&epoch=1"}}}]}],
"relationships": [{"category": "default_component_of", "full_product_name": {"name": "x",
"product_id": "BaseOS-9.4.0.Z.MAIN:openssl-libs-1:3.0.7-99.el9_4.x86_64"},
"product_reference": "openssl-libs-1:3.0.7-99.el9_4.x86_64", "relates_to_product_reference": "BaseOS-9.4.0.Z.MAIN"}]},
"vulnerabilities": [{"cve": "CVE-2026-90007", "product_status": {"fixed": ["BaseOS-9.4.0.Z.MAIN:openssl-libs-1:3.0.7-99.el9_4.x86_64"]},
"remediations": [{"category": "vendor_fix", "details": "x", "product_ids": ["BaseOS-9.4.0.Z.MAIN:openssl-libs-1:3.0.7-99.el9_4.x86_64"],
"url": "https://access.redhat.com/errata/RHSA-2026:9007"}]}]}
END

# What an import changes in the answer about one package: changes FORMAT OS PACKAGE=VERSION CVE WANT
changes() {
	SSLINV_GUIDANCE=$tmp/$1.guidance
	export SSLINV_GUIDANCE
	line=$(printf '%s\t%s\t%s\t%s' "$2" "${3%=*}" "${3#*=}" "$4")
	before=$(printf '%s\n' "$line" | "$sslinv" resolve --batch - | tail -n 1 | tr -d '\r' | cut -d, -f5)
	is "$1: before it is imported nothing is known" "$before" unknown
	exits "$1: is imported" 0 "$sslinv" feed import "$tmp/feeds/$1"
	is "$1: by the name of its format" "$("$sslinv" feed list --format csv | tr -d '\r' | cut -d, -f3 | grep -cx "$1")" 1
	is "$1: after that it is judged" "$(printf '%s\n' "$line" | "$sslinv" resolve --batch - | tail -n 1 | tr -d '\r' | cut -d, -f5,6,7,8)" "$5"
	"$sslinv" feed export "$tmp/once.xml"
	exits "$1: the same file again" 0 "$sslinv" feed import "$tmp/feeds/$1"
	like "$1: changes nothing" "$(cat "$tmp/out")" '*0 feeds new, 0 replaced, 1 unchanged*'
	head -c $(($(wc -c <"$tmp/feeds/$1") * 3 / 4)) "$tmp/feeds/$1" | sed 's/2026-01-01/2026-02-02/g' >"$tmp/cut"
	exits "$1: cut off it is refused" 3 "$sslinv" feed import "$tmp/cut"
	like "$1: with file and line" "$(cat "$tmp/err")" "*$tmp/cut:[0-9]*"
	"$sslinv" feed export "$tmp/twice.xml"
	ok "$1: and the guidance is as it was" cmp "$tmp/once.xml" "$tmp/twice.xml"
	unset SSLINV_GUIDANCE
}
changes debian-tracker debian:12 libssl3=3.0.13-1~deb12u1 CVE-2026-90001 affected,3.0.13-1~deb12u9,,vendor-fix
changes oval debian:12 libssl3=3.0.13-1~deb12u1 CVE-2026-90002 affected,3.0.13-1~deb12u9,oval:org.debian:def:1,vendor-fix
changes osv debian:12 libssl3=3.0.13-1~deb12u1 CVE-2026-90003 affected,3.0.13-1~deb12u9,DSA-9003-1,vendor-fix
changes openvex ubuntu:22.04 libssl3=3.0.2-0ubuntu1.12 CVE-2026-90005 affected,3.0.2-0ubuntu1.99,,vendor-fix
changes updateinfo almalinux:9 openssl-libs=1:3.0.7-27.el9_4 CVE-2026-90006 affected,1:3.0.7-99.el9_4,ALSA-2026:9006,vendor-fix
changes errata almalinux:9 openssl-libs=1:3.0.7-27.el9_4 CVE-2026-90008 affected,1:3.0.7-99.el9_4,ALSA-2026:9008,vendor-fix
changes secdb alpine:3.19.1 libcrypto3=3.1.9-r8 CVE-2026-90009 affected,3.1.9-r9,,vendor-fix
changes arch-tracker arch:rolling openssl=3.6.0-1 CVE-2026-90010 affected,3.6.0-2,AVG-9010,vendor-fix
changes csaf-vex rhel:9 openssl-libs=1:3.0.7-27.el9_4 CVE-2026-90007 affected,1:3.0.7-99.el9_4,RHSA-2026:9007,vendor-fix
changes openssl-cve debian:12 libssl3=3.0.99-1 CVE-2026-90004 not_affected,,,upstream-range

# Addresses are data: Arch's tracker names none.
SSLINV_GUIDANCE=$tmp/pages.guidance
export SSLINV_GUIDANCE
exits 'guidance without an address' 0 "$sslinv" feed import "$tmp/feeds/arch-tracker"
exits 'is judged' 1 "$sslinv" resolve --os arch openssl=3.6.0-1 CVE-2026-90010
like 'and explained with the page of its vendor' "$(cat "$tmp/out")" '*see AVG-9010, https://security.archlinux.org/AVG-9010*'
unset SSLINV_GUIDANCE

# ---- and what that makes of hosts ----------------------------------------------------------------------------------------------
# judged DESCRIPTION FILE HOST WANT: the verdict of a stored host once FILE is imported; the guidance is back after that
judged() {
	cp "$host_db" "$tmp/judged.db"
	SSLINV_GUIDANCE=$tmp/judged.guidance
	export SSLINV_GUIDANCE
	rm -f "$SSLINV_GUIDANCE"
	exits "$1: is imported" 0 "$sslinv" feed import "$2"
	# Old as these feeds are: that is asked for elsewhere.
	"$sslinv" check --all --db "$tmp/judged.db" --host "$3" --max-age 0 >"$tmp/out" 2>"$tmp/err"
	is "$1: the verdict of $3" "$(ask "$tmp/judged.db" "SELECT verdict AS v FROM verdicts WHERE host = '$3'")" "$4"
	unset SSLINV_GUIDANCE
}
if [ "$has_hosts" ]; then
	judged debian-tracker "$tmp/feeds/debian-tracker" new upgrade
	like 'debian-tracker: to the version that it names' "$(cat "$tmp/out")" '*apt-get install --only-upgrade libssl3*3.0.13-1~deb12u9*'
	is 'debian-tracker: what was there before is history' "$(ask "$tmp/judged.db" "SELECT verdict AS v FROM verdicts_history
		WHERE host = 'new' AND gone_at IS NOT NULL")" ok
	is 'debian-tracker: findings-since names it' "$("$sslinv" query --db "$tmp/judged.db" --format csv --named findings-since \
		date="$today" host=new | tr -d '\r' | tail -n +2 | cut -d, -f3,6,7)" 'verdict,upgrade,
finding,affected,CVE-2026-90001'
	judged oval "$tmp/feeds/oval" new upgrade
	judged osv "$tmp/feeds/osv" new upgrade
	judged openvex "$tmp/feeds/openvex" jammy upgrade
	# OpenSSL is affected and the vendor is silent: that is no silence to trust.
	judged openssl-cve "$tmp/feeds/openssl-cve" new unknown
	for tool in gzip bzip2 xz zstd; do
		if command -v "$tool" >/dev/null 2>&1; then
			"$tool" -c <"$tmp/feeds/debian-tracker" >"$tmp/packed"
			judged "debian-tracker, packed by $tool" "$tmp/packed" new upgrade
		else
			skip "debian-tracker, packed by $tool" "$tool is not installed"
		fi
	done
	(cd "$tmp/feeds" && tar -cf "$tmp/feeds.tar" debian-tracker openvex openssl-cve && gzip -c "$tmp/feeds.tar" >"$tmp/feeds.tar.gz")
	judged 'a tar of several' "$tmp/feeds.tar" jammy upgrade
	judged 'a tar of several, packed' "$tmp/feeds.tar.gz" new upgrade
	if command -v zip >/dev/null 2>&1; then
		(cd "$tmp/feeds" && zip -q "$tmp/feeds.zip" debian-tracker openvex)
		judged 'a zip of several' "$tmp/feeds.zip" new upgrade
	else
		skip 'a zip of several' 'zip is not installed'
	fi

	# ---- editions --------------------------------------------------------------------------------------------------------------
	SSLINV_GUIDANCE=$tmp/editions.guidance
	export SSLINV_GUIDANCE
	cp "$host_db" "$tmp/editions.db"
	state() {
		"$sslinv" check --db "$tmp/editions.db" --host new --max-age 0 >"$tmp/out" 2>"$tmp/err"
		ask "$tmp/editions.db" "SELECT verdict AS v FROM verdicts WHERE host = 'new'"
	}
	"$sslinv" feed import "$tmp/feeds/oval" >/dev/null
	is 'by the first edition the host needs an upgrade' "$(state)" upgrade
	oval 3.0.13-1~deb12u1 2026-02-01 >"$tmp/second"
	exits 'a newer edition' 0 "$sslinv" feed import "$tmp/second"
	like 'takes the place of the older one' "$(cat "$tmp/out")" '*0 feeds new, 1 replaced, 0 unchanged*'
	is 'by which it needs none' "$(state)" ok
	exits 'the older edition again' 0 "$sslinv" feed import "$tmp/feeds/oval"
	is 'changes nothing' "$(state)" ok
	exits 'good and bad files together' 4 "$sslinv" feed import "$tmp/feeds/debian-tracker" "$tmp/cut" "$tmp/none"
	like 'name the bad ones' "$(cat "$tmp/err")" "*$tmp/cut:[0-9]*$tmp/none*"
	is 'the good one counts' "$(state)" upgrade
	exits 'explain names the feed' 0 "$sslinv" explain --db "$tmp/editions.db" --host new CVE-2026-90001
	like 'and what it says' "$(cat "$tmp/out")" '*CVE-2026-90001*affected*vendor-fix*3.0.13-1~deb12u9*feed*'
	unset SSLINV_GUIDANCE

	# ---- how old it is -----------------------------------------------------------------------------------------------------------
	mkdir "$tmp/stale"
	ln -s "$bundled/origins.xml" "$tmp/stale/origins.xml"
	native "$tmp/stale/guidance.xml" 2024-01-01
	stale() {
		SSLINV_GUIDANCE=$tmp/stale.guidance SSLINV_DATA=$tmp/stale "$sslinv" check --db "$tmp/editions.db" --host new "$@"
	}
	exits 'guidance older than the limit' 4 stale
	like 'makes it unknown' "$(cat "$tmp/out")" 'new (debian 12): * -> UNKNOWN - no fresh guidance of debian*'
	like 'by its date, with what to do' "$(cat "$tmp/out")" '*2024-01-01*sslinv feed import*'
	exits 'without a limit' 0 stale --max-age 0
	like 'its date is told all the same' "$(cat "$tmp/out")" 'new (debian 12): UNKNOWN -> OK - *2024-01-01*'
	exits 'a limit of a day' 4 stale --max-age 1
	exits 'a limit of a day does not matter to what is of today' 0 "$sslinv" check --db "$host_db" --host new --max-age 1
	not_ok 'which has nothing to say of its age' grep -q 'feed import' "$tmp/out"
else
	skip 'what feeds make of hosts' 'a C compiler and the apt backend are needed to make them'
fi

# ---- resolve, with the bundled guidance ----------------------------------------------------------------------------------------
SSLINV_DATA=$bundled
SSLINV_GUIDANCE=$tmp/bundled.guidance
export SSLINV_GUIDANCE
resolve() { "$sslinv" resolve --os "$@"; }
exits 'resolve lists each CVE of a version' 1 resolve rhel:7 openssl-libs=1:1.0.2k-26.el7_9
like 'with its status and rule' "$(cat "$tmp/out")" '*CVE-2023-0286*fixed*vendor-fix*RHSA-2023:1335*'
like 'and the effective level' "$(cat "$tmp/out")" '*1.0.2k*effective upstream 1.0.2[l-z]*'
like 'and what holds it back, with the status of that' "$(cat "$tmp/out")" '*held back by CVE-2019-1547 (will_not_fix), which OpenSSL fixed in 1.0.2t*'
like 'and says how the stream was decided' "$(cat "$tmp/out")" '*.el7_9*'
exits 'resolve of one CVE that is fixed' 0 resolve rhel:7 openssl-libs=1:1.0.2k-26.el7_9 CVE-2023-0286
like 'by the advisory that says so' "$(cat "$tmp/out")" '*CVE-2023-0286*fixed*1:1.0.2k-26.el7_9*RHSA-2023:1335*Red Hat*'
exits 'resolve in a stream by name' 0 resolve rhel:9/9.4-eus openssl-libs=1:3.0.7-28.el9_4 CVE-2024-0727
like 'says that it was named' "$(cat "$tmp/out")" '*9.4-eus*named*'
exits 'resolve of a distribution without releases' 1 resolve wolfi libssl3=3.6.3-r3 CVE-2026-54876
like 'is judged by its statements' "$(cat "$tmp/out")" '*libssl3 3.6.3-r3 on wolfi*affected*3.6.3-r4*'
exits 'resolve of one that has releases, without any' 2 resolve debian libssl3=3.0.22-1~deb12u1
exits 'resolve of a distribution that nobody knows' 2 resolve plan9:4 openssl=1.0-1 CVE-2024-0727
exits 'by a slip of the finger' 2 resolve debain:12 libssl3=3.0.22-1~deb12u1
like 'and the one that was meant' "$(cat "$tmp/err")" "*'debain'*did you mean 'debian'?*"
exits 'resolve of a release that nobody knows' 2 resolve ubuntu:22.40 libssl3=3.0.2-0ubuntu1.1
like 'and the one that was meant' "$(cat "$tmp/err")" "*'22.40' of ubuntu; did you mean '22.04'?*"
exits 'resolve of a distribution of which nothing is said' 4 resolve openEuler:22.03 openssl=1.1.1wa-6.oe2203 CVE-2024-0727
exits 'resolve of a version that OpenSSL never had' 4 resolve debian:12 openssl=9.9.9 CVE-2024-0727
like 'says so' "$(cat "$tmp/out")" '*OpenSSL never had a version 9.9.9*CVE-2024-0727: unknown*'
exits 'resolve of a version that the guidance does not know yet' 0 resolve debian:12 openssl=3.0.99-1~deb12u1 CVE-2024-0727
like 'says so' "$(cat "$tmp/out")" '*the newest OpenSSL of this branch that the guidance knows is 3.0.*'
exits 'resolve without --os' 2 "$sslinv" resolve openssl=1
exits 'resolve without a version' 2 resolve rhel:9 openssl
exits 'resolve of a distribution without a release' 2 resolve rhel openssl=1

batch() { printf '%s\n' "$@" | "$sslinv" resolve --batch - | tr -d '\r'; }
# row OS PACKAGE VERSION CVE: status, fixed version, advisory, rule
row() { batch "$1$tab$2$tab$3$tab$4" | tail -n 1 | cut -d, -f5-; }
is 'a batch has its columns, and a line for each line' \
	"$(batch "rhel:7${tab}openssl-libs${tab}1:1.0.2k-26.el7_9${tab}CVE-2023-0286" "debian:11${tab}libssl1.1${tab}1.1.1v-0~deb11u1${tab}CVE-2023-5678" \
		"plan9:4${tab}openssl${tab}1.0-1${tab}CVE-2023-5678" | cut -d, -f1-6)" \
	'os,package,version,cve,status,fixed_version
rhel:7,openssl-libs,1:1.0.2k-26.el7_9,CVE-2023-0286,fixed,1:1.0.2k-26.el7_9
debian:11,libssl1.1,1.1.1v-0~deb11u1,CVE-2023-5678,affected,1.1.1w-0+deb11u2
plan9:4,openssl,1.0-1,CVE-2023-5678,unknown,'
batch "plan9:4${tab}openssl${tab}1.0-1${tab}CVE-2023-5678" >/dev/null 2>"$tmp/err"
like 'a distribution that nobody knows is named with its line' "$(cat "$tmp/err")" "*-:1: unknown distribution 'plan9'*"
printf 'plan9:4\topenssl\t1.0-1\tCVE-2023-5678\n' >"$tmp/batch"
exits 'and makes the batch incomplete' 4 "$sslinv" resolve --batch "$tmp/batch"
is 'with all eight names' "$(batch | head -n 1)" 'os,package,version,cve,status,fixed_version,advisory,rule'
printf 'rhel:7\topenssl-libs\n' >"$tmp/batch"
exits 'a line that is none' 4 "$sslinv" resolve --batch "$tmp/batch"
like 'is named with its number' "$(cat "$tmp/err")" "*$tmp/batch:1:*"
printf 'rhel:7\topenssl-libs\t1:1.0.2k-26.el7_9\n%0100000d' 0 >"$tmp/batch"
exits 'a line without end' 3 "$sslinv" resolve --batch "$tmp/batch"
like 'is not gathered in memory, but named' "$(cat "$tmp/err")" "*$tmp/batch:2: the line is longer than *"
exits 'a batch that is not there' 3 "$sslinv" resolve --batch "$tmp/none"

# Many fixed versions of one CVE: each stream its own, neither the highest nor the lowest of all.
for case in '8.1-e4s 1:1.1.1c-5.el8_1.1' '8.2-eus 1:1.1.1c-19.el8_2' '8.4-eus 1:1.1.1g-16.el8_4'; do
	stream=${case% *} version=${case#* }
	is "the fix of rhel $stream is a fix there" "$(row "rhel:8/$stream" openssl-libs "$version" CVE-2022-0778 | cut -d, -f1,2)" "fixed,$version"
done
is 'the fix of an older stream is none in a newer one' \
	"$(row rhel:8/8.4-eus openssl-libs 1:1.1.1c-19.el8_2 CVE-2022-0778 | cut -d, -f1,2)" 'affected,1:1.1.1g-16.el8_4'
is 'nor in the plain release' "$(row rhel:8 openssl-libs 1:1.1.1k-5.el8_5 CVE-2022-0778 | cut -d, -f1,2)" 'affected,1:1.1.1k-6.el8_5'
# An epoch of 2, or of 10, is no fix: a flavour has fixes of its own.
like "ksplice is not judged by the plain release's fix" "$(row ol:8 openssl-libs 2:1.1.1k-1.ksplice1.el8 CVE-2022-0778)" '[!f]*'
like 'nor is fips' "$(row ol:8 openssl-libs 10:1.1.1k-1.el8_fips CVE-2022-0778)" '[!f]*'
# Heartbleed: the shipped fix, and not the number in the changelog of a later spec.
is 'the fix that was shipped for el6' "$(row rhel:6 openssl 1.0.1e-16.el6_5.7 CVE-2014-0160 | cut -d, -f1)" fixed
is 'and what is below it' "$(row rhel:6 openssl 1.0.1e-16.el6_5.4 CVE-2014-0160 | cut -d, -f1,2)" 'affected,0:1.0.1e-16.el6_5.7'
# Below anything that the release ever shipped: obeyed, and called doubtful.
exits 'a fix that cannot be right' 0 resolve azurelinux:3.0 openssl=3.3.3-3.azl3 CVE-2024-0727
like 'is told to be doubtful' "$(cat "$tmp/out")" '*CVE-2024-0727*fixed*1.1.1k-29.azl3*doubtful*'
# The first edition of that advisory named 1.1.1n-0+deb11u6.
is 'the threshold of the later edition counts' "$(row debian:11 libssl1.1 1.1.1v-0~deb11u1 CVE-2023-5678 | cut -d, -f1,2)" \
	'affected,1.1.1w-0+deb11u2'
is 'and clears what has it' "$(row debian:11 libssl1.1 1.1.1w-0+deb11u2 CVE-2023-5678 | cut -d, -f1)" fixed

# ---- nothing is asked of the network -------------------------------------------------------------------------------------------
if command -v strace >/dev/null 2>&1 && strace -o "$tmp/trace" true >/dev/null 2>&1; then
	cp "$tmp/feeds/oval" "$tmp/local.xml"
	for command in "scan --packages-only --root $tmp/data --db $tmp/traced.db --host traced" "feed import $tmp/local.xml" \
		"check --db $tmp/traced.db" 'resolve --os rhel:9 openssl-libs=1:3.0.7-27.el9'; do
		# shellcheck disable=SC2086 # words of a command
		strace -f -e trace=socket,connect -o "$tmp/trace" "$sslinv" $command >/dev/null 2>&1
		not_ok "sslinv ${command%% *} opens no connection" grep -q 'AF_INET\|AF_UNIX, sun_path' "$tmp/trace"
	done
else
	skip 'sslinv opens no connection' 'strace is not installed, or may not trace'
fi
finish
