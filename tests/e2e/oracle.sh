# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The other way to the same answer: readelf for what a file needs, dpkg-query for who owns it. Sourced by tests after lib.sh.

: "${tmp:?}" "${top:?}"

# The regular files that dpkg lists as installed in a root, as ./paths inside it, each ended by a NUL.
listed_files() {
	(
		cd "$1" || exit 1
		cat var/lib/dpkg/info/*.list | sort -u | sed 's/^/./' | tr '\n' '\0' |
			xargs -0 stat --printf '%F\t%n\0' 2>/dev/null | sed -z -n 's/^regular file\t//p'
	)
}

# consumers ROOT: the names of packages that own a file with a DT_NEEDED of libssl.so* or libcrypto.so*, sorted.
consumers() {
	listed_files "$1" >"$tmp/listed"
	# readelf names the file before its entries; a file that is no ELF only makes it complain.
	(cd "$1" && xargs -0 -n 500 readelf -d </dev/stdin 2>/dev/null) <"$tmp/listed" |
		awk '/^File: / { file = substr($0, 8) } /\(NEEDED\).*\[lib(ssl|crypto)\.so/ { print file }' |
		sort -u | sed 's/^\.//' >"$tmp/needing"
	# What a path was listed as before /usr was merged counts as well.
	while IFS= read -r path; do
		{ dpkg-query --admindir="$1/var/lib/dpkg" -S "$path" 2>/dev/null ||
			dpkg-query --admindir="$1/var/lib/dpkg" -S "${path#/usr}" 2>/dev/null; } | sed 's/[:,].*//'
	done <"$tmp/needing" | sort -u
}

# listing ROOT: every file with its size, mode, owner, times and digest: what a scan must leave as it was.
listing() {
	(
		cd "$1" || exit 1
		find . -xdev -printf '%p %y %s %m %U:%G %T@ %A@ %C@ %l\n' | sort
	)
}

digests() {
	(cd "$1" && find . -xdev -type f -print0 | sort -z | xargs -0 sha256sum)
}

# debian_root RELEASE DIRECTORY: a copy of a real Debian root with openssl, curl, openssh-client and python3-minimal, to do with as
# the test likes; fails, with the reason in $tmp/log, where none can be made. Each release is fetched once in a run.
debian_root() {
	sh "$top/tests/fixtures/debian_roots.sh" "${SSLINV_DEBIAN_ROOTS:-$tmp/debian-roots}" "$1" 2>"$tmp/log" &&
		cp -a "${SSLINV_DEBIAN_ROOTS:-$tmp/debian-roots}/$1" "$2"
}
