/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The apt backend on whole databases: dpkg-query says what is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "apt_harness.h"
#include "sslinv/backend.h"

#define PACKAGE_FORMAT "${db:Status-Status}|${Package}:${Architecture} ${Version} ${source:Package} ${source:Version}\\n"

/* What dpkg-query says is installed, in the form of apt_result.packages. */
static char *oracle_packages(const char *option)
{
	return apt_output("dpkg-query %s -W -f '" PACKAGE_FORMAT
			  "' | sed -n '/^not-installed|/d;/^config-files|/d;s/^[^|]*|//p' "
			  "| LC_ALL=C sort",
			  option);
}

/* What `dpkg-query -L` says, with its remarks on diversions followed, in the form of apt_result.files. */
static char *oracle_files(const char *option)
{
	const char *names = apt_format("%s/oracle-names", apt_base());

	/* Asked once for all packages: it ends what it says of one with an empty line. */
	return apt_output("export LC_ALL=C; dpkg-query %s -W -f '${db:Status-Status} ${binary:Package} "
			  "${Package}:${Architecture}\n' | "
			  "sed '/^not-installed /d;/^config-files /d;s/^[^ ]* //' >'%s' && "
			  "dpkg-query %s -L $(cut -d' ' -f1 '%s') | awk '"
			  "FNR == NR { split($0, words, \" \"); names[FNR] = words[2]; next } "
			  "BEGIN { at = 1 } function flush() { if (held ~ /^\\//) print names[at] \" \" held; held = \"\" } "
			  "$0 == \"\" { flush(); at++; next } "
			  "/^(diverted by .*|locally diverted) to: / { sub(/^(diverted by .*|locally diverted) to: /, "
			  "\"\"); held = $0; next } "
			  "/^package diverts others to: / { next } "
			  "{ flush(); held = $0 == \"/.\" ? \"\" : $0 } END { flush() }' '%s' - | LC_ALL=C sort",
			  option, names, option, names, names);
}

static void need_fixture(void)
{
	if (!apt_fixture())
		skip();
}

static void packages_are_those_of_dpkg_query(void **state)
{
	struct apt_result result;
	char *expected;

	(void)state;
	need_fixture();
	result = apt_run(apt_fixture(), 0, NULL);
	expected = oracle_packages(apt_format("--root='%s'", apt_fixture()));
	assert_string_equal(result.problems, "");
	assert_true(apt_is_complete(&result));
	assert_string_equal(result.packages, expected);
	/* That dpkg-query is asked the right thing. */
	assert_int_equal(result.package_count, 10);
	assert_true(apt_has_line(result.packages, "openssl:amd64 3.0.1-1+b2 openssl 3.0.1-1"));
	assert_true(apt_has_line(result.packages, "epoch:all 2:1.0~rc1-3 epoch 2:1.0~rc1-3"));
	assert_true(apt_has_line(result.packages, "broken:amd64 0.9-1 broken-source 0.9-1"));
	assert_true(apt_has_line(result.packages, "libssl3:i386 3.0.1-1 openssl 3.0.1-1"));
	assert_null(strstr(result.packages, "removed"));
	apt_result_free(&result);
	free(expected);
}

static void files_are_those_of_dpkg_query(void **state)
{
	struct apt_result result;
	char *expected;

	(void)state;
	need_fixture();
	result = apt_run(apt_fixture(), APT_FILES, NULL);
	expected = oracle_files(apt_format("--root='%s'", apt_fixture()));
	assert_true(apt_is_complete(&result));
	assert_string_equal(result.files, expected);
	assert_true(apt_has_line(result.files, "tool:amd64 /usr/bin/tool.real"));
	assert_true(apt_has_line(result.files, "diverter:amd64 /usr/bin/tool"));
	assert_true(apt_has_line(result.files, "tool:amd64 /usr/bin/local.moved"));
	assert_true(apt_has_line(result.files, "libssl3:i386 /usr/lib/i386-linux-gnu/libssl.so.3"));
	assert_false(apt_has_line(result.files, "libssl3:i386 /usr/lib/x86_64-linux-gnu/libssl.so.3"));
	apt_result_free(&result);
	free(expected);
}

