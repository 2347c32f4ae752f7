#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# openssl.cnf sets the lowest TLS of all programs by ssl_conf (config(5)). A name that no module has, in a line before it, ends the reading of modules: what
# follows is not set, so the file's MinProtocol is in vain, and nothing says so. The order alone decides: the same line after ssl_conf does no harm to what
# it says. Whoever reads the file for a policy has to keep the order.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs openssl=3.0.22-1~deb12u2 libssl3=3.0.22-1~deb12u2

# openssl CONFIGURATION ARGUMENT...
openssl() {
	OPENSSL_CONF=$1
	shift
	OPENSSL_CONF=$OPENSSL_CONF LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu deb/usr/bin/openssl "$@"
}
printf '[req]\ndistinguished_name = name\n[name]\n' >plain.cnf
openssl plain.cnf req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.pem 2>req.log

# What a client gets that speaks TLS 1.2 and nothing newer, from a server with these lines in its [init].
answer() {
	{
		printf 'openssl_conf = init\n[init]\n'
		printf '%s\n' "$@"
		printf '[ssl]\nsystem_default = default\n[default]\nMinProtocol = TLSv1.3\n'
	} >server.cnf
	mkfifo hold
	openssl server.cnf s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -naccept 1 <hold >server.log 2>server.err &
	exec 3>hold
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server.log)
		[ -z "$port" ] || break
		sleep 1
	done
	openssl plain.cnf s_client -connect "127.0.0.1:$port" -tls1_2 </dev/null >client.log 2>&1 && echo accepted || echo refused
	exec 3>&-
	kill $! 2>/dev/null || :
	wait $! 2>/dev/null || :
	rm hold
}
is 'the setting' "$(answer 'ssl_conf = ssl')" refused
is 'a name that no module has, before it' "$(answer 'stray = x' 'ssl_conf = ssl')" accepted
is 'what the server says of that' "$(grep -ci 'conf\|module\|stray' server.err || :)" 0
is 'the same name after it' "$(answer 'ssl_conf = ssl' 'stray = x')" refused
