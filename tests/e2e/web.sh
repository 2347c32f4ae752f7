# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034,SC2119,SC2120 # variables of lib.sh, and for the tests
# A web server of a test's own, on the loopback. Read after lib.sh; it ends the test where there is no server or no feed update. It gives
# the test
#
#	$nginx                  the server's program
#	web_start SERVERS       starts it, with more servers; then $web is the directory that it serves, $http its address, and $tmp/web has its logs
#	make_certificates       an authority of the test's own, and certificates: good, expired, of another name, of no authority
#	tls_servers             prints the servers with them for web_start; their ports are $tls_good, $tls_expired, $tls_other and $tls_self
#	rude_start              starts rude_server.pl, whose address is $rude and whose log is $tmp/web/rude.log
#	sources TEXT            makes the site's sources.xml of these elements, and the program read it
# A server that root started would give up the rights to read the test's directory.
web_user=
[ "$(id -u)" -ne 0 ] || web_user='user root;'
nginx=$(command -v nginx || echo /usr/sbin/nginx)
if [ ! -x "$nginx" ] || ! has_update; then
	skip 'updates from a web server' 'nginx is not installed, or sslinv was built without feed update'
	finish
fi
web=$tmp/www
SSLINV_CONF=$tmp/conf
export SSLINV_CONF
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
mkdir "$web" "$tmp/web" "$tmp/conf" "$tmp/web/parts"

sources() {
	cat >"$tmp/conf/sources.xml" <<XML
<sources xmlns="urn:sslinv:sources:1">
<limits seconds="20" stall="3" attempts="3" pause="20" wait="2"/>
$1
</sources>
XML
}

web_stop() {
	[ -z "${web_pid-}" ] || kill "$web_pid" 2>/dev/null
	[ -z "${rude_pid-}" ] || kill "$rude_pid" 2>/dev/null
	web_pid='' rude_pid=''
}
trap 'web_stop; clean_up' EXIT

# What each configuration needs: nothing outside of the test's directory.
web_conf() {
	cat <<CONF
daemon off;
$web_user
pid $tmp/web/nginx.pid;
error_log $tmp/web/error.log;
worker_processes 1;
events { worker_connections 64; }
http {
	access_log $tmp/web/access.log;
	client_body_temp_path $tmp/web/parts;
	proxy_temp_path $tmp/web/parts;
	fastcgi_temp_path $tmp/web/parts;
	uwsgi_temp_path $tmp/web/parts;
	scgi_temp_path $tmp/web/parts;
	server { listen 127.0.0.1:$1; root $web; }
	$2
}
CONF
}

sign() {
	name=$1 subject=$2 days=$3
	openssl req -newkey rsa:2048 -nodes -keyout "$tmp/web/$name.key" -out "$tmp/web/$name.csr" -subj "/CN=$subject" &&
		printf 'subjectAltName=DNS:%s%s\n' "$subject" "${4-}" >"$tmp/web/$name.ext" &&
		openssl x509 -req -in "$tmp/web/$name.csr" -CA "$tmp/web/ca.pem" -CAkey "$tmp/web/ca.key" -CAcreateserial \
			-days "$days" -extfile "$tmp/web/$name.ext" -out "$tmp/web/$name.pem"
}

make_certificates() {
	{
		openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/web/ca.key" -out "$tmp/web/ca.pem" -subj '/CN=authority of a test' -days 2 &&
			sign good localhost 2 ,IP:127.0.0.1 && sign expired localhost 0 && sign other example.org 2 &&
			openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/web/self.key" -out "$tmp/web/self.pem" -subj /CN=localhost \
				-addext subjectAltName=DNS:localhost -days 2
	} >"$tmp/web/openssl.log" 2>&1 || { cat "$tmp/web/openssl.log" >&2; exit 99; }
	base=$((40000 + $$ % 4000 * 5))
	tls_good=$base tls_expired=$((base + 1)) tls_other=$((base + 2)) tls_self=$((base + 3))
}

# The ports are known before, so that redirects can name them.
tls_servers() {
	for name in good expired other self; do
		eval "listen=\$tls_$name"
		cat <<CONF
	server {
		listen 127.0.0.1:$listen ssl;
		ssl_certificate $tmp/web/$name.pem;
		ssl_certificate_key $tmp/web/$name.key;
		root $web;
		location /to-http/ { return 302 http://localhost:$listen/one.xml; }
		location /to-other/ { return 302 https://127.0.0.1:$listen/one.xml; }
		location /to-self/ { return 307 https://localhost:$listen/one.xml; }
		location /circle { return 302 https://localhost:$listen/circle; }
	}
CONF
	done
}

rude_start() {
	perl "$top/tests/e2e/rude_server.pl" "$web" "$tmp/web/rude.port" "$tmp/web/rude.log" 2>"$tmp/web/rude.err" &
	rude_pid=$!
	eventually test -s "$tmp/web/rude.port" || exit 99
	rude=http://127.0.0.1:$(cat "$tmp/web/rude.port")
}

# It listens, or has ended because it could not.
# shellcheck disable=SC2317 # eventually calls it
web_settles() { [ -s "$tmp/web/nginx.pid" ] || ! kill -0 "$web_pid" 2>/dev/null; }

# A port that nobody listens on is found by trying.
web_start() {
	for try in 1 2 3 4 5 6 7 8; do
		port=$((20000 + ($$ * 7 + try * 997) % 20000))
		web_conf "$port" "${1-}" >"$tmp/web/nginx.conf"
		"$nginx" -c "$tmp/web/nginx.conf" >"$tmp/web/start.log" 2>&1 &
		web_pid=$!
		eventually web_settles
		if [ -s "$tmp/web/nginx.pid" ] && kill -0 "$web_pid" 2>/dev/null; then
			http=http://127.0.0.1:$port
			return 0
		fi
		web_stop
	done
	cat "$tmp/web/start.log" "$tmp/web/error.log" >&2
	exit 99
}
