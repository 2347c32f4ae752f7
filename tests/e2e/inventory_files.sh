#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What happens to the inventory: where it may lie, foreign files in its place, locks, full disks, kills, two scans at once, and the
# file cache beside it. What was stored before is never lost.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'inventories' 'dpkg, a C compiler and the apt backend are needed to make a host'
	finish
fi

make_small_host 3.0.11-1
good=$tmp/good/inventory.db
mkdir "$tmp/good"
scan_exits 'a scan' complete --root "$root" --db "$good"
dump "$good" >"$tmp/good.dump"

# What SQLite itself says of the file: merging checks each page, each index and each reference first.
# shellcheck disable=SC2317 # `ok` calls it
sound() {
	rm -f "$tmp/sound.db"
	"$sslinv" merge --db "$tmp/sound.db" "$1"
}

# ---- where it may lie -----------------------------------------------------------------------------------------------------
keep
mkdir -p "$tmp/links"
ln -s "$root" "$tmp/links/root"
ln -s "$root/etc" "$tmp/links/etc"
ln -s "$root/not-there-yet.db" "$tmp/links/dangling.db"
ln -s dangling.db "$tmp/links/twice.db"
for inside in "$root/inventory.db" "$root/var/lib/sslinv/deep/er/inventory.db" "$tmp/links/root/inventory.db" "$tmp/links/etc/inventory.db" \
	"$tmp/links/dangling.db" "$tmp/links/twice.db" "$tmp/links/../root/etc/x.db" "$root/../root/x.db"; do
	exits "an inventory inside the root is refused: $(printf %s "$inside" | sed "s|$tmp||")" 2 "$sslinv" scan --root "$root" --db "$inside"
done
exits 'also where the root is named by a link' 2 "$sslinv" scan --root "$tmp/links/root" --db "$root/x.db"
# shellcheck disable=SC2016 # for the inner shell
exits 'also as a relative path' 2 env sh -c 'cd "$2" && exec "$1" scan --root . --db x.db' sh "$sslinv" "$root"
exits 'also from the environment' 2 env SSLINV_DB="$root/x.db" "$sslinv" scan --root "$root"
for variable in TMPDIR SSLINV_GUIDANCE; do
	mkdir -p "$tmp/elsewhere"
	exits "a $variable inside the root is refused" 2 env "$variable=$root/etc" "$sslinv" scan --root "$root" --db "$tmp/elsewhere/x.db"
	like 'by its name' "$(cat "$tmp/err")" "*$root*$variable*"
done
unchanged 'none of them was made'
mkdir "$root-other"
scan_exits 'a directory that only begins like the root is another' complete --root "$root" --db "$root-other/x.db"
SSLINV_DB=$tmp/new/er/x.db
scan_exits 'the directories of the default place are made' complete --root "$root"
SSLINV_DB=$tmp/default.db

# ---- what is no inventory -------------------------------------------------------------------------------------------------
# A scan into it fails with 3, says its name, and leaves it as it was.
refused() {
	name=$1 file=$2
	before=$(stat -c '%s %Y %i %F' "$file"; [ -f "$file" ] && cksum <"$file")
	exits "$name: refused" 3 timeout -s KILL 30 "$sslinv" scan --root "$root" --db "$file"
	like "$name: named" "$(cat "$tmp/err")" "*$file*"
	is "$name: left as it was" "$(stat -c '%s %Y %i %F' "$file"; [ -f "$file" ] && cksum <"$file")" "$before"
	exits "$name: not queried either" 3 timeout -s KILL 30 "$sslinv" query --db "$file" 'SELECT * FROM hosts'
}
mkdir "$tmp/foreign"
printf 'a letter\n' >"$tmp/foreign/text"
head -c 100000 /dev/urandom >"$tmp/foreign/noise"
SSLINV_GUIDANCE=$tmp/foreign/database "$sslinv" scan --root "$root" --db "$tmp/elsewhere/x.db" >/dev/null 2>&1
mkdir "$tmp/foreign/directory"
mkfifo "$tmp/foreign/fifo"
head -c 5000 "$good" >"$tmp/foreign/cut"
cp "$good" "$tmp/foreign/newer"
printf '\000\000\377\377' | dd of="$tmp/foreign/newer" bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$good" "$tmp/foreign/damaged"
dd if=/dev/urandom of="$tmp/foreign/damaged" bs=1000 seek=2 count=60 conv=notrunc 2>/dev/null
refused 'a text' "$tmp/foreign/text"
refused 'noise' "$tmp/foreign/noise"
refused 'another SQLite database' "$tmp/foreign/database"
refused 'a directory' "$tmp/foreign/directory"
refused 'a FIFO' "$tmp/foreign/fifo"
refused 'an inventory that is cut off' "$tmp/foreign/cut"
refused 'an inventory of a newer version' "$tmp/foreign/newer"
refused 'a damaged inventory' "$tmp/foreign/damaged"
if mknod "$tmp/foreign/zero" c 1 5 2>/dev/null; then
	refused 'a device' "$tmp/foreign/zero"
