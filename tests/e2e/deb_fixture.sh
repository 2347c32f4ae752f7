#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A Debian root made here with dpkg: what a scan says of it, row by row, and what later scans make of it.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb dpkg-divert || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'a Debian root' 'dpkg, a C compiler and the apt backend are needed'
	finish
fi

lib=usr/lib/$triplet
make_root
mkdir -p "$root/etc/ld.so.conf.d"
printf 'include /etc/ld.so.conf.d/*.conf\n' >"$root/etc/ld.so.conf"
printf '/usr/lib/%s\n' "$triplet" >"$root/etc/ld.so.conf.d/$triplet.conf"

# OpenSSL in two versions, of which the second is for later. As in the real package only libcrypto states its version.
for version in 3.0.11-1~deb12u2 3.0.13-1~deb12u1; do
	package libssl3 "$version" "$arch" 'Source: openssl' 'Multi-Arch: same'
	library "$tree/$lib/libcrypto.so.3" libcrypto.so.3 "OpenSSL ${version%%-*} 19 Sep 2023"
	library "$tree/$lib/libssl.so.3" libssl.so.3 '' "$tree/$lib/libcrypto.so.3"
	pack
done
real=$tmp/trees/libssl3_3.0.11-1~deb12u2_$arch/$lib

package openssl 3.0.11-1~deb12u2+b1 "$arch" 'Source: openssl (3.0.11-1~deb12u2)' 'Multi-Arch: foreign'
program "$tree/usr/bin/openssl" "$real/libssl.so.3" "$real/libcrypto.so.3"
pack
# Listed where it was before /usr was merged.
package client 1:1.2-3 "$arch"
program "$tree/bin/client" "$real/libssl.so.3"
pack
# With libraries of its own: one beside it, and one that a bundling tool renamed.
package bundle 4.0 "$arch"
library "$tree/usr/lib/bundle/lib/libcrypto.so.1.1" libcrypto.so.1.1 'OpenSSL 1.1.1w  11 Sep 2023'
library "$tree/usr/lib/bundle/lib/libcrypto-3a1b2c4d.so.1.1" libcrypto-3a1b2c4d.so.1.1 'OpenSSL 1.1.1g  21 Apr 2020'
# shellcheck disable=SC2016 # $ORIGIN is for the loader
program "$tree/usr/lib/bundle/bin/tool" "$tree/usr/lib/bundle/lib/libcrypto.so.1.1" -Wl,--enable-new-dtags '-Wl,-rpath,$ORIGIN/../lib'
# shellcheck disable=SC2016
library "$tree/usr/lib/bundle/_ssl.so" _ssl.so '' "$tree/usr/lib/bundle/lib/libcrypto-3a1b2c4d.so.1.1" \
	-Wl,--enable-new-dtags '-Wl,-rpath,$ORIGIN/lib'
pack
# Needs what nobody has.
package lost 0.1 "$arch"
library "$tmp/libcrypto.so.10" libcrypto.so.10 'OpenSSL 1.0.2k  26 Jan 2017'
program "$tree/usr/bin/lost" "$tmp/libcrypto.so.10"
pack
# Speaks of OpenSSL and does not use it.
package plain 1.0 all
mkdir -p "$tree/usr/share/plain"
printf 'OpenSSL 3.0.11 19 Sep 2023\nlibssl.so.3\n' >"$tree/usr/share/plain/libssl.so.3"
ln -s libssl.so.3 "$tree/usr/share/plain/libcrypto.so.3"
pack
# Removed, but for its configuration.
package removed 2.0 "$arch"
program "$tree/usr/bin/removed" "$real/libssl.so.3"
mkdir -p "$tree/etc"
printf 'x\n' >"$tree/etc/removed.conf"
printf '/etc/removed.conf\n' >"$tree/DEBIAN/conffiles"
pack
# Its program is moved aside for the one of another package, which uses no OpenSSL.
package tool 1.0 "$arch"
program "$tree/usr/bin/fetch" "$real/libssl.so.3"
mkdir -p "$tree/usr/share/tool"
printf 'x\n' >"$tree/usr/share/tool/data"
pack
package wrap 1.0 "$arch"
program "$tree/usr/bin/fetch"
pack

