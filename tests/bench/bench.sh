#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make bench` runs: sslinv beside what an administrator would do by hand, in one run, as ratios of medians, with peak
# memory. BENCH_PARTS names what is measured, BENCH_ROOT, BENCH_OVAL, BENCH_HOSTS, BENCH_FLEET, BENCH_COPIES, BENCH_FEEDS and BENCH_DOCUMENTS
# on what, BENCH_RUNS how often. BENCH_BASE is another build to compare with, as the path of its program.
# It measures on a root of some 600 packages that it makes with mmdebstrap, or on / where it cannot.
# shellcheck disable=SC2031 # what lib.sh exports in the subshell of measure_update is for that alone
set -eu
: "${SSLINV:?}" "${SSLINV_BACKENDS:?}"
parts=${BENCH_PARTS:-scan libraries processes elf import archive tracker update resolve check report formats feeds page}
runs=${BENCH_RUNS:-5}
work=$(mktemp -d "${TMPDIR:-/tmp}/sslinv-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# shellcheck disable=SC2100 # names, not numbers
packages=build-essential,git,python3-dev,openssh-server,apache2,postgresql,nginx,php,nodejs,ruby,openssl,curl,wget,systemd,vim
packages=$packages,mariadb-server,redis-server,samba,bind9,postfix,dovecot-core,libreoffice-core-nogui,openjdk-17-jre-headless
packages=$packages,golang-go,ffmpeg,imagemagick,qemu-utils,emacs-nox,libboost-dev,gnuplot-nox,r-base-core,subversion,mercurial
# What is measured on a root, and what on files alone.
needs_root() {
	for part in $parts; do
		case $part in
		scan | libraries | elf | check | formats) return 0 ;;
		esac
	done
	return 1
}
root=${BENCH_ROOT-}
if [ -z "$root" ] && ! needs_root; then
	root=/
elif [ -z "$root" ]; then
	root=$work/root
	if ! { [ "$(id -u)" -eq 0 ] && command -v mmdebstrap >/dev/null &&
		mmdebstrap --quiet --variant=apt --include="$packages" bookworm "$root" >"$work/log" 2>&1; }; then
		echo "no root could be made with mmdebstrap; measuring on /"
		root=/
	fi
fi
if [ "$root" = / ]; then prefix=''; else prefix=$root; fi
printf 'root %s: %s packages, %s files; medians of %s runs, everything in the page cache\n\n' "${prefix:-/}" \
	"$(find "$prefix/var/lib/dpkg/info" -name '*.list' | wc -l)" "$(find "$root" -xdev -type f | wc -l)" "$runs"

# once NAME COMMAND...: the command's seconds and KiB go to $work/NAME.
once() {
	name=$1
	shift
	status=0
	/usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" || status=$?
	# 1: findings; 4: incomplete. Others are no measurement.
	case $status in
	0 | 1 | 4 | 123) ;;
	*) cat "$work/err" >&2 && echo "$name failed with $status" >&2 && exit 1 ;;
	esac
	tail -n 1 "$work/time" >>"$work/$name"
}

