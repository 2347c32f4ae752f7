#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Roots of rpm packages: one made here with rpmbuild and rpm, the same database without the files behind it, and the databases of
# real hosts where they are at hand; librpm is the other witness.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! [ -e "$SSLINV_BACKENDS/rpm.so" ]; then
	skip 'rpm databases' 'the rpm backend is not built'
	finish
fi

db=$tmp/inventory.db
list() {
	ask "$db" "SELECT $1 AS row FROM $2 ORDER BY 1" | sed 's/^"//; s/"$//'
}
package_columns="name || '|' || version || '|' || arch || '|' || format || '|' || source_name || '|' || source_version || '|' || vendor || '|' || role"
library_columns="coalesce(path, '') || '|' || package || '|' || library || '|' || soname || '|' || coalesce(version, '') || '|' || evidence"
linkage_columns="coalesce(path, '') || '|' || package || '|' || soname || '|' || coalesce(provider_path, '') || '|' || coalesce(provider_package, '') || '|' || evidence || '|' || confidence"

code=0
"$top/tests/fixtures/make_rpm_fixtures.sh" "$tmp/fixture" >"$tmp/log" 2>&1 || code=$?
if [ "$code" -eq 77 ]; then
	skip 'a root of rpm packages' "$(tail -n 1 "$tmp/log")"
elif [ "$code" -ne 0 ]; then
	failed 'a root of rpm packages can be made'
	say_lines "$(tail -n 20 "$tmp/log")"
else
	root=$tmp/fixture/root
	for directory in bin sbin lib lib64; do
		mkdir -p "$root/usr/$directory"
		[ -e "$root/$directory" ] || ln -s "usr/$directory" "$root/$directory"
	done
	mkdir -p "$root/etc" "$root/usr/sbin"
	printf 'ID=fixture\nVERSION_ID=9\nPRETTY_NAME="Fixture 9"\n' >"$root/etc/os-release"
	printf '/usr/lib64\n' >"$root/etc/ld.so.conf"
	for name in rpm dpkg ldconfig sh; do
		printf '#!/bin/sh\n: >%s/executed\n' "$tmp" >"$root/usr/sbin/$name"
		chmod 755 "$root/usr/sbin/$name"
	done
	query_rpm() {
		cp -R "$root/var/lib/rpm" "$tmp/copy" && rpm --dbpath "$tmp/copy" --define '_db_backend sqlite' "$@"
		rm -rf "$tmp/copy"
	}
	sleep 3
	keep
	scan_exits 'a root of rpm packages' complete --root "$root" --db "$db" --host fixture
	unchanged 'nothing below the root changed'
	ok 'nothing in it was executed' [ ! -e "$tmp/executed" ]
	is 'as many packages as rpm counts' "$(ask "$db" 'SELECT packages_seen FROM scans')" "$(query_rpm -qa | wc -l | tr -d ' ')"
	is 'the packages' "$(list "$package_columns" packages)" \
		'fakecurl|0:3.0.7-27.el9_4|x86_64|rpm|openssl|3.0.7-27.el9_4|Fixture Vendor, Inc.|consumer
openssl-libs|1:3.0.7-27.el9_4|x86_64|rpm|openssl|3.0.7-27.el9_4|Fixture Vendor, Inc.|provider
plain-tool|2.1~rc1-3^git5|x86_64|rpm|openssl|3.0.7-27.el9_4|Fixture Vendor, Inc.|consumer'
	is 'the libraries' "$(list "$library_columns" libraries)" '/usr/lib64/libssl.so.3|openssl-libs|OpenSSL|libssl.so.3||needed'
	is 'the linkages' "$(list "$linkage_columns" linkages)" \
		'/usr/bin/fakecurl|fakecurl|libssl.so.3|/usr/lib64/libssl.so.3|openssl-libs|needed|certain