install_packages "libssl3_3.0.11-1~deb12u2_$arch" "openssl_3.0.11-1~deb12u2+b1_$arch" "client_1:1.2-3_$arch" "bundle_4.0_$arch" \
	"lost_0.1_$arch" plain_1.0_all "removed_2.0_$arch" "tool_1.0_$arch" || say_lines 'not all packages could be installed'
run_dpkg -r removed
dpkg-divert --root "$root" --package wrap --rename --divert /usr/bin/fetch.real --add /usr/bin/fetch >/dev/null 2>&1
install_packages "wrap_1.0_$arch"
packages=8

# The same library for a second architecture, on the machine whose compiler makes both.
foreign=
if [ "$arch" = amd64 ] && compile -m32 -shared -o "$tmp/probe.so" -x c /dev/null 2>/dev/null; then
	foreign=i386
	printf 'i386\n' >>"$root/var/lib/dpkg/arch"
	for version in 3.0.11-1~deb12u2 3.0.13-1~deb12u1; do
		package libssl3 "$version" i386 'Source: openssl' 'Multi-Arch: same'
		library "$tree/usr/lib/i386-linux-gnu/libcrypto.so.3" libcrypto.so.3 "OpenSSL ${version%%-*} 19 Sep 2023" -m32
		pack
	done
	package client32 1.0 i386
	program "$tree/usr/bin/client32" "$tmp/trees/libssl3_3.0.11-1~deb12u2_i386/usr/lib/i386-linux-gnu/libcrypto.so.3" -m32
	pack
	install_packages libssl3_3.0.11-1~deb12u2_i386 client32_1.0_i386
	packages=10
else
	skip 'a second architecture' 'the compiler makes no 32-bit files for this machine'
fi

# What no package owns.
library "$root/opt/app/lib/libssl.so.1.1" libssl.so.1.1 'OpenSSL 1.1.1k  25 Mar 2021'
# shellcheck disable=SC2016
program "$root/opt/app/bin/x" "$root/opt/app/lib/libssl.so.1.1" -Wl,--enable-new-dtags '-Wl,-rpath,$ORIGIN/../lib'
# Whatever of this is ever run leaves a mark.
mkdir -p "$root/usr/sbin"
for name in dpkg dpkg-query apt-get rpm openssl-config ldconfig ldd sh; do
	printf '#!/bin/sh\n: >%s/executed\n' "$tmp" >"$root/usr/sbin/$name"
	chmod 755 "$root/usr/sbin/$name"
done
# A file is known again once its last change is two seconds old.
sleep 3
keep

db=$tmp/inventory.db
scan_exits 'the scan is complete' complete --all --root "$root" --db "$db"
cp "$tmp/out" "$tmp/report"
unchanged 'nothing below the root changed'
ok 'nothing in the root was executed' [ ! -e "$tmp/executed" ]