median() { sort -n "$work/$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
peak() { awk '$2 > peak { peak = $2 } END { printf "%.1f MiB", peak / 1024 }' "$work/$1"; }
row() { printf '%-46s %8.3f s   peak %s\n' "$1" "$(median "$2")" "$(peak "$2")"; }
ratio() {
	awk -v name="$1" -v a="$(median "$2")" -v b="$(median "$3")" -v aim="$4" \
		'BEGIN { printf "%-46s %8.2f     aim %s\n\n", name, (b > 0 ? a / b : 0), aim }'
}

# The administrator's way: what is executable or called .so, what it needs, whose it is.
cat >"$work/by-hand" <<'TEXT'
cd "$1/" && find . -xdev -type f \( -perm /111 -o -name '*.so' -o -name '*.so.*' \) -print0 |
	xargs -0 readelf -d 2>/dev/null |
	awk '/^File: / { file = substr($0, 8) } /NEEDED.*lib(ssl|crypto)\.so/ { print file }' | sort -u | sed 's/^\.//' |
	xargs dpkg-query --admindir="$1/var/lib/dpkg" -S 2>/dev/null | sed 's/:.*//' | sort -u
TEXT

measure_scan() {
	# The guidance is made once a host, at the first use of any command.
	once guidance "$SSLINV" feed list --db "$work/full.db"
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		rm -f "$work"/packages.db* "$work"/full.db*
		once by_hand sh "$work/by-hand" "$prefix"
		once packages_only "$SSLINV" scan --packages-only --root "$root" --db "$work/packages.db" --host bench
		once find_executables find "$root" -xdev -type f -size +0 -perm /111
		once full_first "$SSLINV" scan --root "$root" --db "$work/full.db" --host bench
		# The file cache leaves out what changed within the last two seconds.
		[ "$i" -gt 1 ] || sleep 3
		once full_first_again "$SSLINV" scan --root "$root" --db "$work/full.db" --host bench
		once full_second "$SSLINV" scan --root "$root" --db "$work/full.db" --host bench
	done
	row 'sslinv makes its guidance, once a host' guidance
	row 'find, readelf -d, dpkg -S' by_hand
	row 'sslinv scan --packages-only' packages_only
	ratio 'packages-only / by hand' packages_only by_hand '0.33 or less, under 32 MiB'
	row 'find -xdev -type f -size +0 -perm /111' find_executables
	row 'sslinv scan, the first time' full_first
	row 'sslinv scan, the second time' full_second
	ratio 'first scan / find' full_first find_executables '(none)'
	ratio 'second scan / find' full_second find_executables '1.3 or less'
	ratio 'second scan / first scan' full_second full_first '(none)'
}

# All TLS and cryptography libraries beside OpenSSL alone: the same read serves both.
measure_libraries() {
	"$SSLINV" feed list --db "$work/openssl.db" >/dev/null
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		for library in openssl all; do
			rm -f "$work"/openssl.db*
			once "first_$library" "$SSLINV" scan --root "$root" --db "$work/openssl.db" --host bench --library "$library"
			[ "$i" -gt 1 ] || sleep 3
			once "again_$library" "$SSLINV" scan --root "$root" --db "$work/openssl.db" --host bench
			once "second_$library" "$SSLINV" scan --root "$root" --db "$work/openssl.db" --host bench
		done
	done
	for scan in first second; do
		row "sslinv scan, the $scan time" "${scan}_openssl"
		row "sslinv scan --library all, the $scan time" "${scan}_all"
		ratio "all / OpenSSL alone, the $scan time" "${scan}_all" "${scan}_openssl" '1.05 or less'
	done
}

cat >"$work/grep-maps" <<'TEXT'
grep -l libssl /proc/[0-9]*/maps 2>/dev/null | wc -l
TEXT

# Processes that have OpenSSL mapped, and a scan of this host with all its processes beside its time without them.
measure_processes() {
	libraries=
	for library in libssl libcrypto libsqlite3 libxml2 libyajl libz libm; do
		file=$(find /usr/lib /usr/lib64 -name "$library.so.[0-9]*" 2>/dev/null | head -n 1)
		libraries="$libraries $file"
	done
	case $libraries in
	*libssl*libcrypto*) ;;
	*) echo 'this host has no OpenSSL: processes are not measured' && return ;;
	esac
	[ -x "${BENCH_PROCESSES-}" ] || return 0
	count=${BENCH_PROCESS_COUNT:-2000}
	mkfifo "$work/hold"
	# shellcheck disable=SC2086 # several files
	"$BENCH_PROCESSES" start "$count" $libraries <"$work/hold" >"$work/ready" &
	exec 3>"$work/hold"
	while ! grep -q ready "$work/ready"; do sleep 1; done
	printf '\n%s processes that have OpenSSL mapped\n' "$count"
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		once grep_maps sh "$work/grep-maps"
		# shellcheck disable=SC2086
		once processes "$BENCH_PROCESSES" read $libraries
		once host_scan "$SSLINV" scan --packages-only --db "$work/host.db" --host bench
	done
	exec 3>&-
	# What they cost is also judged and stored: the same host when they have ended, with an inventory that never saw them.
	wait
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		once without "$SSLINV" scan --packages-only --db "$work/without.db" --host bench
	done
	row 'grep -l libssl /proc/*/maps' grep_maps
	row 'what a scan reads of processes' processes
	ratio 'processes / grep' processes grep_maps '1.5 or less'
	row 'sslinv scan --packages-only of this host' host_scan
	ratio 'the same / without them' host_scan without '1.15 or less'
	rm -f "$work"/host.db* "$work"/without.db*
}

