#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# libtls is LibreSSL's library, and its soname seems to say so. Debian builds it from LibreTLS, a port to OpenSSL: the same soname, but it needs OpenSSL's
# libssl.so.3, and no text in the file tells which of the two it is. So the soname of libtls does not tell the project that its TLS is of.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs libtls26=3.7.0-4

file=$(echo deb/usr/lib/*/libtls.so.26.*)
dynamic() { readelf -d "$file" | sed -n "s/.*($1).*\[\(.*\)\]/\1/p"; }
is 'the soname' "$(dynamic SONAME)" libtls.so.26
is 'needs the libssl of OpenSSL 3' "$(dynamic NEEDED | grep -x 'libssl.so.3')" libssl.so.3
is 'names LibreSSL nowhere' "$(strings -a "$file" | grep -ci 'libressl')" 0
is 'nor LibreTLS' "$(strings -a "$file" | grep -ci 'libretls')" 0
