#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Guidance that goes from one machine to a fleet as one file: packed, carried, taken in, and what of it is refused.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

mkdir "$tmp/centre" "$tmp/host" "$tmp/work"
# The machine that collects guidance, and a host without a network.
centre() { "$sslinv" feed --db "$tmp/centre/i.db" "$@"; }
host() { "$sslinv" feed --db "$tmp/host/i.db" "$@"; }
in_centre() { sqlite3 "$tmp/centre/guidance.db" "$1"; }
on_host() { sqlite3 "$tmp/host/guidance.db" "$1"; }

# All that a host holds, as one word.
held() {
	sqlite3 "$tmp/host/guidance.db" 'SELECT * FROM feed ORDER BY 1; SELECT * FROM statement ORDER BY 1;
		SELECT * FROM vulnerability ORDER BY 1; SELECT * FROM affected_range ORDER BY 1' | sha256sum
}

# refused DESCRIPTION PATTERN FILE [OPTION...]: exit code 3, a message that fits, and the guidance as it was.
refused() {
	description=$1 pattern=$2 file=$3
	shift 3
	before=$(held)
	exits "$description: refused" 3 host import "$@" "$file"
	like "$description: named with the reason" "$(cat "$tmp/err")" "$pattern"
	is "$description: the guidance is as before" "$(held)" "$before"
}

# A feed: guidance IDENTITY DATE DISTRIBUTION VERSION
guidance() {
	cat <<XML
<guidance xmlns="urn:sslinv:guidance:1">
<feed name="$1" vendor="Test" format="native" published="$2" identity="$1">
<distribution id="$3"><release version="12"><package name="openssl" kind="source">
<statement cve="CVE-2024-0727" status="fixed" fixed-version="$4"/>
<statement cve="CVE-2024-5535" status="affected"/>
</package></release></distribution>
</feed>
</guidance>
XML
}

records() {
	cat <<XML
<guidance xmlns="urn:sslinv:guidance:1">
<feed name="test/openssl" vendor="OpenSSL" format="native" published="$1" identity="test/openssl">
<vulnerability cve="CVE-2024-0727" severity="low" published="2024-01-25">
<range library="OpenSSL" from="3.0.0" until="3.0.13"/>
</vulnerability>
</feed>
</guidance>
XML
}

# ---- nothing to pack ------------------------------------------------------------------------------------------------------
exits 'a bundle of nothing: what came with sslinv is not packed' 2 centre bundle "$tmp/none.bundle"
like 'and says what to do' "$(cat "$tmp/err")" '*nothing was imported yet that a bundle could hold; import feeds first*'
not_ok 'and leaves no file' test -e "$tmp/none.bundle"

# ---- packed, and taken in -------------------------------------------------------------------------------------------------
guidance test/debian 2026-02-01 debian 3.0.13-1~deb12u1 >"$tmp/debian.xml"
guidance test/fedora 2026-03-01 fedora 1:3.2.1-1.fc40 >"$tmp/fedora.xml"
records 2026-01-30 >"$tmp/openssl.xml"
printf 'distro\trelease\tpackage\tcve\tfixed_version\tadvisory\tsource\nubuntu\t22.04\topenssl\tCVE-2024-0727\t3.0.2-0ubuntu1.14\tUSN-1\there\n' >"$tmp/facts.tsv"
centre import "$tmp/debian.xml" "$tmp/fedora.xml" "$tmp/openssl.xml" "$tmp/facts.tsv" >/dev/null
# Of a day that the test knows.
in_centre "UPDATE feed SET imported = '2026-11-01T08:00:00Z' WHERE NOT bundled;
	UPDATE feed SET confirmed = '2026-11-02T06:30:00Z' WHERE identity = 'test/debian'"
exits 'bundle' 0 centre bundle "$tmp/all.bundle"
is 'says of when it is and what it holds' "$(cat "$tmp/out")" \
	"$tmp/all.bundle: the bundle of 2026-11-02T06:30:00Z, 4 feeds with 7 entries"
