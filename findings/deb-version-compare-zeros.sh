#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian compares runs of digits as numbers (deb-version(7)), so leading zeros do not count. The npm package deb-version-compare, which says that it
# follows the policy, orders 1.00 below 1.0; other pairs come out as dpkg has them.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
npms deb-version-compare@1.2.1

order() { node -e 'const c = require("deb-version-compare"); console.log(Math.sign(c(process.argv[1], process.argv[2])))' "$1" "$2"; }
dpkg --compare-versions 1.00 eq 1.0 && dpkg=0
is 'dpkg, 1.00 against 1.0' "$dpkg" 0
is 'deb-version-compare, 1.00 against 1.0' "$(order 1.00 1.0)" -1
is 'deb-version-compare, 3.0.17-1~deb12u2 against 3.0.17-1' "$(order 3.0.17-1~deb12u2 3.0.17-1)" -1
