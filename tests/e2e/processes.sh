#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Running processes, as a user sees them: a library is replaced under one, put back with the same contents, and the process ends.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

cc=${CC:-cc}
# shellcheck disable=SC2086 # a compiler with its options
if ! $cc --version >/dev/null 2>&1; then
	skip 'processes' 'there is no C compiler'
	finish
fi

if ! sees_processes; then
	skip 'processes' 'this is a chroot'
	finish
fi

# No backend: what packages there are does not matter here, and the scan takes no time.
mkdir "$tmp/none" "$tmp/lib"
db=$tmp/own.db
scan_host() {
	code=0
	env SSLINV_BACKENDS="$tmp/none" "$sslinv" scan --packages-only --db "$db" --host own "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
}
own() { ask "$db" "SELECT DISTINCT $1 FROM processes$2 WHERE pid IN ($pid, $odd) AND library_path GLOB '$tmp/*' ORDER BY 1"; }

printf '%s\n' '#include <unistd.h>' 'int SSL_new(void) { pause(); return 1; }' >"$tmp/lib.c"
echo 'int SSL_new(void); int main(void) { return SSL_new(); }' >"$tmp/use.c"
# shellcheck disable=SC2086
$cc -shared -fPIC -Wl,-soname,libssl.so.3 -o "$tmp/lib/libssl.so.3" "$tmp/lib.c" &&
	$cc -Wl,-rpath,"$tmp/lib" -o "$tmp/waits" "$tmp/use.c" "$tmp/lib/libssl.so.3"
# A name that would clear the screen.
evil=$(printf 'x\033[2J\ny')
cp "$tmp/waits" "$tmp/$evil"
SSLINV_TEST_TOKEN=secret-of-the-environment "$tmp/waits" --password=secret-of-the-arguments &
pid=$!
"$tmp/$evil" &
odd=$!
trap 'kill "$pid" "$odd" 2>/dev/null; clean_up' EXIT
eventually has_mapped "$pid" "$tmp/lib/libssl.so.3" && eventually has_mapped "$odd" "$tmp/lib/libssl.so.3"

scan_host
is 'what a process has mapped is what is on disk' "$(own "library_path, state, evidence" '')" \
	"$tmp/lib/libssl.so.3,current,the file on disk is the mapped one"
is 'a hostile name is stored in its quoted form' "$(own command '' | tr '\n' ' ')" "\$'x\\x1b[2J\\ny' waits "
is 'the program is named' "$(ask "$db" "SELECT executable FROM processes WHERE pid = $pid")" "$tmp/waits"
if [ "$(ask "$db" 'SELECT count(*) FROM processes_history WHERE state <> '"'current'")" = 0 ]; then
	is 'no process asks for a restart' "$(ask "$db" 'SELECT verdict FROM verdicts')" unknown
else
	skip 'no process asks for a restart' 'another process of this host does not run what is on disk'
fi

cp -p "$tmp/lib/libssl.so.3" "$tmp/kept"
echo 'int SSL_free(void) { return 2; }' >>"$tmp/lib.c"
# shellcheck disable=SC2086
$cc -shared -fPIC -Wl,-soname,libssl.so.3 -o "$tmp/new" "$tmp/lib.c"
mv "$tmp/new" "$tmp/lib/libssl.so.3"
scan_host --format json
is 'a file that was replaced makes the process stale' "$(own "state, evidence" '')" 'stale,the file was replaced'
is 'by the verdict restart' "$(ask "$db" 'SELECT verdict, stale_processes >= 2 FROM verdicts')" 'restart,1'
like 'the JSON has the process' "$(cat "$tmp/out")" "*\"processes\": \\[*\"library_path\": \"$tmp/lib/libssl.so.3\"*\"state\": \"stale\"*"
scan_host
like 'the text names it' "$(cat "$tmp/out")" "*): RESTART - *Do now:  *Restart*waits*still runs *Processes with OpenSSL in memory: *stale*"
ok 'and takes no orders from it' sh -c "! grep -q '$(printf '\033')' '$tmp/out'"
like 'the query lists it' "$("$sslinv" query --db "$db" --named stale-processes)" "*$tmp/lib/libssl.so.3*the file was replaced*"

"$sslinv" explain --db "$db" "$pid" >"$tmp/out"
like 'explain answers for the process in its first line' "$(head -n 1 "$tmp/out")" \
	"process $pid (waits): restart, runs OpenSSL of unknown version of $tmp/lib/libssl.so.3 (stale)*: waits (*process $pid) still runs an older build of *: restart it"
