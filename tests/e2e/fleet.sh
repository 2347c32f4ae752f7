#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The workflow of sslinv-fleet(7), example by example, with a host of the tests behind each name and a stand-in for ssh.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'the workflow of a fleet' 'dpkg, a C compiler and the apt backend are needed to make hosts'
	finish
fi

page=$top/man/sslinv-fleet.7
mkdir "$tmp/bin" "$tmp/work" "$tmp/private" "$tmp/incoming"
make_small_host 3.0.11-1

# `ssh [-C] HOST sslinv ARGUMENT...`: a scan of the test's host under that name.
cat >"$tmp/bin/ssh" <<TEXT
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do shift; done
host=\$1
shift 2
[ "\$host" != away ] || { echo 'ssh: no route' >&2; exit 255; }
exec '$sslinv' "\$@" --root '$root' --host "\$host"
TEXT
printf '#!/bin/sh\nexec %s "$@"\n' "'$sslinv'" >"$tmp/bin/sslinv"
chmod +x "$tmp/bin/ssh" "$tmp/bin/sslinv"
cd "$tmp/work" || exit 99

# example NAME: the literal block after the comment `fleet: NAME`, as it is shown.
example() {
	awk -v want=".\\\\\" fleet: $1" '$0 == want { wanted = 1; next } wanted && /^\.Bd/ { inside = 1; next }
		inside && /^\.Ed/ { exit } inside' "$page" |
		sed -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\e/\\/g' -e "s|/srv/incoming|$tmp/incoming|g"
}

# run NAME: runs it as a person would, and leaves its exit status in $code, its output in $tmp/out and $tmp/err.
run() {
	example "$1" >"$tmp/example"
	ok "$1: the page has an example" [ -s "$tmp/example" ]
	code=0
	PATH=$tmp/bin:$PATH TMPDIR=$tmp/private sh "$tmp/example" >"$tmp/out" 2>"$tmp/err" || code=$?
}

run collect
is 'each host is merged' "$(grep -c '1 of 1 file merged: 1 host' "$tmp/out")" 2
is 'the fleet has them' "$(ask fleet.db 'SELECT host FROM hosts ORDER BY 1')" 'db1
web1'
is 'nothing else was written' "$(ls -A "$tmp/private"; ls -A)" 'fleet.db'
sed -i 's/web1 db1/away web1/' "$tmp/example"
PATH=$tmp/bin:$PATH sh "$tmp/example" >"$tmp/out" 2>"$tmp/err"
like 'a host that is away is told' "$(cat "$tmp/err")" '*not merged: standard input: is empty*'
is 'and no host is lost' "$(ask fleet.db 'SELECT count(*) AS n FROM hosts')" 2

"$sslinv" scan --root "$root" --host mail1 --db "$tmp/incoming/mail1.db" >/dev/null 2>&1
cp "$tmp/incoming/mail1.db" "$tmp/incoming/twice.db"
run merge
is 'what hosts bring is merged' "$code $(ask fleet.db 'SELECT count(*) AS n FROM hosts')" '0 3'

run check
like 'the fleet is judged' "$(cat "$tmp/out")" '*web1*'
# The fixture's distribution is one that nobody speaks for.
is 'and nobody knows of it' "$code" 4

run changed
like 'the fleet is new since yesterday' "$(cat "$tmp/out")" '*web1: new*3 hosts: *'

exits 'a scan that no host has is a mistake' 2 "$sslinv" diff --db fleet.db --from scan:999999
like 'which is told' "$(cat "$tmp/err")" '*--from: no host has scan:999999*'

run actions
is 'a table of what to do' "$(head -1 actions.csv | tr -d '\r')" host,rank,action,subject,to_version,command,reason
ok 'with rows' [ "$(wc -l <actions.csv)" -gt 1 ]

run page
is 'a page is written' "$code $(grep -c '<html' fleet.html)" "$code 1"
like 'that tells of each host' "$(cat fleet.html)" '*mail1*'

run nagios
like 'a plugin answers in a line' "$(cat "$tmp/out")" 'SSLINV *web1*|*'
is 'and by its exit code' "$code" "$(case $(cat "$tmp/out") in *OK\ *) echo 0 ;; *WARNING\ *) echo 1 ;; *CRITICAL\ *) echo 2 ;; *) echo 3 ;; esac)"
# shellcheck disable=SC2016
example nagios-command | sed -n 's/^ *command_line *//p' | sed 's/\$HOSTNAME\$/web1/' >"$tmp/example"
PATH=$tmp/bin:$PATH sh "$tmp/example" >"$tmp/out" 2>&1
like 'the command of the definition runs' "$(cat "$tmp/out")" 'SSLINV *web1*|*'

run prometheus
ok 'metrics are written' grep -q '^# TYPE sslinv_' sslinv.prom
if command -v promtool >/dev/null 2>&1; then
	is 'promtool has nothing to say' "$(promtool check metrics <sslinv.prom 2>&1)" ''
else
	skip 'promtool has nothing to say' 'promtool is not installed'
fi

rm -f fleet.html sslinv.prom
example cron | sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]*  root  //' >"$tmp/example"
is 'the lines of cron are three' "$(wc -l <"$tmp/example" | tr -d ' ')" 3
PATH=$tmp/bin:$PATH sh "$tmp/example" >"$tmp/out" 2>"$tmp/err"
ok 'they make the page' [ -s fleet.html ]
ok 'and the metrics' [ -s sslinv.prom ]
is 'and say nothing' "$(cat "$tmp/out")" ''

run forget
is 'a host that is no more is gone' "$code $(ask fleet.db "SELECT count(*) AS n FROM hosts WHERE host = 'db1'")" '0 0'
is 'no private copy is left' "$(ls -A "$tmp/private")" ''
finish
