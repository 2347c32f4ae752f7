#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Roots that are damaged, or made to harm whoever looks at them: no crash, no hang, nothing written below them, nothing run that
# lies there, nothing read outside, and never "complete" where something could not be read.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'hostile roots' 'dpkg, a C compiler and the apt backend are needed to make them'
	finish
fi

# What does not end is stopped, and seen by its exit status.
program=$sslinv
printf '#!/bin/sh\nexec timeout -s KILL 40 "%s" "$@"\n' "$program" >"$tmp/limited"
chmod 755 "$tmp/limited"
sslinv=$tmp/limited

# An intact host; each case changes a copy of it. Programs in it leave a mark when they are run.
make_small_host 3.0.11-1
lib=usr/lib/$triplet
for name in dpkg dpkg-query rpm ldconfig ldd openssl sh; do
	for directory in usr/bin usr/sbin; do
		printf '#!/bin/sh\n: >%s/executed\n' "$tmp" >"$root/$directory/$name"
		chmod 755 "$root/$directory/$name"
	done
done
mv "$root" "$tmp/pristine"
# A whole host beside the root, with an OpenSSL that no scan of the root may ever tell of.
cp -a "$tmp/pristine" "$tmp/outside"
library "$tmp/outside/$lib/libssl.so.3" libssl.so.3 'OpenSSL 9.9.9 1 Jan 2030'
library "$tmp/outside/$lib/libcrypto.so.3" libcrypto.so.3 'OpenSSL 9.9.9 1 Jan 2030'
up=../../../../../../../../../../../../../../..
db=$tmp/case.db

fresh() {
	chmod -R u+rwx "$root" 2>/dev/null
	rm -rf "$root"
	cp -a "$tmp/pristine" "$root"
}

# hostile NAME complete|incomplete PATTERN [ARGUMENT...]: scans $root, which ends so, with errors like the pattern, and tells of
# nothing outside.
hostile() {
	name=$1 outcome=$2 pattern=$3
	shift 3
	rm -f "$db" "$db-files"
	find "$root" -printf '%l' >/dev/null
	listing "$root" >"$tmp/kept.listing"
	scan_exits "$name: $outcome" "$outcome" --root "$root" --db "$db" "$@" || return 0
	listing "$root" >"$tmp/now.listing"
	ok "$name: nothing below the root changed" cmp "$tmp/kept.listing" "$tmp/now.listing" ||
		say_lines "$(diff "$tmp/kept.listing" "$tmp/now.listing")"
	like "$name: what is told" "$(ask "$db" "SELECT source || ': ' || coalesce(path, '') || ': ' || message AS x FROM scan_errors WHERE source <> 'mount'" | tr '\n' ' ')" "$pattern"
	if grep -q '9\.9\.9' "$tmp/out"; then
		failed "$name: nothing outside the root is told of"
	fi
	if [ -e "$tmp/executed" ]; then
		failed "$name: nothing in the root is executed"
		rm -f "$tmp/executed"
	fi
}

# Whatever the outcome: no signal, and no word of a sanitizer.
# shellcheck disable=SC2317 # `ok` calls it
scan_ends() {
	rm -f "$db" "$db-files"
	code=0
	"$sslinv" scan --root "$root" --db "$db" || code=$?
	case $code in
	[014]) ;;
	*) return 1 ;;
	esac
}

fresh
hostile 'the intact host' complete ''

# ---- dpkg's database ------------------------------------------------------------------------------------------------------
status=$root/var/lib/dpkg/status
size=$(wc -c <"$tmp/pristine/var/lib/dpkg/status")
damage_status() {
	fresh
	rm -f "$status"
}
told='*apt: */dpkg/*: *'
damage_status
hostile 'no status' incomplete "$told"
damage_status
: >"$status"
hostile 'an empty status' incomplete "$told"
cut=1
while [ "$cut" -lt "$size" ]; do
	damage_status
	head -c "$cut" "$tmp/pristine/var/lib/dpkg/status" >"$status"
	hostile "a status of $cut bytes" incomplete "$told"
	cut=$((cut + size / 7))
