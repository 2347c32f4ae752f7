#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual says what the program does: options, exit codes, views, named queries, recipes, the example backend, the JSON.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

man=$top/man

# The text of a literal block as it is shown: what the pages escape so that it can be pasted from any viewer.
unescape() {
	sed -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\(ga/`/g' -e 's/\\(ti/~/g' -e 's/\\(ha/^/g' -e 's/\\e/\\/g'
}

# The lines of a section: section PAGE TITLE
section() {
	awk -v want=".Sh $2" '/^\.Sh / { inside = $0 == want; next } inside' "$1"
}

# ---- the pages themselves -------------------------------------------------------------------------------------------------
for page in "$man"/*.[1-8]; do
	name=$(basename "$page")
	if command -v mandoc >/dev/null 2>&1; then
		is "$name: mandoc has nothing to say against it" "$(mandoc -T lint -W warning "$page" 2>&1)" ""
	else
		skip "$name: mandoc has nothing to say against it" "mandoc is not installed"
	fi
	title=$(sed -n 's/^\.Dt \([^ ]*\) \([0-9]\)$/\1.\2/p' "$page" | tr '[:upper:]' '[:lower:]')
	is "$name: its title is its file's name" "$title" "$name"
	others=$(sed -n 's/^\.Xr \(sslinv[a-z-]*\) \([0-9]\).*/\1.\2/p' "$page" | sort -u)
	for other in $others; do
		ok "$name: refers to $other, which exists" test -f "$man/$other"
	done
done

# ---- commands, options, exit codes ----------------------------------------------------------------------------------------
commands=$("$sslinv" --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
ok "sslinv --help lists commands" test -n "$commands"
is "sslinv.1 lists the commands of sslinv --help, in their order" \
	"$(section "$man/sslinv.1" DESCRIPTION | sed -n 's/^\.It Cm \([a-z-]*\)$/\1/p')" "$commands"
is "sslinv.1 lists the options of sslinv --help" \
	"$(section "$man/sslinv.1" DESCRIPTION | sed -n 's/^\.It Fl -\([a-z-]*\).*/\1/p' | sort)" \
	"$("$sslinv" --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | sort)"

codes=$(sed -n 's/.*SSLINV_EXIT_[A-Z]* = \([0-9]*\),.*/\1/p' "$top/src/cli/exit_code.h")
ok "exit_code.h has exit codes" test -n "$codes"
for page in sslinv $(for command in $commands; do echo "sslinv-$command"; done); do
	is "$page.1 has all exit codes" "$(section "$man/$page.1" 'EXIT STATUS' | sed -n 's/^\.It \([0-9]\)$/\1/p')" "$codes"
done

for command in $commands; do
	page=$man/sslinv-$command.1
	said=$("$sslinv" "$command" --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | sort)
	is "sslinv-$command.1 has the options that sslinv $command --help has, and no others" \
		"$(section "$page" DESCRIPTION | sed -n 's/^\.It Fl -\([a-z-]*\).*/\1/p' | sort)" "$said"
	is "sslinv-$command.1 has each of them in its synopsis" \
		"$(section "$page" SYNOPSIS | sed -n 's/.*Fl -\([a-z-]*\).*/\1/p' | sort -u)" "$said"
	# A word of the usage line that is an argument: FILE becomes `Ar file` or `Cm text | json`, so only its presence counts.
	for option in $("$sslinv" "$command" --help | sed -n 's/^  --\([a-z-]*\) [A-Z][A-Z]*  .*/\1/p'); do
		ok "sslinv-$command.1 names what --$option takes" grep -q "^\.It Fl -$option \(Ar\|Cm\) " "$page"
	done
done

# ---- the views and their columns ------------------------------------------------------------------------------------------
mkdir "$tmp/empty" && db=$tmp/empty.db
"$sslinv" scan --root "$tmp/empty" --db "$db" --host t >"$tmp/out" 2>"$tmp/err" || true
ok "an inventory can be made" test -s "$db"

ask() {
	"$sslinv" query --db "$db" --format csv "$@" | tr -d '\r'
}

# One line for each view: its name, then its columns in their order.
# Those of the guidance file, too.
views="$(ask "SELECT name FROM sqlite_master WHERE type = 'view'" | sed 1d)
advisories
feeds"
for view in $views; do
	echo "$view" "$(ask "PRAGMA table_info($view)" | sed 1d | cut -d, -f2 | tr '\n' ' ')" | sed 's/ $//'
done >"$tmp/views"
ok "the inventory has views" test -s "$tmp/views"
section "$man/sslinv-schema.5" VIEWS | awk '
	function print_views(  i, k, line) {
		for (i = 1; i <= view_count; i++) {
			line = views[i]
			for (k = 1; k <= column_count; k++)
				if (!is_past[k] || views[i] ~ /_history$/)
					line = line " " columns[k]
			print line
		}
		column_count = view_count = 0
	}
	/^\.Ss / { print_views(); for (i = 2; i <= NF; i++) if ($i != ",") views[++view_count] = $i }
	/^\.It Va / { columns[++column_count] = $3; is_past[column_count] = 0 }
	/^\.Pq Va [a-z_]*_history No only$/ { is_past[column_count] = 1 }
	END { print_views() }' | sort >"$tmp/documented"
is "sslinv-schema.5 has each view with its columns in their order, and no others" "$(cat "$tmp/documented")" "$(sort "$tmp/views")"
is "the inventory's application_id is the one that sslinv-schema.5 names" \
	"$(ask 'PRAGMA application_id' | sed 1d | xargs printf '0x%x')" \
	"$(grep -o '0x[0-9a-f]\{8\}' "$man/sslinv-schema.5" | head -n 1)"

# ---- the recipes ----------------------------------------------------------------------------------------------------------
# Each into a file of its own: recipe.N
awk -v out="$tmp/recipe." '
	/^\.\\" recipe$/ { recipe++; next }
	/^\.Bd / && recipe > done { inside = 1; next }
	/^\.Ed/ && inside { inside = 0; done = recipe; close(out recipe); next }
	inside { print > (out recipe) }' "$man/sslinv-schema.5"
ok "sslinv-schema.5 has recipes" test -f "$tmp/recipe.1"

# The inventory of a host with a past, where it can be made; else the empty one.
if command -v sqlite3 >/dev/null 2>&1 && [ -f "$top/tests/fixtures/inventory-v1.sql" ]; then
	db=$tmp/past.db
	ok "the inventory with a past can be made" sh -c "sqlite3 '$db' <'$top/tests/fixtures/inventory-v1.sql'"
fi
for recipe in "$tmp"/recipe.*; do
	unescape <"$recipe" >"$tmp/sql"
	exits "recipe ${recipe##*.} runs: $(head -n 1 "$tmp/sql")" 0 "$sslinv" query --db "$db" "$(cat "$tmp/sql")"
done

# ---- the example of a site's sources -----------------------------------------------------------------------------------------
mkdir "$tmp/conf"
awk '/^\.\\" example$/ { want = 1; next } /^\.Bd / && want { inside = 1; next } /^\.Ed/ && inside { exit } inside' "$man/sslinv-sources.5" |
	unescape >"$tmp/conf/sources.xml"
exits "the example of sslinv-sources.5 is read" 0 env SSLINV_CONF="$tmp/conf" "$sslinv" feed --db "$db" sources --format csv
cp "$tmp/out" "$tmp/sources.csv"
ok "and changes what it names" grep -q '^debian,.*https://mirror.example.com/debian.json' "$tmp/sources.csv"
ok "and adds what it adds" grep -q '^our-notes,.*,yes,' "$tmp/sources.csv"
for table in "$SSLINV_DATA/sources.xml" "$tmp/conf/sources.xml"; do
	if command -v xmllint >/dev/null 2>&1; then
		ok "$(basename "$(dirname "$table")")/sources.xml is valid" xmllint --noout --relaxng "$SSLINV_DATA/sources.rng" "$table"
	else
		skip "$(basename "$(dirname "$table")")/sources.xml is valid" "xmllint is not installed"
	fi
done

# ---- the example of the guidance format --------------------------------------------------------------------------------------
awk '/^\.\\" guidance$/ { wanted = 1; next } wanted && /^\.Bd / { inside = 1; next } /^\.Ed/ && inside { exit } inside' \
	"$man/sslinv-guidance.5" | unescape >"$tmp/guidance.xml"
exits "the example of sslinv-guidance.5 can be imported" 0 env SSLINV_GUIDANCE="$tmp/example.guidance" "$sslinv" feed import "$tmp/guidance.xml"
if command -v xmllint >/dev/null 2>&1; then
	ok "and is valid" xmllint --noout --relaxng "$SSLINV_DATA/guidance.rng" "$tmp/guidance.xml"
else
	skip "and is valid" "xmllint is not installed"
fi
# The formats are those that the readers name.
is "sslinv-feed.1 has the formats" "$(section "$man/sslinv-feed.1" FORMATS | sed -n 's/^\.It Cm //p' | sort)" \
	"$(sed -n 's/^\t\.format = "\(.*\)",$/\1/p' "$top"/src/formats/read_*.c "$top"/src/formats/*/read_*.c | sort)"
is "sslinv-guidance.5 has the rules" "$(section "$man/sslinv-guidance.5" RULES | sed -n 's/^\.It Cm //p' | sort)" \
	"$(grep -o '\[SSLINV_RULE_[A-Z_]*\] = "[a-z-]*"' "$top/src/resolve/rules.c" | cut -d '"' -f2 | sort)"
is "sslinv-check.1 has the verdicts, the worst first" "$(section "$man/sslinv-check.1" VERDICTS | sed -n 's/^\.It Cm //p')" \
	"$(grep -o '\[SSLINV_VERDICT_[A-Z_]*\] = "[a-z_]*"' "$top/src/facts/result.c" | cut -d '"' -f2)"

# ---- the named queries ----------------------------------------------------------------------------------------------------
for file in "$SSLINV_DATA"/queries/*.sql; do
	name=$(basename "$file" .sql)
	section "$man/sslinv-query.1" 'NAMED QUERIES' |
		awk -v want="$name" '/^\.It Cm / { inside = $3 == want } inside' | unescape >"$tmp/entry"
	is "sslinv-query.1 has the query $name with its parameters" \
		"$(sed -n 's/^\.It Va \([a-z_]*\)$/\1/p' "$tmp/entry")" \
		"$(sed -n 's/^-- parameter: \([a-z_]*\):.*/\1/p' "$file")"
	is "sslinv-query.1 has the defaults of the query $name" \
		"$(sed -n 's/^\.Ql \(.*\) \.$/\1/p' "$tmp/entry")" \
		"$(sed -n 's/^-- parameter: .* \[default: *\(..*\)\]$/\1/p' "$file")"
	example=$(sed -n 's/^-- example: //p' "$file")
	is "sslinv-query.1 has the example of the query $name" "$(sed -n 's/^\.Dl //p' "$tmp/entry")" "$example"
	ok "the title of the query $name is in sslinv-query.1" grep -qF "$(sed -n 's/^-- title: //p' "$file")" "$tmp/entry"
	exits "the example of the query $name runs" 0 env SSLINV_DB="$db" SSLINV="$sslinv" \
		sh -c "sslinv() { \"\$SSLINV\" \"\$@\"; }; $example"
done
is "sslinv-query.1 has no query that is not there" \
	"$(section "$man/sslinv-query.1" 'NAMED QUERIES' | sed -n 's/^\.It Cm //p')" \
	"$(for file in "$SSLINV_DATA"/queries/*.sql; do basename "$file" .sql; done)"

# ---- the example backend, and the JSON of a scan with it ------------------------------------------------------------------
cc=${CC:-cc}
# shellcheck disable=SC2086 # a compiler with its options
if $cc --version >/dev/null 2>&1; then
	awk '/^\.\\" example$/ { wanted = 1; next } wanted && /^\.Bd / { inside = 1; next } /^\.Ed/ && inside { exit } inside' \
		"$man/sslinv-backend.3" | unescape >"$tmp/example.c"
	mkdir "$tmp/backends"
	ok "the example of sslinv-backend.3 compiles without a warning" \
		$cc -shared -fPIC -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Werror \
		-I"$top/include" -o "$tmp/backends/example.so" "$tmp/example.c"
	root=$tmp/root
	mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/opt" "$root/var/lib/example" "$root/etc"
	echo '/usr/lib' >"$root/etc/ld.so.conf"
	# It states a version, so that there is a level to tell.
	printf '%s\n' 'int SSL_new(void) { return 1; }' 'const char text[] = "OpenSSL 3.0.19 27 Jan 2026";' \
		'const char *version(void) { return text; }' >"$tmp/lib.c"
	echo 'int SSL_new(void); int main(void) { return SSL_new(); }' >"$tmp/use.c"
	$cc -shared -fPIC -Wl,-soname,libssl.so.3 -o "$root/usr/lib/libssl.so.3" "$tmp/lib.c" &&
		$cc -o "$root/usr/bin/uses" "$tmp/use.c" "$root/usr/lib/libssl.so.3"
	cp "$root/usr/bin/uses" "$root/opt/uses"
	# A module of a language's runtime.
	mkdir -p "$root/opt/lib/python3.11/lib-dynload"
	cp "$root/usr/bin/uses" "$root/opt/lib/python3.11/lib-dynload/_ssl.so"
	# A libcrypto, which has a policy.
	$cc -shared -fPIC -Wl,-soname,libcrypto.so.3 -o "$root/opt/libcrypto.so.3" "$tmp/lib.c"
	# A library beside OpenSSL, which has members of its own.
	$cc -shared -fPIC -Wl,-soname,libnettle.so.8 -o "$root/opt/libnettle.so.8" "$tmp/lib.c"
	# Cut off, so that there is a problem to tell.
	head -c 100 "$root/opt/uses" >"$root/opt/cut"
	printf '%s\n' 'provider 3.0.19-1 amd64' /usr/lib/libssl.so.3 'consumer 1.0-1 amd64' /usr/bin/uses \
		>"$root/var/lib/example/packages"
	exits "it is listed by sslinv backends" 0 env SSLINV_BACKENDS="$tmp/backends" "$sslinv" backends
	like "with its name and format" "$(cat "$tmp/out")" '*example *deb *an example: packages and files in lines*'
	exits "it serves a scan" 4 env SSLINV_BACKENDS="$tmp/backends" "$sslinv" scan --root "$root" --db "$tmp/example.db" \
		--host example --library all --format json
	cp "$tmp/out" "$tmp/scan.json"
	db=$tmp/example.db
	is "with packages and the files they own" "$(ask 'SELECT package, path, provider_package FROM linkages ORDER BY path')" \
		'package,path,provider_package
,/opt/lib/python3.11/lib-dynload/_ssl.so,provider
,/opt/uses,provider
consumer,/usr/bin/uses,provider'
	# A process, for this host's own JSON.
	printf '%s\n' '#include <unistd.h>' 'int SSL_new(void); int main(void) { SSL_new(); return (int)sleep(600); }' >"$tmp/wait.c"
	$cc -Wl,-rpath,"$root/usr/lib" -o "$tmp/wait" "$tmp/wait.c" "$root/usr/lib/libssl.so.3"
	"$tmp/wait" &
	pid=$!
	eventually has_mapped "$pid" "$root/usr/lib/libssl.so.3"
	env SSLINV_BACKENDS="$tmp/backends" "$sslinv" scan --packages-only --db "$tmp/own.db" --format json >>"$tmp/scan.json" 2>"$tmp/err" || :
	kill "$pid"
	sees_processes || printf '"%s": ' pid command unit container library_path state listening user executable >>"$tmp/scan.json"
	is "sslinv-scan.1 has the members of the JSON, and no others" \
		"$(section "$man/sslinv-scan.1" JSON | grep -E '^\.(It )?Va ' |
			sed -e 's/^\.It //' -e 's/^\.*Va //' -e 's/ No .*//' -e 's/[ ,]\{1,\}/ /g' | tr ' ' '\n' | grep . | sort -u)" \
		"$(grep -o '"[a-z0-9_]*": ' "$tmp/scan.json" | tr -d '": ' | sort -u)"
	printf '%s\n' 'provider 3.0.19-1 amd64' '/usr/lib/libss' | tr -d '\n' >"$root/var/lib/example/packages"
	exits "a database that is cut off makes the scan incomplete" 4 env SSLINV_BACKENDS="$tmp/backends" "$sslinv" scan \
		--root "$root" --db "$tmp/example.db" --host example
	like "and is named" "$(cat "$tmp/out")" '*Could not be read*example: /var/lib/example/packages: *'
else
	skip "the example of sslinv-backend.3 compiles without a warning" "there is no C compiler"
fi
finish
