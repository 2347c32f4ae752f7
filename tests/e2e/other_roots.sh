#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Roots within a root, and mounts: what belongs to another root is named and not judged, and what a mount hides nowhere is seen.
# shellcheck disable=SC2016 # what runs in a mount namespace is written here and expanded there
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has_compiler; then
	skip 'other roots' 'no compiler'
	finish
fi
make_root
library "$root/usr/local/lib/libcrypto.so.1.1" libcrypto.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'

# ---- a system in a directory --------------------------------------------------------------------------------------------------
guest="$root/srv/my guests/one"
mkdir -p "$guest/etc" "$guest/var/lib/dpkg" "$guest/usr/bin"
printf 'ID=debian\nVERSION_ID=13\n' >"$guest/etc/os-release"
: >"$guest/var/lib/dpkg/status"
library "$guest/usr/lib/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.5.4 30 Sep 2025'
scan_exits 'a host with the tree of a guest' complete --root "$root" --db "$tmp/x.db" --host h
is 'has its own files alone' "$(ask "$tmp/x.db" 'SELECT path FROM libraries')" /usr/local/lib/libcrypto.so.1.1
message=$(ask "$tmp/x.db" "SELECT path || ' ' || message AS x FROM scan_errors WHERE source = 'walk'")
like 'the guest is named' "$message" "*/srv/my guests/one not entered: another root, a system of its own; scan it with *"
command=$(printf '%s\n' "$message" | sed -n 's/.*`sslinv \(scan --root .*\)`.*/\1/p')
# shellcheck disable=SC2086 # it is quoted for a shell
eval "\"$sslinv\" $command --db \"$tmp/guest.db\" --host guest" >"$tmp/out" 2>&1
is 'and the command that is named scans it' "$(ask "$tmp/guest.db" 'SELECT path FROM libraries')" /usr/lib/libcrypto.so.3

# ---- what may be a system -----------------------------------------------------------------------------------------------------
printf 'int f(void); int main(void) { return f(); }\n' >"$tmp/main.c"
printf 'int f(void) { return 0; }\n' >"$tmp/f.c"
# program FILE: needs libcrypto.so.1.1
program() {
	mkdir -p "$(dirname "$1")"
	# shellcheck disable=SC2154 # the compiler is that of has_compiler
	$compiler -shared -fPIC "$tmp/f.c" -Wl,-soname,libcrypto.so.1.1 -o "$tmp/libcrypto.so.1.1" &&
		$compiler -nostartfiles "$tmp/main.c" -e main -L"$tmp" -l:libcrypto.so.1.1 -o "$1"
}
program "$root/usr/bin/own"
mkdir -p "$root/etc" "$root/srv/named/etc" "$root/srv/named/usr" "$root/srv/recorded/var/lib/dpkg" "$root/srv/recorded/usr" "$root/srv/neither/etc" "$root/srv/neither/usr"
echo /usr/local/lib >"$root/etc/ld.so.conf"
printf 'ID=debian\nVERSION_ID=13\n' >"$root/srv/named/etc/os-release"
: >"$root/srv/recorded/var/lib/dpkg/status"
for tree in named recorded neither; do
	cp "$root/usr/bin/own" "$root/srv/$tree/usr/tool"
done
scan_exits 'trees that may be roots of their own' complete --root "$root" --db "$tmp/half.db" --host h
is "their programs get the host's library perhaps" \
	"$(ask "$tmp/half.db" "SELECT path || ' ' || (provider_path IS NOT NULL) || ' ' || (confidence = 'likely') AS x FROM linkages WHERE path LIKE '/srv/%' ORDER BY path")" \
	"$(ask "$tmp/half.db" "SELECT '/srv/named/usr/tool 1 1' AS x UNION SELECT '/srv/neither/usr/tool 1 ' || (confidence = 'likely') FROM linkages WHERE path = '/usr/bin/own'
		UNION SELECT '/srv/recorded/usr/tool 1 1' ORDER BY 1")"
