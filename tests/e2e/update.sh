#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv feed update against real web servers: what is fetched, what is not fetched again, what becomes known, and everything that a
# server can do wrong.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }
# Of one second nginx tells no two editions of a size apart.
publish() { cat >"$web/$1" && touch -d "$2" "$web/$1"; }
last_request() { tail -n 1 "$tmp/web/access.log"; }

make_certificates
web_start "$(tls_servers)"

# ---- one file -------------------------------------------------------------------------------------------------------------
testos_feed test/one 2026-01-01 1.0 | publish one.xml 2026-01-01
sources "<source id='one' needed='always' format='native' address='$http/one.xml'/>"
exits 'a source is fetched and taken in' 0 feed update one
like 'it says so' "$(cat "$tmp/out")" 'one: *1 document: 1 feed new*'
like 'and what became known' "$(cat "$tmp/out")" '*new: testos 1 openssl: CVE-2024-0727 fixed in 1.0*1 new fix,*'
like 'the server was told who asks' "$(last_request)" '*"GET /one.xml HTTP/1.1" 200 * "sslinv/[0-9]*'
exits 'the same again' 0 feed update one
like 'has nothing new' "$(cat "$tmp/out")" 'one: nothing new*0 with a new edition, 1 with nothing new, 0 failed'
like 'and transfers headers alone' "$(last_request)" '*"GET /one.xml HTTP/1.1" 304 0 *'
testos_feed test/one 2026-02-01 1.1 | publish one.xml 2026-02-01
exits 'a new edition is taken in' 0 feed update one
like 'and what it takes back is told' "$(cat "$tmp/out")" '*new: testos 1 openssl: CVE-2024-0727 fixed in 1.1*taken back: testos 1 openssl: CVE-2024-0727 fixed in 1.0*'
ok 'nothing of the spool is left' test ! -e "$tmp/state/guidance.db.spool"
# Whoever ends first removes the spool that the others wait for.
: >"$tmp/three.err"
for round in 1 2 3 4; do
	for number in 1 2 3; do
		feed update one >/dev/null 2>>"$tmp/three.err" &
		eval "pid_$number=\$!"
	done
	# shellcheck disable=SC2154 # set by eval
	for pid in "$pid_1" "$pid_2" "$pid_3"; do wait "$pid" || echo "round $round: exit code $?" >>"$tmp/three.err"; done
done
# On a machine with much to do one may be told to wait.
is 'three updates at the same time do not disturb each other' "$(grep -v 'is at work\|exit code 3' "$tmp/three.err")" ''
not_ok 'and no spool is left' test -e "$tmp/state/guidance.db.spool"
exits 'the sources are listed' 0 feed sources --format csv
like 'with what is held' "$(grep '^one,' "$tmp/out")" "one,,native,file,$http/one.xml,,yes,2026-02-01,*,0,*"
exits 'a source that is not in the table is a wrong command line' 2 feed update no-such-source
like 'it says where they are listed' "$(cat "$tmp/err")" '*no-such-source*feed sources*'

# ---- a mirror on the disk -------------------------------------------------------------------------------------------------
testos_feed test/disk 2026-03-01 2.0 | publish 'on disk.xml' 2026-03-01
for address in "file://$web/on%20disk.xml" "$web/on disk.xml"; do
	sources "<source id='disk' needed='always' format='native' address='$address'/>"
	exits "a file is read from $address" 0 feed update disk
	exits 'again' 0 feed update disk
	like 'it has nothing new' "$(cat "$tmp/out")" 'disk: nothing new*'
done
sources "<source id='disk' needed='always' format='native' address='$web/missing.xml'/>"
exits 'a file that is missing is told' 3 feed update disk
like 'by its name' "$(cat "$tmp/err")" "*disk: not updated*$web/missing.xml: No such file*; put it there, or correct the address in sources.xml*"