done
damage_status
mkfifo "$status"
hostile 'a FIFO as status' incomplete "$told"
damage_status
mkdir "$status"
hostile 'a directory as status' incomplete "$told"
damage_status
if mknod "$status" c 1 5 2>/dev/null; then
	hostile 'an endless device as status' incomplete "$told"
else
	skip 'an endless device as status' 'only root makes devices'
fi
damage_status
truncate -s 1T "$status" 2>/dev/null || truncate -s 8G "$status"
hostile 'a status of a tebibyte' incomplete "$told"
damage_status
head -c 100000 /dev/urandom >"$status"
hostile 'noise as status' incomplete "$told"
for target in "$tmp/outside/var/lib/dpkg/status" "$up$tmp/outside/var/lib/dpkg/status" status /dev/zero /proc/self/mem; do
	damage_status
	ln -s "$target" "$status"
	hostile "a link to $(printf %s "$target" | sed "s|$tmp|TMP|") as status" incomplete "$told"
done
for target in "$tmp/outside/var/lib/dpkg" "$up$tmp/outside/var/lib/dpkg" dpkg; do
	fresh
	rm -rf "$root/var/lib/dpkg"
	ln -s "$target" "$root/var/lib/dpkg"
	hostile "a link to $(printf %s "$target" | sed "s|$tmp|TMP|") as dpkg's directory" incomplete '*: *'
done
fresh
rm -rf "$root/var/lib/dpkg"
mkfifo "$root/var/lib/dpkg"
hostile "a FIFO as dpkg's directory" incomplete '*'
fresh
rm -f "$root/var/lib/dpkg/info/client.list"
hostile 'a lost file list' incomplete '*client*'
fresh
rm -f "$root/var/lib/dpkg/info/client.list"
mkfifo "$root/var/lib/dpkg/info/client.list"
hostile 'a FIFO as file list' incomplete '*client*'
fresh
printf '/.\n/usr/bin/client\n%s\n' "/$up$tmp/outside/$lib/libssl.so.3" "$tmp/outside/$lib/libssl.so.3" relative '//' >"$root/var/lib/dpkg/info/client.list"
rm -f "$db" "$db-files"
"$sslinv" scan --root "$root" --db "$db" >"$tmp/out" 2>"$tmp/err"
is 'a file list that leads out of the root tells of nothing there' "$(ask "$db" "SELECT count(*) FROM libraries WHERE version = '9.9.9'")" 0
fresh
rm -rf "$root/var/lib/dpkg"
hostile 'no package database' incomplete '*no package database*'

# ---- rpm's databases ------------------------------------------------------------------------------------------------------
if [ -e "$SSLINV_BACKENDS/rpm.so" ]; then
	told='*rpm: *'
	for form in var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db var/lib/rpm/Packages; do
		fresh
		database=$root/$form
		mkdir -p "$(dirname "$database")"
		: >"$database"
		hostile "$form: empty" incomplete "$told"
		head -c 100000 /dev/urandom >"$database"
		hostile "$form: noise" incomplete "$told"
		case $form in
		*sqlite) printf 'SQLite format 3\000' >"$database" ;;
		*.db) printf 'RpmP\000\000\000\000\001\000\000\000\001\000\000\000' >"$database" ;;
		*) printf '\000\000\000\000\001\000\000\000\000\000\000\000\141\025\006\000' >"$database" ;;
		esac
		hostile "$form: cut off" incomplete "$told"
		rm -f "$database"
		mkfifo "$database"
		hostile "$form: a FIFO" incomplete "$told"
		rm -f "$database"
		mkdir "$database"
		hostile "$form: a directory" incomplete "$told"
		rmdir "$database"
		if mknod "$database" c 1 5 2>/dev/null; then
			hostile "$form: an endless device" incomplete "$told"
			rm -f "$database"
		fi
		truncate -s 1T "$database" 2>/dev/null || truncate -s 8G "$database"
		hostile "$form: a tebibyte" incomplete "$told"
		rm -f "$database"
		for target in "$tmp/outside/database" "$up$tmp/outside/database" "$(basename "$database")"; do
			ln -s "$target" "$database"
			hostile "$form: a link to $(printf %s "$target" | sed "s|$tmp|TMP|")" incomplete "$told"
			rm -f "$database"
		done
	done
	is 'what dpkg has lands all the same' "$(ask "$db" "SELECT count(*) FROM packages WHERE format = 'deb'")" 2
