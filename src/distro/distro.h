/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What feeds call a distribution, in the words of the model: the os-release ID, the release, and the stream. The table of
 * products is in distro.c; a product that is no distribution (a middleware of the same vendor, say) gives false.
 */
#ifndef SSLINV_DISTRO_DISTRO_H
#define SSLINV_DISTRO_DISTRO_H

#include <stdbool.h>
#include <stddef.h>

struct sslinv_distro {
	char distro[32];  /* `rhel` */
	char release[24]; /* `9`; "" where the distribution has no releases (opensuse-tumbleweed, wolfi) */
	char stream[40];  /* `9.4-eus`, "" for the plain release */
};

/* `cpe:/o:redhat:enterprise_linux:9::baseos`, `cpe:/a:redhat:rhel_eus:9.4`, `cpe:2.3:o:suse:sles:15:sp5:*:...`. */
bool sslinv_distro_from_cpe(const char *cpe, struct sslinv_distro *result);

/* OSV's ecosystems: `AlmaLinux:9`, `Ubuntu:Pro:FIPS-updates:20.04:LTS`, `SUSE:Linux Enterprise Server 15 SP5`. */
bool sslinv_distro_from_ecosystem(const char *ecosystem, struct sslinv_distro *result);

/*
 * A product's name in prose: `Red Hat Enterprise Linux 9`, `Debian GNU/Linux 11`, `SUSE Linux Enterprise Server 15
 * SP1-LTSS`.
 */
bool sslinv_distro_from_platform(const char *text, struct sslinv_distro *result);

/* A code name, alone or with Ubuntu's service before or behind it: `bookworm`, `jammy`, `esm-infra/focal`, `trusty/esm`. */
bool sslinv_distro_from_codename(const char *codename, struct sslinv_distro *result);

/*
 * The dist tag inside an rpm version or release: `3.0.7-25.el9_3` -> rhel 9, `.amzn2`, `.amzn2023`, `.fc40`, `.cm2`,
 * `.azl3`,
 * `.al8`. An `.elN` tag tells the family, not the vendor: the caller knows whose feed it is. The stream stays "".
 */
bool sslinv_distro_from_dist_tag(const char *version, struct sslinv_distro *result);

/*
 * A distribution, release and stream given as three words (a table's columns, the command line) in the model's spelling:
 * `oracle` -> `ol`, `bookworm` -> `12`, `SLES-15-SP1` -> `15.1`, `12.04/esm` -> `12.04` with stream `esm`,
 * `8.6-eus-long-life` -> `8.6-ll`. `stream` may be NULL. False when a word is too long or the distribution has no such word
 * in the table; the words are then taken over as they are as far as they fit.
 */
bool sslinv_distro_from_words(const char *distro, const char *release, const char *stream, struct sslinv_distro *result);

/*
 * The flavour that a fixed version itself names is a stream of its own: `+esm1` -> esm, `.fips.` -> fips, `.ksplice1.` ->
 * ksplice,
 * `_fips` -> fips. Sets the stream where it is still "".
 */
void sslinv_distro_add_flavour(struct sslinv_distro *result, const char *version);

/* The distributions of the table, one after the other from 0 on; NULL at the end. */
const char *sslinv_distro_id(size_t index);

/* The releases of a distribution that have a code name, one after the other from 0 on; NULL at the end. */
const char *sslinv_distro_release(const char *distro, size_t index);

/* The code name of a release in the model's spelling, NULL where it has none: `bookworm` of `12`. Static. */
const char *sslinv_distro_codename(const char *distro, const char *release);

/*
 * A host whose os-release ID names a product that is a stream of another distribution: `sles_sap` is in `sap` of `sles`, and
 * with the stream `ltss` in `sap-ltss`. Changes the place's stream; a stream that the product does not have stays.
 */
void sslinv_distro_add_product(struct sslinv_distro *place, const char *os_id);

/*
 * Can a host be in this place: is the distribution in the tables, does the release look like one of it, and is the stream
 * one that the resolver can put a package into?
 */
bool sslinv_distro_is_reachable(const char *distro, const char *release, const char *stream);

/* Has it no releases, so that its ID says all? */
bool sslinv_distro_is_rolling(const char *distro);

/* The package format of a distribution in the model's words, where no package is at hand to tell: `rpm` by default. */
const char *sslinv_distro_package_format(const char *distro);

#endif
