# SPDX-License-Identifier: GPL-2.0-or-later
# What the findings share; each reads it first. Run by itself it does nothing.
# shellcheck shell=sh
set -eu
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

# Unpacks Debian packages, each as NAME=VERSION, below $here/deb; nothing is installed on this machine.
debs() {
	mkdir -p deb
	(cd deb && apt-get -qq -o APT::Sandbox::User=root download "$@") >apt.log 2>&1 ||
		{ cat apt.log >&2 && echo "one of these was not to be had (apt-get update?): $*" >&2 && exit 77; }
	for package in deb/*.deb; do dpkg-deb -x "$package" deb; done
}

# Installs npm packages, each as NAME@VERSION, below $here.
npms() {
	npm init -y >npm.log 2>&1
	npm install --no-audit --no-fund --ignore-scripts "$@" >>npm.log 2>&1 ||
		{ cat npm.log >&2 && echo "npm could not install: $*" >&2 && exit 77; }
}

# is NAME GOT EXPECTED: prints both, and fails where they differ.
is() {
	printf '%s: %s\n' "$1" "$2"
	[ "$2" = "$3" ] || { printf 'changed: this was: %s\n' "$3" && exit 1; }
}