is 'and they are named, with what they lack' "$(ask "$tmp/half.db" "SELECT path || substr(message, 36, instr(message, ':') - 36) AS x FROM scan_errors WHERE path LIKE '/srv/%' AND message LIKE 'looks%' ORDER BY 1")" \
	'/srv/named lacks a package database
/srv/recorded lacks a file that says which one it is'
rm -r "$root/srv/named" "$root/srv/recorded" "$root/srv/neither" "$root/usr/bin/own" "$root/etc/ld.so.conf"

# ---- mounts ---------------------------------------------------------------------------------------------------------------------
# in_mounts SCRIPT: runs it in a mount namespace of its own, with the root as $r on a file system of its own
cat >"$tmp/mounts.sh" <<'X'
mount --make-rprivate / && mkdir -p "$tmp/m" && mount -t tmpfs none "$tmp/m" && cp -a "$root" "$tmp/m/r" || exit 77
r=$tmp/m/r
eval "$1" || exit 77
"$sslinv" scan --root "$r" --db "$tmp/mounts.db" --host h
exit 0
X
in_mounts() {
	rm -f "$tmp"/mounts.db*
	export tmp root sslinv
	unshare -m sh "$tmp/mounts.sh" "$1" >"$tmp/out" 2>&1
}
found() { ask "$tmp/mounts.db" 'SELECT path FROM libraries ORDER BY 1'; }
outcome() { ask "$tmp/mounts.db" 'SELECT outcome FROM scans'; }

if [ "$(id -u)" -eq 0 ] && has unshare mount && in_mounts true; then
	in_mounts 'mount --bind "$r/usr" "$r/usr" && mount -o remount,bind,ro "$r/usr"'
	is 'a directory bound onto itself hides nothing' "$(found) $(outcome)" '/usr/local/lib/libcrypto.so.1.1 complete'
	in_mounts 'mkdir "$r/opt" && mount --bind "$r/usr/local" "$r/opt"'
	is 'what is seen elsewhere is read once' "$(found) $(outcome)" '/usr/local/lib/libcrypto.so.1.1 complete'
	like 'and named' "$(ask "$tmp/mounts.db" "SELECT path || ' ' || message AS x FROM scan_errors WHERE source = 'mount'")" \
		'*/opt not entered: * is a bind mount of what is seen elsewhere in this root*'
	in_mounts 'mkdir "$r/opt" && mount --bind "$r/srv/my guests/one/usr" "$r/opt"'
	is 'but not where that place is in another root' "$(found) $(outcome)" '/opt/lib/libcrypto.so.3
/usr/local/lib/libcrypto.so.1.1 complete'
	in_mounts 'mkdir "$r/opt" && mount --bind "$r/usr/local" "$r/opt" && mount -t tmpfs none "$r/usr/local"'
	is 'nor where another mount hides it' "$(found) $(outcome)" '/opt/lib/libcrypto.so.1.1 complete'
	in_mounts 'mkdir "$r/opt" && mount --bind "$r/usr/local" "$r/opt" && mount -t tmpfs none "$r/usr/local/lib"'
	is 'nor where one hides a part of it' "$(found) $(outcome)" '/opt/lib/libcrypto.so.1.1 complete'
	in_mounts 'mkdir "$r/sysroot" && mount --bind "$tmp/m" "$r/sysroot"'
	is 'the root under another path, as OSTree has it, is not read again' "$(found) $(outcome)" \
		'/usr/local/lib/libcrypto.so.1.1 complete'
	like 'and told' "$(ask "$tmp/mounts.db" "SELECT path || ' ' || message AS x FROM scan_errors WHERE path = '/sysroot/r'")" \
		'*/sysroot/r not entered: it is this root itself, under another path*'
	in_mounts 'mkdir "$r/up" "$r/work" && mount -t overlay -o "lowerdir=$r/usr,upperdir=$r/up,workdir=$r/work" x "$r/usr"'
	case $? in
	77) skip 'an overlay over a directory of the root' 'overlays cannot be mounted here' ;;
	*) is 'an overlay over a directory of the root is read' "$(found) $(outcome)" '/usr/local/lib/libcrypto.so.1.1 complete' ;;
	esac
	in_mounts 'mkdir "$tmp/alias" && mount --bind "$r" "$tmp/alias" && {
		"$sslinv" scan --root "$r" --db "$tmp/alias/etc/x.db" --host never; echo "$?"; ls "$r/etc"; }'
	is 'nothing is written into the root by another name of it' "$(sed 's/:.*would lie in the root.*/: refused/' "$tmp/out" | sed -n 1,2p)" \
		'sslinv: refused