else
	skip 'databases of rpm' 'the rpm backend is not built'
fi

# ---- what the host says of itself -----------------------------------------------------------------------------------------
told='*host: /etc/os-release: *'
fresh
rm -f "$root/etc/os-release"
mkfifo "$root/etc/os-release"
hostile 'a FIFO as os-release' incomplete "$told"
rm -f "$root/etc/os-release"
truncate -s 1G "$root/etc/os-release"
hostile 'an os-release of a gibibyte' incomplete "$told"
rm -f "$root/etc/os-release"
ln -s os-release "$root/etc/os-release"
hostile 'an os-release that is a link to itself' incomplete "$told"
rm -f "$root/etc/os-release"
ln -s "$up/etc/os-release" "$root/etc/os-release"
hostile 'an os-release that leads out of the root' incomplete "$told"
fresh
printf 'ID=\033[31mred\nPRETTY_NAME="\033]0;title\007 \377"\n' >"$root/etc/os-release"
printf '\033[2J\n' >"$root/etc/hostname"
hostile 'names that command a terminal' complete ''
is 'they reach no terminal' "$(tr -d '\n\t -~' <"$tmp/out" | wc -c | tr -d ' ')" 0

# ---- the loader's configuration -------------------------------------------------------------------------------------------
for target in /etc/ld.so.conf "$tmp/outside/etc/hostname"; do
	fresh
	printf 'include %s\ninclude /etc/ld.so.conf.d/*\ninclude ld.so.conf\n/opt/\n' "$target" >"$root/etc/ld.so.conf"
	mkdir -p "$root/etc/ld.so.conf.d"
	ln -s ../ld.so.conf "$root/etc/ld.so.conf.d/loop.conf"
	ok 'an ld.so.conf that includes itself ends' scan_ends
	is 'and the provider is found' "$(ask "$db" "SELECT provider_path FROM linkages WHERE package = 'client'")" "/$lib/libssl.so.3"
done
fresh
mkfifo "$root/etc/ld.so.conf"
hostile 'a FIFO as ld.so.conf' incomplete '*loader: /etc/ld.so.conf*'
fresh
truncate -s 1T "$root/etc/ld.so.conf" 2>/dev/null || truncate -s 8G "$root/etc/ld.so.conf"
hostile 'an ld.so.conf of a tebibyte' incomplete '*loader: /etc/ld.so.conf*'

# ---- links that lead out, and in circles ----------------------------------------------------------------------------------
for target in "$tmp/outside/usr/lib" "$up$tmp/outside/usr/lib"; do
	fresh
	rm -rf "$root/usr/lib"
	ln -s "$target" "$root/usr/lib"
	hostile "/usr/lib is a link to $(printf %s "$target" | sed "s|$tmp|TMP|")" complete ''
	is 'then nobody provides libssl' "$(ask "$db" "SELECT coalesce(provider_path, 'nobody') FROM linkages WHERE package = 'client'")" nobody
done
for target in "$tmp/outside/$lib/libssl.so.3" "$up$tmp/outside/$lib/libssl.so.3" libssl.so.3 ../../../..; do
	fresh
	rm -f "$root/$lib/libssl.so.3"
	ln -s "$target" "$root/$lib/libssl.so.3"
	hostile "libssl is a link to $(printf %s "$target" | sed "s|$tmp|TMP|")" complete ''
	is 'then nobody provides it' "$(ask "$db" "SELECT coalesce(provider_path, 'nobody') FROM linkages WHERE package = 'client'")" nobody
