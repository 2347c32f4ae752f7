#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Signals that end the program: it ends at once and says so, nothing of the run is stored, no private directory is left.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"
# shellcheck source=tests/fixtures/packages.sh
. "$top/tests/fixtures/packages.sh"

if ! has dpkg dpkg-deb mkfifo || ! has_compiler || ! [ -e "$SSLINV_BACKENDS/apt.so" ]; then
	skip 'signals' 'dpkg, a C compiler and the apt backend are needed'
	finish
fi

# A disk on which to begin a directory takes its time, for the program that preloads it.
cat >"$tmp/slow.c" <<'C'
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <time.h>
static void nap(void)
{
	struct timespec time = { 0, 50000000 };
	nanosleep(&time, NULL);
}
DIR *fdopendir(int fd)
{
	nap();
	return ((DIR * (*)(int)) dlsym(RTLD_NEXT, "fdopendir"))(fd);
}
C
# Runs a command with the default action of signals, in a process group of its own; after a second sends the signal to the process
# or the group, and says how that ended.
cat >"$tmp/sent.c" <<'C'
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int number = atoi(argv[2]), ignored = atoi(argv[3]), status;
	pid_t child = fork();

	(void)argc;
	if (child == 0) {
		setpgid(0, 0);
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		signal(SIGQUIT, SIG_DFL);
		signal(SIGHUP, ignored ? SIG_IGN : SIG_DFL);
		execvp(argv[4], argv + 4);
		_exit(127);
	}
	setpgid(child, child);
	sleep(1);
	kill(strcmp(argv[1], "group") == 0 ? -child : child, number);
	for (int i = 0; i < 200; i++, usleep(10000))
		if (waitpid(child, &status, WNOHANG) > 0) {
			if (WIFSIGNALED(status))
				printf("signal %d\n", WTERMSIG(status));
			else
				printf("exit %d\n", WEXITSTATUS(status));
			return 0;
		}
	kill(-child, SIGKILL);
	waitpid(child, &status, 0);
	puts("still there");
	return 0;
}
C
# shellcheck disable=SC2086 # the compiler may come with options
if ! $compiler -shared -fPIC "$tmp/slow.c" -o "$tmp/slow.so" -ldl || ! $compiler "$tmp/sent.c" -o "$tmp/sent"; then
	skip 'signals' 'what sends them cannot be compiled'
	finish
fi

make_small_host 3.0.11-1
good=$tmp/good.db
scan_exits 'a scan that nobody disturbs' complete --root "$root" --db "$good" --host before
mkdir "$root/srv" "$tmp/private"
(cd "$root/srv" && mkdir $(seq 200))
TMPDIR=$tmp/private
export TMPDIR
# AddressSanitizer wants to be the first library of a program that is built with it, and takes the second place where it is told to.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
sent() { "$tmp/sent" "$@" 2>"$tmp/err"; }
# SIGQUIT would leave a core file.
# shellcheck disable=SC3045 # shells have it
ulimit -c 0
for whom in process group; do
	for number in 2 15 1 3; do
		is "a scan ends by the signal $number to its $whom" \
			"$(LD_PRELOAD=$tmp/slow.so sent $whom $number 0 "$sslinv" scan --root "$root" --db "$good" --host "$whom$number")" "signal $number"
		like 'it says so' "$(cat "$tmp/err")" '*sslinv: ended by a signal (*)*not stored*'
		is 'nothing is left of it in TMPDIR' "$(ls -A "$tmp/private")" ''
		is 'nothing of it is stored' "$(ask "$good" 'SELECT group_concat(host) AS x FROM hosts')" before
	done
done
LD_PRELOAD=$tmp/slow.so "$tmp/sent" process 1 1 "$sslinv" scan --root "$root" --db "$good" --host patient >"$tmp/said" 2>"$tmp/err"
is 'a signal that is ignored, as nohup does it, changes nothing' "$(tail -n 1 "$tmp/said")" 'still there'
rm -rf "$tmp/private"
mkdir "$tmp/private"

# The output is a pipe that nobody reads.
mkfifo "$tmp/pipe"
exec 8<>"$tmp/pipe"
# shellcheck disable=SC2016 # for the inner shell
is 'a command whose output nobody reads ends, too' \
	"$("$tmp/sent" process 2 0 sh -c 'exec "$0" query --db "$1" "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n" --format csv >"$2"' \
		"$sslinv" "$good" "$tmp/pipe" 2>"$tmp/err")" 'signal 2'
exec 8>&-
like 'it says so, too' "$(cat "$tmp/err")" '*sslinv: ended by a signal (*'
finish
