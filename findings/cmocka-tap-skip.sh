#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# In TAP a skipped test is `ok N # SKIP`. cmocka 1.1.5 writes `not ok N # SKIP` and exits 0: its own count says that nothing failed, and a TAP consumer
# that goes by the first words counts a failure.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs libcmocka-dev=1.1.5-2.1 libcmocka0=1.1.5-2.1

cat >test.c <<'C'
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
static void skipped(void **state)
{
	(void)state;
	skip();
}
int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(skipped) };
	return cmocka_run_group_tests_name("example", tests, NULL, NULL);
}
C
lib=deb/usr/lib/$(uname -m)-linux-gnu
cc -Ideb/usr/include -o test test.c -L"$lib" -lcmocka
# shellcheck disable=SC2065 # ./test is a program
CMOCKA_MESSAGE_OUTPUT=TAP LD_LIBRARY_PATH=$lib ./test >out 2>&1 && status=0 || status=$?
is 'exit status' "$status" 0
is 'the line of the test' "$(grep 'ok 1' out)" 'not ok 1 # SKIP skipped'
