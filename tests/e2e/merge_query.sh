#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Many hosts' inventories in one, and questions to it: what is merged twice, late or damaged, and what a query may not do.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'merging' 'dpkg, a C compiler and the apt backend are needed to make hosts'
	finish
fi

make_small_host 3.0.11-1
for host in web1 web2 db1; do
	printf '%032d\n' "$(printf %s "$host" | cksum | cut -c 1-6)" >"$root/etc/machine-id"
	scan_exits "a scan of $host" complete --root "$root" --db "$tmp/$host.db" --host "$host"
done
# What db1 had before its libcrypto changed.
cp "$tmp/db1.db" "$tmp/db1-older.db"
library "$root/usr/lib/$triplet/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.0.17 19 Sep 2023'
sleep 1
scan_exits 'a later scan of db1' complete --root "$root" --db "$tmp/db1.db" --host db1

whole_dump() {
	dump "$1"
	ask "$1" 'SELECT * FROM scans ORDER BY 1'
}
fleet=$tmp/fleet.db
exits 'three files are merged' 0 "$sslinv" merge --db "$fleet" "$tmp/web1.db" "$tmp/web2.db" "$tmp/db1.db"
like 'it says how many' "$(cat "$tmp/out")" '3 of 3 files merged: 3 hosts, 3 of them new or newer'
is 'the hosts are there' "$(ask "$fleet" 'SELECT host FROM hosts ORDER BY 1')" 'db1
web1
web2'
for host in web1 web2 db1; do
	for view in packages libraries linkages; do
		is "the $view of $host are those it had" "$(ask "$fleet" "SELECT * FROM ${view}_history WHERE host = '$host' ORDER BY 2, 3, 4, first_seen")" \
			"$(ask "$tmp/$host.db" "SELECT * FROM ${view}_history WHERE host = '$host' ORDER BY 2, 3, 4, first_seen")"
	done
	is "the scans of $host are those it had" "$(ask "$fleet" "SELECT started, finished, root, mode, outcome, packages_seen FROM scans WHERE host = '$host' ORDER BY 1, 2")" \
		"$(ask "$tmp/$host.db" "SELECT started, finished, root, mode, outcome, packages_seen FROM scans ORDER BY 1, 2")"
done
whole_dump "$fleet" >"$tmp/fleet.dump"
same_fleet() {
	whole_dump "$fleet" >"$tmp/now.dump"
	ok "$1" diff "$tmp/fleet.dump" "$tmp/now.dump"
}
exits 'the same files once more' 0 "$sslinv" merge --db "$fleet" "$tmp/db1.db" "$tmp/web2.db" "$tmp/web1.db"
same_fleet 'change nothing'
exits 'an older copy' 0 "$sslinv" merge --db "$fleet" "$tmp/db1-older.db"
same_fleet 'changes nothing'
exits 'the older copy first, then the newer' 0 "$sslinv" merge --db "$tmp/other.db" "$tmp/db1-older.db" "$tmp/db1.db"
is 'give the same history' "$(ask "$tmp/other.db" "SELECT path, version, first_seen, gone_at FROM libraries_history ORDER BY 1, 2")" \
	"$(ask "$fleet" "SELECT path, version, first_seen, gone_at FROM libraries_history WHERE host = 'db1' ORDER BY 1, 2")"
exits 'a fleet is merged as well' 0 "$sslinv" merge --db "$tmp/second.db" "$fleet"
is 'with all its hosts' "$(ask "$tmp/second.db" 'SELECT count(*) FROM hosts')" 3
digests_of() { (cd "$tmp" && cksum web1.db web2.db db1.db db1-older.db); }
before=$(digests_of)

