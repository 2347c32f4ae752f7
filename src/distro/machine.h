/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What package managers call a machine: each has words of its own for some. */
#ifndef SSLINV_DISTRO_MACHINE_H
#define SSLINV_DISTRO_MACHINE_H

/*
 * The machine as uname(1) says it: `amd64` of dpkg is `x86_64`, `i386` and `i586` are `i686`. A word that is not listed is
 * its own; NULL for NULL and for what fits every machine (`all`, `noarch`).
 */
const char *sslinv_machine_of(const char *arch);

#endif
