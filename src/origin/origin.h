/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whose build an installed package is. A vendor's word about a release binds the vendor's builds for that release, and no
 * other, whatever its number is. The evidence is what the package database and the repositories say; how much follows from
 * it is said in one of three words:
 *   certain  a listed key signed it, or a listed archive offers this very version
 *   likely   what it says of itself is that builder's, and nothing contradicts
 *   open     it may be, and something is missing or contradicts
 */
#ifndef SSLINV_ORIGIN_ORIGIN_H
#define SSLINV_ORIGIN_ORIGIN_H

#include "facts/facts.h"
#include "origin/origin_table.h"

/* Whose build it is; texts in the arena that it was asked with, or borrowed from the table. */
struct sslinv_origin {
	const char *builder;  /* NULL if not known */
	const char *build_of; /* `debian:12`, `rhel:8/jbcs`; NULL: of no line that anybody publishes about */
	const char *evidence; /* `certain: ...` */
	enum sslinv_strength strength;
};

/*
 * Finds out whose build each package of OpenSSL is, where that is not known yet (origin_evidence is NULL), and which
 * candidates are foreign. To be called once all packages and hints are there, before anything is judged. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_origin_settle(struct sslinv_facts *facts, const struct sslinv_origin_table *table) SSLINV_MUST_CHECK;

/*
 * Does the version itself say that no vendor built it for the host: by a mark that no listed builder leaves, or a third
 * party's; by a number or an epoch that OpenSSL there never had; by another vendor's mark, or another release's? False where
 * the host's distribution is not listed.
 */
bool sslinv_origin_is_odd(const struct sslinv_facts *facts, const struct sslinv_origin_table *table,
			  const struct sslinv_package *package);

#endif