/usr/bin/plain-tool|plain-tool|libssl.so.3|/usr/lib64/libssl.so.3|openssl-libs|needed|certain'
	dump "$db" >"$tmp/before"
	scan_exits 'a second scan' complete --root "$root" --db "$db" --host fixture
	is 'reads no file' "$(ask "$db" 'SELECT files_read FROM scans ORDER BY scan_id DESC LIMIT 1')" 0
	dump "$db" >"$tmp/after"
	ok 'and changes nothing but scans' diff "$tmp/before" "$tmp/after"

	# A damaged database in between lets nothing go.
	cp "$root/var/lib/rpm/rpmdb.sqlite" "$tmp/rpmdb.sqlite"
	for size in 0 100 4096 50000; do
		head -c "$size" "$tmp/rpmdb.sqlite" >"$root/var/lib/rpm/rpmdb.sqlite"
		scan_exits "a database of $size bytes" incomplete --root "$root" --db "$db" --host fixture
		like 'is named' "$(ask "$db" "SELECT group_concat(source || ': ' || coalesce(path, '') || ': ' || message) AS x FROM scan_errors")" \
			'*rpm: *var/lib/rpm*'
		is 'no package goes' "$(ask "$db" 'SELECT count(*) FROM packages')" 3
	done
	cp "$tmp/rpmdb.sqlite" "$root/var/lib/rpm/rpmdb.sqlite"
	scan_exits 'whole again' complete --root "$root" --db "$db" --host fixture
	is 'nothing changed' "$(list "$linkage_columns" linkages)" \
		'/usr/bin/fakecurl|fakecurl|libssl.so.3|/usr/lib64/libssl.so.3|openssl-libs|needed|certain
/usr/bin/plain-tool|plain-tool|libssl.so.3|/usr/lib64/libssl.so.3|openssl-libs|needed|certain'

	HOME=$tmp rpm --root "$root" --dbpath /var/lib/rpm --define '_db_backend sqlite' --nodeps --noscripts -e fakecurl >"$tmp/log" 2>&1 ||
		say_lines "$(cat "$tmp/log")"
	sleep 1
	scan_exits 'after a removal' complete --root "$root" --db "$db" --host fixture
	is 'the package is gone, and the history says when' \
		"$(ask "$db" "SELECT name || ' ' || (gone_at = (SELECT last_scan FROM hosts)) AS x FROM packages_history WHERE gone_at IS NOT NULL")" \
		'fakecurl 1'
	is 'its linkage too' "$(ask "$db" "SELECT count(*) FROM linkages WHERE package = 'fakecurl'")" 0

	# The database alone: what packages declare.
	mkdir -p "$tmp/alone/usr/lib/sysimage/rpm"
	cp "$tmp/rpmdb.sqlite" "$tmp/alone/usr/lib/sysimage/rpm/"
	db=$tmp/alone.db
	scan_exits 'the database without its files' incomplete --root "$tmp/alone" --db "$db" --host alone
	like 'which is all that is missing' "$(ask "$db" 'SELECT count(*) || source || message AS x FROM scan_errors')" \
		"*1filesthe programs and libraries of * packages are not in this root: *"
	is 'the libraries are declared' "$(list "$library_columns" libraries)" '|openssl-libs|OpenSSL|libssl.so.3|3.0.7|declared'
	is 'the linkages are declared' "$(list "$linkage_columns" linkages)" \
		'|fakecurl|libssl.so.3||openssl-libs|declared|likely
|plain-tool|libssl.so.3||openssl-libs|declared|likely'
	is 'the packages' "$(ask "$db" "SELECT name || ' ' || role AS x FROM packages ORDER BY 1")" \
		'fakecurl consumer
openssl-libs provider
plain-tool consumer'
	# Both directories, one of them a link to the other, are one database.
	mkdir -p "$tmp/alone/var/lib"
	ln -s ../../usr/lib/sysimage/rpm "$tmp/alone/var/lib/rpm"
	scan_exits 'a link from the other place' incomplete --root "$tmp/alone" --db "$db" --host alone
	is 'counts no package twice' "$(ask "$db" 'SELECT count(DISTINCT packages_seen) FROM scans')" 1