fi
# A directory that is not there was mistyped: no inventory, and no guidance, begins there.
for command in 'scan --packages-only --root root' 'merge good.db' 'check' 'feed import x.json' 'feed list' 'query SELECT' 'resolve --os debian:12 openssl=1'; do
	case $command in
	scan*) set -- scan --root "$root" ;;
	merge*) set -- merge "$good" ;;
	*)
		# shellcheck disable=SC2086 # words
		set -- $command
		;;
	esac
	code=0
	SSLINV_GUIDANCE='' "$sslinv" "$@" --db "$tmp/tpyo/dir/inventory.db" >"$tmp/out" 2>"$tmp/err" || code=$?
	case $command in
	scan* | merge* | 'feed import'*)
		is "$1: a directory that is not there" "$code" 3
		like 'it is named' "$(cat "$tmp/err")" "*$tmp/tpyo/dir;*"
		;;
	esac
	ok "$1: none is made" [ ! -e "$tmp/tpyo" ]
done
exits 'a directory that is a file' 3 "$sslinv" scan --root "$root" --db "$tmp/foreign/text/x.db"

# ---- disks that are full or may not be written ----------------------------------------------------------------------------
# What a mount needs is undone also where the test is stopped.
mounted=$tmp/mounted
mkdir "$mounted"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=1m tmpfs "$mounted" 2>/dev/null; then
	trap 'umount "$mounted" 2>/dev/null; clean_up' EXIT
	cp "$good" "$mounted/inventory.db"
	# The change to be stored is larger than what is left.
	dd if=/dev/zero of="$mounted/filler" bs=1k count=2000 2>/dev/null
	exits 'a full disk' 3 "$sslinv" scan --root "$root" --db "$mounted/inventory.db" --host another
	like 'it is named' "$(cat "$tmp/err")" "*$mounted/inventory.db*"
	rm -f "$mounted/filler"
	dump "$mounted/inventory.db" >"$tmp/now.dump"
	ok 'what was there before is there' diff "$tmp/good.dump" "$tmp/now.dump"
	ok 'and sound' sound "$mounted/inventory.db"
	mount -o remount,ro "$mounted"
	exits 'a file system that is mounted for reading alone' 3 "$sslinv" scan --root "$root" --db "$mounted/inventory.db"
	exits 'of which a query reads' 0 "$sslinv" query --db "$mounted/inventory.db" 'SELECT * FROM hosts'
	umount "$mounted"
	trap 'clean_up' EXIT
else
	skip 'a full disk' 'it takes root, and a mount'
fi
cp "$good" "$tmp/limited.db"
# shellcheck disable=SC2016 # for the inner shell
exits 'a limit on the size of files' 3 \
	env sh -c 'ulimit -f 16 && exec "$1" scan --root "$2" --db "$3" --host another' sh "$sslinv" "$root" "$tmp/limited.db"
like 'it is named' "$(cat "$tmp/err")" "*$tmp/limited.db*"
dump "$tmp/limited.db" >"$tmp/now.dump"
ok 'what was there before is there' diff "$tmp/good.dump" "$tmp/now.dump"
mkdir "$tmp/readonly"
cp "$good" "$tmp/readonly/inventory.db"
chmod 444 "$tmp/readonly/inventory.db"
chmod 555 "$tmp/readonly"
own=$sslinv own_backends=$SSLINV_BACKENDS own_data=$SSLINV_DATA
open_copy "$sslinv"
if as_nobody "$sslinv" --version >/dev/null 2>&1; then
	exits 'an inventory that may not be written' 3 as_nobody "$sslinv" scan --root "$root" --db "$tmp/readonly/inventory.db"
	exits 'of which a query reads all the same' 0 as_nobody "$sslinv" query --db "$tmp/readonly/inventory.db" 'SELECT * FROM hosts'
	chmod 755 "$tmp/readonly"
	rm -f "$tmp/readonly/inventory.db"
	chmod 555 "$tmp/readonly"
	exits 'a directory that may not be written' 3 as_nobody "$sslinv" scan --root "$root" --db "$tmp/readonly/inventory.db"
