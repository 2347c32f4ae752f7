#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The modules of language runtimes against what each runtime says of itself when it is run: in a Debian root with many of
# them, and on this host.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/e2e/oracle.sh
. "$top/tests/e2e/oracle.sh"

# told RUNTIME MODULE [PATH]: the versions of the runtime, the module and the library, of files of such a path.
told() {
	"$sslinv" query --db "$db" --format csv "SELECT DISTINCT coalesce(version, '-') || ' ' || coalesce(module_version, '-') || ' ' ||
		openssl_version AS x FROM runtimes WHERE runtime = '$1' AND module = '$2' AND environment = 'system' AND path GLOB '${3:-*}'" | tail -n +2 | tr -d '\r"'
}

version='import ssl, sys; print("%d.%d.%d" % sys.version_info[:3], "-", ssl.OPENSSL_VERSION.split()[1])'

root=$tmp/root
db=$tmp/root.db
if debian_root bookworm+runtimes "$root"; then
	run() { chroot "$root" "$@" 2>/dev/null; }
	run python3 -m venv --without-pip /srv/venv
	# Reading changes access times once, as the kernel puts it off afterwards.
	listing "$root" >"$tmp/before"
	listing "$root" >"$tmp/before"
	scan_exits 'a root with many runtimes is scanned whole' complete --root "$root" --db "$db" --host root
	listing "$root" >"$tmp/after"
	ok 'nothing below the root changed' diff "$tmp/before" "$tmp/after"
	is 'Python' "$(told Python _ssl)" "$(run python3 -c "$version")"
	is 'a virtual environment' \
		"$("$sslinv" query --db "$db" --format csv "SELECT version || ' - ' || openssl_version AS x FROM runtimes
			WHERE environment_path = '/srv/venv'" | tail -n 1 | tr -d '\r')" "$(run /srv/venv/bin/python -c "$version")"
	is 'pyOpenSSL and what it goes by' "$(told Python pyOpenSSL)" \
		"$(run python3 -c 'import OpenSSL; print("-", OpenSSL.__version__, OpenSSL.SSL.SSLeay_version(0).split()[1].decode())')"
	is 'cryptography' "$(told Python cryptography)" \
		"$(run python3 -c 'import cryptography; from cryptography.hazmat.backends.openssl import backend
print("-", cryptography.__version__, backend.openssl_version_text().split()[1])')"
	is 'psycopg2, by libpq' "$(told Python psycopg2)" \
		"$(run python3 -c 'import psycopg2, ssl; print("3.11", psycopg2.__version__.split()[0], ssl.OPENSSL_VERSION.split()[1])')"
	is 'Node.js' "$(told Node.js node)" "$(run node -p 'process.versions.node + " - " + process.versions.openssl')"
	is 'Ruby' "$(told Ruby openssl)" \
		"$(run ruby -ropenssl -e 'puts [RUBY_VERSION, OpenSSL::VERSION, OpenSSL::OPENSSL_LIBRARY_VERSION.split[1]].join(" ")')"
	is 'PHP, built in' "$(told PHP openssl)" "$(run php -r 'echo PHP_VERSION, " - ", explode(" ", OPENSSL_VERSION_TEXT)[1];')"
	is 'PHP, by libcurl' "$(told PHP curl)" \
		"$(run php -r 'echo PHP_VERSION, " - ", explode("/", curl_version()["ssl_version"])[1];')"
	# shellcheck disable=SC2016 # of Perl
	is 'Perl' "$(told Perl Net::SSLeay)" "$(run perl -MNet::SSLeay -e '
		my ($number) = Net::SSLeay::SSLeay_version(0) =~ /OpenSSL (\S+)/;
		print "5.36 $Net::SSLeay::VERSION $number"')"
	# shellcheck disable=SC2016 # of Perl
	is 'another module of Perl' "$(told Perl Crypt::OpenSSL::RSA | cut -d ' ' -f 2)" \
		"$(run perl -MCrypt::OpenSSL::RSA -e 'print $Crypt::OpenSSL::RSA::VERSION')"
	is 'Erlang' "$(told Erlang crypto)" "$(run erl -noshell -eval '
		{ok, Text} = file:read_file(filename:join([code:root_dir(), "releases", erlang:system_info(otp_release), "OTP_VERSION"])),
		application:load(crypto), {ok, Version} = application:get_key(crypto, vsn), [{_, _, Library}] = crypto:info_lib(),
		io:format("~s ~s ~s", [string:trim(Text), Version, lists:nth(2, string:split(Library, " ", all))]), halt().')"
	# What R's openssl and Tcl's tls say of the library is what they were built with.
	is 'R' "$(told R openssl | cut -d ' ' -f 1,2)" "$(run Rscript -e 'cat(paste(getRversion(),packageVersion("openssl")))' | tail -n 1)"
	is 'Tcl' "$(told Tcl tls | cut -d ' ' -f 2)" "$(echo 'puts [package require tls]' | run tclsh)"
	is 'what does TLS can do 1.3, and what has libcrypto alone does none' \
		"$("$sslinv" query --db "$db" --format csv "SELECT DISTINCT coalesce(tls, '-') || ' ' || module AS x FROM runtimes
			WHERE tls IS NOT 'TLS 1.3' AND library_path IS NOT NULL ORDER BY x" | tail -n +2 | tr -d '\r')" \
		'- crypto
none Crypt::OpenSSL::Bignum
none Crypt::OpenSSL::RSA
none Crypt::OpenSSL::Random
none _hashlib'
	cp "$db" "$tmp/again.db"
	scan_exits 'a scan of packages alone sees the same' complete --packages-only --root "$root" --db "$tmp/again.db" --host root
	is 'and nothing comes or goes' "$("$sslinv" query --db "$tmp/again.db" --format csv \
		"SELECT count(*) FROM runtimes_history WHERE gone_at IS NOT NULL OR first_seen <> (SELECT min(first_seen) FROM hosts)" |
		tail -n 1 | tr -d '\r')" 0
	rm -rf "$root"
else
	skip 'a root with many runtimes' "none can be made: $(tail -n 1 "$tmp/log")"
fi

# This host's own, as far as packages own them.
db=$tmp/host.db
"$sslinv" scan --packages-only --db "$db" --host here >"$tmp/out" 2>"$tmp/err" || :
# has PROGRAM PATH: a package owns it, so that a scan of packages sees it.
has() { [ -x "$1" ] && dpkg-query -S "$(realpath "$1")" >/dev/null 2>&1; }
if has /usr/bin/python3; then
	is "this host's Python" "$(told Python _ssl '/usr/lib/python3*')" "$(/usr/bin/python3 -c "$version")"
else
	skip "this host's Python" 'no package owns /usr/bin/python3'
fi
if has /usr/bin/node; then
	is "this host's Node.js" "$(told Node.js node '/usr/bin/*')" "$(/usr/bin/node -p 'process.versions.node + " - " + process.versions.openssl')"
else
	skip "this host's Node.js" 'no package owns /usr/bin/node'
fi
finish
