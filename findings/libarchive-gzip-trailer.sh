#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gzip ends with the CRC-32 and the length of what was compressed (RFC 1952, 2.3.1), so that a reader can tell a damaged file. libarchive reads past
# both without a look: a feed whose trailer belongs to other contents is "read whole". Who needs the check has to make it himself.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5

seq 1 5000 >first && seq 5001 10001 >second
gzip -n first second
# The contents of one file with the trailer of the other.
{ head -c -8 first.gz && tail -c 8 second.gz; } >mixed.gz

status() { "$@" >out 2>err && echo accepts || echo refuses; }
is 'gzip' "$(status gzip -t mixed.gz)" refuses
is 'bsdcat of libarchive 3.6.2' "$(LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu status deb/usr/bin/bsdcat mixed.gz)" accepts
is 'what it read' "$(seq 1 5000 | cmp - out && echo 'the first file, whole')" 'the first file, whole'
