#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv report: of one host and of many, with names that try to break out, and outputs that cannot be written.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

if ! command -v sqlite3 >/dev/null 2>&1; then
	skip 'reports' 'sqlite3 is needed to make an inventory'
	finish
fi

# The host of the fixture, `web1`, with the verdict unknown.
one=$tmp/one.db
sqlite3 "$one" <"$top/tests/fixtures/inventory-v4.sql" || exit 99

# copy_host DB NAME VERDICT: one more host like the first.
copy_host() {
	sqlite3 "$1" "
INSERT INTO host SELECT (SELECT max(host_id) + 1 FROM host), '$2', '$2', os_id, os_version, os_name, arch, first_seen FROM host WHERE host_id = 1;
INSERT INTO scan SELECT (SELECT max(scan_id) FROM scan) + scan_id, (SELECT max(host_id) FROM host), identity, started, finished, root, mode, outcome,
	packages_seen, files_read, tool_version, guidance_date, packages_complete, files_complete, walk_complete, processes_read,
	processes_hidden, processes_complete FROM scan WHERE host_id = 1;
$(for table in package library linkage problem candidate changelog process finding level verdict; do
		columns=$(sqlite3 "$1" "SELECT group_concat(name) FROM pragma_table_info('$table') WHERE name NOT IN ('fact_id', 'host_id')")
		echo "INSERT INTO $table (host_id, $columns) SELECT (SELECT max(host_id) FROM host), $columns FROM $table WHERE host_id = 1;"
	done)
UPDATE verdict SET verdict = '$3' WHERE host_id = (SELECT max(host_id) FROM host) AND gone_at IS NULL;"
}

fleet=$tmp/fleet.db
cp "$one" "$fleet"
copy_host "$fleet" db1 ok
copy_host "$fleet" web2 upgrade
ok 'a fleet can be made' [ "$(ask "$fleet" 'SELECT count(*) AS n FROM hosts')" = 3 ]

# ---- what changed ---------------------------------------------------------------------------------------------------------
exits 'what changed since a day' 1 "$sslinv" report --db "$fleet" --since 2020-01-01
like 'tells of hosts that are new since' "$(cat "$tmp/out")" 'db1: new, with the verdict ok*3 hosts: *'
"$sslinv" diff --db "$fleet" --from 2020-01-01 >"$tmp/diff.out"
ok 'as a diff does' cmp "$tmp/out" "$tmp/diff.out"
exits 'nothing, since yesterday' 0 "$sslinv" report --db "$fleet" --since "$(date -u -d '1 day ago' +%F 2>/dev/null || echo 2027-01-01)" --output "$tmp/since.json" --format json
like 'as JSON' "$(cat "$tmp/since.json")" '*"sslinv_diff": 1*"changed": 0*'
exits 'in a format that it does not have' 2 "$sslinv" report --db "$fleet" --since 2020-01-01 --format csv
exits 'since no day' 2 "$sslinv" report --db "$fleet" --since soon

# ---- one host, a pattern, all ---------------------------------------------------------------------------------------------
exits 'a report of one host' 4 "$sslinv" report --db "$one"
like 'is what a scan prints' "$(cat "$tmp/out")" 'web1 (debian 12): UNKNOWN*
  Trust:   complete scan of 20*'
exits 'a report of the fleet' 4 "$sslinv" report --db "$fleet"
like 'begins with the hosts of each verdict, and has the worst first' "$(cat "$tmp/out")" '3 hosts: 1 upgrade, 1 unknown, 1 ok

upgrade     web2*
unknown     web1*
ok          db1*'
exits 'of the hosts that match a pattern' 4 "$sslinv" report --db "$fleet" --host 'web*'
like 'no others are told' "$(cat "$tmp/out")" '2 hosts: 1 upgrade, 1 unknown*'
exits 'a host that needs action' 1 "$sslinv" report --db "$fleet" --host web2
exits 'a clean host' 0 "$sslinv" report --db "$fleet" --host db1
exits 'all hosts in full' 4 "$sslinv" report --db "$fleet" --all
like 'after the hosts of each verdict' "$(cat "$tmp/out")" '3 hosts: 1 upgrade, 1 unknown, 1 ok*'
is 'each of them' "$(grep -c '^  complete scan of ' "$tmp/out")" 3
exits 'no host that matches' 2 "$sslinv" report --db "$fleet" --host nobody
is 'nothing is printed then' "$(cat "$tmp/out")" ''
like 'and the pattern is named' "$(cat "$tmp/err")" '*nobody*'
exits 'a format that is not known' 2 "$sslinv" report --db "$fleet" --format gif
exits 'an inventory that is not there' 3 "$sslinv" report --db "$tmp/none.db"
sqlite3 "$tmp/empty.db" <"$top/tests/fixtures/inventory-v4.sql"
sqlite3 "$tmp/empty.db" "$(sqlite3 "$tmp/empty.db" "SELECT group_concat('DELETE FROM ' || name, ';') FROM sqlite_master WHERE type = 'table'
	AND name NOT LIKE 'sqlite_%'")"