2'
	ok 'nor was anything' [ "$(grep -c 'x[.]db$' "$tmp/out")" -eq 0 ]
else
	skip 'mounts' 'it takes root, and mount namespaces'
fi

# ---- a root without the files of its packages ------------------------------------------------------------------------------------
part=$tmp/part
mkdir -p "$part/etc" "$part/var/lib/dpkg/info" "$part/usr/share/doc"
printf 'ID=debian\nVERSION_ID=12\n' >"$part/etc/os-release"
for name in nodejs bash base-files; do
	printf 'Package: %s\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: %s\n\n' "$name" "$arch" >>"$part/var/lib/dpkg/status"
done
printf '/.\n/usr\n/usr/bin\n/usr/bin/node\n/usr/share/doc/nodejs\n/usr/share/doc/nodejs/copyright\n' >"$part/var/lib/dpkg/info/nodejs.list"
printf '/.\n/bin\n/bin/bash\n/etc/bash.bashrc\n/usr/share/locale/de/LC_MESSAGES/bash.mo\n' >"$part/var/lib/dpkg/info/bash.list"
printf '/.\n/etc/os-release\n/usr/lib\n/usr/lib/os-release\n/usr/share/base-files/motd\n' >"$part/var/lib/dpkg/info/base-files.list"
# scan_part DESCRIPTION OUTCOME [ARGUMENT...]
scan_part() { scan_exits "$@" --root "$part" --db "$tmp/part.db" --host part; }
verdict() { ask "$tmp/part.db" 'SELECT verdict FROM verdicts'; }

for mode in '' --packages-only; do
	scan_part "a package database alone $mode" incomplete $mode
	is 'is not a clean host' "$(verdict)" unknown
	is 'and it says why' "$(ask "$tmp/part.db" "SELECT source || ' ' || message AS x FROM scan_errors")" \
		'"files the programs and libraries of 3 of 3 packages are not in this root: see whether /usr and its other file systems are mounted, and whether it was copied whole"'
done
mkdir -p "$part/bin" "$part/usr/bin" "$part/usr/lib"
printf '#!/bin/sh\n' >"$part/bin/bash"
printf 'ID=debian\n' >"$part/usr/lib/os-release"
library "$part/usr/bin/node" libcrypto.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'
library "$part/usr/local/lib/libcrypto.so.1.1" libcrypto.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'
scan_part 'the files without their documentation and translations' complete
is 'which are all that was to be told' "$(ask "$tmp/part.db" 'SELECT * FROM scan_errors')" ''
known=$(ask "$tmp/part.db" 'SELECT path, package FROM libraries ORDER BY 1')
like 'there are libraries' "$known" '/usr/bin/node,nodejs*/usr/local/lib/libcrypto.so.1.1,*'
mv "$part/usr" "$tmp/usr"
mkdir "$part/usr"
scan_part 'where /usr is not mounted any more' incomplete
is 'nothing that was known is gone' "$(ask "$tmp/part.db" 'SELECT path, package FROM libraries ORDER BY 1')" "$known"
rmdir "$part/usr"
mv "$tmp/usr" "$part/usr"
rm "$part/usr/bin/node"
scan_part 'where one package lost its program' complete
is 'that one is gone' "$(ask "$tmp/part.db" 'SELECT path FROM libraries')" /usr/local/lib/libcrypto.so.1.1
printf '/opt\n/opt/vendor\n/opt/vendor/tool\n' >>"$part/var/lib/dpkg/info/bash.list"
printf '#!/bin/sh\n' >"$part/usr/bin/node"
scan_part 'where only /opt is not mounted' incomplete
like 'it is named' "$(ask "$tmp/part.db" "SELECT path || ' ' || message AS x FROM scan_errors")" '*/opt none of the programs and libraries *'
mkdir -p "$part/opt/vendor"
printf '#!/bin/sh\n' >"$part/opt/vendor/tool"
scan_part 'and where it is' complete

