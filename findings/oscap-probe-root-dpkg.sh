#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# OSCAP_PROBE_ROOT lets oscap evaluate OVAL against an image. The probe for dpkg cannot start there ("dpkginfo_init has failed" on standard error), and
# every definition that asks for a package is then `false`, with exit status 0: for a vulnerability that reads "not affected". The results have no
# `error`, which is what OVAL has for an object that could not be collected. The image here lists one package, oscap sees none.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs openscap-scanner=1.3.7+dfsg-1+deb12u1 openscap-common=1.3.7+dfsg-1+deb12u1 libopenscap25=1.3.7+dfsg-1+deb12u1 \
	libopendbx1=1.4.6-16+b1 librpm9=4.18.0+dfsg-1+deb12u1 librpmio9=4.18.0+dfsg-1+deb12u1 liblua5.3-0=5.3.6-2 libyaml-0-2=0.2.5-1 \
	libxmlsec1=1.2.37-2 libxmlsec1-openssl=1.2.37-2 libxslt1.1=1.1.35-1+deb12u4 libldap-2.5-0=2.5.13+dfsg-5 libpcre3=2:8.39-15 \
	libpopt0=1.19+dfsg-1

definition() {
	printf '<definition id="oval:org.example:def:%s" version="1" class="inventory">' "$1"
	printf '<metadata><title>%s</title><description>installed</description></metadata>' "$2"
	printf '<criteria><criterion test_ref="oval:org.example:tst:%s"/></criteria></definition>' "$1"
}
{
	echo '<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5"'
	echo ' xmlns:linux="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux"><generator><oval:schema_version>5.11</oval:schema_version>'
	echo '<oval:timestamp>2026-11-28T00:00:00</oval:timestamp></generator><definitions>'
	definition 1 dpkg
	echo '</definitions><tests><linux:dpkginfo_test id="oval:org.example:tst:1" version="1" check="at least one" comment="dpkg"'
	echo ' check_existence="at_least_one_exists"><linux:object object_ref="oval:org.example:obj:1"/></linux:dpkginfo_test></tests>'
	echo '<objects><linux:dpkginfo_object id="oval:org.example:obj:1" version="1"><linux:name>dpkg</linux:name></linux:dpkginfo_object></objects>'
	echo '</oval_definitions>'
} >definitions.xml
mkdir -p image/var/lib/dpkg/info image/etc
echo 'ID=debian' >image/etc/os-release
printf '%s\n' 'Package: dpkg' 'Status: install ok installed' 'Architecture: amd64' 'Version: 1.21.22' \
	'Maintainer: Example <example@example.org>' 'Description: example' >image/var/lib/dpkg/status

evaluate() {
	LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu OSCAP_SCHEMA_PATH=$here/deb/usr/share/openscap/schemas \
		deb/usr/bin/oscap oval eval definitions.xml >out 2>err && echo "exit $?, $(sed -n 's/^Definition oval:org.example:def:1: //p' out)"
}
is 'is dpkg installed, this machine' "$(evaluate)" 'exit 0, true'
is 'is dpkg installed, the image' "$(OSCAP_PROBE_ROOT=$here/image evaluate)" 'exit 0, false'
is 'what oscap says of that' "$(grep -o 'dpkginfo_init has failed' err)" 'dpkginfo_init has failed'
