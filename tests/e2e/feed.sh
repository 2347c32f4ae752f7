#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sslinv feed as an administrator uses it: import, list, export, and what is refused.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

mkdir "$tmp/state"
db=$tmp/state/inventory.db
feed() { "$sslinv" feed --db "$db" "$@"; }

# ---- the bundled guidance -------------------------------------------------------------------------------------------------
exits "list makes the guidance file" 0 feed list
ok "and it lies beside the inventory, which is not made" test -f "$tmp/state/guidance.db" -a ! -e "$db"
ok "list has OpenSSL's own records" grep -q '^sslinv/openssl ' "$tmp/out"
is "list --format csv has the columns of the view" "$(feed list --format csv | head -n 1 | tr -d '\r')" \
	"feed,vendor,format,published,imported,digest,entries,confirmed"
exits "list --format json" 0 feed list --format json
for product in openssl rhel debian ubuntu handbook; do
	feed export --only "$product" "$tmp/$product.xml"
	ok "what is exported of $product is what came with the program" cmp "$tmp/$product.xml" "$SSLINV_DATA/$product.xml"
done

# ---- import ---------------------------------------------------------------------------------------------------------------
testos_feed test/one 2026-01-01 1.0 >"$tmp/one.xml"
exits "import of a new feed" 0 feed import "$tmp/one.xml"
like "says that it is new" "$(cat "$tmp/out")" "1 of 1 file imported, 1 document: 1 feed new, 0 replaced, 0 unchanged*"
like "and how much it says" "$(tail -n 1 "$tmp/out")" "[1-9]* entries about OpenSSL, of them [0-9]* statements of vendors; 0 about other things passed over; 0 warnings"
exits "import of the same file" 0 feed import "$tmp/one.xml"
like "changes nothing" "$(cat "$tmp/out")" "*: 0 feeds new, 0 replaced, 1 unchanged*"
gzip -c "$tmp/one.xml" >"$tmp/one.xml.gz"
exits "import of the same file, compressed" 0 feed import "$tmp/one.xml.gz"
like "changes nothing either" "$(cat "$tmp/out")" "*: 0 feeds new, 0 replaced, 1 unchanged*"
testos_feed test/one 2026-02-01 1.1 >"$tmp/newer.xml"
exits "import of a newer edition from standard input" 0 sh -c "\"\$1\" feed --db \"\$2\" import - <\"\$3\"" - "$sslinv" "$db" "$tmp/newer.xml"
like "takes the place of the older one" "$(cat "$tmp/out")" "*: 0 feeds new, 1 replaced, 0 unchanged*"
exits "import of the older edition" 0 feed --verbose import "$tmp/one.xml"
like "is told, and changes nothing" "$(cat "$tmp/err")" "*one.xml: test/one of 2026-01-01 is an older edition than the one of 2026-02-01*"
like "export has the newer one" "$(feed export --only testos)" '*fixed-version="1.1"*'

# An edition that fell silent, or says far less, may be cut off: it does not replace the one that is there.
tracker() {
	printf '{"%s":{' "$1"
	shift
	comma=
	for number; do
		printf '%s"CVE-2026-%d":{"scope":"remote","releases":{"bookworm":{"status":"open","repositories":{"bookworm":"3.0.11-1"},"urgency":"low"}}}' \
			"$comma" "$number"
		comma=,
	done
	printf '}}\n'
}
of_tracker() { feed list --format csv | tr -d '\r' | awk -F, -v column="$1" '$3 == "debian-tracker" { print $column }'; }
tracker openssl $(seq 90001 90030) >"$tmp/full.json"
tracker zlib 90001 >"$tmp/silent.json"
tracker openssl $(seq 90001 90014) >"$tmp/few.json"
tracker openssl $(seq 90001 90015) >"$tmp/half.json"
exits "a tracker is imported" 0 feed --published 2026-06-01 import "$tmp/full.json"
entries=$(of_tracker 7)
for short in silent few; do
	exits "one that says far less ($short) is not taken" 4 feed --published 2026-06-02 import "$tmp/$short.json"
	like "it says why, and what can be done" "$(cat "$tmp/err")" "*not replaced: *$short.json*entries about OpenSSL*--force*"
	is "the one that is there stays" "$(of_tracker 7) $(of_tracker 4)" "$entries 2026-06-01"
