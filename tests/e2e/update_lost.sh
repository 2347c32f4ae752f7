#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Documents of Red Hat's directory that cannot be had: they are named each time and asked for again, and nothing else is.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }
publish() { mkdir -p "$(dirname "$web/$1")" && cat >"$web/$1" && touch -d "$2" "$web/$1"; }
of() { feed export --only rhel | grep -c "cve=\"CVE-2026-$1\".*$2"; }
bodies() { sed -n 's|.*GET /vex/\([^ ]*\) HTTP.* 200 .*|\1|p' "$tmp/web/access.log" | sort | tr '\n' ' '; }
confirmed() { feed sources --format csv | grep '^redhat,' | cut -d, -f10; }
web_start

vex=$web/vex
mkdir -p "$vex/2026"
# $1: the number of the CVE, $2: its day in June, $3: the release that fixes it
document() {
	cat >"$vex/2026/cve-2026-$1.json" <<JSON
{"document":{"category":"csaf_vex","csaf_version":"2.0","publisher":{"category":"vendor","name":"Red Hat Product Security","namespace":"https://www.redhat.com"},
"title":"openssl","tracking":{"current_release_date":"2026-06-$2T10:00:00+00:00","id":"CVE-2026-$1","initial_release_date":"2026-01-01T00:00:00+00:00","revision_history":[],"status":"final","version":"1"}},
"product_tree":{"branches":[{"branches":[{"category":"product_name","name":"Red Hat Enterprise Linux 9","product":{"name":"Red Hat Enterprise Linux 9","product_id":"rhel-9",
"product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:9"}}},{"category":"product_version","name":"openssl-1:3.0.7-$3.el9.src","product":{"name":"openssl-1:3.0.7-$3.el9.src",
"product_id":"openssl-1:3.0.7-$3.el9.src","product_identification_helper":{"purl":"pkg:rpm/redhat/openssl@3.0.7-$3.el9?arch=src&epoch=1"}}}],"category":"vendor","name":"Red Hat"}],
"relationships":[{"category":"default_component_of","full_product_name":{"name":"openssl of rhel-9","product_id":"rhel-9:openssl-1:3.0.7-$3.el9.src"},
"product_reference":"openssl-1:3.0.7-$3.el9.src","relates_to_product_reference":"rhel-9"}]},
"vulnerabilities":[{"cve":"CVE-2026-$1","product_status":{"fixed":["rhel-9:openssl-1:3.0.7-$3.el9.src"]},
"remediations":[{"category":"vendor_fix","details":"update","product_ids":["rhel-9:openssl-1:3.0.7-$3.el9.src"],"url":"https://access.redhat.com/errata/RHSA-2026:$3"}]}]}
JSON
}
damage() { head -c 900 "$vex/2026/cve-2026-$1.json" >"$tmp/cut" && cat "$tmp/cut" >"$vex/2026/cve-2026-$1.json"; }
# $1: the archive's day in June
pack() {
	rm -f "$vex"/*.zst
	(cd "$vex" && tar -cf - 2026 | zstd -q >"vex-2026-06-$1.tar.zst") && printf 'vex-2026-06-%s.tar.zst\n' "$1" >"$vex/archive_latest.txt"
}
# $1: the day of the list; the others: NUMBER=DAY
changes() {
	day=$1 && shift
	for change; do printf '"2026/cve-2026-%s.json","2026-06-%sT10:00:00+00:00"\n' "${change%%=*}" "${change#*=}"; done | publish vex/changes.csv "2026-06-$day"
}
update() {
	: >"$tmp/web/access.log"
	exits "$1" "$2" feed update redhat
}
for number in 80001 80002 80003; do document $number 01 1; done
damage 80002
pack 03
changes 03 80001=01 80002=01 80003=01
publish vex/deletions.csv 2026-06-03 </dev/null
sources "<source id='redhat' address='$http/vex/'/><source id='life-rhel' needed='named'/>"

# ---- in the archive -------------------------------------------------------------------------------------------------------
update 'an archive with a document that cannot be read' 4
like 'names it' "$(cat "$tmp/err")" '*redhat: updated in part, and not confirmed: 1 document cannot be had, and is asked for again each time: *2026/cve-2026-80002.json:*'
is 'and the others are taken in' "$(of 80001 3.0.7-1) $(of 80002 3.0.7) $(of 80003 3.0.7-1)" '1 0 1'
update 'again' 4
like 'it is named again' "$(cat "$tmp/err")" '*updated in part*1 document cannot be had*2026/cve-2026-80002.json*'
is 'it alone was asked for, and the archive was not' "$(bodies)" '2026/cve-2026-80002.json '
is 'nothing is confirmed' "$(confirmed)" ''
document 80003 10 3
changes 10 80001=01 80002=01 80003=10
update 'another document that changed' 4
is 'is asked for, beside that, what was of its day and the lists' "$(bodies)" '2026/cve-2026-80001.json 2026/cve-2026-80002.json 2026/cve-2026-80003.json changes.csv deletions.csv '
is 'and taken in' "$(of 80003 3.0.7-3)" 1
document 80002 02 2
update 'once it can be read' 0
is 'it is taken in' "$(of 80002 3.0.7-2) $(bodies)" '1 2026/cve-2026-80002.json '
like 'and all is confirmed' "$(confirmed)" '20*'
update 'again' 0
is 'there are only headers' "$(bodies)" ''
like 'and nothing new' "$(cat "$tmp/out")" 'redhat: nothing new*'

# ---- one that changed, and one that is not there ---------------------------------------------------------------------------
document 80001 12 4 && damage 80001
changes 12 80001=12 80002=01 80003=10 80004=12
update 'a change that cannot be read, and one that is not there' 4
like 'are both counted' "$(cat "$tmp/err")" '*redhat: updated in part*2 documents cannot be had, and are asked for again each time: *cve-2026-80004.json: 404*'
is 'what was known stays' "$(of 80001 3.0.7-1)" 1
update 'again' 4
is 'they alone are asked for' "$(bodies)" '2026/cve-2026-80001.json '
like 'and both are named' "$(cat "$tmp/err")" '*2 documents cannot be had*'
printf '"2026/cve-2026-80004.json","2026-06-13T10:00:00+00:00"\n' | publish vex/deletions.csv 2026-06-13
document 80001 13 5
update 'one is deleted, and the other can be read' 0
is 'then nothing is missing' "$(of 80001 3.0.7-5)" 1

# ---- an archive that is taken again ----------------------------------------------------------------------------------------
# So many changes that it costs less. What it has no more is gone, and what cannot be read in it is not.
damage 80002 && rm "$vex/2026/cve-2026-80003.json"
pack 25
{ printf '"2026/cve-2026-80001.json","2026-06-13T10:00:00+00:00"\n' && seq 10001 12001 | sed 's|.*|"2026/cve-2026-&.json","2026-06-22T10:00:00+00:00"|'; } |
	publish vex/changes.csv 2026-06-25
update 'an archive in which one is damaged and another is missing' 4
like 'is told' "$(cat "$tmp/err")" '*1 document cannot be had*cve-2026-80002.json*'
like 'the archive was fetched' "$(bodies)" '*vex-2026-06-25.tar.zst*'
is 'what it has no more is gone, and what cannot be read stays' "$(of 80002 3.0.7-2) $(of 80003 3.0.7)" '1 0'
update 'again' 4
is 'the archive is not fetched' "$(bodies)" '2026/cve-2026-80002.json '

# ---- so many that something is wrong ----------------------------------------------------------------------------------------
mkdir "$tmp/many"
db=$tmp/many/inventory.db
for number in $(seq 30001 30101); do cp "$tmp/cut" "$vex/2026/cve-2026-$number.json"; done
pack 26
changes 26 80001=13
update 'an archive in which more than a hundred cannot be read' 4
like 'is told' "$(cat "$tmp/err")" '*updated in part*more than 100 documents cannot be had*'
update 'again' 4
like 'it is fetched again' "$(bodies)" '*vex-2026-06-26.tar.zst*'

finish
