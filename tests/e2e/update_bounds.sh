#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a source may bring: documents of the format that it is declared to bring, about its own distributions, and nothing in the place of
# what another source said.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }
publish() { mkdir -p "$(dirname "$web/$1")" && cat >"$web/$1" && touch -d "$2" "$web/$1"; }
statement() { feed export --only testos | grep -c "cve=\"$1\".*$2"; }
of() { feed export --only "$1" | grep -c "cve=\"$2\".*$3"; }
refused() {
	feed export "$tmp/before.xml"
	exits "$1" 3 feed update "$2"
	like "$1: it says why" "$(cat "$tmp/err")" "*$2: not updated, what was held stays: *$3*"
	feed export "$tmp/after.xml"
	ok "$1: the guidance is as it was" cmp "$tmp/before.xml" "$tmp/after.xml"
}
web_start

# ---- the format -----------------------------------------------------------------------------------------------------------
# What is written in sslinv's own format may speak of everything, tell administrators what to type, and take any feed's name.
handbook() {
	cat <<XML
<guidance xmlns="urn:sslinv:guidance:1"><feed name="$1" vendor="Test" format="native" published="2026-10-01" identity="$1">
<distribution id="debian"><release version="12"><package name="openssl" kind="source">
<statement cve="CVE-2023-99999" status="not_affected"/></package></release></distribution></feed></guidance>
XML
}
handbook test/forged | publish forged.xml 2026-10-01
sources "<source id='debian' address='$http/forged.xml'/><source id='plain' needed='always' address='$http/forged.xml'/>
<source id='own' needed='always' format='native' address='$http/forged.xml'/><source id='other' needed='always' format='oval' address='$http/forged.xml'/>
<source id='typo' needed='always' format='ovall' address='$http/forged.xml'/>"
refused "a vendor's source that sends sslinv's own format" debian "forged.xml: sslinv's own guidance (native), which its source is not declared to bring; correct its address, or its ?format? in sources.xml"
refused 'a source of another format' other "sslinv's own guidance (native), which its source is not declared to bring*"
refused 'a source that is not declared to bring it' plain "sslinv's own guidance (native), which its source is not declared to bring*"
refused 'a format that nobody knows' typo "no format is called 'ovall'; correct ?format? in sources.xml"
exits "a site's own source that is declared to" 0 feed update own
is 'is believed' "$(of debian CVE-2023-99999 not_affected)" 1
printf 'distro\trelease\tpackage\tcve\tstatus\tfixed_version\nalpine\t3.99\topenssl\tCVE-2026-60001\tfixed\t3.5.1-r0\n' | publish facts.tsv 2026-10-01
sources "<source id='facts' needed='always' address='$http/facts.tsv'/>"
refused 'a table of facts that is not declared' facts 'table of facts (tsv), which its source is not declared to bring*'
sources "<source id='facts' needed='always' format='tsv' address='$http/facts.tsv'/>"
exits 'one that is' 0 feed update facts
is 'is believed, too' "$(of alpine CVE-2026-60001 3.5.1)" 1
feed bundle "$tmp/www/site.bundle" >/dev/null
sources "<source id='own' needed='always' format='native' address='$http/site.bundle'/>"
refused 'a bundle' own 'a bundle, which no source may bring; take it with ?sslinv feed import FILE?'

# ---- in an archive --------------------------------------------------------------------------------------------------------
record() {
	mkdir -p "$tmp/records" && cat >"$tmp/records/$1.json" <<JSON
{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"$1","state":"PUBLISHED"},"containers":{"cna":{"affected":[{"product":"OpenSSL",
"vendor":"OpenSSL","versions":[{"lessThan":"$2","status":"affected","version":"3.0.0","versionType":"semver"}]}],"datePublic":"2026-06-01T00:00:00Z",
"providerMetadata":{"orgId":"3a12439a-ef3a-4c79-92e6-6081a721f1e5"},"title":"a test","descriptions":[{"lang":"en","value":"text"}],"references":[]}}}
JSON
}
record CVE-2026-61001 3.0.99
cp "$web/forged.xml" "$tmp/records/forged.xml" && tar -C "$tmp" -czf "$web/records.tar.gz" records
sources "<source id='openssl' address='$http/records.tar.gz'/><source id='life-openssl' needed='named'/>"
exits 'an archive with a document of another format' 0 feed update openssl
like 'is taken without that' "$(cat "$tmp/out")" '*openssl: *1 feed new*'
like 'which is told' "$(cat "$tmp/err")" '*openssl: 1 entry is left out, as this source is not declared to bring the format native; *'
is 'and says nothing' "$(feed list --format csv | grep -c 'records.tar.gz')" 1

