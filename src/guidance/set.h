/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guidance in memory, as far as one question needs it: what the store hands to the resolver. Everything lives in the set's
 * arena.
 */
#ifndef SSLINV_GUIDANCE_SET_H
#define SSLINV_GUIDANCE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "guidance/model.h"

/* A statement and the feed it stands in. */
struct sslinv_set_statement {
	struct sslinv_statement statement;
	uint32_t feed; /* index into feeds */
};

/* An instruction and the feed it stands in. */
struct sslinv_set_instruction {
	struct sslinv_instruction instruction;
	uint32_t feed; /* index into feeds */
};

/* A feed as it was imported. */
struct sslinv_set_feed {
	struct sslinv_feed feed;
	bool is_imported;     /* and did not come with the program */
	const char *imported; /* ISO 8601 */
	const char *digest;   /* SHA-256 of the document, in hex */
	uint64_t entries;
};

struct sslinv_guidance_set {
	struct sslinv_arena arena;
	struct {
		struct sslinv_set_statement
			*items; /* of one distribution (all releases and streams), and of
				   the one it inherits from (distro/inherits.h); sorted by package, cve */
		size_t count, capacity;
	} statements;
	struct {
		struct sslinv_vulnerability *items; /* all; sorted by cve */
		size_t count, capacity;
	} vulnerabilities;
	struct {
		struct sslinv_range *items; /* all; sorted by cve */
		size_t count, capacity;
	} ranges;
	struct {
		const char *
			*items; /* CVEs that a vendor of any distribution has or had, and OpenSSL's records do not; sorted */
		size_t count, capacity;
	} named;
	struct {
		struct sslinv_life *items; /* of OpenSSL and of the distribution */
		size_t count, capacity;
	} lives;
	struct {
		struct sslinv_exploitation *items; /* all, one of a CVE; sorted by cve */
		size_t count, capacity;
	} exploitations;
	struct {
		struct sslinv_branch *items; /* in no order */
		size_t count, capacity;
	} branches;
	struct {
		struct sslinv_set_instruction *items; /* of the distribution and of all; those of newer feeds first */
		size_t count, capacity;
	} instructions;
	struct {
		struct sslinv_page *items; /* of the distribution and of OpenSSL; those of newer feeds first */
		size_t count, capacity;
	} pages;
	struct {
		struct sslinv_set_feed *items;
		size_t count, capacity;
	} feeds;
};

/* Frees all; zero-initialised again. Fit for SSLINV_CLEANUP. */
void sslinv_guidance_set_free(struct sslinv_guidance_set *set);

/* Sorts the arrays as said above; to be called once after filling. */
void sslinv_guidance_set_sort(struct sslinv_guidance_set *set);

/* The statements about one package name and CVE (cve NULL: all of the package): [*first, *end). */
void sslinv_guidance_set_statements(const struct sslinv_guidance_set *set, const char *package, const char *cve,
				    size_t *first, size_t *end);

/* The ranges of one CVE: [*first, *end). */
void sslinv_guidance_set_ranges(const struct sslinv_guidance_set *set, const char *cve, size_t *first, size_t *end);

/* The lives of one product: [*first, *end). */
void sslinv_guidance_set_lives(const struct sslinv_guidance_set *set, const char *product, size_t *first, size_t *end);

/* What is known of a CVE's use by attackers, or NULL. */
const struct sslinv_exploitation *sslinv_guidance_set_exploitation(const struct sslinv_guidance_set *set, const char *cve);

/* Is the CVE listed as exploited? False where nobody says. */
bool sslinv_guidance_set_is_exploited(const struct sslinv_guidance_set *set, const char *cve);

/* Is there a feed of CVEs that are known to be exploited? Without one nothing is known of that. */
bool sslinv_guidance_set_knows_exploited(const struct sslinv_guidance_set *set);

/* The vulnerability, or NULL. */
const struct sslinv_vulnerability *sslinv_guidance_set_vulnerability(const struct sslinv_guidance_set *set, const char *cve);

#endif
