#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose build a package is: builds of other suites, releases, vendors and third parties, and rebuilds, each beside the host's own. A
# vendor's word binds the builds of its own line, whatever their numbers are.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

compiler=${CC:-cc}
# shellcheck disable=SC2086 # a compiler with its options
if ! $compiler --version >/dev/null 2>&1; then
	skip 'whose build a package is' 'there is no compiler'
	finish
fi

# ---- what vendors say --------------------------------------------------------------------------------------------------------
# One flaw, CVE-2026-90001: OpenSSL fixed it in 1.1.1n, 3.0.18, 3.5.7 and 3.6.4; and each line when it did.
mkdir "$tmp/data"
ln -s "$SSLINV_DATA/origins.xml" "$SSLINV_DATA/handbook.xml" "$tmp/data/"
SSLINV_DATA=$tmp/data
export SSLINV_DATA
says() { printf '<release version="%s"><package name="%s" kind="source"><statement cve="CVE-2026-90001" status="fixed" fixed-version="%s"/></package></release>\n' "$1" "$2" "$3"; }
{
	cat <<-XML
	<guidance xmlns="urn:sslinv:guidance:1">
	<feed name="test/openssl" vendor="OpenSSL" format="native" identity="test/openssl" published="$(date -u +%Y-%m-%d)">
	<life product="openssl" release="1.1.1" released="2018-09-11" end="2023-09-11"/>
	<life product="openssl" release="3.0" released="2021-09-07" end="2099-09-07"/>
	<life product="openssl" release="3.5" released="2025-04-08" end="2099-09-07"/>
	<life product="openssl" release="3.6" released="2025-10-01" end="2099-09-07"/>
	<vulnerability cve="CVE-2026-90001" severity="high" published="2022-03-15">
	<range library="OpenSSL" from="1.1.1" until="1.1.1n"/><range library="OpenSSL" from="3.0.0" until="3.0.18"/>
	<range library="OpenSSL" from="3.5.0" until="3.5.7"/><range library="OpenSSL" from="3.6.0" until="3.6.4"/>
	</vulnerability></feed>
	<feed name="test/vendors" vendor="Vendors" format="native" identity="test/vendors" published="$(date -u +%Y-%m-%d)">
	XML
	echo '<distribution id="debian">'
	says 10 openssl 1.1.1d-0+deb10u8
	says 11 openssl 1.1.1k-1+deb11u2
	says 12 openssl 3.0.17-1~deb12u2
	says 13 openssl 3.5.6-1~deb13u2
	says 14 openssl 3.6.4-1
	says sid openssl 3.6.4-1
	echo '</distribution><distribution id="ubuntu">'
	says 18.04 openssl 1.1.1-1ubuntu2.1~18.04.17
	says 20.04 openssl 1.1.1f-1ubuntu2.12
	says 22.04 openssl 3.0.2-0ubuntu1.20
	echo '</distribution><distribution id="rhel">'
	says 8 openssl 1:1.1.1k-6.el8_5
	says 9 openssl 1:3.0.7-27.el9
	echo '</distribution><distribution id="epel">'
	says 8 openssl3 3.5.1-7.el8
	echo '</distribution></feed></guidance>'
} >"$tmp/data/guidance.xml"

# ---- dpkg --------------------------------------------------------------------------------------------------------------------
debian_team='Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>'
ubuntu_team='Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'
somebody='A Packager <packager@example.org>'

# host ID RELEASE: an empty tree in $root
host() {
	root=$tmp/root
	rm -rf "$root"
	mkdir -p "$root/etc/apt/sources.list.d" "$root/var/lib/dpkg/info" "$root/var/lib/apt/lists/partial" "$root/usr/lib"
	printf 'ID=%s\nVERSION_ID="%s"\nPRETTY_NAME="%s %s"\n' "$1" "$2" "$1" "$2" >"$root/etc/os-release"
	: >"$root/var/lib/dpkg/status"
	echo amd64 >"$root/var/lib/dpkg/arch"
}