# ---- what is refused ------------------------------------------------------------------------------------------------------
mkdir "$tmp/bad"
cd "$tmp/bad" || exit 99
printf 'a letter\n' >text
: >empty
head -c 60000 /dev/urandom >noise
mkdir directory
mkfifo fifo
ln -s loop loop
head -c 9000 "$tmp/web1.db" >short
SSLINV_GUIDANCE=$tmp/bad/database "$sslinv" scan --root "$root" --db "$tmp/aside.db" >/dev/null 2>&1
truncate -s 1T tebibyte 2>/dev/null || truncate -s 8G tebibyte
cp "$tmp/web1.db" newer
printf '\000\000\377\377' | dd of=newer bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$tmp/web1.db" foreign-id
printf 'ABCD' | dd of=foreign-id bs=1 seek=68 conv=notrunc 2>/dev/null
cp "$tmp/web1.db" damaged
dd if=/dev/urandom of=damaged bs=500 seek=9 count=100 conv=notrunc 2>/dev/null
cp "$tmp/web1.db" with-wal
head -c 5000 /dev/urandom >with-wal-wal
mknod device c 1 5 2>/dev/null
if has sqlite3; then
	for kind in trigger view table; do
		cp "$tmp/web1.db" "$kind"
		case $kind in
		trigger) statement='CREATE TRIGGER evil AFTER INSERT ON scan BEGIN DELETE FROM host; END' ;;
		view) statement="DROP VIEW hosts; CREATE VIEW hosts AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" ;;
		table) statement='CREATE TABLE more (x)' ;;
		esac
		sqlite3 "$kind" "PRAGMA journal_mode = DELETE; $statement" >/dev/null 2>&1 || rm -f "$kind"
	done
