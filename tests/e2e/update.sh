#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv feed update against a web server: what is fetched, what is not fetched again, and what becomes known.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/web.sh
. "$top/tests/e2e/web.sh"

if [ ! -x "$nginx" ] || ! "$sslinv" feed --help | grep -q update; then
	skip 'updates from a web server' 'nginx is not installed, or sslinv was built without feed update'
	finish
fi
web_start '' ''

mkdir "$tmp/state"
db=$tmp/state/inventory.db
# shellcheck disable=SC2317 # exits calls it
feed() { "$sslinv" feed --db "$db" "$@"; }

# ---- one file -------------------------------------------------------------------------------------------------------------
# Of one second nginx tells no two editions of a size apart.
publish() {
	cat >"$web/$1" && touch -d "$2" "$web/$1"
}
guidance test/one 2026-01-01 1.0 | publish one.xml 2026-01-01
sources "<source id='one' needed='always' address='$http/one.xml'/>"
exits 'a source is fetched and taken in' 0 feed update one
like 'it says so' "$(cat "$tmp/out")" 'one: *1 documents: 1 feeds new*'
like 'and what became known' "$(cat "$tmp/out")" '*new: testos 1 openssl: CVE-2024-0727 fixed in 1.0*1 new fix,*'
like 'the server was told who asks' "$(cat "$tmp/web/access.log")" '*"GET /one.xml HTTP/1.1" 200 * "sslinv/[0-9]*'
exits 'the same again' 0 feed update one
like 'has nothing new' "$(cat "$tmp/out")" 'one: nothing new*0 with a new edition, 1 with nothing new, 0 failed'
like 'and transfers headers alone' "$(tail -n 1 "$tmp/web/access.log")" '*"GET /one.xml HTTP/1.1" 304 0 *'
guidance test/one 2026-02-01 1.1 | publish one.xml 2026-02-01
exits 'a new edition is taken in' 0 feed update one
like 'and what it takes back is told' "$(cat "$tmp/out")" '*new: testos 1 openssl: CVE-2024-0727 fixed in 1.1*taken back: testos 1 openssl: CVE-2024-0727 fixed in 1.0*'
ok 'nothing of the spool is left' test ! -e "$tmp/state/guidance.db.spool"
exits 'the sources are listed' 0 feed sources --format csv
like 'with what is held' "$(grep '^one,' "$tmp/out")" "one,,,file,$http/one.xml,,yes,2026-02-01,*,0,*"

finish