exits 'an inventory without hosts' 2 "$sslinv" report --db "$tmp/empty.db"
like 'says so' "$(cat "$tmp/err")" '*has no host*'

# A host that was never judged is unknown, and what to do is told.
cp "$one" "$tmp/unjudged.db"
sqlite3 "$tmp/unjudged.db" 'DELETE FROM verdict; DELETE FROM finding; DELETE FROM level'
exits 'a host that was never judged' 4 "$sslinv" report --db "$tmp/unjudged.db"
# shellcheck disable=SC2016 # the text has backticks
like 'is unknown' "$(cat "$tmp/out")" '*): UNKNOWN*Do now:  *`sslinv check`*'

# One that failed in part is incomplete, whatever its verdict is.
cp "$fleet" "$tmp/incomplete.db"
sqlite3 "$tmp/incomplete.db" "INSERT INTO problem (host_id, source, path, message, is_failure, first_seen)
	SELECT host_id, 'rpm', '/var/lib/rpm', 'cannot be read', 1, first_seen FROM host WHERE name = 'db1'"
exits 'an incomplete scan of a clean host' 4 "$sslinv" report --db "$tmp/incomplete.db" --host db1
exits 'is told in the line of a fleet' 4 "$sslinv" report --db "$tmp/incomplete.db"
like 'and in its summary' "$(cat "$tmp/out")" '*1 with an incomplete scan*ok          db1*, INCOMPLETE'

# ---- where it is written --------------------------------------------------------------------------------------------------
echo before >"$tmp/file"
exits 'a report into a file' 4 "$sslinv" report --db "$fleet" --output "$tmp/file"
like 'which has it' "$(cat "$tmp/file")" '3 hosts: *'
is 'and nothing is left beside it' "$(cd "$tmp" && echo file*)" file
is 'nor printed' "$(cat "$tmp/out")" ''
echo before >"$tmp/file"
exits 'where the report fails' 2 "$sslinv" report --db "$fleet" --host nobody --output "$tmp/file"
is 'the old file stays' "$(cat "$tmp/file")" before
exits 'a directory that is not there' 3 "$sslinv" report --db "$fleet" --output "$tmp/nowhere/file"
like 'is named' "$(cat "$tmp/err")" "*$tmp/nowhere/file: cannot be made: *"
exits 'a directory in the place of the file' 3 "$sslinv" report --db "$fleet" --output "$tmp"
if [ -w /dev/full ]; then
	# shellcheck disable=SC2016 # for the inner shell
	exits 'a full disk' 3 sh -c '"$1" report --db "$2" >/dev/full' sh "$sslinv" "$fleet"
	exits 'a device is written to where it is' 3 "$sslinv" report --db "$fleet" --output /dev/full
	ok 'and stays one' test -c /dev/full
fi
mkfifo "$tmp/pipe"
cat "$tmp/pipe" >"$tmp/piped" &
exits 'a pipe is written to' 4 "$sslinv" report --db "$fleet" --output "$tmp/pipe"
wait
like 'and takes the report' "$(cat "$tmp/piped")" '3 hosts: *'
ok 'and stays one' test -p "$tmp/pipe"

# The output is longer than a buffer: what fails is not the last write.
for format in json html; do
	echo before >"$tmp/kept"
	# shellcheck disable=SC2016 # for the inner shell
	exits "$format: a file that cannot be written whole" 3 sh -c 'ulimit -f 4 && exec "$1" report --db "$2" --format "$3" --output "$4"' \
		sh "$sslinv" "$fleet" "$format" "$tmp/kept"
	like 'is named' "$(cat "$tmp/err")" "*$tmp/kept: cannot be written*"
	is 'and stays as it was, alone' "$(cat "$tmp/kept"; cd "$tmp" && echo kept*)" 'before
