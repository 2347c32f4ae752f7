#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv feed update takes nothing that may be cut off for the whole: servers that do not tell how long a file is.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }
publish() { mkdir -p "$(dirname "$web/$1")" && cat >"$web/$1" && touch -d "$2" "$web/$1"; }
of() { feed export --only "$1" | grep -c "cve=\"$2\".*$3"; }
refused() {
	feed export "$tmp/before.xml"
	exits "$1" 3 feed update "$2"
	like "$1: it says why" "$(cat "$tmp/err")" "*$2: not updated, what was held stays: *$3*"
	feed export "$tmp/after.xml"
	ok "$1: the guidance is as it was" cmp "$tmp/before.xml" "$tmp/after.xml"
}
slow=$((40000 + $$ % 4000 * 5))
web_start "server { listen 127.0.0.1:$slow; root $web; limit_rate 100k; }"
rude_start

# ---- a table of facts -----------------------------------------------------------------------------------------------------
# A table that is cut off between two lines is a table.
{
	printf 'distro\trelease\tpackage\tcve\tstatus\tfixed_version\n'
	for number in 1 2 3; do printf 'alpine\t3.99\topenssl\tCVE-2026-6500%s\tfixed\t3.5.1-r0\n' $number; done
} | publish facts.tsv 2026-10-01
line=$(head -n 3 "$web/facts.tsv" | wc -c) size=$(wc -c <"$web/facts.tsv")
table() { sources "<source id='facts' distro='alpine' needed='named' format='tsv' address='$1'/>"; }
table "$rude/open/$line/facts.tsv"
refused 'a table without a length that is cut off behind a line' facts 'facts.tsv: the server does not tell how long it is, so it may be cut off; have the server send Content-Length, or name another mirror in sources.xml'
table "$rude/open/100000/facts.tsv"
refused 'a whole one is not known to be whole' facts 'the server does not tell how long it is*'
table "$rude/two/$line/facts.tsv"
refused 'one with two lengths' facts '*'
table "$rude/headed/$line/facts.tsv"
refused 'one whose length is told to who asks' facts "$line of $size bytes came, so it is cut off; try again later"
table "$rude/head/$line/facts.tsv"
exits 'one that comes whole the second time' 0 feed update facts
is 'is taken' "$(of alpine CVE-2026-65003 3.5.1)" 1
printf 'alpine\t3.99\topenssl\tCVE-2026-65004\tfixed\t3.5.1-r0\n' >>"$web/facts.tsv"
table "$rude/head/0/facts.tsv"
exits 'and one that comes whole at once' 0 feed update facts
is 'is taken, too' "$(of alpine CVE-2026-65004 3.5.1)" 1

# ---- lists of changes -----------------------------------------------------------------------------------------------------
mkdir -p "$web/vex/2026"
cat >"$web/vex/2026/cve-2026-80001.json" <<'JSON'
{"document":{"category":"csaf_vex","csaf_version":"2.0","publisher":{"category":"vendor","name":"Red Hat Product Security","namespace":"https://www.redhat.com"},
"title":"openssl","tracking":{"current_release_date":"2026-06-01T10:00:00+00:00","id":"CVE-2026-80001","initial_release_date":"2026-01-01T00:00:00+00:00","revision_history":[],"status":"final","version":"1"}},
"product_tree":{"branches":[{"branches":[{"category":"product_name","name":"Red Hat Enterprise Linux 9","product":{"name":"Red Hat Enterprise Linux 9","product_id":"rhel-9",
"product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:9"}}},{"category":"product_version","name":"openssl","product":{"name":"openssl","product_id":"openssl",
"product_identification_helper":{"purl":"pkg:rpm/redhat/openssl?arch=src"}}}],"category":"vendor","name":"Red Hat"}],
"relationships":[{"category":"default_component_of","full_product_name":{"name":"openssl of rhel-9","product_id":"rhel-9:openssl"},"product_reference":"openssl","relates_to_product_reference":"rhel-9"}]},
"vulnerabilities":[{"cve":"CVE-2026-80001","product_status":{"known_affected":["rhel-9:openssl"]}}]}
JSON
printf '"2026/cve-2026-80001.json","2026-06-01T10:00:00+00:00"\n' >"$web/vex/changes.csv"
: >"$web/vex/deletions.csv"
(cd "$web/vex" && tar -cf vex-archive.tar 2026 && printf 'vex-archive.tar\n' >archive_latest.txt)
folder() { sources "<source id='redhat' address='$rude/$1/vex/'/>"; }
folder open/100000
refused 'a list of changes without a length' redhat 'changes.csv: the server does not tell how long it is*'
folder head/0
exits 'one whose length is told to who asks' 0 feed update redhat
is 'is followed' "$(of rhel CVE-2026-80001 affected)" 1

