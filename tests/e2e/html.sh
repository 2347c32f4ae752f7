#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv report --format html: the page by itself, and in a browser.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

if ! command -v sqlite3 >/dev/null 2>&1; then
	skip 'the page' 'sqlite3 is needed to make an inventory'
	finish
fi

# make_fleet DB HOSTS: an inventory of so many invented hosts.
make_fleet() {
	sqlite3 "$1" <"$top/tests/fixtures/inventory-v4.sql" || exit 99
	"$sslinv" check --db "$1" >/dev/null 2>&1
	{ echo "CREATE TEMP TABLE size AS SELECT $2 AS hosts;" && cat "$top/tests/fixtures/fleet.sql"; } | sqlite3 "$1" || exit 99
}
make_fleet "$tmp/fleet.db" 400
page=$tmp/fleet.html
exits 'the page of a fleet' 4 "$sslinv" report --db "$tmp/fleet.db" --format html --output "$page"
exits 'of one host' 0 "$sslinv" report --db "$tmp/fleet.db" --host 'db125.*' --format html --output "$tmp/ok.html"
exits 'of one that needs something' 1 "$sslinv" report --db "$tmp/fleet.db" --host 'app7.*' --format html --output "$tmp/one.html"
exits 'of none' 2 "$sslinv" report --db "$tmp/fleet.db" --host nobody --format html --output "$tmp/none.html"
not_ok 'is not written' [ -e "$tmp/none.html" ]

# ---- the page by itself ---------------------------------------------------------------------------------------------------
like 'the answer is on top' "$(sed -n 's/^<h1>\(.*\)<.h1>$/\1/p' "$page")" '100 of 400 hosts need an upgrade'
like 'of one host by its name' "$(sed -n 's/^<h1>\(.*\)<.h1>$/\1/p' "$tmp/one.html")" 'app7.example.org needs an upgrade'
like 'with the command to paste' "$(cat "$tmp/one.html")" '*<dt>Do now</dt>
<dd><code>*</code></dd>
<dt>Then</dt>*'
like 'a clean host is told as such' "$(cat "$tmp/ok.html")" '*<h1>db125.example.org is fine</h1>
<p class="lead">No known vulnerability of OpenSSL is open.</p>*'
# Nothing is loaded from anywhere: the only references are fragments, pages for a click, and the empty picture.
is 'nothing is referred to' "$(grep -oE '(src|href|action|srcset|poster|data)="[^#"][^"]*"' "$page" | sort -u)" 'href="data:,"'
is 'but the advisory, and not by other than the web' "$(grep -oE '[a-z]* (src|href|action|srcset|poster|data)="[^#"][^"]*"( rel="[a-z]*")?' "$tmp/one.html" | sort -u)" \
	' href="data:,"
a href="https://example.org/?a=&quot;&amp;b" rel="noreferrer"'
is 'nor by the style or the script' "$(grep -cE '@import|url\(|fetch\(|XMLHttpRequest|import\(|eval\(|document\.write' "$page")" 0
policy=$(sed -n 's/^<meta http-equiv="Content-Security-Policy" content="\(.*\)">$/\1/p' "$page")
like 'a strict policy says so' "$policy" "default-src 'none'; img-src data:; style-src 'sha256-*'; script-src 'sha256-*'; base-uri 'none'; form-action 'none'"
not_ok 'which has no exceptions' [ "$policy" != "${policy#*unsafe}" ]
if command -v openssl >/dev/null 2>&1; then
	hash_of() {
		perl -0777 -ne "print \$1 if m{<$1>(.*?)</$1>}s" "$page" | openssl dgst -sha256 -binary | openssl base64
	}
	like 'and knows the style' "$policy" "*style-src 'sha256-$(hash_of style)'*"
	like 'and the script' "$policy" "*script-src 'sha256-$(hash_of script)'*"
else
	skip 'the policy knows style and script' 'openssl is not installed'
fi
is 'no byte is a control character' "$(tr -d '\n\t' <"$page" | LC_ALL=C tr -cd '\000-\037\177' | wc -c)" 0
ok 'all is UTF-8' iconv -f UTF-8 -t UTF-8 "$page" -o /dev/null
# What a host that could not be judged has open, nobody knows.
cp "$tmp/fleet.db" "$tmp/unknown.db"
sqlite3 "$tmp/unknown.db" "DELETE FROM finding WHERE host_id = 7; UPDATE verdict SET verdict = 'unknown', affected = 0 WHERE host_id = 7"
"$sslinv" report --db "$tmp/unknown.db" --host 'app7.*' --format html >"$tmp/unknown.html"
like 'one that was not judged is not' "$(cat "$tmp/unknown.html")" '*<h1>app7.example.org could not be judged</h1>
<p class="lead">No open vulnerability was found, but not everything could be judged.</p>*'

without_time() { sed 's/20..-..-.. at ..:.. UTC//; s/20..-..-.. ..:.. UTC//'; }
"$sslinv" report --db "$tmp/fleet.db" --format html >"$page"
is 'the same inventory gives the same page' "$(without_time <"$page" | cksum)" \
	"$("$sslinv" report --db "$tmp/fleet.db" --format html | without_time | cksum)"

# ---- in a browser ---------------------------------------------------------------------------------------------------------
for name in chromium chromium-browser google-chrome; do
	if chromium=$(command -v "$name"); then break; fi
done
if [ -z "$chromium" ]; then
	skip 'the page in a browser' 'chromium is not installed'
	finish
fi
if ! perl -MJSON::PP -MMIME::Base64 -e 1 2>/dev/null; then
	skip 'the page in a browser' "perl's JSON::PP is not installed"
	finish
fi
# browse OPTION... FILE[#FRAGMENT] [SCRIPT]
browse() { perl "$top/tests/e2e/browser.pl" "$@"; }
checks() { browse "$chromium" "file://$page" "$top/tests/e2e/html_checks.js"; }

checks >"$tmp/checks" 2>&1 || echo "not ok the checks run to their end" >>"$tmp/checks"
while read -r line; do
	case $line in
	'ok '*) passed "in a browser: ${line#ok }" ;;
	*) failed "in a browser: ${line#not ok }" ;;
	esac