like 'then it has the facts and the evidence' "$(cat "$tmp/out")" "*process $pid (waits), user *, program $tmp/waits, started 20*
    stale: $tmp/lib/libssl.so.3: the file was replaced*"
"$sslinv" explain --db "$db" "$tmp/waits" "$tmp/lib/libssl.so.3" "$tmp/$evil" >"$tmp/out"
is 'the program, the library and a program with a hostile name have the same answer' "$(grep -c '^[^ ].*: restart, .* 1 stale process\|^[^ ].*: restart, .* 2 stale processes' "$tmp/out")" 3
ok 'whose name gives no orders' sh -c "! grep -q '$(printf '\033')' '$tmp/out'"
if [ -s /etc/machine-id ] && [ "$(ask "$db" 'SELECT machine_id FROM hosts')" = "$(cut -c 1-32 /etc/machine-id)" ]; then
	ln -s lib "$tmp/linked"
	like 'a path through a link is that to which it leads' "$("$sslinv" explain --db "$db" "$tmp/linked/libssl.so.3" 2>&1 | head -n 1)" \
		"$tmp/lib/libssl.so.3: restart, *"
else
	skip 'a path through a link is that to which it leads' 'this host has no machine-id'
fi
"$sslinv" explain --db "$db" --format json "$pid" >"$tmp/out"
like 'and so in JSON' "$(tr -d '\n' <"$tmp/out")" "*\"word\": \"$pid\"*\"kind\": \"process\"*\"verdict\": \"restart\"*\"evidence\": \"the file was replaced\"*"
exits 'of a number that no process had nothing is known' 4 "$sslinv" explain --db "$db" 99999999

mv "$tmp/kept" "$tmp/lib/libssl.so.3"
scan_host
if [ -r "/proc/$pid/map_files" ] && ls "/proc/$pid/map_files" >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
	is 'a restore of the same contents makes it current again' "$(own "state, evidence" '')" \
		'current,the file was replaced by one of the same contents'
else
	skip 'a restore of the same contents makes it current again' 'only root may look at mapped files'
fi

# What a process was given is nobody's business: not in the file, whatever else is.
"$sslinv" explain --db "$db" --format json "$pid" >"$tmp/told"
"$sslinv" explain --db "$db" "$pid" "$tmp/waits" >>"$tmp/told" 2>&1
"$sslinv" query --db "$db" 'SELECT * FROM processes_history' >>"$tmp/told"
is 'no environment and no arguments are stored or told' \
	"$(tr '\0' '\n' <"/proc/$pid/environ" | grep -c secret-of-the-environment),$(cat "$db"* "$tmp/told" | grep -a -c 'secret-of-the-')" 1,0

kill "$pid" "$odd"
wait "$pid" "$odd" 2>/dev/null || :
scan_host
is 'a process that ended is gone' "$(own state '')" ''
is 'and the history has it' "$(own state _history | head -n 1)" current

# What another user may not see is counted, and is not clean.
if [ "$(id -u)" -eq 0 ]; then
	program=$sslinv
	open_copy "$program"
	mkdir "$tmp/open" && chmod 777 "$tmp/open"
	exits 'the scan of a user who may not look at all processes is incomplete' 4 as_nobody env HOME="$tmp/open" \
		SSLINV_BACKENDS="$tmp/none" "$sslinv" scan --packages-only --db "$tmp/open/db" --host own
	like 'and says so once' "$(cat "$tmp/out")" '*processes: * may not be read, *; scan as root*'
	is 'and counts them' "$(ask "$tmp/open/db" 'SELECT processes_hidden > 0, processes_read > 0, (SELECT count(*) FROM scan_errors WHERE source = '"'processes'"') FROM scans')" '1,1,1'
else
	skip 'the scan of a user who may not look at all processes is incomplete' 'it takes root to be another user'
fi

# Another root has no processes.
mkdir "$tmp/root"
env SSLINV_BACKENDS="$tmp/none" "$sslinv" scan --root "$tmp/root" --db "$tmp/other.db" --host other >/dev/null 2>&1 || :
db=$tmp/other.db
is 'of another root no process is looked at' "$(ask "$db" 'SELECT coalesce(processes_read, -1), (SELECT stale_processes IS NULL FROM verdicts) FROM scans')" '-1,1'
finish
