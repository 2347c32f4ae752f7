/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of whom and of what the guidance at hand speaks: without anybody's word nothing is clean. */
#ifndef SSLINV_RESOLVE_COVERAGE_H
#define SSLINV_RESOLVE_COVERAGE_H

#include <stdbool.h>

#include "distro/distro.h"
#include "guidance/set.h"

/* Are a statement's release and stream those of a host, or of a module for it? `version` is its VERSION_ID, or NULL. */
bool sslinv_coverage_fits(const struct sslinv_distro *place, const char *version, const char *release, const char *stream);

/*
 * Does any statement speak of this distribution's release, or of the one whose packages it ships unchanged? `os_id` and
 * `os_version` are os-release's ID and VERSION_ID; NULL where a host does not say.
 */
bool sslinv_coverage_of_release(const struct sslinv_guidance_set *set, const char *os_id, const char *os_version);

/*
 * The first year whose CVEs may be younger than OpenSSL's records at hand: the year before that of the newest record, 0
 * without records. What a vendor names for its OpenSSL from then on is asked of every other OpenSSL, too. An older CVE that
 * the records do not have is the vendor's own affair.
 */
unsigned long sslinv_coverage_news_since(const struct sslinv_guidance_set *set);

/* The year of `CVE-2026-0001` or `2026-01-02`; 0 for anything else, and for NULL. */
unsigned long sslinv_coverage_year(const char *text);

#endif
