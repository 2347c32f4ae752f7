/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the vendor's fixes is the one that the package's version is compared with. */
#ifndef SSLINV_RESOLVE_THRESHOLD_H
#define SSLINV_RESOLVE_THRESHOLD_H

#include "resolve/question.h"

/* Whose statements a rule looks at. Where the own stream has a fix, the rules ask for it first. */
enum sslinv_scope {
	SSLINV_SCOPE_OWN,       /* of the stream that was chosen */
	SSLINV_SCOPE_PLAIN,     /* of the plain release */
	SSLINV_SCOPE_CONTINUED, /* of the continued streams */
	SSLINV_SCOPE_SHARED,    /* of other extended streams of the minor release that the version was built for */
};

/*
 * The fix that binds in a scope; NULL if none is named. A flavour's binds its own packages alone, and they are bound by no
 * other.
 */
const struct sslinv_bound *sslinv_fix_find(const struct sslinv_question *question, enum sslinv_scope scope);

/* Is the package's version at least that of the fix? False for NULL. */
bool sslinv_fix_is_in(const struct sslinv_question *question, const struct sslinv_bound *fix);

/*
 * Red Hat's documents name each minor release: the present one may have the fix, and the next one, under the same CPE, be
 * open. Then what was fixed in the one says nothing of a build for the other, whose version is higher all the same.
 */
bool sslinv_fix_is_open_later(const struct sslinv_question *question, const struct sslinv_bound *fix);

#endif