mkdir -p "$web/directory/below" "$web/directory/.git"
testos_feed test/first 2026-03-01 2.1 >"$web/directory/first.xml"
testos_feed test/second 2026-03-01 2.2 >"$web/directory/below/second.xml"
testos_feed test/hidden 2026-03-01 2.3 >"$web/directory/.git/hidden.xml"
ln -s "$web/one.xml" "$web/directory/link.xml"
sources "<source id='tree' needed='always' format='native' address='$web/directory/'/>"
exits 'a directory is read as an archive' 0 feed update tree
like 'with what is in it, and nothing that is hidden or linked' "$(cat "$tmp/out")" 'tree: * 2 documents: 2 feeds new*'
exits 'again' 0 feed update tree
like 'there is nothing new' "$(cat "$tmp/out")" 'tree: nothing new*'
touch -d 2026-03-03 "$web/directory/first.xml"
exits 'a file of it that was touched' 0 feed update tree
like 'is looked at' "$(cat "$tmp/out")" 'tree: * 0 feeds new, 0 replaced, 2 unchanged*'

# ---- TLS ------------------------------------------------------------------------------------------------------------------
sources "<source id='one' needed='always' format='native' address='https://localhost:$tls_good/one.xml' ca='$tmp/web/ca.pem'/>"
exits 'a server that the authority vouches for is believed' 0 feed update one
like 'and was asked by TLS' "$(last_request)" '*"GET /one.xml HTTP/1.1" *'

# What fails leaves what is held, is named with the reason, and does not keep the others back.
feed export "$tmp/before.xml"
stamp=0
fails() {
	case=$1 address=$2 pattern=$3 more=${4-} stamp=$((stamp + 1))
	case $more in *format=*) ;; *) more="$more format='native'" ;; esac
	sources "<source id='one' needed='always' address='$address' $more/><source id='disk' needed='always' format='native' address='$web/on disk.xml'/>"
	touch -d "2026-03-02 $((stamp / 60)):$((stamp % 60))" "$web/on disk.xml"
	exits "$case: one source fails, the other is updated" 4 feed update one disk
	like "$case: it is named with the reason" "$(cat "$tmp/err")" "*one: not updated, what was held stays: *$pattern*"
	feed export "$tmp/after.xml"
	ok "$case: the guidance is as it was" cmp "$tmp/before.xml" "$tmp/after.xml"
}
fails 'the authority is not known here' "https://localhost:$tls_good/one.xml" 'certificate is not trusted'
for kind in expired other self; do
	eval "port=\$tls_$kind"
	fails "a certificate: $kind" "https://localhost:$port/one.xml" 'certificate is not trusted; check this machine*clock' "ca='$tmp/web/ca.pem'"
done
fails 'a file of authorities that is missing' "https://localhost:$tls_good/one.xml" 'file of authorities*' "ca='$tmp/web/none.pem'"
fails 'a redirect from https to http' "https://localhost:$tls_good/to-http/one.xml" 'not encrypted; refused*' "ca='$tmp/web/ca.pem' redirects='127.0.0.1 localhost'"
fails 'a redirect to another host' "https://localhost:$tls_good/to-other/one.xml" 'another host; refused*redirects*' "ca='$tmp/web/ca.pem'"
sources "<source id='one' needed='always' format='native' address='https://localhost:$tls_good/to-other/one.xml' ca='$tmp/web/ca.pem' redirects='127.0.0.1'/>"
exits 'a redirect to a host that the table names is followed' 0 feed update one
sources "<source id='one' needed='always' format='native' address='https://localhost:$tls_good/to-self/one.xml' ca='$tmp/web/ca.pem'/>"
exits 'and one on the same host' 0 feed update one
fails 'redirects in a circle' "https://localhost:$tls_good/circle" 'redirects more than 5 times*' "ca='$tmp/web/ca.pem'"

