/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A package and its version out of one word: package URLs (the purl specification) and rpm's name-version-release.arch. */
#ifndef SSLINV_DISTRO_PACKAGE_ID_H
#define SSLINV_DISTRO_PACKAGE_ID_H

#include <stdbool.h>
#include <stddef.h>

#define SSLINV_PACKAGE_ID_MAX 256

struct sslinv_package_id {
	char type[16];  /* `rpm`, `deb`; "" from a name-version-release */
	char space[32]; /* the purl's namespace: `redhat`, `ubuntu` */
	char name[SSLINV_PACKAGE_ID_MAX];
	char version[SSLINV_PACKAGE_ID_MAX]; /* with `epoch:` in front where one is said; "" if no version is */
	char arch[24];                       /* `x86_64`, `src`, `source`; "" if not said */
	char distro[64];                     /* the purl's qualifier: `jammy`, `esm-infra/xenial` */
};

/* `pkg:rpm/redhat/openssl@3.0.7-27.el9?arch=src&epoch=1`. False if it is no purl with a name, or a part is too long. */
bool sslinv_package_id_from_purl(const char *purl, struct sslinv_package_id *id);

/*
 * `openssl-libs-1:3.0.7-27.el9.x86_64`, `libopenssl3-3.0.8-150400.4.2.1`, or a name alone (`libopenssl1_1`, `openssl.src`).
 * A trailing `.rpm` does not matter. False if a part is too long.
 */
bool sslinv_package_id_from_nevra(const char *text, struct sslinv_package_id *id);

/* Is the arch that of a source package? */
bool sslinv_package_id_is_source(const struct sslinv_package_id *id);

#endif