static void this_hosts_database_is_read_whole(void **state)
{
	struct apt_result result;
	char *packages, *files;

	(void)state;
	if (access("/var/lib/dpkg/status", R_OK) != 0) {
		print_message("# skipped: this host has no dpkg database\n");
		skip();
	}
	result = apt_run("/", APT_FILES, NULL);
	packages = oracle_packages("--admindir=/var/lib/dpkg");
	files = oracle_files("--admindir=/var/lib/dpkg");
	assert_string_equal(result.problems, "");
	assert_true(result.package_count > 0);
	/* The oracle's lines are long; one message of megabytes helps nobody. */
	assert_true(!strcmp(result.packages, packages));
	assert_true(!strcmp(result.files, files));
	apt_result_free(&result);
	free(packages);
	free(files);
}

static void dependencies_are_names_of_packages(void **state)
{
	static const char *const expected[] = {
		"libssl3:amd64 provides libssl3", "libssl3:amd64 provides libssl-abi", "libssl3:amd64 provides libssl.so",
		"libssl3:amd64 requires libc6",   "libssl3:amd64 requires debconf",    "libssl3:amd64 requires debconf-2.0",
		"openssl:amd64 requires libssl3", "epoch:all requires libssl3",        "epoch:all requires openssl",
		"foreign:i386 provides foreign",
	};
	struct apt_result result;

	(void)state;
	need_fixture();
	result = apt_run(apt_fixture(), APT_DEPENDENCIES, NULL);
	assert_true(apt_is_complete(&result));
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (!apt_has_line(result.dependencies, expected[i]))
			fail_msg("missing: %s", expected[i]);
	assert_null(strstr(result.dependencies, "tool:amd64 requires"));
	apt_result_free(&result);
}

static void changelogs_are_read(void **state)
{
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	/* Only the i386 one is damaged; both packages have the same file, so it is asked for twice. */
	result = apt_run(root, APT_CHANGELOG, NULL);
	assert_true(apt_is_complete(&result));
	assert_non_null(strstr(
		result.changelogs,
		"libssl3:amd64 1639508595 3.0.1-1|  * New upstream version 3.0.1/    - CVE-2021-4044 (Invalid handling "
		"of X509_verify_cert()).//  [ Someone ]/  * Something else.\n"
		"libssl3:amd64 1631061836 3.0.0-1|  * First.\n"));
	apt_result_free(&result);

	/* Not compressed, with lines that are none of a changelog, and a last entry without a trailer. */
	apt_shell("cd '%s/usr/share/doc/libssl3' && rm changelog.Debian.gz && "
		  "printf 'odd line\\n\\nopenssl (2) x; urgency=low\\n\\n  * b\\n\\n -- a <b@c>  nonsense\\nopenssl (1) "
		  "x;\\n  * a\\n' >changelog",
		  root);
	result = apt_run(root, APT_CHANGELOG, NULL);
	assert_true(apt_is_complete(&result));
	assert_non_null(strstr(result.changelogs, "libssl3:amd64 0 2|  * b\nlibssl3:amd64 0 1|  * a\n"));
	apt_result_free(&result);

	/* Damaged. */
	apt_shell("cd '%s/usr/share/doc/libssl3' && head -c 60000 /dev/urandom | gzip -n | head -c 30000 >changelog.gz",
		  root);
	result = apt_run(root, APT_CHANGELOG, NULL);
	assert_non_null(strstr(result.problems, "usr/share/doc/libssl3/changelog.gz"));
	apt_result_free(&result);

	/* Its contents are readable, but their checksum is another's: what it says was fixed is not taken. */
	apt_shell("cd '%s/usr/share/doc/libssl3' && "
		  "printf 'openssl (3) x; urgency=low\\n\\n  * CVE-2026-0001\\n\\n -- a <b@c>  nonsense\\n' | gzip -n "
		  ">whole.gz && { head -c -8 whole.gz && printf '12345678'; } >changelog.gz",
		  root);
	result = apt_run(root, APT_CHANGELOG, NULL);
	assert_non_null(strstr(result.problems, "usr/share/doc/libssl3/changelog.gz"));
	assert_non_null(strstr(result.problems, "checksum"));
	assert_true(!result.changelogs || !strstr(result.changelogs, "CVE-2026-0001"));
	apt_result_free(&result);

	/* Endless: what is behind the limit is told to be missing. */
	apt_shell("cd '%s/usr/share/doc/libssl3' && head -c 40000000 /dev/zero | gzip -n >changelog.gz", root);
	result = apt_run(root, APT_CHANGELOG, NULL);
	assert_non_null(strstr(result.problems, "older entries are left out"));
	apt_result_free(&result);
}

