#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Neither clang-format nor shellcheck has anything to say against the sources. What they say changes with their version: one of each
# is asked, that of Debian 12.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
cd "$top" || exit 99

# at_version VERSION PROGRAM...: the first of them that is of this version.
at_version() {
	version=$1
	shift
	for name; do
		if "$name" --version 2>/dev/null | grep -q "version:* $version\."; then
			echo "$name"
			return
		fi
	done
}

find src backends include tests -name '*.[ch]' -o -name '*.cc' | sort >"$tmp/c-files"
ok 'there are C files' [ "$(wc -l <"$tmp/c-files")" -gt 300 ]
formatter=$(at_version 14 clang-format-14 clang-format)
if [ -n "$formatter" ]; then
	ok 'clang-format has nothing to say' xargs "$formatter" -n -Werror --fallback-style=none <"$tmp/c-files"
	printf 'int   x;\n' >"$tmp/odd.c"
	cp .clang-format "$tmp/"
	not_ok 'but it would say it' "$formatter" -n -Werror "$tmp/odd.c"
else
	skip 'clang-format has nothing to say' 'clang-format 14 is not installed'
fi

{
	echo quickstart
	echo .ci/run
	find data tests -name '*.sh'
	[ ! -d findings ] || find findings -name '*.sh'
} | sort >"$tmp/shell-files"
checker=$(at_version 0.9 shellcheck)
if [ -n "$checker" ]; then
	ok 'shellcheck has nothing to say' xargs "$checker" -x <"$tmp/shell-files"
else
	skip 'shellcheck has nothing to say' 'shellcheck 0.9 is not installed'
fi
finish
