# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What the shell tests share: counting in TAP, a directory for scratch files, and where things are. A test begins with
#
#	. "${srcdir:?}/tests/e2e/lib.sh"
#
# and ends with `finish`, which prints the plan. From it the test has
#
#	$sslinv     the program, by its absolute path
#	$top        the source tree, by its absolute path
#	$tmp        a directory of its own, removed at the end
#	$shared     material that may not be at hand: test with [ -d "$shared" ], and skip
#	ok DESCRIPTION COMMAND...      passes where the command succeeds; what it printed is shown where it does not
#	not_ok DESCRIPTION COMMAND...  passes where the command fails with an exit status below 126: not by a signal
#	is DESCRIPTION GOT WANT        passes where both texts are the same
#	like DESCRIPTION GOT PATTERN   passes where the text matches the shell pattern
#	exits DESCRIPTION CODE COMMAND...  passes where the command's exit status is CODE; $tmp/out and $tmp/err keep what it printed
#	scan_exits DESCRIPTION complete|incomplete SCAN-ARGUMENT...  passes where the scan ends with that outcome
#	ask DB SQL  prints the rows of a query, as CSV with neither carriage returns nor the header line (name long columns: AS x)
#	as_nobody COMMAND...  runs it as a user who is not root
#	open_copy PROGRAM     a copy of the program that as_nobody can run, wherever the build lies: $sslinv, with backends and guidance
#	sees_processes        succeeds where a scan looks at the processes of this machine: not in a chroot
#	has_update  succeeds where sslinv was built with feed update
#	testos_feed ID DATE VERSION  prints a feed in sslinv's own format: CVE-2024-0727 is fixed there in that version
#	eventually COMMAND...  waits until the command succeeds, at most half a minute
#	has_mapped PID FILE  succeeds where the process has the file in memory
#	skip DESCRIPTION REASON
#	finish
set -u
LC_ALL=C.UTF-8
export LC_ALL
umask 022
unset SSLINV_DB XDG_STATE_HOME NO_COLOR MANPATH

