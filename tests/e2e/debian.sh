#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Real Debian roots of several releases: the packages that link OpenSSL are those that readelf and dpkg name, and the root is
# the same to the last access time before and after.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/oracle.sh
. "$top/tests/e2e/oracle.sh"

for release in bullseye bookworm trixie; do
	root=$tmp/$release
	if ! debian_root "$release" "$root"; then
		skip "a root of $release" "none can be made: $(tail -n 1 "$tmp/log")"
		continue
	fi
	consumers "$root" >"$tmp/want"
	# Reading changes access times once, as the kernel puts it off afterwards: what follows sees those of a scan alone.
	listing "$root" >"$tmp/before"
	digests "$root" >"$tmp/digests-before"
	listing "$root" >"$tmp/before"
	scan_exits "$release: the scan is complete" complete --root "$root" --db "$tmp/$release.db" --host "$release"
	listing "$root" >"$tmp/after"
	ok "$release: nothing below the root changed, not even an access time" diff "$tmp/before" "$tmp/after"
	digests "$root" >"$tmp/digests-after"
	ok "$release: nor the contents of any file" cmp "$tmp/digests-before" "$tmp/digests-after"
	is "$release: the packages that link OpenSSL" \
		"$("$sslinv" query --db "$tmp/$release.db" --format csv \
			"SELECT DISTINCT package FROM linkages WHERE evidence = 'needed' ORDER BY 1" | tail -n +2 | tr -d '\r')" \
		"$(cat "$tmp/want")"
	is "$release: each gets the libcrypto that its own openssl names" \
		"$("$sslinv" query --db "$tmp/$release.db" --format csv "SELECT DISTINCT provider_path IS NULL, confidence FROM linkages
			WHERE evidence = 'needed'" | tail -n +2 | tr -d '\r')" '0,certain'
	scan_exits "$release: a scan of the packages' files alone says the same" complete --packages-only --root "$root" --db "$tmp/$release-only.db" --host "$release"
	for view in libraries linkages; do
		is "$release: the same $view" \
			"$("$sslinv" query --db "$tmp/$release-only.db" --format csv "SELECT path, package FROM $view WHERE package IS NOT NULL ORDER BY 1, 2")" \
			"$("$sslinv" query --db "$tmp/$release.db" --format csv "SELECT path, package FROM $view WHERE package IS NOT NULL ORDER BY 1, 2")"
	done
	rm -rf "$root"
done
finish
