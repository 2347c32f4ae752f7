/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows of a table for the resolver, as plain text: the facts of a host and the guidance, then what follows from them. People
 * read them as they read the rules of the man page, and a test runs them.
 *
 *	== a package below the vendor's fix
 *	os debian 12
 *	package libssl3 3.0.13-1~deb12u1 source=openssl
 *	says debian 12 openssl CVE-2026-0001 fixed 3.0.20-1~deb12u1
 *	--
 *	libssl3: CVE-2026-0001 affected by vendor-fix, fixed=3.0.20-1~deb12u1
 *	verdict upgrade, affected=1
 *
 * A row begins with `==` and its name; the lines up to `--` are what goes in, in any order, and those after it come out.
 * Words are parted by blanks, a word with blanks is in double quotes, `-` is NULL, and lines that begin with `#` are
 * passed over.
 *
 * Guidance (feeds count from 0):
 *	feed NAME VENDOR FORMAT [published=DATE] [confirmed=DATE] [imported=DATE] [identity=I] [is-imported]
 *	says DISTRO RELEASE PACKAGE CVE STATUS [VERSION] [stream=] [binary] [arch=] [advisory=] [severity=] [issued=] [url=]
 *	     [note=] [introduced=] [last=] [doubtful] [feed=N]
 *	cve CVE [severity=] [published=] [url=]
 *	named CVE...                                (that any vendor names for its OpenSSL)
 *	range CVE FROM UNTIL|- [last=] [library=]
 *	life PRODUCT RELEASE END|- [stream=] [released=]
 *	tls VERSION TLS
 *	exploited CVE DAY|- [probability=]          (known to be only with a feed of the format kev)
 *	handbook                                    (the bundled one: commands and pages)
 *
 * A host:
 *	os ID [VERSION]
 *	package NAME VERSION [format=] [arch=] [source=] [source-version=] [label=] [consumer] [bystander] [file]
 *	     [build-of=LINE] [evidence=STRENGTH:...] [built=TIME]
 *	     (a provider of the format `deb` unless it says otherwise; bystander: neither provider nor consumer)
 *	library PATH VERSION|- [in=PACKAGE] [kind=OpenSSL] [evidence=needed] [soname=]
 *	candidate PACKAGE VERSION [label=] [archive=] [origin=] [foreign] [held=hold|pin] [held=] [chosen=] [build-of=LINE]
 *	changelog PACKAGE CVE
 *	needs PATH|- SONAME [in=PACKAGE] [provider=PATH] [provider-package=PACKAGE] [evidence=needed]
 *	process PID COMMAND STATE PATH [in=PACKAGE] [unit=] [container=] [listening=] [user=] [executable=] [started=DATE]
 *	     [version=] (the processes of the host were looked at)
 *	former PACKAGE VERSION FROM UNTIL [arch=] [source-version=]    (that the inventory had from date to date)
 *	problem failure|note
 *	today DATE (2026-11-24)
 *	max-age DAYS
 *	bundles                                      (the site demands signatures: nothing is fetched here)
 *	updates ID...                                (that `sslinv feed update` can fetch, sorted)
 *	show reasons|action                          (beside the findings)
 *	show actions                                 (in place of findings and levels)
 *	explain WORD...                              (in place of findings and verdict: each answer in a line)
 *
 * One subject in place of a host, as sslinv_judge() takes it:
 *	subject DISTRO RELEASE PACKAGE VERSION [format=] [arch=] [stream=] [source=] [source-version=] [upstream=]
 *	     [candidate=] [security] [installed] [copy] [changelog=CVE,CVE]
 *	ask CVE...                                  (these alone)
 */
#ifndef SSLINV_TESTS_RESOLVE_ROWS_H
#define SSLINV_TESTS_RESOLVE_ROWS_H

/*
 * Runs each row of tests/unit/data/NAME as a test of cmocka's, and again with each of its allocations failing. Returns what
 * main() returns. The program is linked with $(wrap_memory).
 */
int rows_main(const char *name);

#endif