static void candidates_come_from_the_lists(void **state)
{
	static const char *const wanted[] = { "libssl3 amd64", "libssl3 i386", "openssl amd64", "epoch all", "tool amd64",
					      "meta all",      "nobody amd64", "libssl3 sparc", NULL };
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.problems, "");
	/* `tool` is offered in an older version only, `meta` not at all. */
	assert_string_equal(result.candidates, "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security\n"
					       "libssl3:i386 3.0.9-1 Debian Debian stable\n"
					       "openssl:amd64 3.0.1-1+b2 Debian Debian stable\n"
					       "epoch:all 2:1.0-1 Debian Debian stable\n");
	apt_result_free(&result);

	/* The host's preferences hold. */
	apt_shell("printf 'Package: *\\nPin: release l=Debian-Security\\nPin-Priority: -1\\n' >'%s/etc/apt/preferences'",
		  root);
	result = apt_run(root, 0, wanted);
	assert_true(apt_is_complete(&result));
	assert_true(apt_has_line(result.candidates, "libssl3:amd64 3.0.1-1 Debian Debian stable"));
	apt_result_free(&result);

	/* The host's apt.conf does not, whatever is in it. */
	apt_shell("mkdir -p '%s/etc/apt/apt.conf.d'; echo 'Dir::State::lists \"/nowhere\"; }}}' >'%s/etc/apt/apt.conf.d/00'",
		  root, root);
	result = apt_run(root, 0, wanted);
	assert_true(apt_has_line(result.candidates, "libssl3:i386 3.0.9-1 Debian Debian stable"));
	assert_true(apt_is_complete(&result));
	apt_result_free(&result);
}

/* Two archives offer newer versions as willingly: apt would take the higher, and the other is told as well. */
static void other_archives_are_told_where_pins_allow(void **state)
{
	static const char *const wanted[] = { "libssl3 amd64", NULL };
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell(
		"cd '%s' && echo 'deb http://ppa.example.org/x stable main' >>etc/apt/sources.list && cd var/lib/apt/lists "
		"&& "
		"printf 'Origin: LP-PPA-x\nLabel: x\nSuite: stable\nCodename: stable\nArchitectures: amd64\nComponents: "
		"main\n' "
		">ppa.example.org_x_dists_stable_Release && "
		"printf 'Package: libssl3\nVersion: 3.0.2-9+x1\nArchitecture: amd64\nFilename: x\nSize: 1\nSHA256: %%064d\n"
		"Description: x\n\n' 0 >ppa.example.org_x_dists_stable_main_binary-amd64_Packages",
		root);
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.problems, "");
	assert_string_equal(result.candidates, "libssl3:amd64 3.0.2-9+x1 LP-PPA-x x stable\n"
					       "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security\n"
					       "libssl3:amd64 3.0.2-0 Debian Debian-Security stable-security\n");
	apt_result_free(&result);

	/* Where a pin holds the others back, that is told. */
	apt_shell("printf 'Package: *\\nPin: release o=LP-PPA-x\\nPin-Priority: 990\\n' >'%s/etc/apt/preferences'", root);
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.candidates,
			    "libssl3:amd64 3.0.2-9+x1 LP-PPA-x x stable\n"
			    "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security held by pin\n"
			    "libssl3:amd64 3.0.2-0 Debian Debian-Security stable-security held by pin\n");
	apt_result_free(&result);
	apt_shell("printf 'Package: *\\nPin: release o=LP-PPA-x\\nPin-Priority: 90\\n' >'%s/etc/apt/preferences'", root);
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.candidates, "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security\n"
					       "libssl3:amd64 3.0.2-9+x1 LP-PPA-x x stable held by pin\n");
	apt_result_free(&result);
	/* The installed version is pinned, or what is newer is pinned away: apt does nothing. */
	apt_shell("printf 'Package: libssl3\nPin: version 3.0.1*\nPin-Priority: 1001\n' >'%s/etc/apt/preferences'", root);
	result = apt_run(root, 0, wanted);
	assert_true(apt_has_line(result.candidates, "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security "
						    "held by pin"));
	apt_result_free(&result);
	/* dpkg holds it, whatever apt's pins say. */
	apt_shell("rm '%s/etc/apt/preferences' && "
		  "sed -i '/^Package: libssl3$/,/^$/s/^Status: install /Status: hold /' '%s/var/lib/dpkg/status'",
		  root, root);
	result = apt_run(root, 0, wanted);
	assert_true(apt_has_line(result.candidates, "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security "
						    "held by hold"));
	apt_result_free(&result);
}

