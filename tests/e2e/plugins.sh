#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Plugins that take OpenSSL from the process that loads them: told as such, and nothing else is.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has_compiler; then
	skip 'plugins' 'there is no compiler'
	finish
fi
root=$tmp/root
lib=$root/usr/lib
mkdir -p "$root/etc" "$lib/plugins"
printf 'ID=other\nVERSION_ID=1\n' >"$root/etc/os-release"
# built NAME TEXT [OPTION...]: a shared object of that text
built() {
	name=$1
	printf '%s\n' "$2" >"$tmp/x.c"
	shift 2
	# shellcheck disable=SC2154 # the compiler is that of has_compiler
	$compiler -shared -fPIC -nostdlib "$tmp/x.c" -o "$lib/$name" "$@"
}
asks='void *EVP_sha256(void); void *SSL_CTX_new(void *m); void *f(void) { return SSL_CTX_new(EVP_sha256()); }'
built libcrypto.so.3 'const char text[] = "OpenSSL 3.0.19 27 Jan 2026"; const char *EVP_sha256(void) { return text; }' -Wl,-soname,libcrypto.so.3
built plugins/gnu.so "$asks" -Wl,--hash-style=gnu
built plugins/sysv.node "$asks" -Wl,--hash-style=sysv
built plugins/one.so 'void *EVP_sha256(void); void *g(void) { return EVP_sha256(); }'
built plugins/linked.so "$asks" "$lib/libcrypto.so.3"
built plugins/library.so "$asks" -Wl,-soname,liblibrary.so.1
built plugins/defines.so 'void *EVP_sha256(void) { return 0; } void *SSL_CTX_new(void *m) { return m; }'
built plugins/other.so 'int SSL_ImportFD(int fd); int h(void) { return SSL_ImportFD(1); }'
built plugins/string.so 'const char *h(void) { return "EVP_sha256"; }'
"$sslinv" scan --root "$root" --db "$tmp/x.db" --host h >"$tmp/report" 2>"$tmp/err"
for again in '' ' with the file cache'; do
	is "plugins are told, and what links OpenSSL or only looks so is not$again" \
		"$(ask "$tmp/x.db" "SELECT path || ' ' || evidence || ' ' || confidence || ' ' || coalesce(soname, provider_path, '-') AS x FROM linkages ORDER BY path")" \
		'/usr/lib/plugins/gnu.so host-process possible -
/usr/lib/plugins/linked.so needed certain libcrypto.so.3
/usr/lib/plugins/one.so host-process possible -
/usr/lib/plugins/sysv.node host-process possible -'
	"$sslinv" scan --root "$root" --db "$tmp/x.db" --host h >"$tmp/report" 2>"$tmp/err"
done
is 'nothing of it is unresolved' "$("$sslinv" query --db "$tmp/x.db" --format csv --named unresolved | wc -l)" 1
not_ok 'nor in the report' grep -q 'Needed, but not found' "$tmp/report"
not_ok 'nor in the verdict' grep -q 'an OpenSSL that was not found' "$tmp/report"
"$sslinv" explain --db "$tmp/x.db" /usr/lib/plugins/gnu.so >"$tmp/out" 2>&1
like 'explain says what it does' "$(cat "$tmp/out")" '*/usr/lib/plugins/gnu.so takes OpenSSL from the process that loads it \[host-process, possible\]*'
finish
