#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a test program. cmocka reports a skipped test as `not ok N # SKIP name`, which is a failure to every reader of TAP: it
# becomes `ok N # SKIP name`. The exit status is the program's.
status=$(mktemp) || exit 1
{
	CMOCKA_MESSAGE_OUTPUT=TAP "$@"
	echo $? >"$status"
} | sed 's/^not ok \([0-9]*\) # SKIP/ok \1 # SKIP/'
code=$(cat "$status")
rm -f "$status"
exit "$code"