/* A pin that keeps what is installed: apt would have nothing else, though a newer version is offered. */
static void pins_that_keep_the_installed_version_are_told(void **state)
{
	static const char *const wanted[] = { "libssl3 amd64", NULL };
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell("cd '%s' && rm var/lib/apt/lists/archive.example.org* && "
		  "printf 'Package: libssl3\\nPin: version 3.0.1*\\nPin-Priority: 1001\\n' >etc/apt/preferences",
		  root);
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.candidates,
			    "libssl3:amd64 3.0.1-1 - - -\n"
			    "libssl3:amd64 3.0.2-1+deb99u1 Debian Debian-Security stable-security held by pin\n"
			    "libssl3:amd64 3.0.2-0 Debian Debian-Security stable-security held by pin\n");
	apt_result_free(&result);
	/* Without anything newer there is nothing to tell. */
	apt_shell("cd '%s' && rm var/lib/apt/lists/updates.example.org*", root);
	result = apt_run(root, 0, wanted);
	assert_string_equal(result.candidates, "");
	apt_result_free(&result);
}

/* Whose build each package is: its maintainer, the changelog's own word, and each archive that offers this very version. */
static void origins_are_read(void **state)
{
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	result = apt_run(root, APT_ORIGIN, NULL);
	assert_string_equal(result.problems, "");
	assert_non_null(strstr(result.origins, "libssl3:amd64 Fixture <fixture@example.org>|"));
	assert_true(apt_has_line(result.origins, "libssl3:amd64 -|-|-|Debian|Debian|stable|fixture"));
	apt_result_free(&result);

	apt_shell("cd '%s/usr/share/doc/libssl3' && rm -f changelog* && "
		  "printf 'openssl (3.0.1-1) bookworm-security unstable; urgency=medium\n\n  * a\n' >changelog.Debian",
		  root);
	result = apt_run(root, APT_ORIGIN, NULL);
	assert_true(apt_has_line(result.origins,
				 "libssl3:amd64 Fixture <fixture@example.org>|3.0.1-1|bookworm-security|-|-|-|-"));
	apt_result_free(&result);

	/* No changelog begins so. */
	apt_shell("cd '%s/usr/share/doc/libssl3' && printf 'Changes of openssl (a list)\n' >changelog.Debian", root);
	result = apt_run(root, APT_ORIGIN, NULL);
	assert_true(apt_has_line(result.origins, "libssl3:amd64 Fixture <fixture@example.org>|-|-|-|-|-|-"));
	apt_result_free(&result);
}

