/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From soname to file in small roots, where the loader of this host is the authority: each program is run in its root, and
 * the number that it returns tells which library it got. What is called certain has to be that one.
 */
#include "link_helper.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the rows are written in. $R is the root, $L the directory of its C library, $S a directory for all else. */
static const char prelude[] =
	"set -e; S='%s'; R=$S/root; CC='%s'; PATH=$PATH:/sbin:/usr/sbin; cd $S; mkdir -p root/etc root/opt/a/bin; : >list\n"
	"lib() { n=$1 p=$2; shift 2; mkdir -p $(dirname $R$p); "
	"$CC -shared -fPIC -DN=$n f.c -o $R$p -Wl,-soname,libcrypto.so.9 \"$@\" 2>/dev/null; echo \"$n $p\" >>list; }\n"
	"via() { p=$1; shift; mkdir -p $(dirname $R$p); "
	"$CC -shared -fPIC via.c first/libcrypto.so.9 -o $R$p -Wl,-soname,$(basename $p) \"$@\" 2>/dev/null; }\n"
	"prog() { $CC main.c first/libcrypto.so.9 -o $R/opt/a/bin/program -Wl,--allow-shlib-undefined \"$@\" 2>/dev/null; "
	"}\n"
	"echo 'int f(void); int f(void) { return N; }' >f.c\n"
	"echo 'int f(void); int g(void); int g(void) { return f(); }' >via.c\n"
	"echo 'int g(void); int main(void) { return g(); }' >mainvia.c\n"
	"echo '#include <sys/auxv.h>\nint f(void); int main(void) { return f() + (getauxval(AT_SECURE) ? 100 : 0); }' "
	">main.c\n"
	"mkdir -p first; $CC -shared -fPIC -DN=0 f.c -o first/libcrypto.so.9 -Wl,-soname,libcrypto.so.9\n"
	"prog; for f in $(ldd root/opt/a/bin/program 2>/dev/null | grep -o '/[^ )]*'); do mkdir -p $R$(dirname $f); "
	"cp -L $f $R$f; done\n"
	"L=$(cd $R; dirname $(find . -name libc.so.6 | head -n 1) | cut -c 2-); [ -n \"$L\" ]\n";

#define PROGRAM "/opt/a/bin/program"
#define CERTAIN SSLINV_CONFIDENCE_CERTAIN
#define LIKELY SSLINV_CONFIDENCE_LIKELY