else
	skip 'an inventory that may not be written' 'setpriv is missing, or the temporary directory is closed to others'
fi
sslinv=$own SSLINV_BACKENDS=$own_backends SSLINV_DATA=$own_data
chmod 700 "$tmp"

# ---- output that cannot be written ----------------------------------------------------------------------------------------
for format in text json; do
	code=0
	"$sslinv" scan --root "$root" --db "$good" --format "$format" >&- 2>"$tmp/err" || code=$?
	is "a closed standard output is told, and that the scan is stored ($format)" "$code" 4
	if [ -w /dev/full ]; then
		code=0
		"$sslinv" scan --root "$root" --db "$good" --format "$format" >/dev/full 2>"$tmp/err" || code=$?
		is "so is a full one ($format)" "$code" 4
		like "in words ($format)" "$(cat "$tmp/err")" '*standard output*'
	fi
done
# Nobody's descriptors: what is opened first must not become standard output.
(exec <&- >&- 2>&-; exec "$sslinv" scan --root "$root" --db "$good")
ok 'no descriptor at all: the inventory is sound' sound "$good"
dump "$good" >"$tmp/now.dump"
ok 'and nothing in it changed' diff "$tmp/good.dump" "$tmp/now.dump"
ok 'a scan that nobody reads is stored' [ "$(ask "$good" 'SELECT count(*) FROM scans')" -ge 4 ]

# ---- locks ----------------------------------------------------------------------------------------------------------------
if has sqlite3; then
	cp "$good" "$tmp/locked.db"
	mkfifo "$tmp/hold"
	sqlite3 "$tmp/locked.db" <"$tmp/hold" >/dev/null 2>&1 &
	holder=$!
	exec 9>"$tmp/hold"
	printf 'BEGIN EXCLUSIVE; INSERT INTO host (name) VALUES (1);\n' >&9
	sleep 0.5
	exits 'a locked inventory' 3 timeout -s KILL 60 "$sslinv" scan --root "$root" --db "$tmp/locked.db"
	like 'it says so' "$(cat "$tmp/err")" "*$tmp/locked.db*locked*"
	exec 9>&-
	wait "$holder" 2>/dev/null
	scan_exits 'when the lock is gone' complete --root "$root" --db "$tmp/locked.db"
	dump "$tmp/locked.db" >"$tmp/now.dump"
	ok 'nothing is lost' diff "$tmp/good.dump" "$tmp/now.dump"
else
	skip 'a locked inventory' 'sqlite3 is needed to hold the lock'
fi

# Two scans at once, into one that is there and into one that is not yet.
for file in "$good" "$tmp/both.db" "$tmp/both2.db" "$tmp/both3.db" "$tmp/both4.db" "$tmp/both5.db"; do
	before=0
	[ ! -e "$file" ] || before=$(ask "$file" 'SELECT count(*) FROM scans')
	first=0 second=0
	"$sslinv" scan --root "$root" --db "$file" >"$tmp/out1" 2>"$tmp/err1" &
	process=$!
	"$sslinv" scan --root "$root" --db "$file" >"$tmp/out2" 2>"$tmp/err2" || second=$?
	wait "$process" || first=$?
	ok "two scans at once both end well" [ "$first" -ne 2 -a "$first" -ne 3 -a "$first" -le 4 -a "$second" -ne 2 -a "$second" -ne 3 -a "$second" -le 4 ] ||
		say_lines "$(cat "$tmp/err1" "$tmp/err2")"
	is 'both are stored' "$(ask "$file" 'SELECT count(*) FROM scans')" $((before + 2))
	is 'as one host with each fact once' "$(ask "$file" 'SELECT (SELECT count(*) FROM hosts) + (SELECT count(*) FROM linkages_history)')" 3
	ok 'the inventory is sound' sound "$file"
done