foreign_rows() {
	[ -z "$foreign" ] || cat
}
# What tells the library of one architecture from that of the other.
ssl=libssl3${foreign:+:$arch}
want_packages() {
	sort <<END
bundle|4.0|$arch|deb|bundle|4.0||both
client|1:1.2-3|$arch|deb|client|1:1.2-3||consumer
libssl3|$1|$arch|deb|openssl|$1||both
lost|0.1|$arch|deb|lost|0.1||consumer
openssl|3.0.11-1~deb12u2+b1|$arch|deb|openssl|3.0.11-1~deb12u2||consumer
tool|1.0|$arch|deb|tool|1.0||consumer
$(foreign_rows <<FOREIGN
client32|1.0|i386|deb|client32|1.0||consumer
libssl3|$1|i386|deb|openssl|$1||provider
FOREIGN
)
END
}
want_libraries() {
	sort <<END
/opt/app/lib/libssl.so.1.1||OpenSSL|libssl.so.1.1|1.1.1k|OpenSSL 1.1.1k  25 Mar 2021|needed
/usr/lib/bundle/lib/libcrypto-3a1b2c4d.so.1.1|bundle|OpenSSL|libcrypto-3a1b2c4d.so.1.1|1.1.1g|OpenSSL 1.1.1g  21 Apr 2020|needed
/usr/lib/bundle/lib/libcrypto.so.1.1|bundle|OpenSSL|libcrypto.so.1.1|1.1.1w|OpenSSL 1.1.1w  11 Sep 2023|needed
/$lib/libcrypto.so.3|$ssl|OpenSSL|libcrypto.so.3|$1|OpenSSL $1 19 Sep 2023|needed
/$lib/libssl.so.3|$ssl|OpenSSL|libssl.so.3|$1||needed
$(foreign_rows <<FOREIGN
/usr/lib/i386-linux-gnu/libcrypto.so.3|libssl3:i386|OpenSSL|libcrypto.so.3|$1|OpenSSL $1 19 Sep 2023|needed
FOREIGN
)
END
}
want_linkages() {
	sort <<END
/opt/app/bin/x||libssl.so.1.1|/opt/app/lib/libssl.so.1.1||needed|certain
/usr/bin/client|client|libssl.so.3|/$lib/libssl.so.3|$ssl|needed|certain
/usr/bin/fetch.real|tool|libssl.so.3|/$lib/libssl.so.3|$ssl|needed|certain
/usr/bin/lost|lost|libcrypto.so.10|||needed|certain
/usr/bin/openssl|openssl|libcrypto.so.3|/$lib/libcrypto.so.3|$ssl|needed|certain
/usr/bin/openssl|openssl|libssl.so.3|/$lib/libssl.so.3|$ssl|needed|certain
/usr/lib/bundle/_ssl.so|bundle|libcrypto-3a1b2c4d.so.1.1|/usr/lib/bundle/lib/libcrypto-3a1b2c4d.so.1.1|bundle|needed|certain
/usr/lib/bundle/bin/tool|bundle|libcrypto.so.1.1|/usr/lib/bundle/lib/libcrypto.so.1.1|bundle|needed|certain
/$lib/libssl.so.3|$ssl|libcrypto.so.3|/$lib/libcrypto.so.3|$ssl|needed|certain
$(foreign_rows <<FOREIGN
/usr/bin/client32|client32|libcrypto.so.3|/usr/lib/i386-linux-gnu/libcrypto.so.3|libssl3:i386|needed|certain
FOREIGN
)
END
}
# rows DB VIEW [CONDITION]: the rows of a view as text.
rows() {
	case $2 in
	packages) columns='name, version, arch, format, source_name, source_version, vendor, role' ;;
	libraries) columns='path, package, library, soname, version, version_text, evidence' ;;
	linkages) columns='path, package, soname, provider_path, provider_package, evidence, confidence' ;;
	esac
	ask "$1" "SELECT coalesce($(printf %s "$columns" | sed "s/, /, '') || '|' || coalesce(/g"), '') FROM $2 ${3:-}" | sed 's/^"//; s/"$//' | sort
}
# The blank lines are those of a missing second architecture.
check_rows() {
	is "$1: the packages" "$(rows "$db" packages)" "$(want_packages "$2" | sed '/^$/d')"
	is "$1: the libraries" "$(rows "$db" libraries)" "$(want_libraries "${2%%-*}" | sed '/^$/d')"
	is "$1: the linkages" "$(rows "$db" linkages)" "$(want_linkages | sed '/^$/d')"
}
check_rows 'the first scan' 3.0.11-1~deb12u2
is 'the host is what its own files say' \
	"$(ask "$db" "SELECT host || '|' || machine_id || '|' || os_id || '|' || os_version || '|' || os_name || '|' || outcome FROM hosts")" \
	'fixture-host|0123456789abcdef0123456789abcdef|fixture|1|Fixture 1|complete'
