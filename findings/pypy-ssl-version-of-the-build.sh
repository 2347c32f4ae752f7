#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# CPython's ssl.OPENSSL_VERSION is what the libcrypto says that is loaded. PyPy's is the text of the headers that it was built with: on Debian 12 it names
# an OpenSSL of 2024, whatever is installed. Whoever asks PyPy which OpenSSL it uses, as inventories of Python do, gets the wrong one; its shared objects
# tell by the loader which library they get.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs pypy3=7.3.11+dfsg-2+deb12u3 pypy3-lib=7.3.11+dfsg-2+deb12u3 libssl3=3.0.22-1~deb12u2

libraries=$PWD/deb/usr/lib/$(uname -m)-linux-gnu
loaded=$(strings -a "$libraries/libcrypto.so.3" | sed -n 's/^\(OpenSSL 3[^ ]*\) .*20[0-9][0-9]$/\1/p' | head -1)
said=$(LD_LIBRARY_PATH=$libraries deb/usr/bin/pypy3 -c 'import ssl; print(ssl.OPENSSL_VERSION)' | cut -d' ' -f1,2)
mapped=$(LD_LIBRARY_PATH=$libraries deb/usr/bin/pypy3 -c 'import ssl; print([line.split()[-1] for line in open("/proc/self/maps") if "libcrypto" in line][0])')
is 'what is loaded' "${mapped#"$PWD/"}" "deb/usr/lib/$(uname -m)-linux-gnu/libcrypto.so.3"
is 'which says of itself' "$loaded" 'OpenSSL 3.0.22'
is 'what PyPy says' "$said" 'OpenSSL 3.0.15'
