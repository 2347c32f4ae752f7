# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # variables of lib.sh, and for the tests
# A web server of a test's own, on the loopback. Read after lib.sh; it gives the test
#
#	$nginx                  the server's program
#	web_start SERVER HTTP   starts it, with more lines for its configuration; then $web is the directory that it serves, $http its address, and $tmp/web has its logs
#	sources TEXT            makes the site's sources.xml of these elements, and the program read it
#	guidance ID DATE VERSION  prints guidance in sslinv's own format
# A server that root started would give up the rights to read the test's directory.
web_user=
[ "$(id -u)" -ne 0 ] || web_user='user root;'
nginx=$(command -v nginx || echo /usr/sbin/nginx)
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

guidance() {
	cat <<XML
<?xml version="1.0"?>
<guidance xmlns="urn:sslinv:guidance:1">
<feed name="$1" vendor="Test" format="native" published="$2" identity="$1">
<distribution id="testos"><release version="1"><package name="openssl" kind="source">
<statement cve="CVE-2024-0727" status="fixed" fixed-version="$3"/>
</package></release></distribution>
</feed>
</guidance>
XML
}

web_stop() {
	[ -z "${web_pid-}" ] || kill "$web_pid" 2>/dev/null
	web_pid=
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
	server { listen 127.0.0.1:$1; root $web; $2 }
	$3
}
CONF
}

# A port that nobody listens on is found by trying.
web_start() {
	for try in 1 2 3 4 5 6 7 8; do
		port=$((20000 + ($$ * 7 + try * 997) % 20000))
		web_conf "$port" "$1" "$2" >"$tmp/web/nginx.conf"
		"$nginx" -c "$tmp/web/nginx.conf" >"$tmp/web/start.log" 2>&1 &
		web_pid=$!
		for wait in 1 2 3 4 5 6 7 8 9 10; do
			[ ! -s "$tmp/web/nginx.pid" ] || break
			sleep 0.1
		done
		# One that could not listen is gone by now.
		if [ -s "$tmp/web/nginx.pid" ] && kill -0 "$web_pid" 2>/dev/null; then
			http=http://127.0.0.1:$port
			return 0
		fi
		web_stop
		: "$wait"
	done
	cat "$tmp/web/start.log" "$tmp/web/error.log" >&2
	exit 99
}