# What check prints may wait for a reader as long as it likes; no scan waits for it.
if has sqlite3 mkfifo; then
	cp "$good" "$tmp/fleet.db"
	sqlite3 "$tmp/fleet.db" "INSERT INTO host (name, first_seen) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
		WHERE i < 1500) SELECT printf('a-host-of-the-fleet-%060d', i), '2026-01-01T00:00:00Z' FROM n"
	mkfifo "$tmp/pipe"
	"$sslinv" check --db "$tmp/fleet.db" --max-age 0 >"$tmp/pipe" 2>"$tmp/err1" &
	process=$!
	exec 8<"$tmp/pipe"
	sleep 1
	code=0
	timeout -s KILL 8 "$sslinv" scan --root "$root" --db "$tmp/fleet.db" >"$tmp/out" 2>"$tmp/err" || code=$?
	ok 'a scan waits for nobody who reads the output of a check' [ "$code" -le 4 ]
	ok 'the check was still writing then' kill -0 "$process"
	is 'its verdicts were stored already' "$(ask "$tmp/fleet.db" "SELECT count(*) FROM verdict WHERE gone_at IS NULL")" 1501
	cat <&8 >"$tmp/check.out"
	exec 8<&-
	wait "$process" || code=$?
	is 'and it says every host' "$(grep -c '^[^ ]*: ' "$tmp/check.out")" 1501
	is 'and how many there are of each verdict' "$(grep -c '^1501 hosts: ' "$tmp/check.out")" 1
else
	skip 'a scan beside a check that nobody reads' 'sqlite3 and mkfifo are needed'
fi

# ---- kills ----------------------------------------------------------------------------------------------------------------
killed=$tmp/killed.db
scan_exits 'before all kills' complete --root "$root" --db "$killed"
mv "$root/usr/bin/client" "$tmp/client"
bad=
# What is killed cannot tidy up behind itself.
mkdir "$tmp/private"
for moment in 0.001 0.003 0.006 0.01 0.015 0.02 0.025 0.03 0.04 0.05 0.06 0.08 0.1 0.15 0.2 0.3 0.5; do
	# Each scan has something to write: the program comes and goes.
	if [ -e "$tmp/client" ]; then mv "$tmp/client" "$root/usr/bin/client"; else mv "$root/usr/bin/client" "$tmp/client"; fi
	before=$(ask "$killed" 'SELECT count(*) FROM scans')
	TMPDIR=$tmp/private timeout -s KILL "$moment" "$sslinv" scan --root "$root" --db "$killed" >/dev/null 2>&1
	after=$(ask "$killed" 'SELECT count(*) FROM scans')
	# All of it or nothing: the program's linkage is there exactly when the last scan that landed saw the program.
	[ "$after" = "$before" ] || [ "$after" = $((before + 1)) ] || bad="$bad scans@$moment"
	[ "$(ask "$killed" 'SELECT count(*) FROM libraries')" = 2 ] || bad="$bad libraries@$moment"
done
is 'killed at many moments: what was stored stays' "$bad" ''
[ -e "$tmp/client" ] && mv "$tmp/client" "$root/usr/bin/client"
scan_exits 'killed at many moments: the next scan is whole' complete --root "$root" --db "$killed"
ok 'killed at many moments: the inventory is sound' sound "$killed"
is 'killed at many moments: the linkages are right' "$(ask "$killed" 'SELECT path, soname, provider_path FROM linkages ORDER BY 1')" \
	"$(ask "$good" 'SELECT path, soname, provider_path FROM linkages ORDER BY 1')"

# A scan that is interrupted while it waits for a backend leaves nothing behind: no child, no copy.
rm -rf "$tmp/private"
mkdir "$tmp/backends" "$tmp/private"
cat >"$tmp/slow.c" <<'END'
#include <unistd.h>
#include <sslinv/backend.h>
static int probe(const struct sslinv_backend_host *host)
{
	(void)host->private_dir(host);
	for (;;)
		pause();
}
static int nothing(void) { return 0; }
static void done(void *state) { (void)state; }
const struct sslinv_backend sslinv_backend = {
	.abi = SSLINV_BACKEND_ABI, .size = sizeof(sslinv_backend), .name = "slow", .format = "rpm", .summary = "is slow", .probe = probe,
	.open = (void *)nothing, .each_package = (void *)nothing, .close = done,
};
END
# shellcheck disable=SC2086 # the compiler may come with options
$compiler -w -shared -fPIC -I"$top/include" -o "$tmp/backends/slow.so" "$tmp/slow.c"
for signal in INT TERM; do
	code=0
	TMPDIR=$tmp/private SSLINV_BACKENDS=$tmp/backends timeout --preserve-status -s "$signal" 1 "$sslinv" scan --root "$root" --db "$killed" \
		>"$tmp/out" 2>"$tmp/err" || code=$?
	ok "SIG$signal ends a scan" [ "$code" -gt 128 ]
	sleep 0.2
	is "SIG$signal: no private copies are left" "$(ls -A "$tmp/private")" ''
	ok "SIG$signal: no child is left" [ -z "$(grep -ls "$tmp/backends/slow.so" /proc/[0-9]*/maps)" ]
	ok "SIG$signal: the inventory is sound" sound "$killed"