done
fresh
mkdir -p "$root/opt/circle"
ln -s . "$root/opt/circle/self"
ln -s ../circle "$root/opt/circle/up"
ln -s b "$root/opt/circle/a"
ln -s a "$root/opt/circle/b"
ln -s "$tmp/outside" "$root/opt/circle/outside"
ln -s / "$root/opt/circle/root"
hostile 'links in circles' complete ''
is 'each file is seen once' "$(ask "$db" 'SELECT count(*) FROM libraries')" 2

# ---- damaged ELF files ----------------------------------------------------------------------------------------------------
fresh
mkdir -p "$root/opt/cut"
elf=$root/$lib/libcrypto.so.3
size=$(wc -c <"$elf")
cut=5
: >"$tmp/cuts"
while [ "$cut" -lt "$size" ]; do
	head -c "$cut" "$elf" >"$root/opt/cut/$cut"
	printf '/opt/cut/%s\n' "$cut" >>"$tmp/cuts"
	cut=$((cut + (cut < 800 ? 17 : size / 100 + 1)))
done
hostile 'ELF files cut at many bytes' incomplete '*elf: /opt/cut/5: *'
# None is passed over in silence: it is named, or what it says was all there.
ask "$db" "SELECT path FROM scan_errors WHERE source = 'elf'
	UNION SELECT path FROM libraries WHERE soname = 'libcrypto.so.3' AND version = '3.0.11'" | sort >"$tmp/spoken"
is 'each of them is named, or was read whole' "$(sort "$tmp/cuts" | comm -23 - "$tmp/spoken")" ''
ok 'most are named' [ "$(ask "$db" "SELECT count(*) FROM scan_errors WHERE source = 'elf'")" -gt 40 ]

# number OFFSET BYTES: a little-endian number of the file.
number() {
	od -An -t "u$2" -j "$1" -N "$2" "$elf" | tr -d ' '
}
fresh
if [ "$(od -An -t x1 -j 4 -N 2 "$elf" | tr -d ' ')" = 0201 ] && [ "$(number 0 4)" = 1179403647 ]; then
	mkdir -p "$root/opt/lies"
	# lie NAME OFFSET BYTE...: a copy with other bytes there, in octal.
	lie() {
		cp "$elf" "$root/opt/lies/$1"
		chmod 644 "$root/opt/lies/$1"
		# shellcheck disable=SC2059 # the bytes are the format
		printf "$3" | dd of="$root/opt/lies/$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
	}
	huge='\377\377\377\377\377\377\377\177'
	all='\377\377\377\377\377\377\377\377'
	lie class 4 '\007'
	lie byte-order 5 '\007'
	lie headers-far 32 "$huge"
	lie headers-wrap 32 "$all"
	lie header-size 54 '\001\000'
	lie header-count 56 '\376\377'
	# Each program header: where it begins, and how long it is.
	at=$(number 32 8)
	count=$(number 56 2)
	while [ "$count" -gt 0 ]; do
		case $(number "$at" 4) in
		1 | 2)
			kind=$(number "$at" 4)
			lie "offset-$kind-$count" $((at + 8)) "$huge"
			lie "offset-wrap-$kind-$count" $((at + 8)) "$all"
			lie "size-$kind-$count" $((at + 32)) "$huge"
			lie "size-wrap-$kind-$count" $((at + 32)) "$all"
			if [ "$kind" = 2 ]; then
				dynamic=$(number $((at + 8)) 8)
				entries=$(($(number $((at + 32)) 8) / 16))
			fi
			;;
		esac
		at=$((at + 56))
		count=$((count - 1))
	done
	# The string table, and the names in it.
	while [ "$entries" -gt 0 ]; do
		case $(number "$dynamic" 8) in
		5) lie strings $((dynamic + 8)) "$huge" ;;
		10) lie strings-size $((dynamic + 8)) "$all" ;;
		14) lie soname $((dynamic + 8)) "$huge" ;;
		esac
		dynamic=$((dynamic + 16))
		entries=$((entries - 1))
	done
	hostile 'ELF files that lie' incomplete '*elf: /opt/lies/*'
	# The loader does not ask for the offset of the dynamic section either, so a file that lies of it can be read all the same.
	is 'each lie is named, or does not count' "$(ask "$db" "SELECT path FROM scan_errors WHERE source = 'elf'
		UNION SELECT path FROM libraries WHERE path LIKE '/opt/lies/offset-%' AND soname = 'libcrypto.so.3' AND version = '3.0.11'" | sort)" \
		"$(find "$root/opt/lies" -type f | sed "s|^$root||" | sort)"
	is 'and the others are read' "$(ask "$db" "SELECT count(*) FROM libraries WHERE path LIKE '/usr/%'")" 2
	# Any byte of the header, and of the program headers.
	fresh
	mkdir -p "$root/opt/lies"
	at=4
	while [ "$at" -lt 400 ]; do
		lie "byte-$at" "$at" '\377'
		at=$((at + 3))
	done
	rm -f "$db" "$db-files"
	code=0
	"$sslinv" scan --root "$root" --db "$db" >"$tmp/out" 2>"$tmp/err" || code=$?
	is 'ELF files with any byte changed: no crash, and incomplete' "$code" 4
