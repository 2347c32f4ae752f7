/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of the resolver: small sets of guidance made by hand, and one judgement in one line. */
#ifndef SSLINV_TESTS_RESOLVE_HELPER_H
#define SSLINV_TESTS_RESOLVE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/attributes.h"
#include "guidance/set.h"
#include "resolve/backport.h"

#define BINARY SSLINV_PACKAGE_BINARY
#define SOURCE SSLINV_PACKAGE_SOURCE

const char *keep(struct sslinv_guidance_set *set, const char *text);

void add_feed(struct sslinv_guidance_set *set, const char *vendor, const char *format, const char *published);

/* The rest of the statement can be set in what is returned, before the set is sorted. */
struct sslinv_statement *add_statement(struct sslinv_guidance_set *set, const char *distro, const char *release,
				       const char *stream, const char *package, enum sslinv_package_kind kind,
				       const char *cve, enum sslinv_status status, const char *fixed);

/* What Red Hat's own tables say: by source package. */
struct sslinv_statement *add_rhel_fix(struct sslinv_guidance_set *set, const char *release, const char *stream,
				      const char *cve, const char *fixed, const char *advisory);

void add_range(struct sslinv_guidance_set *set, const char *cve, const char *from, const char *until);

void add_vulnerability(struct sslinv_guidance_set *set, const char *cve, const char *severity, const char *published);

void add_life(struct sslinv_guidance_set *set, const char *product, const char *release, const char *stream,
	      const char *end);

/* Judges, and hands back the finding of this CVE, which must be there. The judgement is the caller's. */
const struct sslinv_finding *judge_cve(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
				       const char *cve, struct sslinv_judgement *judgement);

/*
 * One judgement as text: `status rule fixed_version stream`, `-` for what is not said. In a static buffer: valid until the
 * next call.
 */
const char *verdict_on(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *cve);

struct sslinv_subject rpm_subject(const char *distro, const char *release, const char *package, const char *version);

struct sslinv_subject deb_subject(const char *distro, const char *release, const char *package, const char *version);

#endif
