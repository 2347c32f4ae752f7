/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges a package of which only the name is known: it may come from one of several source packages. */
#ifndef SSLINV_RESOLVE_SOURCES_H
#define SSLINV_RESOLVE_SOURCES_H

#include "resolve/finding.h"

/* So many source packages are asked at most. */
#define SSLINV_SOURCES_MAX 4

/* The source packages that were asked. */
struct sslinv_sources {
	char names[SSLINV_SOURCES_MAX][64];
	size_t count;
};

/*
 * As sslinv_judge(), with the subject's source package: where it is NULL, each source package that its name may be from and
 * of which the set has statements for the release (the first where it has none), and of each CVE the worst answer.
 */
int sslinv_judge_sources(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
			 const char *const *cves, size_t cve_count, struct sslinv_judgement *judgement,
			 struct sslinv_sources *sources, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