fi
cd "$OLDPWD" || exit 99
for file in "$tmp"/bad/*; do
	name=$(basename "$file")
	[ "$name" = with-wal-wal ] && continue
	exits "$name is refused" 3 timeout -s KILL 30 "$sslinv" merge --db "$fleet" "$file"
	like "$name: by its name" "$(cat "$tmp/err")" "*not merged: *bad/$name*"
	is "$name: no control character is shown" "$(LC_ALL=C tr -d '\n -~\200-\377' <"$tmp/err" | wc -c | tr -d ' ')" 0
done
# A row that no scan would have stored must not reach a terminal through us; it counts where the host is news.
cp "$tmp/web1.db" "$tmp/bad/row"
if has sqlite3 && sqlite3 "$tmp/bad/row" "PRAGMA journal_mode = DELETE; UPDATE library SET version_text = char(27) || '[2J'" >/dev/null 2>&1; then
	exits 'a row with orders to a terminal is refused' 3 "$sslinv" merge --db "$tmp/empty.db" "$tmp/bad/row"
	like 'by the name of the file' "$(cat "$tmp/err")" '*not merged: *bad/row*'
	is 'and none of it lands' "$(ask "$tmp/empty.db" 'SELECT count(*) FROM hosts')" 0
else
	skip 'a row with orders to a terminal' 'sqlite3 is needed to make it'
fi
exits 'one that is not there' 3 "$sslinv" merge --db "$fleet" "$tmp/bad/nowhere"
exits 'the very file that is merged into' 3 "$sslinv" merge --db "$fleet" "$fleet"
same_fleet 'all that was refused changed nothing'
exits 'bad ones between good ones: those land' 4 timeout -s KILL 60 "$sslinv" merge --db "$tmp/third.db" "$tmp/bad/text" "$tmp/web1.db" "$tmp/bad/damaged" \
	"$tmp/db1.db" "$tmp/bad/fifo"
is 'with their hosts' "$(ask "$tmp/third.db" 'SELECT host FROM hosts ORDER BY 1')" 'db1
web1'
like 'the report counts them' "$(cat "$tmp/out")" '2 of 5 files merged*'
is 'three are named' "$(grep -c 'not merged' "$tmp/err")" 3
# Any byte of a good one changed: refused, or merged whole; never a crash, never half.
size=$(wc -c <"$tmp/web1.db")
at=0
wrong=
while [ "$at" -lt "$size" ]; do
	cp "$tmp/web1.db" "$tmp/flipped.db"
	printf '\377' | dd of="$tmp/flipped.db" bs=1 seek="$at" conv=notrunc 2>/dev/null
	rm -f "$tmp/into.db"
	code=0
	"$sslinv" merge --db "$tmp/into.db" "$tmp/flipped.db" >"$tmp/out" 2>"$tmp/err" || code=$?
	case $code in
	0 | 3) ;;
	*) wrong="$wrong $at:$code" ;;
	esac
	if [ "$code" -eq 3 ] && [ "$(ask "$tmp/into.db" 'SELECT count(*) FROM hosts')" != 0 ]; then
		wrong="$wrong $at:half"
	fi
	at=$((at + size / 24 + 7))
done
is 'an inventory with any byte changed is refused or merged whole' "$wrong" ''
is 'no file that was merged changed' "$(digests_of)" "$before"
# Two machines of one name.
printf '%032d\n' 424242 >"$root/etc/machine-id"
scan_exits 'another machine that is called web1' complete --root "$root" --db "$tmp/double.db" --host web1
exits 'is refused' 3 "$sslinv" merge --db "$fleet" "$tmp/double.db"
like 'with what to do' "$(cat "$tmp/err")" '*web1*--host*'
same_fleet 'and changes nothing'
exits 'merge without a file' 2 "$sslinv" merge --db "$fleet"
exits 'merge with an unknown option' 2 "$sslinv" merge --nonsense "$tmp/web1.db"
exits 'merge into what is no inventory' 3 "$sslinv" merge --db "$tmp/bad/text" "$tmp/web1.db"

# ---- without a file in between --------------------------------------------------------------------------------------------
SSLINV_DB=$tmp/none/inventory.db
export SSLINV_DB
mkdir "$tmp/none" "$tmp/private"
piped() { TMPDIR=$tmp/private "$sslinv" "$@"; }
printf '%032d\n' 515151 >"$root/etc/machine-id"
piped scan --root "$root" --host db2 --db - 2>"$tmp/err" >"$tmp/db2.db"
is 'a scan to standard output ends as every scan does' "$?" "$("$sslinv" scan --root "$root" --host db2 --db "$tmp/named.db" >/dev/null 2>"$tmp/named.err"; echo $?)"
is 'and says as much' "$(cat "$tmp/err")" "$(cat "$tmp/named.err")"
is 'and leaves nothing' "$(ls -A "$tmp/none" "$tmp/private")" "$tmp/none:

$tmp/private:"
for view in packages libraries linkages findings verdicts; do
	is "what was written has the same $view" "$(ask "$tmp/db2.db" "SELECT * FROM $view" | sed 's/2[0-9-]*T[0-9:]*Z//g')" \
		"$(ask "$tmp/named.db" "SELECT * FROM $view" | sed 's/2[0-9-]*T[0-9:]*Z//g')"
done
piped scan --root "$root" --host db2 --db - | piped merge --db "$tmp/piped.db" - >"$tmp/out" 2>"$tmp/err"
like 'it is merged from standard input' "$(cat "$tmp/out")" '1 of 1 file merged: 1 host, 1 of them new or newer'
is 'and no copy stays' "$(ls -A "$tmp/private")" ''
exits 'with a format' 2 piped scan --root "$root" --db - --format json
like 'it says that the inventory is what is printed' "$(cat "$tmp/err")" '*--format*the inventory itself*'
mkdir "$root/private"
touch -d '2020-01-01 00:00:00 UTC' "$root/private"
exits 'with a private directory in the root' 2 env TMPDIR="$root/private" "$sslinv" scan --root "$root" --db -
like 'it names the variable' "$(cat "$tmp/err")" '*private copies*would lie in the root*TMPDIR*'
is 'and nothing was made there, even for a moment' "$(stat -c %Y "$root/private")" 1577836800
rmdir "$root/private"
if [ -w /dev/full ]; then
	code=0
	piped scan --root "$root" --db - >/dev/full 2>"$tmp/err" || code=$?
	is 'output that cannot be written' "$code" 3
	like 'is told' "$(cat "$tmp/err")" '*nothing was stored: standard output*'
fi

(cd "$tmp" && tar -cf many.tar web1.db web2.db db1.db && gzip -k many.tar && gzip -kc web1.db >web1.db.gz && head -c "$(($(wc -c <many.tar.gz) / 2))" many.tar.gz >cut.tar.gz &&
	mkdir odd && cp web1.db odd/../odd/a.db && echo hello >odd/readme && ln -s /etc/passwd odd/link && mkfifo odd/pipe &&
	tar -cf odd.tar -P odd ../"${tmp##*/}"/web2.db)