measure_elf() {
	[ -x "${BENCH_ELF-}" ] || return 0
	echo 'ELF reader of our own beside libelf (used only if it costs no more than a third more):'
	"$BENCH_ELF" "$root"
}

# grow FILE MIB: the OVAL file with its definitions, tests, objects and states repeated under other ids.
grow() {
	awk -v copies="$(($2 * 1048576 / $(wc -c <"$1") + 1))" '
		/^ *<(definitions|tests|objects|states)>/ { print; inside = 1; count = 0; next }
		/^ *<\/(definitions|tests|objects|states)>/ {
			for (copy = 1; copy <= copies; copy++)
				for (i = 0; i < count; i++) {
					line = lines[i]
					gsub(/:(def|tst|obj|ste):[0-9]+/, "&" sprintf("%03d", copy), line)
					print line
				}
			inside = 0
		}
		inside { lines[count++] = $0; next }
		{ print }' "$1"
}

measure_import() {
	oval=${BENCH_OVAL-}
	if [ -z "$oval" ] || [ ! -f "$oval" ] || ! command -v xmllint >/dev/null; then
		echo 'no real OVAL file is at hand (BENCH_OVAL), or no xmllint: the import of a large feed is not measured'
		return
	fi
	grow "$oval" 200 >"$work/large.xml"
	printf '\nfeed of %s MiB, grown from %s\n' "$(($(wc -c <"$work/large.xml") / 1048576))" "$(basename "$oval")"
	i=0
	while [ "$i" -lt 3 ]; do
		i=$((i + 1))
		rm -f "$work"/guidance.db*
		once xmllint xmllint --stream --noout "$work/large.xml"
		"$SSLINV" feed list --db "$work/full.db" >/dev/null
		once import "$SSLINV" feed import --db "$work/full.db" "$work/large.xml"
	done
	row 'xmllint --stream --noout' xmllint
	row 'sslinv feed import' import
	ratio 'import / xmllint' import xmllint '1.5 or less, under 64 MiB'
	rm -f "$work"/guidance.db* "$work/large.xml"
}

# make_documents COUNT: that many CSAF-VEX documents shaped as Red Hat's, one after the other, each under a line with its name; one
# in a hundred is about OpenSSL.
make_documents() {
	awk -v count="$1" '
		function product(id, name, helper, value) {
			printf "          {\n            \"category\": \"product_%s\",\n            \"name\": \"%s\",\n            \"product\": {\n", \
				helper == "cpe" ? "name" : "version", name
			printf "              \"name\": \"%s\",\n              \"product_id\": \"%s\",\n", name, id
			printf "              \"product_identification_helper\": {\n                \"%s\": \"%s\"\n              }\n            }\n          }", helper, value
		}
		function relation(component, platform) {
			printf "      {\n        \"category\": \"default_component_of\",\n        \"full_product_name\": {\n"
			printf "          \"name\": \"%s as a component of %s\",\n          \"product_id\": \"%s:%s\"\n        },\n", component, platform, platform, component
			printf "        \"product_reference\": \"%s\",\n        \"relates_to_product_reference\": \"%s\"\n      }", component, platform
		}
		BEGIN {
			names = split("kernel httpd curl glibc firefox python3 systemd bind java-17 podman", others, " ")
			platforms = split("8.10 9.4 9.6 9.8 10.1 10.2", minors, " ")
			arches = split("x86_64 aarch64 src", arch, " ")
			parts = split("-devel -libs -tools", part, " ")
			part[++parts] = ""
			for (n = 1; n <= count; n++) {
				name = n % 100 == 0 ? "openssl" : others[n % names + 1]
				cve = sprintf("CVE-2025-%d", 10000 + n)
				printf "=%s.json\n", tolower(cve)
				printf "{\n  \"document\": {\n    \"aggregate_severity\": {\n      \"text\": \"Moderate\"\n    },\n"
				printf "    \"category\": \"csaf_vex\",\n    \"csaf_version\": \"2.0\",\n    \"lang\": \"en\",\n    \"publisher\": {\n"
				printf "      \"category\": \"vendor\",\n      \"name\": \"Red Hat Product Security\",\n      \"namespace\": \"https://www.redhat.com\"\n    },\n"
				printf "    \"title\": \"%s: a flaw in the handling of long names\",\n    \"tracking\": {\n", name
				printf "      \"current_release_date\": \"2025-11-%02dT14:32:00+00:00\",\n      \"id\": \"%s\",\n", n % 28 + 1, cve
				printf "      \"initial_release_date\": \"2025-01-22T00:00:00+00:00\",\n      \"status\": \"final\",\n      \"version\": \"3\"\n    }\n  },\n"
				printf "  \"product_tree\": {\n    \"branches\": [\n      {\n        \"category\": \"vendor\",\n        \"name\": \"Red Hat\",\n        \"branches\": [\n"
				for (p = 1; p <= platforms; p++) {
					split(minors[p], number, ".")
					product("rhel-" minors[p] ".z::baseos", "Red Hat Enterprise Linux " minors[p], "cpe", "cpe:/o:redhat:enterprise_linux:" number[1] "::baseos")
					print ","
				}
				all = 0
				for (p = 1; p <= platforms; p++)
					for (i = 1; i <= parts; i++)
						for (j = 1; j <= arches; j++) {
							version = n % 9 + 1 "." n % 90 "-" p ".el" minors[p] "." arch[j]
							id[++all] = name part[i] "-1:" version
							on[all] = "rhel-" minors[p] ".z::baseos"
							if (all > 1)
								print ","
							product(id[all], id[all], "purl", "pkg:rpm/redhat/" name part[i] "@" version "?arch=" arch[j] "&epoch=1")
						}
				printf "\n        ]\n      }\n    ],\n    \"relationships\": [\n"
				for (i = 1; i <= all; i++) {
					relation(id[i], on[i])
					print i < all ? "," : ""
				}
				printf "    ]\n  },\n  \"vulnerabilities\": [\n    {\n      \"cve\": \"%s\",\n      \"product_status\": {\n        \"fixed\": [\n", cve
				for (i = 1; i <= all; i++)
					printf "          \"%s:%s\"%s\n", on[i], id[i], i < all ? "," : ""
				printf "        ]\n      },\n      \"threats\": [\n        {\n          \"category\": \"impact\",\n          \"details\": \"Moderate\"\n        }\n      ]\n    }\n  ]\n}\n"
			}
		}'
}

