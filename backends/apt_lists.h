/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A private copy of what the root's repositories offer: sources.list(5), apt_preferences(5) and the lists that `apt update`
 * left, of these only the stanzas of installed packages. That is a hundredth of it, and libapt-pkg, which would take half a
 * second, is done in a few milliseconds. The root's apt.conf is no part of it.
 */
#ifndef SSLINV_BACKENDS_APT_LISTS_H
#define SSLINV_BACKENDS_APT_LISTS_H

#include "dpkg_status.h"

#pragma GCC visibility push(hidden)

/*
 * Fills the new directory `directory`, absolute and outside the root. *offers is false where the root has no sources or no
 * lists, and so nothing to offer. What cannot be read is told, and left out. Returns 0, a negative errno after a problem, or
 * what the sink returned.
 */
int sslinv_apt_lists_copy(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
			  const struct sslinv_dpkg_status *status, const char *directory, bool *offers);

#pragma GCC visibility pop

#endif