ok 'is a tar that zstd compressed' sh -c "zstd -dqc '$tmp/all.bundle' | tar -tf - | tr '\n' ' ' | grep -qx 'manifest.xml guidance.xml '"
centre bundle "$tmp/again.bundle" >/dev/null
ok 'the same guidance gives the same bytes' cmp "$tmp/all.bundle" "$tmp/again.bundle"
centre bundle - >"$tmp/stdout.bundle"
ok 'on standard output, too' cmp "$tmp/all.bundle" "$tmp/stdout.bundle"
exits 'import takes it as any other feed' 0 host import "$tmp/all.bundle"
like 'and says what it is' "$(cat "$tmp/out")" '1 of 1 files imported, 1 documents: 4 feeds new, 0 replaced, 0 unchanged
the bundle of 2026-11-02T06:30:00Z*'
centre export "$tmp/centre.xml" && host export "$tmp/host.xml"
ok 'host and centre say the same' cmp "$tmp/centre.xml" "$tmp/host.xml"
dates='SELECT identity, published, confirmed, is_dated, digest, entries FROM feed WHERE NOT bundled ORDER BY 1'
is 'each feed has the dates and digest that it had' "$(on_host "$dates")" "$(in_centre "$dates")"
before=$(held)
exits 'again' 0 host import "$tmp/all.bundle"
like 'brings nothing new' "$(cat "$tmp/out")" '*0 feeds new, 0 replaced, 4 unchanged*'
is 'and changes nothing' "$(held)" "$before"
exits 'from standard input' 0 sh -c "'$sslinv' feed --db '$tmp/host/i.db' import - <'$tmp/all.bundle'"

# ---- newer and older ------------------------------------------------------------------------------------------------------
guidance test/debian 2026-05-01 debian 3.0.14-1~deb12u1 | centre import - >/dev/null
in_centre "UPDATE feed SET imported = '2026-11-03T08:00:00Z', confirmed = '2026-11-03T08:00:00Z' WHERE identity = 'test/debian'"
centre bundle "$tmp/new.bundle" >/dev/null
exits 'a newer bundle' 0 host import "$tmp/new.bundle"
like 'replaces what changed' "$(cat "$tmp/out")" '*0 feeds new, 1 replaced, 3 unchanged*'
is 'and that counts' "$(on_host "SELECT fixed_version FROM statement JOIN feed USING (feed_id) WHERE identity = 'test/debian' AND fixed_version IS NOT NULL")" \
	3.0.14-1~deb12u1
refused 'an older bundle' '*all.bundle: manifest.xml: a bundle of 2026-11-02T06:30:00Z, older than the one of 2026-11-03T08:00:00Z that is held*with --older*' \
	"$tmp/all.bundle"
exits 'with --older' 0 host import --older "$tmp/all.bundle"
is 'it is taken' "$(on_host "$dates")" "$(printf '%s\n' "$(on_host "$dates")" | sed 's/2026-05-01/2026-02-01/')"
is 'as a whole' "$(on_host "SELECT published FROM feed WHERE identity = 'test/debian'")" 2026-02-01
host import "$tmp/new.bundle" >/dev/null
# What the host itself knows to be newer stays, feed by feed.
guidance test/fedora 2026-10-01 fedora 1:3.2.2-1.fc40 | host import - >/dev/null
in_centre "UPDATE feed SET confirmed = '2026-11-04T08:00:00Z' WHERE identity = 'test/debian'"
centre bundle "$tmp/newer.bundle" >/dev/null
exits 'a bundle with a feed of which the host has a newer edition' 0 host import --verbose "$tmp/newer.bundle"
like 'says so' "$(cat "$tmp/err")" '*test/fedora of 2026-03-01 is an older edition than the one of 2026-10-01 that is there; not used*'
is 'that edition stays' "$(on_host "SELECT published FROM feed WHERE identity = 'test/fedora'")" 2026-10-01
is 'and what was confirmed since is of that day' "$(on_host "SELECT confirmed FROM feed WHERE identity = 'test/debian'")" \
	2026-11-04T08:00:00Z
in_centre "UPDATE feed SET confirmed = '2031-01-01T00:00:00Z' WHERE identity = 'test/debian'"
centre bundle "$tmp/future.bundle" >/dev/null
refused 'a bundle of the future' '*a bundle of 2031-01-01T00:00:00Z, which is yet to come; set the clock*' "$tmp/future.bundle"
in_centre "UPDATE feed SET confirmed = '2026-11-05T08:00:00Z' WHERE identity = 'test/debian'"

# ---- what is gone, and a part of it ---------------------------------------------------------------------------------------
guidance test/own 2026-01-01 debian 9 | host import - >/dev/null
in_centre "DELETE FROM stated WHERE feed_id = (SELECT feed_id FROM feed WHERE identity = 'tsv/facts.tsv');
	DELETE FROM feed WHERE identity = 'tsv/facts.tsv'"