kept'
	if [ -w /dev/full ]; then
		exits "$format: a device that is full" 3 "$sslinv" report --db "$fleet" --format "$format" --output /dev/full
	fi
done
cp "$fleet" "$tmp/itself.db"
exits 'no report takes the place of its inventory' 2 "$sslinv" report --db "$tmp/itself.db" --output "$tmp/./itself.db"
ok 'which stays' cmp "$fleet" "$tmp/itself.db"

# ---- who may ask ----------------------------------------------------------------------------------------------------------
before=$(cksum "$fleet")
chmod 444 "$fleet"
if [ "$(id -u)" -eq 0 ]; then
	(
		open_copy "$sslinv"
		cp "$fleet" "$tmp/copy/fleet.db"
		as_nobody env SSLINV_BACKENDS="$SSLINV_BACKENDS" SSLINV_DATA="$SSLINV_DATA" "$sslinv" report --db "$tmp/copy/fleet.db"
	) >"$tmp/out" 2>"$tmp/err"
	like 'a user who may only read the file' "$(cat "$tmp/out")" '3 hosts: *'
fi
is 'the inventory stays as it is, to the byte' "$(cksum "$fleet")" "$before"
chmod 644 "$fleet"

# ---- json -----------------------------------------------------------------------------------------------------------------
exits 'json' 4 "$sslinv" report --db "$fleet" --format json
cp "$tmp/out" "$tmp/json"
if command -v python3 >/dev/null 2>&1; then
	ok 'is JSON' python3 -m json.tool "$tmp/json"
	is 'has all hosts with their facts' "$(python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
print(report["sslinv_report"], report["summary"]["hosts"], report["summary"]["verdicts"]["upgrade"])
for host in report["hosts"]:
	print(host["host"]["host"], host["verdict"]["verdict"], len(host["packages"]), len(host["linkages"]), len(host["findings"]))