# tar_of: the documents of make_documents as a tar.
tar_of() {
	perl -e '
		sub member {
			my ($name, $text) = @_;
			my $head = pack("a100a8a8a8a12a12A8a1a100a6a2a32a32a8a8a155x12", $name, "0000644", "0000000", "0000000",
				sprintf("%011o", length $text), "00000000000", "", "0", "", "ustar", "00", "", "", "", "", "");
			substr($head, 148, 8) = sprintf("%06o\0 ", unpack("%24C*", $head));
			print $head, $text, "\0" x (-length($text) % 512);
		}
		my ($name, $text);
		while (<STDIN>) {
			if (/^=(.*)$/) { member($name, $text) if defined $name; $name = "2025/$1"; $text = ""; next }
			$text .= $_;
		}
		member($name, $text);
		print "\0" x 1024'
}

# import_with BUILD NAME FILE: imports the file into guidance that is fresh, with this build or the other one.
import_with() {
	program=$SSLINV backends=$SSLINV_BACKENDS
	[ "$1" = here ] || program=$BENCH_BASE backends=$(dirname "$BENCH_BASE")/backends/.libs
	rm -rf "$work/fresh"
	mkdir "$work/fresh"
	SSLINV_BACKENDS="$backends" "$program" feed list --db "$work/fresh/x.db" >/dev/null
	once "$2_$1" env SSLINV_BACKENDS="$backends" "$program" feed import --db "$work/fresh/x.db" "$3"
}

# compare_import NAME FILE RUNS TOOL WORDS AIM: the file's import beside what the script TOOL-NAME does with it, which WORDS say.
compare_import() {
	i=0
	while [ "$i" -lt "$3" ]; do
		i=$((i + 1))
		once "tool_$1" sh "$work/$4-$1" "$2"
		for build in here ${BENCH_BASE:+base}; do
			import_with "$build" "$1" "$2"
		done
	done
	row "$5" "tool_$1"
	row 'sslinv feed import' "$1_here"
	ratio "import / $4" "$1_here" "tool_$1" "$6"
	rm "$2"
	[ -n "${BENCH_BASE-}" ] || return 0
	row "the same with $BENCH_BASE" "$1_base"
	ratio 'base / here' "$1_base" "$1_here" '(none)'
}

cat >"$work/grep-archive" <<'TEXT'
zstd -dcq "$1" | grep -c openssl
TEXT
cat >"$work/json_verify-tracker" <<'TEXT'
exec json_verify -q <"$1"
TEXT