done <"$tmp/checks"
ok 'there were checks' [ "$(wc -l <"$tmp/checks")" -gt 25 ]
for file in "$page" "$tmp/one.html" "$tmp/ok.html" "$tmp/unknown.html"; do
	is "the browser has nothing to say, and asks for nothing: ${file##*/}" "$(browse "$chromium" "file://$file" 2>&1)" ''
done
# It would say it.
sed 's/^<main id="main">$/&<img src="https:\/\/example.org\/x.png"><script>hacked = 1<\/script>/' "$page" >"$tmp/hacked.html"
like 'but it would, and the policy holds' "$(browse "$chromium" "file://$tmp/hacked.html" 2>&1)" 'console *Content Security Policy*'
echo 'return [typeof globalThis.hacked]' >"$tmp/hacked.js"
like 'what somebody put in does not run' "$(browse "$chromium" "file://$tmp/hacked.html" "$tmp/hacked.js" 2>&1 | tail -n 1)" undefined

for look in light dark print; do
	for file in "$page" "$tmp/one.html"; do
		option=
		if [ "$look" != light ]; then option=--$look; fi
		# shellcheck disable=SC2086 # an option or none
		like "contrasts are strong enough: $look, ${file##*/}" "$(browse $option "$chromium" "file://$file" "$top/tests/e2e/html_contrast.js" 2>&1)" \
			'measured [1-9][0-9]*'
	done
done
like 'weak ones are seen' "$(browse "$chromium" "file://$page#weak" "$top/tests/e2e/html_contrast.js" 2>&1)" 'weak text*weak shape upgrade*'

browse --roles "$chromium" "file://$page" >"$tmp/roles" 2>&1
ok "the browser's accessibility tree has the main part" grep -q '^role main: ' "$tmp/roles"
while read -r role; do
	ok "the browser's accessibility tree has: $role" grep -qxF "role $role" "$tmp/roles"
done <<'ROLES'
link: Skip to the content [focusable 1]
heading: 100 of 400 hosts need an upgrade [level 1]
heading: Hosts [level 2]
navigation: Sections
region: Exposure to each CVE
image: The share of hosts with each verdict; the table below has the numbers
image: Open findings over time
table: Each host, the worst verdict first
searchbox: Filter hosts [focusable 1]
status:  [live polite]
columnheader: Verdict
rowheader: upgrade
ROLES

echo 'return [document.querySelectorAll("#hosts tbody tr").length, getComputedStyle(document.querySelector("#hosts table")).display,
	document.querySelectorAll("button, input").length].map(String)' >"$tmp/rows.js"
is 'without scripts all rows are there, and nothing that does not work' \
	"$(browse --no-scripts "$chromium" "file://$page" "$tmp/rows.js" 2>&1 | tr '\n' ' ')" '400 table 0 '
echo 'return [String(document.documentElement.scrollWidth <= innerWidth)]' >"$tmp/width.js"
for file in "$page" "$tmp/one.html"; do
	is "nothing is wider than a phone: ${file##*/}" "$(browse --width 360 --height 740 "$chromium" "file://$file" "$tmp/width.js" 2>&1)" true
done
browse --pdf "$tmp/page.pdf" --screenshot "$tmp/page.png" "$chromium" "file://$page"
like 'it can be printed' "$(head -c 5 "$tmp/page.pdf")" '%PDF-'
like 'and pictured' "$(head -c 4 "$tmp/page.png" | tr -d '\211')" PNG

# ---- ten thousand hosts ---------------------------------------------------------------------------------------------------
# The rows of 400 many times over, and a row's own number: the page is what a fleet of that size has.
perl -e '
	local $/;
	my $page = <STDIN>;
	my ($head, $rows, $rest) = $page =~ m{^(.*<noscript data-for="hosts-table">.*?<tbody>\n)(.*?)(</tbody>.*)$}s or exit 1;
	$head =~ s{data-noun="hosts" data-total="\d+"}{data-noun="hosts" data-total="10000"};
	print $head, (map { my $copy = $_; $rows =~ s{(<th scope="row">)}{$1$copy-}gr } 1 .. 33), $rest;
' <"$page" >"$tmp/large.html"
# How long it takes is measured by `make bench`; here, that it depends on what is shown and not on what there is. The bound is for a
# machine that is busy with much else.
browse --cpu "$chromium" "file://$tmp/large.html" "$top/tests/e2e/html_speed.js" >"$tmp/speed" 2>&1
sed 's/^/# /' "$tmp/speed"
measured() { sed -n "s/^$1 //p" "$tmp/speed"; }
like 'of 10,000 hosts all are found' "$(measured found)" '*found among 10,000'
ok 'but few are in the document' [ "$(measured elements)" -lt 20000 ]
ok 'it opens at once' [ "$(measured 'cpu open')" -lt 5000 ]
ok 'and filters and sorts' [ "$(measured 'cpu script')" -lt 5000 ]
finish