centre bundle "$tmp/less.bundle" >/dev/null
exits 'a bundle that has a feed less' 0 host import "$tmp/less.bundle"
like 'says so' "$(cat "$tmp/out")" '*; 1 feeds that an earlier bundle brought are not in it, and were removed*'
is 'what a bundle brought goes, what the host imported itself stays' \
	"$(on_host 'SELECT identity FROM feed WHERE NOT bundled ORDER BY 1' | tr '\n' ' ')" 'test/debian test/fedora test/openssl test/own '
is 'with all that it said' "$(on_host "SELECT count(*) FROM statement WHERE feed_id NOT IN (SELECT feed_id FROM feed)")" 0
exits 'a bundle for one distribution' 0 centre bundle "$tmp/debian.bundle" --for debian
like 'has its feeds and OpenSSL'"'"'s records' "$(cat "$tmp/out")" '*2 feeds with 4 entries'
ok 'and says for whom it is' sh -c "zstd -dqc '$tmp/debian.bundle' | tar -xOf - manifest.xml | grep -q ' for=\"debian openssl\"'"
exits 'it' 0 host import "$tmp/debian.bundle"
is 'takes nothing away of what it is not for' "$(on_host "SELECT count(*) FROM feed WHERE identity = 'test/fedora'")" 1
exits 'several distributions' 0 centre bundle "$tmp/two.bundle" --for debian fedora
like 'have their feeds' "$(cat "$tmp/out")" '*3 feeds with 6 entries'
centre bundle "$tmp/comma.bundle" --for fedora,debian >/dev/null
ok 'in whatever order and form they are named' cmp "$tmp/two.bundle" "$tmp/comma.bundle"
exits 'a distribution of which nothing was imported' 2 centre bundle "$tmp/none.bundle" --for alpine
like 'is named' "$(cat "$tmp/err")" "*nothing that was imported speaks of 'alpine'; --for takes openssl and the IDs of distributions*"
exits 'words without --for' 2 centre bundle "$tmp/none.bundle" debian

# ---- files that are no whole and honest bundle ----------------------------------------------------------------------------
cd "$tmp/work" || exit 99
zstd -dqc "$tmp/debian.bundle" | tar -xf -
cp manifest.xml manifest.good && cp guidance.xml guidance.good
# pack FILE MEMBER...: a bundle of these members.
pack() {
	packed=$1 && shift
	tar --format=ustar -cf - "$@" | zstd -qc >"$packed"
}
# The manifest of the guidance as it is now.
seal() {
	sed "s/ size=\"[0-9]*\"/ size=\"$(wc -c <guidance.xml | tr -d ' ')\"/
		s/ sha256=\"[0-9a-f]*\"/ sha256=\"$(sha256sum guidance.xml | cut -d ' ' -f 1)\"/" manifest.good >manifest.xml
}
restore() { cp manifest.good manifest.xml && cp guidance.good guidance.xml; }
pack "$tmp/bad" manifest.xml guidance.xml
exits 'a bundle that tar and zstd packed again' 0 host import "$tmp/bad"

sed 's/3\.0\.14/3.0.10/' guidance.good >guidance.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'another content' "*bad: guidance.xml: is not what the manifest was made of: its SHA-256 is another one*" "$tmp/bad"
printf ' ' >>guidance.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'more than the manifest says' '*bad: guidance.xml: expands to more than * bytes; refused*' "$tmp/bad"
restore
sed 's/ entries="2"/ entries="1"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a count that is too low' '*bad: guidance.xml: the bundle has 2 entries of test/*, and its manifest says 1*' "$tmp/bad"
sed 's/ entries="2"/ entries="3"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a count that is too high' '*the bundle has 2 entries of test/*, and its manifest says 3*' "$tmp/bad"
sed 's/ feeds="2"/ feeds="3"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'another number of feeds' '*manifest.xml:*: the manifest says that it has 3 feeds, and names 2*' "$tmp/bad"
sed -e '/identity="test\/openssl"/d' -e 's/ feeds="2"/ feeds="1"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a feed that the manifest leaves out' '*the bundle has a feed test/openssl that its manifest does not name*' "$tmp/bad"
sed 's/identity="test\/openssl"/identity="test\/zebra"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a feed of another name' '*the bundle has a feed test/openssl where its manifest names test/zebra*' "$tmp/bad"
sed 's/published="2026-05-01"/published="2026-11-05"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'another date' '*the bundle has test/debian of 2026-05-01, which its manifest says to be of 2026-11-05*' "$tmp/bad"
sed 's/confirmed="2026-11-05/confirmed="2026-11-25/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'confirmed after it was made' '*the manifest has test/debian as confirmed after the bundle was made*' "$tmp/bad"
sed '/identity="test\/openssl"/{p}' manifest.good | sed 's/ feeds="2"/ feeds="3"/' >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a feed twice' '*the manifest has test/openssl twice, or out of order*' "$tmp/bad"
sed 's/created="[^"]*"/created="yesterday"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a time that is none' '*the manifest has a <bundle> whose created has not the right form*' "$tmp/bad"
sed 's/urn:sslinv:bundle:1/urn:sslinv:bundle:2/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a newer format' '*a bundle of the format urn:sslinv:bundle:2, and this program reads urn:sslinv:bundle:1: use a newer sslinv*' "$tmp/bad"
restore
sed 's/urn:sslinv:guidance:1/urn:sslinv:guidance:9/' guidance.good >guidance.xml && seal && pack "$tmp/bad" manifest.xml guidance.xml
refused 'guidance of a newer format' '*guidance of the namespace urn:sslinv:guidance:9*' "$tmp/bad"
restore

