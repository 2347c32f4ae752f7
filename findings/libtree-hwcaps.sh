#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# libtree shows the tree of libraries that the loader would load. Below each directory of a RUNPATH glibc looks in glibc-hwcaps/LEVEL first (from 2.33
# on), and Debian's loader replaces $LIB by lib/TRIPLET: libtree 3.1.1 knows neither, so that where both files exist it names the other one.
# shellcheck disable=SC2016 # $LIB is for the loader
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
[ "$(uname -m)" = x86_64 ] || { echo 'written for x86_64' >&2 && exit 77; }
/lib64/ld-linux-x86-64.so.2 --help | grep -q 'x86-64-v2 (supported' || { echo 'this processor is no x86-64-v2' >&2 && exit 77; }
debs libtree=3.1.1-2

mkdir -p plain/glibc-hwcaps/x86-64-v2 lib/x86_64-linux-gnu
echo 'int leaf(void) { return 1; }' >leaf.c
echo 'int leaf(void); int main(void) { return leaf() - 1; }' >main.c
cc -shared -fPIC -Wl,-soname,libleaf.so.1 -o plain/libleaf.so.1 leaf.c
cp plain/libleaf.so.1 plain/glibc-hwcaps/x86-64-v2/
cp plain/libleaf.so.1 lib/x86_64-linux-gnu/
cc -o hwcaps main.c plain/libleaf.so.1 -Wl,--enable-new-dtags,-rpath,"$here/plain"
mkdir other && cp plain/libleaf.so.1 other/
cc -o token main.c plain/libleaf.so.1 -Wl,--enable-new-dtags,-rpath,"$here/"'$LIB':"$here/other"

loader() { ldd "$1" | sed -n "s,.*libleaf.so.1 => $here/\([^ ]*\).*,\1,p"; }
peer() { deb/usr/bin/libtree -p "$1" | sed -n "s,.* $here/\([^ ]*libleaf.so.1\) .*,\1,p"; }
is 'a level of the processor, the loader' "$(loader ./hwcaps)" plain/glibc-hwcaps/x86-64-v2/libleaf.so.1
is 'a level of the processor, libtree' "$(peer ./hwcaps)" plain/libleaf.so.1
is '$LIB, the loader' "$(loader ./token)" lib/x86_64-linux-gnu/libleaf.so.1
is '$LIB, libtree' "$(peer ./token)" other/libleaf.so.1