: "${srcdir:=.}"
top=$(cd "$srcdir" && pwd) || exit 99
sslinv=${SSLINV:-$PWD/sslinv}
case $sslinv in
*/*) sslinv=$(cd "$(dirname "$sslinv")" && pwd)/$(basename "$sslinv") ;;
*) sslinv=$(command -v "$sslinv") ;;
esac
# Empty: there is none.
# shellcheck disable=SC2034 # for the tests
shared=${SSLINV_SHARED-$top/../shared}
# What is not installed yet: libtool puts backends into .libs.
: "${SSLINV_BACKENDS:=$PWD/backends/.libs}"
: "${SSLINV_DATA:=$top/data}"
export SSLINV_BACKENDS SSLINV_DATA

tmp=$(mktemp -d "${TMPDIR:-/tmp}/sslinv-test-XXXXXX") || exit 99
tmp=$(cd "$tmp" && pwd -P) || exit 99
# What a test does without --db ends up here, and never in a user's inventory.
SSLINV_DB=$tmp/default.db
HOME=$tmp
export SSLINV_DB HOME
clean_up() {
	chmod -R u+rwx "$tmp" 2>/dev/null
	rm -rf "$tmp"
}
trap 'clean_up' EXIT
trap 'exit 99' HUP INT TERM

tests=0
failures=0

# A text as comments of TAP.
say_lines() {
	printf '%s\n' "$1" | sed 's/^/#   /'
}

passed() {
	tests=$((tests + 1))
	printf 'ok %d - %s\n' "$tests" "$1"
}

failed() {
	tests=$((tests + 1))
	failures=$((failures + 1))
	printf 'not ok %d - %s\n' "$tests" "$1"
}

skip() {
	tests=$((tests + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tests" "$1" "$2"
}

ok() {
	description=$1
	shift
	if "$@" >"$tmp/ok.log" 2>&1; then
		passed "$description"
	else
		code=$?
		failed "$description"
		say_lines "exit status $code of: $*"
		say_lines "$(tail -n 40 "$tmp/ok.log")"
		return 1
	fi
}

not_ok() {
	description=$1
	shift
	code=0
	"$@" >"$tmp/ok.log" 2>&1 || code=$?
	if [ "$code" -gt 0 ] && [ "$code" -lt 126 ]; then
		passed "$description"
	else
		failed "$description"
		say_lines "exit status $code of: $*"
		say_lines "$(tail -n 40 "$tmp/ok.log")"
		return 1
	fi
}

is() {
	if [ "$2" = "$3" ]; then
		passed "$1"
	else
		failed "$1"
		say_lines "got:"
		say_lines "$2"
		say_lines "wanted:"
		say_lines "$3"
		return 1
	fi
}

like() {
	# shellcheck disable=SC2254 # it is a pattern
	case $2 in
	$3) passed "$1" ;;
	*)
		failed "$1"
		say_lines "got:"
		say_lines "$2"
		say_lines "wanted the pattern:"
		say_lines "$3"
		return 1
		;;
	esac
}

exits() {
	description=$1
	want=$2
	shift 2
	code=0
	"$@" >"$tmp/out" 2>"$tmp/err" || code=$?
	if [ "$code" -eq "$want" ]; then
		passed "$description"
	else
		failed "$description"
		say_lines "exit status $code, not $want, of: $*"
		say_lines "$(tail -n 20 "$tmp/out")"
		say_lines "$(tail -n 20 "$tmp/err")"
		return 1
	fi
}

# A scan that is incomplete exits with 4. One that is complete exits as the verdict says: what guidance says of an invented host is
# not what these tests ask for. That it is complete, the report says itself.
scan_exits() {
	description=$1
	outcome=$2
	shift 2
	code=0
	"$sslinv" scan "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
	said=$(sed -n -e 's/^  Trust:   complete scan .*/complete/p' -e 's/^  Trust:   INCOMPLETE scan .*/incomplete/p' \
		-e 's/^ *"outcome": "\(.*\)",$/\1/p' "$tmp/out" | head -n 1)
	case $outcome/$said/$code in
	complete/complete/[014] | incomplete/incomplete/4)
		passed "$description"
		;;
	*)
		failed "$description"
		say_lines "exit status $code and the outcome '$said', not '$outcome', of: sslinv scan $*"
		say_lines "$(tail -n 30 "$tmp/out")"
		say_lines "$(tail -n 20 "$tmp/err")"
		return 1
		;;
	esac
}

as_nobody() {
	if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}

open_copy() {
	chmod 755 "$tmp" && mkdir "$tmp/copy" "$tmp/copy/backends" && cp "$1" "$tmp/copy/sslinv" &&
		cp "$SSLINV_BACKENDS"/*.so "$tmp/copy/backends/" && cp -R "$SSLINV_DATA" "$tmp/copy/data" && chmod -R a+rX "$tmp/copy" || exit 99
	sslinv=$tmp/copy/sslinv SSLINV_BACKENDS=$tmp/copy/backends SSLINV_DATA=$tmp/copy/data
}

# Whoever may not look at the root of process 1 takes it for the own.
sees_processes() {
	own=$(stat -Lc %d:%i /)
	[ "$(stat -Lc %d:%i /proc/1/root 2>/dev/null || printf '%s' "$own")" = "$own" ]
}

# A query that fails must not look like one without rows.
ask() {
	{ "$sslinv" query --db "$1" --format csv "$2" || printf '\nthe query failed\n'; } | tail -n +2 | tr -d '\r'
}

has_update() { "$sslinv" feed --help | grep -q update; }

testos_feed() {
	cat <<XML
<?xml version="1.0"?>
<guidance xmlns="urn:sslinv:guidance:1">
<feed name="$1" vendor="Test" format="native" published="$2" identity="$1">
<distribution id="testos"><release version="1"><package name="openssl" kind="source">
<statement cve="CVE-2024-0727" status="fixed" fixed-version="$3"/>
</package></release></distribution>
</feed>
</guidance>
XML
}

eventually() {
	for waited in $(seq 300); do
		if "$@"; then return 0; fi
		sleep 0.1
	done
	echo "# waited ${waited} times for: $*"
	return 1
}

has_mapped() { grep -qF "$2" "/proc/$1/maps" 2>/dev/null; }

finish() {
	printf '1..%d\n' "$tests"
	[ "$failures" -eq 0 ]
	exit
}
