/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose statements may speak for a distribution that publishes none of its own. */
#ifndef SSLINV_DISTRO_INHERITS_H
#define SSLINV_DISTRO_INHERITS_H

/*
 * The os-release ID of the vendor whose statements for the plain release also hold for this one, or NULL: the declared
 * rebuilds alone. `release` is the major release as in a statement; NULL asks whether any release inherits. Static.
 */
const char *sslinv_distro_inherits(const char *distro, const char *release);

#endif