# libcrypto FILE SONAME VERSION
libcrypto() {
	mkdir -p "$(dirname "$1")"
	printf 'const char text[] = "OpenSSL %s 1 Jan 2026"; const char *version(void) { return text; }\n' "$3" >"$tmp/library.c"
	# shellcheck disable=SC2086
	$compiler -shared -fPIC -Wl,-soname,"$2" -o "$1" "$tmp/library.c"
}

# deb VERSION MAINTAINER [SUITE [CHANGE]]: the package of libcrypto in that version, with a changelog where a suite is named
deb() {
	bare=${1#*:}
	case $bare in
	1.*) name=libssl1.1 so=libcrypto.so.1.1 ;;
	*) name=libssl3 so=libcrypto.so.3 ;;
	esac
	libcrypto "$root/usr/lib/$so" "$so" "${bare%%-*}"
	printf '%s\n' "Package: $name" 'Status: install ok installed' "Maintainer: $2" 'Architecture: amd64' 'Multi-Arch: same' \
		'Source: openssl' "Version: $1" 'Description: x' '' >>"$root/var/lib/dpkg/status"
	printf '/.\n/usr/lib/%s\n' "$so" >"$root/var/lib/dpkg/info/$name:amd64.list"
	[ $# -ge 3 ] || return 0
	mkdir -p "$root/usr/share/doc/$name"
	printf 'openssl (%s) %s; urgency=medium\n\n  * %s\n\n -- x <x@example.org>  Mon, 01 Jan 2024 00:00:00 +0000\n' \
		"$1" "$3" "${4-a change}" >"$root/usr/share/doc/$name/changelog.Debian"
}

# offers ADDRESS ORIGIN CODENAME NAME VERSION: a repository of the host
offers() {
	lists=$root/var/lib/apt/lists/$1_dists_$3
	echo "deb http://$1 $3 main" >>"$root/etc/apt/sources.list"
	printf '%s\n' "Origin: $2" "Label: $2" "Suite: $3" "Codename: $3" 'Architectures: amd64' 'Components: main' >"${lists}_InRelease"
	printf '%s\n' "Package: $4" 'Source: openssl' "Version: $5" 'Architecture: amd64' 'Multi-Arch: same' 'Filename: x.deb' 'Size: 1' \
		'Description: x' 'SHA256: 0000000000000000000000000000000000000000000000000000000000000000' '' \
		>"${lists}_main_binary-amd64_Packages"
}

# judged: how the flaw is judged, by which rule, and as whose build
judged() {
	rm -f "$tmp"/x.db*
	"$sslinv" scan --all --root "$root" --db "$tmp/x.db" --host h "$@" >"$tmp/out" 2>"$tmp/err"
	ask "$tmp/x.db" "SELECT status || ' ' || rule || ' ' || coalesce(build_of, '-') || ' ' || substr(origin_evidence, 1, instr(origin_evidence, ':') - 1) AS x
		FROM findings JOIN packages ON packages.host = findings.host AND packages.name = findings.package
		WHERE cve = 'CVE-2026-90001' AND origin_evidence IS NOT NULL ORDER BY 1"
}