exits 'an archive of inventories' 0 piped merge --db "$tmp/tar.db" "$tmp/many.tar"
like 'each is counted' "$(cat "$tmp/out")" '3 of 3 files merged: 3 hosts, 3 of them*'
whole_dump "$tmp/tar.db" >"$tmp/now.dump"
exits 'the same one by one' 0 "$sslinv" merge --db "$tmp/single.db" "$tmp/web1.db" "$tmp/web2.db" "$tmp/db1.db"
whole_dump "$tmp/single.db" >"$tmp/fleet2.dump"
ok 'give the same' diff "$tmp/now.dump" "$tmp/fleet2.dump"
exits 'the archive, compressed, by a pipe' 0 sh -c "'$sslinv' merge --db '$tmp/tar.db' - <'$tmp/many.tar.gz'"
whole_dump "$tmp/tar.db" >"$tmp/fleet2.dump"
ok 'brings nothing new' diff "$tmp/now.dump" "$tmp/fleet2.dump"
exits 'a compressed inventory' 0 piped merge --db "$tmp/zipped.db" "$tmp/web1.db.gz"
exits 'an archive with other things' 4 piped merge --db "$tmp/odd.db" "$tmp/odd.tar"
like 'they are named' "$(cat "$tmp/err")" '*odd.tar: odd/readme*begin as an SQLite file*'
is 'the inventories land, and links are not followed' "$(ask "$tmp/odd.db" 'SELECT host FROM hosts ORDER BY 1')" 'web1
web2'
code=0
piped merge --db "$tmp/cut.db" "$tmp/cut.tar.gz" >"$tmp/out" 2>"$tmp/err" || code=$?
is 'an archive that is cut off is told' "$((code == 3 || code == 4))" 1
like 'by its name' "$(cat "$tmp/err")" '*cut.tar.gz*'
exits 'nothing at all' 3 sh -c "'$sslinv' merge --db '$tmp/nothing.db' - </dev/null"
like 'is told' "$(cat "$tmp/err")" '*standard input: is empty*'
head -c 60000 "$tmp/web1.db" >"$tmp/half.db"
exits 'half an inventory' 3 sh -c "'$sslinv' merge --db '$tmp/nothing.db' - <'$tmp/half.db'"
like 'is told by where it came from' "$(cat "$tmp/err")" '*not merged: standard input*'
is 'no private copy is left' "$(ls -A "$tmp/private")" ''
unset SSLINV_DB

# ---- queries --------------------------------------------------------------------------------------------------------------
sql="SELECT host AS h, 1 AS number, 1.5 AS real, NULL AS empty, 'a,\"b\"' AS text, x'00ff' AS bytes FROM hosts WHERE host LIKE 'web%' ORDER BY 1"
is 'csv' "$("$sslinv" query --db "$fleet" --format csv "$sql" | tr '\r' '|')" 'h,number,real,empty,text,bytes|
web1,1,1.5,,"a,""b""",$'"'"'\x00\xff'"'"'|
web2,1,1.5,,"a,""b""",$'"'"'\x00\xff'"'"'|'
is 'json' "$("$sslinv" query --db "$fleet" --format json "$sql")" '[
{"h":"web1","number":1,"real":1.5,"empty":null,"text":"a,\"b\"","bytes":"$'"'"'\\x00\\xff'"'"'"},
{"h":"web2","number":1,"real":1.5,"empty":null,"text":"a,\"b\"","bytes":"$'"'"'\\x00\\xff'"'"'"}
]'
like 'table' "$("$sslinv" query --db "$fleet" "$sql")" "h*number*real*empty*text*
*web1*1*1.5*-*a,\"b\"*
*web2*"
is 'no row as csv' "$("$sslinv" query --db "$fleet" --format csv 'SELECT host FROM hosts WHERE 0' | tr -d '\r')" host
is 'no row as json' "$("$sslinv" query --db "$fleet" --format json 'SELECT host FROM hosts WHERE 0')" '[]'
is 'versions are compared as their format does' "$(ask "$fleet" "SELECT vercmp('deb', '1.0~rc1', '1.0') || vercmp('rpm', '1:1-1', '2-1') || vercmp('rpm', '1.0^a', '1.0') AS x")" '-111'
is 'and sorted' "$(ask "$fleet" "SELECT group_concat(v, ' ') AS x FROM (SELECT column1 AS v FROM (VALUES ('1.10'), ('1.9'), ('1.9~a')) ORDER BY v COLLATE debver)")" \
	'1.9~a 1.9 1.10'

# Nothing is written, by whatever statement.
"$sslinv" query --db "$fleet" 'SELECT 1' >/dev/null
mkdir "$tmp/aside"
: >"$tmp/out"
: >"$tmp/err"
before=$(cksum <"$fleet")
ls -A "$tmp" >"$tmp/aside/before"
while IFS= read -r statement; do
	exits "refused: $statement" 2 "$sslinv" query --db "$fleet" "$statement"