# ---- an archive -----------------------------------------------------------------------------------------------------------
for number in 1 2; do
	mkdir -p "$tmp/records" && cat >"$tmp/records/CVE-2026-6600$number.json" <<JSON
{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-6600$number","state":"PUBLISHED"},"containers":{"cna":{"affected":[{"product":"OpenSSL",
"vendor":"OpenSSL","versions":[{"lessThan":"3.0.99","status":"affected","version":"3.0.0","versionType":"semver"}]}],"datePublic":"2026-06-01T00:00:00Z",
"providerMetadata":{"orgId":"3a12439a-ef3a-4c79-92e6-6081a721f1e5"},"title":"a test","descriptions":[{"lang":"en","value":"text"}],"references":[]}}}
JSON
done
# A record has whole blocks of 512 bytes, and one with its name before it.
blocks=$((512 + ($(wc -c <"$tmp/records/CVE-2026-66001.json") + 511) / 512 * 512))
(cd "$tmp/records" && tar --format=ustar -cf "$web/records.tar" CVE-2026-66001.json CVE-2026-66002.json)
sources "<source id='openssl' address='$rude/open/$blocks/records.tar'/><source id='life-openssl' needed='named'/>"
refused 'an archive without a length that is cut off behind a record' openssl 'records.tar: the archive has no end, so it is cut off after its member 1*'
sources "<source id='openssl' address='$rude/open/100000/records.tar'/><source id='life-openssl' needed='named'/>"
exits 'a whole one tells its end' 0 feed update openssl
like 'and is taken' "$(cat "$tmp/out")" '*openssl: *2 documents: 2 feeds new*'

# ---- what broke off, in the next update --------------------------------------------------------------------------------------
spool=$tmp/state/guidance.db.spool
once() {
	cat >"$tmp/conf/sources.xml" <<XML
<sources xmlns="urn:sslinv:sources:1"><limits seconds="20" stall="3" attempts="1"/>
<source id="facts" distro="alpine" needed="named" format="tsv" address="$1"/></sources>
XML
}
asked() { grep "^/$1/" "$tmp/web/rude.log" | tail -n 1; }
fact() { printf 'alpine\t3.99\topenssl\tCVE-2026-%s\tfixed\t3.5.1-r0\n' "$1" >>"$web/facts.tsv"; }
fact 65005
once "$rude/resume/100/facts.tsv"
refused 'a transfer that breaks off' facts 'cut off; try again later*'
ok 'what came is kept' test -d "$spool"
exits 'the next update' 0 feed update facts
like 'goes on with it, on one condition' "$(asked resume/100)" '* range=bytes=100- if-range="one" *'
is 'and has it all' "$(of alpine CVE-2026-65005 3.5.1)" 1
not_ok 'nothing is kept any more' test -e "$spool"
fact 65006
once "$rude/changed/100/facts.tsv"
refused 'another one that breaks off' facts 'cut off; try again later*'
exits 'of a file that is another one by then' 0 feed update facts
like 'is asked for on that condition' "$(asked changed/100)" '* range=bytes=100- if-range="one" *'
is 'and taken from its beginning' "$(of alpine CVE-2026-65006 3.5.1)" 1
fact 65007
once "$rude/other/100/facts.tsv"
refused 'one of which' facts 'cut off; try again later*'
refused 'a part of another edition comes' facts 'the server changed the file while it was sent*'
exits 'is not put together' 0 feed update facts
like 'but asked for from its beginning' "$(asked other/100)" '* range= *'
is 'and is whole' "$(of alpine CVE-2026-65007 3.5.1)" 1
for kind in cut weak; do
	once "$rude/$kind/100/facts.tsv"
	refused "what a server cannot tell apart: $kind" facts 'cut off; try again later*'
	not_ok "is not kept: $kind" test -e "$spool"
done
fact 65008
once "$rude/resume/99/facts.tsv"
refused 'what broke off' facts 'cut off; try again later*'
is 'is kept with its mark alone' "$(find "$spool" -type f | sed 's/.*part-[0-9a-f]*//' | sort | tr '\n' ' ')" ' .mark '
touch -d '8 days ago' "$spool"/*
exits 'for some days' 0 feed update facts
like 'and then no more' "$(asked resume/99)" '* range= *'
# A link in its place leads nowhere.
fact 65009
once "$rude/resume/98/facts.tsv"
refused 'what broke off again' facts 'cut off; try again later*'
part=$(find "$spool" -name 'part-*[0-9a-f]' ! -name '*.mark')
mv "$part" "$tmp/kept" && ln -s "$tmp/kept" "$part"
exits 'is not read by way of a link' 0 feed update facts
like 'but fetched' "$(asked resume/98)" '* range= *'

# Killed at any moment, too.
{
	printf '{"openssl":{'
	seq 10001 14000 | sed 's/.*/"CVE-2026-&":{"scope":"remote","releases":{"bookworm":{"status":"resolved","repositories":{"bookworm":"3.0.11-1"},"fixed_version":"3.0.50-1","urgency":"low"}}},/'
	printf '"CVE-2026-10000":{"scope":"remote","releases":{}}}}\n'
} | publish debian.json 2026-07-01
sources "<source id='debian' address='http://127.0.0.1:$slow/debian.json'/><source id='life-debian' needed='named'/>"
"$sslinv" feed --db "$db" update debian >"$tmp/out" 2>"$tmp/err" &
pid=$!
# shellcheck disable=SC2317 # eventually calls it
has_some() { find "$spool" -name 'part-*' -size +50k 2>/dev/null | grep -q .; }
eventually has_some
kill -9 $pid
wait $pid 2>/dev/null
ok 'of an update that is killed what came is kept' has_some
sources "<source id='debian' address='http://127.0.0.1:$slow/debian.json'/><source id='life-debian' needed='named'/>"
exits 'the next one' 0 feed update debian
like 'asks for the rest' "$(tail -n 1 "$tmp/web/access.log")" '*"GET /debian.json HTTP/1.1" 206 *'
is 'and has all' "$(of debian 'CVE-2026-1[0-4][0-9][0-9][0-9]' 3.0.50)" 4000
not_ok 'and nothing is kept' test -e "$spool"

finish