# ---- the root of a process in another mount namespace ------------------------------------------------------------------------------
# The text of such a link is a path of that namespace: what this one has at it is another root, and would be judged in its place.
# The kernel tells by /proc/PID/root whose a path is, and by no other name.
here=$tmp/place
mkdir -p "$here/etc" "$tmp/inside" "$here/usr/lib" "$here/var/lib/dpkg"
: >"$here/var/lib/dpkg/status"
printf 'ID=debian\nVERSION_ID=12\n' >"$here/etc/os-release"
library "$here/usr/lib/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.0.20 7 Apr 2026'
cp -a "$here/." "$tmp/inside"
printf 'ID=debian\nVERSION_ID=11\n' >"$tmp/inside/etc/os-release"
library "$tmp/inside/usr/lib/libcrypto.so.1.1" libcrypto.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'
library "$tmp/inside/data/libcrypto.so.1.1" libcrypto.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'
rm "$tmp/inside/usr/lib/libcrypto.so.3"
in_namespace() {
	unshare -m sh -c 'mount --make-rprivate / && mount --bind "$1/inside" "$1/place" && mount -t tmpfs none "$1/place/data" &&
		cd "$1/place" && echo $$ >"$1/pid" && exec sleep 300' sh "$tmp" 2>/dev/null &
	namespace=$!
	eventually [ -s "$tmp/pid" ] && pid=$(cat "$tmp/pid") && eventually [ -e "/proc/$pid/root$here/etc/os-release" ]
}
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null && in_namespace; then
	trap 'kill "$namespace" 2>/dev/null; clean_up' EXIT
	ok 'the same path is another directory there' [ "$(cat "/proc/$pid/root$here/etc/os-release")" != "$(cat "$here/etc/os-release")" ]
	scan_exits 'the root of a process' complete --root "/proc/$pid/root$here" --db "$tmp/there.db"
	is 'is what is scanned, with the mounts of that process' \
		"$(ask "$tmp/there.db" 'SELECT host, os_version, root, (SELECT group_concat(path) FROM libraries) FROM hosts JOIN scans USING (host)')" \
		"process-$pid,11,/proc/$pid/root$here,/usr/lib/libcrypto.so.1.1"
	scan_exits 'the path here' complete --root "$here" --db "$tmp/here.db" --host here
	is 'is the directory here' "$(ask "$tmp/here.db" 'SELECT path FROM libraries')" /usr/lib/libcrypto.so.3
	ln -s "/proc/$pid/root$here" "$tmp/link"
	ln -s . "/proc/$pid/root$here/self"
	for name in "/proc/$pid/cwd" "$tmp/link" "/proc/$pid/root$here/self" "/proc/$pid/root/..$here"; do
		exits "another name of it is refused: $(echo "$name" | sed "s|$tmp|TMP|; s|$pid|PID|")" 2 \
			"$sslinv" scan --root "$name" --db "$tmp/never.db" --host never
		like 'and it says what to do' "$(cat "$tmp/err")" '*it is in another mount namespace; name it by a process there, as /proc/PID/root*'
	done
	ok 'nothing was stored' [ ! -e "$tmp/never.db" ]
	for name in "/proc/$pid/root$here" "//proc/$pid/root$here" "/proc/$pid/../$pid/root$here" "$tmp/link"; do
		exits "nothing is written there, by $(echo "$name" | sed "s|$tmp|TMP|; s|$pid|PID|g")" 2 \
			"$sslinv" scan --root "/proc/$pid/root$here" --db "$name/x.db" --host never
	done
	ok 'nor was anything' [ ! -e "/proc/$pid/root$here/x.db" ]
	kill "$namespace"
else
	skip 'the root of a process in another mount namespace' 'it takes root, and mount namespaces'
fi

finish