done
exits "another file is imported all the same" 4 feed --published 2026-06-02 import "$tmp/silent.json" "$tmp/newer.xml"
exits "one that says half is taken" 0 feed --published 2026-06-02 import "$tmp/half.json"
is "it is of its day" "$(of_tracker 7) $(of_tracker 4)" "15 2026-06-02"
exits "one that says nothing is taken where that is meant" 0 feed --published 2026-06-03 --force import "$tmp/silent.json"
is "it says nothing" "$(of_tracker 7) $(of_tracker 4)" "0 2026-06-03"
exits "a fuller one is always taken" 0 feed --published 2026-06-04 import "$tmp/full.json"
# The same document, published again, is of the later day.
exits "the same document of a later day" 0 feed --published 2026-07-01 import "$tmp/full.json"
like "is the same" "$(cat "$tmp/out")" "*: 0 feeds new, 0 replaced, 1 unchanged*"
is "of the later day" "$(of_tracker 7) $(of_tracker 4)" "30 2026-07-01"
exits "and of an earlier one" 0 feed --published 2026-06-20 import "$tmp/full.json"
is "stays of the later" "$(of_tracker 4)" 2026-07-01
exits "--force is of import alone" 2 feed --force list

# ---- refusals -------------------------------------------------------------------------------------------------------------
feed export "$tmp/before.xml"
head -c 300 "$tmp/newer.xml" | sed 's/2026-02-01/2026-03-01/' >"$tmp/cut.xml"
echo 'a note' >"$tmp/note.txt"
exits "a file that is cut off is refused" 3 feed import "$tmp/cut.xml"
like "with its name, the line and the reason" "$(cat "$tmp/err")" "*not imported: $tmp/cut.xml:[0-9]*: *cut off*"
exits "a file of no known format is refused" 3 feed import "$tmp/note.txt"
like "by its name" "$(cat "$tmp/err")" "*not imported: $tmp/note.txt: not guidance that can be read here*"
exits "a file that is not there is refused" 3 feed import "$tmp/none.xml"
feed export "$tmp/after.xml"
ok "the old guidance is as it was" cmp "$tmp/before.xml" "$tmp/after.xml"
testos_feed test/two 2026-01-01 2.0 >"$tmp/two.xml"
exits "where some are refused, the others are imported" 4 feed import "$tmp/cut.xml" "$tmp/two.xml" "$tmp/note.txt"
like "and counted" "$(cat "$tmp/out")" "1 of 3 files imported*"

# ---- a file that is not ours ----------------------------------------------------------------------------------------------
mkdir "$tmp/foreign"
echo 'not a database' >"$tmp/foreign/guidance.db"
exits "another program's file is refused" 3 "$sslinv" feed --db "$tmp/foreign/inventory.db" import "$tmp/one.xml"
is "and left as it is" "$(cat "$tmp/foreign/guidance.db")" "not a database"

# ---- the command line -----------------------------------------------------------------------------------------------------
exits "no action" 2 feed
exits "an unknown action" 2 feed delete
exits "import of nothing" 2 feed import
exits "list of something" 2 feed list "$tmp/one.xml"
exits "an option of another action" 2 feed list --only rhel
exits "an unknown format" 2 feed list --format yaml
exits "a distribution that nobody speaks of" 2 feed export --only plan9
exits "a date that is none" 2 feed import --published soon "$tmp/one.xml"
exits "export into a directory that is not there" 3 feed export "$tmp/none/x.xml"
mkdir "$tmp/directory"
exits "export to where a directory is" 3 feed export "$tmp/directory"
is "leaves no half-written file" "$(cd "$tmp" && ls -d directory*)" "directory"
if [ -w /dev/full ]; then
	exits "export to a full disk" 3 sh -c "\"\$1\" feed --db \"\$2\" export >/dev/full" - "$sslinv" "$db"
else
	skip "export to a full disk" "there is no /dev/full"
fi

# ---- made anew ------------------------------------------------------------------------------------------------------------
mkdir "$tmp/records" "$tmp/lives" "$tmp/facts" "$tmp/made" "$tmp/again"
cat >"$tmp/records/CVE-2024-0727.json" <<'JSON'
{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-0727","state":"PUBLISHED"},"containers":{"cna":{
"affected":[{"product":"OpenSSL","vendor":"OpenSSL","versions":[{"version":"3.0.0","lessThan":"3.0.13","versionType":"semver",
"status":"affected"}]}],"datePublic":"2024-01-25T00:00:00.000Z","providerMetadata":{"dateUpdated":"2024-10-14T14:56:01.000Z"},
"title":"A title"}}}
JSON
printf -- '---\npermalink: /openssl\nreleases:\n- releaseCycle: "3.0"\n  releaseDate: 2021-09-07\n  eol: 2026-09-07\n---\n' \
	>"$tmp/lives/openssl.md"