static const struct row {
	const char *name, *setup, *consumer;
	enum sslinv_confidence confidence; /* that the answer shall have */
	bool gains_rights;
} rows[] = {
	{ "a default directory", "lib 1 $L/libcrypto.so.9; prog; ldconfig -r $R", PROGRAM, CERTAIN, false },
	{ "nowhere", "prog; ldconfig -r $R", PROGRAM, CERTAIN, false },
	{ "a configured directory",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 $L/libcrypto.so.9; prog; echo /opt/lib >$R/etc/ld.so.conf; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "a configuration that is in no cache",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 $L/libcrypto.so.9; prog; echo /opt/lib >$R/etc/ld.so.conf", PROGRAM, LIKELY,
	  false },
	{ "a configuration that is younger than the cache",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 $L/libcrypto.so.9; prog; ldconfig -r $R; echo /opt/lib >$R/etc/ld.so.conf",
	  PROGRAM, LIKELY, false },
	{ "a directory that only ldconfig was told of",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 $L/libcrypto.so.9; prog; ldconfig -r $R /opt/lib", PROGRAM, LIKELY, false },
	{ "a file that is gone since ldconfig",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 $L/libcrypto.so.9; prog; echo /opt/lib >$R/etc/ld.so.conf; ldconfig -r $R; "
	  "rm $R/opt/lib/libcrypto.so.9",
	  PROGRAM, CERTAIN, false },
	{ "a name that ldconfig makes",
	  "lib 1 /opt/lib/libcrypto.so.9.0.1; prog; echo /opt/lib >$R/etc/ld.so.conf; ldconfig -r $R", PROGRAM, CERTAIN,
	  false },
	{ "the same, but ldconfig was told to make no links",
	  "lib 1 /opt/lib/libcrypto.so.9.0.1; prog; echo /opt/lib >$R/etc/ld.so.conf; ldconfig -X -r $R", PROGRAM, CERTAIN,
	  false },
	{ "a link of another name than the soname, in a configured directory",
	  "lib 1 /opt/lib/libx.so -Wl,-soname,libcrypto.so.8; ln -s libx.so $R/opt/lib/libcrypto.so.9; prog; "
	  "echo /opt/lib >$R/etc/ld.so.conf; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "the same in a default directory",
	  "lib 1 $L/libx.so -Wl,-soname,libcrypto.so.8; ln -s libx.so $R$L/libcrypto.so.9; prog; ldconfig -r $R", PROGRAM,
	  CERTAIN, false },
	{ "no default directories for a program that wants none",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/lib/libcrypto.so.9; cp $R$L/libc.so.6 $R/opt/lib; "
	  "prog -Wl,-rpath,/opt/lib,-z,nodefaultlib; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "a library that is loaded before all others",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/x/libcrypto.so.9; prog; echo /opt/x/libcrypto.so.9 >$R/etc/ld.so.preload; "
	  "ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "the same by another file name, among others and a remark",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/x/other.so; prog -Wl,-rpath,/opt/run; lib 3 /opt/run/libcrypto.so.9; "
	  "printf '/opt/none.so # libcrypto.so.9\\n:/opt/x/other.so\\n' >$R/etc/ld.so.preload; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "one that is for another name",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/x/other.so -Df=h -Wl,-soname,libssl.so.9; prog; "
	  "echo /opt/x/other.so >$R/etc/ld.so.preload; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
#ifdef __x86_64__
	{ "an old subdirectory for all processors",
	  "lib 1 /opt/run/libcrypto.so.9; lib 2 /opt/run/x86_64/libcrypto.so.9; prog -Wl,-rpath,/opt/run; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "two of them",
	  "lib 1 /opt/run/x86_64/libcrypto.so.9; lib 2 /opt/run/tls/libcrypto.so.9; lib 3 "
	  "/opt/run/tls/x86_64/libcrypto.so.9; "
	  "prog -Wl,-rpath,/opt/run; ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "one for some processors",
	  "lib 1 /opt/run/x86_64/libcrypto.so.9; lib 2 /opt/run/haswell/libcrypto.so.9; prog -Wl,-rpath,/opt/run; "
	  "ldconfig -r $R",
	  PROGRAM, LIKELY, false },
	{ "one in the cache",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 /opt/lib/x86_64/libcrypto.so.9; prog; echo /opt/lib >$R/etc/ld.so.conf; "
	  "ldconfig -r $R",
	  PROGRAM, CERTAIN, false },
	{ "a level of glibc-hwcaps in the cache",
	  "lib 1 /opt/lib/libcrypto.so.9; lib 2 /opt/lib/glibc-hwcaps/x86-64-v3/libcrypto.so.9; prog; "
	  "echo /opt/lib >$R/etc/ld.so.conf; ldconfig -r $R",
	  PROGRAM, LIKELY, false },
#endif
	{ "$ORIGIN of a setuid program",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/a/lib/libcrypto.so.9; prog -Wl,-rpath,'$ORIGIN/../lib'; ldconfig -r $R; "
	  "chmod 4755 $R/opt/a/bin/program",
	  PROGRAM, LIKELY, true },
	{ "$ORIGIN of a setgid program, of which there is no other file",
	  "lib 2 /opt/a/lib/libcrypto.so.9; prog -Wl,-rpath,'${ORIGIN}/../lib'; ldconfig -r $R; "
	  "chmod 2755 $R/opt/a/bin/program",
	  PROGRAM, LIKELY, true },
	{ "what looks like setgid, and is not",
	  "lib 2 /opt/a/lib/libcrypto.so.9; prog -Wl,-rpath,'$ORIGIN/../lib'; ldconfig -r $R; "
	  "chmod 2745 $R/opt/a/bin/program",
	  PROGRAM, CERTAIN, true },
	{ "$ORIGIN of a setuid program that leads to a trusted directory",
	  "lib 1 $L/libcrypto.so.9; lib 2 $L/own/libcrypto.so.9; prog -Wl,-rpath,'$ORIGIN/../own'; ldconfig -r $R; "
	  "mkdir -p $R$L/bin; cp $R/opt/a/bin/program $R$L/bin/program; ln -sf $L/bin/program $R/opt/a/bin/program; "
	  "chmod 4755 $R$L/bin/program",
	  "$L/bin/program", CERTAIN, true },
	{ "a RUNPATH of a setuid program without $ORIGIN",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/a/lib/libcrypto.so.9; prog -Wl,-rpath,/opt/a/lib; ldconfig -r $R; "
	  "chmod 4755 $R/opt/a/bin/program",
	  PROGRAM, CERTAIN, true },
	{ "a library that is reached by a link",
	  "lib 1 /opt/a/real/libcrypto.so.9; lib 2 /opt/a/lib/libcrypto.so.9; via /opt/a/real/libvia.so "
	  "-Wl,-rpath,'$ORIGIN'; ln -s ../real/libvia.so $R/opt/a/lib/libvia.so; "
	  "$CC mainvia.c root/opt/a/real/libvia.so -o $R/opt/a/bin/program -Wl,-rpath,/opt/a/lib "
	  "-Wl,--allow-shlib-undefined; ldconfig -r $R",
	  "/opt/a/real/libvia.so", LIKELY, false },
	{ "a library that shares what the program has",
	  "lib 1 /opt/a/real/libcrypto.so.9; lib 2 /opt/a/lib/libcrypto.so.9; via /opt/a/real/libvia.so "
	  "-Wl,-rpath,/opt/a/real; $CC -Wl,--no-as-needed mainvia.c first/libcrypto.so.9 root/opt/a/real/libvia.so -o "
	  "$R/opt/a/bin/program -Wl,-rpath,/opt/a/lib:/opt/a/real; ldconfig -r $R",
	  "/opt/a/real/libvia.so", LIKELY, false },
	{ "a library that lies elsewhere than the program's RPATH leads",
	  "lib 1 $L/libcrypto.so.9; lib 2 /opt/a/lib/libcrypto.so.9; via $L/libvia.so; "
	  "$CC mainvia.c root$L/libvia.so -o $R/opt/a/bin/program -Wl,--disable-new-dtags,-rpath,/opt/a/lib "
	  "-Wl,--allow-shlib-undefined; ldconfig -r $R",
	  "$L/libvia.so", LIKELY, false },
	{ "a library of a program with a RUNPATH, which is not handed on",
	  "lib 1 $L/libcrypto.so.9; via $L/libvia.so; $CC mainvia.c root$L/libvia.so -o $R/opt/a/bin/program "
	  "-Wl,-rpath,/opt/a/lib -Wl,--allow-shlib-undefined; ldconfig -r $R",
	  "$L/libvia.so", CERTAIN, false },
};

/* Makes `root` the root of this process, with a /proc, of which the loader asks where the program lies. */
static int enter(const char *root)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *proc = sslinv_str_format("%s/proc", root);

	if (mkdir(proc, 0755) < 0 || unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("/proc", proc, NULL, MS_BIND | MS_REC, NULL) < 0)
		return -1;
	return chroot(root) < 0 ? -1 : chdir("/");
}

/* Runs the program in its root; its exit status. */
static int run_program(const char *root, bool gains_rights)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		static char *const arguments[] = { (char *)PROGRAM, NULL }, *const none[] = { NULL };
		int null = open("/dev/null", O_WRONLY);

		if (null < 0 || dup2(null, STDERR_FILENO) < 0 || enter(root) < 0)
			_exit(99);
		/* Root gains nothing. */
		if (gains_rights && (setgid(65534) < 0 || setuid(65534) < 0))
			_exit(99);
		execve(arguments[0], arguments, none);
		_exit(98);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* The number of the library at a path of the root; 127 for none, as the loader says it. */
static int number_of(const char *top, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *number = NULL;

	if (!path)
		return 127;
	(void)run_command(&number, "awk -v p='%s' '$2 == p { print $1 }' '%s/list'", path, top);
	assert_true(number[0] != '\0');
	return atoi(number);
}

static const struct sslinv_linkage *linkage_of(const struct world *world, const char *path)
{
	for (size_t i = 0; i < world->facts.linkages.count; i++)
		if (strcmp(world->facts.linkages.items[i].path, path) == 0)
			return &world->facts.linkages.items[i];
	fail_msg("no linkage of %s", path);
	return NULL;
}

/* False where it cannot be checked here; skip() would leave what is held here unfreed. */
static bool check_row(struct world *world, const struct row *row)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *consumer = NULL;
	const struct sslinv_linkage *linkage;
	int loaded, told;

	(void)run_command(&consumer, "cat '%s/consumer'", world->top);
	loaded = run_program(world->tree, row->gains_rights);
	assert_int_not_equal(loaded, 98);
	if (loaded == 99) {
		print_message("# no mount namespaces here\n");
		return false;
	}
	link_all(world);
	linkage = linkage_of(world, consumer);
	told = number_of(world->top, linkage->provider_path);
	print_message("# %s: the loader takes %d, told %d, %s\n", row->name, loaded, told,
		      sslinv_confidence_name(linkage->confidence));
	assert_int_equal(linkage->confidence, row->confidence);
	if (linkage->confidence == SSLINV_CONFIDENCE_CERTAIN)
		assert_int_equal(loaded % 100 == 27 ? loaded : loaded % 100, told);
	return true;
}

static bool can_run(void)
{
	if (geteuid() != 0 || !compiler()) {
		print_message("# chroot(2) needs root, and the programs a compiler\n");
		return false;
	}
	return true;
}

static void rows_beside_the_loader(void **state)
{
	unsigned checked = 0;

	(void)state;
	if (!can_run())
		skip();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		void *made;
		struct world *world;
		char script[8192];
		int length;

		assert_int_equal(make_world(&made), 0);
		world = made;
		length = snprintf(script, sizeof(script), prelude, world->top, compiler());
		snprintf(script + length, sizeof(script) - (size_t)length,
			 "rm -f root/etc/ld.so.conf\n%s\nprintf %%s \"%s\" >consumer\n", rows[i].setup, rows[i].consumer);
		put_text(world->top, "script", script);
		if (run_command(NULL, "sh '%s/script' >/dev/null 2>&1", world->top) == 0) {
			checked += check_row(world, &rows[i]);
		} else {
			print_message("# cannot be made here: %s\n", rows[i].name);
		}
		free_world(&made);
	}
	if (checked == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(rows_beside_the_loader) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