measure_archive() {
	documents=${BENCH_DOCUMENTS:-20000}
	if ! command -v zstd >/dev/null || ! command -v perl >/dev/null; then
		echo 'there is no zstd or no perl: the import of a large archive is not measured'
		return
	fi
	make_documents "$documents" | tar_of | zstd -q -o "$work/archive.tar.zst"
	printf '\narchive of %s documents, %s MiB unpacked, one in a hundred about OpenSSL\n' "$documents" \
		"$(($(zstd -dcq "$work/archive.tar.zst" | wc -c) / 1048576))"
	compare_import archive "$work/archive.tar.zst" 3 grep 'zstd -dc, grep -c openssl' '2.0 or less, under 64 MiB'
}

# make_tracker MIB: a file shaped as Debian's security tracker, in which one package is OpenSSL.
make_tracker() {
	awk -v limit="$1" 'BEGIN {
		releases = split("bookworm bullseye forky sid trixie", release, " ")
		printf "{"
		for (n = 1; bytes < limit * 1048576; n++) {
			package = n == 1000 ? "openssl" : sprintf("package%05d", n)
			printf "%s\"%s\": {", (n == 1 ? "" : ", "), package
			for (i = 1; i <= (n == 1000 ? 250 : n % 12 + 1); i++) {
				line = sprintf("%s\"CVE-%d-%d\": {\"description\": \"A flaw in %s lets a remote attacker read beyond the end of a buffer by a request with a name of %d bytes.\", \"debianbug\": %d, \"scope\": \"local\", \"releases\": {", \
					i > 1 ? ", " : "", 2000 + i % 26, 1000 + n * 13 + i, package, n * i, 900000 + n)
				for (r = 1; r <= releases; r++)
					line = line sprintf("%s\"%s\": {\"status\": \"%s\", \"repositories\": {\"%s\": \"1.2.%d-1\", \"%s-security\": \"1.2.%d-1+deb12u1\"}, \"fixed_version\": \"1.2.%d-1\", \"urgency\": \"not yet assigned\"}", \
						r > 1 ? ", " : "", release[r], n % 2 ? "resolved" : "open", release[r], n, release[r], n, n + 1)
				bytes += length(line) + 2
				printf "%s}}", line
			}
			printf "}"
		}
		print "}"
	}'
}

measure_tracker() {
	if ! command -v json_verify >/dev/null; then
		echo 'there is no json_verify (yajl-tools): the import of a large tracker is not measured'
		return
	fi
	make_tracker 70 >"$work/tracker.json"
	printf '\nfile of %s MiB, shaped as the tracker of Debian\n' "$(($(wc -c <"$work/tracker.json") / 1048576))"
	compare_import tracker "$work/tracker.json" "$runs" json_verify json_verify '1.3 or less, under 64 MiB'
}

# A second update of 26 sources, none of which has anything new: what is sent, and the time of the processors.
measure_update() (
	srcdir=$(dirname "$0")/../..
	# shellcheck source=tests/e2e/lib.sh
	. "$srcdir/tests/e2e/lib.sh"
	# shellcheck source=tests/e2e/web.sh
	. "$top/tests/e2e/web.sh"
	web_start
	ids='' table=''
	for number in $(seq 26); do
		testos_feed "bench/$number" 2026-01-01 "1.$number" >"$web/$number.xml"
		table="$table<source id='bench-$number' format='native' needed='always' address='$http/$number.xml'/>"
		ids="$ids bench-$number"
	done
	sources "$table"
	# Of files that are as new as the request a server tells no editions apart.
	find "$web" -name '*.xml' -exec touch -d 2026-01-01 {} +
	mkdir "$work/updated"
	# shellcheck disable=SC2086 # one word a source
	"$SSLINV" feed update --db "$work/updated/x.db" $ids >/dev/null
	: >"$tmp/web/access.log"
	# shellcheck disable=SC2086
	/usr/bin/time -f '%U %S %M' -o "$work/time" "$SSLINV" feed update --db "$work/updated/x.db" $ids >/dev/null
	printf '\n26 sources with nothing new\n'
	awk '{ printf "%-46s %8.3f s   peak %.1f MiB     aim 0.2 or less\n", "sslinv feed update, time of the processors", $1 + $2, $3 / 1024 }' \
		"$work/time"
	awk '{ requests++; bytes += $10 } END { printf "%-46s %8d bytes in %d answers     aim 0\n\n", "bodies that were sent", bytes, requests }' \
		"$tmp/web/access.log"
)