done <<END
INSERT INTO host (name) VALUES ('x')
UPDATE host SET name = 'x'
DELETE FROM host
DROP TABLE host
DROP VIEW hosts
CREATE TABLE x (y)
CREATE TEMP TABLE x (y)
ALTER TABLE host ADD COLUMN x
ATTACH '$tmp/attached.db' AS x
ATTACH '$tmp/web1.db' AS x
DETACH main
PRAGMA user_version = 9
PRAGMA journal_mode = DELETE
PRAGMA journal_mode
PRAGMA writable_schema = ON
PRAGMA query_only = OFF
PRAGMA trusted_schema = ON
PRAGMA wal_checkpoint(TRUNCATE)
PRAGMA temp_store_directory = '$tmp'
VACUUM
VACUUM INTO '$tmp/vacuumed.db'
REINDEX
ANALYZE
BEGIN
BEGIN EXCLUSIVE
COMMIT
SAVEPOINT x
SELECT load_extension('/nowhere')
SELECT 1; SELECT 2
SELECT 1; DROP TABLE host
SELECT 1 FROM
SELECT * FROM nowhere
SELECT :parameter
SELECT ?
WITH x AS (SELECT 1) DELETE FROM host
REPLACE INTO host (name) VALUES ('x')
EXPLAIN
;
-- nothing
nonsense
END
exits 'refused: an empty statement' 2 "$sslinv" query --db "$fleet" ''
ls -A "$tmp" >"$tmp/aside/after"
is 'the inventory did not change' "$(cksum <"$fleet")" "$before"
ok 'and no file was made' diff "$tmp/aside/before" "$tmp/aside/after"
exits 'comments and a semicolon behind are no second statement' 0 "$sslinv" query --db "$fleet" 'SELECT 1; -- that is all'
exits 'an error inside a statement' 2 "$sslinv" query --db "$fleet" "SELECT abs(-9223372036854775807 - 1)"

"$sslinv" query --list >"$tmp/list"
for file in "$SSLINV_DATA"/queries/*.sql; do
	name=$(basename "$file" .sql)
	like "--list has $name" "$(cat "$tmp/list")" "*$name*"
	set --
	# What has no default gets a value.
	# shellcheck disable=SC2013 # they are words
	for parameter in $(sed -n 's/^-- parameter: \([a-z_]*\): .*/\1/p' "$file"); do
		if ! grep -q "^-- parameter: $parameter: .*\[default: " "$file"; then
			case $parameter in
			date) set -- "$@" date=2020-01-01 ;;
			cve) set -- "$@" cve=CVE-2024-0727 ;;
			*) set -- "$@" "$parameter=*" ;;
			esac
		fi
	done
	for format in table csv json; do
		exits "--named $name as $format" 0 "$sslinv" query --db "$fleet" --format "$format" --named "$name" "$@"
	done
	is "--named $name: the JSON is valid" "$(ask "$fleet" "SELECT json_valid('$(sed "s/'/''/g" "$tmp/out")') AS x")" 1
done
for wrong in 'findings-since date=2026-13-45' 'as-of date=28.11.2026' 'new-since date=2026-02-30' 'as-of date=yesterday' \
	'verdicts-as-of date=' 'past-life date=tomorrow' 'exposure cve=CVE-1' 'exposure cve=*'; do
	# shellcheck disable=SC2086 # two words
	exits "--named $wrong: not of its type" 2 "$sslinv" query --db "$fleet" --named $wrong
	like 'what it should be is said' "$(cat "$tmp/err")" '*is not a* like *'
done
exits 'today is a day where it is the default' 0 "$sslinv" query --db "$fleet" --named past-life date=today
exits 'an option that is given twice' 2 "$sslinv" query --db "$fleet" --db "$tmp/second.db" 'SELECT 1'
like 'is named' "$(cat "$tmp/err")" "*'--db' is given twice*"
exits 'a switch that is given twice' 2 "$sslinv" query --list --list
exits 'but as much talk as is wanted' 0 "$sslinv" query --verbose --verbose --list

# A host that was seen whole and has no OpenSSL is not exposed; one of which only the packages were read may be.
mkdir -p "$tmp/bare/etc" "$tmp/bare/var/lib/dpkg/info"
echo /etc/os-release >"$tmp/bare/var/lib/dpkg/info/base-files.list"
cp "$root/etc/os-release" "$tmp/bare/etc/"
printf 'Package: base-files\nStatus: install ok installed\nPriority: required\nSection: admin\nMaintainer: x\nArchitecture: all\nVersion: 1\nDescription: x\n\n' \
	>"$tmp/bare/var/lib/dpkg/status"