# Each distribution has a fix that counts, one that does not, and one of whose state nothing certain is known.
{
	printf 'distro\trelease\tstream\tpackage\tcve\tstatus\tfixed_version\tadvisory\tdate\tseverity\tsource\n'
	for distro in almalinux alpine amzn arch azurelinux centos chainguard debian fedora mariner ol opensuse-leap \
		opensuse-leap-micro opensuse-tumbleweed photon rhel rocky sle-micro sles ubuntu wolfi; do
		printf '%s\t9\t\topenssl\tCVE-2024-0727\tfixed\t3.0.7-27\t\t2024-04-30\tLow\ta tracker\n' "$distro"
		printf '%s\t9\t\topenssl\tCVE-2023-5678\tfixed\t1.1.1n-0+deb11u6\tDLA-3942-1\t2024-10-31\t\ta tracker\n' "$distro"
		printf '%s\t9\t\topenssl\tCVE-2023-6129\taffected\t\t\t\tLow\ta tracker\n' "$distro"
	done
	printf 'rhel\t9\t\topenssl\tCVE-2023-0401\tnot_affected\t\t\t\tLow\ta tracker\n'
} >"$tmp/facts/table.tsv"
# A newer table takes one statement back; changelogs are no thresholds, in whichever table.
mkdir "$tmp/facts/newer"
{
	printf 'distro\trelease\tstream\tpackage\tcve\tstatus\tfixed_version\tadvisory\tdate\tseverity\tsource\n'
	printf 'rhel\t9\t\topenssl\tCVE-2023-0401\tfixed\t3.0.7-6\t\t2023-02-28\tLow\ta tracker\n'
} >"$tmp/facts/newer/table.tsv"
{
	printf 'distro\trelease\tstream\tpackage\tcve\tkind\tfacts_say\tthis_says\tfacts_source\tthis_source\n'
	printf 'rhel\t9\t\topenssl\tCVE-2023-0401\tstatus\tnot_affected\tfixed 3.0.7-6\ta tracker\ta tracker\n'
} >"$tmp/facts/newer/supersedes.tsv"
sed 's/CVE-2023-0401/CVE-2023-0217/' "$tmp/facts/newer/table.tsv" >"$tmp/facts/newer/spec-changelogs.tsv"
# A table is one by its columns, in whichever order.
printf 'distro\trelease\tstream\tpackage\tcve\tdate\tfixed_version\nrhel\t9\t\topenssl\tCVE-2023-0464\t2023-03-22\t3.0.7-16\n' \
	>"$tmp/facts/last.tsv"