if [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	host debian 12
	deb 3.0.17-1~deb12u2 "$debian_team" bookworm-security
	is "a release's own build with the fix" "$(judged)" 'fixed vendor-fix debian:12 likely'
	offers d.example.org Debian bookworm libssl3 3.0.17-1~deb12u2
	is 'which an archive of the release offers' "$(judged)" 'fixed vendor-fix debian:12 certain'
	"$sslinv" explain --db "$tmp/x.db" libssl3 >"$tmp/out"
	like 'explain says whose build it is, and why' "$(cat "$tmp/out")" '*build of debian:12 (Debian): certain: the archive Debian, bookworm offers this version*'
	judged --format json >/dev/null
	like 'so does JSON' "$(cat "$tmp/out")" '*"origin": "Debian"*"build_of": "debian:12"*"origin_evidence": "certain: *'
	is 'when it was built is what the changelog says of this version' "$(ask "$tmp/x.db" 'SELECT built AS x FROM packages')" '2024-01-01T00:00:00Z'
	is 'judged again from what is stored it is the same' \
		"$("$sslinv" check --db "$tmp/x.db" >/dev/null 2>&1; ask "$tmp/x.db" "SELECT status || ' ' || build_of AS x FROM findings JOIN packages ON name = package WHERE cve = 'CVE-2026-90001'")" \
		'fixed debian:12'

	host debian 12
	deb 3.0.17-1~deb12u2 "$somebody"
	is 'without a changelog, of an unknown maintainer' "$(judged)" 'fixed vendor-fix debian:12 likely'
	host debian 12
	deb 3.0.9-1 "$debian_team" unstable
	is 'the version that the release came with' "$(judged)" 'affected vendor-fix debian:12 likely'

	# Marks that nobody leaves, and numbers that mean nothing.
	for version in 3.0.17-1~deb12u3+local1 3.0.17-1~deb12u9.mycorp 1:3.0.17-1~deb12u2 99:3.0.2-0ubuntu1custom1 3.0.17-9custom 3.0.17-1~deb12u3~rc1 \
		3.0.17-1+ubuntu22.04.1+deb.sury.org+1 3.0.17-1~ppa1 3.0.17-1~jammy1 3.0.17-99.pgdg120+1; do
		host debian 12
		deb "$version" "$debian_team" bookworm-security
		like "$version is nobody's line, and not fixed by number" "$(judged)" 'affected upstream-affected - *'
	done
	host debian 12
	deb 3.0.17-1~deb12u3+local1 "$debian_team" bookworm 'fix CVE-2026-90001'
	is 'the changelog of a local rebuild is its own word' "$(judged)" 'fixed changelog - likely'
	host debian 12
	deb 3.0.17-1~deb12u2 "$debian_team" UNRELEASED
	is 'a changelog that was never released' "$(judged)" 'affected upstream-affected - likely'
	host debian 12
	deb 3.0.17-1~deb12u2 "$debian_team" trixie
	is 'what contradicts itself is open, and then nothing is fixed' "$(judged)" 'unknown unknown debian:12 open'

	for version in 3.0.17-9 3.2.6-1~deb12u9; do
		host debian 12
		deb "$version" "$debian_team" bookworm
		like "$version is none that the release can have, and open" "$(judged)" '* debian:12 open'
		not_ok 'and not fixed' grep -q 'vendor-fix' "$tmp/out"
	done
	host ubuntu 22.04
	deb 3.0.13-0ubuntu3~22.04.1 "$ubuntu_team" jammy
	is "24.04's source built for 22.04 by somebody is not above 22.04's fix" "$(judged)" 'unknown unknown ubuntu:22.04 open'

	# Other suites and releases of the same vendor.
	host debian 13
	deb 3.6.3-1 "$debian_team" unstable
	is "testing's build on a stable release" "$(judged)" 'affected vendor-fix debian:sid likely'
	offers d.example.org Debian forky libssl3 3.6.3-1
	is 'which an archive of testing offers' "$(judged)" 'affected vendor-fix debian:14 certain'
	not_ok 'and the verdict is not ok' grep -q 'Verdict: ok' "$tmp/out"
	host debian 13
	deb 3.5.8-1 "$debian_team"
	is "unstable's build of the release's own branch" "$(judged)" 'affected vendor-fix debian:sid likely'
	host debian 12
	deb 3.5.6-1~bpo12+1 "$debian_team" bookworm-backports
	is 'a backport is a stream of its own' "$(judged)" 'unknown unknown debian:12/backports likely'
	host debian 10
	deb 1.1.1k-1+deb11u1 "$debian_team" bullseye-security
	is "the next release's build, below that one's fix" "$(judged)" 'affected vendor-fix debian:11 likely'
	host debian 12
	deb 1.1.1k-1+deb11u1 "$debian_team" bullseye-security
	is 'a leftover below the fix of the release before' "$(judged)" 'affected vendor-fix debian:11 likely'
	like 'for which no upgrade is advised that the host cannot get' "$(cat "$tmp/out")" '*Verdict: no_fix*'
	host debian 12
	deb 1.1.1k-1+deb11u2 "$somebody"
	is 'and one at it' "$(judged)" 'fixed vendor-fix debian:11 likely'
	host ubuntu 22.04
	deb 1.1.1f-1ubuntu2.12 "$ubuntu_team" focal-security
	is "20.04's build on 22.04" "$(judged)" 'fixed vendor-fix ubuntu:20.04 likely'
	host ubuntu 22.04
	deb 1.1.1f-1ubuntu2.11 "$somebody"
	is 'the same by its version alone' "$(judged)" 'affected vendor-fix ubuntu:20.04 likely'

	# Other vendors.
	host ubuntu 20.04
	deb '1.1.1j-1+ubuntu20.04.1+deb.sury.org+3' "$somebody" focal
	offers u.example.org Ubuntu focal-updates libssl1.1 1.1.1f-1ubuntu2.24
	offers p.example.org LP-PPA-somebody focal libssl1.1 '1.1.1j-1+ubuntu20.04.1+deb.sury.org+3'
	is "a packager's build above all of the vendor's numbers" "$(judged)" 'affected upstream-affected - certain'
	host ubuntu 20.04
	deb 1.1.1f-1ubuntu2.99 "$ubuntu_team" focal
	offers p.example.org LP-PPA-somebody focal libssl1.1 1.1.1f-1ubuntu2.99
	is "a packager's build in the shape of the vendor's" "$(judged)" 'affected upstream-affected - certain'
	host ubuntu 22.04
	deb 1.1.1w-0+deb11u1 "$debian_team" bullseye-security
	is "Debian's build on Ubuntu" "$(judged)" 'fixed vendor-fix debian:11 likely'
	host ubuntu 22.04
	deb 1.1.1k-1+deb11u9 "$somebody"
	is 'what only looks like it is not cleared' "$(judged)" 'unknown unknown debian:11 open'
	host raspbian 12
	deb 3.0.17-1~deb12u2+rpt1 "$debian_team"
	offers r.example.org 'Raspberry Pi Foundation' bookworm libssl3 3.0.17-1~deb12u2+rpt1
	is "Raspberry Pi OS takes Debian's builds" "$(judged)" 'fixed vendor-fix debian:12 likely'
	host otherdebian 5
	deb 3.0.17-1~deb12u2 "$somebody"
	is 'a distribution that nobody says takes them does not' "$(judged)" 'unknown unknown - open'

	# What is advised is of the vendor's line.
	host ubuntu 18.04
	deb 1.1.1-1ubuntu2.1~18.04.6 "$ubuntu_team" bionic
	offers u.example.org Ubuntu bionic-updates libssl1.1 1.1.1-1ubuntu2.1~18.04.23
	offers p.example.org LP-PPA-somebody bionic libssl1.1 1.1.1w-1+ubuntu18.04.1
	is 'below the fix' "$(judged)" 'affected vendor-fix ubuntu:18.04 likely'
	like "the vendor's own version is advised, though another archive offers a higher one" "$(cat "$tmp/out")" \
		'*apt-get install --only-upgrade libssl1.1=1.1.1-1ubuntu2.1~18.04.23*'
	not_ok 'and the other one is not named' grep -q 1.1.1w "$tmp/out"
else
	skip "builds of dpkg's" 'the apt backend is not built'
fi

# ---- a version without a host ------------------------------------------------------------------------------------------------
# resolved OS NAME=VERSION: how the flaw is judged, by which rule
resolved() {
	"$sslinv" resolve --db "$tmp/none.db" --os "$1" "$2" CVE-2026-90001 | sed -n 's/^ *CVE-2026-90001: \([a-z_]*\) by the rule \([a-z-]*\).*/\1 \2/p'
}

is "the user's word counts for a version of the vendor's shape" "$(resolved debian:12 libssl3=3.0.17-1~deb12u2)" 'fixed vendor-fix'
for version in 3.0.17+quic-1~deb12u2 9:3.0.17-1~deb12u2 3.0.17-1~deb12u2+local1 3.0.17-1ubuntu9; do
	is "but for no $version" "$(resolved debian:12 "libssl3=$version")" 'affected upstream-affected'
done
is "another release's mark is judged by that release" "$(resolved debian:12 libssl3=3.5.6-1~deb13u1)" 'affected vendor-fix'
is 'both ways' "$(resolved debian:12 libssl3=3.5.6-1~deb13u2)" 'fixed vendor-fix'
is "an rpm of the vendor's shape" "$(resolved rhel:9 openssl-libs=1:3.0.7-27.el9)" 'fixed vendor-fix'
is 'the epoch may be left out' "$(resolved rhel:9 openssl-libs=3.0.7-27.el9)" 'fixed vendor-fix'
is 'and so may the mark' "$(resolved rhel:9 openssl-libs=3.0.7-28)" 'fixed vendor-fix'
is 'an epoch that the vendor never had' "$(resolved rhel:9 openssl-libs=9:3.0.7-27.el9)" 'unknown unknown'
is 'a mark that it does not leave' "$(resolved rhel:9 openssl-libs=1:3.0.7-27.el9.local)" 'affected upstream-affected'

# ---- rpm ---------------------------------------------------------------------------------------------------------------------
can_rpm() {
	[ -e "$SSLINV_BACKENDS/rpm.so" ] && rpm --version >/dev/null 2>&1 && rpmbuild --version >/dev/null 2>&1
}

# rpm_of NAME SOURCE EVR-EPOCH VERSION RELEASE VENDOR [CHANGE]: is in the database of $root, with a libcrypto of that version
rpm_of() {
	so=libcrypto.so.3
	case $4 in 1.1.*) so=libcrypto.so.1.1 ;; esac
	libcrypto "$root/usr/lib64/$1/$so" "$so" "$4"
	{
		printf '%%global debug_package %%{nil}\n%%global __os_install_post %%{nil}\n%%global _build_id_links none\n'
		printf 'Name: %s\nVersion: %s\nRelease: %s\nSummary: x\nLicense: x\nAutoReqProv: no\n' "$2" "$4" "$5"
		[ -z "$3" ] || echo "Epoch: $3"
		[ -z "$6" ] || echo "Vendor: $6"
		printf '%%description\nx\n%%package -n %s-\nSummary: x\n%%description -n %s-\nx\n' "$1" "$1" | sed "s/-n $1-/-n $1/"
		printf '%%install\nmkdir -p %%{buildroot}/usr/lib64/%s\ncp %s %%{buildroot}/usr/lib64/%s/%s\n' "$1" "$root/usr/lib64/$1/$so" "$1" "$so"
		printf '%%files -n %s\n/usr/lib64/%s/%s\n' "$1" "$1" "$so"
		[ -z "${7-}" ] || printf '%%changelog\n* Mon Jan 01 2024 x <x@example.org> - 1\n- %s\n' "$7"
	} >"$tmp/x.spec"
	rm -rf "$tmp/rpms"
	rpmbuild -bb --quiet --target x86_64-linux --define "_topdir $tmp/top" --define "_rpmdir $tmp/rpms" --define '_binary_payload w1.gzdio' \
		"$tmp/x.spec" >"$tmp/log" 2>&1 || say_lines "$(cat "$tmp/log")"
	rpm --dbpath "$root/var/lib/rpm" -i --justdb --nodeps --noscripts --nosignature --ignorearch --ignoreos \
		"$(find "$tmp/rpms" -name "$1-$4*.rpm")" >"$tmp/log" 2>&1 || say_lines "$(cat "$tmp/log")"
}