# ---- servers that do what they should not --------------------------------------------------------------------------------
rude_start
testos_feed test/one 2026-04-01 9.9 | publish one.xml 2026-04-01
size=$(wc -c <"$web/one.xml")
asked() { grep -c "^$1 " "$tmp/web/rude.log"; }
fails '404' "$rude/status/404/one.xml" '404 Not Found: the server has no such file*correct the address*'
is '404 is asked for once' "$(asked /status/404/one.xml)" 1
fails '410' "$rude/status/410/one.xml" '410 Gone*'
fails '403' "$rude/status/403/one.xml" '403 Forbidden*'
fails '500' "$rude/status/500/0/one.xml" '500 Internal Server Error; try again later*'
is '500 is tried again' "$(asked /status/500/0/one.xml)" 3
fails '503 that asks for a long pause' "$rude/wait/900/one.xml" '503 Service Unavailable*(the server asks for 900 seconds)*'
is 'it is not asked a second time' "$(asked /wait/900/one.xml)" 1
fails '503 that asks for a pause without end' "$rude/wait/99999999999999999999/one.xml" '503 Service Unavailable*(the server asks for 2147483647 seconds)*'
fails 'a redirect to another host and port' "$rude/redirect/0/http://localhost:1/x" 'another host; refused*'
fails 'a redirect to a file' "$rude/redirect/0/file:///etc/passwd" 'not an address of the web*'
fails 'an endless body' "$rude/endless/0/one.xml" 'longer than 100000 bytes*' "max-bytes='100000'"
fails 'a slow body' "$rude/slow/0/one.xml" 'next to nothing came for 3 seconds*'
for at in 0 1 57 200 $((size - 2)); do
	fails "a body that is cut off at byte $at" "$rude/cut/$at/one.xml" 'cut off; try again later*'
	fails "a body without a length that is cut off at byte $at" "$rude/open/$at/one.xml" '*'
done
fails 'a length that is too long' "$rude/more/10/one.xml" 'cut off; try again later*'
fails 'a length that is too short' "$rude/less/10/one.xml" '*'
fails 'a page of HTML' "$rude/page/0/one.xml" '*<html>*'
gzip -c /dev/zero 2>/dev/null | head -c 300000 >"$web/bomb.gz"
{ printf '{"openssl":{"CVE-2024-0727":"' && head -c 50000000 /dev/zero | tr '\0' ' '; } | gzip -9 >"$web/bomb.json.gz"
fails 'a compressed bomb' "$http/bomb.gz" '*'
fails 'a compressed bomb of JSON' "$http/bomb.json.gz" '*' "format='debian-tracker'"
fails 'an archive that is no archive' "$http/on%20disk.xml.tar.gz" '404*'

# ---- and what can be mended -----------------------------------------------------------------------------------------------
# Each brings an edition of its own.
edition=0
mends() {
	case=$1 address=$2 more=${3-}
	edition=$((edition + 1))
	testos_feed test/one "2026-05-$(printf %02d $edition)" "3.$edition" | publish one.xml "2026-05-$(printf %02d $edition)"
	size=$(wc -c <"$web/one.xml")
	sources "<source id='one' needed='always' format='native' address='$address' $more/>"
	exits "$case: the source is updated" 0 feed update one
	like "$case: with what the server has" "$(feed export --only testos)" "*fixed-version=\"3.$edition\"*"
}
mends '500 twice' "$rude/status/500/2/one.xml"
mends '503 with Retry-After' "$rude/wait/1/one.xml"
mends 'cut off once' "$rude/resume/100/one.xml"
like 'it is continued, on one condition' "$(grep '^/resume/100/' "$tmp/web/rude.log" | tail -n 1)" '* range=bytes=100- if-range="one" *'
mends 'changed while it was sent' "$rude/changed/100/one.xml"
like 'the condition shows it' "$(grep '^/changed/100/' "$tmp/web/rude.log" | tail -n 1)" '* range=bytes=100- if-range="one" *'
mends 'a part of another edition' "$rude/other/100/one.xml"
like 'that is not put together' "$(grep '^/other/100/' "$tmp/web/rude.log" | tail -n 1)" '* range= *'
mends 'it says that nothing changed of what is not held' "$rude/stale/0/one.xml"

