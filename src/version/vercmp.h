/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Version ordering of package formats and of OpenSSL itself, without librpm or libapt-pkg, so that a fleet server can
 * compare any host's versions. Each returns a number below, equal to or above zero, like strcmp(). Any text is accepted; the
 * order is total, so it can serve as a collation.
 */
#ifndef SSLINV_VERSION_VERCMP_H
#define SSLINV_VERSION_VERCMP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * rpm: `[epoch:]version[-release]`, as rpmvercmp() orders the parts (rpm-version(7)): `~` sorts before everything, `^` after
 * the base version and before anything longer. A missing epoch is 0; a missing release sorts lower than any (as rpmverCmp()
 * has it).
 */
int sslinv_vercmp_rpm(const char *a, const char *b);

/* deb: `[epoch:]upstream[-revision]` (deb-version(7)), as libapt-pkg's debVS orders them. */
int sslinv_vercmp_deb(const char *a, const char *b);

/* apk: `digits[.digits]...[letter][_suffix[digits]]...[~hash][-r digits]`, as apk-tools orders them. */
int sslinv_vercmp_apk(const char *a, const char *b);

/*
 * pacman: `[epoch:]version-pkgrel` (vercmp(8)): letters that follow a number without a point come before its end (1.0a <
 * 1.0 < 1.0.a < 1.0.1), and more separators after fewer. pacman's own order goes in circles in two places, which are cut
 * here: a missing pkgrel is lower than any (there it equals all), and separators at the end do not count.
 */
int sslinv_vercmp_pacman(const char *a, const char *b);

/*
 * OpenSSL's own releases: `0.9.8zh`, `1.0.2zg`, `1.1.1-pre9`, `3.0.0-alpha17`, `3.0.0-beta2`, `3.0.13`. Up to 1.1.1 a letter
 * (then `z` and a letter) counts the releases of a branch: 1.0.2 < 1.0.2a < 1.0.2z < 1.0.2za. Alphas come before betas,
 * those and
 * `-pre`/`-dev` before the release. Build suffixes (`-fips`, `+quic`) do not count.
 */
int sslinv_vercmp_openssl(const char *a, const char *b);

/* One of the above by the format's name: `rpm`, `deb`, `apk`, `pacman`, `openssl`; NULL for another. */
typedef int (*sslinv_vercmp_function)(const char *a, const char *b);
sslinv_vercmp_function sslinv_vercmp_for(const char *format);

/*
 * The OpenSSL version inside a package version: `1:1.0.2k-26.el7_9` -> `1.0.2k`, `3.0.19-1~deb12u2` -> `3.0.19`,
 * `1.1.1n-0+deb11u5` -> `1.1.1n`, `3.2.1~rc1-2` -> as far as it is a version. Returns false where there is none.
 */
bool sslinv_openssl_version_of(const char *package_version, char *version, size_t size);

/* The release branch of an OpenSSL version: `1.0.2k` -> `1.0.2`, `3.0.13` -> `3.0`, `0.9.8zh` -> `0.9.8`. False for no
 * version. */
bool sslinv_openssl_branch_of(const char *version, char *branch, size_t size);

#endif
