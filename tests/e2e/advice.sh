#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each command that is advised does, when apt itself simulates it in the same root, what the advice says: it installs that very
# version of that very package; and where no command is advised because of a pin or a hold, apt would install nothing.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

compiler=${CC:-cc}
# shellcheck disable=SC2086 # a compiler with its options
if ! [ -e "$SSLINV_BACKENDS/apt.so" ] || ! $compiler --version >/dev/null 2>&1; then
	skip 'advice for Debian' 'a C compiler and the apt backend are needed'
	finish
fi
today=$(date -u +%Y-%m-%d)
SSLINV_DATA_BUNDLED=$SSLINV_DATA
mkdir "$tmp/data"
ln -s "$SSLINV_DATA_BUNDLED/queries" "$tmp/data/queries"
cp "$SSLINV_DATA_BUNDLED"/handbook.xml "$SSLINV_DATA_BUNDLED"/origins.* "$tmp/data/" 2>/dev/null
cat >"$tmp/data/test.xml" <<XML
<guidance xmlns="urn:sslinv:guidance:1">
	<feed name="test/debian" vendor="Debian" format="native" identity="test/debian" published="$today">
		<distribution id="debian"><release version="12"><package name="openssl" kind="source">
			<statement cve="CVE-2025-15467" status="fixed" fixed-version="3.0.18-1~deb12u2" severity="high"/>
		</package></release></distribution>
	</feed>
</guidance>
XML
SSLINV_DATA=$tmp/data

# installed NAME ARCH [STATUS]: Debian 12's libssl3 3.0.17, of that architecture
installed() {
	root=$tmp/$1
	mkdir -p "$root/etc/apt" "$root/var/lib/dpkg/info" "$root/var/lib/apt/lists/partial" "$root/usr/lib/$2" \
		"$root/var/cache/apt/archives/partial"
	printf 'ID=debian\nVERSION_ID="12"\n' >"$root/etc/os-release"
	printf 'amd64\ni386\n' >"$root/var/lib/dpkg/arch"
	printf '%s\n' 'Package: libssl3' "Status: ${3:-install} ok installed" "Architecture: $2" 'Multi-Arch: same' 'Source: openssl' \
		'Version: 3.0.17-1~deb12u2' \
		'Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>' 'Description: x' '' >>"$root/var/lib/dpkg/status"
	printf '/.\n/usr/lib/%s/libcrypto.so.3\n' "$2" >"$root/var/lib/dpkg/info/libssl3:$2.list"
	printf 'const char text[] = "OpenSSL 3.0.17 1 Jul 2025"; const char *version(void) { return text; }\n' >"$tmp/library.c"
	# shellcheck disable=SC2086
	$compiler -shared -fPIC -nostdlib -Wl,-soname,libcrypto.so.3 -o "$root/usr/lib/$2/libcrypto.so.3" "$tmp/library.c"
}

# offered SUITE ORIGIN ADDRESS VERSION...: a repository with these versions of libssl3, for both architectures
offered() {
	lists=$root/var/lib/apt/lists/$3_debian_dists_$1
	printf 'deb [arch=amd64,i386] http://%s/debian %s main\n' "$3" "$1" >>"$root/etc/apt/sources.list"
	printf '%s\n' "Origin: $2" "Label: $2" "Suite: $1" "Codename: $1" 'Architectures: amd64 i386' 'Components: main' \
		>"${lists}_InRelease"
	shift 3
	for version; do
		for arch in amd64 i386; do
			printf '%s\n' 'Package: libssl3' 'Source: openssl' "Version: $version" "Architecture: $arch" 'Multi-Arch: same' \
				"Filename: x_$arch.deb" 'Size: 1' 'Description: x' \
				'Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>' \
				'SHA256: 0000000000000000000000000000000000000000000000000000000000000000' '' >>"${lists}_main_binary-${arch}_Packages"
		done
	done
}

# advice NAME: the verdict, and the command if there is one
advice() {
	"$sslinv" scan --packages-only --root "$tmp/$1" --db "$tmp/$1.db" --host "$1" --max-age 0 >"$tmp/out" 2>"$tmp/err"
	ask "$tmp/$1.db" 'SELECT verdict FROM verdicts'
	sed -n 's/^  Do now:  \(apt-get install .*\)$/\1/p' "$tmp/out"
}

