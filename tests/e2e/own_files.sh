#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose a file is by its contents: what the databases of dpkg and rpm say of the bytes of a file, and what follows for it.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

lib=usr/lib/$triplet
crypto=$lib/libcrypto.so.3

owners() { ask "$1" "SELECT path || ' ' || coalesce(package, 'nobody') || ' ' || coalesce(version, '-') AS x FROM libraries ORDER BY 1"; }
noted() { ask "$1" "SELECT coalesce(path || ' ', '') || message AS x FROM scan_errors ORDER BY 1"; }

# ---- dpkg: info/NAME:ARCH.md5sums ------------------------------------------------------------------------------------------
if has_compiler && has md5sum && [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	make_root
	library "$root/$crypto" libcrypto.so.3 'OpenSSL 3.0.19 27 Jan 2026'
	library "$tmp/other/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.0.17 1 Jul 2025'
	printf '%s\n' 'Package: libssl3' 'Status: install ok installed' "Architecture: $arch" 'Multi-Arch: same' 'Source: openssl' \
		'Version: 3.0.19-1' 'Maintainer: x <x@example.org>' 'Description: x' '' >>"$root/var/lib/dpkg/status"
	# As dpkg has it: the list by the path in the package, the digests without its first slash.
	printf '/.\n/lib\n/lib/%s\n/lib/%s/libcrypto.so.3\n' "$triplet" "$triplet" >"$root/var/lib/dpkg/info/libssl3:$arch.list"
	(cd "$root" && md5sum "lib/$triplet/libcrypto.so.3") >"$root/var/lib/dpkg/info/libssl3:$arch.md5sums"
	scan_exits 'the file of a package is the package'\''s' complete --root "$root" --db "$tmp/deb.db" --host h
	is 'and nothing is said of it' "$(owners "$tmp/deb.db"), $(noted "$tmp/deb.db")" "/$crypto libssl3 3.0.19, "

	mkdir -p "$root/srv/jail"
	ln "$root/$crypto" "$root/srv/jail/libcrypto.so.3"
	cp "$root/$crypto" "$root/$crypto.dpkg-new"
	cp "$tmp/other/libcrypto.so.3" "$root/$crypto.dpkg-old"
	scan_exits 'a hard link, and what dpkg leaves beside a file' complete --root "$root" --db "$tmp/deb.db" --host h
	is 'are the package'\''s where the bytes are' "$(owners "$tmp/deb.db")" "/srv/jail/libcrypto.so.3 libssl3 3.0.19
/$crypto libssl3 3.0.19
/$crypto.dpkg-new libssl3 3.0.19
/$crypto.dpkg-old nobody 3.0.17"
	rm -r "$root/srv/jail" "$root/$crypto.dpkg-new" "$root/$crypto.dpkg-old"

	rm "$root/$crypto"
	cp "$tmp/other/libcrypto.so.3" "$root/$crypto"
	for mode in '' --packages-only; do
		scan_exits "a file that was overwritten is told ${mode:-in a full scan}" complete --root "$root" --db "$tmp/deb.db" \
			--host h $mode
		is 'it is a copy, and the package stays' \
			"$(owners "$tmp/deb.db"), $(ask "$tmp/deb.db" 'SELECT name FROM packages')" "/$crypto nobody 3.0.17, libssl3"
		like 'with the package and what to do' "$(noted "$tmp/deb.db")" \
			"/$crypto differs from the file of the package libssl3 3.0.19-1 (MD5): *; reinstall the package"
	done
	printf '\n' >"$root/var/lib/dpkg/info/libssl3:$arch.md5sums"
	scan_exits 'a damaged list of digests makes the scan incomplete' incomplete --root "$root" --db "$tmp/deb.db" --host h
	like 'by its name' "$(noted "$tmp/deb.db")" "*/var/lib/dpkg/info/libssl3:$arch.md5sums has 1 lines that name no file,*"
	: >"$root/var/lib/dpkg/info/libssl3:$arch.md5sums"
	scan_exits 'so does an empty one' incomplete --root "$root" --db "$tmp/deb.db" --host h
	like 'by its name, too' "$(noted "$tmp/deb.db")" "*/var/lib/dpkg/info/libssl3:$arch.md5sums is empty: *"
	printf '%s  usr/lib/libother.so\n' d41d8cd98f00b204e9800998ecf8427e >"$root/var/lib/dpkg/info/libssl3:$arch.md5sums"
	scan_exits 'and one that leaves the library out' incomplete --root "$root" --db "$tmp/deb.db" --host h
	like 'by the name of the library' "$(noted "$tmp/deb.db")" \
		"/$crypto cannot be compared with its package: libssl3 3.0.19-1 has digests but none of this file *"
	rm "$root/var/lib/dpkg/info/libssl3:$arch.md5sums"
	scan_exits 'without one the list of files is believed' complete --root "$root" --db "$tmp/deb.db" --host h
	is 'as before' "$(owners "$tmp/deb.db")" "/$crypto libssl3 3.0.17"
	for name in a b c; do
		printf '%s\n' "Package: $name" 'Status: install ok installed' 'Maintainer: x' "Architecture: $arch" 'Version: 1' 'Description: x' '' \
			>>"$root/var/lib/dpkg/status"
		printf '/.\n' >"$root/var/lib/dpkg/info/$name.list"
		: >"$root/var/lib/dpkg/info/$name.md5sums"
	done
	scan_exits 'but not where the other packages have one' incomplete --root "$root" --db "$tmp/deb.db" --host h
	like 'the missing one is named' "$(noted "$tmp/deb.db")" "*/var/lib/dpkg/info/libssl3:$arch.md5sums is missing, and most packages have one: *"
else
	skip 'files of dpkg' 'no compiler, no md5sum, or no backend for dpkg'
fi

# ---- rpm: FILEDIGESTS --------------------------------------------------------------------------------------------------------
# build RELEASE FILE ALGORITHM: $tmp/rpms/RELEASE.rpm, with that file as libcrypto
# shellcheck disable=SC2317 # it is called by name
build() {
	mkdir -p "$tmp/top" "$tmp/made" "$tmp/rpms"
	cat >"$tmp/x.spec" <<SPEC
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
Name: openssl-libs
Epoch: 1
Version: 3.0.19
Release: $1
Summary: x
License: x
AutoReqProv: no
%description
x
%install
install -D -m 755 $2 %{buildroot}/usr/lib64/libcrypto.so.3
%files
/usr/lib64/libcrypto.so.3
SPEC
	rpmbuild -bb --quiet --define "_binary_payload w1.gzdio" --define "_topdir $tmp/top" --define "_rpmdir $tmp/made" --define "_tmppath $tmp/top" \
		--define "_source_filedigest_algorithm $3" --define "_binary_filedigest_algorithm $3" "$tmp/x.spec" &&
		find "$tmp/made" -name "*-$1.*.rpm" -exec mv {} "$tmp/rpms/$1.rpm" \;
}

if has_compiler && has rpm rpmbuild && [ -e "$SSLINV_BACKENDS/rpm.so" ]; then
	root=$tmp/rpmroot
	mkdir -p "$root/etc" "$root/usr/lib64" "$root/var/lib/rpm"
	printf 'ID=rhel\nVERSION_ID=9.4\n' >"$root/etc/os-release"
	library "$tmp/older" libcrypto.so.3 'OpenSSL 3.0.19 27 Jan 2026' -Wl,--build-id=0x01
	library "$tmp/newer" libcrypto.so.3 'OpenSSL 3.0.19 27 Jan 2026' -Wl,--build-id=0x02
	# MD5 and SHA-256, by their numbers.
	ok 'a package with MD5 digests is made' build 1.el9 "$tmp/older" 1
	ok 'and one with SHA-256' build 2.el9 "$tmp/newer" 8
	ok 'and are in the database' rpm --dbpath "$root/var/lib/rpm" -i --justdb --nodeps --noscripts --nosignature --ignorearch \
		--ignoreos --force "$tmp/rpms/1.el9.rpm"
	cp "$tmp/older" "$root/usr/lib64/libcrypto.so.3"
	scan_exits 'the file of an rpm package is the package'\''s' complete --root "$root" --db "$tmp/rpm.db" --host h
	is 'by its MD5 digest' "$(owners "$tmp/rpm.db"), $(noted "$tmp/rpm.db")" '/usr/lib64/libcrypto.so.3 openssl-libs 3.0.19, '
	cp "$tmp/newer" "$root/usr/lib64/libcrypto.so.3"
	scan_exits 'and that of another build is a copy' complete --root "$root" --db "$tmp/rpm.db" --host h
	is 'in no package' "$(owners "$tmp/rpm.db")" '/usr/lib64/libcrypto.so.3 nobody 3.0.19'
	ok 'a second build of one name' rpm --dbpath "$root/var/lib/rpm" -i --justdb --nodeps --noscripts --nosignature --ignorearch \
		--ignoreos --force "$tmp/rpms/2.el9.rpm"
	for real in 1.el9:older 2.el9:newer; do
		cp "$tmp/${real#*:}" "$root/usr/lib64/libcrypto.so.3"
		scan_exits "two builds in the database, ${real#*:} on disk" complete --root "$root" --db "$tmp/rpm.db" --host h
		is 'the file tells which is real' "$(ask "$tmp/rpm.db" 'SELECT version FROM packages')" "1:3.0.19-${real%:*}"
		like 'and both are told' "$(noted "$tmp/rpm.db")" '*the database has two builds of openssl-libs: 1:3.0.19-*, which is on disk, and 1:3.0.19-*'
	done
	library "$root/usr/lib64/libcrypto.so.3" libcrypto.so.3 'OpenSSL 3.5.4 30 Sep 2025'
	scan_exits 'and where it is of neither' incomplete --root "$root" --db "$tmp/rpm.db" --host h
	is 'it is a copy' "$(owners "$tmp/rpm.db")" '/usr/lib64/libcrypto.so.3 nobody 3.5.4'
else
	skip 'files of rpm' 'no compiler, no rpm or rpmbuild, or no backend for rpm'
fi

finish
