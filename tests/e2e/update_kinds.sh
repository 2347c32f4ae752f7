#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv feed update by the kind of a source: repositories with repomd.xml, mirror lists, Red Hat's directory; what the hosts of an
# inventory need; the verdicts that follow; and updates that are killed, or find no room.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }
dump() { "$sslinv" feed --db "$1" export; }
publish() { mkdir -p "$(dirname "$web/$1")" && cat >"$web/$1" && touch -d "$2" "$web/$1"; }
bodies() { grep -c '" 200 ' "$tmp/web/access.log"; }
statement() { feed export | grep -c "cve=\"$1\".*$2"; }
packing=$((40000 + $$ % 4000 * 5))
web_start "server { listen 127.0.0.1:$packing; root $web; gzip on; gzip_types *; gzip_min_length 1; }"

# ---- a distribution without a host here ------------------------------------------------------------------------------------
guidance() {
	cat <<XML
<guidance xmlns="urn:sslinv:guidance:1"><feed name="$1" vendor="Test" format="native" published="2026-01-01" identity="$1">
<distribution id="testos"><release version="1"><package name="openssl" kind="source">
<statement cve="CVE-2024-0727" status="affected"/></package></release></distribution></feed></guidance>
XML
}
guidance test/every | publish every.xml 2026-01-01
guidance test/nine | publish nine.xml 2026-01-01
sources "<source id='testos-every' distro='testos' format='native' address='$http/every.xml'/><source id='testos-{release}' distro='testos' format='native' address='$http/{release}.xml'/>
<source id='testos-other' distro='testos' needed='named' address='$http/none.xml'/>"
exits 'a distribution that has no host here' 4 feed update testos
like 'what its hosts would tell is missing' "$(cat "$tmp/err")" \
	'*testos-{release}: not updated*: no host of testos is in the inventory that could tell its releases; name one: its sources are called like testos-{release}*'
like 'and the rest is fetched' "$(cat "$tmp/out")" '*testos-every: *1 document: 1 feed new*2 sources: 1 with a new edition, 0 with nothing new, 1 failed*'
exits 'with its release it is fetched' 0 feed update testos-nine
exits 'nothing is kept of what cannot be' 0 feed sources --format csv
is 'a source with braces did not fail' "$(grep '^testos-{' "$tmp/out" | grep -c 'not updated')" 0

# ---- repomd ---------------------------------------------------------------------------------------------------------------
updateinfo() {
	cat <<XML
<?xml version="1.0"?>
<updates><update from="a@example.org" status="final" type="security" version="1"><id>FEDORA-2026-$1</id><title>openssl</title>
<issued date="2026-0$1-01 00:00:00"/><severity>Important</severity>
<references><reference href="https://example.org" id="CVE-2026-7000$1" type="cve"/></references>
<pkglist><collection short="F43"><name>Fedora 43</name>
<package name="openssl-libs" version="3.5.$1" release="1.fc43" epoch="1" arch="x86_64" src="openssl-3.5.$1-1.fc43.src.rpm"><filename>x.rpm</filename></package>
</collection></pkglist></update></updates>
XML
}
repository() {
	updateinfo "$2" | gzip -n | publish "$1/repodata/updateinfo.xml.gz" "2026-0$2-02"
	sum=$(sha256sum "$web/$1/repodata/updateinfo.xml.gz" | cut -d' ' -f1)
	publish "$1/repodata/repomd.xml" "2026-0$2-02" <<XML
<?xml version="1.0"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>17$2</revision>
<data type="primary"><checksum type="sha256">00</checksum><location href="repodata/primary.xml.gz"/></data>
<data type="updateinfo"><checksum type="sha256">${3-$sum}</checksum><location href="${4-repodata/updateinfo.xml.gz}"/></data>
</repomd>
XML
}
repository fedora 1
sources "<source id='f43' needed='named' follow='repomd' address='$http/fedora/'/>"
exits 'a repository is followed' 0 feed update f43
is 'to what its updateinfo says' "$(statement CVE-2026-70001 3.5.1)" 1
before=$(bodies)
exits 'again' 0 feed update f43
is 'only headers are transferred' "$(bodies)" "$before"
repository fedora 2
exits 'a new revision' 0 feed update f43
is 'takes the place of the old one' "$(statement CVE-2026-70001 3.5.1) $(statement CVE-2026-70002 3.5.2)" '0 1'
feed export "$tmp/before.xml"
refused() {
	exits "$1" 3 feed update "$2"
	like "$1: it says why" "$(cat "$tmp/err")" "*$2: not updated, what was held stays: *$3*"
	feed export "$tmp/after.xml"
	ok "$1: the guidance is as it was" cmp "$tmp/before.xml" "$tmp/after.xml"
}
repository fedora 3 0000000000000000000000000000000000000000000000000000000000000000
refused 'a checksum that does not match' f43 'checksum is not the one in repomd.xml*'
repository fedora 3 '' ; sed -i 's/type="sha256">/type="md5">/' "$web/fedora/repodata/repomd.xml"
refused 'a repomd without a checksum that counts' f43 'updateinfo*'
repository fedora 3 00 ../../../../etc/passwd
refused 'a file above the repository' f43 'no place below the repository'
repository fedora 3 00 http://127.0.0.1/x
refused 'a file on another host' f43 'no place below the repository'
repository fedora 1
refused 'a revision that is older' f43 'older than the one that is held*'
publish fedora/repodata/repomd.xml 2026-09-09 <<'XML'
<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>179</revision></repomd>
XML
refused 'a repository without updateinfo' f43 'names no updateinfo*'
printf '<html/>' | publish fedora/repodata/repomd.xml 2026-09-10
refused 'a page in the place of repomd.xml' f43 'repomd'

