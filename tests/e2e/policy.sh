#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What OpenSSL can do and may do, against what real ones did: Debian's, in roots of their own, whose openssl(1) is the witness.
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/oracle.sh
. "$top/tests/e2e/oracle.sh"

server=
end_server() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
	server=
}
trap 'end_server; clean_up' EXIT

# A client that offers one protocol, and all that its OpenSSL has of it.
cat >"$tmp/open.cnf" <<'END'
openssl_conf = a
[a]
ssl_conf = b
[b]
system_default = c
[c]
MinProtocol = None
CipherString = ALL:@SECLEVEL=0
END

speaks() {
	OPENSSL_CONF=/tmp/open.cnf timeout 20 chroot "$root" openssl s_client -connect "127.0.0.1:$port" "-$1" \
		-cipher ALL:@SECLEVEL=0 </dev/null 2>/dev/null | grep -q 'Cipher is [A-Z]'
}

# A server that answers at all: with some protocol, or with none of them.
# shellcheck disable=SC2317 # it is called by the name that it is handed over by
is_up() {
	OPENSSL_CONF=/tmp/open.cnf timeout 20 chroot "$root" openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null |
		grep -q '^CONNECTED'
}

# The lowest and the highest protocol that a server speaks which sets nothing itself.
spoken() {
	chroot "$root" openssl s_server -accept "127.0.0.1:$port" -key /tmp/key.pem -cert /tmp/cert.pem -quiet >/dev/null 2>&1 &
	server=$!
	eventually is_up || :
	lowest='' highest=''
	for protocol in tls1 tls1_1 tls1_2 tls1_3; do
		if speaks "$protocol"; then
			: "${lowest:=$protocol}"
			highest=$protocol
		fi
	done
	end_server
	printf '%s %s\n' "$lowest" "$highest" | sed 's/tls1_/TLSv1./g; s/tls1/TLSv1/g'
}

# The same as a scan tells it.
told() {
	"$sslinv" scan --root "$root" --db "$tmp/$release.db" --host "$release" >/dev/null 2>&1
	ask "$tmp/$release.db" "SELECT lowest_protocol || ' ' || highest_protocol AS told FROM policies"
}

port=$((20000 + $$ % 20000))
for release in bullseye bookworm trixie; do
	root=$tmp/$release
	if ! debian_root "$release" "$root"; then
		skip "the policy of $release" "$(cat "$tmp/log")"
		continue
	fi
	cp "$tmp/open.cnf" "$root/tmp/open.cnf"
	chroot "$root" openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/key.pem -out /tmp/cert.pem -days 30 -subj /CN=x \
		>/dev/null 2>&1
	is "$release: the protocols of its own configuration" "$(told)" "$(spoken)"
	is "$release: ML-KEM, as openssl list has it" "$(ask "$tmp/$release.db" 'SELECT pqc FROM policies')" \
		"$(chroot "$root" openssl list -kem-algorithms 2>/dev/null | grep -q ML-KEM && echo 1 || echo 0)"
	is "$release: and so do the levels" "$(ask "$tmp/$release.db" 'SELECT DISTINCT pqc FROM levels')" \
		"$(ask "$tmp/$release.db" 'SELECT pqc FROM policies')"
	is "$release: no FIPS provider, as openssl list has it" "$(ask "$tmp/$release.db" 'SELECT fips FROM policies')" \
		"$(chroot "$root" openssl list -providers -provider fips >/dev/null 2>&1 && echo 1 || echo 0)"
	mv "$root/etc/ssl/openssl.cnf" "$tmp/own.cnf"
	is "$release: without a configuration" "$(told)" "$(spoken)"
	sed 's/^MinProtocol.*/MinProtocol = TLSv1/' "$tmp/open.cnf" >"$root/etc/ssl/openssl.cnf"
	is "$release: with one that allows all" "$(told)" "$(spoken)"
	sed '/^CipherString/d; s/^MinProtocol.*/MinProtocol = TLSv1.3/' "$tmp/open.cnf" >"$root/etc/ssl/openssl.cnf"
	is "$release: with one that allows TLS 1.3 alone" "$(told)" "$(spoken)"
	sed '/^CipherString/d; s/^MinProtocol.*/MaxProtocol = TLSv1.2/' "$tmp/open.cnf" >"$root/etc/ssl/openssl.cnf"
	is "$release: with one that allows no TLS 1.3" "$(told)" "$(spoken)"
	like "$release: which the query tells" "$("$sslinv" query --db "$tmp/$release.db" --format csv --named without-tls13 |
		tail -n +2 | tr -d '\r')" "$release,*,TLSv1.2"
	sed '/^CipherString/d; s/^MinProtocol.*/NoSuchCommand = 1\nMinProtocol = TLSv1.3/' "$tmp/open.cnf" >"$root/etc/ssl/openssl.cnf"
	is "$release: after a command that is not right" "$(told)" "$(spoken)"
	sed '/^CipherString/d; s/^MinProtocol.*/MinProtocol = TLSv1.3/; s/^ssl_conf/nosuch = x\nssl_conf/' "$tmp/open.cnf" \
		>"$root/etc/ssl/openssl.cnf"
	is "$release: after a module that is not right" "$(told)" "$(spoken)"
	is "$release: which is noted" \
		"$(ask "$tmp/$release.db" "SELECT path FROM scan_errors WHERE source = 'policy' AND message LIKE '%nosuch = x%'")" \
		/etc/ssl/openssl.cnf
	rm -f "$root/etc/ssl/openssl.cnf"
	cp "$tmp/own.cnf" "$root/etc/ssl/openssl.cnf"
done

# ---- the queries, and the history -----------------------------------------------------------------------------------------
if [ -e "$tmp/bullseye.db" ]; then
	root=$tmp/bullseye release=bullseye
	printf '' >"$root/etc/ssl/openssl.cnf"
	told >"$tmp/told"
	is 'a host that allows TLS 1.0 is told' \
		"$("$sslinv" query --db "$tmp/bullseye.db" --format csv --named allows-old-tls | tail -n +2 | cut -d, -f1-6 | tr -d '\r')" \
		'bullseye,libssl1.1,/usr/lib/x86_64-linux-gnu/libcrypto.so.1.1,TLSv1,TLSv1.3,/etc/ssl/openssl.cnf'
	like 'one without ML-KEM, too' \
		"$("$sslinv" query --db "$tmp/bullseye.db" --format csv --named without-ml-kem | tail -n +2 | tr -d '\r')" 'bullseye,*,0,*'
	sed 's/^MinProtocol.*/MinProtocol = TLSv1.2/' "$tmp/open.cnf" >"$root/etc/ssl/openssl.cnf"
	told >"$tmp/told"
	ok 'the history has what was before' [ "$(ask "$tmp/bullseye.db" \
		"SELECT count(*) FROM policies_history WHERE lowest_protocol = 'TLSv1' AND gone_at IS NOT NULL")" -ge 1 ]
else
	skip 'a host that allows TLS 1.0 is told' 'there is no root of bullseye'
fi
finish
