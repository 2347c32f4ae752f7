#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The plan of the rooms, held against the tree: includes and calls point downwards alone and in no circle of files,
# no room has more than a fifth of the lines, and the raw sink of guidance is open to those alone who keep guidance.
. "${srcdir:?}/tests/e2e/lib.sh"

# The floors, the top one first. A room may use itself, its own floor and those below.
floors='cli report update judge catalogue store formats,origin,sources,runtime parse resolve link,backend,host,process,policy,fetch guidance,elf distro,crypto,openssl,version,facts,sql,config,signature,base'

# Of lines `FILE USED`, both below src/, those that point to a floor above.
upwards() {
	awk -v floors="$floors" '
		function room(file) { sub("/.*", "", file); return file }
		BEGIN {
			count = split(floors, floor, " ")
			for (i = 1; i <= count; i++) {
				rooms = split(floor[i], names, ",")
				for (j = 1; j <= rooms; j++)
					level[names[j]] = i
			}
		}
		!(room($1) in level) { print $1 " is in a room that the plan does not name" }
		room($2) in level && level[room($2)] < level[room($1)] { print $1 " uses " $2 ", which is above it" }
	' "$1" | sort -u
}

(cd "$top/src" && grep -r --include='*.[ch]' '^#include "' .) |
	sed -n 's|^\./\([^:]*\):#include "\([^"]*\)".*|\1 \2|p' >"$tmp/includes"
is 'no file includes from a room above its own' "$(upwards "$tmp/includes")" ''

# A file and its header are one here, so that `NAME.c` includes nothing that includes `NAME.h`.
sed 's/[.][ch]\>//g' "$tmp/includes" | awk '$1 != $2 && $2 !~ /^sslinv[/]/' | sort -u >"$tmp/units"
tsort "$tmp/units" >"$tmp/order" 2>"$tmp/circles"
is 'no files include each other in a circle' "$(sed -n '/contains a loop/!p' "$tmp/circles")" ''

# Lines `D FILE SYMBOL` and `U FILE SYMBOL` of what each object defines and uses.
find src -path '*/.libs/*.o' 2>/dev/null | while read -r object; do
	file=$(printf '%s\n' "${object#src/}" | sed 's|/\.libs/|/|; s|libsslinv_la-||; s|\.o$||')
	[ -f "$top/src/$file.c" ] || continue # left by an earlier build of a file that moved
	nm -g "$object" | awk -v file="$file" '
		NF == 3 && $2 ~ /[TDBR]/ { print "D", file, $3 }
		NF == 2 && $1 == "U" { print "U", file, $2 }'
done >"$tmp/symbols"
awk '
	$1 == "D" { where[$3] = $2 }
	$1 == "U" { used[$2 " " $3] }
	END {
		for (line in used) {
			split(line, part, " ")
			if (part[2] in where && where[part[2]] != part[1])
				print part[1], where[part[2]]
		}
	}
' "$tmp/symbols" | sort -u >"$tmp/calls"
if [ -s "$tmp/calls" ]; then
	is 'no file calls a room above its own' "$(upwards "$tmp/calls")" ''
	tsort "$tmp/calls" >"$tmp/order" 2>"$tmp/circles"
	is 'no files call each other in a circle' "$(sed -n '/contains a loop/!p' "$tmp/circles")" ''
else
	skip 'no file calls a room above its own' 'the objects of the build are not here'
	skip 'no files call each other in a circle' 'the objects of the build are not here'
fi

lines_of() {
	find "$1" -name '*.[ch]' -exec cat {} + | wc -l
}
all=$(lines_of "$top/src")
for room in "$top"/src/*/; do
	lines=$(lines_of "$room")
	[ "$((lines * 5))" -le "$all" ] || printf '%s has %s of %s lines\n' "$(basename "$room")" "$lines" "$all"
done >"$tmp/large"
is 'no room has more than a fifth of the lines' "$(cat "$tmp/large")" ''

awk '$2 == "guidance/sink.h" && $1 !~ "^(guidance|catalogue)/" && $1 !~ "^formats/(read[.]c|write_native[.][ch])$"' \
	"$tmp/includes" >"$tmp/doors"
is 'no reader of a format reaches the raw sink of guidance' "$(cat "$tmp/doors")" ''

finish