measure_resolve() {
	# The guidance is made at first use; what is measured is every use after that.
	"$SSLINV" feed list --db "$work/full.db" >/dev/null
	i=0
	while [ "$i" -lt 20 ]; do
		i=$((i + 1))
		once resolve "$SSLINV" resolve --db "$work/full.db" --os debian:12 libssl3=3.0.19-1~deb12u2
		once version "$SSLINV" --version
	done
	row 'sslinv resolve of one package, the whole program' resolve
	row 'sslinv --version, for comparison' version
	echo '    aim: under 0.020 s'
}

# The SQL that makes $2 hosts of the only one in the inventory $1. It is to be written out whole before any of it is run: the
# columns are asked of a file, and whoever writes that keeps others from reading it.
clone_hosts() {
	echo 'BEGIN;'
	echo "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < $2)
		INSERT INTO host (name, os_id, os_version, os_name, arch, first_seen)
		SELECT printf('host%04d', n), os_id, os_version, os_name, arch, first_seen FROM n, host WHERE n > 1;"
	# Host by host, as scans and merges leave the rows behind.
	for table in scan package library linkage problem candidate changelog ${3-}; do
		columns=$(sqlite3 "$1" "SELECT group_concat(name) FROM pragma_table_info('$table') WHERE NOT pk AND name <> 'host_id'")
		echo "INSERT INTO $table (host_id, $columns) SELECT host.host_id, $(echo "$columns" | sed "s/[^,]*/own.&/g")
			FROM host CROSS JOIN (SELECT * FROM $table WHERE host_id = 1) AS own WHERE host.host_id <> 1;"
	done
	echo 'COMMIT;'
}

measure_check() {
	if ! command -v sqlite3 >/dev/null; then
		echo 'there is no sqlite3 to make many hosts of one with: the check of a fleet is not measured'
		return
	fi
	[ -f "$work/full.db" ] || once scan_for_fleet "$SSLINV" scan --root "$root" --db "$work/full.db" --host bench
	clone_hosts "$work/full.db" "${BENCH_HOSTS:-1000}" >"$work/clone.sql"
	i=0
	while [ "$i" -lt 3 ]; do
		i=$((i + 1))
		cp "$work/full.db" "$work/fleet.db"
		sqlite3 -bail "$work/fleet.db" <"$work/clone.sql"
		sqlite3 -bail "$work/fleet.db" 'DELETE FROM finding; DELETE FROM level; DELETE FROM verdict'
		once check_first "$SSLINV" check --db "$work/fleet.db"
		once check_again "$SSLINV" check --db "$work/fleet.db"
	done
	hosts=$(sqlite3 "$work/fleet.db" 'SELECT count(*) FROM hosts')
	printf '\nfleet of %s hosts, %s packages and %s linkages of each are stored\n' "$hosts" "$(sqlite3 "$work/full.db" \
		'SELECT count(*) FROM packages')" "$(sqlite3 "$work/full.db" 'SELECT count(*) FROM linkages')"
	row "sslinv check of $hosts hosts, the first time" check_first
	row 'the same again, with nothing new' check_again
	for name in check_first check_again; do
		awk -v name="$name" -v seconds="$(median "$name")" -v hosts="$hosts" \
			'BEGIN { printf "%-46s %8.2f ms for each host\n", name, 1000 * seconds / hosts }'
	done
}

# make_copies DIR COUNT: a root with that many copies of OpenSSL that no package owns, each with two programs that use it.
make_copies() {
	mkdir -p "$1/etc" "$1/opt"
	echo 'const char text[] = "OpenSSL 3.0.7 1 Nov 2022"; int EVP_DigestInit_ex(void) { return text[0]; }' >"$work/copy.c"
	echo 'int EVP_DigestInit_ex(void); int main(void) { return EVP_DigestInit_ex(); }' >"$work/user.c"
	${CC:-cc} -shared -fPIC -nostdlib -Wl,-soname,libcrypto.so.3 "$work/copy.c" -o "$work/libcrypto.so.3" || return 1
	# shellcheck disable=SC2016 # the loader's $ORIGIN
	${CC:-cc} "$work/user.c" "$work/libcrypto.so.3" -Wl,-rpath,'$ORIGIN' -o "$work/user" || return 1
	i=0
	while [ "$i" -lt "$2" ]; do
		i=$((i + 1))
		mkdir "$1/opt/$i"
		cp "$work/libcrypto.so.3" "$work/user" "$1/opt/$i"
		cp "$work/user" "$1/opt/$i/another"
	done
}