done

# ---- the file cache beside it ---------------------------------------------------------------------------------------------
cached=$tmp/cached.db
cache=$cached-files
sleep 2.5
scan_exits 'a scan fills the cache' complete --root "$root" --db "$cached"
ok 'the cache is there' [ -s "$cache" ]
scan_exits 'the next scan' complete --root "$root" --db "$cached"
is 'reads nothing' "$(ask "$cached" 'SELECT files_read FROM scans ORDER BY scan_id DESC LIMIT 1')" 0
cp "$cache" "$tmp/cache"
dump "$cached" >"$tmp/cached.dump"
right() {
	scan_exits "$1: the scan is right" complete --root "$root" --db "$cached"
	dump "$cached" >"$tmp/now.dump"
	ok "$1: nothing changed in the inventory" diff "$tmp/cached.dump" "$tmp/now.dump"
}
printf 'a letter\n' >"$cache"
right 'a foreign cache'
: >"$cache"
right 'an empty cache'
head -c 100 "$tmp/cache" >"$cache"
right 'a cache that is cut off'
truncate -s 1T "$cache" 2>/dev/null || truncate -s 8G "$cache"
right 'a cache of a tebibyte'
size=$(wc -c <"$tmp/cache")
at=0
wrong=
while [ "$at" -lt "$size" ]; do
	cp "$tmp/cache" "$cache"
	printf '\377' | dd of="$cache" bs=1 seek="$at" conv=notrunc 2>/dev/null
	code=0
	"$sslinv" scan --root "$root" --db "$cached" >"$tmp/out" 2>"$tmp/err" || code=$?
	case $code in [014]) ;; *) wrong="$wrong $at:$code" ;; esac
	at=$((at + size / 12 + 1))
done
is 'a cache with any byte changed: every scan ends well' "$wrong" ''
right 'a cache with a byte changed'
rm -f "$cache"
mkfifo "$cache"
right 'a FIFO as cache'
rm -f "$cache"
printf 'a letter\n' >"$tmp/letter"
ln -s "$tmp/letter" "$cache"
right 'a link as cache'
is 'what it leads to is left alone' "$(cat "$tmp/letter")" 'a letter'
rm -f "$cache"
mkdir "$cache"
right 'a directory as cache'
rmdir "$cache"
# One of another user's is not believed.
if [ "$(id -u)" -eq 0 ]; then
	cp "$tmp/cache" "$cache"
	chown 65534 "$cache"
	right "another user's cache"
	is 'and all files are read' "$(ask "$cached" 'SELECT files_read > 0 FROM scans ORDER BY scan_id DESC LIMIT 1')" 1
fi
# A file that changed, though its size and times of modification did not.
scan_exits 'a scan' complete --root "$root" --db "$cached"
library "$root/usr/lib/$triplet/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.0.17 19 Sep 2023'
touch -r "$root/usr/bin/client" "$root/usr/lib/$triplet/libcrypto.so.3"
scan_exits 'after a change' complete --root "$root" --db "$cached"
is 'the change is seen' "$(ask "$cached" "SELECT version FROM libraries WHERE soname = 'libcrypto.so.3'")" 3.0.17
# A directory that is missing is a mistyped path, whatever the command: it is told, and not made.
missing=$tmp/missing/x.db
exits 'check in a missing directory' 3 "$sslinv" check --db "$missing"
exits 'explain in a missing directory' 3 "$sslinv" explain --db "$missing" openssl
exits 'feed list in a missing directory' 3 "$sslinv" feed --db "$missing" list
like 'the message names it' "$(cat "$tmp/err")" "*no directory $tmp/missing;*"
exits 'query in a missing directory' 3 "$sslinv" query --db "$missing" 'SELECT 1'
exits 'merge in a missing directory' 3 "$sslinv" merge --db "$missing" "$cached"
exits 'resolve in a missing directory' 3 "$sslinv" resolve --db "$missing" --os debian:12 libssl3=3.0.11-1~deb12u2
is 'nothing was made' "$(ls -d "$tmp/missing" 2>/dev/null)" ''

# What is not a CVE id is a mistyped one.
exits 'a CVE id with a short year' 2 "$sslinv" resolve --db "$cached" --os debian:12 libssl3=3.0.11-1~deb12u2 CVE-24-0727
exits 'half a CVE id' 2 "$sslinv" explain --db "$cached" CVE-2024
like 'the message shows the form' "$(cat "$tmp/err")" "*'CVE-2024' is not a CVE id like CVE-2024-0727*"
finish
