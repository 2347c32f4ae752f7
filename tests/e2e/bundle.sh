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

# refused_wherever_cut WHAT WHOLE CUT FILE PATTERN: an import of FILE, while CUT has the first bytes of WHOLE, however many: exit code 3, a
# message with the pattern, and the guidance as it was.
refused_wherever_cut() {
	before=$(held) size=$(wc -c <"$2") at=0 taken=0
	while [ "$at" -lt "$size" ]; do
		head -c "$at" "$2" >"$3"
		host import "$4" >/dev/null 2>"$tmp/err"
		if [ $? != 3 ] || ! grep -q "$5" "$tmp/err"; then
			taken=$((taken + 1))
			echo "# cut at byte $at: $(cat "$tmp/err")"
		fi
		at=$((at + 1))
	done
	is "$1 cut off at any of its $size bytes is refused" "$taken" 0
	is 'and leaves the guidance as it was' "$(held)" "$before"
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
	UPDATE feed SET confirmed = '2026-11-02T06:30:00Z', source = 'debian' WHERE identity = 'test/debian';
	UPDATE feed SET source = 'fedora-40-x86_64' WHERE identity = 'test/fedora'"
exits 'bundle' 0 centre bundle "$tmp/all.bundle"
is 'says of when it is and what it holds' "$(cat "$tmp/out")" \
	"$tmp/all.bundle: the bundle of 2026-11-02T06:30:00Z, 4 feeds with 7 entries"
ok 'is a tar that zstd compressed' sh -c "zstd -dqc '$tmp/all.bundle' | tar -tf - | tr '\n' ' ' | grep -qx 'manifest.xml guidance.xml '"
centre bundle "$tmp/again.bundle" >/dev/null
ok 'the same guidance gives the same bytes' cmp "$tmp/all.bundle" "$tmp/again.bundle"
centre bundle - >"$tmp/stdout.bundle"
ok 'on standard output, too' cmp "$tmp/all.bundle" "$tmp/stdout.bundle"
# What the host itself knew of a server.
host list >/dev/null
on_host "INSERT INTO source (source, edition, confirmed) VALUES ('debian', 'x', '2026-10-01T00:00:00Z');
	INSERT INTO source_file (source, address, etag) VALUES ('debian', 'https://x', 'y'), ('other', 'https://z', 'y')"
exits 'import takes it as any other feed' 0 host import "$tmp/all.bundle"
like 'and says what it is' "$(cat "$tmp/out")" '1 of 1 file imported, 1 document: 4 feeds new, 0 replaced, 0 unchanged
the bundle of 2026-11-02T06:30:00Z*'
centre export "$tmp/centre.xml" && host export "$tmp/host.xml"
ok 'host and centre say the same' cmp "$tmp/centre.xml" "$tmp/host.xml"
dates='SELECT identity, source, published, confirmed, is_dated, digest, entries FROM feed WHERE NOT bundled ORDER BY 1'
is 'each feed has the dates and digest that it had' "$(on_host "$dates")" "$(in_centre "$dates")"
is 'the sources are of the day when they were asked, and are fetched whole where this host asks them' \
	"$(on_host 'SELECT source, edition, confirmed FROM source ORDER BY 1' | tr '\n' ' '; on_host 'SELECT source FROM source_file')" \
	'debian||2026-11-02T06:30:00Z fedora-40-x86_64|| other'
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
like 'says so' "$(cat "$tmp/out")" '*
1 feed that an earlier bundle brought is not in it, and was removed*'
is 'what a bundle brought goes, what the host imported itself stays' \
	"$(on_host 'SELECT identity FROM feed WHERE NOT bundled ORDER BY 1' | tr '\n' ' ')" 'test/debian test/fedora test/openssl test/own '
is 'with all that it said' "$(on_host "SELECT count(*) FROM statement WHERE feed_id NOT IN (SELECT feed_id FROM feed)")" 0
# Of other feeds alone: it would take away all that is held now.
mkdir "$tmp/former"
guidance test/withdrawn 2025-01-01 debian 3.0.9-1 | "$sslinv" feed --db "$tmp/former/i.db" import - >/dev/null
sqlite3 "$tmp/former/guidance.db" "UPDATE feed SET imported = '2025-11-01T08:00:00Z' WHERE NOT bundled"
"$sslinv" feed --db "$tmp/former/i.db" bundle "$tmp/former.bundle" >/dev/null
refused 'an older bundle of other feeds alone' '*former.bundle: manifest.xml: a bundle of 2025-11-01T08:00:00Z, older than*with --older*' \
	"$tmp/former.bundle"
exits 'a bundle for one distribution' 0 centre bundle "$tmp/debian.bundle" --for debian
like 'has its feeds and OpenSSL'"'"'s records' "$(cat "$tmp/out")" '*2 feeds with 4 entries'
ok 'and says for whom it is' sh -c "zstd -dqc '$tmp/debian.bundle' | tar -xOf - manifest.xml | grep -q ' for=\"debian openssl\"'"
exits 'it' 0 host import "$tmp/debian.bundle"
is 'takes nothing away of what it is not for' "$(on_host "SELECT count(*) FROM feed WHERE identity = 'test/fedora'")" 1
exits 'a bundle of one source' 0 centre bundle "$tmp/source.bundle" --for fedora-40-x86_64
like 'has its feeds and OpenSSL'"'"'s records' "$(cat "$tmp/out")" '*2 feeds with 4 entries'
exits 'several distributions' 0 centre bundle "$tmp/two.bundle" --for debian fedora
like 'have their feeds' "$(cat "$tmp/out")" '*3 feeds with 6 entries'
centre bundle "$tmp/comma.bundle" --for fedora,debian >/dev/null
ok 'in whatever order and form they are named' cmp "$tmp/two.bundle" "$tmp/comma.bundle"
exits 'a distribution of which nothing was imported' 2 centre bundle "$tmp/none.bundle" --for alpine
like 'is named' "$(cat "$tmp/err")" "*nothing that was imported speaks of 'alpine'; --for takes openssl, the IDs of distributions as os-release has them, and those of sources*"
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
refused_wherever_cut 'a bundle' "$tmp/debian.bundle" "$tmp/cut" "$tmp/cut" 'cut: '

# ---- signatures -----------------------------------------------------------------------------------------------------------
cd "$tmp" || exit 99
SSLINV_CONF=$tmp/etc
GNUPGHOME=$tmp/gnupg
export SSLINV_CONF GNUPGHOME
mkdir "$SSLINV_CONF" "$SSLINV_CONF/keys" && mkdir -m 700 "$GNUPGHOME"
# new_key NAME [GPG-OPTION...], with an end where the last word is one
new_key() {
	gpg --batch --quiet --no-tty --passphrase '' --quick-gen-key "$1 <$1@example.org>" ed25519 sign "${2:-never}" 2>/dev/null
}
# sign NAME FILE [OPTION...]: FILE.asc
sign() {
	signer=$1 signed=$2
	shift 2
	rm -f "$signed.asc"
	gpg --batch --quiet --no-tty --armor --local-user "$signer@example.org" "$@" --detach-sign "$signed" 2>/dev/null
}
trust() { gpg --batch --export "$1@example.org" >"$SSLINV_CONF/keys/$1.gpg"; }
demand() { echo 'feed-signature = required' >"$SSLINV_CONF/sslinv.conf"; }
fresh() { cp "$tmp/less.bundle" "$tmp/signed.bundle"; }

if ! command -v gpg >/dev/null || ! command -v gpgv >/dev/null || ! new_key site; then
	skip 'signatures' 'gpg or gpgv is not here, or makes no key'
	finish
fi
new_key other && new_key revoked
fresh && sign site signed.bundle
exits 'a signed bundle where no key is trusted, and none is demanded' 0 host import signed.bundle
like 'is taken unchecked, and a warning says so' "$(cat "$tmp/err")" '*signed.bundle: its signature is not checked: *etc/keys: has no keyring \*.gpg*'
trust site
exits 'a signed bundle' 0 host import --verbose signed.bundle
like 'is taken, and --verbose says by whom it is signed' "$(cat "$tmp/err")" '*signed.bundle: signed on 20* by the key [0-9A-F]*'
cp signed.bundle unsigned.bundle
exits 'an unsigned one where none is demanded' 0 host import unsigned.bundle
like 'is taken, and a warning tells how to demand one' "$(cat "$tmp/err")" '*warning: unsigned.bundle: has no signature, though there are keys in *etc/keys; *feed-signature = required*'
demand
exits 'a signed bundle where it is demanded' 0 host import signed.bundle
refused 'an unsigned one where it is demanded' '*unsigned.bundle: has no signature beside it, as .asc, and *etc/sslinv.conf demands one*' unsigned.bundle
refused 'any unsigned feed where it is demanded' '*debian.xml: has no signature beside it*' "$tmp/debian.xml"
sign site "$tmp/debian.xml"
exits 'a feed of another kind that is signed' 0 host import "$tmp/debian.xml"
rm "$tmp/debian.xml.asc"
before=$(held)
exits 'standard input where it is demanded' 3 sh -c "'$sslinv' feed --db '$tmp/host/i.db' import - <signed.bundle"
like 'is refused' "$(cat "$tmp/err")" '*standard input: has no signature, and *demands one*'
if has_update; then
	exits 'update where it is demanded' 3 host update openssl
	like 'fetches nothing, and says what to do' "$(cat "$tmp/err")" '*demands that what enters the guidance is signed*take a signed bundle*'
fi
is 'and the guidance is as before' "$(held)" "$before"

sign other signed.bundle
refused 'a signature of another key' '*signed.bundle: its signature signed.bundle.asc is by a key that is not trusted here: key [0-9A-F]*; keys are in *etc/keys*' signed.bundle
sign revoked signed.bundle && trust revoked
exits 'a key before it is revoked' 0 host import signed.bundle
sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME"/openpgp-revocs.d/"$(gpg --batch --with-colons --list-keys revoked@example.org | awk -F: '/^fpr/ { print $10; exit }')".rev |
	gpg --batch --quiet --no-tty --import 2>/dev/null
trust revoked
refused 'a revoked key' '*its signature signed.bundle.asc is by a key that was revoked*' signed.bundle
rm "$SSLINV_CONF/keys/revoked.gpg"
# Keys and signatures that have an end, as they are after it.
gpg --batch --quiet --no-tty --passphrase '' --faked-system-time 20240101T000000 --quick-gen-key 'expired <expired@example.org>' ed25519 sign 2025-01-01 2>/dev/null
trust expired
sign expired signed.bundle --faked-system-time 20240601T000000
refused 'an expired key' '*its signature signed.bundle.asc is by a key that has expired*' signed.bundle
rm "$SSLINV_CONF/keys/expired.gpg"
sign site signed.bundle --default-sig-expire seconds=1 && sleep 2
refused 'an expired signature' '*its signature signed.bundle.asc has expired*' signed.bundle
sign site signed.bundle --digest-algo SHA1
refused 'a signature with SHA-1' '*its signature signed.bundle.asc is made with MD5, SHA-1 or RIPEMD-160, which can be forged*' signed.bundle
sign site signed.bundle --faked-system-time 20400101T000000
refused 'a signature of the future' '*its signature signed.bundle.asc was made at a time that is yet to come*' signed.bundle
sign site signed.bundle && cp "$tmp/all.bundle" signed.bundle
refused 'a signature of other contents' '*its signature signed.bundle.asc is of other contents*' signed.bundle
refused 'the same with --older and --force' '*its signature signed.bundle.asc is of other contents*' signed.bundle --older --force
fresh && sign site signed.bundle && printf 'x' >>signed.bundle
refused 'a byte more' '*its signature signed.bundle.asc is of other contents*' signed.bundle
fresh && sign site signed.bundle && head -c 300 "$tmp/less.bundle" >signed.bundle
refused 'a bundle that was cut off' '*its signature signed.bundle.asc is of other contents*' signed.bundle
fresh && : >signed.bundle.asc
refused 'an empty signature' '*its signature signed.bundle.asc is not a detached OpenPGP signature*' signed.bundle
head -c 100000 /dev/urandom >signed.bundle.asc
refused 'a signature that is too long' '*signed.bundle.asc: has more than 65536 bytes; refused*' signed.bundle
head -c 3000 /dev/urandom >signed.bundle.asc
refused 'a signature that is none' '*its signature signed.bundle.asc *' signed.bundle
rm signed.bundle.asc && gpg --batch --quiet --no-tty --local-user site@example.org --output signed.bundle.asc --clearsign signed.bundle 2>/dev/null
refused 'a signed text in its place' '*its signature signed.bundle.asc is not a detached OpenPGP signature*' signed.bundle
rm signed.bundle.asc && gpg --batch --quiet --no-tty --armor --export site@example.org >signed.bundle.asc
refused 'a key in its place' '*its signature signed.bundle.asc is not a detached OpenPGP signature*' signed.bundle
rm signed.bundle.asc && mkdir signed.bundle.asc
refused 'a directory in its place' '*signed.bundle.asc: cannot be read, or is not a regular file*' signed.bundle
rmdir signed.bundle.asc && mkfifo signed.bundle.asc
refused 'a FIFO in its place' '*signed.bundle.asc: cannot be read, or is not a regular file*' signed.bundle
rm signed.bundle.asc
# Two signatures: while keys change, the one that is trusted is enough.
sign other signed.bundle && gpg --batch --dearmor <signed.bundle.asc >two && sign site signed.bundle &&
	gpg --batch --dearmor <signed.bundle.asc >>two && cp two signed.bundle.asc
exits 'signed by a trusted key and by another' 0 host import signed.bundle
sign site signed.bundle && gpg --batch --dearmor <signed.bundle.asc >one
refused_wherever_cut 'a signature' one signed.bundle.asc signed.bundle 'signed.bundle: its signature'
sign site signed.bundle

# ---- keys and settings ----------------------------------------------------------------------------------------------------
gpg --batch --armor --export other@example.org >"$SSLINV_CONF/keys/text.gpg"
refused 'a key as text among the keyrings' '*etc/keys/text.gpg: is a text, and not a keyring; *gpg --export KEY*' signed.bundle
: >"$SSLINV_CONF/keys/text.gpg"
refused 'an empty keyring' '*etc/keys/text.gpg: is empty*' signed.bundle
rm "$SSLINV_CONF/keys/text.gpg"
gpg --batch --armor --export other@example.org >"$SSLINV_CONF/keys/other.asc"
exits 'a file of another name is no keyring' 0 host import signed.bundle
mv "$SSLINV_CONF/keys" "$SSLINV_CONF/gone"
refused 'no keys' '*signed.bundle: its signature cannot be checked: *etc/keys: is not there*' signed.bundle
mv "$SSLINV_CONF/gone" "$SSLINV_CONF/keys"
# setting TEXT PATTERN
setting() {
	printf '%b' "$1" >"$SSLINV_CONF/sslinv.conf"
	refused "the setting '$1'" "$2" signed.bundle
}
setting '# a comment\n\nfeed-signature = maybe\n' '*etc/sslinv.conf:3: feed-signature takes required or optional; see sslinv.conf(5)*'
setting 'feed-signature\n' '*etc/sslinv.conf:1: not *key = value*: *feed-signature*'
setting 'feed-signatures = required\n' "*etc/sslinv.conf:1: an unknown key 'feed-signatures'*"
setting 'feed-signature = required\nfeed-signature = optional\n' "*etc/sslinv.conf:2: a second line for 'feed-signature'*"
setting 'feed-signature = required # and a word\n' '*takes required or optional*'
printf 'feed-signature = required\000\n' >"$SSLINV_CONF/sslinv.conf"
refused 'a byte of no text' '*etc/sslinv.conf:1: not a file of settings*' signed.bundle
head -c 70000 /dev/zero | tr '\0' '\n' >"$SSLINV_CONF/sslinv.conf"
refused 'a file without an end' '*etc/sslinv.conf:65537: not a file of settings*' signed.bundle
printf '\t feed-signature=required  \r\n  # and no more' >"$SSLINV_CONF/sslinv.conf"
refused 'blanks are as good as none' '*demands one*' unsigned.bundle
printf 'feed-signature = optional\n' >"$SSLINV_CONF/sslinv.conf"
exits 'optional is as if it were not there' 0 host import unsigned.bundle
if [ "$(id -u)" = 0 ]; then
	demand && chmod 664 "$SSLINV_CONF/sslinv.conf"
	refused 'settings that the group may write' '*etc/sslinv.conf: others than root may write it, so root does not believe it; *chown root *' signed.bundle
	chmod 644 "$SSLINV_CONF/sslinv.conf" && chown nobody "$SSLINV_CONF/sslinv.conf"
	refused 'settings of another user' '*etc/sslinv.conf: others than root may write it*' signed.bundle
	chown root "$SSLINV_CONF/sslinv.conf" && chmod 646 "$SSLINV_CONF/keys/site.gpg"
	refused 'a keyring that all may write' '*etc/keys/site.gpg: others than root may write it*' signed.bundle
	chmod 644 "$SSLINV_CONF/keys/site.gpg" && chmod 777 "$SSLINV_CONF/keys"
	refused 'keys in a directory that all may write' '*etc/keys: others than root may write it*' signed.bundle
	chmod 755 "$SSLINV_CONF/keys"
fi

# ---- the bytes that were verified are the bytes that are imported ---------------------------------------------------------
demand && fresh && sign site signed.bundle
mkfifo fifo.bundle && cp signed.bundle.asc fifo.bundle.asc
cat signed.bundle >fifo.bundle &
exits 'a file that can be read only once' 0 host import fifo.bundle
wait
is 'no private copy is left' "$(find "$tmp/host" -name '*spool*')" ''
# A gpgv that the environment offers is not the system's.
mkdir "$tmp/bin" && printf '#!/bin/sh\necho "[GNUPG:] GOODSIG 1 x"\n' >"$tmp/bin/gpgv" && chmod 755 "$tmp/bin/gpgv"
sign other signed.bundle
PATH=$tmp/bin:$PATH
refused 'a gpgv of the path' '*is by a key that is not trusted here*' signed.bundle

# ---- dates that mean something --------------------------------------------------------------------------------------------
unset SSLINV_CONF
PATH=$(getconf PATH)
mkdir -p "$tmp/data" "$tmp/dated/root/etc" "$tmp/dated/root/var/lib/dpkg/info" "$tmp/collect"
cp "$SSLINV_DATA/origins.xml" "$SSLINV_DATA/sources.xml" "$SSLINV_DATA/handbook.xml" "$tmp/data/"
printf 'ID=debian\nVERSION_ID=12\n' >"$tmp/dated/root/etc/os-release"
cat >"$tmp/dated/root/var/lib/dpkg/status" <<'STATUS'
Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.14-1~deb12u1
Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>
Description: Secure Sockets Layer toolkit - shared libraries

Package: hostname
Status: install ok installed
Architecture: amd64
Version: 3.23+nmu1
Description: utility to set or show the host name

STATUS
# Another package has its files: a database alone would be no host that was seen.
mkdir -p "$tmp/dated/root/usr/bin"
printf '#!/bin/sh\n' >"$tmp/dated/root/usr/bin/hostname"
printf '/.\n/usr/bin/hostname\n' >"$tmp/dated/root/var/lib/dpkg/info/hostname.list"
printf '/.\n/usr/lib/x86_64-linux-gnu/libssl.so.3\n/usr/lib/x86_64-linux-gnu/libcrypto.so.3\n' >"$tmp/dated/root/var/lib/dpkg/info/libssl3.list"
cp "$tmp/dated/root/var/lib/dpkg/info/libssl3.list" "$tmp/dated/root/var/lib/dpkg/info/libssl3:amd64.list"
cat >"$tmp/tracker.json" <<'JSON'
{"openssl": {"CVE-2024-0727": {"scope": "local", "releases": {"bookworm": {"status": "resolved",
	"repositories": {"bookworm": "3.0.14-1~deb12u1"}, "fixed_version": "3.0.13-1~deb12u1", "urgency": "low"}}}}}
JSON
with_data() { SSLINV_DATA=$tmp/data "$sslinv" "$@"; }
# takes DEBIAN OPENSSL: a bundle whose feeds were confirmed so many days ago, imported on the host, which is judged again
takes() {
	sqlite3 "$tmp/collect/guidance.db" "UPDATE feed SET imported = '2026-01-01T00:00:00Z' WHERE NOT bundled;
		UPDATE feed SET confirmed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-$1 days') WHERE format = 'debian-tracker';
		UPDATE feed SET confirmed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-$2 days') WHERE vendor = 'OpenSSL'"
	with_data feed --db "$tmp/collect/i.db" bundle "$tmp/dated.bundle" >/dev/null &&
		with_data feed --db "$tmp/dated/i.db" import "$tmp/dated.bundle" >/dev/null
	with_data check --db "$tmp/dated/i.db" >"$tmp/out"
}
ago() { date -u -d "$1 days ago" +%Y-%m-%d; }
with_data scan --root "$tmp/dated/root" --packages-only --host web1 --db "$tmp/dated/i.db" >/dev/null
with_data feed --db "$tmp/collect/i.db" import "$tmp/openssl.xml" "$tmp/tracker.json" >/dev/null
cp "$tmp/tracker.json" "$tmp/alone.json"
with_data feed --db "$tmp/dated/i.db" import "$tmp/openssl.xml" "$tmp/alone.json" >/dev/null
with_data check --db "$tmp/dated/i.db" >"$tmp/out"
like 'an undated file that was imported today has no date' "$(cat "$tmp/out")" \
	'web1 (debian 12): UNKNOWN - no fresh guidance of debian*sslinv feed update debian openssl*'
takes 50 60
# In one line, as words.
told() { tr -s ' \n' ' ' <"$tmp/out"; }
like 'what was confirmed too long ago is named, with one command' "$(told)" \
	"web1 (debian 12): *OK - no known CVE is open Do now: sslinv feed update debian openssl Trust: *guidance of $(ago 60); renew debian, openssl*"
takes 2 40
like 'and only what is old' "$(told)" "web1 (debian 12): OK - *Do now: sslinv feed update openssl Trust: *guidance of $(ago 40); renew openssl*"
takes 0 1
like 'what was confirmed lately is of that day, however long ago it was published' "$(told)" \
	"web1 (debian 12): OK - no known CVE is open Trust: *; guidance of $(ago 1)*"
is 'and made no history' "$(ask "$tmp/dated/i.db" "SELECT count(*) AS n FROM verdicts_history WHERE verdict = 'ok' AND gone_at IS NULL")" 1
like 'explain tells both days' "$(with_data explain --db "$tmp/dated/i.db" CVE-2024-0727)" "*feed *.json of unknown date, confirmed $(ago 0) (Debian)*"
takes 200 200
like 'and a bundle of former days changes nothing' "$(told)" "web1 (debian 12): OK - no known CVE is open Trust: *; guidance of $(ago 1)*"
sqlite3 "$tmp/dated/guidance.db" "UPDATE feed SET confirmed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+400 days') WHERE format = 'debian-tracker'"
with_data check --db "$tmp/dated/i.db" >"$tmp/out"
like 'what a clock that was wrong confirmed has no date' "$(cat "$tmp/out")" '*UNKNOWN - no fresh guidance of debian*sslinv feed update debian*'

# ---- the examples of the manual -------------------------------------------------------------------------------------------
page=$top/man/sslinv-bundle.5
mkdir -p "$tmp/www/sslinv" "$tmp/example/centre" "$tmp/example/host/var" "$tmp/example/etc" "$tmp/example/empty"
cat >"$tmp/example/sslinv" <<'SH'
#!/bin/sh
exec "$SSLINV_UNDER_TEST" "$@"
SH
chmod 755 "$tmp/example/sslinv"
# example WHO: the blocks for that machine, one after the other, with the places of the manual here.
example() {
	awk -v want=".\\\\\" run $1" '$0 == want { block = 1; next } /^\.Ed/ { if (inside) print ""; inside = block = 0 } inside
		/^\.Bd/ && block { inside = 1 }' "$page" |
		sed -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e "s|/etc/sslinv|$tmp/example/etc|g" -e "s|/srv/www|$tmp/www|g" \
			-e "s|https://www.example.org|file://$tmp/www|g" -e "s|/var/lib/sslinv|$tmp/example/host/var|g"
}
# on WHO SHELL-LINES: as that machine's administrator
on() {
	SSLINV_UNDER_TEST=$sslinv SSLINV_DB=$tmp/example/$1/i.db SSLINV_CONF=$tmp/example/etc GNUPGHOME=$tmp/example/gnupg \
		PATH=$tmp/example:$PATH sh -euc "cd '$tmp/example/$1'; $2"
}
mkdir -m 700 "$tmp/example/gnupg"
on centre "sslinv feed import '$tmp/debian.xml' '$tmp/fedora.xml' '$tmp/openssl.xml'" >/dev/null
# In the page's order: a fleet, then without a signature.
example centre >"$tmp/example/centre.sh"
ok 'the manual has examples for the centre' grep -q 'gpg --batch --yes --armor' "$tmp/example/centre.sh"
exits 'those for the centre run' 0 on centre "$(cat "$tmp/example/centre.sh")"
ok 'and say when the bundle was made' grep -q '<bundle xmlns="urn:sslinv:bundle:1" created=' "$tmp/out"
ok 'the web server has a signed bundle' test -s "$tmp/www/sslinv/guidance.bundle" -a -s "$tmp/www/sslinv/guidance.bundle.asc"
cp "$tmp/example/centre/sslinv-guidance.gpg" "$tmp/example/host/"
mkdir -p "$tmp/example/empty/etc" "$tmp/example/empty/var/lib/dpkg" && : >"$tmp/example/empty/var/lib/dpkg/status"
printf 'ID=debian\nVERSION_ID=12\n' >"$tmp/example/empty/etc/os-release"
on host "sslinv scan --root '$tmp/example/empty' --host web1" >/dev/null 2>&1
example host >"$tmp/example/host.sh"
if command -v curl >/dev/null; then
	exits 'those for a host run' 0 on host "$(cat "$tmp/example/host.sh")"
	like 'and take the bundle' "$(cat "$tmp/out")" '*1 of 1 file imported, 1 document: 3 feeds new*web1 (debian 12): OK - *'
	rm "$tmp/example/host/var/guidance.bundle.asc"
	exits 'and from then on nothing that is not signed' 3 on host "sslinv feed import '$tmp/example/host/var/guidance.bundle'"
else
	skip 'those for a host run' 'curl is not here'
fi

finish