' "$tmp/json")" "1 3 1
$(ask "$fleet" "SELECT host || ' ' || verdict || ' ' || (SELECT count(*) FROM packages AS p WHERE p.host = v.host) || ' ' ||
	(SELECT count(*) FROM linkages AS l WHERE l.host = v.host) || ' ' || (SELECT count(*) FROM findings AS f WHERE f.host = v.host) AS line
	FROM verdicts AS v ORDER BY verdict = 'ok', verdict = 'unknown'")"
fi

# ---- names that try to break out ------------------------------------------------------------------------------------------
# As no scan stores them: another hand was here.
hostile=$tmp/hostile.db
cp "$fleet" "$hostile"
sqlite3 "$hostile" "
UPDATE host SET name = '=1+1|<b>\`x\`\"''@you' WHERE name = 'web2';
UPDATE host SET name = CAST(X'65766a1b5b33316dff0a0d2d2d' AS TEXT) WHERE name = 'db1';
UPDATE package SET name = '-lib|<script>alert(1)</script>', version = '+1,\"2\"' WHERE name = 'curl';
UPDATE scan SET tool_version = CAST(X'1b5b33316dff' AS TEXT);
UPDATE library SET path = CAST(X'2f6f70742f1b5d303b7e07ff2c' AS TEXT) WHERE path LIKE '/opt/%';
UPDATE finding SET package = '@libssl3', installed_version = '=cmd|'' /C calc''!A0' WHERE package = 'libssl3';
UPDATE verdict SET action = 'first' || char(10) || '\`\`\`' || char(10) || 'last' || CAST(X'1b' AS TEXT)" || exit 99
for format in text json csv markdown html prometheus cyclonedx openvex; do
	for all in '' --all; do
		# shellcheck disable=SC2086 # no word, or one
		exits "$format ${all:+$all }of hostile names" 4 "$sslinv" report --db "$hostile" --format "$format" $all
		ok 'is UTF-8' iconv -f UTF-8 -t UTF-8 "$tmp/out"
		is 'and gives no terminal an order' "$(tr -d '\t\n\r -\377' <"$tmp/out" | wc -c)" 0
		cp "$tmp/out" "$tmp/hostile.$format$all"
	done
done
ok 'markdown has no tags, no code and no cells of theirs' grep -qF "| =1\\+1\\|&lt;b&gt;\\\`x\\\`\"'\\@you | upgrade | " "$tmp/hostile.markdown"
is 'a block ends where it ends' "$(grep -c '^````$' "$tmp/hostile.markdown--all")" 6
if command -v python3 >/dev/null 2>&1; then
	exits 'csv has the same columns in all rows, and no cell that a spreadsheet would compute' 0 python3 -c '
import csv, sys
with open(sys.argv[1], newline="") as file:
	rows = list(csv.reader(file))
assert len({len(row) for row in rows}) == 1
assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
print(max({row[0] for row in rows[1:]}, key=lambda name: name[0] == chr(39)))
print(len(rows) - 1)
' "$tmp/hostile.csv"
	is 'one that looked so has an apostrophe in front, and all facts are there' "$(cat "$tmp/out")" "'=1+1|<b>\`x\`\"'@you
$(ask "$hostile" 'SELECT 2 * (SELECT count(*) FROM hosts) + (SELECT count(*) FROM packages) + (SELECT count(*) FROM libraries)
	+ (SELECT count(*) FROM linkages) + (SELECT count(*) FROM processes) + (SELECT count(*) FROM scan_errors) + (SELECT count(*) FROM findings)
	+ (SELECT count(*) FROM levels) AS n')"
	ok 'json is JSON' python3 -m json.tool "$tmp/hostile.json"
fi

for format in text json; do
	exits "diff as $format of hostile names" 1 "$sslinv" diff --format "$format" "$fleet" "$hostile"
	ok 'is UTF-8' iconv -f UTF-8 -t UTF-8 "$tmp/out"
	is 'has no control characters' "$(LC_ALL=C tr -cd '\000-\010\013-\037\177' <"$tmp/out" | wc -c)" 0
	is 'and names the path as it is quoted' "$(grep -c '/opt/.*x1b]0;.*xff' "$tmp/out")" 1
done
# Whoever sends an inventory may leave out what a scan always stores.
ok 'an inventory of this version' "$sslinv" merge --db "$tmp/half.db" "$one"
sqlite3 "$tmp/half.db" "INSERT INTO policy (host_id, lowest_protocol, first_seen) SELECT host_id, 'TLSv1', first_seen FROM host" || exit 99
exits 'a protocol without the highest' 4 "$sslinv" report --db "$tmp/half.db"
like 'is told without it' "$(cat "$tmp/out")" '*TLSv1 to a protocol that is not known*'

sqlite3 "$tmp/half.db" "UPDATE finding SET status = 'affected';
INSERT INTO acceptance (host, subject, cve, reason, accepted_by, accepted_at, until)
	SELECT DISTINCT '*', '*', cve, CAST(X'1b5b33316dff' AS TEXT), 'me', '2026-01-01T00:00:00Z', '2999-12-31' FROM finding WHERE cve IS NOT NULL" || exit 99
for format in json text markdown html csv; do
	exits "$format: the reason of an acceptance that no command noted" 4 "$sslinv" report --db "$tmp/half.db" --format "$format" --all
	ok 'is UTF-8' iconv -f UTF-8 -t UTF-8 "$tmp/out"
	is 'has no control characters' "$(LC_ALL=C tr -cd '\000-\010\016-\037\177' <"$tmp/out" | wc -c)" 0
done
sqlite3 "$tmp/half.db" "UPDATE host SET name = 'a' || char(0x202e) || 'b'" || exit 99
exits 'markdown of a name that turns what follows' 4 "$sslinv" report --db "$tmp/half.db" --format markdown
is 'does not turn it' "$(grep -c "$(printf '\342\200\256')" "$tmp/out")" 0

# ---- a monitoring plugin --------------------------------------------------------------------------------------------------
exits 'nagios: unknown is UNKNOWN' 3 "$sslinv" report --db "$one" --format nagios
like 'in one line' "$(cat "$tmp/out")" 'SSLINV UNKNOWN - web1: unknown, * | hosts=1;;;0 *'
exits 'nagios: what could not be judged is UNKNOWN beside an upgrade' 3 "$sslinv" report --db "$fleet" --format nagios --host web2
sqlite3 "$fleet" "UPDATE finding SET status = 'fixed'; UPDATE verdict SET unknown = 0, affected = 0"
exits 'nagios: clean is OK' 0 "$sslinv" report --db "$fleet" --format nagios --host db1 --scan-age 0,0 --guidance-age 0,0
exits 'nagios: an old scan is critical' 2 "$sslinv" report --db "$fleet" --format nagios --host db1 --guidance-age 0,0 --scan-age 1,2
exits 'nagios: hostile names' 3 "$sslinv" report --db "$hostile" --format nagios
is 'stay in one line, with one bar' "$(wc -l <"$tmp/out") $(tr -cd '|' <"$tmp/out")" '1 |'
for wrong in '--db /nowhere/x.db' '--host nobody' '--scan-age 7,2' '--scan-age x' '--critical bad' '--bogus' 'operand'; do
	# shellcheck disable=SC2086 # an option and its argument
	exits "nagios: whatever goes wrong is UNKNOWN: $wrong" 3 env SSLINV_DB="$fleet" "$sslinv" report --format nagios $wrong
	like 'and says so where it is read' "$(cat "$tmp/out")" 'SSLINV UNKNOWN - *'
done
exits 'a wrong age is refused in other formats, too' 2 "$sslinv" report --db "$fleet" --scan-age 7,2

# ---- the textfile collector of Prometheus ---------------------------------------------------------------------------------
for db in one fleet hostile unjudged incomplete; do
	for cves in '' --by-cve; do
		# shellcheck disable=SC2086 # no word, or one
		"$sslinv" report --db "$tmp/$db.db" --format prometheus $cves >"$tmp/$db$cves.prom" 2>"$tmp/err"
		if command -v promtool >/dev/null 2>&1; then
			is "promtool has nothing to say: $db $cves" "$(promtool check metrics <"$tmp/$db$cves.prom" 2>&1)" ''
		else
			skip "promtool has nothing to say: $db $cves" 'promtool is not installed'
		fi
		is "no series is there twice: $db $cves" "$(sed '/^#/d; s/ [0-9]*$//' "$tmp/$db$cves.prom" | sort | uniq -d)" ''
		is "all samples of a metric stand together: $db $cves" \
			"$(sed '/^#/d; s/[{ ].*//' "$tmp/$db$cves.prom" | uniq | sort | uniq -d)" ''
	done
done
is 'three hosts have twelve series each' "$(grep -c '{host=' "$tmp/incomplete.prom")" 36
cp "$one" "$tmp/open.db"
sqlite3 "$tmp/open.db" "UPDATE finding SET status = 'affected' WHERE status = 'unknown'; UPDATE finding SET status = 'will_not_fix'
	WHERE status = 'fixed'"
"$sslinv" report --db "$tmp/open.db" --format prometheus --by-cve >"$tmp/open.prom" 2>"$tmp/err"
is 'the open CVEs are those that are affected or will not be fixed' \
	"$(sed -n 's/^sslinv_host_vulnerability{.*,cve="\([^"]*\)".*/\1/p' "$tmp/open.prom")" \
	"$(ask "$tmp/open.db" "SELECT DISTINCT cve FROM findings WHERE status IN ('affected', 'will_not_fix') AND cve IS NOT NULL ORDER BY cve")"

# ---- a bill of materials --------------------------------------------------------------------------------------------------
if command -v python3 >/dev/null 2>&1; then
	for db in one fleet hostile unjudged; do
		"$sslinv" report --db "$tmp/$db.db" --format cyclonedx >"$tmp/$db.bom" 2>"$tmp/err"
		exits "cyclonedx: all references lead somewhere, and no name is there twice: $db" 0 python3 -c '
import json, sys
bom = json.load(open(sys.argv[1]))
components = bom["components"] + [bom["metadata"][key] for key in bom["metadata"] if key == "component"]
names = [component["bom-ref"] for component in components]
assert len(names) == len(set(names))
refs = [dependency["ref"] for dependency in bom["dependencies"]]
assert len(refs) == len(set(refs))
used = refs + [ref for dependency in bom["dependencies"] for ref in dependency["dependsOn"] + dependency.get("provides", [])]
used += [affected["ref"] for vulnerability in bom["vulnerabilities"] for affected in vulnerability["affects"]]
assert set(used) <= set(names)
assert bom["specVersion"] == "1.6"
print(len(bom["vulnerabilities"]))
' "$tmp/$db.bom"
		is "and all findings are there: $db" "$(cat "$tmp/out")" "$(ask "$tmp/$db.db" 'SELECT count(*) AS n FROM findings')"
	done
else
	skip 'cyclonedx: all references lead somewhere' 'python3 is not installed'
fi

finish