# shellcheck disable=SC2317 # through exits
refresh() { "$top/data/refresh.sh" -o "$1" -l 2026-08-22 "$sslinv" "$tmp/records" "$tmp/lives" "$tmp/facts" "$tmp/two.xml"; }
exits "refresh.sh makes the bundled files" 0 refresh "$tmp/made"
exits "and makes them again" 0 refresh "$tmp/again"
ok "to the same bytes" diff -r "$tmp/made" "$tmp/again"
is "one for OpenSSL, one for each distribution, and the handbook" "$(find "$tmp/made" -name '*.xml' | wc -l | tr -d ' ')" 23
ok "which is the one that is kept by hand" cmp "$tmp/made/handbook.xml" "$SSLINV_DATA/handbook.xml"
if command -v xmllint >/dev/null 2>&1; then
	ok "they are valid" xmllint --noout --relaxng "$top/data/guidance.rng" "$tmp"/made/*.xml
else
	skip "they are valid" "xmllint is not installed"
fi
like "a file is as fresh as what it was made from" "$(cat "$tmp/made/rhel.xml")" '*name="sslinv/rhel"*published="2024-04-30"*'
like "and so are the lives in it" "$(cat "$tmp/made/openssl.xml")" '*format="endoflife" published="2026-08-22"*'
like "what was open when it was read is doubtful" "$(cat "$tmp/made/rhel.xml")" '*CVE-2023-6129" status="affected"*doubtful="true"*'
like "what a newer table takes back is gone" "$(grep CVE-2023-0401 "$tmp/made/rhel.xml")" '*<statement cve="CVE-2023-0401" status="fixed" fixed-version="3.0.7-6"*'
not_ok "and not told beside the newer one" grep 'CVE-2023-0401" status="not_affected"' "$tmp/made/rhel.xml"
like "a version in the last column counts" "$(grep CVE-2023-0464 "$tmp/made/rhel.xml")" '*fixed-version="3.0.7-16"*'
not_ok "a changelog is no threshold" grep -r CVE-2023-0217 "$tmp/made"
not_ok "a threshold known to be wrong is left out" grep -r deb11u6 "$tmp/made"
# A stream that no host can be in is told by its name, and what it says is counted.
printf 'distro\trelease\tstream\tpackage\tcve\tfixed_version\nrhel\t8\tsoon\topenssl\tCVE-2024-0727\t1:1.1.1k-12.el8_9\nrhel\t8\t\topenssl\tCVE-2024-0727\t1:1.1.1k-12.el8_9\n' >"$tmp/soon.tsv"
exits "import of a stream that is not known" 0 "$sslinv" feed --db "$tmp/soon.db" import "$tmp/soon.tsv"
like "counts and names it" "$(cat "$tmp/out")" "*
1 statements are for releases or streams that no host here can be in: rhel 8 soon
*"
exits "refresh.sh wants its arguments" 2 "$top/data/refresh.sh"

# ---- another guidance than the one that is imported into -----------------------------------------------------------------
mkdir "$tmp/fleet"
rm -f "$tmp/guidance.db"
testos_feed test/other 2026-01-01 1.0 >"$tmp/other.xml"
ask_fleet() { "$sslinv" resolve --db "$tmp/fleet/x.db" --os debian:12 openssl=3.0.11-1 >"$tmp/out" 2>"$tmp/err" || :; }
ask_fleet
like "a guidance without imports is nothing to tell" "$(cat "$tmp/err")" ""
exits "an import into the default guidance" 0 "$sslinv" feed import "$tmp/other.xml"
ask_fleet
like "is told where another one is asked" "$(cat "$tmp/err")" \
	"*warning: no feed was imported into the guidance $tmp/fleet/guidance.db, but into $tmp/guidance.db*"
exits "an import into that one" 0 "$sslinv" feed --db "$tmp/fleet/x.db" import "$tmp/other.xml"
ask_fleet
like "ends it" "$(cat "$tmp/err")" ""

# ---- a bundle for a distribution of which only life cycles were imported ---------------------------------------------------
mkdir "$tmp/lives"
cat >"$tmp/lives.xml" <<'XML'
<guidance xmlns="urn:sslinv:guidance:1"><feed name="lives" vendor="Test" format="native" published="2026-01-01" identity="lives">
<life product="testos" release="1" ended="2030-01-01"/></feed></guidance>
XML
exits 'life cycles are imported' 0 "$sslinv" feed --db "$tmp/lives/x.db" import "$tmp/lives.xml"
exits 'a bundle of them alone is made' 0 "$sslinv" feed --db "$tmp/lives/x.db" bundle "$tmp/lives.bundle" --for testos
like 'with a warning' "$(cat "$tmp/err")" '*warning: the bundle has only life cycles of testos; import *'
like 'and one feed is called so' "$(cat "$tmp/out")" '*: the bundle of *, 1 feed with 1 entry'

# ---- on a terminal ----------------------------------------------------------------------------------------------------------
if ! command -v script >/dev/null || ! script -qc true /dev/null >/dev/null 2>&1; then
	skip 'lists on a terminal' 'script(1) is not here'
	finish
fi
terminal() {
	script -qc "stty cols $1 rows 24; $2" /dev/null </dev/null | tr -d '\r' >"$tmp/out"
	awk -v most="$1" 'length > most { print FILENAME ": " $0 }' "$tmp/out"
}
mkdir "$tmp/narrow"
testos_feed "https://vendor.example/a/very/long/name/that/no/terminal/has/room/for/beside/the/others/feed.xml" 2026-01-01 1.0 >"$tmp/narrow/long.xml"
exits 'a feed with a long name' 0 "$sslinv" feed --db "$tmp/narrow/x.db" import "$tmp/narrow/long.xml"
for action in list sources; do
	is "feed $action has room in 80 columns" "$(terminal 80 "'$sslinv' feed --db '$tmp/narrow/x.db' $action")" ''
done
like 'a source that is needed is named below' "$(cat "$tmp/out")" '*source * needed * age*openssl: never fetched: *'
is 'all columns have room, one below the other' "$(terminal 80 "'$sslinv' feed --db '$tmp/narrow/x.db' list --all")" ''
is 'each' "$(grep -c '^digest  *[0-9a-f]' "$tmp/out")" "$("$sslinv" feed --db "$tmp/narrow/x.db" list --format csv | tail -n +2 | wc -l)"
terminal 80 "'$sslinv' feed --db '$tmp/narrow/x.db' list --format csv" >/dev/null
like 'for programs nothing is left out' "$(head -n 1 "$tmp/out")" 'feed,vendor,format,published,imported,digest,entries,confirmed*'
finish