updateinfo 3 | publish plain/repodata/updateinfo.xml 2026-03-02
repository plain 3 "$(sha256sum <"$web/plain/repodata/updateinfo.xml" | cut -d' ' -f1)" repodata/updateinfo.xml
sources "<source id='plain' needed='named' follow='repomd' address='http://127.0.0.1:$packing/plain/'/>"
exits 'an updateinfo that is not packed, of a server that packs what it sends' 0 feed update plain
is 'is taken in by its checksum' "$(statement CVE-2026-70003 3.5.3)" 1

repository al2/one 4
printf '%s/al2/one\n' "$http" | publish al2/mirror.list 2026-04-01
sources "<source id='al2' needed='named' follow='mirror-list' address='$http/al2/mirror.list'/>"
exits 'a mirror list is followed' 0 feed update al2
before=$(bodies)
exits 'again' 0 feed update al2
is 'only headers are transferred, of both' "$(bodies)" "$before"
repository al2/two 5
printf '%s/al2/two\n' "$http" | publish al2/mirror.list 2026-05-01
exits 'a list that names another repository' 0 feed update al2
is 'leads there' "$(statement CVE-2026-70005 3.5.5)" 1
feed export "$tmp/before.xml"
printf '%s/al2/one\n' "$http" | publish al2/mirror.list 2026-05-02
refused 'a list that leads back, to what was taken in once' al2 'older than the one that is held*'
printf 'http://example.org/al2\n' | publish al2/mirror.list 2026-06-01
refused 'a list that leads to another host' al2 'not the address of a repository that this source may lead to*'

pair() {
	updateinfo "$2" | sed "s/x86_64/$1/" | publish "pair/$1/repodata/updateinfo.xml" "2026-0$2-02"
	repository "pair/$1" "$2" "$(sha256sum <"$web/pair/$1/repodata/updateinfo.xml" | cut -d' ' -f1)" repodata/updateinfo.xml
}
fixes() { dump "${3-$db}" | grep -c "cve=\"CVE-2026-7000$1\".*arch=\"$2\""; }
pair x86_64 6
pair aarch64 6
sources "<source id='pair-{arch}' distro='fedora' follow='repomd' address='$http/pair/{arch}/'/>"
exits 'repositories of two architectures whose collection is the same' 0 feed update pair-x86_64 pair-aarch64
is 'both are held' "$(fixes 6 x86_64) $(fixes 6 aarch64)" '1 1'
before=$(bodies)
exits 'again' 0 feed update pair-x86_64 pair-aarch64
is 'only headers are transferred, of either' "$(bodies)" "$before"
pair aarch64 7
exits 'a new edition of one' 0 feed update pair-x86_64 pair-aarch64
is 'takes the place of its own, and the other stays' "$(fixes 6 x86_64) $(fixes 6 aarch64) $(fixes 7 aarch64)" '1 0 1'
pair x86_64 8
exits 'a new edition of the other' 0 feed update pair-x86_64 pair-aarch64
is 'does so, too' "$(fixes 6 x86_64) $(fixes 8 x86_64) $(fixes 7 aarch64)" '0 1 1'
exits 'a bundle of both' 0 feed bundle "$tmp/pair.bundle" --for fedora
mkdir "$tmp/paired"
exits 'is taken elsewhere' 0 "$sslinv" feed --db "$tmp/paired/inventory.db" import "$tmp/pair.bundle"
is 'with both' "$(fixes 8 x86_64 "$tmp/paired/inventory.db") $(fixes 7 aarch64 "$tmp/paired/inventory.db")" '1 1'