# ---- an edition that is older ---------------------------------------------------------------------------------------------
mends 'from nginx' "$http/one.xml"
feed export "$tmp/before.xml"
testos_feed test/one 2026-01-01 1.0 | publish one.xml 2026-01-01
fails 'an edition older than the one that is held' "$http/one.xml" 'of 2026-01-01 is an older edition*'
fails 'from a server without dates' "$rude/none/0/one.xml" 'older edition*'

testos_feed test/one 2026-06-01 4.0 | publish one.xml 2026-06-01
testos_feed test/one 2026-06-02 4.1 | publish two.xml 2026-06-02
for page in one two; do
	sources "<source id='one' needed='always' format='native' address='$http/$page.xml'/>"
	exits "an edition at one address, then at another: $page" 0 feed update one
done
feed export "$tmp/before.xml"
fails 'the address of before' "$http/one.xml" 'older edition*'
sources "<source id='one' needed='always' format='native' address='$http/one.xml'/>"
exits 'what is older is taken with --force' 0 feed update --force one
like 'and is what is held' "$(feed export --only testos)" '*fixed-version="4.0"*'

# A tracker has no date of its own: it is of the day that the server tells.
tracker() { printf '{"openssl":{"CVE-2026-90001":{"scope":"remote","releases":{"bookworm":{"status":"%s","repositories":{"bookworm":"3.0.11-1"},"urgency":"%s"}}}}}\n' "$1" "$2"; }
tracker open low | publish tracker.json 2026-06-02
sources "<source id='one' needed='always' address='$http/tracker.json'/>"
exits 'a feed without a date' 0 feed update one
feed export "$tmp/before.xml"
tracker open high | publish tracker.json 2026-06-01
fails 'an older one of a server that tells its time' "$http/tracker.json" 'of 2026-06-01 is an older edition*' "format='debian-tracker'"
tracker open high | publish tracker.json 2026-06-03
sources "<source id='one' needed='always' address='$http/tracker.json'/>"
exits 'a newer one' 0 feed update one

tracker open medium | publish tracker.json 2100-01-01
exits 'one of a server whose clock is wrong' 0 feed update one
tracker open low | publish tracker.json 2026-06-04
exits 'does not keep back what follows' 0 feed update one

