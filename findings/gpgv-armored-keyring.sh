#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gpgv looks for the signer's key in each --keyring in turn. An armored keyring is not read, which gpgv does not say; it ends the search besides, so that
# the same sound keyrings verify or do not by their order alone. A program that hands a directory of keys to gpgv tells armored ones apart first.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs gpgv=2.2.40-1.1+deb12u2 gpg=2.2.40-1.1+deb12u2 gpg-agent=2.2.40-1.1+deb12u2

mkdir -m 700 home
gpg() { deb/usr/bin/gpg --homedir "$here/home" --agent-program "$here/deb/usr/bin/gpg-agent" --batch --quiet "$@" 2>>gpg.log; }
for name in signer other; do
	gpg --passphrase '' --quick-generate-key "$name@example.org" ed25519 sign never
	gpg --export "$name@example.org" >"$name.gpg"
done
gpg --armor --export other@example.org >other.asc
echo content >file
gpg --local-user signer@example.org --armor --detach-sign file

verdict() {
	for keyring; do
		set -- "$@" --keyring "$here/$keyring"
		shift
	done
	deb/usr/bin/gpgv --homedir "$here" "$@" file.asc file >out 2>&1 && echo 'good signature' || echo 'no public key'
}
is 'the key of the signer' "$(verdict signer.gpg)" 'good signature'
is 'another key before it' "$(verdict other.gpg signer.gpg)" 'good signature'
is 'another key behind it, armored' "$(verdict signer.gpg other.asc)" 'good signature'
is 'another key before it, armored' "$(verdict other.asc signer.gpg)" 'no public key'