# ---- Red Hat's directory --------------------------------------------------------------------------------------------------
document() {
	cat <<JSON
{"document":{"category":"csaf_vex","csaf_version":"2.0","publisher":{"category":"vendor","name":"Red Hat Product Security","namespace":"https://www.redhat.com"},
"title":"openssl","tracking":{"current_release_date":"$2","id":"$1","initial_release_date":"2026-01-01T00:00:00+00:00","revision_history":[],"status":"final","version":"1"}},
"product_tree":{"branches":[{"branches":[{"category":"product_family","name":"RHEL","branches":[{"category":"product_name","name":"Red Hat Enterprise Linux 9",
"product":{"name":"Red Hat Enterprise Linux 9","product_id":"rhel-9","product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:9"}}}]},
{"category":"product_version","name":"openssl-1:3.0.7-$3.el9.src","product":{"name":"openssl-1:3.0.7-$3.el9.src","product_id":"openssl-1:3.0.7-$3.el9.src",
"product_identification_helper":{"purl":"pkg:rpm/redhat/openssl@3.0.7-$3.el9?arch=src&epoch=1"}}}],"category":"vendor","name":"Red Hat"}],
"relationships":[{"category":"default_component_of","full_product_name":{"name":"openssl of rhel-9","product_id":"rhel-9:openssl-1:3.0.7-$3.el9.src"},
"product_reference":"openssl-1:3.0.7-$3.el9.src","relates_to_product_reference":"rhel-9"}]},
"vulnerabilities":[{"cve":"$1","product_status":{"fixed":["rhel-9:openssl-1:3.0.7-$3.el9.src"]},
"remediations":[{"category":"vendor_fix","details":"update","product_ids":["rhel-9:openssl-1:3.0.7-$3.el9.src"],"url":"https://access.redhat.com/errata/RHSA-2026:$3"}]}]}
JSON
}
vex=$web/vex
mkdir -p "$vex/2026"
for number in 80001 80002 80003; do
	document "CVE-2026-$number" "2026-06-0${number#8000}T10:00:00+00:00" "${number#8000}" >"$vex/2026/cve-2026-$number.json"
done
touch -d 2026-06-04 "$vex"/2026/*
(cd "$vex" && tar -cf - 2026 | zstd -q >vex-archive.tar.zst) && printf 'vex-archive.tar.zst\n' >"$vex/archive_latest.txt"
cat >"$vex/changes.csv" <<'CSV'
"2026/cve-2026-80003.json","2026-06-03T10:00:00+00:00"
"2026/cve-2026-80002.json","2026-06-02T10:00:00+00:00"
"2026/cve-2026-80001.json","2026-06-01T10:00:00+00:00"
CSV
: >"$vex/deletions.csv"
touch -d 2026-06-05 "$vex"/*.*
sources "<source id='redhat' address='$http/vex/'/><source id='life-almalinux' needed='named'/>"
exits "Red Hat's archive is taken in" 0 feed update redhat
is 'with all documents' "$(for n in 1 2 3; do statement CVE-2026-8000$n 3.0.7; done | tr '\n' ' ')" '1 1 1 '
before=$(bodies)
exits 'again' 0 feed update redhat
like 'there is nothing new' "$(cat "$tmp/out")" 'redhat: nothing new*'
is 'and only headers are transferred' "$(bodies)" "$before"
document CVE-2026-80002 2026-06-10T10:00:00+00:00 22 >"$vex/2026/cve-2026-80002.json"
document CVE-2026-80004 2026-06-11T10:00:00+00:00 4 >"$vex/2026/cve-2026-80004.json"
cp "$vex/changes.csv" "$tmp/"
{ printf '"2026/cve-2026-80004.json","2026-06-11T10:00:00+00:00"\n"2026/cve-2026-80002.json","2026-06-10T10:00:00+00:00"\n' &&
	grep -v 80002 "$tmp/changes.csv"; } | publish vex/changes.csv 2026-06-12
: >"$tmp/web/access.log"
exits 'two documents that changed are fetched' 0 feed update redhat
is 'they, and the list, and nothing else' "$(sed -n 's/.*GET \([^ ]*\) HTTP.* 200 .*/\1/p' "$tmp/web/access.log" | sort | tr '\n' ' ')" \
	'/vex/2026/cve-2026-80002.json /vex/2026/cve-2026-80003.json /vex/2026/cve-2026-80004.json /vex/changes.csv /vex/deletions.csv '