# ---- an archive -----------------------------------------------------------------------------------------------------------
record() {
	mkdir -p "$tmp/records" && cat >"$tmp/records/$1.json" <<JSON
{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"$1","state":"PUBLISHED"},"containers":{"cna":{"affected":[{"product":"OpenSSL",
"vendor":"OpenSSL","versions":[{"lessThan":"3.0.99","status":"affected","version":"3.0.0","versionType":"semver"}]}],"datePublic":"$2T00:00:00Z",
"providerMetadata":{"orgId":"3a12439a-ef3a-4c79-92e6-6081a721f1e5"},"title":"a test","descriptions":[{"lang":"en","value":"text"}],"references":[]}}}
JSON
}
pack() { tar -C "$tmp" -czf "$web/records.tar.gz" records && touch -d "$1" "$web/records.tar.gz"; }
for number in 1 2 3 4 5 6 7 8; do record "CVE-2026-9100$number" "2026-06-0$number"; done
pack 2026-06-10
sources "<source id='records' needed='always' address='$http/records.tar.gz'/>"
exits 'an archive of records' 0 feed update records
like 'all of them are taken in' "$(cat "$tmp/out")" '*8 documents: 8 feeds new*'
held() { feed list --format csv | grep -c "records.tar.gz: records/${1-}"; }
rm "$tmp/records/CVE-2026-91003.json" && pack 2026-06-11
exits 'one without a record that was there' 0 feed update records
like 'says so' "$(cat "$tmp/out")" '*1 taken back*'
is 'and it is gone' "$(held)" 7
rm "$tmp"/records/*-9100[124567].json && pack 2026-06-12
exits 'one that lacks most of them may be cut off' 3 feed update records
like 'it says so' "$(cat "$tmp/err")" '*lacks 6 of 7 documents*--force*'
is 'and they stay' "$(held)" 7
exits 'unless that is meant' 0 feed update --force records
is 'then they go' "$(held)" 1
for number in 1 2 4; do record "CVE-2026-9100$number" "2026-06-0$number"; done
printf '{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{' >"$tmp/records/CVE-2026-91005.json"
pack 2026-06-13
exits 'one record that cannot be read' 4 feed update records
like 'is named, and the others are taken in' "$(cat "$tmp/err")" '*records: updated in part*1 document cannot be read: *CVE-2026-91005*'
is 'they are there' "$(held)" 4
mv "$tmp/records/CVE-2026-91001.json" "$tmp/whole.json" && head -c 100 "$tmp/whole.json" >"$tmp/records/CVE-2026-91001.json"
mv "$tmp/records/CVE-2026-91002.json" "$tmp/gone.json" && pack 2026-06-13T12:00:00
exits 'two that cannot be read, and one that is gone' 4 feed update records
is 'what cannot be read now is not gone, and nobody knows what else is' "$(held)" 4
mv "$tmp/whole.json" "$tmp/records/CVE-2026-91001.json" && mv "$tmp/gone.json" "$tmp/records/CVE-2026-91002.json"
rm "$tmp/records/CVE-2026-91005.json" "$tmp/records/CVE-2026-91008.json" && pack 2026-06-14
exits 'an archive whose newest record is older' 3 feed update records
like 'is an older edition' "$(cat "$tmp/err")" '*older than the one that is held*'

# What is new does not make up for what is not there.
rm "$tmp"/records/*
for number in $(seq 10 19); do record "CVE-2026-930$number" 2026-06-11; done
pack 2026-06-14
sources "<source id='growing' needed='always' address='$http/records.tar.gz'/>"
exits 'ten records' 0 feed update growing
rm "$tmp"/records/*-9301[0-5].json
for number in $(seq 20 89); do record "CVE-2026-930$number" 2026-06-12; done
pack 2026-06-15
exits 'seventy more, and six of ten are missing' 3 feed update growing
like 'it says so' "$(cat "$tmp/err")" '*lacks 6 of 10 documents*--force*'
for number in $(seq 10 15); do record "CVE-2026-930$number" 2026-06-11; done
rm "$tmp"/records/*-930[2-8]?.json "$tmp"/records/*-9301[3-9].json && pack 2026-06-16
exits 'three are left where that is meant' 0 feed update --force growing
rm "$tmp"/records/* && for number in 20 21 22; do record "CVE-2026-930$number" 2026-06-12; done
pack 2026-06-17
exits 'three others in the place of three' 3 feed update growing
like 'it says so' "$(cat "$tmp/err")" '*lacks 3 of 3 documents*--force*'

# What cannot be read is not gone, wherever it is damaged: the others are taken in, and nothing counts as confirmed.
rm -r "$tmp/records"
for number in 1 2 3 4 5 6; do record "CVE-2026-9200$number" "2026-06-0$number"; done
pack 2026-06-15
sources "<source id='many' needed='always' address='$http/records.tar.gz'/>"
exits 'another archive' 0 feed update many
day=15
damaged() {
	day=$((day + 1)) && pack "2026-06-$day"
	exits "$1: the source is updated in part" 4 feed update many
	like "$1: it is named" "$(cat "$tmp/err")" "*many: updated in part*1 document*$2*"
	is "$1: its feed stays" "$(held CVE-2026-92)" 6
	exits "$1: it is read again the next time" 4 feed update many
}
: >"$tmp/records/CVE-2026-92002.json"
damaged 'an empty record' 'CVE-2026-92002.json: *empty'
printf '<html>' >"$tmp/records/CVE-2026-92002.json"
damaged 'a page in the place of a record' 'CVE-2026-92002.json: *<html>'
printf 'CVE' >"$tmp/records/CVE-2026-92002.json" && mv "$tmp/records" "$tmp/below" && mkdir "$tmp/records" && mv "$tmp/below" "$tmp/records/"
damaged 'a record in another folder' 'CVE-2026-92002.json: *'
mv "$tmp/records/below"/* "$tmp/records/" && rmdir "$tmp/records/below"
record CVE-2026-92002 2026-06-02 && sed -i 's/"product":"OpenSSL"/"product":"another"/' "$tmp/records/CVE-2026-92002.json"
damaged 'a record that says nothing any more' 'CVE-2026-92002*0'
record CVE-2026-92002 2026-06-02 && sed -i 's/PUBLISHED/REJECTED/' "$tmp/records/CVE-2026-92002.json" && pack 2026-06-25
exits 'a record that was rejected' 0 feed update many
like 'is taken back' "$(cat "$tmp/out")" '*1 taken back*'
is 'and it alone' "$(held CVE-2026-92)" 5

# ---- a document that is not what its source was said to be -----------------------------------------------------------------
sources "<source id='wrong' distro='otheros another:7' format='native' address='$http/one.xml'/>"
feed export "$tmp/before.xml"
exits 'a document about another distribution' 3 feed update wrong
like 'is refused with what is missing' "$(cat "$tmp/err")" '*wrong: not updated*one.xml: this document says nothing about otheros another:7, but about testos 1; correct the address*'
feed export "$tmp/after.xml"
ok 'and changes nothing' cmp "$tmp/before.xml" "$tmp/after.xml"
sources "<source id='wrong' distro='openssl' format='native' address='$http/one.xml'/>"
exits 'nor is it about OpenSSL itself' 3 feed update wrong
like 'as it says' "$(cat "$tmp/err")" '*says nothing about openssl*'
sources "<source id='right' distro='otheros testos:1' format='native' address='$http/one.xml'/>"
exits 'one of its distributions is enough' 0 feed update right

# ---- beside what came with sslinv ------------------------------------------------------------------------------------------
printf '{"openssl":{"CVE-2024-0727":{"releases":{"bookworm":{"status":"resolved","fixed_version":"3.0.13-1~deb12u1","urgency":"low"}}}}}' |
	publish few.json "$(date -d '2 days ago' +%F)"
sources "<source id='debian' address='$http/few.json'/><source id='life-debian' needed='named'/>"
mkdir "$tmp/few"
exits 'a first edition that says next to nothing is taken' 0 "$sslinv" feed --db "$tmp/few/inventory.db" update debian
like 'with a warning' "$(cat "$tmp/err")" '*debian: its first edition brings 1 CVE of debian, and what came with sslinv has *may be cut off*'
printf '{"zlib":{"CVE-2024-0727":{"releases":{"bookworm":{"status":"open","urgency":"low"}}}}}' | publish few.json "$(date -d yesterday +%F)"
rm -r "$tmp/few" && mkdir "$tmp/few"
exits 'one that says nothing about OpenSSL is taken, too' 0 "$sslinv" feed --db "$tmp/few/inventory.db" update debian
like 'but not without a word' "$(cat "$tmp/err")" '*debian: its first edition brings 0 CVEs of debian, and what came with sslinv has *'
rm -r "$tmp/few" && mkdir "$tmp/few"
sources "<source id='debian-oval-bookworm' address='$http/few.xml'/>"
# More than half of what is bundled, of a day before it.
{
	echo '<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5">'
	echo '<generator><product_name>Debian</product_name><timestamp>2026-01-01T00:00:00</timestamp></generator><definitions>'
	for number in $(seq 1000 1300); do
		cat <<XML
<definition class="vulnerability" id="oval:org.debian:def:$number"><metadata><title>CVE-2020-$number openssl</title>
<affected family="unix"><platform>Debian GNU/Linux 12</platform><product>openssl</product></affected>
<reference ref_id="CVE-2020-$number" ref_url="https://example.org/" source="CVE"/></metadata>
<criteria operator="AND"><criterion comment="Debian 12 is installed" test_ref="t:1"/>
<criterion comment="openssl DPKG is earlier than 3.0.1-1" test_ref="t:2"/></criteria></definition>
XML
	done
	cat <<'XML'
</definitions><tests><textfilecontent54_test id="t:1"><object object_ref="o:1"/><state state_ref="s:1"/></textfilecontent54_test>
<dpkginfo_test check="all" check_existence="at_least_one_exists" id="t:2"><object object_ref="o:2"/><state state_ref="s:2"/></dpkginfo_test></tests>
<objects><textfilecontent54_object id="o:1"><path>/etc</path><filename>debian_version</filename>
<pattern operation="pattern match">(\d+)</pattern></textfilecontent54_object><dpkginfo_object id="o:2"><name>openssl</name></dpkginfo_object></objects>
<states><textfilecontent54_state id="s:1"><subexpression operation="equals">12</subexpression></textfilecontent54_state>
<dpkginfo_state id="s:2"><evr datatype="debian_evr_string" operation="less than">0:3.0.1-1</evr></dpkginfo_state></states></oval_definitions>
XML
} | publish few.xml "$(date -d yesterday +%F)"
exits 'one that is older than what came with sslinv' 0 "$sslinv" feed --db "$tmp/few/inventory.db" update debian-oval-bookworm
like 'gets a warning as well' "$(cat "$tmp/err")" '*its first edition is of 2026-01-01, older than what came with sslinv about debian*'

# ---- old editions ----------------------------------------------------------------------------------------------------------
testos_feed test/old 2024-01-01 1 | publish old.xml 2024-01-02
printf -- '---\npermalink: /debian\nreleases:\n-   releaseCycle: "12"\n    releaseDate: 2023-06-10\n    eol: 2030-06-10\n---\ntext\n' |
	publish life.md 2024-01-02
sources "<source id='aged' distro='testos' format='native' address='$http/old.xml'/><source id='life' distro='debian' format='endoflife' address='$http/life.md'/>"
exits 'an old edition is taken' 0 feed update aged
like 'and its age told' "$(cat "$tmp/err")" '*aged: the edition of this source is of 2024-01-02: ask whoever runs the server*'
exits 'the same again' 0 feed update aged
like 'is confirmed, and told to be old' "$(cat "$tmp/out")$(cat "$tmp/err")" '*aged: nothing new*the edition of this source is of 2024-01-02*'
exits 'life cycles change when they do' 0 feed update life
is 'so nothing is told' "$(cat "$tmp/err")" ''

# ---- a proxy --------------------------------------------------------------------------------------------------------------
sources "<source id='one' needed='always' address='http://vendor.example/tracker.json'/>"
exits 'a proxy is used' 0 env http_proxy="$http" "$sslinv" feed --db "$db" update one
like 'it was asked' "$(last_request)" '*"GET http://vendor.example/tracker.json HTTP/1.1" 200 *'

sources "<source id='one' needed='always' address='https://vendor.example/tracker.json'/>"
exits 'one that leads nowhere' 3 env https_proxy="$http" "$sslinv" feed --db "$db" update one
like 'is told, with what to do' "$(cat "$tmp/err")" '*one: not updated*CONNECT*check https_proxy*'

# ---- ended by a signal ----------------------------------------------------------------------------------------------------
sources "<source id='one' needed='always' address='$rude/slow/0/tracker.json'/>"
"$sslinv" feed --db "$db" update one >"$tmp/out" 2>"$tmp/err" &
pid=$!
eventually grep -q /slow/0/tracker.json "$tmp/web/rude.log"
ok 'there is a spool' test -d "$tmp/state/guidance.db.spool"
kill -TERM $pid
wait $pid
ok 'a signal leaves nothing of it' test ! -e "$tmp/state/guidance.db.spool"

finish