else
	skip 'ELF files that lie' 'written for 64-bit little-endian files'
fi

# ---- odd names ------------------------------------------------------------------------------------------------------------
fresh
newline=$(printf 'new\nline') bytes=$(printf 'bad\377\300byte') escape=$(printf 'red\033[31m\302\2332J')
for name in "$newline" "$bytes" "$escape" 'plain "quotes", commas' "it's" "\$dollar" 'ünïcode'; do
	mkdir -p "$root/opt/$name"
	cp "$root/usr/bin/client" "$root/opt/$name/client"
done
hostile 'odd names' complete ''
want="/opt/\$dollar/client
/opt/it's/client
/opt/plain \"quotes\", commas/client
/opt/ünïcode/client
/usr/bin/client
\$'/opt/bad\\xff\\xc0byte/client'
\$'/opt/new\\nline/client'
\$'/opt/red\\x1b[31m\\xc2\\x9b2J/client'"
is 'they are stored in the quoted form' "$(ask "$db" "SELECT replace(path, '\"', '+') AS path FROM linkages
	WHERE soname = 'libssl.so.3'" | sed 's/^"//; s/"$//; s/+/"/g' | LC_ALL=C sort)" "$(printf '%s\n' "$want" | LC_ALL=C sort)"
is 'the text has no control character' "$(LC_ALL=C tr -d '\n -~\200-\377' <"$tmp/out" | wc -c | tr -d ' ')" 0
like 'the text shows the quoted form' "$(cat "$tmp/out")" "*\$'/opt/new\\\\nline/client'*"
"$sslinv" scan --root "$root" --db "$db" --format json >"$tmp/json" 2>"$tmp/err"
is 'the JSON is valid, and has the same form' \
	"$(ask "$db" "SELECT json_valid(text) || ' ' || (SELECT count(*) FROM json_each(text, '\$.linkages') JOIN linkages
		ON json_extract(value, '\$.path') = linkages.path AND json_extract(value, '\$.soname') = linkages.soname) AS x
		FROM (SELECT '$(sed "s/'/''/g" "$tmp/json")' AS text)")" '1 9'
for format in csv table json; do
	"$sslinv" query --db "$db" --format "$format" 'SELECT path FROM linkages' >"$tmp/out"
	is "a query as $format has no control character" "$(LC_ALL=C tr -d '\r\n -~\200-\377' <"$tmp/out" | wc -c | tr -d ' ')" 0