is 'and taken in' "$(statement CVE-2026-80002 3.0.7-22) $(statement CVE-2026-80004 3.0.7-4)" '1 1'
like 'one fix was taken back' "$(cat "$tmp/out")" '*taken back: rhel 9 openssl: CVE-2026-80002 fixed in 1:3.0.7-2.el9*'
printf '"2026/cve-2026-80001.json","2026-06-12T10:00:00+00:00"\n"2019/cve-2019-1.json","2026-06-12T10:00:00+00:00"\n' | publish vex/deletions.csv 2026-06-13
exits 'a document is deleted, and one that never was there' 0 feed update redhat
is 'its statements are gone' "$(statement CVE-2026-80001 3.0.7)" 0
feed export "$tmp/before.xml"
printf '"2026/cve-2026-80005.json","2026-06-14T10:00:00+00:00"\n"2026/cve-2026-80003.json","2026-06-03T1' | publish vex/changes.csv 2026-06-14
refused 'a list that is cut off' redhat 'cut off in its line 2*'
printf '"../../etc/passwd","2026-06-14T10:00:00+00:00"\n' | publish vex/changes.csv 2026-06-14
refused 'a list that names another kind of file' redhat 'changes.csv:1: not a line*'
printf '<html>\n' | publish vex/changes.csv 2026-06-15
refused 'a page in the place of the list' redhat 'changes.csv:1: not a line*'
document CVE-2026-80006 2026-06-16T10:00:00+00:00 6 >"$vex/2026/cve-2026-80006.json"
printf '"2026/cve-2026-80006.json","2026-06-16T10:00:00+00:00"\n"2026/cve-2026-80005.json","2026-06-14T10:00:00+00:00"\n' | publish vex/changes.csv 2026-06-16
exits 'a document that is named and missing' 4 feed update redhat
like 'is told' "$(cat "$tmp/err")" '*redhat: updated in part*cve-2026-80005.json: 404*'
is 'the others are there' "$(statement CVE-2026-80006 3.0.7-6)" 1
document CVE-2026-80005 2026-06-14T10:00:00+00:00 5 >"$vex/2026/cve-2026-80005.json"
exits 'it is asked for again the next time' 0 feed update redhat
is 'and taken in' "$(statement CVE-2026-80005 3.0.7-5)" 1

head -c 900 "$vex/2026/cve-2026-80005.json" >"$tmp/cut.json" && document CVE-2026-80002 2026-06-17T10:00:00+00:00 23 >"$vex/2026/cve-2026-80002.json"
for cut in "$tmp/cut.json" /dev/null; do
	cat "$cut" >"$vex/2026/cve-2026-80005.json"
	printf '"2026/cve-2026-80005.json","2026-06-17T10:00:00+00:00"\n"2026/cve-2026-80002.json","2026-06-17T10:00:00+00:00"\n' | publish vex/changes.csv 2026-06-17
	exits "a document that is cut off ($cut)" 4 feed update redhat
	like 'is told' "$(cat "$tmp/err")" '*redhat: updated in part*1 document*cve-2026-80005.json*'
	is 'its statements stay, and the others are taken in' "$(statement CVE-2026-80005 3.0.7-5) $(statement CVE-2026-80002 3.0.7-23)" '1 1'
done
document CVE-2026-80005 2026-06-17T10:00:00+00:00 55 >"$vex/2026/cve-2026-80005.json"
exits 'it is asked for again the next time, too' 0 feed update redhat
is 'and taken in, too' "$(statement CVE-2026-80005 3.0.7-55)" 1

