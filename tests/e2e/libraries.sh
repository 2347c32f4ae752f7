#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The TLS and cryptography libraries beside OpenSSL: what a scan makes of them, how long that holds, and that it judges nothing.
. "${srcdir:?}/tests/e2e/lib.sh"

data=${SSLINV_DATA:-$top/data}
ok 'the table of libraries is valid' xmllint --noout --relaxng "$data/libraries.rng" "$data/libraries.xml"

cc=${CC:-cc}
if ! $cc --version >/dev/null 2>&1; then
	skip 'libraries are listed' 'there is no C compiler'
	finish
fi

# A Debian root with OpenSSL, GnuTLS and programs that use the one and the other.
root=$tmp/root
lib=$root/usr/lib
info=$root/var/lib/dpkg/info
mkdir -p "$lib" "$root/usr/bin" "$root/opt" "$root/etc" "$info"
printf '%s\n' 'ID=debian' 'VERSION_ID="12"' 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"' >"$root/etc/os-release"
printf 'const char text[] = "OpenSSL 3.0.11 19 Sep 2023"; int SSL_new(void) { return 0; }\n' >"$tmp/ssl.c"
gnutls() { # VERSION: the library
	printf 'const char text[] = "Enabled GnuTLS %s logging..."; int gnutls_init(void) { return 0; }\n' "$1" >"$tmp/gnutls.c"
	$cc -shared -fPIC -Wl,-soname,libgnutls.so.30 -o "$lib/libgnutls.so.30" "$tmp/gnutls.c"
}
printf 'int SSL_new(void); int gnutls_init(void); int main(void) { return SSL_new() + gnutls_init(); }\n' >"$tmp/both.c"
printf 'int gnutls_init(void); int main(void) { return gnutls_init(); }\n' >"$tmp/one.c"
$cc -shared -fPIC -Wl,-soname,libssl.so.3 -o "$lib/libssl.so.3" "$tmp/ssl.c"
gnutls 3.7.9
$cc -o "$root/usr/bin/both" "$tmp/both.c" "$lib/libssl.so.3" "$lib/libgnutls.so.30"
$cc -o "$root/usr/bin/one" "$tmp/one.c" "$lib/libgnutls.so.30"
cp "$root/usr/bin/one" "$root/opt/unowned"
package() { # NAME VERSION FILE...
	printf 'Package: %s\nStatus: install ok installed\nArchitecture: amd64\nMaintainer: Debian\nVersion: %s\nDescription: x\n\n' "$1" "$2" \
		>>"$root/var/lib/dpkg/status"
	name=$1
	shift 2
	printf '%s\n' "$@" >"$info/$name.list"
}
packages() { # VERSION of GnuTLS, "" where it is not installed
	: >"$root/var/lib/dpkg/status"
	rm -f "$info/libgnutls30.list"
	package libssl3 3.0.11-1~deb12u2 /usr/lib/libssl.so.3
	[ -z "$1" ] || package libgnutls30 "$1" /usr/lib/libgnutls.so.30
	package both 1.0-1 /usr/bin/both
	package one 1.0-1 /usr/bin/one
}
packages 3.7.9-2+deb12u3

db=$tmp/all.db
scan() { # INVENTORY OPTION...: scans the root as `web1`
	into=$1
	shift
	"$sslinv" scan --root "$root" --host web1 --db "$into" "$@" >"$tmp/out" 2>"$tmp/err" || :
}
rows() { # INVENTORY SQL
	"$sslinv" query --format csv --db "$1" "$2" | sed 1d | tr -d '\r'
}
others="SELECT library, version, package, package_version, purpose FROM libraries WHERE family <> 'OpenSSL'"
judged='SELECT package, path, cve, status, rule FROM findings ORDER BY 1, 2, 3'
what_follows() {
	rows "$1" "$judged"
	rows "$1" 'SELECT verdict, action, affected, unknown FROM verdicts'
	rows "$1" 'SELECT package, upstream_version, branch FROM levels ORDER BY 1'
	rows "$1" 'SELECT name, version, role FROM packages ORDER BY 1'
	rows "$1" "SELECT path, package, version FROM libraries WHERE family = 'OpenSSL' ORDER BY 1"
	rows "$1" "SELECT path, package, provider_path FROM linkages WHERE family = 'OpenSSL' ORDER BY 1"
	rows "$1" 'SELECT source, path, message FROM scan_errors ORDER BY 1, 2'
}

