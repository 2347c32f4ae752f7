#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# libsolv is the solver of zypper and dnf, and reads rpm's metadata on any distribution. The order of versions, however, is that of the distribution it
# was built on: on Debian a new pool orders rpm's EVRs as dpkg would, until setdisttype() says DISTTYPE_RPM. Two builds that rpm calls equal then differ.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs python3-solv=0.7.23-1+deb12u1 libsolv1=0.7.23-1+deb12u1 libsolvext1=0.7.23-1+deb12u1

order() {
	LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu PYTHONPATH=deb/usr/lib/python3/dist-packages /usr/bin/python3 - "$@" <<'PY'
import sys, solv
pool = solv.Pool()
if sys.argv[1] == 'rpm':
    pool.setdisttype(solv.Pool.DISTTYPE_RPM)
repo = pool.add_repo('example')
def package(evr):
    one = repo.add_solvable()
    one.name, one.evr = 'openssl', evr
    return one
print(package(sys.argv[2]).evrcmp(package(sys.argv[3])))
PY
}
is 'as it comes, 1.0.2k-26.el7_9 against 1.0.2k-26.el7.9' "$(order none 1.0.2k-26.el7_9 1.0.2k-26.el7.9)" 1
is 'with DISTTYPE_RPM' "$(order rpm 1.0.2k-26.el7_9 1.0.2k-26.el7.9)" 0
is 'as it comes, 1.0_1-1 against 1.0.1-1' "$(order none 1.0_1-1 1.0.1-1)" 1
is 'with DISTTYPE_RPM' "$(order rpm 1.0_1-1 1.0.1-1)" 0
