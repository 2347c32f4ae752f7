/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The TLS and cryptography libraries beside OpenSSL, and who uses them. */
#ifndef SSLINV_LINK_OTHERS_H
#define SSLINV_LINK_OTHERS_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "link/chooser.h"
#include "link/examine.h"

/*
 * Fills facts->other_libraries and facts->other_linkages out of examiner->others, sorted by path; does nothing where nobody
 * looked for them. To be called when all is known of OpenSSL and the packages have their labels: nothing else of the facts
 * changes, and what a linkage gets is NULL where it cannot be told. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_others_add(struct sslinv_facts *facts, struct sslinv_examiner *examiner, struct sslinv_chooser *chooser,
		      struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