scan "$tmp/openssl.db"
is 'without the option nothing but OpenSSL is looked for' "$(rows "$tmp/openssl.db" "$others")" ''
is 'and the scan says so' "$(rows "$tmp/openssl.db" 'SELECT library FROM scans')" openssl
scan "$db" --library all
is 'with it, the others are listed' "$(rows "$db" "$others")" 'GnuTLS,3.7.9,libgnutls30,3.7.9-2+deb12u3,tls'
is 'and who uses them' "$(rows "$db" "SELECT path, package, provider_package FROM linkages WHERE family <> 'OpenSSL' ORDER BY path")" \
	'/opt/unowned,,libgnutls30
/usr/bin/both,both,libgnutls30
/usr/bin/one,one,libgnutls30'
like 'and shown' "$(cat "$tmp/out")" '*GnuTLS 3.7.9: libgnutls30 3.7.9-2+deb12u3, used by 3 others*'
is 'all that is judged is the same' "$(what_follows "$db")" "$(what_follows "$tmp/openssl.db")"
like 'and there is something' "$(what_follows "$db")" '*CVE-*'
is 'a query tells what does TLS' \
	"$("$sslinv" query --db "$db" --format csv --named tls-users | cut -d, -f2,4,5,11 | tr -d '\r')" \
	'user,library,version,looked_for
both,GnuTLS,3.7.9,all
both,OpenSSL,3.0.11,all
one,GnuTLS,3.7.9,all
/opt/unowned,GnuTLS,3.7.9,all'
is 'and the queries about OpenSSL do not change' "$("$sslinv" query --db "$db" --named openssl-users)$("$sslinv" query --db "$db" --named unowned)" \
	"$("$sslinv" query --db "$tmp/openssl.db" --named openssl-users)$("$sslinv" query --db "$tmp/openssl.db" --named unowned)"

"$sslinv" check --db "$db" >/dev/null 2>&1 || :
"$sslinv" check --db "$tmp/openssl.db" >/dev/null 2>&1 || :
is 'a check judges the same' "$(what_follows "$db")" "$(what_follows "$tmp/openssl.db")"
is 'and leaves the others' "$(rows "$db" "$others")" 'GnuTLS,3.7.9,libgnutls30,3.7.9-2+deb12u3,tls'
"$sslinv" merge --db "$tmp/fleet.db" "$db" >/dev/null
is 'a merge takes them along' "$(rows "$tmp/fleet.db" "$others")" 'GnuTLS,3.7.9,libgnutls30,3.7.9-2+deb12u3,tls'
is 'and judges the same' "$(what_follows "$tmp/fleet.db")" "$(what_follows "$tmp/openssl.db")"

# A later scan without the option: nothing goes that is there, and nothing stays that is not.
scan "$db"
is 'a later scan without the option still has them' "$(rows "$db" "$others")" 'GnuTLS,3.7.9,libgnutls30,3.7.9-2+deb12u3,tls'
is 'and looked for them' "$(rows "$db" 'SELECT library FROM scans')" 'all
all'
sleep 1.1
gnutls 3.7.10
packages 3.7.10-1
scan "$db"
is 'an upgrade shows in it' "$(rows "$db" "$others")" 'GnuTLS,3.7.10,libgnutls30,3.7.10-1,tls'
is 'as what was before' "$(rows "$db" "SELECT version, gone_because FROM libraries_history WHERE library = 'GnuTLS' ORDER BY first_seen, version DESC")" \
	'3.7.9,not found