static void damaged_lists_are_told_and_the_others_used(void **state)
{
	static const char *const wanted[] = { "libssl3 amd64", "openssl amd64", "libssl3 amd64", NULL };
	static const char security[] =
		"var/lib/apt/lists/updates.example.org_dists_stable-security_main_binary-amd64_Packages";
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell("cd '%s' && head -c 100 %s.gz >cut && mv cut %s.gz", root, security, security);
	/* They are none of the enumeration's business. */
	result = apt_run(root, APT_FILES | APT_DEPENDENCIES, NULL);
	assert_true(apt_is_complete(&result));
	apt_result_free(&result);
	result = apt_run(root, 0, wanted);
	assert_int_equal(result.problem_count, 1);
	assert_non_null(strstr(result.problems, security));
	assert_string_equal(result.candidates, "libssl3:amd64 3.0.1-1 Debian Debian stable\n"
					       "openssl:amd64 3.0.1-1+b2 Debian Debian stable\n"
					       "libssl3:amd64 3.0.1-1 Debian Debian stable\n");
	apt_result_free(&result);

	/* A FIFO in its place, and a link out of the root. */
	apt_shell("cd '%s' && rm %s.gz && mkfifo %s.gz", root, security, security);
	result = apt_run(root, 0, wanted);
	assert_int_equal(result.problem_count, 1);
	assert_non_null(strstr(result.problems, "not a regular file"));
	apt_result_free(&result);
	apt_shell("cd '%s' && cp '%s/%s.gz' ../outside.gz && rm %s.gz && ln -s ../../../../../outside.gz %s.gz", root,
		  apt_fixture(), security, security, security);
	result = apt_run(root, 0, wanted);
	assert_int_equal(result.problem_count, 1);
	assert_true(apt_has_line(result.candidates, "libssl3:amd64 3.0.1-1 Debian Debian stable"));
	apt_result_free(&result);

	/* Sources that are no sources: one problem, however often a candidate is asked for. */
	apt_shell("echo 'deb [' >'%s/etc/apt/sources.list'", root);
	result = apt_run(root, 0, wanted);
	assert_true(result.candidate < 0);
	assert_string_equal(result.candidates, "");
	assert_non_null(strstr(result.problems, "var/lib/apt/lists: libapt-pkg cannot read it: "));
	apt_result_free(&result);

	/* None at all is no fault. */
	apt_shell("rm -r '%s/etc/apt/sources.list' '%s/etc/apt/sources.list.d'", root, root);
	result = apt_run(root, 0, wanted);
	assert_true(apt_is_complete(&result));
	assert_string_equal(result.candidates, "");
	apt_result_free(&result);
}

static void compressed_lists_are_read(void **state)
{
	static const char *const tools[] = { "lz4 -q -c", "xz -c", "bzip2 -c", "zstd -q -c" };
	static const char *const ends[] = { "lz4", "xz", "bz2", "zst" };
	static const char *const wanted[] = { "openssl amd64", NULL };
	static const char list[] = "var/lib/apt/lists/archive.example.org_debian_dists_stable_main_binary-amd64_Packages";
	size_t tried = 0;

	(void)state;
	need_fixture();
	for (size_t i = 0; i < 4; i++) {
		const char *root;
		struct apt_result result;

		if (system(apt_format("command -v %.4s >/dev/null", tools[i])) != 0) {
			print_message("# not tried: there is no %s\n", tools[i]);
			continue;
		}
		root = apt_copy();
		apt_shell("cd '%s' && %s %s >%s.%s && rm %s", root, tools[i], list, list, ends[i], list);
		result = apt_run(root, 0, wanted);
		assert_string_equal(result.problems, "");
		assert_string_equal(result.candidates, "openssl:amd64 3.0.1-1+b2 Debian Debian stable\n");
		apt_result_free(&result);
		tried++;
	}
	if (!tried)
		skip();
}