is 'one scan, its root, and all installed packages' "$(ask "$db" "SELECT root || '|' || mode || '|' || packages_seen FROM scans")" \
	"$root|full|$packages"
is 'nothing to complain of' "$(ask "$db" 'SELECT * FROM scan_errors')" ''

like 'the report names the host' "$(sed -n 1p "$tmp/report")" 'fixture-host (fixture 1): *'
like 'the report names what was found' "$(cat "$tmp/report")" "*fixture-host: Fixture 1, *
  complete scan of $root (full): *OpenSSL 3.0.11: $ssl 3.0.11-1~deb12u2
*Copies that no package owns*OpenSSL 1.1.1k*/opt/app/lib/libssl.so.1.1*
*Needed, but not found*/usr/bin/lost needs libcrypto.so.10*"

# A name alone would be either; every row joins one package, and all of them do.
is 'each library and linkage is of one package' \
	"$(ask "$db" "SELECT facts.path, facts.package, count(packages.name) FROM (SELECT path, package FROM libraries UNION ALL
			SELECT path, package FROM linkages UNION ALL SELECT provider_path, provider_package FROM linkages) AS facts
		LEFT JOIN packages ON facts.package IN (packages.name, packages.name || ':' || packages.arch, packages.name || '.' || packages.arch)
		WHERE facts.package IS NOT NULL GROUP BY facts.path, facts.package
		HAVING count(DISTINCT packages.name || packages.arch) <> 1")" ''
if [ -n "$foreign" ]; then
	like 'explain takes the name of both' "$("$sslinv" explain --db "$db" libssl3 2>&1)" "*libssl3:$arch 3.*libssl3:i386 3.*"
	"$sslinv" explain --db "$db" libssl3:i386 >"$tmp/one" 2>&1
	like 'and that of one' "$(cat "$tmp/one")" '*libssl3:i386 3.*/i386-linux-gnu/libcrypto.so.3 is OpenSSL 3.0.11*'
	not_ok 'without the other' grep -q "libssl3:$arch" "$tmp/one"
fi

# The same facts as JSON, with nothing changed but one more scan: SQLite reads it, and compares.
dump "$db" >"$tmp/before"
ok 'the tables can be compared' grep -q 'linkage .*/usr/bin/openssl' "$tmp/before"
scan_exits 'a second scan is complete' complete --root "$root" --db "$db" --format json
cp "$tmp/out" "$tmp/json"
is 'the second scan read no file' "$(ask "$db" 'SELECT files_read FROM scans ORDER BY scan_id DESC LIMIT 1')" 0
is 'the second scan is one row of scans' "$(ask "$db" 'SELECT count(*) FROM scans')" 2
dump "$db" >"$tmp/after"
ok 'the second scan touched no other row' diff "$tmp/before" "$tmp/after"
json=$(sed "s/'/''/g" "$tmp/json")
is 'the JSON is valid' "$(ask "$db" "SELECT json_valid('$json') AS valid")" 1
like 'the members of the JSON are those that the manual has' \
	"$(ask "$db" "SELECT group_concat(key, ' ') AS keys FROM json_each('$json')")" 'host scan packages libraries linkages *scan_errors*'