changes() {
	for change; do printf '"2026/cve-2026-%s.json","%s:00:00+00:00"\n' "${change%%=*}" "${change#*=}"; done
}
changes 80006=2099-01-01T10 80005=2026-06-17T10 | publish vex/changes.csv 2026-06-18
exits 'a change that is still to come' 0 feed update redhat
document CVE-2026-80002 2026-06-19T10:00:00+00:00 24 >"$vex/2026/cve-2026-80002.json"
changes 80002=2026-06-19T10 80005=2026-06-17T10 | publish vex/changes.csv 2026-06-19
exits 'does not hide one that came' 0 feed update redhat
is 'nor one that follows' "$(statement CVE-2026-80002 3.0.7-24)" 1
document CVE-2026-80004 2026-06-18T20:00:00+00:00 44 >"$vex/2026/cve-2026-80004.json"
changes 80002=2026-06-19T10 80004=2026-06-18T20 80005=2026-06-17T10 | publish vex/changes.csv 2026-06-20
exits 'a change that is listed after a later one' 0 feed update redhat
is 'is not missed' "$(statement CVE-2026-80004 3.0.7-44)" 1
changes 80003=2099-01-01T10 | publish vex/deletions.csv 2026-06-20
exits 'a deletion that is still to come' 0 feed update redhat
is 'deletes nothing' "$(statement CVE-2026-80003 3.0.7)" 1
feed export "$tmp/before.xml"
changes 80002=2026-06-21T10 80003=2026-06-21T10 80004=2026-06-21T10 80005=2026-06-21T10 80006=2026-06-21T10 | publish vex/deletions.csv 2026-06-21
refused 'deletions of all that is held' redhat 'lacks 5 of 5 documents*--force*'
: | publish vex/deletions.csv 2026-06-22
# So many changes that the archive costs less: what it has no more is gone, and what was gathered when is to be known.
pack_vex() {
	(cd "$vex" && tar -cf - 2026 | zstd -q >"$1") && touch -d 2026-06-30 "$vex/$1" && printf '%s\n' "$1" | publish vex/archive_latest.txt 2026-06-30
}
many() {
	changes 80005=2026-06-17T10
	seq 10001 12001 | sed "s|.*|\"2026/cve-2026-&.json\",\"2026-06-25T$1:00:00+00:00\"|"
}
rm "$vex/2026/cve-2026-80006.json"
pack_vex vex-2026-06-28.tar.zst
many 10 | publish vex/changes.csv 2026-06-30
exits 'the archive is taken again' 0 feed update redhat
is 'what it has no more is gone' "$(statement CVE-2026-80006 3.0.7) $(statement CVE-2026-80005 3.0.7-55)" '0 1'
pack_vex vex-archive.tar.zst
many 11 | sed "s|06-25T11|06-27T10|" | publish vex/changes.csv 2026-07-01
exits 'an archive whose age nobody can tell' 4 feed update redhat
like 'is told' "$(cat "$tmp/err")" '*redhat: updated in part*its newest document is of 2026-06-19*may be old*'
exits 'and read again' 4 feed update redhat
pack_vex vex-2026-06-29.tar.zst
exits 'until it tells' 0 feed update redhat
changes 80003=2026-06-03T10 80002=2026-06-02T10 80001=2026-06-01T10 | publish vex/changes.csv 2026-07-02
feed export "$tmp/before.xml"
refused 'a list that is older' redhat 'the newest change is of 2026-06-03*'
rm "$vex/2026/cve-2026-80004.json" "$vex/2026/cve-2026-80005.json"
document CVE-2026-80002 2026-06-02T10:00:00+00:00 2 >"$vex/2026/cve-2026-80002.json"
touch -d 2026-06-04 "$vex"/2026/*
pack_vex vex-archive.tar.zst && touch -d 2026-06-05 "$vex/vex-archive.tar.zst"
exits 'with --force it is taken' 0 feed update --force redhat
is 'and documents are what they were' "$(statement CVE-2026-80002 3.0.7-24) $(statement CVE-2026-80002 '3.0.7-2\.') $(statement CVE-2026-80005 3.0.7)" '0 1 0'
repository fedora 1
sources "<source id='f43' needed='named' follow='repomd' address='$http/fedora/'/>"
exits 'an older revision is taken with --force' 0 feed update --force f43
is 'and its updateinfo' "$(statement CVE-2026-70001 3.5.1) $(statement CVE-2026-70002 3.5.2)" '1 0'

# ---- what hosts need ------------------------------------------------------------------------------------------------------
root=$tmp/root
mkdir -p "$root/etc" "$root/var/lib/dpkg/info" "$root/usr/lib"
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' >"$root/etc/os-release"
cat >"$root/var/lib/dpkg/status" <<'STATUS'
Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.11-1~deb12u1
Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>
Description: a library

STATUS
printf '/.\n/usr/lib/libcrypto.so.3\n' >"$root/var/lib/dpkg/info/libssl3:amd64.list"
printf 'const char text[] = "OpenSSL 3.0.11 1 Jan 2026"; const char *version(void) { return text; }\n' >"$tmp/library.c"
# shellcheck disable=SC2086 # a compiler with its options
${CC:-cc} -shared -fPIC -Wl,-soname,libcrypto.so.3 -o "$root/usr/lib/libcrypto.so.3" "$tmp/library.c"
"$sslinv" scan --root "$root" --db "$db" --host h1 >"$tmp/out" 2>"$tmp/err"
tracker() {
	printf '{"openssl":{"CVE-2026-90001":{"scope":"remote","releases":{"bookworm":{"status":"%s","repositories":{"bookworm":"3.0.11-1"},"urgency":"low"%s}}}}}\n' "$1" "$2"
}
tracker open '' | publish debian.json 2026-06-01
for page in openssl debian; do
	printf -- '---\npermalink: /%s\nreleases:\n-   releaseCycle: "12"\n    codename: "Bookworm"\n    releaseDate: 2023-06-10\n    eol: 2030-06-10\n---\ntext\n' $page |
		publish $page.md 2026-06-01
done
mkdir "$tmp/records"
cat >"$tmp/records/CVE-2026-90001.json" <<'JSON'
{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-90001","state":"PUBLISHED"},"containers":{"cna":{"affected":[{"product":"OpenSSL",
"vendor":"OpenSSL","versions":[{"lessThan":"3.0.99","status":"affected","version":"3.0.0","versionType":"semver"}]}],"datePublic":"2026-06-01T00:00:00Z",
"metrics":[{"other":{"content":{"text":"High"},"type":"https://www.openssl.org/policies/secpolicy.html"}}],"problemTypes":[],"providerMetadata":{"orgId":"3a12439a-ef3a-4c79-92e6-6081a721f1e5"},
"title":"a test","descriptions":[{"lang":"en","value":"text"}],"references":[]}}}
JSON
tar -C "$tmp" -czf "$web/records.tar.gz" records
sources "<source id='openssl' address='$http/records.tar.gz'/><source id='life-openssl' address='$http/openssl.md'/>
<source id='debian' address='$http/debian.json'/><source id='life-debian' address='$http/debian.md'/><source id='life-almalinux' needed='named'/>"
: >"$tmp/web/access.log"
exits 'without ids what the hosts need is fetched' 0 feed update
is 'and nothing else' "$(sed -n 's/.*GET \([^ ]*\) HTTP.*/\1/p' "$tmp/web/access.log" | sort | tr '\n' ' ')" '/debian.json /debian.md /openssl.md /records.tar.gz '
exits 'again' 0 feed update
like 'nothing is new' "$(cat "$tmp/out")" '*4 sources: 0 with a new edition, 4 with nothing new, 0 failed'
is 'and nothing became known' "$(grep -c 'became known' "$tmp/out")" 0
exits 'a distribution is as good as an id' 0 feed update debian
like 'its sources are followed' "$(tail -n 1 "$tmp/out")" '2 sources:*'
exits 'of one without a host the releases are not known' 2 feed update almalinux
like 'it says so' "$(cat "$tmp/err")" '*no host of almalinux*almalinux-{release}*'
exits 'a source with braces is many' 2 feed update 'almalinux-{release}'
like 'it says how one is named' "$(cat "$tmp/err")" '*name one, as almalinux-9*'
tracker resolved ',"fixed_version":"3.0.99-1"' | publish debian.json 2026-06-20
is 'the vendor has no fix yet' "$(ask "$db" "SELECT count(*) AS n FROM findings WHERE cve = 'CVE-2026-90001' AND fixed_version IS NOT NULL")" 0
feed update --check >"$tmp/out" 2>"$tmp/err" || true
like 'the vendor changes one statement' "$(cat "$tmp/out")" '*new: debian 12 openssl: CVE-2026-90001 fixed in 3.0.99-1*1 new fix, 0 other new statements, 0 statements taken back*'
like 'and the hosts are judged at once' "$(cat "$tmp/out")" '*h1 (debian 12): *'
if [ ! -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'by what the vendor says now' 'the apt backend is not built'
else
	is 'by what the vendor says now' "$(ask "$db" "SELECT status, fixed_version FROM findings WHERE cve = 'CVE-2026-90001'")" 'affected,3.0.99-1'
fi

# ---- killed, and without room ---------------------------------------------------------------------------------------------
tracker_of() {
	printf '{"openssl":{'
	seq 10001 14000 | sed 's/.*/"CVE-2026-&":{"scope":"remote","releases":{"bookworm":{"status":"resolved","repositories":{"bookworm":"3.0.11-1"},"fixed_version":"3.0.'"$1"'-1","urgency":"low"}}},/'
	printf '"CVE-2026-10000":{"scope":"remote","releases":{}}}}\n'
}
tracker_of 50 | publish debian.json 2026-07-01
exits 'a large feed' 0 feed update debian
dump "$db" >"$tmp/old.xml"
tracker_of 51 | publish debian.json 2026-08-01
cp -R "$tmp/state" "$tmp/new" && "$sslinv" feed --db "$tmp/new/inventory.db" update debian >/dev/null 2>&1
dump "$tmp/new/inventory.db" >"$tmp/new.xml"
broken=0 done=0
for try in $(seq 20); do
	rm -rf "$tmp/kill" && cp -R "$tmp/state" "$tmp/kill"
	"$sslinv" feed --db "$tmp/kill/inventory.db" update debian >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf %03d $((try * 17 % 400)))"
	# Each second time it is the process that fetches.
	victim=$pid
	[ $((try % 2)) -eq 0 ] || victim=$(ps -o pid= --ppid $pid | head -n 1)
	[ -z "$victim" ] || kill -9 "$victim" 2>/dev/null
	wait $pid 2>/dev/null
	dump "$tmp/kill/inventory.db" >"$tmp/kill.xml" 2>"$tmp/err" || broken=$((broken + 1))
	if cmp -s "$tmp/kill.xml" "$tmp/new.xml"; then done=$((done + 1)); elif ! cmp -s "$tmp/kill.xml" "$tmp/old.xml"; then broken=$((broken + 1)); fi