done

# ---- trees that are no trees to walk --------------------------------------------------------------------------------------
# Longer paths than any system call takes: made in pieces that are moved into each other.
chain() {
	chained=$1 left=$3
	while [ "$left" -gt 0 ]; do
		chained=$chained/$2
		left=$((left - 1))
	done
	mkdir -p "$chained"
	printf '%s\n' "$chained"
}
fresh
long=$(printf '%0200d' 0)
deep=$(chain "$tmp/deep" "$long" 17)
cp "$root/usr/bin/client" "$deep/client"
middle=$(chain "$tmp/middle" "$long" 17)
mv "$tmp/deep" "$middle/"
mkdir -p "$root/opt"
mv "$tmp/middle" "$root/opt/"
hostile 'paths beyond PATH_MAX' complete ''
ok 'what lies at their end is found' [ "$(ask "$db" "SELECT count(*) FROM linkages WHERE length(path) > 6000")" -eq 1 ]
fresh
mkdir -p "$root/opt"
for piece in 1 2 3; do
	deep=$(chain "$tmp/deep$piece" d 900)
	if [ "$piece" -eq 1 ]; then
		cp "$root/usr/bin/client" "$deep/client"
	else
		mv "$tmp/deep$((piece - 1))" "$deep/"
	fi
done
mv "$tmp/deep3" "$root/opt/"
rm -f "$db" "$db-files"
code=0
"$sslinv" scan --root "$root" --db "$db" >"$tmp/out" 2>"$tmp/err" || code=$?
found=$(ask "$db" "SELECT count(*) FROM linkages WHERE path LIKE '/opt/%'")
is '2700 directories in each other are walked, or the scan is incomplete and names where it stopped' \
	"$code $found $(ask "$db" "SELECT count(*) > 0 FROM scan_errors WHERE path LIKE '/opt/deep3/%'")" \
	"$([ "$found" -eq 1 ] && echo '0 1 0' || echo '4 0 1')"

fresh
mkdir -p "$root/opt/many"
(cd "$root/opt/many" && seq -w 20000 | split -l 1 -a 5 -d -)
cp "$root/usr/bin/client" "$root/opt/many/client"
hostile '20,000 files in a directory' complete ''
is 'the one of them that counts is found' "$(ask "$db" "SELECT path FROM linkages WHERE path LIKE '/opt/%'")" /opt/many/client

fresh
mkdir -p "$root/opt/kinds"
mkfifo "$root/opt/kinds/fifo"
mknod "$root/opt/kinds/zero" c 1 5 2>/dev/null
mknod "$root/opt/kinds/disk" b 7 200 2>/dev/null
perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or exit 1' "$root/opt/kinds/socket" 2>/dev/null
: >"$root/opt/kinds/empty"
printf '\177EL' >"$root/opt/kinds/three-bytes"
ln "$root/usr/bin/client" "$root/opt/kinds/hard"
ln "$root/usr/bin/client" "$root/usr/bin/other"
mkdir -p "$root/opt/kinds/client"
# What the package lists is a FIFO now.
cp -a "$root/usr/bin/client" "$root/opt/kinds/copy"
hostile 'FIFOs, sockets and devices among the files' complete ''
is 'hard links are files of their own' "$(ask "$db" "SELECT path || ' ' || coalesce(package, 'nobody') FROM linkages WHERE soname = 'libssl.so.3' ORDER BY 1")" \
	'/opt/kinds/copy nobody
/opt/kinds/hard nobody
/usr/bin/client client
/usr/bin/other nobody'
rm -f "$root/usr/bin/client"
mkfifo "$root/usr/bin/client"
hostile 'a FIFO where a package has its program' complete ''