# el NAME SOURCE EPOCH VERSION RELEASE VENDOR [CHANGE]: on RHEL 8, beside a package of Red Hat's
el() {
	host rhel 8.10
	rm -rf "$root/var/lib/dpkg"
	mkdir -p "$root/var/lib/rpm"
	rpm_of filesystem filesystem- '' 3.8 6.el8 'Red Hat, Inc.'
	rpm_of "$@"
}

if can_rpm; then
	begun=$(date -u +%FT%TZ)
	el openssl-libs openssl 1 1.1.1k 12.el8_9 'Red Hat, Inc.'
	is "a vendor's own rpm" "$(judged)" 'fixed vendor-fix rhel:8 likely'
	is 'built just now' "$(ask "$tmp/x.db" "SELECT built BETWEEN '$begun' AND '$(date -u +%FT%TZ)' AS x FROM packages WHERE name = 'openssl-libs'")" 1
	el openssl-libs openssl 1 1.1.1k 5.el8 'Red Hat, Inc.'
	judged >/dev/null
	like 'below the fix it is upgraded' "$(cat "$tmp/out")" '*Verdict: upgrade*'
	mkdir -p "$root/etc/dnf/plugins"
	echo 'openssl-libs-1:1.1.1k-5.el8.*' >"$root/etc/dnf/plugins/versionlock.list"
	judged >/dev/null
	like 'unless a version lock keeps it' "$(cat "$tmp/out")" '*Verdict: no_fix*a version lock keeps the package at 1:1.1.1k-5.el8: see *dnf versionlock list*'
	is 'judged again from what is stored it is the same' "$("$sslinv" check --db "$tmp/x.db" >/dev/null 2>&1; ask "$tmp/x.db" 'SELECT verdict AS x FROM verdicts')" no_fix
	el openssl-libs openssl 1 1.1.1k 99.el8 ''
	is 'a rebuild without vendor and signature' "$(judged)" 'affected upstream-affected - likely'
	el openssl-libs openssl 1 1.1.1k 99.el8 '' 'fix CVE-2026-90001'
	is 'whose changelog names the flaw' "$(judged)" 'fixed changelog - likely'
	el openssl-libs openssl 1 1.1.1k 99.el8 'Example Corp'
	is "a third party's build" "$(judged)" 'affected upstream-affected - likely'
	el openssl-libs openssl 1 1.1.1k 99.el8.local1 'Red Hat, Inc.'
	is 'a mark that the vendor does not leave' "$(judged)" 'unknown unknown rhel:8/unlisted likely'
	el openssl-libs openssl 9 1.1.1k 1.el8.custom ''
	is 'an epoch clears nothing' "$(judged)" 'affected upstream-affected - likely'
	el openssl-libs openssl 1 3.0.7 24.el9 'Red Hat, Inc.'
	is "another release's build" "$(judged)" 'affected vendor-fix rhel:9 likely'
	el jbcs-httpd24-openssl-libs jbcs-httpd24-openssl 1 1.1.1k 16.el8jbcs 'Red Hat, Inc.'
	is "the vendor's middleware is not judged by number" "$(judged)" 'unknown unknown rhel:8/jbcs likely'
	not_ok 'nor is it to be replaced' grep -q 'Verdict: replace' "$tmp/out"
	el jbcs-httpd24-openssl-libs jbcs-httpd24-openssl 1 1.1.1k 16.el8jbcs 'Red Hat, Inc.' 'Fix CVE-2026-90001'
	is 'but by its changelog' "$(judged)" 'fixed changelog rhel:8/jbcs likely'
	el openssl3-libs openssl3 '' 3.5.1 6.el8 'Fedora Project'
	is "EPEL's build is judged by EPEL's word" "$(judged)" 'affected vendor-fix epel:8 likely'
	el openssl3-libs openssl3 '' 3.5.1 7.el8 'Fedora Project'
	is 'both ways' "$(judged)" 'fixed vendor-fix epel:8 likely'
	host rhel 8.10
	rm -rf "$root/var/lib/dpkg"
	mkdir -p "$root/var/lib/rpm"
	rpm_of openssl-libs openssl 1 1.1.1k 12.el8_9 ''
	is 'where no package has a vendor its mark counts' "$(judged)" 'fixed vendor-fix rhel:8 likely'
	host rhel 8.10
	rm -rf "$root/var/lib/dpkg"
	mkdir -p "$root/var/lib/rpm"
	rpm_of openssl-libs openssl 1 3.0.7 99.el8 ''
	is 'but not for a version that the release never had' "$(judged)" 'unknown unknown rhel:8 open'
else
	skip "builds of rpm's" 'there is no rpm, or the backend is not built'
fi

# ---- without the table -------------------------------------------------------------------------------------------------------
if [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	rm "$tmp/data/origins.xml"
	host debian 12
	deb 3.0.17-1~deb12u2 "$debian_team" bookworm-security
	is 'without the table nothing is fixed' "$(judged)" 'unknown unknown - open'
	like 'and that is said' "$(cat "$tmp/err")" '*origins.xml*'
fi
finish