# Without guidance there is next to nothing to judge: text and JSON differ by the text's report.
measure_report() {
	copies=${BENCH_COPIES:-1600}
	make_copies "$work/copies" "$copies" 2>"$work/log" || { echo 'no compiler to make copies with: reports are not measured' && return; }
	mkdir "$work/no-data"
	i=0
	while [ "$i" -lt 3 ]; do
		i=$((i + 1))
		for build in here ${BENCH_BASE:+base}; do
			program=$SSLINV backends=$SSLINV_BACKENDS
			[ "$build" = here ] || program=$BENCH_BASE backends=$(dirname "$BENCH_BASE")/backends/.libs
			for format in text json; do
				rm -rf "$work/report"
				mkdir "$work/report"
				once "report_${build}_$format" env SSLINV_DATA="$work/no-data" SSLINV_BACKENDS="$backends" "$program" scan \
					--root "$work/copies" --db "$work/report/x.db" --host bench --format "$format"
			done
		done
	done
	printf '\n%s copies that no package owns, each with two users; no guidance\n' "$copies"
	row 'scan with a report in text' report_here_text
	row 'scan with a report in json' report_here_json
	[ -n "${BENCH_BASE-}" ] || return 0
	row "the same in text with $BENCH_BASE" report_base_text
	row "the same in json with $BENCH_BASE" report_base_json
	ratio 'scan in text, base / here' report_base_text report_here_text '20 or more'
}

# A report beside sqlite3 that prints as many bytes of one plain SELECT; what tells numbers alone, beside one that counts the same.
measure_formats() {
	if ! command -v sqlite3 >/dev/null; then
		echo 'there is no sqlite3 to make many hosts of one with: the formats of reports are not measured'
		return
	fi
	fleet=$work/formats.db rows='WITH RECURSIVE again (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < 100)
		SELECT finding.* FROM again CROSS JOIN findings AS finding LIMIT'
	[ -f "$work/full.db" ] || once scan_for_fleet "$SSLINV" scan --root "$root" --db "$work/full.db" --host bench
	cp "$work/full.db" "$fleet"
	clone_hosts "$work/full.db" "${BENCH_HOSTS:-1000}" 'finding level verdict action' >"$work/clone.sql"
	sqlite3 -bail "$fleet" <"$work/clone.sql"
	printf '\nreports over %s hosts, %s findings and %s linkages in all\n' "$(sqlite3 "$fleet" 'SELECT count(*) FROM hosts')" \
		"$(sqlite3 "$fleet" 'SELECT count(*) FROM findings')" "$(sqlite3 "$fleet" 'SELECT count(*) FROM linkages')"
	width=$(($(sqlite3 "$fleet" "$rows 10000" | wc -c) / 10000))
	for format in json csv cyclonedx text markdown html nagios prometheus; do
		i=0
		while [ "$i" -lt 3 ]; do
			i=$((i + 1))
			once "format_$format" "$SSLINV" report --db "$fleet" --format "$format"
			case $format in
			json | csv | cyclonedx) once "select_$format" sqlite3 "$fleet" "$rows $(($(wc -c <"$work/out") / width + 1))" ;;
			*) once "select_$format" sqlite3 "$fleet" 'SELECT host, status, severity, count(*) FROM findings GROUP BY host, status, severity' ;;
			esac
		done
		row "sslinv report --format $format" "format_$format"
		ratio 'the same, report / sqlite3' "format_$format" "select_$format" '2 or less'
	done
}

# make_feeds COUNT: guidance of that many feeds, each with a statement about one CVE.
make_feeds() {
	echo '<?xml version="1.0"?><guidance xmlns="urn:sslinv:guidance:1">'
	awk -v count="$1" 'BEGIN {
		for (i = 1; i <= count; i++) {
			printf "<feed name=\"f%d\" vendor=\"Debian\" format=\"native\" identity=\"native/f%d\" published=\"2026-11-20\">", i, i
			printf "<distribution id=\"debian\"><release version=\"12\"><package name=\"openssl\" kind=\"source\">"
			printf "<statement cve=\"CVE-2025-%d\" status=\"fixed\" fixed-version=\"3.0.1-1\"/>", 10000 + i
			print "</package></release></distribution></feed>"
		}
	}'
	echo '</guidance>'
}