# A file that grows while it is looked at.
fresh
cp "$root/usr/bin/client" "$root/opt-grows" && mkdir -p "$root/opt" && mv "$root/opt-grows" "$root/opt/grows"
(
	n=0
	while [ "$n" -lt 300 ] && [ ! -e "$tmp/stop" ]; do
		head -c 100000 /dev/zero >>"$root/opt/grows"
		n=$((n + 1))
	done
) &
grower=$!
ok 'a file that grows harms nothing' scan_ends
: >"$tmp/stop"
wait "$grower"
is 'and the rest is there' "$(ask "$db" 'SELECT count(*) FROM libraries')" 2

# As somebody who may not read all.
fresh
mkdir -p "$root/opt/closed" "$tmp/open"
cp "$root/usr/bin/client" "$root/opt/closed/client"
chmod 000 "$root/opt/closed"
cp "$root/usr/bin/client" "$root/opt/unreadable"
chmod 000 "$root/opt/unreadable"
chmod 777 "$tmp/open"
if [ "$(id -u)" -ne 0 ]; then
	as_nobody() { "$@"; }
else
	as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
	chmod 755 "$tmp"
fi
if as_nobody env HOME="$tmp/open" "$sslinv" --version >/dev/null 2>&1 && as_nobody test -r "$SSLINV_BACKENDS/apt.so"; then
	listing "$root" >/dev/null 2>&1
	code=0
	as_nobody "$sslinv" scan --root "$root" --db "$tmp/open/db" >"$tmp/out" 2>"$tmp/err" || code=$?
	is 'as another user: incomplete' "$code" 4
	is 'as another user: what may not be read is named' \
		"$(ask "$tmp/open/db" "SELECT source || ' ' || path FROM scan_errors WHERE source <> 'mount' ORDER BY 1")" \
		'files /opt/unreadable
walk /opt/closed'
	is 'as another user: the rest is there' "$(ask "$tmp/open/db" 'SELECT count(*) FROM libraries')" 2
else
	skip 'as another user' 'setpriv is missing, or another user cannot run this build'
fi
chmod 700 "$tmp"

# ---- backends that go wrong -----------------------------------------------------------------------------------------------
fresh
mkdir -p "$tmp/backends"
cp -L "$SSLINV_BACKENDS/apt.so" "$tmp/backends/"
SSLINV_BACKENDS=$tmp/backends
cat >"$tmp/evil.c" <<'END'
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sslinv/backend.h>

static int probe(const struct sslinv_backend_host *host)
{
	(void)host;
	return SSLINV_BACKEND_PRESENT;
}

static const struct sslinv_backend_host *the_host;

static int open_it(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, void **state)
{
	(void)sink;
	the_host = host;
	*state = NULL;
	return 0;
}

static int each_package(void *state, const struct sslinv_backend_sink *sink)
{
	struct sslinv_backend_package package = { .size = sizeof(package), .name = "evil", .version = "1", .arch = "all" };

	(void)state;
	if (sink->package(sink->context, &package) < 0)
		return -1;
	EVIL
	return 0;
}

static void close_it(void *state)
{
	(void)state;
}