3.7.10,'
rm "$lib/libgnutls.so.30"
packages ''
scan "$db"
is 'what is gone goes' "$(rows "$db" "$others")" ''
like 'and the text says so' "$(cat "$tmp/out")" '*listed, and not judged)
  none was found
*'
: >"$info/stray.list"
scan "$tmp/stray.db" --library all
like 'of a scan that is not complete it says no more than it knows' "$(cat "$tmp/out")" '*  none was found in what could be read
*'
rm "$info/stray.list"
is 'and those who need it get nothing' \
	"$(rows "$db" "SELECT DISTINCT coalesce(provider_path, '-') FROM linkages WHERE family <> 'OpenSSL'")" '-'
sleep 1.1
gnutls 3.7.10
packages 3.7.10-1
scan "$db"
is 'and comes back' "$(rows "$db" "$others")" 'GnuTLS,3.7.10,libgnutls30,3.7.10-1,tls'
sleep 1.1
scan "$db" --library openssl
is 'a scan for OpenSSL alone knows nothing of the others' "$(rows "$db" "$others")" ''
is 'and the history says why' "$(rows "$db" "SELECT DISTINCT gone_because FROM libraries_history WHERE library = 'GnuTLS'
	AND gone_at = (SELECT max(finished) FROM scans)")" 'not looked for'
scan "$db"
is 'the next one looks for OpenSSL alone as well' "$(rows "$db" "SELECT library FROM scans WHERE scan_id = (SELECT max(scan_id) FROM scans)")" openssl
"$sslinv" merge --db "$tmp/fleet.db" "$db" >/dev/null
is 'a merge follows' "$(rows "$tmp/fleet.db" "$others")" ''
is 'with the reason' "$(rows "$tmp/fleet.db" "SELECT DISTINCT gone_because FROM libraries_history WHERE library = 'GnuTLS'
	AND gone_at = (SELECT max(gone_at) FROM libraries_history)")" 'not looked for'

exits 'another word is refused' 2 "$sslinv" scan --root "$root" --db "$db" --library gnutls
like 'and told' "$(cat "$tmp/err")" '*--library takes openssl or all*'
cp -r "$data" "$tmp/data"
printf '<libraries' >"$tmp/data/libraries.xml"
exits 'without a table of libraries nothing is stored' 3 env SSLINV_DATA="$tmp/data" "$sslinv" scan --root "$root" --host web1 \
	--db "$tmp/none.db" --library all
like 'and the table is named' "$(cat "$tmp/err")" '*libraries.xml*'
exits 'and OpenSSL alone needs none' 4 env SSLINV_DATA="$tmp/data" "$sslinv" scan --root "$root" --host web1 --db "$tmp/none.db"

# What this host has, by its own packages.
installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\n' 2>/dev/null |
	sed -n -E 's/^ii  ?(libgnutls30|libgcrypt20|libnss3|libsodium23|libnettle8|libhogweed6|libmbedcrypto7|libwolfssl35|libbotan-2-19)[a-z0-9]* ([0-9]+:)?([0-9.]*[0-9]).*/\1 \3/p' | sort -u)
if [ -n "$installed" ]; then
	"$sslinv" scan --packages-only --library all --host own --db "$tmp/own.db" >/dev/null 2>&1 || :
	is 'the versions of this host are those of its packages' "$(rows "$tmp/own.db" "SELECT DISTINCT replace(package, ':amd64', ''), version
		FROM libraries WHERE family <> 'OpenSSL' AND evidence = 'needed'" | sed 's/t64,/,/; s/,/ /' |
		grep -E '^(libgnutls30|libgcrypt20|libnss3|libsodium23|libnettle8|libhogweed6|libmbedcrypto7|libwolfssl35|libbotan-2-19) ' | sort -u)" "$installed"
else
	skip 'the versions of this host are those of its packages' 'no such package is installed here'
fi
finish