done 2>/dev/null
is 'killed at any moment the guidance is as before, or wholly new' "$broken" 0
echo "# $done of 20 had come to their end"
ok 'the next update brings it up to date' "$sslinv" feed --db "$tmp/kill/inventory.db" update debian
dump "$tmp/kill/inventory.db" >"$tmp/kill.xml"
ok 'wholly' cmp "$tmp/kill.xml" "$tmp/new.xml"

exits 'a spool without room' 3 sh -c 'ulimit -f 20; exec "$@"' sh "$sslinv" feed --db "$db" update debian
like 'is told, with what to do' "$(cat "$tmp/err")" '*debian: not updated, what was held stays: *spool cannot be written*make room*'
dump "$db" >"$tmp/full.xml"
ok 'and changes nothing' cmp "$tmp/full.xml" "$tmp/old.xml"
mkdir "$tmp/small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=32m none "$tmp/small" 2>/dev/null; then
	cp "$tmp/state/inventory.db" "$tmp/small/" && cp "$tmp/state/guidance.db" "$tmp/small/"
	head -c 100m /dev/zero >"$tmp/small/fill" 2>/dev/null
	exits 'a full disk' 3 "$sslinv" feed --db "$tmp/small/inventory.db" update debian
	rm "$tmp/small/fill"
	dump "$tmp/small/inventory.db" >"$tmp/full.xml"
	ok 'changes nothing either' cmp "$tmp/full.xml" "$tmp/old.xml"
	umount "$tmp/small"
else
	skip 'a full disk' 'no file system of its own can be mounted'
fi
cp -R "$tmp/state" "$tmp/two" && mkdir "$tmp/two/guidance.db.spool" && chmod 700 "$tmp/two/guidance.db.spool"
exits 'two updates at once are told apart' 3 flock "$tmp/two/guidance.db.spool" "$sslinv" feed --db "$tmp/two/inventory.db" update debian
# shellcheck disable=SC2016 # as it is printed
like 'the second says so' "$(cat "$tmp/err")" '*another `sslinv feed update` is at work*'

finish