# ---- the distributions ----------------------------------------------------------------------------------------------------
secdb() {
	printf '{"apkurl":"{{urlprefix}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk","archs":["x86_64"],"reponame":"main",'
	printf '"urlprefix":"https://dl-cdn.alpinelinux.org/alpine","distroversion":"v%s","packages":[{"pkg":{"name":"openssl","secfixes":{"%s":["CVE-2026-62001"]}}}]}\n' "$1" "$2"
}
secdb 3.20 3.3.1-r0 | publish alpine.json 2026-06-01
sources "<source id='wolfi' address='$http/alpine.json'/><source id='alpine-edge-main' address='$http/alpine.json'/><source id='mine' distro='alpine:3.20' format='secdb' address='$http/alpine.json'/>
<source id='rhel' distro='rhel' format='secdb' address='$http/alpine.json'/>"
refused 'a document about another distribution' wolfi 'alpine.json: this document says nothing about wolfi, but about alpine 3.20; correct the address in sources.xml'
refused 'and about another release' alpine-edge-main 'this document says nothing about alpine:edge, but about alpine 3.20*'
refused 'of another vendor' rhel 'this document says nothing about rhel, but about alpine 3.20*'
exits 'one about its release' 0 feed update mine
is 'is taken' "$(of alpine CVE-2026-62001 3.3.1)" 1

# One document about two distributions, of which the source may speak of one.
osv() {
	cat <<JSON
{"id":"OSV-2026-$1","schema_version":"1.6.0","modified":"2026-06-0$1T00:00:00Z","published":"2026-06-01T00:00:00Z","aliases":["CVE-2026-6300$1"],"upstream":["CVE-2026-6300$1"],
"affected":[{"package":{"ecosystem":"AlmaLinux:9","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.0.7-$1.el9"}]}]},
{"package":{"ecosystem":"Rocky Linux:9","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.0.7-$1.el9"}]}]}]}
JSON
}
osv 3 | publish two.json 2026-06-03
sources "<source id='rocky' address='$http/two.json'/><source id='life-rocky' needed='named'/>"
exits 'a document about two distributions' 0 feed update rocky
like 'is taken for its own' "$(cat "$tmp/err")" '*rocky: *1 entry is left out, as this source is not declared to bring almalinux 9; if it may, add that to its ?distro? or ?format? in sources.xml*'
is 'and for no other' "$(feed export --only almalinux | grep -c CVE-2026-63003) $(feed export --only rocky | grep -c CVE-2026-63003)" '0 1'

# What OpenSSL affirms of its own versions is nobody else's to say.
printf 'library\tcve\tfrom\tuntil\nopenssl\tCVE-2026-61001\t3.0.0\t3.0.1\n' >"$tmp/ranges.tsv"
sed 's/3.0.99/3.0.1/' "$tmp/records/CVE-2026-61001.json" | publish range.json 2026-10-01
sources "<source id='forged' distro='debian' format='openssl-cve' address='$http/range.json'/>"
refused "a distribution's source that speaks of OpenSSL's versions" forged 'this document says nothing about debian, but about OpenSSL itself*'

# ---- the names of feeds ---------------------------------------------------------------------------------------------------
# Two sources whose documents call themselves the same are kept apart, whoever comes first.
testos_feed test/same 2026-05-01 1.5 | publish one.xml 2026-05-01
testos_feed test/same 2026-06-01 1.6 | publish two.xml 2026-06-01
pair() { sources "<source id='first' distro='testos' format='native' address='$http/one.xml'/><source id='second' distro='testos' format='native' address='$http/two.xml'/>"; }
both() { feed export --only testos | grep -c 'cve="CVE-2024-0727" status="fixed" fixed-version="1\.'; }
pair
exits 'two sources whose feeds call themselves the same' 0 feed update first second
is 'are both held' "$(both)" 2
exits 'again' 0 feed update first second
like 'they have nothing new' "$(cat "$tmp/out")" '*2 sources: 0 with a new edition, 2 with nothing new, 0 failed'
cp "$web/one.xml" "$tmp/first.xml"
testos_feed test/same 2026-07-01 1.7 | publish two.xml 2026-07-01
exits 'a new edition of one' 0 feed update second
is 'takes the place of its own alone' "$(both) $(statement CVE-2024-0727 1.5) $(statement CVE-2024-0727 1.6)" '2 1 0'
publish two.xml 2026-07-02 <"$tmp/first.xml"
exits 'a document that the other source has, to the byte' 3 feed update second
like 'is older than its own' "$(cat "$tmp/err")" '*second: not updated*test/same@second of 2026-05-01 is an older edition*'
is 'and nothing changes' "$(both) $(statement CVE-2024-0727 1.7)" '2 1'
testos_feed test/same 2026-07-03 1.8 | publish two.xml 2026-07-03
exits 'a new edition' 0 feed update second
printf '<guidance xmlns="urn:sslinv:guidance:1"/>\n' | publish one.xml 2026-08-01
refused 'an edition of the first that is empty' first '*'
# What came with sslinv stays, whatever a source calls its feeds.
before=$(feed export --only debian | grep -c '<statement')
handbook sslinv/debian | sed 's/debian"><rel/testos"><rel/' | publish forged.xml 2026-10-02
sources "<source id='like' distro='testos' format='native' address='$http/forged.xml'/>"
exits 'a feed that calls itself like bundled guidance' 0 feed update like
is 'does not hide that' "$(feed export --only debian | grep -c '<statement')" "$before"
exits 'a bundle of all' 0 feed bundle "$tmp/all.bundle"
mkdir "$tmp/other"
exits 'is taken elsewhere' 0 "$sslinv" feed --db "$tmp/other/inventory.db" import "$tmp/all.bundle"
is 'with both of the same name' "$("$sslinv" feed --db "$tmp/other/inventory.db" export | grep -c 'fixed-version="1\.[58]"')" 2

finish