static void distroless_images_are_read(void **state)
{
	const char *root = apt_format("%s/distroless", apt_base());
	struct apt_result result;

	(void)state;
	apt_shell("mkdir -p '%s/var/lib/dpkg/status.d' && cd '%s/var/lib/dpkg/status.d' && "
		  "printf 'Package: libssl3\\nSource: openssl\\nVersion: 3.0.1-1\\nArchitecture: arm64\\nDescription: x\\n "
		  "y\\n' >libssl3 && "
		  "printf '0123456789abcdef0123456789abcdef  usr/lib/libssl.so.3\\n0123456789abcdef0123456789abcdef  "
		  "./etc/a b\\n' "
		  ">libssl3.md5sums && "
		  /* A file name that is not the package's, and a text without its last newline. */
		  "printf 'Package: libstdc++6\\nVersion: 12.2.0-14\\nArchitecture: arm64\\nDescription: y' >libstdc && : "
		  ">libstdc.md5sums",
		  root, root);
	result = apt_run(root, APT_FILES | APT_DEPENDENCIES, NULL);
	assert_string_equal(result.problems, "");
	assert_true(apt_is_complete(&result));
	assert_string_equal(result.packages,
			    "libssl3:arm64 3.0.1-1 openssl 3.0.1-1\nlibstdc++6:arm64 12.2.0-14 libstdc++6 12.2.0-14\n");
	assert_string_equal(result.files, "libssl3:arm64 /etc/a b\nlibssl3:arm64 /usr/lib/libssl.so.3\n");
	apt_result_free(&result);

	/* The same package under two names, of which either has the list: one package, and no damage. */
	for (int i = 0; i < 2; i++) {
		apt_shell("cd '%s/var/lib/dpkg/status.d' && cp libssl3 %s && cp libssl3 libssl && %s", root,
			  i ? "z" : "libssl", i ? "rm libssl && mv libssl3.md5sums z.md5sums" : ":");
		result = apt_run(root, APT_FILES | APT_DEPENDENCIES, NULL);
		assert_string_equal(result.problems, "");
		assert_int_equal(result.package_count, 2);
		assert_string_equal(result.files, "libssl3:arm64 /etc/a b\nlibssl3:arm64 /usr/lib/libssl.so.3\n");
		apt_result_free(&result);
	}
	/* With another version it is damage. */
	apt_shell("cd '%s/var/lib/dpkg/status.d' && sed s/3.0.1-1/3.0.2-1/ z >libssl3", root);
	result = apt_run(root, 0, NULL);
	assert_int_equal(result.problem_count, 1);
	assert_non_null(strstr(result.problems, "twice"));
	apt_result_free(&result);
	apt_shell("cd '%s/var/lib/dpkg/status.d' && mv z libssl3 && mv z.md5sums libssl3.md5sums", root);

	/* Cut off inside what matters, and without its list of files. */
	apt_shell("cd '%s/var/lib/dpkg/status.d' && printf 'Package: tzdata\\nArchitecture: all\\nVersion: 2024' >tzdata && "
		  "rm libstdc.md5sums",
		  root);
	result = apt_run(root, APT_FILES, NULL);
	assert_int_equal(result.package_count, 2);
	assert_int_equal(result.problem_count, 2);
	assert_non_null(strstr(result.problems, "var/lib/dpkg/status.d/tzdata: is cut off"));
	assert_non_null(strstr(result.problems, "libstdc.md5sums"));
	apt_result_free(&result);
}

static void both_kinds_of_status_are_joined(void **state)
{
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell("mkdir '%s/var/lib/dpkg/status.d' && cd '%s/var/lib/dpkg/status.d' && "
		  "printf 'Package: extra\\nVersion: 7\\nArchitecture: all\\n' >extra && : >extra.md5sums && "
		  "printf 'Package: tool\\nVersion: 0.1\\nArchitecture: amd64\\n' >tool && : >tool.md5sums",
		  root, root);
	result = apt_run(root, APT_FILES, NULL);
	assert_string_equal(result.problems, "");
	assert_int_equal(result.package_count, 11);
	assert_true(apt_has_line(result.packages, "extra:all 7 extra 7"));
	/* What dpkg installed over an image goes before what the image says. */
	assert_true(apt_has_line(result.packages, "tool:amd64 1.0 tool 1.0"));
	assert_true(apt_has_line(result.files, "tool:amd64 /usr/bin/plain"));
	apt_result_free(&result);
}

static void the_journal_of_an_interrupted_dpkg_is_followed(void **state)
{
	const char *root;
	struct apt_result result;
	char *expected;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell("cd '%s/var/lib/dpkg' && "
		  "sed -n '/^Package: tool$/,/^$/p' status | sed '/^$/d;s/^Version: .*/Version: 1.5/;s/ installed$/ "
		  "unpacked/' >updates/0000 && "
		  "sed -n '/^Package: tool$/,/^$/p' status | sed '/^$/d;s/^Version: .*/Version: 2.0/' >updates/0001 && "
		  "sed -n '/^Package: meta$/,/^$/p' status | sed '/^$/d;s/ installed$/ config-files/' >updates/0002 && echo "
		  "junk >updates/tmp.i",
		  root);
	result = apt_run(root, 0, NULL);
	assert_string_equal(result.problems, "");
	assert_int_equal(result.package_count, 9);
	assert_true(apt_has_line(result.packages, "tool:amd64 2.0 tool 2.0"));
	/* dpkg-query merges the journal for good, so it is asked last. */
	expected = oracle_packages(apt_format("--root='%s'", root));
	assert_string_equal(result.packages, expected);
	apt_result_free(&result);
	free(expected);
}

