#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The npm package `cvss` knows CVSS 3.0. A vector of 3.1 or 4.0, which is what vendors publish today, is not refused: its score is 0 and its rating
# "None", as for a harmless one. Of the 2,592 base vectors of CVSS 3.1, 2,496 have another score than 0.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
npms cvss@1.0.5

rating() { node -e 'const c = require("cvss"); console.log(c.getBaseScore(process.argv[1]), c.getRating(c.getBaseScore(process.argv[1])))' "$1"; }
is 'CVSS:3.0, everything high' "$(rating CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)" '9.8 Critical'
is 'CVSS:3.1, the same' "$(rating CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)" '0 None'
is 'CVSS:4.0, the same' "$(rating CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N)" '0 None'
