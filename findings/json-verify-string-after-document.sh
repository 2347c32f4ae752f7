#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A JSON text is one value (RFC 8259, 2). json_verify of yajl refuses a second value behind it, but not a string that is never closed: when the input
# ends, yajl asks only whether the first value is complete. So a text that was cut off within what follows is "valid". A reader on yajl that has to be sure
# looks at what follows the document itself.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs yajl-tools=2.1.0-3+deb12u2 libyajl2=2.1.0-3+deb12u2

verdict() {
	printf '%s' "$1" | LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu deb/usr/bin/json_verify -q 2>err && echo valid || echo invalid
}
is 'a value' "$(verdict '{"a": 1}')" valid
is 'a string that is not closed' "$(verdict '"b')" invalid
is 'a value and a number' "$(verdict '{"a": 1} 2')" invalid
is 'a value and a string' "$(verdict '{"a": 1} "b"')" invalid
is 'a value and a string that is not closed' "$(verdict '{"a": 1} "b')" valid
