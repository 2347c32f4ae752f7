#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# This machine is a real host: what a scan says of it equals what readelf and dpkg say.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/oracle.sh
. "$top/tests/e2e/oracle.sh"

if [ ! -f /var/lib/dpkg/status ] || ! command -v readelf >/dev/null; then
	skip 'this host' 'it has no dpkg database, or no readelf'
	finish
fi

query() { "$sslinv" query --db "$tmp/host.db" --format csv "$1" | tail -n +2 | tr -d '\r'; }

code=0
"$sslinv" scan --packages-only --db "$tmp/host.db" --host this >"$tmp/report" 2>"$tmp/talk" || code=$?
if [ "$(id -u)" -eq 0 ]; then
	# Where root is in a container, process 1 may have rights that it has not: what that one has mapped it may not see.
	hidden=$(query 'SELECT processes_hidden > 0 FROM scans')
	if [ "$hidden" = 1 ]; then outcome=incomplete; else outcome=complete; fi
	is 'the scan of this host is complete' "$(query "SELECT outcome, (SELECT group_concat(source || ' ' || coalesce(path, '') || ' ' || message) FROM scan_errors
			WHERE source NOT IN ('mount', 'processes')) AS problems FROM scans")" "$outcome,"
else
	ok 'the scan of this host lands' [ "$code" -eq 0 -o "$code" -eq 4 ]
fi
is 'the packages that link OpenSSL are those that readelf and dpkg name' \
	"$(query "SELECT DISTINCT package FROM linkages WHERE evidence = 'needed' AND package IS NOT NULL ORDER BY package")" \
	"$(consumers /)"
is 'every installed package was seen' "$(query 'SELECT packages_seen FROM scans')" \
	"$(dpkg-query -W -f '${db:Status-Status}\n' | grep -cv 'config-files\|not-installed')"
is 'versions are those that dpkg has' \
	"$(query "SELECT name || ' ' || version || ' ' || arch FROM packages ORDER BY 1")" \
	"$(query 'SELECT DISTINCT name FROM packages' | while read -r name; do
		dpkg-query -W -f '${binary:Package} ${Version} ${Architecture} ${db:Status-Status}\n' "$name" "$name:*" 2>/dev/null
	done | sed -n 's/^\([^: ]*\)[^ ]* \(.*\) installed$/\1 \2/p' | sort -u)"

# What the dynamic loader of this host would load is what it says it would: ldconfig's own table.
query "SELECT DISTINCT soname || ' ' || provider_path FROM linkages WHERE evidence = 'needed' AND path LIKE '/usr/bin/%' ORDER BY 1" \
	>"$tmp/linked"
while read -r soname provider; do
	path=$(/sbin/ldconfig -p 2>/dev/null | awk -v want="$soname" '$1 == want { print $NF; exit }')
	is "$soname is the file that ldconfig knows" "$provider" "$(realpath "$path")"
done <"$tmp/linked"

# The text that the library states is what the program of the same package prints.
if command -v openssl >/dev/null && [ "$(dpkg-query -S "$(realpath "$(command -v openssl)")" 2>/dev/null)" ]; then
	text=$(openssl version | sed 's/ *(Library:.*//')
	is 'libcrypto states the version that openssl(1) prints' \
		"$(query "SELECT version_text FROM libraries WHERE path LIKE '/usr/lib/%/libcrypto.so.3' AND package LIKE 'libssl3%' LIMIT 1")" "$text"
else
	skip 'libcrypto states the version that openssl(1) prints' 'openssl is not installed as a package'
fi
finish
