#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Backends that crash, hang, flood or lie: the scan is incomplete and says why, and the other sources land.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"
# shellcheck source=tests/fixtures/hostile.sh
. "$top/tests/fixtures/hostile.sh"

# ---- backends that go wrong -----------------------------------------------------------------------------------------------
fresh
mkdir -p "$tmp/backends"
cp -L "$SSLINV_BACKENDS/apt.so" "$tmp/backends/"
SSLINV_BACKENDS=$tmp/backends
cat >"$tmp/evil.c" <<'END'
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sslinv/backend.h>

static int probe(const struct sslinv_backend_host *host)
{
	(void)host;
	return SSLINV_BACKEND_PRESENT;
}

static const struct sslinv_backend_host *the_host;

static int open_it(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, void **state)
{
	(void)sink;
	the_host = host;
	*state = NULL;
	return 0;
}

static int each_package(void *state, const struct sslinv_backend_sink *sink)
{
	struct sslinv_backend_package package = { .size = sizeof(package), .name = "evil", .version = "1", .arch = "all" };

	(void)state;
	if (sink->package(sink->context, &package) < 0)
		return -1;
	EVIL
	return 0;
}

static void close_it(void *state)
{
	(void)state;
}

const struct sslinv_backend sslinv_backend = {
	.abi = SSLINV_BACKEND_ABI + WRONG_ABI,
	.size = sizeof(sslinv_backend) + WRONG_SIZE,
	.name = "evil",
	.format = "rpm",
	.summary = "does harm",
	.probe = probe,
	.open = open_it,
	.each_package = each_package,
	.close = close_it,
};
END
# evil NAME PATTERN CODE [FLAG...]: a backend with that code, scanned with; the other source lands.
evil() {
	deed=$1 pattern=$2 code=$3
	shift 3
	# shellcheck disable=SC2086 # the compiler may come with options
	if ! $compiler -w -D_GNU_SOURCE -shared -fPIC -I"$top/include" "-DEVIL=$code" ${1:--DWRONG_ABI=0} ${2:--DWRONG_SIZE=0} \
		-o "$tmp/backends/evil.so" "$tmp/evil.c" 2>"$tmp/err"; then
		failed "a backend that $deed can be compiled"
		say_lines "$(cat "$tmp/err")"
		return
	fi
	hostile "a backend that $deed" incomplete "$pattern" --time-limit 2
	is "a backend that $deed: the other source lands" "$(ask "$db" "SELECT group_concat(name, ' ') FROM (SELECT name FROM packages
		WHERE format = 'deb' ORDER BY 1)")" 'client libssl3'
}
evil crashes '*evil: *signal*' 'signal(SIGSEGV, SIG_DFL); raise(SIGSEGV);'
evil aborts '*evil: *signal*' 'signal(SIGABRT, SIG_DFL); abort();'
evil exits '*evil: *exit status 1*' 'exit(1);'
evil 'exits as if all were well' '*evil: *exit status 0*' '_exit(0);'
evil hangs '*evil: *2 seconds*' 'for (;;) pause();'
evil 'hangs and wants no signal' '*evil: *2 seconds*' 'sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL); for (;;) pause();'
evil 'burns time' '*evil: *' 'for (;;) __asm__ volatile("");'
evil floods '*evil: *' 'while (sink->package(sink->context, &package) == 0) ; return -1;'
evil 'floods with files' '*evil: *' 'while (sink->file(sink->context, "/usr/share/evil") == 0) ; return -1;'
evil 'fails without a word' '*evil: *' 'return -5;'
evil 'tells what failed' '*evil: /a/path: a reason*' 'sink->problem(sink->context, "/a/path", "a reason"); return -5;'
evil 'sends too long a name' '*evil: *' \
	'char *s = malloc(9u << 20); memset(s, 65, 9u << 20); s[(9u << 20) - 1] = 0; package.name = s; return sink->package(sink->context, &package);'
evil 'leaves a child behind' '*evil: *' 'if (fork() == 0) { sleep(6); _exit(0); } _exit(0);'
evil 'writes over its own records' '*evil: *' 'for (int fd = 3; fd < 64; fd++) { if (write(fd, "\377\377\377\377\377\377\377\377", 8)) {} } _exit(0);'
evil 'was built for another ABI' '*evil*ABI*' '' -DWRONG_ABI=1
evil 'has another size' '*evil*ABI*' '' -DWRONG_ABI=0 -DWRONG_SIZE=8
# A name that is no text is told in its quoted form.
evil 'tells of odd names' "*evil: \$'/a\\\\x1b[2J': \$'b\\\\x07\\\\xff'*" 'sink->problem(sink->context, "/a\033[2J", "b\007\377");'
if grep -qs landlock /sys/kernel/security/lsm; then
	evil 'writes and executes' '*evil: *neither*' 'char path[4096]; snprintf(path, sizeof(path), "%s/mark", the_host->root_path);
		if (open(path, O_CREAT | O_WRONLY, 0600) >= 0) return -5; snprintf(path, sizeof(path), "%s/usr/bin/dpkg", the_host->root_path);
		if (fork() == 0) { execl(path, path, (char *)NULL); execl("/bin/sh", "sh", path, (char *)NULL); _exit(0); }
		sink->problem(sink->context, NULL, "neither"); return -5;'
else
	skip 'a backend that writes and executes' 'the kernel has no Landlock'
fi
printf 'no shared object\n' >"$tmp/backends/evil.so"
hostile 'a backend that is text' incomplete '*evil*cannot be loaded*' --time-limit 2
library "$tmp/backends/evil.so" evil.so ''
hostile 'a library that is no backend' incomplete '*evil*not an sslinv backend*' --time-limit 2
rm -f "$tmp/backends/evil.so"
mkfifo "$tmp/backends/evil.so"
hostile 'a backend that is a FIFO' incomplete '*evil*' --time-limit 2
rm -f "$tmp/backends/evil.so" "$tmp/backends/apt.so"
hostile 'no backend at all' incomplete '*deb*no installed backend*'
SSLINV_BACKENDS=$tmp/nowhere
hostile 'no directory of backends' incomplete "*packages: *$tmp/nowhere*"
finish