fi

# ---- real hosts -----------------------------------------------------------------------------------------------------------
if ! [ -d "$shared/roots" ]; then
	skip 'databases of real hosts' 'they are not at hand'
	finish
fi
# The packages that require libssl or libcrypto, as librpm has them; on a copy, since it writes.
requiring() {
	mkdir "$tmp/copy"
	cp "$1"/* "$tmp/copy/"
	chmod -R u+w "$tmp/copy"
	# shellcheck disable=SC2016
	HOME=$tmp rpm --dbpath "$tmp/copy" --define "_db_backend $2" -qa --qf '[%{=NAME} %{REQUIRENAME}\n]' 2>/dev/null |
		sed -n 's/ lib\(ssl\|crypto\)\.so.*//p' | sort -u
	rm -rf "$tmp/copy"
}
while read -r name packages directory backend users; do
	real=$shared/roots/$name
	if ! [ -d "$real" ]; then
		skip "$name" 'it is not at hand'
		continue
	fi
	db=$tmp/$name.db
	listing "$real" >/dev/null
	listing "$real" >"$tmp/before"
	if [ "$name" = imx6 ]; then
		scan_exits "$name: damaged" incomplete --root "$real" --db "$db"
		ok "$name: what could be read is counted" [ "$(ask "$db" 'SELECT packages_seen FROM scans')" -ge "$packages" ]
		like "$name: the database is named" "$(ask "$db" "SELECT group_concat(source || ': ' || path) AS x FROM scan_errors")" '*rpm: *var/lib/rpm/Packages*'
	else
		# The database was read whole, and nothing of what it lists is there.
		scan_exits "$name: without its files" incomplete --root "$real" --db "$db"
		like "$name: which is all that is missing" "$(ask "$db" 'SELECT count(*) || source || message AS x FROM scan_errors')" \
			'*1filesthe programs and libraries of * packages are not in this root: *'
		ok "$name: that is not a clean host" [ "$(ask "$db" 'SELECT verdict FROM verdicts')" != ok ]
		is "$name: packages" "$(ask "$db" 'SELECT packages_seen FROM scans')" "$packages"
	fi
	listing "$real" >"$tmp/after"
	ok "$name: nothing changed" diff "$tmp/before" "$tmp/after"
	is "$name: how many packages use OpenSSL" "$(ask "$db" 'SELECT count(DISTINCT package) FROM linkages')" "$users"
	if [ "$backend" != - ] && has rpm; then
		is "$name: the packages that use OpenSSL are those that librpm names" \
			"$(ask "$db" 'SELECT DISTINCT package FROM linkages ORDER BY 1')" "$(requiring "$real/$directory" "$backend")"
	fi
done <<'END'
amzn2 104 var/lib/rpm bdb_ro 8
mariner2 129 var/lib/rpm sqlite 15
sle15 35 usr/lib/sysimage/rpm - 0
scalibr-epoch 1 var/lib/rpm bdb_ro 0
imx6 19 var/lib/rpm - 0
END
is 'amzn2: its openssl-libs' "$(ask "$tmp/amzn2.db" "SELECT version || ' ' || role AS x FROM packages WHERE name = 'openssl-libs'")" \
	'1:1.0.2k-16.amzn2.1.1 both'
is 'amzn2: what it provides' "$(ask "$tmp/amzn2.db" "SELECT DISTINCT soname || ' ' || version || ' ' || evidence AS x FROM libraries ORDER BY 1")" \
	'libcrypto.so.10 1.0.2k declared
libssl.so.10 1.0.2k declared'
is 'mariner2: its openssl packages' "$(ask "$tmp/mariner2.db" "SELECT name || ' ' || version AS x FROM packages
	WHERE name LIKE 'openssl%' ORDER BY 1")" 'openssl 1.1.1k-7.cm2
openssl-libs 1.1.1k-7.cm2'
finish