pack "$tmp/bad" manifest.xml
refused 'no guidance' '*bad: holds no guidance that can be read here*' "$tmp/bad"
pack "$tmp/bad" guidance.xml manifest.xml
refused 'the manifest last' '*bad: manifest.xml: the manifest of a bundle, which must be the first member of it*' "$tmp/bad"
refused 'the manifest alone' '*the manifest of a bundle, which must be the first member of it*' manifest.xml
mkdir -p sub && cp guidance.xml sub/guidance.xml
for name in ../work/guidance.xml sub/guidance.xml "$tmp/work/guidance.xml"; do
	tar -P --format=ustar -cf - manifest.xml "$name" | zstd -qc >"$tmp/bad"
	refused "a member of the name $name" '*is not what a bundle holds after its manifest, which is one guidance.xml*' "$tmp/bad"
done
# A name twice: tar adds to what is there.
tar --format=ustar -cf twice.tar manifest.xml guidance.xml && tar --format=ustar -rf twice.tar guidance.xml
zstd -qc twice.tar >"$tmp/bad"
refused 'a member twice' '*has more than 2 members; refused*' "$tmp/bad"
ln -s guidance.xml link && ln manifest.xml hard && mkfifo pipe && mkdir directory
for member in link pipe directory; do
	tar --format=ustar -cf - manifest.xml "$member" | zstd -qc >"$tmp/bad"
	refused "a member that is a $member" "*bad: $member*: is not a regular file; refused*" "$tmp/bad"
done
tar --format=ustar -cf - manifest.xml hard guidance.xml | zstd -qc >"$tmp/bad"
refused 'a member that is a hard link' '*bad: hard: is not a regular file; refused*' "$tmp/bad"
tar --format=ustar --transform 's/^link$/guidance.xml/' -cf - manifest.xml link | zstd -qc >"$tmp/bad"
refused 'a link of the right name' '*bad: guidance.xml: is not a regular file; refused*' "$tmp/bad"
# Many blanks in a few kilobytes.
head -c 64000000 /dev/zero | tr '\0' ' ' >guidance.xml && cp manifest.good manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a bomb' '*bad: guidance.xml: expands to more than * bytes; refused*' "$tmp/bad"
restore
sed 's/ size="[0-9]*"/ size="99999999999"/' manifest.good >manifest.xml && pack "$tmp/bad" manifest.xml guidance.xml
refused 'a size beyond all bounds' '*the manifest has a <bundle> whose size is not a number up to 1073741824*' "$tmp/bad"
restore

# ---- cut off --------------------------------------------------------------------------------------------------------------
before=$(held)
size=$(wc -c <"$tmp/debian.bundle")
at=0 taken=0
while [ "$at" -lt "$size" ]; do
	head -c "$at" "$tmp/debian.bundle" >"$tmp/cut"
	host import "$tmp/cut" >/dev/null 2>"$tmp/err"
	if [ $? != 3 ] || ! grep -q 'cut: ' "$tmp/err"; then
		taken=$((taken + 1))
		echo "# cut at byte $at: $(cat "$tmp/err")"
	fi
	at=$((at + 1))
done
is "a bundle cut off at any of its $size bytes is refused" "$taken" 0
is 'and leaves the guidance as it was' "$(held)" "$before"

finish
