#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Measures the tests: makes small wrong changes in a C file, one at a time, and tells which of them the tests catch.
set -u
usage() {
	cat <<'TEXT'
usage: tests/mutate.sh [-b DIR] [-n COUNT] [-t TESTS] [-e SCRIPTS] [-l SECONDS] [-j JOBS] [-o] [-s] [-L] FILE...

Makes small wrong changes in each C FILE, builds each and runs the tests. One line for each change, and the rate at the end:

  caught by NAME      this test fails with the change
  SURVIVED            no test fails: write the one that does, or see that the change means the same
  does not compile    not counted
  same code           the compiler makes the same of it: not counted

The source is copied, so the tree is left as it is.

  -b DIR      build in DIR and keep it for the next run (default: a temporary folder)
  -n COUNT    at most so many changes a file, spread evenly over it (default: all)
  -t TESTS    unit tests to run, as "test_a test_b" (default: all that link the file)
  -e SCRIPTS  shell tests to run for what the unit tests let pass, as "host man" (default: none)
  -l SECONDS  a test that takes so much longer than three times what it takes without a change has caught it
              (default: 20; a shell test ten times as long)
  -j JOBS     for the first build (default: 2)
  -o          other changes: a number one off, arguments swapped, a neighbour's constant, a loop that begins late or ends
              early, only the beginning of a text compared, `break` for `continue`
  -s          build with the sanitizers: what reads or frees what it must not is caught, and all takes longer
  -L          only list the changes
TEXT
}

folder='' count=0 tests='' scripts='' limit=20 jobs=2 kinds=usual sanitizers='' list=''
while getopts b:n:t:e:l:j:osLh option; do
	case $option in
	b) folder=$OPTARG ;;
	n) count=$OPTARG ;;
	t) tests=$OPTARG ;;
	e) scripts=$OPTARG ;;
	l) limit=$OPTARG ;;
	j) jobs=$OPTARG ;;
	o) kinds=other ;;
	s) sanitizers=--enable-sanitizers ;;
	L) list=1 ;;
	h) usage && exit 0 ;;
	*) usage >&2 && exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { usage >&2 && exit 2; }
case $count$limit$jobs in
*[!0-9]*) usage >&2 && exit 2 ;;
esac

fail() {
	echo "mutate.sh: $*" >&2
	exit 3
}

top=$(cd "$(dirname "$0")/.." && pwd) || exit 3
for file; do
	case $file in
	*.c) [ -f "$top/$file" ] || fail "$file: not in $top; name files from there, as src/resolve/host.c" ;;
	*) fail "$file: only C files can be changed" ;;
	esac
done

mutated=''
leave() {
	if [ -n "$mutated" ]; then cp "$work/original.c" "$folder/src/$mutated"; fi
	rm -rf "$work"
}
work=$(mktemp -d "${TMPDIR:-/tmp}/sslinv-mutate-XXXXXX") || exit 3
trap leave EXIT
trap 'exit 3' HUP INT TERM
if [ -z "$folder" ]; then folder=$work/build; fi

# mutants.pl list FILE usual|other: a line a change, `offset TAB length TAB replacement TAB line: what`.
# mutants.pl apply FILE KINDS NUMBER LIST: the file with that change.
cat >"$work/mutants.pl" <<'PERL'
use strict;
use warnings;

my ($command, $path, $kinds, $number, $list) = @ARGV;
open my $input, '<', $path or die "$path: $!\n";
my $text = do { local $/; <$input> };

if ($command eq 'apply') {
	open my $changes, '<', $list or die "$list: $!\n";
	my @lines = <$changes>;
	chomp(my $line = $lines[$number - 1]);
	my ($offset, $length, $new) = split /\t/, $line;
	# As many lines as before: messages and sanitizers name them.
	my $breaks = substr($text, $offset, $length) =~ tr/\n//;
	substr($text, $offset, $length) = $new . "\n" x $breaks;
	print $text;
	exit;
}