const struct sslinv_backend sslinv_backend = {
	.abi = SSLINV_BACKEND_ABI + WRONG_ABI,
	.size = sizeof(sslinv_backend) + WRONG_SIZE,
	.name = "evil",
	.format = "rpm",
	.summary = "does harm",
	.probe = probe,
	.open = open_it,
	.each_package = each_package,
	.close = close_it,
};
END
# evil NAME PATTERN CODE [FLAG...]: a backend with that code, scanned with; the other source lands.
evil() {
	name=$1 pattern=$2 code=$3
	shift 3
	# shellcheck disable=SC2086 # the compiler may come with options
	if ! $compiler -w -D_GNU_SOURCE -shared -fPIC -I"$top/include" "-DEVIL=$code" ${1:--DWRONG_ABI=0} ${2:--DWRONG_SIZE=0} \
		-o "$tmp/backends/evil.so" "$tmp/evil.c" 2>"$tmp/err"; then
		failed "a backend that $name can be compiled"
		say_lines "$(cat "$tmp/err")"
		return
	fi
	hostile "a backend that $name" incomplete "$pattern" --time-limit 2
	is "a backend that $name: the other source lands" "$(ask "$db" "SELECT group_concat(name, ' ') FROM (SELECT name FROM packages
		WHERE format = 'deb' ORDER BY 1)")" 'client libssl3'
}
evil crashes '*evil: *signal*' 'raise(SIGSEGV);'
evil aborts '*evil: *signal*' 'signal(SIGABRT, SIG_DFL); abort();'
evil exits '*evil: *exit status 1*' 'exit(1);'
evil 'exits as if all were well' '*evil: *exit status 0*' '_exit(0);'
evil hangs '*evil: *2 seconds*' 'for (;;) pause();'
evil 'hangs and wants no signal' '*evil: *2 seconds*' 'sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL); for (;;) pause();'
evil 'burns time' '*evil: *' 'for (;;) __asm__ volatile("");'
evil floods '*evil: *' 'while (sink->package(sink->context, &package) == 0) ; return -1;'
evil 'floods with files' '*evil: *' 'while (sink->file(sink->context, "/usr/share/evil") == 0) ; return -1;'
evil 'fails without a word' '*evil: *' 'return -5;'
evil 'tells what failed' '*evil: /a/path: a reason*' 'sink->problem(sink->context, "/a/path", "a reason"); return -5;'
evil 'sends too long a name' '*evil: *' \
	'char *s = malloc(9u << 20); memset(s, 65, 9u << 20); s[(9u << 20) - 1] = 0; package.name = s; return sink->package(sink->context, &package);'
evil 'leaves a child behind' '*evil: *' 'if (fork() == 0) { sleep(6); _exit(0); } _exit(0);'
evil 'writes over its own records' '*evil: *' 'for (int fd = 3; fd < 64; fd++) { if (write(fd, "\377\377\377\377\377\377\377\377", 8)) {} } _exit(0);'
evil 'was built for another ABI' '*evil*ABI*' '' -DWRONG_ABI=1
evil 'has another size' '*evil*ABI*' '' -DWRONG_ABI=0 -DWRONG_SIZE=8
# A name that is no text is told in its quoted form.
evil 'tells of odd names' "*evil: \$'/a\\\\x1b[2J': \$'b\\\\x07\\\\xff'*" 'sink->problem(sink->context, "/a\033[2J", "b\007\377");'
if grep -qs landlock /sys/kernel/security/lsm; then
	evil 'writes and executes' '*evil: *neither*' 'char path[4096]; snprintf(path, sizeof(path), "%s/mark", the_host->root_path);
		if (open(path, O_CREAT | O_WRONLY, 0600) >= 0) return -5; snprintf(path, sizeof(path), "%s/usr/bin/dpkg", the_host->root_path);
		if (fork() == 0) { execl(path, path, (char *)NULL); execl("/bin/sh", "sh", path, (char *)NULL); _exit(0); }
		sink->problem(sink->context, NULL, "neither"); return -5;'
else
	skip 'a backend that writes and executes' 'the kernel has no Landlock'
fi
printf 'no shared object\n' >"$tmp/backends/evil.so"
hostile 'a backend that is text' incomplete '*evil*cannot be loaded*' --time-limit 2
library "$tmp/backends/evil.so" evil.so ''
hostile 'a library that is no backend' incomplete '*evil*no sslinv backend*' --time-limit 2
rm -f "$tmp/backends/evil.so"
mkfifo "$tmp/backends/evil.so"
hostile 'a backend that is a FIFO' incomplete '*evil*' --time-limit 2
rm -f "$tmp/backends/evil.so" "$tmp/backends/apt.so"
hostile 'no backend at all' incomplete '*deb*no installed backend*'
SSLINV_BACKENDS=$tmp/nowhere
hostile 'no directory of backends' incomplete "*packages: *$tmp/nowhere*"
finish
