#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Links that lead out of the root, ELF files that are cut off or lie, odd names, and trees that are no trees to walk.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"
# shellcheck source=tests/fixtures/hostile.sh
. "$top/tests/fixtures/hostile.sh"

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
hostile 'ELF files cut at many bytes' incomplete '*walk: /opt/cut/5: *'
# None is passed over in silence: it is named, or what it says was all there.
ask "$db" "SELECT path FROM scan_errors WHERE source = 'walk'
	UNION SELECT path FROM libraries WHERE soname = 'libcrypto.so.3' AND version = '3.0.11'" | sort >"$tmp/spoken"
is 'each of them is named, or was read whole' "$(sort "$tmp/cuts" | comm -23 - "$tmp/spoken")" ''
ok 'most are named' [ "$(ask "$db" "SELECT count(*) FROM scan_errors WHERE source = 'walk'")" -gt 40 ]

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
	hostile 'ELF files that lie' incomplete '*walk: /opt/lies/*'
	# The loader does not ask for the offset of the dynamic section either, so a file that lies of it can be read all the same.
	is 'each lie is named, or does not count' "$(ask "$db" "SELECT path FROM scan_errors WHERE source = 'walk'
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
scan_exits 'with all of it, too' complete --all --root "$root" --db "$db" || :
is 'the whole text has no control character' "$(LC_ALL=C tr -d '\n -~\200-\377' <"$tmp/out" | wc -c | tr -d ' ')" 0
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
open_copy "$program"
if as_nobody env HOME="$tmp/open" "$sslinv" --version >/dev/null 2>&1; then
	listing "$root" >/dev/null 2>&1
	code=0
	as_nobody timeout -s KILL 40 "$sslinv" scan --root "$root" --db "$tmp/open/db" >"$tmp/out" 2>"$tmp/err" || code=$?
	is 'as another user: incomplete' "$code" 4
	is 'as another user: what may not be read is named' \
		"$(ask "$tmp/open/db" "SELECT source || ' ' || path FROM scan_errors WHERE source <> 'mount' ORDER BY 1")" \
		'walk /opt/closed
walk /opt/unreadable'
	is 'as another user: the rest is there' "$(ask "$tmp/open/db" 'SELECT count(*) FROM libraries')" 2
else
	skip 'as another user' 'setpriv is missing, or the temporary directory is closed to others'
fi
chmod 700 "$tmp"
finish