# simulate NAME COMMAND: what apt would install: NAME:ARCH VERSION, a line each
simulate() {
	root=$tmp/$1
	# shellcheck disable=SC2086 # the words of the advised command
	apt-get -s -o Dir="$root" -o Dir::State::status="$root/var/lib/dpkg/status" -o Dir::Etc::parts=/dev/null -o Dir::Etc::main=/dev/null \
		-o APT::Architecture=amd64 -o APT::Architectures::=amd64 -o APT::Architectures::=i386 -o Debug::NoLocking=1 \
		--allow-unauthenticated -y ${2#apt-get } 2>"$tmp/apt.err" |
		sed -n 's/^Inst \([^ ]*\) \[[^]]*\] (\([^ ]*\) .*\[\([a-z0-9]*\)\]).*$/\1 \3 \2/p' | sed 's/^\([^ :]*\)[^ ]* /\1 /' | sort
}
apt_does() {
	if ! command -v apt-get >/dev/null 2>&1; then
		skip "$1" 'apt-get is not installed'
		return
	fi
	is "$1" "$(simulate "$2" "$3")" "$4"
}

installed native amd64
offered bookworm Debian deb.example.org 3.0.17-1~deb12u2 3.0.18-1~deb12u2
command='apt-get install --only-upgrade libssl3=3.0.18-1~deb12u2'
is 'the native package is named by its name' "$(advice native)" "upgrade
$command"
apt_does 'and apt installs it' native "$command" 'libssl3 amd64 3.0.18-1~deb12u2'

installed foreign i386
offered bookworm Debian deb.example.org 3.0.17-1~deb12u2 3.0.18-1~deb12u2
command='apt-get install --only-upgrade libssl3:i386=3.0.18-1~deb12u2'
is 'a foreign one by its architecture, too' "$(advice foreign)" "upgrade
$command"
apt_does 'and apt installs it' foreign "$command" 'libssl3 i386 3.0.18-1~deb12u2'
apt_does 'which it would not by the name alone' foreign 'apt-get install --only-upgrade libssl3' ''

installed both amd64
installed both i386
offered bookworm Debian deb.example.org 3.0.17-1~deb12u2 3.0.18-1~deb12u2
command='apt-get install --only-upgrade libssl3=3.0.18-1~deb12u2 libssl3:i386=3.0.18-1~deb12u2'
is 'both are named' "$(advice both)" "upgrade
$command"
apt_does 'and apt installs both' both "$command" 'libssl3 amd64 3.0.18-1~deb12u2
libssl3 i386 3.0.18-1~deb12u2'

installed ppa amd64
offered bookworm Debian deb.example.org 3.0.17-1~deb12u2 3.0.18-1~deb12u2
offered bookworm LP-PPA-x ppa.example.org 3.0.19-1+x1
command='apt-get install --only-upgrade libssl3=3.0.18-1~deb12u2'
is "a packager's archive is not the vendor" "$(advice ppa)" "upgrade
$command"
apt_does 'and apt installs the version that is named' ppa "$command" 'libssl3 amd64 3.0.18-1~deb12u2'

installed pinned amd64
offered bookworm Debian deb.example.org 3.0.18-1~deb12u2
printf 'Package: libssl3\nPin: version 3.0.17*\nPin-Priority: 1001\n' >"$root/etc/apt/preferences"
is 'where a pin keeps the fix away no command is advised' "$(advice pinned)" no_fix
like 'but what keeps it away' "$(cat "$tmp/out")" '*the repositories offer 3.0.18-1~deb12u2, but a pin keeps apt*from it*'
apt_does 'for apt would install nothing' pinned 'apt-get install --only-upgrade libssl3' ''

installed held amd64 hold
offered bookworm Debian deb.example.org 3.0.18-1~deb12u2
is 'nor where dpkg holds the package' "$(advice held)" no_fix
like 'but how to release it' "$(cat "$tmp/out")" '*apt-mark unhold libssl3*'
apt_does 'for apt would install nothing' held 'apt-get install --only-upgrade libssl3=3.0.18-1~deb12u2' ''

# What was found is in the inventory, too.
for name in pinned held; do
	"$sslinv" check --db "$tmp/$name.db" --max-age 0 >"$tmp/out" 2>&1
	like "a check says the same of the one that is $name" "$(cat "$tmp/out")" "$name (debian 12): NO_FIX - *the repositories offer 3.0.18-1~deb12u2, but *"
done
finish
