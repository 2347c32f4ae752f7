#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A vendor's archive with a document for each CVE: those about other things are passed over, a damaged one is named and the others
# are taken, and what was known stays until a document takes it back.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:=.}/tests/e2e/lib.sh"

SSLINV_GUIDANCE=$tmp/guidance.db
export SSLINV_GUIDANCE

# document CVE PACKAGE VERSION DAY: in which that package is fixed
document() {
	cat <<END
{"document": {"category": "csaf_vex", "csaf_version": "2.0", "publisher": {"category": "vendor", "name": "Red Hat Product Security"},
"title": "x", "tracking": {"id": "$1", "status": "final", "version": "1", "current_release_date": "$4T00:00:00Z",
"initial_release_date": "2026-01-01T00:00:00Z"}},
"product_tree": {"branches": [{"category": "vendor", "name": "Red Hat", "branches": [
{"category": "product_name", "name": "RHEL 9", "product": {"name": "RHEL 9", "product_id": "rhel-9.8.z::baseos",
"product_identification_helper": {"cpe": "cpe:/o:redhat:enterprise_linux:9::baseos"}}},
{"category": "product_version", "name": "$2", "product": {"name": "$2", "product_id": "$2-1:$3.src",
"product_identification_helper": {"purl": "pkg:rpm/redhat/$2@$3?arch=src&epoch=1"}}}]}],
"relationships": [{"category": "default_component_of", "full_product_name": {"name": "x", "product_id": "rhel-9.8.z::baseos:$2-1:$3.src"},
"product_reference": "$2-1:$3.src", "relates_to_product_reference": "rhel-9.8.z::baseos"}]},
"vulnerabilities": [{"cve": "$1", "product_status": {"fixed": ["rhel-9.8.z::baseos:$2-1:$3.src"]}}]}
END
}

# statements: the fixed versions that are held
statements() {
	"$sslinv" feed export | sed -n 's/.*statement cve="\(CVE-2026-9900[0-9]\)".*fixed-version="\([^"]*\)".*/\1=\2/p'
}

# archive NAME: of all that is in $tmp/docs
archive() {
	(cd "$tmp/docs" && tar -cf "$tmp/$1" ./*)
}

mkdir "$tmp/docs"
document CVE-2026-99001 openssl 3.5.1-7.el9_8 2026-01-01 >"$tmp/docs/1.json"
document CVE-2026-99002 curl 7.76.1-1.el9_8 2026-01-01 >"$tmp/docs/2.json"
document CVE-2026-99003 kernel 5.14.0-1.el9_8 2026-01-01 >"$tmp/docs/3.json"
archive first.tar
exits 'an archive is imported' 0 "$sslinv" feed import "$tmp/first.tar"
like 'all documents are counted, one is a feed' "$(cat "$tmp/out")" '*3 documents: 1 feed new*'
like 'the others are about other things' "$(cat "$tmp/out")" '*1 entries about OpenSSL*2 about other things passed over; 0 warnings*'
is 'its statement is held' "$(statements)" CVE-2026-99001=1:3.5.1-7.el9_8

# A name that is written in another way is the same name.
document CVE-2026-99004 open%73%73l 3.5.1-8.el9_8 2026-01-01 >"$tmp/docs/4.json"
document CVE-2026-99005 'ope\u006es\u0073l' 3.5.1-9.el9_8 2026-01-01 >"$tmp/docs/5.json"
archive hidden.tar
exits 'names with escapes' 0 "$sslinv" feed import "$tmp/hidden.tar"
is 'are found' "$(statements | sort)" 'CVE-2026-99001=1:3.5.1-7.el9_8
CVE-2026-99004=1:3.5.1-8.el9_8
CVE-2026-99005=1:3.5.1-9.el9_8'
rm "$tmp/docs/4.json" "$tmp/docs/5.json"

# One that says nothing about OpenSSL any more is not passed over where it did.
document CVE-2026-99001 curl 7.76.1-1.el9_8 2026-02-01 >"$tmp/docs/1.json"
archive silent.tar
exits 'an edition that falls silent' 4 "$sslinv" feed import "$tmp/silent.tar"
like 'is named, and the older one kept' "$(cat "$tmp/err")" '*CVE-2026-99001 has 0 entries*'
exits 'and with --force' 0 "$sslinv" feed import --force "$tmp/silent.tar"
is 'it takes its statements back' "$(statements | sort | head -n 1)" CVE-2026-99004=1:3.5.1-8.el9_8

# Damaged ones: cut off, changed, with something behind the end; about OpenSSL or not.
"$sslinv" feed import "$tmp/first.tar" >/dev/null 2>&1
document CVE-2026-99001 openssl 3.5.1-7.el9_8 2026-01-01 >"$tmp/docs/1.json"
for name in openssl curl; do
	for damage in cut brace more; do
		document CVE-2026-99002 "$name" 3.5.1-1.el9_8 2026-03-01 >"$tmp/whole"
		case $damage in
		cut) head -c $(($(wc -c <"$tmp/whole") - 40)) "$tmp/whole" >"$tmp/docs/2.json" ;;
		brace) sed 's/"branches": \[{/"branches": [{{/' "$tmp/whole" >"$tmp/docs/2.json" ;;
		more) { cat "$tmp/whole" && echo '"'; } >"$tmp/docs/2.json" ;;
		esac
		document CVE-2026-99003 openssl 3.5.1-6.el9_8 2026-03-01 >"$tmp/docs/3.json"
		archive damaged.tar
		rm -f "$tmp/guidance.db"
		"$sslinv" feed import "$tmp/first.tar" >/dev/null
		exits "$name, $damage: the archive is incomplete" 4 "$sslinv" feed import "$tmp/damaged.tar"
		like "$name, $damage: the document is named with line and reason" "$(cat "$tmp/err")" "*damaged.tar: ./2.json:[0-9]*: *"
		like "$name, $damage: and counted" "$(cat "$tmp/out")" '*1 document cannot be read*'
		is "$name, $damage: the others are taken" "$(statements | sort)" 'CVE-2026-99001=1:3.5.1-7.el9_8
CVE-2026-99003=1:3.5.1-6.el9_8'
	done
done

# What was held of a damaged document stays.
document CVE-2026-99003 openssl 3.5.1-9.el9_8 2026-04-01 | head -c 900 >"$tmp/docs/3.json"
archive damaged.tar
exits 'a damaged edition of what is held' 4 "$sslinv" feed import "$tmp/damaged.tar"
like 'two are damaged' "$(cat "$tmp/err")" '*(and others)*'
is 'the older one stays' "$(statements | sort | tail -n 1)" CVE-2026-99003=1:3.5.1-6.el9_8

rm "$tmp/docs/1.json"
archive nothing.tar
exits 'an archive of damaged documents alone' 3 "$sslinv" feed import "$tmp/nothing.tar"
like 'names the first' "$(cat "$tmp/err")" '*nothing.tar: ./2.json:[0-9]*'
head -c 5000 "$tmp/first.tar" >"$tmp/cut.tar"
exits 'an archive that is cut off itself is refused' 3 "$sslinv" feed import "$tmp/cut.tar"
is 'and nothing has changed' "$(statements | sort)" 'CVE-2026-99001=1:3.5.1-7.el9_8
CVE-2026-99003=1:3.5.1-6.el9_8'
finish