for view in packages libraries linkages; do
	case $view in
	packages) columns='name version arch format source_name source_version vendor role' ;;
	libraries) columns='path package library soname version version_text evidence' ;;
	linkages) columns='path package soname provider_path provider_package evidence confidence' ;;
	esac
	extracted=
	for column in $columns; do
		extracted="$extracted, json_extract(value, '\$.$column') AS $column"
	done
	named=$(printf %s "$columns" | sed 's/ /, /g')
	is "the JSON has the $view of the inventory" \
		"$(ask "$db" "WITH told AS (SELECT ${extracted#, } FROM json_each('$json', '\$.$view'))
			SELECT ((SELECT count(*) FROM told) - (SELECT count(*) FROM $view)) || ' ' ||
				(SELECT count(*) FROM (SELECT $named FROM told EXCEPT SELECT $named FROM $view)) AS difference")" '0 0'
done

# An upgrade is a fact that goes and one that comes.
before_upgrade=$(ask "$db" 'SELECT last_scan FROM hosts')
# shellcheck disable=SC2086 # none or one more
run_dpkg -i "$tmp/debs/libssl3_3.0.13-1~deb12u1_$arch.deb" ${foreign:+"$tmp/debs/libssl3_3.0.13-1~deb12u1_$foreign.deb"}
sleep 1
scan_exits 'a scan after the upgrade' complete --root "$root" --db "$db"
upgraded=$(ask "$db" 'SELECT last_scan FROM hosts')
check_rows 'after the upgrade' 3.0.13-1~deb12u1
is 'the history has both versions' \
	"$(ask "$db" "SELECT version || ' ' || (first_seen < '$upgraded') || ' ' || coalesce(gone_at, '-') FROM packages_history
		WHERE name = 'libssl3' AND arch = '$arch' ORDER BY first_seen")" \
	"3.0.11-1~deb12u2 1 $upgraded
3.0.13-1~deb12u1 0 -"
is 'the history of libraries too' \
	"$(ask "$db" "SELECT version || ' ' || coalesce(gone_at, '-') FROM libraries_history WHERE path = '/$lib/libcrypto.so.3' ORDER BY first_seen")" \
	"3.0.11 $upgraded
3.0.13 -"
is 'who uses it did not change' "$(ask "$db" "SELECT count(*) FROM linkages_history WHERE gone_at IS NOT NULL OR first_seen > '$before_upgrade'")" 0

# An incomplete scan in between: nothing goes.
for view in packages libraries linkages; do
	rows "$db" "$view" >"$tmp/$view.before"
done
cp "$root/var/lib/dpkg/status" "$tmp/status"
head -c 700 "$tmp/status" >"$root/var/lib/dpkg/status"
scan_exits 'a scan with a truncated status is incomplete' incomplete --all --root "$root" --db "$db"
like 'the report does not call files unowned whose packages could not be read' "$(cat "$tmp/out")" \
	'*Copies without a known owner (not all packages could be read)*'
like 'it says which file and why' "$(ask "$db" "SELECT source || ': ' || path FROM scan_errors WHERE source <> 'mount'")" '*apt: /var/lib/dpkg/*'
for view in packages libraries linkages; do
	rows "$db" "$view" >"$tmp/$view.after"
	ok "no row of $view went" [ -z "$(comm -23 "$tmp/$view.before" "$tmp/$view.after")" ]
done
# The files are there and were seen: with the owners that were known, and not a second time without.
for view in libraries linkages; do
	is "no row of $view came" "$(cat "$tmp/$view.after")" "$(cat "$tmp/$view.before")"
	is "each path and soname of $view is there once" \
		"$(ask "$db" "SELECT path, soname, count(*) FROM $view GROUP BY path, soname HAVING count(*) > 1")" ''
done
cp "$tmp/status" "$root/var/lib/dpkg/status"
chmod 000 "$root/usr/bin/client"
if [ "$(id -u)" -ne 0 ]; then
	sleep 1
	scan_exits 'a file that may not be read makes it incomplete' incomplete --root "$root" --db "$db"
	is 'what it linked stays' "$(ask "$db" "SELECT count(*) FROM linkages WHERE path = '/usr/bin/client'")" 1
fi
chmod 755 "$root/usr/bin/client"
scan_exits 'whole again' complete --root "$root" --db "$db"
check_rows 'whole again' 3.0.13-1~deb12u1
for view in packages libraries linkages; do
	is "whole again: $view as before" "$(rows "$db" "$view")" "$(cat "$tmp/$view.before")"
done
is 'none of them began anew' "$(ask "$db" "SELECT count(*) FROM linkages_history WHERE gone_at IS NOT NULL")" 0
is 'no error is left' "$(ask "$db" 'SELECT * FROM scan_errors')" ''

# Without the walk, what no package owns is neither looked at nor gone.
mv "$root/opt/app" "$tmp/app"
scan_exits 'packages only' complete --root "$root" --db "$db" --packages-only
is 'packages only: the mode is told' "$(ask "$db" 'SELECT mode FROM scans ORDER BY scan_id DESC LIMIT 1')" packages-only
check_rows 'packages only' 3.0.13-1~deb12u1
scan_exits 'into an empty inventory' complete --root "$root" --db "$tmp/only.db" --packages-only
is 'packages only: nothing that nobody owns' "$(ask "$tmp/only.db" 'SELECT count(*) FROM libraries WHERE package IS NULL')" 0
scan_exits 'with the walk' complete --root "$root" --db "$db"
is 'a whole scan lets it go' "$(ask "$db" "SELECT count(*) FROM libraries WHERE package IS NULL")" 0
is 'and the history keeps it' "$(ask "$db" "SELECT count(*) FROM libraries_history WHERE path LIKE '/opt/app/%' AND gone_at IS NOT NULL")" 1
mv "$tmp/app" "$root/opt/app"

# A removed package is gone, with what it linked.
run_dpkg -P bundle client
sleep 1
scan_exits 'a scan after a removal' complete --root "$root" --db "$db"
is 'the removed packages are gone' "$(ask "$db" "SELECT count(*) FROM packages WHERE name IN ('bundle', 'client')")" 0
is 'their libraries and linkages are gone' \
	"$(ask "$db" "SELECT (SELECT count(*) FROM libraries WHERE package = 'bundle') + (SELECT count(*) FROM linkages WHERE package IN ('bundle', 'client')) AS left_over")" 0
is 'the history says when' "$(ask "$db" "SELECT DISTINCT name || ' ' || (gone_at = (SELECT last_scan FROM hosts)) FROM packages_history
	WHERE name IN ('bundle', 'client') ORDER BY 1")" 'bundle 1
client 1'
# What came back is a fact that begins anew.
is 'what had gone and came back is there once' "$(ask "$db" "SELECT count(*) || ' ' || count(gone_at) FROM linkages_history WHERE path = '/opt/app/bin/x'")" '2 1'
ok 'in all this nothing in the root was executed' [ ! -e "$tmp/executed" ]

exits 'a root that is not there' 2 "$sslinv" scan --root "$tmp/nowhere" --db "$db"
exits 'a root that is a file' 2 "$sslinv" scan --root "$root/etc/hostname" --db "$db"
exits 'an unknown format' 2 "$sslinv" scan --root "$root" --db "$db" --format xml
exits 'a host without a name' 2 "$sslinv" scan --root "$root" --db "$db" --host ''
exits 'an unknown option' 2 "$sslinv" scan --root "$root" --db "$db" --nonsense
exits 'an operand' 2 "$sslinv" scan --root "$root" --db "$db" more
for limit in 0 -1 x 86401 99999999999999999999 ''; do
	exits "a time limit of '$limit'" 2 "$sslinv" scan --root "$root" --db "$db" --time-limit "$limit"
done
exits 'another machine under the same name' 3 env sh -c "printf 'fedcba9876543210fedcba9876543210\n' >\"\$1/etc/machine-id\"
	exec \"\$2\" scan --root \"\$1\" --db \"\$3\"" sh "$root" "$sslinv" "$db"
like 'and it says so' "$(cat "$tmp/err")" '*fixture-host*--host*'
scan_exits 'but under a name of its own' complete --root "$root" --db "$db" --host other
is 'there are two hosts' "$(ask "$db" 'SELECT host FROM hosts ORDER BY 1')" 'fixture-host
other'
finish