# Comments and the preprocessor's lines become blanks, texts and characters one word.
my $code = $text;
$code =~ s{(/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*)}
	{ my $part = $1; my $blank = $part =~ /^["']/ ? '_' : ' '; $part =~ s/[^\n]/$blank/g; $part }gemsx;

my @found;
sub add {
	my ($from, $to, $new, $what) = @_;
	my $line = 1 + (substr($text, 0, $from) =~ tr/\n//);
	push @found, [$from, $to - $from, $new, "$line: $what"];
}

# In one line, cut where it gets long.
sub shown {
	my $part = join ' ', split ' ', substr($text, $_[0], $_[1] - $_[0]);
	return length $part > 60 ? substr($part, 0, 57) . '...' : $part;
}

# The place of the bracket that closes the one at $at; or of the one that opens it, where $step is -1.
sub bracket {
	my ($at, $step) = @_;
	my $depth = 0;
	for (my $i = $at; $i >= 0 && $i < length $code; $i += $step) {
		my $byte = substr($code, $i, 1);
		$depth += $step if $byte =~ /[(\[{]/;
		$depth -= $step if $byte =~ /[)\]}]/;
		return $i if $depth == 0;
	}
	return $at;
}

# From $at on, where a part of an expression ends.
sub part_end {
	my ($at) = @_;
	while ($at < length $code) {
		my $rest = substr($code, $at, 2);
		return $at if $rest =~ /^(?:&&|\|\||[?:,;)\]}])/;
		$at = $rest =~ /^[(\[{]/ ? bracket($at, 1) + 1 : $at + 1;
	}
	return $at;
}

# Back from $at, where it begins.
sub part_start {
	my ($at) = @_;
	while ($at > 0) {
		my $byte = substr($code, $at - 1, 1);
		my $two = $at > 1 ? substr($code, $at - 2, 2) : '';
		last if $two eq '&&' || $two eq '||' || $byte =~ /[?:,;(\[{]/;
		last if $byte eq '=' && $two !~ /[=!<>]=/ && substr($code, $at, 1) ne '=';
		last if substr($code, 0, $at) =~ /\breturn\z/;
		$at = $byte =~ /[)\]}]/ ? bracket($at - 1, -1) : $at - 1;
	}
	$at++ while substr($code, $at, 1) =~ /\s/;
	return $at;
}

sub trimmed {
	my ($from, $to) = @_;
	$to-- while $to > $from && substr($code, $to - 1, 1) =~ /\s/;
	return $to;
}

sub operators {
	my ($start, $end) = @_;
	my %turns = (
		'==' => ['!='], '!=' => ['=='], '<' => ['<=', '>'], '<=' => ['<', '>='], '>' => ['>=', '<'], '>=' => ['>', '<='],
		'|=' => ['&='], '+=' => ['-='], '-=' => ['+='], '&&' => ['||'], '||' => ['&&'], 'true' => ['false'],
		'false' => ['true'], '+ 1' => ['- 1', '+ 0'], '- 1' => ['+ 1', '- 0'],
	);
	pos($code) = $start;
	while ($code =~ /(->|<<=?|>>=?|\+\+|--|[=!<>|+-]=|&&|\|\||\b(?:true|false)\b|[+-] 1\b|(?<= )[<>](?= )|!(?=[\w(]))/g) {
		my ($from, $to, $sign) = ($-[1], $+[1], $1);
		last if $from >= $end;
		add($from, $to, $_, "`$_` for `$sign`") for @{ $turns{$sign} || [] };
		add($from, $to, '', '`!` dropped') if $sign eq '!';
		next if $sign ne '&&' && $sign ne '||';
		my $neutral = $sign eq '&&' ? '1' : '0';
		my $right = $to;
		$right++ while substr($code, $right, 1) =~ /\s/;
		my $right_end = trimmed($right, part_end($right));
		add($right, $right_end, $neutral, 'dropped `' . shown($right, $right_end) . '`');
		my $left = part_start($from);
		next if substr($code, 0, $left) =~ /(?:&&|\|\|)\s*\z/;
		my $left_end = trimmed($left, $from);
		add($left, $left_end, $neutral, 'dropped `' . shown($left, $left_end) . '`');
	}
	pos($code) = $start;
	while ($code =~ /\bif \(/g) {
		my ($from, $open) = ($-[0], $+[0] - 1);
		last if $from >= $end;
		my $close = bracket($open, 1);
		add($open, $close + 1, '(!' . substr($text, $open, $close + 1 - $open) =~ s/\s+/ /gr . ')',
			'negated `' . shown($open, $close + 1) . '`');
	}
	pos($code) = $start;
	while ($code =~ /\?/g) {
		my $from = $-[0];
		last if $from >= $end;
		my $left = part_start($from);
		# All of a condition that has several parts.
		$left = part_start($left) while substr($code, 0, $left) =~ s/\s+\z//r =~ /(?:&&|\|\|)\z/ && do {
			$left -= 2 while substr($code, $left - 2, 2) !~ /&&|\|\|/;
			$left -= 2; 1;
		};
		my $left_end = trimmed($left, $from);
		add($left, $left_end, '!(' . substr($text, $left, $left_end - $left) =~ s/\s+/ /gr . ')',
			'negated `' . shown($left, $left_end) . '`');
	}
}

my $declares = qr/^(?:static|const|struct|enum|union|bool|char|int|unsigned|long|size_t|ssize_t|u?int\d+_t|double|void|FILE|off_t|
	time_t|mode_t|va_list|SSLINV_CLEANUP|sslinv_\w+_function)\b|^\w+\s+\*?\w+\s*(?:=|;|,|\[)/x;

sub statements {
	my ($start, $end, $is_bool) = @_;
	my $at = $start + 1;
	while ($at < $end) {
		if (substr($code, $at) =~ /^(?:\s+|[{}]|else\b|do\b|default:|case [^:]*:)/) {
			$at += $+[0];
		} elsif (substr($code, $at) =~ /^(?:if|for|while|switch) \(/) {
			$at = bracket($at + $+[0] - 1, 1) + 1;
		} else {
			my $stop = $at;
			while ($stop < $end && substr($code, $stop, 1) ne ';') {
				$stop = substr($code, $stop, 1) =~ /[(\[{]/ ? bracket($stop, 1) + 1 : $stop + 1;
			}
			my $statement = substr($code, $at, $stop - $at);
			my $is_outer = substr($code, 0, $at) =~ /\n\t\z/;
			if ($statement =~ /^return\b\s*/) {
				my $value = $at + $+[0];
				my $word = substr($code, $value, $stop - $value);
				add($at, $stop, '', 'dropped `' . shown($at, $stop) . '`') unless $is_outer;
				if ($word eq '0') {
					add($value, $stop, '-1', 'returns -1');
				} elsif ($word !~ /^(?:true|false|NULL|)$/) {
					add($value, $stop, '0', 'returns 0 for `' . shown($value, $stop) . '`');
					add($value, $stop, '1', 'returns 1 for `' . shown($value, $stop) . '`') if $is_bool;
				}
			} elsif ($statement =~ /^(?:break|goto)\b/) {
				# Without it the compiler or the next case says something else; no small change.
			} elsif ($statement =~ /\S/ && $statement !~ $declares && $statement !~ /^\(void\)\w+$/) {
				add($at, $stop, '', 'dropped `' . shown($at, $stop) . '`');
			}
			$at = $stop + 1;
		}
	}
}

# For each constant the next of those in the file whose names begin as its own does.
my %neighbours;
{
	my %families;
	my %seen;
	for my $name ($code =~ /\b([A-Z]+_[A-Z0-9_]+)\b/g) {
		push @{ $families{ $name =~ /^((?:SSLINV_|SQLITE_)?[A-Z0-9]+_)/ ? $1 : $name } }, $name unless $seen{$name}++;
	}
	for my $family (values %families) {
		$neighbours{ $family->[$_ - 1] } = $family->[$_] for $#$family > 0 ? 0 .. $#$family : ();
	}
}

sub others {
	my ($start, $end) = @_;
	pos($code) = $start;
	while ($code =~ /(?<![\w.])(\d+)\b(?![\w.])/g) {
		my ($from, $to, $number) = ($-[1], $+[1], $1);
		last if $from >= $end;
		add($from, $to, $number + 1, "`" . ($number + 1) . "` for `$number`");
		add($from, $to, $number - 1, "`" . ($number - 1) . "` for `$number`") if $number > 1;
	}
	pos($code) = $start;
	while ($code =~ /\b([A-Z]+_[A-Z0-9_]+)\b/g) {
		my ($from, $to, $name) = ($-[1], $+[1], $1);
		last if $from >= $end;
		add($from, $to, $neighbours{$name}, "`$neighbours{$name}` for `$name`") if $neighbours{$name};
	}
	pos($code) = $start;
	while ($code =~ /(?<= )(<) (?=\w[^;]*; \w+\+\+\))/g) {
		my ($from, $to) = ($-[1], $+[1]);
		last if $from >= $end;
		add($from, $to, '+ 1 <', 'ends one early');
	}
	pos($code) = $start;
	while ($code =~ /\b(continue);/g) {
		my ($from, $to) = ($-[1], $+[1]);
		last if $from >= $end;
		add($from, $to, 'break', '`break` for `continue`');
	}
	pos($code) = $start;
	while ($code =~ /\b(\w+)\(([^(),]+), ([^(),]+)\)/g) {
		my ($from, $to, $name) = ($-[0], $+[0], $1);
		my ($left, $right) = map { substr($text, $-[$_], $+[$_] - $-[$_]) } 2, 3;
		last if $from >= $end;
		add($from, $to, "$name($right, $left)", 'swapped `' . shown($from, $to) . '`')
			unless $name =~ /^(?:if|for|while|switch|strcmp)$/;
		add($from, $to, "strncmp($left, $right, strlen($right))", 'only the beginning: `' . shown($from, $to) . '`')
			if $name eq 'strcmp';
	}
}

# Bodies of functions begin and end in the first column.
while ($code =~ /^\{\n/gm) {
	my $start = $-[0];
	my $end = index($code, "\n}", $start);
	my $head = substr($code, 0, $start);
	my $next = pos($code);
	$head =~ s/.*\n\s*\n//s;
	if ($kinds eq 'other') {
		others($start, $end);
	} else {
		operators($start, $end);
		statements($start, $end, $head =~ /\bbool\s+\w+\(/);
	}
	pos($code) = $next;
}
print join("\t", @$_) . "\n" for sort { $a->[0] <=> $b->[0] } @found;
PERL

list_of() { # FILE COPY: its changes in $work/list, evenly spread
	perl "$work/mutants.pl" list "$2" "$kinds" >"$work/all" || fail "$1: could not be read"
	awk -v wanted="$count" 'FNR == NR { total = NR; next }
		wanted == 0 || total <= wanted || int(FNR * wanted / total) > int((FNR - 1) * wanted / total)' \
		"$work/all" "$work/all" >"$work/list"
}

if [ -n "$list" ]; then
	for file; do
		list_of "$file" "$top/$file"
		cut -f 4 "$work/list" | sed "s|^|$file:|"
	done
	exit 0
fi

# ---- a build of the copy, with all tests ----
mkdir -p "$folder/src" "$folder/build" || exit 3
folder=$(cd "$folder" && pwd) || exit 3
case $folder/ in
"$top"/*) fail "-b $folder: lies in the source tree, which is left as it is" ;;
esac
fresh=$folder/src
if [ -e "$folder/src/configure.ac" ]; then fresh=$work/tree && mkdir "$fresh"; fi
(cd "$top" && tar -cf - --exclude=./.git --exclude=./autom4te.cache --exclude=./build --exclude=./build-dir .) |
	(cd "$fresh" && tar -xf -) || fail "the source could not be copied to $folder/src"
# A file that was changed before the last build is older than what was made of it: each that differs counts as new.
if [ "$fresh" != "$folder/src" ]; then
	(cd "$fresh" && find . -type f) | while read -r path; do
		if ! cmp -s "$fresh/$path" "$folder/src/$path"; then
			mkdir -p "$(dirname "$folder/src/$path")" && cp "$fresh/$path" "$folder/src/$path"
		fi
	done
	rm -rf "$fresh"
fi
# An earlier run may have been stopped with a change in it.
for file; do touch "$folder/src/$file"; done
cd "$folder/build" || exit 3
{
	if [ ! -x ../src/configure ]; then (cd ../src && autoreconf -fi); fi &&
		if [ ! -f Makefile ]; then ../src/configure CFLAGS='-O1 -w' CXXFLAGS='-O1 -w' $sanitizers; fi &&
		make -j"$jobs" && make -j"$jobs" check TESTS=
} >"$work/log" 2>&1 || {
	tail -n 20 "$work/log" >&2
	fail "the unchanged source could not be built in $folder"
}

srcdir=$folder/src SSLINV=$folder/build/sslinv SSLINV_BACKENDS=$folder/build/backends/.libs SSLINV_DATA=$folder/src/data
CMOCKA_MESSAGE_OUTPUT=TAP
export srcdir SSLINV SSLINV_BACKENDS SSLINV_DATA CMOCKA_MESSAGE_OUTPUT
: "${CC:=gcc}"
export CC

# passes SECONDS COMMAND...: until the first test of it that fails
passes() {
	seconds=$1
	shift
	{
		timeout -k 5 "$seconds" "$@" 2>&1
		echo "exit status $?"
	} | awk '/^not ok/ && !/# (SKIP|TODO)/ { bad = 1; exit } /^exit status/ { bad = $3 != 0 } END { exit bad }'
}

# What make would run, so that one object or one program is made without it.
command_of() { # compile|link TARGET WORD-IN-IT
	rm -f "$2"
	make V=1 "$2" 2>/dev/null | sed -n "s/^libtool: $1: *//p" | grep -F -e " $3 " | head -n 1
}

# Those that have the object's symbols in them; the file's own test goes first.
find_tests() { # OBJECT NAME
	nm --defined-only -g "$1" | awk '{ print $3 }' >"$work/symbols"
	for test in ${tests:-$(cd tests/unit && echo test_*)}; do
		program=tests/unit/$test
		case $test in
		*.*) continue ;;
		esac
		[ -x "$program" ] || fail "$program: no such test"
		nm "$program" 2>/dev/null | awk '{ print $NF }' | grep -qxFf "$work/symbols" || continue
		began=$(date +%s)
		passes $((limit * 30)) "$program" || {
			echo "mutate.sh: $test fails without any change: left out" >&2
			continue
		}
		# A busy machine is slow, and no change that is caught.
		echo $((limit + 3 * ($(date +%s) - began))) >"$work/limit.$test"
		command_of link "$program" "-o $program" | sed "s| -o $program | -o $work/$test $work/mutant.o |" >"$work/link.$test"
		grep -q "$work/mutant.o" "$work/link.$test" || fail "$program: how it is linked was not understood"
		case $test in
		"test_$2") echo "0 $test" ;;
		*) echo "1 $test" ;;
		esac
	done | sort | awk '{ print $2 }' >"$work/tests"
}

# The name of the first test that fails, at the head of the list from then on: what one change broke the next may, too.
find_catcher() { # FILE
	tests_now=$(cat "$work/tests")
	for test in $tests_now; do
		rm -f "$work/$test"
		sh -c "$(cat "$work/link.$test")" >"$work/log" 2>&1 || {
			cat "$work/log" >&2
			continue
		}
		if ! passes "$(cat "$work/limit.$test")" "$work/$test"; then
			{ echo "$test" && grep -vx "$test" "$work/tests"; } >"$work/order"
			echo "$test"
			return 0
		fi
	done
	if [ -z "$scripts" ] || ! make >/dev/null 2>&1; then return 1; fi
	for script in $scripts; do
		script=${script##*/}
		script=${script%.sh}
		if ! passes $((limit * 10)) sh "../src/tests/e2e/$script.sh"; then
			echo "$script.sh"
			return 0
		fi
	done
	return 1
}

# Does an optimizing compiler make the same of the change?
is_same_code() { # FILE
	sh -c "$compile -O2 -o $work/mutant2.o" >/dev/null 2>&1 && cmp -s "$work/mutant2.o" "$work/unchanged2.o"
}

mutate() { # FILE
	name=$(basename "$1" .c)
	target=$(make -pq 2>/dev/null | awk -v file="../src/$1" -F: '$1 ~ /\.l?o$/ && index($2 " ", file " ") { print $1; exit }')
	if [ -z "$target" ]; then target=${1%.c}.lo; fi
	compile=$(command_of compile "$target" -c | sed 's/ -o [^ ]*\.o.*//; s/ -w / /')
	[ -n "$compile" ] || fail "$1: how it is compiled was not understood"
	# What no reader would let pass is no small change.
	compile="$compile -Werror=incompatible-pointer-types -Werror=int-conversion"
	if ! sh -c "$compile -o $work/unchanged.o" 2>/dev/null || ! sh -c "$compile -O2 -o $work/unchanged2.o" 2>/dev/null; then
		fail "$1: cannot be compiled"
	fi
	find_tests "$work/unchanged.o" "$name"
	[ -s "$work/tests" ] || [ -n "$scripts" ] || fail "$1: no unit test links it; name shell tests with -e"
	# The tree may be worked on meanwhile.
	cp "$folder/src/$1" "$work/original.c"
	list_of "$1" "$work/original.c"
	number=0
	mutated=$1
	cut -f 4 "$work/list" >"$work/what"
	while read -r what <&4; do
		number=$((number + 1))
		perl "$work/mutants.pl" apply "$work/original.c" "$kinds" "$number" "$work/list" >"$folder/src/$1"
		if ! sh -c "$compile -o $work/mutant.o" >/dev/null 2>&1; then
			result='does not compile:'
		elif cmp -s "$work/mutant.o" "$work/unchanged.o"; then
			result='same code:'
		elif caught=$(find_catcher "$1"); then
			result="caught by $caught:"
			if [ -e "$work/order" ]; then mv "$work/order" "$work/tests"; fi
		elif is_same_code; then
			result='same code:'
		else
			result=SURVIVED
		fi
		printf '%s %s:%s\n' "$result" "$1" "$what" | tee -a "$work/results"
	done 4<"$work/what"
	cp "$work/original.c" "$folder/src/$1"
	mutated=''
}

rate() { # LABEL
	awk -v label="$1" '/^caught/ { caught++ } /^SURVIVED/ { survived++ } /^does not/ { broken++ } /^same/ { same++ }
		END { counted = caught + survived
			printf "%s: %d of %d caught (%.1f %%), %d survived; %d do not compile, %d are the same code\n", label,
				caught, counted, counted ? 100 * caught / counted : 100, survived, broken, same }'
}

for file; do
	: >"$work/results"
	mutate "$file"
	cat "$work/results" >>"$work/everything"
	rate "$file" <"$work/results" >>"$work/rates"
done
echo
cat "$work/rates"
if [ $# -gt 1 ]; then rate all <"$work/everything"; fi
