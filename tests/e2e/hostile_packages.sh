#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Package databases that are missing, damaged, endless or something else altogether, and what else a host says of itself.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"
# shellcheck source=tests/fixtures/hostile.sh
. "$top/tests/fixtures/hostile.sh"

fresh
hostile 'the intact host' complete ''

# ---- dpkg's database ------------------------------------------------------------------------------------------------------
status=$root/var/lib/dpkg/status
size=$(wc -c <"$tmp/pristine/var/lib/dpkg/status")
damage_status() {
	fresh
	rm -f "$status"
}
told='*apt: */dpkg/*: *'
damage_status
hostile 'no status' incomplete "$told"
damage_status
: >"$status"
hostile 'an empty status' incomplete "$told"
cut=1
while [ "$cut" -lt "$size" ]; do
	damage_status
	head -c "$cut" "$tmp/pristine/var/lib/dpkg/status" >"$status"
	hostile "a status of $cut bytes" incomplete "$told"
	cut=$((cut + size / 7))
done
damage_status
mkfifo "$status"
hostile 'a FIFO as status' incomplete "$told"
damage_status
mkdir "$status"
hostile 'a directory as status' incomplete "$told"
damage_status
if mknod "$status" c 1 5 2>/dev/null; then
	hostile 'an endless device as status' incomplete "$told"
else
	skip 'an endless device as status' 'only root makes devices'
fi
damage_status
truncate -s 1T "$status" 2>/dev/null || truncate -s 8G "$status"
hostile 'a status of a tebibyte' incomplete "$told"
damage_status
head -c 100000 /dev/urandom >"$status"
hostile 'noise as status' incomplete "$told"
for target in "$tmp/outside/var/lib/dpkg/status" "$up$tmp/outside/var/lib/dpkg/status" status /dev/zero /proc/self/mem; do
	damage_status
	ln -s "$target" "$status"
	hostile "a link to $(printf %s "$target" | sed "s|$tmp|TMP|") as status" incomplete "$told"
done
for target in "$tmp/outside/var/lib/dpkg" "$up$tmp/outside/var/lib/dpkg" dpkg; do
	fresh
	rm -rf "$root/var/lib/dpkg"
	ln -s "$target" "$root/var/lib/dpkg"
	hostile "a link to $(printf %s "$target" | sed "s|$tmp|TMP|") as dpkg's directory" incomplete '*: *'
done
fresh
rm -rf "$root/var/lib/dpkg"
mkfifo "$root/var/lib/dpkg"
hostile "a FIFO as dpkg's directory" incomplete '*'
fresh
rm -f "$root/var/lib/dpkg/info/client.list"
hostile 'a lost file list' incomplete '*client*'
fresh
rm -f "$root/var/lib/dpkg/info/client.list"
mkfifo "$root/var/lib/dpkg/info/client.list"
hostile 'a FIFO as file list' incomplete '*client*'
fresh
printf '/.\n/usr/bin/client\n%s\n' "/$up$tmp/outside/$lib/libssl.so.3" "$tmp/outside/$lib/libssl.so.3" relative '//' >"$root/var/lib/dpkg/info/client.list"
rm -f "$db" "$db-files"
"$sslinv" scan --root "$root" --db "$db" >"$tmp/out" 2>"$tmp/err"
is 'a file list that leads out of the root tells of nothing there' "$(ask "$db" "SELECT count(*) FROM libraries WHERE version = '9.9.9'")" 0
fresh
rm -rf "$root/var/lib/dpkg"
hostile 'no package database' incomplete '*no package database*'

# ---- rpm's databases ------------------------------------------------------------------------------------------------------
if [ -e "$SSLINV_BACKENDS/rpm.so" ]; then
	told='*rpm: *'
	for form in var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db var/lib/rpm/Packages; do
		fresh
		database=$root/$form
		mkdir -p "$(dirname "$database")"
		: >"$database"
		hostile "$form: empty" incomplete "$told"
		head -c 100000 /dev/urandom >"$database"
		hostile "$form: noise" incomplete "$told"
		case $form in
		*sqlite) printf 'SQLite format 3\000' >"$database" ;;
		*.db) printf 'RpmP\000\000\000\000\001\000\000\000\001\000\000\000' >"$database" ;;
		*) printf '\000\000\000\000\001\000\000\000\000\000\000\000\141\025\006\000' >"$database" ;;
		esac
		hostile "$form: cut off" incomplete "$told"
		rm -f "$database"
		mkfifo "$database"
		hostile "$form: a FIFO" incomplete "$told"
		rm -f "$database"
		mkdir "$database"
		hostile "$form: a directory" incomplete "$told"
		rmdir "$database"
		if mknod "$database" c 1 5 2>/dev/null; then
			hostile "$form: an endless device" incomplete "$told"
			rm -f "$database"
		fi
		truncate -s 1T "$database" 2>/dev/null || truncate -s 8G "$database"
		hostile "$form: a tebibyte" incomplete "$told"
		rm -f "$database"
		for target in "$tmp/outside/database" "$up$tmp/outside/database" "$(basename "$database")"; do
			ln -s "$target" "$database"
			hostile "$form: a link to $(printf %s "$target" | sed "s|$tmp|TMP|")" incomplete "$told"
			rm -f "$database"
		done
	done
	is 'what dpkg has lands all the same' "$(ask "$db" "SELECT count(*) FROM packages WHERE format = 'deb'")" 2
else
	skip 'databases of rpm' 'the rpm backend is not built'
fi

# ---- what the host says of itself -----------------------------------------------------------------------------------------
told='*host: /etc/os-release: *'
fresh
rm -f "$root/etc/os-release"
mkfifo "$root/etc/os-release"
hostile 'a FIFO as os-release' incomplete "$told"
rm -f "$root/etc/os-release"
truncate -s 1G "$root/etc/os-release"
hostile 'an os-release of a gibibyte' incomplete "$told"
rm -f "$root/etc/os-release"
ln -s os-release "$root/etc/os-release"
hostile 'an os-release that is a link to itself' incomplete "$told"
rm -f "$root/etc/os-release"
ln -s "$up/etc/os-release" "$root/etc/os-release"
hostile 'an os-release that leads out of the root' incomplete "$told"
fresh
printf 'ID=\033[31mred\nPRETTY_NAME="\033]0;title\007 \377"\n' >"$root/etc/os-release"
printf '\033[2J\n' >"$root/etc/hostname"
hostile 'names that command a terminal' complete ''
is 'they reach no terminal' "$(tr -d '\n\t -~' <"$tmp/out" | wc -c | tr -d ' ')" 0
finish
