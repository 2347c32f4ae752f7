#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The text for people: five lines that answer, 80 columns, colours on a terminal alone, and names that try to break out.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

if ! command -v sqlite3 >/dev/null 2>&1; then
	skip 'texts' 'sqlite3 is needed to make an inventory'
	finish
fi

# A host with much to do: names that are too long, that turn the direction of what follows, and that are wide.
db=$tmp/x.db
sqlite3 "$db" <"$top/tests/fixtures/inventory-v4.sql" || exit 99
exits 'the fixture is judged' 1 "$sslinv" check --db "$db" --max-age 0
long=/opt/$(printf 'a-directory-of-a-long-name/%.0s' 1 2 3 4 5 6)libcrypto.so.3
sqlite3 "$db" "
UPDATE verdict SET verdict = 'upgrade', action = 'apt-get install --only-upgrade libssl3=3.0.22-1~deb12u2
libssl3' WHERE gone_at IS NULL;
DELETE FROM action;
CREATE TEMP TABLE todo (rank, action, verdict, subject, was, target, command, findings, worst, severity, reason, files);
INSERT INTO todo VALUES
	(1, 'upgrade', 'upgrade', 'libssl3, openssl', '3.0.13-1~deb12u1', '3.0.22-1~deb12u2', 'x', 21, 'CVE-2026-45447', 'high', 'why', 0),
	(2, 'restart', 'upgrade', 'nginx.service', '3.0.13-1', '3.0.22-1', 'systemctl restart nginx.service', 21, 'CVE-2026-45447', 'high', 'after', 0),
	(3, 'replace', 'replace', '$long', '3.0.16', '3.0.20', NULL, 34, 'CVE-2026-45447', 'high', 'ask', 2),
	(4, 'replace', 'replace', '/opt/' || char(0x202e) || 'txt.so', '3.0.16', '3.0.20', NULL, 3, 'CVE-2026-45447', 'high', 'ask', 1),
	(5, 'replace', 'replace', '\$''/opt/new\nline\x1b[31m''', '3.0.16', '3.0.20', NULL, 3, 'CVE-2026-45447', 'high', 'ask', 1),
	(6, 'ask', 'unknown', '$long', NULL, NULL, NULL, 0, NULL, NULL, 'no guidance covers this fork of OpenSSL', 1);
INSERT INTO action (host_id, rank, action, verdict, subject, from_version, to_version, command, findings, worst_cve, worst_severity, reason,
	files, first_seen) SELECT host_id, todo.*, host.first_seen FROM host, (SELECT rank, action, verdict, subject, was, target, command, findings,
	worst, severity, reason, files FROM todo) AS todo;"

exits 'a report of the host' 1 "$sslinv" report --db "$db"
is 'answers in its first lines' "$(sed -n 1,4p "$tmp/out")" 'web1 (debian 12): UPGRADE - 21 open CVEs, worst CVE-2026-45447 (high)
  Do now:  apt-get install --only-upgrade libssl3=3.0.22-1~deb12u2
  Then:    systemctl restart nginx.service
  Also:    3 private copies with open CVEs, 1 not judged'
like 'and says how far to trust it' "$(sed -n 5p "$tmp/out")" '  Trust:   complete scan of *'
is 'in 80 columns' "$(LC_ALL=C awk 'length($0) > 80 + 4' "$tmp/out" | grep -v "$long")" ''
is 'a long name loses its middle' "$(grep -c '^  /opt/[^ ]*\.\.\.[^ ]*crypto\.so\.3 (2 files)  *3\.0\.16 ' "$tmp/out")" 1
is 'the direction of the text stays' "$(grep -c "$(printf '\342\200\256')" "$tmp/out")" 0
is 'and there is no control character' "$(LC_ALL=C tr -d '\n -~\200-\377' <"$tmp/out" | wc -c | tr -d ' ')" 0
exits 'all of it' 1 "$sslinv" report --all --db "$db"
like 'has the whole name' "$(cat "$tmp/out")" "*  $long (2 files) 3.0.16*"
exits 'a check of one host' 1 "$sslinv" check --db "$db" --max-age 0
like 'tells what changed' "$(sed -n 1p "$tmp/out")" 'web1 (debian 12): UPGRADE -> RESTART - nginx.service still runs old code*'
exits 'and nothing, where nothing did' 1 "$sslinv" check --db "$db" --max-age 0
like 'of its verdict' "$(sed -n 1p "$tmp/out")" 'web1 (debian 12): RESTART - *'

for option in --host --subject; do
	exits "an empty $option does not mean all" 2 "$sslinv" accept --db "$db" --until 2999-12-31 --reason why "$option" '' CVE-2026-45447
	like 'as the message says' "$(cat "$tmp/err")" "*$option needs a pattern; leave it out for all*"
done
exits 'a risk is accepted' 0 "$sslinv" accept --db "$db" --until 2999-12-31 --reason 'the proxy in front of it ends all TLS, and nothing else of the host can be reached' CVE-2026-45447
sqlite3 "$db" "UPDATE finding SET status = 'affected', cve = 'CVE-2026-45447' WHERE finding.fact_id = (SELECT min(fact_id) FROM finding WHERE gone_at IS NULL AND cve IS NOT NULL)"
exits 'a report' 1 "$sslinv" report --db "$db"
like 'shows it' "$(cat "$tmp/out")" '*Accepted risks
  CVE-2026-45447 in *, until 2999-12-31: the proxy in front*reached*'
is 'in 80 columns' "$(sed -n '/^Accepted/,/^$/p' "$tmp/out" | awk 'length($0) > 80')" ''

# ---- a terminal -----------------------------------------------------------------------------------------------------------
escape=$(printf '\033')
if ! command -v script >/dev/null || ! script -qc true /dev/null >/dev/null 2>&1; then
	skip 'colours' 'script(1) is not here'
	finish
fi
# on_terminal ASSIGNMENT...: how many lines of a report have colours
on_terminal() {
	script -qc "env $* '$sslinv' report --db '$db'" /dev/null </dev/null >"$tmp/out" 2>&1
	grep -c "$escape\\[" "$tmp/out"
}
unset NO_COLOR
is 'a file has no colours' "$(TERM=xterm "$sslinv" report --db "$db" | grep -c "$escape")" 0
ok 'a terminal has' [ "$(on_terminal TERM=xterm)" -gt 1 ]
is 'unless the user does not want any' "$(on_terminal TERM=xterm NO_COLOR=1)" 0
ok 'which has to be said' [ "$(on_terminal TERM=xterm NO_COLOR=)" -gt 1 ]
is 'nor has a terminal that cannot' "$(on_terminal TERM=dumb)" 0
is 'nor one that nobody names' "$(on_terminal -u TERM)" 0
finish