# A Debian of one package, judged by many feeds.
measure_feeds() {
	feeds=${BENCH_FEEDS:-4000} small=$work/small
	mkdir -p "$small/etc" "$small/usr/lib" "$small/var/lib/dpkg/info"
	printf 'ID=debian\nVERSION_ID="12"\n' >"$small/etc/os-release"
	printf 'Package: libssl3\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl\nVersion: 3.0.13-1~deb12u1\n\n' \
		>"$small/var/lib/dpkg/status"
	echo /usr/lib/libssl.so.3 >"$small/var/lib/dpkg/info/libssl3.list"
	${CC:-cc} -shared -fPIC -nostdlib -Wl,-soname,libssl.so.3 -x c /dev/null -o "$small/usr/lib/libssl.so.3" 2>"$work/log" || {
		echo 'no compiler to make a library with: the check with many feeds is not measured'
		return
	}
	make_feeds "$feeds" >"$work/feeds.xml"
	for build in here ${BENCH_BASE:+base}; do
		program=$SSLINV backends=$SSLINV_BACKENDS
		[ "$build" = here ] || program=$BENCH_BASE backends=$(dirname "$BENCH_BASE")/backends/.libs
		mkdir "$work/feeds-$build"
		once feed_import env SSLINV_BACKENDS="$backends" "$program" feed import --db "$work/feeds-$build/x.db" "$work/feeds.xml"
		once feed_scan env SSLINV_BACKENDS="$backends" "$program" scan --root "$small" --db "$work/feeds-$build/x.db" --host bench
		i=0
		while [ "$i" -lt "$runs" ]; do
			i=$((i + 1))
			once "feeds_$build" env SSLINV_BACKENDS="$backends" "$program" check --db "$work/feeds-$build/x.db"
		done
	done
	printf '\none package, judged by %s feeds\n' "$feeds"
	row 'sslinv check' feeds_here
	[ -n "${BENCH_BASE-}" ] || return 0
	row "the same with $BENCH_BASE" feeds_base
	ratio 'check, base / here' feeds_base feeds_here '5 or more'
}

# The page of a fleet, beside sqlite3 printing the findings that it counts; and how long a browser takes with it.
measure_page() {
	source=$(dirname "$0")/../.. fleet=$work/fleet.db
	command -v sqlite3 >/dev/null || { echo 'no sqlite3 to make a fleet with: the page is not measured' && return; }
	sqlite3 "$fleet" <"$source/tests/fixtures/inventory-v4.sql"
	"$SSLINV" check --db "$fleet" >"$work/log" 2>&1 || true
	{ echo "CREATE TEMP TABLE size AS SELECT ${BENCH_FLEET:-10000} AS hosts;" && cat "$source/tests/fixtures/fleet.sql"; } | sqlite3 "$fleet"
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		once page "$SSLINV" report --db "$fleet" --format html --output "$work/page.html"
		once page_plain sqlite3 "$fleet" 'SELECT * FROM findings'
	done
	printf '\n%s hosts with %s findings, as a page for a browser\n' "$(sqlite3 "$fleet" 'SELECT count(*) FROM host')" \
		"$(sqlite3 "$fleet" 'SELECT count(*) FROM finding WHERE gone_at IS NULL')"
	row 'sslinv report --format html' page
	row 'sqlite3: SELECT * FROM findings' page_plain
	ratio 'report / sqlite3' page page_plain '2 or less'
	for chromium in chromium chromium-browser google-chrome; do
		command -v "$chromium" >/dev/null || continue
		perl "$source/tests/e2e/browser.pl" "$chromium" "file://$work/page.html" "$source/tests/e2e/html_speed.js" |
			awk '$1 == "open" || $1 == "filter" || $1 == "sort" { printf "in a browser: %-32s %8.3f s   aim 1 or less\n", $1, $2 / 1000 }'
		break
	done
}

for part in $parts; do
	case $part in
	scan | libraries | processes | elf | import | archive | tracker | update | resolve | check | report | formats | feeds | page) "measure_$part" ;;
	*)
		echo "BENCH_PARTS: there is no part $part; there are scan, libraries, processes, elf, import, archive, tracker, update, resolve, check, report, formats, feeds, page" >&2
		exit 2
		;;
	esac
done
