#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lddtree (pax-utils) tells statically what the loader would load. Two of its answers are other files than the loader's (ld.so(8)): DT_RUNPATH of a
# program counts for the program's own DT_NEEDED alone, lddtree hands it on to the libraries; and $ORIGIN of a library that was found by a link is the
# link's directory, lddtree takes that of the file.
# shellcheck disable=SC2016 # $ORIGIN is for the loader
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs pax-utils=1.3.7-1 python3-pyelftools=0.29-1

mkdir plain linked
echo 'int leaf(void) { return 1; }' >leaf.c
echo 'int leaf(void); int middle(void) { return leaf(); }' >middle.c
echo 'int middle(void); int main(void) { return middle() - 1; }' >main.c
cc -shared -fPIC -Wl,-soname,libleaf.so.1 -o plain/libleaf.so.1 leaf.c
cp plain/libleaf.so.1 linked/

# The library says nothing of where to look; the program's RUNPATH does.
cc -shared -fPIC -Wl,-soname,libmiddle.so.1 -o plain/libmiddle.so.1 middle.c plain/libleaf.so.1
cc -o runpath main.c plain/libmiddle.so.1 -Wl,--allow-shlib-undefined,--enable-new-dtags,-rpath,"$here/plain"
# The library looks beside itself, and is reached by a link.
cc -shared -fPIC -Wl,-soname,liborigin.so.1 -o plain/liborigin.so.1 middle.c plain/libleaf.so.1 -Wl,--enable-new-dtags,-rpath,'$ORIGIN'
ln -s ../plain/liborigin.so.1 linked/liborigin.so.1
cc -o origin main.c linked/liborigin.so.1 -Wl,--allow-shlib-undefined,--enable-new-dtags,-rpath,"$here/linked"

loader() { ldd "$1" | sed -n "s,.*libleaf.so.1 => $here/\([^ ]*\).*,\1,p; s/.*libleaf.so.1 => not found/not found/p"; }
peer() { PYTHONPATH=deb/usr/lib/python3/dist-packages /usr/bin/python3 deb/usr/bin/lddtree -l "$1" | sed -n "s,^$here/\(.*libleaf.so.1\)$,\1,p"; }
is 'RUNPATH of the program, the loader' "$(loader ./runpath)" 'not found'
is 'RUNPATH of the program, lddtree' "$(peer ./runpath)" plain/libleaf.so.1
is '$ORIGIN by a link, the loader' "$(loader ./origin)" linked/libleaf.so.1
is '$ORIGIN by a link, lddtree' "$(peer ./origin)" plain/libleaf.so.1
