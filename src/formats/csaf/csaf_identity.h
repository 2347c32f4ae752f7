/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the feed of a CSAF document is called, for whoever follows a vendor's folder and is told by name what was deleted. */
#ifndef SSLINV_FORMATS_CSAF_CSAF_IDENTITY_H
#define SSLINV_FORMATS_CSAF_CSAF_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/* The length of the vendor's name in that of the publisher: `Red Hat` of `Red Hat Product Security`. */
size_t sslinv_csaf_vendor_length(const char *publisher);

/*
 * The identity of the feed: `csaf-vex/Red-Hat/CVE-2024-0727`, or `csaf/SUSE/SUSE-SU-2022:0853-1` for an advisory. `vendor`
 * is the publisher as `feed list` shows it, see above; "" is `unknown`. `id` is the tracking id.
 * malloc'ed; NULL when out of memory.
 */
char *sslinv_csaf_identity(const char *vendor, const char *id, bool is_vex) SSLINV_MUST_CHECK;

#endif
