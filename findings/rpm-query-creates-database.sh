#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian sets %_dbpath to %{getenv:HOME}/.rpmdb. With --root the path is taken below that root, so a query of an image looks in a place that depends on
# the caller's environment; and where there is no database it creates one there, with its write-ahead log, and answers with success and no package.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs rpm=4.18.0+dfsg-1+deb12u1 librpm9=4.18.0+dfsg-1+deb12u1 librpmio9=4.18.0+dfsg-1+deb12u1 rpm-common=4.18.0+dfsg-1+deb12u1
[ "$(id -u)" = 0 ] || { echo 'rpm --root needs root' >&2 && exit 77; }

mkdir image
query() {
	HOME=/home/somebody LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu RPM_CONFIGDIR=$here/deb/usr/lib/rpm \
		deb/usr/bin/rpm --root "$here/image" -qa && echo "exit $?"
}
is 'rpm --root image -qa' "$(query)" 'exit 0'
is 'what it left in the image' "$(cd image && find . -name 'rpmdb.sqlite*' | sort | tr '\n' ' ')" \
	'./home/somebody/.rpmdb/rpmdb.sqlite ./home/somebody/.rpmdb/rpmdb.sqlite-shm ./home/somebody/.rpmdb/rpmdb.sqlite-wal '
