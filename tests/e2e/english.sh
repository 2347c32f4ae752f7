#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What users read is plain English: the words below are those that crept in time and again, and each has a plainer one. It looks at
# the strings of the program and of the backends, the manual, the named queries, the handbook and the texts beside them.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

# A regular expression, and what to write instead.
words() {
	cat <<'TABLE'
\bis no (?!longer\b|more than\b)	"is not a", "not a", "without"
\bis none\b	"without one", "nothing"
\bstands?\b	"is", "means"
\bbehind\b	"after"
\banew\b	"again"
\bhangs? on\b	"depends on"
\bbe it\b	"whether"
TABLE
}

# FILE:LINE: TEXT of the string literals of C files.
strings_of() {
	perl -e '
		for my $file (@ARGV) {
			open my $in, "<", $file or die "$file: $!";
			my $text = do { local $/; <$in> };
			my $line = 1;
			while ($text =~ m{\G(?:(/\*.*?\*/|//[^\n]*)|"((?:\\.|[^"\\\n])*)"|(\x27(?:\\.|[^\x27\\\n])+\x27)|(\n)|.)}gs) {
				print "$file:$line: $2\n" if defined $2;
				$line += () = ($1 // $4 // "") =~ /\n/g;
			}
		}' "$@"
}

lines_of() { grep -Hn '' "$@" | sed 's/^\([^:]*:[0-9]*:\)/\1 /'; }

cd "$top" || exit 99
# shellcheck disable=SC2046 # names of source files
{
	strings_of $(find src backends -name '*.[ch]' -o -name '*.cc' | sort)
	lines_of man/*.[0-9] data/queries/*.sql data/handbook.xml README.md CONTRIBUTING.md backends/README.md include/sslinv/*.h quickstart
} >"$tmp/texts"
ok 'there are texts to look at' [ "$(wc -l <"$tmp/texts")" -gt 5000 ]

words >"$tmp/words"
while IFS='	' read -r word instead; do
	perl -ne 'BEGIN { $word = shift } print if s/^(\S+: )// && ($place = $1) && /$word/ && ($_ = "$place$_")' "$word" "$tmp/texts" >"$tmp/found"
	is "no text has $word (write $instead)" "$(cut -c1-200 "$tmp/found")" ''
done <"$tmp/words"
finish