static void architectures_are_found_where_no_file_names_them(void **state)
{
	const char *root;
	struct apt_result result;

	(void)state;
	need_fixture();
	root = apt_copy();
	apt_shell("rm '%s/var/lib/dpkg/arch'", root);
	result = apt_run(root, 0, NULL);
	assert_true(apt_is_complete(&result));
	assert_int_equal(result.package_count, 10);
	assert_true(apt_has_line(result.packages, "foreign:i386 4.5-6 foreign 4.5-6"));
	apt_result_free(&result);
}

static void nothing_is_written_below_the_root(void **state)
{
	static const char *const wanted[] = { "libssl3 amd64", "openssl amd64", NULL };
	struct apt_result result;
	char *before, *after;

	(void)state;
	need_fixture();
	before = apt_snapshot(apt_fixture());
	result = apt_run(apt_fixture(), APT_FILES | APT_DEPENDENCIES | APT_CHANGELOG, wanted);
	after = apt_snapshot(apt_fixture());
	assert_true(apt_is_complete(&result));
	assert_non_null(strstr(before, "libssl3:amd64.list"));
	assert_string_equal(before, after);
	apt_result_free(&result);
	free(before);
	free(after);
}

static void what_the_sink_returns_comes_back(void **state)
{
	struct apt_result result;

	(void)state;
	need_fixture();
	result = apt_run_until(apt_fixture(), 3, -777);
	assert_int_equal(result.each, -777);
	assert_int_equal(result.package_count, 3);
	assert_int_equal(result.problem_count, 0);
	apt_result_free(&result);
}

static void signs_of_a_database_are_told_from_none(void **state)
{
	const char *root = apt_format("%s/signs", apt_base());
	struct apt_result result;

	(void)state;
	apt_shell("mkdir -p '%s/var/lib/dpkg' && echo 'Package: x' >'%s/var/lib/dpkg/available'", root, root);
	result = apt_run(root, 0, NULL);
	assert_int_equal(result.probe, SSLINV_BACKEND_ABSENT);
	assert_int_equal(result.problem_count, 0);
	apt_result_free(&result);

	/* What installing dpkg alone leaves: a database with nothing in it. */
	apt_shell("mkdir '%s/var/lib/dpkg/info' && : >'%s/var/lib/dpkg/status'", root, root);
	result = apt_run(root, 0, NULL);
	assert_true(apt_is_complete(&result));
	assert_int_equal(result.package_count, 0);
	apt_result_free(&result);

	/* A link in place of the status that leads nowhere. */
	apt_shell("cd '%s/var/lib/dpkg' && rmdir info && rm status && ln -s /nowhere/status status", root);
	result = apt_run(root, 0, NULL);
	assert_int_equal(result.probe, SSLINV_BACKEND_PRESENT);
	assert_false(apt_is_complete(&result));
	apt_result_free(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packages_are_those_of_dpkg_query),
		cmocka_unit_test(files_are_those_of_dpkg_query),
		cmocka_unit_test(this_hosts_database_is_read_whole),
		cmocka_unit_test(dependencies_are_names_of_packages),
		cmocka_unit_test(changelogs_are_read),
		cmocka_unit_test(candidates_come_from_the_lists),
		cmocka_unit_test(other_archives_are_told_where_pins_allow),
		cmocka_unit_test(pins_that_keep_the_installed_version_are_told),
		cmocka_unit_test(origins_are_read),
		cmocka_unit_test(damaged_lists_are_told_and_the_others_used),
		cmocka_unit_test(compressed_lists_are_read),
		cmocka_unit_test(distroless_images_are_read),
		cmocka_unit_test(both_kinds_of_status_are_joined),
		cmocka_unit_test(the_journal_of_an_interrupted_dpkg_is_followed),
		cmocka_unit_test(architectures_are_found_where_no_file_names_them),
		cmocka_unit_test(nothing_is_written_below_the_root),
		cmocka_unit_test(what_the_sink_returns_comes_back),
		cmocka_unit_test(signs_of_a_database_are_told_from_none),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	apt_remove_base();
	return failed;
}