scan_exits 'a host without OpenSSL' complete --root "$tmp/bare" --db "$tmp/bare.db" --host whole
scan_exits 'another, of packages only' complete --root "$tmp/bare" --db "$tmp/bare.db" --host packages --packages-only
is 'the first is not affected, of the second it is not known' \
	"$("$sslinv" query --db "$tmp/bare.db" --format csv --named exposure cve=CVE-2024-0727 | tr -d '\r' | tail -n +2)" \
	'packages,,,,unknown,,,,"no OpenSSL was found by the last scan, which was complete and of packages only"
whole,,,,not_affected,,,,"the last scan saw the whole host, and no OpenSSL"'
is 'who-links finds what links' "$("$sslinv" query --db "$fleet" --format csv --named who-links 'host=web*' | tail -n +2 | grep -c client)" 2
for arguments in '--named nowhere' '--named ../x' '--named /etc/passwd' '--named who-links nonsense' '--named who-links nowhere=x' \
	'--named who-links host=a host=b' '--named new-since' '--format xml x' '' 'a b' '--nonsense'; do
	# shellcheck disable=SC2086 # several arguments
	exits "wrong usage: query $arguments" 2 "$sslinv" query --db "$fleet" $arguments
done
exits 'an inventory that is not there' 3 "$sslinv" query --db "$tmp/nowhere.db" 'SELECT 1'
ok 'is not made' [ ! -e "$tmp/nowhere.db" ]
for format in table csv json; do
	if [ -w /dev/full ]; then
		"$sslinv" query --db "$fleet" --format "$format" 'SELECT * FROM linkages' >/dev/full 2>"$tmp/err"
		is "a full standard output is told ($format)" "$?" 3
	fi
	"$sslinv" query --db "$fleet" --format "$format" 'SELECT * FROM linkages' >&- 2>"$tmp/err"
	is "so is a closed one ($format)" "$?" 3
done
# A reader that goes away ends every command as it ends any other in a pipeline, without a word; what is to be stored is stored.
unread() {
	rm -f "$tmp/gone"
	{
		eventually test -e "$tmp/gone"
		SSLINV_GUIDANCE=$tmp/pipe-guidance.db "$sslinv" "$@" 2>"$tmp/err"
		echo $? >"$tmp/code"
	} | { exec <&- && : >"$tmp/gone"; }
	is "$1 ${2-} ends by SIGPIPE where nobody reads" "$(cat "$tmp/code")" 141
	is 'and says nothing' "$(cat "$tmp/err")" ''
}
cp "$fleet" "$tmp/pipe.db"
unread query --db "$tmp/pipe.db" 'SELECT * FROM linkages'
unread query --list
unread feed list --db "$tmp/pipe.db"
unread feed sources --db "$tmp/pipe.db"
unread feed export --db "$tmp/pipe.db"
unread explain --db "$tmp/pipe.db" --host web1 libssl3
unread resolve --db "$tmp/pipe.db" --os debian:12 libssl3=3.0.17-1~deb12u2
unread backends
unread --help
unread check --db "$tmp/pipe.db"
unread merge --db "$tmp/pipe2.db" "$tmp/web1.db"
is 'what is to be stored is stored' "$(ask "$tmp/pipe2.db" 'SELECT host FROM hosts')" web1
is 'one file and one host are named so' "$("$sslinv" merge --db "$tmp/pipe3.db" "$tmp/web1.db")" '1 of 1 file merged: 1 host, 1 of them new or newer'
exits 'no command' 2 "$sslinv"
exits 'an unknown command' 2 "$sslinv" nonsense
for command in scan merge query backends help; do
	exits "$command --help" 0 "$sslinv" "$command" --help
	like "$command --help says how it is used" "$(cat "$tmp/out")" "usage: sslinv $command*"
done
for page in "$top"/man/sslinv*.[135]; do
	name=$(basename "$page" | sed 's/\.[135]$//')
	like "help finds the page $name by its name" "$("$sslinv" help "$name" </dev/null 2>&1)" "*[ /]${name}[ .(]*"
done
like 'and that of a file' "$("$sslinv" help conf </dev/null 2>&1)" '*[ /]sslinv.conf[ .(]*'
exits '--version' 0 "$sslinv" --version
like 'it is one line' "$(cat "$tmp/out")" 'sslinv [0-9]*.[0-9]*'
exits 'backends' 0 "$sslinv" backends
finish
